-- Foreign keys between temporary tables
create temp table tf_p(id int primary key, b text unique, c int);
insert into tf_p values (1, 'one', 10), (2, 'two', 20), (3, 'three', 30);
create temp table tf_c(id int primary key, p int references tf_p, t text);
insert into tf_c values (1, 1, 'a'), (2, null, 'b'), (3, 3, 'c');
-- error 23503
insert into tf_c values (4, 9, 'd');
-- error 23503
update tf_c set p = 8 where id = 1;
-- error 23503
delete from tf_p where id = 1;
-- error 23503
update tf_p set id = 11 where id = 3;
delete from tf_p where id = 2;
update tf_p set id = 12, c = 1 where b = 'two';
-- error 0A000
truncate tf_p;
truncate tf_p cascade;
select count(*) from tf_c;
insert into tf_p values (1, 'one', 10), (2, 'two', 20), (3, 'three', 30);
insert into tf_c values (1, 1, 'a'), (2, null, 'b'), (3, 3, 'c');
truncate tf_c, tf_p;
insert into tf_p values (1, 'one', 10), (2, 'two', 20), (3, 'three', 30);
insert into tf_c values (1, 1, 'a'), (2, null, 'b'), (3, 3, 'c');
-- error 23503
-- copy: 8\t99\tx\n
copy tf_c from stdin;
-- error 23503
insert into tf_c values (1, 7, 'again') on conflict (id) do update set p = excluded.p;
-- error 23503
with x as (insert into tf_c values (9, 77, 'with') returning p) select * from x;
-- error 23503
merge into tf_c using (values (1, 55)) v(i, n) on id = i when matched then update set p = n;
-- the catalogs
select conname, contype, conrelid::regclass, confrelid::regclass, conkey, confkey, confupdtype, confdeltype, confmatchtype, condeferrable, convalidated from pg_constraint where conrelid = 'tf_c'::regclass order by 1;
select conname, pg_get_constraintdef(oid), pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'tf_c'::regclass order by 1;
select conname, conrelid::regclass, pg_get_constraintdef(oid, true) from pg_constraint where confrelid = 'tf_p'::regclass and contype = 'f' order by 1;
select conindid::regclass from pg_constraint where conrelid = 'tf_c'::regclass and contype = 'f';
select relname, relhastriggers from pg_class where relname in ('tf_p', 'tf_c') order by 1;
select constraint_name, unique_constraint_name, match_option, update_rule, delete_rule from information_schema.referential_constraints where constraint_name = 'tf_c_p_fkey';
select table_name, constraint_name, constraint_type from information_schema.table_constraints where table_name like 'tf%' and constraint_type <> 'CHECK' order by 1, 2;
select classid::regclass, refclassid::regclass, refobjid::regclass, refobjsubid, deptype from pg_depend where objid = (select oid from pg_constraint where conname = 'tf_c_p_fkey') order by refclassid::regclass::text, refobjid::regclass::text, 4, 5;
-- temporary and permanent ones do not mix, whatever hides what
create table tf_perm(id int primary key);
insert into tf_perm values (1);
-- error 42P16
create temp table tf_x(a int references tf_perm);
-- error 42P16
create temp table tf_x(a int, foreign key (a) references public.tf_perm);
-- error 42P16
create table tf_y(a int references tf_p);
-- error 42P16
create table tf_y(a int references pg_temp.tf_p);
-- error 42P16
alter table tf_c add foreign key (id) references tf_perm;
-- error 42P16
alter table tf_perm add foreign key (id) references tf_p;
-- error 42P16
alter table tf_c add column d int references tf_perm;
create temp table tf_perm(id int primary key);
create temp table tf_x(a int references tf_perm);
-- error 23503
insert into tf_x values (1);
insert into public.tf_perm values (2);
-- error 42P16
create table tf_y(a int references tf_perm);
create table tf_y(a int references public.tf_perm);
insert into tf_y values (1);
-- error 23503
insert into tf_y values (3);
-- error 23503
delete from public.tf_perm where id = 1;
delete from tf_perm;
drop table tf_x, pg_temp.tf_perm;
-- error 42P16
create temp table tf_perm(id int primary key, up int references public.tf_perm);
create temp table tf_perm(id int primary key, up int references tf_perm);
-- error 23503
insert into tf_perm values (5, 1);
insert into tf_perm values (5, 5), (1, 5);
select conrelid::regclass, confrelid::regclass from pg_constraint where conname = 'tf_perm_up_fkey';
drop table tf_perm;
select * from tf_perm order by 1;
-- error 42P01
create temp table tf_x(a int references tf_nope);
-- error 42P01
create temp table tf_x(a int references public.tf_c);
-- error 42P16
create temp table tf_x(a int references tf_y);
create temp view tf_v as select * from tf_p;
-- error 42809
create temp table tf_x(a int references tf_v);
drop view tf_v;
-- error 42830
create temp table tf_x(a int references tf_p (c));
create temp table tf_x(a text references tf_p (b));
drop table tf_x;
create unique index tf_pc on tf_p (c);
create temp table tf_x(a int references tf_p (c));
insert into tf_x values (10);
-- error 23503
insert into tf_x values (11);
drop table tf_x;
-- a table that refers to itself, as regression scripts have it
create temp table department(id integer primary key, parent_department integer references department, name text);
insert into department values (0, null, 'ROOT');
insert into department values (1, 0, 'A'), (2, 1, 'B'), (3, 2, 'C'), (4, 2, 'D'), (5, 0, 'E'), (6, 4, 'F'), (7, 5, 'G');
-- error 23503
insert into department values (8, 9, 'H');
-- error 23503
delete from department where id = 2;
with recursive sub as (select * from department where name = 'A' union all select d.* from department d, sub where d.parent_department = sub.id) select * from sub order by name;
select conname, pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'department'::regclass order by 1;
delete from department where id in (3, 6);
truncate department;
insert into department values (1, 2, 'x'), (2, 1, 'y');
drop table department;
-- actions
create temp table tf_a(id int primary key, up int references tf_a on delete cascade on update cascade);
insert into tf_a values (1, null), (2, 1), (3, 2), (4, null);
create temp table tf_b(id int primary key, a int references tf_a on delete set null on update cascade, d int default 4 references tf_a on delete set default);
insert into tf_b values (1, 1, 1), (2, 3, 3), (3, 4, 4);
-- error 23503
update tf_a set id = 10 where id = 1;
update tf_b set d = 4 where d = 1;
update tf_a set id = 10 where id = 1;
select * from tf_a order by id;
delete from tf_b where d = 1;
select * from tf_b order by id;
delete from tf_a where id = 10;
select * from tf_a order by id;
select * from tf_b order by id;
-- error 23503
delete from tf_a where id = 4;
create temp table tf_r(a int references tf_a on delete restrict on update no action);
insert into tf_r values (4);
update tf_b set d = null;
-- error 23503
delete from tf_a;
drop table tf_r;
delete from tf_a;
select * from tf_b order by id;
drop table tf_b;
-- several columns, MATCH FULL
create temp table tf_2(x int, y text, primary key (x, y));
insert into tf_2 values (1, 'a'), (2, 'b');
create temp table tf_3(k int primary key, x int, y text, foreign key (x, y) references tf_2 match full on delete set null);
insert into tf_3 values (1, 1, 'a'), (2, null, null);
-- error 23503
insert into tf_3 values (3, 1, null);
-- error 23503
insert into tf_3 values (3, 2, 'a');
delete from tf_2 where x = 1;
select * from tf_3 order by k;
-- deferred
create temp table tf_d(id int primary key, p int constraint tf_dfk references tf_p deferrable initially deferred);
begin;
insert into tf_d values (1, 100);
insert into tf_p values (100, 'hundred');
commit;
begin;
insert into tf_d values (2, 200);
-- error 23503
commit;
select * from tf_d;
begin;
delete from tf_p where id = 100;
set constraints tf_dfk deferred;
-- error 23503
set constraints tf_dfk immediate;
rollback;
begin;
set constraints all immediate;
-- error 23503
insert into tf_d values (3, 300);
rollback;
begin;
-- error 42704
set constraints tf_nope deferred;
rollback;
begin;
-- error 42809
set constraints tf_c_p_fkey deferred;
rollback;
begin;
insert into tf_d values (4, 400);
savepoint s;
insert into tf_p values (400, 'four hundred');
rollback to s;
-- error 23503
commit;
-- error 23503
insert into tf_d values (4, 400);
drop table tf_d;
-- ALTER TABLE
create temp table tf_e(id int primary key, p int, q int);
insert into tf_e values (1, 1, 1), (2, 999, 2);
-- error 23503
alter table tf_e add constraint tf_efk foreign key (p) references tf_p;
alter table tf_e add constraint tf_efk foreign key (p) references tf_p not valid;
-- error 23503
insert into tf_e values (3, 888);
-- error 23503
alter table tf_e validate constraint tf_efk;
update tf_e set p = 3 where id = 2;
alter table tf_e validate constraint tf_efk;
alter table tf_e add column r int references tf_p default 3;
-- error 23503
alter table tf_e add column w int references tf_p default 4444;
alter table tf_e rename column p to pp;
alter table tf_p rename column id to pid;
select conname, pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'tf_e'::regclass order by 1;
alter table tf_p rename to tf_pnew;
select conname, pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'tf_e'::regclass order by 1;
-- error 23503
insert into tf_e(id, pp) values (5, 777);
-- error 23503
delete from tf_pnew where pid = 3;
alter table tf_e rename to tf_enew;
-- error 23503
insert into tf_enew(id, pp) values (5, 777);
-- error 23503
delete from tf_pnew where pid = 3;
alter table tf_enew alter column pp type bigint;
-- error 42804
alter table tf_enew alter column pp type text;
alter table tf_pnew alter column pid type bigint;
alter table tf_enew rename constraint tf_efk to tf_efk2;
alter table tf_enew alter constraint tf_efk2 deferrable;
select conname, condeferrable, pg_get_constraintdef(oid, true) from pg_constraint where conrelid = 'tf_enew'::regclass order by 1;
alter table tf_enew add constraint tf_self foreign key (q) references tf_enew (id) on delete cascade;
-- error 23503
update tf_enew set q = 17;
alter table tf_enew drop constraint tf_self;
update tf_enew set q = 17;
-- what depends, and CASCADE
-- error 2BP01
drop table tf_pnew;
-- error 2BP01
alter table tf_pnew drop constraint tf_p_pkey;
-- error 2BP01
alter table tf_pnew drop column pid;
alter table tf_pnew drop constraint tf_p_pkey cascade;
select conname from pg_constraint where conrelid in ('tf_enew'::regclass, 'tf_c'::regclass) and contype = 'f' order by 1;
insert into tf_enew(id, pp) values (5, 777);
alter table tf_pnew add primary key (pid);
delete from tf_enew;
alter table tf_enew add foreign key (pp) references tf_pnew;
drop table tf_pnew cascade;
select conname from pg_constraint where conrelid = 'tf_enew'::regclass and contype = 'f' order by 1;
insert into tf_enew(id, pp) values (6, 777);
create temp table tf_f(id int primary key);
create temp table tf_g(f int references tf_f);
drop table tf_g, tf_f;
create temp table tf_f(id int primary key);
create temp table tf_g(f int references tf_f);
drop table tf_g;
delete from tf_f;
drop table tf_f;
-- in a transaction that is rolled back, and one that is not
begin;
create temp table tf_t1(id int primary key);
create temp table tf_t2(a int references tf_t1);
insert into tf_t1 values (1);
insert into tf_t2 values (1);
-- error 23503
insert into tf_t2 values (2);
rollback;
-- error 42P01
select * from tf_t2;
begin;
create temp table tf_t1(id int primary key);
create temp table tf_t2(a int references tf_t1);
insert into tf_t1 values (1);
insert into tf_t2 values (1);
savepoint x;
-- error 23503
delete from tf_t1;
rollback to x;
commit;
select * from tf_t2;
-- ON COMMIT
begin;
create temp table tf_o1(col int primary key);
create temp table tf_o2(col int references tf_o1) on commit delete rows;
insert into tf_o1 values (1);
insert into tf_o2 values (1);
commit;
select * from tf_o1;
select * from tf_o2;
begin;
create temp table tf_o3(col int primary key) on commit delete rows;
create temp table tf_o4(col int references tf_o3);
-- error 0A000
commit;
-- error 42P01
select * from tf_o3;
create temp table tf_o3(col int primary key) on commit delete rows;
-- error 0A000
create temp table tf_o4(col int references tf_o3);
-- error 42P01
select * from tf_o4;
create temp table tf_o4(col int);
-- error 0A000
alter table tf_o4 add foreign key (col) references tf_o3;
insert into tf_o4 values (7);
create temp table tf_o5(col int references tf_o3) on commit delete rows;
begin;
insert into tf_o3 values (1), (2);
insert into tf_o5 values (2);
select * from tf_o5;
-- error 23503
delete from tf_o3;
rollback;
begin;
insert into tf_o3 values (1), (2);
insert into tf_o5 values (2);
commit;
select * from tf_o5;
select * from tf_o3;
create temp table tf_o6(id int primary key, up int references tf_o6) on commit delete rows;
begin;
insert into tf_o6 values (1, 1), (2, 1);
commit;
select * from tf_o6;
begin;
create temp table tf_o7(id int primary key) on commit drop;
create temp table tf_o8(id int references tf_o7, n int);
insert into tf_o7 values (1);
insert into tf_o8 values (1, 1);
commit;
insert into tf_o8 values (5, 5);
select * from tf_o8 order by id;
select conname from pg_constraint where conrelid = 'tf_o8'::regclass;
begin;
create temp table tf_o9(id int primary key) on commit drop;
create temp table tf_o10(id int references tf_o9) on commit drop;
insert into tf_o9 values (1);
insert into tf_o10 values (1);
commit;
-- error 42P01
select * from tf_o10;
discard temp;
-- error 42P01
select * from tf_c;
