-- pg_identify_object(), pg_identify_object_as_address(): of what every database has; pg_get_catalog_foreign_keys().
SELECT oid, x.* FROM pg_class, pg_identify_object(1259, oid, 0) x WHERE oid < 10000 AND relkind <> 't' AND relname NOT LIKE 'pg_toast%' ORDER BY oid;
SELECT n, x.*, y.* FROM generate_series(-8, 40) n, pg_identify_object(1259, 1259, n) x, pg_identify_object_as_address(1259, 1259, n) y ORDER BY n;
SELECT n, pg_describe_object(1259, 1259, n), pg_describe_object(1259, 2662, n), pg_describe_object(1259, 'pg_views'::regclass, n) FROM generate_series(-7, 2) n ORDER BY n;
SELECT c.relname, x.*, y.* FROM pg_class c, pg_identify_object(1259, c.oid, 1) x, pg_identify_object_as_address(1259, c.oid, 1) y WHERE c.relname IN ('pg_views', 'pg_stats', 'columns', 'sql_features') ORDER BY 1;
SELECT oid, x.*, y.* FROM pg_type, pg_identify_object(1247, oid, 0) x, pg_identify_object_as_address(1247, oid, 0) y WHERE oid < 8000 AND typrelid = 0 ORDER BY oid;
SELECT oid, x.*, y.* FROM unnest('{1216, 2509, 870, 3537, 2108, 2147, 3058, 1317, 877, 2803, 3100, 99999999}'::oid[]) oid, pg_identify_object(1255, oid, 0) x, pg_identify_object_as_address(1255, oid, 0) y ORDER BY 1;
SELECT oid, x.*, y.* FROM pg_operator, pg_identify_object(2617, oid, 0) x, pg_identify_object_as_address(2617, oid, 0) y WHERE oid < 600 OR oprleft = 0 ORDER BY oid;
SELECT castsource, casttarget, x.*, y.* FROM pg_cast, pg_identify_object(2605, oid, 0) x, pg_identify_object_as_address(2605, oid, 0) y WHERE castsource < 30 ORDER BY 1, 2;
SELECT opcname, opcmethod, x.*, y.* FROM pg_opclass, pg_identify_object(2616, oid, 0) x, pg_identify_object_as_address(2616, oid, 0) y WHERE opcintype < 30 ORDER BY 1, 2;
SELECT opfname, opfmethod, x.*, y.* FROM pg_opfamily, pg_identify_object(2753, oid, 0) x, pg_identify_object_as_address(2753, oid, 0) y ORDER BY 1, 2;
SELECT amopfamily, amoplefttype, amoprighttype, amopstrategy, x.*, y.* FROM pg_amop, pg_identify_object(2602, oid, 0) x, pg_identify_object_as_address(2602, oid, 0) y WHERE amopfamily < 1980 ORDER BY 1, 2, 3, 4;
SELECT amprocfamily, amproclefttype, amprocrighttype, amprocnum, x.*, y.* FROM pg_amproc, pg_identify_object(2603, oid, 0) x, pg_identify_object_as_address(2603, oid, 0) y WHERE amprocfamily < 1980 ORDER BY 1, 2, 3, 4;
SELECT oid, x.*, y.* FROM pg_am, pg_identify_object(2601, oid, 0) x, pg_identify_object_as_address(2601, oid, 0) y ORDER BY oid;
SELECT lanname, x.*, y.* FROM pg_language, pg_identify_object(2612, oid, 0) x, pg_identify_object_as_address(2612, oid, 0) y WHERE oid < 10000 ORDER BY oid;
SELECT nspname, x.*, y.* FROM pg_namespace, pg_identify_object(2615, oid, 0) x, pg_identify_object_as_address(2615, oid, 0) y WHERE nspname IN ('pg_catalog', 'public', 'information_schema') ORDER BY 1;
SELECT collname, x.*, y.* FROM pg_collation, pg_identify_object(3456, oid, 0) x, pg_identify_object_as_address(3456, oid, 0) y WHERE oid < 10000 ORDER BY oid;
SELECT conname, x.*, y.* FROM pg_conversion, pg_identify_object(2607, oid, 0) x, pg_identify_object_as_address(2607, oid, 0) y WHERE conname LIKE '%utf8' ORDER BY 1;
SELECT cfgname, x.*, y.* FROM pg_ts_config, pg_identify_object(3602, oid, 0) x, pg_identify_object_as_address(3602, oid, 0) y ORDER BY 1;
SELECT dictname, x.*, y.* FROM pg_ts_dict, pg_identify_object(3600, oid, 0) x, pg_identify_object_as_address(3600, oid, 0) y ORDER BY 1;
SELECT prsname, x.*, y.* FROM pg_ts_parser, pg_identify_object(3601, oid, 0) x, pg_identify_object_as_address(3601, oid, 0) y ORDER BY 1;
SELECT tmplname, x.*, y.* FROM pg_ts_template, pg_identify_object(3764, oid, 0) x, pg_identify_object_as_address(3764, oid, 0) y ORDER BY 1;
SELECT spcname, x.*, y.* FROM pg_tablespace, pg_identify_object(1213, oid, 0) x, pg_identify_object_as_address(1213, oid, 0) y ORDER BY 1;
SELECT rolname, x.*, y.* FROM pg_roles, pg_identify_object(1260, oid, 0) x, pg_identify_object_as_address(1260, oid, 0) y WHERE rolname LIKE 'pg_read%' ORDER BY 1;
-- what is not there
SELECT c, x.*, y.*, pg_describe_object(c, 99999999, 0) FROM unnest('{1259, 1247, 1255, 2617, 2606, 2604, 2618, 2620, 3256, 2605, 2616, 2753, 2602, 2603, 3456, 2615, 1262, 1260, 1213, 3079, 3466, 2607, 3602, 3381, 1418, 826, 3576, 6106, 6237, 6243, 2613, 6104, 6100, 2328, 1417}'::oid[]) c, pg_identify_object(c, 99999999, 0) x, pg_identify_object_as_address(c, 99999999, 0) y ORDER BY 1;
-- error XX000
SELECT pg_identify_object(2609, 5, 0);
-- error XX000
SELECT pg_identify_object(0, 0, 0);
-- error XX000
SELECT pg_identify_object_as_address(5, 99999999, 0);
-- error XX000
SELECT pg_identify_object(1255, 1216, 1);
SELECT pg_identify_object(NULL, 1216, 1), pg_identify_object_as_address(1255, NULL, 0);
SELECT * FROM pg_get_catalog_foreign_keys() ORDER BY fktable::text, fkcols;
SELECT count(*), pg_typeof(min(fktable::oid)), array_agg(DISTINCT pktable ORDER BY pktable) FROM pg_get_catalog_foreign_keys();
