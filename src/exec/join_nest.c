/* NestLoop: the inner side is rescanned for each outer row, with the row's values in parameters. */
#include "exec/exec_int.h"

struct nest_loop {
    enum JoinType type;
    struct expr_state *joinqual;
    struct projection *params;
    int *param_ids;
    struct param_set changed;
    struct arena *param_arena;
    bool have_outer, matched, ran;
    Datum *null_values;
    bool *nulls;
};

/* An inner side that does not depend on the outer row is computed once. */
static const Plan *inner_plan(struct node *n, const struct param_set *params)
{
    const Plan *p = n->plan->righttree;
    switch (p->tag) {
    case T_Material: case T_ValuesScan: case T_CteScan: case T_WorkTableScan: case T_LocalScan: case T_FunctionScan:
        return p;
    default:
        break;
    }
    struct param_set used = param_set_new(n->arena, n->ex->nparams);
    plan_collect_params(n->ex, p, &used);
    if (param_set_meets(&used, params))
        return p;
    Material *m = MAKE_NODE(n->arena, Material);
    m->lefttree = (Plan *)p;
    return (Plan *)m;
}

static void nest_init(struct node *n)
{
    const NestLoop *p = (const NestLoop *)n->plan;
    struct nest_loop *s = n->state = ARENA_NEW(n->arena, struct nest_loop);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    List *values = NULL;
    ctx->ex = n->ex;
    s->type = (enum JoinType)p->jointype;
    if (s->type == JOIN_RIGHT || s->type == JOIN_FULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "FULL JOIN is only supported with merge-joinable or hash-joinable join conditions");
    s->changed = param_set_new(n->arena, n->ex->nparams);
    s->param_ids = ARENA_ARRAY(n->arena, int, list_length(p->nestParams) + 1);
    FOREACH (NestLoopParam, np, p->nestParams) {
        s->param_ids[FOREACH_INDEX(np, p->nestParams)] = np->paramno;
        param_set_add(&s->changed, np->paramno);
        values = list_append(n->arena, values, np->paramval);
    }
    n->left = node_init(n->ex, n->plan->lefttree);
    n->right = node_init(n->ex, inner_plan(n, &s->changed));
    s->param_arena = arena_new(n->arena, "nested loop");
    s->params = projection_compile(n->arena, ctx, values);
    s->joinqual = expr_compile_qual(n->arena, ctx, p->joinqual);
    node_init_projection(n);
    s->null_values = ARENA_ARRAY(n->arena, Datum, n->right->cols.n + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, n->right->cols.n + 1);
    memset(s->nulls, true, (size_t)n->right->cols.n + 1);
}

static bool nest_outer(struct node *n, struct nest_loop *s)
{
    if (!node_next(n->left))
        return false;
    struct expr_rows rows = {.outer = n->left->values, .outer_nulls = n->left->nulls};
    arena_reset(s->param_arena);
    projection_run(s->params, &rows, s->param_arena);
    for (int i = 0; i < s->params->n; i++) {
        struct exec_param *p = &n->ex->params[s->param_ids[i]];
        p->value = s->params->values[i];
        p->isnull = s->params->nulls[i];
        p->pending = NULL;
        p->version++;
    }
    if (s->ran)
        node_rescan(n->right, &s->changed);
    s->ran = true;
    s->have_outer = true;
    s->matched = false;
    return true;
}

static bool nest_next(struct node *n)
{
    struct nest_loop *s = n->state;
    for (;;) {
        if (!s->have_outer && !nest_outer(n, s))
            return false;
        arena_reset(n->row);
        struct expr_rows rows = {.outer = n->left->values, .outer_nulls = n->left->nulls};
        if (node_next(n->right)) {
            rows.inner = n->right->values;
            rows.inner_nulls = n->right->nulls;
            if (!expr_qual(s->joinqual, &rows, n->row))
                continue;
            s->matched = true;
            if (s->type == JOIN_ANTI || s->type == JOIN_SEMI)
                s->have_outer = false;
            if (s->type == JOIN_ANTI)
                continue;
        } else {
            s->have_outer = false;
            if (s->matched || (s->type != JOIN_LEFT && s->type != JOIN_ANTI))
                continue;
            rows.inner = s->null_values;
            rows.inner_nulls = s->nulls;
        }
        if (expr_qual(n->qual, &rows, n->row)) {
            projection_run(n->proj, &rows, n->row);
            return true;
        }
        n->instr.removed++;
    }
}

static void nest_rescan(struct node *n, const struct param_set *changed)
{
    struct nest_loop *s = n->state;
    s->have_outer = false;
    node_rescan(n->left, changed);
    if (s->ran)
        node_rescan(n->right, changed);
}

const struct node_ops nest_loop_ops = {nest_init, nest_next, nest_rescan, NULL};
