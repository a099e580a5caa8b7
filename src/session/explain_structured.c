/* A described plan as JSON, XML or YAML: the same groups and properties, three ways to write them. */
#include <ctype.h>
#include <string.h>

#include "base/macros.h"
#include "session/explain.h"
#include "types/jsonb.h"

/* ---- how a format writes a group, a property, a list ---- */

struct writer {
    struct strbuf *out;
    enum explain_format format;
    int indent;  /* in groups */
    bool first;  /* nothing stands yet in the group that is open */
    bool dashed; /* YAML: it began with "- ", and its first property goes behind that */
};

static void begin_line(struct writer *w)
{
    bool same = w->out->len == 0 || (w->format == EXPLAIN_YAML && w->first && w->dashed);
    if (!same)
        strbuf_printf(w->out, "%s\n%*s", w->format == EXPLAIN_JSON && !w->first ? "," : "", 2 * w->indent, "");
    w->first = false;
}

static void put_json(struct writer *w, const char *s)
{
    json_escape(w->out, s, strlen(s));
}

static void put_xml(struct writer *w, const char *s)
{
    for (; *s != '\0'; s++)
        switch (*s) {
        case '&': strbuf_addstr(w->out, "&amp;"); break;
        case '<': strbuf_addstr(w->out, "&lt;"); break;
        case '>': strbuf_addstr(w->out, "&gt;"); break;
        case '\r': strbuf_addstr(w->out, "&#x0d;"); break;
        default: strbuf_addch(w->out, *s);
        }
}

/* Names have only letters that an XML name may have. */
static void put_tag(struct writer *w, const char *open, const char *name)
{
    strbuf_addstr(w->out, open);
    for (; *name != '\0'; name++)
        strbuf_addch(w->out, isalnum((unsigned char)*name) || strchr("-_.", *name) != NULL ? *name : '-');
    strbuf_addch(w->out, '>');
}

static void put_label(struct writer *w, const char *label)
{
    if (w->format == EXPLAIN_XML)
        put_tag(w, "<", label);
    else if (w->format == EXPLAIN_JSON)
        put_json(w, label);
    else
        strbuf_addstr(w->out, label);
    if (w->format != EXPLAIN_XML)
        strbuf_addstr(w->out, ": ");
}

/* quoted: a text, not a number or a truth value. */
static void put_value(struct writer *w, const char *value, bool quoted)
{
    if (w->format == EXPLAIN_XML)
        put_xml(w, value);
    else if (quoted)
        put_json(w, value);
    else
        strbuf_addstr(w->out, value);
}

static void put_property(struct writer *w, const char *label, const char *value, bool quoted)
{
    begin_line(w);
    put_label(w, label);
    put_value(w, value, quoted);
    if (w->format == EXPLAIN_XML)
        put_tag(w, "</", label);
}

static void put_list(struct writer *w, const char *label, const List *values)
{
    begin_line(w);
    put_label(w, label);
    if (w->format == EXPLAIN_JSON)
        strbuf_addch(w->out, '[');
    for (int i = 0; i < list_length(values); i++) {
        if (w->format == EXPLAIN_JSON)
            strbuf_addstr(w->out, i > 0 ? ", " : "");
        else
            strbuf_printf(w->out, "\n%*s%s", 2 * (w->indent + 1), "", w->format == EXPLAIN_XML ? "<Item>" : "- ");
        put_value(w, list_nth(values, i), true);
        if (w->format == EXPLAIN_XML)
            strbuf_addstr(w->out, "</Item>");
    }
    if (w->format == EXPLAIN_JSON)
        strbuf_addch(w->out, ']');
    if (w->format == EXPLAIN_XML) {
        strbuf_printf(w->out, "\n%*s", 2 * w->indent, "");
        put_tag(w, "</", label);
    }
}

/* type: XML's tag. label: NULL in a list. properties: of what stands in it, and not a list of groups. */
static struct writer open_group(struct writer *w, const char *type, const char *label, bool properties)
{
    struct writer inner = {.out = w->out, .format = w->format, .indent = w->indent + 1, .first = true, .dashed = label == NULL};
    begin_line(w);
    switch (w->format) {
    case EXPLAIN_XML: put_tag(w, "<", type); break;
    case EXPLAIN_YAML: strbuf_printf(w->out, "%s%s", label != NULL ? label : "- ", label != NULL ? ": " : ""); break;
    default:
        if (label != NULL)
            put_label(w, label);
        strbuf_addch(w->out, properties ? '{' : '[');
    }
    return inner;
}

static void close_group(struct writer *w, const char *type, bool properties)
{
    if (w->format == EXPLAIN_YAML)
        return;
    strbuf_printf(w->out, "\n%*s", 2 * w->indent, "");
    if (w->format == EXPLAIN_XML)
        put_tag(w, "</", type);
    else
        strbuf_addch(w->out, properties ? '}' : ']');
}

/* ---- what stands in a plan ---- */

static void put_text(struct writer *w, const char *label, const char *value)
{
    if (value != NULL)
        put_property(w, label, value, true);
}

static void put_number(struct writer *w, const char *label, const char *format, double value)
{
    char digits[400];
    snprintf(digits, sizeof digits, format, value);
    put_property(w, label, digits, false);
}

/* PostgreSQL's buffers: there are none here. */
static void put_buffers(struct writer *w)
{
    static const char *const labels[] = {"Shared Hit Blocks",    "Shared Read Blocks", "Shared Dirtied Blocks", "Shared Written Blocks",
                                         "Local Hit Blocks",     "Local Read Blocks",  "Local Dirtied Blocks",  "Local Written Blocks",
                                         "Temp Read Blocks",     "Temp Written Blocks"};
    for (int i = 0; i < COUNTOF(labels); i++)
        put_number(w, labels[i], "%.0f", 0);
}

