-- CREATE CAST, DROP CAST: by way of text (WITH INOUT), of types that SQL made
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE tone AS ENUM ('sad', 'ok');
CREATE DOMAIN small AS int4;
CREATE TABLE people (id int4 PRIMARY KEY, m mood, t tone, v varchar(10));
INSERT INTO people VALUES (1, 'sad', 'sad', 'ok'), (2, 'ok', NULL, 'happy');
-- error 42804
UPDATE people SET m = v;
-- error 42883
SELECT id FROM people WHERE m = v;
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
-- error 42883
SELECT id FROM people WHERE m = v ORDER BY id;
-- error 42883
SELECT id FROM people WHERE m = 'sad'::varchar;
UPDATE people SET m = v;
SELECT id, m FROM people ORDER BY id;
INSERT INTO people (id, m) VALUES (3, 'sad'::varchar);
-- error 22P02
UPDATE people SET m = 'nope'::varchar WHERE id = 1;
-- error 42804
UPDATE people SET m = 'sad'::text WHERE id = 1;
CREATE CAST (mood AS varchar) WITH INOUT AS IMPLICIT;
-- error 42883
SELECT upper(m), m || '!', length(m) FROM people ORDER BY id;
-- error 42804
SELECT coalesce(m, v) FROM people ORDER BY id;
-- error 42883
SELECT m FROM people WHERE m LIKE 's%' ORDER BY id;
CREATE CAST (mood AS tone) WITH INOUT AS ASSIGNMENT;
-- error 22P02
UPDATE people SET t = m;
UPDATE people SET t = m WHERE m < 'happy';
SELECT id, t FROM people ORDER BY id;
-- error 42883
SELECT id FROM people WHERE t = m;
SELECT 'ok'::mood::tone;
CREATE CAST (mood[] AS text[]) WITH INOUT AS IMPLICIT;
SELECT array_to_string(array_agg(m ORDER BY id), '-') FROM people;
-- error 42710
CREATE CAST (varchar AS mood) WITH INOUT;
-- error 42P17
CREATE CAST (mood AS mood) WITH INOUT;
CREATE CAST (int4 AS small) WITH INOUT;
-- error 42809
CREATE CAST (mood AS anyelement) WITH INOUT;
-- error 42704
CREATE CAST (nope AS mood) WITH INOUT;
SELECT castsource::regtype::text, casttarget::regtype::text, castfunc, castcontext, castmethod FROM pg_cast WHERE castsource::regtype::text || casttarget::regtype::text ~ 'mood|\msmall\M' ORDER BY 1, 2;
SELECT d.refobjid::regtype::text, d.deptype FROM pg_depend d JOIN pg_cast c ON c.oid = d.objid AND d.classid = 'pg_cast'::regclass WHERE c.castsource = 'mood'::regtype ORDER BY 1, 2;
-- error 2BP01
DROP TYPE mood;
-- error 2BP01
DROP TYPE tone;
-- error 42704
DROP CAST (int4 AS mood);
DROP CAST IF EXISTS (int4 AS mood);
DROP CAST IF EXISTS (nope AS mood);
-- error 42704
DROP CAST (nope AS mood);
-- error 2BP01
DROP CAST (int4 AS int8);
DROP CAST (mood AS tone);
-- error 42804
UPDATE people SET t = m WHERE id = 1;
BEGIN;
CREATE CAST (tone AS mood) WITH INOUT AS IMPLICIT;
-- error 42883
SELECT id FROM people WHERE m = t ORDER BY id;
ROLLBACK;
-- error 42883
SELECT id FROM people WHERE m = t ORDER BY id;
CREATE CAST (tone AS mood) WITH INOUT AS IMPLICIT;
ALTER TYPE mood RENAME TO feeling;
-- error 42883
SELECT id FROM people WHERE m = 'sad'::varchar ORDER BY id;
DROP TYPE feeling CASCADE;
SELECT * FROM people ORDER BY id;
SELECT count(*) FROM pg_cast WHERE castsource = 'tone'::regtype;
