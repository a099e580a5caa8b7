#include "mongo/partial.h"

#include <math.h>
#include <string.h>

#include "base/macros.h"
#include "mongo/client.h"

struct document {
    enum found (*value)(const void *document, const char *path, bson_iter_t *at);
    const void *of;
};

static enum partial partial(bool in)
{
    return in ? PARTIAL_IN : PARTIAL_OUT;
}

/* ---- values ---- */

enum order { ORDER_LESS, ORDER_EQUAL, ORDER_GREATER, ORDER_NONE, ORDER_UNKNOWN }; /* NONE: of different kinds, which MongoDB compares with nothing */

static enum order order(int c)
{
    return c < 0 ? ORDER_LESS : c > 0 ? ORDER_GREATER : ORDER_EQUAL;
}

static bool is_integer(const bson_iter_t *it)
{
    return BSON_ITER_HOLDS_INT32(it) || BSON_ITER_HOLDS_INT64(it);
}

static enum order order_numbers(const bson_iter_t *x, const bson_iter_t *y)
{
    static const double exact = 9007199254740992.0; /* 2^53 */
    if (is_integer(x) && is_integer(y)) {
        int64_t a = bson_iter_as_int64(x), b = bson_iter_as_int64(y);
        return order((a > b) - (a < b));
    }
    if (BSON_ITER_HOLDS_DECIMAL128(x) || BSON_ITER_HOLDS_DECIMAL128(y))
        return ORDER_UNKNOWN;
    double a = bson_iter_as_double(x), b = bson_iter_as_double(y);
    if (isnan(a) || isnan(b) || fabs(a) > exact || fabs(b) > exact)
        return ORDER_UNKNOWN;
    return order((a > b) - (a < b));
}

static enum order order_texts(const bson_iter_t *x, const bson_iter_t *y)
{
    uint32_t nx, ny;
    const char *a = bson_iter_utf8(x, &nx), *b = bson_iter_utf8(y, &ny);
    int c = memcmp(a, b, nx < ny ? nx : ny);
    return order(c != 0 ? c : (nx > ny) - (nx < ny));
}

static enum order order_values(const bson_iter_t *x, const bson_iter_t *y)
{
    bson_type_t tx = bson_iter_type(x), ty = bson_iter_type(y);
    if (BSON_ITER_HOLDS_NUMBER(x) && BSON_ITER_HOLDS_NUMBER(y))
        return order_numbers(x, y);
    if (tx != ty)
        return ORDER_NONE;
    switch (tx) {
    case BSON_TYPE_UTF8: return order_texts(x, y);
    case BSON_TYPE_BOOL: return order(bson_iter_bool(x) - bson_iter_bool(y));
    case BSON_TYPE_DATE_TIME: {
        int64_t a = bson_iter_date_time(x), b = bson_iter_date_time(y);
        return order((a > b) - (a < b));
    }
    case BSON_TYPE_OID: return order(bson_oid_compare(bson_iter_oid(x), bson_iter_oid(y)));
    case BSON_TYPE_NULL: return ORDER_EQUAL;
    default: return ORDER_UNKNOWN;
    }
}

/* ---- conditions ---- */

static enum partial equals(enum found found, const bson_iter_t *at, const bson_iter_t *value)
{
    if (found == KEY_MISSING)
        return partial(BSON_ITER_HOLDS_NULL(value));
    enum order o = order_values(at, value);
    return o == ORDER_UNKNOWN ? PARTIAL_UNKNOWN : partial(o == ORDER_EQUAL);
}

static enum partial in_list(enum found found, const bson_iter_t *at, const bson_iter_t *list)
{
    bson_iter_t it;
    enum partial out = PARTIAL_OUT;
    if (!BSON_ITER_HOLDS_ARRAY(list) || !bson_iter_recurse(list, &it))
        return PARTIAL_UNKNOWN;
    while (out != PARTIAL_IN && bson_iter_next(&it)) {
        enum partial p = equals(found, at, &it);
        out = p == PARTIAL_OUT ? out : p;
    }
    return out;
}

