/* What the last column of functions.def names with CALL(...): each gives the call's value, or NULL (noted in c). */
#ifndef PUSH_CALLS_H
#define PUSH_CALLS_H

#include "push/push_int.h"

#define PUSH_CALL(fn) struct bv *fn(struct pc *c, List *args, const Node *call);
PUSH_CALL(push_substring) /* (text, from [, count]) constants */
PUSH_CALL(push_left)
PUSH_CALL(push_position)
PUSH_CALL(push_starts_with)
PUSH_CALL(push_btrim)
PUSH_CALL(push_ltrim)
PUSH_CALL(push_rtrim)
PUSH_CALL(push_replace)
PUSH_CALL(push_date_trunc)
PUSH_CALL(push_date_part) /* extract too */
PUSH_CALL(push_date)
PUSH_CALL(push_mod)       /* of integers */
PUSH_CALL(push_whole)     /* casts of numbers that are whole to integers */
#undef PUSH_CALL

/* Are the values of e whole numbers, though its type holds others, and small enough for any integer type? */
bool is_whole(const Node *e);

#endif
