/* FROM as SQL text: what its items are called, where their columns come from, joins. */
#include "session/deparse_int.h"
#include "session/session_int.h"

#include <string.h>

#include "types/ident.h"

#include "base/macros.h"
#include "catalog/function.h"
#include "types/reg.h"

enum { JOIN_STEP = 4 };

static void put_item(struct deparse *d, const Node *item);

/* ---- names: each FROM item has one of its own, also among those of the queries around it ---- */

static bool is_taken(const struct deparse_level *l, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (l->names[i] != NULL && strcmp(l->names[i], name) == 0)
            return true;
    for (const struct deparse_level *up = l->outer; up != NULL; up = up->outer)
        for (int i = 0; i < list_length(up->query->rtable); i++)
            if (up->names[i] != NULL && strcmp(up->names[i], name) == 0)
                return true;
    /* in PostgreSQL 15 a view's query has these, too */
    return strcmp(name, "old") == 0 || strcmp(name, "new") == 0;
}

const RangeTblEntry *deparse_entry(const struct deparse_level *l, int i)
{
    return list_nth(l->query->rtable, i);
}

static const char *own_name(const RangeTblEntry *rte)
{
    if (rte->alias != NULL)
        return rte->alias->aliasname;
    if (rte->rtekind == RTE_JOIN)
        return NULL;
    return rte->relation != NULL ? rte->relation->name : rte->eref->aliasname;
}

static const char *unique_name(struct arena *a, const struct deparse_level *l, int n, const char *name)
{
    const char *out = name;
    for (int i = 1; out != NULL && is_taken(l, n, out); i++)
        out = arena_printf(a, "%s_%d", name, i);
    return out;
}

static bool is_named(const List *names, const char *name)
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return true;
    return false;
}

/* Columns of a subquery that are called the same have numbers. */
static List *unique_columns(struct arena *a, const List *names)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++) {
        const char *name = list_nth(names, i), *own = name;
        for (int k = 1; is_named(out, own); k++)
            own = arena_printf(a, "%s_%d", name, k);
        out = list_append(a, out, (void *)(uintptr_t)own);
    }
    return out;
}

void deparse_level_init(struct deparse_level *l, struct arena *a, const Query *q, const struct deparse_level *outer)
{
    int n = list_length(q->rtable);
    *l = (struct deparse_level){.outer = outer, .query = q, .targets = q->targetList};
    l->names = ARENA_ARRAY(a, const char *, n + 1);
    l->columns = ARENA_ARRAY(a, List *, n + 1);
    for (int i = 0; i < n; i++) {
        l->names[i] = unique_name(a, l, i, own_name(deparse_entry(l, i)));
        l->columns[i] = deparse_entry(l, i)->rtekind == RTE_SUBQUERY ? unique_columns(a, deparse_entry(l, i)->eref->colnames) : deparse_entry(l, i)->eref->colnames;
    }
}

const struct deparse_level *deparse_level_up(const struct deparse_level *l, int up)
{
    for (; up > 0 && l != NULL; up--)
        l = l->outer;
    return l;
}

/* A column of a joined item is one of the join that has a name, which hides it (while that one itself is printed, it has none); v itself: there is no such. */
static Var through_join(const struct deparse_level *l, const Var *v)
{
    Var out = *v;
    for (int i = list_length(l->query->rtable) - 1; i >= v->varno; i--) {
        const List *vars = l->names[i] != NULL ? deparse_entry(l, i)->joinaliasvars : NULL;
        for (int k = 0; k < list_length(vars); k++) {
            const Var *in = list_nth(vars, k);
            if (!IS_A(in, Var) || in->varno != v->varno || in->varattno != v->varattno)
                continue;
            out.varno = i + 1;
            out.varattno = k + 1;
            return out;
        }
    }
    return out;
}

