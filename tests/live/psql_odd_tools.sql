/* What code generators, BI tools and replicators ask of psql_odd.sql's schema, by the meaning of their queries; psql_odd.py compares the
   answers. Each begins with a line "-- PROGRAM: what". */

-- jOOQ: tables, views and functions that are tables, with comments
SELECT t.table_schema, t.table_name, t.table_name, d.description, CASE WHEN t.table_type = 'VIEW' THEN 'VIEW' WHEN v.relkind = 'm' THEN 'MATERIALIZED_VIEW' ELSE 'TABLE' END AS kind,
    CASE WHEN v.relkind IN ('v', 'm') THEN pg_get_viewdef(v.oid) END AS text FROM
    (SELECT table_schema, table_name, table_type FROM information_schema.tables UNION ALL SELECT nspname, relname, 'MATERIALIZED' FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'm') t
    JOIN pg_class v ON v.relname = t.table_name JOIN pg_namespace n ON n.oid = v.relnamespace AND n.nspname = t.table_schema
    LEFT JOIN pg_description d ON d.objoid = v.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass WHERE t.table_schema = 'public' ORDER BY 1, 2
-- jOOQ: columns, with the types of domains and arrays
SELECT c.column_name, c.ordinal_position, c.data_type, c.domain_name, c.udt_schema, c.udt_name, coalesce(c.character_maximum_length, information_schema._pg_char_max_length(a.atttypid, a.atttypmod)) AS len,
    c.numeric_precision, c.datetime_precision, c.numeric_scale, c.is_nullable, c.is_identity, c.identity_generation, c.is_generated, c.generation_expression, c.column_default, col_description(p.oid, a.attnum), a.attndims
    FROM information_schema.columns c JOIN pg_namespace n ON n.nspname = c.table_schema JOIN pg_class p ON p.relname = c.table_name AND p.relnamespace = n.oid
    JOIN pg_attribute a ON a.attrelid = p.oid AND a.attname = c.column_name WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position
-- jOOQ: sequences that no column owns
SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle, s.seqcache, d.deptype FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.refobjsubid > 0 ORDER BY 1, 2
-- jOOQ: enums
SELECT n.nspname, t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder), d.description FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass GROUP BY 1, 2, 4 ORDER BY 1, 2
-- jOOQ: domains, down to what they are made of
WITH RECURSIVE domains AS (SELECT t.oid AS domain, t.oid AS type, t.typbasetype AS base, 0 AS depth, t.typnotnull, t.typdefault, t.typtypmod, pg_get_constraintdef(k.oid) AS text, k.conname FROM pg_type t
      LEFT JOIN pg_constraint k ON k.contypid = t.oid WHERE t.typtype = 'd' AND t.typnamespace = 'public'::regnamespace
    UNION ALL SELECT d.domain, t.oid, t.typbasetype, d.depth + 1, t.typnotnull OR d.typnotnull, coalesce(d.typdefault, t.typdefault), d.typtypmod, pg_get_constraintdef(k.oid), k.conname FROM domains d JOIN pg_type t ON t.oid = d.base
      LEFT JOIN pg_constraint k ON k.contypid = t.oid WHERE d.base <> 0)
    SELECT n.nspname, t.typname, format_type(x.type, x.typtypmod), x.depth, x.typnotnull, x.typdefault, x.conname, x.text FROM domains x JOIN pg_type t ON t.oid = x.domain JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname <> 'objectid' ORDER BY 1, 2, 4, 7
-- jOOQ: composite types and their attributes
SELECT a.udt_schema, a.udt_name, a.attribute_name, a.ordinal_position, a.data_type, a.character_maximum_length, a.numeric_precision, a.datetime_precision, a.is_nullable, a.attribute_default, a.attribute_udt_schema, a.attribute_udt_name
    FROM information_schema.attributes a ORDER BY 1, 2, 4
