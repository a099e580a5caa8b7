/* A plan described: node names as PostgreSQL prints them, filters and keys as SQL, the command that MongoDB is sent, and why the
 * rest runs here. */
#include "session/explain.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "push/remote.h"
#include "session/session_int.h"
#include "types/ident.h"

static const struct {
    NodeTag tag;
    const char *name;
} names[] = {
    {T_Result, "Result"},
    {T_ProjectSet, "ProjectSet"},
    {T_RemoteScan, "Remote Scan"},
    {T_LocalScan, "Catalog Scan"},
    {T_FunctionScan, "Function Scan"},
    {T_ValuesScan, "Values Scan"},
    {T_SubqueryScan, "Subquery Scan"},
    {T_CteScan, "CTE Scan"},
    {T_WorkTableScan, "WorkTable Scan"},
    {T_NestLoop, "Nested Loop"},
    {T_HashJoin, "Hash Join"},
    {T_Material, "Materialize"},
    {T_Memoize, "Memoize"},
    {T_Sort, "Sort"},
    {T_Agg, "Aggregate"},
    {T_WindowAgg, "WindowAgg"},
    {T_Unique, "Unique"},
    {T_HashDistinct, "HashAggregate"},
    {T_SetOp, "HashSetOp"},
    {T_Append, "Append"},
    {T_RecursiveUnion, "Recursive Union"},
    {T_Limit, "Limit"},
    {T_LockRows, "LockRows"},
    {T_ModifyTable, "ModifyTable"},
    {T_HoldWrites, "Hold Writes"},
};

static const char *type_name(const Plan *p)
{
    if (IS_A(p, Agg) && ((const Agg *)p)->aggstrategy != AGG_PLAIN)
        return ((const Agg *)p)->aggstrategy == AGG_HASHED ? "HashAggregate" : "GroupAggregate";
    for (int i = 0; i < COUNTOF(names); i++)
        if (names[i].tag == p->tag)
            return names[i].name;
    return node_name(p->tag);
}

/* ---- properties ---- */

static struct property *add_list(struct explain *x, struct described *d, const char *label, List *values)
{
    struct property *p = ARENA_NEW(x->arena, struct property);
    *p = (struct property){.label = label, .values = values, .several = true};
    if (values != NULL)
        d->properties = list_append(x->arena, d->properties, p);
    return p;
}

static void add(struct explain *x, struct described *d, const char *label, const char *value)
{
    add_list(x, d, label, list_make(x->arena, 1, value))->several = false;
}

static const char *expr_text(struct explain *x, const Node *e, const Plan *plan)
{
    return deparse_expr(x->arena, e, plan, x->prefix);
}

static void add_targets(struct explain *x, struct described *d, const char *label, const List *exprs)
{
    List *values = NULL;
    for (int i = 0; i < list_length(exprs); i++)
        values = list_append(x->arena, values, (void *)(uintptr_t)expr_text(x, list_nth(exprs, i), d->plan));
    add_list(x, d, label, values);
}

static const char *joined(struct explain *x, const List *exprs, const Plan *plan)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    FOREACH (Node, e, exprs)
        strbuf_printf(&b, "%s%s", FOREACH_INDEX(e, exprs) > 0 ? ", " : "", expr_text(x, e, plan));
    return b.data;
}

/* Conjuncts: each has parentheses of its own; several get one more pair around them. */
static void add_quals(struct explain *x, struct described *d, const char *label, const List *quals)
{
    struct strbuf b;
    int n = list_length(quals);
    strbuf_init(&b, x->arena);
    for (int i = 0; i < n; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? " AND " : "", expr_text(x, list_nth(quals, i), d->plan));
    if (n > 0)
        add(x, d, label, n > 1 ? arena_printf(x->arena, "(%s)", b.data) : b.data);
}

/* A column of the node's input, by number. */
static const char *input_column(struct explain *x, const Plan *plan, int col)
{
    return expr_text(x, (Node *)make_var(x->arena, OUTER_VAR, col, TYPE_text, -1, 0), plan);
}

