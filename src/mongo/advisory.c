#include "mongo/advisory.h"

#include <string.h>

#include "catalog/relation.h"
#include "mongo/cursor.h"
#include "mongo/mongo_error.h"

enum { DUPLICATE_KEY = 11000 };

static const char *lock_id(struct arena *a, struct advisory_key k)
{
    return arena_printf(a, "advisory lock %u %u %d", k.class, k.object, k.kind);
}

/* ---- commands, beside a transaction ---- */

/* false: the server says that the key is there already. */
static bool run(struct mongo *m, const char *db, const bson_t *command)
{
    bson_t reply;
    bson_error_t error;
    volatile bool ok = false;
    bool beside = m->beside;
    uint64_t changes = m->changes; /* a lock is none */
    m->beside = true;
    GUARD {
        ok = mongo_try(m, db, command, MONGO_WRITE, 0, &reply, &error);
        struct error *failed = ok || error.code == DUPLICATE_KEY ? NULL : mongo_error_new(&error, &reply, false);
        bson_destroy(&reply);
        if (failed != NULL)
            error_throw(failed);
    } FINALLY {
        m->beside = beside;
        m->changes = changes;
    } END_GUARD;
    return ok;
}

/* The documents that filter finds, with fn for each. */
static void find(struct arena *a, struct mongo *m, const char *db, const bson_t *filter, void (*fn)(const bson_t *doc, void *arg), void *arg)
{
    bson_t *command = bson_in(a);
    bool beside = m->beside;
    BSON_APPEND_UTF8(command, "find", CATALOG_COLLECTION);
    BSON_APPEND_DOCUMENT(command, "filter", filter);
    m->beside = true;
    GUARD {
        struct mongo_cursor *c = cursor_open(a, m, db, command);
        for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;)
            fn(doc, arg);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
}

/* {update: ..., updates: [{q: {_id: id}, u: {op: {holders: holder}}}]} */
static void pull(struct arena *a, struct mongo *m, const char *db, const char *id, const bson_t *holder)
{
    bson_t *update = bson_in(a), *remove = bson_in(a), *pulled = bson_in(a), list, item, q;
    BCON_APPEND(pulled, "$pull", "{", "holders", BCON_DOCUMENT(holder), "}");
    BSON_APPEND_UTF8(update, "update", CATALOG_COLLECTION);
    bson_append_array_begin(update, "updates", -1, &list);
    bson_append_document_begin(&list, "0", 1, &item);
    bson_append_document_begin(&item, "q", 1, &q);
    BSON_APPEND_UTF8(&q, "_id", id);
    bson_append_document_end(&item, &q);
    BSON_APPEND_DOCUMENT(&item, "u", pulled);
    bson_append_document_end(&list, &item);
    bson_append_array_end(update, &list);
    run(m, db, update);
    BCON_APPEND(remove, "delete", CATALOG_COLLECTION, "deletes", "[", "{", "q", "{", "_id", BCON_UTF8(id), "holders", "{", "$size", BCON_INT32(0),
                "}", "}", "limit", BCON_INT32(1), "}", "]");
    run(m, db, remove);
}

/* ---- who holds ---- */

static void each_holder(const bson_t *doc, void (*fn)(const bson_t *doc, const bson_t *holder, void *arg), void *arg)
{
    bson_t holders, holder;
    if (!bson_subdocument(doc, "holders", &holders))
        return;
    for (int i = 0;; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        if (!bson_subdocument(&holders, name, &holder))
            return;
        fn(doc, &holder, arg);
    }
}

struct search {
    struct arena *arena;
    const struct advisory_owner *me;
    List *found; /* char *, or struct advisory_held */
};

static void note_dead(const bson_t *doc, const bson_t *holder, void *arg)
{
    struct search *s = arg;
    const char *owner = bson_text(holder, "owner", "");
    (void)doc;
    if (s->me->gone(owner, bson_text(holder, "machine", "")))
        s->found = list_append(s->arena, s->found, arena_strdup(s->arena, owner));
}

static void look_at_holders(const bson_t *doc, void *arg)
{
    each_holder(doc, note_dead, arg);
}

/* Those who died with the lock lose it. false: nobody did. */
static bool bury(struct arena *a, struct mongo *m, const char *db, const char *id, const struct advisory_owner *me)
{
    struct search s = {.arena = a, .me = me};
    bson_t *filter = bson_in(a);
    BSON_APPEND_UTF8(filter, "_id", id);
    find(a, m, db, filter, look_at_holders, &s);
    for (int i = 0; i < list_length(s.found); i++) {
        bson_t *holder = bson_in(a);
        BSON_APPEND_UTF8(holder, "owner", list_nth(s.found, i));
        pull(a, m, db, id, holder);
    }
    return s.found != NULL;
}

/*
 * {findAndModify: ..., query: {_id: id, holders: {$not: {$elemMatch: {owner: {$ne: me}[, exclusive: true]}}}},
 *  update: {$setOnInsert: {class, ...}, $addToSet: {holders: {owner: me, ...}}}, upsert: true}: where another holds it, the document is there and
 * not found, and cannot be inserted.
 */
