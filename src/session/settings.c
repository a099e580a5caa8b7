/* The hooks of settings that other stages must know of: called with a new value before it counts. */
#include "session/session_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "funcs/random.h"
#include "types/datetime.h"
#include "types/reg.h"

bool views_restricted;

static _Noreturn void invalid(const char *name, const char *value, const char *detail)
{
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", name, value);
    if (detail != NULL)
        error_detail(e, "%s", detail);
    error_throw(e);
}

/* ---- how values are read and shown ---- */

static const char *assign_datestyle(struct arena *a, const char *value)
{
    const char *detail = NULL;
    if (!datestyle_parse(value, &type_settings, &detail))
        invalid("DateStyle", value, detail);
    return arena_strdup(a, datestyle_text(&type_settings));
}

static const char *assign_intervalstyle(struct arena *a, const char *value)
{
    if (!intervalstyle_parse(value, &type_settings))
        invalid("IntervalStyle", value, NULL);
    return arena_strdup(a, intervalstyle_text(&type_settings));
}

static const char *assign_timezone(struct arena *a, const char *value)
{
    const char *detail = NULL;
    if (!timezone_parse(value, &type_settings, &detail))
        invalid("TimeZone", value, detail);
    return arena_strdup(a, timezone_text(&type_settings));
}

static const char *assign_bytea_output(struct arena *a, const char *value)
{
    (void)a;
    type_settings.bytea_escape = strcmp(value, "escape") == 0;
    return value;
}

static const char *assign_xmloption(struct arena *a, const char *value)
{
    (void)a;
    type_settings.xml_document = strcmp(value, "document") == 0;
    return value;
}

static const char *assign_xmlbinary(struct arena *a, const char *value)
{
    (void)a;
    type_settings.xml_hex = strcmp(value, "hex") == 0;
    return value;
}

static const char *assign_float_digits(struct arena *a, const char *value)
{
    (void)a;
    type_settings.extra_float_digits = atoi(value);
    return value;
}

static const char *assign_text_search_config(struct arena *a, const char *value)
{
    struct soft_error soft = {.failed = false};
    struct io io = {.arena = a, .soft = &soft, .typmod = -1};
    Oid oid = datum_oid(regconfig_in(&io, value, strlen(value)));
    const char *name = soft.failed || value[strspn(value, "0123456789")] == '\0' ? NULL : reg_config_name(a, oid);
    if (name == NULL)
        invalid("default_text_search_config", value, NULL);
    return arena_printf(a, "pg_catalog.%s", name);
}

/* ---- what is there in one form only: the other would be another answer, and is refused ---- */

static _Noreturn void only_value(const char *name, const char *value)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "%s = %s is not supported", name, value);
}

static const char *assign_access_method(struct arena *a, const char *value)
{
    if (strcmp(value, "heap") != 0)
        invalid("default_table_access_method", value, arena_printf(a, "Table access method \"%s\" does not exist.", value));
    return value;
}

/* There are two tablespaces, and where things are is MongoDB's affair; "" is the database's own. */
static bool is_tablespace(const char *name, size_t len)
{
    return len == 0 || (len == 2 && memcmp(name, "\"\"", len) == 0) || (len == 10 && memcmp(name, "pg_default", len) == 0) || (len == 9 && memcmp(name, "pg_global", len) == 0);
}

static const char *assign_tablespace(struct arena *a, const char *value)
{
    if (!is_tablespace(value, strlen(value)))
        invalid("default_tablespace", value, arena_printf(a, "Tablespace \"%s\" does not exist.", value));
    return value;
}

/* The next word of a list with commas and spaces; its length, 0 at the end. */
static size_t next_word(const char **list)
{
    *list += strspn(*list, ", ");
    return strcspn(*list, ", ");
}

