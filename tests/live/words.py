#!/usr/bin/python3
"""What a user says of collections that SQL did not make: ALTER COLUMN ... TYPE beats inference in every session, COMMENT is shown; TAP."""

import datetime
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

DOCUMENTS = [{"_id": 1, "n": 1, "s": "2020-01-02", "m": 5, "d": datetime.datetime(2020, 1, 1), "t": "a", "l": [[1, 2]]},
             {"_id": 2, "n": 2, "s": "2021-03-04", "m": "x", "d": datetime.datetime(2021, 1, 1), "t": "bcd"},
             {"_id": 3}]
TYPES = "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'c'::regclass AND attnum > 0 ORDER BY attnum"
COMMENTS = "SELECT obj_description('c'::regclass), col_description('c'::regclass, 2), (SELECT obj_description('c_n'::regclass))"


def answer(connection, sql):
    try:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else cursor.statusmessage
    except psycopg.Error as e:
        return e.sqlstate


def main():
    with servers.directory("words") as d:
        uri = d.mongo()
        client = pymongo.MongoClient(uri)
        client.w.c.insert_many(DOCUMENTS)
        client.w.c.create_index("n", name="c_n")
        leaf = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " user=u dbname=w"
        one, two = (psycopg.connect(leaf, autocommit=True) for _ in range(2))
        inferred = [("_id", "integer"), ("n", "integer"), ("s", "text"), ("m", "jsonb"), ("d", "timestamp(3) with time zone"), ("t", "text"), ("l", "jsonb")]
        said = [("_id", "integer"), ("n", "bigint"), ("s", "date"), ("m", "text"), ("d", "timestamp(3) without time zone"), ("t", "character varying(5)"), ("l", "integer[]")]
        checks = [
            (one, TYPES, inferred), (two, TYPES, inferred),
            (one, "ALTER TABLE c ALTER n TYPE bigint, ALTER s TYPE date, ALTER m TYPE text", "ALTER TABLE"),
            (one, "ALTER TABLE c ALTER d TYPE timestamp, ALTER COLUMN t SET DATA TYPE varchar(5), ALTER l TYPE int[]", "ALTER TABLE"),
            (one, "SELECT l FROM c WHERE _id = 1", [([[1, 2]],)]), (two, "SELECT l FROM c WHERE _id = 1", [([[1, 2]],)]),
            (one, TYPES, said), (two, TYPES, said),
            (two, "SELECT n + 1, s FROM c WHERE s IS NULL OR s > '0001-01-01' ORDER BY _id", "22P02"),
            (two, "UPDATE c SET n = n + 1 WHERE _id = 1", "UPDATE 1"),
            (two, "INSERT INTO c (_id, n, m) VALUES (4, 5000000000, 'y')", "INSERT 0 1"),
            (two, "SELECT _id, n FROM c WHERE n > 1 ORDER BY n", [(1, 2), (2, 2), (4, 5000000000)]),
            (two, "SELECT m FROM c WHERE _id = 1", "22P02"),
            (two, "SELECT m FROM c WHERE m > 'w' ORDER BY m", [("x",), ("y",)]),
            (two, "INSERT INTO c (_id, t) VALUES (5, 'abcdef')", "22001"),
            (one, "ALTER TABLE c ALTER s TYPE text", "ALTER TABLE"),
            (two, "SELECT s FROM c WHERE s LIKE '2020%'", [("2020-01-02",)]),
            (one, "CALL pgleaf.refresh()", "CALL"), (one, TYPES, [("s", "text") if x[0] == "s" else x for x in said]),
            (one, "ALTER TABLE c ALTER nosuch TYPE int", "42703"), (one, "ALTER TABLE c ALTER n TYPE nosuch", "42704"),
            (one, "CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TYPE"), (one, "ALTER TABLE c ALTER t TYPE mood", "0A000"),
            (one, "DROP TYPE IF EXISTS public.objectid CASCADE", "2BP01"), (one, "SELECT pg_column_size('a'::text)", "0A000"),
            (one, "ALTER TABLE c ALTER t TYPE mood[]", "0A000"), (one, "DROP TYPE mood", "DROP TYPE"),
            (one, "ALTER TABLE c ALTER n TYPE int USING 1", "0A000"), (one, "ALTER TABLE c ADD x int", "0A000"),
            (one, "CREATE VIEW v AS SELECT n FROM c", "CREATE VIEW"), (one, "ALTER TABLE c ALTER n TYPE numeric", "0A000"),
            (one, "DROP VIEW v", "DROP VIEW"),
            (one, "CREATE VIEW v AS SELECT a FROM pg_am a", "0A000"), (one, "CREATE TABLE s AS SELECT a FROM pg_am a", "0A000"),
            (one, "COMMENT ON FUNCTION lower(text) IS 'x'", "0A000"), (one, "COMMENT ON LANGUAGE sql IS 'x'", "0A000"),
            (one, "COMMENT ON TABLE c IS 'see'", "COMMENT"), (one, "COMMENT ON COLUMN c.n IS 'n!'", "COMMENT"),
            (one, "COMMENT ON INDEX c_n IS 'by n'", "COMMENT"), (two, COMMENTS, [("see", "n!", "by n")]),
            (one, "COMMENT ON INDEX c_n IS NULL", "COMMENT"), (two, COMMENTS, [("see", "n!", None)]),
            (one, "BEGIN", "BEGIN"), (one, "DROP TABLE c", "DROP TABLE"), (one, "ROLLBACK", "ROLLBACK"), (two, COMMENTS, [("see", "n!", None)]),
            (one, "ALTER TABLE c RENAME TO e", "ALTER TABLE"),
            (two, "SELECT obj_description('e'::regclass), pg_typeof(n) FROM e WHERE _id = 1", [("see", "bigint")]),
            (one, "DROP TABLE e", "DROP TABLE"),
        ]
        cases = [(sql, want, answer(session, sql)) for session, sql, want in checks]
        cases.append(("nothing is kept", [], list(client.w["pgleaf.catalog"].find({"collection": {"$exists": True}}))))
        client.w.e.insert_one({"n": 1})
        cases.append(("a new one is as its documents", [("integer",)], [tuple(map(str, r)) for r in answer(two, "SELECT pg_typeof(n) FROM e")]))
        for i, (name, want, got) in enumerate(cases):
            print(f"{'ok' if want == got else 'not ok'} {i + 1} - {name}")
            if want != got:
                print(f"#   {got} for {want}")
        print(f"1..{len(cases)}")
        return any(want != got for _, want, got in cases)


if __name__ == "__main__":
    sys.exit(main())
