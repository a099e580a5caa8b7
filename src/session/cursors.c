/* Cursors of SQL: DECLARE, FETCH, MOVE, CLOSE. A cursor is a portal with a name. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/raw.h"

/* CURSOR_OPT_* of PostgreSQL's parsenodes.h, as the grammar sets them. */
enum { OPT_BINARY = 1, OPT_SCROLL = 2, OPT_NO_SCROLL = 4, OPT_INSENSITIVE = 8, OPT_ASENSITIVE = 16, OPT_HOLD = 32, OPT_FAST = 256 };

static struct portal *cursor_get(struct session *s, const char *name)
{
    struct portal *p = portal_find(s, name);
    if (p == NULL)
        raise(ERR_UNDEFINED_CURSOR, "cursor \"%s\" does not exist", name);
    return p;
}

/* ---- DECLARE ---- */

static void check_options(const PgQuery__DeclareCursorStmt *d, int location)
{
    if ((d->options & OPT_SCROLL) && (d->options & OPT_NO_SCROLL))
        raise_at(ERR_INVALID_CURSOR_DEFINITION, -1, "cannot specify both SCROLL and NO SCROLL");
    if ((d->options & OPT_INSENSITIVE) && (d->options & OPT_ASENSITIVE))
        raise_at(ERR_INVALID_CURSOR_DEFINITION, -1, "cannot specify both ASENSITIVE and INSENSITIVE");
    if (d->options & ~(OPT_BINARY | OPT_SCROLL | OPT_NO_SCROLL | OPT_INSENSITIVE | OPT_ASENSITIVE | OPT_HOLD | OPT_FAST))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "cursor option %d is not supported", (int)d->options);
}

static void check_locking(const PgQuery__DeclareCursorStmt *d, const Query *q)
{
    const PgQuery__SelectStmt *select = d->query->select_stmt;
    if (q->rowMarks == NULL || select->n_locking_clause == 0)
        return;
    const char *words = analyze_lock_words((int)select->locking_clause[0]->locking_clause->strength);
    struct error *e;
    if (d->options & OPT_HOLD)
        e = error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "DECLARE CURSOR WITH HOLD ... %s is not supported", words), "Holdable cursors must be READ ONLY.");
    else if (d->options & OPT_SCROLL)
        e = error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "DECLARE SCROLL CURSOR ... %s is not supported", words), "Scrollable cursors must be READ ONLY.");
    else if (d->options & OPT_INSENSITIVE)
        e = error_detail(error_new(ERR_INVALID_CURSOR_DEFINITION, "DECLARE INSENSITIVE CURSOR ... %s is not valid", words), "Insensitive cursors must be READ ONLY.");
    else
        return;
    error_throw(e);
}

static bool goes_backward(const Query *q);

static bool item_goes_backward(const Query *q, const Node *item)
{
    if (IS_A(item, SetOperationStmt)) {
        const SetOperationStmt *s = (const SetOperationStmt *)item;
        return s->op == SETOP_UNION && s->all && item_goes_backward(q, s->larg) && item_goes_backward(q, s->rarg);
    }
    if (!IS_A(item, RangeTblRef))
        return false;
    const RangeTblEntry *rte = list_nth(q->rtable, ((const RangeTblRef *)item)->rtindex - 1);
    switch (rte->rtekind) {
    case RTE_RELATION: return rte->tablesample == NULL && (rte->subquery == NULL || goes_backward(rte->subquery));
    case RTE_SUBQUERY: return goes_backward(rte->subquery);
    case RTE_VALUES: return list_length(rte->values_lists) > 1;
    default: return true;
    }
}

/*
 * Would PostgreSQL's plan run backward? One that scans, appends or sorts at last does; what joins, groups or computes sets of rows
 * does not, unless it is sorted after that.
 */
static bool goes_backward(const Query *q)
{
    bool groups = q->hasAggs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL || q->distinctClause != NULL ||
                  q->hasWindowFuncs || q->hasTargetSRFs;
    if (groups || q->rowMarks != NULL)
        return false;
    if (q->setOperations != NULL)
        return q->sortClause != NULL || item_goes_backward(q, q->setOperations);
    const List *from = q->jointree->fromlist;
    return from != NULL && (q->sortClause != NULL || (list_length(from) == 1 && item_goes_backward(q, list_nth(from, 0))));
}

