/* What the files about predicates share: native.c, any.c, test.c, predicate.c. */
#ifndef PUSH_PREDICATE_H
#define PUSH_PREDICATE_H

#include "push/push_int.h"

/* ---- native.c: NULL is "cannot", noted in c ---- */
struct mq *no_array_above(struct arena *a, const struct pcol *col); /* a nested path: what is above is no array */
struct mq *guard_array(struct arena *a, const struct pcol *col);    /* nor is the value */
struct mq *guard_type(struct arena *a, const struct pcol *col);     /* the value (or an element) is of its type */
struct mq *uuid_range(struct arena *a, const char *path);
struct bv *json_is_null(struct arena *a, const struct pcol *col);
bool needs_type(const struct pcol *col);  /* a native comparison with it needs guard_type() */
bool native_type(const struct pcol *col); /* its values are compared by native operators */
/* column op value, both of the column's kind, exact and total. */
struct mq *native_test(struct pc *c, struct pcol *col, enum cmp_op op, struct bv *v);
struct mq *column_test(struct pc *c, struct pcol *col, enum cmp_op op, const Const *k);
/* NULL: not as a native operator. */
struct mq *parameter_test(struct pc *c, struct pcol *col, enum cmp_op op, Param *p);
/* If the predicate at hand holds, the column's value is of its type (and no NaN). Only for conjuncts: c->depth 0. */
void prove(struct pc *c, struct pcol *col, bool no_nan);

/* ---- any.c ---- */
struct mq *any_match(struct pc *c, const ScalarArrayOpExpr *e, bool want);
struct bv *any_test(struct pc *c, const ScalarArrayOpExpr *e, bool want);

/* ---- array.c ---- */
struct mq *array_notnull(struct pc *c, struct pcol *col);           /* an array column's value is of its type */
enum { ARRAY_OVERLAPS = 2750, ARRAY_CONTAINS = 2751 };
struct mq *array_match(struct pc *c, const OpExpr *e, bool want); /* @> and && */
struct mq *element_match(struct pc *c, const ScalarArrayOpExpr *e, struct pcol *col, bool want); /* constant op ANY (column) */

/* ---- test.c ---- */
struct bv *constant_test(struct pc *c, Node *x, enum cmp_op op, const Const *k);
struct bv *comparison_test(struct pc *c, Node *l, Node *r, enum cmp_op op);
bool is_time_pair(Oid x, Oid y); /* timestamptz with date or timestamp: compared at the session's time zone */

/* ---- predicate.c ---- */
enum { PATTERN_LIKE = 1, PATTERN_REGEX = 2, PATTERN_FOLD = 4, PATTERN_NOT = 8 };
int pattern_operator(Oid opno); /* 0: none */
struct bv *pattern_test(struct pc *c, OpExpr *e, int kind, bool want);
bool predicate_const(Node *e, bool *value); /* a boolean constant; NULL is false */

#endif
