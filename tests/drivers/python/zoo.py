"""What the Python programs share: sections, and how findings are printed."""

import os
import ssl
import sys
import traceback

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lib"))
from pgwire import cancelling  # noqa: E402,F401: the programs take it from here

SECTIONS = {}
USER, PASSWORD = os.environ["PGUSER"], os.environ.get("PGPASSWORD")
HOST, PORT, DATABASE = os.environ["PGHOST"], int(os.environ["PGPORT"]), os.environ["PGDATABASE"]
UNIX = HOST.startswith("/")
SSLMODE = os.environ["PGSSLMODE"]


def tls():
    """A context for drivers that want one: None where the way is not through TLS."""
    if SSLMODE == "disable":
        return None
    context = ssl.create_default_context(cafile=os.environ.get("PGSSLROOTCERT"))
    if SSLMODE != "verify-full":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def section(function):
    SECTIONS[function.__name__] = function
    return function


def plain(value):
    """Without what is another one in each run: the address of psycopg2's bytes."""
    if type(value) in (list, tuple):
        return type(value)(plain(v) for v in value)
    return bytes(value) if isinstance(value, memoryview) else value


def say(*values):
    print(*(v if isinstance(v, str) else repr(plain(v)) for v in values))


def said_by_server(error):
    """SQLSTATE and message, as each driver has them."""
    if getattr(error, "sqlstate", None):  # psycopg, asyncpg
        diag = getattr(error, "diag", None)
        return error.sqlstate, diag.message_primary if diag else str(error)
    if getattr(error, "pgcode", None):  # psycopg2
        return error.pgcode, error.diag.message_primary
    if error.args and isinstance(error.args[0], dict):  # pg8000
        return error.args[0].get("C"), error.args[0].get("M")
    if getattr(error, "orig", None) is not None:  # SQLAlchemy
        return said_by_server(error.orig)
    if error.args and len(error.args) == 2:  # pyodbc
        return error.args
    return type(error).__name__, str(error)


def fails(label, function, *arguments):
    try:
        say("error", label, "NOT RAISED", function(*arguments))
    except Exception as e:  # pylint: disable=broad-except
        say("error", label, type(e).__name__, *said_by_server(e))


def main():
    for name in sys.argv[1:] or SECTIONS:
        print("==", name)
        try:
            SECTIONS[name]()
        except Exception as e:  # pylint: disable=broad-except
            say("UNEXPECTED", type(e).__name__, str(e))
            traceback.print_exc()
        sys.stdout.flush()
