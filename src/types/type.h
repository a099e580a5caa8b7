/*
 * The types: one row each in types.def, one struct type_info each here.
 *
 * A type's text and binary forms are PostgreSQL's, bit by bit. Input reports bad values through a soft error,
 * so that a probe ("does this value fit?") is not an exception.
 */
#ifndef TYPES_TYPE_H
#define TYPES_TYPE_H

#include "base/error.h"
#include "base/strbuf.h"
#include "types/datum.h"

/* OIDs by name: TYPE_int4, TYPE_text, ... TYPE__int4 for arrays. TYPE_objectid is pgleaf's own: a domain over
 * text, 24 hexadecimal digits; on the wire it is text. */
enum type_oid {
#define TYPE(oid, name, len, byval, typtype, category, preferred, array, elem, base, io, cmp) TYPE_##name = oid,
#include "types/types.def"
#undef TYPE
    TYPE__Bool = TYPE_bool, /* where the macro bool of C was expanded first */
};

/* Types with OIDs from here on are not PostgreSQL's own everywhere: binary arrays and records may name another. */
#define FIRST_OTHER_OID 10000

/* What input and output honour; the session keeps one and changes it with SET. */
enum date_style { DATESTYLE_ISO, DATESTYLE_POSTGRES, DATESTYLE_SQL, DATESTYLE_GERMAN };
enum date_order { DATEORDER_MDY, DATEORDER_DMY, DATEORDER_YMD };
enum interval_style { INTERVALSTYLE_POSTGRES, INTERVALSTYLE_POSTGRES_VERBOSE, INTERVALSTYLE_SQL_STANDARD,
                      INTERVALSTYLE_ISO_8601 };
struct tz; /* a time zone: types/timezone.h */
struct type_settings {
    enum date_style date_style;
    enum date_order date_order;
    enum interval_style interval_style;
    const struct tz *timezone;      /* NULL: UTC */
    bool bytea_escape;              /* bytea_output = escape */
    bool xml_document;              /* xmloption = document */
    bool xml_hex;                   /* xmlbinary = hex */
    int extra_float_digits;         /* default 1 */
    TimestampADT statement_start;   /* what 'now', 'today' mean in input; transaction start in PostgreSQL */
};
extern struct type_settings type_settings; /* one client per process: one set */

/* What an input or output function is given beside the value. */
struct io {
    struct arena *arena;      /* results and scratch */
    struct soft_error *soft;  /* NULL: raise */
    Oid type;                 /* the type itself (arrays, domains, records share one function) */
    int32_t typmod;           /* -1 none; input applies it as PostgreSQL's input functions do (implicit-cast rules) */
    const char *too_long;     /* how to say that a binary value has bytes to spare, with %d for `place`; NULL: without a place */
    int place;
    bool spare;               /* bytes behind a binary value are ignored: a range's bound */
};

typedef Datum (*type_in_fn)(struct io *io, const char *s, size_t len);     /* s is NUL-terminated too */
typedef void (*type_out_fn)(struct io *io, Datum d, struct strbuf *out);   /* appends the text form */
typedef Datum (*type_recv_fn)(struct io *io, const uint8_t *p, size_t len); /* 08P01/22P03 when malformed */
typedef void (*type_send_fn)(struct io *io, Datum d, struct strbuf *out);  /* appends the binary form, no length */
typedef int (*type_cmp_fn)(Datum a, Datum b);                              /* btree order; <0, 0, >0 */
typedef uint64_t (*type_hash_fn)(Datum d);                                 /* equal values hash alike */

struct type_info {
    Oid oid;
    const char *name; /* pg_type.typname: "int4" */
    int16_t len;      /* pg_type.typlen: -1 variable */
    bool byval;       /* of a Datum here (see datum.h), not PostgreSQL's typbyval */
    char typtype;     /* b base, d domain, p pseudo, r range, m multirange, c composite, e enum */
    char category;
    bool preferred;
    Oid array;        /* its array type, 0 none */
    Oid elem;         /* an array's (also oidvector's, int2vector's) element type; a range's subtype */
    Oid base;         /* a domain's base type; a multirange's range */
    type_in_fn in;    /* NULL: 0A000 cannot accept a value of type */
    type_out_fn out;
    type_recv_fn recv;
    type_send_fn send;
    type_cmp_fn cmp;  /* NULL: no default btree operator class */
    type_hash_fn hash; /* NULL: no hash operator class */
};

