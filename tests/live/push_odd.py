#!/usr/bin/python3
"""What MongoDB is asked stays right for documents that break the schema: TAP.

A collection is looked at while its documents are well-formed. Then documents come that hold, in every
field, every kind of BSON value. With pgleaf.mismatch = 'null' a value that is not of its column's
type is NULL; PostgreSQL has a table with just these NULLs. Each predicate, order and group must be
the same there, with pgleaf.pushdown on and off.
"""

import datetime
import itertools
import os
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from bson import (Binary, Code, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex,  # noqa: E402
                  Timestamp)

NAN, INF = float("nan"), float("inf")
MISSING = object()
D = Decimal128


def day(*args):
    return datetime.datetime(*args)


def oid(n):
    return ObjectId(f"65a0{n:020x}")


def uid(n):
    return Binary(uuid.UUID(int=(0xA0 << 120) + n).bytes, 4)


VALUES = [
    None, MISSING, [1, 5], [], ["a", "abc"], {"x": 1}, 5, Int64(5), 5.0, D("5"), "abc", "", True,
    False, day(2024, 1, 1), oid(1), uid(1), Regex("abc"), Timestamp(1, 1), MinKey(), MaxKey(),
    Code("x"), NAN, [None], [oid(1)], [True], [day(2024, 1, 1)], -7, Int64(2**53 + 1), Int64(2**60),
    Int64(-2**53 - 1), INF, -INF, 0.1, D("0.1"), D("NaN"), D("Infinity"), 1e300, D("1E+40"), -0.0,
    "$a", "b", 6, day(2024, 1, 1, 0, 0, 0, 1000), day(2023, 12, 31, 23, 59, 59, 999000), uid(2),
    oid(2), 2**31 - 1, -2**31, D("5.00"), 0.30000000000000004, 0.3, D("0.3"), 100.00000000000001,
    D("100"), 100, "ab\nc", "ABC", "é", [5], [6, None, 5],
    [Int64(7), 5], [2**31 - 1, Int64(2**31)], [1.5, 2, Int64(3)], [NAN, INF, -0.0], [Int64(2**53 + 1)], ["$a", "b", None],
    [D("1.10"), 5, Int64(6)], [0.1, D("0.1")], [[5]], [[]], [{"x": 1}], [None, None], ["a", 5], [True, None], [D("NaN"), D("1.1")],
    [[1, 5], [None, Int64(6)]], [[5], [1, 2]], [[[5, 1]], [[2, 3]]], [[[5, 1]], [2]], [["a", "abc"], [None, "$a"]], [[], []], [[1], 5], [5, [1]], [None, [1]],
    [[1, 5], None], [[[[[[5]]]]]], [[[[[[[5]]]]]]], [[1.5, 5]], [[{"x": 1}]], [[[]]], [["a"], [5]],
]


def numeric(v):
    if type(v) in (int, Int64):
        return str(int(v))
    return str(v) if isinstance(v, D) else None


def numeric_or_double(v):
    if isinstance(v, float):
        return "NaN" if v != v else repr(v).removesuffix(".0")
    return numeric(v)


def double(v):
    return float(v) if type(v) in (int, float) else None


def double_or_long(v):
    return float(v) if type(v) is Int64 and int(float(v)) == int(v) else double(v)


def narrow(v):
    return int(v) if type(v) in (int, Int64) and -2**31 <= v < 2**31 else None


def only(kind):
    return lambda v: v if type(v) is kind else None


def array(kind):
    return lambda v: v if type(v) is list and all(e is None or type(e) is kind for e in v) else None


def array_of(read):
    """An array whose elements read() can read, as PostgreSQL's text; NULL as a whole where one of them it cannot."""
    def fits(v):
        if type(v) is not list or any(e is not None and read(e) is None for e in v):
            return None
        return "{" + ",".join("NULL" if e is None else str(read(e)) for e in v) + "}"
    return fits


