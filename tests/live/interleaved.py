#!/usr/bin/python3
"""Two and more sessions that write: the same interleavings on PostgreSQL and on pgleaf, as TAP.

A script is steps, "session: statement". Each session has a thread, which takes its statements in
turn; a statement that waits (PostgreSQL: pg_blocking_pids(); pgleaf: no answer for a moment) lets the next
step go on. What is compared is what matters: which sessions met an error, of which kind, and the rows at
the end. PostgreSQL waits for locks where MongoDB answers 40001 at once: `either` names what may differ.
"""

import os
import queue
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

PLAIN = ("DROP TABLE IF EXISTS t", "CREATE TABLE t (id int PRIMARY KEY, x int, u int UNIQUE)", "INSERT INTO t VALUES (1, 10, 100), (2, 20, 200)")
FAMILY = ("DROP TABLE IF EXISTS k, c, p, d", "CREATE TABLE p (id int PRIMARY KEY, x int)", "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p)",
          "CREATE TABLE k (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE)",
          "CREATE TABLE d (id int PRIMARY KEY DEFERRABLE, x int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
          "INSERT INTO p VALUES (1), (2), (3)", "INSERT INTO c VALUES (10, 3)", "INSERT INTO k VALUES (20, 2)", "INSERT INTO d VALUES (30, 3)")
PLAIN_ROWS = "SELECT * FROM t ORDER BY id"
FAMILY_ROWS = "SELECT 'p', id, x FROM p UNION ALL SELECT 'c', id, p FROM c UNION ALL SELECT 'k', id, p FROM k UNION ALL SELECT 'd', id, x FROM d ORDER BY 1, 2"
RR = "BEGIN ISOLATION LEVEL REPEATABLE READ"
LIMIT = 30


class Session:
    def __init__(self, dsn):
        self.connection = psycopg.connect(dsn, autocommit=True)
        self.pid = self.connection.info.backend_pid
        self.statements, self.results = queue.Queue(), []
        self.running = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        for sql, done in iter(self.statements.get, None):
            try:
                cursor = self.connection.execute(sql)
                self.results.append(cursor.fetchall() if cursor.description else cursor.statusmessage)
            except psycopg.Error as e:
                self.results.append(e.sqlstate or "lost")
            done.set()

    def begin(self, sql):
        done = threading.Event()
        self.statements.put((sql, done))
        return done

    def end(self):
        self.statements.put(None)
        self.thread.join(LIMIT)
        self.connection.close()
        return not self.thread.is_alive()


class Server:
    def __init__(self, name, dsn):
        self.name, self.dsn = name, dsn
        self.admin = psycopg.connect(dsn, autocommit=True)

    def waits(self, session, done):
        """Until the statement is over, or waits for another session. Does it wait?"""
        end = time.monotonic() + LIMIT
        moment = time.monotonic() + 0.25
        while not done.wait(0.005):
            if self.name == "PostgreSQL":
                if self.admin.execute("SELECT pg_blocking_pids(%s) <> '{}'", [session.pid]).fetchone()[0]:
                    return True
            elif time.monotonic() > moment:
                return True
            if time.monotonic() > end:
                raise TimeoutError
        return False

    def play(self, case):
        for sql in FAMILY if case.family else PLAIN:
            self.admin.execute(sql)
        sessions = {}
        for step in case.steps:
            number, sql = step.split(": ", 1)
            if number not in sessions:
                sessions[number] = Session(self.dsn)
            self.waits(sessions[number], sessions[number].begin(sql))
        ended = [s.end() for s in sessions.values()]
        assert all(ended), "a session hangs"
        found = {n: s.results for n, s in sessions.items()}
        return found, self.admin.execute(FAMILY_ROWS if case.family else PLAIN_ROWS).fetchall()


class Case:
    def __init__(self, name, *steps, either=None, family=False):
        self.name, self.steps, self.either, self.family = name, steps, either, family


