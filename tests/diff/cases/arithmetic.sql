-- Arithmetic: result types, truncation, overflow, NaN and infinity, division by zero.
SELECT 1 + 1, 1 - 2, 2 * 3, 7 / 2, -7 / 2, 7 % 3, -7 % 3, 7 % -3;
SELECT 7.0 / 2, 7 / 2.0, 1.0 / 3, 2.0 / 3, 100.0 / 3, 1e10 / 3;
SELECT 1.10 + 2.20, 1.10 * 2.20, 1.1 - 1.10, 5.5 % 2;
SELECT 7::float8 / 2, 1::float8 / 3, 2 ^ 10, 2.0 ^ 0.5, 2 ^ -1;
SELECT 2147483647 + 0, 2147483647::int8 + 1;
SELECT 1::int2 + 1::int2, 1::int2 + 1, 1 + 1::int8, 1 + 1.0, 1 + 1::float8;
SELECT pg_typeof(1 + 1::int8), pg_typeof(1 + 1.5), pg_typeof(1.5::float8 + 1.5), pg_typeof(2 ^ 2);
SELECT @ -5, |/ 16.0, ||/ 27.0, 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 4, 256 >> 2;
SELECT 'NaN'::float8 + 1, 'Infinity'::float8 - 1, 'Infinity'::float8 * -1, 1 / 'Infinity'::float8;
SELECT 'Infinity'::float8 - 'Infinity'::float8, 'NaN'::numeric + 1, 'Infinity'::numeric * 2;
SELECT NULL + 1, 1 * NULL, NULL / 0;
SELECT 0.1 + 0.2, 0.1::float8 + 0.2::float8;
SELECT 3 - -3, 3 - - 3, - - 3;
SELECT 2 + 3 * 4, (2 + 3) * 4, 2 * 3 % 4, 10 - 5 - 2, 2 ^ 3 ^ 2, -2 ^ 2;
SELECT _id, a + b, a - b FROM t;
SELECT _id, b * 2, b / 3, b % 7 FROM t;
SELECT _id, f * 2, f / 3, f - 0.1 FROM t WHERE f < 1e12 AND f > -1e12;
SELECT _id, n + 1, n * 2, n / 3, n % 2, -n FROM t;
SELECT _id, a / 2, a % 3, -a FROM t WHERE a > -2147483648;
SELECT _id, a + 0.5, a * 1.5, a / 4.0 FROM t;
SELECT _id, a + f, n + a FROM t;
SELECT _id, f + n FROM t;
SELECT _id, b / a FROM t WHERE a <> 0;
SELECT _id, i + j FROM numbers WHERE _id NOT IN (4, 5);
SELECT _id, i * 2::int8, i + 1::int8 FROM numbers;
SELECT _id, i / 10, i % 10 FROM numbers;
SELECT _id, j / 10, j % 10 FROM numbers;
SELECT _id, x + 1, x - 1, -x FROM numbers;
SELECT _id, x / 2 FROM numbers WHERE x > 1e-300;
SELECT _id, d + 1, d - 1, d * 10, -d FROM numbers;
SELECT _id, d / 3 FROM numbers;
SELECT _id, d % 7 FROM numbers;
SELECT _id, abs(i), sign(i) FROM numbers WHERE i <> -2147483648;
SELECT _id, abs(x), sign(x) FROM numbers;
SELECT _id, abs(d), sign(d) FROM numbers;
SELECT _id, ceil(x), floor(x), round(x), trunc(x) FROM numbers;
SELECT _id, ceil(d), floor(d), round(d), trunc(d) FROM numbers;
SELECT _id, round(d, 1), trunc(d, 1), round(d, -1) FROM numbers;
SELECT round(2.5), round(-2.5), round(3.5), round(2.5::float8), round(3.5::float8), round(-2.5::float8);
SELECT round(1.005, 2), round(1234.567, -2), trunc(-1.99), ceil(-1.5), floor(-1.5);
SELECT mod(7, 3), mod(-7, 3), mod(7.5, 2), div(7, 2), div(-7.5, 2), power(2, 3), power(2.0, 3), sqrt(2), sqrt(2.0);
SELECT exp(1), exp(1.0), ln(10), ln(10.0), log(100), log(100.0), log(2.0, 8.0), cbrt(27);
SELECT pi(), degrees(pi()), radians(180), sin(0), cos(0), atan2(1, 1);
SELECT greatest(1, 2.5, NULL), least(1, 2.5, NULL), greatest(NULL, NULL), greatest('a', 'b');
SELECT _id, greatest(a, b), least(a, b, 0) FROM t;
SELECT _id, greatest(x, 0), least(x, 0) FROM numbers;
SELECT gcd(12, 18), lcm(4, 6), factorial(10), width_bucket(5, 0, 10, 4);
SELECT 5 / 2 * 2.0, 5 / 2.0 * 2;
SELECT 9223372036854775807 / -1, (-9223372036854775807) % -1;
SELECT _id FROM t WHERE b + 10 > 50;
SELECT _id FROM t WHERE b * 2 = 100;
SELECT _id FROM t WHERE f * 2 = 3;
SELECT _id FROM t WHERE n + 1 > 3;
SELECT _id FROM t WHERE n * 2 = 3;
SELECT _id FROM t WHERE b / 2 = 10;
SELECT _id FROM t WHERE b % 20 = 0;
SELECT _id FROM t WHERE -b > 0;
SELECT _id FROM t WHERE b - a > 10;
SELECT _id FROM t WHERE b / 3.0 > 10;
SELECT _id FROM numbers WHERE x + 1 > x;
SELECT _id FROM numbers WHERE x - x = 0;
SELECT _id FROM numbers WHERE d + 1 > d;
SELECT _id FROM numbers WHERE round(x) = x;
SELECT _id FROM numbers WHERE floor(d) = d;
SELECT _id FROM numbers WHERE abs(x) > 1;
SELECT _id FROM numbers WHERE i % 2 = 1;
SELECT _id FROM numbers WHERE i % 2 = -1;
SELECT _id FROM numbers WHERE i / 2 = 3;
SELECT _id FROM numbers WHERE i / 2 = -3;
-- error 22012
SELECT 1 / 0;
-- error 22012
SELECT 1.0 / 0;
-- error 22012
SELECT 1::float8 / 0;
-- error 22012
SELECT 1 % 0;
SELECT 'NaN'::float8 / 0;
-- error 22012
SELECT b / a FROM t;
-- error 22012
SELECT _id FROM t WHERE b / a > 1;
-- error 22012
SELECT f / 0 FROM t;
-- error 22012
SELECT n / 0 FROM t;
-- error 22012
SELECT mod(b, 0) FROM t;
SELECT a / 0 FROM empty;
SELECT _id FROM t WHERE false AND 1 / a > 0;
SELECT _id FROM t WHERE a <> 0 AND CASE WHEN a = 0 THEN false ELSE 100 / a > 10 END;
-- error 22003
SELECT 2147483647 + 1;
-- error 22003
SELECT -2147483648 - 1;
-- error 22003
SELECT 2147483647 * 2;
-- error 22003
SELECT 9223372036854775807 + 1;
-- error 22003
SELECT (-2147483648) / -1;
-- error 22003
SELECT - (-2147483648)::int4;
-- error 22003
SELECT abs((-2147483648)::int4);
-- error 22003
SELECT i + 1 FROM numbers;
-- error 22003
SELECT i - 2 FROM numbers;
-- error 22003
SELECT i * i FROM numbers;
-- error 22003
SELECT j + 1 FROM numbers;
-- error 22003
SELECT j * 2 FROM numbers;
-- error 22003
SELECT -i FROM numbers;
-- error 22003
SELECT x * 10 FROM numbers;
-- error 22003
SELECT 1e308::float8 * 10;
-- error 22003
SELECT 1e-308::float8 / 1e300;
-- error 2201F
SELECT sqrt(-1);
-- error 2201E
SELECT ln(0);
-- error 2201E
SELECT ln(-1.0);
-- error 2201F
SELECT 0 ^ -1;
-- error 42883
SELECT 1 + true;
-- error 42883
SELECT s + 1 FROM t;
-- error 42883
SELECT -s FROM t;
-- error 42883
SELECT ok + ok FROM t;
-- error 42725
SELECT 'a' + 'b';
-- error 22P02
SELECT 1 + 'x';
-- error 42883
SELECT a & f FROM t;
-- error 42883
SELECT f % 2 FROM t;

