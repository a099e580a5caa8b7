-- Casts: explicit, in predicates, refused.
SELECT 1::text, 1.50::text, 1.5::float8::text, true::text, 'x'::text, NULL::text;
SELECT '1'::int4, ' 1 '::int4, '-1'::int8, '+5'::int4, '007'::int4;
SELECT 1.4::int4, 1.5::int4, 2.5::int4, -1.5::int4, -2.5::int4;
SELECT 1.4::float8::int4, 1.5::float8::int4, 2.5::float8::int4, -2.5::float8::int4;
SELECT 1::bool, 0::bool, true::int4, false::int4;
SELECT '1.50'::numeric, '1e5'::numeric, ' NaN '::numeric, '-Infinity'::numeric, '.5'::numeric;
SELECT 1.23456::numeric(5,2), 1.235::numeric(5,2), 12345::numeric(5,0), 1.5::numeric(10,4);
SELECT '1.5'::float8, '1e400'::numeric > 1, 'inf'::float8, '-inf'::float8, 'nan'::float8;
SELECT 'abc'::varchar(2), 'abc'::char(5), 'abc'::char(2), 'a'::"char", 'a  '::char(3) = 'a';
SELECT CAST(1 AS int8), CAST('5' AS numeric), int4 '7', float8 '1.5', text 'x';
SELECT 1::int2, 1::int8, 1::float4, 1::numeric, 1::oid;
SELECT 0.1::float4, 0.1::float4::float8, 1e10::float4, 16777217::float4;
SELECT 123456789012::int8::float8, 9007199254740993::float8, 9007199254740993::int8::float8::int8;
SELECT 't'::bool, 'true'::bool, 'y'::bool, 'yes'::bool, 'on'::bool, '1'::bool, ' F '::bool, 'no'::bool;
SELECT '2024-01-15'::date, '2024-01-15 10:30'::timestamp, '2024-01-15 10:30+02'::timestamptz, '10:30'::time;
SELECT '\x6162'::bytea, 'ab'::bytea, 'ab'::bytea::text, '\x00ff'::bytea;
SELECT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid, '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid;
SELECT '{"a": 1, "b": [1, 2.50, "x"], "a": 2}'::jsonb, '{"a":  1}'::json, 'null'::jsonb, '"s"'::jsonb;
SELECT '{1,2,3}'::int4[], '{a,"b c",NULL}'::text[], '{}'::int4[], '{{1,2},{3,4}}'::int4[];
SELECT _id, a::text, b::text, f::text, n::text FROM t;
SELECT _id, a::float8, a::numeric, a::int8 FROM t;
SELECT _id, a::bool FROM t;
SELECT _id, ok::int4, ok::text FROM t;
SELECT _id, f::numeric FROM t WHERE _id < 10;
SELECT _id, n::float8 FROM t;
SELECT _id, f::int4, n::int4 FROM t WHERE _id IN (1, 2, 3, 5, 8, 9, 10, 13, 14, 15, 16);
SELECT _id, ts::date, ts::text, ts::time FROM t;
SELECT _id, ref::text, u::text, bin::text FROM t;
SELECT _id, doc::text FROM t;
SELECT _id, tags::text, nums::text FROM t;
SELECT _id, s::varchar(2), s::char(4) FROM t;
SELECT _id, i::int8, i::float8, i::numeric, i::text FROM numbers;
SELECT _id, j::numeric, j::text FROM numbers;
SELECT _id, j::float8 FROM numbers;
SELECT _id, x::text FROM numbers;
SELECT _id, x::numeric FROM numbers WHERE abs(x) < 1e20;
SELECT _id, d::text, d::float8 FROM numbers;
SELECT _id, d::numeric(20,3) FROM numbers WHERE abs(d) < 1e16;
SELECT _id, round(x)::int8 FROM numbers WHERE abs(x) < 1e17;
SELECT _id FROM t WHERE a::text = '5';
SELECT _id FROM t WHERE a::text LIKE '1%';
SELECT _id FROM t WHERE n::float8 = 0.1;
SELECT _id FROM t WHERE f::numeric = 1.5;
SELECT _id FROM t WHERE a::float8 < f;
SELECT _id FROM t WHERE a::int8 = b / 10;
SELECT _id FROM t WHERE ok::int4 = 1;
SELECT _id FROM t WHERE a::bool;
SELECT _id FROM t WHERE ts::date = '2024-01-15';
SELECT _id FROM t WHERE ts::date < '2000-01-01';
SELECT _id FROM t WHERE ref::text LIKE '%1';
SELECT _id FROM t WHERE u::text LIKE 'a0eebc99%5';
SELECT _id FROM strings WHERE v::text = 'a';
SELECT _id, v::int4 FROM strings WHERE v = '12';
SELECT _id, v::numeric FROM strings WHERE v IN ('12', '-3.5');
SELECT _id, v::bool FROM strings WHERE v = 'true';
SELECT _id, v::date FROM strings WHERE v LIKE '2024%';
SELECT _id, v::bytea FROM strings WHERE _id < 6;
SELECT pg_typeof(a), pg_typeof(b), pg_typeof(f), pg_typeof(n), pg_typeof(s), pg_typeof(ok) FROM t LIMIT 1;
SELECT pg_typeof(ts), pg_typeof(bin), pg_typeof(u), pg_typeof(doc), pg_typeof(tags), pg_typeof(nums) FROM t LIMIT 1;
SELECT pg_typeof(1), pg_typeof(1.0), pg_typeof('x'), pg_typeof(NULL), pg_typeof(now());
-- error 22P02
SELECT 'x'::int4;
-- error 22P02
SELECT ''::int4;
-- error 22P02
SELECT '1.5'::int4;
-- error 22003
SELECT '2147483648'::int4;
-- error 22003
SELECT 2147483648::int4;
-- error 22003
SELECT 1e10::float8::int4;
-- error 22003
SELECT 'NaN'::float8::int4;
-- error 0A000
SELECT 'NaN'::numeric::int4;
-- error 0A000
SELECT 'Infinity'::numeric::int8;
-- error 22003
SELECT 123456::numeric(5,2);
-- error 22P02
SELECT 'abc'::numeric;
-- error 22P02
SELECT 'abc'::float8;
-- error 22003
SELECT '1e400'::float8;
-- error 22P02
SELECT 'maybe'::bool;
-- error 42846
SELECT 1.5::bool;
-- error 42846
SELECT true::float8;
-- error 42846
SELECT now()::int4;
-- error 42846
SELECT ts::int4 FROM t;
-- error 22P02
SELECT 'zz'::uuid;
-- error 22P02
SELECT '{bad'::jsonb;
-- error 22P02
SELECT '{1,2'::int4[];
-- error 22023
SELECT '\xzz'::bytea;
-- error 42704
SELECT 1::nosuchtype;
-- error 22P02
SELECT s::int4 FROM t;
-- error 22003
SELECT b::int4 FROM t;
-- error 22003
SELECT x::int4 FROM numbers;
-- error 0A000
SELECT d::int4 FROM numbers WHERE d = 'NaN';
-- error 22P02
SELECT _id FROM t WHERE s::int4 = 1;
-- error 22003
SELECT _id FROM t WHERE b::int4 = 10;

