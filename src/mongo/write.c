#include "mongo/write.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/schema.h"
#include "mongo/index.h"
#include "mongo/mongo_error.h"
#include "mongo/row_lock.h"
#include "mongo/source.h"
#include "mongo/transaction.h"
#include "mongo/undo.h"
#include "types/bson.h"

#define WRITE_CONFLICT 112
#define BATCH_MEMBERS 1000
#define BATCH_BYTES (4 * 1024 * 1024)

static const char *const lists[] = {"documents", "updates", "deletes"};

struct mongo_writer {
    struct arena *arena;
    const struct relation *rel;
    enum write_kind kind;
    bson_t *command, *room; /* room: of its array */
    bson_t *list;           /* the open array; NULL: no command is being made */
    int members;
    int64_t *numbers;       /* of the members */
    bool sent, refused;
    uint64_t written;
    struct write_hold *hold;
};

struct held_command {
    struct held_command *next;
    struct mongo_writer *writer;
    bson_t *command;
    int members;
    int64_t *numbers;
};
struct write_hold {
    struct arena *arena;
    struct held_command *first, **end;
};

struct write_hold *write_hold_new(struct arena *a)
{
    struct write_hold *h = ARENA_NEW(a, struct write_hold);
    h->arena = a;
    h->end = &h->first;
    return h;
}

struct mongo_writer *writer_new(struct arena *a, const struct relation *rel, enum write_kind kind, struct write_hold *hold)
{
    struct mongo_writer *w = ARENA_NEW(a, struct mongo_writer);
    w->arena = a;
    w->rel = rel;
    w->kind = kind;
    w->command = w->list = NULL;
    w->hold = hold;
    w->numbers = ARENA_ARRAY(a, int64_t, BATCH_MEMBERS);
    return w;
}

static void command_begin(struct mongo_writer *w)
{
    static const char *const commands[] = {"insert", "update", "delete"};
    if (w->command == NULL) {
        w->command = bson_in(w->arena);
        w->room = bson_room(w->arena);
    } else {
        bson_reinit(w->command);
    }
    w->list = w->room;
    w->members = 0;
    bson_append_utf8(w->command, commands[w->kind], -1, w->rel->collection, -1);
    BSON_APPEND_BOOL(w->command, "ordered", true);
    if (w->kind != WRITE_DELETE && mongo_current != NULL && mongo_xact_past_validator(mongo_current, w->rel->database, w->rel->collection))
        BSON_APPEND_BOOL(w->command, "bypassDocumentValidation", true);
    bson_append_array_begin(w->command, lists[w->kind], -1, w->list);
}

/* ---- what the server refuses ---- */

static const struct column *column_at(const struct relation *rel, const char *path)
{
    FOREACH (struct column, c, rel->columns)
        if (c->path != NULL && c->type != TYPE_bson_value && strcmp(c->path, path) == 0)
            return c;
    return NULL;
}

static const char *key_text(struct arena *a, const struct relation *rel, const struct bson_elem *e)
{
    const struct column *c = column_at(rel, e->key);
    Datum d;
    if (bson_val_null(&e->val))
        return "null";
    if (c == NULL || bson_to_datum(a, &e->val, c->type, c->typmod, &d) != BSON_FITS)
        return "?";
    return type_output_cstring(a, c->type, d);
}

/* Key (a, b)=(1, x) already exists. */
static void key_detail(struct error *error, struct arena *a, const struct relation *rel, const bson_t *key)
{
    struct strbuf names, values;
    struct bson_walk w;
    struct bson_elem e;
    strbuf_init(&names, a);
    strbuf_init(&values, a);
    bson_walk_init(&w, bson_get_data(key), key->len);
    while (bson_walk_next(&w, &e)) {
        if (strncmp(e.key, INDEX_SECOND, sizeof INDEX_SECOND - 1) == 0)
            continue;
        strbuf_printf(&names, "%s%s", names.len > 0 ? ", " : "", e.key);
        strbuf_printf(&values, "%s%s", values.len > 0 ? ", " : "", key_text(a, rel, &e));
    }
    error_detail(error, "Key (%s)=(%s) already exists.", names.data, values.data);
}

