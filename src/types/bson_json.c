/*
 * BSON as JSON: a jsonb tree, or the text that jsonb would have, without the tree.
 *
 *     ISODate("2024-02-29")     {"$date": "2024-02-29T00:00:00Z"}
 *     NumberDecimal("1.50")     1.50
 *     /^a/i                     {"$regularExpression": {"options": "i", "pattern": "^a"}}
 */
#include <math.h>
#include <stdlib.h>

#include "types/bson_int.h"
#include "types/numeric.h"

/* ---- scalars as text ---- */

static bool put_string(struct strbuf *out, const char *s, size_t n)
{
    char *p = strbuf_room(out, n + 2);
    *p++ = '"';
    if (!copy_suspicious(p, s, n, true)) {
        p[n] = '"';
        strbuf_end(out, p + n + 1);
        return true;
    }
    if (!bson_text_ok(s, n))
        return false;
    json_escape(out, s, n);
    return true;
}

/* A string of the program's own. */
#define PUT(out, literal) put_literal(out, literal, sizeof(literal) - 1)
static inline void put_literal(struct strbuf *out, const char *s, size_t n)
{
    char *p = strbuf_room(out, n);
    memcpy(p, s, n);
    strbuf_end(out, p + n);
}

static void put_integer(struct strbuf *out, int64_t v)
{
    strbuf_end(out, put_int(strbuf_room(out, 20), v));
}

/* 2024-02-29T12:00:00.123Z; NULL: of years that have no such form here */
static char *put_iso(char *p, int64_t ms)
{
    if (ms < 0 || ms >= DATE_MS_END)
        return NULL;
    unsigned rest = (unsigned)(ms % MS_PER_DAY), fraction = rest % 1000;
    p = put_date(p, ms / MS_PER_DAY);
    *p = 'T';
    p = put_clock(p + 1, rest / 1000);
    if (fraction != 0) {
        *p++ = '.';
        *p++ = (char)('0' + fraction / 100);
        p = put_2digits(p, fraction % 100);
    }
    *p++ = 'Z';
    return p;
}

static void put_time(struct strbuf *out, int64_t ms)
{
    PUT(out, "{\"$date\": ");
    char *p = strbuf_room(out, 48);
    *p = '"';
    char *end = put_iso(p + 1, ms);
    if (end == NULL) {
        static const char number[] = "{\"$numberLong\": \"";
        memcpy(p, number, sizeof number - 1);
        end = put_int(p + sizeof number - 1, ms);
        *end++ = '"';
        *end++ = '}';
    } else {
        *end++ = '"';
    }
    *end++ = '}';
    strbuf_end(out, end);
}

static void put_oid(struct strbuf *out, const uint8_t *oid)
{
    PUT(out, "{\"$oid\": \"");
    char *p = put_hex(strbuf_room(out, 26), oid, 12);
    *p++ = '"';
    *p++ = '}';
    strbuf_end(out, p);
}

static void put_base64(struct strbuf *out, const uint8_t *p, size_t n)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *q = strbuf_room(out, (n + 2) / 3 * 4);
    for (; n > 0; p += 3, n -= n < 3 ? n : 3) {
        unsigned v = (unsigned)p[0] << 16 | (unsigned)(n > 1 ? p[1] : 0) << 8 | (n > 2 ? p[2] : 0);
        *q++ = letters[v >> 18];
        *q++ = letters[v >> 12 & 63];
        *q++ = n > 1 ? letters[v >> 6 & 63] : '=';
        *q++ = n > 2 ? letters[v & 63] : '=';
    }
    strbuf_end(out, q);
}

/* NaN, Infinity, -Infinity as Extended JSON has them; NULL for numbers. */
static const char *special_number(const struct bson_val *v)
{
    if (v->type == BSON_TYPE_DOUBLE) {
        double d = bson_get_double(v->p);
        return isnan(d) ? "NaN" : !isinf(d) ? NULL : d > 0 ? "Infinity" : "-Infinity";
    }
    struct decimal d = decimal_decode(v->p);
    return d.class == DECIMAL_NAN ? "NaN" : d.class != DECIMAL_INF ? NULL : d.negative ? "-Infinity" : "Infinity";
}

