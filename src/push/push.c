#include "push/push.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "push/push_int.h"

bool push_refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

bool push_of_view(const struct push_rel *r)
{
    return r->rel->kind == REL_VIEW && r->rel->unwind == NULL;
}

struct pc push_compiler(struct push_rel *r, bool in_match)
{
    return (struct pc){.arena = r->arena, .rel = r, .in_match = in_match};
}

struct pstage *push_stage(struct push_rel *r, enum stage_kind kind, struct bv *body)
{
    struct pstage *s = ARENA_NEW(r->arena, struct pstage);
    s->kind = kind;
    s->body = body;
    r->stages = list_append(r->arena, r->stages, s);
    return s;
}

struct pcol *push_column(struct push_rel *r, List **cols, Node *expr, const char *path, Oid type, int32_t typmod)
{
    struct pcol *c = ARENA_NEW(r->arena, struct pcol);
    c->expr = expr;
    c->path = path;
    c->type = type_stored(type);
    c->typmod = typmod;
    c->name = path;
    *cols = list_append(r->arena, *cols, c);
    return c;
}

static bool lacks(struct push_rel *r, const char *lack, const char **why)
{
    return lack != NULL && !push_refuse(why, arena_printf(r->arena, "the server has no %s", lack));
}

bool push_server_has(struct push_rel *r, const struct bv *v, const char **why)
{
    return r->env->server_has == NULL || !lacks(r, bv_lack(v, r->env->server_has), why);
}

bool push_server_has_stage(struct push_rel *r, const char *stage, struct bv *body, const char **why)
{
    return body->n == 0 || push_server_has(r, bv_op(r->arena, stage, body), why);
}

static bool server_has_filter(struct push_rel *r, const struct mq *q, const char **why)
{
    return r->env->server_has == NULL || !lacks(r, mq_lack(q, r->env->server_has), why);
}

/* ---- scan ---- */

struct push_rel *push_scan(struct arena *a, const struct push_env *env, const struct relation *rel, int varno)
{
    struct push_rel *r = ARENA_NEW(a, struct push_rel);
    r->arena = a;
    r->env = env;
    r->rel = rel;
    r->varno = varno;
    r->rows = rel->rows;
    if (rel->unwind != NULL) {
        struct bv *unwind = bv_op(a, "path", bv_field(a, rel->unwind->path));
        bv_set(a, unwind, "includeArrayIndex", bv_str(a, rel->unwind->index));
        push_stage(r, STAGE_UNWIND, unwind);
    }
    FOREACH (struct column, col, rel->columns) {
        Var *v = make_var(a, varno, col->attnum, col->type, col->typmod, 0);
        struct pcol *c = push_column(r, &r->cols, (Node *)v, col->path, col->type, col->typmod);
        c->name = col->is_path ? col->path : col->name;
        c->column = col;
        c->nullable = !col->notnull || rel->kind != REL_COLLECTION;
        c->id = rel->kind == REL_COLLECTION && strncmp(col->path, "_id", 3) == 0 &&
                (col->path[3] == '\0' || col->path[3] == '.');
    }
    return r;
}

double push_rows(const struct push_rel *r)
{
    return r->empty ? 0 : r->rows;
}

/* ---- filter ---- */

static const char *why_not(const char *why)
{
    return why != NULL ? why : "not said to MongoDB";
}

void push_match(struct push_rel *r, struct mq *q)
{
    int n = list_length(r->stages);
    struct pstage *last = n > 0 ? list_nth(r->stages, n - 1) : NULL;
    if (last == NULL || last->kind != STAGE_MATCH) {
        last = push_stage(r, STAGE_MATCH, NULL);
        last->match = q;
    } else {
        last->match = mq_and(r->arena, last->match, q);
    }
}

bool push_filter(struct push_rel *r, Node *qual, const char **why)
{
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row)
        return push_refuse(why, "a filter over the one row of an aggregate");
    if (r->empty)
        return true;
    struct pc c = push_compiler(r, true);
    int nparams = list_length(r->params);
    struct mq *q = pc_match(&c, qual, true);
    if (q == NULL || !server_has_filter(r, q, why)) {
        list_truncate(r->params, nparams);
        list_truncate(r->strict, nparams);
        return q == NULL ? push_refuse(why, why_not(c.why)) : false;
    }
    if (q->kind == MQ_TRUE)
        return true;
    if (q->kind == MQ_FALSE) {
        r->empty = true;
        return true;
    }
    FOREACH (struct pcol, col, c.proved)
        col->proved = true;
    FOREACH (struct pcol, col, c.no_nan)
        col->no_nan = true;
    push_match(r, q);
    if (r->rows > 0)
        r->rows = r->rows / 3 < 1 ? 1 : r->rows / 3;
    return true;
}

/* ---- limit ---- */