static void add_keys(struct explain *x, struct described *d, const char *label, const List *keys)
{
    List *values = NULL;
    FOREACH (SortKey, k, keys)
        values = list_append(x->arena, values,
                             arena_printf(x->arena, "%s%s%s", input_column(x, d->plan, k->colno), k->descending ? " DESC" : "",
                                          k->nulls_first == k->descending ? ""
                                          : k->nulls_first                ? " NULLS FIRST"
                                                                          : " NULLS LAST"));
    add_list(x, d, label, values);
}

static void add_columns(struct explain *x, struct described *d, const char *label, const List *cols)
{
    List *values = NULL;
    for (int i = 0; i < list_length(cols); i++)
        values = list_append(x->arena, values, (void *)(uintptr_t)input_column(x, d->plan, ITEM_INT(list_nth(cols, i))));
    add_list(x, d, label, values);
}

/* ---- by kind ---- */

/* Remote Scan on orders o */
static void set_relation(struct explain *x, struct described *d, const char *name)
{
    const char *alias = d->plan->alias;
    d->title = arena_printf(x->arena, "%s on %s%s%s", d->type, ident_quoted(x->arena, name), alias != NULL ? " " : "", alias != NULL ? ident_quoted(x->arena, alias) : "");
    add(x, d, "Relation Name", name);
    add(x, d, "Alias", alias != NULL ? alias : name);
}

static void describe_remote(struct explain *x, struct described *d, const RemoteScan *r)
{
    const char *name = r->relation != NULL ? r->relation->name : r->remote->collection;
    set_relation(x, d, name);
    add(x, d, "Command", r->remote->empty ? "none: no row can match" : remote_shell_text(x->arena, r->remote));
    add_list(x, d, "Pushed", r->remote->explain);
    add_targets(x, d, "Parameters", r->params);
    if (x->costs && r->remote->sampled != NULL)
        add_list(x, d, "Sampled Columns", (List *)(uintptr_t)r->remote->sampled);
}

static void set_join(struct explain *x, struct described *d, const char *method, int jointype, bool short_inner)
{
    static const char *const words[] = {"Inner", "Left", "Full", "Right", "Semi", "Anti"};
    bool inner = jointype == JOIN_INNER;
    d->join_type = words[jointype];
    d->title = inner && short_inner ? method : arena_printf(x->arena, "%s%s%s Join", method, inner ? "" : " ", inner ? "" : d->join_type);
}

static void describe_hash_join(struct explain *x, struct described *d, const HashJoin *j)
{
    struct strbuf b;
    int n = list_length(j->outerkeys);
    set_join(x, d, "Hash", j->jointype, false);
    strbuf_init(&b, x->arena);
    for (int i = 0; i < n; i++)
        strbuf_printf(&b, "%s(%s %s %s)", i > 0 ? " AND " : "", expr_text(x, list_nth(j->outerkeys, i), d->plan),
                      j->nulls_equal ? "IS NOT DISTINCT FROM" : "=", expr_text(x, list_nth(j->innerkeys, i), d->plan));
    if (n > 0)
        add(x, d, "Hash Cond", n > 1 ? arena_printf(x->arena, "(%s)", b.data) : b.data);
    add_quals(x, d, "Join Filter", j->joinqual);
}

