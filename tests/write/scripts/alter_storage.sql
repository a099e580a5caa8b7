-- ALTER TABLE of what is MongoDB's affair, which the catalogs show all the same; operator classes
create table s (a int primary key, b text not null, c varchar(5) unique, d numeric, e int not null);
create index s_b on s (b text_pattern_ops, c varchar_pattern_ops desc);
create index s_c on s (c text_pattern_ops, a int4_ops);
create index s_d on s (b varchar_pattern_ops, d);
create index s_e on s (c varchar_ops, d);
create index s_f on s (b text_ops);
create unique index s_e2 on s (e);
create unique index s_p on s (e) where e > 4;
select indexdef from pg_indexes where schemaname = 'public' order by 1;
select c.relname, array_agg(o.opcname::text order by k.n) from pg_index i join pg_class c on c.oid = i.indexrelid, unnest(i.indclass) with ordinality k(oid, n) join pg_opclass o on o.oid = k.oid where c.relnamespace = 'public'::regnamespace group by 1 order by 1;
alter table s alter b set statistics 100;
alter table s alter b set statistics 20000;
-- error 42703
alter table s alter nosuch set statistics 1;
-- error 22023
alter table s alter b set statistics -2;
-- error 0A000
alter table s alter 1 set statistics 5;
alter table s alter a set storage plain, alter b set storage external, alter c set storage main;
-- error 0A000
alter table s alter a set storage main;
-- error 22023
alter table s alter b set storage nosuch;
alter table s alter b set compression pglz, alter c set compression default;
-- error 0A000
alter table s alter a set compression pglz;
-- error 22023
alter table s alter b set compression foo;
alter table s alter b set (n_distinct = -0.5, n_distinct_inherited = 3);
-- error 22023
alter table s alter b set (n_distinct = -2);
-- error 22023
alter table s alter b set (foo = 1);
alter table s alter b reset (n_distinct_inherited);
select attname, attstattarget, attstorage, attcompression from pg_attribute where attrelid = 's'::regclass and attnum > 0 order by attnum;
alter table s alter b type varchar(20), alter c type text;
select attname, attstattarget, attstorage, attcompression from pg_attribute where attrelid = 's'::regclass and attnum > 0 order by attnum;
alter table s cluster on s_pkey;
-- error 42704
alter table s cluster on nosuch;
-- error 0A000
alter table s cluster on s_p;
select c.relname, i.indisclustered, i.indisreplident from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace order by 1;
alter table s rename constraint s_pkey to s_pk;
alter table s replica identity using index s_e2;
-- error 42809
alter table s replica identity using index s_b;
-- error 42809
alter table s replica identity using index s_c_key;
-- error 0A000
alter table s replica identity using index s_p;
-- error 42704
alter table s replica identity using index nosuch;
select c.relname, i.indisclustered, i.indisreplident from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace order by 1;
select relname, relreplident from pg_class where relname = 's';
alter table s replica identity full;
alter table s set without cluster;
select relname, relreplident from pg_class where relname = 's';
alter table s cluster on s_pk;
alter table s drop constraint s_pk;
alter table s add constraint s_pk primary key (a);
select c.relname, i.indisclustered, i.indisreplident from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace order by 1;
alter table s disable trigger all;
alter table s enable trigger all;
insert into s values (1, 'x', 'y', 2, 3);
select * from s;
create materialized view m as select a, b from s;
alter materialized view m alter b set statistics 5;
alter materialized view m alter b set storage main;
