/* What source.c, which knows relations, and source_list.c, which lists things, share. */
#ifndef MONGO_SOURCE_INT_H
#define MONGO_SOURCE_INT_H

#include "catalog/schema.h"
#include "mongo/source.h"

struct entry {
    struct schema_relation *sr;
    int64_t time, stamp; /* as in the cache */
    List *checks;        /* likewise */
    int64_t counted;     /* when the relation's rows were; 0: they were written to since */
    double added;        /* rows, by this transaction, which nobody else counts */
    bool stale;
    bool unsure; /* tables changed: does the cache still say this? */
    bool dropped; /* when the transaction commits */
    bool own; /* made or dropped in a transaction that is not over: nobody else sees it */
};

/* The types that SQL made, as they were read. */
struct source_types {
    bool read;
    int64_t time;       /* seconds since 1970 */
    int64_t changes;    /* as of struct source */
    int64_t asked;      /* the statement for which they were last read though they had been */
    List *all;          /* struct user_type */
    List *dropped;      /* OIDs: when the transaction commits */
};

/* What listCollections and listIndexes said in a statement: who asks for one of the collections then need not ask the server. */
struct source_listing {
    struct arena *arena;
    const char *database;
    int64_t at;    /* the statement */
    List *found;   /* bson_t */
    List *indexed; /* struct source_indexed */
};

struct source {
    struct relation_source source; /* first */
    struct arena *arena;
    struct mongo *m;
    List *entries;
    int64_t not_before; /* cache files up to here do not count: refresh() of everything */
    bool has_catalog;   /* the collection that sequences are kept in was seen; of whatever database */
    List *grants;       /* struct grant (privilege.c) */
    bool grants_known;
    int64_t changes;    /* of tables, by any process, up to which the entries are known to hold */
    struct source_types types;
    struct source_listing listing;
};

const char *source_key(const struct relation *rel); /* what it is looked up by */
struct entry *source_entry(struct source *s, const char *database, const char *name); /* NULL: it is not known yet */
/* The same as the session goes by it: of this session, or of the cache. NULL: the server is to be asked. */
struct entry *source_kept(struct source *s, const char *database, const char *name);
enum relation_kind source_kind(const char *type); /* of listCollections */
/* {listCollections: 1, ...}: of one name, and of pgleaf's own collection; or (NULL) of all. */
bson_t *source_list_command(struct arena *a, const char *name, bool names_only);
/* pipeline: the elements of an array; limit_ms 0: none */
bson_t *source_aggregate_command(struct arena *a, const char *name, const bson_t *pipeline, int64_t limit_ms);
/* validator.c: struct table_check, in a, of a collection with these options of listCollections that SQL did not make. */
List *validator_checks(struct arena *a, const char *collection, const bson_t *options);
/* The paths of a collection's arrays that can be relations; NULL for one that SQL made: its columns say all. */
List *source_arrays(struct arena *a, struct source *s, const char *db, const char *collection);

struct source *source_of_process(void); /* NULL: there is none */

/* ---- source_types.c ---- */
void source_types_init(void);
void source_types_xact_over(struct source *s);

/* ---- source_list.c: of relation_source ---- */
const bson_t *source_listed(const struct source *s, const char *database, const char *name); /* NULL: this statement has not seen it */
void source_listing_forget(struct source *s); /* something was made or changed */
List *source_databases(struct relation_source *src, struct arena *a);
List *source_names(struct relation_source *src, struct arena *a, const char *database, const char *only);
void source_indexes(struct relation_source *src, struct relation *rel);
List *source_index_list(struct relation_source *src, struct arena *a, const char *database, const char *name);
bool source_size(struct relation_source *src, const char *database, const char *name, int64_t *data, int64_t *index);
unsigned source_rights(struct relation_source *src, const char *database, const char *collection); /* privilege.c */
const char *source_view_text(struct relation_source *src, struct arena *a, const char *database, const char *name);

#endif
