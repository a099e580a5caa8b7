#!/usr/bin/python3
"""MongoDB that fails: lost in the middle of a result, slow, refusing, gone and back. Never a short result that looks whole."""

import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
from pgwire import Leaf, error, kinds, rows


def with_server(case):
    def run():
        with fake_mongo.Server() as server:
            server.collections["t"] = [{"_id": i, "v": i} for i in range(100)]
            with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust", "-o", "connect_timeout=2s") as leaf:
                leaf.startup(user="u", database="d")
                assert rows(leaf.query("SELECT v FROM t LIMIT 1")) == [["0"]]
                case(server, leaf)
    run.__doc__ = case.__doc__
    return run


def later(n, handler):
    """A handler that does its deed at the nth call only."""
    left = [n]

    def on(*arguments):
        left[0] -= 1
        if left[0] != 0:
            return None
        return handler(*arguments) if callable(handler) else handler
    return on


@with_server
def lost_in_getmore(server, leaf):
    "the connection breaks in the middle of a result: 08006 behind the rows that came, no CommandComplete"
    server.on["getMore"] = later(3, fake_mongo.drop)
    got = leaf.query("SELECT v FROM t")
    assert "C" not in kinds(got) and error(got)["C"] == "08006", (kinds(got)[-5:], error(got))
    assert kinds(got)[-2:] == "EZ"
    server.on.clear()
    assert len(rows(leaf.query("SELECT v FROM t"))) == 100


@with_server
def lost_at_once(server, leaf):
    "the connection breaks at the command itself: an error, and the next statement connects anew"
    server.on["find"] = later(1, fake_mongo.drop)
    got = leaf.query("SELECT v FROM t")
    said = error(got)
    assert said is None or said["C"] == "08006", said
    server.on.clear()
    assert len(rows(leaf.query("SELECT v FROM t"))) == 100


@with_server
def error_in_getmore(server, leaf):
    "the server says no in the middle of a result: its error, no CommandComplete"
    for code, sqlstate in ((43, "XX000"), (13, "42501"), (50, "57014"), (11601, "57014"), (96, "XX000")):
        server.on["getMore"] = later(2, lambda *_, code=code: {"ok": 0.0, "code": code, "errmsg": "told so"})
        got = leaf.query("SELECT v FROM t")
        assert "C" not in kinds(got), code
        said = error(got)
        assert said["C"] == sqlstate or sqlstate == "XX000", (code, said)
    server.on.clear()
    assert len(rows(leaf.query("SELECT v FROM t"))) == 100


@with_server
def refused(server, leaf):
    "a command that is refused for want of rights: 42501"
    server.on["find"] = lambda *_: {"ok": 0.0, "code": 13, "codeName": "Unauthorized", "errmsg": "not authorized on d"}
    assert error(leaf.query("SELECT v FROM t"))["C"] == "42501"


@with_server
def lacking(server, leaf):
    "a stage that the server turns out not to have: the statement is planned without it, and so are those that follow"
    def unknown(server, connection, database, command):
        if any("$group" in stage for stage in command["pipeline"]):
            return {"ok": 0.0, "code": 40324, "codeName": "Location40324",
                    "errmsg": "Unrecognized pipeline stage name: '$group'"}
        return None
    server.on["aggregate"] = unknown
    server.collections["t"] = [{"_id": i, "v": i % 4} for i in range(100)]
    sql = "SELECT v, count(*) FROM t GROUP BY v ORDER BY v"
    got = leaf.query(sql)
    assert error(got) is None and kinds(got) == "TDDDDCZ", (kinds(got), error(got))
    assert rows(got) == [[str(i), "25"] for i in range(4)], rows(got)
    asked = server.names().count("aggregate")
    assert asked > 0
    assert rows(leaf.query(sql)) == rows(got)
    assert server.names().count("aggregate") == asked
    plan = "\n".join(r[0] for r in rows(leaf.query("EXPLAIN " + sql)))
    assert "Local: the server has no $group" in plan, plan


@with_server
def damaged(server, leaf):
    "a reply without a cursor"
    server.on["find"] = lambda *_: {"ok": 1.0}
    assert error(leaf.query("SELECT v FROM t"))["C"] == "08006"


def ended_there(server, command):
    "Is MongoDB told to end the work? (the session may be ahead of it)"
    end = time.monotonic() + pgwire.LIMIT
    while command not in server.names() and time.monotonic() < end:
        time.sleep(0.02)
    return command in server.names()


@with_server
def slow(server, leaf):
    "a server that does not answer: statement_timeout ends the wait with 57014, the session goes on"
    server.on["find"] = fake_mongo.mute
    leaf.query("SET statement_timeout = '400ms'")
    start = time.monotonic()
    got = leaf.query("SELECT v FROM t")
    assert error(got)["C"] == "57014", error(got)
    assert time.monotonic() - start < 15
    server.on.clear()
    assert rows(leaf.query("SELECT 1")) == [["1"]]
    assert any("maxTimeMS" in c for _, c in server.commands if "find" in c)
    assert ended_there(server, "killSessions"), server.names()


