/*
 * INSERT ... ON CONFLICT. The rows proposed are taken up in chunks: one look-up by index finds the rows there are with a chunk's keys, then each row is
 * judged in its turn against those and what the command wrote before. Where the server has transactions, look-up and write are in one, and whoever
 * comes between is 40001; where it has none, a row is looked up and written at a time, and looked up again when it was too late.
 */
#include <string.h>

#include "exec/modify_int.h"
#include "mongo/client.h"
#include "mongo/row_lock.h"
#include "types/array.h"

enum { CHUNK_ROWS = 1000, TRIES = 100 };

/* A row that is there: from before, or written by this command. */
struct target_row {
    struct hent ent; /* first; by identity, where it is from before */
    Datum id;
    Datum *values; /* those of the lookup's columns */
    bool *nulls;
    bool touched;
    bool in_way; /* it stands in the list of those that a row was not inserted for */
};

struct key_entry {
    struct hent ent;        /* first */
    struct target_row *row; /* NULL: it has the key no more */
};

struct probe {
    const UniqueProbe *plan;
    struct keys keys;
    struct expr_state *predicate;
    struct htab entries;
    struct node *lookup;
};

struct conflict {
    struct tuplestore *proposed;
    struct tuplestore_pos *at;
    int nprobes;
    struct probe *probes;
    struct htab known; /* target_row */
    List *in_way;      /* target_row: DO NOTHING's, from before */
    struct expr_state *where;
    struct projection *visible;
    struct projection *row;
    bool *written;
    struct arena *look_arena;
};

/* ---- who has which key ---- */

/* Can a row meet another in this index? */
static bool has_key(struct node *n, const struct probe *p, const Datum *values, const bool *nulls)
{
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls};
    if (!expr_qual(p->predicate, &rows, n->row))
        return false;
    for (int i = 0; i < p->keys.n; i++) {
        if (!nulls[p->keys.cols[i]])
            continue;
        if (p->plan->nulls_distinct)
            return false;
        raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT with a NULL in a key of the unique index \"%s\" is not supported: MongoDB takes NULLs for equal there", p->plan->name);
    }
    return true;
}

static struct target_row *find(struct node *n, const struct probe *p, const Datum *values, const bool *nulls)
{
    uint64_t hash = keys_hash(&p->keys, values, nulls);
    for (struct hent *e = htab_first(&p->entries, hash); e != NULL; e = e->next) {
        struct target_row *t = ((struct key_entry *)e)->row;
        if (e->hash == hash && t != NULL && keys_equal(&p->keys, n->row, values, nulls, t->values, t->nulls))
            return t;
    }
    return NULL;
}

static void remember_key(struct node *n, struct probe *p, struct target_row *t)
{
    if (!has_key(n, p, t->values, t->nulls))
        return;
    struct key_entry *e = ARENA_NEW(n->arena, struct key_entry);
    e->row = t;
    htab_add(&p->entries, &e->ent, keys_hash(&p->keys, t->values, t->nulls));
}

static void forget_key(struct probe *p, const struct target_row *t)
{
    for (struct hent *e = htab_first(&p->entries, keys_hash(&p->keys, t->values, t->nulls)); e != NULL; e = e->next)
        if (((struct key_entry *)e)->row == t)
            ((struct key_entry *)e)->row = NULL;
}

static struct target_row *new_target(struct node *n, int width, const struct columns *c, const Datum *values, const bool *nulls)
{
    struct target_row *t = ARENA_NEW(n->arena, struct target_row);
    t->values = ARENA_ARRAY(n->arena, Datum, width + 1);
    t->nulls = ARENA_ARRAY(n->arena, bool, width + 1);
    for (int i = 0; i < width; i++) {
        t->nulls[i] = nulls[i];
        t->values[i] = nulls[i] ? 0 : datum_copy(n->arena, values[i], c->byval[i]);
    }
    return t;
}

/* ---- looking up ---- */

