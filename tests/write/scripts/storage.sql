-- storage parameters, tablespaces, COPY FREEZE: nothing to MongoDB, but checked, and kept for the catalogs
-- error 22023
create table a1(a int) with (fillfactor=5);
-- error 22023
create table a1(a int) with (fillfactor=abc);
-- error 22023
create table a1(a int) with (fillfactor);
-- error 22023
create table a1(a int) with (nope=1);
-- error 22023
create table a1(a int) with (nope.fillfactor=1);
-- error 22023
create table a1(a int) with (fillfactor=50, fillfactor=60);
-- error 22023
create table a1(a int) with (autovacuum_enabled=maybe);
-- error 22023
create table a1(a int) with (autovacuum_vacuum_scale_factor=200);
-- error 22023
create table a1(a int) with (autovacuum_vacuum_scale_factor=x);
-- error 22023
create table a1(a int) with (vacuum_index_cleanup=x);
-- error 0A000
create table a1(a int) with (oids=true);
create table a1(a int) with (oids=false, autovacuum_enabled, toast.autovacuum_enabled=false, autovacuum_vacuum_scale_factor=1.50,fillfactor='070',vacuum_index_cleanup=AUTO);
select reloptions from pg_class where relname='a1';
alter table a1 set (fillfactor=20, parallel_workers=3);
select reloptions from pg_class where relname='a1';
-- error 22023
alter table a1 set (fillfactor=1);
alter table a1 reset (fillfactor, nope);
-- error 42601
alter table a1 reset (fillfactor=3);
-- error 42703
alter table a1 add b int, drop b;
alter table a1 drop constraint if exists nope;
select reloptions from pg_class where relname='a1';
alter table a1 reset (autovacuum_enabled, autovacuum_vacuum_scale_factor, vacuum_index_cleanup, parallel_workers);
select reloptions from pg_class where relname='a1';
-- error 22023
create table a2(a int) with (toast.fillfactor=20);
-- error 22023
create table a2(a int) with (toast.nope=20);
create table a3(a int) without oids;
create table a4(a int) tablespace pg_default;
create table a5(a int) using heap;
-- error 42704
create table a6(a int) using foo;
-- error 42704
create table a6(a int) tablespace nope;
create table a6 with (fillfactor=30) as select 1 as a;
select reloptions from pg_class where relname='a6';
-- error 22023
create table a7 with (fillfactor=1) as select 1 as a;
create table f1(a int);
-- copy: 1\n
-- error 55000
copy f1 from stdin with (freeze);
-- copy: 1\n
copy f1 from stdin with (freeze off);
-- copy: 1\n
-- error 42601
copy f1 from stdin with (freeze 3);
copy f1 to stdout with (freeze);
begin;
truncate f1;
savepoint a;
-- copy: 1\n
-- error 55000
copy f1 from stdin with (freeze);
rollback;
begin;
savepoint a;
truncate f1;
release a;
-- copy: 1\n
copy f1 from stdin with (freeze, format csv);
rollback;
begin;
create table f2(a int);
insert into f2 values (3);
-- copy: 1\n
copy f2 from stdin with (freeze, format csv);
commit;
-- copy: 1\n
-- error 55000
copy f2 from stdin with (freeze, format csv);
truncate f1, f2;
-- copy: 1\n
truncate f2; copy f2 from stdin with (freeze);
-- error 42P01
truncate f1, nope;
-- UNLOGGED: said, and shown
create unlogged table ul_1 (id serial primary key, a int);
create table ul_p (id int primary key, u int);
-- error 42P16
create table ul_2 (id int references ul_1);
create unlogged table ul_2 (id int primary key, p int references ul_p, u int references ul_1, g int generated always as identity);
create index ul_1a on ul_1 (a);
create unlogged table ul_3 as select 1 as x;
select 1 as x into unlogged ul_4;
-- error 42601
create unlogged view ul_v as select 1;
-- error 0A000
create unlogged materialized view ul_m as select 1;
create table ul_l (id int references ul_p);
create unlogged sequence ul_s;
create table ul_6 (like ul_1 including all);
select relname, relkind, relpersistence from pg_class where relname ~ '^ul_' order by relname;
alter table ul_1 set logged;
-- error 42P16
alter table ul_p set unlogged;
alter table ul_1 set unlogged;
-- error 42P16
alter table ul_2 set logged;
alter table ul_1 set logged;
alter table ul_2 set logged, add column y int;
-- error 42P16
alter table ul_p set unlogged;
-- error 0A000
alter table ul_3 set logged, set unlogged;
alter table ul_6 set logged, set unlogged;
create temp table ul_t (a int);
-- error 42P16
alter table ul_t set unlogged;
select relname, relkind, relpersistence from pg_class where relname ~ '^ul_' order by relname;
-- error 42P16
alter table ul_p add foreign key (u) references ul_6 (id);
drop table ul_1, ul_2, ul_3, ul_4, ul_6, ul_l, ul_p, ul_t;
drop sequence ul_s;
