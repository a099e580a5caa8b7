#include "mongo/index.h"

#include <string.h>

#include "base/macros.h"
#include "mongo/client.h"
#include "types/bson.h"
#include "types/ident.h"

/* Was an array seen at the path, or above it? */
static bool array_on_path(const struct field *root, const char *path)
{
    const struct field *f = root;
    for (;;) {
        size_t n = strcspn(path, ".");
        f = field_find(f, path, n);
        if (f == NULL || (f->seen & SEEN_ARRAY))
            return true; /* not known: possible */
        if (path[n] == '\0')
            return false;
        path += n + 1;
    }
}

static const char *method_named(const char *kind)
{
    return strcmp(kind, "hashed") == 0 ? "hash" : strcmp(kind, "text") == 0 ? "gin" : "gist";
}

/* ---- partial indexes: what a simple filter says in SQL ---- */

static void add_path(struct strbuf *b, const char *path)
{
    for (const char *s = path;; s++) {
        size_t n = strcspn(s, ".");
        ident_quote(b, s, n);
        s += n;
        if (*s == '\0')
            return;
        strbuf_addch(b, '.');
    }
}

/* False: it is no value that SQL has a short literal for. */
static bool add_value(struct strbuf *b, bson_iter_t *it)
{
    uint32_t len;
    const char *s;
    switch (bson_iter_type(it)) {
    case BSON_TYPE_INT32: strbuf_printf(b, "%d", bson_iter_int32(it)); return true;
    case BSON_TYPE_INT64: strbuf_printf(b, "%lld", (long long)bson_iter_int64(it)); return true;
    case BSON_TYPE_DOUBLE: strbuf_printf(b, "%.15g", bson_iter_double(it)); return true;
    case BSON_TYPE_BOOL: strbuf_addstr(b, bson_iter_bool(it) ? "true" : "false"); return true;
    case BSON_TYPE_UTF8:
        s = bson_iter_utf8(it, &len);
        literal_quote(b, s, len);
        strbuf_addstr(b, "::text");
        return true;
    default: return false;
    }
}

static bool add_filter(struct strbuf *b, const bson_t *filter);

/* {$or: [...]} */
static bool add_any(struct strbuf *b, bson_iter_t *list)
{
    bson_iter_t it;
    int n = 0;
    if (!BSON_ITER_HOLDS_ARRAY(list) || !bson_iter_recurse(list, &it))
        return false;
    strbuf_addch(b, '(');
    while (bson_iter_next(&it)) {
        bson_t part;
        if (!bson_view(&it, &part))
            return false;
        strbuf_addstr(b, n++ > 0 ? " OR " : "");
        if (bson_count_keys(&part) != 1 || !add_filter(b, &part))
            return false;
    }
    strbuf_addch(b, ')');
    return n > 0;
}

static bool add_comparison(struct strbuf *b, const char *path, const char *op, bson_iter_t *value)
{
    static const char *const ops[] = {"$eq", "=", "$gt", ">", "$gte", ">=", "$lt", "<", "$lte", "<="};
    strbuf_addch(b, '(');
    add_path(b, path);
    if (strcmp(op, "$exists") == 0) {
        strbuf_addstr(b, bson_iter_as_bool(value) ? " IS NOT NULL)" : " IS NULL)");
        return true;
    }
    if (strcmp(op, "$eq") == 0 && BSON_ITER_HOLDS_NULL(value)) {
        strbuf_addstr(b, " IS NULL)");
        return true;
    }
    for (int i = 0; i < COUNTOF(ops); i += 2)
        if (strcmp(ops[i], op) == 0) {
            strbuf_printf(b, " %s ", ops[i + 1]);
            bool ok = add_value(b, value);
            strbuf_addch(b, ')');
            return ok;
        }
    return false;
}

static bool add_filter(struct strbuf *b, const bson_t *filter)
{
    bson_iter_t it, sub;
    int n = 0;
    if (!bson_iter_init(&it, filter))
        return false;
    while (bson_iter_next(&it)) {
        const char *path = bson_iter_key(&it);
        if (path[0] == '$') {
            strbuf_addstr(b, n++ > 0 ? " AND " : "");
            if (strcmp(path, "$or") != 0 || !add_any(b, &it))
                return false;
            continue;
        }
        if (!BSON_ITER_HOLDS_DOCUMENT(&it)) {
            strbuf_addstr(b, n++ > 0 ? " AND " : "");
            if (!add_comparison(b, path, "$eq", &it))
                return false;
            continue;
        }
        if (!bson_iter_recurse(&it, &sub))
            return false;
        while (bson_iter_next(&sub)) {
            strbuf_addstr(b, n++ > 0 ? " AND " : "");
            if (!add_comparison(b, path, bson_iter_key(&sub), &sub))
                return false;
        }
    }
    return n > 0;
}

/* {$exists: true}, of a key of the index */
static bool is_presence(bson_iter_t *it, const bson_t *key)
{
    bson_iter_t sub;
    return BSON_ITER_HOLDS_DOCUMENT(it) && bson_has_field(key, bson_iter_key(it)) && bson_iter_recurse(it, &sub) && bson_iter_next(&sub) &&
           strcmp(bson_iter_key(&sub), "$exists") == 0 && bson_iter_as_bool(&sub) && !bson_iter_next(&sub);
}

