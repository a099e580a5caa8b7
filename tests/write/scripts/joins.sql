-- UPDATE ... FROM, DELETE ... USING, rows that come several times, tables that read themselves
CREATE TABLE item (_id int4 PRIMARY KEY, kind text, price numeric, stock int4, note text);
CREATE TABLE kind (_id int4 PRIMARY KEY, kind text, rate numeric, open bool);
CREATE TABLE move (_id int4 PRIMARY KEY, item int4, qty int4, at timestamptz(3));
INSERT INTO item SELECT g, (ARRAY['a', 'b', 'c', NULL])[1 + g % 4], g * 1.25, CASE WHEN g % 5 <> 0 THEN g * 10 END, NULL FROM generate_series(1, 24) g;
INSERT INTO kind VALUES (1, 'a', 1.1, true), (2, 'b', 0.5, false), (3, 'b', 0.5, false), (4, NULL, 9, true), (5, 'z', NULL, NULL);
INSERT INTO move SELECT g, 1 + g % 30, g % 7 - 3, timestamptz '2024-01-01 00:00:00+00' + g * interval '1 hour' FROM generate_series(1, 60) g;
UPDATE item SET price = price * rate FROM kind WHERE item.kind = kind.kind AND kind._id = 1;
UPDATE item i SET note = k.kind || i._id FROM kind k WHERE k.kind = i.kind;
UPDATE item i SET note = 'none' WHERE NOT EXISTS (SELECT 1 FROM kind k WHERE k.kind = i.kind);
UPDATE item i SET note = NULL FROM kind k WHERE k.kind = i.kind AND NOT k.open RETURNING i._id, i.note;
UPDATE item SET stock = stock + s.q FROM (SELECT item, sum(qty)::int4 AS q FROM move GROUP BY item) s WHERE s.item = item._id;
UPDATE item SET stock = s.n FROM (SELECT item, count(*) AS n FROM move GROUP BY 1) s WHERE s.item = item._id AND stock IS NULL RETURNING item._id, item.stock, s.n;
UPDATE item SET stock = 0 FROM kind, move WHERE kind.kind = item.kind AND move.item = item._id AND move.qty > 2;
-- error 42702
UPDATE item SET stock = stock FROM item other WHERE other._id = item._id + 1 RETURNING item._id, other._id;
UPDATE item SET note = other.note FROM item other WHERE other._id = item._id - 1 AND item._id < 5;
UPDATE item SET stock = -stock FROM kind LEFT JOIN move ON move._id = kind._id WHERE kind.kind = item.kind AND move.qty IS NOT NULL;
UPDATE item SET note = v.n FROM (VALUES (1, 'x'), (2, 'y'), (99, 'z')) v (i, n) WHERE v.i = item._id RETURNING *;
UPDATE item SET note = 'g' || g FROM generate_series(3, 5) g WHERE g = item._id;
-- error 42703
UPDATE item SET note = k.nothing FROM kind k WHERE k.kind = item.kind;
-- error 42703
UPDATE item SET note = k.kind FROM kind k WHERE k.nothing = item.kind;
-- error 42702
UPDATE item SET note = kind FROM kind k WHERE k.kind = item.kind AND _id = 1;
-- error 42703
UPDATE item SET item.note = 'x' FROM kind;
UPDATE item SET note = 'all' FROM kind;
UPDATE item SET note = 'none' FROM kind WHERE false;
UPDATE item SET note = 'crossed' FROM kind WHERE item._id < 3 RETURNING item._id;
UPDATE item SET stock = (SELECT sum(qty) FROM move WHERE move.item = item._id);
UPDATE item SET stock = (SELECT sum(qty) FROM move WHERE move.item = item._id) RETURNING _id, stock;
UPDATE item SET stock = coalesce((SELECT max(qty) FROM move m WHERE m.item = item._id AND m.at > '2024-01-02'), -1), note = (SELECT kind FROM kind k WHERE k._id = item._id);
UPDATE item SET stock = stock + 1 WHERE kind IN (SELECT kind FROM kind WHERE open);
UPDATE item SET stock = stock + 1 WHERE kind NOT IN (SELECT kind FROM kind WHERE kind IS NOT NULL);
UPDATE item SET stock = stock + 1 WHERE kind NOT IN (SELECT kind FROM kind);
UPDATE item SET stock = stock + 1 WHERE stock > ALL (SELECT qty FROM move WHERE qty IS NOT NULL);
UPDATE item SET stock = 7 WHERE (kind, _id) IN (SELECT kind, _id FROM kind);
UPDATE item SET (stock, note) = (1, 'pair') FROM kind k WHERE k.kind = item.kind AND k._id = 2;
UPDATE item SET (stock, note) = (k._id, k.kind) FROM kind k WHERE k.kind = item.kind AND k._id <> 3 RETURNING item._id, stock, note, k.rate;
WITH big AS (SELECT kind, avg(price) AS p FROM item GROUP BY kind) UPDATE item SET price = big.p FROM big WHERE big.kind = item.kind AND item._id % 2 = 0;
WITH k AS (SELECT * FROM kind WHERE open) UPDATE item SET note = (SELECT max(kind) FROM k) WHERE kind IN (SELECT kind FROM k) RETURNING _id, note;
UPDATE item SET price = round(price / 3, 2), note = price::text;
UPDATE move SET at = at + qty * interval '1 day' WHERE qty IS NOT NULL AND item % 2 = 0;
UPDATE move m SET qty = i.stock FROM item i WHERE i._id = m.item AND i.stock IS NOT NULL AND m._id < 40 RETURNING m._id, m.qty;
UPDATE move SET qty = NULL FROM item WHERE item._id = move.item AND item.stock IS NULL;
DELETE FROM move USING item WHERE item._id = move.item AND item.kind = 'a' RETURNING move._id, item.kind;
DELETE FROM move USING item i JOIN kind k ON k.kind = i.kind WHERE i._id = move.item AND NOT k.open;
DELETE FROM move m USING move n WHERE n._id = m._id + 1 AND n.qty = m.qty RETURNING m._id, n._id;
DELETE FROM move WHERE item NOT IN (SELECT _id FROM item);
DELETE FROM move WHERE EXISTS (SELECT 1 FROM item WHERE item._id = move.item AND item.stock > 0);
DELETE FROM move WHERE _id IN (SELECT max(_id) FROM move GROUP BY item) RETURNING *;
-- error 42703
DELETE FROM item USING kind WHERE nothing = 1;
-- error 42P01
DELETE FROM item USING nowhere WHERE true;
-- error 42712
DELETE FROM item i USING kind i WHERE true;
DELETE FROM item USING (VALUES (1), (2), (2)) v (i) WHERE v.i = item._id RETURNING item._id;
WITH w AS (SELECT _id FROM item ORDER BY price DESC LIMIT 3) DELETE FROM item USING w WHERE w._id = item._id RETURNING item._id;
DELETE FROM item WHERE _id = ANY (SELECT item FROM move) RETURNING _id;
DELETE FROM item WHERE _id = ANY (ARRAY[5, 6, NULL]);
DELETE FROM kind USING item WHERE item.kind = kind.kind;
INSERT INTO kind (_id, kind, rate) SELECT 100 + _id, kind, price FROM item WHERE kind IS NOT NULL;
INSERT INTO kind (_id, kind) SELECT 200 + i._id, k.kind FROM item i LEFT JOIN kind k ON k.kind = i.kind AND k._id < 10;
INSERT INTO kind SELECT _id + 1000, kind, rate, open FROM kind;
INSERT INTO kind SELECT _id + 5000, kind, rate, open FROM kind RETURNING _id - 5000;
INSERT INTO kind SELECT k._id * 100000, k.kind, sum(i.stock), bool_or(k.open) FROM kind k JOIN item i USING (kind) GROUP BY k._id, k.kind;
-- error 23505
INSERT INTO kind SELECT 1, 'dup' UNION ALL SELECT 1, 'dup';
-- error 23505
INSERT INTO kind SELECT _id, kind FROM kind;
INSERT INTO kind (_id) SELECT g FROM generate_series(20000, 20002) g EXCEPT SELECT 20001;
-- error 42601
INSERT INTO kind (_id, kind) TABLE item;
-- error 42601
INSERT INTO kind (_id, kind) SELECT * FROM item;
INSERT INTO kind (_id, kind) SELECT _id + 30000, kind FROM item ORDER BY price DESC, _id LIMIT 2 OFFSET 1 RETURNING *;
-- error 42702
UPDATE kind SET rate = rate FROM kind k2;
DELETE FROM kind USING kind k2;
SELECT count(*) FROM kind;
INSERT INTO item (_id) SELECT generate_series(500, 503);
INSERT INTO item (_id, stock) SELECT generate_series(600, 602), generate_series(1, 3);
UPDATE item SET note = 'n' WHERE _id > 500 AND note IS NULL RETURNING _id + stock AS s, note || kind, coalesce(stock, -1) c;
UPDATE item SET kind = note, note = kind;
UPDATE item SET stock = CASE WHEN stock IS NULL THEN 0 ELSE NULL END RETURNING stock IS NULL AS x, _id;
DELETE FROM item RETURNING _id, kind, price;

