-- joins by one equality, as MongoDB's $lookup or here; aggregates over the rows of an outer row

SELECT o._id, c.name FROM orders o JOIN customers c ON c.num = o.customer;
SELECT o._id, c.name FROM orders o LEFT JOIN customers c ON c.num = o.customer;
SELECT o._id, c.name FROM orders o LEFT JOIN customers c ON c.num = o.customer AND c.vip;
SELECT o._id, c.name FROM orders o LEFT JOIN customers c ON c.num = o.customer WHERE c.num IS NULL;
SELECT o._id, c.num FROM customers c LEFT JOIN orders o ON o.customer = c.num AND o.qty > 2;
SELECT c.num FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num);
SELECT c.num FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num);
SELECT c.num FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c.num AND o.status = 'paid');
SELECT t._id, n._id FROM t JOIN numbers n ON n.i = t.a;
SELECT t._id, n._id FROM t JOIN numbers n ON n.j = t.a;
SELECT t._id, n._id FROM t LEFT JOIN numbers n ON n.k = t.a;
SELECT x._id, y._id FROM t x JOIN t y ON x.s = y.s;
SELECT x._id, y._id FROM t x LEFT JOIN t y ON x.u = y.u AND y.ok;
SELECT x._id, y._id FROM t x JOIN t y ON x.ok = y.ok AND x.a < y.a;
SELECT x._id, y._id FROM t x JOIN t y ON x.ts = y.ts;
SELECT x._id, y._id FROM t x JOIN t y ON x.f = y.f;
SELECT x._id, y._id FROM t x JOIN t y ON x.n = y.n;
SELECT c.name, o.status, count(*), sum(o.qty) FROM orders o JOIN customers c ON c.num = o.customer GROUP BY c.name, o.status;
SELECT c.name, count(o._id) FROM customers c LEFT JOIN orders o ON o.customer = c.num GROUP BY c.name ORDER BY 2 DESC, 1;
SELECT o._id, c.* FROM orders o JOIN customers c ON c.num = o.customer WHERE o.qty > 1 ORDER BY o._id LIMIT 5;
SELECT o._id, c FROM orders o JOIN customers c ON c.num = o.customer WHERE o._id < 5;
-- pg: SELECT o._id, c.address->>'city' AS city FROM orders o JOIN customers c ON c.num = o.customer WHERE c.address->>'city' IS NOT NULL
SELECT o._id, c.address.city FROM orders o JOIN customers c ON c.num = o.customer WHERE c.address.city IS NOT NULL;
SELECT o._id, x._id FROM orders o JOIN customers c ON c.num = o.customer JOIN orders x ON x.customer = c.num WHERE o.qty = 1;

SELECT o._id FROM orders o WHERE o.total > (SELECT avg(x.total) FROM orders x WHERE x.customer = o.customer);
SELECT o._id FROM orders o WHERE o.total < (SELECT 0.5 * max(x.total) FROM orders x WHERE x.customer = o.customer AND x.status = o.status);
SELECT o._id FROM orders o WHERE o.qty = (SELECT min(x.qty) FROM orders x WHERE o.customer = x.customer AND x.qty > 1);
SELECT o._id FROM orders o WHERE (SELECT sum(x.qty) FROM orders x WHERE x.customer = o.customer) > 5;
SELECT c.num FROM customers c WHERE 0 = (SELECT count(*) FROM orders x WHERE x.customer = c.num);
SELECT c.num FROM customers c WHERE c.num <> (SELECT coalesce(min(x.qty), 0) FROM orders x WHERE x.customer = c.num);
SELECT c.num FROM customers c WHERE c.num IS DISTINCT FROM (SELECT min(x.qty) FROM orders x WHERE x.customer = c.num);
SELECT c.num FROM customers c WHERE (SELECT min(x.qty) FROM orders x WHERE x.customer = c.num) IS NULL;
SELECT c.num FROM customers c LEFT JOIN orders o ON o.customer = c.num WHERE o.total >= (SELECT max(x.total) FROM orders x WHERE x.customer = c.num);
SELECT c.num, (SELECT max(x.total) FROM orders x WHERE x.customer = c.num) FROM customers c;
SELECT c.num FROM customers c WHERE c.num < (SELECT max(x.qty) FROM orders x JOIN customers y ON y.num = x.customer WHERE y.num = c.num);
SELECT c.num FROM customers c WHERE c.num > (SELECT sum(x.qty) FROM orders x WHERE x.customer = c.num AND x.weight < c.num);
SELECT c.num FROM customers c WHERE c.num IN (SELECT o.customer FROM orders o WHERE o.qty >= (SELECT avg(x.qty) FROM orders x WHERE x.customer = o.customer));
