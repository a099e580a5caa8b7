/*
 * Types that SQL made: CREATE TYPE, CREATE DOMAIN. Their definitions are kept in the database (mongo/user_type.h); who reads
 * them registers them here, where types/type.h finds them by OID and by name. All are in the schema public.
 */
#ifndef TYPES_USER_H
#define TYPES_USER_H

#include "base/list.h"
#include "types/type.h"

#define TYPE_FIRST_USER ((Oid)32768) /* below are PostgreSQL's types, and pgleaf's own */

/*
 * A value of an enum type is by value: the place of its label in the upper half, so that values compare as int64, and the
 * label's OID in the lower. Places are numbers between which there is always room for another, so that a value stays right
 * when labels are added.
 */
struct enum_label {
    Oid oid;
    float place;
    const char *name;
};
struct domain_check {
    const char *name, *text; /* text: SQL, with VALUE */
    bool not_valid;
    const char *comment; /* NULL: none */
};
struct type_attribute {
    const char *name;
    Oid type;
    int32_t typmod;
    const char *comment; /* NULL: none */
    int32_t ndims;       /* as a column's */
};
struct cast {
    Oid source, target;
    Oid func;         /* of method f */
    char context;     /* i implicit, a assignment, e explicit */
    char method;      /* b binary, f function, i through text */
};
struct user_cast {
    struct cast row;
    Oid oid;
};
struct user_type {
    Oid oid, array;
    const char *name, *array_name;
    const char *schema; /* of a relation's rows; NULL: public */
    char kind;         /* pg_type.typtype: e, d, c, r, m */
    const char *comment; /* NULL: none */
    List *labels;      /* e: struct enum_label, in order */
    Oid base;          /* d: what it is made of, which may be a domain too; r: the subtype; m: the range type */
    int32_t typmod, ndims; /* ndims: d, the dimensions that were declared */
    Oid collation;     /* d: as it was said; InvalidOid: its base's. r: of the order */
    const char *constructor; /* r, m: the name of the functions that make values, which another name of the type does not change */
    Oid opclass, subtype_diff; /* r: as pg_range has them */
    bool notnull;
    const char *default_text;
    List *checks;      /* d: struct domain_check */
    List *attributes;  /* c: struct type_attribute */
    List *casts;       /* struct user_cast: from it or its array; to it, where the other type is not one that SQL made */
    int shape;         /* c: of its values, once it is registered (types/record.h) */
    int64_t version;   /* as it was read: a change is made of what nobody else changed meanwhile */
};

/* All that there are, from now on; they live as long as the process, or the next call. */
void user_types_set(List *types); /* struct user_type */
const List *user_types(void);     /* those that were last set, asked for where that was not done yet */
const struct user_type *user_type(Oid oid); /* NULL: it is none, or an array */
/* The type itself, or that of an array's elements, where SQL made it; else NULL. */
const struct user_type *user_type_of(Oid type);
/* The type that keeps a cast between these two, whether there is one or not. NULL: SQL made neither. */
const struct user_type *user_cast_keeper(Oid source, Oid target);
const struct user_cast *user_cast(Oid source, Oid target); /* NULL: there is none */
/* Registers a relation's row type (TYPE_OF_ROWS) and its array's; attributes: struct type_attribute, copied. Another call says what they are by now. */
void user_row_type(Oid oid, Oid array, const char *schema, const char *name, const List *attributes);
unsigned long user_types_version(void);     /* another one after each change */
bool type_contains(Oid type, Oid part);     /* it is part, a domain over it, or its values have some inside */
/* Who can read them: called before a name or an OID is taken for none. again: it may have been made just now. */
extern void (*user_types_load)(bool again);

/*
 * A value that is read as the domain's must fulfil its constraints: the stages above know how to look. Raises 23502, 23514, or
 * says so in soft. NULL: nobody looks.
 */
extern void (*user_domain_check)(struct arena *a, Oid domain, Datum value, bool isnull, struct soft_error *soft);
/* A NULL was read as a value of the type: the same, if it is such a domain's. */
void type_check_null(struct arena *a, Oid type, struct soft_error *soft);

#define ENUM_LABEL_MAX 63 /* bytes */
/* It was added in a transaction that is not over: its use raises 55P04 until that is. */
void enum_label_unsafe(Oid label);
void enum_labels_safe(void); /* all are */
bool enum_label_is_unsafe(Oid label);
const struct enum_label *enum_label_named(const struct user_type *t, const char *name, size_t len); /* NULL: none */
Datum enum_datum(const struct enum_label *l);
const struct enum_label *enum_label(Oid type, Datum d); /* raises 22P03 */
/* The label's place among all of its type, from 0. */
int enum_position(const struct user_type *t, const struct enum_label *l);

Datum enum_in(struct io *io, const char *s, size_t len);
void enum_out(struct io *io, Datum d, struct strbuf *out);
Datum enum_recv(struct io *io, const uint8_t *p, size_t len);
void enum_send(struct io *io, Datum d, struct strbuf *out);

Datum domain_in(struct io *io, const char *s, size_t len);
void domain_out(struct io *io, Datum d, struct strbuf *out);
Datum domain_recv(struct io *io, const uint8_t *p, size_t len);
void domain_send(struct io *io, Datum d, struct strbuf *out);

#endif
