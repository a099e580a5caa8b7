-- errors that PostgreSQL finds when it plans, over a table without rows
-- error 2201B
SELECT * FROM empty WHERE s ~ '(';
SELECT * FROM empty WHERE s ~ '(' AND false;
-- error 2201B
SELECT * FROM empty WHERE s SIMILAR TO '(';
-- error 2201B
SELECT * FROM empty WHERE s ~* 'a{2,1}';
-- error 2201B
SELECT * FROM empty WHERE NOT (s !~ 'a**');
-- error 2201B
SELECT * FROM empty WHERE s !~* '[' OR a = 1;
SELECT * FROM empty WHERE s !~* '[' OR true;
-- error 2201B
SELECT * FROM empty WHERE (s ~ '(') IS TRUE;
-- error 2201B
SELECT * FROM empty x JOIN empty y ON x.a = y.a AND x.s ~ '(';
-- error 2201B
SELECT * FROM empty x LEFT JOIN empty y ON x.a = y.a AND y.s ~ '(';
-- error 2201B
SELECT * FROM empty WHERE lower(s) ~ '(';
SELECT * FROM empty WHERE CASE WHEN s ~ '(' THEN true END;
-- error 2201B
SELECT * FROM (SELECT s FROM empty LIMIT 1) q WHERE s ~ '(';
-- error 2201B
SELECT * FROM empty WHERE EXISTS (SELECT 1 FROM empty b WHERE b.s ~ '(');
-- error 2201B
SELECT * FROM pg_class WHERE relname ~ '(';
SELECT s ~ '(' FROM empty;
SELECT regexp_replace(s, '(', 'x'), regexp_match(s, '[') FROM empty;
-- error 42601
SELECT '{"a":1}'::jsonb @? '$['::text::jsonpath FROM empty;
-- error 42P21
WITH RECURSIVE r(x) AS (SELECT s FROM empty UNION ALL SELECT x || 'a' COLLATE "POSIX" FROM r) SELECT * FROM r;
-- error 42P21
WITH RECURSIVE r(x) AS (SELECT s COLLATE "C" FROM empty UNION ALL SELECT x COLLATE "POSIX" FROM r) SELECT * FROM r;
WITH RECURSIVE r(x) AS (SELECT s COLLATE "POSIX" FROM empty UNION ALL SELECT x || 'a' COLLATE "POSIX" FROM r) SELECT * FROM r;
WITH RECURSIVE r(x) AS (SELECT s COLLATE "C" FROM empty UNION ALL SELECT x || 'a' FROM r) SELECT * FROM r;
-- error 42704
SELECT 'a' COLLATE "nosuch";
