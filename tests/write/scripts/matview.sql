-- Materialized views: a query's rows, kept until they are asked for anew
CREATE TABLE t(a int primary key, b text, c numeric(6,2));
insert into t values (1,'one',1.5),(2,'two',2.25),(3,'three',null);
create materialized view mv as select * from t;
select * from mv order by a;
select b, c + 1 as d from mv where a > 1 order by a;
insert into t values (4,'four',4);
select count(*) from mv;
refresh materialized view mv;
select * from mv order by a;
create materialized view if not exists mv as select 1 as x;
-- error 42P07
create materialized view mv as select 1 as x;
-- error 42P07
create sequence mv;
-- error 42P07
create view mv as select 1 as x;
-- error 42P07
create materialized view t as select 1 as x;
create materialized view m2(x, y) as select b, count(*) from t group by b with no data;
-- error 55000
select * from m2;
-- error 55000
select count(*) from t where b in (select x from m2);
select matviewname, hasindexes, ispopulated from pg_matviews order by 1;
-- error 0A000
refresh materialized view concurrently m2;
refresh materialized view m2;
select * from m2 order by x;
-- error 55000
refresh materialized view concurrently m2;
create unique index m2_x on m2(x);
refresh materialized view concurrently m2;
-- error 42601
refresh materialized view concurrently m2 with no data;
select * from m2 order by x;
select relname, relkind, relispopulated, relhasindex, relhasrules from pg_class where relname in ('mv', 'm2', 'm2_x') order by 1;
select tablename, indexname, indexdef from pg_indexes where tablename = 'm2';
select matviewname, hasindexes, ispopulated from pg_matviews order by 1;
refresh materialized view m2 with no data;
-- error 55000
select * from m2;
select matviewname, hasindexes, ispopulated from pg_matviews order by 1;
refresh materialized view m2;
-- error 42809
insert into mv values (9, 'x', 1);
-- error 42809
update mv set b = 'x';
-- error 42809
delete from mv;
-- error 42809
truncate mv;
-- error 0A000
merge into mv using t on mv.a = t.a when matched then delete;
-- error 42809
copy mv from stdin;
-- error 42809
copy mv to stdout;
-- error 42809
select * from mv for update;
-- error 42809
drop table mv;
-- error 42809
drop view mv;
-- error 42809
drop materialized view t;
-- error 42P01
drop materialized view nosuch;
drop materialized view if exists nosuch;
-- error 42P01
refresh materialized view nosuch;
-- error 0A000
refresh materialized view t;
create view v as select x from m2;
select * from v order by x;
-- error 2BP01
drop materialized view m2;
create materialized view m3 as select v.x, t.a from v join t on t.b = v.x;
select * from m3 order by a;
select refobjid::regclass::text as t, deptype from pg_depend d join pg_rewrite r on r.oid = d.objid where r.ev_class = 'm3'::regclass and refobjid <> r.ev_class order by 1;
-- error 2BP01
drop table t;
drop materialized view m2 cascade;
-- error 42P01
select * from m3;
-- error 42601
create materialized view m4(a, b, c) as select 1, 2;
-- error 42701
create materialized view m4 as select 1 as a, 2 as a;
-- error 42703
create materialized view m4 as select nosuch from t;
-- error 42P02
create materialized view m4 as select $1 as x;
-- error 22012
create materialized view m4 as select 1/(a - 4) as x from t;
-- error 42P01
select * from m4;
create materialized view m4 as select 12/a as x from t;
insert into t values (0, 'zero', 0);
-- error 22012
refresh materialized view m4;
select * from m4 order by x;
delete from t where a = 0;
create temp table tt(a int);
-- error 0A000
create materialized view m5 as select * from tt;
begin;
refresh materialized view mv with no data;
-- error 55000
select * from mv;
rollback;
select * from mv order by a;
begin;
refresh materialized view mv with no data;
refresh materialized view mv;
select * from mv order by a;
commit;
select * from mv order by a;
begin;
create materialized view m6 as select a from t with no data;
refresh materialized view m6;
select * from m6 order by a;
rollback;
-- error 42P01
select * from m6;
begin;
update t set c = 100 where a = 1;
refresh materialized view mv;
select * from mv order by a;
rollback;
select * from mv order by a;
begin;
insert into t values (7, 'seven', 7);
create materialized view m6 as select a from t with no data;
refresh materialized view m6;
commit;
select * from m6 order by a;
begin;
refresh materialized view m6 with no data;
commit;
-- error 55000
select * from m6;
drop materialized view m6;
create materialized view m7 as select a % 2 as p, b from t;
-- error 23505
create unique index m7_p on m7(p);
create index on m7(b);
select indexdef from pg_indexes where tablename = 'm7';
drop materialized view m7;
create materialized view m7 as select a % 10 as p, b from t;
alter materialized view m7 rename column p to q;
alter table m7 rename column q to p;
create unique index m7_p on m7(p);
insert into t values (11, 'eleven', 0);
-- error 23505
refresh materialized view m7;
select * from m7 order by p;
alter materialized view m7 rename to m8;
select * from m8 order by p;
alter materialized view m8 set (fillfactor = 70);
alter materialized view m8 reset (fillfactor);
alter materialized view m8 owner to current_user;
-- error 42809
alter table m8 add column z int;
-- error 42809
alter table m8 alter column p set not null;
-- error 42809
alter view m8 rename to m9;
-- error 42809
alter materialized view t rename to t9;
alter materialized view if exists nosuch rename to t9;
alter table t rename to t9;
delete from t9 where a = 11;
refresh materialized view m8;
select * from m8 order by p;
select pg_get_viewdef('mv'::regclass) <> '' as has;
comment on materialized view m8 is 'eight';
-- error 42809
comment on view m8 is 'no';
select obj_description('m8'::regclass);
-- error 2BP01
alter table t9 drop column b;
-- error 0A000
alter table t9 alter column b type varchar(20);
drop table t9 cascade;
select matviewname from pg_matviews;
select table_name, table_type from information_schema.tables where table_schema = 'public';
-- duplicates that REFRESH CONCURRENTLY cannot tell apart
create table rs (a int, b int);
insert into rs values (1, 1), (2, 2);
create materialized view rm as select a, b from rs;
-- error 55000
refresh materialized view concurrently rm;
create unique index rm_a on rm (a);
refresh materialized view concurrently rm;
insert into rs values (1, 5);
-- error 23505
refresh materialized view concurrently rm;
insert into rs values (1, 5);
-- error 21000
refresh materialized view concurrently rm;
-- error 23505
refresh materialized view rm;
delete from rs where b = 5;
insert into rs values (null, 5), (null, 5);
refresh materialized view concurrently rm;
select * from rm order by a, b;
-- error 21000
begin; insert into rs values (2, 2); refresh materialized view concurrently rm; rollback;
rollback;
-- a column that has the name which the look for duplicate rows uses
create table counted (a int);
insert into counted values (1), (2), (2);
create materialized view counts as select a, count(*) as n from counted group by a;
create unique index on counts (a);
insert into counted values (3);
refresh materialized view concurrently counts;
select * from counts order by a;
create view no_matview as select 1;
-- error 42809
refresh materialized view no_matview;
-- error 0A000
refresh materialized view counted;
