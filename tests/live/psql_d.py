#!/usr/bin/python3
"""psql's backslash commands and the information schema: what PostgreSQL 15 says of tables is what pgleaf says of equal collections.
TAP. What only one of the two has (databases, superusers, SQL's own types and functions that pgleaf lacks) is left out as noted."""

import datetime
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import bson  # noqa: E402
import psycopg  # noqa: E402
import pymongo  # noqa: E402

TABLES = """
CREATE DOMAIN objectid AS text;
CREATE TABLE orders (_id int PRIMARY KEY, customer int, total float8, at timestamptz(3), items jsonb, tags text[], "shipTo" text);
CREATE INDEX "customer_1_at_-1" ON orders (customer, at DESC);
CREATE UNIQUE INDEX orders_total_key ON orders (total) NULLS NOT DISTINCT;
CREATE INDEX open_orders ON orders (customer) WHERE customer > 1 AND customer < 4;
CREATE TABLE customers (_id int PRIMARY KEY, name text, paid bool, amount numeric, code bytea, ref uuid, big bigint);
CREATE VIEW bigs AS SELECT _id, customer, total, at, items, tags, "shipTo" FROM orders WHERE total > 10 OFFSET 0;
"""


def load(uri):
    db = pymongo.MongoClient(uri).test
    db.orders.insert_many([{"_id": i, "customer": i % 5, "total": i * 1.5, "at": datetime.datetime(2024, 1, 1), "items": [{"n": 1}],
                            "tags": ["x"], "shipTo": "here"} for i in range(20)])
    db.orders.create_index([("customer", 1), ("at", -1)])
    db.orders.create_index("total", unique=True, name="orders_total_key")
    db.orders.create_index("customer", name="open_orders", partialFilterExpression={"customer": {"$gt": 1, "$lt": 4}})
    db.customers.insert_many([{"_id": i, "name": "n", "paid": True, "amount": bson.Decimal128("1.5"), "code": b"x",
                               "ref": bson.Binary(b"0123456789abcdef", 4), "big": bson.Int64(2**40)} for i in range(5)])
    db.command("create", "bigs", viewOn="orders", pipeline=[{"$match": {"total": {"$gt": 10}}}])


# equal, line by line
SAME = r"""\dn \dn+ \dn+|pub* \dt \dt|orders \dt|o* \dt|public.* \dt|*.c* \dt|nosuch \dv \dv|b* \di \di|*pkey \d \d|orders \d|customers \d|bigs
\d|o* \d|orders_pkey \d|customer_1_at_-1 \d|orders_total_key \d|open_orders \d+|orders \d+|orders_total_key \d|nosuch \dT \dT|nosuch
\df \df|lower \df|jsonb_typeof \df|array_app* \df|nosuch \do \do|~~ \du|nosuch \dp \dp|orders \z|bigs \dL|sql
\dL|nosuch \db \dC|int4 \dC|jsonb \dD \dD|nosuch \ddp \dO \dO|nosuch \dO|"C" \dE \des \det \dew \deu \dm \dP \drds \dRp \dRs \ds \dy
\dX \dl \dd \da \da|avg \dA \dA+ \dAc|btree|int4 \dc \dF|nosuch \dti \dtv \sf|lower(text) \sf|lower \sf|nosuch \sv|nosuch \sv|orders
\dFp+ \df+|int4 \df+|jsonb_each \dL+|sql \dc+|*to_utf8 \sf|pg_table_is_visible \dT|int4 \dT+|bool \dT|text[] \df|pg_catalog.upper \dtS|pg_am*
\d|information_schema.tables \do||| \do|* \doS \do+|* \dS|pg_am \d|pg_catalog.pg_database \dC \dC+ \dT|* \dTS \dT+|pg_catalog.* \da|* \da+|* \dtS \dvS
\d+|pg_roles \sv|pg_roles \sv|pg_group \dAo|btree \dAf \dAf|btree \dAf|hash|int4 \dAp|btree \dAc \dFd \dFt \dF+ \dD+ \ddp|* \dd|*
\df|* \dfS \dx \dx|* \dL \dL|* \dLS \dOS \df|pg_*|int* \df|*|*|cstring \dft \dfn|lo_* \df+|* \df+|pg_read_file \dfa \dfwS|* \dx+ \dfp \dL|plpgsql \dx|plpgsql""".split()
# Every line of pgleaf's is one of PostgreSQL's: databases are MongoDB's (local, admin), PostgreSQL has templates besides; its users have rights
# that no role of MongoDB's gives (replication, passing over row security).
SUBSET = r"""\l \du \dg""".split()
# of both, what only one can have: pgleaf's own function, one that pg_upgrade has for itself since 15.20, and collations that initdb found in the operating system and in ICU
OWN = re.compile(r"^pg_catalog \| (gen_objectid \||binary_upgrade_set_next_attribute_versions \||.*\| icu \||\S+ \| (?!C \||POSIX \|)\S+ \| .*\| libc \|)")

