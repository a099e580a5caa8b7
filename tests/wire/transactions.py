#!/usr/bin/python3
"""What goes to MongoDB in a transaction: a write that stands alone needs none; in the extended protocol Sync tells. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
from pgwire import Leaf, error, message
from transcripts import SYNC, bind, execute, parse

INSERT = "INSERT INTO t VALUES (70, 7)"


def replica_set(server, _connection, database, command):
    return {**server.do_hello(database, command), "setName": "rs", "me": server.uri.split("/")[2], "hosts": [server.uri.split("/")[2]]}


def sent(case):
    """Of the writes that a case sends: are they in a transaction; and how transactions end."""
    with fake_mongo.Server() as server:
        server.collections["t"] = [{"_id": i, "v": i} for i in range(10)]
        server.on.update(hello=replica_set, isMaster=replica_set, ismaster=replica_set, insert=lambda *_: {"n": 1, "ok": 1.0})
        with Leaf("-o", f"uri={server.uri}", "-o", "auth=trust") as leaf:
            leaf.startup(user="u", database="d")
            case(leaf)
        interesting = [c for _, c in server.commands if next(iter(c)) in ("insert", "commitTransaction", "abortTransaction")]
        return [next(iter(c)) + ("+" if "txnNumber" in c and c.get("autocommit") is False else "") for c in interesting]


def done(leaf):
    got = leaf.until("Z")
    assert error(got) is None, got


def at_once(leaf, data):
    leaf.send(data)
    done(leaf)


def alone():
    "Execute and Sync that come together; Close and Flush between them change nothing"
    assert sent(lambda leaf: at_once(leaf, parse(INSERT) + bind() + execute() + SYNC)) == ["insert"]
    assert sent(lambda leaf: at_once(leaf, parse(INSERT) + bind() + execute() + message("C", b"P\0") + message("H") + SYNC)) == ["insert"]
    assert sent(lambda leaf: done_query(leaf, INSERT)) == ["insert"]


def done_query(leaf, text):
    got = leaf.query(text)
    assert error(got) is None, got


def apart():
    "a Sync that nobody has seen yet may be another Execute"
    def case(leaf):
        leaf.send(parse(INSERT) + bind() + execute() + message("H"))
        leaf.until("C")
        at_once(leaf, SYNC)
    assert sent(case) == ["insert+", "commitTransaction+"]


def pipeline():
    "all that stands before a Sync is one transaction: the last write, too; also behind an error"
    one = parse(INSERT) + bind() + execute()
    assert sent(lambda leaf: at_once(leaf, one + one + SYNC)) == ["insert+", "insert+", "commitTransaction+"]

    def broken(leaf):
        leaf.send(one + parse("SELECT 1/0") + bind() + execute() + SYNC)
        assert error(leaf.until("Z"))["C"] == "22012"
        at_once(leaf, one + SYNC)
    assert sent(broken) == ["insert+", "abortTransaction+", "insert"]


def block():
    "in a block it is the block's"
    def case(leaf):
        done_query(leaf, "BEGIN")
        at_once(leaf, parse(INSERT) + bind() + execute() + SYNC)
        done_query(leaf, "COMMIT")
    assert sent(case) == ["insert+", "commitTransaction+"]
    assert sent(lambda leaf: done_query(leaf, f"{INSERT}; {INSERT}")) == ["insert+", "insert+", "commitTransaction+"]


pgwire.run([alone, apart, pipeline, block])