/* A column of a join without a name is one of the joined items', where it is no COALESCE of both. */
static void put_column(struct deparse *d, const struct deparse_level *l, const Var *given)
{
    Var hiding = through_join(l, given);
    const Var *v = &hiding;
    const RangeTblEntry *rte = deparse_entry(l, v->varno - 1);
    const char *name = l->names[v->varno - 1];
    if (v->varattno < 1 || v->varattno > list_length(l->columns[v->varno - 1])) {
        d->unsaid = true; /* a path into a document */
        return;
    }
    if (rte->rtekind == RTE_JOIN && name == NULL) {
        const Node *e = list_nth(rte->joinaliasvars, v->varattno - 1);
        if (IS_A(e, Var)) {
            put_column(d, l, (const Var *)e);
            return;
        }
    }
    if (name != NULL) {
        deparse_name(d, name);
        strbuf_addch(d->out, '.');
    }
    deparse_name(d, list_nth(l->columns[v->varno - 1], v->varattno - 1));
}

void deparse_var(struct deparse *d, const Var *v)
{
    const struct deparse_level *l = deparse_level_up(d->level, v->varlevelsup);
    if (l == NULL || v->varno < 1 || v->varno > list_length(l->query->rtable))
        d->unsaid = true;
    else
        put_column(d, l, v);
}

bool deparse_row(struct deparse *d, const RowExpr *r, bool labelled)
{
    const Var *v = r->whole && r->args != NULL ? list_nth(r->args, 0) : NULL;
    const struct deparse_level *l = IS_A(v, Var) ? deparse_level_up(d->level, v->varlevelsup) : NULL;
    if (l == NULL || l->names[v->varno - 1] == NULL)
        return false;
    const RangeTblEntry *rte = deparse_entry(l, v->varno - 1);
    deparse_name(d, l->names[v->varno - 1]);
    strbuf_addstr(d->out, ".*");
    if (labelled && d->qualified && rte->relation != NULL) /* by the name that it gets */
        strbuf_printf(d->out, "::%s.%s", ident_quoted(d->arena, rte->relation->schema), ident_quoted(d->arena, rte->relation->name));
    else if (labelled)
        strbuf_printf(d->out, "::%s", rte->relation != NULL ? reg_class_name(d->arena, rte->relation->oid) : "record");
    return true;
}

/* Of a VALUES list or ROW(): there t.* alone is its columns, one by one. */
void deparse_item(struct deparse *d, const Node *e, bool implicit)
{
    if (!IS_A(e, RowExpr) || !deparse_row(d, (const RowExpr *)e, true))
        deparse_put(d, e, implicit);
}

/* ---- FROM ---- */

static bool is_cte_name(const struct deparse *d, const char *name)
{
    for (const struct deparse_level *l = d->level; l != NULL; l = l->outer)
        FOREACH (CommonTableExpr, c, l->query->cteList)
            if (strcmp(c->ctename, name) == 0)
                return true;
    return false;
}

static void put_relation(struct deparse *d, const struct relation *rel)
{
    const char *name = d->qualified ? "" : reg_class_name(d->arena, rel->oid);
    if (d->qualified) {
        deparse_name(d, rel->schema);
        strbuf_addch(d->out, '.');
        deparse_name(d, rel->name);
        return;
    }
    if (name == NULL) {
        d->unsaid = true;
        return;
    }
    if (is_cte_name(d, rel->name) && strchr(name, '.') == NULL)
        strbuf_printf(d->out, "%s.", rel->schema);
    strbuf_addstr(d->out, name);
}

void deparse_values(struct deparse *d, const List *lists)
{
    strbuf_addstr(d->out, "VALUES ");
    FOREACH (List, row, lists) {
        strbuf_addstr(d->out, FOREACH_INDEX(row, lists) > 0 ? ", (" : "(");
        for (int i = 0; i < list_length(row); i++) {
            strbuf_addstr(d->out, i > 0 ? "," : "");
            deparse_item(d, list_nth(row, i), false);
        }
        strbuf_addch(d->out, ')');
    }
}

