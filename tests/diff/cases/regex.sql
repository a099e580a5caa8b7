-- Regular expressions: all functions, SIMILAR TO, groups, greediness, errors.
SELECT _id, regexp_match(v, '(.)(.*)'), regexp_match(v, '[a-c]+'), regexp_match(v, 'x') FROM strings;
SELECT _id, m FROM strings, regexp_matches(v, '(a)|(b)', 'g') AS m;
SELECT _id, regexp_replace(v, '[aeiou]', '<\&>', 'g'), regexp_replace(v, '(.)(.)', '\2\1'), regexp_replace(v, '^', 'x') FROM strings;
SELECT _id, regexp_replace(v, 'A', 'x', 'gi'), regexp_replace(v, '.', 'x', 2), regexp_replace(v, '.', 'x', 1, 2) FROM strings;
SELECT _id, regexp_split_to_array(v, '[^a-z]'), regexp_split_to_array(v, ''), regexp_split_to_array(v, '\s+') FROM strings;
SELECT _id, s FROM strings, regexp_split_to_table(v, 'b|B') AS s;
SELECT _id, regexp_count(v, '[a-z]'), regexp_count(v, '', 2), regexp_count(v, 'A', 1, 'i') FROM strings;
SELECT _id, regexp_instr(v, 'b'), regexp_instr(v, '(.)(.)', 1, 1, 0, '', 2), regexp_instr(v, 'b', 1, 1, 1) FROM strings;
SELECT _id, regexp_like(v, '^a'), regexp_like(v, '^A', 'i') FROM strings;
SELECT _id, regexp_substr(v, '[b-z]+'), regexp_substr(v, '(.)(.)', 1, 1, '', 2) FROM strings;
SELECT _id, substring(v from '.b.'), substring(v from 'a(.)'), substring(v from '[0-9]+') FROM strings;
SELECT _id, substring(v similar '%#"b#"%' escape '#'), substring(v similar '#"_#"%' escape '#') FROM strings;
SELECT _id, v SIMILAR TO '(a|b|c)+', v NOT SIMILAR TO '%b%', v SIMILAR TO 'a_c' , v SIMILAR TO '[a-z]*' FROM strings;
SELECT _id, v SIMILAR TO 'a!%%' ESCAPE '!', v SIMILAR TO '\$%', v SIMILAR TO NULL FROM strings;
SELECT _id, v ~ p, v !~ p FROM strings WHERE p ~ '^[a-z%]*$';
SELECT _id FROM strings WHERE v ~ '^[[:upper:]]+$';
SELECT _id FROM strings WHERE v ~ '[^[:ascii:]]';
SELECT _id FROM strings WHERE v ~* 'É';
SELECT _id FROM strings WHERE v ~ '\mb' OR v ~ 'd\M';
SELECT _id FROM strings WHERE v ~ '(?n)^b';
SELECT _id FROM strings WHERE v ~ '(?w)^b';
SELECT _id FROM strings WHERE v ~ '(.)\1';
SELECT _id FROM strings WHERE v ~ '***=$';
SELECT _id FROM strings WHERE v ~ '^(?!a)';
SELECT _id FROM strings WHERE v ~ '(?<=a)b';
SELECT _id FROM strings WHERE v ~ 'a{1}b{0,1}c?$';
SELECT _id FROM strings WHERE v ~ '\$\$|%$';
SELECT _id FROM strings WHERE v ~ '^.{3,6}$';
SELECT _id FROM strings WHERE v ~ E'\t';
SELECT _id FROM strings WHERE v ~ ANY (ARRAY['^a', 'z$']);
SELECT _id FROM strings WHERE NOT (v ~ 'a' AND v !~ 'b');
SELECT _id FROM strings WHERE v ~ '' IS NOT TRUE;
SELECT regexp_match('abcd', '(a|ab)(c|bcd)(d*)'), regexp_match('XY1234Z', 'Y*?([0-9]{1,3})'), regexp_match('abc01234xyz', '(?:(.*?)(\d+)(.*)){1,1}');
SELECT regexp_match('abc01234xyz', '(.*)(\d+)(.*)'), regexp_match('abc01234xyz', '(.*?)(\d+)(.*)'), regexp_match('aaa', '(a*)(a*?)(a*)');
SELECT regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i'), regexp_replace('foobarbaz', 'b(..)', 'X\1Y', 'g');
SELECT foo FROM regexp_split_to_table('the quick brown fox jumps over the lazy dog', '\s+') AS foo;
SELECT regexp_matches('foobarbequebazilbarfbonk', '(b[^b]+)(b[^b]+)', 'g');
-- error 2201B
SELECT 'a' ~ 'a**';
-- error 2201B
SELECT 'a' ~ '[z-a]';
-- error 2201B
SELECT 'a' ~ '\2';
-- error 2201B
SELECT _id FROM strings WHERE v ~ 'a{2,1}';
-- error 2201B
SELECT _id FROM strings WHERE v ~ '(?z)a';
-- error 22023
SELECT regexp_match('a', 'a', 'g');
-- error 22023
SELECT regexp_replace('a', 'a', 'b', 'z');
-- error 22023
SELECT regexp_count('a', 'a', 0);
-- error 22025
SELECT 'a' SIMILAR TO 'a' ESCAPE 'xx';
-- error 2200C
SELECT substring('abc' similar 'a#"b#"c#"' escape '#');
-- a constant pattern in an array is read when the statement is planned
-- error 2201B
SELECT _id FROM empty WHERE s ~ ANY (ARRAY['(', 'b']) ORDER BY _id;
-- error 2201B
SELECT _id FROM t WHERE s ~ ALL (ARRAY['x', '(']) ORDER BY _id;
-- error 2201B
SELECT _id FROM empty WHERE s !~* ALL (ARRAY['x', s, '(']) OR a = 1 ORDER BY _id;
SELECT _id FROM t WHERE s ~ ANY (ARRAY['x', NULL, '^o']) ORDER BY _id;
SELECT _id FROM empty WHERE s ~ ANY (ARRAY[s, '(' || s]) ORDER BY _id;

