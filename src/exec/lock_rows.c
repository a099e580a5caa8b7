/*
 * LockRows: FOR UPDATE and its kind. Rows are read ahead, as many as are wanted, so that one command locks them all; of those that are to be left out
 * when somebody else holds them it is asked first (mongo/row_lock.h). What foreign keys may refer to of a row that is locked FOR UPDATE is locked, too
 * (mongo/lock.h).
 */
#include "base/macros.h"
#include "catalog/relation.h"
#include "exec/exec_int.h"
#include "mongo/lock.h"
#include "mongo/row_lock.h"
#include "mongo/transaction.h"

enum { MOST_ROWS = 1000 }; /* that are read before they are locked */
enum { WAIT_SKIP = 2, WAIT_ERROR = 3 }; /* libpg_query's LockWaitPolicy */

struct lock_rows {
    struct tuplestore *rows;
    struct tuplestore_pos *at;
    struct arena *read;   /* of the identities of the rows read */
    int n, next;
    bool left_out[MOST_ROWS];
    Datum *ids[MOST_ROWS]; /* of each row, by its locks; 0: none */
    uint64_t *keys[MOST_ROWS]; /* hashes of what foreign keys may refer to, of all locks in turn */
    int nkeys;
    int64_t wanted;       /* rows that LIMIT still wants; -1: all */
    bool locks;           /* it is part of a transaction */
    bool asks;            /* NOWAIT, SKIP LOCKED */
    bool on_top;          /* as many rows are wanted as the client asks for */
    bool begun, ended;
};

/* Is it above all that computes, so that each of its rows is one of the result's? */
static bool is_on_top(const struct node *n)
{
    const Plan *p = n->ex->stmt->planTree;
    while (p != n->plan && p != NULL && p->righttree == NULL && (IS_A(p, Limit) || IS_A(p, Result) || IS_A(p, SubqueryScan)))
        p = p->lefttree;
    return p == n->plan;
}

static void lock_rows_init(struct node *n)
{
    const LockRows *p = (const LockRows *)n->plan;
    struct lock_rows *s = n->state = ARENA_NEW(n->arena, struct lock_rows);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    s->rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    s->at = tuplestore_pos_new(s->rows, n->arena);
    s->read = arena_new(n->arena, "rows to be locked");
    s->wanted = p->bound != NULL ? datum_int64(((const Const *)p->bound)->constvalue) : -1;
    s->on_top = is_on_top(n);
    FOREACH (RowLock, k, p->locks)
        s->nkeys += list_length(k->keys);
}

/* What is to be done depends on where the statement stands when it runs. */
static void begin(struct node *n)
{
    const LockRows *p = (const LockRows *)n->plan;
    struct lock_rows *s = n->state;
    struct mongo *m = mongo_current;
    s->begun = true;
    if (m == NULL || p->locks == NULL)
        return;
    if (!m->server.transactions) {
        if (m->in_block && mongo_settings.require_transactions)
            mongo_xact_write(m, true); /* says so */
        if (m->in_block)
            notice(SEV_WARNING, ERR_WARNING, "rows are read but not locked: this MongoDB server has no transactions");
        return;
    }
    s->locks = m->together || m->in_transaction; /* else the lock would end with the statement */
    FOREACH (RowLock, k, p->locks)
        s->asks |= k->waitPolicy == WAIT_SKIP || k->waitPolicy == WAIT_ERROR;
    FOREACH (RowLock, k, p->locks)
        if (k->resno == 0 && (s->locks || s->asks))
            raise(ERR_WRONG_OBJECT_TYPE, "cannot lock rows in %s \"%s\"", k->relation->kind == REL_VIEW ? "view" : "relation", k->relation->name);
    if (s->locks)
        mongo_xact_write(m, true);
}

static int wanted_now(const struct node *n, const struct lock_rows *s)
{
    int64_t wanted = s->wanted > 0 ? s->wanted : s->wanted == 0 ? 1 : MOST_ROWS;
    if (s->on_top && n->ex->wanted > 0 && n->ex->wanted < (uint64_t)wanted)
        wanted = (int64_t)n->ex->wanted;
    return (int)(wanted < MOST_ROWS ? wanted : MOST_ROWS);
}

static uint64_t key_hash(struct arena *a, const RowLock *k, const struct key_watch *w, const struct node *row)
{
    Oid *types = ARENA_ARRAY(a, Oid, w->n);
    const char **texts = ARENA_ARRAY(a, const char *, w->n);
    for (int i = 0; i < w->n; i++) {
        types[i] = row->cols.types[w->old[i]];
        if (row->nulls[w->old[i]])
            return 0;
        texts[i] = type_output_cstring(a, types[i], row->values[w->old[i]]);
    }
    return locks_hash(k->relation->collection, types, texts, w->n);
}

static void read_keys(struct lock_rows *s, const LockRows *p, const struct node *row)
{
    uint64_t *next = s->keys[s->n] = ARENA_ARRAY(s->read, uint64_t, s->nkeys);
    FOREACH (RowLock, k, p->locks)
        FOREACH (struct key_watch, w, k->keys)
            *next++ = s->ids[s->n][FOREACH_INDEX(k, p->locks)] == 0 ? 0 : key_hash(s->read, k, w, row);
}

