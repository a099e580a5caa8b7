-- text, numbers, bits, networks, ranges, arrays: function families of chapter 9

SELECT regexp_match('foobarbequebaz', '(bar)(beque)'), regexp_match('abc', 'd'), regexp_match('abc', '(x)?b'), regexp_matches('foobarbequebazilbarfbonk', '(b[^b]+)(b[^b]+)', 'g');
SELECT regexp_replace('Thomas', '.[mN]a.', 'M'), regexp_replace('foobarbaz', 'b(..)', 'X\1Y', 'g'), regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 0, 'i'), regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i'), regexp_replace('abc', '', '-', 'g'), regexp_replace('aaa', 'a', '\\', 'g'), regexp_replace('abc', 'b', '\&\&');
SELECT regexp_replace('abc', 'b', 'x', 'q');
-- error 22023
SELECT regexp_replace('abc', 'b', 'x', -1);
-- error 2201B
SELECT regexp_replace('abc', '(', 'x');
SELECT regexp_split_to_array('hello world', '\s+'), regexp_split_to_array('abc', ''), regexp_split_to_array('a,b,,c,', ','), regexp_split_to_array('', ','), regexp_split_to_table('the quick', 'q');
SELECT regexp_count('123123123123', '1', 3), regexp_count('ABCABC', 'bc', 1, 'i'), regexp_instr('number of your street, town zip, FR', '[^,]+', 1, 2), regexp_instr('ABCDEFGHI', '(c..)(...)', 1, 1, 0, 'i', 2), regexp_instr('abcabc', 'b', 1, 2, 1), regexp_like('Hello World', 'world$', 'i'), regexp_substr('ABCDEFGHI', '(c..)(...)', 1, 1, 'i', 2), regexp_substr('abc', 'x');
-- error 22023
SELECT regexp_count('abc', 'b', 0);
-- error 22023
SELECT regexp_instr('abc', 'b', 1, 0);
-- error 22023
SELECT regexp_instr('abc', 'b', 1, 1, 2);
-- error 22023
SELECT regexp_substr('abc', 'b', 1, 1, 'g');
SELECT 'abc' ~ '^a.c$', 'ABC' ~* 'abc', 'abc' !~ 'b', 'abc' !~* 'X', 'a.c' ~ 'a\.c', 'ab' ~ '(?i)AB', 'a b' ~ 'a\sb', 'x1' ~ '\d', 'foo' ~ '\yfoo\y', 'aXb' ~ 'a[[:upper:]]b', E'a\nb' ~ 'a.b', E'a\nb' ~ '(?n)a.b', 'a' ~ '***=a', 'a.b' ~ '***=a.b';
-- error 2201B
SELECT 'abc' ~ '[';
-- error 2201B
SELECT 'abc' ~ 'a{2,1}';
-- error 2201B
SELECT 'abc' ~ '*';
SELECT 'abc' SIMILAR TO 'abc', 'abc' SIMILAR TO 'a', 'abc' SIMILAR TO '%(b|d)%', 'abc' SIMILAR TO '(b|c)%', 'a%c' SIMILAR TO 'a\%c', 'a%c' SIMILAR TO 'a#%c' ESCAPE '#', 'aab' SIMILAR TO 'a{2}b', 'abc' NOT SIMILAR TO '_b_', NULL SIMILAR TO 'a';
SELECT substring('foobar' SIMILAR '%#"o_b#"%' ESCAPE '#'), substring('foobar' FROM 'o(.)b'), substring('foobar' FROM '#"o_b#"%' FOR '#'), substring('foobar' FROM 'o.b'), substring('abc' FROM -1 FOR 3), substring('abc' FROM 2), substring('abc' FOR 2), substring('abc', 2, 0), substring('abc' FROM 10);
-- error 22011
SELECT substring('abc' FROM 1 FOR -1);
SELECT 'a_c' LIKE 'a\_c', 'abc' LIKE 'a\_c', 'abc' LIKE 'a_c', '' LIKE '', 'a\c' LIKE 'a\\c', 'abc' LIKE '%' || 'c', 'aBc' ILIKE 'AbC', 'a%c' LIKE 'a!%c' ESCAPE '!', 'abc' LIKE 'abc' ESCAPE '', 'abc' NOT LIKE NULL, 'a' ~~ 'a', 'b' !~~ 'a', 'A' ~~* 'a', 'abc' ^@ 'ab';
SELECT 'a' LIKE 'a\';
-- error 22025
SELECT 'a' LIKE 'a' ESCAPE 'xx';
SELECT format('Hello %s', 'World'), format('%s %s %s', 1, NULL, 'x'), format('%I.%I', 'Foo bar', 'simple'), format('%L %L', 'it''s', NULL), format('%2$s %1$s', 'a', 'b'), format('%%'), format('|%10s|%-10s|', 'foo', 'bar'), format('|%*s|', 5, 'x'), format('|%-*s|', 5, 'x'), format('|%2$*1$s|', 4, 'y'), format('%s', ARRAY[1, 2]), format('%1$s %1$s', 'r'), format(NULL, 1), format('%s', VARIADIC ARRAY['v']), format('%s %s', VARIADIC ARRAY[1, 2]);
-- error 22023
SELECT format('%s');
-- error 22023
SELECT format('%x', 1);
-- error 22004
SELECT format('%I', NULL);
-- error 22023
SELECT format('%3$s', 1, 2);
-- error 22023
SELECT format('%0$s', 1);
-- error 22023
SELECT format('%', 1);
-- error 22023
SELECT format('%1', 1);
SELECT lpad('hi', 5, 'xy'), lpad('hi', 1), lpad('hi', -1), rpad('hi', 5, ''), lpad('', 3, 'ab'), rpad('hi', 7, 'xyz'), repeat('ab', 3), repeat('ab', -1), reverse('añb'), left('abc', -2), right('abc', -2), left('abc', 10), right('abc', 0), translate('12345', '143', 'ax'), translate('abc', 'b', ''), overlay('Txxxxas' PLACING 'hom' FROM 2 FOR 4), overlay('abc' PLACING 'x' FROM 2 FOR 0), overlay('abc' PLACING 'xyz' FROM 3);
-- error 22011
SELECT overlay('abc' PLACING 'x' FROM 0);
SELECT split_part('a,b,c', ',', 2), split_part('a,b,c', ',', -1), split_part('a,b,c', ',', 9), split_part('abc', '', 1), split_part('', ',', 1), split_part('a,b', ',', -3), split_part('a||b', '||', 2);
-- error 22023
SELECT split_part('a', ',', 0);
SELECT string_to_array('a,b,,c', ','), string_to_array('a,b,,c', ',', ''), string_to_array('abc', NULL), string_to_array('abc', ''), string_to_array('', ','), string_to_array(NULL, ','), array_to_string(ARRAY[1, NULL, 3], ','), array_to_string(ARRAY[1, NULL, 3], ',', '*'), array_to_string(ARRAY[[1,2],[3,4]], ';'), array_to_string('{}'::int[], ',');
SELECT initcap('hi THOMAS o''neil x-y 1st'), upper('straße'), lower('ÀÉ'), ascii('x'), ascii(''), ascii('é'), chr(233), chr(65), to_hex(255), to_hex(-1), to_hex(9223372036854775807), md5(''), md5('abc'), strpos('high', 'ig'), strpos('x', ''), position('b' IN 'abc'), octet_length('é'), bit_length('é'), char_length('日本'), length('a'::char(5)), octet_length('a'::char(5));
-- error 54000
SELECT chr(0);
-- error 22023
SELECT chr(-1);
-- error 54000
SELECT chr(1114112);
SELECT quote_ident('Foo bar'), quote_ident('foo'), quote_ident('select'), quote_ident('a"b'), quote_literal(E'O\'Reilly'), quote_literal('a\b'), quote_nullable(NULL), quote_literal(42.5), quote_literal(NULL), parse_ident('"SomeSchema".someTable'), parse_ident('a.b.c');
-- error 22023
SELECT parse_ident('a.');
-- error 22023
SELECT parse_ident('a b');
SELECT parse_ident('a.b[]', false);
SELECT trim(both 'xyz' from 'yxTomxx'), trim('  a '), ltrim('zzzytest', 'xyz'), rtrim('testxxzx', 'xyz'), btrim('xyxtrimyyx', 'xyz'), trim(leading from '  a'), trim(trailing 'a' from 'baa'), btrim(''), trim('' from 'abc');
-- error 42883
SELECT concat('a', 1, NULL, true, 1.50, date '2024-01-01'), concat(), concat_ws(',', 'a', NULL, 'b'), concat_ws(NULL, 'a', 'b'), concat_ws(',', VARIADIC ARRAY['x', NULL, 'y']), concat(VARIADIC ARRAY[1, 2]), 'a' || 1, 1 || 'a', 'a' || NULL, 'a' || ARRAY['b'], ARRAY['a'] || 'b'::text;
-- error 42883
SELECT 1 || 2;
-- error 42804
SELECT concat(VARIADIC 1);
SELECT encode('\x00ff'::bytea, 'hex'), encode('abc', 'base64'), encode('\x005c27ff'::bytea, 'escape'), decode('AQ==', 'base64'), decode('00fF', 'hex'), decode('\000\\a', 'escape'), encode(decode(repeat('YWJj', 30), 'base64'), 'base64');
-- error 22023
SELECT decode('0', 'hex');
-- error 22023
SELECT decode('xx', 'hex');
-- error 22023
SELECT decode('a', 'base64');
-- error 22023
SELECT decode('x', 'foo');
SELECT get_bit('\x05'::bytea, 0), get_byte('\x0102'::bytea, 1), set_bit('\x00'::bytea, 3, 1), set_byte('\x0000'::bytea, 1, 255), bit_count('\xff01'::bytea), substring('\x010203'::bytea FROM 2 FOR 1), overlay('\x010203'::bytea PLACING '\xff' FROM 2), position('\x02'::bytea IN '\x0102'::bytea), trim('\x00'::bytea FROM '\x000100'::bytea), sha224('a'), sha256(''), sha384('a'::bytea) = sha384('a'), length(sha512('a')), md5('\x00'::bytea), length('\x0102'::bytea), reverse('abc'), '\x01'::bytea || '\x02', '\x01'::bytea < '\x02', convert_to('é', 'LATIN1'), convert_from('\xe9', 'LATIN1'), length('\xc3a9'::bytea, 'UTF8');
-- error 2202E
SELECT get_byte('\x01'::bytea, 1);
-- error 22021
SELECT convert_from('\xe9', 'UTF8');
-- error 22P05
SELECT convert_to('日', 'LATIN1');
SELECT B'1010' & B'0110', B'1010' | B'0110', B'1010' # B'0110', ~B'1010', B'1010' << 1, B'1010' >> 2, B'10' || B'01', length(B'101'), bit_length(B'101'), octet_length(B'101'), get_bit(B'101', 1), set_bit(B'101', 1, 1), bit_count(B'101'), substring(B'110010' FROM 2 FOR 3), overlay(B'1111' PLACING B'00' FROM 2), position(B'01' IN B'1001'), 44::bit(10), 44::bit(3), (-44)::bit(12), B'1110'::int, B'101'::bit(5), B'101'::varbit(2), X'1F';
-- error 22026
SELECT B'101' & B'1';
SELECT 'x'::bit(3);
-- error 22P02
SELECT B'2';
SELECT B'10' = B'010', B'10' < B'11', B'1'::bit(3)::text;
SELECT to_char(1234.5, '9,999.99'), to_char(-1234.5, '9G999D99S'), to_char(0.5, '0.00'), to_char(0.5, '9.99'), to_char(12, 'RN'), to_char(485, 'FMRN'), to_char(1234567, '9.99EEEE'), to_char(-5, '99PR'), to_char(5, 'SG99'), to_char(5, 'PL99'), to_char(-5, 'MI99'), to_char(1, '9th'), to_char(22, '99TH'), to_char(12.45, '99V9'), to_char(148.5, '999D9'), to_char(1e10, '999'), to_char(0, '9'), to_char(0, 'B9'), to_char(123, '"x"999"y"'), to_char(-0.1, '9.9'), to_char('NaN'::float8, '999.9'), to_char('Infinity'::numeric, '999'), to_char(123.456, 'FM999.999'), to_char(100, 'FM999.9'), to_char(1234, 'L9999'), to_char(12345, '09999999'), to_char(3.14159::float4, '9.9999'), to_char(2147483648, '9999999999');
-- error 42601
SELECT to_char(1, '9.9.9');
SELECT to_char(4000, 'RN');
-- error 0A000
SELECT to_number('12,454.8-', '99G999D9S'), to_number('-34,338,492', '99G999G999'), to_number('<1>', '9PR'), to_number('1.2E3', '9.9EEEE'), to_number('0.5', '9.9'), to_number('$5', 'L9'), to_number('12th', '99th'), to_number('XIV', 'RN');
-- error 22P02
SELECT to_number('1.2', '9.9') + 1, to_number('', '9');
SELECT width_bucket(5.35, 0.024, 10.06, 5), width_bucket(11, 0, 10, 5), width_bucket(-1, 0, 10, 5), width_bucket(5, 10, 0, 5), width_bucket(now(), ARRAY['yesterday', 'today', 'tomorrow']::timestamptz[]), width_bucket('b'::text, ARRAY['a', 'c']);
-- error 2201G
SELECT width_bucket(5, 0, 10, 0);
-- error 2201G
SELECT width_bucket(5, 1, 1, 5);
SELECT gcd(1071, 462), gcd(0, 0), gcd(-6, 4), lcm(12, 18), lcm(0, 5), factorial(20), factorial(0), div(9, 4), div(-9, 4), mod(-9, 4), -9 % 4, power(9, 3), 2 ^ 10, 2 ^ -1, sqrt(2), cbrt(27), |/ 25, ||/ 27, @ -5, sign(-8.4), trunc(-42.8), trunc(42.4382, 2), round(42.4382, 2), round(-2.5), round(2.5::float8), ceil(-42.8), floor(-42.8), scale(8.41), min_scale(8.4100), trim_scale(8.4100), abs(-17.4), exp(1.0), ln(2.0), log(100.0), log(2.0, 64.0), log10(1000), radians(45.0), degrees(0.5), pi(), 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 4, 8 >> 2, 7 / 2, -7 / 2, 7 / 2.0;
-- error 22003
SELECT factorial(-1);
-- error 2201E
SELECT ln(0);
-- error 2201E
SELECT ln(-1);
-- error 2201F
SELECT sqrt(-1);
-- error 2201F
SELECT power(0, -1);
-- error 2201F
SELECT power(-8, 1.0/3);
-- error 22012
SELECT 1 / 0;
-- error 22012
SELECT 5 % 0;
-- error 22012
SELECT 1.0 / 0;
-- error 22012
SELECT 1::float8 / 0;
-- error 22003
SELECT 2147483647 + 1;
-- error 22003
SELECT (-2147483648)::int4 / -1;
-- error 22003
SELECT abs((-2147483648)::int4);
-- error 22003
SELECT 9223372036854775807 * 2;
-- error 22003
SELECT 32767::int2 + 1::int2;
-- error 22003
SELECT 1e308::float8 * 10;
-- error 22003
SELECT 10 ^ 400;
-- error 22003
SELECT 10::float8 ^ 400;
SELECT 'NaN'::float8 = 'NaN'::float8, 'NaN'::numeric > 1e100, 'Infinity'::float8 - 'Infinity'::float8, 'Infinity'::numeric * 0, 0::float8 * 'Infinity', '-Infinity'::numeric < -1e100, 1 / 'Infinity'::numeric, power('NaN'::float8, 0), sign('NaN'::numeric), floor('-Infinity'::float8), 'Infinity'::numeric % 3;
-- error 22003
SELECT 1.5::int, 2.5::int, -1.5::int, 2.5::float8::int, 0.5::float8::int, '12'::int, ' 12 '::int, '1e2'::float8::int, 1.23456::numeric(4, 2), '99.995'::numeric(4,2), 123::numeric(5, -1), 0.00012::numeric(2, 5), 't'::bool, 'on'::bool, 'no'::bool, '0'::bool, 1::bool, true::int, true::text;
-- error 22P02
SELECT 'maybe'::bool;
-- error 22003
SELECT 123456::numeric(4, 2);
-- error 22P02
SELECT '1 2'::int;
-- error 22003
SELECT '99999999999'::int;
-- error 22003
SELECT 1e20::bigint;
-- error 0A000
SELECT 'NaN'::numeric::int;
-- error 22003
SELECT 'Infinity'::float8::bigint;
-- error 22003
SELECT 300::"char", 'abc'::"char", 97::"char", 'a'::"char"::int;
SELECT inet '192.168.1.5/24', network(inet '192.168.1.5/24'), host(inet '192.168.1.5/24'), broadcast(inet '192.168.1.5/24'), netmask(inet '192.168.1.5/24'), hostmask(inet '192.168.23.20/30'), masklen(inet '10.0.0.1/8'), family(inet '::1'), abbrev(cidr '10.1.0.0/16'), set_masklen(inet '192.168.1.5/24', 16), inet_same_family(inet '::1', inet '1.1.1.1'), inet_merge(inet '192.168.1.5/24', inet '192.168.2.5/24'), text(inet '192.168.1.5'), inet '192.168.1.5' << inet '192.168.1/24', inet '192.168.1/24' >>= inet '192.168.1/24', inet '192.168.1/24' && inet '192.168.1.80/28', ~inet '192.168.1.6', inet '192.168.1.6' & inet '0.0.0.255', inet '192.168.1.6' | inet '0.0.0.255', inet '192.168.1.6' + 25, inet '192.168.1.43' - 36, inet '192.168.1.43' - inet '192.168.1.19', macaddr '08:00:2b:01:02:03', trunc(macaddr '12:34:56:78:90:ab'), macaddr8_set7bit(macaddr8 '00:34:56:ab:cd:ef'), cidr '192.168/16';
-- error 22P02
SELECT inet '256.1.1.1';
-- error 22P02
SELECT cidr '192.168.1.5/24';
-- error 22023
SELECT inet '::1' & inet '1.1.1.1';
SELECT int4range(1, 10), int4range(1, 10, '[]'), int4range(5, 5), numrange(1.5, NULL), '[1,5]'::int4range, '(1,5)'::int8range, daterange('2024-01-01', '2024-01-31', '[]'), tsrange('2024-01-01', '2024-02-01') @> timestamp '2024-01-15', lower(int4range(1, 5)), upper(int4range(1, 5)), lower_inc(int4range(1, 5)), upper_inc(int4range(1, 5)), lower_inf('(,5)'::int4range), isempty('empty'::int4range), int4range(1, 5) * int4range(3, 8), int4range(1, 5) + int4range(5, 8), int4range(1, 8) - int4range(5, 8), int4range(1, 5) << int4range(6, 8), int4range(1, 5) &< int4range(1, 8), int4range(1, 5) -|- int4range(5, 8), int4range(1, 5) && int4range(4, 8), 3 <@ int4range(1, 5), range_merge(int4range(1, 2), int4range(5, 6)), int4range(1, 5) < int4range(1, 6), 'empty'::int4range < int4range(1, 2);
-- error 22000
SELECT int4range(1, 5) - int4range(2, 3);
-- error 22000
SELECT int4range(1, 3) + int4range(5, 8);
-- error 22000
SELECT int4range(5, 1);
-- error 22000
SELECT '[5,1]'::int4range;
-- error 22P02
SELECT '[1,2'::int4range;
-- error 42601
SELECT int4range(1, 2, 'x');
SELECT '{[1,3),[5,7)}'::int4multirange, int4multirange(int4range(1, 5), int4range(3, 8)), '{[1,3),[5,7)}'::int4multirange @> 5, '{[1,3)}'::int4multirange + '{[5,6)}', '{[1,9)}'::int4multirange - '{[3,4)}', '{[1,9)}'::int4multirange * '{[3,4),[8,12)}', range_merge('{[1,3),[5,7)}'::int4multirange), lower('{[1,3),[5,7)}'::int4multirange), upper('{}'::int4multirange), isempty('{}'::int4multirange), multirange(int4range(1, 2)), unnest('{[1,3),[5,7)}'::int4multirange), '{[1,3)}'::int4multirange -|- '{[3,4)}'::int4multirange, int4range(1, 2) << '{[5,6)}'::int4multirange;
-- error 22P02
SELECT '{[1,3'::int4multirange;
-- error 42601
SELECT ARRAY[1,2,3][2], (ARRAY[1,2,3])[1:2], (ARRAY[[1,2],[3,4]])[1][2], (ARRAY[[1,2],[3,4]])[1:1][2:2], (ARRAY[[1,2],[3,4]])[1], ('[2:4]={1,2,3}'::int[])[2], (ARRAY[1,2,3])[5], (ARRAY[1,2,3])[-1], ARRAY[1,2] || 3, 0 || ARRAY[1], ARRAY[1] || ARRAY[[2],[3]], ARRAY[1,2] @> ARRAY[2], ARRAY[1,2] <@ ARRAY[1,2,3], ARRAY[1,2] && ARRAY[2,3], ARRAY[1,2] = ARRAY[1,2], ARRAY[1,2] < ARRAY[1,3], ARRAY[1,NULL] = ARRAY[1,NULL], array_dims(ARRAY[[1,2]]), array_ndims(ARRAY[[1]]), array_length('{}'::int[], 1), cardinality(ARRAY[[1,2],[3,4]]), array_lower('[0:2]={1,2,3}'::int[], 1), array_upper(ARRAY[1,2], 1), array_position(ARRAY['a','b'], 'b'), array_positions(ARRAY[1,2,1], 1), array_remove(ARRAY[1,2,1], 1), array_replace(ARRAY[1,2], 2, 5), array_fill(7, ARRAY[2,2]), array_fill(7, ARRAY[2], ARRAY[3]), array_cat(ARRAY[1], ARRAY[2]), trim_array(ARRAY[1,2,3], 1), string_to_array('1,2', ',')::int[];
-- error 2202E
SELECT trim_array(ARRAY[1], 2);
-- error 54000
SELECT array_fill(1, ARRAY[-1]);
-- error 0A000
SELECT array_position(ARRAY[[1,2]], 1);
-- error 2202E
SELECT ARRAY[[1,2],[3]];
-- error 22P02
SELECT '{1,2'::int[];
-- error 22P02
SELECT '{1,{2}}'::int[];
-- error 22P02
SELECT ARRAY[1, 'x'];
-- error 22P02
SELECT ARRAY[1] || 'x';
SELECT '{a,"b c",NULL,"NULL",""}'::text[], '{{1,2},{3,4}}'::int[], '[0:1]={1,2}'::int[], ARRAY['a,b', 'c"d', 'e\f', ' ', NULL, 'null'], ARRAY[]::int[], ARRAY[NULL]::int[], '{}'::int[][];
SELECT array_append(NULL::int[], 1), array_prepend(1, NULL::int[]), array_cat(NULL::int[], ARRAY[1]), NULL || ARRAY[1], array_agg(x) FROM (SELECT 1 AS x WHERE false) q;
SELECT generate_subscripts(ARRAY[[1,2],[3,4]], 2), generate_subscripts(ARRAY[5,6], 1, true);
SELECT unnest(ARRAY[1,2]), unnest(ARRAY['a','b','c']);
SELECT 1 = ANY (ARRAY[1,NULL]), 1 = ALL (ARRAY[1,NULL]), 2 = ANY (ARRAY[1,NULL]), 1 = ANY ('{}'::int[]), 1 = ALL ('{}'::int[]), 1 = ANY (NULL::int[]), 'a' LIKE ANY (ARRAY['b%', 'a%']), 5 < ALL (ARRAY[[6,7],[8,9]]);
-- error 42809
SELECT 1 = ANY (1);
-- error 22P02
SELECT 1 = ANY ('x');
-- error 42883
SELECT enum_range(NULL::int);

