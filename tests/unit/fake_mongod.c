#include "fake_mongod.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define OP_REPLY 1
#define OP_QUERY 2004
#define OP_MSG 2013
#define MAX_RULES 64

static const struct fake_rule *rules;
static int *used; /* by rule; shared between the processes of all connections */
static int log_fd;

static const struct fake_rule defaults[] = {
    RULE("hello", "{'ok': 1, 'isWritablePrimary': true, 'ismaster': true, 'minWireVersion': 0, 'maxWireVersion': 21,"
              " 'maxBsonObjectSize': 16777216, 'maxMessageSizeBytes': 48000000, 'maxWriteBatchSize': 100000, 'logicalSessionTimeoutMinutes': 30}"),
    RULE("buildInfo", "{'ok': 1, 'version': '7.0.5'}"),
    RULE_END};

static bson_t *json(const char *text)
{
    bson_error_t error;
    char *copy = strdup(text);
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '\'')
            *p = '"';
    bson_t *b = bson_new_from_json((const uint8_t *)copy, -1, &error);
    if (b == NULL) {
        fprintf(stderr, "fake_mongod: %s in %s\n", error.message, copy);
        _exit(1);
    }
    free(copy);
    return b;
}

static const struct fake_rule *rule_for(const char *command)
{
    if (strcmp(command, "isMaster") == 0 || strcmp(command, "ismaster") == 0)
        command = "hello";
    for (int i = 0; rules[i].command != NULL; i++)
        if (strcmp(rules[i].command, command) == 0 && (rules[i].times == 0 || used[i] < rules[i].times)) {
            used[i]++;
            return &rules[i];
        }
    for (int i = 0; defaults[i].command != NULL; i++)
        if (strcmp(defaults[i].command, command) == 0)
            return &defaults[i];
    return NULL;
}

static bool read_all(int fd, void *to, size_t n)
{
    char *p = to;
    while (n > 0) {
        ssize_t got = read(fd, p, n);
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static void send_reply(int fd, int opcode, int32_t request, const bson_t *doc, bool cut)
{
    size_t head = opcode == OP_QUERY ? 16 + 20 : 16 + 5, len = head + doc->len;
    char *message = calloc(1, len);
    int32_t words[9] = {(int32_t)len, 1, request, opcode == OP_QUERY ? OP_REPLY : OP_MSG, 0, 0, 0, 0, 1};
    memcpy(message, words, opcode == OP_QUERY ? 36 : 20);
    memcpy(message + head, bson_get_data(doc), doc->len);
    if (write(fd, message, cut ? len / 2 : len) < 0)
        perror("fake_mongod");
    free(message);
}

static void keep(const bson_t *command)
{
    size_t len;
    char *text = bson_as_relaxed_extended_json(command, &len);
    text[len] = '\n';
    if (write(log_fd, text, len + 1) < 0)
        perror("fake_mongod");
    bson_free(text);
}

/* False: the connection ends. */
static bool answer(int fd, int opcode, int32_t request, const bson_t *command)
{
    bson_iter_t it;
    keep(command);
    if (!bson_iter_init(&it, command) || !bson_iter_next(&it))
        return false;
    const struct fake_rule *r = rule_for(bson_iter_key(&it));
    const char *reply = r != NULL ? r->reply : "{'ok': 1}";
    bool cut = reply != NULL && strcmp(reply, FAKE_CUT) == 0;
    if (reply != NULL && strcmp(reply, FAKE_CLOSE) == 0)
        return false;
    if (reply != NULL && strcmp(reply, FAKE_SILENCE) == 0)
        return true;
    bson_t *doc = reply != NULL ? json(cut ? "{'ok': 1}" : reply) : bson_new();
    if (reply == NULL)
        r->make(doc, command);
    send_reply(fd, opcode, request, doc, cut);
    bson_destroy(doc);
    return !cut;
}

static void serve(int fd)
{
    int32_t head[4];
    bool go_on = true;
    while (go_on && read_all(fd, head, sizeof head)) {
        size_t n = (size_t)head[0] - sizeof head;
        char *body = malloc(n);
        bson_t doc;
        int32_t len;
        go_on = read_all(fd, body, n);
        if (go_on) {
            /* OP_MSG: flags, kind 0, document; OP_QUERY: flags, C string, skip, limit, document */
            size_t at = head[3] == OP_MSG ? 5 : 4 + strlen(body + 4) + 1 + 8;
            memcpy(&len, body + at, 4);
            go_on = bson_init_static(&doc, (const uint8_t *)body + at, (size_t)len) && answer(fd, head[3], head[1], &doc);
        }
        free(body);
    }
}

static void listen_and_serve(int listener)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            continue;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            serve(fd);
            _exit(0);
        }
        close(fd);
    }
}

