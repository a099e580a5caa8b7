/* A described plan as text, and as JSON. */
#include <string.h>

#include "session/explain.h"
#include "types/jsonb.h"

static const struct exec_instr *figures(const struct explain *x, const struct described *d)
{
    return x->exec != NULL ? exec_instrument(x->exec, d->plan) : NULL;
}

static void add_joined(struct strbuf *b, const List *values)
{
    for (int i = 0; i < list_length(values); i++)
        strbuf_printf(b, "%s%s", i > 0 ? ", " : "", (const char *)list_nth(values, i));
}

/* ---- text ---- */

static void add_line(struct explain *x, List **lines, int indent, const char *label, const char *value)
{
    *lines = list_append(x->arena, *lines, arena_printf(x->arena, "%*s%s%s%s", indent, "", label, value[0] != '\0' ? ": " : "", value));
}

static void node_line(struct explain *x, const struct described *d, int indent, List **lines)
{
    const struct exec_instr *in = figures(x, d);
    struct strbuf b;
    strbuf_init(&b, x->arena);
    strbuf_printf(&b, "%s%s", indent > 0 ? "->  " : "", d->title);
    if (x->costs)
        strbuf_printf(&b, "  (cost=%.2f..%.2f rows=%.0f width=%d)", d->plan->startup_cost, d->plan->total_cost, d->plan->plan_rows,
                      d->plan->plan_width);
    if (x->exec != NULL && (in == NULL || in->loops == 0))
        strbuf_addstr(&b, " (never executed)");
    else if (in != NULL) {
        double loops = (double)in->loops;
        strbuf_addstr(&b, " (actual ");
        if (x->timing)
            strbuf_printf(&b, "time=%.3f..%.3f ", in->startup_ms / loops, in->total_ms / loops);
        strbuf_printf(&b, "rows=%.0f loops=%.0f)", (double)in->rows / loops, loops);
    }
    add_line(x, lines, indent, b.data, "");
}

static void figure_lines(struct explain *x, const struct exec_instr *in, int indent, List **lines)
{
    if (in == NULL)
        return;
    if (in->removed > 0)
        add_line(x, lines, indent, "Rows Removed by Filter", arena_printf(x->arena, "%llu", (unsigned long long)in->removed));
    if (in->peak_memory > 0)
        add_line(x, lines, indent, "Memory", arena_printf(x->arena, "%llukB", (unsigned long long)(in->peak_memory + 1023) / 1024));
    if (in->disk > 0)
        add_line(x, lines, indent, "Disk", arena_printf(x->arena, "%llukB", (unsigned long long)(in->disk + 1023) / 1024));
}

/* What the title says already. */
static bool in_title(const struct property *p)
{
    return strcmp(p->label, "Relation Name") == 0;
}

static void text_node(struct explain *x, const struct described *d, int indent, List **lines)
{
    if (d->subplan != NULL) {
        add_line(x, lines, indent, d->subplan, "");
        indent += 2;
    }
    node_line(x, d, indent, lines);
    indent += indent > 0 ? 6 : 2;
    FOREACH (struct property, p, d->properties) {
        struct strbuf b;
        strbuf_init(&b, x->arena);
        add_joined(&b, p->values);
        if (!in_title(p))
            add_line(x, lines, indent, p->label, b.data);
    }
    figure_lines(x, figures(x, d), indent, lines);
    FOREACH (struct described, child, d->children)
        text_node(x, child, indent, lines);
}

List *explain_text(struct explain *x, const struct described *top)
{
    List *lines = NULL;
    text_node(x, top, 0, &lines);
    if (x->summary)
        add_line(x, &lines, 0, "Planning Time", arena_printf(x->arena, "%.3f ms", x->planning_ms));
    if (x->summary && x->exec != NULL)
        add_line(x, &lines, 0, "Execution Time", arena_printf(x->arena, "%.3f ms", x->execution_ms));
    return lines;
}

/* ---- JSON ---- */

struct json {
    struct arena *arena;
    struct strbuf *out;
    int indent;
    bool first; /* of the object or array that is open */
};

static void json_next(struct json *j)
{
    strbuf_printf(j->out, "%s\n%*s", j->first ? "" : ",", j->indent, "");
    j->first = false;
}

static void json_open(struct json *j, const char *bracket)
{
    strbuf_addstr(j->out, bracket);
    j->indent += 2;
    j->first = true;
}

