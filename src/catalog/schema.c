#include "catalog/schema.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "types/array.h"

struct field *field_new(struct arena *a, const char *name, size_t len)
{
    struct field *f = ARENA_NEW(a, struct field);
    f->name = arena_strndup(a, name, len);
    f->namelen = (uint32_t)len;
    f->typmod = -1;
    return f;
}

static bool named(const struct field *f, const char *name, size_t len)
{
    return f->namelen == len && memcmp(f->name, name, len) == 0;
}

struct field *field_find(const struct field *parent, const char *name, size_t len)
{
    for (int i = 0; i < parent->nchildren; i++)
        if (named(parent->children[i], name, len))
            return parent->children[i];
    return NULL;
}

struct field *field_child(struct arena *a, struct field *parent, const char *name, size_t len, int hint, int max)
{
    if (hint < parent->nchildren && named(parent->children[hint], name, len))
        return parent->children[hint];
    struct field *f = field_find(parent, name, len);
    if (f != NULL)
        return f;
    if (parent->nchildren >= max)
        return NULL;
    if (parent->nchildren == parent->cap) {
        int cap = parent->cap == 0 ? 8 : parent->cap * 2;
        parent->children = arena_grow(a, parent->children, sizeof f * (size_t)parent->cap, sizeof f * (size_t)cap);
        parent->cap = cap;
    }
    f = field_new(a, name, len);
    parent->children[parent->nchildren++] = f;
    return f;
}

/* ---- types ---- */

#define SEEN_INTEGERS (SEEN_INT32 | SEEN_INT64)
#define SEEN_NUMBERS (SEEN_INTEGERS | SEEN_DOUBLE | SEEN_DECIMAL)

Oid seen_scalar_type(unsigned seen)
{
    seen &= ~(unsigned)(SEEN_NULL | SEEN_MISSING);
    if (seen != 0 && (seen & ~(unsigned)SEEN_NUMBERS) == 0) {
        if (seen & SEEN_DECIMAL)
            return TYPE_numeric;
        if (seen & SEEN_DOUBLE)
            return TYPE_float8;
        return seen & SEEN_INT64 ? TYPE_int8 : TYPE_int4;
    }
    switch (seen) {
    case SEEN_STRING:
        return TYPE_text;
    case SEEN_BOOL:
        return TYPE_bool;
    case SEEN_DATE:
        return TYPE_timestamptz;
    case SEEN_OBJECTID:
        return TYPE_objectid;
    case SEEN_BINARY:
        return TYPE_bytea;
    case SEEN_UUID:
        return TYPE_uuid;
    }
    return InvalidOid;
}

void field_type(const struct field *f, Oid *type, int32_t *typmod)
{
    unsigned seen = f->seen & ~(unsigned)(SEEN_NULL | SEEN_MISSING);
    *type = f->type;
    *typmod = f->typmod;
    if (*type != InvalidOid)
        return;
    Oid scalar = seen == SEEN_ARRAY ? seen_scalar_type(f->elem_seen) : seen_scalar_type(seen);
    if (scalar == TYPE_timestamptz)
        *typmod = 3; /* milliseconds are all BSON keeps */
    if (seen == 0)
        *type = TYPE_text;
    else if (scalar == InvalidOid)
        *type = TYPE_jsonb;
    else
        *type = seen == SEEN_ARRAY ? array_type_of(scalar) : scalar;
}

bool field_nameable(const char *name, size_t len)
{
    return len > 0 && name[0] != '$' && memchr(name, '.', len) == NULL;
}

bool path_overlaps(const char *x, const char *y)
{
    size_t n = strlen(x), m = strlen(y);
    size_t least = n < m ? n : m;
    return strncmp(x, y, least) == 0 && (n == m || (n < m ? y : x)[least] == '.');
}

/* ---- columns ---- */

static struct column *column_of(struct arena *a, const struct field *f, const char *path)
{
    struct column *c = ARENA_NEW(a, struct column);
    c->name = f->name;
    c->path = path;
    field_type(f, &c->type, &c->typmod);
    c->seen = f->seen;
    c->hidden = f->hidden;
    c->default_text = f->default_text;
    c->statistics = f->statistics;
    c->notnull = f->required && !(f->seen & (SEEN_NULL | SEEN_MISSING));
    c->nested = f->nested && type_is_array(type_stored(c->type)) && type_nests(type_get(type_stored(c->type))->elem);
    return c;
}

/* What a column of a declared type is made of in BSON (types/bson_write.c). */
static unsigned declared_seen(Oid type)
{
    static const struct {
        Oid type;
        unsigned seen;
    } made_of[] = {
        {TYPE_bool, SEEN_BOOL}, {TYPE_int2, SEEN_INT32}, {TYPE_int4, SEEN_INT32}, {TYPE_int8, SEEN_INT64},
        {TYPE_float4, SEEN_DOUBLE}, {TYPE_float8, SEEN_DOUBLE}, {TYPE_numeric, SEEN_DECIMAL}, {TYPE_objectid, SEEN_OBJECTID},
        {TYPE_timestamp, SEEN_DATE}, {TYPE_timestamptz, SEEN_DATE}, {TYPE_date, SEEN_DATE}, {TYPE_bytea, SEEN_BINARY},
        {TYPE_uuid, SEEN_UUID},
        {TYPE_jsonb, SEEN_DOCUMENT | SEEN_ARRAY | SEEN_STRING | SEEN_BOOL | SEEN_INT32 | SEEN_INT64 | SEEN_DOUBLE | SEEN_DECIMAL},
        {TYPE_json, SEEN_DOCUMENT | SEEN_ARRAY | SEEN_STRING | SEEN_BOOL | SEEN_INT32 | SEEN_INT64 | SEEN_DOUBLE | SEEN_DECIMAL},
    };
    type = type_stored(type);
    for (size_t i = 0; i < sizeof made_of / sizeof *made_of; i++)
        if (made_of[i].type == type)
            return made_of[i].seen;
    const struct type_info *t = type_get(type);
    return type_is_array(type) ? SEEN_ARRAY : t->typtype == 'c' ? SEEN_DOCUMENT : SEEN_STRING;
}

