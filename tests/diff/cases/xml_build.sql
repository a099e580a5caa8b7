-- XML (manual 9.15.1): elements and their kin
SELECT xmlelement(name foo), xmlelement(name foo, xmlattributes('x' as bar)), xmlelement(name foo, xmlattributes('x' as bar), 'content'), xmlelement(name foo, 'a', 'b');
SELECT xmlelement(name foo, ''), xmlelement(name foo, NULL), xmlelement(name foo, NULL, ''), xmlelement(name foo, xmlattributes(NULL as a, '' as b));
SELECT xmlelement(name foo, xmlattributes('<>&"'' ä€😀' as bar), '<>&"'' ä€😀');
SELECT xmlelement(name foo, xmlattributes(E'a\tb\nc\rd' as bar), E'a\tb\nc\rd');
SELECT xmlelement(name foo, '<a/>'::xml, xmlelement(name bar), xmlcomment('c'), 1), xmlelement(name foo, xmlattributes('<a/>'::xml as x));
SELECT xmlelement(name "foo bar", xmlattributes('x' as "a:b", 'y' as ":c", 'z' as "d_x0020_", 'w' as "1e", 'v' as ".f", 'u' as "g.h", 't' as "xmlx", 's' as "ä€", 'r' as "x y"));
SELECT xmlelement(name "xml"), xmlelement(name "XMLx"), xmlelement(name "a:b"), xmlelement(name ":"), xmlelement(name "-a"), xmlelement(name "a-"), xmlelement(name "_x"), xmlelement(name "😀"), xmlelement(name "%"), xmlelement(name "a%s");
SELECT xmlelement(name foo, true, false, 1, 1.50, 1.5::float8, 'x'::char(3), 'y'::"char", 'z'::name, NULL::int);
SELECT xmlelement(name foo, xmlattributes(true as a, 1 as b, 1.50 as c, date '2024-02-29' as d, 'x'::char(3) as e, array[1,2] as f, '{"a": "<"}'::jsonb as g));
SELECT xmlelement(name foo, date '2024-02-29', ' ', date '0044-03-15 BC', ' ', date '12024-01-01'), xmlelement(name foo, xmlattributes(date '0001-01-01' as a));
SELECT xmlelement(name foo, timestamp '2024-02-29 12:34:56.789', ' ', timestamp '2024-02-29', ' ', timestamp '0044-03-15 01:02:03 BC', ' ', timestamp '294276-12-31 23:59:59.999999');
SELECT xmlelement(name foo, timestamptz '2024-02-29 12:34:56.789+02', ' ', timestamptz '1800-01-01 00:00:00+00');
SET timezone = 'Asia/Kolkata';
SELECT xmlelement(name foo, timestamptz '2024-02-29 12:34:56.789+02', ' ', timestamptz '1800-01-01 00:00:00+00');
RESET timezone;
SET datestyle = 'German';
SELECT xmlelement(name foo, date '2024-02-29', ' ', timestamp '2024-02-29 12:34:56.789', ' ', timestamptz '2024-02-29 12:34:56.789+02', time '12:34', interval '1 day 2 hours'), xmlforest(array[date '2024-02-29'] as a, daterange('2024-02-28', '2024-02-29') as b);
RESET datestyle;
-- error 22008
SELECT xmlelement(name foo, date 'infinity');
-- error 22008
SELECT xmlelement(name foo, date '-infinity');
-- error 22008
SELECT xmlelement(name foo, timestamp 'infinity');
-- error 22008
SELECT xmlelement(name foo, timestamptz '-infinity');
-- error 22008
SELECT xmlelement(name foo, xmlattributes(date 'infinity' as a));
-- error 22008
SELECT xmlforest(date 'infinity' as a);
-- error 22008
SELECT xmlelement(name foo, array[date 'infinity']);
SELECT xmlelement(name foo, 'NaN'::float8, '-Infinity'::float8, 'NaN'::numeric);
SELECT xmlelement(name foo, array[1, NULL, 3]), xmlelement(name foo, array['<', NULL, '&']), xmlelement(name foo, '{}'::int[]), xmlelement(name foo, array[[1, 2], [3, 4]]), xmlelement(name foo, array['<a/>'::xml]), xmlelement(name foo, array[true, false]);
SELECT xmlelement(name foo, array['a'::bytea, '\xff']), xmlelement(name foo, array[array['a'], array['b']]);
SELECT xmlelement(name foo, '\x'::bytea), xmlelement(name foo, '\x00'::bytea), xmlelement(name foo, '\x0001'::bytea), xmlelement(name foo, '\x000102'::bytea), xmlelement(name foo, xmlattributes('\xfffefd'::bytea as a));
SELECT n, xmlelement(name foo, decode(repeat('ab', n), 'hex')) FROM (VALUES (53), (54), (55), (56), (107), (108), (109), (500)) v(n) ORDER BY n;
SELECT n, xmlelement(name foo, xmlattributes(decode(repeat('ab', n), 'hex') as a)) FROM (VALUES (53), (54), (55), (108)) v(n) ORDER BY n;
SET xmlbinary = hex;
SELECT xmlelement(name foo, '\x'::bytea), xmlelement(name foo, '\x00'::bytea), xmlelement(name foo, xmlattributes('\xfffefd'::bytea as a), '\xabcdef'::bytea), xmlforest('\x0fa0'::bytea as b);
SELECT n, xmlelement(name foo, decode(repeat('ab', n), 'hex')) FROM (VALUES (53), (108), (500)) v(n) ORDER BY n;
RESET xmlbinary;
SET bytea_output = escape;
SELECT xmlelement(name foo, '\x00ff'::bytea);
RESET bytea_output;
SELECT xmlelement(name foo, row(1, 'a<', NULL), '[1,2)'::int4range, '{"a": "<&>"}'::json, '(1,2)'::point, '10.0.0.1'::inet, interval '1 mon', time '12:00', '12:00+02'::timetz, B'101', uuid '00000000-0000-0000-0000-000000000001', 12.34::money);
SELECT xmlelement(name foo, 'a b'::tsvector, '$.a'::jsonpath, 'int4'::regtype, 5::oid);
-- error 42601
SELECT xmlelement(name foo, xmlattributes(1));
-- error 42601
SELECT xmlelement(name foo, xmlattributes('a' as b, 'c' as b));
-- error 42601
SELECT xmlelement(name foo, xmlattributes(a, a)) FROM (VALUES (1)) v(a);
SELECT xmlelement(name foo, xmlattributes(a, a as b, v.a as c)) FROM (VALUES (1)) v(a);
SELECT xmlelement(name foo, xmlattributes("A b", "xmlC", "d:e", ".f"), "A b") FROM (VALUES (1, 2, 3, 4)) v("A b", "xmlC", "d:e", ".f");
-- error 42601
SELECT xmlelement(name foo, xmlattributes(a + 1)) FROM (VALUES (1)) v(a);
-- error 42703
SELECT xmlelement(name foo, nope);
-- error 42703
SELECT xmlelement(name foo, xmlattributes(nope));
-- error 42601
SELECT xmlelement(foo);
SELECT xmlelement(name foo, count(*)), xmlelement(name foo, xmlattributes(sum(a) as s)) FROM (VALUES (1), (2)) v(a);
SELECT xmlelement(name foo, a), count(*) FROM (VALUES (1), (2), (1)) v(a) GROUP BY a ORDER BY a;
-- error 42803
SELECT xmlelement(name foo, a), count(*) FROM (VALUES (1), (2), (1)) v(a);
SELECT xmlelement(name foo, a, row_number() OVER (ORDER BY a)) FROM (VALUES (1), (2)) v(a) ORDER BY a;
SELECT xmlelement(name foo, (SELECT max(a) FROM (VALUES (1), (2)) v(a)), EXISTS (SELECT 1));
SELECT xmlelement(name foo, generate_series(1, 3));
SELECT xmlelement(name foo, xmlattributes(generate_series(1, 2) as a), generate_series(1, 2));
SELECT xmlelement(name table, xmlagg(xmlelement(name row, xmlattributes(a), xmlforest(a, b)) ORDER BY a DESC)) FROM (VALUES (1, 'x'), (2, NULL), (3, '<')) v(a, b);
SELECT 1 FROM (VALUES (1)) v(a) WHERE xmlelement(name foo, a) IS DOCUMENT;
-- error 42883
SELECT xmlelement(name foo, 1) = 'x';
SELECT xmlelement(name foo, 1)::text || 'x', length(xmlelement(name foo, 1)::text);

