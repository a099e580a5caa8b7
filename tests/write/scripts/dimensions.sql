-- Arrays of several dimensions: arrays in arrays of equal lengths
CREATE TABLE m (_id int PRIMARY KEY, a int[], t text[], n numeric[][], b bigint[], d timestamptz[]);
INSERT INTO m VALUES (1, '{{1,2},{3,4}}', '{{a,NULL},{"c d","{x}"}}', '{{1.50,2},{NaN,-1}}', '{{{1},{2}},{{3},{4}}}', '{{2024-02-29 12:00:00+00},{NULL}}');
INSERT INTO m VALUES (2, '{1,2,3}', '{a,b}', '{1}', '{}', '{}'), (3, NULL, NULL, NULL, NULL, NULL), (4, '{}', '{}', '{}', ARRAY[[1,2]], NULL), (5, '{{5}}', '{{{{{{a,b}}}}}}', NULL, '{NULL}', '{{NULL}}');
SELECT * FROM m ORDER BY _id;
SELECT _id, array_ndims(a), array_dims(t), cardinality(b), array_length(a, 2), a[2][1], a[1:1], a[1], b[1:2][2:2] FROM m ORDER BY _id;
SELECT _id FROM m WHERE 2 = ANY (a) ORDER BY _id;
SELECT _id FROM m WHERE NOT 2 = ANY (a) ORDER BY _id;
SELECT _id FROM m WHERE 2 <> ALL (a) ORDER BY _id;
SELECT _id FROM m WHERE 'b' = ANY (t) OR a IS NULL ORDER BY _id;
SELECT _id FROM m WHERE 'b' <> ALL (t) ORDER BY _id;
SELECT _id FROM m WHERE 'zz' <> ALL (t) ORDER BY _id;
SELECT _id FROM m WHERE a @> '{4,1}' ORDER BY _id;
SELECT _id FROM m WHERE NOT a @> '{4,1}' ORDER BY _id;
SELECT _id FROM m WHERE a @> '{{4},{1}}' ORDER BY _id;
SELECT _id FROM m WHERE a @> '{}' ORDER BY _id;
SELECT _id FROM m WHERE a && '{3,9}' ORDER BY _id;
SELECT _id FROM m WHERE NOT a && '{3,9}' ORDER BY _id;
SELECT _id FROM m WHERE a && '{}' OR a && '{NULL}' ORDER BY _id;
SELECT _id FROM m WHERE NOT a @> '{NULL,1}' ORDER BY _id;
SELECT _id FROM m WHERE a IS NOT NULL ORDER BY _id;
SELECT _id FROM m WHERE t IS NULL ORDER BY _id;
SELECT _id FROM m WHERE a = '{{1,2},{3,4}}' OR t <@ '{a,b,c}' ORDER BY _id;
SELECT _id, u, o FROM m, unnest(a) WITH ORDINALITY AS x (u, o) ORDER BY _id, o;
SELECT _id, u FROM m LEFT JOIN LATERAL unnest(t) u ON true ORDER BY _id, u;
SELECT _id, unnest(n) FROM m ORDER BY 1, 2;
SELECT count(*), sum(u) FROM m, unnest(n) u;
SELECT a, count(*) FROM m GROUP BY a ORDER BY a;
SELECT max(a), array_agg(a ORDER BY a) FROM m WHERE array_ndims(a) = 2 AND a[1][2] IS NOT NULL;
UPDATE m SET a[2][2] = 9 WHERE _id = 1 RETURNING a;
UPDATE m SET a = '{{7,8},{9,NULL}}' WHERE _id = 3;
UPDATE m SET b = b || b WHERE _id = 4 RETURNING b;
UPDATE m SET t = array_cat(t, '{{x,y}}') WHERE _id = 1 RETURNING t;
UPDATE m SET a = array_replace(a, 9, 10);
-- error 2202E
UPDATE m SET a[3][3] = 1 WHERE _id = 1;
SELECT * FROM m ORDER BY _id;
DELETE FROM m WHERE 10 = ANY (a) RETURNING _id;
SELECT _id FROM m ORDER BY _id;
BEGIN;
-- refused
INSERT INTO m (_id, a) VALUES (6, '[0:1]={1,2}');
ROLLBACK;
BEGIN;
-- refused
UPDATE m SET a[-1] = 0 WHERE _id = 2;
ROLLBACK;
CREATE TABLE j (_id int PRIMARY KEY, js jsonb[]);
INSERT INTO j VALUES (1, ARRAY['[1,2]', '{"a": [3]}']::jsonb[]);
BEGIN;
-- refused
INSERT INTO j VALUES (2, ARRAY[['[1]'::jsonb, '2']]);
ROLLBACK;
SELECT * FROM j ORDER BY 1;
-- what an index is on has one dimension
CREATE TABLE x (_id int PRIMARY KEY, a int[], b text[], c int);
INSERT INTO x VALUES (1, '{1,2}', '{{p}}', 1);
BEGIN;
-- refused
CREATE INDEX x_b ON x USING gin (b);
ROLLBACK;
INSERT INTO x VALUES (2, '{{3,4}}', '{{p,q}}', 1);
DELETE FROM x WHERE 3 = ANY (a);
CREATE INDEX x_a ON x USING gin (a);
BEGIN;
-- refused
INSERT INTO x VALUES (2, '{{3,4}}', '{{p,q}}', 1);
ROLLBACK;
BEGIN;
-- refused
UPDATE x SET a = ARRAY[a, a];
ROLLBACK;
INSERT INTO x VALUES (2, '{3,4}', '{{p,q}}', 1);
SELECT * FROM x WHERE 4 = ANY (a) AND 'q' = ANY (b);
SELECT * FROM x WHERE a @> '{1}' OR b && '{q}' ORDER BY _id;
CREATE TYPE pair AS (x int, y int[]);
CREATE TABLE c (_id int PRIMARY KEY, p pair, ps pair[]);
INSERT INTO c VALUES (1, ROW(1, '{{1,2},{3,4}}'), ARRAY[[ROW(1, '{1}')::pair, ROW(2, '{{2}}')::pair]]);
SELECT * FROM c;
SELECT (p).y[2][1], ps[1][2] FROM c;
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TABLE e (_id int PRIMARY KEY, l colour[]);
INSERT INTO e VALUES (1, '{{red,green},{red,NULL}}'), (2, '{green}'), (3, '{{red}}');
SELECT * FROM e WHERE 'green' = ANY (l) ORDER BY _id;
SELECT _id, u FROM e, unnest(l) u ORDER BY 1, 2;
SELECT * FROM e WHERE l @> '{red}' ORDER BY _id;
DROP TABLE e, c, m, j, x;
DROP TYPE pair, colour;