@with_server
def cancelled(server, leaf):
    "a signal (what a cancel request sends) ends a wait with 57014; the work is ended on the server too"
    seen = threading.Event()

    def wait(*_):
        seen.set()
        return fake_mongo.mute
    server.on["find"] = wait
    leaf.send(pgwire.message("Q", pgwire.z("SELECT v FROM t")))
    assert seen.wait(20)
    server.on.clear()
    os.kill(leaf.process.pid if not os.environ.get("PGLEAF_VALGRIND") else leaf.process.pid, 2)
    got = leaf.until("Z")
    assert error(got)["C"] == "57014", error(got)
    assert "killSessions" in server.names() or "killOp" in server.names(), server.names()
    assert len(rows(leaf.query("SELECT v FROM t"))) == 100


@with_server
def terminated(server, leaf):
    "SIGTERM while idle and while waiting: FATAL 57P01"
    seen = threading.Event()

    def wait(*_):
        seen.set()
        return fake_mongo.mute
    server.on["find"] = wait
    leaf.send(pgwire.message("Q", pgwire.z("SELECT v FROM t")))
    assert seen.wait(20)
    leaf.process.terminate()
    got = leaf.to_end()
    assert error(got)["C"] == "57P01" and error(got)["S"] == "FATAL", got
    assert leaf.close() == 0
    assert ended_there(server, "killSessions"), server.names()
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust") as idle:
        idle.startup(user="u", database="d")
        idle.process.terminate()
        assert error(idle.to_end())["C"] == "57P01"


@with_server
def client_gone(server, leaf):
    "the client goes away in the middle of a result: the session ends, and its cursor with it"
    server.collections["big"] = [{"_id": i, "v": "x" * 1000} for i in range(3000)]
    server.batch = 100
    leaf.send(pgwire.message("Q", pgwire.z("SELECT * FROM big")))
    leaf.take(1000)
    leaf.process.stdout.close()
    leaf.process.stdin.close()
    leaf.process.wait(pgwire.LIMIT)
    assert leaf.process.returncode == 0, leaf.process.returncode
    leaf.process.stderr.close()
    leaf.process.stdout = open(os.devnull, "rb")
    leaf.process.stdout.close()
    assert ended_there(server, "killCursors"), server.names()


@with_server
def client_gone_while_waiting(server, _leaf):
    "client_connection_check_interval: the client is gone while MongoDB works: that ends, too"
    ours, theirs = socket.socketpair()
    seen = threading.Event()

    def wait(*_):
        seen.set()
        return fake_mongo.mute
    process = subprocess.Popen([pgwire.PGLEAF, "-c", "/dev/null", "-o", f"uri={server.uri}", "-o", "auth=trust"], stdin=theirs, stdout=theirs,
                               stderr=subprocess.DEVNULL)
    theirs.close()
    server.on["find"] = wait
    ours.sendall(pgwire.startup_packet(user="u", database="d", options="-c client_connection_check_interval=200ms") +
                 pgwire.message("Q", pgwire.z("SELECT v FROM t")))
    assert seen.wait(pgwire.LIMIT)
    server.on.clear()
    ours.close()
    assert process.wait(pgwire.LIMIT) == 0, process.returncode
    assert ended_there(server, "killSessions"), server.names()


@with_server
def idle_timeouts(server, leaf):
    "idle_session_timeout and idle_in_transaction_session_timeout end the session, and its cursors in MongoDB"
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust") as open_cursor:
        open_cursor.startup(user="u", database="d", options="-c idle_in_transaction_session_timeout=300ms")
        open_cursor.query("BEGIN")
        open_cursor.query("DECLARE c CURSOR FOR SELECT v FROM t")
        assert len(rows(open_cursor.query("FETCH 2 FROM c"))) == 2
        assert error(open_cursor.to_end())["C"] == "25P03"
    assert ended_there(server, "killCursors"), server.names()
    leaf.query("SET idle_in_transaction_session_timeout = '200ms'; BEGIN")
    leaf.query("BEGIN")
    assert error(leaf.to_end())["C"] == "25P03"
    with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust") as other:
        other.startup(user="u", database="d", options="-c idle_session_timeout=200ms")
        other.query("SELECT v FROM t LIMIT 1")
        assert error(other.to_end())["C"] == "57P05"
    last = [c["lsid"] for _, c in server.commands if "find" in c][-1]

    def told():
        return any(last in c.get("endSessions", ()) for _, c in server.commands)
    end = time.monotonic() + pgwire.LIMIT
    while not told() and time.monotonic() < end:
        time.sleep(0.02)
    assert told(), server.names()


def login_timeout():
    "a client that does not log in is not waited for"
    with Leaf("-o", "uri=mongodb://127.0.0.1:1/", "-o", "authentication_timeout=1s") as leaf:
        got = leaf.to_end()
        assert error(got)["S"] == "FATAL", got


def lost_at_login():
    "the connection breaks during the login"
    with fake_mongo.Server() as server:
        for name in ("ping", "buildInfo", "connectionStatus"):
            server.on = {name: fake_mongo.drop}
            with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust", "-o", "connect_timeout=1s") as leaf:
                leaf.send(pgwire.startup_packet(user="u", database="d"))
                try:
                    got = leaf.until("Z")
                except pgwire.Ended as e:
                    got = e.args[0]
                    assert error(got)["C"] in ("08001", "08006"), (name, got)


pgwire.run([lost_in_getmore, lost_at_once, error_in_getmore, refused, lacking, damaged, slow, cancelled, terminated, client_gone, client_gone_while_waiting,
            idle_timeouts, login_timeout, lost_at_login])
