#include "mongo/sequence.h"

#include <string.h>

#include "mongo/cursor.h"
#include "mongo/mongo_error.h"

/* ---- documents ---- */

/* Is what comes next what it was told to begin with, and not what counting has come to? */
static bool is_fresh(const bson_t *doc, int64_t next, int64_t start)
{
    bson_iter_t it;
    if (!bson_iter_init_find(&it, doc, "fresh"))
        return next == start;
    return BSON_ITER_HOLDS_NUMBER(&it) && next == bson_iter_as_int64(&it);
}

static struct sequence_def *load(struct arena *a, const bson_t *doc)
{
    struct sequence_def *q = ARENA_NEW(a, struct sequence_def);
    const struct type_info *type = type_by_name(bson_text(doc, "type", "int8"));
    const char *table = bson_text(doc, "table", NULL), *column = bson_text(doc, "column", NULL), *comment = bson_text(doc, "comment", NULL);
    q->name = arena_strdup(a, bson_text(doc, "sequence", ""));
    q->type = type != NULL ? type->oid : TYPE_int8;
    q->start = bson_number(doc, "start", 1);
    q->increment = bson_number(doc, "increment", 1);
    q->min = bson_number(doc, "min", 1);
    q->max = bson_number(doc, "max", INT64_MAX);
    q->cache = bson_number(doc, "cache", 1);
    q->cycle = bson_truth(doc, "cycle");
    q->unlogged = bson_truth(doc, "unlogged");
    q->table = table != NULL && table[0] != '\0' ? arena_strdup(a, table) : NULL;
    q->column = column != NULL && column[0] != '\0' ? arena_strdup(a, column) : NULL;
    q->comment = comment != NULL && comment[0] != '\0' ? arena_strdup(a, comment) : NULL;
    /* without a next number it has given all */
    bool up = q->increment > 0;
    int64_t next = bson_number(doc, "next", INT64_MIN), end = up ? q->max : q->min;
    q->used = !is_fresh(doc, next, q->start);
    q->last = !q->used                   ? next
              : next == INT64_MIN        ? end - (end - q->start) % q->increment
              : next == (up ? q->min : q->max) ? end
                                         : next - q->increment;
    return q;
}

static void append_id(struct arena *a, bson_t *b, const char *name)
{
    BSON_APPEND_UTF8(b, "_id", arena_printf(a, "sequence %s", name));
}

static void append_definition(bson_t *b, const struct sequence_def *q)
{
    BSON_APPEND_UTF8(b, "sequence", q->name);
    BSON_APPEND_UTF8(b, "type", type_get(q->type)->name);
    BSON_APPEND_INT64(b, "start", q->start);
    BSON_APPEND_INT64(b, "increment", q->increment);
    BSON_APPEND_INT64(b, "min", q->min);
    BSON_APPEND_INT64(b, "max", q->max);
    BSON_APPEND_INT64(b, "cache", q->cache);
    BSON_APPEND_BOOL(b, "cycle", q->cycle);
    BSON_APPEND_BOOL(b, "unlogged", q->unlogged); /* false: also where it was before */
    BSON_APPEND_UTF8(b, "table", q->table != NULL ? q->table : ""); /* "": nobody's, also where it was somebody's before */
    BSON_APPEND_UTF8(b, "column", q->column != NULL ? q->column : "");
    if (q->comment != NULL)
        BSON_APPEND_UTF8(b, "comment", q->comment);
}

/* ---- commands, beside a transaction ---- */

/* {findAndModify: ..., query, update}: the document before; false: there is none. pipeline: update is one. */
static bool find_and_modify(struct arena *a, struct mongo *m, const char *db, const bson_t *query, const bson_t *update, bool pipeline,
                            bson_t *before)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "findAndModify", CATALOG_COLLECTION);
    BSON_APPEND_DOCUMENT(b, "query", query);
    if (pipeline)
        BSON_APPEND_ARRAY(b, "update", update);
    else
        BSON_APPEND_DOCUMENT(b, "update", update);
    return bson_subdocument(mongo_write_beside(a, m, db, b), "value", before);
}

static bson_t *query_of(struct arena *a, const char *name)
{
    bson_t *q = bson_in(a);
    append_id(a, q, name);
    return q;
}

/* ---- values that are taken ahead ---- */

#define FEWEST_AHEAD 16 /* a statement that takes fewer takes them one by one, as others see them then: no gaps */
#define MOST_AHEAD 512

/* What this statement has of a sequence: taken so many, of which left are still to be given, from next on. */
struct ahead {
    const char *db, *name;
    int64_t next, increment;
    int taken, left;
};

static struct arena *ahead_arena;
static List *ahead;