-- a table made here has an _id behind its columns; it stands in nobody's way
CREATE TABLE own_id (_id int4 PRIMARY KEY, b int4);
CREATE TABLE other_id (id int4 PRIMARY KEY, b int4);
INSERT INTO own_id VALUES (1, 10), (2, 20);
INSERT INTO other_id VALUES (1, 7), (3, 8);
UPDATE own_id SET b = o.b FROM other_id o WHERE own_id._id = o.id RETURNING _id, own_id.b;
SELECT _id, id FROM own_id JOIN other_id ON _id = id;
SELECT b FROM own_id WHERE NOT EXISTS (SELECT 1 FROM other_id WHERE id = _id) ORDER BY 1;
DELETE FROM own_id USING other_id o WHERE own_id._id = o.id RETURNING _id;
-- an alias names the columns that are seen; FROM does not see the table that is written
CREATE TABLE ja (a int4, b int4);
CREATE TABLE jb (c int4);
INSERT INTO ja VALUES (1, 2);
INSERT INTO jb VALUES (3);
SELECT * FROM (jb CROSS JOIN ja) AS j (x, y, z);
SELECT j.*, y FROM (ja CROSS JOIN jb) AS j (x, y);
SELECT k.*, q FROM ja AS k (p, q);
-- error 42P10
SELECT * FROM (jb CROSS JOIN ja) AS j (x, y, z, w);
-- error 42P10
SELECT * FROM jb AS j (x, y);
-- error 42703
UPDATE ja SET b = s.c FROM (SELECT * FROM jb WHERE c > a) s;
-- error 42P01
UPDATE ja SET b = s.c FROM (SELECT * FROM jb WHERE c > ja.a) s;
-- error 42P10
UPDATE ja SET b = s.c FROM LATERAL (SELECT * FROM jb WHERE c > ja.a) s;
-- error 42P10
DELETE FROM ja USING LATERAL (SELECT * FROM jb WHERE c > a) s;
-- error 42703
DELETE FROM ja USING (SELECT * FROM jb WHERE c > a) s;
UPDATE ja SET b = s.c FROM (SELECT * FROM jb WHERE c > 1) s WHERE a < s.c;
-- error 0A000
SELECT j.* FROM (ja JOIN jb ON a < c) AS j, jb AS k FOR UPDATE OF j;
