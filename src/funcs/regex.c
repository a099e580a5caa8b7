/* The SQL functions over regular expressions. */
#include "funcs/regex.h"
#include "types/array.h"

/* ---- options ---- */
struct options {
    unsigned flags;
    bool global;
};

static void option(struct options *o, struct view v, size_t at)
{
    switch (v.s[at]) {
    case 'g': o->global = true; return;
    case 'b': o->flags &= ~(unsigned)(REGEX_ADVANCED | REGEX_QUOTE); return;
    case 'c': o->flags &= ~(unsigned)REGEX_ICASE; return;
    case 'e': /* leaves a basic expression, as PostgreSQL does */
        o->flags &= ~(unsigned)(REGEX_ADVANCED | REGEX_QUOTE);
        return;
    case 'i': o->flags |= REGEX_ICASE; return;
    case 'm':
    case 'n': o->flags |= REGEX_NEWLINE; return;
    case 'p': o->flags = (o->flags & ~(unsigned)REGEX_NLANCH) | REGEX_NLSTOP; return;
    case 'q': o->flags = (o->flags & ~(unsigned)REGEX_ADVANCED) | REGEX_QUOTE; return;
    case 's': o->flags &= ~(unsigned)REGEX_NEWLINE; return;
    case 't': o->flags &= ~(unsigned)REGEX_EXPANDED; return;
    case 'w': o->flags = (o->flags & ~(unsigned)REGEX_NLSTOP) | REGEX_NLANCH; return;
    case 'x': o->flags |= REGEX_EXPANDED; return;
    }
    raise(ERR_INVALID_PARAMETER_VALUE, "invalid regular expression option: \"%.*s\"",
          (int)utf8_step(v.s + at, v.n - at), v.s + at);
}

/* The options in argument number arg, if it is there. */
static struct options options_at(struct fcall *fc, int arg)
{
    struct options o = {REGEX_ADVANCED, false};
    if (arg >= 0 && arg < fc->nargs) {
        struct view v = ARG_VIEW(arg);
        for (size_t i = 0; i < v.n; i++)
            option(&o, v, i);
    }
    return o;
}

/* The same for functions where "all matches" makes no sense; hint may be NULL. */
static struct options options_once(struct fcall *fc, int arg, const char *function, const char *hint)
{
    struct options o = options_at(fc, arg);
    if (o.global) {
        struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "%s does not support the \"global\" option", function);
        if (hint != NULL)
            error_hint(e, "%s", hint);
        error_throw(e);
    }
    return o;
}

/* ---- does it match ---- */
static bool text_matches(struct fcall *fc, unsigned flags)
{
    struct regex *re = regex_get(ARG_VIEW(1), flags);
    struct regex_subject s = regex_subject(re, fc->arena, ARG_VIEW(0));
    return regex_exists(re, &s);
}

#define REGEX_OPERATOR(name, wanted, flags)                       \
    Datum name(struct fcall *fc)                                  \
    {                                                             \
        return datum_from_bool(text_matches(fc, flags) == wanted); \
    }
REGEX_OPERATOR(text_regex, true, REGEX_ADVANCED)
REGEX_OPERATOR(text_not_regex, false, REGEX_ADVANCED)
REGEX_OPERATOR(text_iregex, true, REGEX_ADVANCED | REGEX_ICASE)
REGEX_OPERATOR(text_not_iregex, false, REGEX_ADVANCED | REGEX_ICASE)

Datum text_regexp_like(struct fcall *fc)
{
    return datum_from_bool(text_matches(fc, options_once(fc, 2, "regexp_like()", NULL).flags));
}

/* ---- all matches ---- */
struct matches {
    struct view text;
    int n, cap, width; /* width: spans each, the whole match first */
    int groups;
    struct regex_span *spans;
};

enum search_flags {
    SEARCH_ALL = 1,
    SEARCH_GROUPS = 2,
    SEARCH_SPLIT = 4, /* no empty match at the ends or right behind another */
};

