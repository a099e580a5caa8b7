-- DROP, GRANT and REVOKE of what is not there, and of what is the system's.
-- error 42883
DROP FUNCTION wash();
DROP FUNCTION IF EXISTS wash();
-- error 42883
DROP FUNCTION wash(int, text[], varchar(3));
DROP FUNCTION IF EXISTS wash(int, text[], varchar(3)), rinse(date), dry;
-- error 42704
DROP FUNCTION wash(sponge);
DROP FUNCTION IF EXISTS wash(sponge);
DROP FUNCTION IF EXISTS wash(house.sponge);
-- error 3F000
DROP FUNCTION wash(house.sponge);
-- error 3F000
DROP FUNCTION house.wash(int);
DROP FUNCTION IF EXISTS house.wash(int);
-- error 42883
DROP FUNCTION public.wash(int);
DROP FUNCTION IF EXISTS public.wash(int);
-- error 42883
DROP FUNCTION wash;
DROP FUNCTION IF EXISTS wash;
-- error 3F000
DROP FUNCTION house.wash;
-- error 2BP01
DROP FUNCTION abs(int);
-- error 42725
DROP FUNCTION abs;
-- error 42725
DROP FUNCTION IF EXISTS abs;
-- error 2BP01
DROP FUNCTION pi;
-- error 42809
DROP FUNCTION sum(int);
-- error 42809
DROP PROCEDURE abs(int);
-- error 42883
DROP PROCEDURE wash(int);
DROP PROCEDURE IF EXISTS wash(int);
-- error 42883
DROP PROCEDURE wash;
-- error 42883
DROP ROUTINE wash(int);
-- error 42883
DROP ROUTINE wash;
DROP ROUTINE IF EXISTS wash(int);
-- error 2BP01
DROP ROUTINE abs(int);
-- error 42883
DROP AGGREGATE wash(int);
-- error 42883
DROP AGGREGATE wash(*);
DROP AGGREGATE IF EXISTS wash(*);
DROP AGGREGATE IF EXISTS wash(int, text);
-- error 42704
DROP AGGREGATE wash(sponge);
-- error 42809
DROP AGGREGATE abs(int);
-- error 2BP01
DROP AGGREGATE sum(int);
-- error 2BP01
DROP AGGREGATE count(*);
-- error 42883
DROP OPERATOR @#@ (int, int);
-- error 42883
DROP OPERATOR @#@ (NONE, int);
DROP OPERATOR IF EXISTS @#@ (int, int);
DROP OPERATOR IF EXISTS house.@#@ (int, int);
-- error 42883
DROP OPERATOR house.@#@ (int, int);
-- error 42704
DROP OPERATOR = (sponge, int);
DROP OPERATOR IF EXISTS = (sponge, int);
-- error 2BP01
DROP OPERATOR = (int, int);
-- error 2BP01
DROP OPERATOR - (NONE, int);
-- error 42601
DROP OPERATOR = (int);
-- error 42601
DROP OPERATOR = (int, NONE);
-- error 42704
DROP LANGUAGE soap;
DROP LANGUAGE IF EXISTS soap;
-- error 42704
DROP CONVERSION soap;
-- error 3F000
DROP CONVERSION house.soap;
DROP CONVERSION IF EXISTS house.soap;
DROP CONVERSION IF EXISTS public.soap;
-- error 42704
DROP CONVERSION public.soap;
-- error 2BP01
DROP CONVERSION utf8_to_iso_8859_1;
-- error 42704
DROP COLLATION soap;
DROP COLLATION IF EXISTS soap;
-- error 2BP01
DROP COLLATION "C";
-- error 42704
DROP TEXT SEARCH PARSER soap;
DROP TEXT SEARCH PARSER IF EXISTS soap;
-- error 42704
DROP TEXT SEARCH DICTIONARY soap, brush;
DROP TEXT SEARCH DICTIONARY IF EXISTS soap, brush;
-- error 42704
DROP TEXT SEARCH TEMPLATE soap;
-- error 42704
DROP TEXT SEARCH CONFIGURATION soap;
DROP TEXT SEARCH CONFIGURATION IF EXISTS pg_catalog.soap;
-- error 2BP01
DROP TEXT SEARCH PARSER "default";
-- error 42704
DROP ACCESS METHOD soap;
DROP ACCESS METHOD IF EXISTS soap;
-- error 2BP01
DROP ACCESS METHOD btree;
-- error 42704
DROP EVENT TRIGGER soap;
DROP EVENT TRIGGER IF EXISTS soap;
-- error 42704
DROP FOREIGN DATA WRAPPER soap;
DROP FOREIGN DATA WRAPPER IF EXISTS soap;
-- error 42704
DROP SERVER soap;
DROP SERVER IF EXISTS soap;
-- error 42704
DROP PUBLICATION soap;
DROP PUBLICATION IF EXISTS soap;
-- error 42704
DROP STATISTICS soap;
DROP STATISTICS IF EXISTS soap;
-- error 3F000
DROP STATISTICS house.soap;
-- error 42704
DROP FOREIGN TABLE soap;
DROP FOREIGN TABLE IF EXISTS soap;
-- error 42704
DROP OPERATOR CLASS soap USING btree;
DROP OPERATOR CLASS IF EXISTS soap USING btree;
-- error 42704
DROP OPERATOR CLASS soap USING bucket;
-- error 42704
DROP OPERATOR CLASS IF EXISTS soap USING bucket;
-- error 2BP01
DROP OPERATOR CLASS int4_ops USING btree;
-- error 3F000
DROP OPERATOR CLASS house.soap USING btree;
-- error 42704
DROP OPERATOR FAMILY soap USING hash;
DROP OPERATOR FAMILY IF EXISTS soap USING hash;
-- error 2BP01
DROP OPERATOR FAMILY integer_ops USING hash;
CREATE TABLE tub (a int);
CREATE VIEW tubs AS TABLE tub;
-- error 42704
DROP RULE soap ON tub;
DROP RULE IF EXISTS soap ON tub;
-- error 42P01
DROP RULE soap ON nowhere;
DROP RULE IF EXISTS soap ON nowhere;
-- error 3F000
DROP RULE soap ON house.nowhere;
DROP RULE IF EXISTS soap ON house.nowhere;
DROP RULE IF EXISTS soap ON public.nowhere;
-- error 42P01
DROP RULE soap ON public.nowhere;
-- error 42704
DROP TRIGGER soap ON tub;
DROP TRIGGER IF EXISTS soap ON tub;
-- error 42P01
DROP TRIGGER soap ON nowhere;
DROP TRIGGER IF EXISTS soap ON nowhere;
-- error 42704
DROP POLICY soap ON tub;
DROP POLICY IF EXISTS soap ON tub;
-- error 42P01
DROP POLICY soap ON nowhere;
DROP POLICY IF EXISTS soap ON nowhere;
-- error 42704
DROP TRANSFORM FOR int LANGUAGE soap;
-- error 42704
DROP TRANSFORM FOR int LANGUAGE sql;
-- error 42704
DROP TRANSFORM FOR sponge LANGUAGE sql;
DROP TRANSFORM IF EXISTS FOR int LANGUAGE sql;
DROP TRANSFORM IF EXISTS FOR sponge LANGUAGE sql;
-- error 42704
DROP ROLE maid;
DROP ROLE IF EXISTS maid, butler;
DROP USER IF EXISTS maid;
-- error 42704
DROP TABLESPACE attic;
DROP TABLESPACE IF EXISTS attic;
-- error 42704
DROP SUBSCRIPTION soap;
DROP SUBSCRIPTION IF EXISTS soap;
DROP TABLE IF EXISTS house.tub;
-- error 3F000
DROP TABLE house.tub;
-- error 42P01
DROP TABLE public.nowhere;
DROP TABLE IF EXISTS public.nowhere;
DROP VIEW IF EXISTS house.tub;
DROP MATERIALIZED VIEW IF EXISTS house.tub;
DROP SEQUENCE IF EXISTS house.tub;
DROP INDEX IF EXISTS house.tub;
-- error 3F000
DROP INDEX house.tub;
DROP CAST IF EXISTS (house.sponge AS int);
DROP CAST IF EXISTS (int AS house.sponge);
DROP TYPE IF EXISTS house.sponge;
DROP DOMAIN IF EXISTS house.sponge;
-- error 42P01
GRANT SELECT ON nowhere TO PUBLIC;
-- error 3F000
GRANT SELECT ON house.nowhere TO PUBLIC;
-- error 42704
GRANT SELECT ON tub TO maid;
-- error 42703
GRANT SELECT (b) ON tub TO PUBLIC;
-- error 42883
GRANT EXECUTE ON FUNCTION wash(int) TO PUBLIC;
-- error 3F000
GRANT USAGE ON SCHEMA house TO PUBLIC;
-- error 42704
GRANT USAGE ON TYPE sponge TO PUBLIC;
-- error 42704
GRANT USAGE ON LANGUAGE soap TO PUBLIC;
-- error 42P01
GRANT USAGE ON SEQUENCE nowhere TO PUBLIC;
-- error 3D000
GRANT CREATE ON DATABASE nowhere TO PUBLIC;
-- error 42704
GRANT CREATE ON TABLESPACE attic TO PUBLIC;
-- error 3F000
GRANT SELECT ON ALL TABLES IN SCHEMA house TO PUBLIC;
-- error 42P01
REVOKE ALL ON nowhere FROM maid;
-- error 42704
REVOKE ALL ON tub FROM maid;
-- error 42704
GRANT butler TO maid;
-- error 42704
GRANT pg_read_all_data TO maid;
-- error 42704
REVOKE butler FROM maid;
-- error 42704
REVOKE pg_read_all_data FROM maid;

BEGIN;
-- error 25001
DROP TABLESPACE attic;
ROLLBACK;
-- all are looked for before the first goes
-- error 2BP01
DROP FUNCTION IF EXISTS wash(int), abs(int);
-- error 2BP01
DROP COLLATION IF EXISTS soap, "POSIX";
START TRANSACTION READ ONLY;
-- error 25006
DROP AGGREGATE wash(int);
ROLLBACK;
START TRANSACTION READ ONLY;
-- error 25006
DROP ROLE maid;
ROLLBACK;
START TRANSACTION READ ONLY;
-- error 25006
GRANT SELECT ON nowhere TO PUBLIC;
ROLLBACK;
-- error 42809
DROP FOREIGN TABLE tub;
-- error 42809
DROP FOREIGN TABLE tubs;
-- what is there is none of SQL's making here
-- refused
GRANT SELECT ON tub TO PUBLIC;
-- refused
REVOKE ALL ON tub FROM PUBLIC;
-- error 22023
DROP ROLE CURRENT_USER;
TABLE tub;
