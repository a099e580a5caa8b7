#!/usr/bin/python3
"""COPY ... FROM STDIN as clients do it: psql's \\copy, psycopg's copy (text, binary, typed), the extended protocol, message by
message as PostgreSQL 15 answers; many rows, and what is left where the server has no transactions. TAP."""

import datetime
import decimal
import os
import struct
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
from pgwire import fields, message, z  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

SCHEMA = {"$jsonSchema": {"bsonType": "object", "required": ["_id"], "properties": {
    "_id": {"bsonType": "int"}, "s": {"bsonType": ["string", "null"]}, "n": {"bsonType": ["decimal", "null"]},
    "f": {"bsonType": ["double", "null"]}, "ts": {"bsonType": ["date", "null"]}, "b": {"bsonType": ["long", "null"]}}}}
TABLE = "_id int PRIMARY KEY, s text, n numeric, f float8, ts timestamptz(3), b int8"
SYNC = message("S")


def data(text):
    return message("d", text if isinstance(text, bytes) else text.encode())


def query(sql):
    return message("Q", z(sql))


def extended(sql):
    return (message("P", z("") + z(sql) + struct.pack("!h", 0)) + message("B", z("") + z("") + struct.pack("!hhh", 0, 0, 0))
            + message("D", b"P" + z("")) + message("E", z("") + struct.pack("!i", 0)))


DONE = message("c")
COPY = "COPY t (_id, s) FROM STDIN"
# each: what is sent, and until how many ReadyForQuery
TALKS = {
    "simple": ([query(COPY), data("1\tx\n"), data("2\ty\n"), DONE], 1),
    "all in one packet, and a query behind it": ([query(COPY) + data("3\tx\n") + DONE + query("SELECT 1")], 2),
    "extended": ([extended(COPY), data("4\tx\n"), DONE, SYNC], 1),
    "extended, Sync and Flush among the data": ([extended(COPY), SYNC, data("5\tx\n"), message("H"), DONE, SYNC], 1),
    "CopyFail": ([query(COPY), data("6\tx\n"), message("f", z("no"))], 1),
    "CopyFail, extended": ([extended(COPY), data("6\tx\n"), message("f", z("no")), SYNC], 1),
    "an error, and the rest of the data": ([query(COPY), data("x\tx\n"), data("7\tx\n"), DONE, query("SELECT 2")], 2),
    "an error, extended": ([extended(COPY), data("x\tx\n"), data("7\tx\n"), DONE, SYNC, query("SELECT 2")], 2),
    "a statement that fails before": ([query("COPY nowhere FROM STDIN"), data("8\tx\n"), DONE, query("SELECT 4")], 2),
    "a row in pieces": ([query(COPY)] + [data(c) for c in "9\tab\\tc\n10\t\\N\n"] + [DONE], 1),
    "several statements": ([query(f"SELECT 5; {COPY}; SELECT 6"), data("11\tx\n"), DONE], 1),
    "CSV in pieces": ([query(COPY + " CSV")] + [data(c) for c in '12,"a\n""b"\r\n'] + [DONE], 1),
    "without data": ([query(COPY), DONE], 1),
}


def connect(dsn, **startup):
    place = psycopg.conninfo.conninfo_to_dict(dsn)
    conn = pgwire.Connection(f"{place['host']}/.s.PGSQL.{place.get('port', 5432)}")
    conn.startup(**startup)
    return conn


def talk(conn, parts, ready):
    answers = []
    for part in parts:
        conn.send(part)
    while ready > 0:
        kind, body = conn.read()
        if kind == "E":
            body = {k: v for k, v in fields(body).items() if k in "SCMW"}
        if kind not in "SN":
            answers.append((kind, body))
        ready -= kind == "Z"
    return answers


class Tap:
    number = failed = 0

    def __call__(self, ok, name, why=""):
        self.number += 1
        self.failed += not ok
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}")
        if not ok:
            print("\n".join("# " + line for line in str(why).split("\n")))


def rows_of(conn):
    return sorted(conn.execute("SELECT * FROM t").fetchall(), key=repr)


def typed(conn):
    with conn.cursor() as cursor:
        for n, mode in enumerate(("", " (FORMAT binary)"), 1):
            with cursor.copy(f"COPY t FROM STDIN{mode}") as copy:
                copy.set_types(["int4", "text", "numeric", "float8", "timestamptz", "int8"])
                for i in range(1000 * n, 1000 * n + 500):
                    copy.write_row((i, f"r\t{i}" if i % 3 else None, decimal.Decimal(i) / 4, i / 8,
                                    datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=i),
                                    i * 10000000000))
    return rows_of(conn)


def psql(dsn, *commands):
    arguments = [x for c in commands for x in ("-c", c)]
    done = subprocess.run(["psql", "-X", "-At", dsn, *arguments], capture_output=True, text=True, input="70\tin\n71\tput\n", check=False)
    return done.stdout + done.stderr


