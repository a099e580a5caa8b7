-- Settings: PostgreSQL's values, what SET takes, and how it refuses.
SHOW DateStyle;
SHOW IntervalStyle;
SHOW allow_system_table_mods;
SHOW array_nulls;
SHOW authentication_timeout;
SHOW backend_flush_after;
SHOW backslash_quote;
SHOW block_size;
SHOW bytea_output;
SHOW check_function_bodies;
SHOW client_connection_check_interval;
SHOW client_min_messages;
SHOW commit_delay;
SHOW commit_siblings;
SHOW compute_query_id;
SHOW constraint_exclusion;
SHOW cpu_index_tuple_cost;
SHOW cpu_operator_cost;
SHOW cpu_tuple_cost;
SHOW cursor_tuple_fraction;
SHOW deadlock_timeout;
SHOW debug_pretty_print;
SHOW debug_print_parse;
SHOW debug_print_plan;
SHOW debug_print_rewritten;
SHOW default_statistics_target;
SHOW default_table_access_method;
SHOW default_tablespace;
SHOW default_toast_compression;
SHOW default_transaction_deferrable;
SHOW default_transaction_isolation;
SHOW default_transaction_read_only;
SHOW effective_cache_size;
SHOW effective_io_concurrency;
SHOW enable_async_append;
SHOW enable_bitmapscan;
SHOW enable_gathermerge;
SHOW enable_hashagg;
SHOW enable_hashjoin;
SHOW enable_incremental_sort;
SHOW enable_indexonlyscan;
SHOW enable_indexscan;
SHOW enable_material;
SHOW enable_memoize;
SHOW enable_mergejoin;
SHOW enable_nestloop;
SHOW enable_parallel_append;
SHOW enable_parallel_hash;
SHOW enable_partition_pruning;
SHOW enable_partitionwise_aggregate;
SHOW enable_partitionwise_join;
SHOW enable_seqscan;
SHOW enable_sort;
SHOW enable_tidscan;
SHOW escape_string_warning;
SHOW exit_on_error;
SHOW extra_float_digits;
SHOW force_parallel_mode;
SHOW from_collapse_limit;
SHOW geqo_effort;
SHOW geqo_generations;
SHOW geqo_pool_size;
SHOW geqo_seed;
SHOW geqo_selection_bias;
SHOW geqo_threshold;
SHOW geqo;
SHOW gin_fuzzy_search_limit;
SHOW gin_pending_list_limit;
SHOW hash_mem_multiplier;
SHOW idle_in_transaction_session_timeout;
SHOW idle_session_timeout;
SHOW ignore_checksum_failure;
SHOW ignore_system_indexes;
SHOW integer_datetimes;
SHOW jit_above_cost;
SHOW jit_dump_bitcode;
SHOW jit_expressions;
SHOW jit_inline_above_cost;
SHOW jit_optimize_above_cost;
SHOW jit_tuple_deforming;
SHOW jit;
SHOW join_collapse_limit;
SHOW lo_compat_privileges;
SHOW local_preload_libraries;
SHOW lock_timeout;
SHOW logical_decoding_work_mem;
SHOW maintenance_io_concurrency;
SHOW maintenance_work_mem;
SHOW max_connections;
SHOW max_files_per_process;
SHOW max_function_args;
SHOW max_identifier_length;
SHOW max_index_keys;
SHOW max_locks_per_transaction;
SHOW max_parallel_maintenance_workers;
SHOW max_parallel_workers_per_gather;
SHOW max_parallel_workers;
SHOW max_prepared_transactions;
SHOW max_worker_processes;
SHOW min_parallel_index_scan_size;
SHOW min_parallel_table_scan_size;
SHOW parallel_leader_participation;
SHOW parallel_setup_cost;
SHOW parallel_tuple_cost;
SHOW password_encryption;
SHOW plan_cache_mode;
SHOW post_auth_delay;
SHOW quote_all_identifiers;
SHOW random_page_cost;
SHOW recursive_worktable_factor;
SHOW restrict_nonsystem_relation_kind;
SHOW row_security;
SHOW search_path;
SHOW segment_size;
SHOW seq_page_cost;
SHOW server_encoding;
SHOW session_replication_role;
SHOW shared_buffers;
SHOW ssl_library;
SHOW standard_conforming_strings;
SHOW statement_timeout;
SHOW stats_fetch_consistency;
SHOW superuser_reserved_connections;
SHOW synchronize_seqscans;
SHOW synchronous_commit;
SHOW tcp_keepalives_count;
SHOW tcp_keepalives_idle;
SHOW tcp_keepalives_interval;
SHOW tcp_user_timeout;
SHOW temp_buffers;
SHOW temp_file_limit;
SHOW temp_tablespaces;
SHOW timezone_abbreviations;
SHOW trace_notify;
SHOW trace_sort;
SHOW transaction_deferrable;
SHOW transaction_isolation;
SHOW transaction_read_only;
SHOW transform_null_equals;
SHOW update_process_title;
SHOW vacuum_cost_delay;
SHOW vacuum_cost_limit;
SHOW vacuum_cost_page_dirty;
SHOW vacuum_cost_page_hit;
SHOW vacuum_cost_page_miss;
SHOW vacuum_failsafe_age;
SHOW vacuum_freeze_min_age;
SHOW vacuum_freeze_table_age;
SHOW vacuum_multixact_failsafe_age;
SHOW vacuum_multixact_freeze_min_age;
SHOW vacuum_multixact_freeze_table_age;
SHOW work_mem;
SHOW xmlbinary;
SHOW xmloption;
SHOW zero_damaged_pages;
SET work_mem = '30.1GB';
SHOW work_mem;
SET work_mem = '1.5MB';
SHOW work_mem;
SET work_mem = 4096;
SHOW work_mem;
SET work_mem = '0x1000';
SHOW work_mem;
SET work_mem = ' 1 GB ';
SHOW work_mem;
-- error 22023
SET work_mem = '1 GBx';
-- error 22023
SET work_mem = '1 gb';
-- error 22023
SET work_mem = 63;
-- error 22023
SET work_mem = 'lots';
-- error 22023
SET work_mem = '';
-- error 22023
SET work_mem = 99999999999;
RESET work_mem;
SHOW work_mem;
SET temp_buffers = 1025;
SHOW temp_buffers;
RESET temp_buffers;
SET effective_cache_size = '1GB';
SHOW effective_cache_size;
RESET effective_cache_size;
SET wal_sender_timeout = '0.5min';
SHOW wal_sender_timeout;
SET wal_sender_timeout = '90s';
SHOW wal_sender_timeout;
SET wal_sender_timeout = '1d';
SHOW wal_sender_timeout;
-- error 22023
SET wal_sender_timeout = '1 parsec';
RESET wal_sender_timeout;
SET lock_timeout = '1500us';
SHOW lock_timeout;
RESET lock_timeout;
SET tcp_keepalives_idle = '1500ms';
RESET tcp_keepalives_idle;
SET cursor_tuple_fraction = 0.25;
SHOW cursor_tuple_fraction;
SET cursor_tuple_fraction = 0.123456789;
SHOW cursor_tuple_fraction;
-- error 22023
SET cursor_tuple_fraction = 1.5;
-- error 22023
SET cursor_tuple_fraction = 'x';
RESET cursor_tuple_fraction;
SET random_page_cost = 1e3;
SHOW random_page_cost;
RESET random_page_cost;
SET vacuum_cost_delay = '1500us';
SHOW vacuum_cost_delay;
-- error 22023
SET vacuum_cost_delay = '1s';
RESET vacuum_cost_delay;
SET enable_sort = f;
SHOW enable_sort;
SET enable_sort = 'of';
SHOW enable_sort;
-- error 22023
SET enable_sort = 'o';
-- error 22023
SET enable_sort = 2;
RESET enable_sort;
SET client_min_messages = debug;
SHOW client_min_messages;
RESET client_min_messages;
-- error 22023
SET client_min_messages = fatal;
SET constraint_exclusion = yes;
SHOW constraint_exclusion;
-- error 22023
SET constraint_exclusion = 'of';
RESET constraint_exclusion;
SET synchronous_commit = 'Remote_Apply';
SHOW synchronous_commit;
RESET synchronous_commit;
-- error 22023
SET xmloption = 'on';
-- error 22023
SET bytea_output = 'base64';
-- error 22023
SET intervalstyle = 'x';
-- error 55P02
SET block_size = 4096;
-- error 55P02
SET max_connections = 5;
-- error 55P02
SET autovacuum = off;
-- error 55P02
SET shared_buffers = '1GB';
-- error 55P02
SET ignore_system_indexes = on;
-- error 55P02
SET integer_datetimes = off;
-- error 42602
SET "my.9" = 1;
SET my.own = 'value';
SHOW my.own;
SELECT current_setting('my.own'), current_setting('MY.OWN');
RESET my.own;
-- what is elsewhere, or for others
-- error 22023
SET default_tablespace = 'nosuch';
SET default_tablespace = 'pg_default';
SHOW default_tablespace;
RESET default_tablespace;
-- error 42704
SET temp_tablespaces = 'nosuch';
SET temp_tablespaces = 'pg_default', '';
SHOW temp_tablespaces;
RESET temp_tablespaces;
-- error 22023
SET restrict_nonsystem_relation_kind = 'views';
SET restrict_nonsystem_relation_kind = 'View, foreign-table';
SHOW restrict_nonsystem_relation_kind;
SELECT count(*) > 0 FROM pg_views;
SELECT count(*) FROM information_schema.tables WHERE false;
SELECT count(*) FROM t;
SET restrict_nonsystem_relation_kind = 'foreign-table', 'view';
SHOW restrict_nonsystem_relation_kind;
RESET restrict_nonsystem_relation_kind;
SELECT category, count(*) FROM pg_settings WHERE name IN ('work_mem', 'DateStyle', 'enable_sort', 'port', 'role', 'jit') GROUP BY 1 ORDER BY 1;
-- error 55P02
SET fsync = off;
SHOW wal_sync_method;
SHOW checkpoint_timeout;
SHOW max_wal_size;
SHOW unix_socket_permissions;
SELECT name, setting, unit, boot_val FROM pg_settings WHERE name IN ('unix_socket_permissions', 'max_wal_size', 'checkpoint_timeout', 'recovery_target_action') ORDER BY 1;
SET seed = 0.5;
SELECT random();
SHOW seed;
RESET seed;
SELECT random();
-- error 22023
SET seed = 1.5;
SELECT attrelid::regclass, attname, attcollation FROM pg_attribute WHERE attname IN ('rolconfig', 'installed_version', 'umoptions') AND attrelid < 16384 ORDER BY 1, 2;
