"""psycopg 3: text and binary, server cursors, pipeline, COPY, cancel."""

import ipaddress
import time

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Json, Jsonb
from psycopg.types.range import Range
from values import D, LITERALS, VALUES, WRONG, at, date, UTC
from zoo import DATABASE, HOST, PORT, UNIX, cancelling, fails, main, say, section


def connect(**options):
    return psycopg.connect("", **options)


@section
def connection():
    with connect() as conn:
        info = conn.info
        say(info.server_version // 10000, info.encoding, info.user, info.dbname, info.transaction_status.name, info.backend_pid > 0)
        for name in ("server_encoding", "client_encoding", "DateStyle", "IntervalStyle", "TimeZone", "integer_datetimes",
                     "standard_conforming_strings", "is_superuser", "application_name"):
            say(name, info.parameter_status(name) if name != "is_superuser" else "")
        say(conn.execute("SELECT current_user, current_database(), current_schema()").fetchone())
    with connect(options="-c DateStyle=German -c work_mem=8MB", application_name="zoo") as conn:
        say(conn.execute("SHOW DateStyle").fetchone(), conn.execute("SHOW work_mem").fetchone(), conn.info.parameter_status("application_name"))


@section
def parameters():
    with connect(autocommit=True) as conn:
        for binary in (False, True):
            cur = conn.cursor(binary=binary)
            for kind, values in VALUES.items():
                for value in values + [None]:
                    cast = sql.SQL("SELECT %s::{0}" if not binary else "SELECT %b::{0}").format(sql.SQL(kind))
                    try:
                        cur.execute(cast, [value])
                        say(kind, binary, cur.description[0].type_code, cur.fetchone()[0])
                    except psycopg.Error as e:
                        say(kind, binary, value, type(e).__name__, e.sqlstate, str(e))
                        if not e.sqlstate:
                            raise


@section
def dumped_types():
    with connect(autocommit=True) as conn:
        for value in (1, 70000, 2 ** 40, 2 ** 70, 1.5, D("1.5"), "x", True, b"x", date(2024, 1, 1), at(2024, 1, 1), at(2024, 1, 1, tz=UTC),
                      Json({"a": 1}), Jsonb([1, None]), [1, 2], [2 ** 40], ["a"], [None], [], None, Range(1, 5),
                      ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8")):
            for mark in ("%t", "%b"):
                try:
                    say(mark, conn.execute(f"SELECT {mark}, pg_typeof({mark})::text", [value, value], binary=mark == "%b").fetchone())
                except psycopg.Error as e:
                    say(mark, value, e.sqlstate, e.diag.message_primary)


@section
def literals():
    with connect(autocommit=True) as conn:
        for binary in (False, True):
            for literal in LITERALS:
                try:
                    cur = conn.execute(f"SELECT {literal}", binary=binary)
                    say(literal, cur.description[0].type_code, cur.description[0].type_display, cur.fetchone()[0])
                except Exception as e:  # pylint: disable=broad-except
                    say(literal, type(e).__name__, str(e))


@section
def collection():
    with connect(autocommit=True) as conn:
        for binary in (False, True):
            cur = conn.execute("SELECT * FROM every ORDER BY _id", binary=binary)
            for c in cur.description:
                say(c.name, c.type_code, c.precision, c.internal_size)
            for row in cur:
                for column, value in zip(cur.description, row):
                    say(row[0], column.name, value)
        asked = [("_id = %s", 2), ("_id = ANY(%s)", [1, 3]), ("l > %s", 2 ** 40), ("n = %s", D("1.5")), ("f < %s", 2.0), ("s = %s", "one"),
                 ("ok = %s", True), ("at >= %s", at(2024, 1, 1, tz=UTC)), ("ref = %s", "65a000000000000000000002"), ("bin = %s", b""),
                 ("u = %s", conn.execute("SELECT 'a0eebc99-9c0b-4ef8-0000-000000000001'::uuid").fetchone()[0]), ("doc->>'x' = %s", "1"),
                 ("%s = ANY(words)", "a"), ("words @> %s::text[]", ["a"]), ("s LIKE %s", "o%"), ("doc @> %s", Jsonb({"x": 1})), ("s IS NOT DISTINCT FROM %s", None)]
        for where, value in asked:
            for mark in ("%t", "%b"):
                cur = conn.execute(f"SELECT _id FROM every WHERE {where.replace('%s', mark)} ORDER BY _id", [value])
                say(where, mark, cur.fetchall())
        say(conn.cursor(row_factory=dict_row).execute("SELECT _id, s FROM every WHERE _id < 3 ORDER BY _id").fetchall())


@section
def parts():
    with connect() as conn:
        with conn.cursor("c") as cur:
            cur.itersize = 700
            cur.execute("SELECT _id, n, s FROM long WHERE _id > %s ORDER BY _id", [10])
            total = count = 0
            for row in cur:
                total += row[1]
                count += len(row[2] or "")
            say(total, count)
        with conn.cursor("d", binary=True) as cur:
            cur.execute("SELECT _id FROM long ORDER BY _id")
            say(cur.fetchone(), cur.fetchmany(3), len(cur.fetchall()), cur.fetchone())
        with conn.cursor("two") as one, conn.cursor("more") as two:
            one.execute("SELECT _id FROM long ORDER BY _id")
            two.execute("SELECT _id FROM long ORDER BY _id DESC")
            say(one.fetchmany(2), two.fetchmany(2), one.fetchmany(2), two.fetchmany(2))
        cur = conn.cursor()
        say(sum(r[0] for r in cur.stream("SELECT _id FROM long ORDER BY _id")))
        gone = cur.stream("SELECT _id FROM long ORDER BY _id")
        say(next(gone), next(gone))
        gone.close()  # cancels the query, which may have ended by then
        conn.rollback()
        say(conn.execute("SELECT 'still here'").fetchone())


@section
def errors():
    with connect(autocommit=True) as conn:
        for label, wrong in WRONG:
            fails(label, conn.execute, wrong)
            say(conn.execute("SELECT %s::int4", [1]).fetchone())
        fails("late in a stream", lambda: list(conn.cursor().stream("SELECT 10 / (3 - g) FROM generate_series(1, 5) g")))
        try:
            conn.execute("SELECT nope\nFROM every")
        except psycopg.Error as e:
            d = e.diag
            say(d.severity, d.severity_nonlocalized, d.sqlstate, d.message_primary, d.message_detail, d.message_hint, d.statement_position)
    with connect() as conn:
        conn.execute("SELECT 1")
        fails("zero", conn.execute, "SELECT 1/0")
        say(conn.info.transaction_status.name)
        fails("aborted", conn.execute, "SELECT 1")
        conn.rollback()
        say(conn.info.transaction_status.name, conn.execute("SELECT 1").fetchone())


@section
def transactions():
    with connect() as conn:
        say(conn.info.transaction_status.name)
        conn.execute("SELECT 1")
        say(conn.info.transaction_status.name)
        conn.commit()
        say(conn.info.transaction_status.name)
        conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        say(conn.execute("SHOW transaction_isolation").fetchone(), conn.execute("SHOW transaction_read_only").fetchone())
        conn.rollback()
    with connect(autocommit=True) as conn:
        with conn.transaction():
            say(conn.execute("SELECT count(*) FROM every").fetchone(), conn.info.transaction_status.name)
        try:
            with conn.transaction():
                conn.execute("SELECT 1/0")
        except psycopg.Error as e:
            say(type(e).__name__, conn.info.transaction_status.name)


@section
def prepared():
    with connect(autocommit=True, prepare_threshold=0) as conn:
        for i in range(8):
            say(conn.execute("SELECT _id, s FROM every WHERE _id = %s", [i]).fetchone())
        for value in ("a", 5, 2.5, None):
            say(conn.execute("SELECT %s::text", [value]).fetchone())
        cur = conn.cursor()
        cur.executemany("SELECT %s::int4 * 2", [(i,) for i in range(5)], returning=True)
        results = []
        while True:
            results.append(cur.fetchone())
            if not cur.nextset():
                break
        say(results)
    with connect(autocommit=True, prepare_threshold=2) as conn:
        conn.prepared_max = 3
        for i in range(30):
            conn.execute(f"SELECT {i % 6}, %s::int4", [i]).fetchone()
        say("deallocated")


@section
def pipeline():
    with connect(autocommit=True) as conn:
        with conn.pipeline() as p:
            cursors = [conn.execute("SELECT %s::int4, s FROM every WHERE _id = %s", [i, i]) for i in range(1, 6)]
            p.sync()
            say([c.fetchall() for c in cursors])
        cursors = []
        try:
            with conn.pipeline() as p:
                cursors = [conn.execute(q) for q in ("SELECT 1", "SELECT 1/0", "SELECT 2")]
                p.sync()
                cursors.append(conn.execute("SELECT 3"))
        except psycopg.Error as e:
            say(type(e).__name__, e.sqlstate)
        say(conn.execute("SELECT 4").fetchone())
        with conn.pipeline(), conn.transaction():
            one, two = conn.execute("SELECT 5"), conn.execute("SELECT 6")
            say(one.fetchone(), two.fetchone())
        say(conn.info.transaction_status.name)


@section
def copy():
    with connect(autocommit=True) as conn:
        cur = conn.cursor()
        for statement in ("COPY (SELECT _id, i, s, n, at, doc, words FROM every ORDER BY _id) TO STDOUT",
                          "COPY (SELECT * FROM every WHERE _id < 4 ORDER BY _id) TO STDOUT (FORMAT csv, HEADER, NULL 'nil')"):
            with cur.copy(statement) as copied:
                say(b"".join(bytes(b) for b in copied))
        with cur.copy("COPY (SELECT _id, n, at, words FROM every ORDER BY _id) TO STDOUT (FORMAT binary)") as copied:
            copied.set_types(["int4", "numeric", "timestamptz", "text[]"])
            say(list(copied.rows()))
        with cur.copy("COPY (SELECT _id, s FROM long ORDER BY _id) TO STDOUT") as copied:
            say(sum(len(b) for b in copied))
        fails("copy", lambda: list(cur.copy("COPY (SELECT 10 / (3 - g) FROM generate_series(1, 5) g) TO STDOUT").__enter__()))
        say(conn.execute("SELECT 1").fetchone())


@section
def cancel():
    with connect(autocommit=True) as conn:
        for stop in (conn.cancel, conn.cancel_safe):
            start = time.monotonic()
            with cancelling(stop):
                fails("cancelled", conn.execute, "SELECT pg_sleep(60)")
            say(time.monotonic() - start < 30, conn.execute("SELECT 1").fetchone())
        conn.execute("SET statement_timeout = 200")
        fails("timeout", conn.execute, "SELECT pg_sleep(60)")


@section
def client_cursor():
    with psycopg.connect("", cursor_factory=psycopg.ClientCursor) as conn:
        cur = conn.cursor()
        for value in (1, -2, 1.5, D("1.50"), "q'\\x", b"\x00\\", None, True, date(2024, 1, 1), at(2024, 1, 1, tz=UTC), [1, None], ["a'", None],
                      Jsonb({"a": "'"}), VALUES["interval"][2], VALUES["uuid"][1]):
            say(cur.execute("SELECT %s, pg_typeof(%s)::text", [value, value]).fetchone())
        say(cur.execute("SELECT 1; SELECT 2").fetchall(), cur.nextset(), cur.fetchall())


@section
def addresses():
    with connect(host=HOST, port=PORT, dbname=DATABASE) as conn:
        say(conn.execute("SELECT 1").fetchone(), (conn.info.hostaddr == "") == UNIX)


main()
