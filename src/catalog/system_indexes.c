/* pg_index and pg_constraint: what MongoDB's indexes are to SQL. */
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"

#include <stdlib.h>
#include <string.h>

#include "types/array.h"
#include "types/vector.h"

enum { BTREE_DESC = 1, BTREE_NULLS_FIRST = 2 };

Oid index_method_oid(struct arena *a, const struct index_info *x)
{
    Oid found = x->method != NULL ? system_fact_oid(a, "pg_am", COL_pg_am_amname, x->method) : InvalidOid;
    return found != InvalidOid ? found : BTREE_AM_OID;
}

Oid opclass_named(struct arena *a, Oid method, const char *name)
{
    for (const char *const *row = system_fact_rows("pg_opclass"); row[0][0] != '\n'; row++)
        if (strtoul(system_fact_value(a, *row, COL_pg_opclass_opcmethod), NULL, 10) == method &&
            strcmp(system_fact_value(a, *row, COL_pg_opclass_opcname), name) == 0)
            return (Oid)strtoul(*row, NULL, 10);
    return InvalidOid;
}

static Oid opclass_of(struct arena *a, Oid of, Oid type)
{
    for (const char *const *row = system_fact_rows("pg_opclass"); row[0][0] != '\n'; row++) {
        const char *method = system_fact_value(a, *row, COL_pg_opclass_opcmethod);
        const char *input = system_fact_value(a, *row, COL_pg_opclass_opcintype);
        if (strtoul(method, NULL, 10) == of && strtoul(input, NULL, 10) == type &&
            *system_fact_value(a, *row, COL_pg_opclass_opcdefault) == 't')
            return (Oid)strtoul(*row, NULL, 10);
    }
    return InvalidOid;
}

static Oid opclass_fact(struct arena *a, Oid class, int column)
{
    const char *value = class != InvalidOid ? system_fact(a, "pg_opclass", class, column) : NULL;
    return value != NULL ? (Oid)strtoul(value, NULL, 10) : InvalidOid;
}

bool opclass_takes(struct arena *a, Oid class, Oid type)
{
    Oid input = opclass_fact(a, class, COL_pg_opclass_opcintype);
    return input == type_base(type) || input == opclass_type(type);
}

Oid opclass_default(struct arena *a, Oid method, Oid type)
{
    Oid found = opclass_of(a, method, type_base(type));
    return found != InvalidOid ? found : opclass_of(a, method, opclass_type(type));
}

/* A key that is no column is one of jsonb; of what has no class of its own (a type that MongoDB's index has and no method of PostgreSQL's) it is text's. */
static Oid key_opclass(struct arena *a, Oid method, const struct index_key *k, Oid type)
{
    enum { TEXT_OPS = 3126 };
    Oid found = k->opclass != NULL ? opclass_named(a, method, k->opclass) : opclass_default(a, method, type);
    return found != InvalidOid ? found : TEXT_OPS;
}

const char *index_key_opclass(struct arena *a, const struct index_info *x, const struct index_key *k, Oid type)
{
    Oid method = index_method_oid(a, x);
    return k->opclass != NULL && opclass_named(a, method, k->opclass) != opclass_default(a, method, type) ? k->opclass : NULL;
}

Oid index_key_type(struct arena *a, const struct index_info *x, const struct index_key *k, Oid type)
{
    const char *method = x->method != NULL ? x->method : "btree";
    type = type_base(type);
    if (strcmp(method, "btree") == 0)
        return type;
    if (strcmp(method, "hash") == 0)
        return TYPE_int4;
    Oid kept = opclass_fact(a, key_opclass(a, index_method_oid(a, x), k, type), COL_pg_opclass_opckeytype);
    switch (kept) {
    case InvalidOid: return type;
    case TYPE_anyelement: return type_is_array(type) ? type_get(type)->elem : type;
    }
    return kept;
}