SELECT xmlforest(1 as a, 'x' as b, NULL as c), xmlforest(NULL as a), xmlforest(NULL::int as a, NULL as b), xmlforest('' as a);
SELECT xmlforest('<&>' as "a b", '<x/>'::xml as c, array[1,2] as d, true as e, E'\r\n' as f);
SELECT xmlforest(a, b, a as c) FROM (VALUES (1, 'x'), (NULL, 'y'), (NULL, NULL)) v(a, b);
SELECT xmlforest(a, a) FROM (VALUES (1)) v(a);
SELECT xmlforest("xmlA", "b:c", "d.e") FROM (VALUES (1, 2, 3)) v("xmlA", "b:c", "d.e");
SELECT xmlforest(1 as "xmlA", 2 as "b:c", 3 as ":d", 4 as "e.f", 5 as "_x41_");
-- error 42601
SELECT xmlforest(1);
-- error 42601
SELECT xmlforest(a + 1) FROM (VALUES (1)) v(a);
SELECT xmlforest((1, 2) as r);
SELECT xmlforest(v as r, v.a) FROM (VALUES (1, 2)) v(a, b);

SELECT xmlconcat('<a/>', '<b/>'), xmlconcat('x'), xmlconcat('a', NULL, 'b'), xmlconcat(NULL), xmlconcat(NULL, NULL), xmlconcat('', '');
SELECT xmlconcat('<?xml version="1.0"?><a/>', '<b/>')::text, xmlconcat('<?xml version="1.0"?><a/>')::text, xmlconcat('<?xml version="1.1"?><a/>')::text, xmlconcat('<?xml version="1.0" standalone="yes"?><a/>')::text;
SELECT a, b, xmlconcat(a::xml, b::xml)::text, xmlconcat2(a::xml, b::xml)::text FROM (VALUES ('<?xml version="1.0"?><a/>'), ('<?xml version="1.1"?><b/>'), ('<?xml version="1.0" standalone="yes"?><c/>'), ('<?xml version="1.1" standalone="yes"?><d/>'), ('<?xml version="1.1" standalone="no"?><e/>'), ('<f/>')) v(a), (VALUES ('<?xml version="1.0"?><a/>'), ('<?xml version="1.1"?><b/>'), ('<?xml version="1.0" standalone="yes"?><c/>'), ('<?xml version="1.1" standalone="yes"?><d/>'), ('<?xml version="1.1" standalone="no"?><e/>'), ('<f/>')) w(b) ORDER BY a, b;
-- error 42804
SELECT xmlconcat(1, 2);
-- error 2200N
SELECT xmlconcat('bad', '<syntax');
-- error 42804
SELECT xmlconcat('a'::text);
-- error 42804
SELECT xmlconcat(generate_series(1, 2)::text::xml);

