-- Indexes: partial, INCLUDE, order of NULLs, methods, RENAME, REINDEX, inference by ON CONFLICT
CREATE TABLE u(id int primary key, email text, deleted timestamptz(3), k bool, n int, f float8, v varchar(9), tags text[], j jsonb, d numeric(6,2));
create unique index u_email on u(email) where deleted is null;
insert into u(id, email) values (1, 'a'), (2, 'b');
-- error 23505
insert into u(id, email) values (3, 'a');
update u set deleted = '2020-01-01 00:00:00+00' where id = 1;
insert into u(id, email) values (3, 'a');
-- error 23505
update u set deleted = null where id = 1;
select id, email, deleted is null as live from u order by id;
insert into u(id, email) values (4, 'a') on conflict (email) where deleted is null do update set n = 7;
insert into u(id, email) values (5, 'e') on conflict (email) where deleted is null do nothing;
-- error 42P10
insert into u(id, email) values (6, 'a') on conflict (email) do nothing;
insert into u(id, email, deleted) values (6, 'a', '2021-01-01 00:00:00+00') on conflict (email) where deleted is null do nothing;
select id, email, n from u order by id;
create index u_n on u(n desc nulls last) include (email, k);
create index u_f on u(f nulls first, n desc) where n > 5 and k;
create index u_k on u(k) where k is not null or n <> 3;
create index u_v on u(v) where v = 'x' or n in (1, 2, 3);
create unique index u_d on u(d) where d > 1.5;
create unique index u_f2 on u(f) where f <= 10;
create index on u(n) where n between 1 and 10;
create index on u(n, k) include (v);
create index u_t on u using gin (tags);
create index u_o on u(n) with (fillfactor = 70);
select indexname, indexdef from pg_indexes where tablename = 'u' order by 1;
select indexrelid::regclass::text as i, indnatts, indnkeyatts, indkey::text, indoption::text, indisunique, indpred is not null as p from pg_index where indrelid = 'u'::regclass order by 1;
select pg_get_indexdef('u_n'::regclass, 1, true) as a, pg_get_indexdef('u_n'::regclass, 2, true) as b;
select reloptions from pg_class where relname = 'u_o';
insert into u(id, d) values (10, 1), (11, 1), (12, 2), (13, 'NaN');
-- error 23505
insert into u(id, d) values (14, 2);
-- error 23505
insert into u(id, d) values (14, 'NaN');
insert into u(id, f) values (20, 1), (21, 11), (22, 11), (23, 'NaN'), (24, 'NaN');
-- error 23505
insert into u(id, f) values (25, 1);
insert into u(id, f) values (25, '-Infinity');
-- error 23505
insert into u(id, f) values (26, '-Infinity');
create unique index u_n2 on u(n) where n is not null;
-- error 23505
update u set n = 7 where id = 2;
insert into u(id, n) values (30, null), (31, null);
create unique index u_k2 on u(n, k) where k = true;
insert into u(id, n, k) values (40, null, true), (41, null, true);
insert into u(id, n, k) values (42, 50, true), (43, 50, true) on conflict (n) where n is not null do nothing;
-- error 42P07
create index u_email on u(n);
create index if not exists u_email on u(n);
-- error 42601
create index if not exists on u(n);
-- error 42703
create index u_x on u(nosuch);
-- error 42703
create index u_x on u(n) where nosuch > 1;
-- error 42804
create index u_x on u(n) where n;
-- error 0A000
create index u_x on u(n) where n > (select 1);
-- error 42803
create index u_x on u(n) where count(*) > 1;
-- error 42P17
create index u_x on u(n) where random() > 0.5;
-- error 42703
create index u_x on u(n) include (nosuch);
-- error 42P17
create index u_x on u(n) include (email desc);
-- error 0A000
create index u_x on u(n) include ((n + 1));
-- error 42704
create index u_x on u using gin (n);
-- error 0A000
create index u_x on u using hash (n, k);
-- error 0A000
create index u_x on u using hash (n desc);
-- error 0A000
create index u_x on u using hash (n nulls first);
-- error 0A000
create index u_x on u using hash (n) include (k);
-- error 0A000
create unique index u_x on u using hash (n);
-- error 0A000
create unique index u_x on u using gin (tags);
-- error 42704
create index u_x on u using nosuch (n);
-- error 22023
create index u_x on u(n) with (nosuch = 1);
-- error 42P01
create index u_x on nosuch(n);
create view uv as select * from u;
-- error 42809
create index u_x on uv(n);
alter index u_n rename to u_nn;
-- error 42P01
alter index nosuch rename to x;
alter index if exists nosuch rename to x;
-- error 42P07
alter index u_nn rename to u_k;
drop view uv;
alter table u rename column n to m;
alter table u rename column email to mail;
select indexname, indexdef from pg_indexes where tablename = 'u' order by 1;
-- error 23505
insert into u(id, mail) values (50, 'a');
-- error 23505
insert into u(id, m) values (51, 50);
drop index u_nn;
-- error 42704
drop index u_nn;
drop index if exists u_nn;
drop index concurrently u_k;
create index concurrently u_k on u(k);
begin;
-- error 25001
create index concurrently u_kk on u(k);
rollback;
begin;
-- error 25001
reindex table concurrently u;
rollback;
begin;
-- error 25001
reindex database postgres;
rollback;
reindex table u;
reindex index u_k;
-- error 42809
reindex index u;
-- error 42809
reindex table u_k;
-- error 42P01
reindex table nosuch;
-- error 3F000
reindex schema nosuch;
reindex schema public;
reindex (verbose) table u;
reindex table concurrently u;
alter table u drop column k;
select indexname, indexdef from pg_indexes where tablename = 'u' order by 1;
alter table u drop column deleted;
insert into u(id, mail) values (60, 'a');
select indexname from pg_indexes where tablename = 'u' order by 1;
CREATE TABLE s(a int, b text);
-- refused
create index s_a on s(a) where b like 'x%';
-- refused
create unique index s_b on s(a) where a is null;