static void describe_function_scan(struct explain *x, struct described *d, const FunctionScan *f)
{
    List *calls = NULL;
    const Node *first = ((const RangeTblFunction *)list_nth(f->functions, 0))->funcexpr;
    const struct func *fn = IS_A(first, FuncExpr) ? func_by_oid(((const FuncExpr *)first)->funcid) : NULL;
    const char *alias = f->eref != NULL ? f->eref->aliasname : NULL;
    if (list_length(f->functions) == 1 && fn != NULL) {
        bool renamed = alias != NULL && strcmp(alias, fn->name) != 0;
        d->title = arena_printf(x->arena, "%s on %s%s%s", d->type, ident_quoted(x->arena, fn->name), renamed ? " " : "", renamed ? ident_quoted(x->arena, alias) : "");
        add(x, d, "Function Name", fn->name);
    }
    if (alias != NULL)
        add(x, d, "Alias", alias);
    if (IS_A(first, TableFunc)) {
        d->type = "Table Function Scan";
        d->title = "Table Function Scan on \"xmltable\"";
    }
    FOREACH (RangeTblFunction, r, f->functions)
        calls = list_append(x->arena, calls, r->funcexpr);
    add_targets(x, d, IS_A(first, TableFunc) ? "Table Function Call" : "Function Call", calls);
}

/* WITH r AS (...) SELECT FROM r AS x: CTE Scan on r x */
static void describe_cte(struct explain *x, struct described *d, const char *ctename, const Alias *eref)
{
    bool renamed = strcmp(ctename, eref->aliasname) != 0;
    d->title = arena_printf(x->arena, "%s on %s%s%s", d->type, ctename, renamed ? " " : "", renamed ? eref->aliasname : "");
    add(x, d, "CTE Name", ctename);
    add(x, d, "Alias", eref->aliasname);
}

static void describe_limit(struct explain *x, struct described *d, const Limit *l)
{
    if (l->limitCount != NULL)
        add(x, d, "Count", expr_text(x, l->limitCount, d->plan));
    if (l->limitOffset != NULL)
        add(x, d, "Offset", expr_text(x, l->limitOffset, d->plan));
}

static void describe_node(struct explain *x, struct described *d)
{
    const Plan *p = d->plan;
    switch (p->tag) {
    case T_RemoteScan: describe_remote(x, d, (const RemoteScan *)p); break;
    case T_LocalScan: set_relation(x, d, ((const LocalScan *)p)->relation->name); break;
    case T_SubqueryScan:
        if (p->alias != NULL) {
            d->title = arena_printf(x->arena, "%s on %s", d->type, ident_quoted(x->arena, p->alias));
            add(x, d, "Alias", p->alias);
        }
        break;
    case T_ValuesScan:
        d->title = arena_printf(x->arena, "%s on \"*VALUES*\"", d->type);
        add(x, d, "Alias", "*VALUES*");
        break;
    case T_CteScan: describe_cte(x, d, ((const CteScan *)p)->ctename, ((const CteScan *)p)->eref); break;
    case T_WorkTableScan: describe_cte(x, d, ((const WorkTableScan *)p)->ctename, ((const WorkTableScan *)p)->eref); break;
    case T_FunctionScan: describe_function_scan(x, d, (const FunctionScan *)p); break;
    case T_HashJoin: describe_hash_join(x, d, (const HashJoin *)p); break;
    case T_NestLoop:
        set_join(x, d, d->type, ((const NestLoop *)p)->jointype, true);
        add_quals(x, d, "Join Filter", ((const NestLoop *)p)->joinqual);
        break;
    case T_Sort: add_keys(x, d, "Sort Key", ((const Sort *)p)->sortkeys); break;
    case T_Agg: add_columns(x, d, "Group Key", ((const Agg *)p)->grpCols); break;
    case T_HashDistinct: add_columns(x, d, "Group Key", ((const HashDistinct *)p)->uniqCols); break;
    case T_WindowAgg:
        add_columns(x, d, "Partition Key", ((const WindowAgg *)p)->partCols);
        add_keys(x, d, "Order Key", ((const WindowAgg *)p)->ordKeys);
        break;
    case T_Material: add_targets(x, d, "Hash Key", ((const Material *)p)->keys); break;
    case T_Memoize:
        add(x, d, "Cache Key", joined(x, ((const Memoize *)p)->keys, p));
        add(x, d, "Cache Mode", "binary");
        break;
    case T_Result: add_quals(x, d, "One-Time Filter", ((const Result *)p)->resconstantqual); break;
    case T_Limit: describe_limit(x, d, (const Limit *)p); break;
    default: break;
    }
}

