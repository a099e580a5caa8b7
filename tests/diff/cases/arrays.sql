-- Arrays: operators, functions, rows out of them; over columns and constants.
SELECT _id, tags, nums FROM t;
SELECT _id, array_length(tags, 1), cardinality(nums), array_ndims(nums), array_dims(tags) FROM t;
SELECT _id, array_lower(nums, 1), array_upper(nums, 1), array_upper(nums, 2) FROM t;
SELECT _id, tags || 'new'::text, 0 || nums, nums || nums FROM t;
SELECT _id, tags || NULL::text, nums || NULL::int4[] FROM t;
SELECT _id, array_append(nums, a), array_prepend(a, nums), array_cat(nums, ARRAY[a]) FROM t;
SELECT _id, array_position(tags, 'red'), array_positions(tags, 'red'), array_position(nums, 3, 2) FROM t;
SELECT _id, array_remove(tags, 'red'), array_replace(nums, 2, 20), array_remove(nums, NULL) FROM t;
SELECT _id, trim_array(nums, 1) FROM t WHERE cardinality(nums) > 0;
SELECT _id FROM t WHERE tags @> ARRAY['red'];
SELECT _id FROM t WHERE tags @> ARRAY['red', 'blue'];
SELECT _id FROM t WHERE tags @> '{}';
SELECT _id FROM t WHERE tags <@ ARRAY['red', 'blue', 'green'];
SELECT _id FROM t WHERE tags && ARRAY['green', 'Z'];
SELECT _id FROM t WHERE NOT tags && ARRAY['green', 'Z'];
SELECT _id FROM t WHERE nums @> ARRAY[a];
SELECT _id FROM t WHERE nums && ARRAY[1, NULL, 4];
SELECT _id FROM t WHERE 'red' = ANY (tags);
SELECT _id FROM t WHERE 'red' <> ALL (tags);
SELECT _id FROM t WHERE 2 < ALL (nums);
SELECT _id FROM t WHERE a = ANY (nums);
SELECT _id, tags[1], tags[2], nums[0], nums[-1] FROM t;
SELECT _id, nums[1:2], nums[2:], tags[:1], nums[3:1] FROM t;
SELECT _id FROM t WHERE tags[1] = 'red';
SELECT _id FROM t WHERE cardinality(tags) = 0;
SELECT _id FROM t WHERE array_length(tags, 1) > 1;
SELECT _id FROM t WHERE tags = ARRAY['red'];
SELECT _id FROM t WHERE tags <> ARRAY['red'];
SELECT _id FROM t WHERE nums < ARRAY[3];
SELECT _id, nums FROM t ORDER BY nums, _id;
SELECT _id, tags FROM t ORDER BY tags DESC NULLS LAST, _id;
SELECT nums, count(*) FROM t GROUP BY nums;
SELECT DISTINCT tags FROM t;
SELECT _id, unnest(tags) FROM t;
SELECT unnest(nums), count(*) FROM t GROUP BY 1 ORDER BY 1;
SELECT t._id, x FROM t, unnest(t.tags) AS x;
SELECT t._id, x, o FROM t, unnest(t.tags) WITH ORDINALITY AS u(x, o);
SELECT t._id, x FROM t LEFT JOIN LATERAL unnest(t.nums) AS x ON true;
SELECT * FROM unnest(ARRAY[1, 2, NULL], ARRAY['a', 'b']) AS u(n, s);
SELECT _id, generate_subscripts(nums, 1) FROM t;
SELECT generate_subscripts('[2:4]={a,b,c}'::text[], 1), generate_subscripts('{{1,2},{3,4}}'::int[], 2, true);
SELECT ARRAY[1, 2, 3], ARRAY['a', NULL], ARRAY[[1, 2], [3, 4]], '{}'::int[], ARRAY[]::text[];
SELECT ARRAY[1, 2.5], ARRAY[1, NULL]::float8[], '{1,2}'::int8[] = ARRAY[1::int8, 2];
SELECT ARRAY[1, 2] || ARRAY[3], ARRAY[1, 2] || 3, 0 || ARRAY[1], ARRAY[[1, 2]] || ARRAY[3, 4], ARRAY['x'] || NULL;
SELECT ARRAY[1, 2, 3] @> ARRAY[3, 1], ARRAY[1, 2] <@ ARRAY[1, 2, 3], ARRAY[1, 2] && ARRAY[2, 5], ARRAY[1] && '{}';
SELECT ARRAY[1, NULL] @> ARRAY[NULL::int], ARRAY[1.0] @> ARRAY[1.00], ARRAY['NaN'::float8] @> ARRAY['NaN'::float8];
SELECT array_fill(7, ARRAY[2, 3]), array_fill('x'::text, ARRAY[2], ARRAY[5]), array_fill(NULL::int, ARRAY[2]), array_fill(1, '{}');
SELECT array_length(ARRAY[[1, 2, 3], [4, 5, 6]], 2), array_dims('[0:2]={1,2,3}'::int[]), array_lower('[0:2]={1,2,3}'::int[], 1);
SELECT ('{{1,2,3},{4,5,6}}'::int[])[2][3], ('{{1,2,3},{4,5,6}}'::int[])[1:1][2:3], ('{{1,2},{3,4}}'::int[])[1];
SELECT array_position('[2:4]={1,2,3}'::int[], 3), array_positions(ARRAY['a', 'b', 'a'], 'a'), array_position(ARRAY[1, NULL], NULL);
SELECT array_replace(ARRAY[1, NULL, 3], NULL, 2), array_remove(ARRAY[1, 2, 1], 1), trim_array(ARRAY[1, 2, 3], 2);
SELECT array_to_string(ARRAY[1, NULL, 3], ',', '*'), string_to_array('a,b,,c', ','), array_agg(x) FROM unnest(ARRAY[3, 1, 2]) AS x GROUP BY ();
SELECT ARRAY(SELECT _id FROM t WHERE a = 5 ORDER BY _id), ARRAY(SELECT s FROM t WHERE false);
SELECT '{"a,b","c\"d",NULL,"NULL"}'::text[], '{ 1 , 2 }'::int[], '[1:2][3:3]={{1},{2}}'::int[];
SELECT ARRAY[1, 2] < ARRAY[1, 3], ARRAY[1, 2] < ARRAY[1, 2, 0], ARRAY[2] > ARRAY[1, 9], '{}'::int[] < ARRAY[1], ARRAY[NULL]::int[] > ARRAY[1];
SELECT ARRAY['2024-01-01'::date, 'infinity'], ARRAY[interval '1 day'], ARRAY['{"a": 1}'::jsonb, 'null'], ARRAY[true, false];
SELECT ARRAY[1, 2]::text[], ARRAY['1', '2']::int[], '{1.5,2.5}'::numeric[]::int[], ARRAY[1, 0]::bool[];
SELECT 1 = ANY (ARRAY[1, NULL]), 2 = ANY (ARRAY[1, NULL]), 2 <> ALL (ARRAY[1, NULL]), 1 = ANY ('{}'::int[]), 1 = ALL ('{}'::int[]);
-- error 2202E
SELECT ARRAY[[1, 2], [3]];
-- error 2202E
SELECT ARRAY[1, 2] || ARRAY[[[1]]];
-- error 22000
SELECT array_append(ARRAY[[1, 2]], 3);
-- error 22004
SELECT array_fill(1, NULL);
-- error 54000
SELECT array_fill(1, ARRAY[1000000, 1000000]);
-- error 2202E
SELECT trim_array(ARRAY[1, 2], 3);
-- error 0A000
SELECT array_position(ARRAY[[1, 2]], 1);
-- error 22P02
SELECT '{1,2'::int[];
-- error 22P02
SELECT '{{1,2},{3}}'::int[];
-- error 42883
SELECT ARRAY[1] @> ARRAY['a'::text];
-- error 42883
SELECT array_remove(ARRAY['{}'::json], '{}'::json);
-- error 42883
SELECT unnest(ARRAY[1, 2]) + array_length(1, 1);

-- arrays of arrays whose lower bounds differ
-- error 2202E
SELECT array_agg(x) FROM (VALUES ('{{1,2},{3,4}}'::int[]), ('[2:3][1:2]={{1,2},{3,4}}'::int[])) v(x);
SELECT array_agg(x) FROM (VALUES ('[2:3]={1,2}'::int[]), ('[2:3]={3,4}'::int[])) v(x);
-- error 2202E
SELECT ARRAY['{1,2}'::int[], '[2:3]={3,4}'::int[]];
-- error 2202E
SELECT array_agg(x) FROM (VALUES (ARRAY[NULL]::int[]), ('{}'::int[])) v(x);
-- error 2202E
SELECT array_agg(x) FROM (VALUES ('{}'::int[]), ('{1}'::int[])) v(x);