def dimensions(v):
    """Of an array of arrays; None where it is ragged. An array within at most five others is one."""
    if type(v) is not list:
        return ()
    below = {dimensions(e) for e in v} or {()}
    if len(below) > 1 or None in below or (0 in next(iter(below))):
        return None
    return (len(v), *below.pop())


def nested_of(read):
    """The same, where arrays in an array are its further dimensions."""
    def fits(v):
        if type(v) is not list or len(dimensions(v) or range(7)) > 6:
            return None
        if any(type(e) is not list and e is not None and read(e) is None for e in v):
            return None
        parts = [fits(e) if type(e) is list else "NULL" if e is None else str(read(e)) for e in v]
        return None if None in parts else "{" + ",".join(parts) + "}"
    return fits


# column: PostgreSQL's type, how it is read, the well-formed values that inference sees
COLUMNS = {
    "i": ("int4", only(int), [1]),
    "l": ("int8", lambda v: int(v) if type(v) in (int, Int64) else None, [Int64(1)]),
    "f": ("float8", double, [1.5]),
    "m": ("float8", double_or_long, [1.5, Int64(2)]),
    "n": ("numeric", numeric, [D("1.5")]),
    "x": ("numeric", numeric_or_double, [D("1.5"), 2.5]),
    "s": ("text", only(str), ["s"]),
    "b": ("bool", only(bool), [True]),
    "t": ("timestamptz(3)", only(datetime.datetime), [day(2020, 1, 1)]),
    "o": ("text", lambda v: str(v) if isinstance(v, ObjectId) else None, [oid(9)]),
    "u": ("uuid", lambda v: str(v.as_uuid()) if isinstance(v, Binary) else None, [uid(9)]),
    "tags": ("text[]", array(str), [["s"]]),
    "nums": ("int4[]", array_of(narrow), [[1]]),
    "rates": ("float8[]", array_of(double_or_long), [[1.5]]),
    "costs": ("numeric[]", array_of(numeric_or_double), [[D("1.5")]]),
    "grid": ("int4[]", nested_of(narrow), [[1]]),  # declared: ALTER TABLE
    "words": ("text[]", nested_of(only(str)), [["s"]]),
    "d": ("int4", None, [{"i": 1, "s": "s"}]),  # loaded as d.i and d.s
}
CONSTANTS = {
    "i": ["5", "0.1", "100", "2147483647", "5000000000", "'NaN'::float8", "1e40"],
    "l": ["5", "9007199254740993", "0.1", "'NaN'::numeric"],
    "f": ["5", "0.1", "'NaN'", "'-Infinity'", "0", "1e300"],
    "m": ["5", "9007199254740992", "1152921504606846976", "'NaN'"],
    "n": ["5", "0.1", "100", "0", "'NaN'", "1e40", "-7"],
    "x": ["5", "0.1", "0.3", "0.30000000000000004", "100.00000000000001", "0.10000000000000001",
          "'NaN'", "'Infinity'"],
    "s": ["'abc'", "''", "'$a'", "'a'"],
    "b": ["true", "false"],
    "t": ["'2024-01-01'", "'2024-01-01 00:00:00.0005'", "'infinity'"],
    "o": ["'65a000000000000000000001'", "'65a0'", "'g'", "''", "'65a0000000000000000000010'"],
    "u": ["'a0000000-0000-0000-0000-000000000001'"],
    "d.i": ["5"],
    "d.s": ["'abc'"],
}
OPERATORS = ["=", "<>", "<", "<=", ">", ">="]
PREDICATES = """
s LIKE 'a%'; s NOT LIKE '%b%'; s ILIKE 'ab_'; s NOT ILIKE 'A%'; s LIKE '%'; s LIKE 'abc'; d.s LIKE '%c';
s ~ '^a'; s !~ 'c$'; s ~* 'A.'; lower(s) = 'abc'; lower(s) <> 'abc'; upper(s) = 'ABC'; starts_with(s, 'ab')
s IN ('abc', '$a'); s NOT IN ('abc', ''); i IN (5, 6, NULL); i NOT IN (5, NULL); x IN (0.1, 5); x NOT IN (0.3, 100)
i BETWEEN 1 AND 6; f NOT BETWEEN 0 AND 6; (i IN (5, NULL)) IS UNKNOWN; o IN ('x', '65a000000000000000000002')
'abc' = ANY (tags); NOT 'a' = ANY (tags); ('a' = ANY (tags)) IS UNKNOWN; 5 = ANY (nums); NOT 5 = ANY (nums)
tags @> '{a}'; NOT tags @> '{a,abc}'; nums && '{1,6}'; (nums @> '{5}') IS UNKNOWN; tags @> '{}'
5 = ANY (grid); NOT 5 = ANY (grid); (5 = ANY (grid)) IS UNKNOWN; grid @> '{5,1}'; NOT grid @> '{1}'; grid && '{6,2}'; (grid && '{7}') IS FALSE
'abc' = ANY (words); 'abc' <> ALL (words); ('a' = ANY (words)) IS FALSE; words @> '{a,abc}'; NOT words && '{$a,x}'; grid @> '{}'; words[2][1] = 'b'
grid[1][2] = 5; array_length(grid, 2) = 2; grid = '{{1,5},{NULL,6}}'; cardinality(words) = 1; NOT grid && '{}'
b; NOT b; b IS NOT TRUE; b IS UNKNOWN; b = (i > 3); b IS DISTINCT FROM (i > 3); coalesce(b, i = 5, true)
CASE WHEN b THEN i = 5 ELSE s = 'abc' END; i % 3 = 2; i / 2 = 2; i % 3 + 1 > 2; mod(i, 4) = 1; coalesce(i, l) = 5
nullif(i, 5) IS NULL; greatest(i, l) = 5; least(i, 6) = 5; length(s) = 3; s || 'x' = 'abcx'; substr(s, 2) = 'bc'
strpos(s, 'b') = 2; btrim(s, 'a') = 'bc'; replace(s, 'b', 'x') = 'axc'; i::text = '5'; o || 'x' > 'a'
l::float8 > 9007199254740992; floor(f) = 0; abs(f) > 5; ceil(f) = floor(f); extract(year FROM t) = 2024
date_trunc('month', t) = '2023-12-01'; t::date = '2024-01-01'; t::date > '2023-12-31'; date_part('dow', t) = 1
""".replace("\n", ";").split(";")
ORDERED = ["SELECT {c} FROM odd ORDER BY {c} {d}, _id", "SELECT _id FROM odd ORDER BY {c} {d}, _id LIMIT 9 OFFSET 3",
           "SELECT _id, {c} FROM odd ORDER BY {c} {d}, _id LIMIT 60", "SELECT {c} FROM odd WHERE _id <> 7 ORDER BY {c} {d} LIMIT 9",
           "SELECT _id FROM odd WHERE {c} > {k} ORDER BY {c} {d}, _id LIMIT 9",
           "SELECT {c} FROM odd WHERE {c} IS NOT NULL ORDER BY {c} {d}, _id",
           "SELECT DISTINCT {c} FROM odd ORDER BY {c} {d}"]
