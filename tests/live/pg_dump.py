#!/usr/bin/python3
"""pg_dump --schema-only of the same tables, made by the same SQL, from PostgreSQL 15 and from pgleaf: the same text; and what
pg_dump says of collections that nobody declared makes equal tables in PostgreSQL. TAP."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import pymongo  # noqa: E402

TABLES = """
CREATE TABLE product (id serial PRIMARY KEY, name varchar(20) NOT NULL UNIQUE, price numeric(10,2) DEFAULT 1.5, tags text[],
    made timestamptz(3) DEFAULT now(), stock int, CONSTRAINT stock_check CHECK (stock > 0));
CREATE INDEX ON product (price DESC);
CREATE TABLE plain (a int, b text NOT NULL);
CREATE SEQUENCE counter START 10 INCREMENT 5;
"""


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more).stdout


def dump(dsn):
    keep = []
    for line in run("pg_dump", "--schema-only", dsn).splitlines():
        if line and not line.startswith(("--", "\\restrict", "\\unrestrict")):
            keep.append(line)
    return keep


def check(number, name, want, got):
    print("ok" if want == got else "not ok", number, "-", name)
    if want != got:
        print("\n".join(f"# {'PostgreSQL' if line in want else 'pgleaf    '} {line}" for line in want + got
                        if (line in want) != (line in got)))


def main():
    with servers.directory("dump") as d:
        uri, postgres = d.mongo(), d.postgres()
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " user=postgres dbname="
        print("1..3")
        for name in ("made", "found"):
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


main()
