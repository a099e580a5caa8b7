/* Window functions over a partition with the default frame: PostgreSQL 15's answers (tests/tools/func-cases). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/function.h"
#include "funcs/funcs.h"
#include "types/array.h"

#define MAX_COLUMNS 4
#define ROW_SEPARATOR "\xe2\x90\x9e" /* U+241E */

/* A partition as the executor shows it: the key of ORDER BY, then the arguments. */
struct partition {
    int n, ncolumns;
    Datum *values[MAX_COLUMNS];
    bool *nulls[MAX_COLUMNS];
};

static Datum arg_at(struct window_frame *w, int arg, int64_t r, bool *isnull)
{
    const struct partition *p = w->executor;
    *isnull = p->nulls[arg + 1][r];
    return p->values[arg + 1][r];
}

/* RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW */
static int64_t frame_row(struct window_frame *w, int64_t n)
{
    return n < 0 ? w->peer_end - 1 : n < w->peer_end ? n : -1;
}

static void read_partition(struct arena *a, char **columns, int ncolumns, struct partition *p)
{
    *p = (struct partition){.ncolumns = ncolumns, .n = 1}; /* at least a row */
    struct array open[MAX_COLUMNS];
    for (int k = 0; k < ncolumns; k++) {
        open[k] = array_open(type_input(a, TYPE__int4, -1, columns[k], strlen(columns[k]), NULL));
        p->n = open[k].n > p->n ? open[k].n : p->n;
    }
    for (int k = 0; k < ncolumns; k++) {
        p->values[k] = ARENA_ARRAY(a, Datum, p->n);
        p->nulls[k] = ARENA_ARRAY(a, bool, p->n);
        for (int i = 0; i < p->n; i++) {
            p->nulls[k][i] = true;
            if (i < open[k].n)
                p->values[k][i] = array_get(&open[k], i, &p->nulls[k][i]);
        }
    }
}

static bool peers(const struct partition *p, int64_t i, int64_t j)
{
    return p->nulls[0][i] == p->nulls[0][j] && (p->nulls[0][i] || p->values[0][i] == p->values[0][j]);
}

static void run(struct arena *a, const struct func *f, struct partition *p, struct strbuf *out)
{
    struct window_frame w = {.rows = p->n, .arg_at = arg_at, .frame_row = frame_row, .executor = p, .peer_group = -1};
    struct fcall fc = {.nargs = p->ncolumns - 1, .arena = a, .keep = a, .typmod = -1,
                       .rettype = f->result == TYPE_float8 ? TYPE_float8 : TYPE_int4};
    for (w.row = 0; w.row < p->n; w.row++) {
        if (w.row == 0 || !peers(p, w.row - 1, w.row)) {
            w.peer_group++;
            w.peer_start = w.row;
            for (w.peer_end = w.row + 1; w.peer_end < p->n && peers(p, w.row, w.peer_end);)
                w.peer_end++;
        }
        fc.isnull = false;
        Datum d = f->win(&w, &fc);
        if (w.row > 0)
            strbuf_addstr(out, ROW_SEPARATOR);
        if (fc.isnull)
            strbuf_addstr(out, "<null>");
        else
            type_output(a, fc.rettype, d, out);
    }
}

/* The window function with that name and number of arguments. */
static const struct func *find(struct arena *a, const char *signature)
{
    const char *open = strchr(signature, '(');
    int n = open[1] != ')';
    for (const char *p = open; *p != '\0'; p++)
        n += *p == ',';
    const struct func **all = func_by_name(a, arena_strndup(a, signature, (size_t)(open - signature)));
    for (; *all != NULL; all++)
        if ((*all)->win != NULL && (*all)->nargs == n)
            return *all;
    return NULL;
}

static bool run_line(struct arena *a, char *line)
{
    char *fields[MAX_COLUMNS + 2], *save, *shown = arena_strdup(a, line);
    int n = 0;
    for (char *p = strtok_r(line, "\t", &save); p != NULL; p = strtok_r(NULL, "\t", &save))
        fields[n++] = p;
    const struct func *f = find(a, fields[0] + strlen("over "));
    assert_non_null(f);
    struct partition p;
    read_partition(a, fields + 1, n - 2, &p);
    struct strbuf out;
    strbuf_init(&out, a);
    strbuf_addch(&out, '=');
    TRY {
        run(a, f, &p, &out);
    } CATCH (e) {
        strbuf_clear(&out);
        strbuf_printf(&out, "!%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    bool same = strcmp(out.data, fields[n - 1]) == 0;
    if (!same)
        printf("%s\n    answered %s\n", shown, out.data);
    return same;
}

static void test_cases(void **unused)
{
    FILE *f = fopen("tests/unit/cases/window.expected", "r");
    assert_non_null(f);
    struct arena *a = arena_new(NULL, "case");
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    int n = 0, failed = 0;
    while ((len = getline(&line, &cap, f)) > 0) {
        line[len - 1] = '\0';
        failed += !run_line(a, line);
        n++;
        arena_reset(a);
        error_clear();
    }
    free(line);
    fclose(f);
    arena_free(a);
    assert_int_equal(failed, 0);
    assert_true(n > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
    };
    return cmocka_run_group_tests_name("funcs_window", tests, NULL, NULL);
}