static struct target_row *known_row(struct node *n, const struct node *lookup)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    Datum id = lookup->values[m->width];
    uint64_t hash = m->identity.lhash(id);
    for (struct hent *e = htab_first(&c->known, hash); e != NULL; e = e->next)
        if (e->hash == hash && m->identity.cmp(((struct target_row *)e)->id, id) == 0)
            return (struct target_row *)e;
    for (int i = 0; i < c->nprobes; i++) { /* one that this command inserted? */
        struct target_row *own = has_key(n, &c->probes[i], lookup->values, lookup->nulls) ? find(n, &c->probes[i], lookup->values, lookup->nulls) : NULL;
        if (own != NULL)
            return own;
    }
    struct target_row *t = new_target(n, lookup->cols.n, &lookup->cols, lookup->values, lookup->nulls);
    t->id = t->values[m->width];
    htab_add(&c->known, &t->ent, hash);
    for (int i = 0; i < c->nprobes; i++)
        remember_key(n, &c->probes[i], t);
    return t;
}

static void set_param(struct node *n, const struct probe *p, int i, Datum *values, int count, struct param_set *changed)
{
    int id = ITEM_INT(list_nth(p->plan->params, i));
    struct exec_param *x = &n->ex->params[id];
    Oid type = type_base(n->left->cols.types[p->keys.cols[i]]);
    bool *nulls = ARENA_ARRAY(((struct modify *)n->state)->conflict->look_arena, bool, count + 1);
    x->value = array_make(((struct modify *)n->state)->conflict->look_arena, type, values, nulls, count);
    x->isnull = false;
    x->version++;
    param_set_add(changed, id);
}

/* The rows that have one of these keys. */
static void look_up(struct node *n, struct probe *p, Datum **keys, int count)
{
    struct param_set changed = param_set_new(n->row, n->ex->nparams);
    bool again = p->lookup != NULL;
    for (int i = 0; i < p->keys.n; i++)
        set_param(n, p, i, keys[i], count, &changed);
    p->lookup = exec_subplan(n->ex, p->plan->plan_id);
    if (again)
        node_rescan(p->lookup, &changed);
    while (node_next(p->lookup))
        known_row(n, p->lookup);
}

/* Those of the chunk's keys that are not known to be there. */
static void look_up_chunk(struct node *n, struct probe *p, int64_t first, int count)
{
    struct conflict *c = ((struct modify *)n->state)->conflict;
    Datum **keys = ARENA_ARRAY(c->look_arena, Datum *, p->keys.n + 1);
    int found = 0;
    for (int i = 0; i < p->keys.n; i++)
        keys[i] = ARENA_ARRAY(c->look_arena, Datum, count + 1);
    for (int r = 0; r < count && tuplestore_seek(c->at, first + r); r++) {
        if (!has_key(n, p, c->at->values, c->at->nulls) || find(n, p, c->at->values, c->at->nulls) != NULL)
            continue;
        for (int i = 0; i < p->keys.n; i++) {
            int col = p->keys.cols[i];
            keys[i][found] = datum_copy(c->look_arena, c->at->values[col], n->left->cols.byval[col]);
        }
        found++;
    }
    if (found > 0)
        look_up(n, p, keys, found);
}

/* ---- one row ---- */

static void give(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    if (m->plan->returns)
        tuplestore_put(m->rows, values, nulls);
}

static void check_visible(struct node *n, const struct expr_rows *rows)
{
    struct modify *m = n->state;
    const struct projection *v = m->conflict->visible;
    if (v->n > 0)
        projection_run(m->conflict->visible, rows, n->row);
    for (int i = 0; i < v->n; i++)
        if (!datum_bool(v->values[i]))
            raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "conflicting row is not visible through view \"%s\"",
                  ((const TargetEntry *)list_nth(((const WriteAction *)list_nth(m->plan->actions, 0))->visible, i))->resname);
}

static void update_row(struct node *n, struct target_row *t, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls, .inner = t->values, .inner_nulls = t->nulls};
    if (t->touched) {
        struct error *e = error_new(ERR_CARDINALITY_VIOLATION, "ON CONFLICT DO UPDATE command cannot affect row a second time");
        error_throw(error_hint(e, "Ensure that no rows proposed for insertion within the same command have duplicate constrained values."));
    }
    check_visible(n, &rows);
    if (!expr_qual(c->where, &rows, n->row))
        return;
    projection_run(c->row, &rows, n->row);
    modify_generate(n, c->row->values, c->row->nulls);
    struct new_row r = {c->row->values, c->row->nulls, c->written};
    struct error *late = modify_check(n, &r);
    modify_by_identity(m, CMD_UPDATE, t->id, &r);
    if (late != NULL)
        error_throw(late);
    for (int i = 0; i < c->nprobes; i++)
        forget_key(&c->probes[i], t);
    for (int i = 0; i < m->width; i++) {
        t->nulls[i] = r.nulls[i];
        t->values[i] = r.nulls[i] ? 0 : datum_copy(n->arena, r.values[i], n->left->cols.byval[i]);
    }
    t->touched = true;
    for (int i = 0; i < c->nprobes; i++)
        remember_key(n, &c->probes[i], t);
    give(n, t->values, t->nulls);
}

