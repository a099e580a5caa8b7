-- elements of elements of jsonb: a chain of $unwind (src/push/unwind.c)
create table boxes(id int primary key, j jsonb);
insert into boxes values (1, '[{"n": "a", "parts": [1, "x", null, {"k": [true, null]}]}, {"n": "b", "parts": []}, {"n": "c"}]'), (2, '[]'), (3, null),
    (4, '[{"n": "d", "parts": [{"k": []}, {"k": [1.50, {"parts": [5]}]}]}, [{"parts": [9]}], 7, null, "t"]'), (5, '[[[1, [2]], []], [[3]]]'), (6, '[{"parts": {"a": 1}}]'),
    (7, '[{"parts": null}]'), (8, '[{"parts": 3}]'), (9, '{"parts": [1]}'), (10, '[null]'), (11, '[{"$x": [1], "a.b": [2], "": [3], "parts": [4, 4.0, 4.00]}]');
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id in (1, 2, 3, 4, 11) order by 1, p::text;
select id, i, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements_text(i -> 'parts') p where id in (1, 2, 3, 4, 11) order by 1, 2, 3;
select id, i -> 'n', p, o, m from boxes, jsonb_array_elements(j) with ordinality x (i, o), jsonb_array_elements(i -> 'parts') with ordinality y (p, m) where id < 5 order by 1, o, m;
select id, i, p from boxes left join jsonb_array_elements(j) i on true left join jsonb_array_elements(i -> 'parts') p on true where id in (1, 2, 3, 4, 10, 11) order by 1, 2, 3;
select id, i, p from boxes left join jsonb_array_elements(j) i on true, jsonb_array_elements(i -> 'parts') p where id in (1, 2, 3, 4, 10, 11) order by 1, 2, 3;
select id, i, p from boxes, jsonb_array_elements(j) i left join jsonb_array_elements_text(i -> 'parts') p on true where id in (1, 2, 3, 4, 10, 11) order by 1, 2, 3;
select id, q from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p, jsonb_array_elements(p -> 'k') q where id in (1, 2, 4) order by 1, 2;
select id, q from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p, jsonb_array_elements(p -> 'k') r, jsonb_array_elements(r -> 'parts') q order by 1, 2 offset 0 limit 0;
select id, r from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i) p, jsonb_array_elements(p) r where id = 5 and p <> '[]' and jsonb_typeof(p) = 'array' order by 1, 2;
select count(*), count(p), count(distinct p) from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id in (1, 2, 3, 4, 11);
select i ->> 'n' as n, count(*) from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id in (1, 2, 3, 4) group by 1 order by 1;
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id in (1, 4) and i ->> 'n' = 'a' and p is not null order by 1, 2;
select id, p ->> 'k' from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id in (1, 4) and p ->> 'k' is not null order by 1, 2;
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> '$x') p where id = 11;
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'a.b') p where id = 11;
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> '') p where id = 11;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 0) p where id = 4 and jsonb_typeof(i) = 'array';
select b.id, p from boxes b join boxes c on c.id = b.id + 1, jsonb_array_elements(b.j) i, jsonb_array_elements(i -> 'parts') p where b.id in (1, 4) order by 1, 2;
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts' -> 'a') p where id in (6, 8) order by 1, 2 limit 0;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id = 6;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id = 7;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id = 8;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id = 9;
-- error 22023
select id, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i) p where id = 10;
-- error 22023
select id, p from boxes left join jsonb_array_elements(j) i on true left join jsonb_array_elements(i) p on true where id = 10;
select id, p from boxes left join jsonb_array_elements(j) i on true left join jsonb_array_elements(i) p on true where id in (2, 3) order by 1;
create view box_parts as select id, i ->> 'n' as n, p from boxes, jsonb_array_elements(j) i, jsonb_array_elements(i -> 'parts') p where id < 5;
select * from box_parts order by 1, 2, 3;
-- keys come in jsonb's order
select id, k from boxes, jsonb_array_elements(j) i, jsonb_object_keys(i) k where id in (1, 11);
select id, e from boxes, jsonb_array_elements(j) i, jsonb_each(i) e where id in (1, 11);