static void put_column_definitions(struct deparse *d, const RangeTblFunction *f)
{
    strbuf_addch(d->out, '(');
    for (int i = 0; i < list_length(f->funccolnames); i++) {
        strbuf_addstr(d->out, i > 0 ? ", " : "");
        deparse_name(d, list_nth(f->funccolnames, i));
        strbuf_printf(d->out, " %s", type_format(d->arena, ITEM_OID(list_nth(f->funccoltypes, i)), ITEM_INT(list_nth(f->funccoltypmods, i))));
    }
    strbuf_addch(d->out, ')');
}

static bool all_unnest(const List *functions)
{
    FOREACH (RangeTblFunction, f, functions) {
        const struct func *fn = IS_A(f->funcexpr, FuncExpr) ? func_by_oid(((const FuncExpr *)f->funcexpr)->funcid) : NULL;
        if (f->has_coldeflist || fn == NULL || strcmp(fn->name, "unnest") != 0)
            return false;
    }
    return true;
}

static void put_functions(struct deparse *d, const RangeTblEntry *rte)
{
    const RangeTblFunction *first = list_nth(rte->functions, 0);
    if (list_length(rte->functions) == 1 && !(first->has_coldeflist && rte->funcordinality)) {
        deparse_put(d, first->funcexpr, true);
    } else {
        bool unnest = all_unnest(rte->functions);
        strbuf_addstr(d->out, unnest ? "UNNEST(" : "ROWS FROM(");
        FOREACH (RangeTblFunction, f, rte->functions) {
            strbuf_addstr(d->out, FOREACH_INDEX(f, rte->functions) > 0 ? ", " : "");
            deparse_put(d, unnest ? list_nth(((const FuncExpr *)f->funcexpr)->args, 0) : f->funcexpr, true);
            if (f->has_coldeflist) {
                strbuf_addstr(d->out, " AS ");
                put_column_definitions(d, f);
            }
        }
        strbuf_addch(d->out, ')');
    }
    strbuf_addstr(d->out, rte->funcordinality ? " WITH ORDINALITY" : "");
}

static void put_sample(struct deparse *d, const TableSample *t)
{
    strbuf_printf(d->out, " TABLESAMPLE %s (", t->method == 0 ? "bernoulli" : "system");
    deparse_put(d, t->percent, false);
    strbuf_addch(d->out, ')');
    if (t->repeatable != NULL) {
        strbuf_addstr(d->out, " REPEATABLE (");
        deparse_put(d, t->repeatable, false);
        strbuf_addch(d->out, ')');
    }
}

void deparse_names(struct deparse *d, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        strbuf_addstr(d->out, i > 0 ? ", " : "(");
        deparse_name(d, list_nth(names, i));
    }
    strbuf_addstr(d->out, names != NULL ? ")" : "");
}

/* What the ith column of a join is called in the item that it is of. */
static const char *name_below(const struct deparse_level *l, const RangeTblEntry *rte, int i)
{
    const Node *e = list_nth(rte->joinaliasvars, i);
    if (IS_A(e, CoalesceExpr))
        e = list_nth(((const CoalesceExpr *)e)->args, 0);
    for (const Node *in; (in = deparse_implicit_input(e)) != NULL;)
        e = in;
    const Var *v = (const Var *)e;
    bool known = IS_A(e, Var) && v->varlevelsup == 0 && v->varattno > 0 && v->varattno <= list_length(l->columns[v->varno - 1]);
    return known ? list_nth(l->columns[v->varno - 1], v->varattno - 1) : "";
}

/* Are columns called otherwise than they are in the relation, or in the joined items? Of what is to be kept, also where they may be at another time.
   (PostgreSQL shows no names behind XMLTABLE.) */
static bool renames_columns(const struct deparse *d, const RangeTblEntry *rte)
{
    if (rte->rtekind == RTE_FUNCTION)
        return !is_xml_table(rte);
    if (rte->alias == NULL || rte->alias->colnames == NULL)
        return false;
    if (d->qualified || (rte->relation == NULL && rte->rtekind != RTE_JOIN))
        return true;
    for (int i = 0; i < list_length(rte->alias->colnames); i++) {
        const struct column *c = rte->relation != NULL ? relation_column_nth(rte->relation, i + 1) : NULL;
        const char *was = rte->rtekind == RTE_JOIN ? name_below(d->level, rte, i) : c != NULL ? c->name : "";
        if (strcmp(list_nth(rte->alias->colnames, i), was) != 0)
            return true;
    }
    return false;
}

