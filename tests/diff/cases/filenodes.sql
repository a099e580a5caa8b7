-- Relations by the number of their file, and counters that nothing counts up here.
SELECT pg_filenode_relation(0, 1259), pg_filenode_relation(1663, 1259), pg_filenode_relation(1664, 1262), pg_filenode_relation(0, 1262), pg_filenode_relation(1664, 1259);
SELECT pg_filenode_relation(0, 0), pg_filenode_relation(0, NULL), pg_filenode_relation(0, 2662), pg_filenode_relation(1664, 2676);
SELECT pg_relation_filenode('pg_class'), pg_relation_filenode('pg_class_oid_index'), pg_relation_filenode('pg_roles'), pg_relation_filenode('pg_authid'), pg_relation_filenode(0);
SELECT pg_filenode_relation(0, pg_relation_filenode('t')), pg_relation_filenode('t') = (SELECT relfilenode FROM pg_class WHERE oid = 't'::regclass);
SELECT pg_stat_get_bgwriter_timed_checkpoints() >= 0, pg_stat_get_bgwriter_requested_checkpoints() >= 0, pg_stat_get_bgwriter_buf_written_checkpoints() >= 0, pg_stat_get_bgwriter_buf_written_clean() >= 0,
       pg_stat_get_bgwriter_maxwritten_clean() >= 0, pg_stat_get_buf_alloc() >= 0, pg_stat_get_buf_fsync_backend() >= 0, pg_stat_get_buf_written_backend() >= 0, pg_stat_get_checkpoint_write_time() >= 0,
       pg_stat_get_checkpoint_sync_time() >= 0, pg_typeof(pg_stat_get_bgwriter_stat_reset_time());
-- what monitors ask: how far transaction ids are from their end, and since when a server counts
SELECT age(datfrozenxid) BETWEEN 0 AND 100000000, mxid_age(datminmxid) BETWEEN 0 AND 1000000, datfrozenxid::text::int8 > 2 FROM pg_database WHERE datname = current_database();
SELECT max(age(datfrozenxid)) < 200000000 FROM pg_database;
SELECT relname, relfrozenxid::text::int8 > 2, age(relfrozenxid) BETWEEN 0 AND 100000000, relminmxid FROM pg_class WHERE relname IN ('pg_class', 'pg_class_oid_index', 'pg_tables') ORDER BY 1;
SELECT stats_reset <= now() FROM pg_stat_bgwriter UNION ALL SELECT stats_reset <= now() FROM pg_stat_wal UNION ALL SELECT stats_reset <= now() FROM pg_stat_archiver;
SELECT name, blks_hit >= 0, truncates >= 0, stats_reset <= now() FROM pg_stat_slru ORDER BY 1;
SELECT pg_stat_get_bgwriter_stat_reset_time() = stats_reset FROM pg_stat_bgwriter;
