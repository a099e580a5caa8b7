/* Operators: which one a symbol means between two types, and the nodes made of it. */
#include "analyze/analyze_int.h"

#include <string.h>

#include "types/array.h"

const char *op_word(List *name)
{
    return list_nth(name, list_length(name) - 1);
}

List *op_name(struct pstate *ps, const char *name)
{
    return list_make(ps->arena, 1, (void *)(uintptr_t)name);
}

const char *signature(struct pstate *ps, const char *name, const Oid *types, int n)
{
    struct strbuf b;
    strbuf_init(&b, ps->arena);
    strbuf_printf(&b, "%s(", name);
    for (int i = 0; i < n; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? ", " : "", type_display(ps->arena, types[i]));
    strbuf_addch(&b, ')');
    return b.data;
}

static const char *op_signature(struct pstate *ps, const char *name, Oid left, Oid right)
{
    const char *r = type_display(ps->arena, right);
    return left == InvalidOid ? arena_printf(ps->arena, "%s %s", name, r)
                              : arena_printf(ps->arena, "%s %s %s", type_display(ps->arena, left), name, r);
}

static const struct oper *exact(const struct oper **rows, Oid left, Oid right)
{
    for (; *rows != NULL; rows++)
        if ((*rows)->left == left && (*rows)->right == right)
            return *rows;
    return NULL;
}

/* A literal of unknown type is taken for what stands on the other side. */
static const struct oper *binary_exact(const struct oper **rows, Oid left, Oid right)
{
    bool unknown = false;
    if (left == TYPE_unknown && right != InvalidOid) {
        left = right;
        unknown = true;
    } else if (right == TYPE_unknown && left != InvalidOid) {
        right = left;
        unknown = true;
    }
    const struct oper *o = exact(rows, left, right);
    if (o == NULL && unknown && type_base(left) != left)
        o = exact(rows, type_base(left), type_base(left));
    return o;
}

const struct oper *find_oper(struct pstate *ps, List *name, Oid left, Oid right, bool no_error, int location)
{
    const char *symbol = op_word(name);
    const char *schema = list_length(name) > 1 ? list_nth(name, list_length(name) - 2) : "pg_catalog";
    bool prefix = left == InvalidOid, ambiguous = false;
    const struct oper **rows = oper_by_name(ps->arena, symbol), *found = NULL;
    if (strcmp(schema, "pg_catalog") == 0) {
        found = prefix ? exact(rows, InvalidOid, right) : binary_exact(rows, left, right);
        if (found == NULL) {
            int n = 0;
            while (rows[n] != NULL)
                n++;
            struct candidate *c = ARENA_ARRAY(ps->arena, struct candidate, n + 1);
            int kept = 0, nargs = prefix ? 1 : 2;
            Oid input[2] = {prefix ? right : left, right};
            for (int i = 0; i < n; i++) {
                if ((rows[i]->left == InvalidOid) != prefix)
                    continue;
                Oid *types = ARENA_ARRAY(ps->arena, Oid, 2);
                types[0] = prefix ? rows[i]->right : rows[i]->left;
                types[1] = rows[i]->right;
                c[kept++] = (struct candidate){.row = rows[i], .nargs = nargs, .types = types};
            }
            match_candidates(input, nargs, c, &kept);
            struct candidate *pick = kept == 1 ? c : select_candidate(input, nargs, c, kept);
            ambiguous = pick == NULL && kept > 1;
            found = pick != NULL ? pick->row : NULL;
        }
    }
    if (found != NULL || no_error)
        return found;
    struct error *e;
    if (ambiguous) {
        e = error_new(ERR_AMBIGUOUS_FUNCTION, "operator is not unique: %s", op_signature(ps, symbol, left, right));
        error_hint(e, "Could not choose a best candidate operator. You might need to add explicit type casts.");
    } else {
        const char *full = list_length(name) > 1 ? arena_printf(ps->arena, "%s.%s", schema, symbol) : symbol;
        e = error_new(ERR_UNDEFINED_FUNCTION, "operator does not exist: %s", op_signature(ps, full, left, right));
        if (prefix)
            error_hint(e, "No operator matches the given name and argument type. You might need to add an explicit type cast.");
        else
            error_hint(e, "No operator matches the given name and argument types. You might need to add explicit type casts.");
    }
    error_throw(error_at(e, location));
}

static void check_there(struct pstate *ps, const struct oper *o, int location)
{
    if (func_by_oid(o->func) == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "operator %s is not supported",
                 op_signature(ps, o->name, o->left, o->right));
}

Node *make_op(struct pstate *ps, List *name, Node *left, Node *right, int location)
{
    Oid actual[2], declared[2];
    int n = 0;
    Oid lt = left != NULL ? expr_type(left) : InvalidOid, rt = expr_type(right);
    const struct oper *o = find_oper(ps, name, lt, rt, false, location);
    check_there(ps, o, location);
    List *args = NULL;
    if (left != NULL) {
        args = list_append(ps->arena, args, left);
        actual[n] = lt;
        declared[n++] = o->left;
    }
    args = list_append(ps->arena, args, right);
    actual[n] = rt;
    declared[n++] = o->right;
    OpExpr *x = MAKE_NODE(ps->arena, OpExpr);
    x->opno = o->oid;
    x->opfuncid = o->func;
    x->opresulttype = resolve_generic(ps, actual, declared, n, o->result);
    coerce_arguments(ps, args, actual, declared);
    x->args = args;
    x->location = location;
    const struct func *f = func_by_oid(o->func);
    if (f->flags & F_RETSET) {
        x->opretset = true;
        check_srf_place(ps, location);
    }
    return (Node *)x;
}

Node *make_scalar_array_op(struct pstate *ps, List *name, bool any, Node *left, Node *right, int location)
{
    Oid lt = expr_type(left), rt = expr_type(right), elem = TYPE_unknown;
    if (rt != TYPE_unknown) {
        const struct type_info *t = type_lookup(type_base(rt));
        elem = t != NULL && type_is_array(t->oid) ? t->elem : InvalidOid;
        if (elem == InvalidOid)
            raise_at(ERR_WRONG_OBJECT_TYPE, location, "op ANY/ALL (array) requires array on right side");
    }
    const struct oper *o = find_oper(ps, name, lt, elem, false, location);
    check_there(ps, o, location);
    Oid actual[2] = {lt, elem}, declared[2] = {o->left, o->right};
    Oid result = resolve_generic(ps, actual, declared, 2, o->result);
    if (result != TYPE_bool)
        raise_at(ERR_WRONG_OBJECT_TYPE, location, "op ANY/ALL (array) requires operator to yield boolean");
    if (func_by_oid(o->func)->flags & F_RETSET)
        raise_at(ERR_WRONG_OBJECT_TYPE, location, "op ANY/ALL (array) requires operator not to return a set");
    Oid array = array_type_of(declared[1]);
    if (array == InvalidOid)
        raise_at(ERR_UNDEFINED_OBJECT, location, "could not find array type for data type %s",
                 type_display(ps->arena, declared[1]));
    actual[1] = rt;
    declared[1] = array;
    List *args = list_make(ps->arena, 2, left, right);
    coerce_arguments(ps, args, actual, declared);
    ScalarArrayOpExpr *x = MAKE_NODE(ps->arena, ScalarArrayOpExpr);
    x->opno = o->oid;
    x->opfuncid = o->func;
    x->useOr = any;
    x->args = args;
    x->location = location;
    return (Node *)x;
}
