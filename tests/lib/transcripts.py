"""What clients send: the messages of the extended protocol, and transcripts of every situation of it, written by hand.

tests/live/extended.py sends each to PostgreSQL and to pgleaf. There is a table t (_id int4 primary key, n int4, s text; 1000
rows) and an empty one, w (_id int4 primary key, v int4, s text)."""

import struct

from pgwire import message, z

# ---- messages

def parse(sql, name="", types=()):
    return message("P", z(name) + z(sql) + struct.pack(f"!h{len(types)}I", len(types), *types))


def bind(*values, portal="", name="", formats=(), results=()):
    """A value: None, str (text), bytes."""
    body = z(portal) + z(name) + struct.pack(f"!h{len(formats)}h", len(formats), *formats) + struct.pack("!h", len(values))
    for v in values:
        if isinstance(v, str):
            v = v.encode()
        body += struct.pack("!i", -1) if v is None else struct.pack("!i", len(v)) + v
    return message("B", body + struct.pack(f"!h{len(results)}h", len(results), *results))


def describe(kind="P", name=""):
    return message("D", kind.encode() + z(name))


def execute(rows=0, portal=""):
    return message("E", z(portal) + struct.pack("!i", rows))


def close(kind="P", name=""):
    return message("C", kind.encode() + z(name))


def query(sql):
    return message("Q", z(sql))


SYNC, FLUSH = message("S"), message("H")


def whole(sql, *values, **more):
    return parse(sql, types=more.pop("types", ())) + describe("S") + bind(*values, **more) + describe() + execute() + SYNC


