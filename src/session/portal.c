/* Statements, prepared and run: what the simple query does at once, and the extended protocol step by step. */
#include "session/foreign.h"

#include <string.h>
#include <time.h>

#include "mongo/source.h"
#include "mongo/transaction.h"

struct plan_settings session_plan_settings(void)
{
    return (struct plan_settings){
        .pushdown = conf_bool(CONF_pushdown),
        .join_method = conf_string(CONF_join),
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .server_has = mongo_current != NULL ? mongo_has : NULL,
        .eval_const = expr_eval_const,
        .current_row = mongo_current != NULL ? current_row : NULL,
    };
}

struct exec_settings session_exec_settings(void)
{
    int64_t limit = conf_int(CONF_temp_file_limit);
    return (struct exec_settings){
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .temp_file_limit = limit < 0 ? 0 : (size_t)limit * 1024,
        .temp_dir = conf_string(CONF_temp_dir),
        .watcher = current_watcher,
    };
}

/* ---- parameters ---- */

struct plan_params *params_copy(struct arena *a, const struct plan_params *v)
{
    struct plan_params *out = ARENA_NEW(a, struct plan_params);
    Datum *values = ARENA_ARRAY(a, Datum, v->n + 1);
    for (int i = 0; i < v->n; i++)
        values[i] = v->nulls[i] ? 0 : datum_copy(a, v->values[i], type_get(v->types[i])->byval);
    *out = (struct plan_params){
        .n = v->n,
        .types = arena_memdup(a, v->types, sizeof(Oid) * (size_t)(v->n + 1)),
        .values = values,
        .nulls = arena_memdup(a, v->nulls, sizeof(bool) * (size_t)(v->n + 1)),
    };
    return out;
}

struct analyze_params *params_fixed(struct arena *a, int n, const Oid *types)
{
    struct analyze_params *params = ARENA_NEW(a, struct analyze_params);
    Oid *copy = ARENA_ARRAY(a, Oid, n + 1);
    for (int i = 0; i < n; i++)
        copy[i] = types[i];
    *params = (struct analyze_params){.n = n, .types = copy};
    return params;
}

/* ---- a statement, analyzed ---- */

/* TargetEntries without junk. */
static const List *visible(struct arena *a, const List *targets)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, targets)
        if (!t->resjunk)
            out = list_append(a, out, t);
    return out;
}

static bool returns_rows(const Query *q)
{
    return q->commandType == CMD_SELECT || q->returningList != NULL;
}

struct prepared *prepare(struct session *s, struct arena *a, const struct raw_stmt *raw, struct analyze_params *params)
{
    struct prepared *p = ARENA_NEW(a, struct prepared);
    raw = select_into(a, raw);
    mongo_source_types_check();
    p->arena = a;
    p->raw = raw;
    p->params = params;
    p->query = analyze_statement(a, s->catalog, raw, params);
    if (p->query->commandType == CMD_UTILITY)
        prepare_utility(s, p);
    else if (returns_rows(p->query))
        p->desc = visible(a, p->query->commandType == CMD_SELECT ? p->query->targetList : p->query->returningList);
    if (p->query->commandType != CMD_UTILITY)
        s->snapshot = true;
    return p;
}

/* ---- planned ---- */

static bool refuse_view(Node *n, void *unused)
{
    const struct relation *rel = IS_A(n, RangeTblEntry) ? ((RangeTblEntry *)n)->relation : NULL;
    if (rel != NULL && rel->kind == REL_VIEW && rel->collection != NULL) /* a sequence has none */
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "access to non-system view \"%s\" is restricted", rel->name);
    return node_walk(n, refuse_view, unused);
}

static void make_plan(struct portal *p)
{
    struct plan_settings set = session_plan_settings();
    const struct prepared *from = p->prepared;
    if (views_restricted)
        refuse_view((Node *)from->query, NULL);
    p->marks = from->cursor ? marks_add(p->arena, from->query) : NULL;
    p->plan = from->cached != NULL ? cached_plan(p->arena, from, p->values, &set)
                                   : plan_query(p->arena, from->query, p->values, &set);
}

struct portal *portal_open(struct session *s, struct arena *a, const struct prepared *p, const struct plan_params *values)
{
    struct portal *portal = ARENA_NEW(a, struct portal);
    portal->name = "";
    portal->arena = a;
    portal->prepared = p;
    portal->values = values;
    portal->formats = p->formats;
    portal->nformats = p->nformats;
    portal->level = savepoint_level(s);
    if (p->query->commandType != CMD_UTILITY) {
        relation_locks_note(s, p->query);
        make_plan(portal);
    }
    if (portal->plan != NULL && portal->plan->locks != 0)
        xact_may_write(s, arena_printf(a, "SELECT %s", analyze_lock_words(portal->plan->locks)));
    return portal;
}

