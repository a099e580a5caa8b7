#!/usr/bin/python3
"""auth = scram: real clients against users that MongoDB knows, what is no SCRAM (as PostgreSQL says it), and where keys and passwords are."""

import base64
import hashlib
import hmac
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire
import servers
from pgwire import Connection, Ended, error, fields, kinds, message, rows, startup_packet, z

import psycopg
import pymongo

PASSWORDS = {"alice": "s3cret-of-alice", "bob": "pässwörd \u2168", "c,o=m ma": "plain"}
SERVICE = "s3cret-of-the-service"
os.environ.pop("PGLEAF_TEST_URI", None)
stack = servers.directory("scram")
directory = stack.__enter__()
keep = tempfile.TemporaryDirectory()
subprocess.run([os.path.join(servers.TOP, "tests/lib/certs"), keep.name], check=True)


def make_users():
    client = pymongo.MongoClient(directory.mongo())
    client.admin.command("createUser", "service", pwd=SERVICE, roles=[{"role": "userAdminAnyDatabase", "db": "admin"}])
    for name in ("alice", "bob"):
        client.admin.command("createUser", name, pwd=PASSWORDS[name], roles=[{"role": "readWrite" if name == "alice" else "read",
                                                                              "db": "d" if name == "alice" else "elsewhere"}])
    client.admin.command("createUser", "lowly", pwd="lowly", roles=[{"role": "read", "db": "d"}])
    client.other.command("createUser", "alice", pwd="other", roles=[{"role": "read", "db": "other"}])
    client.d.things.insert_many([{"_id": i, "n": i} for i in range(3)])
    client.close()
    directory.mongo_stop()


class Proxy:
    """Between pgleaf and MongoDB, to break connections."""

    def __init__(self, port):
        self.to, self.pairs = port, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()
        self.port = self.listener.getsockname()[1]

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.to))
            self.pairs.append((near, far))
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.copy, args=(a, b), daemon=True).start()

    @staticmethod
    def copy(a, b):
        try:
            while data := a.recv(65536):
                b.sendall(data)
            b.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def drop(self):
        for pair in self.pairs:
            for one in pair:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []


def uri_file(name, user, password, port, more=""):
    path = os.path.join(directory.path, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"mongodb://{user}:{password}@127.0.0.1:{port}/?directConnection=true&authSource=admin{more}\n")
    os.chmod(path, 0o600)
    return path


make_users()
mongo_port = int(directory.mongo("--auth").split(":")[2].split("/")[0])
proxy = Proxy(mongo_port)
FILE = uri_file("uri", "service", SERVICE, proxy.port, "&authMechanism=SCRAM-SHA-256")
TLS = ["-o", "tls=allow", "-o", f"tls_cert_file={keep.name}/server.crt", "-o", f"tls_key_file={keep.name}/server.key"]
COMMANDS = os.path.join(directory.path, "commands")


def leaf(form, file=FILE, *more):
    return directory.pgleaf(form, "-o", "auth=scram", "-o", f"uri_file={file}", "-o", "log_level=debug", "-o", "log_statement=all",
                            *TLS, *more)


local = leaf("inetd").split()[0].removeprefix("host=")
forking = leaf("fork").split()[0].removeprefix("host=")
tcp = int(open(local + "/pgleaf.port", encoding="ascii").read())


def dsn(user="alice", host="127.0.0.1", password=None, **more):
    words = {"host": host, "port": 5432 if host.startswith("/") else tcp, "user": user, "dbname": "d",
             "password": PASSWORDS.get(user, "x") if password is None else password, **more}
    return " ".join(f"{k}='{v}'" for k, v in words.items())


def log():
    text = ""
    for place in directory.leaves:
        with open(place + "/pgleaf.log", encoding="utf-8", errors="replace") as f:
            text += f.read()
    return text


# ---- real clients ----

def logins():
    "psycopg and psql, plain and with channel binding, over TCP and a Unix socket, exec and fork: as that user"
    for more in ({"sslmode": "disable"}, {"sslmode": "require", "channel_binding": "require"},
                 {"sslmode": "require", "channel_binding": "disable"}, {"host": local}, {"host": forking}):
        with psycopg.connect(dsn(**more)) as c:
            assert c.execute("SELECT sum(n), current_user FROM things").fetchone() == (3, "alice"), more
            assert c.pgconn.used_password
    done = subprocess.run(["psql", "-X", "-A", "-t", dsn(sslmode="require", channel_binding="require"), "-c", "SELECT sum(n) FROM things"],
                          capture_output=True, text=True, check=True)
    assert done.stdout == "3\n"


