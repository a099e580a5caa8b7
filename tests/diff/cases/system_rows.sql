-- Whole rows of system catalogs: their type is the relation's, with PostgreSQL's OID.
SELECT a FROM pg_am a ORDER BY oid;
SELECT pg_typeof(a), pg_typeof(a)::oid, pg_typeof(array_agg(a)), pg_typeof(array_agg(a))::oid FROM pg_am a GROUP BY a ORDER BY a LIMIT 1;
SELECT a::text, (a).amname, a.amname, a IS NULL, a IS NOT NULL FROM pg_am a ORDER BY a.oid;
SELECT array_agg(a ORDER BY a.oid) FROM pg_am a;
SELECT array_agg(a ORDER BY a.oid)::text, count(a), count(DISTINCT a), (array_agg(a ORDER BY a.oid))[1], ((array_agg(a ORDER BY a.oid))[2]).amname FROM pg_am a;
SELECT row_to_json(a), to_jsonb(a) FROM pg_am a ORDER BY a.oid;
SELECT json_agg(a ORDER BY oid) FROM pg_am a;
SELECT a = b, a < b FROM pg_am a, pg_am b ORDER BY a.oid, b.oid;
SELECT pg_typeof(t), pg_typeof(t)::oid = 'pg_tables'::regtype FROM pg_tables t LIMIT 1;
SELECT pg_typeof(c), pg_typeof(array_agg(c)) FROM information_schema.schemata c GROUP BY c LIMIT 1;
SELECT s FROM (SELECT amname FROM pg_am) s ORDER BY 1;
SELECT (x.a).amname, x.a FROM (SELECT a FROM pg_am a) x ORDER BY (x.a).oid;
SELECT a FROM pg_am a WHERE a.oid = 403 UNION ALL SELECT a FROM pg_am a WHERE a.oid = 405;
SELECT b FROM pg_class c LEFT JOIN pg_am b ON b.oid = c.relam AND b.amname = 'gin' WHERE c.oid = 1259;
SELECT (SELECT a FROM pg_am a WHERE oid = 403), (SELECT (a).amname FROM pg_am a WHERE oid = 403);
SELECT format_type(pg_typeof(a)::oid, NULL), format_type(pg_typeof(ARRAY[a])::oid, NULL), ARRAY[a] FROM pg_am a WHERE oid = 403;
SELECT pg_typeof(NULL::pg_class), NULL::pg_class, NULL::pg_catalog.pg_am IS NULL;
SELECT coalesce(a, a), CASE WHEN true THEN a END FROM pg_am a WHERE oid = 403;
-- error 42703
SELECT a.nosuch FROM pg_am a;
-- error 42703
SELECT (a).nosuch FROM pg_am a;
-- error 42846
SELECT a::int FROM pg_am a;
-- error 42883
SELECT a + 1 FROM pg_am a;
-- error 42883
SELECT max(a) FROM pg_am a;
SELECT a.*, a FROM pg_am a WHERE oid = 403;
SELECT DISTINCT d FROM pg_database d WHERE false;
SELECT row(a, 1) FROM pg_am a WHERE oid = 403;
SELECT n FROM pg_namespace n WHERE nspname = 'pg_toast' AND n IS NULL;
SELECT (jsonb_populate_record(NULL::pg_am, '{"amname": "x", "oid": 5}')).amname;
