/* Small facts that tools ask for one by one: properties of indexes, what information_schema makes of a type, a sequence's parameters, counters. */
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/record.h"

/* ---- properties of access methods and indexes: t, f, by the method; '-' there is no such property; '?' the operator class says ---- */

static const char *const property_methods[] = {"btree", "hash", "gin", "gist", "spgist", "brin"};

struct property {
    const char *name, *values; /* by property_methods */
};

static const struct property am_properties[] = {
    {"can_order", "tfffff"}, {"can_unique", "tfffff"}, {"can_multi_col", "tfttft"}, {"can_exclude", "ttfttf"}, {"can_include", "tffttf"}};
static const struct property index_properties[] = {{"clusterable", "tfftff"}, {"index_scan", "ttfttf"}, {"bitmap_scan", "tttttt"}, {"backward_scan", "ttffff"}};
static const struct property column_properties[] = {
    {"orderable", "tfffff"}, {"distance_orderable", "fff??f"}, {"returnable", "tff??f"}, {"search_array", "tfffff"}, {"search_nulls", "tffttt"}};

static char property_of(const struct property *all, int n, const char *name, const char *method)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; strcasecmp(all[i].name, name) == 0 && k < COUNTOF(property_methods); k++)
            if (strcmp(method, property_methods[k]) == 0)
                return all[i].values[k];
    return '-';
}

static Datum property_datum(struct fcall *fc, char value)
{
    if (value == '-')
        RETURN_NULL();
    return datum_from_bool(value == 't');
}

static const char *method_of(const struct object *o)
{
    return o->index->method != NULL ? o->index->method : "btree";
}

static const struct object *index_of(Oid oid)
{
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    return o != NULL && o->kind == 'i' && o->index != NULL ? o : NULL;
}

Datum catalog_am_property(struct fcall *fc)
{
    const char *method = system_fact(fc->arena, "pg_am", ARG_OID(0), COL_pg_am_amname);
    return property_datum(fc, method == NULL ? '-' : property_of(am_properties, COUNTOF(am_properties), datum_cstring(fc->arena, ARG_DATUM(1)), method));
}

Datum catalog_index_property(struct fcall *fc)
{
    const struct object *o = index_of(ARG_OID(0));
    return property_datum(fc, o == NULL ? '-' : property_of(index_properties, COUNTOF(index_properties), datum_cstring(fc->arena, ARG_DATUM(1)), method_of(o)));
}

/* asc, desc, nulls_first, nulls_last of an index that has an order: f in one that has none */
static char order_property(const struct object *o, int key, const char *name)
{
    const struct index_key *k = &o->index->keys[key];
    bool ordered = strcmp(method_of(o), "btree") == 0;
    const struct {
        const char *name;
        bool value;
    } orders[] = {{"asc", !k->descending}, {"desc", k->descending}, {"nulls_first", k->nulls_first}, {"nulls_last", !k->nulls_first}};
    for (int i = 0; i < COUNTOF(orders); i++)
        if (strcasecmp(orders[i].name, name) == 0)
            return ordered && orders[i].value ? 't' : 'f';
    return '-';
}

/* Of GiST and SP-GiST: shapes have distances; what is kept as it is can be given back, and points, which are kept as boxes. */
static char class_property(struct arena *a, const struct object *o, int key, const char *name)
{
    struct relation *rel = object_relation(o);
    const struct index_key *k = &o->index->keys[key];
    const struct column *c = rel != NULL ? relation_column(rel, k->path, true, -1) : NULL;
    Oid type = c != NULL ? type_base(c->type) : TYPE_jsonb;
    bool holds = strcasecmp(name, "returnable") == 0 ? type == TYPE_point || index_key_type(a, o->index, k, type) == type
                                                    : type_get(type)->category == 'G';
    return holds ? 't' : 'f';
}

Datum catalog_index_column_property(struct fcall *fc)
{
    const struct object *o = index_of(ARG_OID(0));
    const char *name = datum_cstring(fc->arena, ARG_DATUM(2));
    int key = ARG_INT32(1) - 1;
    if (o == NULL || key < 0 || key >= o->index->nkeys)
        RETURN_NULL();
    char value = order_property(o, key, name);
    if (value == '-')
        value = property_of(column_properties, COUNTOF(column_properties), name, method_of(o));
    return property_datum(fc, value != '?' ? value : class_property(fc->arena, o, key, name));
}

/* ---- information_schema's helpers: rows of pg_attribute and pg_type, a type and its modifier ---- */

