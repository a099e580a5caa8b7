/* jsonb inside jsonb: @> <@, and keys: ? ?| ?&. */
#include "funcs/json_int.h"

static bool contains(const struct jval *v, const struct jval *part);

static bool array_has(const struct jval *array, const struct jval *part)
{
    for (uint32_t i = 0; i < array->n; i++) {
        CHECK_INTERRUPTS();
        struct jval item = jval_elem(array, i);
        if (item.type != part->type)
            continue;
        if (jval_scalar(part) ? jval_equal(&item, part) : contains(&item, part))
            return true;
    }
    return false;
}

/* Both are containers of the same kind. */
static bool contains(const struct jval *v, const struct jval *part)
{
    if (part->type == J_OBJECT) {
        if (v->n < part->n)
            return false;
        for (uint32_t i = 0; i < part->n; i++) {
            CHECK_INTERRUPTS();
            struct jval key = jval_key(part, i), want = jval_value(part, i), have;
            if (!jval_find(v, key.str, key.n, &have) || have.type != want.type)
                return false;
            if (jval_scalar(&want) ? !jval_equal(&have, &want) : !contains(&have, &want))
                return false;
        }
        return true;
    }
    for (uint32_t i = 0; i < part->n; i++) {
        struct jval want = jval_elem(part, i);
        if (!array_has(v, &want))
            return false;
    }
    return true;
}

/* At the root a scalar is an array of one, except that it contains no arrays. */
static Datum contained(Datum whole, Datum inner)
{
    struct jval v = jsonb_open(whole), part = jsonb_open(inner);
    bool yes;
    if (jval_scalar(&v))
        yes = jval_scalar(&part) && v.type == part.type && jval_equal(&v, &part);
    else if (jval_scalar(&part))
        yes = v.type == J_ARRAY && array_has(&v, &part);
    else
        yes = v.type == part.type && contains(&v, &part);
    return datum_from_bool(yes);
}

Datum jsonb_contains(struct fcall *fc)
{
    return contained(ARG_DATUM(0), ARG_DATUM(1));
}

Datum jsonb_contained(struct fcall *fc)
{
    return contained(ARG_DATUM(1), ARG_DATUM(0));
}

static bool has_key(const struct jval *v, Datum key)
{
    struct jval want = jval_string(VARDATA(key), VARLEN(key)), unused;
    switch (v->type) {
    case J_OBJECT: return jval_find(v, want.str, want.n, &unused);
    case J_ARRAY: return array_has(v, &want);
    case J_STRING: return jval_equal(v, &want);
    default: return false;
    }
}

Datum jsonb_exists(struct fcall *fc)
{
    struct jval v = jsonb_open(ARG_DATUM(0));
    return datum_from_bool(has_key(&v, ARG_DATUM(1)));
}

/* NULLs among the keys count for nothing. */
static Datum exists_several(struct fcall *fc, bool all)
{
    struct jval v = jsonb_open(ARG_DATUM(0));
    struct array keys = array_open(ARG_DATUM(1));
    for (int i = 0; i < keys.n; i++) {
        bool isnull;
        Datum key = array_get(&keys, i, &isnull);
        if (!isnull && has_key(&v, key) != all)
            return datum_from_bool(!all);
    }
    return datum_from_bool(all);
}

Datum jsonb_exists_any(struct fcall *fc)
{
    return exists_several(fc, false);
}

Datum jsonb_exists_all(struct fcall *fc)
{
    return exists_several(fc, true);
}
