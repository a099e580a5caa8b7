-- INSERT, UPDATE, DELETE as they are met every day
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, b int8, f float8, n numeric, s text, ok bool, ts timestamptz(3));
INSERT INTO t VALUES (1, 1, 10, 1.5, 1.50, 'one', true, '2024-01-15 10:30:00+00');
INSERT INTO t VALUES (2, 2, 20, -2.25, 2.5, 'two', false, '2024-02-29 23:59:59.999+00'), (3, 3, NULL, 0.1, 0.1, 'three', NULL, '2023-12-31');
INSERT INTO t (_id) VALUES (4);
INSERT INTO t (_id, s) VALUES (5, ''), (6, 'six') RETURNING _id, s;
INSERT INTO t (s, _id) VALUES ('seven', 7) RETURNING *;
INSERT INTO t SELECT _id + 10, a, b, f, n, s, ok, ts FROM t WHERE a IS NOT NULL;
INSERT INTO t (_id, a) SELECT g, g * g FROM generate_series(100, 105) g;
INSERT INTO t (_id, a, s) SELECT 20, 7, 'lit' RETURNING s || '!', a + 1 AS more;
INSERT INTO t VALUES (21);
INSERT INTO t VALUES (22, 1 + 1, 3::int2, 2, '7.50', 'a' || 'b', 'yes', now() - now() + timestamptz '2000-01-01 00:00:00+00');
-- error 23505
INSERT INTO t VALUES (1, 1);
-- error 23505
INSERT INTO t VALUES (30, 1), (31, 2), (30, 3);
-- error 23502
INSERT INTO t (_id, a) VALUES (NULL, 1);
-- error 23502
INSERT INTO t (a) VALUES (1);
-- error 42703
INSERT INTO t (_id, nothing) VALUES (40, 1);
-- error 42701
INSERT INTO t (_id, a, a) VALUES (40, 1, 2);
-- error 42601
INSERT INTO t (_id, a) VALUES (40);
-- error 42601
INSERT INTO t (_id, a) VALUES (40, 1, 2);
-- error 42601
INSERT INTO t VALUES (40, 1, 2, 3, 4, '5', true, now(), 9);
-- error 42601
INSERT INTO t VALUES (40, 1), (41);
-- error 42601
INSERT INTO t (_id, a) SELECT 40;
-- error 42601
INSERT INTO t (_id) SELECT 40, 41;
-- error 42P01
INSERT INTO nowhere VALUES (1);
-- error 22P02
INSERT INTO t (_id, a) VALUES (40, 'x');
INSERT INTO t (_id, a) VALUES (40, '12');
-- error 42804
INSERT INTO t (_id, a) VALUES (41, 'x'::text);
-- error 42804
INSERT INTO t (_id, a) VALUES (41, true);
-- error 42804
INSERT INTO t (_id, ok) VALUES (41, 1);
INSERT INTO t (_id, s) VALUES (41, 12);
INSERT INTO t (_id, s) VALUES (42, true), (43, now() - now()), (44, 1.50);
INSERT INTO t (_id, a) VALUES (45, 1.5), (46, 2.5), (47, -0.5);
-- error 22003
INSERT INTO t (_id, a) VALUES (48, 2147483648);
-- error 22003
INSERT INTO t (_id, a) VALUES (48, 2147483647.5);
INSERT INTO t (_id, b) VALUES (48, 9223372036854775807), (49, -9223372036854775808);
-- error 22003
INSERT INTO t (_id, b) VALUES (50, 9223372036854775808);
INSERT INTO t (_id, b) VALUES (50, 1e18), (51, 2.5::float8);
-- error 22003
INSERT INTO t (_id, b) VALUES (52, 1e19);
INSERT INTO t (_id, f) VALUES (53, 'NaN'), (54, 'Infinity'), (55, '-inf'), (56, 1e308), (57, '-0');
-- error 22003
INSERT INTO t (_id, f) VALUES (58, '1e309');
-- error 22003
INSERT INTO t (_id, f) VALUES (58, 1e-400);
INSERT INTO t (_id, n) VALUES (58, 'NaN'), (59, 1e20), (60, 1.0000000000), (61, -0.00), (62, 9999999999999999999999999999999999);
-- error 22P02
INSERT INTO t (_id, n) VALUES (63, 'x');
-- error 22008
INSERT INTO t (_id, ts) VALUES (63, '2024-02-30');
INSERT INTO t (_id, ts) VALUES (63, '2024-06-01 12:00:00.1234567+02'), (64, '0044-03-15'), (65, '9999-12-31 23:59:59.999+00');
INSERT INTO t (_id, ts) VALUES (66, date '2024-06-01'), (67, timestamp '2024-06-01 10:00:00');
-- error 22007
INSERT INTO t (_id, ts) VALUES (68, 'yesterdayish');
-- error 42804
INSERT INTO t (_id, ts) VALUES (68, 5);
-- error 22P02
INSERT INTO t (_id, ok) VALUES (68, 'maybe');
INSERT INTO t (_id, ok) VALUES (68, 'on'), (69, 'f'), (70, '1');
INSERT INTO t (_id, s) VALUES (71, E'tab\tnew\nline\\ back'), (72, '日本語 😀'), (73, '$a'), (74, 'a.b'), (75, '''');
-- error 23502
INSERT INTO t DEFAULT VALUES;
INSERT INTO t (_id, a, s) VALUES (76, DEFAULT, DEFAULT);
INSERT INTO t VALUES (77, DEFAULT, 1, DEFAULT, DEFAULT, 'x');
INSERT INTO t (_id, a) (SELECT 78, 3 UNION ALL SELECT 79, 4);
INSERT INTO t (_id, a) VALUES (80, 1) RETURNING (SELECT 5);
-- error 42703
INSERT INTO t (_id, a) VALUES (81, 1) RETURNING nothing;
INSERT INTO t (_id, a) WITH w AS (SELECT 81 AS i) SELECT i, i FROM w;
WITH w AS (SELECT 82 AS i) INSERT INTO t (_id, a) SELECT i, i FROM w RETURNING *;
INSERT INTO t AS x (_id, a) VALUES (83, 1) RETURNING x._id, x.a;
-- error 42P01
INSERT INTO t AS x (_id, a) VALUES (84, 1) RETURNING t._id;
INSERT INTO t (_id, a) VALUES (85, (SELECT max(a) FROM t)), (86, (SELECT count(*) FROM t));
-- error 21000
INSERT INTO t (_id, a) VALUES (87, (SELECT a FROM t));
-- error 22012
INSERT INTO t (_id, a) VALUES (87, 1 / 0);
INSERT INTO t (_id, a) SELECT _id + 1000, a FROM t ORDER BY _id LIMIT 3;
INSERT INTO t (_id, a) SELECT DISTINCT a + 2000, a FROM t WHERE a < 3;
INSERT INTO t (_id, a) SELECT 3000 + row_number() OVER (ORDER BY _id), a FROM t WHERE _id < 5;
INSERT INTO t (_id, a) SELECT x, y FROM (VALUES (4000, 1), (4001, NULL)) v (x, y) RETURNING _id;
UPDATE t SET a = 100 WHERE _id = 1;
UPDATE t SET a = a + 1 WHERE _id IN (1, 2);
UPDATE t SET a = a + 1 WHERE a > 100 RETURNING _id, a;
UPDATE t SET a = NULL WHERE _id = 3;
UPDATE t SET s = s || '!' WHERE s IS NOT NULL AND _id < 10;
UPDATE t SET a = b, b = a WHERE _id = 2;
UPDATE t SET (a, s) = (5, 'five') WHERE _id = 4 RETURNING *;
UPDATE t SET (a, s) = ROW (6, 'six') WHERE _id = 4 RETURNING a;
UPDATE t SET a = DEFAULT, s = DEFAULT WHERE _id = 4;
UPDATE t SET a = 1 WHERE false;
UPDATE t SET a = 1 WHERE NULL;
UPDATE t SET a = 1 WHERE a = NULL;
UPDATE t SET n = n * 2 WHERE n IS NOT NULL AND n < 100 AND n <> 'NaN' RETURNING _id, n;
UPDATE t SET n = 1e40 WHERE _id = 1;
UPDATE t SET n = 1e400 WHERE _id = 1;
UPDATE t SET a = 2147483647 WHERE _id = 5;
-- error 22003
UPDATE t SET a = a + 1 WHERE _id = 5;
-- error 22P02
UPDATE t SET a = 'x' WHERE _id = 5;
UPDATE t SET a = '77' WHERE _id = 5;
-- error 42804
UPDATE t SET a = s WHERE _id = 5;
-- error 42703
UPDATE t SET nothing = 1;
-- error 42703
UPDATE t SET a = nothing;
-- error 42601
UPDATE t SET a = 1, a = 2;
-- error 42P01
UPDATE nowhere SET a = 1;
-- error 42703
UPDATE t SET a = 1 WHERE nothing = 2;
-- error 42803
UPDATE t SET a = count(*);
-- error 42803
UPDATE t SET a = 1 WHERE count(*) > 1;
-- error 0A000
UPDATE t SET a = generate_series(1, 2) WHERE _id = 1;
-- error 42P20
UPDATE t SET a = row_number() OVER () WHERE _id = 1;
-- error 42804
UPDATE t SET a = 1 WHERE a;
UPDATE t SET ok = NOT ok;
UPDATE t SET ts = ts + interval '1 day' WHERE ts < '2100-01-01';
-- error 22003
UPDATE t SET f = f * 1e10 WHERE f = 1e308;
UPDATE t SET s = upper(s), a = length(s) WHERE length(s) BETWEEN 3 AND 5 RETURNING _id, s, a;
UPDATE t AS x SET a = x.a + 1 WHERE x._id = 1 RETURNING x.a;
-- error 42P01
UPDATE t x SET a = t.a + 1 WHERE x._id = 1;
-- error 42703
UPDATE t x SET x.a = 1;
UPDATE t SET a = (SELECT max(_id) FROM t) WHERE _id = 1;
-- error 21000
UPDATE t SET a = (SELECT _id FROM t) WHERE _id = 1;
UPDATE t SET a = (SELECT count(*) FROM t y WHERE y._id < t._id) WHERE _id < 8;
UPDATE t SET a = a * 2 WHERE _id IN (SELECT _id FROM t WHERE a > 3);
UPDATE t SET a = 1 WHERE EXISTS (SELECT 1 FROM t y WHERE y._id = t._id + 1) AND _id < 10;
UPDATE t SET s = CASE WHEN a > 1 THEN 'big' WHEN a IS NULL THEN NULL ELSE 'small' END WHERE _id < 30;
DELETE FROM t WHERE _id = 1;
DELETE FROM t WHERE _id = 1;
DELETE FROM t WHERE _id IN (2, 3) RETURNING *;
DELETE FROM t WHERE a IS NULL RETURNING _id;
DELETE FROM t WHERE s LIKE 'b%';
-- error 42703
DELETE FROM t WHERE nothing = 1;
-- error 22012
DELETE FROM t WHERE a = 1 / 0;
DELETE FROM t WHERE _id = (SELECT max(_id) FROM t) RETURNING _id;
DELETE FROM t WHERE a > (SELECT avg(a) FROM t);
DELETE FROM t WHERE false;
DELETE FROM t x WHERE x._id = 10 RETURNING x.*;
DELETE FROM t WHERE n = 'NaN' OR f = 'NaN' RETURNING _id;
DELETE FROM t WHERE ok IS NOT TRUE;
DELETE FROM t WHERE ts IS NOT NULL AND s IS NULL;
-- error 42803
DELETE FROM t RETURNING count(*);
DELETE FROM t;
SELECT count(*) FROM t;
DELETE FROM t;
UPDATE t SET a = 1;
