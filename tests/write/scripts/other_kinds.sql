-- A name that is another kind's: DROP, ALTER, TRUNCATE, REFRESH and COMMENT say so, IF EXISTS or not
create type e as enum('a','b');
create type comp as (x int, y text);
create domain d as int;
create sequence s;
create table t (id int primary key, a int);
create index ti on t(a);
create view v as select id, a from t;
create materialized view mv as select a from t;
-- error 42809
drop view t;
-- error 42809
drop view if exists t;
-- error 42809
drop materialized view t;
-- error 42809
drop materialized view if exists t;
-- error 42809
drop sequence t;
-- error 42809
drop sequence if exists t;
-- error 42809
drop index t;
-- error 42809
drop index if exists t;
-- error 42809
drop foreign table t;
-- error 42809
drop foreign table if exists t;
-- error 42704
alter table t drop constraint zz;
-- error 0A000
refresh materialized view t;
-- error 42809
alter view t rename to zz;
-- error 42809
alter materialized view t rename to zz;
-- error 42809
alter view t alter a set default 1;
-- error 42809
alter sequence t restart;
-- error 42809
comment on view t is 'x';
-- error 42809
comment on index t is 'x';
-- error 42809
comment on sequence t is 'x';
-- error 42809
drop domain t;
-- error 25P01
lock table t;
-- error 42809
drop table v;
-- error 42809
drop table if exists v;
-- error 42809
drop materialized view v;
-- error 42809
drop materialized view if exists v;
-- error 42809
drop sequence v;
-- error 42809
drop sequence if exists v;
-- error 42809
drop index v;
-- error 42809
drop index if exists v;
-- error 42809
drop foreign table v;
-- error 42809
drop foreign table if exists v;
-- error 42809
truncate v;
-- error 42809
alter table v add column zz int;
-- error 42809
alter table v drop constraint zz;
-- error 42809
refresh materialized view v;
-- error 42809
alter materialized view v rename to zz;
-- error 42809
alter sequence v restart;
-- error 42809
comment on table v is 'x';
-- error 42809
comment on index v is 'x';
-- error 42809
comment on sequence v is 'x';
-- error 42809
drop domain v;
-- error 25P01
lock table v;
-- error 42809
drop table mv;
-- error 42809
drop table if exists mv;
-- error 42809
drop view mv;
-- error 42809
drop view if exists mv;
-- error 42809
drop sequence mv;
-- error 42809
drop sequence if exists mv;
-- error 42809
drop index mv;
-- error 42809
drop index if exists mv;
-- error 42809
drop foreign table mv;
-- error 42809
drop foreign table if exists mv;
-- error 42809
truncate mv;
-- error 42809
alter table mv add column zz int;
-- error 42809
alter table mv drop constraint zz;
-- error 42809
alter table mv alter a set default 1;
-- error 42809
alter view mv rename to zz;
-- error 42809
alter view mv alter a set default 1;
-- error 42809
alter sequence mv restart;
-- error 42809
comment on table mv is 'x';
-- error 42809
comment on view mv is 'x';
-- error 42809
comment on index mv is 'x';
-- error 42809
comment on sequence mv is 'x';
-- error 42809
drop domain mv;
-- error 25P01
lock table mv;
-- error 42809
drop table s;
-- error 42809
drop table if exists s;
-- error 42809
drop view s;
-- error 42809
drop view if exists s;
-- error 42809
drop materialized view s;
-- error 42809
drop materialized view if exists s;
-- error 42809
drop index s;
-- error 42809
drop index if exists s;
-- error 42809
drop foreign table s;
-- error 42809
drop foreign table if exists s;
-- error 42809
truncate s;
-- error 42809
alter table s add column zz int;
-- error 42809
alter table s drop constraint zz;
-- error 42809
alter table s alter a set default 1;
-- error 42809
refresh materialized view s;
-- error 42809
alter view s rename to zz;
-- error 42809
alter materialized view s rename to zz;
-- error 42809
alter view s alter a set default 1;
-- error 42809
comment on table s is 'x';
-- error 42809
comment on view s is 'x';
-- error 42809
comment on index s is 'x';
-- error 42704
drop domain s;
-- error 25P01
lock table s;
-- error 42809
drop table ti;
-- error 42809
drop table if exists ti;
-- error 42809
drop view ti;
-- error 42809
drop view if exists ti;
-- error 42809
drop materialized view ti;
-- error 42809
drop materialized view if exists ti;
-- error 42809
drop sequence ti;
-- error 42809
drop sequence if exists ti;
-- error 42809
drop foreign table ti;
-- error 42809
drop foreign table if exists ti;
-- error 42809
truncate ti;
-- error 42809
alter table ti add column zz int;
-- error 42809
alter table ti drop constraint zz;
-- error 42809
alter table ti alter a set default 1;
-- error 42809
refresh materialized view ti;
-- error 42809
alter view ti rename to zz;
-- error 42809
alter materialized view ti rename to zz;
-- error 42809
alter view ti alter a set default 1;
-- error 42809
alter sequence ti restart;
-- error 42809
comment on table ti is 'x';
-- error 42809
comment on view ti is 'x';
-- error 42809
comment on sequence ti is 'x';
-- error 42704
drop domain ti;
-- error 25P01
lock table ti;
-- error 42809
drop table comp;
-- error 42809
drop table if exists comp;
-- error 42809
drop view comp;
-- error 42809
drop view if exists comp;
-- error 42809
drop materialized view comp;
-- error 42809
drop materialized view if exists comp;
-- error 42809
drop sequence comp;
-- error 42809
drop sequence if exists comp;
-- error 42809
drop index comp;
-- error 42809
drop index if exists comp;
-- error 42809
drop foreign table comp;
-- error 42809
drop foreign table if exists comp;
-- error 42809
truncate comp;
-- error 42809
alter table comp add column zz int;
-- error 42809
alter table comp drop constraint zz;
-- error 42809
alter table comp alter a set default 1;
-- error 42809
refresh materialized view comp;
-- error 42809
alter view comp rename to zz;
-- error 42809
alter materialized view comp rename to zz;
-- error 42809
alter view comp alter a set default 1;
-- error 42809
alter sequence comp restart;
-- error 42809
comment on table comp is 'x';
-- error 42809
comment on view comp is 'x';
-- error 42809
comment on index comp is 'x';
-- error 42809
comment on sequence comp is 'x';
-- error 42809
drop domain comp;
-- error 25P01
lock table comp;
-- error 42P01
drop table e;
-- error 42P01
drop view e;
-- error 42P01
drop materialized view e;
-- error 42P01
drop sequence e;
-- error 42704
drop index e;
-- error 42704
drop foreign table e;
-- error 42P01
truncate e;
-- error 42P01
alter table e add column zz int;
-- error 42P01
alter table e drop constraint zz;
-- error 42P01
alter table e alter a set default 1;
-- error 42P01
refresh materialized view e;
-- error 42P01
alter view e rename to zz;
-- error 42P01
alter materialized view e rename to zz;
-- error 42P01
alter view e alter a set default 1;
-- error 42P01
alter sequence e restart;
-- error 42P01
comment on table e is 'x';
-- error 42P01
comment on view e is 'x';
-- error 42P01
comment on index e is 'x';
-- error 42P01
comment on sequence e is 'x';
-- error 42809
drop domain e;
-- error 25P01
lock table e;
-- error 42P01
drop table nope;
-- error 42P01
drop view nope;
-- error 42P01
drop materialized view nope;
-- error 42P01
drop sequence nope;
-- error 42704
drop index nope;
-- error 42704
drop foreign table nope;
-- error 42P01
truncate nope;
-- error 42P01
alter table nope add column zz int;
-- error 42P01
alter table nope drop constraint zz;
-- error 42P01
alter table nope alter a set default 1;
-- error 42P01
refresh materialized view nope;
-- error 42P01
alter view nope rename to zz;
-- error 42P01
alter materialized view nope rename to zz;
-- error 42P01
alter view nope alter a set default 1;
-- error 42P01
alter sequence nope restart;
-- error 42P01
comment on table nope is 'x';
-- error 42P01
comment on view nope is 'x';
-- error 42P01
comment on index nope is 'x';
-- error 42P01
comment on sequence nope is 'x';
-- error 42704
drop domain nope;
-- error 25P01
lock table nope;
-- error 42809
drop table t_pkey;
-- error 42809
drop table if exists t_pkey;
-- error 42809
drop view t_pkey;
-- error 42809
drop view if exists t_pkey;
-- error 42809
drop materialized view t_pkey;
-- error 42809
drop materialized view if exists t_pkey;
-- error 42809
drop sequence t_pkey;
-- error 42809
drop sequence if exists t_pkey;
-- error 2BP01
drop index t_pkey;
-- error 2BP01
drop index if exists t_pkey;
-- error 42809
drop foreign table t_pkey;
-- error 42809
drop foreign table if exists t_pkey;
-- error 42809
truncate t_pkey;
-- error 42809
alter table t_pkey add column zz int;
-- error 42809
alter table t_pkey drop constraint zz;
-- error 42809
alter table t_pkey alter a set default 1;
-- error 42809
refresh materialized view t_pkey;
-- error 42809
alter view t_pkey rename to zz;
-- error 42809
alter materialized view t_pkey rename to zz;
-- error 42809
alter view t_pkey alter a set default 1;
-- error 42809
alter sequence t_pkey restart;
-- error 42809
comment on table t_pkey is 'x';
-- error 42809
comment on view t_pkey is 'x';
-- error 42809
comment on sequence t_pkey is 'x';
-- error 42704
drop domain t_pkey;
-- error 25P01
lock table t_pkey;
