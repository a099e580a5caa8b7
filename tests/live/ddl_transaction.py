#!/usr/bin/python3
"""
Definitions that MongoDB does outside of transactions, behind rows that were written: refused, or they commit what came before; and indexes that
are made when the transaction has committed, as other sessions see them. TAP.
"""

import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import pymongo  # noqa: E402
import psycopg  # noqa: E402

REFUSED = ["ALTER TABLE t ALTER a TYPE text", "ALTER TABLE t ADD UNIQUE (b) DEFERRABLE"]


INDEXES = "SELECT indexname FROM pg_indexes WHERE tablename = %s ORDER BY 1"


def indexes(c, table):
    return [r[0] for r in c.execute(INDEXES, [table]).fetchall()]


def fails(of, sql):
    try:
        of.execute(sql)
    except psycopg.Error as e:
        return e.sqlstate
    return None


def killed_before_commit(dsn, *statements):
    """A session that is killed with these in its transaction: does its COMMIT say that it did nothing?"""
    c = psycopg.connect(dsn, autocommit=True)
    pid = c.execute("SELECT pg_backend_pid()").fetchone()[0]
    for sql in statements:
        c.execute(sql)
    os.kill(pid, signal.SIGKILL)
    try:
        c.execute("COMMIT")
        return False
    except psycopg.Error:
        return True


