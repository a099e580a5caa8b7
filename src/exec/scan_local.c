/*
 * LocalScan: a relation whose rows are made in this process. Its generator is told which columns are read and which values
 * the conditions allow, so that a query about one collection looks at no other:
 *
 *     FROM pg_attribute WHERE attrelid = '...'::regclass        = constant, parameter, ANY (array)
 *     FROM pg_class WHERE relname ~ '^(orders)$'                a pattern that only one name matches
 *     FROM pg_attribute JOIN pg_class ON attrelid = oid ...     the keys that a hash join has on its other side
 */
#include "catalog/relation.h"
#include "exec/exec_int.h"
#include "types/array.h"

enum { MAX_KEYS = 16, MAX_GIVEN = 2000 };
enum { NAME_REGEX = 639, TEXT_REGEX = 641, NAME_LIKE = 1207, TEXT_LIKE = 1209 };

struct wanted { /* a condition that says which values a column may have */
    int attnum;
    struct expr_state *value;
    bool array;
    Oid pattern; /* the operator, where value is a pattern */
};

struct local_scan {
    const struct relation *rel;
    struct tuplestore *store;
    struct tuplestore_pos *pos;
    struct arena *scratch, *keys; /* keys: given's values */
    bool *needed;
    struct wanted *wanted;
    int nwanted;
    struct relation_key given; /* by a hash join above; attnum 0: none */
    bool filled;
};

/* ---- conditions ---- */

static bool needed_walker(Node *n, void *arg)
{
    const Var *v = (const Var *)n;
    struct local_scan *s = arg;
    if (n->tag == T_Var && v->varno == SCAN_VAR && v->varattno > 0)
        s->needed[v->varattno - 1] = true;
    return node_walk(n, needed_walker, arg);
}

/* n without what leaves its value as it is: relabelling, text(name). */
static const Node *bare(const Node *n)
{
    enum { NAME_TO_TEXT = 406 };
    for (;;)
        if (IS_A(n, RelabelType))
            n = ((const RelabelType *)n)->arg;
        else if (IS_A(n, FuncExpr) && ((const FuncExpr *)n)->funcid == NAME_TO_TEXT)
            n = list_nth(((const FuncExpr *)n)->args, 0);
        else
            return n;
}

/* True: it is known before a row is read. */
static bool is_given(const Node *n)
{
    n = bare(n);
    return IS_A(n, Const) || (IS_A(n, Param) && ((const Param *)n)->paramkind == PARAM_EXEC);
}

static const Var *scan_column(const Node *n)
{
    n = bare(n);
    return IS_A(n, Var) && ((const Var *)n)->varno == SCAN_VAR && ((const Var *)n)->varattno > 0 ? (const Var *)n : NULL;
}

static bool same_values(const struct oper *o) /* both sides' values look alike: equal is equal */
{
    Oid l = o->left, r = o->right;
    bool words = (l == TYPE_name || l == TYPE_text) && (r == TYPE_name || r == TYPE_text);
    return o->strategy == 3 && (words || (l == r && (l == TYPE_oid || l == TYPE_char)));
}

static void add_wanted(struct node *n, struct local_scan *s, const Var *column, const Node *value, bool array, Oid pattern)
{
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->wanted[s->nwanted++] = (struct wanted){column->varattno, expr_compile_in(n->arena, ctx, value), array, pattern};
}

static void take_condition(struct node *n, struct local_scan *s, const Node *q)
{
    const List *args = IS_A(q, OpExpr)              ? ((const OpExpr *)q)->args
                       : IS_A(q, ScalarArrayOpExpr) ? ((const ScalarArrayOpExpr *)q)->args
                                                    : NULL;
    if (list_length(args) != 2 || s->nwanted == MAX_KEYS)
        return;
    Node *x = list_nth(args, 0), *y = list_nth(args, 1);
    if (IS_A(q, ScalarArrayOpExpr)) {
        const ScalarArrayOpExpr *a = (const ScalarArrayOpExpr *)q;
        if (a->useOr && same_values(oper_by_oid(a->opno)) && scan_column(x) != NULL && is_given(y))
            add_wanted(n, s, scan_column(x), y, true, InvalidOid);
        return;
    }
    Oid op = ((const OpExpr *)q)->opno;
    bool pattern = op == NAME_REGEX || op == TEXT_REGEX || op == NAME_LIKE || op == TEXT_LIKE;
    if (pattern && scan_column(x) != NULL && is_given(y))
        add_wanted(n, s, scan_column(x), y, false, op);
    else if (same_values(oper_by_oid(op)) && scan_column(x) != NULL && is_given(y))
        add_wanted(n, s, scan_column(x), y, false, InvalidOid);
    else if (same_values(oper_by_oid(op)) && scan_column(y) != NULL && is_given(x))
        add_wanted(n, s, scan_column(y), x, false, InvalidOid);
}

