/* Functions whose rows are a relation's, or the parts of a catalog's value: pg_timezone_names(), aclexplode(), pg_options_to_table(). */
#include <string.h>

#include "base/macros.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"

/* ---- the functions that PostgreSQL's system views are of ---- */

static void hand_on(void *arg, const Datum *values, const bool *nulls)
{
    struct fcall *fc = arg;
    fc->emit(fc, values, nulls);
}

static Datum rows_of(struct fcall *fc, const char *view)
{
    struct relation *rel = system_relation("pg_catalog", view);
    bool *needed = ARENA_ARRAY(fc->arena, bool, rel->nvisible + 1);
    for (int i = 0; i < rel->nvisible; i++)
        needed[i] = true;
    struct relation_scan s = {.rel = rel, .arena = fc->arena, .needed = needed, .emit = hand_on, .arg = fc};
    if (rel->scan != NULL)
        rel->scan(&s);
    return 0;
}

#define ROWS_OF(function, view)              \
    Datum catalog_##function(struct fcall *fc) \
    {                                        \
        return rows_of(fc, view);            \
    }
ROWS_OF(timezone_names, "pg_timezone_names")
ROWS_OF(timezone_abbrevs, "pg_timezone_abbrevs")
ROWS_OF(all_settings, "pg_settings")
ROWS_OF(locks, "pg_locks")
ROWS_OF(cursors, "pg_cursors")
ROWS_OF(prepared_statements, "pg_prepared_statements")

struct backends {
    Oid database;
    int32_t found;
};

static void count_backend(void *arg, const Datum *values, const bool *nulls)
{
    struct backends *b = arg;
    b->found += !nulls[COL_pg_stat_activity_datid] && datum_oid(values[COL_pg_stat_activity_datid]) == b->database;
}

/* pg_stat_get_db_numbackends(database) */
Datum catalog_db_backends(struct fcall *fc)
{
    struct relation *rel = system_relation("pg_catalog", "pg_stat_activity");
    bool *needed = ARENA_ARRAY(fc->arena, bool, rel->nvisible + 1);
    needed[COL_pg_stat_activity_datid] = true;
    struct backends b = {.database = ARG_OID(0)};
    struct relation_scan s = {.rel = rel, .arena = fc->arena, .needed = needed, .emit = count_backend, .arg = &b};
    if (rel->scan != NULL)
        rel->scan(&s);
    return datum_from_int32(b.found);
}

/* ---- parts ---- */

/* information_schema._pg_expandarray(vector): its elements, and their places from 1 */
Datum catalog_expand_vector(struct fcall *fc)
{
    struct array v = array_open(ARG_DATUM(0));
    for (int i = 0; i < v.n; i++) {
        bool isnull[2] = {false};
        Datum values[2] = {array_get(&v, i, &isnull[0]), datum_from_int32(i + 1)};
        fc->emit(fc, values, isnull);
    }
    return 0;
}

/* pg_options_to_table(options): name=value, or a name alone */
Datum catalog_options_table(struct fcall *fc)
{
    struct array v = array_open(ARG_DATUM(0));
    for (int i = 0; i < v.n; i++) {
        bool isnull;
        Datum d = array_get(&v, i, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "null array element not allowed in this context");
        const char *s = datum_cstring(fc->arena, d), *equals = strchr(s, '=');
        bool nulls[2] = {false, equals == NULL};
        Datum values[2] = {datum_from_text(fc->arena, s, equals != NULL ? (size_t)(equals - s) : strlen(s)),
                           equals != NULL ? datum_from_cstring(fc->arena, equals + 1) : (Datum)0};
        fc->emit(fc, values, nulls);
    }
    return 0;
}

/* A role's name as it stands in an aclitem, which may be quoted: its OID, and what is behind it. "" is PUBLIC, 0. Raises 42704. */
static Oid acl_role(struct arena *a, const char **s)
{
    struct strbuf name;
    const char *p = *s;
    strbuf_init(&name, a);
    if (*p == '"') {
        for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++) {
            strbuf_addch(&name, *p);
            p += *p == '"';
        }
        p += *p == '"';
    } else {
        size_t n = strcspn(p, "=");
        strbuf_add(&name, p, n);
        p += n;
    }
    *s = p;
    Oid role = name.len == 0 ? InvalidOid : role_oid(a, name.data);
    if (name.len > 0 && role == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", name.data);
    return role;
}

struct acl_parts {
    Oid grantee, grantor;
    const char *letters; /* up to end; '*' behind one: it may be granted */
    const char *end;
};

