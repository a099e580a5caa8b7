#!/usr/bin/python3
"""SQLAlchemy's inspector (psycopg 3 and psycopg2), Django's inspectdb, asyncpg's introspection, pgcli's completions and commands: what they find in collections is what
they find in equal tables of PostgreSQL 15. TAP."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psql_d  # noqa: E402

PYTHON = os.path.join(servers.TOP, "build/reflection/venv/bin/python")

SQLALCHEMY = """
import sys, pprint, sqlalchemy as sa
engine = sa.create_engine(f"postgresql+{sys.argv[2]}://postgres@/test?host={sys.argv[1]}")
i, out = sa.inspect(engine), {}
out["names"] = i.get_schema_names(), i.default_schema_name, sorted(i.get_table_names()), i.get_view_names()
out["has"] = i.has_table("orders"), i.has_table("nosuch"), i.has_table("orders", schema="public"), i.has_index("orders", "orders_total_key")
for t in "orders", "customers", "bigs":
    columns = [{k: repr(v) if k == "type" else v for k, v in c.items()} for c in i.get_columns(t)]
    out[t] = (columns, i.get_pk_constraint(t), i.get_foreign_keys(t), sorted(i.get_indexes(t), key=lambda x: x["name"]),
              i.get_unique_constraints(t), i.get_check_constraints(t), i.get_table_comment(t))
m = sa.MetaData()
m.reflect(engine, views=True)
out["reflected"] = sorted(m.tables), [repr(c) for c in m.tables["orders"].columns]
pprint.pprint(out, width=120)
"""

DJANGO = """
import sys, django
from django.conf import settings
from django.core.management import call_command
settings.configure(INSTALLED_APPS=[], DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "test",
                                                             "HOST": sys.argv[1], "USER": "postgres"}})
django.setup()
call_command("inspectdb", "--include-views")
"""

ASYNCPG = """
import sys, asyncio, asyncpg
async def main():
    c = await asyncpg.connect(host=sys.argv[1], user="postgres", database="test")
    print(await c.fetchval("SELECT '{[1,3),[7,9)}'::int4multirange"), await c.fetchval("SELECT '[1,3)'::numrange"))
    for name in "int4", "_text", "jsonb", "int8multirange", "yes_or_no":
        print(name, sorted(dict(await c.fetchrow(asyncpg.introspection.TYPE_BY_NAME, name, "pg_catalog") or {}).items()))
    rows = await c.fetch(asyncpg.introspection.INTRO_LOOKUP_TYPES, [23, 1009, 3904, 13234, 4536])
    print(*sorted(str(sorted(dict(r).items(), key=str)) for r in rows), sep="\\n")
    await c.close()
asyncio.run(main())
"""


PGCLI = r"""
import sys
from pgcli.pgexecute import PGExecute
from pgspecial.main import PGSpecial
e = PGExecute(database="test", user="postgres", host=sys.argv[1])
s = PGSpecial()
print(sorted(e.search_path()), sorted(e.schemata()))
print(sorted(e.tables()), sorted(e.views()))
mine = lambda x: x[0] == "public"
print(*sorted((c[:6] for c in e.table_columns() if mine(c)), key=str), sep="\n")
print(*sorted((c[:6] for c in e.view_columns() if mine(c)), key=str), sep="\n")
print(sorted(e.foreignkeys()), sorted(d for d in e.datatypes() if d[0] == "public"))
known = {"lower", "now", "count", "row_number", "make_interval", "unnest"}
print(*sorted(str((f.schema_name, f.func_name, f.arg_names, f.arg_types, f.arg_modes, f.return_type, f.is_aggregate, f.is_window, f.is_set_returning)) for f in e.functions() if f.func_name in known), sep="\n")
for q in (r"\d orders", r"\dt", r"\di", r"\dv", r"\dn", r"\d customers", r"\df lower", "SELECT _id, total FROM orders ORDER BY 1 LIMIT 0"):
    for title, rows, headers, status, *_ in e.run(q, s):
        print(q, title, [tuple(map(str, r)) for r in rows] if rows else rows, headers, str(status))
"""


def run(code, *arguments):
    done = subprocess.run([PYTHON, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"failed ({done.returncode})\n{done.stdout}"


def main():
    with servers.directory("reflect") as d:
        uri, postgres = d.mongo(), d.postgres()
        psql_d.load(uri)
        psql_d.psql(postgres, "-c", "CREATE DATABASE test TEMPLATE template0")
        psql_d.psql(postgres + " dbname=test", "-q", "-c", psql_d.TABLES)
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust")
        hosts = [dsn.split()[0].split("=")[1] for dsn in (postgres, leaf)]
        programs = [("SQLAlchemy, psycopg", SQLALCHEMY, "psycopg"), ("SQLAlchemy, psycopg2", SQLALCHEMY, "psycopg2"),
                    ("Django's inspectdb", DJANGO), ("asyncpg", ASYNCPG), ("pgcli", PGCLI)]
        print(f"1..{len(programs)}")
        for n, (name, code, *more) in enumerate(programs, 1):
            want, got = (run(code, host, *more) for host in hosts)
            ok = want == got and not want.startswith("failed")
            print("ok" if ok else "not ok", n, "-", name)
            if not ok:
                print("\n".join(f"# {who} {line}" for who, text, other in (("PostgreSQL", want, got), ("pgleaf    ", got, want))
                                for line in text.splitlines() if line not in other.splitlines()))


main()
