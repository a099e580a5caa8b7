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
