/*
 * WHERE CURRENT OF: the documents behind a cursor's rows. And what FOR UPDATE makes of rows that its own transaction changes while a cursor
 * is open: they are not given.
 */
#include "session/session_int.h"

#include <string.h>

#include "catalog/schema.h"

struct row_mark { /* a column of the result, at its end */
    const struct relation *rel;
    Datum id;    /* of the row that the cursor is on */
    bool isnull; /* an outer join found none */
};

struct row_marks {
    const Query *query;
    int n;
    struct row_mark *marks;
    bool locks;            /* FOR UPDATE */
    bool limited;          /* by LIMIT */
    bool unsure;           /* there may be rows of tables that it has no mark for */
    bool overtaken;        /* a table that it is unsure of was written to */
    uint64_t since;        /* changes before that number were there when it was declared */
    int64_t skipped;       /* rows in the store before the place that are not given */
    struct arena *at;      /* of the ids */
};

struct row_change {
    struct row_change *next;
    Oid rel;
    Datum id;
    uint64_t hash, number;
    int level; /* of the savepoint below which it was; 0 none; -1: it was taken back */
    bool deleted;
};

struct row_changes {
    struct arena *arena;
    struct row_change *last;
    uint64_t number;
};

/* ---- which documents ---- */

struct marking {
    struct arena *arena;
    List *found; /* Var, of a bson_value, of the query at hand */
    List *rels;
    bool unsure;
};

static TargetEntry *add_target(struct arena *a, Query *q, Node *e)
{
    int n = list_length(q->targetList) + 1;
    TargetEntry *t = make_target(a, e, n, arena_printf(a, "current %d", n), false);
    q->targetList = list_append(a, q->targetList, t);
    return t;
}

static bool is_table(const RangeTblEntry *rte)
{
    return rte->rtekind == RTE_RELATION && rte->relation != NULL && rte->relation->kind == REL_COLLECTION;
}

static void mark_table(struct marking *m, const RangeTblEntry *rte, int rti)
{
    const struct column *id = schema_rowid(rte->relation);
    m->found = list_append(m->arena, m->found, make_var(m->arena, rti, id->attnum, id->type, id->typmod, 0));
    m->rels = list_append(m->arena, m->rels, rte->relation);
}

/* Conditions that PostgreSQL may make a join of, after which its scan is none of a table any more. */
static bool may_be_joined(Node *n, void *unused)
{
    const SubLink *s = (const SubLink *)n;
    return (IS_A(n, SubLink) && (s->subLinkType == EXISTS_SUBLINK || s->subLinkType == ANY_SUBLINK)) || node_walk(n, may_be_joined, unused);
}

/* "Simply updatable": rows of one table as they are, some of them. */
static bool mark_scan(struct marking *m, Query *q)
{
    bool groups = q->hasAggs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL || q->distinctClause != NULL ||
                  q->hasWindowFuncs || q->hasTargetSRFs || q->sortClause != NULL;
    if (q->commandType != CMD_SELECT || groups || (q->setOperations == NULL && list_length(q->jointree->fromlist) != 1))
        return false;
    const Node *item = q->setOperations == NULL ? list_nth(q->jointree->fromlist, 0) : NULL;
    if (item == NULL || (q->jointree->quals != NULL && may_be_joined(q->jointree->quals, NULL)) || !IS_A(item, RangeTblRef)) {
        m->unsure |= item == NULL || IS_A(item, RangeTblRef);
        return false;
    }
    int rti = ((const RangeTblRef *)item)->rtindex;
    RangeTblEntry *rte = list_nth(q->rtable, rti - 1);
    if (is_table(rte)) {
        mark_table(m, rte, rti);
        return true;
    }
    m->unsure |= rte->rtekind == RTE_CTE;
    if (rte->rtekind != RTE_SUBQUERY || !mark_scan(m, rte->subquery))
        return false;
    Var *below = list_nth(m->found, 0);
    add_target(m->arena, rte->subquery, (Node *)below);
    rte->eref->colnames = list_append(m->arena, rte->eref->colnames, (void *)(uintptr_t)"current");
    m->found = list_make(m->arena, 1, make_var(m->arena, rti, list_length(rte->subquery->targetList), below->vartype, below->vartypmod, 0));
    return true;
}

static void mark_locked(struct marking *m, const Query *q)
{
    FOREACH (RowMarkClause, c, q->rowMarks) {
        const RangeTblEntry *rte = list_nth(q->rtable, c->rti - 1);
        if (is_table(rte))
            mark_table(m, rte, c->rti);
    }
    FOREACH (RangeTblEntry, rte, q->rtable)
        m->unsure |= rte->inFromCl && rte->rtekind == RTE_SUBQUERY;
}

