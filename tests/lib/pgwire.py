"""The PostgreSQL protocol by hand, for tests: a pgleaf on pipes, messages as bytes, TAP.

    with pgwire.Leaf("-o", f"uri={uri}", "-o", "auth=trust") as leaf:
        leaf.startup(user="u", database="d")
        messages = leaf.query("SELECT 1")        # [(type, body), ...] up to ReadyForQuery
"""

import contextlib
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time

PGLEAF = os.environ.get("PGLEAF", "build/pgleaf")
LIMIT = 60 if os.environ.get("PGLEAF_VALGRIND") else 20


def z(text):
    return text.encode() + b"\0"


def message(kind, body=b""):
    return kind.encode() + struct.pack("!i", len(body) + 4) + body


def startup_packet(version=196608, **parameters):
    body = struct.pack("!i", version)
    for name, value in parameters.items():
        body += z(name) + z(value)
    body += b"\0"
    return struct.pack("!i", len(body) + 4) + body


def fields(body):
    """An ErrorResponse's or NoticeResponse's."""
    out = {}
    for part in body.split(b"\0"):
        if part:
            out[part[:1].decode()] = part[1:].decode(errors="backslashreplace")
    return out


class Ended(Exception):
    """The stream is at its end; args[0]: the messages before it."""


class Leaf:
    def __init__(self, *options):
        log = os.environ.get("PGLEAF_COMMAND_LOG")
        if log:
            options += ("-o", f"command_log={log}")
        self.process = subprocess.Popen([PGLEAF, "-c", "/dev/null", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends it as a client that goes away would; the exit status."""
        if self.process.stdout.closed:
            return self.process.returncode
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("pgleaf hangs") from None
        self.process.stdout.close()
        self.log = self.process.stderr.read().decode(errors="replace")
        self.process.stderr.close()
        return self.process.returncode

    def send(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def half_close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def fill(self, end):
        left = end - time.monotonic()
        if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
            raise AssertionError(f"no answer in {LIMIT} s")
        part = os.read(self.process.stdout.fileno(), 65536)
        if not part:
            raise EOFError
        self.buffer += part

    def take(self, n):
        end = time.monotonic() + LIMIT
        while len(self.buffer) < n:
            self.fill(end)
        out, self.buffer = self.buffer[:n], self.buffer[n:]
        return out

    def read(self):
        kind = self.take(1).decode()
        length = struct.unpack("!i", self.take(4))[0]
        return kind, self.take(length - 4)

    def until(self, *kinds):
        got = []
        while True:
            try:
                got.append(self.read())
            except EOFError:
                raise Ended(got) from None
            if got[-1][0] in kinds:
                return got

    def to_end(self):
        try:
            while True:
                self.until("\0")
        except Ended as e:
            return e.args[0]

    def startup(self, **parameters):
        self.send(startup_packet(**parameters))
        return self.until("Z")

    def query(self, sql):
        self.send(message("Q", z(sql)))
        return self.until("Z")


class Connection(Leaf):
    """The same to a server that listens on a Unix socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.buffer = b""

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def fill(self, end):
        self.socket.settimeout(max(end - time.monotonic(), 0.001))
        part = self.socket.recv(65536)
        if not part:
            raise EOFError
        self.buffer += part


def rows(messages):
    out = []
    for kind, body in messages:
        if kind != "D":
            continue
        count, at, row = struct.unpack("!h", body[:2])[0], 2, []
        for _ in range(count):
            n = struct.unpack("!i", body[at:at + 4])[0]
            at += 4
            row.append(None if n < 0 else body[at:at + n].decode())
            at += max(n, 0)
        out.append(row)
    return out


def error(messages):
    """The first ErrorResponse's fields; None."""
    return next((fields(b) for k, b in messages if k == "E"), None)


def kinds(messages):
    return "".join(k for k, _ in messages)


@contextlib.contextmanager
def cancelling(stop):
    """Cancels until what stands inside has ended: a cancel that comes before the server has begun the statement means nothing."""
    ended = threading.Event()

    def again():
        while not ended.wait(0.3):
            stop()
    worker = threading.Thread(target=again)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def run(cases):
    """Runs functions as TAP."""
    failed = 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        name = (case.__doc__ or case.__name__).strip()
        try:
            case()
            print(f"ok {number} - {name}", flush=True)
        except Exception as e:  # noqa: BLE001: a failed case must not hide the others
            failed += 1
            print(f"not ok {number} - {name}")
            print("# " + repr(e).replace("\n", "\n# "), flush=True)
    sys.exit(1 if failed else 0)
