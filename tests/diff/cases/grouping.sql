-- GROUPING SETS, ROLLUP, CUBE, DISTINCT ON, ordered-set aggregates, aggregates with ORDER BY, DISTINCT, FILTER.
SELECT status, qty, count(*) FROM orders GROUP BY GROUPING SETS ((status), (qty), ());
SELECT status, qty, count(*) FROM orders GROUP BY ROLLUP (status, qty);
SELECT status, qty, count(*), grouping(status, qty) FROM orders GROUP BY CUBE (status, qty);
SELECT status, grouping(status), sum(total) FROM orders GROUP BY ROLLUP (status) ORDER BY grouping(status), status;
SELECT status, qty, count(*) FROM orders GROUP BY status, GROUPING SETS ((qty), ());
SELECT status, count(*) FROM orders GROUP BY GROUPING SETS ((status), (status), ());
SELECT status, qty, count(*) FROM orders GROUP BY GROUPING SETS ((status, qty), ()) HAVING count(*) > 8;
SELECT count(*) FROM orders GROUP BY ();
SELECT count(*) FROM empty GROUP BY ();
SELECT a, count(*) FROM empty GROUP BY ROLLUP (a);
SELECT DISTINCT ON (status) status, _id FROM orders ORDER BY status, _id;
SELECT DISTINCT ON (status) status, _id, total FROM orders ORDER BY status DESC NULLS LAST, total DESC NULLS LAST, _id;
SELECT DISTINCT ON (status, qty) status, qty, _id FROM orders ORDER BY 1, 2, 3 LIMIT 10;
SELECT DISTINCT ON (a) a, _id FROM t ORDER BY a, _id DESC;
SELECT string_agg(s, ',' ORDER BY _id) FROM t;
SELECT string_agg(DISTINCT s, ',' ORDER BY s) FROM t;
SELECT string_agg(s, ', ' ORDER BY s DESC NULLS LAST, _id) FROM t;
SELECT array_agg(a ORDER BY a DESC NULLS LAST, _id), array_agg(DISTINCT a ORDER BY a) FROM t;
SELECT array_agg(tags ORDER BY _id) FROM t WHERE array_length(tags, 1) = 1;
SELECT jsonb_agg(a ORDER BY _id), json_agg(s ORDER BY _id) FROM t;
SELECT jsonb_object_agg(_id, s) FROM t;
SELECT count(DISTINCT a), count(DISTINCT s), sum(DISTINCT _id), avg(DISTINCT a) FROM t;
SELECT count(*) FILTER (WHERE a > 2), sum(_id) FILTER (WHERE ok), count(a) FILTER (WHERE NOT ok) FROM t;
SELECT status, count(*) FILTER (WHERE qty > 2) FROM orders GROUP BY status;
SELECT bool_and(ok), bool_or(ok), every(ok) FROM t;
SELECT bit_and(_id), bit_or(_id), bit_xor(_id) FROM t;
-- approx
SELECT stddev(a), variance(a), stddev_pop(a), var_samp(qty) FROM orders, one CROSS JOIN (SELECT 1::int4 AS a) x GROUP BY ();
-- approx
SELECT stddev(qty), stddev_pop(qty), var_pop(qty), variance(total) FROM orders;
-- approx
SELECT corr(qty, weight), covar_pop(qty, weight), covar_samp(qty, weight), regr_slope(qty, weight), regr_count(qty, weight) FROM orders;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY qty), percentile_disc(0.5) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY total) FROM orders;
SELECT mode() WITHIN GROUP (ORDER BY status) FROM orders;
SELECT status, percentile_cont(0.9) WITHIN GROUP (ORDER BY weight) FROM orders GROUP BY status;
SELECT rank(3) WITHIN GROUP (ORDER BY qty), dense_rank(3) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT percent_rank(3) WITHIN GROUP (ORDER BY qty), cume_dist(3) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT sum(a), sum(b), sum(n) FROM t WHERE false;
SELECT max(s), min(s), max(ts), min(ts), max(n), min(f) FROM t;
SELECT max(x), min(x), max(d), min(d) FROM numbers;
SELECT max(tags), min(nums) FROM t;
SELECT avg(a), avg(b), avg(n) FROM t WHERE _id < 10;
-- approx
SELECT avg(f), sum(f) FROM t WHERE _id < 10;
SELECT sum(j), avg(j) FROM numbers;
SELECT k, sum(i), count(i), count(*) FROM numbers GROUP BY k;
SELECT k, max(x), min(d) FROM numbers GROUP BY k;
SELECT k IS NULL, count(*) FROM numbers GROUP BY k IS NULL;
SELECT a % 2, count(*) FROM t WHERE a > -100 AND a < 100 GROUP BY a % 2;
SELECT length(s), count(*) FROM t GROUP BY length(s) ORDER BY 1;
SELECT upper(s) AS up, count(*) FROM t GROUP BY up;
SELECT date_trunc('month', placed), count(*), sum(total) FROM orders GROUP BY 1 ORDER BY 1;
SELECT extract(year FROM ts), count(*) FROM t GROUP BY 1;
SELECT status, qty, sum(total) FROM orders GROUP BY 1, 2 HAVING sum(total) > 500 ORDER BY 3 DESC;
SELECT status FROM orders GROUP BY status ORDER BY count(*) DESC, status LIMIT 2;
SELECT count(*) FROM (SELECT DISTINCT status, qty FROM orders) x;
SELECT status || '!' FROM orders GROUP BY status;
SELECT max(length(s)) FROM t;
SELECT sum(CASE WHEN status = 'paid' THEN total ELSE 0 END) FROM orders;
SELECT count(*) > 5, max(_id) - min(_id) FROM t;
SELECT 'const', count(*) FROM t GROUP BY 1;
SELECT tags, count(*) FROM t GROUP BY tags;
SELECT doc, count(*) FROM t GROUP BY doc;
SELECT bin, count(*) FROM t GROUP BY bin;
SELECT u, count(*) FROM t GROUP BY u;
SELECT ref, count(*) FROM t GROUP BY ref;
SELECT x, count(*) FROM numbers GROUP BY x;
SELECT d, count(*) FROM numbers GROUP BY d;
-- error 42803
SELECT a, count(*) FROM t;
-- error 42803
SELECT a FROM t GROUP BY s;
-- error 42803
SELECT grouping(a) FROM t GROUP BY s;
-- error 42883
SELECT percentile_cont(0.5) FROM t;
-- error 22003
SELECT percentile_cont(1.5) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42P10
SELECT DISTINCT ON (a) a, _id FROM t ORDER BY _id;
-- error 42P10
SELECT count(DISTINCT a ORDER BY s) FROM t;