static struct described *describe(struct explain *x, const Plan *p, const char *relationship);

static void add_child(struct explain *x, struct described *d, const Plan *child, const char *relationship)
{
    if (child != NULL)
        d->children = list_append(x->arena, d->children, describe(x, child, relationship));
}

struct cte_search {
    int id;
    const char *name;
};

static bool find_cte_scan(Node *n, void *arg)
{
    struct cte_search *s = arg;
    if (IS_A(n, CteScan) && ((CteScan *)n)->ctePlanId == s->id)
        s->name = ((CteScan *)n)->ctename;
    return s->name != NULL || node_walk(n, find_cte_scan, s);
}

/* The name of the WITH query that subplan id computes; NULL: it is none. */
static const char *cte_name(const struct explain *x, int id)
{
    struct cte_search s = {id, NULL};
    if (!find_cte_scan((Node *)x->stmt->planTree, &s))
        FOREACH (Plan, p, x->stmt->subplans)
            if (find_cte_scan((Node *)p, &s))
                break;
    return s.name;
}

static struct described *describe_subplan(struct explain *x, int id, const SubPlan *sp)
{
    struct described *d = describe(x, list_nth(x->stmt->subplans, id - 1), sp != NULL ? "InitPlan" : "SubPlan");
    struct strbuf b;
    const char *cte = sp == NULL ? cte_name(x, id) : NULL;
    if (cte != NULL) {
        d->relationship = "InitPlan";
        d->subplan = arena_printf(x->arena, "CTE %s", cte);
        return d;
    }
    strbuf_init(&b, x->arena);
    strbuf_printf(&b, "%s %d", d->relationship, id);
    for (int i = 0; sp != NULL && i < list_length(sp->setParam); i++)
        strbuf_printf(&b, "%s$%d%s", i == 0 ? " (returns " : ",", ITEM_INT(list_nth(sp->setParam, i)),
                      i == list_length(sp->setParam) - 1 ? ")" : "");
    d->subplan = b.data;
    return d;
}

static struct described *describe(struct explain *x, const Plan *p, const char *relationship)
{
    struct described *d = ARENA_NEW(x->arena, struct described);
    d->plan = p;
    d->type = d->title = type_name(p);
    d->relationship = relationship;
    if (x->verbose)
        add_targets(x, d, "Output", p->targetlist);
    describe_node(x, d);
    add_quals(x, d, "Filter", p->qual);
    if (p->why_local != NULL)
        add(x, d, "Local", p->why_local);
    FOREACH (SubPlan, sp, p->initPlan)
        d->children = list_append(x->arena, d->children, describe_subplan(x, sp->plan_id, sp));
    add_child(x, d, p->lefttree, "Outer");
    add_child(x, d, p->righttree, "Inner");
    if (IS_A(p, Append))
        FOREACH (Plan, child, ((const Append *)p)->appendplans)
            add_child(x, d, child, "Member");
    return d;
}

/* ---- subplans that no node lists as its own: they stand below the top ---- */

static bool find_init(Node *n, void *id)
{
    if (IS_A(n, SubPlan) && ((SubPlan *)n)->isInitPlan && ((SubPlan *)n)->plan_id == *(int *)id)
        return true;
    return node_walk(n, find_init, id);
}

static bool is_init(const struct explain *x, int id)
{
    if (find_init((Node *)x->stmt->planTree, &id))
        return true;
    FOREACH (Plan, p, x->stmt->subplans)
        if (find_init((Node *)p, &id))
            return true;
    return false;
}

struct described *explain_describe(struct explain *x)
{
    struct described *top = describe(x, x->stmt->planTree, NULL);
    for (int id = 1; id <= list_length(x->stmt->subplans); id++)
        if (!is_init(x, id))
            top->children = list_append(x->arena, top->children, describe_subplan(x, id, NULL));
    return top;
}
