/*
 * What a validator that somebody else made says of single fields, as CHECKs for the catalogs to show; MongoDB is who enforces them.
 *
 *     {qty: {bsonType: 'int', minimum: 0, maximum: 9}}   qty >= 0 AND qty <= 9
 *     {state: {enum: ['new', 'paid']}}                   state = ANY (ARRAY['new', 'paid'])
 *     {name: {bsonType: 'string', minLength: 1}}         char_length(name) >= 1
 */
#include <string.h>

#include "base/macros.h"
#include "base/strbuf.h"
#include "mongo/source_int.h"
#include "mongo/table.h"
#include "types/ident.h"

/* Has the field one type alone, that is a number (numbers) or a string? null beside it is no matter. */
static bool is_of(const bson_t *property, bool numbers)
{
    static const char *const names[] = {"int", "long", "double", "decimal", "number", NULL};
    bson_iter_t it;
    const char *type = NULL;
    if ((!bson_iter_init_find(&it, property, "bsonType") && !bson_iter_init_find(&it, property, "type")) || !BSON_ITER_HOLDS_UTF8(&it))
        return false;
    type = bson_iter_utf8(&it, NULL);
    if (!numbers)
        return strcmp(type, "string") == 0;
    for (int i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], type) == 0)
            return true;
    return false;
}

/* False: it is no constant that SQL can say. */
static bool add_constant(struct strbuf *b, const bson_iter_t *it)
{
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_t decimal;
    if (BSON_ITER_HOLDS_UTF8(it)) {
        uint32_t n;
        const char *s = bson_iter_utf8(it, &n);
        literal_quote(b, s, n);
        return strlen(s) == n;
    }
    if (BSON_ITER_HOLDS_BOOL(it))
        strbuf_addstr(b, bson_iter_bool(it) ? "true" : "false");
    else if (BSON_ITER_HOLDS_INT32(it) || BSON_ITER_HOLDS_INT64(it))
        strbuf_printf(b, "%lld", (long long)bson_iter_as_int64(it));
    else if (BSON_ITER_HOLDS_DOUBLE(it) && bson_iter_double(it) - bson_iter_double(it) == 0)
        strbuf_printf(b, "%.17g", bson_iter_double(it));
    else if (BSON_ITER_HOLDS_DECIMAL128(it) && bson_iter_decimal128(it, &decimal)) {
        bson_decimal128_to_string(&decimal, text);
        strbuf_addstr(b, text);
        return strpbrk(text, "IN") == NULL; /* Infinity, NaN */
    } else {
        return false;
    }
    return true;
}

static void cut(struct strbuf *b, size_t len)
{
    if (b->len > len)
        b->data[len] = '\0';
    b->len = len;
}

static void add_and(struct strbuf *b)
{
    if (b->len > 0)
        strbuf_addstr(b, " AND ");
}

static void add_bound(struct strbuf *b, const char *column, const bson_t *property, const char *key, const char *exclusive, const char *oper)
{
    bson_iter_t it;
    size_t before = b->len;
    if (!bson_iter_init_find(&it, property, key))
        return;
    add_and(b);
    strbuf_printf(b, "%s %s%s ", column, oper, bson_truth(property, exclusive) ? "" : "=");
    if (!add_constant(b, &it))
        cut(b, before);
}

static void add_length(struct strbuf *b, const char *column, const bson_t *property, const char *key, const char *oper)
{
    if (!bson_has_field(property, key))
        return;
    add_and(b);
    strbuf_printf(b, "char_length(%s) %s %lld", column, oper, (long long)bson_number(property, key, 0));
}

/* Constants of one kind; null is none: a field that is not there passes anyway. */
static void add_enum(struct strbuf *b, const char *column, const bson_t *property)
{
    bson_t list;
    bson_iter_t it;
    size_t before = b->len;
    int n = 0;
    bool strings = false;
    if (!bson_subdocument(property, "enum", &list) || !bson_iter_init(&it, &list))
        return;
    add_and(b);
    strbuf_printf(b, "%s = ANY (ARRAY[", column);
    while (bson_iter_next(&it)) {
        if (BSON_ITER_HOLDS_NULL(&it))
            continue;
        strbuf_addstr(b, n > 0 ? ", " : "");
        if ((n > 0 && strings != BSON_ITER_HOLDS_UTF8(&it)) || BSON_ITER_HOLDS_BOOL(&it) || !add_constant(b, &it)) {
            cut(b, before);
            return;
        }
        strings = BSON_ITER_HOLDS_UTF8(&it);
        n++;
    }
    if (n == 0)
        cut(b, before);
    else
        strbuf_addstr(b, strings ? "]::text[])" : "])");
}

static const char *property_check(struct arena *a, const char *name, const bson_t *property)
{
    struct strbuf b, column;
    strbuf_init(&b, a);
    strbuf_init(&column, a);
    ident_quote(&column, name, strlen(name));
    add_enum(&b, column.data, property);
    if (is_of(property, true)) {
        add_bound(&b, column.data, property, "minimum", "exclusiveMinimum", ">");
        add_bound(&b, column.data, property, "maximum", "exclusiveMaximum", "<");
    }
    if (is_of(property, false)) {
        add_length(&b, column.data, property, "minLength", ">=");
        add_length(&b, column.data, property, "maxLength", "<=");
        if (bson_has_field(property, "pattern")) {
            const char *pattern = bson_text(property, "pattern", "");
            add_and(&b);
            strbuf_printf(&b, "%s ~ ", column.data);
            literal_quote(&b, pattern, strlen(pattern));
        }
    }
    return b.len > 0 ? b.data : NULL;
}

List *validator_checks(struct arena *a, const char *collection, const bson_t *options)
{
    bson_t properties, property;
    bson_iter_t it;
    List *l = NULL;
    if (!validator_holds(options) || !bson_subdocument(options, "validator.$jsonSchema.properties", &properties) || !bson_iter_init(&it, &properties))
        return NULL;
    while (bson_iter_next(&it)) {
        uint32_t n;
        const uint8_t *bytes;
        if (!BSON_ITER_HOLDS_DOCUMENT(&it))
            continue;
        bson_iter_document(&it, &n, &bytes);
        const char *text = bson_init_static(&property, bytes, n) ? property_check(a, bson_iter_key(&it), &property) : NULL;
        if (text == NULL)
            continue;
        struct table_check *k = ARENA_NEW(a, struct table_check);
        *k = (struct table_check){arena_printf(a, "%s_%s_check", collection, bson_iter_key(&it)), text, false};
        l = list_append(a, l, k);
    }
    return l;
}
