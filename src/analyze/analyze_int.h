/*
 * What the files of the analyzer share. A parse state a query level; names are looked up in its namespace, then in its
 * parents'. Everything made lives in the statement's arena.
 */
#ifndef ANALYZE_ANALYZE_INT_H
#define ANALYZE_ANALYZE_INT_H

#include "analyze/analyze.h"
#include "analyze/raw.h"
#include "base/error.h"
#include "base/macros.h"
#include "base/strbuf.h"
#include "catalog/function.h"

/* Where an expression stands: kinds.def has the words for errors. */
enum expr_kind {
#define KIND(name, words, aggs, windows, srfs) KIND_##name,
#include "analyze/kinds.def"
#undef KIND
};

/* A column that its FROM item does not offer everywhere. */
enum hidden {
    NOT_HIDDEN,
    HIDDEN_FROM_STAR,
    HIDDEN_BEHIND,    /* and from NATURAL; PostgreSQL has no such column: its name stands behind all others, further out ones too */
};

/* A column that a FROM item offers: what its Var is. */
struct nscolumn {
    const char *name; /* "" is not offered */
    int varno, varattno;
    Oid type;
    int32_t typmod;
    enum hidden hidden;
};

struct nsitem {
    RangeTblEntry *rte;
    int rtindex;
    const char *refname;           /* NULL: columns only (an unnamed join) */
    int ncols;
    struct nscolumn *cols;
    bool rel_visible, cols_visible;
    bool lateral_only, lateral_ok; /* a LATERAL reference; allowed as one */
    bool is_target;                /* of UPDATE or DELETE */
    const struct relation *view;   /* a view that is written to: rte is its table's, the columns are the view's */
    bool is_proposed;              /* ON CONFLICT's excluded: no row that is stored */
    PgQuery__JoinExpr *raw_join;   /* an unnamed join's text; NULL: another item */
};

/* A view that is written to (view_target.c). */
struct view_default { /* ALTER VIEW ... SET DEFAULT of a column that is the base's */
    int attnum;
    const char *text;
    bool top; /* the view that is written to */
};
struct view_target {
    const struct relation *view;
    struct relation *base;
    List *exprs;      /* Node: of the view's columns, over the base */
    List *quals;      /* Node: the view's conditions */
    List *visible;    /* TargetEntry: each view's name and its conditions, the lowest view's first */
    List *checks;     /* TargetEntry, as in writeChecks: those of CHECK OPTION, the lowest view's first */
    List *columns;    /* struct column: the base's own; or one with attnum 0 that says why it cannot be written */
    List *defaults;   /* struct view_default: of the views' columns, the lowest view's first */
    bool has_sublinks;
    struct nsitem *plain; /* the base under its own names */
    struct error *refused; /* it cannot be written, which is said last; base is made up. NULL: it can */
    int excluded;         /* ON CONFLICT's other row of the base: its index; 0 none */
};

struct analysis { /* one statement */
    struct arena *arena;
    struct catalog *catalog;
    const char *text;
    struct analyze_params *params; /* NULL: none */
    bool has_collate;    /* COLLATE stands somewhere, or a column has one, so that collations may conflict */
    bool fixing;         /* a view's query: what names mean now is written into the raw tree (view.c) */
    List *literals;      /* struct literal, while fixing */
    List *expansions;    /* struct expansion, while fixing */
    const List *uses;    /* struct view_use: what the view whose query it is sees; NULL: it is no view's */
    List *views;         /* struct relation: the views that are being expanded, the innermost last */
    struct error *late;  /* raised where nothing else is: PostgreSQL's rewriter looks later (428C9); NULL none */
    int late_attnum;     /* the column that it is of */
};

