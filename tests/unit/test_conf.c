/* Settings: values by type, layers, SET in transactions, the file and -o. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf/conf.h"

static struct arena *a;

/* The SQLSTATE of setting name to value in the session; NULL when it was taken. */
static const char *refused(const char *name, const char *value)
{
    const char *volatile state = NULL;
    TRY {
        conf_set(name, value, CONF_FROM_SESSION, false);
    }
    CATCH (e) {
        state = errcode_sqlstate(e->code);
    }
    END_TRY;
    error_clear();
    return state;
}

static void values_by_type(void **state)
{
    static const struct {
        const char *name, *value, *shown, *sqlstate;
    } cases[] = {
        {"work_mem", "64kB", "64kB", NULL}, {"work_mem", "4096", "4MB", NULL}, {"work_mem", " 1 GB ", "1GB", NULL},
        {"work_mem", "1.5MB", "1536kB", NULL}, {"work_mem", "1TB", "1TB", NULL}, {"work_mem", "63", NULL, "22023"},
        {"work_mem", "4XB", NULL, "22023"}, {"work_mem", "4 MB x", NULL, "22023"}, {"work_mem", "", NULL, "22023"},
        {"work_mem", "lots", NULL, "22023"}, {"work_mem", "99999999999", NULL, "22023"}, {"work_mem", "nan", NULL, "22023"},
        {"statement_timeout", "0", "0", NULL}, {"statement_timeout", "1500", "1500ms", NULL},
        {"statement_timeout", "60s", "1min", NULL}, {"statement_timeout", "2h", "2h", NULL},
        {"statement_timeout", "1d", "1d", NULL}, {"statement_timeout", "1500us", "2ms", NULL},
        {"statement_timeout", "0x10", "16ms", NULL}, {"statement_timeout", "-1", NULL, "22023"},
        {"temp_file_limit", "1", NULL, "42501"}, {"max_connections", "1", NULL, "55P02"},
        {"log_parameter_max_length_on_error", "-1", "-1", NULL}, {"log_parameter_max_length_on_error", "10MB", "10MB", NULL},
        {"work_mem", "30.1GB", "30822MB", NULL}, {"temp_buffers", "16MB", "16MB", NULL}, {"temp_buffers", "1025", "8200kB", NULL},
        {"wal_sender_timeout", "0.5min", "30s", NULL}, {"cursor_tuple_fraction", "1.5", NULL, "22023"},
        {"cursor_tuple_fraction", ".25", "0.25", NULL}, {"cursor_tuple_fraction", "x", NULL, "22023"},
        {"random_page_cost", "1e3", "1000", NULL}, {"vacuum_cost_delay", "1500us", "1500us", NULL},
        {"vacuum_cost_delay", "2ms", "2ms", NULL}, {"vacuum_cost_delay", "1s", NULL, "22023"},
        {"client_min_messages", "debug", "debug2", NULL}, {"client_min_messages", "info", "info", NULL},
        {"constraint_exclusion", "YES", "on", NULL}, {"constraint_exclusion", "of", NULL, "22023"}, {"xmloption", "on", NULL, "22023"},
        {"ignore_system_indexes", "on", NULL, "55P02"}, {"block_size", "1", NULL, "55P02"}, {"autovacuum", "off", NULL, "55P02"},
        {"pgleaf.pushdown", "of", "off", NULL}, {"pgleaf.pushdown", "TRUE", "on", NULL}, {"pgleaf.pushdown", "n", "off", NULL},
        {"pgleaf.pushdown", "1", "on", NULL}, {"pgleaf.pushdown", "o", NULL, "22023"}, {"pgleaf.pushdown", "maybe", NULL, "22023"},
        {"PGLEAF.Mismatch", "NULL", "null", NULL}, {"pgleaf.mismatch", "ignore", NULL, "22023"},
        {"transaction_isolation", "Repeatable Read", "repeatable read", NULL}, {"synchronous_commit", "true", "on", NULL},
        {"application_name", "any thing", "any thing", NULL},
        {"server_version", "1", NULL, "55P02"}, {"uri", "mongodb://x/", NULL, "55P02"}, {"nosuch", "1", NULL, "42704"},
        {"pgleaf.nosuch", "1", NULL, "42704"}, {"my.own", "value", "value", NULL}, {"my.9", "value", NULL, "42602"},
        {"my..own", "value", NULL, "42602"}, {".own", "value", NULL, "42602"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *said = refused(cases[i].name, cases[i].value);
        if (cases[i].sqlstate == NULL ? said != NULL : said == NULL || strcmp(said, cases[i].sqlstate) != 0)
            fail_msg("%s = %s: %s", cases[i].name, cases[i].value, said != NULL ? said : "taken");
        if (cases[i].sqlstate == NULL)
            assert_string_equal(conf_show(cases[i].name), cases[i].shown);
    }
    conf_reset_all();
    assert_string_equal(conf_show("work_mem"), "4MB");
    assert_string_equal(conf_show("my.own"), "");
    assert_null(conf_show("nosuch"));
    assert_string_equal(conf_name("datestyle"), "DateStyle");
}

static int reports;
static char last_report[100];
static void on_report(const char *name, const char *value)
{
    reports++;
    snprintf(last_report, sizeof last_report, "%s=%s", name, value);
}

static void layers_and_reports(void **state)
{
    (void)state;
    conf_on_report(on_report);
    conf_set("application_name", "startup", CONF_FROM_STARTUP, false);
    assert_string_equal(last_report, "application_name=startup");
    conf_set("application_name", "session", CONF_FROM_SESSION, false);
    int before = reports;
    conf_set("application_name", "session", CONF_FROM_SESSION, false);
    assert_int_equal(reports, before);
    conf_set("application_name", NULL, CONF_FROM_SESSION, false);
    assert_string_equal(conf_show("application_name"), "startup");
    reports = 0;
    conf_report_all();
    assert_int_equal(reports, 13);
    conf_on_report(NULL);
}

static void transactions(void **state)
{
    (void)state;
    conf_set("application_name", "before", CONF_FROM_SESSION, false);
    conf_xact_begin();
    conf_set("application_name", "in", CONF_FROM_SESSION, false);
    conf_set("application_name", "in again", CONF_FROM_SESSION, false);
    conf_xact_end(false);
    assert_string_equal(conf_show("application_name"), "before");
    conf_xact_begin();
    conf_set("application_name", "kept", CONF_FROM_SESSION, false);
    conf_set("application_name", "local", CONF_FROM_SESSION, true);
    assert_string_equal(conf_show("application_name"), "local");
    conf_xact_end(true);
    assert_string_equal(conf_show("application_name"), "kept");
    conf_xact_begin();
    conf_set("application_name", "local", CONF_FROM_SESSION, true);
    conf_xact_end(false);
    assert_string_equal(conf_show("application_name"), "kept");
    conf_set("application_name", "not in one", CONF_FROM_SESSION, true);
    assert_string_equal(conf_show("application_name"), "not in one");
}

static const char *upper(struct arena *scratch, const char *value)
{
    char *s = arena_strdup(scratch, value);
    if (strcmp(s, "bad") == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "no");
    for (char *p = s; *p != '\0'; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    return s;
}

static void hooks(void **state)
{
    (void)state;
    conf_on_assign(CONF_lc_time, upper);
    assert_null(refused("lc_time", "c.utf8"));
    assert_string_equal(conf_show("lc_time"), "C.UTF8");
    assert_string_equal(refused("lc_time", "bad"), "22023");
    assert_string_equal(conf_show("lc_time"), "C.UTF8");
    conf_on_assign(CONF_lc_time, NULL);
}

static const char *file_with(const char *text)
{
    static char path[] = "/tmp/pgleaf-test-conf.XXXXXX";
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return path;
}

static void files(void **state)
{
    static const struct {
        const char *text, *message; /* NULL: it is read */
    } cases[] = {
        {"# a comment\n; another\nuri = mongodb://a,b/?replicaSet=r\nauth_source = 'admin'\n", NULL},
        {"sample_size = 5\nnosuch = 1\n", ":2: unrecognized configuration parameter \"nosuch\""},
        {"auth = maybe\n", ":1: invalid value for parameter \"auth\": \"maybe\": Available values: trust, password, scram."},
        {"[section]\nauth = trust\n", ":1: there are no [sections]"},
        {"auth_source = a\n  auth = nonsense\n", ":2: invalid value for parameter \"auth\""},
        {"= x\n", ":1: expected a line of name = value"},
        {"\n\nauth_source = 'a\n", ":3: the value's quotation mark is not closed"},
        {"auth_source = \"a\" b\n", ":1: the value's quotation mark is not closed, or text follows it"},
        {"auth_source = \xff\n", ":1: this is not UTF-8 text"},
        {"\xef\xbb\xbf\tauth=trust\r\n application_name =\t'a # b ;c'  # comment\nauth_source = admin ;comment", NULL},
        {"just words\n", ":1: expected a line of name = value"},
        {"work_mem = 1\n", ":1: 1 kB is outside the valid range"},
        {"shared_buffers = 1GB\n", ":1: parameter \"shared_buffers\" is PostgreSQL's own"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *message = NULL, *path = file_with(cases[i].text);
        bool ok = conf_read_file(a, path, true, &message);
        unlink(path);
        assert_int_equal(ok, cases[i].message == NULL);
        if (!ok && strstr(message, cases[i].message) == NULL)
            fail_msg("%s", message);
    }
    assert_string_equal(conf_string(CONF_uri), "mongodb://a,b/?replicaSet=r");
    assert_string_equal(conf_string(CONF_auth), "trust");
    assert_string_equal(conf_string(CONF_application_name), "a # b ;c");
    assert_string_equal(conf_string(CONF_auth_source), "admin");
    assert_string_equal(conf_show("uri"), "");
    const char *message = NULL;
    assert_true(conf_read_file(a, "/nonexistent/pgleaf.conf", false, &message));
    assert_false(conf_read_file(a, "/nonexistent/pgleaf.conf", true, &message));
    assert_string_equal(message, "/nonexistent/pgleaf.conf: No such file or directory");
    assert_false(conf_read_file(a, "/", true, &message));
    assert_string_equal(message, "/: Is a directory");
}

/* A connection string with many hosts: no line is too long. */
static void long_lines(void **state)
{
    struct strbuf b;
    const char *message = NULL;
    (void)state;
    strbuf_init(&b, a);
    strbuf_addstr(&b, "uri = mongodb://h0");
    for (int i = 1; i < 500; i++)
        strbuf_printf(&b, ",host%d.example.org:27017", i);
    const char *path = file_with(b.data);
    assert_true(conf_read_file(a, path, true, &message));
    unlink(path);
    assert_string_equal(conf_string(CONF_uri), b.data + strlen("uri = "));
}

static void arguments(void **state)
{
    const char *message = NULL;
    (void)state;
    assert_true(conf_set_argument(a, "work_mem=16MB", &message));
    assert_string_equal(conf_show("work_mem"), "16MB");
    assert_true(conf_set_argument(a, "uri=mongodb://host/db?a=b@c", &message));
    assert_false(conf_set_argument(a, "uri=mongodb://u:secret@host/", &message));
    assert_null(strstr(message, "secret"));
    static const char *const passwords[] = {"uri=mongodb://u:sec/ret@host/", "URI=mongodb+srv://u:s:x@host",
                                            "uri=mongodb://h/?tls=true&tlsCertificateKeyFilePassword=secret"};
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++)
        assert_false(conf_set_argument(a, passwords[i], &message));
    assert_true(conf_set_argument(a, "uri=mongodb://user@host:27017/?appName=a:b@c", &message));
    assert_false(conf_set_argument(a, "word", &message));
    assert_false(conf_set_argument(a, "=x", &message));
    assert_false(conf_set_argument(a, "nosuch=x", &message));
}

static void listing(void **state)
{
    (void)state;
    const char *value, *description, *name;
    int n = 0, uri = 0;
    for (; (name = conf_nth(n, &value, &description)) != NULL; n++)
        uri += strcmp(name, "uri") == 0;
    assert_true(n > 50);
    assert_int_equal(uri, 0);
    struct strbuf b;
    strbuf_init(&b, a);
    conf_print_mdoc(&b);
    assert_non_null(strstr(b.data, ".It Cm pgleaf.mismatch"));
    assert_null(strstr(b.data, "enable_seqscan"));
}

static int setup(void **state)
{
    (void)state;
    a = arena_new(NULL, "test");
    conf_init();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_by_type), cmocka_unit_test(layers_and_reports), cmocka_unit_test(transactions),
        cmocka_unit_test(hooks),          cmocka_unit_test(files),              cmocka_unit_test(arguments),
        cmocka_unit_test(long_lines),       cmocka_unit_test(listing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
