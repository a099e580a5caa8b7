"""TPC-H at BENCH_SF (0.1): each query's CPU seconds in pgleaf and in PostgreSQL 15 over the same rows, with what it costs
the bare driver to read the query's collections once; its peak memory; and for some the elapsed time beside that of a
pipeline written by hand.
"""

import datetime
import os
import resource
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../lib"), os.path.join(HERE, "../tpch")]
import servers  # noqa: E402
import data  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from bson.decimal128 import Decimal128 as D  # noqa: E402

BARE = os.path.join(servers.TOP, "build/bench/bare")
DATABASE = "tpch"


def day(*args):
    return datetime.datetime(*args)


def revenue(prefix=""):
    return {"$multiply": [f"${prefix}l_extendedprice", {"$subtract": [1, f"${prefix}l_discount"]}]}


def lookup(table, local, foreign, pipeline=None):
    body = {"from": table, "localField": local, "foreignField": foreign, "as": table}
    if pipeline:
        body["pipeline"] = pipeline
    return [{"$lookup": body}, {"$unwind": f"${table}"}]


HAND = {
    "q01": ("lineitem", [
        {"$match": {"l_shipdate": {"$lte": day(1998, 9, 2)}}},
        {"$group": {"_id": {"f": "$l_returnflag", "s": "$l_linestatus"}, "qty": {"$sum": "$l_quantity"},
                    "price": {"$sum": "$l_extendedprice"}, "disc": {"$sum": revenue()},
                    "charge": {"$sum": {"$multiply": [revenue(), {"$add": [1, "$l_tax"]}]}},
                    "aq": {"$avg": "$l_quantity"}, "ap": {"$avg": "$l_extendedprice"}, "ad": {"$avg": "$l_discount"},
                    "n": {"$sum": 1}}},
        {"$sort": {"_id": 1}}]),
    "q03": ("customer", [
        {"$match": {"c_mktsegment": "BUILDING"}},
        *lookup("orders", "c_custkey", "o_custkey", [{"$match": {"o_orderdate": {"$lt": day(1995, 3, 15)}}}]),
        *lookup("lineitem", "orders.o_orderkey", "l_orderkey", [{"$match": {"l_shipdate": {"$gt": day(1995, 3, 15)}}}]),
        {"$group": {"_id": {"k": "$lineitem.l_orderkey", "d": "$orders.o_orderdate", "p": "$orders.o_shippriority"},
                    "r": {"$sum": revenue("lineitem.")}}},
        {"$sort": {"r": -1, "_id.d": 1}}, {"$limit": 10}]),
    "q05": ("region", [
        {"$match": {"r_name": "ASIA"}}, *lookup("nation", "r_regionkey", "n_regionkey"),
        *lookup("customer", "nation.n_nationkey", "c_nationkey"),
        *lookup("orders", "customer.c_custkey", "o_custkey",
                [{"$match": {"o_orderdate": {"$gte": day(1994, 1, 1), "$lt": day(1995, 1, 1)}}}]),
        *lookup("lineitem", "orders.o_orderkey", "l_orderkey"), *lookup("supplier", "lineitem.l_suppkey", "s_suppkey"),
        {"$match": {"$expr": {"$eq": ["$supplier.s_nationkey", "$customer.c_nationkey"]}}},
        {"$group": {"_id": "$nation.n_name", "r": {"$sum": revenue("lineitem.")}}}, {"$sort": {"r": -1}}]),
    "q06": ("lineitem", [
        {"$match": {"l_shipdate": {"$gte": day(1994, 1, 1), "$lt": day(1995, 1, 1)}, "l_quantity": {"$lt": 24},
                    "l_discount": {"$gte": D("0.05"), "$lte": D("0.07")}}},
        {"$group": {"_id": None, "r": {"$sum": {"$multiply": ["$l_extendedprice", "$l_discount"]}}}}]),
    "q12": ("lineitem", [
        {"$match": {"l_shipmode": {"$in": ["MAIL", "SHIP"]},
                    "l_receiptdate": {"$gte": day(1994, 1, 1), "$lt": day(1995, 1, 1)},
                    "$expr": {"$and": [{"$lt": ["$l_commitdate", "$l_receiptdate"]},
                                       {"$lt": ["$l_shipdate", "$l_commitdate"]}]}}},
        *lookup("orders", "l_orderkey", "o_orderkey"),
        {"$group": {"_id": "$l_shipmode", "n": {"$sum": 1}, "high": {"$sum": {"$cond": [
            {"$in": ["$orders.o_orderpriority", ["1-URGENT", "2-HIGH"]]}, 1, 0]}}}},
        {"$sort": {"_id": 1}}]),
    "q14": ("lineitem", [
        {"$match": {"l_shipdate": {"$gte": day(1995, 9, 1), "$lt": day(1995, 10, 1)}}},
        *lookup("part", "l_partkey", "p_partkey"),
        {"$group": {"_id": None, "all": {"$sum": revenue()}, "promo": {"$sum": {"$cond": [
            {"$regexMatch": {"input": "$part.p_type", "regex": "^PROMO"}}, revenue(), 0]}}}}]),
}


