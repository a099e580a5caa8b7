#include "types/reg.h"

#include "types/scalar.h"
#include "types/softfail.h"

/* What no stage defines is NULL. */
#define WEAK(kind, code, words, how)                                                                \
    extern Oid reg_##kind##_find(struct arena *, const char *) __attribute__((weak));          \
    extern const char *reg_##kind##_name(struct arena *, Oid) __attribute__((weak));
REG_KINDS(WEAK)

/* - is no operator then, but the name of several. */
enum { NONE_proc = '-', NONE_procedure = '-', NONE_oper = '0', NONE_operator = '0', NONE_class = '-', NONE_type = '-',
       NONE_config = '-', NONE_dictionary = '-', NONE_namespace = '-', NONE_role = '-', NONE_collation = '-' };

/* What find raises becomes a soft error where that is asked for. */
static Oid reg_lookup(struct io *io, const char *s, Oid (*find)(struct arena *, const char *))
{
    volatile Oid oid = InvalidOid;
    struct error *volatile failed = NULL;
    TRY {
        oid = find(io->arena, s);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed != NULL)
        soft_throw(io->soft, failed);
    return oid;
}

/* False: there is nothing of that name. */
static bool reg_read(struct io *io, const char *s, size_t len, char none, Oid (*find)(struct arena *, const char *),
                     Datum *d)
{
    *d = datum_from_oid(InvalidOid);
    if (len == 1 && s[0] == none)
        return true;
    if (len > 0 && s[strspn(s, "0123456789")] == '\0') {
        *d = oid_in(io, s, len);
        return true;
    }
    if (find != NULL)
        *d = datum_from_oid(reg_lookup(io, s, find));
    return datum_oid(*d) != InvalidOid || SOFT_FAILED(io->soft);
}

static void reg_write(struct io *io, Datum d, char none, const char *(*name)(struct arena *, Oid), struct strbuf *out)
{
    if (datum_oid(d) == InvalidOid) {
        strbuf_addch(out, none);
        return;
    }
    const char *s = name != NULL ? name(io->arena, datum_oid(d)) : NULL;
    if (s != NULL)
        strbuf_addstr(out, s);
    else
        oid_out(io, d, out);
}

#define NAME_GIVEN(a, s) (s)
#define NAME_PARTS(a, s) in_parts(a, s)

static const char *in_parts(struct arena *a, const char *s)
{
    const char *parts[4];
    int n = reg_split_name(a, s, parts, 4);
    struct strbuf b;
    strbuf_init(&b, a);
    for (int i = 0; i < n; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? "." : "", parts[i]);
    return b.data;
}

#define REG_IO(kind, code, words, how)                                                      \
    Datum reg##kind##_in(struct io *io, const char *s, size_t len)                     \
    {                                                                                  \
        Datum d;                                                                       \
        if (!reg_read(io, s, len, NONE_##kind, reg_##kind##_find, &d))                 \
            soft_raise(io->soft, ERR_##code, words, NAME_##how(io->arena, s));                               \
        return d;                                                                      \
    }                                                                                  \
    void reg##kind##_out(struct io *io, Datum d, struct strbuf *out)                   \
    {                                                                                  \
        reg_write(io, d, NONE_##kind, reg_##kind##_name, out);                         \
    }                                                                                  \
    Datum reg##kind##_recv(struct io *io, const uint8_t *p, size_t len)                \
    {                                                                                  \
        return oid_recv(io, p, len);                                                   \
    }                                                                                  \
    void reg##kind##_send(struct io *io, Datum d, struct strbuf *out)                  \
    {                                                                                  \
        oid_send(io, d, out);                                                          \
    }
REG_KINDS(REG_IO)

Oid (*reg_find(Oid type))(struct arena *, const char *)
{
#define REG_FIND(kind, code, words, how) \
    if (type == TYPE_reg##kind)          \
        return reg_##kind##_find;
    REG_KINDS(REG_FIND)
    return NULL;
}

static const char *skip_spaces(const char *s)
{
    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    return s;
}

/* One identifier at s: what is behind it, NULL when there is none. */
static const char *split_one(struct arena *a, const char *s, const char **part)
{
    struct strbuf b;
    bool quoted = *s == '"';
    strbuf_init(&b, a);
    if (quoted) {
        for (s++; *s != '"' || s[1] == '"'; s++) {
            if (*s == '\0')
                return NULL;
            s += *s == '"';
            strbuf_addch(&b, *s);
        }
        s++;
    } else {
        for (; *s != '\0' && *s != '.' && skip_spaces(s) == s; s++)
            strbuf_addch(&b, (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s));
    }
    *part = b.data;
    return quoted || b.len > 0 ? s : NULL;
}

int reg_split_name(struct arena *a, const char *text, const char **parts, int max)
{
    int n = 0;
    const char *s = skip_spaces(text);
    for (;; s++) {
        s = n < max ? split_one(a, skip_spaces(s), &parts[n++]) : NULL;
        if (s != NULL)
            s = skip_spaces(s);
        if (s == NULL || (*s != '.' && *s != '\0'))
            raise(ERR_INVALID_NAME, "invalid name syntax");
        if (*s == '\0')
            return n;
    }
}
