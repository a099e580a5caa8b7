#!/usr/bin/python3
"""TLS between clients and pgleaf: real clients, handshakes by hand, certificates, and what must not pass."""

import os
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import fake_mongo
import pgwire
import servers
from pgwire import error, kinds, message, rows, startup_packet, z

import psycopg

warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.1 is
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
mongo = fake_mongo.Server().__enter__()
mongo.batch = 500
mongo.collections["t"] = [{"_id": i, "v": "x" * 500} for i in range(5000)]
keep = tempfile.TemporaryDirectory()
CERTS = keep.name
subprocess.run([os.path.join(servers.TOP, "tests/lib/certs"), CERTS], check=True)
stack = servers.directory("tls")
directory = stack.__enter__()


def path(name):
    return os.path.join(CERTS, name)


def options(*more, tls="allow", auth="trust"):
    out = []
    for setting in (f"uri={mongo.uri}", f"auth={auth}", f"tls={tls}", f"tls_cert_file={path('server.crt')}",
                    f"tls_key_file={path('server.key')}", *more):
        out += ["-o", setting]
    return out


leaves = {}


def port(*more, form="inetd", **how):
    """Of a pgleaf with these settings, started once."""
    key = (form, more, tuple(how.items()))
    if key not in leaves:
        place = directory.pgleaf(form, *options(*more, **how)).split()[0].removeprefix("host=")
        leaves[key] = place, int(open(place + "/pgleaf.port", encoding="ascii").read())
    return leaves[key][1]


def place(*more, **how):
    port(*more, **how)
    return next(v[0] for k, v in leaves.items() if k == (how.pop("form", "inetd"), more, tuple(how.items())))


def log(*more, **how):
    with open(place(*more, **how) + "/pgleaf.log", encoding="utf-8", errors="replace") as f:
        return f.read()


def logged(words, *more):
    """Waits for it: what the log says may come behind what the client is told."""
    end = time.monotonic() + 10
    while words not in log(*more):
        assert time.monotonic() < end, log(*more)[-500:]
        time.sleep(0.02)


def dsn(number, mode="require", **more):
    words = {"host": "127.0.0.1", "port": number, "user": "alice", "dbname": "d", "sslmode": mode,
             "sslrootcert": path("ca.crt"), "sslcert": path("none"), "sslkey": path("none")}
    return " ".join(f"{k}={v}" for k, v in (words | more).items() if v is not None)


def connect(*more, mode="require", cert=None, **how):
    with_cert = {"sslcert": path(cert + ".crt"), "sslkey": path(cert + ".key")} if cert else {}
    return psycopg.connect(dsn(port(*more, **how), mode, **with_cert), autocommit=True)


def refused(*words, **how):
    """The text of the refusal, which must have the words."""
    try:
        connect(*how.pop("more", ()), **how).close()
    except psycopg.OperationalError as e:
        for word in words:
            assert word in str(e), (word, str(e))
        return
    raise AssertionError("was let in")


class Bytes(pgwire.Leaf):
    """A connection over TCP by hand, which may go over to TLS."""

    def __init__(self, number):
        self.socket = socket.create_connection(("127.0.0.1", number))
        self.buffer = b""

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def fill(self, end):
        self.socket.settimeout(max(end - time.monotonic(), 0.001))
        try:
            part = self.socket.recv(65536)
        except ConnectionResetError:
            part = b""
        if not part:
            raise EOFError
        self.buffer += part

    def secure(self, **how):
        self.socket = context(**how).wrap_socket(self.socket, server_hostname="localhost")
        return self


def context(alpn=None, least=ssl.TLSVersion.TLSv1_2, most=ssl.TLSVersion.TLSv1_3):
    c = ssl.create_default_context(cafile=path("ca.crt"))
    if most < ssl.TLSVersion.TLSv1_2:
        c.set_ciphers("ALL:@SECLEVEL=0")
    c.minimum_version, c.maximum_version = least, most
    if alpn:
        c.set_alpn_protocols(alpn)
    return c


def fails(act):
    try:
        act()
    except (ssl.SSLError, OSError, EOFError, pgwire.Ended):
        return True
    return False


# ---- real clients ----

