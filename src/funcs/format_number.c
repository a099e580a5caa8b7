/*
 * to_char() of numbers and to_number().
 *
 * A template is looked over first (struct picture: how many digits, where the sign goes); then it is walked, and each
 * pattern writes or reads its part. Number and template are aligned at the decimal point: a template with more digits
 * than the number has gives spaces or zeros before it, one with fewer gives #.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "funcs/format_int.h"
#include "types/numeric.h"

enum sign_place { SIGN_NONE, SIGN_BEFORE, SIGN_BEHIND };

struct picture {
    int pre, post;       /* digits before and behind the point */
    bool zeros;          /* there is a 0 before the point: */
    int zero_start;      /*   leading zeros from this digit on */
    int zero_end;        /* the last 0, counted over all digits */
    enum sign_place sign; /* S */
    int sign_pre;        /* digits before an S */
    int shift;           /* digits behind V */
    bool point, locale_point, fill_mode, blank, minus, plus, bracket, roman, scientific, multiplied;
};

/* ---- looking over the template ---- */
_Noreturn static void conflict(const char *message)
{
    raise(ERR_SYNTAX_ERROR, "%s", message);
}

static void see_digit(struct picture *p, bool zero)
{
    if (p->bracket)
        conflict(zero ? "\"0\" must be ahead of \"PR\"" : "\"9\" must be ahead of \"PR\"");
    if (!zero && p->multiplied) {
        p->shift++;
        return;
    }
    if (zero && !p->zeros && !p->point) {
        p->zeros = true;
        p->zero_start = p->pre + 1;
    }
    if (p->point)
        p->post++;
    else
        p->pre++;
    if (zero)
        p->zero_end = p->pre + p->post;
}

static void see_point(struct picture *p)
{
    if (p->point)
        conflict("multiple decimal points");
    if (p->multiplied)
        conflict("cannot use \"V\" and decimal point together");
    p->point = true;
}

