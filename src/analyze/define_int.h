/* What the files that read a table's definition share. */
#ifndef ANALYZE_DEFINE_INT_H
#define ANALYZE_DEFINE_INT_H

#include "analyze/analyze_int.h"
#include "analyze/define.h"

struct definition {
    struct pstate *ps;
    struct table_def *def;
    const char *table, *collection;
    bool temp;     /* in the temporary schema */
    const struct table_def *was; /* what is altered; NULL: the table is made */
    const List *gone; /* names of indexes (char *) that the statement takes away */
    List *names;   /* of constraints so far: char * */
    int old_names; /* how many of them were there before */
    List *said_keys; /* struct said_key: in their order, the columns' and the table's */
    List *counted; /* struct pending_sequence */
    List *keys;    /* struct pending_key: named behind the CHECKs */
    List *checks;  /* PgQuery__Constraint: looked at when all columns are known */
    List *values;  /* struct pending_value: likewise */
    List *foreign; /* struct pending_foreign: behind them */
    int old_keys;  /* how many of def's keys were there before */
    struct error *late; /* raised behind generated columns; NULL none */
    bool altering;       /* PostgreSQL reads expressions behind its parser then: their errors have no position */
};

struct column_def *def_column(const struct table_def *def, const char *name); /* NULL: there is none */
/* The one given (NULL, "": none), or table_columns_suffix, with a number where that is taken; index: it is an index's, too. Raises 42710, 42P07. */
const char *constraint_name(struct definition *d, const char *given, const char *columns, const char *suffix, bool index);
bool index_name_taken(const struct definition *d, const char *name); /* there, or by what is defined so far */
/* Its DEFAULT is the next value of a sequence of its own, under a name of the table's, made with it. like: that it counts as; NULL: by the options. */
void define_counted(struct definition *d, struct column_def *col, PgQuery__Node *const *options, size_t n, const struct sequence_def *like);
/* like.c: the columns of another relation; then what is said of them, when the table's own constraints are known. Raises 42701, 42P01,
 * 42P16, 42710. */
void define_like(struct definition *d, PgQuery__TableLikeClause *like);
void define_like_constraints(struct definition *d, PgQuery__TableLikeClause *like);
const char *index_columns_joined(struct arena *a, const List *names); /* for an index that nobody names: one that is there already gets a number */
_Noreturn void no_opclass(struct arena *a, Oid type, const char *method); /* 42704 */
void check_index_type(struct arena *a, Oid type, const char *method); /* 42704 where btree or hash has no class for it */
void check_unique_type(struct arena *a, Oid type, int location); /* 0A000 where equal values may be stored unlike */
/* stored.c: over rel, for an expression that is kept as text. */
struct pstate *stored_over(struct arena *a, struct catalog *c, struct relation *rel, const char *text);
/* generated.c: c's value, over the columns of the table, that ps sees. Raises 42P17, 42804. */
void define_generated(struct definition *d, struct pstate *ps, struct column_def *c, PgQuery__Node *raw);
/* generated.c: may the same row have another value at another time? arg: NULL */
bool mutable_walker(Node *n, void *unused);
/* foreign.c: FOREIGN KEY, or a column's REFERENCES. Raises 42P01, 42703, 42704, 42804, 42830. */
void define_foreign(struct definition *d, const PgQuery__Constraint *c, const char *column);

#endif
