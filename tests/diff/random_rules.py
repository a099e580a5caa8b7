"""What random queries are made of: tables, constants, and a rule for each way to make an expression of a type."""

TABLES = {
    "t": ("_id", {"_id": "int4", "a": "int4", "b": "int8", "f": "float8", "n": "numeric",
                  "s": "text", "ok": "bool", "ts": "ts", "bin": "bytea", "u": "uuid", "doc": "jsonb",
                  "tags": "text[]", "nums": "int4[]"}),
    "numbers": ("_id", {"_id": "int4", "i": "int4", "j": "int8", "x": "float8", "d": "numeric",
                        "k": "int4"}),
    "strings": ("_id", {"_id": "int4", "v": "text", "p": "text", "n": "int4"}),
    "customers": ("num", {"num": "int4", "name": "text", '"firstName"': "text", "since": "ts",
                          "vip": "bool", "credit": "numeric", "address": "jsonb",
                          "phones": "text[]"}),
    "orders": ("_id", {"_id": "int4", "customer": "int4", "status": "text", "total": "numeric",
                       "qty": "int4", "weight": "float8", "placed": "ts"}),
    "events": ("_id", {"_id": "int4", "at": "ts", "kind": "text", "value": "float8",
                       "count": "int8"}),
    "empty": ("_id", {"_id": "int4", "a": "int4", "s": "text", "f": "float8", "n": "numeric",
                      "ok": "bool", "ts": "ts"}),
    "one": ("_id", {"_id": "int4", "v": "text"}),
}
TYPES = ("int4", "int8", "float8", "numeric", "text", "bool", "ts", "date", "interval", "text[]",
         "int4[]", "jsonb", "uuid", "bytea", "int2", "float4", "timestamp", "time", "int4range")
# for set operations and grouping: not those whose equal values may look different
KEYS = ("int4", "int8", "float8", "numeric", "text", "bool", "ts", "date", "text[]", "int4[]",
        "uuid", "bytea", "int2", "timestamp", "int4range")
ORDERLY = ("int4", "int8", "text", "ts", "float8", "date", "numeric", "int2", "float4", "time", "timestamp")  # min and max
SQL_NAMES = {"ts": "timestamptz"}
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

