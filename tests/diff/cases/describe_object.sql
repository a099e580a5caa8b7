-- pg_describe_object(): of what every database has, by the catalog, the OID there and a column.
SELECT pg_describe_object(1259, 1259, 0), pg_describe_object(1259, 1259, 2), pg_describe_object(1259, 2662, 0), pg_describe_object(1259, 1259, 99);
SELECT c.relname, pg_describe_object('pg_class'::regclass, c.oid, 0) FROM pg_class c WHERE c.oid < 10000 AND c.relkind <> 't' AND c.relname NOT LIKE 'pg_toast%' ORDER BY c.oid;
SELECT pg_describe_object(1247, oid, 0) FROM pg_type WHERE oid < 4000 AND typrelid = 0 ORDER BY oid;
SELECT pg_describe_object(1255, x, 0) FROM unnest('{1216, 2509, 870, 3537, 2108}'::oid[]) x;
SELECT pg_describe_object(2617, oid, 0) FROM pg_operator WHERE oid < 700 ORDER BY oid;
SELECT pg_describe_object(3456, oid, 0) FROM pg_collation WHERE oid < 10000 ORDER BY oid;
SELECT pg_describe_object(2605, oid, 0) FROM pg_cast WHERE oid < 10100 ORDER BY oid LIMIT 60;
SELECT pg_describe_object(2601, oid, 0) FROM pg_am ORDER BY oid;
SELECT pg_describe_object(2612, oid, 0) FROM pg_language WHERE oid < 15 ORDER BY oid;
SELECT pg_describe_object(2615, x, 0) FROM unnest('{11, 99, 2200}'::oid[]) x;
SELECT pg_describe_object(2616, oid, 0) FROM pg_opclass WHERE oid < 10000 ORDER BY oid;
SELECT pg_describe_object(2753, oid, 0) FROM pg_opfamily WHERE oid < 10000 ORDER BY oid;
SELECT pg_describe_object(2602, a.oid, 0) FROM pg_amop a WHERE amopfamily IN (1976, 1994) ORDER BY amopfamily, amopstrategy, amoplefttype, amoprighttype;
SELECT pg_describe_object(2603, a.oid, 0) FROM pg_amproc a WHERE amprocfamily IN (1976, 1994) ORDER BY amprocfamily, amprocnum, amproclefttype, amprocrighttype;
SELECT pg_describe_object(3602, 3748, 0), pg_describe_object(3600, 3765, 0), pg_describe_object(3601, 3722, 0), pg_describe_object(3764, 3727, 0);
SELECT pg_describe_object(1213, 1663, 0), pg_describe_object(2606, (SELECT oid FROM pg_constraint WHERE conname = 'pg_class_oid_index'), 0);
-- What is not there is NULL.
SELECT pg_describe_object(0, 0, 0), pg_describe_object(c, 4294967295, 0)
  FROM unnest('{1259, 1247, 1255, 2617, 3456, 3602, 3600, 3601, 3764, 2601, 2612, 2615, 2607, 1260, 1262, 1213, 2328, 1417, 3079, 3466, 6104, 6100,
    2606, 2604, 2618, 2620, 3256, 2605, 2616, 2753, 2602, 2603}'::oid[]) c;
-- error XX000
SELECT pg_describe_object(1247, 23, 1);
-- error XX000
SELECT pg_describe_object(12345, 1, 0);
-- error XX000
SELECT pg_describe_object(0, 1, 0);
SELECT pg_describe_object(NULL, 1, 0), pg_describe_object(1259, NULL, 0), pg_describe_object(1259, 1259, NULL);
SELECT DISTINCT pg_describe_object(refclassid, refobjid, refobjsubid) FROM pg_depend WHERE classid = 1259 AND objid < 10000 ORDER BY 1;
