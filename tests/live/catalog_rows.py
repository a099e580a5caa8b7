#!/usr/bin/python3
"""The rows of the system catalogs that are the same in every database, beside PostgreSQL 15's: each that both have is equal, column by
column, but for what LEFT_OUT says; neither has one that the other lacks, but for what MISSING says. TAP."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
import servers  # noqa: E402
import psycopg  # noqa: E402

# by what rows are told apart
KEYS = {
    "pg_proc": "oid", "pg_operator": "oid", "pg_cast": "oid", "pg_type": "oid", "pg_opclass": "oid", "pg_opfamily": "oid", "pg_amop": "oid", "pg_amproc": "oid",
    "pg_aggregate": "aggfnoid::oid", "pg_collation": "oid", "pg_conversion": "oid", "pg_language": "oid", "pg_am": "oid", "pg_range": "rngtypid",
    "pg_tablespace": "oid", "pg_namespace": "oid", "pg_roles": "oid", "pg_auth_members": "roleid, member", "pg_description": "objoid, classoid, objsubid",
    "pg_index": "indexrelid", "pg_constraint": "conname", "pg_settings": "name", "pg_ts_config": "oid", "pg_ts_config_map": "mapcfg, maptokentype, mapseqno", "pg_ts_dict": "oid", "pg_ts_parser": "oid", "pg_ts_template": "oid",
    "information_schema.sql_features": "feature_id, sub_feature_id", "information_schema.sql_sizing": "sizing_id", "information_schema.sql_parts": "feature_id",
}
LEFT_OUT = {
    "pg_proc": ["prosqlbody", "proargdefaults"],  # trees
    "pg_type": ["typdefaultbin"],  # a tree
    "pg_roles": ["rolsuper", "rolreplication", "rolbypassrls"],  # MongoDB's roles say
    "pg_settings": ["setting", "short_desc", "extra_desc", "context", "source", "sourcefile", "sourceline", "boot_val", "reset_val"],  # tests/diff has what SET says
}
MISSING = {
    "pg_proc": "plpgsql's", "pg_description": "theirs, and of operators that pgleaf has not", "pg_operator": "those of aclitem and of records as bytes",
    "pg_collation": "the system's own", "pg_language": "plpgsql", "pg_settings": "those of what is not here",
    "pg_index": "TOAST tables'", "pg_constraint": "those of information_schema's domains",
}
EXTRA = {"pg_proc": "schema pgleaf's", "pg_type": "pgleaf's own", "pg_settings": "pgleaf's own"}
OTHER = {"log_statement", "server_version_num",  # rows that are pgleaf's own affair
         "4551",  # binary_upgrade_set_next_attribute_versions(), since 15.20
         "5028"}  # satisfies_hash_partition(): PostgreSQL's row has modes of parameters without their types


def rows(connection, relation, key, columns):
    name = relation if "." in relation else "pg_catalog." + relation
    return {r[0]: r[1:] for r in connection.execute(f"SELECT concat_ws(' ', {key}), {', '.join(c + '::text' for c in columns)} FROM {name}")}


def differences(relation, postgres, leaf):
    cursor = postgres.execute(f"SELECT * FROM {relation} LIMIT 0")
    columns = [c.name for c in cursor.description if c.name not in LEFT_OUT.get(relation, [])]
    want, got = (rows(c, relation, KEYS[relation], columns) for c in (postgres, leaf))
    if relation not in MISSING:
        yield from (f"{k}: not there" for k in want.keys() - got.keys())
    if relation not in EXTRA:
        yield from (f"{k}: PostgreSQL has none" for k in got.keys() - want.keys())
    for k in (want.keys() & got.keys()) - OTHER:
        yield from (f"{k}: {c} is {g} for {w}" for c, w, g in zip(columns, want[k], got[k]) if w != g)
    if not want.keys() & got.keys():
        yield "no row that both have"


def main():
    with servers.directory("rows") as d:
        uri = d.mongo()
        postgres = psycopg.connect(d.postgres(), autocommit=True)
        leaf = psycopg.connect(d.pgleaf("fork", "-o", f"uri={uri}", "-o", "auth=trust"), user="postgres", dbname="test", autocommit=True)
        print(f"1..{len(KEYS)}")
        for i, relation in enumerate(KEYS, 1):
            try:
                found = list(differences(relation, postgres, leaf))
            except psycopg.Error as e:
                found = [str(e)]
            print("not ok" if found else "ok", i, "-", relation)
            for f in found[:10]:
                print("#", f)


main()
