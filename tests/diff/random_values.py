"""Random queries of the fifth grammar (--values): one expression of literals alone, with no table. Operators, functions and casts over values of all
types, whether they fit or not; and the small languages that stand in strings: jsonpath, regular expressions, SIMILAR TO and LIKE, templates of to_char() and its kind, dates and intervals, arrays, ranges."""

import random

from random_parts import Node

LITERALS = {
    "int2": ["1", "-5"], "int4": ["0", "7", "2147483647"], "int8": ["9", "-9223372036854775808"], "numeric": ["1.50", "-0.5", "NaN", "1e30"], "float4": ["1.5", "0.1"],
    "float8": ["2.5", "Infinity", "1e300"], "text": ["abc", "", "12", "2024-01-15", "{1,2}", "a.b"], "varchar(3)": ["abcdef", "ab"], "char(4)": ["ab", "abcdef"], "name": ["nm"], '"char"': ["x"],
    "bool": ["t", "off"], "date": ["2024-01-15", "infinity"], "timestamp": ["2024-01-15 10:30:00.5"], "timestamptz": ["2024-01-15 10:30:00+02"], "time": ["10:30", "24:00"], "timetz": ["10:30+02"],
    "interval": ["1 day 02:03", "-1 mon"], "bytea": ["\\xdead", "abc"], "uuid": ["a0eebc99-9c0b-4ef8-0000-000000000001"], "json": ['{"a":1}', "[1,2]"], "jsonb": ['{"a":1}', '[1,"b"]', "1", "null"],
    "int4[]": ["{1,2,NULL}", "{}"], "text[]": ["{a,b}", "{}"], "numeric[]": ["{1.5,2}"], "int4range": ["[1,5)", "empty"], "numrange": ["(1.5,2]"], "tsrange": ["[2024-01-01,)"],
    "int4multirange": ["{[1,3),[5,6)}"], "inet": ["10.0.0.1/8", "::1"], "cidr": ["10.0.0.0/8"], "macaddr": ["08:00:2b:01:02:03"], "bit(4)": ["1010"], "varbit": ["101", ""], "money": ["12.34", "-5"],
    "point": ["(1,2)"], "box": ["(0,0),(2,2)"], "circle": ["<(0,0),2>"], "lseg": ["[(0,0),(1,1)]"], "path": ["((0,0),(1,1),(1,0))"], "polygon": ["((0,0),(1,1),(1,0))"], "line": ["{1,-1,0}"],
    "tsvector": ["'a':1 'b':2A"], "tsquery": ["a & !b"], "oid": ["23"], "xml": ["<a>1</a>"], "jsonpath": ["$.a"], "pg_lsn": ["0/16B3748"], "bpchar": ["x  "]}
OPERATORS = ("+ - * / % ^ = <> < > <= >= || && @> <@ & | # ~ !~ ~* << >> -|- &< &> -> ->> #> #>> ? @? @@ <-> ~~ !~~ ~~* LIKE ## |>> <<| ~= ?# ?| ?- <^ >^ <<= >>= ^@ *< *=").split() + [
    "IS DISTINCT FROM", "SIMILAR TO", "AT TIME ZONE"]
FUNCTIONS = (
    "abs round length lower upper coalesce greatest least nullif to_char date_trunc age array_append array_cat array_length substring position replace split_part concat lpad trunc mod power date_part to_json to_jsonb "
    "jsonb_typeof json_typeof array_to_string unnest cardinality isempty range_merge int4range numrange daterange host masklen network family set_masklen broadcast area center radius diameter box point lseg circle path "
    "polygon npoints isclosed height width to_tsvector ts_rank strip setweight numnode querytree plainto_tsquery encode decode md5 get_bit set_bit bit_length octet_length quote_literal quote_nullable format reverse repeat left "
    "right starts_with string_to_array array_position array_remove jsonb_build_array json_build_object jsonb_array_length jsonb_object_keys jsonb_path_query timezone justify_days isfinite make_date pg_typeof generate_series "
    "width_bucket scale sqrt ceil sign div gcd factorial ascii chr initcap translate btrim overlay bit_count num_nulls array_ndims array_upper trim_array xpath xmlcomment xml_is_well_formed inet_merge abbrev slope bound_box "
    "array_agg sum avg max min count string_agg bool_and json_agg jsonb_object_agg stddev bit_or range_agg every array_dims substr strpos regexp_match regexp_replace regexp_split_to_array to_number to_date to_timestamp "
    "concat_ws ln log exp atan2 degrees lcm min_scale trim_scale jsonb_set jsonb_strip_nulls jsonb_pretty json_array_elements jsonb_each_text tsvector_to_array array_to_tsvector upper_inf lower_inc multirange").split()
