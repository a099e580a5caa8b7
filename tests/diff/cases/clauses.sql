-- clauses: windows, limits, set operations, joins, subqueries, conditionals, WITH, and their errors

SELECT n._id, sum(n.i) OVER w, rank() OVER (w ORDER BY n._id DESC), count(*) OVER (PARTITION BY k) FROM numbers n WINDOW w AS (PARTITION BY k) ORDER BY 1;
SELECT sum(k) OVER (w ROWS 1 PRECEDING) FROM numbers WINDOW w AS (ORDER BY _id) ORDER BY 1;
-- error 42P20
SELECT sum(k) OVER (w ORDER BY k) FROM numbers WINDOW w AS (ORDER BY _id);
-- error 42P20
SELECT sum(k) OVER (w PARTITION BY k) FROM numbers WINDOW w AS (ORDER BY _id);
-- error 42P20
SELECT sum(k) OVER (w) FROM numbers WINDOW w AS (ORDER BY _id ROWS 1 PRECEDING);
-- error 42704
SELECT sum(k) OVER nope FROM numbers;
-- error 42P20
SELECT sum(k) OVER w FROM numbers WINDOW w AS (), w AS ();
SELECT sum(k) OVER w2 FROM numbers WINDOW w AS (PARTITION BY k), w2 AS (w ORDER BY _id) ORDER BY 1;
-- error 42P20
SELECT sum(k) OVER (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING) FROM numbers;
-- error 42P20
SELECT sum(k) OVER (ORDER BY _id ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM numbers;
-- error 42P20
SELECT sum(k) OVER (ORDER BY _id ROWS BETWEEN UNBOUNDED FOLLOWING AND CURRENT ROW) FROM numbers;
-- error 22013
SELECT sum(k) OVER (ORDER BY _id ROWS -1 PRECEDING) FROM numbers;
-- error 22004
SELECT sum(k) OVER (ORDER BY _id ROWS NULL::int PRECEDING) FROM numbers;
-- error 42P20
SELECT sum(k) OVER (ORDER BY _id, k RANGE 1 PRECEDING) FROM numbers;
-- error 42P20
SELECT sum(k) OVER (RANGE 1 PRECEDING) FROM numbers;
-- error 42P20
SELECT sum(k) OVER (GROUPS 1 PRECEDING) FROM numbers;
-- error 0A000
SELECT sum(1) OVER (ORDER BY v RANGE 1 PRECEDING) FROM strings;
-- error 22P02
SELECT sum(1) OVER (ORDER BY _id RANGE 'x' PRECEDING) FROM strings;
SELECT sum(1) OVER (ORDER BY at RANGE '1 day' PRECEDING) FROM events ORDER BY 1;
SELECT sum(1) OVER (ORDER BY at DESC RANGE BETWEEN '1 month' PRECEDING AND '1 hour' FOLLOWING) FROM events ORDER BY 1;
-- error 0A000
SELECT sum(1) OVER (ORDER BY at RANGE 5 PRECEDING) FROM events;
SELECT sum(1) OVER (ORDER BY f RANGE BETWEEN 1.5 PRECEDING AND 1 FOLLOWING), f FROM t ORDER BY f, 1;
-- error 42P10
SELECT sum(1) OVER (ORDER BY a RANGE BETWEEN a PRECEDING AND CURRENT ROW) FROM t;
-- error 42P10
SELECT sum(1) OVER (ORDER BY a ROWS a PRECEDING) FROM t;
SELECT lag(_id, 2, -1) OVER (ORDER BY _id), lead(v) OVER (ORDER BY _id), lead(v, 1, 'end') OVER (ORDER BY _id), lag(_id, -1) OVER (ORDER BY _id), lag(_id, NULL) OVER (ORDER BY _id), first_value(v) OVER (ORDER BY _id), nth_value(v, 2) OVER (ORDER BY _id) FROM strings ORDER BY _id LIMIT 5;
-- error 22016
SELECT nth_value(v, 0) OVER (ORDER BY _id) FROM strings;
-- error 22014
SELECT ntile(0) OVER (ORDER BY _id) FROM strings;
SELECT ntile(NULL) OVER (ORDER BY _id), ntile(3) OVER (ORDER BY _id) FROM strings ORDER BY _id;
-- error 22P02
SELECT lag(_id, 1, 'x') OVER () FROM strings;
SELECT row_number() OVER (), rank() OVER () FROM strings LIMIT 2;
-- error 42809
SELECT row_number() FROM strings;
-- error 42P20
SELECT _id FROM strings WHERE row_number() OVER () = 1;
SELECT _id FROM strings ORDER BY row_number() OVER (ORDER BY _id DESC) LIMIT 2;
-- error 42P20
SELECT count(*) FROM strings GROUP BY row_number() OVER ();
-- error 42803
SELECT sum(row_number() OVER ()) FROM strings;
-- error 42P20
SELECT rank() OVER (ORDER BY rank() OVER ()) FROM strings;
SELECT k, count(*), rank() OVER (ORDER BY count(*) DESC, k), sum(count(*)) OVER () FROM numbers GROUP BY k ORDER BY 1;
SELECT DISTINCT k, count(*) OVER (PARTITION BY k) FROM numbers ORDER BY 1;
SELECT max(sum(k)) OVER () FROM numbers;
SELECT array_agg(_id) OVER (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), string_agg(v, ',') FILTER (WHERE _id > 2) OVER (ORDER BY _id) FROM strings ORDER BY _id LIMIT 4;
-- error 0A000
SELECT array_agg(DISTINCT _id) OVER () FROM strings;
-- error 0A000
SELECT array_agg(_id ORDER BY _id) OVER () FROM strings;
-- error 0A000
SELECT rank() FILTER (WHERE true) OVER () FROM strings;
SELECT count(*) OVER (ORDER BY _id) + (SELECT max(_id) FROM numbers) FROM strings ORDER BY 1 LIMIT 2;
SELECT (SELECT count(*) OVER () FROM strings LIMIT 1), generate_series(1, 2), row_number() OVER () FROM one;
SELECT k FROM numbers ORDER BY k FETCH FIRST 2 ROWS WITH TIES;
-- error 42601
SELECT k FROM numbers FETCH FIRST 2 ROWS WITH TIES;
SELECT k FROM numbers ORDER BY k FETCH FIRST ROW ONLY;
SELECT k FROM numbers ORDER BY k LIMIT NULL OFFSET NULL;
-- error 2201W
SELECT k FROM numbers ORDER BY k LIMIT -1;
-- error 2201X
SELECT k FROM numbers ORDER BY k OFFSET -1;
-- error 42P10
SELECT k FROM numbers ORDER BY k LIMIT k;
SELECT k FROM numbers ORDER BY _id LIMIT (SELECT 2) OFFSET 1 + 1;
SELECT k FROM numbers ORDER BY _id LIMIT 2.5;
-- error 22P02
SELECT k FROM numbers ORDER BY _id LIMIT 'x';
-- error 42803
SELECT k FROM numbers ORDER BY _id LIMIT sum(1);
-- error 42703
SELECT k FROM numbers ORDER BY nope;
SELECT k AS x FROM numbers ORDER BY -k, _id LIMIT 3;
SELECT k AS _id FROM numbers ORDER BY _id LIMIT 3;
-- error 42702
SELECT k, i AS k FROM numbers ORDER BY k;
-- error 42P10
SELECT k FROM numbers ORDER BY 3;
-- error 42601
SELECT k FROM numbers ORDER BY 'x';
SELECT k FROM numbers ORDER BY k USING >, _id LIMIT 3;
-- error 42809
SELECT k FROM numbers ORDER BY k USING =;
-- error 42P10
SELECT DISTINCT k FROM numbers ORDER BY k + 1;
SELECT DISTINCT k + 1 FROM numbers ORDER BY k + 1;
SELECT k FROM numbers UNION SELECT n FROM strings ORDER BY 1 NULLS FIRST LIMIT 3;
-- error 0A000
SELECT k FROM numbers UNION SELECT n FROM strings ORDER BY k + 1;
-- error 42804
SELECT k FROM numbers UNION SELECT v FROM strings;
-- error 42601
SELECT k, i FROM numbers UNION SELECT n FROM strings;
SELECT 1 UNION SELECT 2.5 UNION SELECT NULL ORDER BY 1;
SELECT NULL UNION SELECT NULL;
-- error 42804
SELECT NULL UNION ALL SELECT 'x' UNION ALL SELECT 1;
SELECT 'a' UNION SELECT 'b' EXCEPT SELECT 'a';
SELECT 1 INTERSECT SELECT 1 UNION SELECT 2 ORDER BY 1;
(SELECT 1 UNION SELECT 2) INTERSECT SELECT 2;
(SELECT k FROM numbers ORDER BY _id LIMIT 2) UNION ALL (SELECT n FROM strings ORDER BY _id LIMIT 2);
-- error 42883
SELECT '1'::json UNION SELECT '2';
SELECT '1'::json UNION ALL SELECT '2';
VALUES (1, 'a'), (2, NULL), (NULL, 'c') ORDER BY 1 DESC LIMIT 2;
-- error 22P02
VALUES (1), ('x');
VALUES (1), (2.5), (NULL);
-- error 42601
VALUES (1, 2), (3);
TABLE one;
SELECT FROM numbers WHERE _id < 3;
SELECT;
SELECT 1 WHERE false;
SELECT * FROM numbers n JOIN strings s USING (_id) AS j WHERE j._id < 3 ORDER BY 1;
SELECT j.* FROM numbers n JOIN strings s USING (_id) AS j WHERE _id < 3 ORDER BY 1;
-- error 42702
SELECT n._id, s._id, _id FROM numbers n FULL JOIN strings s USING (_id) ORDER BY _id, 1 LIMIT 3;
SELECT * FROM numbers n NATURAL JOIN strings s WHERE _id < 3 ORDER BY 1;
SELECT * FROM (numbers n CROSS JOIN one o) AS x(a, b) WHERE a = 1;
-- error 42P01
SELECT n.i FROM (numbers n CROSS JOIN one o) AS x WHERE a = 1;
-- error 42P01
SELECT * FROM numbers n, n;
-- error 42712
SELECT * FROM numbers n, strings n;
-- error 42702
SELECT _id FROM numbers, strings;
-- error 42P01
SELECT numbers._id FROM numbers n;
-- error 42804
SELECT * FROM numbers n JOIN strings s ON n._id;
-- error 42803
SELECT * FROM numbers n JOIN strings s ON sum(n.i) > 1;
-- error 42P01
SELECT * FROM numbers n, (SELECT n._id) x;
SELECT n._id, x.m FROM numbers n, LATERAL (SELECT max(s._id) AS m FROM strings s WHERE s._id < n._id) x ORDER BY 1 LIMIT 4;
SELECT n._id, x.m FROM numbers n LEFT JOIN LATERAL (SELECT s.v AS m FROM strings s WHERE s._id = n._id + 1) x ON x.m > 'b' ORDER BY 1 LIMIT 4;
-- error 42P10
SELECT * FROM numbers n RIGHT JOIN LATERAL (SELECT n._id) x ON true;
-- error 42P10
SELECT * FROM numbers n FULL JOIN LATERAL (SELECT n._id) x ON true;
SELECT n._id, g FROM numbers n, generate_series(1, n.k) g WHERE n._id < 4 ORDER BY 1, 2;
SELECT (SELECT n.i) FROM numbers n WHERE _id = 1;
-- error 21000
SELECT (SELECT _id FROM numbers);
-- error 42601
SELECT (SELECT 1, 2);
SELECT (SELECT _id FROM numbers WHERE false);
SELECT ARRAY(SELECT k FROM numbers ORDER BY _id LIMIT 3), ARRAY(SELECT k FROM numbers WHERE false), ARRAY(SELECT ARRAY[1, 2]), EXISTS (SELECT 1 / 0), EXISTS (SELECT FROM numbers WHERE false);
-- error 42601
SELECT ARRAY(SELECT 1, 2);
SELECT _id FROM numbers n WHERE EXISTS (SELECT 1 FROM strings s WHERE s._id = n._id AND EXISTS (SELECT 1 FROM t WHERE t._id = s._id AND t.a > n.k)) ORDER BY 1;
SELECT _id FROM numbers n WHERE n.k NOT IN (SELECT a FROM t) ORDER BY 1;
SELECT _id FROM numbers n WHERE n.k NOT IN (SELECT a FROM t WHERE a IS NOT NULL AND a > 2) ORDER BY 1;
SELECT _id FROM numbers n WHERE (n.k IN (SELECT a FROM t)) IS NULL ORDER BY 1;
SELECT _id FROM numbers n WHERE n.i > ALL (SELECT a FROM t WHERE t._id = n._id) ORDER BY 1;
SELECT _id FROM numbers n WHERE n.i = (SELECT max(a) FROM t WHERE t._id <= n._id) ORDER BY 1;
SELECT n._id, (SELECT count(*) FROM t WHERE t.a = n.k), (SELECT string_agg(s, ',' ORDER BY _id) FROM t WHERE t.a = n.k) FROM numbers n ORDER BY 1 LIMIT 6;
SELECT count(*) FROM numbers n WHERE 5 > (SELECT count(*) FROM t WHERE t.a = n.k);
SELECT n._id FROM numbers n WHERE (SELECT bool_or(ok) FROM t WHERE t.a = n.k) ORDER BY 1;
SELECT n.k, (SELECT sum(n2.k) FROM numbers n2 WHERE n2.k <= n.k) FROM numbers n GROUP BY n.k ORDER BY 1;
-- error 42803
SELECT n.k, (SELECT n.i) FROM numbers n GROUP BY n.k;
SELECT CASE n.k WHEN 1 THEN 'one' WHEN 2 THEN 'two' END, CASE WHEN n.k IS NULL THEN 0 ELSE n.k END FROM numbers n ORDER BY _id LIMIT 4;
-- error 22P02
SELECT CASE 1 WHEN 1 THEN 'x' ELSE 1 / 0 END;
SELECT CASE WHEN true THEN 1 ELSE 1 / 0 END, COALESCE(1, 1 / 0), CASE WHEN false THEN 1 END, NULLIF(1, 1), NULLIF(1, 2), GREATEST(1, NULL, 3), LEAST('b', 'a', NULL), GREATEST(NULL, NULL);
-- error 42804
SELECT CASE WHEN 1 THEN 2 END;
-- error 42601
SELECT COALESCE();
-- error 22P02
SELECT COALESCE(1, 'x');
-- error 22P02
SELECT NULLIF(1, 'x');
-- error 42804
SELECT GREATEST(1, true);
-- error 42804
SELECT 1 IS TRUE;
SELECT NULL IS UNKNOWN, NULL::bool IS NOT TRUE, (1 = 1) IS FALSE, true = NULL IS NULL, NOT NULL, NULL AND false, NULL OR true, 1 IS NOT NULL, NULL ISNULL, 1 NOTNULL;
SELECT 1 BETWEEN 2 AND 0, 1 BETWEEN SYMMETRIC 2 AND 0, 1 NOT BETWEEN 0 AND NULL, NULL BETWEEN 1 AND 2, 'b' BETWEEN 'a' AND 'c';
SELECT 1 IN (1, NULL), 2 IN (1, NULL), 2 NOT IN (1, NULL), NULL IN (1), 1 IN (1.0, 2), 'a' IN ('a', 'b');
-- error 42601
SELECT 1 IN ();
-- error 22P02
SELECT 1 IN ('x');
SELECT * FROM numbers FOR UPDATE;
-- error 0A000
SELECT count(*) FROM numbers FOR UPDATE;
-- error 0A000
SELECT DISTINCT k FROM numbers FOR SHARE;
-- error 0A000
SELECT k FROM numbers GROUP BY k FOR UPDATE;
-- error 42P01
SELECT 1 FROM numbers n FOR UPDATE OF x;
SELECT * FROM (VALUES (1)) v FOR UPDATE OF v;
-- error 0A000
SELECT * FROM numbers UNION SELECT * FROM numbers FOR UPDATE;
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a), c AS MATERIALIZED (SELECT y FROM b UNION ALL SELECT x FROM a) SELECT * FROM c ORDER BY 1;
-- error 42P10
WITH a(x, y) AS (SELECT 1) SELECT * FROM a;
WITH a(x) AS (SELECT 1, 2) SELECT * FROM a;
-- error 42P01
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a;
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT 1 AS z) SELECT * FROM a;
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 5) SELECT sum(n) FROM a;
WITH RECURSIVE a(n) AS (SELECT 1 UNION SELECT (n * 2) % 7 FROM a) SELECT * FROM a ORDER BY 1;
WITH RECURSIVE a(n, path) AS (SELECT 1, ARRAY[1] UNION ALL SELECT n + 1, path || (n + 1) FROM a WHERE n < 3) SELECT * FROM a;
-- error 42P19
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT sum(n) FROM a) SELECT * FROM a;
-- error 0A000
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n FROM a ORDER BY 1) SELECT * FROM a;
-- error 42P19
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n FROM a x, a y) SELECT * FROM a;
-- error 22P02
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT 'x') SELECT * FROM a;
-- error 42804
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 0.5 FROM a) SELECT * FROM a;
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM (SELECT n FROM a WHERE n < 3) q) SELECT * FROM a;
-- error 42P19
WITH RECURSIVE a(n) AS (SELECT 1 EXCEPT SELECT n FROM a) SELECT * FROM a;
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a LEFT JOIN numbers ON true WHERE n < 2) SELECT count(*) FROM a;
-- error 42P19
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT 2 FROM numbers LEFT JOIN a ON true) SELECT count(*) FROM a;
WITH t AS (SELECT 99 AS a) SELECT a FROM t;
WITH x AS (SELECT 1) SELECT (WITH x AS (SELECT 2) SELECT * FROM x), * FROM x;
SELECT * FROM numbers n JOIN strings s USING (_id) AS j WHERE j._id < 3 ORDER BY 1;
SELECT j.* FROM numbers n JOIN strings s USING (_id) AS j WHERE _id < 3 ORDER BY 1;
SELECT j FROM numbers n LEFT JOIN strings s USING (_id) AS j WHERE _id < 3 ORDER BY 1;
-- error 42703
SELECT j.k FROM numbers n JOIN strings s USING (_id) AS j;
SELECT n.k, j._id FROM numbers n FULL JOIN strings s USING (_id) AS j WHERE j._id < 3 ORDER BY 1;
-- error 42712
SELECT 1 FROM numbers n JOIN strings s USING (_id) AS n;
-- error 42712
SELECT 1 FROM numbers n JOIN strings s USING (_id) AS j JOIN one j ON true;
SELECT j._id, o._id FROM numbers n JOIN strings s USING (_id) AS j JOIN one o ON o._id = j._id;
-- error 0A000
SELECT * FROM t JOIN numbers USING (_id) AS j FOR UPDATE OF j;
-- error 0A000
SELECT * FROM (t JOIN numbers USING (_id)) AS j FOR UPDATE OF j;
-- error 42P01
SELECT * FROM t AS x(a, b) FOR UPDATE OF t;
