import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

import java.net.InetSocketAddress;

/** A server that lacks much of MongoDB (mongo-java-server), on a free loopback port, which it prints; ends with SIGTERM. */
class PoorServer {
    public static void main(String[] arguments) {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind(new InetSocketAddress("127.0.0.1", 0));
        System.out.println("listening on 127.0.0.1:" + server.getLocalAddress().getPort());
    }
}
