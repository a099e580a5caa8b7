#!/usr/bin/python3
"""COPY ... TO STDOUT: PostgreSQL 15's bytes, or its SQLSTATE. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import pgwire  # noqa: E402
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

NASTY = r"""(values (1, 'a,b'), (2, 'q"x'), (3, null), (4, ''), (5, '\.'), (6, E'l\nm'), (7, E'\r\t\b\f\v'), (8, 'a\b|c''d'),
            (9, '\N'), (10, 'NULL'), (11, 'žluť')) v(i, t)"""
STATEMENTS = [
    f"COPY (SELECT * FROM {NASTY}) TO STDOUT{options}" for options in (
        "", " (FORMAT text)", " (DELIMITER '|')", " (DELIMITER ',', NULL 'NULL')", " (HEADER)", " (HEADER off)", " (NULL '')",
        " (FORMAT csv)", " (FORMAT csv, HEADER true)", " CSV HEADER", " (FORMAT csv, DELIMITER ';', QUOTE '''')",
        " (FORMAT csv, FORCE_QUOTE *)", " (FORMAT csv, FORCE_QUOTE (t))", " CSV FORCE QUOTE i", " (FORMAT csv, NULL 'NULL')",
        " (FORMAT csv, ESCAPE '\\')", " (FORMAT csv, DELIMITER E'\\t')", " (FORMAT binary)", " BINARY", " (ENCODING 'utf8')",
        " (FORMAT xx)", " (FORMAT csv, FORMAT csv)", " (NOPE 1)", " (DELIMITER 'ab')", " (DELIMITER 'a')", " (DELIMITER E'\\n')",
        " (QUOTE '\"')", " (FORMAT csv, QUOTE 'ab')", " (FORMAT csv, QUOTE ',')", " (FORMAT csv, NULL ',')",
        " (FORMAT csv, NULL '\"')", " (NULL E'\\n')", " (FORMAT csv, ESCAPE 'ab')", " (ESCAPE 'a')", " (FORCE_QUOTE *)",
        " (FORMAT csv, FORCE_QUOTE (nope))", " (HEADER match)", " (HEADER 5)", " (FORMAT binary, HEADER)",
        " (FORMAT binary, DELIMITER ',')", " (FORMAT binary, NULL ',')", " (FORCE_QUOTE 1)", " (FORMAT)")
] + [
    "COPY (SELECT t FROM (VALUES ('\\.'), ('x'), (NULL), ('')) v(t)) TO STDOUT CSV",
    "COPY (SELECT 1, 2.5, true, date '2024-02-29', '{1,NULL}'::int[], '{\"a\": 1}'::jsonb, '\\x00ff'::bytea) TO STDOUT",
    "COPY (SELECT 1, 2.5, true, date '2024-02-29', '{1,NULL}'::int[], NULL, '\\x00ff'::bytea) TO STDOUT (FORMAT binary)",
    "COPY (SELECT 'x' AS \"a,b\", 1 AS \"c\"\"d\") TO STDOUT CSV HEADER", "COPY (SELECT) TO STDOUT", "COPY (VALUES (1), (2)) TO STDOUT",
    "COPY (SELECT 1 WHERE false) TO STDOUT (HEADER)", "COPY (SELECT 1 / 0) TO STDOUT", "COPY (SELECT nope) TO STDOUT",
    "COPY nope TO STDOUT", "COPY t TO STDOUT", "COPY t (s, _id) TO STDOUT (FORMAT csv, HEADER)", "COPY public.t TO STDOUT (FORMAT binary)",
    "COPY t (nope) TO STDOUT", "COPY (SELECT 10 / (5 - g) FROM generate_series(1, 9) g) TO STDOUT",
]


def copied(connection, sql):
    data = []  # a message each
    try:
        cursor = connection.cursor()
        with cursor.copy(sql) as copy:
            for part in copy:
                data.append(bytes(part))
        return data, cursor.statusmessage
    except psycopg.Error as e:
        return data, e.sqlstate


def main():
    with servers.directory("copy") as d:
        uri = d.mongo()
        pg = psycopg.connect(d.postgres(), autocommit=True)
        leaf = psycopg.connect(d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u", autocommit=True)
        with pymongo.MongoClient(uri) as client:
            client.d.t.insert_many([{"_id": i, "s": s} for i, s in enumerate(["a", 'b"c', "", "x,y"])] + [{"_id": 4}])
        pg.execute("CREATE TABLE t (_id int, s text)")
        pg.execute("INSERT INTO t VALUES (0, 'a'), (1, 'b\"c'), (2, ''), (3, 'x,y'), (4, NULL)")
        cases = []
        for sql in STATEMENTS:
            def case(sql=sql):
                want, got = copied(pg, sql), copied(leaf, sql)
                assert want == got, f"PostgreSQL {want}, pgleaf {got}"
                assert leaf.execute("SELECT 1").fetchone() == (1,)
            case.__doc__ = sql.replace("\n", " ").replace("#", " ").split(") v(i, t)")[-1]
            cases.append(case)
        pgwire.run(cases)


main()
