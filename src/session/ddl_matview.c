/*
 * Materialized views: a collection like a table's, whose declaration has the query, too. CREATE and REFRESH put in it what the query
 * gives; whether there is anything to be read is part of the declaration, and changes when the transaction commits.
 */
#include "session/ddl_alter.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"

struct completion run_create_matview(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateTableAsStmt *c = raw->node->create_table_as_stmt;
    PgQuery__IntoClause *into = c->into;
    struct arena *a = portal->arena;
    RAW_FIELDS(c, raw_start(raw), "query into objtype if_not_exists");
    RAW_FIELDS(into, into->rel->location, "rel col_names access_method options on_commit table_space_name view_query skip_data");
    struct mongo *m = change_begin(s, "CREATE MATERIALIZED VIEW");
    Query *query = analyze_matview_query(a, s->catalog, raw);
    if (is_unlogged(into->rel))
        raise(ERR_FEATURE_NOT_SUPPORTED, "materialized views cannot be unlogged");
    if (!relation_may_be(s, into->rel, c->if_not_exists, -1))
        return DONE("CREATE MATERIALIZED VIEW");
    relation_check_name(s, into->rel);
    struct table_def *def = analyze_create_matview(a, s->catalog, raw, query);
    into_storage(a, def, into);
    relation_check_new(s, into->rel);
    check_view_names(s, def);
    def->unpopulated = into->skip_data;
    create_table(s, m, into->rel->relname, def);
    if (into->skip_data)
        return DONE("CREATE MATERIALIZED VIEW");
    struct relation *rel = relation_named(s, "public", into->rel->relname);
    return DONE_ROWS("SELECT", insert_rows_of(a, rel, analyze_view_query(a, s->catalog, def), NULL));
}

/* ---- REFRESH ---- */

/* This session sees it so at once, others when the transaction is over. */
static void set_populated(struct session *s, struct arena *a, struct relation *rel, bool populated)
{
    if (rel->def->unpopulated == !populated)
        return;
    struct table_def *def = table_def_copy(a, relation_lock(s, rel)->def);
    def->unpopulated = !populated;
    if (!s->mongo->server.transactions) {
        table_alter(s->mongo, s->database, rel->collection, def);
        mongo_source_table(s->database, rel->collection, def, false);
        return;
    }
    declare_at_commit(s, rel, def);
}

static struct relation *refreshed(struct session *s, const PgQuery__RefreshMatViewStmt *r)
{
    const PgQuery__RangeVar *v = r->relation;
    struct relation *rel = relation_in_place(s, v);
    if (rel == NULL && kind_named(s, v->schemaname, v->relname) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a table or materialized view", v->relname);
    if (rel == NULL)
        relation_missing(s, v);
    if (rel->kind == REL_VIEW)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a table or materialized view", rel->name);
    if (rel->kind != REL_MATVIEW)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"%s\" is not a materialized view", rel->name);
    if (r->concurrent && rel->def->unpopulated)
        raise(ERR_FEATURE_NOT_SUPPORTED, "CONCURRENTLY cannot be used when the materialized view is not populated");
    if (r->concurrent && r->skip_data)
        raise(ERR_SYNTAX_ERROR, "CONCURRENTLY and WITH NO DATA options cannot be used together");
    return rel;
}

/* Rows are told apart by an index that all of them are in. */
static void need_unique_index(struct arena *a, struct relation *rel)
{
    const List *indexes = relation_indexes(rel);
    FOREACH (struct index_info, ix, indexes)
        if (ix->unique && (!ix->partial || ix->nulls_distinct) && ix->filter == NULL && strcmp(ix->name, "_id_") != 0)
            return;
    struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot refresh materialized view \"%s\" concurrently",
                                arena_printf(a, "public.%s", rel->name));
    error_throw(error_hint(e, "Create a unique index with no WHERE clause on one or more columns of the materialized view."));
}

/* Equal rows without a NULL cannot be told apart, whatever indexes there are. */
static void check_duplicates(struct session *s, struct arena *a, const struct raw_stmt *raw, struct relation *rel)
{
    struct alter x = {.s = s, .m = s->mongo, .arena = a, .raw = raw, .rel = rel};
    const char **row = alter_run_row_within(&x, arena_printf(a, "SELECT pg_catalog.min((n.*)::text) FROM (%s) n WHERE n.* IS NOT NULL GROUP BY (n.*)::text "
                                                                "HAVING pg_catalog.count(*) > 1 LIMIT 1", rel->def->view));
    if (row == NULL)
        return;
    struct error *e = error_new(ERR_CARDINALITY_VIOLATION, "new data for materialized view \"%s\" contains duplicate rows without any null columns", rel->name);
    error_throw(error_detail(e, "Row: %s", row[0]));
}

/* Indexes are made anew, in PostgreSQL, unless it is done beside readers. */
static void fill_again(struct session *s, struct arena *a, struct relation *rel, bool concurrent)
{
    TRY {
        insert_rows_of(a, rel, analyze_view_query(a, s->catalog, rel->def), NULL);
    } CATCH (e) {
        error_throw(concurrent ? e : error_of_index_build(e));
    } END_TRY;
}

/* All in one transaction, where there are any; else it counts as not populated until the last row is there. */
struct completion run_refresh(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__RefreshMatViewStmt *r = raw->node->refresh_mat_view_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(r, raw_start(raw), "relation concurrent skip_data");
    struct relation *rel = refreshed(s, r);
    if (r->concurrent)
        need_unique_index(a, rel);
    portals_not_using(s, rel, "REFRESH MATERIALIZED VIEW");
    struct mongo *m = change_begin(s, "REFRESH MATERIALIZED VIEW");
    mongo_xact_write(m, true);
    if (r->concurrent)
        check_duplicates(s, a, raw, rel);
    if (r->skip_data || !m->server.transactions)
        set_populated(s, a, rel, false);
    delete_all_rows(a, rel);
    if (!r->skip_data) {
        fill_again(s, a, relation_named(s, "public", rel->name), r->concurrent);
        set_populated(s, a, relation_named(s, "public", rel->name), true);
    }
    return DONE("REFRESH MATERIALIZED VIEW");
}
