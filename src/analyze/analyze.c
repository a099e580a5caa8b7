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

/* Row-changing statements come with a later issue; until then they are refused by name, at their place. */
static const struct {
    PgQuery__Node__NodeCase kind;
    const char *name;
} changes[] = {
    {PG_QUERY__NODE__NODE_INSERT_STMT, "INSERT"},
    {PG_QUERY__NODE__NODE_UPDATE_STMT, "UPDATE"},
    {PG_QUERY__NODE__NODE_DELETE_STMT, "DELETE"},
    {PG_QUERY__NODE__NODE_MERGE_STMT, "MERGE"},
};

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
    for (int i = 0; i < COUNTOF(changes); i++)
        if (raw->node->node_case == changes[i].kind)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "%s is not supported yet", changes[i].name);
    if (raw->node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        return utility(a, raw);
    Query *q = transform_select(pstate_new(an, NULL), raw->node->select_stmt);
    q->stmt_location = raw->location;
    q->stmt_len = raw->length;
    settle_params(params, q);
    return q;
}

const char *analyze_command_name(const Query *q)
{
    return q->commandType == CMD_SELECT ? "SELECT" : "";
}
