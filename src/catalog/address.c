/* The names of an object, from which it can be found again: pg_identify_object(), pg_identify_object_as_address(). */
#include <stdarg.h>
#include <string.h>

#include "base/macros.h"
#include "catalog/identify.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/ident.h"
#include "types/record.h"
#include "types/reg.h"

static const char *schema_word(Oid schema)
{
    const char *name = schema_name(schema);
    return schema == TEMP_SCHEMA_OID ? "pg_temp" : name != NULL ? name : "";
}

const char *qualified_name(struct arena *a, Oid schema, const char *name)
{
    return arena_printf(a, "%s.%s", ident_quoted(a, schema_word(schema)), ident_quoted(a, name));
}

/* SQL has words of its own for some, which no schema stands before. */
static bool has_own_word(Oid type)
{
    static const Oid types[] = {TYPE_bool, TYPE_bpchar, TYPE_bit, TYPE_varbit, TYPE_varchar, TYPE_float4, TYPE_float8, TYPE_int2, TYPE_int4, TYPE_int8,
                                TYPE_numeric, TYPE_interval, TYPE_time, TYPE_timetz, TYPE_timestamp, TYPE_timestamptz};
    for (int i = 0; i < COUNTOF(types); i++)
        if (types[i] == type)
            return true;
    return false;
}

static const char *type_words(struct arena *a, Oid type)
{
    Datum v[3], array;
    if (has_own_word(type))
        return reg_type_name(a, type);
    if (!identify_row(a, "pg_type", type, "typname typnamespace typelem", v))
        return "???";
    Oid elem = datum_oid(v[2]);
    bool is_array = elem != InvalidOid && identify_row(a, "pg_type", elem, "typarray", &array) && datum_oid(array) == type;
    return is_array ? arena_printf(a, "%s[]", type_words(a, elem)) : qualified_name(a, datum_oid(v[1]), datum_cstring(a, v[0]));
}

static List *strings(struct arena *a, int n, ...)
{
    va_list ap;
    List *l = NULL;
    va_start(ap, n);
    for (int i = 0; i < n; i++)
        l = list_append(a, l, arena_strdup(a, va_arg(ap, const char *)));
    va_end(ap);
    return l;
}

static struct address address(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    struct address x = {.type = c->type != NULL ? c->type : c->words};
    Datum v[MAX_FIELDS];
    if (c->address != NULL && identify_row(a, c->catalog, oid, c->parts, v))
        c->address(a, c, v, column, &x);
    return x;
}

static struct address address_of(struct arena *a, Oid class, Oid oid, int column)
{
    return address(a, identify_class(class, column), oid, column);
}

/* ---- each kind's ---- */

ADDRESS_OF(global)
{
    const char *name = datum_cstring(a, v[0]);
    x->name = x->identity = ident_quoted(a, name);
    x->names = strings(a, 1, name);
}

ADDRESS_OF(qualified)
{
    const char *name = datum_cstring(a, v[0]);
    Oid schema = datum_oid(v[1]);
    x->schema = ident_quoted(a, schema_name(schema));
    x->name = ident_quoted(a, name);
    x->identity = qualified_name(a, schema, name);
    x->names = strings(a, 2, schema_word(schema), name);
}

ADDRESS_OF(relation)
{
    struct object system;
    const struct object *o = object_of_oid(datum_oid(v[2]), &system);
    const char *kind = relation_kind_words((char)datum_int64(v[3]));
    const char *name = column != 0 && o != NULL ? identify_column(a, o, column) : NULL;
    x->type = column != 0 ? arena_printf(a, "%s column", kind) : kind;
    if (column != 0 && name == NULL)
        return;
    address_of_qualified(a, c, v, 0, x);
    if (column == 0)
        return;
    x->identity = arena_printf(a, "%s.%s", x->identity, ident_quoted(a, name));
    x->names = list_append(a, x->names, arena_strdup(a, name));
}

ADDRESS_OF(type)
{
    x->schema = ident_quoted(a, schema_name(datum_oid(v[1])));
    x->name = ident_quoted(a, datum_cstring(a, v[0]));
    x->identity = type_words(a, datum_oid(v[2]));
    x->names = strings(a, 1, x->identity);
}

ADDRESS_OF(function)
{
    const char *name = datum_cstring(a, v[0]);
    char kind = (char)datum_int64(v[3]);
    struct array types = array_open(v[2]);
    struct strbuf b;
    strbuf_init(&b, a);
    for (int i = 0; i < types.n; i++) {
        bool isnull;
        const char *type = type_words(a, datum_oid(array_get(&types, i, &isnull)));
        x->args = list_append(a, x->args, (void *)type);
        strbuf_printf(&b, "%s%s", i > 0 ? "," : "", type);
    }
    x->type = kind == 'a' ? "aggregate" : kind == 'p' ? "procedure" : "function";
    x->schema = ident_quoted(a, schema_name(datum_oid(v[1])));
    x->identity = arena_printf(a, "%s(%s)", qualified_name(a, datum_oid(v[1]), name), b.data);
    x->names = strings(a, 2, schema_word(datum_oid(v[1])), name);
}

ADDRESS_OF(operator)
{
    const char *name = datum_cstring(a, v[0]), *schema = schema_word(datum_oid(v[1]));
    const char *left = datum_oid(v[2]) != InvalidOid ? type_words(a, datum_oid(v[2])) : NULL, *right = type_words(a, datum_oid(v[3]));
    x->schema = ident_quoted(a, schema_name(datum_oid(v[1])));
    x->identity = arena_printf(a, "%s.%s(%s,%s)", ident_quoted(a, schema), name, left != NULL ? left : "NONE", right);
    x->names = strings(a, 2, schema, name);
    x->args = left != NULL ? strings(a, 2, left, right) : strings(a, 1, right);
}