TRANSCRIPTS = {
    "COPY's query has no parameters": whole("COPY (SELECT $1) TO STDOUT"),
    "COPY's query has no parameters, told some": whole("COPY (SELECT $1::int4) TO STDOUT", "1"),
    "COPY FROM's WHERE neither": whole("COPY w FROM STDIN WHERE _id = $1"),
    "COPY is looked at when it runs": parse("COPY nope TO STDOUT") + describe("S") + SYNC + bind() + SYNC + bind() + execute() + SYNC,
    "a materialized view has no parameters": whole("CREATE MATERIALIZED VIEW m AS SELECT $1::int4", "1"),
    "no parameters": whole("SELECT 1, 'x', NULL, 1.5"),
    "a parameter of inferred type": whole("SELECT $1 + 1, $2 || 'x'", "41", "a"),
    "a parameter of declared type": whole("SELECT $1", "41", types=(20,)),
    "a parameter of no type is text": whole("SELECT $1", "41"),
    "declared and inferred": whole("SELECT $1, $2 + 1", "1", "2", types=(23, 0)),
    "unknown is inferred": whole("SELECT $1 + 1", "1", types=(705,)),
    "NULL": whole("SELECT $1::int4, $1 IS NULL", None),
    "in WHERE": whole("SELECT g FROM generate_series(1, 10) g WHERE g > $1 AND g <> $2", "5", "7"),
    "in LIMIT": whole("SELECT g FROM generate_series(1, 10) g LIMIT $1 OFFSET $2", "2", "3"),
    "in IN": whole("SELECT 2 IN ($1, $2)", "1", "2"),
    "in ANY": whole("SELECT 2 = ANY ($1)", "{1,2}"),
    "in CASE": whole("SELECT CASE WHEN $1 THEN $2 ELSE 3 END", "t", "4"),
    "in COALESCE": whole("SELECT coalesce($1, 7)", None),
    "in BETWEEN": whole("SELECT date '2020-05-05' BETWEEN $1 AND $2", "2020-01-01", "2021-01-01"),
    "twice the same": whole("SELECT $1::text, $1", "a"),
    "a gap": whole("SELECT $2::int4", "1", "2"),
    "a gap of known type": whole("SELECT $2::int4", "1", "2", types=(23,)),
    "type not to be told": whole("SELECT $1 IS NULL", "1"),
    "two types at once": whole("SELECT $1::int4, $1::text", "1"),
    "no such type": whole("SELECT $1", "1", types=(4242424,)),
    "binary results": whole("SELECT 1, 'x', 1.5, true, date '2020-02-02'", results=(1,)),
    "mixed results": whole("SELECT 1, 2", results=(0, 1)),
    "binary parameters": whole("SELECT $1::int4 + 1, $2::text", struct.pack("!i", 5), b"abc", formats=(1,)),
    "mixed parameters": whole("SELECT $1::int4 + 1, $2::int4", struct.pack("!i", 5), "7", formats=(1, 0)),
    "a short binary parameter": whole("SELECT $1::int4", b"\0\1", formats=(1,)),
    "too few parameters": whole("SELECT $1::int4, $2::int4", "1"),
    "too many parameters": whole("SELECT 1", "1"),
    "formats that do not fit": whole("SELECT $1::int4, $2::int4, $3::int4", "1", "2", "3", formats=(0, 1)),
    "result formats that do not fit": whole("SELECT 1, 2, 3", results=(0, 1)),
    "no such format": whole("SELECT $1::int4", "1", formats=(2,)),
    "wrong text": whole("SELECT $1::int4", "x"),
    "wrong text behind right": whole("SELECT $1::int4, $2::date", "1", "it's\nno date"),
    "no UTF-8": whole("SELECT $1::int4, $2::text", "1", b"a\xff"),
    "wrong text for a named portal": query("BEGIN") + parse("SELECT $1::int4") + bind("x", portal="p") + SYNC + query("ROLLBACK"),
    **{f"parameters shown at errors: {n}": query(f"SET log_parameter_max_length_on_error = {n}") + whole("SELECT $1::int4", "žluť's") +
       whole("SELECT $1::int4", b"\0", formats=(1,)) + whole("SELECT 1 / $1::int4, $2::text, $3::text", "0", "žluť's", None) +
       whole("SELECT 1 / (g - $1::int4), $2::int4 FROM generate_series(1, 3) g", "2", struct.pack("!i", 77777), formats=(0, 1)) +
       query("BEGIN") + parse("SELECT 1 / (g - $1::int4) FROM generate_series(1, 3) g") + bind("2", portal="p") + execute(1, "p") + execute(0, "p") +
       SYNC + query("ROLLBACK") + whole("SELECT 1 / 0") + query("SELECT 1 / 0") + query("RESET log_parameter_max_length_on_error") for n in (-1, 0, 2, 3)},
    "an error in the run": whole("SELECT 1 / $1::int4", "0"),
    "a syntax error": whole("SELECT FROM WHERE"),
    "no such column": whole("SELECT nope"),
    "two statements": whole("SELECT 1; SELECT 2"),
    "empty": whole(""),
    "only a comment": whole("-- nothing"),
    "no columns": whole("SELECT"),
    "SHOW": whole("SHOW standard_conforming_strings"),
    "SET": whole("SET extra_float_digits = 2"),
    "skipped to Sync": parse("SELECT 1/0") + bind() + execute() + bind() + execute() + query("SELECT 1") + SYNC,
    "no such statement": bind(name="nope") + SYNC,
    "no such portal": execute(portal="nope") + SYNC + describe("P", "nope") + SYNC + describe("S", "nope") + SYNC,
    "no unnamed statement after Query": parse("SELECT 1") + SYNC + query("SELECT 2") + bind() + SYNC,
    "named statements": parse("SELECT $1::int4", "a") + parse("SELECT $1::text", "b") + bind("1", name="a") + execute() +
    bind("x", name="b") + execute() + bind("2", name="a") + execute() + SYNC,
    "a name twice": parse("SELECT 1", "c") + parse("SELECT 1", "c") + SYNC,
    "the unnamed one twice": parse("SELECT 1") + parse("SELECT 2") + bind() + execute() + SYNC,
    "Close": parse("SELECT 1", "d") + SYNC + close("S", "d") + close("S", "d") + bind(name="d") + SYNC,
    "Close of a portal": parse("SELECT 1") + bind(portal="p") + close("P", "p") + execute(portal="p") + SYNC,
    "no such kind": describe("X") + SYNC + close("Y") + SYNC,
    "a part of the rows": parse("SELECT g FROM generate_series(1, 5) g") + bind() + execute(2) + execute(2) + execute(2) +
    execute(2) + SYNC,
    "as many rows as there are": parse("SELECT g FROM generate_series(1, 2) g") + bind() + execute(2) + execute(2) + SYNC,
    "two portals": parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") + bind(portal="q") +
    execute(2, "p") + execute(1, "q") + execute(2, "p") + execute(0, "q") + execute(0, "p") + SYNC,
    "a portal ends with its transaction": parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") +
    execute(2, "p") + SYNC + execute(2, "p") + SYNC,
    "a portal in a block": query("BEGIN") + parse("SELECT g FROM generate_series(1, 5) g") + bind(portal="p") +
    execute(2, "p") + SYNC + execute(2, "p") + SYNC + query("COMMIT") + execute(2, "p") + SYNC,
    "a portal's name twice": query("BEGIN") + parse("SELECT 1") + bind(portal="p") + bind(portal="p") + SYNC + query("ROLLBACK"),
    "a utility's portal is run once": parse("SHOW TimeZone") + bind() + execute() + SYNC,
    "BEGIN and COMMIT": parse("BEGIN") + bind() + execute() + SYNC + parse("SELECT 1") + bind() + execute() + SYNC +
    parse("COMMIT") + bind() + execute() + SYNC,
    "a failed block": query("BEGIN") + whole("SELECT 1/0") + whole("SELECT 1") + parse("ROLLBACK") + bind() + execute() + SYNC,
    "a pipeline": b"".join(parse("SELECT $1::int4 * 2") + bind(str(i)) + execute() for i in range(5)) + SYNC,
    "Flush": parse("SELECT 1") + FLUSH + bind() + FLUSH + execute() + FLUSH + SYNC,
    "DEALLOCATE": parse("SELECT 1", "e") + SYNC + query("DEALLOCATE e") + query("DEALLOCATE e") + bind(name="e") + SYNC +
    query("DEALLOCATE ALL"),
    "a cursor": query("BEGIN") + query("DECLARE c CURSOR FOR SELECT g, 'x' FROM generate_series(1, 9) g") + query("FETCH 2 FROM c") +
    query("MOVE 2 IN c") + query("FETCH FORWARD 1 FROM c") + query("FETCH NEXT FROM c") + query("FETCH ALL IN c") +
    query("FETCH c") + query("MOVE ALL c") + query("CLOSE c") + query("CLOSE c") + query("ROLLBACK") + query("FETCH c"),
    "a cursor's errors": query("DECLARE c CURSOR FOR SELECT 1") + query("BEGIN; DECLARE c CURSOR FOR SELECT nope") +
    query("ROLLBACK; BEGIN; DECLARE c CURSOR FOR SELECT 1; DECLARE c CURSOR FOR SELECT 1") + query("ROLLBACK") +
    query("BEGIN; DECLARE c NO SCROLL CURSOR FOR SELECT 1; FETCH BACKWARD 1 FROM c") + query("ROLLBACK") + query("CLOSE ALL") +
    query("MOVE nope") + query("DECLARE c SCROLL NO SCROLL CURSOR FOR SELECT 1"),
    "a cursor of one message": query("DECLARE c CURSOR FOR SELECT 1; FETCH c; CLOSE c"),
    "a cursor ends with its transaction, not with the message": query("BEGIN; DECLARE c CURSOR FOR SELECT 1; COMMIT; FETCH c") +
    query("BEGIN") + query("COMMIT; BEGIN; DECLARE c CURSOR FOR SELECT g FROM generate_series(1, 3) g") + query("FETCH 2 FROM c") +
    query("ROLLBACK"),
    "a portal that closes itself": query("BEGIN") + parse('CLOSE "p"') + bind(portal="p") + execute(0, "p") + SYNC + query("ROLLBACK"),
    "a portal that chains": query("BEGIN") + parse("COMMIT AND CHAIN") + bind(portal="p") + execute(0, "p") + SYNC + query("SELECT 1") +
    query("ROLLBACK"),
    "a portal that ends its transaction": query("BEGIN") + query("DECLARE c CURSOR FOR SELECT 1") + parse("COMMIT") + bind() + execute() +
    execute() + SYNC + query("FETCH c"),
    "a cursor through portals": parse("BEGIN") + bind() + execute() + parse("DECLARE c CURSOR FOR SELECT $1::int4 + g FROM "
    "generate_series(1, 4) g") + bind("7") + execute() + SYNC + describe("P", "c") + parse("FETCH 2 FROM c") + describe("S") +
    bind(results=(1,)) + describe() + execute() + SYNC + execute(1, "c") + parse("CLOSE ALL") + bind() + execute() + SYNC +
    query("FETCH c") + query("ROLLBACK"),
    "a binary cursor": query("BEGIN") + query("DECLARE c BINARY CURSOR FOR SELECT 5, 'x'::text") + query("FETCH c") + query("COMMIT"),
    "UNLISTEN": query("UNLISTEN *") + query("UNLISTEN x"),
    "trailing bytes": message("P", z("") + z("SELECT 1") + b"\0\0x") + SYNC,
    "cut short": message("B", z("") + z("") + b"\0\1") + SYNC + message("D", b"S") + SYNC,
}


def queries(*texts):
    return b"".join(query(text) for text in texts)


def run(sql, *rows, portal="p"):
    """Parsed, bound, and run once for each number of rows."""
    return parse(sql) + bind(portal=portal) + b"".join(execute(n, portal) for n in rows) + SYNC


def group(title, **cases):
    TRANSCRIPTS.update({f"{title}: {name.replace('_', ' ')}": data for name, data in cases.items()})


SERIES = "SELECT g, 'r' || g FROM generate_series(1, 5) g"

