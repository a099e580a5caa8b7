/* Queries over tables made in the process: PostgreSQL's answers (tests/tools/sql-cases). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sql_run.h"

static void run_cases(void **state)
{
    int n = 0, failed = sql_cases_run(*state, &n);
    if (failed > 0)
        fail_msg("%d of %d cases failed", failed, n);
    assert_in_range(n, 10, 100000);
}

/* test_plan_sql FILE: runs the statements of a file, each ending with ';' at the end of a line. */
static int run_file(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[8192];
    struct arena *a = arena_new(NULL, "file");
    struct strbuf sql, out;
    strbuf_init(&sql, a);
    strbuf_init(&out, a);
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        strbuf_addstr(&sql, line);
        size_t n = strlen(line);
        if (n < 2 || line[n - 2] != ';')
            continue;
        strbuf_clear(&out);
        sql_run(sql.data, &out);
        printf("%s%s", sql.data, out.data);
        strbuf_clear(&sql);
    }
    return 0;
}

int main(int argc, char **argv)
{
    sql_tables_load("tests/unit/cases/select.tables");
    if (argc > 1)
        return run_file(argv[1]);
    const struct CMUnitTest tests[] = {
        {"select", run_cases, NULL, NULL, (void *)(intptr_t) "select"},
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