static void matches_add(struct matches *m, struct arena *a, const struct regex_span *spans)
{
    size_t size = sizeof *spans * (size_t)m->width;
    if (m->n == m->cap) {
        int cap = m->cap == 0 ? 8 : m->cap * 2;
        m->spans = arena_grow(a, m->spans, size * (size_t)m->cap, size * (size_t)cap);
        m->cap = cap;
    }
    memcpy(m->spans + m->n++ * m->width, spans, size);
}

/* Where the next search begins: behind the match, and a character further when it was empty. */
static size_t search_behind(struct view text, struct regex_span whole)
{
    size_t at = (size_t)whole.end;
    if (whole.start < whole.end)
        return at;
    return at < text.n ? at + utf8_step(text.s + at, text.n - at) : at + 1;
}

static struct matches find_matches(struct fcall *fc, struct view pattern, unsigned flags, size_t from, int search)
{
    struct regex *re = regex_get(pattern, flags);
    struct regex_subject s = regex_subject(re, fc->arena, ARG_VIEW(0));
    struct matches m = {.text = s.text, .groups = regex_groups(re)};
    m.width = (search & SEARCH_GROUPS) != 0 ? m.groups + 1 : 1;
    struct regex_span *spans = ARENA_ARRAY(fc->arena, struct regex_span, m.width);
    ptrdiff_t last_end = 0;
    while (from <= s.text.n && regex_find(re, &s, from, m.width, spans)) {
        bool degenerate = spans[0].start >= (ptrdiff_t)s.text.n || spans[0].end <= last_end;
        if ((search & SEARCH_SPLIT) == 0 || !degenerate)
            matches_add(&m, fc->arena, spans);
        if ((search & SEARCH_ALL) == 0)
            break;
        last_end = spans[0].end;
        from = search_behind(s.text, spans[0]);
        CHECK_INTERRUPTS();
    }
    return m;
}

static Datum span_text(struct fcall *fc, const struct matches *m, struct regex_span span)
{
    return text_result(fc, m->text.s + span.start, (size_t)(span.end - span.start));
}

/* The groups of match i as text[]; of an expression without groups the whole match. */
static Datum groups_array(struct fcall *fc, const struct matches *m, int i)
{
    const struct regex_span *spans = m->spans + i * m->width;
    int first = m->groups > 0 ? 1 : 0, n = m->groups > 0 ? m->groups : 1;
    struct array_builder b;
    array_builder_init(&b, fc->arena, TYPE_text);
    for (int k = first; k < first + n; k++) {
        bool isnull = spans[k].start < 0;
        array_builder_add(&b, isnull ? (Datum)0 : span_text(fc, m, spans[k]), isnull);
    }
    return array_builder_finish(&b, fc->arena);
}

Datum text_regexp_match(struct fcall *fc)
{
    struct options o = options_once(fc, 2, "regexp_match()", "Use the regexp_matches function instead.");
    struct matches m = find_matches(fc, ARG_VIEW(1), o.flags, 0, SEARCH_GROUPS);
    if (m.n == 0)
        RETURN_NULL();
    return groups_array(fc, &m, 0);
}

Datum text_regexp_matches(struct fcall *fc)
{
    struct options o = options_at(fc, 2);
    struct matches m = find_matches(fc, ARG_VIEW(1), o.flags, 0, SEARCH_GROUPS | (o.global ? SEARCH_ALL : 0));
    for (int i = 0; i < m.n; i++)
        emit_value(fc, groups_array(fc, &m, i), false);
    return (Datum)0;
}

/* ---- splitting ---- */
static struct regex_span split_field(const struct matches *m, int i)
{
    struct regex_span s = {i > 0 ? m->spans[i - 1].end : 0, i < m->n ? m->spans[i].start : (ptrdiff_t)m->text.n};
    return s;
}

