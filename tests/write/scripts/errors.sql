-- which of several errors comes first; INSERT, UPDATE FROM and DELETE USING as PostgreSQL takes them apart
CREATE TABLE t (id int4 PRIMARY KEY, a int4 NOT NULL, b text CHECK (b <> 'bad'), c varchar(3), d numeric(4,2), u int4 UNIQUE, CHECK (a < 100));
INSERT INTO t VALUES (1, 1, 'x', 'abc', 1.25, 1), (2, 2, 'y', 'de', 2.5, 2);
-- error 22001
INSERT INTO t VALUES (1, NULL, 'bad', 'abcd', 123.4, 1);
-- error 23502
INSERT INTO t VALUES (1, NULL, 'bad', 'abc', 12.4, 1);
-- error 23514
INSERT INTO t VALUES (1, 200, 'bad', 'abc', 12.4, 1);
-- error 23514
INSERT INTO t VALUES (1, 20, 'bad', 'abc', 12.4, 1);
-- error 23505
INSERT INTO t VALUES (1, 20, 'good', 'abc', 12.4, 1);
-- error 23505
INSERT INTO t VALUES (3, 20, 'good', 'abc', 12.4, 1);
-- error 23502
INSERT INTO t VALUES (3, 20, 'good', 'abc', 12.4, 7), (4, NULL, 'good', 'abc', 12.4, 1), (1, 5, 'x', 'x', 1, 8);
-- error 23505
INSERT INTO t VALUES (1, 20, 'good', 'abc', 12.4, 7), (4, NULL, 'good', 'abc', 12.4, 1), (1, 5, 'x', 'x', 1, 8);
-- error 23514
INSERT INTO t SELECT g, g, 'x', 'x', 1, g FROM generate_series(5, 200) g;
-- error 23505
INSERT INTO t SELECT g, 10/(7-g), 'x', 'x', 1, g FROM generate_series(1, 20) g;
-- error 22012
INSERT INTO t SELECT g, 10/(7-g), 'x', 'x', 1, g FROM generate_series(3, 20) g;
-- error 23502
UPDATE t SET a = NULL, b = 'bad';
-- error 23514
UPDATE t SET a = 200, b = 'bad';
-- error 23505
UPDATE t SET id = 1, u = 1;
-- error 23505
UPDATE t SET u = 1;
-- error 23505
UPDATE t SET id = id + 1;
UPDATE t SET id = id - 1;
-- error 23505
UPDATE t SET u = 3 - u;
-- error 22001
UPDATE t SET c = 'toolong';
UPDATE t SET c = 'toolong'::varchar(3);
UPDATE t SET c = 'ab    ';
UPDATE t SET c = 'abc    ';
-- error 22003
UPDATE t SET d = 99.995;
UPDATE t SET d = 99.994;
-- error 22012
UPDATE t SET a = 1/0 WHERE false;
-- error 22012
UPDATE t SET a = 1/(a - a);
-- error 42703
UPDATE t SET nosuch = 1;
-- error 42601
UPDATE t SET a = 1, a = 2;
-- error 42601
UPDATE t SET (a, b) = (1, 'x', 3);
-- error 42601
UPDATE t SET (a, b) = (SELECT 1);
-- error 23502
UPDATE t SET (a, b) = (SELECT 5, 'z' WHERE false);
-- error 21000
UPDATE t SET (a, b) = (SELECT 5, 'z' FROM t);
UPDATE t SET (a, b) = ROW(6, 'k') WHERE id = 1 RETURNING *;
UPDATE t SET (a, b) = (SELECT s.a + 1, s.b || t.b FROM t s WHERE s.id <> t.id LIMIT 1) RETURNING *;
-- error 42703
UPDATE t SET t.a = 1;
-- error 42P01
UPDATE t AS x SET a = x.a + 1 RETURNING t.a;
UPDATE t AS x SET a = x.a + 1 RETURNING x.*;
-- error 23502
UPDATE t SET a = DEFAULT;
-- error 23502
UPDATE t SET (a, b) = (DEFAULT, DEFAULT);
UPDATE t SET (c, b) = (DEFAULT, DEFAULT) RETURNING *;
-- error 42601
INSERT INTO t VALUES (10), (11, 2);
-- error 23502
INSERT INTO t VALUES (10, DEFAULT, 'x');
-- error 23502
INSERT INTO t (id, a) VALUES (10, 1), (11, DEFAULT);
-- error 42601
INSERT INTO t (id, a) VALUES (10, 1), (11, 2, 3);
-- error 42601
INSERT INTO t (id, a) VALUES (10, 1, 3);
-- error 42601
INSERT INTO t (id, a, b) VALUES (10, 1);
-- error 42701
INSERT INTO t (id, id) VALUES (10, 1);
-- error 42703
INSERT INTO t (id, zz) VALUES (10, 1);
-- error 23502
INSERT INTO t DEFAULT VALUES;
INSERT INTO t (id, a) SELECT id + 10, a FROM t RETURNING id, a + 1 AS b, (SELECT count(*) FROM t), *;
INSERT INTO t (id, a) SELECT id + 20, count(*) OVER () FROM t ORDER BY id DESC RETURNING t.*;
-- error 42P01
INSERT INTO t AS q (id, a) VALUES (50, 5) RETURNING q.id, t.id;
INSERT INTO t AS q (id, a) VALUES (50, 5) RETURNING q.id, q;
INSERT INTO t AS q (id, a) VALUES ('51', '5') RETURNING *, id;
-- error 22P02
INSERT INTO t AS q (id, a) VALUES ('52', 'x') RETURNING *, id;
-- error 42804
INSERT INTO t AS q (id, a) VALUES ('52', true) RETURNING *, id;
INSERT INTO t AS q (id, a) VALUES (53, 1.5), (54, 2.5), (55, '7') RETURNING *, id;
-- error 22P02
INSERT INTO t AS q (id, a) VALUES (56, 1.5), (57, 'x') RETURNING *, id;
-- error 22P02
INSERT INTO t AS q (id, a) SELECT 60, 'x' RETURNING *, id;
INSERT INTO t AS q (id, a) SELECT 60, '8' RETURNING *, id;
-- error 22003
INSERT INTO t AS q (id, a) SELECT 61, 3000000000 RETURNING *, id;
-- error 42803
INSERT INTO t (id, a) VALUES (101, 1) RETURNING sum(a);
-- error 42P20
INSERT INTO t (id, a) VALUES (101, 1) RETURNING row_number() OVER ();
-- error 42803
INSERT INTO t (id, a) VALUES (101, sum(1));
-- error 23505
INSERT INTO t (id, a) VALUES (101, generate_series(1, 2));
INSERT INTO t (id, a) VALUES (generate_series(101, 102), 3);
-- error 42703
INSERT INTO t (id, a) VALUES (101, a);
-- error 42703
INSERT INTO t (id, a) VALUES (101, 1) RETURNING nosuch;
-- error 42712
DELETE FROM t USING t WHERE t.id = 1;
DELETE FROM t a USING t b, t c WHERE a.id = b.id + 1 AND c.id = b.id RETURNING a.id, b.id, c.id;
DELETE FROM ONLY t WHERE id = 50 RETURNING *;
DELETE FROM t * WHERE id = 50 RETURNING *;
UPDATE t SET a = s.x FROM (VALUES (1, 5), (1, 6), (2, 7)) s(k, x) WHERE t.id = s.k;
UPDATE t SET a = s.a FROM t s WHERE s.id = t.id RETURNING t.id, s.id, s.*;
-- error 42702
UPDATE t SET a = a FROM t s WHERE s.id = t.id;
-- error 42712
UPDATE t SET a = t.a FROM t WHERE true;
-- error 42P01
UPDATE t x SET a = 1 FROM x;
