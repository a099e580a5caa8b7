/* Scans: rows from MongoDB, functions, VALUES, subqueries, CTEs. */
#include "exec/srf.h"

/* ---- RemoteScan ---- */
struct remote_scan {
    const struct remote *remote;
    struct projection *params;
    Oid *param_types;
    struct arena *open; /* the cursor's */
    struct remote_cursor *cursor;
    struct remote_reader *reader;
    bool opened, ended;
    Datum *values;
    bool *nulls;
};

static void remote_init(struct node *n)
{
    const RemoteScan *p = (const RemoteScan *)n->plan;
    struct remote_scan *s = n->state = ARENA_NEW(n->arena, struct remote_scan);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->remote = p->remote;
    s->params = projection_compile(n->arena, ctx, p->params);
    s->param_types = (Oid *)columns_of_list(n->arena, p->params).types;
    s->open = arena_new(n->arena, "remote cursor");
    s->values = ARENA_ARRAY(n->arena, Datum, s->remote->ncolumns + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, s->remote->ncolumns + 1);
    node_init_projection(n);
}

static void remote_start(struct node *n)
{
    struct remote_scan *s = n->state;
    struct expr_rows rows = {0};
    s->opened = true;
    projection_run(s->params, &rows, s->open);
    if (s->reader == NULL)
        s->reader = remote_reader_new(n->arena, s->remote);
    s->cursor = remote_open(s->open, s->remote, s->params->values, s->params->nulls, s->param_types, s->params->n);
}

static const bson_t *remote_document(struct node *n)
{
    struct remote_scan *s = n->state;
    if (!s->opened)
        remote_start(n);
    if (s->ended)
        return NULL;
    const bson_t *doc = remote_next(s->cursor);
    s->ended = doc == NULL;
    return doc;
}

static bool remote_scan_next(struct node *n)
{
    struct remote_scan *s = n->state;
    for (;;) {
        CHECK_INTERRUPTS();
        const bson_t *doc = remote_document(n);
        if (doc == NULL)
            return false;
        arena_reset(n->row);
        remote_read_row(s->reader, doc, n->row, s->values, s->nulls);
        if (scan_row(n, s->values, s->nulls))
            return true;
    }
}

static void remote_scan_close(struct node *n)
{
    struct remote_scan *s = n->state;
    if (s->cursor != NULL)
        remote_close(s->cursor);
    s->cursor = NULL;
    s->ended = true;
}

static void remote_rescan(struct node *n, const struct param_set *changed)
{
    struct remote_scan *s = n->state;
    remote_scan_close(n);
    arena_reset(s->open);
    s->opened = s->ended = false;
}

const struct node_ops remote_scan_ops = {remote_init, remote_scan_next, remote_rescan, remote_scan_close};

bool remote_scan_documents(const struct node *root, const struct exec *ex, const struct row_dest *dest)
{
    if (dest->document == NULL || root->plan->tag != T_RemoteScan || root->qual != NULL || root->proj->plain == NULL ||
        root->proj->plain_of != SCAN_VAR)
        return false;
    return ex->nout == root->cols.n;
}

int remote_scan_send(struct node *root, struct exec *ex, struct row_dest *dest)
{
    struct remote_scan *s = root->state;
    CHECK_INTERRUPTS();
    const bson_t *doc = remote_document(root);
    if (doc == NULL)
        return 0;
    return dest->document(dest, s->reader, doc, ex->nout, root->proj->plain) ? 1 : -1;
}

/* ---- FunctionScan: FROM f(...), ROWS FROM (f(...), g(...)) WITH ORDINALITY ---- */
struct function_scan {
    int n, ncols;
    struct srf **srfs;
    bool *done;
    bool ordinality, started;
    int64_t row;
    struct arena *args;
    Datum *values;
    bool *nulls;
};

