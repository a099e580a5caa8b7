#include "mongo/client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/list.h"
#include "base/macros.h"
#include "base/strbuf.h"
#include "mongo/login.h"
#include "mongo/mongo_error.h"
#include "mongo/row_lock.h"
#include "mongo/stream.h"
#include "mongo/undo.h"

struct mongo_settings mongo_settings = {.sample_size = 1000, .infer_timeout_ms = 10000, .cache_max_age_s = 3600};
struct mongo *mongo_current;

/* ---- small things over bson ---- */

static void release_bson(void *b)
{
    bson_destroy(b);
}

bson_t *bson_in(struct arena *a)
{
    bson_t *b = bson_new();
    arena_on_reset(a, release_bson, b);
    return b;
}

bson_t *bson_room(struct arena *a)
{
    char *room = arena_alloc(a, 2 * sizeof(bson_t));
    return (bson_t *)(((uintptr_t)room + sizeof(bson_t) - 1) & ~(uintptr_t)(sizeof(bson_t) - 1));
}

bson_t *bson_literal(struct arena *a, const char *json)
{
    char *text = arena_strdup(a, json);
    for (char *p = text; *p != '\0'; p++)
        if (*p == '\'')
            *p = '"';
    bson_error_t error;
    bson_t *b = bson_new_from_json((const uint8_t *)text, -1, &error);
    if (b == NULL)
        raise(ERR_INTERNAL_ERROR, "%s in %s", error.message, text);
    arena_on_reset(a, release_bson, b);
    return b;
}

static bool find(const bson_t *b, const char *dotted, bson_iter_t *out)
{
    bson_iter_t it;
    return bson_iter_init(&it, b) && bson_iter_find_descendant(&it, dotted, out);
}

const char *bson_text(const bson_t *b, const char *dotted, const char *otherwise)
{
    bson_iter_t it;
    return find(b, dotted, &it) && BSON_ITER_HOLDS_UTF8(&it) ? bson_iter_utf8(&it, NULL) : otherwise;
}

int64_t bson_number(const bson_t *b, const char *dotted, int64_t otherwise)
{
    bson_iter_t it;
    return find(b, dotted, &it) && BSON_ITER_HOLDS_NUMBER(&it) ? bson_iter_as_int64(&it) : otherwise;
}

bool bson_truth(const bson_t *b, const char *dotted)
{
    bson_iter_t it;
    return find(b, dotted, &it) && bson_iter_as_bool(&it);
}

bool bson_view(const bson_iter_t *it, bson_t *out)
{
    const uint8_t *data;
    uint32_t len;
    if (BSON_ITER_HOLDS_DOCUMENT(it))
        bson_iter_document(it, &len, &data);
    else if (BSON_ITER_HOLDS_ARRAY(it))
        bson_iter_array(it, &len, &data);
    else
        return false;
    return bson_init_static(out, data, len);
}

bool bson_subdocument(const bson_t *b, const char *dotted, bson_t *out)
{
    bson_iter_t it;
    return find(b, dotted, &it) && bson_view(&it, out);
}

static int64_t monotonic_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t mongo_time_left_ms(void)
{
    if (mongo_settings.deadline_us == 0 || interrupts_held > 0)
        return 0;
    int64_t left = (mongo_settings.deadline_us - monotonic_us()) / 1000;
    return left < 1 ? 1 : left;
}

/* ---- what is sent, for tests and the curious ---- */

