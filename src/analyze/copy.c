/*
 * COPY t (a, b) FROM, as the INSERT that it is:
 *
 *     INSERT INTO t (a, b) SELECT a, b FROM source
 *     INSERT INTO t SELECT * FROM (SELECT a, b, DEFAULT AS c FROM source OFFSET 0) t WHERE c > 1 with WHERE
 *
 * The source's last column is the number of its line: the write errors' (WRITE_NUMBER).
 */
#include "analyze/analyze_int.h"

#include <string.h>

static List *copy_columns(struct pstate *ps, struct relation *rel, PgQuery__CopyStmt *c)
{
    List *out = NULL;
    for (size_t i = 0; i < c->n_attlist; i++) {
        const char *name = raw_string(c->attlist[i]);
        struct column *col = relation_column(rel, name, true, -1);
        if (col == NULL)
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, rel->name);
        if (col->generated != NULL)
            error_throw(error_detail(error_new(ERR_INVALID_COLUMN_REFERENCE, "column \"%s\" is a generated column", name),
                                     "Generated columns cannot be used in COPY."));
        FOREACH (struct column, other, out)
            if (other == col)
                raise(ERR_DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
        out = list_append(ps->arena, out, col);
    }
    if (c->n_attlist > 0)
        return out;
    FOREACH (struct column, col, insertable_columns(ps, rel))
        if (col->generated == NULL)
            out = list_append(ps->arena, out, col);
    return out;
}

static void add_source_column(struct arena *a, struct relation *source, const char *name, Oid type, int32_t typmod)
{
    struct column *c = ARENA_NEW(a, struct column);
    *c = (struct column){.name = name, .attnum = list_length(source->columns) + 1, .type = type, .typmod = typmod};
    source->columns = list_append(a, source->columns, c);
    source->nvisible = c->attnum;
}

static void make_source(struct pstate *ps, struct relation *source, const struct relation *target, const List *columns)
{
    memset(source, 0, sizeof *source);
    source->name = target->name;
    source->schema = target->schema;
    source->database = target->database;
    source->kind = REL_LOCAL;
    source->rows = -1;
    FOREACH (struct column, c, columns)
        add_source_column(ps->arena, source, c->name, c->type, c->typmod);
    add_source_column(ps->arena, source, "", TYPE_int8, -1);
}

static List *vars_of(struct pstate *ps, const struct nsitem *item, int n)
{
    List *out = NULL;
    for (int i = 0; i < n; i++)
        out = list_append(ps->arena, out, var_of(ps, item, i, 0, -1));
    return out;
}

static void put_in_from(struct pstate *ps, const struct nsitem *item)
{
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    ps->joinlist = list_append(ps->arena, ps->joinlist, ref);
}

/* SELECT a, b, the defaults of the others, the number FROM source OFFSET 0: rows that WHERE leaves out have counted, too. */
static Query *whole_rows(struct pstate *ps, struct relation *source, struct relation *target, const List *columns)
{
    struct pstate *sub = pstate_new(ps->an, ps);
    Query *q = MAKE_NODE(ps->arena, Query);
    struct nsitem *item = ns_add_relation(sub, source, source->name, NULL, true);
    int n = list_length(columns);
    put_in_from(sub, item);
    q->commandType = CMD_SELECT;
    FOREACH (TargetEntry, t, insert_targets(sub, target, columns, vars_of(sub, item, n), NULL)) {
        const char *name = relation_column_nth(target, t->resno)->name;
        q->targetList = list_append(ps->arena, q->targetList, make_target(ps->arena, t->expr, list_length(q->targetList) + 1, name, false));
    }
    Node *number = var_of(sub, item, n, 0, -1);
    q->targetList = list_append(ps->arena, q->targetList, make_target(ps->arena, number, list_length(q->targetList) + 1, "", false));
    q->limitOffset = (Node *)make_const(ps->arena, TYPE_int8, -1, datum_from_int64(0), false);
    finish_query(sub, q, NULL);
    return q;
}

/* WHERE comes before generated columns are computed. columns: those that a Var counts. */
static bool refuse_generated_walker(Node *n, void *arg)
{
    const List *columns = arg;
    int attnum = IS_A(n, Var) ? ((Var *)n)->varattno : -1;
    FOREACH (struct column, c, columns)
        if (c->generated != NULL && (attnum == 0 || attnum == FOREACH_INDEX(c, columns) + 1))
            error_throw(error_detail(error_new(ERR_INVALID_COLUMN_REFERENCE, "generated columns are not supported in COPY FROM WHERE conditions"),
                                     "Column \"%s\" is a generated column.", c->name));
    return node_walk(n, refuse_generated_walker, arg);
}

Query *analyze_copy_from(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct relation *source, struct relation **target)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    struct pstate *ps = pstate_new(an, NULL);
    PgQuery__CopyStmt *s = raw->node->copy_stmt;
    Query *q = MAKE_NODE(a, Query);
    q->commandType = CMD_INSERT;
    struct relation *rel = *target = target_named(ps, s->relation);
    if (rel->kind == REL_LOCAL)
        check_target(rel, "copy to");
    List *columns = copy_columns(ps, rel, s);
    make_source(ps, source, rel, columns);
    check_target(rel, "copy to");
    struct nsitem *written = ns_add_relation(ps, rel, rel->name, NULL, true);
    q->resultRelation = written->rtindex;
    q->canSetTag = true;
    struct nsitem *item;
    Node *where = NULL;
    int n = list_length(columns);
    if (s->where_clause != NULL) {
        Alias *alias = MAKE_NODE(a, Alias);
        alias->aliasname = rel->name;
        Query *rows = whole_rows(ps, source, rel, columns);
        item = ns_add_subquery(ps, rows, alias, false, true);
        n = list_length(rows->targetList) - 1;
        columns = NULL;
        FOREACH (struct column, col, rel->columns)
            if (!col->is_path)
                columns = list_append(a, columns, col);
        put_in_from(ps, item);
        ns_put(ps, item, true, true);
        where = transform_where(ps, s->where_clause, KIND_COPY_WHERE, "WHERE");
        refuse_generated_walker(where, columns);
    } else {
        item = ns_add_relation(ps, source, source->name, NULL, true);
        put_in_from(ps, item);
    }
    q->targetList = insert_targets(ps, rel, columns, vars_of(ps, item, n), NULL);
    q->targetList = list_append(a, q->targetList, make_target(a, var_of(ps, item, n, 0, -1), WRITE_NUMBER, "", false));
    add_checks(ps, q, written);
    finish_query(ps, q, where);
    return q;
}
