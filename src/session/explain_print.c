/* A described plan as text. */
#include <string.h>

#include "session/explain.h"

const struct exec_instr *explain_figures(const struct explain *x, const struct described *d)
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
    const struct exec_instr *in = explain_figures(x, d);
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
    if (in->hits + in->misses > 0) {
        add_line(x, lines, indent, "Hits",
                 arena_printf(x->arena, "%llu  Misses: %llu  Evictions: %llu  Overflows: %llu  Memory Usage: %llukB", (unsigned long long)in->hits,
                              (unsigned long long)in->misses, (unsigned long long)in->evictions, (unsigned long long)in->overflows,
                              (unsigned long long)(in->peak_memory + 1023) / 1024));
        return;
    }
    if (in->peak_memory > 0)
        add_line(x, lines, indent, "Memory", arena_printf(x->arena, "%llukB", (unsigned long long)(in->peak_memory + 1023) / 1024));
    if (in->disk > 0)
        add_line(x, lines, indent, "Disk", arena_printf(x->arena, "%llukB", (unsigned long long)(in->disk + 1023) / 1024));
}

/* What the title says already. */
static bool in_title(const struct property *p)
{
    return strcmp(p->label, "Relation Name") == 0 || strcmp(p->label, "CTE Name") == 0 || strcmp(p->label, "Function Name") == 0 ||
           strcmp(p->label, "Alias") == 0;
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
    figure_lines(x, explain_figures(x, d), indent, lines);
    FOREACH (struct described, child, d->children)
        text_node(x, child, indent, lines);
}

static void settings_line(struct explain *x, List **lines)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    FOREACH (struct setting, s, x->settings)
        strbuf_printf(&b, "%s%s = '%s'", b.len > 0 ? ", " : "", s->name, s->value);
    if (b.len > 0)
        add_line(x, lines, 0, "Settings", b.data);
}

List *explain_text(struct explain *x, const struct described *top)
{
    List *lines = NULL;
    text_node(x, top, 0, &lines);
    settings_line(x, &lines);
    if (x->summary)
        add_line(x, &lines, 0, "Planning Time", arena_printf(x->arena, "%.3f ms", x->planning_ms));
    if (x->summary && x->exec != NULL)
        add_line(x, &lines, 0, "Execution Time", arena_printf(x->arena, "%.3f ms", x->execution_ms));
    return lines;
}
