#include "types/put.h"

const char put_pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                         "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                         "8081828384858687888990919293949596979899";

static int decimal_length(uint64_t v)
{
    static const uint64_t powers[20] = {
        0, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u,
        100000000000u, 1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u,
        100000000000000000u, 1000000000000000000u, 10000000000000000000u};
    int n = ((64 - __builtin_clzll(v | 1)) * 1233) >> 12; /* log10(2) = 1233/4096, nearly */
    return n + (v >= powers[n]);
}

char *put_uint(char *p, uint64_t v)
{
    char *end = p + decimal_length(v), *q = end;
    while (v >= 100) {
        q -= 2;
        memcpy(q, put_pairs + 2 * (v % 100), 2);
        v /= 100;
    }
    if (v >= 10)
        memcpy(p, put_pairs + 2 * v, 2);
    else
        *p = (char)('0' + v);
    return end;
}

char *put_int(char *p, int64_t v)
{
    if (v >= 0)
        return put_uint(p, (uint64_t)v);
    *p = '-';
    return put_uint(p + 1, -(uint64_t)v);
}

/* The civil calendar in eras of 400 years that begin with March (H. Hinnant's days_from_civil, the other way round). */
char *put_date(char *p, int64_t days)
{
    uint32_t z = (uint32_t)(days + 719468); /* since 0000-03-01 */
    uint32_t era = z / 146097, doe = z % 146097;
    uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    uint32_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    uint32_t year = yoe + era * 400 + (month <= 2);
    p = put_2digits(put_2digits(p, year / 100), year % 100);
    *p++ = '-';
    p = put_2digits(p, month);
    *p++ = '-';
    return put_2digits(p, day);
}

char *put_hex(char *p, const uint8_t *b, size_t n)
{
    static const char digits[] =
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
        "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
        "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    for (size_t i = 0; i < n; i++, p += 2)
        memcpy(p, digits + 2 * (size_t)b[i], 2);
    return p;
}
