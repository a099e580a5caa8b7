/*
 * ModifyTable: rows become documents, updates or deletions. All rows are read before the first is written, so that a statement
 * never meets what it wrote itself; and all is written before the first row is handed on.
 */
#include "exec/modify_int.h"
#include "mongo/transaction.h"

/* ---- rows ---- */

struct seen_row {
    struct hent ent; /* first */
    Datum id;
};

struct written_rows {
    const struct relation *rel;
    struct htab seen;
};

/* A row that several parts of a statement write is the first one's. */
static struct htab *seen_rows(struct node *n)
{
    const struct modify *m = n->state;
    FOREACH (struct written_rows, w, m->hold != NULL ? n->ex->written : NULL)
        if (w->rel->oid == m->rel->oid)
            return &w->seen;
    struct written_rows *w = ARENA_NEW(n->arena, struct written_rows);
    w->rel = m->rel;
    htab_init(&w->seen, n->arena, 64);
    n->ex->written = list_append(n->arena, n->ex->written, w);
    return &w->seen;
}

bool modify_came_before(struct node *n, Datum id)
{
    struct modify *m = n->state;
    uint64_t hash = m->identity.lhash(id);
    for (struct hent *e = htab_first(m->seen, hash); e != NULL; e = e->next)
        if (e->hash == hash && m->identity.cmp(((struct seen_row *)e)->id, id) == 0)
            return true;
    struct seen_row *s = ARENA_NEW(n->arena, struct seen_row);
    s->id = (Datum)varlena_from(n->arena, VARDATA(id), VARLEN(id));
    htab_add(m->seen, &s->ent, hash);
    return false;
}

static void write_row(struct node *n, const struct new_row *r)
{
    struct modify *m = n->state;
    CHECK_INTERRUPTS();
    struct error *late = modify_check(n, r);
    if (m->plan->operation == CMD_INSERT)
        modify_insert(m, r);
    else
        modify_by_identity(m, (enum CmdType)m->plan->operation, r->values[m->rowid], r);
    if (late != NULL)
        error_throw(late);
}

/* Rows that come from nowhere in MongoDB need not be kept. */
static bool reads_nothing(const Plan *p)
{
    if (p->initPlan != NULL || p->righttree != NULL)
        return false;
    switch (p->tag) {
    case T_Result: case T_SubqueryScan: return p->lefttree == NULL || reads_nothing(p->lefttree);
    case T_ValuesScan: case T_FunctionScan: return p->lefttree == NULL;
    case T_LocalScan: return ((const LocalScan *)p)->relation->next != NULL;
    default: return false;
    }
}

static void read_rows(struct node *n, bool keep)
{
    struct modify *m = n->state;
    while (node_next(n->left)) {
        if ((m->plan->several || m->hold != NULL) && m->rowid >= 0 && modify_came_before(n, n->left->values[m->rowid]))
            continue;
        arena_reset(n->row);
        struct new_row r = modify_row(n);
        if (keep)
            tuplestore_put(m->rows, r.values, r.nulls);
        else
            write_row(n, &r);
    }
}

static void write_kept(struct node *n)
{
    struct modify *m = n->state;
    while (tuplestore_next(m->at)) {
        arena_reset(n->row);
        write_row(n, &(struct new_row){m->at->values, m->at->nulls, NULL});
    }
    tuplestore_rewind(m->at);
}

static void write_all(struct node *n)
{
    struct modify *m = n->state;
    struct error *volatile failed = NULL;
    TRY {
        read_rows(n, m->plan->returns || !reads_nothing(n->left->plan));
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed != NULL && !modify_goes_on(m, failed))
        error_throw(failed);
    TRY {
        write_kept(n);
        if (failed != NULL)
            error_throw(failed);
    } CATCH (e) {
        modify_fail(m, e);
    } END_TRY;
}

/* ---- one command for all rows: a filter that says which, and values that are the same for all ---- */

static const struct remote *__attribute__((noinline)) one_command(const struct node *n) /* apart from what catches errors */
{
    struct modify *m = n->state;
    const RemoteScan *scan = (const RemoteScan *)n->plan->lefttree;
    if (m->plan->operation == CMD_INSERT || m->plan->operation == CMD_MERGE || m->plan->returns || m->hold != NULL || m->changed != NULL || m->plan->checks != NULL || m->generated != NULL || m->keys != NULL || !IS_A(scan, RemoteScan) || n->plan->lefttree->qual != NULL ||
        n->plan->lefttree->initPlan != NULL || scan->params != NULL)
        return NULL;
    const struct remote *r = scan->remote;
    if (!r->is_find || r->limit != 0 || r->skip != 0 || r->empty || r->hint != NULL)
        return NULL;
    if ((r->filter == NULL || bson_empty(r->filter)) && !m->plan->whole)
        return NULL;
    FOREACH (TargetEntry, t, n->plan->lefttree->targetlist) {
        const struct column *c = m->columns[FOREACH_INDEX(t, n->plan->lefttree->targetlist)];
        if (c == NULL)
            continue;
        if (!IS_A(t->expr, Const))
            return NULL;
        if (c->notnull && ((const Const *)t->expr)->constisnull) /* an error only where there is a row */
            return NULL;
    }
    return r;
}

