-- UNIQUE and PRIMARY KEY that are DEFERRABLE: looked at when the statement ends, or at COMMIT
create table t(id int primary key deferrable, a int unique deferrable initially deferred, b text, c int, constraint bc unique (b, c) deferrable);
select conname, contype, condeferrable, condeferred, pg_get_constraintdef(oid) from pg_constraint where conrelid = 't'::regclass order by 1;
select indexrelid::regclass::text, indisunique, indisprimary, indimmediate, pg_get_indexdef(indexrelid) from pg_index where indrelid = 't'::regclass order by 1;
select constraint_name, constraint_type, is_deferrable, initially_deferred from information_schema.table_constraints where table_name = 't' and constraint_type <> 'CHECK' order by 1;
select indexname, indexdef from pg_indexes where tablename = 't' order by 1;
insert into t values (1, 1, 'x', 1), (2, 2, 'x', 2), (3, 3, 'y', 1), (4, null, null, 1), (5, null, null, 1);
update t set id = id + 1;
update t set id = 7 - id;
update t set a = 4 - a;
update t set c = 3 - c where b = 'x';
select * from t order by id;
-- error 23505
insert into t values (1, 9, 'z', 1);
-- error 23505
insert into t values (8, 1, 'z', 1);
-- error 23505
insert into t values (8, 9, 'x', 1);
-- error 23505
insert into t values (8, 9, 'z', 1), (8, 10, 'z', 2);
-- error 23505
insert into t values (8, 9, 'z', 1), (9, 9, 'z', 2);
-- error 23502
insert into t values (null, 9, 'z', 1);
-- error 23505
update t set id = 1;
-- error 23505
update t set b = 'x', c = 1 where id < 3;
begin;
insert into t values (10, 1, 'q', 1);
-- error 23505
commit;
begin;
insert into t values (10, 1, 'q', 1);
select count(*) from t where a = 1;
update t set a = 100 where id = 10;
commit;
begin;
insert into t values (11, 2, 'r', 1);
delete from t where a = 2 and id <> 11;
commit;
select * from t order by id;
begin;
-- error 23505
insert into t values (1, 50, 'z', 1);
rollback;
begin;
set constraints t_pkey deferred;
insert into t values (1, 50, 'z', 1);
-- error 23505
set constraints t_pkey immediate;
rollback;
begin;
set constraints all deferred;
insert into t values (1, 1, 'x', 1);
delete from t where id = 1;
set constraints all immediate;
-- error 23505
insert into t values (2, 51, 'zz', 1);
rollback;
begin;
set constraints t_a_key immediate;
-- error 23505
update t set a = 3;
rollback;
begin;
set constraints bc, t_pkey deferred;
update t set id = 1, b = 'x', c = 1;
-- error 23505
commit;
begin;
insert into t values (20, 3, 's', 1);
savepoint s;
update t set a = 200 where id = 20;
set constraints all immediate;
rollback to s;
select a, count(*) from t group by a having count(*) > 1 and a is not null;
-- error 23505
commit;
begin;
savepoint s;
set constraints t_pkey deferred;
rollback to s;
-- error 23505
insert into t values (1, 60, 's', 1);
rollback;
select * from t order by id;
begin;
insert into t values (21, 3, 's', 1);
-- error 55006
truncate t;
rollback;
begin;
insert into t values (21, 3, 's', 1);
-- error 55006
drop table t;
rollback;
begin;
insert into t values (21, 3, 's', 1);
savepoint s;
update t set a = 201 where id = 21;
set constraints all immediate;
create table t_other(like t including indexes);
rollback;
-- what cannot be with one that is deferrable
-- error 55000
insert into t values (30, 30, 'o', 1) on conflict (id) do nothing;
-- error 55000
insert into t values (30, 30, 'o', 1) on conflict on constraint t_a_key do update set b = 'o';
-- error 55000
insert into t values (30, 30, 'o', 1) on conflict do nothing;
-- error 42P10
insert into t values (30, 30, 'o', 1) on conflict (b) do nothing;
-- error 55000
create table u(t int references t);
-- error 55000
create table u(t int references t (id));
-- error 55000
create table u(t int references t (a));
-- error 42803
select id, a from t group by id;
-- error 0A000
alter table t replica identity using index t_pkey;
-- error 42809
alter table t alter constraint bc not deferrable;
-- error 42601
create table u(a int unique initially deferred not deferrable);
-- error 42601
create table u(a int deferrable unique);
-- other statements that write
merge into t using (values (1), (40)) v(i) on t.id = v.i when matched then update set id = 41 when not matched then insert values (i, 400, 'm', i);
-- error 23505
merge into t using (values (41), (42)) v(i) on t.id = v.i when matched then update set id = 40 when not matched then insert values (i, 401, 'm', i);
with d as (delete from t where id = 40 returning *) insert into t select 43, a, b, c + 1 from d;
-- error 23505
with i as (insert into t values (44, 44, 'w', 1) returning *) insert into t select id, a + 1, b, c + 1 from i;
create table f(id int primary key);
create table g(f int unique deferrable references f on update cascade on delete set null, n int);
insert into f values (1), (2);
insert into g values (1, 1), (2, 2);
update f set id = id + 10 where id > 1;
delete from f;
select * from g order by n;
create table l(like t including all);
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'l'::regclass order by 1;
-- error 23505
insert into l select id / 2, a, b, c from t;
-- existing rows; from one kind to the other
create table e(a int, b int);
insert into e values (1, 1), (1, 2), (null, 3), (null, 4);
-- error 23505
alter table e add unique (a) deferrable;
alter table e add constraint eb unique (b) deferrable initially deferred;
-- error 42809
alter table e alter constraint eb not deferrable;
alter table e rename column b to bb;
alter table e rename constraint eb to ebb;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'e'::regclass;
-- error 23505
insert into e values (5, 1);
-- error 23505
alter table e alter bb type int using bb / 2;
alter table e alter bb type bigint using bb * 2;
update e set bb = bb + 2;
alter table e drop constraint ebb;
insert into e values (6, 4);
-- error 23505
alter table e add primary key (bb) deferrable;
delete from e where a = 6;
alter table e add primary key (bb) deferrable;
-- error 23505
insert into e values (7, 4);
select * from e order by bb;
create unique index ei on e(bb);
alter table e drop constraint e_pkey, add constraint e_unique unique using index ei deferrable;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'e'::regclass;
update e set bb = bb + 2;
-- error 23505
update e set bb = 4;
-- error 23505
alter table e add c int default 1 unique deferrable;
alter table e add c int unique deferrable;
comment on constraint e_unique on e is 'later';
-- values that are equal and do not look it
create table v(n numeric unique deferrable, f float8 unique deferrable initially deferred, d timestamptz unique deferrable, x char(4) unique deferrable);
insert into v values (1.0, 0, '2024-01-01 00:00+00', 'a');
-- error 23505
insert into v (n) values (1.00);
-- error 23505
insert into v (f) values ('-0');
-- error 23505
insert into v (d) values ('2024-01-01 02:00+02');
-- error 23505
insert into v (x) values ('a   ');
-- error 23505
insert into v values (2.5, 1, now(), 'b'), (2.50, 2, now() + '1 day', 'c');
create temp table tt(id int primary key deferrable, a int unique deferrable initially deferred);
insert into tt values (1, 1), (2, 2);
update tt set id = id + 1, a = a + 1;
-- error 23505
insert into tt values (2, 9);
begin;
insert into tt values (9, 2);
update tt set a = 9 where id = 9;
commit;
-- error 23505
insert into tt values (10, 9);
select * from tt order by id;
truncate t;
insert into t values (1, 1, 'x', 1);
drop table t, tt, l;
