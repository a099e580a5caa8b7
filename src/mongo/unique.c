#include "mongo/unique.h"

#include <string.h>

#include "mongo/cursor.h"
#include "mongo/partial.h"
#include "mongo/write.h"
#include "types/bson.h"

/* Does one of the dotted names lead to the other? */
static bool along(const char *x, const char *y)
{
    size_t n = strlen(x);
    return strncmp(x, y, n) == 0 && y[n] == '.';
}

/* Is it said by an update's fields? KEY_MISSING: nothing of them touches it. */
static enum found in_fields(const bson_t *fields, const char *path, bson_iter_t *at)
{
    bson_iter_t it;
    enum found found = KEY_MISSING;
    if (fields == NULL || !bson_iter_init(&it, fields))
        return KEY_MISSING;
    while (bson_iter_next(&it)) {
        const char *name = bson_iter_key(&it);
        if (along(name, path) || along(path, name))
            return KEY_UNKNOWN;
        if (strcmp(name, path) == 0) {
            *at = it;
            found = KEY_FOUND;
        }
    }
    return found;
}

static enum found value_of(const void *row, const char *path, bson_iter_t *at)
{
    const struct unique_row *r = row;
    bson_iter_t it;
    enum found set = in_fields(r->set, path, at), unset = in_fields(r->unset, path, &it);
    if (set == KEY_UNKNOWN || unset == KEY_UNKNOWN)
        return KEY_UNKNOWN;
    if (unset == KEY_FOUND)
        return KEY_MISSING;
    if (set == KEY_MISSING && !(bson_iter_init(&it, r->doc) && bson_iter_find_descendant(&it, path, at)))
        return KEY_MISSING;
    return BSON_ITER_HOLDS_ARRAY(at) || BSON_ITER_HOLDS_REGEX(at) ? KEY_UNKNOWN : KEY_FOUND;
}

static bool is_set(const void *row, const char *path)
{
    const struct unique_row *r = row;
    bson_iter_t at;
    return in_fields(r->set, path, &at) != KEY_MISSING || in_fields(r->unset, path, &at) != KEY_MISSING;
}

/* A key of the index, or what its condition asks for. */
static bool touched(const struct unique_row *r, const struct index_info *x)
{
    if (r->set == NULL && r->unset == NULL)
        return true;
    for (int i = 0; i < x->nkeys; i++)
        if (is_set(r, x->keys[i].path))
            return true;
    return x->condition != NULL && partial_any_path(x->condition, is_set, r);
}

static void not_told(const struct index_info *x)
{
    if (x->waiting)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this change of values of the unique index \"%s\" is not supported before the transaction that made it commits", x->name);
}

void unique_not_told(const struct relation *rel)
{
    FOREACH (struct index_info, x, relation_indexes(rel))
        not_told(x);
}

bool unique_waits(const struct relation *rel, const bson_t *member)
{
    bson_t set, unset;
    struct unique_row row = {.set = member != NULL && bson_subdocument(member, "u.$set", &set) ? &set : NULL,
                             .unset = member != NULL && bson_subdocument(member, "u.$unset", &unset) ? &unset : NULL};
    FOREACH (struct index_info, x, relation_indexes(rel))
        if (x->waiting && touched(&row, x))
            return true;
    return false;
}

/* {path: {$eq: value}, ...}; false: no other document can be in its way, or it cannot be told. */
static bool append_key(bson_t *filter, const struct unique_row *r, const struct index_info *x)
{
    int missing = 0;
    if (!touched(r, x))
        return false;
    enum partial in = x->condition != NULL ? partial_holds(x->condition, value_of, r) : PARTIAL_IN;
    if (in == PARTIAL_UNKNOWN)
        not_told(x);
    if (in != PARTIAL_IN)
        return false;
    for (int i = 0; i < x->nkeys; i++) {
        bson_iter_t at;
        bson_t eq;
        enum found found = value_of(r, x->keys[i].path, &at);
        if (found == KEY_UNKNOWN)
            not_told(x);
        if (found == KEY_UNKNOWN || (found == KEY_MISSING && x->nulls_distinct))
            return false;
        missing += found == KEY_MISSING;
        bson_append_document_begin(filter, x->keys[i].path, -1, &eq);
        if (found == KEY_FOUND)
            bson_append_iter(&eq, "$eq", 3, &at);
        else
            bson_append_null(&eq, "$eq", 3);
        bson_append_document_end(filter, &eq);
    }
    return !(x->sparse && missing == x->nkeys);
}

