/* Network addresses: parts of inet and cidr, containment, arithmetic, order. */
#include "types/inet.h"

#include "funcs/text_view.h"

/* A copy with other bits. */
static Datum with_bits(struct fcall *fc, Datum d, int bits)
{
    return inet_new(fc->arena, inet_family(d), bits, inet_addr_bytes(d));
}

static Datum zero_address(struct fcall *fc, Datum like, int bits)
{
    static const uint8_t none[16];
    return inet_new(fc->arena, inet_family(like), bits, none);
}

/* ---- text ---- */
static Datum written(struct fcall *fc, bool bits, bool always)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    inet_write(ARG_DATUM(0), bits, always, &b);
    return strbuf_result(fc, &b);
}

Datum inet_host(struct fcall *fc)
{
    return written(fc, false, false);
}

/* text(inet): always with its bits */
Datum inet_to_text(struct fcall *fc)
{
    return written(fc, true, true);
}

Datum inet_abbrev(struct fcall *fc)
{
    return written(fc, true, false);
}

Datum cidr_abbrev(struct fcall *fc)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    cidr_abbreviate(ARG_DATUM(0), &b);
    return strbuf_result(fc, &b);
}

/* ---- parts ---- */
Datum inet_get_family(struct fcall *fc)
{
    return datum_from_int32(inet_family(ARG_DATUM(0)));
}

Datum inet_get_masklen(struct fcall *fc)
{
    return datum_from_int32(inet_bits(ARG_DATUM(0)));
}

static Datum set_masklen(struct fcall *fc)
{
    int bits = ARG_INT32(1), most = inet_max_bits(ARG_DATUM(0));
    if (bits < -1 || bits > most)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid mask length: %d", bits);
    return with_bits(fc, ARG_DATUM(0), bits == -1 ? most : bits);
}

Datum inet_set_masklen(struct fcall *fc)
{
    return set_masklen(fc);
}

Datum cidr_set_masklen(struct fcall *fc)
{
    Datum d = set_masklen(fc);
    inet_clear_host(d);
    return d;
}

/* The network, of inet or as the cast to cidr. */
Datum inet_network(struct fcall *fc)
{
    Datum d = with_bits(fc, ARG_DATUM(0), inet_bits(ARG_DATUM(0)));
    inet_clear_host(d);
    return d;
}

Datum inet_broadcast(struct fcall *fc)
{
    Datum d = with_bits(fc, ARG_DATUM(0), inet_bits(ARG_DATUM(0)));
    inet_fill_host(d);
    return d;
}

static void set_bits(Datum d, int bits)
{
    VARDATA(d)[1] = (char)bits;
}

Datum inet_hostmask(struct fcall *fc)
{
    Datum d = zero_address(fc, ARG_DATUM(0), inet_bits(ARG_DATUM(0)));
    inet_fill_host(d);
    set_bits(d, inet_max_bits(d));
    return d;
}

Datum inet_netmask(struct fcall *fc)
{
    Datum d = zero_address(fc, ARG_DATUM(0), 0);
    inet_fill_host(d);
    set_bits(d, inet_bits(ARG_DATUM(0)));
    inet_clear_host(d);
    set_bits(d, inet_max_bits(d));
    return d;
}

Datum inet_same_family(struct fcall *fc)
{
    return datum_from_bool(inet_family(ARG_DATUM(0)) == inet_family(ARG_DATUM(1)));
}

/* The smallest network that has both in it. */
Datum inet_merge(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), b = ARG_DATUM(1);
    if (inet_family(a) != inet_family(b))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot merge addresses from different families");
    int least = inet_bits(a) < inet_bits(b) ? inet_bits(a) : inet_bits(b);
    Datum d = with_bits(fc, a, inet_common_bits(inet_addr_bytes(a), inet_addr_bytes(b), least));
    inet_clear_host(d);
    return d;
}

/* ---- containment ---- */

