#!/usr/bin/python3
"""Advisory locks and LOCK TABLE: two sessions do the same on PostgreSQL 15 and on pgleaf, and find the same; and what becomes of a killed one's. TAP."""

import os
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

# Who (a, b), and what; "wait" is done in the background until the next "join".
STEPS = """
a select pg_try_advisory_lock(7), pg_try_advisory_lock(7)
b select pg_try_advisory_lock(7), pg_try_advisory_lock_shared(7), pg_try_advisory_lock(0, 7), pg_try_advisory_lock(-1)
a select classid, objid, objsubid, mode, granted, pid = pg_backend_pid() from pg_locks where locktype = 'advisory' order by 1, 2, 3
a select pg_advisory_unlock(7)
b select pg_try_advisory_lock(7)
a select pg_advisory_unlock(7), pg_advisory_unlock(7)
b select pg_try_advisory_lock(7)
a set lock_timeout = 200
a select pg_advisory_lock(7)
a set lock_timeout = 0
a set statement_timeout = 200
a select pg_advisory_lock(7)
a set statement_timeout = 0
a wait select pg_advisory_lock(7)
b select pg_advisory_unlock_all()
a join
b select pg_try_advisory_lock(7)
a select pg_advisory_unlock_all()
a begin
a select pg_try_advisory_xact_lock(1)
a savepoint s
a select pg_advisory_xact_lock(2), pg_advisory_lock(3)
b select pg_try_advisory_lock(1), pg_try_advisory_lock(2), pg_try_advisory_lock(3)
a rollback to s
b select pg_try_advisory_lock(1), pg_try_advisory_lock(2), pg_try_advisory_lock(3)
a savepoint s2
a select pg_advisory_xact_lock(4)
a release s2
b select pg_try_advisory_lock(4)
a rollback
b select pg_try_advisory_lock(1), pg_try_advisory_lock(2), pg_try_advisory_lock(3), pg_try_advisory_lock(4)
a select pg_advisory_unlock(1)
a discard all
b select pg_try_advisory_lock(3)
b select pg_advisory_unlock_all()
a select pg_advisory_xact_lock(1)
b select pg_try_advisory_xact_lock(1)
a select pg_advisory_lock_shared(5)
b select pg_advisory_lock_shared(5), pg_try_advisory_xact_lock_shared(5)
a select pg_try_advisory_lock(5)
b select pg_advisory_unlock_shared(5)
a select pg_try_advisory_lock(5)
b select pg_try_advisory_lock_shared(5)
a select pg_advisory_unlock_shared(5), pg_advisory_unlock_shared(5)
a select pg_advisory_unlock_all()
a create table lt (a int)
a create view lv as select a from lt
a begin
a lock table lt in share update exclusive mode
a select mode, granted, fastpath, pid = pg_backend_pid() from pg_locks where relation = 'lt'::regclass
b begin
b lock table lt in share update exclusive mode nowait
b rollback
b begin
b lock lt, lv in row exclusive mode nowait
b select relation::regclass::text, mode, granted, fastpath from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and relation in ('lt'::regclass, 'lv'::regclass) and mode like 'Row%' order by 1, 2
b insert into lt values (1)
b commit
b set lock_timeout = 200
b alter table lt add b int
b create index li on lt (a)
b begin
b lock lt in share update exclusive mode
b rollback
b set lock_timeout = 0
a savepoint s
a lock lt in row share mode
a rollback to s
a insert into lt values (2)
b begin
b wait lock table only lt in share update exclusive mode
a commit
b join
b select count(*) from lt
a begin
a lock lt in share update exclusive mode nowait
a rollback
b alter table lt add b int
b commit
a begin
a savepoint s
a lock lt in share update exclusive mode
a rollback to s
b begin
b lock lt in share update exclusive mode nowait
b commit
a lock lt in share update exclusive mode nowait
a commit
a drop table lt cascade
"""


