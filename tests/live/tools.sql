/* What admin and BI tools ask the catalogs before they show anything, in our own words: relations, columns, joins and functions are those that
 * the programs' public sources have. Two dashes and a name begin a query; `more` behind it: PostgreSQL's answer has rows that pgleaf's has not. */

-- pgAdmin: the session
SELECT u.usename, u.usesuper IS NOT NULL AS known, CASE WHEN u.usesuper THEN pg_is_in_recovery() ELSE false END AS recovery,
       CASE WHEN u.usesuper AND pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END AS paused
  FROM pg_user u WHERE u.usename = current_user

-- pgAdmin: what the role may
SELECT r.rolname, r.rolcanlogin, r.rolcreatedb, pg_has_role(r.oid, 'member') AS member FROM pg_roles r WHERE r.rolname = current_user

-- pgAdmin: databases
SELECT d.datname, pg_encoding_to_char(d.encoding) AS encoding, d.datallowconn, pg_get_userbyid(d.datdba) AS owner, d.datcollate, d.datctype,
       d.datconnlimit, d.datistemplate, has_database_privilege(d.oid, 'CREATE') AS cancreate, s.spcname, d.datacl::text,
       shobj_description(d.oid, 'pg_database') AS comment,
       (SELECT array_agg(p.provider || '=' || p.label) FROM pg_shseclabel p WHERE p.objoid = d.oid) AS labels
  FROM pg_database d LEFT JOIN pg_tablespace s ON s.oid = d.dattablespace WHERE d.datname = current_database()

-- pgAdmin: schemas
SELECT n.nspname, pg_get_userbyid(n.nspowner), has_schema_privilege(n.oid, 'CREATE') AS cancreate, has_schema_privilege(n.oid, 'USAGE') AS canuse,
       d.description FROM pg_namespace n LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass
 WHERE n.nspname NOT LIKE E'pg\_%' AND n.nspname <> 'information_schema' ORDER BY n.nspname

-- pgAdmin: an ACL taken apart
SELECT coalesce(gt.rolname, 'PUBLIC') AS grantee, g.rolname AS grantor, array_agg(b.privilege_type ORDER BY b.privilege_type), array_agg(b.is_grantable)
  FROM (SELECT (aclexplode(n.nspacl)).grantee, (aclexplode(n.nspacl)).grantor, (aclexplode(n.nspacl)).privilege_type, (aclexplode(n.nspacl)).is_grantable
          FROM pg_namespace n WHERE n.nspname = 'public') b
  LEFT JOIN pg_roles g ON g.oid = b.grantor LEFT JOIN pg_roles gt ON gt.oid = b.grantee GROUP BY 1, 2 ORDER BY 1

-- pgAdmin: tables
SELECT r.relname, (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = r.oid AND t.tgisinternal = false) AS triggers,
       (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = r.oid AND t.tgisinternal = false AND t.tgenabled = 'O') AS enabled,
       (CASE WHEN r.relkind = 'p' THEN true ELSE false END) AS partitioned, d.description
  FROM pg_class r LEFT JOIN pg_description d ON d.objoid = r.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
 WHERE r.relnamespace = 'public'::regnamespace AND r.relkind IN ('r', 's', 't', 'p') AND NOT r.relispartition ORDER BY r.relname

-- pgAdmin: a table's properties
SELECT c.relname, c.relhasindex, c.relpersistence, c.relkind, c.relchecks, c.relhastriggers, c.relhassubclass, c.reloptions, c.relispartition, am.amname,
       pg_get_userbyid(c.relowner), o.conname, o.conkey, coalesce(array_length(c.reloptions, 1), 0) AS options,
       (SELECT count(*) FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents, (SELECT spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace) AS spc,
       substring(array_to_string(c.reloptions, ',') FROM 'fillfactor=([0-9]*)') AS fillfactor, typ.typname
  FROM pg_class c LEFT JOIN pg_constraint o ON o.conrelid = c.oid AND o.contype = 'p' LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  LEFT JOIN pg_type typ ON typ.oid = c.reloftype LEFT JOIN pg_am am ON am.oid = c.relam
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname

-- pgAdmin: columns
SELECT c.relname, a.attname, a.attnum, a.atttypmod, a.attnotnull, a.attisdropped, a.attlen, a.attndims, a.attinhcount, a.attidentity, a.attgenerated, a.attstorage,
       a.attstattarget, t.typname, format_type(t.oid, NULL) AS elementary, format_type(a.atttypid, a.atttypmod) AS shown,
       pg_get_expr(d.adbin, d.adrelid) AS def, pg_get_expr(d.adbin, d.adrelid, true) AS pretty, CASE WHEN t.typelem > 0 THEN t.typelem ELSE t.oid END::regtype AS elem,
       coll.collname, n.nspname, des.description, (a.attnum = ANY (pk.conkey)) AS is_pk,
       (SELECT count(1) FROM pg_type t2 WHERE t2.typname = t.typname) > 1 AS duplicate
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_description des ON des.objoid = a.attrelid AND des.objsubid = a.attnum AND des.classoid = 'pg_class'::regclass
  LEFT JOIN pg_collation coll ON coll.oid = a.attcollation LEFT JOIN pg_namespace n ON n.oid = coll.collnamespace
  LEFT JOIN pg_constraint pk ON pk.conrelid = a.attrelid AND pk.contype = 'p'
 WHERE c.relname IN ('authors', 'books') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum

-- pgAdmin: constraints of each kind
SELECT c.relname, o.contype, o.conname, pg_get_constraintdef(o.oid, true) AS pretty, o.condeferrable, o.condeferred, o.convalidated, o.connoinherit,
       o.confupdtype, o.confdeltype, o.confmatchtype, f.relname AS referenced, i.relname AS index
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid LEFT JOIN pg_class f ON f.oid = o.confrelid LEFT JOIN pg_class i ON i.oid = o.conindid
 WHERE c.relname IN ('authors', 'books') ORDER BY c.relname, o.contype, o.conname

-- pgAdmin: an index
SELECT ci.relname, tab.relname, x.indisclustered, x.indisvalid, x.indisunique, x.indisprimary, am.amname, x.indkey::text, pg_get_expr(x.indpred, x.indrelid, true),
       ci.reloptions, (SELECT array_agg(pg_get_indexdef(x.indexrelid, k + 1, true) ORDER BY k) FROM generate_subscripts(x.indkey, 1) AS k) AS keys,
       (SELECT array_agg(opc.opcname || CASE WHEN opc.opcdefault THEN '' ELSE '!' END) FROM unnest(x.indclass) AS u(o) JOIN pg_opclass opc ON opc.oid = u.o) AS classes
  FROM pg_index x JOIN pg_class ci ON ci.oid = x.indexrelid JOIN pg_class tab ON tab.oid = x.indrelid JOIN pg_am am ON am.oid = ci.relam
  LEFT JOIN pg_depend dep ON dep.classid = ci.tableoid AND dep.objid = ci.oid AND dep.refobjsubid = 0 AND dep.refclassid = 'pg_constraint'::regclass
 WHERE tab.relname IN ('authors', 'books', 'orders') ORDER BY ci.relname

-- pgAdmin: views
SELECT c.relname, c.reltablespace, pg_get_userbyid(c.relowner), c.relacl::text, d.description, array_to_string(c.reloptions, ',') AS options
  FROM pg_class c LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0
 WHERE (c.relhasrules AND EXISTS (SELECT r.rulename FROM pg_rewrite r WHERE r.ev_class = c.oid AND bpchar(r.ev_type) = '1'::bpchar))
   AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname

-- pgAdmin: sequences
SELECT c.relname, pg_get_userbyid(c.relowner), s.seqstart, s.seqmin, s.seqmax, s.seqincrement, s.seqcache, s.seqcycle, s.seqtypid::regtype,
       (SELECT d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass) AS owned
  FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname

-- pgAdmin: roles with members
SELECT r.rolname, ARRAY(SELECT b.rolname FROM pg_auth_members m JOIN pg_roles b ON m.roleid = b.oid WHERE m.member = r.oid ORDER BY 1) AS memberof
  FROM pg_roles r WHERE r.rolname LIKE 'pg\_%' ORDER BY r.rolname

-- pgAdmin: types to choose from more
SELECT typname, format_type(oid, NULL), typtype, typlen, oid, typarray, typnotnull FROM pg_type
 WHERE typisdefined AND typtype IN ('b', 'r') AND typname !~ '^_' AND oid < 10000 ORDER BY typname

-- pgAdmin: dashboard
SELECT 'session_stats' AS chart, row_to_json(t)::text ~ 'Total' FROM (SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS "Total",
       (SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database()) AS "Active") t
UNION ALL SELECT 'tps', row_to_json(t)::text ~ 'Commits' FROM (SELECT sum(xact_commit) AS "Commits", sum(xact_rollback) AS "Rollbacks" FROM pg_stat_database) t
UNION ALL SELECT 'io', row_to_json(t)::text ~ 'Hits' FROM (SELECT sum(blks_read) AS "Reads", sum(blks_hit) AS "Hits" FROM pg_stat_database) t

-- pgAdmin: activity
SELECT datname, usename, application_name, client_addr, state, wait_event_type || ': ' || wait_event AS waits,
       array_to_string(pg_blocking_pids(pid), ',') AS blocking, backend_type FROM pg_stat_activity WHERE pid = pg_backend_pid()

-- pgAdmin: locks and prepared transactions
SELECT count(*) >= 0 FROM pg_locks l LEFT JOIN pg_database d ON d.oid = l.database LEFT JOIN pg_prepared_xacts p ON p.transaction = l.transactionid

-- pgAdmin: statistics of a table
SELECT s.relname, s.n_tup_ins IS NOT NULL, s.last_vacuum, i.heap_blks_hit IS NOT NULL, pg_size_pretty(pg_relation_size(s.relid)) ~ 'bytes|kB',
       pg_size_pretty(pg_total_relation_size(s.relid)) ~ 'bytes|kB'
  FROM pg_stat_user_tables s JOIN pg_statio_user_tables i ON i.relid = s.relid ORDER BY s.relname

-- pgAdmin: search in all objects
SELECT obj_type, obj_name FROM (
  SELECT CASE WHEN c.relkind = 'r' THEN 'table' WHEN c.relkind = 'S' THEN 'sequence' WHEN c.relkind = 'v' THEN 'view' ELSE 'other' END AS obj_type, c.relname AS obj_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'S', 'm') AND n.nspname = 'public'
  UNION ALL SELECT 'column', a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE a.attnum > 0 AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  UNION ALL SELECT CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'fk' WHEN 'p' THEN 'pk' WHEN 'u' THEN 'unique' END, conname FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace
) x WHERE obj_name ILIKE '%o%' ORDER BY 1, 2

-- DBeaver: databases
SELECT db.datname, db.datistemplate, db.datallowconn, pg_get_userbyid(db.datdba) FROM pg_catalog.pg_database db
 WHERE datallowconn AND NOT datistemplate AND datname = current_database() ORDER BY db.datname

-- DBeaver: the context
SELECT current_schema(), current_user, session_user, current_database(), inet_server_addr() IS NULL

-- DBeaver: schemas
SELECT n.nspname, d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass
 WHERE n.nspname IN ('public', 'pg_catalog', 'information_schema') ORDER BY nspname

-- DBeaver: tables
SELECT c.relname, c.relkind, c.relpersistence, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key,
       c.relrowsecurity, c.relhasrules, (c.relispartition) FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind NOT IN ('i', 'I', 'c') ORDER BY c.relname

-- DBeaver: columns
SELECT c.relname, a.attname, a.attnum, a.attcollation <> 0 AS collatable, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def, dsc.description, dep.objid IS NOT NULL AS owns
  FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON a.attrelid = c.oid LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
  LEFT OUTER JOIN pg_catalog.pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid
  LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum AND dep.classid = dep.refclassid
 WHERE NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'c') AND c.relname IN ('authors', 'books', 'cheap', 'orders') AND a.attnum > 0 ORDER BY c.relname, a.attnum

-- DBeaver: constraints
SELECT c.conname, c.contype, c.conkey, c.confkey, t.relname AS tabrelname, rt.relnamespace::regnamespace AS refnamespace, d.description, c.condeferrable,
       pg_catalog.pg_get_constraintdef(c.oid) AS definition FROM pg_catalog.pg_constraint c INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
  LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_constraint'::regclass
 WHERE c.connamespace = 'public'::regnamespace AND t.relname IN ('authors', 'books') ORDER BY c.conname

-- DBeaver: indexes
SELECT c.relname, tc.relname AS tabrelname, i.indnatts, i.indnkeyatts, i.indisunique, i.indkey::int2[], i.indoption::int2[], i.indcollation::oid[], dsc.description,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS pred, pg_catalog.pg_get_expr(i.indexprs, i.indrelid, true) AS expr, pg_catalog.pg_relation_size(i.indexrelid) IS NOT NULL AS sized,
       pg_catalog.pg_stat_get_numscans(i.indexrelid) IS NOT NULL AS scanned, pg_catalog.pg_get_indexdef(c.oid)
  FROM pg_catalog.pg_index i INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid INNER JOIN pg_catalog.pg_class tc ON tc.oid = i.indrelid
  LEFT OUTER JOIN pg_catalog.pg_description dsc ON i.indexrelid = dsc.objoid WHERE tc.relname IN ('authors', 'books', 'orders') ORDER BY tabrelname, c.relname

