-- What examples/quickstart asks of the little shop in examples/data.
\d orders
SELECT count(*) FROM customers;
SELECT "firstName", "lastName", address.city, vip FROM customers ORDER BY number LIMIT 5;
SELECT firstName, address.geo.lat FROM customers WHERE address.country = 'CZ' AND 'newsletter' = ANY(tags) ORDER BY number LIMIT 3;
SELECT status, count(*), sum(total), avg(total)::numeric(10,2) FROM orders GROUP BY status ORDER BY count(*) DESC, status;
SELECT number, total, items[0].qty AS qty FROM orders WHERE placed >= '2024-01-01' AND total > 3000 ORDER BY total DESC LIMIT 3;
SELECT date_trunc('month', placed)::date AS month, count(*) FROM orders WHERE shipped IS NULL GROUP BY 1 ORDER BY 1 LIMIT 3;
SELECT DISTINCT kind FROM events ORDER BY kind;
SELECT kind, details->>'code' AS code, count(*) FROM events WHERE kind = 'error' GROUP BY 1, 2 ORDER BY 2;
SELECT name, price, weight FROM products WHERE name LIKE '50\%%' AND weight IS NOT NULL ORDER BY price DESC LIMIT 4;
EXPLAIN SELECT number FROM orders WHERE status = 'paid' ORDER BY total DESC LIMIT 3;
