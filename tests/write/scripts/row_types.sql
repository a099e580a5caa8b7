-- a relation's name is the type of its rows
CREATE TABLE rt (id int PRIMARY KEY, name text DEFAULT 'x', tags text[], doc jsonb, n numeric(6, 2));
SELECT NULL::rt, ROW(1, 'a', '{b}', '{"c": 1}', 2.345)::rt, '(1,"a b","{x,y}",,7)'::rt;
SELECT (ROW(1, 'a', '{b}', '{"c": 1}', 2.345)::rt).*;
SELECT (NULL::rt).name, ('(4,,,,)'::public.rt).id + 1;
INSERT INTO rt SELECT * FROM json_populate_recordset(NULL::rt, '[{"id": 1, "name": "one", "tags": ["a", "b"], "doc": {"k": [1]}}, {"id": 2, "n": "3.456", "other": 5}]');
INSERT INTO rt SELECT (jsonb_populate_record(ROW(0, 'base', NULL, NULL, 9)::rt, '{"id": 3}')).*;
SELECT * FROM rt ORDER BY id;
SELECT r.id, r.name FROM rt, jsonb_populate_record(NULL::rt, to_jsonb(rt)) r ORDER BY 1;
SELECT id FROM rt WHERE rt = ROW(2, NULL, NULL, NULL, 3.46)::rt;
SELECT rt::rt, pg_typeof(rt::rt), pg_typeof(NULL::rt) FROM rt WHERE id = 1;
SELECT row_to_json(NULL::rt), row_to_json('(1,z,,,)'::rt), to_jsonb(rt::rt) FROM rt WHERE id = 2;
-- error 22P02
SELECT '(1)'::rt;
-- error 22P02
SELECT '(x,,,,)'::rt;
-- error 42846
SELECT ROW(1, 2)::rt;
-- error 42703
SELECT (NULL::rt).nope;
-- error 42704
SELECT NULL::no_such_rt;
-- error 42P01
SELECT * FROM no_such_rt;
ALTER TABLE rt ADD COLUMN extra bool;
SELECT '(1,z,,,,t)'::rt, (ROW(1, 'a', NULL, NULL, NULL, false)::rt).extra;
SELECT * FROM json_populate_record(NULL::rt, '{"id": 9, "extra": true}');
ALTER TABLE rt DROP COLUMN tags;
SELECT * FROM json_populate_record(NULL::rt, '{"id": 9, "extra": true, "tags": [1]}');
CREATE VIEW rv AS SELECT id AS v, name FROM rt;
SELECT * FROM jsonb_populate_record(NULL::rv, '{"v": 4, "name": "n"}');
CREATE TEMP TABLE rtemp (a int, b date);
SELECT * FROM jsonb_populate_recordset(NULL::rtemp, '[{"a": 1, "b": "2024-02-29"}]');
SELECT row_to_json(t) FROM rt t (x, y) WHERE x = 1;
SELECT row_to_json(q) FROM (SELECT id, name FROM rt WHERE id = 1) q (x, y);
SELECT t FROM rt t (x, y) WHERE t.x = 2;
DROP VIEW rv;
DROP TABLE rt;
-- error 42704
SELECT NULL::rt;