GROUPED = ["SELECT {c}, count(*) FROM odd GROUP BY {c}", "SELECT count({c}), count(DISTINCT {c}) FROM odd",
           "SELECT b, count({c}), count(*) FILTER (WHERE {c} IS NULL) FROM odd GROUP BY b"]
# over pairs of columns: self-joins on what may be anything
PAIRS = [("i", "i"), ("i", "l"), ("l", "i"), ("l", "l"), ("s", "s"), ("b", "b"), ("t", "t"), ("o", "o"), ("u", "u"), ("d.i", "i"),
         ("i", "d.i"), ("f", "f"), ("n", "n"), ("x", "x"), ("d.s", "s")]
JOINED = ["SELECT p._id, q._id FROM odd p JOIN odd q ON p.{c} = q.{e} WHERE q._id < 200 AND p._id < 200 ORDER BY 1, 2",
          "SELECT p._id, q._id, q.i, q.s FROM odd p LEFT JOIN odd q ON p.{c} = q.{e} AND q.b WHERE p._id < 200 ORDER BY 1, 2",
          "SELECT p._id FROM odd p WHERE EXISTS (SELECT 1 FROM odd q WHERE p.{c} = q.{e} AND q._id > 90) ORDER BY 1",
          "SELECT p._id, q._id FROM odd p LEFT JOIN odd q ON p.{c} = q.{e} AND (q.s <> p.s OR q.{e} = p.{c} AND q.i > p._id) "
          "WHERE p._id < 200 ORDER BY 1, 2",
          "SELECT p._id FROM odd p WHERE NOT EXISTS (SELECT 1 FROM odd q WHERE p.{c} = q.{e} AND q._id <> p._id AND q.l = p.l) ORDER BY 1",
          "SELECT p._id FROM odd p WHERE NOT EXISTS (SELECT 1 FROM odd q WHERE q.{e} = p.{c}) ORDER BY 1",
          "SELECT q.{e}, count(*), sum(q.i) FROM odd p JOIN odd q ON p.{c} = q.{e} WHERE p._id < 200 GROUP BY 1 ORDER BY 1"]
