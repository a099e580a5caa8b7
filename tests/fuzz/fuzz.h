/*
 * What the fuzzers share. Each fuzz_NAME.c has one fuzz_one(), called by libFuzzer with bytes; what it raises is caught, and what
 * takes too long is interrupted as a cancel would do it: an interrupt that nobody looks at is a finding (abort), as is a crash or
 * what a sanitizer says.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "wire/wire.h"

/* The input, from which a harness takes its parts. */
struct fuzz {
    const uint8_t *p, *end;
    struct arena *arena; /* for this input */
};

unsigned fuzz_byte(struct fuzz *f); /* 0 at the end */
/* Up to a zero byte, or all that is left; a copy with a NUL behind it. */
char *fuzz_text(struct fuzz *f, size_t *len);
static inline size_t fuzz_left(const struct fuzz *f)
{
    return (size_t)(f->end - f->p);
}

/* A client that sends these bytes and takes what it is sent. */
void fuzz_wire(struct wire *w, const void *p, size_t n);

/* From the beginning again: for a harness that does much with one input. */
void fuzz_patience(void);

/* Says what is wrong and aborts. */
_Noreturn void fuzz_wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- a harness has these ---- */
void fuzz_init(void); /* once */
void fuzz_one(struct fuzz *f); /* may raise */

/* ---- for fuzz_init() ---- */

/* Settings, and an environment in which functions find build/fuzz/seeds/tables.fixture; there is no MongoDB. */
void fuzz_settings(void);
struct catalog;
struct catalog *fuzz_catalog(struct arena *a);

#endif
