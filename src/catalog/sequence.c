/* nextval(), currval(), lastval(), setval(): the values are the source's, what this session took of them is kept here. */
#include <string.h>

#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/ident.h"
#include "types/reg.h"

/* A sequence that this session has named. */
struct known {
    Oid oid;
    const char *name;
    int64_t value; /* the last that this session took */
    bool taken;
};

static struct arena *arena;
static List *known;
static struct known *last;

/* The OID is a hash of the name: once found it stays the same. */
static struct known *known_sequence(Oid oid)
{
    FOREACH (struct known, k, known)
        if (k->oid == oid)
            return k;
    if (arena == NULL)
        arena = arena_new(NULL, "sequences");
    objects_begin();
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    if (o == NULL)
        raise(ERR_INTERNAL_ERROR, "could not open relation with OID %u", oid);
    if (o->kind != 'S')
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", o->name);
    FOREACH (struct known, k, known)
        if (k->oid == InvalidOid && k->taken && strcmp(k->name, o->sequence->name) == 0) {
            k->oid = oid;
            return k;
        }
    struct known *k = ARENA_NEW(arena, struct known);
    k->oid = oid;
    k->name = arena_strdup(arena, o->sequence->name);
    known = list_append(arena, known, k);
    return k;
}

static struct known *argument(struct fcall *fc)
{
    return known_sequence(datum_oid(fc->args[0]));
}

bool sequence_taken_here(const char *name, int64_t *value)
{
    FOREACH (struct known, k, known)
        if (k->taken && k->oid != InvalidOid && strcmp(k->name, name) == 0) {
            *value = k->value;
            return true;
        }
    return false;
}

void sequences_forget(const char *name)
{
    FOREACH (struct known, k, known)
        if (name == NULL || strcmp(k->name, name) == 0) {
            k->taken = false;
            last = last == k ? NULL : last;
        }
}

void sequences_renamed(Oid from, Oid to, const char *name)
{
    FOREACH (struct known, k, known)
        if (k->oid == to) { /* what had the name before */
            k->oid = InvalidOid;
            k->taken = false;
        }
    FOREACH (struct known, k, known)
        if (k->oid == from) {
            k->oid = to;
            k->name = arena_strdup(arena, name);
        }
}

void sequences_renamed_back(const char *from, const char *to)
{
    FOREACH (struct known, k, known)
        if (k->oid != InvalidOid && strcmp(k->name, from) == 0) {
            k->oid = InvalidOid; /* until it is named */
            k->name = arena_strdup(arena, to);
        }
}

static _Noreturn void gone(const struct known *k)
{
    raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", k->name);
}

static void may_change(const struct known *k, const char *function)
{
    if (!catalog_name_hidden(k->name) && strcmp(func_env.setting_get("transaction_read_only"), "on") == 0)
        raise(ERR_READ_ONLY_SQL_TRANSACTION, "cannot execute %s in a read-only transaction", function);
}

Datum sequence_nextval(struct fcall *fc)
{
    struct known *k = argument(fc);
    may_change(k, "nextval()");
    struct catalog *c = func_env.catalog;
    if (!c->source->sequence_next(c->source, c->database, k->name, &k->value))
        gone(k);
    k->taken = true;
    last = k;
    return datum_from_int64(k->value);
}

Datum sequence_currval(struct fcall *fc)
{
    const struct known *k = argument(fc);
    if (!k->taken)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "currval of sequence \"%s\" is not yet defined in this session", k->name);
    return datum_from_int64(k->value);
}