# a LEFT JOIN that is left out where a unique index says so: of values that are anything, each once as MongoDB compares them
KEYED = [c for c in COLUMNS if c in CONSTANTS]
LEFT_OUT = ["SELECT p._id FROM odd p LEFT JOIN keyed q ON q.{c} = p.{c} ORDER BY 1", "SELECT count(*) FROM keyed p LEFT JOIN keyed q ON q.{c} = p.{c}"]
# over each of the array columns
UNNESTED = ["SELECT _id, e FROM odd, unnest({c}) AS e ORDER BY _id, e", "SELECT _id, e, k FROM odd LEFT JOIN unnest({c}) WITH ORDINALITY AS u (e, k) ON true ORDER BY _id, k",
            "SELECT count(*), count(e), max(k) FROM odd, unnest({c}) WITH ORDINALITY AS u (e, k)", "SELECT _id, e FROM odd, unnest({c}) AS e WHERE e IS NULL ORDER BY _id",
            "SELECT _id, e FROM odd LEFT JOIN unnest({c}) AS e ON true WHERE e IS NOT NULL ORDER BY e, _id", "SELECT _id, e FROM odd, unnest({c}) AS e WHERE e > '5' ORDER BY _id, e",
            "SELECT _id, k FROM odd, unnest({c}) WITH ORDINALITY AS u (e, k) WHERE e = '5' OR k = 2 ORDER BY _id, k",
            "SELECT _id, k FROM odd, unnest({c}) WITH ORDINALITY AS u (e, k) WHERE e IN ('0.1', '1.1', '6') ORDER BY _id, k",
            "SELECT e, count(*) FROM odd, unnest({c}) AS e GROUP BY e ORDER BY e", "SELECT min(e), max(e) FROM odd LEFT JOIN unnest({c}) AS e ON true",
            "SELECT sum(e), avg(e) FROM odd, unnest({c}) AS e WHERE e < '100'"]
# elements of elements, which are anything; PostgreSQL has no table of them: pushed down and not are to be the same
ELEMENTS = ["SELECT _id, p FROM nested, jsonb_array_elements(list) i, jsonb_array_elements(i -> 'p') p WHERE _id = {n} ORDER BY 1, 2",
            "SELECT _id, p FROM nested LEFT JOIN jsonb_array_elements(list) i ON true LEFT JOIN jsonb_array_elements_text(i -> 'p') p ON true WHERE _id = {n} ORDER BY 1, 2",
            "SELECT _id, p FROM nested, jsonb_array_elements(list) i, jsonb_array_elements(i) p WHERE _id = {n} ORDER BY 1, 2",
            "SELECT _id, p FROM nested, jsonb_array_elements(list) i, jsonb_array_elements(i -> 'p' -> 'x') p WHERE _id = {n} ORDER BY 1, 2"]
