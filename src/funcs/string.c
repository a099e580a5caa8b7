/* Strings: length, case, concatenation, parts, positions. Text is UTF-8, counted in characters; collation and case are
 * C's. */
#include "funcs/text_view.h"
#include "types/inet.h"
#include "types/text.h"

#define RESULT_MAX 0x3fffffff /* bytes of a value and its header, as PostgreSQL allocates it */

void check_result_length(double bytes)
{
    if (bytes + 4 > RESULT_MAX)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "requested length too large");
}

/* ---- length ---- */
Datum text_length(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return datum_from_int32((int32_t)utf8_count(v.s, v.n));
}

Datum bpchar_length(struct fcall *fc)
{
    return datum_from_int32((int32_t)utf8_count(VARDATA(ARG_DATUM(0)), bpchar_len(ARG_DATUM(0))));
}

Datum bytes_length(struct fcall *fc)
{
    return datum_from_int32((int32_t)VARLEN(ARG_DATUM(0)));
}

Datum bytes_bit_length(struct fcall *fc)
{
    int32_t bits;
    if (__builtin_mul_overflow(VARLEN(ARG_DATUM(0)), 8, &bits))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    return datum_from_int32(bits);
}

/* ---- case: ASCII letters only, as the C locale has it ---- */
static Datum map_bytes(struct fcall *fc, char (*map)(char))
{
    struct view v = ARG_VIEW(0);
    struct varlena *r = varlena_new(fc->arena, v.n);
    for (size_t i = 0; i < v.n; i++) {
        CHECK_INTERRUPTS();
        r->data[i] = map(v.s[i]);
    }
    return (Datum)r;
}

Datum text_lower(struct fcall *fc)
{
    return map_bytes(fc, ascii_lower);
}

Datum text_upper(struct fcall *fc)
{
    return map_bytes(fc, ascii_upper);
}

static bool ascii_alnum(char c)
{
    c = ascii_lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

Datum text_initcap(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    struct varlena *r = varlena_new(fc->arena, v.n);
    bool inside = false;
    for (size_t i = 0; i < v.n; i++) {
        CHECK_INTERRUPTS();
        r->data[i] = inside ? ascii_lower(v.s[i]) : ascii_upper(v.s[i]);
        inside = ascii_alnum(v.s[i]);
    }
    return (Datum)r;
}

/* ---- concatenation ---- */
static Datum concat_views(struct fcall *fc, struct view a, struct view b)
{
    struct varlena *r = varlena_new(fc->arena, a.n + b.n);
    memcpy(r->data, a.s, a.n);
    memcpy(r->data + a.n, b.s, b.n);
    return (Datum)r;
}

/* text || text, bytea || bytea */
Datum bytes_cat(struct fcall *fc)
{
    return concat_views(fc, ARG_VIEW(0), ARG_VIEW(1));
}

void value_cast_to_text(struct arena *a, Oid type, Datum d, struct strbuf *out)
{
    type = type_base(type);
    if (type == TYPE_bool)
        strbuf_addstr(out, datum_bool(d) ? "true" : "false");
    else if (type == TYPE_bpchar)
        strbuf_add(out, VARDATA(d), bpchar_len(d));
    else if (type == TYPE_inet)
        inet_write(d, true, true, out);
    else
        type_output(a, type, d, out);
}

static struct view cast_view(struct fcall *fc, int i)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    value_cast_to_text(fc->arena, fc->argtypes[i], ARG_DATUM(i), &b);
    return (struct view){b.data, b.len};
}

Datum text_any_cat(struct fcall *fc)
{
    return concat_views(fc, ARG_VIEW(0), cast_view(fc, 1));
}

Datum any_text_cat(struct fcall *fc)
{
    return concat_views(fc, cast_view(fc, 0), ARG_VIEW(1));
}

/* ---- parts ---- */
struct view view_substring(struct view v, int32_t start, const int32_t *length, bool bytes)
{
    int64_t end = INT64_MAX;
    if (length != NULL) {
        if (*length < 0)
            raise(ERR_SUBSTRING_ERROR, "negative substring length not allowed");
        end = (int64_t)start + *length;
    }
    size_t skip = start > 1 ? (size_t)start - 1 : 0;
    size_t take = end <= 1 ? 0 : end > INT32_MAX ? v.n : (size_t)end - 1 - skip;
    if (end > 1 && end <= INT32_MAX && (size_t)end - 1 < skip)
        take = 0;
    size_t from = bytes ? (skip < v.n ? skip : v.n) : utf8_offset(v.s, v.n, skip);
    size_t left = v.n - from;
    size_t n = bytes ? (take < left ? take : left) : utf8_offset(v.s + from, left, take);
    return (struct view){v.s + from, n};
}

