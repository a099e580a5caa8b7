/* Arrays: text form (manual 8.15.2, 8.15.6) and binary form (array_recv: ndim, flags, element type, bounds, elements). */
#include <endian.h>
#include <limits.h>
#include <stdlib.h>
#include <strings.h>

#include "types/array.h"
#include "types/softfail.h"
#include "types/wirebytes.h"
#include "types/user.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Below it types are the same in every database; only between two such does a binary array's element type matter (PostgreSQL's rule). */

/* ---- output ---- */

void array_add_quoted(struct strbuf *out, const char *s, size_t len, char delimiter)
{
    bool quote = len == 0 || (len == 4 && strncasecmp(s, "NULL", 4) == 0);
    for (size_t i = 0; i < len && !quote; i++) {
        char c = s[i];
        quote = c == '"' || c == '\\' || c == '{' || c == '}' || c == delimiter || is_space(c);
    }
    if (!quote) {
        strbuf_add(out, s, len);
        return;
    }
    strbuf_grow(out, len + 3);
    strbuf_addch(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '"' || s[i] == '\\')
            strbuf_addch(out, '\\');
        strbuf_addch(out, s[i]);
    }
    strbuf_addch(out, '"');
}

void array_out(struct io *io, Datum d, struct strbuf *out)
{
    struct array a = array_open(d);
    if (a.n == 0) {
        strbuf_add(out, "{}", 2);
        return;
    }
    bool explicit_bounds = false;
    for (int i = 0; i < a.ndim; i++)
        explicit_bounds = explicit_bounds || a.lbs[i] != 1;
    if (explicit_bounds) {
        for (int i = 0; i < a.ndim; i++)
            strbuf_printf(out, "[%d:%d]", a.lbs[i], a.lbs[i] + a.dims[i] - 1);
        strbuf_addch(out, '=');
    }
    const struct type_info *t = type_get(a.elem);
    char delimiter = type_delimiter(a.elem);
    if (t->out == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", type_display(io->arena, a.elem));
    struct io eio = {.arena = io->arena, .type = a.elem, .typmod = -1};
    struct strbuf text;
    strbuf_init(&text, io->arena);
    int at[ARRAY_MAXDIM] = {0};
    for (int i = 0; i < a.ndim; i++)
        strbuf_addch(out, '{');
    for (int k = 0;;) {
        bool isnull;
        Datum x = array_get(&a, k, &isnull);
        if (isnull) {
            strbuf_add(out, "NULL", 4);
        } else {
            strbuf_clear(&text);
            t->out(&eio, x, &text);
            array_add_quoted(out, text.data == NULL ? "" : text.data, text.len, delimiter);
        }
        if (++k == a.n)
            break;
        int dim = a.ndim - 1;
        while (++at[dim] == a.dims[dim]) {
            at[dim--] = 0;
            strbuf_addch(out, '}');
        }
        strbuf_addch(out, delimiter);
        for (int i = dim + 1; i < a.ndim; i++)
            strbuf_addch(out, '{');
    }
    for (int i = 0; i < a.ndim; i++)
        strbuf_addch(out, '}');
}

/* ---- input ---- */

struct array_text {
    struct io *io;
    const char *whole;
    char delimiter;
};

#define MALFORMED(t, ...)                                                                                          \
    SOFT_ERROR((t)->io->soft,                                                                                      \
               error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION, "malformed array literal: \"%s\"", (t)->whole), \
                            __VA_ARGS__))

enum place {
    NO_LEVEL, LEVEL_STARTED, ELEM_STARTED, ELEM_COMPLETED, QUOTED_STARTED, QUOTED_COMPLETED, ELEM_DELIMITED,
    LEVEL_COMPLETED, LEVEL_DELIMITED
};

