#!/usr/bin/python3
"""tests/bench/operators.py [NAME...]: instructions per input row of each local operator, by callgrind: the difference of two row counts, so
that start-up falls out, without what the operator's input and the Limit that drops its rows cost. Nothing is asserted but that the plan has the operator."""

import datetime
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

FEW, MANY = 2000, 22000
WIRE = "build/bench/wire"
PGLEAF = os.environ.get("PGLEAF", "build/pgleaf")

DROP = " OFFSET 1000000"  # every row is made, none is sent
ROWS = "generate_series(1, {n}) t(i)"
MIXED = "(SELECT i * 7919 % 30011 AS i FROM generate_series(1, {n}) t(i) OFFSET 0) t"  # 30011 is prime: no value twice
PAIR = "(SELECT i, i % 100 AS k FROM generate_series(1, {n}) t(i) OFFSET 0) t"
BITS = "(SELECT (i / 100)::bit(32) AS b FROM generate_series(1, {n}) t(i) OFFSET 0) t"
BITS_SORTED = f"(SELECT b FROM {BITS} ORDER BY b OFFSET 0) t"


def scan(source, columns="i"):
    return f"SELECT {columns} FROM {source}{DROP}"


# name, node in EXPLAIN, query, the query to subtract, does it keep rows (then also with a work_mem that they outgrow)
OPERATORS = [
    ("function scan (generate_series)", "Function Scan", scan(ROWS), None, False),
    ("filter, i % 2 = 0", "Filter", f"SELECT i FROM {ROWS} WHERE i % 2 = 0{DROP}", scan(ROWS), False),
    ("project, i + 1", "Result", f"SELECT i FROM (SELECT i + 1 AS i FROM {ROWS} OFFSET 0) t{DROP}", f"SELECT i FROM (SELECT i FROM {ROWS} OFFSET 0) t{DROP}", False),
    ("limit", "Limit", f"SELECT i FROM (SELECT i FROM {ROWS} LIMIT 1000000) t{DROP}", scan(ROWS), False),
    ("hash join: a row of both sides", "Hash Join", f"SELECT t.i FROM {ROWS} JOIN generate_series(1, {{n}}) u(i) ON t.i = u.i{DROP}", f"SELECT i FROM {ROWS} UNION ALL SELECT i FROM generate_series(1, {{n}}) u(i){DROP}", True),
    ("hash join: a row of the outer side", "Hash Join", f"SELECT t.k FROM {PAIR} JOIN generate_series(0, 99) u(k) ON t.k = u.k{DROP}", scan(PAIR, "k"), False),
    ("nested loop, one inner row", "Nested Loop", f"SELECT t.i FROM {ROWS} JOIN (VALUES (0)) u(i) ON t.i > u.i{DROP}", scan(ROWS), False),
    ("nested loop, ten inner rows", "Nested Loop", f"SELECT t.i FROM {ROWS} JOIN (VALUES (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) u(i) ON t.i > u.i{DROP}", scan(ROWS), False),
    ("aggregate, count and sum", "Aggregate", f"SELECT count(*), sum(i) FROM {ROWS}", scan(ROWS), False),
    ("hash aggregate, 100 groups", "HashAggregate", f"SELECT k, count(*), sum(i) FROM {PAIR} GROUP BY k{DROP}", scan(PAIR, "i, k"), False),
    ("hash aggregate, a group each", "HashAggregate", f"SELECT i, count(*) FROM {ROWS} GROUP BY i{DROP}", scan(ROWS), True),
    ("sorted aggregate, a group of 100", "GroupAggregate", f"SELECT b, count(*) FROM {BITS} GROUP BY b{DROP}", f"SELECT b FROM {BITS_SORTED}{DROP}", False),
    ("sort, int", "Sort", f"SELECT i FROM {MIXED} ORDER BY i{DROP}", scan(MIXED), True),
    ("sort, ten of them (LIMIT)", "Sort", f"SELECT i FROM {MIXED} ORDER BY i LIMIT 10", scan(MIXED), False),
    ("window, row_number()", "WindowAgg", f"SELECT row_number() OVER () FROM {ROWS}{DROP}", scan(ROWS), True),
    ("window, running sum", "WindowAgg", f"SELECT sum(i) OVER (ROWS UNBOUNDED PRECEDING) FROM {ROWS}{DROP}", scan(ROWS), True),
    ("window, sum of a frame of 10", "WindowAgg", f"SELECT sum(i) OVER (ROWS 9 PRECEDING) FROM {ROWS}{DROP}", scan(ROWS), True),
    ("append (UNION ALL)", "Append", f"SELECT i FROM {ROWS} UNION ALL SELECT 0{DROP}", scan(ROWS), False),
    ("set operation, INTERSECT of two", "HashSetOp", f"SELECT i FROM {ROWS} INTERSECT SELECT i FROM generate_series(1, {{n}}) u(i){DROP}", f"SELECT i FROM {ROWS} UNION ALL SELECT i FROM generate_series(1, {{n}}) u(i){DROP}", True),
    ("recursive union, a row a step", "Recursive Union", f"WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < {{n}}) SELECT i FROM r{DROP}", None, True),
    ("recursive union, 1000 rows a step", "Recursive Union", f"WITH RECURSIVE r(i, s) AS (SELECT i, 1 FROM generate_series(1, 1000) t(i) UNION ALL SELECT i, s + 1 FROM r WHERE s < {{n}} / 1000) SELECT i FROM r{DROP}", None, True),
    ("CTE, materialized and read once", "CTE Scan", f"WITH r AS MATERIALIZED (SELECT i FROM {ROWS}) SELECT i FROM r{DROP}", scan(ROWS), True),
    ("DISTINCT, no value twice", "HashAggregate", f"SELECT DISTINCT i FROM {ROWS}{DROP}", scan(ROWS), True),
    ("DISTINCT, 100 values", "HashAggregate", f"SELECT DISTINCT k FROM {PAIR}{DROP}", scan(PAIR, "k"), False),
    ("DISTINCT ON, sorted", "Unique", f"SELECT DISTINCT ON (i) i FROM {MIXED} ORDER BY i{DROP}", f"SELECT i FROM {MIXED} ORDER BY i{DROP}", False),
    ("unnest of 2 in the target list", "ProjectSet", f"SELECT unnest(ARRAY[i, i]) FROM {ROWS}{DROP}", scan(ROWS), False),
    ("unnest of 2 in FROM (LATERAL)", "Function Scan on unnest", f"SELECT u FROM {ROWS}, unnest(ARRAY[i, i]) u{DROP}", scan(ROWS), False),
    ("generate_series in the target list", "ProjectSet", "SELECT generate_series(1, {n})" + DROP, None, False),
]


