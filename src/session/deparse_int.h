/* What deparse.c (expressions), deparse_query.c (queries) and deparse_from.c (FROM) share. */
#ifndef SESSION_DEPARSE_INT_H
#define SESSION_DEPARSE_INT_H

#include "base/strbuf.h"
#include "nodes/nodes.h"

/* A query that is being printed, and those around it. */
struct deparse_level {
    const struct deparse_level *outer; /* NULL: none */
    const Query *query;
    const List *targets;    /* what ORDER BY and its kind refer to: query's targetList, or an aggregate's arguments */
    const char **names;     /* by place in the range table; NULL: of a join without a name */
    List **columns;         /* char *: what the columns are called there */
};

struct deparse {
    struct arena *arena;
    struct strbuf *out;
    bool prefix; /* columns with their relations' names */
    bool pretty; /* only the parentheses that are needed */
    bool qualified; /* relations with their schemas, whatever search_path says */
    bool lines;  /* clauses and the parts of CASE have lines of their own */
    int indent;
    int wrap;    /* where lists go on in the next line: behind this many bytes; 0: behind each item; -1: never */
    const struct relation *relation;   /* whose columns the Vars are, where there is no plan */
    const struct deparse_level *level; /* of a query's expressions */
    bool unsaid; /* there was something that has no text */
};

/* The columns' names of a query. */
struct deparse_shown {
    const List *names; /* NULL: their own */
    bool unseen;       /* nothing can refer to them */
};

/* Where a list stands that is wrapped. */
struct deparse_wrapped {
    bool first, was_long; /* nothing of it was printed yet; what was last had several lines */
};

const Node *deparse_implicit_input(const Node *e); /* what an implicit cast is of; NULL: e is none */
/* Without a plan. implicit: casts that nobody wrote are shown, too. */
void deparse_put(struct deparse *d, const Node *e, bool implicit);
void deparse_part(struct deparse *d, const Node *e, const Node *of); /* in parentheses where that needs them, which is all that is pretty */
void deparse_in(struct deparse *d, const Node *e, const Plan *plan); /* as it is, of a plan's node; plan NULL: of none */
void deparse_name(struct deparse *d, const char *name);
void deparse_xml(struct deparse *d, const XmlExpr *x, const Plan *plan); /* deparse_xml.c */
void deparse_xml_table(struct deparse *d, const TableFunc *t, const Plan *plan);
/* With its type, whatever its text says. */
void deparse_labelled(struct deparse *d, const Const *c);
/* A line of its own, where there are lines, indented by more than indent; words begin it. */
void deparse_line(struct deparse *d, int more, const char *words);
/* The same for a clause of a query, whose body d->indent is of. */
void deparse_clause(struct deparse *d, int more, const char *words);
/* Appends more of a list, in a line of its own where the present one gets too long by it. */
void deparse_wrapped(struct deparse *d, struct deparse_wrapped *w, const struct strbuf *item);
void deparse_names(struct deparse *d, const List *names); /* (a, b); nothing for none */
void deparse_values(struct deparse *d, const List *lists);
void deparse_from(struct deparse *d, const FromExpr *from);
/* A whole query inside of outer; d->unsaid where it is no SELECT. */
void deparse_select(struct deparse *d, const Query *q, const struct deparse_level *outer, struct deparse_shown s);
void deparse_level_init(struct deparse_level *l, struct arena *a, const Query *q, const struct deparse_level *outer);
const struct deparse_level *deparse_level_up(const struct deparse_level *l, int up);            /* NULL: there are not so many */
const RangeTblEntry *deparse_entry(const struct deparse_level *l, int i); /* from 0 */
void deparse_var(struct deparse *d, const Var *v);
/* t.*; false: it is no whole row of a query's FROM item */
bool deparse_row(struct deparse *d, const RowExpr *r, bool labelled);
/* implicit: as of deparse_put(). */
void deparse_item(struct deparse *d, const Node *e, bool implicit);
void deparse_literal(struct deparse *d, const Node *e);
void deparse_sublink(struct deparse *d, const SubLink *s);
/* keys: SortGroupClause; of targets. numbers: as places in the list of results. */
void deparse_order(struct deparse *d, const List *keys, const List *targets, bool numbers);
/* What OVER says. */
void deparse_over(struct deparse *d, const WindowFunc *w);

#endif
