-- Geometric columns: stored as text, read back exactly; elements assigned; what has no index.
CREATE TABLE geo(a int primary key, p point not null default '(0,0)', s lseg, l line, b box, h path, g polygon, c circle, ps point[], bs box[]);
insert into geo values (1, '(0.1,-0)', '[(1,2),(3,4)]', '{1,-1,0.3333333333333333}', '(1,2),(3,4)', '[(1,2),(3,4)]', '((0,0),(1,0),(0,1))', '<(1,2),3>', '{"(1,2)","(3,4)"}', '{(1,2),(3,4);(5,6),(7,8)}'), (2, '(NaN,Infinity)', null, null, null, '((1,2))', null, null, '{}', array[null, box '(1,1),(2,2)']);
insert into geo(a) values (3) returning *;
insert into geo(a, p) values (4, point(1e300, 1e-300)), (5, point '(1,2)' + point '(0.1,0.2)');
-- error 23502
insert into geo(a, p) values (6, null);
-- error 22P02
insert into geo(a, p) values (6, '(1,2');
select a, p, p[0], p <-> point '(0,0)' from geo where a <> 4 order by 1;
select a, b[0], s[1], bs[1], ps[2], ps[2][0], @@ b from geo order by a;
select a from geo where p <@ box '(0,0),(5,5)' order by 1;
update geo set p[0] = 7.5, b[1] = '(0,-9)' where a = 1 returning p, b;
update geo set s[0] = '(5,5)', p[1] = null where a = 2 returning p, s;
-- error 2202E
update geo set p[2] = 1 where a = 1;
-- error 2202E
update geo set p[-1] = 1 where a = 1;
-- error 22004
update geo set p[null] = 1 where a = 1;
-- error 22P02
update geo set p[0:1] = '{1,2}' where a = 1;
-- error 0A000
update geo set p[0:1] = point '(1,2)' where a = 1;
-- error 42804
update geo set c[0] = 1 where a = 1;
update geo set c = circle(p, 2), g = polygon(4, circle '<(0,0),1>'), h = path(g), l = line(p, point '(100,100)') where a = 1;
update geo set bs = bs || box '(0,0),(1,1)', ps[1] = '(8,8)' where a < 3;
select * from geo order by a;
-- error 42883
update geo set a = a where p = point '(1,2)';
update geo set a = a where p ~= point '(1.1,2.2)' returning a;
delete from geo where p ~= point '(1.1,2.2)';
-- error 42883
select p from geo group by p;
select a from geo where g @> p or c @> p order by 1;
-- error 42704
create index on geo(p);
-- error 42704
alter table geo add unique (b);
-- error 42704
create table geo2(p point primary key);
create table geo3(a int, k box check (area(k) > 1), d point generated always as (@@ k) stored);
insert into geo3 values (1, '(0,0),(2,2)'), (2, null);
-- error 23514
insert into geo3 values (3, '(0,0),(1,1)');
select * from geo3 order by 1;
-- what is stored as text is the same whatever the session's styles are
create table geo4(a int, p point, r daterange, i interval, ts tsrange);
set datestyle = 'SQL, DMY';
set intervalstyle = 'sql_standard';
set extra_float_digits = -10;
insert into geo4 values (1, '(0.1234567890123456,1e15)', '[2024-02-03,2024-05-06)', '-1 day +02:00', '[2024-02-03 01:02:03,2024-05-06)');
update geo4 set p = p + point '(1e-15,1)';
reset datestyle;
reset intervalstyle;
reset extra_float_digits;
select * from geo4;
