/* ALTER TABLE and RENAME: what their files share. */
#ifndef SESSION_DDL_ALTER_H
#define SESSION_DDL_ALTER_H

#include "analyze/raw.h"
#include "session/session_int.h"

struct alter {
    struct session *s;
    struct mongo *m;
    struct arena *arena;
    const struct raw_stmt *raw;
    struct relation *rel;
    struct table_def *def; /* as it is so far */
};

/* ---- ddl_alter.c ---- */
/* NULL: it is not there, and IF EXISTS said so. view: it may be one. Raises 42P01, 42809. */
struct relation *alter_relation(struct session *s, const PgQuery__RangeVar *v, bool missing_ok, bool view);
/* x is filled in but for the relation. Raises 0A000 behind writes of the same transaction. */
void alter_begin(struct alter *x, const struct portal *portal, struct session *s, const char *what);
/* From now on the collection says what def does. */
void alter_declare(struct alter *x);
struct column_def *alter_column(struct alter *x, const char *name); /* raises 42703 */
bool alter_has_column(const struct alter *x, const char *name);
const char *alter_ident(struct alter *x, const char *name);  /* as SQL, quoted where it must be */
const char *alter_target(struct alter *x);                   /* the table at hand, as a statement names it */
/* A statement of our own, a transaction by itself; true: it gave a row. A position in it means nothing to the client. */
bool alter_run(struct alter *x, const char *sql);
bool alter_mentions(struct alter *x, const char *text, const char *name); /* does the expression name the column? */
bool alter_has_name(const List *names, const char *name);

/* ---- ddl_column.c ---- */
void alter_add_column(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_drop_column(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_remove_column(struct alter *x, const char *name); /* its constraints and indexes go with it */
void alter_set_default(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_set_not_null(struct alter *x, const char *name);
void alter_drop_not_null(struct alter *x, const char *name);
void alter_add_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_drop_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_drop_expression(struct alter *x, const PgQuery__AlterTableCmd *cmd);

/* ---- ddl_retype.c ---- */
void alter_set_type(struct alter *x, const PgQuery__AlterTableCmd *cmd);
/* The same of a collection that SQL did not make: from now on the column's type is the one said, whatever documents look like. */
void alter_say_type(struct alter *x, const PgQuery__AlterTableCmd *cmd);

/* ---- ddl_constraint.c ---- */
void alter_check_no_nulls(struct alter *x, const struct column_def *c);  /* raises 23502 */
void alter_check_rows(struct alter *x, const struct table_check *k);     /* raises 23514 */
/* Those of foreign that are new to the definition: rows must have what they refer to. */
void alter_add_foreign(struct alter *x, List *foreign);
void alter_add_constraint(struct alter *x, PgQuery__Constraint *c);
void alter_drop_constraint(struct alter *x, const PgQuery__AlterTableCmd *cmd);
void alter_validate_constraint(struct alter *x, const char *name);
void alter_alter_constraint(struct alter *x, const PgQuery__Constraint *c);

/* ---- ddl_rename.c ---- */
/* Those of indexes (struct index_info) that the field is part of are dropped, to be made again: bson_t, their descriptions. Keys' own are the keys' affair. */
List *alter_take_indexes(struct alter *x, const List *indexes, const char *field);
void alter_rename_constraint(struct alter *x, const char *from, const char *to);

/* ---- ddl_owner.c ---- */
bool alter_is_owner(const PgQuery__AlterTableStmt *t); /* does it say OWNER TO and nothing else? */
/* OWNER TO of a table, view or sequence. kind: what the statement calls it; NULL: ALTER TABLE takes each. Raises 42P01, 42809, 42704. */
void own_relation(struct session *s, const PgQuery__AlterTableStmt *t, const char *kind);

#endif
