-- dates and times: formats, parts, arithmetic, input (manual 8.5, 9.8, 9.9)

SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'YYYY-MM-DD"T"HH24:MI:SS.US');
SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'Dy, DD Mon YYYY HH12:MI:SS AM TZ');
SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'FMDay, FMDDth FMMonth YYYY');
SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'DAY day Day DY dy Dy MONTH month Month MON mon Mon RM rm');
SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'Q CC J W WW IW ID D DDD IDDD IYYY IYY IY I Y,YYY YYY YY Y');
SELECT to_char(timestamp '2024-02-29 13:05:09.123456', 'SSSS SSSSS MS US FF1 FF2 FF3 FF4 FF5 FF6');
SELECT to_char(timestamptz '2024-02-29 13:05:09+00', 'TZ tz TZH TZM OF');
SELECT to_char(timestamp '0044-03-15 BC', 'YYYY BC bc B.C. AD a.d. CC');
SELECT to_char(timestamp '2024-02-29', 'HH12 HH HH24 P.M. p.m. AM A.M.');
SELECT to_char(timestamp '2024-01-01', 'FMMM/FMDD/FMYY FXYYYY');
SELECT to_char(timestamp '2024-02-01', 'DDTH DDth DDSP YYYYth HH12TH MIth');
SELECT to_char(timestamp '2024-02-29', 'TMDay TMMonth TMMon TMDy');
SELECT to_char(timestamp '2024-02-29', 'literal \"YYYY\" "YYYY" "a\"b"');
SELECT to_char(timestamp 'infinity', 'YYYY');
SELECT to_char(timestamp '-infinity', 'YYYY');
SELECT to_char(timestamp '294276-12-31 23:59:59', 'YYYY-MM-DD Y,YYY YYY CC J');
SELECT to_char(date '2024-02-29', 'YYYY');
SELECT to_char(date '0001-01-01', 'YYYY IYYY IW J');
SELECT to_char(time '13:05:09', 'HH24:MI:SS');
SELECT to_char(interval '1 year 2 months 3 days 04:05:06.789', 'YYYY MM DD HH24 MI SS MS US');
SELECT to_char(interval '-1 year -2 months -3 days -04:05:06.789', 'YYYY MM DD HH24 MI SS MS US');
SELECT to_char(interval '100 hours', 'HH24 HH12 HH:MI SSSS');
-- error 22007
SELECT to_char(interval '15 months', 'YYYY RM rm MM Month');
-- error 22007
SELECT to_char(interval '1 day', 'Day');
-- error 22007
SELECT to_char(interval '1 day', 'D');
SELECT to_char(interval '1 day', 'J');
-- error 22007
SELECT to_char(interval '1 day', 'AD');
-- error 22007
SELECT to_char(interval '1 day', 'TZ');
SELECT to_char(interval '1 day', 'Q W WW CC DDD');
SELECT to_char(interval '-13:14', 'HH12 HH24 AM');
SELECT to_date('2024-02-29', 'YYYY-MM-DD'), to_date('20240229', 'YYYYMMDD'), to_date('29 Feb 2024', 'DD Mon YYYY');
-- error 22008
SELECT to_date('2024-02-30', 'YYYY-MM-DD');
-- error 22008
SELECT to_date('2023-13-01', 'YYYY-MM-DD');
-- error 22008
SELECT to_date('2023 366', 'YYYY DDD');
SELECT to_date('2024 366', 'YYYY DDD'), to_date('2024-W09-4', 'IYYY-"W"IW-ID');
-- error 22007
SELECT to_date('2024 09 4', 'IYYY IW DD');
SELECT to_date('1 4 1902', 'Q MM YYYY'), to_date('3 4 21 01', 'W MM CC YY'), to_date('2458872', 'J');
SELECT to_date('95', 'YY'), to_date('69', 'YY'), to_date('70', 'YY'), to_date('995', 'YYY'), to_date('5', 'Y'), to_date('19', 'YY');
SELECT to_date('44-03-15 BC', 'YYYY-MM-DD BC'), to_date('-44-03-15', 'YYYY-MM-DD'), to_date('0000', 'YYYY');
SELECT to_date('-44-03-15 BC', 'YYYY-MM-DD BC');
SELECT to_date('February 2024', 'Month YYYY'), to_date('feb2024', 'MonYYYY'), to_date('FEBRUARY 29, 2024', 'MONTH DD, YYYY');
-- error 22007
SELECT to_date('xyz 2024', 'Mon YYYY');
SELECT to_date('2024', 'YYYYY');
SELECT to_date('2024-1-5', 'YYYY-MM-DD'), to_date('2024 1 5', 'YYYY-MM-DD'), to_date('2024/01/05', 'YYYY-MM-DD'), to_date('  2024-01-05', 'YYYY-MM-DD');
SELECT to_date('2024-1-5', 'FXYYYY-MM-DD');
SELECT to_date('20240105x', 'YYYYMMDD');
-- error 22007
SELECT to_date('x2024', 'YYYY');
SELECT to_date('', 'YYYY'), to_date('2024', '');
SELECT to_date('12', 'MM'), to_date('31', 'DD'), to_date('4', 'Q');
SELECT to_date('2024 2024', 'YYYY YYYY');
-- error 22007
SELECT to_date('2024 2023', 'YYYY YYYY');
-- error 22007
SELECT to_date('2024 12', 'YYYY IW');
SELECT to_date('2024-02-29', NULL), to_date(NULL, 'YYYY');
SELECT to_timestamp('2024-02-29 13:05:09.5', 'YYYY-MM-DD HH24:MI:SS.US');
-- error 22007
SELECT to_timestamp('2024-02-29 13:05', 'YYYY-MM-DD HH12:MI');
SELECT to_timestamp('2024-02-29 01:05 pm', 'YYYY-MM-DD HH12:MI PM'), to_timestamp('12:00 am', 'HH:MI AM'), to_timestamp('12:00 p.m.', 'HH:MI P.M.');
-- error 22008
SELECT to_timestamp('2024-02-29 25:00', 'YYYY-MM-DD HH24:MI');
-- error 22008
SELECT to_timestamp('10:60', 'HH24:MI');
SELECT to_timestamp('2024 36000', 'YYYY SSSSS'), to_timestamp('2024 36000', 'YYYY SSSS');
-- error 22008
SELECT to_timestamp('2024 86400', 'YYYY SSSS');
SELECT to_timestamp('2024-02-29 12:00 +05:30', 'YYYY-MM-DD HH24:MI TZH:TZM'), to_timestamp('2024-02-29 12:00 -3', 'YYYY-MM-DD HH24:MI TZH');
-- error 0A000
SELECT to_timestamp('2024-02-29 12:00 EST', 'YYYY-MM-DD HH24:MI TZ');
SELECT to_timestamp('2024-02-29 12:00', 'YYYY-MM-DD HH24:MI OF');
-- error 22008
SELECT to_timestamp('12.345678', 'SS.FF3'), to_timestamp('12.345678', 'SS.MS'), to_timestamp('1.5', 'SS.FF6'), to_timestamp('1.05', 'SS.US');
SELECT to_timestamp('1985 FMMonth 11', 'YYYY "FMMonth" DD');
SELECT to_timestamp('1,582nd VIII 21', 'Y,YYYth FMRM DD');
SELECT to_timestamp('15 "text between quote marks" 98 54 45', E'HH24 "\\"text between quote marks\\"" YY MI SS');
SELECT to_timestamp('05121445482000', 'MMDDHH24MISSYYYY');
SELECT to_timestamp('2000January09Sunday', 'YYYYFMMonthDDFMDay');
-- error 22007
SELECT to_timestamp('97/Feb/16', 'YYMonDD');
SELECT to_timestamp('97/Feb/16', 'YY:Mon:DD'), to_timestamp('97/Feb/16', 'FXYY/Mon/DD'), to_timestamp('97/Feb/16', 'FXYY:Mon:DD');
SELECT to_timestamp('19971116', 'YYYYMMDD'), to_timestamp('20000-1116', 'YYYY-MMDD'), to_timestamp('1997 AD 11 16', 'YYYY BC MM DD'), to_timestamp('1997 BC 11 16', 'YYYY BC MM DD');
SELECT to_timestamp('9-1116', 'Y-MMDD'), to_timestamp('95-1116', 'YY-MMDD'), to_timestamp('995-1116', 'YYY-MMDD'), to_timestamp('2005426', 'YYYYWWD'), to_timestamp('2005300', 'YYYYDDD'), to_timestamp('2005527', 'IYYYIWID'), to_timestamp('005527', 'IYYIWID'), to_timestamp('05527', 'IYIWID'), to_timestamp('5527', 'IIWID'), to_timestamp('2005364', 'IYYYIDDD');
SELECT to_timestamp('20050302', 'YYYYMMDD'), to_timestamp('2005 03 02', 'YYYYMMDD'), to_timestamp(' 2005 03 02', 'YYYYMMDD'), to_timestamp('  20050302', 'YYYYMMDD');
SELECT to_timestamp('2011-12-18 11:38 20', 'YYYY-MM-DD HH12:MI TZM');
-- error 22007
SELECT to_timestamp('199711xy', 'YYYYMMDD');
-- error 22008
SELECT to_timestamp('10000000000', 'FMYYYY');
-- error 22008
SELECT to_timestamp('2016-06-13 99:99:99', 'YYYY-MM-DD HH24:MI:SS');
-- error 22008
SELECT to_timestamp('2016-02-30', 'YYYY-MM-DD'), 1;
SELECT to_timestamp(0), to_timestamp(1.5), to_timestamp(-1e9), to_timestamp('infinity'::float8), to_timestamp('-infinity'::float8);
-- error 22008
SELECT to_timestamp('NaN'::float8);
-- error 22008
SELECT to_timestamp(1e30);
SELECT date_bin('15 minutes', timestamp '2020-02-11 15:44:17', timestamp '2001-01-01'), date_bin('1 day 2 hours', timestamp '2020-02-11 15:44:17', timestamp '2001-01-01'), date_bin('5 microseconds', timestamp '2020-02-11 15:44:17.71393', timestamp '2001-01-01');
SELECT date_bin('15 minutes', timestamp '1999-02-11 15:44:17', timestamp '2001-01-01'), date_bin('15 minutes', timestamptz '1999-02-11 15:44:17+02', timestamptz '2001-01-01 00:00:30+00');
-- error 0A000
SELECT date_bin('1 month', timestamp '2020-02-11', timestamp '2001-01-01');
-- error 22008
SELECT date_bin('0 days', timestamp '2020-02-11', timestamp '2001-01-01');
-- error 22008
SELECT date_bin('-2 days', timestamp '2020-02-11', timestamp '2001-01-01');
SELECT date_bin('1 day', timestamp 'infinity', timestamp '2001-01-01'), date_bin('1 day', timestamp '-infinity', timestamp '2001-01-01');
-- error 22008
SELECT date_bin('1 day', timestamp '2001-01-01', timestamp 'infinity');
SELECT extract(century FROM timestamp '2000-12-16'), extract(century FROM date '2001-02-16'), extract(century FROM date '0001-12-31 BC'), extract(millennium FROM timestamp '2001-02-16'), extract(decade FROM timestamp '2001-02-16'), extract(decade FROM date '0011-01-01 BC');
SELECT extract(dow FROM timestamp '2001-02-16'), extract(isodow FROM date '2001-02-18'), extract(doy FROM date '2001-02-16'), extract(isoyear FROM date '2006-01-01'), extract(week FROM date '2005-01-01'), extract(julian FROM timestamp '2006-01-01 12:00'), extract(quarter FROM date '2001-02-16');
SELECT extract(epoch FROM timestamptz '2001-02-16 20:38:40.12-08'), extract(epoch FROM timestamp '2001-02-16 20:38:40.12'), extract(epoch FROM interval '5 days 3 hours'), extract(epoch FROM date '2001-02-16'), extract(epoch FROM time '01:02:03.5');
SELECT extract(microseconds FROM time '17:12:28.5'), extract(milliseconds FROM time '17:12:28.5'), extract(second FROM timestamp '2001-02-16 20:38:40.5'), extract(hour FROM timetz '10:00+03'), extract(timezone FROM timetz '10:00+03:30'), extract(timezone_hour FROM timetz '10:00-03:30'), extract(timezone_minute FROM timetz '10:00-03:30'), extract(epoch FROM timetz '10:00+03');
-- error 0A000
SELECT extract(timezone FROM timestamp '2001-02-16');
-- error 0A000
SELECT extract(dow FROM time '10:00');
-- error 0A000
SELECT extract(day FROM time '10:00');
-- error 42601
SELECT extract(nothing FROM timestamp '2001-02-16');
-- error 0A000
SELECT extract(hour FROM date '2001-02-16');
SELECT extract(year FROM timestamp 'infinity'), extract(epoch FROM timestamp '-infinity'), extract(hour FROM timestamp 'infinity'), extract(year FROM date '-infinity'), extract(julian FROM date 'infinity');
SELECT extract(day FROM date 'infinity');
SELECT extract(year FROM interval '100 years 13 months'), extract(month FROM interval '13 months'), extract(quarter FROM interval '5 months'), extract(decade FROM interval '25 years'), extract(century FROM interval '250 years'), extract(millennium FROM interval '2500 years'), extract(day FROM interval '40 days 30 hours'), extract(hour FROM interval '-30 hours');
-- error 0A000
SELECT extract(week FROM interval '1 day');
-- error 0A000
SELECT extract(dow FROM interval '1 day');
SELECT date_part('epoch', interval '1.5 seconds'), date_part('second', time '10:00:01.25'), date_part('YEAR', timestamp '2024-01-01'), date_part('years', date '2024-01-01'), date_part('usec', time '0:0:1');
SELECT date_trunc('microseconds', timestamp '2001-02-16 20:38:40.123456'), date_trunc('milliseconds', timestamp '2001-02-16 20:38:40.123456'), date_trunc('second', timestamp '2001-02-16 20:38:40.9'), date_trunc('decade', timestamp '2001-02-16'), date_trunc('century', timestamp '2001-02-16'), date_trunc('millennium', timestamp '2001-02-16'), date_trunc('century', timestamp '0055-02-16 BC'), date_trunc('quarter', timestamp '2001-05-16');
SELECT date_trunc('week', timestamp '2000-01-01'), date_trunc('day', timestamptz '2001-02-16 20:38:40+00', 'Australia/Sydney'), date_trunc('hour', interval '3 days 02:47:33'), date_trunc('month', interval '1 year 5 months 3 days'), date_trunc('quarter', interval '1 year 5 months'), date_trunc('day', date '2001-02-16');
-- error 0A000
SELECT date_trunc('week', interval '1 day');
-- error 0A000
SELECT date_trunc('timezone', timestamp '2001-02-16');
-- error 22023
SELECT date_trunc('foo', timestamp '2001-02-16');
-- error 22023
SELECT date_trunc('dow', timestamp '2001-02-16');
SELECT timestamp '2001-02-16 20:38:40' AT TIME ZONE 'America/Denver', timestamptz '2001-02-16 20:38:40-05' AT TIME ZONE 'America/Denver', timestamptz '2001-02-16 20:38:40-05' AT TIME ZONE interval '-08:00', time '10:00' AT TIME ZONE 'UTC';
SELECT timetz '10:00+02' AT TIME ZONE 'UTC', timetz '10:00+02' AT TIME ZONE interval '05:30', timetz '23:00-05' AT TIME ZONE '+03';
SELECT timestamptz '2024-03-10 09:59:59+00' AT TIME ZONE 'America/New_York', timestamp '2024-03-10 02:30:00' AT TIME ZONE 'America/New_York', timestamp '2024-11-03 01:30:00' AT TIME ZONE 'America/New_York';
-- error 22023
SELECT timestamp '2001-02-16' AT TIME ZONE 'nowhere';
-- error 22023
SELECT timestamp '2001-02-16' AT TIME ZONE interval '1 month';
SELECT timestamp 'infinity' AT TIME ZONE 'UTC', timestamptz '-infinity' AT TIME ZONE 'Asia/Tokyo';
SELECT timestamp '2001-02-16' AT TIME ZONE 'EST5EDT', timestamp '2001-07-16' AT TIME ZONE 'EST5EDT', timestamp '2001-07-16' AT TIME ZONE 'CET-1CEST', timestamp '2001-07-16' AT TIME ZONE 'cest';
SELECT age(timestamp '2001-04-10', timestamp '1957-06-13'), age(timestamp '2024-03-31', timestamp '2024-02-29'), age(timestamp '2024-02-29', timestamp '2024-03-31'), age(timestamp '2024-03-01 00:00:00.5', timestamp '2024-02-29 23:59:59.75'), age(timestamp 'infinity', timestamp '2000-01-01') IS NULL;
SELECT interval '1 year 2 months' * 1.5, interval '1 day' / 3, interval '1 month' / 7, interval '1 mon' * 0.3, interval '7 days 1 hour' * -0.5, 2.5 * interval '1 month 1 day';
-- error 22012
SELECT interval '1 day' / 0;
-- error 22008
SELECT interval '1 day' * 'NaN'::float8;
-- error 22008
SELECT interval '178956970 years' * 2;
-- error 22008
SELECT interval '2147483647 days' + interval '1 day';
SELECT interval '1' year, interval '2' month, interval '3' day, interval '4' hour, interval '5' minute, interval '6.789' second, interval '6.789' second(1), interval '1-2' year to month, interval '3 4:05' day to minute, interval '4:05:06.7' hour to second(0), interval '10:20' minute to second;
SELECT interval '1-2', interval '1 2:03', interval '-1-2 +3 -4:05', interval 'P1Y2M3DT4H5M6S', interval 'P0001-02-03T04:05:06', interval 'PT-3H', interval 'P-1W', interval '1.5 weeks', interval '1.5 months', interval '1.5 years', interval '0.1 centuries', interval '@ 1 day 2 hours ago', interval 'P1.5D';
-- error 22007
SELECT interval '1 fortnight';
-- error 22007
SELECT interval '';
-- error 22007
SELECT interval '1 day 1 day';
-- error 22007
SELECT interval '-1 days -02:03', interval '1 day -00:00:01', interval '-0.5 day', interval '1e3 days', interval '1 year -13 months', interval '25:61:61';
SELECT justify_hours(interval '27 hours'), justify_days(interval '35 days'), justify_interval(interval '1 mon -1 hour'), justify_interval(interval '-1 mon 40 days -25 hours'), justify_hours(interval '1 day -25 hours'), justify_days(interval '-1 month 31 days');
SELECT date '2024-01-31' + interval '1 month', date '2024-03-31' - interval '1 month', timestamp '2024-02-29' + interval '1 year', timestamp '2024-01-31' + interval '1 month -1 day', timestamptz '2024-03-10 00:00 America/New_York' + interval '1 day', date '2024-01-01' - date '2023-01-01', date '2024-01-01' - 1, 1 + date '2024-01-01', date '2024-01-01' + time '10:00', date '2024-01-01' + timetz '10:00+02';
SELECT date 'infinity' + 1, date '-infinity' - 1, date 'infinity' > date '5874897-12-31';
-- error 22008
SELECT date 'infinity' - date '2000-01-01';
-- error 22008
SELECT date '5874897-12-31' + 1;
-- error 22008
SELECT timestamp '294276-12-31' + interval '1 day';
SELECT time '23:00' + interval '2 hours', time '01:00' - interval '2 hours', time '10:00' - time '12:30', time '10:00' + interval '1 day', timetz '23:00+01' + interval '3 hours', time '24:00' + interval '0', time '00:00' - interval '1 microsecond';
SELECT (date '2024-01-01', date '2024-02-01') OVERLAPS (date '2024-02-01', date '2024-03-01'), (date '2024-01-01', interval '100 days') OVERLAPS (date '2024-02-01', date '2024-03-01'), (time '10:00', time '12:00') OVERLAPS (time '11:00', interval '1 hour'), (timestamp '2024-01-01', NULL) OVERLAPS (timestamp '2024-01-01', timestamp '2024-01-02');
SELECT (date '2024-01-01', NULL) OVERLAPS (NULL, date '2024-01-02'), (NULL::date, NULL) OVERLAPS (date '2024-01-01', date '2024-01-02');
SELECT make_date(2024, 2, 29), make_date(-44, 3, 15), make_time(8, 15, 23.5), make_timestamp(2013, 7, 15, 8, 15, 23.5), make_timestamptz(2013, 7, 15, 8, 15, 23.5, 'America/New_York');
-- error 22008
SELECT make_date(2023, 2, 29);
-- error 22008
SELECT make_date(0, 1, 1);
-- error 22008
SELECT make_time(24, 0, 1);
SELECT make_time(24, 0, 0), make_time(23, 59, 60);
-- error 22008
SELECT make_time(10, 60, 0);
-- error 22008
SELECT make_timestamp(2024, 1, 1, 0, 0, -1);
SELECT isfinite(date 'infinity'), isfinite(timestamp '2024-01-01'), isfinite(interval '1 day'), isfinite(NULL::date);
-- error 22008
SELECT date '2024-02-30';
SELECT date '2024-1-5', date 'Jan 5 2024', date '5 January 2024', date '20240105', date '240105', date '2024.005', date 'J2460315', date 'January 5, 2024 AD', date '0044-03-15 BC', date '1/5/2024';
-- error 22008
SELECT date '13/13/2024';
SELECT timestamp '2024-01-05 10:00 PM', timestamp '2024-01-05T10:00:00Z', timestamp '2024-01-05 10:00:60', timestamp '2024-01-05 24:00:00', timestamp 'epoch', timestamp '20240105T101112', timestamp '2024-01-05 1011';
-- error 22008
SELECT timestamp '2024-01-05 24:00:01';
SELECT timestamptz '2024-01-05 10:00 America/New_York', timestamptz '2024-01-05 10:00 EST', timestamptz '2024-01-05 10:00+05:30:15', timestamptz '2024-01-05 10:00 -0330', timestamptz '2024-01-05 10:00 zulu';
-- error 22009
SELECT timestamptz '2024-01-05 10:00 +25';
-- error 22007
SELECT time '10:00:00.1234567', time '101112', time '10:11 pm', time 'allballs', time '10:11:12+02', timetz '10:11:12 America/New_York';
SELECT timetz '2024-07-05 10:11:12 America/New_York', timetz '10:11:12-08';
-- error 22008
SELECT time '25:00';
SELECT '2024-01-05'::timestamp::date, '2024-01-05 23:59:59.9999999'::timestamp, '2024-01-05'::date::timestamptz, '10:00'::time::interval, interval '25 hours'::time, timestamptz '2024-01-05 10:00+00'::time, timestamptz '2024-01-05 10:00+00'::timetz;
SELECT generate_series(timestamp '2024-01-31', '2024-05-01', '1 month');
SELECT generate_series(timestamptz '2024-03-09 12:00+00', '2024-03-12', '1 day');
SELECT generate_series(timestamp '2024-01-02', '2024-01-01', '-12 hours');
-- error 22023
SELECT generate_series(timestamp '2024-01-01', '2024-01-02', '0 days');
SELECT EXTRACT(EPOCH FROM now()) > 0, now() = transaction_timestamp(), clock_timestamp() >= statement_timestamp(), timeofday() IS NOT NULL, pg_typeof(localtime), pg_typeof(current_time), pg_typeof(localtimestamp(2)), pg_typeof(current_timestamp);
