"""What random queries are made of: tables, constants, and a rule for each way to make an expression of a type."""

import random_kinds as kinds
from random_risky import RISKY

TABLES = {
    "t": ("_id", {"_id": "int4", "a": "int4", "b": "int8", "f": "float8", "n": "numeric",
                  "s": "text", "ok": "bool", "ts": "ts", "bin": "bytea", "u": "uuid", "doc": "jsonb",
                  "tags": "text[]", "nums": "int4[]"}),
    "numbers": ("_id", {"_id": "int4", "i": "int4", "j": "int8", "x": "float8", "d": "numeric",
                        "k": "int4"}),
    "strings": ("_id", {"_id": "int4", "v": "text", "p": "text", "n": "int4"}),
    "customers": ("num", {"num": "int4", "name": "text", '"firstName"': "text", "since": "ts",
                          "vip": "bool", "credit": "numeric", "address": "jsonb",
                          "phones": "text[]", "address.city": "text", "address.zip": "int4",
                          "address.geo.lat": "float8"}),
    "orders": ("_id", {"_id": "int4", "customer": "int4", "status": "text", "total": "numeric",
                       "qty": "int4", "weight": "float8", "placed": "ts"}),
    "early": ("_id", {"_id": "int4", "customer": "int4", "status": "text", "total": "numeric",
                      "qty": "int4", "weight": "float8", "placed": "ts"}),
    "events": ("_id", {"_id": "int4", "at": "ts", "kind": "text", "value": "float8",
                       "count": "int8"}),
    "mixed": ("_id", {"_id": "int4", "m": "jsonb", "j": "int8", "fl": "float8", "d": "numeric", "deep": "jsonb", "list": "jsonb", "g": "int4",
                      "seen": "ts", "deep.a.b": "int4", "deep.a.c": "text"}),
    "empty": ("_id", {"_id": "int4", "a": "int4", "s": "text", "f": "float8", "n": "numeric",
                      "ok": "bool", "ts": "ts"}),
    "one": ("_id", {"_id": "int4", "v": "text"}),
}
TYPES = ["int4", "int8", "float8", "numeric", "text", "bool", "ts", "date", "interval", "text[]",
         "int4[]", "jsonb", "uuid", "bytea", "int2", "float4", "timestamp", "time", "int4range"]
# for set operations and grouping: not those whose equal values may look different
KEYS = ["int4", "int8", "float8", "numeric", "text", "bool", "ts", "date", "text[]", "int4[]",
        "uuid", "bytea", "int2", "timestamp", "int4range"]
ORDERLY = ["int4", "int8", "text", "ts", "float8", "date", "numeric", "int2", "float4", "time", "timestamp"]  # min and max
SHOWN = {}  # kinds whose values are not shown, nor sorted by, as they are: @ is the value
SQL_NAMES = {"ts": "timestamptz", "ctext": "text"}
# functions in FROM: @ is the alias
FUNCTIONS = (
    ("generate_series(-1, 5) AS @(c0)", {"c0": "int4"}, "c0"),
    ("generate_series(timestamp '2024-01-01', '2024-03-01', '17 days') AS @(c0)", {"c0": "timestamp"}, "c0"),
    ("generate_series(3.0, 1, -0.5) AS @(c0)", {"c0": "numeric"}, "c0"),
    ("unnest(ARRAY[1, 2, NULL], ARRAY['a', 'b']) WITH ORDINALITY AS @(c0, c1, c2)",
     {"c0": "int4", "c1": "text", "c2": "int8"}, "c2"),
    ("ROWS FROM (generate_series(1, 3), unnest(ARRAY['x', NULL])) WITH ORDINALITY AS @(c0, c1, c2)",
     {"c0": "int4", "c1": "text", "c2": "int8"}, "c2"),
    ("""jsonb_to_recordset('[{"a": 1, "s": "one"}, {"a": 2}, {"s": null, "a": 5}]') AS @(a int4, s text)""",
     {"a": "int4", "s": "text"}, "a"),
    ("""jsonb_array_elements('[1, "b", null, {"x": 1}]') WITH ORDINALITY AS @(c0, c1)""", {"c0": "jsonb", "c1": "int8"}, "c1"),
    ("regexp_split_to_table('one,two,,c', ',') WITH ORDINALITY AS @(c0, c1)", {"c0": "text", "c1": "int8"}, "c1"),
    ("string_to_table('a,b,,c', ',', '') WITH ORDINALITY AS @(c0, c1)", {"c0": "text", "c1": "int8"}, "c1"),
    ("generate_subscripts(ARRAY[[1, 2], [3, 4]], 2) AS @(c0)", {"c0": "int4"}, "c0"),
)
SETTINGS = [("timezone", z) for z in ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "+05", "Europe/Prague")] + [
    ("datestyle", "SQL, DMY"), ("datestyle", "German"), ("datestyle", "Postgres, MDY"), ("intervalstyle", "iso_8601"),
    ("intervalstyle", "postgres_verbose"), ("intervalstyle", "sql_standard"), ("extra_float_digits", "0"), ("extra_float_digits", "-3"),
    ("bytea_output", "escape")]
# floats whose sums are exact in any order
EXACT_FLOATS = ("weight", "value")