group(
    "PREPARE",
    run_by_SQL=queries("PREPARE q AS SELECT $1 + 1, $2 || 'x'", "EXECUTE q(41, 'a')", "EXECUTE q('5', NULL)", "DEALLOCATE q", "EXECUTE q(1, 2)"),
    run_by_Bind=query("PREPARE q AS SELECT $1 + 1, $2::text") + describe("S", "q") + bind("4", "b", name="q") + execute() + SYNC,
    of_Parse_run_by_SQL=parse("SELECT $1::int4", "n") + SYNC + queries("EXECUTE n(3)", "EXECUTE \"n\"('7')", "DEALLOCATE PREPARE n", "EXECUTE n(1)"),
    declared_types=queries("PREPARE q(int, text, numeric(5, 2)) AS SELECT $1, $2, $3", "EXECUTE q(1.6, 2, '3.14159')", "EXECUTE q('x', 2, 3)"),
    name_twice=queries("PREPARE q AS SELECT 1", "PREPARE q AS SELECT 2") + parse("SELECT 3", "q") + SYNC + query("EXECUTE q"),
    the_unnamed_one=parse("SELECT 1") + SYNC + query('PREPARE "" AS SELECT 1') + bind() + execute() + SYNC,
    wrong_number=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q", "EXECUTE q()", "EXECUTE q(1, 2)"),
    wrong_type=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(true)", "EXECUTE q(date '2020-01-01')", "EXECUTE q(2.5)"),
    wrong_text=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q('x')"),
    expressions=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(1 + 2 * 3)", "EXECUTE q(length('abc'))", "EXECUTE q(random()::int4 * 0)"),
    a_subquery=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q((SELECT 1))"),
    an_aggregate=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(count(*))"),
    a_set=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(generate_series(1, 2))"),
    a_window_function=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(row_number() OVER ())"),
    a_column=queries("PREPARE q(int) AS SELECT $1", "EXECUTE q(a)"),
    a_parameter=queries("PREPARE q(int) AS SELECT $1") + whole("EXECUTE q($1)", "5") + whole("EXECUTE q($1)"),
    not_there=queries("EXECUTE nope", "EXECUTE nope(1)", "EXPLAIN EXECUTE nope", "DEALLOCATE nope", "DEALLOCATE ALL"),
    not_there_in_parts=parse("EXECUTE nope(1)") + describe("S") + bind() + describe() + execute() + SYNC,
    no_such_type=query("PREPARE q(nope) AS SELECT 1"),
    no_such_column=query("PREPARE   q  AS\n SELECT nope"),
    type_not_to_be_told=queries("PREPARE q AS SELECT $2::int4", "PREPARE r AS SELECT $1", "EXECUTE r('a')"),
    described=queries("PREPARE q AS SELECT 1 AS a, 'x' AS b") + whole("EXECUTE q") + whole("PREPARE z AS SELECT 1"),
    in_parts=query("PREPARE q AS " + SERIES) + run("EXECUTE q", 2, 2, 2, 2),
    binary=query("PREPARE q AS " + SERIES) + parse("EXECUTE q") + bind(results=(1, 0)) + execute(2) + execute() + SYNC,
    an_error_in_the_third_row=queries("PREPARE q AS SELECT 1 / (3 - g) FROM generate_series(1, 5) g", "EXECUTE q") + run("EXECUTE q", 0) +
    run("EXECUTE q", 2, 2),
    explained=queries("PREPARE q(int) AS SELECT $1", "EXPLAIN (COSTS OFF) EXECUTE q(1)", "EXPLAIN (COSTS OFF) EXECUTE q(1, 2)") +
    whole("EXPLAIN (COSTS OFF) EXECUTE q(1)"),
    of_a_table=queries("PREPARE q AS SELECT s FROM t WHERE _id = $1", "EXECUTE q(7)", "EXECUTE q(1007)", "EXECUTE q(NULL)"),
    in_a_failed_block=queries("PREPARE q AS SELECT 1", "BEGIN", "SELECT 1/0", "EXECUTE q", "DEALLOCATE q", "PREPARE r AS SELECT 1", "ROLLBACK",
                              "EXECUTE q", "EXECUTE r"),
    is_not_undone=queries("BEGIN", "PREPARE q AS SELECT 1", "ROLLBACK", "EXECUTE q"),
    dropped_while_bound=query("BEGIN") + query("PREPARE q AS " + SERIES) + parse("EXECUTE q") + bind(portal="p") + SYNC +
    query("DEALLOCATE q") + describe("P", "p") + execute(0, "p") + SYNC,
    dropped_while_it_runs=query("BEGIN") + parse(SERIES, "q") + bind(portal="p", name="q") + execute(2, "p") + SYNC + query("DEALLOCATE ALL") +
    execute(0, "p") + SYNC + bind(name="q") + SYNC,
    that_writes=queries("DELETE FROM w", "PREPARE q AS INSERT INTO w (_id, v) VALUES ($1, $2)", "EXECUTE q(1, 2)", "EXECUTE q('2', '3')",
                        "SELECT _id, v FROM w ORDER BY _id", "PREPARE r AS UPDATE w SET v = v + $1 WHERE _id = $2 RETURNING v", "EXECUTE r(5, 1)",
                        "EXECUTE r(5, 9)", "PREPARE d AS DELETE FROM w", "EXECUTE d", "EXECUTE d"),
    several_in_a_message=query("PREPARE q AS SELECT 1; EXECUTE q; DEALLOCATE q"),
    DISCARD_ALL=queries("PREPARE q AS SELECT 1", "DISCARD PLANS", "EXECUTE q", "DISCARD ALL", "EXECUTE q"),
    a_setting_in_between=queries("PREPARE q AS SELECT date '2020-02-03', interval '1 day 2 hours', $1::timestamptz", "EXECUTE q('2020-01-01')",
                                 "SET DateStyle = 'German'", "SET TimeZone = 'Europe/Prague'", "EXECUTE q('01.02.2020')",
                                 "SET IntervalStyle = 'iso_8601'", "EXECUTE q('2020-01-01')", "RESET ALL"),
)

