/* Queries as SQL text, laid out as PostgreSQL does: what pg_get_viewdef() shows of a view. */
#include "session/deparse_int.h"
#include "session/session_int.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "types/ident.h"

enum { STEP = 8, LIST_STEP = 4 };

/* ---- lists that are wrapped ---- */

static size_t line_length(const struct strbuf *b)
{
    const char *line = strrchr(b->data, '\n');
    return line != NULL ? strlen(line + 1) : b->len;
}

void deparse_wrapped(struct deparse *d, struct deparse_wrapped *w, const struct strbuf *item)
{
    bool begins_line = item->data[0] == '\n';
    if (d->lines && d->wrap >= 0) {
        if (begins_line)
            while (d->out->len > 0 && d->out->data[d->out->len - 1] == ' ')
                d->out->data[--d->out->len] = '\0';
        else if (!w->first && (line_length(d->out) + item->len > (size_t)d->wrap || w->was_long))
            deparse_clause(d, LIST_STEP, "");
    }
    w->was_long = strchr(item->data + begins_line, '\n') != NULL;
    w->first = false;
    strbuf_addstr(d->out, item->data);
}

/* d->indent is that of the body, its clauses stand a step further out. */
void deparse_clause(struct deparse *d, int more, const char *words)
{
    int body = d->indent;
    d->indent = body >= STEP ? body - STEP : 0;
    deparse_line(d, more, words);
    d->indent = body;
}

/* ---- the parts of SELECT ---- */

static const TargetEntry *target_of_ref(struct deparse *d, int ref, const List *targets)
{
    FOREACH (TargetEntry, t, targets)
        if (t->ressortgroupref == ref)
            return t;
    d->unsaid = true;
    return NULL;
}

static void put_sort_expr(struct deparse *d, int ref, const List *targets, bool numbers)
{
    const TargetEntry *t = target_of_ref(d, ref, targets);
    const Node *e = t != NULL ? t->expr : NULL;
    if (e == NULL)
        return;
    if (numbers && !t->resjunk) {
        strbuf_printf(d->out, "%d", t->resno);
    } else if (IS_A(e, Const)) {
        deparse_labelled(d, (const Const *)e);
    } else {
        bool parens = !IS_A(e, Var) && (d->pretty || IS_A(e, FuncExpr) || IS_A(e, Aggref) || IS_A(e, WindowFunc));
        strbuf_addstr(d->out, parens ? "(" : "");
        deparse_put(d, e, true);
        strbuf_addstr(d->out, parens ? ")" : "");
    }
}

static void put_sort_list(struct deparse *d, const List *keys, const List *targets)
{
    FOREACH (SortGroupClause, k, keys) {
        strbuf_addstr(d->out, FOREACH_INDEX(k, keys) > 0 ? ", " : "");
        put_sort_expr(d, k->tleSortGroupRef, targets, false);
    }
}

void deparse_order(struct deparse *d, const List *keys, const List *targets, bool numbers)
{
    FOREACH (SortGroupClause, k, keys) {
        strbuf_addstr(d->out, FOREACH_INDEX(k, keys) > 0 ? ", " : "");
        put_sort_expr(d, k->tleSortGroupRef, targets, numbers);
        const struct oper *o = oper_by_oid(k->sortop);
        bool down = o != NULL && strcmp(o->name, ">") == 0;
        if (o != NULL && !down && strcmp(o->name, "<") != 0) {
            strbuf_printf(d->out, " USING %s", o->name);
            strbuf_addstr(d->out, k->nulls_first ? " NULLS FIRST" : " NULLS LAST");
            continue;
        }
        strbuf_addstr(d->out, down ? " DESC" : "");
        if (k->nulls_first != down)
            strbuf_addstr(d->out, k->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    }
}

static void put_targets(struct deparse *d, const Query *q, struct deparse_shown s)
{
    struct strbuf *out = d->out, item;
    struct deparse_wrapped w = {.first = true};
    int n = 0;
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        strbuf_addstr(out, n > 0 ? ", " : " ");
        strbuf_init(&item, d->arena);
        d->out = &item;
        const char *own = s.unseen ? "?column?" : NULL, *name = s.names != NULL ? list_nth(s.names, n) : t->resname;
        if (IS_A(t->expr, Var)) {
            const char *dot;
            const Var *v = (const Var *)t->expr;
            const struct deparse_level *l = deparse_level_up(d->level, v->varlevelsup);
            deparse_put(d, t->expr, true);
            dot = l != NULL && v->varattno > 0 && v->varattno <= list_length(l->columns[v->varno - 1])
                      ? list_nth(l->columns[v->varno - 1], v->varattno - 1) : NULL;
            own = dot;
            const char *last = strrchr(item.data, '.'), *quoted = name != NULL ? ident_quoted(d->arena, name) : NULL;
            if (quoted != NULL && strcmp(last != NULL ? last + 1 : item.data, quoted) == 0) /* as a join's alias calls it */
                own = name;
        } else if (IS_A(t->expr, RowExpr) && deparse_row(d, (const RowExpr *)t->expr, true)) {
            own = NULL;
        } else {
            deparse_put(d, t->expr, true);
        }
        if (name != NULL && (own == NULL || strcmp(own, name) != 0)) {
            strbuf_addstr(&item, " AS ");
            deparse_name(d, name);
        }
        d->out = out;
        deparse_wrapped(d, &w, &item);
        n++;
    }
}

