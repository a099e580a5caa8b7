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
