/* Cursors of SQL: DECLARE, FETCH, MOVE, CLOSE. A cursor is a portal with a name; it reads forward. */
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
        raise_at(ERR_INVALID_CURSOR_DEFINITION, -1, "cannot specify both INSENSITIVE and ASENSITIVE");
    if (d->options & OPT_HOLD)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "DECLARE CURSOR WITH HOLD is not supported yet");
    if (d->options & OPT_SCROLL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "SCROLL cursors are not supported yet");
    if (d->options & ~(OPT_BINARY | OPT_NO_SCROLL | OPT_INSENSITIVE | OPT_ASENSITIVE | OPT_FAST))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "cursor option %d is not supported", (int)d->options);
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
    analyze_statement(p->arena, s->catalog, query_of(p->arena, p->raw), p->params);
}

/* The cursor outlives the statement, so it has the statement's text, parsed again, in an arena of its own. */
void run_declare(struct session *s, const struct portal *declare)
{
    static const int16_t binary_format = 1;
    const struct raw_stmt *raw = declare->prepared->raw;
    const PgQuery__DeclareCursorStmt *d = raw->node->declare_cursor_stmt;
    const struct plan_params *v = declare->values;
    if (!xact_in_block(s))
        raise(ERR_NO_ACTIVE_SQL_TRANSACTION, "DECLARE CURSOR can only be used in transaction blocks");
    if (portal_find(s, d->portalname) != NULL)
        raise(ERR_DUPLICATE_CURSOR, "cursor \"%s\" already exists", d->portalname);
    struct arena *a = arena_new(declare->arena, "cursor");
    const char *text = raw->length > 0 ? arena_strndup(a, raw->text + raw->location, (size_t)raw->length)
                                       : arena_strdup(a, raw->text + raw->location);
    const struct raw_stmt *again = list_nth(sql_parse(a, text), 0);
    struct analyze_params *params = NULL;
    if (v != NULL) {
        params = ARENA_NEW(a, struct analyze_params);
        *params = (struct analyze_params){.n = v->n, .types = arena_memdup(a, v->types, sizeof(Oid) * (size_t)(v->n + 1))};
    }
    struct portal *p = portal_open(s, a, prepare(s, a, query_of(a, again), params), v);
    p->name = arena_strdup(a, d->portalname);
    p->text = text;
    p->binary = d->options & OPT_BINARY;
    p->formats = &binary_format;
    p->nformats = p->binary ? 1 : 0;
    portal_keep(s, p);
    send_complete(s, "DECLARE CURSOR");
}

/* ---- FETCH, MOVE ---- */

/* -> the number of rows, 0 for all. */
static uint64_t fetch_count(const PgQuery__FetchStmt *f, int location)
{
    RAW_FIELDS(f, location, "direction how_many portalname ismove");
    bool forward = f->direction == PG_QUERY__FETCH_DIRECTION__FETCH_FORWARD;
    if ((forward && f->how_many < 0) || (f->direction == PG_QUERY__FETCH_DIRECTION__FETCH_BACKWARD && f->how_many > 0)) {
        struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward");
        error_hint(e, "Declare it with SCROLL option to enable backward scan.");
        error_throw(e);
    }
    if (!forward || f->how_many == 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "this direction of FETCH is not supported yet");
    return f->how_many == INT64_MAX ? 0 : (uint64_t)f->how_many;
}

void prepare_fetch(struct session *s, struct prepared *p)
{
    const PgQuery__FetchStmt *f = p->raw->node->fetch_stmt;
    const struct portal *cursor = cursor_get(s, f->portalname);
    fetch_count(f, raw_start(p->raw));
    if (!f->ismove)
        p->desc = cursor->prepared != NULL ? cursor->prepared->desc : NULL;
    p->formats = cursor->formats;
    p->nformats = cursor->binary ? 1 : 0;
}

void run_fetch(struct session *s, const struct portal *fetch)
{
    const PgQuery__FetchStmt *f = fetch->prepared->raw->node->fetch_stmt;
    struct portal *cursor = cursor_get(s, f->portalname);
    uint64_t max_rows = fetch_count(f, raw_start(fetch->prepared->raw)), rows = 0;
    char tag[64];
    if (cursor->plan == NULL || cursor == fetch)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", cursor->name);
    if (!cursor->done) {
        struct portal shown = {.arena = fetch->arena, .plan = cursor->plan, .formats = fetch->formats, .nformats = fetch->nformats};
        rows = portal_fetch(cursor, f->ismove ? nowhere_dest() : client_row_dest(client_dest_new(s, &shown)), max_rows);
    }
    snprintf(tag, sizeof tag, "%s %llu", f->ismove ? "MOVE" : "FETCH", (unsigned long long)rows);
    send_complete(s, tag);
}

/* ---- CLOSE ---- */

void run_close(struct session *s, const struct portal *self)
{
    const PgQuery__ClosePortalStmt *c = self->prepared->raw->node->close_portal_stmt;
    RAW_FIELDS(c, raw_start(self->prepared->raw), "portalname");
    if (*c->portalname != '\0') {
        if (cursor_get(s, c->portalname) == s->running)
            raise(ERR_INVALID_CURSOR_STATE, "cannot drop active portal \"%s\"", c->portalname);
        portal_drop(s, c->portalname);
    } else {
        portals_drop(s);
    }
    send_complete(s, *c->portalname != '\0' ? "CLOSE CURSOR" : "CLOSE CURSOR ALL");
}
