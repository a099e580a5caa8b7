/* Strings: trimming, padding, replacing, splitting at a separator, turning around. */
#include "funcs/text_view.h"

/* ---- trim ---- */
enum side { SIDE_LEFT = 1, SIDE_RIGHT = 2, SIDE_BOTH = 3 };

/* Is the character (bytes: the byte) at s one of the set's? */
static bool in_set(struct view set, const char *s, size_t n)
{
    if (n == 1)
        return memchr(set.s, *s, set.n) != NULL;
    for (size_t i = 0; i + n <= set.n; i += utf8_step(set.s + i, set.n - i))
        if (memcmp(set.s + i, s, n) == 0)
            return true;
    return false;
}

static size_t last_width(struct view v, bool bytes)
{
    size_t n = 1;
    while (!bytes && n < v.n && utf8_is_tail(v.s[v.n - n]))
        n++;
    return n;
}

static Datum trim(struct fcall *fc, enum side sides, bool bytes)
{
    struct view v = ARG_VIEW(0), set = fc->nargs > 1 ? ARG_VIEW(1) : (struct view){" ", 1};
    while ((sides & SIDE_LEFT) != 0 && v.n > 0) {
        CHECK_INTERRUPTS();
        size_t n = bytes ? 1 : utf8_step(v.s, v.n);
        if (!in_set(set, v.s, n))
            break;
        v = (struct view){v.s + n, v.n - n};
    }
    while ((sides & SIDE_RIGHT) != 0 && v.n > 0) {
        CHECK_INTERRUPTS();
        size_t n = last_width(v, bytes);
        if (!in_set(set, v.s + v.n - n, n))
            break;
        v.n -= n;
    }
    return text_result(fc, v.s, v.n);
}

#define TRIM(name, sides, bytes)             \
    Datum name(struct fcall *fc)             \
    {                                        \
        return trim(fc, sides, bytes);       \
    }
TRIM(text_btrim, SIDE_BOTH, false)
TRIM(text_ltrim, SIDE_LEFT, false)
TRIM(text_rtrim, SIDE_RIGHT, false)
TRIM(bytea_btrim, SIDE_BOTH, true)
TRIM(bytea_ltrim, SIDE_LEFT, true)
TRIM(bytea_rtrim, SIDE_RIGHT, true)

/* ---- padding and repeating ---- */
static char *put(char *to, struct view v)
{
    memcpy(to, v.s, v.n);
    return to + v.n;
}

/* n characters of fill, over and over; to NULL: only how many bytes they take. */
static size_t put_fill(char *to, struct view fill, size_t n)
{
    size_t bytes = 0;
    size_t whole = utf8_count(fill.s, fill.n);
    for (; n > 0; n -= whole < n ? whole : n) {
        CHECK_INTERRUPTS();
        size_t take = n < whole ? utf8_offset(fill.s, fill.n, n) : fill.n;
        if (to != NULL)
            memcpy(to + bytes, fill.s, take);
        bytes += take;
    }
    return bytes;
}

static Datum pad(struct fcall *fc, bool left)
{
    struct view v = ARG_VIEW(0), fill = fc->nargs > 2 ? ARG_VIEW(2) : (struct view){" ", 1};
    size_t want = ARG_INT32(1) < 0 ? 0 : (size_t)ARG_INT32(1), have = utf8_count(v.s, v.n);
    if (have > want) {
        v.n = utf8_offset(v.s, v.n, want);
        have = want;
    }
    if (fill.n == 0)
        want = have;
    check_result_length((double)want * 4);
    struct varlena *r = varlena_new(fc->arena, v.n + put_fill(NULL, fill, want - have));
    char *to = r->data;
    if (!left)
        to = put(to, v);
    to += put_fill(to, fill, want - have);
    if (left)
        put(to, v);
    return (Datum)r;
}

Datum text_lpad(struct fcall *fc)
{
    return pad(fc, true);
}

Datum text_rpad(struct fcall *fc)
{
    return pad(fc, false);
}

