/* Queries that become views: pg_get_viewdef() prints each as PostgreSQL 15 does. Tables: viewdef.py's. A line each. */
SELECT to_jsonb(b) AS j FROM books b
SELECT 1, id + 1 FROM (SELECT id, id * 2 FROM books) s
SELECT id, title FROM books WHERE price < 10
SELECT * FROM books
SELECT b.*, a.name AS author_name FROM books b JOIN authors a ON a.id = b.author
SELECT b.id, a.name FROM books b LEFT JOIN authors a ON a.id = b.author AND a.name <> 'x' WHERE b.id > 1 OR b.title LIKE 'a%' ORDER BY b.title DESC, a.name LIMIT 10 OFFSET 2
SELECT a.id, b.id AS b, c.id AS c FROM authors a CROSS JOIN books b JOIN books c ON c.author = a.id AND c.id > b.id
SELECT a.name, b.title FROM authors a, books b WHERE a.id = b.author
SELECT * FROM authors a RIGHT JOIN books b USING (id)
SELECT id, a.name FROM authors a JOIN books b USING (id)
SELECT id FROM authors a FULL JOIN books b USING (id)
SELECT x.id FROM (authors JOIN books USING (id)) x
SELECT count(*) AS n, author FROM books GROUP BY author HAVING count(*) > 1 AND max(price) < 100 ORDER BY 1 DESC
SELECT author, title, sum(price), avg(price) FILTER (WHERE price > 0) AS m FROM books GROUP BY ROLLUP (author, title)
SELECT author, title, count(*), grouping(author) AS g FROM books GROUP BY GROUPING SETS ((author, title), (author), ())
SELECT author, lower(title) AS t, count(DISTINCT price) FROM books GROUP BY author, CUBE (lower(title), price)
SELECT a.id, a.name, count(b.id) AS n FROM authors a LEFT JOIN books b ON b.author = a.id GROUP BY a.id
SELECT DISTINCT author, price FROM books
SELECT DISTINCT ON (author) author, title FROM books ORDER BY author, price DESC NULLS LAST
SELECT id, CASE WHEN price > 10 THEN 'dear' WHEN price IS NULL THEN NULL ELSE 'cheap' END AS class FROM books
SELECT id, CASE author WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS class, price FROM books
SELECT id, CASE WHEN id > 1 THEN CASE WHEN id > 2 THEN 3 ELSE 2 END ELSE 1 END AS c, title FROM books
SELECT id FROM books UNION SELECT id FROM authors
SELECT id, title FROM books UNION ALL SELECT id, name FROM authors ORDER BY 1, 2 DESC LIMIT 3
SELECT id FROM books EXCEPT (SELECT id FROM authors INTERSECT SELECT author FROM books)
(SELECT id FROM books ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM authors ORDER BY id DESC LIMIT 1)
SELECT id FROM books UNION ALL SELECT id FROM authors UNION SELECT 5
SELECT id, NULL AS x FROM books UNION SELECT 1, 'a'
SELECT id FROM books UNION ALL SELECT price FROM books
WITH x AS (SELECT id, title FROM books WHERE id > 1) SELECT x.id, a.name FROM x JOIN authors a USING (id)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n
WITH a AS (SELECT 1 AS one), b AS MATERIALIZED (SELECT one + 1 AS two FROM a) SELECT * FROM a, b
SELECT id, row_number() OVER (PARTITION BY author ORDER BY price DESC) AS n, sum(price) OVER w AS s FROM books WINDOW w AS (PARTITION BY author ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
SELECT id, rank() OVER (ORDER BY price), lag(title, 1, 'none') OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES), count(*) OVER () FROM books
SELECT id FROM books WHERE author IN (SELECT id FROM authors WHERE name IS NOT NULL)
SELECT id FROM books b WHERE EXISTS (SELECT 1 FROM authors a WHERE a.id = b.author) AND NOT EXISTS (SELECT FROM authors a WHERE a.id = b.id + 1)
SELECT id, (SELECT name FROM authors a WHERE a.id = books.author) AS author_name, ARRAY(SELECT id FROM authors ORDER BY id) AS ids FROM books
SELECT id FROM books WHERE price > ALL (SELECT price FROM books WHERE id < 0) AND (id, author) IN (SELECT id, id FROM authors)
SELECT id FROM books WHERE id IN (1, 2, 3) AND title NOT IN ('a', 'b') AND price BETWEEN 1 AND 5 AND title ILIKE '%x' AND NOT id = 4
SELECT s.id, s.n FROM (SELECT id, count(*) AS n FROM books GROUP BY id) s WHERE s.n > 1
SELECT b.id, l.name FROM books b, LATERAL (SELECT name FROM authors a WHERE a.id = b.author) l
SELECT b.id, t FROM books b, unnest(b.tags) t
SELECT b.id, u.tag, u.n FROM books b LEFT JOIN LATERAL unnest(b.tags) WITH ORDINALITY u(tag, n) ON true
SELECT g, g * 2 AS twice FROM generate_series(1, 3) g
SELECT x.a, x.b FROM jsonb_to_recordset('[{"a": 1}]') x(a int, b text)
SELECT * FROM jsonb_each('{"a": 1}')
VALUES (1, 'a'), (2, 'b')
SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y')) v(a, b)
SELECT meta -> 'a' AS a, meta ->> 'b' AS b, meta #>> '{c,d}' AS d, (meta -> 'n')::int AS n, meta @> '{"x": 1}' AS has FROM books
SELECT id::text AS t, price::int AS i, title::varchar(5) AS v, CAST(id AS numeric(10,2)) AS n, '2024-01-01'::date AS d, now() AS at FROM books
SELECT upper(title) || ' ' || coalesce(tags[1], 'none') AS x, array_length(tags, 1), tags[1:2] AS part, greatest(id, author), nullif(id, 1) FROM books
SELECT extract(year FROM born) AS y, date_trunc('month', born) AS m, born + 1 AS next, born + interval '1 day' AS later, age(born) FROM authors
SELECT string_agg(title, ', ' ORDER BY title DESC) AS titles, array_agg(DISTINCT id ORDER BY id), percentile_cont(0.5) WITHIN GROUP (ORDER BY price) AS median FROM books
SELECT row_to_json(b) AS j, to_jsonb(b.*) AS k FROM books b
SELECT a.id, a2.id AS other FROM authors a JOIN authors a2 ON a.id <> a2.id
SELECT id FROM authors WHERE id IN (SELECT id FROM authors WHERE id > 1)
SELECT c.title FROM cheap c JOIN books ON books.id = c.id
SELECT current_user AS u, current_date AS d, current_timestamp AS t, session_user
SELECT id AS "Id", title AS "select", price AS "a b" FROM books "B"
SELECT id IS DISTINCT FROM 3 AS d, (id = 1) IS TRUE AS t, id = ANY (ARRAY[1, 2]) AS any, -id AS minus, id % 2 = 0 AS even, NOT (id > 1) AS no, ~id AS inv FROM books
SELECT id, a + b * 2 - (a - b) AS x, (a + b) * 2 AS y, a - (b - 1) AS z FROM (SELECT id, id AS a, author AS b FROM books) s
SELECT position('a' IN title), substring(title FROM 2 FOR 3), trim(both 'x' FROM title), overlay(title placing 'z' from 1), title AT TIME ZONE 'utc' FROM (SELECT 'abc'::text AS t, title, now() AS n FROM books) s WHERE false
SELECT trim(title) AS a, substring(title, 2) AS b, n AT TIME ZONE 'utc' AS c, title ~ '^a' AS r, title SIMILAR TO 'a%' AS s FROM (SELECT title, now() AS n FROM books) s
SELECT id FROM books ORDER BY lower(title), id + 1 DESC, price NULLS FIRST FETCH FIRST 2 ROWS WITH TIES
SELECT id FROM books TABLESAMPLE bernoulli (10) REPEATABLE (1)
SELECT title COLLATE "C" AS t FROM books ORDER BY title COLLATE "C"
SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace
SELECT table_name FROM information_schema.tables
SELECT 1 AS one, 'x' AS x, 1.5 AS n, true AS t, NULL AS nothing, -1 AS m, 10000000000 AS big, '{1,2}'::int[] AS arr
SELECT jsonb_extract_path(meta, 'a', 'b') AS p, format('%s', title), concat(title, id), jsonb_build_object('a', id) AS o FROM books
SELECT row(id, title) = row(1, 'a') AS e, row(id, title) < row(2, 'b') AS l, row(id, 5) AS r FROM books
SELECT m.id FROM (SELECT id FROM books UNION SELECT id FROM authors) m ORDER BY m.id
SELECT (SELECT max(x.n) FROM (SELECT count(*) AS n FROM books b2 WHERE b2.author = a.id GROUP BY b2.price) x) AS most FROM authors a
SELECT books.id FROM books, (authors JOIN cheap ON cheap.id = authors.id) WHERE books.id = authors.id
SELECT a.id FROM authors a LEFT JOIN (books b JOIN cheap c ON c.id = b.id) ON b.author = a.id
SELECT row(1, 2)::cc AS c
SELECT row(id, 'x')::cc AS c, (row(id, 'x')::cc).a AS a, (row(id, 'x')::cc).b FROM books
SELECT row(1, 2)::pair AS p, (row(1, 2)::pair).x + 1 AS y
SELECT row(id, title)::nested FROM (SELECT id, row(1, 'z')::cc AS title FROM books) s
SELECT '(1,x)'::cc AS c, NULL::cc AS n, ARRAY[row(1, 'a')::cc, row(2, 'b')::cc] AS l
SELECT (h.c).a, (h.c).b, h.cs[1].b AS bb, (h.cs[2]).a AS aa FROM holder h
SELECT h.c, h.cs, h.n, (h.n).inner_c, ((h.n).inner_c).a AS deep FROM holder h
SELECT (h.c).* FROM holder h
SELECT h.* FROM holder h WHERE h.c = row(1, 'x')::cc
SELECT h.c IS NULL AS a, h.c IS NOT NULL AS b, h IS NULL AS w FROM holder h
SELECT h.p, h.p + 1 AS q, h.p::int AS i, h.p::text AS t, h.w || 'x' AS w, h.w::varchar(3) AS v FROM holder h
SELECT 5::pos AS p, 'a'::word AS w, '{1,2}'::ints AS l, ARRAY[1, 2]::ints AS m, 5::pos + 5::pos AS s, (2 + 3)::pos AS t
SELECT h.l, h.l[1] AS f, h.l[1:2] AS part, h.l || 5 AS more, cardinality(h.l) AS c FROM holder h
SELECT h.id FROM holder h WHERE h.p > 3 AND h.w = 'a' AND h.w LIKE 'b%' AND h.m = 'sad' AND h.m > 'ok'
SELECT h.m, h.m::text AS t, 'happy'::mood AS k, h.m = ANY ('{sad,ok}') AS some, h.m IN ('sad', 'ok') AS one FROM holder h
SELECT h.r, lower(h.r) AS l, h.r @> 5 AS has, h.r && '[1,5)' AS o, h.r * int4range(1, 3) AS i, h.r -|- '[1,2)'::int4range AS adj FROM holder h
SELECT h.fr, h.fr && '[1,2]'::floats AS o, floats(1, 2, '[]') AS f, h.mr + '{[1,2)}'::int4multirange AS m, multirange(h.r) AS mm, range_merge(h.mr) FROM holder h
SELECT '[2024-01-01,2024-02-01)'::daterange AS d, 'empty'::numrange AS e, upper_inf(h.r) AS u, isempty(h.r) AS ie FROM holder h
SELECT h.a2[1][2] AS x, h.a2[1:2][1:1] AS y, h.a2[:] AS z, h.a2[2:] AS t, ARRAY[[1, 2], [3, 4]] AS l, ARRAY[]::int[] AS none FROM holder h
SELECT ARRAY[h.a2, h.a2] AS three, array_append(h.a2[1:1], 5), h.a2 = ARRAY[[1]] AS e FROM holder h
SELECT unnest(h.a2) AS u, generate_subscripts(h.a2, 1) AS i FROM holder h
SELECT h.j['a'] AS a, h.j['a']['b'] AS b, h.j[0] AS z, h.j -> 0 AS i, h.j #- '{a,b}' AS d, h.j || '{"x":1}' AS c, h.j ? 'a' AS q, h.j ?| ARRAY['a', 'b'] AS r FROM holder h
SELECT h.j @? '$.a[*] ? (@ > 1)' AS e, h.j @@ '$.a == 1' AS m, jsonb_path_query(h.j, '$.a', '{"x":1}') AS p FROM holder h
SELECT k.key, k.value FROM holder h, jsonb_each_text(h.j) k
SELECT k.* FROM holder h CROSS JOIN LATERAL jsonb_each(h.j) WITH ORDINALITY k(a, b, c)
SELECT * FROM jsonb_to_record('{"a": 1}') AS x(a int, b varchar(5), c numeric(5,2), d text, e int[])
SELECT * FROM json_populate_record(NULL::cc, '{"a": 1}')
SELECT * FROM jsonb_populate_recordset(row(1, 'x')::cc, '[{"a": 1}]') WITH ORDINALITY
SELECT * FROM ROWS FROM (generate_series(1, 3), unnest(ARRAY['a', 'b'])) WITH ORDINALITY AS r(a, b, c)
SELECT * FROM ROWS FROM (jsonb_to_record('{"a": 1}') AS (a int, b text), generate_series(1, 2)) r
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS u(x, y)
SELECT * FROM generate_series(1, 3)
SELECT * FROM generate_series(1, 3) AS g
SELECT * FROM generate_series(1, 3) AS g(n)
SELECT generate_series.generate_series FROM generate_series('2024-01-01'::timestamp, '2024-01-03', '1 day')
SELECT * FROM current_date
SELECT * FROM current_date d, localtimestamp t, current_user
SELECT current_time, current_time(2) AS t2, current_timestamp(0) AS n0, localtime, localtime(1) AS l1, localtimestamp(3) AS l3, current_role, current_catalog, current_schema, user
SELECT extract(epoch FROM now()) AS e, date_part('year', now()) AS d, extract(century FROM interval '1 year') AS c, now() AT TIME ZONE 'utc' AS z, now()::timestamptz(0) AS r
SELECT 'a'::char AS a, 'ab'::char(5) AS b, 'x'::"char" AS c, 'v'::varchar AS d, 'v'::varchar(7) AS e, 'n'::name AS f, '1'::bit AS g, '101'::bit(3) AS h, '1'::varbit AS i, b'101' AS k, x'1F' AS l
SELECT 1.5::numeric AS a, 1.5::numeric(5) AS b, 1.5::numeric(5,2) AS c, 1.5::float4 AS d, 1.5::float8 AS e, 1::int2 AS f, 1::int8 AS g, '1'::money AS h, 1::oid AS i, 1.5::numeric(3,-1) AS j
SELECT '\x01'::bytea AS a, 'a''b' AS b, E'a\\b' AS c, E'new\nline' AS d, U&'\0041' AS e, '192.168.0.1'::inet AS f, '{"a": 1}'::json AS g, '$.a'::jsonpath AS h, 'a & b'::tsquery AS i, 'a b'::tsvector AS j
SELECT -1 AS a, -(1) AS b, - 1.5 AS c, -id AS d, -(-id) AS e, +id AS f, @ id AS g, |/ 4.0 AS h, !! 'a'::tsquery AS i, -1::int AS j, (-1)::int2 AS k, -9223372036854775808 AS l, 2147483648 AS m, -32768::int2 AS n FROM books
SELECT 1e10 AS a, 1e-3 AS b, .5 AS c, 5. AS d, 12345678901234567890 AS e, 'NaN'::float8 AS f, 'infinity'::float8 AS g, '-infinity'::timestamp AS h, 'NaN'::numeric AS i, '-0'::float8 AS j
SELECT true AND false OR NOT true AS a, (true OR false) AND true AS b, NOT (true AND false) AS c, (NOT true) = false AS d, true IS UNKNOWN AS e, NULL::bool IS NOT UNKNOWN AS f, (1 = 1) IS NOT FALSE AS g
SELECT id BETWEEN 1 AND 2 AS a, id NOT BETWEEN 1 AND 2 AS b, id BETWEEN SYMMETRIC 2 AND 1 AS c, id NOT BETWEEN SYMMETRIC 2 AND 1 AS d FROM books
SELECT id IS NOT DISTINCT FROM author AS a, title IS DISTINCT FROM NULL AS b, row(id, author) IS DISTINCT FROM row(1, 2) AS c, row(id, author) IS NOT DISTINCT FROM row(1, 2) AS d, row(id, author) IS NULL AS e, row(id, author) IS NOT NULL AS f FROM books
SELECT id FROM books WHERE (id, author) IN ((1, 2), (3, 4)) AND (id, author) = (1, 2) AND (id, author) <> (5, 6) AND (id, author) >= (0, 0)
SELECT id FROM books WHERE (id, author) NOT IN (SELECT id, id FROM authors) OR (id, author) = ANY (SELECT 1, 2) OR row(id, author) > ALL (SELECT 1, 2)
SELECT id FROM books WHERE (id, author) = (SELECT 1, 2) OR (id, author) < (SELECT id, id FROM authors LIMIT 1)
SELECT id FROM books WHERE id = ANY ('{1,2}') AND id <> ALL (ARRAY[3, 4]) AND title = ANY (tags) AND id < ANY (ARRAY(SELECT 1)) AND title LIKE ANY (ARRAY['a%', 'b%']) AND title NOT LIKE ALL (ARRAY['c']) AND title ILIKE ANY ('{x}')
SELECT id FROM books WHERE id = ANY ((SELECT ARRAY[1, 2])::int[]) OR id = ANY (ARRAY[id, author]) OR id IN (author, 5)
SELECT id IN (1) AS a, id NOT IN (1, 2) AS b, title IN ('a', NULL) AS c, price IN (1, 2.5) AS d, id IN (1, 2.5) AS e, NULL IN (1) AS f FROM books
SELECT title LIKE 'a\%' AS a, title LIKE 'a!%' ESCAPE '!' AS b, title NOT ILIKE 'A' AS c, title NOT SIMILAR TO 'a' AS d, title SIMILAR TO 'a' ESCAPE '!' AS e, title ~* 'a' AS f, title !~ 'b' AS g, title ^@ 'a' AS h, title ~~ 'x' AS i, title LIKE 'a' ESCAPE '' AS j FROM books
SELECT count(*) FILTER (WHERE id > 1) AS a, count(DISTINCT author) FILTER (WHERE id > 1 AND author < 5) AS b, array_agg(id ORDER BY title DESC NULLS LAST, id) FILTER (WHERE price IS NOT NULL) AS c, string_agg(DISTINCT title, ',') AS d FROM books
SELECT mode() WITHIN GROUP (ORDER BY price DESC) AS a, percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY id) AS b, rank(1, 'x') WITHIN GROUP (ORDER BY id, title DESC NULLS LAST) AS c, cume_dist(1) WITHIN GROUP (ORDER BY id) FILTER (WHERE id > 2) AS d FROM books
SELECT every(id > 1) AS a, bool_or(id = 2) AS b, corr(id, author) AS c, regr_slope(id, author) AS d, var_pop(price) AS e, jsonb_object_agg(title, price) AS f, xmlagg(xmlelement(name x, title) ORDER BY id) AS g, min(title), max(title COLLATE "C") AS h FROM books
SELECT count(b.*) AS a, count(b) AS c, count(DISTINCT b) AS d, cardinality(array_agg(b)) AS e FROM books b
SELECT author, count(*) FROM books GROUP BY DISTINCT ROLLUP (author, title), CUBE (author)
SELECT author, title FROM books GROUP BY ALL author, title
SELECT max(author) FROM books GROUP BY ()
SELECT count(*) FROM books GROUP BY ()
SELECT author, title, price, grouping(author, title, price) FROM books GROUP BY GROUPING SETS (ROLLUP (author, (title, price)), CUBE (author, title), ())
SELECT author AS a, title AS t FROM books GROUP BY a, 2 HAVING count(*) > 1 ORDER BY a
SELECT author + 1 AS a, count(*) FROM books GROUP BY author + 1 HAVING author + 1 > 2 ORDER BY 2, author + 1 DESC
SELECT count(*) FROM books HAVING count(*) > 0
SELECT row_number() OVER w AS a, sum(price) OVER (w ORDER BY id) AS b, sum(price) OVER (w ROWS UNBOUNDED PRECEDING) AS c FROM books WINDOW w AS (PARTITION BY author)
SELECT sum(id) OVER w2 AS a, count(*) OVER w1 AS b FROM books WINDOW w1 AS (PARTITION BY author), w2 AS (w1 ORDER BY title DESC NULLS LAST)
SELECT sum(id) OVER (ORDER BY id ROWS 2 PRECEDING) AS a, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING EXCLUDE CURRENT ROW) AS b, sum(id) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS c, sum(id) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE NO OTHERS) AS d FROM books
SELECT sum(id) OVER (ORDER BY born RANGE BETWEEN '1 day' PRECEDING AND '1 mon' FOLLOWING) AS a, first_value(name) OVER (ORDER BY born RANGE CURRENT ROW) AS b, nth_value(name, 2) OVER (ORDER BY id RANGE UNBOUNDED PRECEDING) AS c, ntile(4) OVER (ORDER BY id DESC) AS d FROM authors
SELECT count(*) FILTER (WHERE id > 1) OVER (PARTITION BY author, title ORDER BY id, price DESC) AS a, sum(sum(price)) OVER (ORDER BY author) AS b, author FROM books GROUP BY author, title, id, price
SELECT author, rank() OVER (ORDER BY sum(price) DESC) AS r FROM books GROUP BY author ORDER BY rank() OVER (ORDER BY sum(price) DESC)
SELECT x.author FROM (SELECT author, row_number() OVER (PARTITION BY author) AS n FROM books) x WHERE x.n = 1
WITH RECURSIVE t(id, p) AS (SELECT 1, 0 UNION ALL SELECT id + 1, id FROM t WHERE id < 5) SEARCH DEPTH FIRST BY id SET o SELECT id, p FROM t ORDER BY o
WITH RECURSIVE t(id, p) AS (SELECT 1, 0 UNION ALL SELECT id + 1, id FROM t WHERE id < 5) SEARCH BREADTH FIRST BY id, p SET o SELECT id FROM t ORDER BY o
WITH RECURSIVE t(id, p) AS (SELECT 1, 0 UNION ALL SELECT id + 1, id FROM t WHERE id < 5) CYCLE id SET c USING path SELECT id, p, c FROM t
WITH RECURSIVE t(id, p) AS (SELECT 1, 0 UNION SELECT id + 1, id FROM t WHERE id < 5) CYCLE id, p SET c TO 'Y' DEFAULT 'N' USING path SELECT id, p, c FROM t WHERE c = 'N'
WITH RECURSIVE t(id, p) AS (SELECT 1, 0 UNION ALL SELECT id + 1, id FROM t WHERE id < 5) SEARCH BREADTH FIRST BY id SET o CYCLE id SET c USING path SELECT id, p, c FROM t
WITH x AS NOT MATERIALIZED (SELECT 1 AS a), y(b) AS (SELECT a FROM x UNION ALL VALUES (2)) SELECT * FROM y, x
WITH x AS (WITH z AS (SELECT 1 AS i) SELECT i FROM z) SELECT (WITH q AS (SELECT 2 AS k) SELECT k FROM q) AS s, x.i FROM x
WITH x AS (SELECT id FROM books) SELECT id FROM x UNION SELECT id FROM x ORDER BY id
SELECT id FROM books WHERE id IN (WITH x AS (SELECT id FROM authors) SELECT id FROM x)
WITH books AS (SELECT 1 AS id) SELECT books.id, b.title FROM books JOIN public.books b USING (id)
WITH x(a, b) AS (VALUES (1, 'x'), (2, 'y')) TABLE x
TABLE books
SELECT b.id, s.n FROM books b LEFT JOIN LATERAL (SELECT count(*) AS n FROM authors a WHERE a.id = b.author) s ON true
SELECT b.id, s.x, t.y FROM books b CROSS JOIN LATERAL (SELECT b.id + 1 AS x) s, LATERAL (VALUES (b.id, s.x)) t(y, z)
SELECT b.id, g FROM books b, LATERAL generate_series(1, b.id) g
SELECT b.id, g.* FROM books b, LATERAL ROWS FROM (generate_series(1, b.id), unnest(b.tags)) WITH ORDINALITY g
SELECT * FROM books TABLESAMPLE system (5.5)
SELECT b.id FROM ONLY books b TABLESAMPLE bernoulli (10 + 5) REPEATABLE (2 * 3), ONLY authors a
SELECT * FROM books AS b(a, b, c)
SELECT b.x, b.title FROM books b(x) WHERE b.x = 1
SELECT * FROM books JOIN authors USING (id) AS j
SELECT j.id, name FROM books JOIN authors USING (id) AS j
SELECT j.id, b.id AS bid, a.id AS aid FROM books b LEFT JOIN authors a USING (id) AS j WHERE j.id > 1
SELECT x.id, x.name FROM (books b JOIN authors a USING (id)) AS x(id, author)
SELECT * FROM (books b JOIN authors a USING (id)) x
SELECT * FROM books NATURAL JOIN authors
SELECT * FROM books b NATURAL LEFT JOIN cheap c
SELECT id FROM books NATURAL FULL JOIN cheap
SELECT id FROM books b FULL JOIN authors a USING (id) FULL JOIN cheap c USING (id) WHERE id > 1 ORDER BY id
SELECT id, b.id AS b, c.id AS c FROM books b RIGHT JOIN cheap c USING (id, title)
SELECT id, name, b.title, c.title AS t FROM authors a JOIN (books b JOIN cheap c USING (id)) USING (id)
SELECT a.id FROM authors a JOIN books b JOIN cheap c ON b.id = c.id ON a.id = b.author
SELECT a.id FROM authors a CROSS JOIN (books b CROSS JOIN cheap c)
SELECT a.id FROM authors a, books b LEFT JOIN cheap c ON true, cheap d
SELECT 1 FROM books, books b, authors books_1
SELECT books.id, (SELECT books.id FROM books WHERE books.id = 2) AS i, (SELECT b.id FROM books b WHERE b.id = books.id) AS o FROM books
SELECT id FROM (SELECT id FROM books) s WHERE EXISTS (SELECT 1 FROM books WHERE books.id = s.id)
SELECT b.id FROM books b WHERE b.price = (SELECT max(price) FROM books WHERE author = b.author) AND b.id = SOME (SELECT 1) AND NOT (b.id <> ALL (SELECT 2))
SELECT id FROM books UNION ALL (SELECT id FROM authors UNION SELECT 1 ORDER BY 1 LIMIT 2) UNION ALL SELECT 5
(SELECT id FROM books UNION SELECT id FROM authors) INTERSECT ALL (SELECT 1 EXCEPT ALL SELECT 2)
SELECT id FROM books EXCEPT ALL SELECT id FROM authors EXCEPT SELECT 1
SELECT id FROM books EXCEPT (SELECT id FROM authors EXCEPT SELECT 1)
SELECT 1 AS a UNION SELECT 2.5 UNION ALL SELECT NULL
SELECT 'a' AS x UNION ALL SELECT title FROM books UNION ALL VALUES ('z'), (NULL)
VALUES (1, NULL, 'x'::text), (2, 2.5, NULL) ORDER BY 1 DESC LIMIT 1
SELECT * FROM (SELECT id FROM books UNION ALL SELECT id FROM authors) u JOIN books USING (id)
SELECT id, title FROM books WHERE id = 1 UNION SELECT id, NULL FROM authors GROUP BY id HAVING count(*) > 1
SELECT title COLLATE "C" AS a, title COLLATE "POSIX" || 'x' AS b, (title || 'x') COLLATE "default" AS c, upper(title COLLATE "C") AS d, title < 'b' COLLATE "C" AS e FROM books ORDER BY title COLLATE "POSIX" DESC
SELECT title FROM books ORDER BY title USING >, id USING <
SELECT title FROM books GROUP BY title ORDER BY count(*) DESC, title
SELECT id FROM books LIMIT NULL
SELECT id FROM books LIMIT ALL OFFSET 1 + 1
SELECT id FROM books OFFSET 5 ROWS FETCH NEXT ROW ONLY
SELECT id FROM books ORDER BY id LIMIT (SELECT 1)
SELECT id FROM books LIMIT 5::bigint
SELECT DISTINCT ON (author, id + 1) id + 1 AS i, author FROM books ORDER BY author, id + 1
SELECT DISTINCT ON (title COLLATE "C") title FROM books
SELECT DISTINCT id, title FROM books ORDER BY title, 1
SELECT CASE WHEN id = 1 THEN 1 WHEN id = 2 THEN 2.5 END AS a, CASE title WHEN 'a' THEN true ELSE false END AS b, CASE id WHEN author THEN 'x' END AS c, CASE id::text WHEN 'a' THEN 1 END AS d, CASE id > 1 WHEN true THEN 1 ELSE NULL END AS e FROM books
SELECT coalesce(title, 'x', NULL) AS a, nullif(title, 'x') AS b, greatest(id, 2.5) AS c, least(title, 'a') AS d, coalesce(NULL, 1) AS e, nullif(id, price) AS f FROM books
SELECT normalize(title) AS a, normalize(title, NFC) AS b, title IS NORMALIZED AS c, title IS NOT NFKD NORMALIZED AS d, position('a' IN title) AS e, overlay(title PLACING 'x' FROM 2 FOR 1) AS f, trim(leading FROM title) AS g, trim(trailing 'x' FROM title) AS h, substring(title FROM 'a.c') AS i, substring(title SIMILAR 'a' ESCAPE '#') AS j FROM books
SELECT substring(title FROM 2) AS a, substring(title FOR 2) AS b, substring('\x0102'::bytea FROM 1 FOR 1) AS c, overlay('\x01'::bytea placing '\x02' from 1) AS d, trim('\x00'::bytea FROM '\x00'::bytea) AS e, collation for (title) AS f, char_length(title) AS g FROM books
SELECT (born, born) OVERLAPS (born, interval '1 day') AS a, born - born AS b, born - interval '1 day' AS c, now() - born AS d, born = 'today' AS e, timezone('utc', now()) AS f, now() AT TIME ZONE interval '1 hour' AS g FROM authors
/* since 15.20 */ SELECT xmlelement(name a, xmlattributes(id AS b, title), 'x', title) AS a, xmlforest(id, title AS "T t") AS b, xmlconcat('<a/>', NULL) AS c, xmlparse(document '<a/>') AS d, xmlparse(content 'a' preserve whitespace) AS e, xmlpi(name php, 'x') AS f, xmlroot('<a/>', version '1.0', standalone yes) AS g, xmlserialize(content '<a/>' AS text) AS h, '<a/>'::xml IS DOCUMENT AS i FROM books
/* since 15.20 */ SELECT xmlexists('/a' PASSING '<a/>') AS a, xmlroot('<a/>', version no value) AS b, xmlpi(name x) AS c, xmlelement(name "A b") AS d, xpath('/a', '<a/>') AS e, '<a/>'::xml IS NOT DOCUMENT AS f, xmlcomment('x') AS g
SELECT * FROM xmltable('/r/x' PASSING '<r><x a="1"/></r>' COLUMNS a int PATH '@a' NOT NULL, b text DEFAULT 'z', n FOR ORDINALITY, c numeric(5,2) PATH 'c')
SELECT h.p = 1 AS a, h.p <> h.id AS b, h.p IN (1, 2) AS c, h.p BETWEEN 1 AND 5 AS d, coalesce(h.p, 1) AS e, CASE WHEN h.p > 1 THEN h.p ELSE 2 END AS f, ARRAY[h.p, 1] AS g FROM holder h
SELECT sum(h.p) AS a, max(h.w) AS b, array_agg(h.p) AS c, count(DISTINCT h.w) AS d, h.w AS e FROM holder h GROUP BY h.w ORDER BY h.w
SELECT 'regclass' AS a, 'books'::regclass AS b, 'public.books'::regclass::oid AS c, 'int4'::regtype AS d, 'now'::regproc AS e, 'lower(text)'::regprocedure AS f, 'public'::regnamespace AS g, 'english'::regconfig AS h, '"C"'::regcollation AS i
SELECT to_tsvector('english', title) @@ to_tsquery('a') AS a, plainto_tsquery('english'::regconfig, 'x') AS b, ts_headline(title, 'a'::tsquery) AS c FROM books
SELECT concat(VARIADIC tags) AS a, format('%s-%s', VARIADIC tags) AS b, jsonb_build_array(VARIADIC ARRAY['a']) AS c, make_interval(days => 3) AS d, make_interval(0, 0, 0, 5) AS e, jsonb_set(meta, '{a}', '1', create_if_missing => false) AS f, json_build_object() AS g, make_timestamptz(2024, 1, 1, 0, 0, 0, timezone => 'utc') AS h FROM books
SELECT operator_test.a + operator_test.b AS s, operator_test.a OPERATOR(pg_catalog.*) 2 AS m, NOT operator_test.a = 1 AS n FROM (SELECT 1 AS a, 2 AS b) operator_test
SELECT 2 ^ 3 AS a, 7 / 2 AS b, 7 % 2 AS c, 1 << 2 AS d, 5 & 3 AS e, 5 | 3 AS f, 5 # 3 AS g, 2 + 3 * 4 AS h, (2 + 3) * 4 AS i, 2 - (3 - 4) AS j, 'a' || 'b' || 'c' AS k, 'a' || ('b' || 'c') AS l, (1 = 1) = true AS m
SELECT point(1, 2) AS a, '(1,2)'::point <-> '(3,4)' AS b, box '((0,0),(1,1))' @> point '(0.5,0.5)' AS c, circle(point(0, 0), 1) AS d, # path '((0,0),(1,1))' AS e, ?- lseg '[(0,0),(1,0)]' AS f
SELECT nextval('numbers2') AS a, currval('numbers2'::regclass) AS b, setval('numbers2', 5, true) AS c, pg_get_serial_sequence('books', 'id') AS d
SELECT n.last_value, n.is_called FROM numbers2 n
SELECT s.* FROM (SELECT 1 AS "A", 2 AS "b c", 3 AS "from", 4 AS "user", 5 AS "int", 6 AS "Ünï", 7 AS "1st", 8 AS "a""b", 9 AS "between", 10 AS "left", 11 AS "value") s
SELECT "Odd Table"."Col One", "Odd Table"."select" AS "where" FROM "Odd Table"
SELECT s.c FROM "Odd T" s WHERE s.c = 'x'::"Odd E"
SELECT gen_col.a, gen_col.b FROM (SELECT g.a, g.b FROM generated_t g) gen_col WHERE gen_col.b > 1
SELECT pg_typeof(1) AS a, pg_typeof(NULL) AS b, quote_ident('a') AS c, set_config('a.b', 'c', true) AS d, obj_description('books'::regclass) AS e, has_table_privilege('books', 'select') AS f
SELECT EXISTS (SELECT 1) AS e, NOT EXISTS (SELECT 1 FROM books) AS n, (SELECT 1) AS s, (SELECT ARRAY(SELECT id FROM books ORDER BY id DESC)) AS l, ARRAY(SELECT ARRAY[1, 2]) AS m, 1 IN (SELECT id FROM books) AS i, 1 NOT IN (SELECT id FROM books) AS j, 1 > ANY (SELECT id FROM books) AS k
SELECT (SELECT b FROM books b LIMIT 1) AS w, ((SELECT b FROM books b LIMIT 1)).id AS i, (b).title AS t, ((b)).price AS p FROM books b
SELECT row_to_json(row(b.*)) AS a, row_to_json(row(b.*, 1)) AS c, b AS d, row_to_json(row(1, b.*)) AS e, row() IS NULL AS f FROM books b
SELECT count(*) FROM books b, authors a WHERE b = b AND a.* IS NOT NULL AND a < a AND row(a.*) = row(a.*)
SELECT a.name, b.* FROM authors a LEFT JOIN LATERAL (SELECT * FROM books WHERE author = a.id ORDER BY id DESC LIMIT 1) b ON b.id > 1
SELECT a::text AS t, a.*::text AS u, (a).name AS n FROM authors a
SELECT 'x'::varchar = title AS a, name = title AS b, name || title AS c, name::char(3) = 'a' AS d, id + price AS e, id::int8 + 1 AS f, id + 1.5 AS g, id / 2.0::float8 AS h, id = 1::int8 AS i FROM books JOIN authors USING (id)
SELECT int4(price) AS a, text(name) AS b, float8(id) AS c, "numeric"(id) AS d, date(now()) AS e, "substring"(title, 1) AS f, pg_catalog.date_part('hour', now()) AS g, lower(pg_catalog.upper(title)) AS h FROM books JOIN authors USING (id)
SELECT o.id, o.n + 1 AS n FROM (SELECT id, count(*) OVER (PARTITION BY author) AS n FROM books) o, cheap c, (VALUES (1)) v WHERE o.id = c.id AND v.column1 = 1
SELECT column1, column2 FROM (VALUES (1, 2)) v
SELECT t.a, t.b FROM (VALUES (1::int8, 'x'::varchar(3)), (2, NULL)) AS t(a, b) WHERE t.a IN (VALUES (1), (2))
SELECT CAST('1' AS int) AS a, int '1' AS b, date '2024-01-01' AS c, timestamp '2024-01-01' AS d, timestamp with time zone '2024-01-01 00:00+00' AS e, time '10:00' AS f, '{a,b}'::varchar(3)[] AS g, '{1}'::numeric(4,2)[] AS h, ARRAY['a']::varchar(3)[] AS i, NULL::int AS j, ARRAY[NULL]::text[] AS k
SELECT b.meta->'a'->>'b' AS x, (b.meta->>'n')::int + 1 AS n, b.meta->(b.id)::text AS y, (b.meta->'a') IS NULL AS z, b.meta #>> ARRAY['a', 'b'] AS w FROM books b WHERE (b.meta->>'k') = 'v' AND b.meta @> '{"a": [1]}'::jsonb
SELECT interval '1 day' AS a, interval '1' hour AS b, interval(2) '1.255 s' AS c, '1-2'::interval year to month AS d, '5'::interval AS e, '1:00'::time(3) AS t, '10:00'::timetz(3) AS z
SELECT interval '1 day' AS a, interval '1' hour AS b, interval(2) '1.255 s' AS c, '1-2'::interval year to month AS d, '3'::interval minute AS m, '10:01'::time(3) AS t, now()::time(1) AS y
SELECT ('y'::"Odd E")::text AS a, ARRAY['x']::"Odd E"[] AS b, 'x'::text::"Odd D" AS c, '{x,y}'::"Odd E"[] AS d
SELECT b.id AS id_1, b.id AS id, b.title AS "?column?", 1 AS o, lower('X'), CASE WHEN true THEN 1 END, ARRAY[1], EXISTS (SELECT 1), coalesce(1), b.tags[1] AS tags FROM books b
/* since 15.20 */ SELECT '<a/>'::xml IS DOCUMENT AS a, '<a/>'::xml IS NOT DOCUMENT AS b, x.x IS DOCUMENT AS c, NOT (x.x IS DOCUMENT) AS d, (x.x IS DOCUMENT) = true AS f, true = (x.x IS DOCUMENT) AS g, (x.x IS DOCUMENT) IS NULL AS h, xmlconcat(x.x, '<b/>') IS DOCUMENT AS i FROM (SELECT '<a/>'::xml AS x) x
SELECT (row(1, 'a'::text, 2.5)).f2 AS a, (row(id, title)).f1 + 1 AS b FROM books
SELECT (row(1, 2)::pair).* FROM books
SELECT ((row(1, row(2, 'x'))::nested).inner_c).b AS a, (ARRAY[row(1, 2)::pair])[1].y AS b, (h.n).inner_c IS NULL AS c, (h.cs[1]).b || 'x' AS d FROM holder h
SELECT x(row(1, 2)::pair) AS a, a(h.c) AS b FROM holder h
SELECT title(b) AS a, name(authors) AS n FROM books b JOIN authors USING (id)
SELECT * FROM (books b JOIN authors a USING (id)) AS x(id, author2, title)
SELECT * FROM (books b FULL JOIN authors a USING (id)) AS x(id, author, title)
SELECT b.* FROM books b(id, author) WHERE b.id = 1
SELECT b.* FROM (SELECT id, title FROM books) b(id, title)
WITH w(id, t) AS (SELECT id, title FROM books) SELECT w2.* FROM w w2(id, t), w AS w3(a)
SELECT g.* FROM generate_series(1, 2) g(g), generate_series(1, 2) AS generate_series(x)
VALUES (1) UNION VALUES (2) EXCEPT VALUES (3)
SELECT 1 AS column1 UNION VALUES (2)
SELECT id FROM books WHERE id IN (VALUES (1), (2)) AND EXISTS (VALUES (1))
SELECT * FROM (VALUES (1) UNION ALL VALUES (2)) v
WITH x AS (VALUES (1, 'a')) SELECT * FROM x
SELECT v.a FROM (VALUES (1), (2) ORDER BY 1 LIMIT 1) v(a)
SELECT now() AT TIME ZONE 'utc' AS a, current_date AT TIME ZONE 'utc' AS b, (born AT TIME ZONE 'utc')::date AS c, substring('abc'::varchar FROM 1) AS d, position('a'::varchar IN name) AS e, trim(name) AS f, trim(both 'x' FROM name || 'y') AS g, extract(year FROM born::timestamp) AS h, (born || 'x') IS NORMALIZED AS i FROM authors
SELECT overlay(name placing 'x' from id for 1 + 1) AS a, substring(name from id + 1 for 2) AS b, substring(name, 'x', '#') AS c, normalize(name, NFKC) AS d, name IS NFC NORMALIZED AND true AS e, NOT name IS NORMALIZED AS f, (name IS NORMALIZED) = true AS g, "normalize"(name, 'NFD') AS h, is_normalized(name) AS i, "overlaps"(born, born, born, born) AS k FROM authors
SELECT make_interval(secs => 1.5, years => 2) AS a, make_interval(1, months => 2) AS b, jsonb_path_exists(j, '$.a', silent => true) AS c, jsonb_set_lax(j, '{a}', NULL, null_value_treatment => 'delete_key') AS d, jsonb_insert(j, '{a}', '1') AS e, regexp_replace('a', 'b', 'c') AS f, random() AS r FROM holder
SELECT x.* FROM holder h, json_populate_record(base => NULL::cc, from_json => '{"a": 1}') x
SELECT parse_ident('a.b') AS a, parse_ident('a.b', false) AS b, make_timestamptz(2024, 1, 1, 0, 0, 0) AS c, unistr('a') AS d, string_to_table('a,b', ',') AS e, pg_relation_size('books') AS f, trim_scale(1.50) AS g
SELECT information_schema._pg_truetypmod(a.*, t.*) AS x FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
SELECT int4range(1, 5) AS a, int4range(1, 5, '[]') AS b, floats(1.5, NULL) AS c, multirange(floats(1, 2)) AS d, 1.5::float8 <@ floats(1, 2) AS e, range_agg(h.fr) AS f FROM holder h
SELECT id FROM books ORDER BY title COLLATE "C" DESC NULLS LAST, (SELECT 1), 1 + 1, id::text
SELECT count(*) FROM books GROUP BY title COLLATE "C", price::int, CASE WHEN id > 1 THEN 1 END, lower(title), -id, id IS NULL, tags[1], (meta -> 'a')
SELECT sum(price) AS a FROM books GROUP BY GROUPING SETS ((title), (lower(title)), (author, 1 + 1)) ORDER BY grouping(title), 1
SELECT DISTINCT lower(title) AS l, count(*) OVER (PARTITION BY lower(title)) AS c FROM books ORDER BY lower(title)
SELECT now() AT TIME ZONE (name || 'x') AS a, (now() AT TIME ZONE 'utc')::date AS b, ((now() AT TIME ZONE 'utc') AT TIME ZONE 'utc')::text AS c, -(now() AT TIME ZONE 'utc' - now()::timestamp) AS d, now() AT TIME ZONE ('u' || 'tc') AT TIME ZONE 'utc' AS e FROM authors
SELECT ((born, born) OVERLAPS (born, born)) = true AS a, (name || 'x') IS NORMALIZED AS b, (name COLLATE "C") IS NFC NORMALIZED AS c, NOT (name IS NORMALIZED) = true AS d, (born IS NULL, 1) = (true, 1) AS e, (SELECT array_agg(id) FROM books)[1] AS f, (ARRAY[1, 2] || 3)[2] AS g, (ARRAY[[1], [2]])[1][1:1] AS h, (string_to_array('a,b', ','))[1] AS i, ('{1,2}'::int[])[1] AS j FROM authors
/* since 15.20 */ SELECT xmlparse(document '<a/>' preserve whitespace) IS DOCUMENT AS a, (xmlparse(content 'a') IS DOCUMENT)::text AS b, xmlparse(content 'z' || (xmlparse(content 'x' preserve whitespace))::text preserve whitespace) AS d
SELECT -(-1) AS a, - (id ^ 2) AS b, (-id) ^ 2 AS c, (id = 1) = (id = 2) AS d, NOT NOT true AS e, (NOT true) IS NULL AS f, (id IS NULL) IS NULL AS g, (id || 'a') COLLATE "C" < 'b' AS h, (id BETWEEN 1 AND 2) BETWEEN false AND true AS i, (id IN (1)) IN (true) AS j, (id IS DISTINCT FROM 1) IS DISTINCT FROM true AS k FROM books
SELECT ((title LIKE 'a')::text) LIKE ('b' || 'c') ESCAPE ('d' || '') AS a, (CASE WHEN true THEN 1 END)::text AS b, (SELECT 1)::text AS c, (1 + 1)::text AS d, (-1)::text AS e, (NULL)::int AS f, (VALUES (1))::text AS g, ((1, 2) = (1, 2))::text AS h, (ARRAY[1])::text AS i, (EXISTS (SELECT 1))::text AS j, (id = ANY (ARRAY[1]))::text AS k, (title COLLATE "C")::varchar AS l, (id IS NULL)::int AS m, (NOT true)::int AS n FROM (SELECT 1 AS id, 'a'::text AS title) s
SELECT - (id ^ 2) AS b FROM books
SELECT (id = 1) = (id = 2) AS d, NOT NOT true AS e, (NOT true) IS NULL AS f FROM books
SELECT (id IS NULL) IS NULL AS g FROM books
SELECT (id || 'a') COLLATE "C" < 'b' AS h FROM books
SELECT (id BETWEEN 1 AND 2) BETWEEN false AND true AS i FROM books
SELECT (id IN (1)) IN (true) AS j FROM books
SELECT (id IS DISTINCT FROM 1) IS DISTINCT FROM true AS k FROM books
SELECT ((title LIKE 'a')::text) LIKE ('b' || 'c') ESCAPE ('d' || '') AS a FROM books
SELECT (CASE WHEN true THEN 1 END)::text AS b, (SELECT 1)::text AS c, (1 + 1)::text AS d, (-1)::text AS e, (NULL)::int AS f
SELECT (VALUES (1))::text AS g
SELECT ((1, 2) = (1, 2))::text AS h, (ARRAY[1])::text AS i
SELECT (EXISTS (SELECT 1))::text AS j, (id = ANY (ARRAY[1]))::text AS k FROM books
SELECT (title COLLATE "C")::varchar AS l FROM books
SELECT (id IS NULL)::int AS m, (NOT true)::int AS n FROM books
SELECT (id IS NULL) = true AS m, (id > 1) IS TRUE AS t, ((id > 1) IS TRUE) IS FALSE AS u, (id > 1) IS NOT TRUE = true AS w FROM books
/* since 15.20 */ SELECT (id = 1) IN (SELECT true) AS a, NOT (id IN (1, 2)) AS b, (id IN (1)) = true AS c, (id = 1) IS NULL AS d, true = (id IN (1)) AS e FROM books
SELECT (title LIKE 'a') = true AS c, true = (title LIKE 'a') AS d, (title LIKE 'a') IS TRUE AS e, (title SIMILAR TO 'a') = true AS f FROM books
SELECT - (- id) AS a, -(-(-id)) AS b, - (id + 1) AS c, @ (-id) AS d, (- id) + 1 AS e, -(id::text::int) AS f, (-id)::text AS g, -'1'::int AS h FROM books
SELECT (id = 1 OR id = 2) AND id = 3 AS a, NOT (id = 1 AND id = 2) AS b, (NOT id = 1) = true AS c FROM books
SELECT (CASE id WHEN 1 THEN 2 END + 1) * 2 AS a, (SELECT 1) + 1 AS b, ((SELECT 1) + 1) * 3 AS c FROM books
SELECT (title COLLATE "C") || 'x' AS a, title || ('x' COLLATE "C") AS b, (title || 'x') COLLATE "C" AS c, (title || 'x') COLLATE "C" COLLATE "POSIX" AS d FROM books
SELECT ((SELECT row(1, 2)::pair)).x AS a, (SELECT b FROM books b LIMIT 1) IS NULL AS c, ((SELECT b FROM books b LIMIT 1)).title AS d
SELECT (id, author) IN ((1, 2)) AS a, ((id, author) = (1, 2)) = true AS b, (row(id, author) IS NULL) = true AS c FROM books
SELECT (1 BETWEEN 0 AND 2) AND (2 BETWEEN SYMMETRIC 3 AND 1) AS a, 1 BETWEEN (0 + 1) AND (2 - 1) AS b, (1 = 1) BETWEEN (2 = 2) AND (3 = 3) AS c, (1 IN (1)) BETWEEN false AND true AS d
SELECT (id > 1 AND id < 2) BETWEEN false AND true AS a, (id IS NULL) BETWEEN (id IS NULL) AND true AS b, true BETWEEN (id IS NULL) AND (id > 1) AS c FROM books
/* since 15.20 */ SELECT (NOT true)::text AS a, (title = 'a' AND id = 1)::int AS b, (id IN (1, 2))::int AS c, (id = ANY (SELECT 1))::int AS d, (NOT EXISTS (SELECT 1))::int AS e, (id IN (SELECT 1)) IS NULL AS f, (id IN (SELECT 1)) = true AS g, (NOT id = 1) IN (SELECT true) AS h, (id IN (SELECT 1)) IN (SELECT true) AS i FROM books
SELECT ((title || 'a') COLLATE "C")::name AS b, (id + 1)::text || 'x' AS c, ((1, 2))::text AS d, (row(1, 2)).f1 AS e, (array_agg(id) FILTER (WHERE id > 1))[1] AS g, (count(*) OVER ())::int AS h FROM books GROUP BY id, title
SELECT CASE WHEN (NOT id = 1) THEN 1 END AS a, coalesce(NOT true, false) AS b, ARRAY[NOT true, id = 1] AS c, greatest(id = 1, NOT true) AS d, (NOT true, id IS NULL) = (true, false) AS e, (id = 1) IS DISTINCT FROM (NOT true) AS f, (NOT true) IS DISTINCT FROM (id = 1) AS g, nullif(NOT true, id = 1) AS h FROM books
/* since 15.20 */ SELECT (NOT true) = ANY (ARRAY[true]) AS a, (id = 1) = ANY (ARRAY[true]) AS b, (id IS NULL) <> ALL (ARRAY[NOT true]) AS c, (NOT true) = ANY (SELECT false) AS d, (NOT true) IN (true, false) AS e, (id || 'a') LIKE (title || 'b') AS f, (id || 'a') SIMILAR TO (title || 'b') AS g, (id IS NULL) = (NOT true) AS h, (id = 1) < (id = 2) AS i FROM books
(SELECT DISTINCT 1 AS c0 ORDER BY 1 LIMIT 3 OFFSET 1) EXCEPT ALL SELECT 2 EXCEPT (SELECT 3 ORDER BY 1 DESC)
(SELECT 1 AS a LIMIT 1) EXCEPT ALL SELECT 2 EXCEPT SELECT 3 UNION ALL SELECT 4 INTERSECT SELECT 5
((SELECT 1 AS a LIMIT 1) EXCEPT ALL SELECT 2 LIMIT 5) EXCEPT SELECT 3
SELECT (SELECT x FROM (SELECT b.id, b.id, b.title) x)::text AS t FROM books b
SELECT x.title FROM (SELECT id, id, title FROM books) x, (SELECT 1, 2) y
SELECT b.* IS DISTINCT FROM NULL AS a, b IS NOT DISTINCT FROM NULL AS c, b IS NULL AS d, NULL IS DISTINCT FROM b AS e FROM books b
SELECT author, count(*) FROM books GROUP BY GROUPING SETS ((author, author), ())
SELECT author, title, grouping(author) FROM books GROUP BY author, GROUPING SETS ((title))
SELECT author FROM books GROUP BY GROUPING SETS ((author))
SELECT author FROM books GROUP BY author, ()
SELECT author, title FROM books GROUP BY GROUPING SETS (GROUPING SETS ((author, title)))
SELECT max(id) FROM books GROUP BY GROUPING SETS (())
SELECT author FROM books GROUP BY GROUPING SETS ((author), (author))
SELECT a, b FROM (SELECT (SELECT (SELECT (SELECT (SELECT (SELECT count(*) AS n FROM (SELECT id, title FROM books WHERE id > 1) z)) AS e) AS d) AS c) AS a, 1 AS b) s
SELECT 1 AS a EXCEPT (SELECT 2 EXCEPT SELECT 3.5)
SELECT 1.5 AS a EXCEPT (SELECT 2 EXCEPT SELECT 3)
(SELECT date '2024-01-01' AS a EXCEPT ALL SELECT NULL) EXCEPT SELECT now()
(SELECT 1 AS a UNION SELECT 2) UNION SELECT 3.5
SELECT 1.5 AS a UNION ALL (SELECT 1 UNION ALL SELECT 2) UNION ALL (SELECT 1 INTERSECT SELECT 2 LIMIT 5)
SELECT CASE price WHEN 1 THEN 'a' WHEN id THEN 'b' END AS a, CASE id WHEN 1.5 THEN 1 WHEN price THEN 2.5 ELSE id END AS b, CASE WHEN title = name THEN 1 END AS c, CASE name WHEN title THEN 1 END AS d FROM books JOIN authors USING (id)
SELECT (COALESCE(row(1, 2)::pair, NULL)).x AS a, (CASE WHEN true THEN row(1, 2)::pair END).y AS b, (NULLIF(row(1, 2)::pair, row(2, 3)::pair)).x AS c, (greatest(row(1, 2)::pair, row(2, 3)::pair)).y AS d
SELECT (COALESCE(tags, '{}'))[1] AS a, (CASE WHEN id > 1 THEN tags END)[2] AS b, (string_to_array('a', ','))[1] AS c, (tags || 'x'::text)[1:2] AS d, (SELECT tags)[1] AS e, (array_agg(id) OVER ())[1] AS f FROM books
SELECT (json_populate_record(NULL::pair, '{"x": 1}')).x AS a, ('(1,2)'::pair).y AS b, (ARRAY[ARRAY[1]])[1][1] AS c, ((row(1, row(2, 'x'))::nested).inner_c).b AS d, (meta -> 'a')['b'] AS e, ('{"a": 1}'::jsonb)['a'] AS f, (current_schemas(true))[1] AS g FROM books