group(
    "savepoint",
    outside_of_a_block=queries("SAVEPOINT a", "RELEASE a", "ROLLBACK TO a", "SELECT 1; SAVEPOINT a", "BEGIN; RELEASE a", "ROLLBACK"),
    not_there=queries("BEGIN", "ROLLBACK TO a", "SELECT 1", "ROLLBACK TO b", "ROLLBACK"),
    back_after_an_error=queries("BEGIN", "SAVEPOINT a", "SELECT 1/0", "SELECT 1", "ROLLBACK TO a", "SELECT 2", "ROLLBACK TO SAVEPOINT a", "COMMIT"),
    by_the_extended_protocol=whole("BEGIN") + whole("SAVEPOINT a") + whole("SELECT 1/0") + whole("SELECT 1") + whole("ROLLBACK TO a") + whole("SELECT 2") +
    whole("RELEASE a") + whole("COMMIT"),
    in_a_pipeline=parse("BEGIN") + bind() + execute() + parse("SAVEPOINT a") + bind() + execute() + parse("SELECT 1/0") + bind() + execute() +
    parse("SELECT 1") + SYNC + parse("ROLLBACK TO a") + bind() + execute() + parse("SELECT 3") + bind() + execute() + parse("COMMIT") + bind() + execute() + SYNC,
    names=queries("BEGIN", "SAVEPOINT a", "SAVEPOINT a", "SAVEPOINT b", "RELEASE a", "RELEASE b"),
    released=queries("BEGIN", "SAVEPOINT a", "SAVEPOINT b", "SAVEPOINT c", "RELEASE b", "ROLLBACK TO a", "ROLLBACK TO c"),
    in_a_failed_block=queries("BEGIN", "SAVEPOINT a", "SELECT 1/0", "SAVEPOINT b", "RELEASE a", "ROLLBACK TO a", "RELEASE a", "COMMIT"),
    settings=queries("BEGIN", "SET LOCAL DateStyle = 'German'", "SAVEPOINT a", "SET DateStyle = 'SQL'", "SAVEPOINT b", "SET LOCAL DateStyle = ISO",
                     "SHOW DateStyle", "ROLLBACK TO b", "SHOW DateStyle", "ROLLBACK TO a", "SHOW DateStyle", "RELEASE a", "COMMIT", "SHOW DateStyle"),
    settings_that_stay=queries("BEGIN", "SAVEPOINT a", "SET DateStyle = 'SQL'", "SET LOCAL IntervalStyle = 'iso_8601'", "RELEASE a", "SHOW IntervalStyle",
                               "COMMIT", "SHOW DateStyle", "SHOW IntervalStyle", "RESET ALL"),
    settings_after_an_error=queries("BEGIN", "SET DateStyle = 'SQL'", "SAVEPOINT a", "SET DateStyle = 'German'", "SELECT 1/0", "ROLLBACK TO a", "SHOW DateStyle",
                                    "ROLLBACK", "SHOW DateStyle"),
    cursors_made_below_it=queries("BEGIN", "SAVEPOINT a", "DECLARE c CURSOR FOR " + SERIES, "FETCH c", "ROLLBACK TO a", "FETCH c"),
    cursors_made_before_it=queries("BEGIN", "DECLARE c CURSOR FOR " + SERIES, "SAVEPOINT a", "FETCH c", "ROLLBACK TO a", "FETCH c", "SELECT 1/0", "ROLLBACK TO a",
                                   "FETCH c"),
    cursors_of_a_released_one=queries("BEGIN", "SAVEPOINT a", "SAVEPOINT b", "DECLARE c CURSOR FOR " + SERIES, "RELEASE b", "FETCH c", "ROLLBACK TO a", "FETCH c"),
    a_cursor_that_failed=queries("BEGIN", "DECLARE c CURSOR FOR SELECT 1/(3-g) FROM generate_series(1, 5) g", "SAVEPOINT a", "FETCH 4 c", "FETCH c",
                                 "ROLLBACK TO a", "FETCH c"),
    characteristics=queries("BEGIN", "SAVEPOINT a", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "ROLLBACK TO a", "SET TRANSACTION READ ONLY",
                            "SET TRANSACTION READ WRITE", "ROLLBACK TO a", "SET TRANSACTION DEFERRABLE", "ROLLBACK TO a",
                            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET transaction_isolation = 'serializable'"),
    characteristics_after_a_query=queries("BEGIN", "SELECT 1", "SAVEPOINT a", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "ROLLBACK TO a",
                                          "SET TRANSACTION READ ONLY", "SET TRANSACTION READ WRITE"),
    in_a_message_of_several=queries("BEGIN", "SAVEPOINT a; SELECT 1/0; SELECT 2", "ROLLBACK TO a; SELECT 3", "COMMIT"),
    a_block_begun_in_the_message=queries("SELECT 1; BEGIN; SELECT 2; SAVEPOINT a; SELECT 1/0", "ROLLBACK TO a", "COMMIT"),
    COMMIT_of_a_failed_one=queries("BEGIN", "SAVEPOINT a", "SELECT 1/0", "COMMIT AND CHAIN", "ROLLBACK TO a", "ROLLBACK"),
    portals=query("BEGIN") + parse(SERIES, "q") + bind(portal="p", name="q") + execute(1, "p") + SYNC + query("SAVEPOINT a") + bind(portal="r", name="q") +
    execute(1, "r") + execute(1, "p") + SYNC + query("ROLLBACK TO a") + execute(1, "p") + SYNC + execute(1, "r") + SYNC,
    after_a_write_before_it=queries("DELETE FROM w", "BEGIN", "INSERT INTO w (_id) VALUES (1)", "SAVEPOINT a", "SELECT 1/0", "ROLLBACK TO a", "COMMIT",
                                    "SELECT _id FROM w"),
    a_write_that_failed=queries("DELETE FROM w", "INSERT INTO w (_id) VALUES (1)", "BEGIN", "SAVEPOINT a", "INSERT INTO w (_id) VALUES (1)", "ROLLBACK TO a",
                                "INSERT INTO w (_id) VALUES (2)", "COMMIT", "SELECT _id FROM w ORDER BY _id"),
)

group(
    "transaction",
    START_and_END=queries("START TRANSACTION READ ONLY", "SHOW transaction_read_only", "END", "SHOW transaction_read_only", "START TRANSACTION", "ABORT"),
    modes=queries("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE", "SHOW transaction_deferrable", "COMMIT AND CHAIN", "SHOW transaction_isolation",
                  "SHOW transaction_read_only", "ROLLBACK AND NO CHAIN", "SHOW transaction_isolation"),
    modes_of_SET=queries("BEGIN", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", "SHOW transaction_isolation", "SELECT 1",
                         "SET TRANSACTION READ WRITE", "ROLLBACK", "SET TRANSACTION READ ONLY"),
    chains_outside=queries("COMMIT AND CHAIN", "ROLLBACK AND CHAIN", "END", "ABORT", "COMMIT", "ROLLBACK"),
    chains=queries("BEGIN READ ONLY", "COMMIT AND CHAIN", "SHOW transaction_read_only", "SELECT 1/0", "ROLLBACK AND CHAIN", "SHOW transaction_read_only", "ROLLBACK"),
    characteristics_of_the_session=queries("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SHOW transaction_read_only", "SHOW default_transaction_read_only",
                                           "BEGIN", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "SHOW transaction_read_only", "COMMIT",
                                           "SHOW transaction_read_only"),
    twice_begun=queries("BEGIN", "BEGIN READ ONLY", "SHOW transaction_read_only", "COMMIT"),
    SET_is_undone=queries("BEGIN", "SET DateStyle = 'German'", "ROLLBACK", "SHOW DateStyle", "BEGIN; SET DateStyle = 'German'; SELECT 1/0", "COMMIT", "SHOW DateStyle"),
    SET_of_an_implicit_one=queries("SET DateStyle = 'German'; SELECT 1/0", "SHOW DateStyle", "SET DateStyle = 'German'; SELECT 1", "SHOW DateStyle", "RESET DateStyle"),
    SET_LOCAL=queries("SET LOCAL DateStyle = 'German'", "SHOW DateStyle", "SET LOCAL DateStyle = 'German'; SHOW DateStyle", "SHOW DateStyle",
                      "BEGIN; SET LOCAL DateStyle = 'SQL'", "SHOW DateStyle", "COMMIT", "SHOW DateStyle"),
    set_config=queries("BEGIN", "SELECT set_config('DateStyle', 'German', true)", "SHOW DateStyle", "COMMIT", "SHOW DateStyle",
                       "SELECT set_config('my.own', 'x', false), current_setting('my.own')", "SHOW my.own"),
    several_statements_fail=queries("SELECT 1; SELECT 1/0; SELECT 2", "SELECT 3"),
    BEGIN_in_a_message=queries("SELECT 1; BEGIN; SELECT 2", "SELECT 3", "COMMIT"),
    COMMIT_in_a_message=queries("BEGIN; SELECT 1; COMMIT; SELECT 2", "SELECT 1; COMMIT; SELECT 2"),
    implicit_in_a_pipeline=parse("SET DateStyle = 'German'") + bind() + execute() + parse("SHOW DateStyle") + bind() + execute() + parse("SELECT 1/0") + bind() + execute() +
    SYNC + query("SHOW DateStyle"),
    BEGIN_in_a_pipeline=parse("BEGIN") + bind() + execute() + parse("SELECT 1") + bind() + execute() + SYNC + parse("SELECT 2") + bind() + execute() + SYNC + query("COMMIT"),
    COMMIT_in_a_pipeline=parse("SELECT 1") + bind() + execute() + parse("COMMIT") + bind() + execute() + parse("SELECT 2") + bind() + execute() + SYNC,
    described_in_a_failed_block=query("BEGIN") + parse("SELECT 1", "a") + parse("SET DateStyle = ISO", "b") + SYNC + query("SELECT 1/0") + describe("S", "a") + SYNC +
    describe("S", "b") + SYNC + bind(name="a") + SYNC + parse("SELECT 1") + SYNC + parse("") + bind() + execute() + SYNC + parse("ROLLBACK") + bind() + describe() +
    execute() + SYNC,
    a_portal_in_a_failed_block=query("BEGIN") + parse(SERIES) + bind(portal="p") + execute(1, "p") + SYNC + query("SELECT 1/0") + execute(1, "p") + SYNC +
    describe("P", "p") + SYNC + close("P", "p") + SYNC + execute(1, "p") + SYNC + query("ROLLBACK"),
    parameters_in_a_failed_block=query("BEGIN") + parse("SELECT $1::int4", "a") + SYNC + query("SELECT 1/0") + bind("1", name="a") + SYNC + query("ROLLBACK"),
    writes=queries("DELETE FROM w", "BEGIN", "INSERT INTO w (_id, v) VALUES (1, 1), (2, 2)", "SELECT count(*) FROM w", "ROLLBACK", "SELECT count(*) FROM w"),
)

group(
    "cursor",
    backward=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "FETCH LAST c", "FETCH PRIOR c", "FETCH BACKWARD 2 c", "FETCH BACKWARD ALL c", "FETCH c",
                     "FETCH BACKWARD c", "FETCH BACKWARD c", "FETCH NEXT c"),
    absolute=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "FETCH ABSOLUTE 3 c", "FETCH ABSOLUTE -1 c", "FETCH ABSOLUTE 9 c", "FETCH PRIOR c",
                     "FETCH ABSOLUTE 0 c", "FETCH c", "FETCH ABSOLUTE -9 c", "FETCH c", "FETCH FIRST c"),
    relative=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "FETCH RELATIVE 2 c", "FETCH RELATIVE 0 c", "FETCH RELATIVE -1 c", "FETCH RELATIVE -5 c",
                     "FETCH RELATIVE 9 c", "FETCH RELATIVE 0 c", "FETCH RELATIVE -2 c"),
    zero=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "FETCH 0 c", "MOVE 0 c", "FETCH 2 c", "FETCH 0 c", "FETCH BACKWARD 0 c", "MOVE 0 c", "MOVE ALL c",
                 "FETCH 0 c", "MOVE 0 c"),
    moved=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "MOVE 3 c", "MOVE BACKWARD 2 c", "FETCH c", "MOVE LAST c", "FETCH c", "MOVE BACKWARD ALL c", "FETCH c",
                  "MOVE ABSOLUTE 4 c", "FETCH 0 c", "MOVE FORWARD ALL c", "MOVE PRIOR c", "MOVE RELATIVE -2 c"),
    negative=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES, "FETCH ALL c", "FETCH -2 c", "FETCH BACKWARD -1 c", "FETCH FORWARD -3 c", "MOVE -1 c"),
    of_no_rows=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR SELECT 1 WHERE false", "FETCH c", "FETCH PRIOR c", "FETCH LAST c", "MOVE 0 c", "FETCH ALL c", "FETCH 0 c"),
    NO_SCROLL_backward=queries("BEGIN", "DECLARE c NO SCROLL CURSOR FOR " + SERIES, "FETCH 2 c", "FETCH PRIOR c"),
    NO_SCROLL_first=queries("BEGIN", "DECLARE c NO SCROLL CURSOR FOR " + SERIES, "FETCH FIRST c", "FETCH ABSOLUTE 3 c", "FETCH RELATIVE 1 c", "FETCH FIRST c"),
    NO_SCROLL_zero=queries("BEGIN", "DECLARE c NO SCROLL CURSOR FOR " + SERIES, "FETCH 0 c", "FETCH 1 c", "MOVE 0 c", "FETCH 0 c"),
    NO_SCROLL_last=queries("BEGIN", "DECLARE c NO SCROLL CURSOR FOR " + SERIES, "FETCH LAST c"),
    NO_SCROLL_moved_back=queries("BEGIN", "DECLARE c NO SCROLL CURSOR FOR " + SERIES, "MOVE BACKWARD ALL c", "FETCH c", "MOVE BACKWARD ALL c"),
    WITH_HOLD=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR " + SERIES, "FETCH 2 c", "COMMIT", "FETCH c", "BEGIN", "FETCH c", "ROLLBACK", "FETCH ALL c", "CLOSE c",
                      "FETCH c"),
    WITH_HOLD_backward=queries("BEGIN", "DECLARE c SCROLL CURSOR WITH HOLD FOR " + SERIES, "FETCH 2 c", "COMMIT", "FETCH PRIOR c", "FETCH LAST c", "FETCH ABSOLUTE 2 c",
                               "CLOSE ALL", "FETCH c"),
    WITH_HOLD_NO_SCROLL=queries("BEGIN", "DECLARE c NO SCROLL CURSOR WITH HOLD FOR " + SERIES, "FETCH 2 c", "COMMIT", "FETCH c", "FETCH PRIOR c", "FETCH ABSOLUTE 5 c",
                                "FETCH c", "CLOSE c"),
    WITH_HOLD_outside_of_a_block=queries("DECLARE c CURSOR WITH HOLD FOR " + SERIES, "FETCH 2 c", "DISCARD ALL", "FETCH c"),
    WITH_HOLD_of_a_failed_block=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "SELECT 1/0", "ROLLBACK", "FETCH c"),
    WITH_HOLD_rolled_back=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "ROLLBACK", "FETCH c"),
    WITH_HOLD_fails_at_COMMIT=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1/(2-g) FROM generate_series(1, 3) g", "FETCH c", "COMMIT", "FETCH c", "SELECT 1"),
    WITH_HOLD_fails_outside=queries("DECLARE c CURSOR WITH HOLD FOR SELECT 1/(2-g) FROM generate_series(1, 3) g", "FETCH c"),
    WITH_HOLD_and_savepoints=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "SAVEPOINT a", "DECLARE d CURSOR WITH HOLD FOR SELECT 2", "ROLLBACK TO a", "COMMIT",
                                     "FETCH c", "FETCH d", "CLOSE c"),
    WITH_HOLD_chained=queries("BEGIN", "DECLARE c CURSOR WITH HOLD FOR " + SERIES, "COMMIT AND CHAIN", "FETCH c", "ROLLBACK", "FETCH c", "CLOSE c"),
    WITH_HOLD_in_a_pipeline=parse("DECLARE c CURSOR WITH HOLD FOR " + SERIES) + bind() + execute() + parse("FETCH 2 FROM c") + bind() + execute() + SYNC +
    execute(1, "c") + execute(0, "c") + SYNC + query("CLOSE c"),
    words=queries("BEGIN", "DECLARE a INSENSITIVE CURSOR FOR SELECT 1", "DECLARE b ASENSITIVE CURSOR WITHOUT HOLD FOR SELECT 2", "FETCH FROM a", "FETCH IN b",
                  "DECLARE c INSENSITIVE ASENSITIVE CURSOR FOR SELECT 1"),
    binary=queries("BEGIN", "DECLARE c BINARY SCROLL CURSOR FOR SELECT g, g::text, g * 1.5 FROM generate_series(1, 3) g", "FETCH 2 c", "FETCH PRIOR c") +
    execute(1, "c") + describe("P", "c") + SYNC,
    FETCH_in_parts=queries("BEGIN", "DECLARE c CURSOR FOR " + SERIES) + run("FETCH 3 FROM c", 2, 2, 2) + query("FETCH c"),
    FETCH_bound_twice=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR " + SERIES) + parse("FETCH 2 FROM c", "f") + bind(name="f", portal="p") + execute(1, "p") + SYNC +
    bind(name="f", portal="q") + execute(0, "q") + execute(0, "p") + SYNC + query("FETCH c"),
    FETCH_described=queries("BEGIN", "DECLARE c CURSOR FOR " + SERIES) + whole("FETCH 2 FROM c", results=(1, 0)) + whole("MOVE 1 IN c") + whole("FETCH c", results=(1,)),
    FETCH_of_nothing=whole("FETCH nope") + whole("MOVE nope") + whole("CLOSE nope") + query('FETCH ""'),
    run_by_Execute=queries("BEGIN", "DECLARE c CURSOR FOR " + SERIES) + execute(2, "c") + execute(0, "c") + execute(0, "c") + SYNC + query("FETCH c"),
    of_a_portal=query("BEGIN") + parse(SERIES) + bind(portal="p") + execute(2, "p") + SYNC + queries("FETCH p", "MOVE p", "FETCH BACKWARD p"),
    of_a_utility_statement=query("BEGIN") + parse("SHOW server_encoding") + bind(portal="p") + SYNC + queries("FETCH p", "FETCH p"),
    error_in_the_fourth_row=queries("BEGIN", "DECLARE c CURSOR FOR SELECT 1/(4-g) FROM generate_series(1, 5) g", "FETCH 2 c", "FETCH 3 c"),
    of_a_table=queries("BEGIN", "DECLARE c SCROLL CURSOR FOR SELECT _id, s FROM t WHERE n = 3 ORDER BY _id", "FETCH 3 c", "FETCH PRIOR c", "FETCH LAST c", "MOVE BACKWARD ALL c",
                       "FETCH ABSOLUTE 100 c", "CLOSE c"),
    of_parameters=query("BEGIN") + whole("DECLARE c SCROLL CURSOR FOR SELECT g, $1::text FROM generate_series(1, $2) g", "some text that is long enough", "3") +
    queries("FETCH 2 c", "FETCH FIRST c"),
    in_a_failed_block=queries("BEGIN", "DECLARE c CURSOR FOR SELECT 1", "SELECT 1/0", "FETCH c", "CLOSE c", "MOVE c", "ROLLBACK", "FETCH c"),
    name_of_a_portal=query("BEGIN") + parse("SELECT 1") + bind(portal="c") + SYNC + query("DECLARE c CURSOR FOR SELECT 2"),
)