Datum text_repeat(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    size_t count = ARG_INT32(1) < 0 ? 0 : (size_t)ARG_INT32(1);
    check_result_length((double)v.n * (double)count);
    struct varlena *r = varlena_new(fc->arena, v.n * count);
    char *to = r->data;
    for (size_t i = 0; i < count && v.n > 0; i++) {
        to = put(to, v);
        CHECK_INTERRUPTS();
    }
    return (Datum)r;
}

/* ---- replacing ---- */
Datum text_replace(struct fcall *fc)
{
    struct view v = ARG_VIEW(0), from = ARG_VIEW(1), to = ARG_VIEW(2);
    ptrdiff_t at = from.n == 0 ? -1 : view_find(v, from, 0);
    if (at < 0)
        return ARG_DATUM(0);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    size_t done = 0;
    for (; at >= 0; at = view_find(v, from, done)) {
        CHECK_INTERRUPTS();
        strbuf_add(&b, v.s + done, (size_t)at - done);
        strbuf_add(&b, to.s, to.n);
        done = (size_t)at + from.n;
    }
    strbuf_add(&b, v.s + done, v.n - done);
    return strbuf_result(fc, &b);
}

/* Which character of the set the one at s is, from 0; -1: none. */
static ptrdiff_t char_index(struct view set, const char *s, size_t n)
{
    ptrdiff_t index = 0;
    for (size_t i = 0, step; i < set.n; i += step, index++) {
        step = utf8_step(set.s + i, set.n - i);
        if (step == n && memcmp(set.s + i, s, n) == 0)
            return index;
    }
    return -1;
}

Datum text_translate(struct fcall *fc)
{
    struct view v = ARG_VIEW(0), from = ARG_VIEW(1), to = ARG_VIEW(2);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (size_t i = 0, n; i < v.n; i += n) {
        CHECK_INTERRUPTS();
        n = utf8_step(v.s + i, v.n - i);
        ptrdiff_t index = char_index(from, v.s + i, n);
        if (index < 0) {
            strbuf_add(&b, v.s + i, n);
            continue;
        }
        size_t at = utf8_offset(to.s, to.n, (size_t)index); /* none there: the character goes */
        if (at < to.n)
            strbuf_add(&b, to.s + at, utf8_step(to.s + at, to.n - at));
    }
    return strbuf_result(fc, &b);
}

Datum text_reverse(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    struct varlena *r = varlena_new(fc->arena, v.n);
    for (size_t i = 0, n; i < v.n; i += n) {
        CHECK_INTERRUPTS();
        n = utf8_step(v.s + i, v.n - i);
        memcpy(r->data + v.n - i - n, v.s + i, n);
    }
    return (Datum)r;
}

/* ---- split_part ---- */
static int64_t count_fields(struct view v, struct view sep)
{
    int64_t n = 1;
    for (ptrdiff_t at = view_find(v, sep, 0); at >= 0; at = view_find(v, sep, (size_t)at + sep.n)) {
        CHECK_INTERRUPTS();
        n++;
    }
    return n;
}

Datum text_split_part(struct fcall *fc)
{
    struct view v = ARG_VIEW(0), sep = ARG_VIEW(1);
    int64_t field = ARG_INT32(2);
    if (field == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "field position must not be zero");
    if (sep.n == 0 || v.n == 0)
        return field == 1 || field == -1 ? ARG_DATUM(0) : text_result(fc, "", 0);
    if (field < 0)
        field += count_fields(v, sep) + 1;
    size_t from = 0;
    ptrdiff_t at = view_find(v, sep, 0);
    for (; field > 1 && at >= 0; field--) {
        CHECK_INTERRUPTS();
        from = (size_t)at + sep.n;
        at = view_find(v, sep, from);
    }
    if (field != 1)
        return text_result(fc, "", 0);
    return text_result(fc, v.s + from, (at < 0 ? v.n : (size_t)at) - from);
}

/* ---- to_hex ---- */
Datum int_to_hex(struct fcall *fc)
{
    uint64_t v = fc->argtypes[0] == TYPE_int4 ? (uint32_t)ARG_INT32(0) : (uint64_t)ARG_INT64(0);
    return datum_from_cstring(fc->arena, arena_printf(fc->arena, "%llx", (unsigned long long)v));
}
