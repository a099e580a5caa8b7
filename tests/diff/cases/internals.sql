-- Functions about a server's insides: what PostgreSQL says to a call from SQL, where pgleaf says it too
select "int2vectorin"('1'::cstring);
select "oidvectorin"('1'::cstring);
-- error 0A000
select "pg_ddl_command_in"('1'::cstring);
select "pg_ddl_command_out"(NULL::pg_ddl_command);
select "pg_ddl_command_send"(NULL::pg_ddl_command);
select "unknownout"('x'::unknown);
-- error 0A000
select "pg_node_tree_in"('1'::cstring);
select "pg_node_tree_out"(NULL::pg_node_tree);
select "pg_node_tree_send"(NULL::pg_node_tree);
select "nameconcatoid"('x'::name, 1259::oid);
-- error 0A000
select "table_am_handler_in"('1'::cstring);
-- error 0A000
select "table_am_handler_in"(NULL);
-- error 0A000
select "table_am_handler_out"(NULL::table_am_handler);
-- error 0A000
select "table_am_handler_out"(NULL);
-- error 0A000
select "index_am_handler_in"('1'::cstring);
-- error 0A000
select "index_am_handler_in"(NULL);
-- error 0A000
select "index_am_handler_out"(NULL::index_am_handler);
-- error 0A000
select "index_am_handler_out"(NULL);
-- error XX000
select "amvalidate"(1259::oid);
select "pg_indexam_progress_phasename"(1259::oid, 1::int8);
-- error 22023
select "lo_open"(1259::oid, 1);
-- error 42704
select "lo_close"(1);
-- error 42704
select "loread"(1, 1);
-- error 42704
select "lowrite"(1, 'x'::bytea);
-- error 42704
select "lo_lseek"(1, 1, 1);
-- error 42704
select "lo_tell"(1);
-- error 42704
select "lo_truncate"(1, 1);
-- error 55000
select "pg_get_wal_replay_pause_state"();
-- error 39P01
select "unique_key_recheck"();
-- error 39P01
select "suppress_redundant_updates_trigger"();
-- error 39P01
select "RI_FKey_check_ins"();
-- error 39P01
select "RI_FKey_check_upd"();
-- error 39P01
select "RI_FKey_cascade_del"();
-- error 39P01
select "RI_FKey_cascade_upd"();
-- error 39P01
select "RI_FKey_restrict_del"();
-- error 39P01
select "RI_FKey_restrict_upd"();
-- error 39P01
select "RI_FKey_setnull_del"();
-- error 39P01
select "RI_FKey_setnull_upd"();
-- error 39P01
select "RI_FKey_setdefault_del"();
-- error 39P01
select "RI_FKey_setdefault_upd"();
-- error 39P01
select "RI_FKey_noaction_del"();
-- error 39P01
select "RI_FKey_noaction_upd"();
-- error 0A000
select "to_ascii"('x'::text);
-- error 0A000
select "to_ascii"('x'::text, 1);
-- error 42704
select "to_ascii"('x'::text, 'x'::name);
select "pg_stat_force_next_flush"();
select "pg_stat_clear_snapshot"();
select "cstring_in"('1'::cstring);
select "cstring_out"('1'::cstring);
-- error 0A000
select "any_in"('1'::cstring);
-- error 0A000
select "any_out"(1);
-- error 0A000
select "anyarray_in"('1'::cstring);
select "void_in"('1'::cstring);
select "void_out"(NULL::void);
-- error 0A000
select "trigger_in"('1'::cstring);
-- error 0A000
select "trigger_in"(NULL);
-- error 0A000
select "trigger_out"(NULL::trigger);
-- error 0A000
select "trigger_out"(NULL);
-- error 0A000
select "language_handler_in"('1'::cstring);
-- error 0A000
select "language_handler_in"(NULL);
-- error 0A000
select "language_handler_out"(NULL::language_handler);
-- error 0A000
select "language_handler_out"(NULL);
-- error 0A000
select "internal_in"('1'::cstring);
-- error 0A000
select "internal_in"(NULL);
-- error 0A000
select "anyelement_in"('1'::cstring);
-- error 0A000
select "anyelement_out"(1);
-- error 42804
select "anyelement_out"(NULL);
-- error 0A000
select "shell_in"('1'::cstring);
-- error 0A000
select "shell_in"(NULL);
select "shell_out"(NULL::void);
select "unknownsend"('x'::unknown);
select "cstring_send"('1'::cstring);
-- error 0A000
select "anynonarray_in"('1'::cstring);
-- error 42804
select "anynonarray_out"(NULL::anynonarray);
-- error 42804
select "anynonarray_out"(NULL);
select "varbittypmodin"(NULL::_cstring);
select "intervaltypmodin"(NULL::_cstring);
-- error XX000
select "intervaltypmodout"(1);
select "timestamptypmodin"(NULL::_cstring);
select "timestamptypmodout"(1);
select "timestamptztypmodin"(NULL::_cstring);
select "timestamptztypmodout"(1);
select "timetypmodin"(NULL::_cstring);
select "timetypmodout"(1);
select "timetztypmodin"(NULL::_cstring);
select "timetztypmodout"(1);
select "bpchartypmodin"(NULL::_cstring);
select "bpchartypmodout"(1);
select "varchartypmodin"(NULL::_cstring);
select "varchartypmodout"(1);
select "numerictypmodin"(NULL::_cstring);
select "numerictypmodout"(1);
select "bittypmodin"(NULL::_cstring);
select "bittypmodout"(1);
select "varbittypmodout"(1);
-- error 55000
select "pg_wal_replay_pause"();
-- error 55000
select "pg_wal_replay_resume"();
-- error 0A000
select "pg_extension_config_dump"('pg_class'::regclass, 'x'::text);
-- error 0A000
select "fdw_handler_in"('1'::cstring);
-- error 0A000
select "fdw_handler_in"(NULL);
-- error 0A000
select "fdw_handler_out"(NULL::fdw_handler);
-- error 0A000
select "fdw_handler_out"(NULL);
select "void_send"(NULL::void);
-- error 42704
select "lo_lseek64"(1, 1::int8, 1);
-- error 42704
select "lo_tell64"(1);
-- error 42704
select "lo_truncate64"(1, 1::int8);
-- error 0A000
select "tsm_handler_in"('1'::cstring);
-- error 0A000
select "tsm_handler_in"(NULL);
-- error 0A000
select "tsm_handler_out"(NULL::tsm_handler);
-- error 0A000
select "tsm_handler_out"(NULL);
select "pg_stat_get_wal_receiver"();
-- error 22023
select "pg_stat_get_progress_info"('x'::text);
select "pg_stat_get_progress_info"(NULL);
-- error 0A000
select "pg_ndistinct_in"('1'::cstring);
select "pg_ndistinct_out"(NULL::pg_ndistinct);
select "pg_ndistinct_send"(NULL::pg_ndistinct);
select "pg_isolation_test_session_is_blocked"(1, '{1}'::int[]);
-- error 0A000
select "pg_dependencies_in"('1'::cstring);
select "pg_dependencies_out"(NULL::pg_dependencies);
select "pg_dependencies_send"(NULL::pg_dependencies);
select "pg_mcv_list_items"(NULL::pg_mcv_list);
select "pg_mcv_list_items"(NULL);
select "pg_import_system_collations"(NULL::regnamespace);
select "gin_compare_jsonb"('x'::text, 'x'::text);
-- error 0A000
select "anyenum_in"('1'::cstring);
-- error 42883
select "anyenum_out"(1);
-- error 42883
select "anyenum_out"(NULL);
-- error 39P03
select "pg_event_trigger_dropped_objects"();
select "pg_xact_commit_timestamp"('1'::xid);
-- error 55P02
select "binary_upgrade_set_next_pg_type_oid"(1259::oid);
-- error 55000
select "pg_last_committed_xact"();
-- error 55P02
select "binary_upgrade_set_next_array_pg_type_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_heap_pg_class_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_index_pg_class_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_toast_pg_class_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_pg_enum_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_pg_authid_oid"(1259::oid);
-- error 0A000
select "event_trigger_in"('1'::cstring);
-- error 0A000
select "event_trigger_in"(NULL);
-- error 0A000
select "event_trigger_out"(NULL::event_trigger);
-- error 0A000
select "event_trigger_out"(NULL);
-- error 0A000
select "gtsvectorin"('1'::cstring);
select "gtsvectorout"(NULL::gtsvector);
select "gin_cmp_tslexeme"('x'::text, 'x'::text);
select "regconfigin"('1'::cstring);
-- error XX000
select "tsvector_update_trigger"();
-- error XX000
select "tsvector_update_trigger_column"();
select "regdictionaryin"('1'::cstring);
-- error 55000
select "pg_logical_slot_get_changes"(NULL, NULL, NULL, NULL);
-- error 55000
select "pg_logical_slot_get_binary_changes"(NULL, NULL, NULL, NULL);
-- error 55000
select "pg_logical_slot_peek_changes"(NULL, NULL, NULL, NULL);
-- error 55000
select "pg_logical_slot_peek_binary_changes"(NULL, NULL, NULL, NULL);
-- error 55000
select "pg_create_logical_replication_slot"('x'::name, 'x'::name, false, false);
-- error XX000
select "pg_get_multixact_members"('1'::xid);
select "pg_get_multixact_members"(NULL);
-- error 0A000
select "anyrange_in"('1'::cstring, 1259::oid, 1);
-- error 42804
select "anyrange_out"(NULL::anyrange);
-- error 42804
select "anyrange_out"(NULL);
select "mxid_age"('1'::xid);
-- error 55P02
select "binary_upgrade_set_record_init_privs"(false);
-- error 55P02
select "binary_upgrade_set_missing_value"(1259::oid, 'x'::text, 'x'::text);
select "in_range"(1::int8, 1::int8, 1::int8, false, false);
select "in_range"(1, 1, 1::int8, false, false);
select "in_range"(1, 1, 1, false, false);
select "in_range"(1, 1, 1::int2, false, false);
select "in_range"(1::int2, 1::int2, 1::int8, false, false);
select "in_range"(1::int2, 1::int2, 1, false, false);
select "in_range"(1::int2, 1::int2, 1::int2, false, false);
select "in_range"('1 day'::interval, '1 day'::interval, '1 day'::interval, false, false);
select "in_range"('1:00'::time, '1:00'::time, '1 day'::interval, false, false);
select "in_range"('1:00+0'::timetz, '1:00+0'::timetz, '1 day'::interval, false, false);
select "in_range"(1::float8, 1::float8, 1::float8, false, false);
select "in_range"(1::float4, 1::float4, 1::float8, false, false);
select "in_range"(1::numeric, 1::numeric, 1::numeric, false, false);
-- error 42704
select "pg_copy_physical_replication_slot"('x'::name, 'x'::name, false);
-- error 42704
select "pg_copy_physical_replication_slot"('x'::name, 'x'::name);
-- error 55000
select "pg_copy_logical_replication_slot"('x'::name, 'x'::name, false, 'x'::name);
-- error 55000
select "pg_copy_logical_replication_slot"('x'::name, 'x'::name, false);
-- error 55000
select "pg_copy_logical_replication_slot"('x'::name, 'x'::name);
-- error 0A000
select "anycompatiblemultirange_in"('1'::cstring, 1259::oid, 1);
-- error 42804
select "anycompatiblemultirange_out"(NULL::anycompatiblemultirange);
-- error 42804
select "anycompatiblemultirange_out"(NULL);
-- error 0A000
select "anymultirange_in"('1'::cstring, 1259::oid, 1);
-- error 42804
select "anymultirange_out"(NULL::anymultirange);
-- error 42804
select "anymultirange_out"(NULL);
-- error 55P02
select "binary_upgrade_set_next_multirange_pg_type_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_multirange_array_pg_type_oid"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_heap_relfilenode"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_index_relfilenode"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_toast_relfilenode"(1259::oid);
-- error 55P02
select "binary_upgrade_set_next_pg_tablespace_oid"(1259::oid);
-- error 39P03
select "pg_event_trigger_table_rewrite_oid"();
-- error 39P03
select "pg_event_trigger_table_rewrite_reason"();
-- error 39P03
select "pg_event_trigger_ddl_commands"();
-- error 0A000
select "brin_bloom_summary_in"('1'::cstring);
select "brin_bloom_summary_out"(NULL::pg_brin_bloom_summary);
select "brin_bloom_summary_send"(NULL::pg_brin_bloom_summary);
-- error 0A000
select "brin_minmax_multi_summary_in"('1'::cstring);
select "brin_minmax_multi_summary_out"(NULL::pg_brin_minmax_multi_summary);
select "brin_minmax_multi_summary_send"(NULL::pg_brin_minmax_multi_summary);
-- error 0A000
select "pg_mcv_list_in"('1'::cstring);
select "pg_mcv_list_out"(NULL::pg_mcv_list);
select "pg_mcv_list_send"(NULL::pg_mcv_list);
-- error 22023
select "satisfies_hash_partition"(1259::oid, 1, 1, 1);
select "satisfies_hash_partition"(NULL, NULL, NULL, NULL);
-- error 42P22
select "btvarstrequalimage"(1259::oid);
select "btequalimage"(1259::oid);
-- error 0A000
select "anycompatible_in"('1'::cstring);
select "anycompatible_out"(NULL::anycompatible);
-- error 0A000
select "anycompatiblearray_in"('1'::cstring);
-- error 0A000
select "anycompatiblenonarray_in"('1'::cstring);
select "anycompatiblenonarray_out"(NULL::anycompatiblenonarray);
-- error 0A000
select "anycompatiblerange_in"('1'::cstring, 1259::oid, 1);
-- error 42804
select "anycompatiblerange_out"(NULL::anycompatiblerange);
-- error 42804
select "anycompatiblerange_out"(NULL);
select "pg_stat_get_subscription"(1259::oid);
select "pg_stat_get_subscription"(NULL);
-- error 42704
select "pg_get_publication_tables"('x'::text);
select "pg_get_publication_tables"(NULL);
select "pg_xact_commit_timestamp_origin"('1'::xid);
-- error 42704
select lo_unlink(7);
-- error 42704
select lo_get(7);
-- error 42704
select lo_get(7,-1,1);
-- error 22023
select lo_get(7,1,-1);
-- error 42704
select lo_put(7,-1,'');
-- error 42704
select lo_open(7,131072);
-- error 22023
select lo_open(7,1);
-- error 42704
select lo_truncate(7,1);
-- error 42704
select lo_truncate64(7,-1);
-- error 42704
select loread(7,-1);
-- error 42704
select lo_close(-1);
-- error 42704
select lo_lseek(7,1,99);
-- error 42704
select pg_drop_replication_slot('X y');
-- error 42704
select pg_copy_physical_replication_slot('x', 'y');
-- error 42704
select pg_get_publication_tables('x');
-- error 22023
select pg_get_multixact_members('0');
-- error XX000
select pg_get_multixact_members('7');
-- error 22023
select pg_xact_commit_timestamp('0');
select pg_xact_commit_timestamp('2');
-- error 55000
select pg_xact_commit_timestamp('3');
-- error 22023
select pg_xact_commit_timestamp_origin('0');
-- error 55000
select * from pg_xact_commit_timestamp_origin('3');
-- error 55000
select pg_last_committed_xact();
-- error 42P22
select btvarstrequalimage(0);
-- error 55000
select pg_wal_replay_pause();
-- error 55000
select pg_get_wal_replay_pause_state();
select pg_stat_get_progress_info('vacuum');
-- error 22023
select satisfies_hash_partition('pg_class'::regclass, 0, 1, 1);
-- error 22023
select satisfies_hash_partition('pg_class'::regclass, 2, 1, 1);
select satisfies_hash_partition('pg_class'::regclass, NULL, 1, 1);
-- error XX000
select satisfies_hash_partition(7, 2,1, 1);
-- error 55000
select pg_logical_slot_get_changes('x',null,null);
-- error 55000
select pg_logical_slot_get_changes('x',null,null,'a','b');
-- error 55000
select pg_logical_slot_get_changes(null,null,null,'a','b');
-- error 55000
select pg_create_logical_replication_slot('X y','x');
-- error XX000
select tsvector_update_trigger_column();
select amvalidate(oid) from pg_opclass limit 1;
select count(*) from pg_opclass where not amvalidate(oid);
-- error 0A000
select to_ascii('x',8), to_ascii('x',0), to_ascii('x', 99);
-- error 42704
select to_ascii('x', -1);
select to_ascii('x', 'LATIN1'), to_ascii('x','latin-1');
select pg_stat_get_replication_slot(null);
SELECT x, y, o, in_range(x, y, o, false, false), in_range(x, y, o, false, true), in_range(x, y, o, true, false), in_range(x, y, o, true, true)
FROM (VALUES (1, 2, 1::int8), (-2147483648, 2147483647, 9223372036854775807), (5, NULL, 1)) v(x, y, o);
SELECT x, y, o, in_range(x, y, o, false, false), in_range(x, y, o, false, true), in_range(x, y, o, true, false), in_range(x, y, o, true, true)
FROM (VALUES (1::float8, 'NaN'::float8, 1::float8), ('NaN', 'NaN', 1), ('Infinity', '-Infinity', 'Infinity'), (1, 'Infinity', 'Infinity')) v(x, y, o);
SELECT in_range(date '2024-02-29', '2024-01-31', '1 mon', false, true), in_range(time '23:00', '22:00', '2 hours', false, false),
in_range(timetz '23:00+02', '22:00+01', '1 hour', true, false), in_range(interval '1 mon', '30 days', '1 day', true, true);
-- error 22013
SELECT in_range(1, 2, -1, false, false);
-- error 22013
SELECT in_range(1.5, 2.5, 'NaN', false, false);
SELECT to_ascii('aé€ß日本ÿ😀', 'LATIN1'), to_ascii('aé€ß日本ÿ😀', 9), to_ascii('aé€ß日本ÿ😀', 'latin-9'), to_ascii('aé€ßŤ¤', 'win1250'), to_ascii(NULL);
SELECT nameconcatoid('a', 7), nameconcatoid(repeat('é', 31)::name, 4294967295);
SELECT hash_aclitem(makeaclitem(10, 10, 'SELECT', true)), hash_aclitem(makeaclitem(0, 10, 'UPDATE', false)), hash_aclitem_extended(makeaclitem(0, 10, 'UPDATE', false), 0),
hash_aclitem_extended(makeaclitem(10, 10, 'SELECT', true), 5);
SELECT n, bpchartypmodout(n), varchartypmodout(n), bittypmodout(n), varbittypmodout(n), timetypmodout(n), timetztypmodout(n), timestamptypmodout(n), timestamptztypmodout(n), numerictypmodout(n)
FROM unnest(ARRAY[-1, 0, 3, 6, 14, 655366]) n;
SELECT n, intervaltypmodout(n) FROM unnest(ARRAY[-1, 2147418115, 2147483647]) n;
-- error XX000
SELECT intervaltypmodout(268435455);
SELECT bpchartypmodin('{5}'), varchartypmodin('{5}'), bittypmodin('{5}'), varbittypmodin('{5}'), timetypmodin('{3}'), timestamptztypmodin('{3}'), numerictypmodin('{5,2}'), numerictypmodin('{5,-2}'), intervaltypmodin('{32767,3}');
-- error 22023
SELECT varchartypmodin('{0}');
-- error 22023
SELECT numerictypmodin('{1,2,3}');
-- error 2202E
SELECT numerictypmodin('{{1,2}}');
-- error 22004
SELECT numerictypmodin('{1,NULL}');
-- error 22P02
SELECT numerictypmodin('{x}');
SELECT n, pg_indexam_progress_phasename(403, n), pg_indexam_progress_phasename(405, n) FROM generate_series(0, 6) n;
SELECT count(*) FROM pg_opclass WHERE amvalidate(oid);
SELECT DISTINCT btequalimage(oid) FROM pg_type;
SELECT mxid_age(x::xid) FROM unnest(ARRAY['0', '1', '2', '4294967295']) x;
SELECT gin_compare_jsonb(x, y), gin_cmp_tslexeme(x, y) FROM (VALUES ('a', 'b'), ('b', 'a'), ('a', 'ab'), ('', 'é'), ('ab', 'a')) v(x, y);
-- error 22023
SELECT satisfies_hash_partition('pg_class'::regclass, 0, 0, 1);
-- error 22023
SELECT satisfies_hash_partition(7, 0, 0, 1);
-- error 22023
SELECT satisfies_hash_partition('pg_class'::regclass, 2, -1, 1);
-- error XX000
SELECT satisfies_hash_partition(7, 2, 1, 1);
-- error 22023
SELECT satisfies_hash_partition('pg_class'::regclass, 2, 1, NULL) FROM pg_class WHERE false;
SELECT cstring_out('a'), unknownout('b'), void_out(void_in('c')), textin(textout('d')), int2vectorin('1 2'), oidvectorin('3 4'), regconfigin('english'), regdictionaryin('simple');
-- error 42846
SELECT anyenum_out(NULL::anyenum) FROM pg_class WHERE false;
SELECT anyrange_out(int4range(1, 3)), anymultirange_out('{[1,3)}'::int4multirange), pg_get_function_identity_arguments('aclexplode'::regproc), pg_get_function_arguments('pg_create_logical_replication_slot'::regproc);
-- error 55000
SELECT * FROM pg_logical_slot_peek_changes('x', NULL, 5);
-- error 55000
SELECT * FROM pg_logical_slot_peek_changes('x', NULL, 5, 'a', 'b');
-- error 55000
SELECT * FROM pg_logical_slot_peek_changes('x', NULL, 5, VARIADIC '{a,b}');
SELECT lo_get(NULL), lo_create(NULL), pg_current_wal_lsn() FROM pg_class WHERE false;
SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 11 AND oid < 16000 AND 'internal'::regtype = ANY (proargtypes) AND proname !~ 'plpgsql' AND oid <> 4551 ORDER BY oid::int;
SELECT oid, proname, procost, prorows, provariadic, prosupport, prokind, proleakproof, proisstrict, proretset, provolatile, proparallel, pronargs, pronargdefaults, prorettype, proargtypes, proargnames, pg_get_function_arguments(oid),
pg_get_function_identity_arguments(oid), pg_get_function_result(oid), prosrc, probin, obj_description(oid, 'pg_proc') FROM pg_proc p
WHERE oid < 16000 AND pronamespace IN (11, 'information_schema'::regnamespace) AND proname !~ 'plpgsql' AND oid <> 4551 ORDER BY oid::int;
SELECT n, pg_settings_get_flags(n) FROM unnest(ARRAY['enable_seqscan', 'Enable_SeqScan', 'role', 'is_superuser', 'search_path', 'transaction_isolation', 'server_version', 'data_checksums', 'nosuch', '', 'TimeZone', 'timezone']) n;
SELECT oid, pg_get_function_sqlbody(oid) FROM pg_proc WHERE oid < 16000 AND pronamespace = 11 AND pg_get_function_sqlbody(oid) IS NOT NULL ORDER BY oid::int;
SELECT oid, pg_get_functiondef(oid) FROM pg_proc WHERE oid < 16000 AND prokind <> 'a' AND proname !~ 'plpgsql' AND oid <> 4551 AND pronamespace IN (11, 'information_schema'::regnamespace) ORDER BY oid::int;
SELECT oid, array_length(proacl, 1), (SELECT string_agg(grantee::regrole::text, ',') FROM aclexplode(proacl) WHERE grantee <> 10) FROM pg_proc WHERE oid < 16000 AND proacl IS NOT NULL ORDER BY oid::int;
-- error 22023
SELECT has_sequence_privilege('pg_class', 'abc');
-- error 42809
SELECT has_sequence_privilege('pg_class', 'usage');
-- error 42704
SELECT has_sequence_privilege('x', 'abc', 'abc');
-- error 42704
SELECT has_column_privilege('x', 'abc', 'abc', 'abc');
-- error 42704
SELECT has_database_privilege('x', 'abc', 'abc');
-- error 42704
SELECT has_schema_privilege('x', 'abc', 'abc');
-- error 22023
SELECT has_parameter_privilege('x', 'abc', 'abc');
-- error 42704
SELECT has_parameter_privilege('x', 'abc', 'set');
SELECT r, f, has_function_privilege(r, f, 'EXECUTE') FROM unnest(ARRAY['public', 'pg_monitor', 'pg_read_all_stats', 'pg_signal_backend']) r,
unnest(ARRAY['pg_read_file(text)', 'pg_ls_logdir()', 'pg_get_shmem_allocations()', 'lower(text)', 'pg_control_system()', 'int2recv(internal)']) f;
SELECT has_function_privilege('pg_monitor', 7::oid, 'EXECUTE'), has_function_privilege('pg_monitor', 'pg_config'::regproc, 'EXECUTE');
-- error 42809
SELECT pg_sequence_last_value('pg_class');
-- error 42704
SELECT pg_tablespace_size('nosuch');
-- error 22023
SELECT pg_relation_size('pg_class', 'MAIN');
SELECT pg_relation_size(7, 'abc'), pg_relation_size('pg_class', 'init');
-- error 42P01
SELECT row_security_active('nosuch');
-- error 42704
SELECT pg_collation_actual_version(7);
SELECT pg_collation_actual_version(100), pg_collation_actual_version(950), pg_stat_get_function_calls(7), pg_stat_get_xact_function_self_time(7), pg_stat_get_db_checksum_failures(7);
-- error 0A000
SELECT pg_extension_update_paths('nosuch');
SELECT DISTINCT checksum_failures FROM pg_stat_database;
SELECT p.oid, i.privtype, i.initprivs = p.proacl FROM pg_proc p JOIN pg_init_privs i ON i.objoid = p.oid AND i.classoid = 'pg_proc'::regclass WHERE p.oid < 16000 ORDER BY p.oid::int;
