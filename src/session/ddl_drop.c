/*
 * DROP, COMMENT, GRANT and REVOKE of what SQL makes none of here: functions, operators, rules, roles and their kind. What is not there is said in
 * PostgreSQL's words, and that the system's own stay; what is left is refused.
 */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/identify.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "types/ident.h"
#include "types/reg.h"
#include "types/user.h"

enum {
    PROC_CLASS = 1255, OPERATOR_CLASS = 2617, LANGUAGE_CLASS = 2612, METHOD_CLASS = 2601, TABLESPACE_CLASS = 1213, SUBSCRIPTION_CLASS = 6100,
    FIRST_UNPINNED_OID = 12000 /* what initdb's scripts made above it can be dropped in PostgreSQL */
};

/* How the statement names such objects. */
enum shape { GLOBAL, QUALIFIED, OF_METHOD, OF_RELATION, ROUTINE, OPERATOR, TRANSFORM, FOREIGN_TABLE };

static const struct drop_kind {
    PgQuery__ObjectType type;
    enum shape shape;
    Oid class;
    const char *tag, *word;
} kinds[] = {
    {PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION, ROUTINE, PROC_CLASS, "DROP FUNCTION", "function"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE, ROUTINE, PROC_CLASS, "DROP PROCEDURE", "procedure"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE, ROUTINE, PROC_CLASS, "DROP ROUTINE", "routine"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE, ROUTINE, PROC_CLASS, "DROP AGGREGATE", "aggregate"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_OPERATOR, OPERATOR, OPERATOR_CLASS, "DROP OPERATOR", "operator"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_OPCLASS, OF_METHOD, 2616, "DROP OPERATOR CLASS", "operator class"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_OPFAMILY, OF_METHOD, FAMILY_OID, "DROP OPERATOR FAMILY", "operator family"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_RULE, OF_RELATION, 2618, "DROP RULE", "rule"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, OF_RELATION, 2620, "DROP TRIGGER", "trigger"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_POLICY, OF_RELATION, 3256, "DROP POLICY", "policy"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_COLLATION, QUALIFIED, 3456, "DROP COLLATION", "collation"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_CONVERSION, QUALIFIED, 2607, "DROP CONVERSION", "conversion"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT, QUALIFIED, 3381, "DROP STATISTICS", "statistics object"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSPARSER, QUALIFIED, 3601, "DROP TEXT SEARCH PARSER", "text search parser"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSDICTIONARY, QUALIFIED, 3600, "DROP TEXT SEARCH DICTIONARY", "text search dictionary"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSTEMPLATE, QUALIFIED, 3764, "DROP TEXT SEARCH TEMPLATE", "text search template"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TSCONFIGURATION, QUALIFIED, 3602, "DROP TEXT SEARCH CONFIGURATION", "text search configuration"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_LANGUAGE, GLOBAL, LANGUAGE_CLASS, "DROP LANGUAGE", "language"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_ACCESS_METHOD, GLOBAL, METHOD_CLASS, "DROP ACCESS METHOD", "access method"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER, GLOBAL, 3466, "DROP EVENT TRIGGER", "event trigger"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_FDW, GLOBAL, 2328, "DROP FOREIGN DATA WRAPPER", "foreign-data wrapper"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_SERVER, GLOBAL, 1417, "DROP SERVER", "server"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_PUBLICATION, GLOBAL, 6104, "DROP PUBLICATION", "publication"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE, GLOBAL, TABLESPACE_CLASS, "DROP TABLESPACE", "tablespace"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_SUBSCRIPTION, GLOBAL, SUBSCRIPTION_CLASS, "DROP SUBSCRIPTION", "subscription"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_TRANSFORM, TRANSFORM, 3576, "DROP TRANSFORM", "transform"},
    {PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE, FOREIGN_TABLE, CLASS_OID, "DROP FOREIGN TABLE", "foreign table"},
};

static const struct drop_kind *kind_of(PgQuery__ObjectType type)
{
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

/* A statement that names such objects. */
struct naming {
    struct session *s;
    struct arena *a;
    const struct raw_stmt *raw;
    const struct drop_kind *kind;
    bool missing_ok; /* then what is not there is told by a NOTICE, and InvalidOid */
};

static _Noreturn void refuse(const struct raw_stmt *raw)
{
    const char *command = raw->node->node_case == PG_QUERY__NODE__NODE_COMMENT_STMT ? "COMMENT" : "DROP";
    raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "%s is not supported for this kind of object", command);
}

