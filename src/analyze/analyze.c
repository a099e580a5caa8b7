/* The way in: a raw statement becomes a Query, or says what is not there. */
#include "analyze/analyze_int.h"

static Query *utility(struct arena *a, const struct raw_stmt *raw)
{
    Query *q = MAKE_NODE(a, Query);
    q->commandType = CMD_UTILITY;
    q->utilityStmt = raw->node;
    q->canSetTag = true;
    return q;
}

/* A parameter that was met before its type was known gets it now. */
static bool settle_walker(Node *n, void *arg)
{
    struct analyze_params *params = arg;
    if (IS_A(n, Param) && ((Param *)n)->paramkind == PARAM_EXTERN && ((Param *)n)->paramtype == TYPE_unknown)
        ((Param *)n)->paramtype = params->types[((Param *)n)->paramid - 1];
    return node_walk(n, settle_walker, arg);
}

static void settle_params(struct analyze_params *params, Query *q)
{
    if (params == NULL || params->n == 0)
        return;
    for (int i = 0; i < params->n; i++)
        if (params->types[i] == InvalidOid)
            params->types[i] = TYPE_unknown;
    if (params->variable) {
        settle_walker((Node *)q, params);
        for (int i = 0; i < params->n; i++)
            if (params->types[i] == TYPE_unknown)
                raise(ERR_INDETERMINATE_DATATYPE, "could not determine data type of parameter $%d", i + 1);
    }
}

Query *analyze_statement(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct analyze_params *params)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text, .params = params};
    struct pstate *ps = pstate_new(an, NULL);
    Query *q = raw->node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT ? transform_select(ps, raw->node->select_stmt)
                                                                        : transform_modify(ps, raw->node);
    if (q == NULL)
        return utility(a, raw);
    q->stmt_location = raw->location;
    q->stmt_len = raw->length;
    settle_params(params, q);
    if (an->late != NULL)
        error_throw(an->late);
    return q;
}

static struct pstate *pstate_of(struct arena *a, struct catalog *c, const struct raw_stmt *raw)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    return pstate_new(an, NULL);
}

Node *analyze_argument(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *arg, Oid type, Oid *was)
{
    struct pstate *ps = pstate_of(a, c, raw);
    Node *e = transform_expr(ps, arg, KIND_EXECUTE);
    *was = expr_type(e);
    return coerce_to_target(ps, e, *was, type, -1, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
}

_Noreturn void analyze_call(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__FuncCall *call, struct analyze_params *params)
{
    struct pstate *ps = pstate_of(a, c, raw);
    PgQuery__Node *node = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(node);
    node->node_case = PG_QUERY__NODE__NODE_FUNC_CALL;
    node->func_call = call;
    ps->an->params = params;
    ps->called = call;
    transform_expr(ps, node, KIND_CALL);
    raise_at(ERR_INTERNAL_ERROR, call->location, "a procedure was found");
}

Oid analyze_type(struct arena *a, struct catalog *c, const struct raw_stmt *raw, const PgQuery__TypeName *name)
{
    Oid type;
    int32_t typmod;
    lookup_type(pstate_of(a, c, raw), name, &type, &typmod);
    return type;
}

const char *analyze_command_name(const Query *q)
{
    static const char *const names[] = {"", "SELECT", "UPDATE", "INSERT", "DELETE", "MERGE", ""};
    return names[q->commandType];
}
