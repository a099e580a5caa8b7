/* COLLATE: all text compares bytewise, as MongoDB does, so the collations that say so are accepted and change no answer. */
#include "analyze/analyze_int.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/objects.h"

static const struct {
    const char *name;
    Oid oid;
} bytewise[] = {{"default", DEFAULT_COLLATION_OID}, {"C", C_COLLATION_OID}, {"POSIX", POSIX_COLLATION_OID}, {"ucs_basic", UCS_BASIC_COLLATION_OID}};

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

const char *collation_name(Oid collation)
{
    int i = 0;
    while (i < COUNTOF(bytewise) && bytewise[i].oid != collation)
        i++;
    return i < COUNTOF(bytewise) ? bytewise[i].name : NULL;
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

Oid bytewise_collation(struct arena *a, PgQuery__CollateClause *c)
{
    if (!is_collation_c(c) && !maybe_elsewhere(c))
        raise_at(ERR_UNDEFINED_OBJECT, c->location, "collation \"%s\" for encoding \"UTF8\" does not exist", raw_dotted(a, c->collname, c->n_collname));
    if (!is_collation_c(c))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "collation \"%s\" is not supported", raw_dotted(a, c->collname, c->n_collname));
    return collation_oid(raw_string(c->collname[c->n_collname - 1]));
}

Node *transform_collate(struct pstate *ps, PgQuery__CollateClause *c)
{
    RAW_FIELDS(c, c->location, "arg collname location");
    Node *e = transform_node(ps, c->arg);
    Oid t = expr_type(e);
    (void)bytewise_collation(ps->arena, c);
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
