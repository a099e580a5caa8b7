/* Strings to arrays or rows and back. */
#include "funcs/text_view.h"
#include "types/array.h"

/*
 * The fields of a text between separators: no separator (NULL) gives its characters, an empty one the whole. An empty
 * text has no fields.
 */
struct splitter {
    struct view text, separator, null_word;
    bool characters, has_null_word;
};

static struct splitter splitter_of(struct fcall *fc)
{
    struct splitter s = {.text = ARG_VIEW(0), .characters = ARG_NULL(1)};
    if (!ARG_NULL(1))
        s.separator = ARG_VIEW(1);
    s.has_null_word = fc->nargs > 2 && !ARG_NULL(2);
    if (s.has_null_word)
        s.null_word = ARG_VIEW(2);
    return s;
}

static size_t field_end(const struct splitter *s, size_t from)
{
    if (s->characters)
        return from + utf8_step(s->text.s + from, s->text.n - from);
    ptrdiff_t at = s->separator.n == 0 ? -1 : view_find(s->text, s->separator, from);
    return at < 0 ? s->text.n : (size_t)at;
}

static void split(const struct splitter *s, struct arena *a, void (*add)(void *arg, Datum d, bool isnull), void *arg)
{
    if (s->text.n == 0)
        return;
    size_t from = 0, end;
    do {
        end = field_end(s, from);
        struct view field = {s->text.s + from, end - from};
        bool isnull = s->has_null_word && field.n == s->null_word.n && memcmp(field.s, s->null_word.s, field.n) == 0;
        add(arg, isnull ? (Datum)0 : datum_from_text(a, field.s, field.n), isnull);
        from = end + (s->characters ? 0 : s->separator.n);
        CHECK_INTERRUPTS();
    } while (end < s->text.n);
}

static void add_element(void *arg, Datum d, bool isnull)
{
    array_builder_add(arg, d, isnull);
}

static void add_row(void *arg, Datum d, bool isnull)
{
    emit_value(arg, d, isnull);
}

Datum text_to_array(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct splitter s = splitter_of(fc);
    struct array_builder b;
    array_builder_init(&b, fc->arena, TYPE_text);
    split(&s, fc->arena, add_element, &b);
    return array_builder_finish(&b, fc->arena);
}

Datum text_to_table(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct splitter s = splitter_of(fc);
    split(&s, fc->arena, add_row, fc);
    return (Datum)0;
}

/* NULL elements are left out, or said by the third argument. */
Datum array_to_text(struct fcall *fc)
{
    if (ARG_NULL(0) || ARG_NULL(1))
        RETURN_NULL();
    struct array array = array_open(ARG_DATUM(0));
    struct view separator = ARG_VIEW(1);
    bool has_null_word = fc->nargs > 2 && !ARG_NULL(2), first = true;
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (int i = 0; i < array.n; i++) {
        bool isnull;
        CHECK_INTERRUPTS();
        Datum d = array_get(&array, i, &isnull);
        if (isnull && !has_null_word)
            continue;
        if (!first)
            strbuf_add(&b, separator.s, separator.n);
        first = false;
        if (isnull)
            strbuf_add(&b, VARDATA(ARG_DATUM(2)), VARLEN(ARG_DATUM(2)));
        else
            type_output(fc->arena, array.elem, d, &b);
    }
    return strbuf_result(fc, &b);
}
