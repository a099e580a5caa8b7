-- ALTER TABLE: types of columns with keys, CHECKs and indexes, DROP EXPRESSION, SET SCHEMA, OWNER, several commands, names in views
CREATE TABLE a(id int primary key, n int unique, c int check (c > 0), g int generated always as (n + 1) stored, v varchar(5), constraint nc check (n < 1000 or c < 9));
insert into a(id, n, c, v) values (1, 10, 1, 'x'), (2, 20, 2, 'y'), (3, null, null, null);
alter table a alter column id type bigint;
insert into a(id, n, c) values (5000000000, 30, 3);
-- error 23505
insert into a(id, n, c) values (1, 31, 3);
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'a'::regclass order by 1;
alter table a alter column c type numeric(6,2);
insert into a(id, n, c) values (6, 50, 0.5);
-- error 23514
insert into a(id, n, c) values (7, 60, 0);
-- error 23514
insert into a(id, n, c) values (7, 60, -0.01);
-- error 42883
alter table a alter column c type text;
-- error 42883
alter table a alter column c type text using 'x' || c;
-- error 0A000
alter table a alter column n type bigint;
alter table a drop column g;
-- error 42883
alter table a alter column n type text;
-- error 23505
insert into a(id, n) values (8, '50');
insert into a(id, n) values (8, '51');
alter table a alter column n type int using n::int;
-- error 23505
insert into a(id, n) values (9, 51);
-- error 22003
alter table a alter column n type int using id::int % 2;
select id, n, c, v from a order by id;
create index a_v on a(v);
create index a_p on a(v) where n > 5;
alter table a alter column v type text;
select indexname, indexdef from pg_indexes where tablename = 'a' order by 1;
CREATE TABLE g(a int, b int generated always as (a * 2) stored, c int);
insert into g values (1), (2);
alter table g alter column b drop expression;
-- error 55000
alter table g alter column b drop expression;
alter table g alter column b drop expression if exists;
-- error 55000
alter table g alter column c drop expression;
-- error 42703
alter table g alter column nosuch drop expression;
insert into g values (3, 7);
update g set a = 10 where a = 1;
select * from g order by a;
alter table g add column d int default 5, alter column a set not null, drop column c, alter column b type bigint, add constraint gk unique (a), alter d set default 6;
insert into g(a) values (50);
-- error 23505
insert into g(a) values (50);
select * from g order by a;
-- error 42710
alter table g add constraint x1 check (a > 0), add constraint x1 check (b > 0);
alter table g set schema public;
-- error 3F000
alter table g set schema nosuch;
-- error 42P01
alter table nosuch set schema public;
alter table if exists nosuch set schema public;
alter table g owner to current_user;
-- error 42704
alter table g owner to nosuch;
create view gv as select a, b + 1 as b1, (select max(x.b) from g x where x.a = g.a) as m from g where b > 1 order by b;
select * from gv order by a;
create view gw as select gv.*, g.a as x from gv join g on gv.a = g.a;
alter table g rename to g2;
select * from gw order by a;
select pg_get_viewdef('gv'::regclass) <> '' as x;
alter view gv owner to current_user;
alter view gv set schema public;
-- error 42809
alter view g2 owner to current_user;
drop view gv cascade;
alter table g2 alter column b type int, alter column b set default 3;
insert into g2(a) values (70);
select * from g2 order by a;