SELECT xmlparse(document '<a/>'), xmlparse(content 'x<a/>'), xmlparse(content ''), xmlparse(document NULL), xmlparse(content NULL);
SELECT xmlparse(document '<a> <b/> </a>' preserve whitespace), xmlparse(document '<a> <b/> </a>' strip whitespace), xmlparse(content ' <a> <b/> </a> ' strip whitespace), xmlparse(content '  ');
-- error 2200M
SELECT xmlparse(document 'x');
-- error 2200M
SELECT xmlparse(document '');
-- error 2200M
SELECT xmlparse(document '<a/><b/>');
-- error 2200M
SELECT xmlparse(document '<a>&x;</a>');
-- error 2200N
SELECT xmlparse(content '<a');
-- error 2200N
SELECT xmlparse(content '<a>&x;</a>');
-- error 2200N
SELECT xmlparse(content '<twoerrors>&idontexist;</unbalanced>');
SELECT xmlparse(content '<relativens xmlns=''relative''/>'), xmlparse(content '<undefinedprefix:a/>');
SELECT xmlparse(document '<?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a (#PCDATA)>]><a/>')::text;
SELECT xmlparse(content 1);
SELECT xmlparse(content true);
SELECT xmlparse(content a) FROM (VALUES ('<a/>'), (NULL), ('x')) v(a);
-- error 2200M
SELECT xmlparse(document a) FROM (VALUES ('<a/>'), (NULL), ('x')) v(a);
SELECT xmlparse(content a) FROM (VALUES ('x'::char(5))) v(a);

SELECT xmlpi(name foo), xmlpi(name foo, 'bar'), xmlpi(name foo, '  bar '), xmlpi(name foo, ''), xmlpi(name foo, NULL), xmlpi(name "xml-stylesheet", 'href="x"'), xmlpi(name "a b:c"), xmlpi(name foo, 'a > b ? <');
-- error 42601
SELECT xmlpi(name xml);
-- error 42601
SELECT xmlpi(name "XML", NULL);
-- error 42601
SELECT xmlpi(name "xMl", 'x');
-- error 2200T
SELECT xmlpi(name foo, 'in?>valid');
SELECT xmlpi(name foo, 1);
SELECT xmlpi(name foo, a) FROM (VALUES ('x'), (NULL), (' y')) v(a);

