#!/usr/bin/python3
"""SELECT ... FOR UPDATE and its kind: several sessions, as TAP.

Scripts in which nobody waits give the same on PostgreSQL and on pgleaf, statement by statement. Where PostgreSQL waits pgleaf tries again for about a
second, and then answers 40001: those are told by themselves. At the end of each the documents are what they were, byte by byte."""

import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402
from bson.raw_bson import RawBSONDocument  # noqa: E402

RR = "BEGIN ISOLATION LEVEL REPEATABLE READ"
MOMENT = 0.3  # no answer for so long: it waits
LIMIT = 60
MAKE = ("DROP VIEW IF EXISTS v", "DROP TABLE IF EXISTS t, u, p, c", "CREATE TABLE t (id int PRIMARY KEY, x int, b text)", "CREATE TABLE u (id int PRIMARY KEY, t int)",
        "INSERT INTO t SELECT i, 10 * i, 'row ' || i FROM generate_series(1, 5) i", "INSERT INTO u SELECT 10 * i, i FROM generate_series(1, 5) i",
        "CREATE VIEW v AS SELECT id AS k, x + 1 AS y FROM t WHERE id > 1")
KEYS = ("CREATE TABLE p (id int PRIMARY KEY, x int, s text UNIQUE)", "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p, s text REFERENCES p (s))",
        "INSERT INTO p SELECT i, i, 's' || i FROM generate_series(1, 4) i", "INSERT INTO p VALUES (5, 5, NULL)")

