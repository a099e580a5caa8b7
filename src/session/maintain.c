/* VACUUM, ANALYZE, CALL pgleaf.refresh(), LOCK: what keeps a database in order, as far as it is pgleaf's to do. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/system.h"
#include "types/ident.h"

static const char *or_null(const char *s)
{
    return s != NULL && s[0] != '\0' ? s : NULL;
}

/* Raises 42P01. */
static struct relation *relation_of(struct session *s, const PgQuery__RangeVar *v)
{
    RAW_FIELDS(v, v->location, "catalogname schemaname relname inh relpersistence location");
    struct relation *rel = catalog_lookup(s->catalog, or_null(v->catalogname), or_null(v->schemaname), v->relname);
    if (rel == NULL && or_null(v->schemaname) != NULL && !catalog_schema_exists(s->catalog, v->schemaname))
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", v->schemaname);
    if (rel == NULL && or_null(v->schemaname) != NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s.%s\" does not exist", v->schemaname, v->relname);
    if (rel == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", v->relname);
    return rel;
}

/* Its columns are inferred anew, when they are next asked for. name NULL: of all. */
static void forget(struct session *s, const char *name)
{
    struct relation_source *source = s->catalog->source;
    if (source != NULL)
        source->refresh(source, s->catalog->database, name);
}

/* ---- VACUUM, ANALYZE ---- */

static bool analyzes(const PgQuery__VacuumStmt *v, int location)
{
    static const char *const known[] = {"analyze", "freeze", "full", "verbose"}; /* of VACUUM; nothing is done, so nothing is told */
    bool analyze = !v->is_vacuumcmd;
    for (size_t i = 0; i < v->n_options; i++) {
        const PgQuery__DefElem *o = v->options[i]->def_elem;
        bool found = false;
        for (int k = 0; k < COUNTOF(known) && v->is_vacuumcmd; k++)
            found = found || strcmp(known[k], o->defname) == 0;
        if (!found || o->arg != NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, o->location >= 0 ? o->location : location, "%s option \"%s\" is not supported",
                     v->is_vacuumcmd ? "VACUUM" : "ANALYZE", o->defname);
        analyze = analyze || strcmp(o->defname, "analyze") == 0;
    }
    return analyze;
}

/* A sample has all of a collection's columns. */
static void check_columns(struct arena *a, struct relation *rel, const PgQuery__VacuumRelation *r)
{
    List *said = raw_strings(a, r->va_cols, r->n_va_cols);
    for (int i = 0; i < list_length(said); i++) {
        const char *name = list_nth(said, i);
        const struct column *c = relation_column(rel, name, true, -1);
        if (c == NULL || c->hidden)
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, rel->name);
        for (int k = 0; k < i; k++)
            if (strcmp(list_nth(said, k), name) == 0)
                raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" appears more than once", name, rel->name);
    }
}

struct completion run_vacuum(struct session *s, const struct portal *portal)
{
    const PgQuery__VacuumStmt *v = portal->prepared->raw->node->vacuum_stmt;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(v, location, "options rels is_vacuumcmd");
    bool analyze = analyzes(v, location);
    if (v->is_vacuumcmd)
        xact_not_in_block(s, "VACUUM");
    if (v->n_rels == 0 && analyze)
        forget(s, NULL);
    for (size_t i = 0; i < v->n_rels; i++) {
        const PgQuery__VacuumRelation *r = v->rels[i]->vacuum_relation;
        RAW_FIELDS(r, location, "relation va_cols");
        if (r->n_va_cols > 0 && !analyze)
            raise(ERR_FEATURE_NOT_SUPPORTED, "ANALYZE option must be specified when a column list is provided");
        struct relation *rel = relation_of(s, r->relation);
        check_columns(s->message, rel, r);
        if (!analyze || rel->kind == REL_LOCAL)
            continue;
        forget(s, rel->collection);
        relation_of(s, r->relation);
    }
    if (v->is_vacuumcmd)
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "nothing to vacuum: MongoDB's storage engine reclaims space itself");
    return DONE(v->is_vacuumcmd ? "VACUUM" : "ANALYZE");
}

/* ---- CALL pgleaf.refresh(['table']) ---- */

/* It is the one procedure that there is. */
void prepare_call(struct session *s, const struct prepared *p)
{
    const PgQuery__CallStmt *c = p->raw->node->call_stmt;
    RAW_FIELDS(c, raw_start(p->raw), "funccall");
    const PgQuery__FuncCall *f = c->funccall;
    if (f->n_funcname != 2 || strcmp(raw_string(f->funcname[0]), "pgleaf") != 0 || strcmp(raw_string(f->funcname[1]), "refresh") != 0)
        analyze_call(p->arena, s->catalog, p->raw, c->funccall, p->params);
}

