/* The message loop, transactions, settings and utility statements: what the client is answered, message by message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "session/session_int.h"
#include "session_fake.h"

static int open_session(void **state)
{
    fake_session_open("database shop\ncollection orders\n    _id objectid notnull\n    total float8\n");
    return 0;
}

static int close_session(void **state)
{
    fake_session_close();
    return 0;
}

#define ANSWERS(sql, expected) assert_string_equal(fake_query(sql), expected)

/* ---- queries ---- */

static void queries(void **state)
{
    ANSWERS("SELECT 1 AS one, 'x' AS \"Two\", NULL::numeric(5,2)",
            "T one:23 Two:25 numeric:1700(327686)\nD |1|x|\\N\nC SELECT 1\nZ I\n");
    ANSWERS("SELECT 1; VALUES (2), (3)", "T ?column?:23\nD |1\nC SELECT 1\nT column1:23\nD |2\nD |3\nC SELECT 2\nZ I\n");
    ANSWERS("", "I\nZ I\n");
    ANSWERS(" ; -- nothing\n;", "I\nZ I\n");
    ANSWERS("SELECT", "T\nD \nC SELECT 1\nZ I\n");
    ANSWERS("SELECT 1 WHERE false", "T ?column?:23\nC SELECT 0\nZ I\n");
}

static void errors_have_positions_in_characters(void **state)
{
    ANSWERS("SELEC", "E ERROR 42601 syntax error at or near \"SELEC\" P=1\nZ I\n");
    ANSWERS("SELECT '\xc3\xa4\xc3\xa4', nosuch", "E ERROR 42703 column \"nosuch\" does not exist P=14\nZ I\n");
    ANSWERS("SELECT 1; SELECT 'x'::int4; SELECT 2",
            "T ?column?:23\nD |1\nC SELECT 1\nE ERROR 22P02 invalid input syntax for type integer: \"x\" P=18\nZ I\n");
    ANSWERS("SELECT 'a\xff'", "E ERROR 22021 invalid byte sequence for encoding \"UTF8\": 0xff\nZ I\n");
    ANSWERS("SELECT nosuch(1)",
            "E ERROR 42883 function nosuch(integer) does not exist H=No function matches the given name and argument types. "
            "You might need to add explicit type casts. P=8\nZ I\n");
}

/* The statements that are not there, named, at their first word. */
static void refusals(void **state)
{
    static const struct {
        const char *sql, *name;
        int position;
    } cases[] = {
        {" /* c /* d */ */ -- e\n LISTEN x", "LISTEN", 24},
        {"SELECT; \n LISTEN x", "LISTEN", 11},
        {"LISTEN x", "LISTEN", 1},
        {"DO 'x'", "DO", 1},
        {"CREATE OPERATOR CLASS c FOR TYPE int4 USING btree AS STORAGE int4", "CREATE OPERATOR CLASS", 1},
        {"CREATE ROLE r", "CREATE ROLE", 1},
        {"CHECKPOINT", "CHECKPOINT", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "E ERROR 0A000 %s is not supported yet P=%d\nZ I\n", cases[i].name, cases[i].position);
        const char *got = fake_query(cases[i].sql);
        const char *error = strstr(got, "E ERROR");
        assert_non_null(error);
        assert_string_equal(error, expected);
    }
}