-- functions over numbers of every type
SELECT _id, abs(a), abs(b), abs(f), abs(n), sign(f), sign(n) FROM t WHERE a > -2147483648 ORDER BY _id;
SELECT _id, ceil(f), floor(f), round(f), trunc(f), ceil(n), floor(n), round(n), trunc(n) FROM t ORDER BY _id;
SELECT _id, round(n, 1), round(n, -1), trunc(n, 1), round(n, 20), scale(n), min_scale(n), trim_scale(n) FROM t ORDER BY _id;
SELECT _id, a & 6, a | 1, a # 3, ~a, a << 2, a >> 1, b & 255, b << 40 FROM t ORDER BY _id;
SELECT _id, a % 7, mod(a, 7), b % 1000, n % 3, div(n, 2), mod(b, -7) FROM t ORDER BY _id;
SELECT _id, gcd(a, 12), lcm(a % 100, 6), gcd(b, 100), gcd(n, 1.5) FROM t WHERE a > -2147483648 ORDER BY _id;
SELECT _id, @ a, - n, + f, |/ abs(f), ||/ f FROM t WHERE a > -2147483648 ORDER BY _id;
SELECT _id, a / 3, b / 7, f / 3, n / 3, a / 3.0, n / 0.7 FROM t ORDER BY _id;
SELECT _id, width_bucket(a, 0, 100, 5), width_bucket(n, 0, 10, 4), width_bucket(a, ARRAY[0, 10, 100]) FROM t WHERE abs(n) < 1e10 ORDER BY _id;
SELECT factorial(0), factorial(20), factorial(25), power(2, 10), power(2.0, 0.5), 2 ^ 3, 2.0 ^ -3, exp(1), exp(1.0), ln(10), ln(10.0), log(1000), log(1000.0), log(2, 1024);
SELECT sqrt(2), sqrt(2.0), cbrt(27), pi(), degrees(pi()), radians(180), sind(30), cosd(60), tand(45), atan2d(1, 1), asind(0.5), acosd(0.5);
SELECT 7 / 2, -7 / 2, 7 % -2, -7 % 2, 7.0 / 2, 1 / 3.0, 10.0 / 3, 1e20::numeric / 3, 0.1 + 0.2, 1.10 * 1.10, 5.00 - 5;
SELECT 1::float8 / 3, 0.1::float8 + 0.2::float8, 1e15::float8 + 0.3, (-0.0)::float8, 1::float4 / 3, 16777217::float4;
SELECT 'NaN'::float8 = 'NaN'::float8, 'NaN'::float8 > 'Infinity', 'NaN'::numeric = 'NaN', 'Infinity'::numeric - 'Infinity', 0 * 'Infinity'::numeric, 'NaN'::numeric > 1e100;
SELECT '$10.00'::money / 3, '$10.00'::money * 1.5, '$10.00'::money / '$4'::money, -5::int2 * '$1.01'::money, 12.345::money, '$1,234.56'::money::numeric;
SELECT * FROM generate_series(1, 10, 3) g;
SELECT * FROM generate_series(5, 1, -2) g;
SELECT * FROM generate_series(1.0, 3, 0.75) g;
SELECT * FROM generate_series(9223372036854775805, 9223372036854775807) g;
SELECT g, g * g FROM generate_series(-2, 2) g ORDER BY g DESC;
-- error 22023
SELECT * FROM generate_series(1, 5, 0) g;
-- error 22023
SELECT * FROM generate_series(1, 'NaN'::numeric) g;
-- error 22003
SELECT factorial(-1);
-- error 22012
SELECT 5 % 0;
-- error 22012
SELECT mod(5.0, 0);
-- error 22003
SELECT 32767::int2 + 1::int2;
-- error 22003
SELECT (-2147483648)::int4 / -1;
-- error 22003
SELECT abs((-9223372036854775808)::int8);
-- error 22003
SELECT asin(2);
-- error 2201F
SELECT (-8) ^ 0.5;
-- error 2201G
SELECT width_bucket(1, 0, 10, 0);
-- error 22003
SELECT 10::numeric ^ 200000;
-- error 22003
SELECT exp(1000);
-- error 0A000
SELECT 'NaN'::numeric::int4;
-- since 15.20
-- error 22003
SELECT '-92233720368547758.08'::money / -1;