struct error *write_duplicate(struct arena *a, const struct relation *rel, const char *index, const bson_t *key)
{
    index = relation_constraint_name(a, rel, index);
    struct error *e = error_new(ERR_UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"%s\"", index);
    if (key != NULL)
        key_detail(e, a, rel, key);
    e->schema = rel->schema;
    e->table = rel->name;
    return error_constraint(e, "%s", index);
}

/* MongoDB's message has the index's name. */
static struct error *duplicate(struct mongo_writer *w, const bson_t *member)
{
    const char *message = bson_text(member, "errmsg", ""), *at = strstr(message, "index: ");
    const char *name = at != NULL ? at + strlen("index: ") : "";
    const char *end = strstr(name, " dup key");
    bson_t key;
    name = arena_strndup(w->arena, name, end != NULL ? (size_t)(end - name) : strcspn(name, " "));
    if (mongo_xact_drops_index(mongo_current, w->rel->database, w->rel->collection, name))
        return error_new(ERR_FEATURE_NOT_SUPPORTED, "values that the index \"%s\" keeps out are not supported before the transaction that dropped it commits", name);
    return write_duplicate(w->arena, w->rel, name, bson_subdocument(member, "keyValue", &key) ? &key : NULL);
}

/* Is a field of the key among those that {$set: {...}, $unset: {...}} changes? */
static bool changes_key(const bson_t *update, const bson_t *key)
{
    static const char *const changes[] = {"$set", "$unset"};
    struct bson_walk fields;
    struct bson_elem field;
    bson_iter_t it;
    bson_t part;
    for (int i = 0; i < COUNTOF(changes); i++) {
        if (!bson_subdocument(update, changes[i], &part))
            continue;
        bson_walk_init(&fields, bson_get_data(key), key->len);
        while (bson_walk_next(&fields, &field))
            for (bool more = bson_iter_init(&it, &part) && bson_iter_next(&it); more; more = bson_iter_next(&it))
                if (path_overlaps(bson_iter_key(&it), field.key))
                    return true;
    }
    return false;
}

/* Is it no duplicate: an update that leaves the key as it was? Another transaction is changing the same document, then
 * (tests/server-notes.md, conflict-as-duplicate). */
static bool only_conflicts(const struct mongo_writer *w, const bson_t *command, const bson_t *member)
{
    bson_t key, update;
    const char *path = arena_printf(w->arena, "updates.%d.u", (int)bson_number(member, "index", 0));
    if (w->kind != WRITE_UPDATE || !bson_subdocument(member, "keyValue", &key) ||
        !bson_subdocument(command, path, &update) || changes_key(&update, &key))
        return false;
    FOREACH (struct index_info, x, relation_indexes(w->rel))
        if (x->unique && x->partial && !x->nulls_distinct)
            return false; /* its condition may hold by now */
    return true;
}

static struct error *refusal(struct mongo_writer *w, const bson_t *command, const bson_t *member)
{
    int code = (int)bson_number(member, "code", 0);
    const char *message = bson_text(member, "errmsg", "");
    if (mongo_errcode(code) == ERR_UNIQUE_VIOLATION && only_conflicts(w, command, member))
        return mongo_write_error_new(WRITE_CONFLICT, message, member);
    if (mongo_errcode(code) == ERR_UNIQUE_VIOLATION)
        return duplicate(w, member);
    if (code == 121)
        return validation_error(w->rel->name, member);
    return mongo_write_error_new(code, message, member);
}

static void check_reply(struct mongo_writer *w, const bson_t *command, const bson_t *reply)
{
    bson_t errors, member;
    bson_iter_t it;
    if (bson_subdocument(reply, "writeErrors", &errors) && bson_iter_init(&it, &errors) && bson_iter_next(&it) &&
        BSON_ITER_HOLDS_DOCUMENT(&it)) {
        const uint8_t *data;
        uint32_t len;
        bson_iter_document(&it, &len, &data);
        if (bson_init_static(&member, data, len)) {
            struct error *e = refusal(w, command, &member);
            int64_t index = bson_number(&member, "index", -1);
            e->row = index >= 0 && index < w->members ? w->numbers[index] : 0;
            error_throw(e);
        }
    }
    if (bson_subdocument(reply, "writeConcernError", &member))
        error_throw(mongo_write_error_new((int)bson_number(&member, "code", 0), bson_text(&member, "errmsg", ""), &member));
}

