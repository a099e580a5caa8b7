-- SET, SHOW, RESET, transactions: tags and errors.
SHOW standard_conforming_strings;
SHOW client_encoding;
SHOW server_encoding;
SHOW datestyle;
SHOW intervalstyle;
SHOW integer_datetimes;
SHOW transaction_isolation;
SHOW default_transaction_read_only;
SHOW search_path;
SHOW extra_float_digits;
SHOW bytea_output;
SET extra_float_digits = 0;
SHOW extra_float_digits;
SELECT 0.1::float8 + 0.2::float8;
RESET extra_float_digits;
SELECT 0.1::float8 + 0.2::float8;
SET bytea_output = 'escape';
SELECT '\x00ff61'::bytea;
SELECT _id, bin FROM t;
RESET bytea_output;
SET application_name = 'diff';
SHOW application_name;
SET application_name TO 'a b';
SHOW application_name;
SET SESSION application_name = DEFAULT;
SHOW application_name;
SET client_encoding = 'UTF8';
SET client_min_messages = error;
RESET ALL;
BEGIN;
SELECT count(*) FROM t;
COMMIT;
START TRANSACTION;
SELECT 1;
ROLLBACK;
BEGIN;
-- error 22012
SELECT 1 / 0;
-- error 25P02
SELECT 1;
ROLLBACK;
SELECT 1;
BEGIN;
-- error 42703
SELECT nope FROM t;
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
END;
BEGIN;
SET LOCAL timezone = 'Europe/Prague';
SHOW timezone;
COMMIT;
SHOW timezone;
BEGIN;
SET timezone = 'Europe/Prague';
ROLLBACK;
SHOW timezone;
SELECT current_setting('server_version_num')::int / 10000, current_setting('nope.nope', true);
SELECT set_config('timezone', 'Asia/Tokyo', false);
SHOW timezone;
RESET timezone;
SELECT version() LIKE 'PostgreSQL 15%';
SELECT current_schema, current_schema();
-- error 42704
SHOW nosuchsetting;
-- error 42704
SET nosuchsetting = 1;
-- error 22023
SET datestyle = 'nonsense';
-- error 22023
SET extra_float_digits = 'x';
-- error 22023
SET extra_float_digits = 99;
-- error 55P02
SET server_version = '16';
-- error 22023
SET client_encoding = 'nope';
-- error 42704
SELECT current_setting('nope.nope');
SELECT pg_advisory_unlock_all();
-- settings go back to what counted before, whatever was read since
BEGIN;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE;
SELECT count(*) FROM t;
-- error 25001
SET TRANSACTION READ WRITE;
COMMIT;
BEGIN;
SET TRANSACTION DEFERRABLE;
SELECT count(*) FROM t;
-- error 22012
SELECT 1 / 0;
ROLLBACK;
SHOW transaction_deferrable;
BEGIN;
SELECT count(*) FROM t;
SAVEPOINT s;
SET TRANSACTION READ ONLY;
-- error 22012
SELECT 1 / 0;
ROLLBACK TO s;
SHOW transaction_read_only;
SET TRANSACTION READ ONLY;
-- error 25001
SET TRANSACTION READ WRITE;
ROLLBACK;
-- a parameter without a type is no literal: int4('1') is a cast, int4($1) a call
-- error 42725
PREPARE call1 AS SELECT int4($1);
-- error 42883
PREPARE call2 AS SELECT jsonb($1);
PREPARE call3 AS SELECT date($1), text($2);
SELECT name, parameter_types FROM pg_prepared_statements WHERE name LIKE 'call%';
-- no parameters in SET, nor in EXTRACT's field
-- error 42601
SET work_mem = $1;
-- error 42601
SET LOCAL work_mem TO $1;
-- error 42601
SELECT extract($1 FROM now());
-- error 42P02
SELECT $65536;

-- JDBC's OUT parameters are of type void, and no arguments
PREPARE outs(void, text) AS SELECT * FROM length($1, $2) AS result;
EXECUTE outs(NULL, 'abc');
DEALLOCATE outs;
-- error 42883
PREPARE no_argument(void) AS SELECT length($1);
-- error 42883
PREPARE void_last(text, void) AS SELECT left($1, n => 1, $2);
-- error 42601
SELECT left(n => 1, 'x');
-- error 42703
SELECT left(n => 1, nope);
SELECT current_query();
SELECT /* what was said */ length(current_query()), current_query() LIKE '%said%' WHERE current_query() <> '';
SELECT ARRAY[makeaclitem(10, 10, 'SELECT', true), makeaclitem(0, 10, 'INSERT', false)] @> makeaclitem(10, 10, 'SELECT', false), ARRAY[makeaclitem(10, 10, 'SELECT', false)] @> makeaclitem(10, 10, 'SELECT', true), aclcontains(ARRAY[makeaclitem(0, 10, 'INSERT', false)], makeaclitem(0, 10, 'INSERT', false));
-- error 0A000
SELECT ARRAY[makeaclitem(10, 10, 'SELECT', true)] + makeaclitem(10, 10, 'SELECT', false);
-- error 0A000
SELECT ARRAY[makeaclitem(10, 10, 'SELECT', true)] - makeaclitem(10, 10, 'SELECT', false);
