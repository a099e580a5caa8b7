/*
 * The system catalogs: pg_catalog and information_schema as relations whose rows are made in this process.
 *
 * relations.def has every one of PostgreSQL 15 with its columns. The rows come from a generator (system_fill), from
 * facts.def where they are the same in every database, or from SQL over other catalogs (views.def); the others are empty.
 */
#ifndef CATALOG_SYSTEM_H
#define CATALOG_SYSTEM_H

#include "catalog/relation.h"

/* Places of columns, from 0: COL_pg_class_relname. */
enum system_column {
#define RELATION(oid, rowtype, schema, name, kind) COLS_##name = -1,
#define COLUMN(relation, name, type, typmod, notnull) COL_##relation##_##name,
#define COLUMN_C COLUMN
#include "catalog/system/relations.def"
#undef RELATION
#undef COLUMN
#undef COLUMN_C
};

#define PG_CATALOG_OID 11
#define PG_TOAST_OID 99
#define PUBLIC_OID 2200
#define TEMP_SCHEMA_OID 32767 /* of the session's temporary tables, once it has some */
#define INFORMATION_SCHEMA_OID 13207
#define OWNER_OID 10 /* whoever the client is */
#define DATABASE_OWNER_OID 6171 /* pg_database_owner */
#define READ_ALL_DATA_OID 6181  /* pg_read_all_data, and so on */
#define WRITE_ALL_DATA_OID 6182
#define READ_ALL_STATS_OID 3375
enum { SYSTEM_MAX_COLUMNS = 100 };

/* NULL when there is none of that name. */
struct relation *system_relation(const char *schema, const char *name);
struct relation *system_relation_by_oid(Oid oid);
/* All of them, of both schemas: nth from 0, NULL behind the last. */
struct relation *system_relation_nth(int i);
char system_relation_kind(const struct relation *rel); /* pg_class.relkind */
Oid schema_oid(const char *schema);                    /* InvalidOid: no such schema */
const char *schema_name(Oid oid);                      /* NULL: no such schema */
void schema_set_temp(const char *name); /* pg_temp_N; it lasts */
const char *schema_temp(void);          /* NULL: there is none yet */
bool schema_is_temp(const char *name);  /* pg_temp, or its own name */
const char *schema_nth(int i);                         /* from 0; NULL behind the last */

/* A stage that knows of rows says so, before the first query. */
void system_fill(const char *name, void (*scan)(struct relation_scan *s));
/* The rows of facts.def for s->rel. */
void system_facts(struct relation_scan *s);
void system_facts_but(struct relation_scan *s, bool (*elsewhere)(Oid oid)); /* without those that stand elsewhere */
/* The column (from 0) of the row of facts.def with this oid, as text in a; NULL: SQL NULL, or no such row. */
const char *system_fact(struct arena *a, const char *relation, Oid oid, int column);
/* The row of facts.def with this oid, as it stands there; NULL: none. */
const char *system_fact_row(const char *relation, Oid oid);
/* The relation's rows in facts.def, up to one that begins with a newline; one column (from 0) of such a row, NULL: SQL NULL. */
const char *const *system_fact_rows(const char *relation);
const char *system_fact_value(struct arena *a, const char *row, int column);
/* The oid of the first row of facts.def with this text in the column, which is NOT NULL; InvalidOid: none. */
Oid system_fact_oid(struct arena *a, const char *relation, int column, const char *value);
/* Operator classes of an access method (pg_opclass): by name, and a type's by default. InvalidOid: there is none. */
Oid opclass_named(struct arena *a, Oid method, const char *name);
Oid opclass_default(struct arena *a, Oid method, Oid type);
bool opclass_takes(struct arena *a, Oid class, Oid type);
/* A function of pg_proc, or all of a name (a vector in a, ended by NULL): functions.def's, and those that only catalogs speak
 * of (a type's input), which have no code. NULL: none. */
const struct func *system_func(struct arena *a, Oid oid);
Oid func_schema(const struct func *f); /* pg_catalog, the information schema, or public */
/* The types of what it is given, f->nargs, as PostgreSQL says them: a catalog's row type where functions.def has record. */
const Oid *func_arg_types(const struct func *f);
/* What pg_proc says of a function besides. */
struct func_facts {
    Oid oid;
    const char *src;
    float cost, rows;
    char parallel;
    bool leakproof;
    Oid language, support;
    const char *acl; /* NULL: everybody may call it; else its owner may, and who is named here, by commas */
};
const char *func_body(Oid function); /* of a function of SQL, as pg_get_function_sqlbody() has it; NULL: it has none */
#define SQL_LANGUAGE_OID 14
struct func_facts func_facts(const struct func *f);
const struct func **system_funcs(struct arena *a, const char *name);
/* What PostgreSQL prints for an expression over rel's columns; type: that it is assigned to, InvalidOid: none. pretty: without the
 * parentheses that it could do without. NULL: there is no other text than its own. The session's; NULL in programs without one. */
