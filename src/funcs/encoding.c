/*
 * Character sets other than UTF-8, as bytea: convert_from(), convert_to(), convert(), length().
 */
#include "base/encoding.h"
#include "funcs/text_view.h"

static enum encoding encoding_arg(struct fcall *fc, int arg, const char *what)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
    enum encoding e;
    if (!encoding_find(name, &e))
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid %sencoding name \"%s\"", what, name);
    return e;
}

static Datum convert(struct fcall *fc, enum encoding from, enum encoding to)
{
    struct view v = ARG_VIEW(0);
    struct strbuf b;
    encoding_verify(from, v.s, v.n);
    if (from == to || to == ENC_SQL_ASCII)
        return text_result(fc, v.s, v.n);
    if (from == ENC_SQL_ASCII) {
        encoding_verify(to, v.s, v.n);
        return text_result(fc, v.s, v.n);
    }
    strbuf_init(&b, fc->arena);
    if (to == ENC_UTF8)
        encoding_to_utf8(from, v.s, v.n, &b);
    else if (from == ENC_UTF8)
        encoding_from_utf8(to, v.s, v.n, false, &b);
    else
        raise(ERR_UNDEFINED_FUNCTION, "default conversion function for encoding \"%s\" to \"%s\" does not exist",
              encoding_name(from), encoding_name(to));
    return strbuf_result(fc, &b);
}

Datum bytea_convert_from(struct fcall *fc)
{
    return convert(fc, encoding_arg(fc, 1, "source "), ENC_UTF8);
}

Datum text_convert_to(struct fcall *fc)
{
    return convert(fc, ENC_UTF8, encoding_arg(fc, 1, "destination "));
}

Datum bytea_convert(struct fcall *fc)
{
    enum encoding from = encoding_arg(fc, 1, "source ");
    return convert(fc, from, encoding_arg(fc, 2, "destination "));
}

Datum bytea_length_in(struct fcall *fc)
{
    enum encoding e = encoding_arg(fc, 1, "");
    struct view v = ARG_VIEW(0);
    encoding_verify(e, v.s, v.n);
    return datum_from_int32((int32_t)encoding_count(e, v.s, v.n));
}
