-- LEFT JOINs that nobody asks for (src/plan/unused.c).
-- stage: plan
-- options: --fixture=tests/stage/orders.fixture
SELECT o.number FROM orders o LEFT JOIN customers c ON c._id = o.customer;
SELECT c.name FROM customers c LEFT JOIN orders o ON o.number = 5 AND o.placed > now();
SELECT count(*) FROM customers c LEFT JOIN orders o ON o.number = length(c.name);
SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer = c._id;
SELECT c.name FROM customers c LEFT JOIN orders o ON o.total = length(c.name);
SELECT o.number FROM orders o LEFT JOIN orders p ON p.number = o.number LEFT JOIN customers c ON c._id = p.customer;
SELECT o.number, p.status FROM orders o LEFT JOIN (orders p LEFT JOIN customers c ON c._id = p.customer) ON p._id = o._id;
SELECT o.number FROM orders o LEFT JOIN customers c ON c._id = o.customer AND c.vip ORDER BY c.name;
SELECT o.number FROM orders o LEFT JOIN customers c ON c._id = o.customer FOR UPDATE OF o;
SELECT o.number FROM orders o LEFT JOIN (SELECT customer, count(*) AS n FROM orders GROUP BY customer) s ON s.customer = o.customer;
SELECT o.number FROM orders o LEFT JOIN (SELECT customer, count(*) AS n FROM orders GROUP BY customer) s ON s.n = o.number;
SELECT o.number FROM orders o LEFT JOIN (SELECT _id, upper(name) AS name FROM customers WHERE vip) s ON s._id = o.customer;
