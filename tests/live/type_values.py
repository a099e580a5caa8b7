#!/usr/bin/python3
"""Every type's text and binary forms, as parameters and as results, under several settings: what PostgreSQL 15 answers pgleaf answers.
TAP, a case a type.

tests/lib/values.py has each type's values, good and bad; others are made from them here: arrays, ranges, multiranges, records; of
every binary form that PostgreSQL gives, shorter, longer and changed ones. `-v [TYPE...]` prints each difference."""

import os
import random
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
from pgwire import fields, message, z  # noqa: E402
from transcripts import SYNC, bind, describe, execute, parse, query  # noqa: E402
from values import RANGES, SETTINGS, STYLED, VALUES, VECTORS, newer  # noqa: E402
import psycopg  # noqa: E402


class Server:
    def __init__(self, path, **who):
        self.one = pgwire.Connection(path)
        self.one.startup(**who)

    def ask(self, requests):
        """Each request ends in one ReadyForQuery; the answers, without what may differ. Sent beside: neither side waits for the other."""
        sender = threading.Thread(target=self.one.send, args=(b"".join(requests),))
        sender.start()
        out = [self.answer() for _ in requests]
        sender.join()
        return out

    def answer(self):
        out = []
        for kind, body in self.one.until("Z"):
            if kind in "EN":
                said = fields(body)
                out.append((kind, *(said.get(k) for k in "SVCMP")))
            elif kind == "D":
                out.append((kind, row(body)))
            elif kind == "T":
                at = body.index(b"\0") + 1
                out.append((kind, body[at + 6:]))
            elif kind not in "12nsSZ":
                out.append((kind, body))
        return out


def same(want, got, version):
    """That PostgreSQL would allocate what a count in a wrong message says is not asked of anybody."""
    if want == got or not got or not want or want[0][0] != "E":
        return want == got
    refused = got[0][0] == "E"
    return refused and "invalid memory alloc" in want[0][4] or newer(version, want[0][4], got[0][4] if refused else "")


def row(body):
    at, out = 2, []
    for _ in range(struct.unpack_from("!h", body)[0]):
        n = struct.unpack_from("!i", body, at)[0]
        at += 4
        out.append(None if n < 0 else body[at:at + n])
        at += max(n, 0)
    return out[0] if len(out) == 1 else out


