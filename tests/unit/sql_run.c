#include "sql_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyze/analyze.h"
#include "exec/exec.h"
#include "plan/plan.h"
#include "types/type.h"

/* ---- tables ---- */

#define MAX_COLUMNS 32

struct table {
    struct relation rel; /* first */
    List *rows;          /* char *: lines as COPY writes them */
};

static struct arena *keep;

static void table_scan(struct relation_scan *s)
{
    const struct relation *rel = s->rel;
    const struct table *t = (const struct table *)rel;
    FOREACH (char, line, t->rows) {
        Datum values[MAX_COLUMNS];
        bool nulls[MAX_COLUMNS];
        char *p = arena_strdup(s->arena, line);
        for (int i = 0; i < list_length(rel->columns); i++) {
            const struct column *c = list_nth(rel->columns, i);
            char *field = p, *tab = strchr(p, '\t');
            if (tab != NULL) {
                *tab = '\0';
                p = tab + 1;
            }
            nulls[i] = strcmp(field, "\\N") == 0;
            values[i] = nulls[i] ? 0 : type_input(s->arena, c->type, c->typmod, field, strlen(field), NULL);
        }
        s->emit(s->arg, values, nulls);
    }
}

/* "table NAME column type, column type", its rows, an empty line. */
static struct table *table_begin(char *line)
{
    struct table *t = ARENA_NEW(keep, struct table);
    char *save = NULL, *name = strtok_r(line + 6, " ", &save);
    t->rel = (struct relation){.oid = relation_oid("test", name), .schema = "pg_catalog", .kind = REL_LOCAL, .rows = -1,
                               .name = arena_strdup(keep, name), .scan = table_scan};
    for (char *c = strtok_r(NULL, " ", &save); c != NULL; c = strtok_r(NULL, " ", &save)) {
        char *type = strtok_r(NULL, ",", &save);
        struct column *col = ARENA_NEW(keep, struct column);
        bool array = strlen(type) > 2 && strcmp(type + strlen(type) - 2, "[]") == 0;
        *col = (struct column){.name = arena_strdup(keep, c), .attnum = list_length(t->rel.columns) + 1, .typmod = -1};
        if (array)
            type[strlen(type) - 2] = '\0';
        const struct type_info *info = type_by_name(type);
        col->type = array ? info->array : info->oid;
        t->rel.columns = list_append(keep, t->rel.columns, col);
    }
    t->rel.nvisible = list_length(t->rel.columns);
    catalog_register_local(&t->rel);
    return t;
}

static char *read_line(FILE *f)
{
    static char *line;
    static size_t cap;
    ssize_t len = getline(&line, &cap, f);
    if (len < 0)
        return NULL;
    if (len > 0 && line[len - 1] == '\n')
        line[len - 1] = '\0';
    return line;
}

void sql_tables_load(const char *path)
{
    FILE *f = fopen(path, "r");
    struct table *t = NULL;
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    keep = arena_new(NULL, "tables");
    for (char *line; (line = read_line(f)) != NULL;) {
        if (strncmp(line, "table ", 6) == 0)
            t = table_begin(line);
        else if (*line != '\0' && t != NULL) {
            t->rows = list_append(keep, t->rows, arena_strdup(keep, line));
            t->rel.rows = list_length(t->rows);
        }
    }
    fclose(f);
}

/* ---- statements ---- */

PlannedStmt *sql_plan(struct arena *a, const char *sql)
{
    static const struct plan_settings set = {.pushdown = true, .work_mem = 4 << 20, .eval_const = expr_eval_const};
    struct catalog *c = catalog_new(a, "test", NULL);
    List *stmts = sql_parse(a, sql);
    return plan_query(a, analyze_statement(a, c, list_nth(stmts, 0), NULL), NULL, &set);
}

struct print_dest {
    struct row_dest dest; /* first */
    struct strbuf *out;
    const List *desc;
    struct arena *a;
};

