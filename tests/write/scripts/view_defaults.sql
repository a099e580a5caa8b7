-- DEFAULT through a view: its columns have none but their domain's
CREATE TABLE t (_id int PRIMARY KEY, n int DEFAULT 7, m int NOT NULL DEFAULT 3);
CREATE VIEW v AS SELECT * FROM t;
INSERT INTO v (_id, n) VALUES (1, DEFAULT), (2, 9);
INSERT INTO v VALUES (5, DEFAULT, DEFAULT);
UPDATE v SET n = DEFAULT WHERE _id = 2;
-- error 23502
UPDATE v SET m = DEFAULT;
INSERT INTO v (_id, n) VALUES (1, 4) ON CONFLICT (_id) DO UPDATE SET n = DEFAULT RETURNING *;
-- error 23502
INSERT INTO v (_id, m) VALUES (1, 4) ON CONFLICT (_id) DO UPDATE SET m = DEFAULT;
UPDATE v SET (n, m) = (DEFAULT, 5) WHERE _id = 5;
UPDATE t SET (n, m) = (DEFAULT, DEFAULT) WHERE _id = 5;
CREATE DOMAIN dd AS int NOT NULL DEFAULT 4;
CREATE TABLE g (_id int PRIMARY KEY, g int GENERATED ALWAYS AS (_id + 1) STORED, i int GENERATED ALWAYS AS IDENTITY, d dd DEFAULT 3, a int[] DEFAULT '{1}');
CREATE VIEW w AS SELECT * FROM g;
CREATE VIEW x AS SELECT _id, a FROM g;
INSERT INTO w (_id) VALUES (1);
INSERT INTO x (_id) VALUES (2);
INSERT INTO g (_id) VALUES (3);
-- error 428C9
UPDATE w SET g = DEFAULT;
-- error 428C9
UPDATE w SET i = DEFAULT;
UPDATE w SET d = DEFAULT WHERE _id = 3;
UPDATE w SET a = DEFAULT WHERE _id = 2;
-- ALTER VIEW ... SET DEFAULT
create table vt (a int, b text default 'tb', c int default 5, d timestamptz);
create view vv as select a, b, c, a + 1 as e from vt;
create view vw as select * from vv;
alter view vv alter b set default 'vb';
alter view vv alter column c set default 7;
-- error 42703
alter view vv alter nosuch set default 7;
-- error 22P02
alter view vv alter c set default 'x';
insert into vv (a) values (1);
insert into vv (a, b, c) values (2, default, default), (3, default, 4);
insert into vw (a) values (4);
insert into vw (a, b) values (5, default);
insert into vw (a, b) values (6, default), (7, default);
alter view vw alter c set default 9;
insert into vw (a) values (8);
update vw set c = default where a = 1;
update vw set b = default where a = 2;
update vv set b = default, c = default where a = 3;
insert into vt (a) values (9);
select a, b, c from vt order by a;
select c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid), atthasdef from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relname in ('vv', 'vw') and attnum > 0 order by 1, 2;
select table_name, column_name, column_default from information_schema.columns where table_name in ('vv', 'vw') order by 1, 2;
create or replace view vv as select a, b, c, a + 1 as e, d from vt;
alter view vv rename c to cc;
insert into vv (a) values (10) returning a, b, cc;
alter view vv alter cc drop default;
insert into vv (a) values (11) returning a, b, cc;
-- a default of what is computed: no row goes in any more
CREATE TABLE computed_base (a int4, b int4);
CREATE VIEW computed AS SELECT a, b, a + b AS s FROM computed_base;
ALTER VIEW computed ALTER COLUMN s SET DEFAULT 5;
-- error 0A000
INSERT INTO computed (a) VALUES (1);
-- error 0A000
INSERT INTO computed (a, s) VALUES (1, DEFAULT);
-- error 0A000
INSERT INTO computed VALUES (1, 2);
-- error 22P02
INSERT INTO computed (a) VALUES ('x');
CREATE VIEW computed_over AS SELECT a AS x, s AS y FROM computed;
-- error 0A000
INSERT INTO computed_over (x) VALUES (1);
UPDATE computed SET a = 3, b = DEFAULT RETURNING *;
SELECT table_name, column_name, column_default FROM information_schema.columns WHERE table_name LIKE 'computed%' ORDER BY table_name, ordinal_position;
ALTER VIEW computed ALTER s DROP DEFAULT;
INSERT INTO computed (a) VALUES (1) RETURNING *;
INSERT INTO computed_over DEFAULT VALUES RETURNING *;