/* Of a column c of the relation, the ith that is read. One that the view does not see has its own name, or the next that is free. NULL: it is not shown. */
static const char *shown_name(const struct deparse *d, const RangeTblEntry *rte, int i, const struct column *c, const List *before)
{
    const char *name = list_nth(rte->eref->colnames, i);
    if (c != NULL && (c->hidden || c->is_path))
        return NULL;
    if (name[0] != '\0')
        return name;
    if (d->qualified || c == NULL)
        return NULL;
    name = c->name;
    for (int k = 1; is_named(rte->eref->colnames, name) || is_named(before, name); k++)
        name = arena_printf(d->arena, "%s_%d", c->name, k);
    return name;
}

/* Without those that * does not show; where the text is to be kept, only those that have names of their own here. */
static List *shown_columns(struct deparse *d, const RangeTblEntry *rte)
{
    List *out = NULL;
    if (rte->relation == NULL)
        return rte->eref->colnames;
    int n = list_length(d->qualified && rte->alias != NULL ? rte->alias->colnames : rte->eref->colnames);
    for (int i = 0; i < n; i++) {
        const struct column *c = relation_column_nth(rte->relation, i + 1);
        const char *name = shown_name(d, rte, i, c, out);
        if (name != NULL)
            out = list_append(d->arena, out, (void *)(uintptr_t)name);
    }
    return out;
}

/* Of a relation that is joined; NULL: it is no relation's. */
static const struct column *joined_column(const struct deparse *d, const RangeTblEntry *rte, int i)
{
    const Var *v = list_nth(rte->joinaliasvars, i);
    const RangeTblEntry *of = IS_A(v, Var) && v->varlevelsup == 0 ? deparse_entry(d->level, v->varno - 1) : NULL;
    if (of == NULL || v->varattno < 1)
        return NULL;
    if (of->rtekind == RTE_JOIN)
        return joined_column(d, of, v->varattno - 1);
    return of->relation != NULL ? relation_column_nth(of->relation, v->varattno) : NULL;
}

static List *join_names(const struct deparse *d, const RangeTblEntry *rte)
{
    List *out = NULL;
    for (int i = 0; i < list_length(rte->eref->colnames); i++) {
        const char *name = shown_name(d, rte, i, joined_column(d, rte, i), out);
        if (name != NULL)
            out = list_append(d->arena, out, (void *)(uintptr_t)name);
    }
    return out;
}

static bool same_names(const List *x, const List *y)
{
    for (int i = 0; i < list_length(x); i++)
        if (strcmp(list_nth(x, i), list_nth(y, i)) != 0)
            return false;
    return true;
}

static void put_alias(struct deparse *d, const RangeTblEntry *rte, const char *name, const List *columns)
{
    const char *own = rte->relation != NULL ? rte->relation->name : rte->rtekind == RTE_CTE ? rte->ctename : is_xml_table(rte) ? "xmltable" : NULL;
    const RangeTblFunction *f = rte->rtekind == RTE_FUNCTION ? list_nth(rte->functions, 0) : NULL;
    bool defines = f != NULL && f->has_coldeflist && list_length(rte->functions) == 1 && !rte->funcordinality;
    if (rte->alias != NULL || own == NULL || strcmp(own, name) != 0) {
        strbuf_addch(d->out, ' ');
        deparse_name(d, name);
    }
    if (defines)
        put_column_definitions(d, f);
    else if (rte->rtekind == RTE_SUBQUERY && !same_names(columns, rte->eref->colnames))
        deparse_names(d, columns);
    else if (renames_columns(d, rte))
        deparse_names(d, shown_columns(d, rte));
}