Datum text_regexp_split_to_table(struct fcall *fc)
{
    struct options o = options_once(fc, 2, "regexp_split_to_table()", NULL);
    struct matches m = find_matches(fc, ARG_VIEW(1), o.flags, 0, SEARCH_ALL | SEARCH_SPLIT);
    for (int i = 0; i <= m.n; i++)
        emit_value(fc, span_text(fc, &m, split_field(&m, i)), false);
    return (Datum)0;
}

Datum text_regexp_split_to_array(struct fcall *fc)
{
    struct options o = options_once(fc, 2, "regexp_split_to_array()", NULL);
    struct matches m = find_matches(fc, ARG_VIEW(1), o.flags, 0, SEARCH_ALL | SEARCH_SPLIT);
    struct array_builder b;
    array_builder_init(&b, fc->arena, TYPE_text);
    for (int i = 0; i <= m.n; i++)
        array_builder_add(&b, span_text(fc, &m, split_field(&m, i)), false);
    return array_builder_finish(&b, fc->arena);
}

/* ---- counting, the nth match ---- */
static int32_t int_arg(struct fcall *fc, int arg, int32_t absent, int32_t least, int32_t most, const char *name)
{
    if (arg >= fc->nargs)
        return absent;
    int32_t v = ARG_INT32(arg);
    if (v < least || v > most)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": %d", name, v);
    return v;
}

/* Byte where the character of that number (from 1) begins; behind the text when there are fewer. */
static size_t start_offset(struct view text, int32_t start)
{
    size_t chars = utf8_count(text.s, text.n);
    return (size_t)start - 1 > chars ? text.n + 1 : utf8_offset(text.s, text.n, (size_t)start - 1);
}

Datum text_regexp_count(struct fcall *fc)
{
    int32_t start = int_arg(fc, 2, 1, 1, INT32_MAX, "start");
    struct options o = options_once(fc, 3, "regexp_count()", NULL);
    struct matches m = find_matches(fc, ARG_VIEW(1), o.flags, start_offset(ARG_VIEW(0), start), SEARCH_ALL);
    return datum_from_int32(m.n);
}

/* The nth match's group (0: the whole); start -1 when there is none. */
static struct regex_span nth_match(struct fcall *fc, struct matches *m, int flags_arg, int group_arg,
                                   const char *function)
{
    int32_t start = int_arg(fc, 2, 1, 1, INT32_MAX, "start"), n = int_arg(fc, 3, 1, 1, INT32_MAX, "n");
    if (flags_arg == 5) /* regexp_instr() */
        int_arg(fc, 4, 0, 0, 1, "endoption");
    int32_t group = int_arg(fc, group_arg, 0, 0, INT32_MAX, "subexpr");
    struct options o = options_once(fc, flags_arg, function, NULL);
    *m = find_matches(fc, ARG_VIEW(1), o.flags, start_offset(ARG_VIEW(0), start),
                      SEARCH_ALL | (group > 0 ? SEARCH_GROUPS : 0));
    if (m->groups == 0 && group == 1) /* the whole counts as the one part */
        group = 0;
    if (n > m->n || group > m->groups)
        return (struct regex_span){-1, -1};
    return m->spans[(n - 1) * m->width + group];
}

Datum text_regexp_instr(struct fcall *fc)
{
    struct matches m;
    struct regex_span s = nth_match(fc, &m, 5, 6, "regexp_instr()");
    if (s.start < 0)
        return datum_from_int32(0);
    bool end = fc->nargs > 4 && ARG_INT32(4) == 1;
    return datum_from_int32((int32_t)utf8_count(m.text.s, (size_t)(end ? s.end : s.start)) + 1);
}

Datum text_regexp_substr(struct fcall *fc)
{
    struct matches m;
    struct regex_span s = nth_match(fc, &m, 4, 5, "regexp_substr()");
    if (s.start < 0)
        RETURN_NULL();
    return span_text(fc, &m, s);
}

