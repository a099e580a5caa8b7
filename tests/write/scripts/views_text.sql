-- how a view's query is kept: * over joins whose columns share names, NATURAL where none do, no columns at all
CREATE TABLE vt_a (p int, q int);
CREATE TABLE vt_b (r int, s int);
CREATE TABLE vt_l (x int, lx int, y int);
CREATE TABLE vt_r (x int, z int);
INSERT INTO vt_a VALUES (1, 2), (3, 4);
INSERT INTO vt_b VALUES (5, 6);
INSERT INTO vt_l VALUES (1, 2, 3), (4, 5, 6);
INSERT INTO vt_r VALUES (1, 20), (7, 70);
CREATE VIEW vt_left AS SELECT * FROM vt_a NATURAL LEFT JOIN vt_b;
SELECT * FROM vt_left ORDER BY 1;
CREATE VIEW vt_full AS SELECT * FROM vt_a NATURAL FULL JOIN vt_b;
SELECT * FROM vt_full ORDER BY 1, 3;
CREATE VIEW vt_inner AS SELECT * FROM vt_a NATURAL JOIN vt_b;
SELECT * FROM vt_inner ORDER BY 1;
CREATE VIEW vt_u AS SELECT * FROM (VALUES (1, 2, 3, 4, 5, 6)) v(a, b, c, d, e, f) UNION ALL SELECT * FROM vt_l FULL JOIN vt_r USING (x), vt_r AS again;
SELECT * FROM vt_u ORDER BY 1, 2, 3, 4, 5, 6;
CREATE VIEW vt_v(a, b, c, d, e, f) AS SELECT * FROM vt_l FULL JOIN vt_r USING (x), vt_r AS x(x, y2);
SELECT * FROM vt_v ORDER BY 1, 2, 3, 4, 5, 6;
CREATE VIEW vt_w(a, b, c, d, e, f, g, h, i) AS SELECT * FROM vt_l FULL JOIN vt_r USING (x), vt_l l2 FULL JOIN vt_r r2 USING (x) FULL JOIN vt_r r3 USING (x);
SELECT * FROM vt_w ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
CREATE VIEW vt_x(a, b, c, d, e, f, g, h) AS SELECT * FROM (vt_l FULL JOIN vt_r USING (x)) CROSS JOIN vt_a, vt_b AS x(x, y2);
SELECT * FROM vt_x ORDER BY 1, 2, 3, 4, 5, 6, 7, 8;
CREATE VIEW vt_none AS SELECT FROM vt_a WHERE p > 1;
SELECT count(*) FROM vt_none;
-- error 0A000
CREATE VIEW vt_into AS SELECT 1 AS a INTO vt_c;
-- error 42601
CREATE TABLE vt_c AS SELECT 1 AS a INTO vt_d;
PREPARE vt_ps(int) AS SELECT p, q FROM vt_a WHERE p < $1 ORDER BY p;
CREATE TABLE vt_e AS EXECUTE vt_ps(3);
SELECT * FROM vt_e ORDER BY 1;
CREATE TABLE vt_f(k) AS EXECUTE vt_ps(2) WITH NO DATA;
SELECT * FROM vt_f;
CREATE TABLE IF NOT EXISTS vt_f AS EXECUTE vt_ps(9);
-- error 42601
CREATE TABLE vt_g AS EXECUTE vt_ps;
-- error 26000
CREATE TABLE vt_g AS EXECUTE vt_nothing;
PREPARE vt_ins AS INSERT INTO vt_a VALUES (100, 1);
-- error 42809
CREATE TABLE vt_g AS EXECUTE vt_ins;
DEALLOCATE ALL;
-- SET (...) = ROW(x.*)
UPDATE vt_a SET (p, q) = ROW(v.*) FROM (VALUES (21, 100)) v(i, j) WHERE vt_a.p = 1;
UPDATE vt_a SET (p, q) = ROW((v).*) FROM (VALUES (22, 102)) v(i, j) WHERE vt_a.p = 3;
UPDATE vt_a SET (q) = ROW(v.*) FROM (VALUES (7)) v(i) WHERE vt_a.p = 22;
-- error 42601
UPDATE vt_a SET (p, q) = ROW(v.*, 1) FROM (VALUES (21, 100)) v(i, j);
UPDATE ONLY vt_a SET q = q + 1;
DELETE FROM ONLY vt_a WHERE p > 21;
SELECT * FROM vt_a ORDER BY 1;
-- a primary key groups its table's columns, if it is in each grouping set
CREATE TABLE vt_k (a int PRIMARY KEY, b int, c int, d int);
INSERT INTO vt_k VALUES (1, 1, 1, 1), (2, 2, 2, 2), (3, 2, 1, 3);
SELECT a, d, grouping(a, b, c) FROM vt_k GROUP BY GROUPING SETS ((a, b), (a, c)) ORDER BY 3, 1;
SELECT a, d, sum(c) FROM vt_k GROUP BY a, ROLLUP (b) ORDER BY 1, 3;
SELECT a, d, sum(c) FROM vt_k GROUP BY a, CUBE (b, c) HAVING d > 1 ORDER BY 1, 3;
SELECT a, d, sum(c) FROM vt_k GROUP BY GROUPING SETS ((a, b), GROUPING SETS ((a), (a, c))) ORDER BY 1, 3;
-- error 42803
SELECT a, d, sum(c) FROM vt_k GROUP BY ROLLUP (a);
-- error 42803
SELECT a, d, sum(c) FROM vt_k GROUP BY GROUPING SETS ((a), ROLLUP (a));
-- error 42601
SELECT * FROM (SELECT 1 INTO f) x;
-- error 42601
INSERT INTO vt_a SELECT 1 INTO f;
CREATE VIEW vt_count AS SELECT count(*) AS n FROM vt_k;
-- error 42809
COPY vt_count FROM STDIN;
-- read-only transactions and sequences; RELEASE gives READ WRITE back
CREATE SEQUENCE vt_seq;
CREATE TEMP SEQUENCE vt_tseq;
BEGIN READ ONLY;
-- error 25006
SELECT nextval('vt_seq');
ROLLBACK;
BEGIN READ ONLY;
-- error 25006
SELECT setval('vt_seq', 3);
ROLLBACK;
BEGIN READ ONLY;
SELECT nextval('vt_tseq'), currval('vt_tseq');
ROLLBACK;
BEGIN;
SAVEPOINT one;
SET TRANSACTION READ ONLY;
SELECT count(*) FROM vt_k;
RELEASE SAVEPOINT one;
SHOW transaction_read_only;
INSERT INTO vt_k VALUES (9, 9, 9, 9);
COMMIT;
PREPARE TRANSACTION 'x';
-- error 42704
COMMIT PREPARED 'x';
-- error 42704
ROLLBACK PREPARED 'x';
BEGIN;
-- error 25001
COMMIT PREPARED 'x';
ROLLBACK;
BEGIN;
INSERT INTO vt_k VALUES (10, 9, 9, 9);
-- error 55000
PREPARE TRANSACTION 'x';
SELECT a FROM vt_k ORDER BY 1;
COMMIT;

