-- Dates and times: parts, truncation, intervals, zones, far dates.
SELECT _id, at FROM events;
SELECT _id, extract(year FROM at), extract(month FROM at), extract(day FROM at) FROM events;
SELECT _id, extract(hour FROM at), extract(minute FROM at), extract(second FROM at) FROM events;
SELECT _id, extract(dow FROM at), extract(isodow FROM at), extract(doy FROM at) FROM events;
SELECT _id, extract(week FROM at), extract(isoyear FROM at), extract(quarter FROM at) FROM events;
SELECT _id, extract(epoch FROM at), extract(milliseconds FROM at), extract(century FROM at) FROM events;
SELECT _id, date_part('year', at), date_part('second', at) FROM events;
SELECT _id, date_trunc('day', at), date_trunc('month', at), date_trunc('year', at) FROM events;
SELECT _id, date_trunc('hour', at), date_trunc('week', at), date_trunc('quarter', at) FROM events;
SELECT _id, at::date, at::time, at::timestamp FROM events;
SELECT _id, at + interval '1 day', at - interval '1 hour', at + interval '1 month' FROM events WHERE at < '9000-01-01';
SELECT _id, at AT TIME ZONE 'UTC', at AT TIME ZONE 'Europe/Prague' FROM events;
SELECT _id, to_char(at, 'YYYY-MM-DD HH24:MI:SS.MS'), to_char(at, 'Day DD Mon YYYY') FROM events;
SELECT _id, at - '2024-01-01'::timestamptz FROM events;
SELECT _id, age('2025-01-01'::timestamptz, at) FROM events WHERE at > '1800-01-01';
SELECT _id FROM events WHERE extract(year FROM at) = 2024;
SELECT _id FROM events WHERE extract(month FROM at) IN (2, 3, 10);
SELECT _id FROM events WHERE extract(dow FROM at) = 0;
SELECT _id FROM events WHERE date_trunc('month', at) = '2024-10-01';
SELECT _id FROM events WHERE at >= '2024-01-01' AND at < '2025-01-01';
SELECT _id FROM events WHERE at > '2024-12-30'::timestamptz - interval '2 days';
SELECT _id FROM events WHERE at + interval '1 day' > '2025-01-01';
SELECT _id FROM events WHERE at::date = '2024-10-27';
SELECT _id FROM events WHERE at::date BETWEEN '2024-10-01' AND '2024-12-31';
SELECT _id FROM events WHERE at < '2024-03-31 01:00:00';
SELECT _id FROM events WHERE at <= '2024-03-31 02:00:00+01';
SELECT _id FROM events WHERE at = '2000-02-29 12:34:56.789';
SELECT _id FROM events WHERE at = '2000-02-29 12:34:56.7891';
SELECT _id FROM events WHERE at IN ('2024-12-29', '2024-12-30');
SELECT _id FROM events WHERE at > timestamp '2024-12-29 00:00:00';
SELECT _id FROM events WHERE at > date '2024-12-29';
SELECT _id FROM events WHERE at <> '2024-12-29';
SELECT _id FROM events WHERE at < 'infinity'::timestamptz;
SELECT _id FROM events WHERE to_char(at, 'YYYY') = '2024';
SELECT _id FROM events WHERE at IS NULL;
SELECT _id, at FROM events ORDER BY at, _id;
SELECT _id, at FROM events ORDER BY at DESC;
SELECT _id, at FROM events ORDER BY at DESC NULLS LAST LIMIT 3;
SELECT min(at), max(at), count(at) FROM events;
SELECT extract(year FROM at), count(*) FROM events GROUP BY 1 ORDER BY 1;
SELECT date_trunc('month', at) AS m, count(*) FROM events GROUP BY m ORDER BY m;
SELECT at::date AS d, count(*) FROM events GROUP BY d ORDER BY d;
SELECT date_trunc('day', placed)::date AS d, count(*) FROM orders GROUP BY 1 ORDER BY 1 LIMIT 10;
SELECT extract(month FROM placed) AS m, sum(total), count(*) FROM orders GROUP BY m ORDER BY m;
SELECT DISTINCT extract(quarter FROM placed) FROM orders;
SELECT date '2024-01-31' + 1, date '2024-03-01' - date '2024-02-01', date '2024-01-31' + interval '1 month';
SELECT timestamp '2024-01-15 10:30' + interval '1 day 2:03:04.5', interval '1 year 2 months' * 2, interval '1 day' / 2;
SELECT timestamptz '2024-01-15 10:30+05:30', timestamptz '2024-01-15T10:30:00Z', timestamptz '2024-07-01 12:00 Europe/Prague';
SELECT interval '1 day', interval '25 hours', interval '1-2', interval '-1 day 2 hours', interval 'P1Y2M3DT4H5M6S';
SELECT make_date(2024, 2, 29), make_time(1, 2, 3.5), make_timestamp(2024, 1, 2, 3, 4, 5.5), make_interval(days => 3);
SELECT date 'January 8, 1999', date '1999-Jan-08', date '08-Jan-1999', date '19990108', date '1/8/1999';
SELECT 'epoch'::timestamptz, 'infinity'::timestamp, '-infinity'::date, '0001-01-01 BC'::date;
SELECT time '04:05:06.789', time '040506', time '04:05 PM', time with time zone '04:05:06-08';
SELECT to_timestamp(1705314600.5), to_date('15 01 2024', 'DD MM YYYY'), to_timestamp('2024-01-15', 'YYYY-MM-DD');
SELECT date '2024-01-01' < timestamp '2024-01-01 00:00:01', date '2024-01-01' = timestamptz '2024-01-01';
SELECT date_trunc('hour', interval '3 days 02:47:33'), extract(epoch FROM interval '1 day 1 second'), justify_hours(interval '27 hours');
SELECT now() = current_timestamp, now()::date = current_date, now() > '2020-01-01', localtimestamp = now()::timestamp;
SELECT date_bin('15 minutes', timestamp '2024-02-11 15:44:17', timestamp '2001-01-01'), overlaps(date '2024-01-01', date '2024-02-01', date '2024-01-15', date '2024-03-01');
SELECT isfinite(date '2024-01-01'), isfinite(timestamp 'infinity'), age(timestamp '2024-03-01', timestamp '2024-01-31');
SET timezone = 'Europe/Prague';
SHOW timezone;
SELECT _id, at FROM events;
SELECT _id, date_trunc('day', at), extract(hour FROM at) FROM events;
SELECT _id FROM events WHERE at::date = '2024-03-31';
SELECT _id FROM events WHERE at >= '2024-10-27 02:30:00';
SELECT at::date AS d, count(*) FROM events GROUP BY 1 ORDER BY 1;
SELECT date_trunc('month', at) AS m, count(*) FROM events GROUP BY 1 ORDER BY 1;
SET timezone = 'America/New_York';
SELECT _id, at, at::date, at::text FROM events WHERE at > '1950-01-01';
SELECT timestamptz '2024-01-15 10:30', '2024-01-15'::date::timestamptz;
SET timezone TO DEFAULT;
SET datestyle = 'German';
SELECT _id, at FROM events WHERE _id = 1;
SET datestyle = 'SQL, DMY';
SELECT date '02/03/2024', timestamp '2024-01-15 10:30';
RESET datestyle;
-- error 22007
SELECT 'not a date'::date;
-- error 22008
SELECT '2024-02-30'::date;
-- error 22008
SELECT '2024-13-01'::timestamptz;
-- error 22008
SELECT '25:00'::time;
-- error 22007
SELECT '1 foo'::interval;
-- error 22023
SELECT extract(foo FROM at) FROM events;
-- error 22023
SELECT date_trunc('foo', at) FROM events;
-- error 22023
SELECT at AT TIME ZONE 'Mars/Olympus' FROM events;
-- error 22023
SET timezone = 'Mars/Olympus';
-- error 42883
SELECT at + 1 FROM events;
-- error 42883
SELECT at + at FROM events;
SELECT _id, at - interval '1 month', at + interval '1 year 1 day', interval '25 hours' + at FROM events WHERE at < '9000-01-01';
SELECT _id, at::date + 1, at::date - 7, at::date - date '2024-01-01', at::date + time '12:00' FROM events;
SELECT _id, at::time - time '01:00', at::time + interval '23 hours', at::timestamp - timestamp '2024-01-01' FROM events;
SELECT _id, age(at), age(at, '2024-02-29') IS NULL FROM events WHERE at IS NULL;
SELECT _id, age(at, timestamptz '2024-02-29'), age(timestamp '2024-02-29', at::timestamp) FROM events;
SELECT _id, date_trunc('month', at, 'America/New_York'), date_trunc('decade', at), date_trunc('century', at) FROM events;
SELECT _id, date_bin('6 hours', at, '2000-01-01'), at AT TIME ZONE INTERVAL '-05:30', at::timestamp AT TIME ZONE 'Asia/Tokyo' FROM events WHERE at < '9000-01-01';
SELECT _id, extract(julian FROM at), extract(epoch FROM at), date_part('epoch', at), extract(timezone FROM at) FROM events;
SELECT _id, extract(microseconds FROM at), extract(decade FROM at), extract(millennium FROM at), extract(isoyear FROM at::date) FROM events;
SELECT _id FROM events WHERE (at, at + interval '1 day') OVERLAPS ('2024-12-28', interval '3 days');
SELECT _id, isfinite(at), justify_interval(at - '2024-01-01'), to_timestamp(extract(epoch FROM at)::float8) = at FROM events;
SELECT g FROM generate_series(timestamp '2024-01-31', '2024-06-30', '1 month') AS g;
SELECT g FROM generate_series(timestamptz '2024-10-26 12:00', '2024-10-28 12:00', '12 hours') AS g;
SELECT generate_series(date '2024-01-01', date '2024-01-03', '1 day');
SELECT count(*) FROM generate_series(timestamp '2024-01-01', '2024-12-31', '1 day');
SELECT date '2024-02-29' + interval '1 year', date '2024-03-31' - interval '1 month', timestamp '2024-01-31' + interval '1 month 1 day';
SELECT interval '1 day' * 1.5, interval '1 month' / 3, 2 * interval '1:30', -interval '1 day 2:00', interval '1 mon' - interval '30 days';
SELECT interval '1 day' < interval '25 hours', interval '1 month' = interval '30 days', interval '1 year' > interval '360 days';
SELECT justify_days(interval '65 days'), justify_hours(interval '50:00'), justify_interval(interval '1 mon -1 hour'), age(timestamp '2024-03-31', timestamp '2024-02-29');
SELECT time '23:00' + interval '2 hours', time '01:00' - interval '2 hours', time '10:00' - time '12:30', timetz '10:00+02' + interval '1 hour';
SELECT extract(year FROM date '0044-03-15 BC'), extract(century FROM date '0001-01-01'), extract(week FROM date '2021-01-03'), extract(dow FROM date 'epoch');
SELECT extract(epoch FROM interval '1 year 1 mon'), extract(quarter FROM interval '5 mons'), extract(hour FROM interval '100:30'), date_part('day', interval '3 days');
SELECT extract(year FROM 'infinity'::timestamp), extract(day FROM 'infinity'::date), date_trunc('day', '-infinity'::timestamp), 'infinity'::date + 1;
SELECT make_interval(1, 2, 3, 4, 5, 6, 7.5), make_interval(hours => 10, secs => 0.5), make_timestamptz(2024, 7, 1, 12, 0, 0, 'Asia/Kolkata'), make_date(-44, 3, 15);
SELECT timestamptz '2024-07-01 12:00' AT TIME ZONE 'America/New_York', timestamp '2024-07-01 12:00' AT TIME ZONE 'EST', timetz '12:00+00' AT TIME ZONE 'UTC';
SELECT clock_timestamp() >= now(), statement_timestamp() >= transaction_timestamp(), pg_sleep(0), length(timeofday()) > 20;
-- error 22008
SELECT date '5874897-12-31' + 1;
-- error 22008
SELECT timestamp '294276-12-31 23:59:59' + interval '1 second';
-- error 22008
SELECT date 'infinity' - date '2024-01-01';
-- error 22008
SELECT timestamp 'infinity' - timestamp '2024-01-01';
-- error 22008
SELECT interval '178956970 years' * 2;
-- error 22012
SELECT interval '1 day' / 0;
-- error 22023
SELECT extract('never' FROM date '2024-01-01');
-- error 0A000
SELECT extract(hour FROM date '2024-01-01');
-- error 0A000
SELECT date_trunc('week', interval '1 day');
-- error 22023
SELECT date_trunc('day', now(), 'Nowhere/Land');
-- error 22008
SELECT make_date(2023, 2, 29);
-- error 22008
SELECT date_bin('0', timestamp '2024-01-01', timestamp '2024-01-01');
-- error 0A000
SELECT date_bin('1 month', timestamp '2024-01-01', timestamp '2024-01-01');
-- error 22023
SELECT generate_series(timestamp '2024-01-01', '2024-01-02', '0');
-- error 22023
SELECT timestamp '2024-01-01' AT TIME ZONE interval '1 day';
-- error 22008
SELECT to_timestamp('NaN'::float8);
-- error 42883
SELECT date '2024-01-01' + date '2024-01-01';
-- Sums and means of parts keep an integer's scale.
SELECT sum(extract(year FROM at)), sum(extract(quarter FROM at)), sum(extract(dow FROM at)), sum(extract(isoyear FROM at)), sum(extract(week FROM at)), sum(extract(doy FROM at)) FROM events;
SELECT avg(extract(year FROM at)), avg(extract(quarter FROM at)), avg(extract(dow FROM at)), avg(extract(isoyear FROM at)), avg(extract(week FROM at)), avg(extract(doy FROM at)) FROM events;
SELECT min(extract(year FROM at)), max(extract(quarter FROM at)), min(extract(dow FROM at)), max(extract(isoyear FROM at)), min(extract(week FROM at)), max(extract(doy FROM at)) FROM events;
SELECT sum(date_part('year', at)), sum(date_part('quarter', at)), avg(date_part('quarter', at)), stddev(date_part('quarter', at)), max(date_part('quarter', at)) FROM events;
SELECT extract(quarter FROM at) * 2, extract(quarter FROM at) / 3, extract(quarter FROM at) + 0.50, date_part('quarter', at) / 2 FROM events ORDER BY _id;
SELECT sum(extract(quarter FROM at) * 2.5), sum(extract(quarter FROM at)::int), sum(extract(quarter FROM at)::numeric(5,2)), stddev(extract(quarter FROM at)) FROM events;
SELECT extract(quarter FROM at) AS q, sum(extract(quarter FROM at)) OVER (ORDER BY _id) FROM events ORDER BY _id;
SELECT string_agg(extract(quarter FROM at)::text, ',' ORDER BY _id), array_agg(DISTINCT extract(quarter FROM at)) FROM events;
SELECT extract(quarter FROM at) AS q, count(*) FROM events GROUP BY ROLLUP(q) ORDER BY 1, 2;
SELECT DISTINCT extract(quarter FROM at) || 'q' FROM events ORDER BY 1;
