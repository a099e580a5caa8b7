-- DROP TABLE and DROP COLUMN of what has a sequence that others count by: 2BP01, or their defaults go with it
create table a1(id serial, y int);
create table b1(x int default nextval('a1_id_seq'), z int default nextval('a1_id_seq') + 1);
-- error 2BP01
drop table a1;
-- error 2BP01
alter table a1 drop column id;
begin;
alter table a1 drop column id cascade;
rollback;
begin;
drop table a1 cascade;
rollback;
drop table a1, b1;
create table a1(id serial, y int);
create view v1 as select nextval('a1_id_seq') n;
-- error 2BP01
drop table a1;
begin;
drop table a1 cascade;
rollback;
drop view v1;
drop table a1;
create table a1(id int generated always as identity, y int);
create table b1(x int default nextval('a1_id_seq'));
-- error 2BP01
drop table a1;
drop table a1 cascade;
select column_name, column_default from information_schema.columns where table_name = 'b1';
drop table b1;
create table a1(id serial, y int);
create table b1(x int default nextval('a1_id_seq'));
begin;
insert into b1 values (default);
drop table a1 cascade;
commit;
insert into b1 values (default);
select * from b1;
select column_default from information_schema.columns where table_name = 'b1';
drop table b1;
