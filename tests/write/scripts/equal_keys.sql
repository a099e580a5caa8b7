-- Two keys of the same columns in one CREATE TABLE are one, as in PostgreSQL (go-pg writes UNIQUE behind the column and below the columns).
CREATE TABLE d1 (a int, n text NOT NULL UNIQUE, UNIQUE (n));
CREATE TABLE d2 (a int PRIMARY KEY UNIQUE, n text);
CREATE TABLE d3 (a int UNIQUE, CONSTRAINT zz UNIQUE (a));
CREATE TABLE d4 (a int UNIQUE, b int, UNIQUE (a, b), UNIQUE (a, b), CONSTRAINT d4_more UNIQUE (a, b));
CREATE TABLE d5 (a int UNIQUE, CONSTRAINT p PRIMARY KEY (a));
CREATE TABLE d6 (a int, CONSTRAINT x UNIQUE (a), CONSTRAINT y UNIQUE (a));
-- error 42P16
CREATE TABLE d7 (a int CONSTRAINT q UNIQUE, b int CONSTRAINT r UNIQUE, PRIMARY KEY (a), CONSTRAINT s PRIMARY KEY (b));
CREATE TABLE d8 (a int CONSTRAINT q8 UNIQUE, CONSTRAINT p8 PRIMARY KEY (a), CONSTRAINT p9 UNIQUE (a));
CREATE TABLE d9 (a int, b int UNIQUE, PRIMARY KEY (a), UNIQUE (a));
CREATE TABLE d10 (a int CONSTRAINT q10 UNIQUE, PRIMARY KEY (a));
CREATE TABLE d11 (a int UNIQUE, b int, CONSTRAINT d11_a_key1 PRIMARY KEY (a), CONSTRAINT d11_a_key UNIQUE (b));
SELECT conrelid::regclass::text, conname, contype, conkey, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text ~ '^d\d+$' ORDER BY 1, 2;
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename ~ '^d\d+$' ORDER BY 1, 2;
SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attrelid::regclass::text ~ '^d\d+$' AND attnotnull AND attnum > 0 ORDER BY 1, 2;
INSERT INTO d1 VALUES (1, 'x');
-- error 23505
INSERT INTO d1 VALUES (2, 'x');
INSERT INTO d5 VALUES (1);
-- error 23505
INSERT INTO d5 VALUES (1);
-- error 23502
INSERT INTO d5 VALUES (NULL);
INSERT INTO d3 VALUES (1), (NULL), (NULL);
-- error 23505
INSERT INTO d3 VALUES (1);
INSERT INTO d3 VALUES (1) ON CONFLICT ON CONSTRAINT zz DO NOTHING;
-- not alike: two
CREATE TABLE d12 (a serial UNIQUE, b int, UNIQUE (a) INCLUDE (b));
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'd12'::regclass ORDER BY conname COLLATE "C";
DROP TABLE IF EXISTS d12;
CREATE TABLE d12 (a serial, b int UNIQUE);
SELECT pg_get_serial_sequence('d12', 'a');
DROP TABLE IF EXISTS d12, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11;