static void index_keys(struct system_row *r, const struct object *o)
{
    struct arena *a = r->arena;
    const struct index_info *x = o->index;
    struct relation *rel = object_relation(o);
    int n = x->nkeys + list_length(x->include);
    int16_t *attnums = ARENA_ARRAY(a, int16_t, n + 1), *options = ARENA_ARRAY(a, int16_t, x->nkeys + 1);
    Oid *collations = ARENA_ARRAY(a, Oid, x->nkeys + 1), *classes = ARENA_ARRAY(a, Oid, x->nkeys + 1);
    Oid method = index_method_oid(a, x);
    struct strbuf exprs;
    strbuf_init(&exprs, a);
    for (int i = 0; i < x->nkeys; i++) {
        const struct column *c = rel != NULL ? relation_column(rel, x->keys[i].path, true, -1) : NULL;
        attnums[i] = c != NULL ? (int16_t)c->attnum : 0;
        collations[i] = c == NULL ? DEFAULT_COLLATION_OID : c->collation != InvalidOid ? c->collation : type_facts(c->type).collation;
        if (o->schema == PG_CATALOG_OID && collations[i] == DEFAULT_COLLATION_OID)
            collations[i] = C_COLLATION_OID;
        classes[i] = key_opclass(a, method, &x->keys[i], c != NULL ? c->type : TYPE_jsonb);
        options[i] = (x->keys[i].descending ? BTREE_DESC : 0) | (x->keys[i].nulls_first ? BTREE_NULLS_FIRST : 0);
        if (c == NULL) {
            strbuf_addstr(&exprs, exprs.len > 0 ? ", " : "");
            index_add_key(&exprs, &x->keys[i]);
        }
    }
    for (int i = x->nkeys; i < n; i++) {
        const struct column *c = rel != NULL ? relation_column(rel, list_nth(x->include, i - x->nkeys), true, -1) : NULL;
        attnums[i] = c != NULL ? (int16_t)c->attnum : 0;
    }
    row_datum(r, COL_pg_index_indkey, int2vector_make(a, attnums, n));
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
    row_int(&r, COL_pg_index_indnatts, x->nkeys + list_length(x->include));
    row_int(&r, COL_pg_index_indnkeyatts, x->nkeys);
    row_bool(&r, COL_pg_index_indisunique, x->unique || x->deferrable);
    row_bool(&r, COL_pg_index_indnullsnotdistinct, index_nulls_collide(o));
    row_bool(&r, COL_pg_index_indisprimary, index_is_primary(o));
    row_bool(&r, COL_pg_index_indimmediate, !x->deferrable);
    row_bool(&r, COL_pg_index_indisclustered, x->clustered);
    row_bool(&r, COL_pg_index_indisreplident, x->replica);
    row_bool(&r, COL_pg_index_indisvalid, true);
    row_bool(&r, COL_pg_index_indisready, true);
    row_bool(&r, COL_pg_index_indislive, true);
    if (row_needs(&r, COL_pg_index_indkey) || row_needs(&r, COL_pg_index_indclass) ||
        row_needs(&r, COL_pg_index_indcollation) || row_needs(&r, COL_pg_index_indoption) ||
        row_needs(&r, COL_pg_index_indexprs))
        index_keys(&r, o);
    if (x->filter != NULL && row_needs(&r, COL_pg_index_indpred)) {
        const char *text = describe_expr(s->arena, o->table, x->filter, TYPE_bool, -1, false);
        row_text(&r, COL_pg_index_indpred, text != NULL ? text : x->filter);
    }
    row_emit(&r);
}

static void index_rows(struct relation_scan *s, const List *tables)
{
    FOREACH (struct object, t, tables) {
        if (!scan_wants_oid(s, COL_pg_index_indrelid, t->oid))
            continue;
        FOREACH (struct object, o, object_indexes(t))
            index_row(s, o);
    }
}

void rows_pg_index(struct relation_scan *s)
{
    index_rows(s, system_tables());
    objects_begin_scan(s, COL_pg_index_indrelid);
    index_rows(s, objects());
}

/* ---- pg_constraint ---- */

static Datum key_columns(struct relation_scan *s, const struct object *o)
{
    struct relation *rel = object_relation(o);
    Datum *attnums = ARENA_ARRAY(s->arena, Datum, o->index->nkeys + 1);
    for (int i = 0; i < o->index->nkeys; i++) {
        const struct column *c = rel != NULL ? relation_column(rel, o->index->keys[i].path, true, -1) : NULL;
        attnums[i] = datum_from_int16((int16_t)(c != NULL ? c->attnum : 0));
    }
    return array_make(s->arena, TYPE_int2, attnums, NULL, o->index->nkeys);
}