/* No kind of statement is without a name of its own. */
static void every_statement_is_known(void **state)
{
    static const char *const handled[] = {"VARIABLE_SET", "VARIABLE_SHOW", "TRANSACTION", "DISCARD", "PREPARE", "EXECUTE", "DEALLOCATE", "EXPLAIN", "DECLARE_CURSOR",
                                          "FETCH", "COPY", "CLOSE_PORTAL", "UNLISTEN", "CREATE", "CREATE_TABLE_AS", "DROP",
                                          "TRUNCATE", "INDEX", "CREATE_SEQ", "ALTER_SEQ", "ALTER_TABLE", "RENAME", "VACUUM",
                                          "CALL", "LOCK", "COMMENT", "VIEW", "CREATEDB", "DROPDB", "CREATE_SCHEMA", "CONSTRAINTS_SET", "REFRESH_MAT_VIEW", "REINDEX", "ALTER_OBJECT_SCHEMA", "CREATE_ENUM", "ALTER_ENUM",
                                          "CREATE_DOMAIN", "ALTER_DOMAIN", "CREATE_RANGE", "ALTER_OWNER", "CREATE_EXTENSION", "CREATE_CAST", "DROP_ROLE", "DROP_SUBSCRIPTION", "DROP_TABLE_SPACE", /* utility.c */
                                          "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE",                                      /* analyze/ */
                                          "RAW", "SET_OPERATION", "RETURN", "PLASSIGN", "REPLICA_IDENTITY"};                    /* never at the top */
    static const char *const refused[] = {
#define REFUSED(kind, name) #kind,
#include "session/refused.def"
#undef REFUSED
    };
    const ProtobufCMessageDescriptor *d = &pg_query__node__descriptor;
    int statements = 0;
    for (unsigned i = 0; i < d->n_fields; i++) {
        const char *name = d->fields[i].name;
        size_t n = strlen(name);
        int times = 0;
        if (n < 5 || strcmp(name + n - 5, "_stmt") != 0)
            continue;
        for (size_t j = 0; j < sizeof handled / sizeof *handled; j++)
            times += strlen(handled[j]) == n - 5 && strncasecmp(handled[j], name, n - 5) == 0;
        for (size_t j = 0; j < sizeof refused / sizeof *refused; j++)
            times += strlen(refused[j]) == n - 5 && strncasecmp(refused[j], name, n - 5) == 0;
        if (times != 1)
            fail_msg("%s is known %d times", name, times);
        statements++;
    }
    assert_true(statements > 100);
}

/* ---- transactions ---- */