UNITED = ["SELECT {c} AS v, _id FROM odd WHERE _id < 50 UNION ALL SELECT {c}, _id FROM odd WHERE _id >= 50 ORDER BY 2",
          "SELECT _id FROM (SELECT {c} AS v, _id FROM odd UNION ALL SELECT {c}, _id FROM odd) q WHERE v IS NOT NULL ORDER BY v, _id",
          "SELECT v, count(*) FROM (SELECT {c} AS v FROM odd UNION ALL SELECT {c} FROM odd) q GROUP BY v"]
WINDOWS = ["SELECT _id, count(*) OVER (PARTITION BY {c}), lag({c}) OVER (ORDER BY _id) FROM odd ORDER BY _id",
           "SELECT _id, last_value({c}) OVER (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING), count({c}) OVER (ORDER BY _id) FROM odd ORDER BY _id",
           "SELECT _id, rank() OVER (ORDER BY {c}), dense_rank() OVER (ORDER BY {c} DESC NULLS LAST) FROM odd ORDER BY _id"]


def queries():
    for c, constants in CONSTANTS.items():
        for k, op in itertools.product(constants, OPERATORS):
            yield f"{c} {op} {k}"
            yield f"NOT {c} {op} {k}"
            yield f"({c} {op} {k}) IS UNKNOWN"
            if c != "x":
                yield f"CASE WHEN {c} {op} {k} THEN true WHEN ({c} {op} {k}) IS FALSE THEN NULL ELSE b END"
        for k in constants:
            yield f"{c} IS DISTINCT FROM {k}"
    for c in [*CONSTANTS, "tags", "nums", "grid", "words"]:
        yield f"{c} IS NULL"
        yield f"{c} IS NOT NULL"
        yield f"CASE WHEN {c} IS NULL THEN true END"
    for (x, y), op in itertools.product(itertools.combinations(["i", "l", "f", "m", "n", "d.i"], 2),
                                        ["=", "<>", "<", ">=", "IS DISTINCT FROM"]):
        yield f"{x} {op} {y}"
    yield from ["s = o", "o < s", "s <> d.s", "t = t", "u <= u"]
    yield from (p.strip() for p in PREDICATES if p.strip())


def statements():
    for predicate in queries():
        yield f"SELECT _id FROM odd WHERE {predicate}"
    for c in CONSTANTS:
        for direction in ["", "DESC", "NULLS FIRST", "DESC NULLS LAST"]:
            # 5 and 5.00 are one: which of them DISTINCT shows is not said
            for text in ORDERED[:-1] if c in "nx" else ORDERED:
                yield text.format(c=c, d=direction, k=CONSTANTS[c][0])
        for text in GROUPED:
            yield text.format(c=c)
        if c not in ("b", "u"):
            yield f"SELECT b, min({c}), max({c}) FROM odd GROUP BY b"
    yield "SELECT b, sum(i), avg(i), sum(l), avg(l), sum(n), avg(n) FROM odd GROUP BY b"
    yield "SELECT sum(i), avg(l), sum(n) FROM odd WHERE _id < 0"
    yield "SELECT bool_and(b), bool_or(b) FROM odd"
    for c in ("tags", "nums", "rates", "costs", "grid", "words"):
        for text in UNNESTED:
            if not (c in ("tags", "words") and ("sum(" in text)) and not (c in ("nums", "grid") and "0.1" in text) \
                    and not (c == "costs" and "GROUP" in text):
                yield text.format(c=c)
    for c in CONSTANTS:
        for text in WINDOWS:
            yield text.format(c=c)
    for c in [*CONSTANTS, "tags", "costs", "grid"]:
        for text in UNITED[:-1] if c in ("n", "x", "tags", "costs", "grid") else UNITED:
            yield text.format(c=c)
    for c in KEYED:
        for text in LEFT_OUT:
            yield text.format(c=c)
    for c, e in PAIRS:
        for text in JOINED[:-1] if e in "nx" else JOINED:
            yield text.format(c=c, e=e)


