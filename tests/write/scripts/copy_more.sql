-- COPY's options and bad input, one by one
CREATE TABLE c (i int PRIMARY KEY, t text, n numeric, d date, a int[], b bytea, f float8, bo bool, j jsonb);
CREATE TABLE s (t text, u text DEFAULT 'du', v text);
-- copy: a\tb\tc\n\\N\t\\\\N\tx\\ty\n\\.\n
COPY s FROM STDIN;
-- copy: a\tb\n
-- error 22P04
COPY s FROM STDIN;
-- copy: a\tb\tc\td\n
-- error 22P04
COPY s FROM STDIN;
-- copy: a|b|c\n|x|\\|y\n
COPY s FROM STDIN DELIMITER '|';
-- copy: a,b,c\n"q ""x""",,"multi\nline"\n"",  ,NULL\n
COPY s FROM STDIN CSV;
-- copy: a,b,c\n"x",,NULL\n
COPY s FROM STDIN (FORMAT csv, NULL 'NULL');
-- copy: a,b,c\n'x''y',,\\'z\n
-- error 22P04
COPY s FROM STDIN (FORMAT csv, QUOTE '''', ESCAPE '\');
-- copy: t,u,v\n1,2,3\n
COPY s FROM STDIN (FORMAT csv, HEADER);
-- copy: t,u,v\n1,2,3\n
COPY s FROM STDIN (FORMAT csv, HEADER match);
-- copy: t,v,u\n1,2,3\n
-- error 22P04
COPY s FROM STDIN (FORMAT csv, HEADER match);
-- copy: t,u\n1,2,3\n
-- error 22P04
COPY s FROM STDIN (FORMAT csv, HEADER match);
-- copy: t,u,v,w\n1,2,3\n
-- error 22P04
COPY s FROM STDIN (FORMAT csv, HEADER match);
-- copy: t\tu\tv\n1\t2\t3\n
COPY s FROM STDIN (HEADER true);
-- copy: t\tu\tv\n1\t2\t3\n
COPY s FROM STDIN (HEADER match);
-- copy: "",,\n,"",x\n
COPY s FROM STDIN (FORMAT csv, FORCE_NOT_NULL (u), FORCE_NULL (t));
-- copy: "",,\n
-- error 42703
COPY s FROM STDIN (FORMAT csv, FORCE_NOT_NULL (zz));
-- error 0A000
COPY s FROM STDIN (FORMAT text, FORCE_NOT_NULL (t));
-- error 0A000
COPY s FROM STDIN (FORMAT text, FORCE_NULL (t));
-- error 0A000
COPY s FROM STDIN (FORMAT csv, FORCE_QUOTE (t));
-- error 42P10
COPY s (t, u) FROM STDIN (FORMAT csv, FORCE_NULL (v));
-- error 0A000
COPY s FROM STDIN (FORMAT text, QUOTE '"');
-- error 0A000
COPY s FROM STDIN (FORMAT text, ESCAPE '"');
-- error 42601
COPY s FROM STDIN (FORMAT binary, DELIMITER '|');
-- error 42601
COPY s FROM STDIN (FORMAT binary, NULL 'x');
-- error 0A000
COPY s FROM STDIN (FORMAT binary, HEADER);
-- error 22023
COPY s FROM STDIN (FORMAT nosuch);
-- error 0A000
COPY s FROM STDIN (DELIMITER 'ab');
-- error 22023
COPY s FROM STDIN (DELIMITER 'a');
-- error 22023
COPY s FROM STDIN (DELIMITER '.');
-- error 22023
COPY s FROM STDIN (DELIMITER '\');
-- error 22023
COPY s FROM STDIN (DELIMITER E'\n');
-- error 0A000
COPY s FROM STDIN (DELIMITER '');
-- error 22023
COPY s FROM STDIN (NULL E'x\ny');
-- error 0A000
COPY s FROM STDIN (NULL E'a\tb');
-- error 22023
COPY s FROM STDIN (FORMAT csv, DELIMITER '"');
-- error 0A000
COPY s FROM STDIN (FORMAT csv, QUOTE 'ab');
-- error 0A000
COPY s FROM STDIN (FORMAT csv, ESCAPE 'ab');
-- error 0A000
COPY s FROM STDIN (FORMAT csv, NULL '"');
-- error 42601
COPY s FROM STDIN (FORMAT csv, FORMAT csv);
-- error 42601
COPY s FROM STDIN (nosuch);
-- error 55000
COPY s FROM STDIN (FREEZE);
-- error 42601
COPY s FROM STDIN (DEFAULT 'x');
-- error 22023
COPY s FROM STDIN (ENCODING 'nosuch');
-- error 42701
COPY s (t, t) FROM STDIN;
-- error 42703
COPY s (zz) FROM STDIN;
-- error 42P01
COPY nosuch FROM STDIN;
-- copy: a\xe9\tb\tc\n
COPY s FROM STDIN (ENCODING 'latin1');
-- copy: a\xe9\tb\tc\n
-- error 22021
COPY s FROM STDIN;
-- copy: a\0\tb\tc\n
-- error 22021
COPY s FROM STDIN;
-- copy: 1\n2\n3\n
COPY s (t) FROM STDIN WHERE t <> '2';
-- copy: 1\n2\n3\n
COPY s (t) FROM STDIN WHERE u = 'du' AND t > '2';
-- copy: 1\n2\n3\n
-- error 42703
COPY s (t) FROM STDIN WHERE nosuch = 1;
-- copy: 1\n
-- error 0A000
COPY s (t) FROM STDIN WHERE (SELECT true);
-- copy: 1\n
-- error 42803
COPY s (t) FROM STDIN WHERE count(*) > 1;
-- copy: x\\ty\\nz\\rq\\\\w\\x41\\101\\b\\f\\v\n
COPY s (t) FROM STDIN;
-- copy: a\\\nb\n
COPY s (t) FROM STDIN;
-- copy: a\r\nb\r\n
COPY s (t) FROM STDIN;
-- copy: a\nb\r\n
-- error 22P04
COPY s (t) FROM STDIN;
-- copy: a\r\nb\n
-- error 22P04
COPY s (t) FROM STDIN;
-- copy: a\rb\r
COPY s (t) FROM STDIN;
-- copy: a\nb
COPY s (t) FROM STDIN;
-- copy: a\n\\.\nb\n
COPY s (t) FROM STDIN;
-- copy: a\n\\.x\n
-- error 22P04
COPY s (t) FROM STDIN;
-- copy: a\\.\n
COPY s (t) FROM STDIN;
-- copy: "a\n
-- error 22P04
COPY s (t) FROM STDIN CSV;
-- copy: a"b"c\n
COPY s (t) FROM STDIN CSV;
-- copy: "a"b\n
COPY s (t) FROM STDIN CSV;
-- copy: \\.\n
COPY s (t) FROM STDIN CSV;
-- copy: "\\."\n
COPY s (t) FROM STDIN CSV;
-- copy: 1\tx\t1.5\t2020-01-01\t{1,2}\t\\\\x00ff\t1.5\tt\t{"a":1}\n
COPY c FROM STDIN;
-- copy: 2\tx\tbad\t2020-01-01\t{1,2}\t\\\\x00ff\t1.5\tt\t{"a":1}\n
-- error 22P02
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-13-01\t{1,2}\t\\\\x00ff\t1.5\tt\t{"a":1}\n
-- error 22008
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1,x}\t\\\\x00ff\t1.5\tt\t{"a":1}\n
-- error 22P02
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1\t\\\\x00ff\t1.5\tt\t{"a":1}\n
-- error 22P02
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1}\t\\\\x0\t1.5\tt\t{"a":1}\n
-- error 22023
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1}\t\\\\x00\t1e400\tt\t{"a":1}\n
-- error 22003
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1}\t\\\\x00\t1\tmaybe\t{"a":1}\n
-- error 22P02
COPY c FROM STDIN;
-- copy: 2\tx\t1\t2020-11-01\t{1}\t\\\\x00\t1\tt\t{"a":\n
-- error 22P02
COPY c FROM STDIN;
-- copy: 3\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n1\tx\t1.5\t2020-01-01\t{1,2}\t\\\\x00ff\t1.5\tt\t{"a":1}\n
-- error 23505
COPY c FROM STDIN;
-- copy: \\N\tx\t1\t2020-11-01\t{1}\t\\\\x00\t1\tt\t{"a":1}\n
-- error 23502
COPY c FROM STDIN;
-- copy: 99999999999\n
-- error 22003
COPY c (i) FROM STDIN;
-- copy: 5,"12\n",7
COPY c (i, t, n) FROM STDIN CSV;
-- copy: 6,"12\n",x\n
-- error 22P02
COPY c (i, t, n) FROM STDIN CSV;
-- copy: 7,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,x\n
-- error 22P02
COPY c (i, t, n) FROM STDIN CSV;
-- copy: garbage
-- error 22P04
COPY c FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\xff\xff
COPY c FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x09\xff\xff
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x04\0\0\0\x09\xff\xff
-- error 22P04
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x03\0\0\0\xff\xff
-- error 08P01
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x08\0\0\0\0\0\0\0\x10\xff\xff
-- error 22P03
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0
-- error 22P04
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x0a
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\x01\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x0b\xff\xff
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x0b\xff\xff
-- error 22P04
COPY c (i) FROM STDIN BINARY;
-- copy: PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x0c\xff\xffmore
-- error 22P04
COPY c (i) FROM STDIN BINARY;
-- copy fail: stop it
-- error 57014
COPY s FROM STDIN;
SELECT count(*) FROM s;
CREATE TABLE fz (i int);
-- error 55000
COPY fz FROM STDIN (FREEZE);
BEGIN;
TRUNCATE fz;
-- copy: 1\n2\n
COPY fz FROM STDIN (FREEZE);
COMMIT;
BEGIN;
-- copy: 1\n2\n
COPY fz FROM STDIN; COPY fz FROM STDIN;
COMMIT;
-- error 42601
COPY (SELECT 1) FROM STDIN;
-- error 0A000
COPY (INSERT INTO fz VALUES (7)) TO STDOUT;
COPY (INSERT INTO fz VALUES (7) RETURNING *) TO STDOUT;
-- error 42601
COPY s TO STDOUT WHERE t = '1';
-- error 0A000
COPY s TO STDOUT (FORMAT csv, FORCE_NOT_NULL (t));
COPY s TO STDOUT (FREEZE);
-- error 0A000
COPY s TO STDOUT (HEADER match);
COPY s TO STDOUT (FORMAT csv, FORCE_QUOTE *, HEADER);
-- error 42703
COPY s TO STDOUT (FORMAT csv, FORCE_QUOTE (nosuch));
-- error 0A000
COPY s TO STDOUT (FORMAT text, FORCE_QUOTE *);
SELECT * FROM c ORDER BY i;
-- what no view takes is looked at behind CopyInResponse
create view copy_view as select 1 as a, 2 as b;
create materialized view copy_matview as select 1 as a;
create sequence copy_sequence;
-- error 42809
-- copy: 1\t2\n
copy copy_view from stdin;
-- error 42809
-- copy: 1\n
copy copy_view (a) from stdin;
-- error 42703
copy copy_view (c) from stdin;
-- error 42809
-- copy: 1\n
copy copy_matview from stdin;
-- error 42809
-- copy: 1\t1\tt\n
copy copy_sequence from stdin;
-- error 0A000
copy (select 1 into copied) to stdout;
