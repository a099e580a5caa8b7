#!/usr/bin/python3
"""The local executor's operators within their limits: TAP.

Each works on more rows than work_mem holds: it gives the right answer, its process grows by little more than work_mem, its
temporary files have no name, and temp_file_limit ends it (53400). Each is cancelled after different stretches of its work,
with little memory and with much: the CPU time that it still takes then is measured, not the time that passes.
"""

import contextlib
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

with open(os.environ.get("PGLEAF", os.path.join(servers.TOP, "build/pgleaf")), "rb") as program:
    SANITIZED = b"__asan_init" in program.read()
GROWTH = 10  # megabytes, where work_mem is 1 MB and the rows are 20 and more
SEEN = 1.0 if SANITIZED else 0.05  # seconds of CPU time
MANY = 100_000

ROWS = "(SELECT g, lpad(g::text, 100, '.') AS t FROM generate_series(1, {n}) AS g OFFSET 0)"
OPERATORS = {  # what it is about: the query, its answer for n rows
    "hash join": (f"SELECT count(*) FROM {ROWS} AS a JOIN {ROWS} AS b ON a.t = b.t", lambda n: n),
    "full hash join": (f"SELECT count(a.t) + count(b.t) FROM {ROWS} AS a FULL JOIN {ROWS} AS b ON a.t = b.t AND a.g = b.g + 1",
                       lambda n: 2 * n),
    "nested loop": (f"SELECT count(*) FROM generate_series(1, 5) AS a JOIN {ROWS} AS b ON b.g > a", lambda n: 5 * n - 15),
    "hash aggregate": (f"SELECT sum(k) FROM (SELECT t, count(*) AS k FROM {ROWS} AS a GROUP BY t) AS s", lambda n: n),
    "grouping sets": (f"SELECT count(*) FROM (SELECT t, g, count(*) FROM {ROWS} AS a GROUP BY ROLLUP (t, g)) AS s",
                      lambda n: 2 * n + 1),
    "sorted aggregate": (f"SELECT count(DISTINCT t) FROM {ROWS} AS a", lambda n: n),
    "sort": (f"SELECT g FROM {ROWS} AS a ORDER BY t DESC, g OFFSET {{n}} - 1", lambda n: 1),
    "sort by a costly key": (f"SELECT g FROM {ROWS} AS a ORDER BY (g * 7 % 1009)::numeric, t LIMIT 1", lambda n: 1009),
    "window over a partition": (f"SELECT count(t) FROM (SELECT t, count(*) OVER () AS k FROM {ROWS} AS a) AS s WHERE k = {{n}}", lambda n: n),
    "window in order": (f"SELECT max(k) FROM (SELECT t, row_number() OVER (ORDER BY t) AS k FROM {ROWS} AS a) AS s", lambda n: n),
    "distinct": (f"SELECT count(*) FROM (SELECT DISTINCT t FROM {ROWS} AS a) AS s", lambda n: n),
    "union": (f"SELECT count(*) FROM (SELECT t FROM {ROWS} AS a UNION SELECT t FROM {ROWS} AS b) AS s", lambda n: n),
    "intersect": (f"SELECT count(*) FROM (SELECT t FROM {ROWS} AS a INTERSECT SELECT t FROM {ROWS} AS b WHERE g > 5) AS s",
                  lambda n: n - 5),
    "except all": (f"SELECT count(*) FROM (SELECT t FROM {ROWS} AS a EXCEPT ALL SELECT t FROM {ROWS} AS b WHERE g > 5) AS s",
                   lambda n: 5),
    "recursive union all": (f"WITH RECURSIVE r AS (SELECT t, 1 AS k FROM {ROWS} AS a UNION ALL SELECT t, k + 1 FROM r WHERE k < 3) "
                            "SELECT count(t) FROM r", lambda n: 3 * n),
    "recursive union": (f"WITH RECURSIVE r AS (SELECT t, 1 AS k FROM {ROWS} AS a UNION SELECT t, (k + 1) % 3 FROM r) "
                        "SELECT count(t) FROM r", lambda n: 3 * n),
    "recursion, row by row": ("WITH RECURSIVE r AS (SELECT 1 AS k UNION SELECT k + 1 FROM r WHERE k < {n} / 2) SELECT 2 * count(*) FROM r",
                              lambda n: n),
    "materialize": (f"WITH c AS MATERIALIZED {ROWS} SELECT (SELECT count(t) FROM c) + (SELECT count(t) FROM c)", lambda n: 2 * n),
}
CALLS = {  # one call that takes long: it looks for cancels, too
    "jsonb of many elements": "SELECT jsonb_array_length(('[' || repeat('1,', 6000000) || '1]')::jsonb)",
    "regexp_split_to_table": "SELECT count(*) FROM regexp_split_to_table(repeat('a,', 10000000), ',')",
}
IN_LITTLE = ("sort by a costly key",)  # no file: it keeps the first row only


def status(pid, name):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(name)) / 1024


