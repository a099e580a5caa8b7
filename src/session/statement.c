/*
 * The prepared statements and the portals, by name: Parse's and PREPARE's, Bind's and DECLARE's.
 *
 * A prepared statement is analyzed once, and again when a relation that it reads, or any setting, has changed since. Where
 * neither parameters nor the time matter, its plan is kept too. Portals point to the analyzed statement: it goes with the last.
 */
#include "session/foreign.h"

#include <string.h>

#include "mongo/source.h"
#include "types/user.h"

struct seen_relation {
    const struct relation *relation;
    unsigned long version;
};

struct cached {
    int users;              /* the statement, and its portals */
    unsigned long settings; /* as they were */
    unsigned long types;    /* that SQL made, likewise */
    List *relations;        /* struct seen_relation */
    const PlannedStmt *plan;
    bool no_plan;           /* another one for each run */
};

/* ---- what is analyzed ---- */

static bool note_relations(Node *n, void *arg)
{
    struct prepared *p = arg;
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->relation != NULL) {
        struct seen_relation *seen = ARENA_NEW(p->arena, struct seen_relation);
        seen->relation = ((RangeTblEntry *)n)->relation;
        seen->version = seen->relation->version;
        p->cached->relations = list_append(p->arena, p->cached->relations, seen);
    }
    return node_walk(n, note_relations, arg);
}

static bool still_right(struct session *s, const struct prepared *p)
{
    mongo_source_types_check();
    if (p->cached->settings != conf_generation() || p->cached->types != user_types_version())
        return false;
    FOREACH (struct seen_relation, seen, p->cached->relations) {
        const struct relation *now = catalog_lookup(s->catalog, NULL, seen->relation->schema, seen->relation->name);
        if (now != seen->relation || now->version != seen->version)
            return false;
    }
    return true;
}

static void release(void *arg)
{
    struct prepared *p = arg;
    if (--p->cached->users == 0)
        arena_free(p->arena);
}

/* a: the arena of what is made, of which the session is told when all went well. */
static struct prepared *analyze_kept(struct session *s, struct arena *a, const struct raw_stmt *raw, struct analyze_params *params)
{
    struct prepared *p = raw != NULL ? prepare(s, a, raw, params) : ARENA_NEW(a, struct prepared);
    p->arena = a;
    p->cached = ARENA_NEW(a, struct cached);
    p->cached->users = 1;
    p->cached->settings = conf_generation();
    p->cached->types = user_types_version();
    if (raw != NULL)
        note_relations((Node *)p->query, p);
    arena_adopt(s->arena, a);
    return p;
}

const PlannedStmt *cached_plan(struct arena *a, const struct prepared *p, const struct plan_params *values,
                               const struct plan_settings *set)
{
    struct cached *c = p->cached;
    if (c->plan != NULL)
        return c->plan;
    if (c->no_plan || p->params->n > 0)
        return plan_query(a, node_copy(a, p->query), values, set);
    struct arena *own = arena_new(a, "kept plan");
    const PlannedStmt *plan = plan_query(own, node_copy(own, p->query), values, set);
    c->no_plan = plan->transient;
    if (!c->no_plan) {
        arena_adopt(p->arena, own);
        c->plan = plan;
    }
    return plan;
}

/* ---- statements ---- */

struct sql_lexing client_lexing(void)
{
    const char *quote = conf_string(CONF_backslash_quote);
    return (struct sql_lexing){.tells_of_names = true, .escapes = !conf_bool(CONF_standard_conforming_strings), .no_quote = strcmp(quote, "off") == 0, .quote = strcmp(quote, "on") == 0};
}

