#!/usr/bin/python3
"""
Each kind of definition in a block in which no rows were written before it: behind ROLLBACK, and behind ROLLBACK TO a savepoint and COMMIT, catalogs,
documents, validators and indexes are as they were, or a WARNING has said what was not undone. TAP.
"""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import pymongo  # noqa: E402
import psycopg  # noqa: E402

SETUP = """
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TYPE comp AS (x int, y text);
CREATE DOMAIN d AS int CHECK (value > 0);
CREATE SEQUENCE s;
CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE, b text DEFAULT 'x', e e, co comp, dd d, ar int[]);
CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t (a), k int, n int DEFAULT nextval('s'));
CREATE TABLE g (id int GENERATED ALWAYS AS IDENTITY, n numeric(8,2), m int GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE z (a int NOT NULL, b text);
INSERT INTO t (a, e, co, dd, ar) VALUES (1, 'a', '(1,x)', 1, '{1}'), (2, 'b', NULL, 2, NULL);
INSERT INTO c VALUES (1, 1, 1), (2, 2, NULL);
INSERT INTO g (n) VALUES (1.5), (NULL);
CREATE INDEX ti ON t (b);
CREATE UNIQUE INDEX gi ON g (n);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE VIEW vv AS SELECT a FROM v WHERE a > 0;
CREATE MATERIALIZED VIEW mv AS SELECT a FROM t;
COMMENT ON COLUMN t.a IS 'before'
"""

UNDONE = """
ALTER TABLE t ADD COLUMN n int
ALTER TABLE t ADD COLUMN n int DEFAULT 5 NOT NULL
ALTER TABLE t ADD COLUMN n serial
ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS IDENTITY
ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS (a + 1) STORED
ALTER TABLE t ADD COLUMN n e DEFAULT 'b', ADD COLUMN o d DEFAULT 3
ALTER TABLE c ADD COLUMN n2 int REFERENCES t
ALTER TABLE c DROP COLUMN k
ALTER TABLE t DROP COLUMN b CASCADE
ALTER TABLE g DROP COLUMN id CASCADE
ALTER TABLE t ALTER b SET DEFAULT 'y', ALTER id DROP DEFAULT
ALTER TABLE t ALTER a SET NOT NULL
ALTER TABLE c ALTER k TYPE bigint
ALTER TABLE t ADD CHECK (a > 0)
ALTER TABLE t ADD CHECK (a > 5) NOT VALID
ALTER TABLE t ADD UNIQUE (b, a)
ALTER TABLE z ADD PRIMARY KEY (a)
ALTER TABLE c ADD FOREIGN KEY (k) REFERENCES t
ALTER TABLE c ALTER CONSTRAINT c_t_fkey DEFERRABLE
ALTER TABLE c DROP CONSTRAINT c_t_fkey
ALTER TABLE c DROP CONSTRAINT c_pkey
ALTER TABLE t DROP CONSTRAINT t_a_key CASCADE
ALTER TABLE z ALTER a ADD GENERATED ALWAYS AS IDENTITY
ALTER TABLE g ALTER id DROP IDENTITY
ALTER TABLE g ALTER m DROP EXPRESSION
ALTER TABLE z SET UNLOGGED, ALTER b SET STATISTICS 100, ALTER b SET STORAGE external, SET (fillfactor = 50)
ALTER TABLE t REPLICA IDENTITY FULL, CLUSTER ON t_pkey
ALTER TABLE t RENAME TO t9
ALTER TABLE z RENAME TO z9
ALTER TABLE t RENAME b TO b9
ALTER TABLE t RENAME CONSTRAINT t_a_key TO k9
ALTER INDEX ti RENAME TO ti9
CREATE INDEX ON t (b, a)
CREATE INDEX ON t (ar)
CREATE INDEX ON t (b) WHERE a > 1
CREATE UNIQUE INDEX ON t (b, id)
DROP INDEX ti
DROP INDEX gi
CREATE VIEW n AS SELECT * FROM vv
CREATE OR REPLACE VIEW v AS SELECT id, a, b FROM t
ALTER TABLE t RENAME a TO a9
ALTER TABLE t RENAME id TO id9
ALTER TABLE c DROP COLUMN id
ALTER TABLE t DROP COLUMN a CASCADE
ALTER VIEW v RENAME TO v9
ALTER VIEW v RENAME COLUMN a TO a9
ALTER VIEW v ALTER a SET DEFAULT 3
ALTER VIEW v SET (security_barrier)
DROP VIEW v CASCADE
CREATE MATERIALIZED VIEW n AS SELECT * FROM z
CREATE UNIQUE INDEX ON mv (a)
REFRESH MATERIALIZED VIEW mv
ALTER MATERIALIZED VIEW mv RENAME TO mv9
ALTER MATERIALIZED VIEW mv RENAME a TO a9
DROP MATERIALIZED VIEW mv
CREATE SEQUENCE n
ALTER SEQUENCE s INCREMENT 5 MAXVALUE 1000 CYCLE
ALTER SEQUENCE s RESTART 100
ALTER SEQUENCE s RENAME TO s9
ALTER SEQUENCE s OWNED BY t.a
ALTER SEQUENCE t_id_seq OWNED BY NONE
ALTER SEQUENCE t_id_seq RENAME TO s9
ALTER SEQUENCE s SET UNLOGGED
DROP SEQUENCE t_id_seq CASCADE
DROP SEQUENCE s CASCADE
CREATE TYPE n AS ENUM ('a')
CREATE TYPE n AS (a int)
CREATE DOMAIN n AS text NOT NULL
ALTER TYPE e ADD VALUE 'c' BEFORE 'b'
ALTER TYPE e RENAME TO e9
ALTER TYPE comp ADD ATTRIBUTE z int
ALTER TYPE comp RENAME TO comp9
ALTER DOMAIN d ADD CHECK (value < 100)
ALTER DOMAIN d DROP CONSTRAINT d_check
ALTER DOMAIN d SET DEFAULT 4
ALTER DOMAIN d SET NOT NULL
ALTER DOMAIN d RENAME TO d9
DROP TYPE e CASCADE
DROP TYPE comp CASCADE
DROP DOMAIN d CASCADE
COMMENT ON TABLE t IS 'x'
COMMENT ON COLUMN t.a IS NULL
COMMENT ON VIEW v IS 'x'
COMMENT ON MATERIALIZED VIEW mv IS 'x'
COMMENT ON SEQUENCE s IS 'x'
COMMENT ON TYPE e IS 'x'
COMMENT ON DOMAIN d IS 'x'
COMMENT ON INDEX ti IS 'x'
COMMENT ON CONSTRAINT t_a_key ON t IS 'x'
CREATE TABLE n (id serial PRIMARY KEY, a int REFERENCES t, e e)
CREATE TABLE n AS SELECT * FROM t
CREATE TABLE n (LIKE g INCLUDING ALL)
CREATE TEMP TABLE t (a int PRIMARY KEY)
DROP TABLE t CASCADE
DROP TABLE c
TRUNCATE t RESTART IDENTITY CASCADE
"""

