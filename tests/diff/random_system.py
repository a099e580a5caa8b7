"""Random queries over pg_catalog and information_schema (--catalogs), about the schema of catalogs.sql, which is equal on both sides.

OIDs of what SQL made are not: a column of OIDs has a kind of its own (class, type, ...), which joins and compares as tools do, and is shown by
name (SHOWN) where rows leave the query. What only one side has is kept out by a condition on each relation (its guards), which stays when a query
is made smaller; columns that are not named here (pages, xids, trees, ACLs, ...) cannot be equal.
"""

import random_parts
import random_rules
from random_parts import Node, Relation
from random_queries import Generator
from random_rules import CONSTANTS, KEYS, ORDERLY, RULES, SHOWN, SQL_NAMES, TABLES, TYPES, parse_rules

# OIDs: how they are shown, and constants
OIDS = {
    "class": ("(@)::regclass::text", ["'books'::regclass", "'authors'::regclass", "'\"Mixed Case\"'::regclass", "'cheaper'::regclass", "'refs'::regclass", "0::oid",
                                      "'books_pkey'::regclass", "to_regclass('nosuch')", "to_regclass('public.numbers')", "'down'::regclass", "'books'::regclass::oid"]),
    "type": ("(@)::regtype::text", ["'int4'::regtype", "'text'::regtype", "'mood'::regtype", "'pair'::regtype", "'posint'::regtype", "1043::oid", "0::oid", "'numeric'::regtype", "to_regtype('_int4')"]),
    "ns": ("(@)::regnamespace::text", ["'public'::regnamespace", "11::oid", "2200::oid", "'information_schema'::regnamespace", "0::oid"]),
    "con": ("(SELECT w.conname::text FROM pg_constraint w WHERE w.oid = (@))", ["0::oid", "(SELECT w.oid FROM pg_constraint w WHERE w.conname = 'named')", "(SELECT w.oid FROM pg_constraint w WHERE w.conname = 'up')"]),
    "def": ("((@) <> 0)::text", ["0::oid"]),
    "am": ("(SELECT w.amname::text FROM pg_am w WHERE w.oid = (@))", ["403::oid", "2::oid", "0::oid"]),
    "coll": ("(@)::regcollation::text", ["100::oid", "950::oid", "0::oid"]),
    "role": ("pg_get_userbyid(@)::text", ["10::oid", "0::oid"]),
    "proc": ("(@)::regprocedure::text", ["'now'::regproc", "'lower(text)'::regprocedure", "0::oid", "1299::oid"]),
    "opc": ("(SELECT w.opcname::text FROM pg_opclass w WHERE w.oid = (@))", ["0::oid", "(SELECT w.oid FROM pg_opclass w WHERE w.opcname = 'int4_ops' AND w.opcmethod = 403)"]),
}
OTHERS = {
    "name": ["'books'", "'id'", "'authors_pkey'", "'public'::name", "'Mixed Case'", "''::name", "'books_title'", "'name'", "'cheap'"],
    "ch": ["'r'::\"char\"", "'v'::\"char\"", "'f'::\"char\"", "'p'::\"char\"", "''::\"char\"", "'a'::\"char\"", "'i'::\"char\""],
    "attnum": ["0::int2", "1::int2", "2::int2", "5::int2", "(-1)::int2"],
    "attnums": ["'{1}'::int2[]", "'{}'::int2[]", "'{2,1}'::int2[]", "ARRAY[1, 4]::int2[]"],
    "vec": ["'1'::int2vector", "'2 1'::int2vector"],
    "text": ["''", "'books'", "'int4'", "'character varying'", "'YES'", "'BASE TABLE'", "'b'", "'o%'"],
    "int2": ["0::int2", "1::int2", "4::int2", "(-1)::int2"],
    "text[]": ["'{fillfactor=70}'::text[]", "'{}'::text[]", "ARRAY['a', NULL]"],
}
PLAIN = [k for k in ("name", "text", "ch", "bool", "int4", "int2", "int8", "attnum")]
PATTERNS = ["'%'", "'b%'", "'%\\_%'", "'%s'", "'a\\_%'", "'%key'", "'_ooks'", "''", "'pg\\_%'", "'M%'"]


def relation(text, key, guards, name=None):
    """text: kind column, ...; a column may be an expression of @, the alias. key: what tells the rows apart that the guards leave."""
    columns = {}
    for line in text.strip().split("\n"):
        kind, names = line.strip().split(" ", 1)
        for column in names.split("; "):
            columns[column] = kind
    return name, key, columns, guards


PUBLIC = "'public'::regnamespace"
OF_PUBLIC = "EXISTS (SELECT FROM pg_class w WHERE w.oid = @.{0} AND w.relnamespace = 'public'::regnamespace)"
IN_PUBLIC = "@.{0} IN (SELECT w.oid FROM pg_class w WHERE w.relnamespace = 2200)"
TABLE_NAMES = "@.{0} IN ('books'::regclass, 'authors'::regclass, 'refs'::regclass, 'cheaper'::regclass)"
OWN_SCHEMA = ["@.{0} = 'public'", "@.{0} = current_schema() AND @.{0} = 'public'", "@.{0} NOT IN ('pg_catalog', 'information_schema')", "@.{0} !~ '^pg_' AND @.{0} <> 'information_schema'"]


def guards(columns, *templates):
    return [t.format(columns) for t in templates]


