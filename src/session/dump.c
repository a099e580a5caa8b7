/* What the command line asks for besides a session: --check, and --dump of a stage. */
#include "session/session_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mongo/source.h"

static void print_server(const struct mongo_server *v, const char *version)
{
    const char *kind = v->mongos ? "sharded cluster" : v->standalone ? "standalone" : "replica set ";
    printf("MongoDB %s (wire version %d), %s%s\n", version, v->max_wire_version, kind,
           v->mongos || v->standalone ? "" : v->replica_set);
    printf("transactions: %s\n", v->transactions ? "yes" : "no");
}

/* Those that the user of the connection string may see. */
static void print_databases(struct arena *a, struct mongo *m)
{
    struct relation_source *source = mongo_source_new(a, m);
    const char *between = " ";
    printf("databases:");
    FOREACH (const char, name, source->databases(source, a)) {
        printf("%s%s", between, name);
        between = ", ";
    }
    printf("%s\n", between[0] == ' ' ? " none to be seen" : "");
}

int session_check(void)
{
    volatile int status = 0;
    log_open(-1);
    if (!settings_init() || !login_configured() || !secure_init())
        return EXIT_MISCONFIGURED;
    struct arena *a = arena_new(NULL, "check");
    TRY {
        struct mongo *m = session_mongo(a);
        login_check(a, m);
        print_server(&m->server, mongo_version(a, m));
        print_databases(a, m);
        printf("clients log in: %s, TLS: %s\n", conf_string(CONF_auth), conf_string(CONF_tls));
        mongo_close(m);
    }
    CATCH (e) {
        fprintf(stderr, "pgleaf: %s: %s%s%s\n", errcode_sqlstate(e->code), e->message, e->hint != NULL ? "\n" : "",
                e->hint != NULL ? e->hint : "");
        status = e->code == ERR_CONFIG_FILE_ERROR || e->code == ERR_INVALID_PARAMETER_VALUE ? EXIT_MISCONFIGURED : EXIT_UNREACHABLE;
    }
    END_TRY;
    arena_free(a);
    return status;
}

static char *read_all(struct arena *a, FILE *f)
{
    struct strbuf b;
    char part[4096];
    size_t n;
    strbuf_init(&b, a);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        strbuf_add(&b, part, n);
    return b.data;
}

static bool has_stage(const char *stage)
{
    return strcmp(stage, "raw") == 0 || strcmp(stage, "query") == 0 || strcmp(stage, "plan") == 0 || strcmp(stage, "pipeline") == 0;
}

/* The commands of all remote scans, one a line. */
static bool print_commands(Node *n, void *arg)
{
    if (IS_A(n, RemoteScan))
        printf("%s\n", ((RemoteScan *)n)->remote->empty ? "nothing: no row can match"
                                                        : remote_shell_text(arg, ((RemoteScan *)n)->remote));
    return node_walk(n, print_commands, arg);
}

static void dump_statement(struct arena *a, struct catalog *c, const struct raw_stmt *raw, const char *stage)
{
    Query *q = analyze_statement(a, c, raw, NULL);
    if (strcmp(stage, "query") == 0) {
        printf("%s\n", node_print(a, q));
        return;
    }
    if (q->commandType == CMD_UTILITY)
        raise(ERR_FEATURE_NOT_SUPPORTED, "a utility statement has no %s", stage);
    struct plan_settings ps = session_plan_settings();
    PlannedStmt *plan = plan_query(a, q, NULL, &ps);
    if (strcmp(stage, "plan") == 0) {
        fputs(explain_dump(a, plan), stdout);
    } else {
        print_commands((Node *)plan->planTree, a);
        node_walk_list(plan->subplans, print_commands, a);
    }
}

static void print_error(const struct error *e)
{
    printf("ERROR:  %s: %s", errcode_sqlstate(e->code), e->message);
    if (e->position >= 0)
        printf(" at %d", e->position);
    printf("\n");
}

/* The statement that begins at offset, up to its semicolon: as the file has it. */
static void dump_one(struct arena *session, struct catalog *c, const char *text, const char *stage)
{
    struct arena *a = arena_new(session, "statement");
    TRY {
        if (strcmp(stage, "raw") == 0)
            printf("%s\n", sql_dump_raw(a, text));
        else
            FOREACH (struct raw_stmt, raw, sql_parse(a, text))
                dump_statement(a, c, raw, stage);
    }
    CATCH (e) {
        print_error(e);
    }
    END_TRY;
    error_clear();
    arena_free(a);
}

static bool ends_statement(const char *line)
{
    size_t n = strlen(line);
    while (n > 0 && strchr(" \t\r\n", line[n - 1]) != NULL)
        n--;
    return n > 0 && line[n - 1] == ';';
}

/* Each statement by itself, so that an error in one does not hide the others; SET lines change settings. */
static void dump_all(struct arena *session, struct catalog *c, const char *text, const char *stage)
{
    struct strbuf b;
    strbuf_init(&b, session);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n") + 1;
        if (text[n - 1] == '\0')
            n--;
        char *line = arena_strndup(session, text, n);
        text += n;
        if (b.len == 0 && (strncmp(line, "--", 2) == 0 || strspn(line, " \t\r\n") == strlen(line)))
            continue;
        strbuf_addstr(&b, line);
        if (ends_statement(line)) {
            dump_one(session, c, b.data, stage);
            strbuf_clear(&b);
        }
    }
    if (b.len > 0)
        dump_one(session, c, b.data, stage);
}

int session_dump(const char *stage, const char *fixture)
{
    volatile int status = 0;
    if (!has_stage(stage)) {
        fprintf(stderr, "pgleaf: --dump=%s: raw, query, plan or pipeline\n", stage);
        return 64;
    }
    if (!settings_init())
        return EXIT_MISCONFIGURED;
    struct arena *a = arena_new(NULL, "dump");
    TRY {
        struct catalog *c = catalog_new(a, "test", fixture != NULL ? fixture_source_load(a, fixture) : NULL);
        func_env = (struct func_env){.user = "test", .database = "test", .catalog = c};
        catalogs_init();
        dump_all(a, c, read_all(a, stdin), stage);
    }
    CATCH (e) {
        fprintf(stderr, "pgleaf: %s\n", e->message);
        status = 64;
    }
    END_TRY;
    arena_free(a);
    return status;
}
