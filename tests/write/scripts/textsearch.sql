-- Documents and what is asked of them, kept in tables
CREATE TABLE doc (id int4 PRIMARY KEY, title text, words tsvector, asked tsquery, lang regconfig DEFAULT 'english');
INSERT INTO doc (id, title, words, asked) VALUES (1, 'Foxes', to_tsvector('english', 'The foxes ran'), 'fox & !hen'), (2, 'Hens', 'hen:1A,4 lay:2', to_tsquery('english', 'laying <-> eggs')), (3, NULL, NULL, NULL);
INSERT INTO doc SELECT id + 10, title, words || to_tsvector('simple', coalesce(title, '')), !!asked, 'simple' FROM doc;
-- error 42601
INSERT INTO doc (id, words) VALUES (4, 'fox:x');
-- error 42601
UPDATE doc SET asked = 'fox hen' WHERE id = 1;
SELECT id, words @@ asked, words @@ 'fox:*', ts_rank(words, 'fox | hen') FROM doc ORDER BY id;
SELECT id FROM doc WHERE words @@ to_tsquery(lang, 'fox') AND id > 0 ORDER BY words DESC, id;
UPDATE doc SET words = setweight(words, 'B') || 'new:1' WHERE words @@ 'hen' RETURNING id, words;
UPDATE doc SET title = 'Owls', words = ts_delete(words, 'fox') WHERE asked @> 'fox' AND words = to_tsvector('english', 'the foxes ran');
DELETE FROM doc WHERE words @@ 'new' AND lang = 'simple'::regconfig RETURNING id;
ALTER TABLE doc ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(title, ''))) STORED;
INSERT INTO doc (id, title) VALUES (20, 'Running foxes');
SELECT id, found FROM doc WHERE found @@ 'run' ORDER BY id;
CREATE TABLE many (id int4 PRIMARY KEY, v tsvector[]);
INSERT INTO many VALUES (1, array['a:1 b', 'c']::tsvector[]), (2, '{}');
SELECT id, v[1], 'c' = ANY (v) FROM many ORDER BY id;
CREATE TABLE one (v tsvector UNIQUE);
INSERT INTO one VALUES ('a:1 b'), ('a b');
-- error 23505
INSERT INTO one VALUES ('b a:1');
-- Equal queries may be stored unlike
-- refused
CREATE UNIQUE INDEX ON doc (asked);
CREATE INDEX ON doc USING gin (words);
-- Functions that run a query of their own, in the transaction that is open
CREATE TABLE other (id int4 PRIMARY KEY, what tsquery, instead tsquery);
INSERT INTO other VALUES (1, 'fox', 'fox | vixen'), (2, 'hen & egg', 'poultry'), (3, 'owl', ''), (4, NULL, 'x'), (5, 'vixen & poultry', 'y');
SELECT ts_rewrite(q, 'SELECT what, instead FROM other ORDER BY id') FROM unnest(array['fox & egg & hen', 'owl', 'a <-> fox', '!owl | fox', '']::tsquery[]) AS q;
SELECT ts_rewrite('b & a & c', $$SELECT * FROM (VALUES ('a & b'::tsquery, 'k'::tsquery), ('c & k', 'm | n')) AS v$$);
SELECT * FROM ts_stat('SELECT words FROM doc ORDER BY id') ORDER BY ndoc DESC, nentry DESC, word;
SELECT word, nentry FROM ts_stat('SELECT words FROM doc', 'aB');
BEGIN;
INSERT INTO doc (id, words) VALUES (77, 'stork:1,2 crane');
SELECT * FROM ts_stat('SELECT words FROM doc WHERE id = 77');
ROLLBACK;
-- error 22023
SELECT * FROM ts_stat('SELECT id FROM doc');
-- error 22023
SELECT ts_rewrite('a', 'SELECT what FROM other');
-- error 42703
SELECT ts_rewrite('a', 'SELECT nothing FROM other');
-- error 42601
SELECT * FROM ts_stat('SELEC');
-- error 42P11
SELECT * FROM ts_stat('SELECT words FROM doc; SELECT 1');
