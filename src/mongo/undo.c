#include "mongo/undo.h"

#include <string.h>

#include "base/macros.h"
#include "mongo/cursor.h"
#include "mongo/unique.h"
#include "types/bson.h"

struct undo_entry {
    const struct relation *rel; /* a name and its database */
    enum write_kind kind;       /* of what takes it back */
    const bson_t *member;
    const char *lost;           /* nothing can; why */
};

struct undo_log {
    struct arena *arena;
    struct undo_entry *entries;
    size_t n, cap, bytes;
};

size_t undo_mark(struct mongo *m)
{
    if (m->undo == NULL) {
        struct arena *a = arena_new(NULL, "undo");
        m->undo = ARENA_NEW(a, struct undo_log);
        *m->undo = (struct undo_log){.arena = a};
    }
    return m->undo->n;
}

void undo_clear(struct mongo *m)
{
    if (m->undo != NULL)
        m->undo->n = m->undo->bytes = 0;
}

void undo_forget(struct mongo *m)
{
    if (m->undo != NULL)
        arena_free(m->undo->arena);
    m->undo = NULL;
}

static struct undo_entry *add(struct undo_log *u)
{
    if (u->n == u->cap) {
        size_t cap = u->cap == 0 ? 64 : u->cap * 2;
        u->entries = arena_grow(u->arena, u->entries, u->cap * sizeof *u->entries, cap * sizeof *u->entries);
        u->cap = cap;
    }
    struct undo_entry *e = &u->entries[u->n++];
    memset(e, 0, sizeof *e);
    return e;
}

void undo_lost(struct mongo *m, const char *why)
{
    if (m->undo != NULL)
        add(m->undo)->lost = why;
}

/* ---- what a write changes ---- */

static bool id_of(const bson_t *doc, bson_iter_t *it)
{
    return bson_iter_init_find(it, doc, "_id") && bson_iter_type(it) != BSON_TYPE_ARRAY && bson_iter_type(it) != BSON_TYPE_REGEX;
}

/* A document is not to be taken for operators. */
static void append_id(bson_t *q, bson_iter_t *id)
{
    bson_t eq;
    if (bson_iter_type(id) != BSON_TYPE_DOCUMENT) {
        bson_append_iter(q, "_id", 3, id);
        return;
    }
    bson_append_document_begin(q, "_id", 3, &eq);
    bson_append_iter(&eq, "$eq", 3, id);
    bson_append_document_end(q, &eq);
}

static void keep(struct undo_log *u, const struct relation *rel, enum write_kind kind, const bson_t *member)
{
    bson_t *own = bson_in(u->arena);
    bson_concat(own, member);
    u->bytes += member->len;
    *add(u) = (struct undo_entry){.rel = rel, .kind = kind, .member = own};
}

/* The relation may be forgotten before its name is needed. */
static const struct relation *named(struct undo_log *u, const struct relation *rel)
{
    const struct relation *last = u->n > 0 ? u->entries[u->n - 1].rel : NULL;
    if (last != NULL && strcmp(last->collection, rel->collection) == 0 && strcmp(last->database, rel->database) == 0)
        return last;
    struct relation *own = ARENA_NEW(u->arena, struct relation);
    *own = (struct relation){.name = arena_strdup(u->arena, rel->name), .collection = arena_strdup(u->arena, rel->collection), .database = arena_strdup(u->arena, rel->database)};
    return own;
}

/* {q: {_id: ID}, ...}: by what was written, or is to be. */
static void keep_change(struct undo_log *u, const struct relation *rel, enum write_kind kind, const bson_t *doc)
{
    bson_t member = BSON_INITIALIZER, q;
    bson_iter_t id;
    if (!id_of(doc, &id)) {
        add(u)->lost = "documents without an _id of their own were written";
        return;
    }
    bson_append_document_begin(&member, "q", 1, &q);
    append_id(&q, &id);
    bson_append_document_end(&member, &q);
    if (kind == WRITE_DELETE)
        BSON_APPEND_INT32(&member, "limit", 1);
    else
        BSON_APPEND_DOCUMENT(&member, "u", doc);
    keep(u, rel, kind, &member);
    bson_destroy(&member);
}

