"""pgAdmin 4, the program itself, without a browser: its tree is opened node by node over some tables, and what each node is asked for
(properties, SQL, dependencies, statistics, the lists that its dialogs choose from) is printed.

    == KIND       the nodes of a kind
    NODE ACTION ANSWER

Numbers that are OIDs are not printed, nor what each server has for itself."""

import builtins
import json
import os
import re
import shutil
import site
import sys
import tempfile

import psycopg

SCHEMA = r"""
CREATE TYPE pa_mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN pa_price AS numeric(10,2) DEFAULT 0 CONSTRAINT price_check CHECK (VALUE >= 0);
CREATE TYPE pa_pair AS (a int, b varchar(7));
CREATE SEQUENCE pa_counter START 10 INCREMENT 5;
CREATE TABLE pa_author (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(40) NOT NULL, born date, m pa_mood DEFAULT 'ok', CHECK (name <> ''));
CREATE TABLE pa_book (id serial PRIMARY KEY, author int NOT NULL REFERENCES pa_author(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    title text NOT NULL DEFAULT 'untitled', cost pa_price, tags text[] DEFAULT '{}', meta jsonb, p pa_pair, n int,
    twice int GENERATED ALWAYS AS (n * 2) STORED, at timestamptz(3) DEFAULT now(), u uuid DEFAULT gen_random_uuid(), moods pa_mood[], UNIQUE (author, title));
CREATE INDEX pa_book_title ON pa_book (title DESC NULLS LAST);
CREATE UNIQUE INDEX pa_book_part ON pa_book (n) WHERE n IS NOT NULL;
CREATE INDEX pa_book_inc ON pa_book (author) INCLUDE (title);
CREATE VIEW pa_cheap AS SELECT b.id, b.title, a.name FROM pa_book b JOIN pa_author a ON a.id = b.author WHERE b.cost < 10;
CREATE MATERIALIZED VIEW pa_counts AS SELECT author, count(*) AS n FROM pa_book GROUP BY author;
COMMENT ON TABLE pa_book IS 'the books';
COMMENT ON COLUMN pa_book.cost IS 'in euro''s';
COMMENT ON INDEX pa_book_title IS 'by title';
COMMENT ON VIEW pa_cheap IS 'cheap ones';
COMMENT ON TYPE pa_mood IS 'how';
COMMENT ON SEQUENCE pa_counter IS 'counts';
INSERT INTO pa_author (name, born, m) VALUES ('a', '2000-01-01', 'sad'), ('b', NULL, 'happy');
INSERT INTO pa_book (author, title, cost) VALUES (1, 'x', 3.5);
"""
DROP = """
DROP MATERIALIZED VIEW IF EXISTS pa_counts; DROP VIEW IF EXISTS pa_cheap; DROP TABLE IF EXISTS pa_book; DROP TABLE IF EXISTS pa_author;
DROP SEQUENCE IF EXISTS pa_counter; DROP TYPE IF EXISTS pa_pair; DROP DOMAIN IF EXISTS pa_price; DROP TYPE IF EXISTS pa_mood;
"""


def start(base):
    """pgAdmin's Flask application, in desktop mode, its files in base; a client of it."""
    top = next(p for p in (os.path.join(d, "pgadmin4") for d in site.getsitepackages()) if os.path.isdir(p))
    sys.path.insert(0, top)
    builtins.SERVER_MODE = False
    import config
    config.DATA_DIR = base
    config.LOG_FILE, config.SQLITE_PATH = base + "/log", base + "/pgadmin.db"
    for name in ("SESSION_DB_PATH", "STORAGE_DIR", "AZURE_CREDENTIAL_CACHE_DIR", "KERBEROS_CCACHE_DIR"):
        setattr(config, name, os.path.join(base, name))
    config.MASTER_PASSWORD_REQUIRED = config.UPGRADE_CHECK_ENABLED = config.WTF_CSRF_ENABLED = False
    config.CONSOLE_LOG_LEVEL = 60
    from pgadmin import create_app
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["sessions"] = {}
    app.PGADMIN_INT_KEY, app.PGADMIN_EXTERNAL_AUTH_SOURCE = "", "internal"
    app.PGADMIN_RUNTIME = True
    app.run_before_app_start()
    return app, app.test_client()


# what hangs below what
BELOW = {
    "server": ["database"],
    "database": ["schema", "cast", "event_trigger", "foreign_data_wrapper", "publication"],
    "schema": ["table", "view", "mview", "sequence", "function", "procedure", "trigger_function", "type", "domain", "collation", "aggregate", "operator",
               "fts_configuration", "fts_dictionary", "fts_parser", "fts_template", "foreign_table"],
    "table": ["column", "primary_key", "unique_constraint", "foreign_key", "check_constraint", "exclusion_constraint", "index", "trigger", "rule",
              "row_security_policy", "partition"],
    "view": ["column", "trigger", "rule"],
    "mview": ["column", "index"],
    "domain": ["domain_constraints"],
}
ACTIONS = ["obj", "sql", "dependency", "dependent", "stats", "select_sql", "insert_sql", "update_sql", "delete_sql", "get_columns", "count_rows"]
# what each server has for itself: databases, collations, functions, operators, languages, settings of autovacuum
OWN = {"get_databases", "get_builtin_locale", "get_icu_locale", "get_collations", "get_operator", "get_external_functions", "get_init", "get_lexize", "get_languages",
       "get_types", "get_type", "get_tables", "get_relations", "get_oftype", "get_inherits", "get_table_vacuum", "get_toast_table_vacuum", "get_validators", "get_functions", "get_handlers", "get_stypes", "get_canonical", "get_stypediff", "get_subopclass", "get_op_class"}
