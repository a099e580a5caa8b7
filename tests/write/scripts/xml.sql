-- xml columns: stored as text, read back as it came; no order, no keys.
CREATE TABLE doc(a int primary key, x xml, d xml not null default '<none/>', l xml[]);
insert into doc values (1, '<a b="1">x</a>', '<?xml version="1.0"?><d/>', array['<e/>'::xml, null, 'f']), (2, null, 'text', '{}');
insert into doc(a) values (3) returning *;
insert into doc(a, x) values (4, '<?xml version="1.0" standalone="yes"?><a/>'), (5, xmlcomment('c'));
insert into doc(a, x) select 6, xmlagg(x order by a) from doc returning x;
-- error 2200N
insert into doc(a, x) values (7, '<a>');
-- error 23502
insert into doc(a, d) values (7, null);
-- error 42804
insert into doc(a, x) values (7, 'text'::text);
-- error 42804
insert into doc(a, x) values (7, 1);
select * from doc order by a;
select a, x::text, d::text from doc where x is not null order by a;
select a from doc where x::text like '%<a%' order by a;
update doc set x = xmlconcat2(x, d) where a < 3 returning a, x;
update doc set l[2] = '<g/>' where a = 1 returning l;
-- error 2200N
update doc set x = '<a' where a = 1;
-- error 42804
update doc set x = x::text where a = 1;
-- error 42883
select a from doc where x = '<a/>';
-- error 42883
select x from doc order by x;
-- error 42704
create index on doc(x);
-- error 42704
alter table doc add unique (x);
-- error 42704
create table doc2(x xml primary key);
create table doc3(a int, x xml check (xml_is_well_formed_document(x::text)), t text generated always as (x::text) stored);
insert into doc3 values (1, '<a/>'), (2, null);
-- error 23514
insert into doc3 values (3, 'x');
select * from doc3 order by a;
alter table doc add column y xml;
update doc set y = x where a = 2 returning y;
alter table doc alter column y type text;
-- error 42804
alter table doc alter column y type xml;
alter table doc alter column y type xml using y::xml;
select a, y from doc where y is not null order by a;
create view dv as select a, x from doc where xml_is_well_formed_document(x::text);
select * from dv order by a;
set xmloption = document;
-- error 2200M
insert into doc(a, x) values (8, 'text');
insert into doc(a, x) values (8, '<t/>') returning x;
select a, x from doc order by a;
reset xmloption;
create temp table td as select a, x from doc;
select * from td order by a;
delete from doc where x is null returning a;
create table xq(a int primary key, "b c" text, d date, e numeric(10,2), f varchar(5), g bytea, i int[], j float8, k bool, l xml, m char(3), n time, o interval);
insert into xq values (1, 'x<y', '2024-02-29', 1.5, 'abc', '\x0102', '{1,2}', 1.5, true, '<z/>', 'q', '12:00', '1 day'), (2, null, null, null, null, null, null, null, null, null, null, null, null);
select table_to_xml('xq', true, false, ''), table_to_xml('xq', false, true, 'n');
select replace(table_to_xmlschema('xq', true, false, '')::text, current_database(), 'DB'), replace(table_to_xml_and_xmlschema('xq', false, true, 'n')::text, current_database(), 'DB');
select query_to_xml('select a, "b c" from xq where a > 1 order by a', true, false, '');
create domain xd as varchar(7) check (value <> 'x');
create table "E f"(g xd, h xd[]);
insert into "E f" values ('y', null);
select table_to_xml('"E f"', true, false, ''), replace(table_to_xmlschema('"E f"', true, false, '')::text, current_database(), 'DB');
drop table doc cascade;
select replace(schema_to_xml('public', true, false, '')::text, current_database(), 'DB');
select replace(schema_to_xml_and_xmlschema('public', true, true, 'n')::text, current_database(), 'DB');
select replace(database_to_xml(true, true, '')::text, current_database(), 'DB');
select t.* from xq, xmltable('/z' passing l columns n for ordinality, z text path '.' default 'none') t order by 1;
select xmlelement(name x, xmlattributes(a), "b c", l) from xq order by a;
create view xv as select a, t.z from xq left join lateral xmltable('/z' passing xq.l columns z text path 'name()') t on true;
select * from xv order by a;