/* ---- reading what will be changed ---- */

/* Is it {_id: a value}? Then its one document is all that is meant. */
static bool by_id(const bson_t *q, bson_iter_t *id)
{
    if (bson_count_keys(q) != 1 || !id_of(q, id))
        return false;
    bson_t ops;
    bson_iter_t op;
    const uint8_t *p;
    uint32_t len;
    if (bson_iter_type(id) != BSON_TYPE_DOCUMENT)
        return true;
    bson_iter_document(id, &len, &p);
    if (!bson_init_static(&ops, p, len) || !bson_iter_init(&op, &ops) || !bson_iter_next(&op) || strcmp(bson_iter_key(&op), "$eq") != 0)
        return false;
    *id = op;
    return bson_count_keys(&ops) == 1;
}

/* Which documents the members mean; NULL: that cannot be told before. */
static const bson_t *meant(struct arena *a, const bson_t *members)
{
    bson_t *ids = bson_in(a), *all = bson_in(a), *filter = bson_in(a), in, q, member;
    bson_iter_t it, id;
    bool only_ids = true;
    uint32_t n = 0;
    for (bson_iter_init(&it, members); bson_iter_next(&it); n++) {
        const uint8_t *p;
        uint32_t len;
        char digits[16];
        const char *key;
        bson_iter_document(&it, &len, &p);
        if (!bson_init_static(&member, p, len) || !bson_subdocument(&member, "q", &q) || bson_truth(&member, "upsert"))
            return NULL;
        size_t keylen = bson_uint32_to_string(n, &key, digits, sizeof digits);
        bool one = by_id(&q, &id);
        if (!one && !bson_truth(&member, "multi") && bson_number(&member, "limit", 1) != 0)
            return NULL;
        if (one && only_ids)
            bson_append_iter(ids, key, (int)keylen, &id);
        only_ids = only_ids && one;
        bson_append_document(all, key, (int)keylen, &q);
        if (n == 0)
            bson_concat(filter, &q);
    }
    if (n == 1)
        return filter;
    bson_reinit(filter);
    if (only_ids) {
        bson_append_document_begin(filter, "_id", 3, &in);
        BSON_APPEND_ARRAY(&in, "$in", ids);
        bson_append_document_end(filter, &in);
    } else {
        BSON_APPEND_ARRAY(filter, "$or", all);
    }
    return filter;
}

/* {$set: {...}, $unset: {...}} of a member; false: it is a pipeline, which does not say what it sets. */
static bool changes_of(struct arena *a, const bson_t *member, struct unique_row *row)
{
    bson_t *set = bson_room(a), *unset = bson_room(a);
    row->set = bson_subdocument(member, "u.$set", set) ? set : NULL;
    row->unset = bson_subdocument(member, "u.$unset", unset) ? unset : NULL;
    return row->set != NULL || row->unset != NULL;
}

/* What was read, in the order in which the members write it, so that it goes back the other way round. Answers how many the members name by _id. */
static size_t sort_images(struct mongo *m, const bson_t *members, size_t first)
{
    struct undo_entry *images = m->undo->entries + first;
    size_t n = m->undo->n - first, sorted = 0;
    bson_iter_t it, id;
    for (bson_iter_init(&it, members); bson_iter_next(&it) && sorted < n;) {
        bson_t member, q, own;
        const uint8_t *p;
        uint32_t len;
        size_t i = sorted;
        bson_iter_document(&it, &len, &p);
        if (!bson_init_static(&member, p, len) || !bson_subdocument(&member, "q", &q) || !by_id(&q, &id))
            break;
        while (i < n && !(images[i].lost == NULL && bson_subdocument(images[i].member, "q", &own) && bson_equal(&own, &q)))
            i++;
        if (i == n)
            continue; /* it is not there */
        struct undo_entry e = images[i];
        images[i] = images[sorted];
        images[sorted++] = e;
    }
    return sorted;
}

