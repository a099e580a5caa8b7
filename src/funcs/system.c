/* What a session says of itself: version(), current_database(), current_setting(), pg_typeof() and their kind. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/datetime.h"
#include "types/reg.h"

#define SERVER_VERSION "15.18 (pgleaf " PGLEAF_VERSION ")"

static Datum name_datum(struct fcall *fc, const char *s)
{
    return datum_from_cstring(fc->arena, s != NULL ? s : "");
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *s = func_env.setting_get != NULL ? func_env.setting_get(name) : NULL;
    return s != NULL ? s : otherwise;
}

Datum system_version(struct fcall *fc)
{
    struct utsname machine;
    const char *hardware = uname(&machine) == 0 ? machine.machine : "unknown";
    const char *s = arena_printf(fc->arena, "PostgreSQL %s on %s-linux-gnu, compiled by gcc %s, %d-bit",
                                 setting("server_version", SERVER_VERSION), hardware, __VERSION__, (int)sizeof(s) * 8);
    return datum_from_cstring(fc->arena, s);
}

Datum system_database(struct fcall *fc)
{
    return name_datum(fc, func_env.database);
}

Datum system_user(struct fcall *fc)
{
    return name_datum(fc, func_env.user);
}

Datum system_backend_pid(struct fcall *fc)
{
    return datum_from_int32(func_env.backend_pid != 0 ? func_env.backend_pid : (int)getpid());
}

/* ---- inet_client_addr() and its family: NULL on what is no TCP connection ---- */

static Datum address_of(struct fcall *fc, const char *s)
{
    const char *colon = s != NULL ? strrchr(s, ':') : NULL;
    if (colon == NULL)
        RETURN_NULL();
    size_t brackets = s[0] == '[', n = (size_t)(colon - s) - 2 * brackets;
    return type_input(fc->arena, TYPE_inet, -1, arena_strndup(fc->arena, s + brackets, n), n, NULL);
}

static Datum port_of(struct fcall *fc, const char *s)
{
    const char *colon = s != NULL ? strrchr(s, ':') : NULL;
    if (colon == NULL)
        RETURN_NULL();
    return datum_from_int32((int32_t)strtol(colon + 1, NULL, 10));
}

Datum system_client_address(struct fcall *fc)
{
    return address_of(fc, func_env.client_address);
}

Datum system_client_port(struct fcall *fc)
{
    return port_of(fc, func_env.client_address);
}

Datum system_server_address(struct fcall *fc)
{
    return address_of(fc, func_env.server_address);
}

Datum system_server_port(struct fcall *fc)
{
    return port_of(fc, func_env.server_address);
}

Datum system_false(struct fcall *fc)
{
    return datum_from_bool(false);
}

/* Nothing is to be done. */
Datum system_void(struct fcall *fc)
{
    (void)fc;
    return (Datum)0;
}

/* 0, or no OID */
Datum system_zero(struct fcall *fc)
{
    return datum_from_int32(0);
}

Datum system_zero_share(struct fcall *fc)
{
    return datum_from_float8(0);
}

/* Bytes that PostgreSQL keeps of a value, where its type alone says so: text is not kept as PostgreSQL does. */
Datum system_column_size(struct fcall *fc)
{
    int len = type_get(fc->argtypes[0])->len;
    if (fc->argtypes[0] == TYPE_unknown)
        return datum_from_int32((int32_t)strlen(datum_cstring(fc->arena, ARG_DATUM(0))) + 1);
    if (len <= 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "pg_column_size() of type %s is not supported: its values are not kept as PostgreSQL keeps them",
              type_display(fc->arena, fc->argtypes[0]));
    return datum_from_int32(len);
}

/* Addresses and ports: the session has a pipe or a Unix socket, as far as SQL can see. */
Datum system_null(struct fcall *fc)
{
    RETURN_NULL();
}

Datum system_typeof(struct fcall *fc)
{
    return datum_from_oid(type_shown(fc->argtypes[0]));
}

