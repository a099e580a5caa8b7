/*
 * The schema cache that all processes share: a directory with a file per (hosts, user, database, collection), and one per (hosts, user,
 * database) with the names that were listed.
 *
 * A file is one BSON document (its own key in it, so that a collision of names does no harm), written beside and renamed,
 * mode 0600. Nothing here raises: a cache that cannot be read or written is a cache that has nothing.
 */
#ifndef MONGO_CACHE_H
#define MONGO_CACHE_H

#include "catalog/schema.h"

struct cached_schema {
    enum relation_kind kind;
    double rows;
    int64_t time; /* seconds since 1970 at which it was inferred */
    struct field *root;        /* NULL: def says it all */
    const struct table_def *def; /* NULL: not a table that SQL made */
    int64_t stamp;             /* another one whenever it is written */
    List *checks;              /* struct table_check: of a validator that SQL did not make */
};

/* NULL when there is none, or it is older than max_age_s (0: any age) or not after not_before. */
struct cached_schema *cache_read(struct arena *a, const char *dir, const char *key, int max_age_s, int64_t not_before);
void cache_write(struct arena *scratch, const char *dir, const char *key, struct cached_schema *s); /* gives it its stamp */
void cache_remove(struct arena *scratch, const char *dir, const char *key);
/* The relations (struct relation_known) of the last whole list of the database that the key names. NULL: none. */
List *cache_read_known(struct arena *a, const char *dir, const char *key);
void cache_write_known(struct arena *scratch, const char *dir, const char *key, const List *known);
/* Somebody made, changed or dropped a table: all processes are to look again. A number that is another after each time. */
void cache_changed(struct arena *scratch, const char *dir);
int64_t cache_changes(struct arena *scratch, const char *dir);

#endif
