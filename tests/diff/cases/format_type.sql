-- format_type() of every kind of type with modifiers that no SQL gives it.
SELECT format_type(t, m) FROM unnest(ARRAY['bpchar','varchar','numeric','time','timetz','timestamp','timestamptz','bit','varbit','text','int4','bool','name','"char"','float8','date','json','int4range','uuid','bpchar[]','varchar[]','numeric[]','bit[]','time[]','timestamptz[]','xml','money','oid','point','_text','internal','record','record[]','int2vector','unknown','"any"','cstring','anyarray','void','trigger']::regtype[]) WITH ORDINALITY a(t,n), unnest(ARRAY[-2147483648,-2,-1,0,1,4,5,6,7,10,65540,2147483647]) WITH ORDINALITY b(m,k) ORDER BY n,k;
SELECT format_type('interval'::regtype, -1), format_type('interval'::regtype, -2);
-- error XX000
SELECT format_type('interval'::regtype, 0);
-- error XX000
SELECT format_type('interval'::regtype, 1);
-- error XX000
SELECT format_type('interval'::regtype, 4);
-- error XX000
SELECT format_type('interval'::regtype, 5);
-- error XX000
SELECT format_type('interval'::regtype, 6);
SELECT format_type('interval'::regtype, 2147483647);
-- error XX000
SELECT format_type('interval'::regtype, 65535);
-- error XX000
SELECT format_type('interval[]'::regtype, 1);
-- error XX000
SELECT format_type('interval'::regtype, x) FROM unnest(ARRAY[2147418112|3, 2147418112, 65536*4, 65536*4|65535, 65536*2|6, 65536*6|3,67108864|5, 262144*4|65535]) x;
-- error XX000
SELECT format_type('interval'::regtype, 4194303);
SELECT format_type('interval'::regtype, 268435456|3);
SELECT format_type('interval'::regtype, (1<<28)|65535), format_type('interval'::regtype, 32767<<16|7);
SELECT format_type('interval'::regtype, (4<<16)|65535), format_type('interval'::regtype, (2<<16)|65535), format_type('interval'::regtype, (6<<16)|65535);
SELECT format_type('interval'::regtype, (8<<16)|65535), format_type('interval'::regtype, (1024<<16)|65535), format_type('interval'::regtype, (2048<<16)|65535), format_type('interval'::regtype, (4096<<16)|3);
SELECT format_type('interval'::regtype, (3072<<16)|65535), format_type('interval'::regtype, (7176<<16)|65535), format_type('interval'::regtype, (7168<<16)|5);
SELECT format_type('interval'::regtype, (1032<<16)|65535), format_type('interval'::regtype, (3080<<16)|65535), format_type('interval'::regtype, (6144<<16)|65535);
-- error XX000
SELECT format_type('interval'::regtype, (12<<16)|65535);
-- error XX000
SELECT format_type('interval'::regtype, (16<<16)|3);
SELECT format_type('interval'::regtype, (1024<<16)|0);
SELECT format_type('interval'::regtype, (4096<<16)|70);
SELECT format_type(NULL, 3), format_type(0, 3), format_type(99999, 3), format_type(1700, NULL), format_type(1186, NULL);
SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid='pg_class'::regclass AND attnum > 0 ORDER BY attnum;
