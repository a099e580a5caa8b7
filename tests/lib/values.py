"""Values of every type, at its edges and beyond them, as text: what tests/live/type_values.py asks for.

Bytes are sent as they are (not UTF-8, NUL); text with a NUL is a parameter only."""


def newer(version, message, ours):
    """Did an older PostgreSQL (version: libpq's number) refuse what those since 15.20 take, or say in other words?
    A word of 2,047 bytes in a tsvector or tsquery; wrong binary forms of them. ours: pgleaf's message, "" for none."""
    return version < 150020 and (message.startswith(("word is too long", "malformed tsquery")) or
                                 message == "invalid string in message" and ours == "invalid size of tsvector")


WHOLE = ["0", "1", "-1", "+7", " 42 ", "\t5\n", "-0", "007", "127", "128", "-128", "32767", "32768", "-32768", "-32769", "2147483647", "2147483648",
         "-2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
         "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999", "", " ", "x", "1x", "1 2", "1.5", "1e3",
         "0x10", "0b1", "1_000", "--1", "+-1", "- 1", "+", "-", "NULL", "\u0661", "1\0", "00000000000000000000000000001", "-00000000000000000000"]
REAL = ["0", "-0", "1", "-1.5", "+.5", "5.", ".", "1e10", "1E-5", "1e+5", "0.1", "0.3", "3.14159265358979", "1e15", "1e16", "1e17", "123456789012345678",
        "1e-4", "1e-5", "0.0001234", "1e6", "1e7", "16777216", "16777217", "3.4028235e38", "3.4028236e38", "1e39", "1.1754944e-38", "1e-45", "1e-46",
        "1.4e-45", "7e-46", "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "-1e309", "5e-324", "2e-324", "2.2250738585072014e-308", "NaN",
        "nan", "-NaN", "Infinity", "-Infinity", "+Infinity", "inf", "-INF", "infinit", "Infinityx", " 2.5 ", "", " ", "x", "1.5x", "1 5", "1e", "1e+",
        "0x1p3", "0x10", "1,5", "nan(1)", "1e400", "1e-400", "0.1e-307", "9007199254740993", "1.0000001", "0.30000000000000004", "100000", "1234567.8"]
NUMERIC = ["0", "-0", "0.0", "0.00", "1.50", "-1.5", ".5", "5.", ".", "+1", " 12.30 ", "1e5", "1.5e-3", "1E+2", "123456789012345678901234567890.123456789",
           "0.0000000000000000000000000000000001", "9999", "10000", "99999999", "10000.0001", "0.00010000", "1e100", "1e-100", "1e1000", "1e131071",
           "1e131072", "1e-16383", "1e-16384", "NaN", "nan", "Infinity", "-inf", "-Infinity", "+infinity", "-NaN", "", " ", "x", "1x", "1..2", "1e", "1e+",
           "1.2.3", "--1", "1 2", "1e2147483648", "1e-2147483648", "00001.10", "1,000", "0x1A", "12345678.00000000000000000000", "-99999999.9999", "inf x"]
TEXT = ["", " ", "a", "abc", "  padded  ", "a'b", 'a"b', "a\\b", "\\", "tab\there", "line\nline\r", "{}", "{a,b}", "NULL", "null", ",", "(1,2)", "žluťoučký 日本",
        "\U0001f600\U0010ffff", "e\u0301", "x" * 63, "x" * 64, "é" * 40, "y" * 300, "\u0001\u007f", "nul\0", b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
        b"\xc0\x80", b"ok \xc3\xa9"]
BOOL = ["t", "true", "TRUE", "tr", "y", "yes", "ye", "on", "1", "f", "false", "fa", "n", "no", "of", "off", "0", " t ", "o", "", " ", "2", "-1", "truex", "true x", "T",
        "tt", "\0"]
BYTEA = ["", "abc", "\\x", "\\xDEADbeef", "\\x00 ff", "\\x0", "\\xzz", "\\x0g", "\\\\", "\\000\\377", "\\400", "\\1", "\\08", "\\", "a\\134b", "é", "'\"", "\\X00",
         " \\x00", "\\x 0 0", "\\x\n00", "\n\t\u007f", "\\x" + "00ff" * 40]
