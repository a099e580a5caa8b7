-- ADD and DROP of keys and foreign keys behind rows of the same transaction
create table c (a int, b int, x text);
insert into c values (1, 10, 'one'), (2, 20, 'two');
create table log (n int);
begin;
insert into log values (1);
alter table c add constraint c_pk primary key (a);
alter table c add unique (b);
select conname, contype, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'c'::regclass order by 1;
select attname, attnotnull from pg_attribute where attrelid = 'c'::regclass and attnum > 0 order by attnum;
savepoint s;
-- error 23502
insert into c values (null, 30, 'null');
rollback to s;
-- error 23505
insert into c values (1, 30, 'twice');
rollback to s;
-- error 23505
insert into c values (3, 20, 'twice');
rollback to s;
insert into c values (3, null, 'three'), (4, null, 'four');
insert into c values (4, 40, 'changed') on conflict (a) do update set x = excluded.x, b = excluded.b;
insert into c values (5, 40, 'nothing') on conflict on constraint c_b_key do nothing;
select a, x, count(*) from c group by a order by a;
select * from c order by a;
commit;
select conname, contype, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'c'::regclass order by 1;
select indexname, indexdef from pg_indexes where tablename = 'c' order by 1;
-- error 23505
insert into c values (1, 50, 'twice');
-- error 23505
insert into c values (5, 40, 'twice');
-- error 23502
insert into c values (null, 60, 'null');
insert into c values (6, null, 'six');
-- undone
begin;
insert into log values (2);
-- error 23502
alter table c drop constraint c_pk, add primary key (a, b);
rollback;
begin;
insert into log values (2);
alter table c drop constraint c_b_key;
alter table c add unique (x);
select conname from pg_constraint where conrelid = 'c'::regclass order by 1;
rollback;
select conname from pg_constraint where conrelid = 'c'::regclass order by 1;
-- rows that there are
begin;
insert into log values (3);
savepoint s;
-- error 23502
alter table c add constraint c_bk unique (b), alter b set not null;
rollback to s;
insert into c values (7, 70, 'one');
-- error 23505
alter table c add unique (x);
rollback;
-- dropped; what MongoDB keeps out until then is refused
begin;
insert into log values (4);
alter table c drop constraint c_b_key;
select conname from pg_constraint where conrelid = 'c'::regclass order by 1;
insert into c values (8, 80, 'eight');
-- error 42P10
insert into c values (9, 80, 'nine') on conflict (b) do nothing;
rollback;
begin;
insert into log values (4);
alter table c drop constraint c_b_key;
-- refused
insert into c values (9, 40, 'nine');
rollback;
begin;
insert into log values (4);
alter table c drop constraint c_b_key;
alter table c drop constraint if exists c_nothing;
-- error 42704
alter table c drop constraint c_nothing;
rollback;
begin;
insert into log values (4);
alter table c drop constraint c_b_key;
commit;
insert into c values (9, 40, 'nine');
select conname from pg_constraint where conrelid = 'c'::regclass order by 1;
-- dropped and made again, and one that is made and dropped
begin;
insert into log values (5);
alter table c drop constraint c_pk;
alter table c add constraint c_key primary key (a);
alter table c add constraint c_short unique (x, a);
alter table c drop constraint c_short;
savepoint s;
-- error 23505
insert into c values (9, 90, 'again');
rollback to s;
commit;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'c'::regclass order by 1;
select indexname from pg_indexes where tablename = 'c' order by 1;
-- error 23505
insert into c values (9, 90, 'again');
-- of a table that the transaction made: Flyway's history
begin;
create table hist (rank int not null, version varchar(50), description varchar(200) not null, success boolean not null);
insert into hist values (1, '1', 'baseline', true);
alter table hist add constraint hist_pk primary key (rank);
create index hist_s_idx on hist (success);
savepoint s;
-- error 23505
insert into hist values (1, '2', 'twice', true);
rollback to s;
insert into hist values (2, '2', 'second', true);
commit;
select * from hist order by rank;
-- error 23505
insert into hist values (2, '2', 'second', true);
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'hist'::regclass order by 1;
-- empty still
begin;
insert into log values (6);
create table empty (a int, b int);
alter table empty add primary key (a);
alter table empty add constraint empty_b unique nulls not distinct (b);
insert into empty values (1, null);
-- error 23505
insert into empty values (2, null);
rollback;
begin;
insert into log values (6);
create table empty (a int, b int);
alter table empty add primary key (a), add constraint empty_b unique nulls not distinct (b);
insert into empty values (1, null);
alter table empty drop constraint empty_b;
insert into empty values (2, 5);
commit;
select * from empty order by a;
insert into empty values (3, null);
-- columns that come with a key
begin;
insert into log values (7);
alter table empty add d int unique, add e int, add constraint empty_e unique (e, d);
update empty set d = a, e = 1;
savepoint s;
-- error 23505
update empty set d = 1;
rollback to s;
commit;
-- error 23505
update empty set d = 1;
-- DEFERRABLE ones, of a table that others do not see
begin;
insert into log values (8);
create table later as select a, b from c;
alter table later add constraint later_a unique (a) deferrable initially immediate;
update later set a = a + 1;
savepoint s;
-- error 23505
insert into later values (10, 1);
rollback to s;
set constraints all deferred;
insert into later values (10, 1);
delete from later where b = 1;
commit;
begin;
insert into log values (8);
-- refused
alter table c add unique (x) deferrable;
rollback;
-- USING INDEX
begin;
insert into log values (9);
create unique index l_i on log (n);
alter table log add constraint l_u unique using index l_i;
-- error 23505
insert into log values (9);
rollback;
begin;
delete from log where n = 4;
insert into log values (4);
create unique index l_i on log (n);
alter table log add constraint l_p primary key using index l_i;
insert into log values (10);
commit;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'log'::regclass order by 1;
-- error 23505
insert into log values (10);
-- foreign keys: to a table that there was, and to one that the transaction made
begin;
insert into log values (11);
create table child (a int primary key, c int references c, h int);
insert into child values (1, 1, 1), (2, null, 2);
alter table child add constraint child_h foreign key (h) references hist (rank) on delete cascade;
savepoint s;
-- error 23503
insert into child values (3, 99, 1);
rollback to s;
-- error 23503
insert into child values (3, 1, 99);
rollback to s;
-- error 23503
delete from c where a = 1;
rollback to s;
delete from hist where rank = 2;
select * from child order by a;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'child'::regclass order by 1;
commit;
select * from child order by a;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'child'::regclass order by 1;
-- error 23503
insert into child values (3, 99, 1);
-- error 23503
delete from c where a = 1;
delete from hist where rank = 1;
select * from child order by a;
-- undone, and the other table knows nothing of it
begin;
insert into log values (12);
create table brief (a int references c);
insert into brief values (2);
-- error 23503
delete from c where a = 2;
rollback;
begin;
insert into c values (50, 50, 'fifty');
create table brief (a int references c);
insert into brief values (50);
rollback;
delete from c where a = 2;
-- rows that there are
begin;
insert into log values (13);
create table dangling as select 98 as c;
-- error 23503
alter table dangling add foreign key (c) references c;
rollback;
begin;
insert into child values (4, 3, null);
create table parent (a int, b int);
insert into parent values (3, 1), (4, 2);
alter table parent add primary key (a);
alter table child add constraint child_p foreign key (c) references parent on update cascade on delete set null not valid;
alter table child validate constraint child_p;
rollback;
begin;
insert into child values (4, 3, null);
create table parent (a int, b int);
insert into parent values (3, 1), (4, 2);
alter table parent add primary key (a);
update child set c = 3 where c is not null;
alter table child drop constraint child_c_fkey;
alter table child add constraint child_p foreign key (c) references parent on update cascade on delete set null;
update parent set a = 33 where a = 3;
select * from child order by a;
savepoint s;
-- error 23503
update child set c = 34 where a = 4;
rollback to s;
-- error 2BP01
alter table parent drop constraint parent_pkey;
rollback to s;
rollback;
-- dropped
begin;
insert into log values (14);
alter table child drop constraint child_c_fkey;
insert into child values (70, 700, null);
commit;
select conname from pg_constraint where conrelid = 'child'::regclass order by 1;
delete from c where a = 1;
begin;
insert into log values (15);
alter table hist drop constraint hist_pk cascade;
select conname from pg_constraint where conrelid = 'child'::regclass order by 1;
commit;
select conname from pg_constraint where conrelid in ('child'::regclass, 'hist'::regclass) order by 1;
insert into child values (71, 1, 71);
-- itself
begin;
insert into log values (16);
create table tree (id int primary key, up int);
insert into tree values (1, null), (2, 1);
alter table tree add foreign key (up) references tree on delete cascade;
insert into tree values (3, 2);
savepoint s;
-- error 23503
insert into tree values (4, 9);
rollback to s;
delete from tree where id = 2;
commit;
select * from tree order by id;
-- in one message, and temporary ones
insert into log values (17); alter table tree add unique (up); select count(*) from tree;
create temp table t (a int);
create temp table tt (a int);
begin;
insert into t values (1);
alter table t add primary key (a);
insert into tt values (1);
alter table tt add foreign key (a) references t;
savepoint s;
-- error 23503
insert into tt values (2);
rollback to s;
commit;
-- error 23503
insert into tt values (2);
-- error 23505
insert into t values (1);
