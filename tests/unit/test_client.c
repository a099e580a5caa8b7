/* The connection to MongoDB: facts, refusals, loss, interrupts, the log of commands, what servers have. */
#include "bson_help.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "fake_mongod.h"
#include "mongo/client.h"

static struct arena *a;

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    return 0;
}

static int teardown(void **unused)
{
    interrupt_set_handler(NULL);
    interrupt_pending = 0;
    arena_free(a);
    return 0;
}

static struct mongo *connect_to(const char *uri)
{
    return mongo_connect(a, &(struct mongo_options){.uri = uri});
}

#define HELLO "{'ok': 1, 'isWritablePrimary': true, 'minWireVersion': 0, 'maxWireVersion': %d, 'maxBsonObjectSize': 1000 %s}"

static void facts(void **unused)
{
    static const struct {
        const char *hello;
        bool mongos, standalone, sessions, transactions;
    } servers[] = {
        {", 'logicalSessionTimeoutMinutes': 30", false, true, true, false},
        {"", false, true, false, false},
        {", 'logicalSessionTimeoutMinutes': 30, 'setName': 'rs', 'me': 'h', 'hosts': ['h'], 'secondary': false", false, false, true, true},
        {", 'logicalSessionTimeoutMinutes': 30, 'msg': 'isdbgrid'", true, false, true, true},
    };
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        struct arena *outer = a;
        a = arena_new(outer, "round");
        struct fake_rule script[] = {RULE("hello", arena_printf(a, HELLO, 17, servers[i].hello)),
                                     RULE("buildInfo", "{'ok': 1, 'version': '6.0.12'}"),
                                     RULE_END};
        struct fake *f = fake_start(a, script);
        struct mongo *m = connect_to(f->uri);
        assert_ptr_equal(m, mongo_current);
        assert_null(fake_sent(f, "buildInfo", 0)); /* where nobody logs in, hello is enough */
        assert_string_equal(mongo_version(a, m), "6.0.12");
        assert_int_equal(m->server.max_wire_version, 17);
        assert_int_equal(m->server.max_bson_size, 1000);
        assert_int_equal(m->server.mongos, servers[i].mongos);
        assert_int_equal(m->server.standalone, servers[i].standalone);
        assert_int_equal(m->server.sessions, servers[i].sessions);
        assert_int_equal(m->server.transactions, servers[i].transactions);
        assert_int_equal(m->session != NULL, servers[i].sessions);
        assert_non_null(strstr(m->identity, "mongod.sock\n"));
        mongo_close(m);
        assert_null(mongo_current);
        arena_free(a);
        a = outer;
    }
}

static void refused(void **unused)
{
    RAISES("22023", connect_to("http://localhost"));
    RAISES("22023", connect_to("mongodb://localhost/?authMechanism=NONSENSE"));
    RAISES("08001", connect_to("mongodb://%2Ftmp%2Fpgleaf-none.sock/?serverSelectionTimeoutMS=200"));
    RAISES("08001", connect_to("mongodb://pgleaf.invalid/?serverSelectionTimeoutMS=200"));
    RAISES("08001", connect_to(arena_printf(a, "mongodb://%%2F%0200d.sock/?serverSelectionTimeoutMS=200", 0)));
    static const struct fake_rule no_info[] = {RULE("buildInfo", "{'ok': 0, 'errmsg': 'not authorized', 'code': 13}"), RULE_END};
    struct mongo *m = connect_to(fake_start(a, no_info)->uri);
    RAISES("42501", mongo_version(a, m));
    mongo_close(m);
    assert_null(mongo_current);
    RAISES("58030", mongo_connect(a, &(struct mongo_options){.uri = "mongodb://localhost/", .command_log = "/none/here"}));
}