/* Analysis knows, and says it as a second argument; it does not where the type has none. */
Datum system_collation_for(struct fcall *fc)
{
    if (fc->nargs < 2)
        raise(ERR_DATATYPE_MISMATCH, "collations are not supported by type %s", type_display(fc->arena, fc->argtypes[0]));
    fc->isnull = fc->nulls[1];
    return fc->args[1];
}

/* The names of the types in an oidvector. */
Datum system_type_names(struct fcall *fc)
{
    struct array types = array_open(ARG_DATUM(0));
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (int i = 0; i < types.n; i++) {
        bool isnull;
        Oid type = datum_oid(array_get(&types, i, &isnull));
        strbuf_printf(&b, "%s%s", i > 0 ? ", " : "", type_display(fc->arena, type));
    }
    return datum_from_text(fc->arena, b.data, b.len);
}

Datum system_client_encoding(struct fcall *fc)
{
    return name_datum(fc, setting("client_encoding", "UTF8"));
}

Datum system_database_encoding(struct fcall *fc)
{
    return name_datum(fc, "UTF8");
}

/* Field 22 of /proc/self/stat: when the process began, in ticks since boot. 0: not known. */
static unsigned long long start_ticks(void)
{
    char text[1024];
    FILE *f = fopen("/proc/self/stat", "r");
    if (f == NULL)
        return 0;
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    const char *s = strrchr(text, ')'); /* the program's name, field 2, ends here */
    for (int field = 2; s != NULL && field < 22; field++)
        s = strchr(s + 1, ' ');
    return s != NULL ? strtoull(s, NULL, 10) : 0;
}

/* The server is this process, which serves one client. */
Datum system_start_time(struct fcall *fc)
{
    static TimestampADT started;
    if (started == 0) {
        struct timespec now, since_boot;
        unsigned long long ticks = start_ticks();
        clock_gettime(CLOCK_REALTIME, &now);
        clock_gettime(CLOCK_BOOTTIME, &since_boot);
        double age = (double)since_boot.tv_sec - (double)ticks / (double)sysconf(_SC_CLK_TCK);
        started = (now.tv_sec - UNIX_TO_EPOCH_DAYS * (int64_t)SECS_PER_DAY) * USECS_PER_SEC + now.tv_nsec / 1000;
        started -= ticks == 0 || age < 0 ? 0 : (int64_t)(age * 1e6);
    }
    return datum_from_int64(started);
}

/* current_query(): all that the client sent, though this be one statement of several */
Datum system_query(struct fcall *fc)
{
    if (func_env.query == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, func_env.query);
}

/* ---- settings ---- */
Datum system_setting(struct fcall *fc)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    const char *value = setting(name, NULL);
    if (value != NULL)
        return datum_from_cstring(fc->arena, value);
    if (fc->nargs < 2 || !ARG_BOOL(1))
        raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", name);
    RETURN_NULL();
}

/* set_config(name, value, is_local): a NULL value is the default's. */
Datum system_set_config(struct fcall *fc)
{
    if (ARG_NULL(0))
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    const char *value = ARG_NULL(1) ? NULL : datum_cstring(fc->arena, ARG_DATUM(1));
    if (func_env.setting_set == NULL)
        raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", name);
    func_env.setting_set(name, value, !ARG_NULL(2) && ARG_BOOL(2));
    return datum_from_cstring(fc->arena, setting(name, ""));
}

/* ---- schemas ---- */

static int declared; /* how deep in texts of declarations */

void schema_path_declared(void (*fn)(void *arg), void *arg)
{
    declared++;
    GUARD {
        fn(arg);
    } FINALLY {
        declared--;
    } END_GUARD;
}

