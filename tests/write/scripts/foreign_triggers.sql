-- pg_trigger: what foreign keys have of it; their numbers, and the names that are made of these, are each server's own.
CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE "Odd" (id int PRIMARY KEY, up int REFERENCES "Odd", p int CONSTRAINT "a key" REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL);
CREATE TABLE c (id int, p int REFERENCES p, code text DEFAULT 'x' REFERENCES p (code) ON DELETE SET DEFAULT ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE free (a int CHECK (a > 0), b int DEFAULT 1);
ALTER TABLE free ADD CONSTRAINT late FOREIGN KEY (b) REFERENCES p DEFERRABLE;
SELECT t.tgrelid::regclass, k.conname, t.tgfoid::regproc, t.tgtype, t.tgenabled, t.tgisinternal, t.tgconstrrelid::regclass, t.tgconstrindid::regclass, t.tgdeferrable, t.tginitdeferred, t.tgnargs, t.tgattr,
  t.tgargs, t.tgqual, t.tgoldtable, t.tgnewtable, t.tgparentid, t.tgname = 'RI_ConstraintTrigger_' || CASE WHEN t.tgconstrrelid = k.conrelid AND f.proname !~ 'check' THEN 'a' ELSE 'c' END || '_' || t.oid AS named
  FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint JOIN pg_proc f ON f.oid = t.tgfoid ORDER BY k.conname, t.tgfoid;
SELECT count(*), count(DISTINCT oid), count(DISTINCT tgname) FROM pg_trigger;
SELECT tgrelid::regclass, tgfoid::regproc FROM pg_trigger WHERE tgrelid = 'p'::regclass ORDER BY tgfoid, tgconstraint::text COLLATE "C";
SELECT tgrelid::regclass, tgfoid::regproc FROM pg_trigger WHERE tgrelid = '"Odd"'::regclass ORDER BY tgfoid;
SELECT count(*) FROM pg_trigger WHERE tgrelid IN ('p'::regclass, '"Odd"'::regclass, 'p'::regclass);
SELECT c.relname, (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid) AS n, (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS own, c.relhastriggers
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1;
SELECT f.proname, f.prorettype::regtype, f.pronargs, obj_description(f.oid) FROM pg_proc f WHERE f.oid IN (SELECT tgfoid FROM pg_trigger) ORDER BY f.oid;
SELECT regexp_replace(pg_get_triggerdef(t.oid), '\d+', 'N'), regexp_replace(pg_get_triggerdef(t.oid, true), '\d+', 'N') FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint ORDER BY k.conname, t.tgfoid;
SELECT pg_get_triggerdef(0), pg_get_triggerdef('p'::regclass);
SELECT regexp_replace(pg_describe_object('pg_trigger'::regclass, t.oid, 0), '\d+', 'N'), regexp_replace((pg_identify_object('pg_trigger'::regclass, t.oid, 0)).identity, '\d+', 'N')
  FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint ORDER BY k.conname, t.tgfoid;
SELECT d.refclassid::regclass, k.conname, d.deptype, count(*) FROM pg_depend d JOIN pg_constraint k ON k.oid = d.refobjid WHERE d.classid = 'pg_trigger'::regclass GROUP BY 1, 2, 3 ORDER BY 2;
SELECT count(*) FROM information_schema.triggers;
CREATE VIEW v AS SELECT * FROM p;
CREATE SEQUENCE s;
CREATE TYPE pair AS (x int);
SELECT relkind, relname, reltuples FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('i', 'S', 'v', 'c') ORDER BY relname;
SET search_path = '';
SELECT regexp_replace(pg_get_triggerdef(t.oid, true), '\d+', 'N') FROM pg_trigger t WHERE t.tgrelid = 'public.c'::regclass AND t.tgfoid::regproc::text ~ 'upd' ORDER BY t.tgdeferrable;
RESET search_path;
ALTER TABLE c DROP CONSTRAINT c_p_fkey;
SELECT count(*) FROM pg_trigger;
DROP TABLE p CASCADE;
SELECT tgrelid::regclass, tgfoid::regproc FROM pg_trigger ORDER BY tgfoid;