/* ---- GROUP BY, WINDOW ---- */

static void put_refs(struct deparse *d, const List *refs, const List *targets)
{
    for (int i = 0; i < list_length(refs); i++) {
        strbuf_addstr(d->out, i > 0 ? ", " : "");
        put_sort_expr(d, ITEM_INT(list_nth(refs, i)), targets, false);
    }
}

static void put_grouping_set(struct deparse *d, const GroupingSet *g, const List *targets, bool bare)
{
    static const char *const words[] = {[GROUPING_SET_ROLLUP] = "ROLLUP(", [GROUPING_SET_CUBE] = "CUBE(", [GROUPING_SET_SETS] = "GROUPING SETS ("};
    if (g->kind == GROUPING_SET_EMPTY) {
        strbuf_addstr(d->out, "()");
        return;
    }
    if (g->kind == GROUPING_SET_SIMPLE) {
        bool parens = !bare || list_length(g->refs) != 1;
        strbuf_addstr(d->out, parens ? "(" : "");
        put_refs(d, g->refs, targets);
        strbuf_addstr(d->out, parens ? ")" : "");
        return;
    }
    strbuf_addstr(d->out, words[g->kind]);
    FOREACH (GroupingSet, in, g->content) {
        strbuf_addstr(d->out, FOREACH_INDEX(in, g->content) > 0 ? ", " : "");
        put_grouping_set(d, in, targets, g->kind != GROUPING_SET_SETS);
    }
    strbuf_addch(d->out, ')');
}

/* Columns that are there because they depend on a key are not shown. */
static bool is_written(struct deparse *d, const SortGroupClause *g, const Query *q)
{
    const TargetEntry *t = target_of_ref(d, g->tleSortGroupRef, q->targetList);
    return t != NULL && t->resorigcol != GROUPED_BY_KEY;
}

static void put_group_by(struct deparse *d, const Query *q)
{
    if (q->groupClause == NULL && q->groupingSets == NULL)
        return;
    deparse_clause(d, 1, " GROUP BY ");
    strbuf_addstr(d->out, q->groupDistinct ? "DISTINCT " : "");
    int n = 0;
    FOREACH (SortGroupClause, g, q->groupingSets == NULL ? q->groupClause : NULL)
        if (is_written(d, g, q)) {
            strbuf_addstr(d->out, n++ > 0 ? ", " : "");
            put_sort_expr(d, g->tleSortGroupRef, q->targetList, false);
        }
    FOREACH (GroupingSet, g, q->groupingSets) {
        strbuf_addstr(d->out, FOREACH_INDEX(g, q->groupingSets) > 0 ? ", " : "");
        put_grouping_set(d, g, q->targetList, true);
    }
}

