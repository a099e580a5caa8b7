#!/usr/bin/python3
"""A hash join hands its keys to the other side's index, in portions: TAP.

The answers must be those of pgleaf.pushdown = off: for more keys than a portion has, for outer joins, for what runs
again for each outer row, for keys that MongoDB cannot hold, and for columns whose values the index does not find as
PostgreSQL compares them.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from bson import Decimal128 as D, Int64  # noqa: E402

HANDED = "{$in: $"
# query, the number of its rows, whether keys are handed over
CASES = [
    ("SELECT b.k, b.g, s.h FROM big b JOIN small s ON s.k = b.k", 261, True),
    ("SELECT s.k, b.g FROM small s LEFT JOIN big b ON b.k = s.k", 312, True),
    ("SELECT b.k FROM big b WHERE b.k IN (SELECT s.k FROM small s)", 250, True),
    ("SELECT b.k, s.h FROM big b JOIN small s ON s.k = b.k WHERE s.h = 3", 25, False),
    ("SELECT v.x, (SELECT count(*) FROM big b JOIN small s ON s.k = b.k WHERE s.h < v.x) FROM (VALUES (1), (4), (2)) v(x)", 3, None),
    ("SELECT v.x, (SELECT count(*) FROM big b JOIN small s ON s.k = b.k AND b.g < v.x) FROM (VALUES (1), (4), (2)) v(x)", 3, None),
    ("SELECT v.x, n FROM (VALUES (1), (4), (2)) v(x), LATERAL (SELECT b.k AS n FROM small s JOIN big b ON b.k = s.k + v.x) y", 783, None),
    ("WITH RECURSIVE r(k) AS (SELECT 1 UNION SELECT b.g FROM r JOIN big b ON b.k = r.k) SELECT k FROM r", 1, None),
    ("SELECT b.k FROM big b JOIN small s ON b.long = s.k", 261, True),
    ("SELECT b.k FROM big b JOIN (SELECT k::bigint * 4294967296 AS k FROM small) s ON b.long = s.k", 12, True),
    # 0.1 and the double 0.1 are equal as numeric, and different to an index
    ("SELECT b.k, b.mixed FROM big b JOIN small s ON b.mixed = s.tenth", None, False),
    ("SELECT b.k FROM big b JOIN small s ON b.price = s.tenth", None, True),
    ("SELECT b.k FROM big b JOIN (SELECT k * 1e-7000 AS x FROM small) s ON b.price = s.x", 12, None),
    ("SELECT b.k FROM big b JOIN (SELECT k * 1e200::numeric * 1e200 * (1 + 1e-50) * 1e6000 AS x FROM small) s ON b.price = s.x", 12, None),
    ("SELECT b.k FROM big b JOIN small s ON b.name = s.name", 261, True),
    ("SELECT b.k FROM big b, small s, small t WHERE b.k = s.k AND s.k = t.k AND t.h = 3", 25, None),
    ("SELECT b.k FROM big b JOIN small s ON b.k = s.k OFFSET 120 LIMIT 3", 3, None),
    ("SELECT b.k, v.x FROM big b JOIN (VALUES (3), (4), (5), (5)) v(x) ON b.odd = v.x", 4, True),
]
# over documents that break the schema: pgleaf.mismatch = 'null'
ODD_CASES = [
    ("SELECT b.k, v.x FROM big b JOIN (VALUES (3), (4), (5), (5)) v(x) ON b.odd = v.x", 6, True),
    ("SELECT b.k, v.x FROM (VALUES (3), (4), (5), (6000)) v(x) LEFT JOIN big b ON b.odd = v.x", 5, True),
    ("SELECT b.k, v.x FROM big b JOIN (VALUES (5::bigint), (4294967301)) v(x) ON b.odd = v.x", 2, True),
    ("SELECT b.k, v.x FROM big b JOIN (VALUES (5.0), (5.5)) v(x) ON b.odd = v.x", 2, None),
    ("SELECT b.k, v.x FROM big b JOIN (VALUES (5.0::float8), ('NaN')) v(x) ON b.odd = v.x", 2, None),
    ("SELECT b.k FROM big b WHERE b.odd IN (SELECT x FROM (VALUES (3), (4), (5), (5), (NULL)) v(x))", 4, True),
]
ODD = [[5], [5, 6], 5, 5.0, 5.5, Int64(5), Int64(2**32 + 5), D("5"), D("5.0"), D("NaN"), float("nan"), "5", None, True, {"x": 5}, [], [[5]], [None]]


def load(db):
    big = []
    for i in range(6000):
        cents = D(f"{i // 10}.{i % 10}")
        mixed = i / 10 if i % 3 == 0 else cents if i % 3 == 1 else Int64(i)
        big.append({"k": i, "g": i % 7, "long": Int64(i), "price": cents, "mixed": mixed, "name": f"n{i}", "odd": i})
    db.big.insert_many(big)
    for field in ("k", "long", "price", "name"):
        db.big.create_index(field, unique=True)
    db.big.create_index("mixed")
    db.big.create_index("odd")
    small = [{"k": i * 20, "h": i % 10, "tenth": D(f"{i}.{i % 10}"), "name": f"n{i * 20}"} for i in range(300)]
    small += [{"k": 0, "h": 4, "tenth": D("0.1"), "name": "n0"} for _ in range(11)]
    small += [{"h": 1}]
    small[250:300] = [{**s, "k": 100000 + s["k"], "name": "none"} for s in small[250:300]]
    db.small.insert_many(small)


def ask(conn, sql):
    result = conn.pgconn.exec_(sql.encode())
    message = result.error_message.decode().strip()
    if message:
        return message
    return sorted(tuple(str(result.get_value(r, c)) for c in range(result.nfields)) for r in range(result.ntuples))


def main():
    failed = 0
    print(f"1..{len(CASES) + len(ODD_CASES)}")
    with servers.directory("join-keys") as d:
        uri = d.mongo()
        name = "pgleaf_join_keys"
        client = pymongo.MongoClient(uri)
        client.drop_database(name)
        load(client[name])
        leaf = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + f" user=tester dbname={name}"
        with psycopg.connect(leaf, autocommit=True) as on, \
                psycopg.connect(leaf + " options='-c pgleaf.pushdown=off'", autocommit=True) as off:
            for number, (sql, rows, handed) in enumerate(CASES + ODD_CASES, 1):
                if number == len(CASES) + 1:
                    client[name].big.insert_many(
                        {"k": 10000 + i, "long": Int64(10000 + i), "price": D(f"{10000 + i}"), "name": f"m{i}", "odd": v}
                        for i, v in enumerate(ODD))
                    for conn in (on, off):
                        ask(conn, "SET pgleaf.mismatch = 'null'")
                got, expected = ask(on, sql), ask(off, sql)
                plan = str(ask(on, "EXPLAIN " + sql))
                wrong = [] if got == expected or (" LIMIT " in sql and len(got) == len(expected)) else [f"{got} is not {expected}"]
                if rows is not None and len(got) != rows:
                    wrong.append(f"{len(got)} rows, not {rows}: {got}")
                if handed is not None and (HANDED in plan) != handed:
                    wrong.append(f"keys handed over: {not handed}: {plan}")
                print("not ok" if wrong else "ok", number, "-", sql)
                for w in wrong:
                    print("#", w[:1500])
                failed += bool(wrong)
        client.drop_database(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
