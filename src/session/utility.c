/* Statements that are not queries: SET, SHOW, RESET, DISCARD, transactions; all others are refused by name. */
#include "session/session_int.h"

#include <string.h>
#include <strings.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "types/datetime.h"

/* ---- settings that other stages must know of ---- */

static _Noreturn void invalid(const char *name, const char *value, const char *detail)
{
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", name, value);
    if (detail != NULL)
        error_detail(e, "%s", detail);
    error_throw(e);
}

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

static const char *assign_float_digits(struct arena *a, const char *value)
{
    (void)a;
    type_settings.extra_float_digits = atoi(value);
    return value;
}

/* Names of encodings are compared without punctuation. Text is UTF-8 on both sides; SQL_ASCII asks for no conversion. */
static const char *assign_encoding(struct arena *a, const char *value)
{
    char plain[64];
    size_t n = 0;
    for (const char *p = value; *p != '\0' && n < sizeof plain - 1; p++)
        if (*p != '-' && *p != '_' && *p != ' ')
            plain[n++] = *p;
    plain[n] = '\0';
    (void)a;
    if (strcasecmp(plain, "UTF8") == 0 || strcasecmp(plain, "UNICODE") == 0)
        return "UTF8";
    if (strcasecmp(plain, "SQLASCII") == 0)
        return "SQL_ASCII";
    static const char *const known[] = {"LATIN1", "LATIN2", "LATIN9", "WIN1250", "WIN1251", "WIN1252", "ISO88591", "ISO88592",
                                        "KOI8R", "EUCJP", "SJIS", "BIG5", "GBK", "EUCKR"};
    for (int i = 0; i < COUNTOF(known); i++)
        if (strcasecmp(plain, known[i]) == 0)
            raise(ERR_FEATURE_NOT_SUPPORTED, "conversion between %s and UTF8 is not supported yet", value);
    invalid("client_encoding", value, NULL);
}

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
    func_env.application_name = NULL;
    return name;
}

void settings_init(struct session *s)
{
    static const struct {
        const char *name;
        enum severity sev;
    } levels[] = {{"debug", SEV_DEBUG}, {"log", SEV_LOG}, {"notice", SEV_NOTICE},
                  {"warning", SEV_WARNING}, {"error", SEV_ERROR}, {"fatal", SEV_FATAL}};
    (void)s;
    static const struct {
        enum conf_id id;
        conf_assign_fn fn;
    } hooks[] = {{CONF_datestyle, assign_datestyle}, {CONF_intervalstyle, assign_intervalstyle}, {CONF_timezone, assign_timezone},
                 {CONF_bytea_output, assign_bytea_output}, {CONF_extra_float_digits, assign_float_digits},
                 {CONF_client_encoding, assign_encoding}, {CONF_mismatch, assign_mismatch},
                 {CONF_sample_size, assign_sample_size}, {CONF_infer_timeout, assign_infer_timeout},
                 {CONF_application_name, assign_application_name}};
    for (int i = 0; i < COUNTOF(hooks); i++) {
        conf_on_assign(hooks[i].id, hooks[i].fn);
        const char *value = conf_string(hooks[i].id); /* the file may have set it before */
        struct arena *a = arena_new(NULL, "setting");
        if (value != NULL)
            hooks[i].fn(a, value);
        arena_free(a);
    }
    for (int i = 0; i < COUNTOF(levels); i++)
        if (strcmp(levels[i].name, conf_string(CONF_log_level)) == 0)
            log_level = levels[i].sev;
}

/* ---- SET ---- */

static bool takes_list(const char *name)
{
    static const char *const lists[] = {"datestyle", "search_path", "temp_tablespaces"};
    for (int i = 0; i < COUNTOF(lists); i++)
        if (strcasecmp(lists[i], name) == 0)
            return true;
    return false;
}

static bool plain_identifier(const char *s)
{
    if (!((*s >= 'a' && *s <= 'z') || *s == '_'))
        return false;
    for (; *s != '\0'; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_' || *s == '$'))
            return false;
    return true;
}

static void add_identifier(struct strbuf *b, const char *s)
{
    if (plain_identifier(s)) {
        strbuf_addstr(b, s);
        return;
    }
    strbuf_addch(b, '"');
    for (; *s != '\0'; s++) {
        if (*s == '"')
            strbuf_addch(b, '"');
        strbuf_addch(b, *s);
    }
    strbuf_addch(b, '"');
}

static void add_constant(struct strbuf *b, const PgQuery__AConst *c, bool list)
{
    switch (c->val_case) {
    case PG_QUERY__A__CONST__VAL__NOT_SET:
        strbuf_addstr(b, "0");
        break;
    case PG_QUERY__A__CONST__VAL_IVAL:
        strbuf_printf(b, "%d", c->ival->ival);
        break;
    case PG_QUERY__A__CONST__VAL_FVAL:
        strbuf_addstr(b, c->fval->fval);
        break;
    case PG_QUERY__A__CONST__VAL_SVAL:
        if (list && strcasecmp(c->sval->sval, "") != 0)
            add_identifier(b, c->sval->sval);
        else
            strbuf_addstr(b, c->sval->sval);
        break;
    default:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "this kind of constant is not supported in SET");
    }
}