static const struct raw_stmt *parse_one(struct arena *a, const char *text, const struct sql_lexing *lexing)
{
    List *statements = sql_parse_as(a, text, lexing);
    if (list_length(statements) > 1)
        raise(ERR_SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    return statements != NULL ? list_nth(statements, 0) : NULL;
}

/* The text again, in the arena of what is made of it; of PREPARE's, what it prepares. */
const struct raw_stmt *statement_parse(struct arena *a, const struct statement *st)
{
    const struct raw_stmt *raw = parse_one(a, arena_strdup(a, st->text), &st->lexing);
    if (!st->inner)
        return raw;
    struct raw_stmt *inner = arena_memdup(a, raw, sizeof *raw);
    inner->node = raw->node->prepare_stmt->query;
    return inner;
}

struct statement *statement_find(struct session *s, const char *name)
{
    for (struct statement *st = s->statements; st != NULL; st = st->next)
        if (strcmp(st->name, name) == 0)
            return st;
    return NULL;
}

struct statement *statement_get(struct session *s, const char *name)
{
    struct statement *st = statement_find(s, name);
    if (st == NULL && *name == '\0')
        raise(ERR_UNDEFINED_PSTATEMENT, "unnamed prepared statement does not exist");
    if (st == NULL)
        raise(ERR_UNDEFINED_PSTATEMENT, "prepared statement \"%s\" does not exist", name);
    return st;
}

struct statement *statement_new(struct session *s, const char *name, const char *text, bool inner, struct sql_lexing lexing)
{
    struct arena *a = arena_new(s->message, "prepared statement");
    struct statement *st = ARENA_NEW(a, struct statement);
    st->name = arena_strdup(a, name);
    st->text = st->message = arena_strdup(a, text);
    st->inner = inner;
    st->lexing = lexing;
    st->arena = a;
    st->made_at = func_env.stmt_start;
    return st;
}

void statement_add(struct session *s, struct statement *st, struct arena *a, const struct raw_stmt *raw,
                   struct analyze_params *params)
{
    if (statement_find(s, st->name) != NULL)
        raise(ERR_DUPLICATE_PSTATEMENT, "prepared statement \"%s\" already exists", st->name);
    st->current = analyze_kept(s, a, raw, params);
    st->params = params_fixed(st->arena, params->n, params->types);
    arena_adopt(s->arena, st->arena);
    st->next = s->statements;
    s->statements = st;
}

bool statement_drop(struct session *s, const char *name)
{
    for (struct statement **at = &s->statements; *at != NULL; at = &(*at)->next)
        if (strcmp((*at)->name, name) == 0) {
            struct statement *st = *at;
            *at = st->next;
            release(st->current);
            arena_free(st->arena);
            return true;
        }
    return false;
}

void statements_drop(struct session *s)
{
    while (s->statements != NULL)
        statement_drop(s, s->statements->name);
}

void statements_forget_plans(struct session *s)
{
    for (struct statement *st = s->statements; st != NULL; st = st->next)
        st->current->cached->settings = 0;
}

static void same_result(const struct prepared *was, const struct prepared *is)
{
    bool same = list_length(was->desc) == list_length(is->desc);
    for (int i = 0; same && i < list_length(was->desc); i++) {
        const TargetEntry *x = list_nth(was->desc, i), *y = list_nth(is->desc, i);
        same = expr_type(x->expr) == expr_type(y->expr);
    }
    if (!same)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
}

static const struct prepared *current(struct session *s, struct statement *st)
{
    if (st->current->raw == NULL || still_right(s, st->current))
        return st->current;
    struct arena *a = arena_new(s->message, "analyzed statement");
    struct prepared *again = analyze_kept(s, a, statement_parse(a, st), params_fixed(a, st->params->n, st->params->types));
    same_result(st->current, again);
    release(st->current);
    st->current = again;
    return again;
}

/* A portal with a name is a cursor, for WHERE CURRENT OF: its query is its own, since that takes more columns. */
static const struct prepared *as_cursor(struct arena *a, const struct prepared *p)
{
    if (p->query->commandType != CMD_SELECT || p->query->hasModifyingCTE)
        return p;
    struct prepared *own = arena_memdup(a, p, sizeof *p);
    own->query = (Query *)node_copy(a, (Node *)p->query);
    own->cursor = true;
    own->cached = NULL;
    return own;
}

struct portal *statement_open(struct session *s, struct arena *a, struct statement *st, const struct plan_params *values, bool cursor)
{
    const struct prepared *p = current(s, st);
    p->cached->users++;
    arena_on_reset(a, release, (void *)p);
    if (p->query->commandType == CMD_UTILITY) /* what it names may be another thing by now */
        p = prepare(s, a, p->raw, params_fixed(a, st->params->n, st->params->types));
    same_result(st->current, p);
    return portal_open(s, a, cursor ? as_cursor(a, p) : p, values);
}

/* ---- portals ---- */

struct portal *portal_find(struct session *s, const char *name)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static bool any(const struct session *s, const struct portal *p, const void *arg)
{
    (void)arg;
    return p != s->running;
}

static bool not_held(const struct session *s, const struct portal *p, const void *arg)
{
    (void)arg;
    return p != s->running && !p->held;
}

static bool below(const struct session *s, const struct portal *p, const void *level)
{
    return p != s->running && !p->held && p->level >= *(const int *)level;
}

static bool named(const struct session *s, const struct portal *p, const void *name)
{
    (void)s;
    return strcmp(p->name, name) == 0;
}

static void drop_where(struct session *s, bool (*goes)(const struct session *, const struct portal *, const void *), const void *arg)
{
    for (struct portal **at = &s->portals; *at != NULL;) {
        struct portal *p = *at;
        if (!goes(s, p, arg)) {
            at = &p->next;
            continue;
        }
        *at = p->next;
        portal_close(p);
        arena_free(p->arena);
    }
}

void portal_drop(struct session *s, const char *name)
{
    drop_where(s, named, name);
}

void portals_drop(struct session *s, bool held)
{
    drop_where(s, held ? any : not_held, NULL);
}

void portals_rollback(struct session *s, int level)
{
    drop_where(s, below, &level);
}

void portals_release(struct session *s, int level, int parent)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (p->level >= level)
            p->level = parent;
}

