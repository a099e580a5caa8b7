#!/usr/bin/python3
"""Cancel requests: in another process, with the key of BackendKeyData; right ones end a statement, all others do nothing."""

import os
import struct
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
from pgwire import Leaf, error, message, rows, z

CANCEL = 80877102
server = fake_mongo.Server().__enter__()
server.collections["t"] = [{"_id": i, "v": i} for i in range(10)]
directory = tempfile.TemporaryDirectory()


def leaf():
    return Leaf("-o", f"uri={server.uri}", "-o", "auth=trust", "-o", f"runtime_dir={directory.name}")


def key_of(started):
    return struct.unpack("!ii", dict(started)["K"])


def request(pid, secret, extra=b""):
    """What the cancelling process answers: nothing."""
    with leaf() as one:
        one.send(struct.pack("!iiii", 16 + len(extra), CANCEL, pid, secret) + extra)
        assert one.to_end() == []
        assert one.close() == 0


def during(act, limit):
    """Runs a statement whose find is not answered, acts when it was sent; the statement's error."""
    with leaf() as one:
        key = key_of(one.startup(user="u", database="d"))
        assert len(rows(one.query("SELECT v FROM t"))) == 10
        one.query(f"SET statement_timeout = '{limit}s'")
        sent = threading.Event()

        def mute(*_):
            sent.set()
            return fake_mongo.mute
        server.on["find"] = mute
        one.send(message("Q", z("SELECT v FROM t")))
        assert sent.wait(pgwire.LIMIT)
        server.on.clear()
        act(*key)
        said = error(one.until("Z"))
        assert said["C"] == "57014", said
        assert len(rows(one.query("SELECT v FROM t"))) == 10
        return said["M"]


def right_key():
    "the right key ends the statement, and the session goes on"
    assert during(request, pgwire.LIMIT - 1) == "canceling statement due to user request"


def wrong_requests():
    "a wrong key, another process, a request with more behind it: nothing happens"
    def wrong(pid, secret):
        request(pid, secret ^ 1)
        request(1, secret)
        request(-pid, secret)
        request(0, secret)
        request(pid, secret, b"more")
    assert during(wrong, 2) == "canceling statement due to statement timeout"


def idle():
    "a cancel while nothing runs means nothing"
    with leaf() as one:
        key = key_of(one.startup(user="u", database="d"))
        request(*key)
        assert rows(one.query("SELECT 1")) == [["1"]]


def key_files():
    "the key's file is its owner's alone, and goes with the session"
    with leaf() as one:
        pid, _ = key_of(one.startup(user="u", database="d"))
        path = os.path.join(directory.name, str(pid))
        assert os.stat(path).st_mode & 0o777 == 0o600
    assert not os.path.exists(path)


pgwire.run([right_key, wrong_requests, idle, key_files])
