#!/usr/bin/python3
"""The extended protocol: the same messages to PostgreSQL 15 and to pgleaf, the same answers byte by byte; and psycopg, typed
values both ways, text and binary. TAP."""

import datetime
import decimal
import os
import struct
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
from pgwire import fields, message  # noqa: E402
from transcripts import SYNC, TRANSCRIPTS, bind, execute, parse, query  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402


# ---- transcripts

END = "the end of the transcript"


def columns(body):
    """A RowDescription without the OIDs of tables."""
    out, at = [], 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        end = body.index(b"\0", at)
        table, *rest = struct.unpack_from("!IhIhih", body, end + 1)
        out.append((body[at:end].decode(), table != 0, *rest))
        at = end + 19
    return out


def normal(kind, body):
    """What must be the same of a message."""
    if kind in "EN":
        said = fields(body)
        return kind, {k: said.get(k) for k in "SVCMPW"}
    return kind, columns(body) if kind == "T" else body


def answers(path, user, database, data):
    with pgwire.Connection(path) as one:
        one.startup(user=user, database=database)
        one.send(data + SYNC + query("ROLLBACK") + query(f"SELECT '{END}'"))
        got = []
        while END.encode() not in b"".join(body for kind, body in got if kind == "D"):
            got += one.until("Z")
        return [normal(*m) for m in got if m[0] != "S"]


def transcript(pg, leaf, data):
    def case():
        want, got = answers(pg, "postgres", "postgres", data), answers(leaf, "u", "d", data)
        assert want, "PostgreSQL says nothing"
        for i, (w, g) in enumerate(zip(want, got)):
            assert w == g, f"message {i}: PostgreSQL {w}, pgleaf {g}"
        assert len(want) == len(got), (len(want), len(got))
    return case


# ---- psycopg

D = decimal.Decimal
UTC = datetime.timezone.utc
VALUES = [
    ("int4", 1), ("int4", -2147483648), ("int8", 9223372036854775807), ("int2", -5), ("numeric", D("1.50")),
    ("numeric", D("-12345678901234567890.000123")), ("numeric", D("NaN")), ("numeric", D("0.00")), ("float8", 1.5),
    ("float8", 1e300), ("float8", float("inf")), ("float4", 0.5), ("text", ""), ("text", "žluť"), ("varchar", "v"),
    ("bytea", b"\0\xff'"), ("bool", True), ("bool", False), ("date", datetime.date(2024, 2, 29)),
    ("date", datetime.date(1, 1, 1)), ("time", datetime.time(23, 59, 59, 999999)),
    ("timestamp", datetime.datetime(2024, 2, 29, 12, 0, 0, 1)),
    ("timestamptz", datetime.datetime(1969, 12, 31, 23, 59, 59, 5, tzinfo=UTC)),
    ("interval", datetime.timedelta(days=-3, seconds=4, microseconds=5)), ("uuid", uuid.UUID(int=2**127 + 5)),
    ("int4[]", [1, None, 3]), ("text[]", ["a,b", None, '"', "NULL"]), ("int4[]", []), ("numeric[]", [[D("1.5")], [D("2")]]),
    ("jsonb", '{"a": [1, 2.50, null, "x"]}'), ("json", '{"b":  1}'), ("oid", 4294967295), ("text", None), ("int4[]", None),
]
LITERALS = ["'x'::char(3)", "'1.2.3.4/8'::inet", "B'101'", "'1 mon 2 days 03:04:05.6'::interval", "'12:00+02'::timetz",
            "'[1,5)'::int4range", "'infinity'::timestamptz", "'-infinity'::date", "'\"c\"'::\"char\"", "'n'::name",
            "row(1, 'a', NULL)", "'{{1,2},{3,4}}'::int8[]", "1e-7::float8", "'-0'::float8", "1e100::numeric", "'$1.50'::money"]


def asked(dsn):
    """Each value, text and binary, as a driver sees it."""
    out = []
    with psycopg.connect(dsn, autocommit=True) as c:
        c.execute("SET TimeZone = 'UTC'")
        for binary in (False, True):
            cur = c.cursor(binary=binary)
            statements = [(f"SELECT %{'b' if binary and v is not None and t[:4] != 'json' else 's'}::{t} AS v", (v,))
                          for t, v in VALUES]
            for sql, values in statements + [(f"SELECT {x} AS v", None) for x in LITERALS]:
                try:
                    cur.execute(sql, values)
                    out.append((sql, values, cur.pgresult.get_value(0, 0), cur.description[0].type_code))
                except psycopg.Error as e:
                    out.append((sql, values, e.sqlstate))
    return out


