-- A session's first temporary table, made inside a transaction that has written: what a crash left is looked for beside it.
create table p(a int primary key, b text);
begin;
insert into p values (1, 'kept');
create temp table first(a int);
insert into first values (1);
update p set b = b || '!' where a in (select a from first);
commit;
select * from p;
select * from first;
