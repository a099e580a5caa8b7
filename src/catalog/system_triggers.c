/*
 * pg_trigger: what PostgreSQL makes of a foreign key, two triggers on the table that it is of and two on the one that it refers to. Here the
 * statements that write look after foreign keys themselves; there are no other triggers.
 */
#include "catalog/identify.h"
#include "catalog/system.h"

#include <string.h>

#include "base/macros.h"
#include "funcs/funcs.h"
#include "types/ident.h"
#include "types/reg.h"

enum { PG_CONSTRAINT = 2606, PG_TRIGGER = 2620 };
enum { FOR_EACH_ROW = 1, ON_INSERT = 4, ON_DELETE = 8, ON_UPDATE = 16 }; /* bits of tgtype */

/* The four of a foreign key, in the order in which PostgreSQL makes them. */
static const struct key_trigger {
    const char *word;
    int event;
    bool action; /* on the table that is referred to: does what ON DELETE or ON UPDATE says */
} key_triggers[] = {
    {"delete", ON_DELETE, true}, {"update", ON_UPDATE, true}, {"check insert", ON_INSERT, false}, {"check update", ON_UPDATE, false},
};

/* RI_FKey_cascade_del and its kind; of each pair the second is that of UPDATE. */
static Oid trigger_function(const struct key_trigger *k, char action)
{
    enum { CHECK_INSERT = 1644, CASCADE_DELETE = 1646 };
    static const char actions[] = "crnda";
    Oid first = k->action ? CASCADE_DELETE + 2 * (Oid)(strchr(actions, action) - actions) : CHECK_INSERT;
    return first + (k->event == ON_UPDATE);
}

/* A foreign key of t, and the table that it refers to. */
struct foreign {
    const struct object *t;
    struct object *to;
    const struct table_foreign *f;
};

static Oid trigger_oid(struct arena *a, const struct foreign *x, const struct key_trigger *k)
{
    return object_oid(x->t, "trigger", arena_printf(a, "%s %s", x->f->name, k->word));
}

static void trigger_row(struct relation_scan *s, const struct foreign *x, const struct key_trigger *k)
{
    struct system_row r;
    char action = k->event == ON_UPDATE ? x->f->on_update : x->f->on_delete;
    Oid oid = trigger_oid(s->arena, x, k), constraint = object_oid(x->t, "constraint", x->f->name);
    const struct object *on = k->action ? x->to : x->t;
    bool may_wait = x->f->deferrable && (!k->action || action == 'a');
    if (!scan_wants_oid(s, COL_pg_trigger_oid, oid) || !scan_wants_oid(s, COL_pg_trigger_tgrelid, on->oid) || !scan_wants_oid(s, COL_pg_trigger_tgconstraint, constraint))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_trigger_oid, oid);
    row_oid(&r, COL_pg_trigger_tgrelid, on->oid);
    row_text(&r, COL_pg_trigger_tgname, arena_printf(s->arena, "RI_ConstraintTrigger_%c_%u", k->action ? 'a' : 'c', oid));
    row_oid(&r, COL_pg_trigger_tgfoid, trigger_function(k, action));
    row_int(&r, COL_pg_trigger_tgtype, FOR_EACH_ROW | k->event);
    row_char(&r, COL_pg_trigger_tgenabled, 'O');
    row_bool(&r, COL_pg_trigger_tgisinternal, true);
    row_oid(&r, COL_pg_trigger_tgconstrrelid, k->action ? x->t->oid : x->to->oid);
    if (row_needs(&r, COL_pg_trigger_tgconstrindid))
        row_oid(&r, COL_pg_trigger_tgconstrindid, foreign_index(x->f, x->to));
    row_oid(&r, COL_pg_trigger_tgconstraint, constraint);
    row_bool(&r, COL_pg_trigger_tgdeferrable, may_wait);
    row_bool(&r, COL_pg_trigger_tginitdeferred, may_wait && x->f->deferred);
    row_emit(&r);
}

/* Those of t's foreign keys; only: of those that refer to it; NULL: of all. */
static void triggers_of(struct relation_scan *s, const struct object *t, const struct object *only)
{
    FOREACH (struct table_foreign, f, t->def != NULL ? t->def->foreign : NULL) {
        struct foreign x = {t, object_named(f->table), f};
        for (int i = 0; i < COUNTOF(key_triggers) && x.to != NULL && (only == NULL || only == x.to); i++)
            trigger_row(s, &x, &key_triggers[i]);
    }
}

/* Where tables are named: of their own foreign keys, and of those of the tables that may refer to them. */
void rows_pg_trigger(struct relation_scan *s)
{
    objects_begin_scan(s, COL_pg_trigger_tgrelid);
    FOREACH (struct object, o, objects()) {
        if (o->def == NULL || !scan_wants_oid(s, COL_pg_trigger_tgrelid, o->oid))
            continue;
        triggers_of(s, o, NULL);
        FOREACH (const char, name, o->def->referenced) {
            const struct object *t = object_named(name);
            if (t != NULL && !scan_wants_oid(s, COL_pg_trigger_tgrelid, t->oid))
                triggers_of(s, t, o);
        }
    }
}

void trigger_dependencies(struct relation_scan *s, const struct object *t)
{
    FOREACH (struct table_foreign, f, t->def->foreign) {
        struct foreign x = {t, NULL, f};
        for (int i = 0; i < COUNTOF(key_triggers); i++)
            depend_row(s, PG_TRIGGER, trigger_oid(s->arena, &x, &key_triggers[i]), PG_CONSTRAINT, object_oid(t, "constraint", f->name), 0, 'i');
    }
}

/* pg_get_triggerdef(trigger[, pretty]) */
Datum catalog_triggerdef(struct fcall *fc)
{
    static const struct {
        int event;
        const char *word;
    } events[] = {{ON_INSERT, "INSERT"}, {ON_DELETE, "DELETE"}, {ON_UPDATE, "UPDATE"}};
    struct arena *a = fc->arena;
    Datum v[MAX_FIELDS];
    struct object system;
    struct strbuf b;
    if (!identify_row(a, "pg_trigger", ARG_OID(0), "tgrelid tgname tgtype tgconstrrelid tgdeferrable tginitdeferred tgfoid", v))
        RETURN_NULL();
    const struct object *on = object_of_oid(datum_oid(v[0]), &system);
    bool pretty = fc->nargs > 1 && ARG_BOOL(1);
    strbuf_init(&b, a);
    strbuf_printf(&b, "CREATE CONSTRAINT TRIGGER %s AFTER ", ident_quoted(a, datum_cstring(a, v[1])));
    for (int i = 0; i < COUNTOF(events); i++)
        if ((datum_int64(v[2]) & events[i].event) != 0)
            strbuf_addstr(&b, events[i].word);
    strbuf_printf(&b, " ON %s FROM %s", pretty ? reg_class_name(a, on->oid) : qualified_name(a, on->schema, on->name), reg_class_name(a, datum_oid(v[3])));
    strbuf_printf(&b, " %sDEFERRABLE INITIALLY %s", datum_bool(v[4]) ? "" : "NOT ", datum_bool(v[5]) ? "DEFERRED" : "IMMEDIATE");
    strbuf_printf(&b, " FOR EACH ROW EXECUTE FUNCTION %s()", reg_proc_name(a, datum_oid(v[6])));
    return datum_from_cstring(a, b.data);
}
