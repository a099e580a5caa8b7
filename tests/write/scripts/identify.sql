-- pg_identify_object() and its kind of what SQL made
CREATE TYPE "Mood" AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS int CONSTRAINT above CHECK (VALUE > 0);
CREATE TYPE pair AS (a int, b text);
CREATE TABLE "Odd t" (id int PRIMARY KEY, "n n" positive DEFAULT 3, m "Mood", CHECK (id > 0));
CREATE TABLE plain (id serial PRIMARY KEY, t int REFERENCES "Odd t", u text UNIQUE);
CREATE INDEX odd_n ON "Odd t" ("n n", m);
CREATE VIEW seen AS SELECT id, u FROM plain;
SELECT c.relname, n, x.*, y.*, pg_describe_object(1259, c.oid, n) FROM pg_class c, generate_series(-7, 4) n, pg_identify_object(1259, c.oid, n) x, pg_identify_object_as_address(1259, c.oid, n) y WHERE c.relname IN ('Odd t', 'plain', 'seen', 'pair', 'odd_n', 'plain_id_seq', 'plain_u_key') ORDER BY 1, 2;
SELECT x.*, y.* FROM pg_constraint c, pg_identify_object(2606, c.oid, 0) x, pg_identify_object_as_address(2606, c.oid, 0) y WHERE connamespace = 'public'::regnamespace AND conname <> 'objectid_check' ORDER BY 4;
SELECT x.*, y.* FROM pg_attrdef d, pg_identify_object(2604, d.oid, 0) x, pg_identify_object_as_address(2604, d.oid, 0) y WHERE adrelid IN ('"Odd t"'::regclass, 'plain'::regclass) ORDER BY 4;
SELECT x.*, y.* FROM pg_rewrite r, pg_identify_object(2618, r.oid, 0) x, pg_identify_object_as_address(2618, r.oid, 0) y WHERE ev_class = 'seen'::regclass ORDER BY 4;
SELECT x.*, y.* FROM pg_type t, pg_identify_object(1247, t.oid, 0) x, pg_identify_object_as_address(1247, t.oid, 0) y WHERE typname IN ('Mood', '_Mood', 'positive', '_positive', 'pair', '_pair', 'plain', '_plain', 'seen') ORDER BY 4;
DROP VIEW seen;
DROP TABLE plain, "Odd t";
DROP TYPE pair, "Mood";
DROP DOMAIN positive;
