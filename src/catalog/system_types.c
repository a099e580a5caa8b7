/* pg_type's rows of the types that SQL made, pg_enum, pg_cast. */
#include <stdlib.h>

#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "types/range.h"
#include "types/user.h"

/* Functions: of input, output, receive and send. */
static const Oid io_enum[] = {3506, 3507, 3532, 3533}, io_array[] = {750, 751, 2400, 2401}, io_record[] = {2290, 2291, 2402, 2403},
                 io_range[] = {3834, 3835, 3836, 3837}, io_multirange[] = {4231, 4232, 4233, 4234};
enum { DOMAIN_IN = 2597, DOMAIN_RECV = 2598 };

const char *(*system_domain_text)(struct arena *a, const struct user_type *t, const char *text, bool check, bool pretty);

static void row_common(struct system_row *r, const struct type_info *t, const Oid *io)
{
    row_oid(r, COL_pg_type_oid, t->oid);
    row_text(r, COL_pg_type_typname, t->name);
    row_oid(r, COL_pg_type_typnamespace, PUBLIC_OID);
    row_oid(r, COL_pg_type_typowner, OWNER_OID);
    row_int(r, COL_pg_type_typlen, t->len);
    row_bool(r, COL_pg_type_typbyval, t->len > 0 && t->byval);
    row_char(r, COL_pg_type_typtype, t->typtype);
    row_char(r, COL_pg_type_typcategory, t->category);
    row_bool(r, COL_pg_type_typisdefined, true);
    row_char(r, COL_pg_type_typdelim, ',');
    row_oid(r, COL_pg_type_typelem, t->typtype == 'r' ? InvalidOid : t->elem);
    row_oid(r, COL_pg_type_typarray, t->array);
    row_oid(r, COL_pg_type_typinput, io[0]);
    row_oid(r, COL_pg_type_typoutput, io[1]);
    row_oid(r, COL_pg_type_typreceive, io[2]);
    row_oid(r, COL_pg_type_typsend, io[3]);
    row_char(r, COL_pg_type_typalign, 'i');
    row_char(r, COL_pg_type_typstorage, 'p');
    row_int(r, COL_pg_type_typtypmod, -1);
}

static Oid fact_oid(struct arena *a, Oid type, int column)
{
    const char *text = system_fact(a, "pg_type", type, column);
    return text != NULL ? (Oid)strtoul(text, NULL, 10) : InvalidOid;
}

/* Written by the functions of what it is made of. */
static void domain_row(struct system_row *r, const struct user_type *t, const struct type_info *info)
{
    const struct type_info *base = type_get(type_base(t->oid));
    bool array = type_is_array(base->oid);
    Oid io[] = {DOMAIN_IN, io_enum[1], DOMAIN_RECV, io_enum[3]};
    if (base->oid < TYPE_FIRST_USER) {
        io[1] = fact_oid(r->arena, base->oid, COL_pg_type_typoutput);
        io[3] = fact_oid(r->arena, base->oid, COL_pg_type_typsend);
    } else if (array) {
        io[1] = io_array[1];
        io[3] = io_array[3];
    }
    struct type_facts f = type_facts(t->oid);
    row_common(r, info, io);
    row_bool(r, COL_pg_type_typbyval, f.byval);
    row_char(r, COL_pg_type_typalign, f.align);
    row_char(r, COL_pg_type_typstorage, f.storage);
    row_oid(r, COL_pg_type_typcollation, f.collation);
    row_oid(r, COL_pg_type_typbasetype, t->base);
    row_int(r, COL_pg_type_typtypmod, t->typmod);
    row_int(r, COL_pg_type_typndims, t->ndims);
    row_bool(r, COL_pg_type_typnotnull, t->notnull);
    if (t->default_text == NULL)
        return;
    const char *text = system_domain_text != NULL ? system_domain_text(r->arena, t, t->default_text, false, false) : t->default_text;
    row_text(r, COL_pg_type_typdefault, text);
    row_text(r, COL_pg_type_typdefaultbin, text);
}

static void composite_row(struct system_row *r, const struct user_type *t, const struct type_info *info)
{
    row_common(r, info, io_record);
    row_oid(r, COL_pg_type_typrelid, composite_class(t));
    row_char(r, COL_pg_type_typalign, 'd');
    row_char(r, COL_pg_type_typstorage, 'x');
}

static void range_row(struct system_row *r, const struct user_type *t, const struct type_info *info)
{
    struct type_facts f = type_facts(t->oid);
    row_common(r, info, t->kind == 'r' ? io_range : io_multirange);
    row_oid(r, COL_pg_type_typanalyze, t->kind == 'r' ? 3916 : 4242);
    row_char(r, COL_pg_type_typalign, f.align);
    row_char(r, COL_pg_type_typstorage, f.storage);
}

