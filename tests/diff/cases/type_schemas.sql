-- types by their schemas (mood and kinds are declared.sql's)
-- a type is looked for in the schemas of the search path, or in the one that is said
-- error 42704
SELECT 1::public.int4;
-- error 42704
SELECT 'public.int4'::regtype;
-- error 42704
SELECT 'pg_catalog.mood'::regtype;
SELECT to_regtype('public.text[]'), to_regtype('public.mood[]'), to_regtype('pg_catalog.int4[]'), to_regtype('information_schema.yes_or_no');
SET search_path = pg_catalog;
-- error 42704
SELECT 'mood'::regtype;
SELECT to_regtype('mood'), to_regtype('mood[]'), to_regtype('public.mood[]'), 'ok'::public.mood, to_regtype('kinds'), to_regtype('public.kinds');
RESET search_path;