struct pstate {
    struct analysis *an;
    const PgQuery__FuncCall *called; /* CALL's own, which is to be a procedure; NULL none */
    struct arena *arena;
    struct pstate *parent;
    List *rtable;
    List *joinlist;      /* FromExpr's items */
    List *ns;            /* struct nsitem */
    List *ctes;          /* CommonTableExpr visible here */
    List *future_ctes;   /* char *: names not yet visible, for a hint */
    CommonTableExpr *parent_cte; /* the query is this CTE's */
    struct view_target *view_target; /* the statement writes to a view; NULL: to a table, or nothing */
    const struct lock *locking;
    List *sublink_names; /* struct named_sublink */
    List *elements;      /* struct element: what an INSERT or UPDATE assigns to */
    List *windowdefs;    /* PgQuery__WindowDef, of WINDOW and OVER */
    enum expr_kind kind;
    Node *domain_value;  /* what VALUE stands for; NULL: it is no domain's constraint */
    bool has_aggs, has_windows, has_srfs, has_sublinks;
    bool lateral_active;
    bool keep_unknown;   /* unknown literals of the targetlist are the caller's to type */
    int last_srf_location; /* for "set-returning functions are not allowed in CASE" */
    int nsrfs;
};

/* ---- queries (select.c, setop.c, with.c) ---- */
struct pstate *pstate_new(struct analysis *an, struct pstate *parent);
/* raw: a SelectStmt. keep_unknown: literals of unknown type stay so in the targetlist. */
Query *transform_sub_select(struct pstate *parent, PgQuery__Node *raw, CommonTableExpr *cte, bool keep_unknown);
Query *transform_select(struct pstate *ps, PgQuery__SelectStmt *s);
Query *transform_set_operation(struct pstate *ps, PgQuery__SelectStmt *s);
void deepen_query(Query *q); /* it goes one level further in: its outer references are one level further away */
void transform_with(struct pstate *ps, PgQuery__WithClause *w, Query *q);
/* SEARCH and CYCLE (search.c): the WITH item's extra columns, before its query is transformed; NULL when it has neither. */
struct search *search_begin(struct pstate *ps, CommonTableExpr *cte, PgQuery__CommonTableExpr *c);
/* Its query computes them. Raises 42601, 42701, and 0A000 for what such a query may not be. */
void search_finish(struct pstate *ps, struct search *s);
/* ORDER BY, LIMIT and FOR UPDATE of a finished select, shared by plain ones and set operations. */
void transform_limits(struct pstate *ps, PgQuery__SelectStmt *s, Query *q);
void finish_query(struct pstate *ps, Query *q, Node *where);
void transform_lockings(struct pstate *ps, PgQuery__SelectStmt *s, Query *q); /* of a finished query */

/* Where a result's columns come from, for RowDescription. */
void note_origins(struct pstate *ps, List *targetlist);

/* ---- INSERT, UPDATE, DELETE (modify.c); NULL: another statement ---- */
Query *transform_modify(struct pstate *ps, PgQuery__Node *raw);
/* The collection that a statement writes to; what: "insert into". Raises 42P01, 42501, 55000. */
struct relation *analyze_target(struct pstate *ps, PgQuery__RangeVar *v, const char *what);
struct relation *target_named(struct pstate *ps, PgQuery__RangeVar *v); /* whatever it is */
void check_target(const struct relation *rel, const char *what);           /* raises what analyze_target() raises */
Node *coerce_assigned(struct pstate *ps, const struct column *c, Node *e); /* 42804 */
/* CHECK constraints that what is written can violate, and the generated columns that it changes. */
void add_checks(struct pstate *ps, Query *q, struct nsitem *target);
/* generated.c. Does e, over rel's columns, change with what targets write? */
bool writes_column(const struct relation *rel, const List *targets, Node *e);
/* An UPDATE's targets, and the generated columns that change with them: their values are computed later. */
List *generated_targets(struct pstate *ps, struct nsitem *target, List *targets);
/* To writeChecks: the values of those that q writes. ps sees the target's columns. */
void add_generated(struct pstate *ps, Query *q, const struct relation *rel);
/* The columns that an INSERT fills which names none. */
List *insertable_columns(struct pstate *ps, const struct relation *rel);
/* A value for every column of the relation, in its order: values of columns, defaults of the others. */
List *insert_targets(struct pstate *ps, struct relation *rel, const List *columns, const List *values, const PgQuery__InsertStmt *s); /* s may be NULL where it is no view's */
List *update_targets(struct pstate *ps, struct nsitem *target, PgQuery__Node *const *items, size_t n); /* SET */
Node *assign_from_subquery(struct pstate *ps, const PgQuery__MultiAssignRef *m); /* assign.c: its column of a subquery's row */
Query *transform_merge(struct pstate *ps, PgQuery__MergeStmt *s); /* merge.c */
/* The columns that an INSERT names, or all of them; a row of VALUES for them, as their types. */
List *insert_columns(struct pstate *ps, struct relation *rel, PgQuery__InsertStmt *s);
List *insert_row(struct pstate *ps, const List *columns, PgQuery__Node *const *items, size_t n, const PgQuery__InsertStmt *s,
                 enum expr_kind kind);