/* 1.0 and 1 the same, as MongoDB compares them. */
static const char *decimal_text(struct arena *a, const bson_decimal128_t *value)
{
    static const char *const classes[] = {"", "nan", "inf"};
    const uint64_t bytes[] = {BSON_UINT64_TO_LE(value->low), BSON_UINT64_TO_LE(value->high)};
    struct decimal d = decimal_decode((const uint8_t *)bytes);
    for (; d.digits != 0 && d.digits % 10 == 0; d.digits /= 10)
        d.exponent++;
    if (d.class == DECIMAL_FINITE && d.digits == 0)
        return "0";
    if (d.class != DECIMAL_FINITE)
        return arena_printf(a, "%s%s", d.negative && d.class == DECIMAL_INF ? "-" : "", classes[d.class]);
    return arena_printf(a, "%s%llx:%016llxe%d", d.negative ? "-" : "", (unsigned long long)(d.digits >> 64), (unsigned long long)d.digits, d.exponent);
}

/* Equal values are equal bytes. */
static void append_equal(struct arena *a, bson_t *out, const char *path, bson_iter_t *at)
{
    bson_decimal128_t value;
    if (BSON_ITER_HOLDS_DECIMAL128(at) && bson_iter_decimal128(at, &value))
        bson_append_utf8(out, path, -1, decimal_text(a, &value), -1);
    else if (BSON_ITER_HOLDS_DOUBLE(at) && bson_iter_double(at) == 0) /* -0, too */
        bson_append_double(out, path, -1, 0);
    else
        bson_append_iter(out, path, -1, at);
}

/* {path: value, ...} of a filter. equal: for comparing bytes */
static const bson_t *plain_key(struct arena *a, const bson_t *filter, bool equal)
{
    bson_t *key = bson_in(a);
    bson_iter_t it, eq;
    for (bson_iter_init(&it, filter); bson_iter_next(&it);) {
        if (!bson_iter_recurse(&it, &eq) || !bson_iter_next(&eq))
            continue;
        if (equal)
            append_equal(a, key, bson_iter_key(&it), &eq);
        else
            bson_append_iter(key, bson_iter_key(&it), -1, &eq);
    }
    return key;
}

/* One index' keys of the rows. */
struct keys {
    const struct index_info *index;
    size_t n;
    const bson_t **filters;          /* {path: {$eq: value}, ...} */
    const bson_t **plain;            /* {path: value, ...}: equal keys are equal bytes */
    const struct unique_row **rows;
};

static void collect(struct arena *a, struct keys *k, const struct unique_row *rows, size_t n)
{
    k->n = 0;
    k->filters = ARENA_ARRAY(a, const bson_t *, n);
    k->plain = ARENA_ARRAY(a, const bson_t *, n);
    k->rows = ARENA_ARRAY(a, const struct unique_row *, n);
    for (size_t i = 0; i < n; i++) {
        bson_t *filter = bson_in(a);
        if (!append_key(filter, &rows[i], k->index))
            continue;
        k->filters[k->n] = filter;
        k->plain[k->n] = plain_key(a, filter, true);
        k->rows[k->n++] = &rows[i];
    }
}

/* {$nin: ids}: the rows themselves, where they are documents that are changed. */
static void append_others(bson_t *filter, const struct unique_row *rows, size_t n)
{
    bson_t id, nin;
    bson_append_document_begin(filter, "_id", 3, &id);
    bson_append_array_begin(&id, "$nin", 4, &nin);
    for (uint32_t i = 0; i < n; i++) {
        char digits[16];
        const char *key;
        bson_iter_t it;
        size_t len = bson_uint32_to_string(i, &key, digits, sizeof digits);
        if (bson_iter_init_find(&it, rows[i].doc, "_id"))
            bson_append_iter(&nin, key, (int)len, &it);
    }
    bson_append_array_end(&id, &nin);
    bson_append_document_end(filter, &id);
}

/* {$or: filters}; of an index of one field, {path: {$in: values}}, which a server finds quicker. */
static void append_any(bson_t *filter, const bson_t *const *filters, size_t n)
{
    bool one = bson_count_keys(filters[0]) == 1;
    bson_t in, list;
    bson_iter_t it, eq;
    const char *path = bson_iter_init(&it, filters[0]) && bson_iter_next(&it) ? bson_iter_key(&it) : "";
    if (one) {
        bson_append_document_begin(filter, path, -1, &in);
        bson_append_array_begin(&in, "$in", -1, &list);
    } else {
        bson_append_array_begin(filter, "$or", -1, &list);
    }
    for (uint32_t i = 0; i < n; i++) {
        char digits[16];
        const char *key;
        size_t len = bson_uint32_to_string(i, &key, digits, sizeof digits);
        if (!one)
            bson_append_document(&list, key, (int)len, filters[i]);
        else if (bson_iter_init(&it, filters[i]) && bson_iter_next(&it) && bson_iter_recurse(&it, &eq) && bson_iter_next(&eq))
            bson_append_iter(&list, key, (int)len, &eq);
    }
    bson_append_array_end(one ? &in : filter, &list);
    if (one)
        bson_append_document_end(filter, &in);
}

