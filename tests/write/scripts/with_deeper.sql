-- a WITH item read deeper, of SET's subquery and of RETURNING's
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, b int4);
INSERT INTO t VALUES (1, 1, 1), (2, 2, 2), (3, NULL, 3);
WITH x AS (SELECT 10 AS p, 20 AS q) UPDATE t SET (a, b) = (SELECT p + t._id, q FROM x) WHERE _id < 3;
WITH x AS (SELECT 1 AS p) UPDATE t SET (a, b) = (SELECT (SELECT max(p) + t.b FROM x), (SELECT count(*) FROM x y WHERE y.p <= t._id)) RETURNING *, (SELECT sum(p + a) FROM x);
-- error 42803
WITH x AS (SELECT 1 AS p) UPDATE t SET (a, b) = (SELECT max(u.a), (SELECT max(v.b) FROM t v WHERE v._id = u._id OR v._id = max(t.a)) FROM t u WHERE u._id >= t._id GROUP BY u._id ORDER BY 1 LIMIT 1);
WITH x AS (SELECT _id FROM t) DELETE FROM t USING x WHERE x._id = t._id AND t._id = (SELECT max(y._id) FROM x y) RETURNING t._id, (SELECT count(*) FROM x);
