#include "func_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/function.h"
#include "types/datetime.h"
#include "types/record.h"

#define ROW_SEPARATOR "\xe2\x90\x9e" /* U+241E */
#define MAX_FIELDS 24

struct call {
    char *name;
    int nargs;
    Oid types[MAX_FIELDS];
    Oid rettype;    /* given for polymorphic results, else 0 */
    int32_t typmod; /* of in(type,typmod) */
    bool whole_rows, variadic;
    int ncolumns; /* of a column definition list */
    const char *names[MAX_FIELDS];
    Oid column_types[MAX_FIELDS];
};

/* One row of the result so far; set-returning functions emit more. */
struct answer {
    struct strbuf text;
    int rows;
    bool whole_rows;
    Oid types[MAX_FIELDS]; /* of the columns */
};

static bool details; /* errors with DETAIL and HINT */

static char *unescape(char *s)
{
    char *to = s;
    for (char *p = s; *p != '\0'; p++) {
        if (*p != '\\') {
            *to++ = *p;
            continue;
        }
        p++;
        *to++ = *p == 't' ? '\t' : *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p;
    }
    *to = '\0';
    return s;
}

/* (name type, name type) */
static void parse_columns(struct call *c, char *list)
{
    char *save;
    for (char *t = strtok_r(list, ",()", &save); t != NULL; t = strtok_r(NULL, ",()", &save)) {
        char *type = strrchr(t, ' ');
        *type++ = '\0';
        c->names[c->ncolumns] = t + strspn(t, " ");
        c->column_types[c->ncolumns++] = type_by_name(type)->oid;
    }
}

/* [* ]name(type,type)[:result][ AS (columns)] */
static struct call parse_signature(struct arena *a, const char *text)
{
    struct call c = {.typmod = -1};
    char *s = arena_strdup(a, text), *save;
    if (strncmp(s, "* ", 2) == 0) {
        c.whole_rows = true;
        s += 2;
    }
    char *open = strchr(s, '('), *close = strchr(s, ')');
    *open = *close = '\0';
    c.name = s;
    if (strncmp(close + 1, " AS ", 4) == 0) {
        c.whole_rows = true;
        parse_columns(&c, close + 5);
    }
    if (close[1] == ':')
        c.rettype = type_by_name(close + 2)->oid;
    for (char *t = strtok_r(open + 1, ",", &save); t != NULL; t = strtok_r(NULL, ",", &save)) {
        if (strncmp(t, "variadic ", 9) == 0) {
            c.variadic = true;
            t += 9;
        }
        const struct type_info *type = type_by_name(t);
        if (type != NULL)
            c.types[c.nargs++] = type->oid;
        else
            c.typmod = atoi(t);
    }
    return c;
}

static bool polymorphic(Oid t)
{
    return type_get(t)->typtype == 'p' && t != TYPE_record && t != TYPE_cstring && t != TYPE_void;
}

/* May a polymorphic parameter be given this type? */
static bool stands_for(Oid want, Oid have)
{
    if (!polymorphic(want))
        return false;
    if (want == TYPE_anyrange || want == TYPE_anycompatiblerange)
        return type_get(have)->typtype == 'r';
    if (want == TYPE_anymultirange || want == TYPE_anycompatiblemultirange)
        return type_get(have)->typtype == 'm';
    return (want != TYPE_anyarray && want != TYPE_anycompatiblearray) || type_is_array(have);
}

static bool accepts(const struct func *f, const struct call *c, bool exactly)
{
    bool any = (f->flags & F_VARIADIC) != 0 && f->nargs > 0 && f->args[f->nargs - 1] == TYPE_any;
    if (any ? c->nargs < f->nargs : c->nargs != f->nargs)
        return false;
    for (int i = 0; i < c->nargs; i++) {
        Oid want = i < f->nargs ? f->args[i] : TYPE_any;
        if (want != c->types[i] && (exactly || !stands_for(want, c->types[i])))
            return false;
    }
    return true;
}

static const struct func *find(struct arena *a, const struct call *c)
{
    const struct func **all = func_by_name(a, c->name);
    for (int exactly = 1; exactly >= 0; exactly--)
        for (int i = 0; all[i] != NULL; i++)
            if (accepts(all[i], c, exactly != 0))
                return all[i];
    return NULL;
}

