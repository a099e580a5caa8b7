-- count, sum, avg, min, max; GROUP BY, HAVING, DISTINCT; empty input; result types.
SELECT count(*) FROM orders;
SELECT count(*) FROM empty;
SELECT count(a), count(*), count(1), count(NULL) FROM t;
SELECT count(DISTINCT a), count(DISTINCT s), count(DISTINCT ok) FROM t;
SELECT sum(a), sum(f), sum(n) FROM empty WHERE false OR a = 1;
SELECT sum(a), avg(a), min(a), max(a), count(a) FROM empty;
SELECT sum(a), avg(a), min(a), max(a) FROM t;
SELECT sum(b), avg(b), min(b), max(b) FROM t;
SELECT sum(n), avg(n), min(n), max(n) FROM t;
SELECT sum(f), avg(f), min(f), max(f) FROM t WHERE _id < 7;
SELECT min(s), max(s), min(ts), max(ts) FROM t;
SELECT min(ref), max(ref) FROM t;
SELECT sum(qty), avg(qty), sum(total), avg(total) FROM orders;
SELECT sum(weight), avg(weight), min(weight), max(weight) FROM orders;
SELECT sum(i), avg(i) FROM numbers;
SELECT sum(j), avg(j) FROM numbers;
SELECT sum(x) FROM numbers;
SELECT avg(x) FROM numbers WHERE x BETWEEN -10 AND 10;
SELECT min(x), max(x) FROM numbers;
SELECT min(x), max(x) FROM numbers WHERE x <> 'NaN';
SELECT min(d), max(d) FROM numbers;
SELECT min(d), max(d), sum(d), avg(d) FROM numbers WHERE abs(d) < 1e20;
SELECT sum(d) FROM numbers;
SELECT sum(d) FROM numbers WHERE d <> 'NaN';
SELECT sum(x) FROM numbers WHERE x <> 'NaN' AND x < 1e20 AND x > -1e20;
SELECT pg_typeof(sum(a)), pg_typeof(sum(b)), pg_typeof(sum(f)), pg_typeof(sum(n)), pg_typeof(avg(a)), pg_typeof(avg(f)), pg_typeof(count(*)) FROM t WHERE _id < 6;
SELECT count(*) FROM t WHERE a > 3;
SELECT count(*) FROM t WHERE a IS NULL;
SELECT count(*) FROM t WHERE false;
SELECT sum(a) FROM t WHERE a IS NULL;
SELECT sum(a) + 1, avg(b) * 2, count(*) / 2 FROM t;
SELECT sum(b + 1), sum(b * 2), avg(b - 1) FROM t;
SELECT sum(CASE WHEN ok THEN 1 ELSE 0 END) FROM t;
SELECT sum(ok::int4), count(ok) FROM t;
SELECT count(*) AS c, max(_id) AS "Max" FROM t;
SELECT sum(1), sum(1.5), sum(NULL::int4), avg(2) FROM t;
SELECT count(*), sum(1);
SELECT status, count(*) FROM orders GROUP BY status;
SELECT status, count(*) FROM orders GROUP BY status ORDER BY status;
SELECT status, count(*) FROM orders GROUP BY status ORDER BY count(*) DESC, status;
SELECT status, count(*) AS c FROM orders GROUP BY status ORDER BY c, 1 DESC NULLS FIRST;
SELECT status, count(*) FROM orders GROUP BY 1 ORDER BY 2, 1;
SELECT status AS st, sum(total) FROM orders GROUP BY st ORDER BY st;
SELECT status, sum(total), avg(total), min(total), max(total) FROM orders GROUP BY status;
SELECT status, sum(qty), avg(qty), min(qty), max(qty) FROM orders GROUP BY status;
SELECT status, sum(weight), avg(weight) FROM orders GROUP BY status;
SELECT status, qty, count(*) FROM orders GROUP BY status, qty;
SELECT status, qty, count(*), sum(total) FROM orders GROUP BY qty, status ORDER BY status, qty;
SELECT qty, count(*) FROM orders GROUP BY qty ORDER BY qty NULLS FIRST;
SELECT qty % 2 AS parity, count(*) FROM orders GROUP BY parity ORDER BY parity;
SELECT qty % 2, count(*) FROM orders GROUP BY qty % 2 ORDER BY qty % 2 DESC;
SELECT qty + 1, count(*) FROM orders GROUP BY qty;
SELECT upper(status), count(*) FROM orders GROUP BY upper(status);
SELECT lower(status) AS l, count(*), max(total) FROM orders GROUP BY l ORDER BY l;
SELECT total > 100 AS big, count(*) FROM orders GROUP BY big ORDER BY big;
SELECT status IS NULL, count(*) FROM orders GROUP BY status IS NULL;
SELECT count(*) FROM orders GROUP BY status;
SELECT customer, count(*) FROM orders GROUP BY customer HAVING count(*) > 6;
SELECT customer, count(*) FROM orders GROUP BY customer HAVING count(*) > 6 ORDER BY 2 DESC, 1;
SELECT customer, sum(total) FROM orders GROUP BY customer HAVING sum(total) > 1000 ORDER BY customer;
SELECT customer FROM orders GROUP BY customer HAVING max(qty) = 5 ORDER BY customer;
SELECT customer, avg(total) FROM orders GROUP BY customer HAVING avg(total) > 250 AND count(*) > 3 ORDER BY 1;
SELECT status FROM orders GROUP BY status HAVING status IS NULL;
SELECT status, count(*) FROM orders GROUP BY status HAVING status > 'n' OR count(*) > 50;
SELECT count(*) FROM orders HAVING count(*) > 100;
SELECT count(*) FROM orders HAVING count(*) > 1000;
SELECT 1 FROM orders HAVING true;
SELECT max(total) FROM orders HAVING min(total) < 5;
SELECT status, count(DISTINCT customer), count(DISTINCT qty) FROM orders GROUP BY status;
SELECT sum(DISTINCT qty), avg(DISTINCT qty), min(DISTINCT qty) FROM orders;
SELECT status, sum(DISTINCT qty) FROM orders GROUP BY status;
SELECT count(*) FILTER (WHERE qty > 2), count(*) FROM orders;
SELECT status, sum(total) FILTER (WHERE qty > 2) FROM orders GROUP BY status;
SELECT a, count(*) FROM t GROUP BY a;
SELECT f, count(*) FROM t GROUP BY f;
SELECT n, count(*) FROM t GROUP BY n ORDER BY n;
SELECT s, count(*) FROM t GROUP BY s;
SELECT ok, count(*), sum(b) FROM t GROUP BY ok;
SELECT ts, count(*) FROM t GROUP BY ts;
SELECT ref, count(*) FROM t GROUP BY ref;
SELECT u, count(*) FROM t GROUP BY u;
SELECT bin, count(*) FROM t GROUP BY bin;
SELECT tags, count(*) FROM t GROUP BY tags;
SELECT doc, count(*) FROM t GROUP BY doc;
SELECT x, count(*) FROM numbers GROUP BY x;
SELECT x IS NULL, count(*) FROM numbers GROUP BY 1;
SELECT k, sum(x) FROM numbers WHERE x BETWEEN -1e3 AND 1e3 GROUP BY k;
SELECT k, min(x), max(x), min(d), max(d) FROM numbers GROUP BY k;
SELECT k, count(x), count(d), count(*) FROM numbers GROUP BY k ORDER BY k;
SELECT k, sum(i), sum(j) FROM numbers GROUP BY k ORDER BY k;
SELECT a, s FROM t GROUP BY a, s;
SELECT a + b FROM t GROUP BY a, b;
SELECT a, b FROM t GROUP BY a, b HAVING b > 10;
SELECT DISTINCT status FROM orders;
SELECT DISTINCT status FROM orders ORDER BY status;
SELECT DISTINCT status, qty FROM orders;
SELECT DISTINCT status, qty FROM orders ORDER BY qty DESC, status LIMIT 5;
SELECT DISTINCT a FROM t;
SELECT DISTINCT f FROM t;
SELECT DISTINCT s FROM t ORDER BY s DESC;
SELECT DISTINCT ok FROM t;
SELECT DISTINCT doc FROM t;
SELECT DISTINCT tags FROM t;
SELECT DISTINCT ts FROM t;
SELECT DISTINCT * FROM one;
SELECT DISTINCT x FROM numbers;
SELECT DISTINCT i % 2 FROM numbers;
SELECT DISTINCT upper(v) FROM strings;
SELECT DISTINCT 1 FROM t;
SELECT DISTINCT status FROM orders WHERE qty = 3;
SELECT DISTINCT count(*) FROM orders GROUP BY status;
SELECT DISTINCT a FROM empty;
SELECT a, count(*) FROM empty GROUP BY a;
SELECT count(*) FROM empty GROUP BY ();
SELECT count(*) FROM empty HAVING count(*) = 0;
SELECT bool_and(ok), bool_or(ok), every(ok) FROM t;
SELECT stddev(qty), variance(qty), var_pop(qty), stddev_samp(qty) FROM orders;
SELECT min(address->>'zip') FROM customers;
SELECT count(*), count(name), count(phones), count(address) FROM customers;
SELECT vip, count(*), sum(credit) FROM customers GROUP BY vip ORDER BY vip;
SELECT "firstName", count(*) FROM customers GROUP BY "firstName" ORDER BY 2 DESC, 1;
-- error 42803
SELECT status, qty FROM orders GROUP BY status;
-- error 42803
SELECT status, count(*) FROM orders;
-- error 42803
SELECT * FROM orders GROUP BY status;
-- error 42803
SELECT count(*) FROM orders GROUP BY status ORDER BY qty;
-- error 42803
SELECT status FROM orders GROUP BY status HAVING qty > 1;
-- error 42803
SELECT qty FROM orders HAVING count(*) > 1;
-- error 42803
SELECT count(*) FROM orders GROUP BY count(*);
-- error 42803
SELECT sum(count(*)) FROM orders;
-- error 42P10
SELECT status FROM orders GROUP BY 2;
-- error 42P10
SELECT DISTINCT status FROM orders ORDER BY qty;
-- error 42601
SELECT status FROM orders GROUP BY 'x';
-- error 42601
SELECT status FROM orders GROUP BY 1.5;
-- error 42883
SELECT sum(status) FROM orders;
-- error 42883
SELECT avg(s) FROM t;
-- error 42883
SELECT max(ok) FROM t;
-- error 42883
SELECT min(u) FROM t;
-- error 42883
SELECT sum(*) FROM t;
-- error 42809
SELECT count() FROM t;
-- error 42804
SELECT count(*) FROM orders HAVING count(*);
-- error 42803
SELECT a FROM t ORDER BY count(*);

