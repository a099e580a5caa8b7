/* pg_proc: functions.def's, and those that other catalogs name. */
#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"

#include <stdlib.h>
#include <string.h>

#include "types/array.h"

enum { INTERNAL_LANGUAGE = 12 };

/* As pg_get_expr() prints them. */
static void proc_defaults(struct system_row *r, const struct func *f, const struct func_args *x)
{
    struct strbuf b;
    strbuf_init(&b, r->arena);
    for (int i = f->nargs - x->ndefaults; i < f->nargs; i++)
        strbuf_printf(&b, "%s%s", b.len > 0 ? ", " : "", func_default(r->arena, f, x, i));
    row_text(r, COL_pg_proc_proargdefaults, b.data);
}

const Oid *func_arg_types(const struct func *f)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    return x == NULL || x->nargs != f->nargs ? f->args : x->types;
}

Oid func_schema(const struct func *f)
{
    if (f->oid >= TYPE_FIRST_USER)
        return PUBLIC_OID;
    return strncmp(f->name, "_pg_", 4) == 0 ? INFORMATION_SCHEMA_OID : PG_CATALOG_OID;
}

static void proc_arguments(struct system_row *r, const struct func *f)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    row_oids(r, COL_pg_proc_proargtypes, TYPE_oid, func_arg_types(f), f->nargs);
    if (x == NULL)
        return;
    if (x->ndefaults > 0 && row_needs(r, COL_pg_proc_proargdefaults))
        proc_defaults(r, f, x);
    struct arena *a = r->arena;
    Datum *modes = ARENA_ARRAY(a, Datum, x->nargs + 1), *names = ARENA_ARRAY(a, Datum, x->nargs + 1);
    bool named = false, other = false;
    for (int i = 0; i < x->nargs; i++) {
        modes[i] = datum_from_char(x->modes[i]);
        names[i] = datum_from_cstring(a, x->names[i]);
        named = named || x->names[i][0] != '\0';
        other = other || x->modes[i] != 'i';
    }
    row_int(r, COL_pg_proc_pronargdefaults, x->ndefaults);
    if (named)
        row_datum(r, COL_pg_proc_proargnames, array_make(a, TYPE_text, names, NULL, x->nargs));
    if (!other)
        return;
    row_datum(r, COL_pg_proc_proargmodes, array_make(a, TYPE_char, modes, NULL, x->nargs));
    row_oids(r, COL_pg_proc_proallargtypes, TYPE_oid, x->types, x->nargs);
}

static Oid variadic_of(const struct func *f)
{
    Oid last = f->args[f->nargs - 1];
    return last == TYPE_any ? TYPE_any : last == TYPE_anyarray ? TYPE_anyelement : type_get(last)->elem;
}

static const struct func_facts facts[] = {
#define PROC(oid, src, cost, rows, parallel, leakproof, language, support, acl) {oid, src, cost, rows, parallel, leakproof, language, support, acl},
#include "catalog/system/procs.def"
#undef PROC
};

static int by_oid(const void *key, const void *row)
{
    Oid want = *(const Oid *)key, have = ((const struct func_facts *)row)->oid;
    return want < have ? -1 : want > have;
}

struct func_facts func_facts(const struct func *f)
{
    const struct func_facts *found = bsearch(&f->oid, facts, COUNTOF(facts), sizeof facts[0], by_oid);
    if (f->oid >= TYPE_FIRST_USER)
        return (struct func_facts){f->oid, func_maker_source(f), 1, 0, 's', false, INTERNAL_LANGUAGE, InvalidOid, NULL};
    return found != NULL ? *found : (struct func_facts){f->oid, f->name, 1, f->flags & F_RETSET ? 1000 : 0, 's', false, INTERNAL_LANGUAGE, InvalidOid, NULL};
}

const char *func_body(Oid function)
{
    static const struct {
        Oid oid;
        const char *text;
    } bodies[] = {
#define BODY(oid, text) {oid, text},
#include "catalog/system/bodies.def"
#undef BODY
    };
    for (int i = 0; i < COUNTOF(bodies); i++)
        if (bodies[i].oid == function)
            return bodies[i].text;
    return NULL;
}

/* What only plans and pipelines call is no one's to see. */
static bool is_hidden(const struct func *f)
{
    return strncmp(f->name, "pgleaf_", 7) == 0;
}

