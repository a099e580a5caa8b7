#!/usr/bin/python3
"""client_encoding: the same bytes in many encodings to PostgreSQL 15 and to pgleaf, the same answers: texts of queries, parameters, results, names,
errors, settings, COPY both ways. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
from pgwire import message, startup_packet  # noqa: E402
from transcripts import SYNC, bind, describe, execute, parse  # noqa: E402


def q(text):
    return message("Q", text + b"\0")


def copy(options, data):
    return q(b"COPY tt FROM STDIN" + options) + message("d", data) + message("c")


def parameters(value):
    for kind in ("text", "varchar", "name", "bytea", "jsonb"):
        for form in (0, 1):
            sent = b'"' + value + b'"' if kind == "jsonb" else value
            yield parse(f"SELECT $1::{kind}") + bind(b"\1" * (kind == "jsonb" and form) + sent, formats=(form,), results=(form,)) + execute() + SYNC


# what is sent, up to a ReadyForQuery each
CASES = {
    "LATIN1": [
        q(b"SELECT '\xe9' AS \xe9, length('\xe9')"), q(b"SELECT U&'\\20AC'"), q(b"SELECT '\xe9'::int4"), q(b"SELECT U&'\\20AC'::int4"),
        q(b"SELECT 1 AS \"\xa4\" FROM \"nop\xe9\""), q(b"SELECT '\xe9\xe9' FROM nope"), q(b"SHOW client_encoding"), q(b"SELECT pg_client_encoding()"),
        q(b"SELECT '{\xe9}'::text[], row('\xe9'), '\xe9'::name, to_jsonb('\xe9'::text), quote_literal('\xe9'), ascii('\xe9'), chr(233), 'x\xe9'::bytea"),
        parse("SELECT 1", "n") + SYNC, message("P", b"\xe9\0SELECT '\xe9' AS \xe9\0\0\0") + message("D", b"S\xe9\0") + bind(name="n") + execute() + SYNC,
        message("D", b"S\xe8\0") + SYNC, *parameters(b"\xe9"), *parameters(b"a\xe9\xff"),
        q(b"COPY (SELECT U&'\\20AC') TO STDOUT"), q(b"COPY (SELECT U&'\\00E9', 'a\xe9') TO STDOUT"), q(b"COPY (SELECT U&'\\00E9' AS \xe9) TO STDOUT CSV HEADER"),
        q(b"COPY (SELECT U&'\\00E9') TO STDOUT (ENCODING 'utf8')"), q(b"COPY (SELECT U&'\\00E9') TO STDOUT (ENCODING 'klingon')"),
        q(b"COPY (SELECT U&'\\00E9') TO STDOUT (FORMAT binary)"), q(b"CREATE TABLE tt (a int, b text)"), copy(b"", b"1\t\xe9\n2\tx\xe8\n"),
        copy(b" (ENCODING 'utf8')", b"1\t\xc3\xa9\n"), copy(b" (ENCODING 'euc_kr')", b"3\t\xb0\xa1\n"), copy(b" CSV", b"4,\"\xe9\n\xe8\"\n"),
        copy(b" (ENCODING 'utf8')", b"1\ta\n2\tx\xe9xx\n"), q(b"SELECT b FROM tt WHERE b <> U&'\\AC00' ORDER BY a, b"), q(b"COPY (SELECT b FROM tt WHERE a < 3 ORDER BY a, b) TO STDOUT"),
        q(b"SELECT b FROM tt WHERE a = 3"), q(b"DROP TABLE tt"),
    ],
    "settings": [
        q(b"SET client_encoding = 'LATIN9'"), q(b"SELECT '\xa4', 'x\xa4'::bytea"), q(b"SELECT U&'\\3042'"), q(b"SET client_encoding = klingon"),
        q(b"SET client_encoding = mule_internal"), q(b"SET NAMES 'win-1252'"), q(b"SELECT '\x80'"), q(b"SELECT '\x81'"), q(b"SET client_encoding TO euc_kr"),
        q(b"SELECT '\xff'"), q(b"SELECT '\xb0\xa1', length('\xb0\xa1')"), q(b"SELECT '\xb0"), q(b"SET client_encoding = sql_ascii"), q(b"SELECT '\xc3\xa9'"),
        q(b"SELECT '\xe9'"), q(b"RESET client_encoding"), q(b"BEGIN; SET LOCAL client_encoding = 'latin2'; SELECT '\xe1'"), q(b"ROLLBACK"), q(b"SELECT '\xe8'"),
        q(b"SELECT set_config('client_encoding', 'KOI8-R', false)"), q(b"SELECT U&'\\0436'"), q(b"SET client_encoding = 'UTF8'"), q(b"SELECT '\xc3\xa9'"),
    ],
}
for name in ("LATIN2", "LATIN5", "LATIN7", "LATIN9", "LATIN10", "ISO_8859_5", "ISO_8859_7", "WIN866", "WIN1250", "WIN1251", "WIN1252", "WIN1257", "KOI8R", "KOI8U"):
    CASES[name] = [q(b"SELECT '" + bytes([i]) + b"', ascii('" + bytes([i]) + b"')") for i in range(0x80, 0x100, 5)]
for name, two, odd in (("SJIS", b"\x83\x5c", b"\x83\x20"), ("GBK", b"\x81\x5c", b"\x81\x20"), ("GB18030", b"\x81\x5c", b"\x81\x20"), ("UHC", b"\xb0\xa1", b"\xb0\x20"),
                       ("EUC_JP", b"\xa5\xbd", b"\xa5\x0a"), ("JOHAB", b"\xd9\xa1", b"\xd9\x0a")):
    CASES[name] = [  # a character's second byte may be a backslash, a delimiter, a quote
        q(b"SELECT '" + two + b"' AS " + two + b", octet_length('" + two + b"'), ascii('" + two + b"')"), q(b"SELECT '" + odd + b"'"), *parameters(two),
        q(b"COPY (SELECT '" + two + b"', 'a') TO STDOUT"), q(b"CREATE TABLE tt (a int, b text, c text)"), copy(b"", b"1\t" + two + b"\t" + two + b"x\n2\t\\N\t" + two + b"\n"),
        copy(b" CSV", b"3,\"" + two + b"\",\"a\n" + two + b"\"\n"), copy(b"", b"4\tx\tx\n5\tx\tz" + odd + b"\n"), copy(b"", b"6\tx\tx\n7\tx\tz" + two[:1]),
        q(b"COPY tt FROM STDIN") + b"".join(message("d", bytes([b])) for b in b"8\t" + two + b"\t" + two + two + b"\n") + message("c"),
        q(b"SELECT a, b, c FROM tt ORDER BY a"), q(b"DROP TABLE tt"),
    ]
CASES["BIG5"] = [q(b"SELECT '\xa5\x5c', ascii('\xb3\x5c')"), q(b"SELECT '\xa5"), q(b"SELECT '\xc8\x41', U&'\\FFFD'"), *parameters(b"\xa5\x5c")]
CASES["EUC_TW"] = [q(b"SELECT '\xc4\xe3', '\x8e\xa2\xa1\xa1'"), q(b"SELECT '\x8e\xa2'"), q(b"SELECT '\x8e\xa3\xa1\xa1'"), q(b"SELECT '\x8e\xae\xa1\xa1'"),
                   q(b"SELECT '\x8f\xa1\xa1'"), q(b"SELECT '\x80\xa1'"), q(b"SELECT U&'\\4E04'"), q(b"SELECT U&'\\60E8'"), *parameters(b"\xc4\xe3")]
for name, pair, kana in (("EUC_JIS_2004", b"\xa4\xf7", b"\xa4\xab"), ("SHIFT_JIS_2004", b"\x82\xf5", b"\x82\xa9")):  # two code points, one code
    CASES[name] = [
        q(b"SELECT '" + pair + b"', length('" + pair + b"'), octet_length('" + pair + b"')"), q(b"SELECT U&'\\304B\\309A', U&'\\304B', U&'x\\304Bx', U&'\\304B\\304B\\309A'"),
        q(b"SELECT U&'\\309A'"), q(b"SELECT U&'\\02E9\\02E5\\02E9', U&'\\00E6\\0301'"), q(b"SELECT U&'\\00E6\\0300'"), q(b"SELECT U&'\\0080'"), q(b"SELECT '\x80'"),
        q(b"SELECT '" + kana + b"' = U&'\\304B'"), q(b"COPY (SELECT U&'\\304B\\309A', 'a') TO STDOUT"), *parameters(pair + kana),
    ]
CASES["EUC_CN"] = [q(b"SELECT '\xb0\xa1', ascii('\xc4\xe3')"), q(b"SELECT '\xb0'"), q(b"SELECT '\xff\xff'"), *parameters(b"\xc4\xe3")]


def normal(kind, body):
    if kind in "EN":
        return kind, {part[:1]: part[1:] for part in body.split(b"\0") if part[:1] in (b"S", b"V", b"C", b"M", b"P")}
    if kind == "T":  # not the tables' OIDs
        return kind, [body[:2], *(part for part in body.split(b"\0") if part.strip(b"\0"))][:2]
    return kind, body


def answers(path, user, database, encoding, sent):
    with pgwire.Connection(path) as one:
        first = one.startup(user=user, database=database, client_encoding=encoding)
        got = [[body for kind, body in first if kind == "S" and b"_encoding" in body]]
        for data in sent:
            one.send(data)
            got.append([normal(*m) for m in one.until("Z")])
        return got


def compared(pg, leaf, encoding, sent):
    def case():
        start = "latin-1" if encoding == "settings" else encoding
        want, got = answers(pg, "postgres", "postgres", start, sent), answers(leaf, "u", "d", start, sent)
        for data, w, g in zip([startup_packet(), *sent], want, got):
            assert w == g, f"{data}: PostgreSQL {w}, pgleaf {g}"
    case.__doc__ = encoding
    return case


ORACLE = """CREATE FUNCTION read(b bytea, e name) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN convert_from(b, e); EXCEPTION WHEN others THEN RETURN NULL; END $$;
CREATE FUNCTION written(t text, e name) RETURNS bytea LANGUAGE plpgsql AS $$ BEGIN RETURN convert_to(t, e); EXCEPTION WHEN others THEN RETURN NULL; END $$;"""


MANY = ("EUC_TW", "EUC_JIS_2004", "SHIFT_JIS_2004")  # have, or might have, thousands of characters beyond U+FFFF


def codes(encoding):
    """What may be a character: by its first bytes."""
    second = range(0x31, 0xff)
    for a in range(0x80, 0x100):
        yield bytes([a])
        yield from (bytes([a, b]) for b in second)
    if encoding in ("EUC_JP", "EUC_JIS_2004"):
        yield from (bytes([0x8f, a, b]) for a in range(0xa1, 0xff) for b in range(0xa1, 0xff))
    if encoding == "EUC_TW":  # all of planes 1 to 3, some of those that are not read
        yield from (bytes([0x8e, p, a, b]) for p in (0xa1, 0xa2, 0xa3, 0xa7, 0xa8, 0xae) for a in range(0xa1, 0xff) for b in range(0xa1, 0xff, 1 if p < 0xa4 else 31))
    if encoding == "GB18030":
        yield from (bytes([a, b, c, d]) for a in (*range(0x81, 0x85), 0x90, 0x95, 0x96, 0xe3) for b in range(0x30, 0x3a) for c in range(0x81, 0xff) for d in range(0x30, 0x3a))


def failure(one, sql):
    said = pgwire.error(one.query(sql))
    return said and (said["C"], said["M"])


def asked(one, sql):
    got = one.query(sql)
    assert pgwire.error(got) is None, pgwire.error(got)
    return pgwire.rows(got)


def every_code(pg, leaf, encoding):
    def case():
        with pgwire.Connection(pg) as theirs, pgwire.Connection(leaf) as ours:
            theirs.startup(user="postgres", database="postgres")
            ours.startup(user="u", database="d")
            known, unknown = [], []
            candidates = list(codes(encoding))
            for i in range(0, len(candidates), 20000):
                array = ",".join('"\\\\x' + c.hex() + '"' for c in candidates[i:i + 20000])
                for code, text in asked(theirs, f"SELECT encode(b, 'hex'), read(b, '{encoding}') FROM unnest('{{{array}}}'::bytea[]) b"):
                    (unknown if text is None else known).append((code, text))
            assert len(known) > 5000, len(known)
            got = asked(ours, f"SELECT convert_from('\\x{''.join(c for c, _ in known)}', '{encoding}')")[0][0]
            assert got == "".join(t for _, t in known), [x for x in zip(got, known) if x[0] != x[1][1]][:9]
            for code, _ in unknown[::len(unknown) // 300]:
                sql = f"SELECT convert_from('\\x{code}', '{encoding}')"
                assert failure(ours, sql) == failure(theirs, sql), sql
            characters = "".join(map(chr, (*range(0x80, 0xd800), *range(0xe000, 0x10000), *range(0x20000, 0x2a6e0 if encoding in MANY else 0x20200))))
            pairs = asked(theirs, f"SELECT c, encode(written(c, '{encoding}'), 'hex') FROM regexp_split_to_table('{characters}', '') c")
            known = [(c, code) for c, code in pairs if code is not None]
            got = asked(ours, f"SELECT encode(convert_to('{''.join(c for c, _ in known)}', '{encoding}'), 'hex')")[0][0]
            assert got == "".join(code for _, code in known), next((c, code) for i, (c, code) in enumerate(known) if not got.startswith("".join(x for _, x in known[:i + 1])))
            unknown = [c for c, code in pairs if code is None]
            for c in unknown[::max(1, len(unknown) // 300)]:
                sql = f"SELECT convert_to('{c}', '{encoding}')"
                assert failure(ours, sql) == failure(theirs, sql), sql
    case.__doc__ = f"every character of {encoding}, both ways"
    return case


def inside(leaf):
    def case():
        "a binary form that has text somewhere inside is refused"
        with pgwire.Connection(leaf) as one:
            one.startup(user="u", database="d", client_encoding="LATIN1")
            for sql in ("SELECT ARRAY['a']", "SELECT row('a')"):
                one.send(parse(sql) + bind(results=(1,)) + describe() + execute() + SYNC)
                assert pgwire.error(one.until("Z"))["C"] == "0A000", sql
            one.send(parse("SELECT ARRAY[1]") + bind(results=(1,)) + execute() + SYNC)
            assert pgwire.error(one.until("Z")) is None
    return case


with servers.directory("encodings") as d:
    leaf_path = d.pgleaf("fork", "-o", f"uri={d.mongo()}", "-o", "auth=trust").split()[0].removeprefix("host=") + "/.s.PGSQL.5432"
    pg_path = d.postgres().split()[0].removeprefix("host=") + "/.s.PGSQL.5432"
    with pgwire.Connection(pg_path) as first:
        first.startup(user="postgres", database="postgres")
        first.query(ORACLE)
    pgwire.run([*(every_code(pg_path, leaf_path, e) for e in ("EUC_JP", "SJIS", "JOHAB", "GB18030", "GBK", "UHC", "BIG5", "EUC_TW", "EUC_JIS_2004", "SHIFT_JIS_2004")), *(compared(pg_path, leaf_path, *case) for case in CASES.items()), inside(leaf_path)])
