"""What the drivers read: every BSON type in one collection, a long one for reading in parts; in PostgreSQL equal tables."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../diff"))
from bson import Code, DBRef, MaxKey, MinKey, Regex, Timestamp  # noqa: E402
from fixture import D, I8, INF, N, NAN, Collection, load_postgres, oid, ts, uid  # noqa: E402,F401

EVERY = Collection(
    "every",
    "_id int4, i int4, l int8, f float8, n numeric, s text, ok bool, at timestamptz(3), ref objectid, bin bytea, u uuid, doc jsonb, "
    "ints int4[], longs int8[], floats float8[], decimals numeric[], words text[], flags bool[], times timestamptz(3)[], refs text[], "
    "ids uuid[], mixed jsonb, docs jsonb, odd jsonb",
    [
        (1, 1, I8(1), 1.5, D("1.50"), "one", True, ts("2024-01-15T10:30:00"), oid(1), b"\x00\x01\xff", uid(1),
         {"x": 1, "y": {"z": "deep"}}, [1, N, 3], [I8(1), N], [1.5, N], [D("1.50"), N], ["a", N, "", 'q"\\'], [True, N, False],
         [ts("2024-01-15T10:30:00"), N], [oid(1), N], [uid(1), N], [1, "two", N], [{"a": 1}], Regex("^a.*", "i")),
        (2, 2147483647, I8(9223372036854775807), 1.7976931348623157e308, D("9999999999999999999999999999999999"), "žluťoučký 日本 😀",
         False, ts("9999-12-31T23:59:59.999"), oid(2), b"", uid(2), {}, [], [], [], [], [], [], [], [], [], [], [], Code("f()")),
        (3, -2147483648, I8(-9223372036854775808), 5e-324, D("1E-30"), "", True, ts("0001-01-01T00:00:00"), oid(3), b"\\", uid(3),
         {"a": [1, 2.5, N, "s", True]}, [-2147483648], [I8(-9223372036854775808)], [NAN, INF, -INF], [D("NaN"), D("-0.001")],
         ["NULL", "null", " "], [False], [ts("1969-12-31T23:59:59.999")], [oid(3)], [uid(3)], [[1], {"b": 2}], [{}, {"c": N}],
         Timestamp(5, 1)),
        (4, 0, I8(0), NAN, D("NaN"), "a\tb\nc\\d'e\"f", N, ts("1970-01-01T00:00:00"), oid(4), b"'", uid(4), {"k\u017e": "\u2028"},
         N, N, N, N, N, N, N, N, N, N, N, MinKey()),
        (5, -1, I8(-1), -INF, D("-Infinity"), "x" * 300, N, ts("2000-02-29T12:34:56.789"), oid(5), bytes(range(256)), uid(5),
         {"n": 12345678901234}, [7] * 40, [I8(4294967296)], [0.1, -0.0, 1e300], [D("Infinity")], ["long " * 20], [True], N, N, N, N, N,
         MaxKey()),
        (6, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N),
        (7, 5, N, -0.0, D("0.000"), N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, DBRef("every", 1)),
    ])

LONG = Collection("long", "_id int4, n int8, s text",
                  [(i, I8(i * 1000003), N if i % 10 == 0 else f"row {i} " + "é" * (i % 40)) for i in range(1, 5001)])

COLLECTIONS = [EVERY, LONG]
