"""psycopg2: simple queries with values in their text, named cursors, COPY, cancel."""

import io
import time

import psycopg2
import psycopg2.errorcodes
import psycopg2.extensions
import psycopg2.extras
from values import LITERALS, VALUES, WRONG
from zoo import cancelling, fails, main, say, section


def connect(**options):
    return psycopg2.connect("", **options)


def ask(conn, sql, values=None):
    with conn.cursor() as cur:
        cur.execute(sql, values)
        return cur.fetchall()


@section
def connection():
    conn = connect()
    say(conn.server_version // 10000, conn.encoding, conn.status, conn.get_transaction_status(), conn.get_backend_pid() > 0)
    say(ask(conn, "SELECT current_user, current_database()"), conn.info.dbname, conn.info.user)
    conn.set_client_encoding("UTF8")
    say(conn.encoding, ask(conn, "SHOW client_encoding"))
    conn.close()
    conn = connect(options="-c search_path=public -c TimeZone=Europe/Prague")
    say(ask(conn, "SELECT '2024-07-01 12:00Z'::timestamptz"), conn.get_parameter_status("TimeZone"))
    conn.close()


@section
def parameters():
    conn = connect()
    conn.autocommit = True
    psycopg2.extras.register_uuid()
    for kind, values in VALUES.items():
        for value in values + [None]:
            with conn.cursor() as cur:
                cur.execute(f"SELECT CAST(%s AS {kind})", [value])
                say(kind, cur.description[0].type_code, cur.fetchone()[0])
    say(ask(conn, "SELECT %(a)s::int4, %(b)s, %(a)s", {"a": 1, "b": "q'\\"}), ask(conn, "SELECT 1 IN %s", [(1, 2)]))
    say(ask(conn, "SELECT %s", [psycopg2.extras.Json({"a": "'"})]), ask(conn, "SELECT '5 %%'"))
    conn.close()


@section
def literals():
    conn = connect()
    conn.autocommit = True
    for literal in LITERALS:
        with conn.cursor() as cur:
            try:
                cur.execute(f"SELECT {literal}")
                say(literal, tuple(cur.description[0])[1:], cur.fetchone()[0])
            except Exception as e:  # pylint: disable=broad-except
                say(literal, type(e).__name__, str(e))
    conn.close()


@section
def collection():
    conn = connect()
    with conn.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cur:
        cur.execute("SELECT * FROM every ORDER BY _id")
        for column in cur.description:
            say(tuple(column))
        for row in cur:
            for name, value in row.items():
                say(row["_id"], name, value)
    for where, value in (("_id = %s", 2), ("s = %s", "žluťoučký 日本 😀"), ("at >= %s", VALUES["timestamptz"][0]), ("_id = ANY(%s)", [1, 3]),
                         ("n = %s", VALUES["numeric"][1]), ("bin = %s", b""), ("ok = %s", True), ("%s = ANY(words)", "a"), ("l > %s", 2 ** 40)):
        say(where, ask(conn, f"SELECT _id FROM every WHERE {where} ORDER BY _id", [value]))
    conn.close()


@section
def parts():
    conn = connect()
    with conn.cursor("c") as cur:
        cur.itersize = 900
        cur.execute("SELECT _id, s FROM long WHERE _id > %s ORDER BY _id", [10])
        say(sum(r[0] + len(r[1] or "") for r in cur))
    with conn.cursor("d") as cur:
        cur.execute("SELECT _id FROM long ORDER BY _id")
        say(cur.fetchone(), cur.fetchmany(3), cur.rownumber, len(cur.fetchall()), cur.fetchone())
    conn.rollback()
    conn.close()


@section
def errors():
    conn = connect()
    for label, wrong in WRONG:
        fails(label, ask, conn, wrong)
        fails("aborted", ask, conn, "SELECT 1")
        conn.rollback()
        say(ask(conn, "SELECT %s", [1]))
    try:
        ask(conn, "SELECT nope\nFROM every")
    except psycopg2.Error as e:
        say(e.pgerror, e.pgcode, psycopg2.errorcodes.lookup(e.pgcode), e.diag.statement_position)
    conn.close()


@section
def transactions():
    conn = connect()
    conn.set_session(isolation_level="REPEATABLE READ", readonly=True)
    say(ask(conn, "SHOW transaction_isolation"), ask(conn, "SHOW transaction_read_only"), conn.get_transaction_status())
    conn.commit()
    say(conn.get_transaction_status())
    conn.set_session(isolation_level="DEFAULT", readonly=None, autocommit=True)
    say(ask(conn, "SELECT 1"), conn.get_transaction_status())
    conn.close()
    conn = connect()
    with conn:
        say(ask(conn, "SELECT count(*) FROM every"))
    say(conn.get_transaction_status())
    conn.close()


@section
def batches():
    conn = connect()
    with conn.cursor() as cur:
        cur.executemany("SELECT %s::int4", [(i,) for i in range(5)])
        psycopg2.extras.execute_batch(cur, "SELECT %s::int4", [(i,) for i in range(250)])
        say(psycopg2.extras.execute_values(cur, "SELECT * FROM (VALUES %s) v(a, b)", [(i, f"'{i}") for i in range(5)], fetch=True))
        cur.execute("SELECT 1; SELECT 2, 3")
        say(cur.fetchall(), cur.statusmessage)
    conn.close()


@section
def copy():
    conn = connect()
    for options in ("", " WITH CSV HEADER"):
        out = io.StringIO()
        with conn.cursor() as cur:
            cur.copy_expert(f"COPY (SELECT _id, i, s, n, words FROM every ORDER BY _id) TO STDOUT{options}", out)
            say(out.getvalue(), cur.rowcount)
    out = io.StringIO()
    with conn.cursor() as cur:
        cur.copy_to(out, "every", columns=("_id", "f"), null="nil")
        say(sorted(out.getvalue().split("\n")))
    conn.close()


@section
def cancel():
    conn = connect()
    conn.autocommit = True
    start = time.monotonic()
    with cancelling(conn.cancel):
        fails("cancelled", ask, conn, "SELECT pg_sleep(60)")
    say(time.monotonic() - start < 30, ask(conn, "SELECT 1"))
    conn.close()


@section
def asynchronous():
    conn = connect(async_=1)
    psycopg2.extras.wait_select(conn)
    cur = conn.cursor()
    cur.execute("SELECT _id FROM every ORDER BY _id")
    psycopg2.extras.wait_select(conn)
    say(cur.fetchall())
    conn.close()


main()
