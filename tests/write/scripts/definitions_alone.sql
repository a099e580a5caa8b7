-- blocks of definitions alone, which come before any rows: what one of them leaves to the commit, the next finds as PostgreSQL does
create table t (a int primary key, b int, c int[], d text);
insert into t values (1, 10, '{1}', 'x'), (2, 20, '{2,3}', 'y');
create table u (a int);
create view v as select a from u;
-- what has been dropped stays so where another table's rows are changed at once
begin;
drop view v;
alter table u alter a type text using a::text;
create view v as select a || '!' as a from u;
select * from v;
commit;
select * from v;
-- columns that a unique index of MongoDB's keeps apart until the commit
begin;
alter table t drop column a;
alter table t rename d to e;
select * from t order by b;
commit;
select * from t order by b;
drop table t;
create table t (a int primary key, b int unique, c int[], d text);
insert into t values (1, 10, '{1}', 'x'), (2, 20, '{2,3}', 'y');
begin;
alter table t drop constraint t_pkey;
alter table t drop column a;
alter table t drop column b;
select * from t order by d;
commit;
insert into t values ('{4}', 'x');
select * from t order by 1;
-- what an index needs of a table's declaration goes with it
begin;
create index t_c on t (c);
create index t_d on t (d) where d > 'w';
rollback;
select indexname from pg_indexes where tablename = 't';
insert into t values ('{{1,2},{3,4}}', 'two dimensions');
delete from t where array_ndims(c) > 1;
begin;
savepoint s;
create index t_c on t (c);
rollback to s;
insert into t values ('{{1,2},{3,4}}', 'two dimensions');
commit;
select * from t order by 1;
drop table t;
-- what is undone may have a type that was dropped behind it
create domain d as int check (value > 0);
create table t (a int, b d);
begin;
alter domain d rename to n;
create index t_b on t (b) where a > 0;
alter table t drop column b;
drop domain n;
rollback;
begin;
savepoint s;
create index t_b on t (b) where a > 0;
drop domain d cascade;
rollback to s;
insert into t values (1, 1);
commit;
-- error 23514
insert into t values (1, -1);
select a, b::d from t;