-- the output's columns that GROUP BY means, by position or name, have no aggregates
-- error 42803
SELECT count(*) FROM t GROUP BY 1;
-- error 42803
SELECT a, 1 + sum(b) AS x FROM t GROUP BY a, x;
-- error 42P20
SELECT row_number() OVER () AS w FROM t GROUP BY w;
-- error 42803
SELECT a, count(*) FROM t GROUP BY ROLLUP (1, 2);
SELECT (SELECT count(*)) AS c FROM t GROUP BY 1;

-- integer division is a number of its type in a group's key and in what is made of it
SELECT DISTINCT a / 2 FROM t ORDER BY 1;
SELECT a / 3, count(*) FROM t GROUP BY a / 3 ORDER BY 1;
SELECT min(a / 3), max(a / 2), sum(a / 4), avg(a / 2), count(DISTINCT a / 5) FROM t;
SELECT DISTINCT _id::int2 / 2::int2 FROM t ORDER BY 1;
SELECT _id::int8 / 2, count(*) FROM t GROUP BY 1 ORDER BY 1;
SELECT extract(quarter FROM ts), count(*) FROM t GROUP BY 1 ORDER BY 1;
SELECT date_part('quarter', ts), extract(year from ts), min(extract(month from ts)) FROM t GROUP BY 1, 2 ORDER BY 1, 2;
SELECT length(s), length(s) * 2, count(*) FROM t GROUP BY 1, 2 ORDER BY 1, 2;
SELECT DISTINCT floor(f), ceil(f), round(f), trunc(f), abs(f) FROM t ORDER BY 1, 2, 3, 4, 5;
SELECT DISTINCT abs(_id), -_id, _id % 3, mod(_id, 4) FROM t ORDER BY 1, 2;
SELECT array_length(tags, 1), count(*) FROM t GROUP BY 1 ORDER BY 1;
SELECT DISTINCT CASE WHEN a > 2 THEN a / 2 ELSE _id END FROM t ORDER BY 1;
SELECT DISTINCT coalesce(a / 2, _id) FROM t ORDER BY 1;
SELECT DISTINCT nullif(a / 2, 1) FROM t ORDER BY 1;
SELECT DISTINCT greatest(a / 2, _id, 3), least(a / 2, 4) FROM t ORDER BY 1, 2;