static const char *assign_temp_tablespaces(struct arena *a, const char *value)
{
    size_t len;
    for (const char *s = value; (len = next_word(&s)) > 0; s += len)
        if (!is_tablespace(s, len))
            raise(ERR_UNDEFINED_OBJECT, "tablespace \"%s\" does not exist", arena_strndup(a, s, len));
    return value;
}

static const char *assign_restricted(struct arena *a, const char *value)
{
    size_t len;
    bool views = false;
    for (const char *s = value; (len = next_word(&s)) > 0; s += len) {
        const char *word = arena_strndup(a, s, len);
        bool view = strcasecmp(word, "view") == 0;
        if (!view && strcasecmp(word, "foreign-table") != 0)
            invalid("restrict_nonsystem_relation_kind", value, arena_printf(a, "Unrecognized key word: \"%s\".", word));
        views = views || view;
    }
    views_restricted = views;
    return value;
}

static const char *assign_off_only(struct arena *a, const char *value)
{
    (void)a;
    if (strcmp(value, "off") != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "no other value than off is supported");
    return value;
}

static const char *assign_abbreviations(struct arena *a, const char *value)
{
    (void)a;
    if (strcasecmp(value, "Default") != 0)
        only_value("timezone_abbreviations", value);
    return value;
}

static const char *assign_array_nulls(struct arena *a, const char *value)
{
    (void)a;
    if (strcmp(value, "on") != 0)
        only_value("array_nulls", value);
    return value;
}

static const char *assign_locale(struct arena *a, const char *value)
{
    static const char *const plain[] = {"C", "POSIX", "C.UTF-8", "C.utf8", ""};
    (void)a;
    for (int i = 0; i < COUNTOF(plain); i++)
        if (strcmp(plain[i], value) == 0)
            return value;
    raise(ERR_FEATURE_NOT_SUPPORTED, "locale \"%s\" is not supported", value);
}

static const char *assign_encoding(struct arena *a, const char *value)
{
    enum encoding e;
    (void)a;
    if (!encoding_find(value, &e))
        invalid("client_encoding", value, NULL);
    if (!encoding_converted(e)) {
        struct error *no = error_new(ERR_FEATURE_NOT_SUPPORTED, "invalid value for parameter \"client_encoding\": \"%s\"", value);
        error_throw(error_detail(no, "Conversion between %s and UTF8 is not supported.", encoding_name(e)));
    }
    client_encoding_set(e);
    return encoding_name(e);
}

/* ---- transactions: settled once something was read ---- */

static bool read_before(void)
{
    return the_session.snapshot && !conf_restoring();
}

static bool in_subtransaction(void)
{
    return savepoint_level(&the_session) > 0 && !conf_restoring();
}

static const char *assign_isolation(struct arena *a, const char *value)
{
    (void)a;
    bool other = strcmp(value, conf_string(CONF_transaction_isolation)) != 0;
    if (other && read_before())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION ISOLATION LEVEL must be called before any query");
    if (other && in_subtransaction())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction");
    return value;
}

static const char *assign_read_only(struct arena *a, const char *value)
{
    (void)a;
    bool back = strcmp(value, "off") == 0 && conf_bool(CONF_transaction_read_only);
    if (back && in_subtransaction())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "cannot set transaction read-write mode inside a read-only transaction");
    if (back && read_before())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "transaction read-write mode must be set before any query");
    return value;
}

