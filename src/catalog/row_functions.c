/* Functions whose rows are a relation's, or the parts of a catalog's value: pg_timezone_names(), aclexplode(), pg_options_to_table(). */
#include <string.h>

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
ROWS_OF(cursors, "pg_cursors")
ROWS_OF(prepared_statements, "pg_prepared_statements")

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
        const char *s = datum_cstring(fc->arena, d), *equals = strchr(s, '=');
        bool nulls[2] = {false, equals == NULL};
        Datum values[2] = {datum_from_text(fc->arena, s, equals != NULL ? (size_t)(equals - s) : strlen(s)),
                           equals != NULL ? datum_from_cstring(fc->arena, equals + 1) : (Datum)0};
        fc->emit(fc, values, nulls);
    }
    return 0;
}

/* A role's name as it stands in an aclitem, which may be quoted: its OID, and what is behind it. "" is PUBLIC, 0. */
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
    return name.len == 0 ? InvalidOid : role_oid(a, name.data);
}

/* aclexplode(acl): a row for each privilege, in the order of PostgreSQL's bits */
Datum catalog_aclexplode(struct fcall *fc)
{
    struct array v = array_open(ARG_DATUM(0));
    for (int i = 0; i < v.n; i++) {
        bool isnull;
        Datum d = array_get(&v, i, &isnull);
        const char *s = datum_cstring(fc->arena, d);
        Oid grantee = acl_role(fc->arena, &s);
        const char *letters = s + (*s == '='), *slash = letters + strcspn(letters, "/"), *behind = slash + (*slash == '/');
        Oid grantor = acl_role(fc->arena, &behind);
        for (const char *order = "arwdDxtXUCTcsA"; *order != '\0'; order++) {
            const char *at = memchr(letters, *order, (size_t)(slash - letters));
            if (at == NULL)
                continue;
            Datum values[] = {datum_from_oid(grantor), datum_from_oid(grantee), datum_from_cstring(fc->arena, privilege_word(*order)),
                              datum_from_bool(at[1] == '*')};
            fc->emit(fc, values, (const bool[4]){false});
        }
    }
    return 0;
}
