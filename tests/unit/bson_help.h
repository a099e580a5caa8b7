/* Documents for tests: from Extended JSON with ' for ", and raw bytes. */
#ifndef BSON_HELP_H
#define BSON_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "types/bson.h"

static inline void bson_help_release(void *b)
{
    bson_destroy(b);
}

/* ' stands for ", and \' for itself. */
static inline bson_t *doc_of(struct arena *a, const char *json)
{
    bson_error_t error;
    char *copy = arena_strdup(a, json), *to = copy;
    for (const char *p = copy; *p != '\0'; p++) {
        if (p[0] == '\\' && p[1] == '\'')
            *to++ = *++p;
        else
            *to++ = *p == '\'' ? '"' : *p;
    }
    *to = '\0';
    bson_t *b = bson_new_from_json((const uint8_t *)copy, -1, &error);
    if (b == NULL)
        fail_msg("%s in %s", error.message, copy);
    arena_on_reset(a, bson_help_release, b);
    return b;
}

static inline struct bson_val whole_of(const bson_t *b)
{
    return (struct bson_val){.type = BSON_TYPE_DOCUMENT, .p = bson_get_data(b), .len = b->len};
}

/* The value of field v. */
static inline struct bson_val val_of(const bson_t *b)
{
    struct bson_val v;
    bson_find(bson_get_data(b), b->len, "v", 1, &v);
    return v;
}

/* A document of a single field v, whatever its value's bytes say. */
static inline bson_t *raw_doc(struct arena *a, uint8_t type, const void *value, size_t len)
{
    uint8_t *p = arena_alloc(a, len + 8);
    uint32_t total = (uint32_t)len + 8;
    memcpy(p, &total, 4);
    p[4] = type;
    p[5] = 'v';
    p[6] = 0;
    memcpy(p + 7, value, len);
    p[7 + len] = 0;
    bson_t *b = bson_new_from_data(p, total);
    assert_non_null(b);
    arena_on_reset(a, bson_help_release, b);
    return b;
}

/* The SQLSTATE that a piece of code raises, "" none. */
#define RAISES(sqlstate, run)                                            \
    do {                                                                  \
        const char *volatile raised_ = "";                                \
        TRY {                                                             \
            run;                                                          \
        } CATCH (e_) {                                                    \
            raised_ = errcode_sqlstate(e_->code);                         \
        } END_TRY;                                                        \
        assert_string_equal(raised_, sqlstate);                           \
    } while (0)

#endif
