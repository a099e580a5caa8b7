/* CREATE, ALTER and DROP TYPE. What a type is stands in the catalog's collection, and is changed at once, beside a transaction. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/strbuf.h"
#include "catalog/system.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/user_type.h"
#include "types/ident.h"
#include "types/reg.h"

/* ---- names ---- */

static void check_schema(struct session *s, const char *schema)
{
    if (schema != NULL && !catalog_schema_exists(s->catalog, schema))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", schema);
}

void type_new_place(struct session *s, const char *schema, const char *name)
{
    if (schema == NULL || schema[0] == '\0')
        return;
    check_schema(s, schema);
    if (strcmp(schema, "public") != 0)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied to create \"%s.%s\"", schema, name);
}

/* Types are in public; the name, without its schema. */
static const char *name_in_public(struct session *s, PgQuery__Node *const *names, size_t n, bool create)
{
    const char *name = raw_string(names[n - 1]), *schema = n > 1 ? raw_string(names[n - 2]) : NULL;
    check_schema(s, schema);
    if (create)
        type_new_place(s, schema, name);
    return name;
}

const char *type_new_name(struct session *s, PgQuery__Node *const *names, size_t n)
{
    return name_in_public(s, names, n, true);
}

static struct user_type *find(const char *name)
{
    FOREACH (struct user_type, t, user_types())
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}

bool type_is_user(const char *name)
{
    return find(name) != NULL;
}

bool type_is_objectid(PgQuery__Node *const *names, size_t n)
{
    return strcmp(raw_string(names[n - 1]), "objectid") == 0 && (n == 1 || strcmp(raw_string(names[n - 2]), "public") == 0);
}

/* One that SQL made not: PostgreSQL's words for what cannot be done with it. */
static bool is_built_in(const char *schema, const char *name)
{
    const struct type_info *t = type_named(schema, name);
    return t != NULL && t->oid < TYPE_FIRST_USER;
}

/* What a name of a type is of: a relation's row type (rel), else the type's OID; InvalidOid: nothing. */
struct type_found {
    Oid type;
    const struct relation *rel;
    bool array; /* an array of it */
};

static struct type_found type_there(struct session *s, PgQuery__Node *const *names, size_t n, bool array)
{
    const char *schema = n > 1 ? raw_string(names[n - 2]) : NULL, *name = raw_string(names[n - 1]);
    user_types_load(true);
    const struct type_info *t = type_named(schema, name);
    if (t != NULL && type_is_array(t->oid))
        return (struct type_found){t->elem, NULL, true};
    return (struct type_found){t != NULL ? t->oid : InvalidOid, t == NULL ? relation_named(s, schema, name) : NULL, array};
}

static const char *found_name(struct arena *a, struct type_found f)
{
    return arena_printf(a, "%s%s", f.rel != NULL ? ident_quoted(a, f.rel->name) : type_display(a, f.type), f.array ? "[]" : "");
}

void type_check_kind(struct session *s, struct arena *a, const PgQuery__TypeName *type, PgQuery__Node *const *names, size_t n, char kind)
{
    struct type_found f = type_there(s, names, n, type != NULL && type->n_array_bounds > 0);
    if (f.rel == NULL && (f.type == InvalidOid || (!f.array && type_get(f.type)->typtype == kind)))
        return;
    raise(ERR_WRONG_OBJECT_TYPE, type != NULL ? "\"%s\" is not %s" : "%s is not %s", type != NULL ? drop_type_written(a, type) : found_name(a, f),
          kind == 'd' ? "a domain" : "an enum");
}

/* Of a type that goes with another thing, by which it is changed. */
static void check_own(struct arena *a, struct type_found f)
{
    if (f.array) {
        struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "cannot alter array type %s", found_name(a, f));
        f.array = false;
        error_throw(error_hint(e, "You can alter type %s, which will alter the array type as well.", found_name(a, f)));
    }
    if (f.rel != NULL)
        error_throw(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "%s is a table's row type", found_name(a, f)), "Use ALTER TABLE instead."));
}

struct relation *type_row_relation(struct session *s, PgQuery__Node *const *names, size_t n)
{
    return (struct relation *)(uintptr_t)type_there(s, names, n, false).rel;
}

