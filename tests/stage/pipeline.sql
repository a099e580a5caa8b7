-- stage: pipeline
-- options: --fixture=tests/stage/shop.fixture
SELECT * FROM customers;
SELECT name, email FROM customers WHERE vip AND NOT age < 30;
SELECT name FROM customers WHERE address.city = 'Brno' OR 'new' = ANY (tags);
SELECT name FROM customers WHERE name LIKE 'A%' ORDER BY name LIMIT 10;
SELECT name FROM customers ORDER BY age DESC NULLS LAST, _id LIMIT 10 OFFSET 20;
SELECT _id, total FROM orders WHERE total BETWEEN 10 AND 99.95 AND placed >= '2024-01-01';
SELECT _id FROM orders WHERE customer = '65a000000000000000000001' AND status IN ('new', 'paid');
SELECT status, count(*), sum(quantity), avg(quantity) FROM orders GROUP BY status HAVING count(*) > 10 ORDER BY count(*) DESC;
SELECT date_trunc('month', placed) AS month, max(total) FROM orders GROUP BY month ORDER BY month;
SELECT count(*) FROM orders WHERE quantity IS NULL;
SELECT DISTINCT status FROM orders ORDER BY status;
SELECT count(DISTINCT customer) FROM orders;
SELECT status, sum(total) FROM orders GROUP BY status;
SELECT reverse(name) FROM customers WHERE reverse(name) = 'nnA' LIMIT 1;
