-- a view sees those columns of its tables that were there when it was made, whatever they are called since
create table sa (a int, x int);
create table sb (k int, d int);
insert into sa values (1, 2);
insert into sb values (2, 4);
create view s_bare as select a, d from sa, sb;
create view s_outer as select a from sa where exists (select 1 from sb where k = x);
create view s_list as select q, r from sb y(q, r);
create view s_part as select * from sb y(q);
create view s_join as select * from (sa cross join sb) j(j1, j2, j3, j4);
create view s_deep as select b.d, s.* from s_bare b, lateral (select a as inner_a from s_outer) s;
create materialized view s_kept as select a, d from sa, sb;
alter table sa add d int default 7;
alter table sb add x int default 8;
alter table sb add q int default 9;
select * from s_bare;
select * from s_outer;
select * from s_list;
select * from s_part;
select * from s_join;
select * from s_deep;
refresh materialized view s_kept;
select * from s_kept;
insert into s_list values (20, 40);
update s_part set q = 21 where d = 40;
select * from sb order by k;
-- the names change, one takes another's place
alter table sa rename x to y;
alter table sb rename d to was_d;
alter table sb rename x to d;
select * from s_bare order by 1, 2;
select * from s_outer;
select * from s_list order by 1;
select * from s_part order by 1;
select * from s_join order by 3;
-- what nobody names goes, and another comes under its name
alter table sa drop d;
alter table sa add d int default 70;
alter table sb add more int default 5;
create view s_more as select v, u from sb z(u, v, w, p, m);
alter table sb drop d;
alter table sb add d int default 80;
alter table sb rename to sc;
select * from s_more order by 1;
select * from s_bare order by 1, 2;
select * from s_part order by 1;
select * from s_join order by 3;
-- error 2BP01
alter table sc drop k;
-- more columns of a view below
create view s_top as select a, w from s_bare, (select 3 as w) c;
create or replace view s_bare as select a, was_d as d, 1 as w from sa, sc;
select * from s_top order by 1;
select pg_get_viewdef('s_join', true), pg_get_viewdef('s_list', true);
-- a whole row in VALUES and ROW() stays one
create view s_whole as select (v.column1).a, v.column1::text as t from sa t, lateral (values (t)) v;
create view s_row as select row(t, 1)::text as r from sa t;
create view s_in as select a from sa t where t in (values (t));
alter table sa rename to se;
select * from s_whole;
select * from s_row;
select * from s_in;
select pg_get_viewdef('s_whole', true);

-- whole rows have the columns that come later, too
create table whole (id int primary key, x text);
insert into whole values (1, 'one'), (2, null);
create view whole_json as select id, row_to_json(whole) as j, whole is not null as n, count(whole) over () as c from whole;
create view whole_alias as select t.i, t::text as t from whole t (i, k);
create view whole_row as select whole as w, id from whole;
create view whole_inner as select w from whole_row;
alter table whole add column y int default 7;
select * from whole_json order by id;
select * from whole_alias order by i;
select id, (w).y from whole_row order by id;
alter table whole rename column x to z;
alter table whole drop column y;
select * from whole_json order by id;
select * from whole_alias order by i;
select id, (w).z from whole_row order by id;
alter table whole rename to whole2;
create table whole (n int);
select * from whole_row order by id;
select (w).z from whole_inner order by 1;
select attname, atttypid::regtype from pg_attribute where attrelid = 'whole_row'::regclass order by attnum;
select attname, typname from pg_attribute join pg_type t on t.oid = atttypid where attrelid = 'whole_row'::regclass order by attnum;
select pg_get_viewdef('whole_row'), pg_get_viewdef('whole_json');
create or replace view whole_row as select whole2 as w, id from whole2 where id = 1;
select * from whole_row;
-- refused
create view whole_array as select array_agg(whole2) as a from whole2;