group(
    "portal",
    one_row_at_a_time=parse("SELECT g FROM generate_series(1, 3) g") + bind() + b"".join(execute(1) for _ in range(5)) + SYNC,
    three_at_once=parse(SERIES, "q") + b"".join(bind(portal=x, name="q") for x in "abc") + b"".join(execute(n, x) for n in (1, 2, 0) for x in "abc") + SYNC,
    the_unnamed_one_replaced=parse(SERIES, "q") + bind(name="q") + execute(2) + bind(name="q") + execute(2) + SYNC,
    closed_while_suspended=parse(SERIES) + bind(portal="p") + execute(2, "p") + close("P", "p") + execute(1, "p") + SYNC,
    its_statement_closed=parse(SERIES, "q") + bind(portal="p", name="q") + execute(2, "p") + close("S", "q") + execute(0, "p") + bind(name="q") + SYNC,
    its_statement_replaced=parse(SERIES) + bind(portal="p") + execute(2, "p") + parse("SELECT 'other'") + execute(0, "p") + bind() + execute() + SYNC,
    described_while_suspended=parse(SERIES) + bind(portal="p", results=(1, 0)) + execute(2, "p") + describe("P", "p") + execute(0, "p") + SYNC,
    negative_number_of_rows=parse(SERIES) + bind() + execute(-1) + SYNC,
    many_rows_asked_for=parse(SERIES) + bind() + execute(2147483647) + SYNC,
    of_an_empty_statement=parse("") + describe("S") + bind(portal="e") + describe("P", "e") + execute(0, "e") + execute(0, "e") + close("P", "e") + SYNC,
    SHOW_twice=run("SHOW server_encoding", 0, 0),
    SHOW_in_parts=run("SHOW server_encoding", 1, 1, 1),
    EXPLAIN_in_parts=run("EXPLAIN (COSTS OFF) SELECT 1", 1, 1, 0),
    SET_twice=run("SET DateStyle = ISO", 0, 0),
    BEGIN_twice=run("BEGIN", 0, 0),
    an_error_in_the_third_row=parse("SELECT 1/(3-g) FROM generate_series(1, 5) g") + bind() + execute(2) + execute(2) + SYNC,
    rows_of_an_error_in_the_third=parse("SELECT 1/(3-g) FROM generate_series(1, 5) g") + bind() + execute(0) + SYNC,
    of_a_write=query("DELETE FROM w") + whole("INSERT INTO w (_id, v) VALUES ($1, $2), ($3, $4)", "1", "2", "3", None) + whole("UPDATE w SET v = $1 WHERE _id = $2", "7", "1") +
    whole("SELECT _id, v FROM w ORDER BY _id") + whole("DELETE FROM w WHERE v = $1 RETURNING _id", "7") + query("DELETE FROM w"),
    of_a_write_run_twice=query("DELETE FROM w") + run("INSERT INTO w (_id) VALUES (1)", 0, 0) + query("SELECT count(*) FROM w"),
    of_RETURNING_in_parts=query("DELETE FROM w") + run("INSERT INTO w (_id, v) VALUES (1, 1), (2, 2), (3, 3) RETURNING _id", 2, 2) + query("SELECT count(*) FROM w"),
)

