-- ALTER TABLE behind rows of the same transaction: of a table that it has written, or not
create table log (id int primary key, name text);
create table t (a int primary key, b int, c text, d int not null);
insert into t values (1, 10, 'x', 1), (2, 20, null, 2);
-- ADD COLUMN with a DEFAULT, NOT NULL, a CHECK
begin;
insert into log values (1, 'one');
alter table t add column e int not null default 5;
select * from t order by a;
insert into t values (3, 30, 'z', 3), (4, 40, 'w', 4);
update t set e = e + 1 where a = 1;
select * from t order by a;
alter table t add f text default 'f', add g int check (g > 0), add column h int generated always as (a * 2) stored, add k timestamp default '2020-01-02';
insert into t (a, d, g) values (5, 5, 1);
update t set f = null where a = 2;
select * from t order by a;
commit;
select * from t order by a;
select * from log order by id;
insert into t (a, d) values (6, 6);
-- error 23514
insert into t (a, d, g) values (7, 7, 0);
-- error 23502
insert into t (a, d, e) values (7, 7, null);
select attname, atttypid::regtype::text as t, attnotnull, atthasdef from pg_attribute where attrelid = 't'::regclass and attnum > 0 and not attisdropped order by attnum;
-- nothing stays
begin;
insert into log values (2, 'two');
alter table t add column gone int not null default 7;
update t set gone = 8 where a = 1;
select a, gone from t order by a;
rollback;
select * from t order by a;
-- error 42703
select gone from t;
alter table t add column gone int;
select a, gone from t order by a;
alter table t drop column gone;
-- the rows break it
begin;
insert into t (a, d) values (8, 8);
-- error 23502
alter table t alter c set not null;
rollback;
begin;
insert into log values (2, 'two');
-- error 23502
alter table t add column n int not null;
rollback;
begin;
update t set b = -1 where a = 1;
-- error 23514
alter table t add constraint b_positive check (b > 0);
-- error 25P02
select 1;
commit;
select a, b from t order by a;
-- SET NOT NULL, CHECK of what the transaction has made true; and the session goes by it
begin;
update t set c = 'filled' where c is null;
update t set b = 60 where b is null;
alter table t alter c set not null, add constraint b_positive check (b > 0);
savepoint s;
-- error 23502
insert into t (a, d) values (9, 9);
rollback;
begin;
update t set c = 'filled' where c is null;
update t set b = 60 where b is null;
alter table t alter c set not null, add constraint b_positive check (b > 0);
insert into t (a, b, c, d) values (9, 90, 'i', 9);
alter table t add constraint later check (a < 0) not valid;
commit;
select a, b, c from t order by a;
-- error 23502
insert into t (a, d) values (10, 10);
-- error 23514
insert into t (a, b, c, d) values (10, -1, 'c', 10);
select conname, contype, convalidated, pg_get_constraintdef(oid) as d from pg_constraint where conrelid = 't'::regclass order by 1;
begin;
insert into log values (3, 'three');
-- error 23514
alter table t validate constraint later;
rollback;
begin;
insert into log values (3, 'three');
alter table t drop constraint later, drop constraint b_positive;
insert into t (a, b, c, d) values (11, -11, 'k', 11);
commit;
select conname from pg_constraint where conrelid = 't'::regclass order by 1;
-- DROP NOT NULL, then NULL
begin;
insert into log values (4, 'four');
alter table t alter d drop not null;
insert into t (a, c) values (12, 'l');
update t set d = null where a = 1;
update t set d = 0 where d is null and a = 12;
select a, d from t order by a;
commit;
select a, d from t order by a;
insert into t (a, c) values (13, 'm');
begin;
insert into log values (5, 'five');
-- error 23502
alter table t alter d set not null;
rollback;
-- DROP COLUMN
begin;
delete from t where a > 9;
alter table t drop column g, drop column if exists nothing, drop e;
insert into t (a, c) values (14, 'n');
select * from t order by a;
-- error 42703
select g from t;
rollback;
select * from t order by a;
begin;
delete from t where a > 9;
alter table t drop column g, drop e;
insert into t (a, c) values (14, 'n');
update t set f = 'u' where a = 14;
commit;
select * from t order by a;
alter table t add g int;
select a, g from t order by a;
-- and back under the same name
begin;
insert into log values (6, 'six');
alter table t drop column g;
alter table t add column g int default 1;
rollback;
-- a table that the transaction makes
begin;
insert into log values (7, 'seven');
create table n (a int, b text not null);
insert into n values (1, 'one'), (2, 'two');
alter table n add c int default 3, alter b drop not null;
insert into n values (3, null, 4);
alter table n drop column c;
alter table n add c text not null default 'again';
alter table n alter a type text, alter c type varchar(3) using 'x' || a;
insert into n values ('four', null, 'abc');
alter table n add constraint n_check check (length(a) < 5), alter a set not null;
select * from n order by a;
update n set b = 'three' where a = '3';
commit;
select * from n order by a;
-- error 23514
insert into n values ('fiver', 'b', 'c');
select attname, atttypid::regtype::text as t, atttypmod, attnotnull from pg_attribute where attrelid = 'n'::regclass and attnum > 0 and not attisdropped order by attname;
drop table n;
-- the same, rolled back
begin;
insert into log values (8, 'eight');
create table n (a int);
insert into n values (1);
alter table n add b serial, add c int generated by default as identity;
insert into n values (2);
select * from n order by a;
rollback;
-- error 42P01
select * from n;
select count(*) from pg_class where relkind = 'S';
-- serial of one that was there
create table u (a int, c text);
insert into u values (1, 'x'), (2, 'y');
begin;
insert into log values (8, 'eight');
alter table u add s serial;
insert into u (a, c) values (15, 'o');
select a, s from u order by a;
rollback;
select count(*) from pg_class where relkind = 'S';
begin;
insert into log values (8, 'eight');
alter table u add s serial;
insert into u (a, c) values (15, 'o');
commit;
select a, s from u order by s;
insert into u (a, c) values (16, 'p');
select a, s from u where a = 16;
begin;
insert into log values (9, 'nine');
alter table u drop s;
commit;
select count(*) from pg_class where relkind = 'S';
-- temporary tables, and one message
create temp table tt (a int, b text);
begin;
insert into tt values (1, 'x');
alter table tt add c int default 2, alter a type text, alter b set not null;
insert into tt values ('two', 'y');
select * from tt order by a;
commit;
select * from tt order by a;
insert into log values (10, 'ten'); alter table log add at int not null default 0; update log set at = id where id = 10; select * from log order by id;
select * from log order by id;
-- views over it
create view v as select a, c, f from t;
begin;
insert into log values (11, 'eleven');
alter table t alter c drop not null, add z int default 26;
insert into t (a) values (17);
select * from v order by a;
commit;
select * from v order by a;
begin;
insert into log values (12, 'twelve');
-- error 2BP01
alter table t drop column f;
rollback;
-- domains, arrays, enums
create domain positive as int default 1 check (value > 0);
create type mood as enum ('sad', 'ok');
begin;
insert into log values (13, 'thirteen');
alter table t add p positive, add m mood default 'ok', add tags text[] default '{a,b}', add j jsonb default '{"k": 1}';
update t set m = 'sad', tags = tags || '{c}' where a = 1;
select a, p, m, tags, j from t order by a;
commit;
select a, p, m, tags, j from t order by a;
begin;
insert into log values (14, 'fourteen');
-- error 23514
alter table t add q positive default 0;
rollback;
