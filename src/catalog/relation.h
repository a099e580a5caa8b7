/*
 * Relations: what FROM can name. Schemas enter through a relation_source (MongoDB, or a fixture in tests).
 */
#ifndef CATALOG_RELATION_H
#define CATALOG_RELATION_H

#include "base/list.h"
#include "types/type.h"

/* BSON types seen in (or allowed by a validator for) a field: bits; libbson's type numbers are the positions where < 24. */
enum bson_seen {
    SEEN_DOUBLE = 1 << 1, SEEN_STRING = 1 << 2, SEEN_DOCUMENT = 1 << 3, SEEN_ARRAY = 1 << 4, SEEN_BINARY = 1 << 5,
    SEEN_OBJECTID = 1 << 7, SEEN_BOOL = 1 << 8, SEEN_DATE = 1 << 9, SEEN_NULL = 1 << 10, SEEN_REGEX = 1 << 11,
    SEEN_INT32 = 1 << 16, SEEN_TIMESTAMP = 1 << 17, SEEN_INT64 = 1 << 18, SEEN_DECIMAL = 1 << 19,
    SEEN_OTHER = 1 << 20, SEEN_MISSING = 1 << 21, SEEN_UUID = 1 << 22,
};

struct column {
    const char *name;    /* as labelled: the field's own spelling */
    int attnum;          /* from 1; path columns follow the ordinary ones */
    Oid type;
    int32_t typmod;
    const char *path;    /* dotted path in the document: "address.city"; NULL for local relations */
    bool is_path;        /* made on demand for a.b.c: not in *, not in catalogs */
    bool hidden;         /* in the collection but not in * (an undeclared _id of a created table) */
    bool notnull;        /* a validator, or _id: never null nor missing */
    unsigned seen;       /* enum bson_seen */
    bool enforced;       /* declared, and MongoDB's validator lets no value of another type in */
    bool nested;         /* declared as an array, so that arrays in it are further dimensions of it */
    bool array_above;    /* some prefix of the path was seen to be an array: the path cannot be trusted to be scalar */
    const char *default_text; /* SQL text of DEFAULT, NULL none */
    char identity;       /* GENERATED ... AS IDENTITY: 'a' ALWAYS, 'd' BY DEFAULT; 0 none */
    const char *generated; /* SQL text of GENERATED ALWAYS AS (...) STORED, NULL none */
    Oid collation;       /* that COLLATE said; 0: the type's */
    const struct statistics *statistics; /* catalog/statistics.h; NULL: not known */
};

