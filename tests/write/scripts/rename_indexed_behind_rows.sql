-- RENAME of columns that indexes have, behind rows of the same block
create table r (a int primary key, b int, c text, d int unique);
create index r_b on r (b);
create index r_cb on r (c, b desc) where b > 5;
create view v as select a, b, c from r;
insert into r values (1, 10, 'x', 100), (2, 20, 'y', 200), (3, 2, 'z', 300);
begin;
insert into r values (4, 40, 'w', 400);
alter table r rename b to bb;
select * from r order by a;
select * from v order by a;
savepoint s;
insert into r values (5, 50, 'v', 500);
alter table r rename c to cc;
select indexdef from pg_indexes where tablename = 'r' order by indexname collate "C";
rollback to s;
select indexdef from pg_indexes where tablename = 'r' order by indexname collate "C";
select * from r where bb > 5 and c > 'w' order by a;
commit;
select indexdef from pg_indexes where tablename = 'r' order by indexname collate "C";
select * from r where bb = 20;
select * from v order by a;
insert into r values (6, 60, 'u', 600);
begin;
update r set bb = bb + 1;
alter table r rename bb to b;
create index r_b2 on r (b);
alter table r rename b to b3;
drop index r_b;
rollback;
select indexdef from pg_indexes where tablename = 'r' order by indexname collate "C";
begin;
update r set bb = bb + 1;
alter table r rename bb to b;
create index r_b2 on r (b);
alter table r rename b to b3;
drop index r_b;
commit;
select indexdef from pg_indexes where tablename = 'r' order by indexname collate "C";
select * from r order by b3;
-- keys, and unique indexes
begin;
insert into r values (7, 70, 't', 700);
-- refused
alter table r rename a to key;
rollback;
begin;
insert into r values (7, 70, 't', 700);
-- refused
alter table r rename d to dd;
rollback;
-- and of a table that the transaction made
begin;
insert into r values (8, 80, 's', 800);
create table made (a int primary key, b int, c int references r);
create index made_b on made (b);
create index made_c on made (c);
insert into made values (1, 10, 8), (2, 20, 8);
alter table made rename b to bb;
alter table made rename c to cc;
-- error 23503
insert into made values (3, 30, 99);
rollback;
begin;
insert into r values (8, 80, 's', 800);
create table made (a int primary key, b int, c int references r);
create index made_b on made (b);
create index made_c on made (c);
alter table made rename b to bb;
alter table made rename c to cc;
insert into made values (1, 10, 8), (2, 20, 8);
commit;
select * from made order by a;
-- error 23503
insert into made values (3, 30, 99);
select indexdef from pg_indexes where tablename = 'made' order by indexname collate "C";
select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'made'::regclass order by conname collate "C";