static void type_row(struct relation_scan *s, const struct user_type *t)
{
    struct system_row r;
    const struct type_info *info = type_get(t->oid);
    if (!scan_wants_oid(s, COL_pg_type_oid, t->oid) || !scan_wants_name(s, COL_pg_type_typname, t->name))
        return;
    row_begin(&r, s);
    if (t->kind == 'd')
        domain_row(&r, t, info);
    else if (t->kind == 'c')
        composite_row(&r, t, info);
    else if (t->kind == 'r' || t->kind == 'm')
        range_row(&r, t, info);
    else
        row_common(&r, info, io_enum);
    row_emit(&r);
}

static void array_row(struct relation_scan *s, const struct user_type *t)
{
    struct system_row r;
    if (!scan_wants_oid(s, COL_pg_type_oid, t->array) || !scan_wants_name(s, COL_pg_type_typname, t->array_name))
        return;
    row_begin(&r, s);
    row_common(&r, type_get(t->array), io_array);
    row_oid(&r, COL_pg_type_typsubscript, 6179);
    row_oid(&r, COL_pg_type_typanalyze, 3816);
    row_char(&r, COL_pg_type_typstorage, 'x');
    if (t->kind == 'c')
        row_char(&r, COL_pg_type_typalign, 'd');
    if (t->kind == 'r' || t->kind == 'm')
        row_char(&r, COL_pg_type_typalign, type_facts(t->oid).align);
    if (t->kind == 'd')
        row_oid(&r, COL_pg_type_typcollation, type_facts(t->oid).collation);
    row_emit(&r);
}

void user_type_rows(struct relation_scan *s)
{
    FOREACH (struct user_type, t, user_types()) {
        type_row(s, t);
        array_row(s, t);
    }
}

void rows_pg_enum(struct relation_scan *s)
{
    FOREACH (struct user_type, t, user_types())
        FOREACH (struct enum_label, l, t->labels) {
            struct system_row r;
            if (!scan_wants_oid(s, COL_pg_enum_enumtypid, t->oid) || !scan_wants_oid(s, COL_pg_enum_oid, l->oid))
                continue;
            row_begin(&r, s);
            row_oid(&r, COL_pg_enum_oid, l->oid);
            row_oid(&r, COL_pg_enum_enumtypid, t->oid);
            row_float(&r, COL_pg_enum_enumsortorder, l->place);
            row_text(&r, COL_pg_enum_enumlabel, l->name);
            row_emit(&r);
        }
}

void rows_pg_range(struct relation_scan *s)
{
    system_facts(s);
    FOREACH (struct user_type, t, user_types()) {
        struct system_row r;
        if (t->kind != 'r' || !scan_wants_oid(s, COL_pg_range_rngtypid, t->oid))
            continue;
        row_begin(&r, s);
        row_oid(&r, COL_pg_range_rngtypid, t->oid);
        row_oid(&r, COL_pg_range_rngsubtype, t->base);
        row_oid(&r, COL_pg_range_rngmultitypid, multirange_of(t->oid));
        row_oid(&r, COL_pg_range_rngcollation, t->collation);
        row_oid(&r, COL_pg_range_rngsubopc, t->opclass);
        row_oid(&r, COL_pg_range_rngcanonical, InvalidOid);
        row_oid(&r, COL_pg_range_rngsubdiff, t->subtype_diff);
        row_emit(&r);
    }
}

static void multirange_cast_row(struct relation_scan *s, const struct user_type *t)
{
    struct system_row r;
    if (t->kind != 'm')
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_cast_oid, t->oid);
    row_oid(&r, COL_pg_cast_castsource, t->base);
    row_oid(&r, COL_pg_cast_casttarget, t->oid);
    row_oid(&r, COL_pg_cast_castfunc, func_multirange_of(t->oid));
    row_char(&r, COL_pg_cast_castcontext, 'e');
    row_char(&r, COL_pg_cast_castmethod, 'f');
    row_emit(&r);
}

void rows_pg_cast(struct relation_scan *s)
{
    system_facts(s);
    FOREACH (struct user_type, t, user_types())
        multirange_cast_row(s, t);
    FOREACH (struct user_type, t, user_types())
        FOREACH (struct user_cast, c, t->casts) {
            struct system_row r;
            row_begin(&r, s);
            row_oid(&r, COL_pg_cast_oid, c->oid);
            row_oid(&r, COL_pg_cast_castsource, c->row.source);
            row_oid(&r, COL_pg_cast_casttarget, c->row.target);
            row_oid(&r, COL_pg_cast_castfunc, c->row.func);
            row_char(&r, COL_pg_cast_castcontext, c->row.context);
            row_char(&r, COL_pg_cast_castmethod, c->row.method);
            row_emit(&r);
        }
}

/* ---- constraints of domains ---- */

Oid domain_constraint_oid(struct arena *a, const struct user_type *t, const struct domain_check *k)
{
    return relation_oid(arena_printf(a, "%u", t->oid), k->name);
}