int schema_search_path(struct arena *a, const char **schemas, int max)
{
    static const char *const known[] = {"pg_catalog", "public", "information_schema", "pg_temp"};
    int n = 0;
    if (declared > 0) {
        schemas[0] = known[1];
        return 1;
    }
    for (const char *s = setting("search_path", "\"$user\", public"); *s != '\0' && n < max;) {
        struct strbuf name;
        bool quoted = false;
        strbuf_init(&name, a);
        for (; *s != '\0' && (*s != ',' || quoted); s++) {
            if (*s == '"')
                quoted = !quoted;
            else if (quoted || *s != ' ')
                strbuf_addch(&name, (char)(!quoted && *s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s));
        }
        s += *s == ',';
        const char *schema = name.len == 0 ? "" : strcmp(name.data, "$user") == 0 ? func_env.user : name.data;
        for (int i = 0; schema != NULL && i < 4; i++)
            if (strcmp(schema, known[i]) == 0)
                schemas[n++] = known[i];
    }
    return n;
}

Datum system_schema(struct fcall *fc)
{
    const char *first;
    if (schema_search_path(fc->arena, &first, 1) == 0)
        RETURN_NULL();
    return name_datum(fc, first);
}

/* With those searched without being named: pg_catalog comes first. */
Datum system_schemas(struct fcall *fc)
{
    const char *schemas[16];
    int n = schema_search_path(fc->arena, schemas, 16), first = ARG_BOOL(0);
    for (int i = 0; i < n; i++)
        first = first && strcmp(schemas[i], "pg_catalog") != 0;
    Datum values[17];
    if (first)
        values[0] = name_datum(fc, "pg_catalog");
    for (int i = 0; i < n; i++)
        values[first + i] = name_datum(fc, schemas[i]);
    return array_make(fc->arena, TYPE_name, values, NULL, n + first);
}

/* ---- types ---- */

Datum text_to_regclass(struct fcall *fc)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    if (name[0] != '\0' && name[strspn(name, "0123456789")] == '\0')
        name = arena_printf(fc->arena, "\"%s\"", name); /* a name, where the type's input would take a number */
    return type_input(fc->arena, TYPE_regclass, -1, name, strlen(name), NULL);
}

/* ---- NULLs among the arguments, or in a VARIADIC array ---- */
static bool count_nulls(struct fcall *fc, int *all, int *nulls)
{
    *nulls = 0;
    *all = fc->nargs;
    if (!fc->variadic) {
        for (int i = 0; i < fc->nargs; i++)
            *nulls += ARG_NULL(i);
        return true;
    }
    if (ARG_NULL(0))
        return false;
    struct array a = array_open(ARG_DATUM(0));
    *all = a.n;
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        array_get(&a, i, &isnull);
        *nulls += isnull;
    }
    return true;
}

Datum system_num_nulls(struct fcall *fc)
{
    int all, nulls;
    if (!count_nulls(fc, &all, &nulls))
        RETURN_NULL();
    return datum_from_int32(nulls);
}

Datum system_num_nonnulls(struct fcall *fc)
{
    int all, nulls;
    if (!count_nulls(fc, &all, &nulls))
        RETURN_NULL();
    return datum_from_int32(all - nulls);
}

/* nameconcatoid(name, oid): name_oid, the name clipped to what is left */
Datum system_name_with_oid(struct fcall *fc)
{
    enum { NAME_MAX = 63 };
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0)), *suffix = arena_printf(fc->arena, "_%u", ARG_OID(1));
    int n = (int)utf8_clip(name, strlen(name), NAME_MAX - strlen(suffix));
    return datum_from_cstring(fc->arena, arena_printf(fc->arena, "%.*s%s", n, name, suffix));
}

/* ---- other sessions ---- */

Datum system_cancel_backend(struct fcall *fc)
{
    return datum_from_bool(func_env.cancel != NULL && func_env.cancel(ARG_INT32(0)));
}

Datum system_terminate_backend(struct fcall *fc)
{
    return datum_from_bool(func_env.terminate != NULL && func_env.terminate(ARG_INT32(0), ARG_INT64(1)));
}

/* A snapshot of MongoDB's belongs to the session that took it. */
Datum system_export_snapshot(struct fcall *fc)
{
    (void)fc;
    raise(ERR_FEATURE_NOT_SUPPORTED, "pg_export_snapshot() is not supported: sessions cannot share a snapshot");
}