/* ---- sending ---- */

static void keep_for_undo(struct mongo_writer *w, const bson_t *command)
{
    bson_t members;
    if ((mongo_current->undo != NULL || mongo_xact_unique_waits(mongo_current, w->rel->database, w->rel->collection)) &&
        bson_subdocument(command, lists[w->kind], &members))
        undo_before(mongo_current, w->rel, w->kind, &members, w->numbers);
}

static void note_locks(struct mongo_writer *w, const bson_t *command)
{
    bson_t members;
    if (bson_subdocument(command, lists[w->kind], &members))
        row_locks_wrote(mongo_current, w->rel, w->kind, &members);
}

static void send_command(struct mongo_writer *w, const bson_t *command, bool several)
{
    bson_error_t error;
    bson_t reply;
    struct error *volatile failed = NULL;
    if (mongo_current == NULL)
        raise(ERR_CONNECTION_DOES_NOT_EXIST, "there is no connection to MongoDB");
    mongo_xact_write(mongo_current, several || w->sent || w->members > 1);
    w->sent = w->refused = true;
    keep_for_undo(w, command);
    mongo_current->in_doubt = true;
    bool wrote = mongo_current->wrote;
    uint64_t before = w->written;
    bool ok = mongo_try(mongo_current, w->rel->database, command, MONGO_WRITE, 0, &reply, &error);
    w->written += (uint64_t)bson_number(&reply, "n", 0);
    if (w->kind != WRITE_UPDATE && w->written > before)
        mongo_source_wrote(w->rel->database, w->rel->collection, (w->kind == WRITE_INSERT ? 1 : -1) * (int64_t)(w->written - before));
    TRY {
        check_reply(w, command, &reply);
        if (!ok)
            failed = mongo_error_new(&error, &reply, false);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    bson_destroy(&reply);
    if (failed != NULL)
        error_throw(failed);
    mongo_current->in_doubt = false;
    note_locks(w, command);
    if (w->written == before)
        mongo_current->wrote = wrote;
    w->refused = false;
}

static void hold_command(struct mongo_writer *w)
{
    struct held_command *c = ARENA_NEW(w->hold->arena, struct held_command);
    *c = (struct held_command){.writer = w, .command = w->command, .members = w->members, .numbers = w->numbers};
    w->numbers = ARENA_ARRAY(w->arena, int64_t, BATCH_MEMBERS);
    w->command = NULL; /* the next batch has its own */
    *w->hold->end = c;
    w->hold->end = &c->next;
}

static void send_batch(struct mongo_writer *w, bool several)
{
    if (w->list == NULL)
        return;
    bson_append_array_end(w->command, w->list);
    w->list = NULL;
    if (w->hold != NULL)
        hold_command(w);
    else
        send_command(w, w->command, several);
}

void write_hold_release(struct write_hold *h)
{
    for (struct held_command *c = h->first; c != NULL; c = c->next) {
        c->writer->members = c->members;
        c->writer->numbers = c->numbers;
        send_command(c->writer, c->command, h->first->next != NULL);
    }
    h->first = NULL;
    h->end = &h->first;
}

void writer_add(struct mongo_writer *w, const bson_t *member, int64_t number)
{
    const char *key;
    char digits[16];
    if (w->list != NULL && w->command->len + member->len > BATCH_BYTES)
        send_batch(w, true);
    if (w->list == NULL)
        command_begin(w);
    if (w->kind == WRITE_INSERT && mongo_current != NULL)
        member = mongo_xact_fill(w->arena, mongo_current, w->rel->database, w->rel->collection, member);
    size_t n = bson_uint32_to_string((uint32_t)w->members, &key, digits, sizeof digits);
    if (!bson_append_document(w->list, key, (int)n, member))
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "row is too large for a document of MongoDB");
    w->numbers[w->members] = number;
    if (++w->members >= BATCH_MEMBERS)
        send_batch(w, true);
}

uint64_t writer_written(const struct mongo_writer *w)
{
    return w->written;
}

bool writer_refused(const struct mongo_writer *w)
{
    return w->refused;
}

uint64_t writer_finish(struct mongo_writer *w, bool several)
{
    send_batch(w, several);
    return w->written;
}
