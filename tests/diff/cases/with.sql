-- WITH: referenced never, once, often; materialized; recursive.
WITH x AS (SELECT 1 AS a) SELECT * FROM x;
WITH x AS (SELECT a, s FROM t WHERE a > 2) SELECT s FROM x WHERE a < 10;
WITH x AS (SELECT a FROM t), y AS (SELECT a + 1 AS b FROM x WHERE a < 100 AND a > -100) SELECT b FROM y;
WITH x AS (SELECT count(*) AS n FROM t) SELECT a.n, b.n FROM x a, x b;
WITH x(i, j) AS (SELECT _id, a FROM t) SELECT i FROM x WHERE j IS NULL;
WITH x AS MATERIALIZED (SELECT * FROM t) SELECT _id FROM x WHERE a = 5;
WITH x AS NOT MATERIALIZED (SELECT * FROM t) SELECT a._id FROM x a JOIN x b ON a.a = b._id;
WITH unused AS (SELECT 1 / 0) SELECT 1;
WITH x AS (SELECT * FROM orders) SELECT status, count(*) FROM x GROUP BY status;
WITH x AS (SELECT customer, sum(total) AS s FROM orders GROUP BY customer) SELECT c.num, x.s FROM customers c LEFT JOIN x ON x.customer = c.num;
SELECT * FROM (WITH x AS (SELECT 7 AS v) SELECT v FROM x) q;
SELECT (WITH x AS (SELECT max(a) AS m FROM t) SELECT m FROM x);
WITH x AS (SELECT 1 AS a) SELECT (SELECT a FROM x), (SELECT a + 1 FROM x);
WITH x AS (SELECT 1 AS a) SELECT * FROM x WHERE EXISTS (WITH x AS (SELECT 2 AS a) SELECT 1 FROM x WHERE a = 2);
WITH t AS (SELECT 'shadow' AS s) SELECT * FROM t;
WITH a AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT sum(x) FROM a;
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i), count(*) FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT (i * 3) % 10 FROM n) SELECT i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 5;
WITH RECURSIVE f(a, b) AS (VALUES (0, 1) UNION ALL SELECT b, a + b FROM f WHERE b < 100) SELECT a FROM f;
WITH RECURSIVE r(id, depth, path) AS (SELECT _id, 0, ARRAY[_id] FROM t WHERE a IS NULL UNION ALL SELECT t._id, r.depth + 1, r.path || t._id FROM t JOIN r ON t.a = r.id WHERE r.depth < 4) SELECT id, depth, path FROM r;
WITH RECURSIVE r AS (SELECT _id, a FROM t WHERE _id = 5 UNION SELECT t._id, t.a FROM t, r WHERE t.a = r.a) SELECT _id FROM r;
WITH RECURSIVE a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM b;
WITH RECURSIVE b AS (SELECT x + 1 AS y FROM a), a AS (SELECT 1 AS x) SELECT * FROM b;
WITH RECURSIVE n(i, t) AS (SELECT 1, 'a'::text UNION ALL SELECT i + 1, t || 'b' FROM n WHERE i < 4) SELECT * FROM n ORDER BY i DESC;
-- error 42P01
WITH x AS (SELECT * FROM y), y AS (SELECT 1) SELECT * FROM x;
-- error 42712
WITH x AS (SELECT 1), x AS (SELECT 2) SELECT * FROM x;
-- error 42P19
WITH RECURSIVE x AS (SELECT * FROM x) SELECT * FROM x;
-- error 42P19
WITH RECURSIVE x(a) AS (SELECT a FROM x UNION ALL SELECT 1) SELECT * FROM x;
-- error 42P19
WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT (SELECT a FROM x)) SELECT * FROM x;
-- error 42P19
WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT x.a FROM x, x y) SELECT * FROM x;
-- error 42804
WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1.5 FROM x WHERE a < 5) SELECT * FROM x;
-- error 42P10
WITH x(a, b) AS (SELECT 1) SELECT * FROM x;
-- error 0A000
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a;

-- the non-recursive term gives the modifier too
-- error 42804
WITH RECURSIVE w(a) AS (SELECT 1.5::numeric(3,1) UNION ALL SELECT a + 1 FROM w WHERE a < 3) SELECT * FROM w;
-- error 42804
WITH RECURSIVE w(a) AS (SELECT 'x'::varchar(3) UNION ALL SELECT 'y'::text FROM w WHERE a < 'a') CYCLE a SET c USING p SELECT * FROM w;
WITH RECURSIVE w(a) AS (SELECT 1.5::numeric(3,1) UNION ALL SELECT (a + 1)::numeric(3,1) FROM w WHERE a < 3) SELECT * FROM w ORDER BY 1;
-- a name that WITH inside defines again is another
WITH RECURSIVE r(n) AS (WITH r(n) AS (SELECT 1) SELECT n FROM r) SELECT * FROM r;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL (WITH r AS (SELECT 5 AS n) SELECT n FROM r)) SELECT * FROM r;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL (WITH u AS (SELECT n + 1 AS m FROM r WHERE n < 4), r AS (SELECT m FROM u) SELECT m FROM u)) SELECT * FROM r;
-- error 42804
WITH RECURSIVE r(n) AS (SELECT 1::numeric(4,1) UNION ALL SELECT (n + 1)::numeric(9,1) FROM r WHERE n < 4) SELECT * FROM r;

WITH RECURSIVE q(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM q WHERE x < 3 AND ((32767::int2 + 32767::int2), 1) < (1, 1)) SELECT 1;
WITH RECURSIVE q(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM q WHERE x < 3 AND (32767::int2 + 32767::int2) < 5) SELECT 1;
-- mutual recursion is said of the first item that is left, before anything in them is looked at
-- error 0A000
WITH RECURSIVE b AS (SELECT * FROM a), a AS (SELECT nosuch FROM c), c AS (SELECT * FROM b) SELECT * FROM a;
-- error 0A000
WITH RECURSIVE z AS (SELECT nosuch), a AS (SELECT * FROM b), b AS (SELECT * FROM c), c AS (SELECT * FROM a) SELECT * FROM a;
-- error 0A000
WITH RECURSIVE b AS (SELECT * FROM c, a), a AS (SELECT 1), c AS (SELECT * FROM b) SELECT * FROM a;
-- error 42703
WITH RECURSIVE b AS (SELECT * FROM a), c AS (SELECT nosuch), a AS (SELECT other) SELECT * FROM a;
WITH RECURSIVE b AS (SELECT x + 1 AS x FROM a), a AS (SELECT x FROM c), c AS (SELECT 1 AS x) SELECT * FROM a, b;
-- the first mention that must not be
-- error 42P19
with recursive x(id) as (values (1) union all select (select * from x) from x where id < 5) select * from x;
-- error 42P19
with recursive x(id) as (values (1) union all select a.id from x a, x b, x c) select * from x;
-- error 42P19
with recursive x(id) as (values (1) union all select a.id from x a, x b left join x c on true) select * from x;
-- error 42P19
with recursive x(id) as (select id from x union all select a.id from x a, x b) select * from x;
