/* Tables, queries, cursors, schemas and the database as XML (manual 9.15.4). */
#include "session/xml_int.h"

#include "types/ident.h"

#define FUNC(oid, name, result, args, fn, flags, push) extern Datum fn(struct fcall *);
#include "catalog/functions/xml.def"
#undef FUNC

/* ---- elements around rows ---- */
/* schema: an XML schema to go with it, NULL none; top: of the whole result. */
static void put_start(struct strbuf *out, const char *name, const char *schema, const struct xml_shape *x, bool top)
{
    strbuf_printf(out, "<%s", name);
    if (top) {
        strbuf_addstr(out, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        if (x->target[0] != '\0')
            strbuf_printf(out, " xmlns=\"%s\"", x->target);
    }
    if (schema != NULL && x->target[0] != '\0')
        strbuf_printf(out, " xsi:schemaLocation=\"%s #\"", x->target);
    else if (schema != NULL)
        strbuf_addstr(out, " xsi:noNamespaceSchemaLocation=\"#\"");
    strbuf_addstr(out, ">\n");
}

static void put_end(struct strbuf *out, const char *name)
{
    strbuf_printf(out, "</%s>\n", name);
}

static void put_schema(struct strbuf *out, const char *schema)
{
    if (schema != NULL)
        strbuf_printf(out, "%s\n\n", schema);
}

/* ---- rows ---- */
struct rows {
    struct row_dest dest; /* first: a cursor's */
    struct strbuf *out;
    const struct xml_shape *x;
    const char *element; /* the table's name, or what stands for it */
    bool top;
    int n;
    const char **names;
    Oid *types;
    struct arena *row;
};

static void rows_begin(void *arg, const List *desc)
{
    struct rows *r = arg;
    struct arena *a = r->out->arena;
    r->n = list_length(desc);
    r->names = ARENA_ARRAY(a, const char *, r->n + 1);
    r->types = ARENA_ARRAY(a, Oid, r->n + 1);
    r->row = arena_new(a, "row as XML");
    FOREACH (const TargetEntry, t, desc) {
        r->names[FOREACH_INDEX(t, desc)] = xml_name_from_sql(a, t->resname, true, false);
        r->types[FOREACH_INDEX(t, desc)] = expr_type(t->expr);
    }
}

static void put_row(void *arg, const Datum *values, const bool *nulls)
{
    struct rows *r = arg;
    struct strbuf value;
    CHECK_INTERRUPTS();
    if (r->x->forest)
        put_start(r->out, r->element, NULL, r->x, r->top);
    else
        strbuf_addstr(r->out, "<row>\n");
    arena_reset(r->row);
    for (int i = 0; i < r->n; i++) {
        if (nulls[i] && r->x->nulls)
            strbuf_printf(r->out, "  <%s xsi:nil=\"true\"/>\n", r->names[i]);
        if (nulls[i])
            continue;
        strbuf_init(&value, r->row);
        xml_put_value(&value, r->types[i], values[i], true);
        strbuf_printf(r->out, "  <%s>", r->names[i]);
        strbuf_add(r->out, value.data, value.len);
        strbuf_printf(r->out, "</%s>\n", r->names[i]);
    }
    strbuf_addstr(r->out, r->x->forest ? "" : "</row>\n\n");
    if (r->x->forest) {
        put_end(r->out, r->element);
        strbuf_addch(r->out, '\n');
    }
}

/* rel NULL: of a query without a name. */
static void put_query(struct fcall *fc, struct strbuf *out, const struct xml_shape *x, const struct xml_relation *rel, const char *sql,
                      const char *schema, bool top)
{
    const char *name = rel != NULL ? xml_name_from_sql(out->arena, rel->name, true, false) : x->forest ? "row" : "table";
    struct rows r = {.out = out, .x = x, .element = name, .top = top};
    if (!x->forest) {
        put_start(out, name, schema, x, top);
        strbuf_addch(out, '\n');
    }
    put_schema(out, schema);
    inner_query_run(fc, sql, &(struct inner_query){.arg = &r, .begin = rows_begin, .row = put_row});
    if (!x->forest)
        put_end(out, name);
}

/* ---- what there is ---- */
struct listing {
    struct arena *a;
    List *relations; /* struct xml_relation */
};

static void add_relation(void *arg, const Datum *values, const bool *nulls)
{
    struct listing *l = arg;
    struct xml_relation *r = ARENA_NEW(l->a, struct xml_relation);
    struct strbuf query;
    (void)nulls;
    r->schema = arena_strdup(l->a, datum_cstring(l->a, values[0]));
    r->name = arena_strdup(l->a, datum_cstring(l->a, values[1]));
    strbuf_init(&query, l->a);
    strbuf_addstr(&query, "SELECT * FROM ");
    ident_quote(&query, r->schema, strlen(r->schema));
    strbuf_addch(&query, '.');
    ident_quote(&query, r->name, strlen(r->name));
    r->query = query.data;
    l->relations = list_append(l->a, l->relations, r);
}

static const List *relations_where(struct fcall *fc, const char *condition)
{
    struct listing l = {.a = fc->arena};
    const char *sql = arena_printf(fc->arena,
                                   "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                                   "ON n.oid = c.relnamespace WHERE %s ORDER BY c.relname", condition);
    inner_query_run(fc, sql, &(struct inner_query){.arg = &l, .row = add_relation});
    return l.relations;
}

static const char *quote_text(struct arena *a, const char *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    literal_quote(&b, s, strlen(s));
    return b.data;
}

static const List *tables_of(struct fcall *fc, const char *schema)
{
    return relations_where(fc, arena_printf(fc->arena, "n.nspname = %s AND c.relkind IN ('r', 'm', 'v') AND "
                                            "pg_catalog.has_table_privilege(c.oid, 'SELECT')", quote_text(fc->arena, schema)));
}

static void add_name(void *arg, const Datum *values, const bool *nulls)
{
    struct listing *l = arg;
    (void)nulls;
    l->relations = list_append(l->a, l->relations, arena_strdup(l->a, datum_cstring(l->a, values[0])));
}

static const List *schemas_where(struct fcall *fc, const char *condition)
{
    struct listing l = {.a = fc->arena};
    const char *sql = arena_printf(fc->arena, "SELECT nspname::text FROM pg_catalog.pg_namespace WHERE %s ORDER BY nspname", condition);
    inner_query_run(fc, sql, &(struct inner_query){.arg = &l, .row = add_name});
    return l.relations;
}

static const List *database_schemas(struct fcall *fc)
{
    return schemas_where(fc, "pg_catalog.has_schema_privilege(oid, 'USAGE') AND NOT nspname ~ '^pg_' AND nspname <> 'information_schema'");
}

/* ---- arguments and results ---- */
static struct xml_shape shape_of(struct fcall *fc, int from)
{
    return (struct xml_shape){ARG_BOOL(from), ARG_BOOL(from + 1), datum_cstring(fc->arena, ARG_DATUM(from + 2))};
}

static void begin(struct fcall *fc, struct strbuf *out)
{
    strbuf_init(out, fc->arena);
    strbuf_addstr(out, "");
}

static Datum end(struct fcall *fc, const struct strbuf *out)
{
    return datum_from_text(fc->arena, out->data, out->len);
}

enum parts { PART_ROWS, PART_SCHEMA, PART_BOTH };

static const char *schema_text(struct fcall *fc, const struct xml_shape *x, const struct xml_relation *rel, const char *sql)
{
    struct strbuf b;
    begin(fc, &b);
    xml_schema_of_rows(&b, x, rel, inner_query_desc(fc->arena, sql));
    return b.data;
}

static Datum rows_as_xml(struct fcall *fc, const struct xml_shape *x, const struct xml_relation *rel, const char *sql, enum parts parts)
{
    struct strbuf out;
    const char *schema = parts != PART_ROWS ? schema_text(fc, x, rel, sql) : NULL;
    if (parts == PART_SCHEMA)
        return datum_from_cstring(fc->arena, schema);
    begin(fc, &out);
    put_query(fc, &out, x, rel, sql, schema, true);
    return end(fc, &out);
}

/* ---- tables ---- */
static Datum table_as_xml(struct fcall *fc, enum parts parts)
{
    struct xml_shape x = shape_of(fc, 1);
    const List *found = relations_where(fc, arena_printf(fc->arena, "c.oid = %u", ARG_OID(0)));
    if (list_length(found) == 0)
        raise(ERR_UNDEFINED_TABLE, "relation with OID %u does not exist", ARG_OID(0));
    const struct xml_relation *rel = list_nth(found, 0);
    return rows_as_xml(fc, &x, rel, rel->query, parts);
}

/* ---- queries ---- */
static Datum query_as_xml(struct fcall *fc, enum parts parts)
{
    struct xml_shape x = shape_of(fc, 1);
    const char *sql = datum_cstring(fc->arena, ARG_DATUM(0));
    if (parts == PART_ROWS) {
        int n = inner_query_statements(fc->arena, sql);
        if (n == 0)
            raise(ERR_DATA_EXCEPTION, "invalid query");
        if (n > 1)
            raise(ERR_FEATURE_NOT_SUPPORTED, "several statements in a function's query are not supported");
    }
    return rows_as_xml(fc, &x, NULL, sql, parts);
}

/* ---- cursors ---- */
static bool cursor_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)n;
    put_row(d, values, nulls);
    return true;
}

