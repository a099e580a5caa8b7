-- Every type that a document keeps as itself
CREATE TABLE v (_id objectid PRIMARY KEY, i int4, j int8, f float8, n numeric, s text, ok bool, ts timestamptz(3), o objectid, tags text[], nums int4[], d jsonb);
INSERT INTO v (_id, i) VALUES ('65a000000000000000000001', 1);
-- error 23514
INSERT INTO v (_id, i) VALUES ('65a00000000000000000000', 1);
-- error 23505
INSERT INTO v (_id, i) VALUES ('65a000000000000000000001', 2);
INSERT INTO v (_id, o) VALUES ('65a000000000000000000005', '65a000000000000000000001');
-- error 23514
INSERT INTO v (_id, o) VALUES ('65a000000000000000000006', 'nothing');
INSERT INTO v (_id, tags) VALUES ('65a000000000000000000006', '{a,b,NULL,"c d"}'), ('65a000000000000000000007', '{}'), ('65a000000000000000000008', ARRAY['x', 'y']);
INSERT INTO v (_id, nums) VALUES ('65a000000000000000000009', '{1,2,NULL}'), ('65a00000000000000000000a', ARRAY[]::int4[]), ('65a00000000000000000000b', ARRAY[1, 2] || 3);
-- error 22P02
INSERT INTO v (_id, nums) VALUES ('65a00000000000000000000c', '{1,x}');
-- error 42804
INSERT INTO v (_id, nums) VALUES ('65a00000000000000000000c', ARRAY['1', '2']);
INSERT INTO v (_id, nums) VALUES ('65a00000000000000000000c', ARRAY[1, 2.5]);
INSERT INTO v (_id, tags) VALUES ('65a00000000000000000000d', ARRAY[1, 2]);
INSERT INTO v (_id, d) VALUES ('65a00000000000000000000e', '{"a": 1, "b": [true, null, "x"], "c": {"d": "e"}}');
-- error 22P02
INSERT INTO v (_id, d) VALUES ('65a00000000000000000000f', '{"a": ');
INSERT INTO v (_id, d) VALUES ('65a00000000000000000000f', '{}'), ('65a000000000000000000010', '{"k": ""}'), ('65a000000000000000000011', NULL);
INSERT INTO v (_id, d) VALUES ('65a000000000000000000012', jsonb_build_object('x', 5, 'y', jsonb_build_array(1, 2)));
INSERT INTO v (_id, d) VALUES ('65a000000000000000000013', '{"n": 12345678901, "m": 123, "neg": -5}');
INSERT INTO v (_id, i) VALUES ('65a000000000000000000014', 2147483647), ('65a000000000000000000015', -2147483648);
INSERT INTO v (_id, j) VALUES ('65a000000000000000000016', 9223372036854775807), ('65a000000000000000000017', '-9223372036854775808');
INSERT INTO v (_id, f) VALUES ('65a000000000000000000018', 1e308), ('65a000000000000000000019', '5e-324'), ('65a00000000000000000001a', '-0');
INSERT INTO v (_id, n) VALUES ('65a00000000000000000001b', '0.000000000000000000000000000001'), ('65a00000000000000000001c', '-1234567890123456789012345678901234'), ('65a00000000000000000001d', '1.10');
INSERT INTO v (_id, ok) VALUES ('65a00000000000000000001e', 't'), ('65a00000000000000000001f', 'off');
INSERT INTO v (_id, ts) VALUES ('65a000000000000000000020', '1970-01-01 00:00:00+00'), ('65a000000000000000000021', '1969-12-31 23:59:59.999+00'), ('65a000000000000000000022', '2024-02-29 12:00:00.0005+00');
INSERT INTO v (_id, s) VALUES ('65a000000000000000000023', ''), ('65a000000000000000000024', ' '), ('65a000000000000000000025', E'\u00e9\U0001F600');
-- error 22021
INSERT INTO v (_id, s) VALUES ('65a000000000000000000026', E'a\0b');
INSERT INTO v (_id, s) VALUES ('65a000000000000000000026', repeat('x', 100000));
UPDATE v SET s = length(s)::text WHERE length(s) > 1000;
-- error 22P02
UPDATE v SET tags = tags || 'more' WHERE tags IS NOT NULL RETURNING _id, tags;
UPDATE v SET nums = array_remove(nums, 2), i = cardinality(nums) WHERE nums IS NOT NULL;
UPDATE v SET tags = NULL WHERE tags = '{more}';
UPDATE v SET d = d || '{"z": 1}' WHERE d IS NOT NULL;
UPDATE v SET d = d - 'z' WHERE d ? 'a' RETURNING d;
UPDATE v SET d = jsonb_set(d, '{a}', '"new"') WHERE d ? 'a';
UPDATE v SET o = _id WHERE o IS NULL AND i IS NOT NULL;
UPDATE v SET n = i, j = i, f = i WHERE i IS NOT NULL;
-- error 22003
UPDATE v SET i = j WHERE j IS NOT NULL;
UPDATE v SET i = f WHERE f BETWEEN -100 AND 100;
UPDATE v SET i = n WHERE n BETWEEN -100 AND 100;
UPDATE v SET j = f WHERE f < 1e10;
UPDATE v SET n = f WHERE f < 1e10;
UPDATE v SET s = i WHERE i IS NOT NULL;
UPDATE v SET s = n WHERE n IS NOT NULL;
UPDATE v SET s = ok WHERE ok IS NOT NULL;
UPDATE v SET s = ts WHERE ts IS NOT NULL RETURNING s;
UPDATE v SET s = tags WHERE tags IS NOT NULL;
UPDATE v SET s = d WHERE d IS NOT NULL;
-- error 42804
UPDATE v SET ok = i;
-- error 42804
UPDATE v SET ok = s;
-- error 42804
UPDATE v SET ts = s;
-- error 42804
UPDATE v SET i = s;
-- error 42804
UPDATE v SET d = s;
-- error 42804
UPDATE v SET tags = s;
UPDATE v SET i = ok::int4 WHERE ok IS NOT NULL;
UPDATE v SET ts = ts::date WHERE ts IS NOT NULL;
-- error 42804
UPDATE v SET i = 'a' || 'b';
-- error 42804
UPDATE v SET ts = 'today'::timestamptz - 'today'::timestamptz;
UPDATE v SET i = 1.5::float8 + 1, j = 2.5::numeric WHERE ok;
-- error 22003
UPDATE v SET i = j * 1000000 WHERE j = 9223372036854775807;
-- error 22003
UPDATE v SET i = 3000000000::int8 WHERE ok;
UPDATE v SET n = 1e6144 WHERE ok;
-- error 22003
UPDATE v SET f = n WHERE n IS NOT NULL;
-- error 22003
UPDATE v SET f = 1e200 * 1e200;
DELETE FROM v WHERE tags @> '{a}' RETURNING tags;
DELETE FROM v WHERE 1 = ANY (nums);
DELETE FROM v WHERE d @> '{"k": ""}' RETURNING d;
DELETE FROM v WHERE _id = '65a000000000000000000001' RETURNING _id, o;
DELETE FROM v WHERE ts < '1970-01-01' RETURNING ts;
DELETE FROM v WHERE f = 'NaN' OR n = 'NaN';
DELETE FROM v WHERE s = 'é😀';
-- error 22P02
DELETE FROM v WHERE ok = 'maybe';
-- a schema before the name counts
create type schema_mood as enum ('sad', 'ok');
-- error 42704
drop type pg_catalog.schema_mood;
-- error 42704
alter type pg_catalog.schema_mood add value 'x';
-- error 42704
alter type pg_catalog.schema_mood rename to other_mood;
-- error 42704
comment on type pg_catalog.schema_mood is 'x';
-- error 42704
drop type public.int4;
-- error 42704
drop type information_schema.int4;
-- error 2BP01
drop type pg_catalog.int4;
-- error 42704
drop type pg_catalog.objectid;
-- error 42704
drop domain pg_catalog.objectid;
drop type if exists pg_catalog.objectid, public.text;
select enum_range(null::schema_mood);
drop type public.schema_mood;