def every_way_in():
    "verify-full from psql and psycopg, a process per connection and a listener that forks"
    for form in ("inetd", "fd3"):
        number = port(form=form)
        out = subprocess.run(["psql", "-X", "-A", "-t", dsn(number, "verify-full", host="localhost"), "-c", "SELECT 1 + 1",
                              "-c", "\\conninfo"], capture_output=True, text=True, check=True).stdout
        assert out.startswith("2\n") and "TLSv1.3" in out, out
        with psycopg.connect(dsn(number, "verify-full", host="localhost")) as c:
            assert c.pgconn.ssl_in_use
            assert len(c.execute("SELECT v FROM t").fetchall()) == 5000  # 2.5 MB


def fork_mode():
    "a listener that forks makes its context once; two clients have nothing in common"
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    leaf = subprocess.Popen([pgwire.PGLEAF, "-c", "/dev/null", *options(tls="require")], stdin=listener, stderr=subprocess.PIPE)
    try:
        number = listener.getsockname()[1]
        randoms = set()
        for _ in range(2):
            with psycopg.connect(dsn(number, "verify-full", host="localhost")) as c:
                assert c.execute("SELECT 1").fetchone() == (1,)
            one = Bytes(number)
            one.send(SSL_REQUEST)
            assert one.take(1) == b"S"
            # a ClientHello of TLS 1.2: the server's random comes back in the clear
            client = ssl.MemoryBIO(), ssl.MemoryBIO()
            hello = context(most=ssl.TLSVersion.TLSv1_2).wrap_bio(*client, server_hostname="localhost")
            fails(hello.do_handshake)
            one.send(client[1].read())
            randoms.add(one.take(43)[11:])
            one.close()
        assert len(randoms) == 2, "the same random after two forks"
        both = [psycopg.connect(dsn(number)) for _ in range(2)]
        assert [c.execute("SELECT 2").fetchone() for c in both] == [(2,), (2,)]
        for c in both:
            c.close()
    finally:
        leaf.send_signal(signal.SIGTERM)
        assert leaf.wait(20) == 0, leaf.stderr.read()
        leaf.stderr.close()


def settings():
    "off: no TLS. allow: both. require: TLS alone over TCP (28000), both on a Unix socket"
    refused("server does not support SSL", tls="off")
    for tls in ("off", "allow"):
        with connect(tls=tls, mode="disable") as c:
            assert not c.pgconn.ssl_in_use
    refused("this server takes encrypted connections only", tls="require", mode="disable")
    for mode in ("allow", "prefer"):
        with connect(tls="require", mode=mode) as c:
            assert c.pgconn.ssl_in_use
    with psycopg.connect(f"host={place(tls='require')} user=u dbname=d") as c:
        assert c.execute("SELECT 1").fetchone() == (1,)
    one = Bytes(port(tls="require"))
    one.send(startup_packet(user="u", database="d"))
    said = error(one.to_end())
    assert said["C"] == "28000" and said["S"] == "FATAL", said


def cancel():
    "a cancel request, which libpq sends in the clear, ends a statement under TLS; so does statement_timeout; the session goes on"
    with connect(tls="require") as c:
        try:
            with pgwire.cancelling(c.cancel):
                c.execute("SELECT pg_sleep(60)")
            raise AssertionError("it went on")
        except psycopg.errors.QueryCanceled:
            pass
        c.execute("SET statement_timeout = '200ms'")
        try:
            c.execute("SELECT pg_sleep(20)")
            raise AssertionError("it went on")
        except psycopg.errors.QueryCanceled:
            pass
        assert c.execute("SELECT 1").fetchone() == (1,)


def vanished():
    "a client that goes, with the farewell of TLS and without, ends its statement"
    for farewell in (True, False):
        one = Bytes(port())
        one.send(SSL_REQUEST)
        assert one.take(1) == b"S"
        one.secure()
        one.startup(user="u", database="d")
        one.send(message("Q", z("SELECT pg_sleep(60)")))
        time.sleep(0.5)
        before = log().count("connection to client lost")
        if farewell:
            one.socket.settimeout(0.2)
            fails(one.socket.unwrap)
        one.close()
        end = time.monotonic() + 20
        while log().count("connection to client lost") == before:
            assert time.monotonic() < end, log()[-500:]
            time.sleep(0.1)


def slow_reader():
    "a client that does not read its rows gets them all when it does"
    one = Bytes(port())
    one.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    one.send(SSL_REQUEST)
    assert one.take(1) == b"S"
    one.secure().startup(user="u", database="d")
    one.send(message("Q", z("SELECT v FROM t")))
    time.sleep(1)
    assert len(rows(one.until("Z"))) == 5000
    one.close()


# ---- by hand ----

