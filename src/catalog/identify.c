/* What an object is, by the catalog that has it, its OID there and a column's number: pg_describe_object(). */
#include "catalog/identify.h"

#include "base/macros.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/ident.h"
#include "types/reg.h"

/* ---- a row of a catalog ---- */

struct found {
    struct arena *a;
    Oid oid;
    int column; /* 0: that is no matter */
    int n, attnums[MAX_FIELDS + 2];
    Datum values[MAX_FIELDS + 2];
    bool byval[MAX_FIELDS + 2], there;
};

static void take_row(void *arg, const Datum *values, const bool *nulls)
{
    struct found *f = arg;
    if (f->there || nulls[f->attnums[0] - 1] || datum_oid(values[f->attnums[0] - 1]) != f->oid ||
        (f->column != 0 && datum_int64(values[f->attnums[1] - 1]) != f->column))
        return;
    f->there = true;
    for (int i = 0; i < f->n; i++)
        f->values[i] = nulls[f->attnums[i] - 1] ? 0 : datum_copy(f->a, values[f->attnums[i] - 1], f->byval[i]);
}

/* The row whose first field is f->oid, and the second f->column. */
static void find_row(struct found *f, const char *catalog, const char *fields)
{
    struct arena *a = f->a;
    struct relation *rel = system_relation("pg_catalog", catalog);
    Datum wanted[1] = {datum_from_oid(f->oid)};
    bool *needed = ARENA_ARRAY(a, bool, list_length(rel->columns) + 1);
    for (const char *s = fields; *s != '\0'; s += *s == ' ') {
        size_t n = strcspn(s, " ");
        const struct column *c = relation_column(rel, arena_strndup(a, s, n), true, -1);
        f->byval[f->n] = type_get(c->type)->byval;
        f->attnums[f->n++] = c->attnum;
        needed[c->attnum - 1] = true;
        s += n;
    }
    struct relation_key key = {.attnum = f->attnums[0], .n = 1, .values = wanted};
    struct relation_scan scan = {.rel = rel, .arena = a, .needed = needed, .keys = &key, .nkeys = 1, .emit = take_row, .arg = f};
    if (rel->scan != NULL)
        rel->scan(&scan);
}

bool identify_row(struct arena *a, const char *catalog, Oid oid, const char *fields, Datum *values)
{
    struct found f = {.a = a, .oid = oid};
    find_row(&f, catalog, arena_printf(a, "oid %s", fields));
    memcpy(values, f.values + 1, sizeof(Datum) * (size_t)(f.n - 1));
    return f.there;
}

/* ---- each catalog's ---- */

static const char *describe(struct arena *a, Oid class, Oid oid, int column);

static const char *described_name(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    const char *name = c->name(a, oid);
    return name != NULL ? arena_printf(a, "%s %s", c->words, name) : NULL;
}

static const char *quoted(struct arena *a, Datum name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    const char *s = datum_cstring(a, name);
    ident_quote(&b, s, strlen(s));
    return b.data;
}

static const char *described_field(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum name;
    return identify_row(a, c->catalog, oid, c->fields, &name) ? arena_printf(a, "%s %s", c->words, datum_cstring(a, name)) : NULL;
}

/* The names of what is in schemas are written as in SQL. */
static const char *described_quoted(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum name;
    return identify_row(a, c->catalog, oid, c->fields, &name) ? arena_printf(a, "%s %s", c->words, quoted(a, name)) : NULL;
}

const char *relation_kind_words(char kind)
{
    switch (kind) {
    case 'i': return "index";
    case 'S': return "sequence";
    case 't': return "toast table";
    case 'v': return "view";
    case 'm': return "materialized view";
    case 'c': return "composite type";
    case 'f': return "foreign table";
    default: return "table";
    }
}

