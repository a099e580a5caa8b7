-- CREATE TYPE ... AS ENUM: values, order, arrays; ALTER TYPE, DROP TYPE
create type mood as enum ('sad', 'ok', 'happy');
-- error 42710
create type mood as enum ('a');
-- error 23505
create type twice as enum ('a', 'a');
-- error 42602
create type long as enum ('0123456789012345678901234567890123456789012345678901234567890123');
-- error 3F000
create type nos.e as enum ('a');
-- error 42710
create table mood (a int);
-- error 42710
create view mood as select 1;
create type nolabels as enum ();
-- error 55000
select enum_first(null::nolabels);
create table p(id int primary key, m mood, l mood[], d mood not null default 'ok', unique(m, id));
insert into p values (1, 'sad', '{happy,sad,null}', 'happy'), (2, 'ok', '{}', default), (3, 'happy', null, 'sad'), (4, null, '{ok}', 'ok');
insert into p(id, m) values (5, 'sad') returning *;
-- error 22P02
insert into p(id, m) values (6, 'Sad');
-- error 42804
insert into p(id, m) values (6, 'sad'::text);
-- error 42804
insert into p(id, m) values (6, 1);
insert into p(id, m) select 6, 'happy';
insert into p(id, m) select 7, lower('OK')::mood;
-- error 22P02
insert into p(id, m) select 8, lower('NOT')::mood;
-- error 23502
insert into p(id, d) values (8, null);
-- params: 8, happy, {sad;ok}
insert into p(id, m, l) values ($1, $2, string_to_array(translate($3, '{}', ''), ';')::mood[]);
-- error 22P02
-- params: 9, nope
insert into p(id, m) values ($1, $2);
-- params: 9, ok
insert into p(id, m) values ($1, $2::text::mood);
-- copy: 10\thappy\t{ok,sad}\tsad\n | 11\t\\N\t\\N\tok\n
copy p from stdin;
-- error 22P02
-- copy: 12\tnope\t{ok,sad}\tsad\n
copy p from stdin;
select id, m from p order by m, id;
select id, m from p order by m desc, id;
select id, m from p order by m nulls first, id limit 4;
select id from p where m > 'sad' order by id;
select id from p where m >= 'ok' and m < 'happy' order by id;
select id from p where m < 'ok' order by id;
select id from p where m <> 'ok' order by id;
select id from p where not m = 'ok' order by id;
select id from p where m in ('sad', 'happy') order by id;
select id from p where m not in ('sad', 'happy') order by id;
select id from p where m = any ('{ok,sad}'::mood[]) order by id;
select id from p where m > all ('{sad}'::mood[]) order by id;
select id from p where m is distinct from 'ok' order by id;
select id from p where m between 'sad' and 'ok' order by id;
select id from p where m = d order by id;
select id from p where m < d order by id;
select id from p where 'ok' = any (l) order by id;
select id from p where l @> '{ok}' order by id;
select id from p where l = '{ok}' order by id;
select id, l[1], l[1] > 'sad' from p order by l, id;
select max(m), min(m), count(m), count(distinct m), max(d), min(d) from p;
select m, count(*), min(id) from p group by m order by m;
select m, count(*), min(id) from p group by m having m > 'sad' order by 1 desc;
select distinct m from p order by m;
select distinct m, d from p order by 1, 2;
select array_agg(m order by m) from p;
select string_agg(m::text, ',' order by m, id) from p;
select m, row_number() over (partition by m order by id), rank() over (order by m), lag(m) over (order by id) from p order by id;
select a.id, b.id from p a join p b on a.m = b.d where a.id < 4 and b.id < 4 order by 1, 2;
select a.id from p a where exists (select 1 from p b where b.m = a.m and b.id <> a.id) order by 1;
select a.id from p a where a.m in (select d from p where id < 3) order by 1;
select id, case m when 'sad' then 'x' when 'ok' then 'y' end, coalesce(m, 'ok'), nullif(m, 'ok'), greatest(m, d), least(m, d) from p order by id;
select m from p where id < 3 union select 'happy' order by 1;
select m from p where id < 3 union all select d from p where id < 3 order by 1;
select m from p intersect select d from p where id < 3 order by 1;
-- error 42804
select m from p union select 'a'::text;
select m::text, m::text::mood, m || '!', length(m::text), m::varchar(2) from p order by id;
-- error 42883
select upper(m) from p;
-- error 42883
select m = 'ok'::text from p;
-- error 42883
select m like 'o%' from p;
select id from p where m::text like 'o%' order by id;
select id from p where m::text = 'ok' order by id;
-- error 22P02
select id from p where m = 'nope';
-- error 22P02
select id from p where m in ('ok', 'nope');
select enum_first(m), enum_last(m), enum_range(m), enum_range(m, 'happy'), enum_range(null, m) from p where id < 5 order by id;
-- error 42883
select enum_first('sad');
select to_json(m), to_jsonb(l), row(m, 1), json_build_object('m', m) from p where id = 1;
select pg_typeof(m), pg_typeof(l), format_type('mood'::regtype, null), 'mood[]'::regtype from p where id = 1;
select m, id from p where id = 1 for update;
update p set m = 'happy' where m = 'sad';
update p set m = d, d = coalesce(m, 'sad') where id < 5;
-- error 22P02
update p set m = 'x';
update p set m = case when id % 2 = 0 then 'ok' else 'sad' end::mood where id > 8;
update p set l[2] = 'happy' where id = 4;
update p set l = l || 'sad'::mood where id = 4;
delete from p where m < 'ok';
insert into p(id, m) values (2, 'happy') on conflict (id) do update set m = excluded.m where p.m < excluded.m;
merge into p using (values (2, 'ok'::mood), (20, 'sad')) v(id, m) on p.id = v.id when matched and p.m > v.m then update set m = v.m when not matched then insert (id, m) values (v.id, v.m);
create table q as select id, m, l from p;
insert into q values (30, 'ok', '{sad}');
-- error 22P02
insert into q values (31, 'okk', null);
create index on p(m);
select id from p where m = 'ok' order by id;
select id from p where m > 'ok' order by id limit 2;
create view v as select id, m from p where m > 'sad';
select * from v order by id;
insert into v values (40, 'happy');
select column_name, data_type, udt_schema, udt_name, column_default from information_schema.columns where table_name = 'p' order by ordinal_position;
select typname, typlen, typbyval, typtype, typcategory, typispreferred, typisdefined, typdelim, typrelid, typinput, typoutput, typreceive, typsend, typalign, typstorage, typnotnull, typbasetype, typtypmod, typndims, typcollation from pg_type where typname in ('mood', '_mood') order by 1;
select t.typname, e.enumlabel, e.enumsortorder from pg_enum e join pg_type t on t.oid = e.enumtypid order by 1, 3;
select a.attname, a.attlen, a.attbyval, a.attalign, a.attstorage, a.attndims, format_type(a.atttypid, a.atttypmod) from pg_attribute a join pg_class c on c.oid = a.attrelid where relname = 'p' and attnum > 0 order by attnum;
-- error 42710
alter type mood add value 'sad';
alter type mood add value if not exists 'sad';
-- error 22023
alter type mood add value 'x' before 'nope';
alter type mood add value 'low' before 'sad';
alter type mood add value 'mid' after 'ok';
alter type mood add value 'mid0' before 'mid';
alter type mood add value 'top';
select enumlabel, enumsortorder from pg_enum where enumtypid = 'mood'::regtype order by 2;
insert into p(id, m, l) values (50, 'low', '{top,low}'), (51, 'mid', null), (52, 'top', null), (53, 'mid0', null);
select id, m from p order by m, id;
select id, m from p where m > 'ok' order by m, id;
select m, count(*) from p group by m order by m;
select min(m), max(m) from p;
-- error 22023
alter type mood rename value 'nope' to 'x';
-- error 42710
alter type mood rename value 'mid' to 'ok';
alter type mood rename value 'low' to 'lowest';
alter type mood rename value 'ok' to 'so so';
select id, m, l, d from p order by m, id;
insert into p(id) values (60);
-- error 22P02
insert into p(id, m) values (61, 'ok');
-- error 42809
alter type int4 add value 'x';
-- error 42704
alter type nope add value 'x';
-- error 42704
alter type nope rename to y;
-- error 42710
alter type mood rename to p;
alter type mood rename to spirits;
-- error 42704
select 'sad'::mood;
select id, m from p where m = 'sad'::spirits order by id;
select * from v order by id;
create type "My Type" as enum ('a b', 'c"d', 'e,f', '', 'null');
create table w(a "My Type", b "My Type"[], c int default 1);
insert into w values ('a b', '{a b,"c\"d","e,f","","null",NULL}'), ('', '{}'), ('null', null);
select a, b from w order by a, b;
-- error 22P02
insert into w values ('A b');
alter table w add x "My Type" default 'e,f';
alter table w alter a type text;
-- error 42804
alter table w alter a type "My Type";
alter table w alter a type "My Type" using a::"My Type";
select * from w order by a;
-- error 2BP01
drop type "My Type";
-- error 42704
drop type nope;
drop type if exists nope;
-- error 3F000
drop type nos.nope;
-- error 2BP01
drop type p;
-- error 2BP01
drop type int4;
drop type "My Type" cascade;
select * from w;
drop type nolabels;
begin;
create type t1 as enum ('a', 'b');
create table tt(a t1);
insert into tt values ('a');
select * from tt;
rollback;
-- error 42704
select 'a'::t1;
begin;
create type t1 as enum ('a', 'b');
create table tt(a t1);
commit;
insert into tt values ('b'), ('a');
begin;
alter type t1 add value 'c';
-- error 55P04
insert into tt values ('c');
commit;
begin;
alter type t1 add value if not exists 'd';
-- error 55P04
select 'd'::t1;
rollback;
begin;
alter type t1 add value if not exists 'e';
commit;
insert into tt values ('e');
create type t9 as enum ('x');
begin;
drop type t9;
-- error 42704
select 'x'::t9;
rollback;
begin;
drop type t9;
create type t9 as enum ('y');
select 'y'::t9;
commit;
select enum_range(null::t9);
drop type t9;
begin;
create type t2 as enum ('x');
alter table tt alter a type t2 using null;
drop type t1;
alter type t2 rename to t1;
commit;
select a, pg_typeof(a) from tt;
comment on type t1 is 'one';
select obj_description('t1'::regtype, 'pg_type');
drop type t1 cascade;
drop table tt;
create type feel as enum ('sad', 'ok', 'happy', '$x');
create table pp(id int primary key, m feel, l feel[], d feel not null default 'ok');
insert into pp(id,m,l) values (1,'sad','{ok}'),(2,'ok',null),(3,'happy','{}'),(4,null,'{null,sad}'),(5,'$x','{ok,$x}');
create table rr(id int, m feel);
insert into rr values (1,'sad'),(2,null),(3,'$x'),(4,'$x');
select id, m from pp where m > 'sad' and m <= '$x' and m <> 'ok' order by m desc nulls last, id;
select id, m from pp where m >= '$x';
select m, count(*) from pp group by m order by m;
select m, count(*) from pp group by m order by m desc;
select pp.id, rr.id from pp join rr on pp.m = rr.m order by 1,2;
select coalesce(m, 'ok'), count(*) from pp group by 1 order by 1;
select case when m > 'ok' then 'a' else 'b' end, count(*) from pp group by 1 order by 1;
select id from pp where 'ok' = any (l) order by 1;
select id from pp where not 'ok' = any (l) order by 1;
select id from pp where l @> '{ok,$x}' order by 1;
select id from pp where l && '{sad,$x}' order by 1;
select id from pp where m::text like 'o%' or m::text = '$x' order by 1;
select id from pp where m < 'sad';
select id from pp where m <= 'sad' is not true order by 1;
select id from pp where (m > 'ok') is null;
select id from pp order by m limit 3;
select id from pp order by m nulls first limit 3;
select id from pp order by m desc limit 3;
select m from pp union select m from rr order by 1;
select count(distinct m) from pp;
select pp.id, rr.id from pp left join rr on pp.m = rr.m and rr.id > 3 order by 1,2;
select id from pp where exists (select 1 from rr where rr.m = pp.m) order by 1;
select id from pp where m in (select m from rr) order by 1;
select id, rank() over (order by m), count(*) over (partition by d) from pp order by 1;
select id from pp where m > (select min(m) from rr) order by 1;
select id from pp where m between symmetric 'happy' and 'ok' order by 1;