-- every kind of aggregate, over what has NULLs and missing fields
SELECT var_pop(a), var_samp(a), stddev_pop(a), stddev_samp(a), variance(b), stddev(b) FROM t;
SELECT var_pop(n), var_samp(n), stddev_pop(n), stddev_samp(n) FROM t;
SELECT var_pop(a::int2), stddev(a::int2) FROM t WHERE a BETWEEN -100 AND 100;
-- approx
SELECT var_pop(f), var_samp(f), stddev_pop(f), stddev_samp(f) FROM t WHERE f BETWEEN -1e10 AND 1e10;
-- approx
SELECT corr(f, a), covar_pop(f, a), covar_samp(f, a), regr_count(f, a), regr_avgx(f, a), regr_avgy(f, a) FROM t WHERE f BETWEEN -1e10 AND 1e10;
-- approx
SELECT regr_slope(qty, _id), regr_intercept(qty, _id), regr_r2(qty, _id), regr_sxx(qty, _id), regr_syy(qty, _id), regr_sxy(qty, _id) FROM orders;
SELECT bit_and(a), bit_or(a), bit_xor(a), bit_and(b), bit_or(b), bit_xor(b) FROM t;
SELECT bool_and(ok), bool_or(ok), every(ok), bool_and(a > 0), bool_or(a IS NULL) FROM t;
SELECT string_agg(s, ',' ORDER BY _id), string_agg(s, NULL ORDER BY _id), string_agg(DISTINCT s, '|') FROM t;
SELECT string_agg(s, s ORDER BY _id DESC) FROM t WHERE a > 0;
SELECT array_agg(a ORDER BY _id), array_agg(s ORDER BY a, _id), array_agg(DISTINCT a) FROM t;
SELECT array_agg(ARRAY[a, _id] ORDER BY _id) FROM t WHERE _id < 4;
SELECT array_agg(a) FROM t WHERE false;
-- error 2202E
SELECT array_agg(x) FROM (VALUES (ARRAY[1]), (ARRAY[1, 2])) v(x);
-- error 22004
SELECT array_agg(x) FROM (VALUES (ARRAY[1]), (NULL)) v(x);
SELECT json_agg(a ORDER BY _id), jsonb_agg(a ORDER BY _id), json_agg(s ORDER BY _id) FROM t WHERE _id < 6;
SELECT jsonb_agg(n ORDER BY _id), json_agg(ts ORDER BY _id), json_agg(ok ORDER BY _id) FROM t WHERE _id < 6;
SELECT json_agg(doc ORDER BY _id), jsonb_agg(tags ORDER BY _id) FROM t WHERE _id < 6;
SELECT json_object_agg(_id, a ORDER BY _id), jsonb_object_agg(_id, s ORDER BY _id) FROM t WHERE _id < 6;
SELECT jsonb_object_agg(status, qty ORDER BY _id) FROM orders WHERE status IS NOT NULL;
-- error 22023
SELECT json_object_agg(s, a) FROM t;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY qty), percentile_disc(0.5) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT percentile_cont(ARRAY[0, 0.25, 0.5, 1]) WITHIN GROUP (ORDER BY f), percentile_disc(ARRAY[0.1, NULL, 0.9]) WITHIN GROUP (ORDER BY s) FROM t WHERE f BETWEEN -1e10 AND 1e10;
SELECT status, percentile_disc(0.9) WITHIN GROUP (ORDER BY qty DESC), mode() WITHIN GROUP (ORDER BY qty) FROM orders GROUP BY status ORDER BY status;
SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY x) FROM (VALUES ('1 day'::interval), ('2 days'), ('1 mon')) v(x);
-- error 22003
SELECT percentile_cont(1.5) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT mode() WITHIN GROUP (ORDER BY s), mode() WITHIN GROUP (ORDER BY a DESC) FROM t;
SELECT rank(3) WITHIN GROUP (ORDER BY qty), dense_rank(3) WITHIN GROUP (ORDER BY qty), percent_rank(3) WITHIN GROUP (ORDER BY qty), cume_dist(3) WITHIN GROUP (ORDER BY qty) FROM orders;
SELECT count(DISTINCT a), sum(DISTINCT a), avg(DISTINCT a), min(DISTINCT s), count(DISTINCT (a, ok)) FROM t;
SELECT sum(a) FILTER (WHERE ok), avg(n) FILTER (WHERE a > 0), string_agg(s, ',' ORDER BY s) FILTER (WHERE ok IS NOT TRUE) FROM t;
SELECT sum(x), avg(x), min(x), max(x) FROM (VALUES (1.50), (2.5), (NULL), (1e20), (0.00001)) v(x);
SELECT sum(x), avg(x), max(x), min(x) FROM (VALUES ('NaN'::numeric), (1), ('Infinity')) v(x);
SELECT sum(x), avg(x) FROM (VALUES ('Infinity'::numeric), ('-Infinity')) v(x);
SELECT max(x), min(x) FROM (VALUES (1.0), (1.00), (1.000)) v(x);
SELECT sum(x), avg(x), max(x) FROM (VALUES ('1 mon'::interval), ('30 days'), ('-1 day 02:00')) v(x);
SELECT sum(x), max(x), min(x) FROM (VALUES ('$1.50'::money), ('-$3'), (NULL)) v(x);
SELECT sum(x::float4), avg(x::float4) FROM (VALUES (0.1), (0.2), (0.3)) v(x);
-- error 22003
SELECT sum(x) FROM (VALUES (1.7e308::float8), (1.7e308)) v(x);
SELECT max(d), min(d), max(tm), min(tm) FROM (VALUES ('2024-02-29'::date, '12:00'::time), ('infinity', '24:00'), (NULL, '00:00')) v(d, tm);
SELECT max(x), min(x) FROM (VALUES (ARRAY[1, 2]), (ARRAY[1]), (ARRAY[1, NULL])) v(x);
SELECT max(x), min(x) FROM (VALUES ('a '::char(3)), ('b'), ('')) v(x);
SELECT sum(x) FROM (VALUES (9223372036854775807), (9223372036854775807), (-1)) v(x);

