-- restrict_nonsystem_relation_kind: views of one's own are not read; what is written of them is
create table t1 (a int primary key, b text);
insert into t1 values (1, 'x');
create view v1 as select a, b from t1;
create view v2 as select a from v1;
set restrict_nonsystem_relation_kind = 'view, foreign-table';
-- error 55000
select * from v1;
-- error 55000
select count(*) from t1 where a in (select a from v2);
-- error 55000
with w as (select * from v2) select * from w;
-- error 55000
insert into t1 select 2, b from v1;
select pg_get_viewdef('v2'::regclass);
select * from t1;
reset restrict_nonsystem_relation_kind;
prepare q as select * from v1;
execute q;
select * from v2;