-- jOOQ: user-defined types
SELECT user_defined_type_schema, user_defined_type_name, user_defined_type_category, is_instantiable, is_final FROM information_schema.user_defined_types ORDER BY 2
-- jOOQ: keys of a kind
SELECT k.constraint_schema, k.constraint_name, u.table_schema, u.table_name, u.column_name, u.ordinal_position, u.position_in_unique_constraint, k.constraint_type, k.is_deferrable, k.initially_deferred, k.nulls_distinct FROM information_schema.table_constraints k
    JOIN information_schema.key_column_usage u ON u.constraint_schema = k.constraint_schema AND u.constraint_name = k.constraint_name AND u.table_name = k.table_name ORDER BY 1, 4, 2, 6
-- jOOQ: foreign keys with what they refer to
SELECT r.constraint_schema, r.constraint_name, f.table_name, f.column_name, r.unique_constraint_name, p.table_name, p.column_name, r.match_option, r.update_rule, r.delete_rule FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage f ON f.constraint_name = r.constraint_name AND f.constraint_schema = r.constraint_schema
    JOIN information_schema.key_column_usage p ON p.constraint_name = r.unique_constraint_name AND p.ordinal_position = f.position_in_unique_constraint ORDER BY 3, 2, f.ordinal_position
-- jOOQ: checks
SELECT c.relname, k.conname, regexp_replace(pg_get_constraintdef(k.oid), '^CHECK \(|\)$', '', 'g'), obj_description(k.oid, 'pg_constraint') FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'c' ORDER BY 1, 2
-- jOOQ: indexes
SELECT n.nspname, t.relname, i.relname, x.indisunique, o.position, a.attname, x.indoption[o.position - 1] & 1 AS down, pg_get_indexdef(i.oid, o.position::int, false), pg_get_expr(x.indpred, x.indrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY o(attnum, position) LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.attnum
    WHERE NOT x.indisprimary AND n.nspname = 'public' ORDER BY 1, 2, 3, 5
-- jOOQ: tables that inherit
SELECT c.relname, p.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
-- jOOQ: triggers
SELECT event_object_table, trigger_name, event_manipulation, action_timing FROM information_schema.triggers
-- Hasura: tables with their constraints and columns as JSON
SELECT n.nspname, t.relname, coalesce(c.columns, '[]') AS columns, pk.info AS primary_key, coalesce(u.info, '[]') AS unique_constraints, coalesce(f.info, '[]') AS foreign_keys, obj_description(t.oid), t.relkind,
    CASE WHEN t.relkind IN ('v', 'f') THEN jsonb_build_object('insertable', pg_relation_is_updatable(t.oid, true) & 8 = 8, 'updatable', pg_relation_is_updatable(t.oid, true) & 4 = 4, 'deletable', pg_relation_is_updatable(t.oid, true) & 16 = 16) END AS view_info
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'position', a.attnum, 'type', coalesce(b.typname, y.typname), 'kind', y.typtype, 'nullable', NOT a.attnotnull, 'description', col_description(t.oid, a.attnum),
        'mutability', jsonb_build_object('insertable', NOT (a.attidentity = 'a' OR a.attgenerated = 's'))) ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_type b ON y.typtype = 'd' AND b.oid = y.typbasetype
        WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) c(columns) ON true
    LEFT JOIN LATERAL (SELECT jsonb_build_object('constraint', k.conname, 'columns', (SELECT jsonb_agg(attname ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY x(n, o) JOIN pg_attribute ON attrelid = t.oid AND attnum = n)) FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p') pk(info) ON true
    LEFT JOIN LATERAL (SELECT jsonb_agg(k.conname ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'u') u(info) ON true
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('constraint', k.conname, 'foreign_table', k.confrelid::regclass::text, 'columns', k.conkey, 'foreign_columns', k.confkey) ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'f') f(info) ON true
    WHERE t.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname = 'public' ORDER BY 1, 2
-- Hasura: scalar types to compare by
SELECT t.typname, t.typtype, t.typcategory, t.typelem::regtype, t.typbasetype::regtype, t.typtype = 'd', t.typarray::regtype FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND t.typrelid = 0 AND t.typname !~ 'objectid' ORDER BY 1
-- Prisma: tables with what they may have
SELECT t.relname, n.nspname, (t.relhassubclass AND t.relkind = 'p') AS partitioned, t.relhassubclass, t.relrowsecurity, t.relkind, obj_description(t.oid, 'pg_class') FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = ANY (ARRAY['public']) AND t.relkind IN ('r', 'p') ORDER BY 2, 1
-- Prisma: columns as it reads them
SELECT i.table_name, i.column_name, format_type(a.atttypid, a.atttypmod), i.numeric_precision, i.numeric_scale, i.numeric_precision_radix, i.datetime_precision, i.data_type, i.udt_schema, i.udt_name AS full_data_type, pg_get_expr(d.adbin, d.adrelid) AS column_default, i.is_nullable, i.is_identity, i.character_maximum_length, col_description(a.attrelid, a.attnum)
    FROM information_schema.columns i JOIN pg_attribute a ON a.attname = i.column_name JOIN pg_class c ON c.oid = a.attrelid AND c.relname = i.table_name JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = i.table_schema LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
    WHERE n.nspname = 'public' ORDER BY i.table_name, i.ordinal_position
-- Prisma: indexes with operator classes
SELECT t.relname, i.relname, x.indisunique, x.indisprimary, a.attname, o.position, m.amname, c.opcname, c.opcdefault, x.indoption[o.position - 1], k.condeferrable, k.condeferred, x.indpred IS NOT NULL AS partial FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_am m ON m.oid = i.relam CROSS JOIN LATERAL unnest(x.indkey, x.indclass) WITH ORDINALITY o(attnum, class, position) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.attnum LEFT JOIN pg_opclass c ON c.oid = o.class LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'u')
    WHERE t.relnamespace = 'public'::regnamespace AND o.position <= x.indnkeyatts ORDER BY 1, 2, 6
-- Prisma: foreign keys
SELECT k.oid > 0, child.relname, parent.relname, k.conname, k.confdeltype, k.confupdtype, k.condeferrable, k.condeferred, array_agg(c.attname ORDER BY o.n), array_agg(p.attname ORDER BY o.n) FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY o(child, parent, n) JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = o.child JOIN pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = o.parent WHERE k.contype = 'f' GROUP BY k.oid, 2, 3, 4, 5, 6, 7, 8 ORDER BY 2, 4
-- Prisma: views and their text
SELECT viewname, schemaname, definition, obj_description((quote_ident(schemaname) || '.' || quote_ident(viewname))::regclass) FROM pg_views WHERE schemaname = 'public' ORDER BY 1
-- Prisma: sequences of columns
SELECT sequence_name, sequence_schema, data_type, start_value, minimum_value, maximum_value, increment, cycle_option FROM information_schema.sequences ORDER BY 1
-- Npgsql: all types, what they are made of first
SELECT n.nspname, t.typname, CASE WHEN p.proname = 'array_recv' THEN 'a' ELSE t.typtype END AS type, t.typtype, p.proname, CASE WHEN p.proname = 'array_recv' THEN t.typelem::regtype WHEN t.typtype = 'r' THEN r.rngsubtype::regtype WHEN t.typtype = 'm' THEN (SELECT rngtypid::regtype FROM pg_range WHERE rngmultitypid = t.oid) WHEN t.typtype = 'd' THEN t.typbasetype::regtype END AS element
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_proc p ON p.oid = t.typreceive LEFT JOIN pg_range r ON r.rngtypid = t.oid LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE n.nspname = 'public' AND (t.typtype IN ('b', 'r', 'm', 'e', 'd') OR (t.typtype = 'c' AND c.relkind = 'c')) AND t.typname !~ 'objectid'
    ORDER BY CASE WHEN t.typtype IN ('b', 'e', 'p') THEN 0 WHEN t.typtype = 'c' THEN 1 WHEN t.typtype = 'r' THEN 2 WHEN t.typtype = 'm' THEN 3 ELSE 4 END, 2
-- Npgsql: fields of composite types
SELECT t.typname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid JOIN pg_attribute a ON a.attrelid = t.typrelid WHERE t.typtype = 'c' AND c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped AND t.typnamespace = 'public'::regnamespace ORDER BY 1, a.attnum
-- Trino: statistics of columns before ANALYZE, rows
SELECT c.relname, c.reltuples::bigint <= 0 AS unknown, (SELECT count(*) FROM pg_stats s WHERE s.schemaname = 'public' AND s.tablename = c.relname) AS n FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
-- Trino: array dimensions
SELECT a.attname, greatest(a.attndims, 1) AS dims, y.typname FROM pg_attribute a JOIN pg_class c ON a.attrelid = c.oid JOIN pg_namespace n ON c.relnamespace = n.oid JOIN pg_type y ON y.oid = a.atttypid WHERE n.nspname = 'public' AND c.relname = 'child' AND y.typcategory = 'A' AND a.attnum > 0 ORDER BY a.attnum
-- Trino: comments of tables
SELECT n.nspname, c.relname, d.description FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = 'public' ORDER BY 1, 2
-- Debezium: replica identity and keys
SELECT c.relname, CASE c.relreplident WHEN 'd' THEN 'default' WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' END, (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_index x JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (x.indkey) WHERE x.indrelid = c.oid AND x.indisprimary) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
-- Debezium: types it has to know
SELECT t.oid < 16384 AS builtin, t.typname AS name, t.typelem::regtype, t.typbasetype::regtype, t.typtypmod, t.typcategory, e.values FROM pg_type t JOIN pg_namespace n ON t.typnamespace = n.oid LEFT JOIN (SELECT enumtypid AS id, array_agg(enumlabel ORDER BY enumsortorder) AS values FROM pg_enum GROUP BY 1) e ON t.oid = e.id WHERE n.nspname = 'public' AND t.typname !~ 'objectid' ORDER BY 2
-- dbt: the catalog of a database
SELECT tbl.relname, CASE WHEN tbl.relkind = 'v' THEN 'VIEW' WHEN tbl.relkind = 'm' THEN 'MATERIALIZED VIEW' ELSE 'BASE TABLE' END, tbl_desc.description, col.attname, col.attnum, format_type(col.atttypid, col.atttypmod), col_desc.description, pg_get_userbyid(tbl.relowner) = current_user
    FROM pg_namespace sch JOIN pg_class tbl ON tbl.relnamespace = sch.oid JOIN pg_attribute col ON col.attrelid = tbl.oid LEFT JOIN pg_description tbl_desc ON tbl_desc.objoid = tbl.oid AND tbl_desc.objsubid = 0 LEFT JOIN pg_description col_desc ON col_desc.objoid = tbl.oid AND col_desc.objsubid = col.attnum
    WHERE sch.nspname = 'public' AND NOT pg_is_other_temp_schema(sch.oid) AND tbl.relpersistence IN ('p', 'u') AND tbl.relkind IN ('r', 'v', 'f', 'p', 'm') AND col.attnum > 0 AND NOT col.attisdropped ORDER BY 1, 5
-- dbt: which relations depend on which
WITH relation AS (SELECT pg_rewrite.ev_class AS class, pg_rewrite.oid AS id FROM pg_rewrite), class AS (SELECT oid AS id, relname AS name, relnamespace AS schema, relkind AS kind FROM pg_class), dependency AS (SELECT DISTINCT pg_depend.objid AS id, pg_depend.refobjid AS ref FROM pg_depend)
    SELECT DISTINCT referenced.name, dependent.name FROM relation JOIN class AS dependent ON relation.class = dependent.id JOIN dependency ON relation.id = dependency.id JOIN class AS referenced ON dependency.ref = referenced.id AND referenced.id <> dependent.id
    WHERE referenced.schema = 'public'::regnamespace AND referenced.kind <> 'c' AND dependent.kind IN ('v', 'm') ORDER BY 1, 2
-- dbt: indexes of a materialized view
SELECT i.relname, m.amname, x.indisunique, array_to_string(array_agg(a.attname ORDER BY array_position(x.indkey, a.attnum)), ',') FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)
    WHERE t.relname = 'mv2' AND n.nspname = 'public' AND t.relkind IN ('r', 'm') GROUP BY 1, 2, 3 ORDER BY 1
