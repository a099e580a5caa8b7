-- whose member a role is, where that is the same for everybody
SELECT pg_has_role('pg_monitor', 'pg_read_all_stats', 'MEMBER'), pg_has_role('pg_monitor', 'pg_read_all_stats', 'usage'), pg_has_role('pg_monitor', 'pg_read_all_stats', 'MEMBER WITH ADMIN OPTION');
SELECT pg_has_role('pg_read_all_stats', 'pg_monitor', 'member'), pg_has_role('pg_monitor', 'pg_monitor', 'member'), pg_has_role('pg_monitor', 'pg_monitor', 'usage with grant option');
SELECT pg_has_role('pg_monitor', 10, 'USAGE'), pg_has_role(3373::oid, 'pg_read_all_settings', ' usage '), pg_has_role(3373::oid, 0::oid, 'member'), pg_has_role(99999::oid, 99999::oid, 'member');
SELECT pg_has_role('pg_monitor', 'pg_stat_scan_tables', 'member, usage with admin option'), pg_has_role('pg_monitor', 'pg_stat_scan_tables', 'usage with admin option, member with grant option');
SELECT pg_has_role(current_user, 'pg_database_owner', 'usage'), pg_has_role('pg_database_owner', 'member'), pg_has_role(current_user, current_user, 'usage');
-- error 42704
SELECT pg_has_role('public', 'member');
-- error 42704
SELECT pg_has_role('public', 'pg_monitor', 'member');
-- error 42704
SELECT pg_has_role('pg_monitor', 'public', 'member');
-- error 42704
SELECT pg_has_role('nosuch', 'nosuch', 'member');
-- error 22023
SELECT pg_has_role('pg_monitor', 'create');
-- error 22023
SELECT pg_has_role('pg_monitor', 'member with');
-- error 22023
SELECT pg_has_role('pg_monitor', '');
SELECT count(*) FROM information_schema.enabled_roles WHERE role_name = current_user OR role_name = 'pg_database_owner';
SELECT pg_type_is_visible(0), pg_table_is_visible(0), pg_function_is_visible(0), pg_operator_is_visible(0);

-- ACLs of PostgreSQL's own relations: what others than their owner may do with them
SELECT c.oid::regclass, relkind, (SELECT array_agg(grantee::regrole::text || ' ' || privilege_type ORDER BY 1) FROM aclexplode(relacl) WHERE grantee <> 10) FROM pg_class c
  WHERE c.oid < 16384 AND relkind IN ('r', 'v') AND relacl IS NOT NULL AND relname NOT IN ('sql_parts', 'transforms') AND relname !~ '^_pg' ORDER BY c.oid;
SELECT objoid::regclass FROM pg_init_privs WHERE classoid = 1259 AND objsubid = 0 ORDER BY objoid;
SELECT objoid::regclass FROM pg_init_privs i JOIN pg_class c ON c.oid = objoid WHERE classoid = 1259 AND objsubid = 0 AND relacl IS DISTINCT FROM initprivs;
SELECT table_schema, table_name, grantee, privilege_type, is_grantable, with_hierarchy FROM information_schema.table_privileges WHERE grantee <> current_user AND table_schema <> 'public' ORDER BY 1, 2, 3, 4;
SELECT count(*), count(DISTINCT table_name) FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC' AND table_schema = 'information_schema';
SELECT table_name, column_name, grantee, privilege_type, is_grantable FROM information_schema.column_privileges WHERE grantee <> current_user AND table_name IN ('pg_class', 'pg_settings', 'tables', 'pg_authid') ORDER BY 1, 2, 3, 4;
SELECT relname FROM pg_class c WHERE relkind IN ('r', 'v') AND relacl IS NOT NULL AND c.oid < 16384 AND (has_table_privilege(c.oid, 'INSERT') <> EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee = 10 AND privilege_type = 'INSERT')
  OR has_table_privilege(c.oid, 'SELECT') <> EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee IN (0, 10) AND privilege_type = 'SELECT'));
SELECT relname FROM pg_class c WHERE relkind IN ('r', 'v') AND relacl IS NOT NULL AND c.oid < 16384 AND has_table_privilege('public', c.oid, 'SELECT') <> EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee = 0 AND privilege_type = 'SELECT');