-- DBeaver: data types more
SELECT t.oid, t.typname, t.typtype, t.typcategory, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description
  FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid
 WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C') AND t.oid < 10000 ORDER BY t.oid

-- DBeaver: functions more
SELECT p.oid, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid) AS args, p.prokind, d.description, pg_get_expr(p.proargdefaults, 0) IS NOT NULL AS defaults,
       l.lanname IS NOT NULL FROM pg_catalog.pg_proc p LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = p.oid AND d.objsubid = 0 LEFT JOIN pg_language l ON l.oid = p.prolang
 WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname IN ('lower', 'substring', 'now', 'count') ORDER BY p.oid

-- DBeaver: sizes
SELECT relname, pg_total_relation_size(c.oid) >= 0 AS total, pg_relation_size(c.oid) >= 0 AS rel, pg_table_size(c.oid) >= 0 AS tab, pg_indexes_size(c.oid) >= 0 AS idx
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1

-- DBeaver: permissions of a table
SELECT grantee, privilege_type, is_grantable, with_hierarchy FROM information_schema.table_privileges WHERE table_catalog = current_database() AND table_schema = 'public' AND table_name = 'books' ORDER BY 2

-- DBeaver: settings more
SELECT s.name, s.setting FROM pg_catalog.pg_settings s WHERE s.name IN ('standard_conforming_strings', 'server_encoding', 'DateStyle', 'integer_datetimes') ORDER BY 1

-- DataGrip: what is there
SELECT n.nspname, n.xmin IS NOT NULL AS state, pg_get_userbyid(n.nspowner) FROM pg_namespace n WHERE n.nspname = 'public'

-- DataGrip: the transaction
SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE (txid_current() % 4294967296)::varchar::bigint END > 0 AS current_txid

-- DataGrip: states
SELECT L.transactionid::varchar::bigint AS transaction_id FROM pg_catalog.pg_locks L WHERE L.transactionid IS NOT NULL AND false ORDER BY pg_catalog.age(L.transactionid) DESC LIMIT 1

-- DataGrip: relations
SELECT T.relkind AS table_kind, T.relname, T.relpersistence, translate(am.amname, 'p', 'p'), T.reloptions, pg_catalog.pg_get_userbyid(T.relowner), (SELECT count(*) FROM pg_inherits i WHERE i.inhrelid = T.oid)
  FROM pg_catalog.pg_class T LEFT JOIN pg_am am ON am.oid = T.relam WHERE T.relnamespace = 'public'::regnamespace AND T.relkind IN ('r', 'm', 'v', 'f', 'p') ORDER BY table_kind, T.relname

-- DataGrip: indices
SELECT tab.relname, ind.relname, i.indisunique, i.indisprimary, i.indkey::varchar, opt.n AS opts, pg_get_expr(i.indpred, i.indrelid) AS condition,
       pg_catalog.pg_index_column_has_property(i.indexrelid, 1, 'asc') AS asc, pg_indexam_has_property(am.oid, 'can_order') AS orders, pg_index_has_property(i.indexrelid, 'clusterable') AS cl
  FROM pg_index i JOIN pg_class ind ON ind.oid = i.indexrelid JOIN pg_class tab ON tab.oid = i.indrelid JOIN pg_am am ON am.oid = ind.relam
  CROSS JOIN LATERAL (SELECT count(*) AS n FROM unnest(i.indoption) o) opt WHERE tab.relname IN ('books', 'orders') ORDER BY 1, 2

-- Metabase: may it be read
WITH table_privileges AS (
  SELECT NULL AS role, t.schemaname AS schema, t.objectname AS "table", pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"."' || t.objectname || '"', 'update') AS update,
         pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"."' || t.objectname || '"', 'select') AS select,
         pg_catalog.has_table_privilege(current_user, '"' || t.schemaname || '"."' || t.objectname || '"', 'delete') AS delete
    FROM (SELECT schemaname, tablename AS objectname FROM pg_catalog.pg_tables UNION SELECT schemaname, viewname FROM pg_views UNION SELECT schemaname, matviewname FROM pg_matviews) t
   WHERE t.schemaname !~ '^pg_' AND t.schemaname <> 'information_schema' AND pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage'))
SELECT t.* FROM table_privileges t ORDER BY 2, 3

-- Metabase: tables
SELECT n.nspname AS schema, c.relname AS name, CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'm' THEN 'MATERIALIZED VIEW' END AS type,
       d.description, stat.n_live_tup IS NULL AS rows FROM pg_catalog.pg_class c INNER JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid
  LEFT JOIN pg_catalog.pg_description d ON c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
  LEFT JOIN pg_stat_user_tables stat ON n.nspname = stat.schemaname AND c.relname = stat.relname
 WHERE c.relkind = ANY (ARRAY['r', 'p', 'v', 'f', 'm']) AND n.nspname !~ '^information_schema|catalog_history|pg_' ORDER BY 1, 2

-- Metabase: fields
SELECT c.column_name, CASE WHEN c.udt_schema IN ('public', 'pg_catalog') THEN format('%s', c.udt_name) ELSE format('"%s"."%s"', c.udt_schema, c.udt_name) END AS database_type, c.ordinal_position - 1 AS position,
       c.table_schema, c.table_name, pk.column_name IS NOT NULL AS is_pk, col_description(format('%I.%I', c.table_schema, c.table_name)::regclass::oid, c.ordinal_position) AS remarks,
       (c.column_default IS NULL OR lower(c.column_default) = 'null') AND c.is_nullable = 'NO' AND NOT (c.is_identity = 'YES' OR c.column_default LIKE 'nextval%') AS required,
       (c.is_identity = 'YES' OR c.column_default LIKE 'nextval%') AS auto
  FROM information_schema.columns c LEFT JOIN (SELECT tc.table_schema, tc.table_name, kc.column_name FROM information_schema.table_constraints tc
       JOIN information_schema.key_column_usage kc ON tc.constraint_name = kc.constraint_name AND tc.table_schema = kc.table_schema AND tc.table_name = kc.table_name WHERE tc.constraint_type = 'PRIMARY KEY') pk
    ON c.table_schema = pk.table_schema AND c.table_name = pk.table_name AND c.column_name = pk.column_name
 WHERE c.table_schema !~ '^information_schema|catalog_history|pg_' AND c.table_name IN ('authors', 'books', 'orders') ORDER BY 4, 5, 3

-- Metabase: foreign keys
SELECT fk_ns.nspname, fk_table.relname, fk_column.attname, pk_ns.nspname, pk_table.relname, pk_column.attname
  FROM pg_constraint c JOIN pg_class fk_table ON c.conrelid = fk_table.oid JOIN pg_namespace fk_ns ON c.connamespace = fk_ns.oid JOIN pg_attribute fk_column ON c.conrelid = fk_column.attrelid
  JOIN pg_class pk_table ON c.confrelid = pk_table.oid JOIN pg_namespace pk_ns ON pk_table.relnamespace = pk_ns.oid JOIN pg_attribute pk_column ON c.confrelid = pk_column.attrelid
 WHERE fk_ns.nspname !~ '^information_schema|catalog_history|pg_' AND c.contype = 'f'::char AND fk_column.attnum = ANY (c.conkey) AND pk_column.attnum = ANY (c.confkey) ORDER BY 1, 2

-- Metabase: indexes
SELECT tmp.schema, tmp."table", tmp.field FROM (SELECT n.nspname AS schema, tc.relname AS "table", pg_get_indexdef(i.indexrelid, k.n, true) AS field, i.indexprs IS NULL AND i.indpred IS NULL AS plain
  FROM pg_index i JOIN pg_class tc ON tc.oid = i.indrelid JOIN pg_namespace n ON n.oid = tc.relnamespace, LATERAL (SELECT 1 AS n) k WHERE n.nspname = 'public') tmp WHERE tmp.plain ORDER BY 1, 2, 3

-- Metabase: time zone
SHOW timezone

-- Grafana: tables for the editor
SELECT CASE WHEN quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END
         FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1), array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i,
              string_to_array(current_setting('search_path'), ',') s)
       THEN quote_ident(table_name) ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table"
  FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') ORDER BY 1

-- Grafana: columns of a kind
SELECT quote_ident(column_name) AS "column", data_type FROM information_schema.columns WHERE table_name = 'orders' AND data_type IN ('timestamp without time zone', 'timestamp with time zone', 'bigint', 'integer', 'double precision', 'real') ORDER BY 1

-- Grafana: versions
SELECT current_setting('server_version_num')::int / 100 AS version, (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescale

-- Superset: tables and views
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1

-- Superset: function names more
SELECT count(*) > 500 FROM (SELECT DISTINCT proname FROM pg_proc) x

-- Superset: estimate
SELECT pg_catalog.pg_backend_pid() > 0, set_config('search_path', 'public', false)

-- Looker: columns
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, coalesce(i.indisprimary, false) AS pk FROM pg_attribute a JOIN pg_class c ON a.attrelid = c.oid JOIN pg_namespace n ON c.relnamespace = n.oid
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey) WHERE n.nspname = 'public' AND c.relname = 'books' AND a.attnum > 0 ORDER BY a.attnum

-- Tableau: keys, as the ODBC driver asks
SELECT ta.attname, ia.attnum, ic.relname, n.nspname, tc.relname FROM pg_catalog.pg_attribute ta, pg_catalog.pg_attribute ia, pg_catalog.pg_class tc, pg_catalog.pg_index i, pg_catalog.pg_namespace n, pg_catalog.pg_class ic
 WHERE tc.relname LIKE 'books' AND n.nspname LIKE 'public' AND tc.oid = i.indrelid AND n.oid = tc.relnamespace AND i.indisprimary = 't' AND ia.attrelid = i.indexrelid AND ta.attrelid = i.indrelid
   AND ta.attnum = i.indkey[ia.attnum - 1] AND (NOT ta.attisdropped) AND (NOT ia.attisdropped) AND ic.oid = i.indexrelid ORDER BY ia.attnum

-- Excel: tables, as the ODBC driver asks
SELECT relname, nspname, relkind FROM pg_catalog.pg_class c, pg_catalog.pg_namespace n WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'pg_temp_1') AND n.oid = relnamespace ORDER BY nspname, relname

-- Power BI: tables
SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA NOT IN ('information_schema', 'pg_catalog') ORDER BY TABLE_SCHEMA, TABLE_NAME

-- Power BI: primary keys and foreign keys
SELECT pkcol.COLUMN_NAME AS pk, fkcol.TABLE_SCHEMA, fkcol.TABLE_NAME, fkcol.COLUMN_NAME, fkcol.ORDINAL_POSITION, 'FK_' || fkcol.CONSTRAINT_NAME AS fk FROM INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE pkcol
  JOIN INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS r ON r.UNIQUE_CONSTRAINT_NAME = pkcol.CONSTRAINT_NAME JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE fkcol ON fkcol.CONSTRAINT_NAME = r.CONSTRAINT_NAME ORDER BY 1, 2, 3

-- Npgsql: types more
SELECT ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid FROM (
  SELECT typ.oid, typ.typnamespace, typ.typname, typ.typtype, typ.typnotnull, typ.relkind, elemtyp.oid AS elemtypoid, elemtyp.typname AS elemtypname, elemcls.relkind AS elemrelkind,
         CASE WHEN elemproc.proname = 'array_recv' THEN 'a' ELSE elemtyp.typtype END AS elemtyptype
    FROM (SELECT typ.oid, typnamespace, typname, typrelid, typnotnull, relkind, typelem AS elemoid, CASE WHEN proc.proname = 'array_recv' THEN 'a' ELSE typ.typtype END AS typtype,
                 CASE WHEN proc.proname = 'array_recv' THEN typ.typelem WHEN typ.typtype = 'r' THEN rngsubtype WHEN typ.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
                      WHEN typ.typtype = 'd' THEN typ.typbasetype END AS elemtypoid
            FROM pg_type AS typ LEFT JOIN pg_class AS cls ON cls.oid = typ.typrelid LEFT JOIN pg_proc AS proc ON proc.oid = typ.typreceive LEFT JOIN pg_range ON pg_range.rngtypid = typ.oid) AS typ
    LEFT JOIN pg_type AS elemtyp ON elemtyp.oid = elemtypoid LEFT JOIN pg_class AS elemcls ON elemcls.oid = elemtyp.typrelid LEFT JOIN pg_proc AS elemproc ON elemproc.oid = elemtyp.typreceive) AS t
  JOIN pg_namespace AS ns ON ns.oid = typnamespace
 WHERE ns.nspname <> 'public' AND (typtype IN ('b', 'r', 'm', 'e', 'd') OR (typtype = 'c' AND relkind = 'c') OR (typtype = 'p' AND typname IN ('record', 'void')) OR (typtype = 'a' AND (elemtyptype IN ('b', 'r', 'm', 'e', 'd')
       OR (elemtyptype = 'p' AND elemtypname IN ('record', 'void')) OR (elemtyptype = 'c' AND elemrelkind = 'c'))))
 ORDER BY CASE WHEN typtype IN ('b', 'e', 'p') THEN 0 WHEN typtype = 'r' THEN 1 WHEN typtype = 'm' THEN 2 WHEN typtype = 'c' THEN 3 WHEN typtype = 'd' AND elemtyptype <> 'a' THEN 4 WHEN typtype = 'a' THEN 5 ELSE 6 END, t.oid

