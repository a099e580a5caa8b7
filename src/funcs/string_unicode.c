/* Unicode: escapes (unistr), normal forms (ICU's, which libmongoc loads anyway), identifiers (parse_ident). */
#include <strings.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "funcs/text_view.h"
#include "types/array.h"
#include "types/text.h"

/* ---- unistr: \XXXX \+XXXXXX \uXXXX \UXXXXXXXX \\ ---- */
_Noreturn static void bad_escape(void)
{
    error_throw(error_hint(error_new(ERR_SYNTAX_ERROR, "invalid Unicode escape"),
                           "Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX."));
}

_Noreturn static void bad_pair(void)
{
    raise(ERR_SYNTAX_ERROR, "invalid Unicode surrogate pair");
}

static bool hex_number(struct view v, size_t digits, uint32_t *code)
{
    *code = 0;
    for (size_t i = 0; i < digits; i++) {
        int d = i < v.n ? hex_digit(v.s[i]) : -1;
        if (d < 0)
            return false;
        *code = *code << 4 | (uint32_t)d;
    }
    return true;
}

/* The code point of an escape, v behind its backslash; bytes used to *used. */
static uint32_t escape_value(struct view v, size_t *used)
{
    static const struct {
        char mark;
        size_t digits;
    } forms[] = {{'+', 6}, {'u', 4}, {'U', 8}};
    uint32_t code;
    if (hex_number(v, 4, &code)) {
        *used = 4;
        return code;
    }
    for (size_t i = 0; v.n > 0 && i < sizeof forms / sizeof *forms; i++)
        if (v.s[0] == forms[i].mark && hex_number((struct view){v.s + 1, v.n - 1}, forms[i].digits, &code)) {
            *used = 1 + forms[i].digits;
            return code;
        }
    bad_escape();
}

static bool high_surrogate(uint32_t c) { return c >= 0xd800 && c <= 0xdbff; }
static bool low_surrogate(uint32_t c) { return c >= 0xdc00 && c <= 0xdfff; }

Datum text_unistr(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    uint32_t high = 0;
    for (size_t i = 0; i < v.n;) {
        bool literal = v.s[i] != '\\' || (i + 1 < v.n && v.s[i + 1] == '\\');
        if (literal) {
            if (high != 0)
                bad_pair();
            strbuf_addch(&b, v.s[i]);
            i += v.s[i] == '\\' ? 2 : 1;
            continue;
        }
        size_t used;
        uint32_t code = escape_value((struct view){v.s + i + 1, v.n - i - 1}, &used);
        i += 1 + used;
        if (code == 0 || code > 0x10ffff)
            raise(ERR_INVALID_PARAMETER_VALUE, "invalid Unicode code point: %04X", code);
        if (low_surrogate(code) != (high != 0))
            bad_pair();
        if (high_surrogate(code)) {
            high = code;
            continue;
        }
        if (high != 0)
            code = 0x10000 + ((high & 0x3ff) << 10 | (code & 0x3ff));
        high = 0;
        char c[4];
        strbuf_add(&b, c, (size_t)utf8_encode(code, c));
    }
    if (high != 0)
        bad_pair();
    return strbuf_result(fc, &b);
}

/* ---- normalize, IS NORMALIZED ---- */
static const UNormalizer2 *normalizer(struct fcall *fc, int arg)
{
    static const struct {
        const char *name;
        const UNormalizer2 *(*get)(UErrorCode *);
    } forms[] = {{"NFC", unorm2_getNFCInstance},
                 {"NFD", unorm2_getNFDInstance},
                 {"NFKC", unorm2_getNFKCInstance},
                 {"NFKD", unorm2_getNFKDInstance}};
    const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
    UErrorCode status = U_ZERO_ERROR;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcasecmp(name, forms[i].name) == 0)
            return forms[i].get(&status);
    raise(ERR_INVALID_PARAMETER_VALUE, "invalid normalization form: %s", name);
}

struct utf16 {
    UChar *s;
    int32_t n;
};