/* Are the networks the same in the bits that both have? */
static bool overlap(Datum a, Datum b)
{
    int least = inet_bits(a) < inet_bits(b) ? inet_bits(a) : inet_bits(b);
    return inet_family(a) == inet_family(b) &&
           inet_common_bits(inet_addr_bytes(a), inet_addr_bytes(b), least) == least;
}

#define CONTAINMENT(name, condition)                                                   \
    Datum name(struct fcall *fc)                                                       \
    {                                                                                  \
        int bits0 = inet_bits(ARG_DATUM(0)), bits1 = inet_bits(ARG_DATUM(1));          \
        return datum_from_bool((condition) && overlap(ARG_DATUM(0), ARG_DATUM(1)));    \
    }
CONTAINMENT(inet_within, bits0 > bits1)
CONTAINMENT(inet_within_equal, bits0 >= bits1)
CONTAINMENT(inet_holds, bits0 < bits1)
CONTAINMENT(inet_holds_equal, bits0 <= bits1)
CONTAINMENT(inet_overlap, bits0 >= 0 && bits1 >= 0)

/* ---- order ---- */
#define INET_COMPARE(name, test)                                       \
    Datum name(struct fcall *fc)                                       \
    {                                                                  \
        return datum_from_bool(inet_cmp(ARG_DATUM(0), ARG_DATUM(1)) test); \
    }
INET_COMPARE(inet_eq, == 0)
INET_COMPARE(inet_ne, != 0)
INET_COMPARE(inet_lt, < 0)
INET_COMPARE(inet_le, <= 0)
INET_COMPARE(inet_gt, > 0)
INET_COMPARE(inet_ge, >= 0)

Datum inet_btcmp(struct fcall *fc)
{
    return datum_from_int32(inet_cmp(ARG_DATUM(0), ARG_DATUM(1)));
}

Datum inet_larger(struct fcall *fc)
{
    return inet_cmp(ARG_DATUM(0), ARG_DATUM(1)) > 0 ? ARG_DATUM(0) : ARG_DATUM(1);
}

Datum inet_smaller(struct fcall *fc)
{
    return inet_cmp(ARG_DATUM(0), ARG_DATUM(1)) < 0 ? ARG_DATUM(0) : ARG_DATUM(1);
}

/* ---- arithmetic ---- */
Datum inet_not(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), d = with_bits(fc, a, inet_bits(a));
    for (int i = 0; i < inet_size(d); i++)
        inet_addr_bytes(d)[i] = (uint8_t)~inet_addr_bytes(a)[i];
    return d;
}

static Datum combine(struct fcall *fc, bool and)
{
    Datum a = ARG_DATUM(0), b = ARG_DATUM(1);
    if (inet_family(a) != inet_family(b))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot %s inet values of different sizes", and ? "AND" : "OR");
    Datum d = with_bits(fc, a, inet_bits(a) > inet_bits(b) ? inet_bits(a) : inet_bits(b));
    for (int i = 0; i < inet_size(d); i++) {
        uint8_t x = inet_addr_bytes(a)[i], y = inet_addr_bytes(b)[i];
        inet_addr_bytes(d)[i] = and ? x & y : x | y;
    }
    return d;
}

Datum inet_and(struct fcall *fc)
{
    return combine(fc, true);
}

Datum inet_or(struct fcall *fc)
{
    return combine(fc, false);
}

_Noreturn static void out_of_range(void)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
}

/* Byte by byte from the right; what is left over must be nothing, or a borrow that the sign of n pays for. */
static Datum add(struct fcall *fc, Datum a, __int128 n)
{
    Datum d = with_bits(fc, a, inet_bits(a));
    for (int i = inet_size(d) - 1; i >= 0; i--) {
        n += inet_addr_bytes(a)[i];
        inet_addr_bytes(d)[i] = (uint8_t)n;
        n >>= 8;
    }
    if (n != 0)
        out_of_range();
    return d;
}

