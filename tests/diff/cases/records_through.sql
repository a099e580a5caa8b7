-- fields of records that subqueries, WITH and joins hand on; x = NULL with transform_null_equals
WITH a AS (SELECT orders AS x FROM orders), b AS (SELECT x AS y FROM a), c AS (SELECT y AS z FROM b) SELECT (z).status, (z)._id FROM c ORDER BY 2 LIMIT 3;
WITH a AS (SELECT t AS x FROM t) SELECT (y).a, (y)._id FROM (WITH b AS (SELECT x AS y FROM a) SELECT y FROM b) q ORDER BY 2;
SELECT (q.y).a, (q.y)._id FROM (WITH a AS (SELECT t AS x FROM t) SELECT x AS y FROM a) q ORDER BY 2;
WITH a AS (SELECT t AS x FROM t) SELECT (SELECT (SELECT (x).s)) FROM (SELECT x FROM a) q ORDER BY 1;
SELECT (x).s FROM (SELECT t AS x FROM t) a FULL JOIN (SELECT 1 AS k) b ON true ORDER BY 1;
SELECT (x).s FROM (SELECT x FROM (SELECT t AS x FROM t) a LEFT JOIN (SELECT 1 AS k) b ON true) c ORDER BY 1;
WITH a AS (SELECT row(_id, s) AS r FROM t), b AS (SELECT r, 1 AS k FROM a UNION ALL SELECT r, 2 FROM a) SELECT (r).f2, k FROM b ORDER BY 1, 2;
WITH a AS (SELECT t AS x FROM t) SELECT tt FROM a, LATERAL (SELECT (a.x).s AS tt) l ORDER BY 1;
SELECT ((x).r).s, (x).a FROM (SELECT q AS x FROM (SELECT t AS r, a FROM t) q) z ORDER BY 1, 2;
-- error 42703
SELECT (((x).r)).f1 FROM (SELECT q AS x FROM (SELECT row(1, 2) AS r, 3 AS i) q) z;
-- error 42703
SELECT (x).nope FROM (SELECT t AS x FROM t) z;
SET transform_null_equals = on;
SELECT 1 = NULL AS a, NULL = 1 AS b, 1 <> NULL AS c, row(1, NULL) = NULL AS d, 1 IN (NULL) AS e;
SELECT _id FROM t WHERE a = NULL ORDER BY 1;
SELECT _id FROM t WHERE NOT (NULL = a) ORDER BY 1;
SELECT CASE a WHEN NULL THEN 1 ELSE 2 END FROM t WHERE a IS NULL LIMIT 1;
SET transform_null_equals = off;
SELECT 1 = NULL AS a;
-- error 22023
SET default_table_access_method = 'nosuch';
