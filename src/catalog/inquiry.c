/* Questions about what is in the catalogs: is it found by its name alone, who may use it, how large is it. */
#include <stdlib.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"

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
    const char *schema = system_fact(fc->arena, "pg_type", oid, COL_pg_type_typnamespace);
    if (schema != NULL)
        return datum_from_bool(schema_is_visible(schema_name((Oid)strtoul(schema, NULL, 10))));
    if (type_lookup(oid) != NULL)
        return datum_from_bool(true);
    objects_begin();
    FOREACH (struct object, o, objects())
        if (o->rowtype == oid || object_oid(o, "row[]", "") == oid)
            return datum_from_bool(object_is_visible(o));
    RETURN_NULL();
}

Datum catalog_function_visible(struct fcall *fc)
{
    if (func_by_oid(ARG_OID(0)) == NULL && system_fact(fc->arena, "pg_proc", ARG_OID(0), 0) == NULL)
        RETURN_NULL();
    return datum_from_bool(true);
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

/* ---- has_..._privilege([user,] object, privilege): MongoDB has the last word when it is used ---- */

/* "select, insert with grant option": raises 22023 for a word that is not among the known. Is one of them only? */
static bool check_words(struct arena *a, const char *text, const char *known, const char *only)
{
    bool found = false;
    for (const char *s = text;; s++) {
        size_t n = strcspn(s, ","), len;
        while (n > 0 && *s == ' ') {
            s++;
            n--;
        }
        for (len = n; len > 0 && s[len - 1] == ' '; len--)
            ;
        const char *word = arena_strndup(a, s, len);
        static const char grant[] = " WITH GRANT OPTION";
        size_t plain = len > sizeof grant - 1 && strcasecmp(word + len - (sizeof grant - 1), grant) == 0 ? len - (sizeof grant - 1) : len;
        bool ok = false;
        for (const char *k = known; *k != '\0'; k += strcspn(k, ",") + (k[strcspn(k, ",")] == ','))
            ok = ok || (strcspn(k, ",") == plain && strncasecmp(k, word, plain) == 0);
        if (!ok)
            raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"%s\"", word);
        found = found || (only != NULL && strlen(only) == plain && strncasecmp(only, word, plain) == 0);
        s += n;
        if (*s == '\0')
            return only == NULL || found;
    }
}

/* Is the role asked about the session's own? Raises 42704 when there is no such role. */
static bool is_own_role(struct fcall *fc, int arg)
{
    if (fc->argtypes[arg] == TYPE_oid)
        return ARG_OID(arg) == OWNER_OID;
    const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
    Oid oid = role_oid(fc->arena, name);
    if (oid == InvalidOid && strcmp(name, "public") != 0)
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    return oid == OWNER_OID;
}

/* users: how many arguments there are where the first is a user. */
static bool role_may(struct fcall *fc, int users)
{
    return fc->nargs < users || is_own_role(fc, 0);
}

static const struct object *privilege_table(struct fcall *fc, int arg, struct object *system)
{
    if (fc->argtypes[arg] == TYPE_oid)
        return object_of_oid(ARG_OID(arg), system);
    Datum d = type_input(fc->arena, TYPE_regclass, -1, datum_cstring(fc->arena, ARG_DATUM(arg)), VARLEN(ARG_DATUM(arg)), NULL);
    return object_of_oid(datum_oid(d), system);
}

static Datum table_privilege(struct fcall *fc, const char *known, int users, int table)
{
    struct object system;
    bool own = role_may(fc, users);
    const struct object *o = privilege_table(fc, table, &system);
    const char *words = datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1));
    bool reads = check_words(fc->arena, words, known, o != NULL && o->system != NULL ? "SELECT" : NULL);
    if (o == NULL)
        RETURN_NULL();
    return datum_from_bool(own && reads);
}

Datum has_table_privilege(struct fcall *fc)
{
    return table_privilege(fc, "SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,RULE", 3, fc->nargs - 2);
}

