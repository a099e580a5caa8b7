-- expressions over no table: what tests/corpora/pgregress found, and its kin

-- arrays of records, of vectors, and of arrays from subqueries
SELECT ARRAY(SELECT ARRAY[i, i / 2] FROM generate_series(1, 5) AS i);
SELECT ARRAY(SELECT ARRAY['Hello', i::text] FROM generate_series(9, 11) AS i);
SELECT ARRAY(SELECT '11 22 33'::int2vector FROM generate_series(1, 3));
SELECT unnest(ARRAY(SELECT '11 22 33'::oidvector FROM generate_series(1, 3)));
SELECT pg_typeof(ARRAY['11 22 33'::int2vector]), ARRAY['11 22'::oidvector];
SELECT unnest(ARRAY['11 22 33'::int2vector]);
SELECT array_agg(x) || array_agg(x) FROM (VALUES (ROW(1, 2)), (ROW(3, 4))) AS v(x);
SELECT ROW(1, 2) || array_agg(x) FROM (VALUES (ROW(3, 4)), (ROW(5, 6))) AS v(x);
SELECT array_position(ids, (1, 1)), array_positions(ids, (1, 1)) FROM (VALUES (ARRAY[(0, 0), (1, 1)]), (ARRAY[(1, 1)])) AS f (ids);
SELECT array_to_json(array_agg(q), false) FROM (SELECT x AS b, x * 2 AS c FROM generate_series(1, 3) AS x) AS q;
SELECT row_to_json(q) FROM (SELECT 'a' || x AS b, ARRAY[ROW(x, ARRAY[1, 2, 3]), ROW(x, ARRAY[4, 5, 6])] AS z FROM generate_series(1, 2) AS x) AS q;
-- error 42804
SELECT ('[1, "2", null]'::jsonb)[1:2];
-- error 42804
SELECT ('[1, "2", null]'::jsonb)[:];

-- records out of JSON: the argument's columns against the query's
-- error 42804
SELECT * FROM json_populate_recordset(ROW(0::int), '[{"a":"1","b":"2"},{"a":"3"}]') AS q (a text, b text);
-- error 42804
SELECT * FROM jsonb_populate_recordset(ROW(0::int, 0::int), '[{"a":"1","b":"2"},{"a":"3"}]') AS q (a text, b text);
-- error 42804
SELECT * FROM json_populate_record(ROW(0::int, 0::int), '{"f1":1}') AS q (a int, b float8);
SELECT * FROM json_populate_recordset(ROW(0::int, 0::int), '[{"f1":1},{"f2":5}]') AS q (a int, b int);
SELECT * FROM jsonb_populate_recordset(NULL::record, '[{"a":1},{"b":5}]') AS q (a int, b text);
-- error 0A000
SELECT json_populate_record(NULL::record, '{"x": 0, "y": 1}');
-- error 0A000
SELECT jsonb_populate_recordset(NULL::record, '[]');

-- VARIADIC "any" wants an array
-- error 42804
SELECT concat_ws(',', VARIADIC 10);
-- error 42804
SELECT json_build_array(VARIADIC NULL);
-- error 42804
SELECT num_nulls(VARIADIC 'x');
SELECT concat(VARIADIC ARRAY[1, 2]), num_nulls(VARIADIC NULL::int[]);

-- series
SELECT generate_series('2022-01-01 00:00'::timestamp, 'infinity'::timestamp, '1 month'::interval) LIMIT 3;
SELECT generate_series('2022-01-01 00:00'::timestamptz, '2021-06-01'::timestamptz, '-1 month'::interval) LIMIT 9;
-- error 22023
SELECT generate_series('2022-01-01 00:00'::timestamp, '2021-06-01'::timestamp, '0 month'::interval);
-- error 22008
SELECT * FROM generate_series('2022-01-01 00:00'::timestamp, 'infinity'::timestamp, '1 month'::interval) LIMIT 3;
SELECT count(*) FROM generate_series(6 * (10::numeric ^ 131071), 9 * (10::numeric ^ 131071), 10::numeric ^ 131071);

-- templates with an exponent
SELECT x, to_char(('1.2345e' || x)::numeric, '9.999EEEE') FROM (VALUES (-16379), (-45), (0), (1), (38), (131071)) AS v(x);
SELECT x, to_char(x, '9.9EEEE'), to_char(x, '9EEEE') FROM (VALUES (9.96::numeric), (-9.96), (0), (0.00), (-0.05), (12.5), (1e30)) AS v(x);

