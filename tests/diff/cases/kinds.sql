-- The tables of declared.sql: columns of types that only SQL declares

SELECT * FROM kinds;
SELECT * FROM parts;
SELECT * FROM kinds_view;
SELECT * FROM parts_sums;
SELECT * FROM parts_by_mood;
SELECT (pr::record).x, pr::record, (ARRAY[pr]::record[])[1] FROM kinds;
SELECT (nullif(pr, (1, 'a')::pair)).y, coalesce(nullif(pr, (1, 'a')::pair), pr) FROM kinds;
SELECT array_position(ARRAY[pr], pr::record), pr::record = pr FROM kinds ORDER BY id LIMIT 2;
