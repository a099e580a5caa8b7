-- COMMENT ON COLUMN of a composite type's attributes: kept with the type, through what ALTER TYPE does to them
CREATE TYPE pair AS (x int4, y text);
COMMENT ON COLUMN pair.y IS 'second';
COMMENT ON COLUMN public.pair.x IS 'it''s the first';
SELECT col_description('pair'::regclass, n), obj_description('pair'::regclass) FROM generate_series(0, 3) n;
SELECT classoid::regclass, objoid::regclass, objsubid, description FROM pg_description WHERE objoid = 'pair'::regclass ORDER BY objsubid;
SELECT a.attname, col_description(a.attrelid, a.attnum) FROM pg_attribute a WHERE a.attrelid = 'pair'::regclass AND a.attnum > 0 ORDER BY a.attnum;
-- error 42703
COMMENT ON COLUMN pair.z IS 'none';
-- error 42P01
COMMENT ON COLUMN nosuch.z IS 'none';
ALTER TYPE pair RENAME ATTRIBUTE y TO why;
ALTER TYPE pair ALTER ATTRIBUTE why TYPE varchar(9);
ALTER TYPE pair ADD ATTRIBUTE z int4;
COMMENT ON COLUMN pair.z IS 'third';
SELECT objsubid, description FROM pg_description WHERE objoid = 'pair'::regclass ORDER BY objsubid;
COMMENT ON COLUMN pair.x IS NULL;
COMMENT ON COLUMN pair.z IS '';
ALTER TYPE pair RENAME TO two;
SELECT col_description('two'::regclass, n) FROM generate_series(1, 3) n;
DROP TYPE two;
SELECT count(*) FROM pg_description WHERE description = 'second';
