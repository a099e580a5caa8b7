/* The types that SQL made: read when the first of them is asked for, and again when any process may have changed one. */
#include <time.h>

#include "mongo/cache.h"
#include "mongo/source_int.h"
#include "mongo/user_type.h"
#include "types/func.h"

static int64_t changes_now(const struct source *s)
{
    struct arena *scratch = arena_new(s->arena, "changes");
    int64_t changes = cache_changes(scratch, mongo_settings.cache_dir);
    arena_free(scratch);
    return changes;
}

static bool is_dropped(const struct source *s, Oid oid)
{
    for (int i = 0; i < list_length(s->types.dropped); i++)
        if (ITEM_OID(list_nth(s->types.dropped, i)) == oid)
            return true;
    return false;
}

bool mongo_source_type_is_dropped(Oid type)
{
    const struct source *s = source_of_process();
    return s != NULL && is_dropped(s, type);
}

static bool same(const List *x, const List *y)
{
    bool same = list_length(x) == list_length(y);
    for (int i = 0; same && i < list_length(x); i++) {
        const struct user_type *tx = list_nth(x, i), *ty = list_nth(y, i);
        same = tx->oid == ty->oid && tx->version == ty->version;
    }
    return same;
}

/* What was registered stays where it is: values, plans and cursors may refer to it. */
static void read_types(struct source *s)
{
    const struct catalog *c = func_env.catalog;
    struct arena *a = arena_new(s->arena, "types");
    int64_t changes = changes_now(s);
    List *all = NULL;
    s->types.read = true; /* also while it is done: what is read asks for types */
    FOREACH (struct user_type, t, user_type_list(a, s->m, c->database))
        if (!is_dropped(s, t->oid))
            all = list_append(a, all, t);
    s->types.time = time(NULL);
    s->types.changes = changes;
    if (same(all, s->types.all)) {
        arena_free(a);
        return;
    }
    s->types.all = all;
    user_types_set(all);
}

static void load(bool again)
{
    struct source *s = source_of_process();
    if (s == NULL || func_env.catalog == NULL)
        return;
    if (again && s->types.read && s->types.asked != func_env.stmt_start) {
        s->types.asked = func_env.stmt_start;
        s->types.read = false;
    }
    if (!s->types.read)
        read_types(s);
}

void source_types_init(void)
{
    user_types_load = load;
}

void mongo_source_types_check(void)
{
    struct source *s = source_of_process();
    int max_age = mongo_settings.cache_max_age_s;
    if (s == NULL || !s->types.read)
        return;
    bool old = s->types.all != NULL && max_age > 0 && time(NULL) - s->types.time > max_age;
    if (old || changes_now(s) != s->types.changes)
        read_types(s);
}

void mongo_source_types_read(void)
{
    struct source *s = source_of_process();
    if (s != NULL && func_env.catalog != NULL)
        read_types(s);
}

void mongo_source_types_changed(void)
{
    struct source *s = source_of_process();
    struct arena *scratch = arena_new(s->arena, "changes");
    cache_changed(scratch, mongo_settings.cache_dir);
    arena_free(scratch);
    read_types(s);
}

void mongo_source_type_dropped(Oid type)
{
    struct source *s = source_of_process();
    s->types.dropped = list_append(s->arena, s->types.dropped, INT_ITEM(type));
    read_types(s);
}

void source_types_xact_over(struct source *s)
{
    enum_labels_safe();
    if (s->types.dropped == NULL)
        return;
    s->types.dropped = NULL;
    s->types.read = false;
}