void domain_constraint_rows(struct relation_scan *s)
{
    if (!scan_wants_char(s, COL_pg_constraint_contype, 'c') || !scan_wants_oid(s, COL_pg_constraint_conrelid, InvalidOid))
        return;
    FOREACH (struct user_type, t, user_types())
        FOREACH (struct domain_check, k, t->checks) {
            struct system_row r;
            Oid oid = domain_constraint_oid(s->arena, t, k);
            if (!scan_wants_oid(s, COL_pg_constraint_contypid, t->oid) || !scan_wants_name(s, COL_pg_constraint_conname, k->name) ||
                !scan_wants_oid(s, COL_pg_constraint_oid, oid))
                continue;
            row_begin(&r, s);
            row_oid(&r, COL_pg_constraint_oid, oid);
            row_text(&r, COL_pg_constraint_conname, k->name);
            row_oid(&r, COL_pg_constraint_connamespace, PUBLIC_OID);
            row_char(&r, COL_pg_constraint_contype, 'c');
            row_bool(&r, COL_pg_constraint_convalidated, !k->not_valid);
            row_oid(&r, COL_pg_constraint_contypid, t->oid);
            row_char(&r, COL_pg_constraint_confupdtype, ' ');
            row_char(&r, COL_pg_constraint_confdeltype, ' ');
            row_char(&r, COL_pg_constraint_confmatchtype, ' ');
            row_bool(&r, COL_pg_constraint_conislocal, true);
            row_text(&r, COL_pg_constraint_conbin, system_domain_text != NULL ? system_domain_text(s->arena, t, k->text, true, false) : k->text);
            row_emit(&r);
        }
}

const char *domain_constraint_text(struct arena *a, Oid constraint, bool pretty)
{
    FOREACH (struct user_type, t, user_types())
        FOREACH (struct domain_check, k, t->checks)
            if (domain_constraint_oid(a, t, k) == constraint) {
                const char *text = system_domain_text != NULL ? system_domain_text(a, t, k->text, true, pretty) : k->text;
                return arena_printf(a, "CHECK (%s)%s", text, k->not_valid ? " NOT VALID" : "");
            }
    return NULL;
}

/* ---- pg_depend ---- */

enum { PG_TYPE = 1247, PG_PROC = 1255, PG_CAST = 2605, PG_CONSTRAINT = 2606, PG_NAMESPACE = 2615 };

/* What came with a range type goes with it, and no dump makes it. */
static void range_dependencies(struct relation_scan *s, const struct user_type *t)
{
    for (int i = 0; i < func_makers(t->kind); i++) {
        const struct func *f = func_by_oid(t->oid + (Oid)i);
        depend_row(s, PG_PROC, f->oid, PG_TYPE, t->oid, 0, 'i');
        depend_row(s, PG_PROC, f->oid, PG_NAMESPACE, PUBLIC_OID, 0, 'n');
        depend_row(s, PG_PROC, f->oid, PG_TYPE, f->result, 0, 'n');
        for (int k = 0; k < f->nargs; k++)
            if (f->args[k] >= TYPE_FIRST_USER && (k == 0 || f->args[k] != f->args[k - 1]))
                depend_row(s, PG_PROC, f->oid, PG_TYPE, f->args[k], 0, 'n');
    }
    if (t->kind != 'm')
        return;
    depend_row(s, PG_CAST, t->oid, PG_TYPE, t->base, 0, 'i');
    depend_row(s, PG_CAST, t->oid, PG_TYPE, t->oid, 0, 'i');
    depend_row(s, PG_CAST, t->oid, PG_PROC, func_multirange_of(t->oid), 0, 'i');
}

void user_type_dependencies(struct relation_scan *s)
{
    FOREACH (struct user_type, t, user_types()) {
        depend_row(s, PG_TYPE, t->array, PG_TYPE, t->oid, 0, 'i');
        range_dependencies(s, t);
        depend_row(s, PG_TYPE, t->oid, PG_NAMESPACE, PUBLIC_OID, 0, 'n');
        if (t->kind == 'm')
            depend_row(s, PG_TYPE, t->oid, PG_TYPE, t->base, 0, 'i');
        else if (t->base >= TYPE_FIRST_USER)
            depend_row(s, PG_TYPE, t->oid, PG_TYPE, t->base, 0, 'n');
        FOREACH (struct domain_check, k, t->checks)
            depend_row(s, PG_CONSTRAINT, domain_constraint_oid(s->arena, t, k), PG_TYPE, t->oid, 0, 'a');
        FOREACH (struct user_cast, c, t->casts) {
            if (c->row.source >= TYPE_FIRST_USER)
                depend_row(s, PG_CAST, c->oid, PG_TYPE, c->row.source, 0, 'n');
            if (c->row.target >= TYPE_FIRST_USER)
                depend_row(s, PG_CAST, c->oid, PG_TYPE, c->row.target, 0, 'n');
        }
    }
}
