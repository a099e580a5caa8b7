-- ALTER TABLE of several commands: in PostgreSQL's order, all or nothing; NOT VALID, USING INDEX, identity
create table t(a int primary key, b int, c text, d int default 4);
insert into t values (1,10,'x',1),(2,20,'y',2);
alter table t drop column b, add column b text default 'n';
select * from t order by a;
alter table t alter column d type text, alter column d set default 'q';
insert into t(a) values (3);
select * from t order by a;
alter table t alter a type bigint, alter d type varchar(3), add check (length(d) < 3);
-- error 23502
alter table t add column e int not null, add column f int;
-- error 42703
alter table t add column e int, alter column nosuch set default 3;
select * from t order by a;
-- error 23505
alter table t add column e int default 5, alter column e set not null, add constraint eu unique (e);
select * from t order by a;
alter table t add column e int unique, add column g int references t(e);
-- error 23514
alter table t add column h int default 3, add check (h > 3);
select * from t order by a;
-- error 0A000
alter table t alter a type text, alter a type int;
-- error 42P16
alter table t alter a set not null, alter a drop not null;
-- error 42703
alter table t drop column c, drop column c;
-- error 42703
alter table t drop column c, alter column c set default 3;
-- error 23502
alter table t drop constraint t_pkey, add primary key (e);
alter table t drop constraint t_pkey, add primary key (a, d);
-- error 42804
alter table t alter d type int using 5, alter a type numeric using a + 0.5;
select * from t order by a;
-- error 42804
alter table t alter d type int using length(c), alter c type int using d::int;
select * from t order by a;
alter table t alter d set default 5, alter d drop default;
alter table t alter d drop default, alter d set default 5;
insert into t(a) values (100);
select * from t order by a;
-- error 42703
alter table t alter b set default 3, drop column b;
alter table t drop column b, drop column if exists b;
-- error 42703
alter table t add column x int, drop column x;
-- error 42704
alter table t add column x int, add constraint xx check (x > 0), drop constraint xx;
alter table t add column s serial, add column i int generated always as identity;
select * from t order by a;
alter table t alter i drop identity, alter i set default 9;
alter table t alter i add generated always as identity, alter i drop default;
-- error 42601
alter table t rename column c to cc, add column z int;
alter table t add column if not exists s int, add column if not exists s2 int;
-- error 23502
alter table t alter s2 type text, alter s2 set default 'a', alter s2 set not null;
select a.attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) from pg_attribute a left join pg_attrdef d on a.attrelid = d.adrelid and d.adnum = a.attnum where attrelid = 't'::regclass and attnum > 0 and not attisdropped order by attname;
-- a CHECK's name is that of the one column that it names, wherever it stands
CREATE TABLE cn (a int CHECK (b > 1), b int CHECK (a > b), c int CHECK (true), d int CHECK (d IS NOT NULL OR c IS NULL), e int CHECK (e > 0) CHECK (e < 10), f text CHECK (c > 5));
ALTER TABLE cn ADD g int CHECK (a > 0), ADD CHECK (1 > 0), ADD h int CHECK (h > g), ADD CHECK (h > 0);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'cn'::regclass ORDER BY 1;
-- error 42883
CREATE INDEX ON cn (nosuch) WHERE f > 1;
-- a view and a foreign key that two of the commands take with them
create table wide (a int unique, b int unique, c int);
create view over_wide as select a, b from wide;
create table at_wide (a int references wide (a), b int);
alter table wide drop column a cascade, drop column b;
select conname from pg_constraint where conrelid = 'at_wide'::regclass;
-- error 42P01
select * from over_wide;
