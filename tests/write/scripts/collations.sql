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