# name -> (relation if it is another, key, columns by kind, guards)
RELATIONS = {
    "pg_class": relation("""
        class oid
        name relname
        ns relnamespace
        type reltype; reloftype
        role relowner
        am relam
        bool relhasindex; relisshared; relhasrules; relhastriggers; relhassubclass; relrowsecurity; relforcerowsecurity; relispopulated; relispartition
        ch relpersistence; relkind; relreplident
        int2 relnatts; relchecks
        text[] reloptions""", ["@.relname"], [
            f"@.relnamespace = {PUBLIC}", "@.relnamespace = 2200", "@.relnamespace IN (SELECT w.oid FROM pg_namespace w WHERE w.nspname = 'public')",
            f"@.relkind IN ('r', 'v', 'm') AND @.relnamespace = {PUBLIC}", "@.relname IN ('books', 'authors', 'refs')", "@.oid = 'books'::regclass", "@.relname ~ '^(books|cheap)'",
            "@.relkind = 'S' AND pg_table_is_visible(@.oid)", "@.relname LIKE 'auth%'", "@.relname IN ('pg_am', 'pg_proc', 'tables')"]),
    "pg_attribute": relation("""
        class attrelid
        name attname
        type atttypid
        attnum attnum
        int2 attlen
        int4 attndims; atttypmod; attinhcount; attstattarget
        bool attbyval; attnotnull; atthasdef; atthasmissing; attisdropped; attislocal
        ch attalign; attstorage; attcompression; attidentity; attgenerated
        coll attcollation
        text format_type(@.atttypid, @.atttypmod); col_description(@.attrelid, @.attnum)
        """, ["@.attrelid::regclass::text", "@.attnum"],
        ["@.attnum > 0 AND " + g for g in guards("attrelid", OF_PUBLIC, IN_PUBLIC, TABLE_NAMES, "@.{0} = 'books'::regclass", "NOT @.attisdropped AND @.{0} = '\"Mixed Case\"'::regclass")] +
        ["@.attrelid = 'authors'::regclass", "@.attnum < 0 AND @.attrelid = 'refs'::regclass", "@.attname = 'id' AND " + IN_PUBLIC.format("attrelid"), "@.attrelid = 'pg_type'::regclass AND @.attnum > 0"]),
    "pg_type": relation("""
        type oid; typelem; typarray; typbasetype
        name typname
        ns typnamespace
        role typowner
        class typrelid
        coll typcollation
        int2 typlen
        int4 typtypmod; typndims
        bool typbyval; typispreferred; typisdefined; typnotnull
        ch typtype; typcategory; typdelim; typalign; typstorage
        proc typinput; typoutput; typreceive; typsend; typmodin; typsubscript
        text typdefault; format_type(@.oid, NULL); obj_description(@.oid, 'pg_type')""", ["@.typnamespace::regnamespace::text", "@.typname"], [
            f"@.typnamespace = {PUBLIC} AND @.typname !~ 'objectid'", "@.typname IN ('mood', '_mood', 'posint', 'pair', 'int4')", "@.typtype IN ('d', 'e') AND @.typnamespace = 2200 AND @.typname <> 'objectid'",
            "@.oid IN ('int4'::regtype, 'text'::regtype, 'numeric'::regtype)", "@.typtype = 'b' AND @.oid < 1100 AND @.typrelid = 0", "@.typtype = 'r'", "@.typrelid = 'books'::regclass", "@.typtype = 'e'"]),
    "pg_namespace": relation("""
        ns oid
        name nspname
        role nspowner""", ["@.nspname"], ["@.nspname !~ '^pg_t'", "@.nspname IN ('public', 'pg_catalog')", "@.nspname <> 'pg_toast'"]),
    "pg_constraint": relation("""
        con oid
        name conname
        ns connamespace
        class conrelid; confrelid; conindid
        type contypid
        ch contype; confupdtype; confdeltype; confmatchtype
        bool condeferrable; condeferred; convalidated; conislocal; connoinherit
        int4 coninhcount
        attnums conkey; confkey
        text pg_get_constraintdef(@.oid); pg_get_constraintdef(@.oid, true); pg_get_expr(@.conbin, @.conrelid); obj_description(@.oid, 'pg_constraint')""", ["@.conname"], [
            f"@.connamespace = {PUBLIC}", f"@.conrelid <> 0 AND @.connamespace = {PUBLIC}", "@.contype IN ('p', 'u') AND @.connamespace = 2200", "@.contype = 'f'", "@.conrelid = 'books'::regclass",
            "@.conrelid IN ('refs'::regclass, 'authors'::regclass)", "@.contypid <> 0 AND @.connamespace = 2200", "@.confrelid = 'authors'::regclass"]),
    "pg_index": relation("""
        class indexrelid; indrelid
        int2 indnatts; indnkeyatts
        bool indisunique; indnullsnotdistinct; indisprimary; indisexclusion; indimmediate; indisclustered; indisvalid; indcheckxmin; indisready; indislive; indisreplident
        vec indkey; indoption
        attnums @.indkey::int2[]
        opc @.indclass[0]
        coll @.indcollation[0]
        text pg_get_indexdef(@.indexrelid); pg_get_indexdef(@.indexrelid, 1, true); pg_get_expr(@.indpred, @.indrelid); pg_get_expr(@.indpred, @.indrelid, true)""",
        ["@.indexrelid::regclass::text"], guards("indrelid", OF_PUBLIC, IN_PUBLIC, TABLE_NAMES, "@.{0} = 'books'::regclass", "@.indisprimary AND " + OF_PUBLIC, "@.{0} = 'authors'::regclass") +
        ["@.indexrelid = 'books_title'::regclass", "@.indpred IS NOT NULL"]),
    "pg_attrdef": relation("""
        def oid
        class adrelid
        attnum adnum
        text pg_get_expr(@.adbin, @.adrelid); pg_get_expr(@.adbin, @.adrelid, true)""", ["@.adrelid::regclass::text", "@.adnum"], ["true", "@.adrelid = 'books'::regclass", "@.adnum > 1"]),
    "pg_enum": relation("""
        type enumtypid
        name enumlabel
        int4 @.enumsortorder::int4""", ["@.enumtypid::regtype::text", "@.enumsortorder"], ["true", "@.enumtypid = 'mood'::regtype"]),
    "class_comments": relation("""
        class objoid
        attnum @.objsubid::int2
        int4 objsubid
        class classoid
        text description""", ["@.objoid::regclass::text", "@.objsubid"], ["@.classoid = 'pg_class'::regclass AND " + g for g in guards("objoid", IN_PUBLIC, TABLE_NAMES, OF_PUBLIC)], "pg_description"),
    "type_comments": relation("""
        type objoid
        int4 objsubid
        text description""", ["@.objoid::regtype::text"], ["@.classoid = 'pg_type'::regclass AND @.objoid > 16000", "@.classoid = 1247 AND @.objoid IN ('mood'::regtype, 'posint'::regtype, 23)"], "pg_description"),
    "constraint_comments": relation("""
        con objoid
        int4 objsubid
        text description""", ["@.description"], ["@.classoid = 'pg_constraint'::regclass"], "pg_description"),
    "pg_sequence": relation("""
        class seqrelid
        type seqtypid
        int8 seqstart; seqincrement; seqmax; seqmin; seqcache
        bool seqcycle""", ["@.seqrelid::regclass::text"], ["true", "@.seqrelid = 'down'::regclass"]),
    "owned": relation("""
        class objid; refobjid
        attnum @.refobjsubid::int2
        int4 objsubid; refobjsubid
        ch deptype""", ["@.objid::regclass::text", "@.refobjid::regclass::text", "@.refobjsubid", "@.deptype"],
        ["@.classid = 'pg_class'::regclass AND @.refclassid = 'pg_class'::regclass AND @.deptype IN ('a', 'i') AND @.objid NOT IN ('authors_rank'::regclass, 'books_code'::regclass) AND " + g  # (whose column in both key and condition is there twice)
         for g in guards("objid", IN_PUBLIC, OF_PUBLIC, "@.{0} = 'books_id_seq'::regclass")] , "pg_depend"),
    "pg_am": relation("""
        am oid
        name amname
        ch amtype
        proc amhandler""", ["@.amname"], ["true", "@.amtype = 'i'"]),
    "pg_trigger": relation("""
        class tgrelid; tgconstrrelid; tgconstrindid
        con tgconstraint
        proc tgfoid
        int2 tgtype; tgnargs
        ch tgenabled
        bool tgisinternal; tgdeferrable; tginitdeferred
        text regexp_replace(@.tgname, '\\d+', ''); regexp_replace(pg_get_triggerdef(@.oid), '\\d+', '')""",
        ["(SELECT w.conname FROM pg_constraint w WHERE w.oid = @.tgconstraint)", "@.tgfoid"],
        # tgconstrrelid: those of deferrable unique keys (unique_key_recheck) are not in pg_trigger here
        ["@.tgconstrrelid <> 0", "@.tgrelid = 'books'::regclass", "@.tgrelid IN ('authors'::regclass, 'refs'::regclass)", "@.tgconstrrelid <> 0 AND @.tgisinternal AND " + IN_PUBLIC.format("tgrelid"), "@.tgconstraint = (SELECT w.oid FROM pg_constraint w WHERE w.conname = 'up')"]),
    "pg_opclass": relation("""
        opc oid
        am opcmethod
        name opcname
        ns opcnamespace
        type opcintype; opckeytype
        bool opcdefault""", ["@.opcname", "@.opcmethod"], ["@.opcmethod = 403", "@.opcname IN ('int4_ops', 'text_ops')"]),
    "pg_collation": relation("""
        coll oid
        name collname
        ns collnamespace
        ch collprovider
        bool collisdeterministic
        int4 collencoding""", ["@.collname"], ["@.collname IN ('default', 'C', 'POSIX')", "@.oid IN (100, 950)"]),
    "pg_proc": relation("""
        proc oid
        name proname
        ns pronamespace
        type prorettype
        int2 pronargs; pronargdefaults
        bool proisstrict; proretset; prosecdef; proleakproof
        ch prokind; provolatile; proparallel
        text pg_get_function_arguments(@.oid); pg_get_function_result(@.oid); pg_get_function_identity_arguments(@.oid); array_to_string(@.proargtypes::regtype[], ',')""",
        ["@.oid"], ["@.proname IN ('lower', 'now', 'format_type')", "@.oid IN (870, 1299, 2108)", "@.oid = ANY (ARRAY['now'::regproc, 'lower(text)'::regprocedure])", "@.proname ~ '^(sum|avg)$'"]),
    "pg_roles": relation("""
        role oid
        name rolname
        bool rolcanlogin; rolinherit
        int4 rolconnlimit""", ["@.rolname"], ["@.rolname = current_user", "@.oid = 10", "@.rolname !~ '^pg_'"]),
    "pg_tables": relation("""
        name schemaname; tablename; tableowner; tablespace
        bool hasindexes; hasrules; hastriggers; rowsecurity""", ["@.tablename"], guards("schemaname", *OWN_SCHEMA)),
    "pg_views": relation("""
        name schemaname; viewname; viewowner
        text definition""", ["@.viewname"], guards("schemaname", *OWN_SCHEMA)),
    "pg_matviews": relation("""
        name schemaname; matviewname
        bool hasindexes; ispopulated
        text definition""", ["@.matviewname"], ["true"]),
    "pg_indexes": relation("""
        name schemaname; tablename; indexname
        text indexdef""", ["@.indexname"], guards("schemaname", *OWN_SCHEMA)),
    "pg_sequences": relation("""
        name schemaname; sequencename
        int8 start_value; increment_by; max_value; min_value; cache_size
        type @.data_type::oid
        bool cycle""", ["@.sequencename"], guards("schemaname", *OWN_SCHEMA)),
    "information_schema.tables": relation("""
        name table_schema; table_name
        text table_type; is_insertable_into; is_typed; user_defined_type_name; commit_action""", ["@.table_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.columns": relation("""
        name table_schema; table_name; column_name; udt_name; udt_schema; domain_name; collation_name
        int4 ordinal_position; character_maximum_length; numeric_precision; numeric_scale; datetime_precision; character_octet_length; interval_precision
        text column_default; is_nullable; data_type; interval_type; is_identity; identity_generation; identity_start; identity_increment; identity_maximum; identity_cycle; is_generated; generation_expression; is_updatable; dtd_identifier""",
        ["@.table_name", "@.ordinal_position"], guards("table_schema", *OWN_SCHEMA) + ["@.table_name = 'books'", "@.table_name IN ('authors', 'Mixed Case') AND @.column_name <> ''"]),
    "information_schema.table_constraints": relation("""
        name constraint_schema; constraint_name; table_schema; table_name
        text constraint_type; is_deferrable; initially_deferred; enforced; nulls_distinct""", ["@.constraint_name"], ["@.constraint_name !~ '_not_null$' AND " + g for g in guards("table_schema", *OWN_SCHEMA)]),
    "information_schema.key_column_usage": relation("""
        name constraint_schema; constraint_name; table_schema; table_name; column_name
        int4 ordinal_position; position_in_unique_constraint""", ["@.constraint_name", "@.ordinal_position"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.referential_constraints": relation("""
        name constraint_schema; constraint_name; unique_constraint_schema; unique_constraint_name
        text match_option; update_rule; delete_rule""", ["@.constraint_name"], guards("constraint_schema", *OWN_SCHEMA)),
    "information_schema.constraint_column_usage": relation("""
        name table_schema; table_name; column_name; constraint_schema; constraint_name""", ["@.constraint_name", "@.column_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.constraint_table_usage": relation("""
        name table_schema; table_name; constraint_schema; constraint_name""", ["@.constraint_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.check_constraints": relation("""
        name constraint_schema; constraint_name
        text check_clause""", ["@.constraint_name"], ["@.constraint_name !~ '_not_null$' AND @.constraint_schema = 'public'"]),
    "information_schema.views": relation("""
        name table_schema; table_name
        text view_definition; check_option; is_updatable; is_insertable_into; is_trigger_updatable""", ["@.table_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.view_table_usage": relation("""
        name view_schema; view_name; table_schema; table_name""", ["@.view_name", "@.table_name"], guards("view_schema", *OWN_SCHEMA)),
    "information_schema.view_column_usage": relation("""
        name view_schema; view_name; table_name; column_name""", ["@.view_name", "@.table_name", "@.column_name"], guards("view_schema", *OWN_SCHEMA)),
    "information_schema.sequences": relation("""
        name sequence_schema; sequence_name
        int4 numeric_precision; numeric_precision_radix; numeric_scale
        text data_type; start_value; minimum_value; maximum_value; increment; cycle_option""", ["@.sequence_name"], guards("sequence_schema", *OWN_SCHEMA)),
    "information_schema.domains": relation("""
        name domain_schema; domain_name; udt_name
        int4 character_maximum_length; numeric_precision
        text data_type; domain_default""", ["@.domain_name"], ["@.domain_name <> 'objectid' AND " + g for g in guards("domain_schema", *OWN_SCHEMA)]),
    "information_schema.domain_constraints": relation("""
        name constraint_schema; constraint_name; domain_name
        text is_deferrable; initially_deferred""", ["@.constraint_name"], ["@.domain_name <> 'objectid' AND @.domain_schema = 'public'"]),
    "information_schema.column_domain_usage": relation("""
        name domain_schema; domain_name; table_schema; table_name; column_name""", ["@.table_name", "@.column_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.column_udt_usage": relation("""
        name udt_schema; udt_name; table_schema; table_name; column_name""", ["@.table_name", "@.column_name"], guards("table_schema", *OWN_SCHEMA)),
    "information_schema.element_types": relation("""
        name object_schema; object_name; udt_name
        text object_type; data_type; collection_type_identifier; dtd_identifier""", ["@.object_name", "@.collection_type_identifier"], guards("object_schema", *OWN_SCHEMA)),
    "information_schema.attributes": relation("""
        name udt_schema; udt_name; attribute_name; attribute_udt_name
        int4 ordinal_position
        text data_type; is_nullable""", ["@.udt_name", "@.ordinal_position"], guards("udt_schema", *OWN_SCHEMA)),
    "information_schema.user_defined_types": relation("""
        name user_defined_type_schema; user_defined_type_name
        text user_defined_type_category""", ["@.user_defined_type_name"], guards("user_defined_type_schema", *OWN_SCHEMA)),
    "information_schema.schemata": relation("""
        name schema_name; schema_owner""", ["@.schema_name"], ["@.schema_name !~ '^pg_t'"]),
    "information_schema.table_privileges": relation("""
        name grantor; grantee; table_schema; table_name
        text privilege_type; is_grantable; with_hierarchy""", ["@.table_name", "@.privilege_type"], guards("table_schema", *OWN_SCHEMA)),
    "numbers": relation("""
        int4 _id; k; i""", ["@._id"], ["true"]),
}
# how often
WEIGHTS = {"pg_class": 8, "pg_attribute": 7, "pg_type": 5, "pg_constraint": 6, "pg_index": 5, "pg_namespace": 3, "pg_attrdef": 3, "class_comments": 2, "information_schema.columns": 4,
           "information_schema.tables": 3, "information_schema.table_constraints": 2, "information_schema.key_column_usage": 2}

OID_BOOL = """
    6 ({X} = {X})
    5 ({X} = {=X})
    3 ({X} <> {X})
    2 ({X} <> {=X})
    3 ({X} IS NOT NULL)
    2 ({X} = 0)
    2 ({X} <> 0)
    3 ({X} IN ({*X}))
    2 ({X} NOT IN ({*X}))
    3 ({X} = ANY (ARRAY[{*X}]::oid[]))
    1 ({X} <> ALL (ARRAY[{*X}]::oid[]))
    4 ({X} IN {select X})
    2 ({X} NOT IN {select X})
    2 ({X} = ANY (ARRAY{select X}))
    1 ({X} = {scalar X})
    1 (({X}, {attnum}) IN (({=X}, 1), ({X}, {attnum})))
    1 ({X} IS DISTINCT FROM {=X})
    1 ({X} IS NOT DISTINCT FROM {X})
    1 (COALESCE({X}, 0) = {X})
    1 (CASE WHEN {bool} THEN {X} = {=X} ELSE {bool} END)"""
OID_ANY = """
    2 COALESCE({X}, {=X})
    2 NULLIF({X}, {=X})
    1 NULLIF({X}, 0)
    2 CASE WHEN {bool} THEN {X} ELSE {=X} END
    1 CASE WHEN {bool} THEN {X} END
    2 {scalar X}"""
OWN_RULES = {
    "bool": """
        4 ({bool} AND {bool})
        4 ({bool} OR {bool})
        3 (NOT {bool})
        1 ({bool} IS NOT TRUE)
        1 ({bool} IS FALSE)
        4 {exists}
        3 (NOT {exists})
        4 ({name} = {=name})
        4 ({name} = {name})
        4 ({name} LIKE {pattern})
        2 ({name} NOT LIKE {pattern})
        1 ({name} ILIKE 'B%')
        3 ({name} ~ '^[a-c]')
        2 ({name} !~ '^(pg_|b)')
        1 ({name} ~* 'KEY$')
        1 ({name} ~ ANY (ARRAY['^a', 's$']))
        3 ({name} IN ({*name}))
        1 ({name} NOT IN ({*name}))
        2 ({name} = ANY (ARRAY[{*name}]))
        1 ({name} = ANY (current_schemas(true)))
        1 ({name} = {text})
        1 ({name}::text < {text})
        1 ({name} < {name})
        1 (({name}, {name}) IN (SELECT w.tablename, w.indexname FROM pg_indexes w WHERE w.schemaname = 'public'))
        4 ({ch} = {=ch})
        3 ({ch} IN ({*ch}))
        2 ({ch} = ANY (ARRAY['r', 'v', 'm', 'f']))
        1 ({ch} <> {ch})
        1 ({ch}::text = ANY ('{r,p,i}'::text[]))
        2 ({attnum} > 0)
        2 ({attnum} = {attnum})
        4 ({attnum} = ANY ({attnums}))
        2 ({attnum} = ANY ({vec}))
        2 (({vec})[0] = {attnum})
        1 ({attnum} <> ALL ({attnums}))
        1 ({attnums} @> ARRAY[{attnum}])
        1 ({attnums} && {attnums})
        1 ({attnums} <@ {attnums})
        1 ({attnums} = {attnums})
        1 (({attnums})[1] = {attnum})
        1 (array_position({attnums}, {attnum}) = {int4})
        1 ({attnums} IS NULL)
        1 ({text[]} IS NOT NULL)
        1 ('fillfactor=70' = ANY ({text[]}))
        2 has_table_privilege({class}, 'SELECT')
        1 has_table_privilege({class}, 'TRIGGER, SELECT')
        1 has_table_privilege('postgres', {class}, 'select')
        1 has_any_column_privilege({class}, 'SELECT, REFERENCES')
        1 has_column_privilege({class}, {attnum}, 'SELECT')
        1 has_schema_privilege({ns}, 'USAGE')
        1 has_type_privilege({type}, 'USAGE')
        1 (pg_has_role({role}, 'USAGE') IS NOT NULL)
        2 pg_table_is_visible({class})
        1 pg_type_is_visible({type})
        1 pg_function_is_visible({proc})
        1 pg_opclass_is_visible({opc})
        1 pg_collation_is_visible({coll})
        1 pg_is_other_temp_schema({ns})
        1 (obj_description({class}, 'pg_class') IS NOT NULL)
        1 (col_description({class}, {attnum}) LIKE {pattern})
        1 pg_column_is_updatable({class}, {attnum}, false)
        1 pg_index_column_has_property({class}, {attnum}::int4, 'desc')
        1 pg_index_has_property({class}, 'clusterable')
        1 pg_indexam_has_property({am}, 'can_order')
        1 row_security_active({class})
        1 ({text} LIKE {pattern})
        1 ({text} ~ 'a')
        1 ({text} IS NULL)
        1 ({text} = {=text})
        1 ({text} IN ('YES', 'NO', NULL))
        1 ({int4} > {int4})
        1 ({int2} = {int4})
        1 ({int4} = -1)
        1 ({int8} > 1)
        1 (length({name}) > 4)
        1 ({type} = 'int4'::regtype)
        1 ({type}::regtype::text = {text})
        1 ({class}::regclass::text LIKE {pattern})
        1 (({class}, {attnum}) IN (SELECT w.adrelid, w.adnum FROM pg_attrdef w))
        1 (({class}, {attnum}) NOT IN (SELECT w.indrelid, w.indkey[0] FROM pg_index w WHERE w.indisprimary))
        1 ({attnum} IN (SELECT unnest(w.conkey) FROM pg_constraint w WHERE w.conrelid = {class}))
        1 ({attnum} = ANY ((SELECT w.conkey FROM pg_constraint w WHERE w.conrelid = {class} AND w.contype = 'p')::int2[]))""",
    "class": """
        3 (SELECT w.indrelid FROM pg_index w WHERE w.indexrelid = {class})
        1 (SELECT w.oid FROM pg_class w WHERE w.relname = {name} AND w.relnamespace = 'public'::regnamespace)
        1 (SELECT w.typrelid FROM pg_type w WHERE w.oid = {type})
        1 to_regclass(quote_ident({name}::text))""",
    "type": """
        2 (SELECT w.atttypid FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum = {attnum})
        1 (SELECT w.reltype FROM pg_class w WHERE w.oid = {class})
        1 (SELECT w.typelem FROM pg_type w WHERE w.oid = {type})
        1 CASE WHEN {type} = 'name'::regtype THEN 25 ELSE {type} END""",
    "ns": """
        1 (SELECT w.relnamespace FROM pg_class w WHERE w.oid = {class})
        1 to_regnamespace({name}::text)""",
    "con": "1 {con}", "def": "1 {def}",
    "am": "1 (SELECT w.relam FROM pg_class w WHERE w.oid = {class})",
    "coll": "1 (SELECT w.typcollation FROM pg_type w WHERE w.oid = {type})",
    "role": "1 (SELECT w.relowner FROM pg_class w WHERE w.oid = {class})", "opc": "1 {opc}",
    "proc": "1 (SELECT w.typinput::oid FROM pg_type w WHERE w.oid = {type})",
    "name": """
        2 (SELECT w.relname FROM pg_class w WHERE w.oid = {class})
        2 (SELECT w.attname FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum = {attnum})
        1 (SELECT w.nspname FROM pg_namespace w WHERE w.oid = {ns})
        1 (SELECT w.typname FROM pg_type w WHERE w.oid = {type})
        1 pg_get_userbyid({role})
        1 CASE WHEN {bool} THEN {name} ELSE {name} END
        1 COALESCE({name}, {=name})
        1 current_schema()""",
    "ch": """
        1 CASE WHEN {bool} THEN {ch} END
        1 COALESCE({ch}, 'x')
        1 (SELECT w.relkind FROM pg_class w WHERE w.oid = {class})""",
    "attnum": """
        2 ({attnums})[1]
        1 ({vec})[0]
        1 (SELECT w.attnum FROM pg_attribute w WHERE w.attrelid = {class} AND w.attname = {name})
        1 COALESCE({attnum}, 0::int2)""",
    "attnums": """
        2 ({vec}::int2[])
        1 ({attnums} || {attnum})
        1 ({attnums})[1:1]
        1 (SELECT w.conkey FROM pg_constraint w WHERE w.conrelid = {class} AND w.contype = 'p')
        1 ARRAY(SELECT w.attnum FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum > 0 ORDER BY w.attnum DESC)""",
    "vec": "1 {vec}",
    "int2": "1 (({int4} & 7)::int2)\n 1 (SELECT w.relnatts FROM pg_class w WHERE w.oid = {class})",
    "text[]": """
        2 ARRAY(SELECT w.attname::text FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum = ANY ({attnums}) ORDER BY w.attnum)
        1 (SELECT array_agg(w.enumlabel::text ORDER BY w.enumsortorder) FROM pg_enum w WHERE w.enumtypid = {type})
        1 (SELECT array_agg(x.attname::text ORDER BY u.n) FROM unnest({attnums}) WITH ORDINALITY AS u(k, n) JOIN pg_attribute x ON x.attrelid = {class} AND x.attnum = u.k)
        1 string_to_array({text}, ' ')""",
    "int4": """
        2 ({attnum}::int4)
        1 length({name}::text)
        1 length({text})
        1 cardinality({attnums})
        1 array_length({attnums}, 1)
        1 array_position({attnums}, {attnum})
        1 array_lower({vec}, 1)
        1 array_upper({vec}, 1)
        1 ({bool}::int4)
        1 (SELECT count(*)::int4 FROM unnest({attnums}) u(v) WHERE v > 1)
        1 (SELECT count(*)::int4 FROM pg_index w WHERE w.indrelid = {class})
        1 (SELECT count(*)::int4 FROM pg_constraint w WHERE w.conrelid = {class} AND {attnum} = ANY (w.conkey))
        1 ascii({ch}::text)
        1 information_schema._pg_char_max_length({type}, {int4})
        1 information_schema._pg_numeric_precision({type}, {int4})
        1 ({int4} % 5)
        1 COALESCE({int4}, -1)""",
    "int8": "1 ({int4}::int8)\n 1 (SELECT count(*) FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum > 0)\n 1 COALESCE({int8}, 0)",
    "numeric": "1 ({int4} / 2.0)\n 1 round({int4}::numeric, 1)",
    "text": """
        3 ({name}::text)
        2 quote_ident({name}::text)
        2 ({class}::regclass::text)
        2 ({type}::regtype::text)
        1 ({ns}::regnamespace::text)
        1 ({proc}::regproc::text)
        1 ({proc}::regprocedure::text)
        3 format_type({type}, NULL)
        2 format_type({type}, {int4} % 100)
        1 format_type({type}, -1)
        2 pg_get_constraintdef({con})
        1 pg_get_constraintdef({con}, true)
        1 pg_get_indexdef({class})
        1 pg_get_indexdef({class}, {attnum}::int4, {bool})
        1 obj_description({class}, 'pg_class')
        1 obj_description({type}, 'pg_type')
        1 obj_description({con}, 'pg_constraint')
        1 obj_description({class})
        2 col_description({class}, {attnum})
        1 shobj_description({class}, 'pg_database')
        1 pg_describe_object('pg_class'::regclass, {class}, {attnum}::int4)
        1 pg_describe_object('pg_type'::regclass, {type}, 0)
        1 pg_describe_object('pg_constraint'::regclass, {con}, 0)
        1 pg_get_serial_sequence('books', 'id')
        1 (SELECT pg_get_expr(w.adbin, w.adrelid) FROM pg_attrdef w WHERE w.adrelid = {class} AND w.adnum = {attnum})
        1 (SELECT pg_get_viewdef(w.oid, {bool}) FROM pg_class w WHERE w.oid = {class} AND w.relkind = 'v')
        1 (SELECT string_agg(w.attname, ', ' ORDER BY w.attnum) FROM pg_attribute w WHERE w.attrelid = {class} AND w.attnum > 0 AND NOT w.attisdropped)
        1 (SELECT string_agg(w.enumlabel, ',' ORDER BY w.enumsortorder) FROM pg_enum w WHERE w.enumtypid = {type})
        1 pg_get_function_result({proc})
        1 pg_get_function_arguments({proc})
        1 pg_get_partkeydef({class})
        1 (pg_indexes_size({class}) IS NULL)::text
        1 array_to_string({attnums}, ',')
        1 array_to_string({vec}, ' ')
        1 array_to_string({text[]}, ', ', '-')
        1 ({vec}::text)
        1 ({ch}::text)
        1 CASE {ch} WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' ELSE {text} END
        1 ({name} || '.' || {name})
        1 concat_ws('.', {ns}::regnamespace, {name})
        1 format('%I.%I', {name}, {name})
        1 (CASE WHEN {attnum} > 0 THEN {name} END::text)
        1 upper({text})
        1 substring({text} FROM '\\((.*)\\)')
        1 replace({text}, ' ', '')
        1 regexp_replace({text}, '[^a-z]', '', 'g')
        1 COALESCE({text}, '')
        1 pg_encoding_to_char({int4} % 8)
        1 current_schema()::text""",
    "any bool": """
        5 ({X} = {X})
        3 ({X} <> {X})
        2 ({X} < {X})
        4 ({X} = {=X})
        2 ({X} > {=X})
        2 ({X} IS NULL)
        2 ({X} IS NOT NULL)
        3 ({X} IN ({*X}))
        2 ({X} NOT IN ({*X}))
        1 ({X} IS DISTINCT FROM {X})
        3 ({X} IN {select X})
        2 ({X} NOT IN {select X})
        1 ({X} = ANY (ARRAY{select X}))
        1 ({X} BETWEEN {=X} AND {=X})
        1 ({X} = {scalar X})""",
    "any": """
        2 CASE WHEN {bool} THEN {X} ELSE {X} END
        1 CASE WHEN {bool} THEN {X} END
        2 COALESCE({X}, {X})
        1 NULLIF({X}, {=X})
        2 {scalar X}""",
    "oid any bool": OID_BOOL, "oid any": OID_ANY,
    "risky": """
        1 ({name}::text::regclass)::text
        1 ({text}::regtype)::text
        1 ({name}::text::regnamespace)::text
        1 ('nosuch.' || {name})::regclass::text
        1 has_table_privilege({name}::text, 'select')
        1 has_column_privilege({class}, {name}::text, 'select')
        1 has_schema_privilege({name}::text, 'create')
        1 pg_get_serial_sequence(CASE WHEN {bool} THEN 'books' ELSE 'refs' END, {name}::text)
        1 has_sequence_privilege({class}, 'usage')
        1 has_table_privilege({class}, {text})
        1 pg_get_viewdef({class})
        1 to_regclass({text})::text
        1 to_regtype({text})::text
        1 to_regproc({name}::text)::text""",
}
FUNCTIONS = (
    ("generate_series(1, 4) AS @(c0)", {"c0": "int4"}, "c0"),
    ("unnest(ARRAY['books', 'id', NULL]::name[]) WITH ORDINALITY AS @(c0, c1)", {"c0": "name", "c1": "int8"}, "c1"),
    ("unnest(ARRAY['books', 'authors', 'refs']::regclass[]) WITH ORDINALITY AS @(c0, c1)", {"c0": "class", "c1": "int8"}, "c1"),
    ("unnest(ARRAY['books'::regclass, 'cheap'::regclass]::oid[]) WITH ORDINALITY AS @(c0, c1)", {"c0": "class", "c1": "int8"}, "c1"),
    ("unnest(ARRAY['r', 'v', 'i']::\"char\"[]) WITH ORDINALITY AS @(c0, c1)", {"c0": "ch", "c1": "int8"}, "c1"),
    ("unnest('{int4,mood,text}'::regtype[]) WITH ORDINALITY AS @(c0, c1)", {"c0": "type", "c1": "int8"}, "c1"),
)


def narrow():
    """What expressions are made of is the catalogs' from here on, not the fixture's."""
    for table, own in ((TABLES, {}), (RULES, {k: parse_rules(v) for k, v in OWN_RULES.items()})):
        table.clear()
        table.update(own)
    CONSTANTS.update(OTHERS)
    CONSTANTS.update({k: v for k, (_, v) in OIDS.items()})
    for kind in CONSTANTS:
        RULES.setdefault(kind, [f"{{={kind}}}"])
    SQL_NAMES.update({k: "oid" for k in OIDS}, ch='"char"', attnum="int2", attnums="int2[]", vec="int2vector")
    SHOWN.update({k: v for k, (v, _) in OIDS.items()})
    TYPES[:] = PLAIN + list(OIDS) + ["attnums", "text[]"]
    KEYS[:] = TYPES
    ORDERLY[:] = ["name", "text", "int4", "int8", "int2", "attnum"]
    random_parts.PATTERNS[:] = PATTERNS
    random_parts.FUNCTIONS = FUNCTIONS


class Seen(Relation):
    """A relation of RELATIONS."""

    def name(self, column, kind):
        if "@" in column:
            return column.replace("@", self.alias)
        return f"{self.alias}.{column}"

    def order(self):
        return [k.replace("@", self.alias) for k in self.key]


class System(Generator):
    def __init__(self, seed):
        super().__init__(seed)
        self.wide = True
        self.shown = False
        self.guards = {}  # alias -> what WHERE has to say of it

    # ---- what is shown

    def show(self, kind, e):
        """As text, by name, where it is an OID."""
        if kind not in SHOWN:
            return kind, e
        before, after = SHOWN[kind].split("@")
        return "text", Node("text", [before, e, after])

    def items(self, exprs, named=True):
        return super().items([self.show(*x) for x in exprs] if self.shown else exprs, named)

    def order_keys(self, exprs):
        return super().order_keys([self.show(e.kind, e)[1] for e in exprs])

    def key(self, scope, depth):
        kind, e = super().key(scope, depth)
        return (kind, e) if self.raw_keys else self.show(kind, e)

    raw_keys = False

    def plain_constant(self, kind):
        e = Node(kind, [self.constant(kind)])
        return (self.show(kind, e)[1] if self.shown else e).sql()

    def of_any(self, stem, subject):
        return super().of_any(f"oid {stem}" if subject in OIDS else stem, subject)

    def star(self, scope):
        return None

    # ---- relations

    def some_relation(self):
        return self.r.choices(list(RELATIONS), [WEIGHTS.get(n, 1) for n in RELATIONS])[0]

    def plain_table(self, label=None):
        """(text, relation, guard): the guard is for the caller to say."""
        label = label or self.some_relation()
        name, key, columns, some = RELATIONS[label]
        alias = self.alias()
        name = name or label
        if name.startswith("pg_") and self.chance(0.3):
            name = f"pg_catalog.{name}"
        return f"{name} {alias}", Seen(alias, columns, key), self.r.choice(some).replace("@", alias)

    def table(self, small=False):
        """With the guard inside."""
        label = self.some_relation()
        name, key, columns, some = RELATIONS[label]
        alias = self.alias()
        return f"(SELECT * FROM {name or label} u WHERE {self.r.choice(some).replace('@', 'u')}) {alias}", Seen(alias, columns, key)

    def function(self):
        sql, columns, key = self.r.choice(FUNCTIONS)
        alias = self.alias("g")
        return sql.replace("@", alias), Relation(alias, columns, key)

    # ---- subqueries

    def exists(self, scope, depth):
        sql, rel, guard = self.plain_table()
        return Node("bool", [f"EXISTS (SELECT {self.r.choice(['', '1 ', '* '])}FROM {sql} WHERE {guard}", Node("opt", [" AND ", self.correlation(rel, scope, depth)]), ")"])

    def correlation(self, rel, scope, depth):
        kinds = [k for k in OIDS if rel.names(k) and any(r.names(k) for r in scope)]
        if kinds and self.chance(0.6):
            kind = self.r.choice(kinds)
            outer = self.r.choice([r for r in scope if r.names(kind)])
            parts = [f"{self.r.choice(rel.names(kind))} = {self.r.choice(outer.names(kind))}"]
            if rel.names("attnum") and outer.names("attnum") and self.chance(0.6):
                parts.append(f" AND {self.r.choice(rel.names('attnum'))} = {self.r.choice(outer.names('attnum'))}")
            if rel.names("attnum") and outer.names("attnums") and self.chance(0.6):
                parts.append(f" AND {self.r.choice(rel.names('attnum'))} = ANY ({self.r.choice(outer.names('attnums'))})")
            return Node("bool", parts + [Node("opt", [" AND ", self.expr("bool", [rel] + scope, min(depth, 2))]) if self.chance(0.4) else ""])
        names, outer = rel.names("name"), [n for r in scope for n in r.names("name")]
        if names and outer and self.chance(0.5):
            return Node("bool", [f"{self.r.choice(names)} {self.r.choice(['=', '=', '<', 'IS NOT DISTINCT FROM'])} {self.r.choice(outer)}"])
        return self.expr("bool", [rel] + (scope if self.chance(0.3) else []), min(depth, 2))

    def holder(self, kind):
        for _ in range(30):
            sql, rel, guard = self.plain_table()
            if rel.names(kind):
                break
        return sql, rel, guard

    def one_column(self, kind, scope, depth, ordered=False):
        sql, rel, guard = self.holder(kind)
        parts = ["(SELECT ", self.expr(kind, [rel], 1 if self.chance(0.2) else 0), f" FROM {sql} WHERE {guard}"]
        if self.chance(0.7):
            parts.append(Node("opt", [" AND ", self.correlation(rel, scope, depth) if self.chance(0.4) else self.expr("bool", [rel], min(depth, 2))]))
        return Node("query", parts + [")"])

    def scalar(self, kind, scope, depth):
        sql, rel, guard = self.holder(kind)
        where = [f" WHERE {guard}", Node("opt", [" AND ", self.correlation(rel, scope, depth)])]
        if kind == "int8" and self.chance(0.6):
            return Node(kind, [f"(SELECT count(*) FROM {sql}", *where, ")"])
        if kind in ("text", "int4") and self.chance(0.4):
            return Node(kind, [f"(SELECT {self.r.choice(['max', 'min'])}(", self.expr(kind, [rel], 1), f") FROM {sql}", *where, ")"])
        return Node(kind, ["(SELECT ", self.expr(kind, [rel], 1), f" FROM {sql}", *where, f" ORDER BY {', '.join(rel.order())} LIMIT 1)"])

    # ---- FROM

    def where(self, scope, p=0.7):
        """With the guards of what FROM names."""
        said = [self.guards.pop(r.alias) for r in scope if r.alias in self.guards]
        more = self.expr("bool", scope, self.r.randrange(1, 4)) if self.chance(p) else None
        if not said:
            return Node("opt", [" WHERE ", more]) if more else ""
        return Node("where", [" WHERE ", " AND ".join(said), Node("opt", [" AND ", more]) if more else ""])

    def lateral(self, scope):
        alias = self.alias("l")
        lists = [n for r in scope for n in r.names("attnums")]
        vectors = [n for r in scope for n in r.names("vec")]
        options = [n for r in scope for n in r.names("text[]")]
        p = self.r.random()
        if lists and p < 0.6:
            n = self.r.choice(lists)
            sql = self.r.choice([f"LATERAL unnest({n}) WITH ORDINALITY", f"unnest({n}) WITH ORDINALITY", f"information_schema._pg_expandarray({n})"])
            return f"{sql} AS {alias}(c0, c1)", Relation(alias, {"c0": "attnum", "c1": "int4" if "_pg" in sql else "int8"}, "c1")
        if vectors and p < 0.8:
            n = self.r.choice(vectors)
            sql = self.r.choice([f"unnest({n}) WITH ORDINALITY AS {alias}(c0, c1)"] * 2 + [f"unnest({n}::int2[]) WITH ORDINALITY AS {alias}(c0, c1)"])
            return "LATERAL " + sql, Relation(alias, {"c0": "attnum", "c1": "int8"}, "c1")
        if vectors and p < 0.9:
            return f"LATERAL generate_subscripts({self.r.choice(vectors)}, 1) AS {alias}(c0)", Relation(alias, {"c0": "int4"}, "c0")
        if options and p < 0.5:
            return f"LATERAL pg_options_to_table({self.r.choice(options)}) AS {alias}(c0, c1)", Relation(alias, {"c0": "text", "c1": "text"}, None)
        sql, rel, guard = self.plain_table()
        kind = self.some_kind([rel])
        limit = self.r.choice(["", f" ORDER BY {', '.join(rel.order())} LIMIT 2"])
        return (Node("from", ["LATERAL (SELECT ", self.expr(kind, [rel] + scope, 1), f" AS c0 FROM {sql} WHERE {guard}", Node("opt", [" AND ", self.correlation(rel, scope, 2)]), f"{limit}) {alias}"]),
                Relation(alias, {"c0": kind}, None))

    def related(self, scope):
        """A relation that has a kind of OID in common with those there."""
        kinds = {k for r in scope for k in OIDS if r.names(k)}
        for _ in range(12):
            label = self.some_relation()
            columns = RELATIONS[label][2]
            if kinds & set(columns.values()):
                break
        return self.plain_table(label)

    def joining(self, scope, new):
        kinds = [k for k in OIDS if new.names(k) and any(r.names(k) for r in scope)]
        names = [r for r in scope if r.names("name")]
        if kinds and self.chance(0.9):
            kind = self.r.choice([k for k in kinds if k in ("class", "type", "con")] or kinds)
            left = self.r.choice([r for r in scope if r.names(kind)])
            out = f"{self.r.choice(new.names(kind))} = {self.r.choice(left.names(kind))}"
            numbers = [n for r in scope for n in r.names("attnum")]
            lists = [n for r in scope for n in r.names("attnums")]
            if new.names("attnum") and numbers and self.chance(0.7):
                return out + f" AND {self.r.choice(new.names('attnum'))} = {self.r.choice(numbers)}"
            if new.names("attnum") and lists and self.chance(0.7):
                return out + f" AND {self.r.choice(new.names('attnum'))} = ANY ({self.r.choice(lists)})"
            if new.names("attnums") and numbers and self.chance(0.7):
                return out + f" AND {self.r.choice(numbers)} = ANY ({self.r.choice(new.names('attnums'))})"
            return out
        if names and new.names("name"):
            left = self.r.choice(names)
            both = [c for c, k in new.columns.items() if k == "name" and left.columns.get(c) == "name"]
            if both:
                return " AND ".join(f"{new.name(c, 'name')} = {left.name(c, 'name')}" for c in self.r.sample(both, self.r.randrange(1, len(both) + 1)))
            return f"{self.r.choice(new.names('name'))} = {self.r.choice(left.names('name'))}"
        return "true"

    def from_clause(self, depth):
        if self.chance(0.15):
            return super().from_clause(depth)
        first, rel, guard = self.plain_table()
        self.guards[rel.alias] = guard
        parts, scope = [first], [rel]
        while len(scope) < 5 and self.chance(0.6 if len(scope) < 3 else 0.4):
            kind = self.r.choice(["JOIN", "JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "LEFT JOIN", "CROSS JOIN"])
            if self.chance(0.2):
                item, new = self.lateral(scope)
                parts.append(Node("opt", [f" {kind} ", item] + ([] if kind == "CROSS JOIN" else [" ON true"])))
                scope.append(new)
                continue
            if kind == "CROSS JOIN":
                item, new, guard = self.related(scope)
                if len(scope) > 2:
                    break
                self.guards[new.alias] = f"{guard} AND {self.joining(scope, new)}"
                parts.append(self.r.choice([f", {item}", f" CROSS JOIN {item}"]) if all(isinstance(p, str) for p in parts) else f" CROSS JOIN {item}")
                scope.append(new)
                continue
            item, new, guard = self.related(scope)
            on = [f" ON {self.joining(scope, new)} AND {guard}"]
            if self.chance(0.3):
                on.append(Node("opt", [" AND ", self.expr("bool", scope + [new], 2)]))
            parts.append(Node("opt", [f" {kind} ", item] + on))
            scope.append(new)
        return Node("from", parts), scope

    # ---- queries

    def window(self, scope):
        total = self.total(scope)
        kind = self.some_kind(scope)
        shown, e = self.show(kind, self.leaf(kind, scope))
        order = e.sql()
        by = f"PARTITION BY {self.leaf(self.some_kind(scope), scope).sql()} " if self.chance(0.6) else ""
        return self.r.choice([
            ("int8", Node("w", [f"row_number() OVER ({by}ORDER BY {order}, {total})"])), ("int8", Node("w", [f"count(*) OVER ({by.rstrip()})"])),
            ("int8", Node("w", [f"rank() OVER ({by}ORDER BY {order})"])), (shown, Node("w", [f"lag({order}) OVER ({by}ORDER BY {total})"])),
            (shown, Node("w", [f"first_value({order}) OVER ({by}ORDER BY {total})"]))])

    def grouped(self, depth, nested):
        self.raw_keys = self.chance(0.6)
        try:
            return super().grouped(depth, nested)
        finally:
            self.raw_keys = False

    def query(self, depth, nested=False):
        before, self.shown = self.shown, not nested
        try:
            make = self.r.choice([self.plain] * 6 + [self.grouped] * 3 + [self.distinct, self.distinct_on, self.set_operation, self.grouped_more])
            return make(depth, nested)
        finally:
            self.shown = before

    CHAINS = ("""WITH RECURSIVE w1(c0, c1) AS (SELECT w.oid, 0 FROM pg_class w WHERE w.relname = 'authors' AND w.relnamespace = 'public'::regnamespace
        UNION SELECT w.conrelid, w1.c1 + 1 FROM pg_constraint w JOIN w1 ON w.confrelid = w1.c0 WHERE w1.c1 < 3) """,
              """WITH RECURSIVE w1(c0, c1) AS (SELECT w.oid, 0 FROM pg_class w WHERE w.relname = 'cheaper'
        UNION SELECT x.oid, w1.c1 + 1 FROM w1 JOIN information_schema.view_table_usage w ON w.view_name = (SELECT y.relname FROM pg_class y WHERE y.oid = w1.c0)
        JOIN pg_class x ON x.relname = w.table_name AND x.relnamespace = 2200) """)

    def statement(self):
        if self.chance(0.06):
            return self.risky(), True
        parts = []
        if self.chance(0.05):
            parts = [self.r.choice(self.CHAINS)]
            self.ctes["w1"] = {"c0": "class", "c1": "int4"}
        elif self.chance(0.15):
            inner, columns = self.query(1, nested=True)
            parts = ["WITH w1 AS " + self.r.choice(["", "", "MATERIALIZED "]) + "(", inner, ") "]
            self.ctes["w1"] = columns
        query, _ = self.query(2)
        return Node("query", parts + [query]), False

    def risky(self):
        sql, rel, guard = self.plain_table(self.r.choice(["pg_class", "pg_attribute", "pg_type", "information_schema.columns", "pg_constraint"]))
        for _ in range(50):
            template = self.r.choice(RULES["risky"])
            e = self.template("item", template, [rel], 1)
            if rel.alias in e.sql():
                break
        return Node("query", ["SELECT ", e, f" AS e FROM (SELECT * FROM {sql} WHERE {guard} ORDER BY {', '.join(rel.order())} LIMIT 1) {rel.alias}"])

    def settings(self):
        return [("search_path", self.r.choice(["", "pg_catalog", "public, pg_catalog", "nosuch, public"]))] if self.chance(0.05) else []
