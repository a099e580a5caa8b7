/* ModifyTable: INSERT, UPDATE, DELETE. */
#include "exec/exec_int.h"

static void modify_init(struct node *n)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "INSERT, UPDATE and DELETE are not supported yet");
}

static bool modify_next(struct node *n)
{
    return false;
}

static void modify_rescan(struct node *n, const struct param_set *changed)
{
    raise(ERR_INTERNAL_ERROR, "a modification cannot run twice");
}

const struct node_ops modify_table_ops = {modify_init, modify_next, modify_rescan, NULL};
