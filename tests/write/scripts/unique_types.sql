-- UNIQUE where equal values are stored unlike, or are arrays, is refused
-- refused
create unlogged table u1(r numrange unique);
-- refused
create unlogged table u2(r jsonb unique);
-- refused
create unlogged table u3(r numeric[] primary key);
-- refused
create unlogged table u5(r interval, unique (r));
create table u4(r char(5) unique, s interval, arr int[], t timetz unique);
insert into u4 values ('a', '1 day', '{1,2}', '10:00+00');
-- error 23505
insert into u4 values ('a  ', '24 hours', '{2,3}', '11:00+01');
insert into u4 values ('b', '2 days', '{2,3}', '11:00+01');
-- refused
alter table u4 add unique (s);
-- refused
create unique index on u4(arr);
alter table u4 add constraint x unique (r, t);
-- refused
create unlogged table pa(a int) partition by range (a);
-- refused
create unlogged table ch() inherits (u4);
create sequence s1 increment 2 minvalue 1 maxvalue 9 start 3 cycle;
create table u(a int primary key, b int default nextval('s1'), c int default nextval('public.s1'::regclass) + 1);
create table t(a serial, b int);
-- error 2BP01
drop sequence s1;
drop sequence s1 cascade;
insert into u(a) values (1);
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'u'::regclass;
-- error 2BP01
drop sequence t_a_seq;
drop sequence t_a_seq cascade;
-- error 23502
insert into t(b) values (1);
-- error 42809
drop sequence t;
create table i1(a int generated always as identity (start 5 increment 3), b int);
-- error 2BP01
drop sequence i1_a_seq;
-- error 2BP01
drop sequence i1_a_seq cascade;
-- error 0A000
alter sequence i1_a_seq owned by none;
alter sequence i1_a_seq increment 100;
insert into i1(b) values (10), (11);
select * from i1 order by a, b;
-- error 22023
alter sequence i1_a_seq minvalue 200 start 300;
alter sequence i1_a_seq maxvalue 110;
-- error 2200H
insert into i1(b) values (12);