# "session: statement"; none of them waits
SAME = {
    "NOWAIT": """
        a: BEGIN
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        b: BEGIN
        b: SELECT * FROM t WHERE id = 2 FOR UPDATE NOWAIT
        b: SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT
        b: ROLLBACK
        a: ROLLBACK
        b: BEGIN
        b: SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT
        b: COMMIT
        b: SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT""",
    "NOWAIT outside of a transaction": """
        a: BEGIN
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        b: SELECT * FROM t WHERE id = 2 FOR NO KEY UPDATE NOWAIT
        b: SELECT * FROM t ORDER BY id FOR NO KEY UPDATE NOWAIT
        a: COMMIT
        b: SELECT * FROM t ORDER BY id FOR NO KEY UPDATE NOWAIT""",
    "NOWAIT behind a savepoint": """
        a: BEGIN
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        b: BEGIN
        b: UPDATE t SET x = 0 WHERE id = 3
        b: SAVEPOINT s
        b: SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT
        b: ROLLBACK TO s
        b: SELECT * FROM t WHERE id = 2 FOR UPDATE NOWAIT
        b: COMMIT
        a: COMMIT
        b: SELECT * FROM t ORDER BY id""",
    "one's own rows": """
        a: BEGIN
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT
        a: UPDATE t SET x = 7 WHERE id = 2
        a: UPDATE t SET x = x + 1 WHERE id = 3
        a: UPDATE t SET x = 40 WHERE b = 'row 4'
        a: DELETE FROM t WHERE id = 5
        a: INSERT INTO t VALUES (6, 60, 'row 6'), (5, 50, 'row 5')
        a: SELECT * FROM t ORDER BY id FOR UPDATE NOWAIT
        a: SELECT * FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: ROLLBACK""",
    "one's own and others' rows": """
        b: BEGIN
        b: SELECT * FROM t WHERE id = 1 FOR UPDATE
        a: BEGIN
        a: UPDATE t SET x = 0 WHERE id > 3
        a: SELECT id FROM t WHERE id > 1 ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT id FROM t ORDER BY id DESC FOR UPDATE NOWAIT
        a: ROLLBACK
        b: ROLLBACK""",
    "SKIP LOCKED": """
        a: BEGIN
        a: SELECT id FROM t ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        b: BEGIN
        b: SELECT id FROM t ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED
        c: BEGIN
        c: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        d: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: ROLLBACK
        d: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        b: COMMIT
        d: SELECT id FROM t ORDER BY id OFFSET 1 FOR UPDATE SKIP LOCKED
        c: COMMIT
        d: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED""",
    "a queue by one statement": """
        a: BEGIN
        a: UPDATE t SET x = 0 WHERE id = (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
        b: UPDATE t SET x = 0 WHERE id = (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
        c: BEGIN
        c: DELETE FROM t WHERE id IN (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED) RETURNING id
        b: WITH job AS (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) UPDATE t SET x = 0 FROM job WHERE t.id = job.id RETURNING t.id
        b: WITH job AS (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) UPDATE t SET x = 0 FROM job WHERE t.id = job.id RETURNING t.id
        a: ROLLBACK
        b: UPDATE t SET x = 0 WHERE id = (SELECT id FROM t WHERE x > 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
        c: COMMIT
        b: SELECT * FROM t ORDER BY id""",
    "LIMIT": """
        a: BEGIN
        a: SELECT id FROM t ORDER BY id LIMIT 2 FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT id FROM t WHERE id > 2 ORDER BY id OFFSET 1 FETCH FIRST 1 ROW ONLY FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT id FROM t WHERE id > 2 ORDER BY x LIMIT 0 FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: ROLLBACK
        a: BEGIN
        a: SELECT id FROM t ORDER BY id LIMIT (SELECT 2) FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: ROLLBACK""",
    "joins and OF": """
        a: BEGIN
        a: SELECT t.id, u.id FROM t JOIN u ON u.t = t.id WHERE t.id < 3 ORDER BY 1 FOR UPDATE OF t
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        b: SELECT id FROM u ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT t.id, u.id FROM t LEFT JOIN u ON u.t = t.id AND u.id > 30 WHERE t.id < 5 ORDER BY 1 FOR NO KEY UPDATE OF t
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT t.id, u.id FROM t, u WHERE t.id = 5 AND u.id IN (10, 20) ORDER BY 2 FOR UPDATE
        b: SELECT t.id, u.id FROM t, u WHERE u.t = t.id ORDER BY 1 FOR UPDATE OF u SKIP LOCKED
        b: SELECT t.id, u.id FROM t, u WHERE u.t = t.id ORDER BY 1 FOR UPDATE OF t SKIP LOCKED
        a: ROLLBACK""",
    "views and subqueries": """
        a: BEGIN
        a: SELECT * FROM v WHERE k < 3 FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        b: SELECT * FROM v ORDER BY k FOR UPDATE SKIP LOCKED
        a: SELECT * FROM (SELECT * FROM t WHERE id > 3) s WHERE x > 40 FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT * FROM (SELECT * FROM t ORDER BY id LIMIT 1) s FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT s.id FROM (SELECT * FROM t WHERE id = 3 FOR UPDATE) s
        b: SELECT * FROM v ORDER BY k FOR UPDATE SKIP LOCKED
        b: SELECT * FROM v ORDER BY k FOR UPDATE NOWAIT
        a: ROLLBACK""",
    "cursors": """
        a: BEGIN
        a: DECLARE c CURSOR FOR SELECT id FROM t ORDER BY id FOR UPDATE
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: FETCH c
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: FETCH 2 FROM c
        b: SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED
        a: COMMIT""",
    "a row that has changed since the snapshot": f"""
        a: {RR}
        a: SELECT count(*) FROM t
        b: UPDATE t SET x = 11 WHERE id = 1
        a: SELECT * FROM t WHERE id = 2 FOR UPDATE
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        a: ROLLBACK
        a: BEGIN
        a: SELECT count(*) FROM t
        b: UPDATE t SET x = 12 WHERE id = 1
        a: SELECT * FROM t WHERE id = 1 FOR UPDATE
        a: COMMIT""",
    "rows that others refer to": """
        a: BEGIN
        a: INSERT INTO c VALUES (1, 1, 's2')
        b: SELECT id FROM p ORDER BY id FOR UPDATE SKIP LOCKED
        b: SELECT id FROM p ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
        b: SELECT id FROM p WHERE id = 1 FOR UPDATE NOWAIT
        b: SELECT id FROM p WHERE id = 3 FOR UPDATE NOWAIT
        b: SELECT id FROM p WHERE id = 2 FOR SHARE NOWAIT
        b: BEGIN
        b: SELECT p.id, q.id FROM p JOIN p q ON q.id = p.id + 1 ORDER BY 1 LIMIT 1 FOR UPDATE OF q SKIP LOCKED
        b: UPDATE p SET x = 0 WHERE id < 3
        b: ROLLBACK
        a: SELECT id FROM p ORDER BY id FOR UPDATE NOWAIT
        c: SELECT id FROM p ORDER BY id FOR UPDATE SKIP LOCKED
        a: ROLLBACK
        c: SELECT id FROM p ORDER BY id FOR UPDATE SKIP LOCKED
        a: SELECT * FROM p ORDER BY id""",
    "what does not keep others from referring": """
        a: BEGIN
        a: SELECT id FROM p WHERE id = 1 FOR NO KEY UPDATE
        a: SELECT id FROM p WHERE id = 2 FOR SHARE
        a: SELECT id FROM p WHERE id = 3 FOR KEY SHARE
        a: UPDATE p SET x = 0 WHERE id = 4
        a: SELECT id FROM p WHERE id = 5 FOR UPDATE
        b: INSERT INTO c SELECT i, i, 's' || 5 - i FROM generate_series(1, 4) i
        c: BEGIN
        c: INSERT INTO c VALUES (5, 1, 's1')
        c: COMMIT
        a: COMMIT
        a: SELECT * FROM c ORDER BY id""",
    "what ends without locks": """
        a: BEGIN READ ONLY
        a: SELECT * FROM t FOR UPDATE
        a: ROLLBACK
        a: BEGIN READ ONLY
        a: SELECT * FROM v FOR SHARE
        a: ROLLBACK
        a: BEGIN
        a: SELECT * FROM pg_class WHERE relname = 'none' FOR UPDATE
        a: SELECT 1 FROM t WHERE id = 9 FOR UPDATE
        a: SELECT * FROM t ORDER BY id FOR KEY SHARE
        a: SELECT 1 FOR UPDATE
        a: COMMIT
        b: SELECT id FROM t ORDER BY id FOR UPDATE NOWAIT""",
}

