-- RENAME behind rows of a table that sequences belong to, and that foreign keys have in them (two blanks: the runner looks at no table whose name comes and goes)
create  table k (id serial primary key, g int generated always as identity (start 5), t text);
insert into k (t) values ('one'), ('two');
create  table kc (id bigserial primary key, k int references k on delete cascade, up int references kc);
insert into kc (k, up) values (1, null), (2, 1);
begin;
insert into k (t) values ('three');
alter table k rename to k2;
insert into k2 (t) values ('four') returning *;
select pg_get_serial_sequence('k2', 'id'), pg_get_serial_sequence('k2', 'g');
select conrelid::regclass, confrelid::regclass, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kc'::regclass order by conname;
-- error 23503
insert into kc (k) values (17);
rollback;
select pg_get_serial_sequence('k', 'id'), pg_get_serial_sequence('k', 'g');
select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kc'::regclass order by conname;
begin;
insert into k (t) values ('three');
alter table k rename to k2;
alter table kc rename to kc2;
insert into kc2 (k, up) values ((select max(id) from k2), 1) returning k is not null, up;
delete from k2 where id = 2;
select k is null, up from kc2 order by id;
select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kc2'::regclass order by conname;
rollback;
begin;
insert into k (t) values ('three');
alter table k rename to k2;
alter table kc rename to kc2;
delete from k2 where id = 2;
commit;
select t from k2 order by id;
select k from kc2 order by id;
select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kc2'::regclass order by conname;
select pg_get_serial_sequence('k2', 'id'), pg_get_serial_sequence('k2', 'g'), pg_get_serial_sequence('kc2', 'id');
-- error 23503
insert into kc2 (k) values (17);
-- error 23503
insert into kc2 (up) values (17);
insert into k2 (id, t) values (20, 'twenty');
insert into kc2 (id, k) values (20, 20);
-- error 23503
update k2 set id = 21 where id = 20;
-- error 42P01
select * from k;
delete from k2 where id = 20;
select k from kc2 order by id;
-- a foreign key to one that gets its name at the commit
begin;
insert into k2 (id, t) values (30, 'thirty');
alter table k2 rename to k;
create  table kn (a int references k, b int);
insert into kn values (30, 1);
alter table kn add foreign key (b) references kc2 (id);
select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kn'::regclass order by conname;
-- error 23503
insert into kn values (31);
rollback;
begin;
insert into k2 (id, t) values (30, 'thirty');
alter table k2 rename to k;
alter table k rename to k3;
create  table kn (a int references k3, b int);
insert into kn values (30, null);
alter table kn add foreign key (b) references kc2 (id);
alter table kc2 rename to kc;
commit;
select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kn'::regclass order by conname;
select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'kc'::regclass order by conname;
-- error 23503
delete from k3 where id = 30;
-- error 23503
insert into kn values (30, 99);
-- another one takes its place, with sequences and keys of its own
begin;
insert into k3 (id, t) values (40, 'forty');
alter table kc rename to kc_old;
create  table kc (id serial primary key, k int references k3, up int references kc);
insert into kc (k) values (40);
insert into kc (k, up) values (30, 1);
select pg_get_serial_sequence('kc', 'id'), pg_get_serial_sequence('kc_old', 'id');
select conrelid::regclass::text collate "C", pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and confrelid = 'k3'::regclass order by 1, 2;
-- error 23503
delete from k3 where id = 40;
rollback;
begin;
insert into k3 (id, t) values (40, 'forty');
alter table kc rename to kc_old;
create  table kc (id serial primary key, k int references k3, up int references kc);
insert into kc (k) values (40);
insert into kc (k, up) values (30, 1);
alter table kc add n serial;
commit;
select * from kc order by id;
select pg_get_serial_sequence('kc', 'id'), pg_get_serial_sequence('kc', 'n'), pg_get_serial_sequence('kc_old', 'id');
select conrelid::regclass::text collate "C", confrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1, 3;
-- error 23503
delete from k3 where id = 40;
-- error 23503
insert into kc (up) values (99);
-- and goes, with its sequences; the one before comes back
begin;
update kc set up = null;
drop table kc;
alter table kc_old rename to kc;
select pg_get_serial_sequence('kc', 'id');
insert into kc (k) values (30) returning k;
commit;
delete from kn;
delete from k3 where id = 30;
select k from kc order by id;
select sequencename from pg_sequences order by 1;
-- sequences are changed between
begin;
insert into k3 (id, t) values (50, 'fifty');
alter table k3 rename to k4;
create sequence kq owned by k4.t;
alter sequence kc_id_seq owned by kc.id;
comment on sequence kq is 'q';
drop table kn;
drop table kc;
drop table k4;
commit;
select sequencename from pg_sequences order by 1;