/* What CREATE TABLE said, as it is kept with the collection (mongo/table.h). */
struct column_def {
    const char *name;
    Oid type;
    int32_t typmod;
    int32_t ndims;        /* dimensions that were declared, which catalogs say: int[][] has 2; 0 for columns that a query or LIKE gave */
    bool notnull;
    bool setof;           /* SETOF was said of a new table's column: an error */
    bool flat;            /* arrays of one dimension only: an index is on it */
    const char *default_text, *generated;
    Oid collation;        /* that COLLATE said (all compare alike, and are only shown); 0: the type's */
    char identity;
    bool updatable;       /* of a view: it is a column of the table below */
    const char *sequence; /* the one that counts for it (serial, identity), and goes with it; NULL none */
    int32_t statistics;   /* SET STATISTICS' target, and 1; 0 none. This and what follows says nothing to MongoDB */
    char storage, compression; /* pg_attribute's letters; 0 its type's, none */
    List *options;        /* char *: "n_distinct=5" */
};
struct sequence_def {
    const char *name;
    Oid type;                  /* int2, int4, int8 */
    int64_t start, increment, min, max, cache;
    bool cycle;
    bool unlogged;             /* a column's is what its table is */
    const char *table, *column; /* that it belongs to; NULL none */
    const char *comment;       /* NULL none; "" takes it away */
    bool used;                 /* as it was read: it has given a number, the last one is; else the first one is to be */
    int64_t last;
};
struct table_key { /* PRIMARY KEY, UNIQUE: an index of the same name */
    const char *name;
    bool primary, not_distinct; /* not_distinct: NULLs are equal, too */
    bool deferrable, deferred;  /* deferrable: the index is none of MongoDB's unique ones, which look at once; the session looks */
    List *columns, *include;    /* char * */
};
/* FOREIGN KEY (columns) REFERENCES table (references). Actions are pg_constraint's letters: a, r, c, n, d. */
struct table_foreign {
    const char *name, *table;                 /* table: its collection */
    List *columns, *references, *set_columns; /* char *; set_columns: ON DELETE SET NULL (...), NULL: all */
    char on_update, on_delete, match;         /* match: s, f */
    bool deferrable, deferred, not_valid;
};
struct table_check {
    const char *name, *text;
    bool not_valid; /* rows that were there before it were not looked at */
};
/* What MongoDB's description of an index does not say of one that SQL made. */
struct table_index_def {
    const char *name, *where; /* where: its condition as SQL; NULL none */
    const char *method;       /* gin; NULL: as the description has it */
    const char *nulls;        /* a letter per key: f FIRST, l LAST, - as it is by default; NULL: all by default */
    List *include;            /* char *: the columns of INCLUDE */
    List *options;            /* char *: storage parameters */
    bool not_distinct;        /* NULLS NOT DISTINCT */
    List *classes;            /* char *: a key's operator class, "" its type's; NULL: all so */
    bool clustered, replica;  /* CLUSTER ON it; REPLICA IDENTITY USING it */
};
struct index_copy { /* CREATE TABLE (LIKE ... INCLUDING INDEXES): one to be made as another table's is */
    const char *name, *collection, *from; /* from: its name there */
};
struct comment { /* kind: "" the table or view itself, "column", "index", "constraint" of the name */
    const char *kind, *name, *text;
};
struct view_use { /* what a view's query names: a relation, and those of its columns */
    const char *relation; /* of public; of the temporary schema its collection */
    List *columns; /* char * */
    List *seen;    /* char *: all that it had when the view was made, "" for one that was dropped since; NULL: not known */
};
struct table_def {
    List *columns; /* struct column_def */
    List *keys;    /* struct table_key */
    List *checks;  /* struct table_check */
    List *foreign; /* struct table_foreign */
    List *indexes; /* struct table_index_def: those indexes of which there is more to say */
    List *referenced; /* char *: collections of tables that may have foreign keys to it; what they say counts */
    List *options; /* char *: storage parameters, "fillfactor=70"; they mean nothing to MongoDB */
    List *sequences; /* struct sequence_def: to be made with it; not kept here */
    List *copied;    /* struct index_copy: likewise */
    List *comments; /* struct comment */
    const char *view; /* the query that it stands for, in SQL: it is CREATE VIEW's; NULL: a table */
    bool materialized; /* the query's rows are kept: CREATE MATERIALIZED VIEW's */
    char replica;      /* REPLICA IDENTITY: pg_class' letter; 0 the default */
    bool unlogged;     /* as it was declared, which catalogs say; MongoDB keeps it as any other */
    bool unpopulated;  /* materialized, and no rows are there to be read: WITH NO DATA */
    List *uses;      /* struct view_use, of a view */
    bool updatable;  /* a view through which rows can be written */
};

struct index_key {
    const char *path;
    int direction;       /* 1, -1; 0: not one that a search or a sort here can use (text, 2dsphere, hashed, a collation) */
    bool descending, nulls_first;
    const char *opclass; /* that was named; NULL its type's */
};
struct index_info {
    const char *name;
    Oid oid;
    int nkeys;
    struct index_key *keys;
    bool unique, sparse, partial, multikey_possible;
    bool waiting;        /* unique, and made when the transaction commits: until then it serves no search, and who writes looks (mongo/unique.h) */
    bool deferrable, deferred; /* of a deferrable key, which it shows as unique; unique is false, for MongoDB does not look */
    const char *method;  /* pg_am's name for its kind: btree, hash, gin (text), gist (2d, 2dsphere) */
    bool nulls_distinct; /* unique, and partial for that alone */
    bool not_distinct;   /* it was declared NULLS NOT DISTINCT, whether or not its keys can be NULL now */
    bool clustered, replica; /* as in struct table_index_def */
    bool keys_present;   /* it has a condition, and documents without one of its keys are not in it either */
    const char *filter;  /* a partial index' condition as SQL; NULL none */
    const struct _bson_t *condition; /* of a unique one, as MongoDB has it; NULL: it is not partial, or for that NULLs are distinct alone */
    List *include, *options; /* char *: columns of INCLUDE; storage parameters */
};