number = bad = 0


def report(name, words):
    global number, bad
    number += 1
    bad += bool(words)
    print(f"{'not ok' if words else 'ok'} {number} - {name}", flush=True)
    for w in words:
        print(f"#   {w}"[:600])


def ask(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.statusmessage
    except psycopg.Error as e:
        return f"{e.sqlstate} {e.diag.message_primary}"


class Sessions:
    """By name, connected when they are first named."""

    def __init__(self, dsn):
        self.dsn, self.all = dsn, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for c in self.all.values():
            c.close()

    def __call__(self, name, sql):
        if name not in self.all:
            self.all[name] = psycopg.connect(self.dsn, autocommit=True)
        return ask(self.all[name], sql)

    def later(self, name, sql):
        """In a thread: an event that is set when it has answered, and where the answer is put."""
        done, answer = threading.Event(), []
        self(name, "SELECT 1")

        def run():
            answer.append(self(name, sql))
            done.set()
        threading.Thread(target=run, daemon=True).start()
        return done, answer


def make(dsn, keys=True):
    with psycopg.connect(dsn, autocommit=True) as c:
        for sql in MAKE + KEYS if keys else MAKE:
            c.execute(sql)


def play(dsn, steps):
    make(dsn)
    with Sessions(dsn) as s:
        return [(step, s(*step.split(": ", 1))) for step in steps]


def same(postgres, leaf, name, text):
    steps = [line.strip() for line in text.strip().splitlines()]
    words = []
    for (step, expected), (_, got) in zip(play(postgres, steps), play(leaf, steps)):
        if expected != got:
            words += [step, f"PostgreSQL: {expected}", f"pgleaf: {got}"]
    report(name, words)


def is_(words, what, got, expected):
    if got != expected:
        words.append(f"{what}: {got}, not {expected}")


# ---- where PostgreSQL waits

def waits(leaf):
    words = []
    make(leaf)
    with Sessions(leaf) as s:
        s("a", "BEGIN")
        s("a", "SELECT x FROM t WHERE id = 1 FOR UPDATE")
        done, answer = s.later("b", "UPDATE t SET x = x + 1 WHERE id = 1")
        if done.wait(MOMENT):
            words.append(f"a single UPDATE did not wait: {answer}")
        is_(words, "UPDATE", s("a", "UPDATE t SET x = x + 1 WHERE id = 1"), "UPDATE 1")
        is_(words, "COMMIT", s("a", "COMMIT"), "COMMIT")
        if not done.wait(LIMIT):
            words.append("the UPDATE never ended")
        is_(words, "both updates", s("a", "SELECT x FROM t WHERE id = 1"), [(12,)])
    report("a statement of another session waits for the lock", words)


def lost_update(leaf):
    words = []
    make(leaf)
    with Sessions(leaf) as s:
        s("a", "BEGIN")
        is_(words, "read", s("a", "SELECT x FROM t WHERE id = 1 FOR UPDATE"), [(10,)])
        s("b", "BEGIN")
        done, answer = s.later("b", "SELECT x FROM t WHERE id = 1 FOR UPDATE")
        if done.wait(MOMENT):
            words.append(f"the second FOR UPDATE did not wait: {answer}")
        s("a", "UPDATE t SET x = 11 WHERE id = 1")
        is_(words, "COMMIT", s("a", "COMMIT"), "COMMIT")
        done.wait(LIMIT)
        is_(words, "what the second one reads", answer, [[(11,)]])
        s("b", "UPDATE t SET x = 12 WHERE id = 1")
        is_(words, "COMMIT", s("b", "COMMIT"), "COMMIT")
        is_(words, "both updates", s("a", "SELECT x FROM t WHERE id = 1"), [(12,)])
    report("no update is lost: the second FOR UPDATE reads what the first one wrote", words)


def held_long(leaf):
    words = []
    make(leaf)
    with Sessions(leaf) as s:
        s("a", "BEGIN")
        s("a", "SELECT x FROM t WHERE id = 1 FOR UPDATE")
        for begin in ("BEGIN", RR):
            s("b", begin)
            is_(words, "a held row", s("b", "SELECT x FROM t WHERE id = 1 FOR UPDATE"), "40001 could not serialize access due to concurrent update")
            s("b", "ROLLBACK")
        s("b", "BEGIN")
        s("b", "UPDATE t SET x = 0 WHERE id = 2")
        is_(words, "a held row behind a write", s("b", "SELECT x FROM t WHERE id = 1 FOR SHARE"), "40001 could not serialize access due to concurrent update")
        s("b", "ROLLBACK")
        s("a", "SAVEPOINT s")
        s("a", "SELECT x FROM t WHERE id = 3 FOR UPDATE")
        s("a", "ROLLBACK TO s")
        is_(words, "ROLLBACK TO keeps locks", s("b", "SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED"), [(2,), (4,), (5,)])
        s("a", "ROLLBACK")
        is_(words, "ROLLBACK lets go", s("b", "SELECT x FROM t WHERE id < 4 ORDER BY id FOR UPDATE NOWAIT"), [(10,), (20,), (30,)])
    report("a row that stays locked is 40001", words)


def referring(leaf):
    """A foreign key's check meets whoever takes away the row that it refers to, or locks it FOR UPDATE; and the other way round."""
    words = []
    conflict = "40001 could not serialize access due to concurrent update"
    gone = '23503 insert or update on table "c" violates foreign key constraint "c_p_fkey"'
    for hold, end, then in (("SELECT 1 FROM p WHERE id = 1 FOR UPDATE", "COMMIT", "INSERT 0 1"), ("DELETE FROM p WHERE id = 1", "COMMIT", gone), ("DELETE FROM p WHERE id = 1", "ROLLBACK", "INSERT 0 1"),
                            ("UPDATE p SET id = 7 WHERE id = 1", "COMMIT", gone)):
        make(leaf)
        with Sessions(leaf) as s:
            s("a", "BEGIN")
            s("a", hold)
            is_(words, f"{hold}: another value", s("b", "INSERT INTO c VALUES (2, 2, 's3')"), "INSERT 0 1")
            is_(words, f"{hold}: held long", s("b", "INSERT INTO c VALUES (1, 1)"), conflict)
            is_(words, f"{hold}: by an UPDATE", s("b", "UPDATE c SET p = 1 WHERE id = 2"), conflict)
            done, answer = s.later("b", "INSERT INTO c VALUES (1, 1)")
            if done.wait(MOMENT):
                words.append(f"{hold}: did not wait: {answer}")
            s("a", end)
            done.wait(LIMIT)
            is_(words, f"{hold}, {end}", answer, [then])
    for hold in ("INSERT INTO c VALUES (1, 1)", "UPDATE c SET p = 1 WHERE id = 2"):
        make(leaf)
        with Sessions(leaf) as s:
            s("a", "INSERT INTO c VALUES (2, 2)")
            s("a", "BEGIN")
            s("a", hold)
            for sql in ("SELECT 1 FROM p WHERE id = 1 FOR UPDATE", "DELETE FROM p WHERE id = 1", "UPDATE p SET id = 7 WHERE id = 1"):
                is_(words, f"{hold}: {sql}", s("b", "BEGIN") and s("b", sql), conflict)
                s("b", "ROLLBACK")
            is_(words, f"{hold}: another column", s("b", "UPDATE p SET x = 0 WHERE id = 1"), "UPDATE 1")
            is_(words, f"{hold}: another row", s("b", "DELETE FROM p WHERE id = 3"), "DELETE 1")
            done, answer = s.later("b", "DELETE FROM p WHERE id = 1")
            if done.wait(MOMENT):
                words.append(f"{hold}: DELETE did not wait: {answer}")
            s("a", "COMMIT")
            done.wait(LIMIT)
            is_(words, f"{hold}: DELETE", answer, ['23503 update or delete on table "p" violates foreign key constraint "c_p_fkey" on table "c"'])
    report("a foreign key's check and FOR UPDATE, DELETE and UPDATE of the row that it refers to", words)


def skew(leaf):
    """Two doctors on call; each leaves if the other one stays."""
    words = []
    for begin in ("BEGIN", RR, "BEGIN ISOLATION LEVEL SERIALIZABLE"):
        make(leaf)
        with Sessions(leaf) as s:
            for name in "ab":
                s(name, begin)
            answers = {"a": s("a", "SELECT id FROM u WHERE id IN (10, 20) FOR UPDATE"), "b": s("b", "SELECT id FROM u WHERE id IN (10, 20) FOR UPDATE")}
            for name, k in (("a", 10), ("b", 20)):
                s(name, f"DELETE FROM u WHERE id = {k}")
            ends = [s(name, "COMMIT") for name in "ab"]
            is_(words, f"{begin}: the first one's rows", answers["a"], [(10,), (20,)])
            is_(words, f"{begin}: ends", ends, ["COMMIT", "ROLLBACK"])
            is_(words, f"{begin}: who stays", s("a", "SELECT id FROM u WHERE id IN (10, 20)"), [(20,)])
    report("no write skew where the rows that were looked at are locked", words)


def ambiguous(leaf):
    """Two writes of ours that may undo each other: it cannot be told whose the row is."""
    words = []
    make(leaf)
    with Sessions(leaf) as s:
        s("b", "BEGIN")
        s("b", "SELECT 1 FROM t WHERE id = 1 FOR UPDATE")
        s("a", "BEGIN")
        s("a", "UPDATE t SET x = 0 WHERE x > 30")
        s("a", "UPDATE t SET x = 1 WHERE x = 0")
        is_(words, "changed ones", s("a", "SELECT id FROM t WHERE id > 3 ORDER BY id FOR UPDATE NOWAIT"), [(4,), (5,)])
        is_(words, "an unchanged one", s("a", "SELECT id FROM t WHERE id = 1 FOR UPDATE SKIP LOCKED"),
            '0A000 it cannot be told whether this transaction or another one holds a row of "t", which this one has written to several times')
    report("what cannot be told is refused", words)


# ---- a queue

def queue(leaf, name, take, block):
    """Workers that take jobs until there are none: each job is done once, and nobody is told of a conflict."""
    workers, jobs = 4, 40
    with psycopg.connect(leaf, autocommit=True) as c:
        for sql in ("DROP TABLE IF EXISTS log, jobs", "CREATE TABLE jobs (id int PRIMARY KEY, state text)", "CREATE TABLE log (job int REFERENCES jobs, said text)", f"INSERT INTO jobs SELECT i, 'new' FROM generate_series(1, {jobs}) i"):
            c.execute(sql)
    taken, errors, start = [], [], threading.Barrier(workers)

    def work():
        with psycopg.connect(leaf, autocommit=True) as c:
            start.wait()
            while len(taken) + len(errors) < 4 * jobs:
                if block:
                    c.execute("BEGIN")
                rows = ask(c, take)
                if isinstance(rows, str):
                    errors.append(rows)
                    if block:
                        c.execute("ROLLBACK")
                    continue
                done = [ask(c, sql) for sql in (f"UPDATE jobs SET state = 'done' WHERE id = {rows[0][0]}", f"INSERT INTO log VALUES ({rows[0][0]})", "COMMIT")] if block and rows else []
                if block and not rows:
                    c.execute("COMMIT")
                if block and rows and done != ["UPDATE 1", "INSERT 0 1", "COMMIT"]:
                    errors.append(done)
                    ask(c, "ROLLBACK")
                elif rows:
                    taken.append(rows[0][0])
                elif ask(c, "SELECT 1 FROM jobs WHERE state = 'new' LIMIT 1") == []:
                    return
    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(LIMIT)
    words = ["a worker hangs"] if any(t.is_alive() for t in threads) else []
    if sorted(taken) != list(range(1, jobs + 1)):
        words.append(f"taken: {sorted(taken)}")
    if errors:
        words.append(f"errors: {errors[:5]}")
    with psycopg.connect(leaf, autocommit=True) as c:
        is_(words, "left", c.execute("SELECT count(*) FROM jobs WHERE state = 'new'").fetchall(), [(0,)])
    report(name, words)


# ---- documents

def documents(leaf, uri):
    """Collections that SQL did not make: whatever is in them stays as it was."""
    words = []
    client = pymongo.MongoClient(uri, document_class=RawBSONDocument)
    db = client.d
    for name in ("odd", "strict"):
        db[name].drop()
    db.odd.insert_many([{"_id": 1, "z": 1, "a": [1, {"b": None}], "m": {"y": 2.0, "x": "s"}}, {"_id": 2.5, "a": None}, {"_id": "k"}, {"_id": {"p": 1, "q": 2}, "z": 7}])
    db.create_collection("strict", validator={"$jsonSchema": {"bsonType": "object", "properties": {"_id": {}, "a": {"bsonType": "int"}}, "additionalProperties": False, "maxProperties": 2}})
    db.strict.insert_many([{"_id": 1, "a": 1}, {"_id": 2}])
    for name, key in (("odd", "z"), ("strict", "a")):
        before = [d.raw for d in db[name].find().sort("_id", 1)]
        with Sessions(leaf) as s:
            s("a", "BEGIN")
            first = s("a", f"SELECT {key} FROM {name} FOR UPDATE")
            is_(words, f"{name}: rows", len(first), len(before))
            is_(words, f"{name}: they are locked", s("b", f"SELECT {key} FROM {name} FOR UPDATE SKIP LOCKED"), [])
            is_(words, f"{name}: NOWAIT", s("b", f"SELECT {key} FROM {name} FOR UPDATE NOWAIT"), f'55P03 could not obtain lock on row in relation "{name}"')
            is_(words, "COMMIT", s("a", "COMMIT"), "COMMIT")
            is_(words, f"{name}: afterwards", len(s("b", f"SELECT {key} FROM {name} FOR UPDATE SKIP LOCKED")), len(before))
        is_(words, f"{name}: documents", [d.raw for d in db[name].find().sort("_id", 1)], before)
    with Sessions(leaf) as s:
        make(leaf)
        before = [d.raw for d in db.t.find().sort("_id", 1)]
        s("a", "BEGIN")
        s("a", "SELECT * FROM t FOR UPDATE")
        s("a", "COMMIT")
        is_(words, "t: documents", [d.raw for d in db.t.find().sort("_id", 1)], before)
        db.drop_collection("others")
        db.create_collection("others", viewOn="odd", pipeline=[{"$match": {"z": {"$gt": 1}}}])
        is_(words, "a view outside of a block", len(s("a", "SELECT * FROM others FOR UPDATE")), 1)
        s("a", "BEGIN")
        is_(words, "a view of MongoDB's", s("a", "SELECT * FROM others FOR UPDATE"), '42809 cannot lock rows in view "others"')
        s("a", "ROLLBACK")
    for name in ("others", "odd", "strict"):
        db[name].drop()
    client.close()
    report("documents are what they were", words)


def commands(leaf, log):
    """A lock costs a command for a thousand rows, not one for each."""
    words = []
    with Sessions(leaf) as s:
        s("a", "DROP TABLE IF EXISTS n")
        s("a", "CREATE TABLE n (id int PRIMARY KEY, x int)")
        s("a", "INSERT INTO n SELECT i, i FROM generate_series(1, 1500) i")
        s("a", "SELECT x FROM n WHERE id = 1")  # its indexes are known now
        for tail, most in (("WHERE id <= 50 FOR UPDATE", {"find": 1, "update": 1}), ("FOR UPDATE", {"find": 1, "getMore": 9, "update": 2}),
                           ("WHERE id <= 50 FOR UPDATE NOWAIT", {"find": 1, "update": 2, "abortTransaction": 1}), ("ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED", {"find": 1, "killCursors": 1, "update": 2, "abortTransaction": 1})):
            s("a", "BEGIN")
            at = os.path.getsize(log)
            s("a", f"SELECT * FROM n {tail}")
            with open(log, encoding="utf-8") as f:
                f.seek(at)
                sent = [next(iter(json.loads(line))) for line in f]
            counts = {k: sent.count(k) for k in set(sent)}
            if any(n > most.get(k, 0) for k, n in counts.items()) or counts.get("update", 0) != most["update"]:
                words.append(f"{tail}: {counts}, not {most}")
            s("a", "ROLLBACK")
    report("the commands that it takes", words)


def explained(leaf):
    """As PostgreSQL's: above the sort, below LIMIT, and where the subquery is that has it."""
    words = []
    make(leaf)
    with Sessions(leaf) as s:
        for sql, nodes in (("SELECT * FROM t ORDER BY x LIMIT 1 FOR UPDATE", ["Limit", "LockRows", "Remote Scan on t"]),
                           ("SELECT * FROM t WHERE sqrt(x) > 1 ORDER BY sqrt(x) LIMIT 1 FOR UPDATE SKIP LOCKED", ["Limit", "LockRows", "Sort", "Remote Scan on t"]),
                           ("SELECT * FROM v WHERE k = 1 FOR UPDATE", ["LockRows", "Remote Scan on t"]),
                           ("SELECT * FROM (SELECT * FROM t LIMIT 2) s FOR UPDATE", ["LockRows", "Subquery Scan on s", "Limit", "LockRows", "Remote Scan on t"]),
                           ("SELECT * FROM (SELECT * FROM t FOR UPDATE) s WHERE x > 1", ["Subquery Scan on s", "LockRows", "Remote Scan on t"])):
            lines = [r[0].strip().removeprefix("->").strip() for r in s("a", f"EXPLAIN (COSTS OFF) {sql}")]
            got = [line for line in lines if line in ("Limit", "LockRows", "Sort", "Result") or " Scan on " in line]
            is_(words, sql, got, nodes)
    report("EXPLAIN", words)


def with_rights(d):
    """A lock goes past a validator that refuses further fields, where the user may do that."""
    words = []
    client = pymongo.MongoClient(d.mongo())
    for name, roles in (("admin", ["root"]), ("plain", [{"role": "readWrite", "db": "d"}]), ("both", [{"role": "readWrite", "db": "d"}, {"role": "dbAdmin", "db": "d"}])):
        client.admin.command("createUser", name, pwd="p", roles=roles)
    client.d.create_collection("strict", validator={"$jsonSchema": {"properties": {"_id": {}, "a": {"bsonType": "int"}}, "additionalProperties": False}})
    client.d.create_collection("open", validator={"$jsonSchema": {"properties": {"a": {"bsonType": "int"}}}})
    for name in ("strict", "open"):
        client.d[name].insert_many([{"_id": 1, "a": 1}, {"_id": 2, "a": 2}])
    client.close()
    d.mongo_stop()
    uri = d.mongo("--auth")
    leaf = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=password", "-o", "allow_cleartext=on")
    refused = '42501 rows of "strict" cannot be locked: the collection\'s validator refuses it'
    for user, answers in (("plain", {"open": [(1,), (2,)], "strict": refused}), ("both", {"open": [(1,), (2,)], "strict": [(1,), (2,)]})):
        with Sessions(leaf + f" dbname=d user={user} password=p") as s:
            for name, expected in answers.items():
                for tail in ("", " NOWAIT"):
                    s("a", "BEGIN")
                    is_(words, f"{user}, {name}{tail}", s("a", f"SELECT a FROM {name} ORDER BY a FOR UPDATE{tail}"), expected)
                    s("a", "ROLLBACK")
    report("validators and the privilege to go past them", words)


def without_transactions(d):
    words, told = [], []
    uri = d.mongo("--standalone")
    leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
    make(leaf, keys=False)
    with psycopg.connect(leaf, autocommit=True) as c:
        c.add_notice_handler(lambda n: told.append(n.message_primary))
        for tail in ("FOR UPDATE", "FOR UPDATE SKIP LOCKED", "FOR SHARE NOWAIT"):
            is_(words, tail, ask(c, f"SELECT id FROM t WHERE id = 1 {tail}"), [(1,)])
        is_(words, "outside of a block", told, [])
        c.execute("BEGIN")
        is_(words, "rows", ask(c, "SELECT id FROM t WHERE id = 1 FOR UPDATE"), [(1,)])
        c.execute("COMMIT")
        is_(words, "in a block", told, ["rows are read but not locked: this MongoDB server has no transactions"])
        c.execute("SET pgleaf.transactions = 'required'")
        c.execute("BEGIN")
        is_(words, "required", ask(c, "SELECT id FROM t WHERE id = 1 FOR UPDATE"), "0A000 this MongoDB server has no transactions")
    report("a server without transactions", words)


def main():
    only = sys.argv[1:]
    with servers.directory("row_locks") as d:
        uri = d.mongo()
        postgres = d.postgres() + " dbname=postgres"
        log = os.environ.get("PGLEAF_COMMAND_LOG") or os.path.join(d.path, "commands")
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust", "-o", f"command_log={log}") + " dbname=d user=u"
        for name, text in SAME.items():
            if not only or name in only:
                same(postgres, leaf, name, text)
        if not only:
            for part in (waits, lost_update, held_long, referring, skew, ambiguous):
                part(leaf)
            queue(leaf, "a queue: SKIP LOCKED", "SELECT id FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED", True)
            queue(leaf, "a queue: UPDATE of what SKIP LOCKED finds",
                  "UPDATE jobs SET state = 'done' WHERE id = (SELECT id FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id", False)
            explained(leaf)
            documents(leaf, uri)
            commands(leaf, log)
    if not only and not os.environ.get("PGLEAF_TEST_URI"):
        with servers.directory("row_locks_alone") as d:
            without_transactions(d)
        with servers.directory("row_locks_rights") as d:
            with_rights(d)
    print(f"1..{number}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
