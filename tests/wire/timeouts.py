#!/usr/bin/python3
"""Timeouts: of idle sessions, idle transactions, statements in parts; and a session that waits does not wake up for it. TAP."""

import os
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
from pgwire import Leaf, error, fields, message, rows
from transcripts import SYNC, bind, execute, parse

server = fake_mongo.Server().__enter__()
server.collections["t"] = [{"_id": i, "v": i} for i in range(10)]


def leaf():
    one = Leaf("-o", f"uri={server.uri}", "-o", "auth=trust")
    one.startup(user="u", database="d")
    return one


def ended(one):
    """The FATAL error that a session says before it ends, and when."""
    start = time.monotonic()
    messages = one.to_end()
    assert messages and messages[-1][0] == "E", messages
    said = fields(messages[-1][1])
    assert said["S"] == said["V"] == "FATAL", said
    return said["C"], said["M"], time.monotonic() - start


def idle_session():
    "idle_session_timeout ends a session that says nothing: 57P05"
    with leaf() as one:
        one.query("SET idle_session_timeout = '300ms'")
        code, text, took = ended(one)
        assert (code, text) == ("57P05", "terminating connection due to idle-session timeout"), (code, text)
        assert 0.2 < took < 5, took


def idle_transaction():
    "idle_in_transaction_session_timeout ends one that leaves a transaction open, failed ones too: 25P03"
    for text in ("BEGIN", "BEGIN; SELECT 1/0"):
        with leaf() as one:
            one.query("SET idle_in_transaction_session_timeout = '300ms'")
            time.sleep(0.5)  # not in a transaction: nothing
            assert rows(one.query("SELECT 1")) == [["1"]]
            one.query(text)
            code, said, took = ended(one)
            assert (code, said) == ("25P03", "terminating connection due to idle-in-transaction timeout"), (code, said)
            assert 0.2 < took < 5, took


def not_idle():
    "a session in a transaction is not an idle session; one between the messages of a statement is not idle"
    with leaf() as one:
        one.query("SET idle_session_timeout = '200ms'; BEGIN")
        time.sleep(0.5)
        assert rows(one.query("SELECT 1")) == [["1"]]
        one.query("SET idle_in_transaction_session_timeout = '200ms'; SET idle_session_timeout = 0; ROLLBACK")
        one.query("SET idle_session_timeout = '200ms'")
        one.send(parse("SELECT 1"))
        time.sleep(0.5)
        one.send(bind() + execute() + SYNC)
        assert rows(one.until("Z")) == [["1"]]


def statement_in_parts():
    "statement_timeout counts from Parse to the end of Execute: 57014"
    with leaf() as one:
        one.query("SET statement_timeout = '300ms'")
        one.send(parse("SELECT count(*) FROM generate_series(1, 2000000000)") + message("H"))
        time.sleep(0.6)
        start = time.monotonic()
        one.send(bind() + execute() + SYNC)
        said = error(one.until("Z"))
        assert (said["S"], said["C"]) == ("ERROR", "57014"), said
        assert time.monotonic() - start < 5
        for _ in range(2):  # each Execute has its own time
            one.send(parse("SELECT 1") + bind() + execute() + message("H"))
            time.sleep(0.2)
        one.send(SYNC)
        assert len(rows(one.until("Z"))) == 2


def statement_of_several():
    "statement_timeout is each statement's of a message"
    with leaf() as one:
        one.query("SET statement_timeout = '2s'")
        assert len(rows(one.query("SELECT pg_sleep(0.8); SELECT pg_sleep(0.8); SELECT pg_sleep(0.8)"))) == 3


def sleeps():
    "a session that waits for its client does not wake up"
    with leaf() as one:
        one.query("SELECT 1")
        pid = one.process.pid

        def switches():
            with open(f"/proc/{pid}/status") as f:
                return sum(int(line.split()[1]) for line in f if "ctxt_switches" in line)
        time.sleep(0.3)
        before = switches()
        time.sleep(2.5)
        assert switches() == before, switches() - before
        one.process.terminate()
        code, text, took = ended(one)
        assert code == "57P01" and took < 5, (code, text, took)


def lock_timeout():
    "lock_timeout is taken: nothing waits for locks"
    with leaf() as one:
        one.query("SET lock_timeout = '1s'")
        assert rows(one.query("SHOW lock_timeout")) == [["1s"]]


def client_looked_for():
    "client_connection_check_interval: a statement ends whose client has gone"
    for interval in ("100ms", "2s"):
        ours, theirs = socket.socketpair()
        process = subprocess.Popen([pgwire.PGLEAF, "-c", "/dev/null", "-o", f"uri={server.uri}", "-o", "auth=trust"], stdin=theirs, stdout=theirs,
                                   stderr=subprocess.DEVNULL)
        theirs.close()
        ours.sendall(pgwire.startup_packet(user="u", database="d") + message("Q", f"SET client_connection_check_interval = '{interval}'".encode() + b"\0"))
        time.sleep(1.5)
        ours.sendall(message("Q", b"SELECT count(*) FROM generate_series(1, 2000000000)\0"))
        time.sleep(0.5)
        ours.close()
        process.wait(pgwire.LIMIT)  # it would take many times as long


pgwire.run([idle_session, idle_transaction, not_idle, statement_in_parts, statement_of_several, sleeps, lock_timeout, client_looked_for])
