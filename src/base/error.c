#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"

static const struct {
    const char *sqlstate, *condition;
} codes[] = {
#define ERRCODE(name, code, condition) {code, condition},
#include "base/errcodes.def"
#undef ERRCODE
};

struct error_frame *error_top;
volatile int interrupt_pending;
int interrupt_wake = -1;

static struct arena *texts;
static void (*interrupt_handler)(void);
static void (*notice_sink)(void *, const struct error *);
static void *notice_arg;
static int notice_place = -1;

const char *errcode_sqlstate(enum errcode code)
{
    return codes[code].sqlstate;
}

const char *errcode_condition(enum errcode code)
{
    return codes[code].condition;
}

enum errcode errcode_from_sqlstate(const char *sqlstate)
{
    int i = 0;
    while (i < ERRCODE_COUNT && strcmp(codes[i].sqlstate, sqlstate) != 0)
        i++;
    return (enum errcode)i;
}

const char *severity_name(enum severity sev)
{
    static const char *const names[] = {"DEBUG", "LOG", "INFO", "NOTICE", "WARNING", "ERROR", "FATAL"};
    return names[sev];
}

static struct error *error_vnew(enum severity sev, enum errcode code, const char *fmt, va_list ap)
{
    if (texts == NULL)
        texts = arena_new(NULL, "errors");
    struct error *e = ARENA_NEW(texts, struct error);
    e->severity = sev;
    e->code = code;
    e->position = -1;
    e->message = arena_vprintf(texts, fmt, ap);
    return e;
}

void error_throw(struct error *e)
{
    if (error_top == NULL) {
        e->severity = SEV_FATAL;
        log_error(e); /* standard error may be the client's socket */
        exit(70);
    }
    error_top->error = e;
    siglongjmp(error_top->jump, 1);
}

#define VNEW(e, sev, code, fmt)                       \
    va_list ap;                                       \
    va_start(ap, fmt);                                \
    struct error *e = error_vnew(sev, code, fmt, ap); \
    va_end(ap)

void raise(enum errcode code, const char *fmt, ...)
{
    VNEW(e, SEV_ERROR, code, fmt);
    error_throw(e);
}

void raise_at(enum errcode code, int position, const char *fmt, ...)
{
    VNEW(e, SEV_ERROR, code, fmt);
    e->position = position;
    error_throw(e);
}

void raise_fatal(enum errcode code, const char *fmt, ...)
{
    VNEW(e, SEV_FATAL, code, fmt);
    error_throw(e);
}

/* Needs no memory: the texts are static. */
void raise_out_of_memory(size_t request)
{
    static struct error oom;
    static char detail[64];
    snprintf(detail, sizeof detail, "Failed on request of size %zu.", request);
    oom = (struct error){.severity = SEV_ERROR, .code = ERR_OUT_OF_MEMORY, .message = "out of memory",
                         .detail = detail, .position = -1};
    error_throw(&oom);
}

struct error *error_new(enum errcode code, const char *fmt, ...)
{
    VNEW(e, SEV_ERROR, code, fmt);
    return e;
}

struct error *error_at(struct error *e, int position)
{
    e->position = position;
    return e;
}

#define SET_TEXT(field)                       \
    va_list ap;                               \
    va_start(ap, fmt);                        \
    e->field = arena_vprintf(texts, fmt, ap); \
    va_end(ap);                               \
    return e

struct error *error_detail(struct error *e, const char *fmt, ...)
{
    SET_TEXT(detail);
}

struct error *error_hint(struct error *e, const char *fmt, ...)
{
    SET_TEXT(hint);
}

struct error *error_where(struct error *e, const char *fmt, ...)
{
    SET_TEXT(where);
}

struct error *error_constraint(struct error *e, const char *fmt, ...)
{
    SET_TEXT(constraint);
}

void error_clear(void)
{
    notice_place = -1;
    if (texts != NULL)
        arena_reset(texts);
}

void notice_set_sink(void (*sink)(void *arg, const struct error *e), void *arg)
{
    notice_sink = sink;
    notice_arg = arg;
}

void notice_emit(struct error *e)
{
    if (notice_sink != NULL)
        notice_sink(notice_arg, e);
}

void notice(enum severity sev, enum errcode code, const char *fmt, ...)
{
    VNEW(e, sev, code, fmt);
    e->position = notice_place;
    notice_emit(e);
}

int notice_at(int position)
{
    int before = notice_place;
    notice_place = position;
    return before;
}

void soft_raise(struct soft_error *soft, enum errcode code, const char *fmt, ...)
{
    if (soft != NULL && soft->failed)
        return;
    if (soft != NULL && !soft->want_error) {
        soft->failed = true;
        return;
    }
    VNEW(e, SEV_ERROR, code, fmt);
    if (soft == NULL)
        error_throw(e);
    soft->failed = true;
    soft->error = e;
}

int interrupts_held;

void interrupt_set_handler(void (*handler)(void))
{
    interrupt_handler = handler;
}

void interrupt_process(void)
{
    interrupt_pending = 0;
    if (interrupt_handler != NULL)
        interrupt_handler();
}