static void add_row(struct fcall *fc, const Datum *values, const bool *nulls)
{
    struct answer *answer = fc->emit_arg;
    if (answer->rows++ > 0)
        strbuf_addstr(&answer->text, ROW_SEPARATOR);
    if (answer->whole_rows && fc->ncolumns > 0)
        type_output(fc->arena, TYPE_record, record_make(fc->arena, 0, fc->ncolumns, answer->types, values, nulls),
                    &answer->text);
    else if (nulls[0])
        strbuf_addstr(&answer->text, "<null>");
    else
        type_output(fc->arena, fc->rettype, values[0], &answer->text);
}

/* Columns from the definition list, or the OUT parameters. */
static void set_columns(const struct call *c, const struct func *f, struct fcall *fc, Oid *types)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    if (c->ncolumns > 0) {
        memcpy(types, c->column_types, sizeof c->column_types);
        fc->column_types = c->column_types;
        fc->column_names = c->names;
        fc->ncolumns = c->ncolumns;
        return;
    }
    fc->ncolumns = 0;
    for (int i = 0; x != NULL && i < x->nargs; i++)
        if (x->modes[i] == 'o' || x->modes[i] == 't')
            types[fc->ncolumns++] = x->types[i];
}

static void call_function(struct arena *a, const struct call *c, char **args, struct answer *answer)
{
    const struct func *f = find(a, c);
    if (f == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "no row in functions.def");
    Datum values[MAX_FIELDS] = {0};
    bool nulls[MAX_FIELDS] = {false}, any_null = false;
    for (int i = 0; i < c->nargs; i++) {
        nulls[i] = args[i] == NULL;
        any_null = any_null || nulls[i];
        if (!nulls[i])
            values[i] = type_input(a, c->types[i], -1, args[i], strlen(args[i]), NULL);
    }
    struct fcall fc = {.nargs = c->nargs, .args = values, .nulls = nulls, .arena = a, .keep = a, .typmod = -1,
                       .rettype = c->rettype != 0 ? c->rettype : f->result, .argtypes = c->types,
                       .variadic = c->variadic, .emit = add_row, .emit_arg = answer, .ncolumns = 1};
    bool retset = (f->flags & F_RETSET) != 0;
    answer->whole_rows = c->whole_rows;
    if (c->whole_rows)
        set_columns(c, f, &fc, answer->types);
    Datum d = 0;
    if (any_null && (f->flags & F_NONSTRICT) == 0)
        fc.isnull = true;
    else
        d = f->fn(&fc);
    if (!retset) {
        answer->whole_rows = false; /* the result is the row */
        add_row(&fc, &d, &fc.isnull);
    }
}

static void send_hex(struct arena *a, Oid type, const char *text, struct answer *answer)
{
    struct io io = {.arena = a, .type = type, .typmod = -1};
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_grow(&b, 1);
    type_get(type)->send(&io, type_input(a, type, -1, text, strlen(text), NULL), &b);
    for (size_t i = 0; i < b.len; i++)
        strbuf_printf(&answer->text, "%02x", (unsigned char)b.data[i]);
    answer->rows = 1;
    /* and back */
    Datum d = type_get(type)->recv(&io, (const uint8_t *)b.data, b.len);
    struct strbuf again;
    strbuf_init(&again, a);
    type_get(type)->send(&io, d, &again);
    if (again.len != b.len || memcmp(again.data, b.data, b.len) != 0)
        strbuf_addstr(&answer->text, " but received otherwise");
}

static void receive_hex(struct arena *a, Oid type, const char *hex, struct answer *answer)
{
    struct io io = {.arena = a, .type = type, .typmod = -1};
    size_t n = strlen(hex) / 2;
    uint8_t *bytes = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i++) {
        unsigned v;
        sscanf(hex + 2 * i, "%2x", &v);
        bytes[i] = (uint8_t)v;
    }
    type_output(a, type, type_get(type)->recv(&io, bytes, n), &answer->text);
    answer->rows = 1;
}

static int sign(int v)
{
    return (v > 0) - (v < 0);
}

