CREATE TYPE en AS ENUM ('a');
CREATE TABLE t(a int);
CREATE SEQUENCE s;
-- error 42710
CREATE SEQUENCE en;
-- error 42710
CREATE SEQUENCE IF NOT EXISTS en;
-- error 3F000
CREATE SEQUENCE nosuch.s;
-- error 3F000
CREATE SEQUENCE IF NOT EXISTS nosuch.s INCREMENT 0;
-- error 42601
CREATE SEQUENCE n1 OWNED BY nosuch;
-- error 22023
CREATE SEQUENCE n1 OWNED BY nosuch.x INCREMENT 0;
-- error 42P07
CREATE SEQUENCE s OWNED BY nosuch;
-- error 42703
CREATE SEQUENCE n1 OWNED BY t.zz;
-- error 22023
ALTER SEQUENCE s OWNED BY t.zz INCREMENT 0;
-- error 22023
ALTER SEQUENCE s OWNED BY nosuch INCREMENT 0;
CREATE TABLE x(a int generated always as identity (owned by none));
-- error 42P01
CREATE TABLE x(a int generated always as identity (owned by nosuch.b));
-- error 42601
CREATE TABLE x(a int generated always as identity (as bigint));
-- error 42701
CREATE TABLE n2(a int, a int) using nosuch;
-- error 42704
CREATE TABLE n2(ctid int) using nosuch;
-- error 42601
CREATE TABLE n2(ctid int) tablespace nosuch on commit drop;
-- error 42601
CREATE TABLE n2(ctid int) tablespace nosuch with (nosuch = 1);
-- error 42601
CREATE TABLE n2(ctid int) tablespace nosuch using nosuch;
-- error 42701
CREATE TABLE n2(a anyelement, ctid int);
-- error 42710
CREATE TABLE en(a int default zz);
-- error 42704
CREATE TABLE en(a int) using nosuch;
-- error 0A000
CREATE TABLE n2(a int default zz, b int generated always as (yy) stored);
-- error 42703
CREATE TABLE n2(b int generated always as (yy) stored, a int default zz);
-- error 42601
CREATE TABLE n2(b int default null default 1);
-- error 42601
CREATE TABLE n2(b int default null generated always as identity);
-- error 42601
CREATE TABLE n2(b int default null generated always as (1) stored);
-- error 42601
CREATE TABLE n2(b int generated always as (1) stored default null);
-- error 42703
CREATE TABLE n2(b int check (zz), a int generated always as (yy) stored);
-- error 42P07
CREATE TABLE n2(a int, constraint t unique(a), b point unique);
-- error 42P07
CREATE TABLE n2(a int, constraint t primary key(a), b point unique);
-- error 42704
CREATE TABLE n2(a int, b point primary key, constraint t unique(a));
-- error 42704
CREATE TABLE n2(a int, b point, constraint t unique(b));
-- error 42710
CREATE TABLE n2(a int, constraint t unique(a), constraint c check(true), constraint c check(true));
-- error 42710
CREATE TABLE n2(a int, constraint c unique(a), constraint c check(true));
-- error 42701
CREATE TABLE n2(a int, constraint c unique(a), constraint c unique(a, a));
-- error 22023
CREATE TABLE n2(a int unique with (nosuch = 1), b point unique);
-- error 42704
CREATE TABLE n2(b point unique, a int unique with (nosuch = 1));
-- error 42703
CREATE TABLE n2(a int unique with (nosuch = 1), check (zz));
-- error 22023
CREATE TABLE n2(a int, constraint t unique(a) with (nosuch = 1));
-- error 42703
CREATE TABLE n2(a int unique with (nosuch = 1), unique (zz));
-- error 42P07
CREATE TABLE t(a int unique with (nosuch = 1));
-- error 42601
CREATE TABLE n2(a int unique include (zz));
-- error 42601
CREATE TABLE t(a int unique include (zz));
-- error 42703
CREATE TABLE t(a int, unique(a) include (zz));
-- error 42701
CREATE TABLE n2(LIKE t, ctid int, a int);
-- error 42601
CREATE TABLE n2(LIKE t, a int null not null);
-- error 42P01
CREATE TABLE n2(LIKE t, LIKE nosuch);
-- error 42701
CREATE TABLE n2(LIKE t, LIKE t);
-- error 42809
CREATE TABLE t(LIKE s);
-- error 42601
CREATE TABLE t(a int, a int default 1 default 2);
-- error 0A000
ALTER TABLE t ADD b int default zz primary key, ADD c int default zz;
-- error 0A000
ALTER TABLE t ADD b int default zz check (yy);
-- error 0A000
ALTER TABLE t ADD b point default zz unique;
-- error 0A000
ALTER TABLE t ADD b int default zz references nosuch;
-- error 42701
ALTER TABLE t ADD a int default zz;
-- error 42701
ALTER TABLE t ADD a nosuch;
-- error 42701
ALTER TABLE t ADD ctid nosuch;
-- error 42701
ALTER TABLE t ADD ctid anyelement;
-- error 42P16
ALTER TABLE t ADD b anyelement default zz;
-- error 42601
ALTER TABLE t ADD b int default 1 default 2;
-- error 42601
ALTER TABLE t ADD b int default null default 2;
-- error 42601
ALTER TABLE t ADD b int default zz null not null;
-- error 0A000
ALTER TABLE t ADD unique (zz), add c int default zz;
-- error 42701
ALTER TABLE t ADD a anyelement;
-- error 42701
ALTER TABLE t ADD a int null not null;
-- error 22023
ALTER TABLE t ADD b point unique with (nosuch = 1);
-- error 22023
ALTER TABLE t ADD constraint s unique (a) with (nosuch = 1);
-- error 42601
CREATE VIEW nosuch.v(a,b) AS SELECT 1;
-- error 3F000
CREATE TABLE nosuch.ta AS SELECT 1 AS a;
-- error 42501
CREATE TABLE pg_catalog.ta AS SELECT 1 AS a;
-- error 42501
CREATE TABLE pg_catalog.ta(a int);
-- error 42701
CREATE TABLE pg_catalog.ta(a int, a int);
-- error 42701
CREATE TABLE pg_catalog.ta(ctid int);
-- error 42701
CREATE VIEW pg_catalog.ta AS SELECT 1 AS a, 2 AS a;
-- error 22023
CREATE SEQUENCE pg_catalog.ta INCREMENT 0;
-- error 42704
CREATE TABLE IF NOT EXISTS pg_catalog.ta(a nosuch);
-- error 42703
CREATE TABLE n3(a int, check (zz > 1), b int check (yy > 1));
-- error 42P01
CREATE TABLE n4(a int, check (a > 0 and b > 0), b int check (b > 0 and a > 0), check (b < a), c int check (c > 0), unique (a), d int unique, primary key (c), e int references t0, f int unique);
CREATE TABLE t0(a int primary key);
CREATE TABLE n4(a int, check (a > 0 and b > 0), b int check (b > 0 and a > 0), check (b < a), c int check (c > 0), unique (a), d int unique, foreign key (a) references t0, primary key (c), e int references t0, f int unique);
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'n4'::regclass ORDER BY 1;
-- error 42703
CREATE TABLE n5(a int, unique (zz), b int primary key, primary key (a));
-- error 42P07
CREATE TABLE n5(a int unique, b int, unique (a), constraint x unique (a));
-- error 42P01
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'n5'::regclass ORDER BY 1;
-- error 42P07
CREATE TABLE n6(a int, b int, constraint x unique (a), c int, unique (a), d int);
-- error 42P01
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'n6'::regclass ORDER BY 1;
DROP VIEW IF EXISTS v;
DROP SEQUENCE IF EXISTS s;
DROP TABLE IF EXISTS tt;