def cpu(pid):
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as f:
        return int(f.read().split()[0]) / 1e9


def peak(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024


def run(dsn, sql, first=""):
    """CPU seconds, elapsed, peak megabytes, of a session of its own."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        pid = conn.info.backend_pid
        if first:
            conn.pgconn.exec_(first.encode())
        conn.pgconn.exec_(b"SELECT 1")
        before, start = cpu(pid), time.monotonic()
        result = conn.pgconn.exec_(sql.encode())
        if result.error_message:
            return None
        return cpu(pid) - before, time.monotonic() - start, peak(pid)


def reading(uri, table):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([BARE, "visit", uri, DATABASE, table], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    scale = os.environ.get("BENCH_SF", "0.1")
    with servers.directory("bench-tpch") as d:
        directory = os.path.join(d.path, "tbl")
        data.generate(directory, scale, os.path.join(servers.TOP, "build/server/venv/bin/tpchgen-cli"))
        dsn = d.postgres() + " dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as conn:
            data.load_postgres(conn, directory)
        uri = d.mongo()
        db = pymongo.MongoClient(uri)[DATABASE]
        data.load_normalized(db, directory)
        leaf = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + f" user=bench dbname={DATABASE}"
        with psycopg.connect(leaf, autocommit=True) as conn:  # schemas are known from here on
            for table in data.TABLES:
                conn.pgconn.exec_(f"SELECT 1 FROM {table} LIMIT 1".encode())
        costs = {table: reading(uri, table) for table in data.TABLES}
        print(f"TPC-H at scale factor {scale}: CPU seconds; aim: below 10 times PostgreSQL's and that of reading once")
        print("        pgleaf  PostgreSQL  reading   of aim   peak MB   elapsed   by hand   ratio")
        for name, sql in data.queries(os.path.join(HERE, "../tpch")):
            report(name, sql, dsn, leaf, db, costs)


def report(name, sql, dsn, leaf, db, costs):
    own, there = run(leaf, sql), run(dsn, sql, "SET max_parallel_workers_per_gather = 0")
    if own is None:
        print(f"  {name}   failed")
        return
    words = set(sql.replace(",", " ").split())
    once = sum(cost for table, cost in costs.items() if table in words)
    line = f"  {name}  {own[0]:7.3f}  {there[0]:10.3f}  {once:7.3f}  {own[0] / (10 * there[0] + once):7.2f}  " \
           f"{own[2]:8.1f}  {own[1]:8.2f}"
    if name in HAND:
        table, pipeline = HAND[name]
        start = time.monotonic()
        list(db[table].aggregate(pipeline, allowDiskUse=True))
        hand = time.monotonic() - start
        line += f"  {hand:8.2f}  {own[1] / hand:6.2f}"
    print(line, flush=True)


main()