# either: results that stand for one another; the rows at the end are always the same.
CASES = [
    Case("lost update: the second of two that read the same is 40001",
         f"1: {RR}", f"2: {RR}", "1: SELECT x FROM t WHERE id = 1", "2: SELECT x FROM t WHERE id = 1",
         "1: UPDATE t SET x = 11 WHERE id = 1", "2: UPDATE t SET x = 12 WHERE id = 1", "1: COMMIT", "2: COMMIT"),
    Case("lost update by x = x + 1, without a look before",
         f"1: {RR}", f"2: {RR}", "1: SELECT 1 FROM t", "2: SELECT 1 FROM t", "1: UPDATE t SET x = x + 1 WHERE id = 1",
         "2: UPDATE t SET x = x + 1 WHERE id = 1", "1: COMMIT", "2: COMMIT"),
    Case("write skew, which snapshot isolation allows",
         f"1: {RR}", f"2: {RR}", "1: SELECT sum(x) FROM t", "2: SELECT sum(x) FROM t", "1: UPDATE t SET x = -10 WHERE id = 1",
         "2: UPDATE t SET x = -20 WHERE id = 2", "1: COMMIT", "2: COMMIT"),
    Case("a snapshot is taken by the first query, before anything is written",
         f"1: {RR}", "1: SELECT count(*), sum(x) FROM t", "2: INSERT INTO t VALUES (3, 30, 300)", "2: UPDATE t SET x = 0 WHERE id = 1",
         "1: SELECT count(*), sum(x) FROM t", "1: SELECT * FROM t WHERE id = 3", "1: COMMIT", "1: SELECT count(*), sum(x) FROM t"),
    Case("BEGIN alone takes none",
         f"1: {RR}", "2: UPDATE t SET x = 0 WHERE id = 1", "1: SELECT x FROM t WHERE id = 1", "1: COMMIT"),
    Case("an idle transaction that timed out holds nothing, and what it wrote is gone",
         "1: SET idle_in_transaction_session_timeout = '300ms'", "1: BEGIN", "1: UPDATE t SET x = 11 WHERE id = 1", "1: INSERT INTO t VALUES (3, 30, 300)",
         "2: SELECT pg_sleep(2)", "2: UPDATE t SET x = x + 5 WHERE id = 1", "2: INSERT INTO t VALUES (3, 31, 300)", "2: SELECT * FROM t ORDER BY id"),
    Case("READ COMMITTED sees what others commit",
         "1: BEGIN", "1: SELECT x FROM t ORDER BY id", "2: UPDATE t SET x = 0 WHERE id = 1", "1: SELECT x FROM t ORDER BY id", "1: COMMIT"),
    Case("what another committed since the snapshot is not overwritten",
         f"1: {RR}", "1: SELECT x FROM t WHERE id = 2", "2: UPDATE t SET x = 99 WHERE id = 1", "1: UPDATE t SET x = x + 1 WHERE id = 1", "1: COMMIT"),
    Case("nor deleted",
         f"1: {RR}", "1: SELECT 1 FROM t", "2: UPDATE t SET x = 99 WHERE id = 1", "1: DELETE FROM t WHERE id = 1", "1: COMMIT"),
    Case("nor is what another deleted updated",
         f"1: {RR}", "1: SELECT 1 FROM t", "2: DELETE FROM t WHERE id = 1", "1: UPDATE t SET x = 5 WHERE id = 1", "1: COMMIT"),
    Case("READ COMMITTED: x = x + 1 waits, and adds to what it finds then",
         "1: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1", "2: UPDATE t SET x = x + 100 WHERE id = 1", "1: COMMIT"),
    Case("READ COMMITTED: the same behind a rollback",
         "1: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1", "2: UPDATE t SET x = x + 100 WHERE id = 1", "1: ROLLBACK"),
    Case("READ COMMITTED in blocks, first statements",
         "1: BEGIN", "2: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1", "2: UPDATE t SET x = x * 2 WHERE id = 1", "1: COMMIT", "2: COMMIT"),
    Case("READ COMMITTED: a unique key that another has just taken",
         "1: BEGIN", "1: INSERT INTO t VALUES (3, 1, 300)", "2: INSERT INTO t VALUES (3, 2, 301)", "1: COMMIT"),
    Case("READ COMMITTED: a unique key that another gave back",
         "1: BEGIN", "1: INSERT INTO t VALUES (3, 1, 300)", "2: INSERT INTO t VALUES (4, 2, 300)", "1: ROLLBACK"),
    Case("REPEATABLE READ: a unique key that another has just taken is not taken twice",
         f"1: {RR}", f"2: {RR}", "1: SELECT 1 FROM t", "2: SELECT 1 FROM t", "1: INSERT INTO t VALUES (3, 1, 300)",
         "2: INSERT INTO t VALUES (3, 2, 301)", "1: COMMIT", "2: COMMIT", either={"23505", "40001"}),
    Case("two upserts of one key: both count",
         "1: BEGIN", "1: INSERT INTO t VALUES (5, 1) ON CONFLICT (id) DO UPDATE SET x = t.x + 1",
         "2: INSERT INTO t VALUES (5, 1) ON CONFLICT (id) DO UPDATE SET x = t.x + 1", "1: COMMIT"),
    Case("DO NOTHING behind an insert that is not yet committed",
         "1: BEGIN", "1: INSERT INTO t VALUES (5, 1)", "2: INSERT INTO t VALUES (5, 2) ON CONFLICT DO NOTHING", "1: COMMIT"),
    Case("DO NOTHING of a row that another has deleted since the snapshot: PostgreSQL inserts, MongoDB cannot; asked again it is there",
         f"1: {RR}", "1: SELECT 1 FROM t", "2: DELETE FROM t WHERE id = 1", "1: INSERT INTO t VALUES (1, 5, 500) ON CONFLICT DO NOTHING", "1: COMMIT",
         "1: INSERT INTO t VALUES (1, 5, 500) ON CONFLICT DO NOTHING", either={"40001", "INSERT 0 1", "INSERT 0 0", "COMMIT", "ROLLBACK"}),
    Case("likewise of a row that has another key now, behind a write of READ COMMITTED",
         "1: BEGIN", "1: INSERT INTO t VALUES (9, 9, 900)", "2: UPDATE t SET u = 101 WHERE id = 1", "1: INSERT INTO t VALUES (8, 5, 100) ON CONFLICT (u) DO NOTHING", "1: ROLLBACK",
         "1: INSERT INTO t VALUES (8, 5, 100) ON CONFLICT (u) DO NOTHING", either={"40001", "INSERT 0 1"}),
    Case("DO NOTHING of rows that stand there: as they were, of the transaction's own, and one that changed in another column",
         "1: BEGIN", "1: INSERT INTO t VALUES (9, 9, 900)", "1: UPDATE t SET x = x + 1 WHERE id > 1", "2: UPDATE t SET x = 0 WHERE id = 1",
         "1: INSERT INTO t VALUES (9, 1, 1), (2, 1, 1), (1, 1, 1), (7, 7, 7) ON CONFLICT (id) DO NOTHING", "1: COMMIT"),
    Case("MERGE behind an update",
         "1: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1",
         "2: MERGE INTO t USING (VALUES (1)) v (id) ON t.id = v.id WHEN MATCHED THEN UPDATE SET x = t.x * 10", "1: COMMIT"),
    Case("a WITH that moves a row, behind an update of it",
         "1: BEGIN", "1: UPDATE t SET x = 77 WHERE id = 1",
         "2: WITH d AS (DELETE FROM t WHERE id = 1 RETURNING *) INSERT INTO t SELECT id + 10, x, u + 1 FROM d", "1: COMMIT"),
    Case("rows in the opposite order: one gives way, the other is whole",
         "1: BEGIN", "2: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1", "2: UPDATE t SET x = x + 1 WHERE id = 2",
         "1: UPDATE t SET x = x + 1 WHERE id = 2", "2: UPDATE t SET x = x + 1 WHERE id = 1", "1: COMMIT", "2: COMMIT", either="deadlock"),
    Case("three sessions on one row",
         "1: BEGIN", "2: BEGIN", "3: BEGIN", "1: UPDATE t SET x = x + 1 WHERE id = 1", "2: INSERT INTO t VALUES (7, 7)",
         "3: INSERT INTO t VALUES (8, 8)", "1: COMMIT", "2: COMMIT", "3: ROLLBACK"),
]

