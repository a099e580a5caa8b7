#!/usr/bin/python3
"""PostgreSQL as the client: postgres_fdw and dblink onto a PostgreSQL 15 and onto pgleaf, the same statements, the same findings. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
import psycopg  # noqa: E402

REMOTE = [
    "CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL, price numeric(10,2), made timestamp(3) with time zone, tags text[], doc jsonb, ok boolean)",
    "INSERT INTO items SELECT i, 'n' || i, i * 1.25, '2024-01-01'::timestamptz + i * interval '1 day', ARRAY['a', 'b' || i], jsonb_build_object('i', i), i % 2 = 0"
    " FROM generate_series(1, 50) i",
    "INSERT INTO items (id, name) VALUES (60, 'none')",
    "CREATE TABLE kinds (ok boolean, word text)",
    "INSERT INTO kinds VALUES (true, 'good'), (false, 'bad'), (NULL, 'unknown')",
]
READS = [
    "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE attrelid = 'items'::regclass AND attnum > 0 ORDER BY attnum",
    "SELECT name, price FROM items WHERE id > 40 AND name LIKE 'n4%' ORDER BY price DESC LIMIT 3",
    "SELECT ok, count(*), sum(price), avg(price), max(made), min(name COLLATE \"C\") FROM items GROUP BY ok ORDER BY ok",
    "SELECT i.id, g FROM items i JOIN generate_series(3, 5) g ON i.id = g ORDER BY 1",
    "SELECT i.id, k.word FROM items i LEFT JOIN kinds k USING (ok) WHERE i.id < 4 OR i.id = 60 ORDER BY 1",
    "SELECT i, k FROM items i JOIN kinds k ON i.ok = k.ok WHERE i.id < 3 ORDER BY i.id",
    "SELECT * FROM items ORDER BY id",
    "SELECT id FROM items WHERE made >= '2024-02-10' AND tags @> '{a}' AND doc ->> 'i' <> '45' ORDER BY id",
    "SELECT id FROM items WHERE ok IS NULL OR price IS NOT DISTINCT FROM 2.5 ORDER BY id",
    "SELECT count(DISTINCT ok), string_agg(name, ',' ORDER BY id) FILTER (WHERE id < 4) FROM items",
    "SELECT id FROM items WHERE price = ANY ('{1.25,3.75}') ORDER BY id FOR UPDATE",
    "SELECT x.id, (SELECT word FROM kinds k WHERE k.ok = x.ok) FROM items x WHERE id <= 2 ORDER BY 1",
]
# not the writes: for these postgres_fdw has ctid explained
ESTIMATED = [*(f"ALTER FOREIGN TABLE {t} OPTIONS (ADD use_remote_estimate 'true')" for t in ("items", "kinds")), *READS,
             *(f"ALTER FOREIGN TABLE {t} OPTIONS (DROP use_remote_estimate)" for t in ("items", "kinds"))]
WRITES = [
    "INSERT INTO items VALUES (100, 'hundred', 1, '2024-05-05', '{x}', '{\"a\": 1}', true) RETURNING id, name",
    "UPDATE items SET price = price + 1 WHERE id < 4",
    "DELETE FROM items WHERE id = 100",
    "INSERT INTO items (id, name) VALUES (1, 'again')",
    "INSERT INTO items (id, name) VALUES (70, 'x') ON CONFLICT DO NOTHING",
    "INSERT INTO items (id, name) SELECT g, 'many' FROM generate_series(200, 230) g",
    "BEGIN; INSERT INTO items (id, name) VALUES (300, 'x'); SAVEPOINT a; INSERT INTO items (id, name) VALUES (301, 'y'); ROLLBACK TO a; COMMIT",
    "BEGIN; DELETE FROM items WHERE id > 10; ROLLBACK",
    "INSERT INTO items (id) VALUES (400)",
    "SELECT count(*), max(id), sum(price) FROM items",
    "TRUNCATE items",
    "SELECT count(*) FROM items",
    "SELECT * FROM dblink('{dsn}', 'SELECT g, g::text FROM generate_series(1, 3) g') AS t (a int, b text)",
    "SELECT dblink_connect('one', '{dsn}'), dblink_open('one', 'c', 'SELECT g FROM generate_series(1, 9) g')",
    "SELECT * FROM dblink_fetch('one', 'c', 4) AS t (g int)",
    "SELECT dblink_close('one', 'c'), dblink_send_query('one', 'SELECT 1; SELECT 2')",
    "SELECT * FROM dblink_get_result('one') AS t (a int)",
    "SELECT * FROM dblink('{dsn}', 'SELECT 1/0') AS t (a int)",
]


def found(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.statusmessage, cursor.fetchall() if cursor.description else None
    except psycopg.Error as e:
        return e.sqlstate, e.diag.message_primary, e.diag.message_detail


def compared(pg, leaf, statements, name):
    def case():
        for sql in statements:
            want, got = (found(c, sql.replace("{dsn}", dsn)) for c, dsn in (pg, leaf))
            assert want == got, f"{sql}: PostgreSQL {want}, pgleaf {got}"
    case.__doc__ = name
    return case


with servers.directory("foreign") as d:
    pg_dsn = d.postgres()
    leaf_dsn = d.pgleaf("fork", "-o", f"uri={d.mongo()}", "-o", "auth=trust")
    place = leaf_dsn.split()[0].removeprefix("host=")
    os.chmod(place, 0o755)
    os.chmod(place + "/.s.PGSQL.5432", 0o777)  # the client is the user postgres
    dsns = {"theirs": pg_dsn + " dbname=remote", "ours": leaf_dsn + " dbname=remote user=postgres"}
    with psycopg.connect(pg_dsn + " dbname=postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE remote")
        for extension in ("postgres_fdw", "dblink"):
            admin.execute(f"CREATE EXTENSION {extension}")
        for name, dsn in dsns.items():
            with psycopg.connect(dsn, autocommit=True) as remote:
                for statement in REMOTE:
                    remote.execute(statement)
            host = dsn.split()[0].removeprefix("host=")
            admin.execute(f"CREATE SERVER {name} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{host}', port '5432', dbname 'remote', fetch_size '7', batch_size '10')")
            admin.execute(f"CREATE USER MAPPING FOR postgres SERVER {name} OPTIONS (user 'postgres', password_required 'false')")
            admin.execute(f"CREATE SCHEMA {name}")
            admin.execute(f"IMPORT FOREIGN SCHEMA public FROM SERVER {name} INTO {name}")
    both = [(psycopg.connect(pg_dsn + f" dbname=postgres options='-c search_path={name},public'", autocommit=True), dsn) for name, dsn in dsns.items()]
    pgwire.run([compared(*both, READS, "reads: conditions, joins, aggregates and sorts that PostgreSQL hands over"),
                compared(*both, ESTIMATED, "the same, planned by the costs and rows of EXPLAIN there"),
                compared(*both, WRITES, "writes, savepoints, dblink's queries and cursors")])
    for connection, _ in both:
        connection.close()
