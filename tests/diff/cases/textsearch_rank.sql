-- ts_rank, ts_rank_cd, ts_headline.
SELECT ts_rank('fox:1 hen:2C wolf:5A', 'fox | hen'), ts_rank('fox:1 hen:2C wolf:5A', 'fox & wolf'), ts_rank('fox:1 hen:2C wolf:5A', 'fox <-> hen'), ts_rank('fox hen', 'fox & hen'), ts_rank('fox', 'owl'), ts_rank('', 'fox'), ts_rank('fox', '');
SELECT m, ts_rank('fox:1,7,9B hen:2C wolf:5A fog:12', 'fo:* & (hen | wolf)', m), ts_rank_cd('fox:1,7,9B hen:2C wolf:5A fog:12', 'fo:* & (hen | wolf)', m) FROM unnest(array[0, 1, 2, 4, 8, 16, 32, 7, 56, 64]) AS m;
SELECT ts_rank('{0.2, 0.3, 0.5, 0.9}'::float4[], 'fox:1 hen:2C'::tsvector, 'fox | hen'), ts_rank('{-1, 0.3, -1, 0.9, 7}'::float4[], 'fox:1A,3B hen:2C'::tsvector, 'fox | hen', 2), ts_rank_cd('{0.2, 0.3, 0.5, 0.9}'::float4[], 'fox:1 hen:2C'::tsvector, 'fox & hen'), ts_rank_cd('{0.1, 0.2, 0.4, 0}'::float4[], 'fox:1A'::tsvector, 'fox', 4);
SELECT ts_rank_cd('a:1,5,9 b:2,8 c:30', 'a & b'), ts_rank_cd('a:1,5,9 b:2,8 c:30', 'a & b & c'), ts_rank_cd('a:1 b:2', 'a <-> b'), ts_rank_cd('a b', 'a & b'), ts_rank_cd('a:1 b:2', '!a'), ts_rank_cd('a:1B b:1 ab:1,2', 'a:* | b:C');
-- seven and more words of a query, among them the same one with and without :*
SELECT ts_rank('a:1,4 ab:2 abc:3,9 b:5 bc:7 c:8', q::tsquery) FROM unnest(array['a & b & a:* & ab & b:* & c & a & abc', 'c:* & b & a:* & b:* & a & c & ab & a', 'a & a:* & b & b:* & c & c:* & ab & ab:* & d']) AS q;
-- error 2202E
SELECT ts_rank('{0.1, 0.2, 0.3}'::float4[], 'fox'::tsvector, 'fox');
-- error 2202E
SELECT ts_rank('{{0.1, 0.2, 0.3, 0.4}}'::float4[], 'fox'::tsvector, 'fox');
-- error 22004
SELECT ts_rank('{0.1, 0.2, 0.3, NULL}'::float4[], 'fox'::tsvector, 'fox');
-- error 22023
SELECT ts_rank_cd('{0.1, 0.2, 0.3, 1.5}'::float4[], 'fox'::tsvector, 'fox');
SELECT ts_headline('A fox ran over the hill, and another fox slept below it all day long without a care in the world, said the hen.', to_tsquery('fox & hen'));
SELECT o, ts_headline('english', 'A fox ran over the hill, and another fox slept below it all day long without a care in the world, said the hen. Foxes do not talk.', to_tsquery('english', 'fox & !owl'), o) FROM unnest(array['', 'MaxWords=8, MinWords=3', 'MaxFragments=2, MaxWords=6, MinWords=2', 'MaxFragments=9,MinWords=1,MaxWords=3,ShortWord=0,FragmentDelimiter=" | "', 'HighlightAll=yes', 'StartSel=[, StopSel=]', $$StartSel='<em class="x">', stopsel=</em>$$, 'MinWords = 007 , "MaxWords"=9', 'StartSel=E''it''''s'' StopSel=""']) AS o;
SELECT ts_headline('simple', '<b>Tags</b> &amp; well-known http://host.org/path/x 12.5 tags-x', to_tsquery('simple', 'tags | path | known')), ts_headline('', 'x'), ts_headline('nothing of it here', 'wolf'), ts_headline('the fox', ''), ts_headline('simple', 'The red fox', 'red <-> fox', 'MinWords=1, MaxWords=2');
SELECT ts_headline('english', '{"t": "The foxes", "n": [1.50, null, "no hen", {"fox": "fox fox"}], "b": true}'::jsonb, to_tsquery('english', 'fox')), ts_headline('{"t" : "The \u0066oxes", "n": [1.50, null, "no hen"], "b": true}'::json, to_tsquery('fox'), 'StartSel="<""", StopSel=>'), ts_headline('"fox"'::json, 'fox'), ts_headline('english', '7'::jsonb, 'fox');
-- error 22023
SELECT ts_headline('x'::text, 'x'::tsquery, 'Max=1');
-- error 22023
SELECT ts_headline('x'::text, 'x'::tsquery, 'MaxWords=5');
-- error 22023
SELECT ts_headline('x'::text, 'x'::tsquery, 'MinWords=0');
-- error 22023
SELECT ts_headline('x'::text, 'x'::tsquery, 'ShortWord=-1');
-- error 22023
SELECT ts_headline('x'::text, 'x'::tsquery, 'MaxFragments=-1');
-- error 22P02
SELECT ts_headline('x'::text, 'x'::tsquery, 'MaxWords=many');
-- error 42601
SELECT ts_headline('x'::text, 'x'::tsquery, 'MaxWords');
-- error 42601
SELECT ts_headline('x'::text, 'x'::tsquery, 'StartSel="<b>');
SELECT _id, ts_headline('simple', v || ' or ' || p, to_tsquery('simple', 'a | abc'), 'HighlightAll=on'), ts_rank(to_tsvector('simple', v), 'abc') FROM strings WHERE v IS NOT NULL ORDER BY 3 DESC, 1 LIMIT 5;