static void put_bound(struct deparse *d, int options, bool end, const Node *offset)
{
    int preceding = end ? FRAME_END_OFFSET_PRECEDING : FRAME_START_OFFSET_PRECEDING;
    int unbounded = end ? FRAME_END_UNBOUNDED_FOLLOWING : FRAME_START_UNBOUNDED_PRECEDING;
    if (options & unbounded) {
        strbuf_addstr(d->out, end ? "UNBOUNDED FOLLOWING" : "UNBOUNDED PRECEDING");
    } else if (options & (end ? FRAME_END_CURRENT_ROW : FRAME_START_CURRENT_ROW)) {
        strbuf_addstr(d->out, "CURRENT ROW");
    } else {
        deparse_put(d, offset, false);
        strbuf_addstr(d->out, options & preceding ? " PRECEDING" : " FOLLOWING");
    }
}

static void put_frame(struct deparse *d, const WindowClause *w)
{
    int o = w->frameOptions;
    strbuf_addstr(d->out, o & FRAME_RANGE ? "RANGE " : o & FRAME_ROWS ? "ROWS " : "GROUPS ");
    strbuf_addstr(d->out, o & FRAME_BETWEEN ? "BETWEEN " : "");
    put_bound(d, o, false, w->startOffset);
    if (o & FRAME_BETWEEN) {
        strbuf_addstr(d->out, " AND ");
        put_bound(d, o, true, w->endOffset);
    }
    strbuf_addstr(d->out, o & FRAME_EXCLUDE_CURRENT_ROW ? " EXCLUDE CURRENT ROW"
                          : o & FRAME_EXCLUDE_GROUP     ? " EXCLUDE GROUP"
                          : o & FRAME_EXCLUDE_TIES      ? " EXCLUDE TIES" : "");
}

static void put_window(struct deparse *d, const WindowClause *w)
{
    const char *space = "";
    bool named = w->refname != NULL && w->refname[0] != '\0';
    strbuf_addch(d->out, '(');
    if (named) {
        deparse_name(d, w->refname);
        space = " ";
    }
    if (w->partitionClause != NULL && !named) {
        strbuf_addstr(d->out, "PARTITION BY ");
        put_sort_list(d, w->partitionClause, d->level->targets);
        space = " ";
    }
    if (w->orderClause != NULL && !w->copiedOrder) {
        strbuf_printf(d->out, "%sORDER BY ", space);
        deparse_order(d, w->orderClause, d->level->targets, false);
        space = " ";
    }
    if (w->frameOptions & FRAME_NONDEFAULT) {
        strbuf_addstr(d->out, space);
        put_frame(d, w);
    }
    strbuf_addch(d->out, ')');
}

static bool has_name(const WindowClause *w)
{
    return w->name != NULL && w->name[0] != '\0';
}

void deparse_over(struct deparse *d, const WindowFunc *f)
{
    FOREACH (WindowClause, w, d->level->query->windowClause) {
        if (w->winref != f->winref)
            continue;
        if (has_name(w))
            deparse_name(d, w->name);
        else
            put_window(d, w);
        return;
    }
    d->unsaid = true;
}

static void put_windows(struct deparse *d, const List *windows)
{
    int n = 0;
    FOREACH (WindowClause, w, windows) {
        if (!has_name(w))
            continue;
        if (n++ == 0)
            deparse_clause(d, 1, " WINDOW ");
        else
            strbuf_addstr(d->out, ", ");
        deparse_name(d, w->name);
        strbuf_addstr(d->out, " AS ");
        put_window(d, w);
    }
}

/* ---- a SELECT without what stands around it, set operations ---- */

/* VALUES alone is SELECT * FROM (VALUES ...); NULL: q is another, or calls the columns something else. */
static const RangeTblEntry *plain_values(const Query *q, const List *names)
{
    const RangeTblEntry *found = NULL;
    FOREACH (RangeTblEntry, rte, q->rtable) {
        if (found != NULL || rte->rtekind != RTE_VALUES || rte->alias != NULL)
            return NULL;
        found = rte;
    }
    FOREACH (TargetEntry, t, found != NULL ? q->targetList : NULL) {
        const char *name = names != NULL ? list_nth(names, t->resno - 1) : t->resname;
        if (name == NULL || t->resno > list_length(found->eref->colnames) || strcmp(name, list_nth(found->eref->colnames, t->resno - 1)) != 0)
            return NULL;
    }
    return found;
}

