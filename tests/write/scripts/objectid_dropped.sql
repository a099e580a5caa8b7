-- pgleaf's own type among those that a tool drops (Laravel's db:wipe --drop-types, SeaORM's fresh, pg_dump --clean).
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int PRIMARY KEY, o objectid, m mood);
CREATE TABLE other (id int PRIMARY KEY, d text DEFAULT 'a'::objectid);
-- error 2BP01
DROP TYPE objectid;
-- error 2BP01
DROP DOMAIN public.objectid;
DROP TABLE t;
-- error 2BP01
DROP TYPE objectid;
DROP TABLE other;
SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE nspname = current_schema() AND typelem = 0 AND (c.oid IS NULL OR c.relkind = 'c') ORDER BY 1;
DROP TYPE "public"."objectid", "public"."mood" CASCADE;
-- error 42704
DROP TYPE mood;
CREATE DOMAIN public.objectid AS text;
DROP DOMAIN IF EXISTS public.objectid;
CREATE DOMAIN public.objectid AS text;
CREATE TABLE t (id int PRIMARY KEY, o objectid);
INSERT INTO t VALUES (1, '65a000000000000000000001');
SELECT * FROM t;
DROP TABLE t;