def saslprep():
    "a password of other letters, in the form that the client has"
    for password in ("pässwörd \u2168", "pässwörd IX", "pa\u0308sswo\u0308rd\u00a0IX"):
        psycopg.connect(dsn("bob", password=password)).close()


def rights():
    "the session has the user's rights, no others: 42501"
    for user in ("bob",):
        with psycopg.connect(dsn(user)) as c:
            try:
                c.execute("SELECT * FROM things")
                raise AssertionError("it may not")
            except psycopg.errors.InsufficientPrivilege:
                pass


def refusals():
    "a wrong password and a user that is not there: the same words, 28P01, and the same time"
    for user, password in (("alice", "wrong"), ("alice", "other"), ("nobody", "x"), ("c,o=m ma", "x"), ("", "")):
        if not user:
            continue
        start = time.monotonic()
        try:
            psycopg.connect(dsn(user, password=password)).close()
            raise AssertionError("was let in")
        except psycopg.OperationalError as e:
            assert f'FATAL:  password authentication failed for user "{user}"' in str(e), str(e)
        assert time.monotonic() - start >= 0.5


def source():
    "auth_source: the database that knows the users"
    place = leaf("inetd", FILE, "-o", "auth_source=other").split()[0].removeprefix("host=")
    psycopg.connect(dsn(host=place, password="other")).close()
    try:
        psycopg.connect(dsn(host=place)).close()
        raise AssertionError("was let in")
    except psycopg.OperationalError as e:
        assert "password authentication failed" in str(e)


def reconnects():
    "a connection to MongoDB that broke: 08006, then a new one, as that user again"
    with psycopg.connect(dsn(), autocommit=True) as c:
        assert c.execute("SELECT sum(n) FROM things").fetchone() == (3,)
        proxy.drop()
        for _ in range(3):
            try:
                got = c.execute("SELECT sum(n), current_user FROM things").fetchone()
                break
            except psycopg.OperationalError as e:
                assert e.sqlstate.startswith("08"), e.sqlstate
        assert got == (3, "alice")


# ---- what is no SCRAM ----

def flag_first(flag="n", name="n=", nonce="fyko+d2lbbFgONRv9qkxdawL", rest=""):
    return f"{flag},,{name},r={nonce}{rest}"


def initial(text, mechanism="SCRAM-SHA-256", length=None):
    data = text.encode("latin-1") if isinstance(text, str) else text
    return message("p", z(mechanism) + struct.pack("!i", len(data) if length is None else length) + data)


FIRSTS = [
    initial(flag_first(flag="y")), initial(""), initial("n"), initial("n,"), initial("n,,"), initial("x,,n=,r=abc"),
    initial("n;,n=,r=abc"), initial("n,a=alice,n=,r=abc"), initial("n,b,n=,r=abc"), initial("n,,m=ext,n=,r=abc"),
    initial("n,,x=,r=abc"), initial("n,,n,r=abc"), initial("n,,n=,x=abc"), initial("n,,n=,r"), initial("n,,n=,r=a\1b"),
    initial("n,,n=,r=a\xe9b"), initial("n,,n=,r=abc,"), initial("n,,n=,r=abc,1=2"), initial("n,,n=,r=abc,x"),
    initial("n,,n=,r=abc,x=y,z=,"), initial("p=tls-server-end-point,,n=,r=abc"), initial("\1,,n=,r=abc"), initial("n,,n=,r=abc\0x"),
    initial(flag_first(), mechanism="SCRAM-SHA-1"), initial(flag_first(), mechanism="SCRAM-SHA-256-PLUS"),
    initial(flag_first(), mechanism="OAUTHBEARER"), initial(flag_first(), mechanism=""),
    initial(flag_first(), length=1000), initial(flag_first(), length=5), initial(flag_first(), length=-2), initial("", length=-1),
    message("p", b""), message("p", b"SCRAM-SHA-256"), message("p", z("SCRAM-SHA-256")), message("p", z("SCRAM-SHA-256") + b"\0\0"),
    message("Q", z("SELECT 1")), message("X"), message("S"),
]


