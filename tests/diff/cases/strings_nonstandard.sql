-- standard_conforming_strings = off, backslash_quote
SET standard_conforming_strings = off;
SHOW standard_conforming_strings;
SELECT 'a\bcd' AS f1, 'a\b''cd' AS f2, 'abcd\\' AS f4, 'ab\'cd' AS f5, '\\' AS f6;
SELECT 'a\\bcd' AS f1, 'a\\b''cd' AS f2, 'ab\\''cd' AS f5, '\\\\' AS f6;
-- error 0A000
SELECT U&'d\0061t\+000061' AS u;
SELECT E'a\tb' = 'a\tb', 'a\nb' LIKE '%\n%', length('\x41\101\u0041');
SELECT $$a\b$$, "_id" FROM t WHERE s = '\142' ORDER BY _id LIMIT 1;
PREPARE nonstandard AS SELECT 'a\\b';
SET backslash_quote = off;
-- error 22P06
SELECT 'a\'b';
-- error 22P06
SELECT E'a\'b';
SET backslash_quote = on;
SELECT 'a\'b';
RESET backslash_quote;
SELECT 'a\'b';
BEGIN;
DECLARE nonstandard_c CURSOR FOR SELECT 'z\\z';
SET LOCAL standard_conforming_strings = on;
FETCH nonstandard_c;
SELECT 'z\\z';
COMMIT;
SHOW standard_conforming_strings;
SET standard_conforming_strings = on;
EXECUTE nonstandard;
SELECT 'a\\b', E'a\'b';
DEALLOCATE nonstandard;