void portals_fail(struct session *s, int level)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (below(s, p, &level)) {
            p->failed = true;
            portal_close(p);
        }
}

void portals_hold(struct session *s)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (p->hold && !p->held && !p->failed) { /* what has failed goes */
            s->fetching = p;
            portal_store(s, p);
            s->fetching = NULL;
            p->held = true;
            p->level = 0;
        }
}

static bool reads(Node *n, void *arg)
{
    const struct relation *rel = arg;
    const RangeTblEntry *rte = (const RangeTblEntry *)n;
    return (IS_A(n, RangeTblEntry) && rte->relation != NULL && rte->relation->oid == rel->oid) || node_walk(n, reads, arg);
}

void portals_not_using(const struct session *s, const struct relation *rel, const char *statement)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (p != s->running && p->plan != NULL && !p->held && !p->failed && reads((Node *)p->prepared->query, (void *)rel))
            raise(ERR_OBJECT_IN_USE, "cannot %s \"%s\" because it is being used by active queries in this session", statement, rel->name);
    if (foreign_pending(s, rel))
        raise(ERR_OBJECT_IN_USE, "cannot %s \"%s\" because it has pending trigger events", statement, rel->name);
}

void portals_settle(struct session *s)
{
    struct portal *before = s->fetching;
    for (struct portal *p = s->portals; p != NULL; p = p->next) {
        bool reads = p->plan != NULL && p->plan->commandType == CMD_SELECT && !p->plan->hasModifyingCTE;
        if (p == s->running || p->done || p->failed || p->held || !reads)
            continue;
        s->fetching = p;
        portal_store(s, p);
        s->fetching = before;
    }
}

void portal_keep(struct session *s, struct portal *p)
{
    arena_adopt(s->arena, p->arena);
    p->made_at = func_env.stmt_start;
    p->next = s->portals;
    s->portals = p;
}
