-- statements about types that name a relation's row type, an array type, or a type of another kind
CREATE TABLE t(a int, b text);
CREATE VIEW v AS SELECT 1 AS x;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS x;
CREATE SEQUENCE s;
CREATE TYPE ty AS (a int);
CREATE TYPE en AS ENUM ('a');
CREATE DOMAIN dom AS int;
CREATE TEMP TABLE tmp(a int);
-- error 42809
ALTER DOMAIN t SET NOT NULL;
-- error 42809
ALTER DOMAIN t ADD CHECK (true);
-- error 42809
ALTER DOMAIN t ADD CHECK (zz);
-- error 42809
ALTER DOMAIN t DROP CONSTRAINT x;
-- error 42809
ALTER DOMAIN t SET DEFAULT 1;
-- error 42809
ALTER DOMAIN t RENAME TO x;
-- error 42809
ALTER DOMAIN t RENAME CONSTRAINT a TO b;
-- error 42809
ALTER DOMAIN t OWNER TO CURRENT_USER;
-- error 42809
ALTER DOMAIN t SET SCHEMA public;
-- error 42809
ALTER DOMAIN v SET NOT NULL;
-- error 42809
ALTER DOMAIN mv SET NOT NULL;
-- error 42809
ALTER DOMAIN tmp SET NOT NULL;
-- error 42704
ALTER DOMAIN s SET NOT NULL;
-- error 42809
ALTER DOMAIN ty SET NOT NULL;
-- error 42809
ALTER DOMAIN en SET NOT NULL;
-- error 42704
ALTER DOMAIN rn SET NOT NULL;
-- error 42809
ALTER DOMAIN pg_class SET NOT NULL;
-- error 42704
ALTER DOMAIN nosuch SET NOT NULL;
-- error 42809
ALTER DOMAIN t VALIDATE CONSTRAINT x;
-- error 42809
ALTER DOMAIN t DROP NOT NULL;
-- error 42809
ALTER DOMAIN t DROP DEFAULT;
-- error 42809
ALTER TYPE t ADD VALUE 'x';
-- error 42809
ALTER TYPE t RENAME VALUE 'x' TO 'y';
-- error 42809
ALTER TYPE t ADD ATTRIBUTE c int;
-- error 42809
ALTER TYPE t DROP ATTRIBUTE a;
-- error 42809
ALTER TYPE t ALTER ATTRIBUTE a TYPE text;
ALTER TYPE t RENAME ATTRIBUTE a TO c;
-- error 42703
ALTER TYPE t RENAME ATTRIBUTE zz TO c;
-- error 42809
ALTER TYPE t RENAME TO x;
-- error 42809
ALTER TYPE t SET SCHEMA public;
-- error 3F000
ALTER TYPE t SET SCHEMA nosuch;
-- error 42809
ALTER TYPE t OWNER TO CURRENT_USER;
-- error 42704
ALTER TYPE t OWNER TO nosuch;
-- error 42809
ALTER TYPE v ADD VALUE 'x';
-- error 42809
ALTER TYPE v ADD ATTRIBUTE c int;
-- error 42809
ALTER TYPE v RENAME TO x;
ALTER TYPE v RENAME ATTRIBUTE x TO y;
-- error 42809
ALTER TYPE v OWNER TO CURRENT_USER;
-- error 42809
ALTER TYPE mv RENAME TO x;
-- error 42809
ALTER TYPE mv ADD ATTRIBUTE c int;
-- error 42809
ALTER TYPE tmp RENAME TO x;
-- error 42704
ALTER TYPE s RENAME TO x;
-- error 42809
ALTER TYPE s ADD ATTRIBUTE c int;
-- error 42704
ALTER TYPE s OWNER TO CURRENT_USER;
-- error 42809
ALTER TYPE pg_class RENAME TO x;
-- error 42809
ALTER TYPE pg_class OWNER TO CURRENT_USER;
-- error 42809
ALTER TYPE _en RENAME TO x;
-- error 42809
ALTER TYPE _en OWNER TO CURRENT_USER;
-- error 42809
ALTER TYPE _en ADD VALUE 'x';
-- error 42P01
ALTER TYPE en ADD ATTRIBUTE a int;
-- error 42P01
ALTER TYPE rn ADD ATTRIBUTE a int;
-- error 42P01
ALTER TYPE dom ADD ATTRIBUTE a int;
ALTER TYPE dom RENAME TO dom2;
ALTER TYPE dom2 RENAME TO dom;
-- error 42809
ALTER TYPE dom ADD VALUE 'x';
-- error 42809
ALTER TYPE ty ADD VALUE 'x';
-- error 42704
ALTER TYPE rn ADD VALUE 'x';
-- error 42P01
ALTER TYPE nosuch ADD ATTRIBUTE a int;
-- error 2BP01
DROP TYPE t;
-- error 2BP01
DROP TYPE t CASCADE;
-- error 2BP01
DROP TYPE IF EXISTS t;
-- error 2BP01
DROP TYPE v;
-- error 2BP01
DROP TYPE mv;
-- error 2BP01
DROP TYPE tmp;
-- error 42704
DROP TYPE s;
DROP TYPE IF EXISTS s;
-- error 2BP01
DROP TYPE pg_class;
-- error 2BP01
DROP TYPE _en;
-- error 2BP01
DROP TYPE en, t;
-- error 2BP01
DROP TYPE t, en;
-- error 2BP01
DROP TYPE t[];
-- error 42809
DROP DOMAIN t;
-- error 42809
DROP DOMAIN IF EXISTS t;
-- error 42809
DROP DOMAIN v;
-- error 42809
DROP DOMAIN mv;
-- error 42809
DROP DOMAIN tmp;
-- error 42704
DROP DOMAIN s;
-- error 42809
DROP DOMAIN en;
-- error 42809
DROP DOMAIN ty;
-- error 42809
DROP DOMAIN _en;
-- error 42809
DROP DOMAIN pg_class;
-- error 42809
DROP DOMAIN dom, t;
DROP TYPE dom;
CREATE DOMAIN dom AS int;
COMMENT ON TYPE t IS 'x';
SELECT obj_description('t'::regtype, 'pg_type');
COMMENT ON TYPE t IS NULL;
COMMENT ON TYPE v IS 'x';
-- error 42704
COMMENT ON TYPE s IS 'x';
COMMENT ON TYPE dom IS 'x';
-- error 42704
COMMENT ON TYPE nosuch IS 'x';
-- error 42809
COMMENT ON DOMAIN t IS 'x';
-- error 42809
COMMENT ON DOMAIN v IS 'x';
-- error 42704
COMMENT ON DOMAIN s IS 'x';
-- error 42809
COMMENT ON DOMAIN en IS 'x';
-- error 42809
COMMENT ON CONSTRAINT c ON DOMAIN t IS 'x';
COMMENT ON COLUMN ty.a IS 'x';
-- error 2BP01
DROP TYPE en[];
SELECT 'a'::en;
-- error 42809
DROP DOMAIN dom[];
CREATE DOMAIN dom3 AS text;
DROP DOMAIN dom3;
-- error 2BP01
DROP TYPE public.en[];
-- error 2BP01
DROP TYPE public.t;
-- error 42809
DROP DOMAIN public.t;
-- error 3F000
DROP TYPE nosuch.t;
COMMENT ON TYPE mv IS 'my';
SELECT description, objsubid, classoid::regclass FROM pg_description WHERE objoid = 'mv'::regtype;
SELECT obj_description('mv'::regtype, 'pg_type'), obj_description('mv'::regclass, 'pg_class');
COMMENT ON TABLE t IS 'table t';
COMMENT ON TYPE public.t IS 'type t';
SELECT obj_description('t'::regtype, 'pg_type'), obj_description('t'::regclass, 'pg_class');
ALTER TABLE t RENAME TO t1;
SELECT obj_description('t1'::regtype, 'pg_type'), obj_description('t1'::regclass, 'pg_class');
BEGIN;
COMMENT ON TYPE t1 IS NULL;
SELECT obj_description('t1'::regtype, 'pg_type'), obj_description('t1'::regclass, 'pg_class');
ROLLBACK;
SELECT obj_description('t1'::regtype, 'pg_type'), obj_description('t1'::regclass, 'pg_class');
ALTER TYPE t1 RENAME ATTRIBUTE b TO b2;
-- error 42701
ALTER TYPE t1 RENAME ATTRIBUTE b2 TO b2;
ALTER TYPE t1 RENAME ATTRIBUTE b2 TO b3 CASCADE;
SELECT * FROM t1;
ALTER TYPE v RENAME ATTRIBUTE y TO z;
SELECT * FROM v;
-- error 42809
ALTER DOMAIN public.t1 SET NOT NULL;
-- error 3F000
ALTER DOMAIN nosuch.t1 SET NOT NULL;
-- error 2BP01
DROP TYPE _en;
-- error 42809
ALTER TYPE _en OWNER TO CURRENT_USER;
-- refused
COMMENT ON TYPE _en IS 'x';
-- refused
COMMENT ON TYPE en[] IS 'x';
