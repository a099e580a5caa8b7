-- to_char(), to_number(), to_date(), to_timestamp().
SELECT _id, to_char(n, '999'), to_char(n, 'FM000'), to_char(n, 'RN'), to_char(n, 'S99'), to_char(-n, '99PR'), to_char(n * 1000, '9,999,999') FROM strings;
SELECT _id, to_char(n::numeric / 3, '990.999'), to_char(n::float8 / 7, 'FM990.9999'), to_char(n::bigint * 1000000, '9.99EEEE') FROM strings;
SELECT _id FROM strings WHERE to_char(n, 'FM000') = '007';
SELECT to_char(TIMESTAMP '2024-03-05 14:15:16.789', 'YYYY-MM-DD HH24:MI:SS.MS'), to_char(DATE '2024-03-05', 'Day, DD Mon YYYY'), to_char(TIMESTAMP '2024-12-30', 'IYYY-IW-ID');
SELECT to_char(TIMESTAMPTZ '2024-03-05 14:15:16+00', 'FMMonth FMDDth, YYYY TZ OF'), to_char(INTERVAL '26 hours 3 min', 'HH24:MI:SS'), to_char(TIME '10:20:30', 'HH12:MI AM');
SELECT to_number('12,454.8-', '99G999D9S'), to_number('$1,234.56', 'L9,999.99'), to_number('  -12', 'S999'), to_number('1.5', '9.9');
SELECT to_date('05 Dec 2000', 'DD Mon YYYY'), to_date('2024-065', 'YYYY-DDD'), to_timestamp('2024-03-05 02:15 PM', 'YYYY-MM-DD HH12:MI AM') AT TIME ZONE 'UTC';
SELECT d, to_char(d, 'YYYY"Q"Q') FROM (VALUES (DATE '2024-01-01'), (DATE '2024-12-31'), (NULL), (DATE 'infinity')) AS x(d);
SELECT to_char(0.5::numeric, 'FM9.9'), to_char(1234.5::float4, '9999.99'), to_char('NaN'::float8, '999'), to_char(-0.1, '9.9'), to_char(485, '"Good number:"999');
-- error 22007
SELECT to_date('abc', 'YYYY');
-- error 22008
SELECT to_date('2024-13-01', 'YYYY-MM-DD');
-- error 22008
SELECT to_timestamp('2024-03-05 25:00', 'YYYY-MM-DD HH24:MI');
-- error 22007
SELECT to_timestamp('13:00 PM', 'HH12:MI AM');
-- error 42601
SELECT to_char(1, '9.9.9');
-- error 22P02
SELECT to_number('abc', '999');
-- error 0A000
SELECT to_number('X', 'RN');
-- error 22007
SELECT to_char(INTERVAL '1 day', 'Month');
