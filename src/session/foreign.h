/* Foreign keys, and deferrable unique ones, at work: foreign.c; their declaration and what depends on them: ddl_foreign.c. */
#ifndef SESSION_FOREIGN_H
#define SESSION_FOREIGN_H

#include "analyze/raw.h"
#include "session/session_int.h"

/* After a statement has written: raises 23503, 23505, carries actions out. */
void foreign_check(struct session *s, struct exec *ex);
/* Deferred constraints that did not hold, once more; all: also those that are deferred still. Raises 23503, 23505. */
void foreign_settle(struct session *s, bool all);
/* Does a row of rel wait for it? */
bool foreign_pending(const struct session *s, const struct relation *rel);
void foreign_forget(struct session *s); /* the transaction is over */
/* What SET CONSTRAINTS has said so far, for a savepoint; back to it. */
const struct constraint_mode *foreign_modes_mark(const struct session *s);
void foreign_modes_back(struct session *s, const struct constraint_mode *mark);
struct completion run_set_constraints(struct session *s, const struct portal *portal);

/* ---- ddl_foreign.c ---- */
/* The tables that def's foreign keys name are told of it, before it is: they need not be told again. 0A000 where that cannot be. */
void foreign_declare(struct session *s, struct arena *a, const char *collection, struct table_def *def);
struct foreign_use {
    const struct relation *table;   /* that has the foreign key */
    const struct table_foreign *key;
};
/* The foreign keys of other tables to it (rel NULL: none; columns: that name any of them; NULL: all): struct foreign_use. */
List *foreign_uses(struct session *s, struct arena *a, const struct relation *rel, const List *columns);
/* rel's own definition is changed in def; other tables at once. to: the column; the collection. */
void foreign_rename_column(struct session *s, struct arena *a, const struct relation *rel, struct table_def *def, const char *from, const char *to);
void foreign_rename_table(struct session *s, struct arena *a, const struct relation *rel, struct table_def *def, const char *to);
/* struct relation: with those that CASCADE adds. Raises 0A000 as PostgreSQL. */
List *foreign_truncated(struct session *s, struct arena *a, List *rels, bool cascade);
/* A row that a new constraint forbids: 23503. as: the key under the names that its columns have so far (f: the same). */
void foreign_check_rows(struct session *s, const struct relation *table, const struct table_foreign *f, const struct table_foreign *as);
/* ALTER TABLE ... DROP CONSTRAINT, of another table than the one that is altered. */
void foreign_drop(struct session *s, struct arena *a, const struct foreign_use *u);

#endif
