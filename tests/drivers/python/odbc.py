"""psqlODBC: through isql, and through pyodbc (Debian's: it shares unixODBC with the driver)."""

import datetime
import decimal
import os
import subprocess
import sys
import tempfile
import time

import pyodbc
from values import VALUES, WRONG
from zoo import DATABASE, HOST, PASSWORD, PORT, SSLMODE, USER, cancelling, fails, main, say, section

D = decimal.Decimal
LIBRARY = os.environ["PSQLODBC"]


def string(**options):
    words = {"Driver": LIBRARY, "Server": HOST, "Port": PORT, "UID": USER, "PWD": PASSWORD or "", "Database": DATABASE, "SSLmode": SSLMODE, **options}
    return ";".join(f"{k}={{{v}}}" if k == "PWD" else f"{k}={v}" for k, v in words.items())


def connect(autocommit=True, **options):
    return pyodbc.connect(string(**options), autocommit=autocommit)


def ask(conn, sql, *values):
    return [tuple(row) for row in conn.execute(sql, *values).fetchall()]


@section
def connection():
    conn = connect()
    say(conn.getinfo(pyodbc.SQL_DBMS_NAME), conn.getinfo(pyodbc.SQL_DBMS_VER).split(".")[0], conn.getinfo(pyodbc.SQL_DATABASE_NAME), conn.getinfo(pyodbc.SQL_USER_NAME))
    say(ask(conn, "SELECT current_user, current_database()"))
    conn.close()


@section
def isql():
    with tempfile.TemporaryDirectory() as home:
        with open(os.path.join(home, "odbc.ini"), "w", encoding="utf-8") as f:
            f.write(f"[zoo]\nDriver={LIBRARY}\nServername={HOST}\nPort={PORT}\nDatabase={DATABASE}\nSSLmode={SSLMODE}\n")
        environment = os.environ | {"ODBCINI": os.path.join(home, "odbc.ini"), "ODBCSYSINI": home}
        asked = "SELECT _id, i, f, s FROM every WHERE _id < 4 ORDER BY _id\nSELECT nope\nSELECT count(*) FROM long\n"
        done = subprocess.run(["isql", "zoo", USER, PASSWORD or "", "-b", "-d,"], input=asked, capture_output=True, text=True, env=environment, timeout=60, check=False)
        say(done.stdout, done.stderr)