enum relation_kind { REL_COLLECTION, REL_VIEW, REL_LOCAL, REL_TIMESERIES, REL_MATVIEW };

struct relation_source;
struct catalog;

/* Of a column: only rows in which it is one of these values are wanted. */
struct relation_key {
    int attnum;
    int n;
    const Datum *values;
};

/* What is wanted of a local relation, and where its rows go. Keys and needed save work: who asks checks all conditions. */
struct relation_scan {
    const struct relation *rel;
    struct arena *arena;        /* for what rows refer to: emit copies */
    const bool *needed;         /* by column from 0; what is not needed may be NULL */
    const struct relation_key *keys;
    int nkeys;
    void (*emit)(void *arg, const Datum *values, const bool *nulls); /* all columns, in order */
    void *arg;
};

/* A row is an element of an array: documents come through {$unwind: {path, includeArrayIndex: index}}. */
struct relation_unwind {
    const char *path, *index;
};

struct relation {
    Oid oid;                    /* stable across processes: from a hash of the name */
    Oid rowtype;                /* its composite type's OID */
    const char *database, *schema, *name;
    const char *collection;     /* its name in MongoDB: another than name where the table is a temporary one; NULL: a local relation */
    enum relation_kind kind;
    List *columns;              /* struct column; analysis may append path columns */
    int nvisible;               /* ordinary columns, before the path columns */
    double rows;                /* estimate; -1 unknown */
    struct relation_source *source;
    const struct table_def *def; /* made by CREATE TABLE; NULL: columns come of validators and documents */
    List *indexes;              /* struct index_info; filled by relation_source.indexes() */
    bool indexes_known;
    void (*scan)(struct relation_scan *s); /* REL_LOCAL: emits its rows; NULL: it has none. May raise */
    /* REL_LOCAL that is read once, as its rows come: borrowed until the next; false at the end. NULL: scan() */
    bool (*next)(const struct relation *rel, const Datum **values, const bool **nulls);
    const struct relation_unwind *unwind; /* NULL: a row is a document */
    const char *view;           /* the query that it stands for, in SQL; NULL: it is none, or a view that MongoDB computes */
    unsigned long version;      /* changes when the schema is inferred again: cached plans look at it */
};

struct relation_name {
    const char *name;
    enum relation_kind kind;
    const struct table_def *def; /* made by CREATE TABLE; NULL: not so, or not told */
    List *checks;               /* struct table_check, in place of def's: what a validator that SQL did not make says */
};

/* A relation that was listed once: which name to ask for, nothing that is shown. */
struct relation_known {
    Oid oid;
    const char *name;
};

/* CREATE is of collections, ALTER of their options, USERS of users; SUPER is the right to everything there is. */
enum relation_right {
    RIGHT_FIND = 1, RIGHT_INSERT = 2, RIGHT_UPDATE = 4, RIGHT_REMOVE = 8, RIGHT_CREATE = 16, RIGHT_ALTER = 32, RIGHT_USERS = 64,
    RIGHT_SUPER = 128, RIGHT_BYPASS = 256, RIGHT_ALL = 511
};

