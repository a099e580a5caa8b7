-- behind rows of the same transaction: RENAME of columns and constraints, foreign keys, types that keep their values
create table log (id int primary key, name text);
create table p (id int primary key, name text);
insert into p values (1, 'one'), (2, 'two');
create table r (a int primary key, b int not null default 1, c text, d varchar(5), n numeric(6,2), constraint r_b check (b > 0));
insert into r values (1, 10, 'x', 'abc', 1.50), (2, 20, null, null, null);
create index r_d on r (d);
begin;
insert into log values (1, 'one');
alter table r rename column b to amount;
alter table r rename constraint r_b to r_amount;
insert into r (a, c) values (3, 'z');
-- error 42703
select b from r;
rollback;
begin;
insert into log values (1, 'one');
alter table r rename column b to amount;
alter table r rename constraint r_b to r_amount;
insert into r (a, c) values (3, 'z');
update r set amount = amount + 1 where a = 1;
select * from r order by a;
select conname, pg_get_constraintdef(oid) as d from pg_constraint where conrelid = 'r'::regclass and contype = 'c';
commit;
select * from r order by a;
-- error 23514
insert into r (a, amount) values (4, 0);
-- error 42703
select b from r;
begin;
update r set c = 'w' where a = 2;
alter table r rename amount to b;
alter table r rename b to quantity;
alter table r add note text not null default 'n';
alter table r rename note to remark;
insert into r (a, remark) values (4, 'own');
commit;
select * from r order by a;
-- a name that was another's before in the transaction
begin;
insert into log values (2, 'two');
alter table r rename c to cc;
alter table r rename quantity to c;
rollback;
-- of what an index has
begin;
insert into log values (2, 'two');
alter table r rename a to key;
rollback;
begin;
insert into log values (2, 'two');
-- error 42703
alter table r rename nothing to cc;
rollback;
begin;
insert into log values (2, 'two');
-- error 42701
alter table r rename c to quantity;
rollback;
begin;
insert into log values (2, 'two');
-- error 42704
alter table r rename constraint nothing to something;
rollback;
-- types
begin;
insert into log values (2, 'two');
alter table r alter d type varchar(10), alter n type numeric(8,2), alter quantity type bigint using (quantity::bigint), alter quantity drop default, alter quantity set default 5;
insert into r (a, d, n, quantity) values (5, 'abcdefgh', 123456.78, 5000000000);
-- error 22001
insert into r (a, d) values (6, 'abcdefghijk');
rollback;
begin;
insert into log values (2, 'two');
alter table r alter d type varchar(10), alter n type numeric(8,2), alter quantity type bigint using (quantity::bigint), alter quantity drop default, alter quantity set default 5;
insert into r (a, d, n, quantity) values (5, 'abcdefgh', 123456.78, 5000000000);
update r set quantity = quantity * 3000000000 where a = 1;
select a, quantity, d, n, sum(quantity) over (order by a) from r order by a;
commit;
select * from r order by a;
select sum(quantity), avg(quantity), max(quantity) from r;
select a from r where d > 'abc' order by d;
select a from r where quantity = 20;
alter table r alter d type text;
select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'r'::regclass and attnum > 0 and not attisdropped order by attnum;
begin;
insert into log values (3, 'three');
-- refused
alter table r alter c type jsonb using to_jsonb(c);
rollback;
begin;
insert into log values (3, 'three');
-- refused
alter table r alter n type numeric(9,3);
rollback;
-- foreign keys
begin;
insert into log values (3, 'three');
create table child (id int primary key, p_id int references p, q int references p (id) on delete cascade);
insert into child values (1, 1, 2), (2, 2, 1), (3, null, null);
delete from p where id = 2 and false;
select conname, pg_get_constraintdef(oid) as d from pg_constraint where conrelid = 'child'::regclass order by 1;
-- error 23503
insert into child values (4, 9, null);
rollback;
-- error 42P01
select * from child;
delete from p where id = 2;
insert into p values (2, 'two');
begin;
insert into log values (3, 'three');
create table child (id int primary key, p_id int references p, q int references p (id) on delete cascade);
insert into child values (1, 1, 2), (2, null, 1), (3, null, null);
delete from p where id = 2;
select * from child order by id;
commit;
select * from child order by id;
-- error 23503
insert into child values (4, 9, null);
delete from p where id = 1;
select * from child order by id;
insert into p values (1, 'one'), (2, 'two');
create table grand (id int, child_id int);
insert into grand values (1, null), (2, 3);
begin;
insert into log values (4, 'four');
alter table grand add constraint grand_child foreign key (child_id) references child, add p_id int default 1 references p on update cascade;
insert into grand values (3, 3, 2);
update p set id = 20 where id = 2;
select * from grand order by id;
-- error 23503
insert into grand values (4, 4);
rollback;
begin;
insert into log values (4, 'four');
alter table grand add constraint grand_child foreign key (child_id) references child, add p_id int default 1 references p on update cascade;
insert into grand values (3, 3, 2);
update p set id = 20 where id = 2;
commit;
select * from grand order by id;
-- error 23503
delete from child where id = 3;
-- error 23503
insert into grand values (4, 4);
begin;
insert into grand values (4, 3);
-- error 23503
alter table grand add foreign key (id) references child;
rollback;
begin;
insert into log values (5, 'five');
alter table grand rename constraint grand_child to grand_of_child;
alter table child rename p_id to parent;
alter table grand drop constraint grand_p_id_fkey;
delete from p where id = 20;
insert into grand values (5, 3, 77);
select * from grand order by id;
commit;
select conname, pg_get_constraintdef(oid) as d from pg_constraint where conrelid in ('grand'::regclass, 'child'::regclass) order by 1;
select * from grand order by id;
-- error 23503
insert into child values (9, 9, 9);
begin;
insert into log values (6, 'six');
drop table child cascade; insert into grand values (6, 66, 66); commit;
select * from grand order by id;
select conname from pg_constraint where conrelid = 'grand'::regclass;