def finals(nonce):
    proof = base64.b64encode(bytes(32)).decode()
    good = f"c=biws,r={nonce},p={proof}"
    return [good, "", good + "x", good + ",x=y", good[:-1], good[:-2] + "==", f"c=biws,r={nonce}", f"c=biws,r={nonce},", f"c=biws,r={nonce},p",
            f"c=biws,r={nonce},p=", f"c=eSws,r={nonce},p={proof}", f"c=,r={nonce},p={proof}", f"r={nonce},c=biws,p={proof}",
            f"c=biws,r={nonce}x,p={proof}", f"c=biws,r={nonce[:-1]},p={proof}", f"c=biws,r=,p={proof}", f"c=biws,p={proof}",
            f"c=biws,r={nonce},x=y,p={proof}", f"c=biws,r={nonce},1=y,p={proof}", f"c=biws,r={nonce},p={proof[:-4]}",
            f"c=biws,r={nonce},p={proof[:10]} {proof[11:]}", f"c=biws,r={nonce},p=!{proof[1:]}",
            f"c=biws,r={nonce},p={proof},p={proof}", f"c=biws\0,r={nonce},p={proof}",
            "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCws,r=" + nonce + ",p=" + proof]


def said(one, sent=None):
    """What comes of it: the messages' kinds, and the error's words."""
    if sent is not None:
        one.send(sent)
    try:
        got = one.to_end()
    except ConnectionResetError:
        got = []
    e = error(got)
    return kinds(got), e and {k: e[k] for k in "SVCMDH" if k in e}


def begin(path):
    one = Connection(path)
    one.send(startup_packet(user="alice", database="d"))
    offered = one.read()
    assert offered == ("R", struct.pack("!i", 10) + z("SCRAM-SHA-256") + b"\0"), offered
    return one


def first_ok(path, text=None):
    one = begin(path)
    one.send(initial(text or flag_first()))
    kind, body = one.read()
    assert kind == "R" and body[:4] == struct.pack("!i", 11), (kind, body)
    parts = dict(p.split("=", 1) for p in body[4:].decode().split(","))
    return one, parts


def postgres_with_scram():
    place = directory.postgres().split()[0].removeprefix("host=")
    with psycopg.connect(f"host={place} user=postgres", autocommit=True) as c:
        c.execute("CREATE ROLE alice LOGIN PASSWORD 's3cret-of-alice'")
        hba, = c.execute("SHOW hba_file").fetchone()
        with open(hba, "w", encoding="ascii") as f:
            f.write("local all postgres trust\nlocal all all scram-sha-256\n")
        c.execute("SELECT pg_reload_conf()")
    return place + "/.s.PGSQL.5432"


oracle = postgres_with_scram()
ours = local + "/.s.PGSQL.5432"


def same(name, theirs, own):
    # a message that cannot be read ends PostgreSQL's session without a word; ours says why
    if theirs[1] is None and own[1] is not None:
        assert own[1]["C"] == "08P01", (name, own)
    else:
        assert theirs == own, (name, theirs, own)


def bad_first_messages():
    "client-first-message and its wrapping: PostgreSQL's errors"
    for sent in FIRSTS:
        if sent == initial("", length=-1):
            continue
        answers = []
        for path in (oracle, ours):
            one = begin(path)
            one.send(sent)
            try:
                kind, body = one.read()
                answers.append((kind, body[:4] if kind == "R" else {k: v for k, v in fields(body).items() if k in "SVCMDH"}))
            except (EOFError, ConnectionResetError):
                answers.append((None, None))
            one.close()
        same(sent, *answers)


def bad_final_messages():
    "client-final-message: PostgreSQL's errors"
    for n in range(len(finals("x" * 48))):
        answers = []
        for path in (oracle, ours):
            one, parts = first_ok(path)
            answers.append(said(one, message("p", finals(parts["r"])[n].encode())))
            one.close()
        same(finals("NONCE")[n], *answers)


def no_initial_response():
    "a mechanism without its first message is asked for it"
    for path in (oracle, ours):
        one = begin(path)
        one.send(initial("", length=-1))
        assert one.read() == ("R", struct.pack("!i", 11))
        one.send(message("p", flag_first().encode()))
        assert one.read()[1][:4] == struct.pack("!i", 11)
        one.close()


def too_long():
    "a message of more than 1024 bytes"
    for act in (lambda one: one.send(initial(flag_first(nonce="x" * 2000))), lambda one: one.send(message("p", b"x" * 60000))):
        one = begin(ours)
        act(one)
        assert error(one.to_end())["C"] == "08P01"
        one.close()