UUID = ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
        "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}",
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "", "x", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", "a0e-ebc99-9c0b-4ef8-bb6d-6bb9bd380a11", " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "11+b", "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11"]
DATE = ["2024-02-29", "2023-02-29", "1999-12-31", "2000-01-01", "0001-01-01", "0001-01-01 BC", "4713-11-24 BC", "4714-11-24 BC", "4714-11-23 BC", "4715-01-01 BC", "9999-12-31",
        "10000-01-01", "294276-12-31", "294277-01-01", "5874897-12-31", "5874898-01-01", "infinity", "-infinity", "INFINITY", "+infinity", "epoch", "J2451187", "J0", "J-1",
        "2024.060", "2024-060", "20240229", "240229", "1/2/2003", "13/2/2003", "2/13/2003", "2003/1/2", "1-2-03", "Jan 5, 2020", "5 jan 2020", "January 5 2020 BC", "2020-Jan-05",
        "5-Jan-2020", "20-01-02", "70-01-01", "69-01-01", "99-12-31", "2020-1-1", "2020-00-01", "2020-01-00", "2020-13-01", "2020-04-31", "0000-01-01", "-2020-01-01", "2020-01-01 12:00",
        "2020-01-01T12:00:00Z", "2020-01-01x", "x", "", " ", " 2020-01-01 ", "Mon 2020-01-06", "Thu Feb 29 2024", "2020-01-01 AD", "2020-01", "2020", "1.2.2003", "Sept 9 2001", "Foo 9 2001",
        "12/31/1999", "31.12.1999", "1999-12-31 23:59:59.999999", "2020-W01-1", "99999999", "0020-01-02", "00001-01-02", "2020-01-01 00:00:00 America/New_York", "2147483647-01-01"]
TIME = ["00:00", "00:00:00", "23:59:59.999999", "24:00:00", "24:00:00.000001", "23:59:60", "23:59:60.5", "12:34:56.7890125", "12:34:56.7890115", "1:2:3", "01:02", "010203", "0102", "1 PM", "1:30 pm",
        "12:00 AM", "12:00 PM", "13:00 PM", "0:00 am", "allballs", "25:00", "12:60", "12:00:61", "", " ", "x", "12", "12:", ":12", "12:34:56.", "12:34:56.1234567890123", "-1:00", "12:00:00-05",
        "12:00 UTC", "12:00:00+14:59", "2020-01-01 12:00", "T12:34", " 04:05:06 ", "04:05:06.789-8", "040506", "040506.789", "23:59:59.9999999", "12:00:00 America/New_York", "2003-04-12 04:05:06 America/New_York",
        "00:00:00.0000005", "00:00:00.0000015", "11:59:59.9999995 PM"]
TIMETZ = TIME + ["12:00+15:59:59", "12:00+16", "12:00-15:59", "12:00+02:30:15", "00:00-12", "24:00+00", "12:00 EST", "12:00 PDT", "12:00 Z", "12:00z", "allballs +02", "12:00 +2:3", "12:00+0230",
                 "23:59:59.999999-15:59:59", "2020-07-01 12:00 Europe/Prague", "12:00 Nowhere/City"]
