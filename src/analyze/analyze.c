#include "analyze/analyze.h"

#include "base/error.h"

Query *analyze_statement(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct analyze_params *params)
{
    (void)a, (void)c, (void)params;
    raise_at(ERR_FEATURE_NOT_SUPPORTED, raw->location, "statement is not supported");
}

const char *analyze_command_name(const Query *q)
{
    return q->commandType == CMD_SELECT ? "SELECT" : "";
}
