/*
 * has_..._privilege() and ACLs: what the session's user may do, from what MongoDB lets him do. Roles there are two kinds of: his own, which
 * owns everything, and those that every PostgreSQL has.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/reg.h"

#define TABLE_PRIVILEGES "arwdDxt"
#define SEQUENCE_PRIVILEGES "rwU"
#define DATABASE_PRIVILEGES "CTc"
#define ROLE_PRIVILEGES "mU*"
#define ALL_PRIVILEGES "arwdDxtXUCTcsA"

/* ---- words ---- */

/* Letters of aclitem, in the order of PostgreSQL's bits; then what pg_has_role() knows besides. */
static const struct {
    char letter;
    const char *word;
} privileges[] = {{'a', "INSERT"},     {'r', "SELECT"},  {'w', "UPDATE"}, {'d', "DELETE"}, {'D', "TRUNCATE"},  {'x', "REFERENCES"},
                  {'t', "TRIGGER"},    {'X', "EXECUTE"}, {'U', "USAGE"},  {'C', "CREATE"}, {'T', "TEMPORARY"}, {'T', "TEMP"},
                  {'c', "CONNECT"},    {'s', "SET"},     {'A', "ALTER SYSTEM"}, {'m', "MEMBER"}, {'*', "USAGE WITH ADMIN OPTION"},
                  {'*', "USAGE WITH GRANT OPTION"}, {'*', "MEMBER WITH ADMIN OPTION"}, {'*', "MEMBER WITH GRANT OPTION"}};

const char *privilege_word(char letter)
{
    int i = 0;
    while (privileges[i].letter != letter)
        i++;
    return privileges[i].word;
}

/* The letter of a word that is among the known ones (letters); 0: there is none. RULE is a word still, and no privilege. */
static char letter_of(const char *word, size_t len, const char *known)
{
    for (int i = 0; i < COUNTOF(privileges); i++)
        if (strchr(known, privileges[i].letter) != NULL && strlen(privileges[i].word) == len && strncasecmp(word, privileges[i].word, len) == 0)
            return privileges[i].letter;
    return '\0';
}

/* "select, insert with grant option": is one of them held? known, held: letters. Raises 22023 for a word that is not among the known. */
static bool holds(struct arena *a, const char *text, const char *known, const char *held)
{
    static const char grant[] = " WITH GRANT OPTION";
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
        size_t plain = len > sizeof grant - 1 && strcasecmp(word + len - (sizeof grant - 1), grant) == 0 ? len - (sizeof grant - 1) : len;
        char letter = letter_of(word, len, known);
        if (letter == '\0')
            letter = letter_of(word, plain, known);
        if (letter == '\0' && !(strchr(known, 'd') != NULL && plain == 4 && strncasecmp(word, "RULE", 4) == 0))
            raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"%s\"", word);
        found = found || (letter != '\0' && strchr(held, letter) != NULL);
        s += n;
        if (*s == '\0')
            return found;
    }
}

/* ---- what the session's user holds ---- */

unsigned catalog_rights(const char *database, const char *collection)
{
    const struct catalog *c = func_env.catalog;
    if (c == NULL || c->source == NULL || c->source->rights == NULL)
        return RIGHT_ALL & ~RIGHT_SUPER;
    return c->source->rights(c->source, database, collection);
}

static unsigned own_rights(const char *collection)
{
    const struct catalog *c = func_env.catalog;
    return catalog_rights(c != NULL ? c->database : "", collection);
}

static const char *letters(struct arena *a, unsigned rights, const unsigned *needs, const char *all)
{
    char *held = arena_strdup(a, all);
    int n = 0;
    for (int i = 0; all[i] != '\0'; i++)
        if ((rights & needs[i]) != 0)
            held[n++] = all[i];
    held[n] = '\0';
    return held;
}