# MongoDB does these at once, and a WARNING says so.
TOLD = """
ALTER TABLE t ADD COLUMN n int DEFAULT 3, ADD UNIQUE (n, a)
ALTER TABLE c ALTER k TYPE text
ALTER TYPE e RENAME VALUE 'a' TO 'z'
ALTER TYPE comp DROP ATTRIBUTE y
ALTER TYPE comp RENAME ATTRIBUTE y TO yy
"""

# One after the other in one block
TOGETHER = """
ALTER TABLE z RENAME TO z9; ALTER TABLE z9 ADD COLUMN n int DEFAULT 7; CREATE TABLE z (a int); ALTER TABLE z RENAME a TO b; DROP TABLE c
DROP VIEW v CASCADE; CREATE TABLE v (a int); CREATE VIEW vv AS SELECT * FROM v; ALTER VIEW vv RENAME TO n; COMMENT ON VIEW n IS 'n'
ALTER SEQUENCE s RENAME TO n; ALTER SEQUENCE n RESTART 7; CREATE SEQUENCE s; ALTER SEQUENCE s RENAME TO o; ALTER SEQUENCE n OWNED BY z.a; DROP TABLE z CASCADE
ALTER TYPE e RENAME TO n; CREATE TYPE e AS ENUM ('q'); ALTER TABLE z ADD COLUMN e e DEFAULT 'q', ADD COLUMN n n; DROP TYPE n CASCADE
ALTER DOMAIN d RENAME TO n; CREATE INDEX ON t (dd) WHERE a > 0; ALTER TABLE t DROP COLUMN dd; ALTER TABLE t RENAME b TO n; DROP DOMAIN n
ALTER TABLE c DROP CONSTRAINT c_t_fkey; DROP INDEX ti; ALTER TABLE c ADD FOREIGN KEY (id) REFERENCES t; CREATE INDEX ti ON c (k); DROP TABLE t CASCADE
CREATE OR REPLACE VIEW v AS SELECT id, a, b FROM t; ALTER VIEW v RENAME b TO o; ALTER TABLE t RENAME b TO n; DROP VIEW vv; ALTER TABLE c DROP COLUMN k
"""

