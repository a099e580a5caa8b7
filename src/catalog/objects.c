#include "catalog/objects.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/system.h"
#include "types/func.h"
#include "types/user.h"

enum { MAX_NARROW = 8 }; /* more than these are not asked for one by one */

static struct arena *arena; /* of the listing at hand */
static List *words;         /* struct relation_name: what was said of collections; known: words_known */
static bool words_known;
static List *temps;         /* the session's temporary tables, which begin every listing */
static List *listed;        /* temps, then what was asked for, or everything, in order of the names */
static struct object **slots; /* the same by OID: each in the first free place from its OID's on; NULL: free */
static unsigned nslots;     /* a power of two, at least twice as many as there are objects; 0: none yet */
static bool complete;       /* it is everything */
static TimestampADT listed_at;
static List *kept;          /* struct kept_text: of this statement */

struct kept_text {
    struct text_key key;
    const char *text;
};

static struct arena *known_arena;
static List *known;         /* struct relation_known: the collections and views of the last whole listing, before the first another session's */

Oid object_oid(const struct object *o, const char *kind, const char *name)
{
    const struct catalog *c = func_env.catalog;
    if (o->system != NULL && strcmp(kind, "constraint") == 0)
        return system_constraint(name);
    return relation_oid(c->database, arena_printf(arena, "%s\n%s\n%s", o->collection != NULL ? o->collection : o->name, kind, name));
}

static void slot_fill(struct object *o)
{
    unsigned i = o->oid & (nslots - 1);
    while (slots[i] != NULL)
        i = (i + 1) & (nslots - 1);
    slots[i] = o;
}

static void slots_make(unsigned n)
{
    slots = ARENA_ARRAY(arena, struct object *, n);
    nslots = n;
    FOREACH (struct object, o, listed)
        slot_fill(o);
}

static void list_add(struct object *o)
{
    listed = list_append(arena, listed, o);
    if (2u * (unsigned)list_length(listed) > nslots)
        slots_make(nslots == 0 ? 64 : 2 * nslots);
    else
        slot_fill(o);
}

/* Back to what begins every listing. */
static void list_temps(void)
{
    listed = NULL;
    nslots = 0;
    FOREACH (struct object, o, temps)
        list_add(o);
}

struct object *object_by_oid(Oid oid)
{
    for (unsigned i = oid & (nslots - 1); nslots > 0 && slots[i] != NULL; i = (i + 1) & (nslots - 1))
        if (slots[i]->oid == oid)
            return slots[i];
    return NULL;
}

/* Hashes of names may meet: in order of the names, who comes later takes the next number that is free. */
static Oid free_oid(Oid oid)
{
    while (object_by_oid(oid) != NULL)
        oid++;
    return oid;
}

static struct object *object_new(const struct catalog *c, const struct relation_name *n, Oid oid)
{
    struct object *o = ARENA_NEW(arena, struct object);
    *o = (struct object){.name = n->name, .collection = n->name, .schema = PUBLIC_OID, .timeseries = n->kind == REL_TIMESERIES, .def = n->def,
                         .checks = n->def != NULL ? n->def->checks : n->checks};
    o->kind = n->kind == REL_VIEW ? 'v' : n->kind == REL_MATVIEW ? 'm' : 'r';
    o->oid = oid;
    o->rowtype = row_type_oid(c->database, n->name);
    return o;
}

static void add_temps(struct catalog *c)
{
    FOREACH (struct temp_table, t, c->temps) {
        const struct relation *rel = catalog_lookup(c, NULL, "pg_temp", t->name);
        if (rel == NULL)
            continue;
        struct object *o = object_new(c, &(struct relation_name){rel->collection, rel->kind, rel->def, NULL}, free_oid(relation_oid(c->database, rel->collection)));
        o->name = rel->name;
        o->schema = TEMP_SCHEMA_OID;
        list_add(o);
    }
    temps = list_copy(arena, listed);
}

