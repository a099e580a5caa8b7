/* Nodes of few lines: Result, ProjectSet, Append, Limit, Unique. */
#include "exec/srf.h"
#include "types/record.h"

/* ---- Result: one row, or a gate and a projection over its input ---- */
struct result {
    struct expr_state *gate;
    bool checked, open, given;
};

static void result_init(struct node *n)
{
    const Result *p = (const Result *)n->plan;
    struct result *s = n->state = ARENA_NEW(n->arena, struct result);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->gate = expr_compile_qual(n->arena, ctx, p->resconstantqual);
    if (n->plan->lefttree != NULL)
        n->left = node_init(n->ex, n->plan->lefttree);
    node_init_projection(n);
}

static bool result_next(struct node *n)
{
    struct result *s = n->state;
    struct expr_rows rows = {0};
    if (!s->checked) {
        s->open = expr_qual(s->gate, &rows, n->row);
        s->checked = true;
    }
    if (!s->open)
        return false;
    for (;;) {
        arena_reset(n->row);
        if (n->left == NULL) {
            if (s->given)
                return false;
            s->given = true;
        } else {
            if (!node_next(n->left))
                return false;
            rows.outer = n->left->values;
            rows.outer_nulls = n->left->nulls;
        }
        if (expr_qual(n->qual, &rows, n->row)) {
            projection_run(n->proj, &rows, n->row);
            return true;
        }
        n->instr.removed++;
    }
}

static void result_rescan(struct node *n, const struct param_set *changed)
{
    struct result *s = n->state;
    s->checked = s->given = false;
    if (n->left != NULL)
        node_rescan(n->left, changed);
}

const struct node_ops result_ops = {result_init, result_next, result_rescan, NULL};

/* ---- ProjectSet ----
 * Set-returning functions stand at levels: one whose arguments hold another is a level above it. Those of a level go in
 * lockstep, the shorter padded with NULL; for each row of a level the next level begins anew. Each is lifted out of the
 * targetlist and becomes a column of INNER_VAR. */
struct lifted {
    struct srf *srf;
    Node *call;
    int level;
    bool done;
};
struct project_set {
    struct arena *arena;
    struct lifted *srfs;
    int n, cap, levels;
    Datum *values;
    bool *nulls;
    struct arena **level_arenas;
    int at; /* the level that is to give its next row; 0: the next input row */
    bool given; /* without input: its one row was */
    int lift_level; /* while lifting: highest level seen below */
};

static Node *lift(Node *node, void *arg)
{
    struct project_set *s = arg;
    if (node->tag != T_FuncExpr || !((FuncExpr *)node)->funcretset)
        return node_mutate(s->arena, node, lift, s);
    int above = s->lift_level;
    s->lift_level = 0;
    Node *call = node_mutate(s->arena, node, lift, s);
    int level = s->lift_level + 1;
    s->lift_level = above > level ? above : level;
    if (level > s->levels)
        s->levels = level;
    if (s->n == s->cap) {
        int cap = s->cap == 0 ? 4 : s->cap * 2;
        s->srfs = arena_grow(s->arena, s->srfs, sizeof *s->srfs * (size_t)s->cap, sizeof *s->srfs * (size_t)cap);
        s->cap = cap;
    }
    s->srfs[s->n++] = (struct lifted){.call = call, .level = level};
    return (Node *)make_var(s->arena, INNER_VAR, s->n, expr_type(call), expr_typmod(call), 0);
}

static void project_set_init(struct node *n)
{
    struct project_set *s = n->state = ARENA_NEW(n->arena, struct project_set);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    List *targets = NULL;
    ctx->ex = n->ex;
    s->arena = n->arena;
    if (n->plan->lefttree != NULL)
        n->left = node_init(n->ex, n->plan->lefttree);
    FOREACH (Node, t, n->plan->targetlist) {
        s->lift_level = 0;
        targets = list_append(n->arena, targets, lift(t, s));
    }
    s->values = ARENA_ARRAY(n->arena, Datum, s->n + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, s->n + 1);
    for (int i = 0; i < s->n; i++)
        s->srfs[i].srf = srf_make(n->arena, ctx, s->srfs[i].call, NULL);
    s->level_arenas = ARENA_ARRAY(n->arena, struct arena *, s->levels + 1);
    for (int i = 0; i <= s->levels; i++)
        s->level_arenas[i] = arena_new(n->arena, "set-returning functions");
    n->qual = expr_compile_qual(n->arena, ctx, n->plan->qual);
    n->proj = projection_compile(n->arena, ctx, targets);
    n->cols = columns_of_list(n->arena, n->plan->targetlist);
    n->values = n->proj->values;
    n->nulls = n->proj->nulls;
}