static const List *result_desc(const struct portal *p)
{
    bool marked = p->marks != NULL; /* the plan has columns more */
    return p->plan != NULL && p->prepared->desc != NULL && !marked ? p->plan->resultDesc : p->prepared->desc;
}

bool portal_returns_rows(const struct portal *p)
{
    return p->prepared->desc != NULL || returns_rows(p->prepared->query);
}

void portal_describe(struct session *s, const struct portal *p, bool always)
{
    if (portal_returns_rows(p))
        send_row_description(s, result_desc(p), p->formats, p->nformats);
    else if (always)
        wire_empty(&s->wire, 'n'); /* NoData */
}

void portal_rows_begin(struct session *s, const struct portal *p)
{
    bool together = p->plan == NULL && !p->done && portal_returns_rows(p);
    s->rows_begin = together ? wire_mark(&s->wire) : 0;
}

/* ---- run ---- */

static bool same_types(const List *x, const List *y)
{
    bool same = list_length(x) == list_length(y);
    for (int i = 0; same && i < list_length(x); i++)
        same = expr_type(((TargetEntry *)list_nth(x, i))->expr) == expr_type(((TargetEntry *)list_nth(y, i))->expr);
    return same;
}

/*
 * The server lacks what the plan asks of it, and no row was given (nor, then, written) yet: planned anew, the statement does
 * without it. Not inside MongoDB's transaction, which the error has ended.
 */
static bool plan_without(struct session *s, struct portal *p)
{
    bool lack = remote_take_lack();
    if (!lack || exec_given(p->exec) > 0 || (s->mongo != NULL && s->mongo->in_transaction))
        return false;
    const struct plan_params *v = p->values;
    const List *desc = p->prepared->desc;
    portal_close(p);
    struct prepared *again = prepare(s, p->arena, p->prepared->raw, v != NULL ? params_fixed(p->arena, v->n, v->types) : NULL);
    again->cursor = p->prepared->cursor;
    p->prepared = again;
    make_plan(p);
    return same_types(desc, p->prepared->desc);
}

/* REPEATABLE READ: all that the block reads is of one moment, that of its first query. */
static void take_snapshot(struct session *s, const struct portal *p)
{
    if (s->xact == XACT_BLOCK && p->plan->readsRemote && s->mongo != NULL && s->mongo->server.transactions && xact_keeps_snapshot())
        mongo_xact_begin(s->mongo);
}

/*
 * READ COMMITTED: a statement that another's write overtook looks again, as one in PostgreSQL does that has waited for the other's lock; where the
 * transaction has written before, there is no going back, and it is 40001.
 */
static bool run_again(struct session *s, struct portal *p, const struct error *e, int tried)
{
    enum { TRIES = 14, LONGEST_MS = 128 };
    int ms = 1 << (tried < 7 ? tried : 7);
    if (e->code != ERR_T_R_SERIALIZATION_FAILURE || !s->writing || s->writes > 0 || s->own > 0 || tried >= TRIES || exec_given(p->exec) > 0 ||
        s->mongo == NULL || s->mongo->xact_lost || s->mongo->steps != NULL || xact_keeps_snapshot())
        return false;
    mongo_xact_abort(s->mongo);
    portal_close(p);
    struct timespec wait = {0, (ms < LONGEST_MS ? ms : LONGEST_MS) * 1000000L};
    nanosleep(&wait, NULL);
    CHECK_INTERRUPTS();
    return true;
}

/* What a client must know of a statement that failed where nothing is taken back. */
static void tell_kept(const struct session *s, const struct portal *p, struct error *e)
{
    bool more;
    uint64_t kept = exec_written(p->exec, &more);
    if (s->mongo == NULL || s->mongo->server.transactions || (kept == 0 && !more))
        return;
    const char *before = e->hint != NULL ? arena_printf(s->message, "%s\n", e->hint) : "";
    if (more)
        error_hint(e, "%sThis MongoDB server has no transactions: rows that the statement had changed before were kept.", before);
    else
        error_hint(e, "%sThis MongoDB server has no transactions: %llu row%s of the statement %s kept.", before, (unsigned long long)kept,
                   kept == 1 ? "" : "s", kept == 1 ? "was" : "were");
}