static bool is_secret(const char *name)
{
    static const char *const names[] = {"authenticate", "saslStart",  "saslContinue",   "getnonce",
                                        "createUser",   "updateUser", "copydbgetnonce", "copydbsaslstart", "copydb"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return false;
}

/* libmongoc's callback: nothing may raise. */
static void command_started(const mongoc_apm_command_started_t *event)
{
    struct mongo *m = mongoc_apm_command_started_get_context(event);
    m->sent++;
    if ((m->log_fd < 0 && mongo_settings.trace == NULL) || is_secret(mongoc_apm_command_started_get_command_name(event)))
        return;
    const bson_t *command = mongoc_apm_command_started_get_command(event);
    const char *db = mongoc_apm_command_started_get_database_name(event);
    bson_t whole;
    bson_copy_to(command, &whole);
    if (!bson_has_field(&whole, "$db"))
        bson_append_utf8(&whole, "$db", 3, db, -1);
    size_t n;
    char *json = bson_as_canonical_extended_json(&whole, &n);
    bson_destroy(&whole);
    if (json == NULL)
        return;
    if (mongo_settings.trace != NULL)
        mongo_settings.trace(db, json);
    json[n] = '\n'; /* in place of the NUL: one write, one line, whoever else appends */
    if (m->log_fd >= 0 && write(m->log_fd, json, n + 1) < 0)
        m->log_fd = m->log_fd; /* a full disk must not end the statement */
    bson_free(json);
}

/* ---- connecting ---- */

static void client_open(struct mongo *m)
{
    m->client = mongoc_client_new_from_uri(m->uri);
    if (m->client == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "the URI of MongoDB cannot be used");
    mongoc_client_set_error_api(m->client, MONGOC_ERROR_API_VERSION_2);
    mongoc_client_set_stream_initiator(m->client, stream_initiate, m->login);
    mongoc_apm_callbacks_t *callbacks = mongoc_apm_callbacks_new();
    mongoc_apm_set_command_started_cb(callbacks, command_started);
    mongoc_client_set_apm_callbacks(m->client, callbacks, m);
    mongoc_apm_callbacks_destroy(callbacks);
    m->generation++;
    m->only_server = 0;
}

mongoc_client_session_t *mongo_session_open(struct mongo *m)
{
    bson_error_t error;
    if (!m->server.sessions)
        return NULL;
    /* Reads from the primary see the session's own writes; elsewhere causal consistency makes them. */
    const mongoc_read_prefs_t *prefs = mongoc_client_get_read_prefs(m->client);
    mongoc_session_opt_t *opts = mongoc_session_opts_new();
    mongoc_session_opts_set_causal_consistency(opts, mongoc_read_prefs_get_mode(prefs) != MONGOC_READ_PRIMARY);
    mongoc_client_session_t *session = mongoc_client_start_session(m->client, opts, &error);
    mongoc_session_opts_destroy(opts);
    return session;
}

static void client_drop(struct mongo *m)
{
    if (m->session != NULL)
        mongoc_client_session_destroy(m->session);
    if (m->xact_session != NULL)
        mongoc_client_session_destroy(m->xact_session);
    if (m->asking_session != NULL)
        mongoc_client_session_destroy(m->asking_session);
    if (m->client != NULL)
        mongoc_client_destroy(m->client);
    m->session = m->xact_session = m->asking_session = NULL;
    m->client = NULL;
    m->xact_lost = m->in_transaction;
    m->in_transaction = false;
}

static void release_mongo(void *arg)
{
    struct mongo *m = arg;
    client_drop(m);
    undo_forget(m);
    row_locks_forget(m);
    if (m->uri != NULL) {
        /* libmongoc frees its copy as it is; wiped here first */
        const char *password = mongoc_uri_get_password(m->uri);
        if (password != NULL)
            explicit_bzero((char *)(uintptr_t)password, strlen(password));
        mongoc_uri_destroy(m->uri);
        m->uri = NULL;
    }
    if (m->log_fd >= 0)
        close(m->log_fd);
    m->log_fd = -1;
    if (mongo_current == m)
        mongo_current = NULL;
}

void mongo_close(struct mongo *m)
{
    release_mongo(m);
}

static void default_int(mongoc_uri_t *uri, const char *name, int32_t value)
{
    if (!mongoc_uri_has_option(uri, name))
        mongoc_uri_set_option_as_int32(uri, name, value);
}

static void set_or_raise(bool ok, const char *what)
{
    if (!ok)
        raise(ERR_INVALID_PARAMETER_VALUE, "%s cannot be used to log in to MongoDB", what);
}

/* With a client's password only mechanisms that prove it: X.509, Kerberos and AWS would log in with what this process has. */
static void check_mechanism(const mongoc_uri_t *uri)
{
    static const char *const proving[] = {"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"};
    const char *mechanism = mongoc_uri_get_auth_mechanism(uri);
    for (size_t i = 0; mechanism != NULL && i < sizeof proving / sizeof *proving; i++)
        if (strcasecmp(mechanism, proving[i]) == 0)
            return;
    if (mechanism != NULL)
        raise(ERR_CONFIG_FILE_ERROR, "authentication mechanism %s cannot verify a client's password", mechanism);
}

static void uri_prepare(struct mongo *m, struct mongo_options *opt)
{
    bson_error_t error;
    m->uri = mongoc_uri_new_with_error(opt->uri, &error);
    if (m->uri == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid MongoDB URI: %s", /* libmongoc's text may quote the password */
              strstr(error.message, "assword \"") != NULL ? "its password must be percent-encoded" : error.message);
    if (opt->user != NULL) {
        set_or_raise(mongoc_uri_set_username(m->uri, opt->user), "user name");
        set_or_raise(mongoc_uri_set_password(m->uri, opt->password != NULL ? opt->password : ""), "password");
    }
    if (opt->auth_source != NULL)
        set_or_raise(mongoc_uri_set_auth_source(m->uri, opt->auth_source), "auth_source");
    if (opt->auth_mechanism != NULL)
        set_or_raise(mongoc_uri_set_auth_mechanism(m->uri, opt->auth_mechanism), "auth_mechanism");
    if (opt->password != NULL)
        check_mechanism(m->uri);
    mongoc_uri_set_appname(m->uri, "pgleaf");
    int timeout = opt->connect_timeout_ms > 0 ? opt->connect_timeout_ms : 10000;
    default_int(m->uri, MONGOC_URI_CONNECTTIMEOUTMS, timeout);
    default_int(m->uri, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, timeout);
    /* A statement may take as long as it takes; keepalive finds a dead server, statement_timeout a slow one. */
    default_int(m->uri, MONGOC_URI_SOCKETTIMEOUTMS, INT32_MAX);
}

static void identity(struct mongo *m, struct arena *a)
{
    struct strbuf b;
    strbuf_init(&b, a);
    const mongoc_host_list_t *hosts = mongoc_uri_get_hosts(m->uri);
    if (hosts == NULL && mongoc_uri_get_srv_hostname(m->uri) != NULL)
        strbuf_addstr(&b, mongoc_uri_get_srv_hostname(m->uri));
    for (const mongoc_host_list_t *h = hosts; h != NULL; h = h->next)
        strbuf_printf(&b, "%s%s", b.len > 0 ? "," : "", h->host_and_port);
    const char *user = m->login != NULL ? m->login->user : mongoc_uri_get_username(m->uri);
    strbuf_printf(&b, "\n%s", user != NULL ? user : "");
    m->identity = b.data;
}

/* The server's no to a login hides behind the driver's "no suitable servers". */
static struct error *connect_error(const bson_error_t *error, const bson_t *reply, bool connecting)
{
    struct error *e = mongo_error_new(error, reply, connecting);
    if (!login_take_refusal() || error->domain != MONGOC_ERROR_SERVER_SELECTION)
        return e;
    return error_detail(error_new(ERR_INVALID_PASSWORD, "MongoDB refused the login"), "%s", e->message);
}

/* What hello said, when the connection was made. */
static void read_hello(struct mongo *m)
{
    struct mongo_server *s = &m->server;
    bson_error_t error;
    mongoc_server_description_t *sd =
        mongoc_client_select_server(m->client, false, mongoc_client_get_read_prefs(m->client), &error);
    struct error *e = stream_take_error();
    if (sd == NULL && e == NULL)
        e = connect_error(&error, NULL, true);
    if (e != NULL) {
        if (sd != NULL)
            mongoc_server_description_destroy(sd);
        error_throw(e);
    }
    const bson_t *hello = mongoc_server_description_hello_response(sd);
    s->max_wire_version = (int)bson_number(hello, "maxWireVersion", 0);
    s->mongos = strcmp(bson_text(hello, "msg", ""), "isdbgrid") == 0;
    snprintf(s->replica_set, sizeof s->replica_set, "%s", bson_text(hello, "setName", ""));
    s->standalone = !s->mongos && s->replica_set[0] == '\0';
    s->sessions = bson_number(hello, "logicalSessionTimeoutMinutes", -1) >= 0;
    s->transactions = s->sessions && !s->standalone;
    s->max_bson_size = (int32_t)bson_number(hello, "maxBsonObjectSize", 16 * 1024 * 1024);
    mongoc_server_description_destroy(sd);
}

/* Does libmongoc log in, at the first command? (As m->login a stream does, before hello.) */
static bool has_credentials(const mongoc_uri_t *uri)
{
    return mongoc_uri_get_username(uri) != NULL || mongoc_uri_get_auth_mechanism(uri) != NULL;
}

const char *mongo_version(struct arena *a, struct mongo *m)
{
    bson_error_t error;
    bson_t reply;
    bool ok = mongoc_client_command_with_opts(m->client, "admin", bson_literal(a, "{'buildInfo': 1}"), NULL, NULL, &reply,
                                              &error);
    struct error *e = stream_take_error();
    if (e == NULL && !ok)
        e = connect_error(&error, &reply, true);
    const char *version = e == NULL ? arena_strdup(a, bson_text(&reply, "version", "0.0.0")) : NULL;
    bson_destroy(&reply);
    if (e != NULL)
        error_throw(e);
    return version;
}

void mongo_init(void)
{
    static bool done;
    if (done)
        return;
    done = true;
    mongoc_log_set_handler(NULL, NULL); /* what goes wrong is told as an error */
    mongoc_init();
    /* libmongoc's counters: nobody reads them, and a killed process would leave the file behind, which the next of its number trips over */
    char counters[32];
    snprintf(counters, sizeof counters, "/mongoc-%ld", (long)getpid());
    shm_unlink(counters);
}

void mongo_rehearse(void)
{
    bson_error_t error;
    mongoc_client_t *client = mongoc_client_new("mongodb://%2Fdev%2Fnull.sock/"); /* nobody listens there */
    mongoc_server_description_t *sd = client != NULL ? mongoc_client_select_server(client, false, NULL, &error) : NULL;
    if (sd != NULL)
        mongoc_server_description_destroy(sd);
    mongoc_client_destroy(client);
}

static void log_open(struct mongo *m, const char *path)
{
    if (path == NULL || path[0] == '\0')
        return;
    m->log_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (m->log_fd < 0)
        raise(ERR_IO_ERROR, "could not open command log \"%s\": %s", path, strerror(errno));
}

struct mongo *mongo_connect(struct arena *a, struct mongo_options *opt)
{
    mongo_init();
    struct mongo *m = ARENA_NEW(a, struct mongo);
    m->log_fd = -1;
    arena_on_reset(a, release_mongo, m);
    struct arena *scratch = arena_new(a, "connect");
    struct error *volatile failed = NULL;
    TRY {
        m->login = opt->login;
        uri_prepare(m, opt);
        log_open(m, opt->command_log);
        client_open(m);
        if (has_credentials(m->uri))
            mongo_version(scratch, m); /* a failed login is told apart from what comes later */
        read_hello(m);
        m->session = mongo_session_open(m);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (opt->password != NULL)
        explicit_bzero(opt->password, strlen(opt->password));
    arena_free(scratch);
    if (failed != NULL) {
        release_mongo(m);
        error_throw(failed);
    }
    identity(m, a);
    login_take_refusal();
    mongo_current = m;
    return m;
}

/* ---- ending work on the server ---- */

/* A cancel: on a second, short connection all operations and cursors of the session are ended. Best effort. */
static void kill_on_server(struct mongo *m)
{
    bson_error_t error;
    bson_t reply, command, list, item;
    if (m->session == NULL)
        return;
    mongoc_uri_t *uri = mongoc_uri_copy(m->uri);
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, 1000);
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, 1000);
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_SOCKETTIMEOUTMS, 1000);
    mongoc_client_t *client = mongoc_client_new_from_uri(uri);
    if (client != NULL) {
        if (m->login != NULL)
            mongoc_client_set_stream_initiator(client, stream_initiate, m->login);
        mongoc_apm_callbacks_t *callbacks = mongoc_apm_callbacks_new();
        mongoc_apm_set_command_started_cb(callbacks, command_started);
        mongoc_client_set_apm_callbacks(client, callbacks, m);
        mongoc_apm_callbacks_destroy(callbacks);
        bson_init(&command);
        bson_append_array_begin(&command, "killSessions", -1, &list);
        const mongoc_client_session_t *sessions[] = {m->session, m->xact_session, m->asking_session};
        for (int i = 0, n = 0; i < COUNTOF(sessions); i++) {
            char number[2] = {(char)('0' + n), '\0'};
            if (sessions[i] == NULL)
                continue;
            bson_append_document_begin(&list, number, 1, &item);
            bson_concat(&item, mongoc_client_session_get_lsid(sessions[i]));
            bson_append_document_end(&list, &item);
            n++;
        }
        bson_append_array_end(&command, &list);
        mongoc_client_command_simple(client, "admin", &command, NULL, &reply, &error);
        bson_destroy(&reply);
        bson_destroy(&command);
        mongoc_client_destroy(client);
    }
    const char *password = mongoc_uri_get_password(uri);
    if (password != NULL)
        explicit_bzero((char *)(uintptr_t)password, strlen(password));
    mongoc_uri_destroy(uri);
}

