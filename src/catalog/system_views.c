/* pg_rewrite, and what views depend on: pg_dump puts a view behind what it reads by these. */
#include "catalog/objects.h"
#include "catalog/system.h"

#include <string.h>

enum { PG_CLASS = 1259, PG_REWRITE = 2618 };

const char *(*system_query_origins)(struct arena *a, const char *text, const List *uses);

static Oid rule_oid(const struct object *view)
{
    return object_oid(view, "rule", "_RETURN");
}

static bool has_rule(const struct object *o)
{
    return o->kind == 'v' || o->kind == 'm';
}

const struct object *system_rule_view(Oid rule)
{
    objects_begin();
    FOREACH (struct object, o, objects())
        if (has_rule(o) && rule_oid(o) == rule)
            return o;
    return NULL;
}

void rows_pg_rewrite(struct relation_scan *s)
{
    objects_begin_scan(s, COL_pg_rewrite_ev_class);
    FOREACH (struct object, o, objects()) {
        struct system_row r;
        if (!has_rule(o) || !scan_wants_oid(s, COL_pg_rewrite_ev_class, o->oid) || !scan_wants_oid(s, COL_pg_rewrite_oid, rule_oid(o)))
            continue;
        row_begin(&r, s);
        row_oid(&r, COL_pg_rewrite_oid, rule_oid(o));
        row_text(&r, COL_pg_rewrite_rulename, "_RETURN");
        row_oid(&r, COL_pg_rewrite_ev_class, o->oid);
        row_char(&r, COL_pg_rewrite_ev_type, '1');
        row_char(&r, COL_pg_rewrite_ev_enabled, 'O');
        row_bool(&r, COL_pg_rewrite_is_instead, true);
        row_text(&r, COL_pg_rewrite_ev_qual, "<>");
        const char *text = row_needs(&r, COL_pg_rewrite_ev_action) && o->def != NULL && system_query_origins != NULL
                               ? system_query_origins(s->arena, o->def->view, o->def->uses) : NULL;
        row_text(&r, COL_pg_rewrite_ev_action, text != NULL ? text : "<>");
        row_emit(&r);
    }
}

/* A rule depends on the columns that its query names; on the relation itself where it names none. */
static void use_rows(struct relation_scan *s, Oid rule, const struct view_use *u)
{
    const struct object *on = object_named(u->relation);
    struct relation *rel = on != NULL ? object_relation(on) : NULL;
    int n = 0;
    for (int i = 0; rel != NULL && i < list_length(u->columns); i++) {
        const struct column *c = relation_column(rel, list_nth(u->columns, i), true, -1);
        if (c != NULL)
            depend_row(s, PG_REWRITE, rule, PG_CLASS, on->oid, c->attnum, 'n');
        n += c != NULL;
    }
    if (on != NULL && n == 0)
        depend_row(s, PG_REWRITE, rule, PG_CLASS, on->oid, 0, 'n');
}

void view_dependencies(struct relation_scan *s)
{
    FOREACH (struct object, o, objects()) {
        if (!has_rule(o))
            continue;
        Oid rule = rule_oid(o);
        depend_row(s, PG_REWRITE, rule, PG_CLASS, o->oid, 0, 'i');
        depend_row(s, PG_REWRITE, rule, PG_CLASS, o->oid, 0, 'n');
        FOREACH (struct view_use, u, o->def != NULL ? o->def->uses : NULL)
            use_rows(s, rule, u);
    }
}