static struct ahead *ahead_of(const char *db, const char *name)
{
    FOREACH (struct ahead, x, ahead)
        if (strcmp(x->name, name) == 0 && strcmp(x->db, db) == 0)
            return x;
    if (ahead_arena == NULL)
        ahead_arena = arena_new(NULL, "sequences' values");
    struct ahead *x = ARENA_NEW(ahead_arena, struct ahead);
    *x = (struct ahead){.db = arena_strdup(ahead_arena, db), .name = arena_strdup(ahead_arena, name)};
    ahead = list_append(ahead_arena, ahead, x);
    return x;
}

static void give_back(struct arena *a, struct mongo *m, const struct ahead *x)
{
    bson_t *query = query_of(a, x->name), *update = bson_in(a), set, before;
    BSON_APPEND_INT64(query, "next", x->next + x->left * x->increment);
    bson_append_document_begin(update, "$set", -1, &set);
    BSON_APPEND_INT64(&set, "next", x->next);
    bson_append_document_end(update, &set);
    find_and_modify(a, m, x->db, query, update, false, &before);
}

void sequences_give_back(struct mongo *m)
{
    List *all = ahead;
    if (all == NULL)
        return;
    ahead = NULL;
    struct error *volatile failed = NULL; /* MongoDB is gone: the sequences have gaps */
    struct arena *a = arena_new(NULL, "sequences");
    TRY {
        FOREACH (struct ahead, x, all)
            if (x->left > 0)
                give_back(a, m, x);
    }
    CATCH (e) {
        failed = e;
    }
    END_TRY;
    arena_free(a);
    arena_reset(ahead_arena);
    if (failed != NULL && failed->severity >= SEV_FATAL)
        error_throw(failed);
}

static List *list_beside(struct arena *a, struct mongo *m, const char *db)
{
    bson_error_t error;
    int code;
    List *out = NULL;
    bson_t *find = bson_in(a), filter, exists, sort;
    BSON_APPEND_UTF8(find, "find", CATALOG_COLLECTION);
    bson_append_document_begin(find, "filter", -1, &filter);
    bson_append_document_begin(&filter, "sequence", -1, &exists);
    BSON_APPEND_BOOL(&exists, "$exists", true);
    bson_append_document_end(&filter, &exists);
    bson_append_document_end(find, &filter);
    bson_append_document_begin(find, "sort", -1, &sort);
    BSON_APPEND_INT32(&sort, "_id", 1);
    bson_append_document_end(find, &sort);
    struct mongo_cursor *c = cursor_try(a, m, db, find, &error, &code);
    if (c == NULL) /* who may not read them sees none */
        return NULL;
    for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;)
        out = list_append(a, out, load(a, doc));
    return out;
}