const char *identify_column(struct arena *a, const struct object *o, int column)
{
    static const char *const of_storage[] = {"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"}; /* from -1 down */
    struct found f = {.a = a, .oid = o->oid, .column = column};
    if (column < 0)
        return -column <= COUNTOF(of_storage) && o->kind != 'v' && o->kind != 'c' && o->kind != 'i' ? of_storage[-column - 1] : NULL;
    find_row(&f, "pg_attribute", "attrelid attnum attname");
    return f.there ? datum_cstring(a, f.values[2]) : NULL;
}

static const char *described_relation(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    if (o == NULL)
        return NULL;
    const char *relation = arena_printf(a, "%s %s", relation_kind_words(o->kind), reg_class_name(a, oid));
    if (column == 0)
        return relation;
    const char *name = identify_column(a, o, column);
    return name != NULL ? arena_printf(a, "column %s of %s", name, relation) : NULL;
}

/* Of a table, or of a domain. */
static const char *described_constraint(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[2];
    if (!identify_row(a, c->catalog, oid, c->fields, v))
        return NULL;
    const char *name = datum_cstring(a, v[0]);
    return datum_oid(v[1]) != InvalidOid ? arena_printf(a, "constraint %s on %s", name, describe(a, CLASS_OID, datum_oid(v[1]), 0))
                                         : arena_printf(a, "constraint %s", name);
}

static const char *described_default(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[2];
    return identify_row(a, c->catalog, oid, c->fields, v)
               ? arena_printf(a, "default value for %s", describe(a, CLASS_OID, datum_oid(v[0]), (int)datum_int64(v[1]))) : NULL;
}

/* A rule, a trigger, a policy. */
static const char *described_of_relation(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[2];
    return identify_row(a, c->catalog, oid, c->fields, v)
               ? arena_printf(a, "%s %s on %s", c->words, datum_cstring(a, v[0]), describe(a, CLASS_OID, datum_oid(v[1]), 0)) : NULL;
}

static const char *described_cast(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[2];
    return identify_row(a, c->catalog, oid, c->fields, v)
               ? arena_printf(a, "cast from %s to %s", reg_type_name(a, datum_oid(v[0])), reg_type_name(a, datum_oid(v[1]))) : NULL;
}

/* An operator class or family of an access method. */
static const char *described_of_method(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[2], method;
    if (!identify_row(a, c->catalog, oid, c->fields, v) || !identify_row(a, "pg_am", datum_oid(v[1]), "amname", &method))
        return NULL;
    return arena_printf(a, "%s %s for access method %s", c->words, quoted(a, v[0]), datum_cstring(a, method));
}

/* An operator or a support function of an operator family. */
static const char *described_of_family(struct arena *a, const struct object_class *c, Oid oid, int column)
{
    Datum v[5];
    if (!identify_row(a, c->catalog, oid, c->fields, v))
        return NULL;
    Oid what = datum_oid(v[4]);
    return arena_printf(a, "%s %d (%s, %s) of %s: %s", c->words, (int)datum_int64(v[1]), reg_type_name(a, datum_oid(v[2])),
                        reg_type_name(a, datum_oid(v[3])), describe(a, FAMILY_OID, datum_oid(v[0]), 0), c->name(a, what));
}

