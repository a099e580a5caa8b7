-- CREATE UNIQUE INDEX behind rows of the same transaction: kept at once, of a table that was there and of one that the transaction made
create table k (a int primary key, b int, c text, n numeric);
insert into k values (1, 10, 'x', 1.0), (2, 20, 'y', 2.50), (3, null, 'z', null);
begin;
insert into k values (4, 40, 'w', 4);
create unique index k_b on k (b);
create unique index k_nc on k (n desc, c);
select indexname, indexdef from pg_indexes where tablename = 'k' order by 1;
insert into k values (5, 50, 'w', 4.1), (6, null, 'w', null), (7, null, 'w', null);
update k set b = b + 1 where a = 1;
update k set b = a where b is null and a < 7;
delete from k where b = 20;
insert into k values (8, 20, 'back', 2.5);
savepoint s;
-- error 23505
insert into k values (9, 50, 'dup', 9);
rollback to s;
-- error 23505
update k set b = 11 where a = 4;
rollback to s;
-- error 23505
insert into k values (9, 90, 'p', 9), (10, 100, 'q', 9.5), (11, 90, 'p', 9.7);
rollback to s;
-- error 23505
insert into k values (9, 90, 'p', 9.0), (10, 91, 'p', 9.000);
rollback to s;
-- error 23505
insert into k values (9, 90, 'w', 4.00);
rollback to s;
-- error 23505
update k set b = 77 where a > 4;
rollback to s;
insert into k values (9, 50, 'other', 9) on conflict (b) do nothing;
insert into k values (9, 50, 'other', 9), (10, 101, 'new', 10) on conflict (b) do update set c = excluded.c || '!';
insert into k values (11, 101, 'no', 11), (12, 110, 'w', 4.00), (13, 113, 'yes', 13) on conflict do nothing;
-- error 23505
insert into k values (14, 101, 'no', 11) on conflict (n, c) do nothing;
rollback to s;
insert into k values (9, 50, 'other', 9), (10, 101, 'new', 10) on conflict (b) do update set c = excluded.c || '!';
select * from k order by a;
commit;
select indexname, indexdef from pg_indexes where tablename = 'k' order by 1;
select * from k order by a;
-- error 23505
insert into k values (20, 101, 'dup', 20);
-- error 23505
insert into k values (20, 200, 'w', 4.000);
insert into k values (20, null, 'null', null), (21, null, 'null', null);
-- undone
begin;
insert into k values (30, 30, 'thirty', 30);
create index k_c on k (c) where a > 0;
rollback;
begin;
delete from k where a > 5;
create unique index k_c on k (c);
-- error 23505
insert into k values (31, 31, 'w', 31);
rollback;
select indexname from pg_indexes where tablename = 'k' order by 1;
insert into k values (31, 31, 'w', 31);
-- rows that are there
begin;
insert into k values (32, 32, 'x', 32);
-- error 23505
create unique index k_c on k (c);
rollback;
begin;
insert into k values (32, 32, 'unique', 32);
savepoint s;
-- error 23505
create unique index k_c on k (c);
rollback to s;
create unique index on k (c, a);
insert into k values (33, 33, 'unique', 33);
commit;
select indexname from pg_indexes where tablename = 'k' order by 1;
-- of a table that the transaction made and filled
begin;
insert into k values (40, 400, 'forty', 40);
create table made as select a, b, c from k where b is not null;
create unique index made_a on made (a);
create unique index made_b on made (b) include (c);
insert into made values (100, 1000, 'more');
select indexname, indexdef from pg_indexes where tablename = 'made' order by 1;
insert into made values (100, 1, 'no') on conflict (a) do update set b = 1001;
commit;
select * from made order by a;
-- error 23505
insert into made values (100, 5, 'twice');
-- error 23505
insert into made values (101, 1001, 'twice');
begin;
insert into k values (41, 410, 'more', 41);
create table made2 as select a, b from k where b is not null;
create unique index made2_a on made2 (a);
-- error 23505
insert into made2 select a, b from k where a = 41;
rollback;
-- error 42P01
select * from made2;
-- values that trade places, and those that follow one another
begin;
insert into k values (50, 500, 'fifty', 50);
create table steps (a int, b text);
insert into steps values (1, 'one'), (2, 'two'), (3, 'three');
create unique index steps_a on steps (a);
update steps set a = a + 10;
update steps set a = a - 1;
savepoint s;
-- error 23505
update steps set a = a + 1;
rollback to s;
-- error 23505
update steps set a = 11 where b = 'one';
rollback to s;
update steps set b = b || '!' where a > 10;
select * from steps order by a;
commit;
select * from steps order by a;
-- nulls that are equal
begin;
insert into k values (51, 510, 'nulls', 51);
create table nulls (a int, b int);
insert into nulls values (1, null), (2, 5);
create unique index nulls_b on nulls (b) nulls not distinct;
savepoint s;
-- error 23505
insert into nulls values (3, null);
rollback to s;
insert into nulls values (3, 6);
commit;
-- error 23505
insert into nulls values (4, null);
begin;
insert into k values (52, 520, 'nulls', 52);
insert into nulls (a) select null from nulls where false;
create unique index nulls_a on nulls (a, b) nulls not distinct;
commit;
-- DROP INDEX waits for the commit
create index k_plain on k (n);
begin;
insert into k values (60, 600, 'sixty', 60);
drop index k_plain;
select indexname from pg_indexes where tablename = 'k' order by 1;
-- error 42704
drop index k_plain;
rollback;
select indexname from pg_indexes where tablename = 'k' order by 1;
begin;
insert into k values (60, 600, 'sixty', 60);
drop index k_plain, k_b;
insert into k values (61, 601, 'sixty-one', 61);
-- error 42P10
insert into k values (62, 600, 'x', 62) on conflict (b) do nothing;
rollback;
begin;
insert into k values (60, 600, 'sixty', 60);
drop index k_b;
-- refused
insert into k values (61, 600, 'twice', 61);
rollback;
begin;
insert into k values (60, 600, 'sixty', 60);
drop index k_plain, k_b;
create index k_b on k (b);
create index k_plain on k (c desc);
select indexname, indexdef from pg_indexes where tablename = 'k' order by 1;
commit;
select indexname, indexdef from pg_indexes where tablename = 'k' order by 1;
insert into k values (61, 600, 'twice', 61);
-- one that was to be made is not
begin;
insert into k values (70, 700, 'seventy', 70);
create unique index k_gone on k (a, b, c);
create index k_gone2 on k (a, b, n);
comment on index k_gone2 is 'gone';
drop index k_gone, k_gone2;
insert into k values (71, 700, 'seventy', 71);
commit;
select indexname from pg_indexes where tablename = 'k' order by 1;
-- renamed
begin;
insert into k values (80, 800, 'eighty', 80);
create unique index k_was on k (a, n);
alter index k_was rename to k_is;
alter index k_plain rename to k_plainer;
alter index k_nc rename to k_cn;
-- error 42P07
alter index k_is rename to k_b;
rollback;
select indexname from pg_indexes where tablename = 'k' order by 1;
begin;
insert into k values (80, 800, 'eighty', 80);
create unique index k_was on k (a, n);
alter index k_was rename to k_is;
alter index k_plain rename to k_plainer;
alter index k_nc rename to k_cn;
savepoint s;
-- error 23505
insert into k values (81, 810, 'eighty', 80.0);
rollback to s;
reindex table k;
reindex index k_is;
commit;
select indexname, indexdef from pg_indexes where tablename = 'k' order by 1;
-- error 23505
insert into k values (81, 810, 'eighty', 80.0);
-- temporary tables, one message, a table that gets another name, and one that goes
create temp table t (a int, b int);
begin;
insert into t values (1, 2);
create unique index t_a on t (a);
savepoint s;
-- error 23505
insert into t values (1, 3);
rollback to s;
commit;
-- error 23505
insert into t values (1, 3);
insert into k values (90, 900, 'ninety', 90); create unique index k_message on k (c, n); select count(*) from k;
begin;
insert into k values (91, 910, 'ninety', 91);
create table moving as select a from k;
create unique index moving_a on moving (a);
alter table moving rename to moved; commit;
-- error 23505
insert into moved values (91);
select indexname, tablename from pg_indexes where indexname like 'mov%' order by 1;
begin;
insert into k values (92, 920, 'ninety-two', 92);
create table short as select 1 as a;
create unique index short_a on short (a);
drop table short; commit;
-- error 42P01
select * from short;
-- rows of views, of WITH and of MERGE
begin;
insert into k values (93, 930, 'view', 93);
create table base (a int, b int);
insert into base values (1, 1), (2, 2);
create unique index base_a on base (a);
create view over as select a, b from base;
insert into over values (3, 3);
with x as (insert into base values (4, 4) returning a) insert into over select a + 1, a from x;
merge into base using (values (4, 40), (6, 60)) v (a, b) on base.a = v.a when matched then update set b = v.b when not matched then insert values (v.a, v.b);
savepoint s;
-- error 23505
insert into over values (5, 3);
rollback to s;
-- error 23505
with x as (insert into base values (7, 7)) insert into base values (7, 8);
rollback to s;
-- error 23505
merge into base using (values (4, 40)) v (a, b) on base.a = v.a when matched then update set a = 5;
rollback to s;
select * from base order by a;
commit;
select * from base order by a;
