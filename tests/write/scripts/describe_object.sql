-- pg_describe_object(): of what SQL made.
CREATE TABLE t (id int PRIMARY KEY, "Odd name" text DEFAULT 'x', n serial, CONSTRAINT positive CHECK (id > 0), UNIQUE ("Odd name"));
CREATE TABLE u (t int REFERENCES t, PRIMARY KEY (t));
CREATE TABLE "Upper" (a int);
CREATE INDEX t_n ON t (n);
CREATE VIEW v AS SELECT id, n FROM t;
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
SELECT relname, pg_describe_object('pg_class'::regclass, oid, 0) FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname;
SELECT pg_describe_object('pg_class'::regclass, attrelid, attnum) FROM pg_attribute WHERE attrelid IN ('t'::regclass, 'v'::regclass, '"Upper"'::regclass) AND attnum > 0 ORDER BY 1;
SELECT pg_describe_object('pg_class'::regclass, 't'::regclass, 4);
SELECT pg_describe_object('pg_type'::regclass, x, 0) FROM unnest(ARRAY['mood', 'mood[]', 'pair', 'positive', 't', 't[]', '"Upper"']::regtype[]) x;
SELECT conname, pg_describe_object('pg_constraint'::regclass, oid, 0) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname <> 'objectid_check' ORDER BY 1;
SELECT pg_describe_object('pg_attrdef'::regclass, oid, 0) FROM pg_attrdef ORDER BY 1;
SELECT pg_describe_object('pg_rewrite'::regclass, oid, 0) FROM pg_rewrite WHERE ev_class = 'v'::regclass;
SELECT pg_describe_object('pg_namespace'::regclass, 'public'::regnamespace, 0), pg_describe_object('pg_database'::regclass, oid, 0) = 'database ' || datname FROM pg_database WHERE datname = current_database();
SELECT pg_describe_object(classid, objid, objsubid), pg_describe_object(refclassid, refobjid, refobjsubid), deptype FROM pg_depend
  WHERE refobjid IN ('t'::regclass, 'u'::regclass) AND pg_describe_object(classid, objid, objsubid) NOT LIKE 'toast %' ORDER BY 1, 2, 3;
CREATE TEMP TABLE t (x int);
SELECT pg_describe_object('pg_class'::regclass, oid, 1) FROM pg_class WHERE relname = 't' AND relnamespace = 'public'::regnamespace;
