-- to_regclass() and its family: NULL where there is nothing of that name, an error where the text is no name
SELECT to_regclass('pg_class'), to_regclass('pg_catalog.pg_class'), to_regclass('nosuch'), to_regclass('nosuch.pg_class'), to_regclass('1259'), to_regclass(NULL);
-- error 0A000
SELECT to_regclass('x.pg_catalog.pg_class');
-- error 42601
SELECT to_regclass('a.b.c.d');
-- error 42602
SELECT to_regclass('');
-- error 42602
SELECT to_regclass('"pg_class');
-- error 42602
SELECT to_regclass('a.');
SELECT to_regrole('nosuch'), to_regrole('pg_monitor'), to_regnamespace('nosuch'), to_regnamespace('pg_catalog');
-- error 42602
SELECT to_regrole('a.b');
-- error 42602
SELECT to_regrole('');
-- error 42602
SELECT to_regnamespace('a.b');
-- error 42602
SELECT to_regnamespace('"a');
SELECT to_regtype('int'), to_regtype('pg_catalog.int4'), to_regtype('numeric(10,2)[]'), to_regtype('nosuch'), to_regtype('nosuch.int'), to_regtype('pg_class'), to_regtype('pg_catalog.pg_class'), to_regtype('information_schema.tables');
-- error 42601
SELECT to_regtype('');
-- error 42601
SELECT to_regtype('23');
-- error 42601
SELECT to_regtype('x.y.z.int');
-- error 0A000
SELECT to_regtype('x.pg_catalog.int4');
-- error 42601
SELECT 'x.y.z.int'::regtype;
SELECT 'pg_class'::regtype, 'pg_catalog.pg_attribute'::regtype::oid;
-- error 42704
SELECT 'pg_class_oid_index'::regtype;
SELECT 'information_schema._pg_truetypid'::regproc, 'information_schema._pg_truetypid(pg_attribute, pg_type)'::regprocedure;
-- error 42883
SELECT '_pg_truetypid'::regproc;
-- error 42883
SELECT 'pg_catalog._pg_truetypid'::regproc;
SELECT to_regproc('now'), to_regproc('lower'), to_regproc('nosuch.now'), to_regprocedure('lower(text)'), to_regprocedure('lower(int)'), to_regprocedure('nosuch(int)');
-- error 42602
SELECT to_regproc('');
-- error 42601
SELECT to_regproc('a.b.c.d');
-- error 0A000
SELECT to_regproc('x.pg_catalog.now');
-- error 22P02
SELECT to_regprocedure('lower');
-- error 22P02
SELECT to_regprocedure('lower(');
-- error 22P02
SELECT to_regprocedure('lower(text) x');
-- error 42704
SELECT to_regprocedure('lower(nosuch)');
-- error 42601
SELECT to_regprocedure('a.b.c.lower(text)');
SELECT to_regoper('||'), to_regoper('@-@'), to_regoper('nosuch.+'), to_regoperator('+(int,int)'), to_regoperator('-(NONE,int)'), to_regoperator('+(int,bool)');
-- error 42602
SELECT to_regoper('');
-- error 42601
SELECT to_regoper('a.b.c.+');
-- error 22P02
SELECT to_regoperator('+');
-- error 42P02
SELECT to_regoperator('+(int)');
-- error 42704
SELECT to_regoperator('+(int,nosuch)');
-- error 54023
SELECT to_regoperator('+(int,int,int)');
SELECT to_regcollation('"C"'), to_regcollation('nosuch'), to_regcollation('nosuch."C"');
-- error 42602
SELECT to_regcollation('');
-- privileges of what is not there
SELECT has_column_privilege('pg_class', 'relname', 'select'), has_column_privilege('pg_class', 'ctid', 'select'), has_column_privilege('pg_class', 2::smallint, 'select');
SELECT has_column_privilege('pg_class', 0::smallint, 'select'), has_column_privilege('pg_class', 99::smallint, 'select'), has_column_privilege(999999, 'x', 'select');
-- error 42703
SELECT has_column_privilege('pg_class', 'nosuch', 'select');
-- error 22023
SELECT has_column_privilege('pg_class', 'relname', 'delete');
SELECT has_function_privilege(999999, 'execute'), has_type_privilege(999999, 'usage'), has_language_privilege(999999, 'usage'), has_tablespace_privilege(999999, 'create'), has_server_privilege(999999, 'usage'), has_foreign_data_wrapper_privilege(999999, 'usage');
SELECT has_function_privilege(1395, 'execute'), has_type_privilege(23, 'usage'), has_language_privilege(12, 'usage');
-- error 22023
SELECT has_function_privilege(999999, 'nosuch');
SELECT has_type_privilege('pg_class', 'usage'), has_type_privilege('pg_catalog.pg_type', 'usage');
-- the information schema's functions
SELECT information_schema._pg_interval_type(1186, NULL), information_schema._pg_interval_type(23, -1), information_schema._pg_interval_type(1186, -1), information_schema._pg_interval_type(1186, (32767 << 16) | 3), information_schema._pg_interval_type(1186, (7168 << 16) | 2);
SELECT oid::regprocedure::text, proargnames, prolang::int FROM pg_proc WHERE oid BETWEEN 13208 AND 13219 ORDER BY pg_proc.oid;
-- error 42P01
select 'a"b'::regclass;
-- error 42P01
select 'a"b"'::regclass;
-- error 42P01
select '""'::regclass;
select to_regclass('a"b'), to_regproc('a"b');
-- error 42883
select E'a\'b\\c"d'::regproc;
-- error 42P01
select x::regclass from (values (E'a\'b\\c"d'::text)) v(x);

-- names of types as text: what is no name is a syntax error, to to_regtype(), too
-- error 42601
SELECT '2024-01-15'::regtype;
-- error 42601
SELECT to_regtype('{a');
-- error 42601
SELECT to_regtype('int4 x');
-- error 42601
SELECT 'int4('::regtype;
-- error 42601
SELECT 'int4[3'::regtype;
-- error 42601
SELECT 'foo bar'::regtype;
-- error 42601
SELECT 'abs(int4 x)'::regprocedure;
SELECT 'double precision'::regtype, 'timestamp (3) with time zone[]'::regtype, ' character  varying(5) '::regtype, 'interval day to second(3)'::regtype, 'bit varying'::regtype, '"char"'::regtype, 'NATIONAL CHARACTER VARYING (3)'::regtype, 'float(3)'::regtype, 'pg_catalog."char"[]'::regtype, to_regtype('nosuch');