/* A foreign key (REFERENCES) is written down in the options of both collections. */
static const char *table_letters(struct arena *a, const struct object *o)
{
    static const unsigned table[] = {RIGHT_INSERT, RIGHT_FIND, RIGHT_UPDATE, RIGHT_REMOVE, RIGHT_REMOVE, RIGHT_ALTER, RIGHT_ALTER};
    static const unsigned sequence[] = {RIGHT_FIND, RIGHT_UPDATE, RIGHT_UPDATE};
    if (o->system != NULL)
        return "r";
    if (o->kind == 'c') /* its owner's */
        return TABLE_PRIVILEGES;
    if (o->kind == 'S')
        return letters(a, own_rights(CATALOG_COLLECTION), sequence, SEQUENCE_PRIVILEGES);
    return letters(a, own_rights(o->collection), table, TABLE_PRIVILEGES);
}

static const char *database_letters(struct arena *a, const char *database)
{
    static const unsigned needs[] = {RIGHT_CREATE, RIGHT_CREATE, RIGHT_ALL};
    return database != NULL ? letters(a, catalog_rights(database, NULL) | RIGHT_FIND, needs, DATABASE_PRIVILEGES) : "";
}

static const char *schema_letters(Oid schema)
{
    return schema != PUBLIC_OID || (own_rights(NULL) & RIGHT_CREATE) != 0 ? "UC" : "U";
}

/* ---- ACLs ---- */

/* A role's name as aclitem has it. */
static const char *acl_name(struct arena *a, const char *name)
{
    struct strbuf b;
    bool plain = true;
    for (const char *s = name; *s != '\0'; s++)
        plain = plain && (isalnum((unsigned char)*s) || *s == '_');
    if (plain)
        return name;
    strbuf_init(&b, a);
    strbuf_addch(&b, '"');
    for (const char *s = name; *s != '\0'; s++) {
        if (*s == '"')
            strbuf_addch(&b, '"');
        strbuf_addch(&b, *s);
    }
    strbuf_addch(&b, '"');
    return b.data;
}

/* {=everybody/owner,owner=letters/owner}: members without letters are left out. */
static Datum acl_make(struct arena *a, const char *everybody, const char *role, const char *held)
{
    Datum items[2];
    int n = 0;
    const char *owner = acl_name(a, role);
    if (*everybody != '\0')
        items[n++] = datum_from_cstring(a, arena_printf(a, "=%s/%s", everybody, owner));
    if (*held != '\0')
        items[n++] = datum_from_cstring(a, arena_printf(a, "%s=%s/%s", owner, held, owner));
    return array_make(a, TYPE_aclitem, items, NULL, n);
}

/* PostgreSQL's own relations on which everybody has not SELECT alone; and who has it then. */
static const struct system_grant {
    const char *name, *everybody;
    Oid reader;
} system_grants[] = {
    {"_pg_foreign_data_wrappers", "", 0},    {"_pg_foreign_servers", "", 0},   {"_pg_foreign_table_columns", "", 0},    {"_pg_foreign_tables", "", 0},
    {"_pg_user_mappings", "", 0},            {"pg_authid", "", 0},             {"pg_backend_memory_contexts", "", READ_ALL_STATS_OID},
    {"pg_config", "", 0},                    {"pg_file_settings", "", 0},      {"pg_hba_file_rules", "", 0},            {"pg_ident_file_mappings", "", 0},
    {"pg_largeobject", "", 0},               {"pg_settings", "rw", 0},         {"pg_replication_origin_status", "", 0}, {"pg_shadow", "", 0},
    {"pg_shmem_allocations", "", READ_ALL_STATS_OID},                          {"pg_statistic", "", 0},                 {"pg_statistic_ext_data", "", 0},
    {"pg_subscription", "", 0},              {"pg_user_mapping", "", 0},       {"sql_parts", "", 0},                    {"transforms", "", 0},
};