def direct():
    "TLS from the first byte: with ALPN postgresql, and not without"
    one = Bytes(port()).secure(alpn=["postgresql"])
    assert one.socket.selected_alpn_protocol() == "postgresql"
    one.send(SSL_REQUEST)  # once more: it is no protocol
    assert error(one.to_end())["C"] == "0A000"
    one.close()
    one = Bytes(port()).secure(alpn=["h2", "postgresql"])
    assert one.startup(user="u", database="d")[-1][0] == "Z"
    assert rows(one.query("SELECT 1")) == [["1"]]
    one.close()

    def without():
        other = Bytes(port()).secure()
        other.startup(user="u", database="d")
    assert fails(without)
    assert fails(lambda: Bytes(port()).secure(alpn=["h2"]))
    logged("without ALPN")


def asked_for():
    "TLS that was asked for: ALPN need not be named, but must be ours if it is; asking for GSSAPI first is fine"
    for alpn, good in ((None, True), (["postgresql"], True), (["http/1.1"], False)):
        one = Bytes(port())
        one.send(struct.pack("!ii", 8, 80877104))
        assert one.take(1) == b"N"
        one.send(SSL_REQUEST)
        assert one.take(1) == b"S"
        assert fails(lambda one=one, alpn=alpn: one.secure(alpn=alpn)) != good
        if good:
            assert one.startup(user="u", database="d")[-1][0] == "Z"
        one.close()


def versions():
    "TLS 1.1 is refused, 1.2 and 1.3 are spoken; tls_min_protocol_version = TLSv1.3"
    v = ssl.TLSVersion

    def at(number, version):
        one = Bytes(number)
        one.send(SSL_REQUEST)
        one.take(1)
        one.secure(least=version, most=version)
        one.startup(user="u", database="d")
        return one.socket.version()
    assert at(port(), v.TLSv1_2) == "TLSv1.2" and at(port(), v.TLSv1_3) == "TLSv1.3"
    assert fails(lambda: at(port(), v.TLSv1_1))
    newest = port("tls_min_protocol_version=TLSv1.3")
    assert at(newest, v.TLSv1_3) == "TLSv1.3" and fails(lambda: at(newest, v.TLSv1_2))


def injected():
    "bytes in the clear behind the request for TLS are never read: 08P01 under TLS (CVE-2021-23222)"
    for injection in (message("Q", z("SELECT 1")), b"x", startup_packet(user="mallory", database="d")):
        one = Bytes(port())
        one.send(SSL_REQUEST + injection)
        assert one.take(1) == b"S"
        one.secure()
        one.send(startup_packet(user="u", database="d"))
        got = one.to_end()
        said = error(got)
        assert kinds(got) == "E" and said["C"] == "08P01" and said["S"] == "FATAL", said
        assert said["M"] == "received unencrypted data after SSL request", said
        one.close()


def bad_handshakes():
    "garbage, halves and silence for a handshake: the end, and nothing in the clear"
    hello = ssl.MemoryBIO(), ssl.MemoryBIO()
    fails(context().wrap_bio(*hello, server_hostname="localhost").do_handshake)
    first = hello[1].read()
    for data in (b"garbage\n" * 10, b"\x16\x03\x01\xff\xff" + b"x" * 70000, first[:1], first[:5], first[:-1],
                 first[:60] + bytes(len(first) - 60), startup_packet(user="u")):
        one = Bytes(port())
        one.send(SSL_REQUEST)
        assert one.take(1) == b"S"
        fails(lambda one=one, data=data: one.send(data))
        fails(lambda one=one: one.socket.shutdown(socket.SHUT_WR))
        rest = b""
        while not fails(lambda one=one: one.fill(time.monotonic() + 20)):
            rest, one.buffer = rest + one.buffer, b""
        assert rest == b"" or rest[0] == 0x15, rest  # an alert
        one.close()
    one = Bytes(port("authentication_timeout=1s"))
    one.send(SSL_REQUEST + b"")
    assert one.take(1) == b"S"
    assert one.to_end() == [] and one.buffer == b""
    one.close()


