#include "types/func.h"

struct func_env func_env;

Datum func_call(func_fn fn, struct arena *a, int nargs, const Datum *args)
{
    Datum values[8];
    bool nulls[8] = {false};
    if (nargs > 0)
        memcpy(values, args, sizeof(Datum) * (size_t)nargs);
    struct fcall fc = {.nargs = nargs, .args = values, .nulls = nulls, .arena = a, .keep = a, .typmod = -1};
    Datum d = fn(&fc);
    if (fc.isnull)
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "function returned NULL");
    return d;
}