static void level_start(struct project_set *s, int level, const struct expr_rows *rows)
{
    arena_reset(s->level_arenas[level]);
    for (int i = 0; i < s->n; i++)
        if (s->srfs[i].level == level) {
            srf_start(s->srfs[i].srf, rows, s->level_arenas[level]);
            s->srfs[i].done = false;
        }
}

/* A row of several columns is one value in a targetlist: a record. */
static Datum as_record(struct arena *a, const struct columns *c, const Datum *values, const bool *nulls, const Node *call)
{
    const struct func_args *x = func_args_by_oid(((const FuncExpr *)call)->funcid);
    const char **names = ARENA_ARRAY(a, const char *, c->n);
    int n = 0;
    for (int i = 0; x != NULL && i < x->nargs && n < c->n; i++)
        if (x->modes[i] == 'o' || x->modes[i] == 'b' || x->modes[i] == 't')
            names[n++] = x->names[i];
    int shape = n == c->n ? record_shape(TYPE_record, n, names, c->types, NULL) : 0;
    return record_make(a, shape, c->n, c->types, values, nulls);
}

static bool level_next(struct project_set *s, int level, struct arena *a)
{
    bool any = false;
    for (int i = 0; i < s->n; i++) {
        struct lifted *f = &s->srfs[i];
        const Datum *v;
        const bool *nulls;
        if (f->level != level)
            continue;
        f->done = f->done || !srf_next(f->srf, &v, &nulls);
        s->nulls[i] = true;
        if (f->done)
            continue;
        any = true;
        const struct columns *c = srf_columns(f->srf);
        s->nulls[i] = c->n == 1 && nulls[0];
        s->values[i] = c->n == 1 ? v[0] : as_record(a, c, v, nulls, f->call);
    }
    return any;
}

static bool project_set_next(struct node *n)
{
    struct project_set *s = n->state;
    struct expr_rows rows = {.inner = s->values, .inner_nulls = s->nulls};
    arena_reset(n->row);
    for (;;) {
        CHECK_INTERRUPTS();
        if (n->left != NULL) {
            rows.outer = n->left->values;
            rows.outer_nulls = n->left->nulls;
        }
        if (s->at == 0) {
            if (n->left != NULL ? !node_next(n->left) : s->given)
                return false;
            s->given = true;
            if (n->left != NULL) {
                rows.outer = n->left->values;
                rows.outer_nulls = n->left->nulls;
            }
            s->at = 1;
            if (s->levels > 0)
                level_start(s, 1, &rows);
        }
        if (s->levels == 0) {
            s->at = 0;
        } else if (!level_next(s, s->at, n->row)) {
            s->at--;
            continue;
        } else if (s->at < s->levels) {
            s->at++;
            level_start(s, s->at, &rows);
            continue;
        }
        if (!expr_qual(n->qual, &rows, n->row))
            continue;
        projection_run(n->proj, &rows, n->row);
        return true;
    }
}

static void project_set_rescan(struct node *n, const struct param_set *changed)
{
    struct project_set *s = n->state;
    s->at = 0;
    s->given = false;
    if (n->left != NULL)
        node_rescan(n->left, changed);
}

const struct node_ops project_set_ops = {project_set_init, project_set_next, project_set_rescan, NULL};

/* ---- Append ---- */
struct append {
    struct node **inputs;
    int n, at;
};

static void append_init(struct node *n)
{
    const Append *p = (const Append *)n->plan;
    struct append *s = n->state = ARENA_NEW(n->arena, struct append);
    s->n = list_length(p->appendplans);
    s->inputs = ARENA_ARRAY(n->arena, struct node *, s->n + 1);
    for (int i = 0; i < s->n; i++)
        s->inputs[i] = node_init(n->ex, list_nth(p->appendplans, i));
    if (s->n > 0)
        n->cols = s->inputs[0]->cols;
    else
        n->cols = columns_of_list(n->arena, p->targetlist);
}

static bool append_next(struct node *n)
{
    struct append *s = n->state;
    for (; s->at < s->n; s->at++)
        if (node_next(s->inputs[s->at])) {
            n->values = s->inputs[s->at]->values;
            n->nulls = s->inputs[s->at]->nulls;
            return true;
        }
    return false;
}

static void append_rescan(struct node *n, const struct param_set *changed)
{
    struct append *s = n->state;
    s->at = 0;
    for (int i = 0; i < s->n; i++)
        node_rescan(s->inputs[i], changed);
}

static void append_close(struct node *n)
{
    struct append *s = n->state;
    for (int i = 0; i < s->n; i++)
        node_close(s->inputs[i]);
}

const struct node_ops append_ops = {append_init, append_next, append_rescan, append_close};

/* ---- Limit ---- */
struct limit {
    struct expr_state *offset, *count;
    struct sort_key *ties;
    int nties;
    bool ready, unlimited;
    int64_t skip, max, given;
    struct arena *last_arena; /* WITH TIES: the row that the following ones are compared with */
    Datum *last;
    bool *last_nulls;
};