/* The connection's state is not known: a new one at the next command. */
static void client_renew(struct mongo *m, bool kill)
{
    if (kill)
        kill_on_server(m);
    client_drop(m);
    client_open(m);
}

/* ---- commands ---- */

uint32_t mongo_select_server(struct mongo *m)
{
    bson_error_t error;
    if (m->only_server != 0)
        return m->only_server;
    mongoc_server_description_t *sd =
        mongoc_client_select_server(m->client, mongo_in_transaction(m), mongoc_client_get_read_prefs(m->client), &error);
    struct error *e = stream_take_error();
    if (sd == NULL && e == NULL)
        e = connect_error(&error, NULL, false);
    uint32_t id = sd != NULL ? mongoc_server_description_id(sd) : 0;
    if (sd != NULL)
        mongoc_server_description_destroy(sd);
    if (e != NULL) {
        client_renew(m, false);
        error_throw(e);
    }
    if (mongoc_uri_get_option_as_bool(m->uri, MONGOC_URI_DIRECTCONNECTION, false))
        m->only_server = id;
    return id;
}

/* No server there: the connection broke, or none could be made. */
static bool connection_lost(const bson_error_t *error, const bson_t *reply)
{
    return mongo_server_code(error, reply) == 0 &&
           (error->domain == MONGOC_ERROR_STREAM || error->domain == MONGOC_ERROR_SERVER_SELECTION ||
            error->domain == MONGOC_ERROR_PROTOCOL ||
            (error->domain == MONGOC_ERROR_CLIENT && error->code != MONGOC_ERROR_CLIENT_SESSION_FAILURE));
}