TIMESTAMP = ["2024-02-29 12:34:56.789012", "2024-02-29T12:34:56", "2024-02-29 12:34", "2024-02-29", "1999-12-31 23:59:59.999999", "2000-01-01", "1970-01-01 00:00", "1969-12-31 23:59:59.5", "0001-01-01 BC 00:00",
             "0001-01-01 00:00:00 BC", "4713-11-24 00:00:00 BC", "4714-11-24 00:00:00 BC", "4714-11-23 23:59:59.999999 BC", "294276-12-31 23:59:59.999999", "294276-12-31 23:59:59.9999995", "294277-01-01", "infinity",
             "-infinity", "epoch", "2024-02-29 24:00", "2024-02-29 24:00:01", "2024-02-29 12:34:60", "2024-02-30 00:00", "20240229T123456", "20240229 123456.5", "2024-02-29 1 pm", "Feb 29 12:34:56 2024",
             "Thu Feb 29 12:34:56.5 2024", "29 Feb 2024 12:34", "2/3/2024 4:05", "2024-02-29 12:34:56.7890125", "2024-02-29 12:34:56+02", "2024-02-29 12:34:56 UTC", "2024-02-29 12:34:56Z", "2024-07-01 12:00 Europe/Prague",
             "2024-07-01 12:00 CEST", "2024-07-01 12:00 EDT", "2024-03-31 02:30", "2024-03-10 02:30", "2024-11-03 01:30", "2024-10-27 02:30", "1900-01-01 00:00", "1883-11-18 12:03:58", "1850-06-01 12:00",
             "2024-02-29 12:34:56-15:59:59", "2024-02-29 12:34:56+16", "2024-02-29 12:34:56.1 +05:30", "2024-02-29 12:34 Nowhere/City", "", "x", " 2024-01-01 ", "2024-01-01 x", "2024-01-01 25:00", "J2451187 04:05",
             "2024-060 12:00", "9999-12-31 23:59:59.999", "10000-01-01 00:00:00", "100000-01-01 00:00:00", "2038-01-19 03:14:08", "2500-07-01 00:00", "0099-01-01 00:00", "infinity x", "2024-01-01 00:00:00.000001",
             "2024-01-01 00:00:00.100", "1/1/0001 1:1:1 BC"]
INTERVAL = ["0", "1 second", "-1 second", "1 day", "-1 days", "1 mon", "1 year", "-1 year", "1 year 2 mons 3 days 04:05:06.789", "-1 year -2 mons +3 days -04:05:06.789", "1 year -1 day", "1:02", "1:02:03", "1:02:03.000001",
            "-0:00:00.5", "100:00:00", "1 day 25:00", "P1Y2M3DT4H5M6.5S", "P-1Y", "P1W", "PT-5M", "P0001-02-03T04:05:06", "P1.5Y", "P", "PT", "1.5 days", "1.5 months", "0.5 year", "1.1 weeks", "1e2 days", "1 century", "1 millennium",
            "2 decades 3 weeks", "@ 1 day ago", "1 day ago 2", "1 hour ago", "+1-2", "-1-2", "1-2 3 4:5:6", "-1-2 +3 -4:5:6", "1 2:03", "178000000 years", "-178000000 years", "178956970 years 7 mons", "178956970 years 8 mons",
            "2147483647 days", "2147483648 days", "-2147483648 days", "2147483647 mons", "2562047788:00:54.775807", "2562047788:00:54.775808", "-2562047788:00:54.775808", "9223372036854775807 us", "9223372036854775808 us", "1 us", "1 ms",
            "0.0000005 s", "0.0000015 s", "1 fortnight", "x", "", " ", "1", "1.5", "-1.5", "1 day 1 day", "1d 2h 3m 4s", "3 hr 2 min", "infinity", "now", "1 y 1 mon 1 d", "12:34:60", "12:60", "1 day 12", "P1Y1M1D T", "1 day, 2 hours", "00:00:00.9999999",
            "1-13", "1 mon -30 days", "-1 mon +30 days -0:00:01"]
INET = ["0.0.0.0", "10.0.0.1", "10.0.0.1/8", "10.0.0.0/8", "255.255.255.255/32", "192.168.1.0/24", "10.1.2", "10.1", "10", "10/8", "10.1.2/24", "256.0.0.1", "1.2.3.4.5", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/", "/8", "1.2.3.4/8x", "::",
        "::1", "::/0", "::1/128", "2001:db8::1", "2001:DB8:0:0:0:0:0:1/64", "2001:db8::/32", "::ffff:1.2.3.4", "::ffff:1.2.3.4/96", "1::2::3", ":::", "::1/129", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "", " ",
        "x", " 10.0.0.1", "10.0.0.1 ", "010.0.0.1", "1.2.3.04", "0x0a000001", "1.2.3.4/08", "::1.2.3.4", "1:0:0:2:0:0:0:3", "0:0:0:0:0:0:0:0/0"]
