-- What is wrong with a statement otherwise is said before a view's not being updatable.
CREATE TABLE base (id int PRIMARY KEY, a int, b text);
INSERT INTO base VALUES (1, 10, 'x'), (2, 20, 'y');
CREATE VIEW groups AS SELECT a, count(*) AS n, max(b) AS b FROM base GROUP BY a;
CREATE VIEW firsts AS SELECT DISTINCT a, b FROM base;
CREATE VIEW above AS SELECT a AS x, n FROM groups;
CREATE VIEW computed AS SELECT a + 1 AS more FROM base;
-- error 42703
INSERT INTO groups (nosuch) VALUES (1);
-- error 42601
INSERT INTO groups (a, n) VALUES (1, 2, 3);
-- error 42601
INSERT INTO groups VALUES (1, 2, 'z', 4);
-- error 42804
INSERT INTO groups (a) VALUES ('2020-01-01'::date);
-- error 22P02
INSERT INTO groups (a) VALUES ('abc');
-- error 42703
INSERT INTO groups (a) SELECT nosuch FROM base;
-- error 42P01
INSERT INTO groups (a) SELECT a FROM nosuch;
-- error 42701
INSERT INTO groups (a, a) VALUES (1, 2);
-- error 42703
INSERT INTO groups (a) VALUES (1) RETURNING nosuch;
-- error 55000
INSERT INTO groups (a) VALUES (1) RETURNING a, n;
-- error 55000
INSERT INTO groups VALUES (1, 2, 'z');
-- error 55000
INSERT INTO groups DEFAULT VALUES;
-- error 55000
INSERT INTO groups (a) VALUES (1) ON CONFLICT DO NOTHING;
-- error 55000
INSERT INTO groups (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET n = 2;
-- error 42703
UPDATE groups SET nosuch = 1;
-- error 42703
UPDATE groups SET a = 1 WHERE nosuch = 2;
-- error 42804
UPDATE groups SET a = '2020-01-01'::date;
-- error 42601
UPDATE groups SET a = 1, a = 2;
-- error 42803
UPDATE groups SET a = count(*);
-- error 55000
UPDATE groups SET a = 1, n = n + 1 WHERE b = 'x' RETURNING *;
-- error 55000
UPDATE groups SET (a, n) = (1, 2) FROM base WHERE base.a = groups.a;
-- error 42883
DELETE FROM groups WHERE a = b;
-- error 42804
DELETE FROM groups WHERE a;
-- error 55000
DELETE FROM groups USING base WHERE base.a = groups.a AND n > 1;
-- error 42703
INSERT INTO above (a) VALUES (1);
-- error 55000
INSERT INTO above (x) VALUES (1);
-- error 42703
DELETE FROM above WHERE a = 1;
-- error 55000
DELETE FROM above WHERE x = 1;
-- error 42703
UPDATE firsts SET c = 1;
-- error 55000
UPDATE firsts SET b = 'q';
-- error 42804
INSERT INTO computed (more) VALUES (true);
-- error 55000
INSERT INTO computed (more) VALUES (1);
-- error 55000
UPDATE computed SET more = 1;
DELETE FROM computed WHERE more = 11;
-- error 55000
WITH gone AS (DELETE FROM groups WHERE a = 10 RETURNING a) SELECT * FROM gone;
-- error 42703
WITH gone AS (DELETE FROM groups WHERE a = 10 RETURNING a) SELECT nosuch FROM gone;
-- error 55000
EXPLAIN INSERT INTO groups (a) VALUES (1);
SELECT * FROM base ORDER BY id;
