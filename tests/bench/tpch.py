"""tests/bench/tpch.py [--keep] [QUERY...]: TPC-H at BENCH_SF (0.1).

Each query's CPU seconds in pgleaf and in PostgreSQL 15 over the same rows, with what it costs the bare driver to read the
query's collections once; its peak memory; the elapsed time, and the CPU seconds of the MongoDB server meanwhile. For some,
beside a pipeline written by hand: the ratio is that of all CPU seconds, client's and server's (of elapsed time, where the
server is not ours). BENCH_LIMIT: seconds after which a query is given up (1200). --keep: says how to reach the servers, and waits.
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


def server_cpu(d):
    """Of all its threads, in hundredths; None: the server is not ours."""
    try:
        with open(os.path.join(d.path, "mongo.pid"), encoding="ascii") as f:
            pid = int(f.read())
    except FileNotFoundError:
        return None
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Work:
    """What it costs, with the server's part where that is known."""

    def __init__(self, d):
        self.d, self.before, self.start = d, server_cpu(d), time.monotonic()

    def end(self, own):
        self.elapsed = time.monotonic() - self.start
        self.server = None if self.before is None else server_cpu(self.d) - self.before
        self.all = self.elapsed if self.server is None else own + self.server
        return self


def peak(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024


def run(d, dsn, sql, first):
    """CPU seconds, peak megabytes, Work, of a session of its own; or the error."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        pid = conn.info.backend_pid
        for setting in (f"SET statement_timeout = '{os.environ.get('BENCH_LIMIT', '1200')}s'", *first):
            conn.pgconn.exec_(setting.encode())
        before, work = cpu(pid), Work(d)
        result = conn.pgconn.exec_(sql.encode())
        own = cpu(pid) - before
        return result.error_message.decode().strip(), own, peak(pid), work.end(own)


def reading(uri, table):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([BARE, "visit", uri, DATABASE, table], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    keep, wanted = "--keep" in sys.argv, [a for a in sys.argv[1:] if a != "--keep"]
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
        if keep:
            print(f"PostgreSQL: psql '{dsn}'\npgleaf: psql '{leaf}'\nMongoDB: {uri}", flush=True)
            sys.stdin.readline()
            return
        with psycopg.connect(leaf, autocommit=True) as conn:  # schemas are known from here on
            for table in data.TABLES:
                conn.pgconn.exec_(f"SELECT 1 FROM {table} LIMIT 1".encode())
        costs = {table: reading(uri, table) for table in data.TABLES}
        print(f"TPC-H at scale factor {scale}: CPU seconds; aims: below 10 times PostgreSQL's and that of reading once; "
              "28 MB; 1.1 times the pipeline by hand")
        print("        pgleaf  PostgreSQL  reading  of aim  peak MB  elapsed   server   by hand   ratio", flush=True)
        for name, sql in data.queries(os.path.join(HERE, "../tpch")):
            if not wanted or name in wanted:
                report(d, name, sql, dsn, leaf, db, costs)


def report(d, name, sql, dsn, leaf, db, costs):
    failed, own, memory, work = run(d, leaf, sql, ())
    _, there, _, _ = run(d, dsn, sql, ("SET max_parallel_workers_per_gather = 0",))
    words = set(sql.replace(",", " ").split())
    once = sum(cost for table, cost in costs.items() if table in words)
    line = f"  {name}  {own:7.3f}  {there:10.3f}  {once:7.3f}  {own / (10 * there + once):6.2f}  {memory:7.1f}  " \
           f"{work.elapsed:7.1f}  " + ("      ?" if work.server is None else f"{work.server:7.1f}")
    if failed:
        line += f"  {failed}"
    elif name in HAND:
        table, pipeline = HAND[name]
        hand, before = Work(d), time.process_time()
        list(db[table].aggregate(pipeline, allowDiskUse=True))
        hand.end(time.process_time() - before)
        line += f"  {hand.all:8.2f}  {work.all / hand.all:6.2f}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