-- a key that is a constant further in is NULL where its set leaves it out
SELECT x, x + 1, x AS y, coalesce(x, 0), grouping(x), count(*) FROM (SELECT 5 AS x FROM one) AS d GROUP BY ROLLUP (x);
SELECT x FROM (SELECT 5 AS x FROM one) AS d GROUP BY ROLLUP (x) HAVING x IS NULL;
SELECT x FROM (SELECT 5 AS x FROM one) AS d GROUP BY ROLLUP (x) HAVING x = 5;
WITH w AS (SELECT _id % 2 AS x, _id AS y FROM t) SELECT x, x + 1, sum(y) FROM w GROUP BY CUBE (x) ORDER BY 1;
SELECT x, (SELECT max(q._id) FROM t AS q WHERE q._id < x) FROM (SELECT 5 AS x FROM one) AS d GROUP BY ROLLUP (x);
SELECT v, v || 'x' FROM (SELECT v FROM one WHERE v = 'only') AS d GROUP BY ROLLUP (v);
-- grouping sets over constants and expressions of a subquery
SELECT grp, x FROM (SELECT _id % 3 AS grp, 'lit'::text AS x FROM t) AS s GROUP BY GROUPING SETS (grp, x) HAVING x = 'lit';
SELECT grp, x || '!' FROM (SELECT _id % 3 AS grp, 'lit'::text AS x FROM t) AS s GROUP BY GROUPING SETS (grp, x) ORDER BY grp, 2;
SELECT (x + y) * 1, sum(z) FROM (SELECT 1 AS x, 2 AS y, 3 AS z) s GROUP BY GROUPING SETS (x + y, x);
SELECT x, NOT x AS not_x, k FROM (SELECT _id % 4 AS k, _id = 1 AS x FROM t) AS s GROUP BY GROUPING SETS (x, k) ORDER BY x, k;
SELECT * FROM (SELECT 1 AS x, _id % 2 AS k, count(*) FROM t GROUP BY GROUPING SETS (1, 2)) s WHERE x = 1 AND k = 1;
SELECT x + 1, count(*) FROM (SELECT 1 AS x, _id % 4 AS k FROM t) s GROUP BY CUBE (x, k) HAVING k < 2 ORDER BY 1, 2;
-- GROUPING and aggregates of the outer query, further in
SELECT (SELECT GROUPING(k)) FROM (SELECT _id % 2 AS k FROM t) s GROUP BY CUBE (k) ORDER BY 1;
SELECT (SELECT (SELECT GROUPING(a, b) FROM (VALUES (1)) v2 (c)) FROM (VALUES (1, 2)) v1 (a, b) GROUP BY (a, b)) FROM (VALUES (6, 7)) v3 (e, f) GROUP BY ROLLUP (e, f);
SELECT (SELECT max((SELECT i._id FROM t i WHERE i._id = o._id))) FROM t o;
SELECT (SELECT max((SELECT i._id FROM t i WHERE i._id = o._id)) FILTER (WHERE o._id < 4)) FROM t o;
SELECT string_agg(DISTINCT s::varchar(3), ',' ORDER BY s::varchar(3)) FROM t;
-- error 42P10
SELECT string_agg(DISTINCT s::varchar(3)::text, ',' ORDER BY s::varchar(3)) FROM t;
SELECT _id, s, grouping(n) FROM t GROUP BY _id, ROLLUP (n) ORDER BY 1, 3;
SELECT _id, s, count(*) FROM t GROUP BY GROUPING SETS ((_id, n), (_id)) ORDER BY _id;
SELECT _id, s, a, grouping(a) FROM t GROUP BY CUBE (a), _id HAVING f > 1 ORDER BY _id, 4, ok;
-- error 42803
SELECT _id, s FROM t GROUP BY ROLLUP (_id);
-- error 42803
SELECT _id, s FROM t GROUP BY GROUPING SETS ((_id), (a, _id), ());
SELECT DISTINCT _id, tags FROM t GROUP BY GROUPING SETS ((_id, a), ROLLUP (_id)), _id;
SELECT a, 5 AS c, rank() OVER (ORDER BY a) FROM t GROUP BY GROUPING SETS ((a, 2), (2), ());
SELECT a AS x, 5 AS y, count(*) OVER () FROM t GROUP BY GROUPING SETS ((1, 2), (1), ());
SELECT a AS x, CASE WHEN true THEN a END AS y, count(*) OVER () FROM t GROUP BY CUBE (1, 2);
SELECT DISTINCT a AS x, CASE WHEN true THEN a END AS y FROM t GROUP BY CUBE (1, 2);
SELECT a AS x, 'k'::text AS y, sum(count(*)) OVER (PARTITION BY a ORDER BY b) FROM t GROUP BY CUBE (1, 2), b;
SELECT a AS x, now() IS NULL AS y, count(*) OVER () FROM t GROUP BY ROLLUP (1, 2);
SELECT 7 AS x, generate_series(1,2) FROM t GROUP BY ROLLUP (1);
SELECT 7 AS x, count(*) FROM t GROUP BY ROLLUP (1) HAVING count(*) > 0 ORDER BY x, count(*);
SELECT a AS x, CASE WHEN true THEN a END AS y FROM t GROUP BY CUBE (1, 2) HAVING a IS NULL;
SELECT 'q' AS x, a FROM t GROUP BY GROUPING SETS ((1, 2), (2), ()) UNION ALL SELECT 'z', 1;
SELECT x, count(*) FROM (SELECT 3 AS x FROM t GROUP BY ROLLUP (1)) q GROUP BY x;
SELECT x FROM (SELECT 3 AS x, a FROM t GROUP BY CUBE (1, 2)) q WHERE x IS NULL;
SELECT count(*) FROM (SELECT a AS x, CASE WHEN true THEN a END AS y FROM t GROUP BY CUBE (1, 2)) q WHERE x = y;
-- error 0A000
SELECT 1 FROM (SELECT a FROM t GROUP BY a) x FOR UPDATE;
SELECT 1 FROM (SELECT a FROM t LIMIT 1) x FOR UPDATE OF x;
-- error 0A000
SELECT 1 FROM (SELECT * FROM (SELECT DISTINCT a FROM t) y) x FOR UPDATE OF x;
SELECT DISTINCT x.a FROM (SELECT * FROM t ORDER BY _id LIMIT 3) x WHERE x.a IS DISTINCT FROM 1 GROUP BY x.a, x.s ORDER BY 1 FETCH FIRST 1000 ROWS WITH TIES;
SELECT DISTINCT a FROM t GROUP BY a, s ORDER BY 1 FETCH FIRST 2 ROWS WITH TIES;
SELECT DISTINCT a FROM t GROUP BY a, s ORDER BY 1 LIMIT 2;
-- grouping() of a subquery goes by its place, too
SELECT a, grouping((SELECT max(u) FROM unnest(c) u)), count(*) FROM (VALUES (1, ARRAY[1, 2]), (1, ARRAY[1, 2]), (2, '{3}')) v (a, c) GROUP BY ROLLUP (a, (SELECT max(u) FROM unnest(c) u));
SELECT (SELECT max(u) FROM unnest(t.nums) u) AS g, s, count(*), grouping((SELECT max(u) FROM unnest(t.nums) u), s) FROM t GROUP BY CUBE ((SELECT max(u) FROM unnest(t.nums) u), s) HAVING grouping((SELECT max(u) FROM unnest(t.nums) u)) = 0 OR s IS NULL;