/* Several values are joined; SET TIME ZONE INTERVAL '...' keeps its word. */
static const char *set_value(struct arena *a, const PgQuery__VariableSetStmt *v)
{
    struct strbuf b;
    bool list = takes_list(v->name);
    strbuf_init(&b, a);
    strbuf_addstr(&b, "");
    if (v->n_args > 1 && !list)
        raise(ERR_INVALID_PARAMETER_VALUE, "SET %s takes only one argument", v->name);
    for (size_t i = 0; i < v->n_args; i++) {
        const PgQuery__Node *n = v->args[i];
        if (i > 0)
            strbuf_addstr(&b, ", ");
        if (n->node_case == PG_QUERY__NODE__NODE_A_CONST) {
            add_constant(&b, n->a_const, list && strcasecmp(v->name, "search_path") == 0);
        } else if (n->node_case == PG_QUERY__NODE__NODE_TYPE_CAST &&
                   n->type_cast->arg->node_case == PG_QUERY__NODE__NODE_A_CONST && strcasecmp(v->name, "timezone") == 0) {
            strbuf_addstr(&b, "INTERVAL '");
            add_constant(&b, n->type_cast->arg->a_const, false);
            strbuf_addch(&b, '\'');
        } else {
            raw_refuse(n);
        }
    }
    return b.data;
}

static void set_multi(struct session *s, PgQuery__VariableSetStmt *v)
{
    if (strcmp(v->name, "TRANSACTION") == 0) {
        if (s->xact != XACT_BLOCK)
            notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION can only be used in transaction blocks");
        xact_set_characteristics(v->args, v->n_args, false, -1);
    } else if (strcmp(v->name, "SESSION CHARACTERISTICS") == 0) {
        xact_set_characteristics(v->args, v->n_args, true, -1);
    } else {
        raise(ERR_FEATURE_NOT_SUPPORTED, "SET %s is not supported", v->name);
    }
}

static void run_set(struct session *s, struct arena *a, PgQuery__VariableSetStmt *v)
{
    RAW_FIELDS(v, -1, "kind name args is_local");
    bool reset = false;
    if (v->is_local && s->xact != XACT_BLOCK && v->kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI)
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "SET LOCAL can only be used in transaction blocks");
    switch (v->kind) {
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE:
        conf_set(v->name, set_value(a, v), CONF_FROM_SESSION, v->is_local);
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT:
        conf_set(v->name, NULL, CONF_FROM_SESSION, v->is_local);
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI:
        set_multi(s, v);
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET:
        reset = true;
        conf_set(v->name, NULL, CONF_FROM_SESSION, false);
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL:
        reset = true;
        conf_reset_all();
        break;
    default:
        raise(ERR_FEATURE_NOT_SUPPORTED, "SET ... FROM CURRENT is not supported");
    }
    send_complete(s, reset ? "RESET" : "SET");
}

/* ---- SHOW ---- */

static void show_all(struct session *s)
{
    static const char *const names[] = {"name", "setting", "description"};
    const char *row[3];
    send_text_description(s, 3, names);
    for (int i = 0; (row[0] = conf_nth(i, &row[1], &row[2])) != NULL; i++)
        send_text_row(s, 3, row);
}

static void run_show(struct session *s, PgQuery__VariableShowStmt *v)
{
    RAW_FIELDS(v, -1, "name");
    if (strcasecmp(v->name, "all") == 0) {
        show_all(s);
    } else {
        const char *name = conf_name(v->name), *value = conf_show(v->name);
        if (name == NULL)
            raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", v->name);
        send_text_description(s, 1, &name);
        send_text_row(s, 1, &value);
    }
    send_complete(s, "SHOW");
}

