/* Names that are not there, or not in sight: PostgreSQL's errors, with what may have been meant. */
#include "analyze/analyze_int.h"

#include <string.h>

#include "base/macros.h"

_Noreturn void missing_table(struct pstate *ps, const char *name, int location)
{
    for (struct pstate *p = ps; p != NULL; p = p->parent)
        FOREACH (RangeTblEntry, rte, p->rtable) {
            if (rte->rtekind == RTE_JOIN && rte->alias == NULL)
                continue;
            if (rte->rtekind == RTE_RELATION && strcmp(rte->relation->name, name) == 0 &&
                strcmp(rte->eref->aliasname, name) != 0) {
                struct error *e = error_new(ERR_UNDEFINED_TABLE, "invalid reference to FROM-clause entry for table \"%s\"", name);
                error_throw(error_at(error_hint(e, "Perhaps you meant to reference the table alias \"%s\".", rte->eref->aliasname),
                                     location));
            }
            if (strcmp(rte->eref->aliasname, name) == 0)
                out_of_sight(ERR_UNDEFINED_TABLE, name, location);
        }
    raise_at(ERR_UNDEFINED_TABLE, location, "missing FROM-clause entry for table \"%s\"", name);
}

_Noreturn void out_of_sight(enum errcode code, const char *table, int location)
{
    struct error *e = error_new(code, "invalid reference to FROM-clause entry for table \"%s\"", table);
    error_throw(error_at(error_hint(e, "There is an entry for table \"%s\", but it cannot be referenced from this part of the query.", table),
                         location));
}

/* ---- columns: the nearest names ---- */

static int least(int a, int b)
{
    return a < b ? a : b;
}

enum { FARTHEST = 3, LONGEST = 255 };

struct nearest {
    const RangeTblEntry *rte[2]; /* the first two at that distance */
    const char *column[2];
    int n, distance;
    const RangeTblEntry *exact; /* it has a column of just this name */
};

/* Levenshtein's; more than FARTHEST is as good as any. */
static int edits(const char *a, const char *b)
{
    int row[LONGEST + 1];
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return FARTHEST + 1;
    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return least(row[m], FARTHEST + 1);
}

/* A third at the same distance: none of them is meant, only a nearer one can be. */
static void consider(struct nearest *near, const RangeTblEntry *rte, const char *column, int distance)
{
    if (distance > near->distance)
        return;
    if (distance < near->distance) {
        near->distance = distance;
        near->n = 0;
    }
    if (near->n == COUNTOF(near->rte)) {
        near->n = 0;
        near->distance = distance - 1;
        return;
    }
    near->rte[near->n] = rte;
    near->column[near->n++] = column;
}

static bool unseen(const RangeTblEntry *rte, int at)
{
    return rte->rtekind == RTE_RELATION && ((const struct column *)list_nth(rte->relation->columns, at))->hidden;
}

static void search(struct nearest *near, const RangeTblEntry *rte, const char *table, const char *name)
{
    int other_table = table != NULL ? edits(table, rte->eref->aliasname) : 0, most = (int)strlen(name) / 2, at = 0;
    FOREACH (const char, column, rte->eref->colnames) {
        bool skip = unseen(rte, at++);
        if (skip || column[0] == '\0')
            continue;
        if (other_table == 0 && strcmp(column, name) == 0)
            near->exact = rte;
        int distance = edits(column, name);
        if (distance <= most && distance + other_table <= FARTHEST)
            consider(near, rte, column, distance + other_table);
    }
}

/* PostgreSQL's tables have them: where a row is, and which transactions made it. */
static void check_place_of_row(const struct pstate *ps, const char *table, const char *name, int location)
{
    static const struct {
        enum expr_kind kind;
        const char *words;
    } nowhere[] = {{KIND_CHECK_CONSTRAINT, "system column \"%s\" reference in check constraint is invalid"},
                   {KIND_GENERATED_COLUMN, "cannot use system column \"%s\" in column generation expression"},
                   {KIND_MERGE_WHEN, "cannot use system column \"%s\" in MERGE WHEN condition"}};
    const struct pstate *here = ps;
    bool known = column_name_is_system(name), collection = false;
    for (; known && ps != NULL; ps = ps->parent)
        FOREACH (struct nsitem, item, ps->ns)
            collection |= item->rte->rtekind == RTE_RELATION && item->rte->relation->kind != REL_LOCAL && !item->is_proposed &&
                          (table == NULL || strcasecmp(item->rte->eref->aliasname, table) == 0);
    if (!known || !collection)
        return;
    for (int i = 0; i < COUNTOF(nowhere); i++)
        if (here->kind == nowhere[i].kind && strcmp(name, "tableoid") != 0)
            raise_at(ERR_INVALID_COLUMN_REFERENCE, location, nowhere[i].words, name);
    error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "system column \"%s\" is not supported", name),
                                    "A document is known by its _id."), location));
}

_Noreturn void no_column(struct pstate *ps, const char *table, const char *name, int location)
{
    struct nearest near = {.distance = FARTHEST + 1};
    check_place_of_row(ps, table, name, location);
    for (struct pstate *p = ps; p != NULL && near.exact == NULL; p = p->parent)
        FOREACH (RangeTblEntry, rte, p->rtable)
            if (rte->rtekind != RTE_JOIN && near.exact == NULL)
                search(&near, rte, table, name);
    struct error *e = table != NULL ? error_new(ERR_UNDEFINED_COLUMN, "column %s.%s does not exist", table, name)
                                    : error_new(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    error_at(e, location);
    if (near.exact != NULL)
        error_hint(e, "There is a column named \"%s\" in table \"%s\", but it cannot be referenced from this part of the query.", name,
                   near.exact->eref->aliasname);
    else if (near.n == 1)
        error_hint(e, "Perhaps you meant to reference the column \"%s.%s\".", near.rte[0]->eref->aliasname, near.column[0]);
    else if (near.n == 2)
        error_hint(e, "Perhaps you meant to reference the column \"%s.%s\" or the column \"%s.%s\".", near.rte[0]->eref->aliasname,
                   near.column[0], near.rte[1]->eref->aliasname, near.column[1]);
    error_throw(e);
}