static void proc_row(struct relation_scan *s, const struct func *f)
{
    static const char kinds[] = {[FUNC_NORMAL] = 'f', [FUNC_AGGREGATE] = 'a', [FUNC_WINDOW] = 'w'};
    struct func_facts x = func_facts(f);
    struct system_row r;
    row_begin(&r, s);
    row_oid(&r, COL_pg_proc_oid, f->oid);
    row_text(&r, COL_pg_proc_proname, f->name);
    row_oid(&r, COL_pg_proc_pronamespace, func_schema(f));
    row_oid(&r, COL_pg_proc_proowner, OWNER_OID);
    row_oid(&r, COL_pg_proc_prolang, x.language);
    row_oid(&r, COL_pg_proc_prosupport, x.support);
    row_float(&r, COL_pg_proc_procost, x.cost);
    row_float(&r, COL_pg_proc_prorows, x.rows);
    row_oid(&r, COL_pg_proc_provariadic, f->flags & F_VARIADIC ? variadic_of(f) : InvalidOid);
    row_char(&r, COL_pg_proc_prokind, kinds[f->kind]);
    row_bool(&r, COL_pg_proc_proisstrict, !(f->flags & F_NONSTRICT) && f->kind != FUNC_AGGREGATE);
    row_bool(&r, COL_pg_proc_proretset, (f->flags & F_RETSET) != 0);
    row_char(&r, COL_pg_proc_provolatile, f->flags & F_VOLATILE ? 'v' : f->flags & F_STABLE ? 's' : 'i');
    row_char(&r, COL_pg_proc_proparallel, x.parallel);
    row_bool(&r, COL_pg_proc_proleakproof, x.leakproof);
    row_int(&r, COL_pg_proc_pronargs, f->nargs);
    row_oid(&r, COL_pg_proc_prorettype, f->result);
    if (x.acl != NULL && row_needs(&r, COL_pg_proc_proacl))
        row_datum(&r, COL_pg_proc_proacl, function_acl(r.arena, x.acl));
    proc_arguments(&r, f);
    row_text(&r, COL_pg_proc_prosrc, x.src);
    row_emit(&r);
}

/* functions.def has it: what facts.def says of it counts for nothing. */
static bool is_known(Oid oid)
{
    return func_by_oid(oid) != NULL;
}

void rows_pg_proc(struct relation_scan *s)
{
    struct arena *all = s->arena, *a = arena_new(all, "pg_proc");
    s->arena = a;
    for (int i = 0; i < func_count(); i++) {
        const struct func *f = func_nth(i);
        if (is_hidden(f) || !scan_wants_oid(s, COL_pg_proc_oid, f->oid) || !scan_wants_name(s, COL_pg_proc_proname, f->name))
            continue;
        proc_row(s, f);
        arena_reset(a);
    }
    s->arena = all;
    arena_free(a);
    system_facts_but(s, is_known);
}

static const struct func *func_from_fact(struct arena *a, const char *row)
{
    enum { FACT_ARGS = 16 };
    Oid *args = ARENA_ARRAY(a, Oid, FACT_ARGS);
    char *s = (char *)(uintptr_t)system_fact_value(a, row, COL_pg_proc_proargtypes);
    struct func *f = ARENA_NEW(a, struct func);
    *f = (struct func){.oid = (Oid)strtoul(row, NULL, 10), .name = system_fact_value(a, row, COL_pg_proc_proname), .args = args,
                       .result = (Oid)strtoul(system_fact_value(a, row, COL_pg_proc_prorettype), NULL, 10)};
    static const struct {
        int column;
        char value;
        unsigned flag;
    } flags[] = {{COL_pg_proc_proretset, 't', F_RETSET}, {COL_pg_proc_proisstrict, 'f', F_NONSTRICT},
                 {COL_pg_proc_provolatile, 's', F_STABLE}, {COL_pg_proc_provolatile, 'v', F_VOLATILE}};
    for (int i = 0; i < COUNTOF(flags); i++)
        f->flags |= *system_fact_value(a, row, flags[i].column) == flags[i].value ? flags[i].flag : 0;
    if (strcmp(system_fact_value(a, row, COL_pg_proc_provariadic), "0") != 0)
        f->flags |= F_VARIADIC;
    while (*s != '\0' && f->nargs < FACT_ARGS)
        args[f->nargs++] = (Oid)strtoul(s, &s, 10);
    return f;
}

const struct func *system_func(struct arena *a, Oid oid)
{
    const struct func *f = func_by_oid(oid);
    const char *row = f != NULL ? NULL : system_fact_row("pg_proc", oid);
    return row != NULL ? func_from_fact(a, row) : f;
}

