/* Login (manual 55.2.1): what the configuration asks of a client, and MongoDB's connection for it. */
#include "session/session_int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "auth/scram.h"
#include "base/macros.h"
#include "mongo/login.h"

/* ---- MongoDB's connection ---- */

static const char *read_uri_file(struct arena *a, const char *path)
{
    char line[8192];
    FILE *f = fopen(path, "re");
    if (f == NULL)
        raise_fatal(ERR_CONFIG_FILE_ERROR, "uri_file %s: %s", path, strerror(errno));
    prctl(PR_SET_DUMPABLE, 0); /* it may hold a password: no core file with it */
    bool got = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    line[got ? strcspn(line, "\r\n") : 0] = '\0';
    const char *uri = arena_strdup(a, line);
    explicit_bzero(line, sizeof line);
    if (uri[0] == '\0')
        raise_fatal(ERR_CONFIG_FILE_ERROR, "uri_file %s is empty", path);
    return uri;
}

static const char *mongo_uri(struct arena *a)
{
    const char *uri = conf_string(CONF_uri), *file = conf_path(a, CONF_uri_file);
    if (file != NULL)
        return read_uri_file(a, file);
    if (uri == NULL || uri[0] == '\0')
        raise_fatal(ERR_CONFIG_FILE_ERROR, "neither uri nor uri_file is set");
    return uri;
}

static const char *or_null(const char *s)
{
    return s != NULL && s[0] != '\0' ? s : NULL;
}

static struct mongo *connect_as(struct arena *a, struct mongo_options opt)
{
    opt.connect_timeout_ms = (int)conf_int(CONF_connect_timeout);
    opt.command_log = or_null(conf_string(CONF_command_log));
    const char *dir = or_null(conf_string(CONF_cache_dir)), *env = getenv("CACHE_DIRECTORY");
    mongo_settings.cache_dir = dir != NULL ? dir : env;
    mongo_settings.cache_max_age_s = (int)conf_int(CONF_cache_max_age);
    return mongo_connect(a, &opt);
}

struct mongo *session_mongo(struct arena *a)
{
    return connect_as(a, (struct mongo_options){.uri = mongo_uri(a)});
}

/* ---- trust, password ---- */

static bool log_in_trust(struct session *s)
{
    auth_check_trust(s->peer_kind, conf_bool(CONF_allow_trust));
    s->mongo = session_mongo(s->arena);
    return true;
}

static bool log_in_password(struct session *s)
{
    bool private = tls_facts(&s->wire) != NULL || conf_bool(CONF_allow_cleartext);
    char *password = auth_ask_password(&s->wire, s->peer_kind, private);
    if (password == NULL)
        return false;
    struct error *volatile failed = NULL;
    const int64_t asked = auth_now_ms();
    TRY {
        s->mongo = connect_as(s->arena, (struct mongo_options){.uri = mongo_uri(s->arena), .user = s->user, .password = password,
                                                               .auth_source = or_null(conf_string(CONF_auth_source)),
                                                               .auth_mechanism = or_null(conf_string(CONF_auth_mechanism))});
    }
    CATCH (e) {
        failed = e;
    }
    END_TRY;
    auth_wipe(password);
    if (failed != NULL && failed->code == ERR_INVALID_PASSWORD)
        auth_refusal_wait(asked);
    if (failed != NULL)
        error_throw(failed);
    return true;
}

/* ---- SCRAM: the user's keys are read by a process of its own, so that this one never has the service account ---- */

struct lookup {
    enum errcode code;   /* ERRCODE_COUNT: all is well */
    char message[400];
    bool known;
    struct scram_keys keys;
    char source[128];    /* the database that knows the user */
    char uri[8192];      /* without the service account */
};

static struct mongo_login own; /* whom this session is logged in as; wiped at its end */

static void look_up(struct lookup *l, const char *user)
{
    unsigned char secret[SCRAM_KEY];
    struct arena *a = arena_new(NULL, "lookup");
    const char *uri = mongo_uri(a);
    const char *source = login_source(a, uri, or_null(conf_string(CONF_auth_source)));
    snprintf(l->source, sizeof l->source, "%s", source);
    snprintf(l->uri, sizeof l->uri, "%s", login_plain_uri(a, uri));
    l->known = login_read_keys(a, session_mongo(a), user, source, &l->keys);
    scram_secret(uri, secret);
    if (!l->known)
        scram_pretend(&l->keys, secret, user);
}

static _Noreturn void look_up_and_exit(int to, const char *user)
{
    static struct lookup l;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    l.code = ERRCODE_COUNT;
    TRY {
        look_up(&l, user);
    }
    CATCH (e) {
        l.code = e->code;
        snprintf(l.message, sizeof l.message, "%s", e->message);
    }
    END_TRY;
    const char *p = (const char *)&l;
    for (size_t sent = 0; sent < sizeof l;) {
        ssize_t n = write(to, p + sent, sizeof l - sent);
        if (n < 0 && errno != EINTR)
            break;
        sent += n > 0 ? (size_t)n : 0;
    }
    _exit(0);
}

