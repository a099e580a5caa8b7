-- XPath (manual 9.15.2, 9.15.3)
SELECT xpath('/a', '<a/>'), xpath('/a/b', '<a><b>1</b><b>2</b></a>'), xpath('//b/text()', '<a><b>1</b><b>&lt;2</b></a>'), xpath('//@x', '<a x="1"><b x="&lt;&amp;&quot;"/></a>'), xpath('/nope', '<a/>');
SELECT xpath(NULL, '<a/>'), xpath('/a', NULL), xpath('/a', '<a/>', NULL), xpath('/a', '<a/>', '{}');
SELECT xpath('count(//b)', '<a><b/><b/></a>'), xpath('1 + 1.5', '<a/>'), xpath('1 div 0', '<a/>'), xpath('0 div 0', '<a/>'), xpath('-1 div 0', '<a/>'), xpath('1e3', '<a/>');
SELECT xpath('1000000 * 1000000', '<a/>'), xpath('1 div 3', '<a/>'), xpath('100000000000000000000', '<a/>'), xpath('-0', '<a/>'), xpath('0.1 + 0.2', '<a/>');
SELECT xpath('string(/a)', '<a>x &lt; y</a>'), xpath('name(/*)', '<root/>'), xpath('''<lit>&''', '<a/>'), xpath('concat("a", ''b'')', '<a/>'), xpath('string(/nope)', '<a/>');
SELECT xpath('true()', '<a/>'), xpath('1 = 2', '<a/>'), xpath('boolean(/a/b)', '<a/>'), xpath('not(/a)', '<a/>');
SELECT xpath('/', '<a>1</a>'), xpath('/*', '<?xml version="1.0" encoding="LATIN1"?><a>ä</a>'), xpath('//comment()', '<a><!-- c --></a>'), xpath('//processing-instruction()', '<a><?pi x?></a>'), xpath('//node()', '<a>x<b/>y</a>');
SELECT xpath('/', '<!-- c --><a/><?p?>'), xpath('/', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>');
SELECT xpath('//b', '<a xmlns="http://x"><b/></a>'), xpath('//x:b', '<a xmlns="http://x"><b/></a>', array[array['x', 'http://x']]), xpath('//*', '<a xmlns="http://x"><b/></a>'), xpath('//y:b/@y:c', '<a xmlns:x="http://x"><x:b x:c="1"/></a>', array[['y', 'http://x']]);
SELECT xpath('//*[local-name() = ''b'']', '<a xmlns="http://x" xmlns:y="http://y"><b><y:c/></b></a>');
-- since 15.20
SELECT xpath('/*/namespace::*', '<a xmlns:x="http://x"/>');
SELECT xpath('//loc:piece/@id', '<local:data xmlns:local="http://127.0.0.1"><local:piece id="1">number one</local:piece><local:piece id="2" /></local:data>', array[array['loc', 'http://127.0.0.1']]);
SELECT xpath('//loc:piece', '<local:data xmlns:local="http://127.0.0.1" xmlns="http://127.0.0.2"><local:piece id="1"><internal>number one</internal><internal2/></local:piece><local:piece id="2" /></local:data>', array[array['loc', 'http://127.0.0.1']]);
SELECT xpath('//text()', '<a>a<![CDATA[<b>]]>c</a>'), xpath('/a', '<a><![CDATA[<b>]]></a>'), xpath('//text()', '<a> <b/> </a>');
-- error 22000
SELECT xpath('', '<a/>');
-- error XX000
SELECT xpath('//', '<a/>');
-- error XX000
SELECT xpath('/a[', '<a/>');
-- error XX000
SELECT xpath('foo()', '<a/>');
-- error XX000
SELECT xpath('//x:a', '<a/>');
-- error XX000
SELECT xpath('$v', '<a/>');
-- error 2200M
SELECT xpath('/a', 'abc');
-- error 2200M
SELECT xpath('/a', '');
-- error 2200M
SELECT xpath('/a', '<a/><b/>');
-- error 2200M
SELECT xpath('/a', '<!-- no root -->');
-- error 2200M
SELECT xpath('/a/b', '<a><x:b/></a>');
SELECT xpath('/a', '<a xmlns="rel"/>');
-- error 2200M
SELECT xpath('/a', '<a xmlns:x=""/>');
-- error 22004
SELECT xpath('/a', '<a/>', array[['x', NULL]]);
-- error 22000
SELECT xpath('/a', '<a/>', array['x', 'y']);
-- error 22000
SELECT xpath('/a', '<a/>', array[['x', 'y', 'z']]);
-- error XX000
SELECT xpath('/a', '<a/>', array[['', 'y']]), xpath('/a', '<a/>', array[['x', '']]);
-- error 22P02
SELECT xpath('/a', '<a/>', 'x');
-- error 2200N
SELECT xpath('/a', '<a');
-- error 42883
SELECT xpath(1, '<a/>');
-- error XX000
SELECT xpath('id("x")', '<a id="x"/>'), xpath('lang("en")', '<a/>'), xpath('last()', '<a/>'), xpath('position()', '<a/>');
-- error XX000
SELECT xpath('document("/etc/passwd")', '<a/>');
SELECT xpath('//text()', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>1&x;2</a>');
SELECT xpath('(//b)[2]', '<a><b>1</b><b>2</b></a>'), xpath('//b[. = 2]/@c', '<a><b>1</b><b c="d">2</b></a>'), xpath('//b | //c', '<a><c/><b/></a>'), xpath('//b/..', '<a><b/></a>'), xpath('//b[last()]', '<a><b>1</b><b>2</b></a>');
SELECT (xpath('/a/@b', '<a b="1"/>'))[1]::text::int + 1, xpath('/a/b/text()', '<a><b>x</b></a>')::text[], array_length(xpath('//b', '<a><b/><b/></a>'), 1);
SELECT unnest(xpath('//b/text()', '<a><b>1</b><b>2</b></a>')) AS b;
SELECT b, (xpath('/b/@i', b))[1] AS i FROM unnest(xpath('//b', '<a><b i="1"/><b i="2"/><b/></a>')) u(b);
SELECT x, xpath('/a/text()', x) FROM (VALUES ('<a>1</a>'::xml), ('<a/>'), (NULL)) v(x);
SELECT x, xpath(p, x) FROM (VALUES ('<a>1</a>'::xml, '/a'), ('<a/>', NULL), (NULL, '/a')) v(x, p);
-- error 2200M
SELECT x, xpath('/a/text()', x) FROM (VALUES ('<a>1</a>'::xml), ('x')) v(x);
SELECT xpath_exists('/a', '<a/>'), xpath_exists('/b', '<a/>'), xpath_exists('count(/b)', '<a/>'), xpath_exists('false()', '<a/>'), xpath_exists(NULL, '<a/>'), xpath_exists('/a', NULL), xpath_exists('//x:b', '<a xmlns="http://x"><b/></a>', array[['x', 'http://x']]), xpath_exists('/a', '<a/>', NULL);
-- error 22000
SELECT xpath_exists('', '<a/>');
-- error XX000
SELECT xpath_exists('/a[', '<a/>');
-- error 2200M
SELECT xpath_exists('/a', 'x');
-- error 22000
SELECT xpath_exists('/a', '<a/>', array['x']);
SELECT xmlexists('/a' PASSING '<a/>'), xmlexists('/b' PASSING BY REF '<a/>'), xmlexists('/a' PASSING '<a/>' BY REF), xmlexists('/a' PASSING BY VALUE '<a/>' BY VALUE), xmlexists(NULL PASSING '<a/>'), xmlexists('/a' PASSING NULL), xmlexists('count(/nosuch)' PASSING '<a/>');
-- error 2200M
SELECT xmlexists('/a' PASSING 'x');
-- error 22000
SELECT xmlexists('' PASSING '<a/>');
SELECT xmlexists('/a/b[. = "x"]' PASSING x) FROM (VALUES ('<a><b>x</b></a>'::xml), ('<a/>'), (NULL)) v(x);
SELECT x::text FROM (VALUES ('<a><b>x</b></a>'::xml), ('<a/>'), (NULL)) v(x) WHERE xmlexists('//b' PASSING x);
-- error 42601
SELECT xmlexists('/a', '<a/>');
SELECT pg_catalog.xmlexists('/a', '<a/>');
SELECT xpath('/a', (repeat('<a>', 255) || repeat('</a>', 255))::xml) IS NULL, length((xpath('/a', ('<a>' || repeat('x', 100000) || '</a>')::xml))[1]::text);
SELECT array_length(xpath('//b', ('<a>' || repeat('<b/>', 2000) || '</a>')::xml), 1);
-- error XX000
SELECT xpath('/á/@é', '<á é="ö"/>'), xpath('/a', '<a>&#228;&#x1F600;</a>'), xpath('/a/@b', '<a b="&#10;&#9;"/>');
SELECT xpath('/a/b', '<a><b  c = "1"   d=''2''  /></a>'), xpath('/a', E'<a>\r\n</a>'), xpath('/a', '<a b="&#13;">&#13;</a>'), xpath('//text()', '<a>&#13;</a>');
