/* pg_indexam_has_property() and its family (manual 9.26.4): what PostgreSQL's access methods of these names can do. */
#include "catalog/objects.h"

#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "funcs/funcs.h"
#include "funcs/text_view.h"

static const struct {
    const char *name;
    Oid oid;
} methods[] = {{"btree", BTREE_AM_OID}, {"hash", HASH_AM_OID}, {"gin", 2742}, {"gist", 783}};

enum level { OF_METHOD, OF_INDEX, OF_COLUMN };

static const struct property {
    enum level level;
    const char *name;
    const char *has; /* t or f for each method; o: a column's order says */
} properties[] = {
    {OF_METHOD, "can_order", "tfff"},   {OF_METHOD, "can_unique", "tfff"},    {OF_METHOD, "can_multi_col", "tftt"},
    {OF_METHOD, "can_exclude", "ttft"}, {OF_METHOD, "can_include", "tfft"},   {OF_INDEX, "clusterable", "tfft"},
    {OF_INDEX, "index_scan", "ttft"},   {OF_INDEX, "bitmap_scan", "tttt"},    {OF_INDEX, "backward_scan", "ttff"},
    {OF_COLUMN, "asc", "offf"},         {OF_COLUMN, "desc", "offf"},          {OF_COLUMN, "nulls_first", "offf"},
    {OF_COLUMN, "nulls_last", "offf"},  {OF_COLUMN, "orderable", "tfff"},     {OF_COLUMN, "distance_orderable", "ffff"},
    {OF_COLUMN, "returnable", "tfff"},  {OF_COLUMN, "search_array", "tfff"},  {OF_COLUMN, "search_nulls", "tfft"},
};

static const struct property *find_property(enum level level, const char *name)
{
    for (int i = 0; i < COUNTOF(properties); i++)
        if (properties[i].level == level && strcasecmp(properties[i].name, name) == 0)
            return &properties[i];
    return NULL;
}

/* 't', 'f', 'o'; '\0': not known, as NULL says. */
static char has(enum level level, const char *name, Oid method)
{
    const struct property *p = find_property(level, name);
    for (int i = 0; p != NULL && i < COUNTOF(methods); i++)
        if (methods[i].oid == method)
            return p->has[i];
    return '\0';
}

static Oid method_of(const struct object *index)
{
    for (int i = 0; i < COUNTOF(methods); i++)
        if (strcmp(methods[i].name, index->index->method) == 0)
            return methods[i].oid;
    return InvalidOid;
}

static Datum answer(struct fcall *fc, char found)
{
    if (found == '\0')
        RETURN_NULL();
    return datum_from_bool(found == 't');
}

static const char *name_arg(struct fcall *fc, int i)
{
    struct view v = ARG_VIEW(i);
    return arena_strndup(fc->arena, v.s, v.n);
}

Datum catalog_method_property(struct fcall *fc)
{
    return answer(fc, has(OF_METHOD, name_arg(fc, 1), ARG_OID(0)));
}

Datum catalog_index_property(struct fcall *fc)
{
    const struct object *o = object_index_by_oid(ARG_OID(0));
    return answer(fc, o != NULL ? has(OF_INDEX, name_arg(fc, 1), method_of(o)) : '\0');
}

Datum catalog_index_column_property(struct fcall *fc)
{
    const struct object *o = object_index_by_oid(ARG_OID(0));
    int column = ARG_INT32(1);
    if (o == NULL || column < 1 || column > o->index->nkeys)
        RETURN_NULL();
    const char *name = name_arg(fc, 2);
    char found = has(OF_COLUMN, name, method_of(o));
    if (found == 'o') {
        bool backward = strcasecmp(name, "desc") == 0 || strcasecmp(name, "nulls_first") == 0;
        found = backward == o->index->keys[column - 1].descending ? 't' : 'f';
    }
    return answer(fc, found);
}
