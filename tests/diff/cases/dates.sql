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