# Parents and children: whoever comes second finds what the first has done, or gives way.
FOREIGN = [
    Case("a parent whose child is being inserted is not deleted",
         "1: BEGIN", "1: INSERT INTO c VALUES (1, 1)", "2: DELETE FROM p WHERE id = 1", "1: COMMIT"),
    Case("unless the child is taken back",
         "1: BEGIN", "1: INSERT INTO c VALUES (1, 1)", "2: DELETE FROM p WHERE id = 1", "1: ROLLBACK"),
    Case("a child of a parent that is being deleted is not inserted",
         "1: BEGIN", "1: DELETE FROM p WHERE id = 1", "2: INSERT INTO c VALUES (1, 1)", "1: COMMIT"),
    Case("unless the parent stays",
         "1: BEGIN", "1: DELETE FROM p WHERE id = 1", "2: INSERT INTO c VALUES (1, 1)", "1: ROLLBACK"),
    Case("nor moved there",
         "1: BEGIN", "1: DELETE FROM p WHERE id = 1", "2: UPDATE c SET p = 1", "1: COMMIT"),
    Case("REPEATABLE READ: the parent was deleted since the snapshot",
         f"1: {RR}", f"2: {RR}", "1: SELECT 1 FROM p", "2: SELECT 1 FROM p", "1: DELETE FROM p WHERE id = 1", "2: INSERT INTO c VALUES (1, 1)",
         "1: COMMIT", "2: COMMIT", either={"23503", "40001"}),
    Case("REPEATABLE READ: the child came since the snapshot",
         f"1: {RR}", f"2: {RR}", "1: SELECT 1 FROM p", "2: SELECT 1 FROM c", "1: INSERT INTO c VALUES (1, 1)", "2: DELETE FROM p WHERE id = 1",
         "1: COMMIT", "2: COMMIT", either={"23503", "40001"}),
    Case("two children of one parent",
         "1: BEGIN", "2: BEGIN", "1: INSERT INTO c VALUES (1, 1)", "2: INSERT INTO c VALUES (2, 1)", "1: COMMIT", "2: COMMIT"),
    Case("CASCADE beside an insert",
         "1: BEGIN", "1: DELETE FROM p WHERE id = 2", "2: INSERT INTO k VALUES (21, 2)", "1: COMMIT"),
    Case("an insert beside CASCADE: the child goes, too",
         "1: BEGIN", "1: INSERT INTO k VALUES (21, 2)", "2: DELETE FROM p WHERE id = 2", "1: COMMIT"),
    Case("a key that changes takes the child along",
         "1: BEGIN", "1: INSERT INTO k VALUES (21, 2)", "2: UPDATE p SET id = 7 WHERE id = 2", "1: COMMIT"),
    Case("a change of another column is in nobody's way",
         "1: BEGIN", "1: UPDATE p SET x = 5 WHERE id = 1", "2: INSERT INTO c VALUES (1, 1)", "1: COMMIT"),
]
# Keys that MongoDB's indexes do not look at.
DEFERRABLE = [
    Case("a deferrable key that another has just taken",
         "1: BEGIN", "1: INSERT INTO d VALUES (1, 1)", "2: INSERT INTO d VALUES (1, 2)", "1: COMMIT"),
    Case("a deferrable key that another gave back",
         "1: BEGIN", "1: INSERT INTO d VALUES (1, 1)", "2: INSERT INTO d VALUES (1, 2)", "1: ROLLBACK"),
    Case("a deferred key that two take: the second to commit is told",
         "1: BEGIN", "2: BEGIN", "1: INSERT INTO d VALUES (1, 1)", "2: INSERT INTO d VALUES (2, 1)", "1: COMMIT", "2: COMMIT"),
    Case("a deferred key that two take, one of which moves on",
         "1: BEGIN", "2: BEGIN", "1: INSERT INTO d VALUES (1, 1)", "2: INSERT INTO d VALUES (2, 1)", "1: COMMIT", "2: UPDATE d SET x = 2 WHERE id = 2", "2: COMMIT"),
    Case("REPEATABLE READ: a deferrable key that came since the snapshot",
         f"1: {RR}", f"2: {RR}", "1: SELECT 1 FROM d", "2: SELECT 1 FROM d", "1: INSERT INTO d VALUES (1, 1)", "1: COMMIT",
         "2: INSERT INTO d VALUES (2, 1)", "2: COMMIT", either={"23505", "40001", "INSERT 0 1", "COMMIT", "ROLLBACK"}),
    Case("other keys are in nobody's way",
         "1: BEGIN", "2: BEGIN", "1: INSERT INTO d VALUES (1, 1)", "2: INSERT INTO d VALUES (2, 2)", "1: COMMIT", "2: COMMIT"),
]
for x in FOREIGN + DEFERRABLE:
    x.family = True