List *sequence_list(struct arena *a, struct mongo *m, const char *db)
{
    List *volatile out = NULL;
    bool beside = m->beside;
    sequences_give_back(m);
    m->beside = true;
    GUARD {
        out = list_beside(a, m, db);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return out;
}

void sequence_save(struct mongo *m, const char *db, const struct sequence_def *q, bool restart)
{
    sequences_give_back(m);
    WITH_ARENA(a, {
        bson_t *b = bson_in(a);
        bson_t list;
        bson_t item;
        bson_t u;
        bson_t set;
        BSON_APPEND_UTF8(b, "update", CATALOG_COLLECTION);
        bson_append_array_begin(b, "updates", -1, &list);
        bson_append_document_begin(&list, "0", -1, &item);
        BSON_APPEND_DOCUMENT(&item, "q", query_of(a, q->name));
        bson_append_document_begin(&item, "u", -1, &u);
        bson_append_document_begin(&u, "$set", -1, &set);
        append_definition(&set, q);
        if (restart)
            bson_concat(&set, sequence_coming(a, q, q->start, false));
        bson_append_document_end(&u, &set);
        bson_append_document_end(&item, &u);
        BSON_APPEND_BOOL(&item, "upsert", true);
        bson_append_document_end(&list, &item);
        bson_append_array_end(b, &list);
        mongo_write_beside(a, m, db, b);
    });
}

static void append_field(bson_t *b, const bson_t *doc, const char *name)
{
    bson_iter_t it;
    if (bson_iter_init_find(&it, doc, name))
        bson_append_iter(b, NULL, -1, &it);
}

static void append_next(bson_t *b, const bson_t *doc)
{
    append_field(b, doc, "next");
    append_field(b, doc, "fresh");
}

static bson_t *set_next(struct arena *a, const bson_t *doc)
{
    bson_t *u = bson_in(a), set;
    bson_append_document_begin(u, "$set", -1, &set);
    append_next(&set, doc);
    bson_append_document_end(u, &set);
    return u;
}

void sequence_restart(struct mongo *m, const char *db, const struct sequence_def *q)
{
    sequences_give_back(m);
    WITH_ARENA(a, {
        bson_t before;
        find_and_modify(a, m, db, query_of(a, q->name), set_next(a, sequence_coming(a, q, q->start, false)), false, &before);
    });
}

static bson_t *find_beside(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    bson_error_t error;
    int code;
    bson_t *find = bson_in(a), *out = NULL;
    BSON_APPEND_UTF8(find, "find", CATALOG_COLLECTION);
    BSON_APPEND_DOCUMENT(find, "filter", query_of(a, name));
    struct mongo_cursor *c = cursor_try(a, m, db, find, &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;) {
        out = bson_in(a);
        bson_concat(out, doc);
    }
    return out;
}

const bson_t *sequence_document(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    bson_t *volatile out = NULL;
    bool beside = m->beside;
    sequences_give_back(m);
    m->beside = true;
    GUARD {
        out = find_beside(a, m, db, name);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return out;
}

/* Which of two goes on counting, as the first did: null is behind all. */
static const bson_t *further(const bson_t *was, const bson_t *now)
{
    const int64_t none = INT64_MIN;
    int64_t x = bson_number(was, "next", none), y = bson_number(now, "next", none);
    bool up = bson_number(was, "increment", 1) > 0;
    return x == none || (y != none && (up ? x >= y : x <= y)) ? was : now;
}

/* Nobody else has counted since. */
static bool is_own(struct arena *a, const char *name, const bson_t *left, const bson_t *now)
{
    const int64_t none = INT64_MIN, next = bson_number(now, "next", none);
    int64_t value;
    if (bson_empty(left)) /* its counting goes on, as behind a change of its owner's name */
        return false;
    return next == bson_number(left, "next", none) ||
           (sequence_taken_here(name, &value) && next == bson_number(sequence_coming(a, load(a, now), value, true), "next", none));
}

/* false: somebody has counted meanwhile. */
static bool restore(struct mongo *m, const char *db, const char *name, const bson_t *was, const bson_t *left)
{
    volatile bool done = false;
    WITH_ARENA(a, {
        const bson_t *now = sequence_document(a, m, db, name);
        bson_t *query = query_of(a, name);
        bson_t *again = bson_in(a);
        bson_t before;
        done = now == NULL;
        if (now != NULL) {
            append_field(query, now, "next");
            bson_copy_to_excluding_noinit(was, again, "next", "fresh", NULL);
            append_next(again, is_own(a, name, left, now) ? was : further(was, now));
            done = find_and_modify(a, m, db, query, again, false, &before);
        }
    });
    return done;
}

void sequence_restore(struct mongo *m, const char *db, const char *name, const bson_t *was, const bson_t *left)
{
    enum { TRIES = 10 };
    for (int i = 0; i < TRIES && !restore(m, db, name, was, left); i++)
        continue;
}

/* The new one is there before the old one goes, which says, as it goes, what comes next. */
void sequence_rename(struct mongo *m, const char *db, const struct sequence_def *q, const char *to)
{
    struct sequence_def renamed = *q;
    renamed.name = to;
    sequence_save(m, db, &renamed, true);
    WITH_ARENA(a, {
        bson_t *b = bson_in(a);
        bson_t gone;
        bson_t before;
        BSON_APPEND_UTF8(b, "findAndModify", CATALOG_COLLECTION);
        BSON_APPEND_DOCUMENT(b, "query", query_of(a, q->name));
        BSON_APPEND_BOOL(b, "remove", true);
        if (bson_subdocument(mongo_write_beside(a, m, db, b), "value", &gone))
            find_and_modify(a, m, db, query_of(a, to), set_next(a, &gone), false, &before);
    });
}

bool sequence_drop(struct mongo *m, const char *db, const char *name)
{
    volatile bool found = false;
    sequences_give_back(m);
    WITH_ARENA(a, {
        bson_t *b = bson_in(a);
        bson_t list;
        bson_t item;
        BSON_APPEND_UTF8(b, "delete", CATALOG_COLLECTION);
        bson_append_array_begin(b, "deletes", -1, &list);
        bson_append_document_begin(&list, "0", -1, &item);
        BSON_APPEND_DOCUMENT(&item, "q", query_of(a, name));
        BSON_APPEND_INT32(&item, "limit", 1);
        bson_append_document_end(&list, &item);
        bson_append_array_end(b, &list);
        found = bson_number(mongo_write_beside(a, m, db, b), "n", 0) > 0;
    });
    sequences_forget(name);
    return found;
}

/* ---- counting ---- */

/* What comes next: behind the last it is null, or, where it cycles, the first. */
static const char *const step =
    "{'0': {'$set': {'next': {'$switch': {'branches': ["
    "{'case': {'$eq': ['$next', null]}, 'then': null},"
    "{'case': {'$cond': [{'$gt': ['$increment', 0]}, {'$gt': ['$next', {'$subtract': ['$max', '$increment']}]},"
    " {'$lt': ['$next', {'$subtract': ['$min', '$increment']}]}]},"
    " 'then': {'$cond': ['$cycle', {'$cond': [{'$gt': ['$increment', 0]}, '$min', '$max']}, null]}}],"
    " 'default': {'$add': ['$next', '$increment']}}}}}}";

/* Are there as many before the end, and one behind them? In decimals, which do not overflow. */
static const char *const room =
    "{'$and': [{'$gt': ['$next', null]}, {'$cond': [{'$gt': ['$increment', 0]},"
    " {'$gte': [{'$subtract': [{'$toDecimal': '$max'}, '$next']}, {'$multiply': [{'$toDecimal': '$increment'}, %d]}]},"
    " {'$lte': [{'$subtract': [{'$toDecimal': '$min'}, '$next']}, {'$multiply': [{'$toDecimal': '$increment'}, %d]}]}]}]}";

static const char *const steps = "{'0': {'$set': {'next': {'$add': ['$next', {'$multiply': [%d, '$increment']}]}}}}";

/* n values at once; false: there is no such sequence, or no room for them. */
static bool take_many(struct arena *a, struct mongo *m, struct ahead *x, int n)
{
    bson_t *query = query_of(a, x->name), before;
    BSON_APPEND_DOCUMENT(query, "$expr", bson_literal(a, arena_printf(a, room, n, n)));
    if (!find_and_modify(a, m, x->db, query, bson_literal(a, arena_printf(a, steps, n)), true, &before))
        return false;
    x->next = bson_number(&before, "next", 0);
    x->increment = bson_number(&before, "increment", 1);
    x->left = n;
    return true;
}

static bool take_one(struct arena *a, struct mongo *m, struct ahead *x)
{
    bson_t before;
    bson_iter_t it;
    if (!find_and_modify(a, m, x->db, query_of(a, x->name), bson_literal(a, step), true, &before))
        return false;
    struct sequence_def *q = load(a, &before);
    if (!bson_iter_init_find(&it, &before, "next") || !BSON_ITER_HOLDS_NUMBER(&it))
        raise(ERR_SEQUENCE_GENERATOR_LIMIT_EXCEEDED, "nextval: reached %s value of sequence \"%s\" (%lld)",
              q->increment > 0 ? "maximum" : "minimum", x->name, (long long)(q->increment > 0 ? q->max : q->min));
    x->next = bson_iter_as_int64(&it);
    x->increment = 0; /* there may be none behind it */
    x->left = 1;
    return true;
}

/* A block as large as all before it in this statement. */
static bool take_more(struct mongo *m, struct ahead *x)
{
    int n = x->taken < FEWEST_AHEAD ? 1 : x->taken < MOST_AHEAD ? x->taken : MOST_AHEAD;
    volatile bool found = false;
    WITH_ARENA(a, {
        found = (n > 1 && take_many(a, m, x, n)) || take_one(a, m, x);
    });
    return found;
}

bool sequence_take(struct mongo *m, const char *db, const char *name, int64_t *value)
{
    struct ahead *x = ahead_of(db, name);
    if (x->left == 0 && !take_more(m, x))
        return false;
    *value = x->next;
    x->next += x->left > 1 ? x->increment : 0;
    x->left--;
    x->taken++;
    return true;
}

const bson_t *sequence_coming(struct arena *a, const struct sequence_def *q, int64_t value, bool called)
{
    bson_t *b = bson_in(a);
    bool last = q->increment > 0 ? value > q->max - q->increment : value < q->min - q->increment;
    if (called && last && !q->cycle)
        BSON_APPEND_NULL(b, "next");
    else
        BSON_APPEND_INT64(b, "next", !called ? value : !last ? value + q->increment : q->increment > 0 ? q->min : q->max);
    if (called)
        BSON_APPEND_NULL(b, "fresh");
    else
        BSON_APPEND_INT64(b, "fresh", value);
    return b;
}

bool sequence_put(struct mongo *m, const char *db, const char *name, int64_t value, bool called)
{
    volatile bool found = false;
    WITH_ARENA(a, {
        bson_t before;
        List *all = sequence_list(a, m, db);
        FOREACH (struct sequence_def, q, all) {
            if (strcmp(q->name, name) != 0)
                continue;
            if (value < q->min || value > q->max)
                raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "setval: value %lld is out of bounds for sequence \"%s\" (%lld..%lld)",
                      (long long)value, name, (long long)q->min, (long long)q->max);
            found = find_and_modify(a, m, db, query_of(a, name), set_next(a, sequence_coming(a, q, value, called)), false, &before);
        }
    });
    return found;
}