QUERIES = {
    "tables": "SELECT * FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name",
    "columns": "SELECT * FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position",
    "columns of system catalogs": """SELECT table_name, column_name, ordinal_position, data_type, udt_name, domain_name,
        character_maximum_length, numeric_precision FROM information_schema.columns WHERE table_schema <> 'public'
        AND table_name IN ('pg_class', 'pg_attribute', 'tables', 'columns', 'pg_settings') ORDER BY table_name, ordinal_position""",
    "table_constraints": """SELECT constraint_schema, regexp_replace(constraint_name, '_\\d+_', '_'), table_name, constraint_type,
        is_deferrable, initially_deferred, enforced, nulls_distinct FROM information_schema.table_constraints
        WHERE table_schema = 'public' ORDER BY 2, 3""",
    "check_constraints": """SELECT check_clause FROM information_schema.check_constraints WHERE constraint_schema = 'public'""",
    "key_column_usage": "SELECT * FROM information_schema.key_column_usage WHERE table_schema = 'public' ORDER BY constraint_name",
    "constraint_column_usage": "SELECT * FROM information_schema.constraint_column_usage WHERE table_schema = 'public' ORDER BY constraint_name",
    "constraint_table_usage": "SELECT * FROM information_schema.constraint_table_usage WHERE table_schema = 'public' ORDER BY constraint_name",
    "element_types": "SELECT * FROM information_schema.element_types WHERE object_schema = 'public' ORDER BY object_name",
    "schemata": "SELECT schema_name, schema_owner FROM information_schema.schemata ORDER BY 1",
    "domains": "SELECT * FROM information_schema.domains WHERE domain_schema = 'information_schema' ORDER BY domain_name",
    "table_privileges": """SELECT * FROM information_schema.table_privileges WHERE table_schema = 'public'
        ORDER BY table_name, privilege_type""",
    "column_privileges": """SELECT * FROM information_schema.column_privileges WHERE table_schema = 'public'
        ORDER BY table_name, column_name, privilege_type""",
    "routines": "SELECT * FROM information_schema.routines WHERE specific_name IN ('lower_870', 'now_1299') ORDER BY specific_name",
    "parameters": "SELECT * FROM information_schema.parameters WHERE specific_name ~ '^(lower|jsonb_set)_' ORDER BY specific_name, ordinal_position",
    "character_sets": "SELECT * FROM information_schema.character_sets",
    "collations": "SELECT * FROM information_schema.collations WHERE collation_name IN ('default', 'C', 'POSIX', 'ucs_basic') ORDER BY 3",
    "data_type_privileges": """SELECT object_schema, object_name, object_type, dtd_identifier FROM information_schema.data_type_privileges
        WHERE object_schema = 'public' ORDER BY 2, 4""",
    "column_udt_usage": """SELECT * FROM information_schema.column_udt_usage WHERE table_schema = 'public'
        ORDER BY table_name, column_name""",
    "sql_features": "SELECT * FROM information_schema.sql_features ORDER BY 1, 3",
    "sql_sizing": "SELECT * FROM information_schema.sql_sizing ORDER BY 1",
    "information_schema_catalog_name": "SELECT * FROM information_schema.information_schema_catalog_name",
    "views": "SELECT table_schema, table_name, check_option FROM information_schema.views WHERE table_schema = 'public'",
    "pg_tables": "SELECT * FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    "pg_indexes": "SELECT * FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
    "pg_type": """SELECT oid, typname, typnamespace::regnamespace, typlen, typbyval, typtype, typcategory, typispreferred, typdelim, typrelid,
        typelem, typarray, typinput, typoutput, typreceive, typsend, typalign, typstorage, typbasetype, typtypmod, typndims, typcollation
        FROM pg_type WHERE oid < 16000 ORDER BY oid""",
    "pg_attribute": """SELECT attrelid::regclass, attname, atttypid::regtype, attlen, attnum, atttypmod, attndims, attbyval, attalign, attstorage,
        attnotnull, atthasdef, attcollation, attidentity, attgenerated, attisdropped, attislocal FROM pg_attribute
        WHERE attnum > 0 AND attrelid IN ('orders'::regclass, 'customers'::regclass, 'pg_class'::regclass, 'orders_pkey'::regclass,
        'customer_1_at_-1'::regclass) ORDER BY attrelid::regclass::text, attnum""",
    "pg_index": """SELECT indexrelid::regclass, indrelid::regclass, indnatts, indisunique, indnullsnotdistinct, indisprimary, indkey, indclass,
        indcollation, indoption, pg_get_indexdef(indexrelid), pg_get_indexdef(indexrelid, 1, true)
        FROM pg_index WHERE indrelid IN ('orders'::regclass, 'customers'::regclass) ORDER BY indexrelid::regclass::text""",
    "pg_constraint": """SELECT conname, connamespace::regnamespace, contype, conrelid::regclass, conindid::regclass, conkey, convalidated,
        conislocal, connoinherit, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 2200 ORDER BY 1""",
    "pg_am": "SELECT * FROM pg_am ORDER BY 1",
    "pg_range": "SELECT rngtypid, rngsubtype, rngmultitypid, rngcollation, rngsubopc FROM pg_range ORDER BY 1",
    "visibility": """SELECT relname, pg_table_is_visible(oid), oid::regclass FROM pg_class WHERE relnamespace = 2200 ORDER BY 1""",
    "to_regclass": """SELECT to_regclass('orders'), to_regclass('nosuch'), to_regclass('public.orders'), to_regtype('int4'),
        to_regtype('nosuch'), to_regproc('now'), to_regnamespace('public'), to_regnamespace('nosuch')""",
    "format_type": "SELECT oid, format_type(oid, NULL), format_type(oid, -1) FROM pg_type WHERE oid < 16000 AND typtype <> 'c' ORDER BY oid",
    "keywords": "SELECT * FROM pg_get_keywords() ORDER BY 1",
    "encodings": "SELECT i, pg_encoding_to_char(i), pg_char_to_encoding(pg_encoding_to_char(i)) FROM generate_series(-1, 42) i",
    "privileges": """SELECT has_table_privilege('orders', 'select'), has_table_privilege('orders', 'INSERT, UPDATE WITH GRANT OPTION'),
        has_schema_privilege('public', 'usage'), has_database_privilege(current_database(), 'connect'),
        has_column_privilege('orders', 'total', 'select'), has_function_privilege('lower(text)', 'execute'),
        has_table_privilege(0::oid, 'select')""",
    "a wrong privilege": "SELECT has_table_privilege('orders', 'fly')",
    "a privilege of nothing": "SELECT has_table_privilege('nosuch', 'select')",
    "sizes": "SELECT pg_size_pretty(x) FROM unnest(ARRAY[0, 1, 10239, 10240, -10751, 10485760, 20971520000, 9000000000000000000]) x",
    "descriptions": "SELECT obj_description('int4'::regtype, 'pg_type'), obj_description(23), col_description('orders'::regclass, 1)",
    "search_path": "SET search_path = ''; SELECT 'public.orders'::regclass, 'pg_class'::regclass, to_regclass('orders'), current_schemas(true)",
    "a cte's name hides a catalog": "WITH pg_class AS (SELECT 1 AS a) SELECT * FROM pg_class",
    "tableoid": "SELECT DISTINCT tableoid, tableoid::regclass FROM pg_class",
    "catalog in a view's name": "SELECT pg_catalog.pg_roles.rolname FROM pg_catalog.pg_roles WHERE oid = 10",
}