MAC = ["08:00:2b:01:02:03", "08-00-2b-01-02-03", "08002b:010203", "08002b-010203", "0800.2b01.0203", "0800-2b01-0203", "08002b010203", "FF:ff:FF:ff:FF:ff", "0:0:0:0:0:0", "08:00:2b:01:02:03:04:05", "08-00-2b-01-02-03-04-05", "08002b:0102030405",
       "0800.2b01.0203.0405", "08002b0102030405", "08:00:2b:01:02", "08:00:2b:01:02:zz", "08:00:2b:01:02:0300", "", "x", " 08:00:2b:01:02:03 ", "08:00-2b:01:02:03", "08:00:2b:ff:fe:01:02:03", "100:00:2b:01:02:03", "08:00:2b:01:02:03 x"]
BITS = ["", "0", "1", "101", "b101", "B101", "x1F", "X0", "xg", "b2", "2", "x", "b", " 1", "1 ", "11111111", "111111110", "0" * 70 + "1", "xDEADBEEF", "1-1"]
JSON = ["null", "true", "false", "0", "-0", "-0.0", "1.50", "1e5", "1E-5", "1e400", "123456789012345678901234567890", '""', '"a"', '"\\u00e9\\n\\t\\"\\\\\\/"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\ude00"', '"\\u0000"', '"\\u12"', '"\\x"', '"tab\there"',
        "[]", "[1, null, [2]]", "{}", '{"a": 1}', '{"b":1,"a":2,"b":3}', '{"aa": 1, "b": {"c": []}}', ' {"a" :  [ 1 , 2 ] } ', '{"": null}', "", " ", "nul", "nulll", "[1,]", "[,1]", "[1 2]", "{", "}", "[", "]", "{a: 1}", '{"a"}', '{"a":}', '{"a":1,}',
        "'a'", '"a', "01", "1.", ".5", "+1", "1e", "--1", "NaN", "Infinity", "1 2", '{"a":1} x', '"\u2028"', '"' + "é" * 100 + '"', "[" * 50 + "]" * 50, '{"\\u0061": 1}', "tru", '{1:2}', '{"a":1 "b":2}', "\ufeff1", "[1,\n2,\nx]"]
JSONPATH = ["$", "$.a", "strict $.a", "lax $.a", "$.a.b[0]", "$[*]", "$.*", "$.**", "$.**{2}", "$.**{1 to last}", "$[0 to 2, 4]", "$[last]", "$ ? (@.a > 1)", '$ ? (@.a == "x" && !(@.b < 2.5))', "$.a + 1", "-$.a", "$.a.size()", "$.a.type()",
            '$ ? (@ like_regex "^a" flag "i")', '$ ? (@ starts with "a")', "$ ? (exists (@.a))", "$ ? ((@.a == 1) is unknown)", '$."a b"', "$x", '$."x" * 2', "1", '"s"', "null", "true", "$.a.datetime()", '$.a.datetime("YYYY")', "$.keyvalue()", "", "a", "$.",
            "$[", "$.a b", "@", "$ ? (", "last", "$ ? (@ like_regex \"(\")", "1.5e3", "$.1a", "($)", "($.a).b", "1 + 2 * 3", "(1 + 2) * 3", "$.a ? (@ > 1) ? (@ < 5)"]
MONEY = ["0", "1", "-1", "$1.50", "1.50", "-$1.50", "$-1.50", "($1.50)", "1,234.56", "$1,234,567.89", "1.005", "1.015", "92233720368547758.07", "92233720368547758.08", "-92233720368547758.08", "-92233720368547758.09", "", " ", "x", "$", "1.5x", ".5", "5.", "(1", "1)",
         " $12.34 ", "1 2", "--1", "1e5", "12,34"]
