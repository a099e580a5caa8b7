-- XMLTABLE (manual 9.15.3.3)
SELECT * FROM xmltable('/a/b' PASSING '<a><b i="1">x</b><b i="2">y</b></a>' COLUMNS i int PATH '@i', t text PATH '.');
SELECT * FROM xmltable('/a/b' PASSING '<a><b i="1">x</b><b>y</b></a>' COLUMNS n FOR ORDINALITY, i int PATH '@i' DEFAULT -1, t text PATH 'text()');
SELECT * FROM xmltable('/a' PASSING '<a><b>1</b><c>2.5</c><d>true</d><e>2024-02-29</e></a>' COLUMNS b int, c numeric(5, 2), d bool, e date, f text, "B" text);
SELECT * FROM xmltable('//nope' PASSING '<a/>' COLUMNS b int);
SELECT * FROM xmltable('/a' PASSING NULL COLUMNS b int);
-- error 22004
SELECT * FROM xmltable(NULL PASSING '<a/>' COLUMNS b int);
SELECT * FROM xmltable(NULL PASSING NULL COLUMNS b int);
-- error 22004
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int PATH NULL);
-- error 22000
SELECT * FROM xmltable('' PASSING '<a/>' COLUMNS b int);
-- error 22000
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int PATH '');
-- error 42601
SELECT * FROM xmltable('/a[' PASSING '<a/>' COLUMNS b int);
-- error 22000
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int PATH '@');
-- error 22000
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS "b c" int);
-- error 2200N
SELECT * FROM xmltable('/a' PASSING '<a>' COLUMNS b int);
-- error 2200M
SELECT * FROM xmltable('/a' PASSING 'x' COLUMNS b int);
-- error 2200M
SELECT * FROM xmltable('/a' PASSING '<a/><b/>' COLUMNS b int);
-- error 42804
SELECT * FROM xmltable('/a' PASSING 1 COLUMNS b int);
SELECT * FROM xmltable(1 PASSING '<a/>' COLUMNS b int);
-- error 21000
SELECT * FROM xmltable('/a' PASSING '<a><b/><b/></a>' COLUMNS b text);
SELECT * FROM xmltable('/a' PASSING '<a><b/><b>x</b></a>' COLUMNS b xml);
-- error 21000
SELECT * FROM xmltable('/a' PASSING '<a><b/><b>x</b></a>' COLUMNS b xml[]);
SELECT * FROM xmltable('/a' PASSING '<a><b>{1,2}</b></a>' COLUMNS b int[]);
-- error 22P02
SELECT * FROM xmltable('/a' PASSING '<a><b>x</b></a>' COLUMNS b int);
-- error 22P02
SELECT * FROM xmltable('/a' PASSING '<a><b></b></a>' COLUMNS b int);
SELECT * FROM xmltable('/a' PASSING '<a><b></b></a>' COLUMNS b text, c text DEFAULT 'd', e text PATH 'b' DEFAULT 'f');
-- error 22003
SELECT * FROM xmltable('/a' PASSING '<a><b>99999999999</b></a>' COLUMNS b int);
-- error 22001
SELECT * FROM xmltable('/a' PASSING '<a><b>abcdef</b></a>' COLUMNS b varchar(3));
SELECT * FROM xmltable('/a' PASSING '<a><b>ab</b></a>' COLUMNS b char(5), c varchar(2) PATH '"xy"');
-- error 22004
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c int NOT NULL);
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c int DEFAULT 1 NOT NULL, d int NOT NULL DEFAULT 2, e int PATH 'x' NULL);
-- error 22004
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c int DEFAULT NULL NOT NULL);
-- error 22P02
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c int DEFAULT 'x');
-- error 42804
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c int DEFAULT true);
-- error 22001
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c varchar(3) DEFAULT 'abcdef', d char(3) DEFAULT 'x', e numeric(4, 1) DEFAULT 1.25);
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS c xml DEFAULT '<d/>', d int DEFAULT 1.5);
SELECT * FROM xmltable('/a' PASSING '<a x="1"><b>2</b></a>' COLUMNS s text PATH '"<lit&"', sx xml PATH '"<lit&"', n int PATH '1 + 1', nf float8 PATH '1 div 3', nt text PATH '1 div 3', t bool PATH 'true()', ti int PATH 'true()', tt text PATH '1 = 2', tn numeric PATH '1 = 1', c int PATH 'count(b)', x xml PATH '.', xa xml PATH '@x', xt xml PATH 'b/text()', z text PATH '1 div 0', i text PATH '1e20');
SELECT * FROM xmltable('/a' PASSING '<a>a&lt;<b>c</b>&amp;<!-- x --></a>' COLUMNS t text PATH '.', tx xml PATH 'text()', b text PATH 'b', n text PATH 'name()');
-- error 21000
SELECT * FROM xmltable('/a' PASSING '<a>a<b>c</b>d</a>' COLUMNS t text PATH 'text()');
SELECT * FROM xmltable('count(/a)' PASSING '<a/>' COLUMNS b int PATH '.');
SELECT * FROM xmltable('/a/@*' PASSING '<a x="1" y="2"/>' COLUMNS n text PATH 'name()', v text PATH '.');
SELECT * FROM xmltable('//text()' PASSING '<a>x<b>y</b></a>' COLUMNS v text PATH '.', p text PATH 'name(..)', x xml PATH '.');
SELECT * FROM xmltable('/' PASSING '<a><b>1</b></a>' COLUMNS v text PATH '.', b int PATH 'a/b', x xml PATH '.');
SELECT * FROM xmltable('//b' PASSING '<a><b>1</b><c><b>2</b></c></a>' COLUMNS n FOR ORDINALITY, v text PATH '.', p text PATH 'name(..)', pos int PATH 'count(preceding::b) + 1');
-- error 42601
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS n FOR ORDINALITY, m FOR ORDINALITY);
-- error 42601
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS a int, a text);
-- error 42P16
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS a SETOF int);
-- error 42704
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS a nosuch);
-- error 42P10
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS a int) t(x, y);
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS a int DEFAULT 1, b int) t(x);
SELECT t.* , t.a, xmltable.b FROM xmltable('/a' PASSING '<a/>' COLUMNS a int) t, xmltable('/a' PASSING '<a/>' COLUMNS b int PATH '"1"');
SELECT xmltable.* FROM xmltable('/a' PASSING '<a/>' COLUMNS a int DEFAULT 7);
SELECT t FROM xmltable('/a' PASSING '<a><b>1</b></a>' COLUMNS b int, c text) t;
SELECT t FROM xmltable('/a' PASSING '<a><b>1</b></a>' COLUMNS b int) t;
SELECT (t).b FROM xmltable('/a' PASSING '<a><b>1</b></a>' COLUMNS b int, c text) t;
SELECT * FROM xmltable(xmlnamespaces('http://x' AS x), '/x:a/x:b' PASSING '<a xmlns="http://x"><b>1</b></a>' COLUMNS b int PATH '.');
SELECT * FROM xmltable(xmlnamespaces('http://x' AS x, 'http://y' AS "Y y"), '/x:a' PASSING '<a xmlns="http://x"><b>1</b></a>' COLUMNS b int PATH 'x:b');
SELECT * FROM xmltable(xmlnamespaces('http://x' AS "Zz"), '/Zz:rows/Zz:row' PASSING '<rows xmlns="http://x"><row><a>10</a></row></rows>' COLUMNS a int PATH 'Zz:a');
-- error 0A000
SELECT * FROM xmltable(xmlnamespaces(DEFAULT 'http://x'), '/a' PASSING '<a xmlns="http://x"/>' COLUMNS b int);
-- error 42601
SELECT * FROM xmltable(xmlnamespaces(DEFAULT 'http://x', DEFAULT 'http://y'), '/a' PASSING '<a/>' COLUMNS b int);
-- error 42601
SELECT * FROM xmltable(xmlnamespaces('x' AS x, 'y' AS x), '/a' PASSING '<a/>' COLUMNS b int);
-- error 22004
SELECT * FROM xmltable(xmlnamespaces(NULL AS x), '/a' PASSING '<a/>' COLUMNS b int);
SELECT * FROM xmltable(xmlnamespaces(1 AS x), '/a' PASSING '<a/>' COLUMNS b int);
-- error XX000
SELECT * FROM xmltable('/x:a' PASSING '<a/>' COLUMNS b int);
SELECT * FROM xmltable('/a' PASSING BY REF '<a/>' BY REF COLUMNS b int DEFAULT 1);
SELECT * FROM xmltable('/a' PASSING BY VALUE '<a/>' COLUMNS b int DEFAULT 1);
SELECT d.n, t.* FROM (VALUES (1, '<a><b>1</b><b>2</b></a>'::xml), (2, NULL), (3, '<a/>'), (4, '<a><b>4</b></a>')) d(n, x), xmltable('/a/b' PASSING d.x COLUMNS i FOR ORDINALITY, b int PATH '.') t ORDER BY 1, 2;
SELECT d.n, t.* FROM (VALUES (1, '<a><b>1</b><b>2</b></a>'::xml), (2, NULL), (3, '<a/>'), (4, '<a><b>4</b></a>')) d(n, x) LEFT JOIN LATERAL xmltable('/a/b' PASSING d.x COLUMNS i FOR ORDINALITY, b int PATH '.') t ON b > 1 ORDER BY 1, 2;
SELECT d.n, t.* FROM (VALUES (1, 'b'), (2, 'c'), (3, '"z"')) d(n, p), xmltable('/a' PASSING '<a><b>x</b><c>y</c></a>' COLUMNS v text PATH d.p, w int DEFAULT d.n * 10, u text DEFAULT 'd' || d.n) t ORDER BY 1;
SELECT d.n, t.* FROM (VALUES (1, '/a/b'), (2, '//c'), (3, '/nope')) d(n, p), xmltable(d.p PASSING '<a><b>x</b><c>y</c></a>' COLUMNS v text PATH '.') t ORDER BY 1;
SELECT d.n, t.* FROM (VALUES (1, 'http://x'), (2, 'http://y')) d(n, u) LEFT JOIN xmltable(xmlnamespaces(d.u AS x), '/x:a' PASSING '<a xmlns="http://x">1</a>' COLUMNS v text PATH '.') t ON true ORDER BY 1;
SELECT * FROM xmltable('/a/b' PASSING '<a><b><c>1</c><c>2</c></b><b/></a>' COLUMNS i FOR ORDINALITY, x xml PATH '.') o, xmltable('/b/c' PASSING o.x COLUMNS j FOR ORDINALITY, c int PATH '.') p ORDER BY i, j;
SELECT i, (SELECT max(c) FROM xmltable('/b/c' PASSING o.x COLUMNS c int PATH '.')) AS m FROM xmltable('/a/b' PASSING '<a><b><c>1</c><c>2</c></b><b/></a>' COLUMNS i FOR ORDINALITY, x xml PATH '.') o ORDER BY i;
SELECT sum(v), count(*), min(t), array_agg(v ORDER BY v DESC) FROM xmltable('//v' PASSING '<a><v t="a">1</v><v t="b">2</v><v t="c">3</v></a>' COLUMNS v int PATH '.', t text PATH '@t');
SELECT v FROM xmltable('//v' PASSING '<a><v>3</v><v>1</v><v>2</v></a>' COLUMNS v int PATH '.') WHERE v > 1 ORDER BY v LIMIT 1;
SELECT a.v, b.v FROM xmltable('//v' PASSING '<a><v>1</v><v>2</v></a>' COLUMNS v int PATH '.') a JOIN xmltable('//v' PASSING '<a><v>2</v><v>3</v></a>' COLUMNS v int PATH '.') b USING (v);
SELECT v FROM xmltable('//v' PASSING '<a><v>1</v><v>2</v></a>' COLUMNS v int PATH '.') a FULL JOIN xmltable('//v' PASSING '<a><v>2</v><v>3</v></a>' COLUMNS v int PATH '.') b USING (v) ORDER BY v;
-- error 42703
SELECT * FROM xmltable('/a' PASSING nope COLUMNS b int);
-- error 42P01
SELECT * FROM xmltable('/a' PASSING t.x COLUMNS b int), (VALUES ('<a/>'::xml)) t(x);
-- error 42P10
SELECT * FROM (VALUES ('<a/>'::xml)) t(x) RIGHT JOIN LATERAL xmltable('/a' PASSING t.x COLUMNS b int) u ON true;
SELECT * FROM xmltable('/a' PASSING (SELECT '<a><b>5</b></a>'::xml) COLUMNS b int PATH (SELECT 'b'), c int DEFAULT (SELECT 6));
SELECT * FROM xmltable('/a' PASSING xmlelement(name a, xmlelement(name b, 7)) COLUMNS b int, c xml DEFAULT xmlelement(name d, xmlparse(content 'x')));
-- error 42804
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int DEFAULT generate_series(1, 2));
-- error 42803
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int DEFAULT count(*));
-- error 42P20
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int DEFAULT row_number() OVER ());
-- error 22012
SELECT * FROM xmltable('//b' PASSING '<a><b/><b>2</b><b/></a>' COLUMNS n FOR ORDINALITY, b int PATH 'text()' DEFAULT 1 / (1 - 1));
-- error 22012
SELECT * FROM xmltable('//b' PASSING '<a><b>2</b></a>' COLUMNS n FOR ORDINALITY, b int PATH 'text()' DEFAULT 1 / (2 - length('ab')));
-- error 42601
SELECT count(*), sum(v) FROM xmltable('//v' PASSING ('<a>' || repeat('<v>1</v>', 5000) || '</a>')::xml COLUMNS v int PATH '.');
SELECT * FROM xmltable('/a' PASSING '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY f SYSTEM "file:///etc/passwd">]><a><b>&x;</b><c>&f;</c></a>' COLUMNS b text, c text);
SELECT * FROM xmltable('/a' PASSING '<?xml version="1.0" encoding="LATIN1"?><a><b>ä</b></a>' COLUMNS b text);
SELECT * FROM xmltable('ROWS/ROW' PASSING '<ROWS><ROW id="1"><N>x</N></ROW><ROW id="2"/></ROWS>' COLUMNS id int PATH '@id', n text PATH 'N');
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b oid DEFAULT 1, c regclass DEFAULT 'pg_class', d uuid DEFAULT '00000000-0000-0000-0000-000000000001', e jsonb DEFAULT '{}');
WITH x AS (SELECT '<a><b>1</b></a>'::xml AS d) SELECT t.* FROM x, xmltable('/a' PASSING x.d COLUMNS b int) t;
WITH t AS MATERIALIZED (SELECT * FROM xmltable('/a/b' PASSING '<a><b>1</b><b>2</b></a>' COLUMNS b int PATH '.')) SELECT x.b, y.b FROM t x, t y ORDER BY 1, 2;
SELECT b FROM xmltable('/a/b' PASSING '<a><b>1</b><b>2</b></a>' COLUMNS b int PATH '.') UNION ALL SELECT 3;
SELECT EXISTS (SELECT FROM xmltable('/a' PASSING '<a/>' COLUMNS b int)), 1 IN (SELECT b FROM xmltable('/a/b' PASSING '<a><b>1</b></a>' COLUMNS b int PATH '.'));
PREPARE xt(xml, text) AS SELECT * FROM xmltable($2 PASSING $1 COLUMNS n FOR ORDINALITY, b text PATH '.');
EXECUTE xt('<a><b>1</b><b>2</b></a>', '//b');
EXECUTE xt(NULL, '//b');
-- error 42601
EXECUTE xt('<a><b>1</b><b>2</b></a>', '//');
DEALLOCATE xt;
-- error 42601
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int) TABLESAMPLE system (10);
SELECT * FROM xmltable('/a' PASSING '<a/>' COLUMNS b int) FOR UPDATE;
-- error 0A000
SELECT b FROM xmltable('/a' PASSING '<a/>' COLUMNS b int) x FOR UPDATE OF x;
