/* inet and cidr: text and binary forms, order. */
#include "types/inet.h"

#include "types/hash.h"
#include "types/softfail.h"
#include "types/text.h"
#include "types/wirebytes.h"

/* The address families as they stand in the binary form. */
#define WIRE_FAMILY_4 2
#define WIRE_FAMILY_6 3

Datum inet_new(struct arena *a, int family, int bits, const uint8_t *addr)
{
    struct varlena *v = varlena_new(a, INET_HEAD + (family == 4 ? 4 : 16));
    v->data[0] = (char)family;
    v->data[1] = (char)bits;
    memcpy(v->data + INET_HEAD, addr, v->len - INET_HEAD);
    return (Datum)v;
}

/* ---- network and host part ---- */
static uint8_t host_mask(int bits, int byte)
{
    int inside = bits - byte * 8; /* bits of the byte that belong to the network */
    return inside <= 0 ? 0xff : inside >= 8 ? 0 : (uint8_t)(0xff >> inside);
}

void inet_clear_host(Datum d)
{
    for (int i = 0; i < inet_size(d); i++)
        inet_addr_bytes(d)[i] &= (uint8_t)~host_mask(inet_bits(d), i);
}

void inet_fill_host(Datum d)
{
    for (int i = 0; i < inet_size(d); i++)
        inet_addr_bytes(d)[i] |= host_mask(inet_bits(d), i);
}

static bool host_is_zero(Datum d)
{
    for (int i = 0; i < inet_size(d); i++)
        if ((inet_addr_bytes(d)[i] & host_mask(inet_bits(d), i)) != 0)
            return false;
    return true;
}

int inet_common_bits(const uint8_t *x, const uint8_t *y, int bits)
{
    int n = 0;
    while (n < bits && ((x[n / 8] ^ y[n / 8]) >> (7 - n % 8) & 1) == 0)
        n++;
    return n;
}

/* ---- reading ---- */
struct address {
    uint8_t bytes[16];
    int n; /* bytes read */
    int bits;
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "/24" and nothing behind; false: something else. */
static bool parse_bits4(const char *s, int *bits)
{
    if (*s != '/' || !digit(s[1]))
        return false;
    *bits = 0;
    for (s++; digit(*s) && *bits <= 32; s++)
        *bits = *bits * 10 + (*s - '0');
    return *s == '\0' && *bits <= 32;
}

/* Octets with points between; *s is left behind them. A cidr must have a digit behind each point. */
static bool parse_octets(const char **s, bool cidr, struct address *a)
{
    for (;;) {
        int v = 0;
        if (!digit(**s))
            return !cidr;
        for (; digit(**s); ++*s)
            if ((v = v * 10 + (**s - '0')) > 255)
                return false;
        if (a->n == 4)
            return false;
        a->bytes[a->n++] = (uint8_t)v;
        if (**s != '.')
            return true;
        ++*s;
    }
}

/* 0x0a01: a cidr in hexadecimal */
static bool parse_hex(const char **s, struct address *a)
{
    int digits = 0;
    for (*s += 2; hex_digit(**s) >= 0; ++*s, digits++) {
        if (digits == 8)
            return false;
        int v = hex_digit(**s);
        a->bytes[digits / 2] |= (uint8_t)(digits % 2 == 0 ? v << 4 : v);
    }
    a->n = (digits + 1) / 2;
    return true;
}

/* The network's length where a cidr does not give it: by its class, and at least what is written. */
static int class_bits(const struct address *a)
{
    int first = a->bytes[0], bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
    if (bits < a->n * 8)
        bits = a->n * 8;
    return bits == 8 && first == 224 ? 4 : bits;
}

static bool parse4(const char *s, bool cidr, struct address *a)
{
    bool hex = cidr && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && hex_digit(s[2]) >= 0;
    if (!(hex ? parse_hex(&s, a) : parse_octets(&s, cidr, a)) || a->n == 0)
        return false;
    if (*s != '\0')
        return parse_bits4(s, &a->bits) && (cidr || a->bits / 8 <= a->n);
    a->bits = cidr ? class_bits(a) : 32;
    return cidr || a->n == 4;
}

/* A decimal number without leading zeros, at most max; false: it is none. */
static bool parse_strict(const char *s, size_t len, int max, int *v)
{
    *v = 0;
    for (size_t i = 0; i < len; i++) {
        if (!digit(s[i]) || (i > 0 && *v == 0) || (*v = *v * 10 + (s[i] - '0')) > max)
            return false;
    }
    return len > 0;
}

/* An IPv4 address at the end of an IPv6 one, perhaps with /n. */
static bool parse_tail4(const char *s, uint8_t *to, int *bits)
{
    for (int i = 0;; i++) {
        size_t n = strcspn(s, "./");
        int v;
        if (n == 0 && s[n] != '\0')
            v = 0;
        else if (!parse_strict(s, n, 255, &v))
            return false;
        if (i > 3)
            return false;
        to[i] = (uint8_t)v;
        if (s[n] == '\0')
            return true;
        if (s[n] == '/')
            return parse_strict(s + n + 1, strlen(s + n + 1), 128, bits);
        s += n + 1;
    }
}

static bool add_group(struct address *a, unsigned v)
{
    if (a->n + 2 > 16)
        return false;
    a->bytes[a->n++] = (uint8_t)(v >> 8);
    a->bytes[a->n++] = (uint8_t)v;
    return true;
}

/* What stands behind :: moves to the end. */
static bool spread(struct address *a, int gap)
{
    int n = a->n - gap;
    if (a->n == 16)
        return false;
    memmove(a->bytes + 16 - n, a->bytes + gap, (size_t)n);
    memset(a->bytes + gap, 0, (size_t)(16 - n - gap));
    return true;
}

static bool parse6(const char *s, struct address *a)
{
    int gap = -1;
    a->bits = 128;
    if (*s == ':' && *++s != ':')
        return false;
    for (;;) {
        unsigned v = 0;
        int digits = 0;
        while (digits < 5 && hex_digit(s[digits]) >= 0)
            v = v << 4 | (unsigned)hex_digit(s[digits++]);
        if (digits > 4)
            return false;
        char c = s[digits];
        if (c == '.') {
            if (a->n + 4 > 16 || !parse_tail4(s, a->bytes + a->n, &a->bits))
                return false;
            a->n += 4;
            break;
        }
        if (c != ':' && c != '/' && c != '\0')
            return false;
        if (digits > 0 && !add_group(a, v))
            return false;
        if (c == '/' && !parse_strict(s + digits + 1, strlen(s + digits + 1), 128, &a->bits))
            return false;
        if (c != ':')
            break;
        if (digits == 0 && gap >= 0)
            return false;
        if (digits == 0)
            gap = a->n;
        else if (s[digits + 1] == '\0')
            return false;
        s += digits + 1;
    }
    return gap >= 0 ? spread(a, gap) : a->n == 16;
}

static Datum parse(struct io *io, const char *s, bool cidr)
{
    struct address a = {.n = 0};
    bool six = strchr(s, ':') != NULL;
    if (!(six ? parse6(s, &a) : parse4(s, cidr, &a))) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"",
                   cidr ? "cidr" : "inet", s);
        return (Datum)0;
    }
    Datum d = inet_new(io->arena, six ? 6 : 4, a.bits, a.bytes);
    if (cidr && !host_is_zero(d))
        SOFT_ERROR(io->soft, error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"%s\"", s),
                                          "Value has bits set to right of mask."));
    return d;
}

