-- Subqueries: scalar, EXISTS, IN, ANY, ALL, ARRAY, in FROM, correlated and not; with NULLs where they hurt.
SELECT (SELECT 1), (SELECT NULL), (SELECT count(*) FROM t);
SELECT _id, (SELECT max(a) FROM t) FROM one;
SELECT _id FROM t WHERE a = (SELECT max(a) FROM t);
SELECT _id FROM t WHERE a > (SELECT avg(a) FROM t WHERE a BETWEEN 0 AND 100);
SELECT _id FROM t WHERE a = (SELECT a FROM t WHERE _id = 99);
-- error 21000
SELECT (SELECT _id FROM t);
-- error 21000
SELECT _id FROM t x WHERE a = (SELECT a FROM t y WHERE y.s = x.s);
SELECT num, (SELECT count(*) FROM orders o WHERE o.customer = c.num) FROM customers c;
SELECT num, (SELECT sum(total) FROM orders o WHERE o.customer = c.num AND o.status = 'paid') FROM customers c;
SELECT num, (SELECT o._id FROM orders o WHERE o.customer = c.num ORDER BY o._id LIMIT 1) FROM customers c;
SELECT num FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num);
SELECT num FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num);
SELECT num FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num AND o.total > 400);
SELECT num FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num AND o.qty > c.num);
SELECT num FROM customers WHERE EXISTS (SELECT 1 FROM empty);
SELECT num FROM customers WHERE EXISTS (SELECT 1 FROM one);
SELECT num FROM customers WHERE NOT EXISTS (SELECT * FROM empty) AND num < 5;
SELECT EXISTS (SELECT 1 FROM t WHERE a = 5), EXISTS (SELECT 1 FROM t WHERE a = 6);
SELECT _id, EXISTS (SELECT 1 FROM t y WHERE y.a = t._id) FROM t;
SELECT num FROM customers WHERE num IN (SELECT customer FROM orders);
SELECT num FROM customers WHERE num NOT IN (SELECT customer FROM orders);
SELECT num FROM customers WHERE num NOT IN (SELECT customer FROM orders WHERE customer IS NOT NULL);
SELECT _id FROM t WHERE a IN (SELECT _id FROM t);
SELECT _id FROM t WHERE a NOT IN (SELECT _id FROM t);
SELECT _id FROM t WHERE a NOT IN (SELECT a FROM t);
SELECT _id FROM t WHERE a IN (SELECT a FROM empty);
SELECT _id FROM t WHERE a NOT IN (SELECT a FROM empty);
SELECT _id, a IN (SELECT _id FROM t) FROM t;
SELECT _id, a NOT IN (SELECT a FROM t WHERE _id < 5) FROM t;
SELECT _id, a IN (SELECT NULL::int4) FROM t;
SELECT _id FROM t x WHERE a IN (SELECT y.a FROM t y WHERE y._id <> x._id);
SELECT _id FROM t WHERE (a, s) IN (SELECT a, s FROM t WHERE _id < 6);
SELECT _id FROM t WHERE (a, s) NOT IN (SELECT a, s FROM t WHERE _id = 1);
SELECT _id FROM t WHERE a = ANY (SELECT _id FROM t);
SELECT _id FROM t WHERE a > ANY (SELECT _id FROM t WHERE _id < 4);
SELECT _id FROM t WHERE a > ALL (SELECT _id FROM t WHERE _id < 4);
SELECT _id FROM t WHERE a <> ALL (SELECT a FROM t WHERE a IS NOT NULL AND _id < 5);
SELECT _id FROM t WHERE a >= ALL (SELECT a FROM empty);
SELECT _id FROM t WHERE a = ANY (SELECT a FROM empty);
SELECT _id, a < ALL (SELECT a FROM t WHERE _id IN (1, 4)) FROM t;
SELECT _id FROM t WHERE f IN (SELECT a FROM t);
SELECT _id FROM t WHERE n IN (SELECT a FROM t);
SELECT _id FROM t WHERE b IN (SELECT a FROM t);
SELECT _id FROM t WHERE ref IN (SELECT ref FROM t WHERE _id < 4);
SELECT _id FROM t WHERE ts IN (SELECT max(ts) FROM t);
SELECT ARRAY(SELECT _id FROM t WHERE _id < 5 ORDER BY _id DESC);
SELECT ARRAY(SELECT a FROM empty), ARRAY(SELECT a FROM t WHERE _id IN (4, 6));
SELECT num, ARRAY(SELECT o._id FROM orders o WHERE o.customer = c.num ORDER BY 1) FROM customers c WHERE num < 6;
SELECT (SELECT a FROM t x WHERE x._id = y._id) FROM t y;
SELECT (SELECT (SELECT z.a FROM t z WHERE z._id = y._id) FROM one) FROM t y WHERE _id < 4;
SELECT _id FROM t x WHERE a = (SELECT min(a) FROM t y WHERE y.s = x.s);
SELECT _id FROM orders o WHERE total = (SELECT max(total) FROM orders i WHERE i.customer = o.customer);
SELECT _id FROM orders o WHERE total > (SELECT avg(total) FROM orders i WHERE i.status = o.status) ORDER BY _id LIMIT 20;
SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > (SELECT count(*) FROM customers) - 20;
SELECT status, (SELECT count(*) FROM customers c WHERE c.num < max(o.qty)) FROM orders o GROUP BY status;
SELECT sum((SELECT count(*) FROM one)) FROM customers;
SELECT count((SELECT num WHERE num > 20)) FROM customers;
SELECT * FROM (SELECT 1 AS a, 'x' AS b) s;
SELECT s.x FROM (SELECT a + 1 AS x FROM t WHERE a < 100 AND a > -100) s WHERE s.x > 3;
SELECT * FROM (SELECT _id, a FROM t ORDER BY _id LIMIT 5) s WHERE a > 1;
SELECT * FROM (SELECT status, count(*) AS n FROM orders GROUP BY status) s WHERE n > 30;
SELECT max(n) FROM (SELECT count(*) AS n FROM orders GROUP BY customer) s;
SELECT * FROM (SELECT DISTINCT status FROM orders) s ORDER BY status NULLS FIRST;
SELECT x.a, y.a FROM (SELECT a FROM t WHERE _id < 4) x, (SELECT a FROM t WHERE _id < 3) y;
SELECT * FROM (SELECT _id AS i, s FROM t) x(k) WHERE k < 3;
SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (NULL, 'c')) v(n, s);
SELECT v.n, t.a FROM (VALUES (1), (2), (99)) v(n) LEFT JOIN t ON t._id = v.n;
SELECT * FROM (VALUES (1, 2.5), (3, 4)) v;
SELECT column1, column2 FROM (VALUES ('a', NULL), ('b', 3)) v ORDER BY 2;
VALUES (1), (2), (3) ORDER BY 1 DESC LIMIT 2;
SELECT _id FROM t WHERE _id IN (VALUES (1), (3), (5));
SELECT CASE WHEN EXISTS (SELECT 1 FROM empty) THEN 'some' ELSE 'none' END;
SELECT coalesce((SELECT a FROM empty), 7);
SELECT _id, CASE WHEN a IN (SELECT _id FROM t WHERE _id < 4) THEN 'low' ELSE 'high' END FROM t;
SELECT _id FROM t ORDER BY (SELECT count(*) FROM t y WHERE y.a < t.a), _id;
SELECT (SELECT t.a), (SELECT t.s) FROM t WHERE _id = 1;
SELECT t._id FROM t WHERE (SELECT t.a) = 5;
SELECT _id FROM t WHERE a = (SELECT 5) OR s = (SELECT 'one');
SELECT _id FROM t LIMIT (SELECT 3);
SELECT _id FROM t ORDER BY _id OFFSET (SELECT count(*) FROM one);
SELECT (1, 2) = (SELECT 1, 2), (1, 2) < (SELECT 1, 3);
SELECT _id FROM t WHERE (a, _id) = (SELECT max(a), 11 FROM t);
SELECT row_number() OVER (ORDER BY s.n) FROM (SELECT count(*) n FROM orders GROUP BY status) s;
SELECT c.num FROM customers c WHERE c.num IN (SELECT o.customer FROM orders o WHERE o.status IN (SELECT status FROM orders WHERE total > 450));
SELECT c.num FROM customers c WHERE (SELECT bool_and(o.qty > 0) FROM orders o WHERE o.customer = c.num);
SELECT _id, (SELECT string_agg(tag, '-' ORDER BY tag) FROM unnest(tags) tag) FROM t;
SELECT _id FROM t WHERE EXISTS (SELECT 1 FROM unnest(nums) n WHERE n > 3);
-- error 42601
SELECT (SELECT 1, 2);
-- error 42601
SELECT _id FROM t WHERE a IN (SELECT a, b FROM t);
-- error 42883
SELECT _id FROM t WHERE a IN (SELECT s FROM t);
-- error 42601
SELECT * FROM (SELECT 1);
-- error 42703
SELECT x FROM (SELECT 1 AS y) s;
-- error 42P10
SELECT * FROM (SELECT 1, 2) s(a, b, c);
-- error 42703
SELECT (SELECT nope FROM t);
-- IN over a row without FROM, and whole rows
WITH c AS NOT MATERIALIZED (SELECT 1 AS f) SELECT * FROM c c1 WHERE f IN (SELECT c3.f FROM c c2 FULL JOIN c c3 ON true);
SELECT * FROM (SELECT 2 AS f) s WHERE EXISTS (SELECT 1 FROM t WHERE t._id = s.f);
SELECT * FROM (SELECT 2 AS f) s WHERE NOT EXISTS (SELECT 1 FROM t WHERE t._id = s.f);
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v (n, s) WHERE v IN (VALUES (v));
-- a hash join of catalogs that is run again has other keys each time
SELECT n, name, (SELECT count(*) FROM pg_type t JOIN pg_namespace s ON t.typnamespace = s.oid WHERE t.typname = name) FROM generate_series(0, 2) n, (VALUES ('int4'), ('text'), ('nosuch')) v(name) ORDER BY 1, 2;
SELECT name, (SELECT string_agg(a.attname, ',' ORDER BY attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relname = name AND a.attnum BETWEEN 1 AND 3) FROM (VALUES ('pg_type'), ('pg_class'), ('pg_type')) v(name);
-- of two rows a pair is looked at only where those before it are equal
SELECT _id FROM t WHERE (-1, 1 / (_id - 1)) < (_id, 5);
SELECT _id, (_id, a) <= (3, 4), (_id, a) >= (3, NULL), (a, _id) < (5, 5), (NULL, 1) > (_id, 2) FROM t;
-- error 22012
SELECT _id FROM t WHERE (1, 1 / (_id - 1)) < (_id, 5);
SELECT _id FROM t WHERE a > 100 OR EXISTS (SELECT 1 FROM numbers q WHERE q.i = t.a) ORDER BY _id;
SELECT _id, EXISTS (SELECT 1 FROM numbers q WHERE q.i = t.a), NOT EXISTS (SELECT FROM numbers q WHERE t.a = q.i AND q.x > 0) FROM t ORDER BY _id;
SELECT _id, EXISTS (SELECT 1 FROM t u WHERE u.a = t.a AND u.s = t.s AND u.ok) FROM t ORDER BY _id;
SELECT _id, EXISTS (SELECT 1 FROM t u WHERE u.n = t.a AND u.f = t.b::float8) FROM t ORDER BY _id;
SELECT _id FROM t WHERE NOT (ok AND EXISTS (SELECT 1 FROM t u WHERE u.a = t.a AND u._id > t._id)) ORDER BY _id;
SELECT _id, CASE WHEN EXISTS (SELECT 1 FROM t u, numbers q WHERE q.i = u.a AND u.s = t.s) THEN 'yes' ELSE 'no' END FROM t ORDER BY _id;
SELECT _id, (SELECT count(*) FROM numbers q WHERE q.i > t.a OR EXISTS (SELECT 1 FROM t u WHERE u.a = q.i AND u._id = t._id)) FROM t ORDER BY _id;
SELECT _id, EXISTS (SELECT 1 FROM t u WHERE u.a = t.a OFFSET 1), EXISTS (SELECT 1 FROM t u WHERE u.a = t.a LIMIT 0), EXISTS (SELECT count(*) FROM t u WHERE u.a = t.a) FROM t ORDER BY _id;
