/* ALTER TABLE and RENAME: what their files share. */
#ifndef SESSION_DDL_ALTER_H
#define SESSION_DDL_ALTER_H

#include "analyze/define.h"
#include "analyze/raw.h"
#include "session/session_int.h"

/* A column that comes, or gets another type: until all is well its field has another name where there is one of its own already. */
struct alter_value {
    const char *name, *beside;
    const char *source; /* its values, as SQL over the columns there were; added: the DEFAULT that it came with, NULL none */
    bool added;
    bool same;          /* the type is the one that it was, and so are the values */
    bool stays;         /* another type, but each value of the one before is one of it, the same in BSON */
    bool declared;      /* def has it so */
    Oid type;
    int32_t typmod, ndims;
    Oid collation;
};

struct alter_sequence {
    struct sequence_def *q;
    struct sequence_restart restart;
};

struct alter {
    struct session *s;
    struct mongo *m;
    struct arena *arena;
    const struct raw_stmt *raw;
    struct relation *rel;
    struct table_def *def;          /* as it is to be: commands change this */
    const struct table_def *before; /* as it was. The rest is for alter_rows() */
    List *values;                   /* struct alter_value */
    List *constraints;              /* PgQuery__Constraint: said of added columns, added before those of the table */
    List *dropped;                  /* char *: columns of before that are no more, whether or not others have their names now */
    List *sequences;                /* char *: they go */
    List *with;                     /* struct dropped_with */
    List *counted;                  /* struct alter_sequence: of identity columns, as they are from now on */
    List *made;                     /* struct alter_sequence: those of ADD GENERATED, which are made with the change */
    List *taken;                    /* char *: indexes that become constraints' */
    List *validated;                /* char *: constraints whose rows are to be looked at */
    struct alter_undo *undo;
    bool at_commit;                 /* rows change in the transaction that there is, what MongoDB does outside of it when it commits */
};

/* ---- ddl_alter.c ---- */
/* NULL: it is not there, and IF EXISTS said so. view: it may be one. Raises 42P01, 42809. */
struct relation *alter_relation(struct session *s, const PgQuery__RangeVar *v, bool missing_ok);
void alter_open(struct alter *x, struct relation *rel); /* the relation is this one, as it is now */
/* x is filled in but for the relation. */
void alter_start(struct alter *x, const struct portal *portal, struct session *s, const char *what);
void alter_outside(struct alter *x, const char *what); /* it is done beside MongoDB's transaction */
/* In MongoDB's transaction: what x is to do waits for its commit, where it can; else alter_outside(). */
void alter_settle(struct alter *x, const char *what);
/* From now on the collection says what def does. */
void alter_declare(struct alter *x);
struct column_def *alter_column(struct alter *x, const char *name); /* raises 42703 */
bool alter_has_column(const struct alter *x, const char *name);
const char *alter_ident(struct alter *x, const char *name);  /* as SQL, quoted where it must be */
const char *alter_target(struct alter *x);                   /* the table at hand, as a statement names it */
/* A statement of our own, a transaction by itself unless at_commit; true: it gave a row. A position in it means nothing to the client. */
bool alter_run(struct alter *x, const char *sql);
/* The same; the row's values, all of type text, in the arena; NULL: it gave none. */
const char **alter_run_row(struct alter *x, const char *sql);
/* The same as a part of the transaction that there is. */
const char **alter_run_row_within(struct alter *x, const char *sql);
bool alter_mentions(struct alter *x, const char *text, const char *name); /* does the expression name the column? */
bool alter_has_name(const List *names, const char *name);

