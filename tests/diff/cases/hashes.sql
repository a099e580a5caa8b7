-- PostgreSQL's own hash functions: applications take them for lock keys and partitions

SELECT v, hashtext(v), hashtextextended(v, 0), hashtextextended(v, 1), hashtextextended(v, -9223372036854775808), hashbpchar(v::bpchar), hashname(v::name) FROM (VALUES (NULL), (''), ('a'), ('PostgreSQL'), ('eIpUEtqmY89'), ('twelve bytes'), ('thirteen byte'), ('é 日本語'), ('ends in a space ')) x (v);
SELECT _id, hashtext(s), abs(hashtext(s)) % 4, hash_numeric(n), hashfloat8(f), hashint8(b), hashint4(a), uuid_hash(u), jsonb_hash(doc), hash_array(tags), hash_array(nums) FROM t ORDER BY _id;
SELECT count(*) FROM t WHERE hashtext(s) % 2 = 0;
SELECT hashint2(v), hashint4(v), hashint8(v), hashint8(v) = hashint4(v), hashoid(v::oid), hashint4extended(v, 7), hashint8extended(v, 7) FROM (VALUES (0::int2), (1::int2), ((-1)::int2), (32767::int2), ((-32768)::int2)) x (v);
SELECT v, hash_numeric(v), hash_numeric_extended(v, 0), hash_numeric_extended(v, 3) FROM (VALUES (0::numeric), (0.00), (1), (1.0), (10000), (0.0001), (123456789.000123450000), (-7.5), ('NaN'), ('-Infinity'), (1e40), (1e-40)) x (v);
SELECT v, hashfloat4(v::float4), hashfloat8(v), hashfloat8extended(v, 5) FROM (VALUES (0::float8), ('-0'), (1.5), ('NaN'), ('Infinity'), (1e-300)) x (v) WHERE v = 0 OR v > 1e-37;
SELECT v, jsonb_hash(v), jsonb_hash_extended(v, 0), jsonb_hash_extended(v, 42) FROM (VALUES ('null'::jsonb), ('true'), ('false'), ('1.50'), ('"x"'), ('[]'), ('{}'), ('[1, [2, {"a": null}]]'), ('{"b": [true], "a": "é"}')) x (v);
SELECT hash_array(v), hash_array_extended(v, 9) FROM (VALUES ('{}'::int4[]), ('{1,NULL,3}'), ('[0:1]={1,2}'), ('{{1,2},{3,4}}')) x (v);
SELECT hash_range(v), hash_range_extended(v, 9), hash_multirange(multirange(v)) FROM (VALUES ('empty'::int4range), ('[1,5)'), ('(,5)'), ('[1,)'), ('(,)')) x (v);
SELECT hash_range('(1.0,2.50]'::numrange), hash_multirange('{[2024-01-01,2024-02-01),[2024-03-01,)}'::datemultirange), hash_multirange('{}'::tsmultirange);
SELECT hashinet('192.168.1.5/24'), hashinet('::1'::inet), hashmacaddr('08:00:2b:01:02:03'), hashmacaddr8('08:00:2b:01:02:03:04:05'), uuid_hash('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), hashtid('(70000,3)'), pg_lsn_hash('16/B374D848'), hashoidvector('1 2 3'), hashchar('a'), hashchar('\377');
SELECT time_hash('12:34:56.789'), timetz_hash('12:34:56.789+05:30'), timestamp_hash('2024-02-29'), timestamp_hash('-infinity'), interval_hash('1 mon'), interval_hash('30 days'), interval_hash_extended('-1 year 04:05', 11), timetz_hash_extended('00:00-08', 1);
SELECT hash_record(ROW(1, 'a'::text, NULL::int4)), hash_record_extended(ROW(1.5, true, date '2024-01-01', '{1,2}'::int4[]), 4);
-- error 42883
SELECT hash_record(ROW(1, '{}'::json));
-- error 42883
SELECT hash_array('{"(1,2)"}'::point[]);
-- error 42883
SELECT hashtext(1);
