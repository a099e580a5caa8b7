-- Transactions: what ROLLBACK undoes, the failed state, several statements in a message
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, s text);
CREATE TABLE u (_id int4 PRIMARY KEY, k int4 UNIQUE, a int4, b int4, UNIQUE (a, b));
BEGIN;
INSERT INTO t VALUES (1, 1, 'one');
SELECT * FROM t;
UPDATE t SET a = 2;
COMMIT;
BEGIN;
INSERT INTO t VALUES (2, 2, 'two');
DELETE FROM t WHERE _id = 1;
UPDATE t SET s = 'changed';
ROLLBACK;
SELECT * FROM t;
BEGIN;
INSERT INTO t VALUES (3, 3);
-- error 23505
INSERT INTO t VALUES (1, 3);
-- error 25P02
SELECT 1;
-- error 25P02
INSERT INTO t VALUES (4, 4);
-- error 25P02
UPDATE nowhere SET a = 1;
COMMIT;
SELECT * FROM t;
BEGIN;
INSERT INTO t VALUES (3, 3);
-- error 22012
SELECT 1 / 0;
ROLLBACK;
SELECT * FROM t;
BEGIN;
INSERT INTO t VALUES (5, 5);
-- error 42601
INSRT INTO t VALUES (6, 6);
ROLLBACK;
BEGIN;
INSERT INTO t VALUES (5, 5);
COMMIT AND CHAIN;
INSERT INTO t VALUES (6, 6);
ROLLBACK AND CHAIN;
INSERT INTO t VALUES (7, 7);
COMMIT;
SELECT * FROM t;
COMMIT;
ROLLBACK;
INSERT INTO t VALUES (8, 8); INSERT INTO t VALUES (9, 9);
-- error 23505
INSERT INTO t VALUES (10, 10); INSERT INTO t VALUES (9, 9);
-- error 22012
INSERT INTO t VALUES (10, 10); SELECT 1 / 0; INSERT INTO t VALUES (11, 11);
INSERT INTO t VALUES (10, 10); SELECT count(*) FROM t; DELETE FROM t WHERE _id = 8; SELECT count(*) FROM t;
-- error 23505
BEGIN; INSERT INTO t VALUES (12, 12); COMMIT; INSERT INTO t VALUES (13, 13); INSERT INTO t VALUES (12, 0);
INSERT INTO t VALUES (14, 14); BEGIN; INSERT INTO t VALUES (15, 15); ROLLBACK; INSERT INTO t VALUES (16, 16);
INSERT INTO t VALUES (17, 17); ROLLBACK; INSERT INTO t VALUES (18, 18);
-- error 23505
INSERT INTO t VALUES (19, 19); COMMIT; INSERT INTO t VALUES (19, 20);
-- error 22012
BEGIN; INSERT INTO t VALUES (20, 20); SELECT 1 / 0;
-- error 25P02
INSERT INTO t VALUES (21, 21);
ROLLBACK;
BEGIN READ ONLY;
SELECT * FROM t;
-- error 25006
INSERT INTO t VALUES (22, 22);
ROLLBACK;
BEGIN READ ONLY;
-- error 25006
UPDATE t SET a = 0;
ROLLBACK;
BEGIN READ ONLY;
-- error 25006
DELETE FROM t;
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
INSERT INTO t VALUES (22, 22);
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM t;
INSERT INTO t VALUES (23, 23);
SELECT count(*) FROM t;
ROLLBACK;
SET default_transaction_read_only = on;
-- error 25006
INSERT INTO t VALUES (24, 24);
BEGIN READ WRITE;
INSERT INTO t VALUES (24, 24);
COMMIT;
RESET default_transaction_read_only;
SET transaction_read_only = on;
INSERT INTO t VALUES (25, 25);
START TRANSACTION;
UPDATE t SET a = a + 1 WHERE _id < 10;
UPDATE t SET a = a + 1 WHERE _id < 10;
SELECT sum(a) FROM t;
DELETE FROM t WHERE a % 2 = 0 RETURNING _id;
INSERT INTO t SELECT _id + 100, a, s FROM t;
END;
INSERT INTO u VALUES (1, 1, 1, 1), (2, 2, 1, 2), (3, NULL, NULL, 1), (4, NULL, NULL, 1);
-- error 23505
INSERT INTO u VALUES (5, 1, 5, 5);
-- error 23505
INSERT INTO u VALUES (5, 5, 1, 1);
INSERT INTO u VALUES (5, NULL, 1, NULL), (6, NULL, 1, NULL);
-- error 23505
UPDATE u SET k = 1 WHERE _id = 2;
UPDATE u SET k = k WHERE _id < 3;
-- error 23505
UPDATE u SET a = 1, b = 1 WHERE _id = 3;
UPDATE u SET k = NULL;
UPDATE u SET k = _id;
UPDATE u SET k = k + 100;
-- error 23505
UPDATE u SET k = 7;
BEGIN;
UPDATE u SET k = 900 WHERE _id = 1;
DELETE FROM u WHERE _id = 2;
INSERT INTO u (_id, k) VALUES (2, 102);
INSERT INTO u (_id, k) VALUES (20, 101);
-- error 23505
INSERT INTO u (_id, k) VALUES (21, 900);
ROLLBACK;
BEGIN;
DELETE FROM u;
INSERT INTO u (_id, k) VALUES (1, 101);
COMMIT;
-- pipeline
INSERT INTO t VALUES (200, 1); INSERT INTO t VALUES (201, 1); UPDATE t SET a = 5 WHERE _id = 200 RETURNING *;
-- pipeline
-- error 23505
INSERT INTO t VALUES (202, 1); INSERT INTO t VALUES (201, 1); INSERT INTO t VALUES (203, 1);
-- pipeline
INSERT INTO t VALUES (202, 1); BEGIN; INSERT INTO t VALUES (203, 1); ROLLBACK; INSERT INTO t VALUES (204, 1);
-- pipeline
-- error 22012
BEGIN; INSERT INTO t VALUES (205, 1); SELECT count(*) FROM t; COMMIT; SELECT 1 / 0;
-- pipeline
-- error 22012
BEGIN; INSERT INTO t VALUES (206, 1); SELECT 1 / 0; COMMIT;
ROLLBACK;
-- pipeline
DELETE FROM t WHERE _id >= 200 RETURNING _id; INSERT INTO t VALUES (200, 9); SELECT * FROM t WHERE _id >= 200;
-- params: 300, 7, x
INSERT INTO t VALUES ($1, $2, $3);
-- params: 301, NULL, NULL
INSERT INTO t VALUES ($1, $2, $3) RETURNING *;
-- params: 5, 300
UPDATE t SET a = a + $1 WHERE _id = $2 RETURNING a;
-- params: 300
DELETE FROM t WHERE _id = $1;
-- params: 302, 12.5
-- error 22P02
INSERT INTO t (_id, a) VALUES ($1, $2);
-- params: 302, 12.5
INSERT INTO t (_id, a) VALUES ($1, $2::numeric);
-- params: 302
-- error 23505
INSERT INTO t (_id, a) SELECT $1, 5;
-- params: 400, 401
INSERT INTO t (_id, a) VALUES ($1, 1), ($2, 2);
-- params: x
INSERT INTO t (_id, s) VALUES (500, $1), (501, $1 || 'y');
-- params: 402
INSERT INTO t (_id) SELECT $1 WHERE $1 > 400;
-- params: NULL
UPDATE t SET s = $1 WHERE _id > 300;
-- params: {1,2,3}
DELETE FROM t WHERE _id = ANY ($1::int4[]);
-- params: a'b
UPDATE t SET s = $1 WHERE _id = 200;
-- a transaction that wrote nothing is no obstacle for ALTER TABLE
CREATE TABLE nothing(a int, b int);
begin;
update nothing set b = 0 where b is null;
alter table nothing alter b set not null;
insert into nothing values (1, 2);
commit;
select * from nothing;
-- definitions behind what was written
set pgleaf.ddl_in_transaction = 'commits';
CREATE TABLE before(a int primary key, b int);
CREATE TABLE beside(a int references before);
begin;
insert into before values (1, 2);
alter table before add c text default 'x';
insert into before values (2, 3, 'y');
create index before_b on before (b);
insert into beside values (2);
comment on table before is 'it';
alter table beside add foreign key (a) references before;
update before set b = 5 where a = 1;
alter table before alter b set not null;
commit;
select * from before order by a;
select * from beside;
reset pgleaf.ddl_in_transaction;