class Bench:
    def __init__(self, d, connection, uri):
        self.d, self.connection, self.uri, self.known = d, connection, uri, {}
        self.cache = os.path.join(d.path, "cache")
        os.makedirs(self.cache, exist_ok=True)

    def checked(self, node, sql):
        """The plan has the node, and the query has no error."""
        plan = "\n".join(row[0] for row in self.connection.execute("EXPLAIN " + sql))
        if node not in plan:
            sys.exit(f"no {node} in the plan of {sql}\n{plan}")
        self.connection.execute(sql)

    def instructions(self, sql, work_mem):
        session = subprocess.run([WIRE, "script", "bench", "bench", f"SET pgleaf.pushdown = off; SET work_mem = '{work_mem}'; {sql}"],
                                 check=True, stdout=subprocess.PIPE).stdout
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.d.path}/callgrind.out", PGLEAF, "-c", "/dev/null",
                              "-o", f"uri={self.uri}", "-o", "auth=trust", "-o", f"cache_dir={self.cache}"],
                             check=True, input=session, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return int(re.search(rb"Collected : *(\d+)", run.stderr).group(1))

    def per_row(self, sql, work_mem):
        if (sql, work_mem) not in self.known:
            few, many = (self.instructions(filled(sql, n), work_mem) for n in (FEW, MANY))
            self.known[sql, work_mem] = (many - few) / (MANY - FEW)
        return self.known[sql, work_mem]

    def net(self, sql, less, work_mem):
        return f"{self.per_row(sql, work_mem) - (self.per_row(less, work_mem) if less else 0):.0f}"


def filled(sql, n):
    return sql.replace("{n}", str(n))


def main():
    wanted = sys.argv[1:]
    with servers.directory("operators") as d:
        uri = d.mongo()
        with psycopg.connect(d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " user=bench dbname=bench", autocommit=True) as c:
            c.execute("SET pgleaf.pushdown = off")
            bench = Bench(d, c, uri)
            print(f"local operators, instructions per input row ({datetime.date.today()}):\n")
            print("| operator | in work_mem | with 64 kB |\n| --- | ---: | ---: |")
            for name, node, sql, less, keeps in OPERATORS:
                if wanted and not any(w in name for w in wanted):
                    continue
                bench.checked(node, filled(sql, MANY))
                print(f"| {name} | {bench.net(sql, less, '4MB')} | {bench.net(sql, less, '64kB') if keeps else ''} |", flush=True)


main()
