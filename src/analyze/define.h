/*
 * What statements that define something say: checked against the catalog, with PostgreSQL's errors; nothing is done here.
 */
#ifndef ANALYZE_DEFINE_H
#define ANALYZE_DEFINE_H

#include "analyze/analyze.h"

/* CREATE TABLE. Its texts are the raw tree's. */
struct table_def *analyze_create_table(struct arena *a, struct catalog *c, const struct raw_stmt *raw);
/* The columns of a query, the first of them named by names (char *). 42601 for too many. */
struct table_def *analyze_table_of(struct arena *a, const Query *q, const List *names);
/* INSERT INTO rel of all that q gives. q is used up. */
Query *analyze_insert_query(struct arena *a, struct relation *rel, Query *q);

struct index_def {
    const char *name, *chosen; /* chosen: no name was given; the base of those to try. NULL: one was */
    bool unique;
    int n;
    const char **paths, **kinds; /* kinds: "hashed", "text", "2dsphere"; NULL a btree's */
    int *directions;
    const char **present;        /* a unique index without the documents that lack these */
    int npresent;
};
/* CREATE INDEX; the relation. */
struct relation *analyze_create_index(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct index_def *out);

#endif