static struct system_grant system_grant(const struct object *o)
{
    for (int i = 0; i < COUNTOF(system_grants); i++)
        if (strcmp(system_grants[i].name, o->name) == 0)
            return system_grants[i];
    return (struct system_grant){o->name, "r", InvalidOid};
}

static const char *session_user(void)
{
    return func_env.user != NULL ? func_env.user : "";
}

/* In initdb's order: the owner, a role, everybody. */
static Datum system_acl(struct arena *a, struct system_grant g, const char *held)
{
    Datum items[3];
    int n = 0;
    const char *owner = acl_name(a, session_user());
    items[n++] = datum_from_cstring(a, arena_printf(a, "%s=%s/%s", owner, held, owner));
    if (g.reader != InvalidOid)
        items[n++] = datum_from_cstring(a, arena_printf(a, "%s=r/%s", system_fact(a, "pg_authid", g.reader, COL_pg_authid_rolname), owner));
    if (g.everybody[0] != '\0')
        items[n++] = datum_from_cstring(a, arena_printf(a, "=%s/%s", g.everybody, owner));
    return array_make(a, TYPE_aclitem, items, NULL, n);
}

bool relation_acl(struct arena *a, const struct object *o, Datum *acl)
{
    const char *all = o->kind == 'S' ? SEQUENCE_PRIVILEGES : TABLE_PRIVILEGES, *held = table_letters(a, o);
    if (o->kind == 'i' || o->kind == 'c' || strcmp(held, all) == 0)
        return false;
    if (o->system != NULL) {
        *acl = system_acl(a, system_grant(o), held);
        return true;
    }
    *acl = acl_make(a, "", session_user(), held);
    return true;
}

bool database_acl(struct arena *a, const char *database, Datum *acl)
{
    const char *held = database_letters(a, database);
    if (strcmp(held, DATABASE_PRIVILEGES) == 0)
        return false;
    *acl = acl_make(a, "c", session_user(), held);
    return true;
}

/* Who owns it may create in it, everybody may use it; the owner first, since that is how PostgreSQL's initdb grants it. */
Datum schema_acl(struct arena *a, Oid schema)
{
    const char *owner = acl_name(a, schema == PUBLIC_OID ? "pg_database_owner" : session_user());
    Datum items[2] = {datum_from_cstring(a, arena_printf(a, "%s=%s/%s", owner, schema_letters(schema), owner)),
                      datum_from_cstring(a, arena_printf(a, "=U/%s", owner))};
    return array_make(a, TYPE_aclitem, items, NULL, 2);
}

Datum function_acl(struct arena *a, const char *roles)
{
    Datum items[2];
    const char *owner = acl_name(a, session_user());
    items[0] = datum_from_cstring(a, arena_printf(a, "%s=X/%s", owner, owner));
    items[1] = datum_from_cstring(a, arena_printf(a, "%s=X/%s", roles, owner));
    return array_make(a, TYPE_aclitem, items, NULL, *roles != '\0' ? 2 : 1);
}

/* ---- roles ---- */

static bool is_superuser(Oid role)
{
    return role == OWNER_OID && (catalog_rights("", NULL) & RIGHT_SUPER) != 0;
}

/* Directly, or by way of another role. */
static bool is_member(Oid member, Oid role)
{
    if (member == role || (member == OWNER_OID && role == DATABASE_OWNER_OID))
        return true;
    struct arena *a = arena_new(NULL, "members");
    bool found = false;
    for (const char *const *row = system_fact_rows("pg_auth_members"); (*row)[0] != '\n' && !found; row++) {
        Oid in = (Oid)strtoul(system_fact_value(a, *row, COL_pg_auth_members_roleid), NULL, 10);
        Oid of = (Oid)strtoul(system_fact_value(a, *row, COL_pg_auth_members_member), NULL, 10);
        found = of == member && is_member(in, role);
    }
    arena_free(a);
    return found;
}