/* The one text that a pattern matches: of '^(orders)$', of 'orders' or 'my\_orders' to LIKE. NULL: it has several. */
static const Datum *only_match(struct arena *a, Oid op, Datum pattern)
{
    const char *s = VARDATA(pattern), *end = s + VARLEN(pattern);
    bool like = op == NAME_LIKE || op == TEXT_LIKE;
    if (!like) {
        size_t n = VARLEN(pattern);
        if (n >= 4 && memcmp(s, "^(", 2) == 0 && memcmp(end - 2, ")$", 2) == 0) {
            s += 2;
            end -= 2;
        } else if (n >= 2 && *s == '^' && end[-1] == '$' && (n == 2 || end[-2] != '\\')) {
            s++;
            end--;
        } else {
            return NULL;
        }
    }
    struct strbuf b;
    strbuf_init(&b, a);
    for (; s < end; s++) {
        if (*s == '\\' && s + 1 < end && (like || strchr("_$.", s[1]) != NULL) && s[1] != '\0')
            s++;
        else if (*s == '\0' || strchr(like ? "%_\\" : "\\^$.[]()|*+?{}", *s) != NULL)
            return NULL;
        strbuf_addch(&b, *s);
    }
    Datum *d = ARENA_NEW(a, Datum);
    *d = datum_from_text(a, b.data, b.len);
    return d;
}

/* False: the condition says nothing that can be used. */
static bool key_of(struct local_scan *s, const struct wanted *w, struct relation_key *key)
{
    struct expr_rows none = {0};
    struct arena *a = s->scratch;
    bool isnull;
    Datum d = expr_eval(w->value, &none, a, &isnull);
    *key = (struct relation_key){.attnum = w->attnum};
    if (isnull)
        return true; /* no row passes */
    Datum *values = ARENA_ARRAY(a, Datum, 1);
    key->values = values;
    if (w->array) {
        struct array all = array_open(d);
        values = ARENA_ARRAY(a, Datum, all.n + 1);
        for (int i = 0; i < all.n; i++) {
            values[key->n] = array_get(&all, i, &isnull);
            key->n += !isnull;
        }
        key->values = values;
        return true;
    }
    key->n = 1;
    if (w->pattern != InvalidOid) {
        key->values = only_match(a, w->pattern, d);
        return key->values != NULL;
    }
    values[0] = d;
    return true;
}

/* ---- keys from a hash join above ---- */

/* The scan that the column of n's rows comes from unchanged, where only rows that the join finds are missed. */
static struct node *column_source(struct node *n, int attno, int *attnum)
{
    const TargetEntry *t = attno <= list_length(n->plan->targetlist) ? list_nth(n->plan->targetlist, attno - 1) : NULL;
    const Node *e = t != NULL ? t->expr : NULL;
    e = e != NULL ? bare(e) : NULL;
    if (e == NULL || !IS_A(e, Var))
        return NULL;
    const Var *v = (const Var *)e;
    int type = JOIN_INNER;
    bool outer_first = false;
    switch (n->plan->tag) {
    case T_LocalScan:
        *attnum = v->varattno;
        return v->varno == SCAN_VAR && v->varattno > 0 ? n : NULL;
    case T_HashJoin:
        type = ((const HashJoin *)n->plan)->jointype;
        outer_first = ((const HashJoin *)n->plan)->outer_first;
        break;
    case T_NestLoop: type = ((const NestLoop *)n->plan)->jointype; break;
    case T_SubqueryScan: return v->varno == SCAN_VAR ? column_source(n->left, v->varattno, attnum) : NULL;
    default: return NULL;
    }
    if (v->varno == INNER_VAR && type == JOIN_INNER && outer_first) /* it is not read before the join runs */
        return column_source(n->right, v->varattno, attnum);
    if (v->varno != OUTER_VAR || type == JOIN_RIGHT || type == JOIN_FULL)
        return NULL;
    return column_source(n->left, v->varattno, attnum);
}

