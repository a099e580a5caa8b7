/* What generators of catalogs' rows are given: which rows are wanted, and rows in the making. */
#include "catalog/system.h"

#include <string.h>

#include "types/array.h"
#include "types/vector.h"

const struct relation_key *scan_key(const struct relation_scan *s, int column)
{
    for (int i = 0; i < s->nkeys; i++)
        if (s->keys[i].attnum == column + 1)
            return &s->keys[i];
    return NULL;
}

/* Several keys of one column: each must hold. */
static bool wants(const struct relation_scan *s, int column, bool (*same)(Datum d, const void *value), const void *value)
{
    for (int k = 0; k < s->nkeys; k++) {
        bool found = s->keys[k].attnum != column + 1;
        for (int i = 0; i < s->keys[k].n && !found; i++)
            found = same(s->keys[k].values[i], value);
        if (!found)
            return false;
    }
    return true;
}

static bool same_oid(Datum d, const void *value)
{
    return datum_oid(d) == *(const Oid *)value;
}

static bool same_name(Datum d, const void *value)
{
    return strlen(value) == VARLEN(d) && memcmp(VARDATA(d), value, VARLEN(d)) == 0;
}

static bool same_chars(Datum d, const void *value)
{
    return datum_char(d) != '\0' && strchr(value, datum_char(d)) != NULL;
}

bool scan_wants_oid(const struct relation_scan *s, int column, Oid value)
{
    return wants(s, column, same_oid, &value);
}

bool scan_wants_name(const struct relation_scan *s, int column, const char *value)
{
    return wants(s, column, same_name, value);
}

bool scan_wants_chars(const struct relation_scan *s, int column, const char *values)
{
    return wants(s, column, same_chars, values);
}

bool scan_wants_char(const struct relation_scan *s, int column, char value)
{
    return scan_wants_chars(s, column, (const char[]){value, '\0'});
}

/* ---- rows ---- */

static Datum zero_of(struct arena *a, Oid type)
{
    if (type_get(type)->byval)
        return 0;
    if (type == TYPE_oidvector)
        return oidvector_make(a, NULL, 0);
    if (type == TYPE_int2vector)
        return int2vector_make(a, NULL, 0);
    if (type_is_array(type))
        return array_make_empty(a, type_get(type)->elem);
    return datum_from_text(a, "", 0);
}

void row_begin(struct system_row *r, const struct relation_scan *s)
{
    r->scan = s;
    r->arena = s->arena;
    FOREACH (struct column, c, s->rel->columns) {
        int i = c->attnum - 1;
        r->nulls[i] = !c->notnull;
        r->values[i] = c->notnull ? zero_of(r->arena, c->type) : 0;
    }
    if (list_length(s->rel->columns) > s->rel->nvisible) /* tableoid, xmin */
        r->values[s->rel->nvisible] = datum_from_oid(s->rel->oid);
}

void row_emit(struct system_row *r)
{
    r->scan->emit(r->scan->arg, r->values, r->nulls);
}

bool row_needs(const struct system_row *r, int column)
{
    return r->scan->needed == NULL || r->scan->needed[column];
}

void row_datum(struct system_row *r, int column, Datum value)
{
    r->values[column] = value;
    r->nulls[column] = false;
}

void row_oid(struct system_row *r, int column, Oid value)
{
    row_datum(r, column, datum_from_oid(value));
}

void row_bool(struct system_row *r, int column, bool value)
{
    row_datum(r, column, datum_from_bool(value));
}

void row_int(struct system_row *r, int column, int64_t value)
{
    row_datum(r, column, datum_from_int64(value));
}

void row_char(struct system_row *r, int column, char value)
{
    row_datum(r, column, datum_from_char(value));
}

void row_float(struct system_row *r, int column, float value)
{
    row_datum(r, column, datum_from_float4(value));
}

void row_text(struct system_row *r, int column, const char *value)
{
    if (value != NULL && row_needs(r, column))
        row_datum(r, column, datum_from_cstring(r->arena, value));
    else
        r->nulls[column] = value == NULL || r->nulls[column];
}

void row_oids(struct system_row *r, int column, Oid elem, const Oid *oids, int n)
{
    if (!row_needs(r, column))
        return;
    Datum *values = ARENA_ARRAY(r->arena, Datum, n + 1);
    for (int i = 0; i < n; i++)
        values[i] = datum_from_oid(oids[i]);
    if (relation_column_nth(r->scan->rel, column + 1)->type == TYPE_oidvector)
        row_datum(r, column, oidvector_make(r->arena, oids, n));
    else
        row_datum(r, column, array_make(r->arena, elem, values, NULL, n));
}
