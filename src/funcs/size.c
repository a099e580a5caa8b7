/* Sizes with units: pg_size_pretty(), pg_size_bytes(). */
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "funcs/funcs.h"
#include "types/numeric.h"

static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
#define LAST_UNIT (COUNTOF(units) - 1)

/*
 * Below 10240 a size is shown as it is. Above, it is counted in halves of a unit (the first shift is by 9 bits, the
 * others by 10) and shown, rounded, in the first unit that gives less than 10240 of it.
 */
#define LIMIT_BYTES 10240
#define LIMIT_HALVES (2 * LIMIT_BYTES - 1)

Datum size_pretty(struct fcall *fc)
{
    int64_t v = ARG_INT64(0);
    int unit = 0;
    uint64_t size = v < 0 ? -(uint64_t)v : (uint64_t)v;
    if (size >= LIMIT_BYTES) {
        for (size >>= 9, unit = 1; size >= LIMIT_HALVES && unit < LAST_UNIT; unit++)
            size >>= 10;
        size = (size + 1) / 2;
    }
    return datum_from_cstring(fc->arena, arena_printf(fc->arena, "%s%llu %s", v < 0 && size > 0 ? "-" : "",
                                                      (unsigned long long)size, units[unit]));
}

static bool below(struct arena *a, Datum size, int limit)
{
    return numeric_cmp(num_abs(a, size), numeric_from_int64(a, limit)) < 0;
}

Datum size_pretty_numeric(struct fcall *fc)
{
    struct arena *a = fc->arena;
    Datum size = ARG_DATUM(0);
    int unit = 0;
    if (!below(a, size, LIMIT_BYTES)) {
        size = num_div_trunc(a, size, numeric_from_int64(a, 512));
        for (unit = 1; !below(a, size, LIMIT_HALVES) && unit < LAST_UNIT; unit++)
            size = num_div_trunc(a, size, numeric_from_int64(a, 1024));
        size = num_add(a, size, numeric_from_int64(a, numeric_sign(size) < 0 ? -1 : 1));
        size = num_div_trunc(a, size, numeric_from_int64(a, 2));
    }
    struct strbuf b;
    strbuf_init(&b, a);
    numeric_to_text(size, &b);
    strbuf_printf(&b, " %s", units[unit]);
    return datum_from_text(a, b.data, b.len);
}

/* ---- the other way ---- */
static const char *const blanks = " \t\n\v\f\r";
static const char *const digits = "0123456789";

/* The number that text begins with: a sign, digits, an exponent. 0: none. */
static size_t number_length(const char *text)
{
    const char *s = text;
    s += *s == '+' || *s == '-';
    size_t whole = strspn(s, digits), part = 0;
    s += whole;
    if (*s == '.') {
        part = strspn(s + 1, digits);
        s += 1 + part;
    }
    if (whole + part == 0)
        return 0;
    if (*s == 'e' || *s == 'E') {
        size_t sign = s[1] == '+' || s[1] == '-', n = strspn(s + 1 + sign, digits);
        s += n > 0 ? 1 + sign + n : 0;
    }
    return (size_t)(s - text);
}

static int unit_number(const char *s, size_t len)
{
    for (int i = 0; i < COUNTOF(units); i++)
        if (strlen(units[i]) == len && strncasecmp(units[i], s, len) == 0)
            return i;
    return -1;
}

Datum size_bytes(struct fcall *fc)
{
    const char *text = datum_cstring(fc->arena, ARG_DATUM(0));
    const char *s = text + strspn(text, blanks);
    size_t n = number_length(s);
    if (n == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid size: \"%s\"", text);
    Datum size = numeric_parse(fc->arena, arena_strndup(fc->arena, s, n), n, -1, NULL);
    s += n + strspn(s + n, blanks);
    size_t len = strlen(s);
    while (len > 0 && strchr(blanks, s[len - 1]) != NULL)
        len--;
    if (len > 0) {
        int unit = unit_number(s, len);
        if (unit < 0) {
            struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid size: \"%s\"", text);
            error_detail(e, "Invalid size unit: \"%.*s\".", (int)len, s);
            error_throw(error_hint(e, "Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\"."));
        }
        size = num_mul(fc->arena, size, numeric_from_int64(fc->arena, (int64_t)1 << 10 * unit));
    }
    int64_t v;
    if (!numeric_to_int64(size, &v))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    return datum_from_int64(v);
}