/* Of a table, or of a domain. */
ADDRESS_OF(constraint)
{
    const char *name = datum_cstring(a, v[0]);
    x->schema = ident_quoted(a, schema_name(datum_oid(v[1])));
    if (datum_oid(v[2]) != InvalidOid) {
        struct address table = address_of(a, CLASS_OID, datum_oid(v[2]), 0);
        x->type = "table constraint";
        x->identity = arena_printf(a, "%s on %s", ident_quoted(a, name), table.identity);
        x->names = list_append(a, table.names, (void *)name);
        return;
    }
    const char *domain = type_words(a, datum_oid(v[3]));
    x->type = "domain constraint";
    x->identity = arena_printf(a, "%s on %s", ident_quoted(a, name), domain);
    x->names = strings(a, 1, domain);
    x->args = strings(a, 1, name);
}

ADDRESS_OF(default)
{
    struct address column_of = address_of(a, CLASS_OID, datum_oid(v[0]), (int)datum_int64(v[1]));
    x->identity = arena_printf(a, "for %s", column_of.identity);
    x->names = column_of.names;
}

/* A rule, a trigger, a policy. */
ADDRESS_OF(part)
{
    const char *name = datum_cstring(a, v[0]);
    struct address table = address_of(a, CLASS_OID, datum_oid(v[1]), 0);
    x->identity = arena_printf(a, "%s on %s", ident_quoted(a, name), table.identity);
    x->names = list_append(a, table.names, (void *)name);
}

ADDRESS_OF(cast)
{
    const char *from = type_words(a, datum_oid(v[0])), *to = type_words(a, datum_oid(v[1]));
    x->identity = arena_printf(a, "(%s AS %s)", from, to);
    x->names = strings(a, 1, from);
    x->args = strings(a, 1, to);
}

/* An operator class or family of an access method. */
ADDRESS_OF(method)
{
    Datum method;
    const char *name = datum_cstring(a, v[0]);
    if (!identify_row(a, "pg_am", datum_oid(v[2]), "amname", &method))
        return;
    address_of_qualified(a, c, v, 0, x);
    x->identity = arena_printf(a, "%s USING %s", x->identity, ident_quoted(a, datum_cstring(a, method)));
    x->names = strings(a, 3, datum_cstring(a, method), schema_word(datum_oid(v[1])), name);
}

/* An operator or a support function of an operator family. */
ADDRESS_OF(member)
{
    struct address family = address_of(a, FAMILY_OID, datum_oid(v[0]), 0);
    const char *left = type_words(a, datum_oid(v[2])), *right = type_words(a, datum_oid(v[3]));
    const char *number = arena_printf(a, "%d", (int)datum_int64(v[1]));
    x->identity = arena_printf(a, "%s %s (%s, %s) of %s", c->words, number, left, right, family.identity);
    x->names = list_append(a, family.names, (void *)number);
    x->args = strings(a, 2, left, right);
}

/* ---- the functions ---- */

static Datum texts(struct arena *a, const List *l)
{
    Datum *values = ARENA_ARRAY(a, Datum, list_length(l) + 1);
    for (int i = 0; i < list_length(l); i++)
        values[i] = datum_from_cstring(a, list_nth(l, i));
    return l == NULL ? array_make_empty(a, TYPE_text) : array_make(a, TYPE_text, values, NULL, list_length(l));
}

static Datum text_or_null(struct arena *a, const char *s, bool *isnull)
{
    *isnull = s == NULL;
    return s != NULL ? datum_from_cstring(a, s) : (Datum)0;
}

/* pg_identify_object(catalog, object, column): type, schema, name, identity */
Datum catalog_identify_object(struct fcall *fc)
{
    static const char *const names[] = {"type", "schema", "name", "identity"};
    static const Oid types[] = {TYPE_text, TYPE_text, TYPE_text, TYPE_text};
    struct address x = address_of(fc->arena, ARG_OID(0), ARG_OID(1), ARG_INT32(2));
    const char *const parts[] = {x.type, x.schema, x.name, x.identity};
    Datum values[COUNTOF(parts)];
    bool nulls[COUNTOF(parts)];
    for (int i = 0; i < COUNTOF(parts); i++)
        values[i] = text_or_null(fc->arena, parts[i], &nulls[i]);
    return record_make(fc->arena, record_shape(TYPE_record, COUNTOF(parts), names, types, NULL), COUNTOF(parts), types, values, nulls);
}

/* pg_identify_object_as_address(catalog, object, column): type, object_names, object_args */
Datum catalog_identify_address(struct fcall *fc)
{
    static const char *const names[] = {"type", "object_names", "object_args"};
    static const Oid types[] = {TYPE_text, TYPE__text, TYPE__text};
    struct address x = address_of(fc->arena, ARG_OID(0), ARG_OID(1), ARG_INT32(2));
    bool gone = x.identity == NULL;
    Datum values[] = {datum_from_cstring(fc->arena, x.type), gone ? 0 : texts(fc->arena, x.names), gone ? 0 : texts(fc->arena, x.args)};
    return record_make(fc->arena, record_shape(TYPE_record, 3, names, types, NULL), 3, types, values, (const bool[]){false, gone, gone});
}
