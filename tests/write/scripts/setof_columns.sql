-- SETOF in a column's type: an error where a table, a type or a column definition list is made, and nothing where PostgreSQL does not look.
-- error 42P16
CREATE TABLE t (a SETOF int);
-- error 42701
CREATE TABLE t (a SETOF int, a int);
-- error 42P16
CREATE TYPE c AS (a SETOF int);
-- error 42P16
SELECT * FROM json_to_record('{"a":1}') AS x(a SETOF int);
CREATE DOMAIN d AS SETOF int;
CREATE TABLE t (a int, b d);
ALTER TABLE t ADD COLUMN e SETOF int;
ALTER TABLE t ALTER COLUMN a TYPE SETOF bigint;
INSERT INTO t VALUES (1, 2, 3);
SELECT a, b, e, CAST(a AS SETOF text), e::SETOF numeric(5, 2) FROM t;
-- error 0A000
SELECT a::nosuch.pg_catalog.int4 FROM t;
-- error 42601
SELECT a::x.nosuch.pg_catalog.int4 FROM t;
DROP TABLE t;
DROP DOMAIN d;
