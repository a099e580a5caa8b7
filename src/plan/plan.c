#include "plan/plan.h"

#include "base/error.h"

PlannedStmt *plan_query(struct arena *a, Query *q, const struct plan_params *params, const struct plan_settings *set)
{
    (void)a, (void)q, (void)params, (void)set;
    raise(ERR_FEATURE_NOT_SUPPORTED, "statement is not supported");
}
