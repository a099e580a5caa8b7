/* SQL's names and values in XML (SQL/XML 9.1, 9.8). */
#include <libxml/chvalid.h>
#include <stdio.h>

#include "base/utf8.h"
#include "funcs/text_view.h"
#include "funcs/xml.h"
#include "types/array.h"
#include "types/datetime.h"

/* ---- names ---- */
static bool starts_name(uint32_t c)
{
    return xmlIsBaseCharQ(c) || xmlIsIdeographicQ(c) || c == '_' || c == ':';
}

bool xml_stands_in_name(uint32_t c)
{
    return starts_name(c) || xmlIsDigitQ(c) || xmlIsCombiningQ(c) || xmlIsExtenderQ(c) || c == '.' || c == '-';
}

const char *xml_name_from_sql(struct arena *a, const char *name, bool whole, bool period)
{
    struct strbuf out;
    strbuf_init(&out, a);
    for (const char *s = name; *s != '\0'; s += utf8_width(*s)) {
        uint32_t c = utf8_decode(s);
        bool first = s == name;
        if ((c == ':' && (first || whole)) || (c == '_' && s[1] == 'x') || (c == '.' && period) ||
            (whole && first && strncasecmp(s, "xml", 3) == 0) || !(first ? starts_name(c) : xml_stands_in_name(c)))
            strbuf_printf(&out, "_x%04X_", c);
        else
            strbuf_add(&out, s, (size_t)utf8_width(*s));
    }
    return out.data;
}

const char *xml_name_to_sql(struct arena *a, const char *name)
{
    struct strbuf out;
    strbuf_init(&out, a);
    for (const char *s = name; *s != '\0'; s++) {
        unsigned code;
        char c[4];
        if (s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_') {
            sscanf(s + 2, "%4x", &code);
            strbuf_add(&out, c, (size_t)utf8_encode(code, c));
            s += 6;
        } else {
            strbuf_addch(&out, *s);
        }
    }
    return out.data;
}

/* ---- values ---- */
void xml_escape(struct strbuf *out, const char *s, size_t len)
{
    for (const char *end = s + len; s < end; s++)
        switch (*s) {
        case '&': strbuf_addstr(out, "&amp;"); break;
        case '<': strbuf_addstr(out, "&lt;"); break;
        case '>': strbuf_addstr(out, "&gt;"); break;
        case '\r': strbuf_addstr(out, "&#x0d;"); break;
        default: strbuf_addch(out, *s);
        }
}

static _Noreturn void infinite(const char *type)
{
    error_throw(error_detail(error_new(ERR_DATETIME_VALUE_OUT_OF_RANGE, "%s out of range", type),
                             "XML does not support infinite %s values.", type));
}

static void put_date(struct strbuf *out, DateADT d)
{
    struct civil c = {.year = 0};
    if (!date_is_finite(d))
        infinite("date");
    civil_from_date(d, &c);
    date_write(&c, DATESTYLE_ISO, out);
}

static void put_timestamp(struct strbuf *out, TimestampADT t, bool with_zone)
{
    struct civil c = {.year = 0};
    if (!timestamp_is_finite(t))
        infinite("timestamp");
    if (!(with_zone ? civil_from_timestamptz(t, type_settings.timezone, &c) : civil_from_timestamp(t, &c)))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    timestamp_write_xsd(&c, with_zone, out);
}

static void put_bytes(struct strbuf *out, const uint8_t *p, size_t len)
{
    if (!type_settings.xml_hex) {
        base64_put(out, (struct view){(const char *)p, len}, 72, "\r\n");
        return;
    }
    for (size_t i = 0; i < len; i++)
        strbuf_printf(out, "%02X", p[i]);
}

static void put_array(struct strbuf *out, Datum d)
{
    struct array x = array_open(d);
    for (int i = 0; i < x.n; i++) {
        bool isnull;
        Datum element = array_get(&x, i, &isnull);
        if (isnull)
            continue;
        strbuf_addstr(out, "<element>");
        xml_put_value(out, x.elem, element, true);
        strbuf_addstr(out, "</element>");
    }
}

void xml_put_value(struct strbuf *out, Oid type, Datum d, bool escape)
{
    type = type_base(type);
    if (type_is_array(type)) {
        put_array(out, d);
        return;
    }
    switch (type) {
    case TYPE_bool: strbuf_addstr(out, datum_bool(d) ? "true" : "false"); return;
    case TYPE_date: put_date(out, datum_int32(d)); return;
    case TYPE_timestamp: put_timestamp(out, datum_int64(d), false); return;
    case TYPE_timestamptz: put_timestamp(out, datum_int64(d), true); return;
    case TYPE_bytea: put_bytes(out, (const uint8_t *)VARDATA(d), VARLEN(d)); return;
    }
    if (type == TYPE_xml || !escape) {
        type_output(out->arena, type, d, out);
        return;
    }
    struct strbuf text;
    strbuf_init(&text, out->arena);
    type_output(out->arena, type, d, &text);
    xml_escape(out, text.data, text.len);
}
