/* What is sent to MongoDB for a statement: tests/unit/cases/push_*.cases, a statement and below it, indented, what
 * push_sql() says. PUSH_ACCEPT=1 writes the answers anew: to be read before they are committed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "push_sql.h"

static char *file_text(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    struct strbuf b;
    char chunk[4096];
    size_t n;
    strbuf_init(&b, a);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        strbuf_add(&b, chunk, n);
    fclose(f);
    return b.data;
}

static void write_text(const char *path, const struct strbuf *b)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fwrite(b->data, 1, b->len, f);
    fclose(f);
}

static void run_cases(const char *name)
{
    struct arena *a = arena_new(NULL, "cases");
    char *path = arena_printf(a, "tests/unit/cases/push_%s.cases", name), *save;
    int n = 0, bad = 0;
    const char *sql = NULL;
    struct strbuf anew;
    strbuf_init(&anew, a);
    push_sql_open(file_text(a, "tests/unit/cases/push.fixture"));
    for (char *line = strtok_r(file_text(a, path), "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
        if (strncmp(line, "    ", 4) != 0) {
            strbuf_printf(&anew, "%s\n", line);
            if (strncmp(line, "--", 2) == 0)
                continue;
            sql = line;
            strbuf_printf(&anew, "    %s\n", push_sql(sql, false));
            n++;
        } else if (strcmp(line + 4, push_sql(sql, false)) != 0) {
            print_message("%s\n    expected %s\n    got      %s\n", sql, line + 4, push_sql(sql, false));
            bad++;
        }
    }
    if (getenv("PUSH_ACCEPT") != NULL)
        write_text(path, &anew);
    push_sql_close();
    arena_free(a);
    assert_true(n > 10);
    assert_int_equal(bad, 0);
}

static void test_filter(void **unused)
{
    run_cases("filter");
}

static void test_expr(void **unused)
{
    run_cases("expr");
}

static void test_unnest(void **unused)
{
    run_cases("unnest");
}

static void test_union(void **unused)
{
    run_cases("union");
}

static void test_window(void **unused)
{
    run_cases("window");
}

static void test_join(void **unused)
{
    run_cases("join");
}

static void test_shape(void **unused)
{
    run_cases("shape");
}

static void test_group(void **unused)
{
    run_cases("group");
}

static void test_off(void **unused)
{
    push_sql_enabled = false;
    run_cases("off");
    push_sql_enabled = true;
}

static bool lacks_set(const char *name)
{
    return strcmp(name, "$set") != 0 && strcmp(name, "$type") != 0 && strcmp(name, "$group") != 0;
}

static void test_poor_server(void **unused)
{
    push_sql_server_has = lacks_set;
    run_cases("poor");
    push_sql_server_has = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_expr),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_unnest),
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_union),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_group),
        cmocka_unit_test(test_off),
        cmocka_unit_test(test_poor_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
