-- Unique indexes with a condition, behind rows of the same block, and looked for while there is a savepoint
create table p (a int primary key, b int, c text, d timestamptz, gone bool default false, n numeric);
insert into p values (1, 10, 's', null), (2, 10, 'r', null), (3, 30, 's', '2020-01-01'), (4, null, 's', null), (5, null, 's', null);
create table log (a int);
-- rows that are there
begin;
insert into log values (1);
savepoint s;
create unique index p_b on p (b) where c = 's';
rollback to s;
-- error 23505
create unique index p_bad on p (c) where b is null;
rollback to s;
update p set c = 's' where a = 2;
-- error 23505
create unique index p_b on p (b) where c = 's';
rollback;
-- what comes behind it
begin;
insert into log values (2);
create unique index p_b on p (b) where c = 's';
savepoint s;
-- error 23505
insert into p values (6, 10, 's');
rollback to s;
insert into p values (6, 10, 'r'), (7, 10, 'q'), (8, null, 's'), (9, null, 's');
-- error 23505
update p set c = 's' where a = 6;
rollback to s;
-- error 23505
update p set c = 's' where a = 2;
rollback to s;
-- error 23505
update p set b = 10 where a = 3;
rollback to s;
update p set b = 11 where a = 1;
update p set c = 's' where a = 2;
-- error 23505
insert into p values (10, 11, 's');
rollback to s;
-- error 23505
insert into p values (11, 77, 's'), (12, 77, 's');
rollback to s;
insert into p values (11, 77, 's'), (12, 77, 't');
insert into p values (13, 77, 's') on conflict do nothing;
insert into p values (13, 77, 's') on conflict (b) where c = 's' do nothing;
insert into p values (14, 77, 't') on conflict (b) where c = 's' do nothing;
delete from p where a = 11;
insert into p values (15, 77, 's');
commit;
select a, b, c from p order by a;
-- error 23505
insert into p values (16, 77, 's');
select indexdef from pg_indexes where tablename = 'p' order by indexname collate "C";
-- other conditions
begin;
insert into log values (3);
create unique index p_null on p (c) where d is not null;
create unique index p_date on p (b) where d >= '2021-01-01' or d < '2000-01-01';
create unique index p_in on p (b) where c in ('x', 'y');
create unique index p_bool on p (b) where not gone and a > 100;
create unique index p_two on p (b, c) where a > 20 and a <= 30;
savepoint s;
-- error 23505
insert into p values (17, 170, 's', '2020-01-01');
rollback to s;
insert into p values (17, 170, 'u', '2022-01-01');
-- error 23505
insert into p values (18, 170, 'v', '1999-01-01');
rollback to s;
insert into p values (17, 170, 'u', '2022-01-01');
insert into p values (18, 170, 'v', '2005-01-01');
-- error 23505
update p set d = '2023-01-01' where a = 18;
rollback to s;
insert into p values (17, 170, 'x');
-- error 23505
insert into p values (18, 170, 'y');
rollback to s;
insert into p values (101, 1, 'h', null, false), (102, 1, 'i', null, true), (99, 1, 'j', null, false);
-- error 23505
update p set gone = false where a = 102;
rollback to s;
insert into p values (21, 5, 'k'), (31, 5, 'k'), (20, 5, 'k'), (22, 5, null), (23, 5, null);
-- error 23505
insert into p values (30, 5, 'k');
rollback to s;
insert into p values (21, 5, 'k');
-- error 23505
update p set a = 24, b = 5, c = 'k' where a = 1;
rollback to s;
commit;
select indexdef from pg_indexes where tablename = 'p' order by indexname collate "C";
-- one that is there, and a savepoint: what came before an error stays
begin;
insert into p values (40, 400, 's');
savepoint s;
-- error 23505
insert into p values (41, 400, 's');
rollback to s;
insert into p values (41, 400, 'w');
-- error 23505
update p set c = 's' where a = 41;
rollback to s;
insert into p values (41, 401, 's');
commit;
select a, b, c from p where a >= 40 order by a;