static void json_close(struct json *j, const char *bracket)
{
    j->indent -= 2;
    strbuf_printf(j->out, "\n%*s%s", j->indent, "", bracket);
    j->first = false;
}

static void json_label(struct json *j, const char *label)
{
    json_next(j);
    json_escape(j->out, label, strlen(label));
    strbuf_addstr(j->out, ": ");
}

static void json_text(struct json *j, const char *label, const char *value)
{
    json_label(j, label);
    json_escape(j->out, value, strlen(value));
}

static void json_number(struct json *j, const char *label, const char *format, double value)
{
    json_label(j, label);
    strbuf_printf(j->out, format, value);
}

static void json_property(struct json *j, const struct property *p)
{
    json_label(j, p->label);
    if (p->several)
        strbuf_addch(j->out, '[');
    for (int i = 0; i < list_length(p->values); i++) {
        const char *value = list_nth(p->values, i);
        strbuf_addstr(j->out, i > 0 ? ", " : "");
        json_escape(j->out, value, strlen(value));
    }
    if (p->several)
        strbuf_addch(j->out, ']');
}

static void json_figures(struct explain *x, struct json *j, const struct exec_instr *in)
{
    double loops = in->loops > 0 ? (double)in->loops : 1;
    if (x->timing) {
        json_number(j, "Actual Startup Time", "%.3f", in->startup_ms / loops);
        json_number(j, "Actual Total Time", "%.3f", in->total_ms / loops);
    }
    json_number(j, "Actual Rows", "%.0f", (double)in->rows / loops);
    json_number(j, "Actual Loops", "%.0f", (double)in->loops);
    if (in->removed > 0)
        json_number(j, "Rows Removed by Filter", "%.0f", (double)in->removed);
    if (in->peak_memory > 0)
        json_number(j, "Memory", "%.0f", (double)((in->peak_memory + 1023) / 1024));
    if (in->disk > 0)
        json_number(j, "Disk", "%.0f", (double)((in->disk + 1023) / 1024));
}

static const char *const strategies[] = {[AGG_PLAIN] = "Plain", [AGG_SORTED] = "Sorted", [AGG_HASHED] = "Hashed"};

static void json_node(struct explain *x, struct json *j, const struct described *d)
{
    json_open(j, "{");
    json_text(j, "Node Type", IS_A(d->plan, Agg) ? "Aggregate" : d->type);
    if (IS_A(d->plan, Agg))
        json_text(j, "Strategy", strategies[((const Agg *)d->plan)->aggstrategy]);
    if (d->relationship != NULL)
        json_text(j, "Parent Relationship", d->relationship);
    if (d->subplan != NULL)
        json_text(j, "Subplan Name", d->subplan);
    if (d->join_type != NULL)
        json_text(j, "Join Type", d->join_type);
    if (x->costs) {
        json_number(j, "Startup Cost", "%.2f", d->plan->startup_cost);
        json_number(j, "Total Cost", "%.2f", d->plan->total_cost);
        json_number(j, "Plan Rows", "%.0f", d->plan->plan_rows);
        json_number(j, "Plan Width", "%.0f", d->plan->plan_width);
    }
    const struct exec_instr *in = figures(x, d);
    if (in != NULL)
        json_figures(x, j, in);
    FOREACH (struct property, p, d->properties)
        json_property(j, p);
    if (d->children != NULL) {
        json_label(j, "Plans");
        json_open(j, "[");
        FOREACH (struct described, child, d->children) {
            json_next(j);
            json_node(x, j, child);
        }
        json_close(j, "]");
    }
    json_close(j, "}");
}

const char *explain_json(struct explain *x, const struct described *top)
{
    struct strbuf b;
    struct json j = {.arena = x->arena, .out = &b, .first = true};
    strbuf_init(&b, x->arena);
    json_open(&j, "[");
    json_next(&j);
    json_open(&j, "{");
    json_label(&j, "Plan");
    json_node(x, &j, top);
    if (x->summary)
        json_number(&j, "Planning Time", "%.3f", x->planning_ms);
    if (x->summary && x->exec != NULL)
        json_number(&j, "Execution Time", "%.3f", x->execution_ms);
    json_close(&j, "}");
    json_close(&j, "]");
    return b.data;
}