def behind_rows(dsn, said, c):
    """CREATE INDEX behind rows: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)
    c.execute("CREATE TABLE w (a int, b int, c int); CREATE TABLE gone (a int)")
    c.execute("BEGIN; INSERT INTO w VALUES (1, 2, 3)")
    c.execute("CREATE INDEX w_b ON w (b) WHERE c > 0")
    cases["an index behind rows is seen by its session"] = indexes(c, "w") == ["w_b"]
    cases["and by no other"] = indexes(other, "w") == [] and other.execute("SELECT count(*) FROM w").fetchone() == (0,)
    c.execute("COMMIT")
    cases["which sees it with the rows"] = indexes(other, "w") == ["w_b"] and other.execute("SELECT count(*) FROM w").fetchone() == (1,) and said == []

    c.execute("BEGIN; INSERT INTO w VALUES (4, 5, 6)")
    c.execute("CREATE INDEX gone_a ON gone (a); CREATE INDEX w_c ON w (c)")
    other.execute("DROP TABLE gone")
    c.execute("COMMIT")
    cases["where its table is gone by then there is a warning"] = len(said) == 1 and said[0].startswith('index "gone_a" was not made: ')
    cases["and what else was done stands"] = indexes(other, "w") == ["w_b", "w_c"] and other.execute("SELECT count(*) FROM w").fetchone() == (2,)
    cases["and the table does not come back"] = other.execute("SELECT to_regclass('gone')").fetchone() == (None,)
    said.clear()

    c.execute("BEGIN; INSERT INTO p VALUES (1)")
    c.execute("CREATE INDEX w_d ON w (a, b)")
    other.execute("CREATE INDEX w_d ON t (a, b)")
    c.execute("CREATE INDEX w_e ON w (b, a); CREATE INDEX w_f ON w (b, a)")
    cases["a second one on the same columns is another"] = indexes(c, "w") == ["w_b", "w_c", "w_d", "w_e", "w_f"]
    c.execute("ROLLBACK; DROP INDEX w_d")
    cases["and nothing is left of what was rolled back"] = indexes(other, "w") == ["w_b", "w_c"] and said == []

    c.execute("BEGIN; INSERT INTO w VALUES (10, 11, 12)")
    c.execute("ALTER TABLE w ADD d int; COMMENT ON COLUMN w.d IS 'later'; UPDATE w SET d = a + 1 WHERE a = 10")
    c.execute("ALTER TABLE w ALTER b SET DEFAULT 9")
    columns = other.execute("SELECT * FROM w LIMIT 0").description
    other.execute("INSERT INTO w (a) VALUES (13)")
    cases["a column behind rows is seen by no other"] = len(columns) == 3
    cases["who goes by the old defaults"] = other.execute("SELECT b FROM w WHERE a = 13").fetchone() == (None,)
    other.execute("SET lock_timeout = 300")
    try:
        other.execute("ALTER TABLE w ADD e int")
        cases["and cannot change the table meanwhile"] = False
    except psycopg.Error as e:
        cases["and cannot change the table meanwhile"] = e.sqlstate == "55P03"
    c.execute("COMMIT")
    cases["until it is committed"] = other.execute("SELECT d FROM w WHERE a > 9 ORDER BY a").fetchall() == [(11,), (None,)]
    other.execute("INSERT INTO w (a) VALUES (14)")
    comment = other.execute("SELECT col_description('w'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'w'::regclass AND attname = 'd'").fetchone()
    cases["with default and comment"] = other.execute("SELECT b FROM w WHERE a = 14").fetchone() == (9,) and comment == ("later",) and said == []
    other.execute("DELETE FROM w WHERE a > 9; RESET lock_timeout")
    other.execute("ALTER TABLE w DROP d")

    killed = killed_before_commit(dsn,
                                  "BEGIN; INSERT INTO w VALUES (7, 8, 9)",
                                  "CREATE INDEX w_k ON w (c, a) INCLUDE (b)",
                                  "ALTER TABLE w ADD x int; UPDATE w SET x = 1",
                                  "CREATE TABLE k AS SELECT * FROM w; CREATE INDEX k_a ON k (a)")
    rows = other.execute("SELECT count(*) FROM w").fetchone()
    cases["nor of what a killed session was about to commit"] = killed and indexes(other, "w") == ["w_b", "w_c"] and rows == (2,)
    cases["nor of its table"] = other.execute("SELECT to_regclass('k')").fetchone() == (None,)
    other.execute("ALTER TABLE w ADD x int")  # its lock is gone, too, and the field is in no row
    other.close()
    return cases


def unique(dsn, said, c):
    """A unique index behind rows, DROP and RENAME INDEX: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)

    def rows(table):
        return other.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()

    c.execute("CREATE TABLE u (a int, b int); INSERT INTO u VALUES (1, 1); CREATE INDEX u_plain ON u (b)")
    c.execute("BEGIN; INSERT INTO u VALUES (2, 2)")
    c.execute("CREATE UNIQUE INDEX u_a ON u (a); DROP INDEX u_plain; CREATE INDEX u_ab ON u (a, b); ALTER INDEX u_ab RENAME TO u_ba")
    cases["a unique index behind rows, one dropped and one renamed are seen by no other"] = indexes(other, "u") == ["u_plain"] and indexes(c, "u") == ["u_a", "u_ba"]
    cases["who may write what it will keep out later"] = fails(other, "INSERT INTO u VALUES (1, 5); DELETE FROM u WHERE b = 5") is None
    c.execute("COMMIT")
    cases["until it is committed"] = indexes(other, "u") == ["u_a", "u_ba"] and fails(other, "INSERT INTO u VALUES (2, 6)") == "23505" and said == []

    c.execute("BEGIN; INSERT INTO u VALUES (3, 3)")
    c.execute("CREATE UNIQUE INDEX u_b ON u (b); CREATE INDEX u_desc ON u (b DESC)")
    other.execute("INSERT INTO u VALUES (4, 3)")
    c.execute("COMMIT")
    cases["where another wrote a duplicate meanwhile COMMIT says so"] = said == ['index "u_b" was not made: could not create unique index "u_b"']
    said.clear()
    cases["and what else was done with it stands"] = indexes(other, "u") == ["u_a", "u_ba", "u_desc"] and rows("u") == [(1, 1), (2, 2), (3, 3), (4, 3)]
    cases["and the session goes by what is there"] = indexes(c, "u") == ["u_a", "u_ba", "u_desc"] and fails(c, "INSERT INTO u VALUES (5, 3)") is None

    killed = killed_before_commit(dsn,
                                  "BEGIN; INSERT INTO u VALUES (7, 7)",
                                  "CREATE UNIQUE INDEX u_k ON u (a, b); DROP INDEX u_ba",
                                  "CREATE TABLE uk AS SELECT * FROM u; CREATE UNIQUE INDEX uk_a ON uk (a)")
    cases["nothing is left of a killed session's"] = killed and indexes(other, "u") == ["u_a", "u_ba", "u_desc"]
    cases["and its table is not there"] = other.execute("SELECT to_regclass('uk')").fetchone() == (None,) and len(rows("u")) == 5
    other.execute("DROP TABLE u")

    def constraints(of, table):
        return [r[0] for r in of.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass ORDER BY 1", [table]).fetchall()]

    c.execute("CREATE TABLE f (a int PRIMARY KEY); INSERT INTO f VALUES (1), (2), (3); CREATE TABLE g (a int, f int); INSERT INTO g VALUES (1, 1)")
    c.execute("BEGIN; INSERT INTO f VALUES (4)")
    c.execute("ALTER TABLE g ADD PRIMARY KEY (a), ADD UNIQUE (f), ADD FOREIGN KEY (f) REFERENCES f; INSERT INTO g VALUES (2, 4)")
    c.execute("CREATE TABLE h (f int REFERENCES f); INSERT INTO h VALUES (2)")
    cases["keys behind rows are seen by no other"] = constraints(other, "g") == [] and fails(other, "INSERT INTO g VALUES (5, 2); DELETE FROM g WHERE a = 5") is None
    c.execute("COMMIT")
    cases["until they are committed"] = constraints(other, "g") == ["g_f_fkey", "g_f_key", "g_pkey"] and constraints(other, "h") == ["h_f_fkey"] and said == []
    broken = ["INSERT INTO g VALUES (1, 3)", "INSERT INTO g VALUES (6, 4)", "INSERT INTO g VALUES (NULL, 3)", "INSERT INTO g VALUES (6, 9)", "DELETE FROM f WHERE a = 4", "DELETE FROM f WHERE a = 2"]
    cases["and are everybody's, then"] = [fails(other, x) for x in broken] == ["23505", "23505", "23502", "23503", "23503", "23503"]

    c.execute("CREATE TABLE i (a int, b int, c int); INSERT INTO i VALUES (1, 1, 1); CREATE TABLE o (a int PRIMARY KEY); INSERT INTO o VALUES (3)")
    c.execute("BEGIN; INSERT INTO i VALUES (2, 2, 2)")
    c.execute("ALTER TABLE i ADD CONSTRAINT i_a PRIMARY KEY (a), ADD CONSTRAINT i_b UNIQUE (b), ADD CONSTRAINT i_c UNIQUE (c)")
    c.execute("CREATE TABLE j (f int REFERENCES o); INSERT INTO j VALUES (3)")
    other.execute("INSERT INTO i VALUES (NULL, 2, 3)")
    gone = fails(other, "DELETE FROM o")
    c.execute("COMMIT")
    cases["what others break meanwhile is not declared"] = gone is None and constraints(other, "i") == ["i_c"] and constraints(c, "i") == ["i_c"] and constraints(other, "j") == [] and indexes(other, "i") == ["i_c"]
    cases["and COMMIT warns of each"] = len(said) == 3
    cases["and rows go by that"] = [fails(x, y) for x in (c, other) for y in ("INSERT INTO i VALUES (NULL, 2)", "INSERT INTO j VALUES (99)", "INSERT INTO i (c) VALUES (1)")] == [None, None, "23505"] * 2
    said.clear()
    other.execute("DROP TABLE g, h, i, j; DROP TABLE f, o")
    other.close()
    return cases


def renames(dsn, said, c):
    """RENAME behind rows, and names taken again: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)

    def there(*names):
        return [n for n in names if other.execute("SELECT to_regclass(%s)", [n]).fetchone() != (None,)]

    def rows(table):
        return other.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()

    c.execute("CREATE TABLE m (a int PRIMARY KEY, b text); INSERT INTO m VALUES (1, 'old')")
    c.execute("BEGIN; INSERT INTO m VALUES (2, NULL)")
    c.execute("CREATE TABLE m_new AS SELECT a + 10 AS a, b FROM m; ALTER TABLE m RENAME TO m_old")
    c.execute("ALTER TABLE m_new RENAME TO m")
    c.execute("INSERT INTO m VALUES (20, 'more')")
    cases["a rename behind rows is seen by no other"] = there("m", "m_new", "m_old") == ["m"] and rows("m") == [(1, "old")]
    c.execute("COMMIT")
    cases["until it is committed, with the rows"] = there("m", "m_new", "m_old") == ["m", "m_old"] and rows("m") == [(11, "old"), (12, None), (20, "more")]
    cases["and those of what moved away"] = rows("m_old") == [(1, "old"), (2, None)] and said == []

    c.execute("BEGIN; INSERT INTO m VALUES (30, 'lost')")
    c.execute("ALTER TABLE m RENAME TO m_taken; ALTER TABLE m_old RENAME TO m")
    other.execute("CREATE TABLE m_taken (x int); INSERT INTO m_taken VALUES (1)")
    try:
        c.execute("COMMIT")
        cases["whose name another took is not committed"] = False
    except psycopg.Error as e:
        cases["whose name another took is not committed"] = e.sqlstate in ("42P07", "40001")
    cases["nor anything of its transaction"] = rows("m") == [(11, "old"), (12, None), (20, "more")] and rows("m_old") == [(1, "old"), (2, None)] and rows("m_taken") == [(1,)]
    other.execute("DROP TABLE m_taken")

    c.execute("BEGIN; DELETE FROM m WHERE a = 20; DROP TABLE m_old; CREATE TABLE m_old (n int UNIQUE)")
    c.execute("INSERT INTO m_old VALUES (5), (NULL); DROP TABLE m")
    c.execute("CREATE TABLE m AS SELECT n AS k FROM m_old")
    cases["a name that is taken again behind rows is seen by no other"] = rows("m_old") == [(1, "old"), (2, None)] and len(rows("m")) == 3
    hidden = other.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'pgleaf%'").fetchone()
    c.execute("COMMIT")
    cases["until that is committed"] = rows("m_old") == [(5,), (None,)] and rows("m") == [(5,), (None,)] and hidden == (0,) and said == []
    cases["nor by what it was called"] = other.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'pgleaf%'").fetchone() == (0,)

    killed = killed_before_commit(dsn,
                                  "BEGIN; INSERT INTO m VALUES (6)",
                                  "ALTER TABLE m RENAME TO m_gone; DROP TABLE m_old; CREATE TABLE m AS SELECT 1 AS one",
                                  "ALTER TABLE m_gone RENAME TO m_old")
    cases["nothing moves in a killed session"] = killed and rows("m_old") == [(5,), (None,)] and rows("m") == [(5,), (None,)] and there("m_gone") == []
    other.execute("ALTER TABLE m RENAME TO m_gone; DROP TABLE m_gone, m_old")
    other.close()
    return cases


def keys(dsn, said, c, documents):
    """Columns of keys get other names, and go, while others write to the table: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)

    def rows(what):
        return other.execute(f"SELECT {what}").fetchall()

    c.execute("CREATE TABLE keyed (id serial PRIMARY KEY, u int NOT NULL, w int, UNIQUE (u, w)); INSERT INTO keyed (u) VALUES (1), (1)")
    c.execute("BEGIN; ALTER TABLE keyed RENAME id TO key; ALTER TABLE keyed RENAME u TO v; ALTER TABLE keyed DROP w; INSERT INTO keyed (v) VALUES (3), (4)")
    c.execute("UPDATE keyed SET v = 2 WHERE key = 2; ALTER TABLE keyed ADD UNIQUE (v)")
    other.execute("INSERT INTO keyed (u, w) VALUES (5, 1), (6, 1)")
    cases["a column of a key has its name for others until the commit"] = rows("id, u, w FROM keyed ORDER BY 1") == [(1, 1, None), (2, 1, None), (5, 5, 1), (6, 6, 1)]
    c.execute("COMMIT")
    cases["then the others' rows have the new one"] = rows("* FROM keyed ORDER BY 1") == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)] and said == []
    cases["and so has the key"] = [fails(other, f"INSERT INTO keyed VALUES ({v})") for v in ("6, 7", "7, 6", "7, 7")] == ["23505", "23505", None]
    fields = {name for doc in documents["keyed"].find() for name in doc}
    cases["nothing else is left in the documents"] = fields == {"_id", "key", "v"}

    c.execute("CREATE TABLE again (a int PRIMARY KEY, b int, c text, d int); INSERT INTO again VALUES (1, 10, 'x', 5), (2, 20, 'y', 6)")
    c.execute("BEGIN; ALTER TABLE again ADD b2 text DEFAULT 'b'; UPDATE again SET b2 = b || '!'; ALTER TABLE again DROP b; ALTER TABLE again RENAME b2 TO b")
    c.execute("ALTER TABLE again RENAME c TO tmp; ALTER TABLE again RENAME d TO c; ALTER TABLE again RENAME tmp TO d; INSERT INTO again VALUES (3, 'z', 7, 'own')")
    other.execute("INSERT INTO again VALUES (4, 40, 'w', 8)")
    cases["a name that is taken again is what it was for others"] = rows("* FROM again ORDER BY 1") == [(1, 10, "x", 5), (2, 20, "y", 6), (4, 40, "w", 8)]
    c.execute("COMMIT")
    cases["until the commit, when their rows follow"] = rows("a, b, c, d FROM again ORDER BY 1") == [(1, "10!", 5, "x"), (2, "20!", 6, "y"), (3, "own", 7, "z"), (4, "b", 8, "w")] and said == []
    fields = {name for doc in documents["again"].find() for name in doc}
    cases["and nothing else is left in them"] = fields == {"_id", "a", "b", "c", "d"}
    other.execute("INSERT INTO again VALUES (5, 'v', 1, 'more')")
    cases["others write again"] = rows("* FROM again WHERE a = 5") == [(5, "v", 1, "more")]
    other.close()
    return cases


