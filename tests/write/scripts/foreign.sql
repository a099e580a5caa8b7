-- foreign keys: declared, shown, enforced on both sides, actions, deferred
create table p(id int primary key, u text unique, a int, b int, unique(a,b), n numeric, constraint zz unique(n));
-- error 42P01
create table c(x int references nope);
-- error 42703
create table c(x int references p(zork));
-- error 42703
create table c(x int, foreign key (zork) references p);
-- error 42830
create table c(x int, y int, foreign key (x,y) references p);
-- error 42830
create table c(x int references p(a));
-- error 42804
create table c(x text references p);
create table c(x text references p(u), y bigint references p, z int, foreign key (y,z) references p(b,a) match full on delete set null (z) on update cascade, n int references p(n) deferrable initially deferred, m int constraint mm references p on delete set default);
select conname,contype,condeferrable,condeferred,convalidated,confupdtype,confdeltype,confmatchtype,conkey,confkey,connoinherit,conislocal,confdelsetcols,conindid::regclass, confrelid::regclass,conpfeqop,conppeqop,conffeqop from pg_constraint where conrelid='c'::regclass order by 1;
select conname,pg_get_constraintdef(oid) from pg_constraint where conrelid='c'::regclass order by 1;
select conname,conrelid::regclass,contype from pg_constraint where confrelid='p'::regclass order by 1;
select constraint_name, unique_constraint_name, match_option, update_rule, delete_rule from information_schema.referential_constraints order by 1;
select constraint_name, table_name, column_name, ordinal_position, position_in_unique_constraint from information_schema.key_column_usage where table_name = 'c' order by 1, 4;
select constraint_name, table_name, constraint_type, is_deferrable, initially_deferred from information_schema.table_constraints where constraint_type = 'FOREIGN KEY' order by 1;
-- error 42703
create table d(x int, foreign key (x) references p on delete set null (zork));
-- error 42P10
create table d(x int, y int, foreign key (x) references p on delete set null (y));
-- error 0A000
create table d(x int references p match partial);
-- error 42704
create table d(x int references d);
create table d(x int primary key, y int references d, z int references d(x));
-- error 42830
create table e(x int, foreign key (x) references p(id,a));
-- error 42804
create table e2(x float references p);
-- error 42804
create table e2(x date references p);
-- error 42601
create table e2(x int references p deferrable not deferrable);
-- error 42601
create table e2(x int deferrable references p);
-- error 42601
create table e2(x int references p initially deferred not deferrable);
insert into d values (1, 1, 1), (2, 1, 3), (3, 2, 2);
-- error 23503
insert into d values (4, 9, 1);
-- error 23503
update d set y = 7 where x = 3;
-- error 23503
update d set x = x + 10;
-- error 23503
delete from d where x = 1;
delete from d;
-- error 2BP01
drop table p;
-- error 2BP01
drop table p, d;
-- error 0A000
truncate p;
truncate p, c;
-- error 2BP01
alter table p drop constraint p_pkey;
-- error 2BP01
alter table p drop column id;
-- error 42P01
drop table c, e, p;
drop table d;
create table p1(id int primary key, t text); create table c1(id int primary key, p int references p1 on delete cascade on update cascade); create table c2(p int references p1 on delete set null, c int default 1 references c1 on delete set default on update set default);
insert into p1 values (1, 'a'), (2, 'b'), (3, 'c');
insert into c1 values (1, 1), (2, 2), (3, 2);
insert into c2 values (1, 2), (2, 3), (3, 3), (null, null);
-- error 23503
insert into c2 values (4, 1);
-- error 23503
insert into c2 values (1, 7), (4, 1);
-- error 23503
update c2 set p = 9 where p = 1;
select * from c2 order by 1, 2;
delete from p1 where id = 2;
select * from c2 order by 1, 2;
select * from c1 order by 1, 2;
-- error 23503
delete from c1 where id = 1;
-- error 23503
update p1 set id = id + 10 where id = 3;
-- error 23503
update p1 set id = 11 where id = 1;
select * from p1 order by 1;
select * from c1 order by 1;
-- error 0A000
truncate p1;
truncate p1 cascade;
select count(*) from c2;
create table f1(id int primary key); create table f2(id int primary key, f int references f1 deferrable initially deferred, g int references f1 deferrable);
begin;
insert into f2 values (1, 1, null);
insert into f1 values (1);
commit;
begin;
insert into f2 values (2, 2, null);
-- error 23503
commit;
select * from f2;
begin;
-- error 23503
insert into f2 values (3, null, 3);
rollback;
begin;
set constraints all deferred;
insert into f2 values (3, null, 3);
insert into f1 values (3);
set constraints all immediate;
-- error 23503
insert into f2 values (4, null, 4);
rollback;
begin;
insert into f2 values (5, 5, null);
-- error 23503
set constraints f2_f_fkey immediate;
rollback;
begin;
delete from f1;
insert into f1 values (1);
commit;
begin;
delete from f1;
-- error 23503
commit;
select * from f1;
set constraints all immediate;
begin;
-- error 42704
set constraints nope deferred;
rollback;
begin;
-- error 42809
set constraints f1_pkey deferred;
rollback;
create table c3(a int, b int, c int references f1 on update set null);
insert into c3 values (1, 1, 1), (null, 2, null);
alter table c3 add foreign key (a) references f1, add constraint foo foreign key (b) references f1 not valid;
-- error 23503
alter table c3 add constraint foo2 foreign key (b) references f1;
select convalidated from pg_constraint where conname='foo';
-- error 23503
alter table c3 validate constraint foo;
-- error 42704
alter table c3 validate constraint foo1;
delete from c3 where b = 2;
alter table c3 validate constraint foo;
-- error 23503
insert into c3 values (1, 5, 1);
alter table c3 drop constraint foo;
insert into c3 values (1, 5, 1);
alter table c3 add d int references f1;
-- error 23503
alter table c3 add e int default 5 references f1;
select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'c3'::regclass order by conname;
alter table c3 alter constraint c3_c_fkey deferrable initially deferred;
-- error 42704
alter table c3 alter constraint nope deferrable;
alter table f1 rename column id to key;
alter table f1 rename to f9;
alter table c3 rename column a to aa;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'c3'::regclass order by conname;
-- error 23503
insert into c3 values (77);
insert into c3 values (1);
-- error 23503
update f9 set key = 2;
-- error 2BP01
alter table f9 drop constraint f1_pkey;
alter table c3 drop column aa;
-- error 2BP01
alter table f9 drop column key;
-- error 2BP01
drop table f9;
create table m(a int, b int, primary key (a, b)); create table n(x int, y int, foreign key (x, y) references m match full); create table n2(x int, y int, foreign key (x, y) references m on update cascade on delete set null (y));
insert into m values (1, 1), (1, 2), (2, 1);
-- error 23503
insert into n values (1, null);
-- error 23503
insert into n values (1, 3);
insert into n values (1, 2), (null, null);
insert into n2 values (1, null), (2, 1), (5, null);
-- error 23503
insert into n2 values (2, 2);
update m set a = 3 where a = 2;
select * from n2 order by 1, 2;
delete from m where a = 3;
select * from n2 order by 1, 2;
-- error 23505
update m set b = b + 1;
update n set y = 1 where x = 1;
delete from m where b = 2;
with gone as (delete from n returning x) delete from m where a in (select x from gone);
select * from m;
-- error 23503
insert into n2 values (1, 1) on conflict do nothing;
create table o1(id int primary key); create table o2(id int primary key, o int references o1);
insert into o1 values (1), (2);
insert into o2 values (1, 1);
insert into o2 values (1, 2) on conflict (id) do update set o = excluded.o;
-- error 23503
insert into o2 values (1, 3) on conflict (id) do update set o = excluded.o;
insert into o2 values (1, 3) on conflict (id) do nothing;
-- copy: 5\t2\n6\t9\n
-- error 23503
copy o2 from stdin;
-- copy: 5\t2\n6\t1\n
copy o2 from stdin;
select * from o2 order by 1;
-- a key goes though a foreign key refers to one of its columns, by another key
CREATE TABLE kept_p(a int primary key, b int, constraint kept_both unique (b, a));
CREATE TABLE kept_c(a int references kept_p);
alter table kept_p drop constraint kept_both;
-- error 2BP01
alter table kept_p drop constraint kept_p_pkey;
-- a key that is _id, where the rows to be deleted are not told by MongoDB alone
CREATE TABLE idp (_id int4 PRIMARY KEY, a int4);
CREATE TABLE idc (id int4 PRIMARY KEY, p int4 REFERENCES idp ON DELETE SET NULL);
INSERT INTO idp VALUES (1, 3), (3, 13), (5, 8), (8, 1);
INSERT INTO idc VALUES (1, 3), (2, 5), (3, 8);
DELETE FROM idp WHERE EXISTS (SELECT 1 FROM idp x WHERE x._id = idp.a);
DELETE FROM idp WHERE a % 10 = 3 RETURNING *;
SELECT * FROM idc ORDER BY id;
-- SET DEFAULT: rows to which the default is what is gone are an error of the table that loses it, at once even where the constraint is deferred
create table sd_p (id int primary key);
create table sd_c (p int default 0 references sd_p on delete set default on update set default);
insert into sd_p values (0), (1), (2);
insert into sd_c values (2), (0);
-- error 23503
delete from sd_p where id = 0;
-- error 23503
update sd_p set id = 9 where id = 0;
delete from sd_c where p = 0;
-- error 23503
delete from sd_p where id in (0, 2);
delete from sd_p where id = 2;
select * from sd_c;
alter table sd_c alter column p set default 77;
-- error 23503
delete from sd_p where id = 0;
alter table sd_c alter column p set default 1;
delete from sd_p where id = 0;
select * from sd_c;
-- error 23503
delete from sd_p where id = 1;
create table sd_d (p int default 1 references sd_p on delete set default deferrable initially deferred);
delete from sd_c;
insert into sd_d values (1);
begin;
-- error 23503
delete from sd_p where id = 1;
rollback;
create table sd_two (a int, b int, primary key (a, b));
create table sd_of_two (a int default 3, b int default 0, foreign key (a, b) references sd_two on delete set default (b, a, b) on update set null);
select pg_get_constraintdef(oid), confdelsetcols from pg_constraint where conrelid = 'sd_of_two'::regclass;
insert into sd_two values (1, 1), (3, 0);
insert into sd_of_two values (1, 1);
delete from sd_two where a = 1;
select * from sd_of_two;
-- error 23503
delete from sd_two where a = 3;
drop table sd_p, sd_c, sd_d, sd_two, sd_of_two;
-- keys of types that SQL made
create type hue as enum ('red', 'blue');
create domain whole as int;
create table hues (id hue primary key, n whole unique);
create table shades (hue hue references hues on delete cascade, n whole references hues(n));
insert into hues values ('red', 1);
insert into shades values ('red', 1);
-- error 23503
insert into shades values ('blue', 1);
-- error 23503
insert into shades values ('red', 2);
delete from hues;
select * from shades;
