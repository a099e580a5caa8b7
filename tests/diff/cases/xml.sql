-- XML (manual 8.13, 9.15): the type, reading and writing it
SELECT '<a/>'::xml;
SELECT ''::xml;
SELECT ' '::xml;
SELECT 'plain text'::xml;
SELECT '<a/><b/>'::xml;
SELECT 'x<a>1</a>y<b/>'::xml;
SELECT '&lt;&amp;&#65;'::xml;
SELECT NULL::xml;
-- error 2200N
SELECT '<a><b></a>'::xml;
-- error 2200N
SELECT '<a'::xml;
-- error 2200N
SELECT '<a>'::xml;
-- error 2200N
SELECT '</a>'::xml;
-- error 2200N
SELECT '<a b=1/>'::xml;
-- error 2200N
SELECT '<a b="1" b="2"/>'::xml;
-- error 2200N
SELECT '<a><'::xml;
-- error 2200N
SELECT '&'::xml;
-- error 2200N
SELECT '&nope;'::xml;
-- error 2200N
SELECT '<a>&nope;</a>'::xml;
-- error 2200N
SELECT '<!-- a -- b -->'::xml;
-- error 2200N
SELECT '<?xml?>'::xml;
-- error 2200N
SELECT '<?xml version="1.0"'::xml;
SELECT '<?xml version="1.0"?>'::xml;
SELECT '<?xml version="1.0"?><a/>'::xml;
SELECT '<?xml version="1.0"?>
<a/>'::xml;
SELECT '<?xml version="1.0" standalone="yes"?>
<a/>'::xml;
SELECT '<?xml version=''1.1''?><a/>'::xml;
SELECT '<?xml version="1.0" encoding="UTF-8"?><a>ä€😀</a>'::xml;
SELECT '<?xml version="1.0" encoding="LATIN1" standalone="no"?><a>ä</a>'::xml;
SELECT '<?xml version = "1.0"  encoding = ''x'' standalone = ''yes'' ?><a/>'::xml;
-- error 2200N
SELECT '<?xml verson="1.0"?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0" encoding=utf8?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0"encoding="utf8"?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0" standalone="maybe"?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0" standalone="yes""?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0"standalone="yes"?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="1.0" what="yes"?><a/>'::xml;
-- error 2200N
SELECT '<?xml version="ä"?><a/>'::xml;
SELECT '<?xmlx version="1.0"?><a/>'::xml;
SELECT '<?xml-stylesheet href="x"?><a/>'::xml;
-- error 2200N
SELECT ' <?xml version="1.0"?><a/>'::xml;
SELECT '<?pi?>'::xml;
SELECT '<!DOCTYPE a><a/>'::xml;
-- error 2200N
SELECT '<!DOCTYPE a><a/><b/>'::xml;
SELECT '<!-- c --> <?pi x?> <!DOCTYPE a><a/>'::xml;
SELECT '<!DOCTYPE a [<!ENTITY x "y"><!ATTLIST a b CDATA "c">]><a>&x;</a>'::xml;
SELECT '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&x;</a>'::xml;
SELECT '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'::xml;
-- error 2200N
SELECT '<!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost:1/">%x;]><a>&x;</a>'::xml;
SELECT '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost:1/">%x;]><a/>'::xml;
-- error 2200N
SELECT '<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaaaaaaaaaaaa"><!ENTITY a1 "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;"><!ENTITY a2 "&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;&a1;"><!ENTITY a3 "&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;&a2;"><!ENTITY a4 "&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;&a3;"><!ENTITY a5 "&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;&a4;"><!ENTITY a6 "&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;&a5;">]><a>&a6;</a>'::xml;
-- error 2200N
SELECT '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]><a>&x;</a>'::xml;
SELECT '<a xmlns="rel"/>'::xml;
SELECT '<x:a/>'::xml;
SELECT '<a xmlns:x="http://x" x:b="1"><x:c/></a>'::xml;
SELECT '<![CDATA[<>&]]>'::xml;
-- error 2200N
SELECT '<a>]]></a>'::xml;
-- error 2200N
SELECT repeat('<a>', 300)::xml IS NULL;
SELECT (repeat('<a>', 200) || repeat('</a>', 200))::xml IS NULL;
-- error 2200N
SELECT (repeat('<a>', 300) || repeat('</a>', 300))::xml IS NULL;
SELECT xml '<a/>', '<a/>'::xml::text, CAST('<a/>' AS xml)::varchar(2), '<a/>'::text::xml, 'x'::varchar::xml, 'x '::char(3)::xml;
SELECT pg_typeof('<a/>'::xml), pg_typeof('{<a/>}'::xml[]);
SELECT '{<a/>,NULL,"<b c=\"1\"/>"}'::xml[], array['<a/>'::xml, NULL], (array['<a/>'::xml])[1];
-- error 2200N
SELECT '{<a}'::xml[];
-- error 42846
SELECT 1::xml;
-- error 42846
SELECT '<a/>'::xml::int;
SELECT '<a/>'::xml || 'x';
-- error 42883
SELECT '<a/>'::xml = '<a/>'::xml;
-- error 42883
SELECT '<a/>'::xml < '<a/>';
SELECT '<a/>'::xml IS DISTINCT FROM NULL;
SELECT '<a/>'::xml IS NULL, '<a/>'::xml IS NOT NULL, NULL::xml IS NULL;
SELECT coalesce(NULL::xml, '<a/>');
SELECT CASE WHEN true THEN '<a/>'::xml ELSE 'x' END;
-- error 42883
SELECT nullif('<a/>'::xml, '<a/>');
-- error 42883
SELECT greatest('<a/>'::xml, '<b/>');
-- error 42883
SELECT x FROM (VALUES ('<a/>'::xml), ('b')) v(x) ORDER BY x;
-- error 42883
SELECT DISTINCT x FROM (VALUES ('<a/>'::xml)) v(x);
-- error 42883
SELECT x FROM (VALUES ('<a/>'::xml)) v(x) GROUP BY x;
-- error 42883
SELECT x FROM (VALUES ('<a/>'::xml)) v(x) UNION SELECT 'x';
SELECT x FROM (VALUES ('<a/>'::xml)) v(x) UNION ALL SELECT 'x';
-- error 42883
SELECT '<a/>'::xml IN ('<a/>');
SELECT count(x), count(*) FROM (VALUES ('<a/>'::xml), (NULL)) v(x);
-- error 42883
SELECT min(x) FROM (VALUES ('<a/>'::xml)) v(x);
SELECT array_agg(x), json_agg(x), string_agg(x::text, ',') FROM (VALUES ('<a/>'::xml), (NULL)) v(x);
SELECT to_json('<a b="c"/>'::xml), row('<a/>'::xml, 1), format('%s', '<a/>'::xml), concat('<a/>'::xml, 1);
SELECT quote_literal('<a/>'::xml), length('<a/>'::xml::text), md5('<a/>'::xml::text);
-- error 42883
SELECT length('<a/>'::xml);
-- error 42883
SELECT upper('<a/>'::xml);
SELECT name, array_length(array['<a/>'::xml], 1) FROM (VALUES ('x')) v(name);
SELECT xml_send('<?xml version="1.0"?><a>ä</a>'), xml_send('<?xml version="1.1" standalone="yes"?><a/>');
SELECT xml_out('<?xml version="1.0"?><a/>'), xml_in('<a/>');
-- error 2200N
SELECT xml('<a/>'), text('<a/>'::xml), xml('<a');
SELECT jsonb_build_object('a', '<a/>'::xml), to_jsonb(array['<a/>'::xml]);