/* The member that means q, at or behind the one that it stands at; q NULL: the only one there is. */
static bool member_of(struct arena *a, bson_iter_t *it, const bson_t *q, struct unique_row *row)
{
    bson_t member, own;
    const uint8_t *p;
    uint32_t len;
    bson_iter_t only = *it;
    while (bson_iter_next(q != NULL ? it : &only)) {
        bson_iter_document(q != NULL ? it : &only, &len, &p);
        if (bson_init_static(&member, p, len) && (q == NULL || (bson_subdocument(&member, "q", &own) && bson_equal(&own, q))))
            return changes_of(a, &member, row);
    }
    return false;
}

/* The documents read, with the fields that each gets. */
static bool check_changed(struct arena *a, struct mongo *m, const struct relation *rel, const bson_t *members, size_t first)
{
    size_t count = bson_count_keys(members), read = m->undo->n - first, n = 0;
    struct unique_row *rows = ARENA_ARRAY(a, struct unique_row, read + 1);
    bson_iter_t it;
    bson_iter_init(&it, members);
    for (size_t i = first; i < m->undo->n; i++) {
        const struct undo_entry *e = &m->undo->entries[i];
        struct unique_row row = {0};
        bson_t *doc = bson_room(a), own;
        if (e->lost != NULL || !bson_subdocument(e->member, "u", doc) || !bson_subdocument(e->member, "q", &own))
            return false;
        if (!member_of(a, &it, count == 1 ? NULL : &own, &row))
            return false;
        row.doc = doc;
        rows[n++] = row;
    }
    unique_check(a, m, rel, rows, n);
    return true;
}

/* May the members change what is unique, with no index of MongoDB's to look at it? A pipeline may change anything. */
static bool changes_waiting(struct arena *a, const struct relation *rel, const bson_t *members)
{
    bson_iter_t it;
    for (bson_iter_init(&it, members); bson_iter_next(&it);) {
        const uint8_t *p;
        uint32_t len;
        bson_t member;
        struct unique_row row = {0};
        bson_iter_document(&it, &len, &p);
        if (bson_init_static(&member, p, len) && unique_waits(rel, changes_of(a, &member, &row) ? &member : NULL))
            return true;
    }
    return false;
}

static void keep_images(struct mongo *m, struct arena *a, const struct relation *rel, enum write_kind kind, const bson_t *members)
{
    const bson_t *filter = meant(a, members);
    bool waiting = kind == WRITE_UPDATE && changes_waiting(a, rel, members);
    if (filter == NULL) {
        if (waiting)
            unique_not_told(rel);
        undo_lost(m, "what was written cannot be told apart");
        return;
    }
    const struct relation *own = named(m->undo, rel);
    bson_t *find = bson_in(a);
    BSON_APPEND_UTF8(find, "find", rel->collection);
    BSON_APPEND_DOCUMENT(find, "filter", filter);
    struct mongo_cursor *c = cursor_open(a, m, rel->database, find);
    size_t first = m->undo->n;
    for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL && m->undo->bytes <= mongo_settings.undo_limit;) {
        if (kind == WRITE_DELETE)
            keep(m->undo, own, WRITE_INSERT, doc);
        else
            keep_change(m->undo, own, WRITE_UPDATE, doc);
    }
    cursor_close(c);
    bool told = kind == WRITE_UPDATE && (sort_images(m, members, first) == m->undo->n - first || bson_count_keys(members) == 1);
    if (!(told && check_changed(a, m, rel, members, first) && m->undo->bytes <= mongo_settings.undo_limit) && waiting)
        unique_not_told(rel); /* else which is whose is the index' business */
}

static void keep_ids(struct mongo *m, struct arena *a, const struct relation *rel, const bson_t *members, const int64_t *numbers)
{
    const struct relation *own = named(m->undo, rel);
    size_t n = 0;
    struct unique_row *rows = ARENA_ARRAY(a, struct unique_row, bson_count_keys(members) + 1);
    bson_iter_t it;
    for (bson_iter_init(&it, members); bson_iter_next(&it); n++) {
        const uint8_t *p;
        uint32_t len;
        bson_t *doc = bson_room(a);
        bson_iter_document(&it, &len, &p);
        if (!bson_init_static(doc, p, len))
            bson_malformed();
        rows[n] = (struct unique_row){.doc = doc, .number = numbers[n]};
    }
    unique_check(a, m, rel, rows, n);
    for (size_t i = 0; i < n; i++)
        keep_change(m->undo, own, WRITE_DELETE, rows[i].doc);
}