static void put_number(struct strbuf *out, const struct bson_val *v)
{
    if (v->type == BSON_TYPE_DOUBLE) {
        double d = bson_get_double(v->p);
        put_double(out, d, json_double_scale(d));
        return;
    }
    struct decimal d = decimal_decode(v->p);
    put_decimal128(out, d.negative, d.digits, d.exponent, 0);
}

/* ---- objects ---- */

struct bson_sorted {
    uint64_t rank; /* the key's length and first bytes, in jsonb's order of keys */
    struct bson_elem e;
};

/* end: up to where the document may be read */
static uint64_t key_rank(const struct bson_elem *e, const uint8_t *end)
{
    uint64_t length = (uint64_t)(e->keylen < 0xffff ? e->keylen : 0xffff) << 48, first = 0;
    const uint8_t *key = (const uint8_t *)e->key;
    if (end - key >= 8) {
        memcpy(&first, key, 8);
        first = BSON_UINT64_TO_BE(first) >> 16;
        return e->keylen >= 6 ? length | first : length | (first & ~(UINT64_C(0xffffffffffff) >> 8 * e->keylen));
    }
    for (uint32_t i = 0; i < 6; i++)
        first = first << 8 | (i < e->keylen ? key[i] : 0);
    return length | first;
}

static int sorted_cmp(const void *x, const void *y)
{
    const struct bson_sorted *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->e.keylen <= 6 ? 0 : json_key_cmp(a->e.key, a->e.keylen, b->e.key, b->e.keylen);
}

/* The same, and where the keys are the same by their place in the document. */
static int sorted_cmp_place(const void *x, const void *y)
{
    int c = sorted_cmp(x, y);
    const struct bson_sorted *a = x, *b = y;
    return c != 0 ? c : a->e.key < b->e.key ? -1 : 1;
}

static void sort_elems(struct bson_sorted *s, size_t n)
{
    if (n > 24) {
        qsort(s, n, sizeof *s, sorted_cmp_place);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        if (sorted_cmp(&s[i - 1], &s[i]) <= 0)
            continue;
        struct bson_sorted x = s[i];
        size_t j = i;
        do
            s[j] = s[j - 1];
        while (--j > 0 && sorted_cmp(&s[j - 1], &x) > 0);
        s[j] = x;
    }
}

/* The elements of a document in jsonb's order, on top of the stack from where it was. */
static void push_elems(struct bson_scratch *s, const struct bson_val *doc)
{
    struct bson_walk w;
    size_t base = s->n;
    bson_walk_val(&w, doc);
    for (;;) {
        if (s->n == s->cap) {
            size_t cap = s->cap == 0 ? 64 : 2 * s->cap;
            s->stack = arena_grow(s->arena, s->stack, sizeof *s->stack * s->cap, sizeof *s->stack * cap);
            s->cap = cap;
        }
        struct bson_sorted *x = &s->stack[s->n];
        if (!bson_walk_next(&w, &x->e))
            break;
        x->rank = key_rank(&x->e, w.end);
        s->n++;
    }
    sort_elems(s->stack + base, s->n - base);
}

static bool write_value(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out, int depth);

static bool write_object(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out, int depth)
{
    size_t base = s->n;
    push_elems(s, v);
    size_t end = s->n;
    strbuf_addch(out, '{');
    for (size_t i = base; i < end; i++) {
        if (i + 1 < end && sorted_cmp(&s->stack[i], &s->stack[i + 1]) == 0)
            continue; /* the last of equal keys stays */
        struct bson_elem e = s->stack[i].e;
        if (!put_string(out, e.key, e.keylen))
            return false;
        PUT(out, ": ");
        if (!write_value(s, &e.val, out, depth + 1))
            return false;
        PUT(out, ", ");
    }
    if (end > base)
        out->len -= 2;
    strbuf_addch(out, '}');
    s->n = base;
    return true;
}

static bool write_array(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out, int depth)
{
    struct bson_walk w;
    struct bson_elem e;
    bson_walk_val(&w, v);
    strbuf_addch(out, '[');
    size_t begin = out->len;
    while (bson_walk_next(&w, &e)) {
        if (!write_value(s, &e.val, out, depth + 1))
            return false;
        PUT(out, ", ");
    }
    if (out->len > begin)
        out->len -= 2;
    strbuf_addch(out, ']');
    return true;
}

