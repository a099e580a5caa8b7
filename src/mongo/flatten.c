#include "mongo/flatten.h"

#include <string.h>

#include "mongo/client.h"

/* ---- which arrays ---- */

static void add_paths(struct arena *a, const struct field *f, const char *path, List **out)
{
    for (int i = 0; i < f->nchildren; i++) {
        const struct field *c = f->children[i];
        if (!field_nameable(c->name, c->namelen))
            continue;
        const char *own = path[0] != '\0' ? arena_printf(a, "%s.%s", path, c->name) : c->name;
        if ((c->seen & SEEN_ARRAY) != 0 && (c->elem_seen & SEEN_DOCUMENT) != 0)
            *out = list_append(a, *out, (void *)(uintptr_t)own);
        else if ((c->seen & SEEN_DOCUMENT) != 0)
            add_paths(a, c, own, out);
    }
}

List *flatten_paths(struct arena *a, const struct field *root)
{
    List *out = NULL;
    add_paths(a, root, "", &out);
    return out;
}

static char *with_underscores(struct arena *a, const char *path)
{
    char *out = arena_strdup(a, path);
    for (char *p = out; *p != '\0'; p++)
        if (*p == '.')
            *p = '_';
    return out;
}

const char *flatten_name(struct arena *a, const char *collection, const char *path)
{
    return arena_printf(a, "%s_%s", collection, with_underscores(a, path));
}

/* ---- columns ---- */

/* The name, or, where another column has it, one behind underscores. */
static struct column *add_column(struct schema_relation *sr, const char *name, const char *path, Oid type, int32_t typmod, unsigned seen)
{
    struct relation *rel = &sr->rel;
    struct column *c = ARENA_NEW(sr->arena, struct column);
    while (relation_column(rel, name, true, -1) != NULL)
        name = arena_printf(sr->arena, "_%s", name);
    *c = (struct column){.name = name, .path = path, .attnum = list_length(rel->columns) + 1, .type = type, .typmod = typmod, .seen = seen};
    rel->columns = list_append(sr->arena, rel->columns, c);
    return c;
}

static void add_fields(struct schema_relation *sr, const struct field *f, const char *path, const char *name)
{
    for (int i = 0; i < f->nchildren; i++) {
        const struct field *c = f->children[i];
        Oid type;
        int32_t typmod;
        if (!field_nameable(c->name, c->namelen))
            continue;
        const char *at = arena_printf(sr->arena, "%s.%s", path, c->name);
        const char *as = name[0] != '\0' ? arena_printf(sr->arena, "%s_%s", name, c->name) : c->name;
        bool nested = (c->seen & ~(unsigned)(SEEN_DOCUMENT | SEEN_NULL | SEEN_MISSING)) == 0 && c->nchildren > 0;
        field_type(c, &type, &typmod);
        if (nested)
            add_fields(sr, c, at, as);
        else
            add_column(sr, as, at, type, typmod, c->seen);
    }
}

static const struct field *field_below(const struct field *f, const char *path)
{
    while (f != NULL && *path != '\0') {
        size_t n = strcspn(path, ".");
        f = field_find(f, path, n);
        path += n + (path[n] == '.');
    }
    return f;
}

void flatten_columns(struct schema_relation *sr)
{
    struct relation *rel = &sr->rel;
    const struct relation_unwind *u = rel->unwind;
    const struct field *id = field_find(sr->root, "_id", 3), *items = field_below(sr->root, u->path);
    Oid type = TYPE_jsonb;
    int32_t typmod = -1;
    if (id != NULL)
        field_type(id, &type, &typmod);
    add_column(sr, arena_printf(sr->arena, "%s_id", rel->collection), "_id", type, typmod, id != NULL ? id->seen : 0);
    add_column(sr, "index", u->index, TYPE_int8, -1, SEEN_INT32 | SEEN_INT64 | SEEN_NULL | SEEN_MISSING);
    if (items != NULL)
        add_fields(sr, items, u->path, "");
    rel->nvisible = list_length(rel->columns);
}
