-- What the catalogs say of an index by GIN: its access method, operator class, and what it keeps of an array
CREATE TABLE tagged (id int PRIMARY KEY, tags text[], n int[], m int[]);
CREATE INDEX tagged_tags ON tagged USING gin (tags);
CREATE INDEX tagged_n ON tagged USING gin (n);
CREATE INDEX tagged_b ON tagged (m);
SELECT c.relname, amname, opcname, indclass, indcollation, indoption, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_am m ON m.oid = relam JOIN pg_index ON indexrelid = c.oid JOIN pg_opclass o ON o.oid = indclass[0] WHERE indrelid = 'tagged'::regclass ORDER BY 1;
SELECT c.relname, attname, atttypid::regtype, attlen, atttypmod, attbyval, attalign, attstorage, attcollation, attndims FROM pg_class c JOIN pg_index ON indexrelid = c.oid JOIN pg_attribute ON attrelid = c.oid WHERE indrelid = 'tagged'::regclass ORDER BY 1;
SELECT relname, seq_scan IS NULL, idx_scan IS NULL, idx_tup_fetch IS NULL FROM pg_stat_user_tables WHERE relname = 'tagged';
SELECT relname, idx_blks_read IS NULL, idx_blks_hit IS NULL FROM pg_statio_user_tables WHERE relname = 'tagged';
CREATE MATERIALIZED VIEW kept AS SELECT id FROM tagged;
SELECT relname, idx_scan, idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'kept';
SELECT relname, idx_scan, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'kept';
SELECT * FROM (SELECT relname, idx_blks_read, toast_blks_read, tidx_blks_hit FROM pg_statio_user_tables WHERE relname = 'kept') x;
DROP MATERIALIZED VIEW kept;
DROP TABLE tagged;
-- the operator class of a type's kind: of enums, domains, ranges
CREATE TYPE shade AS ENUM ('dark', 'light');
CREATE DOMAIN small_shade AS shade;
CREATE TABLE kinds_of_keys (id int2 PRIMARY KEY, e shade, d small_shade, r int4range, v varchar(9), a shade[]);
CREATE INDEX kinds_e ON kinds_of_keys (e, d);
CREATE INDEX kinds_r ON kinds_of_keys (r, v);
CREATE INDEX kinds_a ON kinds_of_keys (a);
SELECT c.relname, (SELECT array_agg(opcname ORDER BY n) FROM unnest(indclass) WITH ORDINALITY k(o, n) JOIN pg_opclass p ON p.oid = o), pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_index ON indexrelid = c.oid WHERE indrelid = 'kinds_of_keys'::regclass ORDER BY 1;
DROP TABLE kinds_of_keys;
DROP DOMAIN small_shade;
DROP TYPE shade;