Datum cursor_to_xml(struct fcall *fc)
{
    struct xml_shape x = shape_of(fc, 2);
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    struct strbuf out;
    begin(fc, &out);
    struct rows r = {.dest = {.row = cursor_row}, .out = &out, .x = &x, .element = "row", .top = true};
    if (!x.forest) {
        put_start(&out, "table", NULL, &x, true);
        strbuf_addch(&out, '\n');
    }
    rows_begin(&r, cursor_named(inner_session(), name)->prepared->desc);
    cursor_fetch_forward(inner_session(), name, &r.dest, ARG_INT32(1));
    if (!x.forest)
        put_end(&out, "table");
    return end(fc, &out);
}

Datum cursor_to_xmlschema(struct fcall *fc)
{
    struct xml_shape x = shape_of(fc, 1);
    struct strbuf out;
    begin(fc, &out);
    xml_schema_of_rows(&out, &x, NULL, cursor_named(inner_session(), datum_cstring(fc->arena, ARG_DATUM(0)))->prepared->desc);
    return end(fc, &out);
}

/* ---- schemas, the database ---- */
static void put_tables(struct fcall *fc, struct strbuf *out, const struct xml_shape *x, const char *name, const char *schema, bool top)
{
    const char *element = xml_name_from_sql(out->arena, name, true, false);
    put_start(out, element, schema, x, top);
    strbuf_addch(out, '\n');
    put_schema(out, schema);
    const List *tables = tables_of(fc, name);
    FOREACH (const struct xml_relation, r, tables) {
        put_query(fc, out, x, r, r->query, NULL, false);
        strbuf_addch(out, '\n');
    }
    put_end(out, element);
}

