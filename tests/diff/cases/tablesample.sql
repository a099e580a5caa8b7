-- TABLESAMPLE: what does not depend on which rows are taken

-- error 2202G
SELECT * FROM numbers TABLESAMPLE BERNOULLI (100) REPEATABLE (NULL);
-- error 2202H
SELECT * FROM numbers TABLESAMPLE BERNOULLI (NULL) REPEATABLE (1);
-- error 2202H
SELECT * FROM numbers TABLESAMPLE BERNOULLI (101) REPEATABLE (1);
SELECT count(*) FROM numbers TABLESAMPLE BERNOULLI (100) REPEATABLE (1);
SELECT count(*) FROM numbers TABLESAMPLE SYSTEM (100) REPEATABLE (1.5);
SELECT count(*) FROM numbers TABLESAMPLE SYSTEM (0) REPEATABLE (-0.0);
-- error 22P02
SELECT count(*) FROM numbers TABLESAMPLE SYSTEM (100) REPEATABLE ('x');
-- error 42704
SELECT count(*) FROM numbers TABLESAMPLE foo (100) REPEATABLE (1);
-- error 2202H
SELECT count(*) FROM numbers TABLESAMPLE system (1, 2) REPEATABLE (1);
-- error 42601
SELECT count(*) FROM numbers TABLESAMPLE system REPEATABLE (1);
-- error 42601
SELECT count(*) FROM (SELECT 1) x TABLESAMPLE system (1);
-- error 0A000
WITH x AS (SELECT 1) SELECT * FROM x TABLESAMPLE system (1);
-- error 42P01
SELECT count(*) FROM numbers n TABLESAMPLE bernoulli (n._id) REPEATABLE (1);
-- error 42601
SELECT count(*) FROM generate_series(1,3) TABLESAMPLE bernoulli (100);
-- error 42803
SELECT count(*) FROM numbers n TABLESAMPLE bernoulli (sum(1));
SELECT count(*) FROM (SELECT _id FROM numbers TABLESAMPLE bernoulli (50) REPEATABLE (3) EXCEPT SELECT _id FROM numbers TABLESAMPLE bernoulli (50) REPEATABLE (3)) x;
SELECT count(*) FROM (SELECT _id FROM numbers TABLESAMPLE bernoulli (30) REPEATABLE (3) EXCEPT SELECT _id FROM numbers TABLESAMPLE bernoulli (50) REPEATABLE (3)) x;
SELECT count(*) FROM numbers TABLESAMPLE bernoulli (0.0001) WHERE false;
SELECT n._id FROM numbers n LEFT JOIN t TABLESAMPLE bernoulli (100) REPEATABLE (8) ON t._id = n._id WHERE t._id IS NULL;
SELECT n._id FROM numbers n LEFT JOIN t TABLESAMPLE bernoulli (0) REPEATABLE (8) ON t._id = n._id WHERE t._id IS NOT NULL;
-- error 2202H
SELECT count(*) FROM numbers TABLESAMPLE bernoulli ('NaN');
-- error 2202H
SELECT count(*) FROM numbers TABLESAMPLE bernoulli (-1);
-- error 42804
SELECT count(*) FROM numbers TABLESAMPLE bernoulli (true);
-- Arguments that are no constants
SELECT count(*) FROM t TABLESAMPLE bernoulli (100 - extract(epoch from now() - now()));
SELECT count(*) FROM t TABLESAMPLE bernoulli ((SELECT 100)) REPEATABLE ((SELECT 7));
-- error 2202H
SELECT count(*) FROM t TABLESAMPLE bernoulli ((SELECT max(j) FROM numbers));
-- error 2202H
SELECT count(*) FROM empty TABLESAMPLE bernoulli ((SELECT -1));
-- error 2202G
SELECT count(*) FROM empty TABLESAMPLE bernoulli (5) REPEATABLE ((SELECT NULL::int));
-- error 2202H
SELECT x.a, (SELECT count(*) FROM t TABLESAMPLE bernoulli (x.a * 0 + 100)) FROM t x ORDER BY x._id;
SELECT x._id, y.c FROM t x, LATERAL (SELECT count(*) c FROM t TABLESAMPLE bernoulli (100 + x._id - x._id)) y ORDER BY x._id;
SELECT x._id, y.c FROM t x, LATERAL (SELECT count(*) c FROM t TABLESAMPLE system (100 * (x._id % 2)) REPEATABLE (x._id)) y ORDER BY x._id;
SELECT x._id, y._id FROM t x LEFT JOIN LATERAL (SELECT _id FROM numbers TABLESAMPLE system (100 * (x._id % 2)) WHERE i = x.a) y ON true ORDER BY 1, 2;
-- error 42804
SELECT count(*) FROM t TABLESAMPLE bernoulli (generate_series(1,2));
-- error 42704
SELECT count(*) FROM t TABLESAMPLE public.bernoulli (100);
SELECT count(*) FROM t TABLESAMPLE pg_catalog.bernoulli (100);
PREPARE sampled(real, float8) AS SELECT count(*) FROM t TABLESAMPLE bernoulli ($1) REPEATABLE ($2);
EXECUTE sampled(100, 1);
EXECUTE sampled(0, 1);
-- error 2202H
EXECUTE sampled(NULL, 1);
-- error 2202G
EXECUTE sampled(1, NULL);
-- error 2202H
EXECUTE sampled(100.1, 1);
DEALLOCATE sampled;
