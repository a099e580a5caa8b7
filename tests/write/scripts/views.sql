-- Views: CREATE, OR REPLACE, over views and catalogs, DROP with what depends on them, RENAME
CREATE TABLE t1(a int primary key, b text, c numeric(6,2));
CREATE TABLE t2(a int, d text);
insert into t1 values (1,'one',1.5),(2,'two',2.25),(3,'three',null);
insert into t2 values (1,'x'),(3,'y'),(4,'z');
create view v1 as select * from t1;
select * from v1 order by a;
select b, c + 1 as c1 from v1 where a > 1 order by a;
-- error 42P07
create view v1 as select 1 as x;
-- error 42P07
CREATE TABLE v1(a int);
-- error 42P07
create view t1 as select 1 as x;
create view v2(x, y) as select a, count(*) from t1 group by a;
select * from v2 order by x;
-- error 42601
create view v3(x, y, z) as select a, b from t1;
-- error 42701
create view v3 as select a, a from t1;
-- error 42701
create view v3(a) as select b, a from t1;
create view v3(x) as select b, a from t1;
select x, a from v3 order by a;
-- error 42703
select b from v3;
-- error 42703
create view v4 as select nosuch from t1;
-- error 42P01
create view v4 as select 1 as x from nosuch;
-- error 42P02
create view v4 as select $1 as x;
create view v4 as select v1.a, t2.d, v2.y from v1 join t2 using (a) left join v2 on v2.x = v1.a;
select * from v4 order by 1;
create view v5 as select * from v4 natural join t1;
select * from v5 order by a;
create view v6 as with w as (select a + 1 as n from t1) select w.n, (select count(*) from t2 where t2.a = w.n) as k from w;
select * from v6 order by n;
create view v7 as values (1, 'x'), (2, 'y');
select * from v7;
create view v8 as select a from t1 union all select a from t2 order by 1 limit 4;
select * from v8;
create view v9 as select relname from pg_class where relname in ('t1', 'v1');
select * from v9 order by 1;
create recursive view v10(n) as select 1 union all select n + 1 from v10 where n < 5;
select sum(n) from v10;
create view v11 as select 'lit' as l, null as n, t2.* from t2;
select pg_typeof(l), pg_typeof(n), l, n, a, d from v11 order by a;
create view v12 as select x.*, y.d from t1 x full join t2 y using (a);
select * from v12 order by a nulls last, d;
create view "V 13" as select a as "A b", row_number() over (order by a desc) as rn from t1;
select * from "V 13" order by rn;
-- a column more does not show
alter table t1 add column e int default 7;
select * from v1 order by a;
select * from v5 order by a;
insert into t1 values (4, 'four', 4, 4);
select * from v1 order by a;
select count(*), max(v.c), string_agg(v.b, ',' order by v.a) from v1 v;
-- OR REPLACE
create or replace view v3(x) as select b, a, c from t1;
select * from v3 order by a;
-- error 42P16
create or replace view v3(x) as select b from t1;
-- error 42P16
create or replace view v3(y) as select b, a, c from t1;
-- error 42P16
create or replace view v3(x) as select b, a::text as a, c from t1;
-- error 42809
create or replace view t1 as select 1 as x;
create or replace view v14 as select 14 as n;
create or replace view v14 as select 15 as n;
select * from v14;
-- what depends
-- error 2BP01
drop table t1;
-- error 2BP01
drop view v1;
-- error 2BP01
alter table t1 drop column b;
-- error 0A000
alter table t1 alter column b type varchar(20);
alter table t1 drop column e;
-- error 42809
drop table v1;
-- error 42809
drop view t1;
-- error 42P01
drop view nosuch;
drop view if exists nosuch;
drop view v14, v9;
-- error 42P01
select * from v14;
create view u1 as select a from t2;
create view u2 as select a from u1;
create view u3 as select a from u2;
-- error 2BP01
drop view u1;
-- error 2BP01
drop view u1, u3;
drop view u1, u2, u3;
create view u1 as select a from t2;
create view u2 as select a from u1;
drop view u1 cascade;
-- error 42P01
select * from u2;
-- RENAME
create view r1 as select a, d from t2;
create view r2 as select r1.a, d from r1;
alter view r1 rename to r9;
select * from r9 order by a;
select * from r2 order by a;
alter view r2 rename column d to e;
select e from r2 order by a;
alter table r9 rename to r1;
select * from r2 order by a;
-- error 42809
alter view t1 rename to t9;
-- error 42P01
alter view nosuch rename to x;
alter view if exists nosuch rename to x;
-- error 42P07
alter view r1 rename to t1;
alter table t2 rename to t3;
select * from r2 order by a;
select * from v4 order by 1;
alter table t3 rename to t2;
-- in transactions
begin;
create view x1 as select 1 as n;
select * from x1;
rollback;
-- error 42P01
select * from x1;
begin;
create view x1 as select a from t1;
insert into t1 values (9, 'nine', 9);
select * from x1 order by a;
commit;
select * from x1 order by a;
begin;
drop view x1;
-- error 42P01
select * from x1;
rollback;
select * from x1 order by a;
begin; drop view x1; commit;
-- error 42P01
select * from x1;
-- what a view shows itself as
select table_name, is_updatable from information_schema.views where table_name in ('v2', 'v7') order by 1;
select viewname from pg_views where schemaname = 'public' order by 1;
select relname, relkind, relnatts, relhasrules from pg_class where relname in ('v1', 'v4', 'v7') order by 1;
select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute where attrelid = 'v1'::regclass and attnum > 0 order by attnum;
select table_name, table_type from information_schema.tables where table_schema = 'public' order by 1;
select view_name, table_schema, table_name from information_schema.view_table_usage where view_schema = 'public' and table_schema = 'public' and view_name <> 'v10' order by 1, 3;
select view_name, table_name, column_name from information_schema.view_column_usage where view_schema = 'public' and table_schema = 'public' order by 1, 2, 3;
-- writes
-- error 55000
insert into v2 values (1, 1);
-- error 55000
update v2 set x = 1;
-- error 55000
delete from v2;
create view w1 as select a from t1 with check option;
drop view w1;
-- error 22023
create view w1 with (nosuch = 1) as select a from t1;
drop table t1 cascade;
-- error 42P01
select * from v1;
select * from r1 order by a;
