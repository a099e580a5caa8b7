-- COLLATE of columns: what compares bytewise is kept with the column, and shown
CREATE TABLE ct (id int4 PRIMARY KEY, a text COLLATE "C", b text COLLATE "POSIX", c text, d varchar(5) COLLATE ucs_basic, e text[] COLLATE "C", f text COLLATE "default");
CREATE INDEX ct_a ON ct (a);
SELECT attname, attcollation::regcollation FROM pg_attribute WHERE attrelid = 'ct'::regclass AND attnum > 0 ORDER BY 1;
SELECT indcollation FROM pg_index WHERE indrelid = 'ct'::regclass ORDER BY 1;
SELECT column_name, collation_schema, collation_name FROM information_schema.columns WHERE table_name = 'ct' ORDER BY 1;
INSERT INTO ct VALUES (1, 'b', 'x', 'y', 'z', '{q}', 'f'), (2, 'B', NULL, 'ä', 'Z', NULL, 'F');
SELECT id FROM ct ORDER BY a;
ALTER TABLE ct ALTER a TYPE text, ALTER c TYPE varchar(10) COLLATE "C";
ALTER TABLE ct ALTER b TYPE text COLLATE "C";
ALTER TABLE ct ADD g text COLLATE "POSIX" DEFAULT 'g';
ALTER TABLE ct RENAME d TO dd;
CREATE TABLE ct2 (LIKE ct);
SELECT attrelid::regclass, attname, attcollation::regcollation FROM pg_attribute WHERE attrelid IN ('ct'::regclass, 'ct2'::regclass) AND attnum > 0 ORDER BY attrelid::regclass::text, attnum;
-- error 42804
CREATE TABLE cx (a int4 COLLATE "C");
-- error 42804
CREATE TABLE cx (a int4[] COLLATE "C");
-- error 42804
ALTER TABLE ct ALTER id TYPE int8 COLLATE "C";
-- error 42804
ALTER TABLE ct ADD h int4 COLLATE "C";
DROP TABLE ct, ct2;
-- conflicts, and what is made of queries
CREATE TABLE cc (id int4 PRIMARY KEY, a text COLLATE "C", b text COLLATE "POSIX", c text, CHECK (a <> c));
INSERT INTO cc VALUES (1, 'a', 'b', 'c'), (2, 'd', 'd', 'e');
-- error 42P22
SELECT * FROM cc WHERE a < b;
-- error 42P21
SELECT * FROM cc ORDER BY a || b;
SELECT id FROM cc WHERE a < c AND b > 'a' ORDER BY b || c;
SELECT COLLATION FOR (a), COLLATION FOR (b), COLLATION FOR (c), COLLATION FOR (a || c), COLLATION FOR (a || b), COLLATION FOR (id::text || b) FROM cc WHERE id = 1;
-- error 42P22
SELECT * FROM cc x JOIN cc y ON x.a > y.b;
-- error 42P22
UPDATE cc SET c = 'z' WHERE a = b;
-- error 42P22
UPDATE cc SET c = lower(a || b);
UPDATE cc SET c = a || b WHERE id = 1;
-- error 42P22
DELETE FROM cc WHERE a IN (SELECT b FROM cc);
-- error 42P22
INSERT INTO cc SELECT 3, greatest(a, b), c, c FROM cc;
-- error 42P22
INSERT INTO cc VALUES (1, 'x', 'y', 'z') ON CONFLICT (id) DO UPDATE SET c = upper(cc.b || excluded.a);
INSERT INTO cc VALUES (1, 'x', 'y', 'z') ON CONFLICT (id) DO UPDATE SET c = upper(cc.b || excluded.b) RETURNING c, COLLATION FOR (b);
-- error 42P22
CREATE VIEW cv AS SELECT a || b AS x FROM cc;
-- error 42P22
CREATE TABLE cw AS SELECT id, a || b AS x FROM cc;
-- error 42P22
CREATE MATERIALIZED VIEW cw AS SELECT a FROM cc UNION ALL SELECT b FROM cc;
CREATE VIEW cv AS SELECT id, a, b, b || c AS bc, lower(c) AS c, (a || b) COLLATE ucs_basic AS u, ARRAY[b] AS arr FROM cc;
CREATE TABLE cw AS SELECT * FROM cv WHERE id > 0;
CREATE MATERIALIZED VIEW cm AS SELECT a || c AS x, id FROM cc;
SELECT attrelid::regclass, attname, attcollation::regcollation FROM pg_attribute WHERE attrelid IN ('cv'::regclass, 'cw'::regclass, 'cm'::regclass) AND attnum > 0 ORDER BY attrelid::regclass::text, attnum;
-- error 42P22
SELECT * FROM cv WHERE a = bc;
-- error 42P21
SELECT count(*) FROM cv GROUP BY a || u;
SELECT COLLATION FOR (bc), COLLATION FOR (u), COLLATION FOR (arr[1]), COLLATION FOR (c) FROM cv WHERE id = 1;
CREATE VIEW cx AS SELECT id, a < b AS wrong, COLLATION FOR (b) AS of, pg_collation_for(a || c) FROM cc;
SELECT pg_get_viewdef('cx'::regclass);
-- error 42P22
SELECT * FROM cx;
SELECT id, of, pg_collation_for FROM cx ORDER BY id;
DROP VIEW cx;
DROP MATERIALIZED VIEW cm;
DROP VIEW cv;
DROP TABLE cc, cw;