CONSTANTS = {
    "int4": ["0", "1", "-1", "2", "3", "5", "14", "100", "2147483647", "(-2147483648)", "30"],
    "int8": ["0::int8", "20::int8", "50::int8", "(-80)::int8", "5000000000", "9007199254740993",
             "9223372036854775807", "10::int8"],
    "float8": ["0::float8", "1.5::float8", "0.1::float8", "(-2.25)::float8", "'NaN'::float8",
               "'Infinity'::float8", "'-Infinity'::float8", "1e300::float8", "100::float8"],
    "numeric": ["0.0", "1.5", "2.50", "0.1", "-7.125", "'NaN'::numeric", "99.99", "1e20",
                "3::numeric"],
    "text": ["''", "'one'", "'two'", "'Zebra'", "'abc'", "'a'", "'$'", "'new'", "'paid'", "'é'",
             "'12'", "'two '", "'%'", "'Ann'"],
    "bool": ["true", "false"],
    "ts": ["timestamptz '2024-01-15 10:30:00+00'", "timestamptz '2024-02-29 00:00:00+00'",
           "timestamptz '1970-01-01 00:00:00+00'", "timestamptz '2023-12-31 00:00:00.5+00'",
           "timestamptz '2024-06-30 05:06:07.089123+00'", "'2024-01-01'::timestamptz"],
    "date": ["date '2024-01-15'", "date '2024-02-29'", "date '1970-01-01'", "date '2023-12-31'",
             "'infinity'::date"],
    "interval": ["interval '1 day'", "interval '1 month'", "interval '90 minutes'",
                 "interval '-1 day 03:00'", "interval '1 year 2 months 3 days'", "interval '0'"],
    "text[]": ["'{}'::text[]", "ARRAY['red', 'blue']", "'{red}'::text[]", "ARRAY['red', NULL]"],
    "int4[]": ["'{}'::int4[]", "ARRAY[1, 2, 3]", "ARRAY[2]", "'{3,NULL}'::int4[]"],
    "jsonb": ["'{}'::jsonb", "'{\"x\": 1}'::jsonb", "'null'::jsonb", "'[1, 2]'::jsonb", "'1'::jsonb",
              "'\"deep\"'::jsonb"],
    "uuid": ["'a0eebc99-9c0b-4ef8-0000-000000000001'::uuid",
             "'a0eebc99-9c0b-4ef8-0000-000000000005'::uuid"],
    "bytea": ["'\\x'::bytea", "'\\x0001'::bytea", "'abc'::bytea"],
    "int2": ["0::int2", "1::int2", "(-5)::int2", "32767::int2"],
    "timestamp": ["timestamp '2024-01-15 10:30:00'", "timestamp '1970-01-01'", "'infinity'::timestamp",
                  "timestamp '2024-02-29 23:59:59.999999'"],
    "time": ["time '00:00'", "time '10:30'", "time '23:59:59.5'", "time '24:00'"],
    "int4range": ["'empty'::int4range", "int4range(1, 5)", "int4range(NULL, 3)", "int4range(2, NULL, '[]')",
                  "'[0,0]'::int4range"],
    "float4": ["0::float4", "1.5::float4", "'NaN'::float4", "0.1::float4"],
}
PATTERNS = ["'%'", "'a%'", "'%e'", "'_ne'", "'%b%'", "'t__'", "'%\\%%'", "'Z%'", "''", "'$%'", "'é%'",
            "'%o%e%'", "'N_w'"]