static Oid role_argument(struct fcall *fc, int arg)
{
    if (fc->argtypes[arg] == TYPE_oid)
        return ARG_OID(arg);
    const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
    Oid oid = role_oid(fc->arena, name);
    if (oid == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    return oid;
}

/* The role that is asked about, the session's own where none is said. users: how many arguments there are where the first is one. */
static Oid role_asked(struct fcall *fc, int users)
{
    if (fc->nargs < users)
        return OWNER_OID;
    if (fc->argtypes[0] == TYPE_oid)
        return ARG_OID(0);
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    return strcmp(name, "public") == 0 ? InvalidOid : role_argument(fc, 0);
}

static bool role_may(struct fcall *fc, int users)
{
    return role_asked(fc, users) == OWNER_OID;
}

static const struct object *privilege_table(struct fcall *fc, int arg, struct object *system)
{
    return object_of_oid(fc->argtypes[arg] == TYPE_oid ? ARG_OID(arg) : reg_class_named(fc->arena, datum_cstring(fc->arena, ARG_DATUM(arg))), system);
}

/* What another role than the session's holds of a relation. */
static const char *other_letters(struct arena *a, Oid role, const struct object *o)
{
    bool system = o->system != NULL, catalog = system && o->schema == PG_CATALOG_OID && o->kind != 'v'; /* which only superusers write to */
    struct system_grant g = system ? system_grant(o) : (struct system_grant){o->name, "", InvalidOid};
    return arena_printf(a, "%s%s%s", g.everybody, is_member(role, READ_ALL_DATA_OID) || (g.reader != InvalidOid && is_member(role, g.reader)) ? "r" : "",
                        !catalog && is_member(role, WRITE_ALL_DATA_OID) ? "awd" : "");
}

/* there: so is the column that is asked about. */
static Datum relation_privilege(struct fcall *fc, Oid role, const struct object *o, bool there, const char *known)
{
    const char *held = o == NULL ? "" : role == OWNER_OID ? table_letters(fc->arena, o) : other_letters(fc->arena, role, o);
    bool found = holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), known, held);
    if (o == NULL || !there)
        RETURN_NULL();
    return datum_from_bool(found);
}

static Datum table_privilege(struct fcall *fc, const char *known)
{
    struct object system;
    Oid role = role_asked(fc, 3);
    return relation_privilege(fc, role, privilege_table(fc, fc->nargs - 2, &system), true, known);
}

Datum has_table_privilege(struct fcall *fc)
{
    return table_privilege(fc, TABLE_PRIVILEGES);
}

Datum has_any_column_privilege(struct fcall *fc)
{
    return table_privilege(fc, "arwx");
}

/* Does the argument name a column of o, or have its number? Raises 42703 for a name. */
static bool is_column(struct fcall *fc, int arg, const struct object *o)
{
    bool by_number = fc->argtypes[arg] == TYPE_int2;
    const char *name = by_number ? NULL : datum_cstring(fc->arena, ARG_DATUM(arg));
    bool found = object_has_column(o, name, by_number ? ARG_INT16(arg) : 0);
    if (!found && !by_number)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, o->name);
    return found;
}

Datum has_column_privilege(struct fcall *fc)
{
    struct object system;
    Oid role = role_asked(fc, 4);
    const struct object *o = privilege_table(fc, fc->nargs - 3, &system);
    return relation_privilege(fc, role, o, o != NULL && is_column(fc, fc->nargs - 2, o), "arwx");
}

/* Others: what is named must be there; find gives its OID, what has an OID has a name. own: letters that the session's user holds,
 * everybody: anybody else. */
