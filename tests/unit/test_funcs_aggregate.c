/*
 * Aggregates over rows, over moving frames and over sorted rows: PostgreSQL 15's answers (tests/tools/func-cases), from
 * the functions alone, called as the executor calls them.
 */
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

#define MAX_ARGS 4
#define MAX_ROWS 64
#define ROW_SEPARATOR "\xe2\x90\x9e" /* U+241E */

struct call {
    const char *how, *name;
    int ndirect, nargs;
    Oid types[MAX_ARGS]; /* direct arguments first */
    const struct func *fn;
    Oid result;
};

static char *unescape(char *s)
{
    char *to = s;
    for (char *p = s; *p != '\0'; p++) {
        if (*p == '\\' && p[1] != '\0')
            p++, *to++ = *p == 't' ? '\t' : *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p;
        else
            *to++ = *p;
    }
    *to = '\0';
    return s;
}

/* how name(type,type;type) */
static struct call parse_call(struct arena *a, const char *signature)
{
    struct call c = {0};
    char *s = arena_strdup(a, signature), *save;
    char *open = strchr(s, '('), *semicolon = strchr(open, ';');
    c.how = strtok_r(s, " ", &save);
    c.name = c.how + strlen(c.how) + 1;
    *open = '\0';
    for (char *t = open + 1; *t != '\0' && *t != ')';) {
        size_t n = strcspn(t, ",;)");
        if (n > 0) {
            c.ndirect += semicolon != NULL && t < semicolon;
            c.types[c.nargs++] = type_by_name(arena_strndup(a, t, n))->oid;
        }
        t += n + 1;
    }
    c.nargs -= c.ndirect;
    return c;
}

static bool fits(const struct func *f, const struct call *c, bool exactly)
{
    int n = c->ndirect + c->nargs;
    if (f->agg == NULL || f->nargs != n)
        return false;
    for (int i = 0; i < n; i++)
        if (f->args[i] != c->types[i] && (exactly || type_get(f->args[i])->typtype != 'p'))
            return false;
    return true;
}

static void find(struct arena *a, struct call *c)
{
    const struct func **all = func_by_name(a, c->name);
    for (int exactly = 1; exactly >= 0 && c->fn == NULL; exactly--)
        for (int i = 0; all[i] != NULL && c->fn == NULL; i++)
            if (fits(all[i], c, exactly != 0))
                c->fn = all[i];
    assert_non_null(c->fn);
    int n = c->ndirect + c->nargs;
    Oid last = n > 0 ? c->types[n - 1] : InvalidOid;
    c->result = c->fn->result == TYPE_anyelement ? last
              : c->fn->result == TYPE_anyarray   ? array_type_of(last)
                                                 : c->fn->result;
}

/* The columns' values, NULLs where a column is shorter. */
struct rows {
    int n;
    Datum values[MAX_ROWS][MAX_ARGS];
    bool nulls[MAX_ROWS][MAX_ARGS];
};

static void read_rows(struct arena *a, const struct call *c, char **columns, struct rows *rows)
{
    *rows = (struct rows){0};
    memset(rows->nulls, true, sizeof rows->nulls);
    for (int k = 0; k < (c->nargs > 0 ? c->nargs : 1); k++) {
        Oid type = c->nargs > 0 ? array_type_of(c->types[c->ndirect + k]) : TYPE__int4;
        struct array column = array_open(type_input(a, type, -1, columns[k], strlen(columns[k]), NULL));
        assert_true(column.n <= MAX_ROWS);
        rows->n = column.n > rows->n ? column.n : rows->n;
        for (int i = 0; i < column.n; i++)
            rows->values[i][k] = array_get(&column, i, &rows->nulls[i][k]);
    }
}

