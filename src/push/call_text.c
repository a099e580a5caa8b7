/* Text functions, counted in characters (code points) by both. */
#include <string.h>

#include "push/calls.h"

static bool const_int(const Node *e, int32_t *v)
{
    const Const *k = (const Const *)e;
    if (!IS_A(e, Const) || k->constisnull || k->consttype != TYPE_int4)
        return false;
    *v = datum_int32(k->constvalue);
    return true;
}

static bool const_text(const Node *e, const char **s, size_t *len)
{
    const Const *k = (const Const *)e;
    if (!IS_A(e, Const) || k->constisnull || !type_is_text(k->consttype))
        return false;
    *s = VARDATA(k->constvalue);
    *len = VARLEN(k->constvalue);
    return true;
}

/* ---- parts ---- */

#define LONGEST (1 << 24) /* characters: a document holds 16 MiB */

struct part {
    int32_t skip, count;
};

static struct bv *make_part(struct arena *a, struct bv **v, const void *arg)
{
    const struct part *p = arg;
    return bv_op3(a, "$substrCP", v[0], bv_int(a, p->skip), bv_int(a, p->count));
}

static struct bv *part_of(struct pc *c, List *args, int64_t from, int64_t to)
{
    struct part p;
    from = from < 1 ? 1 : from > LONGEST ? LONGEST : from;
    to = to > LONGEST ? LONGEST : to < from ? from : to;
    p.skip = (int32_t)from - 1;
    p.count = (int32_t)(to - from);
    return pc_strict(c, list_make(c->arena, 1, list_nth(args, 0)), make_part, &p);
}

struct bv *push_substring(struct pc *c, List *args, const Node *call)
{
    int32_t from, count = LONGEST;
    (void)call;
    if (!const_int(list_nth(args, 1), &from) || (list_length(args) == 3 && !const_int(list_nth(args, 2), &count)))
        return pc_no(c, "substring at places that are not constant");
    if (count < 0)
        return pc_no(c, "substring of negative length");
    return part_of(c, args, from, list_length(args) == 3 ? (int64_t)from + count : LONGEST);
}

struct bv *push_left(struct pc *c, List *args, const Node *call)
{
    int32_t n;
    (void)call;
    if (!const_int(list_nth(args, 1), &n) || n < 0)
        return pc_no(c, "left by a number that is not a constant from 0");
    return part_of(c, args, 1, (int64_t)n + 1);
}

/* ---- positions ---- */

static struct bv *make_position(struct arena *a, struct bv **v, const void *arg)
{
    (void)arg;
    return bv_op2(a, "$add", bv_op2(a, "$indexOfCP", v[0], v[1]), bv_int(a, 1));
}

struct bv *push_position(struct pc *c, List *args, const Node *call)
{
    (void)call;
    return pc_strict(c, args, make_position, NULL);
}

static struct bv *make_starts_with(struct arena *a, struct bv **v, const void *arg)
{
    (void)arg;
    return bv_op2(a, "$eq", bv_op2(a, "$indexOfCP", v[0], v[1]), bv_int(a, 0));
}

struct bv *push_starts_with(struct pc *c, List *args, const Node *call)
{
    (void)call;
    return pc_strict(c, args, make_starts_with, NULL);
}

/* ---- editing ---- */

struct trim {
    const char *op, *chars;
};

static struct bv *make_trim(struct arena *a, struct bv **v, const void *arg)
{
    const struct trim *t = arg;
    struct bv *chars = bv_literal(a, bv_str(a, t->chars));
    return bv_op(a, t->op, bv_set(a, bv_op(a, "input", v[0]), "chars", chars));
}

static struct bv *trim(struct pc *c, List *args, const char *op)
{
    struct trim t = {op, " "};
    size_t len = 1;
    if (list_length(args) == 2 && (!const_text(list_nth(args, 1), &t.chars, &len) || len == 0))
        return pc_no(c, "trim of characters that are not constant");
    t.chars = arena_strndup(c->arena, t.chars, len);
    return pc_strict(c, list_make(c->arena, 1, list_nth(args, 0)), make_trim, &t);
}

struct bv *push_btrim(struct pc *c, List *args, const Node *call)
{
    (void)call;
    return trim(c, args, "$trim");
}

struct bv *push_ltrim(struct pc *c, List *args, const Node *call)
{
    (void)call;
    return trim(c, args, "$ltrim");
}

struct bv *push_rtrim(struct pc *c, List *args, const Node *call)
{
    (void)call;
    return trim(c, args, "$rtrim");
}

static struct bv *make_replace(struct arena *a, struct bv **v, const void *arg)
{
    (void)arg;
    struct bv *doc = bv_set(a, bv_op(a, "input", v[0]), "find", v[1]);
    return bv_op(a, "$replaceAll", bv_set(a, doc, "replacement", v[2]));
}

struct bv *push_replace(struct pc *c, List *args, const Node *call)
{
    const char *find;
    size_t len;
    (void)call;
    if (!const_text(list_nth(args, 1), &find, &len) || len == 0)
        return pc_no(c, "replace of a text that is not constant");
    return pc_strict(c, args, make_replace, NULL);
}
