-- Tables that SQL makes on both sides: columns of declared types, indexes of every kind, views.
-- A statement ends with ; at the end of a line.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN posint AS int4 CHECK (VALUE > 0);
CREATE TYPE pair AS (x int4, y text);

CREATE TABLE kinds (
    id int4 PRIMARY KEY, c char(5), v varchar(6), m mood, p posint, pr pair, iv interval, r int4range, nr numrange,
    lt timestamp(3), tm time, tz timetz, d date, n2 numeric(8, 2), f4 float4, i2 int2, ip inet, js json, da date[], ma mood[],
    ci text, k int4 NOT NULL DEFAULT 7, vb bit varying(8), tr tstzrange, i8 int8, ct text COLLATE "C");
INSERT INTO kinds VALUES
    (1, 'ab', 'ab', 'ok', 1, (1, 'a'), '1 day', '[1,5)', '[1.5,2.5]', '2024-01-15 10:30:00.123456', '10:30', '10:30+02', '2024-01-15', 1.50, 1.5, 1, '10.0.0.1', '{"b": 1, "a": [1, 2]}', '{2024-01-15}', '{ok,sad}', 'apple', 1, B'101', '[2024-01-01,2024-02-01)', 10, 'apple'),
    (2, 'ab   ', 'ab ', 'sad', 2, (1, NULL), '24:00:00', '[1,5)', '[1.5,2.50]', '2024-01-15 10:30:00', '23:59:59.999999', '23:59:59.999999-11', '2024-02-29', 2.50, 'NaN', -5, '10.0.0.0/24', '1', '{}', '{}', 'Apple', 1, B'', '(,2024-01-15]', -80, 'Apple'),
    (3, '', '', 'happy', 3, (NULL, NULL), '1 month', 'empty', 'empty', '2000-01-01', '00:00', '00:00Z', '2000-01-01', 0, '-0', 0, '::1', 'true', '{NULL}', '{NULL,happy}', 'banana', 2, B'0', 'empty', 0, ''),
    (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2, NULL, NULL, NULL, NULL),
    (5, 'a b', '$x', 'ok', 2147483647, (2, '$y'), '-1 day 03:00', '(,3)', '(,0)', '1969-12-31 23:59:59.999', '24:00', '24:00+00', '1969-12-31', -7.13, 'Infinity', 32767, '192.168.1.5/16', '"$x"', '{2024-02-29,1969-12-31}', '{happy}', '$x', 3, B'11111111', '[2024-01-15 10:30+00,)', 9007199254740993, '$x'),
    (6, '$a.b', 'été', 'ok', 1, (1, 'a'), '1 day', '[0,1)', '[0,]', '1970-01-01', '12:00:00.5', '12:00:00.5+05:30', '1970-01-01', 99.99, 0.1, 100, '10.0.0.1/8', '{"$x": {"a.b": null}}', '{1999-12-31,NULL}', '{ok}', 'été', 3, B'1010', '[2024-01-01,2024-02-01)', 20, 'été'),
    (7, 'Ab', 'AB', 'happy', 5, (-1, ''), '1 year 2 months 3 days 04:05:06.789', '[2147483646,)', '[1,2)', '0001-01-01', '06:00', '06:00-03:30', '0001-01-01', -0.00, 1e10, -32768, '2001:db8::/32', '[]', '{2024-01-15,2024-01-15}', '{sad,sad}', 'Été', 3, B'1', '(2024-01-01,2024-01-01 00:00:01)', 5000000000, 'Z'),
    (8, 'ab c ', 'zz', 'sad', 5, (1, 'a '), '0', '[5,9]', '(1,2]', '9999-12-31 23:59:59.999', '10:30:00', '09:30+01', '9999-12-31', 1.50, 0.1, 1, '10.0.0.1', '{"a": 1, "c": 2}', '{9999-12-31}', '{}', 'zebra', 5, B'1010', NULL, 10, 'apple'),
    (9, '12', '12', NULL, 14, (5, '5'), '00:00:00.000001', '[-5,-1]', '[-Infinity,Infinity]', '2024-02-29 23:59:59.999999', NULL, NULL, '2024-02-29', 12, 12, 12, '0.0.0.0/0', '[1, null, {"x": 1.50}]', NULL, NULL, 'ab', 5, B'00', '[,]', 12, 'ab'),
    (10, 'ab', 'Ab', 'ok', 30, (3, 'é'), '30 days', '[3,4)', '[1.5,2.5]', '2023-12-31 23:59:60', '00:00:00', '00:00+00', '2023-12-31', 100, 3, 30, NULL, NULL, '{2024-01-15}', '{ok,sad}', 'AB', 8, B'101', '[2024-06-30,2024-07-01]', NULL, 'a b');
CREATE INDEX kinds_c_v ON kinds (c, v DESC);
CREATE INDEX kinds_k ON kinds (k DESC NULLS LAST, i8);
CREATE INDEX kinds_m ON kinds (m) WHERE k > 2;
CREATE INDEX kinds_d ON kinds (d);
CREATE UNIQUE INDEX kinds_ci ON kinds (ci);

CREATE TABLE parts (id int4 PRIMARY KEY, kind int4 REFERENCES kinds, code varchar(4), qty int8, price numeric(10, 2), made date, note text, flags bool[], m mood);
INSERT INTO parts SELECT i, nullif(i % 12, 0) % 11, nullif('p' || i % 5, 'p3'), nullif(i % 7, 4) * 1000000000::int8, nullif(i * 37 % 100, 7) / 4.0,
    CASE WHEN i % 6 > 0 THEN date '2024-01-15' + i % 9 * 5 END, CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'note ' || i % 3 ELSE '$' || i END,
    CASE WHEN i % 5 > 0 THEN ARRAY[i % 2 = 0, NULL, i % 3 = 0] END, (ARRAY['sad', NULL, 'happy', 'ok'])[1 + i % 4]::mood FROM generate_series(1, 40) AS i WHERE i % 12 <> 11;
CREATE UNIQUE INDEX parts_code_id ON parts (code DESC, id);
CREATE INDEX parts_price ON parts (price) WHERE qty IS NOT NULL;

CREATE VIEW kinds_view AS SELECT id, c, v, m, k * 2 AS k2, coalesce(i8, 0) AS i8, d, ci, pr FROM kinds WHERE k <> 8;
CREATE VIEW parts_sums AS SELECT p.kind, count(*) AS n, sum(p.qty) AS qty, max(k.ci) AS ci, min(p.made) AS made FROM parts p LEFT JOIN kinds k ON k.id = p.kind GROUP BY p.kind;
CREATE MATERIALIZED VIEW parts_by_mood AS SELECT m, count(*)::int4 AS n, sum(price) AS price, array_agg(id ORDER BY id) AS ids FROM parts GROUP BY m;
ANALYZE;