CATALOGS = [
    "SELECT relname, relkind, relpersistence, relchecks, relreplident, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attstattarget, attstorage, pg_get_expr(adbin, adrelid) FROM pg_attribute "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1, attnum",
    "SELECT conrelid::regclass::text, conname, condeferrable, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' UNION ALL SELECT matviewname, definition FROM pg_matviews ORDER BY 1",
    "SELECT * FROM pg_sequences ORDER BY sequencename",
    "SELECT typname, typtype, typnotnull, typdefault FROM pg_type WHERE typnamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT enumtypid::regtype::text, enumlabel FROM pg_enum ORDER BY 1, enumsortorder",
    "SELECT classoid::regclass::text, objsubid, description FROM pg_description WHERE objoid > 16000 ORDER BY 1, 2, 3",
]


def catalogs(c):
    return [c.execute(sql).fetchall() for sql in CATALOGS]


def without_versions(doc):
    """How often a type has changed, and empty members, say nothing of it."""
    return {k: v for k, v in doc.items() if k not in ("version", "undone") and v not in ("", None, [])}


def documents(db):
    """What MongoDB has: {collection: its validator or pipeline, documents, indexes}, but for locks, which are held while a session runs."""
    out = {}
    for o in db.list_collections():
        name, table = o["name"], o["type"] == "collection"
        docs = [without_versions(d) for d in db[name].find()] if table else []
        kept = sorted((d for d in docs if not str(d["_id"]).startswith("advisory lock")), key=lambda d: str(d["_id"]))
        options = re.sub('"type" : "[^"]*", "oid"', '"oid"', str(o["options"]))  # the name is what the type was called when this was written
        if name != "pgleaf.locks":
            out[name] = (options, kept, sorted(str(i) for i in db[name].list_indexes()) if table else [])
    return out


def difference(before, after):
    """For the reader of a failure."""
    if isinstance(before, dict):
        return [(k, before.get(k), after.get(k)) for k in sorted(before.keys() | after.keys()) if before.get(k) != after.get(k)]
    return [([x for x in b if x not in a], [x for x in a if x not in b]) for b, a in zip(before, after) if b != a]


class Undoing:
    def __init__(self, dsn, uri):
        self.dsn, self.mongo, self.said, self.n = dsn, pymongo.MongoClient(uri), [], 0
        self.build()

    def build(self):
        """In a database of its own, behind what was not undone."""
        self.db = self.mongo[f"d{self.n}"]
        self.c = psycopg.connect(f"{self.dsn} dbname={self.db.name} user=u", autocommit=True)
        self.c.execute(SETUP)
        self.c.add_notice_handler(lambda w: self.said.append(w.message_primary) if w.severity == "WARNING" else None)
        self.before = self.state()

    def state(self):
        return catalogs(self.c), documents(self.db)

    def report(self, ok, name, *why):
        self.n += 1
        print(f"{'ok' if ok else 'not ok'} {self.n} - {name}", flush=True)
        for line in why if not ok else ():
            print("#  ", str(line)[:3000])

    def run(self, *statements):
        """What is not as it should be."""
        self.said.clear()
        for sql in statements:
            try:
                self.c.execute(sql)
            except psycopg.Error as e:
                return self.said + [f"{sql}: {e.sqlstate} {e}"]
        return self.said + [d for b, a in zip(self.before, self.state()) for d in difference(b, a)]

    def undone(self, text):
        statements = text.split("; ")
        left = self.run("BEGIN", *statements, "ROLLBACK", "BEGIN", "SAVEPOINT s", *statements, "ROLLBACK TO s", "COMMIT")
        self.report(left == [], text, *left)
        if left:
            self.c.close()
            self.build()

    def told(self, text):
        left = self.run("BEGIN", text, "ROLLBACK")
        self.report(any("was not undone" in w for w in self.said), f"told: {text}", *left)
        self.c.close()
        self.build()


def main():
    with servers.directory("ddl_rollback") as d:
        uri = d.mongo()
        undoing = Undoing(d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust"), uri)
        for text in (UNDONE + TOGETHER).split("\n"):
            if text:
                undoing.undone(text)
        for text in TOLD.strip().split("\n"):
            undoing.told(text)
    print(f"1..{undoing.n}")


main()
