/* CREATE and ALTER DOMAIN: what they say; and the constraints that a coercion to a domain looks at. */
#include "analyze/define_int.h"

#include <stdlib.h>
#include <string.h>

#include "types/ident.h"
#include "types/user.h"

/* ---- constraints, of a domain that is there ---- */

/* Where its CHECKs are analyzed: VALUE is one of what it is made of. */
static struct pstate *domain_state(struct analysis *an, const struct user_type *t)
{
    struct pstate *ps = pstate_new(an, NULL);
    CoerceToDomainValue *v = MAKE_NODE(ps->arena, CoerceToDomainValue);
    v->typeId = t->base;
    v->typeMod = t->typmod;
    ps->domain_value = (Node *)v;
    return ps;
}

static int by_name(const void *x, const void *y)
{
    return strcmp((*(struct domain_check *const *)x)->name, (*(struct domain_check *const *)y)->name);
}

static DomainConstraint *new_constraint(struct pstate *ps, const char *name, Node *check)
{
    DomainConstraint *k = MAKE_NODE(ps->arena, DomainConstraint);
    k->name = name;
    k->check = check;
    return k;
}

/* Those below first. */
static List *add_checks_of(struct pstate *ps, const struct user_type *t, List *out, bool *notnull)
{
    const struct user_type *base = user_type(t->base);
    if (base != NULL && base->kind == 'd')
        out = add_checks_of(ps, base, out, notnull);
    List *checks = list_copy(ps->arena, t->checks);
    struct pstate *own = domain_state(ps->an, t);
    *notnull = *notnull || t->notnull;
    if (checks != NULL)
        qsort(checks->items, (size_t)list_length(checks), sizeof *checks->items, by_name);
    FOREACH (struct domain_check, k, checks) {
        Node *e = coerce_to_boolean(own, analyze_stored_expr(own, k->text, KIND_CHECK_CONSTRAINT), "CHECK");
        out = list_append(ps->arena, out, new_constraint(ps, k->name, e));
    }
    return out;
}

List *domain_constraints(struct pstate *ps, Oid domain)
{
    bool notnull = false;
    List *checks = add_checks_of(ps, user_type(domain), NULL, &notnull);
    return notnull ? list_concat(ps->arena, list_make(ps->arena, 1, new_constraint(ps, NULL, NULL)), checks) : checks;
}

static struct pstate *state_of(struct arena *a, struct catalog *c, const char *text, const struct user_type *t)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = text};
    return domain_state(an, t);
}

Node *analyze_domain_value(struct arena *a, struct catalog *c, Oid domain, Datum value, bool isnull)
{
    struct pstate *ps = state_of(a, c, "", user_type(domain));
    Oid base = type_base(domain);
    CoerceToDomain *d = MAKE_NODE(a, CoerceToDomain);
    d->arg = (Node *)make_const(a, base, -1, value, isnull);
    d->resulttype = domain;
    d->resulttypmod = -1;
    d->checks = domain_constraints(ps, domain);
    d->location = -1;
    return (Node *)d;
}