static bool write_str(struct strbuf *out, const struct bson_val *v)
{
    uint32_t len;
    const char *str = bson_val_str(v, &len);
    return put_string(out, str, len);
}

/* The two C strings of a regular expression. */
static void regex_parts(const struct bson_val *v, const char **pattern, const char **options)
{
    *pattern = (const char *)v->p;
    *options = *pattern + strlen(*pattern) + 1;
}

/* {"$code": "...", "$scope": {...}}: int32 length, string, document */
static void code_parts(const struct bson_val *v, struct bson_val *code, struct bson_val *scope)
{
    const uint8_t *end = v->p + v->len;
    const uint8_t *p = bson_take_val(code, BSON_TYPE_CODE, v->p + 4, end);
    if (bson_take_val(scope, BSON_TYPE_DOCUMENT, p, end) != end)
        bson_malformed();
}

static bool write_rare(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out, int depth)
{
    const char *pattern, *options;
    struct bson_val code, scope;
    uint8_t subtype;
    uint32_t len;
    bool ok = true;
    switch (v->type) {
    case BSON_TYPE_BINARY: {
        const uint8_t *p = bson_val_binary(v, &subtype, &len);
        PUT(out, "{\"$binary\": {\"base64\": \"");
        put_base64(out, p, len);
        strbuf_printf(out, "\", \"subType\": \"%02x\"}}", subtype);
        return true;
    }
    case BSON_TYPE_REGEX:
        regex_parts(v, &pattern, &options);
        PUT(out, "{\"$regularExpression\": {\"options\": ");
        ok = put_string(out, options, strlen(options));
        PUT(out, ", \"pattern\": ");
        ok = put_string(out, pattern, strlen(pattern)) && ok;
        PUT(out, "}}");
        return ok;
    case BSON_TYPE_DBPOINTER:
        PUT(out, "{\"$dbPointer\": {\"$id\": ");
        put_oid(out, v->p + v->len - 12);
        PUT(out, ", \"$ref\": ");
        ok = put_string(out, (const char *)v->p + 4, v->len - 12 - 5);
        PUT(out, "}}");
        return ok;
    case BSON_TYPE_CODE:
        PUT(out, "{\"$code\": ");
        ok = write_str(out, v);
        strbuf_addch(out, '}');
        return ok;
    case BSON_TYPE_SYMBOL:
        PUT(out, "{\"$symbol\": ");
        ok = write_str(out, v);
        strbuf_addch(out, '}');
        return ok;
    case BSON_TYPE_CODEWSCOPE:
        code_parts(v, &code, &scope);
        PUT(out, "{\"$code\": ");
        ok = write_str(out, &code);
        PUT(out, ", \"$scope\": ");
        ok = ok && write_object(s, &scope, out, depth + 1);
        strbuf_addch(out, '}');
        return ok;
    case BSON_TYPE_TIMESTAMP:
        strbuf_printf(out, "{\"$timestamp\": {\"i\": %u, \"t\": %u}}", bson_get32(v->p), bson_get32(v->p + 4));
        return true;
    case BSON_TYPE_MINKEY:
        PUT(out, "{\"$minKey\": 1}");
        return true;
    default:
        PUT(out, "{\"$maxKey\": 1}");
        return true;
    }
}

static void write_number(struct strbuf *out, const struct bson_val *v)
{
    const char *special = special_number(v);
    if (special == NULL)
        put_number(out, v);
    else
        strbuf_printf(out, "{\"%s\": \"%s\"}", v->type == BSON_TYPE_DOUBLE ? "$numberDouble" : "$numberDecimal", special);
}