def main():
    tap = Tap()
    with servers.directory("copyin") as d, open(os.path.join(d.path, "rows.csv"), "w+", encoding="utf-8") as f:
        uri = d.mongo()
        client = pymongo.MongoClient(uri)
        client.d.create_collection("t", validator=SCHEMA)
        pg_dsn = d.postgres()
        leaf_dsn = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        pg, leaf = (psycopg.connect(x, autocommit=True) for x in (pg_dsn, leaf_dsn))
        pg.execute(f"CREATE TABLE t ({TABLE})")
        wires = [connect(pg_dsn, user="postgres"), connect(leaf_dsn, user="u", database="d")]
        for name, (parts, ready) in TALKS.items():
            want, got = (talk(w, parts, ready) for w in wires)
            tap(want == got and rows_of(pg) == rows_of(leaf), name, f"PostgreSQL: {want}\npgleaf: {got}")
        other = connect(leaf_dsn, user="u", database="d")
        other.send(query(COPY) + data("8\tx\n") + query("SELECT 3"))
        error = pgwire.error(other.to_end())
        tap(error["C"] == "08P01" and error["S"] == "FATAL", "another message ends the session", error)
        want, got = typed(pg), typed(leaf)
        tap(want == got, "psycopg writes rows, text and binary", f"{want[:5]}\n{got[:5]}")
        f.write('80,"a ""b"""\n81,\n')
        f.flush()
        commands = (f"\\copy t (_id, s) from '{f.name}' csv", "\\copy t (_id, s) from stdin", "COPY t (_id, s) FROM STDIN",
                    f"\\copy t (_id, s) from '{f.name}' csv", "SELECT count(*) FROM t")
        want, got = psql(pg_dsn, *commands), psql(leaf_dsn, *commands)
        tap(want == got and rows_of(pg) == rows_of(leaf), "psql's \\copy", f"{want}\n{got}")
        with leaf.cursor().copy("COPY t (_id, s) FROM STDIN") as copy:
            for i in range(100000, 130000):
                copy.write(f"{i}\tmany {i}\n")
        tap(client.d.t.count_documents({"_id": {"$gte": 100000}}) == 30000, "30,000 rows")
        try:
            with leaf.cursor().copy("COPY t (_id, s) FROM STDIN") as copy:
                for i in [*range(200000, 203500), 100001]:
                    copy.write(f"{i}\tmany {i}\n")
            tap(False, "a duplicate behind several batches undoes all")
        except psycopg.errors.UniqueViolation as e:
            tap(client.d.t.count_documents({"_id": {"$gte": 200000}}) == 0 and e.diag.context == "COPY t, line 3501",
                "a duplicate behind several batches undoes all", e.diag.context)
        cancelled(tap, leaf, client)
        gone(tap, leaf_dsn, client)
    with servers.directory("copyin") as d:
        alone(tap, d)
    print(f"1..{tap.number}")
    return 1 if tap.failed else 0


def cancelled(tap, leaf, client):
    timer = threading.Timer(0.5, leaf.cancel)
    try:
        with leaf.cursor().copy("COPY t (_id, s) FROM STDIN") as copy:
            for i in range(300000, 302500):
                copy.write(f"{i}\tmany {i}\n")
            timer.start()
            timer.join()
            threading.Event().wait(0.5)
        tap(False, "a cancel while data is waited for")
    except psycopg.errors.QueryCanceled:
        tap(client.d.t.count_documents({"_id": {"$gte": 300000}}) == 0 and leaf.execute("SELECT 1").fetchone() == (1,),
            "a cancel while data is waited for")


def gone(tap, dsn, client):
    conn = connect(dsn, user="u", database="d")
    conn.send(query(COPY) + b"".join(data(f"{i}\tx\n") for i in range(400000, 403000)))
    conn.until("G")
    threading.Event().wait(1)
    conn.close()
    threading.Event().wait(1)
    tap(client.d.t.count_documents({"_id": {"$gte": 400000}}) == 0, "a client that vanishes leaves no rows")


def alone(tap, d):
    """Without transactions the error says what stays."""
    uri = d.mongo("--standalone")
    client = pymongo.MongoClient(uri)
    client.d.create_collection("t", validator=SCHEMA)
    leaf = psycopg.connect(d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u", autocommit=True)
    try:
        with leaf.cursor().copy("COPY t (_id, s) FROM STDIN") as copy:
            for i in [*range(2500), 5]:
                copy.write(f"{i}\tx\n")
        tap(False, "without transactions")
    except psycopg.errors.UniqueViolation as e:
        kept = client.d.t.count_documents({})
        tap(f"{kept} rows of the statement were kept" in (e.diag.message_hint or ""), "without transactions the error says what stays",
            f"{kept}: {e.diag.message_hint}")
    leaf.execute("CREATE TABLE k (id int PRIMARY KEY, v int CHECK (v < 9))")
    leaf.execute("CREATE TABLE l (id int)")
    for name, sql in (("ON CONFLICT, a row proposed twice", "INSERT INTO k VALUES (1, 1), (1, 2) ON CONFLICT (id) DO UPDATE SET v = 3"),
                      ("ON CONFLICT, a CHECK", "INSERT INTO k VALUES (11, 1), (12, 1), (13, 9) ON CONFLICT (id) DO NOTHING"),
                      ("INSERT of a key that is there", "INSERT INTO k VALUES (21, 1), (22, 1), (22, 2), (23, 3)"),
                      ("UPDATE to a key that is there", "UPDATE k SET id = 31 WHERE id > 20"),
                      ("MERGE", "MERGE INTO k USING (VALUES (41), (42), (42)) v (i) ON false WHEN NOT MATCHED THEN INSERT VALUES (i, 1)"),
                      ("WITH, of which another part fails", "WITH w AS (INSERT INTO l VALUES (1), (2) RETURNING id) INSERT INTO k SELECT 50, id FROM w")):
        before = {x["id"]: x.get("v") for x in client.d.k.find()}
        try:
            leaf.execute(sql)
            tap(False, name)
        except psycopg.Error as e:
            after = {x["id"]: x.get("v") for x in client.d.k.find()}
            kept = len(set(after.items()) - set(before.items())) + client.d.l.count_documents({})
            words = "rows that the statement had changed" if "UPDATE" in name else f"{kept} row{'s' if kept != 1 else ''} of the statement"
            said = words in (e.diag.message_hint or "") if kept else not e.diag.message_hint
            tap(said, f"without transactions: {name}", f"{kept}: {e.sqlstate} {e.diag.message_hint}")


if __name__ == "__main__":
    sys.exit(main())