struct relation_source {
    /* NULL when there is no such relation. The result lives in the session's catalog, and may be shared. */
    struct relation *(*lookup)(struct relation_source *src, const char *database, const char *name);
    /* The column for the field of a document column (or of another path column): made and appended to rel->columns when the
     * field is known; NULL when no document has it. Exact spelling first, then a unique one that differs in case;
     * 42702 when two do. */
    struct column *(*path_column)(struct relation_source *src, struct relation *rel, const struct column *parent,
                                  const char *field, bool quoted);
    List *(*databases)(struct relation_source *src, struct arena *a); /* char *: their names */
    /* The collections and views of a database: struct relation_name, in order of their names. With only: that one, and
     * perhaps others. */
    List *(*names)(struct relation_source *src, struct arena *a, const char *database, const char *only);
    void (*indexes)(struct relation_source *src, struct relation *rel);
    /* rel->rows is to be of now, or nearly; it stays where nobody can say. */
    void (*count)(struct relation_source *src, struct relation *rel);
    /* The same without its columns being known: struct index_info, in a. */
    List *(*index_list)(struct relation_source *src, struct arena *a, const char *database, const char *name); /* name: as lookup() takes it */
    /* What a view is, as a SELECT; in a. NULL: not known. */
    const char *(*view_text)(struct relation_source *src, struct arena *a, const char *database, const char *name);
    /* What a collection takes on disk; of all of the database with name NULL. False: not known. */
    bool (*size)(struct relation_source *src, const char *database, const char *name, int64_t *data, int64_t *indexes);
    /* What the session's user may do to a collection (NULL: to all of the database; database "": to those that are not there yet):
     * bits of enum relation_right. NULL: everything. */
    unsigned (*rights)(struct relation_source *src, const char *database, const char *collection);
    /* Sequences: struct sequence_def, in a. */
    List *(*sequences)(struct relation_source *src, struct arena *a, const char *database);
    /* Takes the next value; whatever becomes of the transaction. false: there is no such sequence. Raises 2200H. */
    bool (*sequence_next)(struct relation_source *src, const char *database, const char *name, int64_t *value);
    /* called: value was given already. false: there is no such sequence. Raises 22003. */
    bool (*sequence_set)(struct relation_source *src, const char *database, const char *name, int64_t value, bool called);
    /* What the session calls a collection that gets another name when its transaction commits; else its own name. */
    const char *(*called)(struct relation_source *src, const char *database, const char *collection);
    /* Forget what is known (rel NULL: everything), so that the next lookup infers anew. */
    void (*refresh)(struct relation_source *src, const char *database, const char *name);
    /* What was said of collections that SQL did not make: struct relation_name, def with comments. NULL: there is no place for it.
     * collection: of that alone, "": of the database; NULL: of all that were listed. */
    List *(*words)(struct relation_source *src, struct arena *a, const char *database, const char *collection);
    /* What any session's last whole list had: struct relation_known, in a. NULL: nothing is known. */
    List *(*recall)(struct relation_source *src, struct arena *a, const char *database);
    void (*remember)(struct relation_source *src, const char *database, const List *known);
};

/*
 * Temporary tables are collections, TEMP_PREFIX <owner> '.' <name>, that no other session sees; the owner is a process, so that
 * others can tell what a crash left (session/temp.c).
 */
#define TEMP_PREFIX "pgleaf.temp."
#define ASIDE_PREFIX "pgleaf.dropped." /* <name> '.' <an ObjectId>: waits for its transaction's end (mongo_xact_move_aside()) */
#define NEW_PREFIX "pgleaf.new." /* likewise: until the transaction that made it has committed and given it its name */
struct temp_table {
    const char *name;
    char on_commit; /* 'p' keeps its rows, 'r' loses them, 'd' is dropped */
};

/* The session's view of all relations: search path, system catalogs, source. */
struct catalog {
    struct arena *arena;        /* session */
    const char *database;       /* the one connected to */
    struct relation_source *source;
    const char *temp_prefix;    /* of the collections of this session's temporary tables; NULL: none was made */
    List *temps;                /* struct temp_table: all that were ever made, some of which are gone */
    bool temp_sequences;        /* this session has made temporary sequences: their names begin as the collections' do */
};

struct catalog *catalog_new(struct arena *a, const char *database, struct relation_source *source);

/* struct index_info: looked up once. */
const List *relation_indexes(const struct relation *rel);

/* What SQL calls this session's temporary relation of that collection's, or sequence's, name; NULL: it is none. */
const char *catalog_temp_name(const struct catalog *c, const char *collection);
/* What declarations say of each other (views and foreign keys, what depends on what) names collections: what SQL calls such a one, and the relation
 * of public or of the temporary schema that it is, NULL for none. */