static void put_select(struct deparse *d, const Query *q, struct deparse_shown s)
{
    const RangeTblEntry *values = plain_values(q, s.names);
    strbuf_addstr(d->out, d->lines ? " " : "");
    d->indent += STEP;
    if (values != NULL) {
        deparse_values(d, values->values_lists);
        return;
    }
    strbuf_addstr(d->out, "SELECT");
    if (q->distinctClause != NULL && q->hasDistinctOn) {
        strbuf_addstr(d->out, " DISTINCT ON (");
        put_sort_list(d, q->distinctClause, q->targetList);
        strbuf_addch(d->out, ')');
    } else if (q->distinctClause != NULL) {
        strbuf_addstr(d->out, " DISTINCT");
    }
    put_targets(d, q, s);
    deparse_from(d, q->jointree);
    if (q->jointree != NULL && q->jointree->quals != NULL) {
        deparse_clause(d, 1, " WHERE ");
        deparse_put(d, q->jointree->quals, false);
    }
    put_group_by(d, q);
    if (q->havingQual != NULL) {
        deparse_clause(d, 0, " HAVING ");
        deparse_put(d, q->havingQual, false);
    }
    put_windows(d, q->windowClause);
}

/* SELECT c::t FROM (leaf) gives a leaf other types, and SEARCH and CYCLE give it columns: nobody wrote that. */
static const Query *written_leaf(struct deparse *d, const Query *q, const struct deparse_level **outer)
{
    int columns = 0;
    for (;;) {
        const RangeTblEntry *rte = list_length(q->rtable) == 1 ? list_nth(q->rtable, 0) : NULL;
        const char *name = rte != NULL && rte->rtekind == RTE_SUBQUERY && rte->alias != NULL ? rte->alias->aliasname : "";
        bool searched = strcmp(name, SEARCHED_LEAF) == 0;
        if (!searched && strcmp(name, CAST_LEAF) != 0)
            break;
        if (searched)
            columns = list_length(rte->alias->colnames);
        struct deparse_level *level = ARENA_NEW(d->arena, struct deparse_level);
        deparse_level_init(level, d->arena, q, *outer);
        *outer = level;
        q = rte->subquery;
    }
    if (columns == 0)
        return q;
    Query *written = arena_memdup(d->arena, q, sizeof *q);
    written->targetList = NULL;
    for (int i = 0; i < columns; i++)
        written->targetList = list_append(d->arena, written->targetList, list_nth(q->targetList, i));
    return written;
}

static bool stands_alone(const Query *q)
{
    return q->cteList == NULL && q->sortClause == NULL && q->rowMarks == NULL && q->limitOffset == NULL && q->limitCount == NULL;
}

/* The set operation that an operand is, also where it was given other types; NULL: it is another query. */
static const SetOperationStmt *operation_of(struct deparse *d, const Node *n)
{
    if (!IS_A(n, RangeTblRef))
        return (const SetOperationStmt *)n;
    const struct deparse_level *outer = d->level;
    const Query *q = written_leaf(d, deparse_entry(d->level, ((const RangeTblRef *)n)->rtindex - 1)->subquery, &outer);
    return stands_alone(q) ? (const SetOperationStmt *)q->setOperations : NULL;
}

static void put_set_operation(struct deparse *d, const Node *n, struct deparse_shown s)
{
    static const char *const words[] = {[SETOP_UNION] = "UNION ", [SETOP_INTERSECT] = "INTERSECT ", [SETOP_EXCEPT] = "EXCEPT "};
    if (IS_A(n, RangeTblRef)) {
        const struct deparse_level *outer = d->level;
        const Query *q = written_leaf(d, deparse_entry(d->level, ((const RangeTblRef *)n)->rtindex - 1)->subquery, &outer);
        bool parens = !stands_alone(q);
        if (!parens && q->setOperations != NULL) {
            const struct deparse_level *was = d->level;
            struct deparse_level own;
            deparse_level_init(&own, d->arena, q, outer);
            d->level = &own;
            put_set_operation(d, q->setOperations, s);
            d->level = was;
            return;
        }
        strbuf_addstr(d->out, parens ? "(" : "");
        deparse_select(d, q, outer, s);
        strbuf_addstr(d->out, parens ? ")" : "");
        return;
    }
    const SetOperationStmt *op = (const SetOperationStmt *)n;
    const SetOperationStmt *l = operation_of(d, op->larg);
    bool parens = l != NULL && (l->op != op->op || l->all != op->all);
    int in = d->indent;
    if (parens) {
        strbuf_addch(d->out, '(');
        d->indent = in + STEP;
        deparse_line(d, 0, "");
    }
    put_set_operation(d, op->larg, s);
    d->indent = in;
    deparse_line(d, 0, parens ? ") " : d->lines ? "" : " ");
    strbuf_printf(d->out, "%s%s", words[op->op], op->all ? "ALL " : "");
    parens = operation_of(d, op->rarg) != NULL;
    if (parens) {
        strbuf_addch(d->out, '(');
        d->indent = in + STEP;
    }
    deparse_line(d, 0, "");
    s.unseen = true; /* the columns have the names of the first query's */
    put_set_operation(d, op->rarg, s);
    d->indent = in;
    if (parens)
        deparse_line(d, 0, ")");
}

