/* money: hundredths in an int8; its text is that of the C locale's monetary conventions as PostgreSQL has them. */
#include "types/scalar.h"
#include "types/wirebytes.h"

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Spaces, a $, a sign or an opening parenthesis, digits with commas between, two decimals and the third rounds. */
Datum money_in(struct io *io, const char *text, size_t len)
{
    const char *s = text;
    int64_t v = 0, sign = 1;
    bool over = false, seen = false;
    int decimals = 0;
    while (space(*s))
        s++;
    if (*s == '$')
        s++;
    while (space(*s))
        s++;
    if (*s == '-' || *s == '(') {
        sign = -1;
        s++;
    } else if (*s == '+') {
        s++;
    }
    while (space(*s))
        s++;
    if (*s == '$')
        s++;
    while (space(*s))
        s++;
    for (; *s != '\0'; s++) {
        if (digit(*s) && (!seen || decimals < 2)) {
            over = over || __builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, *s - '0', &v);
            decimals += seen;
        } else if (*s == '.' && !seen) {
            seen = true;
        } else if (*s != ',') {
            break;
        }
    }
    if (digit(*s) && *s >= '5')
        over = over || __builtin_sub_overflow(v, 1, &v);
    for (; decimals < 2; decimals++)
        over = over || __builtin_mul_overflow(v, 10, &v);
    while (digit(*s))
        s++;
    for (; *s != '\0'; s++) {
        if (space(*s) || *s == ')')
            continue;
        if (*s == '-')
            sign = -1;
        else if (*s != '+' && *s != '$') {
            soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "money",
                       text);
            return (Datum)0;
        }
    }
    if (sign > 0)
        over = over || __builtin_sub_overflow(0, v, &v);
    if (over) {
        soft_raise(io->soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type %s", text, "money");
        return (Datum)0;
    }
    return datum_from_int64(v);
}

void money_out(struct io *io, Datum d, struct strbuf *out)
{
    int64_t v = datum_int64(d);
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    char buf[40], *end = buf + sizeof buf, *p = end;
    *--p = (char)('0' + u % 10);
    u /= 10;
    *--p = (char)('0' + u % 10);
    u /= 10;
    *--p = '.';
    int n = 0;
    do {
        if (n > 0 && n % 3 == 0)
            *--p = ',';
        *--p = (char)('0' + u % 10);
        n++;
    } while ((u /= 10) != 0);
    *--p = '$';
    if (v < 0)
        *--p = '-';
    strbuf_add(out, p, (size_t)(end - p));
}

Datum money_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 8) ? (Datum)wire_get64(p) : (Datum)0;
}

void money_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, (uint64_t)d);
}
