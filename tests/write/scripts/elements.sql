-- assignment to elements of arrays and of jsonb
CREATE TABLE el (id int primary key, a int[], b text[], c int[], j jsonb, n numeric[]);
INSERT INTO el (id, a[1], a[2], b[1:2]) VALUES (1, 10, 20, '{x,y}');
INSERT INTO el (id, a[1:3], c[1:2]) VALUES (2, '{1,2,3}', '{1,2}'), (3, NULL, NULL), (4, ARRAY[7,8,9], '{5,6}');
INSERT INTO el (id, j['x'], n[1]) VALUES (5, '1', 1.5);
INSERT INTO el (id, j['x']['y'], j['z'][2]) VALUES (6, '"deep"', 'true');
INSERT INTO el (id, j[1]) VALUES (7, 'null');
INSERT INTO el (id, a[1]) SELECT 8, 80;
INSERT INTO el (id, b[1], b[2]) SELECT 9, 'p', NULL;
SELECT * FROM el ORDER BY id;
UPDATE el SET a[2] = 22 WHERE id IN (1, 2);
UPDATE el SET a[4] = a[1] + a[2], a[5] = 0 WHERE id = 1 RETURNING a;
UPDATE el SET a[1:2] = '{100,200}' WHERE id = 2 RETURNING a, a[1:2];
UPDATE el SET a[8] = 8 WHERE id = 2 RETURNING a;
UPDATE el SET a[2:] = ARRAY[a[3], a[2]] WHERE id = 4 RETURNING *;
UPDATE el SET a[:] = '{5,6,7}' WHERE id = 4 RETURNING *;
UPDATE el SET c[2] = -1, c[1:1] = '{9}' WHERE id = 2 RETURNING c;
UPDATE el SET b[2] = NULL, b[1] = upper(b[1]) WHERE id = 1 RETURNING b;
UPDATE el SET n[2] = 7 WHERE id = 5 RETURNING n;
UPDATE el SET j['k'] = to_jsonb(id), j['list'] = '[1, 2]', j['list'][0] = '"first"' WHERE id IN (5, 6) RETURNING j;
UPDATE el SET j['list'][-1] = '"last"', j['list'][4] = '4' WHERE id = 5 RETURNING j;
UPDATE el SET j['n'] = NULL WHERE id = 6 RETURNING j;
UPDATE el SET j['a']['b'][1] = '{"c": 1}' WHERE id = 1 RETURNING j;
UPDATE el SET (a[1], b[1]) = ((ARRAY[1,2])[2], 'both') WHERE id = 9 RETURNING a, b;
SELECT * FROM el ORDER BY id;
-- error 2202E
UPDATE el SET a[1:5] = '{1,2}' WHERE id = 4;
-- error 22004
UPDATE el SET a[NULL] = 1 WHERE id = 4;
-- error 42804
UPDATE el SET a[1] = 'x'::text;
-- error 22P02
UPDATE el SET a[1] = 'x';
-- error 42804
UPDATE el SET a['x'::text] = 1;
-- error 42804
UPDATE el SET id[1] = 1;
-- error 0A000
UPDATE el SET a[1] = DEFAULT;
-- error 0A000
INSERT INTO el (id, a[1]) VALUES (20, DEFAULT);
-- error 42601
UPDATE el SET a = '{}', a[1] = 1;
-- error 42601
UPDATE el SET a[1] = 1, a = '{}';
-- error 42701
INSERT INTO el (id, a, a[1]) VALUES (20, NULL, 1);
-- error 42701
INSERT INTO el (id, a[1], a) VALUES (20, 1, NULL);
-- error 42804
INSERT INTO el (id, a[1]) VALUES (20, now());
-- error 42804
INSERT INTO el (id, a[1:2]) VALUES (20, now());
-- error 42804
UPDATE el SET j['a':'b'] = '1';
-- error 22023
UPDATE el SET j['x']['y']['z'] = '1' WHERE id = 6;
-- error 22023
UPDATE el SET j['k']['z'] = '1' WHERE id = 6;
-- error 42803
UPDATE el SET a[max(id)] = 1;
UPDATE el SET a[(SELECT count(*)::int FROM el WHERE id < 3)] = 77 WHERE id = 8 RETURNING a;
UPDATE el SET a[id] = x.v FROM (VALUES (2, 33), (4, 44)) x(i, v) WHERE id = i RETURNING id, a;
INSERT INTO el (id, a[1]) VALUES (1, 5) ON CONFLICT (id) DO UPDATE SET a[3] = excluded.a[1], j['c'] = to_jsonb(el.a[2]) RETURNING *;
SELECT id, a, j FROM el ORDER BY id;