-- long patterns stay here
SELECT count(*) FROM strings WHERE v LIKE repeat('x', 3000) || '%' OR v = 'abc';
SELECT count(*) FROM strings WHERE v NOT LIKE '%' || repeat('x', 3000);
SELECT count(*) FROM strings WHERE lower(v) = repeat('x', 3000) OR lower(v) = 'abc';
SELECT count(*) FROM strings WHERE lower(v) <> repeat('x', 3000);
SELECT count(*) FROM strings WHERE v ~ ('a|' || repeat('x', 3000));
SELECT count(*) FILTER (WHERE v ~ '^([a-z]b?){1,250}$'), count(*) FILTER (WHERE v ~ '^(a[b-c]?){2}') FROM strings;
SELECT _id FROM strings WHERE v ~ '(abc){2,3}' ORDER BY 1;
SELECT count(*) FROM strings WHERE v ~ '(?:[a-z][a-z]){1,20}';
SELECT count(*) FROM strings WHERE v ILIKE repeat('x', 2000);

-- SIMILAR TO: what is in brackets is itself, also behind brackets in them and a ] that comes first
SELECT p, similar_to_escape(p) FROM unnest(ARRAY['m[[:digit:]_]%', '[[:alpha:]%(]_(x)', '[]_]_', '[^]%]%', '[^^_]_', '[^^]_]_', '[\]%]%', '[^\]%]_', '[^]', '[[]_]_]_', '[[^]_]_]_', '[ü]_]_', '[.$^(|{_]$', '[a\]_]_']) WITH ORDINALITY u(p, n) ORDER BY n;
SELECT p, similar_to_escape(p, '#') FROM unnest(ARRAY['[#]_]_', '[^#]_]_', '#"[#"]#"', '[[:digit:]#"]', '[[x]#"y]#"z#"', '[\_]_']) WITH ORDINALITY u(p, n) ORDER BY n;
SELECT v, v SIMILAR TO '%[[:digit:]_]', v SIMILAR TO '[]x_]+', v SIMILAR TO '[^][:alpha:]%]%' FROM unnest(ARRAY['a7', 'a_', 'ab', ']_x', ']', '%', '5b', 'q5']) WITH ORDINALITY u(v, n) ORDER BY n;
SELECT substring('key=]7_;' SIMILAR '%#"[]_[:digit:]]+#"%' ESCAPE '#');