struct row_marks *marks_add(struct arena *a, Query *q)
{
    struct row_marks *out = ARENA_NEW(a, struct row_marks);
    struct marking m = {.arena = a};
    out->query = q;
    out->locks = q->hasForUpdate;
    out->limited = q->limitCount != NULL;
    out->since = the_session.changes_of_rows != NULL ? the_session.changes_of_rows->number : 0;
    out->at = arena_new(a, "current row");
    if (q->hasForUpdate)
        mark_locked(&m, q);
    else if (!q->hasModifyingCTE)
        mark_scan(&m, q);
    out->unsure = m.unsure;
    out->n = list_length(m.found);
    out->marks = ARENA_ARRAY(a, struct row_mark, out->n + 1);
    for (int i = 0; i < out->n; i++) {
        add_target(a, q, list_nth(m.found, i));
        out->marks[i] = (struct row_mark){.rel = list_nth(m.rels, i), .isnull = true};
    }
    return out;
}

/* ---- rows on their way ---- */

static bool marked_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct marked_dest *m = (struct marked_dest *)d;
    struct row_marks *marks = m->marks;
    int own = n - marks->n;
    if (--m->left == 0) {
        arena_reset(marks->at);
        for (int i = 0; i < marks->n; i++) {
            marks->marks[i].isnull = nulls[own + i];
            marks->marks[i].id = nulls[own + i] ? 0 : datum_copy(marks->at, values[own + i], false);
        }
    }
    return m->to->row(m->to, own, values, nulls);
}

static bool marked_document(struct row_dest *d, struct remote_reader *rd, const bson_t *doc, int n, const int *cols)
{
    struct marked_dest *m = (struct marked_dest *)d;
    struct row_marks *marks = m->marks;
    int own = n - marks->n;
    if (--m->left == 0) {
        arena_reset(marks->at);
        for (int i = 0; i < marks->n; i++)
            marks->marks[i].isnull = !remote_read_column(rd, doc, cols[own + i], marks->at, &marks->marks[i].id);
    }
    return m->to->document(m->to, rd, doc, own, cols);
}

struct row_dest *marked_dest(struct marked_dest *d, const struct portal *p, struct row_dest *to, int64_t count)
{
    if (p->marks == NULL || p->marks->n == 0)
        return to;
    *d = (struct marked_dest){{.row = marked_row, .document = to->document != NULL ? marked_document : NULL}, to, p->marks, count};
    return &d->dest;
}

/* ---- what this transaction changes meanwhile ---- */

static bool reads_table(Node *n, void *arg)
{
    const struct relation *rel = arg;
    const RangeTblEntry *rte = (const RangeTblEntry *)n;
    return (IS_A(n, RangeTblEntry) && rte->relation != NULL && rte->relation->oid == rel->oid) || node_walk(n, reads_table, arg);
}

/* An _id that SQL cannot say is never given again. */
static bool id_is_said(const struct relation *rel)
{
    FOREACH (struct column, c, rel->columns)
        if (!c->is_path && !c->hidden && c->path != NULL && strcmp(c->path, "_id") == 0)
            return true;
    return false;
}

static bool is_open(const struct portal *p)
{
    return p->marks != NULL && !p->held && !p->failed;
}

static void changed_row(const struct relation *rel, Datum id, bool deleted)
{
    struct session *s = &the_session;
    const struct type_info *t = type_get(TYPE_bson_value);
    if (s->changes_of_rows == NULL) {
        struct arena *a = arena_new(s->arena, "changed rows");
        s->changes_of_rows = ARENA_NEW(a, struct row_changes);
        s->changes_of_rows->arena = a;
    }
    struct row_changes *all = s->changes_of_rows;
    struct row_change *c = ARENA_NEW(all->arena, struct row_change);
    *c = (struct row_change){all->last, rel->oid, datum_copy(all->arena, id, false), t->hash(id), ++all->number, savepoint_level(s), deleted};
    all->last = c;
}

changed_row_fn current_watcher(const struct relation *rel)
{
    bool wanted = false;
    for (struct portal *p = the_session.portals; p != NULL; p = p->next) {
        if (!is_open(p))
            continue;
        bool marked = false;
        for (int i = 0; i < p->marks->n; i++)
            marked |= p->marks->marks[i].rel->oid == rel->oid;
        wanted |= marked && (p->marks->locks || id_is_said(rel));
        if (p->marks->locks && p->marks->unsure && reads_table((Node *)p->marks->query, (void *)rel))
            p->marks->overtaken = true;
    }
    return wanted ? changed_row : NULL;
}

