/*
 * No clause is parsed and ignored: in the trees of many statements every field that is not set is set in turn, and the
 * analyzer must then refuse the statement or make another Query of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analyze/analyze.h"
#include "base/error.h"

/* Together they have every kind of node that the analyzer reads. */
static const char *const statements[] = {
    "SELECT a AS x, -a, a + b, (a, b) < (b, a), doc['x'], tags[1], nums[1:2], (doc).x, 'lit', NULL, 1.5, true, B'1' FROM t",
    "SELECT DISTINCT ON (s) s, upper(s), a::int8, CAST(s AS varchar(3)) AS v, CASE a WHEN 1 THEN 'x' ELSE 'y' END FROM t ORDER BY s",
    "SELECT coalesce(a, 1), greatest(a, 2), nullif(a, 3), a IS NULL, ok IS TRUE, current_date, s COLLATE \"C\" FROM t",
    "SELECT a, count(*), sum(a) FILTER (WHERE ok), string_agg(s, ',' ORDER BY s) FROM t GROUP BY a HAVING count(*) > 1",
    "SELECT grouping(a), a, count(DISTINCT s) FROM t GROUP BY GROUPING SETS ((a), ROLLUP (s), ())",
    "SELECT rank() OVER w, sum(a) OVER (PARTITION BY s ORDER BY a ROWS 1 PRECEDING) FROM t WINDOW w AS (ORDER BY b)",
    "SELECT ARRAY[1, 2], ROW(1, 'x'), EXISTS (SELECT 1), ARRAY(SELECT 1), (SELECT 1), a IN (SELECT 1), a = ANY (nums) FROM t",
    "SELECT a FROM t WHERE a = 1 AND b > 2 OR NOT ok AND a BETWEEN 1 AND 2 AND a IN (1, 2) AND s LIKE 'x%' LIMIT 1 OFFSET 2",
    "SELECT x.a FROM t AS x(_id, a) JOIN one USING (_id) LEFT JOIN customers c ON c.num = x.a FOR UPDATE OF x",
    "SELECT * FROM (SELECT 1 AS u) AS q, LATERAL (SELECT q.u) r, generate_series(1, 2) WITH ORDINALITY AS g(n, o)",
    "SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)) AS z, t TABLESAMPLE system (10) REPEATABLE (1)",
    "WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r), m AS MATERIALIZED (SELECT 1) SELECT * FROM r, m",
    "(SELECT 1 UNION ALL SELECT 2) EXCEPT SELECT 3 ORDER BY 1 FETCH FIRST 1 ROW WITH TIES",
    "VALUES (1, 'a'), (2, 'b') ORDER BY 1 LIMIT 1",
    "SELECT xmlelement(name a, xmlattributes(s, a AS b), ok), xmlforest(s), xmlpi(name x, 'y'), xmlparse(document s), xmlconcat(NULL) FROM t",
    "SELECT xmlserialize(content xmlroot('<a/>', version '1.0', standalone yes) AS varchar(9)), '<a/>'::xml IS DOCUMENT",
    "SELECT * FROM xmltable(xmlnamespaces('x' AS x), '/a' PASSING '<a/>' COLUMNS a int PATH '.' DEFAULT 1 NOT NULL, b text, n FOR ORDINALITY) AS u(c)",
    "SELECT make_interval(days => 3), concat(VARIADIC ARRAY['a', 'b'])",
};

/* What may differ without a difference in meaning: MESSAGE.field, and why. */
static const char *const neutral[] = {
    "RangeVar.inh",              /* ONLY: a collection has no children */
    "RangeVar.relpersistence",   /* always p in a query */
    "RowExpr.row_format",        /* how it is shown */
    "FuncCall.funcformat",       /* how it is shown */
    "SubLink.sub_link_id",       /* of MULTIEXPR, which is refused */
    "RangeFunction.is_rowsfrom", /* how one function is written */
    "SortBy.location",           "TypeName.type_oid", /* never set by the grammar, read by nobody */
    "TypeName.setof",            /* of a cast's type, which PostgreSQL does not look at */
    "WindowDef.name",            /* the name of OVER (...), never set by the grammar */
    NULL,
};

static bool is_neutral(const ProtobufCMessageDescriptor *m, const char *field)
{
    char name[200];
    if (strcmp(field, "location") == 0 || strstr(field, "_location") != NULL)
        return true;
    snprintf(name, sizeof name, "%s.%s", m->short_name, field);
    for (int i = 0; neutral[i] != NULL; i++)
        if (strcmp(neutral[i], name) == 0)
            return true;
    return false;
}

static struct arena *session;
static struct catalog *catalog;

/* The Query's print, or "SQLSTATE message". */
static const char *outcome(struct arena *a, const struct raw_stmt *raw)
{
    const char *volatile out = NULL;
    TRY {
        out = node_print(a, analyze_statement(a, catalog, raw, NULL));
    }
    CATCH (e) {
        out = arena_printf(a, "%s %s", errcode_sqlstate(e->code), e->message);
    }
    END_TRY;
    return out;
}