/* ---- whole queries ---- */

static void put_plain_names(struct deparse *d, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        strbuf_addstr(d->out, i > 0 ? ", " : "");
        deparse_name(d, list_nth(names, i));
    }
}

static bool is_bool_const(const Node *n, bool value)
{
    const Const *c = (const Const *)n;
    return IS_A(n, Const) && c->consttype == TYPE_bool && !c->constisnull && datum_bool(c->constvalue) == value;
}

/* PostgreSQL shows the marks as expressions, which it does not read again. */
static void put_mark(struct deparse *d, const char *word, const Node *mark)
{
    strbuf_addstr(d->out, word);
    if (d->lines)
        deparse_put(d, mark, false);
    else
        deparse_literal(d, mark);
}

static void put_search_cycle(struct deparse *d, const SearchCycle *x)
{
    if (x->sequence != NULL) {
        strbuf_printf(d->out, " SEARCH %s FIRST BY ", x->breadthFirst ? "BREADTH" : "DEPTH");
        put_plain_names(d, x->searchColumns);
        strbuf_addstr(d->out, " SET ");
        deparse_name(d, x->sequence);
    }
    if (x->mark != NULL) {
        strbuf_addstr(d->out, " CYCLE ");
        put_plain_names(d, x->cycleColumns);
        strbuf_addstr(d->out, " SET ");
        deparse_name(d, x->mark);
        if (!is_bool_const(x->marked, true) || !is_bool_const(x->unmarked, false)) {
            put_mark(d, " TO ", x->marked);
            put_mark(d, " DEFAULT ", x->unmarked);
        }
        strbuf_addstr(d->out, " USING ");
        deparse_name(d, x->path);
    }
}

static void put_with(struct deparse *d, const Query *q)
{
    static const char *const words[] = {
        [CTE_MATERIALIZE_DEFAULT] = "", [CTE_MATERIALIZE_ALWAYS] = "MATERIALIZED ", [CTE_MATERIALIZE_NEVER] = "NOT MATERIALIZED "};
    int in = d->indent;
    if (q->cteList == NULL)
        return;
    d->indent += d->lines ? STEP : 0;
    strbuf_printf(d->out, "%s%s", d->lines ? " " : "", q->hasRecursive ? "WITH RECURSIVE " : "WITH ");
    FOREACH (CommonTableExpr, c, q->cteList) {
        strbuf_addstr(d->out, FOREACH_INDEX(c, q->cteList) > 0 ? ", " : "");
        deparse_name(d, c->ctename);
        deparse_names(d, c->aliascolnames);
        strbuf_printf(d->out, " AS %s(", words[c->ctematerialized]);
        deparse_line(d, 0, "");
        deparse_select(d, (const Query *)c->ctequery, d->level, (struct deparse_shown){0});
        deparse_line(d, 0, ")");
        if (c->searched != NULL)
            put_search_cycle(d, c->searched);
        d->unsaid |= ((const Query *)c->ctequery)->commandType != CMD_SELECT;
    }
    d->indent = in;
    deparse_line(d, 0, d->lines ? "" : " ");
}

