/* What the files of push/ share. */
#ifndef PUSH_PUSH_INT_H
#define PUSH_PUSH_INT_H

#include "catalog/function.h"
#include "push/build.h"
#include "push/push.h"

/*
 * A column of the remote relation as it stands after the last stage.
 *
 * Of a collection nothing is sure (schema is a hint): a field may be missing, an array, of another type. Such a value
 * counts as NULL. A clean column was made by a stage: null or a value of its type, never missing.
 */
struct pcol {
    Node *expr;                  /* what it stands for */
    const char *path;
    int made;                    /* so many bytes of path lead through documents that a stage made */
    Oid type;                    /* as its BSON values are read */
    int32_t typmod;
    const char *name;            /* for errors */
    const struct column *column; /* NULL when clean */
    bool clean;
    bool id;                     /* _id of a collection, or below it: MongoDB takes no array at _id */
    bool nullable;
    bool proved;                 /* the filters pushed so far let only values of its type through */
    bool no_nan;                 /* and no NaN */
    bool json_null;              /* jsonb, in which a null is JSON's: only where it is missing it is NULL */
    bool changed;                /* by the $set behind its $group */
    /* the local side makes expr's value of the value that is read (and that of the column `with`); NULL: the same */
    Node *(*finish)(struct arena *a, Node *value, Node *with);
    struct pcol *with;
};

enum stage_kind {
    STAGE_MATCH, STAGE_SET, STAGE_SORT, STAGE_SKIP, STAGE_LIMIT, STAGE_GROUP, STAGE_LOOKUP, STAGE_UNWIND, STAGE_PROJECT,
    STAGE_UNION, STAGE_WINDOW,
};
struct pstage {
    enum stage_kind kind;
    struct mq *match;   /* MATCH: all filters since the stage before */
    struct bv *body;    /* all others but SKIP and LIMIT */
    int64_t n;          /* SKIP, LIMIT */
};

struct push_rel {
    struct arena *arena;
    const struct push_env *env;
    const struct relation *rel;
    int varno;
    List *cols;   /* struct pcol */
    List *stages; /* struct pstage */
    List *params; /* Param, by placeholder */
    List *strict; /* by placeholder: INT_ITEM(its NULL gives no row) */
    List *explain;
    List *also;   /* char *: the other collections that values come from */
    bool empty;    /* no row for sure */
    bool joined;   /* with other collections: documents are not the collection's own */
    bool one_row;  /* an aggregate over all: one row, also of nothing */
    int ntemp;     /* fields made for sorting */
    int nvars;     /* Vars of the scan's row that stand for columns */
    double rows;
    struct window_stage *window; /* the last stage but for $set, if it is one of windows */
};

/* ---- filters in the match language: predicates in the making ---- */
enum mq_kind { MQ_TRUE, MQ_FALSE, MQ_FIELD, MQ_EXPR, MQ_AND, MQ_OR, MQ_NOR };
struct mq {
    enum mq_kind kind;
    const char *path, *op; /* FIELD: {path: {op: value}} */
    struct bv *value;      /* FIELD, EXPR */
    bool guard;            /* EXPR: hardly any document fails by it alone */
    List *args;            /* AND, OR, NOR: struct mq */
};
struct mq *mq_const(struct arena *a, bool value);
struct mq *mq_field(struct arena *a, const char *path, const char *op, struct bv *value);
struct mq *mq_expr(struct arena *a, struct bv *expr);
/* Simplified; NULL arguments give NULL. */
struct mq *mq_and(struct arena *a, struct mq *x, struct mq *y);
struct mq *mq_or(struct arena *a, struct mq *x, struct mq *y);
struct mq *mq_not(struct arena *a, struct mq *x);
struct bv *mq_doc(struct arena *a, const struct mq *q); /* the filter document */
/* The first expression operator in q that has says no to; NULL none. (What find could do 10 years ago is taken for
 * granted.) */
const char *mq_lack(const struct mq *q, bool (*has)(const char *name));

