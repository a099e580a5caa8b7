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