def main():
    with servers.directory("extended") as d:
        uri = d.mongo()
        pg = d.postgres()
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust")
        with pymongo.MongoClient(uri) as client:
            client.d.t.insert_many([{"_id": i, "n": i % 7, "s": f"s{i}"} for i in range(1000)])
            client.d.create_collection("w", validator={"$jsonSchema": {"properties": {
                "_id": {"bsonType": "int"}, "v": {"bsonType": ["int", "null"]}, "s": {"bsonType": ["string", "null"]}}}})
        with psycopg.connect(pg, autocommit=True) as c:
            c.execute("CREATE TABLE t (_id int4 PRIMARY KEY, n int4, s text)")
            c.execute("INSERT INTO t SELECT i, i % 7, 's' || i FROM generate_series(0, 999) i")
            c.execute("CREATE TABLE w (_id int4 PRIMARY KEY, v int4, s text)")
        paths = [psycopg.conninfo.conninfo_to_dict(x) for x in (pg, leaf)]
        pg_path, leaf_path = (f"{x['host']}/.s.PGSQL.{x['port']}" for x in paths)
        leaf_dsn = f"{leaf} dbname=d user=u"

        def values():
            "values of every type, both ways, text and binary, through psycopg"
            want, got = asked(f"{pg}"), asked(leaf_dsn)
            assert len(want) == 2 * (len(VALUES) + len(LITERALS))
            assert not any(len(x) < 4 for x in want), [x for x in want if len(x) < 4]
            wrong = [(w, g) for w, g in zip(want, got) if w != g]
            assert not wrong, wrong

        def documents():
            "parameters reach the collection: filters, several portals, a prepared statement"
            with psycopg.connect(leaf_dsn) as c:
                for _ in range(7):
                    assert c.execute("SELECT s FROM t WHERE _id = %s", (42,), prepare=True).fetchall() == [("s42",)]
                assert c.execute("SELECT count(*) FROM t WHERE n = %s AND s LIKE %s", (3, "s1%")).fetchone() == (17,)
                assert c.execute("SELECT s FROM t WHERE _id = ANY(%s) ORDER BY _id", ([5, 1, None],)).fetchall() == [
                    ("s1",), ("s5",)]
                assert c.execute("SELECT count(*) FROM t WHERE s = %s", ("$n",)).fetchone() == (0,)
                with c.pipeline():
                    cursors = [c.execute("SELECT s FROM t WHERE _id = %s", (i,)) for i in range(50)]
                    assert [x.fetchone()[0] for x in cursors] == [f"s{i}" for i in range(50)]
                assert sum(1 for _ in c.cursor().stream("SELECT * FROM t")) == 1000

        def portals():
            "two portals of one collection read in turns"
            with pgwire.Connection(leaf_path) as one:
                one.startup(user="u", database="d")
                one.send(parse("SELECT _id FROM t ORDER BY _id") + bind(portal="p") + bind(portal="q") +
                         execute(300, "p") + execute(200, "q") + execute(300, "p") + execute(0, "q") + execute(0, "p") + SYNC)
                got = one.until("Z")
                ids = [int(r[0]) for r in pgwire.rows(got)]
                assert pgwire.kinds(got).count("s") == 3 and len(ids) == 2000, pgwire.kinds(got)[-5:]
                assert ids == [*range(300), *range(200), *range(300, 600), *range(200, 1000), *range(600, 1000)]

        def leaves():
            "a client that leaves with a cursor open on a collection; another works on"
            for _ in range(3):
                with pgwire.Connection(leaf_path) as one:
                    one.startup(user="u", database="d")
                    one.query("BEGIN; DECLARE c CURSOR FOR SELECT * FROM t")
                    assert len(pgwire.rows(one.query("FETCH 150 FROM c"))) == 150
                    one.send(message("X"))
                    assert one.to_end() == []
            with psycopg.connect(leaf_dsn) as c:
                assert c.execute("SELECT count(*) FROM t").fetchone() == (1000,)

        cases = [values, documents, portals, leaves]
        for name, data in TRANSCRIPTS.items():
            case = transcript(pg_path, leaf_path, data)
            case.__doc__ = name
            cases.append(case)
        pgwire.run(cases)


main()