/* A document with one of the keys; NULL: there is none. */
static const bson_t *other(struct arena *a, struct mongo *m, const struct relation *rel, const struct index_info *x, const bson_t *const *filters, size_t n,
                           const struct unique_row *changed, size_t nchanged)
{
    bson_t *find = bson_in(a), filter, both, part;
    BSON_APPEND_UTF8(find, "find", rel->collection);
    bson_append_document_begin(find, "filter", -1, &filter);
    bson_append_array_begin(&filter, "$and", -1, &both);
    bson_append_document_begin(&both, "0", 1, &part);
    append_any(&part, filters, n);
    bson_append_document_end(&both, &part);
    if (nchanged > 0) {
        bson_append_document_begin(&both, "1", 1, &part);
        append_others(&part, changed, nchanged);
        bson_append_document_end(&both, &part);
    }
    if (x->condition != NULL)
        BSON_APPEND_DOCUMENT(&both, nchanged > 0 ? "2" : "1", x->condition);
    bson_append_array_end(&filter, &both);
    bson_append_document_end(find, &filter);
    BSON_APPEND_INT32(find, "limit", 1);
    BSON_APPEND_BOOL(find, "singleBatch", true);
    return cursor_next_bson(cursor_open(a, m, rel->database, find));
}

static int by_bytes(const void *x, const void *y)
{
    const bson_t *a = **(const bson_t *const *const *)x, *b = **(const bson_t *const *const *)y;
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    int c = memcmp(bson_get_data(a), bson_get_data(b), a->len);
    return c != 0 ? c : x < y ? -1 : 1;
}

/* The first that has the key of one before it; k->n: none. */
static size_t repeated(struct arena *a, const struct keys *k)
{
    const bson_t *const **order = ARENA_ARRAY(a, const bson_t *const *, k->n + 1);
    size_t first = k->n;
    for (size_t i = 0; i < k->n; i++)
        order[i] = &k->plain[i];
    qsort(order, k->n, sizeof *order, by_bytes);
    for (size_t i = 1; i < k->n; i++) {
        size_t x = (size_t)(order[i - 1] - k->plain), y = (size_t)(order[i] - k->plain), later = x > y ? x : y;
        if (bson_equal(*order[i - 1], *order[i]) && later < first)
            first = later;
    }
    return first;
}

/* The first whose key another of the rows has when it is written: one that comes later, or keeps its key; first: none of these. */
static size_t still_there(struct arena *a, const struct keys *k, const struct unique_row *rows, size_t n, size_t first)
{
    const bson_t **old = ARENA_ARRAY(a, const bson_t *, n);
    for (size_t j = 0; j < n; j++) {
        struct unique_row before = {.doc = rows[j].doc};
        bson_t *filter = bson_in(a);
        old[j] = append_key(filter, &before, k->index) ? plain_key(a, filter, true) : NULL;
    }
    for (size_t i = 0; i < first; i++)
        for (size_t j = 0; j < n; j++)
            if (&rows[j] != k->rows[i] && old[j] != NULL && bson_equal(k->plain[i], old[j]) && (&rows[j] > k->rows[i] || !touched(&rows[j], k->index)))
                return i;
    return first;
}

static void check_index(struct arena *a, struct mongo *m, const struct relation *rel, const struct index_info *x,
                        const struct unique_row *rows, size_t n)
{
    struct keys k = {.index = x};
    const struct unique_row *changed = rows[0].set != NULL || rows[0].unset != NULL ? rows : NULL;
    collect(a, &k, rows, n);
    if (k.n == 0)
        return;
    size_t first = repeated(a, &k);
    if (changed != NULL && n > 1)
        first = still_there(a, &k, rows, n, first);
    if (other(a, m, rel, x, k.filters, k.n, changed, changed != NULL ? n : 0) != NULL)
        for (size_t i = 0; i < first; i++)
            if (other(a, m, rel, x, &k.filters[i], 1, changed, changed != NULL ? n : 0) != NULL)
                first = i;
    if (first == k.n)
        return;
    struct error *e = write_duplicate(a, rel, x->name, plain_key(a, k.filters[first], false));
    e->row = k.rows[first]->number;
    error_throw(e);
}

void unique_check(struct arena *a, struct mongo *m, const struct relation *rel, const struct unique_row *rows, size_t n)
{
    FOREACH (struct index_info, x, relation_indexes(rel)) {
        bool told = x->unique && x->nkeys > 0 && (!x->partial || x->nulls_distinct || x->condition != NULL) && !x->multikey_possible;
        for (int i = 0; i < x->nkeys; i++)
            told = told && x->keys[i].direction != 0;
        if (!told)
            not_told(x);
        if (told && n > 0)
            check_index(a, m, rel, x, rows, n);
    }
}