static const char *assign_deferrable(struct arena *a, const char *value)
{
    (void)a;
    if (in_subtransaction())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION [NOT] DEFERRABLE cannot be called within a subtransaction");
    if (read_before())
        raise(ERR_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION [NOT] DEFERRABLE must be called before any query");
    return value;
}

/* ---- pgleaf's own, and names ---- */

static const char *assign_mismatch(struct arena *a, const char *value)
{
    (void)a;
    mongo_settings.mismatch_null = strcmp(value, "null") == 0;
    return value;
}

static const char *assign_sample_size(struct arena *a, const char *value)
{
    (void)a;
    mongo_settings.sample_size = atoi(value);
    return value;
}

static const char *assign_infer_timeout(struct arena *a, const char *value)
{
    (void)a;
    mongo_settings.infer_timeout_ms = atoi(value);
    return value;
}

static const char *assign_application_name(struct arena *a, const char *value)
{
    char *name = arena_strdup(a, value);
    for (char *p = name; *p != '\0'; p++)
        if ((unsigned char)*p < 32 || (unsigned char)*p > 126)
            *p = '?';
    return name;
}

/* An old word, still taken. */
static const char *assign_min_messages(struct arena *a, const char *value)
{
    (void)a;
    return strcmp(value, "debug") == 0 ? "debug2" : value;
}

/* ROLLBACK does not take it back. */
static const char *assign_seed(struct arena *a, const char *value)
{
    (void)a;
    if (!conf_restoring())
        random_seed_from(strtod(value, NULL));
    return value;
}

static const struct {
    enum conf_id id;
    conf_assign_fn fn;
} hooks[] = {
    {CONF_datestyle, assign_datestyle},
    {CONF_intervalstyle, assign_intervalstyle},
    {CONF_timezone, assign_timezone},
    {CONF_default_text_search_config, assign_text_search_config},
    {CONF_bytea_output, assign_bytea_output},
    {CONF_xmloption, assign_xmloption},
    {CONF_xmlbinary, assign_xmlbinary},
    {CONF_extra_float_digits, assign_float_digits},
    {CONF_array_nulls, assign_array_nulls},
    {CONF_default_table_access_method, assign_access_method},
    {CONF_quote_all_identifiers, assign_off_only},
    {CONF_exit_on_error, assign_off_only},
    {CONF_default_tablespace, assign_tablespace},
    {CONF_temp_tablespaces, assign_temp_tablespaces},
    {CONF_restrict_nonsystem_relation_kind, assign_restricted},
    {CONF_timezone_abbreviations, assign_abbreviations},
    {CONF_lc_monetary, assign_locale},
    {CONF_lc_numeric, assign_locale},
    {CONF_lc_time, assign_locale},
    {CONF_client_encoding, assign_encoding},
    {CONF_transaction_isolation, assign_isolation},
    {CONF_transaction_read_only, assign_read_only},
    {CONF_transaction_deferrable, assign_deferrable},
    {CONF_mismatch, assign_mismatch},
    {CONF_sample_size, assign_sample_size},
    {CONF_infer_timeout, assign_infer_timeout},
    {CONF_application_name, assign_application_name},
    {CONF_client_min_messages, assign_min_messages},
    {CONF_seed, assign_seed},
};

static void set_log_level(void)
{
    static const struct {
        const char *name;
        enum severity sev;
    } levels[] = {{"debug", SEV_DEBUG}, {"log", SEV_LOG}, {"notice", SEV_NOTICE},
                  {"warning", SEV_WARNING}, {"error", SEV_ERROR}, {"fatal", SEV_FATAL}};
    for (int i = 0; i < COUNTOF(levels); i++)
        if (strcmp(levels[i].name, conf_string(CONF_log_level)) == 0)
            log_level = levels[i].sev;
}

static void call_hooks(struct arena *a)
{
    for (int i = 0; i < COUNTOF(hooks); i++) {
        const char *value = conf_string(hooks[i].id); /* the file may have set it before */
        if (value != NULL)
            hooks[i].fn(a, value);
    }
}

bool settings_init(void)
{
    struct arena *a = arena_new(NULL, "settings");
    volatile bool ok = true;
    set_log_level();
    TRY {
        call_hooks(a);
    }
    CATCH (e) {
        e->severity = SEV_FATAL;
        log_error(e);
        ok = false;
    }
    END_TRY;
    error_clear();
    for (int i = 0; i < COUNTOF(hooks); i++)
        conf_on_assign(hooks[i].id, hooks[i].fn);
    arena_free(a);
    return ok;
}
