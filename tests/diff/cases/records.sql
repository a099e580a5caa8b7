-- records: their fields, comparison, expansion, in FROM; json and jsonpath around them

SELECT (ROW(1, 2)).*;
-- error XX000
SELECT (ROW(1, 'a')).*, 5;
SELECT (x).* FROM (SELECT ROW(1, 2) AS x) q;
SELECT (x).f1, (x).f2 FROM (SELECT ROW(1, 2) AS x) q;
-- error 42703
SELECT (x).f3 FROM (SELECT ROW(1, 2) AS x) q;
-- error 42703
SELECT ((x).f2).f1 FROM (SELECT ROW(1, ROW(7, 8)) AS x) q;
SELECT (q).* FROM (SELECT 1 AS x, 2 AS y) q;
SELECT (q.x).* FROM (SELECT ROW(1, 2) AS x, 2 AS y) q;
SELECT (jsonb_each('{"a": 1, "b": 2}')).*;
SELECT (jsonb_each('{"a": 1, "b": 2}')).key;
SELECT _id, (jsonb_each_text(doc)).* FROM t WHERE doc IS NOT NULL AND jsonb_typeof(doc) = 'object' ORDER BY 1, 2, 3;
SELECT (j).* FROM (SELECT jsonb_each('{"a": 1}') AS j) q;
-- error 42809
SELECT (unnest(ARRAY[1])).*;
-- error 42809
SELECT (1).*;
-- error 42809
SELECT ('x'::text).*;
-- error 42809
SELECT (x).* FROM (VALUES (ROW(1, 2)), (ROW(3, 4))) q(x);
-- error 42809
SELECT (x).f1 FROM (VALUES (ROW(1, 2)), (ROW(3, 4))) q(x);
-- error 42809
SELECT (ARRAY[ROW(1, 2)])[1].*;
WITH w AS (SELECT ROW(1, 2) AS r) SELECT (r).f2, (r).* FROM w;
SELECT (SELECT (ROW(1, 2)).f1);
SELECT (n).* FROM numbers n WHERE _id = 1;
SELECT (n).i, (n).k FROM numbers n WHERE _id < 3 ORDER BY 1;
SELECT max((x).f1) FROM (SELECT ROW(_id, i) AS x FROM numbers) q;
SELECT (x).f1, count(*) FROM (SELECT ROW(k, 1) AS x FROM numbers) q GROUP BY (x).f1 ORDER BY 1;
SELECT (x).f1 FROM (SELECT ROW(k, _id) AS x FROM numbers) q ORDER BY (x).f2 LIMIT 3;
SELECT (x).f1 FROM (SELECT ROW(_id, k) AS x FROM numbers UNION SELECT ROW(1, 2)) q WHERE (x).f2 = 2 ORDER BY 1;
-- error 0A000
SELECT count((x).*) FROM (SELECT ROW(1, 2) AS x) q;
SELECT ROW((x).*) FROM (SELECT ROW(1, 2) AS x) q;
-- error 42703
SELECT (pg_input_error).* FROM (SELECT 1) x;
-- error 42809
SELECT (json_populate_record(NULL::record, '{"a": 1}')).*;
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int, b int);
-- error 42804
SELECT * FROM unnest(ARRAY[ROW(1, 2), NULL, ROW(3, NULL)]) AS u(a int, b int);
-- error 42804
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int, b text);
-- error 42804
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int);
-- error 42601
SELECT * FROM unnest(ARRAY[ROW(1, 'x'::text)]) WITH ORDINALITY AS u(a int, b text);
SELECT * FROM ROWS FROM (unnest(ARRAY[ROW(1, 'x'::text)]) AS (a int, b text), generate_series(1, 2)) WITH ORDINALITY;
SELECT u.b FROM unnest(ARRAY(SELECT ROW(i, k) FROM numbers ORDER BY _id)) AS u(a int, b int) WHERE a > 0 ORDER BY 1;
SELECT u FROM unnest(ARRAY[ROW(1, 2)]) AS u(a int, b int);
SELECT * FROM unnest(ARRAY[]::record[]) AS u(a int, b int);
SELECT * FROM unnest(NULL::record[]) AS u(a int, b int);
-- error 42601
SELECT * FROM unnest(ARRAY[ROW(1, 2)]);
SELECT unnest(ARRAY[ROW(1, 2)]);
SELECT t._id, u.a FROM numbers t, unnest(ARRAY[ROW(t.i, t.k)]) AS u(a int, b int) WHERE u.b = 2 ORDER BY 1;
SELECT ROW(1, 2) = ROW(1, 2), ROW(1, NULL) = ROW(1, 2), ROW(1, NULL) = ROW(2, NULL), ROW(1, 2) < ROW(1, 3), ROW(1, NULL) < ROW(2, 0), ROW(1, NULL) < ROW(1, 0);
SELECT ROW(1, NULL) IS NULL, ROW(NULL, NULL) IS NULL, ROW(1, NULL) IS NOT NULL, ROW(1, 2) IS NOT NULL, NOT (ROW(1, NULL) IS NULL), ROW() IS NULL, ROW() IS NOT NULL;
SELECT ROW(1, NULL) IS DISTINCT FROM ROW(1, NULL), ROW(1, 2) IS DISTINCT FROM ROW(1, 3), (ROW(1, NULL)) IS NOT DISTINCT FROM (ROW(1, NULL));
-- error 42601
SELECT ROW(1, 2) = ROW(1, 2, 3);
-- error 22P02
SELECT ROW(1, 'a') = ROW(1, 2);
SELECT ROW(1, 'a') < ROW('1', 'b'), (1, 2) IN ((1, 2), (3, 4)), (1, NULL) IN ((1, 2)), (1, 2) NOT IN ((1, NULL));
SELECT (1, 2) IN (SELECT 1, 2), (1, 2) = (SELECT 1, 2), (1, 2) < ANY (SELECT i, k FROM numbers), (1, NULL) = ALL (SELECT 1, 2);
-- error 21000
SELECT (1, 2) = (SELECT 1, 2 UNION SELECT 3, 4);
-- error 42601
SELECT (1, 2) IN (SELECT 1);
SELECT (1, 2) = ANY (ARRAY[(1, 2), (3, 4)]), (1, 2) = ANY (ARRAY[ROW(1, 2)]);
-- error XX000
SELECT (x).f1, (x).f2 FROM (SELECT ROW(1, 'a') AS x) q;
-- error 42703
SELECT (x).f3 FROM (SELECT ROW(1, 'a') AS x) q;
SELECT (q).x, (q).y FROM (SELECT 1 AS x, 2 AS y) q;
SELECT (q.*) FROM (SELECT 1 AS x, 2 AS y) q;
SELECT q FROM (SELECT 1 AS x, 'a b' AS y, NULL AS z, '' AS e, '"' AS d, '\' AS bs, ',' AS c, '(' AS p) q;
SELECT ROW(q.*, 7), ROW(q.*) = ROW(1, 2), q = ROW(1, 2) FROM (SELECT 1 AS x, 2 AS y) q;
-- error 42803
SELECT q::text, q IS NULL, q IS NOT NULL, count(q) FROM (SELECT NULL::int AS x, 2 AS y) q GROUP BY q;
SELECT to_json(q), row_to_json(q), jsonb_build_object('r', q), json_agg(q) OVER () FROM (SELECT 1 AS x, ARRAY[1,2] AS y, ROW(1, 'b') AS z, date '2024-01-01' AS d) q;
SELECT row_to_json(ROW(1, 'a', NULL, true, 1.50)), row_to_json(q, true) FROM (SELECT 1 AS a, 2 AS b) q;
-- error 42883
SELECT max(q) FROM (VALUES (1, 2), (1, 3)) q(a, b);
SELECT q FROM (VALUES (1, 2), (1, NULL), (NULL, 3)) q(a, b) ORDER BY q;
SELECT DISTINCT q FROM (VALUES (1, 2), (1, 2), (NULL, 3)) q(a, b) ORDER BY q DESC;
SELECT q.a, count(*) FROM (VALUES (1, 2), (1, 2)) q(a, b) GROUP BY q, q.a;
SELECT CASE WHEN q = ROW(1, 2) THEN 'x' END FROM (VALUES (1, 2), (2, 3)) q(a, b);
SELECT coalesce(ROW(NULL, NULL), ROW(1, 2)), nullif(ROW(1, 2), ROW(1, 2)), greatest(ROW(1, 2), ROW(1, 3));
SELECT ROW(1, 2)::text, ROW(ARRAY[1], ROW(2, NULL))::text, ROW('a"b', 'c\d', ' ')::text;
SELECT (ROW(1, 2)).*;
SELECT (SELECT q FROM (SELECT 1 AS a, 2 AS b) q);
-- error 42703
SELECT (SELECT ROW(1, 2)) = ROW(1, 2), ((SELECT ROW(1, 2))).f1;
SELECT ARRAY(SELECT ROW(i, k) FROM numbers WHERE _id < 3 ORDER BY _id);
SELECT array_agg(q ORDER BY q) FROM (VALUES (2, 'b'), (1, 'a')) q(a, b);
SELECT unnest(ARRAY[ROW(1, 2), ROW(3, 4)]);
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int, b int);
-- error 42804
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int, b text);
-- error 42804
SELECT * FROM unnest(ARRAY[ROW(1, 2), ROW(3, 4)]) AS u(a int);
SELECT u FROM unnest(ARRAY[1, 2]) u;
SELECT u.u, u FROM unnest(ARRAY[1, 2]) u;
SELECT * FROM ROWS FROM (generate_series(1, 3), unnest(ARRAY['a']), json_to_recordset('[{"x": 1}, {"x": 2}]') AS (x int)) WITH ORDINALITY AS r(a, b, c, n);
SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(5, 1)) AS r;
SELECT * FROM ROWS FROM (unnest(ARRAY[1, 2], ARRAY['x']));
SELECT * FROM ROWS FROM (generate_series(1, 2)) WITH ORDINALITY;
SELECT r.ordinality, r.* FROM generate_series(5, 6) WITH ORDINALITY r;
-- error 42P10
SELECT * FROM generate_series(1, 3) AS g(x, y);
SELECT * FROM json_to_record('{"a": 1, "b": [1, 2], "c": {"d": 5}, "e": "x"}') AS r(a int, b int[], c jsonb, e varchar(3), f text);
SELECT * FROM jsonb_to_record('{"a": "1", "b": "{1,2}", "c": null}') AS r(a int, b int[], c text);
-- error 22P02
SELECT * FROM jsonb_to_recordset('[{"a": 1}, {"a": "x"}]') AS r(a int);
-- error 22023
SELECT * FROM jsonb_to_recordset('{"a": 1}') AS r(a int);
-- error 22023
SELECT * FROM jsonb_to_record('[1]') AS r(a int);
SELECT * FROM jsonb_to_recordset('[{"a": 1.5}, {"a": 2}, {}]') AS r(a numeric(3,1), b int) WHERE a > 1;
-- error 42601
SELECT * FROM jsonb_to_recordset('[{"a": 1}]');
SELECT * FROM jsonb_to_recordset('[{"A": 1, "a b": 2}]') AS r("A" int, "a b" text, "a" int);
SELECT * FROM json_to_recordset('[{"a": {"x": 1}, "b": "2024-01-01"}]') AS r(a json, b date);
SELECT * FROM jsonb_populate_recordset(NULL::record, '[]') AS r(a int);
SELECT key, value, pg_typeof(value) FROM json_each('{"a": 1, "b": [1,2], "c": null}');
SELECT * FROM jsonb_each_text('{"a": 1, "b": [1,2], "c": null, "d": "x"}') ORDER BY 1;
SELECT jsonb_object_keys('{"b": 1, "aa": 2, "a": 3}'), 1;
-- error 22023
SELECT jsonb_object_keys('[1]');
-- error 22023
SELECT jsonb_array_elements('{"a": 1}');
-- error 22023
SELECT jsonb_array_elements('5');
SELECT json_array_elements('[1, {"a":  2}, "x"]'), json_array_elements_text('[1, {"a":  2}, "x", null]');
SELECT jsonb_path_query('{"a": [1, 2, {"b": 3}]}', '$.a[*] ? (@ > 1)'), 'x';
-- error 2203A
SELECT jsonb_path_query('{"a": [1, 2, {"b": 3}]}', 'strict $.a[*].b');
SELECT jsonb_path_query('{"a": [1, 2, {"b": 3}]}', 'lax $.a[*].b');
SELECT jsonb_path_query_array('{"a": [1, 2, 3, 4]}', '$.a[1 to last]'), jsonb_path_query_array('[1, 2]', '$[last - 1]'), jsonb_path_query_array('[1, "2", true, null]', '$[*].type()'), jsonb_path_query_array('[1.5, -2, 3]', '$[*].ceiling()'), jsonb_path_query_array('{"a": 1, "b": {"c": 2}}', '$.keyvalue()');
-- error 22033
SELECT jsonb_path_query('[1, 2]', '$[5]'), jsonb_path_query('[1, 2]', 'strict $[5]');
SELECT jsonb_path_exists('{"a": 1}', '$.a ? (@ == $x)', '{"x": 1}'), jsonb_path_match('{"a": 1}', '$.a > 0'), jsonb_path_match('{"a": 1}', '$.a', silent => true), '{"a": 1}'::jsonb @? '$.b', '{"a": 1}'::jsonb @@ '$.a == 2';
-- error 22038
SELECT jsonb_path_match('{"a": 1}', '$.a');
-- error 22038
SELECT jsonb_path_query('{"a": "abc"}', '$.a like_regex "^A" flag "i"'), jsonb_path_query('"abc"', '$ starts with "ab"'), jsonb_path_query('[1, 2, 3]', '$[*] + 1'), jsonb_path_query('{"x": 2}', '-$.x'), jsonb_path_query('[1,[2,[3]]]', '$.**{1 to 2}'), jsonb_path_query('"2024-01-01"', '$.datetime() < "2025-01-01".datetime()');
-- error 22038
SELECT jsonb_path_query('[1, 2]', '$[*] + 1');
-- error 22038
SELECT jsonb_path_query('[1, 2]', '$ / 0');
SELECT jsonb_path_query('{}', '$.a.b.c'), '$.a ? (@.b == 1 && !(@.c > 2) || exists (@.d))'::jsonpath, '$[0, 2 to 4].a."b c"'::jsonpath, 'strict $.**{2 to last}'::jsonpath;
-- error 42601
SELECT '$.a ?'::jsonpath;
-- error 42601
SELECT '$ ? (@ == )'::jsonpath;
-- error 22P02
SELECT ''::jsonpath;
SELECT '{"a": {"b": [1, 2]}}'::jsonb #> '{a,b,1}', '{"a": {"b": [1, 2]}}'::jsonb #>> '{a,b}', '{"a": 1}'::json -> 'a', '[1,2,3]'::jsonb -> -1, '[1,2,3]'::jsonb ->> 5, '{"a": null}'::jsonb ->> 'a', '"x"'::jsonb ->> 0, '"x"'::jsonb -> 'a';
SELECT jsonb_set('{"a": [1, 2]}', '{a,5}', '9'), jsonb_set('{"a": [1, 2]}', '{a,-1}', '9'), jsonb_set('{"a": 1}', '{b}', '2', false), jsonb_set('{"a": 1}', '{b,c}', '2'), jsonb_set('[]', '{0}', '1'), jsonb_set('{"a": {}}', '{a,b}', 'null');
-- error 22023
SELECT jsonb_set('5', '{a}', '1');
-- error 22P02
SELECT jsonb_set('{"a": [1]}', '{a,x}', '1');
SELECT jsonb_insert('{"a": [0, 1]}', '{a,1}', '"n"'), jsonb_insert('{"a": [0, 1]}', '{a,1}', '"n"', true), jsonb_insert('{"a": 1}', '{b}', '2');
-- error 22023
SELECT jsonb_insert('{"a": 1}', '{a}', '2');
SELECT '{"a": 1, "b": 2}'::jsonb - 'a', '["a", "b", "a"]'::jsonb - 'a', '[1, 2, 3]'::jsonb - 1, '[1, 2, 3]'::jsonb - -1, '{"a": 1, "b": 2}'::jsonb - ARRAY['a', 'b'], '{"a": {"b": 1}}'::jsonb #- '{a,b}', '{"a": 1}'::jsonb || '{"b": 2}', '[1]'::jsonb || '2', '{"a": 1}'::jsonb || '[2]', '1'::jsonb || '2';
-- error 22023
SELECT '{"a": 1}'::jsonb - 1;
-- error 22023
SELECT '5'::jsonb - 'a';
SELECT '{"a": 1}'::jsonb || '5';
SELECT '{"a": [1, 2, {"b": 3}]}'::jsonb @> '{"a": [{"b": 3}, 1]}', '[1, [2]]'::jsonb @> '[2]', '"x"'::jsonb <@ '["x"]', '["x"]'::jsonb @> '"x"', '{"a": 1}'::jsonb ? 'a', '["a"]'::jsonb ?| ARRAY['b', 'a'], '"a"'::jsonb ? 'a', '{"a": 1}'::jsonb ?& ARRAY['a', 'b'];
SELECT '1'::jsonb < '"a"'::jsonb, 'null'::jsonb < '1'::jsonb, '[]'::jsonb < 'null'::jsonb, '{}'::jsonb > '[1]'::jsonb, '[1,2]'::jsonb < '[3]'::jsonb, '{"a":1}'::jsonb < '{"b":0}'::jsonb, 'true'::jsonb > 'false'::jsonb, '1.0'::jsonb = '1'::jsonb;
SELECT jsonb_strip_nulls('{"a": null, "b": [null, {"c": null}]}'), jsonb_pretty('{"a": [1, {"b": []}], "c": {}}'), jsonb_typeof('[]'), json_typeof('"x"'), jsonb_array_length('[1,[2]]'), json_array_length('[]');
SELECT json_build_object('a', 1, 'b', NULL, 'c', ARRAY[1,2], 'd', now() IS NULL), jsonb_build_array(1, 'x', NULL, '{"a":1}'::json), json_object('{a,1,b,2}'), json_object('{{a,1},{b,NULL}}'), jsonb_object(ARRAY['k'], ARRAY['v']);
-- error 22023
SELECT json_build_object('a');
-- error 22023
SELECT json_build_object(NULL, 1);
-- error 2202E
SELECT json_object('{a}');
-- error 22004
SELECT json_object(ARRAY['a', NULL], ARRAY['1', '2']);
-- error 22023
SELECT json_build_object(ARRAY[1], 1);
SELECT to_jsonb('x'::text), to_jsonb(1.50), to_jsonb('NaN'::float8), to_jsonb('infinity'::timestamp), to_json('2024-01-01 10:00+00'::timestamptz), to_json(interval '1 day'), to_json('\x00ff'::bytea), to_json(ARRAY[[1,2],[3,4]]), to_json(NULL::int), array_to_json(ARRAY['a', NULL]), array_to_json(ARRAY[[1],[2]], true);
SELECT '{"a":1,"a":2}'::json, '{"a":1,"a":2}'::jsonb, ' { "b" : 1 , "a":[ ] } '::json, ' { "b" : 1 , "a":[ ] } '::jsonb, '1e3'::jsonb, '1.00'::jsonb, '-0'::jsonb, '"\u00e9\n"'::jsonb;
-- error 22P02
SELECT '{"a":}'::json;
-- error 22P02
SELECT '[1,]'::jsonb;
-- error 22P02
SELECT '01'::json;
-- error 22P02
SELECT '{a: 1}'::json;
-- error 22P02
SELECT ''::json;
-- error 22P02
SELECT 'nul'::json;
-- error 42883
SELECT jsonb '1' + 1;
SELECT (jsonb '5')::int, (jsonb '"5"')::text, (jsonb '5.7')::int, (jsonb 'true')::bool, (jsonb '1.5')::numeric, (jsonb '2')::float8, (jsonb 'null')::text;
-- error 22023
SELECT (jsonb '"5"')::int;
-- error 22023
SELECT (jsonb 'null')::int;
-- error 22023
SELECT (jsonb '[1]')::bool;
SELECT jsonb '{"a": {"b": [10, 20]}}' #>> ARRAY['a', 'b', '1'], (jsonb '{"a": {"b": [10, 20]}}')['a']['b'][1], (jsonb '[1, 2]')[-1], (jsonb '{"a": 1}')['x']['y'], (jsonb '{"1": 2}')[1];
-- error 42804
SELECT (jsonb '{"a": 1}')[1.5];
-- error 42804
SELECT (jsonb '{"a": 1}')['a':'b'];