static Datum privilege(struct fcall *fc, const char *known, const char *own, const char *everybody, Oid reg, const char *what,
                       Oid (*find)(struct arena *, const char *), const char *(*name_of)(struct arena *, Oid))
{
    const char *held = role_may(fc, 3) ? own : everybody;
    int arg = fc->nargs - 2;
    if (fc->argtypes[arg] != TYPE_oid) {
        const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
        Oid oid = reg != InvalidOid ? datum_oid(type_input(fc->arena, reg, -1, name, strlen(name), NULL)) : find(fc->arena, name);
        if (oid == InvalidOid)
            raise(reg == TYPE_regprocedure ? ERR_UNDEFINED_FUNCTION : ERR_UNDEFINED_OBJECT, "%s \"%s\" does not exist", what, name);
    }
    bool found = holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), known, held);
    if (fc->argtypes[arg] == TYPE_oid && name_of(fc->arena, ARG_OID(arg)) == NULL)
        RETURN_NULL();
    return datum_from_bool(found);
}

/* The database that an argument names, or has the OID of. NULL: none has this OID; raises 3D000 for a name. */
static const char *database_of(struct fcall *fc, int arg)
{
    const struct catalog *c = func_env.catalog;
    bool by_oid = fc->argtypes[arg] == TYPE_oid;
    const char *name = by_oid ? NULL : datum_cstring(fc->arena, ARG_DATUM(arg));
    List *all = c != NULL && c->source != NULL ? c->source->databases(c->source, fc->arena) : NULL;
    for (int i = -1; c != NULL && i < list_length(all); i++) {
        const char *db = i < 0 ? c->database : list_nth(all, i);
        if (by_oid ? database_oid(db) == ARG_OID(arg) : strcmp(db, name) == 0)
            return db;
    }
    if (!by_oid)
        raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    return NULL;
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

static const char *language_name(struct arena *a, Oid oid)
{
    return system_fact(a, "pg_language", oid, COL_pg_language_lanname);
}

static const char *tablespace_name(struct arena *a, Oid oid)
{
    return system_fact(a, "pg_tablespace", oid, COL_pg_tablespace_spcname);
}

static const char *no_name(struct arena *a, Oid oid)
{
    return NULL;
}

/* What is held (own, or by everybody) is asked of what the OID names: NULL where that is nothing. */
static Datum privilege_of(struct fcall *fc, const char *known, bool there, const char *own, const char *everybody)
{
    const char *held = role_may(fc, 3) ? own : everybody;
    bool found = holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), known, held);
    if (!there)
        RETURN_NULL();
    return datum_from_bool(found);
}

Datum has_database_privilege(struct fcall *fc)
{
    role_asked(fc, 3); /* one that is not there is said first */
    const char *name = database_of(fc, fc->nargs - 2);
    return privilege_of(fc, DATABASE_PRIVILEGES, name != NULL, database_letters(fc->arena, name), "c");
}

Datum has_schema_privilege(struct fcall *fc)
{
    role_asked(fc, 3);
    int arg = fc->nargs - 2;
    const char *name = fc->argtypes[arg] == TYPE_oid ? schema_name(ARG_OID(arg)) : datum_cstring(fc->arena, ARG_DATUM(arg));
    Oid oid = name != NULL ? schema_oid(name) : InvalidOid;
    if (name != NULL && oid == InvalidOid)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
    return privilege_of(fc, "UC", name != NULL, schema_letters(oid), "U");
}

/* Not everybody may call it where it has an ACL: its owner, whose role is named there, and who is a member of that. */
static bool may_call(struct fcall *fc, Oid function)
{
    const struct func *f = func_by_oid(function);
    const char *roles = f != NULL ? func_facts(f).acl : NULL;
    Oid role = role_asked(fc, 3);
    return roles == NULL || role == OWNER_OID || (*roles != '\0' && role != InvalidOid && is_member(role, role_oid(fc->arena, roles)));
}

Datum has_function_privilege(struct fcall *fc)
{
    int arg = fc->nargs - 2;
    Datum held = privilege(fc, "X", "X", "X", TYPE_regprocedure, "function", NULL, reg_procedure_name);
    if (fc->isnull || !datum_bool(held))
        return held;
    const char *name = fc->argtypes[arg] == TYPE_oid ? NULL : datum_cstring(fc->arena, ARG_DATUM(arg));
    return datum_from_bool(may_call(fc, name == NULL ? ARG_OID(arg) : datum_oid(type_input(fc->arena, TYPE_regprocedure, -1, name, strlen(name), NULL))));
}

