-- tsvector and tsquery: what they read and write, their order, what is done with them, @@.
SELECT ''::tsvector, '  wolf  fox wolf '::tsvector, $$'red fox' 'it''s' o\'clock a\\b$$::tsvector, 'fox:3,1B,2a wolf:4D,4C hen:7*'::tsvector;
SELECT 'x:5,5A,5C x:2 x'::tsvector, 'x:16383,20000,99999999'::tsvector, 'b:1A2'::tsvector, 'é ü:2 日本:1c'::tsvector, ':a'::tsvector, 'x'::tsvector::text || '';
SELECT array_length(tsvector_to_array(string_agg(i::text, ' ')::tsvector), 1) FROM generate_series(1, 500) AS i;
SELECT ('x:' || string_agg(i::text, ','))::tsvector FROM generate_series(1, 300) AS i;
-- error 42601
SELECT 'fox:'::tsvector;
-- error 42601
SELECT 'fox:0'::tsvector;
-- error 42601
SELECT 'fox:1AB'::tsvector;
-- error 42601
SELECT $$'fox$$::tsvector;
-- error 42601
SELECT $$''$$::tsvector;
-- error 42601
SELECT 'fox\'::tsvector;
-- error 54000
SELECT repeat('x', 2048)::tsvector;
-- error 54000
SELECT (SELECT string_agg(i || repeat('x', 2000), ' ') FROM generate_series(1, 600) AS i)::tsvector;
SELECT 'fox'::tsquery, ' fox&hen|!wolf '::tsquery, '!(fox|hen)&wolf'::tsquery, 'fox<->hen <3> wolf'::tsquery, 'fox <-> (hen <-> wolf)'::tsquery, '!!fox'::tsquery;
SELECT $$'red fox':A & hen:*bD | wolf:* $$::tsquery, '(((fox)))'::tsquery, 'a & b | c & d <-> e'::tsquery, '!a <-> !b'::tsquery, 'a|b|c&(d&e)'::tsquery, ''::tsquery;
-- error 42601
SELECT 'fox hen'::tsquery;
-- error 42601
SELECT 'fox &'::tsquery;
-- error 42601
SELECT '(fox'::tsquery;
-- error 42601
SELECT 'fox)'::tsquery;
-- error 42601
SELECT '()'::tsquery;
-- error 42601
SELECT 'fox <-> '::tsquery;
-- error 42601
SELECT 'fox:z'::tsquery;
-- error 22023
SELECT 'fox <16385> hen'::tsquery;
-- error 54000
SELECT repeat('x', 2048)::tsquery;
-- error XX000
SELECT (repeat('!', 33) || 'a')::tsquery;
SELECT encode(tsvectorsend('fox:3,1B hen'), 'hex'), encode(tsquerysend('fox:*A <2> !hen | wolf'), 'hex');
SELECT v FROM (VALUES ('a:1'::tsvector), ('b'), ('a b'), ('c:2A'), (''), ('a:1A'), ('a:2'), (NULL)) AS x(v) ORDER BY v;
SELECT v FROM (VALUES ('a'::tsquery), ('b'), ('a & b'), ('b & a'), ('!a'), ('a | b'), ('a <-> b'), ('a <2> b'), (''), ('abc')) AS x(v) ORDER BY v DESC;
SELECT DISTINCT v FROM (VALUES ('a:1'::tsvector), ('a:1'), ('a'), ('a')) AS x(v) ORDER BY v;
SELECT 'a'::tsquery = 'a:A', 'a'::tsquery < 'b & c', 'a | b'::tsquery <> 'b | a', 'a:1'::tsvector = 'a:1', 'a:1'::tsvector >= 'a:2', 'a' <= 'b'::tsvector, tsvector_cmp('a', 'b'), tsquery_cmp('a', 'b');
SELECT array['fox hen:2', 'a']::tsvector[], array['a & b', 'c']::tsquery[], array['a'::tsvector] = array['a'::tsvector], pg_typeof('a'::tsvector), pg_typeof('a'::tsquery);
SELECT 'fox hen:3 wolf:2A'::tsvector @@ 'fox', 'fox' @@ 'fox'::tsvector, 'fox:1'::tsvector @@ 'fo:*', 'fox'::tsvector @@ 'fo', 'fox:1A'::tsvector @@ 'fox:B', 'fox'::tsvector @@ 'fox:B', ''::tsvector @@ '!fox', 'fox'::tsvector @@ '';
SELECT 'fox:1 hen:2 wolf:4'::tsvector @@ 'fox <-> hen', 'fox:1 hen:2 wolf:4'::tsvector @@ 'hen <-> wolf', 'fox:1 hen:2 wolf:4'::tsvector @@ 'hen <2> wolf', 'fox:1 hen:2'::tsvector @@ 'fox <-> !wolf', 'fox hen'::tsvector @@ 'fox <-> hen', 'fox:1 fog:2 hen:3'::tsvector @@@ 'fo:* <-> hen';
SELECT 'a:1 b:2 c:3'::tsvector @@ 'a <-> (b | x) <-> c', 'a:1 b:2 c:3'::tsvector @@ 'a <-> (b & !c)', 'a:1 b:2 c:3'::tsvector @@ '(a <-> b) | !c', 'a:1,3 b:2'::tsvector @@ 'a <0> a', 'a:1'::tsvector @@ '!a <-> !a';
SELECT 'fox:1 hen:2'::tsvector || 'fox:3A owl:1'::tsvector, 'a:16380'::tsvector || 'b:2,5'::tsvector, 'a'::tsvector || 'a b'::tsvector, ''::tsvector || 'x:1'::tsvector;
SELECT 'a | b'::tsquery && 'c', 'a'::tsquery || 'b & c', !!'a & b'::tsquery, 'a'::tsquery <-> 'b | c', tsquery_phrase('a', 'b'), tsquery_phrase('a', 'b <-> c', 7), 'a'::tsquery && '', ''::tsquery <-> 'b', !!''::tsquery;
-- error 22023
SELECT tsquery_phrase('a', 'b', -1);
SELECT numnode('a & !b'), numnode(''::tsquery), querytree('a & !b'), querytree('!a | b'), querytree('!a'), querytree(''), querytree('a <-> !b & (c | d)');
SELECT 'a & b'::tsquery @> 'b:A | b', 'a'::tsquery @> 'a & b', 'a'::tsquery <@ '!a | c', ''::tsquery <@ 'a';
SELECT setweight('a:1,2B b c:3'::tsvector, 'A'), setweight('a:1,2B b c:3A'::tsvector, 'd'), setweight('a:1 b:2 c:3'::tsvector, 'b', array['c', NULL, 'a', 'q']);
-- since 15.20
-- error 22023
SELECT setweight('a:1'::tsvector, 'x');
SELECT strip('a:1,2B b'::tsvector), length('a:1,2B b'::tsvector), length(''::tsvector), ts_delete('a:1 b c'::tsvector, 'b'), ts_delete('a:1 b c'::tsvector, 'bb'), ts_delete('a:1 b c'::tsvector, array['c', 'a', NULL, '']);
SELECT ts_filter('a:1A,2,3B b:4C c'::tsvector, '{a,b}'), ts_filter('a:1A,2,3B b:4C c'::tsvector, '{D}'), ts_filter('a:1'::tsvector, '{}');
-- error 22004
SELECT ts_filter('a:1A'::tsvector, '{a,NULL}');
-- error 22023
SELECT ts_filter('a:1A'::tsvector, '{e}');
SELECT * FROM unnest('a:1A,3 b c:2B,7C'::tsvector);
SELECT lexeme, positions[1], weights FROM unnest('a:1A,3 b c:2B,7C'::tsvector) WITH ORDINALITY ORDER BY ordinality DESC;
SELECT tsvector_to_array('b:1 a c'::tsvector), tsvector_to_array(''::tsvector), array_to_tsvector(array['c', 'a', 'c', 'b b']), array_to_tsvector('{}');
-- error 22004
SELECT array_to_tsvector(array['a', NULL]);
-- error 2200F
SELECT array_to_tsvector(array['a', '']);
SELECT _id FROM strings WHERE array_to_tsvector(array['x', coalesce(nullif(v, ''), 'none')]) @@ 'none' AND n > 0;
SELECT ts_rewrite('a & b', 'a', 'c | d'), ts_rewrite('a & b & c', 'c & a', 'x'), ts_rewrite('a & (b | !c) <-> d', '!c', ''), ts_rewrite('a', 'a', ''), ts_rewrite('a', '', 'b'), ts_rewrite('', 'a', 'b'), ts_rewrite('(b <-> a) | (a & a:A)', 'a:B', 'y <2> z'), ts_rewrite('a <-> b', 'b <-> a', 'c');
SELECT ts_rewrite('a | b | c | d | e | f | a:A | g:* | h', 'f | b | h', 'q & !r'), ts_rewrite('h & g & f & e & d & c & b & a', 'x', 'y'), ts_rewrite('a & b | a & b & c', 'b & a', 'k');