def ask(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.statusmessage
    except psycopg.Error as e:
        return e.sqlstate, str(e).split("\n", maxsplit=1)[0]


def run(dsn):
    found, background, results = [], {}, {}
    sessions = {name: psycopg.connect(dsn, autocommit=True) for name in "ab"}
    for name, connection in sessions.items():
        connection.add_notice_handler(lambda d, name=name: found.append((name, d.severity, d.message_primary)))
        connection.execute("SET client_connection_check_interval = 0")
    for step in STEPS.strip().split("\n"):
        name, sql = step.split(" ", 1)
        if sql == "join":
            background.pop(name).join()
            found.append((name, results.pop(name)))
        elif sql.startswith("wait "):
            background[name] = threading.Thread(target=lambda name=name, sql=sql: results.update({name: ask(sessions[name], sql[5:])}))
            background[name].start()
            time.sleep(0.3)
        else:
            found.append((step, ask(sessions[name], sql)))
    for connection in sessions.values():
        connection.close()
    return found


def deadlock(dsn):
    """Each waits for what the other has: one gets an error, and lets the other go on."""
    found = []

    def take(first, second):
        with psycopg.connect(dsn) as connection:  # a transaction
            ask(connection, f"SELECT pg_advisory_xact_lock({first})")
            ready.wait()
            found.append(ask(connection, f"SELECT pg_advisory_xact_lock({second})"))

    ready = threading.Barrier(2)
    threads = [threading.Thread(target=take, args=args) for args in ((1, 2), (2, 1))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sorted(found, key=str)


def soon(question):
    """Within a minute: the machine may have other work."""
    for _ in range(600):
        if question():
            return True
        time.sleep(0.1)
    return False


def ends_beside_a_drop(dsn, uri):
    """A session that ends in a transaction: who drops its table waits for that, and all who come behind him."""
    mongo = pymongo.MongoClient(uri)
    other, ending = (psycopg.connect(dsn, autocommit=True) for _ in range(2))
    other.execute("CREATE TABLE held (a int, b int); INSERT INTO held VALUES (1, 1)")
    ending.execute("BEGIN; UPDATE held SET a = 2; ALTER TABLE held DROP b")  # it has a lock of the table's
    mongo.d.held.find_one()  # connected
    drop = threading.Thread(target=mongo.drop_database, args=["d"], daemon=True)
    drop.start()
    drop.join(0.5)  # it waits, unless the server lets it go at once
    ending.close()
    drop.join(60)
    other.close()
    return not drop.is_alive()


def main():
    with servers.directory("advisory") as d:
        postgres = d.postgres()
        want = run(postgres)
        uri = d.mongo()
        dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        got = run(dsn)
        stuck = [deadlock(postgres), deadlock(dsn)]
        ends = [(i, w, g) for i, (w, g) in enumerate(zip(want, got)) if w != g]
        killed, other = (psycopg.connect(dsn, autocommit=True) for _ in range(2))

        def free(key):
            return other.execute(f"SELECT pg_try_advisory_lock({key})").fetchone()[0]

        killed.execute("SELECT pg_advisory_lock(9)")
        pid = killed.execute("SELECT pg_backend_pid()").fetchone()[0]
        cases = {"two sessions find what they find on PostgreSQL": not ends and len(want) == len(got), "a session's lock is its own": not free(9),
                 "of two that wait for each other one gets an error": stuck[0] == stuck[1]}
        os.kill(pid, signal.SIGKILL)
        cases["a killed session's is free"] = soon(lambda: free(9))
        third = psycopg.connect(dsn, autocommit=True)
        third.execute("SELECT pg_advisory_lock(10)")
        third.close()
        cases["so is one that ended"] = soon(lambda: free(10))
        cases["one that ends in a transaction gives its locks back when that is over"] = ends_beside_a_drop(dsn, uri)
        for i, (name, ok) in enumerate(cases.items(), 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
        for end in ends:
            print("#  ", *end)
        print("#  ", *stuck)
        print(f"1..{len(cases)}")


main()