-- escapes and numbers that are none
-- error 22025
SELECT E'wrong: \u061';
-- error 42601
SELECT U&'wrong: \061';
-- error 22025
SELECT E'it''e''\U061';
-- error 42601
SELECT 123abc;
-- error 42601
SELECT $1AND;
-- error 42601
SELECT $1ééx, 2;
-- error 42601
SELECT $12_a + 1;
-- error 42601
SELECT 1e+abc;
-- error 42601
SELECT 1.5E-;
-- error 42601
SELECT 1e-5ž;
-- error 42601
SELECT 1.e+5x;
-- error 42601
SELECT 1_2_3;

-- the types' own functions
SELECT float4send('5e-20'::float4), float8send(1.5), textsend('ab'), numeric_send(1.5), timestamp_send('2000-01-02'), int8send(-2);
SELECT int4in('7'), boolout(true), pg_typeof(textout('a')), varcharin('ab', 0, 6), bpcharin('ab', 0, 9), date_out('2024-02-29'), jsonb_out('{"a":1}');
-- error 22P02
SELECT int4in('x');
-- error 22001
SELECT varcharin('abc', 0, 6);
SELECT oidvectortypes('23 25'), oidvectortypes(''), oidvectortypes('23 1043');

-- pg_lsn
SELECT pg_lsn '0/16AE7F7' - '0/16AE7F8'::pg_lsn, pg_lsn '0/16AE7F7' + 16::numeric, 16.5::numeric + '0/16AE7F7'::pg_lsn, '0/16AE7F7'::pg_lsn - 16.5::numeric, pg_lsn(23783416::numeric), pg_wal_lsn_diff('0/5', '1/9'), pg_lsn('18446744073709551615.4'::numeric);
-- error 22023
SELECT '0/1'::pg_lsn - 2::numeric;
-- error 22023
SELECT 'FFFFFFFF/FFFFFFFE'::pg_lsn + 2::numeric;
-- error 0A000
SELECT '0/1'::pg_lsn + 'NaN'::numeric;
-- error 0A000
SELECT pg_lsn('inf'::numeric);

-- sizes
SELECT pg_size_pretty(x), pg_size_pretty(-x) FROM (VALUES (10::bigint), (10239), (10240), (1024 * 1024 * 10 - 513), (1000000), (1000000000), (1000000000000), (9223372036854775807)) AS v(x);
SELECT pg_size_pretty(x), pg_size_pretty(-x) FROM (VALUES (10.5), (10239.7), (10240.2), (1234567890123.4), (0.4), (1e30), ('NaN'), ('Infinity')) AS v(x);
SELECT x, pg_size_bytes(x) FROM (VALUES ('1'), ('123bytes'), ('1kB'), (' 1 GB'), ('1.5 GB '), ('3000 TB'), ('1e6 MB'), ('-.5 PB'), ('1.mb')) AS v(x);
-- error 22023
SELECT pg_size_bytes('1 AB');
-- error 22003
SELECT pg_size_bytes('9223372036854775807.9');
-- error 22023
SELECT pg_size_bytes('-. kb');
SELECT x, cash_words(x) FROM (VALUES ('1234.56'::money), ('-1'), ('1.01'), ('92233720368547758.07'), ('0'), ('100'), ('21'), ('112'), ('110.10'), ('130'), ('1000000.99'), ('210'), ('111000.14')) AS v(x);

-- snapshots
SELECT '10:20:10,14,14,15'::pg_snapshot, pg_snapshot_xmin(s), pg_snapshot_xmax(s), pg_snapshot_xip(s) FROM (VALUES ('10:20:10,14,15'::pg_snapshot)) AS v(s);
SELECT id, txid_visible_in_snapshot(id, '100:150:101,104,105'::txid_snapshot) FROM generate_series(98, 152, 3) AS id;
-- error 22P02
SELECT '31:12:'::pg_snapshot;
-- error 22P02
SELECT '12:16:14,13'::txid_snapshot;

-- a call that is a cast comes before functions that need conversions; an array is one value without VARIADIC
SELECT pg_catalog.int2(NULL), float8('1.5'), pg_catalog.numeric('7'), int4('12'), date('2024-02-29'), text(5);
-- error 42883
SELECT jsonb_extract_path('{"a":1}'::jsonb, ARRAY['a']);
SELECT jsonb_extract_path('{"a":1}'::jsonb, VARIADIC ARRAY['a']);
SELECT t, format_type(t::regtype, 7) FROM (VALUES ('bool'), ('int2'), ('int4'), ('int8'), ('float4'), ('float8'), ('text'), ('date'), ('int4range')) AS v(t);
