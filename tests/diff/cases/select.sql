-- Target lists, labels, stars, constants: what a SELECT of one collection prints.
SELECT * FROM t;
SELECT * FROM t ORDER BY _id;
SELECT t.* FROM t;
SELECT x.* FROM t x;
SELECT x.* FROM t AS x ORDER BY x._id DESC;
SELECT _id FROM t;
SELECT a, a FROM t;
-- error 22003
SELECT *, a + 1 AS next FROM t ORDER BY _id;
SELECT *, b + 1 AS next FROM t ORDER BY _id;
SELECT a AS "A", b "b b", s AS select_ FROM t;
SELECT t.a, public.t.b FROM public.t;
SELECT 1;
SELECT 1 AS one, 'two' AS two, 3.0 AS three, NULL AS nothing, true AS yes;
SELECT;
SELECT FROM one;
SELECT 'text'::text, 'unknown';
SELECT -1, +1, - 1, -(-1);
SELECT 2147483647, 2147483648, 9223372036854775807, 9223372036854775808;
SELECT 1e3, 1.5e-3, .5, 5.;
SELECT '', ' ', E'\n', E'\\', 'it''s', $$dollar$$, $q$quoted$q$;
SELECT U&'\0061', E'\u00e9', E'\x41';
SELECT true, false, NULL::bool, 't'::bool, 'off'::bool, '1'::bool;
SELECT 1 FROM t;
SELECT 'x' AS c, _id FROM t ORDER BY _id LIMIT 3;
SELECT NULL FROM t LIMIT 2;
SELECT count(*) FROM t;
SELECT "firstName" FROM customers;
-- pg: SELECT "firstName" FROM customers
SELECT firstName FROM customers;
-- pg: SELECT "firstName" FROM customers WHERE "firstName" = 'Ann'
SELECT firstName FROM customers WHERE firstName = 'Ann';
-- pg: SELECT c."firstName" AS fn FROM customers c ORDER BY c.num
SELECT c.firstname AS fn FROM customers c ORDER BY c.num;
SELECT (t).a FROM t;
SELECT "t"."a" FROM "t";
SELECT T.A FROM T;
SELECT a + 1, a * 2 AS twice, -a FROM t WHERE _id < 10;
SELECT (a), (((b))) FROM t;
SELECT a IS NULL, s IS NOT NULL FROM t;
SELECT CASE WHEN a > 3 THEN 'big' END FROM t;
SELECT a::text, b::text, f::text, n::text, ok::text FROM t;
SELECT upper(s), lower(s), length(s) FROM t;
SELECT coalesce(a, 0), nullif(a, 5) FROM t;
SELECT a = 5, a <> 5, a < 5, NOT a = 5 FROM t;
SELECT * FROM empty;
SELECT _id, a + 1 FROM empty;
SELECT 1 FROM empty;
SELECT * FROM one;
SELECT *, * FROM one;
SELECT o.*, o.v || '!' FROM one o;
SELECT one FROM one;
SELECT v AS "Ünïcode", v AS "with ""quote""" FROM one;
SELECT v AS a23456789012345678901234567890123456789012345678901234567890123456789 FROM one;
TABLE one;
SELECT ALL v FROM one;
-- error 42703
SELECT nope FROM t;
-- error 42703
SELECT t.nope FROM t;
-- error 42703
SELECT x.nope FROM t x;
-- error 42P01
SELECT t.a FROM t x;
-- error 42P01
SELECT nope.a FROM t;
-- error 42P01
SELECT * FROM nope;
-- error 42P01
SELECT * FROM public.nope;
-- error 42P01
SELECT * FROM nope.t;
-- error 42601
SELECT *;
-- error 42601
SELECT 1 +;
-- error 42601
SELEC 1;
-- error 42601
SELECT 'unterminated;
-- error 42601
SELECT (1;
-- error 42601
SELECT a FROM t WHERE;
-- error 42601
SELECT a b c FROM t;
-- error 42601
SELECT "" FROM t;
-- error 42703
SELECT "A" FROM t;
-- error 42703
SELECT a AS alias FROM t WHERE alias = 1;
-- error 42883
SELECT nofunction(a) FROM t;
-- error 42883
SELECT upper(a) FROM t;
-- error 42883
SELECT length(s, s, s) FROM t;
-- error 42P01
SELECT nope.* FROM t;

-- a subquery's name is its column's, and a sure one
SELECT CASE WHEN false THEN 1 ELSE (SELECT 1.5::float8) END, (SELECT 1)::text, CASE WHEN true THEN 1 ELSE (SELECT 1) END;
SELECT (SELECT * FROM (VALUES (1)) AS v(q)), CASE WHEN true THEN 1 ELSE (SELECT (SELECT 3) AS x) END,
    (SELECT 1 UNION SELECT 1)::text, (SELECT count(*) FROM one)::int4, (VALUES (1))::text;
