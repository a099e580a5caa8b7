-- LEFT JOINs whose right side nobody asks for, of declared.sql's tables: what UNIQUE, deferrable and partial indexes say
-- keys and unique indexes of tables that SQL made
SELECT p.id FROM parts p LEFT JOIN kinds k ON k.id = p.kind ORDER BY 1;
SELECT count(*) FROM parts p LEFT JOIN kinds k ON k.ci = p.note;
SELECT count(*) FROM kinds k LEFT JOIN parts p ON p.id = k.k AND p.code = k.ci;
SELECT count(*) FROM kinds k LEFT JOIN parts p ON p.id = k.k AND k.v = p.code AND p.qty > 5;
SELECT count(*) FROM kinds k LEFT JOIN parts p ON p.code = k.ci;
SELECT count(*) FROM kinds k LEFT JOIN parts p ON p.code = 'p1' AND p.id = k.k;
SELECT count(*) FROM kinds k LEFT JOIN parts p ON p.price = k.n2;
SELECT count(*) FROM parts p LEFT JOIN kinds k ON k.ci::bpchar = p.note::bpchar;
SELECT count(*) FROM parts p LEFT JOIN kinds k ON k.id = p.id::int8;
SELECT kind, n FROM parts_sums ORDER BY 1, 2;
SELECT kind, ci FROM parts_sums ORDER BY 1, 2;
SELECT v.id, v.v FROM kinds_view v LEFT JOIN parts p ON p.id = v.id ORDER BY 1;
SELECT p.id FROM parts p LEFT JOIN kinds_view v ON v.id = p.kind ORDER BY 1;
SELECT p.id FROM parts p LEFT JOIN parts_sums s ON s.kind = p.kind ORDER BY 1;
SELECT p.id FROM parts p LEFT JOIN parts_by_mood m ON m.m = p.m ORDER BY 1;
