-- UPDATE ... SET: rows, subqueries, elements; RETURNING of whole rows
CREATE TABLE t (id int4 PRIMARY KEY, a int4, b text, c numeric, arr int4[], j jsonb);
INSERT INTO t VALUES (1, 10, 'one', 1.5, '{1,2,3}', '{"k": 1, "l": [1, 2, {"m": 3}]}'), (2, 20, 'two', 2.5, NULL, NULL), (3, NULL, NULL, NULL, '{}', '[]');
UPDATE t SET (a, b) = (11, 'eleven') WHERE id = 1;
UPDATE t SET (a, b) = ROW (12, DEFAULT) WHERE id = 1;
UPDATE t SET (b, a) = (SELECT 'sub', 13) WHERE id = 1;
UPDATE t SET (a, b) = (SELECT x.a + 1, x.b || '?' FROM t x WHERE x.id = t.id % 3 + 1) RETURNING *;
UPDATE t SET (a, b) = (SELECT 1, 'x' WHERE false) WHERE id = 2;
UPDATE t SET (a, c) = (SELECT count(*), avg(id) FROM t y), b = 'agg' WHERE id = 3;
-- error 0A000
UPDATE t SET (a) = (5) WHERE id = 3;
UPDATE t SET (a) = ROW (6) WHERE id = 3;
UPDATE t SET (a) = (SELECT 7) WHERE id = 3;
UPDATE t SET (a, b) = (SELECT id, b FROM t z WHERE z.id >= t.id ORDER BY id LIMIT 1) FROM (VALUES (1)) v (n) WHERE t.id > v.n;
-- error 21000
UPDATE t SET (a, b) = (SELECT id, b FROM t z);
-- error 42601
UPDATE t SET (a, b) = (1, 2, 3);
-- error 42601
UPDATE t SET (a, b) = (SELECT 1);
-- error 42601
UPDATE t SET (a, b) = ROW (1);
-- error 0A000
UPDATE t SET (a, b) = b;
-- error 42804
UPDATE t SET (a, b) = (SELECT 'x'::text, 'y');
-- error 42601
UPDATE t SET (a, a) = (1, 2);
-- refused
UPDATE t SET (a, c) = (SELECT 1, random()) WHERE false;
UPDATE t SET a = (SELECT max(id) FROM t), b = (SELECT b FROM t w WHERE w.id = 2) WHERE id = 1;
UPDATE t SET arr[2] = 20 WHERE id = 1;
UPDATE t SET arr[5] = 50, arr[1] = 10 WHERE id = 1 RETURNING arr;
UPDATE t SET arr[1] = 1 WHERE id = 2 RETURNING arr;
UPDATE t SET arr[2:3] = '{7,8}' WHERE id = 1 RETURNING arr;
UPDATE t SET arr[1:2] = ARRAY[a, id] WHERE id = 1 RETURNING arr, arr[1];
UPDATE t SET arr[1] = a + 1 WHERE id = 1;
UPDATE t SET arr[1] = NULL WHERE id = 1;
UPDATE t SET arr[a] = 1 WHERE id = 1;
-- error 22004
UPDATE t SET arr[NULL] = 1 WHERE id = 1;
-- error 42804
UPDATE t SET arr[1] = 'x'::text;
-- error 42804
UPDATE t SET arr['a'::text] = 1;
-- error 22P02
UPDATE t SET arr[1] = 'x';
-- error 42804
UPDATE t SET a[1] = 1;
-- error 0A000
UPDATE t SET arr[1] = DEFAULT;
-- error 42601
UPDATE t SET arr[1] = 1, arr = NULL;
-- error 42601
UPDATE t SET arr = NULL, arr[1] = 1;
UPDATE t SET (arr[1], a) = (100, 2) WHERE id = 1;
UPDATE t SET j['k'] = '2' WHERE id = 1;
UPDATE t SET j['new'] = '{"deep": true}', j['k'] = '"text"' WHERE id = 1 RETURNING j;
UPDATE t SET j['l'][0] = '"first"', j['l'][2]['m'] = 'null' WHERE id = 1 RETURNING j;
UPDATE t SET j['l'][-1]['z'] = '5' WHERE id = 1 RETURNING j;
UPDATE t SET j['a']['b'] = '1' WHERE id = 2 RETURNING j;
UPDATE t SET j[1] = '1' WHERE id = 3 RETURNING j;
UPDATE t SET j['x'] = to_jsonb(a) WHERE id = 1 RETURNING j['x'], j->'l';
-- error 42804
UPDATE t SET j['x'] = 5;
-- error 22P02
UPDATE t SET j['x'] = 'text' WHERE id = 1;
UPDATE t SET j = j || '{"more": [1, null, "s"]}' WHERE id = 1;
UPDATE t SET j = jsonb_set(j, '{l,0}', '0') - 'new' WHERE id = 1 RETURNING j;
UPDATE t SET j = '{"whole": {"new": [true, 1.5, "x"]}}' WHERE id = 2;
UPDATE t SET j = NULL WHERE id = 3 RETURNING t;
UPDATE t SET a = a WHERE id = 1 RETURNING t.*;
UPDATE t SET a = 3 WHERE id = 1 RETURNING t, a, (t).b;
INSERT INTO t (id, a) VALUES (4, 4) RETURNING t;
DELETE FROM t WHERE id = 4 RETURNING t, t.id;
UPDATE t SET a = v.n FROM (VALUES (1, 100), (2, 200)) v (id, n) WHERE t.id = v.id RETURNING v, t.id, v.n - t.a;
INSERT INTO t VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET arr[1] = excluded.a, (b, c) = (SELECT 'c', count(*) FROM t) RETURNING t;
UPDATE t AS u SET a = u.a + 1 RETURNING u;
-- error 42703
UPDATE t AS u SET a = u.a + 1 RETURNING t;
WITH s AS (SELECT 1 AS one) UPDATE t SET a = one FROM s WHERE id = 1 RETURNING (SELECT max(a) FROM t), (SELECT one FROM s);
WITH s AS (SELECT 1 AS one) DELETE FROM t USING s WHERE id = one RETURNING (SELECT count(*) FROM s), t.a;