static Datum field(struct fcall *fc, int arg, int column, Oid type, bool *isnull)
{
    struct record r = record_open(ARG_DATUM(arg));
    if (column >= r.n || r.types[column] != type)
        raise(ERR_DATATYPE_MISMATCH, "the row is not one of %s", arg == 0 ? "pg_attribute" : "pg_type");
    return record_get(&r, column, isnull);
}

/* A domain's base, else the column's own. */
static Datum true_type(struct fcall *fc, int of_column, int of_domain, Oid type)
{
    bool isnull;
    Datum kind = field(fc, 1, COL_pg_type_typtype, TYPE_char, &isnull);
    Datum d = datum_char(kind) == 'd' ? field(fc, 1, of_domain, type, &isnull) : field(fc, 0, of_column, type, &isnull);
    fc->isnull = isnull;
    return d;
}

Datum information_true_type(struct fcall *fc)
{
    return true_type(fc, COL_pg_attribute_atttypid, COL_pg_type_typbasetype, TYPE_oid);
}

Datum information_true_typmod(struct fcall *fc)
{
    return true_type(fc, COL_pg_attribute_atttypmod, COL_pg_type_typtypmod, TYPE_int4);
}

Datum information_char_length(struct fcall *fc)
{
    Oid type = ARG_OID(0);
    int32_t typmod = ARG_INT32(1);
    if (typmod == -1 || (type != TYPE_bpchar && type != TYPE_varchar && type != TYPE_bit && type != TYPE_varbit))
        RETURN_NULL();
    return datum_from_int32(type == TYPE_bpchar || type == TYPE_varchar ? typmod - 4 : typmod);
}

Datum information_octet_length(struct fcall *fc)
{
    enum { BYTES = 4, UNLIMITED = 1 << 30 };
    Oid type = ARG_OID(0);
    int32_t typmod = ARG_INT32(1);
    if (type != TYPE_text && type != TYPE_bpchar && type != TYPE_varchar)
        RETURN_NULL();
    if (typmod == -1 || type == TYPE_text)
        return datum_from_int32(UNLIMITED);
    return datum_from_int32((typmod - 4) * BYTES);
}

static const struct {
    Oid type;
    int precision, radix, scale; /* scale -1: none */
} number_types[] = {{TYPE_int2, 16, 2, 0}, {TYPE_int4, 32, 2, 0}, {TYPE_int8, 64, 2, 0}, {TYPE_float4, 24, 2, -1}, {TYPE_float8, 53, 2, -1}};

enum number_fact { NUMBER_PRECISION, NUMBER_RADIX, NUMBER_SCALE };

static Datum number_fact(struct fcall *fc, enum number_fact fact)
{
    int32_t typmod = ARG_INT32(1);
    if (ARG_OID(0) == TYPE_numeric && fact == NUMBER_RADIX)
        return datum_from_int32(10);
    if (ARG_OID(0) == TYPE_numeric && typmod != -1)
        return datum_from_int32(fact == NUMBER_PRECISION ? (typmod - 4) >> 16 & 0xffff : (typmod - 4) & 0xffff);
    for (int i = 0; i < COUNTOF(number_types); i++) {
        int value = fact == NUMBER_PRECISION ? number_types[i].precision : fact == NUMBER_RADIX ? number_types[i].radix : number_types[i].scale;
        if (number_types[i].type == ARG_OID(0) && value >= 0)
            return datum_from_int32(value);
    }
    RETURN_NULL();
}

Datum information_precision(struct fcall *fc)
{
    return number_fact(fc, NUMBER_PRECISION);
}

Datum information_radix(struct fcall *fc)
{
    return number_fact(fc, NUMBER_RADIX);
}

Datum information_scale(struct fcall *fc)
{
    return number_fact(fc, NUMBER_SCALE);
}

Datum information_datetime(struct fcall *fc)
{
    Oid type = ARG_OID(0);
    int32_t typmod = ARG_INT32(1);
    bool time = type == TYPE_time || type == TYPE_timetz || type == TYPE_timestamp || type == TYPE_timestamptz;
    if (type == TYPE_interval)
        return datum_from_int32(typmod < 0 || (typmod & 0xffff) == 0xffff ? 6 : typmod & 0xffff);
    if (!time && type != TYPE_date)
        RETURN_NULL();
    return datum_from_int32(!time ? 0 : typmod < 0 ? 6 : typmod);
}

