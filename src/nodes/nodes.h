/*
 * The trees: expressions, Query, Plan. nodes.def is the list; this header expands it to structs.
 *
 * Every node begins with its tag. Nodes live in the arena of the statement (or prepared statement) and are never freed
 * one by one. Plans are read-only once made; run state lives beside them (exec/).
 */
#ifndef NODES_NODES_H
#define NODES_NODES_H

#include "base/list.h"
#include "types/datum.h"

struct relation; /* catalog/relation.h */
struct remote;   /* push/remote.h */

typedef enum NodeTag {
    T_Invalid,
#define NODE(name, fields) T_##name,
#include "nodes/nodes.def"
#undef NODE
    T_List_unused,
} NodeTag;

typedef struct Node {
    NodeTag tag;
} Node;

#define NODE(name, fields) typedef struct name name;
#include "nodes/nodes.def"
#undef NODE

#define INT(f) int f;
#define LOC(f) int f;
#define FORM(f) int f;
#define BOOL(f) bool f;
#define OID(f) Oid f;
#define DOUBLE(f) double f;
#define STR(f) const char *f;
#define NODE_PTR(type, f) type *f;
#define LIST(f) List *f;
#define LISTS(f) List *f;
#define INTS(f) List *f;
#define STRS(f) List *f;
#define DATUM(f) Datum f;
#define PTR(type, f) type *f;
#define MEMO(type, f) type *f;
#define NODE(name, fields) \
    struct name {          \
        NodeTag tag;       \
        fields             \
    };
#include "nodes/nodes.def"
#undef NODE
#undef INT
#undef LOC
#undef FORM
#undef BOOL
#undef OID
#undef DOUBLE
#undef STR
#undef NODE_PTR
#undef LIST
#undef LISTS
#undef INTS
#undef STRS
#undef DATUM
#undef PTR
#undef MEMO

#define MAKE_NODE(a, type) ((type *)node_make((a), T_##type, sizeof(type)))
#define IS_A(node, type) ((node) != NULL && ((const Node *)(node))->tag == T_##type)
static inline Node *node_make(struct arena *a, NodeTag tag, size_t size)
{
    Node *n = arena_zalloc(a, size);
    n->tag = tag;
    return n;
}

enum { OUTER_VAR = 65001, INNER_VAR = 65000, SCAN_VAR = 65002 };
/* What a column of ModifyTable's input is besides a column's new value. */
enum { WRITE_CHECK_VIEW = 1 }; /* writeChecks: see nodes.def */
enum write_column { WRITE_NUMBER = -2 /* a number for errors */, WRITE_IDENTITY = -1, WRITE_NOTHING = 0 };
enum OnConflictAction { ONCONFLICT_NONE, ONCONFLICT_NOTHING, ONCONFLICT_UPDATE };
/* A foreign key, or a deferrable unique one, that a statement may break: places in the rows that ModifyTable gets, where the key's
 * columns are before and after it. */
struct key_watch {
    const struct table_foreign *key;
    const struct table_key *unique; /* and key is NULL */
    const struct relation *table;   /* that has the constraint */
    bool parent;                  /* the statement changes the table that is referenced */
    int n;
    int *old, *new;               /* NULL: not known, or there is none */
};
enum CmdType { CMD_SELECT = 1, CMD_UPDATE, CMD_INSERT, CMD_DELETE, CMD_MERGE, CMD_UTILITY, CMD_NOTHING /* of a MERGE */ };
enum ParamKind { PARAM_EXTERN, PARAM_EXEC, PARAM_SUBLINK };
enum BoolExprType { AND_EXPR, OR_EXPR, NOT_EXPR };
enum NullTestType { IS_NULL, IS_NOT_NULL };
enum BoolTestType { IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE, IS_UNKNOWN, IS_NOT_UNKNOWN };
enum CoercionForm { COERCE_EXPLICIT_CALL, COERCE_EXPLICIT_CAST, COERCE_IMPLICIT_CAST, COERCE_SQL_SYNTAX };
enum XmlExprOp { IS_XMLCONCAT, IS_XMLELEMENT, IS_XMLFOREST, IS_XMLPARSE, IS_XMLPI, IS_XMLROOT, IS_XMLSERIALIZE, IS_DOCUMENT };
enum SubLinkType { EXISTS_SUBLINK, ALL_SUBLINK, ANY_SUBLINK, ROWCOMPARE_SUBLINK, EXPR_SUBLINK, MULTIEXPR_SUBLINK,
                   ARRAY_SUBLINK, CTE_SUBLINK };
