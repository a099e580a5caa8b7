#!/usr/bin/python3
"""Definitions that MongoDB does outside of transactions, behind rows that were written: refused, or they commit what came before. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

REFUSED = ["ALTER TABLE t ADD c int", "CREATE INDEX i ON t (b)", "COMMENT ON TABLE t IS 'x'", "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p", "DROP INDEX there"]


def main():
    with servers.directory("ddl") as d:
        dsn = d.pgleaf("inetd", "-o", f"uri={d.mongo()}", "-o", "auth=trust") + " dbname=d user=u"
        c = psycopg.connect(dsn, autocommit=True)
        said = []
        c.add_notice_handler(lambda n: said.append(n.message_primary))
        c.execute("CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE t (a int, b int); CREATE INDEX there ON t (a)")
        cases = {}
        for sql in REFUSED:
            c.execute("BEGIN; INSERT INTO t VALUES (1)")
            try:
                c.execute(sql)
                cases[f"refused: {sql}"] = False
            except psycopg.Error as e:
                cases[f"refused: {sql}"] = e.sqlstate == "0A000" and "ddl_in_transaction" in (e.diag.message_hint or "")
            c.execute("ROLLBACK")
        cases["and nothing was written"] = c.execute("SELECT count(*) FROM t").fetchone() == (0,) and said == []
        c.execute("SET pgleaf.ddl_in_transaction = 'commits'")
        c.execute("BEGIN; INSERT INTO t VALUES (1)")
        c.execute("ALTER TABLE t ADD c int")
        c.execute("INSERT INTO t VALUES (2, 3, 4)")
        c.execute("ROLLBACK")
        cases["what came before stays, what came behind does not"] = c.execute("SELECT * FROM t").fetchall() == [(1, None, None)]
        cases["and ROLLBACK says so"] = sorted(s.split(" was not undone")[0] for s in said) == ["ALTER TABLE", "what came before ALTER TABLE"]
        for i, (name, ok) in enumerate(cases.items(), 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
        print("#", said)
        print(f"1..{len(cases)}")


main()
