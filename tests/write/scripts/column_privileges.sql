-- Which columns an index, a view and a sequence have, as has_column_privilege() sees it.
CREATE TABLE hcp(a int primary key, b int, c int);
CREATE INDEX hcpi ON hcp(c, a);
SELECT n, has_column_privilege('hcpi'::regclass, n::int2, 'SELECT') FROM generate_series(-8,4) n;
SELECT n, has_column_privilege('hcp'::regclass, n::int2, 'SELECT') FROM generate_series(-8,4) n;
SELECT n, has_column_privilege('pg_class'::regclass, n::int2, 'SELECT') FROM generate_series(-8,40) n;
SELECT has_column_privilege('hcpi'::regclass, 'c', 'SELECT');
-- error 42703
SELECT has_column_privilege('hcpi'::regclass, 'b', 'SELECT');
-- error 42703
SELECT has_column_privilege('hcp'::regclass, 'zz', 'SELECT');
SELECT has_column_privilege('hcp'::regclass, 'ctid', 'SELECT');
SELECT has_column_privilege(99999::oid, 1::int2, 'SELECT');
SELECT has_column_privilege(99999::oid, 'x', 'SELECT');
SELECT has_any_column_privilege('hcpi'::regclass, 'SELECT'), has_table_privilege('hcpi'::regclass, 'SELECT');
CREATE SEQUENCE hcps;
SELECT n, has_column_privilege('hcps'::regclass, n::int2, 'SELECT') FROM generate_series(-8,4) n;
CREATE VIEW hcpv as select a, b FROM hcp;
SELECT n, has_column_privilege('hcpv'::regclass, n::int2, 'SELECT') FROM generate_series(-8,4) n;
DROP VIEW hcpv; DROP SEQUENCE hcps; DROP TABLE hcp;