-- SchemaSpy: views, checks, sequences, types
SELECT table_name, view_definition, check_option, is_updatable, is_insertable_into FROM information_schema.views WHERE table_schema = 'public' ORDER BY 1
-- SchemaSpy: checks
SELECT t.table_name, c.constraint_name, c.check_clause FROM information_schema.check_constraints c JOIN information_schema.table_constraints t ON t.constraint_name = c.constraint_name AND t.constraint_schema = c.constraint_schema WHERE c.constraint_schema = 'public' AND c.constraint_name !~ '_not_null$' ORDER BY 1, 2
-- SchemaSpy: row counts, by its estimate
SELECT relname, greatest(reltuples, 0)::bigint >= 0 FROM pg_class WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'public') ORDER BY 1
-- Liquibase: columns with what it snapshots
SELECT c.table_name, c.column_name, c.data_type, c.udt_name, CASE WHEN c.column_default LIKE 'nextval(%' OR c.is_identity = 'YES' THEN pg_get_serial_sequence(quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), c.column_name) END FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position
-- Liquibase: unique constraints
SELECT k.conname, k.condeferrable, k.condeferred, k.convalidated, c.relname, s.spcname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class i ON i.oid = k.conindid LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace WHERE k.contype = 'u' ORDER BY 1
-- Liquibase: sequences with their owners
SELECT c.relname, s.seqtypid::regtype, s.seqmin, s.seqmax, s.seqincrement, s.seqcycle, s.seqstart, s.seqcache, o.relname, a.attname FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid LEFT JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE c.relkind = 'S' ORDER BY 1
-- Flyway: what a schema has that clean would drop
SELECT 'matview', relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND n.nspname = 'public' UNION ALL SELECT 'view', relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_depend d ON d.objid = c.oid AND d.deptype = 'e' WHERE c.relkind = 'v' AND n.nspname = 'public' AND d.objid IS NULL
    UNION ALL SELECT 'sequence', sequence_name FROM information_schema.sequences WHERE sequence_schema = 'public' UNION ALL SELECT 'domain', t.typname FROM pg_type t LEFT JOIN pg_depend d ON d.objid = t.oid AND d.deptype = 'e' WHERE t.typtype = 'd' AND t.typnamespace = 'public'::regnamespace AND d.objid IS NULL AND t.typname <> 'objectid'
    UNION ALL SELECT 'type', t.typname FROM pg_type t WHERE (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_class c WHERE c.oid = t.typrelid)) AND NOT EXISTS (SELECT 1 FROM pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid) AND t.typnamespace = 'public'::regnamespace AND t.typtype <> 'd' ORDER BY 1, 2
