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
