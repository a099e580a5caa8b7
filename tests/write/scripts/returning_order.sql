-- In which order sequences are asked: a row's values by column, RETURNING behind its row, then the next row.
create table s(id serial primary key, x int);
create sequence q;
insert into s(x) values (1),(2),(3) returning id, currval('s_id_seq'), x;
insert into s(x) values (1),(2),(3) returning id, nextval('s_id_seq'), currval('s_id_seq'), lastval();
insert into s(x) select g from generate_series(1,3) g returning id, nextval('q'), currval('q'), currval('s_id_seq');
update s set x = nextval('q') where id in (1,2) returning id, x, currval('q'), nextval('q');
insert into s(x) values (nextval('q')),(nextval('q')) returning x, currval('q'), nextval('q');
insert into s(x) select nextval('q') from generate_series(1,3) returning x, nextval('q');
insert into s(x) select nextval('q') from generate_series(1,3) returning x, currval('q');
delete from s where id in (1,2) returning id, nextval('q');
with w as (insert into s(x) values (nextval('q')),(nextval('q')) returning x, currval('q') c) select * from w;
select nextval('q'), currval('q'), nextval('q') from generate_series(1,3);
select currval('q'), nextval('q') from generate_series(1,3);
insert into s(id, x) values (101, 1), (102, setval('q', 50)) returning id, currval('q');
select nextval('q'), nextval('q');
insert into s(x) values (nextval('q')) returning id, lastval(), nextval('q');
insert into s(id,x) values (nextval('q'), nextval('q')), (nextval('q'), currval('q')) returning *;
update s set x = 1 where id > 101 returning id, nextval('q');
merge into s using (values (101),(102),(1000)) v(k) on s.id = v.k when matched then update set x = nextval('q') when not matched then insert (id, x) values (k, nextval('q'));
select id, x from s where id in (101,102,1000) order by 1;
create sequence q2;
select * from (values (nextval('q2'), nextval('q2')), (nextval('q2'), currval('q2'))) v;
select a, b from (values (nextval('q2'), currval('q2')), (nextval('q2'), currval('q2'))) v(a,b);
create table s2(id int, x int);
insert into s2 values (nextval('q2'), nextval('q2')), (nextval('q2'), currval('q2')) returning *;
insert into s2 values (nextval('q2'), currval('q2')), (currval('q2'), nextval('q2'));
select * from s2;
insert into s2 values (nextval('q2'), currval('q2'));
select * from s2;
insert into s2 (x, id) values (nextval('q2'), currval('q2'));
select * from s2;
update s2 set x = nextval('q2'), id = currval('q2') returning *;
create table gen (x int, twice int generated always as (x * 2) stored);
insert into gen select g from generate_series(1, 2) g returning x, twice, nextval('q');
insert into gen select nextval('q') from generate_series(1, 2) g returning x;
-- a row's check fails
create table chk (id serial, x int check (x < 100));
-- error 23514
insert into chk (x) values (1), (200) returning id, currval('chk_id_seq');
insert into chk (x) values (1), (2) returning id, currval('chk_id_seq'), x;
-- what cannot be told before all is written
-- refused
insert into s(x) values (1),(2) on conflict (id) do update set x = nextval('q') returning id, currval('s_id_seq');
-- refused
insert into s(id, x) values (101, 1),(102, 2) on conflict (id) do update set x = nextval('q') returning id, x, currval('q');
-- refused
insert into gen select nextval('q') from generate_series(1, 2) g returning twice, nextval('q');
-- refused
insert into gen select nextval('q') from generate_series(1, 2) g returning x, (select nextval('q') + x);
truncate s, gen;
