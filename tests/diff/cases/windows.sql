-- Window functions: ranks, neighbours, aggregates over every kind of frame.
SELECT _id, row_number() OVER (ORDER BY _id) FROM t;
SELECT _id, row_number() OVER (ORDER BY a, _id), rank() OVER (ORDER BY a), dense_rank() OVER (ORDER BY a) FROM t;
SELECT _id, percent_rank() OVER (ORDER BY a), cume_dist() OVER (ORDER BY a) FROM t;
SELECT _id, ntile(4) OVER (ORDER BY _id), ntile(3) OVER (PARTITION BY ok ORDER BY _id) FROM t;
SELECT _id, lag(a) OVER (ORDER BY _id), lead(a) OVER (ORDER BY _id) FROM t;
SELECT _id, lag(a, 2) OVER (ORDER BY _id), lead(a, 3, -1) OVER (ORDER BY _id) FROM t;
SELECT _id, first_value(s) OVER (ORDER BY _id), last_value(s) OVER (ORDER BY _id), nth_value(s, 3) OVER (ORDER BY _id) FROM t;
SELECT _id, count(*) OVER (), sum(_id) OVER (), avg(_id) OVER () FROM t;
SELECT _id, count(*) OVER (PARTITION BY s), sum(_id) OVER (PARTITION BY s ORDER BY _id) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY a) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS 2 PRECEDING) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t;
SELECT _id, count(*) OVER (ORDER BY a RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
SELECT _id, count(*) OVER (ORDER BY a RANGE BETWEEN CURRENT ROW AND 10 FOLLOWING) FROM t;
SELECT _id, count(*) OVER (ORDER BY a DESC RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) FROM t;
SELECT _id, count(*) OVER (ORDER BY f RANGE BETWEEN 1.5 PRECEDING AND 1.5 FOLLOWING) FROM t;
SELECT _id, count(*) OVER (ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
SELECT _id, count(*) OVER (ORDER BY ts RANGE BETWEEN interval '1 month' PRECEDING AND interval '1 day' FOLLOWING) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY a GROUPS CURRENT ROW) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY a RANGE UNBOUNDED PRECEDING EXCLUDE GROUP) FROM t;
SELECT _id, sum(_id) OVER (ORDER BY a RANGE UNBOUNDED PRECEDING EXCLUDE TIES) FROM t;
SELECT _id, first_value(_id) OVER w, last_value(_id) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING);
SELECT _id, rank() OVER w, sum(a) OVER (w ROWS 1 PRECEDING) FROM t WHERE a BETWEEN -100 AND 100 WINDOW w AS (PARTITION BY ok ORDER BY _id);
SELECT _id, min(a) OVER w, max(a) OVER w, count(a) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS 3 PRECEDING);
SELECT _id, string_agg(s, ',') OVER (ORDER BY _id ROWS 2 PRECEDING) FROM t;
SELECT _id, array_agg(_id) OVER (ORDER BY _id ROWS 1 PRECEDING) FROM t;
SELECT _id, count(*) FILTER (WHERE a > 2) OVER (ORDER BY _id) FROM t;
SELECT _id, bool_or(ok) OVER (ORDER BY _id), bool_and(ok) OVER (ORDER BY _id ROWS 1 PRECEDING) FROM t;
SELECT _id, avg(total) OVER (PARTITION BY status ORDER BY _id ROWS 5 PRECEDING) FROM orders WHERE _id < 60;
SELECT status, sum(qty) OVER (PARTITION BY status) FROM orders;
SELECT customer, _id, rank() OVER (PARTITION BY customer ORDER BY total DESC NULLS LAST) FROM orders;
SELECT * FROM (SELECT _id, row_number() OVER (PARTITION BY status ORDER BY _id) rn FROM orders) x WHERE rn <= 2;
SELECT status, count(*), rank() OVER (ORDER BY count(*) DESC) FROM orders GROUP BY status;
SELECT status, sum(count(*)) OVER (ORDER BY status) FROM orders GROUP BY status;
SELECT status, sum(sum(qty)) OVER () FROM orders GROUP BY status;
SELECT _id, row_number() OVER (ORDER BY _id DESC) FROM t ORDER BY 2 LIMIT 3;
SELECT DISTINCT count(*) OVER (PARTITION BY ok) FROM t;
SELECT _id, lag(_id) OVER (PARTITION BY ok ORDER BY _id) FROM t ORDER BY lag(_id) OVER (PARTITION BY ok ORDER BY _id) NULLS FIRST, _id;
SELECT row_number() OVER (), v FROM one;
SELECT count(*) OVER () FROM empty;
SELECT _id, sum(b) OVER (ORDER BY _id ROWS 1 PRECEDING), sum(n) OVER (ORDER BY _id ROWS 1 PRECEDING) FROM t;
-- approx
SELECT _id, sum(f) OVER (ORDER BY _id ROWS 1 PRECEDING) FROM t;
SELECT num, ntile(5) OVER (ORDER BY credit NULLS FIRST, num) FROM customers;
SELECT _id, nth_value(a, 2) OVER (PARTITION BY ok ORDER BY _id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t;
-- error 42P20
SELECT _id FROM t WHERE row_number() OVER () > 1;
-- error 42P20
SELECT count(*) FROM t GROUP BY rank() OVER (ORDER BY a);
-- error 42P20
SELECT sum(row_number() OVER ()) OVER () FROM t;
-- error 42809
SELECT rank() FROM t;
-- error 42704
SELECT rank() OVER nope FROM t;
-- error 42P20
SELECT count(*) OVER (ORDER BY a, b RANGE 1 PRECEDING) FROM t;
-- error 22013
SELECT count(*) OVER (ORDER BY _id ROWS -1 PRECEDING) FROM t;
-- error 22014
SELECT ntile(0) OVER (ORDER BY _id) FROM t;
-- error 0A000
SELECT count(DISTINCT a) OVER () FROM t;
-- error 42809
SELECT length('x') OVER ();

-- aggregates over moving frames, where rows are taken out again
SELECT _id, sum(a) OVER w, avg(a) OVER w, count(a) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) ORDER BY _id;
SELECT _id, sum(n) OVER w, avg(n) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) ORDER BY _id;
SELECT _id, sum(b) OVER w, avg(b) OVER w, stddev(b) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING) ORDER BY _id;
SELECT _id, var_pop(n) OVER w, stddev_samp(n) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) ORDER BY _id;
SELECT _id, min(a) OVER w, max(s) OVER w, bool_and(ok) OVER w, bool_or(ok) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS 2 PRECEDING) ORDER BY _id;
SELECT _id, string_agg(s, ',') OVER w, array_agg(a) OVER w FROM t WHERE _id < 8 WINDOW w AS (ORDER BY _id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) ORDER BY _id;
SELECT x, sum(x) OVER w, avg(x) OVER w FROM (VALUES (1, 1.5), (2, 'NaN'), (3, 2.25), (4, 'Infinity'), (5, 1.000)) v(i, x) WINDOW w AS (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY i;
SELECT i, sum(x) OVER w FROM (VALUES (1, '1 mon'::interval), (2, '1 day'), (3, NULL), (4, '02:00')) v(i, x) WINDOW w AS (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) ORDER BY i;
SELECT _id, ntile(4) OVER (ORDER BY _id), ntile(NULL) OVER (ORDER BY _id), ntile(1000) OVER (ORDER BY _id) FROM t ORDER BY _id;
SELECT i, ntile(n) OVER (ORDER BY i) FROM (VALUES (1, NULL), (2, 2), (3, 1), (4, 3), (5, 2)) v(i, n) ORDER BY i;
SELECT _id, lag(a, 2, -1) OVER (ORDER BY _id), lead(s, 1, 'none') OVER (ORDER BY _id), lag(a, -1) OVER (ORDER BY _id), lead(a, NULL) OVER (ORDER BY _id) FROM t ORDER BY _id;
SELECT _id, percent_rank() OVER (ORDER BY a), cume_dist() OVER (ORDER BY a), dense_rank() OVER (ORDER BY a) FROM t ORDER BY _id;
SELECT _id, nth_value(a, 2) OVER (ORDER BY _id), first_value(a) OVER (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING), last_value(a) OVER (ORDER BY ok, _id RANGE UNBOUNDED PRECEDING) FROM t ORDER BY _id;
-- error 22016
SELECT nth_value(a, 0) OVER (ORDER BY _id) FROM t;
-- the largest offsets
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN CURRENT ROW AND 9223372036854775807 FOLLOWING) FROM t WHERE _id < 6 ORDER BY _id;
SELECT _id, count(*) OVER (ORDER BY _id / 2 GROUPS BETWEEN CURRENT ROW AND 9223372036854775807 FOLLOWING EXCLUDE CURRENT ROW) FROM t WHERE _id < 6 ORDER BY _id;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 9223372036854775807 FOLLOWING) FROM t WHERE _id < 6 ORDER BY _id;
SELECT _id, sum(_id) OVER (ORDER BY _id ROWS BETWEEN 9223372036854775807 PRECEDING AND 9223372036854775806 FOLLOWING) FROM t WHERE _id < 6 ORDER BY _id;
-- an offset without a type has the column's
-- error 22003
SELECT sum(a) OVER (ORDER BY a::int2 RANGE '100000' PRECEDING) FROM numbers, t;
SELECT _id, sum(a) OVER (ORDER BY a RANGE '1' PRECEDING) FROM t ORDER BY _id;
-- error 42804
SELECT first_value(NULL) OVER () FROM t;
