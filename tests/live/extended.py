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
from pgwire import fields, message, z  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402


# ---- messages

def parse(sql, name="", types=()):
    return message("P", z(name) + z(sql) + struct.pack(f"!h{len(types)}I", len(types), *types))


def bind(*values, portal="", name="", formats=(), results=()):
    """A value: None, str (text), bytes."""
    body = z(portal) + z(name) + struct.pack(f"!h{len(formats)}h", len(formats), *formats) + struct.pack("!h", len(values))
    for v in values:
        if isinstance(v, str):
            v = v.encode()
        body += struct.pack("!i", -1) if v is None else struct.pack("!i", len(v)) + v
    return message("B", body + struct.pack(f"!h{len(results)}h", len(results), *results))


def describe(kind="P", name=""):
    return message("D", kind.encode() + z(name))


def execute(rows=0, portal=""):
    return message("E", z(portal) + struct.pack("!i", rows))


def close(kind="P", name=""):
    return message("C", kind.encode() + z(name))


def query(sql):
    return message("Q", z(sql))


SYNC, FLUSH = message("S"), message("H")
END = "the end of the transcript"


def whole(sql, *values, **more):
    return parse(sql, types=more.pop("types", ())) + describe("S") + bind(*values, **more) + describe() + execute() + SYNC


