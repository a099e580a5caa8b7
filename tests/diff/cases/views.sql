-- early: a view of MongoDB's own, on orders
SELECT * FROM early ORDER BY _id;
SELECT count(*), sum(total), max(placed) FROM early WHERE status = 'paid';
SELECT o._id, e.total, e.placed FROM orders o LEFT JOIN early e ON e._id = o._id WHERE o._id BETWEEN 25 AND 35 ORDER BY o._id;
SELECT e._id, o.note FROM early e JOIN orders o ON o._id = e.qty ORDER BY e._id;
SELECT a._id, b._id FROM early a JOIN early b USING (placed, customer) ORDER BY 1, 2;
SELECT c.num FROM customers c WHERE EXISTS (SELECT FROM early e WHERE e.customer = c.num) ORDER BY 1;
SELECT c.num FROM customers c WHERE c.num NOT IN (SELECT customer FROM early WHERE customer IS NOT NULL) ORDER BY 1;
SELECT _id, status FROM orders WHERE _id > 190 UNION ALL SELECT _id, status FROM early WHERE qty = 1 ORDER BY 1, 2;
SELECT _id, status FROM early UNION SELECT _id, status FROM orders WHERE _id < 40 ORDER BY 1, 2;
SELECT _id, (SELECT max(e.weight) FROM early e WHERE e.customer = o.customer) FROM orders o WHERE _id < 50 ORDER BY 1;
SELECT status, count(*), (SELECT count(*) FROM early x WHERE x.status = e.status) FROM early e GROUP BY status ORDER BY 1;
