-- pg_stat_get_backend_*(): backends by their numbers, which are not the same everywhere; what they say is what pg_stat_activity says.
SELECT count(*) FROM (SELECT pg_stat_get_backend_idset() AS n) s WHERE pg_stat_get_backend_pid(n) = pg_backend_pid();
SELECT pg_stat_get_backend_dbid(n) = a.datid, pg_stat_get_backend_userid(n) = a.usesysid, pg_stat_get_backend_activity(n) = a.query,
    pg_stat_get_backend_wait_event_type(n) IS NOT DISTINCT FROM a.wait_event_type, pg_stat_get_backend_wait_event(n) IS NOT DISTINCT FROM a.wait_event,
    pg_stat_get_backend_activity_start(n) = a.query_start, pg_stat_get_backend_xact_start(n) = a.xact_start, pg_stat_get_backend_start(n) = a.backend_start,
    pg_stat_get_backend_client_addr(n) IS NOT DISTINCT FROM a.client_addr, pg_stat_get_backend_client_port(n) = a.client_port
  FROM pg_stat_get_backend_idset() AS n JOIN pg_stat_activity a ON a.pid = pg_stat_get_backend_pid(n) WHERE a.pid = pg_backend_pid();
SELECT pg_stat_get_backend_activity(n) LIKE 'SELECT pg_stat_get_backend_activity(n)%', pg_typeof(pg_stat_get_backend_client_addr(n))
  FROM pg_stat_get_backend_idset() AS n WHERE pg_stat_get_backend_pid(n) = pg_backend_pid();
-- There is none of that number.
SELECT pg_stat_get_backend_pid(-1), pg_stat_get_backend_dbid(-1), pg_stat_get_backend_userid(-1), pg_stat_get_backend_activity(-1), pg_stat_get_backend_wait_event_type(-1),
    pg_stat_get_backend_wait_event(-1), pg_stat_get_backend_activity_start(-1), pg_stat_get_backend_xact_start(-1), pg_stat_get_backend_start(-1),
    pg_stat_get_backend_client_addr(-1), pg_stat_get_backend_client_port(-1);
SELECT pg_stat_get_backend_pid(NULL), pg_stat_get_backend_activity(NULL);
-- What their views are of.
SELECT * FROM pg_prepared_xact();
SELECT * FROM pg_get_replication_slots();
SELECT * FROM pg_stat_get_wal_senders();
SELECT pg_notification_queue_usage();
SELECT l.locktype, l.database, l.relation, l.pid FROM pg_lock_status() l WHERE l.locktype = 'advisory';
SELECT count(*) FROM (SELECT * FROM pg_lock_status() EXCEPT SELECT * FROM pg_locks) x WHERE locktype = 'advisory';
-- pg_column_size() where the type says it.
SELECT pg_column_size(1::int2), pg_column_size(2), pg_column_size(3::int8), pg_column_size(1.5::float4), pg_column_size(1.5::float8), pg_column_size(true),
    pg_column_size('a'::"char"), pg_column_size('a'::name), pg_column_size(now()), pg_column_size('12:00'::time), pg_column_size('12:00+01'::timetz),
    pg_column_size('2020-01-01'::date), pg_column_size('1 day'::interval), pg_column_size(gen_random_uuid()), pg_column_size('(1,2)'::point),
    pg_column_size('08:00:2b:01:02:03'::macaddr), pg_column_size(12::money), pg_column_size('int4'::regtype), pg_column_size(NULL), pg_column_size('abc');
SELECT pg_column_size(a), pg_column_size(b), pg_column_size(f), pg_column_size(ok), pg_column_size(ts), pg_column_size(u) FROM t ORDER BY _id;
