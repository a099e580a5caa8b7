#!/usr/bin/python3
"""tests/bench/many.py point|clients|catalog: prepared point selects a second, of one client and of 64 at once, against PostgreSQL 15 and
(one) the bare driver; psql's \\d t where there are BENCH_TABLES (2000) tables of 50 columns, and what the server takes to list one. The best of three; nothing is asserted."""

import os
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

DOCUMENTS, SECONDS = 10000, 2


def selects(dsn, clients):
    """A second, all clients together: each has its own connection and prepared statement."""
    counts, begin = [0] * clients, threading.Barrier(clients + 1)
    end = [0.0]

    def client(i):
        with psycopg.connect(dsn, autocommit=True) as c:
            cur = c.cursor(binary=True)
            cur.execute("SELECT n, s FROM t WHERE _id = %s", (i,), prepare=True)
            begin.wait()
            while time.monotonic() < end[0]:
                assert cur.execute("SELECT n, s FROM t WHERE _id = %s", ((i * 7919 + counts[i]) % DOCUMENTS,), prepare=True).fetchone()
                counts[i] += 1
    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for t in threads:
        t.start()
    end[0] = time.monotonic() + 3600
    begin.wait()
    end[0] = time.monotonic() + SECONDS
    for t in threads:
        t.join()
    time.sleep(1)  # until the servers' processes are gone: they have a limit
    return sum(counts) / SECONDS


def finds(uri):
    t, n, end = pymongo.MongoClient(uri).d.t, 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert t.find_one({"_id": n * 7919 % DOCUMENTS})
        n += 1
    return n / SECONDS


def described(dsn):
    start = time.monotonic()
    subprocess.run(["psql", "-Xqc", r"\d table_7", dsn], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def cpu(pid):
    with open(f"/proc/{pid}/schedstat", encoding="utf-8") as f:
        return int(f.read().split()[0]) / 1e9


def listed(db):
    start = time.monotonic()
    list(db.list_collections(filter={"name": {"$in": ["table_7"]}}))
    return time.monotonic() - start


def asked(dsn):
    """The queries that psql asks for \\d table_7."""
    shown = subprocess.run(["psql", "-XEqc", r"\d table_7", dsn], check=True, stdout=subprocess.PIPE, text=True).stdout
    return re.findall(r"\*+ QUERY \*+\n(.*?)\n\*{10,}", shown, re.S)


def worked(dsn):
    """CPU seconds of the session's own process for them, in a new session: what MongoDB does is not in it."""
    queries = asked(dsn)
    with psycopg.connect(dsn, autocommit=True) as c:
        start = cpu(c.info.backend_pid)
        for q in queries:
            c.execute(q, prepare=False).fetchall()
        return cpu(c.info.backend_pid) - start


def main():
    part, tables = sys.argv[1], int(os.environ.get("BENCH_TABLES", "2000"))
    with servers.directory("many") as d:
        uri, pg = d.mongo(), d.postgres()
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " user=u dbname=d"
        db = pymongo.MongoClient(uri).d
        if part == "catalog":
            fields = {f"f{i}": i for i in range(50)}
            for i in range(tables):
                db[f"table_{i}"].insert_one({"_id": i, **fields})
            with psycopg.connect(pg, autocommit=True) as c:
                for i in range(tables):
                    c.execute(f"CREATE TABLE table_{i} (_id int PRIMARY KEY, {', '.join(f + ' int' for f in fields)})")
            for what, measure in (("CPU seconds of the session's process", worked), ("seconds, with all that the server does", described)):
                own, theirs = (min(measure(dsn) for _ in range(5)) for dsn in (leaf, pg))
                print(f"\\d t of {tables} tables: {what}\n  PostgreSQL 15              {theirs:.4f}\n"
                      f"  pgleaf                     {own:.4f}   {own / theirs:.1f} times it (aim: 2 at most)")
            print(f"one listCollections of its name, the bare driver: {min(listed(db) for _ in range(5)):.4f} seconds")
            return
        for dsn in (leaf, pg):  # declared: the embedded server takes no index for {$eq, $type}, MongoDB does
            with psycopg.connect(dsn, autocommit=True) as c:
                c.execute("CREATE TABLE t (_id int PRIMARY KEY, n int, s text)")
        db.t.insert_many([{"_id": i, "n": i * 3, "s": f"s{i}"} for i in range(DOCUMENTS)])
        with psycopg.connect(pg, autocommit=True) as c:
            c.execute(f"INSERT INTO t SELECT i, i * 3, 's' || i FROM generate_series(0, {DOCUMENTS - 1}) i")
        clients = 64 if part == "clients" else 1
        own, theirs = (max(selects(dsn, clients) for _ in range(3)) for dsn in (leaf, pg))
        print(f"prepared selects of a row by its key, {clients} client{'s' if clients > 1 else ''}: a second")
        print(f"  PostgreSQL 15              {theirs:.0f}\n  pgleaf                     {own:.0f}")
        if clients == 1:
            print(f"  the bare driver (pymongo)  {max(finds(uri) for _ in range(3)):.0f}")


main()