static void put_wal(struct writer *w)
{
    put_number(w, "WAL Records", "%.0f", 0);
    put_number(w, "WAL FPI", "%.0f", 0);
    put_number(w, "WAL Bytes", "%.0f", 0);
}

static void put_figures(struct explain *x, struct writer *w, const struct exec_instr *in)
{
    double loops = in->loops > 0 ? (double)in->loops : 1;
    if (x->timing) {
        put_number(w, "Actual Startup Time", "%.3f", in->startup_ms / loops);
        put_number(w, "Actual Total Time", "%.3f", in->total_ms / loops);
    }
    put_number(w, "Actual Rows", "%.0f", (double)in->rows / loops);
    put_number(w, "Actual Loops", "%.0f", (double)in->loops);
    if (in->removed > 0)
        put_number(w, "Rows Removed by Filter", "%.0f", (double)in->removed);
    if (in->hits + in->misses > 0) {
        put_number(w, "Cache Hits", "%.0f", (double)in->hits);
        put_number(w, "Cache Misses", "%.0f", (double)in->misses);
        put_number(w, "Cache Evictions", "%.0f", (double)in->evictions);
        put_number(w, "Cache Overflows", "%.0f", (double)in->overflows);
        put_number(w, "Peak Memory Usage", "%.0f", (double)((in->peak_memory + 1023) / 1024));
        return;
    }
    if (in->peak_memory > 0)
        put_number(w, "Memory", "%.0f", (double)((in->peak_memory + 1023) / 1024));
    if (in->disk > 0)
        put_number(w, "Disk", "%.0f", (double)((in->disk + 1023) / 1024));
}

static const char *const strategies[] = {[AGG_PLAIN] = "Plain", [AGG_SORTED] = "Sorted", [AGG_HASHED] = "Hashed"};

static void put_head(struct explain *x, struct writer *w, const struct described *d)
{
    bool aggregate = IS_A(d->plan, Agg);
    put_text(w, "Node Type", aggregate ? "Aggregate" : d->type);
    put_text(w, "Strategy", aggregate ? strategies[((const Agg *)d->plan)->aggstrategy] : NULL);
    put_text(w, "Partial Mode", aggregate ? "Simple" : NULL);
    put_text(w, "Parent Relationship", d->relationship);
    put_text(w, "Subplan Name", d->subplan);
    put_property(w, "Parallel Aware", "false", false);
    put_property(w, "Async Capable", "false", false);
    put_text(w, "Join Type", d->join_type);
    if (x->costs) {
        put_number(w, "Startup Cost", "%.2f", d->plan->startup_cost);
        put_number(w, "Total Cost", "%.2f", d->plan->total_cost);
        put_number(w, "Plan Rows", "%.0f", d->plan->plan_rows);
        put_number(w, "Plan Width", "%.0f", d->plan->plan_width);
    }
}

static void put_node(struct explain *x, struct writer *w, const struct described *d, const char *label)
{
    struct writer node = open_group(w, "Plan", label, true);
    const struct exec_instr *in = explain_figures(x, d);
    put_head(x, &node, d);
    if (in != NULL)
        put_figures(x, &node, in);
    FOREACH (struct property, p, d->properties)
        if (p->several)
            put_list(&node, p->label, p->values);
        else
            put_text(&node, p->label, list_nth(p->values, 0));
    if (x->buffers)
        put_buffers(&node);
    if (x->wal)
        put_wal(&node);
    if (d->children != NULL) {
        struct writer plans = open_group(&node, "Plans", "Plans", false);
        FOREACH (struct described, child, d->children)
            put_node(x, &plans, child, NULL);
        close_group(&node, "Plans", false);
    }
    close_group(w, "Plan", true);
}

static void put_query(struct explain *x, struct writer *w, const struct described *top)
{
    put_node(x, w, top, "Plan");
    if (x->show_settings) {
        struct writer settings = open_group(w, "Settings", "Settings", true);
        FOREACH (struct setting, s, x->settings)
            put_text(&settings, s->name, s->value);
        close_group(w, "Settings", true);
    }
    if (x->buffers) {
        struct writer planning = open_group(w, "Planning", "Planning", true);
        put_buffers(&planning);
        close_group(w, "Planning", true);
    }
    if (x->summary)
        put_number(w, "Planning Time", "%.3f", x->planning_ms);
    if (x->analyze) {
        open_group(w, "Triggers", "Triggers", false);
        close_group(w, "Triggers", false);
    }
    if (x->summary && x->exec != NULL)
        put_number(w, "Execution Time", "%.3f", x->execution_ms);
}

const char *explain_structured(struct explain *x, const struct described *top)
{
    struct strbuf b;
    struct writer outer = {.out = &b, .format = x->format, .first = true}, list = outer, query;
    strbuf_init(&b, x->arena);
    if (x->format == EXPLAIN_XML)
        strbuf_addstr(&b, "<explain xmlns=\"http://www.postgresql.org/2009/explain\">");
    else if (x->format == EXPLAIN_JSON)
        strbuf_addch(&b, '[');
    list.indent = x->format == EXPLAIN_YAML ? 0 : 1;
    query = open_group(&list, "Query", NULL, true);
    put_query(x, &query, top);
    close_group(&list, "Query", true);
    if (x->format == EXPLAIN_XML)
        strbuf_addstr(&b, "\n</explain>");
    else if (x->format == EXPLAIN_JSON)
        strbuf_addstr(&b, "\n]");
    return b.data;
}
