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