static void constraint_begin(struct system_row *r, struct relation_scan *s, const struct object *t, const char *name, char type)
{
    row_begin(r, s);
    row_oid(r, COL_pg_constraint_oid, object_oid(t, "constraint", name));
    row_text(r, COL_pg_constraint_conname, name);
    row_oid(r, COL_pg_constraint_connamespace, t->schema);
    row_char(r, COL_pg_constraint_contype, type);
    row_bool(r, COL_pg_constraint_convalidated, true);
    row_oid(r, COL_pg_constraint_conrelid, t->oid);
    row_char(r, COL_pg_constraint_confupdtype, ' ');
    row_char(r, COL_pg_constraint_confdeltype, ' ');
    row_char(r, COL_pg_constraint_confmatchtype, ' ');
    row_bool(r, COL_pg_constraint_conislocal, true);
}

static bool constraint_wanted(struct relation_scan *s, const struct object *t, const char *name, char type)
{
    return scan_wants_char(s, COL_pg_constraint_contype, type) && scan_wants_name(s, COL_pg_constraint_conname, name) &&
           scan_wants_oid(s, COL_pg_constraint_oid, object_oid(t, "constraint", name));
}

static Datum attnums(struct arena *a, const struct relation *rel, const List *columns)
{
    int n = list_length(columns);
    Datum *out = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++) {
        const struct column *c = rel != NULL ? relation_column((struct relation *)rel, list_nth(columns, i), true, -1) : NULL;
        out[i] = datum_from_int16((int16_t)(c != NULL ? c->attnum : 0));
    }
    return array_make(a, TYPE_int2, out, NULL, n);
}

static Oid key_type(const struct relation *rel, const char *name)
{
    const struct column *c = rel != NULL ? relation_column((struct relation *)rel, name, true, -1) : NULL;
    return c == NULL ? InvalidOid : c->type == TYPE_varchar ? TYPE_text : type_base(c->type);
}

static Oid equality(Oid left, Oid right)
{
    for (int i = 0; i < oper_count(); i++) {
        const struct oper *o = oper_nth(i);
        if (o->strategy == 3 && o->left == left && o->right == right)
            return o->oid;
    }
    return oper_for_strategy(left, 3);
}

/* The operator that compares the columns of key x with those of key y. */
static Datum operators(struct arena *a, const struct relation *x, const List *xs, const struct relation *y, const List *ys)
{
    int n = list_length(xs);
    Datum *out = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++) {
        out[i] = datum_from_oid(equality(key_type(x, list_nth(xs, i)), key_type(y, list_nth(ys, i))));
    }
    return array_make(a, TYPE_oid, out, NULL, n);
}

/* Between columns of the referencing table, which are converted where there is no operator for both. */
static Datum same_kind_operators(struct arena *a, const struct relation *parent, const List *references, const struct relation *child, const List *columns)
{
    int n = list_length(columns);
    Datum *out = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++) {
        Oid l = key_type(parent, list_nth(references, i)), r = key_type(child, list_nth(columns, i));
        out[i] = datum_from_oid(l == TYPE_numeric ? equality(l, l) : equality(r, r));
    }
    return array_make(a, TYPE_oid, out, NULL, n);
}

Oid foreign_index(const struct table_foreign *f, struct object *t)
{
    FOREACH (struct object, o, t != NULL ? object_indexes(t) : NULL) {
        bool all = o->index->unique && o->index->nkeys == list_length(f->references);
        for (int i = 0; all && i < list_length(f->references); i++) {
            bool found = false;
            for (int k = 0; k < o->index->nkeys; k++)
                found = found || strcmp(o->index->keys[k].path, list_nth(f->references, i)) == 0;
            all = found;
        }
        if (all)
            return o->oid;
    }
    return InvalidOid;
}