def alters(dsn, said, c):
    """ALTER TABLE behind rows, while others write to the table: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)

    def rows(what):
        return other.execute(f"SELECT {what}").fetchall()

    c.execute("CREATE TABLE q (a int PRIMARY KEY, b int, gone int NOT NULL, old text); INSERT INTO q VALUES (1, 10, 0, 'x'); CREATE INDEX q_old ON q (old)")
    c.execute("BEGIN; INSERT INTO q VALUES (2, 20, 0, 'y')")
    c.execute("ALTER TABLE q ADD c int NOT NULL DEFAULT 5, ADD d text DEFAULT 'd'; ALTER TABLE q DROP gone")
    c.execute("ALTER TABLE q RENAME old TO new; UPDATE q SET d = NULL WHERE a = 1")
    other.execute("INSERT INTO q VALUES (3, 30, 7, 'z')")
    cases["an ALTER TABLE behind rows is seen by no other"] = rows("* FROM q ORDER BY a") == [(1, 10, 0, "x"), (3, 30, 7, "z")]
    c.execute("COMMIT")
    cases["and what others wrote meanwhile follows"] = rows("a, b, new, c, d FROM q ORDER BY a") == [(1, 10, "x", 5, None), (2, 20, "y", 5, "d"), (3, 30, "z", 5, "d")] and said == []
    cases["so does an index of a column with another name"] = rows("indexdef FROM pg_indexes WHERE indexname = 'q_old'") == [("CREATE INDEX q_old ON public.q USING btree (new)",)]
    other.execute("ALTER TABLE q ADD gone int, ADD old text")  # no row has the fields any more
    other.execute("ALTER TABLE q DROP gone, DROP old")

    c.execute("BEGIN; INSERT INTO q VALUES (4, 40, 'w')")
    c.execute("ALTER TABLE q ALTER b SET NOT NULL, ALTER c DROP NOT NULL, ADD CONSTRAINT q_b CHECK (b > 0), ADD CONSTRAINT q_a CHECK (a > 0)")
    c.execute("UPDATE q SET c = NULL WHERE a = 4")
    other.execute("INSERT INTO q VALUES (5, NULL, 'v')")
    other.execute("INSERT INTO q VALUES (6, -1, 'u')")
    c.execute("COMMIT")
    cases["where rows of others break what is declared COMMIT warns"] = len(said) == 2 and "NOT NULL" in said[0] and "a CHECK constraint" in said[1]
    cases["it is not declared, all else is"] = rows("conname FROM pg_constraint WHERE conrelid = 'q'::regclass AND contype = 'c'") == [("q_a",)] and rows(
        "attname FROM pg_attribute WHERE attrelid = 'q'::regclass AND attnotnull AND attnum > 0") == [("a",)]
    cases["and the rows are there"] = rows("a, b, c FROM q WHERE a > 3 ORDER BY a") == [(4, 40, None), (5, None, 5), (6, -1, 5)]
    said.clear()

    c.execute("INSERT INTO p VALUES (7), (8)")
    c.execute("BEGIN; UPDATE q SET b = 1 WHERE a = 6; CREATE TABLE q_child (n int REFERENCES p, m int REFERENCES p)")
    c.execute("INSERT INTO q_child VALUES (7, 8)")
    other.execute("DELETE FROM p WHERE a = 8")
    c.execute("COMMIT")
    cases["nor is a foreign key whose row another took away"] = len(said) == 1 and "a foreign key" in said[0]
    cases["the other one is"] = rows("conname FROM pg_constraint WHERE conrelid = 'q_child'::regclass") == [("q_child_n_fkey",)]
    try:
        other.execute("DELETE FROM p WHERE a = 7")
        cases["and others go by it"] = False
    except psycopg.Error as e:
        cases["and others go by it"] = e.sqlstate == "23503"
    said.clear()

    c.execute("BEGIN; UPDATE q SET b = 2 WHERE a = 6; ALTER TABLE q ADD more int NOT NULL DEFAULT 1, DROP new; ALTER TABLE q RENAME d TO dd")
    c.execute("ROLLBACK")
    cases["nothing stays of what is rolled back"] = rows("a, b, new, c, d FROM q WHERE a IN (2, 6) ORDER BY a") == [(2, 20, "y", 5, "d"), (6, 1, "u", 5, "d")] and said == []
    killed = killed_before_commit(dsn,
                                  "BEGIN; UPDATE q SET b = 2 WHERE a = 6; ALTER TABLE q ADD more int NOT NULL DEFAULT 1, DROP new; ALTER TABLE q RENAME d TO dd")
    other.execute("ALTER TABLE q ADD more int")  # its lock is gone, too, and the field is in no row
    cases["nor in a killed session"] = killed and rows("a, b, new, c, d, more FROM q WHERE a IN (2, 6) ORDER BY a") == [(2, 20, "y", 5, "d", None), (6, 1, "u", 5, "d", None)]
    other.close()
    return cases


def savepoints(dsn, said, c):
    """Going back to a savepoint behind definitions, while others look on and write: {what is to hold: does it?}"""
    cases = {}
    other = psycopg.connect(dsn, autocommit=True)

    def there(*names):
        return [n for n in names if other.execute("SELECT to_regclass(%s)", [n]).fetchone() != (None,)]

    def rows(what, who=other):
        return who.execute(f"SELECT {what}").fetchall()

    c.execute("CREATE TABLE y (a int PRIMARY KEY, b int, c int); CREATE INDEX y_b ON y (b); INSERT INTO y VALUES (1, 10, 100)")
    c.execute("BEGIN; INSERT INTO y VALUES (2, 20, 200); ALTER TABLE y ADD d int DEFAULT 4")
    c.execute("SAVEPOINT s; CREATE TABLE y1 (a int REFERENCES y); INSERT INTO y1 VALUES (2); ALTER TABLE y ADD e int NOT NULL DEFAULT 5, DROP c; DROP INDEX y_b; ALTER TABLE y RENAME TO y2")
    other.execute("INSERT INTO y VALUES (3, 30, 300)")
    c.execute("ROLLBACK TO s; CREATE TABLE y3 (a int)")
    cases["what a savepoint takes back is seen by no other"] = there("y", "y1", "y2", "y3") == ["y"]
    c.execute("COMMIT")
    cases["nor behind the commit"] = there("y", "y1", "y2", "y3") == ["y", "y3"] and indexes(other, "y") == ["y_b", "y_pkey"] and said == []
    cases["what came before is there, and rows of others follow"] = rows("* FROM y ORDER BY a") == [(1, 10, 100, 4), (2, 20, 200, 4), (3, 30, 300, 4)]
    cases["and nothing is left in the database"] = other.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'pgleaf%'").fetchone() == (0,)

    c.execute("BEGIN; INSERT INTO y VALUES (4, 40, 400); SAVEPOINT s; CREATE TABLE y1 (a int); CREATE TYPE y_type AS ENUM ('x'); CREATE SEQUENCE y_seq; ROLLBACK TO s; ROLLBACK")
    cases["nor behind ROLLBACK"] = there("y1", "y_seq") == [] and fails(other, "SELECT 'x'::y_type") == "42704" and rows("count(*) FROM y") == [(3,)]

    c.execute("BEGIN; SAVEPOINT s; CREATE TABLE y1 (a int); INSERT INTO y1 VALUES (1)")
    other.execute("BEGIN; UPDATE y SET b = 11 WHERE a = 1")
    c.execute("SET lock_timeout = '200ms'")
    met = fails(c, "UPDATE y SET b = 12 WHERE a = 1")
    other.execute("COMMIT")
    c.execute("ROLLBACK TO s; UPDATE y SET b = b + 1 WHERE a = 1; COMMIT; RESET lock_timeout")
    cases["a row that another changes ends what came behind the savepoint, no more"] = met in ("55P03", "40001") and rows("b FROM y WHERE a = 1") == [(12,)] and there("y1") == []

    c.execute("BEGIN; INSERT INTO y VALUES (5, 50, 500); SAVEPOINT s; SET pgleaf.ddl_in_transaction = 'commits'; ALTER TABLE y ADD UNIQUE (c) DEFERRABLE")
    cases["what was committed on the way is not taken back"] = fails(c, "ROLLBACK TO s") == "0A000"
    c.execute("ROLLBACK")
    said.clear()
    other.execute("DROP TABLE y, y3")
    other.close()
    return cases


def replaced(c, said):
    """Tables made anew behind rows under names that the transaction dropped, and what names them: SeaORM's refresh of its migrations."""
    anew = """BEGIN; INSERT INTO t VALUES (9); DROP TABLE child; DROP TABLE parent;
              CREATE TABLE parent (id serial PRIMARY KEY, w int); INSERT INTO parent (w) VALUES (7)"""
    named = {"foreign key": "CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES parent ON DELETE CASCADE, b int REFERENCES child)",
             "view": "CREATE VIEW seen AS SELECT w FROM parent"}
    cases = {}
    c.execute("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES parent)")
    c.execute(anew)
    try:
        c.execute(named["view"])
        cases["view: refused by default"] = False
    except psycopg.Error as e:
        cases["view: refused by default"] = e.sqlstate == "0A000" and "ddl_in_transaction" in (e.diag.message_hint or "")
    c.execute("ROLLBACK")
    c.execute(f"{anew}; {named['foreign key']}; INSERT INTO child VALUES (1, 1, NULL), (2, 1, 1); COMMIT")
    try:
        c.execute("INSERT INTO child VALUES (3, 8)")
        cases["a foreign key to a table made anew holds"] = False
    except psycopg.Error as e:
        cases["a foreign key to a table made anew holds"] = e.sqlstate == "23503"
    c.execute("BEGIN; INSERT INTO t VALUES (9); ALTER TABLE child DROP CONSTRAINT child_a_fkey; DROP TABLE parent")
    c.execute("CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (1); ALTER TABLE child ADD CONSTRAINT again FOREIGN KEY (a) REFERENCES parent ON DELETE CASCADE; COMMIT")
    c.execute("DELETE FROM parent")
    cases["and what refers to a row goes with it"] = c.execute("SELECT count(*) FROM child").fetchone() == (0,)
    c.execute("SET pgleaf.ddl_in_transaction = 'commits'")
    c.execute(f"{anew}; {named['view']}; COMMIT")
    cases["a view of a table made anew sees it"] = c.execute("SELECT * FROM seen").fetchall() == [(7,)]
    c.execute("DROP VIEW seen; DROP TABLE parent; DELETE FROM t; RESET pgleaf.ddl_in_transaction")
    cases["and no commit is warned of"] = said == []
    return cases


