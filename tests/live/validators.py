#!/usr/bin/python3
"""Validators that SQL did not make, as CHECKs: what psql and the catalogs show of such a collection is what PostgreSQL 15 shows of a table with
these constraints; and what MongoDB refuses is what such a CHECK would. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
from psql_d import lines, psql  # noqa: E402
import bson  # noqa: E402
import pymongo  # noqa: E402

SCHEMA = {"bsonType": "object", "required": ["_id", "qty"], "properties": {
    "_id": {"bsonType": "int"},
    "qty": {"bsonType": "int", "minimum": 0, "maximum": 100, "exclusiveMaximum": True},
    "state": {"bsonType": "string", "enum": ["new", "it's paid"]},
    "name": {"bsonType": "string", "minLength": 2, "maxLength": 9, "pattern": "^[a-z]\\d*"},
    "price": {"bsonType": "double", "minimum": 0.5},
    "weight": {"bsonType": "decimal", "minimum": bson.Decimal128("0.50")},
    "grade": {"bsonType": "int", "enum": [1, 2, None]},
    "free": {"bsonType": "bool"}}}
TABLE = """CREATE TABLE goods (_id int PRIMARY KEY, qty int NOT NULL CHECK (qty >= 0 AND qty < 100), state text CHECK (state = ANY (ARRAY['new', 'it''s paid']::text[])),
    name text CHECK (char_length(name) >= 2 AND char_length(name) <= 9 AND name ~ E'^[a-z]\\\\d*'), price float8 CHECK (price >= 0.5), weight numeric CHECK (weight >= 0.50),
    grade int CHECK (grade = ANY (ARRAY[1, 2])), free bool)"""

QUESTIONS = [
    "\\d goods",
    "SELECT conname, contype, conkey, convalidated, pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) FROM pg_constraint WHERE conrelid = 'goods'::regclass ORDER BY 1",
    "SELECT constraint_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = 'public' AND constraint_name LIKE 'goods%' ORDER BY 1",
    "SELECT relchecks FROM pg_class WHERE relname = 'goods'",
    "SELECT column_name, constraint_name FROM information_schema.constraint_column_usage WHERE table_name = 'goods' ORDER BY 2, 1",
]


def main():
    with servers.directory("validators") as d:
        uri, postgres = d.mongo(), d.postgres()
        db = pymongo.MongoClient(uri).test
        db.create_collection("goods", validator={"$jsonSchema": SCHEMA})
        db.create_collection("warned", validator={"$jsonSchema": SCHEMA}, validationAction="warn")
        db.create_collection("odd", validator={"$or": [{"a": 1}, {"b": {"$gt": 2}}]})
        for c in ("warned", "odd"):
            db[c].insert_one({"_id": 1, "qty": 1, "a": 1})
        psql(postgres, "-c", "CREATE DATABASE test TEMPLATE template0")
        postgres += " dbname=test"
        psql(postgres, "-q", "-c", TABLE)
        leaf = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=test user=postgres"
        cases = []
        for q in QUESTIONS:
            want, got = (lines(psql(dsn, "-c", q)) for dsn in (postgres, leaf))
            cases.append((q.split("FROM")[-1].strip(), want == got, [x for x in want + got if x not in want or x not in got]))
        good = psql(leaf, "-c", "INSERT INTO goods (_id, qty, state, name, price, grade) VALUES (1, 0, 'new', 'a1', 0.5, 2)")
        cases.append(("what holds is taken", good == "INSERT 0 1\n", good))
        for column, value in (("qty", "100"), ("qty", "-1"), ("state", "'old'"), ("name", "'a'"), ("name", "'1a'"), ("price", "0.4"), ("grade", "3")):
            said = psql(leaf, "-v", "VERBOSITY=sqlstate", "-c", f"UPDATE goods SET {column} = {value}")
            cases.append((f"{column} = {value} is refused", said == "ERROR:  23514\n", said))
        none = psql(leaf, "-Atc", "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid IN ('warned'::regclass, 'odd'::regclass)")
        cases.append(("what is not enforced, or no $jsonSchema, is no CHECK", none == "0\n", none))
        for i, (name, ok, why) in enumerate(cases, 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
            if not ok:
                print("#", str(why).replace("\n", " "))
        print(f"1..{len(cases)}")


if __name__ == "__main__":
    main()
