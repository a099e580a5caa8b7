-- A second index, and a second key, on the same columns
create table t (a int primary key, b int, c text);
create index t_a on t (a);
create index t_a2 on t (a);
create unique index t_a3 on t (a);
alter table t add constraint t_a4 unique (a);
create index t_b on t (b);
create index t_b2 on t (b);
create index t_b3 on t (b desc);
create index t_b4 on t (b) where b > 5;
create index t_b5 on t (b) where b > 5;
create unique index t_b6 on t (b);
alter table t add unique (b);
alter table t add unique nulls not distinct (c);
create unique index t_c2 on t (c);
create index t_bc on t (b, c);
create index on t (b, c);
create index on t (b, c);
insert into t values (1, 10, 'x'), (2, null, 'y');
-- error 23505
insert into t values (1, 20, 'z');
-- error 23505
insert into t values (3, 10, 'z');
-- error 23505
insert into t values (3, 30, 'x');
insert into t values (3, null, null);
-- error 23505
insert into t values (4, null, null);
select indexdef from pg_indexes where tablename = 't' order by indexname collate "C";
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 't'::regclass order by conname collate "C";
drop index t_a;
-- error 2BP01
drop index t_a4;
alter table t drop constraint t_pkey;
-- error 23505
insert into t values (1, 20, 'z');
alter table t drop constraint t_a4;
-- error 23505
insert into t values (1, 20, 'z');
drop index t_a3;
insert into t values (1, 20, 'z');
select * from t where a = 1 order by b;
alter index t_b2 rename to t_b_two;
alter table t rename b to bb;
select indexdef from pg_indexes where tablename = 't' order by indexname collate "C";
-- error 23505
insert into t values (5, 10, 'v');
alter table t alter bb type bigint;
select indexdef from pg_indexes where tablename = 't' order by indexname collate "C";
-- error 23505
insert into t values (5, 10, 'v');
insert into t values (6, 60, 'w') on conflict (bb) do update set c = 'never';
insert into t values (7, 60, 'v') on conflict (bb) do update set c = 'conflict';
select * from t order by bb, a;
-- one that would have duplicates
-- error 23505
create unique index t_dup on t (a);
create table copy (like t including all);
select count(*) from pg_indexes where tablename = 'copy';
insert into copy values (1, 1, '1');
-- error 23505
insert into copy values (2, 1, '2');
-- behind rows
begin;
insert into t values (8, 80, 'h');
create index t_late on t (a);
create index t_late2 on t (a);
create unique index t_late3 on t (c);
alter table t add constraint t_late4 unique (bb);
-- error 23505
insert into t values (9, 80, 'i');
rollback;
begin;
insert into t values (8, 80, 'h');
create index t_late on t (a);
create index t_late2 on t (a);
create unique index t_late3 on t (c);
alter table t add constraint t_late4 unique (bb);
create table made (a int primary key, b int);
create index made_a on made (a);
create unique index made_a2 on made (a);
insert into made values (1, 1);
commit;
select indexdef from pg_indexes where tablename in ('t', 'made') order by indexname collate "C";
-- error 23505
insert into made values (1, 2);
-- error 23505
insert into t values (9, 80, 'i');
drop index t_late, made_a;
insert into made values (2, 2);
-- of arrays, deferrable
create table more (a int[], h text, d int unique deferrable initially deferred);
create index more_gin on more using gin (a);
create index more_gin2 on more using gin (a);
create index more_d on more (d);
alter table more add unique (d) deferrable;
insert into more values ('{1,2}', 'x', 1), ('{2,3}', 'y', 2);
select h from more where a @> '{2}' order by h;
select h from more where h = 'x';
-- error 23505
insert into more values ('{}', 'z', 2);
select indexdef from pg_indexes where tablename = 'more' order by indexname collate "C";
-- of _id, of which MongoDB has one that takes no options
create table of_id (_id int primary key, b int);
create index on of_id (_id);
create unique index on of_id (_id);
insert into of_id values (1, 2);
-- error 23505
insert into of_id values (1, 3);
select indexdef from pg_indexes where tablename = 'of_id' order by 1;