def pipes():
    "TLS over a pair of pipes"
    with pgwire.Leaf(*options()) as leaf:
        leaf.send(SSL_REQUEST)
        assert leaf.take(1) == b"S"
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context().wrap_bio(incoming, outgoing, server_hostname="localhost")

        def run(act, *args):
            while True:
                try:
                    return act(*args)
                except ssl.SSLWantReadError:
                    leaf.send(outgoing.read())
                    leaf.fill(time.monotonic() + 20)
                    incoming.write(leaf.buffer)
                    leaf.buffer = b""
        run(tls.do_handshake)
        run(tls.write, startup_packet(user="u", database="d") + message("Q", z("SELECT repeat('x', 300000)")))
        leaf.send(outgoing.read())
        got = b""
        while len(got) < 300000:
            got += run(tls.read, 100000)
        assert b"x" * 300000 in got


# ---- certificates of clients ----

def client_certificates():
    "tls_ca_file: asked for, one of a strange authority ends the handshake; verify-ca: one must be there; verify-full: its CN is the user"
    ca = f"tls_ca_file={path('ca.crt')}"
    for cert in (None, "alice", "mallory"):
        connect(ca, cert=cert).close()
    refused(more=(ca,), cert="strange")
    logged("certificate verify failed", ca)
    must = (ca, "tls_client_cert=verify-ca")
    connect(*must, cert="mallory").close()
    refused("connection requires a valid client certificate", more=must)
    refused("this server takes encrypted connections only", more=must, mode="disable")
    full = (ca, "tls_client_cert=verify-full")
    connect(*full, cert="alice").close()
    refused('certificate authentication failed for user "alice"', more=full, cert="mallory")
    refused("connection requires a valid client certificate", more=full)


# ---- files ----

def check(*more, tls="allow"):
    done = subprocess.run([pgwire.PGLEAF, *options(*more, tls=tls), "-c", "/dev/null", "--check"], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stderr


def wrong_files():
    "a certificate or key that cannot be used is a wrong configuration: 78, the log says why, a client is told that much"
    def copy(name, mode, data=None):
        with open(path(name), "wb") as f:
            f.write(data if data is not None else open(path("server.key"), "rb").read())
        os.chmod(path(name), mode)
        return f"tls_key_file={path(name)}"
    encrypted = path("encrypted.key")
    subprocess.run(["openssl", "ec", "-in", path("server.key"), "-aes256", "-passout", "pass:s3cret", "-out", encrypted],
                   check=True, capture_output=True)
    os.chmod(encrypted, 0o600)
    assert check()[0] == 0
    assert check(copy("shared.key", 0o640))[0] == (0 if os.geteuid() == 0 else 78)
    for words, setting in (("has group or world access", copy("open.key", 0o644)),
                           ("could not load private key file", copy("bad.key", 0o600, b"no key")),
                           ("could not access private key file", "tls_key_file=/nonexistent"),
                           ("is not a regular file", "tls_key_file=/dev/null"),
                           ("key values mismatch", f"tls_key_file={path('alice.key')}"),
                           ("needs a passphrase", f"tls_key_file={encrypted}"),
                           ("could not load server certificate file", "tls_cert_file=/nonexistent"),
                           ("could not load root certificate file", "tls_ca_file=/nonexistent"),
                           ("tls_client_cert needs tls_ca_file", "tls_client_cert=verify-ca"),
                           ("tls needs tls_cert_file and tls_key_file", "tls_cert_file=")):
        status, said = check(setting)
        assert status == 78 and words in said, (setting, status, said)
    assert check("tls_client_cert=verify-ca", tls="off")[0] == 78
    with pgwire.Leaf(*options("tls_key_file=/nonexistent")) as leaf:
        leaf.send(startup_packet(user="u"))
        said = error(leaf.to_end())
        assert said["M"] == "pgleaf is not configured rightly; its log says more", said
        status = leaf.close()
        assert status == 78 and "/nonexistent" in leaf.log, (status, leaf.log)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    done = subprocess.run([pgwire.PGLEAF, "-c", "/dev/null", *options("tls_key_file=/nonexistent")], stdin=listener,
                          capture_output=True, check=False)
    assert done.returncode == 78, done.stderr


def credentials():
    "a name without a slash is a systemd credential"
    env = os.environ | {"CREDENTIALS_DIRECTORY": CERTS}
    done = subprocess.run([pgwire.PGLEAF, *options("tls_key_file=server.key", "tls_cert_file=server.crt", "tls_ca_file=ca.crt"),
                           "-c", "/dev/null", "--check"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


try:
    pgwire.run([every_way_in, fork_mode, settings, cancel, vanished, slow_reader, direct, asked_for, versions,
                injected, bad_handshakes, pipes, client_certificates, wrong_files, credentials])
finally:
    stack.__exit__(None, None, None)
    keep.cleanup()
