-- Tables and queries as XML (manual 9.15.4)
SELECT query_to_xml('SELECT 1 AS a, NULL AS b, ''<x>'' AS "c d"', true, false, '');
SELECT query_to_xml('SELECT 1 AS a, NULL AS b, ''<x>'' AS "c d"', false, false, '');
SELECT query_to_xml('SELECT 1 AS a, NULL AS b, ''<x>'' AS "c d"', true, true, '');
SELECT query_to_xml('SELECT 1 AS a, NULL AS b, ''<x>'' AS "c d"', false, true, 'http://x/y');
SELECT query_to_xml('SELECT 1 AS a', false, false, 'http://x/y');
SELECT query_to_xml('VALUES (1, ''a''), (2, NULL)', true, false, ''), query_to_xml('VALUES (1, ''a''), (2, NULL)', false, true, '');
SELECT query_to_xml('SELECT 1 WHERE false', true, false, ''), query_to_xml('SELECT 1 WHERE false', true, true, '');
SELECT query_to_xml('SELECT', true, false, ''), query_to_xml('SELECT 1, 2', true, false, '');
SELECT query_to_xml('SELECT true AS b, date ''2024-02-29'' AS d, timestamptz ''2024-02-29 12:00+00'' AS t, ''\x0102''::bytea AS y, array[1,NULL,2] AS r, ''<z/>''::xml AS x, 1.50 AS n, 1.5::float8 AS f', true, false, '');
-- error 22008
SELECT query_to_xml('SELECT date ''infinity'' AS d', true, false, '');
SELECT query_to_xml(NULL, true, false, ''), query_to_xml('SELECT 1', NULL, false, ''), query_to_xml('SELECT 1', true, true, NULL);
-- error 42601
SELECT query_to_xml('nonsense', true, false, '');
-- error 42703
SELECT query_to_xml('SELECT nope', true, false, '');
-- error 22012
SELECT query_to_xml('SELECT 1/0', true, false, '');
-- error 22000
SELECT query_to_xml('', true, false, '');
SELECT query_to_xml(query => 'SELECT 1 AS a', tableforest => true, nulls => false, targetns => 'n');
-- error 42883
SELECT query_to_xml('SELECT 1 AS a') ;
SELECT query_to_xmlschema('SELECT 1 AS a, 2::int8 AS b, 3::int2 AS c, 1.5::numeric(5,2) AS d, 1.5::float4 AS e, 1.5::float8 AS f, true AS g', true, false, '');
SELECT query_to_xmlschema('SELECT ''x''::varchar(5) AS a, ''x''::char(3) AS b, date ''2024-01-01'' AS c, time ''12:00'' AS d, timetz ''12:00+00'' AS e, timestamp(2) ''2024-01-01'' AS f, timestamptz ''2024-01-01'' AS g, ''<x/>''::xml AS h', false, true, 'n');
SELECT query_to_xmlschema('SELECT 1 AS "a b", 1 AS "a b"', true, true, ''), query_to_xmlschema('SELECT', true, false, '');
-- error 42P11
SELECT query_to_xmlschema('SELECT 1; SELECT 2', true, false, '');
-- error 42601
SELECT query_to_xmlschema('nonsense', true, false, '');
-- error 42703
SELECT query_to_xmlschema('SELECT nope', true, false, '');
-- error 42P11
SELECT query_to_xmlschema('', true, false, '');
SELECT query_to_xml_and_xmlschema('SELECT 1 AS a', true, false, ''), query_to_xml_and_xmlschema('SELECT 1 AS a', true, false, 'n');
SELECT query_to_xml_and_xmlschema('SELECT 1 AS a', true, true, ''), query_to_xml_and_xmlschema('SELECT 1 AS a WHERE false', true, true, 'n');
-- error 42P11
SELECT query_to_xml_and_xmlschema('SELECT 1; SELECT 2', true, true, '');
SELECT replace(query_to_xmlschema('SELECT ''x''::text AS a, uuid ''00000000-0000-0000-0000-000000000001'' AS b, array[1] AS c, ''{}''::jsonb AS d', true, false, '')::text, current_database(), 'DB');
SELECT n, query_to_xml('SELECT ' || n || ' AS n', true, true, '') FROM generate_series(1, 3) n ORDER BY n;
SELECT (xpath('//n/text()', query_to_xml('SELECT i AS n FROM generate_series(1, 3) i', true, false, '')))[2];
SELECT t.* FROM xmltable('/table/row' PASSING query_to_xml('SELECT i AS n, i * 2 AS m FROM generate_series(1, 3) i', true, false, '') COLUMNS n int, m int) t;
-- error 42P01
SELECT table_to_xml('nosuch', true, false, '');
SELECT table_to_xml(NULL, true, false, '');
-- error 3F000
SELECT schema_to_xml('nosuch', true, false, '');
-- error 3F000
SELECT schema_to_xmlschema('nosuch', true, false, '');
-- error 3F000
SELECT schema_to_xml_and_xmlschema('nosuch', true, false, '');
SELECT table_to_xml('pg_catalog.pg_am', false, true, '') IS NOT NULL, length(table_to_xmlschema('pg_am', true, false, '')::text) > 100;
BEGIN;
DECLARE xc CURSOR FOR SELECT i AS a, NULL::int AS b FROM generate_series(1, 6) i;
SELECT cursor_to_xml('xc', 2, false, false, '');
SELECT cursor_to_xml('xc', 2, true, true, 'n');
SELECT cursor_to_xml('xc', 10, true, true, '');
SELECT cursor_to_xml('xc', 10, true, false, '');
SELECT cursor_to_xmlschema('xc', true, false, '');
-- error 34000
SELECT cursor_to_xml('nocursor', 1, true, false, '');
ROLLBACK;
BEGIN;
DECLARE xs SCROLL CURSOR FOR VALUES (1), (2), (3);
SELECT cursor_to_xml('xs', 2, false, true, '');
SELECT cursor_to_xml('xs', 0, false, true, '');
SELECT cursor_to_xml('xs', -1, false, true, '');
FETCH ALL FROM xs;
COMMIT;
-- error 34000
SELECT cursor_to_xml('xs', 1, false, true, '');