enum JoinType { JOIN_INNER, JOIN_LEFT, JOIN_FULL, JOIN_RIGHT, JOIN_SEMI, JOIN_ANTI };
enum RTEKind { RTE_RELATION, RTE_SUBQUERY, RTE_JOIN, RTE_FUNCTION, RTE_VALUES, RTE_CTE, RTE_RESULT };
enum { GROUPED_BY_KEY = -1 }; /* resorigcol of a column that is grouped by because it depends on a key that is */
enum SetOperation { SETOP_UNION, SETOP_INTERSECT, SETOP_EXCEPT };
enum GroupingSetKind { GROUPING_SET_EMPTY, GROUPING_SET_SIMPLE, GROUPING_SET_ROLLUP, GROUPING_SET_CUBE, GROUPING_SET_SETS };
enum LimitOption { LIMIT_OPTION_COUNT, LIMIT_OPTION_WITH_TIES };
enum AggStrategy { AGG_PLAIN, AGG_SORTED, AGG_HASHED };
enum CTEMaterialize { CTE_MATERIALIZE_DEFAULT, CTE_MATERIALIZE_ALWAYS, CTE_MATERIALIZE_NEVER };
enum SQLValueOp { SVF_CURRENT_DATE, SVF_CURRENT_TIME, SVF_CURRENT_TIME_N, SVF_CURRENT_TIMESTAMP, SVF_CURRENT_TIMESTAMP_N,
                  SVF_LOCALTIME, SVF_LOCALTIME_N, SVF_LOCALTIMESTAMP, SVF_LOCALTIMESTAMP_N, SVF_CURRENT_ROLE,
                  SVF_CURRENT_USER, SVF_USER, SVF_SESSION_USER, SVF_CURRENT_CATALOG, SVF_CURRENT_SCHEMA };
/* Window frames: PostgreSQL's bits (parsenodes.h FRAMEOPTION_*) */
enum FrameOption {
    FRAME_NONDEFAULT = 0x1, FRAME_RANGE = 0x2, FRAME_ROWS = 0x4, FRAME_GROUPS = 0x8, FRAME_BETWEEN = 0x10,
    FRAME_START_UNBOUNDED_PRECEDING = 0x20, FRAME_END_UNBOUNDED_PRECEDING = 0x40, FRAME_START_UNBOUNDED_FOLLOWING = 0x80,
    FRAME_END_UNBOUNDED_FOLLOWING = 0x100, FRAME_START_CURRENT_ROW = 0x200, FRAME_END_CURRENT_ROW = 0x400,
    FRAME_START_OFFSET_PRECEDING = 0x800, FRAME_END_OFFSET_PRECEDING = 0x1000, FRAME_START_OFFSET_FOLLOWING = 0x2000,
    FRAME_END_OFFSET_FOLLOWING = 0x4000, FRAME_EXCLUDE_CURRENT_ROW = 0x8000, FRAME_EXCLUDE_GROUP = 0x10000,
    FRAME_EXCLUDE_TIES = 0x20000,
};

/* Deep copy into a. What PTR and STR fields point to is shared; Datums are shared (they are immutable). */
void *node_copy(struct arena *a, const void *node);
List *node_copy_list(struct arena *a, const List *l);
/* Structural equality; LOC fields do not count. */
bool node_equal(const void *x, const void *y);
bool node_equal_list(const List *x, const List *y);
/* The tree as text, for --dump and tests: (Var :varno 1 ...) indented; default values are left out. */
const char *node_print(struct arena *a, const void *node);

/* Calls fn on every child node (list items too). Stops when it returns true, and returns true then.
 *     bool has_agg(Node *n, void *ctx) { return IS_A(n, Aggref) || node_walk(n, has_agg, ctx); } */
bool node_walk(Node *node, bool (*fn)(Node *child, void *ctx), void *ctx);
bool node_walk_list(List *l, bool (*fn)(Node *child, void *ctx), void *ctx);
/* A shallow copy of node whose children are what fn makes of them. */
void *node_mutate(struct arena *a, const void *node, Node *(*fn)(Node *child, void *ctx), void *ctx);
List *node_mutate_list(struct arena *a, const List *l, Node *(*fn)(Node *child, void *ctx), void *ctx);

const char *node_name(NodeTag tag);
bool is_xml_table(const RangeTblEntry *rte);

/* Facts of expressions. */
Oid expr_type(const Node *e);
int32_t expr_typmod(const Node *e);
int expr_location(const Node *e); /* leftmost, as PostgreSQL's exprLocation(); -1 unknown */

Const *make_const(struct arena *a, Oid type, int32_t typmod, Datum value, bool isnull);
Const *make_bool_const(struct arena *a, bool value);
Var *make_var(struct arena *a, int varno, int varattno, Oid type, int32_t typmod, int levelsup);
TargetEntry *make_target(struct arena *a, Node *expr, int resno, const char *resname, bool resjunk);
Node *make_and(struct arena *a, List *quals); /* NULL when empty, the qual itself when one */
void implicit_and(struct arena *a, Node *qual, List **out); /* appends the conjuncts of qual to *out */

#endif
