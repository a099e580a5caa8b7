-- collations as PostgreSQL derives them. All compare bytewise here: what differs is whether one is known.
-- conflicts of explicit ones, of implicit ones where a query sorts or groups
-- error 42P21
SELECT s COLLATE "C" || s COLLATE "POSIX" FROM t;
-- error 42P21
SELECT c FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q ORDER BY c || p;
-- error 42P21
SELECT c || p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q GROUP BY c || p;
-- error 42P21
SELECT c || p, count(*) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q GROUP BY 1;
-- error 42P21
SELECT DISTINCT c || p FROM (SELECT s COLLATE "C" AS c, s COLLATE ucs_basic AS p FROM t) q;
-- error 42P21
SELECT DISTINCT ON (c || p) c FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT rank() OVER (PARTITION BY c || p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT rank() OVER (ORDER BY coalesce(c, p)) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT string_agg(c, ',' ORDER BY c || p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT count(DISTINCT CASE WHEN c > 'a' THEN c ELSE p END) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT mode() WITHIN GROUP (ORDER BY c || p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT rank(c) WITHIN GROUP (ORDER BY p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q GROUP BY c;
-- error 42P21
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q UNION SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q INTERSECT SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q EXCEPT ALL SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q;
-- error 42P21
WITH RECURSIVE r(x) AS (SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q UNION ALL SELECT x COLLATE "POSIX" FROM r WHERE false) SELECT * FROM r;
-- error 42P21
WITH RECURSIVE r(x) AS (SELECT s FROM t UNION ALL SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q, r WHERE false) SELECT * FROM r;

-- what asks for a collation when it is called
-- error 42P22
SELECT c < p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q WHERE c = p || 'x';
-- error 42P22
SELECT upper(c || p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT lower(coalesce(c, p)) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT initcap(CASE WHEN c > 'a' THEN c ELSE p END) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c ~ p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c ILIKE p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
SELECT c LIKE p, c || p, length(c || p), substring(c || p, 2), concat(c, p), ltrim(c, p), translate(c, p, 'x'), c::text || p
FROM (SELECT _id, s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q ORDER BY _id;
-- error 42P22
SELECT substring(c || p from 'a') FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c SIMILAR TO p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT position(c in p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT replace(c, p, 'x') FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT split_part(c, p, 1) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT regexp_split_to_table(c, p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT x FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q, string_to_table(c, p) x;
-- error 42P22
SELECT greatest(c, p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT nullif(c, p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c IS DISTINCT FROM p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT CASE c WHEN p THEN 1 END FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c IN (p, 'x') FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c = ANY (ARRAY[p]) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT ARRAY[c] = ARRAY[p] FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT array_position(ARRAY[c], p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c BETWEEN p AND 'z' FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT min(c || p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT max(coalesce(c, p)) OVER () FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
-- error 42P22
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q WHERE c IN (SELECT s COLLATE "POSIX" FROM t);
-- error 42P22
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q WHERE c = (SELECT max(s COLLATE "POSIX") FROM t);
-- error 42P22
SELECT x FROM (SELECT c || p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q) r(x) ORDER BY x;
-- error 42P22
SELECT x = x FROM (SELECT c || p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q) r(x);
-- error 42P22
WITH r(x) AS MATERIALIZED (SELECT c || p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q) SELECT lower(x) FROM r;
-- error 42P22
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q UNION ALL SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q ORDER BY 1;
-- error 42P22
SELECT upper(x) FROM (SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q UNION ALL SELECT p FROM (SELECT s COLLATE "POSIX" AS p FROM t) q) u(x);
-- error 42P22
SELECT lower(x) FROM (VALUES ((SELECT s COLLATE "C" FROM t LIMIT 1)), ((SELECT s COLLATE "POSIX" FROM t LIMIT 1))) v(x);
-- error 42P22
SELECT q.c FROM (SELECT s COLLATE "C" AS c FROM t) q JOIN (SELECT s COLLATE "POSIX" AS p FROM t) r ON r.p > q.c;
-- error 42P22
SELECT lower(a || (SELECT s COLLATE "POSIX" FROM t LIMIT 1)) FROM (SELECT s COLLATE "C" AS a FROM t) q;

-- what gets one after all: an explicit one, one that is not the default's, another operand's
SELECT x = 'one' || 'a' FROM (SELECT c || p, _id FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p, _id FROM t) q) r(x, _id) ORDER BY _id;
SELECT c < p COLLATE "C", c = p::text COLLATE "default", upper((c || p) COLLATE "POSIX") FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p, _id FROM t) q ORDER BY _id;
SELECT c < s, p || s > s, c < 'b', greatest(s, p), (c || p) COLLATE "C" FROM (SELECT s, s COLLATE "C" AS c, s COLLATE "POSIX" AS p, _id FROM t) q ORDER BY _id;
SELECT c = NULL, p = c::bytea::text, c > NULL::text COLLATE "C" FROM (SELECT 'a' COLLATE "C" AS c, NULL COLLATE "POSIX" AS p) q;
SELECT c FROM (SELECT s COLLATE "C" AS c FROM t) q UNION ALL SELECT s COLLATE "C" FROM t ORDER BY 1;
SELECT min(c), max(p), count(DISTINCT c) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
SELECT string_agg(c || p, ',' ORDER BY c), array_agg(c || p ORDER BY p) FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q;
SELECT CASE WHEN false THEN c < p END, nullif(c, NULL COLLATE "POSIX") FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p, _id FROM t) q ORDER BY _id;
SELECT c IN (NULL, x), c = ANY ('{}'::text[] COLLATE "POSIX") FROM (SELECT 'a' COLLATE "C" AS c, NULL COLLATE "POSIX" AS x) q;
-- nobody is called
SELECT c < p FROM (SELECT s COLLATE "C" AS c, s COLLATE "POSIX" AS p FROM t) q WHERE false;
SELECT c < x, x IS DISTINCT FROM c, nullif(c, x), greatest(c, x), upper(x || c) FROM (SELECT 'a' COLLATE "C" AS c, NULL COLLATE "POSIX" AS x) q;

-- COLLATION FOR
SELECT COLLATION FOR (s), COLLATION FOR ('a'), COLLATION FOR (NULL), COLLATION FOR ('a'::text), pg_collation_for(s COLLATE "POSIX"), COLLATION FOR (s || 'a' COLLATE ucs_basic) FROM t WHERE _id = 1;
SELECT COLLATION FOR (c), COLLATION FOR (p), COLLATION FOR (c || p), COLLATION FOR (c || s), COLLATION FOR (ARRAY[c, s]), COLLATION FOR (upper(p)), COLLATION FOR (d)
FROM (SELECT s, s COLLATE "C" AS c, s COLLATE "POSIX" AS p, s COLLATE "default" AS d FROM t) q LIMIT 1;
SELECT COLLATION FOR (current_user), COLLATION FOR ('a'::name), COLLATION FOR ('a'::varchar(3)), COLLATION FOR ('a'::bpchar), COLLATION FOR (1::text), COLLATION FOR (now()::text), COLLATION FOR ('{a}'::text[]), COLLATION FOR (to_char(1, '9'));
SELECT COLLATION FOR (relname), COLLATION FOR (relname::text), COLLATION FOR (relname || 'a'), COLLATION FOR ('a' || relname::text), COLLATION FOR (pg_get_userbyid(relowner)) FROM pg_class LIMIT 1;
SELECT COLLATION FOR (table_name), COLLATION FOR (is_insertable_into), COLLATION FOR (table_type) FROM information_schema.tables LIMIT 1;
SELECT COLLATION FOR (x) FROM unnest(ARRAY['a' COLLATE "POSIX"]) x;
SELECT COLLATION FOR (x), COLLATION FOR (y) FROM (VALUES ('a' COLLATE "POSIX", 1::text), ('b', 'c')) v(x, y) LIMIT 1;
SELECT COLLATION FOR (x) FROM (SELECT 'a' COLLATE "C" UNION ALL SELECT 'b' || 'c') u(x) LIMIT 1;
SELECT COLLATION FOR ((SELECT s COLLATE "POSIX" FROM t LIMIT 1)), COLLATION FOR (ARRAY(SELECT s COLLATE "C" FROM t LIMIT 1));
SELECT COLLATION FOR (max(s COLLATE "POSIX")), COLLATION FOR (string_agg(s, ',')), COLLATION FOR (count(*)::text) FROM t;
SELECT COLLATION FOR ((ARRAY['a' COLLATE "POSIX"])[1]), COLLATION FOR (ROW('a' COLLATE "C")::text), COLLATION FOR (CASE 'x' COLLATE "C" WHEN 'y' THEN 'a' ELSE 'b' END);
SELECT COLLATION FOR (s), COLLATION FOR (a.s), COLLATION FOR (b.s) FROM (SELECT s COLLATE "C" AS s FROM t) a FULL JOIN (SELECT s FROM t) b USING (s) LIMIT 1;
WITH RECURSIVE r(x, n) AS (SELECT 'a' COLLATE "POSIX", 1 UNION ALL SELECT x || 'b', n + 1 FROM r WHERE n < 3) SELECT COLLATION FOR (x), x FROM r ORDER BY n;
-- error 42804
SELECT COLLATION FOR (1);
-- error 42804
SELECT pg_collation_for(now());
SELECT COLLATION FOR (s) AS x FROM t GROUP BY s HAVING COLLATION FOR (s) = '"default"' ORDER BY s LIMIT 1;
