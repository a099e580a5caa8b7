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
