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
-- refused
CREATE INDEX ON doc USING gin (words);
