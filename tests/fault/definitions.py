#!/usr/bin/python3
"""definitions.py [--all | NUMBER]: definitions in a transaction, cut off in the middle, as TAP. MongoDB does them outside of its transactions; what pgleaf does beside one, and behind its commit, is on
record (src/mongo/journal.h), so that whoever comes next goes on with it.

The connection to MongoDB is cut behind a message; then pgleaf is killed behind one: behind each in turn (--all), or each STRIDE-th, and each NEAR-th from the commit on. Each time, as the next session has it: all
of the transaction, or nothing of it; all of it where COMMIT was answered; nothing left aside, and no record."""

import itertools
import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import cut  # noqa: E402
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from cut import LIMIT  # noqa: E402

STRIDE, NEAR = 11, 3

SETUP = ["CREATE TABLE t (_id int PRIMARY KEY, x int)", "CREATE VIEW v AS SELECT x FROM t", "CREATE SEQUENCE s", "CREATE TABLE p (_id int PRIMARY KEY, y text, t int REFERENCES t)", "INSERT INTO t VALUES (1, 10), (2, 20)", "INSERT INTO p VALUES (1, 'a', 1)",
         "CREATE TABLE k (id serial PRIMARY KEY, u int NOT NULL UNIQUE, w int)", "INSERT INTO k VALUES (1, 1, 10), (2, 2, 20)"]
CASES = [
    ("ALTER TABLE and CREATE INDEX behind rows",
     ["BEGIN", "INSERT INTO t VALUES (3, 30)", "ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 7, ADD CHECK (x > 0)", "CREATE UNIQUE INDEX u ON t (x)", "ALTER TABLE p RENAME COLUMN y TO w", "COMMIT"]),
    ("DROP TABLE and CREATE TABLE of one name",
     ["BEGIN", "DROP TABLE p", "CREATE TABLE p (_id serial PRIMARY KEY, z text UNIQUE)", "INSERT INTO p (z) VALUES ('new')", "COMMIT"]),
    ("a table fills another one's place",
     ["BEGIN", "CREATE TABLE n AS SELECT _id, x + 1 AS x FROM t", "ALTER TABLE p RENAME TO o", "ALTER TABLE n RENAME TO p", "COMMIT"]),
    ("definitions alone", ["BEGIN", "CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TABLE n (_id serial PRIMARY KEY, m mood)", "CREATE VIEW w AS SELECT * FROM n", "DROP TABLE p",
                           "ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 7", "ALTER TABLE t RENAME COLUMN x TO w", "COMMIT"]),
    ("ROLLBACK", ["BEGIN", "CREATE SEQUENCE q", "CREATE TABLE n (_id serial PRIMARY KEY)", "DROP TABLE p", "CREATE TABLE p (_id int)", "CREATE UNIQUE INDEX ON n (_id)",
                  "ALTER TABLE t ADD COLUMN z int DEFAULT 7, ADD CHECK (x > 0)", "ROLLBACK"]),
    ("changes beside the transaction, and ROLLBACK", ["BEGIN", "ALTER VIEW v RENAME TO w", "CREATE OR REPLACE VIEW w AS SELECT x, _id FROM t", "ALTER SEQUENCE s INCREMENT 5", "ALTER SEQUENCE s RENAME TO q",
                                                      "ROLLBACK"]),
    ("columns of keys", ["BEGIN", "ALTER TABLE k RENAME COLUMN id TO key", "ALTER TABLE k DROP COLUMN u", "INSERT INTO k VALUES (3, 30), (4, 40)", "COMMIT"]),
    ("names taken again", ["BEGIN", "ALTER TABLE k DROP COLUMN w", "ALTER TABLE k ADD COLUMN w text DEFAULT 'w'", "INSERT INTO k VALUES (3, 3, 'own')", "COMMIT"]),
    ("changes beside the transaction, and COMMIT", ["BEGIN", "ALTER VIEW v RENAME TO w", "ALTER SEQUENCE s RESTART 5", "ALTER SEQUENCE s RENAME TO q", "COMMIT"]),
]
STATE = """
SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'S', 'v')
UNION ALL SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT viewname || definition FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT concat_ws(' ', sequencename, increment_by, last_value) FROM pg_sequences WHERE schemaname = 'public'
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
ORDER BY 1"""


def state(dsn):
    """What a new session finds."""
    with psycopg.connect(dsn, autocommit=True, connect_timeout=LIMIT) as c:
        said = [r[0] for r in c.execute(STATE)]
        for (table,) in c.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1").fetchall():
            said += [f"{table}: {sorted(c.execute(f'SELECT * FROM {table}').fetchall(), key=str)}"]
    return said


