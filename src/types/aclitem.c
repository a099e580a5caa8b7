/* aclitem: grantee=privileges/grantor, kept as that text. Catalogs show it; nothing is granted by it. */
#include "types/hash.h"
#include "types/io_protos.h"

Datum aclitem_in(struct io *, const char *, size_t);
void aclitem_out(struct io *, Datum, struct strbuf *);
TYPE_CMP_PROTOS(aclitem)

#define PRIVILEGES "arwdDxtXUCTcsA*"

Datum aclitem_in(struct io *io, const char *s, size_t len)
{
    const char *equals = strchr(s, '=');
    if (equals == NULL) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "missing \"=\" sign");
        return (Datum)0;
    }
    size_t n = strspn(equals + 1, PRIVILEGES);
    if (equals[1 + n] != '\0' && equals[1 + n] != '/') {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid mode character: must be one of \"%s\"",
                   "arwdDxtXUCTcsA");
        return (Datum)0;
    }
    return datum_from_text(io->arena, s, len);
}

void aclitem_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

int aclitem_cmp(Datum a, Datum b)
{
    size_t na = VARLEN(a), nb = VARLEN(b);
    int c = memcmp(VARDATA(a), VARDATA(b), na < nb ? na : nb);
    return c != 0 ? c : (na > nb) - (na < nb);
}

uint64_t aclitem_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