static Datum substring(struct fcall *fc, bool bytes)
{
    int32_t length = fc->nargs > 2 ? ARG_INT32(2) : 0;
    struct view v = view_substring(ARG_VIEW(0), ARG_INT32(1), fc->nargs > 2 ? &length : NULL, bytes);
    return text_result(fc, v.s, v.n);
}

Datum text_substring(struct fcall *fc)
{
    return substring(fc, false);
}

Datum bytea_substring(struct fcall *fc)
{
    return substring(fc, true);
}

/* A negative count means: all but so many. */
Datum text_left(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t n = ARG_INT32(1);
    if (n < 0)
        n += (int64_t)utf8_count(v.s, v.n);
    return text_result(fc, v.s, n <= 0 ? 0 : utf8_offset(v.s, v.n, (size_t)n));
}

Datum text_right(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t n = ARG_INT32(1);
    int64_t skip = n < 0 ? -n : (int64_t)utf8_count(v.s, v.n) - n;
    if (n == INT32_MIN) /* PostgreSQL's negation wraps around: nothing is skipped */
        skip = 0;
    size_t from = skip <= 0 ? 0 : utf8_offset(v.s, v.n, (size_t)skip);
    return text_result(fc, v.s + from, v.n - from);
}

/* The part [start, start + length) replaced. */
static Datum overlay(struct fcall *fc, bool bytes)
{
    struct view v = ARG_VIEW(0), put = ARG_VIEW(1);
    int32_t start = ARG_INT32(2), behind;
    int32_t length = fc->nargs > 3 ? ARG_INT32(3) : (int32_t)(bytes ? put.n : utf8_count(put.s, put.n));
    if (start <= 0)
        raise(ERR_SUBSTRING_ERROR, "negative substring length not allowed");
    if (__builtin_add_overflow(start, length, &behind))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    int32_t before = start - 1;
    struct view head = view_substring(v, 1, &before, bytes), tail = view_substring(v, behind, NULL, bytes);
    struct varlena *r = varlena_new(fc->arena, head.n + put.n + tail.n);
    memcpy(r->data, head.s, head.n);
    memcpy(r->data + head.n, put.s, put.n);
    memcpy(r->data + head.n + put.n, tail.s, tail.n);
    return (Datum)r;
}

Datum text_overlay(struct fcall *fc)
{
    return overlay(fc, false);
}

Datum bytea_overlay(struct fcall *fc)
{
    return overlay(fc, true);
}

/* ---- positions ---- */
ptrdiff_t view_find(struct view text, struct view needle, size_t from)
{
    if (needle.n == 0)
        return (ptrdiff_t)from;
    const char *at = memmem(text.s + from, text.n - from, needle.s, needle.n);
    return at == NULL ? -1 : at - text.s;
}

Datum text_position(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    ptrdiff_t at = view_find(v, ARG_VIEW(1), 0);
    return datum_from_int32(at < 0 ? 0 : (int32_t)utf8_count(v.s, (size_t)at) + 1);
}

Datum bytea_position(struct fcall *fc)
{
    return datum_from_int32((int32_t)view_find(ARG_VIEW(0), ARG_VIEW(1), 0) + 1);
}

Datum text_starts_with(struct fcall *fc)
{
    struct view v = ARG_VIEW(0), start = ARG_VIEW(1);
    return datum_from_bool(start.n <= v.n && memcmp(v.s, start.s, start.n) == 0);
}

/* ---- code points ---- */
Datum text_ascii(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return datum_from_int32(v.n == 0 ? 0 : (int32_t)utf8_decode(v.s));
}

Datum text_chr(struct fcall *fc)
{
    int32_t code = ARG_INT32(0);
    char c[4];
    if (code < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "character number must be positive");
    if (code == 0)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    if (code > 0x10ffff)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "requested character too large for encoding: %u", (unsigned)code);
    if (code >= 0xd800 && code <= 0xdfff)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "requested character not valid for encoding: %u", (unsigned)code);
    return text_result(fc, c, (size_t)utf8_encode((uint32_t)code, c));
}
