#!/usr/bin/python3
"""pgleaf.flatten: arrays of documents as relations, with pushdown on and off, against the same rows in PostgreSQL. TAP."""

import datetime
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

DAY = datetime.datetime(2024, 5, 1)
ORDERS = [
    {"_id": 1, "customer": "ann", "items": [{"sku": "a", "qty": 2, "price": 1.5, "dims": {"w": 1, "h": 2}, "tags": ["x", "y"]},
                                            {"sku": "b", "qty": 1, "price": 4.0, "at": DAY}],
     "ship": {"parcels": [{"no": 7}, {"no": 8}]}},
    {"_id": 2, "customer": "bob", "items": [{"sku": "a", "qty": 5, "price": 1.5, "dims": {"w": 3, "h": None}}], "ship": {"parcels": []}},
    {"_id": 3, "customer": "cyd", "items": []},
    {"_id": 4, "customer": "dan"},
    {"_id": 5, "customer": "eve", "items": [{"sku": None, "qty": 0}], "notes": ["plain", "array"]},
]
ROWS = """CREATE TABLE orders_items (orders_id int, index bigint, sku text, qty int, price float8, dims_w int, dims_h int, tags text[],
                                     at timestamptz(3));
INSERT INTO orders_items VALUES (1, 0, 'a', 2, 1.5, 1, 2, '{x,y}', NULL), (1, 1, 'b', 1, 4, NULL, NULL, NULL, '2024-05-01 00:00+00'),
                                (2, 0, 'a', 5, 1.5, 3, NULL, NULL, NULL), (5, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE orders_ship_parcels (orders_id int, index bigint, no int);
INSERT INTO orders_ship_parcels VALUES (1, 0, 7), (1, 1, 8);
CREATE TABLE orders (_id int PRIMARY KEY, customer text);
INSERT INTO orders VALUES (1, 'ann'), (2, 'bob'), (3, 'cyd'), (4, 'dan'), (5, 'eve');"""
EQUAL = [
    "SELECT * FROM orders_items ORDER BY orders_id, index", "SELECT * FROM orders_ship_parcels ORDER BY 1, 2",
    "SELECT sku, sum(qty), count(*), avg(price) FROM orders_items GROUP BY sku ORDER BY sku",
    "SELECT orders_id FROM orders_items WHERE qty > 1 AND sku = 'a' ORDER BY 1",
    "SELECT o.customer, i.sku, i.dims_w FROM orders o JOIN orders_items i ON i.orders_id = o._id WHERE i.price > 1 ORDER BY 1, 2",
    "SELECT o.customer, count(i.sku) FROM orders o LEFT JOIN orders_items i ON i.orders_id = o._id GROUP BY 1 ORDER BY 1",
    "SELECT o.customer FROM orders o WHERE EXISTS (SELECT 1 FROM orders_items i WHERE i.orders_id = o._id AND i.qty = 5)",
    "SELECT count(*) FROM orders_items", "SELECT sku FROM orders_items UNION ALL SELECT no::text FROM orders_ship_parcels ORDER BY 1",
    "SELECT customer FROM orders UNION SELECT sku FROM orders_items ORDER BY 1", "SELECT max(index) FROM orders_items WHERE orders_id = 1",
    "SELECT p.no, i.sku FROM orders_ship_parcels p JOIN orders_items i USING (orders_id, index) ORDER BY 1",
    "SELECT * FROM orders_items WHERE tags[1] = 'x'", "SELECT sku FROM orders_items ORDER BY qty DESC LIMIT 2 OFFSET 1",
    "SELECT attname, atttypid::regtype, attnum FROM pg_attribute WHERE attrelid = 'orders_items'::regclass AND attnum > 0 ORDER BY attnum",
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'orders_items' ORDER BY ordinal_position",
]


def answer(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.statusmessage
    except psycopg.Error as e:
        return e.sqlstate


def main():
    with servers.directory("flatten") as d:
        uri = d.mongo()
        pg = psycopg.connect(d.postgres(), autocommit=True)
        pg.execute(ROWS)
        pymongo.MongoClient(uri).d.orders.insert_many(ORDERS)
        dsn = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        leaf = psycopg.connect(dsn, autocommit=True)
        pg.execute("SET timezone = 'UTC'")
        leaf.execute("SET timezone = 'UTC'")
        cases = [("off, there are none", answer(leaf, "SELECT * FROM orders_items") == "42P01", "")]
        leaf.execute("SET pgleaf.flatten = on")
        for push in ("on", "off"):
            leaf.execute(f"SET pgleaf.pushdown = {push}")
            for sql in EQUAL:
                want, got = answer(pg, sql), answer(leaf, sql)
                cases.append((f"{push}: {sql}", want == got, f"{got} for {want}"))
        leaf.execute("SET pgleaf.pushdown = on")
        for sql, want in [
                ("SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1",
                 [("orders", "r"), ("orders_items", "v"), ("orders_ship_parcels", "v")]),
                ("SELECT table_name FROM information_schema.views WHERE table_schema = 'public' ORDER BY 1", [("orders_items",), ("orders_ship_parcels",)]),
                ("INSERT INTO orders_items (sku) VALUES ('x')", "55000"), ("DELETE FROM orders_items", "55000"), ("SELECT * FROM orders_notes", "42P01"),
                ("DROP VIEW orders_items", "0A000"), ("CREATE TABLE orders_items (a int)", "42P07")]:
            got = answer(leaf, sql)
            cases.append((sql, got == want, got))
        plan = "\n".join(r[0] for r in leaf.execute("EXPLAIN SELECT sku, count(*) FROM orders_items WHERE qty > 1 GROUP BY sku").fetchall())
        cases.append(("one pipeline", "$unwind" in plan and "$group" in plan and "Agg" not in plan, plan))
        leaf.execute("SET pgleaf.flatten = off")
        cases.append(("off again", answer(leaf, "SELECT * FROM orders_items") == "42P01", ""))
        for i, (name, ok, why) in enumerate(cases):
            print("ok" if ok else "not ok", i + 1, "-", name)
            if not ok:
                print("#", str(why).replace("\n", "\n# "))
        print(f"1..{len(cases)}")
        return 0 if all(ok for _, ok, _ in cases) else 1


if __name__ == "__main__":
    sys.exit(main())
