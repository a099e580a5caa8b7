/* The options of CREATE and ALTER SEQUENCE, and of identity columns (manual, CREATE SEQUENCE). */
#include "analyze/define.h"

#include <stdlib.h>
#include <string.h>

#include "analyze/analyze_int.h"

static void bounds(Oid type, int64_t *low, int64_t *high)
{
    *low = type == TYPE_int2 ? INT16_MIN : type == TYPE_int4 ? INT32_MIN : INT64_MIN;
    *high = type == TYPE_int2 ? INT16_MAX : type == TYPE_int4 ? INT32_MAX : INT64_MAX;
}

static int64_t number(const PgQuery__DefElem *d)
{
    const char *digits = d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_FLOAT ? d->arg->float_->fval : NULL;
    if (d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_INTEGER)
        return d->arg->integer->ival;
    if (digits != NULL)
        return datum_int64(type_input(NULL, TYPE_int8, -1, digits, strlen(digits), NULL));
    raise_at(ERR_SYNTAX_ERROR, d->location, "%s requires a numeric value", d->defname);
}

/* Of a sequence that is there, what was the old type's end becomes the new one's: min_end, max_end. */
static void ends_of(const struct sequence_def *q, bool *min_end, bool *max_end)
{
    int64_t low, high;
    bounds(q->type, &low, &high);
    *max_end = q->max == high;
    *min_end = q->min == low;
}

static void set_type(struct pstate *ps, const PgQuery__DefElem *d, struct sequence_def *q, bool create, bool *min_end, bool *max_end)
{
    int32_t typmod;
    Oid type;
    lookup_type(ps, d->arg->type_name, &type, &typmod);
    if (type != TYPE_int2 && type != TYPE_int4 && type != TYPE_int8)
        raise(ERR_INVALID_PARAMETER_VALUE, "sequence type must be smallint, integer, or bigint");
    if (!create)
        ends_of(q, min_end, max_end);
    q->type = type;
}

