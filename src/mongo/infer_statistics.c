/* Values of documents that stand for all, and what they say, as a document of the cache. */
#include "mongo/infer.h"

#include <stdlib.h>
#include <string.h>

/* ---- values of a sample ---- */

static void keep_number(struct infer *in, struct field *f, double number)
{
    stat_sample_add(in->sample, f->sample, false, NULL, 0, number);
}

static void keep_decimal(struct infer *in, struct field *f, const bson_iter_t *it)
{
    bson_decimal128_t d;
    char digits[BSON_DECIMAL128_STRING];
    bson_iter_decimal128(it, &d);
    bson_decimal128_to_string(&d, digits);
    keep_number(in, f, strtod(digits, NULL));
}

void infer_keep_value(struct infer *in, struct field *f, const bson_iter_t *it)
{
    char hex[25];
    uint32_t len;
    const char *text;
    if (f->sample == NULL)
        f->sample = ARENA_NEW(in->sample, struct stat_sample);
    switch (bson_iter_type(it)) {
    case BSON_TYPE_INT32: case BSON_TYPE_INT64: case BSON_TYPE_DOUBLE: keep_number(in, f, bson_iter_as_double(it)); break;
    case BSON_TYPE_BOOL: keep_number(in, f, bson_iter_bool(it)); break;
    case BSON_TYPE_DATE_TIME: keep_number(in, f, (double)bson_iter_date_time(it)); break;
    case BSON_TYPE_DECIMAL128: keep_decimal(in, f, it); break;
    case BSON_TYPE_UTF8:
        text = bson_iter_utf8(it, &len);
        stat_sample_add(in->sample, f->sample, true, text, len, 0);
        break;
    case BSON_TYPE_OID:
        bson_oid_to_string(bson_iter_oid(it), hex);
        stat_sample_add(in->sample, f->sample, true, hex, 24, 0);
        break;
    case BSON_TYPE_NULL: case BSON_TYPE_UNDEFINED: break;
    default: f->sample->mixed = true;
    }
}

static void count_values(struct infer *in, struct field *parent, double all)
{
    for (int i = 0; i < parent->nchildren; i++) {
        struct field *f = parent->children[i];
        if (f->sample != NULL)
            f->statistics = stat_sample_finish(in->arena, f->sample, (double)in->sampled, all);
        f->sample = NULL;
        count_values(in, f, all);
    }
}

void infer_statistics(struct infer *in, double all)
{
    in->sampled = in->sampled > STAT_SAMPLE ? STAT_SAMPLE : in->sampled;
    count_values(in, in->root, all);
    in->sample = NULL;
}

/* ---- as a document ---- */

static void save_values(bson_t *out, const char *name, const struct stat_value *values, int n)
{
    bson_t list;
    bson_append_array_begin(out, name, 1, &list);
    for (int i = 0; i < n; i++) {
        char index[16];
        const char *k;
        size_t len = bson_uint32_to_string((uint32_t)i, &k, index, sizeof index);
        if (values[i].text != NULL)
            bson_append_utf8(&list, k, (int)len, values[i].text, -1);
        else
            bson_append_double(&list, k, (int)len, values[i].number);
    }
    bson_append_array_end(out, &list);
}

void infer_save_statistics(const struct statistics *s, bson_t *out)
{
    bson_t doc;
    struct stat_value parts[STAT_COMMON];
    for (int i = 0; i < s->ncommon; i++)
        parts[i] = (struct stat_value){NULL, s->parts[i]};
    bson_append_document_begin(out, "x", 1, &doc);
    bson_append_double(&doc, "n", 1, s->nulls);
    bson_append_double(&doc, "d", 1, s->distinct);
    save_values(&doc, "c", s->common, s->ncommon);
    save_values(&doc, "p", parts, s->ncommon);
    save_values(&doc, "b", s->bounds, s->nbounds);
    bson_append_document_end(out, &doc);
}

/* As many as there are; what is too much or of another type is not read. */
static int load_values(struct arena *a, const bson_t *doc, const char *name, struct stat_value *values, int max)
{
    bson_iter_t it, list;
    int n = 0;
    if (!bson_iter_init_find(&it, doc, name) || !BSON_ITER_HOLDS_ARRAY(&it) || !bson_iter_recurse(&it, &list))
        return 0;
    while (n < max && bson_iter_next(&list)) {
        if (BSON_ITER_HOLDS_UTF8(&list))
            values[n++] = (struct stat_value){arena_strdup(a, bson_iter_utf8(&list, NULL)), 0};
        else
            values[n++] = (struct stat_value){NULL, bson_iter_as_double(&list)};
    }
    return n;
}

static double load_number(const bson_t *doc, const char *name)
{
    bson_iter_t it;
    return bson_iter_init_find(&it, doc, name) ? bson_iter_as_double(&it) : 0;
}

const struct statistics *infer_load_statistics(struct arena *a, const bson_iter_t *it)
{
    bson_t doc;
    uint32_t len;
    const uint8_t *data;
    struct stat_value parts[STAT_COMMON];
    struct statistics *s = ARENA_NEW(a, struct statistics);
    bson_iter_document(it, &len, &data);
    if (!bson_init_static(&doc, data, len))
        return NULL;
    s->nulls = load_number(&doc, "n");
    s->distinct = load_number(&doc, "d");
    s->ncommon = load_values(a, &doc, "c", s->common, STAT_COMMON);
    s->nbounds = load_values(a, &doc, "b", s->bounds, STAT_BOUNDS);
    if (load_values(a, &doc, "p", parts, STAT_COMMON) != s->ncommon)
        return NULL;
    for (int i = 0; i < s->ncommon; i++)
        s->parts[i] = parts[i].number;
    return s;
}