struct node *local_scan_below(struct node *n, const Node *key, int *attnum)
{
    key = bare(key);
    if (!IS_A(key, Var))
        return NULL;
    struct node *scan = column_source(n, ((const Var *)key)->varattno, attnum);
    if (scan == NULL)
        return NULL;
    const struct column *c = relation_column_nth(((struct local_scan *)scan->state)->rel, *attnum);
    return c->type == TYPE_oid || c->type == TYPE_name ? scan : NULL;
}

void local_scan_give(struct node *n, int attnum, const Datum *values, int count)
{
    struct local_scan *s = n->state;
    if (s->given.attnum != 0 && s->given.attnum != attnum)
        return; /* one join's keys are enough */
    s->given = (struct relation_key){0};
    tuplestore_clear(s->store); /* run again, it has other keys */
    tuplestore_rewind(s->pos);
    s->filled = false;
    arena_reset(s->keys);
    if (count > MAX_GIVEN)
        return;
    Datum *own = ARENA_ARRAY(s->keys, Datum, count + 1);
    const struct column *c = relation_column_nth(s->rel, attnum);
    for (int i = 0; i < count; i++)
        own[i] = datum_copy(s->keys, values[i], type_get(c->type)->byval);
    s->given = (struct relation_key){attnum, count, own};
}

/* ---- the scan ---- */

static void local_init(struct node *n)
{
    struct local_scan *s = n->state = ARENA_NEW(n->arena, struct local_scan);
    s->rel = ((const LocalScan *)n->plan)->relation;
    int ncols = list_length(s->rel->columns);
    Oid *types = ARENA_ARRAY(n->arena, Oid, ncols + 1);
    for (int i = 0; i < ncols; i++)
        types[i] = ((const struct column *)list_nth(s->rel->columns, i))->type;
    struct columns c = columns_make(n->arena, ncols, types);
    s->store = tuplestore_new(n->arena, &n->ex->temp, &c, n->ex->set.work_mem);
    s->pos = tuplestore_pos_new(s->store, n->arena);
    s->scratch = arena_new(n->arena, "local scan");
    s->keys = arena_new(n->arena, "given keys");
    s->needed = ARENA_ARRAY(n->arena, bool, ncols + 1);
    s->wanted = ARENA_ARRAY(n->arena, struct wanted, MAX_KEYS);
    FOREACH (Node, t, n->plan->targetlist)
        needed_walker(t, s);
    FOREACH (Node, q, n->plan->qual) {
        needed_walker(q, s);
        take_condition(n, s, q);
    }
    node_init_projection(n);
}

static void local_emit(void *arg, const Datum *values, const bool *nulls)
{
    CHECK_INTERRUPTS();
    tuplestore_put(((struct local_scan *)arg)->store, values, nulls);
}

static void local_fill(struct local_scan *s)
{
    struct relation_key keys[MAX_KEYS + 1];
    tuplestore_clear(s->store); /* of an earlier fill, for other keys */
    tuplestore_rewind(s->pos);
    struct relation_scan scan = {.rel = s->rel, .arena = s->scratch, .needed = s->needed, .keys = keys,
                                 .emit = local_emit, .arg = s};
    for (int i = 0; i < s->nwanted; i++)
        scan.nkeys += key_of(s, &s->wanted[i], &keys[scan.nkeys]);
    if (s->given.attnum != 0)
        keys[scan.nkeys++] = s->given;
    if (s->rel->scan != NULL)
        s->rel->scan(&scan);
    arena_reset(s->scratch);
    s->filled = true;
}

static bool stream_next(struct node *n, const struct relation *rel)
{
    const Datum *values;
    const bool *nulls;
    for (;;) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        if (!rel->next(rel, &values, &nulls))
            return false;
        if (scan_row(n, values, nulls))
            return true;
    }
}

static bool local_next(struct node *n)
{
    struct local_scan *s = n->state;
    if (s->rel->next != NULL)
        return stream_next(n, s->rel);
    if (!s->filled)
        local_fill(s);
    for (;;) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        if (!tuplestore_next(s->pos))
            return false;
        if (scan_row(n, s->pos->values, s->pos->nulls))
            return true;
    }
}

static void local_rescan(struct node *n, const struct param_set *changed)
{
    struct local_scan *s = n->state;
    if (s->filled && (s->nwanted == 0 || !node_changed(n, changed))) {
        tuplestore_rewind(s->pos);
        return;
    }
    s->filled = false;
}

const struct node_ops local_scan_ops = {local_init, local_next, local_rescan, NULL};
