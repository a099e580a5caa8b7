/* One execution: the tree of nodes, parameters, and the way of the rows to their destination. */
#include <time.h>

#include "exec/exec_int.h"

static const struct node_ops *ops_of(NodeTag tag)
{
    switch (tag) {
    case T_Result: return &result_ops;
    case T_ProjectSet: return &project_set_ops;
    case T_RemoteScan: return &remote_scan_ops;
    case T_LocalScan: return &local_scan_ops;
    case T_FunctionScan: return &function_scan_ops;
    case T_ValuesScan: return &values_scan_ops;
    case T_SubqueryScan: return &subquery_scan_ops;
    case T_CteScan: return &cte_scan_ops;
    case T_WorkTableScan: return &work_table_scan_ops;
    case T_NestLoop: return &nest_loop_ops;
    case T_HashJoin: return &hash_join_ops;
    case T_Material: return &material_ops;
    case T_Memoize: return &memoize_ops;
    case T_Sort: return &sort_ops;
    case T_Agg: return &agg_ops;
    case T_WindowAgg: return &window_agg_ops;
    case T_Unique: return &unique_ops;
    case T_HashDistinct: return &hash_distinct_ops;
    case T_SetOp: return &set_op_ops;
    case T_Append: return &append_ops;
    case T_RecursiveUnion: return &recursive_union_ops;
    case T_Limit: return &limit_ops;
    case T_LockRows: return &lock_rows_ops;
    case T_ModifyTable: return &modify_table_ops;
    case T_HoldWrites: return &hold_writes_ops;
    default: raise(ERR_INTERNAL_ERROR, "unrecognized plan node: %s", node_name(tag));
    }
}

/* ---- parameters ---- */

struct param_set param_set_new(struct arena *a, int nparams)
{
    int n = (nparams + 63) / 64;
    return (struct param_set){.n = n, .words = ARENA_ARRAY(a, uint64_t, n + 1)};
}

bool param_set_meets(const struct param_set *x, const struct param_set *y)
{
    for (int i = 0; i < x->n && i < y->n; i++)
        if ((x->words[i] & y->words[i]) != 0)
            return true;
    return false;
}

struct collect {
    const struct exec *ex;
    struct param_set *out, set; /* set: what is given its value there, too */
    int depth;
};

static void collect_set(struct collect *c, const List *ids)
{
    for (int i = 0; i < list_length(ids); i++)
        param_set_add(&c->set, ITEM_INT(list_nth(ids, i)));
}

static void collect_what_is_set(struct collect *c, const Node *n)
{
    if (IS_A(n, SubPlan)) {
        collect_set(c, ((const SubPlan *)n)->parParam);
        collect_set(c, ((const SubPlan *)n)->setParam);
        collect_set(c, ((const SubPlan *)n)->paramIds);
    } else if (IS_A(n, NestLoopParam)) {
        param_set_add(&c->set, ((const NestLoopParam *)n)->paramno);
    } else if (IS_A(n, HashJoin) && ((const HashJoin *)n)->key_no > 0) {
        param_set_add(&c->set, ((const HashJoin *)n)->key_param);
    } else if (IS_A(n, RecursiveUnion)) {
        param_set_add(&c->set, ((const RecursiveUnion *)n)->wtParam);
    }
}

static bool collect_walker(Node *n, void *arg)
{
    struct collect *c = arg;
    int plan_id = 0;
    collect_what_is_set(c, n);
    if (n->tag == T_Param && ((Param *)n)->paramkind == PARAM_EXEC)
        param_set_add(c->out, ((Param *)n)->paramid);
    else if (n->tag == T_SubPlan)
        plan_id = ((SubPlan *)n)->plan_id;
    else if (n->tag == T_CteScan)
        plan_id = ((CteScan *)n)->ctePlanId;
    else if (n->tag == T_WorkTableScan)
        param_set_add(c->out, ((WorkTableScan *)n)->wtParam);
    if (plan_id > 0 && plan_id <= list_length(c->ex->stmt->subplans) && c->depth < 200) {
        c->depth++;
        collect_walker(list_nth(c->ex->stmt->subplans, plan_id - 1), c);
        c->depth--;
    }
    return node_walk(n, collect_walker, c);
}

void plan_collect_params(const struct exec *ex, const Plan *plan, struct param_set *out)
{
    struct arena *a = arena_new(NULL, "parameters");
    struct param_set read = param_set_new(a, ex->nparams);
    struct collect c = {ex, &read, param_set_new(a, ex->nparams), 0};
    if (plan != NULL)
        collect_walker((Node *)plan, &c);
    for (int i = 0; i < out->n && i < read.n; i++)
        out->words[i] |= read.words[i] & ~c.set.words[i];
    arena_free(a);
}

/* ---- nodes ---- */