Datum has_any_column_privilege(struct fcall *fc)
{
    return table_privilege(fc, "SELECT,INSERT,UPDATE,REFERENCES", 3, fc->nargs - 2);
}

Datum has_column_privilege(struct fcall *fc)
{
    return table_privilege(fc, "SELECT,INSERT,UPDATE,REFERENCES", 4, fc->nargs - 3);
}

/* Others: what is named must be there; find gives its OID. An OID that is nothing's gives NULL. */
static Datum privilege(struct fcall *fc, const char *known, Oid reg, const char *what, Oid (*find)(struct arena *, const char *))
{
    bool own = role_may(fc, 3);
    int arg = fc->nargs - 2;
    if (fc->argtypes[arg] != TYPE_oid) {
        const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
        if (reg != InvalidOid)
            type_input(fc->arena, reg, -1, name, strlen(name), NULL);
        else if (find(fc->arena, name) == InvalidOid)
            raise(ERR_UNDEFINED_OBJECT, "%s \"%s\" does not exist", what, name);
    }
    check_words(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), known, NULL);
    return datum_from_bool(own);
}

static Oid find_database(struct arena *a, const char *name)
{
    const struct catalog *c = func_env.catalog;
    if (c == NULL || strcmp(name, c->database) == 0)
        return database_oid(name);
    List *all = c->source != NULL ? c->source->databases(c->source, a) : NULL;
    for (int i = 0; i < list_length(all); i++)
        if (strcmp(list_nth(all, i), name) == 0)
            return database_oid(name);
    raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
}

static Oid find_schema(struct arena *a, const char *name)
{
    if (schema_oid(name) == InvalidOid)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
    return schema_oid(name);
}

static Oid find_language(struct arena *a, const char *name)
{
    return system_fact_oid(a, "pg_language", COL_pg_language_lanname, name);
}

static Oid find_tablespace(struct arena *a, const char *name)
{
    return system_fact_oid(a, "pg_tablespace", COL_pg_tablespace_spcname, name);
}

static Oid find_nothing(struct arena *a, const char *name)
{
    return InvalidOid;
}

Datum has_database_privilege(struct fcall *fc)
{
    return privilege(fc, "CREATE,TEMPORARY,TEMP,CONNECT", InvalidOid, "database", find_database);
}

Datum has_schema_privilege(struct fcall *fc)
{
    return privilege(fc, "CREATE,USAGE", InvalidOid, "schema", find_schema);
}

Datum has_function_privilege(struct fcall *fc)
{
    return privilege(fc, "EXECUTE", TYPE_regprocedure, "function", NULL);
}

Datum has_type_privilege(struct fcall *fc)
{
    return privilege(fc, "USAGE", TYPE_regtype, "type", NULL);
}

Datum has_sequence_privilege(struct fcall *fc)
{
    return privilege(fc, "USAGE,SELECT,UPDATE", TYPE_regclass, "relation", NULL);
}

Datum has_language_privilege(struct fcall *fc)
{
    return privilege(fc, "USAGE", InvalidOid, "language", find_language);
}

Datum has_tablespace_privilege(struct fcall *fc)
{
    return privilege(fc, "CREATE", InvalidOid, "tablespace", find_tablespace);
}

Datum has_server_privilege(struct fcall *fc)
{
    return privilege(fc, "USAGE", InvalidOid, "server", find_nothing);
}

Datum has_foreign_data_wrapper_privilege(struct fcall *fc)
{
    return privilege(fc, "USAGE", InvalidOid, "foreign-data wrapper", find_nothing);
}

/* pg_has_role([user,] role, privilege): everybody is a member of himself. */
Datum catalog_has_role(struct fcall *fc)
{
    bool own = role_may(fc, 3);
    bool role = is_own_role(fc, fc->nargs - 2);
    check_words(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), "USAGE,MEMBER,MEMBER WITH ADMIN OPTION", NULL);
    return datum_from_bool(own && role);
}