static bool write_value(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out, int depth)
{
    if (depth > JSON_MAX_DEPTH)
        json_raise_depth();
    switch (v->type) {
    case BSON_TYPE_UTF8:
        return write_str(out, v);
    case BSON_TYPE_INT32:
        put_integer(out, (int32_t)bson_get32(v->p));
        return true;
    case BSON_TYPE_INT64:
        put_integer(out, (int64_t)bson_get64(v->p));
        return true;
    case BSON_TYPE_DOUBLE:
    case BSON_TYPE_DECIMAL128:
        write_number(out, v);
        return true;
    case BSON_TYPE_DOCUMENT:
        return write_object(s, v, out, depth);
    case BSON_TYPE_ARRAY:
        return write_array(s, v, out, depth);
    case BSON_TYPE_BOOL:
        if (v->p[0] != 0)
            PUT(out, "true");
        else
            PUT(out, "false");
        return true;
    case BSON_TYPE_NULL:
    case BSON_TYPE_UNDEFINED:
        PUT(out, "null");
        return true;
    case BSON_TYPE_OID:
        put_oid(out, v->p);
        return true;
    case BSON_TYPE_DATE_TIME:
        put_time(out, (int64_t)bson_get64(v->p));
        return true;
    default:
        return write_rare(s, v, out, depth);
    }
}

bool bson_write_json(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out)
{
    size_t len = out->len;
    s->n = 0;
    if (write_value(s, v, out, 0))
        return true;
    out->len = len;
    out->data[len] = '\0';
    return false;
}

/* ---- the tree ---- */

static bool build(struct jbuilder *b, const struct bson_val *v);

static void build_key(struct jbuilder *b, const char *key)
{
    jbuild_begin(b, true);
    jbuild_key(b, key, strlen(key));
}

static bool build_text(struct jbuilder *b, const char *s, size_t n)
{
    jbuild_value(b, jval_string(s, n));
    return bson_text_ok(s, n);
}

/* {key: text} */
static bool build_wrapped(struct jbuilder *b, const char *key, const char *s, size_t n)
{
    build_key(b, key);
    bool ok = build_text(b, s, n);
    jbuild_end(b);
    return ok;
}

static bool build_copied(struct jbuilder *b, const char *key, const char *s)
{
    return build_wrapped(b, key, arena_strdup(b->arena, s), strlen(s));
}

static bool build_elems(struct jbuilder *b, const struct bson_val *v, bool object)
{
    struct bson_walk w;
    struct bson_elem e;
    bool ok = true;
    bson_walk_val(&w, v);
    jbuild_begin(b, object);
    while (ok && bson_walk_next(&w, &e)) {
        if (object) {
            jbuild_key(b, e.key, e.keylen);
            ok = bson_text_ok(e.key, e.keylen);
        }
        ok = ok && build(b, &e.val);
    }
    if (ok)
        jbuild_end(b);
    return ok;
}

static bool build_number(struct jbuilder *b, const struct bson_val *v)
{
    const char *special = special_number(v);
    if (special != NULL)
        return build_wrapped(b, v->type == BSON_TYPE_DOUBLE ? "$numberDouble" : "$numberDecimal", special, strlen(special));
    double d = v->type == BSON_TYPE_DOUBLE ? bson_get_double(v->p) : 0;
    Datum n = v->type == BSON_TYPE_DOUBLE ? bson_double_datum(b->arena, d, json_double_scale(d))
                                          : bson_decimal_datum(b->arena, v->p);
    jbuild_value(b, jval_number(n));
    return true;
}

static bool build_binary(struct jbuilder *b, const struct bson_val *v)
{
    struct strbuf base64;
    uint8_t subtype;
    uint32_t len;
    const uint8_t *p = bson_val_binary(v, &subtype, &len);
    strbuf_init(&base64, b->arena);
    put_base64(&base64, p, len);
    build_key(b, "$binary");
    build_key(b, "base64");
    jbuild_value(b, jval_string(base64.data, base64.len));
    jbuild_key(b, "subType", 7);
    jbuild_value(b, jval_string(arena_printf(b->arena, "%02x", subtype), 2));
    jbuild_end(b);
    jbuild_end(b);
    return true;
}

static bool build_oid(struct jbuilder *b, const uint8_t *p)
{
    char hex[25] = "";
    put_hex(hex, p, 12);
    return build_copied(b, "$oid", hex);
}

