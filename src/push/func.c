/* How functions are said to MongoDB: the last column of functions.def, and what its CALL(...) names. */
#include <stdlib.h>

#include "base/macros.h"
#include "push/calls.h"
#include "push/group.h"

#define LOCAL NULL, NULL
#define STRICT(op) op, NULL
#define CALL(fn) NULL, fn

static const struct push_func table[] = {
#define FUNC(oid, name, result, args, fn, flags, push) {oid, push},
#define AGG(oid, name, result, args, impl, flags, push)
#define WIN(oid, name, result, args, fn, flags, push)
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN
    {0, LOCAL},
};

const struct push_func *push_func_lookup(Oid oid)
{
    for (int i = 0; i < COUNTOF(table) - 1; i++)
        if (table[i].oid == oid)
            return table[i].op != NULL || table[i].fn != NULL ? &table[i] : NULL;
    return NULL;
}

#undef LOCAL
#undef STRICT
#undef CALL
#define LOCAL NULL
#define STRICT(op) NULL
#define CALL(fn) fn

static const struct {
    Oid oid;
    push_agg_fn fn;
} aggregates[] = {
#define FUNC(oid, name, result, args, fn, flags, push)
#define AGG(oid, name, result, args, impl, flags, push) {oid, push},
#define WIN(oid, name, result, args, fn, flags, push)
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN
    {0, NULL},
};

push_agg_fn push_agg_lookup(Oid oid)
{
    for (int i = 0; i < COUNTOF(aggregates) - 1; i++)
        if (aggregates[i].oid == oid)
            return aggregates[i].fn;
    return NULL;
}

static const struct {
    Oid oid;
    push_win_fn fn;
} window_functions[] = {
#define FUNC(oid, name, result, args, fn, flags, push)
#define AGG(oid, name, result, args, impl, flags, push)
#define WIN(oid, name, result, args, fn, flags, push) {oid, push},
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN
    {0, NULL},
};

push_win_fn push_win_lookup(Oid oid)
{
    for (int i = 0; i < COUNTOF(window_functions) - 1; i++)
        if (window_functions[i].oid == oid)
            return window_functions[i].fn;
    return NULL;
}