/* ---- compiling ---- */
struct pc {
    struct arena *arena;
    struct push_rel *rel;
    bool in_match;      /* proofs by other conjuncts of the same $match do not hold yet */
    const char *why;    /* the first thing that stood in the way */
    List *proved;       /* struct pcol: non-null and of their type if the predicate at hand is true */
    List *no_nan;
    int depth;
};
/* Notes why (unless something was noted before); gives NULL. */
void *pc_no(struct pc *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The column that e is; NULL none. */
struct pcol *pc_column(struct pc *c, const Node *e);

/* Each gives NULL when e cannot be said exactly. */
struct mq *pc_match(struct pc *c, Node *e, bool want);   /* the rows for which e is true (want) or false: total */
struct bv *pc_test(struct pc *c, Node *e, bool want);    /* the same as an expression: true or false */
struct bv *pc_value(struct pc *c, Node *e);              /* e's value; SQL NULL is null, never missing */
struct bv *pc_column_value(struct pc *c, struct pcol *col);
struct bv *pc_column_fits(struct pc *c, const struct pcol *col); /* is its value of its type? */
/* The column's value is there and of its type. */
struct mq *pc_notnull(struct pc *c, struct pcol *col);
/* What stands at path, the column's or one above or below it, is no array. */
struct mq *no_array(struct arena *a, const struct pcol *col, const char *path);
/* Can e be NULL? (true when not known) */
bool pc_nullable(struct pc *c, const Node *e);
/* The integers that e's value lies between; false: not known. It says nothing of overflows and divisions by zero. */
bool pc_int_range(struct pc *c, Node *e, __int128 *low, __int128 *high);
/* e without casts that change no comparison: a wider type for the same value. */
Node *pc_strip(Node *e);

/* What MongoDB has of e's value: a domain that SQL made is what it is made of. */
static inline Oid push_type(const Node *e)
{
    return type_stored(expr_type(e));
}

/* Types whose values are told apart, compared, grouped by MongoDB as by PostgreSQL, when they are of their type. */
bool type_comparable(Oid type);
/* The same, but for their order: an enum's is not that of its labels' texts. */
bool type_distinct(Oid type);
bool type_is_enum(Oid type);
/* The enum's labels from one place on to another (exclusive), as an array. */
struct bv *enum_labels(struct arena *a, Oid type, int from, int to);
bool type_has_nan(Oid type);
static inline bool type_is_int(Oid t) { return t == TYPE_int2 || t == TYPE_int4 || t == TYPE_int8; }
static inline bool type_is_text(Oid t) { return t == TYPE_text || t == TYPE_varchar || t == TYPE_name; }

/* ---- constants ---- */
/* A constant as BSON of the kind that columns of its type hold; NULL when BSON cannot hold it exactly. */
struct bv *const_value(struct arena *a, Oid type, Datum d);
/*
 * column op constant, where the column's values are of another kind than the constant (ObjectId and text, milliseconds
 * and microseconds): as a comparison of two values of the column's kind.
 */
enum cmp_op { CMP_LT = 1, CMP_LE, CMP_EQ, CMP_GE, CMP_GT, CMP_NE }; /* btree strategies, and <> */
struct bound {
    enum { BOUND_NO, BOUND_NEVER, BOUND_ALWAYS, BOUND_CMP } kind; /* NEVER, ALWAYS: for every value that is not NULL */
    enum cmp_op op;
    struct bv *value;
    bool or_nan;       /* NaN fulfils it too, against MongoDB's order */
    bool is_nan;       /* value is NaN */
};
struct bound const_bound(struct arena *a, Oid column_type, enum cmp_op op, const Const *k);
extern const char *const cmp_names[]; /* "$lt", ... by enum cmp_op */
enum cmp_op cmp_negate(enum cmp_op op);
enum cmp_op cmp_swap(enum cmp_op op); /* of the other side */
/* The comparison that operator opno is, between types that compare alike in MongoDB. False: another one. */
bool cmp_operator(Oid opno, enum cmp_op *op);
struct bv *uuid_bound(struct arena *a, bool high); /* the highest, the lowest */
/* The double that is nearest to the number c, and how it compares with c (-1, 0, 1): exactly, and by its shortest
 * digits. False: c is no finite number, or no double is near. */
bool nearest_double(const struct bv *c, double *d, int *exact, int *shortest);

/* ---- jsonb ---- */
struct json_text { /* column -> 'x' ->> 'y' */
    const struct pcol *col;
    const char *path;
};
bool json_text(struct pc *c, Node *e, struct json_text *t); /* false: e is something else */
/* A member (of a member...) of an array's element, as a column in which a null is JSON's; NULL: e is something else. */
struct pcol *json_member(struct pc *c, Node *e);
struct mq *json_text_notnull(struct pc *c, const struct json_text *t);
/* It is one of n texts (CMP_EQ), or NOT (CMP_NE). */
struct mq *json_text_match(struct pc *c, const struct json_text *t, enum cmp_op op, int n, const Const *const *texts);

/* ---- array columns ---- */
bool array_nested(const struct pcol *col); /* arrays in it are further dimensions */
/* An element under the name that $map gives it. */
struct pcol *element_column(struct arena *a, Oid elem);
/* Are all elements of the list null or of the column's element type? */
struct bv *array_elements_fit(struct pc *c, const struct pcol *col, struct bv *list);
/* The elements of an array of any dimensions as one list; [] of what is no array, [[]] where the arrays in it differ in length. */
struct bv *array_flat(struct arena *a, struct bv *array);

/* ---- regular expressions ---- */
/* LIKE's pattern as a regular expression (PCRE2, option s needed when *dotall). NULL and *why: it cannot be said. */
const char *like_regex(struct arena *a, const char *pattern, size_t len, bool fold, bool *dotall, const char **literal,
                       const char **why);
const char *posix_regex(struct arena *a, const char *pattern, size_t len, bool fold, bool *dotall, const char **why);
/* A constant text as a regular expression for itself, in any case of its ASCII letters if fold. NULL: it is long. */
const char *literal_regex(struct arena *a, const char *text, size_t len, bool fold);

/* The BSON types that such a column is read from (remote.h has the rule), by MongoDB's names; 0: none that is handled
 * here. */
int type_bson_names(Oid type, unsigned seen, const char *names[4]);
int column_bson_names(const struct pcol *col, const char *names[4]);
/* Among them are numbers beyond the type: the range that fits. */
bool column_alone(const struct pcol *col); /* no value of another type is equal to one of the column's */
bool column_int_range(const struct pcol *col, int64_t *low, int64_t *high);
/* Among them are int64s, which a double may not hold. */
bool column_float_check(const struct pcol *col);
struct bv *float_exact(struct arena *a, const char *path); /* the number at path is one that a double holds */

/* $let: values that are to stand several times, unless they are short. */
struct let {
    struct arena *arena;
    struct bv *vars;
};
void let_init(struct let *l, struct arena *a);
struct bv *let_bind(struct let *l, struct bv *x); /* what stands for x; at most four */
struct bv *let_in(struct let *l, struct bv *body);

/* A function's or an operator's value, by what functions.def says. */
struct bv *pc_call(struct pc *c, Oid func, List *args, const Node *call);
struct bv *pc_operator(struct pc *c, const OpExpr *e);
struct bv *pc_args(struct pc *c, List *args); /* the values as an array; NULL */
/* make(args) where no argument is null, else null. */
struct bv *pc_strict(struct pc *c, List *args, struct bv *(*make)(struct arena *a, struct bv **v, const void *arg),
                     const void *arg);

/* ---- functions: what functions.def says in its last column ---- */
struct push_func {
    Oid oid;
    const char *op;                                             /* STRICT("$op") */
    struct bv *(*fn)(struct pc *c, List *args, const Node *call); /* CALL(fn) */
};
const struct push_func *push_func_lookup(Oid oid); /* NULL: LOCAL */

/* ---- the planner's side ---- */
bool push_refuse(const char **why, const char *reason); /* false */
struct pc push_compiler(struct push_rel *r, bool in_match);
/* A view that MongoDB computes: servers there are (SecantusDB) whose $lookup and $unionWith find nothing in one. */
bool push_of_view(const struct push_rel *r);
/* Rows that fulfil q remain. */
void push_match(struct push_rel *r, struct mq *q);
/* What stands in a command for p's value. */
struct bv *push_parameter(struct push_rel *r, const Param *p);
struct pstage *push_stage(struct push_rel *r, enum stage_kind kind, struct bv *body);
/* ORDER BY keys as {path: 1 or -1}, and the $set before it that makes those that are no fields. */
bool push_sort_keys(struct push_rel *r, const struct push_sort_key *keys, int nkeys, struct bv **set, struct bv **sort,
                    const char **why);
struct bv *push_stages(const struct push_rel *r); /* as an array */
struct pcol *push_column(struct push_rel *r, List **cols, Node *expr, const char *path, Oid type, int32_t typmod);
const char *push_temporary(struct push_rel *r); /* the name of a field that no column has */
/* Does the server have all that v needs? And the stage around it? (one that is empty is not sent) */
bool push_server_has(struct push_rel *r, const struct bv *v, const char **why);
bool push_server_has_stage(struct push_rel *r, const char *stage, struct bv *body, const char **why);

#endif