static bool build_date(struct jbuilder *b, int64_t ms)
{
    char *text = arena_alloc(b->arena, 32), *end = put_iso(text, ms);
    if (end != NULL)
        return build_wrapped(b, "$date", text, (size_t)(end - text));
    build_key(b, "$date");
    build_wrapped(b, "$numberLong", text, (size_t)(put_int(text, ms) - text));
    jbuild_end(b);
    return true;
}

static bool build_rare(struct jbuilder *b, const struct bson_val *v)
{
    const char *pattern, *options;
    struct bson_val code, scope;
    bool ok;
    switch (v->type) {
    case BSON_TYPE_REGEX:
        regex_parts(v, &pattern, &options);
        build_key(b, "$regularExpression");
        build_key(b, "options");
        ok = build_text(b, options, strlen(options));
        jbuild_key(b, "pattern", 7);
        ok = build_text(b, pattern, strlen(pattern)) && ok;
        jbuild_end(b);
        jbuild_end(b);
        return ok;
    case BSON_TYPE_DBPOINTER:
        build_key(b, "$dbPointer");
        build_key(b, "$id");
        build_oid(b, v->p + v->len - 12);
        jbuild_key(b, "$ref", 4);
        ok = build_text(b, (const char *)v->p + 4, v->len - 12 - 5);
        jbuild_end(b);
        jbuild_end(b);
        return ok;
    case BSON_TYPE_CODEWSCOPE:
        code_parts(v, &code, &scope);
        build_key(b, "$code");
        ok = build_text(b, (const char *)code.p + 4, code.len - 5);
        jbuild_key(b, "$scope", 6);
        ok = build_elems(b, &scope, true) && ok;
        if (ok)
            jbuild_end(b);
        return ok;
    case BSON_TYPE_TIMESTAMP:
        build_key(b, "$timestamp");
        build_key(b, "i");
        jbuild_value(b, jval_number(numeric_from_int64(b->arena, bson_get32(v->p))));
        jbuild_key(b, "t", 1);
        jbuild_value(b, jval_number(numeric_from_int64(b->arena, bson_get32(v->p + 4))));
        jbuild_end(b);
        jbuild_end(b);
        return true;
    default:
        build_key(b, v->type == BSON_TYPE_MINKEY ? "$minKey" : "$maxKey");
        jbuild_value(b, jval_number(numeric_from_int64(b->arena, 1)));
        jbuild_end(b);
        return true;
    }
}

static bool build(struct jbuilder *b, const struct bson_val *v)
{
    switch (v->type) {
    case BSON_TYPE_UTF8:
        return build_text(b, (const char *)v->p + 4, v->len - 5);
    case BSON_TYPE_INT32:
        jbuild_value(b, jval_number(numeric_from_int64(b->arena, (int32_t)bson_get32(v->p))));
        return true;
    case BSON_TYPE_INT64:
        jbuild_value(b, jval_number(numeric_from_int64(b->arena, (int64_t)bson_get64(v->p))));
        return true;
    case BSON_TYPE_DOUBLE:
    case BSON_TYPE_DECIMAL128:
        return build_number(b, v);
    case BSON_TYPE_DOCUMENT:
        return build_elems(b, v, true);
    case BSON_TYPE_ARRAY:
        return build_elems(b, v, false);
    case BSON_TYPE_BOOL:
        jbuild_value(b, jval_bool(v->p[0] != 0));
        return true;
    case BSON_TYPE_NULL:
    case BSON_TYPE_UNDEFINED:
        jbuild_value(b, jval_null());
        return true;
    case BSON_TYPE_OID:
        return build_oid(b, v->p);
    case BSON_TYPE_DATE_TIME:
        return build_date(b, (int64_t)bson_get64(v->p));
    case BSON_TYPE_BINARY:
        return build_binary(b, v);
    case BSON_TYPE_CODE:
        return build_wrapped(b, "$code", (const char *)v->p + 4, v->len - 5);
    case BSON_TYPE_SYMBOL:
        return build_wrapped(b, "$symbol", (const char *)v->p + 4, v->len - 5);
    default:
        return build_rare(b, v);
    }
}

bool bson_to_jval(struct arena *a, const struct bson_val *v, struct jval *out)
{
    struct jbuilder b;
    jbuild_init(&b, a);
    bool ok = build(&b, v);
    *out = b.root;
    return ok;
}
