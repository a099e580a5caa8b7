/* pg_type's rows of the types that SQL made, and pg_enum. */
#include "catalog/objects.h"
#include "catalog/system.h"
#include "types/user.h"

/* Functions: of input, output, receive and send. */
static const Oid io_enum[] = {3506, 3507, 3532, 3533}, io_array[] = {750, 751, 2400, 2401};

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
    row_oid(r, COL_pg_type_typelem, t->elem);
    row_oid(r, COL_pg_type_typarray, t->array);
    row_oid(r, COL_pg_type_typinput, io[0]);
    row_oid(r, COL_pg_type_typoutput, io[1]);
    row_oid(r, COL_pg_type_typreceive, io[2]);
    row_oid(r, COL_pg_type_typsend, io[3]);
    row_char(r, COL_pg_type_typalign, 'i');
    row_char(r, COL_pg_type_typstorage, 'p');
    row_int(r, COL_pg_type_typtypmod, -1);
}

static void type_row(struct relation_scan *s, const struct user_type *t)
{
    struct system_row r;
    const struct type_info *info = type_get(t->oid);
    if (!scan_wants_oid(s, COL_pg_type_oid, t->oid) || !scan_wants_name(s, COL_pg_type_typname, t->name))
        return;
    row_begin(&r, s);
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
