/*
 * What statements that define something say: checked against the catalog, with PostgreSQL's errors; nothing is done here.
 */
#ifndef ANALYZE_DEFINE_H
#define ANALYZE_DEFINE_H

#include "analyze/analyze.h"
#include "types/user.h"

enum reloption_of {
    RELOPTION_HEAP = 1,
    RELOPTION_BTREE = 2,
    RELOPTION_HASH = 4,
    RELOPTION_TOAST = 8,
    RELOPTION_VIEW = 16,
    RELOPTION_ATTRIBUTE = 32,
    RELOPTION_GIN = 64,
    RELOPTION_GIST = 128,
    RELOPTION_SPGIST = 256,
    RELOPTION_BRIN = 512,
};
enum reloption_of reloption_of_method(const char *method); /* pg_am's name of an index' */
/* Storage parameters ("name=value") that options set (reset: take away) in before. Raises 22023, 42601, 0A000. */
List *analyze_reloptions(struct arena *a, PgQuery__Node *const *options, size_t n, enum reloption_of of, const List *before, bool reset);
void check_storage(const char *access_method, const char *tablespace); /* 42704 for other than heap and pg_default; NULL, "": none */
/* What is said of a relation beside its columns. */
struct table_storage {
    enum reloption_of of;
    PgQuery__Node *const *options;
    size_t n_options;
    const char *tablespace, *access_method; /* NULL, "": none */
    bool temporary;
    int on_commit; /* PgQuery__OnCommitAction */
};
/* That, which def gets, and its columns: what PostgreSQL looks at before the name. Raises 22023, 42601, 42701, 42704, 42P16, 0A000. */
void analyze_storage(struct arena *a, struct table_def *def, const struct table_storage *s);
/*
 * CREATE TABLE; collection: what it is going to be. Its texts are the raw tree's. In two parts, as PostgreSQL looks between them whether the name is taken:
 * the columns and what is said of them; then DEFAULT, GENERATED and CHECK, keys' names and types, foreign keys.
 */
struct definition *analyze_create_table(struct arena *a, struct catalog *c, const struct raw_stmt *raw, const char *collection);
struct table_def *analyze_create_table_values(struct definition *d, const struct raw_stmt *raw);
/*
 * ALTER TABLE: def, a copy of the relation's, is changed. What must be looked at in the rows is the caller's.
 */
struct table_def *table_def_copy(struct arena *a, const struct table_def *def);
/* constraints: those that were said of the column (PgQuery__Constraint), to be added when all columns are there. */
struct column_def *analyze_add_column(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                                      PgQuery__ColumnDef *column, List **constraints);
void analyze_add_constraint(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                            PgQuery__Constraint *constraint, const char *index); /* index: the one whose place it takes; NULL none's */
void analyze_check_identity(const struct column_def *col); /* has it a type for identity? Raises 22023. */
/* GENERATED ... AS IDENTITY, of a column that is there; its sequence is in def's. */
void analyze_add_identity(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                          struct column_def *column, PgQuery__Constraint *constraint);
void analyze_set_default(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct column_def *column, PgQuery__Node *expr);
/* Raises 42704, 42P16. */
void analyze_column_type(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__TypeName *name, const char *column, Oid *type,
                         int32_t *typmod);
Oid analyze_type_name(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__TypeName *name); /* raises 42704 */
/* A table that is declared so: for expressions over its columns, in a. */
struct relation *analyze_relation_of(struct arena *a, const char *name, const struct table_def *def);
/* ALTER COLUMN ... TYPE: what makes a column's new value, as text over those there are. using NULL: the old one. Raises 42804. */
const char *analyze_transform(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct relation *rel, const char *column, PgQuery__Node *using,
                              Oid type, int32_t typmod);