static struct target_row *insert_row(struct node *n, const struct new_row *r)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    modify_insert(m, r);
    struct target_row *t = new_target(n, m->width, &n->left->cols, r->values, r->nulls);
    t->touched = true;
    for (int i = 0; i < c->nprobes; i++)
        remember_key(n, &c->probes[i], t);
    return t;
}

static void note_in_way(struct node *n, struct target_row *t)
{
    struct conflict *c = ((struct modify *)n->state)->conflict;
    t->in_way = true;
    c->in_way = list_append(n->arena, c->in_way, t);
}

/* The row that was inserted; NULL: another was there. */
static struct target_row *propose(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    struct target_row *t = NULL;
    struct new_row r = {values, nulls, NULL};
    CHECK_INTERRUPTS();
    arena_reset(n->row);
    struct error *late = modify_check(n, &r);
    for (int i = 0; i < c->nprobes && t == NULL; i++)
        if (has_key(n, &c->probes[i], values, nulls))
            t = find(n, &c->probes[i], values, nulls);
    if (t == NULL) {
        t = insert_row(n, &r);
        if (late != NULL)
            error_throw(late);
        return t;
    }
    if (m->plan->onConflict == ONCONFLICT_UPDATE)
        update_row(n, t, values, nulls);
    else if (t->id != 0 && !t->in_way)
        note_in_way(n, t);
    return NULL;
}

/* ---- somebody was faster ---- */

static bool too_late(const struct node *n, const struct error *e)
{
    const struct modify *m = n->state;
    const struct conflict *c = m->conflict;
    if (e->code != ERR_UNIQUE_VIOLATION || e->constraint == NULL || m->writers[CMD_INSERT] == NULL || !writer_refused(m->writers[CMD_INSERT]))
        return false;
    for (int i = 0; i < c->nprobes; i++)
        if (strcmp(relation_constraint_name(n->row, m->rel, c->probes[i].plan->name), e->constraint) == 0)
            return true;
    return false;
}

static bool propose_alone(struct node *n, int64_t row)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    struct target_row *volatile t = NULL;
    volatile bool written = false;
    TRY {
        tuplestore_seek(c->at, row);
        t = propose(n, c->at->values, c->at->nulls);
        modify_flush(m, false);
        written = true;
    }
    CATCH (e) {
        if (!too_late(n, e))
            error_throw(e);
    }
    END_TRY;
    if (written && t != NULL)
        give(n, t->values, t->nulls);
    for (int i = 0; i < c->nprobes && !written && t != NULL; i++)
        forget_key(&c->probes[i], t);
    return written;
}

static void look_up_all(struct node *n, int64_t first, int count)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    arena_reset(n->row);
    arena_reset(c->look_arena);
    modify_flush(m, true);
    for (int i = 0; i < c->nprobes; i++)
        look_up_chunk(n, &c->probes[i], first, count);
}

/* Without transactions. */
static void write_alone(struct node *n, int64_t count)
{
    for (int64_t row = 0; row < count; row++) {
        bool written = false;
        for (int i = 0; i < TRIES && !written; i++) {
            look_up_all(n, row, 1);
            written = propose_alone(n, row);
        }
        if (!written)
            raise(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }
}

/* What tells that a row has a key of an arbiter. NULL: all that it has. */
static List *key_fields(struct node *n)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    List *fields = NULL;
    for (int i = 0; i < c->nprobes; i++) {
        if (c->probes[i].plan->predicate != NULL)
            return NULL;
        for (int k = 0; k < c->probes[i].keys.n; k++) {
            const struct column *column = m->columns[c->probes[i].keys.cols[k]];
            if (column == NULL)
                return NULL;
            fields = list_append(c->look_arena, fields, (void *)(uintptr_t)column->path);
        }
    }
    return fields;
}

