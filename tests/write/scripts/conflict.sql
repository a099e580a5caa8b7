-- INSERT ... ON CONFLICT
CREATE TABLE k (id int4 PRIMARY KEY, code text UNIQUE, a int4, b int4 NOT NULL DEFAULT 7, s text, CHECK (a < 1000));
INSERT INTO k VALUES (1, 'one', 10), (2, 'two', 20), (3, NULL, 30);
INSERT INTO k VALUES (1, 'x', 11) ON CONFLICT DO NOTHING;
INSERT INTO k VALUES (4, 'one', 11) ON CONFLICT DO NOTHING;
INSERT INTO k VALUES (5, NULL, 11), (6, NULL, 12) ON CONFLICT DO NOTHING;
INSERT INTO k VALUES (7, 'seven', 11), (7, 'eight', 12), (8, 'seven', 13), (9, 'nine', 14) ON CONFLICT DO NOTHING;
INSERT INTO k VALUES (1, 'y', 11), (10, 'ten', 1) ON CONFLICT DO NOTHING RETURNING *;
INSERT INTO k VALUES (1, 'y', 11) ON CONFLICT (id) DO NOTHING;
-- error 23505
INSERT INTO k VALUES (11, 'one', 11) ON CONFLICT (id) DO NOTHING;
INSERT INTO k VALUES (11, 'one', 11) ON CONFLICT (code) DO NOTHING RETURNING id;
-- error 23505
INSERT INTO k VALUES (1, 'new', 11) ON CONFLICT (code) DO NOTHING;
INSERT INTO k VALUES (1, 'y', 11) ON CONFLICT (id) DO UPDATE SET a = excluded.a;
INSERT INTO k VALUES (1, 'y', 11) ON CONFLICT (id) DO UPDATE SET a = k.a + excluded.a, s = excluded.code RETURNING *;
INSERT INTO k AS t VALUES (1, 'y', 5), (12, 'twelve', 6) ON CONFLICT (id) DO UPDATE SET a = t.a - excluded.a RETURNING t.id, t.a, s || '!' AS more;
INSERT INTO k VALUES (2, 'z', 5) ON CONFLICT (id) DO UPDATE SET a = excluded.a WHERE k.a > 100;
INSERT INTO k VALUES (2, 'z', 5), (3, 'z', 5) ON CONFLICT (id) DO UPDATE SET a = excluded.a WHERE k.a > 20 RETURNING id, a;
INSERT INTO k VALUES (20, 'two', 5) ON CONFLICT (code) DO UPDATE SET (a, s) = (excluded.a, 'both'), b = DEFAULT;
INSERT INTO k VALUES (20, 'two', 5) ON CONFLICT (code) DO UPDATE SET (a, s) = ROW (excluded.id, k.s || k.code);
INSERT INTO k (id, code, a, b) VALUES (21, 'two', 5, 9) ON CONFLICT ON CONSTRAINT k_code_key DO UPDATE SET b = excluded.b;
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT ON CONSTRAINT k_pkey DO NOTHING;
-- error 42704
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT ON CONSTRAINT nothing DO NOTHING;
-- error 42P10
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (a) DO NOTHING;
-- error 42P10
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (id, code) DO NOTHING;
-- error 42P10
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (lower(code)) DO NOTHING;
-- error 42703
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (nope) DO NOTHING;
-- error 42601
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT DO UPDATE SET a = 1;
-- error 42P10
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (id DESC) DO NOTHING;
-- error 42P10
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (id NULLS FIRST) DO NOTHING;
-- error 42702
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (id) DO UPDATE SET a = a + 1;
-- error 42703
INSERT INTO k VALUES (1, 'two', 5) ON CONFLICT (id) DO UPDATE SET nope = 1;
-- error 42P01
INSERT INTO k AS t VALUES (1, 'two', 5) ON CONFLICT (id) DO UPDATE SET a = k.a;
-- error 21000
INSERT INTO k VALUES (1, 'q', 5), (1, 'q', 6) ON CONFLICT (id) DO UPDATE SET a = excluded.a;
-- error 21000
INSERT INTO k VALUES (100, 'q', 5), (100, 'r', 6) ON CONFLICT (id) DO UPDATE SET a = excluded.a;
-- error 21000
INSERT INTO k VALUES (100, 'q', 5), (100, 'r', 6) ON CONFLICT (id) DO UPDATE SET a = excluded.a WHERE false;
INSERT INTO k VALUES (1, 'q', 5), (1, 'q', 6) ON CONFLICT (id) DO UPDATE SET a = excluded.a WHERE false;
INSERT INTO k VALUES (101, 'q', 5), (101, 'r', 6) ON CONFLICT (id) DO NOTHING;
-- error 23502
INSERT INTO k VALUES (1, 'q', 5, NULL) ON CONFLICT (id) DO NOTHING;
-- error 23514
INSERT INTO k VALUES (1, 'q', 5000) ON CONFLICT (id) DO NOTHING;
-- error 23514
INSERT INTO k VALUES (1, 'q', 5) ON CONFLICT (id) DO UPDATE SET a = 1000 + excluded.a;
-- error 23502
INSERT INTO k VALUES (1, 'q', 5) ON CONFLICT (id) DO UPDATE SET b = NULL;
-- error 23505
INSERT INTO k VALUES (1, 'w', 5) ON CONFLICT (id) DO UPDATE SET code = 'two';
INSERT INTO k VALUES (1, 'uno', 5) ON CONFLICT (id) DO UPDATE SET code = excluded.code;
INSERT INTO k VALUES (1, 'eins', 1), (200, 'uno', 2) ON CONFLICT (id) DO UPDATE SET code = excluded.code;
INSERT INTO k VALUES (201, 'uno', 1), (202, 'uno2', 2) ON CONFLICT (code) DO UPDATE SET code = 'uno2x', a = excluded.a;
-- error 21000
INSERT INTO k VALUES (201, 'eins', 1), (203, 'moved', 2) ON CONFLICT (code) DO UPDATE SET code = 'moved', a = excluded.a;
INSERT INTO k SELECT id + 1, 'gen' || id, a FROM k WHERE id < 5 ON CONFLICT (id) DO UPDATE SET s = 'from ' || excluded.code;
INSERT INTO k SELECT g, 'g' || g, g % 900 FROM generate_series(1000, 1400) g;
INSERT INTO k SELECT g, 'h' || g, g % 900 FROM generate_series(1200, 2300) g ON CONFLICT (id) DO UPDATE SET a = k.a / 2 + excluded.a % 7;
INSERT INTO k SELECT g, 'i' || g, g % 900 FROM generate_series(2200, 2500) g ON CONFLICT DO NOTHING;
DELETE FROM k WHERE id >= 900;
INSERT INTO k VALUES (1, 'sub', 5) ON CONFLICT (id) DO UPDATE SET a = (SELECT count(*) FROM k), s = (SELECT max(code) FROM k m WHERE m.id = excluded.id + 1);
INSERT INTO k VALUES (1, 'sub', 5) ON CONFLICT (id) DO UPDATE SET a = 3 WHERE EXISTS (SELECT 1 FROM k x WHERE x.id = k.id + 1 AND excluded.a = 5);
WITH v AS (SELECT 1 AS id, 'w' AS code, 77 AS a) INSERT INTO k (id, code, a) SELECT * FROM v ON CONFLICT (id) DO UPDATE SET a = excluded.a;
-- params: 1, 500, 3
INSERT INTO k (id, a) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET a = excluded.a + $3 RETURNING a;
CREATE TABLE two (a int4, b text, c int4, UNIQUE (a, b));
INSERT INTO two VALUES (1, 'x', 1), (1, 'y', 2), (2, 'x', 3), (1, NULL, 4);
INSERT INTO two VALUES (1, 'x', 10), (1, NULL, 5), (3, 'x', 6) ON CONFLICT (b, a) DO UPDATE SET c = two.c + excluded.c RETURNING *;
INSERT INTO two VALUES (1, 'y', 10) ON CONFLICT (a, b, a) DO NOTHING;
-- error 42P10
INSERT INTO two VALUES (1, 'y', 10) ON CONFLICT (a) DO NOTHING;
CREATE UNIQUE INDEX two_c ON two (c);
INSERT INTO two VALUES (9, 'y', 11) ON CONFLICT (c) DO UPDATE SET a = excluded.a;
-- error 42704
INSERT INTO two VALUES (9, 'y', 11) ON CONFLICT ON CONSTRAINT two_c DO NOTHING;
INSERT INTO two VALUES (9, 'y', 12) ON CONFLICT (c) WHERE a > 5 DO NOTHING;
CREATE TABLE u (_id text PRIMARY KEY, n int8, d numeric, ts timestamptz(3), f float8);
INSERT INTO u VALUES ('a', 1, 1.5, '2024-01-01 00:00:00+00', 0.5);
INSERT INTO u (_id, n) VALUES ('a', 2), ('b', 3) ON CONFLICT (_id) DO UPDATE SET n = u.n + excluded.n, d = u.d * 2;
INSERT INTO u (_id, n) VALUES ('a', 2), ('b', 3) ON CONFLICT (_id text_ops) DO UPDATE SET n = u.n * 10, ts = excluded.ts;
INSERT INTO u VALUES ('a', 2), ('c', 3) ON CONFLICT ON CONSTRAINT u_pkey DO UPDATE SET n = -1 RETURNING _id, n, d, ts, f;
CREATE UNIQUE INDEX u_d ON u (d);
INSERT INTO u VALUES ('z', 1, 3.00) ON CONFLICT (d) DO UPDATE SET f = 9.5;
CREATE UNIQUE INDEX u_f ON u (f);
INSERT INTO u VALUES ('y', 1, 99, NULL, '9.5') ON CONFLICT (f) DO UPDATE SET n = 1234;
CREATE TABLE plain (a int4, b int4);
INSERT INTO plain VALUES (1, 1), (1, 1) ON CONFLICT DO NOTHING;
-- error 42P10
INSERT INTO plain VALUES (1, 1) ON CONFLICT (a) DO NOTHING;
BEGIN;
INSERT INTO k VALUES (1, 'in', 5) ON CONFLICT (id) DO UPDATE SET a = k.a + 1;
INSERT INTO k VALUES (1, 'in', 5) ON CONFLICT (id) DO UPDATE SET a = k.a + 1;
INSERT INTO k VALUES (77, 'in', 5) ON CONFLICT (id) DO UPDATE SET a = k.a + 1;
INSERT INTO k VALUES (77, 'in', 5) ON CONFLICT (id) DO UPDATE SET a = k.a + 1 RETURNING *;
ROLLBACK;
SELECT * FROM k;
CREATE TABLE ident (id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, n int4 DEFAULT 1);
INSERT INTO ident (name) VALUES ('a'), ('b');
INSERT INTO ident (name) VALUES ('a') ON CONFLICT (name) DO UPDATE SET n = ident.n + 1 RETURNING id, n;
INSERT INTO ident (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'zz') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
INSERT INTO ident (id, name) OVERRIDING USER VALUE VALUES (1, 'yy');
-- error 428C9
INSERT INTO ident (id, name) VALUES (50, 'xx') ON CONFLICT DO NOTHING;
INSERT INTO ident VALUES (DEFAULT, 'b') ON CONFLICT (name) DO UPDATE SET n = DEFAULT;
-- another condition than the partial index has: what is proved of it
CREATE TABLE part (id int4 PRIMARY KEY, v text, f bool, w int4);
CREATE UNIQUE INDEX part_f ON part (v) WHERE f;
CREATE UNIQUE INDEX part_w ON part (v) WHERE w > 3;
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE f DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE NOT f DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE w = 3 DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE w >= 3 DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE w IS NOT NULL DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE w = 3 OR w = 8 DO NOTHING;
-- error 42P10
INSERT INTO part VALUES (1, 'a', true, 1) ON CONFLICT (v) WHERE v = 'a' DO NOTHING;
INSERT INTO part VALUES (2, 'a', true, 1) ON CONFLICT (v) WHERE w > 5 AND f DO NOTHING;
INSERT INTO part VALUES (3, 'c', true, 5) ON CONFLICT (v) WHERE w = 5 DO NOTHING;
INSERT INTO part VALUES (4, 'c', false, 5) ON CONFLICT (v) WHERE w >= 4 DO UPDATE SET w = 9;
INSERT INTO part VALUES (4, 'c', false, 5) ON CONFLICT (v) WHERE 5 < w DO UPDATE SET w = 10;
INSERT INTO part VALUES (4, 'c', false, 5) ON CONFLICT (v) WHERE w = 7 OR w > 7 DO UPDATE SET w = 11;
INSERT INTO part VALUES (4, 'c', false, 5) ON CONFLICT (v) WHERE f AND w > 3 DO UPDATE SET w = 12;
SELECT * FROM part ORDER BY id;
-- refused
INSERT INTO part VALUES (4, 'c', false, 5) ON CONFLICT (v) WHERE w IN (7, 8) DO UPDATE SET w = 12;
-- an index is no table
-- error 42809
SELECT * FROM part_f;
-- error 42809
INSERT INTO part_f VALUES (1);
-- error 42809
UPDATE public.part_f SET v = 'a';
-- error 42809
DELETE FROM part_pkey;
-- error 42809
MERGE INTO part_f USING part ON true WHEN MATCHED THEN DO NOTHING;
-- error 42P01
SELECT * FROM pg_temp.part_f;
