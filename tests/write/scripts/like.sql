-- CREATE TABLE (LIKE ...): columns, and what INCLUDING says of them
CREATE TABLE pattern (id int8 GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 5), a int4 NOT NULL DEFAULT 7, b text CHECK (b <> ''), c int4 GENERATED ALWAYS AS (a * 2) STORED, d numeric(6,2) UNIQUE, PRIMARY KEY (id), CONSTRAINT small CHECK (a < 100), UNIQUE (a, b));
COMMENT ON COLUMN pattern.a IS 'the a';
CREATE TABLE plain (LIKE pattern);
INSERT INTO plain (id, a) VALUES (1, 2);
CREATE TABLE mixed (x int4, LIKE pattern INCLUDING DEFAULTS INCLUDING CONSTRAINTS, y int4);
INSERT INTO mixed (x, id, b) VALUES (1, 2, 'q');
-- error 23514
INSERT INTO mixed (x, id, b) VALUES (1, 2, '');
-- error 23514
INSERT INTO mixed (x, id, a) VALUES (1, 2, 100);
CREATE TABLE whole (LIKE pattern INCLUDING ALL);
INSERT INTO whole (b, d) VALUES ('q', 1), ('r', 2);
-- error 23505
INSERT INTO whole (b, d) VALUES ('z', 1);
SELECT conname, contype FROM pg_constraint WHERE conrelid = 'whole'::regclass ORDER BY 1;
SELECT col_description('whole'::regclass, 2), col_description('plain'::regclass, 2);
CREATE TABLE less (LIKE pattern INCLUDING ALL EXCLUDING CONSTRAINTS EXCLUDING INDEXES EXCLUDING IDENTITY);
INSERT INTO less (id, b, d) VALUES (1, '', 1), (1, '', 1);
CREATE VIEW pattern_view AS SELECT a, b FROM pattern;
CREATE TABLE of_view (LIKE pattern_view INCLUDING ALL, PRIMARY KEY (a));
INSERT INTO of_view VALUES (1, 'x');
CREATE TEMP TABLE of_temp (LIKE pattern INCLUDING DEFAULTS);
INSERT INTO of_temp (id) VALUES (3);
-- error 42701
CREATE TABLE twice (LIKE pattern, a int4);
-- error 42P01
CREATE TABLE none (LIKE nowhere);
-- error 42P16
CREATE TABLE two_keys (LIKE pattern INCLUDING INDEXES, PRIMARY KEY (a));
DROP VIEW pattern_view;
-- comments on keys' indexes and on CHECKs go with INCLUDING COMMENTS
create table lc1 (a int primary key, b int constraint bpos check (b > 0), c text unique, unique (b, c));
comment on index lc1_pkey is 'pkey';
comment on index lc1_c_key is 'ckey';
comment on index lc1_b_c_key is 'bckey';
comment on constraint lc1_c_key on lc1 is 'con c';
comment on constraint bpos on lc1 is 'con b';
create table lc2 (like lc1 including all);
create table lc3 (like lc1 including all excluding comments);
create table lc4 (x int, like lc1 including comments including indexes including constraints, unique (x));
select c.relname, obj_description(c.oid, 'pg_class') from pg_class c where relname ~ '^lc[234]' order by 1;
select conrelid::regclass::text, conname, obj_description(oid, 'pg_constraint') from pg_constraint where conrelid in ('lc2'::regclass, 'lc4'::regclass, 'lc3'::regclass) order by 1, 2;
drop table lc1, lc2, lc3, lc4;
