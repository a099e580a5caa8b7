-- Writes into views that are automatically updatable, and what is not
CREATE TABLE w1(a int primary key, b text default 'dflt', c numeric(6,2), d int check (d < 100));
insert into w1 values (1,'one',1.5,1),(2,'two',2.25,2),(3,'three',null,3),(4,null,4,4);
create view wv1 as select a, b as name, d from w1 where a > 1;
create view wv2 as select name, a as key, d + 1 as d1 from wv1 where a < 100;
insert into wv1 values (5, 'five', 5);
insert into wv1(a) values (6) returning *;
insert into wv1(name, a) values ('seven', 7), ('eight', 8) returning a, name;
-- not seen by the view, written all the same
insert into wv1(a, name) values (0, 'zero') returning *;
select * from wv1 order by a;
update wv1 set name = name || '!' where d > 1;
update wv1 set name = 'all';
update wv1 set d = d + 10, name = upper(name) where a = 5 returning wv1.*;
select * from w1 order by a;
update wv2 set name = 'x' where d1 = 4 returning *;
update wv2 set key = 33 where key = 3 returning key, name, d1;
-- error 0A000
update wv2 set d1 = 7;
-- error 0A000
insert into wv2 values ('n', 9, 9);
-- error 0A000
insert into wv2(key, d1) values (9, 9);
insert into wv2 values ('n', 9);
insert into wv2(key, name) select a + 20, b from w1 where a < 3;
delete from wv2 where d1 is null returning key;
delete from wv1 where a = 1;
delete from wv1 v where v.name = 'all' and v.a = 2 returning v.a;
select * from w1 order by a;
-- error 23505
insert into wv1(a) values (4);
-- error 23514
insert into wv1(a, d) values (40, 100);
-- error 23514
update wv1 set d = 100;
-- error 42703
update wv1 set c = 1;
-- error 42703
select c from wv1;
-- error 42703
insert into wv1(b) values ('x');
-- error 42703
delete from wv1 where b = 'x';
-- error 42601
insert into wv1 values (50, 'x', 1, 1);
CREATE TABLE w2(a int, k int);
insert into w2 values (4, 44), (5, 55);
update wv1 set d = w2.k from w2 where w2.a = wv1.a returning wv1.a, d, k;
delete from wv1 using w2 where w2.a = wv1.a and w2.k = 55;
create view wv3 as select a, b, (select max(k) from w2 where w2.a = w1.a) as m from w1 where exists (select 1 from w2 where w2.a = w1.a);
update wv3 set b = 'sub' where m = 44 returning a, b, m;
delete from wv3 where m > 1000;
select * from wv3;
update wv1 as q set name = 'alias' where q.a = 4 returning q.name;
with x as (select 4 as n) update wv1 set name = 'cte' from x where a = n;
delete from wv1;
select * from w1 order by a;
create view n1 as select distinct a from w1;
create view n2 as select a from w1 group by a;
create view n3 as select count(*) as n from w1 having true;
create view n4 as select a from w1 union select a from w2;
create view n5 as with q as (select 1) select a from w1;
create view n6 as select a from w1 limit 1;
create view n7 as select count(*) as n from w1;
create view n8 as select a, row_number() over () as n from w1;
create view n9 as select a, generate_series(1, 2) as g from w1;
create view n10 as select w1.a from w1, w2;
create view n11 as select 1 as x;
create view n12 as select a + 1 as x from w1;
create view n13 as select x.a from w1 x join w2 y on x.a = y.a;
create view n14 as select a from n1;
-- error 55000
insert into n1 values (1);
-- error 55000
update n2 set a = 1;
-- error 55000
delete from n3;
-- error 55000
delete from n4;
-- error 55000
delete from n5;
-- error 55000
delete from n6;
-- error 55000
insert into n7 values (1);
-- error 55000
update n8 set a = 1;
-- error 55000
update n9 set a = 1;
-- error 55000
insert into n10 values (1);
-- error 55000
insert into n11 values (1);
-- error 55000
insert into n12 values (1);
-- error 55000
delete from n13;
-- error 55000
delete from n14;
-- error 42809
truncate wv1;
delete from n12;
select table_name, is_updatable, is_insertable_into from information_schema.views where table_schema = 'public' order by 1;
select table_name, column_name, is_updatable from information_schema.columns where table_schema = 'public' order by 1, ordinal_position;
select table_name, is_insertable_into from information_schema.tables where table_schema = 'public' order by 1;
begin;
insert into wv1(a, name) values (70, 'seventy');
update wv1 set name = 'SEVENTY' where a = 70;
select * from w1 where a = 70;
rollback;
select count(*) from wv1;
-- one column under two names
create table tw (a int primary key, b text default 'def', l int[]);
create view tw_twice as select a, b, a as again, l, l as l2 from tw;
insert into tw_twice (again, b) values (1, 'one'), (2, default) returning *;
insert into tw_twice values (3, 'three');
insert into tw_twice (a, l[1], l2[2]) values (4, 40, 41) returning *;
-- error 42601
insert into tw_twice values (5, 'five', 5);
-- error 42601
insert into tw_twice (again, a) values (6, 6);
-- error 42701
insert into tw_twice (again, again) values (6, 6);
-- error 42601
insert into tw_twice (a, l, l2[1]) values (7, '{1}', 2);
-- error 42601
update tw_twice set a = 8, again = 8;
update tw_twice set l[1] = 9, l2[2] = 10 where a = 4 returning l;
-- error 42703
update tw_twice set a = 8, again = 8 where nope;
create view tw_over as select again as z, a as y from tw_twice;
-- error 42601
insert into tw_over values (1, 2);
-- error 42601
insert into tw_over (z) values (1) on conflict (z) do update set z = 1, y = 2;
select * from tw_over order by 1;
