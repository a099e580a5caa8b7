/* CREATE TYPE ... AS RANGE: a range type and its multirange type, each kept as other types are (ddl_type.c), that go together. */
#include "types/range.h"

#include <string.h>

#include "analyze/define.h"
#include "catalog/system.h"
#include "mongo/transaction.h"
#include "session/session_int.h"

/* The name of an array type is free for who wants it. */
static const char *multirange_name(struct session *s, const struct range_names *said, const char *range)
{
    const char *name = said->n > 0 ? type_new_name(s, said->names, said->n) : said->made;
    bool array = false;
    FOREACH (struct user_type, t, user_types())
        array = array || strcmp(t->array_name, name) == 0;
    if (said->n > 0)
        type_is_new(s, name);
    else if (array || type_is_user(name) || catalog_lookup(s->catalog, NULL, "public", name) != NULL) {
        struct error *e = error_detail(error_new(ERR_DUPLICATE_OBJECT, "type \"%s\" already exists", name),
                                       "Failed while creating a multirange type for type \"%s\".", range);
        error_throw(error_hint(e, "You can manually specify a multirange type name using the \"multirange_type_name\" attribute."));
    }
    return name;
}

/* The functions that make values are found by their name where PostgreSQL has none. */
static void name_is_free(struct arena *a, const char *name)
{
    if (system_funcs(a, name)[0] != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "a range type cannot have the name of function \"%s\" here", name);
}

struct completion run_create_range(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateRangeStmt *c = raw->node->create_range_stmt;
    struct arena *a = portal->arena;
    struct range_names names = {NULL, 0, NULL};
    struct user_type range = {.kind = 'r', .typmod = -1, .name = type_new_name(s, c->type_name, c->n_type_name)};
    change_begin(s, "CREATE TYPE");
    type_is_new(s, range.name);
    range.constructor = range.name;
    analyze_create_range(a, s->catalog, raw, &range, &names);
    struct user_type multirange = {.kind = 'm', .typmod = -1, .name = multirange_name(s, &names, range.name)};
    multirange.constructor = multirange.name;
    if (strcmp(multirange.name, range.name) == 0)
        raise(ERR_DUPLICATE_OBJECT, "type \"%s\" already exists", multirange.name);
    name_is_free(a, range.name);
    name_is_free(a, multirange.name);
    type_save(s, &range);
    user_types_load(true);
    multirange.base = range.oid;
    type_save(s, &multirange);
    return DONE("CREATE TYPE");
}

void multirange_is_required(struct arena *a, const struct user_type *t)
{
    if (t->kind != 'm')
        return;
    const char *range = type_display(a, t->base);
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop type %s because type %s requires it", type_display(a, t->oid), range);
    error_throw(error_hint(e, "You can drop type %s instead.", range));
}

void type_drop(struct session *s, const struct user_type *t)
{
    Oid multirange = t->kind == 'r' ? multirange_of(t->oid) : InvalidOid;
    if (multirange != InvalidOid)
        mongo_xact_drop_type(s->mongo, s->database, multirange);
    mongo_xact_drop_type(s->mongo, s->database, t->oid);
}