/* May raise, with the process behind: it is killed when this one ends, which a FATAL error leads to. */
static bool read_lookup(int from, struct lookup *l)
{
    size_t got = 0;
    while (got < sizeof *l) {
        struct pollfd p = {.fd = from, .events = POLLIN};
        CHECK_INTERRUPTS();
        if (poll(&p, 1, 1000) <= 0)
            continue;
        ssize_t n = read(from, (char *)l + got, sizeof *l - got);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        got += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static void fetch(struct lookup *l, const char *user)
{
    int ends[2];
    prctl(PR_SET_DUMPABLE, 0);
    pid_t pid = pipe(ends) == 0 ? fork() : -1;
    if (pid == 0) {
        interrupt_wake = -1; /* the session's own */
        look_up_and_exit(ends[1], user);
    }
    if (pid < 0)
        raise_fatal(ERR_INTERNAL_ERROR, "could not start a process: %s", strerror(errno));
    close(ends[1]);
    bool ok = read_lookup(ends[0], l);
    close(ends[0]);
    waitpid(pid, NULL, 0);
    if (!ok)
        raise_fatal(ERR_INTERNAL_ERROR, "the process that reads users' keys ended");
    if (l->code == ERR_INSUFFICIENT_PRIVILEGE || l->code == ERR_INVALID_PASSWORD)
        raise_fatal(ERR_CONFIG_FILE_ERROR, "auth = scram: the connection string's user cannot read users' keys: %s", l->message);
    if (l->code != ERRCODE_COUNT)
        raise_fatal(l->code, "%s", l->message);
}

static bool log_in_scram(struct session *s)
{
    static struct lookup l;
    fetch(&l, s->user);
    own = (struct mongo_login){.user = s->user, .source = arena_strdup(s->arena, l.source)};
    memcpy(own.server_key, l.keys.server_key, SCRAM_KEY);
    enum auth_result result = auth_scram(&s->wire, &l.keys, own.client_key);
    if (result == AUTH_PROVED && !l.known)
        result = AUTH_REFUSED;
    explicit_bzero(&l.keys, sizeof l.keys);
    if (result == AUTH_REFUSED) {
        auth_refusal_wait(auth_now_ms());
        raise_fatal(ERR_INVALID_PASSWORD, "refused");
    }
    if (result == AUTH_PROVED)
        s->mongo = connect_as(s->arena, (struct mongo_options){.uri = l.uri, .login = &own});
    return result == AUTH_PROVED;
}

/* ---- by the configuration ---- */

static const struct {
    const char *name;
    bool (*log_in)(struct session *s);
} methods[] = {{"trust", log_in_trust}, {"password", log_in_password}, {"scram", log_in_scram}};

bool login_configured(void)
{
    const char *uri = conf_string(CONF_uri);
    if (strcmp(conf_string(CONF_auth), "trust") != 0 || (uri != NULL && strchr(uri, '@') != NULL))
        prctl(PR_SET_DUMPABLE, 0); /* it has a password, or will */
    struct arena *a = arena_new(NULL, "login");
    bool ok = strcmp(conf_string(CONF_auth), "scram") != 0 || conf_path(a, CONF_uri_file) != NULL;
    arena_free(a);
    if (!ok)
        log_write(SEV_FATAL, "auth = scram needs uri_file: the connection string's password must not be in every session");
    return ok;
}

void login_check(struct arena *a, struct mongo *m)
{
    struct scram_keys keys;
    if (strcmp(conf_string(CONF_auth), "scram") == 0)
        login_read_keys(a, m, "", login_source(a, mongo_uri(a), or_null(conf_string(CONF_auth_source))), &keys);
}

void login_forget(void)
{
    explicit_bzero(&own, sizeof own);
}

/* What MongoDB said to the login, in PostgreSQL's words. */
static _Noreturn void login_failed(struct session *s, struct error *e)
{
    e->severity = SEV_FATAL;
    if (e->code == ERR_INVALID_PASSWORD) {
        e->message = arena_printf(s->arena, "password authentication failed for user \"%s\"", s->user);
        e->detail = e->hint = NULL;
    } else if (e->code == ERR_CONFIG_FILE_ERROR || e->code == ERR_INVALID_PARAMETER_VALUE) {
        s->exit_status = EXIT_MISCONFIGURED;
        log_error(e);
        struct error *told = error_new(ERR_SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION, "pgleaf is not configured rightly");
        told->severity = SEV_FATAL;
        error_throw(error_hint(told, "Its log says more."));
    } else if (strncmp(errcode_sqlstate(e->code), "08", 2) == 0) {
        s->exit_status = EXIT_UNREACHABLE;
    }
    error_throw(e);
}

/* False: the client went. */
bool session_log_in(struct session *s)
{
    struct error *volatile failed = NULL;
    volatile bool in = false;
    TRY {
        for (int i = 0; i < COUNTOF(methods); i++)
            if (strcmp(methods[i].name, conf_string(CONF_auth)) == 0)
                in = methods[i].log_in(s);
    }
    CATCH (e) {
        failed = e;
    }
    END_TRY;
    if (failed != NULL)
        login_failed(s, failed);
    return in;
}
