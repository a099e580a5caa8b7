#include "fuzz.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "catalog/relation.h"
#include "conf/conf.h"
#include "session/session_int.h"
#include "types/func.h"

enum { PATIENCE_S = 3, HANG_S = 30 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void fuzz_wrong(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    abort();
}

/* ---- the input ---- */

unsigned fuzz_byte(struct fuzz *f)
{
    return f->p < f->end ? *f->p++ : 0;
}

char *fuzz_text(struct fuzz *f, size_t *len)
{
    const uint8_t *nul = memchr(f->p, 0, fuzz_left(f));
    *len = (size_t)((nul != NULL ? nul : f->end) - f->p);
    char *text = arena_strndup(f->arena, (const char *)f->p, *len);
    f->p += *len + (nul != NULL);
    return text;
}

/* ---- the client ---- */

static struct {
    const uint8_t *p, *end;
} client;

static ssize_t client_read(struct wire *w, void *p, size_t n)
{
    size_t left = (size_t)(client.end - client.p);
    n = n < left ? n : left;
    memcpy(p, client.p, n);
    client.p += n;
    return (ssize_t)n;
}

static ssize_t client_write(struct wire *w, const void *p, size_t n)
{
    return (ssize_t)n;
}

static bool always(const struct wire *w)
{
    return true;
}

static void client_close(struct wire *w)
{
}

void fuzz_wire(struct wire *w, const void *p, size_t n)
{
    static const struct wire_transport memory = {client_read, client_write, always, always, client_close};
    client.p = p;
    client.end = client.p + n;
    w->transport = &memory;
}

/* ---- patience ---- */

static timer_t timer;
static int rings;

static void on_ring(int sig)
{
    static const char message[] = "no interrupt is looked at\n";
    if (++rings * PATIENCE_S >= HANG_S) {
        if (write(STDERR_FILENO, message, sizeof message - 1) > 0)
            abort();
    }
    kill(getpid(), SIGINT); /* for a session: it means the statement */
    interrupt_pending = 1;
}

static void on_interrupt(int sig)
{
    interrupt_pending = 1;
}

static void cancel(void)
{
    interrupt_pending = 0;
    raise(ERR_QUERY_CANCELED, "it takes too long");
}

static void patience(int seconds)
{
    struct itimerspec t = {.it_value.tv_sec = seconds, .it_interval.tv_sec = seconds};
    rings = 0;
    timer_settime(timer, 0, &t, NULL);
}

void fuzz_patience(void)
{
    interrupt_pending = 0;
    patience(PATIENCE_S);
}

/* ---- libFuzzer's ---- */

static struct arena *keep; /* static: what is in it is no leak */

struct catalog *fuzz_catalog(struct arena *a)
{
    static struct relation_source *shop;
    if (shop == NULL)
        shop = fixture_source_load(keep, "build/fuzz/seeds/tables.fixture");
    return catalog_new(a, "shop", shop);
}

void fuzz_settings(void)
{
    if (!settings_init())
        fuzz_wrong("a setting is refused");
    log_level = SEV_FATAL + 1;
    func_env = (struct func_env){.user = "ann", .database = "shop", .catalog = fuzz_catalog(keep)};
    catalogs_init();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    struct sigaction ring = {.sa_handler = on_ring};
    sigaction(SIGRTMIN, &ring, NULL);
    signal(SIGINT, on_interrupt);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
        fuzz_wrong("no timer: %s", strerror(errno));
    keep = arena_new(NULL, "keep");
    interrupt_set_handler(cancel);
    conf_init();
    TRY {
        fuzz_init();
    }
    CATCH (e) {
        fuzz_wrong("%s", e->message);
    }
    END_TRY;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz f = {.p = data, .end = data + size, .arena = arena_new(NULL, "input")};
    fuzz_patience();
    TRY {
        fuzz_one(&f);
    }
    CATCH (e) {
    }
    END_TRY;
    patience(0);
    error_clear();
    arena_free(f.arena);
    return 0;
}
