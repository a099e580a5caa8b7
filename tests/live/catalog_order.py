#!/usr/bin/python3
"""The order in which the catalogs' rows come without ORDER BY, which tools rely on: PostgreSQL 15 and pgleaf give equal lists. PostgreSQL's
depends on its plan; where it has seen few rows it seeks the catalogs by their indexes, which is what is asked of it here. (Not what it finds
distinct by hash: the columns of several in constraint_column_usage.) The embedded server lists indexes by name: so that is their order here. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

TABLES = """
CREATE TABLE mixed (id int PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'x', born date, price numeric(10,2), tags text[], meta jsonb,
    at timestamptz(3) DEFAULT now(), flag bool, n bigint, r float8);
CREATE TABLE keys (b text NOT NULL, a int REFERENCES mixed, c date, d bool, e numeric, f jsonb, CONSTRAINT keys_1 PRIMARY KEY (d, a, b), CONSTRAINT keys_2 UNIQUE (c, b, e), CHECK (a > 0));
CREATE VIEW seen AS SELECT r, flag, name, born, id FROM mixed;
CREATE TABLE one (z timestamp(3) PRIMARY KEY, y uuid, x int2, w text, v float4, u bool);
"""

ADBC = """SELECT attr.attname, attr.attnum, pg_catalog.col_description(cls.oid, attr.attnum), typ.typname, attr.attnotnull
    FROM pg_catalog.pg_attribute AS attr INNER JOIN pg_catalog.pg_class AS cls ON attr.attrelid = cls.oid
    INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace INNER JOIN pg_catalog.pg_type AS typ ON attr.atttypid = typ.oid
    WHERE attr.attnum >= 0 AND NOT attr.attisdropped AND nsp.nspname LIKE 'public' AND cls.relname LIKE '{0}'"""

OF_RELATION = (
    ("information_schema.columns", "SELECT column_name, data_type, ordinal_position FROM information_schema.columns WHERE table_name = '{0}'"),
    ("information_schema.columns by schema and database", "SELECT * FROM information_schema.columns WHERE table_name = '{0}' AND table_schema = 'public' AND table_catalog = current_database()"),
    ("information_schema.columns, current_schema()", "SELECT column_name FROM information_schema.columns WHERE table_name = '{0}' AND table_schema = current_schema()"),
    ("ADBC's get_objects", ADBC),
    ("pg_attribute, pg_type", "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = '{0}'::regclass AND a.attnum > 0"),
    ("pg_type, pg_attribute", "SELECT a.attname, t.typname FROM pg_type t JOIN pg_attribute a ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = '{0}' AND a.attnum > 0"),
    ("outer joins", """SELECT a.attname, format_type(t.oid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid), y.amname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_am y ON y.oid = c.relam
        WHERE c.relname = '{0}' AND a.attnum > 0"""),
    ("elements' types", """SELECT a.attname, e.typname, n.nspname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem
        JOIN pg_namespace n ON n.oid = t.typnamespace WHERE a.attrelid = '{0}'::regclass AND a.attnum > 0 AND NOT a.attisdropped"""),
)

OTHERS = (
    ("one key's columns", "SELECT column_name, ordinal_position FROM information_schema.key_column_usage WHERE table_name = 'keys' AND constraint_name = '{0}'", ("keys_1", "keys_2", "keys_a_fkey")),
    ("columns that one key uses", "SELECT column_name, table_name FROM information_schema.constraint_column_usage WHERE constraint_name = '{0}'", ("keys_a_fkey", "mixed_pkey")),
    ("a primary key's columns, joined", """SELECT k.column_name FROM information_schema.table_constraints t JOIN information_schema.key_column_usage k
        ON k.constraint_name = t.constraint_name AND k.table_name = t.table_name WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_name = '{0}'""", ("keys", "mixed")),
    ("pg_indexes", "SELECT * FROM pg_indexes WHERE tablename = '{0}'", ("keys", "mixed", "one")),
    ("constraints", "SELECT c.conname, c.contype FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE t.relname = '{0}'", ("keys", "mixed")),
)


def cases():
    for name, sql in OF_RELATION:
        for relation in ("mixed", "keys", "seen", "one"):
            yield f"{name}: {relation}", sql.format(relation)
    for name, sql, values in OTHERS:
        for value in values:
            yield f"{name}: {value}", sql.format(value)


def ask(connection, sql):
    try:
        return connection.execute(sql).fetchall()
    except psycopg.Error as e:
        return f"{e.sqlstate} {e}"


def main():
    with servers.directory("order") as d:
        uri = d.mongo()
        dsn = d.postgres()
        psycopg.connect(dsn, autocommit=True).execute("CREATE DATABASE test")
        postgres = psycopg.connect(dsn, dbname="test", autocommit=True)
        leaf = psycopg.connect(d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust"), dbname="test", autocommit=True)
        for side in (postgres, leaf):
            side.execute(TABLES)
        postgres.execute("ANALYZE")
        for way in ("hashjoin", "mergejoin"):
            postgres.execute(f"SET enable_{way} = off")
        n = 0
        for n, (name, sql) in enumerate(cases(), 1):
            want, got = ask(postgres, sql), ask(leaf, sql)
            print("ok" if want == got else "not ok", n, "-", name)
            if want != got:
                print(f"# PostgreSQL {want}\n# pgleaf     {got}".replace("\n", "\n# ")[:3000])
        print(f"1..{n}")


main()
