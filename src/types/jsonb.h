/*
 * jsonb, and what json (text) shares with it: a value (struct jval) is either a view into a flat jsonb or a tree
 * that a parser or a builder made; all functions over JSON take both.
 *
 * Flat layout, in the varlena's data: one entry for the root, then payloads.
 *   entry      uint32 tag << 28 | length, uint32 offset from the start of its container (the root: of data)
 *   payload    string: bytes; number: a numeric's struct varlena at a multiple of 8; bool: length is 0 or 1
 *   container  (at a multiple of 8) uint32 count, uint32 size in bytes; an array's count entries, or an object's
 *              count key entries and count value entries; payloads. Keys are sorted by length, then bytes; unique.
 */
#ifndef TYPES_JSONB_H
#define TYPES_JSONB_H

#include "types/type.h"

/* In jsonb's btree order. */
enum jtype { J_NULL, J_STRING, J_NUMBER, J_BOOL, J_ARRAY, J_OBJECT };

struct jval {
    uint8_t type;
    bool flat;       /* a container inside a flat jsonb: `bin` */
    bool boolean;
    uint32_t n;      /* string: bytes; array: elements; object: pairs */
    union {
        const char *str;           /* string: not NUL-terminated */
        const struct varlena *num; /* numeric; NULL in json (text): see raw */
        const struct jval *items;  /* array: n; object: key, value, key, value ..., any order, duplicates allowed */
        const char *bin;
    };
    const char *raw; /* json (text): the value as written, raw_len bytes; else NULL */
    size_t raw_len;
};

static inline struct jval jval_null(void) { return (struct jval){.type = J_NULL}; }
static inline struct jval jval_bool(bool v) { return (struct jval){.type = J_BOOL, .boolean = v}; }
static inline struct jval jval_string(const char *s, size_t n)
{
    return (struct jval){.type = J_STRING, .str = s, .n = (uint32_t)n};
}
static inline struct jval jval_number(Datum numeric)
{
    return (struct jval){.type = J_NUMBER, .num = datum_varlena(numeric)};
}
static inline bool jval_scalar(const struct jval *v) { return v->type < J_ARRAY; }

struct jval jsonb_open(Datum d);                              /* a view: borrowed */
struct jval jval_elem(const struct jval *array, uint32_t i);  /* i < n */
struct jval jval_key(const struct jval *object, uint32_t i);  /* pair i's key, a string */
struct jval jval_value(const struct jval *object, uint32_t i);
bool jval_find(const struct jval *object, const char *key, size_t len, struct jval *out); /* last of duplicates */
/* The flat jsonb of a value (sorts keys, the last of duplicates wins). Raises 54000 beyond jsonb's limits. */
Datum jsonb_from_jval(struct arena *a, const struct jval *v);
/* The text PostgreSQL gives for jsonb: ", " and ": " between, numbers as numeric prints them. */
void jval_out(struct arena *scratch, const struct jval *v, struct strbuf *out);
int jval_cmp(const struct jval *a, const struct jval *b); /* nested values; roots: jsonb_cmp */
bool jval_equal(const struct jval *a, const struct jval *b);
const char *jval_typename(const struct jval *v);          /* "object", "array", "string"... */
void json_escape(struct strbuf *out, const char *s, size_t n); /* with the quotes */
int json_key_cmp(const char *a, size_t alen, const char *b, size_t blen); /* length, then bytes */

/* Building a tree from the outside in. Keys and values are borrowed until jsonb_from_jval(). */
struct jbuilder_frame {
    struct jval *items;
    uint32_t n, cap;
    bool object;
};
struct jbuilder {
    struct arena *arena;
    struct jbuilder_frame *stack;
    int depth, cap;
    struct jval root;
};
void jbuild_init(struct jbuilder *b, struct arena *a);
void jbuild_begin(struct jbuilder *b, bool object);
void jbuild_key(struct jbuilder *b, const char *s, size_t n);
void jbuild_value(struct jbuilder *b, struct jval v);
void jbuild_end(struct jbuilder *b); /* the finished value goes into its parent, or becomes root */
struct jval jval_array_of(struct arena *a, const struct jval *items, uint32_t n);

/* Parsing JSON text. Errors as PostgreSQL's: 22P02 with DETAIL and CONTEXT. false after a soft error. */
enum json_mode {
    JSON_VALIDATE, /* the grammar only */
    JSON_SHAPE,    /* a tree with raw texts; strings are not unescaped (str is what stands between the quotes) */
    JSON_TEXT,     /* a tree with raw texts, strings unescaped, numbers raw only */
    JSON_VALUES,   /* strings unescaped, numbers as numeric: what jsonb needs */
};
bool json_parse(struct arena *a, struct soft_error *soft, const char *s, size_t len, enum json_mode mode,
                struct jval *out);
#define JSON_MAX_DEPTH 6400
_Noreturn void json_raise_depth(void); /* 54001 */

Datum json_in(struct io *io, const char *s, size_t len);
void json_out(struct io *io, Datum d, struct strbuf *out);
Datum json_recv(struct io *io, const uint8_t *p, size_t len);
void json_send(struct io *io, Datum d, struct strbuf *out);
Datum jsonb_in(struct io *io, const char *s, size_t len);
void jsonb_out(struct io *io, Datum d, struct strbuf *out);
Datum jsonb_recv(struct io *io, const uint8_t *p, size_t len);
void jsonb_send(struct io *io, Datum d, struct strbuf *out);
int jsonb_cmp(Datum a, Datum b);
uint64_t jsonb_hash(Datum d);

#endif
