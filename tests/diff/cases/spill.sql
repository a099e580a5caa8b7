-- What outgrows work_mem goes on in files, and gives what it gives in memory.
SET work_mem = '64kB';
CREATE TEMP VIEW many AS SELECT i, i * 7919 % 20011 AS k, repeat(chr(97 + i % 26), i % 20) AS t FROM generate_series(1, 10000) i;
-- joins
SELECT count(*), sum(a.i), sum(b.i) FROM many a JOIN many b ON a.k = b.i;
SELECT count(*), count(b.i), sum(a.i) FROM many a LEFT JOIN many b ON a.k = b.i AND b.i % 3 = 0;
SELECT count(*), count(a.i), count(b.i) FROM many a RIGHT JOIN many b ON a.k = b.i AND a.i % 3 = 0;
SELECT count(*), count(a.i), count(b.i), sum(a.i), sum(b.i) FROM many a FULL JOIN many b ON a.k = b.i;
SELECT count(*), sum(a.i) FROM many a WHERE EXISTS (SELECT 1 FROM many b WHERE a.k = b.i);
SELECT count(*), sum(a.i) FROM many a WHERE NOT EXISTS (SELECT 1 FROM many b WHERE a.k = b.i);
SELECT count(*), sum(a.i) FROM many a WHERE k NOT IN (SELECT b.i FROM many b WHERE b.i % 7 > 0);
SELECT count(*) FROM (SELECT 1 AS k, i, t FROM many WHERE i <= 2000) a JOIN (SELECT 1 AS k, i, t FROM many WHERE i <= 300) b ON a.k = b.k AND a.i > b.i * 10; -- one key alone
SELECT count(*), sum(length(a.t)) FROM many a JOIN many b ON a.t = b.t AND a.i = b.i;
SELECT count(*), sum(b.i) FROM (SELECT i, NULLIF(i % 5, 0) AS k FROM many WHERE i <= 3000) a JOIN (SELECT i, NULLIF(i, 0) AS k FROM many) b USING (k);
-- groups
SELECT count(*), sum(n), sum(s), max(t) FROM (SELECT k, count(*) AS n, sum(i) AS s, max(t) AS t FROM many GROUP BY k) g;
SELECT count(*), sum(n) FROM (SELECT k % 5000, t, count(*) AS n, avg(i) FROM many GROUP BY 1, 2) g;
SELECT count(*), sum(length(a)) FROM (SELECT k % 3000, string_agg(t, ',' ORDER BY i) AS a FROM many GROUP BY 1) g;
SELECT count(*), sum(n), sum(s) FROM (SELECT i % 100, count(DISTINCT k) AS n, sum(DISTINCT length(t)) AS s FROM many GROUP BY 1) g;
SELECT count(DISTINCT k), count(DISTINCT t), sum(DISTINCT k) FROM many;
SELECT md5(string_agg(t, ',' ORDER BY k)), md5(array_to_string(array_agg(k ORDER BY t, i), ',')) FROM many;
SELECT percentile_disc(0.3) WITHIN GROUP (ORDER BY k), percentile_cont(0.5) WITHIN GROUP (ORDER BY i), mode() WITHIN GROUP (ORDER BY t) FROM many;
SELECT count(*), sum(n), count(a), count(b) FROM (SELECT k % 3000 AS a, i % 7 AS b, count(*) AS n FROM many GROUP BY GROUPING SETS ((1, 2), (1), (2), ())) g;
SELECT count(*), sum(n) FROM (SELECT k % 1000 AS a, t AS b, count(*) AS n FROM many GROUP BY CUBE (1, 2)) g;
SELECT count(*), sum(i) FROM (SELECT DISTINCT i, t FROM many) d;
SELECT count(*), sum(i) FROM (SELECT DISTINCT ON (k % 3000) i FROM many ORDER BY k % 3000, i DESC) d;
-- sorts
SELECT md5(string_agg(i::text, ',')) FROM (SELECT i FROM many ORDER BY t DESC, k OFFSET 0) s;
SELECT i, k, t FROM many ORDER BY t COLLATE "C", k DESC LIMIT 3 OFFSET 9000;
SELECT count(*), min(n), max(n) FROM (SELECT length(t) AS n FROM many ORDER BY length(t) OFFSET 9996 FETCH FIRST 1 ROWS WITH TIES) s;
SELECT md5(string_agg(t, ',')) FROM (SELECT t FROM many ORDER BY NULLIF(k % 10, 3) NULLS FIRST, NULLIF(i % 100, 7) DESC, i OFFSET 0) s;
-- windows
SELECT sum(r), sum(d), sum(n), sum(l) FROM (SELECT rank() OVER w AS r, dense_rank() OVER w AS d, ntile(7) OVER w AS n, lag(i, 5, 0) OVER (w ROWS UNBOUNDED PRECEDING) AS l FROM many WINDOW w AS (PARTITION BY i % 3 ORDER BY k)) s;
SELECT sum(a), sum(b), sum(c), max(d) FROM (SELECT sum(i) OVER (ORDER BY k ROWS 50 PRECEDING) AS a, count(*) OVER (ORDER BY k % 100) AS b, first_value(i) OVER (ORDER BY k ROWS BETWEEN 500 PRECEDING AND 400 PRECEDING) AS c, last_value(t) OVER (ORDER BY k RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING) AS d FROM many) s;
SELECT sum(a), sum(b), sum(c) FROM (SELECT count(*) OVER () AS a, sum(k) OVER (PARTITION BY t) AS b, nth_value(i, 3000) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS c FROM many) s;
-- set operations
SELECT count(*), sum(i) FROM (SELECT i, t FROM many INTERSECT SELECT k, t FROM many) s;
SELECT count(*), sum(i) FROM (SELECT i FROM many EXCEPT SELECT k FROM many) s;
SELECT count(*), sum(x) FROM (SELECT i % 5000 AS x FROM many INTERSECT ALL SELECT k % 4000 FROM many) s;
SELECT count(*), sum(x) FROM (SELECT i % 5000 AS x FROM many EXCEPT ALL SELECT k % 4000 FROM many) s;
SELECT count(*), sum(i) FROM (SELECT i, t FROM many UNION SELECT k, t FROM many) s;
-- WITH
WITH m AS MATERIALIZED (SELECT * FROM many) SELECT count(*), sum(a.i), sum(b.k) FROM m a JOIN m b ON a.i = b.k;
WITH m AS MATERIALIZED (SELECT * FROM many WHERE i <= 3000) SELECT (SELECT max(t) FROM m), (SELECT sum(k) FROM m), count(*) FROM m;
WITH RECURSIVE r(i) AS (SELECT 1 UNION SELECT i * 7 % 10007 FROM r) SELECT count(*), sum(i) FROM r; -- a row a round
WITH RECURSIVE r(i) AS (SELECT i FROM many UNION SELECT unnest(ARRAY[i / 2, i * 3 % 20011, i % 100]) FROM r) SELECT count(*), sum(i), max(i) FROM r;
WITH RECURSIVE r(i, t) AS (SELECT i, t FROM many WHERE i <= 50 UNION ALL SELECT i + 50, repeat(t, 2) FROM r WHERE i <= 9950 AND length(t) < 100) SELECT count(*), sum(i), sum(length(t)) FROM r;
WITH RECURSIVE r(i, up) AS (SELECT 1, 0 UNION ALL SELECT unnest(ARRAY[2 * i, 2 * i + 1]), i FROM r WHERE i < 4096) SEARCH DEPTH FIRST BY i SET o SELECT md5(string_agg(i::text, ',' ORDER BY o)) FROM r;
-- rows read again
SELECT count(*), sum(n) FROM (VALUES (1), (2), (3)) v(x), LATERAL (SELECT count(*) AS n FROM (SELECT DISTINCT k % (5000 + x) FROM many) d) l;
SELECT count(*) FROM (SELECT i FROM many WHERE i <= 20) a JOIN (SELECT i, t FROM many WHERE i <= 3000 OFFSET 0) b ON a.i * 100 > b.i;
SELECT count(*), sum(x) FROM unnest((SELECT array_agg(k ORDER BY i) FROM many)) WITH ORDINALITY u(x, o) WHERE o > 100;
-- rows and results kept for reruns
SELECT count(*), sum(n), sum(m) FROM (SELECT (SELECT count(*) FROM (SELECT DISTINCT i, k % 300 AS k, t FROM many OFFSET 0) b WHERE b.k = a.i) AS n, (SELECT max(t) FROM (SELECT DISTINCT i, k % 300 AS k, t FROM many OFFSET 0) b WHERE b.k = a.i AND b.t < a.t) IS NULL AS o, a.i AS m FROM many a WHERE a.i <= 400) s;
SELECT a.i, s.i FROM many a, LATERAL (SELECT b.i FROM (SELECT DISTINCT i, NULLIF(k % 100, 7) AS k FROM many ORDER BY i DESC OFFSET 0) b WHERE b.k = a.i LIMIT 3) s WHERE a.i <= 120;
SELECT j, count(*), sum(length(r)), min(r), max(r) FROM (SELECT j, (SELECT max(o.status) || repeat(chr(97 + j % 26), j % 500) FROM orders o WHERE o.qty = j % 20) AS r FROM (SELECT i % 700 AS j FROM many WHERE i <= 3000 OFFSET 0) a) s GROUP BY j;
RESET work_mem;
DROP VIEW many;
