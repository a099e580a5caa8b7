#!/usr/bin/python3
"""pgbench as it comes: -i -s 1, and its TPC-B script in the three query modes under 8 clients, whose sums of balances must agree at
the end. Nothing here depends on speed. TAP."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

CLIENTS, EACH = 8, 5
SUMS = """SELECT (SELECT sum(abalance) FROM pgbench_accounts), (SELECT sum(tbalance) FROM pgbench_tellers),
                 (SELECT sum(bbalance) FROM pgbench_branches), (SELECT sum(delta) FROM pgbench_history),
                 (SELECT count(*) FROM pgbench_history)"""
number = 0


def ok(good, name, note=""):
    global number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {name}")
    if not good:
        print("\n".join("# " + line for line in str(note).splitlines()))
    sys.stdout.flush()


def pgbench(host, *arguments):
    return subprocess.run(["pgbench", "-h", host, "-U", "postgres", *arguments, "bench"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)


with servers.directory("pgbench") as d:
    uri = d.mongo()
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust")
    host = dsn.split()[0].removeprefix("host=")
    made = pgbench(host, "-i", "-s", "1")
    ok(made.returncode == 0 and "done in" in made.stderr, "pgbench -i -s 1", made.stderr)
    with psycopg.connect(dsn, user="postgres", dbname="bench", autocommit=True) as c:
        rows = c.execute("""SELECT relname, reloptions, (SELECT conname FROM pg_constraint WHERE conrelid = r.oid AND contype = 'p')
                            FROM pg_class r WHERE relkind = 'r' AND relname ~ '^pgbench' ORDER BY relname""").fetchall()
        want = [(f"pgbench_{t}", None if t == "history" else ["fillfactor=100"], None if t == "history" else f"pgbench_{t}_pkey")
                for t in ("accounts", "branches", "history", "tellers")]
        ok(rows == want, "its tables, their storage parameters and keys", rows)
        counts = c.execute("SELECT count(*), min(aid), max(aid), sum(abalance) FROM pgbench_accounts").fetchone()
        ok(counts == (100000, 1, 100000, 0), "accounts", counts)
        for mode in ("simple", "extended", "prepared"):
            c.execute("TRUNCATE pgbench_history")
            before = c.execute(SUMS).fetchone()
            run = pgbench(host, "-n", "-M", mode, "-c", str(CLIENTS), "-t", str(EACH), "--max-tries=10000")
            ok(run.returncode == 0 and f"actually processed: {CLIENTS * EACH}/{CLIENTS * EACH}" in run.stdout,
               f"{CLIENTS} clients, {mode}", run.stdout + run.stderr)
            accounts, tellers, branches, history, count = c.execute(SUMS).fetchone()
            ok(accounts == tellers == branches == before[0] + history and count == CLIENTS * EACH, f"the balances after them, {mode}",
               (before, accounts, tellers, branches, history, count))
print(f"1..{number}")