static struct raw_stmt *query_of(struct arena *a, const struct raw_stmt *raw)
{
    struct raw_stmt *query = ARENA_NEW(a, struct raw_stmt);
    *query = *raw;
    query->node = raw->node->declare_cursor_stmt->query;
    return query;
}

/* Raises what is wrong with the query, at its position in the client's text. */
void prepare_cursor(struct session *s, struct prepared *p)
{
    const PgQuery__DeclareCursorStmt *d = p->raw->node->declare_cursor_stmt;
    RAW_FIELDS(d, raw_start(p->raw), "portalname options query");
    check_options(d, raw_start(p->raw));
    const Query *q = analyze_statement(p->arena, s->catalog, query_of(p->arena, p->raw), p->params);
    if (q->hasModifyingCTE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DECLARE CURSOR must not contain data-modifying statements in WITH");
    check_locking(d, q);
}

/* The cursor outlives the statement, so it has the statement's text, parsed again, in an arena of its own. */
struct completion run_declare(struct session *s, const struct portal *declare)
{
    const struct raw_stmt *raw = declare->prepared->raw;
    const PgQuery__DeclareCursorStmt *d = raw->node->declare_cursor_stmt;
    if (!(d->options & OPT_HOLD) && !xact_in_block(s))
        raise(ERR_NO_ACTIVE_SQL_TRANSACTION, "DECLARE CURSOR can only be used in transaction blocks");
    if (portal_find(s, d->portalname) != NULL)
        raise(ERR_DUPLICATE_CURSOR, "cursor \"%s\" already exists", d->portalname);
    struct arena *a = arena_new(declare->arena, "cursor");
    const char *text = arena_strndup(a, raw->text + raw->location, (size_t)raw->length);
    const struct raw_stmt *again = list_nth(sql_parse_as(a, text, &raw->lexing), 0);
    const struct plan_params *v = declare->values != NULL ? params_copy(a, declare->values) : NULL;
    struct analyze_params *params = v != NULL ? params_fixed(a, v->n, v->types) : NULL;
    struct prepared *query = prepare(s, a, query_of(a, again), params);
    query->cursor = true;
    bool may_scroll = !(d->options & (OPT_SCROLL | OPT_NO_SCROLL)) && goes_backward(query->query);
    struct portal *p = portal_open(s, a, query, v);
    p->name = arena_strdup(a, d->portalname);
    p->text = arena_strdup(a, raw->text); /* the whole message's, as in PostgreSQL */
    p->binary = d->options & OPT_BINARY;
    p->scroll = (d->options & OPT_SCROLL) || may_scroll;
    p->unasked = may_scroll;
    p->hold = d->options & OPT_HOLD;
    portal_keep(s, p);
    return DONE("DECLARE CURSOR");
}

/* ---- FETCH, MOVE ---- */

void prepare_fetch(struct session *s, struct prepared *p)
{
    static const int16_t binary_format = 1;
    const PgQuery__FetchStmt *f = p->raw->node->fetch_stmt;
    RAW_FIELDS(f, raw_start(p->raw), "direction how_many portalname ismove");
    const struct portal *cursor = portal_find(s, f->portalname); /* that there is none, the run says */
    if (cursor == NULL || cursor->prepared == NULL)
        return;
    if (!f->ismove)
        p->desc = desc_copy(p->arena, cursor->prepared->desc);
    p->formats = &binary_format;
    p->nformats = cursor->binary ? 1 : 0;
}

struct fetch {
    struct session *s;
    struct portal *cursor;
    struct row_dest *dest;
    bool move;
};

static uint64_t forward(const struct fetch *f, int64_t count)
{
    return portal_forward(f->s, f->cursor, f->dest, count);
}

static uint64_t backward(const struct fetch *f, int64_t count)
{
    return portal_backward(f->s, f->cursor, f->dest, count);
}

static void skip(const struct fetch *f, int64_t count)
{
    if (count > 0)
        portal_forward(f->s, f->cursor, nowhere_dest(), count);
    else if (count < 0)
        portal_backward(f->s, f->cursor, nowhere_dest(), count == INT64_MIN ? ALL_ROWS : -count);
}

static int64_t place(const struct portal *p)
{
    return p->at_end ? p->pos + 1 : p->pos;
}

/* The row that it stands on, once more. */
static uint64_t again(const struct fetch *f, bool back)
{
    bool on_row = f->cursor->pos > 0 && !f->cursor->at_end;
    if (f->move)
        return on_row;
    if (!on_row)
        return back ? backward(f, 0) : 0;
    skip(f, -1);
    return forward(f, 1);
}

/* From the end where n < 0. Goes to the place before it, and takes one step. */
static uint64_t absolute(const struct fetch *f, int64_t n)
{
    if (n < 0) {
        skip(f, ALL_ROWS);
        skip(f, n + 1);
        return backward(f, 1);
    }
    int64_t here = place(f->cursor);
    skip(f, n > 0 ? n - 1 - here : -here);
    return n > 0 ? forward(f, 1) : 0;
}

static uint64_t relative(const struct fetch *f, int64_t n)
{
    if (n == 0)
        return again(f, false);
    skip(f, n > 0 ? n - 1 : n + 1);
    return n > 0 ? forward(f, 1) : backward(f, 1);
}

static uint64_t back(const struct fetch *f, int64_t n)
{
    if (n == 0)
        return again(f, true);
    if (n == ALL_ROWS && f->move && place(f->cursor) == 0) /* is there already, and so may be one that cannot go back */
        return 0;
    return n > 0 ? backward(f, n) : forward(f, -n);
}

static uint64_t fetch_rows(const struct fetch *f, PgQuery__FetchDirection direction, int64_t n)
{
    switch (direction) {
    case PG_QUERY__FETCH_DIRECTION__FETCH_BACKWARD: return back(f, n);
    case PG_QUERY__FETCH_DIRECTION__FETCH_ABSOLUTE: return absolute(f, n);
    case PG_QUERY__FETCH_DIRECTION__FETCH_RELATIVE: return relative(f, n);
    default: break;
    }
    if (n == 0)
        return again(f, false);
    return n > 0 ? forward(f, n) : back(f, -n);
}

static uint64_t fetch_from(struct session *s, struct portal *cursor, struct row_dest *dest, PgQuery__FetchDirection direction, int64_t n, bool move)
{
    if (cursor->prepared == NULL || cursor->failed || (cursor->plan == NULL && !portal_returns_rows(cursor)))
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", cursor->name);
    struct portal *volatile before = s->fetching;
    s->fetching = cursor;
    if (cursor->plan == NULL && !cursor->done)
        portal_run_utility(s, cursor, true);
    struct fetch x = {s, cursor, dest, move};
    uint64_t rows = fetch_rows(&x, direction, n);
    s->fetching = before;
    return rows;
}

struct completion run_fetch(struct session *s, const struct portal *fetch, struct row_dest *dest)
{
    const PgQuery__FetchStmt *f = fetch->prepared->raw->node->fetch_stmt;
    struct portal *cursor = cursor_get(s, f->portalname);
    if (cursor == fetch)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", cursor->name);
    uint64_t rows = fetch_from(s, cursor, f->ismove || dest == NULL ? nowhere_dest() : dest, f->direction, f->how_many, f->ismove);
    return DONE_ROWS(f->ismove ? "MOVE" : "FETCH", rows);
}

const struct portal *cursor_named(struct session *s, const char *name)
{
    return cursor_get(s, name);
}

void cursor_fetch_forward(struct session *s, const char *name, struct row_dest *dest, int64_t n)
{
    struct portal *cursor = cursor_get(s, name);
    if (cursor == s->fetching || cursor == s->running) /* its own query asks */
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", name);
    fetch_from(s, cursor, dest, PG_QUERY__FETCH_DIRECTION__FETCH_FORWARD, n, false);
}

/* ---- CLOSE ---- */

struct completion run_close(struct session *s, const struct portal *self)
{
    const PgQuery__ClosePortalStmt *c = self->prepared->raw->node->close_portal_stmt;
    RAW_FIELDS(c, raw_start(self->prepared->raw), "portalname");
    if (*c->portalname == '\0') {
        portals_drop(s, true);
        return DONE("CLOSE CURSOR ALL");
    }
    if (cursor_get(s, c->portalname) == s->running)
        raise(ERR_INVALID_CURSOR_STATE, "cannot drop active portal \"%s\"", c->portalname);
    portal_drop(s, c->portalname);
    return DONE("CLOSE CURSOR");
}