-- Npgsql: fields of composite types, values of enums
SELECT (SELECT count(*) FROM pg_type typ JOIN pg_namespace ns ON ns.oid = typ.typnamespace JOIN pg_class cls ON cls.oid = typ.typrelid JOIN pg_attribute att ON att.attrelid = typ.typrelid
         WHERE typ.typtype = 'c' AND cls.relkind = 'c' AND attnum > 0 AND NOT attisdropped), (SELECT count(*) FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid)

-- PostgREST: time zones more
SELECT name FROM pg_timezone_names WHERE name !~ '^posix' ORDER BY 1

-- PostgREST: settings of the role
SELECT rolname, array_agg(s) FROM (SELECT r.rolname, unnest(ds.setconfig) AS s FROM pg_db_role_setting ds JOIN pg_roles r ON r.oid = ds.setrole) x GROUP BY 1

-- PostgREST: isolation levels and settings that may be set
SELECT parname FROM (SELECT unnest(r.rolconfig) AS setting FROM pg_catalog.pg_roles r) x, LATERAL (SELECT split_part(x.setting, '=', 1) AS parname) y WHERE has_parameter_privilege(current_user, parname, 'set')

-- PostgREST: representations
SELECT c.castsource::regtype::text, c.casttarget::regtype::text, c.castfunc::regproc::text FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_type src_t ON c.castsource::oid = src_t.oid
  JOIN pg_catalog.pg_type dst_t ON c.casttarget::oid = dst_t.oid WHERE c.castcontext = 'i' AND c.castmethod = 'f' AND has_function_privilege(c.castfunc, 'execute')
   AND ((src_t.typtype = 'd' AND c.casttarget IN ('json'::regtype::oid, 'text'::regtype::oid)) OR (dst_t.typtype = 'd' AND c.castsource IN ('json'::regtype::oid, 'text'::regtype::oid)))

-- PostgREST: functions
WITH base_types AS (
  WITH RECURSIVE recurse AS (
    SELECT oid, typbasetype, coalesce(nullif(typbasetype, 0), oid) AS base FROM pg_type
    UNION SELECT t.oid, b.typbasetype, coalesce(nullif(b.typbasetype, 0), b.oid) FROM recurse t JOIN pg_type b ON t.typbasetype = b.oid)
  SELECT oid, base FROM recurse WHERE typbasetype = 0),
arguments AS (
  SELECT oid, array_agg((coalesce(name, ''), type::regtype::text, CASE type WHEN 'bit'::regtype THEN 'bit varying' WHEN 'character[]'::regtype THEN 'character varying[]' ELSE type::regtype::text END,
                         idx <= (pronargs - pronargdefaults), coalesce(mode = 'v', false)) ORDER BY idx) AS args,
         CASE count(*) - count(name) WHEN 0 THEN true WHEN 1 THEN (array_agg(type))[1] IN ('bytea'::regtype, 'json'::regtype, 'text'::regtype) ELSE false END AS callable
    FROM pg_proc, unnest(proargnames, proargtypes, proargmodes) WITH ORDINALITY AS _ (name, type, mode, idx) WHERE type IS NOT NULL GROUP BY oid)
SELECT pn.nspname, p.proname, coalesce(a.args, '{}')::text, tn.nspname, coalesce(comp.relname, t.typname), p.proretset, (t.typtype = 'c' OR coalesce(proargmodes::text[] && '{t,b,o}', false)) AS composite,
       bt.oid <> bt.base AS alias, p.provolatile, p.provariadic > 0 AS variadic, lower((regexp_split_to_array((regexp_split_to_array(iso_config, '='))[2], ','))[1]) AS iso, coalesce(fs.kvs, '{}')::text AS kvs
  FROM pg_proc p LEFT JOIN arguments a ON a.oid = p.oid JOIN pg_namespace pn ON pn.oid = p.pronamespace JOIN base_types bt ON bt.oid = p.prorettype JOIN pg_type t ON t.oid = bt.base
  JOIN pg_namespace tn ON tn.oid = t.typnamespace LEFT JOIN pg_class comp ON comp.oid = t.typrelid LEFT JOIN LATERAL unnest(proconfig) iso_config ON iso_config LIKE 'default_transaction_isolation%'
  LEFT JOIN LATERAL (SELECT array_agg(row(substr(setting, 1, strpos(setting, '=') - 1), lower(substr(setting, strpos(setting, '=') + 1)))) AS kvs FROM unnest(proconfig) setting
                      WHERE setting NOT LIKE 'default_transaction_isolation%') fs ON true
 WHERE t.oid <> 'trigger'::regtype AND coalesce(a.callable, true) AND prokind = 'f' AND pn.nspname = 'public' OR p.oid IN (870, 1686, 3464, 3540) ORDER BY 1, 2

-- PostgREST: tables with their columns
WITH columns AS (
  SELECT nc.nspname::name AS table_schema, c.relname::name AS table_name, a.attname::name AS column_name, d.description AS description,
         CASE WHEN t.typbasetype <> 0 THEN pg_get_expr(t.typdefaultbin, 0) WHEN a.attidentity = 'd' THEN format('nextval(%s)', quote_literal(seqsch.nspname || '.' || seqclass.relname)) WHEN a.attgenerated = 's' THEN NULL
              ELSE pg_get_expr(ad.adbin, ad.adrelid)::text END AS column_default,
         NOT (a.attnotnull OR t.typtype = 'd' AND t.typnotnull) AS is_nullable, format_type(a.atttypid, a.atttypmod)::text AS nominal_data_type,
         information_schema._pg_char_max_length(information_schema._pg_truetypid(a.*, t.*), information_schema._pg_truetypmod(a.*, t.*))::integer AS character_maximum_length,
         coalesce(bt.typname, t.typname)::name AS udt_name, a.attnum::integer AS position
    FROM pg_attribute a LEFT JOIN pg_description AS d ON d.objoid = a.attrelid AND d.objsubid = a.attnum LEFT JOIN pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
    JOIN (pg_class c JOIN pg_namespace nc ON c.relnamespace = nc.oid) ON a.attrelid = c.oid JOIN (pg_type t JOIN pg_namespace nt ON t.typnamespace = nt.oid) ON a.atttypid = t.oid
    LEFT JOIN (pg_type bt JOIN pg_namespace nbt ON bt.typnamespace = nbt.oid) ON t.typtype = 'd' AND t.typbasetype = bt.oid
    LEFT JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum AND dep.deptype = 'i' LEFT JOIN pg_class seqclass ON seqclass.oid = dep.objid LEFT JOIN pg_namespace seqsch ON seqsch.oid = seqclass.relnamespace
   WHERE NOT pg_is_other_temp_schema(nc.oid) AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'm', 'p') AND nc.nspname = ANY ('{public}'::text[])),
columns_agg AS (
  SELECT DISTINCT info.table_schema, info.table_name, array_agg(row(info.column_name, info.description, info.is_nullable::boolean, info.nominal_data_type, info.character_maximum_length, info.column_default,
         coalesce(enum_info.vals, '{}')) ORDER BY info.position)::text AS columns
    FROM columns info LEFT OUTER JOIN (SELECT n.nspname AS s, t.typname AS n, array_agg(e.enumlabel ORDER BY e.enumsortorder) AS vals FROM pg_type t JOIN pg_enum e ON t.oid = e.enumtypid
         JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY s, n) AS enum_info ON info.udt_name = enum_info.n GROUP BY info.table_schema, info.table_name),
tbl_pk_cols AS (
  SELECT ss.relname, array_agg(a.attname) AS pk_cols FROM pg_attribute a JOIN (SELECT r.oid AS roid, r.relname, c.conname, information_schema._pg_expandarray(c.conkey) AS x FROM pg_class r
         JOIN pg_constraint c ON r.oid = c.conrelid WHERE c.contype IN ('p') AND r.relkind IN ('r', 'p')) ss ON a.attrelid = ss.roid AND a.attnum = (ss.x).x GROUP BY 1)
SELECT n.nspname, c.relname, d.description, c.relkind IN ('v', 'm') AS is_view, (c.relkind IN ('r', 'p') OR (c.relkind IN ('v', 'f') AND (pg_relation_is_updatable(c.oid::regclass, true) & 8) = 8)) AS insertable,
       coalesce(tpks.pk_cols, '{}') AS pk_cols, coalesce(ca.columns, '{}') AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0 LEFT JOIN tbl_pk_cols tpks ON c.relname = tpks.relname
  LEFT JOIN columns_agg ca ON n.nspname = ca.table_schema AND c.relname = ca.table_name
 WHERE c.relkind IN ('v', 'r', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT c.relispartition AND c.relname <> 'bigs' ORDER BY 1, 2

-- PostgREST: relationships
WITH pks_uniques_cols AS (
  SELECT connamespace, conrelid, jsonb_agg(column_info.cols) AS cols FROM pg_constraint JOIN LATERAL (SELECT array_agg(cols.attname ORDER BY cols.attnum) AS cols FROM (SELECT unnest(conkey) AS col) _
    JOIN pg_attribute cols ON cols.attrelid = conrelid AND cols.attnum = col) column_info ON true WHERE contype IN ('p', 'u') AND connamespace::regnamespace::text <> 'pg_catalog' GROUP BY connamespace, conrelid)
SELECT ns1.nspname, tab.relname, ns2.nspname, other.relname, (ns1.nspname, tab.relname) = (ns2.nspname, other.relname) AS is_self, traint.conname, column_info.cols_and_fcols::text,
       (column_info.cols IN (SELECT * FROM jsonb_array_elements(pks_uqs.cols))) AS one_to_one
  FROM pg_constraint traint JOIN LATERAL (SELECT array_agg(row(cols.attname, refs.attname) ORDER BY ord) AS cols_and_fcols, jsonb_agg(cols.attname ORDER BY ord) AS cols
         FROM unnest(traint.conkey, traint.confkey) WITH ORDINALITY AS _(col, ref, ord) JOIN pg_attribute cols ON cols.attrelid = traint.conrelid AND cols.attnum = col
         JOIN pg_attribute refs ON refs.attrelid = traint.confrelid AND refs.attnum = ref) AS column_info ON true
  JOIN pg_namespace ns1 ON ns1.oid = traint.connamespace JOIN pg_class tab ON tab.oid = traint.conrelid JOIN pg_class other ON other.oid = traint.confrelid JOIN pg_namespace ns2 ON ns2.oid = other.relnamespace
  LEFT JOIN pks_uniques_cols pks_uqs ON pks_uqs.connamespace = traint.connamespace AND pks_uqs.conrelid = traint.conrelid
 WHERE traint.contype = 'f' AND traint.conparentid = 0 ORDER BY traint.conname

-- PostgREST: functions of rows
WITH all_relations AS (SELECT reltype FROM pg_class WHERE relkind IN ('v', 'r', 'm', 'f', 'p'))
SELECT (parse_ident(p.pronamespace::regnamespace::text))[1] AS schema, p.proname::text, NOT p.proretset OR p.prorows = 1 AS single FROM pg_proc p JOIN pg_type arg ON arg.oid = p.proargtypes[0]
  JOIN pg_type ret ON ret.oid = p.prorettype WHERE p.pronargs = 1 AND p.proargtypes[0] IN (SELECT reltype FROM all_relations) AND p.prorettype IN (SELECT reltype FROM all_relations)

-- PostgREST: views' text as JSON
SELECT c.relname, replace(replace(replace(r.ev_action::text, '<>', '()'), '(', '['), ')', ']')::text IS NOT NULL AS asjson FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace ORDER BY 1

-- PostgREST: which column of a view is which column of a table
SELECT c.relname, m[1] AS resno, m[2]::oid::regclass AS origin, a.attname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class,
       LATERAL regexp_matches(r.ev_action::text, ':resno (\d+) :resname \S+ :ressortgroupref \d+ :resorigtbl (\d+) :resorigcol (\d+) :resjunk false', 'g') m
  JOIN pg_attribute a ON a.attrelid = m[2]::oid AND a.attnum = m[3]::int WHERE c.relname IN ('cheap', 'cheaper') ORDER BY 1, 2

-- PostgREST: a request's result
WITH pgrst_source AS (SELECT "authors".* FROM "public"."authors" WHERE "authors"."id" > 0 LIMIT 10)
SELECT NULL::bigint AS total, pg_catalog.count(_t) AS page, coalesce(json_agg(_t), '[]')::text AS body, nullif(current_setting('response.headers', true), '') AS headers FROM (SELECT * FROM pgrst_source) _t

-- Hasura: tables
SELECT schema.nspname, "table".relname, jsonb_build_object('name', "table".relname, 'description', desc1.description, 'columns', coalesce(columns.info, '[]'), 'primary_key', pk.info)::text
  FROM pg_class "table" JOIN pg_namespace schema ON schema.oid = "table".relnamespace LEFT JOIN pg_description desc1 ON desc1.classoid = 'pg_class'::regclass AND desc1.objoid = "table".oid AND desc1.objsubid = 0
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'position', a.attnum, 'type', coalesce(base_type.typname, t.typname), 'is_nullable', NOT a.attnotnull,
         'description', col_description("table".oid, a.attnum), 'mutability', jsonb_build_object('is_insertable', NOT (identitypolarity OR a.attgenerated = 's'), 'is_updatable', pg_column_is_updatable("table".oid, a.attnum, false))) ORDER BY a.attnum) AS info
       FROM pg_attribute a LEFT JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type base_type ON t.typtype = 'd' AND base_type.oid = t.typbasetype CROSS JOIN LATERAL (SELECT a.attidentity = 'a' AS identitypolarity) _
      WHERE a.attrelid = "table".oid AND a.attnum > 0 AND NOT a.attisdropped) columns ON true
  LEFT JOIN LATERAL (SELECT jsonb_build_object('constraint', jsonb_build_object('name', class.relname), 'columns', coalesce((SELECT jsonb_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = "table".oid AND a.attnum = ANY (index.indkey)), '[]')) AS info
       FROM pg_index index JOIN pg_class class ON class.oid = index.indexrelid WHERE index.indrelid = "table".oid AND index.indisprimary) pk ON true
 WHERE "table".relkind IN ('r', 't', 'v', 'm', 'f', 'p') AND schema.nspname NOT LIKE 'pg\_%' AND schema.nspname NOT IN ('information_schema', 'hdb_catalog') AND "table".relname <> 'bigs' ORDER BY 2