def load(db, pg):
    pg.execute("CREATE TABLE odd (_id int4, " + ", ".join(
        f"{c} {t}" for c, (t, _, _) in COLUMNS.items() if c != "d") + ", di int4, ds text)")
    names = [c for c in COLUMNS if c != "d"]
    for number, v in enumerate(VALUES, 1):
        document = {"_id": number}
        row = [number]
        for c in names:
            kind = COLUMNS[c][1]
            if v is not MISSING:
                document[c] = v
            value = None if v is None or v is MISSING else kind(v)
            if isinstance(value, datetime.datetime):
                value = value.replace(tzinfo=datetime.timezone.utc)
            row.append(value)
        document["d"] = {} if v is MISSING else {"i": v, "s": v}
        row += [row[1], row[1 + names.index("s")]]
        db.odd.insert_one(document)
        pg.execute(f"INSERT INTO odd VALUES ({', '.join(['%s'] * len(row))})", row)
    for number, d in enumerate([None, [{"i": 5, "s": "abc"}], 5, "abc", {"i": {"x": 1}}, {"i": [5]}], 1000):
        db.odd.insert_one({"_id": number, "d": d})
        pg.execute("INSERT INTO odd (_id) VALUES (%s)", [number])


def load_keyed(db, pg):
    """A document for each column and value; a unique index on each column keeps those out whose value is there."""
    pg.execute(f"CREATE TABLE keyed (_id int4, {', '.join(f'{c} {COLUMNS[c][0]}' for c in KEYED)})")
    number = 0
    for c, v in itertools.product(KEYED, VALUES):
        if v is MISSING:
            continue
        try:
            db.keyed.insert_one({"_id": number, c: v})
        except pymongo.errors.DuplicateKeyError:
            continue
        value = None if v is None else COLUMNS[c][1](v)
        if isinstance(value, datetime.datetime):
            value = value.replace(tzinfo=datetime.timezone.utc)
        pg.execute(f"INSERT INTO keyed (_id, {c}) VALUES (%s, %s)", [number, value])
        number += 1


def load_nested(db):
    """A list of a document with the value, of the value, and of a list of such documents; the same list of several."""
    values = [v for v in VALUES if v is not MISSING]
    lists = [list_of(v) for v in values for list_of in (lambda v: [{"p": v}], lambda v: [v], lambda v: [[{"p": v}]], lambda v: [{"p": {"x": v}}, {}])]
    for number, v in enumerate([*lists, [{"p": [v]} for v in values]]):
        db.nested.insert_one({"_id": number, "list": v})
    return len(lists) + 1


def well_formed(db):
    db.nested.insert_one({"_id": -1, "list": [{"p": [{"x": 1}]}]})
    for c in KEYED:
        db.keyed.create_index(c, unique=True, partialFilterExpression={c: {"$exists": True}})
        for number, v in enumerate(COLUMNS[c][2]):
            db.keyed.insert_one({"_id": -1 - number - 10 * KEYED.index(c), c: v})
    for number in range(200):
        document = {"_id": -1 - number}
        for c, (_, _, values) in COLUMNS.items():
            document[c] = values[number % len(values)]
        db.odd.insert_one(document)
    for c in CONSTANTS:  # ORDER BY c LIMIT n has an index, whichever way round
        for direction in (1, -1):
            db.odd.create_index([(c, direction), ("_id", 1)])