def truncated():
    "both messages cut short by the end of the stream (every truncation of SCRAM itself: tests/unit/test_scram.c)"
    whole = initial(flag_first())
    for n in range(0, len(whole), 9):
        one = begin(ours)
        one.send(whole[:n])
        one.socket.shutdown(socket.SHUT_WR)
        assert kinds(one.to_end()) in ("", "E")
        one.close()
    for n in range(0, 60, 9):
        one, parts = first_ok(ours)
        one.send(message("p", finals(parts["r"])[0].encode())[:n])
        one.socket.shutdown(socket.SHUT_WR)
        assert kinds(one.to_end()) in ("", "E")
        one.close()


def by_hand():
    "a right proof by hand is answered with the server's own; the same with channel binding; a wrong binding is 28000"
    import ssl
    context = ssl.create_default_context(cafile=keep.name + "/ca.crt")
    for plus in (None, True, False):
        one = pgwire.Connection.__new__(pgwire.Connection)
        one.socket, one.buffer = socket.create_connection(("127.0.0.1", tcp)), b""
        header = b"n,,"
        binding = b""
        if plus is not None:
            one.send(struct.pack("!ii", 8, 80877103))
            assert one.take(1) == b"S"
            one.socket = context.wrap_socket(one.socket, server_hostname="localhost")
            header = b"p=tls-server-end-point,,"
            binding = hashlib.sha256(one.socket.getpeercert(binary_form=True)).digest() if plus else bytes(32)
        one.send(startup_packet(user="alice", database="d"))
        offered = one.read()[1][4:]
        assert offered == (z("SCRAM-SHA-256-PLUS") if plus is not None else b"") + z("SCRAM-SHA-256") + b"\0", offered
        bare = "n=,r=abcdefgh"
        one.send(initial(header.decode() + bare, "SCRAM-SHA-256" + ("-PLUS" if plus is not None else "")))
        server_first = one.read()[1][4:].decode()
        parts = dict(p.split("=", 1) for p in server_first.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", PASSWORDS["alice"].encode(), base64.b64decode(parts["s"]), int(parts["i"]))
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        without = f"c={base64.b64encode(header + binding).decode()},r={parts['r']}"
        auth = f"{bare},{server_first},{without}".encode()
        signature = hmac.digest(hashlib.sha256(client_key).digest(), auth, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, signature))
        one.send(message("p", f"{without},p={base64.b64encode(proof).decode()}".encode()))
        if plus is False:
            got = error(one.to_end())
            assert (got["C"], got["M"]) == ("28000", "SCRAM channel binding check failed"), got
        else:
            got = one.until("Z")
            own = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), auth, "sha256")
            assert got[0] == ("R", struct.pack("!i", 12) + b"v=" + base64.b64encode(own)), got[0]
            assert got[1] == ("R", struct.pack("!i", 0))
        one.close()


def downgrade():
    "under TLS: a client that thinks the server has no channel binding (y) is refused 28000; a strange binding type is 08P01"
    import ssl
    context = ssl.create_default_context(cafile=keep.name + "/ca.crt")
    for sent, code, words in ((initial(flag_first(flag="y")), "28000", "SCRAM channel binding negotiation error"),
                              (initial(flag_first(flag="p=tls-unique"), "SCRAM-SHA-256-PLUS"), "08P01",
                               'unsupported SCRAM channel-binding type "tls-unique"'),
                              (initial(flag_first(), "SCRAM-SHA-256-PLUS"), "08P01", "malformed SCRAM message"),
                              (initial(flag_first(flag="p=tls-server-end-point")), "08P01", "malformed SCRAM message")):
        one = pgwire.Connection.__new__(pgwire.Connection)
        one.socket, one.buffer = socket.create_connection(("127.0.0.1", tcp)), b""
        one.send(struct.pack("!ii", 8, 80877103))
        assert one.take(1) == b"S"
        one.socket = context.wrap_socket(one.socket, server_hostname="localhost")
        one.send(startup_packet(user="alice", database="d"))
        one.read()
        one.send(sent)
        got = error(one.to_end())
        assert got["C"] == code and got["M"] == words, got
        one.close()


