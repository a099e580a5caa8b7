/* From the first packet to ReadyForQuery (manual 55.2.1). */
#include "session/activity.h"
#include "session/session_int.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/utf8.h"
#include "mongo/source.h"
#include "types/func.h"

/* ---- the startup packet ---- */

struct startup {
    const char *user, *database, *options;
    List *settings; /* name, value, name, ...: all other parameters */
    List *unknown;  /* _pq_. options */
    int minor;
};

static bool true_word(const char *s)
{
    return strcasecmp(s, "true") == 0 || strcasecmp(s, "on") == 0 || strcasecmp(s, "yes") == 0 || strcmp(s, "1") == 0;
}

static bool false_word(const char *s)
{
    return strcasecmp(s, "false") == 0 || strcasecmp(s, "off") == 0 || strcasecmp(s, "no") == 0 || strcmp(s, "0") == 0;
}

static void startup_setting(const char *name, const char *value)
{
    struct error *volatile failed = NULL;
    TRY {
        conf_set(name, value, CONF_FROM_STARTUP, false);
    }
    CATCH (e) {
        e->severity = SEV_FATAL;
        failed = e;
    }
    END_TRY;
    if (failed != NULL)
        error_throw(failed);
}

/* The next word of `options`: spaces part, a backslash takes the next character as it is. */
static char *option_word(struct arena *a, const char **p)
{
    struct strbuf b;
    while (**p == ' ' || **p == '\t' || **p == '\n')
        ++*p;
    if (**p == '\0')
        return NULL;
    strbuf_init(&b, a);
    for (; **p != '\0' && **p != ' ' && **p != '\t' && **p != '\n'; ++*p) {
        if (**p == '\\' && (*p)[1] != '\0')
            ++*p;
        strbuf_addch(&b, **p);
    }
    return b.data;
}

static _Noreturn void bad_option(const char *word)
{
    struct error *e = error_new(ERR_SYNTAX_ERROR, "invalid command-line argument for server process: %s", word);
    e->severity = SEV_FATAL;
    error_throw(error_hint(e, "Options are -c NAME=VALUE and --NAME=VALUE."));
}

static void apply_options(struct arena *a, const char *options)
{
    char *w;
    while ((w = option_word(a, &options)) != NULL) {
        char *setting = w;
        if (strcmp(w, "-c") == 0)
            setting = option_word(a, &options);
        else if (strncmp(w, "-c", 2) == 0 || strncmp(w, "--", 2) == 0)
            setting = w + 2;
        else
            bad_option(w);
        char *eq = setting != NULL ? strchr(setting, '=') : NULL;
        if (eq == NULL)
            raise_fatal(ERR_SYNTAX_ERROR, "-c %s requires a value", setting != NULL ? setting : "");
        *eq = '\0';
        for (char *c = setting; *c != '\0'; c++)
            if (*c == '-')
                *c = '_';
        startup_setting(setting, eq + 1);
    }
}

/* Options first, then parameters of their own: what a client says last counts. After the login: nobody else has a say. */
static void apply_startup(struct session *s, const struct startup *st)
{
    if (st->options != NULL)
        apply_options(s->arena, st->options);
    for (int i = 0; i < list_length(st->settings); i += 2)
        startup_setting(list_nth(st->settings, i), list_nth(st->settings, i + 1));
}

static void refuse_replication(const char *value)
{
    if (false_word(value))
        return;
    if (true_word(value) || strcmp(value, "database") == 0)
        raise_fatal(ERR_FEATURE_NOT_SUPPORTED, "replication connections are not supported");
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", "replication", value);
    e->severity = SEV_FATAL;
    error_throw(error_hint(e, "Valid values are: \"false\", 0, \"true\", 1, \"database\"."));
}

static void startup_parameter(struct arena *a, struct startup *st, const char *name, const char *value)
{
    if (strcmp(name, "user") == 0) {
        st->user = value;
    } else if (strcmp(name, "database") == 0) {
        st->database = value;
    } else if (strcmp(name, "options") == 0) {
        st->options = value;
    } else if (strcmp(name, "replication") == 0) {
        refuse_replication(value);
    } else if (strncmp(name, "_pq_.", 5) == 0) {
        st->unknown = list_append(a, st->unknown, (void *)(uintptr_t)name);
    } else {
        st->settings = list_append(a, st->settings, (void *)(uintptr_t)name);
        st->settings = list_append(a, st->settings, (void *)(uintptr_t)value);
    }
}