-- keys that are equal once constants are folded
SELECT g1.c1 AS c0, g1.c1 AS c2 FROM generate_series(1,2) AS g1(c1) GROUP BY GROUPING SETS ((CASE WHEN true THEN g1.c1 END, g1.c1), (CASE WHEN true THEN g1.c1 END));
SELECT c1, CASE WHEN true THEN g1.c1 END FROM generate_series(1,2) AS g1(c1) GROUP BY GROUPING SETS ((CASE WHEN true THEN g1.c1 END, g1.c1), (CASE WHEN true THEN g1.c1 END), ());
SELECT c1, coalesce(g1.c1) , c1 + 0 FROM generate_series(1,2) AS g1(c1) GROUP BY GROUPING SETS ((coalesce(c1), g1.c1), (coalesce(g1.c1)), (c1));
SELECT c1, (c1), c1 + 0, c1 + 0 FROM generate_series(1,2) AS g1(c1) GROUP BY GROUPING SETS ((c1 + 0), g1.c1);
SELECT v, v COLLATE "C", count(*) FROM strings GROUP BY GROUPING SETS ((v), (v COLLATE "C"));
SELECT coalesce(c1), CASE WHEN true THEN c1 END, grouping(coalesce(c1)), grouping(CASE WHEN true THEN c1 END) FROM generate_series(1,2) AS g1(c1) GROUP BY ROLLUP (coalesce(c1), CASE WHEN true THEN c1 END);
SELECT c1, coalesce(c1), sum(c1), max(coalesce(c1)) FROM generate_series(1,2) AS g1(c1) GROUP BY CUBE (c1, coalesce(c1)) HAVING coalesce(c1) IS NULL OR c1 > 0 ORDER BY coalesce(c1), c1 NULLS FIRST;
SELECT 2, 1 + 1, coalesce(2) FROM generate_series(1,2) GROUP BY GROUPING SETS ((1 + 1), (coalesce(2)), ());
SELECT c1 + (1 + 1), c1 + 2 FROM generate_series(1,2) AS g1(c1) GROUP BY GROUPING SETS ((c1 + (1 + 1)), (c1 + 2), ());
SELECT coalesce(f + 0), f + 0 FROM t GROUP BY GROUPING SETS ((f + 0), (coalesce(f + 0)));
SELECT count(*) FROM mixed r1 GROUP BY coalesce(r1.d), GROUPING SETS ((r1.d));
SELECT 'one' AS c0, grouping(coalesce(r1.g), r1.g) FROM mixed r1 GROUP BY coalesce(r1.g), GROUPING SETS ((r1.g));
SELECT grouping(coalesce(r1.g), r1.g) FROM mixed r1 GROUP BY GROUPING SETS ((r1.g), (coalesce(r1.g)));
SELECT count(*) FROM mixed r1 GROUP BY GROUPING SETS ((r1.g), (coalesce(r1.g)));

