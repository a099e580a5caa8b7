/* What the files of ModifyTable share: modify.c reads rows and says what becomes of them, modify_write.c makes commands of it. */
#ifndef EXEC_MODIFY_INT_H
#define EXEC_MODIFY_INT_H

#include "catalog/relation.h"
#include "exec/exec_int.h"
#include "mongo/write.h"

struct modify {
    struct arena *arena; /* the execution's */
    const ModifyTable *plan;
    const struct relation *rel;
    int width;                     /* of the rows that are written */
    const struct column **columns; /* by their places: what is written; NULL nothing */
    const Oid *row_types;          /* by place */
    int rowid, number;             /* input columns; -1 none */
    int id;                        /* the place of what is written as _id; -1 none */
    struct mongo_writer *writers[CMD_DELETE + 1];
    struct write_hold *hold;       /* NULL: written at once */
    int last;                      /* the kind of the last write; 0 none */
    struct tuplestore *rows;       /* what was read, where it must be kept; what is given on */
    struct tuplestore_pos *at;
    struct htab *seen;             /* identities: a row that comes twice is written once; by all that the statement writes to rel */
    struct key_fn identity;
    struct projection *checks;
    struct projection *generated;  /* NULL: no generated column is written */
    int *generated_at;             /* the places of its values */
    Datum *full;                   /* a row from below, with them */
    bool *full_nulls;
    struct conflict *conflict;     /* ON CONFLICT */
    struct merge *merge;           /* MERGE */
    changed_row_fn changed;        /* is told which documents are changed; NULL: nobody asks */
    List *keys;                    /* struct key_collector: foreign keys that the rows may break */
    bool at_once;                  /* by one command of MongoDB's, which does not tell how far it came when it fails */
    bool done;
};

/* A row on its way to be written: values by place; written: which of them, NULL all. */
struct new_row {
    const Datum *values;
    const bool *nulls;
    const bool *written;
};

/* Computes the generated columns of a row, in its place; their values live in n->row. */
void modify_generate(struct node *n, Datum *values, bool *nulls);
/* A row from below with them: it holds until the next one. */
struct new_row modify_row(struct node *n);
/* Raises 23502, 23514. What it answers (44000, else NULL) is to be raised when the row has been written. */
struct error *modify_check(struct node *n, const struct new_row *r);
/* An error of a row: what the rows before it are refused for came first. Are they to be written, to see? */
bool modify_goes_on(const struct modify *m, const struct error *e);
/* Raises one or the other. */
_Noreturn void modify_fail(struct modify *m, struct error *e);
void modify_insert(struct modify *m, const struct new_row *r);
void modify_by_identity(struct modify *m, enum CmdType kind, Datum id, const struct new_row *r);
void modify_by_filter(struct modify *m, const bson_t *filter, const struct new_row *r);
void modify_flush(struct modify *m, bool several);
uint64_t modify_written(const struct modify *m);
bool modify_came_before(struct node *n, Datum id);

/* modify_merge.c */
void merge_init(struct node *n);
void merge_write_all(struct node *n);
/* modify_conflict.c */
void conflict_init(struct node *n);
void conflict_write_all(struct node *n);

#endif
