/*
 * What is known of a collection's fields: a tree, whoever filled it (inference over documents, a fixture, a cache file),
 * and the columns that it means. The type table is docs/design.md section 3 (docs/types.md has every case).
 */
#ifndef CATALOG_SCHEMA_H
#define CATALOG_SCHEMA_H

#include "catalog/relation.h"
#include "catalog/statistics.h"

struct field {
    const char *name;
    uint32_t namelen;
    unsigned seen;      /* enum bson_seen: its value's types; SEEN_NULL and SEEN_MISSING too */
    unsigned elem_seen; /* of the elements where it is an array */
    uint64_t present;   /* documents that have it */
    bool required;      /* a validator says so */
    bool hidden;
    bool nested;        /* declared: arrays in its array are further dimensions */
    Oid type;           /* somebody's word (a fixture, a user); InvalidOid: from seen */
    int32_t typmod;
    const char *default_text;
    const struct statistics *statistics; /* NULL: not known */
    struct stat_sample *sample;          /* while documents are looked at */
    struct field **children; /* fields of its documents; elements' documents are not looked into */
    int nchildren, cap;
};

#define SCHEMA_MAX_COLUMNS 1600  /* as PostgreSQL's tables */
#define SCHEMA_MAX_CHILDREN 1000 /* of one nested document: beyond, it is a map, not a structure */

struct field *field_new(struct arena *a, const char *name, size_t len);
/* NULL when there is none. */
struct field *field_find(const struct field *parent, const char *name, size_t len);
/* Makes it when there is none; NULL when the parent has its maximum. hint: where it may stand. */
struct field *field_child(struct arena *a, struct field *parent, const char *name, size_t len, int hint, int max);

/* The field's column type. */
void field_type(const struct field *f, Oid *type, int32_t *typmod);
/* The scalar type for a set of BSON types, InvalidOid for none (mixed, nested or nothing seen). */
Oid seen_scalar_type(unsigned seen);
/* Can a path name it? Dots, a leading $ and the empty name cannot be said to MongoDB. */
bool field_nameable(const char *name, size_t len);
/* Do two paths name the same field, or one a part of the other's? */
bool path_overlaps(const char *x, const char *y);

/* The tree that a table's declaration means; its _id is hidden where it was not declared. */
bool schema_type_enforced(Oid type); /* can a validator tell its values from all others? */
struct field *schema_declared(struct arena *a, const struct table_def *def);

/* A relation whose columns come from a field tree. */
struct schema_relation {
    struct relation rel; /* first */
    struct arena *arena;
    struct field *root;
};

/* Sets rel's columns (and nvisible) from root; _id comes first. */
void schema_set_columns(struct schema_relation *sr);
/* relation_source.path_column for such relations. */
struct column *schema_path_column(struct relation *rel, const struct column *parent, const char *field, bool quoted);

/* The _id as it is, whatever its type (a bson_value): what row-changing statements find a document by. Made on demand, like
 * path columns. */
const struct column *schema_rowid(struct relation *rel);

#endif
