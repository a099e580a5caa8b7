-- Functions of the catalogs at the edges of their arguments, and for relations of every kind, those of declared.sql too.
SELECT pg_column_is_updatable('customers'::regclass, n::int2, false), pg_column_is_updatable('pg_class'::regclass, n::int2, true), n FROM unnest(ARRAY[-32768, -7, -1, 0, 1, 2, 99, 32760, NULL]) n ORDER BY n;
-- error XX000
SELECT pg_column_is_updatable('customers'::regclass, 32761::int2, false);
SELECT c.relname, pg_relation_is_updatable(c.oid, false), pg_relation_is_updatable(c.oid, true) FROM pg_class c WHERE c.relnamespace IN (11, 'information_schema'::regnamespace) AND c.relkind IN ('r', 'v', 'i') ORDER BY 1;
SELECT c.relname, n FROM pg_class c, generate_series(-8, 40) n WHERE c.relnamespace IN (11, 'information_schema'::regnamespace) AND c.relkind IN ('r', 'v', 'i') AND pg_column_is_updatable(c.oid, n::int2, false) ORDER BY 1, 2;
SELECT c.relname, c.relkind, pg_relation_is_updatable(c.oid, false), n, pg_column_is_updatable(c.oid, n::int2, false) FROM pg_class c, generate_series(-1, 9) n WHERE c.relnamespace = 2200 AND c.relname IN ('kinds_view', 'parts_sums', 'parts_by_mood', 'customers', 'customers_pkey', 'parts') ORDER BY 1, 2, 4;
SELECT pg_column_is_updatable(0, 1::int2, false), pg_column_is_updatable(4294967295, 1::int2, false), pg_relation_is_updatable(0, true), pg_relation_is_updatable(23, true), pg_relation_is_updatable('pg_class', NULL);
SELECT table_name, is_insertable_into FROM information_schema.tables WHERE table_schema IN ('pg_catalog', 'information_schema') ORDER BY 1;
SELECT table_name, column_name, is_updatable FROM information_schema.columns WHERE table_schema = 'information_schema' OR table_name IN ('pg_class', 'pg_group', 'pg_settings', 'pg_stat_database_conflicts') ORDER BY 1, ordinal_position;
SELECT table_name, is_updatable, is_insertable_into FROM information_schema.views WHERE table_schema IN ('pg_catalog', 'information_schema') ORDER BY 1;
-- names alone: a number, or -, is none
SELECT to_regclass('-'), to_regcollation('-'), to_regnamespace('-'), to_regproc('-'), to_regrole('-'), to_regclass('1259'), to_regproc('1299'), to_regrole('10'), to_regnamespace('11'), to_regoper('0');
SELECT to_regtype('nosuch'), to_regtype('double'), to_regtype('left'), to_regtype('nosuch[]'), to_regtype('interval'), to_regtype('varchar'), to_regtype('numeric(3)'), to_regtype('time(3) with time zone'), to_regtype('pg_catalog.select');
-- error 42601
SELECT to_regtype('-');
-- error 42601
SELECT to_regtype('23');
-- error 42601
SELECT to_regtype('select');
-- error 42601
SELECT to_regtype('between');
-- error 42601
SELECT to_regtype('int4 int4');
-- error 42601
SELECT 'desc'::regtype;
-- error 22P02
SELECT to_regprocedure('-');
-- error 22P02
SELECT to_regprocedure('23');
-- error 22P02
SELECT to_regoperator('0');
-- error 42601
SELECT to_regprocedure('varchar(3)');
-- error 22004
SELECT * FROM pg_options_to_table('{a=1,NULL}');
SELECT * FROM pg_options_to_table('{a=1,b,=c,d=e=f}');
SELECT pg_relation_size('customers', fork) >= 0, pg_relation_size('customers', 'init'), pg_relation_size(0, 'nosuch') FROM unnest('{main,fsm,vm}'::text[]) fork;
-- error 22023
SELECT pg_relation_size('customers', 'Main');
SELECT pg_tablespace_location(0), pg_tablespace_location(1663), pg_tablespace_location(1664), pg_tablespace_size('pg_default') > 0, pg_tablespace_size(1663) > 0, pg_tablespace_size(1), pg_tablespace_size(0);
-- error 58P01
SELECT pg_tablespace_location(1);
-- error 42704
SELECT pg_tablespace_size('nosuch');
SELECT datname = current_database() FROM pg_tablespace_databases(1663) t(d) JOIN pg_database b ON b.oid = t.d WHERE datname = current_database();
SELECT * FROM pg_tablespace_databases(1);
SELECT pg_get_replica_identity_index(c) FROM unnest('{customers,kinds_view,parts_by_mood,pg_class}'::regclass[]) c;
-- error 42809
SELECT pg_get_replica_identity_index('customers_pkey');
-- error 42809
SELECT pg_get_replica_identity_index('pg_class_oid_index');
-- error XX000
SELECT pg_get_replica_identity_index(1);
SELECT c, pg_relation_is_publishable(c) FROM unnest('{customers,customers_pkey,kinds_view,parts_by_mood,pg_class,pg_class_oid_index,pg_roles,1}'::regclass[]) c;
-- error 42809
SELECT pg_sequence_last_value('customers');
-- error XX000
SELECT pg_sequence_last_value(0);
-- error 42P01
SELECT pg_sequence_parameters(0);
-- error XX000
SELECT pg_sequence_parameters('customers'::regclass);
-- error XX000
SELECT pg_sequence_parameters('pg_class'::regclass);
SELECT row_security_active('customers'), row_security_active('pg_class'), row_security_active(0), row_security_active(NULL::text);
-- error 42P01
SELECT row_security_active('nosuch');
-- error 42P01
SELECT row_security_active('1259');
SELECT pg_collation_actual_version(100), pg_collation_actual_version(950);
-- error 42704
SELECT pg_collation_actual_version(1);
-- error 42704
SELECT pg_database_collation_actual_version(0);
-- error 42P01
SELECT pg_get_viewdef('1259');
-- error 42P01
SELECT pg_get_viewdef('-', true);
-- error XX000
SELECT pg_describe_object(1, 0, 1);
SELECT pg_get_expr(adbin, 1), pg_get_expr(adbin, 4294967295, true) FROM pg_attrdef WHERE adrelid = 'parts'::regclass;
-- privileges: the role is looked for first
-- error 42704
SELECT has_column_privilege('nosuch', 'nosuch', 'nosuch', 'nosuch');
-- error 42704
SELECT has_column_privilege('nosuch', 'customers'::regclass, 'nosuch', 'nosuch');
-- error 42704
SELECT has_sequence_privilege('nosuch', 'customers', 'nosuch');
-- error 42P01
SELECT has_table_privilege('1259', 'nosuch');
-- error 42P01
SELECT has_any_column_privilege('-', 'select');
-- error 42883
SELECT has_function_privilege('0', 'execute');
-- error 42704
SELECT has_type_privilege('-', 'usage');
SELECT c, r.rolname, has_table_privilege(r.oid, c, 'SELECT'), has_table_privilege(r.rolname, c, 'INSERT'), has_table_privilege(r.oid, c, 'UPDATE'), has_table_privilege(r.oid, c, 'TRUNCATE, delete'), has_any_column_privilege(r.oid, c, 'select, Insert'),
    has_column_privilege(r.oid, c, 1::int2, 'SELECT') FROM unnest('{pg_class,pg_authid,pg_roles,pg_settings,pg_shadow,pg_config,pg_backend_memory_contexts,information_schema.tables,information_schema.sql_parts,information_schema.sql_features}'::regclass[]) c, pg_roles r WHERE r.rolname ~ '^pg_' ORDER BY 1, 2;
SELECT has_table_privilege('public', 'pg_class', 'select'), has_table_privilege('public', 'pg_settings', 'update'), has_table_privilege(12345, 'pg_class', 'select'), has_column_privilege('public', 'pg_class', 'relname', 'select');
-- system views whose query is PostgreSQL's
SELECT c, pg_get_viewdef(c), pg_get_viewdef(c, true) FROM unnest('{pg_roles,pg_group,pg_user,pg_stat_sys_tables,pg_stat_xact_sys_tables,pg_stat_user_tables,pg_stat_xact_user_tables,pg_statio_sys_tables,pg_statio_user_tables,pg_stat_sys_indexes,pg_stat_user_indexes,
    pg_statio_sys_indexes,pg_statio_user_indexes,pg_statio_user_sequences,information_schema.administrable_role_authorizations}'::regclass[]) c ORDER BY c::oid;
SELECT * FROM pg_group ORDER BY grosysid;
SELECT rolname, rolconfig, rolpassword FROM pg_roles WHERE rolname ~ '^pg_' ORDER BY oid;
