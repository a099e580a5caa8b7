#!/usr/bin/python3
"""seeds.py DIR: what the fuzzers begin with, made from the other tests: DIR/NAME/* for each, DIR/sql.dict, DIR/tables.fixture."""

import hashlib
import os
import random
import re
import struct
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path[:0] = [os.path.join(TOP, "tests/lib"), os.path.join(TOP, "tests/diff")]
import servers  # noqa: E402, F401: pymongo's place
from pgwire import startup_packet  # noqa: E402
from transcripts import SYNC, TRANSCRIPTS, bind, describe, execute, parse  # noqa: E402
import fixture  # noqa: E402

choose = random.Random(6)


def read(*names):
    with open(os.path.join(TOP, *names), encoding="utf-8") as f:
        return f.read()


def cases():
    "Signature, arguments (None for NULL) of the unit tests' cases: not all combinations of each"
    folder = os.path.join(TOP, "tests/unit/cases")
    known = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".expected") and name != "select.expected":
            for line in read("tests/unit/cases", name).splitlines():
                signature, *arguments = line.split("\t")
                known.setdefault(signature, set()).add(tuple(arguments[:-1]))
    for signature, rows in sorted(known.items()):
        rows = sorted(rows)
        few = 60 if signature.startswith(("in(", "recv(", "to_", "regexp_match", "jsonb_path_query(")) else 5
        for row in choose.sample(rows, min(few, len(rows))):
            if r"\N" not in row:
                yield signature, [re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), x) for x in row]


def rows_of(*names):
    "The rows FUNC(...), TYPE(...) of tables, in the order of their numbers"
    for name in names:
        for line in read("src", name).splitlines():
            if included := re.match(r'#include "(.*)"', line):
                yield from rows_of(included[1])
            elif row := re.match(r"(?:FUNC|AGG|WIN)\((\d+), (\w+), (\w+), ARGS\((.*?)\)", line):
                yield row[2], row[4].replace(" ", "")
            elif row := re.match(r"TYPE\((\d+), (\w+),", line):
                yield row[2], row[1]


def session():
    for data in TRANSCRIPTS.values():
        yield b"\1" + data
    for oid in ("16 17 20 21 23 25 26 700 701 1700 1082 1083 1114 1184 1186 1266 2950 3802 114 600 869 829 790 1560 3904 3910 4451 1007 1009 1231 2249 1033 2205").split():
        for value in (b"", b"\0" * 4, b"\1" * 8, b"{1,2}", b"[1,2)"):
            yield b"\1" + parse("SELECT $1, $1", types=(int(oid),)) + describe("S") + bind(value, formats=(len(value) & 1,), results=(0, 1)) + execute() + SYNC
    yield b"\0" + startup_packet(user="ann", database="shop")
    yield b"\0" + startup_packet(user="ann", options="-c datestyle=German --work-mem=1MB", application_name="x", client_encoding="LATIN1")
    yield b"\0" + startup_packet(196610, user="ann", replication="no", **{"_pq_.x": "y"})
    for code in (80877103, 80877104):
        yield b"\0" + struct.pack("!ii", 8, code) + startup_packet(user="ann")
    yield b"\0" + struct.pack("!iiii", 16, 80877102, 1, 2)
    yield b"\0\x16\3\1\0\x20" + b"x" * 32


def cuts():
    "Each message of the transcripts once, behind what comes before it there"
    seen = set()
    for data in TRANSCRIPTS.values():
        at = 0
        while at < len(data):
            end = at + 1 + struct.unpack_from("!i", data, at + 1)[0]
            if data[at:end] not in seen and b"pg_sleep" not in data[:end]:
                yield b"\2" + struct.pack("!H", at) + data[:end]
            seen.add(data[at:end])
            at = end


def statements():
    for folder in ("tests/diff/cases", "tests/stage", "tests/write/scripts", "tests/tpch"):
        for name in sorted(os.listdir(os.path.join(TOP, folder))):
            if name.endswith(".sql"):
                text = re.sub(r"(?m)^--.*\n", "", read(folder, name))
                yield from (s for s in re.split(r";[ \t]*\n", text) if s.strip())


def sql():
    for text in statements():
        yield text.encode()


