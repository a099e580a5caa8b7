-- CREATE TYPE ... AS RANGE: range types and their multirange types, what makes their values, columns of them, RENAME, DROP
create type textrange as range (subtype = text, collation = "C");
comment on type textrange is 'of texts';
create table rt (id int primary key, r textrange, m textmultirange, a textrange[]);
insert into rt values (1, '[a,c)', '{[a,b),[x,z]}', '{"[a,b)","(,c]"}'), (2, 'empty', '{}', '{}'), (3, null, null, null), (4, textrange('m', null), textmultirange(textrange('a','b')), array[textrange('q','r','[]')]);
-- error 22000
insert into rt values (5, '[c,a]', null, null);
-- error 22P02
insert into rt values (5, 'x', null, null);
-- error 22000
insert into rt values (5, textrange('c','a'), null, null);
select * from rt order by id;
-- error 22P02
select id, r @> 'b'::text, 'b' <@ m, lower(r), upper(m), isempty(r), r && '[b,z]', m -|- textrange('z', null), r * '[b,z]', a[1] from rt order by id;
select r from rt order by r desc nulls last;
select r, count(*) from rt group by r order by r;
select id from rt where r = '[a,c)';
select id from rt where r > '[a,b)' order by id;
select id from rt where m @> 'y'::text;
select id from rt where '[a,b)' = any(a);
select distinct m from rt order by m;
update rt set r = r + textrange('c','e') where id = 1 returning r;
update rt set m = m + textmultirange('[b,c]'::textrange) where id = 1 returning *;
delete from rt where r = 'empty' returning id;
create index on rt(r);
create index on rt using gist(r);
create view rtv as select id, textrange('a', lower(r), '[]') x, r::textmultirange y, textmultirange(r, '[b,c]'::textrange) z, '[a,b]'::textrange w from rt where r @> 'd'::text;
select pg_get_viewdef('rtv');
select * from rtv;
alter table rt add check (not isempty(r)), add column d textrange default '[d,e]', add column g textrange generated always as (textrange(lower(r), 'zz')) stored;
select * from rt order by id;
alter type textrange rename to txr;
select textrange('a','b'), txr('[a,b)'), '[a,b]'::txr;
-- error 42883
select txr('a','b');
select pg_get_viewdef('rtv');
alter type textmultirange rename to txm;
select textmultirange(), '{}'::txm, pg_typeof(r::txm) from rt limit 1;
-- error 2BP01
drop type txm;
-- error 2BP01
drop type txr;
select p.oid::regprocedure, prosrc, proisstrict, provolatile, proparallel, prorettype::regtype, provariadic::regtype, pronamespace::regnamespace from pg_proc p where oid > 16384 order by prosrc;
select castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod from pg_cast where castsource > 16384;
select typname, typtype, typcategory, typarray::regtype, typelem::regtype, typinput, typoutput, typreceive, typsend, typanalyze, typalign, typstorage, typcollation, typsubscript from pg_type where oid > 16384 and typname ~ 'tx' order by 1;
select rngtypid::regtype, rngsubtype::regtype, rngmultitypid::regtype, rngcollation::regcollation, rngsubopc, rngcanonical, rngsubdiff from pg_range where rngtypid > 16384;
-- copy: 7\t[a,"b c")\t{[a,b)}\n
copy rt(id, r, m) from stdin;
select id, r, m from rt where id = 7;
begin;
create type ir as range (subtype = int4);
-- error 42883
select ir(1,2), '[1,2]'::ir, ir(1,2,'[]') @> 2, int4range(1,2) = ir(1,2);
rollback;
begin;
create type ir as range (subtype = int4);
create table irt (x ir);
insert into irt values ('[1,3]');
select upper(x), x::ir_multirange, unnest(x::ir_multirange) from irt;
savepoint a;
drop type ir cascade;
rollback to a;
commit;
select * from irt;
-- error 2BP01
drop type ir;
drop type ir cascade;
select * from irt;
select * from rt order by id;
create type ir as range (subtype = int4);
select ir(1,2);
select lower(ir(1,2)), range_merge(ir(1,2), ir(5,6)), multirange(ir(1,2)), ir(1,2) + ir(2,3), range_agg(x) from (values (ir(1,2))) v(x) group by 1,2,3,4;
-- error 42883
select pg_catalog.ir(1,2);
select public.ir(1,2), public.ir('[1,3]');
-- error 42883
select pg_catalog.int4range(1,2), public.int4range(1,2);
-- error 42883
select ir('[1,3]'), ir_multirange('{[1,2)}'), ir(1), ir(1,2,3);
-- error 42883
select ir(1,2,3);
-- error 42883
select ir(1.5, 2);
-- error 22P02
select ir('a', 'b');
select ir_multirange(ir(1,2), ir(4,5)), ir_multirange(variadic array[ir(1,2)]), ir_multirange(ir(1,2));
-- error 42883
select ir_multirange(int4range(1,2));
-- error 42846
select ir(1,5)::int4range;
select ir(1,5)::text::int4range, ir(1,5)::text;
select ir(1,5) = '[1,5)', ir(1,5) <@ ir(0,9), 3 <@ ir(1,5), ir(1,5) @> 3, ir(1,2) < ir(1,3);
prepare p(ir) as select $1, lower($1);
execute p('[1,2]');
execute p(ir(5,6));
create type en as enum ('a','b','c');
create type er as range (subtype = en);
-- error 42704
select er('a','b'), '[b,c]'::er @> 'c'::en, '[a,b]'::er, unnest('{[a,b),(b,c]}'::en_multirange);
-- error 22P02
select '{[a,b),(b,c]}'::er_multirange - '{[a,a]}', '[d,e]'::er;
create table et (e er);
insert into et values ('[a,b]');
-- error 2BP01
drop type en;
drop type en cascade;
-- error 42P17
create type nr as range (subtype = numeric, subtype_diff = numeric_sub);
create type nr as range (subtype = float8, subtype_diff = float8mi);
create domain dnr as nr check (lower(value) > 0);
-- error 23514
select '[1,2]'::dnr, '[-1,2]'::dnr;
select dnr('[1,2]'), upper('[1,2.5]'::dnr), '[1,2]'::dnr @> 1.5::float8;
select to_json(nr(1,2)), json_build_array(nr(1,2)), row(nr(1,2), null), array[nr(1,2)], nr(1,2)::text;
select jsonb_populate_record(null::et, '{"e":"x"}');
select hash_range(nr(1,2)) = hash_range('[1,2)'::nr);
alter type nr owner to current_user;
alter type nr set schema public;
-- error 42809
alter type nr add value 'x';
-- error 42P01
alter type nr add attribute x int;
-- error 42704
create type jr as range (subtype = json);
create type xr as range (subtype = pg_lsn);
-- error 3F000
create type pr as range (subtype=text, multirange_type_name=foo.bar);
drop domain dnr;
drop type nr cascade;
create cast (text as xr) with inout;
-- error 22P02
select 'x'::xr;
select pg_typeof(r) from (select '[0/1,0/5)'::xr r) x;
create type rr as (a ir, b int);
select ('[1,3)',2)::rr, (('[1,3)',2)::rr).a;
-- error 2BP01
drop type ir;
create type nest as range (subtype = ir);
select nest('[1,2)','[3,4)'), '["[1,2)","[5,6)"]'::nest @> '[3,4)'::ir;
-- ---- attributes, literals, names
create type tr as range (subtype = text);
-- error 22P02
select ''::tr;
-- error 22P02
select '-[a,z)'::tr;
-- error 22P02
select '[a,z) - '::tr;
-- error 22P02
select '(",a)'::tr;
-- error 22P02
select '(,,a)'::tr;
-- error 22P02
select '(),a)'::tr;
-- error 22P02
select '(a,))'::tr;
-- error 22P02
select '(],a)'::tr;
-- error 22P02
select '(a,])'::tr;
-- error 22000
select '[z,a]'::tr;
select '  empty  '::tr, ' ( empty, empty )  '::tr, ' ( " a " " a ", " z " " z " )  '::tr, '(,z)'::tr,'(a,)'::tr,'[,z]'::tr,'[a,]'::tr,'(,)'::tr,'[ , ]'::tr,'["",""]'::tr,'[",",","]'::tr,'["\\","\\"]'::tr,'(\\,a)'::tr,'((,z)'::tr,'([,z)'::tr,'(!,()'::tr,'(!,[)'::tr,'[a,a]'::tr,'[a,a)'::tr,'(a,a]'::tr,'(a,a)'::tr;
create type float8range as range (subtype=float8, subtype_diff=float8mi);
select '[123.001, 5.e9)'::float8range @> 888.882::float8;
create domain mydomain as int4;
create type mydomainrange as range(subtype=mydomain);
select '[4,50)'::mydomainrange @> 7::mydomain;
-- error 2BP01
drop domain mydomain;
drop domain mydomain cascade;
-- error 42601
create type trx as range (subtyp=text);
-- error 42601
create type trx as range (collation="C");
-- error 42704
create type trx as range (subtype=nosuch);
-- error 42883
create type trx as range (subtype=int4, subtype_diff=nosuch);
-- error 42P17
create type trx as range (subtype=int4, canonical=nosuch);
-- error 42704
create type trx as range (subtype=point);
create type two_ints as (a int, b int);
create type two_ints_range as range (subtype = two_ints);
select *, row_to_json(upper(t)) as u from (values (two_ints_range(row(1,2),row(3,4))), (two_ints_range(row(5,6),row(7,8)))) v(t);
drop type two_ints cascade;
-- error 42883
select two_ints_range(null,null);
create type cashrange as range (subtype=money);
select cashrange('1','2'), '[$1,$2]'::cashrange @> '1.5'::money;
alter type cashrange rename to cashr;
create type mr2 as range (subtype=float8, multirange_type_name=mymulti);
select mymulti(mr2(1,2)), '{[1,2],[1.5,3]}'::mymulti;
-- error 2BP01
drop type mymulti;
drop type mr2;
create type _foo as range(subtype=int4);
select '[1,2]'::_foo;
-- error 22P02
select '{"(a,b)"}'::tr_multirange;
-- error 22000
select '{(a,b),(",",z)}'::tr_multirange, '{(" a ", "\\")}'::tr_multirange, '{(a,a)}'::tr_multirange, '{[a,a]}'::tr_multirange,'{[a,z],(,b)}'::tr_multirange, '{(",\"\"",z)}'::tr_multirange;
select tr_multirange(), tr_multirange(tr('a','c')), tr_multirange(tr('a','c'),tr('b','d')), tr_multirange(variadic '{"[a,b]"}'::tr[]);
-- error 22P02
select 'x'::tr::tr_multirange;
-- error 22000
select tr('a','c')::tr_multirange, tr(null,'c')::tr_multirange, int4range(1,5)::int4multirange, '(3,1)'::tr::tr_multirange;
create type mtr as range(subtype=text, multirange_type_name=tmr);
-- error 42710
create type mtr1 as range(subtype=text, multirange_type_name=tmr);
create type mtr2 as range(subtype=text);
select tmr(mtr('a','b'));
-- error 42704
select '{[a,b]}'::mtr2multirange;
create type intmultirange as (x int, y int);
create type intr as range(subtype=int);
drop type intmultirange;
-- refused
create type lower as range (subtype = int4);
-- what comes with a range type no dump makes
create type dumped as range (subtype = int8, multirange_type_name = dumped_several);
select p.proname, p.pronargs, d.refobjid::regtype, d.deptype from pg_depend d join pg_proc p on p.oid = d.objid and d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass where d.deptype = 'i' and p.proname like 'dumped%' order by p.prosrc;
select c.castsource::regtype, d.refclassid::regclass, d.deptype from pg_depend d join pg_cast c on c.oid = d.objid and d.classid = 'pg_cast'::regclass where c.castsource = 'dumped'::regtype order by 2, 3;
