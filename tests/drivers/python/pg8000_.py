"""pg8000: pure Python, extended protocol in text; and its native interface."""

import os

import pg8000.dbapi
import pg8000.native
from values import LITERALS, VALUES, WRONG
from zoo import DATABASE, HOST, PASSWORD, PORT, UNIX, USER, fails, main, say, section, tls

WHERE = {"unix_sock": os.path.join(HOST, f".s.PGSQL.{PORT}")} if UNIX else {"host": HOST, "port": PORT}


def connect(module=pg8000.dbapi, **options):
    make = module.connect if module is pg8000.dbapi else module.Connection
    return make(USER, database=DATABASE, password=PASSWORD, ssl_context=tls() or False, **WHERE, **options)


def ask(conn, sql, values=()):
    cur = conn.cursor()
    cur.execute(sql, values)
    return [tuple(row) for row in cur.fetchall()]


@section
def connection():
    conn = connect(application_name="zoo")
    status = conn.parameter_statuses
    say(*(status[name] for name in ("client_encoding", "DateStyle", "TimeZone", "integer_datetimes", "application_name")))
    say(ask(conn, "SELECT current_user, current_database()"))
    conn.close()


@section
def parameters():
    conn = connect()
    conn.autocommit = True
    for kind, values in VALUES.items():
        for value in values + [None]:
            try:
                cur = conn.cursor()
                cur.execute(f"SELECT %s::{kind}", (value,))
                say(kind, cur.description[0][1], cur.fetchone()[0])
            except Exception as e:  # pylint: disable=broad-except
                say(kind, value, type(e).__name__, str(e))
    conn.close()


@section
def literals():
    conn = connect()
    conn.autocommit = True
    for literal in LITERALS:
        try:
            say(literal, ask(conn, f"SELECT {literal}"))
        except Exception as e:  # pylint: disable=broad-except
            say(literal, type(e).__name__, str(e))
    conn.close()


@section
def collection():
    conn = connect()
    cur = conn.cursor()
    cur.execute("SELECT * FROM every ORDER BY _id")
    names = [c[0] for c in cur.description]
    say([c[1] for c in cur.description])
    for row in cur.fetchall():
        for name, value in zip(names, row):
            say(row[0], name, value)
    for where, value in (("_id = %s", 2), ("s = %s", "one"), ("at >= %s", VALUES["timestamptz"][0]), ("_id = ANY(%s)", [1, 3]),
                         ("n = %s", VALUES["numeric"][1]), ("bin = %s", b""), ("ok = %s", True), ("%s = ANY(words)", "a"), ("l > %s", 2 ** 40),
                         ("ref = %s", "65a000000000000000000002")):
        say(where, ask(conn, f"SELECT _id FROM every WHERE {where} ORDER BY _id", (value,)))
    say(len(ask(conn, "SELECT * FROM long")))
    conn.close()


@section
def errors():
    conn = connect()
    for label, wrong in WRONG:
        fails(label, ask, conn, wrong)
        fails("aborted", ask, conn, "SELECT 1")
        conn.rollback()
        say(ask(conn, "SELECT %s::int4", (1,)))
    conn.close()


@section
def native():
    conn = connect(pg8000.native)
    say(conn.run("SELECT :a::int4, :b::text", a=1, b="x"), conn.columns[0]["type_oid"], conn.row_count)
    statement = conn.prepare("SELECT _id, s FROM every WHERE _id = :i")
    for i in range(1, 5):
        say(statement.run(i=i))
    statement.close()
    conn.run("START TRANSACTION")
    fails("zero", conn.run, "SELECT 1/0")
    conn.run("ROLLBACK")
    say(conn.run("SELECT 1; SELECT 2"), conn.run("SELECT 5"))
    say(conn.run("SHOW TimeZone"))
    conn.close()


@section
def copy():
    import io
    conn = connect()
    out = io.BytesIO()
    cur = conn.cursor()
    cur.execute("COPY (SELECT _id, s, n FROM every ORDER BY _id) TO STDOUT", stream=out)
    say(out.getvalue())
    say(ask(conn, "SELECT 1"))
    conn.close()


main()