-- Flyway: functions that clean would drop
SELECT p.proname, pg_get_function_identity_arguments(p.oid), p.prokind FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype IN ('e', 'i') WHERE n.nspname = 'public' AND d.objid IS NULL ORDER BY 1
-- Airbyte: primary keys and nullable columns
SELECT t.relname, a.attname, array_position(k.conkey, a.attnum), a.attnotnull, format_type(a.atttypid, NULL) FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey) WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attnum > 0 ORDER BY 1, a.attnum
-- Airbyte: how large, how many pages
SELECT relname, (CASE WHEN relpages = 0 THEN 0 ELSE reltuples END) >= 0, relfilenode <> 0 FROM pg_class WHERE oid IN ('child'::regclass, 'public."Odd Table"'::regclass) ORDER BY 1
-- Superset: a table's columns, comments, keys
SELECT a.attname, format_type(a.atttypid, a.atttypmod), (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull, a.attrelid::regclass, pgd.description, a.attgenerated,
    (SELECT json_build_object('always', a.attidentity = 'a', 'start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin, 'maxvalue', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass AND a.attidentity <> '')
    FROM pg_attribute a LEFT JOIN pg_description pgd ON pgd.objoid = a.attrelid AND pgd.objsubid = a.attnum WHERE a.attrelid = ANY (ARRAY['parent', 'child', 'v1']::regclass[]) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid::regclass::text, a.attnum
-- Superset: domains and enums that SQLAlchemy reflects
SELECT t.typname, format_type(t.typbasetype, t.typtypmod), NOT t.typnotnull, t.typdefault, pg_type_is_visible(t.oid), n.nspname, k.checks, k.names, CASE WHEN t.typcollation <> b.typcollation THEN (SELECT collname FROM pg_collation c WHERE c.oid = t.typcollation) END FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN (SELECT contypid, array_agg(pg_get_constraintdef(oid, true) ORDER BY conname) AS checks, array_agg(conname ORDER BY conname) AS names FROM pg_constraint WHERE contypid <> 0 GROUP BY contypid) k ON k.contypid = t.oid WHERE t.typtype = 'd' AND n.nspname = 'public' AND t.typname <> 'objectid' ORDER BY 1
-- Tableau: types by JDBC's getTypeInfo
SELECT t.typname, t.oid < 16384, t.typtype, t.typinput::regproc::text, t.typnotnull, t.typtypmod, t.typbasetype::regtype FROM pg_type t JOIN pg_namespace n ON t.typnamespace = n.oid WHERE n.nspname = 'public' AND (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_class c WHERE c.oid = t.typrelid)) AND t.typname !~ 'objectid' ORDER BY 1
-- Tableau: columns by JDBC's getColumns
SELECT * FROM (SELECT n.nspname, c.relname, a.attname, a.atttypid::regtype, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) AS attnotnull, a.atttypmod, a.attlen, t.typtypmod, row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS attnum, nullif(a.attidentity, '') AS attidentity, nullif(a.attgenerated, '') AS attgenerated, pg_get_expr(def.adbin, def.adrelid) AS adsrc, dsc.description, t.typbasetype::regtype, t.typtype
    FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON a.atttypid = t.oid LEFT JOIN pg_attrdef def ON a.attrelid = def.adrelid AND a.attnum = def.adnum LEFT JOIN pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid LEFT JOIN pg_class dc ON dc.oid = dsc.classoid AND dc.relname = 'pg_class' LEFT JOIN pg_namespace dn ON dc.relnamespace = dn.oid AND dn.nspname = 'pg_catalog'
    WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname LIKE 'public') c ORDER BY nspname, relname, attnum
-- Power BI: foreign keys both ways
SELECT pk.table_name, pk.column_name, fk.table_name, fk.column_name, fk.ordinal_position, fk.constraint_name FROM information_schema.referential_constraints r JOIN information_schema.key_column_usage fk ON fk.constraint_name = r.constraint_name JOIN information_schema.key_column_usage pk ON pk.constraint_name = r.unique_constraint_name WHERE pk.ordinal_position = fk.position_in_unique_constraint ORDER BY 6, 5
-- PostgREST: columns that may be written, with enums
SELECT c.relname, a.attname, d.description, NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)) AS nullable, CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, NULL) ELSE format_type(a.atttypid, NULL) END AS type, format_type(a.atttypid, a.atttypmod) AS nominal, information_schema._pg_char_max_length(information_schema._pg_truetypid(a.*, t.*), information_schema._pg_truetypmod(a.*, t.*)) AS len,
    CASE WHEN (t.typbasetype <> 0) AND (ad.adbin IS NULL) THEN pg_get_expr(t.typdefaultbin, 0) WHEN a.attidentity = 'd' THEN format('nextval(%L)', pg_get_serial_sequence(c.oid::regclass::text, a.attname)::text) WHEN a.attgenerated = 's' THEN NULL ELSE pg_get_expr(ad.adbin, ad.adrelid) END AS value, (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = coalesce(nullif(t.typbasetype, 0), t.oid)) AS enums
    FROM pg_attribute a LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum AND d.classoid = 'pg_class'::regclass LEFT JOIN pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'm', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1, a.attnum