@section
def parameters():
    for options in ({"UseServerSidePrepare": 1}, {"UseServerSidePrepare": 0}):
        conn = connect(**options)
        values = [("int4", -5), ("int8", 2 ** 40), ("float8", 0.1), ("numeric", D("1.50")), ("numeric", D("-12345678.000001")), ("text", "žluťoučký 日本 q'\\"), ("text", ""),
                  ("bool", True), ("bytea", b"\x00\x01\xff\\"), ("date", datetime.date(2024, 2, 29)), ("timestamp", datetime.datetime(2024, 2, 29, 12, 34, 56, 789000)),
                  ("time", datetime.time(12, 34, 56)), ("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), ("jsonb", '{"a": 1}'), ("int4[]", "{1,NULL,3}"), ("varchar", "é"), ("int4", None), ("text", None)]
        for kind, value in values:
            try:
                cur = conn.execute(f"SELECT CAST(? AS {kind})", value)
                say(kind, cur.description[0][1:], cur.fetchone()[0])
            except pyodbc.Error as e:
                say(kind, value, *e.args)
        conn.close()


@section
def collection():
    conn = connect()
    cur = conn.execute("SELECT _id, i, l, f, n, s, ok, at, ref, bin, u, doc, ints, longs, floats, decimals, words, flags, times, ids, mixed, docs, odd "
                       "FROM every WHERE n IS NULL OR abs(n) <= 1E34 ORDER BY _id")  # pyodbc has no NaN
    for column in cur.description:
        say(column)
    for row in cur.fetchall():
        for column, value in zip(cur.description, row):
            say(row[0], column[0], value)
    for where, value in (("_id = ?", 2), ("s = ?", "one"), ("at >= ?", datetime.datetime(2024, 1, 1)), ("n = ?", D("1.5")), ("ok = ?", True), ("l > ?", 2 ** 40),
                         ("bin = ?", b""), ("f < ?", 0.5)):
        say(where, ask(conn, f"SELECT _id FROM every WHERE {where} ORDER BY _id", value))
    conn.close()


@section
def parts():
    for options in ({"UseDeclareFetch": 1, "Fetch": 300}, {}):
        conn = connect(autocommit=False, **options)
        total = 0
        cur = conn.execute("SELECT _id, s FROM long WHERE _id > ? ORDER BY _id", 10)
        while rows := cur.fetchmany(500):
            total += sum(r[0] + len(r[1] or "") for r in rows)
        say(total)
        conn.commit()
        conn.close()


@section
def errors():
    conn = connect(autocommit=False)
    for label, wrong in WRONG:
        fails(label, ask, conn, wrong)
        conn.rollback()
        say(ask(conn, "SELECT CAST(? AS int4)", 1))
    conn.rollback()
    conn.close()


@section
def prepared():
    conn = connect()
    cur = conn.cursor()
    for i in range(8):
        say([tuple(r) for r in cur.execute("SELECT _id, s FROM every WHERE _id = ?", i).fetchall()])
    cur.execute("SELECT 1; SELECT 2")
    say(cur.fetchall()[0][0], cur.nextset(), cur.fetchall()[0][0])
    conn.close()


@section
def catalogs():
    """SQLTables, SQLColumns, SQLPrimaryKeys, SQLForeignKeys, SQLStatistics, SQLSpecialColumns, SQLProcedures, SQLGetTypeInfo."""
    conn = connect()
    cur = conn.cursor()
    for label, ask_for in (("tables", lambda: cur.tables()), ("tables of a name", lambda: cur.tables(table="e%", schema="public")), ("views", lambda: cur.tables(tableType="VIEW", schema="public")),
                           ("catalogs", lambda: cur.tables(catalog="%", schema="", table="")), ("schemas", lambda: cur.tables(catalog="", schema="%", table="")),
                           ("types", lambda: cur.tables(catalog="", schema="", table="", tableType="%")),
                           ("columns", lambda: cur.columns(table="every")), ("columns of both", lambda: cur.columns(schema="public")), ("a column", lambda: cur.columns(table="long", column="s")),
                           ("system columns", lambda: cur.columns(table="pg_class", schema="pg_catalog")),
                           ("primary keys", lambda: cur.primaryKeys("every")), ("foreign keys", lambda: cur.foreignKeys("every")), ("statistics", lambda: cur.statistics("long")),
                           ("unique statistics", lambda: cur.statistics("every", unique=True)), ("row identifiers", lambda: cur.rowIdColumns("every")), ("row versions", lambda: cur.rowVerColumns("every")),
                           ("procedures", lambda: cur.procedures(procedure="abs")), ("procedure columns", lambda: cur.procedureColumns(procedure="abs")), ("all types", lambda: cur.getTypeInfo(0)), ("nothing", lambda: cur.columns(table="nope"))):
        say(label)
        for row in sorted((tuple(row) for row in ask_for().fetchall()), key=repr):
            # not the table's OID; and refs is text[] in PostgreSQL's table
            say(*("" if column == 22 and "column" in label else {"_objectid": "_text", 16001: 1009}.get(value, value) for column, value in enumerate(row)))
    conn.close()


@section
def cancel():
    conn = connect()
    cur = conn.cursor()
    start = time.monotonic()
    with cancelling(cur.cancel):
        fails("cancelled", cur.execute, "SELECT pg_sleep(60)")
    say(time.monotonic() - start < 30, ask(conn, "SELECT 1"))
    conn.close()


sys.stdout.reconfigure(errors="backslashreplace")
main()