/* A login that the server refuses; the password is gone from memory whatever happens. */
static void passwords(void **unused)
{
    static const struct fake_rule script[] = {
        RULE("saslStart", "{'ok': 0, 'errmsg': 'Authentication failed.', 'code': 18, 'codeName': 'AuthenticationFailed'}"), RULE_END};
    struct fake *f = fake_start(a, script);
    char password[] = "pencil";
    struct mongo_options opt = {.uri = f->uri, .user = "ann", .password = password, .auth_source = "shop",
                                .auth_mechanism = "SCRAM-SHA-256", .connect_timeout_ms = 1000};
    RAISES("28P01", mongo_connect(a, &opt));
    assert_memory_equal(password, "\0\0\0\0\0\0", 6);
    const char *sent = fake_sent(f, "saslStart", 0);
    assert_non_null(sent);
    assert_non_null(strstr(sent, "SCRAM-SHA-256"));
    opt.auth_mechanism = "\xff";
    RAISES("22023", mongo_connect(a, &opt));
    opt.auth_mechanism = NULL;
    opt.user = "\xff";
    RAISES("22023", mongo_connect(a, &opt));
}

static void commands(void **unused)
{
    static const struct fake_rule script[] = {
        RULE("count", "{'ok': 0, 'errmsg': 'no', 'code': 26}"), RULE("drop", "{'ok': 1, 'n': 3}"), RULE_TIMES("ping", FAKE_CLOSE, 1), RULE_END};
    struct fake *f = fake_start(a, script);
    struct mongo *m = connect_to(f->uri);
    bson_t reply;
    bson_error_t error;
    assert_false(mongo_try(m, "db", bson_literal(a, "{'count': 'c'}"), MONGO_READ, mongo_select_server(m), &reply, &error));
    assert_int_equal(error.code, 26);
    bson_destroy(&reply);
    RAISES("42P01", mongo_run(a, m, "db", bson_literal(a, "{'count': 'c'}"), MONGO_READ));
    const bson_t *dropped = mongo_run(a, m, "db", bson_literal(a, "{'drop': 'c'}"), MONGO_WRITE);
    assert_int_equal(bson_number(dropped, "n", 0), 3);
    assert_non_null(strstr(fake_log(f), "\"lsid\""));
    /* lost, and there again */
    unsigned long generation = m->generation;
    RAISES("08006", mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN));
    assert_true(m->generation > generation);
    mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN);
    assert_true(mongo_select_server(m) != 0);
    fake_stop(f);
    RAISES("08006", mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN));
    RAISES("08006", mongo_select_server(m));
}

static void half_an_answer(void **unused)
{
    static const struct fake_rule script[] = {RULE("ping", FAKE_CUT), RULE_END};
    struct mongo *m = connect_to(fake_start(a, script)->uri);
    RAISES("08006", mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN));
}

static void cancel(void)
{
    raise(ERR_QUERY_CANCELED, "canceling statement due to user request");
}

static void alarm_rings(int sig)
{
    interrupt_pending = 1;
}

/* A wait is cut, and the session's work on the server ended over a second connection. */
static void interrupts(void **unused)
{
    static const struct fake_rule script[] = {RULE("find", FAKE_SILENCE), RULE_END};
    struct fake *f = fake_start(a, script);
    struct mongo *m = connect_to(f->uri);
    struct itimerval in_100_ms = {.it_value = {.tv_usec = 100000}};
    struct timespec t0, t1;
    interrupt_set_handler(cancel);
    signal(SIGALRM, alarm_rings);
    setitimer(ITIMER_REAL, &in_100_ms, NULL);
    clock_gettime(CLOCK_MONOTONIC, &t0);
    RAISES("57014", mongo_run(a, m, "db", bson_literal(a, "{'find': 'c'}"), MONGO_READ));
    clock_gettime(CLOCK_MONOTONIC, &t1);
    assert_true(t1.tv_sec - t0.tv_sec < 3);
    const char *kill = fake_sent(f, "killSessions", 0);
    assert_non_null(kill);
    assert_non_null(strstr(kill, "\"id\""));
    mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN); /* on a new connection */
    /* one that is there before the command */
    interrupt_pending = 1;
    RAISES("57014", mongo_run(a, m, "db", bson_literal(a, "{'ping': 1}"), MONGO_PLAIN));
}