/* text: "... does not exist". */
static Oid missing(const struct naming *n, enum errcode code, const char *text)
{
    if (!n->missing_ok)
        raise(code, "%s", text);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "%s, skipping", text);
    return InvalidOid;
}

/* ---- names ---- */

bool drop_schema_missing(struct session *s, const char *schema, bool missing_ok)
{
    if (schema == NULL || catalog_schema_exists(s->catalog, schema))
        return false;
    if (!missing_ok)
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", schema);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "schema \"%s\" does not exist, skipping", schema);
    return true;
}

const char *drop_type_written(struct arena *a, const PgQuery__TypeName *n)
{
    return arena_printf(a, "%s%s", raw_dotted(a, n->names, n->n_names), n->n_array_bounds > 0 ? "[]" : "");
}

static const char *schema_of(PgQuery__Node *const *parts, size_t n)
{
    return n > 1 ? raw_string(parts[n - 2]) : NULL;
}

bool drop_type_missing(struct session *s, struct arena *a, const PgQuery__TypeName *n)
{
    const char *schema = schema_of(n->names, n->n_names), *name = raw_string(n->names[n->n_names - 1]);
    if (drop_schema_missing(s, schema, true))
        return true;
    if (type_named(schema, name) != NULL || reg_row_type(a, schema, name, false) != InvalidOid)
        return false;
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "type \"%s\" does not exist, skipping", drop_type_written(a, n));
    return true;
}

/* ---- functions and operators ---- */

enum { MAX_ARGUMENTS = 100 };

struct call {
    const char *name, *schema; /* schema NULL: on the search path */
    const char *dotted;
    int n;
    Oid types[MAX_ARGUMENTS]; /* InvalidOid: NONE */
};

static bool is_none(const PgQuery__Node *n)
{
    return n->node_case != PG_QUERY__NODE__NODE_TYPE_NAME;
}

/* False: a schema or type is not there. */
static bool call_of(const struct naming *n, const PgQuery__ObjectWithArgs *o, struct call *c)
{
    c->name = raw_string(o->objname[o->n_objname - 1]);
    c->schema = schema_of(o->objname, o->n_objname);
    c->dotted = raw_dotted(n->a, o->objname, o->n_objname);
    c->n = 0;
    if (o->n_objargs > MAX_ARGUMENTS)
        raise(ERR_TOO_MANY_ARGUMENTS, "functions cannot have more than %d arguments", MAX_ARGUMENTS);
    if (n->missing_ok && drop_schema_missing(n->s, c->schema, true))
        return false;
    for (size_t i = 0; n->missing_ok && i < o->n_objargs; i++)
        if (!is_none(o->objargs[i]) && drop_type_missing(n->s, n->a, o->objargs[i]->type_name))
            return false;
    for (size_t i = 0; i < o->n_objargs; i++)
        c->types[c->n++] = is_none(o->objargs[i]) ? InvalidOid : analyze_type_name(n->a, n->s->catalog, n->raw, o->objargs[i]->type_name);
    return true;
}

static const char *signature(struct arena *a, const struct call *c)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s(", c->dotted);
    for (int i = 0; i < c->n; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? ", " : "", type_display(a, c->types[i]));
    strbuf_addch(&b, ')');
    return b.data;
}

static bool takes(const struct func *f, const struct call *c)
{
    bool same = f->nargs == c->n;
    for (int i = 0; same && i < c->n; i++)
        same = func_arg_types(f)[i] == c->types[i];
    return same;
}

/* As a NOTICE has it: names as they were written. */
static Oid skip_routine(const struct naming *n, const PgQuery__ObjectWithArgs *o)
{
    struct strbuf b;
    strbuf_init(&b, n->a);
    for (size_t i = 0; i < o->n_objargs; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? "," : "", drop_type_written(n->a, o->objargs[i]->type_name));
    return missing(n, ERR_UNDEFINED_FUNCTION, arena_printf(n->a, "%s %s(%s) does not exist", n->kind->word, raw_dotted(n->a, o->objname, o->n_objname), b.data));
}

