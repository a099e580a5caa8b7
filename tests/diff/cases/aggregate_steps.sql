-- What aggregates and ranges are made of, called by SQL: their steps over states that it gives and gets (func-families); output functions of what is no type of its own; validators.
-- error 42883
SELECT fmgr_internal_validator(1);
SELECT fmgr_internal_validator('now()'::regprocedure);
-- error 42501
SELECT fmgr_sql_validator('now()'::regprocedure);
-- error 42501
SELECT fmgr_sql_validator('now()'::regprocedure);
-- error 42501
SELECT fmgr_c_validator('now()'::regprocedure);
SELECT postgresql_fdw_validator('{}', 0);
SELECT postgresql_fdw_validator('{host=a,port=1}', 1417);
-- error 42601
SELECT postgresql_fdw_validator('{host=a,port=1}', 1418);
SELECT postgresql_fdw_validator('{user=a,password=1}', 1418);
-- error 42601
SELECT postgresql_fdw_validator('{user=a,password=1}', 0);
-- error 42601
SELECT postgresql_fdw_validator('{HOST=a}', 1417);
SELECT postgresql_fdw_validator('{host}', 1417);
-- error 42601
SELECT postgresql_fdw_validator('{b=c}', 0);
-- error 22004
SELECT postgresql_fdw_validator('{NULL}', 0);
SELECT postgresql_fdw_validator(NULL, 0);
SELECT postgresql_fdw_validator('{{host=a},{dbname=b}}', 1417);
SELECT postgresql_fdw_validator('{authtype=1,service=1,hostaddr=1,options=1,tty=1,requiressl=1,sslmode=1,gsslib=1,connect_timeout=3}', 1417);
-- error 42601
SELECT postgresql_fdw_validator('{=1}', 1417);
-- error 42601
SELECT postgresql_fdw_validator('{hots=1}', 1417);
SELECT interval_combine('{1 s,2 s}','{3 s,1 s}');
-- error XX000
SELECT int4_avg_combine('{1,2}','{3,4}');
SELECT float8_combine('{1,2,3}','{2,2,1}');
-- error XX000
SELECT float8_accum('{1,2}',3), 1;
-- error XX000
SELECT float8_accum('{1,2,NULL}',3), 1;
SELECT float8_accum('[0:2]={1,2,3}',3), 1;
SELECT float8_accum('{1,2,3}'::numeric[],3), 1;
SELECT int4_avg_accum('[0:1]={1,2}',3);
-- error XX000
SELECT int4_avg_accum('{{1,2}}',3);
SELECT int4_avg_accum_inv('{1,9223372036854775807}',-3);
SELECT int4_avg_accum('{9223372036854775807,9223372036854775807}',3);
SELECT int8_avg('{0,1}'),int8_avg('{3,1}'),int8_avg('{-3,10}');
-- error XX000
SELECT int8_avg('{1,NULL}');
SELECT int2int4_sum('{0,1}'),int2int4_sum('{3,1}');
-- error XX000
SELECT int2int4_sum('{3}');
SELECT interval_avg('{1 day,0}'),interval_avg('{1 day,3 us}'),interval_avg('{1 month 1 day, 1 day 3 us}');
-- error XX000
SELECT interval_avg('{1 day}');
SELECT interval_accum('{1 day,2 day 1 s}', '1 h');
SELECT interval_accum_inv('{1 day,2 day 1 s}', '1 h');
-- error 22008
SELECT interval_accum('{178956970 years,2 day 1 s}', '178956970 years');
SELECT interval_accum('[0:1]={1 day,2 day 1 s}', '1 h');
-- error XX000
SELECT interval_combine('{1 day}','{3 s,1 s}');
SELECT int2_sum(NULL,NULL), int2_sum(1,NULL), int2_sum(NULL,2::int2), int2_sum(9223372036854775807,2::int2);
SELECT int4_sum(NULL,NULL), int4_sum(1,NULL), int4_sum(NULL,2), int4_sum(-9223372036854775808,-2);
SELECT int8_sum(NULL,NULL), int8_sum(1.50,NULL), int8_sum(NULL,2), int8_sum(1.50,-2);
SELECT int8inc_any(1,'a'::text), int8inc_any(2,NULL::int), int8dec_any(5,'{1}'::int[]), int8inc_float8_float8(4,1,2), int8inc_float8_float8(4,NULL,2);
-- error 22003
SELECT int8inc_any(9223372036854775807,'a'::text);
SELECT int8inc_any(1,'a');
SELECT int8inc_any(1,NULL);
SELECT booland_statefunc(true,false), boolor_statefunc(true,false), booland_statefunc(true,NULL);
SELECT int4range_canonical('[1,3]'), int8range_canonical('(1,)'), daterange_canonical('empty');
SELECT int4range_subdiff(1,2147483647), int8range_subdiff(9223372036854775807,-1), numrange_subdiff(1.5,3), daterange_subdiff('2020-01-01','infinity'), tsrange_subdiff('2020-01-01','2020-01-02 00:00:00.5'), tstzrange_subdiff('2020-01-01','-infinity');
SELECT numrange_subdiff('NaN',1), numrange_subdiff('Infinity','Infinity');
-- since 15.20
SELECT numrange_subdiff('1e400',1), numrange_subdiff(1,'1e400');
-- error XX000
SELECT range_intersect_agg_transfn('[1,2]'::int4range,'[2,3]');
-- error 42804
SELECT range_intersect_agg_transfn('[1,2]','[2,3]');
SELECT range_intersect_agg_transfn('[1,2]'::int4range,NULL);
-- error XX000
SELECT multirange_intersect_agg_transfn('{[1,2]}'::int4multirange,'{[2,3]}');
SELECT float8_avg('{0,1,2}'), float8_avg('{2,1,2}'), float8_avg('{0.5,1,2}'), float8_avg('{NaN,1,2}');
-- error XX000
SELECT float8_avg('{0,1}');
SELECT float8_var_pop('{0,1,2}'), float8_var_pop('{2,1,2}'), float8_var_pop('{0.5,1,2}'), float8_var_pop('{NaN,1,2}'), float8_var_samp('{1,1,2}'), float8_var_samp('{2,1,2}'),  float8_var_samp('{1.5,1,2}'), float8_var_samp('{NaN,1,2}'),float8_stddev_pop('{-1,1,2}'),float8_stddev_samp('{2,1,-2}'),float8_stddev_samp('{3,1,2}'),float8_var_pop('{-1,1,2}');
SELECT float8_regr_accum('{0,0,0,0,0,0}',1,2), float8_regr_accum('{1,2,3,4,5,6}',1,2), float8_regr_accum('{-1,2,3,4,5,6}',1,2), float8_regr_accum('{NaN,2,3,4,5,6}',1,2), float8_regr_accum('{1,2,3,4,5,6}','NaN','Infinity');
-- error 22003
SELECT float8_regr_accum('{1,1e308,3,4,5,6}',1,1e308);
-- error XX000
SELECT float8_regr_accum('{1,1e308,3,4,5}',1,1e308);
-- error 22003
SELECT float8_accum('{1,1e308,3}',1e308);
SELECT float8_accum('{-1,1,3}',5), float8_accum('{NaN,1,3}',5), float8_accum('{0,1,3}','Infinity'), float8_accum('{0,0,0}',7), float4_accum('{1,2,3}',1.1::real);
SELECT float8_regr_combine('{1,2,3,4,5,6}','{6,5,4,3,2,1}'), float8_regr_combine('{0,2,3,4,5,6}','{6,5,4,3,2,1}'), float8_regr_combine('{1,2,3,4,5,6}','{0,5,4,3,2,1}');
-- error XX000
SELECT float8_regr_combine('{1,2,3,4,5,6}','{0,5,4,3,2}');
-- error 22003
SELECT float8_regr_combine('{1,1e308,3,4,5,6}','{6,1e308,4,3,2,1}');
-- error 22003
SELECT float8_combine('{1,1e308,3}','{1,1e308,3}');
-- error 22003
SELECT float8_combine('{1,1e308,3}','{1,-1e307,3}');
SELECT float8_combine('{0,1e308,3}','{1,-1e307,3}'), float8_combine('{1,1e308,3}','{0,-1e307,3}'), float8_combine('{NaN,1e308,3}','{1,-1e307,3}');
SELECT float8_regr_sxx(a),float8_regr_syy(a),float8_regr_sxy(a),float8_regr_avgx(a),float8_regr_avgy(a),float8_regr_r2(a),float8_regr_slope(a),float8_regr_intercept(a),float8_covar_pop(a),float8_covar_samp(a),float8_corr(a) FROM unnest(ARRAY['{2,2,3,4,5,6}','{1,2,3,4,5,6}','{0.5,2,3,4,5,6}','{3,1,0,5,2,0}','{3,1,1,5,0,7}','{NaN,1,2,3,4,5}','{4,1,2,3,-2,5}']) WITH ORDINALITY AS u(t,n), CAST(t AS float8[]) AS a ORDER BY n;
-- error XX000
SELECT float8_corr('{1,2}');
SELECT float8_covar_samp(NULL);
SELECT array_send('{1,2}'::int[]);
SELECT record_send(ROW(1,2));
SELECT fmgr_internal_validator('fmgr_internal_validator'::regproc);
SELECT array_out(ARRAY[1,2]), record_out(ROW(1,'a b')), range_out(int4range(1,3)), multirange_out(int4multirange(int4range(1,3))), int2vectorout('1 2'), oidvectorout('3'), regconfigout('simple'), regdictionaryout('simple');
SELECT range_send(int4range(1,3)), multirange_send(int4multirange(int4range(1,3))), int2vectorsend('1 2'), oidvectorsend('3'), anyarray_send(ARRAY['a']), anycompatiblearray_send(ARRAY['a']);
SELECT oid::regprocedure, pronargs, prosrc, proisstrict, provolatile FROM pg_proc WHERE proname IN ('int4_sum','float8_accum','int8inc_any','range_send','fmgr_c_validator','daterange_subdiff') ORDER BY oid;
SELECT aggfnoid, aggtransfn, aggfinalfn, aggcombinefn FROM pg_aggregate WHERE aggtransfn IN ('int4_sum'::regproc,'float8_accum'::regproc) ORDER BY aggfnoid::oid;

