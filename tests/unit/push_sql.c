#include "push_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyze/analyze.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "exec/exec.h"
#include "plan/plan.h"
#include "push/remote.h"

bool push_sql_enabled = true;
bool (*push_sql_server_has)(const char *name);

static struct arena *session, *statement;
static struct catalog *catalog;

void push_sql_open(const char *fixture)
{
    char path[] = "/tmp/push_sql.XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    fputs(fixture, f);
    fclose(f);
    session = arena_new(NULL, "session");
    statement = arena_new(session, "statement");
    catalog = catalog_new(session, "shop", fixture_source_load(session, path));
    unlink(path);
}

void push_sql_close(void)
{
    arena_free(session);
}

static bool find_scan(Node *n, void *found)
{
    if (IS_A(n, RemoteScan)) {
        *(Node **)found = n;
        return true;
    }
    return node_walk(n, find_scan, found);
}

static PlannedStmt *planned(const char *sql)
{
    struct plan_settings set = {.pushdown = push_sql_enabled, .join_method = "auto", .work_mem = 1 << 20,
                                .server_has = push_sql_server_has, .eval_const = expr_eval_const};
    arena_reset(statement);
    List *raw = sql_parse(statement, sql);
    Query *q = analyze_statement(statement, catalog, list_nth(raw, 0), NULL);
    return plan_query(statement, q, NULL, &set);
}

const RemoteScan *push_sql_scan(const char *sql)
{
    Node *scan = NULL;
    find_scan((Node *)planned(sql), &scan);
    return (RemoteScan *)scan;
}

static void add(struct strbuf *out, const char *name, const bson_t *b, bool array, bool canonical)
{
    if (b == NULL)
        return;
    char *json = canonical ? bson_as_canonical_extended_json(b, NULL)
                 : array   ? bson_array_as_json(b, NULL)
                           : bson_as_relaxed_extended_json(b, NULL);
    strbuf_printf(out, ", \"%s\": %s", name, json);
    bson_free(json);
}

/* An array's JSON in the wanted form: as the member of a document. */
static void add_array(struct strbuf *out, const char *name, const bson_t *array, bool canonical)
{
    bson_t doc = BSON_INITIALIZER;
    bson_append_array(&doc, name, -1, array);
    char *json = canonical ? bson_as_canonical_extended_json(&doc, NULL) : bson_as_relaxed_extended_json(&doc, NULL);
    size_t n = strlen(json);
    strbuf_addstr(out, ", ");
    strbuf_add(out, json + 2, n - 4);
    bson_free(json);
    bson_destroy(&doc);
}

static const char *why_of(const Plan *p)
{
    for (; p != NULL; p = p->lefttree)
        if (p->why_local != NULL)
            return p->why_local;
    return NULL;
}

static const char *command_text(const PlannedStmt *stmt, bool canonical)
{
    struct strbuf out;
    Node *scan = NULL;
    find_scan((Node *)stmt, &scan);
    strbuf_init(&out, statement);
    if (scan == NULL)
        return "nothing remote";
    const struct remote *m = ((RemoteScan *)scan)->remote;
    strbuf_printf(&out, "{\"%s\": \"%s\"", m->is_find ? "find" : "aggregate", m->collection);
    if (m->empty)
        strbuf_addstr(&out, ", \"empty\": true");
    if (m->one_row)
        strbuf_addstr(&out, ", \"one_row\": true");
    add(&out, "filter", m->filter, false, canonical);
    add(&out, "projection", m->projection, false, canonical);
    add(&out, "sort", m->sort, false, canonical);
    if (m->skip != 0)
        strbuf_printf(&out, ", \"skip\": %d", (int)m->skip);
    if (m->limit != 0)
        strbuf_printf(&out, ", \"limit\": %d", (int)m->limit);
    if (m->pipeline != NULL)
        add_array(&out, "pipeline", m->pipeline, canonical);
    strbuf_addstr(&out, "}");
    const char *why = why_of(stmt->planTree);
    if ((Node *)stmt->planTree != scan || stmt->planTree->qual != NULL)
        strbuf_printf(&out, " -- local: %s", why != NULL ? why : "?");
    return out.data;
}

const char *push_sql(const char *sql, bool canonical)
{
    const char *volatile text = NULL;
    TRY {
        text = command_text(planned(sql), canonical);
    } CATCH (e) {
        text = arena_printf(statement, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    return text;
}
