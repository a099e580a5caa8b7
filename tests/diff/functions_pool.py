"""Arguments of tests/diff/functions: for each type the texts of its edge values, and a collection of those that BSON keeps."""

import datetime
import json
import random
import uuid

from bson.binary import Binary
from bson.decimal128 import Decimal128
from bson.int64 import Int64

import fixture

INTS = ["0", "1", "-1", "2", "3", "7", "10", "64"]
LONG = "x" * 130 + "é" * 70
TEXTS = ["", "a", "abc", "ABC", "aBc dEf", " abc ", "é", "e\u0301", "ÉCOLE straße", "𝒳😀b", "日本語テキスト", "a'b\\c\"d", "%", "_a%", "a,b,,c", "{a,b}",
         "12", "-1.5e3", "0x1F", "NaN", "infinity", "t", "2024-02-29", "{\"a\": [1, null]}", "\t\n", "$1", "UTF8", "SHA256", "hex", "escape", "base64",
         "year", "epoch", "month", "day", "hour", "timezone", "microseconds", "dow", "Europe/Prague", "EST5EDT", "+03:30", "YYYY-MM-DD HH24:MI:SS.US",
         "FM999,999.99", "S0.0EEEE", "RN", "(a)(b)?", "[a-c]+", "(?i)B", "g", "i", "gx", "^", "NFC", "NFKD", "english", "simple", "pg_class", "int4", "ijk", LONG]
NUMERICS = ["0", "1", "-1", "0.0", "-0.00", "1.5", "2.50", "-2.5", "0.5", "99.995", "1e20", "-1e-20", "NaN", "Infinity", "-Infinity", "123456789012345678901234567890.123456789",
            "0.000000000000000000000000000000000000000012345", "1e150", "1e-150", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "2147483647.5", "32767.5", "3", "100", "7.0000"]
FLOATS = ["0", "-0", "1", "-1", "0.5", "1.5", "2.5", "-2.5", "0.1", "NaN", "Infinity", "-Infinity", "1e300", "1e-300", "-1e308", "5e-324", "123456789.123456789", "1e15", "1e16",
          "9007199254740993", "2147483647.5", "9223372036854775807", "30", "45", "90", "180", "3.141592653589793"]
DATES = ["2024-02-29", "2023-12-31", "1970-01-01", "2000-01-01", "0001-01-01", "0044-03-15 BC", "4713-01-01 BC", "infinity", "-infinity", "5874897-12-31", "2021-03-28", "1900-02-28"]
STAMPS = ["2024-02-29 23:59:59.999999", "2000-01-01 00:00:00", "1970-01-01 00:00:00", "1999-12-31 12:34:56.5", "0001-01-01 00:00:00 BC", "4713-01-01 00:00:00 BC",
          "294276-12-31 23:59:59.999999", "infinity", "-infinity", "2024-03-10 02:30:00", "2024-11-03 01:30:00", "2024-03-31 02:30:00", "2023-01-31 10:00:00", "1883-11-18 12:00:00"]
INTERVALS = ["0", "1 day", "-1 day", "1 mon", "-13 mons 40 days -25:00:00.000001", "1 year 2 mons 3 days 04:05:06.789", "24:00:00", "-00:00:00.5", "30 days", "178000000 years",
             "2147483647 days", "-2147483648 mons", "1 mon -30 days", "100000000:00:00", "1 week", "15 minutes", "-1 mon +1 day"]
JSONS = ["null", "true", "1", "-0.0", "1e400", "1.50", "\"\"", "\"a\"", "\"é\\u0041\\n\"", "[]", "{}", "[1, 2, 3]", "[[1, [2]], {\"a\": 3}]", "{\"a\": 1, \"b\": {\"c\": [1, null, \"x\"]}}",
         "{\"a\": null}", "{\"\": 1, \"a b\": 2}", "[null, null]", "[{\"a\": 1, \"b\": \"x\"}, {\"a\": 2}]", "{\"a\": \"2024-01-01T00:00:00+01:00\"}", "[true, false]", "{\"a\": {\"a\": {\"a\": 1}}}"]
PATHS = ["$", "$.a", "$.a.b", "$[*]", "$[0]", "$[last]", "strict $.a", "strict $[5]", "$.** ? (@ > 1)", "$.a ? (@ like_regex \"^x\" flag \"i\")", "$.a.size()", "$.a.type()", "$.a + 1", "-$.a",
         "$ == 1", "$.a > 0", "exists($.b)", "$.a.datetime()", "$.double()", "$.*", "$.keyvalue()", "$[1 to 2]", "$x", "$.a ? (@ == $x)", "$.** {1 to 2}", "($.a == 1) is unknown", "1 / 0", "$.b.c[*].ceiling()",
         "$.a starts with \"x\"", "!($ == 1)"]
