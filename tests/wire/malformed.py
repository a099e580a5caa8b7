#!/usr/bin/python3
"""Malformed input: each case ends in one FATAL 08P01 (or silence) and a clean end, or in an error after which the session goes on.
Never a hang, a crash (the sanitizers look on) or an allocation of what a message claims to be."""

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
import transcripts
from pgwire import Leaf, error, kinds, message, rows, startup_packet, z

server = fake_mongo.Server().__enter__()
LENGTHS = [-2147483648, -1, 0, 1, 2, 3, 2147483647, 0x40000004]
GOOD = {
    "Q": z("SELECT 1"),
    "P": z("") + z("SELECT 1") + b"\0\0",
    "B": z("") + z("") + b"\0" * 6,
    "E": z("") + b"\0" * 4,
    "D": b"S" + z(""),
    "C": b"S" + z(""),
    "H": b"",
    "S": b"",
    "F": b"\0\0\0\1" + b"\0" * 6,
    "d": b"data",
    "c": b"",
    "f": z("no"),
    "p": z("secret"),
}


def leaf():
    return Leaf("-o", f"uri={server.uri}", "-o", "auth=trust")


def ready():
    one = leaf()
    one.startup(user="u", database="d")
    return one


def ends_cleanly(one, fatal=True):
    got = one.to_end()
    said = error(got)
    if fatal:
        assert said is not None and said["C"] == "08P01" and said["S"] == "FATAL", (kinds(got), said)
        assert kinds(got).endswith("E"), kinds(got)
    assert one.close() == 0, one.log


def startup_lengths():
    "startup packets of impossible lengths"
    for length in LENGTHS + [4, 7, 10001, 0x7fffffff]:
        one = leaf()
        one.send(struct.pack("!i", length) + b"xxxxxxxx")
        one.half_close()
        ends_cleanly(one)


def startup_truncated():
    "a startup packet cut at every byte"
    packet = startup_packet(user="u", database="d")
    for n in range(1, len(packet)):
        one = leaf()
        one.send(packet[:n])
        one.half_close()
        ends_cleanly(one, fatal=n >= 1)


def startup_without_terminators():
    "parameters without their ends"
    for body in (b"user", b"user\0", b"user\0u", b"user\0u\0", b"user\0u\0\0extra", b"\0user\0u\0\0"):
        packet = struct.pack("!i", 196608) + body
        one = leaf()
        one.send(struct.pack("!i", len(packet) + 4) + packet)
        one.half_close()
        got = one.to_end()
        assert error(got) is not None and error(got)["S"] == "FATAL", body
        assert one.close() == 0


def garbage_first():
    "garbage instead of a startup packet"
    for data in (b"GET / HTTP/1.1\r\n\r\n", b"\0" * 64, b"\xff" * 64, b"\x16\x03\x01\x02\x00\x01"):
        one = leaf()
        one.send(data)
        one.half_close()
        ends_cleanly(one, fatal=False)


def message_lengths():
    "each message with impossible lengths"
    for kind in GOOD:
        for length in LENGTHS:
            one = ready()
            one.send(kind.encode() + struct.pack("!i", length) + b"xxxx")
            one.half_close()
            ends_cleanly(one)


def message_truncated():
    "each message cut short by the end of the stream"
    for kind, body in GOOD.items():
        whole = message(kind, body)
        for n in sorted({1, 3, 5, len(whole) - 1}):
            if n >= len(whole):
                continue
            one = ready()
            one.send(whole[:n])
            one.half_close()
            ends_cleanly(one)


def unknown_types():
    "message types that there are not"
    for kind in "\0\1aAGRTWYZz~":
        one = ready()
        one.send(message(kind, b"body"))
        ends_cleanly(one)
    one = ready()
    one.send(b"\xff\0\0\0\4")
    ends_cleanly(one)


def query_bodies():
    "a Query without its end, or with more behind it"
    for body in (b"", b"SELECT 1", b"SELECT 1\0more\0", b"\0\0"):
        one = ready()
        one.send(message("Q", body))
        ends_cleanly(one)


def out_of_order():
    "every message at a time when it is not expected: refused or ignored, and the session goes on"
    for kind, body in GOOD.items():
        with ready() as one:
            one.send(message(kind, body) + message("S"))
            if kind == "p":
                assert error(one.to_end())["C"] == "08P01"
                continue
            one.until("Z")
            if kind in "QFS":
                one.until("Z")
            assert rows(one.query("SELECT 'on'")) == [["on"]], kind


def before_login():
    "every message before the password"
    for kind, body in GOOD.items():
        if kind == "p":
            continue
        with Leaf("-o", f"uri={server.uri}", "-o", "auth=password") as one:
            one.send(startup_packet(user="u"))
            one.read()
            one.send(message(kind, body))
            got = one.to_end()
            assert kinds(got) == "E" and error(got)["C"] == "08P01", (kind, got)