group(
    "Describe",
    of_each_kind=b"".join(parse(sql) + describe("S") + SYNC for sql in (
        "SELECT 1", "VALUES (1, 'a')", "SELECT", "TABLE t", "SHOW ALL", "SHOW TimeZone", "EXPLAIN SELECT 1", "EXPLAIN (FORMAT JSON) SELECT 1", "BEGIN", "SAVEPOINT a",
        "SET DateStyle = ISO", "RESET ALL", "DISCARD ALL", "DECLARE c CURSOR FOR SELECT 1", "FETCH c", "MOVE c", "CLOSE c", "PREPARE q AS SELECT 1", "EXECUTE q",
        "DEALLOCATE ALL", "COPY (SELECT 1) TO STDOUT", "UNLISTEN *", "INSERT INTO w (_id) VALUES (1)", "UPDATE w SET v = 1 RETURNING v, s", "DELETE FROM w")),
    of_parameters=b"".join(parse(sql) + describe("S") + SYNC for sql in (
        "SELECT * FROM t WHERE _id = $1", "SELECT * FROM t WHERE s LIKE $1 AND n IN ($2, $3)", "SELECT * FROM t WHERE _id = ANY ($1)", "SELECT $1 FROM t LIMIT $2",
        "INSERT INTO w (_id, v, s) VALUES ($1, $2, $3)", "UPDATE w SET v = $1, s = $2 WHERE _id = $3", "SELECT $1 || $2", "SELECT $1::date - $2", "SELECT now() - $1",
        "SELECT CASE WHEN $1 THEN $2 END", "SELECT $1 = $2", "SELECT $1 + $2", "SELECT ARRAY[$1, 2]", "SELECT row($1, $2::int8)", "SELECT coalesce($1, $2, 1.5)",
        "SELECT $3::text, $1::int4", "VALUES ($1, 2), (3, $2)", "SELECT $1 UNION SELECT 2", "SELECT extract(year FROM $1)", "SELECT length($1)")),
    of_columns=parse("SELECT 1::int2, 2::int8, 'a'::varchar(5), 'b'::char(3), 1.5::numeric(10, 2), '{1}'::int4[], now()::timestamptz(3), interval '1' day, "
                     "'x'::text COLLATE \"C\", NULL, row(1, 2), 'x'::\"char\", 'n'::name, 1::oid") + describe("S") + bind(results=(1,)) + describe() + SYNC,
    of_a_table=parse("SELECT _id, n AS m, s || 'x', t.* FROM t") + describe("S") + SYNC,
    before_and_after_Bind=parse("SELECT 1 AS a, 2 AS b") + describe("S") + bind(results=(0, 1)) + describe("P") + describe("S") + execute() + SYNC,
)

