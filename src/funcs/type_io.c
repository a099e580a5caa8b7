/* The types' input and output functions, called as functions: int4in('7'), float8send(x). */
#include <string.h>

#include "funcs/funcs.h"

/* (cstring), or (cstring, oid, typmod) */
Datum type_in_text(struct fcall *fc)
{
    const char *s = datum_cstring(fc->arena, ARG_DATUM(0));
    return type_input(fc->arena, fc->rettype, fc->nargs > 2 ? ARG_INT32(2) : -1, s, strlen(s), NULL);
}

Datum type_out_text(struct fcall *fc)
{
    return datum_from_cstring(fc->arena, type_output_cstring(fc->arena, fc->argtypes[0], ARG_DATUM(0)));
}

Datum type_out_binary(struct fcall *fc)
{
    struct io io = {.arena = fc->arena, .type = fc->argtypes[0], .typmod = -1};
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    type_get(io.type)->send(&io, ARG_DATUM(0), &b);
    return datum_from_text(fc->arena, b.data, b.len);
}
