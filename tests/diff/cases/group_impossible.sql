-- GROUP BY of types of which one is only hashed (xid) and another only sorted (bit)
SELECT count(*) FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s) GROUP BY h;
SELECT count(*) FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s) GROUP BY s;
-- error 0A000
SELECT count(*) FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s) GROUP BY h, s;
-- error 0A000
SELECT count(*) FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s) GROUP BY ROLLUP (h, s);
SELECT count(*) FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s) GROUP BY GROUPING SETS ((h), (s)) ORDER BY 1;
SELECT count(*), sum(i) FROM (VALUES ('1'::xid, 3), ('1'::xid, 4)) v (h, i) GROUP BY h, i ORDER BY 2;
SELECT array_agg(i) FROM (VALUES ('1'::xid, 3), ('1'::xid, 4)) v (h, i) GROUP BY h;
-- error 0A000
SELECT array_agg(i ORDER BY i) FROM (VALUES ('1'::xid, 3), ('1'::xid, 4)) v (h, i) GROUP BY h;
-- error 0A000
SELECT count(DISTINCT i) FROM (VALUES ('1'::xid, 3), ('1'::xid, 4)) v (h, i) GROUP BY h;
-- error 0A000
SELECT array_agg(i ORDER BY i) FROM (VALUES ('1'::xid, 3), ('1'::xid, 4)) v (h, i) GROUP BY GROUPING SETS ((h), ());
SELECT array_agg(i ORDER BY i) FROM (VALUES (B'1', 3), (B'1', 4)) v (s, i) GROUP BY GROUPING SETS ((s), ()) ORDER BY s;
-- DISTINCT, set operations, windows
-- error 0A000
SELECT DISTINCT h, s FROM (VALUES ('1'::xid, B'1'), ('1'::xid, B'1')) v (h, s);
-- error 0A000
SELECT DISTINCT ON (h, s) h, s FROM (VALUES ('1'::xid, B'1')) v (h, s);
SELECT DISTINCT ON (h) h, s FROM (VALUES ('1'::xid, B'1')) v (h, s);
-- error 0A000
SELECT h, s FROM (VALUES ('1'::xid, B'1')) v (h, s) UNION SELECT '1'::xid, B'1';
SELECT h, s FROM (VALUES ('1'::xid, B'1')) v (h, s) UNION ALL SELECT '1'::xid, B'1';
-- error 0A000
SELECT h, s FROM (VALUES ('1'::xid, B'1')) v (h, s) INTERSECT SELECT '1'::xid, B'1';
-- error 0A000
(SELECT h, s FROM (VALUES ('1'::xid, B'1')) v (h, s) EXCEPT ALL SELECT '1'::xid, B'1') UNION ALL SELECT '2'::xid, B'1';
SELECT h FROM (VALUES ('1'::xid, B'1')) v (h, s) UNION SELECT '1'::xid;
-- error 0A000
SELECT sum(1) OVER (PARTITION BY h) FROM (VALUES ('1'::xid, B'1')) v (h, s);
SELECT sum(1) OVER (PARTITION BY s) FROM (VALUES ('1'::xid, B'1')) v (h, s);
