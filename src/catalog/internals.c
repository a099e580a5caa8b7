/*
 * Functions about a PostgreSQL server's insides that have an answer here: what is never there (multixacts, commit timestamps, partitions
 * by hash, progress), and what facts say (operator classes, phases of an index). The others refuse: refuse.c.
 */
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/record.h"

enum { FIRST_NORMAL_XID = 3, NEXT_MULTIXACT = 1, AM_BTREE = 403 };

/* pg_xact_commit_timestamp(xid), and with its origin: track_commit_timestamp is off */
Datum catalog_commit_timestamp(struct fcall *fc)
{
    Oid xid = ARG_OID(0);
    if (xid == InvalidOid)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot retrieve commit timestamp for transaction %u", xid);
    if (xid >= FIRST_NORMAL_XID)
        return refused_no_commit_timestamps(fc);
    if (fc->rettype != TYPE_record)
        RETURN_NULL();
    static const Oid types[] = {TYPE_timestamptz, TYPE_oid};
    static const char *const names[] = {"timestamp", "roident"};
    return record_make(fc->arena, record_shape(TYPE_record, 2, names, types, NULL), 2, types, (const Datum[2]){0}, (const bool[2]){true, true});
}

/* mxid_age(multixact): from the next, which is the first: none was ever made */
Datum catalog_multixact_age(struct fcall *fc)
{
    Oid m = ARG_OID(0);
    return datum_from_int32(m == InvalidOid ? INT32_MAX : (int32_t)(NEXT_MULTIXACT - m));
}

Datum catalog_multixact_members(struct fcall *fc)
{
    Oid m = ARG_OID(0);
    if (m < NEXT_MULTIXACT)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid MultiXactId: %u", m);
    raise(ERR_INTERNAL_ERROR, "MultiXactId %u has not been created yet -- apparent wraparound", m);
}

/* pg_stat_get_progress_info(command): nothing is counted while it runs */
Datum catalog_progress(struct fcall *fc)
{
    static const char *const commands[] = {"VACUUM", "ANALYZE", "CLUSTER", "CREATE INDEX", "BASEBACKUP", "COPY"};
    const char *asked = datum_cstring(fc->arena, ARG_DATUM(0));
    for (int i = 0; i < COUNTOF(commands); i++)
        if (strcasecmp(asked, commands[i]) == 0)
            return 0;
    raise(ERR_INVALID_PARAMETER_VALUE, "invalid command name: \"%s\"", asked);
}

/* pg_settings_get_flags(setting); NULL: there is no such setting */
Datum catalog_setting_flags(struct fcall *fc)
{
    static const struct {
        const char *flags, *names;
    } table[] = {
#define FLAGS(flags, names) {flags, names},
#include "catalog/system/setting_flags.def"
#undef FLAGS
    };
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0)), *found = "{}";
    if (func_env.setting_get == NULL || func_env.setting_get(name) == NULL)
        RETURN_NULL();
    char *word = arena_printf(fc->arena, " %s ", name);
    for (char *s = word; *s != '\0'; s++)
        *s = (char)(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s);
    for (int i = 0; i < COUNTOF(table); i++)
        if (strstr(table[i].names, word) != NULL)
            found = table[i].flags;
    return type_input(fc->arena, TYPE__text, -1, found, strlen(found), NULL);
}

/* amvalidate(operator class): all that there are come from PostgreSQL */
Datum catalog_opclass_valid(struct fcall *fc)
{
    if (system_fact_row("pg_opclass", ARG_OID(0)) == NULL)
        raise(ERR_INTERNAL_ERROR, "cache lookup failed for operator class %u", ARG_OID(0));
    return datum_from_bool(true);
}

/* btequalimage(type): do equal values have equal bytes? An interval of 24 hours equals one of a day. */
Datum catalog_equal_image(struct fcall *fc)
{
    return datum_from_bool(ARG_OID(0) != TYPE_interval);
}

/* pg_indexam_progress_phasename(access method, phase) */
Datum catalog_index_phase(struct fcall *fc)
{
    static const char *const phases[] = {"initializing", "scanning table", "sorting live tuples", "sorting dead tuples", "loading tuples in tree"};
    int64_t n = ARG_INT64(1);
    if (ARG_OID(0) != AM_BTREE || n < 1 || n > COUNTOF(phases))
        RETURN_NULL();
    return datum_from_cstring(fc->arena, phases[n - 1]);
}

/* satisfies_hash_partition(table, modulus, remainder, keys...): no table is partitioned */
Datum catalog_hash_partition(struct fcall *fc)
{
    if (ARG_NULL(0) || ARG_NULL(1) || ARG_NULL(2))
        return datum_from_bool(false);
    if (ARG_INT32(1) <= 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "modulus for hash partition must be an integer value greater than zero");
    if (ARG_INT32(2) < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "remainder for hash partition must be an integer value greater than or equal to zero");
    if (ARG_INT32(2) >= ARG_INT32(1))
        raise(ERR_INVALID_PARAMETER_VALUE, "remainder for hash partition must be less than modulus");
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    if (o == NULL)
        raise(ERR_INTERNAL_ERROR, "could not open relation with OID %u", ARG_OID(0));
    raise(ERR_INVALID_PARAMETER_VALUE, "\"%s\" is not a hash partitioned table", o->name);
}