# {type} is an expression of the type, {=type} a constant, {*type} a list of constants and NULLs,
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
        1 (NOT {exists})""",
    "date": """
        2 ({ts}::date)
        1 ({date} + 1)
        1 ({date} - 30)
        1 date_trunc('month', {ts})::date
        1 make_date(2024, 1 + abs({int4} % 12), 3)""",
    "interval": """
        2 ({ts} - {ts})
        1 ({interval} + {=interval})
        1 ({interval} * 2)
        1 (- {interval})
        1 justify_days({interval})
        1 justify_hours({interval})
        1 make_interval(days => {int4} % 100)
        1 age(timestamptz '2024-06-01 00:00:00+00', {ts})""",
    "text[]": """
        1 ({text[]} || {text})
        1 ({text[]} || {text[]})
        1 ARRAY[{text}, {text}]
        1 array_append({text[]}, {text})
        1 array_remove({text[]}, {=text})
        1 string_to_array({text}, 'b')
        1 ({text[]})[1:2]
        1 ARRAY{select text ordered}""",
    "int4[]": """
        1 ({int4[]} || {int4})
        1 ARRAY[{int4}, {int4}, 3]
        1 array_prepend({int4}, {int4[]})
        1 array_replace({int4[]}, 2, {int4})
        1 ({int4[]})[2:]""",
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
        1 jsonb_strip_nulls({jsonb})""",
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
    "uuid": "1 {uuid}",
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
        1 ({X} = ANY {select X})""",
    "any": """
        2 CASE WHEN {bool} THEN {X} ELSE {X} END
        1 CASE WHEN {bool} THEN {X} END
        1 CASE {int4} WHEN {=int4} THEN {X} WHEN {=int4} THEN {X} ELSE {X} END
        2 COALESCE({X}, {X})
        2 NULLIF({X}, {X})
        1 GREATEST({X}, {X})
        1 LEAST({X}, {X})
        1 {scalar X}""",
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
        1 (CASE WHEN {bool} THEN 1 ELSE 0 END)""",
    "int8": """
        2 ({int4}::int8 + {int4})
        1 ({int4}::int8 * {int4})
        1 ({int4}::int8 - {int4})
        1 ({int8} % 7)
        1 ({int8} / 2)
        1 ({int4}::int8)""",
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
        1 ({numeric}::float8)""",
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
        1 ({int8}::numeric / 7)""",
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
        1 quote_ident({text})""",
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
        1 timezone('UTC', {ts} AT TIME ZONE 'UTC')""",
    # errors: one of these alone, in the target list of a plain scan
    "risky": """
        2 ({int4} + {=int4})
        2 ({int4} * {int4})
        1 ({int4} - {=int4})
        1 (- {int4})
        1 abs({int4})
        2 (10 / {int4})
        2 ({int4} % {int4})
        1 ({int8} + {=int8})
        1 ({int8} * {int8})
        1 ({int8}::int4)
        1 ({float8}::int4)
        1 ({float8}::int8)
        1 ({numeric}::int4)
        1 ({numeric}::int8)
        1 (1 / {float8})
        1 ({float8} * {float8})
        1 ({float8} + {float8})
        1 (1 / {numeric})
        1 ({numeric} / {numeric})
        1 ({text}::int4)
        1 ({text}::bool)
        1 sqrt({float8})
        1 ln({float8})
        1 power({float8}, {int4})
        1 power({numeric}, 2)
        1 sqrt({numeric})
        1 left({text}, {int4} % 5)
        1 chr(abs({int4} % 200))
        1 ({int4}::int2)
        1 ({int2} * 30000::int2)
        1 ({int8} / {int4})
        1 ({int8} % {int8})
        1 (- {int8})
        1 abs({int8})
        1 ({numeric}::float8)
        1 ({numeric}::float4)
        1 ({float8}::float4)
        1 ({float8}::numeric)
        1 ({numeric}::numeric(5,2))
        1 ({text}::numeric)
        1 ({text}::float8)
        1 ({text}::date)
        1 ({text}::interval)
        1 ({text}::uuid)
        1 ({text}::jsonb)
        1 ({text}::int4[])
        1 ({jsonb}->'x')::int4
        1 ({jsonb}->>'x')::numeric
        1 ({jsonb}->'x')::bool
        1 exp({float8})
        1 exp({numeric})
        1 ln({numeric})
        1 log({numeric})
        1 log({float8})
        1 power({float8}, 0.5)
        1 ({float8} ^ 2)
        1 ({numeric} ^ {numeric})
        1 ({numeric} ^ 0.5)
        1 (2 ^ {int4})
        1 cbrt({float8})
        1 sin({float8})
        1 atan2({float8}, 2)
        1 acos({float8})
        1 degrees({float8})
        1 factorial({int4})
        1 gcd({int4}, {int4})
        1 lcm({int4}, {int4})
        1 div({numeric}, {numeric})
        1 mod({numeric}, {numeric})
        1 width_bucket({numeric}, 0, 10, {int4})
        1 width_bucket({float8}, 0, 10, 5)
        1 round({numeric}, {int4} % 10)
        1 trunc({float8})::int4
        1 make_date({int4}, 2, 29)
        1 make_date(2024, {int4}, 1)
        1 make_timestamptz(2024, 1, {int4}, 0, 0, 0)
        1 to_timestamp({float8})
        1 to_date({text}, 'YYYY-MM-DD')
        1 to_number({text}, '999.9')
        1 ({ts} + {int4} * interval '1 day')
        1 ({date} + {int4})
        1 ({interval} * {float8})
        1 ({interval} / {int4})
        1 ({interval} / {float8})
        1 date_trunc({text}, {ts})
        1 extract(julian FROM {ts})
        1 repeat({text}, {int4} % 5)
        1 lpad({text}, {int4} % 9, 'xy')
        1 right({text}, {int4} % 5)
        1 split_part({text}, 'a', {int4} % 3)
        1 substring({text} FROM {int4} % 4 FOR {int4} % 4)
        1 overlay({text} PLACING 'Z' FROM {int4} % 4)
        1 regexp_replace({text}, {text}, 'x')
        1 ({text} ~ {text})
        1 ({text} LIKE {text} ESCAPE '$')
        1 ({text} LIKE '%\\')
        1 regexp_split_to_array({text}, 'b')
        1 to_char({numeric}, '9.99EEEE')
        1 to_char({float8}, '999.99')
        1 to_char({int4}, 'S0000')
        1 to_char({int4}, 'RN')
        1 to_char({ts}, 'J IW IYYY Q WW D DDD')
        1 to_char({interval}, 'HH24:MI:SS')
        1 decode({text}, 'hex')
        1 decode({text}, 'base64')
        1 encode({bytea}, 'escape')
        1 get_byte({bytea}, {int4} % 2)
        1 convert_from({bytea}, 'UTF8')
        1 ({bytea}::text)
        1 ({int4} << ({int4} % 40))
        1 ({int8} >> ({int4} % 70))
        1 array_fill({int4}, ARRAY[{int4} % 3])
        1 ({int4[]})[{int4} % 3]
        1 trim_array({int4[]}, {int4} % 3)
        1 jsonb_array_length({jsonb})
        1 jsonb_set({jsonb}, ARRAY['x'], to_jsonb({int4}))
        1 ({jsonb} || {jsonb})
        1 ({jsonb} - 'x')
        1 ({jsonb} - {int4} % 3)
        1 jsonb_path_query_first({jsonb}, '$.x')
        1 jsonb_path_exists({jsonb}, '$.y ? (@.z == "deep")')
        1 jsonb_pretty({jsonb})
        1 ascii({text})
        1 chr({int4})
        1 format('%s', {float8})
        1 format({text}, {int4})
        1 (({int4}::text || '.5')::numeric)
        1 ({float8}::int2)
        1 ({numeric}::int2)
        1 ({int4}::bool)
        1 ({bool}::text::bool)
        1 ({text}::varchar(2))
        1 ({text}::name)
        1 ({text}::bytea)
        1 (row({int4}, {text})::text)
        1 (row({int4}, {text}) = row({int4}, {text}))
        1 scale({numeric})
        1 min_scale({numeric})
        1 ({numeric} / 7)
        1 ({numeric} * {numeric})
        1 sqrt({int4})
        1 substr({text}, {int4} % 3, {int4} % 3)
        1 ({ts}::timestamp + {float8} * interval '1 hour')
        1 make_interval(years => {int4})
        1 make_interval(secs => {float8})
        1 make_time({int4} % 30, 0, 0)
        1 make_timestamp({int4}, 1, 1, 0, 0, 0)
        1 date_bin({interval}, {ts}, timestamptz '2020-01-01 00:00:00+00')
        1 ({time} - {interval})
        1 ({ts} AT TIME ZONE {text})
        1 int4range({int4}, {int4})
        1 int4range({int4}, {int4}, '()')
        1 ({int4range} + {int4range})
        1 ({int4range} - {int4range})
        1 jsonb_path_query_array({jsonb}, '$.list[*] ? (@ > $x)', jsonb_build_object('x', {int4}))
        1 jsonb_path_query_first({jsonb}, 'strict $.x.y')
        1 jsonb_set_lax({jsonb}, ARRAY['x'], NULL)
        1 jsonb_insert({jsonb}, ARRAY['x'], '1')
        1 array_position({int4[]}, {int4}, {int4} % 3)
        1 array_to_json({int4[]})
        1 to_json({float8})
        1 regexp_count({text}, {text})
        1 regexp_replace({text}, '(.)', '\\1\\1', 1, {int4} % 3)
        1 regexp_substr({text}, '.', {int4} % 3)
        1 to_timestamp({text}, 'YYYY-MM-DD HH24:MI')
        1 to_char({numeric}, 'FM9,999.99PR')
        1 to_char({int8}, '000,000S')
        1 to_char({interval}, 'YYYY MM DD HH12:MI:SS')
        1 format('%1$s %1$L %2$*3$s', {text}, {int4}, {int2})
        1 bit_count({bytea})
        1 set_byte({bytea}, 0, {int4} % 256)
        1 substring({bytea} FROM {int4} % 3)
        1 ({int4}::bit(5))
        1 ({text}::inet)
        1 ({text}::timestamp)
        1 ({text}::time)
        1 ({text}::int4range)
        1 ({numeric}::money)
        1 ({int4}::oid)
        1 width_bucket({int4}, ARRAY[1, 5, 10])
        1 justify_interval({interval})
        1 age({ts}, {ts})
        1 extract(century FROM {date})
        1 extract(decade FROM {ts})
        1 extract(millennium FROM {timestamp})
        1 extract(microseconds FROM {interval})
        1 extract(timezone FROM {ts})
        1 extract(epoch FROM {timestamp})
        1 log({numeric}, {numeric})
        1 min_scale({numeric})""",
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
