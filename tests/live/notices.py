#!/usr/bin/python3
"""What else a statement is told than its error's words: NOTICEs of names that are cut, hints at what may have been meant; the same on PostgreSQL and on
pgleaf, in simple and in extended queries; TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
from psycopg import pq  # noqa: E402

LONG = "Abcdefghij" * 7
TEXTS = (f"SELECT 1 AS {LONG}", f'SELECT 1 AS "{LONG}", 2 AS x{LONG}', f"SELECT {LONG} FROM y{LONG} WHERE z{LONG}(1)",
         f'SELECT 1 AS U&"{LONG}\\0061\\00E9"', f'SELECT 1 AS U&"{LONG}""!0061!+0000E9b!!x!D83D!DE00" UESCAPE \'!\'', f'SELECT 1 AS "a ""{LONG} b"',
         "SELECT 1 AS " + "é" * 32, "SELECT 1 AS " + "a" * 63, "SELECT 1 AS " + "a" * 64, f"SELECT '{LONG}', $${LONG}$$ /* {LONG} */ -- {LONG}",
         f"CREATE TABLE t{LONG} (c{LONG} int)", f"DROP TABLE t{LONG}", f"PREPARE p{LONG} AS SELECT 1", f"EXECUTE p{LONG}", f"DEALLOCATE p{LONG}",
         f"DECLARE c{LONG} CURSOR WITH HOLD FOR SELECT 1", f"FETCH c{LONG}", f"CLOSE c{LONG}", "BEGIN", f"SAVEPOINT s{LONG}", f"RELEASE s{LONG}", "COMMIT", f'SELECT 1 AS U&"{LONG}\\00"',
         f"SET a{LONG}.b = 1", f"SELECT 1 FROM WHERE {LONG}", f"SELECT 1 AS {LONG} + +", f"SELECT 1; SELECT 2 AS {LONG}",
         "CREATE TABLE occ (id int PRIMARY KEY, name text)", *(f"INSERT INTO occ {rest}" for rest in (
             "AS o VALUES (1, 'a') ON CONFLICT (ids) DO NOTHING", "VALUES (1, 'a') ON CONFLICT (ids) DO NOTHING",
             "VALUES (1, 'a') ON CONFLICT (ids) DO UPDATE SET name = 'x'", "VALUES (1, 'a') ON CONFLICT (id) WHERE nam = 'x' DO NOTHING",
             "VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = nam", "VALUES (1, 'a') ON CONFLICT (lower(nam)) DO NOTHING",
             "VALUES (1, 'a') ON CONFLICT (id) DO NOTHING RETURNING excluded.name")), "DROP TABLE occ")


def told(connection, text, extended):
    said = []

    def note(diagnostic):
        said.append((diagnostic.severity, diagnostic.sqlstate, diagnostic.message_primary))

    connection.add_notice_handler(note)
    result = connection.pgconn.exec_params(text.encode(), None) if extended else connection.pgconn.exec_(text.encode())
    connection.remove_notice_handler(note)
    return said, [(result.error_field(f) or b"").decode() for f in (
        pq.DiagnosticField.SQLSTATE, pq.DiagnosticField.MESSAGE_PRIMARY, pq.DiagnosticField.MESSAGE_HINT, pq.DiagnosticField.STATEMENT_POSITION)]


def main():
    with servers.directory("notices") as d:
        leaf = d.pgleaf("inetd", "-o", f"uri={d.mongo()}", "-o", "auth=trust") + " user=u dbname=notices"
        both = [psycopg.connect(dsn, autocommit=True) for dsn in (d.postgres() + " dbname=postgres", leaf)]
        number = failed = 0
        for extended in (False, True):
            for text in TEXTS:
                expected, got = (told(c, text, extended) for c in both)
                number += 1
                failed += expected != got
                print(f"{'ok' if expected == got else 'not ok'} {number} - {'extended' if extended else 'simple'}: {text[:60]}")
                if expected != got:
                    print(f"# PostgreSQL: {expected}\n# pgleaf: {got}")
        print(f"1..{number}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