static const struct object_class classes[] = {
    {CLASS_OID, "", "pg_class", "", described_relation, NULL, "relation", "relname relnamespace oid relkind", address_of_relation},
    {1247, "type", "pg_type", "", described_name, reg_type_name, NULL, "typname typnamespace oid", address_of_type},
    {1255, "function", "pg_proc", "", described_name, reg_procedure_name, "routine", "proname pronamespace proargtypes prokind", address_of_function},
    {2617, "operator", "pg_operator", "", described_name, reg_operator_name, NULL, "oprname oprnamespace oprleft oprright", address_of_operator},
    {3456, "collation", "pg_collation", "", described_name, reg_collation_name, NULL, "collname collnamespace", address_of_qualified},
    {3602, "text search configuration", "pg_ts_config", "", described_name, reg_config_name, NULL, "cfgname cfgnamespace", address_of_qualified},
    {3600, "text search dictionary", "pg_ts_dict", "", described_name, reg_dictionary_name, NULL, "dictname dictnamespace", address_of_qualified},
    {3601, "text search parser", "pg_ts_parser", "prsname", described_quoted, NULL, NULL, "prsname prsnamespace", address_of_qualified},
    {3764, "text search template", "pg_ts_template", "tmplname", described_quoted, NULL, NULL, "tmplname tmplnamespace", address_of_qualified},
    {2601, "access method", "pg_am", "amname", described_field, NULL, NULL, "amname", address_of_global},
    {2612, "language", "pg_language", "lanname", described_field, NULL, NULL, "lanname", address_of_global},
    {2615, "schema", "pg_namespace", "nspname", described_field, NULL, NULL, "nspname", address_of_global},
    {2607, "conversion", "pg_conversion", "conname", described_quoted, NULL, NULL, "conname connamespace", address_of_qualified},
    {1260, "role", "pg_authid", "rolname", described_field, NULL, NULL, "rolname", address_of_global},
    {1262, "database", "pg_database", "datname", described_field, NULL, NULL, "datname", address_of_global},
    {1213, "tablespace", "pg_tablespace", "spcname", described_field, NULL, NULL, "spcname", address_of_global},
    {2328, "foreign-data wrapper", "pg_foreign_data_wrapper", "fdwname", described_field, NULL, NULL, "fdwname", address_of_global},
    {1417, "server", "pg_foreign_server", "srvname", described_field, NULL, NULL, "srvname", address_of_global},
    {3079, "extension", "pg_extension", "extname", described_field, NULL, NULL, "extname", address_of_global},
    {3466, "event trigger", "pg_event_trigger", "evtname", described_field, NULL, NULL, "evtname", address_of_global},
    {6104, "publication", "pg_publication", "pubname", described_field, NULL, NULL, "pubname", address_of_global},
    {6100, "subscription", "pg_subscription", "subname", described_field, NULL, NULL, "subname", address_of_global},
    {2606, "constraint", "pg_constraint", "conname conrelid", described_constraint, NULL, NULL, "conname connamespace conrelid contypid", address_of_constraint},
    {2604, "default value", "pg_attrdef", "adrelid adnum", described_default, NULL, "default value", "adrelid adnum", address_of_default},
    {2618, "rule", "pg_rewrite", "rulename ev_class", described_of_relation, NULL, NULL, "rulename ev_class", address_of_part},
    {2620, "trigger", "pg_trigger", "tgname tgrelid", described_of_relation, NULL, NULL, "tgname tgrelid", address_of_part},
    {3256, "policy", "pg_policy", "polname polrelid", described_of_relation, NULL, NULL, "polname polrelid", address_of_part},
    {2605, "cast", "pg_cast", "castsource casttarget", described_cast, NULL, NULL, "castsource casttarget", address_of_cast},
    {2616, "operator class", "pg_opclass", "opcname opcmethod", described_of_method, NULL, NULL, "opcname opcnamespace opcmethod", address_of_method},
    {FAMILY_OID, "operator family", "pg_opfamily", "opfname opfmethod", described_of_method, NULL, NULL, "opfname opfnamespace opfmethod", address_of_method},
    {2602, "operator", "pg_amop", "amopfamily amopstrategy amoplefttype amoprighttype amopopr", described_of_family, reg_operator_name, "operator of access method", "amopfamily amopstrategy amoplefttype amoprighttype", address_of_member},
    {2603, "function", "pg_amproc", "amprocfamily amprocnum amproclefttype amprocrighttype amproc", described_of_family, reg_procedure_name, "function of access method", "amprocfamily amprocnum amproclefttype amprocrighttype", address_of_member},
    /* of which there are none */
    {3381, "statistics object", NULL, "", NULL, NULL, NULL, "", NULL},
    {1418, "user mapping", NULL, "", NULL, NULL, NULL, "", NULL},
    {826, "default acl", NULL, "", NULL, NULL, NULL, "", NULL},
    {3576, "transform", NULL, "", NULL, NULL, NULL, "", NULL},
    {6106, "publication relation", NULL, "", NULL, NULL, NULL, "", NULL},
    {6237, "publication namespace", NULL, "", NULL, NULL, NULL, "", NULL},
    {6243, "parameter ACL", NULL, "", NULL, NULL, NULL, "", NULL},
    {2613, "large object", NULL, "", NULL, NULL, NULL, "", NULL},
};

