#!/usr/bin/python3
"""COPY ... (FORMAT binary) of every type: the bytes that PostgreSQL 15 writes, what either makes of them, and its words for those that are wrong. TAP, a case
a type.

tests/lib/values.py has each type's values; arrays, ranges and multiranges are made of them here, and enums, domains and composite types. Wrong ones are
PostgreSQL's own, cut off, with more behind, or with a bit changed. `-v [TYPE...]` prints each difference."""

import os
import random
import re
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
from pgwire import fields, message  # noqa: E402
from transcripts import query  # noqa: E402
from values import RANGES, VALUES, VECTORS, newer  # noqa: E402
import psycopg  # noqa: E402

SIGNATURE = b"PGCOPY\n\xff\r\n\0"
HEADER = SIGNATURE + struct.pack("!ii", 0, 0)
TRAILER = struct.pack("!h", -1)
OWN = {  # types that are made here
    "mood": ["sad", "ok", "very happy"], "positive": ["1", "7", "2147483647"], "pair": ["(1,a)", "(,)", '(2,"x,y")'],
}
MAKE_OWN = ("CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy')", "CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "CREATE TYPE pair AS (n int, s text)")
# What BSON cannot hold (docs/types.md) is refused where PostgreSQL stores it.
NOT_STORED = re.compile("stored|Decimal128|date of MongoDB|MongoDB can hold|year .* is out of range")  # the last is SecantusDB's (tests/server-notes.md)
NOT_STORED_JSON = re.compile("Unicode low surrogate|Unicode escape")  # json columns are jsonb
AS_JSONB = {"json": "::jsonb", "json[]": "::jsonb[]"}  # json columns come back as jsonb's text
STORED_AS = {"timestamp without time zone": "timestamp(3)", "timestamp with time zone": "timestamptz(3)"}  # BSON's dates have milliseconds
MOST = 24  # wrong forms of a type


class Server:
    def __init__(self, dsn, database):
        at = psycopg.conninfo.conninfo_to_dict(dsn)
        self.one = pgwire.Connection(f"{at['host']}/.s.PGSQL.{at['port']}")
        self.one.startup(user="postgres", database=database)

    def ask(self, requests):
        """The answers; sent beside: neither side waits for the other."""
        sender = threading.Thread(target=self.one.send, args=(b"".join(requests),))
        sender.start()
        out = [self.answer() for _ in requests]
        sender.join()
        return out

    def answer(self):
        out = []
        for kind, body in self.one.until("Z"):
            if kind == "E":
                said = fields(body)
                out.append((kind, *(said.get(k) for k in "SCMDHW")))
            elif kind in "dDCHG":
                out.append((kind, body))
        data = b"".join(x[1] for x in out if x[0] == "d")
        return [x for x in out if x[0] != "d"] + ([("d", data)] if data and out[-1][0] != "E" else [])


def copy_from(table, data, end=True):
    return query(f"COPY {table} FROM STDIN (FORMAT binary)") + message("d", data) + (message("c") if end else message("f", b"enough\0"))


def row(*values):
    return struct.pack("!h", len(values)) + b"".join(struct.pack("!i", -1) if v is None else struct.pack("!i", len(v)) + v for v in values)


def rows_of(data):
    """The fields of each row of a COPY's data."""
    at, out = len(HEADER), []
    while struct.unpack_from("!h", data, at)[0] >= 0:
        count, values = struct.unpack_from("!h", data, at)[0], []
        at += 2
        for _ in range(count):
            n = struct.unpack_from("!i", data, at)[0]
            at += 4
            values.append(None if n < 0 else data[at:at + n])
            at += max(n, 0)
        out.append(values)
    return out


def stored_as(name):
    array = name.endswith("[]")
    plain = name[:-2] if array else name
    return STORED_AS.get(plain, plain) + "[]" * array


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def odd_forms(name, values):
    chance = random.Random(name)
    odd = [b"", b"\0", b"\xff" * 3] + ([b"\0" * 8, b"\xff" * 12, b"\0" * 16] if name != "positive" else [])  # it would be told of its CHECK first
    for v in chance.sample(values, min(len(values), 8)):
        odd += [v[:-1], v + b"\0", v[:len(v) // 2]]
        for _ in range(0 if name.startswith("reg") or not v else 3):
            at = chance.randrange(min(len(v), 40))
            odd.append(v[:at] + bytes([v[at] ^ (1 << chance.randrange(8))]) + v[at + 1:])
    odd = [v for v in dict.fromkeys(odd) if len(v) < 400]
    return chance.sample(odd, min(len(odd), MOST))


class Both:
    def __init__(self, pg, leaf, version):
        self.servers, self.version = (pg, leaf), version
        self.count, self.lost, self.not_stored = 0, False, 0

    def ask(self, requests):
        assert not self.lost, "an earlier case ended too soon"
        self.lost = True
        out = [s.ask(requests) for s in self.servers]
        self.lost = False
        self.count += len(requests)
        return out

    def equal(self, labels, requests):
        want, got = self.ask(requests)
        return [f"{label}: PostgreSQL {w}\n  pgleaf {g}" for label, w, g in zip(labels, want, got) if not same(w, g, self.version)]

    def read_again(self, label, sql):
        """The rows that differ."""
        want, got = (x[0] for x in self.ask([query(f"COPY ({sql}) TO STDOUT (FORMAT binary)")]))
        if want == got:
            return []
        if want[-1][0] != "d" or got[-1][0] != "d":
            return [f"{label}: PostgreSQL {want}\n  pgleaf {got}"]
        ours = dict(rows_of(got[-1][1]))
        return [f"{label}: PostgreSQL {i} {v}\n  pgleaf {ours.get(i, 'no row')}" for i, v in rows_of(want[-1][1]) if ours.get(i, b"no row") != v]

    def is_not_stored(self, answer, json):
        no = answer and answer[-1][0] == "E" and (NOT_STORED.search(answer[-1][3]) or json and NOT_STORED_JSON.search(answer[-1][3] + (answer[-1][4] or "")))
        self.not_stored += bool(no)
        return no

    def type(self, name, texts):
        """Its values (whose input PostgreSQL takes) as COPY writes them, read again, and read again wrong; the differences."""
        select = "SELECT * FROM (VALUES " + ", ".join(f"({i}, {literal(t)}::{name})" for i, t in enumerate(texts)) + ") v(i, v)"
        want, got = (x[0] for x in self.ask([query(f"COPY ({select}) TO STDOUT (FORMAT binary)")]))
        if want[-1][0] == "E" and want[-1][2] == "42883" and got[-1] == want[-1]:
            return []
        if want != got or want[-1][0] != "d":
            return [f"{name} written: PostgreSQL {want}\n  pgleaf {got}"]
        values = rows_of(want[-1][1])
        wrong = self.equal([f"{name}: the table"] * 2, [query("DROP TABLE IF EXISTS b"), query(f"CREATE TABLE b (i int4, v {stored_as(name)})")])
        if wrong:
            return wrong
        wrong += self.stored(name, values)
        odd = odd_forms(name, [v[1] for v in values])
        wrong += self.stored(f"{name} wrong", [[struct.pack("!i", 1000 + i), v] for i, v in enumerate(odd)])
        wrong += self.read_again(f"{name} read again", f"SELECT i, v{AS_JSONB.get(name, '')} FROM b WHERE i < 1000 ORDER BY i")
        # A changed bit may be one of a NaN, of which there is but one in text and in MongoDB.
        return wrong + self.read_again(f"{name} wrong, read again", f"SELECT i, v{AS_JSONB.get(name, '')}::text FROM b WHERE i >= 1000 ORDER BY i")

    def stored(self, label, values):
        """A COPY for each row; what pgleaf may not store is taken out of PostgreSQL's table."""
        want, got = self.ask([copy_from("b", HEADER + row(*v) + TRAILER) for v in values])
        gone, wrong = [], []
        for v, w, g in zip(values, want, got):
            if w[-1] == ("C", b"COPY 1\0") and self.is_not_stored(g, label.startswith("json")):
                gone.append(str(struct.unpack("!i", v[0])[0]))
            elif not same(w, g, self.version):
                wrong.append(f"{label} {v[1]!r}: PostgreSQL {w}\n  pgleaf {g}")
        if gone:
            self.servers[0].ask([query(f"DELETE FROM b WHERE i IN ({', '.join(gone)})")])
        return wrong


def same(want, got, version):
    """That PostgreSQL would allocate what a count in a wrong form says is not asked of anybody."""
    if want and got and want[-1][0] == got[-1][0] == "E" and got[-1][2] == "42804" and "(???)" in got[-1][3]:  # a type that only PostgreSQL has
        return want[-1][2] == "42804"
    if want == got or not got or not want or want[-1][0] != "E":
        return want == got
    refused = got[-1][0] == "E"
    return refused and "invalid memory alloc" in want[-1][3] or newer(version, want[-1][3], got[-1][3] if refused else "")


def good(connection, name, texts):
    """Those whose input PostgreSQL takes."""
    out = []
    for t in texts:
        if not isinstance(t, str) or "\0" in t or len(t) > 300:
            continue
        try:
            connection.execute(f"SELECT ({literal(t)}::{name})::text::{name}")  # regoper's text may name several: it cannot be stored as such
            out.append(t)
        except psycopg.Error:
            pass
    return out


def made_of(name, texts):
    """Arrays; ranges and multiranges where there are such."""
    chance = random.Random(name)
    quoted = ['"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts]
    mark = ";" if name == "box" else ","
    yield f"{name}[]", ["{}", "{NULL}"] + ["{" + mark.join(chance.choices(quoted + ["NULL"], k=n)) + "}" for n in (1, 2, 2, 3, 5, 8)] + \
        [f"{{{{{quoted[0]}}}{mark}{{{quoted[-1]}}}}}", f"[0:1]={{{quoted[0]}{mark}{quoted[-1]}}}"]
    for range_, sub in RANGES.items():
        if sub == name:
            some = [f"[{a},{b})" for a, b in (chance.choices(quoted, k=2) for _ in range(60))]
            yield range_, ["empty", "(,)"] + some + [f"[{q},]" for q in quoted[:5]] + [f"(,{q}]" for q in quoted[:5]]
            yield range_.replace("range", "multirange"), ["{}", "{(,)}"] + ["{" + ", ".join(chance.choices(some, k=3)) + "}" for _ in range(60)]


def frames():
    """Wrong around the values: the header, a row's count, a field's length, the end."""
    one = row(struct.pack("!i", 1), b"x")
    yield "whole", HEADER + one + TRAILER
    yield "without the end", HEADER + one
    yield "nothing", b""
    yield "no row", HEADER + TRAILER
    yield "header alone", HEADER
    yield "half a header", HEADER[:15]
    yield "half a signature", SIGNATURE[:5]
    yield "another signature", b"PGCOPX" + HEADER[6:] + TRAILER
    yield "text", b"1\tx\n"
    yield "OIDs", SIGNATURE + struct.pack("!ii", 1 << 16, 0) + one + TRAILER
    yield "critical flags", SIGNATURE + struct.pack("!Ii", 1 << 20, 0) + one + TRAILER
    yield "flags of no weight", SIGNATURE + struct.pack("!ii", 1, 0) + one + TRAILER
    yield "longer header", SIGNATURE + struct.pack("!ii", 0, 4) + b"more" + one + TRAILER
    yield "longer header that is not there", SIGNATURE + struct.pack("!ii", 0, 4) + b"mo"
    yield "header of negative length", SIGNATURE + struct.pack("!ii", 0, -1) + one + TRAILER
    yield "no field", HEADER + struct.pack("!h", 0) + TRAILER
    yield "a field too few", HEADER + row(b"\0\0\0\1") + TRAILER
    yield "a field too many", HEADER + row(b"\0\0\0\1", b"x", b"y") + TRAILER
    yield "a negative count", HEADER + struct.pack("!h", -2) + TRAILER
    yield "a negative length", HEADER + struct.pack("!hi", 2, -2) + TRAILER
    yield "a length beyond the end", HEADER + struct.pack("!hi", 2, 100) + b"abc"
    yield "half a count", HEADER + b"\0"
    yield "half a length", HEADER + struct.pack("!h", 2) + b"\0\0"
    yield "more behind the end", HEADER + one + TRAILER + b"more"
    yield "a row behind the end", HEADER + one + TRAILER + one + TRAILER
    yield "NULLs", HEADER + row(None, None) + TRAILER
    yield "two rows, the second wrong", HEADER + one + row(b"\0\0\1", b"x") + TRAILER
    yield "not UTF-8", HEADER + row(struct.pack("!i", 2), b"\xff") + TRAILER
    yield "a NUL byte", HEADER + row(struct.pack("!i", 2), b"a\0b") + TRAILER


def main():
    verbose, only = sys.argv[1:2] == ["-v"], sys.argv[2:]
    with servers.directory("binary") as d:
        dsns = [d.postgres(), d.pgleaf("fork", "-o", f"uri={d.mongo()}", "-o", "auth=trust")]
        oracle = psycopg.connect(dsns[0] + " dbname=postgres", autocommit=True)
        both = Both(*(Server(dsn, "postgres") for dsn in dsns), oracle.info.server_version)
        cases = []

        def case(name, function):
            def run():
                before, wrong = both.count, function()
                if verbose:
                    print("\n".join(wrong))
                assert not wrong, f"{len(wrong)} of {both.count - before}\n" + "\n".join(w[:600] for w in wrong[:8])
            run.__doc__ = name
            if not only or name in only:
                cases.append(run)

        def of_type(name, texts):
            texts = good(oracle, name, texts)
            if not texts:
                return []
            wrong = both.type(name, texts)
            if name in VALUES and name not in VECTORS:
                for other, others in made_of(name, texts):
                    try:
                        oracle.execute(f"SELECT NULL::{other}")
                    except psycopg.Error:
                        continue
                    wrong += both.type(other, good(oracle, other, others))
            return wrong

        def framing():
            wrong = both.equal(["the table"], [query("CREATE TABLE b (i int4, v text)")])
            some = list(frames())
            wrong += both.equal([n for n, _ in some], [copy_from("b", data) for _, data in some])
            wrong += both.equal([f"{n}, then CopyFail" for n, _ in some], [copy_from("b", data, False) for _, data in some])
            return wrong + both.equal(["read again"], [query("SELECT * FROM b ORDER BY 1, 2")])

        for sql in MAKE_OWN:
            assert not both.equal([sql], [query(sql)])
        case("frames", framing)
        for name, texts in [*VALUES.items(), *OWN.items()]:
            case(name, lambda n=name, t=texts: of_type(n, t))

        def enough():
            "at least 4,000 COPYs were compared"
            print(f"# {both.count} statements; {both.not_stored} values that BSON cannot hold")
            assert only or both.count >= 4000, both.count
        cases.append(enough)
        pgwire.run(cases)


main()