class Both:
    """PostgreSQL and pgleaf, asked the same."""

    def __init__(self, pg, leaf, version):
        self.servers, self.version = (pg, leaf), version
        self.count, self.wrong, self.lost = 0, [], False

    def ask(self, labels, requests):
        """PostgreSQL's answers; the differences are kept."""
        assert not self.lost, "an earlier case ended too soon"
        self.lost = True
        want, got = (s.ask(requests) for s in self.servers)
        self.lost = False
        assert len(want) == len(got) == len(labels)
        self.count += len(want)
        self.wrong += [f"{label}: PostgreSQL {w}, pgleaf {g}" for label, w, g in zip(labels, want, got) if not same(w, g, self.version)]
        return want

    def set(self, settings):
        self.ask([settings], [query("".join(f"SET {k} = '{v}';" for k, v in settings.items()))])

    def forms(self, name, oid, values, where=""):
        """Each value as a text parameter, read back as text and as binary; then each binary form that came, as a parameter."""
        self.ask([f"PREPARE {name}"], [parse("SELECT $1", "s", (oid,)) + describe("S", "s") + SYNC])
        texts = [v.encode() if isinstance(v, str) else v for v in values]
        want = self.ask([f"{name} {where}{t!r} as {'binary' if f else 'text'}" for t in texts for f in (0, 1)],
                        [bind(t, name="s", results=(f,)) + execute() + SYNC for t in texts for f in (0, 1)])
        binaries = list(dict.fromkeys(answer[0][1] for answer in want[1::2] if answer and answer[0][0] == "D"))
        self.binaries(name, binaries, where)
        self.ask(["CLOSE"], [message("C", b"S" + z("s")) + SYNC])
        return binaries

    def binaries(self, name, values, where=""):
        self.ask([f"{name} {where}{v!r} as a parameter" for v in values],
                 [bind(v, name="s", formats=(1,)) + execute() + SYNC for v in values])

    def literals(self, name, values):
        """As constants in SQL: the other way into the type's input, with the error's position."""
        sql = [f"SELECT {literal(v)}::{name}" for v in values if isinstance(v, str) and "\0" not in v]
        self.ask(sql, [query(s) for s in sql])

    def odd_binaries(self, name, oid, values):
        """Forms that PostgreSQL mostly refuses: cut off, with more behind, a byte changed."""
        self.ask([f"PREPARE {name}"], [parse("SELECT $1", "s", (oid,)) + SYNC])
        chance, odd = random.Random(oid), [b"", b"\0", b"\xff" * 3, b"\0" * 8, b"\xff" * 12, b"\0" * 16, b"\xff" * 32]
        flips = 0 if name.startswith("reg") else 5  # those would name what pgleaf has not
        for v in chance.sample(values, min(len(values), 12)):
            odd += [v[:-1], v + b"\0", v[:len(v) // 2]]
            for _ in range(flips if v else 0):
                at = chance.randrange(min(len(v), 40))
                odd.append(v[:at] + bytes([v[at] ^ (1 << chance.randrange(8))]) + v[at + 1:])
        self.binaries(name, [v for v in dict.fromkeys(odd) if len(v) < 400])
        self.ask(["CLOSE"], [message("C", b"S" + z("s")) + SYNC])


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def arrays(name, values):
    """Of a type's values: arrays of them, some with a wrong element or shape."""
    text = [v for v in values if isinstance(v, str) and "\0" not in v]
    chance = random.Random(len(text))
    pick = lambda n: [quoted(v) for v in chance.choices(text, k=n)]  # noqa: E731
    out = ["{}", "{NULL}", "{null,NULL}", "{", "}", "{}}", "{,}", "", " { } ", "{{}}", "{{},{}}", "[1:0]={}", '{"NULL"}', "[1:2]={1}", "{a,{b}}"]
    if name in ("regtype", "aclitem"):  # no name of a type, no role: said in words of our own
        out.remove('{"NULL"}')
    out += ["{" + quoted(v) + "}" for v in text]
    for n in (2, 3, 5):
        out += ["{" + ",".join(pick(n)) + "}" for _ in range(3)]
        if name == "box":  # the one type with another delimiter
            out += ["{" + ";".join(pick(n)) + "}" for _ in range(6)] + ["[0:1]={{" + ";".join(pick(n)) + "};{" + ";".join(pick(n)) + "}}"]
    a, b = pick(1)[0], pick(1)[0]
    out += [f"{{{a},NULL}}", f"[0:1]={{{a},{b}}}", f"[-3:-2]={{{a},{b}}}", f"[2:1]={{{a}}}", f"{{{{{a}}},{{{b}}}}}", f"{{{{{a},{b}}},{{{b}}}}}",
            f"[1:1][-2:-1]={{{{{a},{b}}}}}", f" {{ {a} , {b} }} ", f"{{{a} {b}}}", f"{{{a}}} x", f"{{{{{{{{{{{{{{{a}}}}}}}}}}}}}}}",
            f"[1:3]={{{a},{b}}}", f"[1]={{{a}}}", f"{{{a},}}", f"[1:{2 ** 31}]={{{a}}}"]
    good = [v for v in text if v and not set(v) & set('{}",\\ \t\n') and v.upper() != "NULL"]
    return out + ["{" + v + "}" for v in good[:20]] + ["{" + ",".join(chance.choices(good, k=3)) + "}" for _ in range(3) if good]


def ranges(values):
    chance = random.Random(7)
    out = ["empty", " EMPTY ", "(,)", "[,]", "(,]", "[,)", "", "[", "[)", "[,", "[1,2", "x", "[a,b)", "empty x", "[1,2,3)", '["",)', "[1,1]", "(1,1)"]
    for _ in range(60):
        a, b = chance.choice(values), chance.choice(values)
        out.append(chance.choice("[(") + chance.choice([a, quoted(a), ""]) + "," + chance.choice([quoted(b), b, quoted(b)]) + chance.choice("])"))
    return out


def multiranges(values):
    chance, some = random.Random(8), ranges(values)
    plain = [r for r in some if r[:1] in ("[", "(") and r[-1:] in ("]", ")") and "," in r]
    out = ["{}", " { } ", "{empty}", "{(,)}", "{", "}", "{}x", "{,}", "", "{[1,2),[3,4)}", "{[1,2) [3,4)}", "{[1,2),}", "{[1,3),[2,5)}", "{[5,6),[1,2)}"]
    for _ in range(50):
        out.append("{" + ", ".join(chance.choices(plain, k=chance.randrange(1, 5))) + "}")
    return out


def spare_bounds(binaries):
    """Ranges whose bounds have a byte too many or too few."""
    out = []
    for v in binaries:
        if len(v) >= 5 and v[0] not in (1, 0x18):
            n = struct.unpack_from("!i", v, 1)[0]
            for more in (1, 4):
                out.append(v[:1] + struct.pack("!i", n + more) + v[5:5 + n] + b"\0" * more + v[5 + n:])
            out.append(v[:1] + struct.pack("!i", n - 1) + v[5:4 + n] + v[5 + n:])
    return out


def main():
    verbose, only = sys.argv[1:2] == ["-v"], sys.argv[2:]
    with servers.directory("values") as d:
        leaf = d.pgleaf("fork", "-o", f"uri={d.mongo()}", "-o", "auth=trust")
        pg = d.postgres()
        with psycopg.connect(pg) as c:
            version = c.info.server_version
            types = dict(c.execute("SELECT format_type(oid, NULL), oid FROM pg_type WHERE typtype IN ('b', 'r', 'm', 'd')").fetchall())
            types["char(1)"], types["bit(1)"] = types["character"], types["bit"]
        paths = [f"{x['host']}/.s.PGSQL.{x['port']}" for x in map(psycopg.conninfo.conninfo_to_dict, (pg, leaf))]
        both = Both(*(Server(path, user="postgres", database="postgres") for path in paths), version)
        both.set(SETTINGS[0])
        cases = []

        def case(name, function):
            def run():
                before = both.count
                function()
                wrong, both.wrong = both.wrong, []
                if verbose:
                    print("\n".join(wrong))
                assert not wrong, f"{len(wrong)} of {both.count - before}\n" + "\n".join(w[:500] for w in wrong[:12])
            run.__doc__ = name
            if not only or name.split(":")[0] in only:
                cases.append(run)

        def plain(name, values):
            both.literals(name, values)
            binaries = both.forms(name, types[name], values)
            both.odd_binaries(name, types[name], binaries)

        def array(name, values):
            made = arrays(name, values)
            both.literals(f"{name}[]", made)
            binaries = both.forms(f"{name}[]", types[f"{name}[]"], made)
            both.odd_binaries(f"{name}[]", types[f"{name}[]"], binaries)

        def range_(name, values):
            both.literals(name, values)
            binaries = both.forms(name, types[name], values)
            both.ask(["PREPARE"], [parse("SELECT $1", "s", (types[name],)) + SYNC])
            both.binaries(name, spare_bounds(binaries))
            both.ask(["CLOSE"], [message("C", b"S" + z("s")) + SYNC])
            both.odd_binaries(name, types[name], binaries)
            both.forms(f"{name}[]", types[f"{name}[]"], ["{" + ",".join(map(quoted, values[i:i + 3])) + "}" for i in range(0, len(values), 3)])

        def styled(settings):
            both.set(settings)
            try:
                for name in STYLED:
                    both.forms(name, types[name], VALUES[name], f"{settings} ")
                    if name != "bytea":
                        both.forms(f"{name}[]", types[f"{name}[]"], arrays(name, VALUES[name])[:40], f"{settings} ")
                for name, sub in (("tsrange", "timestamp without time zone"), ("tstzrange", "timestamp with time zone"), ("daterange", "date")):
                    both.forms(name, types[name], ranges(VALUES[sub]), f"{settings} ")
            finally:
                both.set(SETTINGS[0])

        def records():
            sql = ["SELECT ROW()", "SELECT ROW(NULL)", "SELECT ROW(ROW(1, 'a'), NULL)", "SELECT ARRAY[ROW(1, 'x'), ROW(2, NULL)]"]
            for name, values in VALUES.items():
                good = [v for v in values if isinstance(v, str) and "\0" not in v]
                sql += [f"SELECT ROW({literal(v)}::{name}, NULL, 1)" for v in good]
                sql += [f"SELECT ROW(ROW({literal(v)}::{name}), ARRAY[{literal(v)}::{name}])" for v in good[::4] if name not in VECTORS]
            for f in (0, 1):
                both.ask([f"{s} as {f}" for s in sql], [parse(s) + bind(results=(f,)) + execute() + SYNC for s in sql])
            both.forms("record", 2249, ["(1,2)", "", "()"])
            both.forms("record[]", 2287, ["{}", '{"(1,2)"}'])

        for name, values in VALUES.items():
            case(f"{name}: itself", lambda n=name, v=values: plain(n, v))
            if f"{name}[]" in types:
                case(f"{name}[]: of it", lambda n=name, v=values: array(n, v))
        for name, sub in RANGES.items():
            bounds = [v for v in VALUES[sub] if isinstance(v, str) and "\0" not in v]
            case(f"{name}: itself", lambda n=name, v=bounds: range_(n, ranges(v)))
            multi = name.replace("range", "multirange")
            case(f"{multi}: itself", lambda n=multi, v=bounds: range_(n, multiranges(v)))
        for settings in SETTINGS[1:]:
            case(f"settings: {settings}", lambda s=settings: styled(s))
        case("records: of every type", records)

        def enough():
            "at least 5,000 values were asked for"
            assert only or both.count >= 5000, both.count
            print(f"# {both.count} questions")
        cases.append(enough)
        pgwire.run(cases)


main()