static void check_owner(struct pstate *ps, const char *schema, const struct sequence_def *q)
{
    static const char *const schemas[] = {"pg_temp", "public", "pg_catalog"};
    struct relation *rel = schema != NULL ? catalog_lookup(ps->an->catalog, NULL, schema, q->table) : NULL;
    for (int i = 0; i < COUNTOF(schemas) && schema == NULL && rel == NULL; i++)
        rel = catalog_lookup(ps->an->catalog, NULL, schemas[i], q->table);
    if (rel == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", q->table);
    if (rel->kind == REL_MATVIEW)
        raise(ERR_WRONG_OBJECT_TYPE, "sequence cannot be owned by relation \"%s\"", rel->name);
    if (rel->kind == REL_LOCAL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "sequence must be in same schema as table it is linked to");
    if (relation_column(rel, q->column, true, -1) == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", q->column, rel->name);
}

static void owned_by(struct pstate *ps, const PgQuery__DefElem *d, struct sequence_def *q)
{
    List *names = raw_strings(ps->arena, d->arg->list->items, d->arg->list->n_items);
    int n = list_length(names);
    if (n == 1 && strcmp(list_nth(names, 0), "none") == 0) {
        q->table = q->column = NULL;
        return;
    }
    if (n < 2)
        error_throw(error_hint(error_new(ERR_SYNTAX_ERROR, "invalid OWNED BY option"), "Specify OWNED BY table.column or OWNED BY NONE."));
    q->table = list_nth(names, n - 2);
    q->column = list_nth(names, n - 1);
    check_owner(ps, n > 2 ? list_nth(names, n - 3) : NULL, q);
}

static void check(const struct sequence_def *q, const char *type)
{
    int64_t low, high;
    bounds(q->type, &low, &high);
    if (q->increment == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "INCREMENT must not be zero");
    if (q->max < low || q->max > high)
        raise(ERR_INVALID_PARAMETER_VALUE, "MAXVALUE (%lld) is out of range for sequence data type %s", (long long)q->max, type);
    if (q->min < low || q->min > high)
        raise(ERR_INVALID_PARAMETER_VALUE, "MINVALUE (%lld) is out of range for sequence data type %s", (long long)q->min, type);
    if (q->min >= q->max)
        raise(ERR_INVALID_PARAMETER_VALUE, "MINVALUE (%lld) must be less than MAXVALUE (%lld)", (long long)q->min, (long long)q->max);
    if (q->start < q->min)
        raise(ERR_INVALID_PARAMETER_VALUE, "START value (%lld) cannot be less than MINVALUE (%lld)", (long long)q->start, (long long)q->min);
    if (q->start > q->max)
        raise(ERR_INVALID_PARAMETER_VALUE, "START value (%lld) cannot be greater than MAXVALUE (%lld)", (long long)q->start, (long long)q->max);
    if (q->cache <= 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "CACHE (%lld) must be greater than zero", (long long)q->cache);
}

/* The number that is counted on from must be one that there may be. */
static void check_restart(const struct sequence_def *q, int64_t at)
{
    if (at < q->min || at > q->max)
        raise(ERR_INVALID_PARAMETER_VALUE, "RESTART value (%lld) cannot be %s than %s (%lld)", (long long)at, at < q->min ? "less" : "greater",
              at < q->min ? "MINVALUE" : "MAXVALUE", (long long)(at < q->min ? q->min : q->max));
}

void analyze_sequence_type(struct arena *a, struct sequence_def *q, Oid type)
{
    bool min_end, max_end;
    int64_t low, high;
    ends_of(q, &min_end, &max_end);
    q->type = type;
    bounds(type, &low, &high);
    q->max = max_end ? high : q->max;
    q->min = min_end ? low : q->min;
    check(q, type_display(a, type));
}

void analyze_sequence(struct pstate *ps, PgQuery__Node *const *options, size_t n, struct sequence_def *q, bool create, struct sequence_restart *restart)
{
    const PgQuery__DefElem *min = NULL, *max = NULL, *start = NULL;
    bool min_end = false, max_end = false;
    const int64_t last = q->last;
    *restart = (struct sequence_restart){create, false, 0};
    if (create)
        q->type = q->type != InvalidOid ? q->type : TYPE_int8, q->increment = q->cache = 1;
    for (size_t i = 0; i < n; i++) {
        const PgQuery__DefElem *d = options[i]->def_elem;
        RAW_FIELDS(d, d->location, "defname arg defaction location");
        for (size_t k = 0; k < i; k++)
            if (strcmp(options[k]->def_elem->defname, d->defname) == 0)
                raise_at(ERR_SYNTAX_ERROR, d->location, "conflicting or redundant options");
        if (strcmp(d->defname, "as") == 0)
            set_type(ps, d, q, create, &min_end, &max_end);
        else if (strcmp(d->defname, "increment") == 0)
            q->increment = number(d);
        else if (strcmp(d->defname, "minvalue") == 0)
            min = d;
        else if (strcmp(d->defname, "maxvalue") == 0)
            max = d;
        else if (strcmp(d->defname, "start") == 0)
            start = d;
        else if (strcmp(d->defname, "cache") == 0)
            q->cache = number(d);
        else if (strcmp(d->defname, "cycle") == 0)
            q->cycle = raw_boolean(d->arg) != 0;
        else if (strcmp(d->defname, "restart") == 0)
            *restart = (struct sequence_restart){true, d->arg != NULL, d->arg != NULL ? number(d) : 0};
        else if (strcmp(d->defname, "owned_by") != 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "sequence option \"%s\" is not supported", d->defname);
    }
    int64_t low, high;
    bounds(q->type, &low, &high);
    if (max != NULL && max->arg != NULL)
        q->max = number(max);
    else if (create || max_end || max != NULL)
        q->max = q->increment >= 0 || max_end ? high : -1;
    if (min != NULL && min->arg != NULL)
        q->min = number(min);
    else if (create || min_end || min != NULL)
        q->min = q->increment < 0 || min_end ? low : 1;
    if (start != NULL)
        q->start = number(start);
    else if (create)
        q->start = q->increment >= 0 ? q->min : q->max;
    check(q, type_display(ps->arena, q->type));
    if (create)
        q->last = q->start;
    if (!create && !restart->wanted)
        check_restart(q, last);
    if (restart->value)
        check_restart(q, restart->at);
}

void sequence_owner(struct pstate *ps, PgQuery__Node *const *options, size_t n, struct sequence_def *q)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i]->def_elem->defname, "owned_by") == 0)
            owned_by(ps, options[i]->def_elem, q);
}

static struct pstate *alone(struct arena *a, struct catalog *c, const struct raw_stmt *raw)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    return pstate_new(an, NULL);
}

void analyze_sequence_options(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *const *options, size_t n,
                              struct sequence_def *q, bool create, struct sequence_restart *restart)
{
    analyze_sequence(alone(a, c, raw), options, n, q, create, restart);
}

void analyze_sequence_owner(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *const *options, size_t n, struct sequence_def *q)
{
    sequence_owner(alone(a, c, raw), options, n, q);
}
