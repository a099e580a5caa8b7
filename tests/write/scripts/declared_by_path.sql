-- What declarations name they name in public, whatever search_path says: a dump's scripts set it to ''
create domain posint9 as int check (value > 0);
create domain dt9 as text;
create type mood9 as enum ('ok', 'sad');
create sequence sq9;
create table fm (a posint9 default 3, b dt9 default ('a' || 'b')::dt9, c numeric default (3::posint9)::numeric, m mood9 default 'ok', s int default nextval('sq9'), g text generated always as ('x'::dt9 || b) stored, check (a < 5::posint9));
create view fv as select 3::posint9 as x, a::text::posint9 as t, m from fm where m = 'ok'::mood9;
set search_path = '';
insert into public.fm default values;
insert into public.fm (a) values (4);
-- error 23514
insert into public.fm (a) values (6);
select * from public.fm;
select * from public.fv;
update public.fm set a = default, b = default, c = default where a = 4;
insert into public.fv (m) values ('sad');
select a, b, c, m from public.fm order by s;
select adnum, pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'public.fm'::regclass order by adnum;
select pg_get_viewdef('public.fv'::regclass);
select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'public.fm'::regclass;
select format_type('public.fm'::regtype, 14), format_type('public.fm[]'::regtype, 3), format_type('public.fm'::regtype, -1);
alter table public.fm add column zz int default 7::public.posint9;
reset search_path;
select * from fm order by s;
drop view fv;
drop table fm;
drop type mood9;
drop domain posint9, dt9;
drop sequence sq9;