static struct acl_parts acl_parts(struct arena *a, Datum item)
{
    struct acl_parts p;
    const char *s = datum_cstring(a, item);
    p.grantee = acl_role(a, &s);
    p.letters = s + (*s == '=');
    p.end = p.letters + strcspn(p.letters, "/");
    const char *behind = p.end + (*p.end == '/');
    p.grantor = acl_role(a, &behind);
    return p;
}

static const char *acl_letter(const struct acl_parts *p, char letter)
{
    return memchr(p->letters, letter, (size_t)(p->end - p->letters));
}

/* aclexplode(acl): a row for each privilege, in the order of PostgreSQL's bits */
Datum catalog_aclexplode(struct fcall *fc)
{
    struct array v = array_open(ARG_DATUM(0));
    for (int i = 0; i < v.n; i++) {
        bool isnull;
        struct acl_parts p = acl_parts(fc->arena, array_get(&v, i, &isnull));
        for (const char *order = "arwdDxtXUCTcsA"; *order != '\0'; order++) {
            const char *at = acl_letter(&p, *order);
            if (at == NULL)
                continue;
            Datum values[] = {datum_from_oid(p.grantor), datum_from_oid(p.grantee), datum_from_cstring(fc->arena, privilege_word(*order)),
                              datum_from_bool(at[1] == '*')};
            fc->emit(fc, values, (const bool[4]){false});
        }
    }
    return 0;
}

/* hash_aclitem(item): roles and bits, those that may be granted 16 bits higher */
static uint32_t acl_sum(struct arena *a, Datum item)
{
    enum { GRANT_OPTION = 16 };
    static const char order[] = "arwdDxtXUCTcsA";
    struct acl_parts p = acl_parts(a, item);
    uint32_t bits = 0;
    for (int i = 0; order[i] != '\0'; i++) {
        const char *at = acl_letter(&p, order[i]);
        if (at != NULL)
            bits |= UINT32_C(1) << i | (at[1] == '*' ? UINT32_C(1) << (i + GRANT_OPTION) : 0);
    }
    return bits + p.grantee + p.grantor;
}

Datum catalog_hash_aclitem(struct fcall *fc)
{
    return datum_from_int32((int32_t)acl_sum(fc->arena, ARG_DATUM(0)));
}

Datum catalog_hash_aclitem_extended(struct fcall *fc)
{
    uint32_t sum = acl_sum(fc->arena, ARG_DATUM(0));
    if (ARG_INT64(1) == 0)
        return datum_from_int64(sum);
    struct fcall hash = *fc;
    hash.args = (Datum[]){datum_from_oid(sum), ARG_DATUM(1)};
    hash.argtypes = (const Oid[]){TYPE_oid, TYPE_int8};
    return hash_value_extended(&hash);
}

/* aclcontains(acl, item): one of acl's has all of the item's privileges, of the same roles. */
Datum catalog_aclcontains(struct fcall *fc)
{
    struct array v = array_open(ARG_DATUM(0));
    struct acl_parts want = acl_parts(fc->arena, ARG_DATUM(1));
    for (int i = 0; i < v.n; i++) {
        bool isnull;
        struct acl_parts p = acl_parts(fc->arena, array_get(&v, i, &isnull));
        bool all = p.grantee == want.grantee && p.grantor == want.grantor;
        for (const char *c = want.letters; all && c < want.end; c++) {
            const char *at = *c == '*' ? NULL : acl_letter(&p, *c);
            all = *c == '*' || (at != NULL && (c[1] != '*' || at[1] == '*'));
        }
        if (all)
            return datum_from_bool(true);
    }
    return datum_from_bool(false);
}

_Noreturn static void acl_unsupported(const char *function)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "%s is no longer supported", function);
}

Datum catalog_aclinsert(struct fcall *fc)
{
    (void)fc;
    acl_unsupported("aclinsert");
}

Datum catalog_aclremove(struct fcall *fc)
{
    (void)fc;
    acl_unsupported("aclremove");
}

/* ---- pg_get_catalog_foreign_keys() ---- */

static const struct {
    Oid table;
    const char *columns;
    Oid to;
    const char *to_columns;
    bool is_array, may_be_none;
} foreign_keys[] = {
#define FOREIGN_KEY(table, columns, to, to_columns, array, none) {table, columns, to, to_columns, array, none},
#include "catalog/system/foreign_keys.def"
#undef FOREIGN_KEY
};

