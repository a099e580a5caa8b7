/* Casts between the text-like types, and to varchar(n) and char(n). */
#include "funcs/text_view.h"
#include "types/scalar.h"
#include "types/text.h"

Datum name_to_text(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return text_result(fc, v.s, v.n);
}

Datum name_to_bpchar(struct fcall *fc)
{
    return name_to_text(fc);
}

Datum text_to_name(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return text_result(fc, v.s, utf8_clip(v.s, v.n, NAME_MAX_BYTES));
}

Datum bpchar_to_name(struct fcall *fc)
{
    const char *s = VARDATA(ARG_DATUM(0));
    size_t n = utf8_clip(s, VARLEN(ARG_DATUM(0)), NAME_MAX_BYTES);
    while (n > 0 && s[n - 1] == ' ')
        n--;
    return text_result(fc, s, n);
}

Datum text_to_char(struct fcall *fc)
{
    struct io io = {.arena = fc->arena, .type = TYPE_char, .typmod = -1};
    struct view v = ARG_VIEW(0);
    return char_in(&io, v.s, v.n);
}

Datum char_to_text(struct fcall *fc)
{
    struct io io = {.arena = fc->arena, .type = TYPE_char, .typmod = -1};
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    char_out(&io, ARG_DATUM(0), &b);
    return strbuf_result(fc, &b);
}

/* (value, typmod, explicit): an explicit cast cuts what is too long. */
Datum varchar_length_cast(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return varchar_fit(fc->arena, v.s, v.n, ARG_INT32(1), ARG_BOOL(2), NULL);
}

Datum bpchar_length_cast(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return bpchar_fit(fc->arena, v.s, v.n, ARG_INT32(1), ARG_BOOL(2), NULL);
}