Datum sequence_lastval(struct fcall *fc)
{
    if (last == NULL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    return datum_from_int64(last->value);
}

Datum sequence_setval(struct fcall *fc)
{
    struct known *k = argument(fc);
    struct catalog *c = func_env.catalog;
    int64_t value = datum_int64(fc->args[1]);
    bool called = fc->nargs < 3 || datum_bool(fc->args[2]);
    may_change(k, "setval()");
    if (!c->source->sequence_set(c->source, c->database, k->name, value, called))
        gone(k);
    if (called) {
        k->value = value;
        k->taken = true;
    }
    return datum_from_int64(value);
}

static struct column *column_new(const char *name, int attnum, Oid type)
{
    struct column *c = ARENA_NEW(arena, struct column);
    *c = (struct column){.name = name, .attnum = attnum, .type = type, .typmod = -1, .notnull = true};
    return c;
}

struct relation *sequence_object_relation(const struct object *o)
{
    static List *made; /* struct relation */
    struct catalog *c = func_env.catalog;
    if (arena == NULL)
        arena = arena_new(NULL, "sequences");
    const char *view = arena_printf(arena, "SELECT coalesce(pg_catalog.pg_sequence_last_value(%u), %lld), 0::bigint, "
                                           "pg_catalog.pg_sequence_last_value(%u) IS NOT NULL", o->oid, (long long)o->sequence->last, o->oid);
    FOREACH (struct relation, rel, made)
        if (strcmp(rel->view, view) == 0)
            return rel;
    struct relation *rel = ARENA_NEW(arena, struct relation);
    *rel = (struct relation){.oid = o->oid, .database = c->database, .schema = "public", .name = arena_strdup(arena, o->name),
                             .kind = REL_VIEW, .nvisible = 3, .rows = 1, .source = c->source, .view = view};
    rel->columns = list_append(arena, rel->columns, column_new("last_value", 1, TYPE_int8));
    rel->columns = list_append(arena, rel->columns, column_new("log_cnt", 2, TYPE_int8));
    rel->columns = list_append(arena, rel->columns, column_new("is_called", 3, TYPE_bool));
    made = list_append(arena, made, rel);
    return rel;
}

struct relation *sequence_relation(struct catalog *c, const char *name)
{
    if (c->source == NULL)
        return NULL;
    objects_begin();
    const struct object *o = object_named(name);
    return o != NULL && o->kind == 'S' ? sequence_object_relation(o) : NULL;
}

/* The sequence that counts for the column, or was made OWNED BY it. */
static const char *sequence_of(struct arena *a, const struct catalog *c, const struct relation *rel, const char *column)
{
    FOREACH (struct column_def, d, rel->def != NULL ? rel->def->columns : NULL)
        if (strcmp(d->name, column) == 0 && d->sequence != NULL)
            return d->sequence;
    List *all = rel->def != NULL ? c->source->sequences(c->source, a, c->database) : NULL;
    FOREACH (struct sequence_def, q, all)
        if (q->table != NULL && q->column != NULL && strcmp(q->table, rel->name) == 0 && strcmp(q->column, column) == 0 &&
            catalog_name_hidden(q->name) == catalog_name_hidden(rel->collection))
            return q->name;
    return NULL;
}

/* pg_get_serial_sequence(): the one that belongs to the column. */
Datum sequence_of_column(struct fcall *fc)
{
    const char *text = datum_cstring(fc->arena, fc->args[0]), *column = datum_cstring(fc->arena, fc->args[1]);
    struct catalog *c = func_env.catalog;
    struct object system;
    const struct object *o = object_of_oid(reg_class_named(fc->arena, text), &system);
    const struct relation *rel = object_relation(o);
    if (!object_has_column(o, column, 0))
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", column, o->name);
    if (o->kind != 'r' || rel == NULL)
        RETURN_NULL();
    const char *sequence = sequence_of(fc->arena, c, rel, column);
    if (sequence == NULL)
        RETURN_NULL();
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    const char *temp = catalog_temp_name(c, sequence), *label = temp != NULL ? temp : sequence;
    strbuf_printf(&b, "%s.", temp != NULL ? schema_temp() : "public");
    ident_quote(&b, label, strlen(label));
    return datum_from_text(fc->arena, b.data, b.len);
}