-- PostgREST: computed relationships' candidates
SELECT p.proname, p.prorettype::regtype, p.proargtypes[0]::regtype, p.proretset, p.pronargs, p.provolatile FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1, p.pronargs, 3
-- Metabase: fields with their keys
SELECT c.column_name, c.udt_name, c.ordinal_position - 1, c.table_name, pk.column_name IS NOT NULL AS pk, col_description(format('%I.%I', c.table_schema, c.table_name)::regclass, c.ordinal_position), (c.column_default IS NULL OR lower(c.column_default) = 'null') AND c.is_nullable = 'NO' AND NOT (c.column_default IS NOT NULL AND c.column_default LIKE '%nextval(%' OR c.is_identity <> 'NO') AS required, c.is_identity <> 'NO' AS auto
    FROM information_schema.columns c LEFT JOIN (SELECT tc.table_name, kc.column_name FROM information_schema.table_constraints tc JOIN information_schema.key_column_usage kc ON tc.constraint_name = kc.constraint_name AND tc.table_name = kc.table_name WHERE tc.constraint_type = 'PRIMARY KEY') pk ON pk.table_name = c.table_name AND pk.column_name = c.column_name
    WHERE c.table_schema !~ '^information_schema|catalog_history|pg_' ORDER BY 4, 3
