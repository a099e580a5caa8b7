#!/usr/bin/python3
"""How many rows a join is planned for: those that are there, not those of when the table was made. TAP."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

JOIN = "SELECT count(*) FROM a JOIN b ON a.k = b.k WHERE a.n + b.n > 0"


def scans(connection, sql):
    """Each collection's estimated rows."""
    (tree,), = connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
    out, nodes = {}, [tree[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if "Relation Name" in node:
            out[node["Relation Name"]] = node["Plan Rows"]
    return out


def main():
    cases = []

    def case(name, want, got):
        cases.append(name)
        print(f"{'ok' if want == got else 'not ok'} {len(cases)} - {name}")
        if want != got:
            print(f"# {got}, not {want}")

    with servers.directory("counts") as d:
        log = os.path.join(d.path, "commands")
        os.environ["PGLEAF_COMMAND_LOG"] = log
        uri = d.mongo()
        dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u options='-c pgleaf.join=local'"
        with psycopg.connect(dsn, autocommit=True) as one, psycopg.connect(dsn, autocommit=True) as two, pymongo.MongoClient(uri) as client:
            one.execute("CREATE TABLE a (k int PRIMARY KEY, n int)")
            one.execute("CREATE TABLE b (k int, n int)")
            one.execute("INSERT INTO a SELECT g, g FROM generate_series(1, 3000) g")
            one.execute("INSERT INTO b SELECT g, g FROM generate_series(1, 2000) g")
            case("made and filled by this session", {"a": 3000, "b": 2000}, scans(one, JOIN))
            case("by another", {"a": 3000, "b": 2000}, scans(two, JOIN))
            one.execute("INSERT INTO b SELECT g, g FROM generate_series(2001, 5000) g")
            one.execute("DELETE FROM a WHERE k > 1000")
            case("written to since they were counted", {"a": 1000, "b": 5000}, scans(one, JOIN))
            with one.transaction(force_rollback=True):
                one.execute("CREATE TABLE c (k int, n int)")
                one.execute("INSERT INTO c SELECT g, g FROM generate_series(1, 1500) g")
                one.execute("DELETE FROM b WHERE k > 4000")
                case("by this transaction", {"c": 1500, "b": 4000}, scans(one, "SELECT count(*) FROM c JOIN b ON c.k = b.k WHERE c.n + b.n > 0"))
            with one.transaction(force_rollback=True):
                one.execute("CREATE TABLE c (k int PRIMARY KEY, n int)")
                one.execute("INSERT INTO c SELECT g, g FROM generate_series(1, 3500) g ON CONFLICT DO NOTHING")
                case("by a statement that sends its rows in parts", {"c": 3500, "b": 5000}, scans(one, "SELECT count(*) FROM c JOIN b ON c.k = b.k WHERE c.n + b.n > 0"))
            case("as before, after ROLLBACK", {"a": 1000, "b": 5000}, scans(one, JOIN))
            client["d"]["e"].insert_many([{"k": i} for i in range(700)])
            with psycopg.connect(dsn, autocommit=True) as three:
                case("a collection that SQL did not make, in a new session", {"e": 700, "b": 5000},
                     scans(three, "SELECT count(*) FROM e JOIN b ON e.k + 1 = b.k + 1"))
            client["d"]["large"].insert_many([{"k": i} for i in range(20000)])
            with psycopg.connect(dsn, autocommit=True) as three:
                three.execute("SELECT k FROM large LIMIT 1")
            with open(log, encoding="utf-8") as f:
                before = len(f.read())
            with psycopg.connect(dsn, autocommit=True) as three:
                case("what is large, and known", {"large": 20000, "b": 5000}, scans(three, "SELECT count(*) FROM large l JOIN b ON l.k + 1 = b.k + 1"))
                with open(log, encoding="utf-8") as f:
                    sent = f.read()[before:]
                case("is not counted again", (True, False), ('"count" : "b"' in sent, '"count" : "large"' in sent))
                three.execute("DELETE FROM large WHERE k >= 500")
                case("unless this session writes to it", {"large": 500, "b": 5000}, scans(three, "SELECT count(*) FROM large l JOIN b ON l.k + 1 = b.k + 1"))
            with open(log, encoding="utf-8") as f:
                before = len(f.read())
            two.execute("INSERT INTO a VALUES (9001, 1)")
            two.execute("SELECT * FROM a WHERE k = 9001")
            with open(log, encoding="utf-8") as f:
                sent = f.read()[before:]
            case("what reads one table counts nothing", (True, False), ("find" in sent, '"count"' in sent))
    print(f"1..{len(cases)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
