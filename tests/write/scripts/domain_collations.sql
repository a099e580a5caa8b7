-- a domain's collation: that of its base, or its own, which columns of it have
CREATE DOMAIN plain AS text;
CREATE DOMAIN c AS varchar(60) COLLATE "C" NOT NULL DEFAULT 'a';
CREATE DOMAIN posix AS text COLLATE "POSIX";
CREATE DOMAIN over AS c CHECK (VALUE <> '');
CREATE DOMAIN again AS c COLLATE "default";
CREATE DOMAIN cs AS text[] COLLATE "C";
-- error 42804
CREATE DOMAIN n AS int4 COLLATE "C";
SELECT t.typname, k.collname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname = 'public' LEFT JOIN pg_collation k ON k.oid = t.typcollation WHERE t.typtype = 'd' AND t.typname <> 'objectid' ORDER BY 1;
SELECT t.typname, k.collname FROM pg_type t JOIN pg_type d ON d.oid = t.typelem LEFT JOIN pg_collation k ON k.oid = t.typcollation WHERE d.typtype = 'd' AND d.typnamespace = 'public'::regnamespace AND d.typname <> 'objectid' ORDER BY 1;
SELECT domain_name, collation_schema, collation_name FROM information_schema.domains WHERE domain_schema = 'public' AND domain_name <> 'objectid' ORDER BY 1;
CREATE TABLE t (id int PRIMARY KEY, a plain, b c, d posix, e over, f again, g posix COLLATE "C", h cs);
INSERT INTO t VALUES (1, 'x', 'y', 'z', 'v', 'w', 'u', '{s,r}');
SELECT a.attname, k.collname FROM pg_attribute a LEFT JOIN pg_collation k ON k.oid = a.attcollation WHERE a.attrelid = 't'::regclass AND a.attnum > 0 ORDER BY a.attnum;
SELECT column_name, collation_name, domain_name FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position;
SELECT collation for (a), collation for (b), collation for (d), collation for (e), collation for (f), collation for (g), collation for (h), collation for ('x'::posix), collation for (b || a) FROM t;
SELECT a < b AS ab, b < e AS be, d < a AS da, upper(d) FROM t;
-- error 42P22
SELECT b < d FROM t;
-- error 42P21
SELECT id FROM t ORDER BY b || d;
SELECT b < d COLLATE "C" FROM t;
-- error 42P22
SELECT 'x'::posix < 'y'::c;
SELECT 'x'::posix < 'y', 'x'::c < 'y'::text;
CREATE INDEX t_b ON t (b, d);
SELECT pg_get_indexdef('t_b'::regclass);
CREATE VIEW v AS SELECT b, d, b || 'x' AS bx FROM t;
SELECT a.attname, k.collname FROM pg_attribute a LEFT JOIN pg_collation k ON k.oid = a.attcollation WHERE a.attrelid = 'v'::regclass ORDER BY a.attnum;
SELECT pg_get_viewdef('v'::regclass);