-- Functions with arguments of type internal: no call fits (before PostgreSQL 15.20 a literal of unknown type did).
-- since 15.20
-- error 42846
SELECT NULL::internal;
-- since 15.20
-- error 42846
SELECT 'a'::internal;
-- error 0A000
SELECT 'a'::trigger;
SELECT 'a'::cstring;
-- since 15.20
-- error 42883
SELECT int8_avg_accum(NULL,1);
-- since 15.20
-- error 42883
SELECT array_agg_finalfn(NULL,1);
-- error 42883
SELECT array_agg_finalfn(1,1);
-- since 15.20
-- error 42846
SELECT plainto_tsquery(NULL::internal);
-- error 42883
SELECT numeric_avg(1);
-- error 42883
SELECT numeric_avg('x'::text);
-- since 15.20
-- error 42883
SELECT prsd_start(NULL, 1);
-- since 15.20
-- error 42883
SELECT bpchar_sortsupport(NULL);
-- since 15.20
-- error 42883
SELECT float8recv(NULL);
-- since 15.20
-- error 42883
SELECT bernoulli(NULL);
-- since 15.20
-- error 42883
SELECT system(NULL);
-- since 15.20
-- error 42883
SELECT bthandler(NULL);
-- since 15.20
-- error 42883
SELECT DISTINCT numeric_avg(NULL) FROM pg_class;
-- since 15.20
-- error 42883
SELECT int8_avg_accum(NULL,'x');
-- since 15.20
-- error 42883
SELECT numeric_sum(NULL) OVER ();
-- since 15.20
-- error 42883
SELECT * FROM numeric_sum(NULL);
-- error 42883
SELECT int4_accum(NULL, a => 1);