def fresh(dsn):
    """The first foreign key, or key that pgleaf looks at, of a database, behind rows: what locks are kept in came before the transaction's snapshot."""
    cases = {}
    for database, sql in {"fresh1": ["CREATE TABLE c (p int REFERENCES p)"],
                          "fresh2": ["CREATE TABLE c (id serial, p int REFERENCES p)"],
                          "fresh3": ["CREATE TABLE c (p int)", "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p"],
                          "fresh4": ["CREATE SEQUENCE s", "CREATE TABLE c (p int REFERENCES p)"],
                          "fresh5": ["CREATE TABLE x (a int UNIQUE DEFERRABLE)", "INSERT INTO x VALUES (1)", "CREATE TABLE c (p int REFERENCES p)"]}.items():
        with psycopg.connect(f"{dsn} dbname={database} user=u options='-c statement_timeout=20s'", autocommit=True) as c:
            c.execute("CREATE TABLE p (id int PRIMARY KEY); BEGIN; INSERT INTO p VALUES (1)")
            try:
                for command in [*sql, "INSERT INTO c (p) VALUES (1)", "COMMIT"]:
                    c.execute(command)
                cases[f"{sql} in a fresh database"] = c.execute("SELECT p FROM c").fetchall() == [(1,)]
            except psycopg.Error:
                cases[f"{sql} in a fresh database"] = False
    return cases