# {type} is an expression of the type ({any}: of any), {=type} a constant, {*type} a list of constants and NULLs,
# {pattern} a LIKE pattern, {select type} a subquery of one column, {exists}, {scalar type}
RULES = {
    "bool": """
        4 ({bool} AND {bool})
        4 ({bool} OR {bool})
        3 (NOT {bool})
        2 ({bool} IS TRUE)
        1 ({bool} IS NOT TRUE)
        1 ({bool} IS FALSE)
        1 ({bool} IS NOT FALSE)
        1 ({bool} IS UNKNOWN)
        1 ({bool} IS NOT UNKNOWN)
        1 ({bool} = {bool})
        1 ({int4} < {int8})
        1 ({int8} >= {int4})
        1 ({int4} = {float8})
        1 ({int8} < {float8})
        1 ({int4} <> {numeric})
        1 ({int8} > {numeric})
        1 ({numeric} <= {float8})
        2 ({text} LIKE {pattern})
        1 ({text} NOT LIKE {pattern})
        1 ({text} ILIKE {pattern})
        1 ({text} NOT ILIKE {pattern})
        1 ({text} LIKE {text})
        1 starts_with({text}, {=text})
        1 (({int4}, {text}) < ({int4}, {text}))
        1 (({int4}, {text}) = ({int4}, {text}))
        1 (({int4}, {text}) IN (({=int4}, {=text}), ({=int4}, {=text})))
        1 (({int4}, {bool}) IS NULL)
        1 (({int4}, {bool}) IS NOT NULL)
        1 ({ts}::date = date '2024-01-15')
        1 ({ts}::date < date '2024-02-29')
        1 ({date} < {ts})
        1 ({int2} = {int4})
        1 ({int2} < {int8})
        1 ({float4} < {float8})
        1 ({float4} = {numeric})
        1 ({int4} = '5')
        1 ({text} > 'e')
        1 ({ts} >= '2024-01-01')
        1 ({date} = '2024-01-15')
        1 ({numeric} = '2.5')
        1 ({float8} < '1e3')
        1 ({int4} IN (1, 2.5, NULL, 5))
        1 ({int4} = NULL)
        1 ({text} IN ('one', NULL, 'abc'))
        1 ({int4} BETWEEN 1.5 AND 100)
        1 ({text} ~ 'e')
        1 ({text} ~* '^[a-z]+$')
        1 ({text} !~ 'a.*b')
        1 ({text} SIMILAR TO '%(e|b)%')
        1 ({text[]} @> {=text[]})
        1 ({text[]} && {text[]})
        1 ({text[]} <@ {=text[]})
        1 ({=text} = ANY ({text[]}))
        1 ({int4} = ANY ({int4[]}))
        1 ({int4} <> ALL ({int4[]}))
        1 ({int4} < ALL ({int4[]}))
        1 ({int4[]} @> {=int4[]})
        1 ({jsonb} @> {=jsonb})
        1 ({jsonb} ? 'x')
        1 ({jsonb}->>'x' = '1')
        1 (({jsonb}->'x') = '1'::jsonb)
        1 (({jsonb}->'y'->>'z') IS NULL)
        1 (({jsonb}#>>'{y,z}') = 'deep')
        1 (jsonb_typeof({jsonb}->'x') = 'number')
        1 (({int4}, {text}) IN (SELECT q._id, q.v FROM strings q))
        1 (({int4}, {int4}) NOT IN (SELECT q.i, q.k FROM numbers q WHERE q._id < 8))
        1 (({int4}, {text}) IS DISTINCT FROM ({int4}, {text}))
        1 (({int4}, {text}, {bool}) >= ({int4}, {text}, {bool}))
        1 (({int4}, {int4}) = (SELECT q.i, q.k FROM numbers q WHERE q._id = 3))
        1 (({int4}, {text}) < ALL (SELECT q._id, q.v FROM strings q WHERE q._id > 3))
        1 (({int4}, {text}) <> ANY (SELECT q._id, q.v FROM strings q))
        1 (row({int4}, {text}) IS NOT NULL)
        1 ({timestamp} < {ts})
        1 ({timestamp} >= {date})
        1 ({time} BETWEEN time '06:00' AND time '18:00')
        1 ({int4range} @> {int4})
        1 ({int4range} && {int4range})
        1 ({int4range} << {int4range})
        1 ({int4range} -|- {int4range})
        1 isempty({int4range})
        1 upper_inf({int4range})
        1 ({jsonb} @? '$.list[*] ? (@ > 1)')
        1 ({jsonb} @@ '$.x == 1')
        1 ({jsonb} ?| ARRAY['x', 'z'])
        1 ({jsonb} <@ '{"x": 1, "y": {"z": "deep"}}'::jsonb)
        1 jsonb_path_exists({jsonb}, '$.** ? (@ == 1)')
        1 isfinite({timestamp})
        1 isfinite({date})
        1 (({ts}, {ts}) OVERLAPS ({ts}, {=interval}))
        1 ({ts} - {ts} > {=interval})
        2 {exists}
        1 (NOT {exists})
        1 ({int4} = ANY (ARRAY[1, 2.5, NULL]))
        1 ({int4} IN ({int8}, {numeric}))
        1 ({int2} IN (1, 2.5, '3'))
        1 ({int8} NOT IN (1, '20', {int4}, 5e9))
        1 ({float8} IN (1, 2.5, '1.5', {int4}))
        1 ({numeric} IN ({int4}, 2.5, '1.50', NULL))
        1 ({float4} IN (0.5, {int2}, {float8}))
        1 ({ts} IN ('2024-01-15 10:30:00+00', NULL, {date}))
        1 ({date} IN ({=date}, {ts}, '2024-02-29'))
        1 ({text} IN ({text}, 'two', NULL))
        1 ({numeric} BETWEEN {int4} AND {float8})
        1 ({int8} BETWEEN SYMMETRIC {int4} AND {numeric})
        1 ({int8} = ANY ({int4[]}))
        1 ({float8} >= ALL ({int4[]}))
        1 ({int4} = ANY (ARRAY{select int4 ordered}))
        1 ({text} = ANY (ARRAY{select text ordered}))
        1 ({text} <> ALL (ARRAY{select text ordered}))
        1 ({text} LIKE ANY (ARRAY['a%', {=text}]))
        1 ({text} NOT ILIKE ALL (ARRAY['A%', NULL]))
        1 ({text} ~ ANY (ARRAY['^a', 'e$']))
        1 ({text} = ANY (string_to_array({text}, 'e')))
        1 ({text} = ANY ('{one,two,NULL}'))
        1 ({int4} = ANY ('{1,2,3}'))
        1 ({int4} > SOME {select int8})
        1 ({int4} IN {select numeric})
        1 ({int8} IN {select float8})
        1 ({float8} NOT IN {select int4})
        1 ({int8} <= ALL {select float8})
        1 ({ts} > ANY {select date})
        1 (({int4}, {text}) IN (VALUES (1, 'one'), (2, NULL), (5, 'five')))
        1 ({int4} IN (VALUES (1), (NULL), ({=int4})))
        1 ({int4} NOT IN (VALUES (1), ({=int4})))
        1 ({int4} IN (SELECT q.k FROM numbers q UNION SELECT q.n FROM strings q WHERE q.n > 30))
        1 ({text} IN (SELECT q.v FROM strings q EXCEPT SELECT q.s FROM t q))
        1 ({int4} IN (SELECT q.k FROM numbers q GROUP BY q.k HAVING count(*) > 2))
        1 ({int4} IN (SELECT DISTINCT q.k FROM numbers q ORDER BY q.k DESC LIMIT 2))
        1 ({int4} = ANY (SELECT unnest(q.nums) FROM t q))
        1 (({int4}, {int8}) IN (SELECT q.k, count(*) FROM numbers q GROUP BY q.k))
        1 (({int4}, {text}) = ANY (SELECT q._id, q.v FROM strings q))
        1 (({int4}, {int4}, {int4}) > (1, {=int4}, NULL))
        1 (({int4}, {bool}) <= ({int8}, true))
        1 (({bool} AND {bool}) IS NULL)
        1 (({int4} IS NULL) = ({text} IS NOT NULL))
        1 ({bool} < {bool})
        1 ({bool} IS DISTINCT FROM NULL)
        1 (num_nonnulls({int4}, {text}, {ts}) > 1)
        1 ({jsonb} @> jsonb_build_object('x', {int4}))
        1 ({jsonb}->'list' @> to_jsonb({int4}))
        1 ({jsonb}->>'x' LIKE '1%')
        1 (({jsonb}->>'x') IS NULL)
        1 (({jsonb}->>'x') = {text})
        1 (({jsonb}->'x') IS NULL)
        1 ({jsonb} ? {text})
        1 ({jsonb} ?& ARRAY['x', 'y'])
        1 ({jsonb} = {jsonb})
        1 ({jsonb} < {=jsonb})
        1 (({jsonb}->>'x') IN ('1', '2', NULL))
        1 (({jsonb}->'list'->>0) = '1')
        1 (({jsonb}->'list'->-1) = '2')
        1 (jsonb_typeof({jsonb}) = 'object')
        1 ({text[]} @> {text[]})
        1 ({int4[]} && {=int4[]})
        1 (({text[]})[1] = {text})
        1 (({int4[]})[2] > {int4})
        1 ({int4[]} < {int4[]})
        1 (cardinality({text[]}) > 1)
        1 ({text[]} IS NULL)
        1 (array_length({int4[]}, 1) IS NULL)
        1 (NULL = ANY ({int4[]}))
        1 (({int4[]} || {int4}) @> ARRAY[{int4}])
        1 ({ts} BETWEEN '2023-12-31' AND {date})
        1 (extract(year FROM {ts}) = 2024)
        1 (date_trunc('day', {ts}) = {date})
        1 ({ts} + {=interval} > {ts})
        1 ({ts} > {date} + {=interval})
        1 ({date} - {date} > 30)
        1 ({ts} AT TIME ZONE 'UTC' < {timestamp})
        1 ({time} > {ts}::time)
        1 ({timestamp}::date IN ({=date}, {date}))
        1 ({interval} > {=interval})
        1 (to_char({ts}, 'YYYY') = '2024')
        1 (upper({text}) = lower({text}))
        1 (length({text}) BETWEEN 1 AND {int4})
        1 ({text} || {text} LIKE {pattern})
        1 (concat({text}, {int4}) > {text})
        1 (COALESCE({text}, '') = '')
        1 (NULLIF({int4}, {=int4}) IS NULL)
        1 (CASE WHEN {bool} THEN {bool} END)
        1 (CASE {text} WHEN 'one' THEN {bool} WHEN NULL THEN true ELSE {bool} END)
        1 (GREATEST({int4}, {int8}, 3) > LEAST({numeric}, 2))
        1 ({int4} % 2 = 0)
        1 ({int4} & 1 = 1)
        1 ({int4}::text = {text})
        1 ({numeric}::int8 = {int8})
        1 ({bool}::int4 = {int4})
        1 ({int4}::bool)
        1 ({float8}::text = {numeric}::text)
        1 ({uuid}::text LIKE 'a0%')
        1 ({uuid} > {uuid})
        1 ({bytea} LIKE 'a%')
        1 ({bytea} < {=bytea})
        1 ({text} IS NORMALIZED)
        1 ({text} SIMILAR TO {pattern})
        1 ({text} LIKE 'a#_%' ESCAPE '#')
        1 ({text} ^@ 'a')
        1 (NOT ({int4} = 1 AND {text} LIKE {pattern}))
        1 ({bool} AND NOT {bool} OR {bool})""",
    "date": """
        2 ({ts}::date)
        1 ({date} + 1)
        1 ({date} - 30)
        1 date_trunc('month', {ts})::date
        1 make_date(2024, 1 + abs({int4} % 12), 3)
        1 ({date} + {int4} % 100)
        1 ({timestamp}::date)
        1 GREATEST({date}, {=date})
        1 (date_trunc('year', {ts}) + interval '1 month - 1 day')::date
        1 COALESCE({date}, '2000-01-01')""",
    "interval": """
        2 ({ts} - {ts})
        1 ({interval} + {=interval})
        1 ({interval} * 2)
        1 (- {interval})
        1 justify_days({interval})
        1 justify_hours({interval})
        1 make_interval(days => {int4} % 100)
        1 age(timestamptz '2024-06-01 00:00:00+00', {ts})
        1 ({timestamp} - {timestamp})
        1 ({date} - {ts})
        1 ({time} - {time})
        1 age({ts}::date, {date})
        1 date_trunc('hour', {interval})
        1 ({int4} % 100 * {=interval})
        1 ({interval} / 3)
        1 justify_interval({interval})
        1 COALESCE({interval}, {=interval})""",
    "text[]": """
        1 ({text[]} || {text})
        1 ({text[]} || {text[]})
        1 ARRAY[{text}, {text}]
        1 array_append({text[]}, {text})
        1 array_remove({text[]}, {=text})
        1 string_to_array({text}, 'b')
        1 ({text[]})[1:2]
        1 ARRAY{select text ordered}
        1 array_cat({text[]}, {text[]})
        1 COALESCE({text[]}, '{}')
        1 array_prepend({text}, {text[]})
        1 ARRAY[{text}, upper({text}), NULL]
        1 regexp_split_to_array({text}, 'e')
        1 array_replace({text[]}, {=text}, {text})
        1 trim_array({text[]}, LEAST(1, cardinality({text[]})))
        1 string_to_array({text}, ',', 'null')
        1 {=text} || {text[]}""",
    "int4[]": """
        1 ({int4[]} || {int4})
        1 ARRAY[{int4}, {int4}, 3]
        1 array_prepend({int4}, {int4[]})
        1 array_replace({int4[]}, 2, {int4})
        1 ({int4[]})[2:]
        1 array_cat({int4[]}, {int4[]})
        1 array_positions({int4[]}, {int4})
        1 array_remove({int4[]}, {int4})
        1 COALESCE({int4[]}, ARRAY[{int4}])
        1 ARRAY(SELECT v FROM unnest({int4[]}) AS u(v) WHERE v > 1 ORDER BY v DESC)
        1 ARRAY{select int4 ordered}""",
    "jsonb": """
        2 ({jsonb}->'x')
        2 ({jsonb}->'y')
        1 ({jsonb}->'list'->0)
        1 ({jsonb}#>'{y,z}')
        1 to_jsonb({int4})
        1 to_jsonb({text})
        1 to_jsonb({bool})
        1 to_jsonb({numeric})
        1 to_jsonb({ts})
        1 to_jsonb({text[]})
        1 jsonb_build_object('a', {int4}, 'b', {text})
        1 jsonb_build_array({int4}, {bool}, {text})
        1 jsonb_strip_nulls({jsonb})
        1 to_jsonb({any})
        1 jsonb_build_object('k', {any}, 'n', NULL)
        1 jsonb_build_array({any})
        1 ({jsonb} || {=jsonb})
        1 jsonb_set({jsonb}, ARRAY['x'], to_jsonb({int4}))
        1 ({jsonb} #- '{y,z}')
        1 ({jsonb} - 'x')
        1 ({jsonb}['x'])
        1 ({jsonb}['y']['z'])
        1 ({jsonb} #> ARRAY['list', '1'])
        1 COALESCE({jsonb}->'x', {=jsonb})
        1 jsonb_path_query_first({jsonb}, '$.list[last]')""",
    "timestamp": """
        2 ({ts} AT TIME ZONE 'UTC')
        1 ({ts} AT TIME ZONE 'America/New_York')
        1 ({ts} AT TIME ZONE interval '-03:30')
        1 ({date}::timestamp)
        1 ({timestamp} + {=interval})
        1 date_trunc('day', {timestamp})
        1 ({date} + {time})
        1 date_bin('1 hour 20 minutes', {timestamp}, timestamp '2000-01-01')
        1 make_timestamp(2024, 1 + abs({int4} % 12), 28, 5, 6, 7.5)
        1 ({ts}::timestamp)""",
    "time": """
        2 ({ts}::time)
        1 ({timestamp}::time)
        1 ({time} + {=interval})
        1 make_time(abs({int4} % 24), 5, 6.5)
        1 ({time}::time(0))""",
    "int4range": """
        2 int4range({int2}::int4, NULL)
        1 int4range(LEAST({int2}, {int2}), GREATEST({int2}, {int2}), '[]')
        1 ({int4range} * {int4range})
        1 range_merge({int4range}, {int4range})""",
    "uuid": """
        1 {uuid}""",
    "bytea": """
        1 ({bytea} || {bytea})
        1 substr({bytea}, 1, 1)
        1 convert_to({text}, 'UTF8')
        1 sha256({bytea})""",
    "int2": """
        2 (({int4} % 100)::int2)
        1 (({int4} & 7)::int2)""",
    "float4": """
        1 (({int4} % 1000)::float4)
        1 (({int2})::float4)
        1 (({int4} % 100)::float4 / 4)""",
    "any bool": """
        6 ({X} = {X})
        3 ({X} <> {X})
        4 ({X} < {X})
        3 ({X} >= {X})
        5 ({X} = {=X})
        3 ({X} > {=X})
        3 ({X} <= {=X})
        2 ({=X} < {X})
        2 ({X} IS DISTINCT FROM {X})
        2 ({X} IS NOT DISTINCT FROM {X})
        2 ({X} IS NULL)
        2 ({X} IS NOT NULL)
        3 ({X} IN ({*X}))
        3 ({X} NOT IN ({*X}))
        2 ({X} BETWEEN {=X} AND {=X})
        1 ({X} BETWEEN {X} AND {X})
        2 ({X} NOT BETWEEN {=X} AND {=X})
        1 ({X} BETWEEN SYMMETRIC {=X} AND {=X})
        1 ({X} = ANY (ARRAY[{*X}]))
        1 ({X} <> ALL (ARRAY[{*X}]))
        1 ({X} < ANY (ARRAY[{*X}]))
        1 ({X} IN ({X}, {X}))
        2 ({X} IN {select X})
        2 ({X} NOT IN {select X})
        1 ({X} > ALL {select X})
        1 ({X} = ANY {select X})
        1 (NOT {X} = {X})
        1 (NOT {X} < {X})
        1 ({X} = {X} IS NOT TRUE)
        1 ({X} <> {X} IS UNKNOWN)
        1 (({X}, {int4}) = ({X}, {int4}))
        1 (({X}, {int4}) IN (({=X}, {=int4}), ({X}, 2)))
        1 (({X}, {int4}) < ({=X}, {=int4}))
        1 (COALESCE({X}, {=X}) = {X})
        1 (NULLIF({X}, {=X}) IS NULL)
        1 (CASE WHEN {X} IS NULL THEN NULL ELSE {X} > {=X} END)
        1 ({X} = ALL (ARRAY[{X}, {=X}]))
        1 ({X} >= ANY (ARRAY[{*X}]))
        1 ({X} < ALL (ARRAY[{*X}]))
        1 ({X} <> ALL {select X})
        1 ({X} <= ANY {select X})
        1 ({X} IN {select X} IS NOT TRUE)
        1 (({X} > {=X}) IS DISTINCT FROM ({X} < {=X}))
        1 (GREATEST({X}, {=X}) = {X})""",
    "any": """
        2 CASE WHEN {bool} THEN {X} ELSE {X} END
        1 CASE WHEN {bool} THEN {X} END
        1 CASE {int4} WHEN {=int4} THEN {X} WHEN {=int4} THEN {X} ELSE {X} END
        2 COALESCE({X}, {X})
        2 NULLIF({X}, {X})
        1 GREATEST({X}, {X})
        1 LEAST({X}, {X})
        1 {scalar X}
        1 (CASE WHEN {bool} THEN {X} WHEN {bool} THEN NULL ELSE {X} END)
        1 COALESCE(NULLIF({X}, {=X}), {X}, {=X})
        1 CASE {text} WHEN {=text} THEN {X} WHEN {text} THEN {X} END
        1 (ARRAY[{X}, {X}])[1 + abs({int4} % 3)]
        1 (SELECT {X})
        1 (VALUES ({X}))
        1 (SELECT u.v FROM (SELECT {X} AS v, {int4} AS w) AS u WHERE u.w IS NOT NULL)""",
    "int4": """
        2 ({int4} % 7)
        1 ({int4} / 3)
        1 mod({int4}, 5)
        1 ({int4} & 6)
        1 ({int4} | 1)
        2 length({text})
        1 octet_length({text})
        1 strpos({text}, {=text})
        1 ascii({text})
        1 ({bool}::int4)
        1 (length({text}) + length({text}))
        1 (length({text}) * 2 - 5)
        1 ({int2} + {int2})
        1 ({date} - {date})
        1 cardinality({text[]})
        1 array_length({int4[]}, 1)
        1 ({int4[]})[1]
        1 array_position({text[]}, {text})
        1 octet_length({bytea})
        1 position('e' IN {text})
        1 extract(year FROM {ts})::int4
        1 date_part('month', {ts})::int4
        1 sign({int4})::int4
        1 width_bucket({int4}, 0, 20, 4)
        1 num_nulls({int4}, {text})
        1 lower({int4range})
        1 extract(hour FROM {time})::int4
        1 date_part('doy', {timestamp})::int4
        1 jsonb_array_length(COALESCE({jsonb}->'list', '[]'))
        1 array_ndims({int4[]})
        1 array_upper({text[]}, 1)
        1 regexp_count({text}, 'e')
        1 regexp_instr({text}, '[aeiou]')
        1 bit_length({text})
        1 char_length({text})
        1 (SELECT count(*)::int4 FROM unnest({int4[]}) AS u(v) WHERE v > 1)
        1 (SELECT sum(v)::int4 FROM generate_series(1, {int4} % 5) AS u(v))
        1 (~ {int4})
        1 ({int4} # 3)
        1 ({int4} >> 2)
        1 (CASE WHEN {bool} THEN 1 ELSE 0 END)
        1 GREATEST({int4}, {=int4}, {int2})
        1 LEAST({int2}, {int4})
        1 COALESCE({int2}, {int4})
        1 NULLIF({int4}, 5)
        1 ({text} = 'one')::int4
        1 length({text} || {text})
        1 (extract(day FROM {ts}) + extract(hour FROM {ts}))::int4
        1 date_part('year', {date})::int4
        1 ({jsonb}->>'x' = '1')::int4
        1 jsonb_array_length(CASE WHEN jsonb_typeof({jsonb}) = 'array' THEN {jsonb} ELSE '[]' END)
        1 (SELECT count(*)::int4 FROM unnest({text[]}) AS u(v) WHERE u.v > {text})
        1 (SELECT max(v) FROM (VALUES (1), ({int4}), (NULL)) AS u(v))
        1 cardinality({text[]} || {text[]})
        1 ({int4} - {int4} % 10) / 10 % 1000
        1 ({int2} * 2::int2)
        1 (({bool}::int4) + ({bool}::int4))
        1 upper({int4range})
        1 ascii(left({text}, 1)) + 1
        1 (-({int4} / 2))
        1 abs({int4} / 2)""",
    "int8": """
        2 ({int4}::int8 + {int4})
        1 ({int4}::int8 * {int4})
        1 ({int4}::int8 - {int4})
        1 ({int8} % 7)
        1 ({int8} / 2)
        1 ({int4}::int8)
        1 COALESCE({int8}, {int4})
        1 GREATEST({int8}, {int4})
        1 ({int8} & 255)
        1 (SELECT sum(v) FROM unnest({int4[]}) AS u(v))
        1 (SELECT count(DISTINCT v) FROM unnest({text[]}) AS u(v))
        1 length({text})::int8""",
    "float8": """
        1 ({int4}::float8)
        1 ({float8} / 2)
        1 (- {float8})
        1 abs({float8})
        1 floor({float8})
        1 ceil({float8})
        1 round({float8})
        1 trunc({float8})
        1 ({int4}::float8 * 0.5)
        1 ({int4}::float8 + {int4})
        1 ({numeric}::float8)
        1 COALESCE({float8}, {int4})
        1 GREATEST({float8}, {int4}, {numeric})
        1 LEAST({float4}, {float8})
        1 NULLIF({float8}, 0)
        1 sign({float8})
        1 ({int8}::float8)
        1 ({float4}::float8)
        1 extract(epoch FROM {interval})::float8
        1 date_part('epoch', {ts})""",
    "numeric": """
        2 ({numeric} + {numeric})
        1 ({numeric} - {numeric})
        1 ({numeric} * {=numeric})
        1 ({numeric} / 3)
        1 ({numeric} / 2.5)
        1 ({numeric} % 3)
        1 (- {numeric})
        1 abs({numeric})
        1 round({numeric}, 1)
        1 round({numeric})
        1 trunc({numeric}, 1)
        1 floor({numeric})
        1 ceil({numeric})
        1 sign({numeric})
        1 ({int4}::numeric)
        1 ({int8} * 1.5)
        1 trim_scale({numeric})
        1 extract(year FROM {ts})
        1 extract(month FROM {ts})
        1 extract(dow FROM {ts})
        1 extract(epoch FROM {ts})
        1 extract(quarter FROM {ts})
        1 extract(week FROM {date})
        1 extract(isodow FROM {date})
        1 extract(second FROM {ts})
        1 extract(epoch FROM {interval})
        1 extract(day FROM {interval})
        1 round({numeric}, -1)
        1 mod({numeric}, 7)
        1 ({int8}::numeric / 7)
        1 COALESCE({numeric}, {int4})
        1 GREATEST({numeric}, {int4})
        1 NULLIF({numeric}, 0)
        1 ({int4} / 3.0)
        1 ({int4} * {=numeric})
        1 round({int4} / 7.0, 3)
        1 ({int8} + 0.5)
        1 (SELECT avg(v) FROM unnest({int4[]}) AS u(v))
        1 ({numeric}::numeric(20, 1))
        1 ({text} = 'one')::int4::numeric""",
    "text": """
        2 ({text} || {text})
        1 ({text} || {=text})
        2 upper({text})
        2 lower({text})
        1 trim({text})
        1 ltrim({text}, 'a')
        1 rtrim({text})
        1 substr({text}, 2, 3)
        1 substr({text}, 0, 2)
        1 substring({text} FROM 2)
        1 left({text}, 2)
        1 left({text}, -1)
        1 right({text}, 2)
        1 right({text}, -1)
        1 replace({text}, 'e', 'E')
        1 replace({text}, {=text}, {=text})
        1 concat({text}, {int4}, {text})
        1 concat_ws('-', {text}, {text}, {bool})
        1 reverse({text})
        1 lpad({text}, 5, '*')
        1 rpad({text}, 4)
        1 repeat({text}, 2)
        1 split_part({text}, 'b', 1)
        1 split_part({text}, ' ', -1)
        1 initcap({text})
        1 translate({text}, 'aeo', 'AE')
        1 md5({text})
        1 ({int4}::text)
        1 ({bool}::text)
        1 ({numeric}::text)
        1 ({float8}::text)
        1 ({int8}::text)
        1 to_char({ts}, 'YYYY-MM-DD HH24:MI')
        1 ({ts}::text)
        1 ({ts}::date::text)
        1 ({jsonb}->>'x')
        1 ({jsonb}#>>'{y,z}')
        1 ({jsonb}::text)
        1 ({jsonb}->'y'->>'z')
        1 ({text[]})[1]
        1 array_to_string({text[]}, ',', 'N')
        1 array_to_string({int4[]}, '-')
        1 encode({bytea}, 'hex')
        1 ({interval}::text)
        1 ({float4}::text)
        1 ({uuid}::text)
        1 ({text}::varchar(3))::text
        1 ({text}::char(4))::text
        1 quote_literal({text})
        1 quote_nullable({text})
        1 regexp_replace({text}, 'e+', '<\\\\&>', 'g')
        1 format('%s:%s', {int4}, {text})
        1 format('%L %I', {text}, 'x y')
        1 to_char({int4}, '999,999')
        1 to_char({numeric} % 1000, 'FM990.00')
        1 to_char({ts}, 'Day DD Mon HH12:MI:SS.MS AM')
        1 to_hex({int4})
        1 btrim({text}, 'ae')
        1 overlay({text} PLACING 'xx' FROM 2)
        1 substring({text} FROM '[a-c]+')
        1 substring({text} FROM 2 FOR 2)
        1 trim(LEADING 'a' FROM {text})
        1 ({int4} || {text})
        1 ({text} || {bool})
        1 chr(65 + abs({int4} % 26))
        1 strpos({text}, 'a')::text
        1 jsonb_typeof({jsonb})
        1 pg_typeof({numeric})::text
        1 to_char({timestamp}, 'HH12:MI:SS.US am TZ')
        1 to_char({interval}, 'DD HH24:MI:SS')
        1 ({time}::text)
        1 ({timestamp}::text)
        1 ({int4range}::text)
        1 jsonb_path_query_first({jsonb}, '$.y.z') #>> '{}'
        1 regexp_substr({text}, '[a-z]+')
        1 (regexp_match({text}, '(.)(e)'))[2]
        1 (SELECT string_agg(v, '+' ORDER BY v DESC) FROM unnest({text[]}) AS u(v))
        1 (SELECT string_agg(k, ',' ORDER BY k) FROM jsonb_object_keys('{"a": 1, "b": 2}'::jsonb) AS u(k))
        1 (SELECT max(v #>> '{}') FROM jsonb_array_elements(COALESCE({jsonb}->'list', '[1]')) AS u(v))
        1 ({jsonb} #- '{y,z}')::text
        1 jsonb_insert('[1, 2]', '{1}', to_jsonb({int4}))::text
        1 row_to_json(row({int4}, {text}))::text
        1 normalize({text})
        1 unistr({=text})
        1 quote_ident({text})
        3 ({any}::text)
        1 COALESCE({any}::text, {text})
        1 concat({any}, '/', {any})
        1 format('%s|%s', {any}, {any})
        1 to_jsonb({any})::text
        1 json_build_array({any}, {any})::text
        1 ({jsonb}->'x')::text
        1 jsonb_build_object('k', {any})::text
        1 CASE WHEN {any} IS NULL THEN 'null' ELSE {text} END
        1 array_to_string(ARRAY[{text}, {text}], '|', '-')
        1 ARRAY[{numeric}, {int4}]::text
        1 row({any}, {any})::text
        1 pg_typeof(COALESCE({int4}, {numeric}))::text
        1 ({text}::bpchar || {text})
        1 ({text}::varchar(2) || 'x')
        1 lower({text}) || upper({text})
        1 to_char({date}, 'Dy DD FMMonth YYYY')
        1 to_char({numeric} % 100000, '99,999.99')
        1 to_char({int8} % 100000, 'FM0000000')
        1 split_part({text}, {=text}, 2)
        1 right({text}, length({text}) / 2)
        1 substr({text}, length({text}) / 2)
        1 string_to_array({text}, NULL)::text
        1 trim(BOTH 'a ' FROM {text})
        1 jsonb_path_query_array({jsonb}, '$.*')::text""",
    "ts": """
        2 date_trunc('month', {ts})
        1 date_trunc('week', {ts})
        1 date_trunc('hour', {ts})
        1 date_trunc('day', {ts})
        1 ({ts} + interval '1 day')
        1 ({ts} - interval '1 month')
        1 ({ts} + interval '90 minutes')
        1 ({ts} + {=interval})
        1 ({date}::timestamptz)
        1 date_trunc('quarter', {ts})
        1 date_trunc('year', {ts})
        1 date_bin('15 minutes', {ts}, timestamptz '2001-01-01 00:00:00+00')
        1 timezone('UTC', {ts} AT TIME ZONE 'UTC')
        1 COALESCE({ts}, {=ts})
        1 GREATEST({ts}, {date}::timestamptz)
        1 ({timestamp} AT TIME ZONE 'UTC')
        1 ({ts} AT TIME ZONE 'Europe/Prague' AT TIME ZONE 'UTC')
        1 date_trunc('decade', {ts})
        1 date_trunc('day', {ts}, 'America/New_York')
        1 ({ts} - make_interval(hours => {int4} % 100))
        1 ({date} + {=interval})::timestamptz""",
    "risky": RISKY,
}


def parse_rules(text):
    out = []
    for line in text.strip().split("\n"):
        weight, template = line.strip().split(" ", 1)
        out += [template] * int(weight)
    return out


RULES = {k: parse_rules(v) for k, v in RULES.items()}


def sql_name(kind):
    return SQL_NAMES.get(kind, kind)


def widen():
    """The tables of declared.sql, too (--wide)."""
    TABLES.update(kinds.TABLES)
    CONSTANTS.update(kinds.CONSTANTS)
    for all_types, more in ((TYPES, kinds.TYPES), (KEYS, kinds.KEYS), (ORDERLY, kinds.ORDERLY)):
        all_types.extend(more)
    for kind, text in kinds.RULES.items():
        RULES[kind] = RULES.get(kind, []) + parse_rules(text)
