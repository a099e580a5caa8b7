-- schemas that are not there, or where the relation is not; what is no sequence
ALTER TABLE IF EXISTS nosuch.t ADD x int;
ALTER TABLE IF EXISTS nosuch.t RENAME TO x;
ALTER SEQUENCE IF EXISTS nosuch.t INCREMENT 1;
ALTER SEQUENCE IF EXISTS nosuch.t RENAME TO x;
ALTER INDEX IF EXISTS nosuch.t RENAME TO x;
-- error 3F000
ALTER INDEX nosuch.t RENAME TO x;
ALTER VIEW IF EXISTS nosuch.t RENAME TO x;
ALTER VIEW IF EXISTS nosuch.t SET (security_barrier);
ALTER TABLE IF EXISTS nosuch.t SET SCHEMA public;
ALTER TABLE IF EXISTS nosuch.t OWNER TO CURRENT_USER;
-- error 3F000
ALTER TYPE nosuch.t RENAME ATTRIBUTE a TO b;
-- error 3F000
ALTER TYPE nosuch.t ADD ATTRIBUTE a int;
-- error 3F000
ALTER TABLE nosuch.t OWNER TO CURRENT_USER;
CREATE TABLE t(a int);
CREATE INDEX i ON t(a);
CREATE SEQUENCE s;
-- error 42P01
ALTER TABLE public.nosuch ADD x int;
-- error 42P01
ALTER TABLE public.nosuch RENAME TO x;
ALTER TABLE IF EXISTS public.nosuch RENAME TO x;
-- error 42P01
ALTER SEQUENCE public.nosuch INCREMENT 1;
-- error 42P01
ALTER SEQUENCE public.nosuch RENAME TO x;
-- error 42P01
ALTER INDEX public.nosuch RENAME TO x;
-- error 42P01
ALTER VIEW public.nosuch RENAME TO x;
-- error 3F000
ALTER VIEW nosuch.v SET (security_barrier);
-- error 3F000
ALTER VIEW nosuch.v RENAME a TO b;
-- error 3F000
ALTER MATERIALIZED VIEW nosuch.v RENAME a TO b;
-- error 3F000
ALTER TABLE nosuch.t RENAME CONSTRAINT a TO b;
-- error 3F000
ALTER INDEX nosuch.i SET (fillfactor = 50);
-- error 42P01
ALTER TYPE public.nosuch ADD ATTRIBUTE a int;
-- error 3F000
TRUNCATE nosuch.t;
-- error 42P01
TRUNCATE public.nosuch;
-- error 42501
TRUNCATE pg_catalog.pg_class;
-- error 42P01
REINDEX TABLE public.nosuch;
-- error 3F000
REINDEX INDEX nosuch.i;
-- error 42P01
REFRESH MATERIALIZED VIEW public.nosuch;
-- error 3F000
REFRESH MATERIALIZED VIEW nosuch.x;
-- error 0A000
REFRESH MATERIALIZED VIEW pg_catalog.pg_class;
-- error 25P01
LOCK TABLE public.nosuch;
-- error 42809
SELECT nextval('i');
-- error 42809
SELECT nextval('t');
-- error 42809
SELECT nextval('pg_class');
-- error 42809
SELECT setval('i', 1);
-- error XX000
SELECT nextval(99999);
-- error 42809
CREATE INDEX ON s(last_value);
-- error 42P01
CREATE INDEX ON public.nosuch(a);
-- error 3F000
CREATE INDEX ON nosuch.t(a);
-- error 3F000
COMMENT ON TABLE nosuch.t IS 'x';
-- error 42P01
COMMENT ON TABLE public.nosuch IS 'x';
-- error 3F000
ALTER INDEX nosuch.i RENAME TO j;
-- error 42P01
ALTER INDEX pg_catalog.i RENAME TO j;
ALTER INDEX public.i RENAME TO j;
-- error 3F000
DROP INDEX nosuch.j;
-- error 42704
DROP INDEX pg_catalog.j;
CREATE TEMP TABLE tt(a int);
CREATE INDEX ti ON tt(a);
-- error 42P01
ALTER INDEX public.ti RENAME TO tj;
ALTER INDEX pg_temp.ti RENAME TO tj;
ALTER INDEX tj RENAME TO tk;
-- error 3F000
COMMENT ON INDEX nosuch.j IS 'x';
-- error 42P01
COMMENT ON INDEX pg_catalog.j IS 'x';
-- error 42P01
ALTER INDEX public.tk SET (fillfactor = 50);
ALTER INDEX tk SET (fillfactor = 50);
ALTER TABLE t CLUSTER ON j;
