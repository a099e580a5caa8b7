-- RENAME of what views, CHECKs, generated columns, defaults, foreign keys and partial indexes name
create type mood as enum ('sad', 'ok');
create domain pos as int check (value > 0);
create type comp as (x int, y text);
create sequence sq;
create table t(a int primary key, b int default nextval('sq'), m mood default 'ok', p pos, c comp, k int check (k > 0), g int generated always as (a + 1) stored);
create index ti on t(b) where k > 2;
create view v as select a, b as bb, m, p, (c).x from t where b > 0 and m = 'ok';
create view v2 as select v.a, t.k from v join t on v.a = t.a;
create table f(r int references t(a));
insert into t(a, p, c, k) values (1, 3, row(1, 'z'), 5);
insert into f values (1);
alter table t rename column b to bnew;
alter table t rename column a to id;
alter table t rename column k to kk;
alter table t rename column m to mm;
alter table t rename column c to cc;
select pg_get_viewdef('v'::regclass);
select pg_get_viewdef('v2'::regclass);
select * from v2;
alter view v rename column bb to q;
select pg_get_viewdef('v'::regclass);
alter view v rename to vv;
select pg_get_viewdef('v2'::regclass);
alter sequence sq rename to sq2;
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 't'::regclass order by 1;
-- error 42703
insert into t(id, p, c, kk) values (2, 3, row(1, 'z'), 5);
alter type mood rename to mood2;
alter type mood2 rename value 'ok' to 'fine';
select * from vv order by 1;
select pg_get_viewdef('vv'::regclass);
alter domain pos rename to pos2;
alter domain pos2 rename constraint pos_check to pc;
alter type comp rename attribute x to xx;
select pg_get_viewdef('vv'::regclass);
alter type comp rename to comp2;
alter index ti rename to ti2;
alter index t_pkey rename to tpk;
-- error 42704
alter table t rename constraint t_kk_check to kc;
alter table t rename constraint t_k_check to kc;
alter table f rename constraint f_r_fkey to ff;
alter table t rename to tt;
select pg_get_viewdef('v2'::regclass);
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid in ('tt'::regclass, 'f'::regclass) order by 1;
select indexdef from pg_indexes where tablename in ('tt', 'f') order by 1;
select a.attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) from pg_attribute a left join pg_attrdef d on a.attrelid = d.adrelid and d.adnum = a.attnum where attrelid = 'tt'::regclass and attnum > 0 and not attisdropped order by attname;
alter table vv rename to vvv;
-- error 42703
alter table tt rename column nosuch to x;
-- error 42701
alter table tt rename column id to kk;
-- error 0A000
alter table tt rename column ctid to kk;
-- error 42P01
alter table nosuch rename to x;
-- error 42809
alter view tt rename to x;
-- error 42809
alter sequence tt rename to x;
alter table sq2 rename to sq3;
alter table ti2 rename to ti3;
-- error 42809
alter materialized view tt rename to x;
-- error 42P01
alter view nosuch rename to x;
-- error 42P01
alter index nosuch rename to x;
-- error 42P01
alter sequence nosuch rename to x;
-- error 42704
alter type nosuch rename to x;
-- error 42704
alter domain nosuch rename to x;
-- error 22023
alter type mood2 rename value 'nosuch' to 'x';
-- error 42710
alter type mood2 rename value 'sad' to 'fine';
-- error 42704
alter table tt rename constraint nosuch to x;
-- error 42P07
alter table tt rename to f;
-- error 42P07
alter view vvv rename to tt;
-- error 42P07
alter index ti3 rename to tt;
-- error 3F000
alter schema nosuch rename to x;
alter table f rename column r to r2;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid in ('tt'::regclass, 'f'::regclass) order by 1;
create table s(id serial primary key, i int generated always as identity);
alter table s rename column id to id2;
alter table s rename to s2;
insert into s2 default values;
select * from s2;
select pg_get_serial_sequence('s2', 'id2');
alter sequence s_id_seq rename to newseq;
insert into s2 default values;
select * from s2 order by 1;
select pg_get_serial_sequence('s2', 'id2');
create sequence "My Seq" start 5;
create table t6(a int default nextval('"My Seq"'), b int default nextval('public."My Seq"'::regclass) + 1, c int check (c < 100));
create view v6 as select nextval('"My Seq"') as n, c from t6;
insert into t6(c) values (1);
select currval('"My Seq"');
alter sequence "My Seq" rename to plain;
select currval('plain'), lastval();
insert into t6(c) values (1);
select * from t6 order by a;
select pg_get_viewdef('v6'::regclass);
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 't6'::regclass order by 1;
-- error 42P07
alter sequence plain rename to t6;
alter sequence if exists nosuch rename to t6;
-- error 42809
alter sequence v6 rename to t6;
alter table plain rename to plain2;
alter sequence plain2 set schema public;
alter sequence plain2 owner to current_user;
-- error 2BP01
drop sequence plain2;
-- error 42P01
alter sequence t_nosuch set schema public;
create table s6(id serial primary key, i int generated always as identity, x text);
insert into s6(x) values ('a');
alter sequence s6_id_seq rename to sx;
alter table s6_i_seq rename to si;
insert into s6(x) values ('b');
select * from s6 order by id;
select pg_get_serial_sequence('s6', 'id'), pg_get_serial_sequence('s6', 'i');
-- error 2BP01
drop sequence sx;
drop table s6;
select sequencename from pg_sequences order by 1;
create type mood6 as enum ('sad', 'ok', 'it''s');
create domain dm as mood6 check (value <> 'sad');
create domain dn as mood6;
create table m(id int, a mood6 default 'ok' check (a in ('ok', 'it''s')), b mood6[] default '{ok}', c dn, g text generated always as (case when a = 'ok' then 'yes' else 'ok' end) stored);
insert into m(id, c) values (1, 'ok');
create view mv as select id, a = 'ok' as isok, 'ok' as text, array['ok']::mood6[] as arr from m where a > 'sad';
create materialized view mm as select id, a from m where a = 'ok';
alter type mood6 rename value 'it''s' to 'its';
alter type mood6 rename value 'ok' to 'fine';
insert into m(id, c) values (2, 'fine');
-- error 23514
insert into m(id, a) values (3, 'sad');
select * from m order by id;
select * from mv order by id;
select pg_get_viewdef('mv'::regclass);
select * from mm;
refresh materialized view mm;
select * from mm order by id;
select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'm'::regclass order by 1;
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'm'::regclass order by 1;
alter type mood6 rename value 'sad' to 'bad';
create type comp6 as (x int, y text);
create table k(id int, c comp6, check ((c).x < 10));
create view kv as select id, (c).x, (c).y as why, c from k where (c).y <> 'n';
insert into k values (1, row(1, 'a')), (2, null), (3, row(null, 'u'));
alter type comp6 rename attribute x to xx;
select * from kv order by id;
select (c).xx from k order by id;
select pg_get_viewdef('kv'::regclass);
alter type comp6 add attribute z int;
select * from k order by id;
insert into k values (4, row(1, 'n', 7));
select * from k order by id;
-- error 2BP01
alter type comp6 drop attribute y;
select * from k order by id;
alter type comp6 drop attribute z;
select * from k order by id;
alter table k drop constraint k_c_check;
drop view kv;
alter type comp6 drop attribute xx;
select * from k order by id;
alter type comp6 add attribute z int cascade;
alter type comp6 rename attribute z to q;
-- error 0A000
alter type comp6 alter attribute q type text;
alter type comp6 add attribute w int;
create table ka(id int, arr comp6[]);
alter type comp6 rename attribute q to q2;
alter type comp6 rename attribute q2 to q;
create table j1(a int, b int, c int);
create table j2(a int, d int);
create view jv as select * from j1 join j2 using (a);
alter table j1 rename column b to bb;
alter table j2 rename column d to b;
select pg_get_viewdef('jv'::regclass);
create view ju as select j1.bb as x, (select max(q.c) from j1 q where q.a = j1.a) as m, j1 is null as n from j1 where exists (select 1 from j2 z where z.b = j1.bb) union all select c, a, true from j1 q group by c, a having count(*) > 1 order by 1 limit 3;
create view jw as with w as (select bb + 1 as e from j1) select w.e, t.p from w, (select bb as p from j1) t, lateral (select t.p + 1) l where w.e = t.p window x as (order by t.p);
create view jx as select x.p, x.q from j1 as x(p, q);
alter table j1 rename column bb to "Zz";
alter table j1 rename column c to "select";
select pg_get_viewdef('ju'::regclass);
select pg_get_viewdef('jw'::regclass);
select pg_get_viewdef('jx'::regclass);
insert into j1 values (1, 2, 3), (1, 2, 3), (2, 3, 3);
insert into j2 values (1, 2);
select * from ju order by x, m, n;
select * from jw order by 1, 2;
select * from jx order by 1, 2;
alter table j1 rename to "J 1";
select pg_get_viewdef('ju'::regclass);
select pg_get_viewdef('jw'::regclass);
select * from ju order by x, m, n;
select * from jw order by 1, 2;
create temp table tt1(a int, b int);
create temp view tv as select a, b from tt1 where b > 0;
insert into tt1 values (1, 1), (2, 0);
alter table tt1 rename column b to c;
alter table tt1 rename to tt9;
select * from tv;
select pg_get_viewdef('tv'::regclass);