TRANSCRIPTS = {
    "no parameters": whole("SELECT 1, 'x', NULL, 1.5"),
    "a parameter of inferred type": whole("SELECT $1 + 1, $2 || 'x'", "41", "a"),
    "a parameter of declared type": whole("SELECT $1", "41", types=(20,)),
    "a parameter of no type is text": whole("SELECT $1", "41"),
    "declared and inferred": whole("SELECT $1, $2 + 1", "1", "2", types=(23, 0)),
    "unknown is inferred": whole("SELECT $1 + 1", "1", types=(705,)),
    "NULL": whole("SELECT $1::int4, $1 IS NULL", None),
    "in WHERE": whole("SELECT g FROM generate_series(1, 10) g WHERE g > $1 AND g <> $2", "5", "7"),
    "in LIMIT": whole("SELECT g FROM generate_series(1, 10) g LIMIT $1 OFFSET $2", "2", "3"),
    "in IN": whole("SELECT 2 IN ($1, $2)", "1", "2"),
    "in ANY": whole("SELECT 2 = ANY ($1)", "{1,2}"),
    "in CASE": whole("SELECT CASE WHEN $1 THEN $2 ELSE 3 END", "t", "4"),
    "in COALESCE": whole("SELECT coalesce($1, 7)", None),
    "in BETWEEN": whole("SELECT date '2020-05-05' BETWEEN $1 AND $2", "2020-01-01", "2021-01-01"),
    "twice the same": whole("SELECT $1::text, $1", "a"),
    "a gap": whole("SELECT $2::int4", "1", "2"),
    "a gap of known type": whole("SELECT $2::int4", "1", "2", types=(23,)),
    "type not to be told": whole("SELECT $1 IS NULL", "1"),
    "two types at once": whole("SELECT $1::int4, $1::text", "1"),
    "no such type": whole("SELECT $1", "1", types=(4242424,)),
    "binary results": whole("SELECT 1, 'x', 1.5, true, date '2020-02-02'", results=(1,)),
    "mixed results": whole("SELECT 1, 2", results=(0, 1)),
    "binary parameters": whole("SELECT $1::int4 + 1, $2::text", struct.pack("!i", 5), b"abc", formats=(1,)),
    "mixed parameters": whole("SELECT $1::int4 + 1, $2::int4", struct.pack("!i", 5), "7", formats=(1, 0)),
    "a short binary parameter": whole("SELECT $1::int4", b"\0\1", formats=(1,)),
    "too few parameters": whole("SELECT $1::int4, $2::int4", "1"),
    "too many parameters": whole("SELECT 1", "1"),
    "formats that do not fit": whole("SELECT $1::int4, $2::int4, $3::int4", "1", "2", "3", formats=(0, 1)),
    "result formats that do not fit": whole("SELECT 1, 2, 3", results=(0, 1)),
    "no such format": whole("SELECT $1::int4", "1", formats=(2,)),
    "wrong text": whole("SELECT $1::int4", "x"),
    "an error in the run": whole("SELECT 1 / $1::int4", "0"),
    "a syntax error": whole("SELECT FROM WHERE"),
    "no such column": whole("SELECT nope"),
    "two statements": whole("SELECT 1; SELECT 2"),
    "empty": whole(""),
    "only a comment": whole("-- nothing"),
    "no columns": whole("SELECT"),
    "SHOW": whole("SHOW standard_conforming_strings"),
    "SET": whole("SET extra_float_digits = 2"),
    "skipped to Sync": parse("SELECT 1/0") + bind() + execute() + bind() + execute() + query("SELECT 1") + SYNC,
    "no such statement": bind(name="nope") + SYNC,
    "no such portal": execute(portal="nope") + SYNC + describe("P", "nope") + SYNC + describe("S", "nope") + SYNC,
    "no unnamed statement after Query": parse("SELECT 1") + SYNC + query("SELECT 2") + bind() + SYNC,
    "named statements": parse("SELECT $1::int4", "a") + parse("SELECT $1::text", "b") + bind("1", name="a") + execute() +
    bind("x", name="b") + execute() + bind("2", name="a") + execute() + SYNC,
    "a name twice": parse("SELECT 1", "c") + parse("SELECT 1", "c") + SYNC,
    "the unnamed one twice": parse("SELECT 1") + parse("SELECT 2") + bind() + execute() + SYNC,
    "Close": parse("SELECT 1", "d") + SYNC + close("S", "d") + close("S", "d") + bind(name="d") + SYNC,
    "Close of a portal": parse("SELECT 1") + bind(portal="p") + close("P", "p") + execute(portal="p") + SYNC,
    "no such kind": describe("X") + SYNC + close("Y") + SYNC,
    "a part of the rows": parse("SELECT g FROM generate_series(1, 5) g") + bind() + execute(2) + execute(2) + execute(2) +
    execute(2) + SYNC,
    "as many rows as there are": parse("SELECT g FROM generate_series(1, 2) g") + bind() + execute(2) + execute(2) + SYNC,
    "two portals": parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") + bind(portal="q") +
    execute(2, "p") + execute(1, "q") + execute(2, "p") + execute(0, "q") + execute(0, "p") + SYNC,
    "a portal ends with its transaction": parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") +
    execute(2, "p") + SYNC + execute(2, "p") + SYNC,
    "a portal in a block": query("BEGIN") + parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") +
    execute(2, "p") + SYNC + execute(2, "p") + SYNC + query("COMMIT") + execute(2, "p") + SYNC,
    "a portal's name twice": query("BEGIN") + parse("SELECT 1") + bind(portal="p") + bind(portal="p") + SYNC + query("ROLLBACK"),
    "a utility's portal is run once": parse("SHOW TimeZone") + bind() + execute() + SYNC,
    "BEGIN and COMMIT": parse("BEGIN") + bind() + execute() + SYNC + parse("SELECT 1") + bind() + execute() + SYNC +
    parse("COMMIT") + bind() + execute() + SYNC,
    "a failed block": query("BEGIN") + whole("SELECT 1/0") + whole("SELECT 1") + parse("ROLLBACK") + bind() + execute() + SYNC,
    "a pipeline": b"".join(parse("SELECT $1::int4 * 2") + bind(str(i)) + execute() for i in range(5)) + SYNC,
    "Flush": parse("SELECT 1") + FLUSH + bind() + FLUSH + execute() + FLUSH + SYNC,
    "DEALLOCATE": parse("SELECT 1", "e") + SYNC + query("DEALLOCATE e") + query("DEALLOCATE e") + bind(name="e") + SYNC +
    query("DEALLOCATE ALL"),
    "a cursor": query("BEGIN") + query("DECLARE c CURSOR FOR SELECT g, 'x' FROM generate_series(1, 9) g") + query("FETCH 2 FROM c") +
    query("MOVE 2 IN c") + query("FETCH FORWARD 1 FROM c") + query("FETCH NEXT FROM c") + query("FETCH ALL IN c") +
    query("FETCH c") + query("MOVE ALL c") + query("CLOSE c") + query("CLOSE c") + query("ROLLBACK") + query("FETCH c"),
    "a cursor's errors": query("DECLARE c CURSOR FOR SELECT 1") + query("BEGIN; DECLARE c CURSOR FOR SELECT nope") +
    query("ROLLBACK; BEGIN; DECLARE c CURSOR FOR SELECT 1; DECLARE c CURSOR FOR SELECT 1") + query("ROLLBACK") +
    query("BEGIN; DECLARE c NO SCROLL CURSOR FOR SELECT 1; FETCH BACKWARD 1 FROM c") + query("ROLLBACK") + query("CLOSE ALL") +
    query("MOVE nope") + query("DECLARE c SCROLL NO SCROLL CURSOR FOR SELECT 1"),
    "a cursor of one message": query("DECLARE c CURSOR FOR SELECT 1; FETCH c; CLOSE c"),
    "a cursor ends with its transaction, not with the message": query("BEGIN; DECLARE c CURSOR FOR SELECT 1; COMMIT; FETCH c") +
    query("BEGIN") + query("COMMIT; BEGIN; DECLARE c CURSOR FOR SELECT g FROM generate_series(1, 3) g") + query("FETCH 2 FROM c") +
    query("ROLLBACK"),
    "a portal that closes itself": query("BEGIN") + parse('CLOSE "p"') + bind(portal="p") + execute(0, "p") + SYNC + query("ROLLBACK"),
    "a portal that chains": query("BEGIN") + parse("COMMIT AND CHAIN") + bind(portal="p") + execute(0, "p") + SYNC + query("SELECT 1") +
    query("ROLLBACK"),
    "a portal that ends its transaction": query("BEGIN") + query("DECLARE c CURSOR FOR SELECT 1") + parse("COMMIT") + bind() + execute() +
    execute() + SYNC + query("FETCH c"),
    "a cursor through portals": parse("BEGIN") + bind() + execute() + parse("DECLARE c CURSOR FOR SELECT $1::int4 + g FROM "
    "generate_series(1, 4) g") + bind("7") + execute() + SYNC + describe("P", "c") + parse("FETCH 2 FROM c") + describe("S") +
    bind(results=(1,)) + describe() + execute() + SYNC + execute(1, "c") + parse("CLOSE ALL") + bind() + execute() + SYNC +
    query("FETCH c") + query("ROLLBACK"),
    "a binary cursor": query("BEGIN") + query("DECLARE c BINARY CURSOR FOR SELECT 5, 'x'::text") + query("FETCH c") + query("COMMIT"),
    "UNLISTEN": query("UNLISTEN *") + query("UNLISTEN x"),
    "trailing bytes": message("P", z("") + z("SELECT 1") + b"\0\0x") + SYNC,
    "cut short": message("B", z("") + z("") + b"\0\1") + SYNC + message("D", b"S") + SYNC,
}


def normal(kind, body):
    """What must be the same of a message."""
    if kind in "EN":
        said = fields(body)
        return kind, {k: said.get(k) for k in "SVCP"}
    return kind, body


def answers(path, user, database, data):
    with pgwire.Connection(path) as one:
        one.startup(user=user, database=database)
        one.send(data + SYNC + query(f"SELECT '{END}'"))
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
