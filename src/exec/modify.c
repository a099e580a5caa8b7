/*
 * ModifyTable: rows become documents, updates or deletions. All rows are read before the first is written, so that a statement
 * never meets what it wrote itself; and all is written before the first row is handed on.
 */
#include <string.h>

#include "catalog/relation.h"
#include "exec/exec_int.h"
#include "mongo/write.h"
#include "types/bson.h"

struct modify {
    const ModifyTable *plan;
    const struct relation *rel;
    const struct column **columns; /* by input column: what is written; NULL nothing */
    int rowid, number;             /* input columns; -1 none */
    struct mongo_writer *writer;
    struct tuplestore *rows;       /* what was read: where it must be kept */
    struct tuplestore_pos *at;
    struct htab seen;              /* identities: a row that comes twice is written once */
    struct key_fn identity;
    struct projection *checks;
    bool done;
};

struct seen_row {
    struct hent ent; /* first */
    Datum id;
};

/* ---- documents ---- */

static _Noreturn void cannot_store(const struct column *c)
{
    Oid type = type_base(c->type);
    if (type == TYPE_numeric)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value of column \"%s\" has more digits than MongoDB's Decimal128 holds", c->name);
    if (type == TYPE_timestamp || type == TYPE_timestamptz || type == TYPE_date)
        raise(ERR_DATETIME_FIELD_OVERFLOW, "value of column \"%s\" is none that a date of MongoDB holds", c->name);
    raise(ERR_FEATURE_NOT_SUPPORTED, "value of column \"%s\" cannot be stored in MongoDB", c->name);
}

static void append_value(bson_t *b, const struct column *c, Datum d)
{
    if (!bson_append_datum(b, c->path, -1, c->type, d))
        cannot_store(c);
}

static void add_insert(struct modify *m, const Datum *values, const bool *nulls)
{
    bson_t doc = BSON_INITIALIZER;
    volatile int n = list_length(m->plan->writeCols);
    volatile int64_t number = m->number >= 0 ? datum_int64(values[m->number]) : 0;
    TRY {
        for (int pass = 0; pass < 2; pass++) /* _id comes first */
            for (int i = 0; i < n; i++)
                if (m->columns[i] != NULL && !nulls[i] && (strcmp(m->columns[i]->path, "_id") == 0) == (pass == 0))
                    append_value(&doc, m->columns[i], values[i]);
        writer_add(m->writer, &doc, number);
    } CATCH (e) {
        bson_destroy(&doc);
        error_throw(e);
    } END_TRY;
    bson_destroy(&doc);
}

/* The identity as it stood in the document: its type, then its bytes. */
static void append_identity(bson_t *q, Datum id)
{
    uint8_t type = (uint8_t)VARDATA(id)[0];
    uint32_t len = VARLEN(id) - 1, whole = 4 + 1 + 4 + len + 1;
    struct arena *a = arena_new(NULL, "identity");
    uint8_t *doc = arena_alloc(a, whole);
    uint32_t le = BSON_UINT32_TO_LE(whole);
    bson_t view;
    bson_iter_t it;
    memcpy(doc, &le, 4);
    doc[4] = type == BSON_TYPE_EOD ? BSON_TYPE_NULL : type;
    memcpy(doc + 5, "_id", 4);
    memcpy(doc + 9, VARDATA(id) + 1, len);
    doc[whole - 1] = 0;
    bool ok = bson_init_static(&view, doc, whole) && bson_iter_init(&it, &view) && bson_iter_next(&it);
    if (ok && type == BSON_TYPE_DOCUMENT) { /* not to be taken for operators */
        bson_t eq;
        bson_append_document_begin(q, "_id", 3, &eq);
        ok = bson_append_iter(&eq, "$eq", 3, &it);
        bson_append_document_end(q, &eq);
    } else {
        ok = ok && bson_append_iter(q, "_id", 3, &it);
    }
    arena_free(a);
    if (!ok)
        raise(ERR_INTERNAL_ERROR, "a document's _id cannot be read");
}