-- Metabase: enums by field
SELECT n.nspname, t.typname FROM pg_enum e JOIN pg_type t ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY 1, 2 ORDER BY 1, 2
-- Atlas: range and composite types
SELECT t.typname, r.rngsubtype::regtype, r.rngmultitypid::regtype, o.opcname, r.rngsubdiff::regproc, r.rngcanonical::regproc, c.collname FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid LEFT JOIN pg_opclass o ON o.oid = r.rngsubopc LEFT JOIN pg_collation c ON c.oid = r.rngcollation WHERE t.typnamespace = 'public'::regnamespace ORDER BY 1
-- pg_dump by tools: what owns what
SELECT pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid), pg_describe_object(d.classid, d.objid, d.objsubid), d.deptype FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid >= 16384 AND d.refobjid >= 16384 AND pg_describe_object(d.classid, d.objid, 0) !~ 'toast' ORDER BY 1, 2
-- information_schema: what uses what
SELECT * FROM information_schema.view_column_usage WHERE view_schema = 'public' ORDER BY 3, 6, 7
-- information_schema: domains and where they are
SELECT domain_name, table_name, column_name FROM information_schema.column_domain_usage WHERE table_schema = 'public' ORDER BY 1, 2, 3
-- information_schema: the elements of arrays
SELECT regexp_replace(object_name, '_\d+$', ''), object_type, collection_type_identifier, data_type, udt_schema, udt_name, dtd_identifier, character_maximum_length FROM information_schema.element_types WHERE object_schema = 'public' ORDER BY 1, 3
-- information_schema: domains and their checks
SELECT d.domain_name, d.data_type, d.character_maximum_length, d.numeric_precision, d.numeric_scale, d.domain_default, d.udt_name, k.constraint_name, k.is_deferrable FROM information_schema.domains d LEFT JOIN information_schema.domain_constraints k ON k.domain_name = d.domain_name WHERE d.domain_schema = 'public' AND d.domain_name <> 'objectid' ORDER BY 1, 8
-- information_schema: column options
SELECT table_name, column_name, dependent_column FROM information_schema.column_column_usage ORDER BY 1, 2, 3
-- information_schema: all routines
SELECT specific_schema, specific_name, routine_name, routine_type, data_type, type_udt_name, dtd_identifier, routine_body, external_language, is_deterministic, is_null_call, security_type FROM information_schema.routines WHERE specific_schema <> 'public' AND routine_name !~ 'plpgsql|binary_upgrade_set_next_attr|gen_objectid' ORDER BY specific_schema, specific_name
-- information_schema: what has data types
SELECT object_schema, object_name, object_type, dtd_identifier FROM information_schema.data_type_privileges WHERE object_schema <> 'public' AND object_name !~ 'plpgsql|binary_upgrade_set_next_attr|gen_objectid' ORDER BY 1, 2, 3, 4
-- information_schema: elements of the system's arrays
SELECT object_schema, object_name, object_type, collection_type_identifier, data_type, collation_name, udt_name FROM information_schema.element_types WHERE object_schema <> 'public' AND object_name !~ 'plpgsql|binary_upgrade_set_next_attr' ORDER BY 1, 2, 3, 4