static void run_discard(struct session *s, PgQuery__DiscardStmt *d)
{
    static const char *const tags[] = {"", "DISCARD ALL", "DISCARD PLANS", "DISCARD SEQUENCES", "DISCARD TEMP"};
    RAW_FIELDS(d, -1, "target");
    if (d->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL) {
        if (s->xact == XACT_BLOCK)
            raise(ERR_ACTIVE_SQL_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
        conf_reset_all();
    }
    send_complete(s, tags[d->target]);
}

/* ---- the rest ---- */

static const struct {
    PgQuery__Node__NodeCase kind;
    const char *name;
} refused[] = {
    {PG_QUERY__NODE__NODE_CREATE_STMT, "CREATE TABLE"},
    {PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT, "CREATE TABLE AS"},
    {PG_QUERY__NODE__NODE_DROP_STMT, "DROP"},
    {PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, "ALTER TABLE"},
    {PG_QUERY__NODE__NODE_INDEX_STMT, "CREATE INDEX"},
    {PG_QUERY__NODE__NODE_VIEW_STMT, "CREATE VIEW"},
    {PG_QUERY__NODE__NODE_TRUNCATE_STMT, "TRUNCATE"},
    {PG_QUERY__NODE__NODE_COPY_STMT, "COPY"},
    {PG_QUERY__NODE__NODE_PREPARE_STMT, "PREPARE"},
    {PG_QUERY__NODE__NODE_EXECUTE_STMT, "EXECUTE"},
    {PG_QUERY__NODE__NODE_DEALLOCATE_STMT, "DEALLOCATE"},
    {PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT, "DECLARE CURSOR"},
    {PG_QUERY__NODE__NODE_FETCH_STMT, "FETCH"},
    {PG_QUERY__NODE__NODE_CLOSE_PORTAL_STMT, "CLOSE"},
    {PG_QUERY__NODE__NODE_CALL_STMT, "CALL"},
    {PG_QUERY__NODE__NODE_DO_STMT, "DO"},
    {PG_QUERY__NODE__NODE_VACUUM_STMT, "VACUUM and ANALYZE"},
    {PG_QUERY__NODE__NODE_LOCK_STMT, "LOCK TABLE"},
    {PG_QUERY__NODE__NODE_LISTEN_STMT, "LISTEN"},
    {PG_QUERY__NODE__NODE_NOTIFY_STMT, "NOTIFY"},
    {PG_QUERY__NODE__NODE_UNLISTEN_STMT, "UNLISTEN"},
    {PG_QUERY__NODE__NODE_GRANT_STMT, "GRANT and REVOKE"},
    {PG_QUERY__NODE__NODE_GRANT_ROLE_STMT, "GRANT and REVOKE"},
    {PG_QUERY__NODE__NODE_CREATE_ROLE_STMT, "CREATE ROLE"},
    {PG_QUERY__NODE__NODE_CREATEDB_STMT, "CREATE DATABASE"},
    {PG_QUERY__NODE__NODE_DROPDB_STMT, "DROP DATABASE"},
    {PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT, "CREATE SCHEMA"},
    {PG_QUERY__NODE__NODE_CREATE_SEQ_STMT, "CREATE SEQUENCE"},
    {PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT, "CREATE FUNCTION"},
    {PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT, "CREATE EXTENSION"},
    {PG_QUERY__NODE__NODE_CREATE_ENUM_STMT, "CREATE TYPE"},
    {PG_QUERY__NODE__NODE_COMMENT_STMT, "COMMENT"},
    {PG_QUERY__NODE__NODE_RENAME_STMT, "ALTER ... RENAME"},
    {PG_QUERY__NODE__NODE_CLUSTER_STMT, "CLUSTER"},
    {PG_QUERY__NODE__NODE_REINDEX_STMT, "REINDEX"},
    {PG_QUERY__NODE__NODE_CHECK_POINT_STMT, "CHECKPOINT"},
    {PG_QUERY__NODE__NODE_LOAD_STMT, "LOAD"},
    {PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT, "REFRESH MATERIALIZED VIEW"},
};

static _Noreturn void refuse(const struct raw_stmt *raw)
{
    int at = raw->location;
    const char *name = raw_kind_name(raw->node);
    while (strchr(" \t\r\n", raw->text[at]) != NULL && raw->text[at] != '\0')
        at++;
    for (int i = 0; i < COUNTOF(refused); i++)
        if (refused[i].kind == raw->node->node_case)
            name = refused[i].name;
    raise_at(ERR_FEATURE_NOT_SUPPORTED, at, "%s is not supported yet", name);
}

void run_utility(struct session *s, struct arena *a, const struct raw_stmt *raw)
{
    PgQuery__Node *n = raw->node;
    switch (n->node_case) {
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT: run_set(s, a, n->variable_set_stmt); break;
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT: run_show(s, n->variable_show_stmt); break;
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
        RAW_FIELDS(n->transaction_stmt, raw->location, "kind options savepoint_name gid chain");
        xact_command(s, n->transaction_stmt, raw->location);
        break;
    case PG_QUERY__NODE__NODE_DISCARD_STMT: run_discard(s, n->discard_stmt); break;
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT: run_explain(s, a, raw, n->explain_stmt); break;
    default: refuse(raw);
    }
}
