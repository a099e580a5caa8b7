-- Temporary tables: hide others, go with the session, ON COMMIT
CREATE TABLE p(a int primary key, b text);
insert into p values (1, 'permanent'), (2, 'other');
create temp table p(a int, c text);
select * from p;
insert into p values (10, 'temporary');
select * from p;
select * from public.p order by a;
select * from pg_temp.p;
update p set c = 'changed' where a = 10;
select p.c, q.b from p join public.p q on q.a + 9 = p.a;
select q.b from public.p q where exists (select 1 from p where p.a = q.a + 9);
-- error 42P07
create temp table p(x int);
create temp table if not exists p(x int);
create index on p(a);
create unique index pu on p(c);
-- error 23505
insert into p values (11, 'changed');
alter table p add column d int default 4;
select * from p;
alter table p rename column d to e;
alter table p rename to pp;
select * from p order by a;
select * from pp;
drop table pp;
-- error 42P01
select * from pp;
create temporary table t1(a int primary key, b text not null check (b <> 'no'));
-- error 23502
insert into t1(a) values (1);
-- error 23514
insert into t1 values (1, 'no');
insert into t1 values (1, 'yes'), (2, 'yes');
-- error 23505
insert into t1 values (1, 'yes');
create temp table t2 as select a, count(*) as n from t1 group by a;
select * from t2 order by a;
select a into temp t3 from t1;
select count(*) from t3;
truncate t1;
select * from t1;
-- error 42P16
create temp table public.t9(a int);
create table pg_temp.t9(a int);
select count(*) from t9;
drop table pg_temp.t9;
-- error 42P01
drop table public.t2;
-- error 42P16
create table t8(a int) on commit drop;
-- ON COMMIT
create temp table oc1(a int) on commit delete rows;
insert into oc1 values (1);
select * from oc1;
begin;
insert into oc1 values (1), (2);
select count(*) from oc1;
create temp table oc2(a int) on commit drop;
insert into oc2 values (7);
select * from oc2;
create temp table oc3(a int) on commit preserve rows;
insert into oc3 values (8);
commit;
select count(*) from oc1;
select * from oc3;
begin; create temp table oc4 on commit drop as select 5 as x; select * from oc4; commit;
-- error 42P01
select * from oc4;
-- error 42P01
select * from oc2;
begin; create temp table rb(a int); insert into rb values (1); select * from rb; rollback;
-- error 42P01
select * from rb;
create temp table rb(a int);
begin; insert into rb values (1); rollback;
select * from rb;
begin; drop table rb; rollback;
select * from rb;
-- the catalogs
create temp table p(z int);
select relname, relpersistence, relkind from pg_class where relname in ('p', 't2') order by 1, 2;
select attname from pg_attribute where attrelid = 'p'::regclass and attnum > 0;
select attname from pg_attribute where attrelid = 'public.p'::regclass and attnum > 0 order by attnum;
select 'p'::regclass, 'public.p'::regclass;
select table_name, table_type from information_schema.tables where table_name in ('p', 't2') order by 1, 2;
select count(*) from pg_namespace where oid = pg_my_temp_schema() and nspname like 'pg\_temp\_%';
select relname from pg_class where pg_table_is_visible(oid) and relname = 'p' and relpersistence = 'p';
discard temp;
-- error 42P01
select * from t2;
select * from p order by a;
create temp table t2(a int);
discard all;
-- error 42P01
select * from t2;
-- under its own name in whatever MongoDB joins or unites
create temp table p(a int, c text);
insert into p values (1, 'temporary');
select a, c from p union all select a, b from public.p order by 1, 2;
select a, b from public.p union all select a, c from p order by 1, 2;
select q.b, p.c from public.p q join p on p.a = q.a;
drop table pg_temp.p;
-- error 42P16
create temp table fk1(a int references public.p);
create table fk2(a int primary key);
create temp table fk3(a int primary key);
-- error 42P16
alter table fk3 add foreign key (a) references fk2;
drop table fk3;
-- temporary views, and views of temporary tables, which are temporary too
CREATE TABLE tv_base (_id int4 PRIMARY KEY, s text);
INSERT INTO tv_base VALUES (1, 'one'), (2, 'two');
CREATE TEMP TABLE tv_temp (k int4, n int4);
INSERT INTO tv_temp VALUES (1, 10), (3, 30);
CREATE TEMP VIEW tv_1 AS SELECT * FROM tv_base WHERE _id > 1;
SELECT * FROM tv_1;
CREATE VIEW tv_2 AS SELECT s, n FROM tv_base LEFT JOIN tv_temp ON _id = k;
SELECT * FROM tv_2 ORDER BY s;
CREATE OR REPLACE TEMP VIEW tv_1 AS SELECT _id, s, _id + 1 AS next FROM tv_base;
SELECT * FROM tv_1 ORDER BY 1;
CREATE VIEW public.tv_1 AS SELECT 'public' AS what;
SELECT * FROM tv_1 ORDER BY 1;
SELECT * FROM public.tv_1;
INSERT INTO tv_1 (_id, s) VALUES (9, 'nine');
-- error 2BP01
DROP TABLE tv_temp;
-- error 42P16
CREATE VIEW public.tv_3 AS SELECT * FROM tv_temp;
-- error 42P16
CREATE TEMP VIEW public.tv_3 AS SELECT 1 AS a;
ALTER VIEW tv_2 RENAME TO tv_4;
SELECT count(*) FROM tv_4;
DROP TABLE tv_temp CASCADE;
-- error 42P01
SELECT * FROM tv_4;
-- error 0A000
CREATE MATERIALIZED VIEW tv_5 AS SELECT * FROM tv_1;
BEGIN;
CREATE TEMP VIEW tv_6 AS VALUES (1, 2), (3, 4);
SELECT column1 + column2 FROM tv_6 ORDER BY 1;
ROLLBACK;
-- error 42P01
SELECT * FROM tv_6;
DROP VIEW tv_1;
SELECT * FROM tv_1;
DROP VIEW public.tv_1;
DROP TABLE tv_base;
-- temporary sequences: serial, identity, and by themselves
CREATE TEMP TABLE counted (a serial, b int4 GENERATED ALWAYS AS IDENTITY (START 10), c text);
INSERT INTO counted (c) VALUES ('p'), ('q') RETURNING *;
SELECT pg_get_serial_sequence('counted', 'a') LIKE 'pg_temp%.counted_a_seq', currval('counted_a_seq'), nextval('pg_temp.counted_a_seq'), lastval();
CREATE TEMP SEQUENCE beside;
SELECT nextval('beside'), nextval('beside');
CREATE SEQUENCE beside START 100;
SELECT nextval('beside'), nextval('public.beside'), currval('pg_temp.beside');
ALTER SEQUENCE beside INCREMENT 5;
SELECT nextval('beside');
-- error 42P07
CREATE TEMP SEQUENCE beside;
DROP SEQUENCE beside;
SELECT nextval('beside');
ALTER SEQUENCE beside INCREMENT -7;
SELECT nextval('beside');
DROP SEQUENCE beside;
-- error 42P01
SELECT nextval('beside');
CREATE TEMP SEQUENCE owned OWNED BY counted.c;
TRUNCATE counted RESTART IDENTITY;
INSERT INTO counted (c) VALUES ('r') RETURNING *;
ALTER TABLE counted ADD COLUMN d serial;
DROP TABLE counted;
-- error 42P01
SELECT nextval('owned');
CREATE TABLE counted (a serial);
INSERT INTO counted DEFAULT VALUES;
CREATE TEMP TABLE counted (a serial);
INSERT INTO counted DEFAULT VALUES;
SELECT * FROM counted;
DROP TABLE counted;
INSERT INTO counted DEFAULT VALUES;
SELECT * FROM counted ORDER BY 1;
CREATE TEMP SEQUENCE gone;
DISCARD TEMP;
-- error 42P01
SELECT nextval('gone');
SELECT sequencename FROM pg_sequences ORDER BY 1;
DROP TABLE counted;
-- a read-only transaction writes to temporary tables alone
CREATE TABLE ro_kept (_id int4 PRIMARY KEY, n int4);
INSERT INTO ro_kept VALUES (1, 1);
CREATE TEMP TABLE ro_temp (k int4, n int4);
BEGIN READ ONLY;
INSERT INTO ro_temp VALUES (1, 10), (2, 20);
UPDATE ro_temp SET n = ro_kept.n FROM ro_kept WHERE _id = k;
DELETE FROM ro_temp WHERE k = 2;
WITH i AS (INSERT INTO ro_temp VALUES (3, 30) RETURNING n) SELECT n FROM i;
COMMIT;
SELECT * FROM ro_temp ORDER BY k;
BEGIN READ ONLY;
-- error 25006
WITH i AS (INSERT INTO ro_kept VALUES (3, 30) RETURNING n) INSERT INTO ro_temp SELECT 4, n FROM i;
ROLLBACK;
BEGIN READ ONLY;
-- error 25006
INSERT INTO ro_kept SELECT k, n FROM ro_temp;
ROLLBACK;
DROP TABLE ro_temp, ro_kept;
-- a temporary sequence that a DEFAULT counts by, of a temporary table or of another
CREATE TEMP SEQUENCE counter;
CREATE TEMP TABLE counts (a int DEFAULT nextval('counter'), b int DEFAULT nextval('counter'::text));
-- error 2BP01
DROP SEQUENCE counter;
DROP SEQUENCE counter CASCADE;
CREATE TEMP SEQUENCE counter;
CREATE TABLE counted (a int DEFAULT nextval('counter'), b int);
-- error 2BP01
DROP SEQUENCE counter;
INSERT INTO counted (b) VALUES (5) RETURNING a, b;
DROP SEQUENCE counter CASCADE;
INSERT INTO counted (b) VALUES (6) RETURNING a, b;
DROP TABLE counts, counted;
-- a temporary sequence that a temporary view counts by
CREATE TEMP SEQUENCE counted_by;
CREATE TEMP VIEW counts AS SELECT nextval('counted_by') AS n;
-- error 2BP01
DROP SEQUENCE counted_by;
SELECT * FROM counts;
DROP SEQUENCE counted_by CASCADE;
-- error 42P01
SELECT * FROM counts;
-- temporary tables are among the user's
create temp table stat_temp (id int primary key);
select relname from pg_stat_user_tables where relname = 'stat_temp';
select relname, indexrelname from pg_stat_user_indexes where relname = 'stat_temp';
select relname from pg_stat_sys_tables where relname = 'stat_temp';
drop table stat_temp;
