/*
 * The collections, views and indexes of the database connected to, as the catalogs tell of them: listed once for each
 * statement's first catalog, their columns and indexes looked up when asked for. Where a statement is about few of those
 * that an earlier one listed, these are asked for by name; what is not there, or not known, takes the whole list.
 */
#ifndef CATALOG_OBJECTS_H
#define CATALOG_OBJECTS_H

#include "base/strbuf.h"
#include "catalog/relation.h"

#define FIRST_USER_OID 32768
#define HEAP_AM_OID 2
#define BTREE_AM_OID 403
#define DEFAULT_COLLATION_OID 100
#define C_COLLATION_OID 950
#define POSIX_COLLATION_OID 951
#define UCS_BASIC_COLLATION_OID 12340

struct object {
    Oid oid, rowtype, schema;
    const char *name;
    const char *collection;        /* its name in MongoDB; of an index its table's; NULL: a system catalog, a sequence */
    char kind;                     /* pg_class.relkind: r, v, m, i, S, c */
    bool timeseries;
    const struct relation *system; /* a system catalog; NULL: a collection or one's index */
    const struct object *table;    /* an index' collection */
    const struct index_info *index;
    const struct table_key *key;   /* the constraint that an index is of; NULL: none that was declared */
    const struct sequence_def *sequence; /* of kind S */
    const struct user_type *composite;   /* of kind c */
    const struct table_def *def;   /* of what CREATE TABLE made; NULL */
    const List *checks;            /* struct table_check: def's, or a validator's */
    List *indexes;                 /* struct object; known: indexes_known */
    bool indexes_known;
};

/* What a view's query was printed for, and under which settings (func_env.settings_generation). Making it takes a view's whole analysis, and
 * a correlated query asks for it row by row: it is kept for the rest of the statement, in which no view changes. */
struct text_key {
    Oid oid;
    bool pretty;
    int wrap;
    unsigned long settings;
};
const char *kept_text(const struct text_key *key, bool *found); /* NULL: there is none for it, or (found) it is NULL */
void keep_text(const struct text_key *key, const char *text);

/* Lists anew unless that was done for this statement. */
void objects_begin(void);
/* Lists at least what has the OID (InvalidOid: temporary tables alone), or is called so in public; or what the scan's keys of the column (oid or name) name. */
void objects_begin_oid(Oid oid);
void objects_begin_name(const char *name);
void objects_begin_scan(const struct relation_scan *s, int column);
void objects_forget(void); /* a statement begins: what was listed for another counts no more */
/*
 * What a statement is about to make, which its own expressions may name: the table (name NULL: it is there already) and its sequences. They are listed until
 * objects_forget().
 */
void objects_coming(const struct table_def *def, const char *name, const char *collection, bool temp);
const List *objects(void); /* struct object: what was listed, in order of the names */
/* A user's comment on something, or on a column of it; class InvalidOid: of any catalog. NULL: none. */
const char *object_comment(struct arena *a, Oid oid, Oid class, int column);
struct object *object_named(const char *name); /* in public, or in the temporary schema: a collection's name, or as in struct sequence_def */
struct object *object_in(Oid schema, const char *name);
struct object *object_by_oid(Oid oid);       /* among objects() */
struct object *object_index_by_oid(Oid oid); /* of any table */
struct object object_system(const struct relation *rel);
const List *system_tables(void);                        /* struct object: those of pg_catalog's tables that have indexes, with these */
bool system_has_index(Oid table);
bool system_index_leads(Oid table, const char *column); /* does one of them begin with the column? */
struct object *system_index(Oid oid, const char *name); /* one of them, by its name where that is given; NULL: none */
Oid system_constraint(const char *name);                /* of such an index; InvalidOid: none */
const List *object_indexes(struct object *o); /* struct object */
const struct table_def *object_word(const struct object *o); /* what was said of a collection that SQL did not make; NULL */
/* What was said of a database itself, as comments: kind "database", or "schema" for public; in a. NULL: nothing. */
const struct table_def *database_word(struct arena *a, const char *database);
/* Has it this column, by name (NULL: by pg_attribute.attnum)? System columns count, where it has them. */
bool object_has_column(const struct object *o, const char *name, int number);
/* Its columns are inferred now, if they are not known. NULL: it is gone, or may not be read. */
struct relation *object_relation(const struct object *o);
/* A sequence's: last_value, log_cnt, is_called. */
struct relation *sequence_object_relation(const struct object *o);
/* An expression of t's declaration as PostgreSQL prints it (system_declared_text); NULL: there is no other text than its own. */
const char *describe_expr(struct arena *a, const struct object *t, const char *text, Oid type, int32_t typmod, bool is_pretty);
/* The default of a function's parameter in, of those that are put in, from 0, as SQL; NULL: none. */
struct func;
struct func_args;
const char *func_default(struct arena *a, const struct func *f, const struct func_args *x, int in);
/* Any relation: system is where a catalog's is put. NULL: none. */
const struct object *object_of_oid(Oid oid, struct object *system);
/* The relation that a function's argument names, where no number is one. Raises 42P01. */
Oid reg_class_named(struct arena *a, const char *text);
/* Is it of all databases, as pg_authid and its indexes? */
bool object_is_shared(const struct object *o);
char object_replica_identity(const struct object *o); /* pg_class.relreplident */
bool object_is_visible(const struct object *o); /* is it found without its schema? */
bool schema_is_visible(const char *schema);
Oid role_oid(struct arena *a, const char *name);      /* InvalidOid: none */
const char *role_name(struct arena *a, Oid oid);      /* NULL: none */
struct user_type;
Oid composite_class(const struct user_type *t); /* the OID of its relation, of kind c */
/* The OID of a thing that belongs to it. */
Oid object_oid(const struct object *o, const char *kind, const char *name);
Oid database_oid(const char *name);

/* What the session's user may do (privilege.c): bits of enum relation_right; see relation_source.rights. */
unsigned catalog_rights(const char *database, const char *collection);
/* ACLs; false: it is the default, NULL. Of a schema it never is. */
bool relation_acl(struct arena *a, const struct object *o, Datum *acl);
bool database_acl(struct arena *a, const char *database, Datum *acl);
Datum schema_acl(struct arena *a, Oid schema);
Datum function_acl(struct arena *a, const char *roles); /* of one that only its owner and these may call, by commas */
const char *privilege_word(char letter); /* of an aclitem's letters */

/* What an index says: of _id; are two NULLs one too many; a key as SQL. */
bool index_is_primary(const struct object *o);
bool index_nulls_collide(const struct object *o);
void index_add_key(struct strbuf *b, const struct index_key *k);
Oid index_method_oid(struct arena *a, const struct index_info *x); /* its access method */
/* What it keeps of a column of the type. */
Oid index_key_type(struct arena *a, const struct index_info *x, const struct index_key *k, Oid type);
/* A key's operator class, where that is not the one of a key of that type by default; NULL. */
const char *index_key_opclass(struct arena *a, const struct index_info *x, const struct index_key *k, Oid type);

/* What PostgreSQL's own storage has of a type. */
struct type_facts {
    bool byval;
    char align, storage;
    Oid collation;
};
struct type_facts type_facts(Oid type);

#endif
