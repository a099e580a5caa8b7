#!/usr/bin/python3
"""PgBouncer in front, in session and in transaction mode: the same work through it on PostgreSQL 15 and on pgleaf, the same findings. TAP."""

import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
import psycopg  # noqa: E402

CONFIG = """[databases]
postgres = host={pg} port=5432 user=postgres
leaf = host={leaf} port=5432 user=postgres dbname=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = {place}
listen_port = 6432
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
logfile = {place}/log
pidfile = {place}/pid
server_check_delay = 0
"""


def bouncer(place, pg, leaf, mode, size):
    "Its process, listening; it refuses to be root"
    os.mkdir(place)
    os.chmod(place, 0o777)
    with open(place + "/ini", "w", encoding="ascii") as f:
        f.write(CONFIG.format(pg=pg, leaf=leaf, place=place, mode=mode, size=size))
    other = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    process = subprocess.Popen([*other, "/usr/sbin/pgbouncer", "-q", place + "/ini"], stdin=subprocess.DEVNULL)
    end = time.monotonic() + 10
    while not os.path.exists(place + "/.s.PGSQL.6432"):
        assert time.monotonic() < end and process.poll() is None, open(place + "/log", encoding="utf-8").read()
        time.sleep(0.02)
    return process


def connect(place, database, **more):
    return psycopg.connect(host=place, port=6432, dbname=database, user="postgres", autocommit=True, **more)


def failure(connection, sql, *parameters):
    try:
        connection.execute(sql, *parameters)
    except psycopg.Error as e:
        return e.sqlstate
    return None


def one(connection, sql, *parameters, **more):
    return connection.execute(sql, *parameters, **more).fetchall()


# ---- what is done: each gives its findings

def prepared(place, database):
    "prepared statements, named and unnamed"
    with connect(place, database, prepare_threshold=0) as c:
        yield [one(c, "SELECT %s::int4 + 1, %s::text", (i, f"x{i}")) for i in range(5)]
        yield one(c, "SELECT count(*) FROM pg_prepared_statements")
        yield failure(c, "SELECT 1 / %s::int4", (0,)), one(c, "SELECT 1 / %s::int4", (1,))
        c.execute("PREPARE p AS SELECT $1::int4 * 2")
        yield one(c, "EXECUTE p (21)")
    with connect(place, database) as c:  # the same server, after DISCARD ALL
        yield failure(c, "EXECUTE p (21)"), one(c, "SELECT count(*) FROM pg_prepared_statements")


def settings(place, database):
    "SET lasts as long as the session; the next one does not see it"
    with connect(place, database, application_name="first") as c:
        c.execute("SET datestyle = 'German'; SET work_mem = '7MB'; SET timezone = 'Asia/Tokyo'")
        yield one(c, "SELECT date '2020-02-03'::text, current_setting('work_mem'), current_setting('timezone'), current_setting('application_name')")
        yield c.info.timezone.key
    with connect(place, database, application_name="second", client_encoding="latin1") as c:
        yield one(c, "SELECT date '2020-02-03'::text, current_setting('work_mem') = '7MB', current_setting('application_name'), current_setting('client_encoding')")
        yield one(c, "SELECT 'é', length('é')")
    with connect(place, database) as c:
        yield one(c, "SELECT current_setting('client_encoding'), 'é', length('é')")


def transactions(place, database):
    "transactions of two clients that take turns"
    with connect(place, database, prepare_threshold=None) as a, connect(place, database, prepare_threshold=None) as b:
        a.execute("DELETE FROM w")
        for i in range(3):
            a.execute("BEGIN")
            a.execute(f"INSERT INTO w (_id, v) VALUES ({i}, 1)")
            a.execute("ROLLBACK" if i == 1 else "COMMIT")
            b.execute("BEGIN")
            b.execute("SET LOCAL work_mem = '9MB'")
            yield one(b, "SELECT array_agg(_id ORDER BY _id), current_setting('work_mem') FROM w")
            yield failure(b, "SELECT 1/0"), failure(b, "SELECT 1")
            b.execute("ROLLBACK")
            yield one(b, "SELECT current_setting('work_mem') = '9MB'")
        with a.transaction():
            yield one(a, "SELECT count(*) FROM w")
            with a.cursor("c") as cursor:
                cursor.itersize = 2
                cursor.execute("SELECT g FROM generate_series(1, 7) g")
                yield list(cursor)