/* A session begins with what another one listed last. */
static void know_others(struct catalog *c)
{
    if (known_arena != NULL)
        return;
    known_arena = arena_new(NULL, "known objects");
    if (c->source->recall != NULL)
        known = c->source->recall(c->source, known_arena, c->database);
}

/* False: there is nothing to list. What a statement has listed stays until the next one, also when more is. */
static bool statement_begin(void)
{
    struct catalog *c = func_env.catalog;
    if (listed_at == func_env.stmt_start && listed_at != 0)
        return true;
    if (arena == NULL)
        arena = arena_new(NULL, "objects");
    arena_reset(arena);
    temps = listed = words = kept = NULL;
    nslots = 0;
    complete = words_known = false;
    listed_at = 0;
    if (c == NULL || c->source == NULL)
        return false;
    know_others(c);
    add_temps(c);
    listed_at = func_env.stmt_start;
    return true;
}

static void know(struct catalog *c)
{
    arena_reset(known_arena);
    known = NULL;
    FOREACH (struct object, o, listed) {
        if (o->schema != PUBLIC_OID || o->kind == 'S' || o->kind == 'c')
            continue;
        struct relation_known *k = ARENA_NEW(known_arena, struct relation_known);
        *k = (struct relation_known){o->oid, arena_strdup(known_arena, o->name)};
        known = list_append(known_arena, known, k);
    }
    if (c->source->remember != NULL)
        c->source->remember(c->source, c->database, known);
}

Oid composite_class(const struct user_type *t)
{
    struct arena *a = arena_new(NULL, "class");
    Oid oid = relation_oid(arena_printf(a, "%u", t->oid), "class");
    arena_free(a);
    return oid;
}

static void add_composites(void)
{
    FOREACH (struct user_type, t, user_types()) {
        struct object *o = ARENA_NEW(arena, struct object);
        *o = (struct object){.name = t->name, .schema = PUBLIC_OID, .kind = 'c', .composite = t, .rowtype = t->oid};
        o->oid = composite_class(t);
        if (t->kind == 'c')
            list_add(o);
    }
}

void objects_begin(void)
{
    struct catalog *c = func_env.catalog;
    if (!statement_begin() || complete)
        return;
    const List *names = c->source->names(c->source, arena, c->database, NULL);
    const List *sequences = c->source->sequences(c->source, arena, c->database);
    list_temps();
    FOREACH (struct relation_name, n, names)
        list_add(object_new(c, n, free_oid(relation_oid(c->database, n->name))));
    FOREACH (struct sequence_def, q, sequences) {
        const char *temp = catalog_temp_name(c, q->name);
        if (temp == NULL && catalog_name_hidden(q->name)) /* another session's */
            continue;
        struct object *o = ARENA_NEW(arena, struct object);
        *o = (struct object){.name = temp != NULL ? temp : q->name, .schema = temp != NULL ? TEMP_SCHEMA_OID : PUBLIC_OID, .kind = 'S', .sequence = q};
        o->oid = free_oid(relation_oid(c->database, arena_printf(arena, "%s\nsequence", q->name)));
        list_add(o);
    }
    add_composites();
    complete = true;
    know(c);
}

static struct object *listed_in(Oid schema, const char *name)
{
    FOREACH (struct object, o, listed)
        if (o->schema == schema && strcmp(o->name, name) == 0)
            return o;
    return NULL;
}

/* In its place; who walks through the list at hand keeps that. */
static void list_insert(struct object *o)
{
    listed = list_copy(arena, listed);
    list_add(o);
    List *l = listed;
    int i = list_length(l) - 1;
    for (; i > list_length(temps) && strcmp(((struct object *)l->items[i - 1])->name, o->name) > 0; i--)
        l->items[i] = l->items[i - 1];
    l->items[i] = o;
}