bool mongo_try(struct mongo *m, const char *db, const bson_t *command, enum mongo_op op, uint32_t server_id,
               bson_t *reply, bson_error_t *error)
{
    bson_t opts = BSON_INITIALIZER;
    bool ok = true;
    memset(error, 0, sizeof *error);
    CHECK_INTERRUPTS();
    m->wrote = m->wrote || (op == MONGO_WRITE && mongo_in_transaction(m));
    m->changes += op == MONGO_WRITE && !m->asking;
    m->sent = 0;
    mongoc_client_session_t **session = m->asking ? &m->asking_session : mongo_in_transaction(m) ? &m->xact_session : &m->session;
    if (*session == NULL)
        *session = mongo_session_open(m);
    if (*session != NULL)
        ok = mongoc_client_session_append(*session, &opts, error);
    if (server_id != 0)
        bson_append_int32(&opts, "serverId", 8, (int32_t)server_id);
    if (!ok)
        bson_init(reply);
    else if (op == MONGO_READ)
        ok = mongoc_client_read_command_with_opts(m->client, db, command, NULL, &opts, reply, error);
    else if (op == MONGO_WRITE)
        ok = mongoc_client_write_command_with_opts(m->client, db, command, &opts, reply, error);
    else
        ok = mongoc_client_command_with_opts(m->client, db, command, NULL, &opts, reply, error);
    bson_destroy(&opts);
    struct error *e = stream_take_error();
    bool interrupted = e != NULL;
    if (e == NULL && !ok && connection_lost(error, reply))
        e = connect_error(error, reply, false);
    if (e != NULL) {
        bson_destroy(reply);
        client_renew(m, interrupted);
        error_throw(e);
    }
    return ok;
}

