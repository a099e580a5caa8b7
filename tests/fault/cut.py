#!/usr/bin/python3
"""The connection to MongoDB cut behind each message in turn, MongoDB and the client killed in the middle: TAP.

A proxy counts the messages of both directions and breaks the connection behind the n-th, for n = 1, 2, ... until a run
comes through whole (libmongoc takes half a second to connect again: that is what this takes). Each time: no hang; what was told to be done is done; what failed is not there at all, inside a transaction;
only a COMMIT whose answer was lost (08007, 08006) may have happened or not. What is there is read from MongoDB itself.
"""

import os
import signal
import socket
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

LIMIT = 20


class Proxy:
    """Cuts the next connection that is made behind `left` messages, and lets those after it live."""

    def __init__(self, port):
        self.port, self.left, self.cut = port, None, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.lock = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def arm(self, messages):
        self.left, self.cut = messages, False

    def accept(self):
        while True:
            client = self.listener.accept()[0]
            try:
                server = socket.create_connection(("127.0.0.1", self.port))
            except OSError:  # MongoDB is gone
                client.close()
                continue
            for s in (client, server):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=pair, daemon=True).start()

    def strike(self):
        """What else happens then."""

    @staticmethod
    def exactly(s, n):
        data = b""
        while len(data) < n:
            more = s.recv(n - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def pump(self, source, target):
        try:
            while True:
                head = self.exactly(source, 4)
                target.sendall(head + self.exactly(source, struct.unpack("<i", head)[0] - 4))
                with self.lock:
                    if self.left is not None:
                        self.left -= 1
                        if self.left <= 0:
                            self.left, self.cut = None, True
                            self.strike()
                            raise ConnectionError
        except OSError:
            pass
        for s in (source, target):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def rows_there(client):
    return sorted((d["_id"], d.get("x")) for d in client.d.t.find())


# name, what runs, what is there when it was done, and does it end with a COMMIT of its own
BEFORE = [(1, 10), (2, 20)]
CASES = [
    ("a block", ["BEGIN", "INSERT INTO t VALUES (3, 30), (4, 40)", "UPDATE t SET x = x + 1", "DELETE FROM t WHERE _id = 2", "COMMIT"],
     [(1, 11), (3, 31), (4, 41)]),
    ("REPEATABLE READ, read first", ["BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT * FROM t", "UPDATE t SET x = 0 WHERE _id = 1", "COMMIT"], [(1, 0), (2, 20)]),
    ("a block rolled back", ["BEGIN", "INSERT INTO t VALUES (3, 30)", "ROLLBACK"], BEFORE),
    ("a savepoint", ["BEGIN", "INSERT INTO t VALUES (3, 30)", "SAVEPOINT s", "UPDATE t SET x = 7", "ROLLBACK TO s", "COMMIT"], [*BEFORE, (3, 30)]),
    ("one INSERT of many rows", ["INSERT INTO t SELECT g, g FROM generate_series(3, 2500) g"], BEFORE + [(i, i) for i in range(3, 2501)]),
    ("one row", ["INSERT INTO t VALUES (3, 30)"], [*BEFORE, (3, 30)]),
    ("x = x + 1", ["UPDATE t SET x = x + 1"], [(1, 11), (2, 21)]),
    ("ON CONFLICT", ["INSERT INTO t VALUES (1, 5), (3, 30) ON CONFLICT (_id) DO UPDATE SET x = t.x + excluded.x"], [(1, 15), (2, 20), (3, 30)]),
    ("WITH", ["WITH d AS (DELETE FROM t WHERE _id = 1 RETURNING *) INSERT INTO t SELECT _id + 10, x FROM d"], [(2, 20), (11, 10)]),
    ("MERGE", ["MERGE INTO t USING (VALUES (1, 1), (5, 5)) v (id, x) ON t._id = v.id WHEN MATCHED THEN DELETE "
               "WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.x)"], [(2, 20), (5, 5)]),
]


class Judge:
    """What one run may have left."""

    def __init__(self, statements, after):
        self.statements, self.after = statements, after
        self.said = []

    def run(self, connection):
        for sql in self.statements:
            try:
                word = connection.execute(sql).statusmessage
            except psycopg.Error as e:
                word = e.sqlstate or "lost"
            self.said.append(word)
            if connection.closed:
                break
        return self.said

    def allowed(self, found, there):
        last = self.said[-1] if len(self.said) == len(self.statements) else "lost"
        failed = [w for w in self.said if len(w) == 5 and w.isalnum() and w not in ("BEGIN", "MERGE")]
        if not failed and "lost" not in self.said:
            if self.statements[-1] == "COMMIT" and last == "ROLLBACK":
                return there == BEFORE
            return there == self.after
        block = self.statements[0].startswith("BEGIN")
        if block and last == "ROLLBACK": # it failed before, and COMMIT said so
            return there == BEFORE
        if block and len(self.said) < len(self.statements):
            return there == BEFORE
        return there in (BEFORE, self.after) # the answer to the last was lost


def fresh(client):
    client.d.t.delete_many({})
    client.d.t.insert_many([{"_id": i, "x": x} for i, x in BEFORE])


def cut_case(proxy, client, dsn, first, statements, after):
    """Runs until none is cut. What is wrong, and behind how many messages it came through."""
    wrong = []
    for n in range(first, 200):
        fresh(client)
        judge = Judge(statements, after)
        proxy.arm(n)
        start = time.monotonic()
        try:
            connection = psycopg.connect(dsn, autocommit=True, connect_timeout=LIMIT)
        except psycopg.Error:
            if rows_there(client) != BEFORE:
                wrong.append(f"{n}: no session, and something was written")
            continue
        judge.run(connection)
        cut = proxy.cut
        connection.close()
        if time.monotonic() - start > LIMIT:
            wrong.append(f"{n}: took {time.monotonic() - start:.0f} s")
        wait_for_quiet(client)
        there = rows_there(client)
        if not judge.allowed(None, there):
            wrong.append(f"{n}: it said {judge.said}, and there is {there[:6]} ({len(there)})")
        if not cut:
            return wrong, n
    return [*wrong, "never came through"], 200


def wait_for_quiet(client):
    """A transaction whose client is gone may hold its writes a little: a write of ours comes through when it is over."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            client.d.t.update_many({}, {"$set": {"probe": 1}})
            return
        except pymongo.errors.PyMongoError:
            time.sleep(0.02)


def settle(uri):
    """What was written so far is on the disk."""
    pymongo.MongoClient(uri).d.get_collection("settled", write_concern=pymongo.WriteConcern(w=1, j=True)).insert_one({})


def killed_server(d, report):
    """MongoDB killed in a transaction, and in a COPY: nothing of it is there when it is back."""
    uri = d.mongo()
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust", "-o", "connect_timeout=2s") + " dbname=d user=u"
    with psycopg.connect(dsn, autocommit=True) as c:
        c.execute("CREATE TABLE t (_id int PRIMARY KEY, x int)")
        c.execute("INSERT INTO t VALUES (1, 10), (2, 20)")
        settle(uri)
        c.execute("BEGIN")
        c.execute("UPDATE t SET x = x + 1")
        d.mongo_kill()
        said = []
        for sql in ("INSERT INTO t VALUES (9, 9)", "COMMIT"):
            try:
                said.append(c.execute(sql).statusmessage)
            except psycopg.Error as e:
                said.append(e.sqlstate)
    report("MongoDB killed in a transaction: the next statement fails, and COMMIT is none", said[0] in ("08006", "40001", "08001") and said[1] == "ROLLBACK", said)
    uri = d.mongo()
    client = pymongo.MongoClient(uri)
    report("nothing of it is there", rows_there(client) == BEFORE, rows_there(client))
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust", "-o", "connect_timeout=2s") + " dbname=d user=u"
    said = None
    with psycopg.connect(dsn, autocommit=True) as c:
        try:
            with c.cursor().copy("COPY t FROM STDIN") as copy:
                for i in range(100, 40000):
                    copy.write_row((i, i))
                    if i == 20000:
                        d.mongo_kill()
            said = "done"
        except psycopg.Error as e:
            said = e.sqlstate
    report("MongoDB killed in COPY: an error", said in ("08006", "40001", "08001", "08007"), said)
    client = pymongo.MongoClient(d.mongo())
    report("no row of it is there", rows_there(client) == BEFORE, len(rows_there(client)))


def killed_client(dsn, client, report):
    """The client goes in a transaction: what it wrote goes with it, and its locks."""
    fresh(client)
    child = os.fork()
    if child == 0:
        c = psycopg.connect(dsn, autocommit=True)
        c.execute("BEGIN")
        c.execute("UPDATE t SET x = 99")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    start = time.monotonic()
    wait_for_quiet(client)
    report("the client killed in a transaction: nothing stays, and no lock", rows_there(client) == BEFORE and time.monotonic() - start < 5, rows_there(client))


def session_messages(proxy, dsn):
    proxy.arm(1000)
    psycopg.connect(dsn, autocommit=True).close()
    used = 1000 - proxy.left
    proxy.left = None
    return used


def main():
    number, failed = 0, 0

    def report(name, ok, *words):
        nonlocal number, failed
        number += 1
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}", flush=True)
        for w in words if not ok else ():
            print(f"#   {w}")
    with servers.directory("cut") as d:
        uri = d.mongo()
        client = pymongo.MongoClient(uri)
        proxy = Proxy(client.address[1])
        options = "directConnection=true&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000"
        dsn = d.pgleaf("inetd", "-o", f"uri=mongodb://127.0.0.1:{proxy.listener.getsockname()[1]}/?{options}", "-o", "auth=trust") + " dbname=d user=u"
        with psycopg.connect(dsn, autocommit=True) as c:
            c.execute("CREATE TABLE t (_id int PRIMARY KEY, x int)")
        start = session_messages(proxy, dsn)
        for i, (name, statements, after) in enumerate(CASES):
            first = 1 if i == 0 else start  # how a session begins is seen once
            wrong, n = cut_case(proxy, client, dsn, first, statements, after)
            report(f"{name}: cut behind each message from {first} to {n - 1}", not wrong, *wrong)
        killed_client(dsn, client, report)
        d.mongo_stop()
    with servers.directory("killed") as d:
        killed_server(d, report)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