/* CREATE TYPE ... AS RANGE: range has its name, and gets what it is of. Its multirange type's name, as it was said, or as it is made of the range's. */
struct range_names {
    PgQuery__Node *const *names;
    size_t n;
    const char *made;
};
void analyze_create_range(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *range, struct range_names *multirange);
/* Of a column of that type; NULL, or the type's own, is 0. Raises 0A000 where it is not bytewise, 42804 where the type has none. */
Oid analyze_collation(struct arena *a, PgQuery__CollateClause *c, Oid type);
void analyze_same_collation(const struct column_def *was, const struct column_def *now); /* of a view's column. Raises 42P16 */
void analyze_key_type(struct arena *a, Oid type);  /* of a column of a key. Raises 42704, 0A000 */
/* Its DEFAULT, or what it is generated as, is to be of the type that it has now; text: over rel's columns. Raises 42804. */
void analyze_retyped(struct arena *a, struct catalog *c, struct relation *rel, const struct column_def *column, const char *text);
/* Do the types that foreign key f compares still fit? Raises 42804. */
void analyze_foreign_types(struct arena *a, const struct table_foreign *f, const struct table_def *from, const struct table_def *to);
/* The condition of an index that is there already. */
Node *analyze_index_where(struct arena *a, struct catalog *c, struct relation *rel, const char *text);
/* The text of an expression over rel's columns; type: what it is assigned to, InvalidOid: nothing. Raises what its analysis does. */
Node *analyze_declared(struct arena *a, struct catalog *c, struct relation *rel, const char *text, Oid type, int32_t typmod);
/* CREATE DOMAIN: t has its name; what it is made of, DEFAULT and constraints come. */
void analyze_create_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t);
/* ALTER DOMAIN ... SET DEFAULT, DROP DEFAULT, ADD CONSTRAINT. */
void analyze_alter_domain(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *t);
/* A value as the domain's, with all that is to be looked at. */
Node *analyze_domain_value(struct arena *a, struct catalog *c, Oid domain, Datum value, bool isnull);
/* A CHECK, or the DEFAULT, of a domain. */
Node *analyze_domain_text(struct arena *a, struct catalog *c, const struct user_type *t, const char *text, bool check);
bool is_unlogged(const PgQuery__RangeVar *v); /* CREATE UNLOGGED */
void column_name_check(const char *name); /* of a table's column: raises 42701 for a system column's */
/* The columns of a query, the first of them named by names (char *), for analyze_storage() to look at. 42601 for too many. */
struct table_def *analyze_table_of(struct arena *a, const Query *q, const List *names);
/* INSERT INTO rel of all that q gives. q is used up. */
Query *analyze_insert_query(struct arena *a, struct relation *rel, Query *q);

struct index_def {
    const char *name, *chosen; /* chosen: no name was given; the columns' names, for those to try. NULL: one was */
    bool unique;
    int n;
    const char **paths, **kinds; /* kinds: "hashed", "text", "2dsphere"; NULL a btree's */
    int *directions;
    const char **present;        /* a unique index without the documents that lack these */
    int npresent;
    Node *where;                 /* over the columns of varno 1; NULL none */
    struct table_index_def *more; /* what the collection's declaration has to say of it; NULL nothing */
};
/* Where a sequence counts on: from its start, or from a value. */
struct sequence_restart {
    bool wanted, value;
    int64_t at;
};
struct pstate;
/* q has what is so far (ALTER), its type, or nothing; the options but OWNED BY change it. Raises 22023 and 42601. */
void analyze_sequence(struct pstate *ps, PgQuery__Node *const *options, size_t n, struct sequence_def *q, bool create,
                      struct sequence_restart *restart);
/* OWNED BY, which PostgreSQL comes to when the sequence is there. Raises 42601, 42703, 42809, 42P01, 55000. */
void sequence_owner(struct pstate *ps, PgQuery__Node *const *options, size_t n, struct sequence_def *q);
/* CREATE or ALTER SEQUENCE's, where there is no other statement around. */
void analyze_sequence_options(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *const *options, size_t n,
                              struct sequence_def *q, bool create, struct sequence_restart *restart);
void analyze_sequence_owner(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *const *options, size_t n, struct sequence_def *q);
/* It counts for a column of another type from now on. Raises 22023. */
void analyze_sequence_type(struct arena *a, struct sequence_def *q, Oid type);
/* CREATE VIEW; then analyze_storage(). */
struct table_def *analyze_create_view(struct arena *a, struct catalog *c, const struct raw_stmt *raw);
void analyze_view_storage(struct arena *a, struct table_def *def, const struct raw_stmt *raw);
/* It names temporary relations, and is one itself. */
bool view_is_temporary(const struct table_def *def);
/* ALTER VIEW ... SET, RESET (...), of def, a copy. */
void analyze_view_options(struct arena *a, struct catalog *c, struct table_def *def, PgQuery__Node *const *options, size_t n, bool reset);
/* CREATE MATERIALIZED VIEW: its query, then, of that, how it is declared, for analyze_storage() to look at. */
Query *analyze_matview_query(struct arena *a, struct catalog *c, const struct raw_stmt *raw);
struct table_def *analyze_create_matview(struct arena *a, struct catalog *c, const struct raw_stmt *raw, Query *q);
bool query_is_mutable(const Query *q); /* may it give other rows of the same documents at another time, in another session? */
Query *analyze_view_query(struct arena *a, struct catalog *c, const struct table_def *def);
/* CREATE INDEX; the relation. */
struct relation *analyze_create_index(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct index_def *out);

#endif
