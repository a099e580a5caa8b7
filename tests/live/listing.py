#!/usr/bin/python3
"""What the catalogs say of a collection right after another client made, moved, remade or dropped it, in a session that listed all before; how
many commands a statement takes for it. TAP."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402


class Session:
    def __init__(self, dsn):
        self.connection = psycopg.connect(dsn, autocommit=True)
        self.cases = []

    def ask(self, sql):
        try:
            return self.connection.execute(sql).fetchall()
        except psycopg.Error as e:
            return e.sqlstate

    def expect(self, name, sql, want):
        got = self.ask(sql)
        self.cases.append((name, got == want, f"{got} for {want}"))

    def relation(self, name, oid, kind, columns):
        """The same from every catalog that can be asked for one relation; kind None: it is not there."""
        there = kind is not None
        self.expect(f"{name}: by name", f"SELECT oid, relkind FROM pg_class WHERE relname = '{name}'", [(oid, kind)] if there else [])
        self.expect(f"{name}: by oid", f"SELECT relname, relkind FROM pg_class WHERE oid = {oid}", [(name, kind)] if there else [])
        self.expect(f"{name}: regclass", f"SELECT '{name}'::regclass::oid", [(oid,)] if there else "42P01")
        self.expect(f"{name}: to text", f"SELECT {oid}::regclass::text", [(name if there else str(oid),)])
        self.expect(f"{name}: visible", f"SELECT pg_table_is_visible({oid})", [(True if there else None,)])
        self.expect(f"{name}: columns", f"SELECT attname FROM pg_attribute WHERE attrelid = {oid} AND attnum > 0 ORDER BY attnum", [(c,) for c in columns])
        self.expect(f"{name}: key", f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = {oid}", [("PRIMARY KEY (_id)",)] if kind == "r" else [])
        self.expect(f"{name}: indexes", f"SELECT pg_get_indexdef(indexrelid), c.relname FROM pg_index i JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = {oid}",
                    [(f"CREATE UNIQUE INDEX {name}_pkey ON public.{name} USING btree (_id)", f"{name}_pkey")] if kind == "r" else [])


def count_commands(s, d, uri, db):
    """
    A statement lists the collections once, or one by its name and then all, whatever it wants to know of however many. One that the cache
    knows is not listed at all: its indexes say that it is there.
    """
    log = os.path.join(d.path, "commands")
    os.environ.pop("PGLEAF_COMMAND_LOG", None)  # tests/run's, which would be the one
    dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust", "-o", f"command_log={log}") + " dbname=many user=u"
    own = Session(dsn)
    own.cases = s.cases
    for i in range(20):
        db.client.many[f"c{i:02}"].insert_many([{"_id": 1, "x": i}, {"_id": 2, "y": i}])

    def commands(session, sql):
        open(log, "w").close()
        session.ask(sql)
        with open(log) as f:
            return f.read().splitlines()

    def lists_all(sql):
        """Of each list that a new session asks for."""
        return [bool(re.search(r'"filter" : \{ *\}', line)) for line in commands(Session(dsn), sql) if '"listCollections"' in line[:30]]

    def sent(sql):
        lines = commands(own, sql)
        return [sum(f'"{name}"' in line[:30] for line in lines) for name in ("listCollections", "listIndexes")]

    for name, sql, want in (
        ("columns of all, of which none is known", "SELECT count(*) FROM pg_attribute WHERE attrelid >= 32768", [1, 20]),
        ("again", "SELECT count(*) FROM pg_attribute WHERE attrelid >= 32768", [1, 20]),
        ("constraints of one", "SELECT * FROM information_schema.table_constraints WHERE table_name = 'c07'", [0, 1]),
        ("columns that its constraints use, others' foreign keys among them", "SELECT * FROM information_schema.constraint_column_usage WHERE table_name = 'c07'", [1, 1]),
        ("tables that they use", "SELECT * FROM information_schema.constraint_table_usage WHERE table_name = 'c07'", [1, 1]),
        ("columns of its keys", "SELECT * FROM information_schema.key_column_usage WHERE table_name = 'c07'", [0, 1]),
        ("columns of one", "SELECT * FROM information_schema.columns WHERE table_name = 'c07'", [0, 1]),
    ):
        got = sent(sql)
        own.cases.append((f"commands: {name}", got == want, f"{got} for {want}"))
    for name, want in (("c07", []), ("c08", []), ("nowhere", [False, True])):
        got = lists_all(f"SELECT oid FROM pg_class WHERE relname = '{name}'")
        own.cases.append((f"a session's first list, for {name}: is it of everything", got == want, f"{got} for {want}"))
    db.client.many.c08.rename("moved")
    for name, want in (("c08", [False, True]), ("moved", [False]), ("c09", [])):
        got = lists_all(f"SELECT oid FROM pg_class WHERE relname = '{name}'")
        own.cases.append((f"after c08 was renamed, for {name}", got == want, f"{got} for {want}"))
    db.client.many.late.insert_one({"_id": 1})
    db.client.many.command("create", "seen", viewOn="late", pipeline=[])
    for name in ("late", "seen"):
        got = lists_all(f"SELECT '{name}'::regclass")
        own.cases.append((f"a list for {name}, which came since", got == [False], f"{got} for [False]"))
        oid = own.ask(f"SELECT oid FROM pg_class WHERE relname = '{name}'")[0][0]
        own.expect(f"{name} by its OID in the next statement", f"SELECT relname, relkind FROM pg_class WHERE oid = {oid}", [(name, "v" if name == "seen" else "r")])
    own.connection.execute("CREATE VIEW shown AS SELECT x FROM c01")
    texts = "SELECT count(pg_get_viewdef(c.oid, g % 2 = 0)) FROM pg_class c, generate_series(1, {}) g WHERE c.relname = 'shown'"
    few, many = sent(texts.format(2)), sent(texts.format(60))
    own.cases.append(("commands: a view's query, however many rows ask for it", few == many, f"{many} for {few}"))
    own.expect("a view's query under settings that change meanwhile", """SELECT regexp_replace(pg_get_viewdef(c.oid), '\\s+', ' ', 'g'),
        set_config('search_path', CASE g WHEN 1 THEN 'nosuch' ELSE 'public' END, false) FROM generate_series(1, 3) g, pg_class c WHERE c.relname = 'shown'""",
               [(" SELECT c01.x FROM c01;", "nosuch"), (" SELECT c01.x FROM public.c01;", "public"), (" SELECT c01.x FROM c01;", "public")])
    db.client.many.new.insert_one({"_id": 1})
    own.expect("a collection made since", "SELECT attname FROM pg_attribute WHERE attrelid = 'new'::regclass AND attnum > 0", [("_id",)])
    own.connection.execute("CREATE TABLE q AS SELECT count(*) AS n FROM pg_attribute")
    own.connection.execute("SELECT count(*) FROM pg_attribute; ALTER TABLE q ADD m int; SELECT count(*) FROM pg_attribute; ALTER TABLE q RENAME n TO o")
    names_stay(own, dsn, db.client.many, lists_all)
    own.expect("a table changed beside", "SELECT attname FROM pg_attribute WHERE attrelid = 'q'::regclass AND attnum > 0 ORDER BY attnum", [("o",), ("m",)])


def names_stay(own, dsn, db, lists_all):
    """What SQL makes and drops, and what documents teach, is seen at once, and costs no other session a list of everything."""
    def others(when):
        got = lists_all("SELECT oid FROM pg_class WHERE relname = 'c09'")
        own.cases.append((f"a session's list for c09, {when}", got == [], f"{got} for []"))
        both = Session(dsn)
        both.cases = own.cases
        return own, both

    other = psycopg.connect(dsn, autocommit=True)
    other.execute("CREATE TABLE made (id int PRIMARY KEY, CHECK (id > 0))")
    for session in others("when another made a table"):
        session.expect("the table", "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'made'::regclass ORDER BY 1", [("CHECK ((id > 0))",), ("PRIMARY KEY (id)",)])
    other.execute("COMMENT ON TABLE made IS 'so'; ALTER TABLE made ADD n int; CREATE INDEX made_n ON made (n)")
    for session in others("when another changed it"):
        session.expect("the comment", "SELECT obj_description('made'::regclass)", [("so",)])
        session.expect("the index", "SELECT indexname FROM pg_indexes WHERE tablename = 'made' ORDER BY 1", [("made_n",), ("made_pkey",)])
        session.expect("the column", "SELECT attname FROM pg_attribute WHERE attrelid = 'made'::regclass AND attnum > 0 ORDER BY attnum", [("id",), ("n",)])
    other.execute("ALTER TABLE made RENAME TO called")
    for session in others("when another renamed it"):
        session.expect("the new name", "SELECT relname FROM pg_class WHERE relname IN ('made', 'called')", [("called",)])
    other.execute("DROP TABLE called")
    for session in others("when another dropped it"):
        session.expect("it is gone", "SELECT 'called'::regclass", "42P01")
    db.c10.insert_one({"_id": 3, "x": "text", "y": [1]})
    own.ask("SELECT * FROM c10")
    for session in others("when a document taught"):
        session.expect("its columns", "SELECT attname, atttypid::regtype::text FROM pg_attribute WHERE attrelid = 'c10'::regclass AND attnum > 0 ORDER BY attnum", [("_id", "integer"), ("x", "jsonb"), ("y", "jsonb")])
    db.create_collection("checked", validator={"$jsonSchema": {"properties": {"qty": {"bsonType": "int", "minimum": 0}}}})
    checks = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'checked'::regclass AND contype = 'c'"
    own.ask("SELECT * FROM checked")
    for session in others("when a collection has a validator"):
        session.expect("a validator's check", checks, [("checked_qty_check", "CHECK ((qty >= 0))")])
    got = lists_all(checks)
    own.cases.append(("and of a session that has it from the cache", got == [], f"{got} for []"))


def main():
    with servers.directory("listing") as d:
        uri = d.mongo()
        dsn = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=d user=u"
        db = pymongo.MongoClient(uri).d
        for name in ("a", "t", "z"):
            db[name].insert_one({"_id": 1, "x": 2})
        s = Session(dsn)
        listed = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') ORDER BY relname"
        s.expect("all", listed, [("a",), ("t",), ("z",)])
        oids = dict(s.ask("SELECT relname, oid FROM pg_class WHERE relname IN ('a', 't', 'z')"))
        s.relation("t", oids["t"], "r", ["_id", "x"])
        s.expect("an index that is not there", f"SELECT relname FROM pg_class WHERE oid = {oids['t'] + 1}", [])

        db.t.drop()
        s.relation("t", oids["t"], None, [])
        s.relation("z", oids["z"], "r", ["_id", "x"])
        later = Session(dsn)  # knows what the other one listed before
        later.cases = s.cases
        later.relation("t", oids["t"], None, [])
        later.relation("z", oids["z"], "r", ["_id", "x"])
        s.expect("two, one of them gone", f"SELECT relname FROM pg_class WHERE oid IN ({oids['t']}, {oids['z']}, {oids['a']}) ORDER BY 1", [("a",), ("z",)])

        db.u.insert_one({"_id": 1, "y": 2})
        u = s.ask("SELECT oid FROM pg_class WHERE relname = 'u'")[0][0]
        s.relation("u", u, "r", ["_id", "y"])
        s.expect("its oid is as another session's", f"SELECT {u}::oid", Session(dsn).ask("SELECT 'u'::regclass::oid"))

        db.u.rename("t")
        s.connection.execute("CALL pgleaf.refresh()")
        s.relation("u", u, None, [])
        s.relation("t", oids["t"], "r", ["_id", "y"])

        db.t.drop()
        db.command("create", "t", viewOn="a", pipeline=[])
        s.connection.execute("CALL pgleaf.refresh()")
        s.relation("t", oids["t"], "v", ["_id", "x"])

        db.z.create_index("x", name="z_x")
        index = s.ask("SELECT oid FROM pg_class WHERE relname = 'z_x'")[0][0]
        of_index = f"SELECT pg_get_indexdef({index}), {index}::regclass::text, (SELECT relkind FROM pg_class WHERE oid = {index}), (SELECT attname FROM pg_attribute WHERE attrelid = {index})"
        s.expect("an index by its oid", of_index, [("CREATE INDEX z_x ON public.z USING btree (x)", "z_x", "i", "x")])
        s.expect("named twice", f"SELECT relname FROM pg_class WHERE oid IN ({index}, {index}, {oids['z']}) ORDER BY 1", [("z",), ("z_x",)])
        db.z.drop_index("z_x")
        s.expect("and gone", of_index, [(None, str(index), None, None)])
        s.expect("a key by its oid alone", f"SELECT pg_get_constraintdef((SELECT oid FROM pg_constraint WHERE conrelid = {oids['z']}))", [("PRIMARY KEY (_id)",)])

        for create in ("CREATE TABLE p (id int PRIMARY KEY, n serial)", "CREATE TABLE c (id int REFERENCES p, CHECK (id > 0))", "COMMENT ON COLUMN c.id IS 'of p'"):
            s.connection.execute(create)
        s.ask(listed)
        s.expect("references", "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'c'::regclass ORDER BY 1", [("CHECK ((id > 0))",), ("FOREIGN KEY (id) REFERENCES p(id)",)])
        s.expect("defaults", "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'p'::regclass", [("nextval('p_n_seq'::regclass)",)])
        s.expect("comments", "SELECT col_description('c'::regclass, 1), (SELECT description FROM pg_description WHERE objoid = 'c'::regclass)", [("of p", "of p")])
        s.connection.execute("CREATE TEMP TABLE z (k int)")
        s.expect("a temporary one hides", f"SELECT pg_table_is_visible({oids['z']}), {oids['z']}::regclass::text, 'z'::regclass::oid <> {oids['z']}", [(False, "public.z", True)])
        count_commands(s, d, uri, db)
        for i, (name, ok, why) in enumerate(s.cases):
            print(f"{'ok' if ok else 'not ok'} {i + 1} - {name}{'' if ok else ': ' + why}")
        print(f"1..{len(s.cases)}")
        return all(ok for _, ok, _ in s.cases)


sys.exit(0 if main() else 1)
