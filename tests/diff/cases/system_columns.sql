-- tableoid: in each row of a table, NULL where an outer join has none.
SELECT tableoid::regclass, _id FROM t;
SELECT tableoid = 't'::regclass, count(*) FROM t GROUP BY tableoid;
SELECT o._id, c.tableoid::regclass FROM orders o LEFT JOIN customers c ON o.customer = c.num;
SELECT o.tableoid::regclass, c.tableoid::regclass FROM orders o FULL JOIN customers c ON o.customer = c.num;
SELECT _id FROM t WHERE tableoid = 'orders'::regclass;
-- error 42702
SELECT tableoid FROM t, orders;
-- error 42703
SELECT x.tableoid FROM (SELECT 1 AS a) x;
SELECT tableoid::regclass::text AS tableoid FROM t ORDER BY tableoid LIMIT 1;
SELECT t.* FROM t WHERE tableoid IS NULL;
