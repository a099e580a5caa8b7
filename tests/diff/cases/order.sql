-- ORDER BY, LIMIT, OFFSET, FETCH: NULLs, NaN, ties broken, expressions, ordinals.
SELECT _id, a FROM t ORDER BY a, _id;
SELECT _id, a FROM t ORDER BY a DESC, _id;
SELECT _id, a FROM t ORDER BY a NULLS FIRST, _id;
SELECT _id, a FROM t ORDER BY a DESC NULLS LAST, _id;
SELECT _id, a FROM t ORDER BY a ASC NULLS LAST, _id DESC;
SELECT _id, a FROM t ORDER BY a USING <, _id;
SELECT _id, a FROM t ORDER BY a USING >, _id;
SELECT _id, s FROM t ORDER BY s, _id;
SELECT _id, s FROM t ORDER BY s DESC, _id;
SELECT _id, f FROM t ORDER BY f, _id;
SELECT _id, n FROM t ORDER BY n DESC, _id;
SELECT _id, ok FROM t ORDER BY ok, _id;
SELECT _id, ok FROM t ORDER BY ok DESC NULLS LAST, _id;
SELECT _id, ts FROM t ORDER BY ts, _id;
SELECT _id, ref FROM t ORDER BY ref DESC, _id;
SELECT _id, bin FROM t ORDER BY bin, _id;
SELECT _id, u FROM t ORDER BY u NULLS FIRST, _id;
SELECT _id, doc FROM t ORDER BY doc, _id;
SELECT _id, tags FROM t ORDER BY tags, _id;
SELECT _id, nums FROM t ORDER BY nums DESC, _id;
SELECT _id, x FROM numbers ORDER BY x, _id;
SELECT _id, x FROM numbers ORDER BY x DESC, _id;
SELECT _id, x FROM numbers ORDER BY x NULLS FIRST, _id DESC;
SELECT _id, x FROM numbers ORDER BY x DESC NULLS LAST, _id;
SELECT _id, d FROM numbers ORDER BY d, _id;
SELECT _id, d FROM numbers ORDER BY d DESC NULLS LAST, _id;
SELECT _id, i FROM numbers ORDER BY i, _id;
SELECT _id, j FROM numbers ORDER BY j DESC, _id;
SELECT _id, v FROM strings ORDER BY v, _id;
SELECT _id, v FROM strings ORDER BY v DESC NULLS LAST, _id;
SELECT _id, v FROM strings ORDER BY lower(v), _id;
SELECT _id, v FROM strings ORDER BY length(v), v, _id;
SELECT _id, v FROM strings ORDER BY v COLLATE "C", _id;
SELECT _id, k FROM numbers ORDER BY k, x DESC, _id;
SELECT _id FROM t ORDER BY a, b DESC, s, _id;
SELECT _id FROM t ORDER BY a IS NULL, a, _id;
SELECT _id FROM t ORDER BY a % 3, _id;
SELECT _id FROM t ORDER BY -b, _id;
SELECT _id FROM t ORDER BY b * -1 NULLS FIRST, _id;
SELECT _id FROM t ORDER BY abs(b), _id;
SELECT _id FROM t ORDER BY coalesce(a, 0), _id;
SELECT _id FROM t ORDER BY CASE WHEN ok THEN 0 WHEN NOT ok THEN 1 ELSE 2 END, _id;
SELECT _id FROM t ORDER BY 1;
SELECT _id, a FROM t ORDER BY 2, 1;
SELECT _id, a FROM t ORDER BY 2 DESC NULLS LAST, 1 DESC;
SELECT a AS z, _id FROM t ORDER BY z, _id;
SELECT a AS b, _id FROM t ORDER BY b, _id;
SELECT _id, b % 3 AS m FROM t ORDER BY m, _id;
SELECT _id FROM t ORDER BY t.a, t._id;
SELECT s FROM t ORDER BY _id;
SELECT _id FROM t ORDER BY a, a DESC, _id;
-- error 42601
SELECT _id FROM t ORDER BY NULL, _id;
SELECT _id FROM t ORDER BY 'x'::text, _id;
SELECT _id FROM t ORDER BY _id LIMIT 3;
SELECT _id FROM t ORDER BY _id LIMIT 3 OFFSET 2;
SELECT _id FROM t ORDER BY _id OFFSET 12;
SELECT _id FROM t ORDER BY _id OFFSET 100;
SELECT _id FROM t ORDER BY _id LIMIT 0;
SELECT _id FROM t ORDER BY _id LIMIT ALL;
SELECT _id FROM t ORDER BY _id LIMIT NULL OFFSET NULL;
SELECT _id FROM t ORDER BY _id LIMIT 1 + 1 OFFSET 2 * 2;
SELECT _id FROM t ORDER BY _id LIMIT 2.4;
SELECT _id FROM t ORDER BY _id LIMIT 2.5;
SELECT _id FROM t ORDER BY _id LIMIT '3';
SELECT _id FROM t ORDER BY _id FETCH FIRST 2 ROWS ONLY;
SELECT _id FROM t ORDER BY _id OFFSET 1 ROW FETCH NEXT ROW ONLY;
SELECT _id FROM t ORDER BY _id DESC LIMIT 9223372036854775807;
SELECT _id FROM t ORDER BY a LIMIT 1;
SELECT _id FROM t ORDER BY a DESC NULLS LAST LIMIT 2;
SELECT _id, a FROM t ORDER BY a DESC, _id LIMIT 3;
SELECT _id, a FROM t ORDER BY a DESC, _id OFFSET 1 LIMIT 3;
SELECT _id, a FROM t WHERE a IS NULL ORDER BY a, _id;
SELECT _id, a FROM t WHERE a > 2 ORDER BY a DESC, _id LIMIT 4;
SELECT _id, x FROM numbers ORDER BY x DESC, _id LIMIT 4;
SELECT _id, x FROM numbers ORDER BY x, _id OFFSET 18;
SELECT count(*) FROM t LIMIT 1;
SELECT count(*) FROM t LIMIT 0;
SELECT count(*) FROM t OFFSET 1;
SELECT count(*) FROM t ORDER BY count(*);
SELECT status, count(*) FROM orders GROUP BY status ORDER BY 1 LIMIT 2;
SELECT status, count(*) FROM orders GROUP BY status ORDER BY 1 DESC NULLS LAST OFFSET 1 LIMIT 2;
SELECT DISTINCT status FROM orders ORDER BY 1 LIMIT 2;
SELECT num, name FROM customers ORDER BY name NULLS FIRST, num LIMIT 5;
SELECT num, credit FROM customers ORDER BY credit DESC, num LIMIT 10 OFFSET 5;
SELECT num FROM customers ORDER BY _id LIMIT 5;
SELECT num FROM customers ORDER BY "firstName" DESC, num LIMIT 9;
SELECT _id FROM empty ORDER BY a;
SELECT 1 ORDER BY 1;
SELECT 1 AS a ORDER BY a LIMIT 1;
SELECT 1 LIMIT 0;
SELECT 1 OFFSET 1;
SELECT _id, total FROM orders ORDER BY total DESC NULLS LAST, _id LIMIT 10;
SELECT _id, placed FROM orders ORDER BY placed, _id LIMIT 10 OFFSET 50;
SELECT _id, status, qty FROM orders ORDER BY status, qty DESC, _id LIMIT 30;
SELECT _id FROM orders WHERE status = 'new' AND qty > 2 ORDER BY weight, _id LIMIT 7;
-- error 42P10
SELECT _id FROM t ORDER BY 2;
-- error 42P10
SELECT _id FROM t ORDER BY 0;
-- error 42601
SELECT _id FROM t ORDER BY 'x';
-- error 42601
SELECT _id FROM t ORDER BY 1.5;
-- error 42703
SELECT _id FROM t ORDER BY nope;
-- error 42702
SELECT a AS x, b AS x FROM t ORDER BY x;
-- error 2201W
SELECT _id FROM t LIMIT -1;
-- error 2201X
SELECT _id FROM t OFFSET -1;
-- error 22P02
SELECT _id FROM t LIMIT 'x';
-- error 42P10
SELECT _id FROM t LIMIT a;
-- error 42703
SELECT _id FROM t LIMIT nope;
-- error 42804
SELECT _id FROM t LIMIT true;
-- error 42883
SELECT 1 ORDER BY '{}'::json;
-- An index begins with the column: its values, NaNs and NULLs are asked for one after the other.
SELECT _id, x FROM numbers ORDER BY x, _id LIMIT 5;
SELECT _id, x FROM numbers ORDER BY x, _id LIMIT 4 OFFSET 14;
SELECT _id, x FROM numbers ORDER BY x DESC, _id DESC LIMIT 4;
SELECT _id, x FROM numbers ORDER BY x DESC NULLS LAST, _id DESC LIMIT 3;
SELECT _id, x FROM numbers ORDER BY x NULLS FIRST, _id LIMIT 3 OFFSET 1;
SELECT _id, x FROM numbers WHERE x > 1 ORDER BY x, _id LIMIT 9;
SELECT _id, x FROM numbers WHERE k = 4 ORDER BY x, _id LIMIT 9;
SELECT _id, d FROM numbers ORDER BY d, _id LIMIT 18;
SELECT _id, d FROM numbers ORDER BY d DESC, _id DESC LIMIT 2;
SELECT _id, d + 1 FROM numbers WHERE d < 'NaN' ORDER BY d DESC, _id DESC LIMIT 2;
SELECT i FROM numbers ORDER BY i LIMIT 17 OFFSET 2;
SELECT i, i::text || 2 AS twice FROM numbers ORDER BY i DESC LIMIT 5;
SELECT i FROM numbers ORDER BY i DESC NULLS LAST OFFSET 12 FETCH FIRST 5 ROWS ONLY;
SELECT i FROM numbers ORDER BY i FETCH FIRST 7 ROWS WITH TIES;
SELECT DISTINCT k FROM numbers ORDER BY k LIMIT 3;
SELECT _id, k FROM numbers ORDER BY k DESC NULLS LAST, _id LIMIT 16;
SELECT _id, k FROM numbers WHERE k IS NULL ORDER BY k DESC, _id LIMIT 2;
SELECT _id, k, (SELECT max(_id) FROM t WHERE a = k) FROM numbers ORDER BY k DESC, _id LIMIT 8;
SELECT _id, generate_series(1, 2) FROM numbers ORDER BY k DESC, _id LIMIT 8;
SELECT count(*), sum(i) FROM (SELECT i FROM numbers ORDER BY i LIMIT 10) AS s;
SELECT _id, k FROM numbers ORDER BY k DESC, _id LIMIT 0;
-- error 2201W
SELECT _id, k FROM numbers ORDER BY k DESC, _id LIMIT -1;
-- error 2201X
SELECT _id, k FROM numbers ORDER BY k DESC, _id LIMIT 3 OFFSET -1;
SELECT t._id, s.i FROM t, LATERAL (SELECT i FROM numbers WHERE k = t.a ORDER BY i LIMIT 2) AS s ORDER BY 1, 2;
SELECT _id FROM t WHERE a IN (SELECT i FROM numbers ORDER BY i LIMIT 14) ORDER BY 1;
(SELECT i FROM numbers ORDER BY i LIMIT 3) UNION ALL (SELECT i FROM numbers ORDER BY i DESC LIMIT 3);
WITH c AS MATERIALIZED (SELECT _id, i FROM numbers ORDER BY i LIMIT 3) SELECT count(*), max(i) FROM c;

