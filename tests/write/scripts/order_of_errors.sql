-- which of two errors comes: generated and identity columns given values, keys that are there already, names and values; NULLS NOT DISTINCT of what is NOT NULL
CREATE TABLE t(a int NOT NULL, b int, UNIQUE NULLS NOT DISTINCT (a));
ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (b);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint where conrelid > 16000 order by 1;
select indexdef from pg_indexes where schemaname = 'public' order by 1;
ALTER TABLE t ALTER b SET NOT NULL;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint where conrelid > 16000 order by 1;
select indexdef from pg_indexes where schemaname = 'public' order by 1;
CREATE UNIQUE INDEX i ON t (a, b) NULLS NOT DISTINCT;
CREATE TABLE u (a int primary key, b int not null);
CREATE UNIQUE INDEX j ON u (b) NULLS NOT DISTINCT;
ALTER TABLE u ADD CONSTRAINT jj UNIQUE USING INDEX j;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint where conrelid > 16000 order by 1;
select indexdef from pg_indexes where schemaname = 'public' order by 1;
ALTER TABLE u ALTER b DROP NOT NULL;
select indexdef from pg_indexes where schemaname = 'public' order by 1;
create table g (a int, b int generated always as (a) stored, c int generated always as identity);
-- error 428C9
insert into g values (1, 2, 3);
-- error 428C9
insert into g (c, b) values (1, 2);
-- error 22P02
insert into g values ('x', 2, 3);
-- error 22P02
insert into g values (1, 'x');
-- error 42703
insert into g values (1, 2) returning nosuch;
-- error 428C9
insert into g values (1, default), (2, 5);
-- error 428C9
insert into g select 1, 2;
-- error 428C9
update g set b = 4;
-- error 42703
update g set b = 'x', a = nosuch;
-- error 428C9
update g set c = 4, b = 5;
-- error 42703
update g set b = 4 returning nosuch;
-- error 42703
with x as (insert into g values (1, 2)) select nosuch;
insert into g (c) overriding user value values (4) returning *;
-- error 42P16
create table pk (a int primary key, b int primary key);
create table pk (a int primary key, b int);
-- error 42P16
alter table pk add primary key (b);
-- error 42P16
alter table pk add c int primary key;
-- error 42703
update pk set x = y;
-- error 42703
update pk set (a, b) = (x, 1), z = 3;
-- error 42703
update pk set (a, b) = (select 1, y), z = 3;
-- error 42703
update pk set b = DEFAULT, z = 3;
-- error 42703
insert into pk values ('x', y);
-- error 22P02
insert into pk values ('x', 3), (4, y);
-- error 22P02
insert into pk values ('x', 3) on conflict (a) do update set b = 'x', z = 3;
create view vr as select a, b from pk;
-- error 42703
alter view vr rename column nosuch to a;
-- error 42701
alter view vr rename column b to a;
-- error 42P17
alter table pk add column if not exists e int generated always as (e + 1) stored primary key;
