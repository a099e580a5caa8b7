/* Functions over texts: patterns, paths, pictures and all others that functions.def has. Two bytes: which function; its arguments'
 * texts, a zero byte between them. */
#include "fuzz.h"

#include "base/utf8.h"
#include "catalog/function.h"
#include "session/session_int.h"

#define MAX_ARGS 16

void fuzz_init(void)
{
    fuzz_settings();
}

static void no_row(struct fcall *fc, const Datum *values, const bool *nulls)
{
    CHECK_INTERRUPTS();
}

/* Those of plain types, which need no call site. */
static bool callable(const struct func *f)
{
    if (f->kind != FUNC_NORMAL || f->fn == NULL || f->nargs > MAX_ARGS || type_get(f->result)->typtype == 'p')
        return false;
    for (int i = 0; i < f->nargs; i++) {
        const struct type_info *t = type_lookup(f->args[i]);
        if (t == NULL || t->typtype == 'p' || t->in == NULL)
            return false;
    }
    return true;
}

void fuzz_one(struct fuzz *z)
{
    unsigned which = fuzz_byte(z) << 8;
    which |= fuzz_byte(z);
    const struct func *f = func_nth((int)(which % (unsigned)func_count()));
    Datum values[MAX_ARGS + 1] = {0};
    bool nulls[MAX_ARGS + 1] = {false};
    Oid types[MAX_ARGS + 1] = {0};
    if (!callable(f))
        return;
    for (int i = 0; i < f->nargs; i++) {
        size_t len;
        const char *text = fuzz_text(z, &len);
        utf8_require(text, len);
        types[i] = f->args[i];
        values[i] = type_input(z->arena, types[i], -1, text, len, NULL);
    }
    struct fcall fc = {.nargs = f->nargs, .args = values, .nulls = nulls, .arena = z->arena, .keep = z->arena, .typmod = -1,
                       .rettype = f->result, .argtypes = types, .emit = no_row, .ncolumns = 1};
    Datum d = f->fn(&fc);
    if (!fc.isnull && (f->flags & F_RETSET) == 0)
        type_output_cstring(z->arena, f->result, d);
}
