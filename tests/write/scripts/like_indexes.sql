-- CREATE TABLE (LIKE ... INCLUDING INDEXES) of indexes that are no constraint's
create table o (a int primary key, b text not null, c varchar(5) unique, d numeric check (d > 0), e int[] , f int generated always as (a * 2) stored);
create index o_b on o (b desc, d nulls first) include (c) with (fillfactor = 70);
create index o_e on o using gin (e);
create unique index o_d on o (d) where d > 5;
create unique index o_cd on o (c, d) nulls not distinct;
create index "oD" on o (d, c text_pattern_ops);
comment on index o_b is 'ib';
comment on column o.b is 'cb';
alter table o alter b set storage external;
create table p (like o including all);
create table p2 (like o including indexes);
create table o_a_idx (like p including indexes including comments);
select indexdef from pg_indexes where schemaname = 'public' order by 1;
select c.relname, obj_description(c.oid, 'pg_class') from pg_class c where c.relname ~ '_b_d' order by 1;
select attrelid::regclass::text, attname, attstorage from pg_attribute where attname = 'b' and attrelid in ('o'::regclass, 'p'::regclass, 'p2'::regclass) order by 1;
insert into p values (1, 'x', 'y', 6, '{1,2}');
-- error 23505
insert into p values (2, 'x', 'z', 6, '{1,2}');
select * from p where e @> '{1}';
begin; insert into p2 values (4, 'q'); create table p3 (like o including indexes); insert into p3 values (1, 'x'); commit;
select indexdef from pg_indexes where tablename = 'p3' order by 1;
begin; create table p4 (like o including indexes); insert into p4 values (1, 'x'); rollback;
create temp table tp (like o including all);
-- error 23505
insert into tp values (1, 'x', 'y', 6, '{1,2}'), (2, 'x', 'z', 6, '{1,2}');
create table p4 (like o including indexes);
drop table p4;
create index on p2 (d);
select indexdef from pg_indexes where tablename in ('p2', 'p4') order by 1;