-- HAVING without aggregates: FROM and WHERE are not looked at
SELECT 1 AS one FROM t WHERE 1 / (_id - 1) = 1 HAVING 1 < 2;
SELECT 1 AS one FROM t HAVING 1 > 2;
SELECT 1 AS one FROM t WHERE false HAVING NULL;
SELECT 'x' AS one FROM t WHERE false HAVING true;
SELECT 1 FROM t, orders HAVING (SELECT count(*) FROM t) > 3;
SELECT (SELECT max(_id) FROM t) FROM orders WHERE false HAVING EXISTS (SELECT 1 FROM t) ORDER BY 1;
SELECT * FROM (SELECT 7 AS a FROM t HAVING true) q JOIN orders ON orders._id = q.a - 6 ORDER BY 1, 2;
SELECT row_number() OVER () FROM t HAVING true;
SELECT generate_series(1, 3) FROM t HAVING true;
SELECT t1._id, (SELECT t1._id + 1 FROM orders HAVING t1._id > 3) FROM t t1 ORDER BY 1;

-- a merged column of other types is what it stands for; how a cast is written is no difference
SELECT k FROM (VALUES (1), (NULL), (5)) a(k) LEFT JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY a.k ORDER BY 1;
SELECT a.k::bigint FROM (VALUES (1), (NULL), (5)) a(k) LEFT JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY k ORDER BY 1;
-- error 42803
SELECT a.k FROM (VALUES (1), (NULL), (5)) a(k) LEFT JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY k;
SELECT k, count(*) FROM (VALUES (1), (5)) a(k) RIGHT JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY b.k ORDER BY 1;
SELECT k, count(*) FROM (VALUES (1), (5)) a(k) FULL JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY a.k, b.k ORDER BY 1;
-- error 42803
SELECT k, count(*) FROM (VALUES (1), (5)) a(k) FULL JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY b.k;
SELECT coalesce(a.k::bigint, b.k) FROM (VALUES (1), (5)) a(k) FULL JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY k ORDER BY 1;
SELECT k, grouping(k) FROM (VALUES (1), (5)) a(k) FULL JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY ROLLUP (k) ORDER BY 1, 2;
SELECT (SELECT k FROM (SELECT 1) x) FROM (VALUES (1), (5)) a(k) LEFT JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY a.k ORDER BY 1;
-- error 42803
SELECT (SELECT k FROM (SELECT 1) x) FROM (VALUES (1), (5)) a(k) FULL JOIN (VALUES (1::bigint), (7)) b(k) USING (k) GROUP BY a.k;
SELECT _id::bigint FROM t GROUP BY int8(_id) ORDER BY 1;
SELECT int8(_id) FROM t GROUP BY _id::bigint ORDER BY 1;
SELECT DISTINCT _id::bigint FROM t ORDER BY int8(_id);
SELECT sum(_id::bigint) FROM t HAVING sum(int8(_id)) > 0 ORDER BY sum(int8(_id));

