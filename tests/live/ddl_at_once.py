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
                "no lock is left": column("SELECT locktype FROM pg_locks") == [],
            }
        for i, (name, ok) in enumerate(cases.items(), 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
        print("#  ", *failed)
        print(f"1..{len(cases)}")


main()