static Oid no_routine(const struct naming *n, const PgQuery__ObjectWithArgs *o, const struct call *c)
{
    bool aggregate = n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE;
    const char *word = n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE ? "function" : n->kind->word;
    if (n->missing_ok)
        return skip_routine(n, o);
    if (o->args_unspecified)
        raise(ERR_UNDEFINED_FUNCTION, "could not find a%s %s named \"%s\"", aggregate ? "n" : "", word, c->dotted);
    if (aggregate && c->n == 0)
        raise(ERR_UNDEFINED_FUNCTION, "aggregate %s(*) does not exist", c->dotted);
    raise(ERR_UNDEFINED_FUNCTION, "%s %s does not exist", word, signature(n->a, c));
}

static void check_routine_kind(const struct naming *n, const struct func *f, const struct call *c)
{
    bool aggregate = f->kind == FUNC_AGGREGATE;
    if (n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE)
        raise(ERR_WRONG_OBJECT_TYPE, "%s is not a procedure", signature(n->a, c));
    if (n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE && !aggregate)
        raise(ERR_WRONG_OBJECT_TYPE, "function %s is not an aggregate", signature(n->a, c));
    if (n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION && aggregate && n->raw->node->node_case == PG_QUERY__NODE__NODE_DROP_STMT)
        error_throw(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "\"%s\" is an aggregate function", c->name), "Use DROP AGGREGATE to drop aggregate functions."));
}

static Oid routine_oid(const struct naming *n, const PgQuery__ObjectWithArgs *o)
{
    struct call c;
    if (!call_of(n, o, &c))
        return InvalidOid;
    drop_schema_missing(n->s, c.schema, false);
    bool none = o->args_unspecified && n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE; /* no procedure has a function's name */
    const struct func *found = NULL;
    for (const struct func **f = system_funcs(n->a, c.name); !none && *f != NULL; f++) {
        const char *schema = schema_name(func_schema(*f));
        if ((c.schema != NULL ? strcmp(c.schema, schema) != 0 : !schema_is_visible(schema)) || !(o->args_unspecified || takes(*f, &c)))
            continue;
        if (found != NULL)
            error_throw(error_hint(error_new(ERR_AMBIGUOUS_FUNCTION, "%s name \"%s\" is not unique", n->kind->word, c.dotted),
                                   "Specify the argument list to select the %s unambiguously.", n->kind->word));
        found = *f;
    }
    if (found == NULL)
        return no_routine(n, o, &c);
    check_routine_kind(n, found, &c);
    return found->oid;
}

static Oid operator_oid(const struct naming *n, const PgQuery__ObjectWithArgs *o)
{
    struct call c;
    if (!call_of(n, o, &c))
        return InvalidOid;
    if (c.types[1] == InvalidOid)
        raise(ERR_SYNTAX_ERROR, "postfix operators are not supported");
    const struct oper **all = c.schema == NULL || strcmp(c.schema, "pg_catalog") == 0 ? oper_by_name(n->a, c.name) : NULL;
    for (; all != NULL && *all != NULL; all++)
        if ((*all)->left == c.types[0] && (*all)->right == c.types[1])
            return (*all)->oid;
    if (n->missing_ok)
        return missing(n, ERR_UNDEFINED_FUNCTION, arena_printf(n->a, "operator %s does not exist", c.dotted));
    raise(ERR_UNDEFINED_FUNCTION, "operator does not exist: %s%s%s %s", c.types[0] != InvalidOid ? type_display(n->a, c.types[0]) : "",
          c.types[0] != InvalidOid ? " " : "", c.dotted, type_display(n->a, c.types[1]));
}

/* ---- all else ---- */

static Oid global_oid(const struct naming *n, Oid class, const char *word, const char *name)
{
    Oid oid = identify_named(n->a, class, name, InvalidOid, InvalidOid);
    return oid != InvalidOid ? oid : missing(n, ERR_UNDEFINED_OBJECT, arena_printf(n->a, "%s \"%s\" does not exist", word, name));
}

