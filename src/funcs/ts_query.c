/* Functions over tsquery (manual 9.13, 12.4.2). */
#include <stdlib.h>

#include "funcs/funcs.h"
#include "types/tsquery.h"

Datum tsquery_numnode(struct fcall *fc)
{
    return datum_from_int32(tsquery_count(ARG_DATUM(0)));
}

/* ---- operators; the empty query is neutral ---- */
static Datum join(struct fcall *fc, enum tsq_kind kind, int distance)
{
    if (tsquery_count(ARG_DATUM(0)) == 0)
        return ARG_DATUM(1);
    if (tsquery_count(ARG_DATUM(1)) == 0)
        return ARG_DATUM(0);
    return tsquery_new(fc->arena, tsq_operator(fc->arena, kind, distance, tsquery_tree(fc->arena, ARG_DATUM(0)),
                                               tsquery_tree(fc->arena, ARG_DATUM(1))));
}

Datum tsquery_and(struct fcall *fc)
{
    return join(fc, TSQ_AND, 0);
}

Datum tsquery_or(struct fcall *fc)
{
    return join(fc, TSQ_OR, 0);
}

Datum tsquery_phrase(struct fcall *fc)
{
    int distance = fc->nargs > 2 ? ARG_INT32(2) : 1;
    if (distance < 0 || distance > TS_MAX_POSITION + 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "distance in phrase operator must be an integer value between zero and %d inclusive",
              TS_MAX_POSITION + 1);
    return join(fc, TSQ_PHRASE, distance);
}

Datum tsquery_not(struct fcall *fc)
{
    if (tsquery_count(ARG_DATUM(0)) == 0)
        return ARG_DATUM(0);
    return tsquery_new(fc->arena, tsq_operator(fc->arena, TSQ_NOT, 0, NULL, tsquery_tree(fc->arena, ARG_DATUM(0))));
}

/* ---- querytree(): what an index can look for. NULL: all ---- */
static struct tsq_node *indexable(struct tsq_node *n)
{
    if (n->kind == TSQ_VALUE)
        return n;
    if (n->kind == TSQ_NOT)
        return NULL;
    n->left = indexable(n->left);
    n->right = indexable(n->right);
    if (n->left != NULL && n->right != NULL)
        return n;
    return n->kind == TSQ_OR ? NULL : n->left != NULL ? n->left : n->right;
}

Datum tsquery_querytree(struct fcall *fc)
{
    struct tsq_node *root = tsquery_tree(fc->arena, ARG_DATUM(0));
    struct strbuf out;
    strbuf_init(&out, fc->arena);
    if (root != NULL && (root = indexable(root)) == NULL)
        strbuf_addch(&out, 'T');
    tsq_write(root, &out);
    return datum_from_text(fc->arena, out.data, out.len);
}

/* ---- @>: whether all lexemes of one are in the other, whatever the operators say ---- */
static void collect(const struct tsq_node *n, struct ts_lexeme *v, int *count)
{
    if (n == NULL)
        return;
    if (n->kind == TSQ_VALUE)
        v[(*count)++] = (struct ts_lexeme){.s = n->s, .len = n->len};
    collect(n->left, v, count);
    collect(n->right, v, count);
}

/* As a tsvector, for the search in it. */
static Datum lexemes(struct arena *a, Datum query)
{
    struct ts_lexeme *v = ARENA_ARRAY(a, struct ts_lexeme, tsquery_count(query) + 1);
    int n = 0;
    collect(tsquery_tree(a, query), v, &n);
    return tsvector_collect(a, v, n);
}

static Datum contains(struct fcall *fc, Datum outer, Datum inner)
{
    Datum o = lexemes(fc->arena, outer), i = lexemes(fc->arena, inner);
    for (int k = 0; k < tsvector_count(i); k++) {
        struct ts_lexeme l = tsvector_get(i, k);
        if (tsvector_find(o, l.s, l.len) < 0)
            return datum_from_bool(false);
    }
    return datum_from_bool(true);
}

Datum tsquery_contains(struct fcall *fc)
{
    return contains(fc, ARG_DATUM(0), ARG_DATUM(1));
}

Datum tsquery_contained(struct fcall *fc)
{
    return contains(fc, ARG_DATUM(1), ARG_DATUM(0));
}