-- xmloption
SET xmloption = document;
SHOW xmloption;
SELECT '<a/>'::xml;
SELECT '<?xml version="1.0" encoding="UTF-8"?><a/>'::xml;
-- error 2200M
SELECT '<?xml verson="1.0"?><a/>'::xml;
-- error 2200M
SELECT 'x'::xml;
-- error 2200M
SELECT ''::xml;
-- error 2200M
SELECT '<a/><b/>'::xml;
-- error 2200M
SELECT '<a/>x'::text::xml;
SELECT '<a/> <!-- c -->'::xml;
SELECT xml_is_well_formed('x'), xml_is_well_formed('<a/>');
-- error 2200M
SELECT '{x}'::xml[];
SET XML OPTION CONTENT;
SHOW xmloption;
SELECT 'x'::xml;
SET XML OPTION DOCUMENT;
-- error 2200M
SELECT 'x'::xml;
RESET xmloption;
SELECT 'x'::xml;
-- error 22023
SET xmloption = nonsense;
-- error 22023
SET xmlbinary = nonsense;
SHOW xmlbinary;

-- well-formed?
SELECT t, xml_is_well_formed(t), xml_is_well_formed_document(t), xml_is_well_formed_content(t) FROM (VALUES ('<a/>'), ('x'), (''), ('<a>'), (NULL), ('<a/><b/>'), ('<x:a/>'), ('&amp;'), ('&x;'), ('<?xml version="1.0"?><a/>'), ('<?xml?><a/>'), ('<!DOCTYPE a><a/>'), ('<a xmlns="x"/>'), (' <a/>')) v(t);
-- error 0A000
SELECT xmlvalidate('<a/>', 'x');
SELECT xmlvalidate(NULL, 'x');

