/* Strings made of values of any type: concat(), format(), and the quote functions. */
#include "funcs/text_view.h"
#include "types/array.h"
#include "types/ident.h"
#include "types/scalar.h"

/*
 * The arguments from number `first` on, or the elements of the array that stands for them (VARIADIC).
 */
struct values {
    int n;
    const Datum *values;
    const bool *nulls;
    const Oid *types; /* of each; NULL: all of elem */
    Oid elem;
};

/* False: VARIADIC NULL. */
static bool values_from(struct fcall *fc, int first, struct values *v)
{
    if (!fc->variadic) {
        *v = (struct values){fc->nargs - first, fc->args + first, fc->nulls + first, fc->argtypes + first, 0};
        return true;
    }
    if (ARG_NULL(first))
        return false;
    struct array array = array_open(ARG_DATUM(first));
    Datum *items;
    bool *nulls;
    array_deconstruct(fc->arena, &array, &items, &nulls);
    *v = (struct values){array.n, items, nulls, NULL, array.elem};
    return true;
}

static Oid values_type(const struct values *v, int i)
{
    return v->types != NULL ? v->types[i] : v->elem;
}

static void add_joined(struct fcall *fc, const struct values *v, struct view separator, struct strbuf *out)
{
    bool first = true;
    for (int i = 0; i < v->n; i++) {
        CHECK_INTERRUPTS();
        if (v->nulls[i])
            continue;
        if (!first)
            strbuf_add(out, separator.s, separator.n);
        first = false;
        type_output(fc->arena, values_type(v, i), v->values[i], out);
    }
}

Datum text_concat(struct fcall *fc)
{
    struct values v;
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    if (!values_from(fc, 0, &v))
        RETURN_NULL();
    add_joined(fc, &v, (struct view){"", 0}, &b);
    return strbuf_result(fc, &b);
}

Datum text_concat_ws(struct fcall *fc)
{
    struct values v;
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    if (ARG_NULL(0) || !values_from(fc, 1, &v))
        RETURN_NULL();
    add_joined(fc, &v, ARG_VIEW(0), &b);
    return strbuf_result(fc, &b);
}

/* ---- quote_ident, quote_literal, quote_nullable ---- */
Datum text_quote_ident(struct fcall *fc)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    ident_quote(&b, VARDATA(ARG_DATUM(0)), VARLEN(ARG_DATUM(0)));
    return strbuf_result(fc, &b);
}

static Datum quoted_literal(struct fcall *fc)
{
    struct strbuf value, b;
    strbuf_init(&value, fc->arena);
    strbuf_init(&b, fc->arena);
    value_cast_to_text(fc->arena, fc->argtypes[0], ARG_DATUM(0), &value);
    literal_quote(&b, value.data, value.len);
    return strbuf_result(fc, &b);
}

Datum any_quote_literal(struct fcall *fc)
{
    return quoted_literal(fc);
}

Datum any_quote_nullable(struct fcall *fc)
{
    return ARG_NULL(0) ? text_result(fc, "NULL", 4) : quoted_literal(fc);
}

/*
 * format(): %[position$][-][width]type, the width perhaps * or *position$; type s, I or L; %% is a percent sign.
 */
struct spec {
    int32_t position;       /* of the argument; 0: the next */
    bool left;              /* flag - */
    bool width_argument;    /* the width is an argument: */
    int32_t width_position; /*   which one; 0: the next */
    int32_t width;
    char type;
};

struct format {
    const char *p, *end;
    struct values values;
    int next; /* argument */
};

static void advance(struct format *f)
{
    if (++f->p >= f->end)
        error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "unterminated format() type specifier"),
                               "For a single \"%%\" use \"%%%%\"."));
}

static bool parse_number(struct format *f, int32_t *n)
{
    bool any = false;
    for (*n = 0; *f->p >= '0' && *f->p <= '9'; advance(f), any = true)
        if (__builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, *f->p - '0', n))
            raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
    return any;
}

static void check_position(int32_t n)
{
    if (n == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "format specifies argument 0, but arguments are numbered from 1");
}