# types of one's own, made on both when all the rest was compared
TYPES = """
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN email AS text NOT NULL DEFAULT 'a@b' CONSTRAINT looks CHECK (VALUE LIKE '%@%');
CREATE DOMAIN pos AS int CHECK (VALUE > 0);
CREATE TABLE typed (a mood DEFAULT 'ok', b mood[], c email, d pos);
CREATE VIEW moods AS SELECT a, count(*) AS n, max(d) FROM typed WHERE c LIKE '%@x' OR d > 5 GROUP BY a;
COMMENT ON TYPE mood IS 'of people';
COMMENT ON DOMAIN pos IS 'one, two';
"""
SAME_TYPES = r"""\dT|mood \dT+|mood \dT+|public.m* \dD|pos \dD+|e* \dD|p* \d|typed \dT|email \dT+|pos \sv|moods \sv+|moods
\d+|moods \dv|moods""".split()
TYPE_QUERIES = {
    "enum labels": """SELECT t.typname, e.enumlabel, e.enumsortorder FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ORDER BY 1, 3""",
    "columns of types of one's own": "SELECT * FROM information_schema.columns WHERE table_name = 'typed' ORDER BY ordinal_position",
    "domains of one's own": "SELECT * FROM information_schema.domains WHERE domain_schema = 'public' AND domain_name <> 'objectid' ORDER BY domain_name",
    "a view of one's own": "SELECT * FROM information_schema.views WHERE table_name = 'moods'",
    "it again": "SELECT * FROM pg_views WHERE viewname = 'moods'",
    "their constraints": "SELECT * FROM information_schema.domain_constraints WHERE domain_schema = 'public' AND domain_name <> 'objectid' ORDER BY 3",
    "domains' columns": "SELECT * FROM information_schema.column_domain_usage WHERE table_name = 'typed' ORDER BY column_name",
    "what domains are of": "SELECT * FROM information_schema.domain_udt_usage WHERE domain_schema = 'public' AND domain_name <> 'objectid' ORDER BY domain_name",
    "what drivers ask": """SELECT n.nspname, t.typname, t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
        (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid), pg_type_is_visible(t.oid),
        t.typarray::regtype, obj_description(t.oid, 'pg_type') FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typname IN ('mood', 'email', 'pos', '_mood') ORDER BY 2""",
}


