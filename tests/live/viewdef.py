#!/usr/bin/python3
"""pg_get_viewdef() of views over each kind of query (viewdef.sql): PostgreSQL's text, plain, pretty and wrapped at a column. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import tools  # noqa: E402
import psycopg  # noqa: E402

# beside the tables of tools.py
OBJECTS = """
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE DOMAIN word AS varchar(10);
CREATE DOMAIN ints AS int[];
CREATE DOMAIN tiny AS numeric(4,1);
CREATE TYPE pair AS (x int, y int);
CREATE TYPE cc AS (a pos, b word);
CREATE TYPE nested AS (n int, inner_c cc);
CREATE TYPE floats AS RANGE (subtype = float8);
CREATE TABLE holder (id int PRIMARY KEY, c cc, cs cc[], n nested, p pos, w word, l ints, m mood, r int4range, mr int4multirange, fr floats, a2 int[][], j jsonb);
CREATE TABLE generated_t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
CREATE TABLE "Odd Table" ("Col One" int, "select" text);
CREATE TYPE "Odd E" AS ENUM ('x', 'y');
CREATE DOMAIN "Odd D" AS text;
CREATE TABLE "Odd T" (c "Odd E");
CREATE SEQUENCE numbers2;
"""

FORMS = {
    "plain": "SELECT pg_get_viewdef('v'::regclass)",
    "pretty": "SELECT pg_get_viewdef('v'::regclass, true)",
    "at 60": "SELECT pg_get_viewdef('v'::regclass, 60)",
    "without a search path": "SET search_path = ''; SELECT pg_get_viewdef('public.v'::regclass)",
    "information_schema": "SELECT view_definition FROM information_schema.views WHERE table_name = 'v'",
}

SINCE = "/* since 15.20 */ "  # before a query that an older PostgreSQL prints otherwise


def queries():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "viewdef.sql")
    with open(path, encoding="utf-8") as f:
        return [line.strip() for line in f.read().partition("*/\n")[2].splitlines() if line.strip()]


def printed(connection, sql):
    """Each form's text; a query that cannot be a view: its error."""
    try:
        connection.execute("CREATE VIEW v AS " + sql)
    except psycopg.Error as e:
        return {"CREATE VIEW": e.sqlstate}
    out = {}
    for name, form in FORMS.items():
        cur = connection.execute(form)
        while cur.nextset():
            pass
        out[name] = cur.fetchone()[0]
        connection.execute("RESET search_path")
    connection.execute("DROP VIEW v")
    return out


def main():
    with servers.directory("viewdef") as d:
        uri, postgres = d.mongo(), d.postgres()
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=test user=postgres"
        compare(postgres, leaf)


def compare(postgres, leaf):
    sides = [psycopg.connect(dsn, autocommit=True) for dsn in (postgres, leaf)]
    for side in sides:
        for statement in tools.TABLES.split(";\n")[:4] + OBJECTS.split(";\n")[:-1]:
            side.execute(statement)
    print(f"1..{len(queries())}")
    older = sides[0].info.server_version < 150020
    for n, sql in enumerate(queries(), 1):
        if older and sql.startswith(SINCE):
            print("ok", n, "-", sql[len(SINCE):100].replace("#", "\\#"), "# SKIP PostgreSQL prints it so since 15.20, this one is older")
            continue
        want, got = (printed(side, sql) for side in sides)
        print("ok" if want == got else "not ok", n, "-", sql[:100].replace("#", "\\#"))
        for name in want if want != got else ():
            if want[name] != got.get(name, got):
                print("\n".join("# " + line for text in (name, want[name], got.get(name, got)) for line in str(text).splitlines()))


if __name__ == "__main__":
    main()