static bool take(struct arena *a, struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me, bool exclusive)
{
    bson_t *command = bson_in(a), *other = bson_in(a);
    BCON_APPEND(other, "owner", "{", "$ne", BCON_UTF8(me->owner), "}");
    if (!exclusive)
        BSON_APPEND_BOOL(other, "exclusive", true);
    BCON_APPEND(command, "findAndModify", CATALOG_COLLECTION, "query", "{", "_id", BCON_UTF8(lock_id(a, key)), "holders", "{", "$not", "{",
                "$elemMatch", BCON_DOCUMENT(other), "}", "}", "}", "update", "{", "$setOnInsert", "{", "class", BCON_INT64(key.class), "object",
                BCON_INT64(key.object), "kind", BCON_INT32(key.kind), "}", "$addToSet", "{", "holders", "{", "owner", BCON_UTF8(me->owner),
                "machine", BCON_UTF8(me->machine), "exclusive", BCON_BOOL(exclusive), "}", "}", "}", "upsert", BCON_BOOL(true));
    return run(m, db, command);
}

bool advisory_take(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me, bool exclusive)
{
    volatile bool taken = false;
    WITH_ARENA(a, {
        taken = take(a, m, db, key, me, exclusive) || (bury(a, m, db, lock_id(a, key), me) && take(a, m, db, key, me, exclusive));
    });
    return taken;
}

void advisory_release(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me, bool exclusive)
{
    WITH_ARENA(a, {
        bson_t *holder = bson_in(a);
        BSON_APPEND_UTF8(holder, "owner", me->owner);
        BSON_APPEND_BOOL(holder, "exclusive", exclusive);
        pull(a, m, db, lock_id(a, key), holder);
    });
}

/* ---- who waits ---- */

void advisory_wait(struct mongo *m, const char *db, const struct advisory_key *key, const struct advisory_owner *me)
{
    WITH_ARENA(a, {
        bson_t *command = bson_in(a);
        const char *id = arena_printf(a, "advisory wait %s", me->owner);
        if (key != NULL)
            BCON_APPEND(command, "update", CATALOG_COLLECTION, "updates", "[", "{", "q", "{", "_id", BCON_UTF8(id), "}", "u", "{", "$set", "{", "for",
                        BCON_UTF8(lock_id(a, *key)), "}", "}", "upsert", BCON_BOOL(true), "}", "]");
        else
            BCON_APPEND(command, "delete", CATALOG_COLLECTION, "deletes", "[", "{", "q", "{", "_id", BCON_UTF8(id), "}", "limit", BCON_INT32(1), "}",
                        "]");
        run(m, db, command);
    });
}

/* from waits for to */
struct edge {
    const char *from, *to;
};
struct graph {
    struct arena *arena;
    List *edges; /* struct edge: an owner waits for a lock, a lock for its holders */
};

static void add_edge(struct graph *g, const char *from, const char *to)
{
    struct edge *e = ARENA_NEW(g->arena, struct edge);
    *e = (struct edge){arena_strdup(g->arena, from), arena_strdup(g->arena, to)};
    g->edges = list_append(g->arena, g->edges, e);
}

static void add_holder(const bson_t *doc, const bson_t *holder, void *arg)
{
    add_edge(arg, bson_text(doc, "_id", ""), bson_text(holder, "owner", ""));
}

static void add_document(const bson_t *doc, void *arg)
{
    static const char wait[] = "advisory wait ";
    const char *id = bson_text(doc, "_id", "");
    if (strncmp(id, wait, sizeof wait - 1) == 0)
        add_edge(arg, id + sizeof wait - 1, bson_text(doc, "for", ""));
    else
        each_holder(doc, add_holder, arg);
}

static const char *greater(const char *a, const char *b)
{
    return strcmp(a, b) > 0 ? a : b;
}

/* The greatest name on a way from `from` to goal, NULL: there is none. (An owner that holds the lock it waits for, too, waits for the others.) */
static const char *leads_to(const struct graph *g, const char *from, const char *goal, int depth)
{
    FOREACH (struct edge, e, g->edges) {
        bool there = strcmp(e->to, goal) == 0;
        if (strcmp(e->from, from) != 0 || (there && depth == 1) || depth > list_length(g->edges))
            continue;
        const char *rest = there ? goal : leads_to(g, e->to, goal, depth + 1);
        if (rest != NULL)
            return depth % 2 == 0 ? greater(from, rest) : rest; /* owners, not locks */
    }
    return NULL;
}

static bson_t *all_of_them(struct arena *a)
{
    return bson_literal(a, "{'_id': {'$gte': 'advisory ', '$lt': 'advisory!'}}");
}

enum advisory_circle advisory_circle(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me)
{
    volatile enum advisory_circle found = ADVISORY_NO_CIRCLE;
    WITH_ARENA(a, {
        struct graph g = {.arena = a};
        find(a, m, db, all_of_them(a), add_document, &g);
        const char *greatest = leads_to(&g, lock_id(a, key), me->owner, 1);
        if (greatest != NULL)
            found = strcmp(greatest, me->owner) == 0 ? ADVISORY_VICTIM : ADVISORY_CIRCLE;
    });
    return found;
}

/* ---- all ---- */

static void list_holder(const bson_t *doc, const bson_t *holder, void *arg)
{
    struct search *s = arg;
    struct advisory_held *h = ARENA_NEW(s->arena, struct advisory_held);
    *h = (struct advisory_held){.key = {(uint32_t)bson_number(doc, "class", 0), (uint32_t)bson_number(doc, "object", 0), (int)bson_number(doc, "kind", 1)},
                                .owner = arena_strdup(s->arena, bson_text(holder, "owner", "")),
                                .exclusive = bson_truth(holder, "exclusive")};
    s->found = list_append(s->arena, s->found, h);
}

static void list_document(const bson_t *doc, void *arg)
{
    each_holder(doc, list_holder, arg);
}

List *advisory_list(struct arena *a, struct mongo *m, const char *db)
{
    struct search s = {.arena = a};
    find(a, m, db, all_of_them(a), list_document, &s);
    return s.found;
}