static void blocks(void **state)
{
    ANSWERS("BEGIN", "C BEGIN\nZ T\n");
    ANSWERS("START TRANSACTION", "N WARNING 25001 there is already a transaction in progress\nC START TRANSACTION\nZ T\n");
    ANSWERS("SELECT 1", "T ?column?:23\nD |1\nC SELECT 1\nZ T\n");
    ANSWERS("COMMIT", "C COMMIT\nZ I\n");
    ANSWERS("END", "N WARNING 25P01 there is no transaction in progress\nC COMMIT\nZ I\n");
    ANSWERS("ABORT", "N WARNING 25P01 there is no transaction in progress\nC ROLLBACK\nZ I\n");
    ANSWERS("BEGIN; SELECT nosuch", "C BEGIN\nE ERROR 42703 column \"nosuch\" does not exist P=15\nZ E\n");
    ANSWERS("SELECT 1", "E ERROR 25P02 current transaction is aborted, commands ignored until end of transaction block\nZ E\n");
    ANSWERS("", "I\nZ E\n");
    ANSWERS("COMMIT", "C ROLLBACK\nZ I\n");
    ANSWERS("SELECT 1; BEGIN", "T ?column?:23\nD |1\nC SELECT 1\nC BEGIN\nZ T\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
    ANSWERS("BEGIN; COMMIT; SELECT 1", "C BEGIN\nC COMMIT\nT ?column?:23\nD |1\nC SELECT 1\nZ I\n");
}

static void chains(void **state)
{
    ANSWERS("COMMIT AND CHAIN", "E ERROR 25P01 COMMIT AND CHAIN can only be used in transaction blocks\nZ I\n");
    ANSWERS("SELECT; ROLLBACK AND CHAIN", "T\nD \nC SELECT 1\nE ERROR 25P01 ROLLBACK AND CHAIN can only be used in transaction blocks\nZ I\n");
    ANSWERS("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE", "C BEGIN\nZ T\n");
    ANSWERS("COMMIT AND CHAIN", "C COMMIT\nZ T\n");
    ANSWERS("SHOW server_version_num", "T server_version_num:25\nD |150018\nC SHOW\nZ T\n");
    ANSWERS("SHOW transaction_isolation", "T transaction_isolation:25\nD |serializable\nC SHOW\nZ T\n");
    ANSWERS("SHOW transaction_read_only", "T transaction_read_only:25\nD |on\nC SHOW\nZ T\n");
    ANSWERS("SHOW transaction_deferrable", "T transaction_deferrable:25\nD |on\nC SHOW\nZ T\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
    ANSWERS("SHOW transaction_isolation", "T transaction_isolation:25\nD |read committed\nC SHOW\nZ I\n");
}

static void characteristics(void **state)
{
    ANSWERS("SET TRANSACTION READ ONLY", "N WARNING 25P01 SET TRANSACTION can only be used in transaction blocks\nC SET\nZ I\n");
    ANSWERS("BEGIN READ ONLY; SELECT 1; SET TRANSACTION READ WRITE",
            "C BEGIN\nT ?column?:23\nD |1\nC SELECT 1\nE ERROR 25001 transaction read-write mode must be set before any query\nZ E\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
    ANSWERS("BEGIN; EXPLAIN SELECT 1; SET transaction_isolation = serializable",
            "C BEGIN\nT QUERY PLAN:25\nD |Result  (cost=0.00..0.01 rows=1 width=4)\nC EXPLAIN\n"
            "E ERROR 25001 SET TRANSACTION ISOLATION LEVEL must be called before any query\nZ E\n");
    ANSWERS("ROLLBACK; BEGIN; SELECT; SET TRANSACTION NOT DEFERRABLE",
            "C ROLLBACK\nC BEGIN\nT\nD \nC SELECT 1\nE ERROR 25001 SET TRANSACTION [NOT] DEFERRABLE must be called before any query\nZ E\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
    ANSWERS("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "C SET\nS default_transaction_read_only=on\nZ I\n");
    ANSWERS("SHOW transaction_read_only", "T transaction_read_only:25\nD |on\nC SHOW\nZ I\n");
    ANSWERS("RESET ALL", "C RESET\nS default_transaction_read_only=off\nZ I\n");
    ANSWERS("SET TRANSACTION SNAPSHOT 'x'", "E ERROR 0A000 SET TRANSACTION SNAPSHOT is not supported P=1\nZ I\n");
}

static void savepoints(void **state)
{
    ANSWERS("SAVEPOINT a", "E ERROR 25P01 SAVEPOINT can only be used in transaction blocks\nZ I\n");
    ANSWERS("ROLLBACK TO a", "E ERROR 25P01 ROLLBACK TO SAVEPOINT can only be used in transaction blocks\nZ I\n");
    ANSWERS("RELEASE a", "E ERROR 25P01 RELEASE SAVEPOINT can only be used in transaction blocks\nZ I\n");
    ANSWERS("BEGIN; ROLLBACK TO a", "C BEGIN\nE ERROR 3B001 savepoint \"a\" does not exist\nZ E\n");
    ANSWERS("RELEASE a", "E ERROR 25P02 current transaction is aborted, commands ignored until end of transaction block\nZ E\n");
    ANSWERS("ROLLBACK; BEGIN; SAVEPOINT a", "C ROLLBACK\nC BEGIN\nC SAVEPOINT\nZ T\n");
    ANSWERS("SELECT nope", "E ERROR 42703 column \"nope\" does not exist P=8\nZ E\n");
    ANSWERS("ROLLBACK TO a; RELEASE a", "C ROLLBACK\nC RELEASE\nZ T\n");
    ANSWERS("SAVEPOINT b", "C SAVEPOINT\nZ T\n");
    xact_wrote(&the_session);
    ANSWERS("ROLLBACK TO b", "E ERROR 0A000 cannot roll back to savepoint \"b\": documents were written since "
            "H=MongoDB's transactions have no savepoints: roll back the whole transaction.\nZ E\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
    ANSWERS("PREPARE TRANSACTION 'x'", "N WARNING 25P01 there is no transaction in progress\nC ROLLBACK\nZ I\n");
}

/* ---- settings ---- */

static void settings(void **state)
{
    ANSWERS("SET work_mem = '8MB'", "C SET\nZ I\n");
    ANSWERS("SHOW work_mem", "T work_mem:25\nD |8MB\nC SHOW\nZ I\n");
    ANSWERS("SET work_mem TO DEFAULT", "C SET\nZ I\n");
    ANSWERS("SET TIME ZONE INTERVAL '+02:30' HOUR TO MINUTE", "C SET\nS TimeZone=<+02:30>-02:30\nZ I\n");
    ANSWERS("SET TIME ZONE -5", "C SET\nS TimeZone=<-05>+05\nZ I\n");
    ANSWERS("SET timezone = 'Mars'", "E ERROR 22023 invalid value for parameter \"TimeZone\": \"Mars\"\nZ I\n");
    ANSWERS("RESET timezone", "C RESET\nS TimeZone=UTC\nZ I\n");
    ANSWERS("SET datestyle = german; SET datestyle = iso, mdy", "C SET\nC SET\nZ I\n"); /* what did not change is not told */
    ANSWERS("SET datestyle = ymd", "C SET\nS DateStyle=ISO, YMD\nZ I\n");
    ANSWERS("SET datestyle = nonsense", "E ERROR 22023 invalid value for parameter \"DateStyle\": \"nonsense\" D=Unrecognized key word: \"nonsense\".\nZ I\n");
    ANSWERS("SET intervalstyle = 'iso_8601'", "C SET\nS IntervalStyle=iso_8601\nZ I\n");
    ANSWERS("SET bytea_output = escape; SET extra_float_digits = 0; SELECT 1", "C SET\nC SET\nT ?column?:23\nD |1\nC SELECT 1\nZ I\n");
    ANSWERS("SET search_path = 'A', b, '', \"select\"", "C SET\nZ I\n");
    ANSWERS("SHOW search_path", "T search_path:25\nD |\"A\", b, \"\", \"select\"\nC SHOW\nZ I\n");
    ANSWERS("SET work_mem = 1, 2", "E ERROR 22023 SET work_mem takes only one argument\nZ I\n");
    ANSWERS("SET nosuch = 1", "E ERROR 42704 unrecognized configuration parameter \"nosuch\"\nZ I\n");
    ANSWERS("SHOW nosuch", "E ERROR 42704 unrecognized configuration parameter \"nosuch\"\nZ I\n");
    ANSWERS("SET app.x = 1.5; SHOW app.x", "C SET\nT app.x:25\nD |1.5\nC SHOW\nZ I\n");
    ANSWERS("SET application_name = 'a\xc3\xa4'", "C SET\nS application_name=a??\nZ I\n");
    ANSWERS("SET client_min_messages = debug; SHOW client_min_messages", "C SET\nT client_min_messages:25\nD |debug2\nC SHOW\nZ I\n");
    ANSWERS("SET client_min_messages = error; COMMIT", "C SET\nC COMMIT\nZ I\n"); /* its warning is not wanted */
    ANSWERS("DISCARD ALL", "C DISCARD ALL\nS application_name=\nS DateStyle=ISO, MDY\nS IntervalStyle=postgres\nZ I\n");
    ANSWERS("SELECT; DISCARD ALL", "T\nD \nC SELECT 1\nE ERROR 25001 DISCARD ALL cannot run inside a transaction block\nZ I\n");
    ANSWERS("DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES", "C DISCARD PLANS\nC DISCARD TEMP\nC DISCARD SEQUENCES\nZ I\n");
}

static void settings_and_transactions(void **state)
{
    ANSWERS("SET LOCAL work_mem = '8MB'", "N WARNING 25P01 SET LOCAL can only be used in transaction blocks\nC SET\nZ I\n");
    ANSWERS("SET LOCAL work_mem = '8MB'; SHOW work_mem", "C SET\nT work_mem:25\nD |8MB\nC SHOW\nZ I\n");
    ANSWERS("SHOW work_mem", "T work_mem:25\nD |4MB\nC SHOW\nZ I\n");
    ANSWERS("BEGIN; SET timezone = 'Europe/Paris'", "C BEGIN\nC SET\nS TimeZone=Europe/Paris\nZ T\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nS TimeZone=UTC\nZ I\n");
    ANSWERS("SET work_mem = '8MB'; SELECT nosuch", "C SET\nE ERROR 42703 column \"nosuch\" does not exist P=30\nZ I\n");
    ANSWERS("SHOW work_mem", "T work_mem:25\nD |4MB\nC SHOW\nZ I\n");
}

/* What would be another answer is refused. */
static void settings_of_one_value(void **state)
{
    ANSWERS("SET standard_conforming_strings = off", "C SET\nS standard_conforming_strings=off\nZ I\n");
    ANSWERS("SELECT 'a\\nb', E'\\n', $$\\$$, '\\\\', 'c\\''",
            "N WARNING 22P06 nonstandard use of escape in a string literal H=Use the escape string syntax for escapes, e.g., E'\\r\\n'. P=8\n"
            "N WARNING 22P06 nonstandard use of \\\\ in a string literal H=Use the escape string syntax for backslashes, e.g., E'\\\\'. P=30\n"
            "N WARNING 22P06 nonstandard use of \\' in a string literal H=Use '' to write quotes in strings, or use the escape string syntax (E'...'). P=36\n"
            "T ?column?:25 ?column?:25 ?column?:25 ?column?:25 ?column?:25\nD |a\nb|\n|\\|\\|c'\nC SELECT 1\nZ I\n");
    ANSWERS("SET escape_string_warning = off", "C SET\nZ I\n");
    ANSWERS("SELECT 'a\\\\b'", "T ?column?:25\nD |a\\b\nC SELECT 1\nZ I\n");
    ANSWERS("RESET escape_string_warning", "C RESET\nZ I\n");
    ANSWERS("RESET standard_conforming_strings", "C RESET\nS standard_conforming_strings=on\nZ I\n");
    ANSWERS("SET array_nulls = off", "E ERROR 0A000 array_nulls = off is not supported\nZ I\n");
    ANSWERS("SET lc_monetary = 'de_DE.UTF-8'", "E ERROR 0A000 locale \"de_DE.UTF-8\" is not supported\nZ I\n");
    ANSWERS("SET lc_monetary = 'POSIX'", "C SET\nZ I\n");
    ANSWERS("SET NAMES 'utf-8'", "C SET\nZ I\n");
    ANSWERS("SET NAMES 'SQL_ASCII'", "C SET\nS client_encoding=SQL_ASCII\nZ I\n");
    ANSWERS("SET NAMES 'latin-1'", "C SET\nS client_encoding=LATIN1\nZ I\n");
    ANSWERS("SELECT '\xe9'::int4", "E ERROR 22P02 invalid input syntax for type integer: \"\xe9\" P=8\nZ I\n");
    ANSWERS("SET NAMES 'utf8'", "C SET\nS client_encoding=UTF8\nZ I\n");
    ANSWERS("SET NAMES 'mule-internal'", "E ERROR 0A000 invalid value for parameter \"client_encoding\": \"mule-internal\" "
            "D=Conversion between MULE_INTERNAL and UTF8 is not supported.\nZ I\n");
    ANSWERS("SET NAMES 'SQL_ASCII'", "C SET\nS client_encoding=SQL_ASCII\nZ I\n");
    ANSWERS("SET NAMES 'klingon'", "E ERROR 22023 invalid value for parameter \"client_encoding\": \"klingon\"\nZ I\n");
    ANSWERS("SET pgleaf.mismatch = 'null'; SET sample_size = 10; SET infer_timeout = '1s'", "C SET\nC SET\nC SET\nZ I\n");
    assert_true(mongo_settings.mismatch_null);
    assert_int_equal(mongo_settings.sample_size, 10);
    assert_int_equal(mongo_settings.infer_timeout_ms, 1000);
    ANSWERS("RESET ALL", "C RESET\nS client_encoding=UTF8\nZ I\n");
    assert_false(mongo_settings.mismatch_null);
}

static void identity(void **state)
{
    ANSWERS("SET ROLE ann; SET ROLE none; RESET ROLE; SET SESSION AUTHORIZATION DEFAULT", "C SET\nC SET\nC RESET\nC SET\nZ I\n");
    ANSWERS("SET ROLE bob", "E ERROR 0A000 SET ROLE is not supported P=1\nZ I\n");
    ANSWERS("SET SESSION AUTHORIZATION bob", "E ERROR 0A000 SET SESSION AUTHORIZATION is not supported P=1\nZ I\n");
}

static void show_all(void **state)
{
    const char *got = fake_query("SHOW ALL");
    assert_non_null(strstr(got, "T name:25 setting:25 description:25\n"));
    assert_non_null(strstr(got, "\nD |work_mem|4MB|"));
    assert_true(strstr(got, "\nD |DateStyle|") < strstr(got, "\nD |statement_timeout|"));
    assert_null(strstr(got, "|uri|"));
    assert_non_null(strstr(got, "C SHOW\nZ I\n"));
}

/* ---- other messages ---- */

static void extended_protocol(void **state)
{
    fake_send('P', "\0SELECT 1\0\0\0", 12);
    fake_send('B', "\0nope\0\0\0\0\0\0\0", 12);
    fake_send('E', "\0\0\0\0\0", 5);
    fake_send('Q', "SELECT 1", 9);
    fake_send('S', "", 0);
    assert_string_equal(fake_answer(5), "1\nE ERROR 26000 prepared statement \"nope\" does not exist\nZ I\n");
    ANSWERS("SELECT 1", "T ?column?:23\nD |1\nC SELECT 1\nZ I\n");
    ANSWERS("BEGIN", "C BEGIN\nZ T\n");
    fake_send('D', "Snope", 6);
    fake_send('S', "", 0);
    assert_string_equal(fake_answer(2), "E ERROR 26000 prepared statement \"nope\" does not exist\nZ E\n");
    ANSWERS("ROLLBACK", "C ROLLBACK\nZ I\n");
}

static void quiet_messages(void **state)
{
    fake_send('H', "", 0);
    fake_send('d', "data", 4);
    fake_send('c', "", 0);
    fake_send('f', "no", 3);
    assert_string_equal(fake_answer(4), "");
    fake_send('S', "", 0);
    assert_string_equal(fake_answer(1), "Z I\n");
    fake_send('F', "\0\0\0\1\0\0\0\0\0\0", 10);
    assert_string_equal(fake_answer(1), "E ERROR 0A000 function calls by message are not supported\nZ I\n");
}

static void terminate(void **state)
{
    fake_send('X', "", 0);
    assert_string_equal(fake_answer(1), "");
    assert_true(the_session.end);
}

static void malformed(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *answer;
    } cases[] = {
        {"Q\0\0\0\3", 5, "E FATAL 08P01 invalid message length\n"},
        {"Q\xff\xff\xff\xff", 5, "E FATAL 08P01 invalid message length\n"},
        {"Q\x7f\xff\xff\xff", 5, "E FATAL 08P01 invalid message length\n"},
        {"S\0\1\0\0", 5, "E FATAL 08P01 invalid message length\n"},
        {"Q\0\0\0\6ab", 7, "E FATAL 08P01 invalid message format\n"},
        {"Q\0\0\0\7a\0b", 8, "E FATAL 08P01 invalid message format\n"},
        {"p\0\0\0\6a\0", 7, "E FATAL 08P01 invalid frontend message type 112\n"},
        {"?\0\0\0\4", 5, "E FATAL 08P01 invalid frontend message type 63\n"},
        {"\0\0\0\0\4", 5, "E FATAL 08P01 invalid frontend message type 0\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fake_send_bytes(cases[i].bytes, cases[i].n);
        assert_string_equal(fake_answer(1), cases[i].answer);
        assert_true(the_session.end);
        fake_session_close();
        open_session(NULL);
    }
}

/* A portal that is run in parts, as Execute with a row limit will. */
static void portals_suspend(void **state)
{
    struct session *s = &the_session;
    struct arena *a = arena_new(s->arena, "test");
    static const int16_t binary[] = {1};
    const struct raw_stmt *raw = list_nth(sql_parse(a, "VALUES (1), (2), (3)"), 0);
    struct portal *p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    p->formats = binary;
    p->nformats = 1;
    portal_describe(s, p, true);
    portal_run(s, p, 2);
    assert_false(p->done);
    portal_run(s, p, 2);
    assert_true(p->done);
    portal_close(p);
    const char *got = fake_answer(0);
    assert_non_null(strstr(got, "T column1:23/binary\n"));
    assert_non_null(strstr(got, "\ns\n"));
    assert_non_null(strstr(got, "\nC SELECT 1\n"));
    arena_reset(a);
    raw = list_nth(sql_parse(a, "SET work_mem = 100"), 0);
    p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    portal_describe(s, p, true);
    portal_run(s, p, 0);
    portal_close(p);
    assert_string_equal(fake_answer(0), "n\nC SET\n");
    arena_free(a);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_session, close_session)
    const struct CMUnitTest tests[] = {
        TEST(queries), TEST(errors_have_positions_in_characters), TEST(refusals), TEST(every_statement_is_known), TEST(blocks),
        TEST(chains), TEST(characteristics), TEST(savepoints), TEST(settings), TEST(settings_and_transactions),
        TEST(settings_of_one_value), TEST(identity), TEST(show_all), TEST(extended_protocol), TEST(quiet_messages),
        TEST(terminate), TEST(malformed), TEST(portals_suspend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