const struct func **system_funcs(struct arena *a, const char *name)
{
    enum { MOST = 100 };
    const struct func **found = ARENA_ARRAY(a, const struct func *, MOST + 1);
    int n = 0;
    for (const struct func **f = func_by_name(a, name); *f != NULL && n < MOST; f++)
        found[n++] = *f;
    for (const char *const *row = system_fact_rows("pg_proc"); row[0][0] != '\n' && n < MOST; row++)
        if (strcmp(system_fact_value(a, *row, COL_pg_proc_proname), name) == 0 && !is_known((Oid)strtoul(*row, NULL, 10)))
            found[n++] = func_from_fact(a, *row);
    found[n] = NULL;
    return found;
}

/* ---- validators of languages: asked of a function of another one they fail; all that are here are valid ---- */
static Oid language_of(struct arena *a, Oid function)
{
    const struct func *f = func_by_oid(function);
    if (f != NULL)
        return func_facts(f).language;
    const char *row = system_fact_row("pg_proc", function);
    if (row == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "function with OID %u does not exist", function);
    return (Oid)strtoul(system_fact_value(a, row, COL_pg_proc_prolang), NULL, 10);
}

static Datum validate(struct fcall *fc, Oid validator)
{
    Oid language = language_of(fc->arena, ARG_OID(0));
    const char *own = system_fact(fc->arena, "pg_language", language, COL_pg_language_lanvalidator);
    if (strtoul(own, NULL, 10) != validator)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "language validation function %u called for language %u instead of %s", validator, language, own);
    return (Datum)0;
}

Datum catalog_internal_validator(struct fcall *fc)
{
    return validate(fc, 2246);
}

Datum catalog_c_validator(struct fcall *fc)
{
    return validate(fc, 2247);
}

Datum catalog_sql_validator(struct fcall *fc)
{
    return validate(fc, 2248);
}

enum { PG_FOREIGN_SERVER = 1417, PG_USER_MAPPING = 1418 };

/* Options of a server (pg_foreign_server) or a user's mapping there, as "name=value". */
static const struct fdw_option {
    Oid catalog;
    const char *name;
} fdw_options[] = {{PG_FOREIGN_SERVER, "authtype"}, {PG_FOREIGN_SERVER, "service"}, {PG_USER_MAPPING, "user"}, {PG_USER_MAPPING, "password"},
                   {PG_FOREIGN_SERVER, "connect_timeout"}, {PG_FOREIGN_SERVER, "dbname"}, {PG_FOREIGN_SERVER, "host"}, {PG_FOREIGN_SERVER, "hostaddr"},
                   {PG_FOREIGN_SERVER, "port"}, {PG_FOREIGN_SERVER, "tty"}, {PG_FOREIGN_SERVER, "options"}, {PG_FOREIGN_SERVER, "requiressl"},
                   {PG_FOREIGN_SERVER, "sslmode"}, {PG_FOREIGN_SERVER, "gsslib"}};

static bool fdw_option_known(Oid catalog, const char *name)
{
    for (int i = 0; i < COUNTOF(fdw_options); i++)
        if (fdw_options[i].catalog == catalog && strcmp(fdw_options[i].name, name) == 0)
            return true;
    return false;
}

static _Noreturn void fdw_option_refuse(struct arena *a, Oid catalog, const char *name)
{
    struct error *e = error_new(ERR_SYNTAX_ERROR, "invalid option \"%s\"", name);
    struct strbuf valid;
    strbuf_init(&valid, a);
    for (int i = 0; i < COUNTOF(fdw_options); i++)
        if (fdw_options[i].catalog == catalog)
            strbuf_printf(&valid, "%s%s", valid.len > 0 ? ", " : "", fdw_options[i].name);
    if (valid.len > 0)
        error_hint(e, "Valid options in this context are: %s", valid.data);
    else
        error_hint(e, "There are no valid options in this context.");
    error_throw(e);
}

Datum catalog_fdw_validator(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    Datum *options;
    bool *nulls;
    array_deconstruct(fc->arena, &a, &options, &nulls);
    for (int i = 0; i < a.n; i++)
        if (nulls[i])
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "null array element not allowed in this context");
    for (int i = 0; i < a.n; i++) {
        char *name = arena_strdup(fc->arena, datum_cstring(fc->arena, options[i]));
        name[strcspn(name, "=")] = '\0';
        if (!fdw_option_known(ARG_OID(1), name))
            fdw_option_refuse(fc->arena, ARG_OID(1), name);
    }
    return datum_from_bool(true);
}
