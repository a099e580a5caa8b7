-- ROLLBACK TO SAVEPOINT behind definitions: before anything was written, and behind rows of the same block
create table t (a int primary key, b int, c text default 'x');
create index t_b on t (b);
create view v as select a, b from t;
create table child (id serial primary key, a int references t);
insert into t values (1, 10, 'one'), (2, 20, 'two');
insert into child (a) values (1);
-- nothing was written
begin;
savepoint s;
create table n (a int primary key, b serial);
insert into n values (1);
create view nv as select * from n;
create type mood as enum ('sad', 'glad');
create sequence q start 5;
rollback to s;
-- error 42P01
select * from n;
rollback to s;
-- error 42704
select 'sad'::mood;
rollback to s;
create table n (a int, m text);
insert into n values (1, 'again');
select * from n;
savepoint s2;
insert into n values (2, 'gone');
drop table n; create table n (x text);
insert into n values ('third');
select * from n;
rollback to s2;
select * from n;
create sequence q start 7;
select nextval('q');
commit;
select * from n;
drop sequence q;
-- what a savepoint keeps stays
begin;
create table kept (a int);
savepoint s;
drop table n; drop view v; insert into kept values (1);
rollback to s;
insert into kept values (2);
select * from n;
select * from v order by a;
commit;
select * from kept;
drop table kept, n;
-- behind rows: what waits for the commit
begin;
insert into t values (3, 30, 'three');
savepoint s;
alter table t add column d int default 7, add column e text;
update t set d = 8 where a = 1;
insert into t values (4, 40, 'four', 1, 'e');
select * from t order by a;
rollback to s;
select * from t order by a;
-- error 42703
select d from t;
rollback to s;
alter table t drop column c;
select * from t order by a;
rollback to s;
select * from t order by a;
alter table t rename c to word;
update t set word = 'changed' where a = 2;
select * from t order by a;
rollback to s;
select * from t order by a;
alter table t rename to moved; insert into moved values (5, 50, 'five'); select * from v order by a;
rollback to s;
-- error 42P01
select * from moved;
rollback to s;
select * from v order by a;
create index t_c on t (c);
drop index t_b;
rollback to s;
alter table t add constraint positive check (b > 0), alter b set not null;
-- error 23514
insert into t values (6, -1);
rollback to s;
insert into t values (6, null);
delete from t where a = 6;
create unique index t_u on t (b);
-- error 23505
insert into t values (7, 10);
rollback to s;
insert into t values (7, 10);
delete from t where a = 7;
comment on table t is 'gone';
rollback to s;
commit;
select * from t order by a;
select indexname from pg_indexes where tablename = 't' order by 1;
select obj_description('t'::regclass);
-- and what came before the savepoint is done
begin;
insert into t values (8, 80, 'eight');
alter table t add column f int default 3;
create index t_f on t (b, c);
savepoint s;
alter table t add column g int default 4;
alter table t rename f to ff;
drop index t_f;
create table made (a int references t);
insert into made values (8);
rollback to s;
select * from t order by a;
-- error 42P01
select * from made;
rollback to s;
insert into t values (9, 90, 'nine', 33);
create table made2 (a int references t, b text);
insert into made2 values (9, 'stays');
select * from made2;
commit;
select * from t order by a;
select * from made2;
-- error 23503
delete from t where a = 9;
select indexname from pg_indexes where tablename = 't' order by 1;
-- a table made behind rows, three times
begin;
insert into t values (10, 100, 'ten');
savepoint s;
create table third (a int);
insert into third values (1);
rollback to s;
create table third (b text unique);
insert into third values ('x');
-- error 23505
insert into third values ('x');
rollback to s;
create table third (c int, d serial);
insert into third values (3);
select * from third;
release s;
commit;
select * from third;
drop table third, made2;
begin;
insert into t values (11, 110, 'eleven');
savepoint s;
create table third (a int);
rollback to s; commit;
-- error 42P01
select * from third;
create table third (a int);
drop table third;
-- a drop that did not come
begin;
update t set b = b + 1 where a = 1;
savepoint s;
drop table child; select count(*) from t;
rollback to s;
select * from child;
drop view v; create view v as select c from t; rollback to s;
select * from v order by a limit 1;
drop table t cascade; rollback to s;
-- error 23503
insert into child (a) values (99);
rollback to s;
commit;
select b from t where a = 1;
-- error 23503
insert into child (a) values (99);
-- foreign keys and keys
begin;
insert into t values (12, 120, 'twelve');
savepoint s;
alter table child drop constraint child_a_fkey;
insert into child (a) values (77);
rollback to s;
-- error 23503
insert into child (a) values (77);
rollback to s;
alter table child add constraint more foreign key (a) references t on delete cascade;
delete from t where a = 12;
rollback to s;
select count(*) from t where a = 12;
alter table t add unique (b);
-- error 23505
insert into t values (13, 120);
rollback to s;
commit;
select conname from pg_constraint where conrelid in ('t'::regclass, 'child'::regclass) order by 1;
-- savepoints in savepoints
begin;
insert into t values (14, 140, 'fourteen');
savepoint a;
alter table t add column h int default 1;
savepoint b;
alter table t add column i int default 2;
savepoint c;
alter table t drop column h;
select * from t where a = 14;
rollback to c;
select * from t where a = 14;
rollback to b;
select * from t where a = 14;
release b;
rollback to a;
select * from t where a = 14;
alter table t add column h text default 'last';
release a;
commit;
select * from t where a in (1, 14) order by a;
-- an error of MongoDB's, behind nothing
begin;
savepoint s;
create table e (a int unique);
insert into e values (1);
-- error 23505
insert into e values (2), (1);
rollback to s;
create table e (a int);
insert into e values (1), (1);
commit;
select * from e;
drop table e;
-- types
create type shade as enum ('dark');
begin;
insert into t values (15, 150, 'fifteen');
savepoint s;
drop type shade;
-- error 42704
select 'dark'::shade;
rollback to s;
select 'dark'::shade;
create type other as enum ('a');
create domain small as int check (value < 5);
create table typed (o other, s small);
insert into typed values ('a', 3);
rollback to s;
-- error 42704
select 1::small;
rollback to s;
commit;
select 'dark'::shade;
-- temporary tables
begin;
insert into t values (16, 160, 'sixteen');
savepoint s;
create temp table tt (a int);
insert into tt values (1);
rollback to s;
-- error 42P01
select * from tt;
rollback to s;
commit;
create temp table tt (a int);
insert into tt values (2);
begin;
savepoint s;
drop table tt;
create temp table tt (b text) on commit drop;
rollback to s;
select * from tt;
commit;
select * from tt;
-- TRUNCATE, with its sequence
begin;
savepoint s;
truncate child restart identity;
insert into child (a) values (2);
rollback to s;
select * from child;
insert into child (a) values (2);
commit;
select a from child order by 1;
-- REPEATABLE READ keeps its snapshot
begin isolation level repeatable read;
select count(*) from t;
savepoint s;
alter table t add column j int;
insert into t values (17);
rollback to s;
select count(*) from t;
commit;
select * from t where a = 17;
