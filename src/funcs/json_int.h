/* Shared by the json*.c files: arguments and results that are json (text) or jsonb alike. */
#ifndef FUNCS_JSON_INT_H
#define FUNCS_JSON_INT_H

#include "funcs/funcs.h"
#include "types/array.h"
#include "types/jsonb.h"

static inline bool json_is_binary(const struct fcall *fc, int i)
{
    return type_base(fc->argtypes[i]) == TYPE_jsonb;
}

/* Argument i as a value; json is parsed as mode says. */
static inline struct jval json_arg(struct fcall *fc, int i, enum json_mode mode)
{
    struct jval v = {0};
    if (json_is_binary(fc, i))
        return jsonb_open(ARG_DATUM(i));
    json_parse(fc->arena, NULL, VARDATA(ARG_DATUM(i)), VARLEN(ARG_DATUM(i)), mode, &v);
    return v;
}

/* A part of argument 0 in its own type: json as it was written. */
static inline Datum json_same(struct fcall *fc, const struct jval *v)
{
    return v->raw != NULL ? datum_from_text(fc->arena, v->raw, v->raw_len) : jsonb_from_jval(fc->arena, v);
}

/* As text: strings without quotes; null is NULL. */
static inline Datum json_text(struct fcall *fc, const struct jval *v, bool *isnull)
{
    struct strbuf b;
    *isnull = v->type == J_NULL;
    if (*isnull)
        return (Datum)0;
    if (v->type == J_STRING)
        return datum_from_text(fc->arena, v->str, v->n);
    if (v->raw != NULL)
        return datum_from_text(fc->arena, v->raw, v->raw_len);
    strbuf_init(&b, fc->arena);
    jval_out(fc->arena, v, &b);
    return datum_from_text(fc->arena, b.data, b.len);
}

/* An integer and nothing behind it, as int. */
bool json_index(const char *s, int *index);

#endif