Datum inet_in(struct io *io, const char *s, size_t len)
{
    return parse(io, s, false);
}

Datum cidr_in(struct io *io, const char *s, size_t len)
{
    return parse(io, s, true);
}

/* ---- writing ---- */
static unsigned group(const uint8_t *p, int i)
{
    return (unsigned)p[2 * i] << 8 | p[2 * i + 1];
}

static void write4(const uint8_t *p, struct strbuf *out)
{
    strbuf_printf(out, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
}

/* The longest run of zero groups, at least two, is ::; IPv4 addresses in IPv6 are written as such. */
static void write6(const uint8_t *p, struct strbuf *out)
{
    int start = -1, length = 1;
    for (int i = 0, run = 0; i < 8; i++) {
        run = group(p, i) == 0 ? run + 1 : 0;
        if (run > length) {
            length = run;
            start = i - run + 1;
        }
    }
    for (int i = 0; i < 8; i++) {
        if (start >= 0 && i >= start && i < start + length) {
            if (i == start)
                strbuf_addch(out, ':');
            continue;
        }
        if (i != 0)
            strbuf_addch(out, ':');
        bool mapped = length == 6 || (length == 7 && group(p, 7) != 1) || (length == 5 && group(p, 5) == 0xffff);
        if (i == 6 && start == 0 && mapped) {
            write4(p + 12, out);
            return;
        }
        strbuf_printf(out, "%x", group(p, i));
    }
    if (start >= 0 && start + length == 8)
        strbuf_addch(out, ':');
}

void inet_write(Datum d, bool with_bits, bool always, struct strbuf *out)
{
    if (inet_family(d) == 4)
        write4(inet_addr_bytes(d), out);
    else
        write6(inet_addr_bytes(d), out);
    if (with_bits && (always || inet_bits(d) != inet_max_bits(d)))
        strbuf_printf(out, "/%d", inet_bits(d));
}

void inet_out(struct io *io, Datum d, struct strbuf *out)
{
    inet_write(d, true, false, out);
}

void cidr_out(struct io *io, Datum d, struct strbuf *out)
{
    inet_write(d, true, true, out);
}

static void abbreviate4(Datum d, struct strbuf *out)
{
    int octets = (inet_bits(d) + 7) / 8;
    if (octets == 0)
        strbuf_addch(out, '0');
    for (int i = 0; i < octets; i++)
        strbuf_printf(out, "%s%u", i > 0 ? "." : "", inet_addr_bytes(d)[i]);
}

/* Where zeros are left out: the longest run, as PostgreSQL counts (a run that is not the longest so far goes on). */
static void zero_run(const uint8_t *p, int groups, int *start, int *length)
{
    int at = 0, run = 0;
    *start = *length = 0;
    for (int i = 0; i <= groups; i++) {
        if (i < groups && group(p, i) == 0) {
            if (run == 0)
                at = i;
            run++;
        } else if (run > *length) {
            *start = at;
            *length = run;
            run = 0;
        }
    }
}

static void abbreviate6(Datum d, struct strbuf *out)
{
    const uint8_t *p = inet_addr_bytes(d);
    int bits = inet_bits(d), groups = (bits + 15) / 16, start, length;
    if (groups == 0) {
        strbuf_addstr(out, "::");
        return;
    }
    groups = groups == 1 ? 2 : groups;
    zero_run(p, groups, &start, &length);
    bool mapped = length != groups && start == 0 &&
                  (length == 6 || (length == 5 && p[10] == 0xff && p[11] == 0xff) ||
                   (length == 7 && p[14] != 0 && p[15] != 1));
    size_t begin = out->len;
    for (int i = 0; i < groups; i++) {
        if (length != 0 && i >= start && i < start + length) {
            if (i == start)
                strbuf_addch(out, ':');
            if (i == groups - 1)
                strbuf_addch(out, ':');
        } else if (mapped && i > 5) {
            strbuf_printf(out, "%c%u", i == 6 ? ':' : '.', p[2 * i]);
            if (i != 7 || bits > 120)
                strbuf_printf(out, ".%u", p[2 * i + 1]);
        } else {
            strbuf_printf(out, "%s%x", out->len > begin ? ":" : "", group(p, i));
        }
    }
}

void cidr_abbreviate(Datum d, struct strbuf *out)
{
    if (inet_family(d) == 4)
        abbreviate4(d, out);
    else
        abbreviate6(d, out);
    strbuf_printf(out, "/%d", inet_bits(d));
}

/* ---- binary: family, bits, is it a cidr, length, address ---- */
static Datum receive(struct io *io, const uint8_t *p, size_t len, bool cidr)
{
    const char *type = cidr ? "cidr" : "inet";
    int family = len < 1 ? -1 : p[0] == WIRE_FAMILY_4 ? 4 : p[0] == WIRE_FAMILY_6 ? 6 : 0, size = family == 4 ? 4 : 16;
    const char *what = family == 0 ? "address family" : len > 1 && p[1] > size * 8 ? "bits" : len > 3 && p[3] != size ? "length" : NULL;
    if (what == NULL && len < 4 + (size_t)size) {
        wire_no_byte(io);
        return (Datum)0;
    }
    if (what != NULL) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid %s in external \"%s\" value", what, type);
        return (Datum)0;
    }
    if (!wire_length(io, len, 4 + (size_t)size))
        return (Datum)0;
    Datum d = inet_new(io->arena, family, p[1], p + 4);
    if (cidr && !host_is_zero(d))
        SOFT_ERROR(io->soft,
                   error_detail(error_new(ERR_INVALID_BINARY_REPRESENTATION, "invalid external \"cidr\" value"),
                                "Value has bits set to right of mask."));
    return d;
}

