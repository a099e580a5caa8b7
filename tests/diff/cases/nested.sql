-- Nested documents and arrays: paths in each spelling, missing parents, JSON operators.
-- pg: SELECT num, (address->>'city') AS city FROM customers
SELECT num, address.city FROM customers;
-- pg: SELECT num, (address->>'city') AS city FROM customers
SELECT num, (address).city FROM customers;
-- pg: SELECT num, (address->>'zip')::int4 AS zip FROM customers
SELECT num, customers.address.zip FROM customers;
-- pg: SELECT num, (address->'geo'->>'lat')::float8 AS lat FROM customers
SELECT num, address.geo.lat FROM customers;
-- pg: SELECT num, (address->'geo'->>'lat')::float8 AS lat FROM customers
SELECT num, (address).geo.lat FROM customers;
-- pg: SELECT num FROM customers WHERE address->>'city' = 'Prague'
SELECT num FROM customers WHERE address.city = 'Prague';
-- pg: SELECT num FROM customers WHERE address->>'city' <> 'Prague'
SELECT num FROM customers WHERE address.city <> 'Prague';
-- pg: SELECT num FROM customers WHERE address->>'city' = ''
SELECT num FROM customers WHERE address.city = '';
-- pg: SELECT num FROM customers WHERE address->>'city' IS NULL
SELECT num FROM customers WHERE address.city IS NULL;
-- pg: SELECT num FROM customers WHERE NOT (address->>'city' = 'Prague')
SELECT num FROM customers WHERE NOT (address.city = 'Prague');
-- pg: SELECT num FROM customers WHERE (address->>'zip')::int4 > 10010 AND (address->>'zip')::int4 <= 10020
SELECT num FROM customers WHERE address.zip > 10010 AND address.zip <= 10020;
-- pg: SELECT num FROM customers WHERE (address->'geo'->>'lat')::float8 < 5
SELECT num FROM customers WHERE address.geo.lat < 5;
-- pg: SELECT num FROM customers WHERE (address->'geo'->>'lat')::float8 IS NULL
SELECT num FROM customers WHERE address.geo.lat IS NULL;
-- pg: SELECT num FROM customers WHERE address->>'city' LIKE '%o%'
SELECT num FROM customers WHERE address.city LIKE '%o%';
-- pg: SELECT num FROM customers WHERE address->>'city' IN ('Brno', 'Ostrava')
SELECT num FROM customers WHERE address.city IN ('Brno', 'Ostrava');
-- pg: SELECT (address->>'city') AS city, count(*) FROM customers GROUP BY 1
SELECT address.city, count(*) FROM customers GROUP BY address.city;
-- pg: SELECT (address->>'city') AS city, count(*) FROM customers GROUP BY 1 ORDER BY 2 DESC, 1
SELECT address.city, count(*) FROM customers GROUP BY 1 ORDER BY 2 DESC, 1;
-- pg: SELECT num FROM customers ORDER BY address->>'city', num
SELECT num FROM customers ORDER BY address.city, num;
-- pg: SELECT num FROM customers ORDER BY (address->'geo'->>'lat')::float8 DESC, num
SELECT num FROM customers ORDER BY address.geo.lat DESC, num;
-- pg: SELECT sum((address->>'zip')::int4), avg((address->'geo'->>'lat')::float8), min(address->>'city') FROM customers
SELECT sum(address.zip), avg(address.geo.lat), min(address.city) FROM customers;
-- pg: SELECT DISTINCT (address->>'city') AS city FROM customers
SELECT DISTINCT address.city FROM customers;
-- pg: SELECT (address->>'zip')::int4 + 1 AS z, upper(address->>'city') FROM customers
SELECT address.zip + 1 AS z, upper(address.city) FROM customers;
SELECT num, address FROM customers;
SELECT num, address->'geo' FROM customers;
SELECT num, address->>'city' FROM customers;
SELECT num, address->>'zip' FROM customers;
SELECT num, address->'geo'->>'lat' FROM customers;
SELECT num, address#>>'{geo,lat}', address#>'{geo}' FROM customers;
SELECT num, address['city'], address['geo']['lat'] FROM customers;
SELECT num, address->'nope', address->>'nope', address->'nope'->'deeper' FROM customers;
SELECT num FROM customers WHERE address->>'city' = 'Brno';
SELECT num FROM customers WHERE address->>'city' <> 'Brno';
SELECT num FROM customers WHERE address->>'zip' = '10005';
SELECT num FROM customers WHERE (address->>'zip')::int4 = 10005;
SELECT num FROM customers WHERE (address->'geo'->>'lat')::float8 > 10;
SELECT num FROM customers WHERE address->'geo' IS NULL;
SELECT num FROM customers WHERE address->'city' = '"Brno"';
SELECT num FROM customers WHERE address['city'] = '"Brno"';
SELECT num FROM customers WHERE address->'zip' = '10005';
SELECT num FROM customers WHERE address ? 'geo';
SELECT num FROM customers WHERE address @> '{"city": "Brno"}';
SELECT num FROM customers WHERE address IS NULL;
SELECT num FROM customers WHERE address->>'city' IS NULL;
SELECT num, jsonb_typeof(address->'city'), jsonb_typeof(address) FROM customers;
SELECT address->>'city', count(*) FROM customers GROUP BY address->>'city';
SELECT num FROM customers ORDER BY address->>'zip' DESC, num LIMIT 5;
SELECT _id, doc FROM t;
SELECT _id, doc->'x', doc->>'x', doc->'y'->'z', doc#>>'{y,z}' FROM t;
SELECT _id, doc->'list'->0, doc->'list'->>1, doc->'list'->-1, doc->'list'->5 FROM t;
SELECT _id, doc->'a b' FROM t WHERE doc ? 'a b';
SELECT _id FROM t WHERE doc->'x' = '1';
SELECT _id FROM t WHERE doc->>'x' = '1';
SELECT _id FROM t WHERE doc->'x' = 'null';
SELECT _id FROM t WHERE doc->'x' IS NULL;
SELECT _id FROM t WHERE doc->>'x' IS NULL;
SELECT _id FROM t WHERE doc->'y'->>'z' = 'deep';
SELECT _id FROM t WHERE doc = '{}';
SELECT _id FROM t WHERE doc = '{"x": 1, "y": {"z": "deep"}, "list": [1, 2]}';
SELECT _id FROM t WHERE doc->'y' = '{"z": "deep"}';
-- pg: SELECT _id, nullif(doc->'x', 'null') AS x FROM t
SELECT _id, doc.x FROM t;
-- pg: SELECT _id, doc->'y'->>'z' AS z FROM t
SELECT _id, doc.y.z FROM t;
-- pg: SELECT _id FROM t WHERE doc->'y'->>'z' = 'deep'
SELECT _id FROM t WHERE doc.y.z = 'deep';
-- pg: SELECT _id FROM t WHERE doc->'y'->>'z' <> 'deep'
SELECT _id FROM t WHERE doc.y.z <> 'deep';
-- pg: SELECT _id, (doc->'y'->>'w')::int4 AS w FROM t
SELECT _id, doc.y.w FROM t;
-- pg: SELECT _id, (doc->>'a b') AS "a b" FROM t
SELECT _id, doc."a b" FROM t;
SELECT _id, tags, nums FROM t;
SELECT _id, tags[1], tags[2], nums[1], nums[0], nums[99] FROM t;
SELECT _id, tags[1:2], nums[2:], nums[:1] FROM t;
SELECT _id, array_length(tags, 1), cardinality(tags), array_upper(nums, 1) FROM t;
SELECT _id FROM t WHERE 'red' = ANY(tags);
SELECT _id FROM t WHERE 'red' = ANY(tags) AND a > 1;
SELECT _id FROM t WHERE NOT 'red' = ANY(tags);
SELECT _id FROM t WHERE 'red' <> ANY(tags);
SELECT _id FROM t WHERE 'red' = ALL(tags);
SELECT _id FROM t WHERE 'red' <> ALL(tags);
SELECT _id FROM t WHERE NOT 'red' <> ALL(tags);
SELECT _id FROM t WHERE '$x' = ANY(tags);
SELECT _id FROM t WHERE '' = ANY(tags);
SELECT _id FROM t WHERE NULL = ANY(tags);
SELECT _id FROM t WHERE s = ANY(tags);
SELECT _id FROM t WHERE 3 = ANY(nums);
SELECT _id FROM t WHERE 3 < ANY(nums);
SELECT _id FROM t WHERE 3 > ALL(nums);
SELECT _id FROM t WHERE a = ANY(nums);
SELECT _id FROM t WHERE (2 = ANY(nums)) IS UNKNOWN;
SELECT _id FROM t WHERE a = ANY(ARRAY[1, 5, 7]);
SELECT _id FROM t WHERE a = ANY('{1,5,NULL}');
SELECT _id FROM t WHERE a <> ALL(ARRAY[1, 5]);
SELECT _id FROM t WHERE a <> ALL(ARRAY[1, NULL]);
SELECT _id FROM t WHERE s LIKE ANY(ARRAY['o%', '%s']);
SELECT _id FROM t WHERE tags = '{red}';
SELECT _id FROM t WHERE tags = ARRAY['red', 'blue'];
SELECT _id FROM t WHERE tags <> '{red}';
SELECT _id FROM t WHERE tags = '{}';
SELECT _id FROM t WHERE tags @> ARRAY['red'];
SELECT _id FROM t WHERE tags @> '{}';
SELECT _id FROM t WHERE tags <@ ARRAY['red', 'blue'];
SELECT _id FROM t WHERE tags && ARRAY['red', 'z'];
SELECT _id FROM t WHERE nums[1] = 1;
SELECT _id FROM t WHERE nums[1] IS NULL;
SELECT _id FROM t WHERE tags[1] LIKE 'r%';
SELECT _id FROM t WHERE array_length(tags, 1) = 2;
SELECT _id FROM t WHERE array_length(tags, 1) IS NULL;
SELECT _id FROM t WHERE cardinality(nums) = 0;
SELECT _id FROM t WHERE nums > '{2}';
SELECT _id, tags || 'new'::text, nums || 7, 0 || nums FROM t;
SELECT _id, array_position(tags, 'blue'), array_append(nums, 1), array_to_string(tags, ',') FROM t;
SELECT ARRAY[1, 2, 3], ARRAY['a', NULL], ARRAY[]::int4[], ARRAY[[1, 2], [3, 4]];
SELECT (ARRAY[1, 2, 3])[2], ARRAY[1, 2] || 3, ARRAY[1] = ARRAY[1], ARRAY[1] < ARRAY[1, 2];
SELECT num FROM customers WHERE '+420 1' = ANY(phones);
SELECT num, phones[1] FROM customers WHERE phones[1] LIKE '%420%' ORDER BY num;
SELECT phones, count(*) FROM customers GROUP BY phones ORDER BY count(*) DESC, phones LIMIT 5;
-- error 42883
SELECT _id FROM t WHERE 5 = ANY(tags);
-- error 42809
SELECT _id FROM t WHERE 5 = ANY(a);
-- error 42804
SELECT a[1] FROM t;
-- error 42883
SELECT a->'x' FROM t;
-- error 22P02
SELECT _id FROM t WHERE doc = '{bad';
-- error 22P02
SELECT _id FROM t WHERE nums = '{1,x}';
-- error 42883
SELECT _id FROM t WHERE tags = nums;
-- error 42883
SELECT _id FROM t WHERE tags @> nums;

-- a subquery of the outer row alone changes with it
SELECT o._id, l.c1 FROM t AS o JOIN LATERAL (SELECT i._id AS c1 FROM t AS i WHERE i._id < (SELECT o.a) ORDER BY i._id LIMIT 2) AS l ON true ORDER BY 1, 2;
SELECT o._id, (SELECT max(i._id) FROM t AS i WHERE i._id < (SELECT o.a) AND i.a > 0) FROM t AS o ORDER BY 1;
SELECT o._id, (SELECT count(*) FROM (SELECT i._id FROM t AS i WHERE i._id < (SELECT o.a) ORDER BY i._id LIMIT 4) AS d) FROM t AS o ORDER BY 1;
SELECT o._id FROM t AS o WHERE EXISTS (SELECT i.a FROM t AS i WHERE i.a = (SELECT max(q.k) FROM numbers AS q WHERE q.i < (SELECT o.a)) GROUP BY i.a HAVING count(*) > 1) ORDER BY 1;
