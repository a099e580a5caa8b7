-- ROLLBACK of CREATE, ALTER and COMMENT ON TYPE and DOMAIN, with tables and views that name them
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN posint AS int CHECK (value > 0);
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok'::mood, n posint, p pair, CHECK (m <> 'sad'::mood OR id < 10));
CREATE VIEW v AS SELECT id, 'sad'::mood AS x, ROW(1, 'a')::pair AS y, 5::posint AS z FROM t;
INSERT INTO t VALUES (1, 'sad', 1, '(1,one)'), (2, DEFAULT, NULL, NULL);
BEGIN;
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE mood ADD VALUE 'glum' BEFORE 'ok';
SELECT enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE typname = 'mood' ORDER BY enumsortorder;
ROLLBACK;
SELECT enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE typname = 'mood' ORDER BY enumsortorder;
-- error 22P02
INSERT INTO t VALUES (3, 'happy');
-- error 22P02
SELECT 'glum'::mood;
BEGIN;
ALTER TYPE mood RENAME TO temper;
SELECT m::temper, x FROM t JOIN v USING (id) ORDER BY id;
-- error 42704
SELECT m::mood FROM t;
ROLLBACK;
SELECT m::mood, x FROM t JOIN v USING (id) ORDER BY id;
-- error 42704
SELECT 'ok'::temper;
INSERT INTO t (id) VALUES (4);
-- error 23514
INSERT INTO t VALUES (11, 'sad');
BEGIN;
ALTER DOMAIN posint DROP CONSTRAINT posint_check;
SELECT (-5)::posint;
ALTER DOMAIN posint SET DEFAULT 7;
ALTER DOMAIN posint ADD CONSTRAINT small CHECK (value < 100);
COMMENT ON DOMAIN posint IS 'changed';
-- error 23514
SELECT 200::posint;
ROLLBACK;
-- error 23514
SELECT (-5)::posint;
SELECT 200::posint;
SELECT obj_description('posint'::regtype, 'pg_type');
INSERT INTO t (id) VALUES (5) RETURNING n;
BEGIN;
-- error 23502
ALTER DOMAIN posint SET NOT NULL;
ROLLBACK;
INSERT INTO t VALUES (6, NULL, NULL, NULL);
BEGIN;
ALTER DOMAIN posint RENAME TO natural_number;
ALTER DOMAIN natural_number RENAME CONSTRAINT posint_check TO more;
SELECT z FROM v WHERE id = 1;
-- error 23514
SELECT 0::natural_number;
ROLLBACK;
SELECT z FROM v WHERE id = 1;
SELECT conname FROM pg_constraint WHERE contypid = 'posint'::regtype;
BEGIN;
ALTER TYPE pair ADD ATTRIBUTE c float8;
ALTER TYPE pair ADD ATTRIBUTE d int;
SELECT p, '(1,2,3,4)'::pair FROM t WHERE id = 1;
ROLLBACK;
SELECT p, '(1,2)'::pair FROM t WHERE id = 1;
-- error 42846
SELECT ROW(1,2,3)::pair;
BEGIN;
CREATE TYPE fresh AS (a int);
ALTER TYPE fresh ADD ATTRIBUTE b int;
ALTER TYPE fresh RENAME ATTRIBUTE a TO aa;
ALTER TYPE fresh RENAME TO fresher;
SELECT (ROW(1, 2)::fresher).aa;
ROLLBACK;
-- error 42704
SELECT ROW(1)::fresh;
-- error 42704
SELECT ROW(1, 2)::fresher;
BEGIN;
CREATE DOMAIN shortlived AS text;
CREATE TYPE gone AS ENUM ('x');
COMMENT ON TYPE gone IS 'nothing';
ROLLBACK;
SELECT typname FROM pg_type WHERE typname IN ('shortlived', 'gone', '_gone');
BEGIN;
ALTER TYPE pair ADD ATTRIBUTE c float8;
ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad';
ALTER DOMAIN posint ADD CHECK (value <> 13);
COMMIT;
SELECT p, 'calm'::mood > 'sad', 'calm'::mood < 'ok' FROM t WHERE id = 1;
-- error 23514
SELECT 13::posint;
INSERT INTO t VALUES (7, 'calm', 7, '(1,2,3)');
BEGIN;
-- error 2BP01
DROP DOMAIN posint;
ROLLBACK;
BEGIN;
ALTER TYPE mood ADD VALUE 'last';
INSERT INTO t VALUES (8);
-- error 22012
SELECT 1/0;
COMMIT;
-- error 22P02
SELECT 'last'::mood;
SELECT * FROM t ORDER BY id;
COMMENT ON TABLE t IS 'before';
BEGIN;
COMMENT ON TABLE t IS 'after';
COMMENT ON COLUMN t.id IS 'id';
COMMENT ON VIEW v IS 'view';
SELECT obj_description('t'::regclass, 'pg_class'), col_description('t'::regclass, 1), obj_description('v'::regclass, 'pg_class');
ROLLBACK;
SELECT obj_description('t'::regclass, 'pg_class'), col_description('t'::regclass, 1), obj_description('v'::regclass, 'pg_class');
