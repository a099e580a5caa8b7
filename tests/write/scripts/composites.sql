-- Composite types: CREATE TYPE ... AS, columns of them, their fields, ALTER TYPE.
CREATE TYPE pair AS (a int, b text);
CREATE TYPE complex AS (re float8, im float8);
CREATE TYPE nested AS (p pair, n numeric(6,2), tags text[], at timestamptz, flag bool, big int8);
CREATE TABLE t (id int PRIMARY KEY, p pair, ps pair[], c complex);
INSERT INTO t VALUES (1, ROW(1, 'one'), ARRAY[ROW(1,'x'), ROW(2,'y')]::pair[], ROW(1.5, -2)), (2, '(2,"two, too")', '{"(3,z)"}', NULL), (3, NULL, NULL, (0, 1));
INSERT INTO t VALUES (4, '(,)', '{}', ROW(NULL, NULL)), (5, ROW(NULL, ''), '{NULL,"(,)"}', '(3,4)');
SELECT * FROM t ORDER BY id;
SELECT id, (p).a, (p).b, (c).re FROM t ORDER BY id;
SELECT id, (p).*, (t.c).* FROM t ORDER BY id;
SELECT id, p IS NULL, p IS NOT NULL, (p).a IS NULL, c IS NULL FROM t ORDER BY id;
SELECT id FROM t WHERE (p).a = 2;
SELECT id FROM t WHERE (p).b LIKE 'o%';
SELECT id FROM t WHERE p = ROW(1, 'one')::pair;
-- error 42804
SELECT id FROM t WHERE p = ROW(1, 'one');
-- error 0A000
SELECT id FROM t WHERE p = '(1,one)';
-- error 42804
SELECT id FROM t WHERE p < ROW(2, 'zzz') ORDER BY id;
SELECT id FROM t WHERE p IS NULL ORDER BY id;
SELECT id FROM t WHERE NOT p IS NULL ORDER BY id;
SELECT id FROM t WHERE p IS NOT NULL ORDER BY id;
SELECT id FROM t WHERE NOT p IS NOT NULL ORDER BY id;
-- error 42804
SELECT id FROM t WHERE p IN (ROW(1,'one'), ROW(2,'two, too')) ORDER BY id;
SELECT p FROM t ORDER BY p, id;
SELECT id, c FROM t ORDER BY c DESC, id;
SELECT count(p), count(c), count(*) FROM t;
SELECT p, count(*) FROM t GROUP BY p ORDER BY p;
SELECT DISTINCT p FROM t ORDER BY 1;
SELECT id, ps[1], (ps[1]).b, cardinality(ps) FROM t ORDER BY id;
SELECT id, u.*, u FROM t, unnest(ps) u ORDER BY id, 2;
SELECT id, u.b, o FROM t, unnest(ps) WITH ORDINALITY AS u(a, b, o) WHERE a > 1 ORDER BY id;
SELECT j, j.a FROM jsonb_populate_record(NULL::pair, '{"a": 7}') j;
SELECT array_agg(p ORDER BY id) FROM t WHERE id < 3;
SELECT id FROM t WHERE ROW(1,'x')::pair = ANY (ps) ORDER BY id;
SELECT id FROM t WHERE ps @> ARRAY['(1,x)'::pair] ORDER BY id;
SELECT unnest(ps) FROM t WHERE id = 1;
SELECT (unnest(ps)).b FROM t WHERE id = 1;
SELECT id, x, (x).a FROM t, unnest(ps) WITH ORDINALITY AS u(a, b, o), LATERAL (SELECT ROW(u.a, u.b)::pair AS x) y ORDER BY id, o;
-- error 42804
SELECT COALESCE(p, ROW(0,'none')) FROM t ORDER BY id;
SELECT CASE WHEN id < 3 THEN p ELSE NULL END FROM t ORDER BY id;
SELECT p::text, c::text, ps::text FROM t ORDER BY id;
SELECT pg_typeof(p), pg_typeof(ps), pg_typeof((c).re), pg_typeof(ROW(1,'a')::pair) FROM t WHERE id = 1;
SELECT to_jsonb(p), to_json(ps), row_to_json(p) FROM t ORDER BY id;
SELECT jsonb_populate_record(NULL::pair, '{"a": 7, "b": "seven", "c": 1}');
SELECT * FROM jsonb_populate_record(NULL::pair, '{"a": 7, "b": "seven"}');
SELECT (jsonb_populate_record(ROW(1,'x')::pair, '{"a": 7}')).*;
SELECT * FROM json_populate_recordset(NULL::pair, '[{"a": 1}, {"b": "z", "a": 2}]');
SELECT ROW(1, 'a')::pair, (ROW(1, 'a')::pair).b, '(5,)'::pair, ('(5,"q ""r")'::text)::pair;
-- error 42804
SELECT ROW(1, NULL)::pair = ROW(1, NULL)::pair, ROW(1, NULL)::pair = ROW(1, NULL), ROW(1, 2) = ROW(1, NULL);
SELECT ROW(1, 'a')::pair < ROW(2, '')::pair, ROW(1, 'a')::pair IS DISTINCT FROM NULL, ROW('3', 4)::pair;
-- error 42846
SELECT ROW(1)::pair;
-- error 42846
SELECT ROW(1, 'a', 3)::pair;
-- error 22P02
SELECT ROW('x', 'a')::pair;
SELECT ROW(true, 'a')::pair;
-- error 22P02
SELECT '(1,2,3)'::pair;
-- error 22P02
SELECT '(1)'::pair;
-- error 22P02
SELECT '1,2'::pair;
-- error 22P02
SELECT '(x,2)'::pair;
-- error 22P02
SELECT '(1,2) x'::pair;
-- error 42846
SELECT 5::pair;
-- error 42846
SELECT ROW(1,'a')::pair::complex;
-- error 42P01
SELECT p.a FROM t;
-- error 42P01
SELECT t.p.a FROM t;
-- error 42703
SELECT (p).zzz FROM t;
-- error 42809
SELECT (id).a FROM t;
-- error 42804
SELECT ROW(1,'a')::pair = ROW(1.5,2)::complex;
UPDATE t SET p = ROW(10, 'ten') WHERE id = 1;
UPDATE t SET p.a = 11 WHERE id = 1;
UPDATE t SET p.b = 'new', p.a = (p).a + 1, c.im = 9 WHERE id IN (1, 2, 3);
UPDATE t SET p.b = NULL WHERE id = 2;
-- error 0A000
UPDATE t SET c.re = DEFAULT WHERE id = 5;
-- error 42703
UPDATE t SET p.zzz = 1;
-- error 42804
UPDATE t SET id.a = 1;
-- error 22P02
UPDATE t SET p.a = 'x';
-- error 42804
UPDATE t SET p.a = true;
-- error 42804
UPDATE t SET p = 5;
-- error 42846
UPDATE t SET p = ROW(1);
-- error 42601
UPDATE t SET p.a = 1, p = NULL;
UPDATE t SET p = p WHERE id = 5 RETURNING *, (p).b;
UPDATE t SET (p, c) = (ROW(3, 'three'), ROW(3, 3)) WHERE id = 3 RETURNING p, c;
-- params: 30, (30,"thi,rty")
INSERT INTO t (id, p) VALUES ($1, $2) RETURNING p;
-- params: 31, "{""(1,a)"",NULL}", (1,2)
-- error 22P02
INSERT INTO t (id, ps, c) VALUES ($1, $2, $3);
-- params: (30,
-- error 22P02
SELECT id FROM t WHERE p = $1::pair;
-- copy: 32\t(32,"a b")\t{"(1,\\"q r\\")"}\t\\N\n33\t\\N\t\\N\t(,5)\n
-- error 22P02
COPY t FROM STDIN;
-- copy: 34\t(x,)\t\\N\t\\N\n
-- error 22P02
COPY t FROM STDIN;
DELETE FROM t WHERE id >= 30;
INSERT INTO t (id, p.a, p.b, c.im) VALUES (6, 6, 'six', 1);
INSERT INTO t (id, p.b) VALUES (7, 'seven');
-- error 42703
INSERT INTO t (id, p.a, p.zzz) VALUES (8, 6, 'six');
INSERT INTO t (id, p) SELECT id + 100, p FROM t WHERE id <= 2;
-- error 22P02
INSERT INTO t (id, p) VALUES (9, 'oops');
-- error 22P02
INSERT INTO t (id, p) VALUES (9, ROW('x', 1));
DELETE FROM t WHERE p = ROW(12, 'new')::pair;
DELETE FROM t WHERE (p).a IS NULL;
CREATE TABLE n (id int PRIMARY KEY, v nested, d pair DEFAULT ROW(0, 'def'), CHECK ((d).a >= 0));
INSERT INTO n VALUES (1, ROW(ROW(1, 'in'), 12.345, ARRAY['a', 'b'], '2020-02-03 04:05:06.789+00', true, 9000000000));
INSERT INTO n (id, v) VALUES (2, '("(2,""q,"")",1,{x},,f,)');
-- error 23514
INSERT INTO n VALUES (3, NULL, ROW(-1, 'no'));
SELECT * FROM n ORDER BY id;
SELECT id, ((v).p).b, (v).tags[1], (v).n FROM n ORDER BY id;
SELECT id FROM n WHERE ((v).p).a = 1;
SELECT id FROM n WHERE (v).n > 5;
UPDATE n SET v.p.b = 'deep', v.n = 3 WHERE id = 1;
UPDATE n SET v.p = ROW(5, 'whole') WHERE id = 2;
SELECT v FROM n ORDER BY v;
CREATE VIEW nv AS SELECT id, (v).p AS p, ROW(id, 'x')::pair AS q FROM n;
SELECT id, p, q, (p).a, (q).b FROM nv ORDER BY id;
SELECT t.id, n.id FROM t JOIN n ON t.p = n.d ORDER BY 1, 2;
SELECT t.id, n.id FROM t JOIN n ON (t.p).a = ((n.v).p).a ORDER BY 1, 2;
SELECT typname, typlen, typbyval, typtype, typcategory, typispreferred, typisdefined, typdelim, typinput, typoutput, typreceive, typsend, typalign, typstorage, typnotnull, typbasetype, typtypmod, typndims, typcollation, typdefault FROM pg_type WHERE typname IN ('pair', '_pair', 'nested') ORDER BY 1;
SELECT relname, relkind, relnatts, relhasindex, relpersistence, relchecks, relam, reltuples, relreplident, relfilenode, relacl FROM pg_class WHERE relkind = 'c' AND relnamespace = 'public'::regnamespace ORDER BY 1;
SELECT c.relname, t.typname FROM pg_class c JOIN pg_type t ON t.oid = c.reltype AND t.typrelid = c.oid WHERE c.relkind = 'c' AND t.typname = 'pair';
SELECT attname, format_type(atttypid, atttypmod), attnum, attnotnull, attndims, attlen, attalign, attstorage, attcollation FROM pg_attribute WHERE attrelid = 'pair'::regclass AND attnum > 0 ORDER BY attnum;
SELECT attname, format_type(atttypid, atttypmod), attlen, attbyval, attalign, attstorage, attcollation FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum;
SELECT user_defined_type_name, user_defined_type_category, is_instantiable FROM information_schema.user_defined_types ORDER BY 1;
SELECT udt_name, attribute_name, ordinal_position, is_nullable, data_type, attribute_udt_name FROM information_schema.attributes WHERE udt_name IN ('pair', 'complex') ORDER BY 1, 3;
SELECT column_name, data_type, udt_name FROM information_schema.columns WHERE table_name = 't' ORDER BY ordinal_position;
SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1;
SELECT 'pair'::regtype, 'pair'::regclass, to_regclass('complex'), 'pair[]'::regtype;
COMMENT ON TYPE pair IS 'two';
SELECT obj_description('pair'::regtype, 'pg_type');
-- refused
CREATE DOMAIN dp AS complex CHECK ((value).re > 0);
PREPARE q(pair) AS SELECT id FROM t WHERE p = $1 OR (p).a = ($1).a + 1 ORDER BY id;
EXECUTE q('(2,)');
EXECUTE q(ROW(11, 'x'));
EXECUTE q(NULL);
DEALLOCATE q;
-- error 42710
CREATE TYPE pair AS (x int);
-- error 42701
CREATE TYPE twice AS (x int, x text);
-- error 42710
CREATE TYPE t AS (x int);
-- error 42704
CREATE TYPE wrong AS (x nosuchtype);
-- error 42P16
CREATE TYPE wrong AS (x anyelement);
-- error 42704
CREATE TYPE wrong AS (x wrong);
-- error 42P07
CREATE TABLE pair (x int);
CREATE TYPE empty AS ();
SELECT '()'::empty, ROW()::empty;
DROP TYPE empty;
ALTER TYPE complex ADD ATTRIBUTE label text;
SELECT id, c FROM t ORDER BY id;
INSERT INTO t (id, c) VALUES (20, ROW(1, 2, 'lab'));
UPDATE t SET c.label = 'l' || id WHERE c IS NOT NULL;
SELECT id, c, (c).label FROM t ORDER BY id;
-- error 0A000
ALTER TYPE complex ALTER ATTRIBUTE re TYPE int;
-- error 42701
ALTER TYPE complex ADD ATTRIBUTE label text;
-- error 42703
ALTER TYPE complex DROP ATTRIBUTE nosuch;
ALTER TYPE complex DROP ATTRIBUTE IF EXISTS nosuch;
-- error 42703
ALTER TYPE complex RENAME ATTRIBUTE nosuch TO x;
-- error 42701
ALTER TYPE complex RENAME ATTRIBUTE re TO im;
-- error 42P16
ALTER TYPE pair ADD ATTRIBUTE p pair;
-- error 42P16
ALTER TYPE pair ADD ATTRIBUTE p nested;
-- error 42P01
ALTER TYPE nosuch ADD ATTRIBUTE x int;
-- error 42809
ALTER TYPE t ADD ATTRIBUTE x int;
CREATE TYPE loose AS (a int, b text);
ALTER TYPE loose DROP ATTRIBUTE a, ADD ATTRIBUTE c int, ALTER ATTRIBUTE b TYPE varchar(3);
SELECT ROW('abc', 4)::loose, '(abc,4)'::loose;
SELECT ROW('abcd', 4)::loose;
-- error 22001
SELECT '(abcd,4)'::loose;
ALTER TYPE loose RENAME ATTRIBUTE b TO bb;
SELECT (ROW('abc', 4)::loose).bb;
ALTER TYPE loose RENAME TO lost;
SELECT ROW('abc', 4)::lost;
-- error 42704
SELECT ROW('abc', 4)::loose;
-- error 2BP01
DROP TYPE pair;
DROP TYPE lost;
-- error 42704
DROP TYPE lost;
DROP TYPE IF EXISTS lost;
DROP TYPE complex CASCADE;
SELECT * FROM t ORDER BY id;
ALTER TYPE nested DROP ATTRIBUTE flag;
-- error 42809
SELECT * FROM pair;
DROP TABLE n CASCADE;
DROP TABLE t;
DROP TYPE nested;
DROP TYPE pair;
CREATE TYPE kept AS (a int, b text, c float8, d numeric, e timestamptz, f bool, g int8, h bytea, i uuid, j text[], "K l" int2);
CREATE TABLE k (id int PRIMARY KEY, v kept NOT NULL, w kept, x kept[], UNIQUE (w));
INSERT INTO k VALUES (1, ROW(1, 'b', 1.5, 2.50, '2020-01-02 03:04:05+00', true, 7, '\x00ff', '00112233-4455-6677-8899-aabbccddeeff', '{a,b}', 3), '(1,,,,,,,,,,)', '{"(2,,,,,,,,,,)"}'), (2, ROW(NULL, '', 0, -1, NULL, false, 0, '', NULL, '{}', -3), NULL, '{}');
UPDATE k SET v.b = 'changed', v."K l" = 9, w.c = 2 WHERE id = 1;
-- error 23502
INSERT INTO k VALUES (3, NULL, NULL);
-- error 42846
INSERT INTO k VALUES (3, ROW(3), '(1,,2,,,,,,,,)');
-- error 23505
INSERT INTO k VALUES (3, '(,,,,,,,,,,)', '(1,,2,,,,,,,,)');
INSERT INTO k VALUES (3, '(,,,,,,,,,,)', '(1,,3,,,,,,,,)') ON CONFLICT DO NOTHING;
INSERT INTO k VALUES (3, '(4,,,,,,,,,,)') ON CONFLICT (id) DO UPDATE SET v.a = (excluded.v).a, w = excluded.v RETURNING v, w;
SELECT * FROM k ORDER BY id;
