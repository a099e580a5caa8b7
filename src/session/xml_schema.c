/* XML schemas of SQL's types, tables, schemas and the database (SQL/XML 9.4 to 9.15), as PostgreSQL prints them. */
#include "session/xml_int.h"

#include "types/user.h"

/* ---- names ---- */
/* kind.database.schema.name, the parts as XML names; NULL parts are left out. */
static const char *dotted(struct arena *a, const char *kind, const char *schema, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s.%s", kind, xml_name_from_sql(a, func_env.database, true, true));
    if (schema != NULL)
        strbuf_printf(&b, ".%s", xml_name_from_sql(a, schema, true, true));
    if (name != NULL)
        strbuf_printf(&b, ".%s", xml_name_from_sql(a, name, true, true));
    return b.data;
}

static const char *with_typmod(struct arena *a, const char *name, int32_t typmod, int32_t offset)
{
    return typmod < 0 ? name : arena_printf(a, "%s_%d", name, (int)(typmod - offset));
}

static const char *type_xml_name(struct arena *a, Oid type, int32_t typmod)
{
    enum { LENGTH_OFFSET = 4 };
    switch (type) {
    case TYPE_bpchar: return with_typmod(a, "CHAR", typmod, LENGTH_OFFSET);
    case TYPE_varchar: return with_typmod(a, "VARCHAR", typmod, LENGTH_OFFSET);
    case TYPE_numeric:
        if (typmod < 0)
            return "NUMERIC";
        return arena_printf(a, "NUMERIC_%d_%d", (int)((typmod - LENGTH_OFFSET) >> 16 & 0xffff), (int)((typmod - LENGTH_OFFSET) & 0xffff));
    case TYPE_int4: return "INTEGER";
    case TYPE_int2: return "SMALLINT";
    case TYPE_int8: return "BIGINT";
    case TYPE_float4: return "REAL";
    case TYPE_float8: return "DOUBLE";
    case TYPE_bool: return "BOOLEAN";
    case TYPE_time: return with_typmod(a, "TIME", typmod, 0);
    case TYPE_timetz: return with_typmod(a, "TIME_WTZ", typmod, 0);
    case TYPE_timestamp: return with_typmod(a, "TIMESTAMP", typmod, 0);
    case TYPE_timestamptz: return with_typmod(a, "TIMESTAMP_WTZ", typmod, 0);
    case TYPE_date: return "DATE";
    case TYPE_xml: return "XML";
    }
    const struct type_info *t = type_get(type);
    return dotted(a, t->typtype == 'd' ? "Domain" : "UDT", type_schema(type), t->name);
}

/* ---- types ---- */
static void put_restriction(struct strbuf *out, const char *base, const char *pattern)
{
    strbuf_printf(out, "  <xsd:restriction base=\"xsd:%s\">\n", base);
    if (pattern != NULL)
        strbuf_printf(out, "    <xsd:pattern value=\"%s\"/>\n", pattern);
    strbuf_addstr(out, "  </xsd:restriction>\n");
}

static void put_bounds(struct strbuf *out, const char *base, int64_t low, int64_t high)
{
    strbuf_printf(out, "  <xsd:restriction base=\"xsd:%s\">\n    <xsd:maxInclusive value=\"%lld\"/>\n"
                       "    <xsd:minInclusive value=\"%lld\"/>\n  </xsd:restriction>\n", base, (long long)high, (long long)low);
}

#define XSD_DAY "\\p{Nd}{4}-\\p{Nd}{2}-\\p{Nd}{2}"
#define XSD_TIME "\\p{Nd}{2}:\\p{Nd}{2}:\\p{Nd}{2}(.\\p{Nd}+)?"
#define XSD_ZONE "(\\+|-)\\p{Nd}{2}:\\p{Nd}{2}"

static void put_simple_type(struct strbuf *out, Oid type)
{
    strbuf_printf(out, "<xsd:simpleType name=\"%s\">\n", type_xml_name(out->arena, type, -1));
    switch (type) {
    case TYPE_bpchar: case TYPE_varchar: case TYPE_text: put_restriction(out, "string", NULL); break;
    case TYPE_bytea: put_restriction(out, type_settings.xml_hex ? "hexBinary" : "base64Binary", NULL); break;
    case TYPE_numeric: break;
    case TYPE_int2: put_bounds(out, "short", INT16_MIN, INT16_MAX); break;
    case TYPE_int4: put_bounds(out, "int", INT32_MIN, INT32_MAX); break;
    case TYPE_int8: put_bounds(out, "long", INT64_MIN, INT64_MAX); break;
    case TYPE_float4: strbuf_addstr(out, "  <xsd:restriction base=\"xsd:float\"></xsd:restriction>\n"); break;
    case TYPE_float8: strbuf_addstr(out, "  <xsd:restriction base=\"xsd:double\"></xsd:restriction>\n"); break;
    case TYPE_bool: strbuf_addstr(out, "  <xsd:restriction base=\"xsd:boolean\"></xsd:restriction>\n"); break;
    case TYPE_time: put_restriction(out, "time", XSD_TIME); break;
    case TYPE_timetz: put_restriction(out, "time", XSD_TIME XSD_ZONE); break;
    case TYPE_timestamp: put_restriction(out, "dateTime", XSD_DAY "T" XSD_TIME); break;
    case TYPE_timestamptz: put_restriction(out, "dateTime", XSD_DAY "T" XSD_TIME XSD_ZONE); break;
    case TYPE_date: put_restriction(out, "date", XSD_DAY); break;
    default:
        if (type_get(type)->typtype == 'd')
            strbuf_printf(out, "  <xsd:restriction base=\"%s\"/>\n",
                          type_xml_name(out->arena, type_base(type), type_domain_typmod(type)));
    }
    strbuf_addstr(out, "</xsd:simpleType>\n\n");
}

