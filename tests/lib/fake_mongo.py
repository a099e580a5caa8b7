"""A MongoDB that does as a script says: speaks OP_MSG (and OP_QUERY's hello), records what it gets.

    with fake_mongo.Server() as server:
        server.collections["t"] = [{"_id": 1}]             # what find and listCollections answer
        server.on["getMore"] = fake_mongo.drop             # a command: close the connection instead
        server.uri, server.commands                        # commands: (database, command) in order

A handler is called with (server, connection, database, command) and gives the reply document, fake_mongo.drop, or None for
the usual answer. Batches are `server.batch` documents long.
"""

import glob
import os
import socket
import struct
import sys
import threading

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += glob.glob(os.path.join(TOP, "build/server/venv/lib/python3*/site-packages"))
import bson  # noqa: E402

OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013
drop = object()  # close the connection
mute = object()  # never answer


class Server:
    def __init__(self):
        self.collections = {}
        self.on = {}
        self.batch = 3
        self.commands = []
        self.cursors = {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"mongodb://127.0.0.1:{self.listener.getsockname()[1]}/?directConnection=true"
        self.connections = []
        self.closing = threading.Event()

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.listener.close()
        for c in self.connections:
            try:
                c.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            c.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def names(self):
        return [next(iter(c)) for _, c in self.commands]

    # ---- one connection

    @staticmethod
    def read(connection, n):
        data = b""
        while len(data) < n:
            part = connection.recv(n - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data

    def serve(self, connection):
        try:
            while True:
                length, request, _, opcode = struct.unpack("<iiii", self.read(connection, 16))
                body = self.read(connection, length - 16)
                if opcode == OP_QUERY:
                    end = body.index(b"\0", 4)
                    command, database = bson.decode(body[end + 9:]), body[4:end].decode().split(".")[0]
                else:
                    command = bson.decode(body[5:5 + struct.unpack("<i", body[5:9])[0]])
                    database = command.get("$db", "admin")
                reply = self.answer(connection, database, command)
                if reply is drop:
                    connection.close()
                    return
                if reply is mute:
                    self.closing.wait()
                    return
                document = bson.encode(reply)
                if opcode == OP_QUERY:
                    payload = struct.pack("<iqii", 8, 0, 0, 1) + document
                    code = OP_REPLY
                else:
                    payload = struct.pack("<iB", 0, 0) + document
                    code = OP_MSG
                connection.sendall(struct.pack("<iiii", 16 + len(payload), 0, request, code) + payload)
        except (ConnectionError, OSError, ValueError):
            connection.close()

    def answer(self, connection, database, command):
        name = next(iter(command))
        if name.lower() not in ("hello", "ismaster"):
            self.commands.append((database, command))
        handler = self.on.get(name)
        if handler is drop or handler is mute:
            return handler
        if handler is not None:
            reply = handler(self, connection, database, command)
            if reply is not None:
                return reply
        return getattr(self, "do_" + name.lower(), self.do_ok)(database, command)

    # ---- the usual answers

    @staticmethod
    def do_ok(_database, _command):
        return {"ok": 1.0}

    @staticmethod
    def do_hello(_database, _command):
        return {"isWritablePrimary": True, "ismaster": True, "helloOk": True, "maxBsonObjectSize": 16777216,
                "maxMessageSizeBytes": 48000000, "maxWriteBatchSize": 100000, "minWireVersion": 0, "maxWireVersion": 17,
                "logicalSessionTimeoutMinutes": 30, "connectionId": 1, "readOnly": False, "ok": 1.0}

    do_ismaster = do_hello

    @staticmethod
    def do_buildinfo(_database, _command):
        return {"version": "6.0.0", "versionArray": [6, 0, 0, 0], "maxBsonObjectSize": 16777216, "ok": 1.0}

    def cursor(self, database, collection, documents, key="firstBatch"):
        now, rest = documents[:self.batch], documents[self.batch:]
        number = 0
        if rest:
            number = len(self.cursors) + 1
            self.cursors[number] = rest
        return {"cursor": {"id": bson.Int64(number), "ns": f"{database}.{collection}", key: now}, "ok": 1.0}

    def do_find(self, database, command):
        documents = list(self.collections.get(command["find"], []))
        if command.get("limit"):
            documents = documents[:command["limit"]]
        return self.cursor(database, command["find"], documents)

    def do_aggregate(self, database, command):
        name = command["aggregate"]
        pipeline = command.get("pipeline", [])
        if any("$sample" in stage for stage in pipeline):
            return self.cursor(database, name, list(self.collections.get(name, [])))
        return self.cursor(database, name, [])

    def do_getmore(self, database, command):
        return self.cursor(database, command["collection"], self.cursors.pop(command["getMore"], []), "nextBatch")

    def do_listcollections(self, database, command):
        wanted = command.get("filter", {}).get("name")
        wanted = wanted["$in"] if isinstance(wanted, dict) else [wanted]
        names = [n for n in self.collections if None in wanted or n in wanted]
        batch = [{"name": n, "type": "collection", "options": {}, "info": {"readOnly": False}} for n in names]
        return {"cursor": {"id": bson.Int64(0), "ns": f"{database}.$cmd.listCollections", "firstBatch": batch}, "ok": 1.0}

    def do_count(self, _database, command):
        return {"n": len(self.collections.get(command["count"], [])), "ok": 1.0}

    def do_collstats(self, _database, command):
        return {"count": len(self.collections.get(command["collStats"], [])), "ok": 1.0}