def answer(connection, sql):
    result = connection.pgconn.exec_(sql.encode())
    if result.error_message:
        return result.error_message.decode()
    rows = [tuple(None if (v := result.get_value(r, f)) is None else v.decode()
                  for f in range(result.nfields)) for r in range(result.ntuples)]
    return rows if "ORDER BY" in sql else sorted(rows, key=repr)


WAYS = ("pgleaf.pushdown = on", "pgleaf.pushdown = off", "pgleaf.join = lookup")


def main():
    with servers.directory("odd") as d:
        db = pymongo.MongoClient(d.mongo()).odd
        pg = psycopg.connect(d.postgres(), autocommit=True)
        pg.pgconn.exec_(b"SET timezone = 'UTC'")
        well_formed(db)
        dsn = d.pgleaf("fork", "-o", f"uri={open(os.path.join(d.path, 'mongo.uri')).read().strip()}",
                       "-o", "auth=trust")
        leaf = psycopg.connect(dsn, dbname="odd", autocommit=True)
        for setting in ("pgleaf.mismatch = 'null'", "timezone = 'UTC'", "client_min_messages = error"):
            leaf.pgconn.exec_(f"SET {setting}".encode())
        for c in ("grid", "words"):
            leaf.execute(f"ALTER TABLE odd ALTER COLUMN {c} TYPE {COLUMNS[c][0]}")
        print("# columns:", answer(leaf, "SELECT * FROM odd")[0])
        plan = str(answer(leaf, "EXPLAIN " + ELEMENTS[0].format(n=1)))
        assert plan.count("$unwind:") == 2, plan
        print("# keyed:", answer(leaf, "SELECT * FROM keyed")[0])
        db.odd.delete_many({})
        db.keyed.delete_many({})
        load(db, pg)
        load_keyed(db, pg)
        nested = load_nested(db)
        for c in KEYED:  # of decimals and doubles MongoDB tells apart what is one number
            plan = str(answer(leaf, "EXPLAIN " + LEFT_OUT[0].format(c=c)))
            assert ("keyed" in plan) == (c == "x"), plan
        number = failed = 0
        plan = str(answer(leaf, "EXPLAIN SELECT * FROM odd ORDER BY n DESC, _id LIMIT 5"))
        assert "Append" in plan and "{n: -1, _id: 1}" in plan, plan
        for number, sql in enumerate(statements(), 1):
            want = answer(pg, sql.replace("d.i", "di").replace("d.s", "ds"))
            wrong = []
            for way in WAYS if " JOIN " in sql or " EXISTS " in sql else WAYS[:2]:
                leaf.pgconn.exec_(f"SET {way}".encode())
                got = answer(leaf, sql)
                leaf.pgconn.exec_(b"RESET pgleaf.pushdown")
                leaf.pgconn.exec_(b"RESET pgleaf.join")
                if got != want:
                    wrong.append(f"# {way}: {str(got)[:500]}\n# PostgreSQL: {str(want)[:500]}")
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {sql}")
            for text in wrong:
                print(text)
        for n, text in itertools.product(range(nested), ELEMENTS):
            answers = []
            for way in WAYS[:2]:
                leaf.pgconn.exec_(f"SET {way}".encode())
                found = answer(leaf, text.format(n=n))  # a NaN that is no array is an object here and a scalar to MongoDB: of the words alone
                answers.append(found.replace("an object", "a scalar") if isinstance(found, str) else found)
            if answers[0] != answers[1]:
                failed += 1
                print(f"# {text.format(n=n)}\n# on: {str(answers[0])[:500]}\n# off: {str(answers[1])[:500]}")
        print(f"{'not ok' if failed else 'ok'} {number + 1} - elements of elements, {nested * len(ELEMENTS)} queries\n1..{number + 1}")
        return failed > 0


if __name__ == "__main__":
    sys.exit(main())
