-- Strings: LIKE, ILIKE, regular expressions, and the basic functions.
SELECT _id FROM strings WHERE v LIKE 'a%';
SELECT _id FROM strings WHERE v LIKE '%c';
SELECT _id FROM strings WHERE v LIKE '%b%';
SELECT _id FROM strings WHERE v LIKE 'abc';
SELECT _id FROM strings WHERE v LIKE '';
SELECT _id FROM strings WHERE v LIKE '%';
SELECT _id FROM strings WHERE v LIKE '%%';
SELECT _id FROM strings WHERE v LIKE '_';
SELECT _id FROM strings WHERE v LIKE '___';
SELECT _id FROM strings WHERE v LIKE '_%';
SELECT _id FROM strings WHERE v LIKE '%_';
SELECT _id FROM strings WHERE v LIKE 'a_c';
SELECT _id FROM strings WHERE v LIKE '\%';
SELECT _id FROM strings WHERE v LIKE '\_';
SELECT _id FROM strings WHERE v LIKE '%\%';
SELECT _id FROM strings WHERE v LIKE '%\_%';
SELECT _id FROM strings WHERE v LIKE 'a\\b';
SELECT _id FROM strings WHERE v LIKE '%\\%';
SELECT _id FROM strings WHERE v LIKE 'a!_b' ESCAPE '!';
SELECT _id FROM strings WHERE v LIKE '100!%' ESCAPE '!';
SELECT _id FROM strings WHERE v LIKE 'a\_b' ESCAPE '';
SELECT _id FROM strings WHERE v LIKE '$%';
SELECT _id FROM strings WHERE v LIKE '$$ROOT';
SELECT _id FROM strings WHERE v LIKE '^%';
SELECT _id FROM strings WHERE v LIKE '%$';
SELECT _id FROM strings WHERE v LIKE 'a.b*c';
SELECT _id FROM strings WHERE v LIKE '[x]%';
SELECT _id FROM strings WHERE v LIKE '%(y)%';
SELECT _id FROM strings WHERE v LIKE 'line%break';
SELECT _id FROM strings WHERE v LIKE 'line_break';
SELECT _id FROM strings WHERE v LIKE '%é%';
SELECT _id FROM strings WHERE v LIKE '_clair';
SELECT _id FROM strings WHERE v LIKE '_ smile';
SELECT _id FROM strings WHERE v LIKE '% ';
SELECT _id FROM strings WHERE v LIKE ' %';
SELECT _id FROM strings WHERE v NOT LIKE 'a%';
SELECT _id FROM strings WHERE NOT v LIKE 'a%';
SELECT _id FROM strings WHERE NOT v NOT LIKE 'a%';
SELECT _id FROM strings WHERE v LIKE NULL;
SELECT _id FROM strings WHERE v LIKE p;
SELECT _id FROM strings WHERE v NOT LIKE p;
SELECT _id FROM strings WHERE v LIKE v;
SELECT _id FROM strings WHERE v LIKE 'a%' || 'c';
SELECT _id FROM strings WHERE v ILIKE 'ABC';
SELECT _id FROM strings WHERE v ILIKE 'a%';
SELECT _id FROM strings WHERE v ILIKE '%C';
SELECT _id FROM strings WHERE v NOT ILIKE 'abc';
SELECT _id FROM strings WHERE v ILIKE 'stra%';
SELECT _id FROM strings WHERE v ILIKE 'ÉCLAIR';
SELECT _id FROM strings WHERE v ILIKE '$$root';
SELECT _id FROM strings WHERE (v LIKE 'a%') IS UNKNOWN;
SELECT _id FROM strings WHERE v ~ '^a';
SELECT _id FROM strings WHERE v ~ 'c$';
SELECT _id FROM strings WHERE v ~ 'b';
SELECT _id FROM strings WHERE v ~ '^[a-z]+$';
SELECT _id FROM strings WHERE v ~ '[0-9]';
SELECT _id FROM strings WHERE v ~ '^\d+$';
SELECT _id FROM strings WHERE v ~ '^(abc)+$';
SELECT _id FROM strings WHERE v ~ 'a.b';
SELECT _id FROM strings WHERE v ~ 'a\.b';
SELECT _id FROM strings WHERE v ~ '\$';
SELECT _id FROM strings WHERE v ~ '';
SELECT _id FROM strings WHERE v ~ '^$';
SELECT _id FROM strings WHERE v ~ 'x|y';
SELECT _id FROM strings WHERE v ~ '(?i)abc';
SELECT _id FROM strings WHERE v !~ '^a';
SELECT _id FROM strings WHERE NOT v ~ '^a';
SELECT _id FROM strings WHERE v ~* 'ABC';
SELECT _id FROM strings WHERE v !~* 'abc';
SELECT _id FROM strings WHERE v ~ '^line.break$';
SELECT _id FROM strings WHERE v ~ 'line$';
SELECT _id FROM strings WHERE v ~ NULL;
SELECT _id FROM strings WHERE v ~ '[[:digit:]]';
SELECT _id FROM strings WHERE v SIMILAR TO '(a|A)%';
SELECT _id FROM strings WHERE v = 'a' || 'bc';
SELECT _id FROM strings WHERE v || 'x' = 'ax';
SELECT _id FROM strings WHERE length(v) > 5;
SELECT _id FROM strings WHERE length(v) = n;
SELECT _id FROM strings WHERE lower(v) = 'abc';
SELECT _id FROM strings WHERE upper(v) = v;
SELECT _id FROM strings WHERE trim(v) <> v;
SELECT _id FROM strings WHERE position('b' IN v) = 2;
SELECT _id FROM strings WHERE substring(v, 1, 1) = 'a';
SELECT _id FROM strings WHERE left(v, 2) = 'ab';
SELECT _id FROM strings WHERE starts_with(v, '$');
SELECT _id FROM strings WHERE replace(v, 'a', '') = 'bc';
SELECT _id, v || p, v || n, n || v FROM strings;
SELECT _id, v || NULL FROM strings WHERE _id = 1;
SELECT _id, length(v), char_length(v), octet_length(v), bit_length(v) FROM strings;
SELECT _id, upper(v), lower(v), initcap(v) FROM strings;
SELECT _id, substring(v, 2), substring(v, 2, 2), substring(v FROM 1 FOR 3) FROM strings;
SELECT _id, substring(v, 0, 2), substring(v, -1, 3), substr(v, 3) FROM strings;
SELECT _id, left(v, 2), right(v, 2), left(v, -1), right(v, -1) FROM strings;
SELECT _id, trim(v), ltrim(v), rtrim(v), trim(both 'a' from v), btrim(v, 'abc') FROM strings;
SELECT _id, position('b' IN v), strpos(v, ''), strpos(v, 'é') FROM strings;
SELECT _id, replace(v, 'a', 'X'), replace(v, '', 'X'), translate(v, 'abc', '12') FROM strings;
SELECT _id, reverse(v), repeat(v, 2), lpad(v, 5, '*'), rpad(v, 5) FROM strings;
SELECT _id, concat(v, '-', n), concat_ws(',', v, p, n) FROM strings;
SELECT _id, split_part(v, 'b', 1), split_part(v, ' ', -1) FROM strings;
SELECT _id, ascii(v), md5(v) FROM strings;
SELECT _id, v = upper(v), v < 'b', v >= '' FROM strings;
SELECT _id, v LIKE 'a%', v ILIKE 'a%', v ~ 'a', v NOT LIKE '%b%' FROM strings;
SELECT _id, coalesce(v, 'none'), nullif(v, '') FROM strings;
SELECT _id, quote_literal(v), quote_ident(v), quote_nullable(v) FROM strings;
SELECT _id, format('%s-%L-%I', v, v, coalesce(v, 'x')) FROM strings;
SELECT chr(65), chr(8364), ascii('€'), to_hex(255), initcap('hello wORLD-foo bar_baz');
SELECT 'a' < 'B', 'a' < 'b', 'abc' < 'abcd', '' < 'a', 'Z' < 'a', 'é' > 'z';
SELECT 'abc' LIKE 'a%', 'abc' LIKE '_b_', 'abc' NOT LIKE 'b%', 'ABC' ILIKE 'abc', 'a%c' LIKE 'a\%c';
SELECT 'abc' ~ 'b', 'abc' ~* 'B', 'abc' !~ 'd', 'abc' ~ '^abc$', 'ab' ~ 'a{1,2}b?';
SELECT regexp_replace('foobarbaz', 'b..', 'X'), regexp_replace('foobarbaz', 'b..', 'X', 'g'), regexp_match('abc', 'b(c)');
SELECT substring('foobar' from 'o(.)b'), substring('foobar' from 'o.b'), overlay('Txxxxas' placing 'hom' from 2 for 4);
SELECT encode('abc'::bytea, 'hex'), encode('abc'::bytea, 'base64'), decode('616263', 'hex'), length('\x0102'::bytea);
SELECT _id, length(bin), encode(bin, 'hex'), bin || '\x01' FROM t;
SELECT string_to_array('a,b,c', ','), array_to_string(ARRAY['a', NULL, 'c'], ',', '*');
SELECT 'a' LIKE 'a\';
-- error 22025
SELECT 'ab' LIKE 'a\';
-- error 22025
SELECT _id FROM strings WHERE v LIKE 'a\';
-- error 22025
SELECT 'a' LIKE 'a' ESCAPE 'xx';
-- error 2201B
SELECT 'a' ~ '(';
-- error 2201B
SELECT _id FROM strings WHERE v ~ '[';
-- error 42883
SELECT _id FROM strings WHERE n LIKE '1%';
-- error 42883
SELECT _id FROM strings WHERE v LIKE 5;
-- error 42883
SELECT _id FROM strings WHERE n ~ '1';
-- error 22011
SELECT substring('abc', 1, -1);
-- error 22023
SELECT split_part('a,b', ',', 0);

-- a literal with COLLATE has no type yet
-- error 42725
SELECT array_agg('x' COLLATE "C");
SELECT '1' COLLATE "C" + 1, '2024-01-01' COLLATE "C"::date, ('2024-01-01' COLLATE "C")::date;
SELECT '{1,2}' COLLATE "C" = ARRAY[1, 2], 'x' COLLATE "C" || 'y', coalesce(NULL, 'x' COLLATE "C");
SELECT 'x' COLLATE "C" UNION SELECT 'y' ORDER BY 1;
SELECT * FROM (SELECT 'x' COLLATE "C" AS a) q WHERE a = 'x';