const char *catalog_shown_name(const struct catalog *c, const char *collection);
struct relation *catalog_lookup_collection(struct catalog *c, const char *collection);
struct relation *source_lookup_collection(struct relation_source *src, const char *database, const char *collection); /* a temporary one, too */
/* database and schema may be NULL (search path: pg_catalog, then public). NULL when there is none.
 * Raises 0A000 "cross-database references are not implemented: ..." as PostgreSQL. */
struct relation *catalog_lookup(struct catalog *c, const char *database, const char *schema, const char *name);
/* The schemas that an unqualified name is looked for in, in order; how many. */
enum { CATALOG_PATH_MAX = 18 };
int catalog_search_path(const char **schemas);
/* A relation made in the process, for the whole of its life: beside the system catalogs. */
void catalog_register_local(struct relation *rel);
/* A sequence as FROM sees it: last_value, log_cnt (0: nothing is logged ahead), is_called. NULL: there is none of that name. */
struct relation *sequence_relation(struct catalog *c, const char *name);
/* Has this session taken a value of it, and which at last? */
bool sequence_taken_here(const char *name, int64_t *value);
/* currval() and lastval() are as in a new session for the sequence of that name; NULL: for all. */
void sequences_forget(const char *name);

/* They are what they were for the sequence that is called otherwise now. */
void sequences_renamed(Oid from, Oid to, const char *name);
void sequences_renamed_back(const char *from, const char *to); /* ROLLBACK: the same, by names alone */

#define CATALOG_COLLECTION "pgleaf.catalog" /* where sequences are kept */
#define LOCKS_COLLECTION "pgleaf.locks"     /* mongo/lock.h */
bool column_name_is_system(const char *name); /* ctid, xmin, ...: of every table of PostgreSQL's */
/* system.* and pgleaf's own collections are not relations. */
bool catalog_name_hidden(const char *name);
/* Has a table, view, sequence, index or composite type of public (temp: the temporary schema) this name? */
bool catalog_name_taken(struct catalog *c, struct arena *a, const char *name, bool temp);
const char *catalog_index_table(struct catalog *c, struct arena *a, const char *name, bool temp); /* whose index has it; NULL: none's */
/* Has a constraint of one of its tables? Names that nobody gives avoid those. */
bool catalog_constraint_taken(struct catalog *c, struct arena *a, const char *name, bool temp);
bool def_has_constraint(const struct table_def *def, const char *name);
/* The collection that a relation of public, or of the temporary schema, is or would be. */
const char *catalog_collection(struct arena *a, const struct catalog *c, const char *schema, const char *name);
bool catalog_schema_exists(struct catalog *c, const char *schema);

/* Exact spelling first, then, unless quoted, a unique name that differs only in case (42702 when two do). NULL: none. */
struct column *relation_column(struct relation *rel, const char *name, bool quoted, int location);
struct column *relation_column_nth(const struct relation *rel, int attnum); /* from 1 */
/* What an index is called here: the primary key's own name, or TABLE_pkey, for that of _id. */
const char *relation_constraint_name(struct arena *a, const struct relation *rel, const char *index);
/* A column that is never NULL where there is a row: one that says so. NULL: none does. */
struct column *relation_marker(const struct relation *rel);
bool relation_kind_indexed(enum relation_kind kind); /* its documents are its own, and can have indexes */
/* A view that SQL made and that keeps no rows? */
bool def_is_view(const struct table_def *def);
/* x is told what def, its collection's declaration (NULL: none), says of it. */
void index_declare(const struct table_def *def, struct index_info *x);
Oid relation_oid(const char *database, const char *name); /* 32768 and up, stable */
Oid system_row_array(struct arena *a, Oid rowtype); /* the array type of a system catalog's row type */
Oid row_type_oid(const char *database, const char *collection);  /* of its composite type (TYPE_OF_ROWS) */
Oid row_array_oid(Oid rowtype);                                  /* of arrays of it, likewise */
/* Appends to l, which stays in order of the names. */
const char *relation_key(const struct relation *rel); /* what a source knows it by: its name, a temporary one's collection */
List *relation_name_add(struct arena *a, List *l, const struct relation_name *n);

/* A fixture, for tests: relations described in a text file (catalog/fixture.c has the form). Raises 58P01, 22023. */
struct relation_source *fixture_source_load(struct arena *a, const char *path);

#endif
