#!/usr/bin/python3
"""Sessions that change one table's declaration at once: what each did is there at the end. TAP."""

import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

SESSIONS, ROUNDS = 3, 3


def change(dsn, me, start, failed):
    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            start.wait()
            for i in range(ROUNDS):
                name, key = f"c{me}_{i}", me * ROUNDS + i
                connection.execute(f"ALTER TABLE t ADD COLUMN {name} int DEFAULT {key}, ADD CHECK ({name} >= 0)")
                connection.execute(f"COMMENT ON COLUMN t.{name} IS '{name}'")
                connection.execute(f"CREATE INDEX i{name} ON t ({name}) INCLUDE (a)")
                connection.execute(f"CREATE TABLE r{name} (a int REFERENCES t)")
                connection.execute(f"INSERT INTO r{name} VALUES ({key})")
    except psycopg.Error as e:
        failed.append(f"{e.sqlstate} {e}")


def run_all(dsn, failed, *scripts):
    """Each script in a session of its own, all at once."""
    start = threading.Barrier(len(scripts))

    def run(script):
        try:
            with psycopg.connect(dsn, autocommit=True) as connection:
                start.wait()
                for sql in script:
                    connection.execute(sql)
        except psycopg.Error as e:
            failed.append(f"{e.sqlstate} {e}")

    threads = [threading.Thread(target=run, args=(script,)) for script in scripts]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def below(dsn, connection, column, failed):
    """What changes declarations from below: names in views and expressions, labels in validators, whether a view has rows."""
    for sql in ("CREATE TYPE e AS ENUM ('a')", "CREATE SEQUENCE q", "CREATE TABLE b (n int, m int, l e, s int DEFAULT nextval('q'), CHECK (l <> 'a'))",
                "CREATE VIEW v AS SELECT n, m FROM b", "COMMENT ON VIEW v IS '5'", "ALTER VIEW v ALTER m SET DEFAULT 5", "CREATE MATERIALIZED VIEW w AS SELECT n FROM b WITH NO DATA"):
        connection.execute(sql)
    n = 6
    run_all(dsn, failed,
            [f"ALTER TABLE b RENAME n{i or ''} TO n{i + 1}" for i in range(n)] + ["COMMENT ON COLUMN b.m IS 'm'"],
            [f"ALTER TYPE e ADD VALUE 'l{i}'" for i in range(n)] + ["ALTER TYPE e RENAME VALUE 'a' TO 'z'"],
            [f"ALTER SEQUENCE q{i or ''} RENAME TO q{i + 1}" for i in range(n)],
            [f"ALTER TABLE b ADD COLUMN x{i} int" for i in range(n)],
            ["REFRESH MATERIALIZED VIEW w", "COMMENT ON COLUMN w.n IS 'of w'"], ["COMMENT ON MATERIALIZED VIEW w IS 'w'"])
    names = ["n6", "m", "l", "s", *(f"x{i}" for i in range(n))]
    connection.execute("INSERT INTO b (n6, l) VALUES (1, 'l5')")
    return {
        "columns that others added while names changed": column("SELECT attname FROM pg_attribute WHERE attrelid = 'b'::regclass AND attnum > 0 ORDER BY attnum") == names,
        "a view's query, comment and default": column("SELECT pg_get_viewdef('v'::regclass) || obj_description('v'::regclass)") == [" SELECT b.n6 AS n,\n    b.m\n   FROM b;5"]
        and column("SELECT column_default FROM information_schema.columns WHERE table_name = 'v' AND column_name = 'm'") == ["5"],
        "a label that expressions have in them": column("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'b_l_check'") == ["CHECK ((l <> 'z'::e))"],
        "a sequence that a default has in it": column("SELECT s FROM b") == [1] and column("SELECT last_value FROM q6") == [1],
        "a materialized view with rows and its comments": column("SELECT count(*) FROM w") == [0]
        and column("SELECT description FROM pg_description WHERE objoid = 'w'::regclass ORDER BY objsubid") == ["w", "of w"],
    }


def referred(connection, key):
    try:
        connection.execute(f"DELETE FROM t WHERE a = {key}")
    except psycopg.errors.ForeignKeyViolation:
        return True
    return False


def main():
    with servers.directory("ddl_at_once") as d:
        dsn = d.pgleaf("inetd", "-o", f"uri={d.mongo()}", "-o", "auth=trust") + " dbname=d user=u"
        names = sorted(f"c{me}_{i}" for me in range(SESSIONS) for i in range(ROUNDS))
        start, failed = threading.Barrier(SESSIONS), []
        threads = [threading.Thread(target=change, args=(dsn, me, start, failed)) for me in range(SESSIONS)]
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE t (a int PRIMARY KEY)")
            connection.execute(f"INSERT INTO t SELECT generate_series(0, {len(names) - 1})")
            for t in threads:
                t.start()
            for t in threads:
                t.join()

            def column(sql):
                return [row[0] for row in connection.execute(sql)]

            cases = {
                "none of the statements fails": not failed,
                "columns": column("SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 1 ORDER BY 1") == names,
                "checks": len(column("SELECT 1 FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'")) == len(names),
                "comments": column("SELECT description FROM pg_description WHERE objoid = 't'::regclass AND objsubid > 0 ORDER BY 1") == names,
                "indexes with their INCLUDE": column("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 't'::regclass"
                                                     " AND indnatts = 2 ORDER BY 1") == ["i" + n for n in names],
                "rows that are referred to stay": all(referred(connection, key) for key in range(len(names))),
                **below(dsn, connection, column, failed),
                "and none of those statements fails": not failed,
                "no lock is left": column("SELECT locktype FROM pg_locks WHERE pid <> pg_backend_pid() OR mode = 'AccessExclusiveLock'") == [],
            }
        for i, (name, ok) in enumerate(cases.items(), 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
        print("#  ", *failed)
        print(f"1..{len(cases)}")


main()