def psql(dsn, *arguments):
    done = subprocess.run(["psql", "-X", *arguments, dsn], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout


def lines(text):
    """Widths aside."""
    out = []
    for line in text.splitlines():
        line = re.sub(r" +", " ", line).strip()
        if not re.fullmatch(r"[-+]*|\(\d+ rows?\)|List of .*", line):
            out.append(line)
    return out


def kept(text):
    return [line for line in lines(text) if not OWN.match(line)]


def main():
    with servers.directory("psql") as d:
        uri, postgres = d.mongo(), d.postgres()
        load(uri)
        psql(postgres, "-c", "CREATE DATABASE test TEMPLATE template0")
        postgres += " dbname=test"
        psql(postgres, "-q", "-c", "DROP EXTENSION plpgsql", "-c", TABLES)
        leaf = d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust") + " dbname=test user=postgres"
        print(f"1..{len(SAME) + len(SUBSET) + len(QUERIES) + len(SAME_TYPES) + len(TYPE_QUERIES)}")
        n = compare(postgres, leaf, SAME + SUBSET, QUERIES, 0)
        for dsn in (postgres, leaf):
            psql(dsn, "-q", "-c", TYPES)
        compare(postgres, leaf, SAME_TYPES, TYPE_QUERIES, n)


def compare(postgres, leaf, commands, queries, n):
    """Prints a line for each, from n + 1 on; the last number."""
    for words in commands:
        command = words.replace("|", " ", 1) if words.startswith("\\") else words
        command = re.sub(r"^(\\dA[cf]\+?) (\w+)\|", r"\1 \2 ", command)
        n += 1
        want, got = psql(postgres, "-c", command), psql(leaf, "-c", command)
        got = got.replace("Create role, Create DB", "")
        if words in SUBSET:
            ok = "ERROR" not in got and set(lines(got)) <= set(lines(want.replace("Superuser, Create role, Create DB, Replication, Bypass RLS", "")))
            extra = sorted(set(lines(got)) - set(lines(want)))
            ok = ok or all(re.match(r"local \|.*|.*objectid.*|.* pgleaf_.*|.*_pg_.*", line) for line in extra)
        else:
            ok = kept(want) == kept(got)
            extra = []
        print("ok" if ok else "not ok", n, "-", command.replace("#", "\\#"))
        if not ok:
            print("\n".join("# " + line for line in (extra[:20] or ["PostgreSQL", *want.splitlines()[:30], "pgleaf", *got.splitlines()[:30]])))
    for name, query in queries.items():
        n += 1
        want, got = psql(postgres, "-Atqc", query), psql(leaf, "-Atqc", query)
        print("ok" if want == got else "not ok", n, "-", name)
        if want != got:
            diff = [f"PostgreSQL {x}\n# pgleaf     {y}" for x, y in zip(want.splitlines(), got.splitlines()) if x != y][:4]
            print(f"# {len(want.splitlines())} and {len(got.splitlines())} lines")
            print("\n".join("# " + line for line in diff or [want[-300:], got[-300:]]).replace("\n\n", "\n"))
    return n


if __name__ == "__main__":
    main()
