/* The types' input and output functions, called as functions: int4in('7'), float8send(x). */
#include <string.h>

#include "funcs/funcs.h"
#include "types/array.h"

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

Datum type_in_void(struct fcall *fc)
{
    (void)fc;
    return (Datum)0;
}

/* ---- type modifiers: varchartypmodin('{10}'), numerictypmodout(655366) ---- */

static Datum modifier_in(struct fcall *fc, Oid type)
{
    struct array v = array_open(ARG_DATUM(0));
    if (v.ndim != 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "typmod array must be one-dimensional");
    int32_t *mods = ARENA_ARRAY(fc->arena, int32_t, v.n + 1);
    for (int i = 0; i < v.n; i++) {
        bool isnull;
        Datum d = array_get(&v, i, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "typmod array must not contain nulls");
        const char *s = datum_cstring(fc->arena, d);
        mods[i] = datum_int32(type_input(fc->arena, TYPE_int4, -1, s, strlen(s), NULL));
    }
    return datum_from_int32(type_typmod_in(type, NULL, mods, v.n));
}

#define MODIFIERS(type)                                                                              \
    Datum type##_modifier_in(struct fcall *fc)                                                       \
    {                                                                                                \
        return modifier_in(fc, TYPE_##type);                                                         \
    }                                                                                                \
    Datum type##_modifier_out(struct fcall *fc)                                                      \
    {                                                                                                \
        return datum_from_cstring(fc->arena, type_typmod_out(fc->arena, TYPE_##type, ARG_INT32(0))); \
    }
MODIFIERS(bit)
MODIFIERS(varbit)
MODIFIERS(bpchar)
MODIFIERS(varchar)
MODIFIERS(numeric)
MODIFIERS(interval)
MODIFIERS(time)
MODIFIERS(timetz)
MODIFIERS(timestamp)
MODIFIERS(timestamptz)
