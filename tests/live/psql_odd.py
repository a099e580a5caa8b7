#!/usr/bin/python3
"""psql's descriptions, pg_dump's text, pg_depend and information_schema of a schema with odd things in it (psql_odd.sql: domains over arrays and in composite types,
range types, generated and identity columns, owned sequences, keys of several columns, views over views, comments on everything):
PostgreSQL 15 and pgleaf say the same. TAP."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psql_d  # noqa: E402
import tools  # noqa: E402
import psycopg  # noqa: E402

COMMANDS = r"""
\d
\d+
\d parent
\d+ parent
\d child
\d+ child
\d v1
\d+ v1
\d+ v2
\d+ v3
\d mv
\d+ mv
\d+ mv2
\d "Odd Table"
\d+ "Odd Table"
\d odd*
\d "Odd Index"
\d child_part
\d+ child_part
\d child_incl
\d+ child_gin
\d child_hash
\d owned_seq
\d+ owned_seq
\d free_seq
\d child_id_seq
\d parent_id_seq
\d parent_big_seq
\d addr
\d+ addr
\d unlogged_t
\d+ unlogged_t
\d no_columns
\d+ no_columns
\d self
\d mv2_x
\dt
\dt+
\dv
\dv+
\dm
\dm+
\di
\di+
\ds
\ds+
\dT
\dT+
\dT mood
\dT+ mood
\dT+ "Odd Enum"
\dT+ floats
\dT+ many_moods
\dT+ addr
\dT+ ints
\dT mood[]
\dD
\dD+
\dD pos
\dD+ pos
\dd
\dd above
\dd Odd*
\dn+
\dp
\dp child
\z parent
\df float*
\df+ floats
\df many_moods
\df moods
\dC floats
\dC floatmultirange
\dC mood
\dAc * mood
\sv v1
\sv v2
\sv v3
\sv+ v2
\dtis
\dtisv *odd*
\d *.parent
\d public.*
\d+ public.v*
\l odd
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'odd'
""".strip().splitlines()

DEPENDS = r"""SELECT regexp_replace(pg_describe_object(classid, objid, objsubid), '_[ac]_\d+', '_N'), pg_describe_object(refclassid, refobjid, refobjsubid), deptype
    FROM pg_depend WHERE objid >= 16384 AND pg_describe_object(classid, objid, objsubid) !~ 'toast|objectid'
    AND pg_describe_object(refclassid, refobjid, refobjsubid) !~ 'street of composite' AND NOT (classid = 2606 AND refclassid = 1247 AND deptype = 'n') ORDER BY 1, 2, 3"""


def described(dsn, command):
    """Sizes are the servers' own, and so is pgleaf's type of ObjectIds."""
    text = psql_d.psql(dsn, "-A", "-c", command)
    return [re.sub(r"\b\d+ (bytes|kB)", "N bytes", line) for line in text.splitlines() if "objectid" not in line and not re.match(r"\(\d+ rows?\)$", line)]


def dumped(dsn):
    text = psql_d.subprocess.run(["pg_dump", "--schema-only", dsn], capture_output=True, text=True, check=False).stdout
    return [line for line in text.splitlines() if line and not re.match(r"--|\\(un)?restrict|.*DOMAIN public.objectid", line)]


def depends(dsn):
    with psycopg.connect(dsn) as c:
        return c.execute(DEPENDS).fetchall()


# what initdb finds in the operating system, what only a superuser has, what uses what among information_schema's own views and domains, its texts
OTHER_VIEWS = """applicable_roles check_constraints collation_character_set_applicability collations column_privileges domain_constraints enabled_roles role_column_grants
    role_table_grants role_usage_grants routine_routine_usage table_privileges usage_privileges view_column_usage view_routine_usage view_table_usage views""".split()
OWN = re.compile(r"objectid|plpgsql|binary_upgrade_set_next_attribute_versions")


def view_rows(connection, name):
    """In any order, without OIDs in names."""
    rows = [" | ".join(str(v) for v in row) for row in connection.execute(f"SELECT * FROM information_schema.{name}").fetchall()]
    rows = [re.sub(r"(DBMS VERSION .*)15\.\d+", r"\g<1>15.N", row) for row in rows]  # each its own
    return sorted(re.sub(r"_\d\d+(?!\d)", "_N", row) for row in rows if not OWN.search(row))


def main():
    with servers.directory("psql_odd") as d:
        uri, postgres = d.mongo(), d.postgres()
        psql_d.psql(postgres, "-c", "CREATE DATABASE odd TEMPLATE template0")
        postgres += " dbname=odd"
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=odd user=postgres"
        sql = os.path.join(os.path.dirname(os.path.abspath(__file__)), "psql_odd.sql")
        said = [psql_d.psql(dsn, "-q", "-f", sql) for dsn in (postgres, leaf)]
        checks = [("the schema is made", said, ["", ""])]
        checks += [(command, described(postgres, command), described(leaf, command)) for command in COMMANDS]
        checks += [("pg_dump", dumped(postgres), dumped(leaf)), ("pg_depend", depends(postgres), depends(leaf))]
        sides = [psycopg.connect(dsn, autocommit=True) for dsn in (postgres, leaf)]
        checks += [(name, *(tools.ask(side, query) for side in sides)) for name, query in tools.queries("psql_odd_tools.sql")]
        views = [name for name, in sides[0].execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'information_schema' ORDER BY 1")]
        checks += [(f"information_schema.{name}", *(view_rows(side, name) for side in sides)) for name in views if name not in OTHER_VIEWS]
        print(f"1..{len(checks)}")
        for n, (name, want, got) in enumerate(checks, 1):
            ok = want == got and isinstance(want, list)
            print("ok" if ok else "not ok", n, "-", name)
            if not ok:
                sides = [one if isinstance(one, list) else [one] for one in (want, got)]
                print("\n".join([f"# PostgreSQL {x}" for x in sides[0] if x not in sides[1]][:8] + [f"# pgleaf     {x}" for x in sides[1] if x not in sides[0]][:8] or ["# another order"]))


if __name__ == "__main__":
    main()
