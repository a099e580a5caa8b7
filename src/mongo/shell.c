/* A command as it could be pasted into mongosh: db.orders.find({total: {$gt: 5}}).sort({total: -1}).limit(3) */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "push/remote.h"
#include "types/jsonb.h"

static bool plain_name(const char *s)
{
    if (!(isalpha((unsigned char)*s) || *s == '_' || *s == '$'))
        return false;
    for (; *s != '\0'; s++)
        if (!(isalnum((unsigned char)*s) || *s == '_' || *s == '$'))
            return false;
    return true;
}

static void quoted(struct strbuf *b, const char *s, size_t n)
{
    json_escape(b, s, n);
}

static void add_document(struct strbuf *b, bson_iter_t *it, bool array);

static void add_date(struct strbuf *b, int64_t ms)
{
    time_t t = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm tm;
    char text[64];
    if (gmtime_r(&t, &tm) == NULL || tm.tm_year < -1900 || tm.tm_year > 8099) {
        strbuf_printf(b, "new Date(%lld)", (long long)ms);
        return;
    }
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
             tm.tm_min, tm.tm_sec, (int)(ms - (int64_t)t * 1000));
    strbuf_printf(b, "ISODate(\"%s\")", text);
}

static void add_double(struct strbuf *b, double v)
{
    if (isnan(v))
        strbuf_addstr(b, "NaN");
    else if (isinf(v))
        strbuf_addstr(b, v > 0 ? "Infinity" : "-Infinity");
    else if (v == floor(v) && fabs(v) < 1e15)
        strbuf_printf(b, "Double(%.0f)", v);
    else
        strbuf_printf(b, "%.17g", v);
}

static void add_binary(struct strbuf *b, const bson_iter_t *it)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bson_subtype_t subtype;
    uint32_t len;
    const uint8_t *p;
    bson_iter_binary(it, &subtype, &len, &p);
    if (subtype == BSON_SUBTYPE_UUID && len == 16) {
        strbuf_addstr(b, "UUID(\"");
        for (int i = 0; i < 16; i++)
            strbuf_printf(b, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", p[i]);
        strbuf_addstr(b, "\")");
        return;
    }
    strbuf_printf(b, "BinData(%d, \"", (int)subtype);
    for (uint32_t i = 0; i < len; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < len ? (uint32_t)p[i + 1] << 8 : 0) | (i + 2 < len ? p[i + 2] : 0);
        strbuf_addch(b, digits[v >> 18]);
        strbuf_addch(b, digits[v >> 12 & 63]);
        strbuf_addch(b, i + 1 < len ? digits[v >> 6 & 63] : '=');
        strbuf_addch(b, i + 2 < len ? digits[v & 63] : '=');
    }
    strbuf_addstr(b, "\")");
}

static void add_value(struct strbuf *b, const bson_iter_t *it)
{
    bson_iter_t sub;
    uint32_t len;
    const char *s, *options;
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_t dec;
    switch (bson_iter_type(it)) {
    case BSON_TYPE_DOUBLE: add_double(b, bson_iter_double(it)); break;
    case BSON_TYPE_UTF8:
        s = bson_iter_utf8(it, &len);
        quoted(b, s, len);
        break;
    case BSON_TYPE_DOCUMENT:
    case BSON_TYPE_ARRAY:
        if (bson_iter_recurse(it, &sub))
            add_document(b, &sub, BSON_ITER_HOLDS_ARRAY(it));
        break;
    case BSON_TYPE_OID:
        bson_oid_to_string(bson_iter_oid(it), text);
        strbuf_printf(b, "ObjectId(\"%s\")", text);
        break;
    case BSON_TYPE_BOOL: strbuf_addstr(b, bson_iter_bool(it) ? "true" : "false"); break;
    case BSON_TYPE_DATE_TIME: add_date(b, bson_iter_date_time(it)); break;
    case BSON_TYPE_NULL: strbuf_addstr(b, "null"); break;
    case BSON_TYPE_UNDEFINED: strbuf_addstr(b, "undefined"); break;
    case BSON_TYPE_REGEX:
        s = bson_iter_regex(it, &options);
        strbuf_addstr(b, "RegExp(");
        quoted(b, s, strlen(s));
        strbuf_printf(b, ", \"%s\")", options);
        break;
    case BSON_TYPE_INT32: strbuf_printf(b, "%d", bson_iter_int32(it)); break;
    case BSON_TYPE_INT64: strbuf_printf(b, "NumberLong(\"%lld\")", (long long)bson_iter_int64(it)); break;
    case BSON_TYPE_DECIMAL128:
        bson_iter_decimal128(it, &dec);
        bson_decimal128_to_string(&dec, text);
        strbuf_printf(b, "NumberDecimal(\"%s\")", text);
        break;
    case BSON_TYPE_BINARY: add_binary(b, it); break;
    case BSON_TYPE_MAXKEY: strbuf_addstr(b, "MaxKey()"); break;
    case BSON_TYPE_MINKEY: strbuf_addstr(b, "MinKey()"); break;
    default: strbuf_addstr(b, "undefined"); break;
    }
}

static void add_document(struct strbuf *b, bson_iter_t *it, bool array)
{
    bool first = true;
    strbuf_addch(b, array ? '[' : '{');
    while (bson_iter_next(it)) {
        if (!first)
            strbuf_addstr(b, ", ");
        first = false;
        if (!array) {
            const char *key = bson_iter_key(it);
            if (plain_name(key))
                strbuf_addstr(b, key);
            else
                quoted(b, key, strlen(key));
            strbuf_addstr(b, ": ");
        }
        add_value(b, it);
    }
    strbuf_addch(b, array ? ']' : '}');
}

static void add_bson(struct strbuf *b, const bson_t *doc, bool array)
{
    bson_iter_t it;
    if (doc != NULL && bson_iter_init(&it, doc))
        add_document(b, &it, array);
    else
        strbuf_addstr(b, array ? "[]" : "{}");
}

const char *remote_shell_text(struct arena *a, const struct remote *r)
{
    struct strbuf b;
    strbuf_init(&b, a);
    if (plain_name(r->collection)) {
        strbuf_printf(&b, "db.%s", r->collection);
    } else {
        strbuf_addstr(&b, "db.getCollection(");
        quoted(&b, r->collection, strlen(r->collection));
        strbuf_addch(&b, ')');
    }
    if (!r->is_find) {
        strbuf_addstr(&b, ".aggregate(");
        add_bson(&b, r->pipeline, true);
        strbuf_addch(&b, ')');
        return b.data;
    }
    strbuf_addstr(&b, ".find(");
    add_bson(&b, r->filter, false);
    if (r->projection != NULL) {
        strbuf_addstr(&b, ", ");
        add_bson(&b, r->projection, false);
    }
    strbuf_addch(&b, ')');
    if (r->sort != NULL) {
        strbuf_addstr(&b, ".sort(");
        add_bson(&b, r->sort, false);
        strbuf_addch(&b, ')');
    }
    if (r->skip > 0)
        strbuf_printf(&b, ".skip(%lld)", (long long)r->skip);
    if (r->limit > 0)
        strbuf_printf(&b, ".limit(%lld)", (long long)r->limit);
    return b.data;
}