static const char *tables_schema(struct fcall *fc, const struct xml_shape *x, const char *name)
{
    struct strbuf out;
    List *types = NULL;
    const List *tables = tables_of(fc, name);
    begin(fc, &out);
    FOREACH (const struct xml_relation, r, tables)
        types = xml_schema_types(fc->arena, types, inner_query_desc(fc->arena, r->query));
    xml_schema_begin(&out, x);
    xml_schema_put_types(&out, types);
    xml_schema_put_schema(&out, x, name, tables);
    xml_schema_end(&out);
    return out.data;
}

static Datum schema_as_xml(struct fcall *fc, enum parts parts)
{
    struct xml_shape x = shape_of(fc, 1);
    const char *name = datum_cstring(fc->arena, ARG_DATUM(0));
    struct strbuf out;
    begin(fc, &out);
    if (list_length(schemas_where(fc, arena_printf(fc->arena, "nspname = %s", quote_text(fc->arena, name)))) == 0)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name);
    const char *schema = parts != PART_ROWS ? tables_schema(fc, &x, name) : NULL;
    if (parts == PART_SCHEMA)
        return datum_from_cstring(fc->arena, schema);
    put_tables(fc, &out, &x, name, schema, true);
    return end(fc, &out);
}

static const char *database_schema(struct fcall *fc, const struct xml_shape *x)
{
    struct strbuf out;
    List *types = NULL;
    const List *schemas = database_schemas(fc);
    begin(fc, &out);
    for (int i = 0; i < list_length(schemas); i++) {
        const List *tables = tables_of(fc, list_nth(schemas, i));
        FOREACH (const struct xml_relation, r, tables)
            types = xml_schema_types(fc->arena, types, inner_query_desc(fc->arena, r->query));
    }
    xml_schema_begin(&out, x);
    xml_schema_put_types(&out, types);
    xml_schema_put_database(&out, schemas);
    xml_schema_end(&out);
    return out.data;
}

static Datum database_as_xml(struct fcall *fc, enum parts parts)
{
    struct xml_shape x = shape_of(fc, 0);
    const char *element = xml_name_from_sql(fc->arena, func_env.database, true, false);
    const char *schema = parts != PART_ROWS ? database_schema(fc, &x) : NULL;
    struct strbuf out;
    if (parts == PART_SCHEMA)
        return datum_from_cstring(fc->arena, schema);
    begin(fc, &out);
    put_start(&out, element, schema, &x, true);
    strbuf_addch(&out, '\n');
    put_schema(&out, schema);
    const List *schemas = database_schemas(fc);
    for (int i = 0; i < list_length(schemas); i++) {
        put_tables(fc, &out, &x, list_nth(schemas, i), NULL, false);
        strbuf_addch(&out, '\n');
    }
    put_end(&out, element);
    return end(fc, &out);
}

#define AS_XML(of)                                                                       \
    Datum of##_to_xml(struct fcall *fc) { return of##_as_xml(fc, PART_ROWS); }            \
    Datum of##_to_xmlschema(struct fcall *fc) { return of##_as_xml(fc, PART_SCHEMA); }    \
    Datum of##_to_xml_and_xmlschema(struct fcall *fc) { return of##_as_xml(fc, PART_BOTH); }
AS_XML(table)
AS_XML(query)
AS_XML(schema)
AS_XML(database)