static void release(void *f)
{
    fake_stop(f);
}

struct fake *fake_start(struct arena *a, const struct fake_rule *script)
{
    struct fake *f = ARENA_NEW(a, struct fake);
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    f->arena = a;
    strcpy(f->dir, "/tmp/pgleaf-fake.XXXXXX");
    if (mkdtemp(f->dir) == NULL)
        abort();
    rules = script;
    used = mmap(NULL, sizeof *used * MAX_RULES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    log_fd = open(arena_printf(a, "%s/log", f->dir), O_WRONLY | O_CREAT | O_APPEND, 0600);
    snprintf(addr.sun_path, sizeof addr.sun_path, "%s/mongod.sock", f->dir);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (log_fd < 0 || bind(listener, (struct sockaddr *)&addr, sizeof addr) != 0 || listen(listener, 16) != 0)
        abort();
    f->uri = arena_printf(a, "mongodb://%%2Ftmp%%2F%s%%2Fmongod.sock/?directConnection=true&connectTimeoutMS=2000"
                             "&serverSelectionTimeoutMS=2000", f->dir + 5);
    f->pid = fork();
    if (f->pid == 0) {
        listen_and_serve(listener);
        _exit(0);
    }
    close(listener);
    arena_on_reset(a, release, f);
    return f;
}

void fake_stop(struct fake *f)
{
    char path[128];
    if (f->pid == 0)
        return;
    kill(f->pid, SIGKILL);
    waitpid(f->pid, NULL, 0);
    f->pid = 0;
    close(log_fd);
    munmap(used, sizeof *used * MAX_RULES);
    snprintf(path, sizeof path, "%s/log", f->dir);
    unlink(path);
    snprintf(path, sizeof path, "%s/mongod.sock", f->dir);
    unlink(path);
    rmdir(f->dir);
}

const char *fake_log(struct fake *f)
{
    FILE *in = fopen(arena_printf(f->arena, "%s/log", f->dir), "r");
    size_t cap = 1 << 20;
    char *text = arena_alloc(f->arena, cap);
    size_t n = fread(text, 1, cap - 1, in);
    text[n] = '\0';
    fclose(in);
    return text;
}

const char *fake_sent(struct fake *f, const char *command, int n)
{
    char *save, *log = (char *)(uintptr_t)fake_log(f);
    for (char *line = strtok_r(log, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
        bson_t *whole = bson_new_from_json((const uint8_t *)line, -1, NULL), own = BSON_INITIALIZER;
        bson_iter_t it;
        bson_iter_init(&it, whole);
        if (bson_iter_next(&it) && strcmp(bson_iter_key(&it), command) == 0 && n-- == 0) {
            bson_copy_to_excluding_noinit(whole, &own, "lsid", "$db", "$readPreference", "$clusterTime", NULL);
            char *text = bson_as_relaxed_extended_json(&own, NULL), *copy = arena_strdup(f->arena, text);
            bson_free(text);
            bson_destroy(&own);
            bson_destroy(whole);
            return copy;
        }
        bson_destroy(whole);
    }
    return NULL;
}