/* acldefault(kind, owner): what an object's owner, and everybody, may do where nobody said anything. */
Datum catalog_acldefault(struct fcall *fc)
{
    static const struct {
        char kind;
        const char *owner, *everybody;
    } defaults[] = {{'c', "", ""},     {'r', "arwdDxt", ""}, {'s', "rwU", ""}, {'d', "CTc", "Tc"}, {'f', "X", "X"},
                    {'l', "U", "U"},   {'L', "rw", ""},      {'n', "UC", ""},  {'t', "C", ""},     {'F', "U", ""},
                    {'S', "U", ""},    {'T', "U", "U"},      {'p', "sA", ""}};
    const char *name = role_name(fc->arena, ARG_OID(1));
    if (name == NULL)
        name = arena_printf(fc->arena, "%u", ARG_OID(1));
    for (int i = 0; i < COUNTOF(defaults); i++) {
        if (defaults[i].kind != datum_char(ARG_DATUM(0)))
            continue;
        Datum items[2];
        int n = 0;
        if (*defaults[i].everybody != '\0')
            items[n++] = datum_from_cstring(fc->arena, arena_printf(fc->arena, "=%s/%s", defaults[i].everybody, name));
        if (*defaults[i].owner != '\0')
            items[n++] = datum_from_cstring(fc->arena, arena_printf(fc->arena, "%s=%s/%s", name, defaults[i].owner, name));
        return array_make(fc->arena, TYPE_aclitem, items, NULL, n);
    }
    raise(ERR_INTERNAL_ERROR, "unrecognized objtype abbreviation: %c", datum_char(ARG_DATUM(0)));
}

Datum has_parameter_privilege(struct fcall *fc)
{
    bool own = role_may(fc, 3);
    check_words(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), "SET,ALTER SYSTEM", NULL);
    return datum_from_bool(own);
}

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

/* ---- to_regclass() and its family: NULL where the cast would raise ---- */

Datum catalog_to_reg(struct fcall *fc)
{
    struct soft_error soft = {0};
    const char *s = datum_cstring(fc->arena, ARG_DATUM(0));
    if (s[0] >= '0' && s[0] <= '9' && s[strspn(s, "0123456789")] == '\0')
        RETURN_NULL();
    Datum d = type_input(fc->arena, fc->rettype, -1, s, strlen(s), &soft);
    if (soft.failed)
        RETURN_NULL();
    return d;
}

/* pg_sequence_last_value(sequence): NULL until it has given a number */
Datum catalog_sequence_last(struct fcall *fc)
{
    objects_begin();
    const struct object *o = object_by_oid(ARG_OID(0));
    if (o == NULL || o->sequence == NULL || !o->sequence->used)
        RETURN_NULL();
    return datum_from_int64(o->sequence->last);
}

/* ---- what never is ---- */

/* pg_relation_is_updatable(): bits of INSERT (8), UPDATE (4), DELETE (16) */
Datum catalog_is_updatable(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    if (o == NULL || o->system != NULL)
        return datum_from_int32(0);
    bool written = o->kind == 'r';
    FOREACH (struct column_def, c, o->kind == 'v' && o->def != NULL ? o->def->columns : NULL)
        written = written || c->updatable;
    return datum_from_int32(written ? 8 | 4 | 16 : o->def != NULL && o->def->updatable ? 16 : 0);
}

Datum catalog_column_is_updatable(struct fcall *fc)
{
    struct object system;
    const struct object *o = object_of_oid(ARG_OID(0), &system);
    int at = ARG_INT16(1) - 1;
    if (o != NULL && o->kind == 'v' && o->def != NULL && at >= 0 && at < list_length(o->def->columns))
        return datum_from_bool(((const struct column_def *)list_nth(o->def->columns, at))->updatable);
    return datum_from_bool(o != NULL && o->kind == 'r' && o->system == NULL);
}

Datum catalog_empty_text(struct fcall *fc)
{
    return datum_from_text(fc->arena, "", 0);
}

Datum catalog_no_rows(struct fcall *fc)
{
    return 0;
}
