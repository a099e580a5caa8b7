/*
 * COPY ... FROM STDIN: INSERT INTO t (a, b) SELECT a, b FROM what the client sends. The source is a relation of the process that is read
 * once; what is left of it goes by the writer's batches to MongoDB, in one transaction where the server has them.
 */
#include "session/copy_int.h"

#include <string.h>

struct copy_source {
    struct relation rel; /* first: columns as COPY names them, and the line's number */
    struct copy_reader *reader;
    struct relation *target;
    Datum *values;
    bool *nulls;
};

static bool next_row(const struct relation *rel, const Datum **values, const bool **nulls)
{
    const struct copy_source *s = (const struct copy_source *)rel;
    struct copy_reader *r = s->reader;
    if (!copy_reader_next(r))
        return false;
    memcpy(s->values, r->values, sizeof *r->values * (size_t)r->n);
    memcpy(s->nulls, r->nulls, sizeof *r->nulls * (size_t)r->n);
    s->values[r->n] = datum_from_int64((int64_t)r->number);
    s->nulls[r->n] = false;
    *values = s->values;
    *nulls = s->nulls;
    return true;
}

static void check_place(const struct prepared *p, const PgQuery__CopyStmt *c)
{
    int location = raw_start(p->raw);
    if (c->is_program || *c->filename != '\0')
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "COPY from a file or program of the server is not supported");
}

static void ask_for_data(struct session *s, const struct copy_options *o, int n)
{
    bool binary = o->format == COPY_BINARY;
    wire_begin(&s->wire, 'G'); /* CopyInResponse */
    wire_byte(&s->wire, binary);
    wire_int16(&s->wire, n);
    for (int i = 0; i < n; i++)
        wire_int16(&s->wire, binary);
    wire_end(&s->wire);
    wire_flush(&s->wire);
}

void prepare_copy_from(struct session *s, struct prepared *p)
{
    const PgQuery__CopyStmt *c = p->raw->node->copy_stmt;
    struct copy_options o = {.format = COPY_TEXT};
    struct copy_source *source = ARENA_NEW(p->arena, struct copy_source);
    check_place(p, c);
    copy_options_read(&o, c);
    struct prepared *inner = ARENA_NEW(p->arena, struct prepared);
    inner->arena = p->arena;
    inner->raw = p->raw;
    TRY {
        inner->query = analyze_copy_from(p->arena, s->catalog, p->raw, &source->rel, &source->target);
    }
    CATCH (e) {
        bool view = source->target != NULL && (source->target->kind == REL_VIEW || source->target->kind == REL_MATVIEW);
        if (view && source->rel.columns != NULL) /* PostgreSQL looks at what kind of relation it is when it has asked for the data */
            ask_for_data(s, &o, list_length(source->rel.columns) - 1);
        error_throw(e);
    }
    END_TRY;
    source->rel.next = next_row;
    s->snapshot = true;
    p->inner = inner;
    p->copy_source = source;
}

/* ---- columns ---- */

static struct copy_column *source_columns(struct arena *a, const struct copy_source *s)
{
    int n = list_length(s->rel.columns) - 1;
    struct copy_column *out = ARENA_ARRAY(a, struct copy_column, n + 1);
    for (int i = 0; i < n; i++) {
        const struct column *c = list_nth(s->rel.columns, i);
        out[i] = (struct copy_column){.name = c->name, .type = c->type, .typmod = c->typmod, .info = type_get(c->type)};
    }
    return out;
}

static void mark(const struct copy_source *s, struct copy_column *columns, const PgQuery__List *names, bool null)
{
    int n = list_length(s->rel.columns) - 1;
    for (size_t k = 0; names != NULL && k < names->n_items; k++) {
        const char *name = raw_string(names->items[k]);
        bool found = false;
        if (relation_column(s->target, name, true, -1) == NULL)
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, s->target->name);
        copy_named_once(names->items, k);
        for (int i = 0; i < n; i++)
            if (strcmp(columns[i].name, name) == 0) {
                found = true;
                *(null ? &columns[i].force_null : &columns[i].force_not_null) = true;
            }
        if (!found)
            raise(ERR_INVALID_COLUMN_REFERENCE, "%s column \"%s\" not referenced by COPY", null ? "FORCE_NULL" : "FORCE_NOT_NULL", name);
    }
}

/* ---- run ---- */

struct completion run_copy_from(struct session *s, struct arena *a, const struct prepared *copy)
{
    struct copy_source *source = copy->copy_source;
    struct copy_options o = {.format = COPY_TEXT};
    copy_options_read(&o, copy->raw->node->copy_stmt);
    struct copy_column *columns = source_columns(a, source);
    mark(source, columns, o.force_not_null, false);
    mark(source, columns, o.force_null, true);
    int n = list_length(source->rel.columns) - 1;
    struct copy_reader *r = source->reader = copy_reader_new(a, &s->wire, &o, columns, n);
    source->values = ARENA_ARRAY(a, Datum, n + 1);
    source->nulls = ARENA_ARRAY(a, bool, n + 1);
    if (!catalog_name_hidden(source->target->collection))
        xact_may_write(s, "COPY FROM");
    struct portal *p = portal_open(s, a, copy->inner, NULL);
    ask_for_data(s, r->o, r->n);
    if (o.freeze && !fresh_here(s, source->target->collection))
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE,
              "cannot perform COPY FREEZE because the table was not created or truncated in the current subtransaction");
    TRY {
        portal_exec(s, p, nowhere_dest(), 0);
    }
    CATCH (e) {
        error_throw(error_at(copy_reader_where(r, source->target->name, e), -1));
    }
    END_TRY;
    uint64_t rows = exec_processed(p->exec);
    portal_close(p);
    return DONE_ROWS("COPY", (int64_t)rows);
}
