#!/usr/bin/python3
"""Temporary tables: no other session sees them, they go with the session, and what a killed one left goes with the next. TAP."""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402


def left(client):
    return sorted(n for n in client.d.list_collection_names() if n.startswith("pgleaf.temp."))


def wait(question):
    for _ in range(1200):  # a minute, on a machine that has other work
        if question():
            return True
        time.sleep(0.05)
    return False


def gone(pid):
    """No process, or one that only waits for its parent to take note."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
            return f.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def refused(connection, sql):
    try:
        connection.execute(sql)
        return None
    except psycopg.Error as e:
        return e.sqlstate


def main():
    with servers.directory("temp") as d:
        uri = d.mongo()
        dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        client = pymongo.MongoClient(uri)

        def connect():
            return psycopg.connect(dsn, autocommit=True)

        a, b = connect(), connect()
        a.execute("CREATE TABLE t (a int)")
        a.execute("CREATE TEMP TABLE t (x text)")
        a.execute("INSERT INTO t VALUES ('mine')")
        a.execute("CREATE TEMP TABLE only_a (x text)")
        cases = {
            "the owner sees it": a.execute("SELECT x FROM t").fetchall() == [("mine",)],
            "others do not": b.execute("SELECT * FROM t").description[0].name == "a" and refused(b, "SELECT * FROM only_a") == "42P01",
            "nor in the catalogs": b.execute("SELECT count(*) FROM pg_class WHERE relname IN ('t', 'only_a')").fetchone() == (1,),
            "nor by its collection's name": refused(b, f'SELECT * FROM "{left(client)[0]}"') == "42P01",
            "the same name is another's, too": refused(b, "CREATE TEMP TABLE only_a (x int)") is None and len(left(client)) == 3,
        }
        first, second = a.info.backend_pid, b.info.backend_pid
        a.close()
        cases["it goes with its session"] = wait(lambda: gone(first)) and len(left(client)) == 1
        os.kill(second, signal.SIGTERM)
        cases["SIGTERM, too"] = wait(lambda: gone(second)) and left(client) == []
        t = connect()
        t.execute("CREATE TEMP TABLE o (x int)")
        t.execute("BEGIN")
        t.execute("INSERT INTO o VALUES (1), (2)")
        third = t.info.backend_pid
        t.close()
        cases["in the middle of a transaction, too"] = wait(lambda: gone(third)) and left(client) == []
        c = connect()
        c.execute("CREATE TEMP TABLE k (x int)")
        os.kill(c.info.backend_pid, signal.SIGKILL)
        wait(lambda: gone(c.info.backend_pid))
        killed = left(client)
        e = connect()
        e.execute("CREATE TEMP TABLE m (x int)")
        cases["what a killed session left goes when the next makes one"] = len(killed) == 1 and wait(
            lambda: len(left(client)) == 1 and left(client)[0].endswith(".m"))
        client.d.create_collection("pgleaf.temp.elsewhere-1-1-1.t")
        f = connect()
        f.execute("CREATE TEMP TABLE n (x int)")
        cases["what is another machine's stays"] = "pgleaf.temp.elsewhere-1-1-1.t" in left(client) and len(left(client)) == 3
        for i, (name, ok) in enumerate(cases.items()):
            print("ok" if ok else "not ok", i + 1, "-", name)
        print(f"1..{len(cases)}")
        return 0 if all(cases.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