def cpu(pid):
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as f:
        return int(f.read().split()[0]) / 1e9


def files(pid, directory):
    """Those of directory that the process has open."""
    found = []
    for fd in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(FileNotFoundError):
            name = os.readlink(f"/proc/{pid}/fd/{fd}")
            if name.startswith(directory):
                found.append(name)
    return found


class Tap:
    number = failed = 0

    def say(self, ok, name, *more):
        self.number += 1
        self.failed += not ok
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}")
        for text in more if not ok else ():
            print(f"# {text}")
        sys.stdout.flush()


def connect(dsn, memory):
    connection = psycopg.connect(dsn, autocommit=True)
    connection.execute(f"SET work_mem = '{memory}'")
    return connection


def stays_small(tap, dsn):
    with connect(dsn, "1MB") as c:
        c.execute("SELECT sum(g) FROM generate_series(1, 1000) AS g")
        base = status(c.info.backend_pid, "VmHWM")
    for name, (sql, answer) in OPERATORS.items():
        with connect(dsn, "1MB") as c:
            got = c.execute(sql.format(n=MANY)).fetchone()[0]
            grown = status(c.info.backend_pid, "VmHWM") - base
        tap.say(got == answer(MANY) and (SANITIZED or grown < GROWTH), f"{name}: right, and in little memory",
                f"{got}, not {answer(MANY)}", f"grew by {grown:.1f} MB")


def ends_at_limit(tap, dsn):
    for name, (sql, _) in OPERATORS.items():
        state = None
        with connect(dsn, "1MB") as c:
            try:
                c.execute(sql.format(n=MANY))
            except psycopg.Error as e:
                state = e.sqlstate
        tap.say(state == (None if name in IN_LITTLE else "53400"), f"{name}: temp_file_limit", f"SQLSTATE {state}")


def has_no_names(tap, dsn, directory):
    with connect(dsn, "1MB") as c:
        c.execute("BEGIN")
        c.execute(f"DECLARE c CURSOR FOR {OPERATORS['sort'][0].format(n=MANY).split(' OFFSET ' + str(MANY))[0]}")
        c.execute("FETCH 1 FROM c")
        held = files(c.info.backend_pid, directory)
        tap.say(held and all(name.endswith(" (deleted)") for name in held) and os.listdir(directory) == [],
                "temporary files have no name", held, os.listdir(directory))
        c.execute("COMMIT")
        tap.say(files(c.info.backend_pid, directory) == [], "and go with the cursor")


def cancelled(dsn, sql, memory, after):
    """(SQLSTATE, CPU seconds from the cancel to the error) of sql after so many CPU seconds; None: it ended by itself, within
    the time in which the cancel has to be seen."""
    with contextlib.closing(connect(dsn, memory)) as c:
        pid, conn = c.info.backend_pid, c.pgconn
        start = cpu(pid)
        conn.send_query(sql.encode())
        while cpu(pid) - start < after:
            conn.consume_input()
            if not conn.is_busy():
                return None
            time.sleep(0.01)
        os.kill(pid, signal.SIGSTOP)
        before = cpu(pid)
        c.cancel()
        os.kill(pid, signal.SIGCONT)
        result = conn.get_result()
        took = cpu(pid) - before
        state = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
        return (state.decode() if state else "none", took) if state or took > SEEN else None


def ends_when_cancelled(tap, dsn):
    for name, (sql, _) in OPERATORS.items():
        found = [cancelled(dsn, sql.format(n=1_500_000), memory, after)
                 for memory, after in (("1MB", 0.2), ("1GB", 0.4), ("1GB", 1.0))]
        found = [f for f in found if f is not None]
        tap.say(found and all(state == "57014" and took <= SEEN for state, took in found), f"{name}: cancelled", found)
        print(f"# {max([took for _, took in found], default=0) * 1000:.1f} ms of CPU time at most")


def calls_end_when_cancelled(tap, dsn):
    for name, sql in CALLS.items():
        found = [cancelled(dsn, sql, "64MB", after / 10) for after in range(1, 14)]
        found = [f for f in found if f is not None]
        tap.say(found and all(state == "57014" and took <= SEEN for state, took in found), f"{name}: cancelled", found)


def main():
    tap = Tap()
    with servers.directory("limits") as d:
        directory = os.path.join(d.path, "temp")
        os.mkdir(directory)
        options = ("-o", f"uri={d.mongo()}", "-o", "auth=trust", "-o", f"temp_dir={directory}")
        dsn = d.pgleaf("inetd", *options) + " dbname=d user=u"
        stays_small(tap, dsn)
        has_no_names(tap, dsn, directory)
        ends_at_limit(tap, d.pgleaf("inetd", *options, "-o", "temp_file_limit=1MB") + " dbname=d user=u")
        ends_when_cancelled(tap, dsn)
        calls_end_when_cancelled(tap, dsn)
    print(f"1..{tap.number}")
    return tap.failed > 0


if __name__ == "__main__":
    sys.exit(main())
