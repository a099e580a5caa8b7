#include "types/bit.h"

#include "base/utf8.h"
#include "types/bytea.h"
#include "types/hash.h"
#include "types/text.h"
#include "types/wirebytes.h"

Datum bit_new(struct arena *a, int32_t bits)
{
    struct varlena *v = varlena_new(a, sizeof bits + bit_byte_count(bits));
    memset(v->data, 0, v->len);
    memcpy(v->data, &bits, sizeof bits);
    return (Datum)v;
}

void bit_clear_padding(Datum d)
{
    int32_t bits = bit_length_of(d);
    if (bits % 8 != 0)
        bit_bytes(d)[bits / 8] &= (uint8_t)(0xff << (8 - bits % 8));
}

void bit_blit(Datum dst, int32_t at, Datum src, int32_t from, int32_t n)
{
    if (at % 8 == 0 && from % 8 == 0) {
        memcpy(bit_bytes(dst) + at / 8, bit_bytes(src) + from / 8, bit_byte_count(n));
        if (n % 8 != 0)
            bit_bytes(dst)[(at + n) / 8] &= (uint8_t)(0xff << (8 - n % 8));
        return;
    }
    for (int32_t i = 0; i < n; i++)
        if (bit_get(src, from + i))
            bit_bytes(dst)[(at + i) / 8] |= (uint8_t)(0x80 >> (at + i) % 8);
}

/* False after a soft error. */
static bool check_length(struct io *io, bool varying, int32_t bits)
{
    if (io->typmod <= 0)
        return true;
    if (!varying && bits != io->typmod) {
        soft_raise(io->soft, ERR_STRING_DATA_LENGTH_MISMATCH, "bit string length %d does not match type bit(%d)", bits,
                   io->typmod);
        return false;
    }
    if (varying && bits > io->typmod) {
        soft_raise(io->soft, ERR_STRING_DATA_RIGHT_TRUNCATION, "bit string too long for type bit varying(%d)",
                   io->typmod);
        return false;
    }
    return true;
}

static bool digits_to_bits(struct io *io, const char *s, size_t len, int per_digit, uint8_t *out)
{
    for (size_t i = 0; i < len; i++) {
        int v = hex_digit(s[i]);
        if (v < 0 || v >= 1 << per_digit) {
            soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "\"%.*s\" is not a valid %s digit",
                       CHAR_ARG(s + i, len - i), per_digit == 1 ? "binary" : "hexadecimal");
            return false;
        }
        size_t at = i * (size_t)per_digit;
        out[at / 8] |= (uint8_t)(v << (8 - per_digit - (int)(at % 8)));
    }
    return true;
}

/* Binary digits, perhaps behind a b; hexadecimal ones behind an x. */
static Datum parse(struct io *io, const char *s, size_t len, bool varying)
{
    int per_digit = *s == 'x' || *s == 'X' ? 4 : 1;
    if (per_digit == 4 || *s == 'b' || *s == 'B')
        s++, len--;
    if (len > (size_t)BIT_MAX / (size_t)per_digit) {
        soft_raise(io->soft, ERR_PROGRAM_LIMIT_EXCEEDED, "bit string length exceeds the maximum allowed (%d)", BIT_MAX);
        return (Datum)0;
    }
    int32_t bits = (int32_t)len * per_digit;
    if (!check_length(io, varying, bits))
        return (Datum)0;
    Datum d = bit_new(io->arena, bits);
    return digits_to_bits(io, s, len, per_digit, bit_bytes(d)) ? d : (Datum)0;
}

Datum bit_in(struct io *io, const char *s, size_t len)
{
    return parse(io, s, len, false);
}

Datum varbit_in(struct io *io, const char *s, size_t len)
{
    return parse(io, s, len, true);
}

void bit_out(struct io *io, Datum d, struct strbuf *out)
{
    int32_t n = bit_length_of(d);
    strbuf_grow(out, (size_t)n);
    for (int32_t i = 0; i < n; i++)
        out->data[out->len++] = bit_get(d, i) ? '1' : '0';
    out->data[out->len] = '\0';
}

void varbit_out(struct io *io, Datum d, struct strbuf *out)
{
    bit_out(io, d, out);
}

static Datum receive(struct io *io, const uint8_t *p, size_t len, bool varying)
{
    if (len < 4) {
        wire_length(io, len, 4);
        return (Datum)0;
    }
    int32_t bits = (int32_t)wire_get32(p);
    if (bits < 0 || bits > BIT_MAX) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid length in external bit string");
        return (Datum)0;
    }
    if (!check_length(io, varying, bits) || !wire_length(io, len, 4 + bit_byte_count(bits)))
        return (Datum)0;
    Datum d = bit_new(io->arena, bits);
    memcpy(bit_bytes(d), p + 4, bit_byte_count(bits));
    bit_clear_padding(d);
    return d;
}

Datum bit_recv(struct io *io, const uint8_t *p, size_t len)
{
    return receive(io, p, len, false);
}

Datum varbit_recv(struct io *io, const uint8_t *p, size_t len)
{
    return receive(io, p, len, true);
}

void bit_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, (uint32_t)bit_length_of(d));
    strbuf_add(out, bit_bytes(d), bit_byte_count(bit_length_of(d)));
}

void varbit_send(struct io *io, Datum d, struct strbuf *out)
{
    bit_send(io, d, out);
}

int bit_cmp(Datum a, Datum b)
{
    int32_t na = bit_length_of(a), nb = bit_length_of(b);
    int c = memcmp(bit_bytes(a), bit_bytes(b), bit_byte_count(na < nb ? na : nb));
    return c != 0 ? c : na < nb ? -1 : na > nb;
}

uint64_t bit_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