/*
 * In a block the rows found are those of its snapshot. One that stood in the way and that another transaction has deleted since, or given another key,
 * does so no more: PostgreSQL inserts, MongoDB cannot behind that snapshot, so that it is 40001.
 */
static void check_in_way(struct node *n)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    if (!mongo_current->together || m->plan->onConflict == ONCONFLICT_UPDATE)
        return;
    Datum *ids = ARENA_ARRAY(c->look_arena, Datum, list_length(c->in_way) + 1);
    int count = 0;
    FOREACH (struct target_row, t, c->in_way)
        ids[count++] = t->id;
    for (int i = 0; i < count; i += CHUNK_ROWS)
        row_locks_take_changed(mongo_current, m->rel, ids + i, count - i < CHUNK_ROWS ? count - i : CHUNK_ROWS, key_fields(n));
}

static void write_in_chunks(struct node *n, int64_t count)
{
    struct conflict *c = ((struct modify *)n->state)->conflict;
    for (int64_t first = 0; first < count; first += CHUNK_ROWS) {
        int64_t end = first + CHUNK_ROWS < count ? first + CHUNK_ROWS : count;
        look_up_all(n, first, (int)(end - first));
        for (int64_t row = first; row < end && tuplestore_seek(c->at, row); row++) {
            struct target_row *t = propose(n, c->at->values, c->at->nulls);
            if (t != NULL)
                give(n, t->values, t->nulls);
        }
    }
}

static void write_or_fail(struct node *n, int64_t count)
{
    struct modify *m = n->state;
    TRY {
        write_in_chunks(n, count);
        modify_flush(m, true);
        check_in_way(n);
    } CATCH (e) {
        modify_fail(m, e);
    } END_TRY;
}

void conflict_write_all(struct node *n)
{
    struct modify *m = n->state;
    struct conflict *c = m->conflict;
    while (node_next(n->left)) {
        arena_reset(n->row);
        struct new_row r = modify_row(n);
        tuplestore_put(c->proposed, r.values, r.nulls);
    }
    int64_t count = tuplestore_count(c->proposed);
    if (mongo_current == NULL || !mongo_current->server.transactions) {
        write_alone(n, count);
        return;
    }
    TRY {
        write_or_fail(n, count);
    } CATCH (e) {
        if (too_late(n, e))
            raise(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        error_throw(e);
    } END_TRY;
}

/* ---- made ready ---- */

void conflict_init(struct node *n)
{
    const ModifyTable *p = (const ModifyTable *)n->plan;
    struct modify *m = n->state;
    struct conflict *c = m->conflict = ARENA_NEW(n->arena, struct conflict);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    c->look_arena = arena_new(n->arena, "ON CONFLICT's keys");
    c->proposed = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    c->at = tuplestore_pos_new(c->proposed, n->arena);
    c->probes = ARENA_ARRAY(n->arena, struct probe, list_length(p->probes) + 1);
    htab_init(&c->known, n->arena, 64);
    m->identity.lhash = type_get(TYPE_bson_value)->hash;
    m->identity.cmp = type_get(TYPE_bson_value)->cmp;
    FOREACH (UniqueProbe, u, p->probes) {
        struct probe *x = &c->probes[c->nprobes++];
        x->plan = u;
        x->keys = keys_make(n->arena, u->keyCols, NULL, &n->left->cols);
        x->predicate = expr_compile_qual(n->arena, ctx, u->predicate != NULL ? list_make(n->arena, 1, u->predicate) : NULL);
        htab_init(&x->entries, n->arena, 64);
    }
    FOREACH (WriteAction, a, p->actions) {
        c->where = expr_compile_qual(n->arena, ctx, a->qual != NULL ? list_make(n->arena, 1, a->qual) : NULL);
        c->visible = projection_compile(n->arena, ctx, a->visible);
        c->row = projection_compile(n->arena, ctx, a->row);
        c->written = ARENA_ARRAY(n->arena, bool, m->width + 1);
        for (int i = 0; i < list_length(a->written); i++)
            c->written[ITEM_INT(list_nth(a->written, i)) - 1] = true;
    }
}
