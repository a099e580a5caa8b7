"""The collections that tests/diff asks about, described once and loaded into both servers.

A collection has columns with PostgreSQL's types and rows as documents. PostgreSQL gets a table
with these columns in this order, MongoDB the documents as they are. Where a row has no value the
field is missing or null, turn about, so that every column is tried with both; the first document
of a collection has every field, so that inference meets them in the order of the columns.
"""

import datetime
import random
import uuid

from bson import json_util
from bson.binary import Binary, UuidRepresentation
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.objectid import ObjectId

N = None
UTC = datetime.timezone.utc
BSON_TYPES = {"int4": "int", "int8": "long", "float8": "double", "numeric": "decimal",
              "text": "string", "bool": "bool", "timestamptz(3)": "date",
              "objectid": "objectId"}


def ts(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def oid(n):
    return ObjectId(f"65a0{n:020x}")


def uid(n):
    return Binary.from_uuid(uuid.UUID(int=(0xA0EEBC999C0B4EF8 << 64) + n),
                            UuidRepresentation.STANDARD)


class Collection:
    def __init__(self, name, columns, rows, validator=False, indexes=(), view=None):
        self.name = name
        self.columns = [c.rsplit(" ", 1) for c in columns.split(", ")]
        self.rows = rows
        self.validator = validator
        self.indexes = indexes  # MongoDB's keys
        self.view = view  # of MongoDB's own: what it is on, and its pipeline, which gives the rows

    def documents(self):
        for number, row in enumerate(self.rows):
            document = {}
            for place, ((name, _), value) in enumerate(zip(self.columns, row)):
                if value is not None:
                    document[name.strip('"')] = value
                elif (number + place) % 2:
                    document[name.strip('"')] = None
            yield document

    def create_sql(self):
        """MongoDB's _id is what PostgreSQL calls the primary key: a query may group by it and name the other columns."""
        columns = (f"{n} {t}{' PRIMARY KEY' if n == '_id' else ''}" for n, t in self.columns)
        return f"CREATE TABLE {self.name} ({', '.join(columns)})"

    def copy_lines(self):
        for row in self.rows:
            yield "\t".join(copy_text(v, t) for v, (_, t) in zip(row, self.columns)) + "\n"

    def load_mongo(self, db):
        db.drop_collection(self.name)
        if self.view:
            db.command({"create": self.name, "viewOn": self.view[0], "pipeline": self.view[1]})
            return
        if self.validator:
            db.create_collection(self.name, validator={"$jsonSchema": {
                "bsonType": "object",
                "properties": {n.strip('"'): {"bsonType": [BSON_TYPES[t], "null"]}
                               for n, t in self.columns}}})
        documents = list(self.documents())
        if documents:
            db[self.name].insert_many(documents)
        for keys in self.indexes:
            db[self.name].create_index(keys)


def element_text(value, kind):
    if value is None:
        return "NULL"
    return '"' + value_text(value, kind).replace("\\", "\\\\").replace('"', '\\"') + '"'


def value_text(value, kind):
    """A value as PostgreSQL reads it."""
    if kind == "jsonb":
        return json_util.dumps(value, json_options=json_util.RELAXED_JSON_OPTIONS)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(element_text(v, kind.removesuffix("[]")) for v in value) + "}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "milliseconds")
    if kind == "uuid":
        return str(value.as_uuid())
    if kind == "bytea":
        return "\\x" + bytes(value).hex()
    if isinstance(value, float):
        return repr(value)
    return str(value)


def copy_text(value, kind):
    if value is None:
        return r"\N"
    text = value_text(value, kind)
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return text


def load_postgres(pgconn, collections):
    def run(sql):
        result = pgconn.exec_(sql.encode())
        if result.error_message:
            raise RuntimeError(result.error_message.decode())

    run("CREATE DOMAIN objectid AS text CHECK (VALUE ~ '^[0-9a-f]{24}$')")
    for c in collections:
        run(c.create_sql())
        run(f"COPY {c.name} FROM STDIN")
        for line in c.copy_lines():
            pgconn.put_copy_data(line.encode())
        pgconn.put_copy_end()
        while (result := pgconn.get_result()) is not None:
            if result.error_message:
                raise RuntimeError(f"{c.name}: {result.error_message.decode()}")
        run(f"ANALYZE {c.name}")


# ---- the collections

D = Decimal128
I8 = Int64
INF, NAN = float("inf"), float("nan")

T = Collection(
    "t",
    "_id int4, a int4, b int8, f float8, n numeric, s text, ok bool, ts timestamptz(3), "
    "ref objectid, bin bytea, u uuid, doc jsonb, tags text[], nums int4[]",
    [
        (1, 1, I8(10), 1.5, D("1.50"), "one", True, ts("2024-01-15T10:30:00"), oid(1),
         b"\x00\x01", uid(1), {"x": 1, "y": {"z": "deep"}, "list": [1, 2]}, ["red", "blue"],
         [1, 2, 3]),
        (2, 2, I8(20), -2.25, D("2.5"), "two", False, ts("2024-02-29T23:59:59.999"), oid(2),
         b"", uid(2), {"x": 2, "y": {"z": None}}, ["red"], [2]),
        (3, 3, N, 0.1, D("0.1"), "Three", N, ts("2023-12-31T00:00:00"), N, b"\xff", N,
         {"x": None}, [], []),
        (4, N, I8(40), N, D("-7.125"), "", True, N, oid(4), N, uid(4), {"y": {"z": "w"}}, N,
         [4, 4]),
        (5, 5, I8(50), 5.0, N, N, False, ts("1999-12-31T12:00:00"), oid(5), b"abc", uid(5), N,
         ["green", "red", "blue"], N),
        (6, N, N, N, N, N, N, N, N, N, N, N, N, N),
        (7, 7, I8(5000000000), 1e10, D("12345678901234567890.123456789"), "one", True,
         ts("2024-01-15T10:30:00"), oid(1), b"\x00\x01", uid(1), {"x": 1, "y": {"z": "deep"}},
         ["blue", "red"], [3, 2, 1]),
        (8, -8, I8(-80), -0.5, D("0"), "eight%", False, ts("1970-01-01T00:00:00"), oid(8),
         b"\\", uid(8), {}, ["a b", "c,d", 'e"f', ""], [-1, 0]),
        (9, 0, I8(0), 0.0, D("0.00"), "$s", True, ts("1969-12-31T23:59:59.001"), oid(9),
         b"$", uid(9), {"x": -3.5, "a b": "space"}, ["$x", N], [0]),
        (10, 5, I8(50), 5.0, D("5"), "five", N, ts("2024-06-30T05:06:07.089"), oid(10), b"\x7f",
         uid(10), {"x": 10, "list": []}, ["red", "red"], [5, 5]),
        (11, 2147483647, I8(9007199254740993), 1e300, D("99.99"), "zebra", True,
         ts("2038-01-19T03:14:08"), oid(11), b"\x80", uid(11), {"x": True}, ["z"],
         [2147483647]),
        (12, -2147483648, I8(-9007199254740993), -1e300, D("-99.99"), "Zebra", False,
         ts("0099-03-01T00:00:00"), oid(12), b"zzz", uid(12), {"x": "str"}, ["Z"],
         [-2147483648]),
        (13, 3, I8(30), 3.0, D("3.000"), "three", N, ts("2023-12-31T00:00:00.5"), oid(3), N,
         uid(3), {"x": 3, "y": N}, N, [1, N, 3]),
        (14, 2, I8(20), 2.5, D("2.50"), "two ", False, ts("2024-02-29T00:00:00"), oid(2), b"",
         uid(2), {"y": {"z": "deep", "w": 5}}, ["blue"], [2, 3]),
        (15, 14, N, 3.5, D("3.5"), "naïve café", True, N, N, b"\xc3\xa9", N, {"x": 0}, ["é"],
         [14]),
        (16, 15, I8(-1), -3.5, D("-3.5"), "日本語", N, ts("2024-12-31T23:59:59.999"), oid(16),
         N, uid(16), {"x": [1]}, ["日本"], [15, 16]),
    ])

NUMBERS = Collection(
    "numbers",
    "_id int4, i int4, j int8, x float8, d numeric, k int4",
    [
        (1, 0, I8(0), 0.0, D("0"), 1),
        (2, 1, I8(1), 1.0, D("1"), 2),
        (3, -1, I8(-1), -1.0, D("-1"), 2),
        (4, 2147483647, I8(9223372036854775807), 1.7976931348623157e308,
         D("9999999999999999999999999999999999"), 3),
        (5, -2147483648, I8(-9223372036854775808), -1.7976931348623157e308,
         D("-9999999999999999999999999999999999"), 3),
        (6, 2147483646, I8(2147483648), 5e-324, D("1E-30"), 3),
        (7, -2147483647, I8(-2147483649), 2.2250738585072014e-308, D("1.10"), 4),
        (8, N, N, NAN, D("NaN"), 4),
        (9, 10, I8(10), INF, D("Infinity"), N),
        (10, -10, I8(-10), -INF, D("-Infinity"), N),
        (11, 3, I8(3), 0.1, D("0.1"), 1),
        (12, 7, I8(7), 0.2, D("0.2"), 1),
        (13, -7, I8(-7), 0.30000000000000004, D("0.3"), 2),
        (14, N, I8(4294967296), -0.0, D("0.000"), N),
        (15, 100, N, 2.5, D("2.5"), 5),
        (16, 100, I8(100), -2.5, D("-2.5"), 5),
        (17, 42, I8(42), 1e15, D("1000000000000000"), 5),
        (18, 42, I8(42), 1e16, D("1.5E+3"), N),
        (19, N, N, N, N, N),
        (20, 5, I8(9007199254740993), 9007199254740992.0, D("9007199254740993"), 1),
        (21, 6, I8(9007199254740992), 123456.789, D("123456.789"), 2),
        (22, N, N, NAN, D("NaN"), 1),
    ], indexes=[[("x", 1), ("_id", 1)], [("d", -1), ("_id", -1)], [("i", 1)], [("k", -1), ("_id", 1)]])

STRINGS = Collection(
    "strings",
    "_id int4, v text, p text, n int4",
    [
        (1, "abc", "a%", 1),
        (2, "ABC", "A_C", 2),
        (3, "", "%", 3),
        (4, N, "a", N),
        (5, "a", N, 5),
        (6, "$", "$%", 6),
        (7, "$v", "$_", N),
        (8, "$$ROOT", "$$%", 8),
        (9, "%", "\\%", 9),
        (10, "_", "\\_", N),
        (11, "100%", "100\\%", 11),
        (12, "a_b", "a\\_b", 12),
        (13, "a\\b", "a\\\\b", 13),
        (14, " padded ", "% ", 14),
        (15, "trailing  ", "%  ", 15),
        (16, "line\nbreak", "line%", 16),
        (17, "tab\tbed", "%\t%", 17),
        (18, "O'Brien", "O'%", 18),
        (19, "quote\"d", "%\"%", 19),
        (20, "Straße", "stra%", 20),
        (21, "STRASSE", "%", 21),
        (22, "éclair", "é%", 22),
        (23, "e\u0301clair", "e%", 23),
        (24, "😀 smile", "_ smile", 24),
        (25, "12", "1_", 25),
        (26, "-3.5", "-%", 26),
        (27, "abcabcabc", "%bca%", 27),
        (28, "a.b*c", "a.b%", 28),
        (29, "[x](y){z}", "[%", 29),
        (30, "^start$", "^%", 30),
        (31, "aXbXc", "a%c", 31),
        (32, "true", "t%", 32),
        (33, "2024-01-15", "____-__-__", 33),
        (34, "null", "NULL", 34),
        (35, N, N, N),
        (36, "abc", "abc", 1),
    ])

CITIES = ["Prague", "Brno", N, "Ostrava", "São Paulo", ""]
CUSTOMERS = Collection(
    "customers",
    '_id objectid, num int4, name text, "firstName" text, address jsonb, phones text[], '
    "since timestamptz(3), vip bool, credit numeric",
    [(oid(1000 + i), i, f"Customer {i}" if i % 7 else N, ["Ann", "Bob", N, "ann"][i % 4],
      N if i % 9 == 8 else {k: v for k, v in
                            (("city", CITIES[i % 6]), ("zip", 10000 + i),
                             ("geo", {"lat": i / 2 + 0.25}))
                            if not (k == "city" and i % 11 == 10) and not (k == "geo" and i % 5 == 4)},
      N if i % 6 == 5 else [f"+420 {i}", f"+421 {i}"][:i % 3],
      N if i % 8 == 7 else ts(f"20{10 + i % 15}-{1 + i % 12:02}-{1 + i % 28:02}T{i % 24:02}:00:00"),
      [True, False, N][i % 3], N if i % 4 == 3 else D(f"{i * 37 % 100}.{i % 10}0"))
     for i in range(1, 31)])

_random = random.Random(20240115)
ORDERS = Collection(
    "orders",
    "_id int4, customer int4, status text, total numeric, qty int4, weight float8, "
    "placed timestamptz(3), note text",
    [(1, 1, "new", D("10.00"), 1, 0.5, ts("2024-01-01T00:00:00"), "first")] +
    [(i, N if i % 13 == 0 else _random.randrange(0, 35),
      N if i % 17 == 0 else _random.choice(["new", "paid", "sent", "New"]),
      N if i % 11 == 0 else D(f"{_random.randrange(0, 50000) / 100:.2f}"),
      N if i % 7 == 0 else _random.randrange(0, 6),
      N if i % 5 == 0 else _random.randrange(0, 4000) / 8,
      N if i % 19 == 0 else ts("2024-01-01T00:00:00") +
      datetime.timedelta(milliseconds=_random.randrange(0, 366 * 86400000)),
      N if i % 3 else f"note {i % 10}")
     for i in range(2, 201)])

EARLY = Collection(
    "early", "_id int4, customer int4, status text, total numeric, qty int4, weight float8, placed timestamptz(3)",
    [row[:7] for row in ORDERS.rows if row[0] <= 30], view=("orders", [{"$match": {"_id": {"$lte": 30}}}, {"$project": {"note": 0}}]))

EVENTS = Collection(
    "events",
    "_id int4, at timestamptz(3), kind text, value float8, count int8",
    [(1, ts("2024-03-31T00:59:59.999"), "a", 1.0, I8(1)),
     (2, ts("2024-03-31T01:00:00"), "a", 2.0, I8(2)),
     (3, ts("2024-10-27T00:30:00"), "b", N, I8(3)),
     (4, ts("2024-10-27T01:30:00"), "b", 4.5, N),
     (5, N, "c", 5.5, I8(5)),
     (6, ts("2000-02-29T12:34:56.789"), N, 6.25, I8(6)),
     (7, ts("1900-01-01T00:00:00"), "d", N, I8(7)),
     (8, ts("2024-12-29T00:00:00"), "d", 8.0, I8(8)),
     (9, ts("2024-12-30T00:00:00"), "e", 9.0, I8(9)),
     (10, ts("2025-01-01T00:00:00.001"), "e", 10.0, I8(10)),
     (11, ts("9999-12-31T23:59:59.999"), "f", 11.0, I8(11)),
     (12, ts("0001-01-01T00:00:00"), "f", 12.0, I8(12)),
     (13, N, N, N, N)])

EMPTY = Collection(
    "empty", "_id int4, a int4, s text, f float8, n numeric, ok bool, ts timestamptz(3)", [],
    validator=True)

ONE = Collection("one", "_id int4, v text", [(1, "only")])

# several kinds of value in one field, deep documents, arrays of them
MIXED = Collection(
    "mixed",
    "_id int4, m jsonb, j int8, fl float8, d numeric, deep jsonb, list jsonb, g int4, seen timestamptz(3)",
    [(1, 1, I8(1), 1.5, D("1.50"), {"a": {"b": 1, "c": "x"}, "k": 1}, [{"v": 1}, {"v": 2}], 1, ts("2024-01-01T00:00:00")),
     (2, "one", 2, 2, 2, {"a": {"b": 2}, "k": 2.5}, [1, "a", N], 1, ts("2024-01-01T00:00:00.001")),
     (3, 1.5, I8(5000000000), I8(3), I8(3), {"a": {"b": N}}, [], 2, N),
     (4, True, -4, -0.5, 0.5, {"a": {}}, [[1, 2], [3]], 2, ts("1969-12-31T23:59:59.999")),
     (5, N, N, N, N, N, N, N, N),
     (6, [1, 2], 0, 0, 0, {"a": {"b": -7, "c": ""}}, {"v": 1}, 3, ts("2024-12-31T23:59:59")),
     (7, {"x": 1}, I8(0), -0.0, D("0.00"), {"a": {"b": 5, "c": "one"}}, "text", 3, N),
     (8, "1", 1, 1.0, 1, {"a": {"c": "$x"}, "k": 1}, [{"v": "1"}, {"w": 1}, 5], 1, ts("2024-02-29T12:00:00.5")),
     (9, "", I8(2147483648), 1e300, D("1E+3"), {}, [N], N, N),
     (10, {}, 7, 7.25, 7.25, {"a": {"b": 1, "c": "y"}}, [True, False], 4, ts("2000-01-01T00:00:00")),
     (11, [], -1, -1, -1, {"a": {"b": 2147483647}}, [[]], 4, N),
     (12, 5.0, 5, 5.0, D("5"), {"a": {"b": 5}, "k": 5}, [5, 5.0, "5"], 5, ts("2024-01-01T00:00:00")),
     (13, 5, 5, 5, 5, {"a": {"b": 5}, "k": 5.0}, [5], 5, ts("2024-01-01T00:00:00")),
     (14, ts("2024-02-29T12:00:00.5"), 9, NAN, D("NaN"), {"a": {"b": 9}}, [ts("2024-01-01T00:00:00")], 6, N),
     (15, oid(5), 9, INF, D("9.9"), {"a": {"b": 9, "c": N}}, [oid(5)], N, N),
     (16, "5", 5, 5.5, 5.5, {"a": {"b": 5, "c": "5"}}, ["5"], 6, ts("2024-01-01T00:00:00")),
     (17, False, N, N, N, {"k": N}, N, 1, N)],
    indexes=[[("m", 1)], [("g", 1), ("fl", -1)], [("deep.a.b", 1)]])

COLLECTIONS = [T, NUMBERS, STRINGS, CUSTOMERS, ORDERS, EARLY, EVENTS, MIXED, EMPTY, ONE]