/* ---- assignment to elements (element.c) ---- */
/* What stands for an element of c among an INSERT's or UPDATE's columns: values become its type. Raises what subscripts raise. */
struct column *element_target(struct pstate *ps, struct column *c, PgQuery__Node *const *subscripts, size_t n, int location);
struct column *element_of(const struct pstate *ps, const struct column *c); /* the column itself; NULL: c is no element's */
void element_refuse_default(const struct pstate *ps, const struct column *c);
struct error *element_mismatch(struct pstate *ps, const struct column *c, Oid type); /* 42804; NULL: c is no element's */
Node *element_assign(struct pstate *ps, const struct column *part, Node *base, Node *value); /* base NULL: a column that is NULL */

OnConflictExpr *transform_on_conflict(struct pstate *ps, PgQuery__OnConflictClause *c, struct nsitem *target); /* conflict.c */
/* Is the element's operator class that of its type with this end: "ops", "pattern_ops"? conflict.c */
bool index_opclass_fits(struct arena *a, const PgQuery__IndexElem *e, Oid type, const char *kind);
List *domain_constraints(struct pstate *ps, Oid domain); /* DomainConstraint, of one that SQL made: in the order in which they are looked at */
Node *analyze_stored_expr(struct pstate *ps, const char *text, enum expr_kind kind); /* an expression's text from the catalog */
Query *analyze_stored_query(struct pstate *ps, const char *text);                     /* a view's; ps: its own */

/* ---- FROM and names (from.c, names.c) ---- */
void transform_from(struct pstate *ps, PgQuery__Node *const *items, size_t n);
/* The relation that FROM or a row-changing statement names; raises 42P01. */
struct relation *find_relation(struct pstate *ps, PgQuery__RangeVar *v);
struct relation *analyze_index_target(struct pstate *ps, PgQuery__RangeVar *v); /* what CREATE INDEX names: a table, a materialized view */
struct nsitem *ns_add_relation(struct pstate *ps, struct relation *rel, const char *name, Alias *alias, bool in_from);
struct nsitem *ns_add_subquery(struct pstate *ps, Query *q, Alias *alias, bool lateral, bool in_from);
struct nsitem *ns_add_values(struct pstate *ps, List *lists, List *types, List *typmods, Alias *alias, bool lateral);
struct nsitem *ns_add_cte(struct pstate *ps, CommonTableExpr *cte, int levelsup, Alias *alias, int location);
struct nsitem *ns_make(struct pstate *ps, RangeTblEntry *rte, List *types, List *typmods);
/* hidden: for each of colnames, whether an alias passes it over; NULL none. 42P10 where the alias has more names than columns. */
void rte_set_eref(struct pstate *ps, RangeTblEntry *rte, const char *name, List *colnames, List *hidden, Alias *alias, const char *what);
/* suggest.c: raise 42P01, 42703 or code, with PostgreSQL's hints at what may be meant. table: the name before the dot, or NULL. */
_Noreturn void missing_table(struct pstate *ps, const char *name, int location);
_Noreturn void out_of_sight(enum errcode code, const char *table, int location);
_Noreturn void no_column(struct pstate *ps, const char *table, const char *name, int location);
CommonTableExpr *find_cte(struct pstate *ps, const char *name, int *levelsup);
void ns_put(struct pstate *ps, struct nsitem *item, bool rel, bool cols);
RangeTblEntry *rte_of(struct pstate *ps, int varno, int levelsup);
Node *var_of(struct pstate *ps, const struct nsitem *item, int col, int levelsup, int location);
/* NULL when there is none; 42702 when there are several. */
Node *ns_column(struct pstate *ps, const struct nsitem *item, int levelsup, const char *name, bool quoted, int location);
Node *find_column(struct pstate *ps, const char *name, bool quoted, int location);
Node *transform_column_ref(struct pstate *ps, PgQuery__ColumnRef *ref);
/* .name on a value: a document's field, a composite's. */
Node *transform_field(struct pstate *ps, Node *arg, const char *name, bool quoted, int location);
/* ---- records (record.c) ---- */
/* (arg).name; NULL: there is no such field. 42809 where nothing says what the record is made of. */
Node *record_field(struct pstate *ps, Node *arg, const char *name, bool quoted);
Node *record_attribute(struct pstate *ps, Node *arg, int i); /* of a value whose type says what it is made of; from 0 */
List *record_expand(struct pstate *ps, Node *arg, int resno); /* (arg).*: TargetEntry from resno on */
/* items of ref.* (n - 1 names before the star), or of * when n is 1: TargetEntry from resno on. */
List *expand_star(struct pstate *ps, PgQuery__ColumnRef *ref, int resno);
bool raw_has_star(const PgQuery__Node *raw); /* *, ref.* or (x).* */
const char *var_name(struct pstate *ps, const Node *e); /* a Var's column name; NULL for others */
const char *rte_column_name(const RangeTblEntry *rte, int attno);
Alias *make_alias(struct pstate *ps, const PgQuery__Alias *raw);

