/* ModifyTable's documents: rows become inserts, updates and deletions; what must hold for each row is looked at before. */
#include <string.h>

#include "base/macros.h"
#include "exec/modify_int.h"
#include "types/array.h"
#include "types/bson.h"

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

/* BSON's arrays know no other first index than 1. */
static void check_array(const struct column *c, Datum d)
{
    struct array a = array_open(d);
    if (a.ndim > 1 && c->nested != type_nests(a.elem)) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "an array of several dimensions cannot be stored in column \"%s\", which has an index", c->name);
        error_throw(error_hint(e, "Keep such arrays in a column without an index."));
    }
    if (!array_storable(&a))
        raise(ERR_FEATURE_NOT_SUPPORTED, "an array %s cannot be stored in column \"%s\"",
              a.ndim > 1 && !type_nests(a.elem) ? "of several dimensions of arrays" : "with another lower bound than 1", c->name);
}

static void append_value(bson_t *b, const struct column *c, Datum d)
{
    if (type_is_array(type_base(c->type)))
        check_array(c, d);
    if (!bson_append_datum(b, c->path, -1, c->type, d))
        cannot_store(c);
}

static struct mongo_writer *writer_for(struct modify *m, enum CmdType kind)
{
    static const enum write_kind kinds[] = {[CMD_INSERT] = WRITE_INSERT, [CMD_UPDATE] = WRITE_UPDATE, [CMD_DELETE] = WRITE_DELETE};
    if (m->plan->ordered && m->last != 0 && m->last != (int)kind)
        modify_flush(m, true);
    m->last = (int)kind;
    if (m->writers[kind] == NULL)
        m->writers[kind] = writer_new(m->arena, m->rel, kinds[kind], m->hold);
    return m->writers[kind];
}

void modify_flush(struct modify *m, bool several)
{
    static const enum CmdType order[] = {CMD_INSERT, CMD_UPDATE, CMD_DELETE};
    for (int i = 0; i < 3; i++)
        if (m->writers[order[i]] != NULL)
            writer_finish(m->writers[order[i]], several);
}

uint64_t modify_written(const struct modify *m)
{
    uint64_t n = 0;
    for (int i = 0; i <= CMD_DELETE; i++)
        n += m->writers[i] != NULL ? writer_written(m->writers[i]) : 0;
    return n;
}

static void note_keys(struct modify *m, const struct new_row *r)
{
    FOREACH (struct key_collector, k, m->keys)
        keys_note(k, (struct key_row){r->values, r->nulls}, (struct key_row){r->values, r->nulls});
}

void modify_insert(struct modify *m, const struct new_row *r)
{
    bson_t doc = BSON_INITIALIZER;
    const Datum *values = r->values;
    const bool *nulls = r->nulls;
    struct mongo_writer *w = writer_for(m, CMD_INSERT);
    volatile int n = m->width;
    volatile int64_t number = m->number >= 0 ? datum_int64(values[m->number]) : 0;
    note_keys(m, r);
    TRY {
        if (m->id >= 0 && !nulls[m->id]) /* it comes first */
            append_value(&doc, m->columns[m->id], values[m->id]);
        for (int i = 0; i < n; i++)
            if (m->columns[i] != NULL && !nulls[i] && i != m->id)
                append_value(&doc, m->columns[i], values[i]);
        writer_add(w, &doc, number);
    } CATCH (e) {
        bson_destroy(&doc);
        error_throw(e);
    } END_TRY;
    bson_destroy(&doc);
}