-- oid and int4 are the same bits; only order tells them apart
SELECT (-1)::int4::oid, (-1)::int4::oid = 4294967295::oid, 4294967295::oid::int4, 4294967295::oid::int4 < 0, (4294967295::oid::int4)::int8;
SELECT (-1)::int4::oid > 5::oid, (-1)::int4::oid::int8;
SELECT a::oid, a::oid::text FROM t ORDER BY _id LIMIT 5;
SELECT a::oid = (a::int8 + 4294967296)::oid FROM t WHERE a < 0 LIMIT 3;
SELECT a FROM t WHERE a IS NOT NULL ORDER BY a::oid, _id;

-- names of types, functions and operators
SELECT 'int'::regtype, 'timestamp(3) with time zone'::regtype, 'text[]'::regtype, 'numeric'::regtype::oid, 25::regtype;
SELECT 'now'::regproc, 'abs(int)'::regprocedure, '+(int4,int4)'::regoperator, 'pg_catalog.upper(text)'::regprocedure;
SELECT 'array_in(cstring,oid,integer)'::regprocedure, 'array_in'::regproc, 750::regprocedure, 2290::regproc, 'record_in'::regproc::oid::regprocedure;
SELECT typinput, typoutput::regprocedure, typreceive, typsend FROM pg_type WHERE typname IN ('_int4', 'int4', 'text', 'bool', 'jsonb') ORDER BY typname;
SELECT count(*) FROM pg_type WHERE typinput = 'array_in(cstring,oid,integer)'::regprocedure AND oid < 5000 AND typname ~ '^_(int|text|bool)';
SELECT oid, count(*) FROM pg_proc GROUP BY oid HAVING count(*) > 1;
-- error 42704
SELECT 'nosuch'::regtype;
-- error 42883
SELECT 'nosuch'::regproc;
-- error 42725
SELECT 'abs'::regproc;
SELECT format_type(1043, 14), format_type(1700, 655366), format_type(1184, 3), format_type(NULL, 1), format_type(23, NULL);
SELECT pg_typeof(a::oid), pg_typeof('int'::regtype), pg_typeof(NULL::int[]), pg_typeof(t.s::varchar(3)) FROM t LIMIT 1;
SELECT num_nulls(a, s), num_nonnulls(a, s, NULL) FROM t ORDER BY _id LIMIT 5;
SELECT pg_typeof(current_schemas(true)), pg_client_encoding(), current_setting('server_encoding'), current_setting('nosuch', true);
-- error 42704
SELECT current_setting('nosuch');
SELECT '1 2 3'::oidvector, '1 -2'::int2vector, ('5 6 7'::oidvector)[1], 6 = ANY ('5 6 7'::oidvector);
-- a cast to the type itself takes the modifier away
SELECT pg_typeof(ts::timestamptz), ts::timestamptz, s::varchar(2)::varchar, n::numeric(26,1)::numeric, 'abc'::varchar(2)::varchar, ARRAY['abc']::varchar(2)[]::varchar[] FROM t ORDER BY _id;
SELECT count(*) FROM t WHERE ts::timestamptz > '2000-01-01' AND n::numeric(26,1)::numeric < 50;