/* Asks for one collection by name. False: it is not there. */
static bool list_one(const char *name, Oid oid)
{
    struct catalog *c = func_env.catalog;
    if (listed_in(PUBLIC_OID, name) != NULL)
        return true;
    const List *names = c->source->names(c->source, arena, c->database, name);
    FOREACH (struct relation_name, n, names)
        if (strcmp(n->name, name) == 0) {
            list_insert(object_new(c, n, oid));
            return true;
        }
    return false;
}

static struct object *known_index(Oid oid)
{
    FOREACH (struct object, t, listed)
        FOREACH (struct object, i, t->indexes)
            if (i->oid == oid)
                return i;
    return NULL;
}

static bool oid_begin(Oid oid)
{
    if (oid < FIRST_USER_OID || object_by_oid(oid) != NULL || known_index(oid) != NULL)
        return true;
    FOREACH (struct relation_known, k, known)
        if (k->oid == oid)
            return list_one(k->name, oid);
    return false;
}

/* One that came since the last whole listing, whose OID no other one has: the session knows it from now on. */
static bool list_new(const char *name)
{
    const struct catalog *c = func_env.catalog;
    Oid oid = relation_oid(c->database, name);
    bool taken = object_by_oid(oid) != NULL;
    FOREACH (struct relation_known, k, known)
        taken = taken || k->oid == oid;
    if (taken || catalog_name_hidden(name) || !list_one(name, oid))
        return false;
    struct relation_known *k = ARENA_NEW(known_arena, struct relation_known);
    *k = (struct relation_known){oid, arena_strdup(known_arena, name)};
    known = list_append(known_arena, known, k);
    return true;
}

static bool name_begin(const char *name)
{
    FOREACH (struct relation_known, k, known)
        if (strcmp(k->name, name) == 0)
            return list_one(name, k->oid);
    return list_new(name);
}

void objects_begin_oid(Oid oid)
{
    if (statement_begin() && !complete && !oid_begin(oid))
        objects_begin();
}

void objects_begin_name(const char *name)
{
    if (statement_begin() && !complete && !name_begin(name))
        objects_begin();
}

void objects_begin_scan(const struct relation_scan *s, int column)
{
    const struct relation_key *k = scan_key(s, column);
    if (!statement_begin() || complete)
        return;
    bool is_name = relation_column_nth(s->rel, column + 1)->type == TYPE_name, all = k != NULL && k->n <= MAX_NARROW;
    for (int i = 0; all && i < k->n; i++)
        all = is_name ? name_begin(datum_cstring(s->arena, k->values[i])) : oid_begin(datum_oid(k->values[i]));
    if (!all)
        objects_begin();
}

void objects_forget(void)
{
    listed_at = 0;
}

static void object_coming(struct object o)
{
    temps = list_append(arena, temps, arena_memdup(arena, &o, sizeof o));
}

void objects_coming(const struct table_def *def, const char *name, const char *collection, bool temp)
{
    const struct catalog *c = func_env.catalog;
    Oid schema = temp ? TEMP_SCHEMA_OID : PUBLIC_OID;
    if (!statement_begin())
        return;
    temps = list_copy(arena, temps);
    if (name != NULL)
        object_coming((struct object){.name = name, .collection = collection, .schema = schema, .kind = 'r', .def = def, .oid = relation_oid(c->database, collection),
                                      .rowtype = row_type_oid(c->database, collection)});
    FOREACH (const struct sequence_def, q, def->sequences)
        object_coming((struct object){.name = q->name, .schema = schema, .kind = 'S', .sequence = q,
                                      .oid = relation_oid(c->database, arena_printf(arena, "%s\nsequence", q->name))});
    list_temps();
    complete = false;
}

const List *objects(void)
{
    return listed;
}

static bool temp_sequences(void)
{
    const struct catalog *c = func_env.catalog;
    return c != NULL && c->temp_sequences;
}