-- COLLATE: the same order, another expression
-- error 42P10
SELECT DISTINCT s FROM t ORDER BY s COLLATE "C";
SELECT DISTINCT s COLLATE "C" AS s FROM t ORDER BY s COLLATE "C" DESC;
-- error 42P10
SELECT DISTINCT s COLLATE "C" FROM t ORDER BY s COLLATE "POSIX";
-- error 0A000
SELECT s FROM t UNION SELECT s FROM t ORDER BY s COLLATE "C";
SELECT s COLLATE "C", count(*) FROM t GROUP BY s COLLATE "C" ORDER BY 1;
-- error 42803
SELECT s, count(*) FROM t GROUP BY s COLLATE "C" ORDER BY 1;
-- error 42P10
SELECT DISTINCT ON (s) s FROM t ORDER BY s COLLATE "C";
-- error 42P10
SELECT string_agg(DISTINCT s, ',' ORDER BY s COLLATE "C") FROM t;
-- error 42P21
SELECT s COLLATE "C" < s COLLATE "POSIX" FROM t;
SELECT (s COLLATE "C" < 'e') = (s COLLATE "POSIX" < 'm'), (s COLLATE "C", s COLLATE "POSIX") < ('a', 'b') FROM t ORDER BY _id;
SELECT s FROM t WHERE s COLLATE "C" > 'a' AND s COLLATE "POSIX" LIKE 't%' ORDER BY s COLLATE "C" DESC LIMIT 3;
-- LIMIT of what has no row
SELECT v, n FROM strings WHERE false LIMIT 1;
SELECT v FROM strings WHERE false OFFSET 1;
SELECT * FROM one WHERE EXISTS (SELECT * FROM strings WHERE false OFFSET 1);
SELECT *, (SELECT v || n FROM strings WHERE 1 > 2 LIMIT 1) FROM one;
SELECT * FROM one LEFT JOIN (SELECT s.v || s.p AS x FROM strings s, t WHERE NULL LIMIT 3) q ON true;
SELECT generate_series(1, n), v FROM strings WHERE false LIMIT 1;
-- operators of text_pattern_ops: all text compares bytewise
SELECT s FROM t ORDER BY s USING ~<~;
SELECT s FROM t ORDER BY s USING ~>~ NULLS LAST;
-- error 42809
SELECT s FROM t ORDER BY s USING ~<=~;
-- error 42883
SELECT a FROM t ORDER BY a USING ~<~;
