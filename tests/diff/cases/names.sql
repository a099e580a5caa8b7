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
-- A type's text is read by the grammar: comments, words with U&, modifiers that are expressions, what is left over.
-- error 0A000
SELECT null::foo.pg_catalog.int4;
-- error 0A000
SELECT 'foo.pg_catalog.int4'::regtype;
-- error 42601
SELECT 'setof int'::regtype;
SELECT null::setof int;
-- error 42601
SELECT '  '::regtype;
-- error 42601
SELECT 'int as x'::regtype;
-- error 42601
SELECT 'int, int'::regtype;
-- error 42601
SELECT 'int) + (1'::regtype;
-- error 42601
SELECT 'int); select (1'::regtype;
SELECT 'int -- x'::regtype;
SELECT 'int /* x */'::regtype;
-- error 42601
SELECT 'int /* x'::regtype;
-- error 42601
SELECT '"foo'::regtype;
SELECT '"int4"'::regtype;
SELECT 'int[3][]'::regtype;
SELECT 'int array[3]'::regtype;
SELECT 'int array'::regtype;
-- error 42704
SELECT 'nosuch[]'::regtype;
-- error 3F000
SELECT 'a.nosuch[]'::regtype;
-- error 42704
SELECT 'public.nosuch[]'::regtype;
-- error 42704
SELECT 'public.nosuch(3)[]'::regtype;
-- error 42601
SELECT 'text(3)'::regtype;
-- error 22023
SELECT 'varchar(0)'::regtype;
-- error 42601
SELECT 'varchar(1,2)'::regtype;
-- error 22023
SELECT 'float(0)'::regtype, 'float(54)'::regtype;
SELECT 'float(25)'::regtype, 'float(3)'::regtype, 'interval day to second(3)'::regtype, 'interval(9)'::regtype, 'bit(3)'::regtype;
-- error 42601
SELECT 'char(a)'::regtype;
SELECT 'U&"int\0034"'::regtype;
-- error 42704
SELECT 'Int4'::regtype, 'INT4'::regtype, '"Int4"'::regtype;
-- error 42601
SELECT 'select'::regtype;
-- error 42601
SELECT 'user'::regtype;
SELECT 'time'::regtype, '"time"'::regtype, 'pg_catalog.time'::regtype, '"char"'::regtype, 'char'::regtype, 'bit'::regtype, 'pg_catalog.bit'::regtype;
SELECT '23'::regtype, '-'::regtype, '99999'::regtype;
-- error 42601
SELECT '23 '::regtype;
-- error 42704
SELECT 'int$1'::regtype;
-- error 42601
SELECT '$1'::regtype;
-- error 42601
SELECT to_regtype('$1');
-- error 42601
SELECT to_regtype('int as x');
SELECT to_regtype('a.b');
-- error 22023
SELECT to_regtype('float(0)');
-- error 42601
SELECT to_regtype('numeric(1+1)');
-- error 42601
SELECT to_regtype('text(3)');
-- error 42601
SELECT to_regtype('"foo');
-- error 0A000
SELECT to_regtype('x.pg_catalog.int4');
-- error 42601
SELECT to_regtype('setof int');
-- error 42601
SELECT to_regtype('');
SELECT to_regtype(x) from (values('int'),('int8'),('foo')) v(x);
-- error 42601
SELECT x::regtype from (values('int'),('int8 8')) v(x);
-- error 42704
SELECT 'int4in(cstring)'::regprocedure, 'abs(int)'::regprocedure, 'abs(foo)'::regprocedure;
-- error 42601
SELECT 'abs(int x)'::regprocedure;
-- error 22P02
SELECT 'abs(int,)'::regprocedure;
SELECT 'abs(numeric(3,2))'::regprocedure;
SELECT 'abs("int4" )'::regprocedure;
SELECT '+(int,int)'::regoperator, '-(none,int)'::regoperator;
SELECT 'pg_class'::regtype, 'pg_class[]'::regtype, '_pg_class'::regtype;
SELECT 'pg_class[]'::regtype::oid = '_pg_class'::regtype::oid;
-- error 42704
SELECT 'information_schema.sql_identifier'::regtype, 'sql_identifier'::regtype;
SELECT 'national character varying(3)'::regtype, 'nchar(3)'::regtype, 'dec(3,1)'::regtype, 'character(3)'::regtype, 'bit varying(3)'::regtype;
SELECT 'timestamp(3) with time zone'::regtype, 'time (3) without time zone'::regtype;
-- error 42704
SELECT '"double precision"'::regtype;
SELECT 'double   precision'::regtype, E'double\nprecision'::regtype;
-- error 42601
SELECT 'foo%type'::regtype;
-- error 42601
SELECT null::text(3)[];
-- error 42704
SELECT null::nosuch[];
-- error 42601
SELECT 'text(3)[]'::regtype;
-- error 42601
SELECT 'pg_class(3)'::regtype;
-- error 42601
SELECT null::pg_class(3);
-- error 42P16
SELECT * from json_to_record('{"a":1}') as x(a setof int);
-- error 42601
SELECT cast(1 as setof int), setof int '1';
-- error 42601
SELECT xmlserialize(content '<a/>' as setof text);
-- error 42704
SELECT 'nm(1)'::regtype;
-- error 42704
SELECT 'public.nm[]'::regtype;
-- error 42704
SELECT 'NM'::regtype;
-- error 42601
SELECT to_regtype('日本(1');
