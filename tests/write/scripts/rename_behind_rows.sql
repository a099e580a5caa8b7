-- RENAME of a table behind rows of the same transaction: of one that it made, of one that was there (two blanks: the runner looks at no table whose name comes and goes)
create  table r (a int primary key, b text);
insert into r values (1, 'x'), (2, null);
begin;
create  table r_new as select a, b from r;
insert into r_new values (3, 'z');
alter table r_new rename to r_renamed;
select * from r_renamed order by a;
-- error 42P01
select * from r_new;
rollback;
select to_regclass('r_new'), to_regclass('r_renamed');
begin;
create  table r_new as select a, b from r;
alter table r_new rename to r_renamed;
insert into r_renamed values (4, null);
update r_renamed set b = 'later' where a = 4;
select relname from pg_class where relname like 'r\_%' and relkind = 'r' order by 1;
select * from r_renamed order by a;
commit;
select relname from pg_class where relname like 'r\_%' and relkind = 'r' order by 1;
select * from r_renamed order by a;
-- one takes the place of another, which moves away
begin;
insert into r values (5, 'five');
create  table r_tmp as select a * 10 as a, b as c from r;
alter table r rename to r_backup;
alter table r_tmp rename to r;
select * from r order by a;
select * from r_backup order by a;
insert into r values (100, null);
insert into r_backup values (6, null);
-- error 23505
insert into r_backup values (6, null);
rollback;
select * from r order by a;
select to_regclass('r_tmp'), to_regclass('r_backup');
begin;
insert into r values (5, 'five');
create  table r_tmp as select a * 10 as a, b as c from r;
alter table r rename to r_backup;
alter table r_tmp rename to r;
insert into r values (100, null);
insert into r_backup values (6, null);
select attname from pg_attribute where attrelid = 'r'::regclass and attnum > 0 order by attnum;
select indexname from pg_indexes where tablename in ('r', 'r_backup') order by 1;
create index r_c on r (c);
comment on table r is 'the new one';
alter table r alter c set default 'd', add e int;
select indexname, indexdef from pg_indexes where tablename in ('r', 'r_backup') order by 1;
insert into r (a) values (101);
commit;
select * from r order by a;
select * from r_backup order by a;
select obj_description('r'::regclass);
select indexname, indexdef from pg_indexes where tablename in ('r', 'r_backup') order by 1;
insert into r (a) values (102);
-- error 23505
insert into r_backup values (6, null);
select c from r where a = 102;
drop table r_backup;
-- or is dropped
begin;
insert into r values (7);
create  table r_tmp as select 1 as one;
drop table r;
alter table r_tmp rename to r;
select * from r;
rollback;
select count(*) from r;
begin;
insert into r values (7);
create  table r_tmp as select 1 as one;
drop table r;
alter table r_tmp rename to r;
insert into r values (2), (null);
commit;
select * from r order by 1;
-- moved away and dropped
begin;
insert into r values (7);
create  table r_tmp as select 2 as two;
alter table r rename to r_old;
alter table r_tmp rename to r;
drop table r_old;
select * from r;
commit;
select * from r;
select to_regclass('r_old'), to_regclass('r_tmp');
-- back again, on and on
begin;
insert into r values (8);
alter table r rename to r1;
alter table r1 rename to r2;
alter table r2 rename to r;
select * from r order by 1;
alter table r rename to r3;
commit;
select * from r3 order by 1;
select to_regclass('r'), to_regclass('r1'), to_regclass('r2');
-- names that are taken
begin;
insert into r3 values (9);
-- error 42P07
alter table r3 rename to r_renamed;
rollback;
begin;
insert into r3 values (9);
alter table r3 rename to r;
-- error 42P07
alter table r_renamed rename to r;
rollback;
-- an error takes it all back
begin;
insert into r3 values (9);
alter table r3 rename to r;
-- error 22012
select 1 / 0;
commit;
select * from r3 order by 1;
-- what would know it by another name: refused
begin;
insert into r3 values (9);
alter table r3 rename to r;
-- refused
create view r_view as select * from r;
rollback;
begin;
insert into r3 values (9);
alter table r3 rename to r;
-- refused
create materialized view r_view as select * from r;
rollback;
drop table r3, r_renamed;
-- a name is taken again that the transaction has dropped, or moved away
create  table n (a int primary key, b text);
insert into n values (1, 'x'), (2, null);
begin;
insert into n values (3, null);
drop table n;
create  table n (c int unique, d text not null, e serial);
insert into n (c, d) values (1, 'one'), (null, 'none');
-- error 23505
insert into n (c, d) values (1, 'again');
rollback;
select * from n order by a;
begin;
insert into n values (3, null);
drop table n;
create  table n (c int unique, d text not null, e serial);
insert into n (c, d) values (1, 'one'), (null, 'none');
create index n_d on n (d);
comment on column n.d is 'the second';
select * from n order by e;
select indexname, indexdef from pg_indexes where tablename = 'n' order by 1;
drop table n;
create  table n as select 'third'::text as t;
alter table n add u int;
update n set u = 5;
insert into n values ('fourth');
select * from n order by t;
commit;
select * from n order by t;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'n'::regclass and attnum > 0 order by attnum;
begin;
insert into n values ('fifth');
alter table n rename to n_old;
create  table n (like n_old, w int default 7 primary key);
insert into n select t, u from n_old where u is not null;
select * from n order by t;
commit;
select * from n order by t;
select * from n_old order by t;
-- error 23505
insert into n (t) values ('twice');
begin;
update n set w = 8;
drop table n, n_old;
create materialized view n as select 1 as one;
select * from n;
commit;
select * from n;
refresh materialized view n;
select * from n;
drop materialized view n;
-- a view's name
create view v as select 1 as one;
create  table n (a int);
begin;
insert into n values (1);
drop view v;
alter table n rename to v;
select * from v;
rollback;
select * from v;
begin;
insert into n values (1);
drop view v;
alter table n rename to v;
commit;
select * from v;
drop table v;
