-- windows that MongoDB computes, and what stands above them
SELECT _id, rn FROM (SELECT _id, row_number() OVER (PARTITION BY status ORDER BY total DESC NULLS LAST, _id) AS rn FROM orders) q WHERE rn <= 2 ORDER BY _id;
SELECT status, _id, rn FROM (SELECT status, _id, row_number() OVER (PARTITION BY status ORDER BY placed, _id) AS rn FROM orders WHERE qty > 1) q WHERE rn = 1 ORDER BY 1, 2;
SELECT customer, r FROM (SELECT customer, rank() OVER (ORDER BY customer) AS r FROM orders) q WHERE r BETWEEN 5 AND 40 ORDER BY 2, 1;
SELECT DISTINCT customer, dense_rank() OVER (ORDER BY customer DESC) FROM orders ORDER BY 2 LIMIT 12;
SELECT r, count(*) FROM (SELECT rank() OVER (PARTITION BY status ORDER BY qty) AS r FROM orders) q GROUP BY r ORDER BY r;
SELECT a, s, rank() OVER (ORDER BY a, s), dense_rank() OVER (ORDER BY a, s) FROM t ORDER BY 3, 4;
SELECT a, s, rank() OVER (ORDER BY a DESC, s DESC), _id FROM t ORDER BY 3, 4;
SELECT a, s, rank() OVER (ORDER BY a NULLS FIRST, s NULLS FIRST), _id FROM t ORDER BY 3, 4;
SELECT a, s, rank() OVER (ORDER BY a, s DESC), _id FROM t ORDER BY 3, 4;
SELECT ok, rank() OVER (ORDER BY ok), dense_rank() OVER (ORDER BY ok NULLS FIRST), _id FROM t ORDER BY _id;
SELECT x, rank() OVER (ORDER BY x), _id FROM numbers ORDER BY 2, 3;
SELECT x, rank() OVER (ORDER BY x DESC NULLS LAST), dense_rank() OVER (ORDER BY x), _id FROM numbers ORDER BY 2, 4;
-- departs: rank-of-decimals
SELECT d, rank() OVER (ORDER BY d), dense_rank() OVER (ORDER BY d DESC), _id FROM numbers ORDER BY 2, 4;
SELECT v, rank() OVER (ORDER BY v), _id FROM strings ORDER BY 2, 3;
SELECT v, rank() OVER (PARTITION BY n IS NULL ORDER BY v DESC), _id FROM strings ORDER BY 3;
SELECT ts, rank() OVER (ORDER BY ts), _id FROM t ORDER BY 3;
SELECT ref, rank() OVER (ORDER BY ref), u, rank() OVER (ORDER BY u), _id FROM t ORDER BY _id;
SELECT rank() OVER (ORDER BY ts::date), dense_rank() OVER (ORDER BY length(s)), _id FROM t ORDER BY _id;
SELECT rank() OVER (ORDER BY doc), _id FROM t ORDER BY _id;
SELECT rank() OVER (ORDER BY 1), row_number() OVER (PARTITION BY _id), _id FROM t ORDER BY _id;
-- whole partitions
SELECT _id, count(*) OVER (PARTITION BY x), count(i) OVER (PARTITION BY x) FROM numbers ORDER BY _id;
SELECT _id, count(*) OVER (PARTITION BY d), min(_id) OVER (PARTITION BY d) FROM numbers ORDER BY _id;
SELECT _id, sum(i) OVER (PARTITION BY k), avg(i) OVER (PARTITION BY k), sum(j) OVER (PARTITION BY k), avg(j) OVER (PARTITION BY k) FROM numbers ORDER BY _id;
SELECT _id, min(x) OVER (PARTITION BY k), max(x) OVER (PARTITION BY k), min(d) OVER (PARTITION BY k), max(d) OVER (PARTITION BY k) FROM numbers WHERE _id NOT IN (14) ORDER BY _id;
SELECT _id, min(s) OVER (PARTITION BY ok), max(ts) OVER (PARTITION BY ok), min(ref) OVER (PARTITION BY ok), max(u::text) OVER (PARTITION BY ok) FROM t ORDER BY _id;
SELECT _id, sum(x) OVER (PARTITION BY i), avg(x) OVER (PARTITION BY i) FROM numbers ORDER BY _id;
SELECT _id, sum(d) OVER (PARTITION BY k) FROM numbers ORDER BY _id;
SELECT _id, count(*) FILTER (WHERE a > 3) OVER (PARTITION BY ok), sum(a) FILTER (WHERE s LIKE 't%') OVER () FROM t ORDER BY _id;
SELECT _id, count(*) OVER (PARTITION BY '$s', s) FROM t ORDER BY _id;
SELECT _id, sum(a) OVER (PARTITION BY ok, s), count(s) OVER (PARTITION BY ok, s), count(*) OVER (PARTITION BY s, ok) FROM t ORDER BY _id;
SELECT _id, total - avg(total) OVER (PARTITION BY status) FROM orders WHERE _id < 30 ORDER BY _id;
SELECT _id, qty * 100 / sum(qty) OVER (PARTITION BY status) FROM orders WHERE _id < 30 ORDER BY _id;
SELECT _id, bool_and(ok) OVER (PARTITION BY a), count(*) OVER (PARTITION BY a) FROM t ORDER BY _id;
-- frames of rows
SELECT _id, sum(a) OVER w, count(a) OVER w, avg(a) OVER w, min(a) OVER w, max(a) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) ORDER BY _id;
SELECT _id, sum(a) OVER w, min(s) OVER w, max(ts) OVER w FROM t WINDOW w AS (PARTITION BY ok ORDER BY s, _id ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) ORDER BY _id;
SELECT _id, sum(j) OVER w, max(x) OVER w, min(d) OVER w FROM numbers WINDOW w AS (ORDER BY _id DESC ROWS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY _id;
SELECT _id, sum(a) OVER (ORDER BY _id ROWS BETWEEN 100 PRECEDING AND 50 PRECEDING), count(*) OVER (ORDER BY _id ROWS BETWEEN 3 FOLLOWING AND 1 FOLLOWING) FROM t ORDER BY _id;
SELECT _id, sum(a) OVER (ORDER BY _id ROWS 0 PRECEDING), sum(a) OVER (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) FROM t ORDER BY _id;
SELECT _id, count(*) OVER (ORDER BY _id ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), count(*) OVER (ORDER BY _id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING), count(*) OVER (ORDER BY _id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM t ORDER BY _id;
SELECT _id, sum(a) OVER (ORDER BY _id), sum(a) OVER (ORDER BY ok), sum(a) OVER (ORDER BY ok, _id) FROM t ORDER BY _id;
SELECT _id, sum(f) OVER (ORDER BY _id) FROM t WHERE f BETWEEN -100 AND 100 ORDER BY _id;
SELECT _id, avg(f) OVER (ORDER BY _id ROWS 1 PRECEDING) FROM t WHERE f BETWEEN -100 AND 100 ORDER BY _id;
-- error 22013
SELECT sum(a) OVER (ORDER BY _id ROWS -1 PRECEDING) FROM t;
-- error 22004
SELECT sum(a) OVER (ORDER BY _id ROWS NULL::int PRECEDING) FROM t;
SELECT _id, sum(a) OVER (ORDER BY _id ROWS (SELECT 2) PRECEDING) FROM t ORDER BY _id;
-- neighbours
SELECT _id, lag(s) OVER (ORDER BY _id), lag(a, 2) OVER (ORDER BY _id), lead(a, 1, 7) OVER (ORDER BY _id), lead(s, 3, '$none') OVER (ORDER BY _id) FROM t ORDER BY _id;
SELECT _id, lag(a, 0) OVER (ORDER BY _id), lag(a, 1, NULL) OVER (ORDER BY _id), lag(a, NULL) OVER (ORDER BY _id), lag(a, -2) OVER (ORDER BY _id), lag(a, a % 3) OVER (ORDER BY _id) FROM t WHERE a BETWEEN 1 AND 100 ORDER BY _id;
SELECT _id, lag(n) OVER (ORDER BY _id), lead(f) OVER (ORDER BY _id), lag(ts) OVER (ORDER BY _id), lag(ok) OVER (ORDER BY _id), lag(u) OVER (ORDER BY _id) FROM t ORDER BY _id;
SELECT _id, lag(ref) OVER (ORDER BY _id), lead(bin) OVER (ORDER BY _id), lag(doc) OVER (ORDER BY _id), lag(tags) OVER (ORDER BY _id), lag(ts::date) OVER (ORDER BY _id) FROM t ORDER BY _id;
SELECT _id, lag(a + 1) OVER (PARTITION BY ok ORDER BY _id), lead(n, 1, 1.50) OVER (PARTITION BY ok ORDER BY _id) FROM t WHERE a < 100 ORDER BY _id;
SELECT _id, a - lag(a) OVER (ORDER BY _id) FROM t WHERE a BETWEEN -100 AND 100 ORDER BY _id;
SELECT _id, p FROM (SELECT _id, status, lag(status) OVER (ORDER BY placed, _id) AS p FROM orders) q WHERE p = 'new' AND status = 'paid' ORDER BY _id;
SELECT _id, first_value(s) OVER w, last_value(s) OVER w FROM t WINDOW w AS (PARTITION BY ok ORDER BY a DESC, _id) ORDER BY _id;
SELECT _id, first_value(s) OVER w, last_value(n) OVER w FROM t WINDOW w AS (ORDER BY _id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) ORDER BY _id;
SELECT _id, first_value(ts) OVER (ORDER BY _id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), last_value(a) OVER (ORDER BY ok RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) IS NULL, nth_value(a, 2) OVER (ORDER BY _id) FROM t ORDER BY _id;
-- over groups, joins, unions, arrays
SELECT status, count(*), sum(count(*)) OVER (ORDER BY status ROWS UNBOUNDED PRECEDING), rank() OVER (ORDER BY count(*) DESC) FROM orders GROUP BY status ORDER BY 1;
SELECT status, sum(qty), lag(sum(qty)) OVER (ORDER BY status), max(avg(qty)) OVER () FROM orders GROUP BY status ORDER BY 1;
SELECT qty, count(*) * 100 / sum(count(*)) OVER () FROM orders GROUP BY qty ORDER BY 1;
SELECT s, row_number() OVER (ORDER BY count(*) DESC, s) FROM t GROUP BY s HAVING count(*) > 0 ORDER BY 2;
SELECT c.num, o._id, rank() OVER (PARTITION BY c.num ORDER BY o._id) FROM customers c JOIN orders o ON o.customer = c.num WHERE c.num < 4 ORDER BY 1, 2;
SELECT _id, e, count(*) OVER (PARTITION BY e), row_number() OVER (PARTITION BY e ORDER BY _id, k) FROM t, unnest(tags) WITH ORDINALITY AS u (e, k) ORDER BY _id, k;
SELECT x, y, row_number() OVER (PARTITION BY x ORDER BY y) FROM (SELECT s AS x, _id AS y FROM t UNION ALL SELECT v, 100 + _id FROM strings WHERE _id < 1000) q ORDER BY 1, 2;
SELECT t._id, q.rn FROM t JOIN (SELECT _id, row_number() OVER (ORDER BY i, _id) AS rn FROM numbers) q ON q.rn = t.a ORDER BY 1;
SELECT _id FROM t WHERE a IN (SELECT row_number() OVER (ORDER BY _id) FROM numbers WHERE i > 5) ORDER BY 1;
SELECT _id, row_number() OVER (ORDER BY _id), ntile(3) OVER (ORDER BY _id), rank() OVER (ORDER BY a) FROM t ORDER BY _id;
SELECT count(*) OVER (), a FROM t WHERE a > 3 ORDER BY a LIMIT 3;
SELECT count(*) OVER () FROM t WHERE false;
SELECT _id, unnest(nums), row_number() OVER (ORDER BY _id) FROM t ORDER BY 1, 2;
SELECT DISTINCT ON (status) status, _id, row_number() OVER (ORDER BY _id) FROM orders ORDER BY status, _id;
SELECT s, rank() OVER (ORDER BY s) AS r FROM t ORDER BY r DESC, s LIMIT 4;
SELECT _id, sum(sum(qty)) OVER (ORDER BY _id) FROM orders WHERE _id < 10 GROUP BY _id ORDER BY _id;
SELECT _id, (SELECT max(r) FROM (SELECT rank() OVER (ORDER BY i) AS r FROM numbers WHERE k = t.a) q) FROM t ORDER BY _id;
SELECT _id, row_number() OVER (ORDER BY random()) > 0 FROM t ORDER BY _id;
SELECT _id, avg(x), sum(x) FROM numbers GROUP BY _id ORDER BY _id;