FRAMES = ["CASE WHEN {0} THEN {1} ELSE {2} END", "{0} IN ({1}, {2})", "{0} BETWEEN {1} AND {2}", "ARRAY[{0}, {1}, {2}]", "coalesce({0}, {1}, {2})", "({0}, {1}) < ({2}, {0})", "({0})[{1}]", "{0} = ANY ({1})",
          "{0} IS NULL", "- {0}", "~ {0}", "{0} IS TRUE", "NOT {0}", "(SELECT x FROM (VALUES ({0}), ({1})) z(x) ORDER BY 1 LIMIT 1)", '{0} COLLATE "C"', "ROW({0}, {1})", "extract(year FROM {0})", "extract(epoch FROM {0})"]
FIELDS = "year month day hour minute second week quarter century millennium decade dow doy isodow isoyear epoch julian milliseconds microseconds timezone".split()
DATE_TEMPLATES = "YYYY MM DD HH24 MI SS US MS Mon Month D DDD Q WW IW IYYY J AM TZ HH12 Day DY CC RM BC YY Y,YYY TH FM FX SSSS - / : , . FF3 TZH OF ID W IDDD HH p.m. month th".split() + [" ", '"x"']
NUMBER_TEMPLATES = "9 9 0 0 . , D G S MI PL PR L FM TH EEEE V RN SG B".split() + [" ", '"x"']
NUMBERS = "0 1 -1 123.456 -0.5 99999 1234567.891 0.0001 -123456789.5 1e10 0.999 10 -99.99 1e-8 5.55 1e20 1e-20 0.00 3 NaN Infinity -Infinity 1.0000 2".split()
TIMES = ["2024-01-15 10:30:05.123456", "2024-02-29 23:59:59.999", "0044-03-15 12:00:00 BC", "1999-12-31 00:00:00", "10000-01-01", "2000-06-15 13:05:00", "infinity", "1970-01-01"]
SPANS = ["1 day", "-2 mons", "3 years", "04:05:06.789", "-1:30", "2.5 days", "1 week", "1.5 years", "-0.25 h", "1000000 us", "P1Y2M", "PT5M", "2-3", "ago", "1 2:03", "0.1 mons", "@", "1 decade", "3 ms"]
TIME_PARTS = ["2024-01-15", "Jan 15 2024", "10:30", "10:30:05.5", "pm", "AM", "+02", "EST", "BC", "20240115", "T101112", "2024.015", "J2451187", "Mon", "epoch", "allballs", "1/2/2024", "99-1-2", "Europe/Prague", "24:00"]
ATOMS = ["a", "b", "c", ".", "\\w", "\\d", "\\s", "[ab]", "[^a]", "[a-c]", "\\.", "[[:alpha:]]", "\\W", "é", "1", "_", "[]a]", "\\y", "\\m", "^", "$", "\\A", "\\Z", "[[:digit:]_]", "\\x61", "\\n", "ab"]
ARRAYS = ["{}", "{1,2,3}", "{1,NULL,3}", "{{1,2},{3,4}}", "[0:2]={1,2,3}", "{3,1,2}", "[2:3][1:2]={{1,2},{3,4}}", "{NULL}", "{{1},{2}}"]
RANGES = ["empty", "[1,5)", "(1,5]", "[2,3]", "(,4)", "[3,)", "(,)", "[5,5]", "[5,5)", "[7,9)", "[1,2)"]
MULTIRANGES = ["{}", "{[1,3),[5,7)}", "{(,2),(8,)}", "{[1,5),[2,9]}", "{[3,3]}", "{empty,[1,2)}", "{(,)}"]