static void put_entry(struct deparse *d, int rtindex)
{
    const RangeTblEntry *rte = deparse_entry(d->level, rtindex - 1);
    strbuf_addstr(d->out, rte->lateral ? "LATERAL " : "");
    if (rte->relation != NULL) {
        strbuf_addstr(d->out, rte->only ? "ONLY " : "");
        put_relation(d, rte->relation);
    } else {
        switch (rte->rtekind) {
        case RTE_SUBQUERY: case RTE_VALUES:
            strbuf_addch(d->out, '(');
            if (rte->rtekind == RTE_SUBQUERY)
                deparse_select(d, rte->subquery, d->level, (struct deparse_shown){0});
            else
                deparse_values(d, rte->values_lists);
            strbuf_addch(d->out, ')');
            break;
        case RTE_FUNCTION: put_functions(d, rte); break;
        case RTE_CTE: deparse_name(d, rte->ctename); break;
        default: d->unsaid = true; break;
        }
    }
    put_alias(d, rte, d->level->names[rtindex - 1], d->level->columns[rtindex - 1]);
    if (rte->tablesample != NULL)
        put_sample(d, rte->tablesample);
}

static void put_join(struct deparse *d, const JoinExpr *j)
{
    static const char *const words[] = {
        [JOIN_INNER] = " JOIN ", [JOIN_LEFT] = " LEFT JOIN ", [JOIN_FULL] = " FULL JOIN ", [JOIN_RIGHT] = " RIGHT JOIN "};
    bool parens = !d->pretty || j->alias != NULL;
    bool right = d->pretty && IS_A(j->rarg, JoinExpr) && ((const JoinExpr *)j->rarg)->alias == NULL;
    bool cross = j->jointype == JOIN_INNER && j->quals == NULL;
    const char **name = &d->level->names[j->rtindex - 1], *own = *name;
    *name = NULL;
    strbuf_addstr(d->out, parens ? "(" : "");
    put_item(d, j->larg);
    deparse_clause(d, JOIN_STEP, cross ? " CROSS JOIN " : words[j->jointype]);
    strbuf_addstr(d->out, right ? "(" : "");
    put_item(d, j->rarg);
    strbuf_addstr(d->out, right ? ")" : "");
    if (j->usingClause != NULL) {
        strbuf_addstr(d->out, " USING ");
        deparse_names(d, j->usingClause);
        const Alias *as = deparse_entry(d->level, j->rtindex - 1)->join_using_alias;
        if (as != NULL) {
            strbuf_addstr(d->out, " AS ");
            deparse_name(d, as->aliasname);
        }
    } else if (j->quals != NULL) {
        strbuf_addstr(d->out, d->pretty ? " ON " : " ON (");
        deparse_put(d, j->quals, false);
        strbuf_addstr(d->out, d->pretty ? "" : ")");
    } else if (!cross) {
        strbuf_addstr(d->out, " ON TRUE");
    }
    strbuf_addstr(d->out, parens ? ")" : "");
    *name = own;
    if (j->alias != NULL) {
        strbuf_addch(d->out, ' ');
        deparse_name(d, own);
        const RangeTblEntry *rte = deparse_entry(d->level, j->rtindex - 1);
        deparse_names(d, renames_columns(d, rte) ? join_names(d, rte) : NULL);
    }
}

static void put_item(struct deparse *d, const Node *item)
{
    if (IS_A(item, JoinExpr))
        put_join(d, (const JoinExpr *)item);
    else
        put_entry(d, ((const RangeTblRef *)item)->rtindex);
}

void deparse_from(struct deparse *d, const FromExpr *from)
{
    struct deparse_wrapped w = {.first = false};
    struct strbuf *out = d->out, item;
    FOREACH (Node, n, from != NULL ? from->fromlist : NULL) {
        if (FOREACH_INDEX(n, from->fromlist) == 0) {
            deparse_clause(d, 2, " FROM ");
            put_item(d, n);
            continue;
        }
        strbuf_addstr(out, ", ");
        strbuf_init(&item, d->arena);
        d->out = &item;
        put_item(d, n);
        d->out = out;
        w.was_long = false;
        deparse_wrapped(d, &w, &item);
    }
}