/* ---- writing to views (view_target.c) ---- */
/* The item of the table that a view's names stand for; ps->view_target tells more. what: "insert into". Raises 55000. */
struct nsitem *view_target_item(struct pstate *ps, const struct relation *view, Alias *alias, const char *what);
/* The same view over ON CONFLICT's row of the base, which is plain. */
struct nsitem *view_target_excluded(struct pstate *ps, const struct nsitem *plain);
bool view_target_computes(int attnum); /* a Var of a column that is an expression */
struct column *view_target_column(const struct view_target *t, const char *name, bool quoted); /* NULL: there is none */
void view_target_check(const struct pstate *ps, const struct column *c, bool insert);          /* 0A000 for one that is computed */
void view_target_settle(const struct pstate *ps); /* raises what would be said last */
char view_check_option(const List *options); /* of a view's storage parameters: l, c; 0 none */
void view_check_writable(const Query *q, const struct table_def *def); /* 0A000: a CHECK OPTION where rows cannot be written */
void view_note_updatable(const Query *q, struct table_def *def);                               /* of a view that is being made */
void view_target_finish(struct pstate *ps, Query *q);                                          /* the finished statement */

/* ---- views (view.c): nothing is done unless the query is one's that is being made ---- */
void fix_targets(struct pstate *ps, PgQuery__SelectStmt *s, const List *targets);
/* The names of an alias for the columns that are left; and no sight of those that came later. Neither where the query is no view's. */
Alias *alias_as_was(struct pstate *ps, const struct relation *rel, Alias *alias);
void see_as_was(struct pstate *ps, const struct relation *rel, struct nsitem *item);
void fix_relation(struct pstate *ps, PgQuery__RangeVar *v, const struct relation *rel);
/* A literal, and what it was read as: dates and times are kept as what they are now. */
void note_expansion(struct pstate *ps, const PgQuery__Node *raw, int n); /* raw, (x).*, became n columns */
void note_literal(struct pstate *ps, const Const *node, PgQuery__String *raw);
void fix_literal(struct pstate *ps, const Const *node, const Const *read);
void fix_natural(struct pstate *ps, PgQuery__JoinExpr *join, const List *columns);

static inline bool is_empty(const char *s) /* an optional string of a raw node */
{
    return s == NULL || s[0] == 0;
}

