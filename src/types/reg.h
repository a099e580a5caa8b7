/*
 * The reg types: OIDs that are written as the names of what they mean.
 *
 * A number, or - for none, is always understood. Names are looked up through two functions a kind, which the stage
 * that keeps that catalog defines: reg_KIND_find and reg_KIND_name. Where it defines none yet, no name is known, and
 * OIDs are shown as numbers.
 */
#ifndef TYPES_REG_H
#define TYPES_REG_H

#include "types/io_protos.h"

/* KIND(kind, SQLSTATE when there is no such thing, PostgreSQL's words for it, as its name was GIVEN or in PARTS: unquoted) */
#define REG_KINDS(KIND)                                                                                    \
    KIND(proc, UNDEFINED_FUNCTION, "function \"%s\" does not exist", GIVEN)                                \
    KIND(procedure, UNDEFINED_FUNCTION, "function \"%s\" does not exist", GIVEN)                           \
    KIND(oper, UNDEFINED_FUNCTION, "operator does not exist: %s", GIVEN)                                   \
    KIND(operator, UNDEFINED_FUNCTION, "operator does not exist: %s", GIVEN)                               \
    KIND(class, UNDEFINED_TABLE, "relation \"%s\" does not exist", PARTS)                                  \
    KIND(type, UNDEFINED_OBJECT, "type \"%s\" does not exist", GIVEN)                                      \
    KIND(config, UNDEFINED_OBJECT, "text search configuration \"%s\" does not exist", PARTS)               \
    KIND(dictionary, UNDEFINED_OBJECT, "text search dictionary \"%s\" does not exist", PARTS)              \
    KIND(namespace, INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", PARTS)                            \
    KIND(role, UNDEFINED_OBJECT, "role \"%s\" does not exist", PARTS)                                      \
    KIND(collation, UNDEFINED_OBJECT, "collation \"%s\" for encoding \"UTF8\" does not exist", PARTS)

/* find: the OID that a name means as SQL would write it (quotes, a schema before it), InvalidOid when there is none.
 * Raises 42725 where it means several, 42601, 22P02 for what is no name. name: in a; NULL when there is no such OID. */
#define REG_PROTOS(kind, code, words, how)                                                                 \
    TYPE_IO_PROTOS(reg##kind)                                                                              \
    Oid reg_##kind##_find(struct arena *a, const char *text);                                              \
    const char *reg_##kind##_name(struct arena *a, Oid oid);
REG_KINDS(REG_PROTOS)
Oid (*reg_find(Oid type))(struct arena *a, const char *text); /* of a reg type */

/* The type that SQL's name of it means: "int4", "character varying(10)", "pg_catalog.text", "int[]" (analyze/typename.c).
 * Raises 42704 when there is none, 42601 for what is no name, with the position in text. */
Oid type_by_sql_name(struct arena *a, const char *text);

/* The parts of a qualified name, unquoted and folded to lower case as SQL does; 42602 when it is none. */
int reg_split_name(struct arena *a, const char *text, const char **parts, int max);

/* Of a name in n parts that stands in text, the database: 0A000 for another one, 42601 for too many parts. */
void reg_check_database(const char *const *parts, int n, const char *text);

/* A type as a name in a statement is found: without a schema on the search path. */
const struct type_info *type_named(const char *schema, const char *name);

/* The row type of the relation of that name, or the array of it; schema NULL: as the search path finds it. InvalidOid: there is none. */
Oid reg_row_type(struct arena *a, const char *schema, const char *name, bool array);

#endif
