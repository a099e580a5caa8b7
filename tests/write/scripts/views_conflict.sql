-- ON CONFLICT on views; RETURNING's subqueries; the order of errors among rows
CREATE TABLE t (id int4 PRIMARY KEY, a int4 NOT NULL DEFAULT 7, b text UNIQUE, c int4, CHECK (c < 100));
INSERT INTO t VALUES (1, 1, 'x', 1), (2, 2, 'y', 2), (3, 3, 'z', 60);
CREATE VIEW v AS SELECT id AS k, b, c AS cc, c + 1 AS more FROM t WHERE c < 50;
CREATE VIEW vc AS SELECT id, b, c FROM t WHERE c < 50 WITH CHECK OPTION;
CREATE VIEW vv AS SELECT k AS kk, b, cc FROM v;
INSERT INTO v (k, b, cc) VALUES (1, 'q', 5) ON CONFLICT DO NOTHING;
INSERT INTO v (k, b, cc) VALUES (1, 'q', 5), (4, 'r', 4) ON CONFLICT (k) DO NOTHING RETURNING *;
INSERT INTO v (k, b, cc) VALUES (1, 'q', 5), (5, 'r5', 4) ON CONFLICT (k) DO UPDATE SET b = excluded.b, cc = v.cc + excluded.cc RETURNING *;
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (k) DO UPDATE SET cc = excluded.more * 2 WHERE v.more > 1 RETURNING *;
-- error 42702
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (k) DO UPDATE SET cc = excluded.k WHERE excluded.more = 10 AND more < 100 RETURNING v.*, k;
-- error 42703
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (id) DO UPDATE SET cc = 1;
-- error 42P10
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (more) DO UPDATE SET cc = 1;
-- error 0A000
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (k) DO UPDATE SET more = 1;
-- error 42703
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (k) DO UPDATE SET a = 1;
-- error 42703
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT (k) DO UPDATE SET cc = excluded.a;
-- error 42704
INSERT INTO v (k, b, cc) VALUES (1, 'q1', 9) ON CONFLICT ON CONSTRAINT t_pkey DO UPDATE SET cc = 1;
-- since 15.20
-- error 55000
INSERT INTO v (k, b, cc) VALUES (3, 'q1', 9) ON CONFLICT (k) DO UPDATE SET b = 'outside' RETURNING *;
-- error 23505
INSERT INTO v (k, b, cc) VALUES (3, 'q1', 9) ON CONFLICT (b) DO UPDATE SET b = 'outside' RETURNING *;
INSERT INTO vv (kk, b, cc) VALUES (1, 'vv', 9), (70, 'vv', 3) ON CONFLICT (kk) DO UPDATE SET b = excluded.b || vv.kk, cc = excluded.cc RETURNING *;
INSERT INTO vv AS q (kk, b, cc) VALUES (1, 'vvw', 9), (70, 'vv', 3) ON CONFLICT (kk) DO UPDATE SET b = excluded.b || q.kk, cc = excluded.cc RETURNING q.*;
-- error 23505
INSERT INTO vc VALUES (1, 'n', 80);
-- error 23505
INSERT INTO vc VALUES (90, 'vvw1', 80);
-- error 44000
INSERT INTO vc VALUES (90, 'new', 80);
-- error 23514
INSERT INTO vc VALUES (90, 'new', 800);
INSERT INTO vc VALUES (1, 'n', 80) ON CONFLICT (id) DO NOTHING;
-- error 44000
INSERT INTO vc VALUES (1, 'n', 40) ON CONFLICT (id) DO UPDATE SET c = 70;
INSERT INTO vc VALUES (1, 'n', 40) ON CONFLICT (id) DO UPDATE SET c = 30 RETURNING *;
-- since 15.20
-- error 55000
INSERT INTO vc VALUES (3, 'n', 40) ON CONFLICT (id) DO UPDATE SET b = 'm' RETURNING *;
-- since 15.20
-- error 55000
INSERT INTO vc VALUES (3, 'n', 40) ON CONFLICT (id) DO UPDATE SET c = excluded.c RETURNING *;
-- error 44000
UPDATE vc SET c = 70 WHERE id = 1;
INSERT INTO t (id, c) VALUES (200, 1), (201, 2) RETURNING id, (SELECT count(*) FROM t), (SELECT max(x.id) FROM t x WHERE x.id <= t.id);
UPDATE t SET c = c + 1 RETURNING id, c, (SELECT sum(c) FROM t), (SELECT x.c FROM t x WHERE x.id = t.id);
DELETE FROM t WHERE id > 200 RETURNING id, (SELECT count(*) FROM t), EXISTS (SELECT 1 FROM t x WHERE x.id = t.id);
INSERT INTO t (id, c) VALUES (200, 1), (202, 2) ON CONFLICT (id) DO UPDATE SET c = 50 RETURNING id, (SELECT count(*) FROM t), id IN (SELECT id FROM t);
-- error 23505
INSERT INTO t (id, c) VALUES (300, generate_series(1, 2));
INSERT INTO t (id, c) VALUES (generate_series(301, 304), 5) RETURNING *;
INSERT INTO t (id, a, c) VALUES (generate_series(401, 403), DEFAULT, generate_series(1, 2)) RETURNING *;
INSERT INTO t (id, c) VALUES (generate_series(301, 304), 6) ON CONFLICT (id) DO UPDATE SET c = excluded.c RETURNING *;
-- error 0A000
INSERT INTO t (id, c) VALUES (generate_series(501, 502), 6), (503, 7);
-- error 23514
INSERT INTO t (id, c) VALUES (501, 6), (501, 700), (503, 7);
-- error 23514
INSERT INTO t (id, c) VALUES (501, 700), (501, 6), (501, 7);
-- error 23505
INSERT INTO t (id, a, c) VALUES (501, 700, 1), (501, 6, 1), (509, NULL, 7);
-- error 22012
INSERT INTO t (id, a, c) VALUES (501, 700, 1), (501, 6, 1), (509, 1/0, 7);
-- error 23505
INSERT INTO t (id, a, c) SELECT g % 4 + 600, 1, 12 / (10 - g) FROM generate_series(1, 20) g;
-- error 22012
INSERT INTO t (id, a, c) SELECT g + 600, 1, 12 / (10 - g) FROM generate_series(1, 20) g;
-- error 23505
UPDATE t SET b = 'same', c = CASE WHEN id > 4 THEN 1000 ELSE 3 END;
-- error 23514
UPDATE t SET b = id::text, c = CASE WHEN id > 4 THEN 1000 ELSE 3 END;
-- error 23505
UPDATE t SET b = 'same', a = CASE WHEN id > 4 THEN NULL ELSE 3 END;
-- error 23514
MERGE INTO t USING (VALUES (1, 5), (2, 500), (3, 7)) s(i, c) ON t.id = s.i WHEN MATCHED THEN UPDATE SET b = 'm', c = s.c;
-- error 23505
MERGE INTO t USING (VALUES (1, 5), (2, 5), (3, 500)) s(i, c) ON t.id = s.i WHEN MATCHED THEN UPDATE SET b = 'm', c = s.c;
-- error 21000
MERGE INTO t USING (VALUES (1, 5), (1, 5), (3, 500)) s(i, c) ON t.id = s.i WHEN MATCHED THEN UPDATE SET c = s.c;
-- error 23514
MERGE INTO t USING (VALUES (1, 5), (3, 500), (1, 5)) s(i, c) ON t.id = s.i WHEN MATCHED THEN UPDATE SET c = s.c;
-- error 23505
INSERT INTO t (id, b, c) VALUES (801, 'e', 1), (802, 'e', 1), (803, 'f', 1000) ON CONFLICT (id) DO NOTHING;
-- error 23514
INSERT INTO t (id, b, c) VALUES (801, 'e', 1), (802, 'd', 1), (803, 'f', 1000) ON CONFLICT (id) DO NOTHING;
-- error 21000
INSERT INTO t (id, b, c) VALUES (801, 'e', 1), (801, 'd', 1), (803, 'f', 1000) ON CONFLICT (id) DO UPDATE SET c = 5;
BEGIN;
SAVEPOINT s;
-- error 23505
INSERT INTO t (id, a, c) VALUES (501, 700, 1), (501, 6, 1), (509, NULL, 7);
ROLLBACK TO s;
-- error 23502
INSERT INTO t (id, a, c) VALUES (511, 700, 1), (512, 6, 1), (513, NULL, 7);
ROLLBACK TO s;
SELECT count(*) FROM t;
COMMIT;
SELECT count(*) FROM t;
CREATE TABLE n (x int4, CONSTRAINT z CHECK (x > 0), CONSTRAINT a CHECK (x > 5), CONSTRAINT "M" CHECK (x > 3));
-- error 23514
INSERT INTO n VALUES (-1);
-- error 23514
INSERT INTO n VALUES (2);
ALTER TABLE n ADD CONSTRAINT "B" CHECK (x > 4);
-- error 23514
INSERT INTO n VALUES (2);
CREATE TABLE m (i int4, g int4);
CREATE TABLE m2 (i int4, g int4);
INSERT INTO m VALUES (1, 1);
INSERT INTO m2 VALUES (1, 10), (2, 20), (2, 30);
MERGE INTO m USING (SELECT i, count(*) AS n FROM m2 GROUP BY i) s ON m.i = s.i WHEN MATCHED THEN UPDATE SET g = s.n + 100 WHEN NOT MATCHED THEN INSERT VALUES (s.i, s.n);
MERGE INTO m USING (SELECT i, sum(g) AS n FROM m2 GROUP BY i HAVING count(*) > 1) s ON m.i = s.i WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.i, s.n);
SELECT * FROM m;