/* ---- ddl_column.c ---- */
void alter_add_column(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_drop_column(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_remove_column(struct alter *x, const char *name); /* its constraints and indexes go with it */
bool alter_column_is_generated_from(struct alter *x, const struct column_def *c, const char *name);
void alter_set_default(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_not_null(struct alter *x, const char *name);
void alter_drop_not_null(struct alter *x, const char *name);
void alter_add_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd);
/* SET GENERATED, SET <sequence option>, RESTART */
void alter_set_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd);
struct alter_sequence *alter_sequence_of(struct alter *x, const char *column); /* of an identity column; NULL */
void alter_drop_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_drop_expression(struct alter *x, const PgQuery__AlterTableCmd *cmd);

/* ---- ddl_retype.c: TYPE, first as it is read, then as it is declared; the others in between may change what it finds ---- */
void alter_read_type(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_type(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_types_set(struct alter *x); /* all of them: what names the columns must still make sense */
/* The same of a collection that SQL did not make: from now on the column's type is the one said, whatever documents look like. */
void alter_say_type(struct alter *x, const PgQuery__AlterTableCmd *cmd);

/* ---- ddl_constraint.c ---- */
void alter_add_constraint(struct alter *x, PgQuery__Constraint *c);
void alter_drop_constraint(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_validate_constraint(struct alter *x, const char *name);
void alter_alter_constraint(struct alter *x, const PgQuery__Constraint *c);

/* ---- ddl_storage.c: what is kept for the catalogs alone ---- */
void alter_set_options(struct alter *x, const PgQuery__AlterTableCmd *cmd, bool reset);
void alter_disable_triggers(struct alter *x); /* raises 0A000 where there are foreign keys */
void alter_set_statistics(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_storage(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_compression(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_column_options(struct alter *x, const PgQuery__AlterTableCmd *cmd, bool reset);
void alter_cluster_on(struct alter *x, const char *name); /* NULL: SET WITHOUT CLUSTER */
struct completion run_alter_index(struct session *s, const struct portal *portal);
void alter_set_unlogged(struct alter *x, bool unlogged);
void alter_replica_identity(struct alter *x, const PgQuery__ReplicaIdentityStmt *r);

bool alter_is_made_within(struct alter *x); /* the collection is MongoDB's transaction's own, and empty: it makes indexes in the transaction */

/* ---- ddl_rows.c ---- */
/* x->def becomes true: rows get their new values and are looked at, indexes are made; or nothing is changed, and an error raised
 * (22xxx, 23502, 23503, 23505, 23514). */
void alter_rows(struct alter *x);
/* Can it be done behind rows of the same transaction, and not be told apart from that by what anybody else writes until the commit? */
bool alter_waits(struct alter *x);
/* Raise 23502, 23514 where a row has none, or breaks it. */
void alter_check_not_null(struct alter *x, const struct column_def *c);
void alter_check_check(struct alter *x, const struct table_check *k);

/* ---- ddl_later.c: what is left to do of an ALTER TABLE behind rows when the transaction has committed ---- */
/* Rows that others write until then: they have the column not yet, or still, or under the name before. */
void later_column_added(struct alter *x, const struct column_def *c); /* it gets its DEFAULT */
void later_column_gone(struct alter *x, const char *name);
void later_column_long(struct alter *x, const char *column); /* int32 becomes int64, which the validator wants of none that was there */
void later_column_renamed(struct alter *x, const char *from, const char *to);
void later_constraint_renamed(struct alter *x, const char *from, const char *to);
void later_not_null(struct alter *x, const char *column); /* they are looked at, and where one breaks it it is declared no more (WARNING) */
void later_check(struct alter *x, const char *name);
void later_views(struct alter *x); /* those over it are made anew */
/* The column's name is taken again: others' rows have what it was by another one, or not at all. Not where later_has_field(). */
void later_take_name(struct alter *x, const char *name);
bool later_has_field(struct session *s, const struct relation *rel, const char *name); /* its name cannot be taken again before the commit */
bool nobody_else_writes(struct session *s, const struct relation *rel); /* made in this transaction, or temporary */
/* Raises 23505 where rows have the same key. filter: of those rows alone, NULL all; not_distinct: NULLs are equal, too */
void alter_check_unique(struct alter *x, const char *index, const List *names, const char *filter, bool not_distinct);
bool alter_index_mentions(struct alter *x, const struct index_info *ix, const char *column);
bool alter_same_foreign(const struct table_foreign *f, const struct table_foreign *g);

/* ---- ddl_rename.c ---- */
/* Those of indexes (struct index_info) that the field is part of are dropped, to be made again: bson_t, their descriptions. Keys' own are the keys' affair. */
List *alter_take_indexes(struct alter *x, const List *indexes, const char *field);
void alter_rename_constraint(struct alter *x, const char *from, const char *to);

/* ---- ddl_owner.c ---- */
bool alter_is_owner(const PgQuery__AlterTableStmt *t); /* does it say OWNER TO and nothing else? */
/* OWNER TO of a table, view or sequence. kind: what the statement calls it; NULL: ALTER TABLE takes each. Raises 42P01, 42809, 42704. */
void own_relation(struct session *s, const PgQuery__AlterTableStmt *t, const char *kind);

#endif