/* No savepoint wants what is read. */
static void look_before(struct mongo *m, const struct relation *rel, enum write_kind kind, const bson_t *members, const int64_t *numbers)
{
    struct arena *a = arena_new(NULL, "unique");
    GUARD {
        if (kind == WRITE_INSERT ? unique_waits(rel, NULL) : kind == WRITE_UPDATE && changes_waiting(a, rel, members)) {
            undo_mark(m);
            undo_before(m, rel, kind, members, numbers);
        }
    } FINALLY {
        undo_forget(m);
        arena_free(a);
    } END_GUARD;
}

void undo_before(struct mongo *m, const struct relation *rel, enum write_kind kind, const bson_t *members, const int64_t *numbers)
{
    if (m->undo == NULL) {
        if (!m->going_back)
            look_before(m, rel, kind, members, numbers);
        return;
    }
    struct arena *a = arena_new(NULL, "undo");
    GUARD {
        if (kind == WRITE_INSERT)
            keep_ids(m, a, rel, members, numbers);
        else
            keep_images(m, a, rel, kind, members);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    if (m->undo->bytes > mongo_settings.undo_limit)
        undo_lost(m, "more was written than work_mem holds");
}

void undo_keep_field(struct mongo *m, const char *db, const char *collection, const char *field)
{
    if (m->undo == NULL)
        return;
    struct arena *a = arena_new(NULL, "undo");
    GUARD {
        const struct relation *rel = named(m->undo, &(struct relation){.name = collection, .collection = collection, .database = db});
        bson_t *find = bson_in(a);
        BSON_APPEND_UTF8(find, "find", collection);
        BCON_APPEND(find, "filter", "{", field, "{", "$exists", BCON_BOOL(true), "}", "}");
        struct mongo_cursor *c = cursor_open(a, m, db, find);
        for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL && m->undo->bytes <= mongo_settings.undo_limit;)
            keep_change(m->undo, rel, WRITE_UPDATE, doc);
        cursor_close(c);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    if (m->undo->bytes > mongo_settings.undo_limit)
        undo_lost(m, "more was written than work_mem holds");
}

/* ---- going back ---- */

void undo_cut(struct mongo *m, size_t mark)
{
    for (struct undo_log *u = m->undo; u != NULL && u->n > mark; u->n--)
        u->bytes -= u->entries[u->n - 1].member != NULL ? u->entries[u->n - 1].member->len : 0;
}

const char *undo_refusal(const struct mongo *m, size_t mark)
{
    for (size_t i = mark; m->undo != NULL && i < m->undo->n; i++)
        if (m->undo->entries[i].lost != NULL)
            return m->undo->entries[i].lost;
    return NULL;
}

/* Entries of one kind in a row are one writer's. */
static void take_back(struct undo_log *u, struct arena *a, size_t mark)
{
    while (u->n > mark) {
        const struct undo_entry *last = &u->entries[u->n - 1];
        struct mongo_writer *w = writer_new(a, last->rel, last->kind, NULL);
        uint64_t members = 0;
        for (; u->n > mark && u->entries[u->n - 1].rel == last->rel && u->entries[u->n - 1].kind == last->kind; u->n--, members++) {
            CHECK_INTERRUPTS();
            writer_add(w, u->entries[u->n - 1].member, 0);
            u->bytes -= u->entries[u->n - 1].member->len;
        }
        if (writer_finish(w, true) != members)
            raise(ERR_T_R_SERIALIZATION_FAILURE, "what was written since the savepoint cannot be put back");
    }
}

void undo_to(struct mongo *m, size_t mark)
{
    struct arena *a = arena_new(NULL, "undo");
    struct undo_log *u = m->undo;
    m->undo = NULL; /* this is not itself taken back */
    m->going_back = true;
    GUARD {
        if (u != NULL)
            take_back(u, a, mark);
    } FINALLY {
        m->undo = u;
        m->going_back = false;
        arena_free(a);
    } END_GUARD;
}
