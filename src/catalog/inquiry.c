/* Questions about what is in the catalogs: is it found by its name alone, how large is it. */
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/reg.h"

/* ---- pg_table_is_visible() and its family ---- */

Datum catalog_table_visible(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    if (o == NULL)
        RETURN_NULL();
    return datum_from_bool(object_is_visible(o));
}

/* pg_my_temp_schema() */
Datum catalog_temp_schema(struct fcall *fc)
{
    (void)fc;
    return datum_from_oid(schema_temp() != NULL ? TEMP_SCHEMA_OID : InvalidOid);
}

Datum catalog_type_visible(struct fcall *fc)
{
    Oid oid = ARG_OID(0);
    if (oid == InvalidOid) /* which is that of what has no row type, as sequences */
        RETURN_NULL();
    const char *schema = system_fact(fc->arena, "pg_type", oid, COL_pg_type_typnamespace);
    if (schema != NULL)
        return datum_from_bool(schema_is_visible(schema_name((Oid)strtoul(schema, NULL, 10))));
    if (type_lookup(oid) != NULL)
        return datum_from_bool(true);
    objects_begin();
    FOREACH (struct object, o, objects())
        if (o->rowtype == oid || row_array_oid(o->rowtype) == oid)
            return datum_from_bool(object_is_visible(o));
    RETURN_NULL();
}

Datum catalog_function_visible(struct fcall *fc)
{
    const struct func *f = func_by_oid(ARG_OID(0));
    if (f == NULL && system_fact(fc->arena, "pg_proc", ARG_OID(0), 0) == NULL)
        RETURN_NULL();
    return datum_from_bool(f == NULL || strncmp(f->name, "_pg_", 4) != 0 || schema_is_visible("information_schema"));
}

Datum catalog_operator_visible(struct fcall *fc)
{
    if (oper_by_oid(ARG_OID(0)) == NULL)
        RETURN_NULL();
    return datum_from_bool(true);
}

#define FACT_VISIBLE(kind, relation)                                   \
    Datum catalog_##kind##_visible(struct fcall *fc)                   \
    {                                                                  \
        if (system_fact(fc->arena, relation, ARG_OID(0), 0) == NULL)   \
            RETURN_NULL();                                             \
        return datum_from_bool(true);                                  \
    }
FACT_VISIBLE(opclass, "pg_opclass")
FACT_VISIBLE(opfamily, "pg_opfamily")
FACT_VISIBLE(collation, "pg_collation")
FACT_VISIBLE(conversion, "pg_conversion")
FACT_VISIBLE(ts_config, "pg_ts_config")
FACT_VISIBLE(ts_dict, "pg_ts_dict")
FACT_VISIBLE(ts_parser, "pg_ts_parser")
FACT_VISIBLE(ts_template, "pg_ts_template")

/* ---- sizes ---- */

enum { DATA = 1, INDEXES = 2 };

/* Bytes on disk of a relation as MongoDB tells them; 0 of what takes none. False: there is no such relation. */
static bool relation_bytes(Oid oid, int what, int64_t *bytes)
{
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    const struct catalog *c = func_env.catalog;
    int64_t data = 0, indexes = 0;
    *bytes = 0;
    if (o == NULL)
        return false;
    if (o->kind == 'r' && o->system == NULL)
        c->source->size(c->source, c->database, o->name, &data, &indexes);
    *bytes = (what & DATA ? data : 0) + (what & INDEXES ? indexes : 0);
    return true;
}

static Datum size_of(struct fcall *fc, int what)
{
    int64_t bytes;
    if (!relation_bytes(ARG_OID(0), what, &bytes))
        RETURN_NULL();
    return datum_from_int64(bytes);
}

Datum catalog_relation_size(struct fcall *fc)
{
    return size_of(fc, DATA);
}

/* pg_relation_size(relation, fork): MongoDB has what PostgreSQL keeps in the main one. */
Datum catalog_fork_size(struct fcall *fc)
{
    static const char *const forks[] = {"main", "fsm", "vm", "init"};
    const char *fork = datum_cstring(fc->arena, ARG_DATUM(1));
    int64_t bytes;
    if (!relation_bytes(ARG_OID(0), DATA, &bytes))
        RETURN_NULL();
    for (int i = 0; i < COUNTOF(forks); i++)
        if (strcmp(fork, forks[i]) == 0)
            return datum_from_int64(i == 0 ? bytes : 0);
    error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "invalid fork name"),
                           "Valid fork names are \"main\", \"fsm\", \"vm\", and \"init\"."));
}

Datum catalog_indexes_size(struct fcall *fc)
{
    return size_of(fc, INDEXES);
}

Datum catalog_total_size(struct fcall *fc)
{
    return size_of(fc, DATA | INDEXES);
}