static Oid qualified_oid(const struct naming *n, PgQuery__Node *const *parts, size_t count, Oid of, const char *behind)
{
    const char *schema = schema_of(parts, count);
    if (drop_schema_missing(n->s, schema, n->missing_ok))
        return InvalidOid;
    Oid oid = identify_named(n->a, n->kind->class, raw_string(parts[count - 1]), schema != NULL ? schema_oid(schema) : InvalidOid, of);
    const char *encoding = n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_COLLATION && !n->missing_ok ? " for encoding \"UTF8\"" : "";
    if (oid != InvalidOid)
        return oid;
    return missing(n, ERR_UNDEFINED_OBJECT,
                   arena_printf(n->a, "%s \"%s\"%s does not exist%s", n->kind->word, raw_dotted(n->a, parts, count), encoding, behind));
}

static Oid of_method_oid(const struct naming *n, const PgQuery__List *l)
{
    struct naming strictly = *n;
    strictly.missing_ok = false;
    const char *method = raw_string(l->items[0]);
    Oid of = global_oid(&strictly, METHOD_CLASS, "access method", method);
    return qualified_oid(n, l->items + 1, l->n_items - 1, of, arena_printf(n->a, " for access method \"%s\"", method));
}

/* False: it is not there. *rel NULL: it is an index or a sequence. */
static bool relation_there(const struct naming *n, const char *schema, const char *name, const char *dotted, struct relation **rel)
{
    if (drop_schema_missing(n->s, schema, n->missing_ok))
        return false;
    *rel = relation_named(n->s, schema, name);
    if (*rel != NULL || sequence_relation(n->s->catalog, name) != NULL || find_index(n->s, name, false) != NULL || find_index(n->s, name, true) != NULL)
        return true;
    missing(n, ERR_UNDEFINED_TABLE, arena_printf(n->a, "relation \"%s\" does not exist", dotted));
    return false;
}

static Oid of_relation_oid(const struct naming *n, const PgQuery__List *l)
{
    size_t count = l->n_items - 1;
    struct relation *rel;
    const char *name = raw_string(l->items[count]);
    if (!relation_there(n, schema_of(l->items, count), raw_string(l->items[count - 1]), raw_dotted(n->a, l->items, count), &rel))
        return InvalidOid;
    if (rel == NULL || identify_named(n->a, n->kind->class, name, InvalidOid, rel->oid) != InvalidOid)
        refuse(n->raw);
    bool rule = n->kind->type == PG_QUERY__OBJECT_TYPE__OBJECT_RULE;
    return missing(n, ERR_UNDEFINED_OBJECT,
                   arena_printf(n->a, "%s \"%s\" for %s \"%s\" does not exist", n->kind->word, name, rule || n->missing_ok ? "relation" : "table", rel->name));
}

static Oid transform_oid(const struct naming *n, const PgQuery__List *l)
{
    PgQuery__TypeName *type = l->items[0]->type_name;
    const char *language = raw_string(l->items[1]);
    if (n->missing_ok && drop_type_missing(n->s, n->a, type))
        return InvalidOid;
    const char *words = n->missing_ok ? drop_type_written(n->a, type) : type_display(n->a, analyze_type_name(n->a, n->s->catalog, n->raw, type));
    if (!n->missing_ok)
        global_oid(n, LANGUAGE_CLASS, "language", language);
    return missing(n, ERR_UNDEFINED_OBJECT, arena_printf(n->a, "transform for type %s language \"%s\" does not exist", words, language));
}

static Oid foreign_table_oid(const struct naming *n, const PgQuery__List *l)
{
    const char *schema = schema_of(l->items, l->n_items), *name = raw_string(l->items[l->n_items - 1]);
    if (drop_schema_missing(n->s, schema, n->missing_ok))
        return InvalidOid;
    drop_other_kind(n->s, schema, name, n->kind->word);
    return missing(n, ERR_UNDEFINED_OBJECT, arena_printf(n->a, "foreign table \"%s\" does not exist", name));
}

static Oid named_oid(const struct naming *n, const PgQuery__Node *object)
{
    switch (n->kind->shape) {
    case GLOBAL: return global_oid(n, n->kind->class, n->kind->word, raw_string(object));
    case QUALIFIED: return qualified_oid(n, object->list->items, object->list->n_items, InvalidOid, "");
    case OF_METHOD: return of_method_oid(n, object->list);
    case OF_RELATION: return of_relation_oid(n, object->list);
    case ROUTINE: return routine_oid(n, object->object_with_args);
    case OPERATOR: return operator_oid(n, object->object_with_args);
    case TRANSFORM: return transform_oid(n, object->list);
    case FOREIGN_TABLE: return foreign_table_oid(n, object->list);
    }
    return InvalidOid;
}

