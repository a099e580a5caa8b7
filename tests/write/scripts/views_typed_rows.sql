-- A whole row of a view is of the view's type.
CREATE TABLE t (id int PRIMARY KEY, a text);
CREATE VIEW v AS SELECT a, id * 2 AS twice FROM t;
CREATE VIEW w AS SELECT * FROM v WHERE twice > 2;
INSERT INTO t VALUES (1, 'x'), (2, 'y');
SELECT v, pg_typeof(v), pg_typeof(v)::oid = 'v'::regtype, (v).twice, v::text FROM v ORDER BY twice;
SELECT array_agg(w), pg_typeof(array_agg(w)), count(w) FROM w;
SELECT row_to_json(x), pg_typeof(x) FROM v x ORDER BY x.a;
SELECT v = w FROM v, w ORDER BY v.twice;
SELECT x.v FROM (SELECT v FROM v) x WHERE (x.v).a = 'y';
-- error 42703
SELECT (v).nosuch FROM v;
SELECT pg_typeof(c), c.relname FROM pg_class c WHERE relname = 'v';
UPDATE v SET a = 'z' WHERE twice = 2 RETURNING v, pg_typeof(v);
CREATE VIEW y AS SELECT v, twice FROM v;
SELECT y, (y.v).a, pg_typeof(y.v) FROM y ORDER BY twice;
-- error 2BP01
DROP VIEW v;
DROP VIEW v CASCADE;
SELECT relname FROM pg_class WHERE relname IN ('v', 'w', 'y');
