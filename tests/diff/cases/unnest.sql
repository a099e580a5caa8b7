-- arrays taken apart beside their row: $unwind
SELECT _id, x FROM t, unnest(tags) AS x ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x ORDER BY x NULLS FIRST, _id;
SELECT _id, x FROM t, unnest(tags) AS x ORDER BY x DESC, _id;
SELECT _id, tags, x FROM t, unnest(tags) AS x WHERE x = 'red' ORDER BY _id;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x = '$x' ORDER BY _id;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x IS NULL ORDER BY _id;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x IS NOT NULL AND x <> 'red' ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x WHERE NOT x = 'red' ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x IN ('red', 'blue', NULL) ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x NOT IN ('red', 'blue') ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x LIKE '%e%' ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x WHERE x IS DISTINCT FROM 'red' ORDER BY _id, x;
SELECT _id, x || '!' FROM t, unnest(tags) AS x ORDER BY _id, x;
SELECT _id, length(x) FROM t, unnest(tags) AS x WHERE length(x) > 3 ORDER BY _id, x;
SELECT _id, x, s FROM t, unnest(tags) AS x WHERE x = s ORDER BY _id;
SELECT _id, x FROM t, unnest(nums) AS x ORDER BY _id, x;
SELECT _id, x FROM t, unnest(nums) AS x WHERE x = a ORDER BY _id, x;
SELECT _id, x FROM t, unnest(nums) AS x WHERE x > a ORDER BY _id, x;
SELECT _id, x FROM t, unnest(nums) AS x WHERE x BETWEEN 1 AND 3 ORDER BY x, _id;
SELECT _id, x FROM t, unnest(nums) AS x WHERE x % 2 = 1 ORDER BY x, _id;
SELECT sum(x), count(x), count(*), min(x), max(x), avg(x) FROM t, unnest(nums) AS x;
SELECT sum(x) FROM t, unnest(nums) AS x WHERE x > 2147483647;
SELECT x, count(*), array_agg(_id ORDER BY _id) FROM t, unnest(tags) AS x GROUP BY x ORDER BY x;
SELECT x, count(*) FROM t, unnest(tags) AS x GROUP BY x ORDER BY count(*) DESC, x LIMIT 3;
SELECT x, count(*) FROM t, unnest(tags) AS x GROUP BY x HAVING count(*) > 1 ORDER BY x;
SELECT ok, count(*), sum(x) FROM t, unnest(nums) AS x GROUP BY ok ORDER BY ok;
SELECT count(*) FROM t, unnest(tags) AS x;
SELECT count(*) FROM t, unnest(tags);
SELECT count(DISTINCT x) FROM t, unnest(tags) AS x;
SELECT DISTINCT x FROM t, unnest(tags) AS x ORDER BY x;
SELECT DISTINCT ok, x FROM t, unnest(nums) AS x ORDER BY x, ok;
-- WITH ORDINALITY
SELECT _id, x, k FROM t, unnest(tags) WITH ORDINALITY AS u (x, k) ORDER BY _id, k;
SELECT _id, x, k FROM t, unnest(nums) WITH ORDINALITY AS u (x, k) WHERE k > 1 ORDER BY _id, k;
SELECT _id, x FROM t, unnest(nums) WITH ORDINALITY AS u (x, k) WHERE k = 2 ORDER BY _id;
SELECT k, count(*), max(x) FROM t, unnest(nums) WITH ORDINALITY AS u (x, k) GROUP BY k ORDER BY k;
SELECT _id, k::text || x FROM t, unnest(tags) WITH ORDINALITY AS u (x, k) ORDER BY _id, k;
SELECT _id, ordinality, unnest FROM t, unnest(nums) WITH ORDINALITY ORDER BY 1, 2;
SELECT _id, x, k FROM t LEFT JOIN LATERAL unnest(tags) WITH ORDINALITY AS u (x, k) ON true ORDER BY _id, k;
-- LEFT JOIN
SELECT _id, x FROM t LEFT JOIN LATERAL unnest(tags) AS x ON true ORDER BY _id, x;
SELECT _id, x FROM t LEFT JOIN LATERAL unnest(nums) AS x ON true ORDER BY _id, x;
SELECT _id, x FROM t LEFT JOIN unnest(tags) AS x ON true WHERE x IS NULL ORDER BY _id, x;
SELECT _id, x FROM t LEFT JOIN unnest(tags) AS x ON true WHERE x = 'blue' ORDER BY _id, x;
SELECT _id, x FROM t LEFT JOIN unnest(tags) AS x ON x = 'blue' ORDER BY _id, x;
SELECT _id, x FROM t LEFT JOIN unnest(nums) AS x ON x > a ORDER BY _id, x;
SELECT _id, coalesce(x, 'none') FROM t LEFT JOIN unnest(tags) AS x ON true ORDER BY _id, 2;
SELECT x, count(*), count(x) FROM t LEFT JOIN unnest(tags) AS x ON true GROUP BY x ORDER BY x;
SELECT _id, count(x) FROM t LEFT JOIN unnest(nums) AS x ON true GROUP BY _id ORDER BY _id;
SELECT _id, x IS NULL FROM t LEFT JOIN unnest(nums) AS x ON true ORDER BY _id, x;
SELECT DISTINCT x FROM t LEFT JOIN unnest(nums) AS x ON true ORDER BY x;
SELECT DISTINCT k FROM t LEFT JOIN unnest(nums) WITH ORDINALITY AS u (x, k) ON true ORDER BY k;
-- several, and with other relations
SELECT _id, x, y FROM t, unnest(tags) AS x, unnest(nums) AS y ORDER BY _id, x, y;
SELECT _id, x, y FROM t LEFT JOIN unnest(tags) AS x ON true LEFT JOIN unnest(nums) AS y ON true ORDER BY _id, x, y;
SELECT t._id, x, y FROM t, unnest(nums) WITH ORDINALITY AS u (x, k), unnest(tags) WITH ORDINALITY AS v (y, l) WHERE k = l ORDER BY 1, 2, 3;
SELECT t._id, x, u._id FROM t, unnest(t.nums) AS x JOIN t u ON u.a = x ORDER BY 1, 2, 3;
SELECT t._id, e, numbers._id FROM t CROSS JOIN LATERAL unnest(t.nums) AS e JOIN numbers ON numbers.i = e ORDER BY 1, 2, 3;
SELECT t._id, x, (SELECT count(*) FROM numbers WHERE i = x) FROM t, unnest(nums) AS x ORDER BY 1, 2;
SELECT t._id, x FROM t, unnest(nums) AS x WHERE EXISTS (SELECT FROM numbers WHERE i = x) ORDER BY 1, 2;
SELECT t._id, x FROM t, unnest(nums) AS x WHERE x NOT IN (SELECT a FROM t WHERE a IS NOT NULL) ORDER BY 1, 2;
SELECT s._id, x FROM (SELECT _id, nums FROM t WHERE a > 0 ORDER BY _id LIMIT 4) s, unnest(s.nums) AS x ORDER BY 1, 2;
SELECT x, c FROM (SELECT x, count(*) AS c FROM t, unnest(tags) AS x GROUP BY x) q WHERE c > 1 ORDER BY x;
SELECT _id, x FROM (SELECT _id, x FROM t, unnest(tags) AS x) q WHERE x > 'm' ORDER BY _id, x;
WITH e AS (SELECT _id, x FROM t, unnest(nums) AS x) SELECT p._id, q._id, p.x FROM e p JOIN e q ON p.x = q.x AND p._id < q._id ORDER BY 1, 2, 3;
SELECT e FROM t, unnest(tags) AS e ORDER BY e, _id;
SELECT e.* FROM t, unnest(tags) AS e ORDER BY e;
SELECT t FROM (SELECT _id, tags FROM t) t, unnest(t.tags) AS x ORDER BY _id, x;
SELECT _id, x FROM t, unnest(tags) AS x ORDER BY _id, x LIMIT 4 OFFSET 2;
SELECT count(*) FROM (SELECT x FROM t, unnest(tags) AS x LIMIT 5) s;
SELECT row_number() OVER (ORDER BY x, _id), x FROM t, unnest(nums) AS x ORDER BY 1;
-- elsewhere
SELECT _id FROM t WHERE EXISTS (SELECT FROM unnest(tags) AS x WHERE x > 'm') ORDER BY _id;
SELECT _id, (SELECT max(x) FROM unnest(nums) AS x) FROM t ORDER BY _id;
SELECT _id, unnest(tags) AS x FROM t ORDER BY _id, x;
SELECT x, y FROM t, unnest(tags, nums) AS u (x, y) ORDER BY x, y;
SELECT _id, x FROM t, unnest(tags || 'more'::text) AS x ORDER BY _id, x;
SELECT _id, x FROM t, unnest(CASE WHEN a > 3 THEN nums END) AS x ORDER BY _id, x;
SELECT _id, x FROM t, unnest(nums) AS x WHERE x BETWEEN 1 AND 13 AND 10 / (x - 14) > -9 ORDER BY _id, x;
-- error 22012
SELECT _id, x FROM t, unnest(nums) AS x WHERE x BETWEEN 1 AND 14 AND 10 / (x - 14) > -9 ORDER BY _id, x;
-- jsonb_array_elements() as $unwind; of what is no array it is an error
SELECT _id, e FROM mixed, jsonb_array_elements(list) e WHERE _id IN (1, 2, 3, 4, 5) ORDER BY 1, 2;
SELECT _id, e, o FROM mixed, jsonb_array_elements(list) WITH ORDINALITY AS x (e, o) WHERE _id IN (1, 2, 3, 4, 5, 8, 9, 10, 11, 12) ORDER BY 1, 3;
SELECT _id, e, o FROM mixed, jsonb_array_elements_text(list) WITH ORDINALITY AS x (e, o) WHERE _id IN (1, 2, 3, 4, 5, 8, 9, 10, 11, 12) ORDER BY 1, 3;
-- error 22023
SELECT _id, value FROM mixed, jsonb_array_elements(list) ORDER BY 1;
-- error 22023
SELECT _id, value FROM mixed, jsonb_array_elements(list) WHERE _id = 6;
-- error 22023
SELECT _id, value FROM mixed, jsonb_array_elements(list) WHERE _id = 7;
-- error 22023
SELECT _id, value FROM mixed, jsonb_array_elements_text(list) WHERE _id = 7;
-- error 22023
SELECT _id, value FROM mixed, jsonb_array_elements_text(m) WHERE _id = 7;
SELECT _id, value FROM mixed, jsonb_array_elements_text(m) WHERE _id IN (6, 11, 5);
SELECT _id, value ->> 'v' FROM mixed, jsonb_array_elements(list) WHERE _id NOT IN (6, 7) AND value ->> 'v' = '1' ORDER BY 1;
SELECT _id, value -> 'v' FROM mixed, jsonb_array_elements(list) WHERE _id NOT IN (6, 7) AND value ->> 'v' IS NOT NULL ORDER BY 1;
SELECT _id, value FROM mixed, jsonb_array_elements(list) WHERE _id NOT IN (6, 7) AND value IS NULL ORDER BY 1;
SELECT count(*), count(value), count(DISTINCT value) FROM mixed, jsonb_array_elements(list) WHERE _id NOT IN (6, 7);
SELECT value, count(*) FROM mixed, jsonb_array_elements(list) WHERE _id NOT IN (6, 7, 12) GROUP BY value ORDER BY value;
SELECT value, count(*) FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) GROUP BY value ORDER BY value;
SELECT _id, value FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) AND value IS NULL ORDER BY 1;
SELECT _id, value FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) AND value > 'a' ORDER BY 1, 2;
SELECT _id, value FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) AND value LIKE '{%' ORDER BY 1, 2;
SELECT _id, value FROM mixed LEFT JOIN jsonb_array_elements_text(list) ON true WHERE _id NOT IN (6, 7) ORDER BY 1, 2;
-- LEFT JOIN: a JSON null among the elements is one, the row of a document without elements has NULL
SELECT _id, value FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 2;
SELECT _id, value IS NULL, value IS NOT NULL FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 2, 3;
SELECT _id, value FROM mixed LEFT JOIN LATERAL jsonb_array_elements(list) x (value) ON true WHERE _id NOT IN (6, 7, 12) AND value IS NULL ORDER BY 1, 2;
SELECT _id, value FROM mixed LEFT JOIN LATERAL jsonb_array_elements(list) x (value) ON true WHERE _id NOT IN (6, 7, 12) AND value IS NOT NULL ORDER BY 1, 2;
SELECT _id, e, o FROM mixed LEFT JOIN LATERAL jsonb_array_elements(list) WITH ORDINALITY AS x (e, o) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 3;
SELECT count(*), count(value), count(DISTINCT value) FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12);
SELECT value, count(*), count(value) FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) GROUP BY value ORDER BY value;
SELECT DISTINCT value FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12);
SELECT _id, count(*), count(value) FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) GROUP BY _id ORDER BY 1;
SELECT _id, value ->> 'v', value -> 'v' FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 2, 3;
SELECT _id, value FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) AND value ->> 'v' IS NULL ORDER BY 1, 2;
SELECT _id, jsonb_typeof(value), coalesce(value, '"none"') FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 2, 3;
SELECT _id, value = 'null', value <> '1' FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id NOT IN (6, 7, 12) ORDER BY 1, 2, 3;
-- error 22023
SELECT _id, value FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id = 6;
-- error 22023
SELECT _id, value FROM mixed LEFT JOIN jsonb_array_elements(list) ON true WHERE _id = 7;
SELECT _id, value FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) ORDER BY value, _id LIMIT 5;
SELECT _id, max(value), min(length(value)) FROM mixed, jsonb_array_elements_text(list) WHERE _id NOT IN (6, 7) GROUP BY _id ORDER BY 1;
SELECT _id, x, y FROM mixed, jsonb_array_elements(list) x, jsonb_array_elements(x) y WHERE _id IN (4, 11) ORDER BY 1, 2, 3;
-- error 22023
SELECT _id, x, y FROM mixed, jsonb_array_elements(list) x, jsonb_array_elements(x) y WHERE _id IN (9) ORDER BY 1, 2, 3;
SELECT _id, e, row_number() OVER (PARTITION BY _id ORDER BY o) FROM mixed, jsonb_array_elements(list) WITH ORDINALITY AS x (e, o) WHERE _id NOT IN (6, 7) ORDER BY 1, 3;
SELECT _id, e FROM t, jsonb_array_elements(doc -> 'list') e ORDER BY 1, 2;
-- error 22023
SELECT _id, e FROM t, jsonb_array_elements(doc) e ORDER BY 1, 2;
SELECT n._id, e FROM numbers n JOIN mixed m ON m._id = n._id, jsonb_array_elements(m.list) e WHERE m._id IN (1, 2, 8) ORDER BY 1, 2;
SELECT x.e FROM (SELECT e FROM mixed, jsonb_array_elements(list) e WHERE _id < 5 UNION ALL SELECT e FROM mixed, jsonb_array_elements(list) e WHERE _id = 9) x ORDER BY 1;
SELECT _id FROM mixed WHERE _id NOT IN (6, 7) AND EXISTS (SELECT FROM jsonb_array_elements(list) e WHERE e = '1') ORDER BY 1;
SELECT DISTINCT e FROM mixed, jsonb_array_elements(list) e WHERE _id NOT IN (6, 7, 12) ORDER BY e;
SELECT DISTINCT e FROM mixed, jsonb_array_elements_text(list) e WHERE _id NOT IN (6, 7) ORDER BY e;
SELECT m._id, e, n.i FROM mixed m, jsonb_array_elements_text(list) e LEFT JOIN numbers n ON n.i::text = e WHERE m._id NOT IN (6, 7) ORDER BY 1, 2;