static void function_init(struct node *n)
{
    const FunctionScan *p = (const FunctionScan *)n->plan;
    struct function_scan *s = n->state = ARENA_NEW(n->arena, struct function_scan);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->n = list_length(p->functions);
    s->srfs = ARENA_ARRAY(n->arena, struct srf *, s->n);
    s->done = ARENA_ARRAY(n->arena, bool, s->n);
    for (int i = 0; i < s->n; i++) {
        const RangeTblFunction *f = list_nth(p->functions, i);
        s->srfs[i] = srf_make(n->arena, ctx, f->funcexpr, f);
        s->ncols += srf_columns(s->srfs[i])->n;
    }
    s->ordinality = p->funcordinality;
    s->values = ARENA_ARRAY(n->arena, Datum, s->ncols + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, s->ncols + 1);
    s->args = arena_new(n->arena, "function scan");
    node_init_projection(n);
}

static bool function_row(struct function_scan *s)
{
    bool any = false;
    int at = 0;
    for (int i = 0; i < s->n; i++) {
        const Datum *values;
        const bool *nulls;
        int ncols = srf_columns(s->srfs[i])->n;
        s->done[i] = s->done[i] || !srf_next(s->srfs[i], &values, &nulls);
        for (int c = 0; c < ncols; c++, at++) {
            s->nulls[at] = s->done[i] || nulls[c];
            s->values[at] = s->nulls[at] ? 0 : values[c];
        }
        any |= !s->done[i];
    }
    s->values[at] = datum_from_int64(++s->row);
    s->nulls[at] = false;
    return any;
}

static bool function_next(struct node *n)
{
    struct function_scan *s = n->state;
    struct expr_rows none = {0};
    if (!s->started) {
        arena_reset(s->args);
        for (int i = 0; i < s->n; i++)
            srf_start(s->srfs[i], &none, s->args);
        s->started = true;
    }
    for (;;) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        if (!function_row(s))
            return false;
        if (scan_row(n, s->values, s->nulls))
            return true;
    }
}

static void function_rescan(struct node *n, const struct param_set *changed)
{
    struct function_scan *s = n->state;
    s->started = s->started && !node_changed(n, changed);
    s->row = 0;
    for (int i = 0; i < s->n; i++) {
        s->done[i] = false;
        if (s->started)
            srf_rewind(s->srfs[i]);
    }
}

const struct node_ops function_scan_ops = {function_init, function_next, function_rescan, NULL};

/* ---- ValuesScan ---- */
struct values_scan {
    int n, at;
    struct projection **rows;
};

static void values_init(struct node *n)
{
    const ValuesScan *p = (const ValuesScan *)n->plan;
    struct values_scan *s = n->state = ARENA_NEW(n->arena, struct values_scan);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->n = list_length(p->values_lists);
    s->rows = ARENA_ARRAY(n->arena, struct projection *, s->n + 1);
    for (int i = 0; i < s->n; i++)
        s->rows[i] = projection_compile(n->arena, ctx, list_nth(p->values_lists, i));
    node_init_projection(n);
}

static bool values_next(struct node *n)
{
    struct values_scan *s = n->state;
    struct expr_rows none = {0};
    while (s->at < s->n) {
        struct projection *p = s->rows[s->at++];
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        projection_run(p, &none, n->row);
        if (scan_row(n, p->values, p->nulls))
            return true;
    }
    return false;
}

static void values_rescan(struct node *n, const struct param_set *changed)
{
    ((struct values_scan *)n->state)->at = 0;
}

const struct node_ops values_scan_ops = {values_init, values_next, values_rescan, NULL};

/* ---- SubqueryScan ---- */
static void subquery_init(struct node *n)
{
    n->left = node_init(n->ex, n->plan->lefttree);
    node_init_projection(n);
}

static bool subquery_next(struct node *n)
{
    for (;;) {
        arena_reset(n->row);
        if (!node_next(n->left))
            return false;
        if (scan_row(n, n->left->values, n->left->nulls))
            return true;
    }
}

static void subquery_rescan(struct node *n, const struct param_set *changed)
{
    node_rescan(n->left, changed);
}

const struct node_ops subquery_scan_ops = {subquery_init, subquery_next, subquery_rescan, NULL};

