/* COMMENT ON what PostgreSQL has by itself: nothing here keeps one (0A000). What is not there is PostgreSQL's error. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/macros.h"
#include "base/strbuf.h"
#include "session/ddl_alter.h"
#include "types/ident.h"

/* Kinds that a name tells from others of the kind. schema: the column of that; NULL: they are in none. */
static const struct named_kind {
    PgQuery__ObjectType type;
    const char *catalog, *column, *schema, *words; /* words: PostgreSQL's, with the name as it was given */
} kinds[] = {
    {PG_QUERY__OBJECT_TYPE__OBJECT_ACCESS_METHOD, "pg_am", "amname", NULL, "access method \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_COLLATION, "pg_collation", "collname", "collnamespace", "collation \"%s\" for encoding \"UTF8\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_CONVERSION, "pg_conversion", "conname", "connamespace", "conversion \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER, "pg_event_trigger", "evtname", NULL, "event trigger \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_FDW, "pg_foreign_data_wrapper", "fdwname", NULL, "foreign-data wrapper \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_SERVER, "pg_foreign_server", "srvname", NULL, "server \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_LANGUAGE, "pg_language", "lanname", NULL, "language \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_PUBLICATION, "pg_publication", "pubname", NULL, "publication \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_ROLE, "pg_roles", "rolname", NULL, "role \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT, "pg_statistic_ext", "stxname", "stxnamespace", "statistics object \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_SUBSCRIPTION, "pg_subscription", "subname", NULL, "subscription \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE, "pg_tablespace", "spcname", NULL, "tablespace \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSCONFIGURATION, "pg_ts_config", "cfgname", "cfgnamespace", "text search configuration \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSDICTIONARY, "pg_ts_dict", "dictname", "dictnamespace", "text search dictionary \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSPARSER, "pg_ts_parser", "prsname", "prsnamespace", "text search parser \"%s\" does not exist"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSTEMPLATE, "pg_ts_template", "tmplname", "tmplnamespace", "text search template \"%s\" does not exist"},
};

static const char *literal(struct arena *a, const char *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    literal_quote(&b, s, strlen(s));
    return b.data;
}

/* What conditions on a catalog's rows begin with: the name, and the schema where one is said (3F000 where there is none). */
static const char *by_name(struct session *s, struct arena *a, PgQuery__Node *const *names, size_t n, const char *column, const char *schema)
{
    const char *out = arena_printf(a, "%s = %s", column, literal(a, raw_string(names[n - 1])));
    const char *of = n > 1 && schema != NULL ? raw_string(names[n - 2]) : NULL;
    if (of == NULL)
        return out;
    if (!catalog_schema_exists(s->catalog, of))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", of);
    return arena_printf(a, "%s AND %s IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)", out, schema, literal(a, of));
}

static const char **ask(struct session *s, struct arena *a, const struct raw_stmt *raw, const char *sql)
{
    struct alter x = {.s = s, .m = s->mongo, .arena = a, .raw = raw};
    return alter_run_row_within(&x, sql);
}

static void check_named(struct session *s, struct arena *a, const struct raw_stmt *raw, const PgQuery__Node *object, const struct named_kind *k)
{
    PgQuery__Node *const alone[] = {(PgQuery__Node *)(uintptr_t)object};
    bool list = object->node_case == PG_QUERY__NODE__NODE_LIST;
    PgQuery__Node *const *names = list ? object->list->items : alone;
    size_t n = list ? object->list->n_items : 1;
    const char *where = by_name(s, a, names, n, k->column, k->schema);
    if (ask(s, a, raw, arena_printf(a, "SELECT '' FROM pg_catalog.%s WHERE %s", k->catalog, where)) == NULL)
        error_throw(error_new(ERR_UNDEFINED_OBJECT, k->words, raw_dotted(a, names, n)));
}

/* FUNCTION f(int, text), AGGREGATE count(*), PROCEDURE p */
static void check_function(struct session *s, struct arena *a, const struct raw_stmt *raw, const PgQuery__CommentStmt *c)
{
    const PgQuery__ObjectWithArgs *f = c->object->object_with_args;
    bool aggregate = c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE, procedure = c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE;
    const char *kind = aggregate ? "aggregate" : procedure ? "procedure" : "function";
    struct strbuf oids, words;
    strbuf_init(&oids, a);
    strbuf_init(&words, a);
    for (size_t i = 0; i < f->n_objargs; i++) {
        Oid type = analyze_type_name(a, s->catalog, raw, f->objargs[i]->type_name);
        strbuf_printf(&oids, "%s%u", i > 0 ? " " : "", type);
        strbuf_printf(&words, "%s%s", i > 0 ? ", " : "", type_display(a, type));
    }
    if (aggregate && f->n_objargs == 0)
        strbuf_addstr(&words, "*");
    const char *name = raw_dotted(a, f->objname, f->n_objname), *where = by_name(s, a, f->objname, f->n_objname, "proname", "pronamespace");
    const char *signature = arena_printf(a, "%s(%s)", name, words.len > 0 ? words.data : "");
    if (!f->args_unspecified)
        where = arena_printf(a, "%s AND proargtypes = '%s'::oidvector", where, oids.len > 0 ? oids.data : "");
    const char **row = ask(s, a, raw, arena_printf(a, "SELECT prokind::text FROM pg_catalog.pg_proc WHERE %s", where));
    if (row == NULL && f->args_unspecified)
        raise(ERR_UNDEFINED_FUNCTION, "could not find %s %s named \"%s\"", aggregate ? "an" : "a", kind, name);
    if (row == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "%s %s does not exist", kind, signature);
    if (f->args_unspecified)
        return;
    if (aggregate && row[0][0] != 'a')
        raise(ERR_WRONG_OBJECT_TYPE, "function %s is not an aggregate", signature);
    if (procedure && row[0][0] != 'p')
        raise(ERR_WRONG_OBJECT_TYPE, "%s is not a procedure", signature);
}

void comment_on_system(struct session *s, struct arena *a, const struct raw_stmt *raw)
{
    const PgQuery__CommentStmt *c = raw->node->comment_stmt;
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (kinds[i].type == c->objtype)
            check_named(s, a, raw, c->object, &kinds[i]);
    if (c->object->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS && c->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_OPERATOR)
        check_function(s, a, raw, c);
    raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "COMMENT is not supported for this kind of object");
}