struct walk {
    const struct raw_stmt *raw;
    const char *base;
    const char *sql;
    int tried, ignored;
};

static void try_change(struct walk *w, const ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
    struct arena *a = arena_new(NULL, "change");
    w->tried++;
    if (strcmp(outcome(a, w->raw), w->base) == 0) {
        w->ignored++;
        print_error("ignored: %s.%s in: %s\n", m->descriptor->short_name, f->name, w->sql);
    }
    arena_free(a);
}

static char word[] = "changed";

/* What the grammar puts in a list of this name; a constant where it may be any expression. */
static PgQuery__Node *item_for(const char *field)
{
    static PgQuery__Integer one = PG_QUERY__INTEGER__INIT;
    static PgQuery__AConst constant = PG_QUERY__A__CONST__INIT;
    static PgQuery__Node value = PG_QUERY__NODE__INIT, node = PG_QUERY__NODE__INIT;
    static PgQuery__Node *values[1] = {&value};
    static PgQuery__SortBy sort = PG_QUERY__SORT_BY__INIT;
    static PgQuery__WindowDef window = PG_QUERY__WINDOW_DEF__INIT;
    static PgQuery__LockingClause lock = PG_QUERY__LOCKING_CLAUSE__INIT;
    static PgQuery__RangeVar table = PG_QUERY__RANGE_VAR__INIT;
    static PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
    static PgQuery__List list = PG_QUERY__LIST__INIT;
    static PgQuery__String string = PG_QUERY__STRING__INIT;
    static PgQuery__TypeName type = PG_QUERY__TYPE_NAME__INIT;
    static PgQuery__ColumnDef column = PG_QUERY__COLUMN_DEF__INIT;
    static const char *const strings[] = {"colnames", "name", "names", "funcname", "using_clause", "use_op", "oper_name",
                                          "collname", "aliascolnames", "method", "indirection", NULL};
    one.ival = 77;
    constant.val_case = PG_QUERY__A__CONST__VAL_IVAL;
    constant.ival = &one;
    value.node_case = PG_QUERY__NODE__NODE_A_CONST;
    value.a_const = &constant;
    sort.node = &value;
    sort.sortby_dir = PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT;
    window.name = word;
    window.frame_options = 1058;
    lock.strength = PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORUPDATE;
    table.relname = word;
    target.val = &value;
    list.n_items = 1;
    list.items = values;
    string.sval = word;
    type.n_names = 1;
    static PgQuery__Node type_word = PG_QUERY__NODE__INIT;
    static PgQuery__String type_string = PG_QUERY__STRING__INIT;
    static PgQuery__Node *type_words[1] = {&type_word};
    type_string.sval = word;
    type_word.node_case = PG_QUERY__NODE__NODE_STRING;
    type_word.string = &type_string;
    type.names = type_words;
    column.colname = word;
    column.type_name = &type;
    for (int i = 0; strings[i] != NULL; i++)
        if (strcmp(field, strings[i]) == 0) {
            node.node_case = PG_QUERY__NODE__NODE_STRING;
            node.string = &string;
            return &node;
        }
#define ITEM(field_, case_, member, value_)        \
    if (strcmp(field, field_) == 0) {              \
        node.node_case = PG_QUERY__NODE__NODE_##case_; \
        node.member = &value_;                     \
        return &node;                              \
    }
    ITEM("sort_clause", SORT_BY, sort_by, sort)
    ITEM("agg_order", SORT_BY, sort_by, sort)
    ITEM("order_clause", SORT_BY, sort_by, sort)
    ITEM("window_clause", WINDOW_DEF, window_def, window)
    ITEM("locking_clause", LOCKING_CLAUSE, locking_clause, lock)
    ITEM("locked_rels", RANGE_VAR, range_var, table)
    ITEM("from_clause", RANGE_VAR, range_var, table)
    ITEM("relation", RANGE_VAR, range_var, table)
    ITEM("target_list", RES_TARGET, res_target, target)
    ITEM("named_args", RES_TARGET, res_target, target)
    ITEM("namespaces", RES_TARGET, res_target, target)
    ITEM("values_lists", LIST, list, list)
    ITEM("coldeflist", COLUMN_DEF, column_def, column)
    return &value;
}

