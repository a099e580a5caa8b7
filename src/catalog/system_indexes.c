/* pg_index and pg_constraint: what MongoDB's indexes are to SQL. */
#include "catalog/objects.h"
#include "catalog/system.h"

#include <stdlib.h>

#include "types/array.h"
#include "types/vector.h"

enum { BTREE_DESC = 1, BTREE_NULLS_FIRST = 2 };

/* The default operator class of a type's base (pg_opclass); that of text for what has none of its own. */
static Oid default_opclass(struct arena *a, Oid type)
{
    enum { TEXT_OPS = 3126, ARRAY_OPS = 397 };
    type = type_base(type);
    if (type_is_array(type))
        return ARRAY_OPS;
    for (const char *const *row = system_fact_rows("pg_opclass"); row[0][0] != '\n'; row++) {
        const char *method = system_fact_value(a, *row, COL_pg_opclass_opcmethod);
        const char *input = system_fact_value(a, *row, COL_pg_opclass_opcintype);
        if (strtoul(method, NULL, 10) == BTREE_AM_OID && strtoul(input, NULL, 10) == type &&
            *system_fact_value(a, *row, COL_pg_opclass_opcdefault) == 't')
            return (Oid)strtoul(*row, NULL, 10);
    }
    return TEXT_OPS;
}

static void index_keys(struct system_row *r, const struct object *o)
{
    struct arena *a = r->arena;
    const struct index_info *x = o->index;
    struct relation *rel = object_relation(o);
    int16_t *attnums = ARENA_ARRAY(a, int16_t, x->nkeys + 1), *options = ARENA_ARRAY(a, int16_t, x->nkeys + 1);
    Oid *collations = ARENA_ARRAY(a, Oid, x->nkeys + 1), *classes = ARENA_ARRAY(a, Oid, x->nkeys + 1);
    struct strbuf exprs;
    strbuf_init(&exprs, a);
    for (int i = 0; i < x->nkeys; i++) {
        const struct column *c = rel != NULL ? relation_column(rel, x->keys[i].path, true, -1) : NULL;
        attnums[i] = c != NULL ? (int16_t)c->attnum : 0;
        collations[i] = c != NULL ? type_facts(c->type).collation : DEFAULT_COLLATION_OID;
        classes[i] = default_opclass(a, c != NULL ? c->type : TYPE_jsonb);
        options[i] = x->keys[i].descending ? BTREE_DESC | BTREE_NULLS_FIRST : 0;
        if (c == NULL) {
            strbuf_addstr(&exprs, exprs.len > 0 ? ", " : "");
            index_add_key(&exprs, &x->keys[i]);
        }
    }
    row_datum(r, COL_pg_index_indkey, int2vector_make(a, attnums, x->nkeys));
    row_datum(r, COL_pg_index_indcollation, oidvector_make(a, collations, x->nkeys));
    row_datum(r, COL_pg_index_indclass, oidvector_make(a, classes, x->nkeys));
    row_datum(r, COL_pg_index_indoption, int2vector_make(a, options, x->nkeys));
    if (exprs.len > 0)
        row_text(r, COL_pg_index_indexprs, exprs.data);
}

static void index_row(struct relation_scan *s, const struct object *o)
{
    struct system_row r;
    const struct index_info *x = o->index;
    if (!scan_wants_oid(s, COL_pg_index_indexrelid, o->oid))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_index_indexrelid, o->oid);
    row_oid(&r, COL_pg_index_indrelid, o->table->oid);
    row_int(&r, COL_pg_index_indnatts, x->nkeys);
    row_int(&r, COL_pg_index_indnkeyatts, x->nkeys);
    row_bool(&r, COL_pg_index_indisunique, x->unique);
    row_bool(&r, COL_pg_index_indnullsnotdistinct, index_nulls_collide(x));
    row_bool(&r, COL_pg_index_indisprimary, index_is_primary(x));
    row_bool(&r, COL_pg_index_indimmediate, true);
    row_bool(&r, COL_pg_index_indisvalid, true);
    row_bool(&r, COL_pg_index_indisready, true);
    row_bool(&r, COL_pg_index_indislive, true);
    if (row_needs(&r, COL_pg_index_indkey) || row_needs(&r, COL_pg_index_indclass) ||
        row_needs(&r, COL_pg_index_indcollation) || row_needs(&r, COL_pg_index_indoption) ||
        row_needs(&r, COL_pg_index_indexprs))
        index_keys(&r, o);
    row_text(&r, COL_pg_index_indpred, x->filter);
    row_emit(&r);
}

void rows_pg_index(struct relation_scan *s)
{
    objects_begin();
    FOREACH (struct object, t, objects()) {
        if (!scan_wants_oid(s, COL_pg_index_indrelid, t->oid))
            continue;
        FOREACH (struct object, o, object_indexes(t))
            index_row(s, o);
    }
}

/* ---- pg_constraint ---- */

static void primary_key_row(struct relation_scan *s, const struct object *t, const struct object *o)
{
    struct system_row r;
    struct relation *rel = row_needs(&(struct system_row){.scan = s}, COL_pg_constraint_conkey) ? object_relation(t) : NULL;
    const struct column *c = rel != NULL ? relation_column(rel, "_id", true, -1) : NULL;
    Datum attnum = datum_from_int16((int16_t)(c != NULL ? c->attnum : 1));
    row_begin(&r, s);
    row_oid(&r, COL_pg_constraint_oid, object_oid(t, "constraint", "_id"));
    row_text(&r, COL_pg_constraint_conname, o->name);
    row_oid(&r, COL_pg_constraint_connamespace, t->schema);
    row_char(&r, COL_pg_constraint_contype, 'p');
    row_bool(&r, COL_pg_constraint_convalidated, true);
    row_oid(&r, COL_pg_constraint_conrelid, t->oid);
    row_oid(&r, COL_pg_constraint_conindid, o->oid);
    row_char(&r, COL_pg_constraint_confupdtype, ' ');
    row_char(&r, COL_pg_constraint_confdeltype, ' ');
    row_char(&r, COL_pg_constraint_confmatchtype, ' ');
    row_bool(&r, COL_pg_constraint_conislocal, true);
    row_bool(&r, COL_pg_constraint_connoinherit, true);
    row_datum(&r, COL_pg_constraint_conkey, array_make(r.arena, TYPE_int2, &attnum, NULL, 1));
    row_emit(&r);
}

void rows_pg_constraint(struct relation_scan *s)
{
    objects_begin();
    if (!scan_wants_char(s, COL_pg_constraint_contype, 'p'))
        return;
    FOREACH (struct object, t, objects()) {
        if (t->kind != 'r' || t->timeseries || !scan_wants_oid(s, COL_pg_constraint_conrelid, t->oid) ||
            !scan_wants_oid(s, COL_pg_constraint_oid, object_oid(t, "constraint", "_id")))
            continue;
        FOREACH (struct object, o, object_indexes(t))
            if (index_is_primary(o->index) && scan_wants_oid(s, COL_pg_constraint_conindid, o->oid) &&
                scan_wants_name(s, COL_pg_constraint_conname, o->name))
                primary_key_row(s, t, o);
    }
}