/* ---- clauses (clause.c, target.c, window.c) ---- */
List *transform_targetlist(struct pstate *ps, PgQuery__Node *const *items, size_t n, enum expr_kind kind);
List *transform_expressions(struct pstate *ps, PgQuery__Node *const *items, size_t n, enum expr_kind kind);
const char *figure_name(struct pstate *ps, PgQuery__Node *raw);
const char *target_label(struct pstate *ps, PgQuery__Node *raw, const Node *e); /* the same, in the field's own spelling */
void resolve_unknowns(struct pstate *ps, List *targetlist);
Node *transform_where(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind, const char *construct);
List *transform_sort(struct pstate *ps, PgQuery__Node *const *items, size_t n, List **targetlist, enum expr_kind kind,
                     bool sql99);
List *transform_group(struct pstate *ps, PgQuery__SelectStmt *s, List **targetlist, List *sort, List **sets);
List *transform_distinct(struct pstate *ps, List **targetlist, List *sort, bool is_agg);
List *transform_distinct_on(struct pstate *ps, PgQuery__SelectStmt *s, List **targetlist, List *sort);
List *transform_windows(struct pstate *ps, List **targetlist);
SortGroupClause *make_group_clause(struct pstate *ps, TargetEntry *t, List *targetlist, int location);
List *add_sort_target(struct pstate *ps, TargetEntry *t, List *sort, List *targetlist, PgQuery__SortBy *by);
void check_aggregates(struct pstate *ps, Query *q); /* 42803 */

/* ---- expressions (expr.c, sublink.c) ---- */
Node *transform_expr(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind);
Node *transform_node(struct pstate *ps, PgQuery__Node *raw); /* in the present kind */
Node *transform_subscripts(struct pstate *ps, Node *arg, PgQuery__Node *const *items, size_t n);
bool is_row_constructor(const Node *e);
Node *transform_sublink(struct pstate *ps, PgQuery__SubLink *s);
const char *sublink_name(struct pstate *ps, const PgQuery__Node *subselect); /* of its one column, once transformed */
Node *transform_array(struct pstate *ps, PgQuery__AArrayExpr *x, Oid array_type, Oid elem_type, int32_t typmod);
Node *make_row_comparison(struct pstate *ps, List *opname, List *largs, List *rargs, int location);
/* ---- XML (xml.c) ---- */
Node *transform_xml(struct pstate *ps, PgQuery__XmlExpr *x);
Node *transform_xml_serialize(struct pstate *ps, PgQuery__XmlSerialize *x);
struct nsitem *from_table_func(struct pstate *ps, PgQuery__RangeTableFunc *r); /* xml_table.c */
const char *xml_function_name(const PgQuery__XmlExpr *x); /* "xmlelement"; NULL: IS DOCUMENT */
/* COLLATE (collate.c): only what compares bytewise; another is 0A000. */
bool is_collation_c(PgQuery__CollateClause *c);
Oid collation_oid(const char *name); /* of such a one */
Oid bytewise_collation(struct arena *a, PgQuery__CollateClause *c); /* raises 42704, and 0A000 for one that is not */
bool type_is_collatable(Oid t);
Node *transform_collate(struct pstate *ps, PgQuery__CollateClause *c);
/* e COLLATE collation */
Node *collated(struct pstate *ps, Node *e, const char *collation, int location);
const char *collation_name(Oid collation);
enum { PG_COLLATION_FOR = 3162 };
/* ---- collations of expressions (collation.c) ---- */
Oid type_collation(Oid type); /* 0: it has none */
/* Of a column of a finished query, from 1; 0: its type's. False: it could not be determined. */
bool result_collation(struct arena *a, Query *q, int attno, Oid *collation);
void assign_collations(struct pstate *ps, Query *q); /* of a query that is finished otherwise: 42P21; marks what is 42P22 when it is run */
bool relation_may_conflict(const struct relation *rel); /* it has a column that makes collations worth looking at */
bool type_may_conflict(Oid type); /* a domain's collation is one that conflicts with others */
/* A column of a set operation's side: q NULL, an operation in which it is collated by known. */
struct side_column {
    Node *e;
    Query *q;
    Oid known;
};
Oid common_collation(struct pstate *ps, struct side_column left, struct side_column right, bool compared); /* 42P21 where they are compared */

