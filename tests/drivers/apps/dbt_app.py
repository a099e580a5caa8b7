"""dbt (dbt/): seeds, views, tables, incremental models, materialized views, snapshots, tests and documentation, twice with changes between."""

import json
import os
import shutil
import sys
import tempfile

import psycopg2
from dbt.cli.main import dbtRunner

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from zoo import main, say, section  # noqa: E402

PROJECT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "dbt")
# dbt imports this file once more, in this process and in its own: they find the folder that was made
folder = os.environ.get("DBT_APP_FOLDER") or os.environ.setdefault("DBT_APP_FOLDER", tempfile.mkdtemp())


def ask(query):
    conn = psycopg2.connect("")
    conn.autocommit = True
    with conn.cursor() as cur:
        cur.execute(query)
        rows = cur.fetchall() if cur.description else None
    conn.close()
    return rows


def dbt(*arguments):
    done = dbtRunner().invoke([*arguments, "--project-dir", f"{folder}/p", "--profiles-dir", f"{folder}/p", "--quiet", "--log-level", "none", "--no-use-colors"])
    say(arguments, done.success, *([type(done.exception).__name__, str(done.exception)] if done.exception else []))
    for result in sorted(getattr(done.result, "results", None) or (), key=lambda r: getattr(getattr(r, "node", None), "name", "")):
        if getattr(result, "node", None) is not None and hasattr(result, "status"):
            say(result.node.name.rsplit(".", 1)[0][:60], str(result.status), result.failures, (result.message or "").split("compiled code")[0].replace(folder, ""))


def clean():
    ask("DROP VIEW IF EXISTS staged CASCADE")
    ask("DROP TABLE IF EXISTS appended, by_customer, by_merge, contracted, merged, history, few_lost, dbt_customers, dbt_orders, dbt_log CASCADE")


def tables(*names):
    for name in names:
        say(name, sorted(ask(f"SELECT * FROM public.{name}"), key=str))


@section
def build():
    clean()
    shutil.copytree(PROJECT, os.path.join(folder, "p"))
    dbt("debug")
    dbt("seed")
    dbt("run")
    dbt("snapshot")
    dbt("test")
    tables("dbt_customers", "dbt_orders", "staged", "by_customer", "merged", "appended", "by_merge", "cities", "contracted", "dbt_log")
    say(ask("SELECT id, name, city, dbt_valid_from IS NOT NULL, dbt_valid_to FROM public.history ORDER BY id"))
    say(ask("SELECT relname, relkind, obj_description(oid, 'pg_class') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm') ORDER BY relname"))
    say(ask("SELECT count(*), bool_and(indisvalid), sum(indisunique::int) FROM pg_index WHERE indrelid = 'public.by_customer'::regclass"))


@section
def again():
    ask("UPDATE public.dbt_customers SET city = 'Plzeň' WHERE id = 2")
    ask("DELETE FROM public.dbt_customers WHERE id = 1")
    ask("INSERT INTO public.dbt_orders VALUES (6, 2, 1.5, '2024-03-08', 'paid')")
    dbt("run")
    dbt("run", "--select", "merged", "by_merge", "--vars", '{"wide": true, "more": 1}')
    dbt("snapshot")
    tables("by_customer", "merged", "appended", "by_merge", "cities", "contracted", "dbt_log")
    say(ask("SELECT id, name, city, dbt_valid_to IS NULL FROM public.history ORDER BY id, 4"))
    dbt("run", "--full-refresh", "--select", "merged")
    tables("merged")
    ask("INSERT INTO public.dbt_orders VALUES (6, 2, -1.5, '2024-03-08', 'stolen')")
    dbt("test")
    dbt("seed", "--full-refresh")
    dbt("build", "--select", "staged+")
    dbt("show", "--inline", "select name, n from {{ ref('by_customer') }} order by 1")


@section
def documentation():
    dbt("docs", "generate")
    with open(f"{folder}/p/target/catalog.json", encoding="utf-8") as f:
        catalog = json.load(f)
    # a timestamp is one of milliseconds in MongoDB, and says so
    for name, node in sorted((catalog["nodes"] | catalog["sources"]).items()):
        say(name, node["metadata"]["type"], node["metadata"]["comment"], [(c["index"], c["name"], c["type"].replace("(3)", ""), c["comment"]) for c in node["columns"].values()])
    say(catalog["errors"])


@section
def end():
    clean()
    shutil.rmtree(folder)
    say("gone")  # a section that says nothing is not run on the other side


if __name__ == "__main__":
    main()