/* All that it writes to are temporary tables, which a read-only transaction may change. */
static bool writes_temporary(const Query *q)
{
    if (q->commandType != CMD_SELECT) {
        const RangeTblEntry *rte = list_nth(q->rtable, q->resultRelation - 1);
        if (rte->relation == NULL || rte->relation->collection == NULL || !catalog_name_hidden(rte->relation->collection))
            return false;
    }
    FOREACH (const CommonTableExpr, cte, q->cteList)
        if (IS_A(cte->ctequery, Query) && ((const Query *)cte->ctequery)->commandType != CMD_SELECT && !writes_temporary((const Query *)cte->ctequery))
            return false;
    return true;
}

uint64_t portal_exec(struct session *s, struct portal *p, struct row_dest *dest, uint64_t max_rows)
{
    struct exec_settings set = session_exec_settings();
    volatile uint64_t rows = 0;
    volatile bool ran = false;
    volatile int tried = 0;
    bool writes = (p->plan->commandType != CMD_SELECT || p->plan->hasModifyingCTE) && exec_given(p->exec) == 0 && !p->done;
    if (writes && !writes_temporary(p->prepared->query))
        xact_may_write(s, analyze_command_name(p->prepared->query));
    if (writes)
        portals_settle(s);
    bool locks = p->plan->locks != 0 && exec_given(p->exec) == 0 && !p->done && s->mongo != NULL && s->mongo->server.transactions && s->mongo->together;
    s->writing = writes || locks;
    if (s->writing && s->mongo != NULL)
        s->mongo->rows = true;
    take_snapshot(s, p);
    while (!ran) {
        if (p->exec == NULL)
            p->exec = exec_new(p->arena, p->plan, &set, p->instrument);
        TRY {
            if (locks) /* what is locked is what is read */
                mongo_xact_write(s->mongo, true);
            rows = exec_run(p->exec, dest, max_rows, &p->done);
            if (writes)
                foreign_check(s, p->exec);
            ran = true;
        }
        CATCH (e) {
            if (!plan_without(s, p) && !run_again(s, p, e, tried++)) {
                tell_kept(s, p, e);
                error_throw(e);
            }
        }
        END_TRY;
    }
    s->read |= s->mongo != NULL && s->mongo->in_transaction && xact_keeps_snapshot();
    if (writes || locks)
        xact_wrote(s);
    s->writing = false;
    return rows;
}

/* INSERT's tag has a zero where the row's OID was once. */
struct completion portal_completion(const struct portal *p, uint64_t rows)
{
    const Query *q = p->prepared->query;
    const char *words = q->commandType == CMD_INSERT ? "INSERT 0" : analyze_command_name(q);
    return DONE_ROWS(words, returns_rows(q) ? rows : exec_processed(p->exec));
}

/* What the last statement of a simple query leaves to its commit may fail yet. */
static void complete(struct session *s, struct completion c)
{
    char tag[64];
    if (s->last)
        xact_commit_implicit(s);
    snprintf(tag, sizeof tag, "%s %lld", c.words, (long long)c.rows);
    send_complete(s, c.rows >= 0 ? tag : c.words);
}

static struct row_dest *to_client(struct session *s, struct portal *p)
{
    if (p->dest == NULL)
        p->dest = client_dest_new(s, p->arena, result_desc(p), p->formats, p->nformats);
    return client_row_dest(p->dest);
}

/* A utility statement runs as a whole. Its rows go to the client, or, where they are wanted in parts, into the store. */
void portal_run_utility(struct session *s, struct portal *p, bool store)
{
    struct row_dest *dest = NULL;
    if (portal_returns_rows(p)) {
        if (store)
            p->store = portal_new_store(p, p->prepared->desc);
        dest = store ? row_store_dest(p->store) : to_client(s, p);
    }
    p->completion = run_utility(s, p, dest);
    p->completion.words = arena_strdup(p->arena, p->completion.words);
    p->done = true;
}

void portal_run(struct session *s, struct portal *p, uint64_t max_rows)
{
    bool first = p->plan == NULL && !p->done;
    if (first)
        portal_run_utility(s, p, max_rows > 0);
    if (p->plan == NULL && p->store == NULL) { /* a second time there are no rows left */
        struct completion c = p->completion;
        complete(s, first || c.rows < 0 ? c : DONE_ROWS(c.words, 0));
        return;
    }
    uint64_t rows = portal_forward(s, p, to_client(s, p), max_rows > 0 ? (int64_t)max_rows : ALL_ROWS);
    if (!p->at_end)
        wire_empty(&s->wire, 's'); /* PortalSuspended */
    else if (p->plan == NULL)
        complete(s, p->completion.rows < 0 ? p->completion : DONE_ROWS(p->completion.words, rows));
    else
        complete(s, portal_completion(p, rows));
}

void portal_close(struct portal *p)
{
    if (p->exec != NULL)
        exec_close(p->exec);
    p->exec = NULL;
}
