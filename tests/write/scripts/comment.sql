-- COMMENT ON, and what tells of it
CREATE TABLE cm(a int primary key, b text check (b <> 'x'), c numeric);
create index cm_b on cm(b);
create view cv as select a, b from cm;
comment on table cm is 'the table''s own';
comment on column cm.b is 'a column';
comment on column public.cm.c is 'another';
comment on view cv is 'a view';
comment on column cv.a is 'of a view';
comment on index cm_b is 'an index';
comment on constraint cm_b_check on cm is 'a constraint';
select obj_description('cm'::regclass), obj_description('cm'::regclass, 'pg_class'), obj_description('cv'::regclass, 'pg_class'), obj_description('cm_b'::regclass, 'pg_class');
select attname, col_description(attrelid, attnum) from pg_attribute where attrelid in ('cm'::regclass, 'cv'::regclass) and attnum > 0 order by attrelid = 'cv'::regclass, attnum;
select conname, obj_description(oid, 'pg_constraint') from pg_constraint where conrelid = 'cm'::regclass order by 1;
select c.relname, d.objsubid, d.description from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass where c.relname in ('cm', 'cv', 'cm_b') order by 1, 2;
select obj_description('pg_class'::regclass), col_description('cm'::regclass, 0), col_description('cm'::regclass, 9);
-- error 42P01
comment on table nosuch is 'x';
-- error 42P01
comment on index nosuch is 'x';
-- error 42703
comment on column cm.nosuch is 'x';
-- error 42704
comment on constraint nosuch on cm is 'x';
-- error 42809
comment on table cv is 'x';
-- error 42809
comment on view cm is 'x';
-- error 42809
comment on index cm is 'x';
-- error 3F000
comment on table nosuch.cm is 'x';
comment on column cm.c is null;
comment on table cm is '';
comment on column cm.b is 'changed';
select col_description('cm'::regclass, 2), col_description('cm'::regclass, 3), obj_description('cm'::regclass);
comment on table cm is 'again';
drop view cv;
drop index cm_b;
alter table cm rename column b to bb;
alter table cm rename to cn;
select attname, col_description(attrelid, attnum) from pg_attribute where attrelid = 'cn'::regclass and attnum > 0 order by attnum;
select obj_description('cn'::regclass);
alter table cn add column d int;
comment on column cn.d is 'short';
alter table cn drop column d;
alter table cn add column d int;
select obj_description('cn'::regclass), col_description('cn'::regclass, 2), count(col_description(attrelid, attnum)) from pg_attribute where attrelid = 'cn'::regclass and attname = 'd' group by 1, 2;
create index cm_b on cn(bb);
select obj_description('cm_b'::regclass);
create view cw as select a as k from cn;
comment on column cw.k is 'key';
alter view cw rename column k to kk;
alter view cw rename to cx;
create or replace view cx as select a as kk, c from cn;
select col_description('cx'::regclass, 1);
create temp table ct(a int);
comment on table ct is 'temporary';
select obj_description('ct'::regclass);
begin; create table cz(a int); comment on table cz is 'z'; comment on column cz.a is 'za'; commit;
select obj_description('cz'::regclass), col_description('cz'::regclass, 1);
drop table cn cascade;
create table cn(a int);
select obj_description('cn'::regclass);