static enum partial compares(enum found found, const bson_iter_t *at, const char *op, const bson_iter_t *value)
{
    static const struct {
        const char *op;
        bool less, equal, greater;
    } ops[] = {{"$lt", true, false, false}, {"$lte", true, true, false}, {"$gt", false, false, true}, {"$gte", false, true, true}};
    if (strcmp(op, "$eq") == 0)
        return equals(found, at, value);
    if (strcmp(op, "$in") == 0)
        return in_list(found, at, value);
    if (strcmp(op, "$exists") == 0)
        return partial((found == KEY_FOUND) == bson_iter_as_bool(value));
    for (int i = 0; i < COUNTOF(ops); i++) {
        if (strcmp(ops[i].op, op) != 0)
            continue;
        if (found == KEY_MISSING)
            return BSON_ITER_HOLDS_NULL(value) ? PARTIAL_UNKNOWN : PARTIAL_OUT;
        enum order o = order_values(at, value);
        return o == ORDER_UNKNOWN ? PARTIAL_UNKNOWN : partial(o == ORDER_LESS ? ops[i].less : o == ORDER_EQUAL ? ops[i].equal : o == ORDER_GREATER && ops[i].greater);
    }
    return PARTIAL_UNKNOWN;
}

static enum partial both(enum partial x, enum partial y)
{
    return x == PARTIAL_OUT || y == PARTIAL_OUT ? PARTIAL_OUT : x == PARTIAL_IN ? y : x;
}

static enum partial holds(const bson_t *condition, const struct document *d);

/* {a: {$gt: 1, $lt: 5}}, {a: 5} */
static enum partial field_holds(bson_iter_t *field, const struct document *d)
{
    bson_iter_t at, op;
    enum partial out = PARTIAL_IN;
    enum found found = d->value(d->of, bson_iter_key(field), &at);
    if (found == KEY_UNKNOWN)
        return PARTIAL_UNKNOWN;
    if (!BSON_ITER_HOLDS_DOCUMENT(field))
        return equals(found, &at, field);
    if (!bson_iter_recurse(field, &op))
        return PARTIAL_UNKNOWN;
    while (bson_iter_next(&op))
        out = both(out, compares(found, &at, bson_iter_key(&op), &op));
    return out;
}

static enum partial list_holds(bson_iter_t *list, const struct document *d, bool any)
{
    bson_iter_t it;
    enum partial out = any ? PARTIAL_OUT : PARTIAL_IN;
    if (!bson_iter_recurse(list, &it))
        return PARTIAL_UNKNOWN;
    while (bson_iter_next(&it)) {
        bson_t part;
        enum partial p = bson_view(&it, &part) ? holds(&part, d) : PARTIAL_UNKNOWN;
        if (!any)
            out = both(out, p);
        else if (out != PARTIAL_IN && p != PARTIAL_OUT)
            out = p;
    }
    return out;
}

static enum partial holds(const bson_t *condition, const struct document *d)
{
    bson_iter_t it;
    enum partial out = PARTIAL_IN;
    if (!bson_iter_init(&it, condition))
        return PARTIAL_UNKNOWN;
    while (bson_iter_next(&it)) {
        const char *key = bson_iter_key(&it);
        bool any = strcmp(key, "$or") == 0;
        out = both(out, any || strcmp(key, "$and") == 0 ? list_holds(&it, d, any) : field_holds(&it, d));
    }
    return out;
}

enum partial partial_holds(const bson_t *condition, enum found (*value)(const void *document, const char *path, bson_iter_t *at), const void *document)
{
    return holds(condition, &(struct document){value, document});
}

bool partial_any_path(const bson_t *condition, bool (*fn)(const void *arg, const char *path), const void *arg)
{
    bson_iter_t it, list;
    if (bson_iter_init(&it, condition))
        while (bson_iter_next(&it)) {
            const char *key = bson_iter_key(&it);
            if (key[0] != '$') {
                if (fn(arg, key))
                    return true;
                continue;
            }
            for (bool more = bson_iter_recurse(&it, &list) && bson_iter_next(&list); more; more = bson_iter_next(&list)) {
                bson_t part;
                if (bson_view(&list, &part) && partial_any_path(&part, fn, arg))
                    return true;
            }
        }
    return false;
}