group(
    "Bind",
    no_formats_told=parse("SELECT $1::int4, $2::text") + bind("1", "a") + execute() + SYNC,
    one_format_for_all=parse("SELECT $1::int4, $2::int4") + bind(struct.pack("!i", 1), struct.pack("!i", 2), formats=(1,), results=(1,)) + execute() + SYNC,
    a_format_for_each=parse("SELECT $1::int4, $2::text") + bind(struct.pack("!i", 1), "x", formats=(1, 0), results=(0, 1)) + execute() + SYNC,
    too_many_formats=parse("SELECT $1::int4") + bind("1", formats=(0, 0)) + SYNC,
    formats_without_parameters=parse("SELECT 1") + bind(formats=(1, 1), results=(1,)) + execute() + SYNC,
    result_formats_of_nothing=parse("SET DateStyle = ISO") + bind(results=(1,)) + execute() + SYNC,
    two_result_formats_of_nothing=parse("SET DateStyle = ISO") + bind(results=(1, 0)) + execute() + SYNC,
    a_result_format_that_is_none=parse("SELECT 1") + bind(results=(7,)) + describe() + execute() + SYNC,
    NULL_in_binary=parse("SELECT $1::int4, $2::text") + bind(None, None, formats=(1,), results=(1,)) + execute() + SYNC,
    an_empty_text=parse("SELECT $1::text, $1::text IS NULL, length($1)") + bind("") + execute() + SYNC,
    an_empty_number=parse("SELECT $1::int4") + bind("") + SYNC,
    a_long_binary_number=parse("SELECT $1::int4") + bind(b"\0\0\0\0\1", formats=(1,)) + SYNC,
    a_binary_bool=parse("SELECT $1::bool, $2::bool") + bind(b"\1", b"\5", formats=(1,)) + execute() + SYNC,
    a_NUL_in_text=parse("SELECT $1::text") + bind(b"a\0b") + SYNC,
    no_UTF8=parse("SELECT $1::text") + bind(b"a\xff") + SYNC + parse("SELECT $1::text") + bind(b"a\xc3", formats=(1,)) + SYNC,
    spaces_around_a_number=parse("SELECT $1::int4 + 1") + bind("  41 ") + execute() + SYNC,
    overflow=parse("SELECT $1::int2") + bind("40000") + SYNC + parse("SELECT $1::int4 + 1") + bind("2147483647") + execute() + SYNC,
    an_array=parse("SELECT 3 = ANY ($1), $1[2], cardinality($1)", types=(1007,)) + bind("{1,3,NULL}") + execute() + SYNC,
    a_binary_array=parse("SELECT $1::int4[]") + bind(struct.pack("!iii2i", 1, 0, 23, 2, 1) + struct.pack("!iiii", 4, 7, 4, 8), formats=(1,), results=(1,)) + execute() + SYNC,
    a_malformed_array=parse("SELECT $1::int4[]") + bind("{1,") + SYNC,
    declared_type_counts=parse("SELECT $1", types=(25,)) + bind("5") + execute() + SYNC + parse("SELECT $1 + 1", types=(25,)) + SYNC,
    more_types_than_parameters=parse("SELECT $1::int4", types=(23, 25)) + describe("S") + bind("1", "x") + execute() + SYNC,
    a_negative_length=message("B", z("") + z("") + struct.pack("!hhih", 0, 1, -2, 0)) + SYNC,
    a_length_beyond_the_message=parse("SELECT $1::text") + message("B", z("") + z("") + struct.pack("!hhi", 0, 1, 100) + b"ab" + struct.pack("!h", 0)) + SYNC,
    again_after_an_error=parse("SELECT 10 / $1::int4", "q") + bind("0", name="q") + execute() + SYNC + bind("5", name="q") + execute() + SYNC,
    a_table=parse("SELECT s FROM t WHERE _id = $1", "q") + b"".join(bind(str(i), name="q") + execute() for i in (1, 999, 1000, -1)) + SYNC +
    bind(struct.pack("!i", 5), name="q", formats=(1,)) + execute() + SYNC,
)