/* A constant count; false when it is none, or one that must fail when it is run. */
static bool limit_value(Node *e, int64_t none, int64_t *n)
{
    *n = none;
    if (e == NULL)
        return true;
    if (!IS_A(e, Const) || ((Const *)e)->consttype != TYPE_int8)
        return false;
    if (!((Const *)e)->constisnull)
        *n = datum_int64(((Const *)e)->constvalue);
    return *n >= 0 || ((Const *)e)->constisnull;
}

bool push_limit(struct push_rel *r, Node *count, Node *offset, const char **why)
{
    int64_t limit, skip;
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (!limit_value(count, -1, &limit) || !limit_value(offset, 0, &skip))
        return push_refuse(why, "a limit that is not a constant from 0");
    if (r->one_row)
        return push_refuse(why, "a limit over the one row of an aggregate");
    if (limit == 0)
        r->empty = true;
    if (skip > 0)
        push_stage(r, STAGE_SKIP, NULL)->n = skip;
    if (limit > 0 && limit < INT64_MAX / 2) /* beyond: all rows, and MongoDB adds skip to it */
        push_stage(r, STAGE_LIMIT, NULL)->n = limit;
    if (r->rows >= 0)
        r->rows = r->rows > (double)skip ? r->rows - (double)skip : 0;
    if (limit >= 0 && (r->rows < 0 || r->rows > (double)limit))
        r->rows = (double)limit;
    return true;
}

/* ---- finish ---- */

struct finish {
    struct push_rel *r;
    struct remote *remote;
    List *used; /* struct pcol, in the order of remote's columns */
};

static int use_column(struct finish *f, struct pcol *col)
{
    FOREACH (struct pcol, c, f->used)
        if (c == col)
            return FOREACH_INDEX(c, f->used) + 1;
    f->used = list_append(f->r->arena, f->used, col);
    return list_length(f->used);
}

static Node *scan_var(struct finish *f, struct pcol *col)
{
    Oid type = expr_type(col->expr); /* a domain's value is read as what it is made of, and stays one of the domain */
    return (Node *)make_var(f->r->arena, SCAN_VAR, use_column(f, col), type_stored(type) == col->type ? type : col->type, col->typmod, 0);
}

static Node *to_scan(Node *e, void *ctx);

/* A row of the whole table: a record of its visible columns. */
static Node *whole_row(struct finish *f)
{
    struct arena *a = f->r->arena;
    RowExpr *row = MAKE_NODE(a, RowExpr);
    row->row_typeid = f->r->rel->rowtype;
    row->location = -1;
    FOREACH (struct pcol, c, f->r->cols) {
        if (!IS_A(c->expr, Var) || ((Var *)c->expr)->varno != f->r->varno || c->column == NULL || c->column->is_path || c->column->hidden)
            continue;
        row->args = list_append(a, row->args, to_scan(c->expr, f));
        row->colnames = list_append(a, row->colnames, (void *)c->column->name);
    }
    return (Node *)row;
}

/* The columns' expressions become Vars of the scan's row. */
static Node *to_scan(Node *e, void *ctx)
{
    struct finish *f = ctx;
    if (e == NULL)
        return NULL;
    struct pc c = push_compiler(f->r, false);
    struct pcol *col = pc_column(&c, e);
    if (col == NULL) {
        const Var *v = (const Var *)e;
        if (!IS_A(e, Var) || v->varlevelsup > 0)
            return node_mutate(f->r->arena, e, to_scan, f);
        if (v->varno != f->r->varno || v->varattno != 0)
            raise(ERR_INTERNAL_ERROR, "no column %d.%d in the remote relation", v->varno, v->varattno);
        return whole_row(f);
    }
    Node *value = scan_var(f, col);
    return col->finish == NULL ? value
                               : col->finish(f->r->arena, value, col->with != NULL ? scan_var(f, col->with) : NULL);
}

/* Is path, or something above it, among the columns asked for (but itself)? */
static bool covered(const List *used, const struct pcol *col)
{
    FOREACH (struct pcol, c, used) {
        size_t n = strlen(c->path);
        if (strncmp(c->path, col->path, n) == 0 && (col->path[n] == '.' || (col->path[n] == '\0' && c < col)))
            return true;
    }
    return false;
}

/* {a: 1, "b.c": 1, _id: 0}; NULL: the whole documents. */
static struct bv *projection(struct finish *f, bool *whole)
{
    struct arena *a = f->r->arena;
    struct bv *doc = bv_doc(a);
    int visible = 0;
    bool id = false;
    FOREACH (struct pcol, c, f->used) {
        visible += c->column != NULL && !c->column->is_path;
        id |= strncmp(c->path, "_id", 3) == 0 && (c->path[3] == '\0' || c->path[3] == '.');
        if (!covered(f->used, c))
            bv_set(a, doc, c->path, bv_int(a, 1));
    }
    *whole = visible >= f->r->rel->nvisible && !f->r->joined;
    if (*whole)
        return NULL;
    if (doc->n == 0)
        bv_set(a, doc, "_id", bv_int(a, 1));
    else if (!id)
        bv_set(a, doc, "_id", bv_int(a, 0));
    return doc;
}

