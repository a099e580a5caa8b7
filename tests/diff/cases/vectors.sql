-- int2vector and oidvector as arrays: anyarray is of their type, an empty one has a dimension.
SELECT array_dims(''::oidvector), array_lower(''::int2vector,1), array_upper(''::int2vector,1), array_length(''::int2vector,1), array_ndims(''::oidvector), cardinality(''::int2vector);
-- error 42883
SELECT ''::int2vector = '{}'::int2[], '{}'::int2[]::text, (''::int2vector)::int2[], (''::int2vector)::int2[] = '{}'::int2[], array_dims((''::int2vector)::int2[]);
-- error 42883
SELECT '1 2'::int2vector = '{1,2}'::int2[], '1 2'::int2vector = '[0:1]={1,2}'::int2[], ('1 2'::int2vector)::int2[];
SELECT ('1 2 3'::int2vector)[0], ('1 2 3'::int2vector)[1:2], ('1 2 3'::int2vector)[:1], (''::int2vector)[0], (''::int2vector)[0:1];
SELECT unnest('1 2 3'::int2vector), unnest(''::oidvector);
SELECT generate_subscripts('1 2 3'::int2vector,1);
SELECT generate_subscripts(''::int2vector,1);
SELECT array_append('1 2'::int2vector, 3::int2), array_prepend(3::int2,'1 2'::int2vector), array_cat('1 2'::int2vector,'{3}'::int2[]);
SELECT '1 2'::int2vector || 3::int2, pg_typeof('1 2'::int2vector || 3::int2);
SELECT '1 2'::int2vector || '3 4'::int2vector;
SELECT ''::int2vector || '3 4'::int2vector;
SELECT ''::int2vector || 1::int2;
SELECT array_remove('1 2 1'::int2vector, 1::int2), array_replace('1 2 1'::int2vector,1::int2,5::int2), array_position('1 2 1'::int2vector,2::int2), array_positions('1 2 1'::int2vector,1::int2);
SELECT array_to_string('1 2 1'::int2vector,','), array_to_string(''::int2vector,','), to_json('1 2'::int2vector), to_json(''::int2vector), to_jsonb('1 2'::oidvector), to_jsonb(''::oidvector);
SELECT trim_array('1 2 1'::int2vector,1);
SELECT 1::int2 = ANY('1 2'::int2vector), 1::int2 = ALL(''::int2vector), 1 = ANY('1 2'::oidvector);
SELECT '1 2'::int2vector @> '1'::int2vector;
SELECT '1 2'::oidvector && '2 3'::oidvector, '1 2'::oidvector < '2 3'::oidvector, ''::oidvector < '1'::oidvector, max(a), min(a) FROM (VALUES ('1 2'::oidvector),('3'),('')) v(a);
-- error 42804
SELECT array_agg('1 2'::int2vector);
SELECT ARRAY['1 2'::int2vector,'3'], ARRAY[''::int2vector], ARRAY['1 2'::int2vector,'']::text;
SELECT '1 2'::int2vector::text, '{"1 2",3}'::int2vector[], ('{"1 2",3}'::int2vector[])[1];
SELECT count(*), '1 2'::int2vector GROUP BY 2;
SELECT DISTINCT a FROM (VALUES ('1 2'::int2vector),('1 2')) v(a);
SELECT a FROM (VALUES ('1 2'::int2vector),('1')) v(a) ORDER BY a;
SELECT a FROM (VALUES ('1 2'::oidvector),('1'),('')) v(a) ORDER BY a;
-- error 42846
SELECT array_fill(1::int2, '{2}'::int[])::int2vector;
-- error 42846
SELECT '{1,2}'::int2[]::int2vector;
-- error 42846
SELECT '1 2'::int2vector::oidvector;
-- error 22P02
SELECT '1 a'::int2vector;
-- error 22003
SELECT '1 99999'::int2vector;
SELECT '  1   2  '::int2vector, '-1'::int2vector;
SELECT ' -1'::oidvector;
SELECT array_upper('1 2'::int2vector,2), array_lower('1 2'::int2vector,0);
SELECT int2vectorsend(''), oidvectorsend('');
SELECT array_larger('1 2'::int2vector, '3'::int2vector);
SELECT hash_array('1 2'::int2vector), hash_array('{1,2}'::int2[]), hash_array(''::int2vector), hashoidvector('1 2'), hashoidvector('');
SELECT array_to_json('1 2'::int2vector), array_to_json(''::int2vector), string_to_array('1 2',' ')::int2[];
SELECT cardinality('1 2'::oidvector), array_ndims('1 2'::oidvector);
SELECT pg_typeof(a), a FROM unnest('1 2'::int2vector) WITH ORDINALITY u(a,n);
SELECT '1 2'::int2vector IS NOT DISTINCT FROM '1 2', row('1 2'::int2vector), ('1 2'::oidvector)[0:0];
SELECT indkey, indkey[0], array_dims(indkey) FROM pg_index WHERE indexrelid='pg_class_oid_index'::regclass;
SELECT proargtypes, array_dims(proargtypes), array_upper(proargtypes,1), array_length(proargtypes,1), proargtypes='' FROM pg_proc WHERE oid='now()'::regprocedure;
-- error 42883
SELECT array_sample('1'::int2vector,1);
SELECT width_bucket(2::int2, '1 3'::int2vector);
SELECT array_fill(NULL::int2vector, '{1}');
