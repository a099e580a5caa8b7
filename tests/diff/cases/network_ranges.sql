-- inet, cidr, macaddr, uuid; ranges and multiranges.
SELECT '10.1.2.3/8'::inet, '10.1/16'::cidr, host('10.1.2.3/8'::inet), network('10.1.2.3/8'::inet), masklen('::1/64'::inet), family('::1'::inet), text('10.0.0.1'::inet);
SELECT inet '10.1.2.3' << inet '10.0.0.0/8', inet '10.0.0.0/8' >>= inet '10.1.2.3', inet '10.0.0.0/8' && inet '10.1.0.0/16', inet '10.1.2.3' < inet '10.1.2.4', inet '::1' = inet '::1/128';
SELECT inet '10.1.2.3' + 5, inet '10.1.2.3' - 5, inet '10.1.2.3' - inet '10.1.2.0', ~ inet '10.1.2.3', inet '10.1.2.3' & inet '0.0.0.255', inet '10.1.2.3' | inet '0.0.0.255';
SELECT broadcast(inet '10.1.2.3/24'), netmask(inet '10.1.2.3/20'), hostmask(inet '10.1.2.3/20'), set_masklen(inet '10.1.2.3', 8), abbrev(cidr '10.1.0.0/16'), inet_merge(inet '10.1.2.3', inet '10.1.3.4');
SELECT '08:00:2b:01:02:03'::macaddr, trunc('08:00:2b:01:02:03'::macaddr), '08002b010203'::macaddr::macaddr8, macaddr '08:00:2b:01:02:03' < macaddr '08:00:2b:01:02:04';
SELECT _id, v::inet FROM (VALUES (1, '1.2.3.4'), (2, '::ffff:1.2.3.4'), (3, NULL)) AS x(_id, v) ORDER BY v::inet;
SELECT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid, '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', length(gen_random_uuid()::text);
SELECT int4range(1, 5), numrange(1.5, 2.5, '[]'), daterange('2020-01-01', '2020-02-01', '[]'), '[1,5]'::int4range, 'empty'::int4range, int8range(NULL, 5);
SELECT int4range(1, 5) && int4range(4, 8), int4range(1, 5) @> 3, 3 <@ int4range(1, 5), int4range(1, 9) @> int4range(2, 3), int4range(1, 2) << int4range(5, 6), int4range(1, 3) -|- int4range(3, 5);
SELECT int4range(1, 5) + int4range(4, 8), int4range(1, 5) * int4range(4, 8), int4range(1, 5) - int4range(4, 8), lower(int4range(1, 5)), upper(int4range(1, 5)), isempty('empty'::numrange), range_merge(int4range(1, 2), int4range(8, 9));
SELECT lower_inc(numrange(1, 2)), upper_inf(numrange(1, NULL)), numrange(1, 2) = numrange(1.0, 2.00), numrange(1, 2) < numrange(1, 3), lower('(,5)'::int4range);
SELECT '{[1,3),[5,8)}'::int4multirange, int4multirange(int4range(1, 3), int4range(2, 5)), '{[1,3)}'::int4multirange + '{[5,6)}'::int4multirange, '{[1,9)}'::int4multirange - '{[3,4)}'::int4multirange;
SELECT '{[1,3),[5,8)}'::int4multirange @> 6, int4range(5, 6) <@ '{[1,3),[5,8)}'::int4multirange, unnest('{[1,3),[5,8)}'::int4multirange), range_merge('{[1,3),[5,8)}'::int4multirange);
SELECT range_agg(r), range_intersect_agg(r) FROM (VALUES (int4range(1, 5)), (int4range(3, 8)), (NULL)) AS x(r);
SELECT r FROM (VALUES (int4range(3, 5)), (int4range(1, 9)), ('empty'::int4range), (NULL), (int4range(NULL, 2))) AS x(r) ORDER BY r;
SELECT _id FROM strings WHERE int4range(3, 6) @> n;
SELECT _id FROM strings WHERE n <@ int4range(3, 6, '[]') AND NOT isempty(int4range(n, n + 1));
-- error 22P02
SELECT '10.1.2.300'::inet;
-- error 22P02
SELECT '10.1.2.3/8'::cidr;
-- error 22P02
SELECT '[1,2'::int4range;
-- error 22000
SELECT int4range(5, 1);
-- error 22000
SELECT int4range(1, 2) + int4range(5, 6);
-- error 22003
SELECT inet '255.255.255.255' + 1;
-- error 22P02
SELECT 'xyz'::uuid;
-- error 42804
SELECT range_contains_elem('[1,2]', 5);
-- error 42804
SELECT elem_contained_by_multirange(5, '{}');
SELECT range_contains_elem('[1,2]'::int4range, '5'), multirange_contains_range('{}', int4range(1,2)), range_union('empty', '[1,2]'::int4range);
