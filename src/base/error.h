/*
 * Errors with SQLSTATE, as PostgreSQL reports them (protocol: ErrorResponse fields S V C M D H P W).
 *
 *     raise(ERR_DIVISION_BY_ZERO, "division by zero");
 *     raise_at(ERR_UNDEFINED_COLUMN, location, "column \"%s\" does not exist", name);
 *
 *     struct error *e = error_new(ERR_UNDEFINED_FUNCTION, "operator does not exist: %s", sig);
 *     error_at(e, location);  error_hint(e, "No operator matches ...");
 *     error_throw(e);
 *
 * Caught once per message in session/, and where a probe must go on:
 *
 *     TRY { ... } CATCH (e) { ... } END_TRY;       (no return, break or goto out of the TRY block)
 *     GUARD { ... } FINALLY { ... } END_GUARD;     (the same)
 *
 * Nothing may raise through a library's callback (libmongoc, protobuf-c, OpenSSL, PCRE2).
 * Variables changed inside TRY and read after it must be volatile.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum errcode {
#define ERRCODE(name, code, condition) ERR_##name,
#include "base/errcodes.def"
#undef ERRCODE
    ERRCODE_COUNT
};

enum severity { SEV_DEBUG, SEV_LOG, SEV_INFO, SEV_NOTICE, SEV_WARNING, SEV_ERROR, SEV_FATAL };

struct error {
    enum severity severity;
    enum errcode code;
    const char *message;
    const char *detail; /* NULL if none, as all below */
    const char *hint;
    const char *where;                                           /* context, field W */
    const char *schema, *table, *column, *datatype, *constraint; /* fields s t c d n */
    int64_t row;  /* of a write that was refused: the number that came with it; 0 none */
    int position; /* byte offset in the statement text, -1 none; the session sends it as characters from 1 */
};

/* The five characters, e.g. "22012"; and back (ERRCODE_COUNT when not known). */
const char *errcode_sqlstate(enum errcode code);
enum errcode errcode_from_sqlstate(const char *sqlstate);
const char *errcode_condition(enum errcode code); /* "division_by_zero" */
const char *severity_name(enum severity sev);

/* signal.h, included above, has a raise() of its own, which nobody here uses. */
#define raise error_raise
_Noreturn void raise(enum errcode code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void raise_at(enum errcode code, int position, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void raise_fatal(enum errcode code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void raise_out_of_memory(size_t request);

/* An error's texts live in a static arena until error_clear() (the session calls it after each message). */
struct error *error_new(enum errcode code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct error *error_at(struct error *e, int position);
struct error *error_detail(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct error *error_hint(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct error *error_where(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct error *error_constraint(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void error_throw(struct error *e);
void error_clear(void);

/* A notice or warning goes to the session's sink (the client) at once; without a sink it is dropped. */
void notice(enum severity sev, enum errcode code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int notice_at(int position); /* what notice() says is of this place of the statement, until error_clear(); -1 none. Gives the one before */
void notice_emit(struct error *e); /* e->severity says which */
void notice_set_sink(void (*sink)(void *arg, const struct error *e), void *arg);

/* Soft errors: conversions of input take a struct soft_error *. NULL: raise. Otherwise the error is noted
 * there and the function returns at once with a dummy result. The first error wins.
 *     return soft_raise(soft, ERR_..., "..."), (Datum)0;  */
struct soft_error {
    bool failed;
    bool want_error;     /* set by the caller: keep the error, not only the fact */
    struct error *error; /* NULL unless wanted */
};
void soft_raise(struct soft_error *soft, enum errcode code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
#define SOFT_FAILED(soft) ((soft) != NULL && (soft)->failed)

/* ---- catching ---- */
struct error_frame {
    sigjmp_buf jump;
    struct error_frame *outer;
    struct error *error;
};
extern struct error_frame *error_top;

#define TRY                                     \
    do {                                        \
        struct error_frame frame_;              \
        frame_.outer = error_top;               \
        frame_.error = NULL;                    \
        if (sigsetjmp(frame_.jump, 0) == 0) {   \
            error_top = &frame_;
#define CATCH(e)                                \
            error_top = frame_.outer;           \
        } else {                                \
            error_top = frame_.outer;           \
            struct error *e = frame_.error;     \
            (void)e;
#define END_TRY                                 \
        }                                       \
    } while (0)

/* GUARD { ... } FINALLY { ... } END_GUARD; the second block runs whether the first raised or not; what it raised goes on. */
#define GUARD                                   \
    do {                                        \
        struct error *volatile guarded_ = NULL; \
        TRY
#define FINALLY                                 \
        CATCH (caught_) {                       \
            guarded_ = caught_;                 \
        } END_TRY;
#define END_GUARD                               \
        if (guarded_ != NULL)                   \
            error_throw(guarded_);              \
    } while (0)

/* ---- interrupts: cancel, timeouts, a vanished client ---- */
/* Set from signal handlers; looked at in every loop that can be long. Raises 57014 or as the session says. */
extern volatile int interrupt_pending;
extern int interrupt_wake; /* an eventfd that a signal handler writes to when it sets the flag, so that a wait ends; -1: none */
void interrupt_set_handler(void (*handler)(void)); /* run (and may raise) when the flag is seen */
void interrupt_process(void);
/* While held, what cannot be taken back is done: a cancel means nothing, timeouts wait; that the session is to end is heard. Counted. */
extern int interrupts_held;
static inline void interrupts_hold(bool on)
{
    interrupts_held += on ? 1 : -1;
}
#define CHECK_INTERRUPTS()                          \
    do {                                            \
        if (__builtin_expect(interrupt_pending, 0)) \
            interrupt_process();                    \
    } while (0)

#endif