/* First pass: dimensions of the braces. Returns ndim, 0 for an empty array, -1 after an error. */
static int count_dims(const struct array_text *t, const char *p, int32_t *dim)
{
    const struct array_text shown = {t->io, p, t->delimiter}; /* errors show what is behind the dimensions */
    int32_t temp[ARRAY_MAXDIM] = {0}, nelems[ARRAY_MAXDIM], last[ARRAY_MAXDIM] = {0};
    t = &shown;
    int nest = 0, ndim = 1;
    bool in_quotes = false, end = false, empty = true;
    enum place at = NO_LEVEL;
    for (int i = 0; i < ARRAY_MAXDIM; i++)
        nelems[i] = 1;
    while (!end) {
        bool done = false;
        while (!done) {
            if (at == ELEM_STARTED || at == QUOTED_STARTED)
                empty = false;
            char c = *p;
            if (c == '\0') {
                MALFORMED(t, "Unexpected end of input.");
                return -1;
            } else if (c == '\\') {
                if (at != LEVEL_STARTED && at != ELEM_STARTED && at != QUOTED_STARTED && at != ELEM_DELIMITED) {
                    MALFORMED(t, "Unexpected \"%c\" character.", '\\');
                    return -1;
                }
                if (at != QUOTED_STARTED)
                    at = ELEM_STARTED;
                if (*++p == '\0') {
                    MALFORMED(t, "Unexpected end of input.");
                    return -1;
                }
            } else if (c == '"') {
                if (at != LEVEL_STARTED && at != QUOTED_STARTED && at != ELEM_DELIMITED) {
                    MALFORMED(t, "Unexpected array element.");
                    return -1;
                }
                in_quotes = !in_quotes;
                at = in_quotes ? QUOTED_STARTED : QUOTED_COMPLETED;
            } else if (in_quotes) {
                ;
            } else if (c == '{') {
                if (at != NO_LEVEL && at != LEVEL_STARTED && at != LEVEL_DELIMITED) {
                    MALFORMED(t, "Unexpected \"%c\" character.", '{');
                    return -1;
                }
                at = LEVEL_STARTED;
                if (nest >= ARRAY_MAXDIM) {
                    SOFT_ERROR(t->io->soft,
                               error_new(ERR_PROGRAM_LIMIT_EXCEEDED,
                                         "number of array dimensions (%d) exceeds the maximum allowed (%d)", nest + 1,
                                         ARRAY_MAXDIM));
                    return -1;
                }
                temp[nest++] = 0;
                if (ndim < nest)
                    ndim = nest;
            } else if (c == '}') {
                if (at != ELEM_STARTED && at != ELEM_COMPLETED && at != QUOTED_COMPLETED && at != LEVEL_COMPLETED &&
                    !(nest == 1 && at == LEVEL_STARTED)) {
                    MALFORMED(t, "Unexpected \"%c\" character.", '}');
                    return -1;
                }
                at = LEVEL_COMPLETED;
                if (nest == 0) {
                    MALFORMED(t, "Unmatched \"%c\" character.", '}');
                    return -1;
                }
                nest--;
                if (last[nest] != 0 && nelems[nest] != last[nest]) {
                    MALFORMED(t, "Multidimensional arrays must have sub-arrays with matching dimensions.");
                    return -1;
                }
                last[nest] = nelems[nest];
                nelems[nest] = 1;
                if (nest == 0)
                    end = done = true;
                else
                    temp[nest - 1]++;
            } else if (c == t->delimiter) {
                if (at != ELEM_STARTED && at != ELEM_COMPLETED && at != QUOTED_COMPLETED && at != LEVEL_COMPLETED) {
                    MALFORMED(t, "Unexpected \"%c\" character.", t->delimiter);
                    return -1;
                }
                at = at == LEVEL_COMPLETED ? LEVEL_DELIMITED : ELEM_DELIMITED;
                done = true;
                nelems[nest - 1]++;
            } else if (!is_space(c)) {
                if (at != LEVEL_STARTED && at != ELEM_STARTED && at != ELEM_DELIMITED) {
                    MALFORMED(t, "Unexpected array element.");
                    return -1;
                }
                at = ELEM_STARTED;
            }
            p++;
        }
        temp[ndim - 1]++;
    }
    for (; *p != '\0'; p++)
        if (!is_space(*p)) {
            MALFORMED(t, "Junk after closing right brace.");
            return -1;
        }
    if (empty)
        return 0;
    memcpy(dim, temp, sizeof(int32_t) * (size_t)ndim);
    return ndim;
}