Node *analyze_domain_text(struct arena *a, struct catalog *c, const struct user_type *t, const char *text, bool check)
{
    struct pstate *ps = state_of(a, c, text, t);
    if (check)
        return analyze_stored_expr(ps, text, KIND_CHECK_CONSTRAINT);
    Node *e = analyze_stored_expr(ps, text, KIND_COLUMN_DEFAULT);
    Node *value = coerce_to_target(ps, e, expr_type(e), type_base(t->base), t->typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    return value != NULL ? value : e;
}

/* ---- what is said of a domain ---- */

static const char *check_name(struct arena *a, const struct user_type *t, const char *given)
{
    bool taken = true;
    const char *name = given;
    for (int i = 0; taken; i++) {
        if (is_empty(given))
            name = ident_generated(a, t->name, NULL, "check", i);
        taken = false;
        FOREACH (struct domain_check, k, t->checks)
            taken = taken || strcmp(k->name, name) == 0;
        if (taken && !is_empty(given))
            raise(ERR_DUPLICATE_OBJECT, "constraint \"%s\" for domain \"%s\" already exists", name, t->name);
    }
    return name;
}

static void add_check(struct pstate *ps, struct user_type *t, const PgQuery__Constraint *c)
{
    struct domain_check *k = ARENA_NEW(ps->arena, struct domain_check);
    coerce_to_boolean(ps, transform_expr(ps, c->raw_expr, KIND_CHECK_CONSTRAINT), "CHECK");
    *k = (struct domain_check){check_name(ps->arena, t, c->conname), sql_expression_text(ps->arena, c->raw_expr), c->skip_validation, NULL};
    t->checks = list_append(ps->arena, list_copy(ps->arena, t->checks), k);
}

static void set_default(struct pstate *ps, struct user_type *t, PgQuery__Node *raw)
{
    struct arena *a = ps->arena;
    ps->domain_value = NULL;
    Node *e = transform_expr(ps, raw, KIND_COLUMN_DEFAULT), *value;
    Oid type = expr_type(e);
    value = coerce_to_target(ps, e, type, type_base(t->base), t->typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (value == NULL) {
        struct error *err = error_new(ERR_DATATYPE_MISMATCH, "column \"%s\" is of type %s but default expression is of type %s", t->name,
                                      type_display(a, t->base), type_display(a, type));
        error_throw(error_hint(err, "You will need to rewrite or cast the expression."));
    }
    t->default_text = IS_A(value, Const) && ((Const *)value)->constisnull ? NULL : sql_expression_text(a, raw);
}

static _Noreturn void not_possible(const PgQuery__Constraint *c)
{
    static const struct {
        PgQuery__ConstrType type;
        const char *words;
    } kinds[] = {{PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY, "primary key"},
                 {PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE, "unique"},
                 {PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION, "exclusion"},
                 {PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN, "foreign key"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == c->contype)
            raise(ERR_SYNTAX_ERROR, "%s constraints not possible for domains", kinds[i].words);
    raise(ERR_FEATURE_NOT_SUPPORTED, "this kind of constraint is not supported for domains");
}

static void check_base(struct pstate *ps, const PgQuery__TypeName *name, const struct user_type *t)
{
    const struct type_info *base = type_get(t->base);
    if (base->typtype == 'p')
        raise(ERR_DATATYPE_MISMATCH, "\"%s\" is not a valid base type for a domain", raw_string(name->names[name->n_names - 1]));
    if (t->base == TYPE_objectid || type_base(t->base) == TYPE_objectid || type_is_composite(t->base))
        raise(ERR_FEATURE_NOT_SUPPORTED, "domains over %s are not supported", type_display(ps->arena, t->base));
}

static void create_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t)
{
    PgQuery__CreateDomainStmt *d = raw->node->create_domain_stmt;
    RAW_FIELDS(d, raw_start(raw), "domainname type_name coll_clause constraints");
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    lookup_type(pstate_new(an, NULL), d->type_name, &t->base, &t->typmod);
    t->ndims = (int32_t)d->type_name->n_array_bounds;
    check_base(pstate_new(an, NULL), d->type_name, t);
    if (d->coll_clause != NULL && !type_is_collatable(t->base))
        raise(ERR_DATATYPE_MISMATCH, "collations are not supported by type %s", type_display(a, t->base));
    t->collation = analyze_collation(a, d->coll_clause, t->base);
    const struct user_type *below = user_type(t->base);
    t->default_text = below != NULL ? below->default_text : NULL;
    int nullable = -1;
    bool has_default = false;
    for (size_t i = 0; i < d->n_constraints; i++) {
        const PgQuery__Constraint *k = d->constraints[i]->constraint;
        bool null = k->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NULL;
        switch (k->contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
            if (has_default)
                raise(ERR_SYNTAX_ERROR, "multiple default expressions");
            has_default = true;
            set_default(domain_state(an, t), t, k->raw_expr);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
        case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
            if (nullable == !null)
                raise(ERR_SYNTAX_ERROR, "conflicting NULL/NOT NULL constraints");
            nullable = null;
            t->notnull = !null;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
            if (k->is_no_inherit)
                raise(ERR_INVALID_OBJECT_DEFINITION, "check constraints for domains cannot be marked NO INHERIT");
            add_check(domain_state(an, t), t, k);
            break;
        default: not_possible(k);
        }
    }
}

static void alter_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t)
{
    PgQuery__AlterDomainStmt *d = raw->node->alter_domain_stmt;
    struct pstate *ps = state_of(a, c, raw->text, t);
    if (d->subtype[0] == 'T' && d->def != NULL)
        set_default(ps, t, d->def);
    else if (d->subtype[0] == 'T')
        t->default_text = NULL;
    else if (d->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK)
        add_check(ps, t, d->def->constraint);
    else
        not_possible(d->def->constraint);
}

/* PostgreSQL says of no error of these where in the statement it is. */
static void without_place(void (*fn)(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t), struct arena *a,
                          struct catalog *c, const struct raw_stmt *raw, struct user_type *t)
{
    TRY {
        fn(a, c, raw, t);
    }
    CATCH (e) {
        error_throw(error_at(e, -1));
    }
    END_TRY;
}

void analyze_create_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t)
{
    without_place(create_domain, a, c, raw, t);
}

void analyze_alter_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t)
{
    without_place(alter_domain, a, c, raw, t);
}