static List *add_type(struct arena *a, List *types, Oid type)
{
    for (int i = 0; i < list_length(types); i++)
        if (ITEM_OID(list_nth(types, i)) == type)
            return types;
    return list_append(a, types, INT_ITEM(type));
}

List *xml_schema_types(struct arena *a, List *types, const List *desc)
{
    FOREACH (const TargetEntry, t, desc)
        types = add_type(a, types, expr_type(t->expr));
    return types;
}

void xml_schema_put_types(struct strbuf *out, List *types)
{
    for (int i = 0; i < list_length(types); i++) /* the base types of domains behind all others */
        types = add_type(out->arena, types, type_base(ITEM_OID(list_nth(types, i))));
    for (int i = 0; i < list_length(types); i++) {
        if (ITEM_OID(list_nth(types, i)) != TYPE_xml) {
            put_simple_type(out, ITEM_OID(list_nth(types, i)));
            continue;
        }
        strbuf_addstr(out, "<xsd:complexType mixed=\"true\">\n  <xsd:sequence>\n"
                           "    <xsd:any name=\"element\" minOccurs=\"0\" maxOccurs=\"unbounded\" processContents=\"skip\"/>\n"
                           "  </xsd:sequence>\n</xsd:complexType>\n\n");
    }
}

/* ---- a schema's frame ---- */
void xml_schema_begin(struct strbuf *out, const struct xml_shape *x)
{
    strbuf_addstr(out, "<xsd:schema\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"");
    if (x->target[0] != '\0')
        strbuf_printf(out, "\n    targetNamespace=\"%s\"\n    elementFormDefault=\"qualified\"", x->target);
    strbuf_addstr(out, ">\n\n");
}

void xml_schema_end(struct strbuf *out)
{
    strbuf_addstr(out, "</xsd:schema>");
}

static void put_element(struct strbuf *out, const char *name, const char *type)
{
    strbuf_printf(out, "<xsd:element name=\"%s\" type=\"%s\"/>\n\n", xml_name_from_sql(out->arena, name, true, false), type);
}

/* ---- tables, schemas, the database ---- */
void xml_schema_of_rows(struct strbuf *out, const struct xml_shape *x, const struct xml_relation *rel, const List *desc)
{
    struct arena *a = out->arena;
    const char *row = rel != NULL ? dotted(a, "RowType", rel->schema, rel->name) : "RowType";
    const char *table = rel != NULL ? dotted(a, "TableType", rel->schema, rel->name) : "TableType";
    xml_schema_begin(out, x);
    xml_schema_put_types(out, xml_schema_types(a, NULL, desc));
    strbuf_printf(out, "<xsd:complexType name=\"%s\">\n  <xsd:sequence>\n", row);
    FOREACH (const TargetEntry, t, desc)
        strbuf_printf(out, "    <xsd:element name=\"%s\" type=\"%s\"%s></xsd:element>\n", xml_name_from_sql(a, t->resname, true, false),
                      type_xml_name(a, expr_type(t->expr), -1), x->nulls ? " nillable=\"true\"" : " minOccurs=\"0\"");
    strbuf_addstr(out, "  </xsd:sequence>\n</xsd:complexType>\n\n");
    if (!x->forest)
        strbuf_printf(out, "<xsd:complexType name=\"%s\">\n  <xsd:sequence>\n"
                           "    <xsd:element name=\"row\" type=\"%s\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n"
                           "  </xsd:sequence>\n</xsd:complexType>\n\n", table, row);
    put_element(out, rel != NULL ? rel->name : x->forest ? "row" : "table", x->forest ? row : table);
    xml_schema_end(out);
}

void xml_schema_put_schema(struct strbuf *out, const struct xml_shape *x, const char *schema, const List *relations)
{
    struct arena *a = out->arena;
    const char *type = dotted(a, "SchemaType", schema, NULL), *group = x->forest ? "sequence" : "all";
    strbuf_printf(out, "<xsd:complexType name=\"%s\">\n  <xsd:%s>\n", type, group);
    FOREACH (const struct xml_relation, r, relations)
        strbuf_printf(out, "    <xsd:element name=\"%s\" type=\"%s\"%s/>\n", xml_name_from_sql(a, r->name, true, false),
                      dotted(a, x->forest ? "RowType" : "TableType", r->schema, r->name),
                      x->forest ? " minOccurs=\"0\" maxOccurs=\"unbounded\"" : "");
    strbuf_printf(out, "  </xsd:%s>\n</xsd:complexType>\n\n", group);
    put_element(out, schema, type);
}

void xml_schema_put_database(struct strbuf *out, const List *schemas)
{
    struct arena *a = out->arena;
    const char *type = dotted(a, "CatalogType", NULL, NULL);
    strbuf_printf(out, "<xsd:complexType name=\"%s\">\n  <xsd:all>\n", type);
    for (int i = 0; i < list_length(schemas); i++) {
        const char *schema = list_nth(schemas, i);
        strbuf_printf(out, "    <xsd:element name=\"%s\" type=\"%s\"/>\n", xml_name_from_sql(a, schema, true, false),
                      dotted(a, "SchemaType", schema, NULL));
    }
    strbuf_addstr(out, "  </xsd:all>\n</xsd:complexType>\n\n");
    put_element(out, func_env.database, type);
}