static void append_identity(bson_t *q, Datum id)
{
    struct arena *a = arena_new(NULL, "identity");
    bson_iter_t it;
    bool ok = bson_value_iter(a, id, &it);
    if (ok && BSON_ITER_HOLDS_DOCUMENT(&it)) { /* not to be taken for operators */
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
static void append_changes(struct modify *m, bson_t *u, const struct new_row *r)
{
    int n = m->width;
    for (volatile int unset = 0; unset < 2; unset++) {
        bson_t doc = BSON_INITIALIZER;
        TRY {
            for (int i = 0; i < n; i++) {
                if (m->columns[i] == NULL || (r->written != NULL && !r->written[i]) || r->nulls[i] != (unset == 1))
                    continue;
                if (unset)
                    bson_append_utf8(&doc, m->columns[i]->path, -1, "", 0);
                else
                    append_value(&doc, m->columns[i], r->values[i]);
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
static void add_change(struct modify *m, enum CmdType kind, const bson_t *q, bool multi, const struct new_row *r)
{
    struct mongo_writer *w = writer_for(m, kind);
    bson_t member = BSON_INITIALIZER, u = BSON_INITIALIZER;
    TRY {
        BSON_APPEND_DOCUMENT(&member, "q", q);
        if (kind == CMD_UPDATE) {
            append_changes(m, &u, r);
            BSON_APPEND_DOCUMENT(&member, "u", &u);
            BSON_APPEND_BOOL(&member, "multi", multi);
        } else {
            BSON_APPEND_INT32(&member, "limit", multi ? 0 : 1);
        }
        writer_add(w, &member, 0);
    } CATCH (e) {
        bson_destroy(&member);
        bson_destroy(&u);
        error_throw(e);
    } END_TRY;
    bson_destroy(&member);
    bson_destroy(&u);
}

void modify_by_identity(struct modify *m, enum CmdType kind, Datum id, const struct new_row *r)
{
    bson_t q = BSON_INITIALIZER;
    note_keys(m, r);
    if (m->changed != NULL)
        m->changed(m->rel, id, kind == CMD_DELETE);
    append_identity(&q, id);
    TRY {
        add_change(m, kind, &q, false, r);
    } CATCH (e) {
        bson_destroy(&q);
        error_throw(e);
    } END_TRY;
    bson_destroy(&q);
}

void modify_by_filter(struct modify *m, const bson_t *filter, const struct new_row *r)
{
    add_change(m, (enum CmdType)m->plan->operation, filter, true, r);
}

/* ---- generated columns ---- */

void modify_generate(struct node *n, Datum *values, bool *nulls)
{
    const struct modify *m = n->state;
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls};
    if (m->generated == NULL)
        return;
    projection_run(m->generated, &rows, n->row);
    for (int i = 0; i < m->generated->n; i++) {
        values[m->generated_at[i]] = m->generated->values[i];
        nulls[m->generated_at[i]] = m->generated->nulls[i];
    }
}

struct new_row modify_row(struct node *n)
{
    const struct modify *m = n->state;
    struct new_row r = {n->left->values, n->left->nulls, NULL};
    if (m->generated == NULL)
        return r;
    memcpy(m->full, r.values, (size_t)n->left->cols.n * sizeof *m->full);
    memcpy(m->full_nulls, r.nulls, (size_t)n->left->cols.n * sizeof *m->full_nulls);
    modify_generate(n, m->full, m->full_nulls);
    return (struct new_row){m->full, m->full_nulls, NULL};
}

/* ---- what must hold for each row ---- */

/* PostgreSQL's words: every value cut at 64 bytes. */
static void failing_row(struct error *e, struct node *n, const struct new_row *r)
{
    struct modify *m = n->state;
    struct strbuf text;
    strbuf_init(&text, n->row);
    for (int i = 0; i < list_length(m->plan->detailCols); i++) {
        int at = ITEM_INT(list_nth(m->plan->detailCols, i)) - 1;
        const char *value = r->nulls[at] ? "null" : type_output_cstring(n->row, m->row_types[at], r->values[at]);
        size_t len = strlen(value);
        strbuf_printf(&text, "%s%.*s%s", text.len > 0 ? ", " : "", (int)(len > 64 ? 64 : len), value, len > 64 ? "..." : "");
    }
    if (text.len > 0)
        error_detail(e, "Failing row contains (%s).", text.data);
}

static struct error *check_constraints(struct node *n, const struct new_row *r)
{
    struct modify *m = n->state;
    struct expr_rows rows = {.outer = r->values, .outer_nulls = r->nulls};
    if (m->checks->n == 0)
        return NULL;
    projection_run(m->checks, &rows, n->row);
    for (int i = 0; i < m->checks->n; i++) {
        if (m->checks->nulls[i] || datum_bool(m->checks->values[i]))
            continue;
        const TargetEntry *check = list_nth(m->plan->checks, i);
        const char *name = check->resname;
        if (check->ressortgroupref == WRITE_CHECK_VIEW) {
            struct error *e = error_new(ERR_WITH_CHECK_OPTION_VIOLATION, "new row violates check option for view \"%s\"", name);
            failing_row(e, n, r);
            return e;
        }
        struct error *e = error_new(ERR_CHECK_VIOLATION, "new row for relation \"%s\" violates check constraint \"%s\"", m->rel->name, name);
        failing_row(e, n, r);
        e->schema = m->rel->schema;
        e->table = m->rel->name;
        e->constraint = name;
        error_throw(e);
    }
    return NULL;
}

struct error *modify_check(struct node *n, const struct new_row *r)
{
    struct modify *m = n->state;
    const struct column *missing = NULL;
    for (int i = 0; i < m->width; i++) {
        const struct column *c = m->columns[i];
        bool inserted = r->written == NULL && m->plan->operation != CMD_UPDATE; /* which writes no parts of documents */
        if (c != NULL && c->notnull && r->nulls[i] && !(inserted && c->is_path) && (missing == NULL || c->attnum < missing->attnum))
            missing = c;
    }
    if (missing != NULL) {
        struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "null value in column \"%s\" of relation \"%s\" violates not-null constraint",
                                    missing->name, m->rel->name);
        failing_row(e, n, r);
        e->column = missing->name;
        e->schema = m->rel->schema;
        e->table = m->rel->name;
        error_throw(e);
    }
    return check_constraints(n, r);
}

/* Only inside a transaction, which ends with the error: nowhere else may be written what the statement will not keep. COPY looks at
 * a batch before it writes it. */
bool modify_goes_on(const struct modify *m, const struct error *e)
{
    static const char *const classes[] = {"21", "22", "23", "44"};
    bool of_data = false;
    for (int i = 0; i < COUNTOF(classes); i++)
        of_data |= strncmp(errcode_sqlstate(e->code), classes[i], 2) == 0;
    for (int i = 0; i <= CMD_DELETE; i++)
        of_data &= m->writers[i] == NULL || !writer_refused(m->writers[i]);
    return of_data && m->hold == NULL && m->number < 0 && mongo_current != NULL && mongo_current->server.transactions;
}

void modify_fail(struct modify *m, struct error *e)
{
    if (modify_goes_on(m, e))
        modify_flush(m, true);
    error_throw(e);
}
