/* What a process that forks makes before it forks, so that its children need not. */
#include "session/session_int.h"

static void drop_begin(struct row_dest *d, const List *desc)
{
    (void)d, (void)desc;
}

static bool drop_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)d, (void)n, (void)values, (void)nulls;
    return true;
}

static void drop_end(struct row_dest *d)
{
    (void)d;
}

/* A statement from end to end, for what its stages keep from the first time on: indexes of tables, symbols bound in libraries,
 * the parser's memory. A child would make them all, each page of them a fault. */
static void rehearse(struct arena *a)
{
    const char *volatile text = "SELECT 1";
    struct exec_settings set = {.work_mem = 1 << 20, .temp_dir = "/tmp"};
    struct plan_settings ps = session_plan_settings();
    struct row_dest nowhere = {.begin = drop_begin, .row = drop_row, .end = drop_end};
    bool done;
    func_env = (struct func_env){.user = "", .database = "", .catalog = catalog_new(a, "", NULL)};
    catalogs_init();
    FOREACH (struct raw_stmt, raw, sql_parse(a, text))
        exec_run(exec_new(a, plan_query(a, analyze_statement(a, func_env.catalog, raw, NULL), NULL, &ps), &set, false), &nowhere, 0, &done);
    func_env = (struct func_env){0};
}

bool session_warm(void)
{
    mongo_init();
    mongo_rehearse();
    if (!login_configured() || !secure_init() || !settings_init())
        return false;
    struct arena *a = arena_new(NULL, "rehearsal");
    TRY {
        rehearse(a);
    }
    CATCH (e) {
        log_error(e); /* the children will say so themselves */
    }
    END_TRY;
    error_clear();
    arena_free(a);
    return true;
}