extern const char *(*system_declared_text)(struct arena *a, struct relation *rel, const char *text, Oid type, int32_t typmod, bool pretty);
/* A view's query as PostgreSQL lays it out, its columns called names (char *; NULL: as they are); pretty, wrap: as in pg_get_viewdef(), 0 wraps
 * everywhere. NULL: there is no other text than its own. The session's. */
extern const char *(*system_query_text)(struct arena *a, const char *text, const List *uses, const List *names, bool pretty, int wrap);
/* As much of a view's tree, in PostgreSQL's words, as tells which column of which relation each of its columns is. NULL: it cannot be told. The session's. */
extern const char *(*system_query_origins)(struct arena *a, const char *text, const List *uses);
/* The columns of rel that an expression names, each once, in the order in which they stand there: attnums (ITEM_INT). The session's. */
extern List *(*system_declared_columns)(struct arena *a, struct relation *rel, const char *text);
/* pg_description's word for a built-in thing; class InvalidOid: of any catalog. NULL: none. */
const char *system_description(struct arena *a, Oid oid, Oid class);

/* ---- for generators ---- */
#define FILL(name, fn) void fn(struct relation_scan *s);
#include "catalog/system/fill.def"
#undef FILL

void view_dependencies(struct relation_scan *s); /* pg_depend's rows of views */
struct object;
void trigger_dependencies(struct relation_scan *s, const struct object *t); /* of the triggers of its foreign keys */
const struct object *system_rule_view(Oid rule);  /* the view whose rule it is; NULL: none */
/* A CHECK (else the DEFAULT) of a domain as PostgreSQL prints it; set by the stage that can. NULL: nobody can. */
struct user_type;
extern const char *(*system_domain_text)(struct arena *a, const struct user_type *t, const char *text, bool check, bool pretty);
void domain_constraint_rows(struct relation_scan *s); /* pg_constraint's rows of domains that SQL made */
/* pg_get_constraintdef() of one; NULL: it is none. */
const char *domain_constraint_text(struct arena *a, Oid constraint, bool pretty);
struct domain_check;
Oid domain_constraint_oid(struct arena *a, const struct user_type *t, const struct domain_check *k);
void user_type_dependencies(struct relation_scan *s); /* pg_depend's rows of them */
void user_type_rows(struct relation_scan *s);    /* pg_type's rows of types that SQL made */
/* A row of pg_depend; none where one of the OIDs is InvalidOid. */
void depend_row(struct relation_scan *s, Oid class, Oid of, Oid on_class, Oid on, int column, char type);
/* The sequence that a column counts with: its default is nextval() of it, and no more. NULL: none. Of objects that are listed. */
const struct object *default_sequence(struct arena *a, const struct object *o, const struct column *c);
/* The index of the key that is referenced; to: its table. InvalidOid: none. */
Oid foreign_index(const struct table_foreign *f, struct object *to);

/* Is a row with this value in the column (from 0) wanted? Values as oid and "char" are by value, as name by reference. */
bool scan_wants_oid(const struct relation_scan *s, int column, Oid value);
bool scan_wants_name(const struct relation_scan *s, int column, const char *value);
bool scan_wants_char(const struct relation_scan *s, int column, char value);
/* Any of the characters? */
bool scan_wants_chars(const struct relation_scan *s, int column, const char *values);
/* The values that the column must have, NULL when anything goes. */
const struct relation_key *scan_key(const struct relation_scan *s, int column);

/* A row in the making: begins with NULL everywhere, or 0 and "" in columns that are NOT NULL. */
struct system_row {
    const struct relation_scan *scan;
    struct arena *arena;
    Datum values[SYSTEM_MAX_COLUMNS];
    bool nulls[SYSTEM_MAX_COLUMNS];
};
void row_begin(struct system_row *r, const struct relation_scan *s);
void row_emit(struct system_row *r);
void row_datum(struct system_row *r, int column, Datum value);
void row_oid(struct system_row *r, int column, Oid value);
void row_bool(struct system_row *r, int column, bool value);
void row_int(struct system_row *r, int column, int64_t value); /* int2, int4, int8 */
void row_char(struct system_row *r, int column, char value);
void row_float(struct system_row *r, int column, float value); /* float4 */
void row_text(struct system_row *r, int column, const char *value); /* text, name; NULL: SQL NULL */
void row_oids(struct system_row *r, int column, Oid elem, const Oid *oids, int n); /* elem[]; oidvector where the column is one */
bool row_needs(const struct system_row *r, int column);

#endif