Datum inet_add(struct fcall *fc)
{
    return add(fc, ARG_DATUM(0), ARG_INT64(1));
}

Datum int8_add_inet(struct fcall *fc)
{
    return add(fc, ARG_DATUM(1), ARG_INT64(0));
}

Datum inet_sub(struct fcall *fc)
{
    return add(fc, ARG_DATUM(0), (int64_t)-(uint64_t)ARG_INT64(1)); /* the least integer is its own negation */
}

static unsigned __int128 address_number(Datum d)
{
    unsigned __int128 n = 0;
    for (int i = 0; i < inet_size(d); i++)
        n = n << 8 | inet_addr_bytes(d)[i];
    return n;
}

Datum inet_difference(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), b = ARG_DATUM(1);
    if (inet_family(a) != inet_family(b))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot subtract inet values of different sizes");
    unsigned __int128 x = address_number(a), y = address_number(b), distance = x > y ? x - y : y - x;
    if (distance > (unsigned __int128)INT64_MAX + (x < y))
        out_of_range();
    return datum_from_int64((int64_t)(x > y ? distance : -distance));
}

/* ---- macaddr, macaddr8 ---- */
Datum macaddr_btcmp(struct fcall *fc)
{
    int c = macaddr_cmp(ARG_DATUM(0), ARG_DATUM(1));
    return datum_from_int32((c > 0) - (c < 0));
}

static Datum mac_copy(struct fcall *fc, int i)
{
    return text_result(fc, VARDATA(ARG_DATUM(i)), VARLEN(ARG_DATUM(i)));
}

Datum mac_not(struct fcall *fc)
{
    Datum d = mac_copy(fc, 0);
    for (uint32_t i = 0; i < VARLEN(d); i++)
        VARDATA(d)[i] = (char)~VARDATA(d)[i];
    return d;
}

Datum mac_and(struct fcall *fc)
{
    Datum d = mac_copy(fc, 0);
    for (uint32_t i = 0; i < VARLEN(d); i++)
        VARDATA(d)[i] &= VARDATA(ARG_DATUM(1))[i];
    return d;
}

Datum mac_or(struct fcall *fc)
{
    Datum d = mac_copy(fc, 0);
    for (uint32_t i = 0; i < VARLEN(d); i++)
        VARDATA(d)[i] |= VARDATA(ARG_DATUM(1))[i];
    return d;
}

/* The manufacturer's three bytes. */
Datum mac_trunc(struct fcall *fc)
{
    Datum d = mac_copy(fc, 0);
    memset(VARDATA(d) + 3, 0, VARLEN(d) - 3);
    return d;
}

Datum macaddr_to_macaddr8(struct fcall *fc)
{
    const char *p = VARDATA(ARG_DATUM(0));
    char wide[MACADDR8_BYTES] = {p[0], p[1], p[2], (char)0xff, (char)0xfe, p[3], p[4], p[5]};
    return text_result(fc, wide, sizeof wide);
}

Datum macaddr8_to_macaddr(struct fcall *fc)
{
    const char *p = VARDATA(ARG_DATUM(0));
    if (p[3] != (char)0xff || p[4] != (char)0xfe)
        error_throw(error_hint(error_new(ERR_NUMERIC_VALUE_OUT_OF_RANGE,
                                         "macaddr8 data out of range to convert to macaddr"),
                               "Only addresses that have FF and FE as values in the 4th and 5th bytes from the left, "
                               "for example xx:xx:xx:ff:fe:xx:xx:xx, are eligible to be converted from macaddr8 to "
                               "macaddr."));
    char narrow[MACADDR_BYTES] = {p[0], p[1], p[2], p[5], p[6], p[7]};
    return text_result(fc, narrow, sizeof narrow);
}

/* The universal/local bit, as in an IPv6 interface identifier. */
Datum macaddr8_set7bit(struct fcall *fc)
{
    Datum d = mac_copy(fc, 0);
    VARDATA(d)[0] |= 0x02;
    return d;
}