Datum catalog_database_size(struct fcall *fc)
{
    const struct catalog *c = func_env.catalog;
    int64_t data = 0, indexes = 0;
    List *all = c->source != NULL ? c->source->databases(c->source, fc->arena) : NULL;
    bool by_name = fc->argtypes[0] == TYPE_name;
    const char *name = by_name ? datum_cstring(fc->arena, ARG_DATUM(0)) : NULL;
    for (int i = -1; i < list_length(all); i++) {
        const char *db = i < 0 ? c->database : list_nth(all, i);
        if (by_name ? strcmp(db, name) != 0 : database_oid(db) != ARG_OID(0))
            continue;
        if (c->source != NULL)
            c->source->size(c->source, db, NULL, &data, &indexes);
        return datum_from_int64(data + indexes);
    }
    if (by_name)
        raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    RETURN_NULL();
}

/* ---- tablespaces: all databases are in one ---- */

enum { PG_DEFAULT = 1663, PG_GLOBAL = 1664 };

Datum catalog_tablespace_databases(struct fcall *fc)
{
    const struct catalog *c = func_env.catalog;
    List *all = c->source != NULL && ARG_OID(0) == PG_DEFAULT ? c->source->databases(c->source, fc->arena) : NULL;
    if (ARG_OID(0) == PG_GLOBAL)
        notice(SEV_WARNING, ERR_WARNING, "global tablespace never has databases");
    else if (ARG_OID(0) != PG_DEFAULT)
        notice(SEV_WARNING, ERR_WARNING, "%u is not a tablespace OID", ARG_OID(0));
    for (int i = 0; i < list_length(all); i++)
        fc->emit(fc, &(Datum){datum_from_oid(database_oid(list_nth(all, i)))}, &(bool){false});
    return 0;
}

Datum catalog_tablespace_location(struct fcall *fc)
{
    Oid oid = ARG_OID(0);
    if (oid != InvalidOid && oid != PG_DEFAULT && oid != PG_GLOBAL)
        raise(ERR_UNDEFINED_FILE, "could not stat file \"pg_tblspc/%u\": No such file or directory", oid);
    return datum_from_text(fc->arena, "", 0);
}

/* NULL of one that is not there; of pg_global, which has no files here, 0. */
Datum catalog_tablespace_size(struct fcall *fc)
{
    const struct catalog *c = func_env.catalog;
    bool by_name = fc->argtypes[0] == TYPE_name;
    const char *name = by_name ? datum_cstring(fc->arena, ARG_DATUM(0)) : NULL;
    Oid oid = by_name ? system_fact_oid(fc->arena, "pg_tablespace", COL_pg_tablespace_spcname, name) : ARG_OID(0);
    int64_t sum = 0;
    if (by_name && oid == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "tablespace \"%s\" does not exist", name);
    if (oid != PG_DEFAULT && oid != PG_GLOBAL)
        RETURN_NULL();
    List *all = c->source != NULL && oid == PG_DEFAULT ? c->source->databases(c->source, fc->arena) : NULL;
    for (int i = 0; i < list_length(all); i++) {
        int64_t data = 0, indexes = 0;
        c->source->size(c->source, list_nth(all, i), NULL, &data, &indexes);
        sum += data + indexes;
    }
    return datum_from_int64(sum);
}

/* ---- to_regclass() and its family: NULL where there is nothing of that name ---- */

/* The error says that what was asked for is not there, or that there are several: not that the text is no name. */
static bool is_missing(const struct error *e, Oid type)
{
    bool has_types = type == TYPE_regprocedure || type == TYPE_regoperator; /* which must be there */
    return e->code == ERR_UNDEFINED_TABLE || e->code == ERR_UNDEFINED_FUNCTION || e->code == ERR_AMBIGUOUS_FUNCTION ||
           e->code == ERR_INVALID_SCHEMA_NAME || (e->code == ERR_UNDEFINED_OBJECT && !has_types);
}

Datum catalog_to_reg(struct fcall *fc)
{
    struct error *volatile failed = NULL;
    const char *s = datum_cstring(fc->arena, ARG_DATUM(0));
    volatile Oid oid = InvalidOid;
    TRY {
        oid = reg_find(fc->rettype)(fc->arena, s);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed != NULL && !is_missing(failed, fc->rettype))
        error_throw(failed);
    if (oid == InvalidOid)
        RETURN_NULL();
    return datum_from_oid(oid);
}

static const struct object *relation_opened(Oid oid, struct object *system)
{
    const struct object *o = object_of_oid(oid, system);
    if (o == NULL)
        raise(ERR_INTERNAL_ERROR, "could not open relation with OID %u", oid);
    return o;
}

