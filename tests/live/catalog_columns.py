#!/usr/bin/python3
"""Every relation of pg_catalog and information_schema answers SELECT * with PostgreSQL 15's columns: names, types, order. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

RELATIONS = """SELECT relnamespace::regnamespace || '.' || relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'v') AND
    relnamespace IN (11, 'information_schema'::regnamespace) ORDER BY 1"""


def columns(connection, relation):
    cursor = connection.execute(f"SELECT * FROM {relation}")
    return [(c.name, c.type_code, cursor.pgresult.fmod(i)) for i, c in enumerate(cursor.description)]


def main():
    with servers.directory("columns") as d:
        uri = d.mongo()
        postgres = psycopg.connect(d.postgres(), autocommit=True)
        leaf = psycopg.connect(d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust"), dbname="test", autocommit=True)
        names = [r[0] for r in postgres.execute(RELATIONS)]
        print(f"1..{len(names) + 1}")
        own = [r[0] for r in leaf.execute(RELATIONS)]
        print("ok" if own == names else "not ok", "1 - the same relations")
        for i, name in enumerate(names, 2):
            try:
                want, got = columns(postgres, name), columns(leaf, name)
            except psycopg.Error as e:
                want, got = name, str(e)
            print("ok" if want == got else "not ok", i, "-", name)
            if want != got:
                print(f"# PostgreSQL {want}\n# pgleaf     {got}")


main()