/* -1, 0, 1; equal values must hash alike, and the order must be the same from both sides. */
static void compare(struct arena *a, const struct call *c, char **args, struct answer *answer)
{
    const struct type_info *t = type_get(c->types[0]);
    Datum x = type_input(a, t->oid, -1, args[0], strlen(args[0]), NULL);
    Datum y = type_input(a, t->oid, -1, args[1], strlen(args[1]), NULL);
    int r = sign(t->cmp(x, y));
    strbuf_printf(&answer->text, "%d", r);
    answer->rows = 1;
    if (r != -sign(t->cmp(y, x)))
        strbuf_addstr(&answer->text, " but otherwise when swapped");
    if (r == 0 && t->hash != NULL && t->hash(x) != t->hash(y))
        strbuf_addstr(&answer->text, " but hashes differ");
}

static void run_case(struct arena *a, const struct call *c, char **args, struct answer *answer)
{
    strbuf_init(&answer->text, a);
    strbuf_addch(&answer->text, '=');
    answer->rows = 0;
    TRY {
        if (strcmp(c->name, "send") == 0) {
            send_hex(a, c->types[0], args[0], answer);
        } else if (strcmp(c->name, "recv") == 0) {
            receive_hex(a, c->types[0], args[0], answer);
        } else if (strcmp(c->name, "cmp") == 0) {
            compare(a, c, args, answer);
        } else if (strcmp(c->name, "in") == 0) {
            Datum d = type_input(a, c->types[0], c->typmod, args[0], strlen(args[0]), NULL);
            type_output(a, c->types[0], d, &answer->text);
            answer->rows = 1;
        } else {
            call_function(a, c, args, answer);
        }
        if (answer->rows == 0)
            strbuf_addstr(&answer->text, "<none>");
    } CATCH (e) {
        strbuf_clear(&answer->text);
        strbuf_printf(&answer->text, "!%s %s", errcode_sqlstate(e->code), e->message);
        bool show = details && strcmp(c->name, "recv") != 0;
        if (show && e->detail != NULL)
            strbuf_printf(&answer->text, " DETAIL %s", e->detail);
        if (show && e->hint != NULL)
            strbuf_printf(&answer->text, " HINT %s", e->hint);
    } END_TRY;
}

static void change_setting(char *line)
{
    const char *detail;
    if (strcmp(line, "!details on") == 0) {
        details = true;
        return;
    }
    char *name = strchr(line, ' ') + 1, *value = strchr(name, ' ');
    *value++ = '\0';
    bool good = strcasecmp(name, "timezone") == 0        ? timezone_parse(value, &type_settings, &detail)
                : strcasecmp(name, "datestyle") == 0     ? datestyle_parse(value, &type_settings, &detail)
                : strcasecmp(name, "intervalstyle") == 0 ? intervalstyle_parse(value, &type_settings)
                                                         : false;
    if (strcasecmp(name, "bytea_output") == 0)
        type_settings.bytea_escape = strcmp(value, "escape") == 0, good = true;
    if (!good) {
        fprintf(stderr, "cannot set %s to %s\n", name, value);
        abort();
    }
}

static bool run_line(struct arena *a, char *line)
{
    char *fields[MAX_FIELDS], *shown = arena_strdup(a, line);
    int n = 0;
    for (char *p = line; p != NULL && n < MAX_FIELDS;) {
        char *tab = strchr(p, '\t');
        if (tab != NULL)
            *tab++ = '\0';
        fields[n++] = strcmp(p, "\\N") == 0 ? NULL : unescape(p);
        p = tab;
    }
    struct call c = parse_signature(a, fields[0]);
    struct answer answer;
    run_case(a, &c, fields + 1, &answer);
    bool same = strcmp(answer.text.data, fields[n - 1]) == 0;
    if (!same)
        printf("%s\n    answered %s\n", shown, answer.text.data);
    return same;
}

int func_cases_run(const char *name, int *n)
{
    char path[256];
    snprintf(path, sizeof path, strchr(name, '/') != NULL ? "%s" : "tests/unit/cases/%s.expected", name);
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    struct arena *a = arena_new(NULL, "case");
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    int failed = 0;
    *n = 0;
    details = false;
    while ((len = getline(&line, &cap, f)) > 0) {
        line[len - 1] = '\0';
        if (line[0] == '!') {
            change_setting(line);
            continue;
        }
        failed += !run_line(a, line);
        ++*n;
        arena_reset(a);
        error_clear();
    }
    free(line);
    fclose(f);
    arena_free(a);
    return failed;
}
