-- COPY FROM STDIN: text, CSV, binary, what is wrong with them
CREATE TABLE t (_id int4 PRIMARY KEY, a int4, s text, n numeric, ok bool);
CREATE TABLE w (_id int4 PRIMARY KEY, a int4, b text NOT NULL);
-- copy: 1\t10\tone\t1.5\tt\n2\t\\N\t\\N\t\\N\t\\N\n
COPY t FROM STDIN;
-- copy: 3\t30\tthree\t3\tf
COPY t FROM STDIN;
-- copy: 4\t1\tx\t1 | \tt\n5\t | 2\ty\t2\tf\n
COPY t FROM STDIN;
COPY t FROM STDIN;
-- copy: 6\tsix\n7\t\n8\t\\N\n
COPY t (_id, s) FROM STDIN;
-- copy: nine\t9\n
COPY t (s, _id) FROM STDIN;
-- copy: 10\ta\\tb\\nc\\\\d\\be\\f\\v\\r\\q\n11\t\\101\\x42\\x4a7\\7\n12\t\\\n13\t\\\\N\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 14\tend\\
COPY t (_id, s) FROM STDIN;
-- copy: 15\tx\r\n16\ty\r\n
COPY t (_id, s) FROM STDIN;
-- copy: 17\tx\r18\ty\r
COPY t (_id, s) FROM STDIN;
-- copy: 19\tx\n20\ty\r\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 19\tx\r\n20\ty\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 19\tx\r20\ty\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 19\tx\n\\.\n20\ty\n
COPY t (_id, s) FROM STDIN;
-- copy: 20\tx\n\\.
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 21\tx\n\\.z\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 21\tx\r\n\\.\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 21\tx\\.\n22\ty\n
COPY t (_id, s) FROM STDIN;
-- copy: 23\tx\n24\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: 23\tx\ty\n
-- error 22P04
COPY t (_id, s) FROM STDIN;
-- copy: \n
-- error 22P02
COPY t (_id, s) FROM STDIN;
-- copy: x\ty\n
-- error 22P02
COPY t (_id, s) FROM STDIN;
-- copy: 23\tx\n24\ty\nz\tz\n
-- error 22P02
COPY t (_id, s) FROM STDIN;
-- copy: 23\t99999999999\n
-- error 22003
COPY t (_id, a) FROM STDIN;
-- copy: 23\tx\n24\ty\n1\tz\n
-- error 23505
COPY t (_id, s) FROM STDIN;
-- copy: 23\tx\n23\ty\n
-- error 23505
COPY t (_id, s) FROM STDIN;
-- copy: \\N\tx\n
-- error 23502
COPY t (_id, s) FROM STDIN;
-- copy: 23\n
COPY t (_id) FROM STDIN;
-- copy: 24\n25\n
COPY t(_id) FROM STDIN (DELIMITER ',');
-- copy: 26,NULL\n27,'x'\n
COPY t (_id, s) FROM STDIN (DELIMITER ',', NULL 'NULL');
-- copy: 28||x\n
COPY t (_id, a, s) FROM STDIN (DELIMITER '|', NULL '');
-- copy: 30\tx\n
-- copy fail: no more
-- error 57014
COPY t (_id, s) FROM STDIN;
-- copy fail: at once
-- error 57014
COPY t (_id, s) FROM STDIN;
-- error 42703
COPY t (_id, nothing) FROM STDIN;
-- error 42701
COPY t (_id, _id) FROM STDIN;
-- error 42P01
COPY nowhere FROM STDIN;
-- error 22023
COPY t FROM STDIN (FORMAT nope);
-- error 0A000
COPY t FROM STDIN (DELIMITER 'ab');
-- error 0A000
COPY t FROM STDIN (FORCE_NULL (s));
-- error 0A000
COPY t FROM STDIN (FORMAT csv, FORCE_QUOTE (s));
-- error 0A000
COPY t TO STDOUT (FORMAT csv, FORCE_NULL (s));
-- error 42703
COPY t FROM STDIN (FORMAT csv, FORCE_NULL (nope));
-- error 42P10
COPY t (_id) FROM STDIN (FORMAT csv, FORCE_NULL (s));
-- error 42P10
COPY t (_id) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (s));
-- error 42601
COPY t TO STDOUT WHERE a > 1;
-- copy: 31,x\n32,"y"\n33,"a,b"\n34,"q""q"\n35,\n36,""\n37,"multi\nline"\n
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 38,x\r\n39,"a\r\nb"\r\n
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 40;'a''b'\n41;'x;y'\n
COPY t (_id, s) FROM STDIN (FORMAT csv, DELIMITER ';', QUOTE '''');
-- copy: 42,"a\\"b"\n43,"c\\\\d"\n44,"e\\f"\n
COPY t (_id, s) FROM STDIN (FORMAT csv, ESCAPE '\');
-- copy: 45,ab"cd,e"f\n46,"x"y"z"\n
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 47,"open\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 47,x\n48,"y\nz",9\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 47,NULL\n48,"NULL"\n
COPY t (_id, s) FROM STDIN (FORMAT csv, NULL 'NULL');
-- copy: 49,\n50,""\n51,x\n
COPY t (_id, s) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (s));
-- copy: 52,\n53,""\n54,x\n
COPY t (_id, s) FROM STDIN (FORMAT csv, FORCE_NULL (s));
-- copy: 55,NULL\n56,"NULL"\n
COPY t (_id, s) FROM STDIN CSV NULL 'NULL' FORCE NULL s;
-- copy: 55,\n
-- error 22P02
COPY t (_id, a) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (a));
-- copy: id,s\n60,x\n
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER);
-- copy: "two\nlines",s\n61,x\n
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER true);
-- copy: _id,s\n62,x\n
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER match);
-- copy: _id,S\n63,x\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER match);
-- copy: _id\n63,x\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER match);
-- copy: _id,\n63,x\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv, HEADER match);
-- copy: _id\ts\n64\tx\n
COPY t (_id, s) FROM STDIN (HEADER match);
-- copy: head\n65\tx\n
COPY t (_id, s) FROM STDIN WITH (HEADER);
-- copy: head\n
COPY t (_id, s) FROM STDIN WITH (HEADER);
-- error 22P04
COPY t (_id, s) FROM STDIN WITH (HEADER match);
-- copy: 66,x\n\\.\n67,y\n
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 400,x\n\\.
-- error 22P02
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: \\.
-- error 23502
COPY t (s) FROM STDIN (FORMAT csv);
-- copy: 68,\\.\n69,"\\."\n
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 70,x\n71,y\r\n
-- error 22P04
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 72,x\ny,z\n
-- error 22P02
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 72,\xff\n
-- error 22021
COPY t (_id, s) FROM STDIN (FORMAT csv);
-- copy: 72\t\\xff\n
-- error 22021
COPY t (_id, s) FROM STDIN;
-- copy: 72\t\\xc3\\xa9\n73\té\n
COPY t (_id, s) FROM STDIN;
-- copy: 74\ta\\0b\n
-- error 22021
COPY t (_id, s) FROM STDIN;
-- copy: 74\tmaybe\n
-- error 22P02
COPY t (_id, ok) FROM STDIN;
-- copy: 74\t1.50\n75\tNaN\n76\t1e3\n
COPY t (_id, n) FROM STDIN;
-- copy: 77\txxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n
-- error 22P02
COPY t (_id, n) FROM STDIN;
-- copy: 100\t1\n101\t5\n102\t\\N\n103\t9\n
COPY t (_id, a) FROM STDIN WHERE a > 3;
-- copy: 104\t1\n105\t5\n106\tx\n
-- error 22P02
COPY t (_id, a) FROM STDIN WHERE a > 3;
-- copy: 104\t5\n
COPY t (_id, a) FROM STDIN WHERE s IS NULL AND _id > 0;
-- copy: 105\t5\n
COPY t (_id, a) FROM STDIN WHERE s IS NOT NULL;
-- copy: 105\t5\n106\t6\n105\t7\n
-- error 23505
COPY t (_id, a) FROM STDIN WHERE t.a <> 6;
-- error 42703
COPY t (_id, a) FROM STDIN WHERE nothing > 1;
-- error 42804
COPY t (_id, a) FROM STDIN WHERE a;
-- error 42803
COPY t (_id, a) FROM STDIN WHERE count(*) > 1;
-- error 0A000
COPY t (_id, a) FROM STDIN WHERE a IN (SELECT 1);
-- copy: 107\t5\n
-- error 22012
COPY t (_id, a) FROM STDIN WHERE a / 0 > 1;
-- copy: 1\t2\t\\N\n
-- error 23502
COPY w FROM STDIN;
-- copy: 1\t2\n
-- error 23502
COPY w (_id, a) FROM STDIN;
-- copy: 1\t2\tx\n2\t3\ty\n3\t4\t\\N\n
-- error 23502
COPY w FROM STDIN;
-- copy: 1\t2\tx\n2\t3\ty\n
COPY w FROM STDIN;
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x04\x00\x00\x00\x05\x00\x00\x00\x04\x00\x00\x00\x07\x00\x00\x00\x02hi\xff\xff
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x04\x00\x00\x00\x06\xff\xff\xff\xff\xff\xff
-- error 23505
COPY t (_id, a) FROM STDIN (FORMAT binary);
-- copy: PGCOPY
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: NOTCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x01\x00\x00\x00\x00\x00\x00\xff\xff
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x02\x00\x00\x00\x00\x00\x00\xff\xff
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x04\x00
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x03\x00\x00\x00
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xffmore
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00
-- error 22P04
COPY w FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00\x00\x06
-- error 22P03
COPY t (_id) FROM STDIN (FORMAT binary);
-- copy: PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\xff\xff\xff\xfe
-- error 22P04
COPY t (_id) FROM STDIN (FORMAT binary);
BEGIN;
-- copy: 200\tx\n201\ty\n
COPY t (_id, s) FROM STDIN;
SELECT count(*) FROM t WHERE _id >= 200;
ROLLBACK;
BEGIN;
-- copy: 200\tx\n201\ty\n
COPY t (_id, s) FROM STDIN;
-- copy: 202\tx\n202\ty\n
-- error 23505
COPY t (_id, s) FROM STDIN;
-- error 25P02
SELECT 1;
ROLLBACK;
BEGIN READ ONLY;
-- error 25006
COPY t FROM STDIN;
ROLLBACK;
-- copy: 200\tx\n201\ty\n
INSERT INTO t (_id) VALUES (300); COPY t (_id, s) FROM STDIN; INSERT INTO t (_id) VALUES (301);
-- copy: 210\tx\n210\ty\n
-- error 23505
INSERT INTO t (_id) VALUES (302); COPY t (_id, s) FROM STDIN; INSERT INTO t (_id) VALUES (303);
-- copy: 220\tx\n
COPY t (_id, s) FROM STDIN; SELECT count(*) FROM t WHERE _id = 220;
SELECT count(*) FROM t;
-- queries that COPY does not take
CREATE TABLE cq (_id int4 PRIMARY KEY, a int4);
CREATE VIEW cqv AS SELECT a FROM cq;
-- error 42809
COPY cqv TO STDOUT;
COPY (SELECT * FROM cqv) TO STDOUT;
-- error 0A000
COPY (INSERT INTO cq VALUES (1, 2)) TO STDOUT;
-- error 0A000
COPY (MERGE INTO cq USING (SELECT 1 AS k) s ON cq._id = s.k WHEN MATCHED THEN DELETE) TO STDOUT;
COPY (INSERT INTO cq VALUES (1, 2) RETURNING *) TO STDOUT;
DROP VIEW cqv;
-- the defaults of rows that WHERE leaves out are used up
create table counted (id serial primary key, a int, b int generated by default as identity);
-- copy: 1\n2\n3\n4\n\\N\n6\n
COPY counted (a) FROM STDIN WHERE a % 2 = 0;
-- copy: 7\t1\n8\t2\n
COPY counted (a, b) FROM STDIN WHERE id > 7;
SELECT * FROM counted ORDER BY id;
INSERT INTO counted (a) VALUES (9) RETURNING *;