/* One element at *pp (white space skipped, not a brace): its text without quotes into b. Leaves *pp behind it. */
static bool read_element(const char **pp, char delimiter, struct strbuf *b)
{
    const char *p = *pp;
    bool quoted = false;
    size_t keep = 0; /* characters that trailing white space must not take */
    strbuf_clear(b);
    for (bool in_quotes = false; in_quotes || (*p != delimiter && *p != '}' && *p != '{' && *p != '\0'); p++) {
        if (*p == '\0')
            break;
        if (*p == '\\' && p[1] != '\0') {
            quoted = true;
            strbuf_addch(b, *++p);
            keep = b->len;
        } else if (*p == '"') {
            quoted = true;
            in_quotes = !in_quotes;
            keep = b->len;
        } else {
            strbuf_addch(b, *p);
            if (in_quotes || !is_space(*p))
                keep = b->len;
        }
    }
    if (b->data == NULL)
        strbuf_add(b, "", 0);
    b->len = keep;
    b->data[keep] = '\0';
    *pp = p;
    return !quoted && keep == 4 && strcasecmp(b->data, "NULL") == 0;
}

static Datum read_elements(struct array_text *t, const char *p, Oid elem, int ndim, const int32_t *dim,
                           const int32_t *lbs)
{
    int n = array_count(ndim, dim), nest = 0;
    int32_t at[ARRAY_MAXDIM] = {0};
    struct arena *a = t->io->arena;
    Datum *values = ARENA_ARRAY(a, Datum, n);
    bool *nulls = ARENA_ARRAY(a, bool, n);
    memset(nulls, true, (size_t)n); /* gaps of ragged input, which PostgreSQL 15 takes, are NULL */
    struct strbuf b;
    strbuf_init(&b, a);
    const struct type_info *et = type_get(elem);
    if (et->in == NULL) {
        soft_raise(t->io->soft, ERR_FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s", type_display(a, elem));
        return (Datum)0;
    }
    struct io eio = {.arena = a, .soft = t->io->soft, .type = elem, .typmod = t->io->typmod};
    bool seen = false;
    do {
        while (is_space(*p))
            p++;
        if (*p == '{') {
            if (nest >= ndim)
                goto malformed;
            at[nest++] = 0;
            seen = false;
            p++;
        } else if (*p == '}') {
            if (nest == 0)
                goto malformed;
            at[--nest] = 0;
            if (nest > 0)
                at[nest - 1]++;
            p++;
        } else if (*p == t->delimiter) {
            if (seen)
                at[ndim - 1]++;
            seen = false;
            p++;
        } else {
            int k = 0;
            for (int i = 0; i < ndim; i++)
                k = k * dim[i] + at[i];
            bool isnull = read_element(&p, t->delimiter, &b);
            if (k < 0 || k >= n)
                goto malformed;
            nulls[k] = isnull;
            if (isnull)
                type_check_null(a, elem, t->io->soft);
            if (SOFT_FAILED(t->io->soft))
                return (Datum)0;
            if (!isnull) {
                values[k] = et->in(&eio, b.data, b.len);
                if (SOFT_FAILED(t->io->soft))
                    return (Datum)0;
            }
            seen = true;
        }
    } while (nest > 0);
    return array_make_md(a, elem, values, nulls, ndim, dim, lbs);
malformed:
    SOFT_ERROR(t->io->soft, error_new(ERR_INVALID_TEXT_REPRESENTATION, "malformed array literal: \"%s\"", t->whole));
    return (Datum)0;
}

/* An integer of "[l:u]"; false when there is none. PostgreSQL reads it with atoi. */
static bool read_bound(const char **pp, int32_t *v)
{
    const char *p = *pp, *q = p;
    if (*q == '-' || *q == '+')
        q++;
    while (*q >= '0' && *q <= '9')
        q++;
    if (q == p)
        return false;
    *v = (int32_t)strtol(p, NULL, 10);
    *pp = q;
    return true;
}

Datum array_in(struct io *io, const char *s, size_t len)
{
    const struct type_info *at = type_get(type_base(io->type));
    Oid elem = at->elem;
    struct array_text t = {io, s, type_delimiter(elem)};
    int ndim = 0;
    int32_t dim[ARRAY_MAXDIM] = {0}, lbs[ARRAY_MAXDIM], braces[ARRAY_MAXDIM] = {0};
    for (int i = 0; i < ARRAY_MAXDIM; i++)
        lbs[i] = 1;
    const char *p = s;
    for (;;) {
        while (is_space(*p))
            p++;
        if (*p != '[')
            break;
        p++;
        if (ndim >= ARRAY_MAXDIM) {
            SOFT_ERROR(io->soft, error_new(ERR_PROGRAM_LIMIT_EXCEEDED,
                                           "number of array dimensions (%d) exceeds the maximum allowed (%d)", ndim + 1,
                                           ARRAY_MAXDIM));
            return (Datum)0;
        }
        int32_t first, upper;
        if (!read_bound(&p, &first)) {
            MALFORMED(&t, "\"[\" must introduce explicitly-specified array dimensions.");
            return (Datum)0;
        }
        upper = first;
        if (*p == ':') {
            lbs[ndim] = first;
            p++;
            if (!read_bound(&p, &upper)) {
                MALFORMED(&t, "Missing array dimension value.");
                return (Datum)0;
            }
        }
        if (*p != ']') {
            MALFORMED(&t, "Missing \"%s\" after array dimensions.", "]");
            return (Datum)0;
        }
        p++;
        if (upper < lbs[ndim]) {
            SOFT_ERROR(io->soft, error_new(ERR_ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound"));
            return (Datum)0;
        }
        int64_t width = (int64_t)upper - lbs[ndim] + 1;
        dim[ndim++] = width > INT32_MAX ? -1 : (int32_t)width;
    }
    if (ndim == 0) {
        if (*p != '{') {
            MALFORMED(&t, "Array value must start with \"{\" or dimension information.");
            return (Datum)0;
        }
        ndim = count_dims(&t, p, dim);
        if (ndim < 0)
            return (Datum)0;
    } else {
        if (*p != '=') {
            MALFORMED(&t, "Missing \"%s\" after array dimensions.", "=");
            return (Datum)0;
        }
        for (p++; is_space(*p); p++)
            ;
        if (*p != '{') {
            MALFORMED(&t, "Array contents must start with \"{\".");
            return (Datum)0;
        }
        int n = count_dims(&t, p, braces);
        if (n < 0)
            return (Datum)0;
        if (n != ndim || memcmp(dim, braces, sizeof(int32_t) * (size_t)n) != 0) {
            MALFORMED(&t, "Specified array dimensions do not match array contents.");
            return (Datum)0;
        }
    }
    if (array_count(ndim, dim) == 0)
        return array_make_empty(io->arena, elem);
    array_check_bounds(ndim, dim, lbs);
    return read_elements(&t, p, elem, ndim, dim, lbs);
}

/* ---- binary ---- */

static void put32(struct strbuf *out, int32_t v)
{
    uint32_t n = htobe32((uint32_t)v);
    strbuf_add(out, &n, sizeof n);
}

void array_send(struct io *io, Datum d, struct strbuf *out)
{
    struct array a = array_open(d);
    const struct type_info *t = type_get(a.elem);
    if (t->send == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "no binary output function available for type %s",
              type_display(io->arena, a.elem));
    put32(out, a.ndim);
    put32(out, a.has_nulls);
    put32(out, (int32_t)type_on_wire(a.elem));
    for (int i = 0; i < a.ndim; i++) {
        put32(out, a.dims[i]);
        put32(out, a.lbs[i]);
    }
    struct io eio = {.arena = io->arena, .type = a.elem, .typmod = -1};
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        Datum x = array_get(&a, i, &isnull);
        if (isnull) {
            put32(out, -1);
            continue;
        }
        size_t at = out->len;
        put32(out, 0);
        t->send(&eio, x, out);
        uint32_t n = htobe32((uint32_t)(out->len - at - 4));
        memcpy(out->data + at, &n, sizeof n);
    }
}

struct reader {
    const uint8_t *p;
    size_t left;
};

static bool get32(struct reader *r, int32_t *v)
{
    uint32_t n;
    if (r->left < sizeof n)
        return false;
    memcpy(&n, r->p, sizeof n);
    *v = (int32_t)be32toh(n);
    r->p += sizeof n;
    r->left -= sizeof n;
    return true;
}

Datum array_recv(struct io *io, const uint8_t *p, size_t len)
{
    struct reader r = {p, len};
    Oid elem = type_get(type_base(io->type))->elem;
    int32_t ndim, flags, got, dim[ARRAY_MAXDIM], lbs[ARRAY_MAXDIM];
    if (!get32(&r, &ndim))
        goto cut;
    if (ndim < 0) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid number of dimensions: %d", ndim);
        return (Datum)0;
    }
    if (ndim > ARRAY_MAXDIM) {
        soft_raise(io->soft, ERR_PROGRAM_LIMIT_EXCEEDED,
                   "number of array dimensions (%d) exceeds the maximum allowed (%d)", ndim, ARRAY_MAXDIM);
        return (Datum)0;
    }
    if (!get32(&r, &flags))
        goto cut;
    if (flags != 0 && flags != 1) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid array flags");
        return (Datum)0;
    }
    if (!get32(&r, &got))
        goto cut;
    if ((Oid)got != elem && (Oid)got < FIRST_OTHER_OID && elem < FIRST_OTHER_OID) {
        soft_raise(io->soft, ERR_DATATYPE_MISMATCH,
                   "binary data has array element type %u (%s) instead of expected %u (%s)", (Oid)got,
                   type_display(io->arena, (Oid)got), elem, type_display(io->arena, elem));
        return (Datum)0;
    }
    for (int i = 0; i < ndim; i++)
        if (!get32(&r, &dim[i]) || !get32(&r, &lbs[i]))
            goto cut;
    int n = array_count(ndim, dim);
    array_check_bounds(ndim, dim, lbs);
    if (n == 0 && r.left == 0)
        return array_make_empty(io->arena, elem);
    size_t room = r.left / 4; /* each element has its length: nothing is allocated for a lie */
    const struct type_info *t = type_get(elem);
    if (t->recv == NULL) {
        soft_raise(io->soft, ERR_UNDEFINED_FUNCTION, "no binary input function available for type %s",
                   type_display(io->arena, elem));
        return (Datum)0;
    }
    struct io eio = {.arena = io->arena, .soft = io->soft, .type = elem, .typmod = io->typmod,
                     .too_long = "improper binary format in array element %d"};
    Datum *values = ARENA_ARRAY(io->arena, Datum, (size_t)n < room ? (size_t)n : room);
    bool *nulls = ARENA_ARRAY(io->arena, bool, (size_t)n < room ? (size_t)n : room);
    for (int i = 0; i < n; i++) {
        int32_t size;
        eio.place = i + 1;
        if (!get32(&r, &size))
            goto cut;
        if (size == -1) {
            nulls[i] = true;
            type_check_null(io->arena, eio.type, io->soft);
            continue;
        }
        if (size < -1 || size > (int64_t)r.left) {
            soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "insufficient data left in message");
            return (Datum)0;
        }
        values[i] = t->recv(&eio, r.p, (size_t)size);
        if (SOFT_FAILED(io->soft))
            return (Datum)0;
        r.p += size;
        r.left -= (size_t)size;
    }
    if (r.left > 0 && !io->spare) {
        wire_too_long(io);
        return (Datum)0;
    }
    return array_make_md(io->arena, elem, values, nulls, ndim, dim, lbs);
cut:
    soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
    return (Datum)0;
}