def salts():
    "a user that is not there has a salt: of the usual length, the same each time and in each process, others for others"
    def salt(user, path=ours):
        one = Connection(path)
        one.send(startup_packet(user=user, database="d"))
        one.read()
        one.send(initial(flag_first()))
        parts = dict(p.split("=", 1) for p in one.read()[1][4:].decode().split(","))
        one.close()
        return parts["s"], parts["i"]
    nobody = salt("nobody")
    assert nobody == salt("nobody") == salt("nobody", forking + "/.s.PGSQL.5432")
    real = salt("alice")
    assert real == salt("alice") and nobody[1] == real[1] == "15000" and len(nobody[0]) == len(real[0]), (nobody, real)
    assert len({salt(f"nobody{i}")[0] for i in range(5)}) == 5


# ---- the configuration ----

def configuration():
    "uri_file is needed (78); a service account that may not see keys is a wrong configuration; --check says so"
    def check(*settings):
        done = subprocess.run([pgwire.PGLEAF, "-c", "/dev/null", "-o", "auth=scram", *settings, "--check"], capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout + done.stderr
    assert check("-o", f"uri_file={FILE}")[0] == 0
    status, text = check("-o", f"uri=mongodb://127.0.0.1:{mongo_port}/")
    assert status == 78 and "uri_file" in text, text
    lowly = uri_file("lowly", "lowly", "lowly", mongo_port)
    assert check("-o", f"uri_file={lowly}")[0] != 0
    for file, words in ((lowly, "cannot read users' keys"), (uri_file("wrong", "service", "wrong", mongo_port), "cannot read users' keys"),
                        (uri_file("gone", "service", "x", 1), "")):
        place = leaf("inetd", file, "-o", "connect_timeout=500ms").split()[0].removeprefix("host=")
        try:
            psycopg.connect(dsn(host=place)).close()
            raise AssertionError("was let in")
        except psycopg.OperationalError as e:
            assert ("not configured rightly" in str(e)) == bool(words), str(e)
        end = time.monotonic() + 10 # it may come behind what the client is told
        while words not in log():
            assert time.monotonic() < end, log()[-500:]
            time.sleep(0.02)


# ---- secrets ----

SCAN = """
import sys
pid, needles = sys.argv[1], [n.encode() for n in sys.argv[2:]]
mem = open(f"/proc/{pid}/mem", "rb", 0)
found = set()
for line in open(f"/proc/{pid}/maps"):
    span, mode = line.split()[:2]
    if "r" not in mode or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
        continue
    start, end = (int(x, 16) for x in span.split("-"))
    if end - start > 1 << 30:
        continue
    try:
        mem.seek(start)
        data = mem.read(end - start)
    except (OSError, ValueError, OverflowError):
        continue
    found.update(n.decode() for n in needles if n in data)
print(" ".join(sorted(found)))
"""


def memory():
    "a session's memory has no password, the service's neither; it leaves no core; no log has one"
    for host in (local, forking):
        with psycopg.connect(dsn(host=host)) as c:
            pid = c.info.backend_pid
            assert c.execute("SELECT 'a needle in ' || 'the haystack', sum(n) FROM things").fetchone()[1] == 3
            sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
            found = subprocess.run([*sudo, sys.executable, "-c", SCAN, str(pid), PASSWORDS["alice"], SERVICE, "a needle in "],
                                   capture_output=True, text=True, check=True).stdout.strip()
            assert found == "a needle in", found
            owner = os.stat(f"/proc/{pid}/maps").st_uid
            assert owner == 0, "it could be traced, or leave a core"
    said_by_all = log()
    for word in [*PASSWORDS.values(), SERVICE]:
        if word != "plain":
            assert word not in said_by_all


def no_service():
    "the service's connections are closed when the session begins"
    c = psycopg.connect(dsn())
    end = time.monotonic() + 20
    while len(open_ones := [pair for pair in proxy.pairs if alive(pair[0])]) != 1 and time.monotonic() < end:
        time.sleep(0.1)
    proxy.drop()
    psycopg.connect(dsn()).close()
    c.close()
    assert len(open_ones) == 1, len(open_ones)


def alive(s):
    try:
        return s.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


try:
    pgwire.run([logins, saslprep, rights, refusals, source, reconnects, bad_first_messages, bad_final_messages, no_initial_response,
                too_long, truncated, by_hand, downgrade, salts, configuration, memory, no_service])
finally:
    stack.__exit__(None, None, None)
    keep.cleanup()