/* ---- CteScan: the rows of a CTE are computed once a statement, as they are asked for ---- */
struct cte {
    struct node *source;
    struct tuplestore *rows;
    bool eof;
};
struct cte_scan {
    struct cte *cte;
    struct tuplestore_pos *pos;
};

static void cte_init(struct node *n)
{
    const CteScan *p = (const CteScan *)n->plan;
    struct cte_scan *s = n->state = ARENA_NEW(n->arena, struct cte_scan);
    struct node *source = exec_subplan(n->ex, p->ctePlanId);
    struct cte **c = &n->ex->ctes[p->ctePlanId - 1];
    if (*c == NULL) {
        *c = ARENA_NEW(n->arena, struct cte);
        (*c)->source = source;
        (*c)->rows = tuplestore_new(n->arena, &n->ex->temp, &source->cols, n->ex->set.work_mem);
    }
    s->cte = *c;
    s->pos = tuplestore_pos_new(s->cte->rows, n->arena);
    node_init_projection(n);
}

static bool cte_row(struct cte_scan *s)
{
    if (tuplestore_next(s->pos))
        return true;
    struct cte *c = s->cte;
    if (c->eof)
        return false;
    if (!node_next(c->source)) {
        c->eof = true;
        return false;
    }
    tuplestore_put(c->rows, c->source->values, c->source->nulls);
    return tuplestore_next(s->pos);
}

static bool cte_next(struct node *n)
{
    struct cte_scan *s = n->state;
    for (;;) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        if (!cte_row(s))
            return false;
        if (scan_row(n, s->pos->values, s->pos->nulls))
            return true;
    }
}

/* All scans of a CTE that depends on a parameter are rescanned together, before any of them is read again. */
static void cte_rescan(struct node *n, const struct param_set *changed)
{
    struct cte_scan *s = n->state;
    struct cte *c = s->cte;
    tuplestore_rewind(s->pos);
    if (changed == NULL || !node_changed(c->source, changed))
        return;
    tuplestore_clear(c->rows);
    c->eof = false;
    node_rescan(c->source, changed);
}

const struct node_ops cte_scan_ops = {cte_init, cte_next, cte_rescan, NULL};

/* ---- WorkTableScan: the rows that the last round of a recursive query gave ---- */
struct work_table_scan {
    struct work_table *table;
    struct tuplestore *stores[2]; /* the two tables change places every round */
    struct tuplestore_pos *at[2];
    struct tuplestore_pos *pos;
};

static void work_table_init(struct node *n)
{
    const WorkTableScan *p = (const WorkTableScan *)n->plan;
    struct work_table_scan *s = n->state = ARENA_NEW(n->arena, struct work_table_scan);
    if (p->wtParam < 0 || p->wtParam >= n->ex->nparams || n->ex->work_tables[p->wtParam] == NULL)
        raise(ERR_INTERNAL_ERROR, "work table %d is not there", p->wtParam);
    s->table = n->ex->work_tables[p->wtParam];
    node_init_projection(n);
}

static struct tuplestore_pos *work_table_pos(struct node *n, struct work_table_scan *s)
{
    struct tuplestore *t = s->table->rows;
    int i = s->stores[0] == t || s->stores[0] == NULL ? 0 : 1;
    if (s->stores[i] == NULL) {
        s->stores[i] = t;
        s->at[i] = tuplestore_pos_new(t, n->arena);
    }
    return s->at[i];
}

static bool work_table_next(struct node *n)
{
    struct work_table_scan *s = n->state;
    if (s->pos == NULL)
        s->pos = work_table_pos(n, s);
    for (;;) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        if (!tuplestore_next(s->pos))
            return false;
        if (scan_row(n, s->pos->values, s->pos->nulls))
            return true;
    }
}

static void work_table_rescan(struct node *n, const struct param_set *changed)
{
    struct work_table_scan *s = n->state;
    s->pos = NULL;
    if (s->table->rows != NULL)
        tuplestore_rewind(work_table_pos(n, s));
}

const struct node_ops work_table_scan_ops = {work_table_init, work_table_next, work_table_rescan, NULL};
