"""Types that only tables made by SQL have (declared.sql): their tables, constants and rules, added to random_rules."""

TABLES = {
    "kinds": ("id", {"id": "int4", "c": "bpchar", "v": "varchar", "m": "mood", "p": "posint", "pr": "pair", "iv": "interval", "r": "int4range",
                     "nr": "numrange", "lt": "timestamp", "tm": "time", "tz": "timetz", "d": "date", "n2": "numeric", "f4": "float4", "i2": "int2",
                     "ip": "inet", "js": "json", "da": "date[]", "ma": "mood[]", "ci": "text", "k": "int4", "vb": "varbit", "tr": "tstzrange",
                     "i8": "int8", "ct": "ctext"}),
    "parts": ("id", {"id": "int4", "kind": "int4", "code": "varchar", "qty": "int8", "price": "numeric", "made": "date", "note": "text",
                     "flags": "bool[]", "m": "mood"}),
    "kinds_view": ("id", {"id": "int4", "c": "bpchar", "v": "varchar", "m": "mood", "k2": "int4", "i8": "int8", "d": "date", "ci": "text",
                          "pr": "pair"}),
    "parts_sums": ("kind", {"kind": "int4", "n": "int8", "qty": "numeric", "ci": "text", "made": "date"}),
    "parts_by_mood": ("m", {"m": "mood", "n": "int4", "price": "numeric", "ids": "int4[]"}),
}
# those that have an equality
TYPES = ("bpchar", "varchar", "mood", "posint", "pair", "numrange", "timetz", "inet", "date[]", "mood[]", "bool[]", "varbit", "tstzrange")
# those whose equal values all look the same
KEYS = ("bpchar", "varchar", "mood", "posint", "pair", "timetz", "inet", "date[]", "mood[]", "bool[]", "varbit", "tstzrange")
ORDERLY = ("mood", "inet", "timetz")

CONSTANTS = {
    "bpchar": ["'ab'::char(5)", "''::char(5)", "'ab c'::char(5)", "'$x'::char(5)", "'12'::char(5)"],
    "varchar": ["'ab'::varchar", "''::varchar", "'ab '::varchar", "'$x'::varchar(6)", "'p1'::varchar", "'AB'::varchar(2)"],
    "mood": ["'sad'::mood", "'ok'::mood", "'happy'::mood", "mood 'ok'"],
    "posint": ["1::posint", "5::posint", "2147483647::posint", "'14'::posint"],
    "ctext": ["'apple'::text COLLATE \"C\"", "''::text COLLATE \"C\""],  # of another collation than all other text: no rows of it are compared
    "pair": ["(1, 'a')::pair", "row(2, '$y')::pair", "'(1,)'::pair", "row(NULL, NULL)::pair", "'(5,5)'::pair"],
    "numrange": ["'empty'::numrange", "numrange(1.5, 2.5, '[]')", "'[1.5,2.50]'::numrange", "numrange(NULL, 0)", "numrange(1, 2)"],
    "timetz": ["timetz '10:30+02'", "timetz '09:30+01'", "timetz '00:00Z'", "'24:00+00'::timetz"],
    "inet": ["inet '10.0.0.1'", "'10.0.0.0/24'::inet", "inet '::1'", "'0.0.0.0/0'::inet"],
    "json": ["'{\"a\": 1}'::json", "'[1, 2]'::json", "'\"$x\"'::json"],
    "date[]": ["'{}'::date[]", "'{2024-01-15}'::date[]", "ARRAY[date '2024-02-29', NULL]"],
    "mood[]": ["'{}'::mood[]", "'{ok,sad}'::mood[]", "ARRAY['happy', NULL]::mood[]"],
    "bool[]": ["'{}'::bool[]", "'{t,NULL,f}'::bool[]", "ARRAY[true, NULL, true]"],
    "varbit": ["''::varbit", "B'101'::varbit", "'1010'::varbit"],
    "tstzrange": ["'empty'::tstzrange", "tstzrange('2024-01-01', '2024-02-01')", "tstzrange(NULL, '2024-01-15', '[]')", "'[2024-06-30,)'::tstzrange"],
}

