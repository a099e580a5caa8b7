/*
 * What a view of SQL's is to whoever reads it in MongoDB: the stages that its query is planned as, where that is all of it; and when those
 * are to be made anew.
 */
#include <string.h>

#include "analyze/define.h"
#include "mongo/source.h"
#include "mongo/view.h"
#include "push/push.h"
#include "session/session_int.h"
#include "types/user.h"

/* ---- what can be said ---- */

static bool has_labels(Oid type)
{
    Oid stored = type_stored(type);
    const struct user_type *t = user_type(type_is_array(stored) ? type_get(stored)->elem : stored);
    return t != NULL && t->kind == 'e';
}

/* A label, an order of labels: ALTER TYPE changes what the stages would have of them. A column that is only shown is none. */
static bool label_walker(Node *n, void *unused)
{
    const TargetEntry *t = (const TargetEntry *)n;
    if (IS_A(n, TargetEntry) && IS_A(t->expr, Var) && t->ressortgroupref == 0)
        return false;
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_JOIN)
        return false;
    if (IS_A(n, Var) || IS_A(n, Const) || IS_A(n, CoerceViaIO))
        if (has_labels(expr_type(n)))
            return true;
    return node_walk(n, label_walker, unused);
}

/* One whose rows are not there to be read would be an empty one to MongoDB. */
static bool matview_walker(Node *n, void *unused)
{
    const RangeTblEntry *rte = (const RangeTblEntry *)n;
    return (IS_A(n, RangeTblEntry) && rte->relation != NULL && rte->relation->kind == REL_MATVIEW) || node_walk(n, matview_walker, unused);
}

static const char *why_local(const Plan *p)
{
    for (; p != NULL; p = p->lefttree)
        if (p->why_local != NULL)
            return p->why_local;
    return "not one pipeline";
}

static struct view_pipeline none(const char *why)
{
    return (struct view_pipeline){.why = why};
}

static const char *const session_decides = "its rows depend on the session";

static struct view_pipeline planned(struct session *s, struct arena *a, const struct table_def *def)
{
    struct plan_settings set = session_plan_settings();
    struct push_env env = {.enabled = true, .server_has = set.server_has};
    struct view_pipeline out = {.on = NULL};
    List *names = NULL;
    set.pushdown = set.one_pipeline = true;
    set.join_method = "lookup";
    Query *q = analyze_view_query(a, s->catalog, def);
    if (query_is_mutable(q))
        return none(session_decides);
    if (label_walker((Node *)q, NULL))
        return none("labels of an enum");
    if (matview_walker((Node *)q, NULL))
        return none("a materialized view");
    const PlannedStmt *plan = plan_query(a, q, NULL, &set);
    if (plan->transient)
        return none(session_decides);
    if (!IS_A(plan->planTree, RemoteScan) || plan->planTree->initPlan != NULL)
        return none(why_local(plan->planTree));
    FOREACH (struct column_def, c, def->columns)
        names = list_append(a, names, (void *)(uintptr_t)c->name);
    const RemoteScan *scan = (const RemoteScan *)plan->planTree;
    out.stages = push_view(a, &env, scan, names, &out.why);
    out.on = out.stages != NULL && strcmp(scan->remote->database, s->database) == 0 ? scan->remote->collection : NULL;
    return out;
}

/* The reader of such a view is to be asked what he may read; MongoDB asks who made it. */
static bool is_invokers(const struct table_def *def)
{
    for (int i = 0; i < list_length(def->options); i++)
        if (strncmp(list_nth(def->options, i), "security_invoker=", 17) == 0 && strcmp((const char *)list_nth(def->options, i) + 17, "false") != 0)
            return true;
    return false;
}

struct view_pipeline view_pipeline(struct session *s, struct arena *a, const char *collection, const struct table_def *def)
{
    struct view_pipeline volatile out;
    if (catalog_name_hidden(collection) || view_is_temporary(def))
        return none("temporary");
    if (is_invokers(def))
        return none("security_invoker");
    TRY {
        out = planned(s, a, def);
    } CATCH (e) {
        if (e->code == ERR_QUERY_CANCELED || e->code == ERR_OUT_OF_MEMORY || e->severity > SEV_ERROR)
            error_throw(e);
        out = none(arena_strdup(a, e->message));
    } END_TRY;
    return out;
}

/* ---- made anew ---- */

static bool is_among(const List *l, const char *name)
{
    for (int i = 0; i < list_length(l); i++)
        if (strcmp(list_nth(l, i), name) == 0)
            return true;
    return false;
}

static void add_dependents(struct session *s, struct arena *a, const char *collection, List **out)
{
    FOREACH (struct relation_name, v, view_dependents(s, a, collection, NULL))
        if (!is_among(*out, v->name)) {
            *out = list_append(a, *out, (void *)(uintptr_t)v->name);
            add_dependents(s, a, v->name, out);
        }
}

void views_rebuild(struct session *s, struct arena *a, struct mongo *m, const List *collections)
{
    List *views = NULL;
    for (int i = 0; i < list_length(collections); i++) {
        const char *name = list_nth(collections, i);
        const struct relation *rel = catalog_lookup_collection(s->catalog, name);
        if (rel != NULL && rel->def != NULL && def_is_view(rel->def) && !is_among(views, name))
            views = list_append(a, views, (void *)(uintptr_t)name);
        add_dependents(s, a, name, &views);
    }
    for (int i = 0; i < list_length(views); i++) {
        struct relation *rel = catalog_lookup_collection(s->catalog, list_nth(views, i));
        relations_lock(s, list_make(a, 1, rel));
        rel = catalog_lookup_collection(s->catalog, list_nth(views, i));
        if (rel != NULL && rel->def != NULL && def_is_view(rel->def))
            view_declare(s, m, rel->collection, rel->def);
    }
}
