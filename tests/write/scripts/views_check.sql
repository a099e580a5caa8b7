-- Views: WITH CHECK OPTION, storage parameters, ALTER VIEW SET, CREATE RECURSIVE VIEW
CREATE TABLE t(a int primary key, b text default 'd', c int);
insert into t values (1, 'x', 10), (20, 'y', null);
create view v1 as select * from t where a > 0 with check option;
insert into v1 values (2, 'z', 1);
-- error 44000
insert into v1 values (-2, 'z', 1);
-- error 44000
update v1 set a = -a where a = 1;
update v1 set a = a + 1 where a = 20;
create view v2 as select a, b from v1 where b <> 'q' with local check option;
-- error 44000
insert into v2 values (3, 'q');
-- error 44000
insert into v2 values (-3, 'w');
insert into v2(a) values (3);
-- error 44000
insert into v2 values (4, null);
create view v3 as select * from t where c < 5;
create view v4 as select * from v3 where a < 100 with local check option;
insert into v4 values (50, 'o', 7);
-- error 44000
insert into v4 values (150, 'o', 7);
create or replace view v4 as select * from v3 where a < 100 with cascaded check option;
-- error 44000
insert into v4 values (51, 'o', 7);
-- error 44000
insert into v4 values (151, 'o', 4);
insert into v4 values (52, 'o', 4), (53, 'o', 4);
-- error 44000
update v4 set c = c + 1;
-- error 44000
update v4 set c = c + 1 returning *;
create view v5 as select * from v4 where b = 'o';
-- error 44000
insert into v5 values (60, 'p', 9);
insert into v5 values (60, 'p', 1);
insert into v5 values (61, 'p', 1) returning *;
delete from v5;
-- error 0A000
create view v6 as select count(*) from t with check option;
-- error 0A000
create view v6 as select a + 1 as a1 from t with check option;
-- error 22023
create view v6 with (check_option = nosuch) as select * from t;
-- error 22023
create view v6 with (nosuch = 1) as select * from t;
-- error 22023
create view v6 with (security_barrier = maybe) as select * from t;
create view v6 with (security_barrier, security_invoker = true, check_option = local) as select * from t where c is not null;
-- error 44000
insert into v6 values (70);
insert into v6 values (70, 'x', 3);
select relname, reloptions from pg_class where relname like 'v_' order by 1;
select table_name, check_option, is_updatable from information_schema.views where table_schema = 'public' order by 1;
alter view v6 reset (check_option);
insert into v6 values (71);
alter view v6 set (check_option = cascaded, security_barrier = false);
-- error 44000
insert into v6 values (72);
-- error 22023
alter view v6 set (nosuch = 1);
select relname, reloptions from pg_class where relname = 'v6';
select * from t order by a;
create recursive view r(n) as values (1) union all select n + 1 from r where n < 5;
select * from r;
-- error 55000
insert into r values (1);
begin;
insert into v1 values (80);
-- error 44000
insert into v1 values (-80);
rollback;
select * from t order by a;
-- conditions with subqueries: what was there before the statement
CREATE TABLE sub_base (a int4, b int4);
CREATE TABLE sub_ref (a int4);
INSERT INTO sub_ref VALUES (1), (2);
CREATE VIEW sub_in AS SELECT * FROM sub_base WHERE a IN (SELECT a FROM sub_ref) WITH CHECK OPTION;
INSERT INTO sub_in VALUES (1, 1);
-- error 44000
INSERT INTO sub_in VALUES (5, 1);
UPDATE sub_in SET a = 2;
-- error 44000
UPDATE sub_in SET a = a + 4;
UPDATE sub_in SET b = 8 WHERE a = 2 RETURNING *;
CREATE VIEW sub_exists AS SELECT * FROM sub_base WHERE EXISTS (SELECT 1 FROM sub_ref r WHERE r.a = sub_base.a) AND b < 10 WITH CHECK OPTION;
INSERT INTO sub_exists VALUES (1, 1);
-- error 44000
INSERT INTO sub_exists VALUES (1, 11);
-- error 44000
INSERT INTO sub_exists VALUES (4, 1);
-- error 44000
INSERT INTO sub_exists (a) VALUES (2);
INSERT INTO sub_exists SELECT a, 3 FROM sub_ref ORDER BY a RETURNING *;
CREATE VIEW sub_over AS SELECT a AS x, b AS y FROM sub_exists WHERE b > (SELECT min(a) FROM sub_ref) WITH LOCAL CHECK OPTION;
-- error 44000
INSERT INTO sub_over VALUES (1, 1);
INSERT INTO sub_over VALUES (1, 2);
-- error 44000
INSERT INTO sub_over VALUES (9, 2);
CREATE VIEW sub_count AS SELECT * FROM sub_base WHERE a > (SELECT count(*) FROM sub_base) WITH CHECK OPTION;
INSERT INTO sub_count VALUES (100, 1), (101, 2), (6, 3);
-- error 44000
INSERT INTO sub_count VALUES (6, 1), (101, 2);
WITH x AS (INSERT INTO sub_count VALUES (300, 1) RETURNING a) INSERT INTO sub_in SELECT a - 299, 2 FROM x RETURNING *;
BEGIN;
SAVEPOINT s;
INSERT INTO sub_ref VALUES (50);
INSERT INTO sub_in VALUES (50, 50);
ROLLBACK TO s;
-- error 44000
INSERT INTO sub_in VALUES (50, 50);
ROLLBACK;
PREPARE sub_put (int, int) AS INSERT INTO sub_in VALUES ($1, $2) RETURNING *;
EXECUTE sub_put (1, 77);
-- error 44000
EXECUTE sub_put (6, 77);
CREATE TABLE sub_key (a int4 PRIMARY KEY, b int4);
CREATE VIEW sub_keyed AS SELECT * FROM sub_key WHERE a IN (SELECT a FROM sub_ref) WITH CHECK OPTION;
INSERT INTO sub_keyed VALUES (1, 1) ON CONFLICT (a) DO UPDATE SET b = excluded.b + 10 RETURNING *;
INSERT INTO sub_keyed VALUES (1, 1) ON CONFLICT (a) DO UPDATE SET b = excluded.b + 10 RETURNING *;
-- error 44000
INSERT INTO sub_keyed VALUES (1, 1) ON CONFLICT (a) DO UPDATE SET a = 77;
-- error 44000
INSERT INTO sub_keyed VALUES (78, 1) ON CONFLICT (a) DO NOTHING;
