/* CREATE CAST ... WITH INOUT and DROP CAST. A cast is kept with the type that SQL made: where it made both, with the source. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "catalog/function.h"
#include "types/user.h"

const char *cast_words(struct arena *a, Oid source, Oid target)
{
    return arena_printf(a, "cast from %s to %s", type_display(a, source), type_display(a, target));
}

static void check_type(struct arena *a, Oid type, const char *which)
{
    if (type_get(type)->typtype == 'p')
        raise(ERR_WRONG_OBJECT_TYPE, "%s data type %s is a pseudo-type", which, type_display(a, type));
}

static void warn_of_domain(Oid source, Oid target)
{
    const char *which = type_get(source)->typtype == 'd' ? "source" : type_get(target)->typtype == 'd' ? "target" : NULL;
    if (which != NULL)
        notice(SEV_WARNING, ERR_WRONG_OBJECT_TYPE, "cast will be ignored because the %s data type is a domain", which);
}

static char context_of(PgQuery__CoercionContext c)
{
    return c == PG_QUERY__COERCION_CONTEXT__COERCION_IMPLICIT ? 'i' : c == PG_QUERY__COERCION_CONTEXT__COERCION_ASSIGNMENT ? 'a' : 'e';
}

/* The type that keeps it, to be changed. Raises 42501 where SQL made neither. */
static struct user_type *keeper_of(struct arena *a, Oid source, Oid target)
{
    const struct user_type *t = user_cast_keeper(source, target);
    if (t == NULL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be owner of type %s or type %s", type_display(a, source), type_display(a, target));
    return arena_memdup(a, t, sizeof *t);
}

struct completion run_create_cast(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateCastStmt *c = raw->node->create_cast_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(c, raw_start(raw), "sourcetype targettype func context inout");
    change_begin(s, "CREATE CAST");
    user_types_load(true);
    Oid source = analyze_type_name(a, s->catalog, raw, c->sourcetype), target = analyze_type_name(a, s->catalog, raw, c->targettype);
    check_type(a, source, "source");
    check_type(a, target, "target");
    struct user_type *t = keeper_of(a, source, target);
    warn_of_domain(source, target);
    if (c->func != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "CREATE CAST ... WITH FUNCTION is not supported");
    if (!c->inout)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be superuser to create a cast WITHOUT FUNCTION");
    if (source == target)
        raise(ERR_INVALID_OBJECT_DEFINITION, "source data type and target data type are the same");
    if (cast_lookup(source, target) != NULL)
        raise(ERR_DUPLICATE_OBJECT, "cast from type %s to type %s already exists", type_display(a, source), type_display(a, target));
    struct user_cast *made = ARENA_NEW(a, struct user_cast);
    *made = (struct user_cast){{source, target, InvalidOid, context_of(c->context), 'i'},
                               relation_oid(s->database, arena_printf(a, "%u\n%u\ncast", source, target))};
    t->casts = list_append(a, list_copy(a, t->casts), made);
    type_save(s, t);
    return DONE("CREATE CAST");
}

void cast_drop(struct session *s, struct arena *a, const struct user_cast *c)
{
    struct user_type *t = keeper_of(a, c->row.source, c->row.target);
    List *others = NULL;
    FOREACH (struct user_cast, other, t->casts)
        if (other->oid != c->oid)
            others = list_append(a, others, other);
    t->casts = others;
    type_save(s, t);
}

struct completion run_drop_cast(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__DropStmt *d = raw->node->drop_stmt;
    struct arena *a = portal->arena;
    PgQuery__List *names = d->objects[0]->list;
    PgQuery__TypeName *from = names->items[0]->type_name, *to = names->items[1]->type_name;
    change_begin(s, "DROP CAST");
    user_types_load(true);
    if (d->missing_ok && (drop_type_missing(s, a, from) || drop_type_missing(s, a, to)))
        return DONE("DROP CAST");
    Oid source = analyze_type_name(a, s->catalog, raw, from), target = analyze_type_name(a, s->catalog, raw, to);
    const struct user_cast *c = user_cast(source, target);
    if (c != NULL)
        cast_drop(s, a, c);
    else if (cast_lookup(source, target) != NULL)
        raise(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop %s because it is required by the database system", cast_words(a, source, target));
    else if (!d->missing_ok)
        raise(ERR_UNDEFINED_OBJECT, "cast from type %s to type %s does not exist", type_display(a, source), type_display(a, target));
    else
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "cast from type %s to type %s does not exist, skipping", drop_type_written(a, from), drop_type_written(a, to));
    return DONE("DROP CAST");
}