-- zeros behind the last digit of a constant are shown
SELECT sum(2.50), max(1.50), sum(CASE WHEN a > 2 THEN 2.50 END), sum(1.5 * 0.0) FROM t;
SELECT sum(1.0000000000000000000000000000000000000000) FROM t;
SELECT coalesce(n, 7.500) AS x, count(*) FROM t GROUP BY 1 ORDER BY 1 DESC;
SELECT count(*) FROM t WHERE n = 2.50 OR n IN (1.500, 0.00, 3.00000000000000000000000000000000000000000);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i), percentile_disc(0.5) WITHIN GROUP (ORDER BY i), mode() WITHIN GROUP (ORDER BY k) FROM numbers;
SELECT percentile_cont(ARRAY[0, 0.25, NULL, 1]) WITHIN GROUP (ORDER BY k), percentile_disc(ARRAY[[0, 0.25], [0.75, 1]]) WITHIN GROUP (ORDER BY k) FROM numbers;
SELECT percentile_cont(0.3) WITHIN GROUP (ORDER BY v) FROM (VALUES (interval '1 day'), ('3 days'), ('1 hour')) x(v);
-- error 22003
SELECT percentile_cont(1.5) WITHIN GROUP (ORDER BY i) FROM numbers;
-- error 22003
SELECT percentile_disc(-0.1) WITHIN GROUP (ORDER BY i) FROM numbers;
-- error 22003
SELECT percentile_cont('NaN') WITHIN GROUP (ORDER BY i) FROM numbers;
SELECT percentile_cont(NULL) WITHIN GROUP (ORDER BY i) FROM numbers;
-- error 42883
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v) FROM strings;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FROM t;
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY v DESC NULLS LAST) FROM strings;
SELECT rank(5) WITHIN GROUP (ORDER BY a), dense_rank(5) WITHIN GROUP (ORDER BY a), percent_rank(5) WITHIN GROUP (ORDER BY a), cume_dist(5) WITHIN GROUP (ORDER BY a) FROM t;
SELECT rank(5, 'x') WITHIN GROUP (ORDER BY a, s DESC), rank(NULL) WITHIN GROUP (ORDER BY a) FROM t;
-- error 22P02
SELECT rank('a') WITHIN GROUP (ORDER BY a) FROM t;
-- error 42883
SELECT rank(1, 2) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42803
SELECT rank(a) WITHIN GROUP (ORDER BY a) FROM t;
SELECT a, rank(a) WITHIN GROUP (ORDER BY b) FROM t GROUP BY a;
SELECT rank(2.5) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42883
SELECT rank() WITHIN GROUP (ORDER BY a) FROM t;
-- error 42883
SELECT mode() WITHIN GROUP (ORDER BY a, b) FROM t;
-- error 42883
SELECT mode(1) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42809
SELECT count(*) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42883
SELECT sum(a) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42883
SELECT percentile_disc(0.5) FROM t;
-- error 42883
SELECT percentile_disc(0.5) OVER (ORDER BY a) FROM t;
-- error 0A000
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY a) OVER () FROM t;
-- error 42601
SELECT percentile_disc(DISTINCT 0.5) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42601
SELECT percentile_disc(0.5 ORDER BY a) WITHIN GROUP (ORDER BY a) FROM t;
-- error 42803
SELECT percentile_disc(sum(a)) WITHIN GROUP (ORDER BY a) FROM t;
SELECT ok, percentile_disc(0.5) WITHIN GROUP (ORDER BY a) FILTER (WHERE a > 1), count(*) FROM t GROUP BY ok ORDER BY ok;
SELECT mode() WITHIN GROUP (ORDER BY s) FROM t WHERE false;
SELECT rank(1) WITHIN GROUP (ORDER BY a), cume_dist(1) WITHIN GROUP (ORDER BY a), percent_rank(1) WITHIN GROUP (ORDER BY a) FROM t WHERE false;
SELECT array_agg(a ORDER BY a DESC NULLS LAST), array_agg(DISTINCT ok ORDER BY ok DESC), string_agg(s, '|' ORDER BY _id DESC) FROM t WHERE _id < 9;
-- error 42P10
SELECT array_agg(DISTINCT a ORDER BY b) FROM t;
-- error 42P10
SELECT array_agg(DISTINCT a ORDER BY a + 1) FROM t;
SELECT string_agg(DISTINCT s, ',' ORDER BY s) FROM t;
SELECT string_agg(DISTINCT s, s ORDER BY s, s) FROM t WHERE _id < 5;
SELECT string_agg(s, CASE WHEN _id > 3 THEN '+' END ORDER BY _id) FROM t;
SELECT string_agg(bin, '\x2d'::bytea ORDER BY _id) FROM t;
-- error 2202E
SELECT array_agg(tags ORDER BY _id) FROM t WHERE tags = '{}';
SELECT array_agg(nums ORDER BY _id) FROM t WHERE cardinality(nums) = 3;
-- error 2202E
SELECT array_agg(nums) FROM t;
SELECT array_agg(x) FROM (VALUES (ARRAY[1,2]), (ARRAY[3,4])) v(x);
-- error 2202E
SELECT array_agg(x) FROM (VALUES (ARRAY[1,2]), (ARRAY[3])) v(x);
-- error 22004
SELECT array_agg(x) FROM (VALUES (ARRAY[1,2]), (NULL)) v(x);
SELECT json_agg(x), jsonb_agg(x) FROM (VALUES (1, 'a'), (2, NULL)) x(a, b);
SELECT json_agg(a ORDER BY a), jsonb_agg(s ORDER BY _id) FROM t WHERE _id < 4;
SELECT json_object_agg(s, a ORDER BY _id), jsonb_object_agg(s, a ORDER BY _id) FROM t WHERE s IS NOT NULL AND _id < 6;
-- error 22023
SELECT json_object_agg(NULL, 1);
-- error 22023
SELECT jsonb_object_agg(NULL, 1);
SELECT jsonb_object_agg(k, v) FROM (VALUES ('a', 1), ('a', 2), ('b', NULL)) x(k, v);
SELECT json_object_agg(k, v) FROM (VALUES ('a', 1), ('a', 2), ('b', NULL)) x(k, v);
-- error 22023
SELECT json_object_agg(ARRAY[1], 2);
SELECT bit_and(a), bit_or(a), bit_xor(a), bool_and(ok), bool_or(ok), every(ok) FROM t;
SELECT bit_and(v), bit_or(v), bit_xor(v) FROM (VALUES (B'1100'), (B'1010'), (NULL)) x(v);
-- error 22026
SELECT bit_and(v) FROM (VALUES (B'1100'), (B'101')) x(v);
SELECT corr(x, i), covar_pop(x, i), covar_samp(x, i), regr_avgx(x, i), regr_avgy(x, i), regr_count(x, i), regr_intercept(x, i), regr_r2(x, i), regr_slope(x, i), regr_sxx(x, i), regr_sxy(x, i), regr_syy(x, i) FROM (VALUES (1.5::float8, 2::float8), (2.5, 4), (NULL, 3), (4, 7)) v(x, i);
SELECT corr(x, y), regr_r2(x, y), regr_slope(x, y) FROM (VALUES (1::float8, 2::float8), (1, 2)) v(x, y);
SELECT stddev_pop(v), stddev_samp(v), var_pop(v), var_samp(v), stddev(v), variance(v) FROM (VALUES (1), (2), (4), (NULL)) x(v);
SELECT stddev_pop(v), var_samp(v), avg(v), sum(v) FROM (VALUES ('NaN'::numeric), (1)) x(v);
SELECT var_pop(v), avg(v), sum(v) FROM (VALUES ('Infinity'::numeric), (1)) x(v);
SELECT avg(v), sum(v), stddev(v) FROM (VALUES ('Infinity'::float8), ('-Infinity')) x(v);
SELECT stddev(v), var_pop(v) FROM (VALUES (5)) x(v);
SELECT sum(v), avg(v) FROM (VALUES (9223372036854775807), (1)) x(v);
SELECT sum(v), avg(v) FROM (VALUES (2147483647), (1)) x(v);
SELECT sum(v), avg(v) FROM (VALUES (32767::int2), (1::int2)) x(v);
SELECT sum(v), avg(v), max(v) FROM (VALUES (interval '1 month'), ('1 day'), (NULL), ('-1 hour')) x(v);
SELECT sum(v) FROM (VALUES (money '1.50'), (money '2.25')) x(v);
SELECT sum(v) FROM (VALUES (1.5::float4), (2.25::float4)) x(v);
SELECT max(v), min(v) FROM (VALUES (ARRAY[1,2]), (ARRAY[1]), (NULL), (ARRAY[1,NULL])) x(v);
SELECT max(v), min(v) FROM (VALUES (inet '10.0.0.1'), ('192.168.0.1')) x(v);
SELECT max(v), min(v) FROM (VALUES ('a'::text), ('B'), ('b')) x(v);
SELECT max(v), min(v) FROM (VALUES (time '10:00'), ('11:00')) x(v);
-- error 42883
SELECT max(v) FROM (VALUES (true), (false)) x(v);
-- error 42883
SELECT max(v) FROM (VALUES ('{}'::jsonb)) x(v);
-- error 42883
SELECT max(ROW(1, 2));
SELECT max(v), min(v) FROM (VALUES ('pg_class'::regclass)) x(v);
SELECT count(DISTINCT a), count(DISTINCT (a, ok)), count(DISTINCT tags), count(DISTINCT doc) FROM t;
-- error 22P02
SELECT count(DISTINCT 'x'::json);
SELECT sum(DISTINCT a), avg(DISTINCT a), max(DISTINCT a), array_agg(DISTINCT a) FROM t;
SELECT count(ALL a) FROM t;
-- error 42601
SELECT count(DISTINCT *) FROM t;
-- error 42809
SELECT count() FROM t;
-- error 42883
SELECT sum(*) FROM t;
-- error 42725
SELECT sum('x') FROM t;
-- error 42883
SELECT sum(s) FROM t;
-- error 42883
SELECT avg(ok) FROM t;
-- error 42883
SELECT sum(a, b) FROM t;
-- error 42803
SELECT sum(sum(a)) FROM t;
-- error 42803
SELECT sum(a) FROM t WHERE sum(a) > 1;
-- error 42803
SELECT a FROM t GROUP BY ok;
-- error 22003
SELECT a + 1, count(*) FROM t GROUP BY a + 1 ORDER BY 1;
-- error 22003
SELECT (a + 1) * 2, count(*) FROM t GROUP BY a + 1 ORDER BY 1;
-- error 42803
SELECT a, b FROM t GROUP BY a;
-- error 42803
SELECT t.* FROM t GROUP BY t.a;
-- error 42803
SELECT t FROM t GROUP BY t.a;
-- error 42P10
SELECT count(*) FROM t GROUP BY 2;
-- error 42803
SELECT a, count(*) FROM t GROUP BY count(*);
-- error 42601
SELECT a, count(*) FROM t GROUP BY 1.5;
-- error 42601
SELECT a, count(*) FROM t GROUP BY 'x';
-- error 42803
SELECT a AS b, count(*) FROM t GROUP BY b ORDER BY 1, 2;
SELECT count(*) FROM t HAVING count(*) > 1;
-- error 42803
SELECT a FROM t HAVING count(*) > 1;
-- error 42803
SELECT 1 FROM t HAVING a > 1;
SELECT 1 FROM t HAVING true;
SELECT count(*) FROM empty HAVING false;
-- error 42803
SELECT grouping(a) FROM t;
-- error 42803
SELECT a, grouping(b) FROM t GROUP BY a;
SELECT ok, kind, count(*), grouping(ok, kind) FROM t, events WHERE t._id = events._id GROUP BY CUBE (ok, kind) ORDER BY 1, 2, 4;
SELECT ok, count(*), grouping(ok) FROM t GROUP BY ROLLUP (ok) HAVING grouping(ok) = 1 OR ok;
SELECT a, ok, sum(b) FROM t WHERE _id < 7 GROUP BY GROUPING SETS ((a, ok), (a), ()) ORDER BY 1, 2, 3;
SELECT a, ok, count(*) FROM t WHERE _id < 7 GROUP BY a, GROUPING SETS ((ok), ()), CUBE (a) ORDER BY 1, 2, 3;
SELECT ok, count(*) FROM t GROUP BY DISTINCT ROLLUP (ok), ROLLUP (ok) ORDER BY 1, 2;
SELECT ok, count(*) FROM t GROUP BY ALL ROLLUP (ok), ROLLUP (ok) ORDER BY 1, 2;
SELECT count(*) FROM empty GROUP BY ();
SELECT count(*) FROM empty GROUP BY GROUPING SETS ((), ());
SELECT a FROM empty GROUP BY GROUPING SETS ((a), ());
SELECT a, count(*) FROM empty GROUP BY ROLLUP (a);
SELECT ROW(a, ok), count(*) FROM t GROUP BY ROW(a, ok) ORDER BY 1 LIMIT 3;
SELECT (a, ok), count(*) FROM t GROUP BY (a, ok) ORDER BY a, ok LIMIT 3;
SELECT CASE WHEN grouping(ok) = 1 THEN 'all' ELSE ok::text END AS l, count(*) FROM t GROUP BY ROLLUP (ok) ORDER BY l;
SELECT ok, array_agg(DISTINCT a ORDER BY a) FILTER (WHERE a IS NOT NULL) FROM t GROUP BY ok ORDER BY 1;
SELECT count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok), count(*) FILTER (WHERE NULL) FROM t;
-- error 42804
SELECT count(*) FILTER (WHERE a) FROM t;
-- error 42803
SELECT count(*) FILTER (WHERE count(*) > 1) FROM t;
SELECT max(a) FILTER (WHERE EXISTS (SELECT 1 FROM numbers n WHERE n._id = t.a)) FROM t;
SELECT (SELECT max(t.a) FROM numbers n WHERE n._id = 1) FROM t;
SELECT (SELECT max(t.a + n.i) FROM numbers n WHERE n._id = 1) FROM t ORDER BY 1;
SELECT (SELECT count(t.a)) FROM t;
SELECT _id, (SELECT sum(t._id) FILTER (WHERE n._id > 2) FROM numbers n) FROM t WHERE _id < 3 ORDER BY 1;
SELECT string_agg(x, ',') FROM (SELECT unnest(ARRAY['b', 'a', NULL, 'c']) AS x) q;
SELECT range_agg(r), range_intersect_agg(r) FROM (VALUES (int4range(1, 5)), (int4range(3, 8)), (int4range(10, 12)), (NULL)) v(r);
SELECT range_intersect_agg(r) FROM (VALUES ('{[1,5),[7,9)}'::int4multirange), ('{[3,8)}')) v(r);
SELECT range_agg(r) FROM (VALUES ('{[1,5),[7,9)}'::int4multirange), ('{[3,8)}')) v(r);
-- error 42883
SELECT xmlagg(x) FROM (VALUES ('<a/>')) v(x);
-- error 42883
SELECT any_value(a) FROM t;
SELECT max(a) + min(b)::int, -sum(a) FROM t WHERE _id < 5;
SELECT sum(a) OVER (), sum(a) FROM t GROUP BY a ORDER BY 1, 2;
SELECT sum(sum(a)) OVER (ORDER BY ok), ok FROM t GROUP BY ok ORDER BY ok;
SELECT array_agg(ROW(a, s) ORDER BY _id) FROM t WHERE _id < 3;
SELECT array_agg(t.a) FROM t WHERE _id < 4 GROUP BY () ;
SELECT ok, (array_agg(_id ORDER BY _id))[1:2] FROM t GROUP BY ok ORDER BY ok;
SELECT count(*) c FROM t GROUP BY ok ORDER BY c, max(_id) DESC;
SELECT max(_id) FROM t GROUP BY ok ORDER BY count(*) DESC, ok LIMIT 1;
SELECT DISTINCT ok, count(*) FROM t GROUP BY ok, a ORDER BY 2 DESC, 1;
-- error 42P10
SELECT DISTINCT ok FROM t ORDER BY a;
-- error 42P10
SELECT DISTINCT ON (ok) ok, a FROM t ORDER BY a;
SELECT DISTINCT ON (ok) ok, _id FROM t ORDER BY ok, _id DESC;
SELECT DISTINCT ON (ok, a > 2) ok, a > 2, _id FROM t ORDER BY a > 2 DESC, ok NULLS FIRST, _id;
SELECT DISTINCT ON (1) ok FROM t ORDER BY 1;
SELECT DISTINCT ON (ok) * FROM (SELECT _id, ok FROM t) x ORDER BY ok, _id LIMIT 2;
-- what WITHIN GROUP sorts by is like ORDER BY, wherever the call stands
-- error 42803
SELECT 1 FROM t GROUP BY a HAVING rank(2) WITHIN GROUP (ORDER BY rank() OVER () DESC) > 1;
-- error 42803
SELECT 1 FROM t WHERE rank(2) WITHIN GROUP (ORDER BY rank() OVER () DESC) > 1;
-- error 42P20
SELECT 1 FROM t GROUP BY a HAVING rank(rank() OVER ()) WITHIN GROUP (ORDER BY a) > 1;
-- error 0A000
SELECT 1 FROM t GROUP BY a HAVING rank(2) WITHIN GROUP (ORDER BY generate_series(1, 2)) > 1;
-- error 0A000
SELECT array_agg(a ORDER BY generate_series(1, 2)) FROM t;
-- error 0A000
SELECT string_agg(s, ',' ORDER BY a, unnest(ARRAY[1, 2])) FROM t;

-- what a hypothetical row cannot be compared with is an internal error of PostgreSQL's, too
-- error XX000
SELECT dense_rank(timestamptz '2023-12-31') WITHIN GROUP (ORDER BY c0) FROM (SELECT time '24:00' AS c0 FROM mixed) d;
-- error 42804
SELECT rank(1) WITHIN GROUP (ORDER BY ok) FROM t;