-- what is said of wrong calls of aggregates
-- error 42803
SELECT rank(a) WITHIN GROUP (ORDER BY b) FROM (VALUES (1, 2)) v(a, b);
-- error 42803
SELECT percentile_disc(a / 9.0) WITHIN GROUP (ORDER BY b) FROM (VALUES (1, 2)) v(a, b);
-- error 42803
SELECT ARRAY(SELECT percentile_disc(y) WITHIN GROUP (ORDER BY a) FROM (VALUES (0.5)) w(y) GROUP BY y) FROM (VALUES (1, 2)) v(a, b);
-- error 42803
SELECT (SELECT rank(min(y)) WITHIN GROUP (ORDER BY v.a) FROM (VALUES (3)) w(y)) FROM (VALUES (1, 2)) v(a, b);
-- error 42883
SELECT dense_rank(1, 2) WITHIN GROUP (ORDER BY a) FROM (VALUES (1, 2)) v(a, b);
-- error 42883
SELECT pg_catalog.cume_dist() WITHIN GROUP (ORDER BY a, b) FROM (VALUES (1, 2)) v(a, b);
-- error 42883
SELECT string_agg(a ORDER BY b) FROM (VALUES (1, 2)) v(a, b);
-- error 42883
SELECT string_agg(a ORDER BY b, a) FROM (VALUES (1, 2)) v(a, b);
-- error 42883
SELECT no_aggregate(a ORDER BY b) FROM (VALUES (1, 2)) v(a, b);

-- GROUPING of an outer query, in a set operation whose columns are cast
SELECT (SELECT grouping(a) UNION SELECT 1.5 ORDER BY 1 LIMIT 1) FROM t GROUP BY ROLLUP (a);
SELECT a, (SELECT count(t.b) + grouping(t.a) UNION ALL SELECT 100.5 ORDER BY 1 DESC LIMIT 1) FROM t GROUP BY ROLLUP (a) ORDER BY 1, 2;