static void limit_init(struct node *n)
{
    const Limit *p = (const Limit *)n->plan;
    struct limit *s = n->state = ARENA_NEW(n->arena, struct limit);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    if (p->limitOffset != NULL)
        s->offset = expr_compile(n->arena, n->ex, p->limitOffset);
    if (p->limitCount != NULL)
        s->count = expr_compile(n->arena, n->ex, p->limitCount);
    if (p->limitOption == LIMIT_OPTION_WITH_TIES) {
        s->nties = list_length(p->tieKeys);
        s->ties = sort_keys_make(n->arena, p->tieKeys, &n->cols);
        s->last_arena = arena_new(n->arena, "tie");
        s->last = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
        s->last_nulls = ARENA_ARRAY(n->arena, bool, n->cols.n + 1);
    }
}

static void limit_compute(struct node *n, struct limit *s)
{
    struct expr_rows rows = {0};
    bool isnull;
    s->skip = s->given = 0;
    s->unlimited = true;
    if (s->offset != NULL) {
        int64_t v = datum_int64(expr_eval(s->offset, &rows, n->row, &isnull));
        if (!isnull && v < 0)
            raise(ERR_INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET must not be negative");
        s->skip = isnull ? 0 : v;
    }
    if (s->count != NULL) {
        int64_t v = datum_int64(expr_eval(s->count, &rows, n->row, &isnull));
        if (!isnull && v < 0)
            raise(ERR_INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
        s->unlimited = isnull;
        s->max = isnull ? 0 : v;
    }
    s->ready = true;
}

static bool limit_tie(struct node *n, struct limit *s)
{
    for (int i = 0; i < s->nties; i++) {
        int c = s->ties[i].col;
        if (sort_key_cmp(&s->ties[i], s->last[c], s->last_nulls[c], n->left->values[c], n->left->nulls[c]) != 0)
            return false;
    }
    return true;
}

static bool limit_next(struct node *n)
{
    struct limit *s = n->state;
    if (!s->ready)
        limit_compute(n, s);
    bool full = !s->unlimited && s->given >= s->max;
    if (full && (s->ties == NULL || s->max == 0))
        return false;
    for (; s->skip > 0; s->skip--)
        if (!node_next(n->left)) {
            s->max = s->given = s->skip = 0; /* no rows beyond the offset: not asked again */
            s->unlimited = false;
            return false;
        }
    if (!node_next(n->left) || (full && !limit_tie(n, s))) {
        s->max = 0;
        s->unlimited = false;
        return false;
    }
    n->values = n->left->values;
    n->nulls = n->left->nulls;
    if (s->ties != NULL && !s->unlimited && ++s->given == s->max) {
        arena_reset(s->last_arena);
        for (int i = 0; i < s->nties; i++) {
            int c = s->ties[i].col;
            s->last_nulls[c] = n->nulls[c];
            if (!n->nulls[c])
                s->last[c] = datum_copy(s->last_arena, n->values[c], n->cols.byval[c]);
        }
    } else if (s->ties == NULL) {
        s->given++;
    }
    return true;
}

static void limit_rescan(struct node *n, const struct param_set *changed)
{
    ((struct limit *)n->state)->ready = false;
    node_rescan(n->left, changed);
}

const struct node_ops limit_ops = {limit_init, limit_next, limit_rescan, NULL};

/* ---- Unique: the input is sorted on the columns ---- */
struct unique {
    struct keys keys;
    struct arena *kept;
    Datum *values;
    bool *nulls;
    bool any;
};

static void unique_init(struct node *n)
{
    const Unique *p = (const Unique *)n->plan;
    struct unique *s = n->state = ARENA_NEW(n->arena, struct unique);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    s->keys = keys_make(n->arena, p->uniqCols, p->uniqEqops, &n->cols);
    s->kept = arena_new(n->arena, "unique");
    s->values = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, n->cols.n + 1);
}

static bool unique_next(struct node *n)
{
    struct unique *s = n->state;
    for (;;) {
        arena_reset(n->row);
        if (!node_next(n->left))
            return false;
        if (!s->any || !keys_equal(&s->keys, n->row, s->values, s->nulls, n->left->values, n->left->nulls))
            break;
    }
    s->any = true;
    arena_reset(s->kept);
    for (int i = 0; i < s->keys.n; i++) {
        int c = s->keys.cols[i];
        s->nulls[c] = n->left->nulls[c];
        if (!s->nulls[c])
            s->values[c] = datum_copy(s->kept, n->left->values[c], n->cols.byval[c]);
    }
    n->values = n->left->values;
    n->nulls = n->left->nulls;
    return true;
}

static void unique_rescan(struct node *n, const struct param_set *changed)
{
    ((struct unique *)n->state)->any = false;
    node_rescan(n->left, changed);
}

const struct node_ops unique_ops = {unique_init, unique_next, unique_rescan, NULL};