Datum inet_recv(struct io *io, const uint8_t *p, size_t len)
{
    return receive(io, p, len, false);
}

Datum cidr_recv(struct io *io, const uint8_t *p, size_t len)
{
    return receive(io, p, len, true);
}

static void send(Datum d, bool cidr, struct strbuf *out)
{
    char head[4] = {(char)(inet_family(d) == 4 ? WIRE_FAMILY_4 : WIRE_FAMILY_6), (char)inet_bits(d), (char)cidr,
                    (char)inet_size(d)};
    strbuf_add(out, head, sizeof head);
    strbuf_add(out, inet_addr_bytes(d), (size_t)inet_size(d));
}

void inet_send(struct io *io, Datum d, struct strbuf *out)
{
    send(d, false, out);
}

void cidr_send(struct io *io, Datum d, struct strbuf *out)
{
    send(d, true, out);
}

/* ---- order: family, network part, its length, the whole ---- */

/* The difference of the first bytes that differ, as network_cmp() shows it; of the last bits only which is greater. */
static int bits_cmp(const uint8_t *x, const uint8_t *y, int bits)
{
    int n = inet_common_bits(x, y, bits);
    if (n == bits)
        return 0;
    return n / 8 < bits / 8 ? x[n / 8] - y[n / 8] : x[n / 8] > y[n / 8] ? 1 : -1;
}

int inet_cmp(Datum a, Datum b)
{
    if (inet_family(a) != inet_family(b))
        return inet_family(a) < inet_family(b) ? -1 : 1;
    int least = inet_bits(a) < inet_bits(b) ? inet_bits(a) : inet_bits(b);
    int c = bits_cmp(inet_addr_bytes(a), inet_addr_bytes(b), least);
    if (c == 0)
        c = inet_bits(a) - inet_bits(b);
    return c != 0 ? c : bits_cmp(inet_addr_bytes(a), inet_addr_bytes(b), inet_max_bits(a));
}

uint64_t inet_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
