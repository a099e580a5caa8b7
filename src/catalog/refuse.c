/* Functions that answer no call from SQL: what they say is a row of refusals.def. */
#include <string.h>

#include "catalog/function.h"
#include "funcs/funcs.h"

enum subject { NAME, TYPE, FIRST };

/* What %s of a message stands for. */
static const char *subject_words(struct fcall *fc, enum subject what)
{
    if (what == FIRST)
        return type_output_cstring(fc->arena, fc->argtypes[0], ARG_DATUM(0));
    const struct func *f = func_by_oid(fc->funcid);
    const char *name = f != NULL ? f->name : "", *suffix = strrchr(name, '_');
    return what == TYPE && suffix != NULL ? arena_printf(fc->arena, "%.*s", (int)(suffix - name), name) : name;
}

static _Noreturn void refuse(enum errcode code, const char *message, const char *words, const char *hint)
{
    const char *place = strstr(message, "%s");
    int before = place != NULL ? (int)(place - message) : (int)strlen(message);
    struct error *e = error_new(code, "%.*s%s%s", before, message, place != NULL ? words : "", place != NULL ? place + 2 : "");
    error_throw(hint != NULL ? error_hint(e, "%s", hint) : e);
}

#define REFUSAL(name, subject, code, message, hint)              \
    Datum refused_##name(struct fcall *fc)                       \
    {                                                            \
        refuse(code, message, subject_words(fc, subject), hint); \
    }
#include "catalog/refusals.def"
#undef REFUSAL

/* There is no large object; what is wrong with the call itself is said first. */
Datum refused_large_object_open(struct fcall *fc)
{
    enum { FOR_READING = 0x40000, FOR_WRITING = 0x20000 };
    if ((ARG_INT32(1) & (FOR_READING | FOR_WRITING)) == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid flags for opening a large object: %d", ARG_INT32(1));
    return refused_no_large_object(fc);
}

Datum refused_large_object_part(struct fcall *fc)
{
    if (ARG_INT32(2) < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "requested length cannot be negative");
    return refused_no_large_object(fc);
}