group(
    "Parse",
    a_name_used=parse("SELECT 1", "a") + parse("SELECT 2", "a") + SYNC + bind(name="a") + execute() + SYNC,
    a_syntax_error_leaves_the_unnamed_one_gone=parse("SELECT 1") + SYNC + parse("SELECT FROM WHERE") + SYNC + bind() + SYNC,
    several_statements=parse("SELECT 1; SELECT 2") + SYNC + parse("SELECT 1;") + bind() + execute() + SYNC,
    only_a_semicolon=parse(";;") + bind() + execute() + SYNC,
    types_of_all_kinds=b"".join(parse("SELECT $1", types=(t,)) + describe("S") + SYNC for t in (16, 20, 700, 1700, 1082, 1184, 2950, 3802, 1009, 2249, 2278)),
    errors_of_analysis=b"".join(parse(sql) + SYNC for sql in (
        "SELECT nope FROM t", "SELECT * FROM nope", "SELECT nope()", "SELECT 1 + 'x'::text", "SELECT t.nope FROM t", "SELECT count(*) FROM t GROUP BY", "SELECT n FROM t GROUP BY s",
        "SELECT $0", "SELECT $1 + $2 + x", "SELECT * FROM t, t", "INSERT INTO w (nope) VALUES (1)", "UPDATE w SET nope = 1", "DELETE FROM nope")),
    a_parameter_as_a_constant=b"".join(parse(sql) + SYNC for sql in ("SELECT date $1", "SELECT interval $1 day", "SELECT $1::date, CAST($1 AS date), varchar(3) $1")),
    a_long_name=parse("SELECT 1", "x" * 100) + bind(name="x" * 100) + execute() + close("S", "x" * 100) + bind(name="x" * 100) + SYNC,
)

group(
    "a portal is a cursor",
    WHERE_CURRENT_OF=query("BEGIN") + query("INSERT INTO w SELECT g, g FROM generate_series(1, 9) g") +
    parse("SELECT v FROM w WHERE _id < $1 ORDER BY _id FOR UPDATE", "o") + parse("SELECT _id, s, v FROM w WHERE _id > $1") +
    bind("5", portal="c") + describe("P", "c") + execute(2, "c") + SYNC + query("UPDATE w SET v = v + 10 WHERE CURRENT OF c RETURNING _id, v") +
    query("FETCH c") + query("DELETE FROM w WHERE CURRENT OF c RETURNING _id") + query("MOVE 1 FROM c") + query("UPDATE w SET s = 'x' WHERE CURRENT OF c RETURNING *") +
    bind("4", name="o", portal="d") + execute(1, "d") + SYNC + query("UPDATE w SET v = 100 WHERE CURRENT OF d RETURNING _id, v") + query("FETCH ALL d") +
    query("CLOSE c") + execute(1, "c") + SYNC + query("ROLLBACK"),
    of_a_statement_without_parameters=query("BEGIN") + query("INSERT INTO w VALUES (1, 1), (2, 2), (3, 3)") + parse("SELECT * FROM w", "n") + bind(name="n", portal="c") +
    execute(1, "c") + SYNC + query("DELETE FROM w WHERE CURRENT OF c RETURNING v") + bind(name="n", portal="e") + execute(0, "e") + bind(name="n") + execute() + SYNC +
    query("UPDATE w SET v = 0 WHERE CURRENT OF e") + bind(name="n", portal="f", results=(1,)) + describe("P", "f") + execute(1, "f") + SYNC +
    query("DELETE FROM w WHERE CURRENT OF f RETURNING v") + query("ROLLBACK"),
    none_of_a_table=query("BEGIN") + parse("SELECT count(*) FROM w") + bind(portal="g") + execute(1, "g") + SYNC + query("DELETE FROM w WHERE CURRENT OF g") + query("ROLLBACK"),
)

group(
    "COPY",
    columns_named_twice=queries("COPY w (_id, v, _id) TO STDOUT", "COPY w (v, v) FROM STDIN", "COPY w TO STDOUT (FORMAT csv, FORCE_QUOTE (s, v, s))",
                                "COPY w FROM STDIN (FORMAT csv, FORCE_NULL (s, s))", "COPY w FROM STDIN (FORMAT csv, FORCE_NOT_NULL (s, s))",
                                "COPY (SELECT 1 AS a) TO STDOUT (FORMAT csv, FORCE_QUOTE (a, a))"),
    columns_not_there=queries("COPY w TO STDOUT (FORMAT csv, FORCE_QUOTE (nope))", "COPY w (v) TO STDOUT (FORMAT csv, FORCE_QUOTE (s))",
                              "COPY (SELECT 1 AS a) TO STDOUT (FORMAT csv, FORCE_QUOTE (nope))", "COPY w (v) FROM STDIN (FORMAT csv, FORCE_NULL (s))"),
)

group(
    "pipeline",
    an_error_in_Parse=parse("SELECT 1") + bind() + execute() + parse("SELECT nope") + bind() + execute() + parse("SELECT 2") + bind() + execute() + SYNC,
    an_error_in_Bind=parse("SELECT $1::int4", "q") + bind("1", name="q") + execute() + bind("x", name="q") + execute() + bind("2", name="q") + execute() + SYNC,
    an_error_in_Describe=parse("SELECT 1") + describe("S", "nope") + bind() + execute() + SYNC,
    an_error_in_Close=parse("SELECT 1") + close("Z") + bind() + execute() + SYNC,
    several_Syncs=b"".join(parse(f"SELECT {i} / {i % 2}") + bind() + execute() + SYNC for i in range(4)),
    an_error_then_Flush=parse("SELECT 1/0") + bind() + execute() + FLUSH + parse("SELECT 1") + FLUSH + SYNC,
    Sync_alone=SYNC + SYNC + SYNC,
    Flush_alone=FLUSH + FLUSH + SYNC,
    Close_of_nothing=close("S", "nope") + close("P", "nope") + close("S", "") + close("P", "") + SYNC,
    Query_between=parse("SELECT 1", "q") + bind(name="q") + execute() + query("SELECT 2") + bind(name="q") + execute() + SYNC,
    empty_queries=queries("", "  ", ";", "-- x", "/* y */ ; ;", "SELECT 1;;SELECT 2;"),
    writes=query("DELETE FROM w") + b"".join(parse("INSERT INTO w (_id) VALUES ($1)") + bind(str(i)) + execute() for i in (1, 2, 1, 3)) + SYNC + query("SELECT count(*) FROM w"),
    writes_apart=query("DELETE FROM w") + b"".join(parse("INSERT INTO w (_id) VALUES ($1)") + bind(str(i)) + execute() + SYNC for i in (1, 2, 1, 3)) +
    query("SELECT count(*) FROM w"),
    what_stands_alone=b"".join(parse("SELECT 1") + bind() + execute() + parse(sql) + bind() + execute() + SYNC + query("BEGIN") + query(sql) + query("ROLLBACK")
                               for sql in ("DISCARD ALL", "VACUUM", "CREATE DATABASE other", "DROP DATABASE other")),
    COPY_out=parse("COPY (SELECT g FROM generate_series(1, 3) g) TO STDOUT") + bind() + describe() + execute() + SYNC + query("COPY (SELECT 1/0) TO STDOUT") +
    query("COPY (SELECT 1, NULL, 'a b') TO STDOUT (FORMAT csv, HEADER)"),
)
