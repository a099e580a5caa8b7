/*
 * How SQL-callable code is called: one convention for functions, operators, casts and aggregates.
 *
 *     Datum int4_add(struct fcall *fc)
 *     {
 *         int32_t r;
 *         if (__builtin_add_overflow(ARG_INT32(0), ARG_INT32(1), &r))
 *             raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
 *         return datum_from_int32(r);
 *     }
 *
 * Strict functions (the default in functions.def) are not called when an argument is NULL.
 */
#ifndef TYPES_FUNC_H
#define TYPES_FUNC_H

#include "types/type.h"

/* What a function may know of the session. The session fills it; NULL members are allowed in unit tests. */
/* How the client's connection is encrypted, for pg_stat_ssl. The names: NULL without a client certificate. */
struct func_env_tls {
    const char *version, *cipher;
    int bits;
    const char *client_dn, *client_serial, *issuer_dn;
};

struct func_env {
    TimestampADT xact_start, stmt_start; /* now(), statement_timestamp() */
    const char *user, *database, *application_name;
    int backend_pid;
    const char *query; /* what the client sent, as long as it runs; NULL: nothing */
    const char *client_address, *server_address; /* "127.0.0.1:5", "[::1]:5", else "local"; NULL: not known */
    /* SHOW/set_config; get returns NULL when there is no such setting (missing_ok) */
    const char *(*setting_get)(const char *name);
    void (*setting_set)(const char *name, const char *value, bool is_local);
    unsigned long (*settings_generation)(void); /* another number when any of them has changed */
    void *catalog; /* struct catalog *, for functions of the catalog stage */
    void *session; /* struct session *, for functions of the session stage */
    const struct func_env_tls *tls; /* NULL: it is not encrypted */
    /* False behind a WARNING: there is no such session. Raise 42501 for another user's. */
    bool (*cancel)(int pid);
    bool (*terminate)(int pid, int64_t timeout_ms); /* waits for its end, unless 0. 22003: below 0 */
};
extern struct func_env func_env;

struct fcall;
typedef Datum (*func_fn)(struct fcall *fc);

struct fcall {
    int nargs;
    Datum *args;
    bool *nulls;
    bool isnull;          /* set by the function: its result is NULL */
    struct arena *arena;  /* the result and scratch: row or statement lifetime */
    struct arena *keep;   /* lives as long as the call site: for what `state` points to */
    void *state;          /* the call site's own, NULL at first: a compiled regex, a parsed format */
    Oid funcid;           /* the function that is called; InvalidOid where code calls it, not SQL */
    Oid rettype;          /* resolved: never polymorphic */
    int32_t typmod;       /* of the result where the call site has one (casts), else -1 */
    const Oid *argtypes;  /* resolved types of the arguments */
    bool variadic;        /* called with VARIADIC array as last argument */
    /* set-returning functions: one emit per row (ncolumns values); the sink may raise */
    void (*emit)(struct fcall *fc, const Datum *values, const bool *nulls);
    void *emit_arg;
    int ncolumns;
    const Oid *column_types; /* of a RECORD result with a column definition list; else NULL */
    const char *const *column_names;
    const int32_t *column_typmods; /* NULL: all -1 */
};

#define ARG_NULL(i) (fc->nulls[i])
#define ARG_DATUM(i) (fc->args[i])
#define ARG_BOOL(i) datum_bool(fc->args[i])
#define ARG_INT16(i) datum_int16(fc->args[i])
#define ARG_INT32(i) datum_int32(fc->args[i])
#define ARG_INT64(i) datum_int64(fc->args[i])
#define ARG_FLOAT4(i) datum_float4(fc->args[i])
#define ARG_FLOAT8(i) datum_float8(fc->args[i])
#define ARG_OID(i) datum_oid(fc->args[i])
#define ARG_VARLENA(i) datum_varlena(fc->args[i])
#define RETURN_NULL()      \
    do {                   \
        fc->isnull = true; \
        return (Datum)0;   \
    } while (0)

/* Emits one single-column row of a set-returning function. */
static inline void emit_value(struct fcall *fc, Datum value, bool isnull)
{
    fc->emit(fc, &value, &isnull);
}

/* Calls fn with values that are not NULL (for tests and for functions built on others). Raises 22004 on a NULL result. */
Datum func_call(func_fn fn, struct arena *a, int nargs, const Datum *args);

/*
 * Aggregates. One state per group, made in the group's arena; state is opaque to the executor.
 *   trans(state, fc): fc->args are the aggregated arguments (1 ..n), already filtered and made distinct/sorted.
 *   Strict aggregates are not given rows with a NULL argument.
 *   final(state, fc) computes the result into Datum / fc->isnull; may be called more than once (windows).
 *   Ordered-set aggregates: direct arguments are in fc->args at final, after trans saw the sorted rows.
 */
struct agg_impl {
    size_t state_size;                         /* zeroed block */
    void (*trans)(void *state, struct fcall *fc); /* fc->keep is the group's arena */
    Datum (*final)(void *state, struct fcall *fc);
    void (*inverse)(void *state, struct fcall *fc); /* moving frames; NULL: recompute */
};

/*
 * Window functions see their partition through this.
 */
struct window_frame {
    int64_t row;          /* current row's number in the partition, from 0 */
    int64_t rows;         /* rows in the partition */
    int64_t peer_start, peer_end;   /* current row's peer group [start, end) */
    int64_t peer_group;   /* number of the peer group, from 0 */
    /* argument `arg` of the window function evaluated at partition row r */
    Datum (*arg_at)(struct window_frame *w, int arg, int64_t r, bool *isnull);
    /* nth row (from 0) of the frame after EXCLUDE, -1 when there is none; last row with n = -1 */
    int64_t (*frame_row)(struct window_frame *w, int64_t n);
    void *executor;
};
typedef Datum (*window_fn)(struct window_frame *w, struct fcall *fc); /* fc->state: per partition */

#endif