-- Hasura: foreign keys
SELECT q.table_name::text, q.constraint_name::text, min(q.ref_table_table_schema::text), min(q.ref_table::text), json_object_agg(ac.attname, afc.attname)::text, min(q.confupdtype::text), min(q.confdeltype::text)
  FROM (SELECT ctn.nspname AS table_schema, ct.relname AS table_name, r.conrelid AS table_id, r.conname AS constraint_name, cftn.nspname AS ref_table_table_schema, cft.relname AS ref_table, r.confrelid AS ref_table_id,
               r.confupdtype, r.confdeltype, unnest(r.conkey) AS column_id, unnest(r.confkey) AS ref_column_id FROM pg_constraint r JOIN pg_class ct ON r.conrelid = ct.oid JOIN pg_namespace ctn ON ct.relnamespace = ctn.oid
          JOIN pg_class cft ON r.confrelid = cft.oid JOIN pg_namespace cftn ON cft.relnamespace = cftn.oid WHERE r.contype = 'f'::"char") q
  JOIN pg_attribute ac ON q.column_id = ac.attnum AND q.table_id = ac.attrelid JOIN pg_attribute afc ON q.ref_column_id = afc.attnum AND q.ref_table_id = afc.attrelid GROUP BY q.table_schema, q.table_name, q.constraint_name

-- PostGraphile: classes
SELECT 'class' AS kind, rel.relname AS name, rel.relkind, dsc.description, rel.relpersistence, (pg_relation_is_updatable(rel.oid, true) & 8) = 8 AS insertable, (pg_relation_is_updatable(rel.oid, true) & 4) = 4 AS updatable,
       exists(SELECT 1 FROM pg_roles r WHERE r.rolname = current_user AND pg_has_role(r.oid, 'USAGE')) AND (has_table_privilege(rel.oid, 'SELECT') OR has_any_column_privilege(rel.oid, 'SELECT')) AS selectable
  FROM pg_catalog.pg_class rel LEFT JOIN pg_catalog.pg_description dsc ON dsc.objoid = rel.oid AND dsc.objsubid = 0 AND dsc.classoid = 'pg_catalog.pg_class'::regclass
 WHERE rel.relpersistence IN ('p') AND rel.relkind IN ('r', 'v', 'm', 'c', 'f', 'p') AND rel.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname = 'public') AND rel.relname <> 'bigs' ORDER BY rel.relname

-- PostGraphile: whole rows as JSON
SELECT json_agg(row_to_json(x) ORDER BY x.attname)::text FROM (SELECT att.attname, att.attnum, att.atthasdef, att.attidentity, has_column_privilege(att.attrelid, att.attname, 'SELECT') AS s FROM pg_attribute att
 WHERE att.attrelid = 'books'::regclass AND att.attnum > 0) x

-- asyncpg: one type by name
SELECT t.typname, ns.nspname, t.typtype::char AS kind, (t.typelem <> 0 AND t.typlen = -1) AS isarray, t.typdelim FROM pg_catalog.pg_type t INNER JOIN pg_catalog.pg_namespace ns ON ns.oid = t.typnamespace WHERE t.typname = '_int4' AND ns.nspname = 'pg_catalog'

-- postgres_exporter: what is measured
SELECT current_database() = d.datname AS own, pg_database_size(d.oid) >= 0 AS size, s.numbackends > 0 AS busy, s.deadlocks, s.conflicts FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datname = current_database()

-- postgres_exporter: the background
SELECT b.checkpoints_req IS NOT NULL, b.stats_reset IS NULL OR true, a.archived_count, w.wal_bytes IS NOT NULL FROM pg_stat_bgwriter b, pg_stat_archiver a, pg_stat_wal w

-- postgres_exporter: settings
SELECT count(*) > 100 FROM pg_settings WHERE vartype IN ('bool', 'integer', 'real')

-- postgres_exporter: replication
SELECT count(*), pg_is_in_recovery()::int, (SELECT count(*) FROM pg_replication_slots), (SELECT count(*) FROM pg_stat_wal_receiver) FROM pg_stat_replication

-- pg_stat_statements is not there
SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'

-- pgcli: tables, columns, functions
SELECT n.nspname, c.relname, a.attname, a.atttypid::regtype AS type_name, a.atthasdef AS has_default, pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) AS default FROM pg_catalog.pg_attribute a
  INNER JOIN pg_catalog.pg_class c ON a.attrelid = c.oid INNER JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid LEFT OUTER JOIN pg_attrdef def ON def.adrelid = a.attrelid AND def.adnum = a.attnum
 WHERE n.nspname = 'public' AND c.relkind = ANY ('{r,p,f,v,m}') AND NOT a.attisdropped AND a.attnum > 0 AND c.relname <> 'bigs' ORDER BY 1, 2, a.attnum

-- pgcli: arguments of functions
SELECT n.nspname, p.proname, p.proargnames, coalesce(p.proallargtypes::regtype[], p.proargtypes::regtype[])::text[], p.proargmodes, p.prorettype::regtype::text, p.prokind = 'a' AS is_aggregate, p.proretset,
       d.deptype = 'e' AS is_extension, pg_get_expr(p.proargdefaults, 0) AS arg_defaults FROM pg_catalog.pg_proc p INNER JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e' WHERE p.prorettype::regtype <> 'trigger'::regtype AND p.oid IN (870, 1686, 3464, 3540, 2108) ORDER BY p.oid

-- Prisma: sequences and extensions
SELECT sequence_name, data_type, start_value, minimum_value, maximum_value, increment, cycle_option FROM information_schema.sequences WHERE sequence_schema = 'public' ORDER BY 1

-- Flyway: is there anything
SELECT EXISTS (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_depend d ON d.objid = c.oid AND d.deptype = 'e'
 WHERE n.nspname = 'public' AND d.objid IS NULL AND c.relkind IN ('r', 'v', 'S', 't') UNION ALL SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'nosuch')

-- Flyway: does a table exist
SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND table_name = 'flyway_schema_history')

-- Airbyte, Fivetran: replication and rows
SELECT nspname, relname, (pg_relation_is_publishable(c.oid) OR true) AS p, c.reltuples::bigint IS NOT NULL, c.relreplident FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 2

-- Debezium: the server's word
SELECT catalog_name FROM information_schema.information_schema_catalog_name WHERE catalog_name = current_database()

-- Liquibase: the sequences' parameters
SELECT c.relname, (pg_sequence_parameters(c.oid)).start_value, (pg_sequence_parameters(c.oid)).increment FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace ORDER BY 1