RULES = {
    "bool": """
        1 ({bpchar} = {text})
        1 ({bpchar} LIKE {pattern})
        1 ({bpchar} = 'ab')
        1 ({bpchar} = 'ab  ')
        1 ({bpchar} < {varchar})
        1 ({bpchar} IN ('ab', '$x  ', NULL))
        1 ({bpchar} ~ 'b$')
        1 ({bpchar}::text = {text})
        1 ({varchar} = {text})
        1 ({varchar} LIKE {pattern})
        1 ({varchar} NOT LIKE {text})
        1 ({varchar} = 'ab ')
        1 ({varchar} IN ({=varchar}, {text}))
        1 ({varchar} = ANY ({text[]}))
        1 ({varchar} ~* '^A')
        1 ({mood} = 'ok')
        1 ({mood} > 'sad')
        1 ({mood} IN ('ok', 'sad', NULL))
        1 ({mood} NOT IN ('happy'))
        1 ({mood}::text > {text})
        1 ({mood} = ANY ({mood[]}))
        1 ({mood[]} @> {=mood[]})
        1 ({mood} BETWEEN 'ok' AND {mood})
        1 ({text} = {mood}::text)
        1 ({text}::mood = 'ok')
        1 ({posint} + 1 > {int4})
        1 ({posint} = {int8})
        1 ({posint} IN (1, 5, NULL))
        1 ({int4} = {posint})
        1 (({pair}).x = {int4})
        1 (({pair}).y = {text})
        1 (({pair}).x IS NULL)
        1 ({pair} = row({int4}, {text})::pair)
        1 ({pair} = ({int4}, {text}))
        1 ({pair} IS NULL)
        1 ({pair} IS NOT NULL)
        1 (NOT {pair} IS NULL)
        1 ({pair} IN (row(1, 'a')::pair, NULL))
        1 ({inet} << '10.0.0.0/8')
        1 ({inet} && {inet})
        1 (host({inet}) = {text})
        1 ({numrange} @> {numeric})
        1 ({numrange} && {=numrange})
        1 ({tstzrange} @> {ts})
        1 ({tstzrange} && {tstzrange})
        1 ({date} = ANY ({date[]}))
        1 ({date[]} && {=date[]})
        1 (true = ANY ({bool[]}))
        1 ({bool} = ALL ({bool[]}))
        1 (({bool[]})[1])
        1 ({json}->>'a' = '1')
        1 ({timetz} > {time}::timetz)
        1 ({timetz}::time = {time})
        1 (length({varbit}) > 2)
        1 (get_bit({varbit} || B'1', 0) = 1)
        1 ({interval} = '24:00')
        1 ({interval} < {interval})
        1 ({time} > '10:00')
        1 ({text} = {bpchar})
        1 ({bpchar} || 'x' = {text})
        1 (length({bpchar}) = 2)
        1 ({ctext} = {text})
        1 ({ctext} < {ctext})
        1 ({ctext} IN ({=text}, {text}))
        1 ({ctext} || {text} > {=text})
        1 ({ctext} LIKE {pattern})
        1 ({ctext} < {text} COLLATE "C")""",
    "int4": """
        1 length({bpchar})
        1 octet_length({bpchar})
        1 ({posint} % 7)
        1 ({posint}::int4)
        1 ({pair}).x
        1 masklen({inet})
        1 cardinality({date[]})
        1 cardinality({mood[]})
        1 array_position({mood[]}, {mood})
        1 length({varbit})
        1 length({varchar})
        1 array_length(enum_range(NULL, {mood}), 1)""",
    "text": """
        1 ({ctext} COLLATE "default")
        1 upper({ctext})
        1 ({bpchar} || {text})
        1 ({bpchar}::text)
        1 upper({bpchar})
        1 upper({varchar})
        1 ({varchar} || {bpchar})
        1 ({mood}::text)
        1 ({pair}).y
        1 ({pair}::text)
        1 ({inet}::text)
        1 host({inet})
        1 ({json}->>'a')
        1 ({json}::text)
        1 ({json}#>>'{$x,a.b}')
        1 ({numrange}::text)
        1 ({tstzrange}::text)
        1 ({timetz}::text)
        1 ({date[]}::text)
        1 ({varbit}::text)
        1 concat({bpchar}, '|', {varchar}, '|', {mood})
        1 format('%s %L', {bpchar}, {varchar})
        1 substr({bpchar}, 2)
        1 left({varchar}, 2)
        1 array_to_string({mood[]}, ',', 'none')
        1 reverse({varchar})
        1 json_typeof({json})
        1 row_to_json({pair})::text""",
    "bpchar": """
        1 ({text}::char(5))
        1 ({varchar}::char(5))
        1 ({mood}::text::char(5))""",
    "ctext": """
        1 ({ctext} || {ctext})
        1 lower({ctext})""",
    "varchar": """
        1 ({text}::varchar(6))
        1 ({bpchar}::varchar)
        1 ({mood}::varchar)
        1 ({int4}::varchar)""",
    "mood": """
        1 ({mood[]})[1]
        1 COALESCE({mood}, 'sad')
        1 CASE WHEN {bool} THEN 'ok' ELSE {mood} END
        1 {=mood}""",
    "posint": """
        1 (1 + abs({int4} % 100))::posint
        1 NULLIF({posint}, 5)::posint""",
    "pair": """
        1 row({int4}, {text})::pair
        1 COALESCE({pair}, {=pair})""",
    "numrange": """
        1 ({numrange} * {numrange})
        1 numrange(LEAST({numeric}, 0), NULL)""",
    "timetz": """
        1 ({time}::timetz)
        1 ({ts}::timetz)
        1 ({timetz} + {=interval})""",
    "inet": """
        1 set_masklen({inet}, 8)
        1 network({inet})::inet
        1 COALESCE({inet}, {=inet})""",
    "json": """
        1 to_json({int4})
        1 ({json}->'a')
        1 json_build_object('k', {any})""",
    "date[]": """
        1 ({date[]} || {date})
        1 ARRAY[{date}]""",
    "mood[]": """
        1 ({mood[]} || {mood})
        1 enum_range({mood}, 'happy')
        1 ({mood[]})[2:]""",
    "bool[]": """
        1 ({bool[]} || {bool})
        1 ARRAY[{bool}, {bool}]""",
    "varbit": """
        1 ({varbit} || {=varbit})""",
    "tstzrange": """
        1 ({tstzrange} * {tstzrange})
        1 tstzrange({ts}, NULL)""",
    "numeric": """
        1 lower({numrange})
        1 ({numeric}::numeric(8, 2))
        1 ({posint} / 3.0)""",
    "ts": """
        1 lower({tstzrange})
        1 upper({tstzrange})""",
    "date": """
        1 ({date[]})[1]""",
    "interval": """
        1 ({timetz}::time - {time})""",
    "jsonb": """
        1 ({json}::jsonb)
        1 to_jsonb({pair})
        1 to_jsonb({mood})
        1 to_jsonb({bpchar})""",
}
