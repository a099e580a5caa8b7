-- What a block does to the tables that a foreign key ties to its own, and ROLLBACK
create table parent (a int primary key);
create table child (a int references parent);
insert into parent values (1);
begin;
drop table parent cascade; rollback;
-- error 23503
insert into child values (2);
select conname from pg_constraint where conrelid = 'child'::regclass;
begin;
create table second (a int references parent);
rollback;
delete from parent;
begin;
create table parent2 (a int primary key);
create table second (a int references parent, b int references parent2);
savepoint s;
create table third (a int references parent);
drop table child; drop table second; drop table parent2; create table parent2 (b int);
rollback to s;
-- error 23503
insert into second values (null, 1);
rollback;
-- error 23503
insert into child values (2);
drop table child, parent;
