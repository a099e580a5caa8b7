#include "exec/exec_int.h"

static void window_init(struct node *n)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "window functions are not supported yet");
}
static bool window_next(struct node *n)
{
    return false;
}
static void window_rescan(struct node *n, const struct param_set *changed)
{
}
const struct node_ops window_agg_ops = {window_init, window_next, window_rescan, NULL};
