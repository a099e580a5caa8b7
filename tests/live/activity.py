#!/usr/bin/python3
"""Sessions that see, cancel and end each other: pg_stat_activity, pg_cancel_backend(), pg_terminate_backend(); the same steps on PostgreSQL 15
find the same. Two listeners with a MongoDB user each do not touch each other's sessions. TAP."""

import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

os.environ.pop("PGLEAF_TEST_URI", None)
cases = []


def expect(name, got, want):
    cases.append((name, got == want, f"{got!r} for {want!r}"))


def ask(connection, sql):
    try:
        return connection.execute(sql).fetchall()
    except psycopg.Error as e:
        return (e.sqlstate, str(e).split("\n", maxsplit=1)[0])


def until(connection, sql, want):
    """Another session is what it will be only when it gets there."""
    end = time.time() + 30
    while (got := ask(connection, sql)) != want and time.time() < end:
        time.sleep(0.05)
    return got


def steps(connect):
    """What is found, step by step."""
    found = {}
    a, b = connect("first"), connect("sécond" + "x" * 70)
    pid = b.info.backend_pid
    notices = []
    a.add_notice_handler(lambda d: notices.append((d.severity, d.message_primary)))
    what = f"SELECT state, query, wait_event_type, wait_event, xact_start IS NOT NULL FROM pg_stat_activity WHERE pid = {pid}"
    ask(b, "SELECT 'idle now'")
    found["idle"] = until(a, what, [("idle", "SELECT 'idle now'", "Client", "ClientRead", False)])
    ask(b, "BEGIN")
    found["in a block"] = until(a, what, [("idle in transaction", "BEGIN", "Client", "ClientRead", True)])
    ask(b, "SELECT 1 / 0")
    found["failed"] = until(a, what.replace(", xact_start IS NOT NULL", ""), [("idle in transaction (aborted)", "SELECT 1 / 0", "Client", "ClientRead")])
    ask(b, "ROLLBACK")
    found["about it"] = ask(a, f"""SELECT datname, usename, application_name, client_addr, client_port, backend_type, backend_start <= query_start,
        query_start <= state_change, datid = (SELECT oid FROM pg_database WHERE datname = current_database()) FROM pg_stat_activity WHERE pid = {pid}""")
    found["itself"] = ask(a, "SELECT state, application_name, wait_event FROM pg_stat_activity WHERE pid = pg_backend_pid()")
    found["each once"] = ask(a, "SELECT count(*), count(DISTINCT pid) FROM pg_stat_activity WHERE backend_type = 'client backend'")
    found["numbackends"] = ask(a, "SELECT numbackends FROM pg_stat_database WHERE datname = current_database()")

    results = []
    worker = threading.Thread(target=lambda: results.append(ask(b, "SELECT pg_sleep(60)")))
    worker.start()
    found["asleep"] = [r[:2] for r in until(a, what.replace("wait_event_type, wait_event", "1, 1"), [("active", "SELECT pg_sleep(60)", 1, 1, True)])]
    found["cancel"] = ask(a, f"SELECT pg_cancel_backend({pid})")
    worker.join()
    found["cancelled"], results[:] = results[:], []
    found["and goes on"] = ask(b, "SELECT 2")
    long = "SELECT '" + "é" * 800 + "'"
    ask(b, long)
    found["a long query is cut"] = until(a, f"SELECT octet_length(query), query = left('{long.replace(chr(39), chr(39) * 2)}', length(query)) FROM pg_stat_activity WHERE pid = {pid}", [(1022, True)])
    found["one of its own"] = ask(a, "SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(10)")
    found["terminate, waiting"] = ask(a, f"SELECT pg_terminate_backend({pid}, 10000)")
    found["terminated"] = isinstance(ask(b, "SELECT 1"), tuple) # 57P01, or the end of the connection alone
    found["gone"] = until(a, f"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}", [(0,)])
    found["not there"] = (ask(a, "SELECT pg_cancel_backend(1), pg_terminate_backend(1)"), list(notices))
    found["a negative time"] = ask(a, "SELECT pg_terminate_backend(1, -1)")
    found["nothing"] = ask(a, "SELECT pg_cancel_backend(NULL), pg_terminate_backend(NULL)")
    a.close()
    return found


def as_other(d, uri, runtime):
    """A pgleaf that trusts, and is "other" to MongoDB."""
    file = os.path.join(d.path, "uri")
    with open(file, "w", encoding="utf-8") as f:
        f.write(uri.replace("//", "//other:p@"))
    return d.pgleaf("inetd", "-o", f"uri_file={file}", "-o", "auth=trust", "-o", f"runtime_dir={runtime}")


def apart(d, uri, runtime):
    """Users of two MongoDB users, and one who may do everything: one runtime directory."""
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=password", "-o", "allow_cleartext=on", "-o", f"runtime_dir={runtime}")
    alice, bob, chief = (psycopg.connect(f"{dsn} dbname=d user={u} password=p", autocommit=True) for u in ("alice", "bob", "chief"))
    pid = alice.info.backend_pid
    row = f"SELECT usename, query, state, client_port FROM pg_stat_activity WHERE pid = {pid}"
    ask(alice, "SELECT 'secret'")
    expect("another user's query is not shown", until(bob, row, [("alice", "<insufficient privilege>", None, None)]), [("alice", "<insufficient privilege>", None, None)])
    expect("a superuser sees it", until(chief, row, [("alice", "SELECT 'secret'", "idle", -1)]), [("alice", "SELECT 'secret'", "idle", -1)])
    expect("nor cancelled", ask(bob, f"SELECT pg_cancel_backend({pid})"),
           ("42501", "must be a member of the role whose query is being canceled or member of pg_signal_backend"))
    expect("nor ended", ask(bob, f"SELECT pg_terminate_backend({pid})"),
           ("42501", "must be a member of the role whose process is being terminated or member of pg_signal_backend"))
    expect("it lives", ask(alice, "SELECT 1"), [(1,)])
    pretender = psycopg.connect(f"{as_other(d, uri, runtime)} dbname=d user=alice", autocommit=True)
    expect("a name alone is not enough", ask(pretender, f"SELECT pg_cancel_backend({pid})")[0], "42501")
    expect("a superuser may", ask(chief, f"SELECT pg_terminate_backend({pid}, 10000)"), [(True,)])
    expect("it is gone", isinstance(ask(alice, "SELECT 1"), tuple), True)


def main():
    with servers.directory("activity") as d:
        client = pymongo.MongoClient(d.mongo())
        for name in ("alice", "bob", "other", "chief"):
            client.admin.command("createUser", name, pwd="p", roles=[{"role": "root" if name == "chief" else "read", "db": "admin" if name == "chief" else "d"}])
        client.close()
        d.mongo_stop()
        uri = d.mongo("--auth")
        runtime = os.path.join(d.path, "run")
        os.mkdir(runtime, 0o700)
        postgres = d.postgres()
        leaf = as_other(d, uri, runtime)
        want, got = (steps(lambda name, dsn=dsn: psycopg.connect(f"{dsn} dbname=postgres user=postgres", application_name=name, autocommit=True)) for dsn in (postgres, leaf))
        for step, answer in want.items():
            expect(step, got[step], answer)
        apart(d, uri, runtime)
    for i, (name, ok, why) in enumerate(cases):
        print(f"{'ok' if ok else 'not ok'} {i + 1} - {name}{'' if ok else ': ' + why}")
    print(f"1..{len(cases)}")
    return all(ok for _, ok, _ in cases)


sys.exit(0 if main() else 1)
