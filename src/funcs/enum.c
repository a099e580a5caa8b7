/* enum_first(), enum_last(), enum_range(): the labels of the argument's type, which itself may be NULL. */
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/user.h"

static const struct user_type *type_of(const struct fcall *fc)
{
    const struct user_type *t = user_type(fc->argtypes[0]);
    if (t == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "could not determine actual enum type");
    return t;
}

/* The label, if it may be used yet. */
static Datum usable(struct fcall *fc, const struct user_type *t, const struct enum_label *l)
{
    return type_input(fc->arena, t->oid, -1, l->name, strlen(l->name), NULL);
}

static Datum nth_label(struct fcall *fc, bool last)
{
    const struct user_type *t = type_of(fc);
    int n = list_length(t->labels);
    if (n == 0)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "enum %s contains no values", type_display(fc->arena, t->oid));
    return usable(fc, t, list_nth(t->labels, last ? n - 1 : 0));
}

Datum enum_first(struct fcall *fc)
{
    return nth_label(fc, false);
}

Datum enum_last(struct fcall *fc)
{
    return nth_label(fc, true);
}

/* (anyenum): all; (anyenum, anyenum): between two, of which a NULL is the first or the last. */
Datum enum_range(struct fcall *fc)
{
    const struct user_type *t = type_of(fc);
    bool all = fc->nargs < 2;
    struct array_builder b;
    array_builder_init(&b, fc->arena, t->oid);
    FOREACH (struct enum_label, l, t->labels) {
        int64_t at = datum_int64(enum_datum(l));
        if (all || ((ARG_NULL(0) || at >= ARG_INT64(0)) && (ARG_NULL(1) || at <= ARG_INT64(1))))
            array_builder_add(&b, usable(fc, t, l), false);
    }
    return array_builder_finish(&b, fc->arena);
}