static struct bv *stage_doc(struct arena *a, const struct pstage *s)
{
    static const char *const names[] = {
        [STAGE_MATCH] = "$match", [STAGE_SET] = "$set",       [STAGE_SORT] = "$sort",     [STAGE_SKIP] = "$skip",
        [STAGE_LIMIT] = "$limit", [STAGE_GROUP] = "$group",   [STAGE_LOOKUP] = "$lookup", [STAGE_UNWIND] = "$unwind",
        [STAGE_PROJECT] = "$project", [STAGE_UNION] = "$unionWith", [STAGE_WINDOW] = "$setWindowFields",
    };
    struct bv *body = s->body;
    if (s->kind == STAGE_MATCH)
        body = mq_doc(a, s->match);
    else if (s->kind == STAGE_SKIP || s->kind == STAGE_LIMIT)
        body = s->n <= INT32_MAX ? bv_int(a, (int32_t)s->n) : bv_long(a, s->n);
    return bv_op(a, names[s->kind], body);
}

struct bv *push_stages(const struct push_rel *r)
{
    struct bv *pipeline = bv_array(r->arena);
    FOREACH (struct pstage, s, r->stages)
        bv_push(r->arena, pipeline, stage_doc(r->arena, s));
    return pipeline;
}

/* One each, in the order in which find does them. */
static bool is_find(const List *stages)
{
    int last = -1;
    FOREACH (struct pstage, s, stages) {
        if (s->kind == STAGE_SET || s->kind >= STAGE_GROUP || (int)s->kind <= last)
            return false;
        last = (int)s->kind;
    }
    return true;
}

static void finish_find(struct finish *f, struct bv *fields)
{
    struct arena *a = f->r->arena;
    struct remote *m = f->remote;
    FOREACH (struct pstage, s, f->r->stages) {
        if (s->kind == STAGE_MATCH)
            m->filter = bv_bson(a, mq_doc(a, s->match));
        else if (s->kind == STAGE_SORT)
            m->sort = bv_bson(a, s->body);
        else if (s->kind == STAGE_SKIP)
            m->skip = s->n;
        else
            m->limit = s->n;
    }
    if (fields != NULL)
        m->projection = bv_bson(a, fields);
}

static void finish_pipeline(struct finish *f, struct bv *fields)
{
    struct arena *a = f->r->arena;
    struct bv *pipeline = push_stages(f->r);
    if (fields != NULL)
        bv_push(a, pipeline, bv_op(a, "$project", fields));
    f->remote->pipeline = bv_bson(a, pipeline);
}

static void finish_columns(struct finish *f)
{
    struct remote *m = f->remote;
    m->ncolumns = list_length(f->used);
    m->columns = ARENA_ARRAY(f->r->arena, struct remote_column, m->ncolumns);
    FOREACH (struct pcol, c, f->used)
        m->columns[FOREACH_INDEX(c, f->used)] =
            (struct remote_column){.path = c->path, .type = c->type, .typmod = c->typmod, .name = c->name,
                                   .seen = c->column != NULL ? c->column->seen : 0,
                                   .json_null = c->json_null,
                                   .nested = c->column != NULL && c->column->nested, .of = c};
}

static bool *finish_strict(const struct push_rel *r)
{
    bool *strict = ARENA_ARRAY(r->arena, bool, list_length(r->strict) + 1);
    for (int i = 0; i < list_length(r->strict); i++)
        strict[i] = ITEM_INT(list_nth(r->strict, i)) != 0;
    return strict;
}

/* The documents have no other fields than the columns. */
static bool is_projected(const struct push_rel *r)
{
    FOREACH (struct pstage, s, r->stages)
        if (s->kind == STAGE_GROUP || s->kind == STAGE_UNION)
            return true;
    return false;
}

RemoteScan *push_finish(struct push_rel *r, List *tlist, List *quals, const char *why_local)
{
    struct arena *a = r->arena;
    struct finish f = {.r = r, .remote = ARENA_NEW(a, struct remote)};
    struct remote *m = f.remote;
    RemoteScan *scan = MAKE_NODE(a, RemoteScan);
    scan->targetlist = node_mutate_list(a, tlist, to_scan, &f);
    scan->qual = node_mutate_list(a, quals, to_scan, &f);
    scan->why_local = why_local;
    scan->relation = r->rel;
    scan->remote = m;
    scan->params = r->params;
    scan->plan_rows = push_rows(r);
    m->database = r->rel->database;
    m->collection = r->rel->collection;
    m->empty = r->empty;
    m->one_row = r->one_row;
    m->rows = scan->plan_rows;
    m->strict = finish_strict(r);
    m->explain = r->explain;
    m->also = r->also;
    finish_columns(&f);
    struct bv *fields = is_projected(r) ? NULL : projection(&f, &m->whole_document);
    m->is_find = is_find(r->stages);
    if (m->is_find)
        finish_find(&f, fields);
    else
        finish_pipeline(&f, fields);
    return scan;
}