static const char *traced;
static void trace(const char *db, const char *command_json)
{
    traced = arena_strdup(a, command_json);
}

static void command_log(void **unused)
{
    static const struct fake_rule script[] = {RULE_END};
    struct fake *f = fake_start(a, script);
    const char *path = arena_printf(a, "%s.commands", f->dir);
    struct mongo *m = mongo_connect(a, &(struct mongo_options){.uri = f->uri, .command_log = path});
    mongo_run(a, m, "db", bson_literal(a, "{'ping': {'$numberLong': '1'}}"), MONGO_PLAIN);
    bson_t reply;
    bson_error_t error;
    mongo_try(m, "db", bson_literal(a, "{'saslStart': 1, 'payload': 'secret'}"), MONGO_PLAIN, 0, &reply, &error);
    bson_destroy(&reply);
    mongo_settings.trace = trace;
    mongo_run(a, m, "other", bson_literal(a, "{'ping': 2}"), MONGO_PLAIN);
    mongo_settings.trace = NULL;
    assert_non_null(strstr(traced, "\"other\""));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    FILE *in = fopen(path, "r");
    char text[8192] = "";
    assert_true(fread(text, 1, sizeof text - 1, in) > 0);
    fclose(in);
    unlink(path);
    assert_non_null(strstr(text, "{ \"ping\" : { \"$numberLong\" : \"1\" }"));
    assert_non_null(strstr(text, "\"$db\" : \"db\""));
    assert_null(strstr(text, "secret"));
}

static void what_servers_have(void **unused)
{
    mongo_note_lack("$pgleafTest");
    assert_false(mongo_has("$pgleafTest"));
    assert_true(mongo_has("$median")); /* no server: all there is */
    struct fake_rule script[] = {RULE("hello", arena_printf(a, HELLO, 8, "")), RULE_END};
    struct mongo *m = connect_to(fake_start(a, script)->uri);
    assert_false(mongo_has("$median"));
    assert_false(mongo_has("$unionWith"));
    assert_true(mongo_has("$set"));
    assert_true(mongo_has("$match"));
    mongo_close(m);
}

static void time_left(void **unused)
{
    struct timespec t;
    mongo_settings.deadline_us = 0;
    assert_int_equal(mongo_time_left_ms(), 0);
    clock_gettime(CLOCK_MONOTONIC, &t);
    mongo_settings.deadline_us = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 + 5000000;
    int64_t left = mongo_time_left_ms();
    assert_true(left > 4000 && left <= 5000);
    mongo_settings.deadline_us = 1;
    assert_int_equal(mongo_time_left_ms(), 1);
    mongo_settings.deadline_us = 0;
}

static void members(void **unused)
{
    bson_t *b = doc_of(a, "{'a': {'s': 'x', 'n': 5, 't': true, 'l': [1]}}"), sub;
    assert_string_equal(bson_text(b, "a.s", "none"), "x");
    assert_string_equal(bson_text(b, "a.n", "none"), "none");
    assert_int_equal(bson_number(b, "a.n", 7), 5);
    assert_int_equal(bson_number(b, "a.s", 7), 7);
    assert_true(bson_truth(b, "a.t"));
    assert_false(bson_truth(b, "a.x"));
    assert_true(bson_subdocument(b, "a", &sub));
    assert_true(bson_subdocument(b, "a.l", &sub));
    assert_false(bson_subdocument(b, "a.s", &sub));
    assert_false(bson_subdocument(b, "z", &sub));
    RAISES("XX000", bson_literal(a, "{'a': }"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(facts), TEST(refused), TEST(passwords), TEST(commands), TEST(half_an_answer), TEST(interrupts),
        TEST(command_log), TEST(what_servers_have), TEST(time_left), TEST(members),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
