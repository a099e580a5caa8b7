-- RENAME of keys, behind rows of the same block
create table k (a int primary key, b int unique, d int, c int, unique (c, b));
create table f (a int references k (b));
create table i (_id int primary key, v text);
insert into k values (1, 10, 1, 1), (2, 20, 2, 2);
insert into f values (10);
begin;
insert into k values (3, 30, 3, 3);
alter table k rename constraint k_pkey to k_key;
-- error 42P07
alter table k rename constraint k_b_key to k_key;
rollback;
begin;
insert into k values (3, 30, 3, 3);
insert into i values (1, 'one');
alter table k rename constraint k_pkey to k_key;
alter index k_b_key rename to k_other;
alter table i rename constraint i_pkey to i_key;
savepoint s;
alter table k rename constraint k_key to k_again;
select conname from pg_constraint where conrelid = 'k'::regclass order by conname collate "C";
-- error 23505
insert into k values (3, 40, 4, 4);
rollback to s;
-- error 23505
insert into k values (4, 30, 4, 4);
rollback to s;
-- error 23503
insert into f values (99);
rollback to s;
insert into k values (4, 40, 4, 4) on conflict on constraint k_key do nothing;
insert into k values (4, 41, 4, 4) on conflict on constraint k_key do nothing;
insert into f values (40);
create table made (a int primary key);
insert into made values (1);
alter table made rename constraint made_pkey to made_key;
-- error 42704
alter table k drop constraint k_pkey;
rollback to s;
commit;
select conname from pg_constraint where conrelid in ('k'::regclass, 'i'::regclass) order by conname collate "C";
select indexname from pg_indexes where tablename in ('k', 'i') order by indexname collate "C";
select * from k order by a;
-- error 23505
insert into k values (3, 50, 5, 5);
-- error 23505
insert into k values (5, 30, 5, 5);
-- error 23505
insert into i values (1, 'two');
begin;
insert into k values (6, 60, 6, 6);
create table made (a int primary key, b int unique deferrable);
insert into made values (1, 1);
alter table made rename constraint made_pkey to made_key;
alter index made_b_key rename to made_b;
-- both of its names
alter table k rename constraint k_key to k_pkey; alter table k rename constraint k_pkey to k_last;
commit;
-- error 23505
insert into made values (1, 2);
-- error 23505
insert into made values (2, 1);
-- error 23505
insert into k values (6, 61, 6, 6);
select conname from pg_constraint where conrelid in ('k'::regclass, 'made'::regclass) order by conname collate "C";
select indexname from pg_indexes where tablename in ('k', 'made') order by indexname collate "C";
