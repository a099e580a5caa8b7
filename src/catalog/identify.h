/* What pg_describe_object() and pg_identify_object() know of each catalog: identify.c has the table and the words, address.c the names. */
#ifndef CATALOG_IDENTIFY_H
#define CATALOG_IDENTIFY_H

#include "catalog/objects.h"

enum { CLASS_OID = 1259, FAMILY_OID = 2753, MAX_FIELDS = 7 };

struct address {
    const char *type;
    const char *schema, *name; /* as SQL writes them; NULL: it is in none, or the name alone does not tell it from others */
    const char *identity;      /* NULL: there is no such object */
    List *names, *args;        /* char * */
};

struct object_class {
    Oid oid;
    const char *words, *catalog, *fields;
    const char *(*describe)(struct arena *a, const struct object_class *c, Oid oid, int column);
    const char *(*name)(struct arena *a, Oid oid);
    const char *type;         /* as pg_identify_object() calls it, until the object says more */
    const char *parts;        /* fields that address() wants */
    void (*address)(struct arena *a, const struct object_class *c, const Datum *v, int column, struct address *x);
};

/* Columns of the row with the OID, whose names are separated by spaces. False: there is no such row. */
bool identify_row(struct arena *a, const char *catalog, Oid oid, const char *fields, Datum *values);
const struct object_class *identify_class(Oid class, int column); /* XX000 where there is none, or the column is wrong */
const char *identify_words(struct arena *a, Oid class, Oid oid); /* pg_describe_object()'s; NULL: there is no such object */
/* What is called so, in the schema (InvalidOid: on the search path), of the relation or access method, where objects of the class have such.
 * InvalidOid: nothing. Not for relations, types, functions and operators. */
Oid identify_named(struct arena *a, Oid class, const char *name, Oid schema, Oid of);
const char *qualified_name(struct arena *a, Oid schema, const char *name); /* as SQL writes it, with its schema */
const char *relation_kind_words(char kind);
const char *identify_column(struct arena *a, const struct object *o, int column); /* its name; NULL: none */

/* address.c: v is of parts. */
#define ADDRESS_OF(name) void address_of_##name(struct arena *a, const struct object_class *c, const Datum *v, int column, struct address *x)
ADDRESS_OF(global);
ADDRESS_OF(qualified);
ADDRESS_OF(relation);
ADDRESS_OF(type);
ADDRESS_OF(function);
ADDRESS_OF(operator);
ADDRESS_OF(constraint);
ADDRESS_OF(default);
ADDRESS_OF(part);
ADDRESS_OF(cast);
ADDRESS_OF(method);
ADDRESS_OF(member);

#endif