struct field *schema_declared(struct arena *a, const struct table_def *def)
{
    struct field *root = field_new(a, "", 0);
    FOREACH (struct column_def, c, def->columns) {
        struct field *f = field_child(a, root, c->name, strlen(c->name), root->nchildren, SCHEMA_MAX_COLUMNS);
        if (f == NULL)
            raise(ERR_TOO_MANY_COLUMNS, "tables can have at most %d columns", SCHEMA_MAX_COLUMNS);
        f->type = c->type;
        f->nested = !c->flat;
        f->typmod = c->typmod;
        f->seen = declared_seen(c->type) | (c->notnull ? 0 : SEEN_NULL | SEEN_MISSING);
        Oid stored = type_stored(c->type);
        f->elem_seen = type_is_array(stored) ? declared_seen(type_get(stored)->elem) | SEEN_NULL : 0;
        f->required = c->notnull;
        f->default_text = c->default_text;
    }
    if (field_find(root, "_id", 3) == NULL) {
        struct field *id = field_child(a, root, "_id", 3, root->nchildren, SCHEMA_MAX_COLUMNS + 1);
        id->type = TYPE_objectid;
        id->seen = SEEN_OBJECTID;
        id->hidden = id->required = true;
    }
    return root;
}

bool schema_type_enforced(Oid type)
{
    static const Oid wider[] = {TYPE_bytea, TYPE_uuid, TYPE_json, TYPE_jsonb};
    type = type_stored(type);
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if (wider[i] == type)
            return false;
    return !type_is_array(type) && type_get(type)->typtype != 'c';
}

static void add_declared(struct schema_relation *sr)
{
    FOREACH (struct column_def, d, sr->rel.def->columns) {
        struct column *c = relation_column(&sr->rel, d->name, true, -1);
        c->identity = d->identity;
        c->generated = d->generated;
        c->collation = d->collation;
        c->enforced = schema_type_enforced(d->type);
    }
}

void schema_set_columns(struct schema_relation *sr)
{
    struct relation *rel = &sr->rel;
    const struct field *root = sr->root;
    const struct field *id = field_find(root, "_id", 3);
    rel->columns = NULL;
    if (id != NULL && rel->def == NULL)
        rel->columns = list_append(sr->arena, rel->columns, column_of(sr->arena, id, id->name));
    for (int i = 0; i < root->nchildren; i++) {
        const struct field *f = root->children[i];
        if ((f != id || rel->def != NULL) && field_nameable(f->name, f->namelen))
            rel->columns = list_append(sr->arena, rel->columns, column_of(sr->arena, f, f->name));
    }
    rel->nvisible = list_length(rel->columns);
    FOREACH (struct column, c, rel->columns)
        c->attnum = FOREACH_INDEX(c, rel->columns) + 1;
    if (rel->def != NULL)
        add_declared(sr);
}

/* The tree's node for a dotted path. */
static const struct field *field_at(const struct field *root, const char *path)
{
    const struct field *f = root;
    while (f != NULL) {
        size_t n = strcspn(path, ".");
        f = field_find(f, path, n);
        if (path[n] == '\0')
            break;
        path += n + 1;
    }
    return f;
}

struct column *schema_path_column(struct relation *rel, const struct column *parent, const char *name, bool quoted)
{
    struct schema_relation *sr = (struct schema_relation *)rel;
    const struct field *above = parent->path != NULL ? field_at(sr->root, parent->path) : NULL;
    if (above == NULL)
        return NULL;
    const struct field *f = field_find(above, name, strlen(name));
    if (f == NULL && !quoted) {
        for (int i = 0; i < above->nchildren; i++) {
            if (strcasecmp(above->children[i]->name, name) != 0)
                continue;
            if (f != NULL)
                raise(ERR_AMBIGUOUS_COLUMN, "column reference \"%s\" is ambiguous", name);
            f = above->children[i];
        }
    }
    if (f == NULL || !field_nameable(f->name, f->namelen))
        return NULL;
    const char *path = arena_printf(sr->arena, "%s.%s", parent->path, f->name);
    FOREACH (struct column, c, rel->columns)
        if (c->is_path && strcmp(c->path, path) == 0)
            return c;
    struct column *c = column_of(sr->arena, f, path);
    c->is_path = true;
    c->notnull = false; /* what is above it may be missing */
    c->array_above = parent->array_above || (parent->seen & SEEN_ARRAY) != 0;
    rel->columns = list_append(sr->arena, rel->columns, c);
    c->attnum = list_length(rel->columns);
    return c;
}

const struct column *schema_rowid(struct relation *rel)
{
    struct schema_relation *sr = (struct schema_relation *)rel;
    FOREACH (struct column, c, rel->columns)
        if (c->type == TYPE_bson_value)
            return c;
    struct column *c = ARENA_NEW(sr->arena, struct column);
    *c = (struct column){.name = "_id", .path = "_id", .type = TYPE_bson_value, .typmod = -1, .is_path = true, .hidden = true};
    rel->columns = list_append(sr->arena, rel->columns, c);
    c->attnum = list_length(rel->columns);
    return c;
}