-- array_position: a NULL that the array has not is not looked for
SELECT _id, array_position(nums, a, a % 3) FROM t ORDER BY _id;
SELECT array_position(ARRAY[4, 4], NULL, NULL), array_position('{}'::int4[], 1, NULL);
-- error 22004
SELECT array_position(ARRAY[4, NULL], NULL, NULL);

-- makeaclitem: one privilege, in whatever case; roles by number where there is none of that number
SELECT makeaclitem(3374, 3375, 'SELECT', false), makeaclitem(0, 3374, 'alter SYSTEM', true), makeaclitem(99999, 0, 'Temp', false),
    makeaclitem(3374, 3374, 'rule', true), makeaclitem(NULL, 3374, 'SELECT', true);
SELECT * FROM aclexplode(ARRAY[makeaclitem(3374, 3375, 'UPDATE', true)]);
-- error 22023
SELECT makeaclitem(3374, 3374, 'SELECT, UPDATE', false);
-- error 22023
SELECT makeaclitem(3374, 3374, 'SELECT WITH GRANT OPTION', false);
select n, pg_char_to_encoding(n) from unnest('{abc,alt,big5,euccn,euc_jis_2004,eucjp,gbk,iso88591,iso885910,iso-8859-13,iso885914,iso885915,iso885916,iso88592,iso88593,iso88594,iso88595,iso88596,iso88597,iso88598,iso88599,johab,koi8,koi8-r,koi8u,latin10,latin5,mskanji,muleinternal,shiftjis,shiftjis2004,sjis,sqlascii,tcvn,tcvn5712,uhc,unicode,utf8,utf-8,vscii,win,win1250,win1258,win866,win874,win932,win936,win949,win950,windows1250,windows-1258,windows866,windows874,windows932,windows936,windows949,windows950,nope,"",gb18030}'::text[]) n;
-- error 0A000
select to_ascii('x', 'abc'::name);
