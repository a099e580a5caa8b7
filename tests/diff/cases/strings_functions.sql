-- Strings: what strings.sql leaves out: SQL's own syntax for calls, arrays and rows out of strings, casts, bytes and bits.
SELECT _id, overlay(v placing 'ZZ' from 2), overlay(v placing '' from 1 for 1) FROM strings;
SELECT _id, trim(leading 'a' from v), trim(trailing from v), trim(both 'ac' from v) FROM strings;
SELECT _id, substring(v from 2), substring(v for 2), substring(v from 2 for 1), substring(v from n) FROM strings;
SELECT _id, left(v, n), right(v, n), left(v, -n), lpad(v, n, p), rpad(v, n, p), repeat(v, n) FROM strings WHERE n < 50;
SELECT _id, split_part(v, 'a', n), strpos(v, p), translate(v, p, 'xyz') FROM strings WHERE n > 0;
SELECT _id, string_to_array(v, ' '), string_to_array(v, NULL), string_to_array(v, ''), string_to_array(v, ',', 'a') FROM strings;
SELECT _id, s FROM strings, string_to_table(v, 'b') AS s;
SELECT _id, array_to_string(string_to_array(v, NULL), '|') FROM strings;
SELECT _id, array_to_string(ARRAY[v, p], ','), array_to_string(ARRAY[v, p, NULL], ',', '-') FROM strings;
SELECT _id, concat(v, n, n > 5, NULL), concat_ws(p, v, v), concat_ws(NULL, v), concat(VARIADIC ARRAY[v, p]) FROM strings;
SELECT _id, format('%s|%10s|%-10s|%L|%I', v, v, v, p, coalesce(p, 'x')) FROM strings;
SELECT _id, format('%2$s %1$s %1$*3$s|', v, p, n) FROM strings WHERE n BETWEEN 1 AND 20;
SELECT format('%s %s', VARIADIC ARRAY['a', 'b']), format('%%'), format('%1$s %1$L', 'it''s');
SELECT _id, v::varchar(3), v::char(4), v::name, v::varchar(3) || '|', v::char(4) || '|' FROM strings;
SELECT _id, v::char(5) = 'abc', v::char(5) = 'abc  ', length(v::char(5)), octet_length(v::char(5)) FROM strings;
SELECT _id, v::bytea IS NULL, octet_length(convert_to(v, 'UTF8')), encode(convert_to(v, 'UTF8'), 'hex') FROM strings WHERE v !~ '\\';
SELECT _id, encode(convert_to(v, 'UTF8'), 'base64'), encode(convert_to(v, 'UTF8'), 'escape') FROM strings;
SELECT _id, convert_from(decode(encode(convert_to(v, 'UTF8'), 'hex'), 'hex'), 'UTF8') = v FROM strings;
SELECT _id, md5(v), sha256(convert_to(v, 'UTF8')), encode(sha512(convert_to(coalesce(v, ''), 'UTF8')), 'hex') FROM strings;
SELECT _id, normalize(v), normalize(v, NFD), v IS NORMALIZED, v IS NFD NORMALIZED, length(normalize(v, NFKC)) FROM strings;
SELECT _id, ascii(v), chr(ascii(v)) FROM strings WHERE v <> '';
SELECT _id, v LIKE p, v NOT LIKE p, v ILIKE p, v NOT ILIKE p FROM strings WHERE p NOT LIKE '%\\';
SELECT _id, v ^@ 'a', starts_with(v, left(v, 2)), v ~~ 'a%', v !~~ 'a%', v ~~* 'A%', v !~~* 'A%' FROM strings;
SELECT _id, v LIKE '%!%%' ESCAPE '!', v LIKE '%é%' ESCAPE 'é', v NOT LIKE 'a_' ESCAPE '' FROM strings;
SELECT _id FROM strings WHERE v LIKE ANY (ARRAY['a%', '%b%']);
SELECT _id FROM strings WHERE v NOT LIKE ALL (ARRAY['a%', '%b%']);
SELECT unistr('\0061\+01F600\u00e4\\'), quote_ident('select'), quote_ident('aB'), quote_literal('a\b'), quote_nullable(NULL);
SELECT parse_ident('"A b".c.D'), parse_ident('a.b c', false);
SELECT to_hex(-1), to_hex(4294967296), initcap('O''NEIL mc-donald'), reverse('häß'), length('häß'), octet_length('häß');
SELECT 'abc' || 1, 1 || 'abc', 'a' || true, 'a' || NULL, 'a' || 1.50, 'a' || DATE '2024-03-05', ARRAY[1] || 2;
SELECT U&'\0441\043B', E'a\tb', $$it's$$;
SELECT get_byte('\x1234'::bytea, 1), set_byte('\x1234'::bytea, 0, 255), get_bit('\x1234'::bytea, 5), set_bit('\x00'::bytea, 3, 1);
SELECT '\x0102'::bytea || '\x03', substring('\x010203'::bytea from 2), position('\x02'::bytea in '\x010203'), trim('\x00'::bytea from '\x000100');
SELECT bit_count('\xff01'::bytea), bit_length('\xff'::bytea), overlay('\x010203'::bytea placing '\xff' from 2), 'abc'::bytea, '\000'::bytea;
SELECT B'1010' & B'0110', B'1010' | B'0110', B'1010' # B'0110', ~ B'1010', B'1010' << 1, B'1010' >> 1, B'10' || B'11';
SELECT B'10101'::bit(3), B'10'::bit(4), 5::bit(8), B'101'::int, X'1F', B'1010' = B'1010', B'1' < B'10', length(B'101'), substring(B'10101' from 2 for 3);
SELECT get_bit(B'101', 1), set_bit(B'101', 1, 1), position(B'01' in B'1101'), bit_count(B'1011'), overlay(B'1111' placing B'00' from 2), octet_length(B'101010101');
SELECT min(v), max(v), min(p), max(v::char(3)), string_agg(v, ',' ORDER BY v), count(DISTINCT upper(v)) FROM strings;
SELECT _id FROM strings ORDER BY lower(v) NULLS FIRST, _id DESC;
SELECT DISTINCT left(v, 1) FROM strings;
SELECT lower(v), count(*) FROM strings GROUP BY lower(v) HAVING count(*) > 1;
-- error 22021
SELECT convert_from('\xff', 'UTF8');
-- error 22P05
SELECT convert_to('€', 'LATIN1');
-- error 22023
SELECT decode('zz', 'hex');
-- error 22023
SELECT encode('\x00', 'base65');
-- error 2202E
SELECT get_byte('\x00', 1);
-- error 22026
SELECT B'1' & B'11';
-- error 22P02
SELECT B'12'::bit(2);
-- error 22023
SELECT format('%z', 1);
-- error 22023
SELECT format('%s %s', 1);
-- error 54000
SELECT repeat('x', 2000000000);
-- error 22023
SELECT _id FROM strings WHERE split_part(v, 'a', 0) = 'x';
-- error 22025
SELECT 'a' LIKE 'b' ESCAPE 'ab';

-- encodings of two bytes a character
SELECT convert_to('한국어 abc', 'EUC_KR'), convert_from('\xc7d1b1b9', 'EUC_KR'), convert_to('中文', 'EUC_CN'), convert_from('\xd6d0cec4', 'GBK'), convert_to('한글', 'UHC');
SELECT length('\xc7d1b1b961'::bytea, 'EUC_KR'), length('\xd6d0cec4'::bytea, 'GBK');
-- error 22021
SELECT convert_from('\xc7', 'EUC_KR');
-- error 22021
SELECT convert_from('\xc721', 'EUC_KR');
-- error 22P05
SELECT convert_from('\x8021', 'GBK');
SELECT convert_to('é', 'EUC_CN');