struct columns columns_make(struct arena *a, int n, const Oid *types)
{
    Oid *t = ARENA_ARRAY(a, Oid, n + 1);
    bool *byval = ARENA_ARRAY(a, bool, n + 1);
    for (int i = 0; i < n; i++) {
        t[i] = types[i];
        byval[i] = type_get(types[i])->byval;
    }
    return (struct columns){n, t, byval};
}

struct columns columns_of_list(struct arena *a, const List *targetlist)
{
    int n = list_length(targetlist);
    Oid *types = ARENA_ARRAY(a, Oid, n + 1);
    for (int i = 0; i < n; i++)
        types[i] = expr_type(list_nth(targetlist, i));
    return columns_make(a, n, types);
}

void node_init_projection(struct node *n)
{
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    *ctx = (struct expr_ctx){n->ex, n->aggs};
    n->qual = expr_compile_qual(n->arena, ctx, n->plan->qual);
    n->proj = projection_compile(n->arena, ctx, n->plan->targetlist);
    n->cols = columns_of_list(n->arena, n->plan->targetlist);
    n->values = n->proj->values;
    n->nulls = n->proj->nulls;
}

struct node *node_init(struct exec *ex, const Plan *plan)
{
    struct node *n = ARENA_NEW(ex->arena, struct node);
    n->plan = plan;
    n->ex = ex;
    n->ops = ops_of(plan->tag);
    n->arena = ex->arena;
    n->row = arena_new(ex->arena, "row");
    ex->nodes = list_append(ex->arena, ex->nodes, n);
    n->params = param_set_new(ex->arena, ex->nparams);
    if (ex->nparams > 0)
        plan_collect_params(ex, plan, &n->params);
    FOREACH (SubPlan, sp, plan->initPlan)
        subplan_mark_init(ex, sp);
    n->ops->init(n);
    return n;
}

bool node_changed(const struct node *n, const struct param_set *changed)
{
    return changed == NULL || param_set_meets(&n->params, changed);
}

static void instr_end_loop(struct node *n);

void node_rescan(struct node *n, const struct param_set *changed)
{
    struct exec *ex = n->ex;
    struct param_set more;
    bool copied = false;
    if (ex->instrument)
        instr_end_loop(n);
    FOREACH (SubPlan, sp, n->plan->initPlan) {
        if (changed == NULL || !subplan_init_depends(ex, sp, changed))
            continue;
        if (!copied) {
            more = param_set_new(n->row, ex->nparams);
            memcpy(more.words, changed->words, sizeof(uint64_t) * (size_t)changed->n);
            changed = &more;
            copied = true;
        }
        subplan_mark_init(ex, sp);
        for (int i = 0; i < list_length(sp->setParam); i++)
            param_set_add(&more, ITEM_INT(list_nth(sp->setParam, i)));
    }
    n->ops->rescan(n, changed);
}

void node_close(struct node *n)
{
    if (n == NULL)
        return;
    if (n->ops->close != NULL)
        n->ops->close(n);
    node_close(n->left);
    node_close(n->right);
}

struct node *exec_subplan(struct exec *ex, int plan_id)
{
    if (plan_id < 1 || plan_id > list_length(ex->stmt->subplans))
        raise(ERR_INTERNAL_ERROR, "subplan %d is not there", plan_id);
    struct node **at = &ex->subplans[plan_id - 1];
    if (*at == NULL)
        *at = node_init(ex, list_nth(ex->stmt->subplans, plan_id - 1));
    return *at;
}

/* ---- instrumentation ---- */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

bool node_next_instrumented(struct node *n)
{
    double start = now_ms();
    if (!n->loop_running) {
        n->loop_running = true;
        n->loop_any = false;
        n->instr.loops++;
    }
    bool row = n->ops->next(n);
    double took = now_ms() - start;
    n->instr.total_ms += took;
    n->loop_start += took;
    if (!n->loop_any) {
        n->loop_any = true;
        n->instr.startup_ms += n->loop_start;
    }
    n->instr.rows += row;
    return row;
}

static void instr_end_loop(struct node *n)
{
    n->loop_running = false;
    n->loop_start = 0;
}

const struct exec_instr *exec_instrument(const struct exec *ex, const Plan *node)
{
    FOREACH (struct node, n, ex->nodes)
        if (n->plan == node)
            return &n->instr;
    return NULL;
}

/* ---- running ---- */

/* The nodes that give their input's rows as they are. */
static bool passes_rows(NodeTag tag)
{
    switch (tag) {
    case T_Material: case T_Sort: case T_Unique: case T_HashDistinct: case T_SetOp: case T_Limit: case T_LockRows: case T_HoldWrites:
        return true;
    default:
        return false;
    }
}