static void stays(const struct naming *n, Oid oid)
{
    if (oid == InvalidOid)
        return;
    if (oid < FIRST_UNPINNED_OID)
        raise(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop %s because it is required by the database system", identify_words(n->a, n->kind->class, oid));
    refuse(n->raw);
}

/* All are found before the first goes. */
struct completion run_drop_other(struct session *s, const struct portal *portal)
{
    const PgQuery__DropStmt *d = portal->prepared->raw->node->drop_stmt;
    struct naming n = {s, portal->arena, portal->prepared->raw, kind_of(d->remove_type), d->missing_ok};
    if (n.kind == NULL)
        refuse(n.raw);
    xact_may_write(s, n.kind->tag);
    Oid *oids = ARENA_ARRAY(n.a, Oid, d->n_objects);
    for (size_t i = 0; i < d->n_objects; i++)
        oids[i] = named_oid(&n, d->objects[i]);
    for (size_t i = 0; i < d->n_objects; i++)
        stays(&n, oids[i]);
    return DONE(n.kind->tag);
}

static struct completion drop_global(struct session *s, const struct portal *portal, PgQuery__ObjectType type, const char *name, bool missing_ok)
{
    struct naming n = {s, portal->arena, portal->prepared->raw, kind_of(type), missing_ok};
    xact_may_write(s, n.kind->tag);
    if (named_oid(&n, raw_string_node(n.a, name)) != InvalidOid)
        refuse(n.raw);
    return DONE(n.kind->tag);
}

struct completion run_drop_subscription(struct session *s, const struct portal *portal)
{
    const PgQuery__DropSubscriptionStmt *d = portal->prepared->raw->node->drop_subscription_stmt;
    return drop_global(s, portal, PG_QUERY__OBJECT_TYPE__OBJECT_SUBSCRIPTION, d->subname, d->missing_ok);
}

struct completion run_drop_tablespace(struct session *s, const struct portal *portal)
{
    const PgQuery__DropTableSpaceStmt *d = portal->prepared->raw->node->drop_table_space_stmt;
    xact_not_in_block(s, "DROP TABLESPACE");
    return drop_global(s, portal, PG_QUERY__OBJECT_TYPE__OBJECT_TABLESPACE, d->tablespacename, d->missing_ok);
}

/* ---- roles ---- */

static bool role_exists(struct arena *a, const char *name)
{
    return reg_role_find(a, ident_quoted(a, name)) != InvalidOid;
}

struct completion run_drop_role(struct session *s, const struct portal *portal)
{
    const PgQuery__DropRoleStmt *d = portal->prepared->raw->node->drop_role_stmt;
    xact_may_write(s, "DROP ROLE");
    for (size_t i = 0; i < d->n_roles; i++) {
        const PgQuery__RoleSpec *role = d->roles[i]->role_spec;
        if (role->roletype != PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING)
            raise(ERR_INVALID_PARAMETER_VALUE, "cannot use special role specifier in DROP ROLE");
        if (role_exists(portal->arena, role->rolename))
            refuse(portal->prepared->raw);
        drop_missing("role", role->rolename, d->missing_ok, ERR_UNDEFINED_OBJECT);
    }
    return DONE("DROP ROLE");
}

static void roles_there(struct arena *a, PgQuery__Node *const *roles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (roles[i]->role_spec->roletype == PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING && !role_exists(a, roles[i]->role_spec->rolename))
            raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", roles[i]->role_spec->rolename);
}

/* ---- COMMENT ---- */

static void check_cast(const struct naming *n, const PgQuery__List *types)
{
    user_types_load(true);
    Oid source = analyze_type_name(n->a, n->s->catalog, n->raw, types->items[0]->type_name), target = analyze_type_name(n->a, n->s->catalog, n->raw, types->items[1]->type_name);
    if (cast_lookup(source, target) == NULL)
        raise(ERR_UNDEFINED_OBJECT, "cast from type %s to type %s does not exist", type_display(n->a, source), type_display(n->a, target));
}

/* Nothing keeps a comment on such an object. Raises PostgreSQL's error where it is not there, else 0A000. */
void comment_on_other(struct session *s, struct arena *a, const struct raw_stmt *raw)
{
    const PgQuery__CommentStmt *c = raw->node->comment_stmt;
    const struct naming n = {s, a, raw, kind_of(c->objtype), false};
    const PgQuery__Node *object = c->object;
    if (n.kind != NULL)
        named_oid(&n, object);
    else if (c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_CAST)
        check_cast(&n, object->list);
    else if (c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_ROLE && !role_exists(a, raw_string(object)))
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", raw_string(object));
    else if (c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_LARGEOBJECT)
        raise(ERR_UNDEFINED_OBJECT, "large object %s does not exist",
              object->node_case == PG_QUERY__NODE__NODE_FLOAT ? object->float_->fval : arena_printf(a, "%d", object->integer->ival));
    refuse(raw);
}

/* ---- GRANT and REVOKE of roles ---- */

void check_grant_role(struct session *s, const struct portal *portal)
{
    const PgQuery__GrantRoleStmt *g = portal->prepared->raw->node->grant_role_stmt;
    xact_may_write(s, g->is_grant ? "GRANT ROLE" : "REVOKE ROLE");
    roles_there(portal->arena, g->grantee_roles, g->n_grantee_roles);
    for (size_t i = 0; i < g->n_granted_roles; i++)
        if (!role_exists(portal->arena, g->granted_roles[i]->access_priv->priv_name))
            raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", g->granted_roles[i]->access_priv->priv_name);
}

/* ---- GRANT and REVOKE ---- */

static void granted_columns(const PgQuery__GrantStmt *g, struct relation *rel)
{
    for (size_t i = 0; rel != NULL && i < g->n_privileges; i++) {
        const PgQuery__AccessPriv *p = g->privileges[i]->access_priv;
        for (size_t k = 0; k < p->n_cols; k++) {
            const struct column *c = relation_column(rel, raw_string(p->cols[k]), true, -1);
            if (c == NULL || c->hidden)
                raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", raw_string(p->cols[k]), rel->name);
        }
    }
}

/* What is granted on must be there. The relation, where it is one. */
static struct relation *granted_on(const struct naming *n, PgQuery__ObjectType type, PgQuery__Node *object)
{
    struct relation *rel = NULL;
    const PgQuery__RangeVar *v = object->node_case == PG_QUERY__NODE__NODE_RANGE_VAR ? object->range_var : NULL;
    if (v != NULL) {
        const char *schema = v->schemaname != NULL && v->schemaname[0] != '\0' ? v->schemaname : NULL;
        relation_there(n, schema, v->relname, schema != NULL ? arena_printf(n->a, "%s.%s", schema, v->relname) : v->relname, &rel);
    } else if (n->kind != NULL && (n->kind->shape == ROUTINE || n->kind->shape == GLOBAL)) {
        named_oid(n, object);
    } else if (type == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA) {
        drop_schema_missing(n->s, raw_string(object), false);
    } else if (type == PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE && !database_exists(n->s, n->a, raw_string(object))) {
        raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", raw_string(object));
    } else if (type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE || type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN) {
        PgQuery__TypeName name = PG_QUERY__TYPE_NAME__INIT;
        name.names = object->list->items, name.n_names = object->list->n_items, name.typemod = -1;
        analyze_type_name(n->a, n->s->catalog, n->raw, &name);
    }
    return rel;
}

void check_grant(struct session *s, const struct portal *portal)
{
    const PgQuery__GrantStmt *g = portal->prepared->raw->node->grant_stmt;
    struct naming n = {s, portal->arena, portal->prepared->raw, kind_of(g->objtype), false};
    struct relation **rels = ARENA_ARRAY(n.a, struct relation *, g->n_objects + 1);
    xact_may_write(s, g->is_grant ? "GRANT" : "REVOKE");
    for (size_t i = 0; i < g->n_objects; i++)
        if (g->targtype == PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_ALL_IN_SCHEMA)
            drop_schema_missing(s, raw_string(g->objects[i]), false);
        else
            rels[i] = granted_on(&n, g->objtype, g->objects[i]);
    roles_there(n.a, g->grantees, g->n_grantees);
    for (size_t i = 0; i < g->n_objects; i++)
        granted_columns(g, rels[i]);
}
