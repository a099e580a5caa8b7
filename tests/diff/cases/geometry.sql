-- Geometric types (manual 8.8, 9.11): values, operators and functions among NULLs, arrays, casts, subscripts, what has no order.

SELECT point '(1,2)', lseg '[(1,2),(3,4)]', box '(1,2),(3,4)', line '{1,-1,0}', path '[(1,2),(3,4)]', polygon '((0,0),(1,0),(0,1))', circle '<(1,2),3>';

SELECT ARRAY[point '(1,2)', NULL, '(3,4)'], ARRAY[box '(1,2),(3,4)', '(0,0),(1,1)'], '{(1,2),(3,4);(5,6),(7,8)}'::box[], ARRAY[circle '<(1,2),3>'];

SELECT _id, point(f, a), point(f, a) + point '(1,1)', point(f, a) <-> point '(0,0)', circle(point(a, a), abs(f)) FROM t WHERE abs(f) < 1e9 OR f IS NULL ORDER BY _id;

SELECT _id, point(a, b) <@ box '(0,0),(100,100)', point(a, b) << point '(5,5)', point(a, b) ~= point '(1,1)' FROM t WHERE abs(b) < 1000000 OR b IS NULL ORDER BY _id;

SELECT _id FROM t WHERE abs(b) < 1000000 AND point(a, b) <@ circle '<(0,0),50>' ORDER BY point(a, b) <-> point '(3,3)', _id;

SELECT count(DISTINCT (point(a, a))::text), array_agg(point(a, 0) ORDER BY _id) FROM t;

SELECT (point '(1,2)')[0], (point '(1,2)')[1], (point '(1,2)')[2], (point '(1,2)')[-1], (box '(1,2),(3,4)')[0], (box '(1,2),(3,4)')[1], (lseg '[(1,2),(3,4)]')[1], (lseg '[(1,2),(3,4)]')[1][0], (line '{1,2,3}')[0], (NULL::point)[0], (point '(1,2)')[NULL::int];

SELECT _id, (point(a, f))[0], (point(a, f))[1] + 1 FROM t ORDER BY _id;

-- error 0A000
SELECT (point '(1,2)')[0:1];

-- error 42804
SELECT (circle '<(1,2),3>')[0];

-- error 42804
SELECT (path '((1,2),(3,4))')[0];

SELECT (point '(1,2)')[0][1];

-- error 22P02
SELECT (point '(1,2)')['x'];

SELECT box(point '(1,2)'), polygon(box '(0,0),(1,1)'), circle(box '(0,0),(1,1)'), point(circle '<(1,2),3>'), box(circle '<(1,2),3>'), polygon(4, circle '<(1,2),3>'), path(polygon '((0,0),(1,0),(0,1))'), lseg(box '(0,0),(1,1)'), bound_box(box '(0,0),(1,1)', '(5,5),(6,6)');

SELECT 'circle'::text, '(1,2)'::point::box, ('(1,2),(3,4)'::box)::polygon, circle '<(0,0),2>'::polygon, '((0,0),(1,0),(0,1))'::path::polygon, polygon '((0,0),(4,0),(0,4))'::circle;

-- error 22023
SELECT '[(0,0),(1,0),(0,1)]'::path::polygon;

SELECT isopen(path '[(0,0),(1,1)]'), isclosed(path '[(0,0),(1,1)]'), pclose(path '[(0,0),(1,1)]'), popen(path '((0,0),(1,1))'), npoints(path '[(0,0),(1,1)]'), # path '[(0,0),(1,1)]', length(path '((0,0),(3,4))'), @-@ lseg '[(0,0),(3,4)]', @@ box '(0,0),(2,4)', area(path '((0,0),(4,0),(4,3))'), area(path '[(0,0),(4,0)]');

