-- The parser, the dictionaries, documents and queries out of text.
SELECT * FROM ts_parse('default', 'Well-known state-of-the-art K-9 12-ab ab-12 été-là a-б x_y -7 +8.5 3.2.1 -3.2.1 6e7 6.5E-3 2nd B2B');
SELECT * FROM ts_parse('default', 'see https://docs.example.org:8080/a/b?c=d#e, ftp.host.net/x mail me.too@some-host.org or you@x ../up ./here ~/home /etc/fstab a/b.c');
SELECT * FROM ts_parse(3722, E'<p class="a>b">bold</p> &lt;x&#39; &nope <!-- gone -- > --> <script>var x = 1 < 2;</script> after <b <?xml v?> <br/>');
SELECT string_agg(tokid || ':' || token, ' ' ORDER BY n) FROM ts_parse('default', '日本語 naïve’s "q" v1.2-rc3 foo..bar foo/ http:// @x a@b@c.de 1@2.com x.y.z9 9a.bc') WITH ORDINALITY AS t(tokid, token, n);
-- error 42704
SELECT * FROM ts_parse('other', 'x');
-- error XX000
SELECT * FROM ts_token_type(1);
SELECT * FROM ts_token_type('default') WHERE tokid < 4 OR alias LIKE 'hw%';
SELECT alias, token, dictionaries, dictionary, lexemes FROM ts_debug('english', 'The 3 well-fed foxes, <i>running</i>!');
SELECT token, dictionary, lexemes FROM ts_debug('russian', 'Красивые foxes и волки') WHERE dictionary IS NOT NULL;
SELECT ts_lexize('english_stem', w), ts_lexize('simple', w), ts_lexize('german_stem', w), ts_lexize('french_stem', w), ts_lexize('turkish_stem', w) FROM unnest(array['Running', 'the', 'und', 'HÄUSER', 'chevaux', 'elma', '', 'x']) AS w;
-- error 42704
SELECT ts_lexize('klingon_stem', 'x');
SELECT to_tsvector('The quick brown foxes jumped over the lazy dogs, again and again'), to_tsvector('simple', 'The FOXES'), to_tsvector('pg_catalog.german', 'Die Häuser und der Hund'), to_tsvector('');
SELECT to_tsvector('english', repeat('word other ', 400)), to_tsvector('english', NULL), length(to_tsvector('simple', (SELECT string_agg('w' || i, ' ') FROM generate_series(1, 20000) AS i)));
SELECT to_tsvector('russian', 'Лев Толстой писал романы and books'), to_tsvector('finnish', 'taloissa'), to_tsvector('arabic', 'الكتب'), to_tsvector('hindi', 'किताबें books');
-- error 42704
SELECT to_tsvector('klingon', 'x');
-- error 3F000
SELECT 'nowhere.english'::regconfig;
SELECT 'english'::regconfig, 13164::regconfig, 3748::regconfig::oid, 'english_stem'::regdictionary, get_current_ts_config(), array['simple', 'english']::regconfig[];
SELECT to_tsquery('The & fox:*B | !(running & over)'), to_tsquery('english', $$'the wet cats' <-> dog$$), to_tsquery('simple', 'The'), to_tsquery('english', 'over'), to_tsquery('a <-> the <-> fox <2> of <-> b');
-- error 42601
SELECT to_tsquery('fox hen');
SELECT plainto_tsquery('The fat & rats, on-line'), phraseto_tsquery('The cat of the rats'), phraseto_tsquery('english', 'the'), plainto_tsquery('simple', '');
SELECT websearch_to_tsquery('english', v) FROM unnest(array['"sad cat" or "fat rat"', 'signal -"segmentation fault"', '""" )( dummy \\ query <->', 'or or fox', 'fox or', '-a -b', 'x OR-y', 'it''s ''quoted''', '!', '- fox', 'a(or)b']) AS v;
SELECT to_tsvector('english', '"Fat" cats') @@ 'cat & !rat', 'some fat cats' @@ 'cat', 'some fat cats' @@ to_tsquery('fat <-> cat'), 'The Cats' @@ 'cats sat'::text, to_tsvector('fat cats ate rats') @@ to_tsquery('fat <2> (ate & !rat)');
SELECT to_tsvector('{"title": "The Foxes", "n": [12.50, true, "hens ran"], "k": {"deep": "wolf"}}'::jsonb), to_tsvector('simple', '{"b": "x y", "a": ["z", null]}'::json), to_tsvector('"one"'::json), to_tsvector('english', '[]'::jsonb);
SELECT jsonb_to_tsvector('english', '{"title": "The Foxes", "n": [12.50, true, "hens ran"]}', k) FROM unnest(array['"all"', '["string", "numeric"]', '["Key"]', '"boolean"', '[]']::jsonb[]) AS k;
SELECT json_to_tsvector('{"title": "The Foxes", "n": [12.50, false, "hens ran"]}', '["numeric", "boolean"]'), json_to_tsvector('simple', '{"a": 1, "a": "two"}', '"all"');
-- error XX000
SELECT jsonb_to_tsvector('simple', '"a"', '["all", ["all"], 1]');
-- error XX000
SELECT jsonb_to_tsvector('simple', '"a"', '[{"all": true}]');
-- error 22023
SELECT jsonb_to_tsvector('simple', '"a"', '[null, []]');
-- error 22023
SELECT json_to_tsvector('english', '{}', '"words"');
-- error 22023
SELECT jsonb_to_tsvector('english', '{}', '[7]');
-- error 22023
SELECT jsonb_to_tsvector('english', '{}', '{}');
SELECT _id, to_tsvector('simple', coalesce(v, '') || ' ' || coalesce(p, '')) FROM strings WHERE to_tsvector('simple', v) @@ to_tsquery('simple', 'abc | a') OR n = 7 ORDER BY _id;
SELECT count(*), (to_tsvector('english', v) @@ 'abc') FROM strings GROUP BY 2 ORDER BY 2;
SET default_text_search_config = simple;
SELECT get_current_ts_config(), to_tsvector('The Foxes'), current_setting('default_text_search_config');
-- error 22023
SET default_text_search_config = 'klingon';
RESET default_text_search_config;
SHOW default_text_search_config;
SELECT cfgname, cfgparser, cfgnamespace::regnamespace FROM pg_ts_config WHERE pg_ts_config_is_visible(oid) ORDER BY 1;
SELECT dictname, dictinitoption, tmplname FROM pg_ts_dict AS d JOIN pg_ts_template AS t ON t.oid = dicttemplate ORDER BY 1;
SELECT mapcfg::regconfig, maptokentype, mapdict::regdictionary FROM pg_ts_config_map WHERE mapcfg IN ('english'::regconfig, 'russian'::regconfig) ORDER BY mapcfg, maptokentype;
SELECT prsname, prsstart, prsheadline FROM pg_ts_parser;
SELECT * FROM ts_parse('DEFAULT', 'a b');
-- error 42704
SELECT * FROM ts_parse('"DEFAULT"', 'a b');
-- error 42601
SELECT * FROM ts_parse('a.b.c.d', 'a b');

-- what ts_headline puts around words has a limit
-- error 22023
SELECT ts_headline('simple', 'red fox', to_tsquery('simple', 'fox'), 'StartSel=' || repeat('m', 32768));
SELECT length(ts_headline('simple', 'red fox', to_tsquery('simple', 'fox'), 'StartSel=' || repeat('m', 32767)));
-- error 22023
SELECT ts_headline('simple', 'red fox', to_tsquery('simple', 'fox'), 'HighlightAll=on, StopSel=' || repeat('ä', 16384));
-- error 22023
SELECT ts_headline('simple', 'red fox', to_tsquery('simple', 'fox'), 'FragmentDelimiter=' || repeat('m', 40000) || ', MaxFragments=-1');
-- error 22023
SELECT ts_headline('simple', 'red fox', to_tsquery('simple', 'fox'), 'FragmentDelimiter=' || repeat('m', 40000));
