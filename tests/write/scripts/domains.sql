-- CREATE DOMAIN: values are looked at wherever they become the domain's; ALTER DOMAIN, DROP DOMAIN
create domain pos as int check (value > 0);
-- error 42710
create domain pos as int;
create domain d2 as pos not null default 5 constraint small check (value < 100) check (value <> 50);
create domain d3 as varchar(5) default 'ab';
create domain money2 as numeric(8,2);
create domain email as text check (value ~ '@');
create domain pair as int[] check (array_length(value, 1) = 2);
create domain f8 as float8;
create domain given as text check (value is not null);
-- error 42601
create domain d4 as int not null null;
-- error 22P02
create domain d5 as int default 'x';
-- error 42703
create domain d5 as int check (nope > 0);
-- error 42804
create domain d5 as int check (value);
-- error 0A000
create domain d5 as int check (value > (select 1));
-- error 42803
create domain d5 as int check (count(value) > 0);
-- error 42601
create domain d5 as int primary key;
-- error 42601
create domain d5 as int default 1 default 2;
-- error 42704
create domain d5 as nosuch;
-- error 42804
create domain d5 as anyelement;
-- error 42710
create domain d2 as int;
select 5::pos, null::pos, pg_typeof(5::pos), pg_typeof(5::pos + 1), pg_typeof('a@b'::email || 'x');
-- error 23514
select (-5)::pos;
-- error 23514
select '-5'::pos;
-- error 22P02
select 'x'::pos;
-- error 23502
select null::d2;
-- error 23514
select 50::d2;
-- error 23514
select 0::d2;
-- error 23514
select null::given;
select 'abcdef'::d3, 'abcdef'::text::d3, 1.239::money2, '1.239'::money2;
-- error 22003
select 1234567.1::money2;
select '{1,2}'::pair, array[3,4]::pair, ('{5,6}'::pair)[2];
-- error 23514
select '{1,2,3}'::pair;
select array[1,2]::pos[], '{3,null}'::pos[];
-- error 23514
select '{1,-2}'::pos[];
-- error 23514
select array[1,-2]::pos[];
-- error 23514
select '{1,-2}'::int[]::pos[];
-- error 23502
select '{1,null}'::d2[];
create table t(id int primary key, a pos, b d2, c d3, m money2, e email, p pair, f f8, l pos[]);
insert into t(id, a) values (1, 7);
insert into t values (2, 1, 2, 'x', 1.5, 'a@b', '{1,2}', 'NaN', '{1,2}');
insert into t(id, a, b, f) values (3, 3, default, 2.5), (4, null, 9, 'infinity');
-- error 23514
insert into t values (9, -1);
-- error 23502
insert into t values (9, 1, null);
-- error 23514
insert into t values (9, 1, 50);
-- error 22001
insert into t values (9, 1, 20, 'toolong');
-- error 23514
insert into t(id, e) values (9, 'nobody');
-- error 23514
insert into t(id, p) values (9, '{1}');
-- error 23514
insert into t(id, l) values (9, '{0}');
-- error 23514
insert into t(id, a) select 10 - x, x from generate_series(1, -1, -1) x;
-- error 42804
insert into t(id, a) values (9, true);
insert into t(id, a, m) values (5, 2.4, 2.345) returning a, b, m;
-- params: 6, 8, x@y
insert into t(id, a, e) values ($1, $2, $3);
-- error 23514
-- params: 9, -8
insert into t(id, a) values ($1, $2);
-- error 23514
-- params: -8
select $1::pos;
-- copy: 7\t4\t6\tq\t2.5\tc@d\t{3,4}\t1\t{9}\n
copy t from stdin;
-- error 23514
-- copy: 9\t-4\t6\tq\t2.5\tc@d\t{3,4}\t1\t{9}\n
copy t from stdin;
-- error 23502
-- copy: 9\t4\t\\N\tq\t2.5\tc@d\t{3,4}\t1\t{9}\n
copy t from stdin;
-- error 23514
update t set a = a - 5;
-- error 23502
update t set b = null where id = 2;
update t set b = default, c = default where id = 2;
update t set a = a + 1, p[1] = 9 where id = 2;
-- error 23514
update t set p[3] = 9 where id = 2;
insert into t(id, a) values (2, 6) on conflict (id) do update set a = excluded.a + 1;
-- error 23514
insert into t(id, a) values (2, 6) on conflict (id) do update set a = -excluded.a;
merge into t using (values (2, 3), (20, 4)) v(id, a) on t.id = v.id when matched then update set a = v.a when not matched then insert (id, a) values (v.id, v.a);
select id, a, b, c from t where a = 3 order by id;
select id from t where a > 2 and b < 20 order by id;
select id from t where a in (3, 7) order by id;
select id from t where e = 'a@b' or e like 'c%' order by id;
select id from t where c = 'ab' order by id;
select id from t where m > 1.5 order by id;
select id from t where f > 2 order by id;
select id from t where a is null order by id;
select id from t where a = b order by id;
select id, f from t order by f, id;
select id, f from t order by f desc, id;
select id, a from t order by a nulls first, id limit 3;
select id, e from t order by e desc, id;
select a, count(*), sum(b), max(f), min(e), avg(m) from t group by a order by a;
select distinct c from t order by c;
select max(a), min(a), sum(a), avg(b), count(distinct a), array_agg(a order by a) from t;
select x.id, y.id from t x join t y on x.a = y.b order by 1, 2;
select id from t x where exists (select 1 from t y where y.b = x.a) order by 1;
select coalesce(a, 0), case when id = 1 then a else 0 end, greatest(a, b), nullif(a, 3), a + b, a::text, a::float8 from t order by id;
select a from t where id < 3 union select 3 order by 1;
select a, pg_typeof(a) from t where id < 3 union all select b, 'int' from t where id < 3 order by 1;
select id, sum(a) over (order by id), rank() over (order by a) from t order by id;
select a || 'x', length(e), upper(c) from t order by id;
select p[1], l[1], unnest(l) from t where l is not null order by id, 3;
select id from t where 1 = any (l) order by id;
select to_json(a), to_jsonb(p), row(a, e) from t where id = 2;
create view v as select id, a, a + 1 as more from t where a > 1;
select * from v order by id;
-- error 23514
insert into v(id, a) values (30, -1);
create table u as select id, a, e from t;
-- error 23514
insert into u values (31, -1);
create index on t(a);
select id from t where a = 7;
select column_name, data_type, domain_schema, domain_name, udt_name, is_nullable, column_default, character_maximum_length, numeric_precision, numeric_scale from information_schema.columns where table_name = 't' order by ordinal_position;
select domain_name, data_type, character_maximum_length, numeric_precision, numeric_scale, domain_default, udt_name from information_schema.domains where domain_schema = 'public' and domain_name <> 'objectid' order by 1;
select constraint_name, domain_name from information_schema.domain_constraints where domain_schema = 'public' and domain_name <> 'objectid' order by 1, 2;
select constraint_name, check_clause from information_schema.check_constraints where constraint_schema = 'public' and constraint_name !~ '_not_null$|objectid' order by 1, 2;
select domain_name, column_name from information_schema.column_domain_usage where table_name = 't' order by 1, 2;
select conname, contype, contypid::regtype, convalidated, pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) from pg_constraint where contypid <> 0 and connamespace = 'public'::regnamespace and conname !~ 'objectid' order by 1, 3;
select typname, typlen, typbyval, typtype, typcategory, typispreferred, typinput, typoutput, typreceive, typsend, typalign, typstorage, typnotnull, typbasetype::regtype, typtypmod, typndims, typdefault from pg_type where typname in ('pos','d2','d3','email','_pos', 'money2') order by 1;
select attname, format_type(atttypid, atttypmod), attlen, attbyval, attndims from pg_attribute where attrelid = 't'::regclass and attnum > 0 order by attnum;
create table n(a pos, b d2);
insert into n values (1, 2), (30, 40);
alter domain d2 set default 77;
insert into n(a) values (5);
alter domain d2 drop default;
-- error 23502
insert into n(a) values (5);
-- error 0A000
alter domain pos set not null;
alter table t drop column l;
-- error 23502
alter domain pos set not null;
delete from t where a is null;
alter table u drop column a;
alter domain pos set not null;
-- error 23502
insert into n values (null, 1);
alter domain pos drop not null;
insert into n values (null, 1);
-- error 23514
alter domain pos add constraint big check (value > 3);
alter domain pos add constraint big check (value < 300);
-- error 42710
alter domain pos add constraint big check (value < 300);
-- error 23514
insert into n values (300, 1);
alter domain pos add check (value <> 200);
-- error 23514
insert into n values (200, 1);
alter domain pos add constraint nv check (value > 1000) not valid;
-- error 23514
insert into n values (100, 1);
-- error 23514
alter domain pos validate constraint nv;
-- error 42704
alter domain pos validate constraint nope;
alter domain pos drop constraint nv;
alter domain pos rename constraint big to big2;
-- error 42704
alter domain pos rename constraint nope to big3;
-- error 42704
alter domain pos drop constraint nope;
alter domain pos drop constraint if exists nope;
select conname, convalidated from pg_constraint where contypid = 'pos'::regtype order by 1;
-- error 42710
alter domain pos rename to d2;
alter domain pos rename to positive;
insert into n values (7, 1);
-- error 23514
insert into n values (-7, 1);
-- error 42704
alter domain nope set default 3;
-- error 42809
alter domain int4 set default 3;
-- error 2BP01
drop domain positive;
-- error 2BP01
drop type d3;
-- error 42704
drop domain nope;
drop domain if exists nope;
drop domain d3 cascade;
select * from t order by id;
create type mood as enum ('sad', 'ok');
-- error 42809
drop domain mood;
-- error 42809
alter domain mood set default 'x';
create domain good as mood check (value <> 'sad') default 'ok';
create table g(m good, n mood);
insert into g values (default, 'sad');
-- error 23514
insert into g values ('sad', 'ok');
-- error 22P02
insert into g values ('x', 'ok');
insert into g values ('ok', 'sad');
-- error 42883
select m = n from g;
-- error 42883
select m = 'ok' from g;
select m, n, m::text, pg_typeof(m), m::mood = n from g order by 1, 2;
-- error 2BP01
drop type mood;
drop type mood cascade;
select * from g;
comment on domain email is 'of people';
select obj_description('email'::regtype, 'pg_type');
begin;
create domain x as int check (value > 1);
create table xt(a x);
insert into xt values (2);
rollback;
-- error 42704
select 1::x;
drop view v;
drop domain positive cascade;
select * from n;
-- domains inside of records that JSON fills: arrays, scalars, what may not be null
CREATE DOMAIN jd_some AS int NOT NULL;
CREATE DOMAIN jd_row AS int[] CHECK (array_length(VALUE, 1) = 3);
CREATE DOMAIN jd_odd AS int CHECK (VALUE % 2 = 1);
CREATE DOMAIN jd_short AS varchar(3) CHECK (VALUE <> 'no');
CREATE TYPE jd_rec AS (i int, r jd_row, o jd_odd, s jd_short, os jd_odd[]);
CREATE TYPE jd_must AS (i jd_some);
SELECT * FROM json_populate_record(NULL::jd_rec, '{"r": [1, "2", null], "o": 3, "s": "abc", "os": [1, null, 3]}');
SELECT * FROM jsonb_populate_record(NULL::jd_rec, '{"r": [1, "2", null], "o": "3", "s": null, "os": "{1,3}"}');
SELECT * FROM jsonb_populate_record(NULL::jd_rec, '{"r": "{7,8,9}"}');
SELECT * FROM jsonb_populate_recordset(ROW(5, '{1,2,3}', 1, 'x', NULL)::jd_rec, '[{"o": 7}, {"r": [[1], [2], [3]]}]');
-- error 22P02
SELECT * FROM jsonb_populate_record(NULL::jd_rec, '{"r": 123}');
-- error 23514
SELECT * FROM jsonb_populate_record(NULL::jd_rec, '{"r": [1, 2]}');
-- error 23514
SELECT * FROM jsonb_populate_record(NULL::jd_rec, '{"r": "{1,2}"}');
-- error 23514
SELECT * FROM json_populate_record(NULL::jd_rec, '{"o": 4}');
-- error 23514
SELECT * FROM json_populate_record(NULL::jd_rec, '{"os": [1, 2]}');
-- error 23514
SELECT * FROM json_populate_record(NULL::jd_rec, '{"s": "no"}');
-- error 22001
SELECT * FROM json_populate_record(NULL::jd_rec, '{"s": "long"}');
-- error 23502
SELECT * FROM json_populate_record(NULL::jd_must, '{"x": 4}');
-- error 23502
SELECT * FROM jsonb_populate_record(NULL::jd_must, '{"i": null}');
SELECT * FROM jsonb_populate_record(ROW(3)::jd_must, '{"x": 4}');
SELECT * FROM json_to_record('{"a": [4, 5, 6], "b": 9}') AS x(a jd_row, b jd_odd);
-- error 23514
SELECT * FROM json_to_record('{"a": [4, 5, 6], "b": 8}') AS x(a jd_row, b jd_odd);
-- a cast that nobody wrote is not printed
CREATE DOMAIN dpos AS int CHECK (value > 0);
CREATE DOMAIN dtext AS varchar(5) DEFAULT 'ab';
CREATE TABLE dd (a dpos DEFAULT 3, b dpos DEFAULT 3::dpos, c dpos DEFAULT 1 + 1, d dtext DEFAULT 'x', e dpos[] DEFAULT '{1,2}');
SELECT adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'dd'::regclass ORDER BY 1;
-- a table without an index has none that its _id has; system columns are columns
SELECT relhasindex FROM pg_class WHERE oid = 'dd'::regclass;
SELECT attname, atttypid::regtype, attnum, attlen, attnotnull, attstattarget, attstorage, attalign FROM pg_attribute WHERE attrelid = 'dd'::regclass AND attnum < 0 ORDER BY attnum;
DROP TABLE dd;
DROP DOMAIN dpos, dtext;
-- ADD COLUMN of a domain: rows that are there get its DEFAULT, and must fulfil its constraints
create domain add_nn as int not null;
create domain add_foo as text default 'foo';
create domain add_deep as add_foo;
create domain add_bar as text check (value <> 'bar') default 'bar';
create domain add_pos as int check (value > 0);
create table add_t (a int, b int);
insert into add_t values (1, 2);
-- error 23502
alter table add_t add column c add_nn;
-- error 23514
alter table add_t add column c add_bar;
-- error 23502
alter table add_t add column c add_nn default null;
alter table add_t add column c add_nn default 3, add column d add_foo, add column e add_deep, add column f add_foo default null, add column g add_pos;
-- error 23514
alter table add_t add column h add_foo, add check (h <> 'foo');
alter table add_t add column i add_nn generated always as (a + 5) stored;
select * from add_t;
insert into add_t (a, c) values (2, 4);
insert into add_t (a, c, i) values (3, 4, default), (4, 4, default);
-- error 23502
insert into add_t (a, c) values (null, 4);
update add_t set i = default, a = a * 10 where a = 3;
select * from add_t order by a;
create table add_none (a int);
alter table add_none add column b add_nn;
-- error 23502
insert into add_none values (1);
drop table add_t, add_none;
drop domain add_nn, add_deep, add_foo, add_bar, add_pos;
-- what a default is before it becomes a domain's stands in no parentheses where the text is to be pretty
CREATE DOMAIN dom_small AS int2 CHECK (VALUE > 0);
CREATE DOMAIN dom_int AS int4;
CREATE TABLE dom_defaults (a dom_small DEFAULT 1 + 1, b dom_int DEFAULT 2 + 1, c int8 DEFAULT 3 + 1, d dom_int DEFAULT abs(1) + 2 * 3);
SELECT adnum, pg_get_expr(adbin, adrelid), pg_get_expr(adbin, adrelid, true) FROM pg_attrdef WHERE adrelid = 'dom_defaults'::regclass ORDER BY 1;
DROP TABLE dom_defaults;
DROP DOMAIN dom_small, dom_int;
-- errors of definitions have no position
-- error 42704
create domain itself as itself;
-- error 42703
create domain bad as int check (x > 0);
-- error 0A000
create domain bad as int check (value > (select 1));
-- error 22P02
create domain bad as int default 'x';
-- error 42P17
create domain bad as int check (value > 0) no inherit;
create domain good as int;
-- error 22P02
alter domain good set default 'x';
-- error 42703
alter domain good add check (x > 1);
-- a domain is as immutable as its base type where it becomes text
create domain dm9 as int check (value > 0);
create domain dd9 as date;
create table gd9 (a dm9, g text generated always as (a::text) stored, h int generated always as (a + 1) stored);
insert into gd9 values (1);
select * from gd9;
-- error 42P17
create table gd8 (a dd9, g text generated always as (a::text) stored);
drop table gd9;
drop domain dm9, dd9;