Datum has_type_privilege(struct fcall *fc)
{
    return privilege(fc, "U", "U", "U", TYPE_regtype, "type", NULL, reg_type_name);
}

Datum has_sequence_privilege(struct fcall *fc)
{
    struct object system;
    Oid role = role_asked(fc, 3);
    holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), SEQUENCE_PRIVILEGES, ""); /* words that are none are said first */
    const struct object *o = privilege_table(fc, fc->nargs - 2, &system);
    if (o != NULL && o->kind != 'S')
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", o->name);
    return relation_privilege(fc, role, o, true, SEQUENCE_PRIVILEGES);
}

Datum has_language_privilege(struct fcall *fc)
{
    return privilege(fc, "U", "U", "U", InvalidOid, "language", find_language, language_name);
}

Datum has_tablespace_privilege(struct fcall *fc)
{
    return privilege(fc, "C", "C", "", InvalidOid, "tablespace", find_tablespace, tablespace_name);
}

Datum has_server_privilege(struct fcall *fc)
{
    return privilege(fc, "U", "U", "", InvalidOid, "server", find_nothing, no_name);
}

Datum has_foreign_data_wrapper_privilege(struct fcall *fc)
{
    return privilege(fc, "U", "U", "", InvalidOid, "foreign-data wrapper", find_nothing, no_name);
}

/* pg_has_role([user,] role, privilege): a superuser has every role, also one that is not there; nobody administers himself. */
Datum catalog_has_role(struct fcall *fc)
{
    Oid member = fc->nargs < 3 ? OWNER_OID : role_argument(fc, 0), role = role_argument(fc, fc->nargs - 2);
    const char *held = is_superuser(member) ? ROLE_PRIVILEGES : is_member(member, role) ? "mU" : "";
    return datum_from_bool(holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), ROLE_PRIVILEGES, held));
}

/* A role's name, or its number where there is none of it. */
static const char *role_label(struct arena *a, Oid role)
{
    const char *name = role_name(a, role);
    return name != NULL ? name : arena_printf(a, "%u", role);
}

/* makeaclitem(grantee, grantor, privilege, grantable): 0 is PUBLIC. Raises 22023 for a word that is no privilege. */
Datum catalog_makeaclitem(struct fcall *fc)
{
    struct arena *a = fc->arena;
    const char *word = datum_cstring(a, ARG_DATUM(2));
    char letter[3] = {letter_of(word, strlen(word), ALL_PRIVILEGES), '\0', '\0'};
    if (letter[0] == '\0' && strcasecmp(word, "RULE") != 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"%s\"", word);
    if (letter[0] != '\0' && ARG_BOOL(3))
        letter[1] = '*';
    const char *grantee = ARG_OID(0) != InvalidOid ? acl_name(a, role_label(a, ARG_OID(0))) : "";
    return datum_from_cstring(a, arena_printf(a, "%s=%s/%s", grantee, letter, acl_name(a, role_label(a, ARG_OID(1)))));
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
    const char *name = role_label(fc->arena, ARG_OID(1));
    for (int i = 0; i < COUNTOF(defaults); i++) {
        if (defaults[i].kind != datum_char(ARG_DATUM(0)))
            continue;
        return acl_make(fc->arena, defaults[i].everybody, name, defaults[i].owner);
    }
    raise(ERR_INTERNAL_ERROR, "unrecognized objtype abbreviation: %c", datum_char(ARG_DATUM(0)));
}

Datum has_parameter_privilege(struct fcall *fc)
{
    bool held = holds(fc->arena, datum_cstring(fc->arena, ARG_DATUM(fc->nargs - 1)), "sA", "s");
    return datum_from_bool(role_may(fc, 3) && held);
}

