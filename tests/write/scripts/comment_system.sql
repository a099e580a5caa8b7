-- COMMENT ON what PostgreSQL has by itself: what is not there is its error
-- error 42704
comment on language nosuch is 'x';
-- error 42704
comment on role nosuch is 'x';
-- error 42704
comment on tablespace nosuch is 'x';
-- error 42704
comment on access method nosuch is 'x';
-- error 42704
comment on foreign data wrapper nosuch is 'x';
-- error 42704
comment on server nosuch is 'x';
-- error 42704
comment on event trigger nosuch is 'x';
-- error 42704
comment on publication nosuch is 'x';
-- error 42704
comment on subscription nosuch is 'x';
-- error 42704
comment on collation nosuch is 'x';
-- error 42704
comment on collation public.nosuch is 'x';
-- error 42704
comment on conversion nosuch is 'x';
-- error 42704
comment on text search parser nosuch is 'x';
-- error 42704
comment on text search dictionary nosuch is 'x';
-- error 42704
comment on text search template nosuch is 'x';
-- error 42704
comment on text search configuration public."No such" is 'x';
-- error 42704
comment on statistics nosuch is 'x';
-- error 3F000
comment on collation x.nosuch is 'x';
-- error 3F000
comment on text search parser x.nosuch is 'x';
-- error 3F000
comment on function x.nosuch(int) is 'x';
-- error 42883
comment on function nosuch is 'x';
-- error 42883
comment on function nosuch(int, text) is 'x';
-- error 42883
comment on function public.nosuch(int, varchar(5)) is 'x';
-- error 42883
comment on procedure nosuch() is 'x';
-- error 42883
comment on procedure nosuch is 'x';
-- error 42883
comment on aggregate nosuch(*) is 'x';
-- error 42883
comment on aggregate nosuch(int) is 'x';
-- error 42883
comment on routine nosuch(int[]) is 'x';
-- error 42883
comment on function lower(int) is 'x';
-- error 42883
comment on aggregate sum(text) is 'x';
-- error 42883
comment on function nosuch(in a int) is 'x';
-- error 42809
comment on aggregate abs(int) is 'x';
-- error 42809
comment on procedure abs(int) is 'x';
-- error 42704
comment on function nosuch(foo) is 'x';
-- what two names tell, or types
create table comment_on (id int primary key);
create view comment_view as select id from comment_on;
-- error 42883
comment on operator ### (int, int) is 'x';
-- error 42883
comment on operator ### (none, int) is 'x';
-- error 42883
comment on operator + (int, text) is 'x';
-- error 42883
comment on operator public.+ (int, int) is 'x';
-- error 42704
comment on operator + (int, nosuch) is 'x';
-- error 42704
comment on cast (int as xml) is 'x';
-- error 42704
comment on cast (int as nosuch) is 'x';
-- error 42704
comment on rule nosuch on comment_on is 'x';
-- error 42704
comment on rule nosuch on comment_view is 'x';
-- error 42P01
comment on rule nosuch on nosuch is 'x';
-- error 3F000
comment on rule nosuch on nosuch.nosuch is 'x';
-- error 42704
comment on trigger nosuch on comment_on is 'x';
-- error 42P01
comment on trigger nosuch on nosuch is 'x';
-- error 42704
comment on policy nosuch on comment_on is 'x';
-- error 42704
comment on policy nosuch on comment_view is 'x';
-- error 42P01
comment on policy nosuch on public.nosuch is 'x';
-- error 42704
comment on operator class nosuch using btree is 'x';
-- error 42704
comment on operator class int4_ops using nosuch is 'x';
-- error 42704
comment on operator class public.int4_ops using btree is 'x';
-- error 3F000
comment on operator class nosuch.int4_ops using btree is 'x';
-- error 42704
comment on operator family nosuch using hash is 'x';
-- error 42704
comment on operator family public.integer_ops using hash is 'x';
-- error 42704
comment on transform for int language sql is 'x';
-- error 42704
comment on transform for int language nosuch is 'x';
-- error 42704
comment on large object 5 is 'x';
-- error 42704
comment on large object 3000000000 is 'x';
drop view comment_view;
drop table comment_on;