def viewed(at, uri):
    """Views of a table that is renamed behind rows: as others have them until the commit and behind it, and as MongoDB's clients do."""
    dsn = f"{at} dbname=viewed user=u"
    with psycopg.connect(dsn, autocommit=True) as c, psycopg.connect(dsn, autocommit=True) as other:
        def seen():
            return sorted(other.execute("SELECT * FROM vv").fetchall())
        c.execute("CREATE TABLE w (a int PRIMARY KEY, b int); CREATE VIEW v AS SELECT a, b AS c FROM w; CREATE VIEW vv AS SELECT c FROM v; INSERT INTO w VALUES (1, 2)")
        c.execute("BEGIN; INSERT INTO w VALUES (2, 3); ALTER TABLE w RENAME TO w2; ALTER TABLE w2 RENAME b TO bb")
        cases = {"others have views of the old name until the commit": seen() == [(2,)] and other.execute("SELECT b FROM w").fetchall() == [(2,)]}
        c.execute("COMMIT")
        cases["and of the new one behind it"] = seen() == [(2,), (3,)]
    db = pymongo.MongoClient(uri)["viewed"]
    cases["so have MongoDB's clients"] = [sorted(x["c"] for x in db[name].find()) for name in ("v", "vv")] == [[2, 3], [2, 3]]
    return cases