/* interval day to second(3): DAY TO SECOND(3). */
Datum information_interval(struct fcall *fc)
{
    const char *type = ARG_OID(0) == TYPE_interval ? type_format(fc->arena, TYPE_interval, ARG_INT32(1)) : "";
    const char *fields = strchr(type, ' ');
    if (fields == NULL)
        RETURN_NULL();
    char *upper = arena_strdup(fc->arena, fields + 1);
    for (char *c = upper; *c != '\0'; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    return datum_from_cstring(fc->arena, upper);
}

/* Where a column stands in an index. */
Datum information_index_position(struct fcall *fc)
{
    const struct object *o = index_of(ARG_OID(0));
    struct relation *rel = o != NULL ? object_relation(o->table) : NULL;
    for (int i = 0; rel != NULL && i < o->index->nkeys; i++) {
        const struct column *c = relation_column(rel, o->index->keys[i].path, true, -1);
        if (c != NULL && c->attnum == ARG_INT16(1))
            return datum_from_int32(i + 1);
    }
    RETURN_NULL();
}

/* ---- sequences ---- */

/* pg_sequence_parameters(sequence): start, minimum, maximum, increment, cycle, cache, type */
Datum catalog_sequence_parameters(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    const struct sequence_def *q = o != NULL ? o->sequence : NULL;
    static const Oid types[] = {TYPE_int8, TYPE_int8, TYPE_int8, TYPE_int8, TYPE_bool, TYPE_int8, TYPE_oid};
    static const char *const names[] = {"start_value", "minimum_value", "maximum_value", "increment", "cycle_option", "cache_size", "data_type"};
    if (o == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation with OID %u does not exist", ARG_OID(0));
    if (q == NULL)
        raise(ERR_INTERNAL_ERROR, "cache lookup failed for sequence %u", ARG_OID(0));
    Datum values[] = {datum_from_int64(q->start), datum_from_int64(q->min),   datum_from_int64(q->max), datum_from_int64(q->increment),
                      datum_from_bool(q->cycle),  datum_from_int64(q->cache), datum_from_oid(q->type)};
    return record_make(fc->arena, record_shape(TYPE_record, COUNTOF(types), names, types, NULL), COUNTOF(types), types, values, (const bool[7]){false});
}

/* ---- files: there are none, and a relation's number is that of its file, as in a new database ---- */

static bool has_file(const struct object *o)
{
    return o != NULL && o->kind != 'v' && o->kind != 'c';
}

Datum catalog_relation_filenode(struct fcall *fc)
{
    struct object system;
    if (!has_file(object_of_oid(ARG_OID(0), &system)))
        RETURN_NULL();
    return datum_from_oid(ARG_OID(0));
}

/* pg_filenode_relation(tablespace, file): 0 is the database's own tablespace, pg_default (1663) */
Datum catalog_filenode_relation(struct fcall *fc)
{
    enum { PG_DEFAULT = 1663, PG_GLOBAL = 1664 };
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(1), &system);
    Oid own = o != NULL && object_is_shared(o) ? PG_GLOBAL : InvalidOid, asked = ARG_OID(0) == PG_DEFAULT ? InvalidOid : ARG_OID(0);
    if (!has_file(o) || own != asked)
        RETURN_NULL();
    return datum_from_oid(ARG_OID(1));
}

/* ---- what is not counted ---- */

Datum catalog_counter(struct fcall *fc)
{
    return fc->rettype == TYPE_float8 ? datum_from_float8(0) : datum_from_int64(0);
}

/* pg_stat_get_live_tuples(relation): an estimate, as pg_class has it */
Datum catalog_live_tuples(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    const struct relation *rel = o != NULL && o->kind == 'r' && o->system == NULL ? object_relation(o) : NULL;
    return datum_from_int64(rel != NULL && rel->rows > 0 ? (int64_t)rel->rows : 0);
}

/* pg_blocking_pids(pid): nobody waits for another's lock here */
Datum catalog_no_pids(struct fcall *fc)
{
    return type_input(fc->arena, TYPE__int4, -1, "{}", 2, NULL);
}

/* ---- transactions by number: one that began later has a larger one ---- */

Datum catalog_transaction_id(struct fcall *fc)
{
    (void)fc;
    return datum_from_int64(func_env.xact_start);
}

/* age(xid): from now; those below 3 are older than any */
Datum catalog_age(struct fcall *fc)
{
    enum { FIRST_NORMAL = 3 };
    uint32_t xid = ARG_OID(0);
    return datum_from_int32(xid < FIRST_NORMAL ? INT32_MAX : (int32_t)((uint32_t)func_env.xact_start - xid));
}