void changed_rows_leave(struct session *s, int level, int parent)
{
    for (struct row_change *c = s->changes_of_rows != NULL ? s->changes_of_rows->last : NULL; c != NULL; c = c->next)
        if (c->level >= level)
            c->level = parent;
}

void changed_rows_forget(struct session *s)
{
    if (s->changes_of_rows != NULL)
        arena_free(s->changes_of_rows->arena);
    s->changes_of_rows = NULL;
}

static bool is_changed(const struct session *s, const struct row_marks *m, const struct row_mark *mark, Datum id, bool deleted)
{
    const struct type_info *t = type_get(TYPE_bson_value);
    uint64_t hash = t->hash(id);
    const struct row_change *c = s->changes_of_rows != NULL ? s->changes_of_rows->last : NULL;
    for (; c != NULL && c->number > m->since; c = c->next)
        if (c->hash == hash && c->rel == mark->rel->oid && c->level >= 0 && (c->deleted || !deleted) && t->cmp(c->id, id) == 0)
            return true;
    return false;
}

struct peek {
    struct row_dest dest; /* first */
    const struct session *s;
    const struct row_marks *marks;
    bool changed;
};

static bool peek_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct peek *x = (struct peek *)d;
    for (int i = 0; i < x->marks->n; i++) {
        int column = n - x->marks->n + i;
        x->changed |= !nulls[column] && is_changed(x->s, x->marks, &x->marks->marks[i], values[column], false);
    }
    return true;
}

static _Noreturn void overtaken(const struct portal *p)
{
    struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cursor \"%s\" reads rows FOR UPDATE that this transaction has changed since", p->name);
    error_throw(error_hint(e, "PostgreSQL leaves such rows out; which they are is not known here, or others would come in their place."));
}

int64_t marked_next(struct session *s, struct portal *p, int64_t n)
{
    struct row_marks *m = p->marks;
    if (m == NULL || !m->locks)
        return n + 1;
    if (m->overtaken)
        overtaken(p);
    while (s->changes_of_rows != NULL && s->changes_of_rows->number > m->since) {
        struct peek x = {{.row = peek_row}, s, m, false};
        if (!row_store_send(p->store, n + m->skipped + 1, &x.dest) || !x.changed)
            break;
        if (m->limited)
            overtaken(p);
        m->skipped++;
    }
    return n + m->skipped + 1;
}

/* ---- the row that a cursor is on ---- */

static const struct row_mark *mark_of(const struct portal *p, const struct relation *rel)
{
    const struct row_marks *m = p->marks;
    const struct row_mark *found = NULL;
    for (int i = 0; i < m->n; i++) {
        if (m->marks[i].rel->oid != rel->oid)
            continue;
        if (found != NULL)
            raise(ERR_INVALID_CURSOR_STATE, "cursor \"%s\" has multiple FOR UPDATE/SHARE references to table \"%s\"", p->name, rel->name);
        found = &m->marks[i];
    }
    if (found == NULL && m->unsure)
        raise(ERR_FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF is not supported for the query of cursor \"%s\"", p->name);
    if (found == NULL)
        raise(ERR_INVALID_CURSOR_STATE, m->locks ? "cursor \"%s\" does not have a FOR UPDATE/SHARE reference to table \"%s\""
                                                                              : "cursor \"%s\" is not a simply updatable scan of table \"%s\"", p->name, rel->name);
    return found;
}

bool current_row(struct arena *a, const char *cursor, const struct relation *rel, Datum *id)
{
    struct session *s = &the_session;
    const struct portal *p = cursor_named(s, cursor);
    if (p->plan == NULL || p->plan->commandType != CMD_SELECT || p->plan->hasModifyingCTE)
        raise(ERR_INVALID_CURSOR_STATE, "cursor \"%s\" is not a SELECT query", cursor);
    if (p->held || p->failed)
        raise(ERR_INVALID_CURSOR_STATE, "cursor \"%s\" is held from a previous transaction", cursor);
    if (p->marks == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF is only supported for cursors that DECLARE made");
    const struct row_mark *m = mark_of(p, rel);
    if (p->pos == 0 || p->at_end)
        raise(ERR_INVALID_CURSOR_STATE, "cursor \"%s\" is not positioned on a row", cursor);
    if (m->isnull || is_changed(s, p->marks, m, m->id, true))
        return false;
    *id = datum_copy(a, m->id, false);
    return true;
}