struct object *object_in(Oid schema, const char *name)
{
    struct object *o = listed_in(schema, name);
    if (o != NULL || (schema == TEMP_SCHEMA_OID && !temp_sequences()) || complete)
        return o;
    if (schema != PUBLIC_OID || !statement_begin() || !name_begin(name))
        objects_begin();
    return listed_in(schema, name);
}

struct object *object_named(const char *name)
{
    const struct catalog *c = func_env.catalog;
    return object_in(catalog_temp_name(c, name) != NULL ? TEMP_SCHEMA_OID : PUBLIC_OID, catalog_shown_name(c, name));
}

struct object *object_index_by_oid(Oid oid)
{
    if (oid < FIRST_USER_OID)
        return system_index(oid, NULL);
    struct object *found = statement_begin() ? known_index(oid) : NULL;
    if (found != NULL)
        return found;
    objects_begin();
    FOREACH (struct object, t, listed)
        FOREACH (struct object, i, object_indexes(t))
            if (i->oid == oid)
                return i;
    return NULL;
}

const char *kept_text(const struct text_key *key, bool *found)
{
    FOREACH (const struct kept_text, k, statement_begin() ? kept : NULL)
        if (k->key.oid == key->oid && k->key.pretty == key->pretty && k->key.wrap == key->wrap && k->key.settings == key->settings) {
            *found = true;
            return k->text;
        }
    *found = false;
    return NULL;
}

void keep_text(const struct text_key *key, const char *text)
{
    if (!statement_begin())
        return;
    struct kept_text *k = ARENA_NEW(arena, struct kept_text);
    *k = (struct kept_text){*key, text != NULL ? arena_strdup(arena, text) : NULL};
    kept = list_append(arena, kept, k);
}

struct object object_system(const struct relation *rel)
{
    return (struct object){.oid = rel->oid, .rowtype = rel->rowtype, .schema = schema_oid(rel->schema), .name = rel->name,
                           .kind = system_relation_kind(rel), .system = rel};
}

const struct table_def *object_word(const struct object *o)
{
    const struct catalog *c = func_env.catalog;
    struct relation_source *src = c->source;
    if (o->system != NULL || o->kind == 'S' || o->kind == 'i' || o->kind == 'c' || src->words == NULL)
        return NULL;
    if (!words_known)
        words = src->words(src, arena, c->database, NULL);
    words_known = true;
    FOREACH (struct relation_name, n, words)
        if (strcmp(n->name, o->name) == 0)
            return n->def;
    return NULL;
}

const struct table_def *database_word(struct arena *a, const char *database)
{
    const struct catalog *c = func_env.catalog;
    struct relation_source *src = c != NULL ? c->source : NULL;
    List *found = src != NULL && src->words != NULL ? src->words(src, a, database, "") : NULL;
    return found != NULL ? ((const struct relation_name *)list_nth(found, 0))->def : NULL;
}

static struct relation *composite_relation(const struct object *o)
{
    struct relation *rel = ARENA_NEW(arena, struct relation);
    *rel = (struct relation){.oid = o->oid, .rowtype = o->rowtype, .schema = "public", .name = o->name, .kind = REL_LOCAL, .rows = -1};
    FOREACH (struct type_attribute, x, o->composite->attributes) {
        struct column *c = ARENA_NEW(arena, struct column);
        *c = (struct column){.name = x->name, .path = x->name, .attnum = FOREACH_INDEX(x, o->composite->attributes) + 1, .type = x->type, .typmod = x->typmod};
        rel->columns = list_append(arena, rel->columns, c);
    }
    rel->nvisible = list_length(rel->columns);
    return rel;
}

struct relation *object_relation(const struct object *o)
{
    struct catalog *c = func_env.catalog;
    const struct object *of = o->kind == 'i' ? o->table : o;
    if (of->system != NULL)
        return (struct relation *)of->system;
    if (o->kind == 'c')
        return composite_relation(o);
    if (o->kind == 'S')
        return sequence_object_relation(o);
    return c->source->lookup(c->source, c->database, o->collection);
}