-- what is an operator's operand stays one
CREATE TABLE operands (id int PRIMARY KEY, a int, t text, CHECK ((NOT (a > 5)) IS NULL OR a < 100), b bool DEFAULT ((NOT (1 > 2)) IS NULL), CHECK ((a BETWEEN 1 AND 2) BETWEEN false AND true));
INSERT INTO operands (id, a, t) VALUES (1, 1, 'x'), (2, NULL, 'y'), (3, 50, 'x');
-- error 23514
INSERT INTO operands (id, a) VALUES (4, 200);
SELECT * FROM operands ORDER BY id;
CREATE VIEW operands_v AS SELECT id, (NOT (a > 5)) IS NULL AS n, (a > 5) IN (SELECT true) AS i, (a BETWEEN 1 AND 2) BETWEEN false AND true AS b, (NOT (a > 5)) = ANY (ARRAY[true]) AS e,
  ((timestamptz '2024-01-01 00:30:00+01' AT TIME ZONE 'utc') AT TIME ZONE ('u' || 'tc'))::date AS d, (ARRAY[a, 2])[2] AS s, (NOT (a > 5))::int AS c, (xmlparse(content t) IS DOCUMENT) = (xmlparse(content t preserve whitespace) IS DOCUMENT) AS x,
  (row(a, t)).f1 + 1 AS f FROM operands;
SELECT * FROM operands_v ORDER BY id;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'operands'::regclass ORDER BY 1;
-- since 15.20
SELECT pg_get_viewdef('operands_v');
-- a call with what it was written with
CREATE TABLE called (id int PRIMARY KEY, i interval DEFAULT make_interval(days => 3), j interval DEFAULT make_interval(1, months => 2), CHECK (i < make_interval(years => 1, secs => id)));
INSERT INTO called (id) VALUES (1);
SELECT * FROM called;
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'called'::regclass ORDER BY adnum;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'called'::regclass ORDER BY 1;
DROP VIEW operands_v;
DROP TABLE operands, called;
-- A function in FROM that is a cast cannot be written as it is kept.
-- refused
CREATE VIEW vc AS SELECT u.t, a FROM unnest(ARRAY['{2,2}', '{1,2}']) AS u(t), CAST(t AS float8[]) AS a;
DROP VIEW IF EXISTS vc;
