-- CALL, of which there is only what is built in; expressions in ALTER TABLE, whose errors have no position; cursors that are not there
-- error 34000
fetch nope;
-- error 34000
move nope;
-- error 34000
fetch all from nope;
-- error 34000
close nope;
-- error 26000
explain execute nope;
-- error 42883
call nope();
-- error 42883
call nope(1, 'a');
-- error 42883
call pg_catalog.nope(1);
-- error 42809
call lower('x');
-- error 42883
call lower(1);
-- error 42809
call sum(1);
-- error 42883
call nope(x => 1);
create table ck(a int);
-- error 22P02
alter table ck add check (a + 'x');
-- error 42703
alter table ck add check (b > 0);
-- error 42883
alter table ck add check (nope(a) > 0);
-- error 42803
alter table ck add constraint c1 check (sum(a) > 0);
-- error 0A000
alter table ck add check ((select 1) > 0);
-- error 42703
alter table ck add column z int check (q > 0);
-- error 42703
create table ck2(a int, check (b > 0));
-- error 42804
create table ck3(a int check (a));
-- error 42804
alter table ck add check (a);
-- error 22P02
alter table ck add column y int default 'x';
-- error 42883
alter table ck add column y int default nope(1);
-- error 0A000
alter table ck add column y int default a;
-- error 42703
alter table ck add column y int generated always as (q + 1) stored;
-- error 42883
alter table ck add column y int generated always as (nope(1)) stored;
-- error 42601
alter table ck add column y int default 1 default 2;
-- error 42704
alter table ck add column y nope;
-- error 22P02
alter table ck add column y int check (y > 'x');
-- error 42P01
alter table ck add column y int references nopetable;
-- error 42P01
alter table ck add foreign key (a) references nopetable;
-- error 42703
alter table ck add foreign key (q) references ck;
-- error 42703
alter table ck add unique (q);
-- error 42601
alter table ck add column y int not null null;
-- error 42883
alter table ck alter column a set default nope(1);
-- error 42883
alter table ck alter column a type int using nope(1);
-- error 42703
alter table ck alter column a type int using q;
-- error 42704
alter table ck alter column a type nope;
-- error 42703
alter table ck add check (a > 0), add check (q > 1);
-- error 42710
alter table ck add constraint x check (a > 0) not valid, add constraint x check (a > 1);
-- error 42883
call nope(null, 1.5, array[1], current_date);
-- error 42883
call public.nope();
-- error 3F000
call nos.nope();
-- error 0A000
call nope((select 1));
-- error 42883
call nope(variadic array[1]);
-- error 42601
call nope(a => 1, 2);
-- error 42703
call nope(q);
-- error 42883
call nope(*);
-- error 42883
call nope(distinct 1);
-- error 42809
call count(*);
-- error 42809
call now();
-- error 42883
call abs('x'::text);
-- error 42809
call abs(1.5);
-- error 3F000
call pgleaf.nope();
-- error 42883
-- params: 1
call nope($1);
-- error 42601
call nope(x => 1, x => 2);
-- error 42883
call nope(lower('x'), a => 1 + 1);
-- error 42883
call nope(nope(1));
-- error 42803
call nope(count(*));
-- error 42P20
call nope(row_number() over ());
-- error 0A000
call nope(generate_series(1, 2));
-- error 42P01
call nope(a.b);
-- error 42809
call int4('7');
alter table ck add check (a > 0);
-- error 23514
insert into ck values (0);