static _Noreturn void bad_layout(void)
{
    raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid startup packet layout: expected terminator as last byte");
}

static void parse_startup(struct session *s, struct wire_body *body, struct startup *st)
{
    const char *name, *value;
    for (;;) {
        if (!body_string(body, &name))
            bad_layout();
        if (name[0] == '\0')
            break;
        if (!body_string(body, &value))
            bad_layout();
        utf8_require(name, strlen(name));
        utf8_require(value, strlen(value));
        startup_parameter(s->arena, st, arena_strdup(s->arena, name), arena_strdup(s->arena, value));
    }
    if (!body_end(body))
        bad_layout();
    if (st->user == NULL || st->user[0] == '\0')
        raise_fatal(ERR_INVALID_AUTHORIZATION_SPECIFICATION, "no PostgreSQL user name specified in startup packet");
    if (st->database == NULL || st->database[0] == '\0')
        st->database = st->user;
}

static void negotiate(struct session *s, const struct startup *st)
{
    if (st->minor == 0 && st->unknown == NULL)
        return;
    wire_begin(&s->wire, 'v'); /* NegotiateProtocolVersion */
    wire_int32(&s->wire, PROTOCOL_3_0);
    wire_int32(&s->wire, list_length(st->unknown));
    for (int i = 0; i < list_length(st->unknown); i++)
        wire_string(&s->wire, list_nth(st->unknown, i));
    wire_end(&s->wire);
}

/* A cancel request is done; a startup packet is what we want. False: nothing more. */
static bool read_startup(struct session *s, struct startup *st)
{
    struct wire_body body;
    int32_t code, pid, secret;
    if (!secure_read_startup(&s->wire, &body, &code))
        return false;
    if (code == CANCEL_REQUEST) {
        if (body_int32(&body, &pid) && body_int32(&body, &secret) && body_end(&body))
            cancel_request(pid, secret);
        return false;
    }
    if (code >> 16 != 3)
        raise_fatal(ERR_FEATURE_NOT_SUPPORTED, "unsupported frontend protocol %u.%u: server supports 3.0 to 3.0",
                    (unsigned)code >> 16, (unsigned)code & 0xffff);
    st->minor = code & 0xffff;
    parse_startup(s, &body, st);
    return true;
}

/* ---- ready ---- */

static void check_database_name(const char *name)
{
    if (strlen(name) > 63 || strpbrk(name, "/\\. \"$*<>:|?") != NULL)
        raise_fatal(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
}

static const char *setting_get(const char *name)
{
    return conf_show(name);
}

static void setting_set(const char *name, const char *value, bool is_local)
{
    conf_set(name, value, CONF_FROM_SESSION, is_local);
}

bool session_start(struct session *s)
{
    struct startup st = {0};
    idle_timer_start(s);
    if (!read_startup(s, &st))
        return false;
    s->user = st.user;
    s->database = st.database;
    log_session.user = s->user;
    log_session.database = s->database;
    negotiate(s, &st);
    check_database_name(s->database);
    secure_check(s);
    if (!session_log_in(s))
        return false;
    idle_timer_stop();
    conf_set_fixed(CONF_session_authorization, s->user);
    s->catalog = catalog_new(s->arena, s->database, mongo_source_new(s->arena, s->mongo));
    func_env = (struct func_env){.user = s->user, .database = s->database, .backend_pid = (int)getpid(), .client_address = s->peer, .server_address = s->own_address,
                                 .setting_get = setting_get, .setting_set = setting_set, .settings_generation = conf_generation, .catalog = s->catalog, .session = s,
                                 .tls = secure_facts(s->arena, &s->wire), .cancel = session_cancel, .terminate = session_terminate};
    catalogs_init();
    int32_t secret = cancel_register();
    activity_login(s);
    recover_init(s);
    wire_begin(&s->wire, 'R');
    wire_int32(&s->wire, 0);
    wire_end(&s->wire);
    s->logged_in = true;
    apply_startup(s, &st);
    report_settings(s);
    wire_begin(&s->wire, 'K');
    wire_int32(&s->wire, (int32_t)getpid());
    wire_int32(&s->wire, secret);
    wire_end(&s->wire);
    send_ready(s);
    return true;
}