static void parse_spec(struct format *f, struct spec *s)
{
    int32_t n;
    *s = (struct spec){0};
    if (parse_number(f, &n)) {
        if (*f->p != '$') {
            s->width = n;
            s->type = *f->p;
            return;
        }
        check_position(n);
        s->position = n;
        advance(f);
    }
    for (; *f->p == '-'; advance(f))
        s->left = true;
    if (*f->p == '*') {
        s->width_argument = true;
        advance(f);
        if (parse_number(f, &n)) {
            if (*f->p != '$')
                raise(ERR_INVALID_PARAMETER_VALUE, "width argument position must be ended by \"$\"");
            check_position(n);
            s->width_position = n;
            advance(f);
        }
    } else if (parse_number(f, &n)) {
        s->width = n;
    }
    s->type = *f->p;
}

/* The argument of that position, or the next; its number from 0. */
static int take_argument(struct format *f, int32_t position)
{
    if (position > 0)
        f->next = position - 1;
    if (f->next >= f->values.n)
        raise(ERR_INVALID_PARAMETER_VALUE, "too few arguments for format()");
    return f->next++;
}

static int32_t width_value(struct fcall *fc, struct format *f, int32_t position)
{
    int i = take_argument(f, position);
    Oid type = values_type(&f->values, i);
    if (f->values.nulls[i])
        return 0;
    if (type == TYPE_int4 || type == TYPE_int2)
        return datum_int32(f->values.values[i]);
    const char *s = type_output_cstring(fc->arena, type, f->values.values[i]);
    return (int32_t)int_parse(s, strlen(s), INT32_MIN, INT32_MAX, "integer", NULL);
}

static void add_aligned(struct strbuf *out, const struct spec *s, struct view v)
{
    int64_t width = s->width;
    bool left = s->left || width < 0;
    if (width == INT32_MIN)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
    width = width < 0 ? -width : width;
    int64_t fill = width - (int64_t)utf8_count(v.s, v.n);
    if (left)
        strbuf_add(out, v.s, v.n);
    for (; fill > 0; fill--)
        strbuf_addch(out, ' ');
    if (!left)
        strbuf_add(out, v.s, v.n);
}

static void add_value(struct fcall *fc, struct format *f, const struct spec *s, int i, struct strbuf *out)
{
    struct strbuf value, quoted;
    strbuf_init(&value, fc->arena);
    strbuf_init(&quoted, fc->arena);
    bool null = f->values.nulls[i];
    if (null && s->type == 'I')
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "null values cannot be formatted as an SQL identifier");
    if (null)
        strbuf_addstr(&value, s->type == 'L' ? "NULL" : "");
    else
        type_output(fc->arena, values_type(&f->values, i), f->values.values[i], &value);
    if (!null && s->type == 'I')
        ident_quote(&quoted, value.data, value.len);
    if (!null && s->type == 'L')
        literal_quote(&quoted, value.data, value.len);
    const struct strbuf *b = null || s->type == 's' ? &value : &quoted;
    add_aligned(out, s, (struct view){b->data, b->len});
}

static void add_spec(struct fcall *fc, struct format *f, struct strbuf *out)
{
    struct spec s;
    parse_spec(f, &s);
    if (s.type == '\0' || strchr("sIL", s.type) == NULL)
        error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "unrecognized format() type specifier \"%.*s\"",
                                         (int)utf8_step(f->p, (size_t)(f->end - f->p)), f->p),
                               "For a single \"%%\" use \"%%%%\"."));
    if (s.width_argument)
        s.width = width_value(fc, f, s.width_position);
    add_value(fc, f, &s, take_argument(f, s.position), out);
}

Datum text_format(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct view v = ARG_VIEW(0);
    struct format f = {.p = v.s, .end = v.s + v.n};
    if (fc->nargs > 1 && !values_from(fc, 1, &f.values))
        f.values = (struct values){0};
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (; f.p < f.end; f.p++) {
        CHECK_INTERRUPTS();
        if (*f.p != '%') {
            strbuf_addch(&b, *f.p);
            continue;
        }
        advance(&f);
        if (*f.p == '%')
            strbuf_addch(&b, '%');
        else
            add_spec(fc, &f, &b);
    }
    return strbuf_result(fc, &b);
}
