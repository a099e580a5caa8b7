"""TPC-H's tables, made by tpchgen-cli and loaded: into PostgreSQL, and into MongoDB in two layouts.

`normalized` has a collection for each table. `embedded` has the orders in their customer, and the
line items in their order. Dates are BSON dates, which are timestamptz(3) in SQL; PostgreSQL's
tables have that type, too. A validator names the types, as one would that knows them.
"""

import datetime
import os
import subprocess

from bson.decimal128 import Decimal128

TABLES = {
    "region": "r_regionkey:int r_name:text r_comment:text",
    "nation": "n_nationkey:int n_name:text n_regionkey:int n_comment:text",
    "supplier": "s_suppkey:int s_name:text s_address:text s_nationkey:int s_phone:text "
                "s_acctbal:numeric s_comment:text",
    "customer": "c_custkey:int c_name:text c_address:text c_nationkey:int c_phone:text "
                "c_acctbal:numeric c_mktsegment:text c_comment:text",
    "part": "p_partkey:int p_name:text p_mfgr:text p_brand:text p_type:text p_size:int "
            "p_container:text p_retailprice:numeric p_comment:text",
    "partsupp": "ps_partkey:int ps_suppkey:int ps_availqty:int ps_supplycost:numeric "
                "ps_comment:text",
    "orders": "o_orderkey:int o_custkey:int o_orderstatus:text o_totalprice:numeric "
              "o_orderdate:date o_orderpriority:text o_clerk:text o_shippriority:int "
              "o_comment:text",
    "lineitem": "l_orderkey:int l_partkey:int l_suppkey:int l_linenumber:int l_quantity:numeric "
                "l_extendedprice:numeric l_discount:numeric l_tax:numeric l_returnflag:text "
                "l_linestatus:text l_shipdate:date l_commitdate:date l_receiptdate:date "
                "l_shipinstruct:text l_shipmode:text l_comment:text",
}
INDEXES = {
    "region": ["r_regionkey"], "nation": ["n_nationkey"], "supplier": ["s_suppkey"],
    "customer": ["c_custkey"], "part": ["p_partkey"], "partsupp": ["ps_partkey", "ps_suppkey"],
    "orders": ["o_orderkey", "o_custkey"], "lineitem": ["l_orderkey", "l_partkey", "l_suppkey"],
}
BSON = {"int": "int", "text": "string", "numeric": "decimal", "date": "date"}
SQL = {"int": "int4", "text": "text", "numeric": "numeric", "date": "timestamptz(3)"}


def columns(table):
    return [c.split(":") for c in TABLES[table].split()]


def generate(directory, scale, program):
    subprocess.run([program, "tbl", "-s", str(scale), f"--output-dir={directory}", "-q",
                    "--overwrite"], check=True)


def rows(directory, table):
    dates = {}

    def date(text):
        if text not in dates:
            dates[text] = datetime.datetime.fromisoformat(text + "T00:00:00+00:00")
        return dates[text]

    read = {"int": int, "text": str, "numeric": Decimal128, "date": date}
    kinds = [(name, read[kind]) for name, kind in columns(table)]
    with open(os.path.join(directory, f"{table}.tbl"), encoding="utf-8") as f:
        for line in f:
            yield {name: kind(value) for (name, kind), value in zip(kinds, line.split("|"))}


# ---- PostgreSQL

def load_postgres(conn, directory):
    """conn: psycopg's, in autocommit mode."""
    for table in TABLES:
        own = ", ".join(f"{name} {SQL[kind]}" for name, kind in columns(table))
        conn.execute(f"CREATE TABLE {table} ({own})")
        with conn.cursor() as cursor, \
                open(os.path.join(directory, f"{table}.tbl"), encoding="utf-8") as f, \
                cursor.copy(f"COPY {table} FROM STDIN (DELIMITER '|')") as copy:
            for line in f:
                copy.write(line.rstrip("\n").removesuffix("|") + "\n")
        for column in INDEXES[table]:
            conn.execute(f"CREATE INDEX ON {table} ({column})")
    conn.execute("ANALYZE")


# ---- MongoDB

def fields(table):
    return {"bsonType": "object", "required": [name for name, _ in columns(table)],
            "properties": {name: {"bsonType": BSON[kind]} for name, kind in columns(table)}}


def fill(db, table, schema, documents):
    db.create_collection(table, validator={"$jsonSchema": schema})
    batch = []
    for d in documents:
        batch.append(d)
        if len(batch) == 2000:
            db[table].insert_many(batch)
            batch = []
    if batch:
        db[table].insert_many(batch)
    for column in INDEXES[table]:
        db[table].create_index(column)


def load_normalized(db, directory):
    for table in TABLES:
        fill(db, table, fields(table), rows(directory, table))


def load_embedded(db, directory):
    for table in ("region", "nation", "supplier", "part", "partsupp"):
        fill(db, table, fields(table), rows(directory, table))
    orders, of_customer = {}, {}
    for o in rows(directory, "orders"):
        o["lineitems"] = []
        orders[o["o_orderkey"]] = o
        of_customer.setdefault(o["o_custkey"], []).append(o)
    for item in rows(directory, "lineitem"):
        orders[item["l_orderkey"]]["lineitems"].append(item)
    schema, order = fields("customer"), fields("orders")
    order["properties"]["lineitems"] = {"bsonType": "array", "items": fields("lineitem")}
    schema["properties"]["orders"] = {"bsonType": "array", "items": order}
    fill(db, "customer", schema,
         (dict(c, orders=of_customer.get(c["c_custkey"], [])) for c in rows(directory, "customer")))


# ---- queries

def queries(folder):
    """(name, text) of each."""
    for n in range(1, 23):
        with open(os.path.join(folder, f"q{n:02}.sql"), encoding="utf-8") as f:
            yield f"q{n:02}", f.read().strip().rstrip(";")


def member(document, name, kind):
    if kind == "date":
        return f"({document}->'{name}'->>'$date')::timestamptz(3) AS {name}"
    value = f"{document}->>'{name}'"
    return f"{value} AS {name}" if kind == "text" else f"({value})::{SQL[kind]} AS {name}"


def embedded(sql):
    """The same query over the embedded layout: orders and lineitem are what LATERAL takes apart."""
    words = set(sql.replace(",", " ").split())
    parts = []
    if "orders" in words:
        own = ", ".join(member("o", *c) for c in columns("orders"))
        parts.append(f"orders AS (SELECT {own} FROM customer, LATERAL jsonb_array_elements(orders) AS o)")
    if "lineitem" in words:
        own = ", ".join(member("l", *c) for c in columns("lineitem"))
        parts.append(f"lineitem AS (SELECT {own} FROM customer, LATERAL jsonb_array_elements(orders) AS o, "
                     "LATERAL jsonb_array_elements(o->'lineitems') AS l)")
    if not parts:
        return sql
    if sql.startswith("with "):
        return "WITH " + ",\n".join(parts) + ",\n" + sql[len("with "):]
    return "WITH " + ",\n".join(parts) + "\n" + sql