def left_open(place, database):
    "a client that goes away in a transaction: it is rolled back, and the server serves the next"
    with connect(place, database) as c:
        c.execute("DELETE FROM w")
    c = connect(place, database)
    c.execute("BEGIN")
    c.execute("INSERT INTO w (_id) VALUES (99)")
    socket.socket(fileno=os.dup(c.fileno())).shutdown(socket.SHUT_RDWR)
    c.close()
    time.sleep(0.3)
    with connect(place, database) as c:
        yield one(c, "SELECT count(*) FROM w")


def cancels(place, database):
    "a cancel request through PgBouncer ends the statement, and the session goes on"
    with connect(place, database, prepare_threshold=None) as c:
        start = time.monotonic()
        with pgwire.cancelling(c.cancel):
            said = failure(c, "SELECT pg_sleep(60)")
        yield said
        yield time.monotonic() - start < 30, one(c, "SELECT 'on'")


def copies(place, database):
    "COPY both ways, and one that fails"
    with connect(place, database) as c, c.cursor() as cursor:
        cursor.execute("DELETE FROM w")
        with cursor.copy("COPY w (_id, s) FROM STDIN") as copy:
            for i in range(100):
                copy.write_row((i, f"row {i}"))
        with cursor.copy("COPY (SELECT _id, s FROM w ORDER BY _id LIMIT 3) TO STDOUT") as copy:
            yield list(copy.rows())
        try:
            with cursor.copy("COPY w (_id, s) FROM STDIN") as copy:
                copy.write("x\ty\n")
        except psycopg.Error as e:
            yield e.sqlstate
        yield one(c, "SELECT count(*) FROM w")


def many(place, database):
    "a dozen clients at once over the pool"
    got = []

    def work(n):
        with connect(place, database, prepare_threshold=None) as c:
            got.append(sum(one(c, f"SELECT {n} + {i}")[0][0] for i in range(10)))
    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    yield sorted(got)


def compared(place, mode, work):
    def case():
        want, got = list(work(place, "postgres")), list(work(place, "leaf"))
        assert want == got, f"PostgreSQL {want}, pgleaf {got}"
    case.__doc__ = f"{mode}: {work.__doc__}"
    return case


with servers.directory("pgbouncer") as d:
    pg_place = d.postgres().split()[0].removeprefix("host=")
    leaf_place = d.pgleaf("fork", "-o", f"uri={d.mongo()}", "-o", "auth=trust").split()[0].removeprefix("host=")
    for place in (pg_place, leaf_place):
        with psycopg.connect(host=place, port=5432, user="postgres", dbname="postgres", autocommit=True) as c:
            c.execute("CREATE TABLE w (_id int4 PRIMARY KEY, v int4, s text)")
    os.chmod(pg_place, 0o755)
    os.chmod(leaf_place, 0o755)
    os.chmod(leaf_place + "/.s.PGSQL.5432", 0o777)
    processes = [bouncer(d.path + "/session", pg_place, leaf_place, "session", 4), bouncer(d.path + "/transaction", pg_place, leaf_place, "transaction", 1)]
    try:
        pgwire.run([*(compared(d.path + "/session", "session", w) for w in (prepared, settings, transactions, left_open, cancels, copies, many)),
                    *(compared(d.path + "/transaction", "transaction", w) for w in (transactions, left_open, cancels, copies, many))])
    finally:
        for process in processes:
            process.terminate()
            process.wait()