-- comments, concatenation, aggregates
SELECT xmlcomment('a'), xmlcomment(''), xmlcomment(' - '), xmlcomment('-a'), xmlcomment('<&>'), xmlcomment(NULL);
-- error 2200S
SELECT xmlcomment('a--b');
-- error 2200S
SELECT xmlcomment('a-');
-- error 42883
SELECT xmlcomment(1);
SELECT xmlconcat2('<a/>', '<b/>'), xmlconcat2(NULL, '<b/>'), xmlconcat2('<a/>', NULL), xmlconcat2(NULL, NULL);
SELECT xmlconcat2('<?xml version="1.1" standalone="yes"?><a/>', '<?xml version="1.1" standalone="no"?><b/>'), xmlconcat2('<?xml version="1.1"?><a/>', '<b/>'), xmlconcat2('<?xml version="1.0" standalone="no"?><a/>', '<?xml version="1.1" standalone="no"?><b/>');
SELECT xmlagg(x) FROM (VALUES ('<a/>'::xml), (NULL), ('b'), ('<?xml version="1.0"?><c/>')) v(x);
SELECT xmlagg(x), xmlagg(x)::text FROM (VALUES ('<?xml version="1.0"?><c/>'::xml)) v(x);
SELECT xmlagg(x ORDER BY n DESC), xmlagg(x ORDER BY n) FILTER (WHERE n > 1) FROM (VALUES ('<a/>'::xml, 1), ('<b/>', 2), (NULL, 3), ('c', 4)) v(x, n);
SELECT xmlagg(x) FROM (VALUES (NULL::xml)) v(x);
SELECT xmlagg(x) FROM (VALUES ('<a/>'::xml)) v(x) WHERE false;
SELECT n % 2, xmlagg(x ORDER BY n) FROM (VALUES ('<a/>'::xml, 1), ('<b/>', 2), ('<c/>', 3)) v(x, n) GROUP BY 1 ORDER BY 1;
SELECT n, xmlagg(x) OVER (ORDER BY n) FROM (VALUES ('<a/>'::xml, 1), ('<b/>', 2), ('<c/>', 3)) v(x, n) ORDER BY n;
SELECT n, xmlagg(x) OVER (ORDER BY n ROWS 1 PRECEDING) FROM (VALUES ('<a/>'::xml, 1), ('<b/>', 2), ('<c/>', 3)) v(x, n) ORDER BY n;
-- error 42883
SELECT xmlagg(DISTINCT x) FROM (VALUES ('<a/>'::xml)) v(x);
SELECT xmlagg('x'), xmlagg(NULL);
-- error 42883
SELECT xmlagg(1);
SELECT xmlagg(x::xml) FROM (VALUES ('<?xml version="1.1" standalone="yes"?><a/>'), ('<?xml version="1.1" standalone="no"?><a/>'), ('<?xml version="1.1" standalone="yes"?><a/>')) v(x);