/* The first group, or the whole where there is no group. */
static Datum first_part(struct fcall *fc, struct view pattern)
{
    struct matches m = find_matches(fc, pattern, REGEX_ADVANCED, 0, SEARCH_GROUPS);
    struct regex_span s = m.n == 0 ? (struct regex_span){-1, -1} : m.spans[m.groups > 0 ? 1 : 0];
    if (s.start < 0)
        RETURN_NULL();
    return span_text(fc, &m, s);
}

Datum text_regex_substring(struct fcall *fc)
{
    return first_part(fc, ARG_VIEW(1));
}

/* substring(text similar pattern escape escape) */
Datum text_similar_substring(struct fcall *fc)
{
    struct fcall inner = *fc;
    inner.nargs = 2;
    inner.args = fc->args + 1;
    inner.nulls = fc->nulls + 1;
    return first_part(fc, view_of(text_similar_to_escape(&inner)));
}

/* ---- replacing ---- */

/* \1 to \9 and \& are parts of the match, \\ a backslash; any other backslash is itself. */
static void add_replacement(struct strbuf *out, struct view with, struct view text, const struct regex_span *spans)
{
    for (size_t i = 0; i < with.n; i++) {
        char next = i + 1 < with.n ? with.s[i + 1] : '\0';
        bool part = (next >= '1' && next <= '9') || next == '&';
        if (with.s[i] != '\\' || (!part && next != '\\')) {
            strbuf_addch(out, with.s[i]);
            continue;
        }
        i++;
        if (!part) {
            strbuf_addch(out, '\\');
            continue;
        }
        struct regex_span s = spans[next == '&' ? 0 : next - '0'];
        if (s.start >= 0)
            strbuf_add(out, text.s + s.start, (size_t)(s.end - s.start));
    }
}

/* Replaces the nth match, or all with n 0. */
static Datum replace(struct fcall *fc, unsigned flags, size_t from, int n)
{
    struct view with = ARG_VIEW(2);
    struct regex *re = regex_get(ARG_VIEW(1), flags);
    struct regex_subject s = regex_subject(re, fc->arena, ARG_VIEW(0));
    int nspans = memchr(with.s, '\\', with.n) != NULL ? 10 : 1;
    struct regex_span spans[10];
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    size_t done = 0;
    for (int count = 1; from <= s.text.n && regex_find(re, &s, from, nspans, spans); count++) {
        CHECK_INTERRUPTS();
        from = search_behind(s.text, spans[0]);
        if (n > 0 && count != n)
            continue;
        strbuf_add(&b, s.text.s + done, (size_t)spans[0].start - done);
        add_replacement(&b, with, s.text, spans);
        done = (size_t)spans[0].end;
        if (n > 0)
            break;
    }
    strbuf_add(&b, s.text.s + done, s.text.n - done);
    return strbuf_result(fc, &b);
}

/* (text, pattern, replacement [, flags]) */
Datum text_regexp_replace(struct fcall *fc)
{
    if (fc->nargs > 3) {
        struct view v = ARG_VIEW(3);
        if (v.n > 0 && *v.s >= '0' && *v.s <= '9')
            error_throw(
                error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "invalid regular expression option: \"%.1s\"", v.s),
                           "If you meant to use regexp_replace() with a start parameter, cast the fourth argument to "
                           "integer explicitly."));
    }
    struct options o = options_at(fc, 3);
    return replace(fc, o.flags, 0, o.global ? 0 : 1);
}

/* (text, pattern, replacement, start [, n [, flags]]) */
Datum text_regexp_replace_nth(struct fcall *fc)
{
    int32_t start = int_arg(fc, 3, 1, 1, INT32_MAX, "start"), n = int_arg(fc, 4, 1, 0, INT32_MAX, "n");
    struct options o = options_at(fc, 5);
    return replace(fc, o.flags, start_offset(ARG_VIEW(0), start), n);
}
