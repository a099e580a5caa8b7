#!/usr/bin/python3
"""pg_dump --schema-only of the same tables, made by the same SQL, from PostgreSQL 15 and from pgleaf: the same text; and what
pg_dump says of collections that nobody declared makes equal tables in PostgreSQL. --data-only: the same text of the same rows; restored
into PostgreSQL, as COPY and as INSERT, the rows are those of the collections. TAP."""

import os
import subprocess
import sys

sys.path += [os.path.join(os.path.dirname(os.path.abspath(__file__)), folder) for folder in ("../lib", "../drivers")]
import servers  # noqa: E402
import pymongo  # noqa: E402
import tables  # noqa: E402

TABLES = """
CREATE TABLE product (id serial PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, price numeric(10,2) DEFAULT 1.5, tags text[],
    made timestamptz(3) DEFAULT now(), stock int, CONSTRAINT stock_check CHECK (stock > 0));
CREATE INDEX ON product (price DESC);
CREATE TABLE plain (a int, b text NOT NULL);
CREATE SEQUENCE counter START 10 INCREMENT 5;
"""
ROWS = r"""
INSERT INTO product (name, price, tags, made, stock) VALUES ('bread', 2.50, '{a,NULL,"b c","q\"\\"}', '2024-02-29 12:00:00.5Z', 3), ('žluť	\\ x', 9999999.99, '{}', NULL, NULL),
    ('', -0.01, NULL, '0001-01-01 00:00Z', 1);
INSERT INTO plain VALUES (NULL, ''), (-2147483648, '\N'), (1, E'a\nb\r\t\\');
SELECT nextval('counter'), nextval('counter');
"""


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more).stdout


def dump(dsn, what="--schema-only"):
    keep = []
    for line in run("pg_dump", what, dsn).splitlines():
        if line and not line.startswith(("--", "\\restrict", "\\unrestrict")) and "DOMAIN public.objectid" not in line:  # pgleaf's own type
            keep.append(line)
    return keep


def signless(line, options):
    """pg_dump writes a float8's -0 as a number into INSERT, which is 0: from PostgreSQL too."""
    return line.replace("|-0|", "|0|") if options else line


def check(number, name, want, got):
    print("ok" if want == got else "not ok", number, "-", name)
    if want != got:
        print("\n".join(f"# {'PostgreSQL' if line in want else 'pgleaf    '} {line}" for line in want + got
                        if (line in want) != (line in got)))


def main():
    with servers.directory("dump") as d:
        uri, postgres = d.mongo(), d.postgres()
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " user=postgres dbname="
        print("1..7")
        for name in ("made", "found", "copied", "inserted"):
            run("psql", "-qXc", f"CREATE DATABASE {name} TEMPLATE template0", postgres)
        for dsn in (postgres + " dbname=made", leaf + "made"):
            run("psql", "-qX", dsn, "-c", TABLES)
        want, got = dump(postgres + " dbname=made"), dump(leaf + "made")
        check(1, "there is something in it", True, len(want) > 40)
        check(2, "tables that SQL made", want, got)
        db = pymongo.MongoClient(uri).found
        db.orders.insert_many([{"_id": i, "total": i * 1.5, "items": [{"n": 1}], "tags": ["x"], "shipTo": "here"} for i in range(9)])
        db.orders.create_index([("total", 1), ("shipTo", -1)], name="by_total")
        text = run("pg_dump", "--schema-only", leaf + "found")
        run("psql", "-qX", postgres + " dbname=found", input=text)
        describe = ["psql", "-Xc", r"\d orders"]
        check(3, "a collection, restored", run(*describe, postgres + " dbname=found").splitlines(), run(*describe, leaf + "found").splitlines())
        for dsn in (postgres + " dbname=made", leaf + "made"):
            run("psql", "-qX", dsn, "-c", ROWS)
        want = dump(postgres + " dbname=made", "--data-only")
        check(4, "there is something in the data", True, len(want) > 12)
        check(5, "the data of tables that SQL made", want, dump(leaf + "made", "--data-only"))
        for c in tables.COLLECTIONS:
            c.load_mongo(db)
        shown = ["psql", "-XAtc", "TABLE every", "-c", "TABLE long", "-c", "TABLE orders"]
        for number, name, options in ((6, "copied", []), (7, "inserted", ["--rows-per-insert=100"])):
            text = run("pg_dump", "--schema-only", leaf + "found") + run("pg_dump", "--data-only", *options, leaf + "found")
            said = run("psql", "-qXo", "/dev/null", "-v", "ON_ERROR_STOP=1", postgres + f" dbname={name}", input=text)
            check(number, f"collections of every type, restored: {name}",
                  sorted(said.splitlines() + [signless(line, options) for line in run(*shown, leaf + "found").splitlines()]), sorted(run(*shown, postgres + f" dbname={name}").splitlines()))


main()
