-- small things found by the way: typmods as functions, polymorphic types, errors that wait

WITH w AS MATERIALIZED (SELECT a FROM t WHERE 50 < extract(year FROM ('infinity'::date::timestamptz))::int4) SELECT * FROM w WHERE false;
WITH w AS MATERIALIZED (SELECT 1 AS a WHERE 50 < extract(year FROM ('infinity'::date::timestamptz))::int4) SELECT * FROM w WHERE a IS NULL AND false;
-- error 42804
SELECT 1 FROM (VALUES (1, 'a')) a(x, y) JOIN (VALUES (1, 2.5)) b(x, y) USING (x, y);
-- error 42804
SELECT 1 FROM (VALUES (1, 'a')) a(x, y) NATURAL LEFT JOIN (VALUES (1, 2.5)) b(x, y);
SELECT make_interval(years => 2147483647);
SELECT make_interval(years => 178956971);
SELECT make_interval(years => -2147483648, months => 5);
SELECT make_interval(months => 2147483647, years => 1);
SELECT make_interval(weeks => 2147483647);
SELECT make_interval(weeks => 306783379, days => 5);
SELECT make_interval(hours => 2147483647, mins => 2147483647, secs => 1e9);
SELECT make_interval(secs => 1e300);
-- error 22008
SELECT make_interval(secs => 'NaN');
-- error 22008
SELECT make_interval(secs => 'Infinity');
SELECT make_interval(secs => 9223372036854.7);
SELECT make_interval(secs => 9223372036855);
SELECT make_interval(secs => 9e12, hours => 2147483647);
SELECT make_interval(secs => 0.0000005), make_interval(secs => 0.0000015), make_interval(secs => -0.0000005);
SELECT make_interval(mins => -2147483648, hours => -2147483648);
SELECT make_interval(NULL);
SELECT make_interval(1,2,3,4,5,6,7.5);
-- error 42601
SELECT interval(interval '1.23456 sec', 1);
-- error 22023
SELECT timestamptz(timestamptz '2024-01-01 00:00:00.123456', -7);
SELECT timestamptz(timestamptz '2024-01-01 00:00:00.123456', 3);
-- error 22023
SELECT timestamptz(timestamptz '2024-01-01 00:00:00.123456', 9);
-- error 22023
SELECT "timestamp"(timestamp '2024-01-01 00:00:00.123456', -2);
SELECT "time"(time '00:00:00.123456', -2);
SELECT "time"(time '00:00:00.123456', 8);
SELECT timetz(timetz '00:00:00.123456+00', 2);
-- error 42601
SELECT numeric(1.2345, 65541);
-- error 42P01
SELECT regclass('12'::text);
SELECT regclass('pg_class'::text);
-- error 42P01
SELECT regclass('nope'::text);
-- error 42602
SELECT regclass('"'::text);
SELECT NULL::anymultirange;
SELECT NULL::anyrange;
SELECT NULL::anyarray;
SELECT NULL::anyelement;
-- error 42846
SELECT 'x'::anyenum;
-- error 42703
SELECT kind.nothing FROM (SELECT 1 AS kind) kind;
-- error 42703
SELECT strings.nothing FROM strings;
-- error 42703
SELECT s.nothing FROM (SELECT 'x' AS s, 1 AS b) s;
-- error 42703
SELECT kind.nothing FROM events AS kind;
SELECT kind.at FROM events AS kind LIMIT 0;
-- error 42703
SELECT v.nothing FROM strings AS v;
-- error 42703
SELECT doc.nothing FROM t AS doc LIMIT 1;
-- error 42703
SELECT tags.nothing FROM t AS tags LIMIT 1;
-- error 42846
SELECT NULL::anyenum;
SELECT NULL::anynonarray;
SELECT NULL::anycompatible;
SELECT NULL::record;
SELECT NULL::cstring;
SELECT NULL::void;
-- error 42601
SELECT NULL::any;
SELECT NULL::"any";
SELECT ''::void;
SELECT 'x'::cstring;
SELECT NULL::pg_ddl_command;
SELECT NULL::anycompatiblearray;
SELECT 'x'::anyelement;
-- error 0A000
SELECT '{1}'::anyarray;
SELECT 1::anyelement;
SELECT ARRAY[1]::anyarray;
-- error 0A000
SELECT 'empty'::anyrange;
SELECT int4range(1,2)::anyrange;
-- error 42846
SELECT 1::text::anyenum;
SELECT NULL::unknown;
SELECT 'x'::unknown;
-- error 42804
SELECT ARRAY[]::oidvector;
-- error 42804
SELECT ARRAY[]::int2vector;
-- error 42846
SELECT ARRAY[]::oid[]::oidvector;
-- error 42846
SELECT ARRAY[1,2]::oid[]::oidvector;
SELECT ARRAY[1,2]::oidvector;
-- error 42846
SELECT ARRAY[1,NULL]::oid[]::oidvector;
-- error 42846
SELECT ARRAY[[1,2],[3,4]]::oid[]::oidvector;
-- error 42846
SELECT '[0:1]={1,2}'::oid[]::oidvector;
-- error 42846
SELECT ('{}'::oid[])::oidvector::text;
-- error 42846
SELECT ARRAY[1,2]::int2[]::int2vector;
SELECT ARRAY[1,2]::int2vector;
SELECT ''::oidvector, ''::int2vector;
SELECT ''::oidvector::oid[];
SELECT array_length('1 2'::oidvector, 1), ('1 2'::int2vector)[0], ('1 2'::oidvector)[1];
-- error 42804
SELECT ARRAY[]::oidvector = ''::oidvector;
-- error 22007
SELECT jsonb_path_query('"12:34"', '$.datetime("aaa")');
-- error 22007
SELECT jsonb_path_query('"12:34"', '$.datetime("aaa HH24")');
-- error 22007
SELECT jsonb_path_query('"aaa12:34"', '$.datetime("aaaHH24:MI")');
-- error 22007
SELECT jsonb_path_query('"12:34"', '$.datetime("HH24:MI TZH")');
SELECT jsonb_path_query('"10-03-2017T12:34:56"', '$.datetime("dd-mm-yyyy\"T\"HH24:MI:SS")');
-- error 22007
SELECT jsonb_path_query('"10-03-2017t12:34:56"', '$.datetime("dd-mm-yyyy\"T\"HH24:MI:SS")');
-- error 22007
SELECT jsonb_path_query('"10-03-2017 12:34:56"', '$.datetime("dd-mm-yyyy\"T\"HH24:MI:SS")');
-- error 22007
SELECT jsonb_path_query('"2017"', '$.datetime("xYYYY")');
-- error 22007
SELECT jsonb_path_query('"2017-01"', '$.datetime("YYYY-MM,")');
-- error 22007
SELECT jsonb_path_query('"2017"', '$.datetime("")');
SELECT jsonb_path_query('"5"', '$.datetime("FF6")');
SELECT jsonb_path_query('"5.123"', '$.datetime("SS.FF3")');
SELECT jsonb_path_query('"10 pm"', '$.datetime("HH12 AM")');
SELECT jsonb_path_query('"10 p.m."', '$.datetime("HH12 P.M.")');
SELECT jsonb_path_query('"36000"', '$.datetime("SSSSS")');
SELECT jsonb_path_query('"2017 300"', '$.datetime("YYYY DDD")');
-- error 22007
SELECT jsonb_path_query('"17"', '$.datetime("RR")');
-- error 22007
SELECT jsonb_path_query('"2017"', '$.datetime("RRRR")');
SELECT jsonb_path_query('"x2017"', '$.datetime("\"x\"YYYY")');
-- error 22007
SELECT jsonb_path_query('"2017 +05"', '$.datetime("YYYY TZH")');
SELECT jsonb_path_query('"12 +05:30"', '$.datetime("HH24 TZH:TZM")');
SELECT jsonb_path_query_tz('"12 +05:30"', '$.datetime("HH24 TZH:TZM")');
