-- Hash, GIN, GiST, SP-GiST and BRIN over columns: declared, for the catalogs to show; what they find MongoDB finds without them
create table doc (id int primary key, v tsvector, j jsonb, r int4range, m int4multirange, t date, s text, n int[], p point, b box, c circle, x inet, y cidr, d numeric, q tsquery, z varchar(9), e char(3));
create index doc_v on doc using gin (v);
create index doc_v2 on doc using gist (v);
create index doc_q on doc using gist (q);
create index doc_j on doc using gin (j);
create index doc_j2 on doc using gin (j jsonb_path_ops) with (fastupdate = off);
create index doc_j3 on doc using gin (j jsonb_ops, n array_ops);
create index doc_r on doc using gist (r);
create index doc_m on doc using gist (m) include (s);
create index doc_t on doc using brin (t);
create index doc_t2 on doc using brin (t date_bloom_ops, id) with (pages_per_range = 32, autosummarize);
create index doc_ze on doc using brin (z, e, d);
create index doc_p on doc using gist (p);
create index doc_b on doc using gist (b) with (buffering = auto, fillfactor = 80);
create index doc_c on doc using gist (c);
create index doc_sp on doc using spgist (p);
create index doc_sp2 on doc using spgist (p kd_point_ops);
create index doc_ss on doc using spgist (s);
create index doc_sz on doc using spgist (z) with (fillfactor = 90);
create index doc_x on doc using gist (x inet_ops) where id > 5;
create index doc_y on doc using spgist (y);
create index on doc using gin (v);
create index doc_h on doc using hash (s);
create index doc_h2 on doc using hash (z varchar_pattern_ops) with (fillfactor = 60);
create index doc_h3 on doc using hash (n);
-- error 42704
create index on doc using hash (q);
-- error 42704
create index on doc using hash (p);
-- error 42704
create index on doc using gin (s);
-- error 42704
create index on doc using gist (s);
-- error 42704
create index on doc using gist (x);
-- error 42704
create index on doc using spgist (n);
-- error 42704
create index on doc using brin (j);
-- error 42704
create index on doc using gin (s gin_trgm_ops);
-- error 42804
create index on doc using gin (s jsonb_ops);
-- error 0A000
create unique index on doc using gist (r);
-- error 0A000
create index on doc using spgist (p, b);
-- error 0A000
create index on doc using gin (v) include (s);
-- error 0A000
create index on doc using brin (t desc);
-- error 0A000
create index on doc using gist (r nulls first);
-- error 22023
create index on doc using brin (t) with (fillfactor = 70);
-- error 22023
create index on doc using brin (t) with (pages_per_range = 0);
-- error 42704
create index on doc using other (t);
select indexdef from pg_indexes where tablename = 'doc' order by 1;
select c.relname, amname, reloptions, indkey, indcollation, indoption, (select array_agg(opcname order by o) from unnest(indclass) with ordinality u(k, o) join pg_opclass p on p.oid = k) from pg_class c join pg_am m on m.oid = relam join pg_index on indexrelid = c.oid where indrelid = 'doc'::regclass order by 1;
select c.relname, attname, atttypid::regtype, attlen, atttypmod, attbyval, attalign, attstorage, attcollation from pg_class c join pg_index on indexrelid = c.oid join pg_attribute on attrelid = c.oid where indrelid = 'doc'::regclass order by 1, attnum;
select c.relname, p, pg_index_has_property(c.oid, p), pg_index_column_has_property(c.oid, 1, p) from pg_class c join pg_index on indexrelid = c.oid, unnest('{clusterable,index_scan,bitmap_scan,backward_scan,asc,nulls_first,orderable,distance_orderable,returnable,search_array,search_nulls}'::text[]) p where indrelid = 'doc'::regclass order by 1, 2;
select amname, p, pg_indexam_has_property(a.oid, p) from pg_am a, unnest('{can_order,can_unique,can_multi_col,can_exclude,can_include}'::text[]) p where amtype = 'i' order by 1, 2;
insert into doc (id, v, j, r, t, s, p, x, m, c, b) values (1, to_tsvector('english', 'fat cats'), '{"a": [1, 2]}', '[1,5)', '2020-01-01', 's', '(1,2)', '10.0.0.1', '{[1,3)}', '<(1,2),3>', '(1,2),(3,4)'), (2, null, '[1, {"a": 2}]', null, null, null, null, null, null, null, null);
select id from doc where v @@ 'cat'::tsquery;
select id from doc where j @> '{"a": [1]}';
select id from doc where s = 's' or n = '{1}';
select id from doc where j @> '[1]' or r @> 3 order by id;
select id from doc where p <@ box '(0,0),(3,3)' and x << '10.0.0.0/8' and t < '2021-01-01';
alter index doc_t2 set (pages_per_range = 64);
-- error 22023
alter index doc_t2 set (fillfactor = 64);
alter index doc_j rename to doc_jj;
create table doc2 (like doc including indexes);
select regexp_replace(indexdef, 'doc2_\w+', 'i') from pg_indexes where tablename = 'doc2' order by 1;
drop index doc_jj;
reindex index doc_j2;
alter table doc drop column j;
alter table doc rename column t to tt;
select indexdef from pg_indexes where tablename = 'doc' order by 1;