const struct object_class *identify_class(Oid class, int column)
{
    if (column != 0 && class != CLASS_OID)
        raise(ERR_INTERNAL_ERROR, "invalid non-zero objectSubId for object class %u", class);
    for (int i = 0; i < COUNTOF(classes); i++)
        if (classes[i].oid == class)
            return &classes[i];
    raise(ERR_INTERNAL_ERROR, "unrecognized object class: %u", class);
}

static const char *describe(struct arena *a, Oid class, Oid oid, int column)
{
    const struct object_class *c = identify_class(class, column);
    return c->describe != NULL ? c->describe(a, c, oid, column) : NULL;
}

const char *identify_words(struct arena *a, Oid class, Oid oid)
{
    return describe(a, class, oid, 0);
}

/* ---- by name ---- */

struct named {
    struct arena *a;
    const char *name;
    Oid schema, of, found;
    int oid_at, name_at, schema_at, of_at; /* columns from 0; -1: such an object has none */
};

static void take_named(void *arg, const Datum *values, const bool *nulls)
{
    struct named *f = arg;
    (void)nulls; /* of these columns no catalog has a NULL */
    if (strcmp(datum_cstring(f->a, values[f->name_at]), f->name) != 0 || (f->of_at >= 0 && datum_oid(values[f->of_at]) != f->of))
        return;
    Oid schema = f->schema_at >= 0 ? datum_oid(values[f->schema_at]) : InvalidOid;
    if (f->schema_at < 0 || (f->schema != InvalidOid ? schema == f->schema : schema_is_visible(schema_name(schema))))
        f->found = datum_oid(values[f->oid_at]);
}

Oid identify_named(struct arena *a, Oid class, const char *name, Oid schema, Oid of)
{
    const struct object_class *c = identify_class(class, 0);
    if (c->catalog == NULL)
        return InvalidOid;
    struct relation *rel = system_relation("pg_catalog", c->catalog);
    struct named f = {.a = a, .name = name, .schema = schema, .of = of, .name_at = -1, .schema_at = -1, .of_at = -1};
    bool *needed = ARENA_ARRAY(a, bool, list_length(rel->columns) + 1);
    const char *fields = arena_printf(a, "oid %s", c->parts);
    for (const char *s = fields; *s != '\0'; s += *s == ' ') {
        size_t n = strcspn(s, " ");
        const char *field = arena_strndup(a, s, n);
        int at = relation_column(rel, field, true, -1)->attnum - 1;
        *(s == fields ? &f.oid_at : f.name_at < 0 ? &f.name_at : strstr(field, "namespace") != NULL ? &f.schema_at : &f.of_at) = at;
        needed[at] = true;
        s += n;
    }
    struct relation_scan scan = {.rel = rel, .arena = a, .needed = needed, .emit = take_named, .arg = &f};
    if (rel->scan != NULL)
        rel->scan(&scan);
    return f.found;
}

/* pg_describe_object(catalog, object, column) */
Datum catalog_describe_object(struct fcall *fc)
{
    Oid class = ARG_OID(0), oid = ARG_OID(1);
    const char *text = class == InvalidOid && oid == InvalidOid ? NULL : describe(fc->arena, class, oid, ARG_INT32(2));
    if (text == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, text);
}
