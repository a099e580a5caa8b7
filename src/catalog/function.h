/*
 * Functions, operators and casts: lookup over functions.def, operators.def, casts.def.
 * Overload resolution itself (which candidate a call means) is analyze/'s.
 */
#ifndef CATALOG_FUNCTION_H
#define CATALOG_FUNCTION_H

#include "types/func.h"
#include "types/user.h"

enum func_kind { FUNC_NORMAL, FUNC_AGGREGATE, FUNC_WINDOW };
enum func_flags {
    F_NONSTRICT = 1,
    F_STABLE = 2,
    F_VOLATILE = 4,
    F_RETSET = 8,
    F_VARIADIC = 16,      /* the last argument's type is an array; PostgreSQL's provariadic is its element */
    F_ORDERED_SET = 32,   /* WITHIN GROUP */
    F_HYPOTHETICAL = 64,
};

struct func_arg_info; /* defaults, names, OUT parameters */

struct func {
    Oid oid;
    const char *name;
    Oid result;
    int nargs;
    const Oid *args; /* input argument types */
    unsigned flags;
    enum func_kind kind;
    func_fn fn;                 /* FUNC_NORMAL */
    const struct agg_impl *agg; /* FUNC_AGGREGATE */
    window_fn win;              /* FUNC_WINDOW */
};

/* From func_args.def: for functions that have names, OUT parameters or defaults. */
struct func_args {
    Oid oid;
    int nargs;               /* all parameters: IN, OUT, INOUT, VARIADIC, TABLE */
    const Oid *types;
    const char *modes;       /* one character each: i o b v t */
    const char *const *names; /* "" where none */
    int ndefaults;            /* of the last IN parameters */
    const char *const *defaults; /* as input text of the parameter's type; NULL: SQL NULL */
};

/* Also of those that make values of range types that SQL made, here and below: their OIDs follow the type's. NULL when not there. */
const struct func *func_by_oid(Oid oid);
const char *func_maker_source(const struct func *f); /* pg_proc.prosrc of such a one */
int func_makers(char kind);                          /* how many a type of that kind has: its OID is the first one's */
Oid func_multirange_of(Oid multirange);              /* the one that makes a multirange of a range: their cast */
const struct func_args *func_args_by_oid(Oid oid);  /* NULL when none */
/* The type of parameter i of a call whose first argument has this type: anyelement is that of the array there. */
Oid func_column_type(const struct func_args *x, int i, Oid first);
/* All functions of a name, NULL-terminated vector in a; empty when none. */
const struct func **func_by_name(struct arena *a, const char *name);
int func_count(void);
const struct func *func_nth(int i);

struct oper {
    Oid oid;
    const char *name;
    Oid left, right;  /* left 0: prefix */
    Oid result;
    Oid func;         /* its function; the operator is usable when func_by_oid() has it */
    Oid commutator, negator; /* 0 none */
    char strategy;    /* btree: 1 <, 2 <=, 3 =, 4 >=, 5 >, 6 <>; 0 none */
    bool hashes;
};
const struct oper *oper_by_oid(Oid oid);
const struct oper **oper_by_name(struct arena *a, const char *name);
/* What operator class a type without one of its own borrows (pg_opclass, binary-coercible types). */
Oid opclass_type(Oid type);
/* The default btree/equality operator of a type (on its base type; anyarray, anyenum, record... as declared). 0: none. */
Oid oper_for_strategy(Oid type, int strategy);
int oper_count(void);
const struct oper *oper_nth(int i);

const struct cast *cast_lookup(Oid source, Oid target); /* also of those that SQL made. NULL when there is no row */

#endif
