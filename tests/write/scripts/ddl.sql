-- CREATE TABLE, DROP, TRUNCATE, CREATE INDEX, CREATE TABLE AS: alone and in transactions
CREATE TABLE a1(a int primary key, b text unique, c int check (c>0) default 5, d varchar(3), unique(b,c), check (a<>c));
-- error 42P07
CREATE TABLE a1(a int);
CREATE TABLE if not exists a1(a int);
-- error 42701
CREATE TABLE a2(a int, a int);
-- error 42P16
CREATE TABLE a2(a int primary key, b int primary key);
-- error 42704
CREATE TABLE a2(a nosuch);
-- error 42703
CREATE TABLE a2(a int, primary key(z));
-- error 22P02
CREATE TABLE a2(a int default 'x');
-- error 42703
CREATE TABLE a2(a int check (b > 0));
-- error 42601
CREATE TABLE a2(a int not null null);
-- error 3F000
CREATE TABLE nos.a2(a int);
-- error 42P01
drop table a9;
drop table if exists a9;
-- error 42P01
truncate a9;
create index on a1(b);
-- error 42703
create index on a1(z);
-- error 42P07
create index a1_b_idx on a1(b);
create index if not exists a1_b_idx on a1(b);
create unique index on a1(b desc, c);
-- error 42704
drop index nope;
drop index a1_b_idx;
CREATE TABLE c1 as select a, b as bb, 1 as one from a1;
-- error 42601
CREATE TABLE c2(x,y) as select 1;
select 1 as z into c3;
CREATE TABLE c4(x) as select 1, 2;
-- error 23514
insert into a1 values (1,'x',-1);
-- error 23514
insert into a1 values (1,'x',1);
-- error 22001
insert into a1 values (1,'x',2,'abcd');
-- error 23502
insert into a1 values (null,'x',2,'abc');
-- error 23514
insert into a1 values (2,'x',2,'abc');
insert into a1 values (2,'x',3,'abc');
insert into a1 values (1,'y',3,'abc');
-- error 23502
update a1 set a = null;
-- error 23514
update a1 set c = -4;
-- error 22001
update a1 set d = 'toolong';
drop table if exists x1, x2;
begin;
CREATE TABLE x1(a int primary key, b text);
insert into x1 values (1,'a');
select * from x1;
CREATE TABLE x2(c int);
insert into x2 values (5);
select * from x1, x2;
rollback;
-- error 42P01
select * from x1;
-- error 42P01
select * from x2;
begin;
CREATE TABLE x1(a int primary key, b text);
insert into x1 values (1,'a'),(2,null);
CREATE TABLE x2(c int);
insert into x2 values (5);
commit;
select * from x1;
select * from x2;
begin;
drop table x2;
-- error 25P02
select * from x2;
rollback;
select * from x2;
begin;
drop table x2;
commit;
select * from x2;
begin;
insert into x1 values (3,'c');
-- error 23505
insert into x1 values (3,'d');
-- error 25P02
select 1;
commit;
select * from x1;
begin;
truncate x1;
select * from x1;
rollback;
select count(*) from x1;
insert into x1 values (10,'x');
-- error 23505
insert into x1 values (10,'y');
select * from x1;
begin;
create index on x1(b);
rollback;
-- error 23505
update x1 set a = a + 1;
select * from x1 order by a;
update x1 set a = 2 where a = 2 returning *;
insert into x1 select generate_series(100,2500), 'n';
select count(*), max(a) from x1;
delete from x1 where a > 105;
select count(*) from x1;
-- error 42P16
CREATE TABLE k1 (a int) ON COMMIT DROP;
CREATE TABLE k2 (a int, UNIQUE (a) DEFERRABLE);
-- refused
CREATE TABLE k3 (a int CHECK (a > 0) NO INHERIT);
DROP TABLE IF EXISTS k2, k3;
-- what a message makes and drops the catalogs show as it is
create table mx(a int); drop table mx; select relname from pg_class where relname = 'mx';
create table mx(a int); insert into mx values (1); select relname from pg_class where relname = 'mx'; drop table mx; select relname from pg_class where relname = 'mx';
begin; create table mx(a int); insert into mx values (1); create table my(a int); select relname, relkind from pg_class where relname in ('mx', 'my') order by 1; drop table mx; select relname, relkind from pg_class where relname in ('mx', 'my') order by 1; rollback;
select relname, relkind from pg_class where relname in ('mx', 'my') order by 1;
-- what a declaration may not ask
-- error 0A000
CREATE TABLE asks (a int4 DEFAULT (SELECT 1));
-- error 0A000
CREATE TABLE asks (a int4 CHECK (a > (SELECT 0)));
-- error 42803
CREATE TABLE asks (a int4 CHECK (sum(a) > 0));
-- error 0A000
CREATE TABLE asks (a int4 DEFAULT b, b int4);
-- error 0A000
CREATE TABLE asks (a int4, b int4 DEFAULT a + 1);
-- error 42601
CREATE TABLE both_ways (_id int4 GENERATED ALWAYS AS IDENTITY NULL);
-- CREATE TABLE AS EXECUTE
CREATE TABLE made_of (a int PRIMARY KEY, b text);
INSERT INTO made_of VALUES (1, 'x'), (2, 'y'), (3, NULL);
PREPARE above(int) AS SELECT a, b FROM made_of WHERE a > $1;
PREPARE writes AS INSERT INTO made_of VALUES (9, 'z') RETURNING a;
CREATE TABLE made AS EXECUTE above(1);
-- error 42P07
CREATE TABLE made AS EXECUTE above(1);
CREATE TABLE IF NOT EXISTS made AS EXECUTE above(0);
CREATE TABLE made_none (n, t) AS EXECUTE above(1) WITH NO DATA;
INSERT INTO made_none VALUES (5, 'q');
-- error 42809
CREATE TABLE made_more AS EXECUTE writes;
-- error 42601
CREATE TABLE made_more AS EXECUTE above;
-- error 26000
CREATE TABLE made_more AS EXECUTE nosuch(1);
SELECT * FROM made ORDER BY a;
-- ONLY: no table has children
UPDATE ONLY made SET b = 'only' WHERE a = 2;
DELETE FROM ONLY made WHERE a = 3 RETURNING *;
-- error 42601
INSERT INTO made (a, b) VALUES (1);