static void write_at_once(struct node *n, const struct remote *r)
{
    struct modify *m = n->state;
    const List *targets = n->plan->lefttree->targetlist;
    int count = list_length(targets);
    Datum *values = ARENA_ARRAY(n->arena, Datum, count + 1);
    bool *nulls = ARENA_ARRAY(n->arena, bool, count + 1);
    bson_t none = BSON_INITIALIZER;
    FOREACH (TargetEntry, t, targets) {
        int i = FOREACH_INDEX(t, targets);
        if (m->columns[i] == NULL)
            continue;
        values[i] = ((const Const *)t->expr)->constvalue;
        nulls[i] = ((const Const *)t->expr)->constisnull;
    }
    struct new_row row = {values, nulls, NULL};
    m->at_once = true;
    modify_by_filter(m, r->filter != NULL ? r->filter : &none, &row);
}

/* ---- the node ---- */

static const Oid *columns_of_row(struct arena *a, const struct modify *m)
{
    Oid *types = ARENA_ARRAY(a, Oid, m->width + 1);
    for (int i = 0; i < m->width; i++)
        types[i] = m->columns[i]->type;
    return types;
}

static void generated_init(struct node *n, const struct expr_ctx *ctx)
{
    struct modify *m = n->state;
    const List *generated = m->plan->generated;
    if (generated == NULL)
        return;
    m->generated = projection_compile(n->arena, ctx, generated);
    m->generated_at = ARENA_ARRAY(n->arena, int, m->generated->n);
    m->full = ARENA_ARRAY(n->arena, Datum, n->left->cols.n + 1);
    m->full_nulls = ARENA_ARRAY(n->arena, bool, n->left->cols.n + 1);
    FOREACH (TargetEntry, t, generated)
        for (int i = 0; i < m->width; i++)
            if (m->columns[i] != NULL && m->columns[i]->attnum == t->resno)
                m->generated_at[FOREACH_INDEX(t, generated)] = i;
}

static void modify_init(struct node *n)
{
    const ModifyTable *p = (const ModifyTable *)n->plan;
    struct modify *m = n->state = ARENA_NEW(n->arena, struct modify);
    m->arena = n->arena;
    m->hold = n->ex->hold;
    m->plan = p;
    m->rel = p->relation;
    m->changed = n->ex->set.watcher != NULL ? n->ex->set.watcher(m->rel) : NULL;
    const List *row = p->rowCols != NULL ? p->rowCols : p->writeCols;
    m->width = list_length(row);
    m->rowid = m->number = m->id = -1;
    m->columns = ARENA_ARRAY(n->arena, const struct column *, m->width + 1);
    for (int i = 0; i < m->width; i++) {
        int write = ITEM_INT(list_nth(row, i));
        m->columns[i] = write > 0 ? relation_column_nth(p->relation, write) : NULL;
        if (m->columns[i] != NULL && strcmp(m->columns[i]->path, "_id") == 0)
            m->id = i;
    }
    for (int i = 0; i < list_length(p->writeCols); i++) {
        int write = ITEM_INT(list_nth(p->writeCols, i));
        m->rowid = write == WRITE_IDENTITY ? i : m->rowid;
        m->number = write == WRITE_NUMBER ? i : m->number;
    }
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    m->row_types = p->rowCols != NULL ? columns_of_row(n->arena, m) : n->cols.types;
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    m->checks = projection_compile(n->arena, ctx, p->checks);
    generated_init(n, ctx);
    FOREACH (struct key_watch, w, p->keys)
        m->keys = list_append(n->arena, m->keys, keys_watch(n->ex, m->rel, w));
    m->rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    m->at = tuplestore_pos_new(m->rows, n->arena);
    if (m->rowid >= 0) {
        m->seen = seen_rows(n);
        m->identity.lhash = type_get(TYPE_bson_value)->hash;
        m->identity.cmp = type_get(TYPE_bson_value)->cmp;
    }
    n->ex->writes = list_append(n->ex->arena, n->ex->writes, n);
    if (p->onConflict != ONCONFLICT_NONE)
        conflict_init(n);
    if (p->operation == CMD_MERGE)
        merge_init(n);
}

static void modify_run(struct node *n)
{
    struct modify *m = n->state;
    const struct remote *all = one_command(n);
    bool reads = all == NULL && (m->conflict != NULL || !reads_nothing(n->left->plan));
    if (m->plan->setsTag)
        n->ex->main_write = n;
    if ((reads || m->keys != NULL) && mongo_current != NULL) /* what is written depends on what is read: both in one transaction */
        mongo_xact_write(mongo_current, true);
    if (all != NULL)
        write_at_once(n, all);
    else if (m->conflict != NULL)
        conflict_write_all(n);
    else if (m->merge != NULL)
        merge_write_all(n);
    else
        write_all(n);
    modify_flush(m, all != NULL);
}

uint64_t modify_processed(const struct node *n)
{
    return modify_written(n->state);
}

bool modify_in_doubt(const struct node *n)
{
    const struct modify *m = n->state;
    const struct mongo_writer *w = m->at_once ? m->writers[m->plan->operation] : NULL; /* a MERGE has none of its own */
    return w != NULL && writer_refused(w);
}

static bool modify_next(struct node *n)
{
    struct modify *m = n->state;
    if (!m->done)
        modify_run(n);
    m->done = true;
    if (!m->plan->returns || !tuplestore_next(m->at))
        return false;
    n->values = m->at->values;
    n->nulls = m->at->nulls;
    return true;
}

static void modify_rescan(struct node *n, const struct param_set *changed)
{
    raise(ERR_INTERNAL_ERROR, "a modification cannot run twice");
}

const struct node_ops modify_table_ops = {modify_init, modify_next, modify_rescan, NULL};