static void read_rows(struct node *n, struct lock_rows *s)
{
    const LockRows *p = (const LockRows *)n->plan;
    int most = wanted_now(n, s), nlocks = list_length(p->locks);
    tuplestore_clear(s->rows);
    arena_reset(s->read);
    s->n = s->next = 0;
    while (s->n < most && !s->ended) {
        if (!node_next(n->left)) {
            s->ended = true;
            break;
        }
        tuplestore_put(s->rows, n->left->values, n->left->nulls);
        s->left_out[s->n] = false;
        s->ids[s->n] = ARENA_ARRAY(s->read, Datum, nlocks);
        FOREACH (RowLock, k, p->locks)
            if (!n->left->nulls[k->resno - 1])
                s->ids[s->n][FOREACH_INDEX(k, p->locks)] = datum_copy(s->read, n->left->values[k->resno - 1], false);
        read_keys(s, p, n->left);
        s->n++;
    }
}

/* The documents of one table in the rows that are not left out; places: of each, its row's. */
static int documents(const struct lock_rows *s, int lock, Datum *ids, int *places)
{
    int count = 0;
    for (int i = 0; i < s->n; i++) {
        if (s->left_out[i] || s->ids[i][lock] == 0)
            continue;
        places[count] = i;
        ids[count++] = s->ids[i][lock];
    }
    return count;
}

static void leave_out_held(struct lock_rows *s, const RowLock *k, int lock)
{
    Datum *ids = ARENA_ARRAY(s->read, Datum, s->n);
    int *places = ARENA_ARRAY(s->read, int, s->n);
    bool *held = ARENA_ARRAY(s->read, bool, s->n);
    int count = documents(s, lock, ids, places);
    row_locks_ask(mongo_current, k->relation, ids, count, held);
    for (int i = 0; i < count; i++) {
        if (held[i] && k->waitPolicy == WAIT_ERROR)
            raise(ERR_LOCK_NOT_AVAILABLE, "could not obtain lock on row in relation \"%s\"", k->relation->name);
        s->left_out[places[i]] |= held[i];
    }
}

/* Those of the rows of one key of one lock that are not left out: 0 where foreign keys cannot refer to the row, for it is NULL. */
static int keys_of(const struct lock_rows *s, int key, uint64_t *hashes, int *places)
{
    int count = 0;
    for (int i = 0; i < s->n; i++) {
        if (s->left_out[i] || s->keys[i][key] == 0)
            continue;
        places[count] = i;
        hashes[count++] = s->keys[i][key];
    }
    return count;
}

static void leave_out_referred(struct lock_rows *s, const RowLock *k, int key)
{
    uint64_t *hashes = ARENA_ARRAY(s->read, uint64_t, s->n);
    int *places = ARENA_ARRAY(s->read, int, s->n);
    bool *held = ARENA_ARRAY(s->read, bool, s->n);
    int count = keys_of(s, key, hashes, places);
    locks_ask(mongo_current, s->read, k->relation->database, hashes, count, held);
    for (int i = 0; i < count; i++) {
        if (held[i] && k->waitPolicy == WAIT_ERROR)
            raise(ERR_LOCK_NOT_AVAILABLE, "could not obtain lock on row in relation \"%s\"", k->relation->name);
        s->left_out[places[i]] |= held[i];
    }
}

static void fill_keys(const LockRows *p, struct lock_rows *s, bool take)
{
    int key = 0;
    FOREACH (RowLock, k, p->locks)
        for (int i = 0; i < list_length(k->keys); i++, key++) {
            if (!take && (k->waitPolicy == WAIT_SKIP || k->waitPolicy == WAIT_ERROR))
                leave_out_referred(s, k, key);
            if (!take)
                continue;
            uint64_t *hashes = ARENA_ARRAY(s->read, uint64_t, s->n);
            int count = keys_of(s, key, hashes, ARENA_ARRAY(s->read, int, s->n));
            locks_take(mongo_current, s->read, k->relation->database, hashes, count, true);
        }
}

static void fill(struct node *n, struct lock_rows *s)
{
    const LockRows *p = (const LockRows *)n->plan;
    read_rows(n, s);
    if (s->n == 0)
        return;
    FOREACH (RowLock, k, p->locks)
        if (k->waitPolicy == WAIT_SKIP || k->waitPolicy == WAIT_ERROR)
            leave_out_held(s, k, FOREACH_INDEX(k, p->locks));
    fill_keys(p, s, false);
    FOREACH (RowLock, k, s->locks ? p->locks : NULL) {
        Datum *ids = ARENA_ARRAY(s->read, Datum, s->n);
        int count = documents(s, FOREACH_INDEX(k, p->locks), ids, ARENA_ARRAY(s->read, int, s->n));
        row_locks_take(mongo_current, k->relation, ids, count);
    }
    if (s->locks)
        fill_keys(p, s, true);
}

static bool lock_rows_next(struct node *n)
{
    struct lock_rows *s = n->state;
    if (!s->begun)
        begin(n);
    if (!s->locks && !s->asks) {
        bool more = node_next(n->left);
        n->values = n->left->values;
        n->nulls = n->left->nulls;
        return more;
    }
    while (s->next < s->n && s->left_out[s->next])
        s->next++;
    while (s->next == s->n) {
        if (s->ended)
            return false;
        fill(n, s);
        while (s->next < s->n && s->left_out[s->next])
            s->next++;
    }
    tuplestore_seek(s->at, s->next++);
    s->wanted -= s->wanted > 0;
    n->values = s->at->values;
    n->nulls = s->at->nulls;
    return true;
}

static void lock_rows_rescan(struct node *n, const struct param_set *changed)
{
    const LockRows *p = (const LockRows *)n->plan;
    struct lock_rows *s = n->state;
    tuplestore_clear(s->rows);
    s->n = s->next = 0;
    s->ended = false;
    s->wanted = p->bound != NULL ? datum_int64(((const Const *)p->bound)->constvalue) : -1;
    node_rescan(n->left, changed);
}

const struct node_ops lock_rows_ops = {lock_rows_init, lock_rows_next, lock_rows_rescan, NULL};
