"""Values that go both ways, as Python has them, by PostgreSQL's type."""

import datetime
import decimal
import uuid

D = decimal.Decimal
UTC = datetime.timezone.utc
CEST = datetime.timezone(datetime.timedelta(hours=2))
date, time, delta = datetime.date, datetime.time, datetime.timedelta


def at(*parts, tz=None):
    return datetime.datetime(*parts, tzinfo=tz)


VALUES = {
    "int2": [0, 32767, -32768],
    "int4": [0, 2147483647, -2147483648],
    "int8": [0, 9223372036854775807, -9223372036854775808],
    "float4": [0.0, 1.5, -2.25, float("inf"), float("nan"), 3.4028234663852886e38],
    "float8": [0.1, -0.0, 5e-324, 1.7976931348623157e308, float("-inf"), float("nan"), 1e15, 1e16],
    "numeric": [D("0"), D("1.50"), D("-0.001"), D("NaN"), D("1E+20"), D("9" * 60 + "." + "9" * 40), D("1E-100"), D("12345678"),
                D("10000.0001"), D("0.00010000")],
    "text": ["", "a", "žluťoučký 日本 😀", "q'\"\\", "a\tb\nc", "x" * 5000],
    "varchar": ["", "é" * 10],
    "bool": [True, False],
    "bytea": [b"", b"\x00\x01\xff", bytes(range(256)), b"\\x41"],
    "uuid": [uuid.UUID(int=0), uuid.UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")],
    "date": [date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31), date(1999, 12, 31), date(2000, 1, 1)],
    "time": [time(0, 0), time(23, 59, 59, 999999), time(12, 34, 56, 1)],
    "timestamp": [at(2024, 2, 29, 12, 34, 56, 789012), at(1, 1, 1), at(9999, 12, 31, 23, 59, 59, 999999), at(1999, 12, 31, 23, 59, 59, 1)],
    "timestamptz": [at(2024, 7, 1, 12, 0, tz=UTC), at(2024, 7, 1, 12, 0, tz=CEST), at(1901, 1, 1, tz=UTC),
                    at(9999, 12, 31, 23, 59, 59, 999999, tz=UTC)],
    "interval": [delta(0), delta(days=1, seconds=3661, microseconds=5), delta(days=-400, microseconds=-1), delta(days=100000)],
    "int4[]": [[], [1], [1, None, 3], [-2147483648]],
    "int8[]": [[2 ** 40, None]],
    "float8[]": [[1.5, float("nan"), None]],
    "numeric[]": [[D("1.50"), None, D("NaN")]],
    "text[]": [[], ["a", None, "", "NULL", 'q"\\', "{,}", "日本", " "]],
    "bool[]": [[True, None, False]],
    "uuid[]": [[uuid.UUID(int=1), None]],
    "date[]": [[date(2024, 2, 29), None]],
    "timestamptz[]": [[at(2024, 7, 1, tz=UTC), None]],
    "bytea[]": [[b"\x00", None, b""]],
}

# SQL that gives a value, for what a driver should read
LITERALS = [
    "'2024-02-29'::date", "'infinity'::timestamp", "'1 mon 2 days 03:04:05.678901'::interval", "'-1 year -2 mons'::interval",
    "'12:34:56.7+02:30'::timetz", "'{\"a\": [1, null, \"x\"]}'::json", "'{\"b\": {}}'::jsonb", "'null'::jsonb", "'[]'::jsonb",
    "'{{1,2},{3,4}}'::int4[]", "'[0:1]={5,6}'::int4[]", "'abc'::name", "'x'::\"char\"", "'ab'::char(4)", "42::oid", "'10.0.0.0/8'::cidr",
    "'::1'::inet", "'08:00:2b:01:02:03'::macaddr", "'[1,5)'::int4range", "'101'::bit(3)", "'1011'::varbit", "1.5::float4", "7::int2",
    "'int4'::regtype", "NULL::text", "'{NULL}'::text[]", "123.4500::numeric(10,4)", "ROW(1, 'a', NULL)",
    "'1 2 3'::int2vector", "'1 2'::oidvector", "'12.34'::money",
]

# statements that fail, and are to leave the connection as it was
WRONG = [
    ("syntax", "SELEC 1"), ("relation", "SELECT * FROM nope"), ("column", "SELECT nope FROM every"), ("function", "SELECT nope(1)"),
    ("zero", "SELECT 1 / 0"), ("zero late", "SELECT 10 / (3 - g) FROM generate_series(1, 5) g"), ("input", "SELECT 'x'::int4"),
    ("range", "SELECT 2147483647 + 1"), ("type", "SELECT 1 + true"), ("date", "SELECT '2024-02-30'::date"), ("group", "SELECT i, sum(l) FROM every"),
]
