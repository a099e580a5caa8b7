#!/usr/bin/python3
"""CREATE and DROP of databases and schemas: PostgreSQL 15's tags and SQLSTATEs, and what MongoDB has then. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

EQUAL = [
    "CREATE SCHEMA public", "CREATE SCHEMA IF NOT EXISTS public", "CREATE SCHEMA pg_x", "DROP SCHEMA nosuch",
    "DROP SCHEMA IF EXISTS nosuch", "DROP SCHEMA pg_catalog", "CREATE DATABASE d", "CREATE DATABASE wx nosuch 1",
    "CREATE DATABASE wx ENCODING 'utf8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
    "SELECT datname FROM pg_database WHERE datname = 'wx'", "CREATE DATABASE wx", "DROP DATABASE wx",
    "SELECT datname FROM pg_database WHERE datname = 'wx'", "DROP DATABASE wx", "DROP DATABASE IF EXISTS wx", "DROP DATABASE d",
    "CREATE DATABASE wx OWNER nobody", 'CREATE DATABASE "Test_X"', 'DROP DATABASE "Test_X" WITH (FORCE)',
    "BEGIN; CREATE DATABASE wy", "ROLLBACK", "BEGIN; DROP DATABASE wy", "ROLLBACK",
]
REFUSED = ["CREATE SCHEMA other", "DROP SCHEMA public CASCADE", "CREATE DATABASE wx CONNECTION LIMIT 5", "CREATE DATABASE wx ENCODING 'latin1'",
           "CREATE DATABASE wx LC_COLLATE 'cs_CZ.UTF-8'"]


def answer(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.statusmessage, cursor.fetchall() if cursor.description else None
    except psycopg.Error as e:
        return e.sqlstate, None


def main():
    with servers.directory("databases") as d:
        uri = d.mongo()
        host = d.postgres()
        pg = psycopg.connect(host, autocommit=True)
        pg.execute("CREATE DATABASE d")
        pg = psycopg.connect(host + " dbname=d", autocommit=True)
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " user=postgres"
        one = psycopg.connect(leaf + " dbname=d", autocommit=True)
        client = pymongo.MongoClient(uri)
        cases = []
        for sql in EQUAL:
            want, got = answer(pg, sql), answer(one, sql)
            cases.append((sql, want == got, f"{got} for {want}"))
        for sql in REFUSED:
            got = answer(one, sql)
            cases.append((sql, got[0] == "0A000", got))
        one.execute("CREATE DATABASE made")
        cases.append(("MongoDB has it", "made" in client.list_database_names(), client.list_database_names()))
        two = psycopg.connect(leaf + " dbname=made", autocommit=True)
        two.execute("CREATE TABLE t (a int)")
        two.close()
        one.execute("DROP DATABASE made")
        cases.append(("and has it no more", "made" not in client.list_database_names(), client.list_database_names()))
        two = psycopg.connect(leaf + " dbname=made", autocommit=True)
        cases.append(("its tables are forgotten", answer(two, "SELECT * FROM t")[0] == "42P01", ""))
        cases.append(("and can be made anew", answer(two, "CREATE TABLE t (b text)")[0] == "CREATE TABLE", ""))
        for i, (name, ok, why) in enumerate(cases):
            print("ok" if ok else "not ok", i + 1, "-", name)
            if not ok:
                print("#", why)
        print(f"1..{len(cases)}")
        return 0 if all(ok for _, ok, _ in cases) else 1


if __name__ == "__main__":
    sys.exit(main())