/* pg_sequence_last_value(sequence): NULL until it has given a number */
Datum catalog_sequence_last(struct fcall *fc)
{
    struct object system;
    const struct object *o = relation_opened(ARG_OID(0), &system);
    if (o->sequence == NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", o->name);
    if (!o->sequence->used)
        RETURN_NULL();
    return datum_from_int64(o->sequence->last);
}

/* pg_get_replica_identity_index(table) */
Datum catalog_replica_index(struct fcall *fc)
{
    struct object system;
    const struct object *o = relation_opened(ARG_OID(0), &system);
    char identity = object_replica_identity(o);
    if (o->kind == 'i' || o->kind == 'c')
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is %s", o->name, o->kind == 'i' ? "an index" : "a composite type");
    FOREACH (const struct object, x, identity == 'd' || identity == 'i' ? object_indexes((struct object *)(uintptr_t)o) : NULL)
        if (identity == 'i' ? x->index->replica : index_is_primary(x) && !x->index->deferrable)
            return datum_from_oid(x->oid);
    RETURN_NULL();
}

Datum catalog_is_publishable(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    if (o == NULL)
        RETURN_NULL();
    return datum_from_bool(o->kind == 'r' && o->system == NULL && o->schema == PUBLIC_OID && (o->def == NULL || !o->def->unlogged));
}

/* row_security_active(table): there are no policies. */
Datum catalog_row_security(struct fcall *fc)
{
    if (fc->argtypes[0] == TYPE_text)
        reg_class_named(fc->arena, datum_cstring(fc->arena, ARG_DATUM(0)));
    return datum_from_bool(false);
}

/* The collations' versions: all are C's, which has none. */
Datum catalog_collation_version(struct fcall *fc)
{
    if (system_fact(fc->arena, "pg_collation", ARG_OID(0), 0) == NULL)
        raise(ERR_UNDEFINED_OBJECT, "collation with OID %u does not exist", ARG_OID(0));
    RETURN_NULL();
}

Datum catalog_database_collation_version(struct fcall *fc)
{
    const struct catalog *c = func_env.catalog;
    List *all = c->source != NULL ? c->source->databases(c->source, fc->arena) : NULL;
    for (int i = -1; i < list_length(all); i++)
        if (database_oid(i < 0 ? c->database : list_nth(all, i)) == ARG_OID(0))
            RETURN_NULL();
    raise(ERR_UNDEFINED_OBJECT, "database with OID %u does not exist", ARG_OID(0));
}

/* ---- which relations rows can be written to ---- */

enum { OF_UPDATE = 1 << 2, OF_INSERT = 1 << 3, OF_DELETE = 1 << 4, OF_ALL = OF_UPDATE | OF_INSERT | OF_DELETE };

/* PostgreSQL's system views that write through, or that have a rule for it. columns: how many of the first ones are a table's. */
static const struct {
    const char *name;
    int events, columns;
} system_written[] = {
    {"enabled_roles", OF_DELETE, 0},
    {"pg_group", OF_ALL, 2},
    {"pg_settings", OF_UPDATE, 0},
    {"pg_stat_database_conflicts", OF_ALL, 2},
};

/* What can be done to a relation, or to its column at (0: to any of them). */
static int written_events(Oid oid, int at)
{
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    if (o == NULL || (o->kind != 'r' && o->kind != 'v'))
        return 0;
    if (o->kind == 'r')
        return OF_ALL;
    for (int i = 0; o->system != NULL && i < COUNTOF(system_written); i++)
        if (strcmp(o->name, system_written[i].name) == 0)
            return at <= system_written[i].columns ? system_written[i].events : 0;
    if (o->def == NULL || !o->def->updatable)
        return 0;
    for (int i = 0; i < list_length(o->def->columns); i++)
        if (((const struct column_def *)list_nth(o->def->columns, i))->updatable && (at == 0 || at == i + 1))
            return OF_ALL;
    return OF_DELETE;
}

/* pg_relation_is_updatable() */
Datum catalog_is_updatable(struct fcall *fc)
{
    return datum_from_int32(written_events(ARG_OID(0), 0));
}

Datum catalog_column_is_updatable(struct fcall *fc)
{
    int at = ARG_INT16(1), both = OF_UPDATE | OF_DELETE;
    if (at > INT16_MAX - 7) /* PostgreSQL numbers columns from the first system column, -6, and as int2 */
        raise(ERR_INTERNAL_ERROR, "negative bitmapset member not allowed");
    return datum_from_bool(at > 0 && (written_events(ARG_OID(0), at) & both) == both);
}

/* ---- what never is ---- */

Datum catalog_no_rows(struct fcall *fc)
{
    return 0;
}
