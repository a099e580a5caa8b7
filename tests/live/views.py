#!/usr/bin/python3
"""Views of SQL as MongoDB shows them. A view that MongoDB computes has, read by its own driver, the documents that CREATE TABLE AS of the same
view makes of pgleaf's rows: by value, BSON type and order of fields; any other says that it is SQL, and why. Both still hold when what
stands below gets other names, another definition, other rules. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402
import bson.json_util  # noqa: E402
import pymongo  # noqa: E402

TABLES = """
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN qty AS int CHECK (VALUE >= 0);
CREATE TABLE t (id int PRIMARY KEY, a int, b text NOT NULL, s smallint, big bigint, n numeric, f float8, r real, at timestamptz(3), w timestamp(3), d date,
    ok bool, u uuid, bin bytea, tags text[], nums int[], j jsonb, c char(3), v varchar(5), i interval, h time, m mood, q qty);
INSERT INTO t (id, a, b, s, big, n, f, r, at, w, d, ok, u, bin, tags, nums, j, c, v, i, h, m, q) VALUES
    (1, 1, 'x', 2, 5, 1.50, 1.5, 0.5, '2020-01-01 00:30+00', '2020-01-01 00:30', '2020-01-02', true, '00000000-0000-0000-0000-000000000001', '\\x01', '{a,b}', '{1,2}',
     '{"k": {"l": 1}, "x": "y"}', 'ab', 'vw', '1 day', '10:11', 'ok', 7),
    (2, NULL, 'y', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (3, 1, 'x', -2, 9000000000, 2.5, 'NaN', 1, '2021-01-01 12:00+00', '2021-01-01', '2020-01-02', false, '00000000-0000-0000-0000-000000000002', '', '{}', '{}', '[1]', '', '', '-1 day', '00:00', 'sad', 0),
    (4, 7, 'X', 0, -1, -0.001, 'Infinity', -1, '1969-12-31 23:59:59.999+00', '1969-12-31', '1969-12-31', true, NULL, NULL, '{b,NULL,$c}', '{3,NULL}', '"$t"', 'abc', '$v', '1 mon', '23:59', 'happy', 7),
    (5, 7, '$y', 1, 0, 10, -0.5, 2, '2020-01-01 00:30+00', NULL, NULL, NULL, NULL, NULL, '{a}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE o (k int PRIMARY KEY, t_id int, w text, amount numeric(8,2));
INSERT INTO o VALUES (1, 1, 'p', 1.10), (2, 1, 'q', 2.20), (3, 9, 'r', 3.00), (4, NULL, 's', NULL), (5, 4, 'p', 5.00);
CREATE TABLE empty (id int PRIMARY KEY, a int);
CREATE TABLE parent (id int PRIMARY KEY, l text);
"""

# what MongoDB computes
VIEWS = {
    "everything": "SELECT * FROM t",
    "turned": "SELECT b AS name, id, a AS \"A b\", big FROM t",
    "id_last": "SELECT b, id AS _id FROM t",
    "constants": "SELECT 1 AS one, 10000000000 AS many, 'x$y' AS s, '$b' AS field, true AS yes, NULL::int AS nothing, 1.50 AS n, 0.1::float8 AS f, id, '?' FROM t",
    "filtered": "SELECT id, b FROM t WHERE a > 0 AND b <> 'X' AND ok IS NOT FALSE",
    "negated": "SELECT id FROM t WHERE NOT (a = 1) OR f > 5",
    "nulls": "SELECT id, a FROM t WHERE a IS NULL OR n IS NOT NULL",
    "listed": "SELECT id FROM t WHERE b IN ('x', 'X', '$y') AND id = ANY (ARRAY[1, 3, 5])",
    "patterns": "SELECT id, b FROM t WHERE b LIKE '$%' OR b ~ '^[xX]$'",
    "times": "SELECT id, at FROM t WHERE at >= '2020-01-01 00:30+00' AND at < '2021-06-01'",
    "sorted": "SELECT id, a FROM t ORDER BY a DESC NULLS LAST, id LIMIT 3",
    "skipped": "SELECT id, f FROM t ORDER BY f, id OFFSET 1 LIMIT 2",
    "counted": "SELECT b, count(*) AS n, count(a) AS na, sum(a) AS s, sum(big) AS sb, min(f), max(f) AS xf, max(big) AS xb, min(b) AS mb FROM t GROUP BY b",
    "having": "SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1",
    "one_row": "SELECT count(*) AS n, sum(a) AS s, max(at) AS last FROM t",
    "one_row_of_none": "SELECT count(*) AS n, sum(a) AS s, max(id) AS m FROM empty",
    "distinct_rows": "SELECT DISTINCT a, ok FROM t",
    "distinct_count": "SELECT b, count(DISTINCT a) AS n FROM t GROUP BY b",
    "joined": "SELECT t.id, o.w, o.amount FROM t JOIN o ON o.t_id = t.id",
    "outer_joined": "SELECT t.id, o.w, o.k FROM t LEFT JOIN o ON o.t_id = t.id",
    "there": "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM o WHERE o.t_id = t.id)",
    "joined_counted": "SELECT t.b, count(*) AS n FROM t JOIN o ON o.t_id = t.id GROUP BY t.b",
    "elements": "SELECT id, x FROM t, unnest(tags) x",
    "numbered_elements": "SELECT id, x, nth FROM t, unnest(nums) WITH ORDINALITY AS e (x, nth)",
    "both": "SELECT id, b FROM t UNION ALL SELECT k, w FROM o",
    "both_kinds": "SELECT a AS n FROM t UNION ALL SELECT big FROM t UNION ALL SELECT n FROM t",
    "either_kind": "SELECT a FROM t UNION SELECT n FROM t",
    "extremes": "SELECT b, min(n), max(n) FROM t GROUP BY b",
    "either": "SELECT b FROM t UNION SELECT w FROM o",
    "windowed": "SELECT id, row_number() OVER (ORDER BY id) AS nth, count(*) OVER (PARTITION BY b) AS n FROM t",
    "computed": "SELECT id, a IS NULL AS none, b = 'x' AS x, coalesce(a, 0) AS a0, CASE WHEN a > 1 THEN 'y' WHEN a = 1 THEN 'z' END AS c, b || '!' AS shout, length(b) AS l, a > s AS more FROM t",
    "casts": "SELECT id, id::bigint AS b, id::text AS t, s::int AS i, s::float8 AS f FROM t",
    "enums_shown": "SELECT id, m FROM t WHERE id < 4",
    "over_one": "SELECT name, big FROM v_turned WHERE id > 1",
    "over_group": "SELECT n, count(*) AS groups FROM v_counted GROUP BY n",
    "over_sorted": "SELECT a FROM v_sorted WHERE id <> 4",
    "wild": "SELECT a, b FROM wild WHERE a > 1",
    "wild_paths": "SELECT _id, o.x, o.y.z FROM wild",
    "wild_group": "SELECT b, count(*) AS n, sum(a) AS s FROM wild GROUP BY b",
    "own_view": "SELECT a, _id FROM below WHERE a < 9",
}

# what stays SQL, and why
SQL = {
    "clock": ("SELECT id, now() FROM t", "depend on the session"),
    "since": ("SELECT id FROM t WHERE at > now() - interval '1 day'", "depend on the session"),
    "user_of": ("SELECT id FROM t WHERE b = current_user", "depend on the session"),
    "setting": ("SELECT id, current_setting('timezone') FROM t", "depend on the session"),
    "zone": ("SELECT id, at::date FROM t", "depend on the session"),
    "zone_group": ("SELECT date_trunc('day', at) AS day, count(*) FROM t GROUP BY 1", "depend on the session"),
    "zone_text": ("SELECT id, at::text FROM t", "depend on the session"),
    "luck": ("SELECT id FROM t WHERE random() < 2", "depend on the session"),
    "average": ("SELECT avg(a) FROM t", "the digits of a numeric"),
    "digits": ("SELECT n * 2 AS n FROM t", "numeric"),
    "overflow": ("SELECT a + 1 AS more FROM t", "may overflow"),
    "calls": ("SELECT id, upper(b) FROM t", "function upper"),
    "labels": ("SELECT id FROM t WHERE m = 'ok'", "enum"),
    "label_order": ("SELECT id, m FROM t ORDER BY m", "enum"),
    "dotted": ("SELECT a AS \"a.b\" FROM t", "name"),
    "dollar": ("SELECT a AS \"$a\" FROM t", "name"),
    "no_table": ("SELECT 1 AS x", ""),
    "catalog": ("SELECT relname FROM pg_class", "catalog"),
    "sampled": ("SELECT id FROM t TABLESAMPLE BERNOULLI (100)", "a volatile function"),
    "recursive": ("WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r", ""),
    "over_kept": ("SELECT id FROM kept", "materialized"),
    "over_sql": ("SELECT id, upper FROM s_calls WHERE id > 1", "function upper"),
    "except_rows": ("SELECT b FROM t EXCEPT SELECT w FROM o", ""),
}


class Test:
    def __init__(self, dsn, uri):
        self.sql = psycopg.connect(dsn, autocommit=True)
        self.db = pymongo.MongoClient(uri).test
        self.cases = []

    def run(self, *statements):
        for s in statements:
            self.sql.execute(s)

    def case(self, name, ok, why=""):
        self.cases.append((name, bool(ok), why))

    def options(self, name):
        return next(iter(self.db.list_collections(filter={"name": name})))["options"]

    def is_pipeline(self, name):
        return self.options(name)["viewOn"] != "pgleaf.catalog"

    def documents(self, name, copied=False):
        """[(field, type, value)] without NULLs, missing or not; a row's own _id is no column's where pgleaf made it."""
        out = []
        for d in self.db[name].find():
            if copied and isinstance(d.get("_id"), bson.ObjectId) and "_id" not in self.columns(name):
                del d["_id"]
            out.append([(k, bson.encode({"v": v})) for k, v in d.items() if v is not None])
        return out

    def columns(self, name):
        return [c for (c,) in self.sql.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (name,)).fetchall()]

    def same(self, view, what, ordered=False):
        """Does MongoDB show view as pgleaf does?"""
        try:
            self.run("DROP TABLE IF EXISTS copy", f'CREATE TABLE copy AS SELECT * FROM "{view}"')
            want, got = self.documents("copy", copied=True), self.documents(view)
        except (psycopg.Error, pymongo.errors.PyMongoError) as e:
            self.case(what, False, str(e))
            return
        if "_id" in self.columns("copy"):  # MongoDB puts it first in a collection
            want, got = ([sorted(d, key=lambda kv: kv[0] != "_id") for d in x] for x in (want, got))
        if not ordered:
            want, got = sorted(want), sorted(got)
        there = self.is_pipeline(view)
        self.case(what, there and want == got, f"{got} for {want}" if there else f"it is SQL: {self.options(view)['pipeline'][1:]}")

    def says(self, view, what, words):
        try:
            self.case(what, False, f"rows: {list(self.db[view].find())}")
        except pymongo.errors.OperationFailure as e:
            self.case(what, "this view is SQL" in str(e) and words in str(e), str(e))

    def is_sql(self, view, what, words):
        self.cases.append((what, not self.is_pipeline(view), "it has a pipeline"))
        self.says(view, what, words)


def wild(db):
    """Documents that SQL declared nothing of; what does not fit stands where it is not shown."""
    db.wild.insert_many([{"_id": 1, "a": 1, "b": "x", "o": {"x": 1, "y": {"z": "p"}}}, {"_id": 2, "a": 2, "b": "x", "o": {"x": 2}},
                         {"_id": 3, "b": None, "o": None}, {"_id": 4, "a": 3}, {"_id": 5, "a": 4, "b": "y", "o": {"y": {"z": "q"}}}])
    db.command("create", "below", viewOn="wild", pipeline=[{"$match": {"a": {"$gte": 2}}}])


def renames(t):
    """Everything above what gets another name, or means something else, follows."""
    t.run("CREATE VIEW v AS SELECT id, l AS label FROM parent WHERE l <> 'z'", "CREATE VIEW w AS SELECT label FROM v", "CREATE VIEW x AS SELECT label FROM w WHERE label > 'a'",
          "INSERT INTO parent VALUES (1, 'a'), (2, 'b'), (3, 'z'), (4, NULL)")
    steps = [
        ("a table's name", "ALTER TABLE parent RENAME TO mother"),
        ("a column's name", "ALTER TABLE mother RENAME COLUMN l TO letter"),
        ("a view's name", "ALTER VIEW w RENAME TO ww"),
        ("a view's column", "ALTER VIEW v RENAME COLUMN label TO lab"),
        ("OR REPLACE below", "CREATE OR REPLACE VIEW v AS SELECT id, letter AS lab FROM mother WHERE id > 1"),
        ("OR REPLACE with a column more", "CREATE OR REPLACE VIEW v AS SELECT id, letter AS lab, 5 AS more FROM mother WHERE letter <> 'a'"),
        ("ADD COLUMN", "ALTER TABLE mother ADD COLUMN extra int DEFAULT 3"),
        ("SET NOT NULL", "DELETE FROM mother WHERE letter IS NULL; ALTER TABLE mother ALTER letter SET NOT NULL"),
        ("OR REPLACE under NOT NULL", "CREATE OR REPLACE VIEW v AS SELECT id, letter AS lab, 5 AS more FROM mother WHERE NOT (letter = 'a')"),
        ("DROP NOT NULL", "ALTER TABLE mother ALTER letter DROP NOT NULL; INSERT INTO mother VALUES (9, NULL)"),
        ("COMMENT", "COMMENT ON VIEW v IS 'said'"),
        ("ALTER VIEW ... SET", "ALTER VIEW v SET (security_barrier = true)"),
    ]
    for what, sql in steps:
        t.run(*sql.split("; "))
        for view in ("v", "ww" if t.columns_or_none("ww") else "w", "x"):
            t.same(view, f"{what}: {view}")
    t.run("CREATE OR REPLACE VIEW v AS SELECT id, upper(letter) AS lab, 5 AS more FROM mother")
    for view in ("v", "ww", "x"):
        t.is_sql(view, f"OR REPLACE with what is SQL: {view}", "upper")
    t.run("CREATE OR REPLACE VIEW v AS SELECT id, letter AS lab, 5 AS more FROM mother")
    for view in ("v", "ww", "x"):
        t.same(view, f"and back: {view}")
    t.run("ALTER VIEW v SET (security_invoker = true)")
    t.is_sql("v", "security_invoker: the reader is to be asked", "security_invoker")
    t.run("DROP TABLE mother CASCADE")
    t.case("DROP ... CASCADE", not [c for c in t.db.list_collection_names() if c in ("v", "ww", "x", "mother")])


def types(t):
    t.run("CREATE TYPE pair AS (x int, y text)", "CREATE TABLE pairs (id int PRIMARY KEY, p pair, n qty)", "INSERT INTO pairs VALUES (1, ROW(1, 'a'), 3), (2, NULL, NULL)",
          "CREATE VIEW pv AS SELECT id, p, n, n::int > 2 AS more, NULL::pair AS none, n::qty AS same FROM pairs")
    for sql in ("SELECT 1", "ALTER DOMAIN qty RENAME TO quantity", "ALTER TYPE pair RENAME ATTRIBUTE y TO yy", "ALTER TYPE pair RENAME TO couple"):
        t.run(sql)
        t.same("pv", f"a type's name: {sql}")
    t.run("BEGIN", "ALTER TYPE couple RENAME TO pair", "ROLLBACK")
    t.same("pv", "ROLLBACK of a type's name")


def whole_rows(t, conninfo):
    """A column of a relation's row type, which is named as the relation is, in a session that has seen neither."""
    t.run("CREATE TABLE rows (id int PRIMARY KEY, x text)", "INSERT INTO rows VALUES (1, 'one')", "CREATE VIEW wv AS SELECT rows AS w, id FROM rows")
    for sql, expected in (("SELECT 1", ("(1,one)", "one", "rows")), ("ALTER TABLE rows ADD COLUMN y int DEFAULT 7", ("(1,one,7)", "one", "rows")),
                          ("ALTER TABLE rows RENAME TO others", ("(1,one,7)", "one", "others"))):
        t.run(sql)
        with psycopg.connect(conninfo, autocommit=True) as other:
            column = other.execute("SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = 'wv'::regclass AND attname = 'w'").fetchone()
            got = other.execute("SELECT w::text, (w).x, pg_typeof(w)::text FROM wv").fetchall()
        t.case(f"whole rows in another session: {sql}", got == [expected] and column == expected[2:], f"{got} {column}")


def replaced_at_once(t, log):
    """MongoDB replaces a view by one command; only where that has done nothing it is dropped."""
    t.run("CREATE VIEW once AS SELECT id FROM t")
    with open(log, encoding="utf-8") as f:
        f.seek(0, os.SEEK_END)
        t.run("CREATE OR REPLACE VIEW once AS SELECT id, b FROM t WHERE id > 1")
        sent = [c for c in map(bson.json_util.loads, f) if next(iter(c)) in ("collMod", "drop") and next(iter(c.values())) == "once"]
    first = sent[0] if sent else {}
    t.case("OR REPLACE is a collMod", first.get("collMod") == "once" and first.get("viewOn") == "t" and first.get("pipeline") == t.options("once")["pipeline"], str(sent))
    t.same("once", "and is so then")


def transactions(t):
    t.run("BEGIN", "CREATE VIEW tx AS SELECT id, b FROM t", "ROLLBACK")
    t.case("ROLLBACK: it is gone", "tx" not in t.db.list_collection_names())
    t.run("CREATE VIEW tx AS SELECT id, b FROM t")
    t.run("BEGIN", "DROP VIEW tx", "CREATE VIEW tx AS SELECT id FROM t", "ROLLBACK")
    t.same("tx", "ROLLBACK of DROP and CREATE: it is there again")
    t.run("BEGIN", "COMMENT ON VIEW tx IS 'said'", "ROLLBACK")
    t.same("tx", "ROLLBACK of what is said of it")
    t.run("BEGIN", "CREATE TABLE fresh (id int PRIMARY KEY)", "CREATE VIEW tf AS SELECT id FROM fresh", "INSERT INTO fresh VALUES (1)", "COMMIT")
    t.same("tf", "a table of the same transaction")
    t.run("CREATE TEMP TABLE temporary (id int)", "CREATE VIEW over_temp AS SELECT id FROM temporary")
    hidden = [c for c in t.db.list_collections(filter={"type": "view"}) if "temporary" in str(c["options"]["pipeline"])]
    t.case("a temporary view is SQL", hidden and all(c["options"]["viewOn"] == "pgleaf.catalog" for c in hidden), str(hidden))


def main():
    with servers.directory("views") as d:
        uri = d.mongo()
        log = os.environ.setdefault("PGLEAF_COMMAND_LOG", os.path.join(d.path, "commands"))
        conninfo = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=test user=u"
        t = Test(conninfo, uri)
        t.columns_or_none = lambda name: t.sql.execute("SELECT to_regclass(%s)", (name,)).fetchone()[0]
        wild(t.db)
        t.run(*[s for s in TABLES.split(";\n") if s.strip()])
        t.run("CREATE MATERIALIZED VIEW kept AS SELECT id FROM t")
        for name, query in VIEWS.items():
            t.run(f"CREATE VIEW v_{name} AS {query}")
            t.same(f"v_{name}", name, ordered="ORDER BY" in query and "OVER" not in query)
        for name, (query, words) in SQL.items():
            t.run(f"CREATE VIEW s_{name} AS {query}")
            t.is_sql(f"s_{name}", name, words)
        renames(t)
        types(t)
        whole_rows(t, conninfo)
        transactions(t)
        replaced_at_once(t, log)
        for i, (name, ok, why) in enumerate(t.cases, 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
            if not ok:
                print("#   " + why)
        print(f"1..{len(t.cases)}")
        sys.exit(not all(ok for _, ok, _ in t.cases))


if __name__ == "__main__":
    main()