static struct utf16 to_utf16(struct arena *a, struct view v)
{
    UErrorCode status = U_ZERO_ERROR;
    struct utf16 u = {arena_alloc(a, (v.n + 1) * sizeof(UChar)), 0}; /* never more units than bytes */
    u_strFromUTF8(u.s, (int32_t)v.n + 1, &u.n, v.s, (int32_t)v.n, &status);
    if (U_FAILURE(status))
        raise(ERR_CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
    return u;
}

static struct utf16 normal_form(struct fcall *fc, const UNormalizer2 *form, struct utf16 u)
{
    UErrorCode status = U_ZERO_ERROR;
    struct utf16 r = {NULL, unorm2_normalize(form, u.s, u.n, NULL, 0, &status)};
    r.s = arena_alloc(fc->arena, ((size_t)r.n + 1) * sizeof(UChar));
    status = U_ZERO_ERROR;
    unorm2_normalize(form, u.s, u.n, r.s, r.n + 1, &status);
    if (U_FAILURE(status))
        raise(ERR_INTERNAL_ERROR, "normalization failed: %s", u_errorName(status));
    return r;
}

Datum text_normalize(struct fcall *fc)
{
    const UNormalizer2 *form = normalizer(fc, 1);
    struct utf16 u = normal_form(fc, form, to_utf16(fc->arena, ARG_VIEW(0)));
    char *s = arena_alloc(fc->arena, (size_t)u.n * 3 + 1); /* a UTF-16 unit is at most three bytes of UTF-8 */
    int32_t n;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(s, u.n * 3 + 1, &n, u.s, u.n, &status);
    return text_result(fc, s, (size_t)n);
}

Datum text_is_normalized(struct fcall *fc)
{
    const UNormalizer2 *form = normalizer(fc, 1);
    struct utf16 u = to_utf16(fc->arena, ARG_VIEW(0));
    UErrorCode status = U_ZERO_ERROR;
    return datum_from_bool(unorm2_isNormalized(form, u.s, u.n, &status));
}

/* ---- parse_ident ---- */
struct ident_parser {
    struct fcall *fc;
    const char *text, *p, *end;
    struct array_builder parts;
};

_Noreturn static void bad_ident(struct ident_parser *s, const char *detail)
{
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"%s\"", s->text);
    if (detail != NULL)
        error_detail(e, "%s", detail);
    error_throw(e);
}

static void skip_space(struct ident_parser *s)
{
    while (s->p < s->end && (*s->p == ' ' || (*s->p >= '\t' && *s->p <= '\r' && *s->p != '\v')))
        s->p++;
}

static bool ident_start(char c)
{
    return c == '_' || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

static bool ident_part(char c)
{
    return ident_start(c) || (c >= '0' && c <= '9') || c == '$';
}

static void add_part(struct ident_parser *s, const struct strbuf *b)
{
    array_builder_add(&s->parts, datum_from_text(s->fc->arena, b->data, b->len), false);
}

static void quoted_part(struct ident_parser *s, struct strbuf *b)
{
    for (s->p++;; s->p++) {
        if (s->p >= s->end)
            bad_ident(s, "String has unclosed double quotes.");
        if (*s->p == '"' && !(s->p + 1 < s->end && *++s->p == '"'))
            break;
        strbuf_addch(b, *s->p);
    }
    if (s->p < s->end && *s->p == '"')
        s->p++;
    if (b->len == 0)
        bad_ident(s, "Quoted identifier must not be empty.");
}

static void ident_piece(struct ident_parser *s, bool behind_dot)
{
    struct strbuf b;
    strbuf_init(&b, s->fc->arena);
    char c = s->p < s->end ? *s->p : '\0';
    if (c == '"')
        quoted_part(s, &b);
    else if (ident_start(c))
        for (; s->p < s->end && ident_part(*s->p); s->p++)
            strbuf_addch(&b, ascii_lower(*s->p));
    else if (c == '.')
        bad_ident(s, "No valid identifier before \".\".");
    else
        bad_ident(s, behind_dot ? "No valid identifier after \".\"." : NULL);
    add_part(s, &b);
}

/* parse_ident(text, strict): strict refuses anything behind the last part */
Datum text_parse_ident(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    struct ident_parser s = {.fc = fc, .text = datum_cstring(fc->arena, ARG_DATUM(0)), .p = v.s, .end = v.s + v.n};
    array_builder_init(&s.parts, fc->arena, TYPE_text);
    skip_space(&s);
    for (bool behind_dot = false;; behind_dot = true) {
        ident_piece(&s, behind_dot);
        skip_space(&s);
        if (s.p == s.end || *s.p != '.')
            break;
        s.p++;
        skip_space(&s);
    }
    if (s.p < s.end && ARG_BOOL(1))
        bad_ident(&s, NULL);
    return array_builder_finish(&s.parts, fc->arena);
}