-- a whole row is one value: its NULLs are equal
SELECT r._id, r = r, r IS DISTINCT FROM r, r IN (r), CASE WHEN r = r THEN 1 END FROM t AS r ORDER BY 1;
SELECT r._id FROM t AS r JOIN t AS q ON r = q WHERE NOT r <> q ORDER BY 1;
SELECT _id FROM events AS r WHERE r IN (SELECT q FROM events AS q WHERE q._id > 10) ORDER BY 1;
SELECT x = y, row(x.*) = row(y.*) FROM (SELECT 1 AS a, NULL::int4 AS b) AS x, (SELECT 1 AS a, NULL::int4 AS b) AS y;
-- error 42804
SELECT x = y FROM (SELECT 1 AS a, NULL::int4 AS b) AS x, (SELECT 1 AS a, NULL::int8 AS b) AS y;
-- error 42804
SELECT x = y FROM (SELECT 1 AS a) AS x, (SELECT 1 AS a, 2 AS b) AS y;
-- error 42804
SELECT r = row(1, 'only') FROM one AS r;
-- error 42601
SELECT r IN (SELECT q._id, q.v FROM one AS q) FROM one AS r;
SELECT row(r.*) IN (SELECT q._id, q.v FROM one AS q), count(q2), q2 FROM one AS r LEFT JOIN numbers AS q2 ON false GROUP BY 1, 3;
-- IS DISTINCT FROM NULL asks for the row, IS NULL for its columns
SELECT r IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM r, row(1, NULL) IS DISTINCT FROM NULL, row(NULL) IS NOT DISTINCT FROM NULL FROM events AS r;
SELECT q IS DISTINCT FROM NULL, q IS NULL, q IS NOT NULL FROM one AS r LEFT JOIN numbers AS q ON false;
SELECT _id FROM events AS r WHERE r IS DISTINCT FROM NULL ORDER BY 1;
-- x.f is f(x), and f(x) is x.f
SELECT s(t), t.s FROM t ORDER BY _id;
SELECT (s).length, (s).upper, (t.s).reverse FROM t ORDER BY _id;
SELECT (a / 2).abs, ('x' || s).length FROM t ORDER BY _id;
SELECT t.row_to_json IS NOT NULL, (t).to_jsonb IS NULL FROM t ORDER BY _id;
SELECT one.count, (one).count FROM one;
SELECT _id(one), v(one) FROM one;
SELECT q.x, x(q), (q).x FROM (SELECT 1 AS x) q;
SELECT x(q) + 1 AS y FROM (SELECT 1 AS x UNION ALL SELECT 2) q WHERE x(q) > 1 ORDER BY x(q);
SELECT max(x(q)) FROM (SELECT a AS x FROM t) q;
SELECT length(v(one)), (v(one)).length FROM one;
-- error 42883
SELECT nosuch(one) FROM one;
-- error 42703
SELECT (one).nosuch FROM one;
-- error 42703
SELECT one.nosuch FROM one;
-- error 42809
SELECT (a).nosuch FROM t;
-- error 42P01
SELECT t.s.length FROM t;
-- error 42703
SELECT one.text FROM one;
-- error 42883
SELECT x(q, 1) FROM (SELECT 1 AS x) q;
-- error 42883
SELECT x(DISTINCT q) FROM (SELECT 1 AS x) q;