/* Does it ask something of a key that a document without it does not fulfil? */
static bool names_key(const bson_t *filter, const bson_t *key)
{
    bson_iter_t it;
    if (bson_iter_init(&it, filter))
        while (bson_iter_next(&it))
            if (bson_has_field(key, bson_iter_key(&it)) && !BSON_ITER_HOLDS_NULL(&it))
                return true;
    return false;
}

/* The filter but for the presence of the keys. */
static const bson_t *without_presence(struct arena *a, const bson_t *filter, const bson_t *key)
{
    bson_iter_t it;
    bson_t *out = bson_in(a);
    if (bson_iter_init(&it, filter))
        while (bson_iter_next(&it))
            if (!is_presence(&it, key))
                bson_append_iter(out, NULL, -1, &it);
    return out;
}

/* Documents without one of its keys are not in it, and that is all: SQL's UNIQUE, in which NULLs are no duplicates. */
static bool only_presence(const bson_t *filter, const bson_t *key)
{
    bson_iter_t it;
    if (!bson_iter_init(&it, filter))
        return false;
    while (bson_iter_next(&it))
        if (!is_presence(&it, key))
            return false;
    return true;
}

static const char *json_literal(struct arena *a, const bson_t *doc)
{
    struct strbuf b;
    size_t len;
    char *json = bson_as_relaxed_extended_json(doc, &len);
    strbuf_init(&b, a);
    literal_quote(&b, json, len);
    bson_free(json);
    strbuf_addstr(&b, "::jsonb");
    return b.data;
}

static const char *filter_text(struct arena *a, const bson_t *filter)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_addch(&b, '(');
    if (add_filter(&b, filter))
        return strstr(b.data, " AND ") != NULL ? arena_printf(a, "%s)", b.data) : b.data + 1;
    return arena_printf(a, "pgleaf.matches(%s)", json_literal(a, filter));
}

static void read_filter(struct arena *a, struct index_info *ix, const bson_t *doc, const bson_t *key)
{
    bson_t filter;
    if (!bson_subdocument(doc, "partialFilterExpression", &filter))
        return;
    ix->partial = true;
    ix->nulls_distinct = ix->unique && only_presence(&filter, key);
    if (ix->nulls_distinct)
        return;
    if (ix->unique) {
        bson_t *condition = bson_in(a);
        bson_concat(condition, &filter);
        ix->condition = condition;
    }
    ix->keys_present = ix->unique && names_key(&filter, key);
    ix->filter = filter_text(a, ix->unique ? without_presence(a, &filter, key) : &filter);
}

/* root: the collection's fields, NULL not known */
struct index_info *index_read(struct arena *a, const char *database, const char *name, const struct field *root,
                                     const bson_t *doc)
{
    struct index_info *ix = ARENA_NEW(a, struct index_info);
    bson_t key;
    bson_iter_t it;
    ix->name = arena_strdup(a, bson_text(doc, "name", "?"));
    ix->oid = relation_oid(database, arena_printf(a, "%s\nindex\n%s", name, ix->name));
    ix->unique = bson_truth(doc, "unique") || strcmp(ix->name, "_id_") == 0;
    ix->sparse = bson_truth(doc, "sparse");
    ix->method = "btree";
    if (!bson_subdocument(doc, "key", &key))
        return ix;
    read_filter(a, ix, doc, &key);
    ix->keys = ARENA_ARRAY(a, struct index_key, bson_count_keys(&key) + 1);
    if (bson_iter_init(&it, &key))
        while (bson_iter_next(&it)) {
            const char *path = arena_strdup(a, bson_iter_key(&it));
            if (strncmp(path, INDEX_SECOND, sizeof INDEX_SECOND - 1) == 0)
                continue;
            if (BSON_ITER_HOLDS_UTF8(&it))
                ix->method = method_named(bson_iter_utf8(&it, NULL));
            int64_t direction = BSON_ITER_HOLDS_NUMBER(&it) ? bson_iter_as_int64(&it) : 0;
            ix->keys[ix->nkeys++] = (struct index_key){path, (direction > 0) - (direction < 0), direction < 0, direction < 0, NULL};
            ix->multikey_possible = ix->multikey_possible || root == NULL || array_on_path(root, path);
        }
    /* an order of its own: not one that predicates or sorts here can use */
    if (bson_has_field(doc, "collation") || bson_truth(doc, "hidden"))
        for (int i = 0; i < ix->nkeys; i++)
            ix->keys[i].direction = 0;
    return ix;
}


const char *index_view_text(struct arena *a, const bson_t *doc)
{
    bson_t options;
    struct strbuf on;
    const char *from = bson_text(doc, "options.viewOn", "");
    if (strcmp(bson_text(doc, "type", ""), "view") != 0 || !bson_subdocument(doc, "options", &options))
        return NULL;
    strbuf_init(&on, a);
    literal_quote(&on, from, strlen(from));
    return arena_printf(a, "SELECT *\n   FROM pgleaf.aggregate(%s::text, (%s -> 'pipeline'::text))", on.data,
                        json_literal(a, &options));
}