struct completion run_call(struct session *s, const struct portal *portal)
{
    const PgQuery__FuncCall *f = portal->prepared->raw->node->call_stmt->funccall;
    RAW_FIELDS(f, f->location, "funcname args funcformat location");
    if (f->n_args > 1)
        raise_at(ERR_UNDEFINED_FUNCTION, f->location, "pgleaf.refresh takes the name of a table, or nothing");
    if (f->n_args == 1) {
        const PgQuery__AConst *arg = f->args[0]->node_case == PG_QUERY__NODE__NODE_A_CONST ? f->args[0]->a_const : NULL;
        if (arg == NULL || arg->val_case != PG_QUERY__A__CONST__VAL_SVAL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "pgleaf.refresh takes a string constant");
        const char *name = arg->sval->sval;
        if (catalog_lookup(s->catalog, NULL, "public", name) == NULL)
            raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", name);
        forget(s, name);
    } else {
        forget(s, NULL);
    }
    return DONE("CALL");
}

/*
 * ---- LOCK TABLE: a transaction that has read a collection keeps it from being dropped or changed, as the weak modes do; SHARE UPDATE
 * EXCLUSIVE keeps out who changes the declaration, or takes it so, too (session/advisory.c). Writers cannot be kept out. ----
 */

static void read_one(struct arena *a, struct session *s, const struct relation *rel)
{
    struct strbuf b;
    struct plan_settings set = session_plan_settings();
    struct exec_settings run = session_exec_settings();
    bool done = false;
    strbuf_init(&b, a);
    strbuf_addstr(&b, "SELECT 1 FROM public.");
    ident_quote(&b, rel->name, strlen(rel->name));
    strbuf_addstr(&b, " LIMIT 1");
    Query *q = analyze_statement(a, s->catalog, list_nth(sql_parse(a, b.data), 0), NULL);
    struct exec *ex = exec_new(a, plan_query(a, q, NULL, &set), &run, false);
    while (!done)
        exec_run(ex, nowhere_dest(), 0, &done);
    exec_close(ex);
}

static void check_lockable(struct session *s, const PgQuery__RangeVar *v)
{
    const char *is = kind_named(s, or_null(v->schemaname), v->relname);
    if (is == NULL || strcmp(is, "table") == 0 || strcmp(is, "view") == 0)
        return;
    struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "cannot lock relation \"%s\"", v->relname);
    error_throw(error_detail(e, "This operation is not supported for %s.", strcmp(is, "index") == 0  ? "indexes"
                                                                           : strcmp(is, "type") == 0 ? "composite types"
                                                                                                     : arena_printf(s->message, "%ss", is)));
}

static void lock_relation(struct session *s, struct arena *a, struct relation *rel, int mode, bool nowait, int location)
{
    if (rel->kind != REL_LOCAL && mode < LOCK_SHARE_UPDATE_EXCLUSIVE)
        read_one(a, s, rel);
    else if (rel->kind != REL_LOCAL && !schema_is_temp(rel->schema)) {
        if (rel->kind != REL_COLLECTION || rel->def == NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "LOCK TABLE in SHARE UPDATE EXCLUSIVE MODE is only supported of tables that CREATE TABLE made");
        rel = relation_lock_as(s, rel, nowait);
    }
    relation_locks_take(s, rel->oid, mode);
}

struct completion run_lock(struct session *s, const struct portal *portal)
{
    static const char *const modes[] = {"SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
    const PgQuery__LockStmt *l = portal->prepared->raw->node->lock_stmt;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(l, location, "relations mode nowait");
    if (!xact_in_block(s))
        raise(ERR_NO_ACTIVE_SQL_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
    for (size_t i = 0; i < l->n_relations; i++) {
        check_lockable(s, l->relations[i]->range_var);
        relation_of(s, l->relations[i]->range_var);
    }
    if (l->mode > LOCK_SHARE_UPDATE_EXCLUSIVE)
        error_throw(error_hint(error_at(error_new(ERR_FEATURE_NOT_SUPPORTED, "LOCK TABLE in %s MODE is not supported", modes[l->mode - LOCK_SHARE_UPDATE_EXCLUSIVE - 1]), location),
                               "MongoDB has no lock that keeps writers out. Programs that agree on one can use pg_advisory_xact_lock()."));
    for (size_t i = 0; i < l->n_relations; i++)
        lock_relation(s, portal->arena, relation_of(s, l->relations[i]->range_var), l->mode, l->nowait, location);
    return DONE("LOCK TABLE");
}
