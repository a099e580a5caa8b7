#!/usr/bin/python3
"""EXPLAIN's options and formats: where a plan can be PostgreSQL's, the whole text is; of others, that it can be read. TAP."""

import json
import os
import re
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

FORMATS = "text", "json", "xml", "yaml"
# Each in each format, byte by byte as PostgreSQL's
SAME = """
SELECT 1
(VERBOSE) SELECT 1, '<a & b>'::text, E'"\\r'
(ANALYZE, TIMING off, SUMMARY off) SELECT 1
(ANALYZE, BUFFERS, WAL, TIMING off, SUMMARY off) SELECT 1
(BUFFERS, SETTINGS) SELECT 1
(ANALYZE, TIMING off, SUMMARY off, COSTS off) SELECT 1 WHERE false
(WAL) SELECT 1
(TIMING) SELECT 1
(BUFFERS 2) SELECT 1
(WAL off, BUFFERS off, SETTINGS off, FORMAT nosuch) SELECT 1
(nosuch) SELECT 1
"""


def plan(connection, sql):
    try:
        cursor = connection.execute(sql)
        lines = [row[0] if isinstance(row[0], str) else json.dumps(row[0]) for row in cursor]
        return cursor.description[0].type_code, re.sub(r"(Blocks\W+)\d+", r"\g<1>0", "\n".join(lines))
    except psycopg.Error as e:
        return e.sqlstate, e.diag.message_primary


def explain(connection, statement, form):
    options = re.match(r"\((.*?)\) (?=SELECT)", statement)
    said = options.group(1).split(", ") if options else []
    rest = statement[options.end():] if options else statement
    return plan(connection, f"EXPLAIN ({', '.join([f'FORMAT {form}', *said])}) {rest}")


def labels(form, text):
    """The words of a plan over a collection, and proof that the format's own reader takes it."""
    if form == "xml":
        return {e.tag.split("}")[-1].replace("-", " ") for e in xml.etree.ElementTree.fromstring(text).iter()}
    if form == "json":
        json.loads(text)
        return set(re.findall(r'"([A-Z][A-Za-z ]+)": ', text))
    return set(re.findall(r"([A-Z][A-Za-z ]+?): ", text))


def main():
    with servers.directory("explain") as d:
        sides = {"want": d.postgres(), "got": d.pgleaf("inetd", "-o", f"uri={d.mongo()}", "-o", "auth=trust") + " dbname=d user=u"}
        found = {}
        for side, dsn in sides.items():
            with psycopg.connect(dsn, autocommit=True) as c:
                c.adapters.register_loader("json", psycopg.types.string.TextLoader)
                c.execute("SET work_mem = '1MB'")
                c.execute("SET search_path = public")
                found[side] = [(form, s, explain(c, s, form)) for s in SAME.strip().split("\n") for form in FORMATS]
                if side == "got":
                    c.execute("CREATE TABLE t (_id int PRIMARY KEY, a int, b text)")
                    c.execute("INSERT INTO t VALUES (1, 2, '<b>'), (2, 3, 'c')")
                    read = {form: labels(form, explain(c, "(ANALYZE, VERBOSE, BUFFERS) SELECT a, count(*) FROM t x NATURAL JOIN t y"
                                                       " WHERE x.b = '<b>' AND random() < 2 GROUP BY a", form)[1]) for form in FORMATS[1:]}
        cases = [(f"{form}: {s}", want, got) for (form, s, want), (_, _, got) in zip(found["want"], found["got"])]
        for form, said in read.items():
            need = {"Node Type", "Relation Name", "Command", "Actual Rows", "Plan Rows", "Output", "Plans", "Execution Time"}
            cases.append((f"{form}: a plan over collections is read", set(), need - said))
        for n, (name, want, got) in enumerate(cases, 1):
            print(f"{'ok' if want == got else 'not ok'} {n} - {name}")
            if want != got:
                print(f"# PostgreSQL: {want}\n# pgleaf: {got}")
        print(f"1..{len(cases)}")


main()