def types():
    number = {name: i for i, (name, _) in enumerate(rows_of("types/types.def"))}
    for signature, arguments in cases():
        named = re.match(r"(?:\S+ )?(\w+)\((.*?)\)", signature)
        kind, names = (named[1], named[2].replace("variadic ", "").split(",")) if named else ("", [])
        for name, value in zip(names, arguments):
            if name in number and kind == "recv" and re.fullmatch("(?:[0-9a-f]{2})*", value):
                yield b"\1" + struct.pack("!hh", number[name], 0) + bytes.fromhex(value)
            elif name in number:
                typmod = int(names[1]) if kind == "in" and len(names) > 1 and 0 < int(names[1]) < 30000 else 0
                yield b"\0" + struct.pack("!hh", number[name], typmod) + value.encode()
    for name, place in number.items():
        yield b"\1" + struct.pack("!hh", place, 0) + b"\0" * 12


def functions():
    number = {}
    for i, row in enumerate(rows_of("catalog/functions.def")):
        number.setdefault(row, i)
    for signature, arguments in cases():
        name = re.match(r"(?:\* )?(\w+)\((.*?)\)", signature)
        if name and name.groups() in number:
            yield struct.pack("!h", number[name.groups()]) + b"\0".join(a.encode() for a in arguments)


def copy():
    lines = ("1\tx\t2020-01-01\t{a,b}\t{\"a\": 1}\t\\\\x00\t1.5", r"\N" + "\t\\N" * 6, "2\ta\\tb\\n\\x41\\101\t\\N\t{}\t[]\t\\N\t0")
    fields = ("1,x,2020-01-01,\"{a,b}\",\"{\"\"a\"\": 1}\",\\x00,1.5", ",,,,,,", "2,\"a\n,\"\"b\",,{},[],,0")
    for choice in (0, 0x30, 0x80):
        for end in ("\n", "\r", "\r\n"):
            yield bytes([choice // 3 * 3, 5]) + end.join(lines).encode() + b"\n\\.\n"
            yield bytes([choice // 3 * 3 + 1, 4]) + end.join(fields).encode()
    values = [struct.pack("!i", 1), b"x", struct.pack("!q", 5), struct.pack("!iii", 0, 0, 25), b"\1{}", b"\0", struct.pack("!hhhhh", 1, 0, 0, 1, 5)]
    row = struct.pack("!h", 7) + b"".join(struct.pack("!i", len(v)) + v for v in values)
    header = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
    for size in (0, 1, 7):
        yield bytes([2, size]) + header + row + struct.pack("!h7i", 7, *[-1] * 7) + b"\xff\xff"


def scram():
    for first, last in (("n,,n=,r=abc", "c=biws,r=%N,p=" + "A" * 43 + "="), ("y,,n=ann,r=abc,x=1", "c=eSws,r=%N,p=" + "A" * 43 + "="),
                        ("p=tls-server-end-point,,n=,r=abc", "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsBw==,r=%N,x=y,p=AAAA")):
        yield bytes([first[0] == "p"]) + first.encode() + b"\0" + last.encode()
        initial = b"SCRAM-SHA-256\0" + struct.pack("!i", len(first)) + first.encode()
        yield b"\2" + b"".join(b"p" + struct.pack("!i", len(m) + 4) + m for m in (initial, last.encode()))


def write(folder, seeds):
    os.makedirs(folder, exist_ok=True)
    for data in seeds:
        with open(os.path.join(folder, hashlib.sha1(data).hexdigest()[:16]), "wb") as f:
            f.write(data)


def dictionary():
    words = {name for name, _ in rows_of("catalog/functions.def", "types/types.def")}
    words |= {w for text in statements() for w in re.findall(r"[A-Za-z_]{2,}|[<>=!~@#&|*/+^?-]{1,3}|::|\$\d", text)}
    return "".join(f'"{w}"\n' for w in sorted(words) if len(w) < 30 and w.isascii() and '"' not in w and "\\" not in w)


def tables():
    "The collections of tests/diff, and those of the transcripts, for catalog/fixture.c"
    out = read("tests/stage/shop.fixture").replace("database test", "database shop").replace("collection ", "collection shop_")
    out += "collection w rows=0\n    _id int4 notnull\n    v int4\n    s text\n"
    for c in vars(fixture).values():
        if isinstance(c, fixture.Collection):
            out += f"collection {c.name} rows={len(c.rows)}\n" + "".join(f"    {name} {kind}\n" for name, kind in c.columns)
    return out


def main(folder):
    for name, seeds in (("session", session()), ("cuts", cuts()), ("sql", sql()), ("type", types()), ("func", functions()), ("copy", copy()), ("scram", scram())):
        write(os.path.join(folder, name), seeds)
    for name, text in (("sql.dict", dictionary()), ("tables.fixture", tables())):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)


main(sys.argv[1])
