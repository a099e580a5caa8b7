-- Joins of collections: all kinds, USING and NATURAL, conditions that are no equality, NULLs in the keys.
SELECT o._id, c.name FROM orders o JOIN customers c ON o.customer = c.num;
SELECT o._id, c.name FROM orders o LEFT JOIN customers c ON o.customer = c.num;
SELECT o._id, c.num FROM orders o RIGHT JOIN customers c ON o.customer = c.num;
SELECT o._id, c.num FROM orders o FULL JOIN customers c ON o.customer = c.num;
SELECT o._id, c.num FROM orders o FULL JOIN customers c ON o.customer = c.num WHERE o._id IS NULL OR c.num IS NULL;
SELECT count(*) FROM orders, customers;
SELECT count(*) FROM orders CROSS JOIN one;
SELECT o._id, c.num FROM orders o, customers c WHERE o.customer = c.num AND o.qty > 3;
SELECT o._id, c.num FROM orders o JOIN customers c ON o.customer = c.num AND c.vip WHERE o.total > 100;
SELECT o._id, c.num FROM orders o LEFT JOIN customers c ON o.customer = c.num AND c.vip;
SELECT o._id, c.num FROM orders o LEFT JOIN customers c ON o.customer = c.num WHERE c.vip;
SELECT o._id, c.num FROM orders o LEFT JOIN customers c ON o.customer = c.num WHERE c.num IS NULL;
SELECT o._id FROM orders o LEFT JOIN customers c ON o.customer = c.num WHERE c.vip IS NOT TRUE;
SELECT a._id, b._id FROM t a JOIN t b ON a.a = b.a WHERE a._id < b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.s = b.s AND a.a IS NOT NULL;
SELECT a._id, b._id FROM t a LEFT JOIN t b ON a.a = b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.b = b.a;
SELECT a._id, b._id FROM t a JOIN t b ON a.f = b.a;
SELECT a._id, b._id FROM t a JOIN t b ON a.n = b.a;
SELECT a._id, b._id FROM t a JOIN t b ON a.n = b.f;
SELECT a._id, b._id FROM t a JOIN t b ON a.ref = b.ref AND a._id <> b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.u = b.u AND a._id <> b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.bin = b.bin AND a._id < b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.ts = b.ts AND a._id < b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.doc = b.doc AND a._id < b._id;
SELECT a._id, b._id FROM t a JOIN t b ON a.tags = b.tags AND a._id < b._id;
SELECT x._id, y._id FROM numbers x JOIN numbers y ON x.x = y.x AND x._id < y._id;
SELECT x._id, y._id FROM numbers x JOIN numbers y ON x.d = y.d AND x._id < y._id;
SELECT x._id, y._id FROM numbers x JOIN numbers y ON x.i = y.j;
SELECT x._id, y._id FROM numbers x JOIN numbers y ON x.j = y.x;
SELECT x._id, y._id FROM numbers x JOIN numbers y ON x.i = y.d;
SELECT a._id, b._id FROM t a JOIN t b ON a.a < b.a WHERE a._id < 5 AND b._id < 8;
SELECT a._id, b._id FROM t a LEFT JOIN t b ON a.a > b.a AND b._id BETWEEN 2 AND 4 WHERE a._id < 6;
SELECT a._id, b._id FROM t a FULL JOIN t b ON a.a = b.b;
-- error 0A000
SELECT a._id, b._id FROM t a FULL JOIN t b ON a.a < b.b;
SELECT _id, x.v, y.v FROM one x JOIN one y USING (_id);
SELECT * FROM one x JOIN one y USING (_id);
SELECT * FROM one x JOIN one y USING (_id, v);
SELECT * FROM one NATURAL JOIN one y;
SELECT * FROM one x NATURAL LEFT JOIN one y;
SELECT num, o.qty FROM customers JOIN (SELECT customer AS num, qty FROM orders) o USING (num);
SELECT num, name, qty FROM customers FULL JOIN (SELECT customer AS num, qty FROM orders WHERE qty = 3) o USING (num);
SELECT num, count(*), sum(qty) FROM customers LEFT JOIN (SELECT customer AS num, qty FROM orders) o USING (num) GROUP BY num;
SELECT c.num, count(o._id) FROM customers c LEFT JOIN orders o ON o.customer = c.num GROUP BY c.num ORDER BY 2 DESC, 1;
SELECT c.vip, sum(o.total), avg(o.qty) FROM customers c JOIN orders o ON o.customer = c.num GROUP BY c.vip;
SELECT c.num, max(o.placed) FROM customers c JOIN orders o ON o.customer = c.num GROUP BY c.num HAVING count(*) > 5;
SELECT o._id, c.num, t._id FROM orders o JOIN customers c ON o.customer = c.num JOIN t ON t._id = o.qty;
SELECT o._id, c.num, t._id FROM orders o LEFT JOIN customers c ON o.customer = c.num LEFT JOIN t ON t._id = c.num;
SELECT o._id, t.s FROM orders o JOIN (customers c JOIN t ON t._id = c.num) ON o.customer = c.num;
SELECT o._id, t.s FROM orders o LEFT JOIN (customers c JOIN t ON t._id = c.num) ON o.customer = c.num;
SELECT a._id, b._id, c._id FROM t a, t b, t c WHERE a._id = b.a AND b._id = c.a;
SELECT a._id, b._id, c._id FROM t a JOIN t b ON a._id = b.a LEFT JOIN t c ON c._id = b.b;
SELECT a._id FROM t a JOIN t b ON true WHERE b._id = 1;
SELECT a._id FROM t a JOIN t b ON false;
SELECT a._id, b._id FROM t a LEFT JOIN t b ON false WHERE a._id < 4;
SELECT a._id, b._id FROM t a LEFT JOIN t b ON NULL WHERE a._id < 4;
SELECT a._id, b._id FROM t a JOIN t b ON a._id = b._id AND a.a = 5;
SELECT a._id FROM t a JOIN empty e ON a._id = e._id;
SELECT a._id, e._id FROM t a LEFT JOIN empty e ON a._id = e._id;
SELECT a._id, e._id FROM empty e RIGHT JOIN t a ON a._id = e._id;
SELECT a._id, e._id FROM empty e FULL JOIN t a ON a._id = e._id;
SELECT count(*) FROM empty a, empty b;
SELECT a.s, b.s FROM t a JOIN t b ON lower(a.s) = b.s;
SELECT a._id, b._id FROM t a JOIN t b ON a._id = b._id + 1;
SELECT a._id, b._id FROM t a JOIN t b ON a.a IS NOT DISTINCT FROM b.a AND a._id < b._id;
SELECT a._id, b._id FROM strings a JOIN strings b ON a.v LIKE b.p WHERE a._id <> b._id;
SELECT a._id, b._id FROM strings a JOIN strings b ON a.v = b.p;
SELECT c.num, o.status FROM customers c JOIN orders o ON c.num = o.customer ORDER BY o.total DESC NULLS LAST, o._id LIMIT 10;
SELECT c.num, o._id FROM customers c LEFT JOIN orders o ON c.num = o.customer ORDER BY c.num, o._id OFFSET 5 LIMIT 7;
SELECT DISTINCT c.num FROM customers c JOIN orders o ON c.num = o.customer WHERE o.status = 'paid';
SELECT c.*, o.status FROM customers c JOIN orders o ON c.num = o.customer WHERE o._id = 5;
SELECT * FROM customers c JOIN orders o ON c.num = o.customer WHERE o._id < 4;
SELECT c, o._id FROM one c JOIN orders o ON c._id = o._id;
SELECT a.v || b.v FROM one a, one b;
SELECT x.num FROM customers x JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer = x.num) y ON y.n > 6;
SELECT x.num, y.n FROM customers x, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer = x.num) y;
SELECT x.num, y._id FROM customers x LEFT JOIN LATERAL (SELECT _id FROM orders o WHERE o.customer = x.num ORDER BY _id LIMIT 2) y ON true;
SELECT x._id, g FROM t x, generate_series(1, x._id) g WHERE x._id < 4;
SELECT x._id, g FROM t x LEFT JOIN generate_series(1, 3) g ON g = x._id;
SELECT x._id, tag FROM t x, unnest(x.tags) tag;
SELECT x._id, tag, o FROM t x, unnest(x.tags) WITH ORDINALITY u(tag, o);
SELECT x._id, m FROM t x LEFT JOIN unnest(x.nums) m ON true;
SELECT x._id, m, tag FROM t x, unnest(x.nums, x.tags) u(m, tag);
-- error 42P01
SELECT * FROM t a JOIN t b ON a._id = c._id;
-- error 42712
SELECT * FROM t JOIN t ON true;
-- error 42702
SELECT _id FROM t a JOIN t b ON a._id = b._id;
-- error 42703
SELECT * FROM t a JOIN t b USING (nope);
-- error 42P01
SELECT * FROM t a, (SELECT a._id) b;
-- error 42P10
SELECT * FROM t a RIGHT JOIN LATERAL (SELECT a._id) b ON true;
-- error 42804
SELECT * FROM t a JOIN t b ON a._id;
-- error 42883
SELECT * FROM t a JOIN t b ON a._id = b.s;
-- error 42803
SELECT * FROM t a JOIN t b ON count(*) > 1;