const struct type_info *type_lookup(Oid oid);           /* NULL when not known */
const struct type_info *type_get(Oid oid);              /* raises XX000 "cache lookup failed for type" */
const struct type_info *type_by_name(const char *name); /* pg_type.typname in pg_catalog; NULL when not known */
const struct type_info *type_in_schema(const char *schema, const char *name); /* the same; schema NULL: pg_catalog */
const char *type_schema(Oid oid); /* pg_catalog, or information_schema for its domains */
int type_count(void);
const struct type_info *type_nth(int i);

/* Types that SQL made (types/user.h): t is copied, its name is not. */
void type_register(const struct type_info *t);
void type_unregister_all(void);
/* Row types of relations have this bit, and the relation's OID. They are found by OID alone, and stay. */
#define TYPE_OF_ROWS ((Oid)0x80000000)
/* Those of system catalogs have PostgreSQL's OID (pg_class' is 83), which is all that a client or a query sees of them; so have their arrays. */
Oid type_shown(Oid oid);
const struct type_info *type_registered(Oid oid); /* as type_lookup(), but nobody is asked for more */

/* They depend on nothing but the value, as pg_proc says of the functions. */
bool type_input_immutable(Oid type);
bool type_output_immutable(Oid type);
static inline bool type_is_array(Oid oid) /* "true" arrays: varlena with elements; record[] is one */
{
    const struct type_info *t = type_lookup(oid);
    return t != NULL && t->elem != 0 && t->len == -1 && (t->typtype == 'b' || t->typtype == 'p');
}
static inline bool type_is_vector(Oid oid) /* arrays whose form is fixed: no rows of a greater array */
{
    return oid == TYPE_int2vector || oid == TYPE_oidvector;
}
int32_t type_domain_typmod(Oid domain); /* of what a domain is made of (pg_type.typtypmod); -1 none */
Oid type_base(Oid oid); /* a domain's base type, through all levels; else itself */
/* point, lseg, box, line: subscripts count their numbers or points from 0, and there are no slices of them. */
static inline bool type_is_fixed_array(Oid oid)
{
    return oid == TYPE_point || oid == TYPE_lseg || oid == TYPE_box || oid == TYPE_line;
}
/* Between the elements of an array of this type (pg_type.typdelim). */
static inline char type_delimiter(Oid oid)
{
    return type_base(oid) == TYPE_box ? ';' : ',';
}
Oid type_stored(Oid oid); /* a domain of SQL's: what its values are stored as, which is that of its base type; else itself */
/* What a client is told: text and text[] for objectid and objectid[], whose OIDs no driver knows; else itself. */
Oid type_on_wire(Oid oid);

/* "integer", "character varying(10)", "text[]", as format_type() says; typmod -1 for none. In a. */
const char *type_format(struct arena *a, Oid oid, int32_t typmod);
/* As format_type() with typmod unknown: what error messages show. */
static inline const char *type_display(struct arena *a, Oid oid)
{
    return type_format(a, oid, -1);
}

/* What stands behind the type's name: "(10,2)", "(3) with time zone"; what its typmodout function gives. typmod -1 for none. In a. */
const char *type_typmod_out(struct arena *a, Oid type, int32_t typmod);
/* typmod from its parts (varchar(10), numeric(10,2), timestamp(3), interval day to second(3)...); raises
 * PostgreSQL's errors. n integer constants as in the SQL text; name: as that calls the type, NULL: as it is called. */
int32_t type_typmod_in(Oid oid, const char *name, const int32_t *mods, int n);

/* Whole-value helpers over the table's functions. */
Datum type_input(struct arena *a, Oid type, int32_t typmod, const char *s, size_t len, struct soft_error *soft);
void type_output(struct arena *a, Oid type, Datum d, struct strbuf *out);
const char *type_output_cstring(struct arena *a, Oid type, Datum d);

#define NUMERIC_TYPMOD(precision, scale) ((((precision) << 16) | ((scale) & 0x7ff)) + 4)

#endif