INETS = ["192.168.1.5/24", "10.0.0.0/8", "0.0.0.0/0", "255.255.255.255", "::1", "2001:db8::1/64", "::/0", "::ffff:1.2.3.4", "192.168.1.0/24", "10.1.2.3/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]
CIDRS = ["192.168.1.0/24", "10.0.0.0/8", "0.0.0.0/0", "255.255.255.255/32", "::1/128", "2001:db8::/64", "::/0"]
BITS = ["", "0", "1", "101", "0000", "11111111", "1" * 33, "0" * 70 + "1", "1010101010101010101010101010101010101010101010101010101010101010"]
VECTORS = ["", "'a':1A 'b':2B 'c':3", "'a' 'b'", "'fat':2,4 'cat':3 'rat':5A", "'a':1,2,3,16383", "'é':1 'l''x':2C", "'':1"]
QUERIES = ["", "a", "a & b", "a | !b", "!a", "a <-> b", "a <2> (b | c)", "fat:AB & cat:*", "!(a & b) | c", "'l''x':*C", "!!a", "a <0> b"]
POINTS = ["(0,0)", "(1,2)", "(-1.5,1e10)", "(NaN,1)", "(Infinity,-Infinity)", "(1e-10,1e-7)", "(3,4)"]
ARRAYS = {
    "int4": ["{}", "{1,2,3}", "{NULL}", "{1,NULL,3}", "[0:2]={1,2,3}", "{{1,2},{3,4}}", "[-1:0][2:3]={{1,NULL},{3,4}}", "{{{1}}}", "{2147483647,-2147483648}", "{3,3,1}"],
    "text": ["{}", "{a,b,c}", "{NULL}", "{a,NULL,\"NULL\"}", "[2:3]={x,y}", "{{a,b},{c,d}}", "{\"\",\" \",\"a,b\",\"{\",\"\\\\\",\"\\\"\"}", "{é,日本}", "{a}"],
    "numeric": ["{}", "{1.0,2.50,NaN}", "{NULL,1}", "{{1,2},{3,4.0}}", "{1}"],
    "float8": ["{}", "{1,2.5,NaN}", "{NULL,-0}", "{0.1,0.5,1}", "{2}", "{-1}"],
    "other": ["{}", "{NULL}"],
}
RANGES = {
    "int4": ["empty", "[1,5)", "(,3)", "[2,)", "(,)", "[0,0]", "[-5,-1]", "(4,9]", "[5,10)"],
    "int8": ["empty", "[1,5)", "(,3)", "[2,)", "(,)", "[0,0]", "(4,9]", "[9223372036854775806,9223372036854775807)"],
    "num": ["empty", "[1.0,5.5)", "(,3)", "[2,)", "(,)", "[0,0]", "(1.00,5.5]", "[5.5,6]", "[NaN,NaN]"],
    "date": ["empty", "[2024-01-01,2024-02-01)", "(,2000-01-01)", "[infinity,)", "[2024-02-01,2024-03-01]", "(,)"],
    "ts": ["empty", "[2024-01-01,2024-02-01)", "(,2000-01-01)", "(2024-01-15,infinity]", "(,)", "[2024-02-01,2024-03-01]"],
}


def multi(ranges):
    return ["{}", "{" + ranges[1] + "}", "{" + ranges[2] + "}", "{" + ranges[4] + "}", "{" + f"{ranges[1]},{ranges[-1]}" + "}", "{" + f"{ranges[-1]},{ranges[2]},empty" + "}"]


POOL = {
    "bool": ["t", "f"],
    "int2": INTS + ["32767", "-32768", "-5"],
    "int4": INTS + ["2147483647", "-2147483648", "-5", "100", "2024", "1000000", "32768"],
    "int8": INTS + ["9223372036854775807", "-9223372036854775808", "2147483648", "-5", "4294967296", "1000000000000"],
    "oid": ["0", "1", "23", "25", "1259", "4294967295", "16384"],
    "float4": ["0", "-0", "1", "-1", "0.5", "1.5", "2.5", "0.1", "NaN", "Infinity", "-Infinity", "1e38", "1e-38", "1e-45", "16777217", "123456.789"],
    "float8": FLOATS, "numeric": NUMERICS, "text": TEXTS, "varchar": TEXTS[:30], "bpchar": ["", "a", "a ", "abc  ", "é", " ", "A", "12"], "name": ["", "a", "abc", "ABC", "é" * 40, "pg_class", "pg_catalog", "postgres"],
    "char": ["", "a", "Z", "\\377", "é", "0"], "unknown": TEXTS[:8], "cstring": TEXTS[:25],
    "bytea": ["\\x", "\\x00", "\\x0001ff", "\\x61626320", "\\xffffffffffffffffff", "\\x" + "ab" * 90, "\\xc3a9", "\\x1f8b08"],
    "date": DATES, "timestamp": STAMPS, "timestamptz": [s if "inf" in s else s.replace(" BC", "+00 BC") if "BC" in s else s + z for s, z in zip(STAMPS, ["+00", "", "+05:30", "-08", "", "", "+00", "", "", "", "", "+01", "-12", "+00"])],
    "time": ["00:00:00", "23:59:59.999999", "24:00:00", "12:34:56.789", "01:00:00"], "timetz": ["00:00:00+00", "23:59:59.999999-15:59", "24:00:00+15", "12:34:56.789+05:30", "01:00:00-00:00:01"],
    "interval": INTERVALS, "json": JSONS + ["{\"a\":1, \"a\":2}", " [1 ,2] "], "jsonb": JSONS, "jsonpath": PATHS,
    "uuid": ["00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "inet": INETS, "cidr": CIDRS, "macaddr": ["00:00:00:00:00:00", "08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff"], "macaddr8": ["00:00:00:00:00:00:00:00", "08:00:2b:01:02:03:04:05", "ff:ff:ff:ff:ff:ff:ff:ff"],
    "bit": ["0", "1", "101", "0000", "11111111", "1" * 33], "varbit": BITS, "money": ["0", "$1.23", "-$5.00", "92233720368547758.07", "-92233720368547758.08", "1000000"],
    "tsvector": VECTORS, "tsquery": QUERIES, "gtsvector": [], "regconfig": ["simple", "english"], "regdictionary": ["simple", "english_stem"],
    "regtype": ["int4", "text[]", "0", "-"], "regclass": ["pg_class", "pg_type", "0"], "regproc": ["now", "0"], "regprocedure": ["abs(int4)", "0"], "regoper": ["||/", "0"], "regoperator": ["+(int4,int4)", "0"],
    "regnamespace": ["pg_catalog", "0"], "regrole": ["postgres", "0"], "regcollation": ["\"C\"", "0"],
    "point": POINTS, "lseg": ["[(0,0),(1,1)]", "[(1,2),(1,5)]", "[(0,0),(0,0)]", "[(NaN,0),(1,Infinity)]", "[(0,1),(1,0)]"], "line": ["{1,-1,0}", "{0,1,-2}", "{1,0,3}", "{-2,3,1e10}", "{1,NaN,0}"],
    "box": ["(1,1),(0,0)", "(5,5),(-5,-5)", "(0,0),(0,0)", "(Infinity,1),(0,-Infinity)", "(3,4),(2,1)", "(NaN,1),(0,0)"], "path": ["((0,0),(1,1),(2,0))", "[(0,0),(1,1),(2,0)]", "[(0,0)]", "((1,2),(1,2))", "[(NaN,1),(Infinity,2)]"],
    "polygon": ["((0,0),(1,1),(2,0))", "((0,0),(0,4),(4,4),(4,0))", "((1,1))", "((0,0),(NaN,1),(2,2))", "((10,10),(20,10),(20,20))"], "circle": ["<(0,0),1>", "<(1,2),0>", "<(0,0),Infinity>", "<(NaN,0),2>", "<(-3,4),5>"],
    "int4range": RANGES["int4"], "int8range": RANGES["int8"], "numrange": RANGES["num"], "daterange": RANGES["date"], "tsrange": RANGES["ts"], "tstzrange": RANGES["ts"],
    "int4multirange": multi(RANGES["int4"]), "int8multirange": multi(RANGES["int8"]), "nummultirange": multi(RANGES["num"]), "datemultirange": multi(RANGES["date"]), "tsmultirange": multi(RANGES["ts"]), "tstzmultirange": multi(RANGES["ts"]),
    "_int4": ARRAYS["int4"], "_text": ARRAYS["text"], "_numeric": ARRAYS["numeric"], "_float8": ARRAYS["float8"], "_int2": ["{}", "{1,2}", "{NULL,-1}"], "_int8": ["{}", "{1,NULL,9223372036854775807}", "{{1,2},{3,4}}"],
    "_bool": ["{}", "{t,f,NULL}"], "_float4": ["{}", "{1,2.5,NaN}"], "_varchar": ["{}", "{a,NULL}"], "_jsonb": ["{}", "{\"{\\\"a\\\": 1}\",NULL,\"null\"}"], "_timestamptz": ["{}", "{2024-01-01 00:00+00,infinity,NULL}"],
    "_date": ["{}", "{2024-02-29,-infinity}"], "_int4range": ["{}", "{\"[1,3)\",empty,NULL}"], "_interval": ["{}", "{1 day,-1 mon}"], "_bytea": ["{}", "{\"\\\\\\\\x00\",NULL}"], "_uuid": ["{}", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"],
    "_char": ["{}", "{a,b}"], "_name": ["{}", "{a,NULL}"], "_oid": ["{}", "{1,23}"], "_tsvector": ["{}"], "_bpchar": ["{}", "{a,\"b \"}"], "_json": ["{}", "{\"[1]\",NULL}"], "_point": ["{}", "{\"(1,2)\"}"],
    "int2vector": ["", "1 2 3"], "oidvector": ["", "23 25"], "aclitem": [], "xid": ["0", "3", "4294967295"], "xid8": ["0", "3", "18446744073709551615"], "cid": ["0", "5"], "tid": ["(0,1)", "(4294967295,65535)"], "pg_lsn": ["0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"],
    "txid_snapshot": ["10:20:10,14"], "pg_snapshot": ["10:20:10,14", "1:1:"], "refcursor": ["a"], "objectid": [],
}

# of a polymorphic function's arguments: (element, array, range, multirange)
FAMILIES = [("int4", "_int4", "int4range", "int4multirange"), ("text", "_text", None, None), ("numeric", "_numeric", "numrange", "nummultirange"),
            ("jsonb", "_jsonb", None, None), ("timestamptz", "_timestamptz", "tstzrange", "tstzmultirange"), ("date", "_date", "daterange", "datemultirange"),
            ("float8", "_float8", None, None), ("bool", "_bool", None, None), ("interval", "_interval", None, None), ("bytea", "_bytea", None, None), ("uuid", "_uuid", None, None),
            ("int4range", "_int4range", None, None)]


# ---- the same as columns

def decimal(text):
    return Decimal128(text) if len(text) < 35 else None


def stamp(text):
    try:
        return datetime.datetime.fromisoformat(text[:23]).replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        return None


def listed(read):
    def value(text):
        if text[0] == "[" or text[1:2] == "{":
            return None
        return [None if t == "NULL" else read(t.strip('"')) for t in text[1:-1].split(",") if t]
    return value


BSON = {"int4": int, "int8": lambda t: Int64(t), "float8": float, "numeric": decimal, "text": str, "bool": lambda t: t == "t", "timestamptz": stamp,
        "bytea": lambda t: bytes.fromhex(t[2:]), "uuid": lambda t: Binary(uuid.UUID(t).bytes, 4), "jsonb": lambda t: None if "1e400" in t else json.loads(t),
        "_text": listed(str), "_int4": listed(int), "_float8": listed(float)}
SOURCES = {"timestamptz": STAMPS, "_text": ["{}", "{a,b,c}", "{NULL}", "{a,NULL,x}", "{é,日本}", "{a}"]}
COLUMNS = {}  # of a type: names
for _kind in BSON:
    COLUMNS[_kind] = [f"{_kind.strip('_')}{'s' if _kind[0] == '_' else ''}_{i}" for i in (0, 1)]
ROWS = 120


def collection():
    """Its first row has every field; its rows are the same in every run."""
    r = random.Random("columns")
    columns = ["_id int4"] + [f"{n} {'timestamptz(3)' if k == 'timestamptz' else k[1:] + '[]' if k[0] == '_' else k}" for k in BSON for n in COLUMNS[k]]
    rows = []
    for number in range(ROWS):
        row = [number]
        for kind, read in BSON.items():
            values = [v for v in (read(t) for t in SOURCES.get(kind, POOL[kind])) if v is not None]
            row += [None if number and r.random() < .15 else r.choice(values) for _ in (0, 1)]
        rows.append(tuple(row))
    mixed = [i for i, name in enumerate(columns) if name.startswith("jsonb")]
    rows[0] = tuple({"a": 1, "b": {"c": [1, None, "x"]}} if i in mixed else v for i, v in enumerate(rows[0]))
    rows[1] = tuple([1, "a"] if i in mixed else v for i, v in enumerate(rows[1]))
    return fixture.Collection("arguments", ", ".join(columns), rows)