/* {$set: {...}, $unset: {...}}: NULL is a field that is not there. */
static void append_changes(struct modify *m, bson_t *u, const Datum *values, const bool *nulls)
{
    int n = list_length(m->plan->writeCols);
    for (volatile int unset = 0; unset < 2; unset++) {
        bson_t doc = BSON_INITIALIZER;
        TRY {
            for (int i = 0; i < n; i++) {
                if (m->columns[i] == NULL || nulls[i] != (unset == 1))
                    continue;
                if (unset)
                    bson_append_utf8(&doc, m->columns[i]->path, -1, "", 0);
                else
                    append_value(&doc, m->columns[i], values[i]);
            }
        } CATCH (e) {
            bson_destroy(&doc);
            error_throw(e);
        } END_TRY;
        if (!bson_empty(&doc))
            bson_append_document(u, unset ? "$unset" : "$set", -1, &doc);
        bson_destroy(&doc);
    }
}

/* {q: Q, u: U, multi: MULTI} or {q: Q, limit: LIMIT} */
static void add_change(struct modify *m, const bson_t *q, bool multi, const Datum *values, const bool *nulls)
{
    bson_t member = BSON_INITIALIZER, u = BSON_INITIALIZER;
    TRY {
        BSON_APPEND_DOCUMENT(&member, "q", q);
        if (m->plan->operation == CMD_UPDATE) {
            append_changes(m, &u, values, nulls);
            BSON_APPEND_DOCUMENT(&member, "u", &u);
            BSON_APPEND_BOOL(&member, "multi", multi);
        } else {
            BSON_APPEND_INT32(&member, "limit", multi ? 0 : 1);
        }
        writer_add(m->writer, &member, 0);
    } CATCH (e) {
        bson_destroy(&member);
        bson_destroy(&u);
        error_throw(e);
    } END_TRY;
    bson_destroy(&member);
    bson_destroy(&u);
}

static void add_by_identity(struct modify *m, const Datum *values, const bool *nulls)
{
    bson_t q = BSON_INITIALIZER;
    append_identity(&q, values[m->rowid]);
    TRY {
        add_change(m, &q, false, values, nulls);
    } CATCH (e) {
        bson_destroy(&q);
        error_throw(e);
    } END_TRY;
    bson_destroy(&q);
}

/* ---- what must hold for each row ---- */

/* PostgreSQL's words: every value cut at 64 bytes. */
static const char *failing_row(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    struct strbuf text;
    strbuf_init(&text, n->row);
    for (int i = 0; i < list_length(m->plan->writeCols); i++) {
        if (m->columns[i] == NULL || m->columns[i]->hidden)
            continue;
        const char *value = nulls[i] ? "null" : type_output_cstring(n->row, m->columns[i]->type, values[i]);
        size_t len = strlen(value);
        strbuf_printf(&text, "%s%.*s%s", text.len > 0 ? ", " : "", (int)(len > 64 ? 64 : len), value, len > 64 ? "..." : "");
    }
    return text.data;
}

static void check_constraints(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls};
    if (m->checks->n == 0)
        return;
    projection_run(m->checks, &rows, n->row);
    for (int i = 0; i < m->checks->n; i++) {
        if (m->checks->nulls[i] || datum_bool(m->checks->values[i]))
            continue;
        const char *name = ((const TargetEntry *)list_nth(m->plan->checks, i))->resname;
        struct error *e = error_new(ERR_CHECK_VIOLATION, "new row for relation \"%s\" violates check constraint \"%s\"", m->rel->name, name);
        if (m->plan->operation == CMD_INSERT)
            error_detail(e, "Failing row contains (%s).", failing_row(n, values, nulls));
        e->table = m->rel->name;
        e->constraint = name;
        error_throw(e);
    }
}

static void check_row(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    for (int i = 0; i < list_length(m->plan->writeCols); i++) {
        const struct column *c = m->columns[i];
        if (c == NULL || !c->notnull || !nulls[i])
            continue;
        struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "null value in column \"%s\" of relation \"%s\" violates not-null constraint",
                                    c->name, m->rel->name);
        if (m->plan->operation == CMD_INSERT)
            error_detail(e, "Failing row contains (%s).", failing_row(n, values, nulls));
        e->column = c->name;
        e->table = m->rel->name;
        error_throw(e);
    }
    check_constraints(n, values, nulls);
}

