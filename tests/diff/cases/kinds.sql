-- The tables of declared.sql: columns of types that only SQL declares

SELECT * FROM kinds;
SELECT * FROM parts;
SELECT * FROM kinds_view;
SELECT * FROM parts_sums;
SELECT * FROM parts_by_mood;
SELECT (pr::record).x, pr::record, (ARRAY[pr]::record[])[1] FROM kinds;
SELECT (nullif(pr, (1, 'a')::pair)).y, coalesce(nullif(pr, (1, 'a')::pair), pr) FROM kinds;
SELECT array_position(ARRAY[pr], pr::record), pr::record = pr FROM kinds ORDER BY id LIMIT 2;

-- error XX000
SELECT * FROM (VALUES (timetz '10:30+02')) a(x) JOIN (VALUES (date '2024-01-01')) b(x) USING (x);
-- error XX000
SELECT * FROM (VALUES (timetz '10:30+02', 1)) a(x, y) JOIN (VALUES (date '2024-01-01', true)) b(x, y) USING (x, y);
-- error 42601
SELECT row(2, '$y')::pair <= ANY (SELECT pr FROM kinds);
SELECT row(2, '$y')::pair <= ANY (SELECT id, ci FROM kinds);
SELECT row(2, '$y')::pair = row(1, 2);
SELECT row(2, '$y')::pair IN (row(2, '$y'));
-- error 42883
SELECT row(2, '$y')::pair IN (row(2, '$y')::pair, (1, 2));
SELECT row(2, '$y')::record IN (SELECT id, ci FROM kinds);
SELECT row(2, '$y')::pair IS DISTINCT FROM row(2, '$y');
-- error 42804
SELECT row(2, '$y')::pair BETWEEN row(1, 'a')::pair AND row(2, 'z');
SELECT row(2, 'y') BETWEEN row(1, 'a') AND row(2, 'z'), row(1, 2)::record = row(1, 2), pr IN ((1, 'a')::pair, (2, 'b')::pair) FROM kinds WHERE id < 3;
SELECT '14'::posint / 3.0 FROM kinds WHERE 'one' >= upper('apple' COLLATE "C");
SELECT id FROM kinds WHERE row(k, ci)::pair NOT IN (row(1, 'apple')::pair, '(1,)'::pair, row(NULL, NULL)::pair);
SELECT 10::int8 AS c0 FROM orders r1 UNION ALL SELECT r2.qty AS c0 FROM parts r2 UNION SELECT (SELECT count(*)::int4 FROM unnest(ARRAY[2]) AS u(v) WHERE v > 1) AS c0 FROM orders r3 ORDER BY 1 LIMIT '4' OFFSET 3 - 2;
SELECT 10::int8 AS c0 FROM orders r1 UNION ALL SELECT r2.qty AS c0 FROM parts r2 UNION SELECT (SELECT count(*)::int4 FROM unnest(ARRAY[2]) AS u(v) WHERE v > 1) AS c0 FROM orders r3 ORDER BY 1;

-- what a row or an array is made of has an order, or it has none
-- error 42883
SELECT count(DISTINCT kinds) FROM kinds;
-- error 42883
SELECT id FROM kinds ORDER BY kinds;
-- error 42883
SELECT max(id) FROM kinds GROUP BY kinds;
-- error 42883
SELECT DISTINCT ON (kinds) id FROM kinds;
-- error 42883
SELECT rank() OVER (PARTITION BY kinds) FROM kinds;
-- error 42883
SELECT mode() WITHIN GROUP (ORDER BY kinds) FROM kinds;
-- error 42883
SELECT array_agg(kinds ORDER BY kinds) FROM kinds;
SELECT count(DISTINCT row(id, js)) FROM kinds;
SELECT count(DISTINCT parts), count(DISTINCT parts_by_mood) FROM parts, parts_by_mood;
SELECT id FROM parts ORDER BY parts DESC LIMIT 3;
-- error 42883
SELECT DISTINCT p FROM (VALUES (ARRAY[point '(1,1)'])) v(p);
-- error 42883
SELECT p FROM (VALUES (ARRAY[xid '1'])) v(p) ORDER BY p;
SELECT DISTINCT p FROM (VALUES (ARRAY[xid '1'])) v(p);
-- error 42883
SELECT count(DISTINCT p) FROM (VALUES (xid '1')) v(p);
-- error 42883
SELECT ARRAY[json '1'] UNION SELECT ARRAY[json '1'];
SELECT DISTINCT ARRAY[pr] FROM kinds;
-- error 42846
SELECT row('{}'::bool[], 'x')::pair;
-- error 42804
SELECT p[1] FROM kinds;
-- FULL JOIN of what has no collation to compare by: an error as soon as there is a row
-- error 42P22
SELECT * FROM kinds x FULL JOIN (SELECT ci COLLATE "POSIX" AS a FROM kinds) y ON x.ct = y.a;
-- error 42P22
SELECT * FROM (SELECT ct AS a FROM kinds) x FULL JOIN (SELECT ci COLLATE "POSIX" AS a FROM kinds) y USING (a);
-- error 42P22
SELECT * FROM kinds x FULL JOIN (SELECT ci COLLATE "POSIX" AS a, -1 AS b FROM kinds) y ON x.id = y.b AND x.ct = y.a;
-- error 42P22
SELECT * FROM (SELECT ct FROM kinds WHERE id < 0) x FULL JOIN (SELECT ci COLLATE "POSIX" AS a FROM kinds) y ON x.ct = y.a;
SELECT count(*) FROM (SELECT ct FROM kinds WHERE id < 0) x FULL JOIN (SELECT ci COLLATE "POSIX" AS a FROM kinds WHERE id < 0) y ON x.ct = y.a;
SELECT count(*) FROM kinds x FULL JOIN (SELECT ct AS a FROM kinds) y ON x.ct = y.a;
-- error 0A000
SELECT count(*) FROM kinds x FULL JOIN (SELECT ci COLLATE "POSIX" AS a FROM kinds) y ON x.ct > y.a;
-- a condition that follows from others is applied above EXISTS: its columns are there
SELECT count(*) FROM events r3 JOIN mixed r5 ON r3.value = r5.fl JOIN mixed r6 ON r5.fl = r6.fl JOIN kinds r7 ON r5.g = r7.k AND (EXISTS (SELECT q._id FROM strings q WHERE q._id = length(r3.kind) AND q.n = r5.g));
SELECT count(*) FROM events r3 JOIN mixed r5 ON r3.value = r5.fl JOIN mixed r6 ON r5.fl = r6.fl JOIN kinds r7 ON r5.g = r7.k WHERE (length(r3.kind), r5.g) IN (SELECT q._id, q.n FROM strings q);
