/* The parser and the dictionaries by themselves (manual 9.13, 12.8): ts_parse, ts_token_type, ts_lexize, ts_debug. */
#include "funcs/ts_int.h"
#include "types/array.h"
#include "types/reg.h"

/* The parser by OID or name: there is one. */
static void check_parser(struct fcall *fc)
{
    if (fc->argtypes[0] == TYPE_oid) {
        if (ARG_OID(0) != TS_PARSER)
            raise(ERR_INTERNAL_ERROR, "cache lookup failed for text search parser %u", ARG_OID(0));
        return;
    }
    const char *parts[4], *name = datum_cstring(fc->arena, ARG_DATUM(0));
    int n = reg_split_name(fc->arena, name, parts, 4);
    reg_check_database(parts, n, name);
    if (strcmp(parts[n - 1], "default") == 0 && (n == 1 || (n == 2 && strcmp(parts[0], "pg_catalog") == 0)))
        return;
    struct strbuf full;
    strbuf_init(&full, fc->arena);
    for (int i = 0; i < n; i++)
        strbuf_printf(&full, i == 0 ? "%s" : ".%s", parts[i]);
    raise(ERR_UNDEFINED_OBJECT, "text search parser \"%s\" does not exist", full.data);
}

Datum ts_parse(struct fcall *fc)
{
    check_parser(fc);
    struct ts_scanner sc = {.s = VARDATA(ARG_DATUM(1)), .len = VARLEN(ARG_DATUM(1))};
    struct ts_token t;
    bool nulls[2] = {false, false};
    while (ts_scan(&sc, &t)) {
        Datum values[2] = {datum_from_int32((int)t.type), datum_from_text(fc->arena, t.s, t.len)};
        fc->emit(fc, values, nulls);
    }
    return (Datum)0;
}

Datum ts_token_type(struct fcall *fc)
{
    const struct ts_type_info *info;
    bool nulls[3] = {false, false, false};
    check_parser(fc);
    for (int i = 0; (info = ts_type_info(i)) != NULL; i++) {
        Datum values[3] = {datum_from_int32(info->number), datum_from_cstring(fc->arena, info->alias),
                           datum_from_cstring(fc->arena, info->description)};
        fc->emit(fc, values, nulls);
    }
    return (Datum)0;
}

static Datum lexemes(struct arena *a, const struct ts_dict *d, const char *s, size_t len)
{
    struct ts_lexeme l;
    Datum text;
    if (!ts_dict_lexeme(d, a, s, len, &l))
        return array_make_empty(a, TYPE_text);
    text = datum_from_text(a, l.s, l.len);
    return array_make(a, TYPE_text, &text, NULL, 1);
}

Datum ts_lexize(struct fcall *fc)
{
    return lexemes(fc->arena, ts_dict_get(ARG_OID(0)), VARDATA(ARG_DATUM(1)), VARLEN(ARG_DATUM(1)));
}

Datum ts_debug(struct fcall *fc)
{
    int i;
    const struct ts_config *c = ts_config_arg(fc, &i);
    struct ts_scanner sc = {.s = VARDATA(ARG_DATUM(i)), .len = VARLEN(ARG_DATUM(i))};
    struct ts_token t;
    while (ts_scan(&sc, &t)) {
        const struct ts_type_info *info = ts_type_info((int)t.type - 1);
        const struct ts_dict *d = ts_config_dict(c, t.type);
        Datum dict = d != NULL ? datum_from_oid(ts_dict_oid(d)) : (Datum)0;
        Datum values[6] = {datum_from_cstring(fc->arena, info->alias), datum_from_cstring(fc->arena, info->description),
                           datum_from_text(fc->arena, t.s, t.len), array_make(fc->arena, TYPE_regdictionary, &dict, NULL, d != NULL),
                           dict, d != NULL ? lexemes(fc->arena, d, t.s, t.len) : (Datum)0};
        bool nulls[6] = {[4] = d == NULL, [5] = d == NULL};
        fc->emit(fc, values, nulls);
    }
    return (Datum)0;
}