def literal(text):
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'"


class Values:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def one(self, choices):
        return self.r.choice(choices)

    def chance(self, p):
        return self.r.random() < p

    def some(self, choices, least, most, between=""):
        return between.join(self.one(choices) for _ in range(self.r.randrange(least, most + 1)))

    # ---- any values in any places

    def value(self):
        kind = self.one(list(LITERALS))
        text = literal(self.one(LITERALS[kind]))
        return self.one([text, "NULL", self.one(["1", "2.5", "-1", "true", "ARRAY[1,2]", "ROW(1,2)", "5000000000", "(SELECT 1)", "1e3"]), f"NULL::{kind}"] + [f"{text}::{kind}"] * 8)

    def mixed(self, depth):
        p = self.r.random()
        if depth <= 0 or p < 0.1:
            return self.value()
        if p < 0.5:
            return f"({self.mixed(depth - 1)} {self.one(OPERATORS)} {self.mixed(depth - 1)})"
        if p < 0.62:
            return f"({self.mixed(depth - 1)})::{self.one(list(LITERALS))}"
        if p < 0.9:
            return f"{self.one(FUNCTIONS)}({', '.join(self.mixed(depth - 1) for _ in range(self.one([0, 1, 1, 1, 2, 2, 2, 3, 4])))})"
        return self.one(FRAMES).format(*(self.mixed(depth - 1) for _ in range(3)))

    # ---- jsonpath

    def json(self, depth):
        p = self.r.random()
        if depth <= 0 or p < 0.4:
            return self.one(["1", "2", "-1.5", '"a"', '"b"', '""', "true", "false", "null", "1e2", '"2024-01-15"', '"10:30:00"', '"abc"', "0"])
        if p < 0.7:
            return f"[{','.join(self.json(depth - 1) for _ in range(self.r.randrange(4)))}]"
        return "{" + ",".join(f'"{self.one("abcx")}":{self.json(depth - 1)}' for _ in range(self.r.randrange(4))) + "}"

    def path(self, depth, inside=False):
        out = self.one("$$@") if inside else "$"
        for _ in range(self.r.randrange(4)):
            out += self.one([".a", ".b", ".c", "[*]", "[0]", "[1]", "[last]", "[0 to 1]", ".*", ".**", ".**{1}", ".**{1 to 2}", ".size()", ".type()", ".abs()", ".floor()", ".ceiling()", ".double()", ".keyvalue()",
                             ".datetime()", ".keyvalue().key", "[last - 1]", "[$.a]", '."x"', "[0,1]", "[-1]"])
            if depth > 0 and self.chance(0.25):
                out += f" ? ({self.predicate(depth - 1)})"
        return out

    def path_value(self, depth, inside):
        p = self.r.random()
        if depth <= 0 or p < 0.6:
            return self.one([self.path(depth - 1, inside), self.path(depth - 1, inside), "1", "2", '"a"', "true", "null", "-1.5"])
        if p < 0.9:
            return f"({self.path_value(depth - 1, inside)} {self.one('+-*/%')} {self.path_value(depth - 1, inside)})"
        return f"-{self.path(depth - 1, inside)}"

    def predicate(self, depth):
        p = self.r.random()
        if depth <= 0 or p < 0.5:
            return f"{self.path_value(depth, True)} {self.one(['==', '<', '>=', '!=', '<>'])} {self.path_value(depth, True)}"
        if p < 0.6:
            return f"({self.predicate(depth - 1)}) {self.one(['&&', '||'])} ({self.predicate(depth - 1)})"
        if p < 0.7:
            return f"!({self.predicate(depth - 1)})"
        path = self.path(depth - 1, True)
        return self.one([f"exists ({path})", f'{path} starts with "a"', f'{path} like_regex "^a"', f'{path} like_regex "b$" flag "i"', f"({self.predicate(depth - 1)}) is unknown"])

    def jsonpath(self):
        path = literal(self.one(["", "lax ", "strict "]) + self.one([self.path(2), self.path(2), self.path_value(2, False), self.predicate(2)]))
        json = f"'{self.json(3)}'::jsonb"
        call = self.one(["jsonb_path_query_array", "jsonb_path_exists", "jsonb_path_match", "jsonb_path_query_first", "jsonb_path_query_array_tz"])
        return self.one([f"{call}({json}, {path})", f"{call}({json}, {path}, '{{}}', true)", f"{path}::jsonpath", f"{json} @? {path}", f"{json} @@ {path}"])

    # ---- patterns

    def regex(self, depth):
        p = self.r.random()
        if depth <= 0 or p < 0.3:
            return self.one(ATOMS)
        inner = self.regex(depth - 1)
        if p < 0.55:
            return inner + self.regex(depth - 1)
        if p < 0.72:
            return f"({inner})"
        if p < 0.86:
            return f"(?:{inner})" + self.one(["*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{1,}", "{0}"])
        return self.one([f"({inner}|{self.regex(depth - 1)})", f"({inner}|{self.regex(depth - 1)})", f"(?={inner})", f"(?!{inner})", f"({inner})\\1"])

    def pattern(self):
        subject, regex = literal(self.some("aabbc1_ .\\né%", 0, 8)), literal(self.one(["", "", "(?i)", "(?n)", "(?x)"]) + self.regex(4))
        plain, escape = literal(self.some("aab%_#1\\c", 0, 5)), self.one(["'#'", "'\\'", "''"])
        similar = literal(self.some(["a", "b", "%", "_", "[ab]", "[^a]", "1", ".", "$", "^", "#%", "(a)", "(a|b)", "(a|%)*", "a{2}", "b+", "\\"], 0, 5))
        return self.one([f"{subject} ~ {regex}", f"regexp_match({subject}, {regex})", f"regexp_replace({subject}, {regex}, E'<\\\\1|\\\\&>', '{self.one(['', 'g', 'i', 'n'])}')", f"substring({subject}, {regex})",
                         f"regexp_count({subject}, {regex})", f"regexp_instr({subject}, {regex}, 1, 2, 1)", f"regexp_split_to_array({subject}, {regex})", f"{subject} LIKE {plain} ESCAPE {escape}",
                         f"{subject} ILIKE {plain}", f"{subject} SIMILAR TO {similar} ESCAPE {escape}"])

    # ---- templates, dates, numbers

    def span(self):
        return f"interval {literal(self.some(SPANS, 1, 3, ' '))}"

    def templates(self):
        dated, numbered, number = literal(self.some(DATE_TEMPLATES, 1, 5)), literal(self.some(NUMBER_TEMPLATES, 1, 7)), self.one(NUMBERS)
        return self.one([f"to_char(timestamp '{self.one(TIMES)}', {dated})", f"to_char(timestamptz '{self.one(TIMES)}', {dated})", f"to_char('{number}'::numeric, {numbered})", f"to_char('{number}'::float8, {numbered})",
                         f"to_number({literal(self.one(['', '-', '$', ' ']) + number)}, {numbered})", f"to_char({self.span()}, {dated})",
                         f"to_timestamp({literal(self.some(['2024', '01', '15', '10', 'Jan', '-', '/', ' ', ':', 'pm', '5', 'Mon'], 1, 6))}, {dated})"])

    def dates(self):
        span, field = self.span(), self.one(FIELDS)
        time = f"{self.one(['timestamp', 'timestamptz', 'date'])} '{self.one(TIMES)}'"
        return self.one([span, f"{time} + {span}", f"{time} - {span}", f"{span} * {self.one(['2', '0.5', '-1.3', '1e3'])}", f"{span} / {self.one(['3', '0.7', '-2'])}", f"justify_interval({span})",
                         f"extract({field} FROM {time})", f"extract({field} FROM {span})", f"date_trunc('{field}', {time})", f"date_trunc('{field}', {span})", f"age({time}, timestamp '2023-05-31')", f"({time})::time",
                         f"{span}::time", f"{span} < {self.span()}", f"date_bin({span}, {time}, timestamp '2000-01-01')", f"{time} AT TIME ZONE '{self.one(['Europe/Prague', '+3', 'EST5EDT', 'Asia/Kolkata', '-04:30'])}'",
                         f"{span}::{self.one(['interval(1)', 'interval hour', 'interval day to minute', 'interval year'])}",
                         f"{self.one(['date', 'timestamp', 'timestamptz', 'time', 'timetz'])} {literal(self.some(TIME_PARTS, 1, 3, ' '))}"])

    def numbers(self):
        a, b, x, y = (f"'{self.one(NUMBERS)}'::{kind}" for kind in ("numeric", "numeric", "float8", "float8"))
        return self.one([f"{a} {self.one('+-*/%^')} {b}", f"{x} {self.one('+-*/^')} {y}", f"round({a}, {self.one(['0', '2', '-2'])})", f"sqrt({a})", f"ln({a})", f"log({a}, {b})", f"{a}::int4", f"{a}::int8", f"{x}::numeric",
                         f"{x}::int4", f"{x}::float4", f"{a}::numeric({self.one(['5,2', '3,3', '20,10', '2,-1', '3,5'])})", f"gcd({a}, {b})", f"width_bucket({a}, {b}, 10, 4)", f"trim_scale({a})", f"power({x}, {y})",
                         f"atan2({x}, {y})", f"div({a}, {b})", f"greatest({a}, {b})", f"factorial({self.one(['0', '5', '20', '-1'])})"])

    # ---- arrays, ranges

    def arrays(self):
        a, b = (f"'{self.one(ARRAYS)}'::int[]" for _ in range(2))
        i = self.one(["0", "1", "2", "-1", "NULL", "3"])
        return self.one([f"{a} || {b}", f"{a} || {i}", f"({a}){self.one(['[0:2]', '[:2]', '[2:]', '[1]', '[1][1]', '[1:1][2:2]', '[1:2][1]'])}", f"array_cat({a}, {b})", f"array_remove({a}, {i})", f"array_replace({a}, {i}, 9)",
                         f"array_position({a}, {i})", f"array_dims({a})", f"{a} @> {b}", f"{a} && {b}", f"{a} < {b}", f"{a} = {b}", f"{i} = ANY ({a})", f"{i} < ALL ({a})", f"trim_array({a}, 1)", f"array_to_string({a}, ',', '*')",
                         f"(SELECT array_agg(x) FROM (VALUES ({a}), ({b})) v(x))", f"array_fill({i}, ARRAY[{self.one('012')}, {self.one('12')}])", f"to_jsonb({a})", f"ARRAY[{a}, {b}]"])

    def ranges(self):
        kind = self.one(["int4", "num", "int8"])

        def one_range():
            return f"'{self.one(RANGES)}'::{kind}range"

        def several():
            return f"'{self.one(MULTIRANGES)}'::{kind}multirange"

        a, b = self.one([one_range, several])(), self.one([one_range, several])()
        return self.one([f"{a} {self.one(['&&', '@>', '<@', '<<', '>>', '&<', '&>', '-|-'])} {b}", f"{one_range()} {self.one('+-*')} {one_range()}", f"{several()} {self.one('+-*')} {several()}", f"{one_range()} < {one_range()}",
                         f"{several()} < {several()}", f"lower({a})", f"upper({a})", f"range_merge({one_range()}, {one_range()})", f"range_merge({several()})", f"{kind}multirange({one_range()}, {one_range()})", f"{a} @> 3",
                         f"(SELECT range_agg(x) FROM (VALUES ({one_range()}), ({one_range()})) v(x))", f"(SELECT range_intersect_agg(x) FROM (VALUES ({a}), ({a})) v(x))", f"(SELECT array_agg(x) FROM unnest({several()}) x)",
                         f"{kind}range({self.one(['1', 'NULL', '5'])}, {self.one(['3', 'NULL', '9'])}, '{self.one(['[]', '()', '(]', 'x'])}')"])

    def statement(self):
        make = self.one([lambda: self.mixed(self.one([1, 2, 2, 3]))] * 3 + [self.jsonpath, self.jsonpath, self.pattern, self.pattern, self.templates, self.dates, self.dates, self.numbers, self.arrays, self.ranges])
        return Node("query", ["SELECT ", make()]), True

    def settings(self):
        return []