static void see_sign(struct picture *p)
{
    if (p->sign != SIGN_NONE)
        conflict("cannot use \"S\" twice");
    if (p->plus || p->minus || p->bracket)
        conflict("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    p->sign = p->point ? SIGN_BEHIND : SIGN_BEFORE;
    p->sign_pre = p->pre;
}

static void see_scientific(struct picture *p)
{
    if (p->scientific)
        conflict("cannot use \"EEEE\" twice");
    if (p->blank || p->fill_mode || p->sign != SIGN_NONE || p->bracket || p->minus || p->plus || p->roman ||
        p->multiplied)
        error_throw(error_detail(error_new(ERR_SYNTAX_ERROR, "\"EEEE\" is incompatible with other formats"),
                                 "\"EEEE\" may only be used together with digit and decimal point patterns."));
    p->scientific = true;
}

static void see_pattern(struct picture *p, enum number_field id)
{
    if (p->scientific && id != NUM_EEEE)
        conflict("\"EEEE\" must be the last pattern used");
    switch (id) {
    case NUM_9: see_digit(p, false); return;
    case NUM_0: see_digit(p, true); return;
    case NUM_B: p->blank = p->blank || (p->pre == 0 && p->post == 0 && !p->zeros); return;
    case NUM_D: p->locale_point = true; /* fall through */
    case NUM_POINT: see_point(p); return;
    case NUM_FM: p->fill_mode = true; return;
    case NUM_S: see_sign(p); return;
    case NUM_MI:
        if (p->sign != SIGN_NONE)
            conflict("cannot use \"S\" and \"MI\" together");
        p->minus = true;
        return;
    case NUM_PL:
        if (p->sign != SIGN_NONE)
            conflict("cannot use \"S\" and \"PL\" together");
        p->plus = true;
        return;
    case NUM_SG:
        if (p->sign != SIGN_NONE)
            conflict("cannot use \"S\" and \"SG\" together");
        p->minus = p->plus = true;
        return;
    case NUM_PR:
        if (p->sign != SIGN_NONE || p->plus || p->minus)
            conflict("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        p->bracket = true;
        return;
    case NUM_RN: p->roman = true; return;
    case NUM_V:
        if (p->point)
            conflict("cannot use \"V\" and decimal point together");
        p->multiplied = true;
        return;
    case NUM_EEEE: see_scientific(p); return;
    default: return;
    }
}

static struct picture look_over(const struct node *nodes)
{
    struct picture p = {.pre = 0};
    for (const struct node *n = nodes; n->type != NODE_END; n++)
        if (n->type == NODE_FIELD)
            see_pattern(&p, (enum number_field)n->field->id);
    return p;
}

/* ---- writing ---- */
struct writer {
    struct picture p;
    struct strbuf out;
    const char *number, *at;  /* digits and point, no sign */
    const char *last;         /* FM: the last character that matters; NULL: all do */
    char sign;                /* + or - */
    bool sign_written;
    bool inside;              /* a digit has been written */
    int position;             /* digit patterns so far */
    int spaces;               /* digits that the template has more than the number */
    int count;
};

/* FM: the last digit behind the point that is not 0, or the point; a 0 in the template keeps its digit. */
static const char *last_relevant(const struct writer *w)
{
    const char *point = strchr(w->number, '.'), *last = point;
    if (point == NULL)
        return NULL;
    for (const char *p = point + 1; *p != '\0'; p++)
        if (*p != '0')
            last = p;
    if (w->p.zero_end > w->spaces) {
        int end = (int)strlen(w->number) - 1, zero = w->p.zero_end - w->spaces;
        const char *kept = w->number + (zero < end ? zero : end);
        if (last < kept)
            last = kept;
    }
    return last;
}

static void writer_start(struct writer *w)
{
    struct picture *p = &w->p;
    if (p->zero_start > 0)
        p->zero_start--;
    if (p->roman)
        *p = (struct picture){.fill_mode = p->fill_mode, .roman = true};
    if (p->plus || p->minus) {
        w->sign_written = p->minus; /* PL alone: a minus goes to the number */
    } else {
        if (w->sign != '-' && p->fill_mode)
            p->bracket = false;
        w->sign_written = w->sign == '+' && p->fill_mode && p->sign == SIGN_NONE;
        if (p->sign == SIGN_BEFORE && p->pre == p->sign_pre)
            p->sign = SIGN_BEHIND;
    }
    w->at = w->number;
    w->count = p->post + p->pre - 1;
    if (p->fill_mode && p->point)
        w->last = last_relevant(w);
    if (!w->sign_written && w->spaces == 0)
        w->count++;
}

/* A zero before the point that the template's 9 does not show: ' .1' */
static bool hidden_zero(const struct writer *w)
{
    return !w->p.zeros && w->at == w->number && *w->number == '0' && w->p.post != 0;
}

static bool ends_at_point(const struct writer *w)
{
    return w->last != NULL && *w->last == '.';
}

static void write_sign(struct writer *w)
{
    bool number_begins = w->position >= w->spaces || (w->p.zeros && w->p.zero_start == w->position);
    if (w->sign_written || !number_begins || (hidden_zero(w) && !ends_at_point(w)))
        return;
    if (w->p.sign != SIGN_NONE) {
        if (w->p.sign == SIGN_BEHIND)
            return;
        strbuf_addch(&w->out, w->sign);
    } else if (w->p.bracket) {
        strbuf_addch(&w->out, w->sign == '+' ? ' ' : '<');
    } else if (w->sign == '-') {
        strbuf_addch(&w->out, '-');
    } else if (!w->p.fill_mode) {
        strbuf_addch(&w->out, ' ');
    }
    w->sign_written = true;
}

static void write_number_character(struct writer *w, bool zero_pattern)
{
    if (*w->at == '.') {
        strbuf_addch(&w->out, '.');
    } else if (w->last != NULL && w->at > w->last && !zero_pattern) {
        /* a zero at the end, which FM leaves out */
    } else if (hidden_zero(w)) {
        if (!w->p.fill_mode)
            strbuf_addch(&w->out, ' ');
        else if (ends_at_point(w))
            strbuf_addch(&w->out, '0');
    } else {
        strbuf_addch(&w->out, *w->at); /* behind the number's end it is the NUL that ends the result */
        w->inside = true;
    }
    if (*w->at != '\0')
        w->at++;
}

static void write_sign_behind(struct writer *w)
{
    int end = w->count + (w->spaces > 0) + w->p.point;
    if (w->last != NULL && w->last == w->at)
        end = w->position;
    if (w->position + 1 != end)
        return;
    if (w->sign_written && w->p.bracket)
        strbuf_addch(&w->out, w->sign == '+' ? ' ' : '>');
    else if (w->p.sign == SIGN_BEHIND)
        strbuf_addch(&w->out, w->sign);
}

/* 9, 0, the point */
static void write_digit(struct writer *w, enum number_field id)
{
    if (w->p.roman)
        return;
    w->inside = false;
    write_sign(w);
    bool leading = w->position < w->spaces;
    if (leading && w->p.zeros && w->p.zero_start <= w->position) {
        strbuf_addch(&w->out, '0');
        w->inside = true;
    } else if (leading) {
        if (!w->p.fill_mode)
            strbuf_addch(&w->out, ' ');
    } else {
        write_number_character(w, id == NUM_0);
    }
    write_sign_behind(w);
    w->position++;
}

static void write_separator(struct writer *w)
{
    if (w->inside)
        strbuf_addch(&w->out, ',');
    else if (!w->p.fill_mode)
        strbuf_addch(&w->out, ' ');
}

static void write_roman(struct writer *w, bool lower)
{
    size_t n = strlen(w->number);
    for (size_t i = n; i < 15 && !w->p.fill_mode; i++)
        strbuf_addch(&w->out, ' ');
    for (size_t i = 0; i < n; i++)
        strbuf_addch(&w->out, lower ? ascii_lower(w->number[i]) : w->number[i]);
}

static void write_either_sign(struct writer *w, char sign)
{
    if (w->sign == sign)
        strbuf_addch(&w->out, sign);
    else if (!w->p.fill_mode)
        strbuf_addch(&w->out, ' ');
}

static void write_pattern(struct writer *w, const struct field *f)
{
    bool lower = f->letters == LETTERS_LOWER;
    switch ((enum number_field)f->id) {
    case NUM_9:
    case NUM_0:
    case NUM_POINT:
    case NUM_D: write_digit(w, (enum number_field)f->id); return;
    case NUM_COMMA:
    case NUM_G: write_separator(w); return;
    case NUM_L: strbuf_addch(&w->out, ' '); return; /* the C locale has no currency symbol */
    case NUM_RN: write_roman(w, lower); return;
    case NUM_MI: write_either_sign(w, '-'); return;
    case NUM_PL: write_either_sign(w, '+'); return;
    case NUM_SG: strbuf_addch(&w->out, w->sign); return;
    case NUM_TH:
        if (!w->p.roman && *w->number != '#' && w->sign != '-' && !w->p.point)
            strbuf_addstr(&w->out, ordinal_ending((struct view){w->number, strlen(w->number)}, !lower));
        return;
    default: return;
    }
}

/* The number's text (digits, perhaps a point) through the template. */
static Datum write_number(struct fcall *fc, struct writer *w, const struct node *nodes)
{
    strbuf_init(&w->out, fc->arena);
    writer_start(w);
    for (const struct node *n = nodes; n->type != NODE_END; n++) {
        CHECK_INTERRUPTS();
        if (n->type == NODE_FIELD)
            write_pattern(w, n->field);
        else
            strbuf_addstr(&w->out, n->text);
    }
    return datum_from_cstring(fc->arena, w->out.data);
}

/* The number aligned with the template; too long: all #. */
static void align(struct fcall *fc, struct writer *w)
{
    int pre = (int)strcspn(w->number, ".");
    w->spaces = pre < w->p.pre ? w->p.pre - pre : 0;
    if (pre <= w->p.pre)
        return;
    char *s = arena_alloc(fc->arena, (size_t)(w->p.pre + w->p.post) + 2);
    memset(s, '#', (size_t)(w->p.pre + w->p.post) + 1);
    s[w->p.pre] = '.';
    s[w->p.pre + w->p.post + 1] = '\0';
    w->number = s;
}

static void split_sign(struct writer *w, const char *text)
{
    w->sign = *text == '-' ? '-' : '+';
    w->number = text + (*text == '-');
}

static const char *roman_digits(struct fcall *fc, int64_t v)
{
    static const struct {
        int value;
        const char *letters;
    } steps[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
                 {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
    struct strbuf b;
    if (v < 1 || v > 3999)
        return "###############";
    strbuf_init(&b, fc->arena);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (; v >= steps[i].value; v -= steps[i].value)
            strbuf_addstr(&b, steps[i].letters);
    return b.data;
}

/* EEEE: the text is the result; a number without sign gets a space for it. */
static Datum scientific_result(struct fcall *fc, const char *text)
{
    return datum_from_cstring(fc->arena, *text == '-' ? text : arena_printf(fc->arena, " %s", text + (*text == '+')));
}

/* EEEE of NaN and the infinities */
static Datum scientific_hashes(struct fcall *fc, const struct picture *p)
{
    struct varlena *v = varlena_new(fc->arena, (size_t)(p->pre + p->post) + 6);
    memset(v->data, '#', v->len);
    v->data[0] = ' ';
    v->data[p->pre + 1] = '.';
    return (Datum)v;
}

static Datum roman_result(struct fcall *fc, struct writer *w, const struct node *nodes, int64_t v)
{
    if (v < INT32_MIN || v > INT32_MAX)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    w->number = roman_digits(fc, v);
    return write_number(fc, w, nodes);
}

/* The template's nodes and picture; false: the template is empty, and so is the result. */
static bool prepare(struct fcall *fc, struct writer *w, const struct node **nodes)
{
    *w = (struct writer){.number = ""};
    if (VARLEN(ARG_DATUM(1)) == 0)
        return false;
    *nodes = template_nodes(fc, TEMPLATE_NUMBER, ARG_VIEW(1));
    w->p = look_over(*nodes);
    return true;
}

/* An integer's digits, with zeros behind the point as the template has places. */
static Datum write_integer(struct fcall *fc, struct writer *w, const struct node *nodes, int64_t v)
{
    const char *text = arena_printf(fc->arena, "%lld", (long long)v);
    if (w->p.post > 0)
        text = arena_printf(fc->arena, "%s.%0*d", text, w->p.post, 0);
    split_sign(w, text);
    align(fc, w);
    return write_number(fc, w, nodes);
}

static const char *numeric_text(struct fcall *fc, Datum d)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    numeric_to_text(d, &b);
    return b.data;
}

static Datum power_of_ten(struct fcall *fc, int n)
{
    return num_power(fc->arena, numeric_from_int64(fc->arena, 10), numeric_from_int64(fc->arena, n));
}

/* The decimal exponent of the first digit; 0 for 0. */
static int exponent_of(const char *digits)
{
    size_t pre = strcspn(digits, "."), zeros = strspn(digits, "0.");
    if (digits[zeros] == '\0')
        return 0;
    return zeros < pre ? (int)(pre - zeros) - 1 : (int)pre - (int)zeros;
}

/* One more in the last place; true: all were 9 and are 0 now. */
static bool carry(char *digits, int n)
{
    while (n-- > 0) {
        if (digits[n] != '9') {
            digits[n]++;
            return false;
        }
        digits[n] = '0';
    }
    return true;
}

/* d.ddde+dd, rounded half away from zero; 9.99 with one digit is 10.0e+00. */
static const char *numeric_scientific(struct fcall *fc, Datum d, int digits)
{
    const char *text = numeric_text(fc, num_abs(fc->arena, d));
    int exponent = exponent_of(text), n = 0;
    char *kept = arena_alloc(fc->arena, (size_t)digits + 2);
    for (text += strspn(text, "0."); *text != '\0' && n <= digits; text++)
        if (*text != '.')
            kept[n++] = *text;
    bool up = n > digits && text[*text == '.'] >= '5';
    for (; n <= digits; n++)
        kept[n] = '0';
    kept[n] = '\0';
    const char *ten = "";
    if (up && carry(kept, n))
        ten = "1";
    return arena_printf(fc->arena, "%s%s%c%s%se%+03d", numeric_sign(d) < 0 ? "-" : "", ten, kept[0], digits > 0 ? "." : "",
                        kept + 1, exponent);
}

Datum int4_to_char_template(struct fcall *fc)
{
    struct writer w;
    const struct node *nodes;
    int32_t v = ARG_INT32(0);
    if (!prepare(fc, &w, &nodes))
        return text_result(fc, "", 0);
    if (w.p.roman)
        return roman_result(fc, &w, nodes, v);
    if (w.p.scientific)
        return scientific_result(fc, arena_printf(fc->arena, "%+.*e", w.p.post, (double)v));
    if (w.p.multiplied) { /* wraps around, as PostgreSQL 15 does */
        double factor = pow(10, w.p.shift);
        v = (int32_t)((uint32_t)v * (factor > INT32_MAX ? (uint32_t)INT32_MIN : (uint32_t)factor));
        w.p.pre += w.p.shift;
    }
    return write_integer(fc, &w, nodes, v);
}

static int64_t int64_from_float8(double v)
{
    if (!(v >= -9223372036854775808.0 && v < 9223372036854775808.0))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    return (int64_t)rint(v);
}

Datum int8_to_char_template(struct fcall *fc)
{
    struct writer w;
    const struct node *nodes;
    int64_t v = ARG_INT64(0);
    if (!prepare(fc, &w, &nodes))
        return text_result(fc, "", 0);
    if (w.p.roman)
        return roman_result(fc, &w, nodes, v);
    if (w.p.scientific)
        return scientific_result(fc, numeric_scientific(fc, numeric_from_int64(fc->arena, v), w.p.post));
    if (w.p.multiplied) {
        if (__builtin_mul_overflow(v, int64_from_float8(pow(10, w.p.shift)), &v))
            raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        w.p.pre += w.p.shift;
    }
    return write_integer(fc, &w, nodes, v);
}

/* ---- floats ---- */
static const char *float_text(struct fcall *fc, double v, int post)
{
    if (isnan(v))
        return "NaN";
    if (isinf(v))
        return v < 0 ? "-Infinity" : "Infinity";
    return arena_printf(fc->arena, "%.*f", post, v);
}

/* digits: how many the type holds (DBL_DIG, FLT_DIG) */
static Datum write_float(struct fcall *fc, struct writer *w, const struct node *nodes, double v, int digits)
{
    int pre = (int)strlen(float_text(fc, fabs(v), 0));
    if (pre >= digits)
        w->p.post = 0;
    else if (pre + w->p.post > digits)
        w->p.post = digits - pre;
    split_sign(w, float_text(fc, v, w->p.post));
    align(fc, w);
    return write_number(fc, w, nodes);
}

static Datum float_to_char(struct fcall *fc, double v, bool single)
{
    struct writer w;
    const struct node *nodes;
    if (!prepare(fc, &w, &nodes))
        return text_result(fc, "", 0);
    if (w.p.roman) {
        double rounded = rint(v);
        return roman_result(fc, &w, nodes, rounded >= 1 && rounded <= 3999 ? (int64_t)rounded : 0);
    }
    if (w.p.scientific && (isnan(v) || isinf(v)))
        return scientific_hashes(fc, &w.p);
    if (w.p.scientific)
        return scientific_result(fc, arena_printf(fc->arena, "%+.*e", w.p.post, v));
    if (w.p.multiplied) {
        double factor = pow(10, w.p.shift);
        v = single ? (double)((float)v * (float)factor) : v * factor;
        w.p.pre += w.p.shift;
    }
    return write_float(fc, &w, nodes, v, single ? FLT_DIG : DBL_DIG);
}

Datum float4_to_char_template(struct fcall *fc)
{
    return float_to_char(fc, (double)ARG_FLOAT4(0), true);
}

Datum float8_to_char_template(struct fcall *fc)
{
    return float_to_char(fc, ARG_FLOAT8(0), false);
}

/* ---- numeric ---- */
Datum numeric_to_char_template(struct fcall *fc)
{
    struct writer w;
    const struct node *nodes;
    Datum v = ARG_DATUM(0);
    if (!prepare(fc, &w, &nodes))
        return text_result(fc, "", 0);
    if (w.p.roman) {
        int64_t i;
        if (numeric_is_special(v))
            raise(ERR_FEATURE_NOT_SUPPORTED, "cannot convert %s to integer", numeric_is_nan(v) ? "NaN" : "infinity");
        if (!numeric_to_int64(v, &i))
            i = INT64_MAX;
        return roman_result(fc, &w, nodes, i);
    }
    if (w.p.scientific && numeric_is_special(v))
        return scientific_hashes(fc, &w.p);
    if (w.p.scientific)
        return scientific_result(fc, numeric_scientific(fc, v, w.p.post));
    if (w.p.multiplied) {
        v = num_mul(fc->arena, v, power_of_ten(fc, w.p.shift));
        w.p.pre += w.p.shift;
    }
    split_sign(&w, numeric_text(fc, num_round(fc->arena, v, w.p.post)));
    align(fc, &w);
    return write_number(fc, &w, nodes);
}

/* ---- to_number ---- */
struct number_reader {
    struct picture p;
    struct view in;
    size_t at;
    char sign; /* NUL: none yet */
    struct strbuf digits;
    int pre, post; /* digits read */
    bool point;
};

static bool more(const struct number_reader *r)
{
    return r->at < r->in.n;
}

static char current(const struct number_reader *r)
{
    return more(r) ? r->in.s[r->at] : '\0';
}

static void skip_one(struct number_reader *r)
{
    if (more(r))
        r->at += utf8_step(r->in.s + r->at, r->in.n - r->at);
}

/* Something that is no part of a number: n characters, unless they could be part of one. */
static void skip_other(struct number_reader *r, int n)
{
    for (; n > 0 && more(r) && strchr("0123456789.,+-", current(r)) == NULL; n--)
        skip_one(r);
}

/* True: a sign was there. */
static bool take_sign(struct number_reader *r)
{
    char c = current(r);
    if (c != '-' && c != '+')
        return false;
    r->sign = c;
    r->at++;
    return true;
}

static void read_sign_before(struct number_reader *r)
{
    if (r->p.bracket && current(r) == '<') {
        r->sign = '-';
        r->at++;
    } else {
        take_sign(r);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A digit or the point, left as the current character; *full: behind the point there are as many digits as the template
 * has. */
static bool read_number_character(struct number_reader *r, bool *full)
{
    char c = current(r);
    *full = is_digit(c) && r->point && r->post == r->p.post;
    if (*full)
        return false;
    if (is_digit(c)) {
        strbuf_addch(&r->digits, c);
        if (r->point)
            r->post++;
        else
            r->pre++;
        return true;
    }
    if (!r->p.point || r->point || c != '.')
        return false;
    strbuf_addch(&r->digits, '.');
    r->point = true;
    return true;
}

/* A sign behind the last digit: S must touch it, others need not. */
static void read_sign_behind(struct number_reader *r, bool touched)
{
    if (r->sign != '\0' || r->pre + r->post == 0)
        return;
    if (r->p.sign != SIGN_NONE) {
        size_t last = r->at;
        if (!touched || last + 1 >= r->in.n || is_digit(r->in.s[last + 1]))
            return;
        r->at++;
        r->at = take_sign(r) ? r->at - 1 : last;
    } else if (!touched && (r->p.plus || r->p.minus)) {
        char c = current(r);
        if (c == '-' || c == '+')
            r->sign = c;
    }
}

/* 9, 0, the point: leaves the place on the last character read. */
static void read_digit(struct number_reader *r, enum number_field id)
{
    bool full;
    if (current(r) == ' ')
        r->at++;
    if (!more(r))
        return;
    if (r->sign == '\0' && (id == NUM_0 || id == NUM_9) && r->pre + r->post == 0)
        read_sign_before(r);
    if (!more(r))
        return;
    bool touched = read_number_character(r, &full);
    if (!full)
        read_sign_behind(r, touched);
}

/* The pattern's part of the input; true: one character more belongs to it. */
static bool read_pattern(struct number_reader *r, enum number_field id)
{
    switch (id) {
    case NUM_9:
    case NUM_0:
    case NUM_POINT:
    case NUM_D: read_digit(r, id); return true;
    case NUM_COMMA:
    case NUM_G: return !(r->p.fill_mode) && current(r) == ',';
    case NUM_L: skip_other(r, 1); return false;
    case NUM_TH:
        if (!r->p.point)
            skip_other(r, 2);
        return false;
    case NUM_MI:
    case NUM_PL:
    case NUM_SG: {
        char c = current(r);
        bool wanted = (c == '-' && id != NUM_PL) || (c == '+' && id != NUM_MI);
        if (wanted)
            r->sign = c;
        else
            skip_other(r, 1);
        return wanted;
    }
    default: return false;
    }
}

static void read_number(struct number_reader *r, const struct node *nodes)
{
    if (r->p.scientific)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"EEEE\" not supported for input");
    if (r->p.roman)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"RN\" not supported for input");
    for (const struct node *n = nodes; n->type != NODE_END && more(r); n++) {
        if (n->type != NODE_FIELD)
            skip_one(r);
        else if (read_pattern(r, (enum number_field)n->field->id))
            r->at++;
    }
    if (r->digits.len > 0 && r->digits.data[r->digits.len - 1] == '.')
        r->digits.data[--r->digits.len] = '\0';
}

Datum text_to_number(struct fcall *fc)
{
    if (VARLEN(ARG_DATUM(1)) == 0)
        RETURN_NULL();
    const struct node *nodes = template_nodes(fc, TEMPLATE_NUMBER, ARG_VIEW(1));
    struct number_reader r = {.p = look_over(nodes), .in = ARG_VIEW(0)};
    strbuf_init(&r.digits, fc->arena);
    read_number(&r, nodes);
    const char *text = arena_printf(fc->arena, "%c%s", r.sign != '\0' ? r.sign : ' ', r.digits.data);
    int precision = r.p.pre + r.p.shift + r.post;
    Datum d = numeric_parse(fc->arena, text, strlen(text), NUMERIC_TYPMOD(precision, r.post), NULL);
    return r.p.multiplied ? num_mul(fc->arena, d, power_of_ten(fc, -r.p.shift)) : d;
}