/* The declared constraint that an index is of; that of _id has its own name in MongoDB. */
static const struct table_key *key_of(const struct table_def *def, const struct index_info *x)
{
    bool id = strcmp(x->name, "_id_") == 0;
    FOREACH (struct table_key, k, def != NULL ? def->keys : NULL)
        if (id ? list_length(k->columns) == 1 && strcmp(list_nth(k->columns, 0), "_id") == 0 : strcmp(k->name, x->name) == 0)
            return k;
    return NULL;
}

static bool declares_id(const struct table_def *def)
{
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, "_id") == 0)
            return true;
    return false;
}

const List *object_indexes(struct object *o)
{
    struct catalog *c = func_env.catalog;
    if (o->indexes_known || (o->kind != 'r' && o->kind != 'm') || o->system != NULL)
        return o->indexes;
    o->indexes_known = true;
    const List *found = c->source->index_list(c->source, arena, c->database, o->collection);
    FOREACH (struct index_info, x, found) {
        struct object *i = ARENA_NEW(arena, struct object);
        index_declare(o->def, x);
        *i = (struct object){.oid = x->oid, .schema = o->schema, .kind = 'i', .table = o, .index = x, .name = x->name, .collection = o->collection};
        i->key = key_of(o->def, x);
        if (strcmp(x->name, "_id_") == 0 && o->def != NULL && !declares_id(o->def))
            continue; /* hidden, as the column is */
        if (strcmp(x->name, "_id_") == 0)
            i->name = i->key != NULL ? i->key->name : arena_printf(arena, "%s_pkey", o->name);
        o->indexes = list_append(arena, o->indexes, i);
    }
    return o->indexes;
}

/* As PostgreSQL has its own of the kind; a domain is as what it is made of. */
static struct type_facts user_type_facts(Oid type)
{
    const struct type_info *t = type_get(type);
    if (t->typtype == 'd') {
        const struct user_type *domain = user_type(type);
        struct type_facts f = type_facts(t->base);
        f.collation = domain != NULL && domain->collation != InvalidOid ? domain->collation : f.collation;
        return f;
    }
    if (t->typtype == 'e')
        return (struct type_facts){true, 'i', 'p', InvalidOid};
    if (t->typtype == 'c')
        return (struct type_facts){false, 'd', 'x', InvalidOid};
    if (t->typtype == 'r' || t->typtype == 'm') { /* no collation of its own; that of the subtype is pg_range's */
        Oid subtype = t->typtype == 'r' ? t->elem : type_get(t->base)->elem;
        return (struct type_facts){false, type_facts(subtype).align == 'd' ? 'd' : 'i', 'x', InvalidOid};
    }
    struct type_facts elem = type_facts(t->elem);
    return (struct type_facts){false, elem.align == 'd' ? 'd' : 'i', 'x', elem.collation};
}

struct type_facts type_facts(Oid type)
{
    if (type >= FIRST_USER_OID && type_lookup(type) != NULL)
        return user_type_facts(type);
    struct arena *a = arena_new(NULL, "type facts");
    const struct type_info *t = type_lookup(type);
    const char *byval = system_fact(a, "pg_type", type, COL_pg_type_typbyval);
    struct type_facts f = {false, 'i', 'x', t != NULL && t->category == 'S' ? DEFAULT_COLLATION_OID : InvalidOid};
    if (byval != NULL)
        f = (struct type_facts){
            *byval == 't', *system_fact(a, "pg_type", type, COL_pg_type_typalign),
            *system_fact(a, "pg_type", type, COL_pg_type_typstorage),
            (Oid)strtoul(system_fact(a, "pg_type", type, COL_pg_type_typcollation), NULL, 10)};
    arena_free(a);
    return f;
}