static void try_field(struct walk *w, ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
    PgQuery__Node *node = item_for(f->name), *list[1] = {node};
    char *at = (char *)m + f->offset;
    if (is_neutral(m->descriptor, f->name) || (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0)
        return;
    if (f->label == PROTOBUF_C_LABEL_REPEATED) {
        size_t *n = (size_t *)((char *)m + f->quantifier_offset);
        void *old = *(void **)at;
        if (*n > 0 || f->type != PROTOBUF_C_TYPE_MESSAGE || f->descriptor != &pg_query__node__descriptor)
            return;
        *n = 1;
        *(void **)at = list;
        try_change(w, m, f);
        *n = 0;
        *(void **)at = old;
        return;
    }
    switch (f->type) {
    case PROTOBUF_C_TYPE_BOOL: {
        protobuf_c_boolean *b = (protobuf_c_boolean *)at;
        *b = !*b;
        try_change(w, m, f);
        *b = !*b;
        break;
    }
    case PROTOBUF_C_TYPE_STRING: {
        char *old = *(char **)at;
        if (old != NULL && *old != '\0')
            break;
        *(char **)at = word;
        try_change(w, m, f);
        *(char **)at = old;
        break;
    }
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_UINT32: {
        int32_t old = *(int32_t *)at;
        if (old != 0)
            break;
        *(int32_t *)at = 77;
        try_change(w, m, f);
        *(int32_t *)at = old;
        break;
    }
    case PROTOBUF_C_TYPE_MESSAGE:
        if (*(void **)at != NULL || f->descriptor != &pg_query__node__descriptor)
            break;
        *(void **)at = node;
        try_change(w, m, f);
        *(void **)at = NULL;
        break;
    default: break;
    }
}

static void walk_message(struct walk *w, ProtobufCMessage *m)
{
    const ProtobufCMessageDescriptor *d = m->descriptor;
    for (unsigned i = 0; i < d->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &d->fields[i];
        char *at = (char *)m + f->offset;
        try_field(w, m, f);
        if (f->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(size_t *)((char *)m + f->quantifier_offset);
            for (size_t k = 0; k < n; k++)
                walk_message(w, (*(ProtobufCMessage ***)at)[k]);
        } else if ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
            if (*(uint32_t *)((char *)m + f->quantifier_offset) == f->id && *(void **)at != NULL)
                walk_message(w, *(ProtobufCMessage **)at);
        } else if (*(void **)at != NULL) {
            walk_message(w, *(ProtobufCMessage **)at);
        }
    }
}

static void no_field_is_ignored(void **state)
{
    (void)state;
    int tried = 0, ignored = 0;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct arena *a = arena_new(NULL, "statement");
        struct raw_stmt *raw = list_nth(sql_parse(a, statements[i]), 0);
        struct walk w = {.raw = raw, .sql = statements[i], .base = outcome(a, raw)};
        if (strncmp(w.base, "(Query", 6) != 0)
            fail_msg("%s: %s", statements[i], w.base);
        walk_message(&w, &raw->node->base);
        tried += w.tried;
        ignored += w.ignored;
        arena_free(a);
    }
    print_message("%d changes tried\n", tried);
    assert_true(tried > 500);
    assert_int_equal(ignored, 0);
}

/* The kinds that have handlers; what the grammar always gives them is not here. */
static const char *const handled[] = {
    "ColumnRef", "AConst", "ParamRef", "AExpr", "BoolExpr", "FuncCall", "TypeCast", "CaseExpr", "CoalesceExpr", "MinMaxExpr",
    "NullTest", "BooleanTest", "SubLink", "AArrayExpr", "AIndirection", "RowExpr", "SQLValueFunction", "CollateClause",
    "GroupingFunc", "SetToDefault", "XmlExpr", "XmlSerialize", "RangeVar", "RangeSubselect", "RangeFunction", "RangeTableSample", "JoinExpr", "RangeTableFunc", NULL,
};

static bool is_handled(const char *kind)
{
    for (int i = 0; handled[i] != NULL; i++)
        if (strcmp(handled[i], kind) == 0)
            return true;
    return false;
}

static void assert_refused(struct arena *a, const struct raw_stmt *raw, const char *kind, const char *where)
{
    const char *said = outcome(a, raw);
    if (strncmp(said, "0A000", 5) != 0)
        fail_msg("%s in %s: %.200s", kind, where, said);
}

static void other_kinds_are_refused(void **state)
{
    (void)state;
    const ProtobufCMessageDescriptor *d = &pg_query__node__descriptor;
    int refused = 0;
    for (unsigned i = 0; i < d->n_fields; i++) {
        const ProtobufCMessageDescriptor *kind = d->fields[i].descriptor;
        if (is_handled(kind->short_name))
            continue;
        struct arena *a = arena_new(NULL, "statement");
        struct raw_stmt *raw = list_nth(sql_parse(a, "SELECT 1 FROM one"), 0);
        PgQuery__Node *n = ARENA_NEW(a, PgQuery__Node);
        pg_query__node__init(n);
        ProtobufCMessage *m = arena_zalloc(a, kind->sizeof_message);
        kind->message_init(m);
        n->node_case = (PgQuery__Node__NodeCase)d->fields[i].id;
        n->alias = (PgQuery__Alias *)m;
        PgQuery__SelectStmt *s = raw->node->select_stmt;
        PgQuery__Node *old = s->target_list[0]->res_target->val;
        s->target_list[0]->res_target->val = n;
        assert_refused(a, raw, kind->short_name, "an expression");
        s->target_list[0]->res_target->val = old;
        s->from_clause[0] = n;
        assert_refused(a, raw, kind->short_name, "FROM");
        arena_free(a);
        refused++;
    }
    assert_true(refused > 150);
}

static int setup(void **state)
{
    (void)state;
    session = arena_new(NULL, "session");
    catalog = catalog_new(session, "test", fixture_source_load(session, "tests/unit/fixtures/shop.txt"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(session);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_field_is_ignored),
        cmocka_unit_test(other_kinds_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