-- postgres-meta: tables with keys and relationships as JSON
SELECT c.relname, c.relrowsecurity, CASE c.relreplident WHEN 'd' THEN 'DEFAULT' WHEN 'i' THEN 'INDEX' WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END AS identity,
       pg_total_relation_size(format('%I.%I', n.nspname, c.relname)) >= 0 AS sized, obj_description(c.oid) AS comment,
       coalesce(jsonb_agg(DISTINCT k.attname) FILTER (WHERE k.attname IS NOT NULL), '[]') AS keys, coalesce(jsonb_agg(DISTINCT f.conname) FILTER (WHERE f.conname IS NOT NULL), '[]') AS foreigns
  FROM pg_namespace n JOIN pg_class c ON n.oid = c.relnamespace
  LEFT JOIN (SELECT i.indrelid, a.attname FROM pg_index i, pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) AND i.indisprimary) k ON k.indrelid = c.oid
  LEFT JOIN (SELECT o.conname, o.conrelid, o.confrelid FROM pg_constraint o WHERE o.contype = 'f') f ON f.conrelid = c.oid OR f.confrelid = c.oid
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (pg_has_role(c.relowner, 'USAGE') OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
 GROUP BY c.oid, c.relname, c.relrowsecurity, c.relreplident, n.nspname ORDER BY 1

-- postgres-meta: columns with enums as JSON
SELECT table_name, column_name, column_default, is_identity::boolean, is_nullable::boolean, is_updatable::boolean, data_type, udt_name,
       col_description((table_schema || '."' || table_name || '"')::regclass, ordinal_position), array_to_json(array(SELECT e.enumlabel FROM pg_enum e
       WHERE udt_name = format_type(e.enumtypid::regclass, NULL) ORDER BY e.enumsortorder)) AS enums
  FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2

-- postgres-meta: indexes with their attributes
SELECT c.relname, i.indnatts, i.indkey::smallint[] AS keys, i.indcollation::integer[] AS colls, i.indoption::smallint[] AS options, i.indpred IS NULL AS whole, x.indexdef, am.amname,
       jsonb_agg(jsonb_build_object('number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum) AS attributes
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_indexes x ON x.indexname = c.relname
 WHERE x.schemaname = 'public' GROUP BY c.relname, i.indnatts, i.indkey, i.indcollation, i.indoption, i.indpred, x.indexdef, am.amname ORDER BY 1

-- postgres-meta: functions with their source
SELECT p.proname, p.prosrc, p.provolatile, p.procost, p.prorows, p.proparallel, p.proleakproof, l.lanname, pg_get_function_arguments(p.oid) AS args
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.proname IN ('lower', 'jsonb_each', 'generate_series', 'int4', 'count', 'pg_table_is_visible') ORDER BY p.oid

-- pgAdmin: dependencies, grouped
SELECT DISTINCT dep.deptype, cl.relkind, ad.adbin IS NOT NULL AS has_default, ad.adbin, pg_get_expr(ad.adbin, ad.adrelid) AS def
  FROM pg_depend dep LEFT JOIN pg_class cl ON dep.objid = cl.oid LEFT JOIN pg_attrdef ad ON ad.oid = dep.objid WHERE dep.refobjid = 'numbers'::regclass

-- pgAdmin: types of catalogs with their arrays
SELECT format_type(t.oid, NULL) FROM pg_type t WHERE t.typname ~ '^_+(pg_foreign|pg_user_map|tables|columns)' ORDER BY 1

-- Metabase, Looker: a view's definition
SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = 'public' AND table_name = 'cheap'

-- dbt: relations
SELECT 'test' AS database, tablename AS name, schemaname AS schema, 'table' AS type FROM pg_tables WHERE schemaname ILIKE 'public'
UNION ALL SELECT 'test', viewname, schemaname, 'view' FROM pg_views WHERE schemaname ILIKE 'public'
UNION ALL SELECT 'test', matviewname, schemaname, 'materialized_view' FROM pg_matviews WHERE schemaname ILIKE 'public' ORDER BY 4, 2

-- dbt: what depends on what
WITH relation AS (SELECT pg_rewrite.ev_class AS class, pg_rewrite.oid AS id FROM pg_rewrite),
 class AS (SELECT oid AS id, relname AS name, relnamespace AS schema, relkind AS kind FROM pg_class),
 dependency AS (SELECT DISTINCT pg_depend.objid AS id, pg_depend.refobjid AS ref FROM pg_depend),
 schema AS (SELECT pg_namespace.oid AS id, pg_namespace.nspname AS name FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%'),
 referenced AS (SELECT relation.id AS id, referenced_class.name, referenced_class.schema, referenced_class.kind FROM relation JOIN class AS referenced_class ON relation.class = referenced_class.id
    WHERE referenced_class.kind IN ('r', 'v', 'm')),
 relationships AS (SELECT referenced.name AS referenced_name, referenced.schema AS referenced_schema_id, dependent_class.name AS dependent_name, dependent_class.schema AS dependent_schema_id
    FROM referenced JOIN dependency ON referenced.id = dependency.id JOIN class AS dependent_class ON dependency.ref = dependent_class.id
    WHERE referenced.name != dependent_class.name OR referenced.schema != dependent_class.schema)
SELECT referenced_schema.name, relationships.referenced_name, dependent_schema.name, dependent_name FROM relationships JOIN schema AS dependent_schema ON relationships.dependent_schema_id = dependent_schema.id
  JOIN schema AS referenced_schema ON relationships.referenced_schema_id = referenced_schema.id WHERE referenced_name = 'cheap' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4

-- SQLMesh, Soda: columns of one table
SELECT lower(column_name), data_type, is_nullable, character_maximum_length, numeric_precision, numeric_scale FROM information_schema.columns
 WHERE lower(table_name) = 'books' AND lower(table_schema) = 'public' ORDER BY ordinal_position

-- Atlas: tables
SELECT t1.table_schema, t1.table_name, obj_description(t3.oid, 'pg_class') AS comment, t4.partattrs IS NULL AS plain, t4.partstrat, pg_get_expr(t4.partexprs, t4.partrelid) AS exprs
  FROM information_schema.tables t1 JOIN pg_namespace t2 ON t2.nspname = t1.table_schema JOIN pg_class t3 ON t3.relnamespace = t2.oid AND t3.relname = t1.table_name
  LEFT JOIN pg_partitioned_table t4 ON t4.partrelid = t3.oid
  LEFT JOIN pg_depend d ON d.objid = t3.oid AND d.deptype = 'e' WHERE t1.table_type = 'BASE TABLE' AND NOT coalesce(t3.relispartition, false) AND t1.table_schema = 'public' AND d.objid IS NULL ORDER BY 1, 2

-- Atlas: columns
SELECT t1.table_name, t1.column_name, t1.data_type, format_type(a.atttypid, a.atttypmod) AS format_type, t1.is_nullable, t1.column_default, t1.character_maximum_length, t1.numeric_precision,
       t1.datetime_precision, t1.numeric_scale, t1.interval_type, t1.character_set_name, t1.collation_name, t1.is_identity, t1.identity_start, t1.identity_increment, a.attidentity, a.attgenerated,
       pg_get_expr(d.adbin, d.adrelid) AS expr, col_description(t3.oid, a.attnum) AS comment, t4.typtype, t4.typelem, (CASE WHEN t4.typcategory = 'A' AND t4.typelem <> 0
       THEN (SELECT t.typtype FROM pg_type t WHERE t.oid = t4.typelem) END) AS elemtyp FROM information_schema.columns t1 JOIN pg_namespace t2 ON t2.nspname = t1.table_schema
  JOIN pg_class t3 ON t3.relnamespace = t2.oid AND t3.relname = t1.table_name JOIN pg_attribute a ON a.attrelid = t3.oid AND a.attname = t1.column_name
  LEFT JOIN pg_type t4 ON t4.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE t1.table_schema = 'public' AND t1.table_name IN ('authors', 'books') ORDER BY t1.table_name, t1.ordinal_position

-- Atlas: indexes
SELECT t.relname AS table_name, i.relname AS index_name, am.amname, a.attname AS column_name, idx.indisprimary, idx.indisunique, con.nametypes, pg_get_expr(idx.indpred, idx.indrelid) AS predicate,
       pg_get_indexdef(idx.indexrelid, idx.ord, false) AS expression, pg_index_column_has_property(idx.indexrelid, idx.ord, 'desc') AS isdesc, pg_index_column_has_property(idx.indexrelid, idx.ord, 'nulls_first') AS nf,
       idx.ord > idx.indnkeyatts AS included
  FROM (SELECT *, generate_series(1, array_length(i.indkey, 1)) AS ord, unnest(i.indkey) AS key FROM pg_index i) idx
  JOIN pg_class i ON i.oid = idx.indexrelid JOIN pg_class t ON t.oid = idx.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  LEFT JOIN (SELECT conindid, jsonb_object_agg(conname, contype) AS nametypes FROM pg_constraint GROUP BY conindid) con ON con.conindid = idx.indexrelid
  LEFT JOIN pg_attribute a ON (a.attrelid, a.attnum) = (idx.indrelid, idx.key) JOIN pg_am am ON am.oid = i.relam
 WHERE n.nspname = 'public' AND t.relname IN ('authors', 'books') ORDER BY 1, 2, idx.ord

-- QGIS: layers without geometry
SELECT c.relname, n.nspname, c.relkind, pg_get_userbyid(c.relowner) AS owner, has_schema_privilege(n.oid, 'USAGE') AS usable FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'r', 'm', 'p', 'f') AND has_schema_privilege(n.nspname, 'usage') AND has_table_privilege('"' || n.nspname || '"."' || c.relname || '"', 'select') AND n.nspname = 'public'
   AND NOT EXISTS (SELECT 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND t.typname IN ('geometry', 'geography', 'topogeometry', 'raster')) ORDER BY 1

-- QGIS: a table's unique columns
SELECT attname, attnotnull FROM pg_index, pg_attribute WHERE indexrelid = attrelid AND indrelid = regclass('"public"."books"')::oid AND indisprimary ORDER BY attnum

-- HeidiSQL: tables with sizes
SELECT t.table_name, t.table_type, pg_table_size(quote_ident(t.table_schema) || '.' || quote_ident(t.table_name)) >= 0 AS data, pg_relation_size(quote_ident(t.table_schema) || '.' || quote_ident(t.table_name)) >= 0 AS rel,
       obj_description(c.oid) AS comment, c.relkind FROM information_schema.tables t JOIN pg_namespace n ON n.nspname = t.table_schema JOIN pg_class c ON n.oid = c.relnamespace AND c.relname = t.table_name
 WHERE t.table_schema = 'public' AND c.relkind = 'r' ORDER BY 1

-- Beekeeper: columns
SELECT column_name, CASE WHEN character_maximum_length IS NOT NULL AND udt_name != 'text' THEN CONCAT(udt_name, '(', concat(character_maximum_length::varchar(255), ')'))
       WHEN numeric_precision IS NOT NULL AND numeric_scale IS NOT NULL AND udt_name = 'numeric' THEN CONCAT(udt_name, '(', concat(concat(numeric_precision::varchar(255), ','), numeric_scale::varchar(255)), ')')
       ELSE udt_name END AS data_type, CASE WHEN is_generated = 'ALWAYS' THEN generation_expression ELSE column_default END AS def FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name = 'books' ORDER BY ordinal_position

-- LibreOffice Base: types
SELECT DISTINCT t.typname, t.typtype, t.typbasetype, t.typnotnull, t2.typname AS base FROM pg_attribute a INNER JOIN pg_class c ON a.attrelid = c.oid INNER JOIN pg_type t ON a.atttypid = t.oid
  LEFT JOIN pg_type t2 ON t.typbasetype = t2.oid WHERE c.relname = 'books' AND a.attnum > 0 ORDER BY 1

-- Drizzle: columns with identity and checks
SELECT a.attrelid::regclass::text, a.attname, a.attnotnull, a.attgenerated, CASE WHEN a.atttypid = ANY ('{int,int8,int2}'::regtype[]) AND EXISTS (SELECT FROM pg_attrdef ad WHERE ad.adrelid = a.attrelid
       AND ad.adnum = a.attnum AND pg_get_expr(ad.adbin, ad.adrelid) = 'nextval(''' || pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass || '''::regclass)')
       THEN CASE a.atttypid WHEN 'int'::regtype THEN 'serial' WHEN 'int8'::regtype THEN 'bigserial' WHEN 'int2'::regtype THEN 'smallserial' END ELSE format_type(a.atttypid, a.atttypmod) END AS data_type
  FROM pg_attribute a WHERE a.attrelid IN ('authors'::regclass, 'books'::regclass) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum

-- Retool, Power Query: foreign keys both ways
SELECT rc.constraint_name, fk.table_name, fk.column_name, pk.table_name, pk.column_name, rc.update_rule, rc.delete_rule, rc.match_option FROM information_schema.referential_constraints rc
  JOIN information_schema.key_column_usage fk ON fk.constraint_name = rc.constraint_name JOIN information_schema.key_column_usage pk ON pk.constraint_name = rc.unique_constraint_name
   AND pk.ordinal_position = fk.position_in_unique_constraint WHERE fk.table_schema = 'public' ORDER BY 1

-- DBeaver: the session's search path and version
SELECT current_schema(), session_user, current_setting('search_path'), pg_catalog.version() ~ 'PostgreSQL 15'

-- DBeaver: what the server's catalogs have
SELECT typcategory FROM pg_catalog.pg_type WHERE 1 <> 1 LIMIT 1

-- DBeaver: databases with all their columns
SELECT db.oid > 0, db.datname, db.datdba, db.encoding, db.datcollate, db.datctype, db.datistemplate, db.datallowconn, db.datconnlimit, db.dattablespace, db.datacl
  FROM pg_catalog.pg_database db WHERE datallowconn AND NOT datistemplate AND db.datname = current_database() OR db.datname = 'test' ORDER BY db.datname

-- DBeaver: encodings
SELECT DISTINCT c.contoencoding AS encid, pg_catalog.pg_encoding_to_char(c.contoencoding) AS encname FROM pg_catalog.pg_conversion c ORDER BY 2

-- DBeaver: roles
SELECT a.oid > 0, a.rolname, a.rolinherit, a.rolcanlogin, a.rolconnlimit, a.rolvaliduntil, pd.description FROM pg_catalog.pg_roles a LEFT JOIN pg_catalog.pg_shdescription pd ON a.oid = pd.objoid
 WHERE a.rolname ~ '^pg_' ORDER BY a.rolname

-- DBeaver: a role's members
SELECT a.oid, a.rolname FROM pg_catalog.pg_roles a, pg_catalog.pg_auth_members m WHERE a.oid = m.member AND m.roleid = 3373 ORDER BY 2

-- DBeaver: members with their roles
SELECT a.*, r.rolname FROM pg_catalog.pg_auth_members a, pg_catalog.pg_roles r WHERE r.oid = a.roleid AND a.member = 3373 ORDER BY r.rolname

-- DBeaver: access methods
SELECT am.oid, am.* FROM pg_catalog.pg_am am ORDER BY am.oid

-- DBeaver: languages more
SELECT l.oid, l.lanname, l.lanowner, l.lanispl, l.lanpltrusted, l.lanplcallfoid, l.laninline, l.lanvalidator FROM pg_catalog.pg_language l ORDER BY l.oid

-- DBeaver: tablespaces
SELECT t.oid, t.*, pg_catalog.pg_tablespace_location(t.oid) loc FROM pg_catalog.pg_tablespace t ORDER BY t.oid

-- DBeaver: foreign data wrappers and servers
SELECT l.oid, l.*, p.pronamespace AS handler_schema_id FROM pg_catalog.pg_foreign_data_wrapper l LEFT OUTER JOIN pg_catalog.pg_proc p ON p.oid = l.fdwhandler ORDER BY l.fdwname

-- DBeaver: foreign servers
SELECT l.oid, l.* FROM pg_catalog.pg_foreign_server l ORDER BY l.srvname

-- DBeaver: extensions with their tables
SELECT e.oid, cfg.tbls, n.nspname AS schema_name, e.* FROM pg_catalog.pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN (SELECT array_agg(ns.nspname || '.' || cls.relname) tbls, oid_ext FROM (SELECT unnest(e1.extconfig) oid, e1.oid oid_ext FROM pg_catalog.pg_extension e1) c
             JOIN pg_class cls ON cls.oid = c.oid JOIN pg_namespace ns ON ns.oid = cls.relnamespace GROUP BY oid_ext) cfg ON cfg.oid_ext = e.oid
 WHERE e.extname <> 'plpgsql' ORDER BY e.oid

-- DBeaver: extensions that could be installed
SELECT name, default_version, installed_version, comment FROM pg_catalog.pg_available_extensions WHERE installed_version IS NULL AND name = 'nosuch' ORDER BY name

-- DBeaver: event triggers
SELECT pe.oid, pe.*, d.description, pn.proname FROM pg_catalog.pg_event_trigger pe LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = pe.oid LEFT JOIN pg_proc pn ON pn.oid = pe.evtfoid ORDER BY 1

-- DBeaver: collations of a schema
SELECT c.oid, c.* FROM pg_catalog.pg_collation c WHERE c.collnamespace = 'pg_catalog'::regnamespace AND c.oid < 1000 ORDER BY c.oid

-- DBeaver: classes and families of operators more
SELECT oc.oid, oc.* FROM pg_catalog.pg_opclass oc WHERE oc.opcmethod = 403 ORDER BY oc.oid

-- DBeaver: families more
SELECT of.oid, of.* FROM pg_catalog.pg_opfamily of WHERE of.opfmethod = 403 ORDER BY of.oid

-- DBeaver: data types with all their columns
SELECT t.oid, t.typname, t.typlen, t.typbyval, t.typtype, t.typcategory, t.typispreferred, t.typisdefined, t.typdelim, t.typelem, t.typarray, t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin,
       t.typmodout, t.typanalyze, t.typalign, t.typstorage, t.typnotnull, t.typbasetype, t.typtypmod, t.typndims, t.typcollation, t.typdefault, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description
  FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid
 WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C') AND t.oid < 10000 ORDER BY t.oid

-- DBeaver: one type by its name
SELECT t.typname, t.typtype, c.relkind FROM pg_catalog.pg_type t LEFT OUTER JOIN pg_class c ON c.oid = t.typrelid WHERE t.typname = 'cheap'

-- DBeaver: attributes of a composite type
SELECT c.relname, a.attname, a.attnum, a.atttypid, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description FROM pg_catalog.pg_attribute a
 INNER JOIN pg_catalog.pg_class c ON a.attrelid = c.oid LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
  LEFT OUTER JOIN pg_catalog.pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid = 'pg_ts_config'::regclass ORDER BY a.attnum

-- DBeaver: labels of an enum
SELECT e.enumlabel FROM pg_catalog.pg_enum e WHERE e.enumtypid = 'int4'::regtype ORDER BY e.enumsortorder

-- DBeaver: schemas with all their columns
SELECT n.oid > 0, n.nspname, n.nspowner, d.description FROM pg_catalog.pg_namespace n LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass
 WHERE n.nspname NOT LIKE 'pg\_%temp%' AND n.nspname <> 'pg_toast' AND n.nspname <> 'pgleaf' ORDER BY nspname

-- DBeaver: relations with their parents and partitions
SELECT c.relname, c.reltype > 0, c.reloftype, c.relowner, am.amname, c.relpages >= 0, c.relallvisible >= 0, c.relhasindex, c.relisshared, c.relpersistence, c.relkind, c.relnatts, c.relchecks, c.relhasrules, c.relhastriggers,
       c.relhassubclass, c.relrowsecurity, c.relforcerowsecurity, c.relispopulated, c.relreplident, c.relispartition, c.relrewrite, c.relacl, c.reloptions, d.description,
       pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key, (SELECT array_agg(i.inhparent) FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) parents
  FROM pg_catalog.pg_class c LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass LEFT JOIN pg_am am ON am.oid = c.relam
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind NOT IN ('i', 'I', 'c') AND c.relname IN ('authors', 'books', 'cheap', 'numbers', 'books_id_seq') ORDER BY 1

-- DBeaver: columns of one relation
SELECT c.relname, a.attname, a.atttypid, a.attstattarget, a.attlen, a.attnum, a.attndims, a.attcacheoff, a.atttypmod, a.attbyval, a.attalign, a.attstorage, a.attcompression, a.attnotnull, a.atthasdef, a.atthasmissing, a.attidentity,
       a.attgenerated, a.attisdropped, a.attislocal, a.attinhcount, a.attcollation, a.attacl, a.attoptions, a.attfdwoptions, a.attmissingval, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description, dep.objid::regclass
  FROM pg_catalog.pg_attribute a INNER JOIN pg_catalog.pg_class c ON a.attrelid = c.oid LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum
  LEFT OUTER JOIN pg_catalog.pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid
  LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum AND dep.classid = dep.refclassid
 WHERE NOT a.attisdropped AND c.oid = 'books'::regclass AND a.attnum > 0 ORDER BY a.attnum

-- DBeaver: constraints with all their columns
SELECT c.conname, c.connamespace, c.contype, c.condeferrable, c.condeferred, c.convalidated, c.conrelid::regclass, c.contypid, c.conindid::regclass, c.conparentid, c.confrelid::regclass, c.confupdtype, c.confdeltype, c.confmatchtype,
       c.conislocal, c.coninhcount, c.connoinherit, c.conkey, c.confkey, c.conpfeqop, c.conppeqop, c.conffeqop, c.confdelsetcols, c.conexclop, t.relname AS tabrelname, rt.relnamespace AS refnamespace, d.description,
       CASE WHEN c.contype = 'c' THEN "substring"(pg_get_constraintdef(c.oid), 7) ELSE NULL END consrc_copy
  FROM pg_catalog.pg_constraint c INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid
  LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_constraint'::regclass
 WHERE t.relname IN ('authors', 'books') ORDER BY c.conname

-- DBeaver: indexes with all their columns
SELECT c.relname, i.indnatts, i.indnkeyatts, i.indisunique, i.indnullsnotdistinct, i.indisprimary, i.indisexclusion, i.indimmediate, i.indisclustered, i.indisvalid, i.indcheckxmin, i.indisready, i.indislive, i.indisreplident,
       i.indkey AS keys, i.indcollation, i.indclass, i.indoption, c.relnamespace, c.relam, c.reltablespace, tc.relname AS tabrelname, dsc.description, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS pred_expr,
       pg_catalog.pg_get_expr(i.indexprs, i.indrelid, true) AS expr, pg_catalog.pg_relation_size(i.indexrelid) >= 0 AS index_rel_size, pg_catalog.pg_stat_get_numscans(i.indexrelid) >= 0 AS index_num_scans
  FROM pg_catalog.pg_index i INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid INNER JOIN pg_catalog.pg_class tc ON tc.oid = i.indrelid
  LEFT OUTER JOIN pg_catalog.pg_description dsc ON i.indexrelid = dsc.objoid WHERE tc.relname IN ('authors', 'books') ORDER BY tabrelname, c.relname

-- DBeaver: a column of an index
SELECT c.relname, pg_catalog.pg_get_indexdef(c.oid, 1, true), pg_catalog.pg_get_indexdef(c.oid, 2, true), pg_catalog.pg_get_indexdef(c.oid) FROM pg_class c WHERE c.relname ~ '^(authors|books)' AND c.relkind = 'i' ORDER BY 1

-- DBeaver: a schema's functions more
SELECT p.oid, p.proname, p.proowner, p.prolang, p.procost, p.prorows, p.provariadic, p.prokind, p.prosecdef, p.proleakproof, p.proisstrict, p.proretset, p.provolatile, p.proparallel, p.pronargs, p.pronargdefaults, p.prorettype,
       p.proargtypes, p.proallargtypes, p.proargmodes, p.proargnames, p.probin, p.proconfig, pg_catalog.pg_get_expr(p.proargdefaults, 0) AS arg_defaults, d.description
  FROM pg_catalog.pg_proc p LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = p.oid AND d.objsubid = 0 WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^(json|to_|array_|date_)' ORDER BY p.proname, p.oid

-- DBeaver: a function's text
SELECT pg_get_functiondef('pg_catalog.lower(text)'::regprocedure), pg_get_function_identity_arguments('jsonb_set'::regproc), pg_get_function_arguments('jsonb_set'::regproc), pg_get_function_result('jsonb_set'::regproc)

-- DBeaver: sizes of all relations of a schema
SELECT c.relname, pg_catalog.pg_total_relation_size(c.oid) >= 0 AS total_rel_size, pg_catalog.pg_relation_size(c.oid) >= 0 AS rel_size FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '^books' ORDER BY 1

-- DBeaver: sizes of databases
SELECT db.datname, pg_catalog.pg_database_size(db.oid) > 0 FROM pg_catalog.pg_database db WHERE db.datname = current_database()

-- DBeaver: a table's partitions and parents
SELECT i.*, c.relnamespace FROM pg_catalog.pg_inherits i, pg_catalog.pg_class c WHERE i.inhrelid = 'books'::regclass AND c.oid = i.inhparent ORDER BY i.inhseqno

-- DBeaver: rules
SELECT r.rulename, r.ev_type, r.ev_enabled, r.is_instead, pg_get_ruledef(r.oid) ~ 'CREATE RULE "_RETURN" AS' AS definition FROM pg_catalog.pg_rewrite r WHERE r.ev_class = 'cheap'::regclass

-- DBeaver: triggers
SELECT x.oid, x.*, p.pronamespace AS func_schema_id, d.description FROM pg_catalog.pg_trigger x LEFT OUTER JOIN pg_catalog.pg_proc p ON p.oid = x.tgfoid
  LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = x.oid AND d.objsubid = 0 WHERE x.tgrelid = 'books'::regclass AND NOT x.tgisinternal

-- DBeaver: policies
SELECT * FROM pg_catalog.pg_policies WHERE schemaname = 'public' AND tablename = 'books'

-- DBeaver: a sequence
SELECT * FROM pg_catalog.pg_sequences WHERE schemaname = 'public' AND sequencename = 'numbers'

-- DBeaver: a sequence's value
SELECT last_value, log_cnt, is_called FROM public.numbers

-- DBeaver: a view's text
SELECT pg_catalog.pg_get_viewdef('cheap'::regclass::oid, true), pg_catalog.pg_get_viewdef('public.cheap')

-- DBeaver: who may do what with a table
SELECT * FROM information_schema.table_privileges WHERE table_schema = 'public' AND table_name = 'books' ORDER BY privilege_type

-- DBeaver: what a role may
SELECT table_schema, table_name, privilege_type, is_grantable, with_hierarchy FROM information_schema.table_privileges WHERE table_catalog = current_database() AND grantee = current_user AND table_schema = 'public' AND table_name IN ('authors', 'books') ORDER BY 1, 2, 3

-- DBeaver: columns' grants
SELECT a.attname, a.attacl FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'books'::regclass AND a.attacl IS NOT NULL

-- DBeaver: grants of a function
SELECT p.proacl FROM pg_proc p WHERE p.oid = 'now'::regproc

-- DBeaver: default privileges
SELECT defaclobjtype, (aclexplode(defaclacl)).* FROM pg_catalog.pg_default_acl WHERE defaclnamespace = 'public'::regnamespace

-- DBeaver: search tables by name
SELECT x.relname, x.relnamespace::regnamespace, x.relkind FROM pg_catalog.pg_class x LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = x.oid AND d.objsubid = 0
 WHERE x.relkind IN ('r', 'v', 'm', 'p', 'f') AND (x.relname ILIKE '%book%' OR d.description ILIKE '%the books%') AND x.relnamespace IN (2200) ORDER BY x.relname LIMIT 100

-- DBeaver: search functions by name more
SELECT DISTINCT x.oid, x.proname, x.pronamespace FROM pg_catalog.pg_proc x WHERE x.prokind <> 'a' AND x.proname ILIKE 'jsonb%' AND x.pronamespace IN (11) ORDER BY x.proname LIMIT 1000

-- DBeaver: search constraints by name
SELECT x.conname, x.connamespace FROM pg_catalog.pg_constraint x WHERE x.conname ILIKE '%book%' AND x.connamespace IN (2200) ORDER BY x.conname LIMIT 100

-- DBeaver: search columns by name
SELECT DISTINCT x.attname, x.attrelid::regclass::text, x.atttypid, c.relnamespace FROM pg_catalog.pg_attribute x, pg_catalog.pg_class c WHERE c.oid = x.attrelid AND x.attname ILIKE '%title%' AND c.relnamespace IN (2200) ORDER BY 1, 2 LIMIT 100

-- DBeaver: sessions
SELECT sa.datname, sa.usename, sa.application_name, sa.client_hostname, sa.state, sa.backend_type, sa.query ~ 'pg_stat_activity', sa.backend_start IS NOT NULL, sa.xact_start IS NOT NULL, sa.query_start IS NOT NULL, sa.state_change IS NOT NULL,
       sa.leader_pid, sa.client_port FROM pg_catalog.pg_stat_activity sa WHERE sa.pid = pg_backend_pid()

-- DBeaver: who waits for whom
SELECT blocked_locks.pid AS blocked_pid, blocked_activity.usename AS blocked_user, blocking_locks.pid AS blocking_pid, blocking_activity.usename AS blocking_user, blocked_activity.query AS blocked_statement,
       blocking_activity.query AS statement_in, age(now(), blocked_activity.query_start)
  FROM pg_catalog.pg_locks blocked_locks JOIN pg_catalog.pg_stat_activity blocked_activity ON blocked_activity.pid = blocked_locks.pid
  JOIN pg_catalog.pg_locks blocking_locks ON blocking_locks.locktype = blocked_locks.locktype AND blocking_locks.database IS NOT DISTINCT FROM blocked_locks.database
   AND blocking_locks.relation IS NOT DISTINCT FROM blocked_locks.relation AND blocking_locks.page IS NOT DISTINCT FROM blocked_locks.page AND blocking_locks.tuple IS NOT DISTINCT FROM blocked_locks.tuple
   AND blocking_locks.virtualxid IS NOT DISTINCT FROM blocked_locks.virtualxid AND blocking_locks.transactionid IS NOT DISTINCT FROM blocked_locks.transactionid AND blocking_locks.classid IS NOT DISTINCT FROM blocked_locks.classid
   AND blocking_locks.objid IS NOT DISTINCT FROM blocked_locks.objid AND blocking_locks.objsubid IS NOT DISTINCT FROM blocked_locks.objsubid AND blocking_locks.pid <> blocked_locks.pid
  JOIN pg_catalog.pg_stat_activity blocking_activity ON blocking_activity.pid = blocking_locks.pid WHERE NOT blocked_locks.granted

-- DBeaver: what depends on a table
SELECT DISTINCT dep.deptype, dep.classid::regclass::text, cl.relkind, attr.attname, pg_get_expr(ad.adbin, ad.adrelid) adefval,
       CASE WHEN cl.relkind IS NOT NULL THEN cl.relkind::text || COALESCE(dep.objsubid::text, '') WHEN tg.oid IS NOT NULL THEN 'T'::text WHEN ty.oid IS NOT NULL AND ty.typbasetype = 0 THEN 'y'::text
            WHEN ty.oid IS NOT NULL AND ty.typbasetype <> 0 THEN 'd'::text WHEN ns.oid IS NOT NULL THEN 'n'::text WHEN pr.oid IS NOT NULL AND prtyp.typname = 'trigger' THEN 't'::text WHEN pr.oid IS NOT NULL THEN 'P'::text
            WHEN la.oid IS NOT NULL THEN 'l'::text WHEN rw.oid IS NOT NULL THEN 'R'::text WHEN co.oid IS NOT NULL THEN 'C'::text || contype::text WHEN ad.oid IS NOT NULL THEN 'A'::text WHEN fs.oid IS NOT NULL THEN 'F'::text
            WHEN fdw.oid IS NOT NULL THEN 'f'::text ELSE '' END AS type,
       COALESCE(coc.relname, clrw.relname, tgr.relname) AS ownertable, CASE WHEN cl.relname IS NOT NULL AND att.attname IS NOT NULL THEN cl.relname || '.' || att.attname ELSE COALESCE(cl.relname, co.conname, pr.proname, tg.tgname, ty.typname, la.lanname, rw.rulename, ns.nspname, fs.srvname, fdw.fdwname) END AS refname,
       COALESCE(nsc.nspname, nso.nspname, nsp.nspname, nst.nspname, nsrw.nspname, tgrn.nspname) AS nspname
  FROM pg_depend dep LEFT JOIN pg_class cl ON dep.objid = cl.oid LEFT JOIN pg_attribute att ON dep.objid = att.attrelid AND dep.objsubid = att.attnum LEFT JOIN pg_namespace nsc ON cl.relnamespace = nsc.oid
  LEFT JOIN pg_proc pr ON dep.objid = pr.oid LEFT JOIN pg_namespace nsp ON pr.pronamespace = nsp.oid LEFT JOIN pg_trigger tg ON dep.objid = tg.oid LEFT JOIN pg_type ty ON dep.objid = ty.oid LEFT JOIN pg_namespace nst ON ty.typnamespace = nst.oid
  LEFT JOIN pg_constraint co ON dep.objid = co.oid LEFT JOIN pg_class coc ON co.conrelid = coc.oid LEFT JOIN pg_namespace nso ON co.connamespace = nso.oid LEFT JOIN pg_rewrite rw ON dep.objid = rw.oid LEFT JOIN pg_class clrw ON clrw.oid = rw.ev_class
  LEFT JOIN pg_namespace nsrw ON clrw.relnamespace = nsrw.oid LEFT JOIN pg_language la ON dep.objid = la.oid LEFT JOIN pg_namespace ns ON dep.objid = ns.oid LEFT JOIN pg_attrdef ad ON ad.oid = dep.objid LEFT JOIN pg_foreign_server fs ON fs.oid = dep.objid
  LEFT JOIN pg_foreign_data_wrapper fdw ON fdw.oid = dep.objid LEFT JOIN pg_type prtyp ON prtyp.oid = pr.prorettype LEFT JOIN pg_class tgr ON tgr.oid = tg.tgrelid LEFT JOIN pg_namespace tgrn ON tgrn.oid = tgr.relnamespace
  LEFT JOIN pg_attribute attr ON attr.attrelid = dep.refobjid AND attr.attnum = dep.refobjsubid
 WHERE dep.refobjid = 'books'::regclass AND dep.classid IN (SELECT oid FROM pg_class WHERE relname IN ('pg_class', 'pg_constraint', 'pg_conversion', 'pg_language', 'pg_proc', 'pg_rewrite', 'pg_namespace', 'pg_trigger', 'pg_type', 'pg_attrdef', 'pg_event_trigger', 'pg_foreign_server', 'pg_foreign_data_wrapper'))
   AND cl.relkind IS DISTINCT FROM 't' ORDER BY 6, 8, 4, 1

-- DBeaver: settings with all their columns more
SELECT name, setting, unit, category, context, vartype, min_val, max_val, enumvals, boot_val FROM pg_catalog.pg_settings WHERE name IN ('work_mem', 'enable_sort', 'bytea_output', 'random_page_cost') ORDER BY name

-- DBeaver: the data editor reads rows
SELECT x.* FROM public.authors x ORDER BY id LIMIT 200

-- DBeaver: the data editor counts
SELECT count(*) FROM public.books

-- DBeaver: keywords
SELECT string_agg(word, ',') FROM pg_catalog.pg_get_keywords() WHERE word <> ALL ('{a,abs,absolute,action,ada,add,admin,after,all,allocate,alter}'::text[])

-- pgjdbc: columns
SELECT * FROM (SELECT n.nspname, c.relname, a.attname, a.atttypid, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) AS attnotnull, a.atttypmod, a.attlen, t.typtypmod, row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS attnum,
       nullif(a.attidentity, '') AS attidentity, nullif(a.attgenerated, '') AS attgenerated, pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS adsrc, dsc.description, t.typbasetype, t.typtype
  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid JOIN pg_catalog.pg_type t ON a.atttypid = t.oid
  LEFT JOIN pg_catalog.pg_attrdef def ON a.attrelid = def.adrelid AND a.attnum = def.adnum LEFT JOIN pg_catalog.pg_description dsc ON c.oid = dsc.objoid AND a.attnum = dsc.objsubid
  LEFT JOIN pg_catalog.pg_class dc ON dc.oid = dsc.classoid AND dc.relname = 'pg_class' LEFT JOIN pg_catalog.pg_namespace dn ON dc.relnamespace = dn.oid AND dn.nspname = 'pg_catalog'
 WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname LIKE 'public' AND c.relname LIKE 'books') c WHERE true ORDER BY nspname, c.relname, attnum

-- pgjdbc: keys that refer to each other
SELECT NULL::text AS pktable_cat, pkn.nspname, pkc.relname, pka.attname, fkn.nspname, fkc.relname, fka.attname, pos.n AS key_seq, CASE con.confupdtype WHEN 'c' THEN 0 WHEN 'n' THEN 2 WHEN 'd' THEN 4 WHEN 'r' THEN 1 WHEN 'p' THEN 1 WHEN 'a' THEN 3 END AS update_rule,
       CASE con.confdeltype WHEN 'c' THEN 0 WHEN 'n' THEN 2 WHEN 'd' THEN 4 WHEN 'r' THEN 1 WHEN 'p' THEN 1 WHEN 'a' THEN 3 END AS delete_rule, con.conname, pkic.relname,
       CASE WHEN con.condeferrable AND con.condeferred THEN 5 WHEN con.condeferrable THEN 6 ELSE 7 END AS deferrability
  FROM pg_catalog.pg_namespace pkn, pg_catalog.pg_class pkc, pg_catalog.pg_attribute pka, pg_catalog.pg_namespace fkn, pg_catalog.pg_class fkc, pg_catalog.pg_attribute fka, pg_catalog.pg_constraint con, pg_catalog.generate_series(1, 32) pos(n), pg_catalog.pg_class pkic
 WHERE pkn.oid = pkc.relnamespace AND pkc.oid = pka.attrelid AND pka.attnum = con.confkey[pos.n] AND con.confrelid = pkc.oid AND fkn.oid = fkc.relnamespace AND fkc.oid = fka.attrelid AND fka.attnum = con.conkey[pos.n] AND con.conrelid = fkc.oid
   AND con.contype = 'f' AND (pkic.relkind = 'i' OR pkic.relkind = 'I') AND pkic.oid = con.conindid AND fkn.nspname = 'public' AND fkc.relname = 'books' ORDER BY pkn.nspname, pkc.relname, con.conname, pos.n

-- pgjdbc: index info
SELECT tmp.nspname, tmp.relname, tmp.non_unique, tmp.index_name, tmp.type, tmp.ordinal_position, trim(both '"' from pg_catalog.pg_get_indexdef(tmp.ci_oid, tmp.ordinal_position, false)) AS column_name,
       CASE tmp.am_name WHEN 'btree' THEN CASE tmp.i_indoption[tmp.ordinal_position - 1] & 1::smallint WHEN 1 THEN 'D' ELSE 'A' END ELSE NULL END AS asc_or_desc, tmp.filter_condition
  FROM (SELECT n.nspname, ct.relname, NOT i.indisunique AS non_unique, ci.relname AS index_name, CASE i.indisclustered WHEN true THEN 1 ELSE CASE am.amname WHEN 'hash' THEN 2 ELSE 3 END END AS type,
               (information_schema._pg_expandarray(i.indkey)).n AS ordinal_position, ci.oid AS ci_oid, i.indoption AS i_indoption, am.amname AS am_name, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS filter_condition
          FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_namespace n ON ct.relnamespace = n.oid JOIN pg_catalog.pg_index i ON ct.oid = i.indrelid JOIN pg_catalog.pg_class ci ON ci.oid = i.indexrelid JOIN pg_catalog.pg_am am ON ci.relam = am.oid
         WHERE n.nspname = 'public' AND ct.relname = 'books') AS tmp ORDER BY non_unique, type, index_name, ordinal_position

-- pgjdbc: primary keys
SELECT result.nspname, result.relname, result.attname, result.key_seq, result.pk_name FROM (SELECT n.nspname, ct.relname, a.attname, (information_schema._pg_expandarray(i.indkey)).n AS key_seq, ci.relname AS pk_name,
       information_schema._pg_expandarray(i.indkey) AS keys, a.attnum AS a_attnum FROM pg_catalog.pg_class ct JOIN pg_catalog.pg_attribute a ON ct.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON ct.relnamespace = n.oid
  JOIN pg_catalog.pg_index i ON a.attrelid = i.indrelid JOIN pg_catalog.pg_class ci ON ci.oid = i.indexrelid WHERE n.nspname = 'public' AND i.indisprimary) result
 WHERE result.a_attnum = (result.keys).x AND result.relname IN ('authors', 'books') ORDER BY result.relname, result.key_seq

-- Adminer: databases, tables, fields
SELECT c.relname AS "Name", CASE c.relkind WHEN 'r' THEN 'table' WHEN 'm' THEN 'materialized view' ELSE 'view' END AS "Engine", pg_table_size(c.oid) >= 0 AS "Data_length", pg_indexes_size(c.oid) >= 0 AS "Index_length",
       obj_description(c.oid, 'pg_class') AS "Comment", '' AS "Oid", n.nspname FROM pg_class c JOIN pg_namespace n ON (n.nspname = current_schema() AND n.oid = c.relnamespace) WHERE relkind IN ('r', 'm', 'v', 'f', 'p') AND relname = 'books'

-- Adminer: fields
SELECT a.attname AS field, format_type(a.atttypid, a.atttypmod) AS full_type, pg_get_expr(d.adbin, d.adrelid) AS default, a.attnotnull::int, col_description(c.oid, a.attnum) AS comment, a.attidentity, a.attgenerated
  FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid JOIN pg_attribute a ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON c.oid = d.adrelid AND a.attnum = d.adnum
 WHERE c.relname = 'books' AND n.nspname = current_schema() AND NOT a.attisdropped AND a.attnum > 0 ORDER BY a.attnum

-- Adminer: indexes
SELECT relname, indisunique::int, indisprimary::int, indkey, indoption, (indpred IS NOT NULL)::int AS indispartial FROM pg_index i, pg_class ci WHERE i.indrelid = 'books'::regclass AND ci.oid = i.indexrelid ORDER BY indisprimary DESC, indisunique DESC, relname

-- Adminer: foreign keys and checks
SELECT conname, condeferrable::int AS deferrable, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = (SELECT pc.oid FROM pg_class pc INNER JOIN pg_namespace pn ON (pn.oid = pc.relnamespace) WHERE pc.relname = 'books' AND pn.nspname = current_schema())
   AND contype = 'f'::char ORDER BY conkey, conname

-- Adminer: processes and status
SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = pg_backend_pid() UNION ALL SELECT count(*) > 100 FROM pg_settings

-- Adminer: routines' parameters
SELECT parameter_name AS field, data_type AS type, character_maximum_length AS length, parameter_mode AS inout FROM information_schema.parameters WHERE specific_schema = 'pg_catalog' AND specific_name = 'jsonb_set_3305' ORDER BY ordinal_position

-- phpPgAdmin: tables
SELECT c.relname, pg_catalog.pg_get_userbyid(c.relowner) AS relowner, pg_catalog.obj_description(c.oid, 'pg_class') AS relcomment, (SELECT spcname FROM pg_catalog.pg_tablespace pt WHERE pt.oid = c.reltablespace) AS tablespace
  FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND nspname = 'public' AND c.relname IN ('authors', 'books') ORDER BY c.relname

-- phpPgAdmin: attributes
SELECT a.attname, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.atttypmod, a.attnotnull, a.atthasdef, pg_catalog.pg_get_expr(adef.adbin, adef.adrelid, true) AS adsrc, a.attstattarget, a.attstorage, t.typstorage,
       (SELECT 1 FROM pg_catalog.pg_depend pd, pg_catalog.pg_class pc WHERE pd.objid = pc.oid AND pd.classid = pc.tableoid AND pd.refclassid = pc.tableoid AND pd.refobjid = a.attrelid AND pd.refobjsubid = a.attnum AND pd.deptype = 'i' AND pc.relkind = 'S') IS NOT NULL AS attisserial,
       pg_catalog.col_description(a.attrelid, a.attnum) AS comment
  FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef adef ON a.attrelid = adef.adrelid AND a.attnum = adef.adnum LEFT JOIN pg_catalog.pg_type t ON a.atttypid = t.oid WHERE a.attrelid = 'authors'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum

-- SchemaSpy: comments and row counts
SELECT c.relname AS table_name, d.description AS comments, c.reltuples >= -1 FROM pg_class c LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass WHERE c.relnamespace = 'public'::regnamespace AND c.relname IN ('authors', 'books') ORDER BY 1

-- Prisma: tables and views
SELECT tbl.relname AS table_name, namespace.nspname AS namespace, (tbl.relhassubclass AND tbl.relkind = 'p') AS is_partition, (tbl.relhassubclass AND tbl.relkind = 'r') AS has_subclass, tbl.relrowsecurity AS has_row_level_security, reloptions, obj_description(tbl.oid, 'pg_class') AS description
  FROM pg_class AS tbl INNER JOIN pg_namespace AS namespace ON namespace.oid = tbl.relnamespace WHERE ((tbl.relkind = 'r' AND NOT tbl.relispartition) OR tbl.relkind = 'p') AND namespace.nspname = ANY (ARRAY['public']) AND tbl.relname IN ('authors', 'books') ORDER BY namespace, table_name

-- Prisma: columns
SELECT oid.namespace, info.table_name, info.column_name, format_type(att.atttypid, att.atttypmod) AS formatted_type, info.numeric_precision, info.numeric_scale, info.numeric_precision_radix, info.datetime_precision, info.data_type, info.udt_schema AS type_schema_name,
       info.udt_name AS full_data_type, pg_get_expr(attdef.adbin, attdef.adrelid) AS column_default, info.is_nullable, info.is_identity, info.character_maximum_length, col_description(att.attrelid, ordinal_position) AS description
  FROM information_schema.columns info JOIN pg_attribute att ON att.attname = info.column_name
  JOIN (SELECT pg_class.oid, relname, pg_namespace.nspname AS namespace FROM pg_class JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace AND pg_namespace.nspname = ANY (ARRAY['public'])
         WHERE reltype > 0) AS oid ON oid.oid = att.attrelid AND relname = info.table_name AND namespace = info.table_schema
  LEFT OUTER JOIN pg_attrdef attdef ON attdef.adrelid = att.attrelid AND attdef.adnum = att.attnum AND table_schema = namespace WHERE table_schema = 'public' AND info.table_name IN ('authors', 'books') ORDER BY namespace, table_name, ordinal_position

-- Prisma: indexes
WITH rawindex AS (SELECT indrelid, indexrelid, indisunique, indisprimary, unnest(indkey) AS indkeyid, generate_subscripts(indkey, 1) AS indkeyidx, unnest(indclass) AS indclass, unnest(indoption) AS indoption FROM pg_index WHERE indpred IS NULL AND NOT indisexclusion)
SELECT schemainfo.nspname AS namespace, indexinfo.relname AS index_name, tableinfo.relname AS table_name, columninfo.attname AS column_name, rawindex.indisunique AS is_unique, rawindex.indisprimary AS is_primary_key, rawindex.indkeyidx AS column_index,
       opclass.opcname AS opclass, opclass.opcdefault AS opcdefault, indexaccess.amname AS index_algo, CASE rawindex.indoption & 1 WHEN 1 THEN 'DESC' ELSE 'ASC' END AS column_order, CASE rawindex.indoption & 2 WHEN 2 THEN true ELSE false END AS nulls_first,
       pc.condeferrable AS condeferrable, pc.condeferred AS condeferred
  FROM rawindex INNER JOIN pg_class AS tableinfo ON tableinfo.oid = rawindex.indrelid INNER JOIN pg_class AS indexinfo ON indexinfo.oid = rawindex.indexrelid INNER JOIN pg_namespace AS schemainfo ON schemainfo.oid = tableinfo.relnamespace
  LEFT JOIN pg_attribute AS columninfo ON columninfo.attrelid = tableinfo.oid AND columninfo.attnum = rawindex.indkeyid INNER JOIN pg_am AS indexaccess ON indexaccess.oid = indexinfo.relam LEFT JOIN pg_opclass AS opclass ON opclass.oid = rawindex.indclass
  LEFT JOIN pg_constraint pc ON rawindex.indexrelid = pc.conindid AND pc.contype <> 'f' WHERE schemainfo.nspname = ANY (ARRAY['public']) AND tableinfo.relname IN ('authors', 'books') ORDER BY namespace, table_name, index_name, column_index

-- Prisma: foreign keys
SELECT con.conname, child.attname AS child_column, parent.attname AS parent_column, con.confdeltype, con.confupdtype, rel_ns.nspname AS referenced_schema_name, conrelid::regclass::text AS table_name, con.condeferrable, con.condeferred
  FROM (SELECT ns.nspname, unnest(con1.conkey) AS parent, unnest(con1.confkey) AS child, cl.relname AS table_name, generate_subscripts(con1.conkey, 1) AS colidx, con1.oid, con1.confrelid, con1.conrelid, con1.conname, con1.confdeltype, con1.confupdtype, con1.condeferrable, con1.condeferred
          FROM pg_class cl JOIN pg_constraint con1 ON con1.conrelid = cl.oid JOIN pg_namespace ns ON cl.relnamespace = ns.oid WHERE ns.nspname = ANY (ARRAY['public']) AND con1.contype = 'f') con
  JOIN pg_attribute parent ON parent.attrelid = con.conrelid AND parent.attnum = con.parent JOIN pg_class cl ON cl.oid = con.confrelid JOIN pg_attribute child ON child.attrelid = con.confrelid AND child.attnum = con.child
  JOIN pg_namespace rel_ns ON cl.relnamespace = rel_ns.oid ORDER BY con.conname, con.colidx

-- Prisma: constraints, sequences, procedures
SELECT constr.conname, constr.contype, constr.conrelid::regclass::text, constr.condeferrable FROM pg_constraint constr JOIN pg_class tbl ON tbl.oid = constr.conrelid JOIN pg_namespace s ON s.oid = constr.connamespace
 WHERE s.nspname = ANY (ARRAY['public']) AND contype NOT IN ('p', 'u', 'f') AND tbl.relname IN ('authors', 'books') ORDER BY 1

-- Redash: schema
SELECT s.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name, null AS column_type FROM pg_class c JOIN pg_namespace s ON c.relnamespace = s.oid AND s.nspname NOT IN ('pg_catalog', 'information_schema')
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind = 'm' AND has_table_privilege(s.nspname || '.' || c.relname, 'select') AND has_schema_privilege(s.nspname, 'usage')
UNION SELECT table_schema, table_name, column_name, data_type AS column_type FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_name IN ('authors', 'books') ORDER BY 1, 2, 3

-- Metabase: fields as it describes them
SELECT n.nspname AS "table-schema", c.relname AS "table-name", a.attname AS name, CASE WHEN et.typtype = 'e' THEN et.typname ELSE format_type(a.atttypid, NULL) END AS "database-type", a.attnum - 1 AS "database-position",
       col_description(c.oid, a.attnum) AS "field-comment", pk.attnum IS NOT NULL AS "pk?", NOT a.attnotnull AS "database-is-nullable", (a.atthasdef OR a.attidentity <> '') AND a.attgenerated = '' AS auto
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type et ON et.oid = a.atttypid
  LEFT JOIN (SELECT conrelid, unnest(conkey) AS attnum FROM pg_constraint WHERE contype = 'p') pk ON pk.conrelid = c.oid AND pk.attnum = a.attnum
 WHERE n.nspname !~ '^information_schema|catalog_history|pg_' AND c.relname IN ('authors', 'books') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2, 5

-- Metabase: sizes of tables
SELECT n.nspname, c.relname, c.relkind, GREATEST(c.reltuples, 0) >= 0 AS estimated_row_count, stat.n_live_tup IS NOT NULL FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid LEFT JOIN pg_stat_user_tables stat ON stat.relid = c.oid
 WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND n.nspname = 'public' AND c.relname IN ('authors', 'books', 'cheap') ORDER BY 2

-- Debezium: tables with keys, replica identity, slots
SELECT relname, relreplident, (SELECT count(*) FROM pg_publication) AS publications, (SELECT count(*) FROM pg_replication_slots) AS slots, (SELECT count(*) FROM pg_publication_tables) AS tables FROM pg_class WHERE relname IN ('authors', 'books') ORDER BY 1

-- Debezium: the database's word
SELECT current_setting('wal_level'), current_setting('max_wal_senders')::int > 0, current_setting('max_replication_slots')::int > 0, pg_is_in_recovery(), txid_current() > 0

-- Airbyte: what may be read
SELECT DISTINCT table_catalog, table_schema, table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = current_user AND privilege_type = 'SELECT' AND table_name IN ('authors', 'books')
UNION ALL SELECT r.rolname, n.nspname, c.relname, 'SELECT' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner WHERE c.relkind IN ('r', 'm', 'v') AND n.nspname = 'public' AND c.relname = 'cheap' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 3, 1

-- Npgsql: columns as GetSchema has them
SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, udt_name::regtype::text AS data_type, character_maximum_length, character_octet_length, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision,
       character_set_catalog, character_set_schema, character_set_name, collation_catalog FROM information_schema.columns WHERE table_name IN ('authors', 'books') ORDER BY table_name, ordinal_position

-- Npgsql: indexes as GetSchema has them
SELECT current_database() AS table_catalog, n.nspname AS table_schema, t.relname AS table_name, i.relname AS index_name, '' AS type_desc FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace
 WHERE i.relkind = 'i' AND n.nspname NOT IN ('pg_catalog', 'pg_toast') AND t.relkind = 'r' AND t.relname IN ('authors', 'books') ORDER BY 3, 4

-- Npgsql: index columns and constraints as GetSchema has them
SELECT tc.table_name, tc.constraint_name, tc.constraint_type, pgtc.condeferrable, kcu.column_name, kcu.ordinal_position FROM information_schema.table_constraints tc JOIN pg_constraint pgtc ON pgtc.conname = tc.constraint_name
  LEFT JOIN information_schema.key_column_usage kcu ON kcu.constraint_name = tc.constraint_name WHERE tc.table_name IN ('authors', 'books') AND tc.constraint_type <> 'CHECK' ORDER BY 1, 2, kcu.ordinal_position

-- Tableau: relations as the JDBC driver asks
SELECT NULL AS table_cat, n.nspname AS table_schem, c.relname AS table_name, CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM' WHEN false THEN CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'i' THEN 'INDEX'
       WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END END AS table_type, d.description AS remarks
  FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_description d ON c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass WHERE c.relnamespace = n.oid AND n.nspname = 'public' AND c.relname ~ '^(authors|books|cheap|numbers)' ORDER BY 4, 2, 3

-- postgres-meta: roles, privileges, triggers
SELECT pc.relname, (SELECT coalesce(jsonb_agg(jsonb_build_object('grantor', _priv.grantor::regrole::text, 'privilege_type', _priv.privilege_type) ORDER BY 1), '[]') FROM aclexplode(coalesce(pc.relacl, acldefault('r', pc.relowner))) AS _priv) AS privileges
  FROM pg_class pc WHERE pc.relkind IN ('r', 'v', 'm', 'f', 'p') AND pc.relnamespace = 'public'::regnamespace AND pc.relname IN ('authors', 'books') ORDER BY 1

-- IntelliJ: what depends on what
SELECT dep.classid::regclass::text, dep.refclassid::regclass::text, dep.deptype, count(*) FROM pg_depend dep WHERE dep.refobjid = 'authors'::regclass AND dep.deptype IN ('a', 'i', 'n') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3

-- IntelliJ: sequences
SELECT c.relname, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, a.attnum, a.attname FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relkind = 'S' AND c.relname ~ '^(authors|books|numbers)' ORDER BY 1, a.attnum

-- a relation's columns, in their order
SELECT c.relname, c.relnatts, (SELECT string_agg(attname, ' ') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) FROM pg_class c WHERE c.relname IN ('authors', 'books', 'numbers', 'cheap') ORDER BY 1

-- indexes of shared relations with their tablespace
SELECT indexname, tablespace FROM pg_indexes WHERE tablename IN ('pg_authid', 'pg_class') ORDER BY 1