static void print_begin(struct row_dest *d, const List *desc)
{
    ((struct print_dest *)d)->desc = desc;
}

static bool print_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct print_dest *p = (struct print_dest *)d;
    for (int i = 0; i < n; i++) {
        strbuf_addch(p->out, '|');
        if (!nulls[i])
            type_output(p->a, expr_type(list_nth(p->desc, i)), values[i], p->out);
        else
            strbuf_addstr(p->out, "\\N");
    }
    strbuf_addch(p->out, '\n');
    return true;
}

void sql_run(const char *sql, struct strbuf *out)
{
    struct arena *a = arena_new(NULL, "statement");
    struct exec_settings set = {.work_mem = 1 << 20, .temp_dir = "/tmp"};
    struct print_dest dest = {.dest = {.begin = print_begin, .row = print_row}, .out = out, .a = a};
    size_t before = out->len;
    TRY {
        bool done = false;
        struct exec *ex = exec_new(a, sql_plan(a, sql), &set, false);
        while (!done)
            exec_run(ex, &dest.dest, 0, &done);
        exec_close(ex);
    } CATCH (e) {
        out->len = before;
        strbuf_printf(out, "!%s %s\n", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    error_clear();
    arena_free(a);
}

/* ---- cases ---- */

static int by_text(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

/* The lines of text, sorted. */
static char *sorted_lines(struct arena *a, const char *text)
{
    List *lines = NULL;
    char *save = NULL, *copy = arena_strdup(a, text);
    struct strbuf b;
    for (char *l = strtok_r(copy, "\n", &save); l != NULL; l = strtok_r(NULL, "\n", &save))
        lines = list_append(a, lines, l);
    if (lines != NULL)
        qsort(lines->items, (size_t)lines->length, sizeof(char *), by_text);
    strbuf_init(&b, a);
    strbuf_addstr(&b, "");
    FOREACH (char, l, lines)
        strbuf_printf(&b, "%s\n", l);
    return b.data;
}

static bool case_passes(struct arena *a, const char *sql, const char *expected, bool ordered)
{
    struct strbuf got;
    strbuf_init(&got, a);
    strbuf_addstr(&got, "");
    sql_run(sql, &got);
    const char *answer = ordered ? got.data : sorted_lines(a, got.data);
    if (!ordered)
        expected = sorted_lines(a, expected);
    size_t n = strlen(expected);
    bool error = expected[0] == '!';
    if (error ? strncmp(answer, expected, n - 1) == 0 : strcmp(answer, expected) == 0)
        return true;
    printf("%s\n--- expected\n%s--- answered\n%s\n", sql, expected, answer);
    return false;
}

int sql_cases_run(const char *name, int *n)
{
    char path[256];
    snprintf(path, sizeof path, "tests/unit/cases/%s.expected", name);
    FILE *f = fopen(path, "r");
    int failed = 0;
    if (f == NULL) {
        perror(path);
        return 1;
    }
    struct arena *a = arena_new(NULL, "case");
    struct strbuf sql, expected;
    strbuf_init(&sql, a);
    strbuf_init(&expected, a);
    bool ordered = false, in_answer = false;
    *n = 0;
    for (;;) {
        char *line = read_line(f);
        bool answer = line != NULL && (*line == '|' || *line == '!');
        if (in_answer && !answer) {
            failed += !case_passes(a, sql.data, expected.data, ordered);
            ++*n;
            strbuf_clear(&sql);
            strbuf_clear(&expected);
            ordered = in_answer = false;
        }
        if (line == NULL)
            break;
        if (strcmp(line, "-- ordered") == 0)
            ordered = true;
        else if (answer && strcmp(line, "|-- no rows") != 0)
            strbuf_printf(&expected, "%s\n", line);
        else if (!answer)
            strbuf_printf(&sql, "%s\n", line);
        else
            strbuf_addstr(&expected, "");
        in_answer = answer;
    }
    fclose(f);
    arena_free(a);
    return failed;
}
