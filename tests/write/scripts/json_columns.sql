-- json columns: keys in their order, as far as a document can keep it
CREATE TABLE jc (i int PRIMARY KEY, j json, b jsonb);
INSERT INTO jc VALUES (1, '{"name": "x", "id": 2, "tags": ["b", {"zz": 1, "a": null}]}', '{"name": "x", "id": 2}'), (2, '[1, 2.50, "é", true, {}]', '[]'), (3, '"s"', '1'), (4, '1.0', NULL), (5, NULL, NULL);
SELECT i, j, b, j->>'name', j->'tags'->1, j->0, json_typeof(j) FROM jc ORDER BY i;
SELECT i, k FROM jc, json_object_keys(CASE json_typeof(j) WHEN 'object' THEN j ELSE '{}' END) k;
SELECT * FROM jc, json_each(CASE json_typeof(j) WHEN 'object' THEN j ELSE '{}' END) e WHERE i = 1;
UPDATE jc SET j = '{"z": 1, "a": {"y": 1, "b": 2}}' WHERE i = 5;
UPDATE jc SET j = json_build_array(3, json_object('{zz,1,b,2}')->'zz') WHERE i = 2;
SELECT i, j::text, j::jsonb FROM jc ORDER BY i;
SELECT j->'a' FROM jc WHERE j->'a'->>'y' = '1';
SELECT count(DISTINCT j::text) FROM jc WHERE j::text LIKE '%"id": 2%';
