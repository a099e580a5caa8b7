/* COLLATE: all text compares bytewise, as MongoDB does, so the collations that say so are accepted and change no answer. */
#include "analyze/analyze_int.h"

#include <string.h>

#include "base/macros.h"

static const struct {
    const char *name;
    Oid oid;
} bytewise[] = {{"default", InvalidOid}, {"C", 950}, {"POSIX", 951}, {"ucs_basic", 12340}};

static int bytewise_at(const char *name)
{
    int i = 0;
    while (i < COUNTOF(bytewise) && strcmp(bytewise[i].name, name) != 0)
        i++;
    return i;
}

bool is_collation_c(PgQuery__CollateClause *c)
{
    const char *schema = c->n_collname > 1 ? raw_string(c->collname[0]) : "pg_catalog";
    return strcmp(schema, "pg_catalog") == 0 && bytewise_at(raw_string(c->collname[c->n_collname - 1])) < COUNTOF(bytewise);
}

Oid collation_oid(const char *name)
{
    return bytewise[bytewise_at(name)].oid;
}

/* en_US, en-x-icu, unicode, another schema's: PostgreSQL may have it, as its system and its users please. */
static bool maybe_elsewhere(const PgQuery__CollateClause *c)
{
    const char *name = raw_string(c->collname[c->n_collname - 1]);
    return c->n_collname > 1 || strpbrk(name, "_-.") != NULL || strcmp(name, "unicode") == 0 || strlen(name) < 4;
}

bool type_is_collatable(Oid t)
{
    Oid base = type_base(t), elem = type_is_array(base) ? type_get(base)->elem : base;
    return type_get(elem)->category == 'S';
}

Node *transform_collate(struct pstate *ps, PgQuery__CollateClause *c)
{
    RAW_FIELDS(c, c->location, "arg collname location");
    Node *e = transform_node(ps, c->arg);
    Oid t = expr_type(e);
    if (!is_collation_c(c) && !maybe_elsewhere(c))
        raise_at(ERR_UNDEFINED_OBJECT, c->location, "collation \"%s\" for encoding \"UTF8\" does not exist",
                 raw_dotted(ps->arena, c->collname, c->n_collname));
    if (!is_collation_c(c))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "collation \"%s\" is not supported",
                 raw_dotted(ps->arena, c->collname, c->n_collname));
    if (t != TYPE_unknown && !type_is_collatable(t))
        raise_at(ERR_DATATYPE_MISMATCH, c->location, "collations are not supported by type %s", type_display(ps->arena, t));
    ps->an->has_collate = true;
    return collated(ps, e, raw_string(c->collname[c->n_collname - 1]), c->location);
}

Node *collated(struct pstate *ps, Node *e, const char *collation, int location)
{
    RelabelType *r = MAKE_NODE(ps->arena, RelabelType);
    r->arg = e;
    r->resulttype = expr_type(e);
    r->resulttypmod = expr_typmod(e);
    r->collation = collation;
    r->location = location;
    return (Node *)r;
}

/* What an expression is said to be collated by, and where; NULL: it is not said. */
struct collation {
    const char *name;
    int location;
};

static bool apart(Node *n, void *arg);

/* arg: what stands beside n */
static bool together(Node *n, void *arg)
{
    struct collation *beside = arg, own = {NULL, -1};
    bool is_expr = n->tag <= T_TargetEntry && !IS_A(n, DomainConstraint);
    node_walk(n, is_expr && !IS_A(n, RowExpr) && !IS_A(n, RowCompareExpr) ? together : apart, &own);
    if (!is_expr || (IS_A(n, TargetEntry) && ((TargetEntry *)n)->resjunk) || !type_is_collatable(expr_type(n)))
        return false;
    if (IS_A(n, RelabelType) && ((RelabelType *)n)->collation != NULL)
        own = (struct collation){((RelabelType *)n)->collation, ((RelabelType *)n)->location};
    if (own.name == NULL)
        return false;
    if (beside->name != NULL && strcmp(beside->name, own.name) != 0)
        raise_at(ERR_COLLATION_MISMATCH, own.location, "collation mismatch between explicit collations \"%s\" and \"%s\"",
                 beside->name, own.name);
    *beside = own;
    return false;
}

static bool apart(Node *n, void *arg)
{
    struct collation none = {NULL, -1};
    (void)arg;
    return together(n, &none);
}

const char *explicit_collation(Node *e)
{
    struct collation c = {NULL, -1};
    together(e, &c);
    return c.name;
}

void check_collated_alike(const List *exprs)
{
    struct collation c = {NULL, -1};
    FOREACH (Node, e, exprs)
        together(e, &c);
}

void check_collations(Query *q)
{
    apart((Node *)q, NULL);
}
