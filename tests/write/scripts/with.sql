-- INSERT, UPDATE and DELETE in WITH: one moment for all, each runs once and whole
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, s text);
CREATE TABLE log (id serial PRIMARY KEY, t_id int4, what text, a int4);
INSERT INTO t SELECT g, g * 10, 's' || g FROM generate_series(1, 10) g;
WITH d AS (DELETE FROM t WHERE _id = 1 RETURNING *) SELECT * FROM d;
WITH d AS (DELETE FROM t WHERE _id = 2 RETURNING *) SELECT count(*) FROM t;
WITH d AS (DELETE FROM t WHERE _id = 3) SELECT count(*), min(_id) FROM t;
WITH d AS (DELETE FROM t WHERE _id IN (4, 5) RETURNING _id, a) INSERT INTO log (t_id, what, a) SELECT _id, 'deleted', a FROM d;
SELECT * FROM log;
WITH i AS (INSERT INTO t VALUES (20, 1, 'x'), (21, 2, 'y') RETURNING _id, a + 1 AS more) SELECT * FROM i ORDER BY 1 DESC;
WITH i AS (INSERT INTO t VALUES (22, 1, 'x') RETURNING *), u AS (UPDATE t SET a = a + 1 WHERE _id >= 20 RETURNING _id, a) SELECT * FROM u ORDER BY _id;
WITH u AS (UPDATE t SET a = 0 WHERE _id = 6 RETURNING *) SELECT t.a AS old, u.a AS new FROM t JOIN u USING (_id);
WITH u AS (UPDATE t SET a = a * 2 RETURNING a) SELECT sum(a) FROM u;
WITH u AS (UPDATE t SET a = a * 2 RETURNING a) SELECT sum(a) FROM t;
WITH u AS (UPDATE t SET a = -1 WHERE _id = 7 RETURNING _id) UPDATE t SET s = 'also' FROM u WHERE t._id = u._id + 1;
WITH u AS (UPDATE t SET a = -1 WHERE _id = 8 RETURNING _id) UPDATE t SET s = 'twice' FROM u WHERE t._id = u._id;
WITH u AS (UPDATE t SET a = -2 WHERE _id = 8 RETURNING _id) DELETE FROM t USING u WHERE t._id = u._id RETURNING t._id;
WITH u AS (UPDATE t SET s = 'moved' WHERE _id = 9 RETURNING _id, s) INSERT INTO t SELECT _id + 100, 5, s FROM u RETURNING *;
WITH a AS (INSERT INTO log (t_id, what) VALUES (1, 'a') RETURNING id), b AS (INSERT INTO log (t_id, what) SELECT id, 'b' FROM a RETURNING id) SELECT count(*) FROM b;
SELECT t_id IS NOT NULL, what, a FROM log ORDER BY id;
WITH x AS (SELECT _id FROM t WHERE a > 20), d AS (DELETE FROM t USING x WHERE t._id = x._id RETURNING t._id) SELECT (SELECT count(*) FROM x), (SELECT count(*) FROM d), (SELECT count(*) FROM t);
WITH i AS (INSERT INTO t VALUES (50, 50, 'v') RETURNING *) SELECT * FROM i UNION ALL SELECT * FROM i;
WITH i AS (INSERT INTO t VALUES (51, 50, 'v') RETURNING *) SELECT * FROM i LIMIT 0;
WITH i AS (INSERT INTO t SELECT g, g, 'm' FROM generate_series(60, 69) g RETURNING *) SELECT _id FROM i LIMIT 1;
WITH i AS (INSERT INTO t VALUES (52, 50, 'v') RETURNING *) SELECT 1 WHERE false;
WITH i AS (INSERT INTO t VALUES (53, 50, 'v')) INSERT INTO log (t_id, what) VALUES (53, 'main') RETURNING what;
WITH i (x, y) AS (INSERT INTO t VALUES (54, 5, 'v') RETURNING _id, s) SELECT y, x FROM i;
WITH i AS (INSERT INTO t VALUES (55, 5, 'v') RETURNING _id) SELECT * FROM t WHERE _id IN (SELECT _id FROM i);
WITH i AS (INSERT INTO t VALUES (56, 5, 'v') ON CONFLICT (_id) DO UPDATE SET a = excluded.a RETURNING *) SELECT * FROM i;
WITH i AS (INSERT INTO t VALUES (56, 6, 'w') ON CONFLICT (_id) DO UPDATE SET a = excluded.a RETURNING *) SELECT t.a, i.a FROM i JOIN t USING (_id);
WITH u AS (UPDATE t SET a = 1 WHERE _id = 56) SELECT a FROM t WHERE _id = 56;
WITH d AS (DELETE FROM t WHERE _id BETWEEN 60 AND 63 RETURNING _id), i AS (INSERT INTO log (t_id, what) SELECT _id, 'gone' FROM d RETURNING t_id) SELECT max(t_id) FROM i;
-- error 23505
WITH i AS (INSERT INTO t VALUES (56, 5, 'v') RETURNING _id) SELECT * FROM i;
-- error 23505
WITH i AS (INSERT INTO t VALUES (200, 5, 'v'), (56, 1, '') RETURNING _id) UPDATE t SET s = 'never' FROM i WHERE t._id = i._id - 150;
-- error 23505
WITH d AS (DELETE FROM t WHERE _id = 56) INSERT INTO t VALUES (56, 0, 'again');
-- error 22012
WITH i AS (INSERT INTO t VALUES (201, 5, 'v') RETURNING _id) SELECT 1 / (_id - 201) FROM i;
-- error 0A000
WITH i AS (INSERT INTO t VALUES (202, 5, 'v')) SELECT * FROM i;
-- error 0A000
SELECT * FROM (WITH i AS (INSERT INTO t VALUES (202, 5, 'v') RETURNING *) SELECT * FROM i) q;
-- error 0A000
INSERT INTO log (t_id) WITH i AS (DELETE FROM t RETURNING _id) SELECT * FROM i;
-- error 42P19
WITH RECURSIVE r AS (INSERT INTO t SELECT _id + 1 FROM r RETURNING *) SELECT * FROM r;
-- error 42703
WITH i AS (INSERT INTO t VALUES (202, 5, 'v') RETURNING nope) SELECT * FROM i;
-- error 0A000
DECLARE c CURSOR WITH HOLD FOR WITH i AS (INSERT INTO t VALUES (202, 5, 'v') RETURNING *) SELECT * FROM i;
WITH RECURSIVE n AS (SELECT 300 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 305), i AS (INSERT INTO t SELECT x, 1, 'r' FROM n RETURNING _id) SELECT count(*), max(_id) FROM i;
-- params: 400, 7
WITH i AS (INSERT INTO t VALUES ($1, $2) RETURNING *) SELECT a FROM i;
BEGIN;
WITH d AS (DELETE FROM t WHERE _id >= 300 RETURNING *) INSERT INTO log (t_id, what, a) SELECT _id, s, a FROM d;
SELECT count(*) FROM t WHERE _id >= 300;
ROLLBACK;
SELECT count(*) FROM t WHERE _id >= 300;
WITH d AS (DELETE FROM t WHERE _id >= 300 RETURNING *) SELECT count(*), sum(_id) FROM d;
BEGIN READ ONLY;
-- error 25006
WITH d AS (DELETE FROM t RETURNING *) SELECT count(*) FROM d;
ROLLBACK;
CREATE TABLE made AS SELECT 1 AS one;
CREATE TABLE taken AS WITH d AS (DELETE FROM t WHERE _id = 50 RETURNING *) SELECT * FROM d;
-- copy: 1
COPY (WITH d AS (DELETE FROM t WHERE _id = 51 RETURNING *) SELECT * FROM d) TO STDOUT;
-- error 0A000
CREATE VIEW v AS WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d;
PREPARE p AS WITH d AS (UPDATE t SET a = a + $1 WHERE _id = 9 RETURNING a) SELECT a FROM d;
EXECUTE p (1);
EXECUTE p (1);
WITH x AS (SELECT 1), d AS (DELETE FROM log RETURNING 1) SELECT count(*) FROM d;
-- parts that nobody reads: each runs whole, the last first, so that one that reads another one finds its rows
CREATE TABLE said (id serial PRIMARY KEY, w text);
CREATE TABLE from_a (x int4);
CREATE TABLE into_b (x int4);
INSERT INTO from_a SELECT generate_series(1, 3);
WITH a AS (INSERT INTO from_a SELECT x + 10 FROM from_a RETURNING *), b AS (INSERT INTO into_b SELECT x FROM a RETURNING *) SELECT 1;
SELECT * FROM into_b ORDER BY x;
WITH a AS (DELETE FROM from_a RETURNING *), b AS (INSERT INTO into_b SELECT x + 20 FROM a WHERE x > 2 RETURNING x), c AS (INSERT INTO from_a SELECT x + 100 FROM b) SELECT 1;
SELECT * FROM into_b ORDER BY x;
WITH a AS (INSERT INTO said (w) VALUES ('a')), b AS (INSERT INTO said (w) VALUES ('b')), c AS (INSERT INTO said (w) VALUES ('c')) SELECT 1;
WITH a AS (INSERT INTO said (w) VALUES ('a') RETURNING *), b AS (INSERT INTO said (w) SELECT w || 'b' FROM a), c AS (INSERT INTO said (w) SELECT w || 'c' FROM a) SELECT 1;
WITH a AS (INSERT INTO said (w) VALUES ('a') RETURNING *), b AS (INSERT INTO said (w) SELECT w || 'b' FROM a RETURNING *), c AS (INSERT INTO said (w) SELECT w || 'c' FROM b) INSERT INTO said (w) VALUES ('d');
SELECT * FROM said ORDER BY id;
WITH a AS (INSERT INTO from_a VALUES (1), (2), (3) RETURNING x), b AS (INSERT INTO into_b SELECT x + 50 FROM a ORDER BY x LIMIT 1) SELECT (SELECT count(*) FROM a);
WITH RECURSIVE c AS (INSERT INTO into_b SELECT x + 70 FROM d), d AS (INSERT INTO from_a VALUES (7) RETURNING x) SELECT 1;
SELECT * FROM into_b ORDER BY x;
CREATE TABLE both_write (id int4 PRIMARY KEY, x int4);
INSERT INTO both_write VALUES (1, 0), (2, 0), (3, 0);
WITH a AS (UPDATE both_write SET x = 1 WHERE id <= 2), b AS (UPDATE both_write SET x = 2 WHERE id >= 2) SELECT 1;
WITH a AS (UPDATE both_write SET x = 3 WHERE id <= 2), b AS (UPDATE both_write SET x = 4 WHERE id >= 2), c AS (DELETE FROM both_write WHERE id = 2) SELECT 1;
