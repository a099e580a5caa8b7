-- System catalogs as targets of definitions and writes; what a superuser of PostgreSQL may do to their views is refused all the same.
-- error 42501
ALTER TABLE pg_class ADD COLUMN x int;
-- error 42501
ALTER TABLE pg_catalog.pg_class ADD COLUMN x int;
-- error 42501
DROP TABLE pg_class;
-- error 42501
DROP TABLE IF EXISTS pg_class;
-- error 42809
DROP VIEW pg_class;
-- error 42809
DROP TABLE pg_stat_activity;
-- error 42809
DROP TABLE information_schema.tables;
-- error 42809
DROP MATERIALIZED VIEW pg_class;
-- error 42501
TRUNCATE pg_class;
-- error 42809
TRUNCATE pg_stat_activity;
-- error 42501
CREATE INDEX i ON pg_class (relname);
-- error 42501
ALTER TABLE pg_class RENAME TO x;
-- error 42501
ALTER TABLE pg_class RENAME COLUMN relname TO x;
-- error 42501
ALTER TABLE pg_class ALTER relname SET DEFAULT 'x';
-- error 42501
CREATE TABLE pg_catalog.x (a int);
-- error 42501
ALTER SEQUENCE pg_class RESTART;
-- error 42809
DROP SEQUENCE pg_class;
-- what depends on a temporary sequence
CREATE TEMP SEQUENCE ts;
CREATE TABLE td (a int DEFAULT nextval('ts'), b int);
CREATE TEMP TABLE te (a int DEFAULT nextval('ts'), b int);
INSERT INTO td (b) VALUES (1);
-- error 2BP01
DROP SEQUENCE ts;
DROP SEQUENCE ts CASCADE;
INSERT INTO td (b) VALUES (2);
SELECT * FROM td ORDER BY b;
INSERT INTO te (b) VALUES (2);
CREATE TEMP SEQUENCE alone;
DROP SEQUENCE alone;
-- SET LOGGED of sequences
CREATE SEQUENCE sl;
SELECT nextval('sl'), nextval('sl');
ALTER SEQUENCE sl SET UNLOGGED;
SELECT relpersistence FROM pg_class WHERE relname = 'sl';
SELECT nextval('sl');
ALTER SEQUENCE sl SET LOGGED;
SELECT relpersistence FROM pg_class WHERE relname = 'sl';
ALTER SEQUENCE IF EXISTS nosuch SET LOGGED;
-- error 42P01
ALTER SEQUENCE nosuch SET LOGGED;
-- error 42809
ALTER SEQUENCE td SET LOGGED;
CREATE TEMP SEQUENCE st;
-- error 42P16
ALTER SEQUENCE st SET UNLOGGED;
DROP TABLE IF EXISTS td, te;
DROP SEQUENCE IF EXISTS sl, st;
