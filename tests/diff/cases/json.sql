-- json and jsonb: parts, containment, building, changing, paths; over columns and constants.
SELECT _id, doc, doc::text FROM t;
SELECT _id, doc -> 'x', doc ->> 'x', doc -> 'y' ->> 'z', doc -> 'list' -> 0, doc #> '{y,z}', doc #>> '{list,1}' FROM t;
SELECT _id, doc['x'], doc['y']['z'], doc['list'][1] FROM t;
SELECT _id FROM t WHERE doc ->> 'x' = '1';
SELECT _id FROM t WHERE doc -> 'x' = '1';
SELECT _id FROM t WHERE doc -> 'y' ->> 'z' = 'deep';
SELECT _id FROM t WHERE doc ->> 'x' IS NULL;
SELECT _id FROM t WHERE doc -> 'x' IS NULL;
SELECT _id FROM t WHERE doc @> '{"x": 1}';
SELECT _id FROM t WHERE doc @> '{"y": {"z": "deep"}}';
SELECT _id FROM t WHERE doc @> '{}';
SELECT _id FROM t WHERE doc <@ '{"x": 1, "y": {"z": "deep"}, "list": [1, 2, 3]}';
SELECT _id FROM t WHERE doc ? 'x';
SELECT _id FROM t WHERE doc ?| ARRAY['list', 'a b'];
SELECT _id FROM t WHERE doc ?& ARRAY['x', 'y'];
SELECT _id FROM t WHERE NOT doc ? 'x';
SELECT _id FROM t WHERE doc = '{"x": 0}';
SELECT _id FROM t WHERE doc <> '{"x": 0}';
SELECT _id FROM t WHERE jsonb_typeof(doc -> 'x') = 'number';
SELECT _id FROM t WHERE CASE WHEN jsonb_typeof(doc -> 'x') = 'number' THEN (doc ->> 'x')::numeric > 1 END;
SELECT _id, jsonb_typeof(doc), jsonb_typeof(doc -> 'x'), jsonb_typeof(doc -> 'y') FROM t;
SELECT _id, doc || '{"new": true}', doc - 'x', doc - ARRAY['x', 'y'], doc #- '{y,z}' FROM t;
SELECT _id, jsonb_set(doc, '{x}', '"set"'), jsonb_set(doc, '{y,z}', '1', false), jsonb_insert(doc, '{q}', '1') FROM t;
SELECT _id, jsonb_strip_nulls(doc), jsonb_pretty(doc) FROM t;
SELECT _id, to_jsonb(tags), to_json(nums), to_jsonb(ts), to_json(n), to_jsonb(f), to_json(u) FROM t WHERE _id <> 11 AND _id <> 12;
SELECT _id, jsonb_build_object('a', a, 's', s, 'doc', doc), json_build_array(a, s, ok, tags) FROM t;
SELECT _id, row_to_json(r) FROM (SELECT _id, a, s, tags, doc FROM t) AS r;
SELECT to_jsonb(r) FROM (SELECT _id, n, ok, nums FROM t) AS r;
SELECT _id, jsonb_object_keys(doc) FROM t;
SELECT t._id, e.key, e.value FROM t, jsonb_each(t.doc) AS e;
SELECT t._id, e.* FROM t, jsonb_each_text(t.doc) AS e;
SELECT t._id, x FROM t, jsonb_array_elements(t.doc -> 'list') AS x;
SELECT t._id, x.* FROM t, jsonb_to_record(t.doc) AS x(x text, y jsonb, list int[]);
SELECT key, count(*) FROM t, jsonb_object_keys(doc) AS key GROUP BY key ORDER BY key;
SELECT doc -> 'x' AS x, count(*) FROM t GROUP BY 1;
SELECT _id, doc FROM t ORDER BY doc, _id;
SELECT _id, jsonb_path_query_first(doc, '$.y.z'), doc @? '$.list[*] ? (@ > 1)', doc @@ '$.x == 1' FROM t;
SELECT _id, jsonb_path_query_array(doc, '$.**.z'), jsonb_path_exists(doc, 'strict $.x', silent => true) FROM t;
SELECT _id, jsonb_path_query(doc, '$.list[*]') FROM t;
SELECT _id FROM t WHERE doc @? '$.y ? (@.z == "deep")';
SELECT num, address -> 'geo' ->> 'lat', (address ->> 'zip')::int + 1 FROM customers;
SELECT '{"a": 1, "b": [true, null, "x"]}'::json, '{"a": 1, "b": [true, null, "x"]}'::jsonb, '  [1 , 2 ]'::json, '  [1 , 2 ]'::jsonb;
SELECT '{"a":1,"a":2}'::json -> 'a', '{"a":1,"a":2}'::jsonb, '{"bb":1,"a":2,"c":3}'::jsonb;
SELECT '[1,2,3]'::json -> -1, '[1,2,3]'::jsonb -> 5, '{"a":"x"}'::json ->> 'a', '"str"'::jsonb #>> '{}', '5'::jsonb -> 0;
SELECT '{"a":{"b":[1,{"c":"d"}]}}'::json #> '{a,b,1,c}', '{"a":{"b":[1,2]}}'::jsonb #>> '{a,b,-1}', '{"a":1}'::jsonb #> '{a,b}';
SELECT json_extract_path('{"a":{"b":1}}', 'a', 'b'), jsonb_extract_path_text('{"a":["x","y"]}', 'a', '1');
SELECT '1e2'::jsonb, '1.50'::jsonb, '1.50'::json, '-0'::jsonb, '123456789012345678901234567890'::jsonb;
SELECT '"\u00e9\ud83d\ude00"'::jsonb, '"\u00e9"'::json, '"\u00e9"'::json ->> 0, '["\u00e9"]'::json ->> 0;
SELECT '{"a":1}'::jsonb || '{"b":2}', '[1]'::jsonb || '2', '{"a":1}'::jsonb || '[1]', '[1,2,3]'::jsonb - 1, '["a","b"]'::jsonb - 'a';
SELECT '[1,[2,3],{"a":[4]}]'::jsonb @> '[[3]]', '{"a":[1,2]}'::jsonb @> '{"a":[2]}', '[1,2]'::jsonb @> '1', '1'::jsonb @> '[1]';
SELECT jsonb_set('[1,2,3]', '{1}', '"x"'), jsonb_set('{"a":[]}', '{a,0}', '1'), jsonb_set('{"a":1}', '{b,c}', '1'), jsonb_set_lax('{"a":1}', '{a}', NULL, true, 'delete_key');
SELECT jsonb_insert('[1,2]', '{1}', '9'), jsonb_insert('[1,2]', '{1}', '9', true), jsonb_insert('{"a":[1]}', '{a,-1}', '0');
SELECT json_build_object('a', 1, 'b', ARRAY[1, 2], 'c', NULL), jsonb_build_array(1, 'x', true, 1.50, NULL), json_build_object(), jsonb_build_array();
SELECT json_object('{a,1,b,2}'), json_object('{a,b}', '{1,NULL}'), jsonb_object('{{a,1},{b,2}}'), json_build_array(VARIADIC ARRAY[1, 2]);
SELECT to_json('a"b'::text), to_json(1.5), to_json(true), to_json(date '2024-01-31'), to_json(timestamptz '2024-01-31 10:00'), to_json(ARRAY[[1, 2], [3, 4]]);
SELECT to_jsonb(1e20::float8), to_jsonb('NaN'::float8), to_jsonb(interval '1 day'), to_jsonb('{"a": 1}'::json), to_json(row(1, 'x', NULL));
SELECT array_to_json(ARRAY[1, NULL, 3]), array_to_json('{{1,2},{3,4}}'::int[], true), row_to_json(row(1, 'foo'), true);
SELECT * FROM json_each('{"a":1,"b":{"c":null}}');
SELECT * FROM json_each_text('{"a":1,"b":null,"c":"x"}');
SELECT * FROM json_array_elements('[1,"x",{"a":null}]') WITH ORDINALITY;
SELECT * FROM json_array_elements_text('[1,"x",null,[2]]');
SELECT * FROM json_to_record('{"a":1,"b":"x","c":[1,2],"d":{"e":"f"}}') AS x(a int, b text, c int[], d json, e date);
SELECT * FROM jsonb_to_recordset('[{"a":1,"b":"2024-01-31"},{"a":null},{"b":"infinity"}]') AS x(a int, b date);
SELECT * FROM json_to_recordset('[{"a":"toolong"}]') AS x(a varchar(7), b char(3));
SELECT json_populate_record(row(1, 'x'), '{"f1": 5}'), jsonb_populate_record(row(1, NULL::text), '{"f2": "y", "f3": 3}');
SELECT json_typeof('[]'), json_typeof('null'), jsonb_typeof('1'), json_array_length('[1,2]'), jsonb_array_length('[]');
SELECT json_strip_nulls('{"a":null,"b":[null,{"c":null}]}'), jsonb_strip_nulls('{"a":null,"b":1}'), jsonb_pretty('{"a":[1,{"b":2}],"c":{}}');
SELECT '{"a":1}'::jsonb = '{"a":1.0}', '[1,2]'::jsonb < '[1,3]', '{}'::jsonb > '[]', 'null'::jsonb < '"a"', '"a"'::jsonb < '1';
SELECT '$.a[*] ? (@.b > 1 && @.c like_regex "^x" flag "i")'::jsonpath, 'strict $."a b".**{2 to last}.size()'::jsonpath;
SELECT jsonb_path_query('{"a":[1,2,3,4]}', '$.a[*] ? (@ >= $min && @ <= $max)', '{"min":2,"max":3}');
SELECT jsonb_path_query('[1,"x",null,true,{"a":1}]', '$[*].type()'), jsonb_path_query_array('[1,2,3]', '$[*] + 1', silent => true);
SELECT jsonb_path_query('{"a":[{"b":1},{"b":2}]}', '$.a[1].b * 2'), jsonb_path_match('{"a":1}', '$.a == 1'), jsonb_path_exists('{}', '$.a');
SELECT jsonb_path_query('{"a":1,"b":{"c":2}}', '$.keyvalue()'), jsonb_path_query('"2024-01-31"', '$.datetime()');
SELECT jsonb_path_query_tz('["2024-01-31","2024-02-01 12:00:00+01"]', '$[*].datetime() ? (@ < "2024-02-01 00:00:00".datetime())');
SELECT jsonb_agg(a ORDER BY _id), json_agg(s ORDER BY _id), jsonb_object_agg(_id, s) FROM t WHERE _id < 5;
SELECT '{"a":{"b":1}}'::jsonb - 'zz', '{"a":1}'::jsonb #- '{a}', jsonb '{"a":1}' ? 'a', jsonb '["a"]' ?| '{b,a}', jsonb '["a"]' ?& '{b,a}';
SELECT ('{"a": 5}'::jsonb -> 'a')::int, ('"x"'::jsonb)::text, 'true'::jsonb::bool, '1.7'::jsonb::int, '[1]'::jsonb::text;
-- error 22P02
SELECT '{"a":'::json;
-- error 22P02
SELECT '{a:1}'::jsonb;
-- error 22P05
SELECT '"\u0000"'::jsonb;
-- error 22023
SELECT '5'::jsonb - 'a';
-- error 22023
SELECT '{"a":1}'::jsonb - 1;
-- error 22023
SELECT jsonb_set('5', '{a}', '1');
-- error 22P02
SELECT jsonb_set('[1]', '{a}', '1');
-- error 22023
SELECT jsonb_insert('{"a":1}', '{a}', '2');
-- error 22023
SELECT json_build_object('a');
-- error 22023
SELECT jsonb_build_object(NULL, 1);
-- error 22023
SELECT json_build_object(ARRAY[1], 1);
-- error 22023
SELECT json_array_length('{}');
-- error 22023
SELECT * FROM jsonb_each('[1]');
-- error 22023
SELECT jsonb_array_elements('{"a":1}');
-- error 2202E
SELECT json_object('{a,1,b}');
-- error 22004
SELECT json_object('{NULL,1}');
-- error 22P02
SELECT * FROM json_to_record('{"a":"x"}') AS r(a int);
-- error 22001
SELECT * FROM json_to_record('{"a":"toolong"}') AS r(a varchar(3));
-- error 42601
SELECT '$.a ?'::jsonpath;
-- error 2203A
SELECT jsonb_path_query('{}', 'strict $.a');
-- error 22038
SELECT jsonb_path_match('{"a":1}', '$.a');
-- error 22012
SELECT jsonb_path_query('5', '$ / 0');
-- error 42704
SELECT jsonb_path_query('{}', '$x');
-- error 22023
SELECT ('[1]'::jsonb)::int;
-- error 42883
SELECT '{}'::json @> '{}';
-- error 42883
SELECT '{}'::json = '{}';

-- the operators of jsonpath have no variables (before PostgreSQL 15.20 all were null)
-- since 15.20
-- error 42704
SELECT '{"a": 1}'::jsonb @? '$x', '[1, 2]'::jsonb @? '$[$x]', '[1]'::jsonb @@ '($[0] < $x) is unknown', '{}'::jsonb @@ '$x == null';
-- since 15.20
-- error 42704
SELECT _id FROM t WHERE doc @? '$.x ? (@ != $y)' ORDER BY 1;
-- error 42704
SELECT jsonb_path_exists('{"a": 1}', '$x');