XID = WHOLE + ["0x1F", "0xffffffff", "010", "0xg"]
LSN = ["0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "ffffffff/0", "0/1", "100000000/0", "0/100000000", "", "x", "/", "0/", "/0", "0", "G/0", " 0/0", "0/0 ", "-1/0", "0//0", "00000000/00000001", "000000001/0"]
SNAPSHOT = ["1:1:", "10:20:10,14,15", "10:20:", "12:16:14,14", "12:16:14,13", "31:12:", "0:1:", "1:0:", "10:20:9", "10:20:20", "10:20:10,", "", "x", "1", "1:2", "1:2:x", "9223372036854775807:9223372036854775807:", "18446744073709551615:1:", "1:9223372036854775807:3", " 1:1:",
            "1:1: ", "100:150:101,102,123,144"]
TID = ["(0,0)", "(0,1)", "(4294967295,65535)", "(4294967296,1)", "(1,65536)", "(-1,0)", "(0,-1)", "", "x", "(1)", "(1,2", "1,2)", "(1,2)x", " (1,2)", "(1, 2)", "( 1,2)", "(1,2 )", "(1,x)", "(,)"]
NUMBERS = ["0", "-", "4294967295", "4294967296", "99999", "-1", "1x", "", " ", "1.5"]
# what is no type name at all is refused here in words of our own: none of those
REGTYPE = [n for n in NUMBERS if n not in ("-1", "1x", "1.5")] + ["int4", "integer", "INTEGER", "pg_catalog.int4", "text", "_int4", "int4[]", "integer[]", "timestamp with time zone", "timestamptz(3)", "numeric(10,2)", "varchar(5)", '"char"', '"int4"', '"INT4"', "bit varying", "double precision", "nope", "pg_catalog.nope",
                     "nope.int4", "interval", "interval day", "record", "anyarray", "void", "25", "1009", "int4range", "setof int4", "character varying", "bigint[][]", "time(2)", "\"a\"\"b\""]
REGPROC = NUMBERS + ["now", "pg_catalog.now", "length", "lower", "nope", "pg_catalog.nope", "nope.now", '"now"', "NOW", "now()", "a.b.c", '"', "1299", "pi", "x y"]
REGPROCEDURE = NUMBERS + ["now()", "pg_catalog.now()", "length(text)", "length( text )", "lower(text)", "abs(int4)", "abs(integer)", "abs(bigint)", "nope()", "now", "now(", "now)", "now(nope)", "abs(int4,int4)", "sum(int4)", "1299", '"now"()', "NOW()", "x y()", "a.b.c()"]
REGOPER = NUMBERS + ["+", "||/", "pg_catalog.||/", "!~~", "nope", "@@", "96", "pg_catalog.nope", "nope.+", "~~~~", "=", "a.b.c", "|/"]
REGOPERATOR = NUMBERS + ["+(int4,int4)", "=(integer,integer)", "pg_catalog.+(int4,int4)", "-(NONE,int4)", "-(none,integer)", "+(int4)", "+(int4,nope)", "+", "||(text,text)", "nope(int4,int4)", "96", "+(int4,int4,int4)", "@(none,int4)", "!(int8,none)", "~(int4,text)", "=(text, text)"]
REGCLASS = NUMBERS + ["pg_class", "pg_catalog.pg_class", "PG_CLASS", '"pg_class"', '"PG_CLASS"', "1259", "pg_type", "information_schema.tables", "nope", "pg_catalog.nope", "nope.pg_class", "a.b.c", "a.b.c.d", "x y", '"', "pg_class ", " pg_class", "pg_catalog .pg_class",
                     "postgres.pg_catalog.pg_class", "other.pg_catalog.pg_class"]
REGNAMESPACE = NUMBERS + ["pg_catalog", "public", "information_schema", "nope", "11", "a.b", '"public"', "PUBLIC", '"PUBLIC"', '"', "pg_toast"]
REGROLE = NUMBERS + ["nope", "a.b", '"', "pg_nope"]
REGCOLLATION = NUMBERS + ["default", '"default"', '"C"', "C", "POSIX", '"POSIX"', 'pg_catalog."C"', "ucs_basic", "100", "950", "nope", "a.b.c", '"', "pg_catalog.nope"]
REGCONFIG = NUMBERS + ["english", "pg_catalog.simple", "SIMPLE", '"simple"', '"English"', "english_stem", "pg_catalog.russian_stem", "nowhere.english", "3748", "13164", "3765", "nope", "a.b.c", '"', "pg_catalog.nope"]
TSVECTOR = ["", " ", "fox", " fox  hen ", "fox:3,1B,2a hen", "'red fox':2 'it''s' o\\'clock a\\\\b", "fox:1A fox:1 fox:4D", "x:16383", "x:16384", "x:99999999999", "x:0", "x:", "x:1x",
            "x:1AB", "x:1A2", "x:1,", "x: 1", ":", ":x", "x:1:2", "'", "''", "'x", "x\\", "\\", "é:1 日本:2", "b a B A", "a\tb\nc", "x" * 2047, "x" * 2048, "a:4*,5c", "!a & b", "(a|b)"]
TSQUERY = ["", " ", "fox", "fox & hen", "fox|hen", "!fox", "!!fox", "fox<->hen", "fox <3> hen", "fox <16384> hen", "fox <16385> hen", "fox <0> hen", "a & b | c <-> !d", "(a | b) & c", "a <-> (b <-> c)",
           "fox:*", "fox:abcd", "fox:A*B", "fox:x", "fox:", "'red fox':b", "'it''s'", "o\\'clock", "a b", "a &", "& a", "(a", "a)", "()", "!", ":", "a:", "a<b", "a <-> ", "'", "''", "x" * 2047, "x" * 2048, "é & 日本",
           "((((a))))", "!" * 32 + "a", "!" * 33 + "a", "a|b|c|d", "a & !b:*D"]
POINT = ["(1,2)", "1,2", " ( 1 , 2 ) ", "(0.1,-0)", "(NaN,Infinity)", "(-Infinity,1e-300)", "(1e400,0)", "(1,2", "1,2)", "(1,2)x", "(1 2)", "", "(,)", "x", "(0.1234567890123456,1e+20)"]
LSEG = ["[(1,2),(3,4)]", "((1,2),(3,4))", "(1,2),(3,4)", "1,2,3,4", "[(1,2),(1,2)]", "[(NaN,0),(Infinity,-0)]", "[(1,2),(3,4)", "[(1,2)]", "", "x", "[(1,2),(3,4)]x"]
BOX = ["(1,2),(3,4)", "((3,1),(1,3))", "1,2,3,4", "(1,1),(1,1)", "(NaN,1),(2,NaN)", "(-0,0),(0,-0)", "[(1,2),(3,4)]", "(1,2),(3,4", "", "x"]
LINE = ["{1,2,3}", "{0,-1,2}", " { 1 , -1 , 0 } ", "(1,2),(3,4)", "[(1,2),(1,3)]", "{0,0,1}", "(1,2),(1,2)", "{NaN,1,Infinity}", "{1,2}", "{1,2,3", "{1,2,3,4}", "", "x", "{0.1,0.3333333333333333,-0}"]
PATH = ["[(1,2),(3,4)]", "((1,2),(3,4))", "(1,2),(3,4)", "1,2,3,4", "[(1,2)]", "(1,2)", "[(0,0),(3,0),(4,5),(1,6)]", "[(NaN,1),(2,Infinity)]", "[]", "[(1,2),(3)]", "(1,2,3,4", "", "x"]
POLYGON = ["((1,2),(3,4))", "(0,0),(4,0),(4,4),(0,4)", "1,2", "((NaN,1),(2,-Infinity))", "[(1,2),(3,4)]", "()", "(0,1,2)", "", "x"]
CIRCLE = ["<(1,2),3>", "((1,2),3)", "(1,2),3", "1,2,3", "<(0,0),0>", "<(1,2),-0>", "<(1,2),NaN>", "<(1,2),Infinity>", "<(1,2),-1>", "<(1,2),3", "(1,2),3>", "", "x"]
VECTOR = ["", " ", "0", "1 2 3", " 1  2 ", "32767", "32768", "-1", "-32768", "-32769", "4294967295", "4294967296", "x", "1 x", "1,2", "1x", "1.5", "1\t2", "+1", "1 2 3 4 5 6 7 8 9 10"]
CHAR = ["", "a", "ab", " ", "\\", "\\101", "\\1", "\\377", "\\400", "é", "\u0001", "'", "\0", b"\xff", b"\x80", b"\xc3\xa9"]
ACL = ["=r/postgres", "postgres=r/postgres", "postgres=z/postgres", "postgres=arwdDxt/postgres", "postgres=r*w/postgres"]  # roles are MongoDB's users
NONE = ["", "x", "0", "{}"]

VALUES = {
    "boolean": BOOL, "smallint": WHOLE, "integer": WHOLE, "bigint": WHOLE, "real": REAL, "double precision": REAL, "numeric": NUMERIC, "money": MONEY,
    "text": TEXT, "character varying": TEXT, "character": TEXT, "name": TEXT, '"char"': CHAR, "bytea": BYTEA, "uuid": UUID,
    "date": DATE, "time without time zone": TIME, "time with time zone": TIMETZ, "timestamp without time zone": TIMESTAMP,
    "timestamp with time zone": TIMESTAMP, "interval": INTERVAL, "inet": INET, "cidr": INET, "macaddr": MAC, "macaddr8": MAC, "bit": BITS, "bit varying": BITS,
    "json": JSON, "jsonb": JSON, "jsonpath": JSONPATH, "oid": WHOLE, "xid": XID, "cid": XID, "xid8": XID, "tid": TID, "pg_lsn": LSN, "pg_snapshot": SNAPSHOT, "txid_snapshot": SNAPSHOT,
    "regtype": REGTYPE, "regproc": REGPROC, "regprocedure": REGPROCEDURE, "regoper": REGOPER, "regoperator": REGOPERATOR, "regclass": REGCLASS,
    "regnamespace": REGNAMESPACE, "regrole": REGROLE, "regcollation": REGCOLLATION, "regconfig": REGCONFIG, "regdictionary": REGCONFIG,
    "tsvector": TSVECTOR, "tsquery": TSQUERY, "point": POINT, "lseg": LSEG, "box": BOX, "line": LINE, "path": PATH, "polygon": POLYGON, "circle": CIRCLE, "oidvector": VECTOR, "int2vector": VECTOR, "refcursor": TEXT[:12], "aclitem": ACL, "pg_node_tree": NONE, "pg_ndistinct": NONE, "pg_dependencies": NONE, "pg_mcv_list": NONE,
    "information_schema.sql_identifier": TEXT[:8],
    "information_schema.character_data": TEXT[:8],
}
RANGES = {"int4range": "integer", "int8range": "bigint", "numrange": "numeric", "daterange": "date", "tsrange": "timestamp without time zone",
          "tstzrange": "timestamp with time zone"}
VECTORS = ("oidvector", "int2vector")  # no arrays of their own kind are made of these by ARRAY[]
# those whose text depends on settings
STYLED = ("date", "time without time zone", "time with time zone", "timestamp without time zone", "timestamp with time zone", "interval", "bytea", "real",
          "double precision", "point", "line", "path", "circle")

SETTINGS = [dict(zip(("DateStyle", "IntervalStyle", "TimeZone", "bytea_output", "extra_float_digits"), row)) for row in (
    ("ISO, MDY", "postgres", "UTC", "hex", "1"),
    ("ISO, DMY", "iso_8601", "Europe/Prague", "escape", "0"),
    ("SQL, MDY", "sql_standard", "America/New_York", "hex", "-5"),
    ("SQL, DMY", "postgres_verbose", "Asia/Kolkata", "escape", "-15"),
    ("Postgres, MDY", "postgres", "+05:30", "hex", "3"),
    ("Postgres, DMY", "iso_8601", "Pacific/Apia", "escape", "-1"),
    ("German, DMY", "sql_standard", "PST8PDT", "hex", "2"),
    ("ISO, YMD", "postgres_verbose", "America/St_Johns", "escape", "0"),
)]
