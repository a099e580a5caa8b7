-- CASE, COALESCE, NULLIF, GREATEST and boolean values in the target list.
SELECT _id, CASE WHEN a IS NULL THEN 'none' WHEN a > 5 THEN 'big' ELSE 'small' END FROM t;
SELECT _id, CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' END FROM t;
SELECT _id, CASE s WHEN 'one' THEN 1 WHEN '' THEN 0 ELSE -1 END FROM t;
SELECT _id, CASE a WHEN NULL THEN 'never' ELSE 'always' END FROM t;
SELECT _id, CASE WHEN ok THEN a ELSE b END FROM t;
SELECT _id, CASE WHEN ok THEN a ELSE f END FROM t;
SELECT _id, CASE WHEN ok THEN a ELSE 1.5 END FROM t;
SELECT _id, CASE WHEN ok THEN NULL ELSE s END FROM t;
SELECT _id, CASE WHEN NULL THEN 1 ELSE 2 END FROM t;
SELECT _id, CASE WHEN a > 3 THEN CASE WHEN b > 30 THEN 'x' ELSE 'y' END END FROM t;
SELECT _id, CASE WHEN true THEN 1 ELSE 1 / 0 END FROM t;
SELECT _id, CASE WHEN a = 0 THEN NULL ELSE 100 / a END FROM t;
SELECT CASE WHEN 1 = 1 THEN 'a' END, CASE 1 WHEN 1 THEN 'x'::text ELSE NULL END;
SELECT _id, coalesce(a, 0), coalesce(a, b, -1), coalesce(NULL, a) FROM t;
SELECT _id, coalesce(s, 'none'), coalesce(NULL, NULL, s, '') FROM t;
SELECT _id, coalesce(a, 1.5), coalesce(a, f) FROM t;
SELECT _id, coalesce(ts, '2000-01-01') FROM t;
SELECT _id, coalesce(doc->>'x', '-'), coalesce(tags, '{}') FROM t;
SELECT coalesce(NULL), coalesce(1, 1 / 0), coalesce(NULL, 2);
SELECT _id, nullif(a, 5), nullif(s, 'one'), nullif(a, NULL), nullif(NULL, a) FROM t;
SELECT _id, nullif(f, 5), nullif(n, 5), nullif(a, 5.0) FROM t;
SELECT nullif(1, 1), nullif(1, 2), nullif('', '');
SELECT _id, greatest(a, 5), least(a, 5), greatest(s, 'o') FROM t;
SELECT _id, ok AND a > 3, ok OR a > 3, NOT ok FROM t;
SELECT _id, a > 3, a = NULL, (a > 3) IS TRUE, (a > 3) IS NOT FALSE FROM t;
SELECT _id, a IN (1, 5), a NOT IN (1, 5), a IN (1, NULL), a BETWEEN 1 AND 5 FROM t;
SELECT _id, a IS DISTINCT FROM 5, a IS NOT DISTINCT FROM NULL FROM t;
SELECT _id, ok = (a > 3), ok <> true, ok IS UNKNOWN FROM t;
SELECT _id, 'red' = ANY(tags), 'red' <> ALL(tags), 3 = ANY(nums) FROM t;
SELECT true AND NULL, false AND NULL, true OR NULL, false OR NULL, NOT NULL::bool;
SELECT NULL = NULL, NULL IS NULL, 1 IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM NULL;
SELECT 1 IN (1, NULL), 2 IN (1, NULL), 2 NOT IN (1, NULL), NULL IN (1);
SELECT 1 < 2 AND 2 < 3, NOT 1 = 2, 1 = 1 IS TRUE;
SELECT true > false, true = 't', 'a' = 'a ', 'a'::char(3) = 'a';
SELECT 1 = 1.0, 1 = 1::float8, 0.1 = 0.1::float8, 'NaN'::float8 = 'NaN'::float8, 'NaN'::float8 > 'Infinity';
SELECT (1, 2) = (1, 2), (1, 2) < (1, 3), (1, NULL) = (1, 2), (1, NULL) = (2, 2), ROW(1, 'a') IS NULL, ROW(NULL, NULL) IS NULL;
SELECT _id, (a, b) < (5, 50), (a, b) IS NULL, (a, b) IS NOT NULL FROM t;
SELECT num_nulls(a, b, s), num_nonnulls(a, b, s) FROM t;
-- error 42804
SELECT CASE WHEN ok THEN a ELSE s END FROM t;
-- error 42804
SELECT CASE WHEN a THEN 1 END FROM t;
-- error 42804
SELECT coalesce(a, s) FROM t;
-- error 42804
SELECT greatest(a, ok) FROM t;
-- error 22P02
SELECT coalesce(a, 'x') FROM t;
-- error 42883
SELECT nullif(a, s) FROM t;
-- error 42883
SELECT CASE a WHEN 'x'::text THEN 1 END FROM t;
-- error 22012
SELECT CASE WHEN false THEN 1 ELSE 1 / 0 END;
-- what is computed when planning: its errors, and those that a branch saves from
-- error 22012
SELECT CASE WHEN (1, 2) IS NULL THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN (1, NULL) IS NOT NULL THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN ROW(1, 2) IS NOT NULL THEN 1 ELSE 1/0 END;
SELECT CASE 1 WHEN 2 THEN 1/0 ELSE 5 END;
SELECT COALESCE('a', (1/0)::text);
-- error 22012
SELECT CASE WHEN to_jsonb(1) = '2' THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN concat('a', 1) = 'b' THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN date '2024-01-01' < timestamptz '2023-01-01' THEN 1/0 ELSE 1 END;
SELECT CASE WHEN date '2024-01-01' < timestamp '2023-01-01' THEN 1/0 ELSE 1 END;
SELECT CASE WHEN (1, 2) = (1, 3) THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN (1, 2) < (1, 1) THEN 1/0 ELSE 1 END;
SELECT CASE WHEN 1 IN (2, 3) THEN 1/0 ELSE 1 END;
SELECT CASE WHEN 1 = ANY (ARRAY[2, 3]) THEN 1/0 ELSE 1 END;
SELECT CASE WHEN 1 IS DISTINCT FROM 1 THEN 1/0 ELSE 1 END;
SELECT CASE WHEN NULLIF(1, 1) IS NOT NULL THEN 1/0 ELSE 1 END;
SELECT CASE WHEN GREATEST(1, 2) = 1 THEN 1/0 ELSE 1 END;
SELECT CASE WHEN ARRAY[1] = ARRAY[2] THEN 1/0 ELSE 1 END;
SELECT CASE WHEN (ARRAY[1, 2])[1] = 2 THEN 1/0 ELSE 1 END;
SELECT CASE WHEN 'a'::text::name = 'b' THEN 1/0 ELSE 1 END;
SELECT CASE WHEN 1::text = '2' THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN date '2024-01-01'::text = 'x' THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN '2024-01-01'::text::date IS NULL THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN '{1}'::text::int[] IS NULL THEN 1/0 ELSE 1 END;
-- error 22012
SELECT CASE WHEN (SELECT 1) = 2 THEN 1/0 ELSE 1 END;
SELECT CASE WHEN NULL::bool THEN 1/0 ELSE 1 END;
SELECT CASE WHEN NOT true THEN 1/0 ELSE 1 END;
SELECT CASE WHEN false AND (1/0 = 1) THEN 1 ELSE 2 END;
SELECT true OR (1/0 = 1);
-- error 22012
SELECT (1/0 = 1) OR true;
-- error 22012
SELECT (1/0 = 1) AND false;
SELECT false AND 1/0 = 1 FROM t WHERE _id = 1;
SELECT a > 0 AND false AND 1/0 = 1 FROM t WHERE _id = 1;
-- error 22012
SELECT CASE WHEN a > 100 THEN 1/0 ELSE 1 END FROM t WHERE _id = 1;
-- error 22012
SELECT CASE WHEN a > 100 THEN 1/0 ELSE 1 END FROM t WHERE false;
SELECT CASE WHEN a > 100 THEN a/0 ELSE 1 END FROM t WHERE _id = 1;
-- error 22012
SELECT 1/0 FROM empty;
-- error 22012
SELECT 1/0 FROM t WHERE _id = 100;
-- error 22012
SELECT a FROM t WHERE 1/0 = 1 AND false;
SELECT a FROM t WHERE false AND 1/0 = 1;
-- error 22012
SELECT a FROM t WHERE _id = 100 AND 1/0 = 1;
-- error 22012
SELECT NULLIF(NULL::int, 1/0);
SELECT NULLIF(NULL::int, a/0) FROM t;
SELECT length(NULL) + a/0 FROM t;
SELECT NULL + a/0 FROM t;
SELECT int4pl(NULL, a/0) FROM t;
SELECT NULL = (a/0) FROM t;
SELECT NULL::int IN (a/0) FROM t;
SELECT NULL::int IN (a/0, 1) FROM t;
-- error 22012
SELECT NULL::int = ANY (ARRAY[a/0]) FROM t;
SELECT GREATEST(NULL, a/0) FROM t WHERE a IS NULL;
SELECT (NULL::int[])[a/0] FROM t;
SELECT NULL::text LIKE (a/0)::text FROM t;
SELECT (NULL, 1) = (a/0, 2) FROM t;
SELECT NULL::int BETWEEN a/0 AND 1 FROM t;
-- error 22012
SELECT NULL IS DISTINCT FROM a/0 FROM t;
SELECT coalesce(1, a/0) FROM t;
SELECT coalesce(NULL, 1, a/0) FROM t WHERE _id = 1;
-- error 22012
SELECT concat(NULL, a/0) FROM t;
SELECT extract(day FROM 'infinity'::date), NULLIF(extract(day FROM 'infinity'::date), a/0) FROM t;
-- error 22012
SELECT CASE WHEN now() < '2000-01-01' THEN 1/0 ELSE 1 END;
-- error 22012
SELECT now() > '2000-01-01' OR 1/0 = 1;
-- error 42883
select greatest('(0,0),(2,2)'::box), 1 + true;
-- error 42883
select greatest('(0,0),(2,2)'::box), 1/0;
-- error 42883
select greatest('(0,0),(2,2)'::box);
-- error 42883
select greatest(b) from (values ('(0,0),(2,2)'::box)) v(b) where false;
-- error 42703
select greatest(b) from (values ('(0,0),(2,2)'::box)) v(b) order by nope;
-- error 42883
select greatest(x) from (select '{}'::json x) y;
-- error 42883
select greatest('{}'::json[]);
-- error 42883
select least(null::circle) from generate_series(1,0);
select case when false then greatest('(0,0),(2,2)'::box) end;
-- error 42883
select 1 where greatest('(0,0),(2,2)'::box) is null and false;