def left_over(database):
    """Records, and what waits under a hidden name."""
    names = [n for n in database.list_collection_names() if n.startswith("pgleaf.dropped.")]
    names += [name for doc in database["k"].find() for name in doc if name.startswith("pgleaf ")]
    return names + [d["_id"] for d in database["pgleaf.catalog"].find({"_id": {"$regex": "^transaction "}})]


def wait_for(done):
    end = time.monotonic() + LIMIT
    while not done() and time.monotonic() < end:
        time.sleep(0.01)


def setup(dsn):
    with psycopg.connect(dsn, autocommit=True, connect_timeout=LIMIT) as c:
        for sql in SETUP:
            c.execute(sql)


class Faults:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.gone = self.ends = None
        self.numbers = itertools.count(1)

    def database(self, name):
        self.name = name
        self.dsn = f"{self.server} dbname={name}"

    def run(self, statements, strike):
        """What was said. strike(pid): once the session is there."""
        said = []
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=LIMIT) as c:
            c.execute("SELECT * FROM t, p")
            strike(c.info.backend_pid)
            for sql in statements:
                self.ends = self.proxy.left
                try:
                    said.append(c.execute(sql).statusmessage)
                except psycopg.Error as e:
                    said.append(e.sqlstate or "lost")
                if c.closed:
                    break
        return said

    def messages(self, statements):
        self.database(f"d{next(self.numbers)}")
        setup(self.dsn)
        before = state(self.dsn)
        self.run(statements, lambda pid: self.proxy.arm(10000))
        used, self.proxy.left = 10000 - self.proxy.left, None
        return 10000 - self.ends, used, before, state(self.dsn)

    def one(self, statements, n, kill, before, after):
        """What is wrong behind the n-th message."""
        self.database(f"d{next(self.numbers)}")  # a dead session's transaction keeps what it has locked, and from being dropped
        setup(self.dsn)

        def strike(pid):
            self.gone = pid
            self.proxy.victim = pid if kill else None
            self.proxy.arm(n)
        start = time.monotonic()
        said = self.run(statements, strike)
        self.proxy.left = None
        if self.gone is not None:
            wait_for(lambda: not os.path.exists(f"/proc/{self.gone}"))
        found = state(self.dsn)
        wrong = []
        if time.monotonic() - start > LIMIT:
            wrong.append(f"{n}: took {time.monotonic() - start:.0f} s")
        done = len(said) == len(statements) and said[-1] == statements[-1]
        failed = len(said) == len(statements) and said[-1] == "ROLLBACK"
        if found not in ([after] if done and not failed else [before] if failed else [before, after]):
            wrong.append(f"{n}: it said {said}, and there is {[x for x in found if x not in before and x not in after] or found}")
        if left_over(self.client[self.name]):
            wrong.append(f"{n}: it said {said}, and left {left_over(self.client[self.name])}")
        return wrong


class Proxy(cut.Proxy):
    """Behind the last message that goes through it may kill a process, too."""

    victim = None

    def strike(self):
        if self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)


def numbers(used, end, kill):
    """Behind which of so many messages; end: from which on it commits. One is asked for: definitions.py NUMBER."""
    only = [int(w) for w in sys.argv[1:] if w.isdigit()]
    if only or "--all" in sys.argv:
        return only or list(range(1, used + 1))
    return [n for n in range(1, used + 1) if (n % NEAR == kill if n >= end else n % STRIDE == 0)]


def main():
    number, failed = 0, 0

    def report(name, ok, *words):
        nonlocal number, failed
        number += 1
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}", flush=True)
        for w in words if not ok else ():
            print(f"#   {w}")
    with servers.directory("definitions") as d:
        uri = d.mongo()
        client = pymongo.MongoClient(uri)
        proxy = Proxy(client.address[1])
        options = "directConnection=true&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000"
        dsn = d.pgleaf("inetd", "-o", f"uri=mongodb://127.0.0.1:{proxy.listener.getsockname()[1]}/?{options}", "-o", "auth=trust") + " user=u"
        faults = Faults(proxy, client, dsn)
        for name, statements in CASES:
            end, used, before, after = faults.messages(statements)
            report(f"{name}: it does something", before != after or statements[-1] == "ROLLBACK", before, after)
            for kill in (False, True):
                chosen = numbers(used, end, kill)
                wrong = [w for n in chosen for w in faults.one(statements, n, kill, before, after)]
                report(f"{name}: {'pgleaf killed' if kill else 'cut'} behind {len(chosen)} of {used} messages", not wrong, *wrong)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
