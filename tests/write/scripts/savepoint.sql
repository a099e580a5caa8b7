-- Savepoints behind writes: what ROLLBACK TO puts back, and what it leaves standing
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, s text);
CREATE TABLE u (_id int4 PRIMARY KEY, k int4 UNIQUE, a int4, b int4, UNIQUE (a, b));
CREATE TABLE n (id serial PRIMARY KEY, name text UNIQUE NOT NULL, q int4 CHECK (q > 0));
INSERT INTO t VALUES (1, 1, 'one'), (2, 2, 'two'), (3, NULL, NULL), (4, 4, 'four');
-- inserts
BEGIN;
INSERT INTO t VALUES (10, 10, 'ten');
SAVEPOINT a;
INSERT INTO t VALUES (11, 11, 'eleven'), (12, 12, 'twelve');
SELECT * FROM t ORDER BY _id;
ROLLBACK TO a;
SELECT * FROM t ORDER BY _id;
INSERT INTO t VALUES (11, 11, 'again');
COMMIT;
SELECT * FROM t ORDER BY _id;
-- updates and deletes, of one row, of some, of all
BEGIN;
SAVEPOINT a;
UPDATE t SET a = a + 1 WHERE _id = 1;
UPDATE t SET s = NULL, a = 0;
DELETE FROM t WHERE _id > 3;
DELETE FROM t WHERE a = 0 AND _id = 2;
INSERT INTO t VALUES (2, 22, 'new');
UPDATE t SET s = s || '!' WHERE _id = 2 RETURNING *;
SELECT * FROM t ORDER BY _id;
ROLLBACK TO a;
SELECT * FROM t ORDER BY _id;
DELETE FROM t;
SELECT count(*) FROM t;
ROLLBACK TO SAVEPOINT a;
SELECT count(*) FROM t;
COMMIT;
SELECT * FROM t ORDER BY _id;
-- nested, released, the same name twice
BEGIN;
SAVEPOINT a;
UPDATE t SET a = 100 WHERE _id = 1;
SAVEPOINT b;
UPDATE t SET a = 200 WHERE _id = 1;
SAVEPOINT a;
UPDATE t SET a = 300 WHERE _id = 1;
ROLLBACK TO a;
SELECT a FROM t WHERE _id = 1;
RELEASE a;
SELECT a FROM t WHERE _id = 1;
ROLLBACK TO b;
SELECT a FROM t WHERE _id = 1;
RELEASE b;
ROLLBACK TO a;
SELECT a FROM t WHERE _id = 1;
-- error 3B001
ROLLBACK TO b;
ROLLBACK TO a;
UPDATE t SET a = 400 WHERE _id = 1;
RELEASE a;
COMMIT;
SELECT a FROM t WHERE _id = 1;
-- what fails leaves what stood before the savepoint
BEGIN;
INSERT INTO n (name, q) VALUES ('x', 1);
SAVEPOINT s;
-- error 23505
INSERT INTO n (name, q) VALUES ('y', 2), ('x', 3);
-- error 25P02
SELECT 1;
ROLLBACK TO s;
SELECT name, q FROM n ORDER BY name;
INSERT INTO n (name, q) VALUES ('y', 2);
SAVEPOINT s2;
-- error 23502
INSERT INTO n (name, q) VALUES (NULL, 3);
ROLLBACK TO s2;
-- error 23514
INSERT INTO n (name, q) VALUES ('z', 1), ('zz', 0);
ROLLBACK TO s2;
-- error 22012
UPDATE n SET q = q / (q - q);
ROLLBACK TO s2;
-- error 22012
SELECT 1 / 0;
ROLLBACK TO s2;
-- error 42P01
SELECT * FROM nowhere;
ROLLBACK TO s2;
-- error 42601
SELEC;
ROLLBACK TO s2;
-- error 23505
UPDATE n SET name = 'x' WHERE name = 'y';
ROLLBACK TO s2;
SELECT name, q FROM n ORDER BY name;
COMMIT;
SELECT name, q FROM n ORDER BY name;
-- keys of several columns, NULLs in them
INSERT INTO u VALUES (1, 1, 1, 1), (2, NULL, NULL, 1), (3, NULL, 1, NULL);
BEGIN;
SAVEPOINT a;
INSERT INTO u VALUES (4, NULL, NULL, 1), (5, NULL, 1, NULL);
-- error 23505
INSERT INTO u VALUES (6, 6, 1, 1);
ROLLBACK TO a;
-- error 23505
INSERT INTO u VALUES (7, 7, 7, 7), (8, 8, 7, 7);
ROLLBACK TO a;
-- error 23505
INSERT INTO u VALUES (7, 7, 7, 7), (7, 8, 8, 8);
ROLLBACK TO a;
-- error 23505
INSERT INTO u VALUES (9, 1, 9, 9);
ROLLBACK TO a;
UPDATE u SET k = 9 WHERE _id = 1;
INSERT INTO u VALUES (9, 1, 9, 9);
-- error 23505
UPDATE u SET a = 1, b = 1 WHERE _id = 9;
ROLLBACK TO a;
-- error 23505
UPDATE u SET b = 1, a = 1 WHERE _id = 3;
ROLLBACK TO a;
UPDATE u SET b = 1, a = 1 WHERE _id = 1;
UPDATE u SET k = NULL WHERE _id = 1;
COMMIT;
SELECT * FROM u ORDER BY _id;
-- the first write is behind the savepoint; nothing is left of it
BEGIN;
SAVEPOINT a;
INSERT INTO t VALUES (50, 50);
ROLLBACK TO a;
SAVEPOINT b;
DELETE FROM t WHERE _id = 11;
RELEASE b;
SELECT count(*) FROM t;
ROLLBACK TO a;
SELECT count(*) FROM t;
ROLLBACK;
SELECT count(*) FROM t;
-- many rows
BEGIN;
SAVEPOINT a;
INSERT INTO t SELECT i, i, 'row ' || i FROM generate_series(1000, 2099) i;
UPDATE t SET a = a + 1 WHERE _id >= 1000;
DELETE FROM t WHERE _id % 2 = 0;
SELECT count(*), sum(a) FROM t;
ROLLBACK TO a;
SELECT count(*), sum(a) FROM t;
INSERT INTO t SELECT i, i, 'row ' || i FROM generate_series(1000, 1099) i;
SAVEPOINT b;
UPDATE t SET a = -a;
ROLLBACK TO b;
SELECT count(*), sum(a) FROM t;
COMMIT;
SELECT count(*), sum(a) FROM t;
-- a cursor, a setting
BEGIN;
SET LOCAL DateStyle = 'German';
SAVEPOINT a;
DECLARE c CURSOR FOR SELECT _id FROM t ORDER BY _id;
FETCH 2 FROM c;
DELETE FROM t WHERE _id = 1;
SET LOCAL DateStyle = 'SQL';
ROLLBACK TO a;
SHOW DateStyle;
-- error 34000
FETCH c;
ROLLBACK;
-- an error in the first statement of all
BEGIN;
SAVEPOINT a;
-- error 23505
INSERT INTO t VALUES (1, 1, 'one');
ROLLBACK TO a;
INSERT INTO t VALUES (60, 60, 'sixty');
RELEASE SAVEPOINT a;
COMMIT AND CHAIN;
SAVEPOINT a;
DELETE FROM t WHERE _id = 60;
ROLLBACK TO a;
COMMIT;
SELECT * FROM t WHERE _id = 60;
