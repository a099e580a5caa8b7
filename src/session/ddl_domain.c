/* CREATE and ALTER DOMAIN. What a domain is is kept as other types are (ddl_type.c); the rows of its columns are looked at by statements. */
#include <string.h>

#include "analyze/define.h"
#include "session/ddl_alter.h"

struct completion run_create_domain(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateDomainStmt *d = raw->node->create_domain_stmt;
    struct user_type t = {.kind = 'd', .typmod = -1};
    change_begin(s, "CREATE DOMAIN");
    t.name = type_new_name(s, d->domainname, d->n_domainname);
    bool own = type_is_objectid(d->domainname, d->n_domainname);
    if (!own)
        type_is_new(s, t.name);
    analyze_create_domain(portal->arena, s->catalog, raw, &t);
    if (own && t.base == TYPE_text && !t.notnull && t.default_text == NULL && t.checks == NULL)
        return DONE("CREATE DOMAIN"); /* pg_dump's words for the one that is there */
    type_is_new(s, t.name);
    type_save(s, &t);
    return DONE("CREATE DOMAIN");
}

/* ---- rows that are there ---- */

struct domain_change {
    struct session *s;
    struct arena *arena;
    const struct raw_stmt *raw;
    struct user_type *type;
};

/* The value of each column of the domain, or of one over it, is looked at; one inside another cannot be. check NULL: for NULLs. */
static void check_columns(struct domain_change *x, const char *check)
{
    struct arena *a = x->arena;
    List *uses = type_uses(x->s, a, x->type);
    FOREACH (struct type_use, inside, uses)
        if (inside->array && inside->def->view == NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type \"%s\" because column \"%s.%s\" uses it", x->type->name, inside->relation->name,
                  inside->column->name);
    FOREACH (struct type_use, u, uses) {
        if (u->def->view != NULL)
            continue;
        struct alter t = {.s = x->s, .m = x->s->mongo, .arena = a, .raw = x->raw, .rel = u->relation, .at_commit = x->s->mongo->in_transaction};
        const char *column = alter_ident(&t, u->column->name);
        const char *where = check == NULL ? arena_printf(a, "%s IS NULL", column) : arena_printf(a, "NOT (%s)", sql_rename_column(a, check, "value", u->column->name));
        if (!alter_run(&t, arena_printf(a, "SELECT 1 FROM %s WHERE %s LIMIT 1", alter_target(&t), where)))
            continue;
        struct error *e = check == NULL ? error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of table \"%s\" contains null values", u->column->name, u->relation->name)
                                        : error_new(ERR_CHECK_VIOLATION, "column \"%s\" of table \"%s\" contains values that violate the new constraint",
                                                    u->column->name, u->relation->name);
        e->schema = u->relation->schema;
        e->table = u->relation->name;
        e->column = u->column->name;
        error_throw(e);
    }
}

/* ---- ALTER DOMAIN ---- */

static void add_constraint(struct domain_change *x)
{
    analyze_alter_domain(x->arena, x->s->catalog, x->raw, x->type);
    const struct domain_check *k = list_nth(x->type->checks, list_length(x->type->checks) - 1);
    if (!k->not_valid)
        check_columns(x, k->text);
}

static const struct domain_check *check_named(const struct user_type *t, const char *name)
{
    FOREACH (struct domain_check, k, t->checks)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

/* Without the constraint; with another in its place, if there is one. */
static List *checks_with(struct arena *a, const struct user_type *t, const struct domain_check *gone, struct domain_check *instead)
{
    List *out = NULL;
    FOREACH (struct domain_check, k, t->checks) {
        if (k != gone)
            out = list_append(a, out, k);
        else if (instead != NULL)
            out = list_append(a, out, instead);
    }
    return out;
}

static void drop_constraint(struct domain_change *x, const char *name, bool missing_ok)
{
    const struct domain_check *k = check_named(x->type, name);
    if (k != NULL) {
        x->type->checks = checks_with(x->arena, x->type, k, NULL);
        return;
    }
    if (!missing_ok)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of domain \"%s\" does not exist", name, x->type->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "constraint \"%s\" of domain \"%s\" does not exist, skipping", name, x->type->name);
}

static void validate_constraint(struct domain_change *x, const char *name)
{
    const struct domain_check *k = check_named(x->type, name);
    if (k == NULL)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of domain \"%s\" does not exist", name, x->type->name);
    if (!k->not_valid)
        return;
    check_columns(x, k->text);
    struct domain_check *valid = arena_memdup(x->arena, k, sizeof *k);
    valid->not_valid = false;
    x->type->checks = checks_with(x->arena, x->type, k, valid);
}

static struct user_type *altered_domain(struct session *s, struct arena *a, PgQuery__Node *const *names, size_t n)
{
    type_check_kind(s, a, NULL, names, n, 'd');
    return type_to_change(s, a, names, n, false);
}

struct completion run_alter_domain(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__AlterDomainStmt *d = raw->node->alter_domain_stmt;
    struct domain_change x = {.s = s, .arena = portal->arena, .raw = raw};
    RAW_FIELDS(d, raw_start(raw), "subtype type_name name def behavior missing_ok");
    change_begin(s, "ALTER DOMAIN");
    x.type = altered_domain(s, x.arena, d->type_name, d->n_type_name);
    switch (d->subtype[0]) {
    case 'T': analyze_alter_domain(x.arena, s->catalog, raw, x.type); break;
    case 'N': x.type->notnull = false; break;
    case 'O':
        if (!x.type->notnull)
            check_columns(&x, NULL);
        x.type->notnull = true;
        break;
    case 'C': add_constraint(&x); break;
    case 'X': drop_constraint(&x, d->name, d->missing_ok); break;
    case 'V': validate_constraint(&x, d->name); break;
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "this form of ALTER DOMAIN is not supported");
    }
    type_save(s, x.type);
    return DONE("ALTER DOMAIN");
}

struct completion run_rename_domain_constraint(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    struct arena *a = portal->arena;
    change_begin(s, "ALTER DOMAIN");
    struct user_type *t = altered_domain(s, a, r->object->list->items, r->object->list->n_items);
    const struct domain_check *k = check_named(t, r->subname);
    if (k == NULL)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for domain %s does not exist", r->subname, type_display(a, t->oid));
    if (check_named(t, r->newname) != NULL)
        raise(ERR_DUPLICATE_OBJECT, "constraint \"%s\" for domain %s already exists", r->newname, type_display(a, t->oid));
    struct domain_check *renamed = arena_memdup(a, k, sizeof *k);
    renamed->name = r->newname;
    t->checks = checks_with(a, t, k, renamed);
    type_save(s, t);
    return DONE("ALTER DOMAIN");
}