/* Which columns of the root are sent: those that are not junk. */
static void find_output(struct exec *ex)
{
    const Plan *p = ex->stmt->planTree;
    int n = list_length(ex->stmt->resultDesc);
    while (passes_rows(p->tag) && p->lefttree != NULL)
        p = p->lefttree;
    ex->out = ARENA_ARRAY(ex->arena, int, n + 1);
    for (int i = 0; i < ex->root->cols.n && ex->nout < n; i++) {
        const TargetEntry *t = i < list_length(p->targetlist) ? list_nth(p->targetlist, i) : NULL;
        if (!IS_A(t, TargetEntry) || !t->resjunk)
            ex->out[ex->nout++] = i;
    }
    if (ex->nout != n)
        raise(ERR_INTERNAL_ERROR, "the plan gives %d columns, %d are wanted", ex->nout, n);
}

struct exec *exec_new(struct arena *a, const PlannedStmt *plan, const struct exec_settings *set, bool instrument)
{
    struct arena *own = arena_new(a, "execution");
    struct exec *ex = ARENA_NEW(own, struct exec);
    ex->arena = own;
    ex->stmt = plan;
    ex->set = *set;
    if (ex->set.work_mem < 64 * 1024)
        ex->set.work_mem = 64 * 1024;
    ex->temp = (struct temp_space){.dir = set->temp_dir, .limit = set->temp_file_limit};
    ex->instrument = instrument;
    ex->nparams = plan->nParamExec;
    ex->params = ARENA_ARRAY(own, struct exec_param, ex->nparams + 1);
    ex->work_tables = ARENA_ARRAY(own, struct work_table *, ex->nparams + 1);
    for (int i = 0; i < ex->nparams; i++)
        ex->params[i].isnull = true;
    int n = list_length(plan->subplans);
    ex->subplans = ARENA_ARRAY(own, struct node *, n + 1);
    ex->ctes = ARENA_ARRAY(own, struct cte *, n + 1);
    ex->root = node_init(ex, plan->planTree);
    find_output(ex);
    return ex;
}

static bool same_order(const struct exec *ex)
{
    if (ex->nout != ex->root->cols.n)
        return false;
    for (int i = 0; i < ex->nout; i++)
        if (ex->out[i] != i)
            return false;
    return true;
}

uint64_t exec_run(struct exec *ex, struct row_dest *dest, uint64_t max_rows, bool *done)
{
    uint64_t sent = 0;
    struct node *root = ex->root;
    Datum *values = NULL;
    bool *nulls = NULL;
    if (dest->begin != NULL)
        dest->begin(dest, ex->stmt->resultDesc);
    bool documents = !ex->instrument && remote_scan_documents(root, ex, dest);
    if (!documents && !same_order(ex)) {
        values = ARENA_ARRAY(ex->arena, Datum, ex->nout + 1);
        nulls = ARENA_ARRAY(ex->arena, bool, ex->nout + 1);
    }
    bool more = !ex->done;
    while (more && (max_rows == 0 || sent < max_rows)) {
        ex->wanted = max_rows == 0 ? 0 : max_rows - sent;
        if (documents) {
            int r = remote_scan_send(root, ex, dest);
            ex->done = r == 0;
            more = r > 0;
            sent += r != 0;
            ex->given += r != 0;
            continue;
        }
        if (!node_next(root)) {
            ex->done = true;
            break;
        }
        sent++;
        ex->given++;
        if (values == NULL) {
            more = dest->row(dest, ex->nout, root->values, root->nulls);
            continue;
        }
        for (int i = 0; i < ex->nout; i++) {
            values[i] = root->values[ex->out[i]];
            nulls[i] = root->nulls[ex->out[i]];
        }
        more = dest->row(dest, ex->nout, values, nulls);
    }
    if (ex->done && ex->stmt->readsRemote && !ex->reported) {
        ex->reported = true;
        remote_mismatch_report();
    }
    if (dest->end != NULL)
        dest->end(dest);
    *done = ex->done;
    return sent;
}

uint64_t exec_given(const struct exec *ex)
{
    return ex != NULL ? ex->given : 0;
}

uint64_t exec_processed(const struct exec *ex)
{
    return ex->main_write != NULL ? modify_processed(ex->main_write) : 0;
}

uint64_t exec_written(const struct exec *ex, bool *more)
{
    uint64_t n = 0;
    *more = false;
    FOREACH (const struct node, w, ex != NULL ? ex->writes : NULL) {
        n += modify_processed(w);
        *more |= modify_in_doubt(w);
    }
    return n;
}

void exec_close(struct exec *ex)
{
    node_close(ex->root);
    for (int i = 0; i < list_length(ex->stmt->subplans); i++)
        node_close(ex->subplans[i]);
    ex->done = true;
    ex->root = NULL;
}