const bson_t *mongo_run(struct arena *a, struct mongo *m, const char *db, const bson_t *command, enum mongo_op op)
{
    bson_error_t error;
    bson_t local;
    bool ok = mongo_try(m, db, command, op, 0, &local, &error);
    struct error *e = ok ? NULL : mongo_error_new(&error, &local, false);
    if (e != NULL) {
        bson_destroy(&local);
        error_throw(e);
    }
    bson_t *reply = bson_room(a);
    bson_steal(reply, &local);
    arena_on_reset(a, release_bson, reply);
    return reply;
}

const bson_t *mongo_write_beside(struct arena *a, struct mongo *m, const char *db, const bson_t *command)
{
    const bson_t *volatile reply = NULL;
    bool beside = m->beside;
    m->beside = true;
    GUARD {
        reply = mongo_run(a, m, db, command, MONGO_WRITE);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return reply;
}

/* ---- what the server has ---- */

static const struct {
    const char *name;
    int wire;
} since[] = {
    /* MongoDB 4.4: wire version 9; 5.0: 13; 5.1: 14; 5.2: 15; 5.3: 16; 6.0: 17; 7.0: 21 */
    {"$unionWith", 9},   {"$setWindowFields", 13}, {"$documents", 14}, {"$densify", 14}, {"$fill", 16},
    {"$lookupConcise", 13}, {"$getField", 13},    {"$setField", 13},  {"$sortArray", 15}, {"$dateTrunc", 13},
    {"$dateAdd", 13},    {"$dateDiff", 13},        {"$topN", 15},      {"$firstN", 15},   {"$maxN", 15},
    {"$median", 21},     {"$percentile", 21},      {"$bitAnd", 20},    {"$first", 9},     {"$isNumber", 9},
    {"$replaceAll", 9},  {"$replaceOne", 9},       {"$set", 8},        {"$unset", 8},     {"$merge", 8},
    {"$regexFind", 8},   {"$regexMatch", 8},       {"$regexFindAll", 8}, {"$round", 8},   {"$trunc2", 8},
    {"$convert", 7},     {"$toString", 7},         {"$trim", 7},       {"updatePipeline", 8},
    {"findAllowDiskUse", 9},
};

#define MAX_LACKS 64
static char lacks[MAX_LACKS][32];
static int nlacks;

void mongo_note_lack(const char *name)
{
    if (nlacks < MAX_LACKS && mongo_has(name))
        snprintf(lacks[nlacks++], sizeof *lacks, "%s", name);
}

bool mongo_has(const char *name)
{
    for (int i = 0; i < nlacks; i++)
        if (strcmp(lacks[i], name) == 0)
            return false;
    if (mongo_current != NULL)
        for (size_t i = 0; i < sizeof since / sizeof *since; i++)
            if (strcmp(since[i].name, name) == 0)
                return mongo_current->server.max_wire_version >= since[i].wire;
    return true;
}
