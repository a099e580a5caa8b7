-- GENERATED ALWAYS AS (...) STORED
CREATE TABLE g(a int primary key, b int generated always as (a * 2) stored, c text);
insert into g(a, c) values (1,'x'),(2,null) returning *;
insert into g values (3, default, 'z') returning b;
insert into g(c, a) select 'y', 4 returning *;
-- error 428C9
insert into g values (5, 10);
-- error 428C9
insert into g(a, b) overriding system value values (5, 10);
-- error 428C9
insert into g(a, b) select 5, 10;
-- error 428C9
insert into g(a, b) values (5, default), (6, 1);
insert into g(a, b) values (5, default), (6, default);
-- error 428C9
update g set b = 3 where a = 1;
-- error 428C9
update g set (b, c) = (3, 'k') where a = 1;
update g set b = default where a = 1;
update g set c = 'only' where a = 1;
update g set a = 10 where a = 1 returning *;
update g set a = a + 100 where a < 4;
update g set a = 20, c = 'both' where a = 10 and b = 20;
select * from g order by a;
select a from g where b > 40 order by 1;
delete from g where b = 10 returning *;
insert into g(a, c) values (20, 'again') on conflict (a) do update set a = excluded.b + 1, c = excluded.c || g.b returning *;
insert into g(a, c) values (41, 'again') on conflict (a) do update set c = excluded.b::text returning *;
insert into g(a) values (41) on conflict do nothing;
-- error 428C9
insert into g(a) values (41) on conflict (a) do update set b = 1;
merge into g using (values (41, 42), (77, 78)) s(x, y) on g.a = s.x when matched then update set a = s.y when not matched then insert (a, c) values (s.x, 'm');
-- error 428C9
merge into g using (values (42)) s(x) on g.a = s.x when matched then update set b = 1;
-- error 428C9
merge into g using (values (99)) s(x) on g.a = s.x when not matched then insert values (s.x, 1);
merge into g using (values (42)) s(x) on g.a = s.x when matched then update set c = 'same';
select * from g order by a;
update g set a = s.n from (values (42, 43)) s(o, n) where g.a = s.o returning g.*;
with w as (insert into g(a) values (900), (901) returning *) select * from w order by 1;
with w as (update g set a = a + 10 where a >= 900 returning a, b) select * from w order by 1;
insert into g(a) values (2000000);
-- error 22003
insert into g(a) values (2000000000);
-- error 22003
update g set a = 2000000000 where a = 2000000;
select count(*) from g;
prepare ins(int, text) as insert into g(a, c) values ($1, $2) returning *;
execute ins(300, 'p');
create view gv as select a, b, c from g where a < 1000;
insert into gv(a, c) values (301, 'v') returning *;
update gv set a = 302 where a = 301 returning *;
-- error 428C9
insert into gv(a, b) values (303, 1);
begin;
update g set a = 500 where a = 302;
select * from g where a = 500;
rollback;
select * from g where a = 302;
drop view gv;
-- constraints over them
CREATE TABLE gc(a int, b int, s int generated always as (a + b) stored not null check (s < 100), t text generated always as (upper('v' || chr(a))) stored);
insert into gc values (65, 2);
-- error 23514
insert into gc values (65, 90);
-- error 23502
insert into gc values (65, null);
-- error 23514
update gc set b = 90;
-- error 23502
update gc set b = null where a = 65;
update gc set b = b + 1, a = 66;
select * from gc;
CREATE TABLE gu(a int, b int generated always as (a % 10) stored unique);
insert into gu values (1), (2);
-- error 23505
insert into gu values (11);
insert into gu values (12) on conflict (b) do update set a = excluded.a + 10 + excluded.b returning *;
insert into gu values (15), (25) on conflict do nothing;
select * from gu order by 1;
create index on gc(t);
select a from gc where t = 'VB';
-- types
CREATE TABLE gt(a numeric, b numeric(6,1) generated always as (a / 3) stored, c varchar(3) generated always as ('abc'::varchar(3)) stored, d date, e double precision generated always as (a * 1.5) stored, f bool generated always as (d > '2020-01-01'::date) stored, j jsonb, k text generated always as (j ->> 'x') stored, ar int[], n int generated always as (ar[1]) stored);
insert into gt(a, d, j, ar) values (10, '2021-02-03', '{"x": "hi", "y": 2}', '{7,8}'), (null, null, null, null);
select * from gt order by a;
update gt set ar[1] = 9, j['x'] = '"new"' where a = 10 returning k, n;
-- alter table
alter table g add column d int generated always as (a + 1) stored;
select * from g order by a;
-- error 23502
alter table g add column e text generated always as (c || '!') stored not null;
alter table g alter column c set default 'dd';
insert into g(a) values (600) returning *;
-- error 42601
alter table g alter column b set default 4;
-- error 42601
alter table g alter column b drop default;
-- error 2BP01
alter table g drop column a;
-- error 0A000
alter table g alter column a type bigint;
alter table g drop column d;
alter table g rename column a to aa;
insert into g(aa) values (601) returning *;
update g set aa = 602 where aa = 601 returning b;
alter table g rename column b to bb;
update g set aa = 603 where aa = 602 returning bb;
-- what is not allowed
-- error 42P17
create table x1(a int, b int generated always as (b + 1) stored);
-- error 42P17
create table x1(a int, b int generated always as (a + 1) stored, c int generated always as (b * 2) stored);
-- error 42P17
create table x1(a int, b float8 generated always as (random()) stored);
-- error 42P17
create table x1(a int, b timestamptz generated always as (now()) stored);
-- error 42P17
create table x1(a date, b text generated always as (a::text) stored);
-- error 42P17
create table x1(a text, b date generated always as (a::date) stored);
-- error 42P17
create table x1(a timestamptz, b date generated always as (a::date) stored);
-- error 42P17
create table x1(a int, b text generated always as (current_user) stored);
-- error 42P17
create table x1(a text, b text generated always as (concat(a, 'x')) stored);
-- error 42703
create table x1(a int, b int generated always as (nope + 1) stored);
-- error 42803
create table x1(a int, b int generated always as (avg(a)) stored);
-- error 42P20
create table x1(a int, b int generated always as (row_number() over (order by a)) stored);
-- error 0A000
create table x1(a int, b int generated always as ((select a)) stored);
-- error 0A000
create table x1(a int, b int generated always as (generate_series(1, a)) stored);
-- error 42601
create table x1(a int, b int default 5 generated always as (a * 2) stored);
-- error 42601
create table x1(a int, b int generated always as (a * 2) stored generated always as (a * 3) stored);
-- error 42601
create table x1(a int, b int generated always as identity generated always as (a * 2) stored);
-- error 42601
create table x1(a int, b int generated by default as (a * 2) stored);
-- error 42804
create table x1(a int, b int generated always as ('x'::text) stored);
-- catalogs
select attname, attgenerated, atthasdef from pg_attribute where attrelid = 'gu'::regclass and attnum > 0 order by attnum;
select column_name, is_generated, column_default from information_schema.columns where table_name = 'gu' order by ordinal_position;
select adnum from pg_attrdef where adrelid = 'gu'::regclass;
-- COPY
delete from gu;
-- copy: 1\n2\n
COPY gu FROM STDIN;
-- copy: 3\n
COPY gu(a) FROM STDIN WHERE a < 100;
-- error 42P10
COPY gu FROM STDIN WHERE b IS NULL;
-- error 42P10
COPY gu(b) FROM STDIN;
-- error 42P10
COPY gu(a, b) FROM STDIN;
-- error 23505
-- copy: 11\n
COPY gu FROM STDIN;
select * from gu order by a;
-- partial documents
create table gp(id int primary key, j jsonb, x jsonb generated always as (j -> 'a') stored, c int check (c > 0));
insert into gp values (1, '{"a": {"b": 1}, "z": 2}');
update gp set j['a'] = '5' where id = 1 returning x;
create table gh(id int, w text generated always as (lower(n)) stored, n text);
insert into gh values (1, default, 'ABC'), (2, default, null);
insert into gh(id, n) select id + 10, n || 'q' from gh where w is not null returning *;
update gh set n = (select max(n) from gh) where w is null returning *;
update gh set id = 1;
update gh set n = 'Const';
select * from gh;
create temp table gtmp(a int, b int generated always as (-a) stored);
insert into gtmp values (1) returning *;
truncate gh;
select * from gh;
-- what is immutable: casts by way of text, concatenation with any value
create table gi(d int, n numeric, b bool, ts timestamptz, dt date, tm time, p point, u uuid, e text generated always as (d || 'x'::text) stored, f text generated always as ('n' || n) stored);
insert into gi(d, n, b, tm, p) values (1, 2.50, true, '12:00', '(1,2)'), (null, 3, false, null, null);
alter table gi add g text generated always as (b || '-'::text || u) stored, add h text generated always as (tm::text) stored, add i text generated always as ('p' || p) stored;
-- error 42P17
alter table gi add x text generated always as (dt || 'x'::text) stored;
-- error 42P17
alter table gi add x text generated always as ('x' || ts) stored;
-- error 42P17
alter table gi add x text generated always as (dt::text) stored;
-- error 42P17
alter table gi add x time generated always as (e::time) stored;
alter table gi add x point generated always as ('(1,2)'::text::point) stored;
update gi set d = 7 where d is null returning e;
select * from gi order by d;
-- a view's own DEFAULT is a value that is given
create table gv (a int primary key, b int generated always as (a * 2) stored);
create view gv_view as select * from gv;
insert into gv_view values (1, default);
alter view gv_view alter column b set default 100;
-- error 428C9
insert into gv_view values (2, default);
-- error 428C9
insert into gv_view values (3, default), (4, default);
select * from gv_view order by a;
-- an identity column's sequence is made and changed in one statement
create table gn (a int);
alter table gn add column b int not null, alter b add generated always as identity, alter b set generated by default set increment 10;
alter table gn add column c int generated by default as identity (start 3), alter c set increment 7;
insert into gn (a) values (1), (2);
select * from gn order by a;
insert into gn values (3, 4, 5) returning *;
select column_name, identity_generation, identity_start, identity_increment from information_schema.columns where table_name = 'gn' and is_identity = 'YES' order by 1;
-- which columns a generated one is made of, as information_schema has it
create table made_of (a int, b int, "C d" text, e int generated always as (a + b) stored, f int generated always as (a * 2) stored, g int default 4, h text generated always as (upper("C d") || a::text) stored);
select table_schema, table_name, column_name, dependent_column from information_schema.column_column_usage where table_name = 'made_of' order by 3, 4;
drop table made_of;
