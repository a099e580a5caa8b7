-- GROUP BY a primary key: the table's other columns depend on it; operator classes of text's indexes
create table fd (id int primary key, name varchar(20) not null, n numeric(6,2), d jsonb);
create table fd_item (fd_id int, k int, v text, primary key (fd_id, k));
insert into fd values (1, 'a', 1.50, '{"x": 1}'), (2, 'b', null, null), (3, 'a', 2, '[]');
insert into fd_item values (1, 1, 'x'), (1, 2, null), (2, 1, 'z');
select f.name, f.n, count(i.k) from fd f left join fd_item i on i.fd_id = f.id group by f.id order by f.id;
select id, name || '!', d, (select n + 1), sum(id) from fd group by id having n is null or name = 'a' order by n desc nulls last;
select v, count(*) from fd_item group by fd_id, k order by 1;
select f.*, i.v, count(*) from fd f full join fd_item i on f.id = i.fd_id group by f.id, i.k, i.fd_id order by f.id, i.k;
-- error 42803
select v, count(*) from fd_item group by fd_id;
-- error 42803
select name, count(*) from fd group by n;
-- error 42803
select name from fd group by rollup (id);
select c.relname, count(*) > 0 from pg_class c where c.relname = 'pg_type' group by c.oid;
create index fd_name_like on fd (name varchar_pattern_ops);
create index fd_n on fd (n numeric_ops desc);
select name from fd where name like 'a%' order by id;
drop table fd, fd_item;
-- a view whose GROUP BY rests on a primary key depends on that constraint
create table gk (id int primary key, a int, b text);
insert into gk values (1, 2, 'x'), (2, 3, 'y');
create view gk_names as select id, b, count(*) as n from gk group by id;
create view gk_above as select id from gk_names;
create view gk_inner as select 1 as one, (select max(y.b) from gk x join gk y using (id) group by x.id, y.id, y.a limit 1) is null as none from gk;
create view gk_free as select id, a, max(b) as b from gk group by id, a;
-- error 2BP01
alter table gk drop constraint gk_pkey;
drop view gk_above;
-- error 2BP01
alter table gk drop constraint gk_pkey restrict;
alter table gk drop constraint gk_pkey cascade;
-- error 42P01
select * from gk_names;
select * from gk_free order by id;
-- error 42803
create view gk_names as select id, b, count(*) as n from gk group by id;
drop table gk cascade;