SELECT xmlroot('<a/>', version '1.0'), xmlroot('<a/>', version '1.1'), xmlroot('<a/>', version no value), xmlroot(NULL, version '1.1'), xmlroot('<a/>', version NULL);
SELECT xmlroot('<a/>', version '1.0', standalone yes), xmlroot('<a/>', version '1.1', standalone no), xmlroot('<a/>', version no value, standalone no value), xmlroot('<a/>', version no value, standalone yes);
SELECT xmlroot('<?xml version="1.1"?><a/>', version no value, standalone yes)::text, xmlroot('<?xml version="1.1" standalone="yes"?><a/>', version no value)::text, xmlroot('<?xml version="1.1" standalone="yes"?><a/>', version no value, standalone no value)::text, xmlroot('<?xml version="1.1" standalone="yes"?><a/>', version '2', standalone no)::text;
SELECT xmlroot('x', version 'a"b'), xmlroot('', version '1.0', standalone yes), xmlroot('<a/>', version 1.0);
-- error 42804
SELECT xmlroot(1, version '1');
-- error 2200N
SELECT xmlroot('<a', version '1');
SELECT xmlroot(xmlroot('<a/>', version '1.1', standalone yes), version '1.0', standalone no value)::text;
SELECT xmlroot(xmlelement(name gazonk, xmlattributes('val' as name, 1 + 1 as num), xmlelement(name qux, 'foo')), version '1.0', standalone yes);

-- error 22001
SELECT xmlserialize(content '<a/>' as text), xmlserialize(document '<a/>' as text), xmlserialize(content 'x' as varchar), xmlserialize(content 'xyz' as varchar(2)), xmlserialize(content 'x' as char(3)), xmlserialize(content NULL as text), xmlserialize(document NULL as text);
SELECT pg_typeof(xmlserialize(content 'x' as varchar(5))), pg_typeof(xmlserialize(content 'x' as char(3))), pg_typeof(xmlserialize(content 'x' as name)), xmlserialize(content '<?xml version="1.0"?><a/>' as text);
-- error 2200L
SELECT xmlserialize(document 'x' as text);
-- error 2200L
SELECT xmlserialize(document '' as text);
-- error 2200L
SELECT xmlserialize(document '<a/><b/>' as text);
-- error 42846
SELECT xmlserialize(content 'x' as int);
-- error 42846
SELECT xmlserialize(content 'x' as xml);
-- error 42846
SELECT xmlserialize(content 'x' as json);
-- error 42704
SELECT xmlserialize(content 'x' as nosuch);
-- error 42804
SELECT xmlserialize(content 1 as text);
-- error 2200N
SELECT xmlserialize(content '<a' as text);
SELECT xmlserialize(content a as text), xmlserialize(document a as text) FROM (VALUES ('<a/>'::xml), (NULL)) v(a);

SELECT '<a/>' IS DOCUMENT, 'x' IS DOCUMENT, NULL IS DOCUMENT, '<a/>'::xml IS NOT DOCUMENT, NULL::xml IS NOT DOCUMENT, '' IS DOCUMENT, '<a/><b/>' IS DOCUMENT, '<?xml version="1.0"?><a/>' IS DOCUMENT, '<!DOCTYPE a><a/>' IS DOCUMENT, xmlcomment('x') IS DOCUMENT;
-- error 42804
SELECT 1 IS DOCUMENT;
-- error 42804
SELECT '<a'::text IS DOCUMENT;
-- error 2200N
SELECT '<a' IS DOCUMENT;
SELECT a, a IS DOCUMENT, a IS NOT DOCUMENT, NOT a IS DOCUMENT, (a IS DOCUMENT) IS NULL FROM (VALUES ('<a/>'::xml), ('x'), (NULL)) v(a);
SELECT a::text FROM (VALUES ('<a/>'::xml), ('x'), (NULL)) v(a) WHERE a IS DOCUMENT;
SELECT a::text FROM (VALUES ('<a/>'::xml), ('x'), (NULL)) v(a) WHERE a IS NOT DOCUMENT;
SELECT 'x' IS DOCUMENT AND '<a/>' IS DOCUMENT OR NOT 'x' IS DOCUMENT;

SELECT xmlelement(name foo) AS a, xmlelement(name foo);
SELECT xmlconcat('x'), xmlforest(1 as a), xmlpi(name a), xmlroot('x', version '1'), xmlserialize(content 'x' as text), xmlparse(content 'x'), 'x' IS DOCUMENT, xmlconcat('x')::text, xmlserialize(content 'x' as text)::varchar;
PREPARE xp(xml, text) AS SELECT $1, xmlelement(name foo, xmlattributes($2 as a), $1), $1 IS DOCUMENT;
EXECUTE xp('<a/>', 'b');
EXECUTE xp(NULL, NULL);
-- error 2200N
EXECUTE xp('<a', 'b');
-- error 42P18
PREPARE xp2 AS SELECT xmlelement(name foo, $1);
PREPARE xp3 AS SELECT xmlconcat($1, $2), xmlpi(name x, $3), xmlparse(content $4);
EXECUTE xp3('<a/>', 'x', 'y', 'z');
DEALLOCATE ALL;