static void foreign_row(struct relation_scan *s, const struct object *t, const struct table_foreign *f)
{
    struct system_row r;
    struct object *to = object_named(f->table);
    if (to == NULL || !scan_wants_oid(s, COL_pg_constraint_confrelid, to->oid) || !constraint_wanted(s, t, f->name, 'f'))
        return;
    const struct relation *child = object_relation(t), *parent = object_relation(to);
    constraint_begin(&r, s, t, f->name, 'f');
    row_bool(&r, COL_pg_constraint_condeferrable, f->deferrable);
    row_bool(&r, COL_pg_constraint_condeferred, f->deferred);
    row_bool(&r, COL_pg_constraint_convalidated, !f->not_valid);
    row_bool(&r, COL_pg_constraint_connoinherit, true);
    row_oid(&r, COL_pg_constraint_confrelid, to->oid);
    row_char(&r, COL_pg_constraint_confupdtype, f->on_update);
    row_char(&r, COL_pg_constraint_confdeltype, f->on_delete);
    row_char(&r, COL_pg_constraint_confmatchtype, f->match);
    if (row_needs(&r, COL_pg_constraint_conindid))
        row_oid(&r, COL_pg_constraint_conindid, foreign_index(f, to));
    row_datum(&r, COL_pg_constraint_conkey, attnums(s->arena, child, f->columns));
    row_datum(&r, COL_pg_constraint_confkey, attnums(s->arena, parent, f->references));
    row_datum(&r, COL_pg_constraint_conpfeqop, operators(s->arena, parent, f->references, child, f->columns));
    row_datum(&r, COL_pg_constraint_conppeqop, operators(s->arena, parent, f->references, parent, f->references));
    row_datum(&r, COL_pg_constraint_conffeqop, same_kind_operators(s->arena, parent, f->references, child, f->columns));
    if (f->set_columns != NULL)
        row_datum(&r, COL_pg_constraint_confdelsetcols, attnums(s->arena, child, f->set_columns));
    row_emit(&r);
}

static Datum check_columns(struct arena *a, const List *columns)
{
    int n = list_length(columns);
    Datum *out = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++)
        out[i] = datum_from_int16((int16_t)ITEM_INT(list_nth(columns, i)));
    return array_make(a, TYPE_int2, out, NULL, n);
}

static void check_rows(struct relation_scan *s, struct object *t)
{
    struct system_row r;
    FOREACH (struct table_check, k, t->checks) {
        if (!constraint_wanted(s, t, k->name, 'c'))
            continue;
        constraint_begin(&r, s, t, k->name, 'c');
        row_bool(&r, COL_pg_constraint_convalidated, !k->not_valid);
        struct relation *rel = row_needs(&r, COL_pg_constraint_conkey) && system_declared_columns != NULL ? object_relation(t) : NULL;
        const List *columns = rel != NULL ? system_declared_columns(s->arena, rel, k->text) : NULL;
        if (columns != NULL)
            row_datum(&r, COL_pg_constraint_conkey, check_columns(s->arena, columns));
        if (row_needs(&r, COL_pg_constraint_conbin)) {
            const char *text = describe_expr(s->arena, t, k->text, TYPE_bool, -1, false);
            row_text(&r, COL_pg_constraint_conbin, text != NULL ? text : k->text);
        }
        row_emit(&r);
    }
}

static void key_rows(struct relation_scan *s, struct object *t)
{
    struct system_row r;
    if (!scan_wants_chars(s, COL_pg_constraint_contype, "pu"))
        return;
    FOREACH (struct object, o, object_indexes(t)) {
        char type = index_is_primary(o) ? 'p' : 'u';
        if ((type == 'u' && o->key == NULL) || !scan_wants_oid(s, COL_pg_constraint_conindid, o->oid) ||
            !constraint_wanted(s, t, o->name, type))
            continue;
        constraint_begin(&r, s, t, o->name, type);
        row_bool(&r, COL_pg_constraint_condeferrable, o->index->deferrable);
        row_bool(&r, COL_pg_constraint_condeferred, o->index->deferred);
        row_oid(&r, COL_pg_constraint_conindid, o->oid);
        row_bool(&r, COL_pg_constraint_connoinherit, true);
        if (row_needs(&r, COL_pg_constraint_conkey))
            row_datum(&r, COL_pg_constraint_conkey, key_columns(s, o));
        row_emit(&r);
    }
}

/* In the order in which CREATE TABLE makes them. */
static void table_constraints(struct relation_scan *s, struct object *t)
{
    if (scan_wants_oid(s, COL_pg_constraint_confrelid, InvalidOid)) {
        check_rows(s, t);
        key_rows(s, t);
    }
    FOREACH (struct table_foreign, f, t->def != NULL ? t->def->foreign : NULL)
        foreign_row(s, t, f);
}

void rows_pg_constraint(struct relation_scan *s)
{
    domain_constraint_rows(s);
    FOREACH (struct object, t, system_tables())
        if (scan_wants_oid(s, COL_pg_constraint_conrelid, t->oid))
            table_constraints(s, t);
    objects_begin_scan(s, COL_pg_constraint_conrelid);
    FOREACH (struct object, t, objects())
        if (t->kind == 'r' && scan_wants_oid(s, COL_pg_constraint_conrelid, t->oid))
            table_constraints(s, t);
}