SELECT lseg '[(0,0),(2,2)]' # lseg '[(0,2),(2,0)]', point '(0,5)' ## lseg '[(0,0),(10,0)]', lseg '[(0,0),(2,2)]' ?# box '(1,1),(3,3)', ?- lseg '[(0,0),(1,0)]', ?| lseg '[(0,0),(1,0)]', lseg '[(0,0),(0,1)]' ?-| lseg '[(0,0),(1,0)]', lseg '[(0,0),(0,1)]' ?|| lseg '[(1,0),(1,1)]', box '(0,0),(1,1)' # box '(0.5,0.5),(2,2)', box '(0,0),(1,1)' # box '(5,5),(6,6)';

SELECT polygon '((0,0),(4,0),(4,4),(0,4))' @> polygon '((1,1),(2,1),(2,2))', polygon '((0,0),(4,0),(4,4))' && polygon '((3,1),(9,1),(9,2))', polygon '((0,0),(1,0))' <-> polygon '((5,0),(6,0))', circle '<(0,0),1>' <@ circle '<(0,0),2>', circle '<(0,0),1>' < circle '<(9,9),2>', box '(0,0),(1,1)' = box '(5,5),(6,6)', lseg '[(0,0),(1,1)]' <> lseg '[(0,0),(1,2)]', path '[(0,0),(1,1)]' = path '((5,5),(6,6))';

-- error 42883
SELECT point '(1,2)' = point '(1,2)';

-- error 42883
SELECT point(a, a) FROM t GROUP BY 1;

-- error 42883
SELECT DISTINCT box(point(a, a), point(b, b)) FROM t;

-- error 42883
SELECT _id FROM t ORDER BY point(a, a);

-- error 42883
SELECT _id FROM t ORDER BY circle(point(a, a), 1);

-- error 42883
SELECT max(point(a, a)) FROM t;

-- error 42883
SELECT point '(1,1)' UNION SELECT point '(1,1)';

SELECT point '(1,1)' UNION ALL SELECT point '(1,1)';

-- error 42883
SELECT ARRAY[point '(1,1)'] = ARRAY[point '(1,1)'];

-- error 42883
SELECT point '(1,1)' IN (point '(1,1)', '(2,2)');

-- error 42883
SELECT ROW(point '(1,1)') = ROW(point '(1,1)');

SELECT CASE WHEN a > 0 THEN point(a, 0) END, coalesce(point(a, 0), '(7,7)') FROM t ORDER BY _id;

-- error 42883
SELECT nullif(point '(1,1)', '(1,1)');

SELECT to_jsonb(point '(1,2)'), row_to_json(ROW(box '(1,2),(3,4)', circle '<(1,2),3>')), format('%s', line '{1,2,3}'), (polygon '((0,0),(1,1))')::text || '!';

SELECT pg_typeof(point '(1,2)' <-> '(3,4)'), pg_typeof(box '(1,1),(2,2)' # '(1,1),(3,3)'), pg_typeof((lseg '[(1,2),(3,4)]')[0]);

-- error 22003
SELECT point '(1e308,1e308)' + point '(1e308,0)';

-- error 22012
SELECT point '(1,2)' / point '(0,0)';

-- error 0A000
SELECT polygon(4, circle '<(0,0),0>');

-- error 22P02
SELECT line '{0,0,1}';

-- error 22023
SELECT line(point '(1,1)', point '(1,1)');

SELECT unnest(ARRAY[point '(1,2)', '(3,4)']), array_length(ARRAY[box '(1,1),(2,2)'], 1), array_to_string(ARRAY[box '(1,1),(2,2)', '(3,3),(4,4)'], '/'), array_append(ARRAY[point '(1,2)'], '(3,4)');

SELECT typname, typlen, typdelim, typelem, typsubscript FROM pg_type WHERE typname IN ('point', 'lseg', 'path', 'box', '_box', 'polygon', 'line', 'circle') ORDER BY typname;

SELECT oprname, oprleft::regtype, oprright::regtype, oprresult::regtype, oprcode FROM pg_operator WHERE oprleft = 'polygon'::regtype ORDER BY oid;
