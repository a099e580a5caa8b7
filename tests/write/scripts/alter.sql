-- ALTER TABLE and RENAME
CREATE TABLE al(a int primary key, b text, c int check (c < 100));
insert into al values (1,'x',5),(2,null,6);
alter table al add column d int default 9, add e text;
select * from al order by 1;
-- error 42701
alter table al add column b int;
alter table al add column if not exists b int;
-- error 23502
alter table al add column f int not null;
-- error 42703
alter table al drop column nope;
alter table al drop column if exists nope;
alter table al drop column e;
-- error 23502
alter table al alter column b set not null;
update al set b='y' where b is null;
alter table al alter b set not null;
-- error 23502
insert into al(a) values (3);
update al set b = null where a = -1;
-- error 23502
update al set b = null where a = 2;
alter table al alter b drop not null;
alter table al alter c set default 50;
insert into al(a) values (3) returning *;
alter table al alter c drop default;
-- error 23514
alter table al add constraint ck check (c > 5);
delete from al where c <= 5;
alter table al add constraint ck check (c > 5);
alter table al drop constraint ck;
-- error 42704
alter table al drop constraint nock;
alter table al drop constraint if exists nock;
alter table al add unique (b);
-- error 23505
insert into al values (7,'y',6);
alter table al drop constraint al_b_key;
-- error 42804
alter table al alter b type int;
alter table al alter b type int using length(b);
select * from al order by 1;
alter table al rename column b to bb;
-- error 42701
alter table al rename c to a;
-- error 42703
alter table al rename nope to x;
alter table al rename c to cc;
-- error 23514
insert into al values (9,1,200,3);
alter table al rename to al2;
select * from al2 order by 1;
-- error 42P01
alter table nope rename to x;
alter table if exists nope rename to x;
-- error 42P01
alter table nope add x int;
-- error 42P16
alter table al2 alter a drop not null;
alter table al2 add column s serial;
select * from al2 order by 1;
alter table al2 drop column a;
select * from al2 order by 1;
drop table al2;
-- names of system columns are no column's
-- error 42701
create table sys_t (xmin int);
-- error 42701
create table sys_t as select 1 as cmin;
-- error 42701
create materialized view sys_m as select 1 as cmax;
create table sys_t (a int, "XMIN" int);
-- error 42701
alter table sys_t add column ctid int;
-- error 42701
alter table sys_t add column if not exists tableoid int;
-- error 42701
alter table sys_t rename a to xmax;
-- error 0A000
alter table sys_t drop xmin;
-- error 0A000
alter table sys_t drop if exists ctid;
-- error 0A000
alter table sys_t alter xmin set default 3;
-- error 0A000
alter table sys_t alter xmin set not null;
create view sys_v as select 1 as xmin;
alter view sys_v rename xmin to xmax;
select * from sys_v;
drop view sys_v;
drop table sys_t;