static Datum words_array(struct arena *a, const char *words)
{
    Datum values[4];
    int n = 0;
    for (const char *s = words; *s != '\0'; s += *s == ' ') {
        size_t len = strcspn(s, " ");
        values[n++] = datum_from_text(a, s, len);
        s += len;
    }
    return array_make(a, TYPE_text, values, NULL, n);
}

Datum catalog_foreign_keys(struct fcall *fc)
{
    for (int i = 0; i < COUNTOF(foreign_keys); i++) {
        Datum values[] = {datum_from_oid(foreign_keys[i].table), words_array(fc->arena, foreign_keys[i].columns), datum_from_oid(foreign_keys[i].to),
                          words_array(fc->arena, foreign_keys[i].to_columns), datum_from_bool(foreign_keys[i].is_array), datum_from_bool(foreign_keys[i].may_be_none)};
        fc->emit(fc, values, (const bool[6]){false});
    }
    return 0;
}

/* ---- a backend by its number, which here is its process': pg_stat_get_backend_pid() and its kind ---- */

struct backend {
    struct fcall *fc;
    int32_t pid;
    int pid_at, at, query_at; /* columns of pg_stat_activity */
    Datum value;
    bool there, isnull, hidden;
};

static void backend_row(void *arg, const Datum *values, const bool *nulls)
{
    struct backend *b = arg;
    if (nulls[b->pid_at] || datum_int32(values[b->pid_at]) != b->pid)
        return;
    b->there = true;
    b->isnull = nulls[b->at];
    b->value = b->isnull ? 0 : datum_copy(b->fc->arena, values[b->at], type_get(b->fc->rettype)->byval);
    b->hidden = !nulls[b->query_at] && strcmp(datum_cstring(b->fc->arena, values[b->query_at]), "<insufficient privilege>") == 0;
}

static Datum backend_field(struct fcall *fc, const char *column)
{
    struct relation *rel = system_relation("pg_catalog", "pg_stat_activity");
    bool *needed = ARENA_ARRAY(fc->arena, bool, rel->nvisible + 1), told = fc->rettype == TYPE_text; /* NULL is told in words */
    struct backend b = {.fc = fc, .pid = ARG_INT32(0), .pid_at = relation_column(rel, "pid", true, -1)->attnum - 1,
                        .at = relation_column(rel, column, true, -1)->attnum - 1,
                        .query_at = relation_column(rel, "query", true, -1)->attnum - 1};
    for (int i = 0; i < rel->nvisible; i++)
        needed[i] = i == b.pid_at || i == b.at || i == b.query_at;
    struct relation_scan s = {.rel = rel, .arena = fc->arena, .needed = needed, .emit = backend_row, .arg = &b};
    if (rel->scan != NULL)
        rel->scan(&s);
    if (told && (!b.there || b.hidden))
        return datum_from_cstring(fc->arena, b.there ? "<insufficient privilege>" : "<backend information not available>");
    if (!b.there || b.isnull)
        RETURN_NULL();
    return b.value;
}

#define BACKEND_FIELD(column)                              \
    Datum catalog_backend_##column(struct fcall *fc)       \
    {                                                      \
        return backend_field(fc, #column);                 \
    }
BACKEND_FIELD(pid)
BACKEND_FIELD(datid)
BACKEND_FIELD(usesysid)
BACKEND_FIELD(query)
BACKEND_FIELD(wait_event_type)
BACKEND_FIELD(wait_event)
BACKEND_FIELD(query_start)
BACKEND_FIELD(xact_start)
BACKEND_FIELD(backend_start)
BACKEND_FIELD(client_addr)
BACKEND_FIELD(client_port)

static void backend_number(void *arg, const Datum *values, const bool *nulls)
{
    struct fcall *fc = arg;
    int pid = relation_column(system_relation("pg_catalog", "pg_stat_activity"), "pid", true, -1)->attnum - 1;
    if (!nulls[pid])
        fc->emit(fc, &values[pid], &nulls[pid]);
}

/* pg_stat_get_backend_idset() */
Datum catalog_backend_numbers(struct fcall *fc)
{
    struct relation *rel = system_relation("pg_catalog", "pg_stat_activity");
    bool *needed = ARENA_ARRAY(fc->arena, bool, rel->nvisible + 1);
    needed[relation_column(rel, "pid", true, -1)->attnum - 1] = true;
    struct relation_scan s = {.rel = rel, .arena = fc->arena, .needed = needed, .emit = backend_number, .arg = fc};
    if (rel->scan != NULL)
        rel->scan(&s);
    return 0;
}
