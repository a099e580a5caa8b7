-- storage parameters of keys and indexes, ALTER INDEX, extensions that are not there
create table kx (a int primary key with (fillfactor = 70), b int, unique (b) with (fillfactor = 60, deduplicate_items = off));
select indexdef from pg_indexes where tablename = 'kx' order by 1;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'kx'::regclass order by 1;
-- error 22023
alter table kx add c int unique with (nosuch = 1);
alter index kx_pkey set (fillfactor = 50);
alter index kx_pkey reset (fillfactor);
-- error 22023
alter index kx_b_key set (fillfactor = 5);
-- error 22023
alter index kx_b_key set (nosuch = 5);
-- error 42P01
alter index nosuch set (fillfactor = 50);
alter index if exists nosuch set (fillfactor = 50);
alter index kx_pkey set tablespace pg_default;
-- error 42704
alter index kx_pkey set tablespace nosuch;
-- error 42809
alter index kx set (fillfactor = 50);
create index kx_i on kx (b, a) with (fillfactor = 30);
alter index kx_i set (fillfactor = 40, deduplicate_items = true);
select indexdef from pg_indexes where tablename = 'kx' order by 1;
select relname, reloptions from pg_class where relname like 'kx%' order by 1;
alter table kx rename constraint kx_b_key to kk;
alter table kx alter b type bigint;
select indexdef from pg_indexes where tablename = 'kx' order by 1;
create table ky (like kx including all);
select indexdef from pg_indexes where tablename = 'ky' order by 1;
create index kx_n on kx (a desc);
-- error 42809
alter table kx add constraint kz unique using index kx_n;
-- error 42704
alter table kx add constraint kz unique using index nosuch;
-- refused
alter table kx add exclude using btree (a with =);
drop extension if exists pgcrypto cascade;
-- error 42704
drop extension pgcrypto;
-- what no index can have; names of indexes that nobody names
create table named_so (x int, y text);
-- error 42P01
create index on not_there (x);
-- error 42804
create index on named_so (x text_ops);
-- error 42804
create index on named_so (x collate "C");
-- error 42704
create index on named_so (x no_such_ops);
-- error 42703
create index on named_so (z text_ops);
create index on named_so (x) include (x, y);
create table named_like (like named_so including indexes);
select indexname from pg_indexes where tablename in ('named_so', 'named_like') order by 1;
