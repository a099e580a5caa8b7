/* SQL text up to the pipeline over the shop's schema, as --dump=pipeline does it; what may be computed while planning is. */
#include "fuzz.h"

#include "base/utf8.h"
#include "push/remote.h"
#include "session/session_int.h"
#include "sql/parse.h"

void fuzz_init(void)
{
    fuzz_settings();
}

static bool show_commands(Node *n, void *arg)
{
    if (IS_A(n, RemoteScan) && !((RemoteScan *)n)->remote->empty)
        remote_shell_text(arg, ((RemoteScan *)n)->remote);
    return node_walk(n, show_commands, arg);
}

static void to_pipeline(struct arena *a, struct catalog *c, const struct raw_stmt *raw)
{
    struct plan_settings ps = session_plan_settings();
    Query *q = analyze_statement(a, c, raw, NULL);
    node_print(a, q);
    if (q->commandType == CMD_UTILITY)
        return;
    PlannedStmt *plan = plan_query(a, q, NULL, &ps);
    explain_dump(a, plan);
    show_commands((Node *)plan->planTree, a);
    node_walk_list(plan->subplans, show_commands, a);
}

void fuzz_one(struct fuzz *f)
{
    size_t len;
    const char *text = fuzz_text(f, &len);
    utf8_require(text, len);
    struct catalog *c = fuzz_catalog(f->arena);
    func_env.catalog = c;
    FOREACH (struct raw_stmt, raw, sql_parse(f->arena, text))
        to_pipeline(f->arena, c, raw);
}
