-- CREATE INDEX behind rows in one transaction: of a table that was there, of one that the transaction made
create table r (a int primary key, b int, c text, tags text[]);
insert into r values (1, 10, 'x', '{p,q}');
begin;
insert into r values (2, 20, 'y', null);
create index r_b on r (b);
create index r_more on r (c desc nulls last) include (a) where b > 5;
create index on r (c);
-- error 42P07
create index r_b on r (c);
rollback;
select indexname, indexdef from pg_indexes where tablename = 'r' order by 1;
select a from r order by a;
begin;
insert into r values (2, 20, 'y', null);
create index r_b on r (b);
create index r_more on r (c desc nulls last) include (a) where b > 5;
create index on r (c);
create index if not exists r_b on r (b);
select indexname, indexdef from pg_indexes where tablename = 'r' order by 1;
insert into r values (3, 30, 'z', '{q}');
update r set b = b + 1 where a = 1;
select a, b from r where b > 10 order by b;
commit;
select indexname, indexdef from pg_indexes where tablename = 'r' order by 1;
select indexrelid::regclass::text as i, indnatts, indnkeyatts, indkey::text, indoption::text, indisunique, indisvalid, indisready, indpred is not null as p from pg_index where indrelid = 'r'::regclass order by 1;
select * from r order by a;
drop index r_more;
-- undone
begin;
delete from r where a = 3;
create index r_gone on r (b, c) with (fillfactor = 70);
select indexname from pg_indexes where tablename = 'r' order by 1;
rollback;
select indexname from pg_indexes where tablename = 'r' order by 1;
select a from r order by a;
create index r_gone on r (c, b);
drop index r_gone;
-- the name of one that is to be made is taken
begin;
insert into r values (4, 40, 'w', null);
create index r_taken on r (b, a);
-- error 42P07
create table r_taken (a int);
rollback;
-- a failed statement takes all with it
begin;
insert into r values (4, 40, 'w', null);
create index r_late on r (b, a);
-- error 23505
insert into r values (4, 41, 'w', null);
-- error 25P02
create index r_later on r (a, c);
commit;
select indexname from pg_indexes where tablename = 'r' order by 1;
-- a table that is made behind rows, and has some
begin;
insert into r values (5, 50, 'v', null);
create table made as select a, b, c from r;
create index made_b on made (b) where c is not null;
insert into made values (6, 60, 'u');
select indexname, indexdef from pg_indexes where tablename = 'made' order by 1;
commit;
select indexname, indexdef from pg_indexes where tablename = 'made' order by 1;
select * from made order by a;
-- and one that has none: keys of its own at once
begin;
update r set b = 51 where a = 5;
create table bare (a int, b int, c text);
create unique index bare_a on bare (a);
create unique index bare_b on bare (b) where c = 'x';
create index bare_c on bare (c nulls first);
insert into bare values (1, 1, 'x'), (2, 2, 'x'), (3, 1, 'y');
insert into bare values (1, 5, 'z') on conflict (a) do update set c = 'on conflict';
select * from bare order by a;
select indexname, indexdef from pg_indexes where tablename = 'bare' order by 1;
commit;
select indexname, indexdef from pg_indexes where tablename = 'bare' order by 1;
select * from bare order by a;
-- error 23505
insert into bare values (2, 9, 'q');
begin;
update r set b = 52 where a = 5;
create table bare2 (a int, b int);
create unique index bare2_a on bare2 (a);
insert into bare2 values (1, 1);
-- error 23505
insert into bare2 values (1, 2);
rollback;
-- error 42P01
select * from bare2;
-- not one of an array, which takes one dimension only from then on
begin;
insert into r values (7, 70, 's', null);
-- refused
create index r_tags on r using gin (tags);
rollback;
-- what is dropped again needs none
begin;
insert into r values (8, 80, 'r', null);
create table short as select 1 as a;
create index short_a on short (a);
drop table short; commit;
-- error 42P01
select * from short;
-- another's indexes are copied, those to be made too
begin;
insert into r values (9, 90, 'r', null);
create index r_copied on r (b, a desc);
create table likeness (like r including indexes);
insert into likeness values (1, 1, 'a', null);
-- error 23505
insert into likeness values (1, 2, 'b', null);
rollback;
begin;
insert into r values (9, 90, 'r', null);
create index r_copied on r (b, a desc);
create table likeness (like r including indexes);
insert into likeness values (1, 1, 'a', null);
commit;
select indexname, indexdef from pg_indexes where tablename in ('r', 'likeness') order by 1;
-- temporary ones
create temp table t (a int, b int);
begin;
insert into t values (1, 2);
create index t_b on t (b);
commit;
begin;
insert into t values (3, 4);
create temp table brief (a int) on commit drop;
insert into brief values (1);
create index brief_a on brief (a);
commit;
select * from t order by a;
-- a materialized view
begin;
insert into r values (10, 100, 'r', null);
create materialized view mv as select a, b from r where b >= 90;
create index mv_b on mv (b);
select * from mv order by a;
commit;
select indexname, indexdef from pg_indexes where tablename = 'mv' order by 1;
-- in one message
insert into r values (11, 110, 'o', null); create index r_message on r (c, a); select count(*) from r;
select indexname from pg_indexes where tablename = 'r' order by 1;
-- a snapshot that was read only
begin isolation level repeatable read;
select count(*) from r;
create index r_snapshot on r (c, b);
commit;
select indexname from pg_indexes where tablename = 'r' order by 1;
-- what changes the declaration alone: columns that are NULL in all rows, defaults, comments
create table s (a serial primary key, b int default 5, c text);
insert into s (c) values ('one');
begin;
insert into s (c) values ('two');
alter table s add d text, add column e numeric(6,2);
alter table s alter b set default 6, add if not exists c int;
comment on table s is 'behind rows';
comment on column s.d is 'new';
insert into s (c, d, e) values ('three', 'x', 1.255);
update s set d = c || b where a = 1;
-- error 22003
insert into s (e) values (123456);
rollback;
select * from s order by a;
select attname, col_description(attrelid, attnum) from pg_attribute where attrelid = 's'::regclass and attnum > 0 order by attnum;
begin;
insert into s (c) values ('two');
alter table s add d text, add column e numeric(6,2);
alter table s alter b set default 6, add if not exists c int;
comment on table s is 'behind rows';
comment on column s.d is 'new';
insert into s (c, d, e) values ('three', 'x', 1.255);
update s set d = c || b where a = 1;
create index s_d on s (d desc nulls last) where e > 1;
comment on index s_d is 'the index';
select attname, format_type(atttypid, atttypmod), attnotnull, col_description(attrelid, attnum), pg_get_expr(adbin, adrelid) from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 's'::regclass and attnum > 0 order by attnum;
select obj_description('s'::regclass), obj_description('s_d'::regclass);
select d, e from s where d is not null order by d;
commit;
select attname, format_type(atttypid, atttypmod), attnotnull, col_description(attrelid, attnum), pg_get_expr(adbin, adrelid) from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = 's'::regclass and attnum > 0 order by attnum;
select obj_description('s'::regclass), obj_description('s_d'::regclass);
select indexdef from pg_indexes where indexname = 's_d';
insert into s (c) values ('four');
select * from s order by a;
-- error 22003
insert into s (e) values (123456);
-- of a table that the transaction made
begin;
insert into s (c) values ('five');
create table s2 as select a, c from s;
alter table s2 add d int;
comment on table s2 is 'made';
update s2 set d = a * 2;
alter table s2 alter d set default 9;
insert into s2 (a) values (100);
-- error 42701
alter table s2 add d int;
rollback;
begin;
insert into s (c) values ('six');
create table s2 as select a, c from s;
alter table s2 add d int;
update s2 set d = a * 2;
alter table s2 alter d set default 9;
insert into s2 (a) values (100);
commit;
select d from s2 where a = 100;
insert into s2 (a) values (101);
select a, d from s2 where a > 99 order by a;
alter table s2 alter d drop default, add f int default 3;
-- what stays refused (and alter_behind_rows.sql)
begin;
insert into s (c) values ('seven');
-- refused
alter table s add f int unique deferrable;
rollback;
-- gone with its table
begin;
insert into s (c) values ('seven');
alter table s2 add g int;
drop table s2; commit;
-- error 42P01
select * from s2;
