-- ADD COLUMN: its constraints come when all columns are there, before those of the table; names of constraints that go are free
CREATE TABLE t(a int primary key, b text);
INSERT INTO t VALUES (1, 'x'), (2, 'y');
ALTER TABLE t ADD e int DEFAULT 1 CHECK (e < f), ADD f int DEFAULT 3;
SELECT * FROM t ORDER BY 1;
-- error 23514
INSERT INTO t VALUES (3, 'z', 4, 4);
-- error 23514
ALTER TABLE t ADD g int DEFAULT 1 CHECK (g > h), ADD h int DEFAULT 3;
ALTER TABLE t ADD i int REFERENCES t(j), ADD j int UNIQUE;
-- error 23503
INSERT INTO t(a, i) VALUES (5, 1);
INSERT INTO t(a, i, j) VALUES (5, 1, 1);
ALTER TABLE t ADD k serial CHECK (k > 0) UNIQUE, ADD CHECK (k < 100), ADD l int CONSTRAINT lc CHECK (l > k);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY conname;
ALTER TABLE t ADD m int UNIQUE DEFERRABLE INITIALLY DEFERRED, ADD n int REFERENCES t DEFERRABLE, ADD UNIQUE (m, n);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY conname;
ALTER TABLE t ADD COLUMN IF NOT EXISTS m int CHECK (zz) UNIQUE;
-- error 42710
ALTER TABLE t ADD COLUMN o int CONSTRAINT c1 CHECK (o > 0) CONSTRAINT c1 CHECK (o < 10);
ALTER TABLE t ADD COLUMN o int CHECK (o > 0) CHECK (o < 10), ADD CHECK (o <> 5);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND conname ~ '_o_' ORDER BY conname;
-- error 42P16
ALTER TABLE t ADD p int PRIMARY KEY;
ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE, ADD p int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype IN ('p', 'f') ORDER BY conname;
-- error 23502
ALTER TABLE t ADD q int NOT NULL CHECK (q > 0);
-- error 23514
ALTER TABLE t ADD q int DEFAULT 0 NOT NULL CHECK (q > 0);
-- error 42601
ALTER TABLE t ADD q int DEFAULT 1 DEFERRABLE;
BEGIN;
INSERT INTO t(a) VALUES (9);
ALTER TABLE t ADD r int DEFAULT 1 CHECK (r < s), ADD s int DEFAULT 3, ADD u int UNIQUE;
INSERT INTO t(a, r) VALUES (10, 2);
SELECT a, r, s, u FROM t ORDER BY 1;
COMMIT;
SELECT a, r, s, u FROM t ORDER BY 1;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY conname;
CREATE TABLE g(a int primary key, b int unique, c int check (c > 0), d int references t(j));
ALTER TABLE g DROP CONSTRAINT g_pkey, ADD PRIMARY KEY (b), DROP CONSTRAINT g_b_key, ADD UNIQUE (b), DROP CONSTRAINT g_c_check, ADD CHECK (c > 1), DROP CONSTRAINT g_d_fkey, ADD FOREIGN KEY (d) REFERENCES t(j);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'g'::regclass ORDER BY conname;
-- error 42701
ALTER TABLE g ADD UNIQUE (zz, zz);
-- error 42701
CREATE TABLE h(a int, UNIQUE (a, a), UNIQUE (zz));
-- error 42701
CREATE TABLE h(a int, UNIQUE (a, a, zz));
-- error 42703
CREATE TABLE h(a int, UNIQUE (zz, a, a));
ALTER TABLE g ADD m1 int UNIQUE UNIQUE, ADD m2 int UNIQUE CONSTRAINT mm UNIQUE DEFERRABLE UNIQUE, ADD m3 int UNIQUE CONSTRAINT m3k UNIQUE;
ALTER TABLE g DROP CONSTRAINT g_pkey, ADD m4 serial UNIQUE PRIMARY KEY;
-- error 42601
ALTER TABLE g ADD m5 int NULL DEFAULT 2 GENERATED ALWAYS AS IDENTITY;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'g'::regclass ORDER BY conname;
