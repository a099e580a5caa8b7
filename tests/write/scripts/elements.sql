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
-- an attribute of an element, an element of an attribute, both
CREATE TYPE el_pair AS (n int, list int[]);
CREATE TYPE el_deep AS (label text, pair el_pair, pairs el_pair[]);
CREATE TABLE el_nested (id int PRIMARY KEY, p el_pair, ps el_pair[], d el_deep);
INSERT INTO el_nested (id, p.n, p.list[1], p.list[2]) VALUES (1, 5, 10, 20), (2, NULL, 7, NULL);
INSERT INTO el_nested (id, ps[1].n, ps[2].list[1], ps[1].list[1]) SELECT 3, 1, 2, 3;
INSERT INTO el_nested (id, d.pair.list[1:2], d.pairs[1].n, d.label, d.pairs[1].list[1]) VALUES (4, '{1,2}', 3, 'x', 4);
UPDATE el_nested SET p.list[2] = (p).n, ps[1].list = '{9,8}' WHERE id = 1 RETURNING *;
UPDATE el_nested SET ps[1].n = id, d.pairs[2].list[1] = id * 10 WHERE id = 4 RETURNING *;
UPDATE el_nested SET (ps[1].n, p.list[1]) = (SELECT 100, 200), d.pair = ROW(1, '{2}') WHERE id = 4 RETURNING *;
-- refused
UPDATE el_nested SET ps[(1 + random() * 0)::int].n = 1 WHERE id = 3;
-- error 42804
UPDATE el_nested SET p.n = 'x'::text;
-- error 42804
UPDATE el_nested SET p.list[1] = 'x'::text;
-- error 42804
UPDATE el_nested SET ps[1:2].n = 1;
-- error 42804
UPDATE el_nested SET ps[1].n[1] = 1;
-- error 42804
UPDATE el_nested SET p.n.x = 1;
-- error 42703
UPDATE el_nested SET ps[1].nope = 1;
-- error 0A000
UPDATE el_nested SET p.* = 1;
-- error 0A000
INSERT INTO el_nested (id, ps[1].n) VALUES (9, DEFAULT);
-- error 42601
UPDATE el_nested SET p.list[1] = 1, p = NULL;
SELECT * FROM el_nested ORDER BY id;
-- a domain looks at the value that all of them make
CREATE DOMAIN el_two AS int[] CHECK (value[1] < value[2]);
CREATE TYPE el_holder AS (pair el_two);
CREATE TABLE el_domain (id int PRIMARY KEY, two el_two, h el_holder);
INSERT INTO el_domain (id, two[1], two[2], h.pair[2], h.pair[1]) VALUES (1, 4, 5, 7, 6) RETURNING *;
UPDATE el_domain SET two[1] = 8, two[2] = 9, h.pair[1] = 1 RETURNING *;
-- error 23514
UPDATE el_domain SET two[2] = 1, two[1] = 3;
-- error 23514
UPDATE el_domain SET h.pair[2] = 1;