def same(case, expected, got):
    if case.either == "deadlock": # whichever of the two
        def kind(found):
            failed = [n for n, r in found[0].items() if any(x in ("40P01", "40001") for x in r)]
            return len(failed), [x for _, x, _ in found[1]]
        return kind(expected) == kind(got)

    def plain(found):
        return {n: ["either" if case.either and isinstance(x, str) and x in case.either else x for x in r] for n, r in found[0].items()}, found[1]
    return plain(expected) == plain(got)


def crowd(server, statements, sessions, times):
    """All at once. How many of each outcome."""
    outcomes, lock = {}, threading.Lock()

    def work(number):
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            for i in range(times):
                try:
                    word = connection.execute(statements[(number + i) % len(statements)]).statusmessage
                except psycopg.Error as e:
                    word = e.sqlstate
                with lock:
                    outcomes[word] = outcomes.get(word, 0) + 1
    threads = [threading.Thread(target=work, args=(n,)) for n in range(sessions)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(LIMIT * 2)
    return outcomes


def crowds(leaf, report):
    n, times = 4, 15
    leaf.admin.execute("UPDATE t SET x = 0")
    got = crowd(leaf, ["UPDATE t SET x = x + 1 WHERE id = 1"], n, times)
    x = leaf.admin.execute("SELECT x FROM t WHERE id = 1").fetchone()[0]
    report(f"{n} sessions add 1 {times} times: {x} is what was told", x == got.get("UPDATE 1") and set(got) <= {"UPDATE 1", "40001"}, got)
    leaf.admin.execute("DELETE FROM t")
    got = crowd(leaf, ["INSERT INTO t VALUES (9, 1) ON CONFLICT (id) DO UPDATE SET x = t.x + 1"], n, times)
    rows = leaf.admin.execute("SELECT x FROM t").fetchall()
    report("upserts of one key: as many as were told, and never 23505", rows == [(got.get("INSERT 0 1"),)] and set(got) <= {"INSERT 0 1", "40001"}, got)
    leaf.admin.execute("DELETE FROM t")
    got = crowd(leaf, [f"INSERT INTO t VALUES ({i}, 1, {i})" for i in range(10)], n, 10)
    rows = leaf.admin.execute("SELECT count(*) FROM t").fetchone()[0]
    report("inserts of the same keys: each once", rows == 10 == got.get("INSERT 0 1") and set(got) <= {"INSERT 0 1", "23505", "40001"}, got)
    leaf.admin.execute("DELETE FROM t")
    leaf.admin.execute("INSERT INTO t VALUES (1, 500), (2, 500)")
    move = "WITH a AS (UPDATE t SET x = x - 1 WHERE id = {}) UPDATE t SET x = x + 1 WHERE id = {}"
    got = crowd(leaf, [move.format(1, 2), move.format(2, 1)], n, times)
    total = leaf.admin.execute("SELECT sum(x) FROM t").fetchone()[0]
    report("moved to and fro: the sum stays", total == 1000 and set(got) <= {"UPDATE 1", "40001"}, got)


def families(leaf, report):
    for sql in FAMILY:
        leaf.admin.execute(sql)
    got = crowd(leaf, ["INSERT INTO c SELECT coalesce(max(id), 0) + 1, 1 FROM c", "DELETE FROM p WHERE id = 1", "INSERT INTO p VALUES (1)", "DELETE FROM c WHERE p = 1",
                       "INSERT INTO k VALUES (100, 1)", "UPDATE p SET id = 3 - id WHERE id IN (1, 2)"], 4, 12)
    orphans = leaf.admin.execute("SELECT (SELECT count(*) FROM c WHERE p NOT IN (SELECT id FROM p)) + (SELECT count(*) FROM k WHERE p NOT IN (SELECT id FROM p))").fetchone()[0]
    tags = {x for x in got if len(x) == 5 and x[0].isdigit()}
    report("parents and children at once: no orphans", orphans == 0 and tags <= {"23503", "23505", "40001"}, orphans, got)
    got = crowd(leaf, [f"INSERT INTO d SELECT coalesce(max(id), 0) + 1, {i} FROM d" for i in (3, 4, 5, 6)] + ["UPDATE d SET x = 7 - x WHERE x IN (3, 4)",
                       "UPDATE d SET id = id + 1", "DELETE FROM d WHERE x = 5"], 4, 12)
    twice = leaf.admin.execute("SELECT (SELECT count(*) - count(DISTINCT id) FROM d) + (SELECT count(x) - count(DISTINCT x) FROM d)").fetchone()[0]
    tags = {x for x in got if len(x) == 5 and x[0].isdigit()}
    report("deferrable keys, all at once: none twice", twice == 0 and tags <= {"23505", "40001"}, twice, got)


def main():
    number, failed = 0, 0

    def report(name, ok, *words):
        nonlocal number, failed
        number += 1
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {name}")
        for w in words if not ok else ():
            print(f"#   {w}")
    with servers.directory("concurrent") as d:
        uri = d.mongo()
        postgres = Server("PostgreSQL", d.postgres() + " dbname=postgres")
        leaf = Server("pgleaf", d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u")
        for case in CASES + FOREIGN + DEFERRABLE:
            expected, got = postgres.play(case), leaf.play(case)
            report(case.name, same(case, expected, got), f"PostgreSQL: {expected}", f"pgleaf: {got}")
        words = []
        told = psycopg.connect(leaf.dsn, autocommit=True)
        told.add_notice_handler(lambda n: words.append(n.message_primary))
        for sql in ("BEGIN ISOLATION LEVEL SERIALIZABLE", "SELECT count(*) FROM p", "INSERT INTO p VALUES (77)", "INSERT INTO p VALUES (78)", "ROLLBACK"):
            told.execute(sql)
        report("SERIALIZABLE that reads and writes is told what it is, once", len(words) == 1 and "write skew" in words[0], words)
        leaf.play(CASES[0])
        crowds(leaf, report)
        families(leaf, report)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