def main():
    with servers.directory("ddl") as d:
        uri = d.mongo()
        at = d.pgleaf("inetd", "-o", f"uri={uri}", "-o", "auth=trust")
        dsn = at + " dbname=d user=u"
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
        cases |= keys(dsn, said, c, pymongo.MongoClient(uri)["d"])
        cases |= behind_rows(dsn, said, c)
        cases |= unique(dsn, said, c)
        cases |= renames(dsn, said, c)
        cases |= alters(dsn, said, c)
        cases |= savepoints(dsn, said, c)
        cases |= replaced(c, said)
        cases |= fresh(at)
        cases |= viewed(at, uri)
        c.execute("SET pgleaf.ddl_in_transaction = 'commits'")
        c.execute("BEGIN; INSERT INTO t VALUES (1)")
        c.execute("ALTER TABLE t ADD c int UNIQUE DEFERRABLE")
        c.execute("INSERT INTO t VALUES (2, 3, 4)")
        c.execute("ROLLBACK")
        cases["what came before stays, what came behind does not"] = c.execute("SELECT * FROM t").fetchall() == [(1, None, None)]
        cases["and ROLLBACK says so"] = sorted(s.split(" was not undone")[0] for s in said) == ["ALTER TABLE", "what came before ALTER TABLE"]
        for i, (name, ok) in enumerate(cases.items(), 1):
            print(f"{'ok' if ok else 'not ok'} {i} - {name}")
        print("#", said)
        print(f"1..{len(cases)}")


main()