OID = re.compile(r"(?<![\d.])(1[3-9]\d{3}|[2-9]\d{4}|\d{6,10})(?![\d.])")


class Tree:
    def __init__(self, app, client):
        self.client = client
        self.rules = {}
        for rule in app.url_map.iter_rules():
            m = re.match(r"/browser/(\w+)/(\w+)/((?:<[^>]+>/?)*)$", rule.rule)
            if m and "GET" in rule.methods:
                self.rules.setdefault((m[1], m[2]), set()).add(tuple(re.findall(r"<(?:\w+:)?(\w+)>", m[3])))

    def there(self, kind, action, ids):
        return any(len(r) == len(ids) for r in self.rules.get((kind, action), ()))

    def get(self, kind, action, ids):
        """What is answered; None: there is no such question."""
        if not self.there(kind, action, ids):
            return None
        try:
            reply = self.client.get(f"/browser/{kind}/{action}/" + "/".join(map(str, ids)), follow_redirects=True)
        except TypeError:  # a list of what a dialog has not said yet
            return None
        answer = reply.get_json(silent=True)
        return reply.get_data(as_text=True) if answer is None else answer if reply.status_code == 200 else {"status": reply.status_code, **answer}

    def ask(self, label, kind, action, ids):
        answer = self.get(kind, action, ids)
        if answer is not None:
            say(label, action, answer)

    def walk(self, kind, ids):
        """The nodes of a kind below ids, what each is, and what hangs below it."""
        nodes = (self.get(kind, "nodes", ids) or {}).get("data") or []
        print(f"== {kind}")
        say("all", "nodes", [n["label"] for n in nodes if mine(kind, n)])
        for action in sorted(a for k, a in self.rules if k == kind and (a.startswith("get_") or a == "obj")):
            if action not in OWN and kind not in ("database", "schema") and (action != "obj" or kind not in BELOW["schema"]):
                self.ask("all", kind, action, ids)
        for n in nodes:
            if not mine(kind, n):
                continue
            for action in ACTIONS if kind not in ("database", "schema") else ():  # whose owners and privileges differ
                self.ask(n["label"], kind, action, ids + [n["_id"]])
            for child in BELOW.get(kind, ()):
                self.walk(child, ids + [n["_id"]])
                print(f"== {kind}")


def plain(x):
    """In an order of its own, without what only PostgreSQL has (TOAST, transaction numbers, attributes' options, where some builds keep a
    version, default expressions as trees of nodes) and what only pgleaf has."""
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items() if k not in ("attoptions", "edit_types", "xmin", "hastoasttable", "reltuples", "rows_cnt", "vacuum_toast", "typowner")}
    if isinstance(x, list):
        return sorted((plain(v) for v in x if not own(v)), key=lambda v: json.dumps(v, sort_keys=True))
    return re.sub(r"\n\nALTER TABLE IF EXISTS \S+\n    ALTER COLUMN \S+\n    SET \(pg_attver=\d+\);", "", x) if isinstance(x, str) else x


def own(v):
    if not isinstance(v, dict):
        return False
    name = str(v.get("name") or v.get("value") or "")
    return v.get("field") == "Owner" or "objectid" in name or "pg_brin_" in name or (v.get("type") == "function" and "(" in name)


def say(label, action, answer):
    if action == "stats" and isinstance(answer.get("data"), dict):
        answer = [c["name"] for c in answer["data"]["columns"]]
    print(label, action, OID.sub("#", json.dumps(plain(answer), sort_keys=True, ensure_ascii=False)))


def main():
    with psycopg.connect("", autocommit=True) as db:
        db.execute(DROP)
        db.execute(SCHEMA)
    base = tempfile.mkdtemp()
    try:
        app, client = start(base)
        server = {"name": "it", "host": os.environ["PGHOST"], "port": int(os.environ["PGPORT"]), "username": os.environ["PGUSER"],
                  "db": os.environ["PGDATABASE"], "connection_params": {"sslmode": "disable", "connect_timeout": 10}, "connect_now": True, "password": "", "save_password": 0}
        made = client.post("/browser/server/obj/1/", data=json.dumps(server), content_type="application/json").get_json()
        print(made, file=sys.stderr)
        sid = made["node"]["_id"]
        t = Tree(app, client)
        print("== start")
        say("server", "connected", made["node"]["connected"])
        for kind in BELOW["server"]:
            t.walk(kind, [1, sid])
    finally:
        shutil.rmtree(base, ignore_errors=True)
    with psycopg.connect("", autocommit=True) as db:
        db.execute(DROP)


def mine(kind, node):
    """The database and the schema at hand; of what is in it what this program made."""
    return node["label"] == os.environ["PGDATABASE"] if kind == "database" else kind not in BELOW["schema"] or node["label"].startswith("pa_")


main()