def deep_nesting():
    "a statement nested too deeply is an error, and the session goes on"
    with ready() as one:
        for sql in ("SELECT " + "(" * 5000 + "1" + ")" * 5000, "SELECT 1" + " + 1" * 6000, "SELECT " + "- " * 15000 + "1", "SELECT " + "NOT " * 200000 + "true",
                    "SELECT " + "NOT " * 8000 + "true", "SELECT " + "ARRAY[" * 3000 + "1" + "]" * 3000):
            got = one.query(sql)
            said = error(got)
            assert said is None or said["C"] in ("54001", "42601", "54000", "0A000"), (sql[:20], said)
        assert rows(one.query("SELECT 'on'")) == [["on"]]


def long_statement():
    "a statement of a megabyte"
    with ready() as one:
        text = "x" * 1000000
        assert rows(one.query(f"SELECT length('{text}')")) == [["1000000"]]


# ---- the transcripts' messages, each as it is sent once

def messages_of(data):
    at = 0
    while at < len(data):
        end = at + 1 + struct.unpack_from("!i", data, at + 1)[0]
        yield data[at:end]
        at = end


ALL = sorted({m for data in transcripts.TRANSCRIPTS.values() for m in messages_of(data)})
SOME = ALL[::100 if os.environ.get("PGLEAF_VALGRIND") else 10]  # tests/fuzz does it with all of them, in one process


class Listening:
    "pgleaf that forks for each client of a Unix socket"

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix="pgleaf-malformed.")
        self.path = os.path.join(self.dir, "s")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(128)
        self.process = subprocess.Popen([pgwire.PGLEAF, "-c", "/dev/null", "-o", f"uri={server.uri}", "-o", "auth=trust"],
                                        stdin=self.listener, stdout=subprocess.DEVNULL, stderr=open(self.path + ".log", "w"))
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(pgwire.LIMIT)
        self.listener.close()
        with open(self.path + ".log", encoding="utf-8", errors="replace") as f:
            log = f.read()
        shutil.rmtree(self.dir)
        assert "ended by signal" not in log, log

    def start(self, data):
        """A session that sends this and then nothing more."""
        one = pgwire.Connection(self.path)
        one.send(startup_packet(user="u", database="d") + data)
        one.socket.shutdown(socket.SHUT_WR)
        return one


def each_ends(inputs):
    """Sessions, a dozen at once: each ends by itself, with nothing or with an error; whole answers before it."""
    with Listening() as leaf:
        running = []
        for data in [*inputs, *[None] * 12]:
            if data is not None:
                running.append((data, leaf.start(data)))
            if running and (data is None or len(running) == 12):
                sent, one = running.pop(0)
                got = one.to_end()
                one.close()
                assert one.buffer == b"" and got[0][0] == "R", (sent, got, one.buffer)
                yield sent, got


def cut_messages():
    "the stream ends at every byte of a message of the transcripts"
    seen = set()
    cuts = {m[:n] for m in SOME for n in range(1, len(m)) if n < 6 or n % 4 == len(m) % 4}
    for sent, got in each_ends(sorted(cuts)):
        said = error(got)
        assert said is not None and said["C"] == "08P01" and said["S"] == "FATAL", (sent, kinds(got), said)
        seen.add(said["M"])
    assert len(seen) <= 3, seen


def flipped_lengths():
    "bits of the length of messages of the transcripts, the other way"
    flips = set()
    for m in SOME:
        for at in range(1, 5):
            for mask in (1, 4, 0x10, 0x80, 0xff) if at == 4 else (1, 0x80):
                flips.add(m[:at] + bytes([m[at] ^ mask]) + m[at + 1:] + transcripts.SYNC)
    for sent, got in each_ends(sorted(flips)):
        said = [pgwire.fields(body) for kind, body in got if kind == "E"]
        assert said, (sent, kinds(got))


def short_bodies():
    "every message of the transcripts with its body cut at every byte and its length right: an error, or a shorter message"
    with Listening() as leaf, pgwire.Connection(leaf.path) as one:
        one.startup(user="u", database="d")
        for m in (SOME if os.environ.get("PGLEAF_VALGRIND") else ALL):
            for n in range(5, len(m) if m[0] != ord("Q") else 5):
                one.send(message(chr(m[0]), m[5:n]) + transcripts.SYNC)
                got = one.until("Z")
                assert error(got) is not None or kinds(got)[:-1] in ("1", "2", "3"), (m, n, got)
        assert rows(one.query("SELECT 'on'")) == [["on"]]
    for _, got in each_ends([message("Q", m[5:-1]) for m in SOME if m[0] == ord("Q") and len(m) > 6]):
        assert error(got)["S"] == "FATAL" and error(got)["C"] == "08P01", got


pgwire.run([startup_lengths, startup_truncated, startup_without_terminators, garbage_first, message_lengths,
            message_truncated, unknown_types, query_bodies, out_of_order, before_login, deep_nesting, long_statement, cut_messages, flipped_lengths, short_bodies])
