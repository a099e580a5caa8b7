#!/usr/bin/python3
"""psql's tab completion: Tab is pressed in a real psql at PostgreSQL 15 behind each line of completion.txt; each query that it then
sent gets the same rows from pgleaf over an equal schema. Where PostgreSQL has more of a kind (functions, settings), pgleaf's rows are
among PostgreSQL's. And in a psql at pgleaf the same Tab shows the same words. TAP."""

import os
import pty
import re
import select
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psql_d  # noqa: E402
import psycopg  # noqa: E402

LINES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "completion.txt")
PROMPT = "psql: "
INPUTRC = """set completion-query-items 0
set page-completions off
set bell-style none
set show-all-if-ambiguous on
set enable-bracketed-paste off
"""
# what only one of the two has
OWN = re.compile(r"objectid|pgleaf|^(local|postgres|template\d|test|admin|config)$|_pg_expandarray")
# catalogs of which PostgreSQL has more, and those whose names each side has for itself
MORE = re.compile(r"pg_(proc|collation|ts_config|ts_dict|ts_parser|ts_template|extension|available_extensions|available_extension_versions|"
                  r"language|rules|constraint|class c, pg_catalog.pg_namespace n)\b")
OTHERS = re.compile(r"FROM pg_catalog.pg_settings")


class Psql:
    """psql in a terminal of its own."""

    def __init__(self, dsn, directory, options=""):
        inputrc = os.path.join(directory, "inputrc")
        with open(inputrc, "w", encoding="utf-8") as f:
            f.write(INPUTRC)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe("psql", ["psql", "-X", "-q", "-v", f"PROMPT1={PROMPT}", dsn], os.environ | {"TERM": "dumb", "INPUTRC": inputrc, "PGOPTIONS": options, "PSQL_HISTORY": "/dev/null"})
        self.n = 0
        self.mark()

    def mark(self):
        """What was shown up to here."""
        self.n += 1
        word = f"=mark{self.n}="
        os.write(self.fd, f"\x15\\echo =mark''{self.n}=\n".encode())
        shown, end = "", time.time() + 60
        while PROMPT not in shown.partition(word)[2]: # only then it reads the next line
            if not select.select([self.fd], [], [], max(0, end - time.time()))[0]:
                raise TimeoutError(f"psql shows {shown!r}")
            shown += os.read(self.fd, 65536).decode("utf-8", "replace")
        return shown.split(PROMPT)[0]

    def tab(self, line):
        os.write(self.fd, (line + "\t").encode())
        return self.mark()

    def close(self):
        os.write(self.fd, b"\x15\\q\n")
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def statements(log):
    """The statements in PostgreSQL's log; their further lines begin with a tab."""
    for m in re.finditer(r"LOG:  statement: (.*(?:\n\t.*)*)", log):
        yield m[1].replace("\n\t", "\n")


def ask(connection, query):
    try:
        return connection.execute(query).fetchall()
    except psycopg.Error as e:
        return f"{e.sqlstate} {e}"


def judge(query, want, got):
    """None, or what is wrong."""
    if not isinstance(got, list) or not isinstance(want, list):
        return f"{got} for {want}" if got != want else None
    extra, less = ({r for r in set(x) - set(y) if not OWN.search(str(r[0]))} for x, y in ((got, want), (want, got)))
    if OTHERS.search(query):
        return None if len(got) > 0 or not want else "nothing"
    if extra or (less and not MORE.search(query)):
        return f"too much {sorted(extra, key=str)[:5]}, too little {sorted(less, key=str)[:5]}"
    return None


def main():
    with servers.directory("completion") as d:
        uri, postgres = d.mongo(), d.postgres()
        psql_d.load(uri)
        psql_d.psql(postgres, "-c", "CREATE DATABASE test TEMPLATE template0")
        postgres += " dbname=test"
        psql_d.psql(postgres, "-q", "-c", psql_d.TABLES)
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=test user=postgres"
        with open(LINES, encoding="utf-8") as f:
            lines = [line.rstrip("\n") for line in f]

        terminal, queries = Psql(postgres, d.path, "-c log_statement=all"), {}
        with open(os.path.join(d.path, "pg/log"), encoding="utf-8") as log:
            log.read()
            for line in lines:
                terminal.tab(line)
                for q in statements(log.read()):
                    queries.setdefault(q.replace("\nLIMIT 1000", ""), line)
        terminal.close()

        sides, n = [psycopg.connect(dsn, autocommit=True) for dsn in (postgres, leaf)], 0
        for query, line in queries.items():
            n += 1
            wrong = judge(query, *(ask(s, query) for s in sides))
            print("not ok" if wrong else "ok", n, "-", line.strip().replace("#", "\\#"))
            if wrong:
                print("#", " ".join(query.split()), "\n#", wrong.replace("\n", " "))

        for line in ("SELECT * FROM ord", "INSERT INTO orders (cus", "\\dt cust", "UPDATE orders SET \"sh"):
            n += 1
            shown = []
            for dsn in (postgres, leaf):
                terminal = Psql(dsn, d.path)
                shown.append(terminal.tab(line))
                terminal.close()
            ok = shown[0] == shown[1] and len(shown[0].strip()) > len(line)
            print("ok" if ok else "not ok", n, "- shown:", line)
            if not ok:
                print("#", shown)
        print(f"1..{n}")


if __name__ == "__main__":
    main()
