-- types that PostgreSQL sorts and does not hash
-- error 42883
SELECT hash_record(ROW(1::money));
-- error 42883
SELECT hash_array(ARRAY['1'::money]);
-- error 42883
SELECT hash_array(ARRAY[B'1']);
-- error 42883
SELECT hash_array(ARRAY['1'::varbit]);
-- error 42883
SELECT hash_array_extended(ARRAY['1'::varbit], 1);
-- error 42883
SELECT hash_record_extended(ROW(1, 'a'::tsvector), 0);
-- error 42883
SELECT hash_array(ARRAY['a'::tsvector]);
-- error 42883
SELECT hash_array(ARRAY['a'::tsquery]);
SELECT DISTINCT x FROM (VALUES (ARRAY['1'::money]), (ARRAY['2'::money]), (ARRAY['1'::money])) v (x) ORDER BY 1;
SELECT count(*) FROM (VALUES (ROW('1'::money)), (ROW('1'::money))) v (x) GROUP BY x;