static void put_limit(struct deparse *d, const Query *q)
{
    if (q->limitOffset != NULL) {
        deparse_clause(d, 0, " OFFSET ");
        deparse_put(d, q->limitOffset, false);
    }
    if (q->limitCount != NULL) {
        bool ties = q->limitOption == LIMIT_OPTION_WITH_TIES;
        deparse_clause(d, 0, ties ? " FETCH FIRST (" : " LIMIT ");
        if (!ties && IS_A(q->limitCount, Const) && ((const Const *)q->limitCount)->constisnull)
            strbuf_addstr(d->out, "ALL");
        else
            deparse_put(d, q->limitCount, false);
        strbuf_addstr(d->out, ties ? ") ROWS WITH TIES" : "");
    }
}

void deparse_select(struct deparse *d, const Query *q, const struct deparse_level *outer, struct deparse_shown s)
{
    struct deparse_level own;
    const struct deparse_level *was = d->level;
    int in = d->indent;
    deparse_level_init(&own, d->arena, q, outer);
    d->level = &own;
    d->unsaid |= q->commandType != CMD_SELECT || q->rowMarks != NULL;
    put_with(d, q);
    if (q->setOperations != NULL)
        put_set_operation(d, q->setOperations, s);
    else
        put_select(d, q, s);
    if (q->sortClause != NULL) {
        deparse_clause(d, 1, " ORDER BY ");
        deparse_order(d, q->sortClause, q->targetList, q->setOperations != NULL);
    }
    put_limit(d, q);
    d->indent = in;
    d->level = was;
}

void deparse_sublink(struct deparse *d, const SubLink *s)
{
    const Query *q = (const Query *)s->subselect;
    const char *op = s->operName != NULL ? list_nth(s->operName, list_length(s->operName) - 1) : "=";
    bool parens = s->subLinkType != EXPR_SUBLINK && s->subLinkType != ARRAY_SUBLINK;
    strbuf_addstr(d->out, s->subLinkType == ARRAY_SUBLINK ? "ARRAY(" : "(");
    if (IS_A(s->testexpr, OpExpr))
        deparse_part(d, list_nth(((const OpExpr *)s->testexpr)->args, 0), s->testexpr);
    else if (s->testexpr != NULL) {
        const List *l = IS_A(s->testexpr, RowCompareExpr) ? ((const RowCompareExpr *)s->testexpr)->largs : ((const BoolExpr *)s->testexpr)->args;
        FOREACH (Node, e, l) {
            strbuf_addstr(d->out, FOREACH_INDEX(e, l) > 0 ? ", " : "(");
            deparse_put(d, IS_A(s->testexpr, BoolExpr) ? list_nth(((const OpExpr *)e)->args, 0) : e, true);
        }
        strbuf_addch(d->out, ')');
    }
    switch (s->subLinkType) {
    case EXISTS_SUBLINK: strbuf_addstr(d->out, "EXISTS "); break;
    case ANY_SUBLINK: strbuf_printf(d->out, strcmp(op, "=") == 0 ? " IN " : " %s ANY ", op); break;
    case ALL_SUBLINK: strbuf_printf(d->out, " %s ALL ", op); break;
    case ROWCOMPARE_SUBLINK: strbuf_printf(d->out, " %s ", op); break;
    default: break;
    }
    strbuf_addstr(d->out, parens ? "(" : "");
    deparse_select(d, q, d->level, (struct deparse_shown){.unseen = true});
    strbuf_addstr(d->out, parens ? "))" : ")");
}

const char *deparse_kept_query(struct arena *a, const Query *q)
{
    struct strbuf b;
    struct deparse d = {.arena = a, .out = &b, .wrap = -1, .prefix = true, .qualified = true};
    strbuf_init(&b, a);
    deparse_select(&d, q, NULL, (struct deparse_shown){.names = NULL});
    return d.unsaid ? NULL : b.data;
}

const char *deparse_query(struct arena *a, const Query *q, const List *names, bool pretty, int wrap)
{
    struct strbuf b;
    struct deparse d = {.arena = a, .out = &b, .pretty = pretty, .lines = true, .wrap = wrap, .prefix = true};
    strbuf_init(&b, a);
    deparse_select(&d, q, NULL, (struct deparse_shown){.names = names});
    return d.unsaid ? NULL : b.data;
}