-- an aggregate of an outer query is computed there, where a WITH further down is not known
-- error 0A000
SELECT (WITH w AS (SELECT 1 AS x) SELECT sum((SELECT t.a + x FROM w)) FROM one) FROM t WHERE a < 100;
-- error 0A000
SELECT (WITH w AS (SELECT 1 AS x) SELECT grouping((SELECT t.a FROM w)) FROM one) FROM t WHERE a < 100 GROUP BY a;
SELECT (WITH w AS (SELECT t.a AS x) SELECT sum((SELECT x FROM w)) FROM one) FROM t WHERE a < 100 ORDER BY 1;
SELECT (SELECT sum((WITH w AS (SELECT 1 AS x) SELECT t.a + x FROM w)) FROM one) FROM t WHERE a < 100;
WITH w AS (SELECT 1 AS x) SELECT (SELECT sum((SELECT t.a + x FROM w)) FROM one) FROM t WHERE a < 100;
-- what depends on a key that is grouped by is no grouping expression
-- error 42803
SELECT s, GROUPING(s) FROM t GROUP BY _id;
-- error 42803
SELECT s, GROUPING(_id, s) FROM t GROUP BY _id, CASE WHEN true THEN s END;
SELECT s, GROUPING(_id), GROUPING(s) FROM t GROUP BY _id, s ORDER BY _id LIMIT 3;
-- Sets that come to one, and columns that a set names twice.
SELECT a, b, count(*), grouping(a), grouping(a, b) FROM t GROUP BY GROUPING SETS ((a, b)) ORDER BY 1, 2;
SELECT a, count(*), grouping(a) FROM t GROUP BY a, GROUPING SETS (()) ORDER BY 1;
SELECT a, b, count(*) FROM t GROUP BY a, GROUPING SETS ((b)) ORDER BY 1, 2;
SELECT a, b, count(*) FROM t GROUP BY a, GROUPING SETS ((b), ()) ORDER BY 1, 2;
SELECT a, count(*) FROM t GROUP BY CUBE (a, a) ORDER BY 1, 2;
SELECT a, count(*) FROM t GROUP BY ROLLUP (a, a) ORDER BY 1, 2;
SELECT a, b, count(*) FROM t GROUP BY ROLLUP ((a, a), b) ORDER BY 1, 2, 3;
SELECT a, b, count(*) FROM t GROUP BY DISTINCT ROLLUP (a, a), b ORDER BY 1, 2, 3;
SELECT a, count(*) FROM t GROUP BY a, a, GROUPING SETS (a) ORDER BY 1, 2;
SELECT a, count(*) FROM t GROUP BY GROUPING SETS (a, a) ORDER BY 1, 2;
SELECT a, count(*) FROM t GROUP BY GROUPING SETS ((a, a)) ORDER BY 1, 2;
SELECT count(*) FROM t GROUP BY GROUPING SETS (());
SELECT count(*) FROM t GROUP BY GROUPING SETS ((), ());
SELECT count(*) FROM t WHERE false GROUP BY GROUPING SETS (());
SELECT a, count(*) FROM t WHERE false GROUP BY GROUPING SETS ((a));
SELECT a, count(*) FROM t WHERE false GROUP BY GROUPING SETS ((a), ());
SELECT a, b, count(*) FROM t GROUP BY GROUPING SETS (GROUPING SETS ((a, b))) HAVING grouping(a) = 0 ORDER BY 1, 2;
SELECT a, b FROM t GROUP BY GROUPING SETS ((a, b), ROLLUP (a)) ORDER BY 1, 2;
SELECT a, b, grouping(b) FROM t GROUP BY GROUPING SETS ((a)), GROUPING SETS ((b)) ORDER BY 1, 2 LIMIT 4;
-- error 42803
SELECT a, b FROM t GROUP BY GROUPING SETS ((a));
-- error 42803
SELECT grouping(b) FROM t GROUP BY GROUPING SETS ((a));
