/* What a session's transaction knows of its own tables and types when a savepoint is made, and knows again when it goes back to it. */
#include <string.h>

#include "mongo/source_int.h"
#include "mongo/table.h"

struct marked {
    const char *database, *name;
    struct table_def *def; /* NULL: it is to be dropped */
};

struct source_mark {
    struct arena *arena;
    List *own;     /* struct marked */
    List *dropped; /* OIDs of types */
};

struct source_mark *mongo_source_mark(void)
{
    const struct source *s = source_of_process();
    struct arena *a = arena_new(NULL, "savepoint");
    struct source_mark *mark = ARENA_NEW(a, struct source_mark);
    *mark = (struct source_mark){.arena = a, .dropped = s != NULL ? list_copy(a, s->types.dropped) : NULL};
    FOREACH (struct entry, e, s != NULL ? s->entries : NULL) {
        if (!e->own || (e->stale && !e->dropped))
            continue;
        struct marked *x = ARENA_NEW(a, struct marked);
        *x = (struct marked){arena_strdup(a, e->sr->rel.database), arena_strdup(a, source_key(&e->sr->rel)), NULL};
        x->def = !e->dropped ? table_from_text(a, table_text(a, e->sr->rel.def)) : NULL;
        mark->own = list_append(a, mark->own, x);
    }
    return mark;
}

void mongo_source_mark_free(struct source_mark *mark)
{
    arena_free(mark->arena);
}

void mongo_source_types_back(const struct source_mark *mark)
{
    struct source *s = source_of_process();
    const List *dropped = mark != NULL ? mark->dropped : NULL;
    if (s == NULL || list_length(s->types.dropped) == list_length(dropped))
        return; /* else what is known of types holds no more */
    s->types.dropped = list_copy(s->arena, dropped);
    s->types.read = false;
}

void mongo_source_back(const struct source_mark *mark, bool over)
{
    struct source *s = source_of_process();
    if (s == NULL)
        return;
    source_listing_forget(s);
    FOREACH (struct entry, e, s->entries) {
        e->stale = e->stale || e->own;
        e->counted = e->own || (over && e->added != 0) ? 0 : e->counted;
        e->added = over ? 0 : e->added;
        e->own = e->dropped = false;
    }
    FOREACH (struct marked, x, mark->own)
        if (x->def != NULL)
            mongo_source_table(x->database, x->name, x->def, true);
        else
            mongo_source_dropped(x->database, x->name, true);
    mongo_source_types_back(mark);
}