-- a whole row is of its relation's row type
SELECT DISTINCT pg_typeof(t), pg_typeof(t.*), pg_typeof(row(t.*)) FROM t;
SELECT pg_typeof(array_agg(t)), pg_typeof((array_agg(t))[1]) FROM t;
SELECT DISTINCT pg_typeof(x) FROM (SELECT t FROM t) q(x);
SELECT DISTINCT pg_typeof(x) FROM (SELECT * FROM t) x;
SELECT DISTINCT pg_typeof(w) FROM (SELECT 1) o, LATERAL (SELECT t FROM t LIMIT 1) w;
SELECT (x)._id, (x).a FROM (SELECT unnest(array_agg(t)) AS x FROM t) q ORDER BY 1;
SELECT _id FROM t x WHERE x IN (SELECT y FROM t y WHERE y._id < 4) ORDER BY 1;
SELECT typname, typtype, typcategory, typrelid::regclass FROM pg_type WHERE oid IN (SELECT pg_typeof(t)::oid FROM t);
SELECT typname, typtype, typcategory, typelem::regtype FROM pg_type WHERE oid IN (SELECT pg_typeof(array_agg(t))::oid FROM t);
SELECT t._id, pg_typeof(y), y IS NULL AS none FROM t LEFT JOIN t y ON y._id = t._id AND t._id < 3 ORDER BY 1;
-- error 42804
SELECT t FROM t UNION ALL SELECT ROW(1, 2);
-- error 42846
SELECT t::int FROM t;
SELECT _id, (COALESCE(t, NULL::t))._id FROM t ORDER BY 1;
-- error 42883
SELECT (max(t))._id FROM t;
-- by their bytes: *= and its kind
SELECT ROW(1, 2, 3)::record *= ROW(1, 2, 3)::record, ROW(1.0, 'a'::text)::record *= ROW(1.00, 'a'::text)::record, ROW(1.0) = ROW(1.00), ROW(NULL, 1)::record *= ROW(NULL, 1)::record, ROW(NULL::int)::record *<> ROW(1)::record;
SELECT ROW(1, -2)::record *< ROW(1, 3)::record, ROW(1, -2)::record *> ROW(1, 3)::record, ROW('a'::text, 1)::record *<= ROW('ab'::text, 0)::record, ROW('b'::text, NULL::int)::record *>= ROW('b'::text, 5)::record, ROW('a'::bytea)::record *< ROW('b'::bytea)::record;
SELECT ROW('-0'::float8)::record *= ROW('0'::float8)::record, ROW('-0'::float8) = ROW('0'::float8), ROW('1 day'::interval)::record *= ROW('24:00'::interval)::record, ROW('{1,2}'::int[])::record *= ROW('{1,2}'::int[])::record, ROW('[0:1]={1,2}'::int[])::record *<> ROW('{1,2}'::int[])::record;
-- error 42804
SELECT ROW(1, 2)::record *= ROW(1)::record;
-- error 42804
SELECT ROW(1, 2)::record *< ROW(1, 'a'::text)::record;
SELECT btrecordimagecmp(ROW(true, 'x'::text), ROW(false, 'y'::text)), btrecordimagecmp(ROW(1), ROW(1)), record_image_eq(ROW('{"a": 1}'::jsonb), ROW('{"a":1}'::jsonb)), record_image_ne(ROW('a'::char(3)), ROW('a'::char(4)));
SELECT t *= t, t *< t FROM (VALUES (1, 'a'::text, NULL::date), (NULL, '', '2024-01-01')) AS t(a, b, c);
-- error 42883
SELECT ROW(1, 2) *= ROW(1, 2);
-- error 0A000
select (NULL, '<(0,0),2>'::circle) < ('{"a":1}'::jsonb, NULL);
-- error 0A000
select ((NULL, '<(0,0),2>'::circle) < ('{"a":1}'::jsonb, NULL)), 1 + true;
-- error 0A000
select scale((NULL, '<(0,0),2>'::circle) < ('{"a":1}'::jsonb, NULL), true is null, 'a'::char(4) # '$.a'::jsonpath);
-- error 0A000
select (1, '<(0,0),2>'::circle) = (1, '<(0,0),2>'::circle);
-- error 0A000
select (1, '<(0,0),2>'::circle) <> (1, '<(0,0),2>'::circle);
select (1, 'a') <> (2, 'b'), (1, 2.5) < (1, 3), (1, 'a'::text) >= (1, 'a'::varchar), (1, null) = (2, 3);
-- error 42883
select (1, 2) ~~ ('a', 'b');
-- error 0A000
select ('a', 'b') ~~ ('a', 'b');
select ('{1}'::int[], 1) < ('{2}', 2), (row(1,2), 3) < (row(1,3), 2), ('{}'::jsonb, 1) <= ('{}'::jsonb, 1);
-- error 42883
select (1, '{}'::json) = (1, '{}'::json);
-- error 42883
select ('(1,1)'::point, 1) = ('(1,1)'::point, 1);
select ('[1,2]'::int4range, 1) < ('[1,3]'::int4range, 1), ('1'::bit, 2) = ('1'::bit, 2), ('1.2.3.4'::inet, 1) > ('1.2.3.3', 4), ('a'::name, 1) = ('a'::text, 1), (1::int8, 2) = (1::int2, 2), ('2020-01-01'::date, 1) < ('2020-01-01 10:00'::timestamp, 1);
-- error 0A000
select ('1'::xid, 1) = ('1'::xid, 1);
-- error 22P02
select (1::oid, '1'::tid) < (1::oid, '2'::tid);
select ('a'::tsvector, 1) = ('a', 1), ('a'::tsquery, 1) < ('b', 1);
select (1,2) in (select 1, 2), ('a'::char(3), 1) = any (select 'a'::bpchar, 1);