/* ---- functions and operators (func.c, func_select.c, oper.c, agg.c) ---- */
Node *transform_func_call(struct pstate *ps, PgQuery__FuncCall *f);
/* arg.name as name(arg), where there is such a function; NULL. */
Node *transform_field_call(struct pstate *ps, Node *arg, const char *name, int location);
Node *transform_grouping_func(struct pstate *ps, PgQuery__GroupingFunc *g);
void finish_aggregate(struct pstate *ps, Aggref *agg, List *args, PgQuery__FuncCall *raw);
void finish_window_func(struct pstate *ps, WindowFunc *w, PgQuery__FuncCall *raw);
const char *kind_words(enum expr_kind kind);
void check_srf_place(struct pstate *ps, int location);
bool has_aggregates(Node *n);   /* of this level, not in subqueries */
bool has_window_funcs(Node *n);
void check_group_target(Node *e);
bool has_vars_of_level(Node *n, int level);

#define FUNC_MAX_ARGS 100 /* as PostgreSQL */

struct candidate {
    const void *row;   /* struct func or struct oper */
    int nargs;
    Oid *types;        /* declared, expanded to the call's arguments */
    int variadic_at;   /* first argument that goes into the VARIADIC array, -1 none */
    int ndefaults;
    int *argnumbers;   /* named notation: parameter of each argument; NULL: in order */
    List *written, *written_names; /* FuncExpr's */
};
/* Those whose declared types the arguments can be coerced to implicitly. n in and out. */
void match_candidates(const Oid *input, int nargs, struct candidate *c, int *n);
/* The one that PostgreSQL's rules choose (manual 10.2, 10.3), NULL when they can't. */
struct candidate *select_candidate(const Oid *input, int nargs, struct candidate *c, int n);

const struct oper *find_oper(struct pstate *ps, List *name, Oid left, Oid right, bool no_error, int location);
Node *make_op(struct pstate *ps, List *name, Node *left, Node *right, int location);
Node *make_scalar_array_op(struct pstate *ps, List *name, bool any, Node *left, Node *right, int location);
List *op_name(struct pstate *ps, const char *name);
const char *op_word(List *name); /* its last part */
const char *signature(struct pstate *ps, const char *name, const Oid *types, int n);

/* ---- types and coercion (typename.c, coerce.c, generic.c) ---- */

void lookup_type(struct pstate *ps, const PgQuery__TypeName *t, Oid *type, int32_t *typmod); /* SETOF says nothing, as in PostgreSQL */
const char *type_name_words(struct pstate *ps, const PgQuery__TypeName *t); /* the last name, for column labels */
enum coercion_context { COERCION_IMPLICIT, COERCION_ASSIGNMENT, COERCION_EXPLICIT };
bool can_coerce(int n, const Oid *input, const Oid *target, enum coercion_context cc);
/* NULL when there is no way. typmod applied too. */
Node *without_implicit(Node *e); /* what implicit casts were put around */
Node *coerce_to_target(struct pstate *ps, Node *e, Oid etype, Oid type, int32_t typmod, enum coercion_context cc, int form,
                       int location);
Node *coerce_type(struct pstate *ps, Node *e, Oid etype, Oid type, int32_t typmod, enum coercion_context cc, int form,
                  int location);
Node *coerce_to_column(struct pstate *ps, Node *e, Oid type, int32_t typmod);
Node *coerce_to_boolean(struct pstate *ps, Node *e, const char *construct);
Node *coerce_to_specific(struct pstate *ps, Node *e, Oid type, const char *construct);
Oid select_common_type(struct pstate *ps, List *exprs, const char *context, Node **which);
Node *coerce_to_common(struct pstate *ps, Node *e, Oid type, const char *context);
int32_t select_common_typmod(List *exprs, Oid type);
Oid preferred_of(Oid type);
bool is_polymorphic(Oid type);
/* Resolved result type; declared is filled in with what the arguments must become. Raises 42804, 42P18. */
Oid resolve_generic(struct pstate *ps, const Oid *actual, Oid *declared, int n, Oid result);
bool check_generic(const Oid *actual, const Oid *declared, int n);
void coerce_arguments(struct pstate *ps, List *args, const Oid *actual, const Oid *declared);
bool is_binary_coercible(Oid source, Oid target);
char type_category(Oid type, bool *preferred);
bool type_is_composite(Oid type);

#endif
