-- What ALTER, DROP INDEX, ANALYZE and COPY say of what they cannot do, and what views keep as it was said.
CREATE TABLE lamp (watt int, shade text, price float4);
INSERT INTO lamp VALUES (40, 'red', 1.5), (40, 'blue', 2);
-- error 42703
COPY lamp (bulb) TO STDOUT;
-- error 42703
COPY lamp (watt, bulb) TO STDOUT;
CREATE VIEW lamps AS SELECT * FROM lamp;
CREATE MATERIALIZED VIEW lit AS SELECT * FROM lamp;
-- error 42809
ALTER TABLE lamps DROP watt;
-- error 42809
ALTER TABLE lamps ALTER watt SET NOT NULL;
-- error 42809
ALTER TABLE lamps ALTER watt DROP NOT NULL;
-- error 42809
ALTER VIEW lamps ADD COLUMN bulb int;
-- error 42809
ALTER TABLE lamps ADD CONSTRAINT k PRIMARY KEY (watt);
-- error 42809
ALTER TABLE lamps ALTER watt TYPE text;
-- error 42809
ALTER TABLE lamps SET LOGGED;
-- error 42809
ALTER TABLE lamps ALTER watt SET STATISTICS 10;
ALTER TABLE lamps ALTER watt SET DEFAULT 60;
INSERT INTO lamps (shade) VALUES ('green');
ALTER TABLE lamps SET (check_option = local);
-- error 22023
ALTER TABLE lamps SET (fillfactor = 10);
-- error 42809
ALTER TABLE lit DROP watt;
-- error 42809
ALTER TABLE lit ADD PRIMARY KEY (watt);
ALTER MATERIALIZED VIEW lit ALTER watt SET STATISTICS 10;
-- error 42703
ALTER TABLE lamp ADD PRIMARY KEY (bulb);
-- error 42703
ALTER TABLE lamp ADD UNIQUE (bulb);
-- error 23505
CREATE UNIQUE INDEX ON lamp (watt);
-- error 23505
ALTER TABLE lamp ADD UNIQUE (watt);
-- error 42830
ALTER TABLE lamp ADD FOREIGN KEY (shade) REFERENCES lamp (price);
-- error 0A000
ALTER TABLE lamp ADD CHECK (watt > 0) DEFERRABLE;
-- error 0A000
ALTER TABLE lamp ALTER CONSTRAINT nosuch NOT VALID;
-- error 0A000
ALTER TABLE lamp ALTER CONSTRAINT nosuch NO INHERIT;
-- error 0A000
CREATE TABLE cord (a int, b int, FOREIGN KEY (a, b) REFERENCES lamp ON UPDATE SET NULL (a));
ANALYZE lamp (watt, shade);
-- error 42703
ANALYZE lamp (bulb);
-- error 42701
ANALYZE lamp (watt, watt);
-- error 0A000
VACUUM lamp (watt);
-- error 42703
VACUUM ANALYZE lamp (bulb);
-- error 42P16
CREATE UNLOGGED TABLE pg_temp.wick (a int);
-- error 42P16
CREATE UNLOGGED TABLE pg_temp.wick AS SELECT 1 AS a;
-- error 42P16
CREATE TEMP TABLE public.wick (a int);
-- error 3F000
CREATE TEMP TABLE nosuch.wick (a int);
-- error 42P16
CREATE TEMP VIEW public.wick AS SELECT 1 AS a;
-- error 42501
CREATE TABLE pg_catalog.wick (a int);
CREATE INDEX glow ON lamp (watt);
-- error 22023
ALTER INDEX glow ALTER COLUMN 0 SET STATISTICS 10;
BEGIN;
-- error 25001
DROP INDEX CONCURRENTLY glow;
ROLLBACK;
-- error 0A000
DROP INDEX CONCURRENTLY glow, nosuch;
-- error 0A000
DROP INDEX CONCURRENTLY glow CASCADE;
DROP INDEX CONCURRENTLY glow;
-- views
CREATE VIEW c AS SELECT watt, shade, shade COLLATE "POSIX" AS p FROM lamp;
-- error 42P16
CREATE OR REPLACE VIEW c AS SELECT watt, shade COLLATE "C" AS shade, shade COLLATE "POSIX" AS p FROM lamp;
-- error 42P16
CREATE OR REPLACE VIEW c AS SELECT watt, shade, shade COLLATE "C" AS p FROM lamp;
CREATE OR REPLACE VIEW c AS SELECT watt, shade, shade COLLATE "POSIX" AS p, 1 AS one FROM lamp;
CREATE TABLE plug (watt int, pins int);
CREATE VIEW u AS SELECT x.watt, price, pins FROM lamp JOIN plug USING (watt) AS x;
SELECT pg_get_viewdef('u'), pg_get_viewdef('u', true);
CREATE VIEW w AS SELECT * FROM (lamp JOIN plug USING (watt) AS x) AS y;
SELECT pg_get_viewdef('w'), pg_get_viewdef('w', true);
CREATE VIEW o AS SELECT l.watt FROM ONLY lamp l, ONLY (plug);
SELECT pg_get_viewdef('o');
SELECT * FROM o;
-- error 0A000
WITH m AS (MERGE INTO lamp USING plug ON true WHEN MATCHED THEN DELETE) SELECT 1;