struct user_type *type_to_change(struct session *s, struct arena *a, PgQuery__Node *const *names, size_t n, bool missing_ok)
{
    const char *schema = n > 1 ? raw_string(names[n - 2]) : NULL;
    if (missing_ok && schema != NULL && !catalog_schema_exists(s->catalog, schema)) {
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "schema \"%s\" does not exist, skipping", schema);
        return NULL;
    }
    const char *name = name_in_public(s, names, n, false);
    user_types_load(true);
    const struct user_type *t = schema == NULL || strcmp(schema, "public") == 0 ? find(name) : NULL;
    if (t != NULL)
        return arena_memdup(a, t, sizeof *t);
    check_own(a, type_there(s, names, n, false));
    if (is_built_in(schema, name))
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be owner of type %s", type_display(a, type_by_name(name)->oid));
    if (!missing_ok)
        raise(ERR_UNDEFINED_OBJECT, "type \"%s\" does not exist", raw_dotted(a, names, n));
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "type \"%s\" does not exist, skipping", raw_dotted(a, names, n));
    return NULL;
}

void type_relation_is_new(struct session *s, const char *name)
{
    if (relation_name_taken(s, name, false))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", name);
}

void type_is_new(struct session *s, const char *name)
{
    user_types_load(true);
    if (find(name) != NULL || catalog_lookup(s->catalog, NULL, "public", name) != NULL)
        raise(ERR_DUPLICATE_OBJECT, "type \"%s\" already exists", name);
    if (is_built_in(NULL, name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "a type cannot have the name of PostgreSQL's own type \"%s\" here", name);
}

/* ---- making and changing ---- */

static bool oid_taken(Oid oid)
{
    FOREACH (struct user_type, t, user_types())
        if (t->oid == oid || t->array == oid)
            return true;
    return mongo_source_type_is_dropped(oid);
}

static Oid new_oid(struct session *s, const char *name, const char *kind)
{
    Oid oid = relation_oid(s->database, arena_printf(s->message, "%s\n%s", name, kind));
    while (oid_taken(oid))
        oid++;
    return oid;
}

/* _name; where that is taken, with more underscores. */
static const char *new_array_name(struct arena *a, const char *name)
{
    const char *array = arena_printf(a, "_%.62s", name);
    while (type_by_name(array) != NULL)
        array = arena_printf(a, "_%.62s", array);
    return array;
}

/* An array type whose name is wanted gets another. */
static void free_name(struct session *s, const char *name)
{
    FOREACH (struct user_type, other, user_types()) {
        if (strcmp(other->array_name, name) != 0)
            continue;
        struct user_type t = *other;
        t.array_name = new_array_name(s->message, t.array_name);
        type_save(s, &t);
        return;
    }
}

void type_save(struct session *s, struct user_type *t)
{
    struct mongo *m = s->mongo;
    bool fresh = t->version == 0;
    if (fresh) {
        if (t->oid == InvalidOid)
            t->oid = new_oid(s, t->name, "type");
        t->array = new_oid(s, t->name, "type[]");
        free_name(s, t->name);
        t->array_name = new_array_name(s->message, t->name);
    }
    if (!fresh)
        mongo_xact_undo_alter_type(m, s->database, user_type(t->oid));
    if (fresh && m->together)
        mongo_xact_undo_type(m, s->database, t->oid); /* nobody else has that OID */
    if (!user_type_save(m, s->database, t)) {
        if (fresh)
            raise(ERR_DUPLICATE_OBJECT, "type \"%s\" already exists", t->name);
        raise(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }
    mongo_source_types_changed();
}


/* The tables whose validators say what labels there are: to be told so by tell_tables(); what is undone is undone behind the type. */
static List *tables_to_tell(struct session *s, struct arena *a, const struct user_type *t)
{
    List *out = NULL;
    FOREACH (struct type_use, u, type_uses_to_change(s, a, t)) {
        if (def_is_view(u->def))
            continue;
        if (!s->mongo->in_transaction)
            mongo_xact_undo_declare(s->mongo, s->database, u->collection, u->def);
        out = list_append(a, out, u);
    }
    return out;
}

static void tell_tables(struct session *s, const List *uses)
{
    FOREACH (struct type_use, u, uses)
        relation_declare(s, s->mongo, u->collection, u->def);
}

/* ---- enums ---- */

static Oid label_oid(struct session *s, const struct user_type *t, const char *name)
{
    Oid oid = relation_oid(s->database, arena_printf(s->message, "%u\nlabel\n%s", t->oid, name));
    for (int i = 0; i < list_length(t->labels); i++)
        if (((struct enum_label *)list_nth(t->labels, i))->oid == oid) {
            oid++;
            i = -1;
        }
    return oid;
}

static void check_label(const char *name)
{
    if (strlen(name) <= ENUM_LABEL_MAX)
        return;
    struct error *e = error_new(ERR_INVALID_NAME, "invalid enum label \"%s\"", name);
    error_throw(error_detail(e, "Labels must be %d bytes or less.", ENUM_LABEL_MAX));
}

static struct enum_label *new_label(struct session *s, struct arena *a, const struct user_type *t, const char *name, float place)
{
    struct enum_label *l = ARENA_NEW(a, struct enum_label);
    *l = (struct enum_label){label_oid(s, t, name), place, name};
    return l;
}

struct completion run_create_enum(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateEnumStmt *c = raw->node->create_enum_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(c, raw_start(raw), "type_name vals");
    struct user_type t = {.kind = 'e', .typmod = -1, .name = name_in_public(s, c->type_name, c->n_type_name, true)};
    change_begin(s, "CREATE TYPE");
    type_is_new(s, t.name);
    t.oid = new_oid(s, t.name, "type");
    for (size_t i = 0; i < c->n_vals; i++) {
        const char *name = raw_string(c->vals[i]);
        check_label(name);
        if (enum_label_named(&t, name, strlen(name)) != NULL) {
            struct error *e = error_new(ERR_UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"");
            error_throw(error_detail(e, "Key (enumtypid, enumlabel)=(%u, %s) already exists.", t.oid, name));
        }
        t.labels = list_append(a, t.labels, new_label(s, a, &t, name, (float)(i + 1)));
    }
    type_save(s, &t);
    return DONE("CREATE TYPE");
}

static int label_place(const struct user_type *t, const char *name)
{
    const struct enum_label *l = enum_label_named(t, name, strlen(name));
    if (l == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "\"%s\" is not an existing enum label", name);
    return enum_position(t, l);
}

/* Between two others there is room for some twenty halvings. */
static float place_at(const struct user_type *t, int at)
{
    int n = list_length(t->labels);
    const struct enum_label *before = at > 0 ? list_nth(t->labels, at - 1) : NULL, *behind = at < n ? list_nth(t->labels, at) : NULL;
    if (before == NULL && behind == NULL)
        return 1;
    if (behind == NULL)
        return before->place + 1;
    if (before == NULL)
        return behind->place - 1;
    return before->place + (behind->place - before->place) / 2;
}

static List *insert_at(struct arena *a, const List *labels, int at, struct enum_label *l)
{
    List *out = NULL;
    for (int i = 0; i <= list_length(labels); i++) {
        if (i == at)
            out = list_append(a, out, l);
        if (i < list_length(labels))
            out = list_append(a, out, list_nth(labels, i));
    }
    return out;
}

/* No room was left: all places are given anew. */
static void renumber(struct arena *a, struct user_type *t)
{
    List *out = NULL;
    FOREACH (struct enum_label, l, t->labels) {
        struct enum_label *copy = arena_memdup(a, l, sizeof *l);
        copy->place = (float)(FOREACH_INDEX(l, t->labels) + 1);
        out = list_append(a, out, copy);
    }
    t->labels = out;
}

static void add_value(struct session *s, struct arena *a, struct user_type *t, const PgQuery__AlterEnumStmt *e)
{
    const char *name = e->new_val, *neighbor = e->new_val_neighbor;
    check_label(name);
    if (enum_label_named(t, name, strlen(name)) != NULL) {
        if (!e->skip_if_new_val_exists)
            raise(ERR_DUPLICATE_OBJECT, "enum label \"%s\" already exists", name);
        notice(SEV_NOTICE, ERR_DUPLICATE_OBJECT, "enum label \"%s\" already exists, skipping", name);
        return;
    }
    int at = list_length(t->labels);
    if (neighbor != NULL && neighbor[0] != '\0')
        at = label_place(t, neighbor) + e->new_val_is_after;
    float place = place_at(t, at);
    struct enum_label *l = new_label(s, a, t, name, place);
    const struct enum_label *before = at > 0 ? list_nth(t->labels, at - 1) : NULL, *behind = at < list_length(t->labels) ? list_nth(t->labels, at) : NULL;
    bool room = (before == NULL || before->place < place) && (behind == NULL || place < behind->place);
    t->labels = insert_at(a, t->labels, at, l);
    if (!room)
        renumber(a, t);
    if (s->mongo->together && (xact_in_block(s) || s->several))
        enum_label_unsafe(l->oid);
    const List *uses = tables_to_tell(s, a, t);
    type_save(s, t);
    tell_tables(s, uses);
}

static bool has_label(Node *n, void *arg)
{
    const struct user_type *t = arg;
    if (IS_A(n, Const) && type_contains(((const Const *)n)->consttype, t->oid))
        return true;
    return node_walk(n, has_label, arg);
}

/* As it stands in a literal. */
static const char *in_literal(struct arena *a, const char *label)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (const char *p = label; *p != '\0'; p++)
        strbuf_printf(&b, *p == '\'' ? "''" : "%c", *p);
    return b.data;
}

bool type_change_outside(struct session *s, const List *uses)
{
    bool stored = false;
    FOREACH (struct type_use, u, (List *)(uintptr_t)uses)
        stored = stored || !def_is_view(u->def);
    if (!stored)
        return false;
    change_outside(s, "ALTER TYPE of a type that tables use");
    mongo_xact_not_undone(s->mongo, "ALTER TYPE");
    s->mongo->together = false;
    return true;
}

/* Documents first: what they have then is the new label's. */
static void rename_value(struct session *s, struct arena *a, struct user_type *t, const char *from, const char *to)
{
    int at = label_place(t, from);
    check_label(to);
    if (enum_label_named(t, to, strlen(to)) != NULL)
        raise(ERR_DUPLICATE_OBJECT, "enum label \"%s\" already exists", to);
    List *uses = type_uses_to_change(s, a, t);
    const List *texts = texts_to_change(s, a, in_literal(a, from), has_label, t);
    FOREACH (struct type_use, u, uses)
        if (u->nested)
            raise(ERR_FEATURE_NOT_SUPPORTED, "enum label \"%s\" cannot be renamed while composite values of column \"%s.%s\" may have it", from,
                  u->relation->name, u->column->name);
    if (type_change_outside(s, uses)) {
        uses = type_uses_to_change(s, a, t);
        texts = texts_to_change(s, a, in_literal(a, from), has_label, t);
    }
    FOREACH (struct type_use, u, uses)
        if (!def_is_view(u->def))
            table_replace_text(s->mongo, s->database, u->collection, u->column->name, u->array, from, to);
    struct enum_label *l = arena_memdup(a, list_nth(t->labels, at), sizeof *l);
    l->name = to;
    t->labels = list_copy(a, t->labels);
    t->labels->items[at] = l;
    type_save(s, t);
    FOREACH (struct type_use, u, uses) {
        if (def_is_view(u->def))
            continue;
        table_alter(s->mongo, s->database, u->collection, u->def);
        mongo_source_table(s->database, u->collection, NULL, false);
    }
    texts_say(s, a, texts, NULL, NULL);
}

struct completion run_alter_enum(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__AlterEnumStmt *e = raw->node->alter_enum_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(e, raw_start(raw), "type_name old_val new_val new_val_neighbor new_val_is_after skip_if_new_val_exists");
    change_begin(s, "ALTER TYPE");
    type_check_kind(s, a, NULL, e->type_name, e->n_type_name, 'e');
    struct user_type *t = type_to_change(s, a, e->type_name, e->n_type_name, false);
    if (e->old_val != NULL && e->old_val[0] != '\0')
        rename_value(s, a, t, e->old_val, e->new_val);
    else
        add_value(s, a, t, e);
    return DONE("ALTER TYPE");
}

/* ---- RENAME, DROP ---- */

struct completion run_rename_type(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    struct arena *a = portal->arena;
    bool domain = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN;
    const char *tag = domain ? "ALTER DOMAIN" : "ALTER TYPE";
    change_begin(s, tag);
    PgQuery__List *names = r->object->list;
    if (domain)
        type_check_kind(s, a, NULL, names->items, names->n_items, 'd');
    struct user_type *t = type_to_change(s, a, names->items, names->n_items, false);
    if (t->kind == 'c')
        type_relation_is_new(s, r->newname);
    type_is_new(s, r->newname);
    const List *told = type_follow_rename(s, a, t->name, r->newname);
    free_name(s, r->newname);
    t->name = r->newname;
    t->array_name = new_array_name(a, t->name);
    type_save(s, t);
    views_rebuild(s, a, s->mongo, told);
    return DONE(tag);
}

/*
 * pgleaf's own, that dumps make (CREATE DOMAIN takes that for done) and tools drop that drop every type of a schema. It stays, and a
 * notice says so; what depends on it is looked for as for others. Columns of collections that SQL did not make may all be of it.
 */
static struct user_type *objectid_to_drop(struct session *s, struct arena *a)
{
    FOREACH (struct relation_name, n, views_listed(s, a))
        if (n->def == NULL)
            return NULL;
    struct user_type *t = ARENA_NEW(a, struct user_type);
    *t = (struct user_type){.oid = TYPE_objectid, .array = TYPE__objectid, .name = "objectid", .array_name = "_objectid", .kind = 'd', .base = TYPE_text};
    user_types_load(true);
    return t;
}

/* What goes with another thing, or is PostgreSQL's, is not dropped. */
static void check_droppable(struct session *s, struct arena *a, const PgQuery__TypeName *n)
{
    struct type_found f = type_there(s, n->names, n->n_names, n->n_array_bounds > 0), elem = f;
    elem.array = false;
    bool ours = f.rel != NULL ? f.rel->kind == REL_LOCAL : f.type != InvalidOid && f.type != TYPE_objectid && f.type < TYPE_FIRST_USER;
    if (ours)
        raise(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop type %s because it is required by the database system", found_name(a, f));
    const char *of = f.array ? "type" : f.rel != NULL ? relation_kind_word(f.rel->kind) : NULL, *name = of != NULL ? found_name(a, elem) : NULL;
    if (of == NULL)
        return;
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop type %s because %s %s requires it", found_name(a, f), of, name);
    error_throw(error_hint(e, "You can drop %s %s instead.", of, name));
}

struct completion run_drop_type(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__DropStmt *d = raw->node->drop_stmt;
    struct arena *a = portal->arena;
    List *types = NULL;
    bool domain = d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN;
    const char *tag = domain ? "DROP DOMAIN" : "DROP TYPE";
    change_begin(s, tag);
    for (size_t i = 0; i < d->n_objects; i++) {
        PgQuery__TypeName *n = d->objects[i]->type_name;
        if (domain)
            type_check_kind(s, a, n, n->names, n->n_names, 'd');
        check_droppable(s, a, n);
        struct user_type *t = type_is_objectid(n->names, n->n_names) ? objectid_to_drop(s, a) : NULL;
        if (t == NULL && type_is_objectid(n->names, n->n_names))
            raise(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop type objectid because it is required by the database system");
        if (t == NULL)
            t = type_to_change(s, a, n->names, n->n_names, d->missing_ok);
        if (t != NULL)
            multirange_is_required(a, t);
        bool twice = t == NULL;
        FOREACH (struct user_type, other, types)
            twice = twice || other->oid == t->oid;
        if (!twice)
            types = list_append(a, types, t);
    }
    drop_type_dependents(s, a, raw, types, d->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    FOREACH (struct user_type, t, types) {
        if (t->oid != TYPE_objectid)
            type_drop(s, t);
        else
            notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "type \"objectid\" is pgleaf's own, and stays");
    }
    return DONE(tag);
}