/* One row into the state, or with inverse out of it; strict aggregates are not shown NULLs. */
static void step(const struct call *c, void *state, struct arena *keep, struct rows *rows, int i, bool inverse)
{
    if ((c->fn->flags & F_NONSTRICT) == 0)
        for (int k = 0; k < c->nargs; k++)
            if (rows->nulls[i][k])
                return;
    struct arena *row = arena_new(NULL, "row");
    Datum values[MAX_ARGS]; /* they are gone with the row */
    for (int k = 0; k < c->nargs; k++)
        if (!rows->nulls[i][k])
            values[k] = datum_copy(row, rows->values[i][k], type_get(c->types[c->ndirect + k])->byval);
    struct fcall fc = {.nargs = c->nargs, .args = values, .nulls = rows->nulls[i], .arena = row, .keep = keep,
                       .typmod = -1, .rettype = c->result, .argtypes = c->types + c->ndirect};
    struct error *volatile failed = NULL;
    TRY {
        (inverse ? c->fn->agg->inverse : c->fn->agg->trans)(state, &fc);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    arena_free(row);
    if (failed != NULL)
        error_throw(failed);
}

static void finish(struct arena *a, const struct call *c, void *state, struct arena *keep, char **direct,
                   struct strbuf *out)
{
    Datum values[MAX_ARGS] = {0};
    bool nulls[MAX_ARGS] = {false};
    for (int i = 0; i < c->ndirect; i++) {
        nulls[i] = direct[i] == NULL;
        if (!nulls[i])
            values[i] = type_input(a, c->types[i], -1, direct[i], strlen(direct[i]), NULL);
    }
    for (int twice = 0; twice < 2; twice++) { /* a final function may be called again */
        size_t before = out->len;
        struct fcall fc = {.nargs = c->ndirect, .args = values, .nulls = nulls, .arena = a, .keep = keep, .typmod = -1,
                           .rettype = c->result, .argtypes = c->types};
        Datum d = c->fn->agg->final(state, &fc);
        if (fc.isnull)
            strbuf_addstr(out, "<null>");
        else
            type_output(a, c->result, d, out);
        if (twice == 0)
            out->len = before;
    }
}

static void run_plain(struct arena *a, const struct call *c, struct rows *rows, char **direct, struct strbuf *out)
{
    void *state = arena_zalloc(a, c->fn->agg->state_size + 8);
    for (int i = 0; i < rows->n; i++)
        step(c, state, a, rows, i, false);
    finish(a, c, state, a, direct, out);
}

/* ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING, by inverse transitions where there are some. */
static void run_moving(struct arena *a, const struct call *c, struct rows *rows, struct strbuf *out)
{
    struct arena *keep = arena_new(a, "frame");
    void *state = NULL;
    int from = 0, to = 0;
    for (int row = 0; row < rows->n; row++) {
        int first = row > 0 ? row - 1 : 0, end = row + 2 < rows->n ? row + 2 : rows->n;
        if (state == NULL || (first > from && c->fn->agg->inverse == NULL)) {
            arena_reset(keep);
            state = arena_zalloc(keep, c->fn->agg->state_size + 8);
            from = to = first;
        }
        for (; from < first; from++)
            step(c, state, keep, rows, from, true);
        for (; to < end; to++)
            step(c, state, keep, rows, to, false);
        if (row > 0)
            strbuf_addstr(out, ROW_SEPARATOR);
        finish(a, c, state, keep, NULL, out);
    }
}

static bool run_line(struct arena *a, char *line)
{
    char *fields[MAX_ARGS + 2], *shown = arena_strdup(a, line);
    int n = 0;
    for (char *p = line; p != NULL && n < MAX_ARGS + 2;) {
        char *tab = strchr(p, '\t');
        if (tab != NULL)
            *tab++ = '\0';
        fields[n++] = strcmp(p, "\\N") == 0 ? NULL : unescape(p);
        p = tab;
    }
    struct call c = parse_call(a, fields[0]);
    find(a, &c);
    struct rows rows;
    read_rows(a, &c, fields + 1 + c.ndirect, &rows);
    struct strbuf out;
    strbuf_init(&out, a);
    strbuf_addch(&out, '=');
    TRY {
        if (strcmp(c.how, "moving") == 0)
            run_moving(a, &c, &rows, &out);
        else
            run_plain(a, &c, &rows, fields + 1, &out);
        if (out.len == 1)
            strbuf_addstr(&out, strcmp(c.how, "moving") == 0 ? "<none>" : "");
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
    FILE *f = fopen("tests/unit/cases/aggregate.expected", "r");
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
    assert_true(n > 3000);
}

/* array_agg of arrays, which unnest() cannot give as a column's values. */
static const char *stacked(struct arena *a, const char *const *arrays, int n)
{
    Oid type = TYPE__int4;
    void *state = arena_zalloc(a, array_stack_agg.state_size);
    const char *volatile result = NULL;
    TRY {
        struct fcall fc = {.nargs = 1, .arena = a, .keep = a, .typmod = -1, .argtypes = &type};
        for (int i = 0; i < n; i++) {
            bool isnull = arrays[i] == NULL;
            Datum d = isnull ? 0 : type_input(a, type, -1, arrays[i], strlen(arrays[i]), NULL);
            fc.args = &d;
            fc.nulls = &isnull;
            array_stack_agg.trans(state, &fc);
        }
        Datum d = array_stack_agg.final(state, &fc);
        result = fc.isnull ? "<null>" : type_output_cstring(a, type, d);
    } CATCH (e) {
        result = arena_printf(a, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    return result;
}

#define STACKED(...) stacked(a, (const char *const[]){__VA_ARGS__}, \
                             (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static void test_arrays(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    assert_string_equal(stacked(a, NULL, 0), "<null>");
    assert_string_equal(STACKED("{1,2}", "{3,NULL}"), "{{1,2},{3,NULL}}");
    assert_string_equal(STACKED("{{1},{2}}", "{{3},{4}}"), "{{{1},{2}},{{3},{4}}}");
    assert_string_equal(STACKED("{1}", NULL), "22004 cannot accumulate null arrays");
    assert_string_equal(STACKED("{}"), "2202E cannot accumulate empty arrays");
    assert_string_equal(STACKED("{1}", "{}"), "2202E cannot accumulate arrays of different dimensionality");
    assert_string_equal(STACKED("{1}", "{1,2}"), "2202E cannot accumulate arrays of different dimensionality");
    arena_free(a);
}

static void test_bit_strings(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    void *state = arena_zalloc(a, bit_bit_and_agg.state_size);
    Datum d = type_input(a, TYPE_varbit, -1, "1100", 4, NULL);
    struct fcall fc = {.nargs = 1, .args = &d, .arena = a, .keep = a, .typmod = -1};
    bit_bit_and_agg.trans(state, &fc);
    d = type_input(a, TYPE_varbit, -1, "1010", 4, NULL);
    bit_bit_and_agg.trans(state, &fc);
    assert_string_equal(type_output_cstring(a, TYPE_varbit, bit_bit_and_agg.final(state, &fc)), "1000");
    d = type_input(a, TYPE_varbit, -1, "101", 3, NULL);
    const char *volatile message = NULL;
    TRY {
        bit_bit_and_agg.trans(state, &fc);
    } CATCH (e) {
        message = arena_printf(a, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    assert_string_equal(message, "22026 cannot AND bit strings of different sizes");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_bit_strings),
    };
    return cmocka_run_group_tests_name("funcs_aggregate", tests, NULL, NULL);
}
