/* Soft errors that carry DETAIL or CONTEXT: the error is built only where it will be seen. */
#ifndef TYPES_SOFTFAIL_H
#define TYPES_SOFTFAIL_H

#include "base/error.h"

/* Throws e, or keeps it in soft (want_error). */
static inline void soft_throw(struct soft_error *soft, struct error *e)
{
    if (soft == NULL)
        error_throw(e);
    soft->failed = true;
    soft->error = e;
}

/* SOFT_ERROR(io->soft, error_detail(error_new(ERR_..., "..."), "...")); */
#define SOFT_ERROR(soft, make)                                            \
    do {                                                                  \
        struct soft_error *soft_ = (soft);                                \
        if (soft_ != NULL && (soft_->failed || !soft_->want_error))       \
            soft_->failed = true;                                         \
        else                                                              \
            soft_throw(soft_, (make));                                    \
    } while (0)

#endif