/* ---- rows ---- */

static bool came_before(struct node *n, Datum id)
{
    struct modify *m = n->state;
    uint64_t hash = m->identity.lhash(id);
    for (struct hent *e = htab_first(&m->seen, hash); e != NULL; e = e->next)
        if (e->hash == hash && m->identity.cmp(((struct seen_row *)e)->id, id) == 0)
            return true;
    struct seen_row *s = ARENA_NEW(n->arena, struct seen_row);
    s->id = (Datum)varlena_from(n->arena, VARDATA(id), VARLEN(id));
    htab_add(&m->seen, &s->ent, hash);
    return false;
}

static void write_row(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    CHECK_INTERRUPTS();
    arena_reset(n->row);
    check_row(n, values, nulls);
    if (m->plan->operation == CMD_INSERT)
        add_insert(m, values, nulls);
    else
        add_by_identity(m, values, nulls);
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

static void write_all(struct node *n)
{
    struct modify *m = n->state;
    bool keep = m->plan->returns || !reads_nothing(n->left->plan);
    while (node_next(n->left)) {
        if (m->plan->several && came_before(n, n->left->values[m->rowid]))
            continue;
        if (keep)
            tuplestore_put(m->rows, n->left->values, n->left->nulls);
        else
            write_row(n, n->left->values, n->left->nulls);
    }
    while (keep && tuplestore_next(m->at))
        write_row(n, m->at->values, m->at->nulls);
    tuplestore_rewind(m->at);
}

/* ---- one command for all rows: a filter that says which, and values that are the same for all ---- */

static const struct remote *__attribute__((noinline)) one_command(const struct node *n) /* apart from what catches errors */
{
    struct modify *m = n->state;
    const RemoteScan *scan = (const RemoteScan *)n->plan->lefttree;
    if (m->plan->operation == CMD_INSERT || m->plan->returns || m->plan->checks != NULL || !IS_A(scan, RemoteScan) || n->plan->lefttree->qual != NULL ||
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
    check_row(n, values, nulls);
    add_change(m, r->filter != NULL ? r->filter : &none, true, values, nulls);
}

/* ---- the node ---- */

static void modify_init(struct node *n)
{
    const ModifyTable *p = (const ModifyTable *)n->plan;
    struct modify *m = n->state = ARENA_NEW(n->arena, struct modify);
    int count = list_length(p->writeCols);
    m->plan = p;
    m->rel = p->relation;
    m->rowid = m->number = -1;
    m->columns = ARENA_ARRAY(n->arena, const struct column *, count + 1);
    for (int i = 0; i < count; i++) {
        int write = ITEM_INT(list_nth(p->writeCols, i));
        m->columns[i] = write > 0 ? relation_column_nth(p->relation, write) : NULL;
        if (write == WRITE_IDENTITY)
            m->rowid = i;
        else if (write == WRITE_NUMBER)
            m->number = i;
    }
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    m->checks = projection_compile(n->arena, ctx, p->checks);
    m->rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    m->at = tuplestore_pos_new(m->rows, n->arena);
    if (m->rowid >= 0) {
        htab_init(&m->seen, n->arena, 64);
        m->identity.lhash = type_get(TYPE_bson_value)->hash;
        m->identity.cmp = type_get(TYPE_bson_value)->cmp;
    }
}

static void modify_run(struct node *n)
{
    static const enum write_kind kinds[] = {[CMD_INSERT] = WRITE_INSERT, [CMD_UPDATE] = WRITE_UPDATE, [CMD_DELETE] = WRITE_DELETE};
    struct modify *m = n->state;
    const struct remote *all = one_command(n);
    m->writer = writer_new(n->arena, m->rel, kinds[m->plan->operation]);
    TRY {
        if (all != NULL)
            write_at_once(n, all);
        else
            write_all(n);
        writer_finish(m->writer, all != NULL);
    }
    CATCH (e) {
        n->ex->processed = writer_written(m->writer);
        error_throw(e);
    }
    END_TRY;
    n->ex->processed = writer_written(m->writer);
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
