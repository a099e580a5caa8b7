/* Geometric types: values and their text and binary forms (manual 8.8). */
#include "types/geometry.h"

#include "types/float_arith.h"
#include "types/wirebytes.h"

/* ---- values ---- */
struct path datum_path(Datum d)
{
    return (struct path){datum_varlena(d)->info != 0, (int)(VARLEN(d) / sizeof(struct point)),
                         (const struct point *)(const void *)VARDATA(d)};
}

struct path datum_polygon(Datum d)
{
    const char *p = VARDATA(d) + sizeof(struct box);
    return (struct path){true, (int)((VARLEN(d) - sizeof(struct box)) / sizeof(struct point)), (const struct point *)(const void *)p};
}

struct box polygon_bounds(Datum d)
{
    return datum_box(d);
}

Datum path_new(struct arena *a, bool closed, int n, const struct point *p)
{
    struct varlena *v = varlena_from(a, p, (size_t)n * sizeof *p);
    v->info = closed;
    return (Datum)v;
}

Datum polygon_new_within(struct arena *a, struct box bounds, int n, const struct point *p)
{
    struct varlena *v = varlena_new(a, sizeof bounds + (size_t)n * sizeof *p);
    v->info = 0;
    memcpy(v->data, &bounds, sizeof bounds);
    memcpy(v->data + sizeof bounds, p, (size_t)n * sizeof *p);
    return (Datum)v;
}

Datum polygon_new(struct arena *a, int n, const struct point *p)
{
    struct box b = {p[0], p[0]};
    for (int i = 1; i < n; i++) {
        if (float8_compare(p[i].x, b.low.x) < 0)
            b.low.x = p[i].x;
        if (float8_compare(p[i].x, b.high.x) > 0)
            b.high.x = p[i].x;
        if (float8_compare(p[i].y, b.low.y) < 0)
            b.low.y = p[i].y;
        if (float8_compare(p[i].y, b.high.y) > 0)
            b.high.y = p[i].y;
    }
    return polygon_new_within(a, b, n, p);
}

bool points_equal(struct point p, struct point q)
{
    if (isnan(p.x) || isnan(p.y) || isnan(q.x) || isnan(q.y))
        return float8_compare(p.x, q.x) == 0 && float8_compare(p.y, q.y) == 0;
    return fuzzy_eq(p.x, q.x) && fuzzy_eq(p.y, q.y);
}

struct box box_between(struct point p, struct point q)
{
    bool x = float8_compare(p.x, q.x) > 0, y = float8_compare(p.y, q.y) > 0;
    return (struct box){{x ? p.x : q.x, y ? p.y : q.y}, {x ? q.x : p.x, y ? q.y : p.y}};
}

double slope_between(struct point p, struct point q)
{
    if (fuzzy_eq(p.x, q.x))
        return INFINITY;
    if (fuzzy_eq(p.y, q.y))
        return 0;
    return float8_over(float8_minus(p.y, q.y), float8_minus(p.x, q.x));
}

struct line line_sloped(struct point p, double slope)
{
    if (isinf(slope))
        return (struct line){-1, 0, p.x};
    if (slope == 0)
        return (struct line){0, -1, p.y};
    double c = float8_minus(p.y, float8_times(slope, p.x));
    return (struct line){slope, -1, c == 0 ? 0 : c}; /* no -0 */
}

/* ---- text ---- */
struct reader {
    struct io *io;
    const char *type, *text, *s; /* the whole text, and where we are in it */
};

static bool failed(const struct reader *r)
{
    return SOFT_FAILED(r->io->soft);
}

/* Never true: what readers return. */
static bool fail(struct reader *r)
{
    if (!failed(r))
        soft_raise(r->io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", r->type, r->text);
    return false;
}

static const char *skip_space(const char *s)
{
    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    return s;
}

static bool take(struct reader *r, char c)
{
    if (*r->s != c)
        return false;
    r->s++;
    return true;
}

static bool read_number(struct reader *r, double *v)
{
    *v = float8_scan(&r->s, r->type, r->text, r->io->soft);
    return !failed(r);
}

/* x,y or (x,y) */
static bool read_pair(struct reader *r, struct point *p)
{
    r->s = skip_space(r->s);
    bool enclosed = take(r, '(');
    if (!read_number(r, &p->x))
        return false;
    if (!take(r, ','))
        return fail(r);
    if (!read_number(r, &p->y))
        return false;
    if (enclosed) {
        if (!take(r, ')'))
            return fail(r);
        r->s = skip_space(r->s);
    }
    return true;
}

static bool read_end(struct reader *r)
{
    return *r->s == '\0' || fail(r);
}

/* The last parenthesis that opens, too. */
static bool last_opening(const char *s)
{
    return strrchr(s, '(') == s;
}

/* n pairs, bare or all in ( ) or, where open ones are known, in [ ]. */
static bool read_pairs(struct reader *r, bool may_be_open, int n, struct point *p, bool *open)
{
    int depth = 0;
    r->s = skip_space(r->s);
    *open = *r->s == '[';
    if (*open) {
        if (!may_be_open)
            return fail(r);
        depth = 1;
        r->s++;
    } else if (*r->s == '(') {
        const char *inner = skip_space(r->s + 1);
        if (*inner == '(' || last_opening(r->s)) {
            depth = 1;
            r->s = inner;
        }
    }
    for (int i = 0; i < n; i++) {
        if (!read_pair(r, &p[i]))
            return false;
        take(r, ',');
    }
    if (depth > 0) {
        if (!take(r, ')') && !(*open && take(r, ']')))
            return fail(r);
        r->s = skip_space(r->s);
    }
    return true;
}

/* Two numbers a point; 0: they cannot be. */
static int count_pairs(const char *s)
{
    size_t commas = 0;
    for (; *s != '\0'; s++)
        commas += *s == ',';
    return commas % 2 == 1 ? (int)((commas + 1) / 2) : 0;
}

static struct point *room_for(struct io *io, const char *type, int n)
{
    if (n > PATH_MAX_POINTS) {
        soft_raise(io->soft, ERR_PROGRAM_LIMIT_EXCEEDED, "too many points requested");
        return NULL;
    }
    return ARENA_ARRAY(io->arena, struct point, n);
}

static void put_pair(double x, double y, struct strbuf *out)
{
    float8_to_text(x, out);
    strbuf_addch(out, ',');
    float8_to_text(y, out);
}

static void put_points(int n, const struct point *p, struct strbuf *out)
{
    for (int i = 0; i < n; i++) {
        strbuf_addstr(out, i > 0 ? ",(" : "(");
        put_pair(p[i].x, p[i].y, out);
        strbuf_addch(out, ')');
    }
}

static void put_enclosed(char opening, int n, const struct point *p, char closing, struct strbuf *out)
{
    strbuf_addch(out, opening);
    put_points(n, p, out);
    strbuf_addch(out, closing);
}

/* ---- binary: float8s ---- */
static double get_number(const uint8_t *p)
{
    return datum_float8((Datum)wire_get64(p));
}

static void get_numbers(const uint8_t *p, size_t n, double *v)
{
    for (size_t i = 0; i < n; i++)
        v[i] = get_number(p + 8 * i);
}

static void put_numbers(struct strbuf *out, const void *numbers, size_t n)
{
    const char *p = numbers;
    for (size_t i = 0; i < n; i++) {
        uint64_t v;
        memcpy(&v, p + 8 * i, sizeof v);
        wire_put64(out, v);
    }
}

static void put_all(struct strbuf *out, Datum d)
{
    put_numbers(out, VARDATA(d), VARLEN(d) / 8);
}

/* ---- point ---- */
Datum point_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "point", s, s};
    struct point p;
    return read_pair(&r, &p) && read_end(&r) ? datum_from_point(io->arena, p) : (Datum)0;
}

void point_out(struct io *io, Datum d, struct strbuf *out)
{
    struct point p = datum_point(d);
    put_points(1, &p, out);
}

Datum point_recv(struct io *io, const uint8_t *p, size_t len)
{
    double v[2];
    if (!wire_length(io, len, sizeof v))
        return (Datum)0;
    get_numbers(p, 2, v);
    return datum_from_point(io->arena, (struct point){v[0], v[1]});
}

void point_send(struct io *io, Datum d, struct strbuf *out)
{
    put_all(out, d);
}

/* ---- lseg ---- */
Datum lseg_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "lseg", s, s};
    struct lseg v;
    bool open;
    return read_pairs(&r, true, 2, v.p, &open) && read_end(&r) ? datum_from_lseg(io->arena, v) : (Datum)0;
}

void lseg_out(struct io *io, Datum d, struct strbuf *out)
{
    struct lseg v = datum_lseg(d);
    put_enclosed('[', 2, v.p, ']', out);
}

Datum lseg_recv(struct io *io, const uint8_t *p, size_t len)
{
    double v[4];
    if (!wire_length(io, len, sizeof v))
        return (Datum)0;
    get_numbers(p, 4, v);
    return datum_from_lseg(io->arena, (struct lseg){{{v[0], v[1]}, {v[2], v[3]}}});
}

void lseg_send(struct io *io, Datum d, struct strbuf *out)
{
    put_all(out, d);
}

/* ---- box ---- */
/* The corners in order, each coordinate for itself. */
static Datum box_ordered(struct io *io, struct box b)
{
    double t;
    if (float8_compare(b.high.x, b.low.x) < 0) {
        t = b.high.x;
        b.high.x = b.low.x;
        b.low.x = t;
    }
    if (float8_compare(b.high.y, b.low.y) < 0) {
        t = b.high.y;
        b.high.y = b.low.y;
        b.low.y = t;
    }
    return datum_from_box(io->arena, b);
}

Datum box_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "box", s, s};
    struct point p[2];
    bool open;
    if (!read_pairs(&r, false, 2, p, &open) || !read_end(&r))
        return (Datum)0;
    return box_ordered(io, (struct box){p[0], p[1]});
}

void box_out(struct io *io, Datum d, struct strbuf *out)
{
    struct box b = datum_box(d);
    struct point p[2] = {b.high, b.low};
    put_points(2, p, out);
}

Datum box_recv(struct io *io, const uint8_t *p, size_t len)
{
    double v[4];
    if (!wire_length(io, len, sizeof v))
        return (Datum)0;
    get_numbers(p, 4, v);
    return box_ordered(io, (struct box){{v[0], v[1]}, {v[2], v[3]}});
}

void box_send(struct io *io, Datum d, struct strbuf *out)
{
    put_all(out, d);
}

/* ---- line ---- */
static bool line_valid(struct io *io, enum errcode code, struct line v)
{
    if (!fuzzy_zero(v.a) || !fuzzy_zero(v.b))
        return true;
    soft_raise(io->soft, code, "invalid line specification: A and B cannot both be zero");
    return false;
}

/* A,B,C} */
static bool read_line(struct reader *r, struct line *v)
{
    if (!read_number(r, &v->a))
        return false;
    if (!take(r, ','))
        return fail(r);
    if (!read_number(r, &v->b))
        return false;
    if (!take(r, ','))
        return fail(r);
    if (!read_number(r, &v->c))
        return false;
    if (!take(r, '}'))
        return fail(r);
    r->s = skip_space(r->s);
    return read_end(r);
}

Datum line_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "line", s, skip_space(s)};
    struct line v;
    struct point p[2];
    bool open;
    if (take(&r, '{')) {
        if (!read_line(&r, &v) || !line_valid(io, ERR_INVALID_TEXT_REPRESENTATION, v))
            return (Datum)0;
        return datum_from_line(io->arena, v);
    }
    if (!read_pairs(&r, true, 2, p, &open) || !read_end(&r))
        return (Datum)0;
    if (points_equal(p[0], p[1])) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid line specification: must be two distinct points");
        return (Datum)0;
    }
    return datum_from_line(io->arena, line_sloped(p[0], slope_between(p[0], p[1])));
}

void line_out(struct io *io, Datum d, struct strbuf *out)
{
    struct line v = datum_line(d);
    strbuf_addch(out, '{');
    put_pair(v.a, v.b, out);
    strbuf_addch(out, ',');
    float8_to_text(v.c, out);
    strbuf_addch(out, '}');
}

Datum line_recv(struct io *io, const uint8_t *p, size_t len)
{
    double v[3];
    if (!wire_has(io, len, sizeof v))
        return (Datum)0;
    get_numbers(p, 3, v);
    struct line l = {v[0], v[1], v[2]};
    if (!line_valid(io, ERR_INVALID_BINARY_REPRESENTATION, l) || !wire_length(io, len, sizeof v))
        return (Datum)0;
    return datum_from_line(io->arena, l);
}

void line_send(struct io *io, Datum d, struct strbuf *out)
{
    put_all(out, d);
}

/* ---- path ---- */
Datum path_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "path", s, skip_space(s)};
    int n = count_pairs(s);
    bool open, enclosed = false;
    if (n == 0) {
        fail(&r);
        return (Datum)0;
    }
    if (*r.s == '(' && last_opening(r.s)) {
        enclosed = true;
        r.s++;
    }
    struct point *p = room_for(io, r.type, n);
    if (p == NULL || !read_pairs(&r, true, n, p, &open))
        return (Datum)0;
    if (enclosed) {
        if (!take(&r, ')')) {
            fail(&r);
            return (Datum)0;
        }
        r.s = skip_space(r.s);
    }
    return read_end(&r) ? path_new(io->arena, !open, n, p) : (Datum)0;
}

void path_out(struct io *io, Datum d, struct strbuf *out)
{
    struct path v = datum_path(d);
    put_enclosed(v.closed ? '(' : '[', v.n, v.p, v.closed ? ')' : ']', out);
}

/* A count and the points; NULL: it was no good. */
static struct point *get_points(struct io *io, const char *type, const uint8_t *p, size_t len, int *n)
{
    if (!wire_has(io, len, 4))
        return NULL;
    *n = (int32_t)wire_get32(p);
    if (*n <= 0 || *n > (INT32_MAX - 64) / (int)sizeof(struct point)) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid number of points in external \"%s\" value", type);
        return NULL;
    }
    if (!wire_length(io, len - 4, (size_t)*n * sizeof(struct point)))
        return NULL;
    struct point *v = room_for(io, type, *n);
    for (int i = 0; v != NULL && i < *n; i++)
        v[i] = (struct point){get_number(p + 4 + 16 * (size_t)i), get_number(p + 12 + 16 * (size_t)i)};
    return v;
}

Datum path_recv(struct io *io, const uint8_t *p, size_t len)
{
    int n;
    if (len == 0) {
        wire_no_byte(io);
        return (Datum)0;
    }
    const struct point *v = get_points(io, "path", p + 1, len - 1, &n);
    return v != NULL ? path_new(io->arena, p[0] != 0, n, v) : (Datum)0;
}

void path_send(struct io *io, Datum d, struct strbuf *out)
{
    struct path v = datum_path(d);
    strbuf_addch(out, v.closed ? 1 : 0);
    wire_put32(out, (uint32_t)v.n);
    put_numbers(out, v.p, 2 * (size_t)v.n);
}

/* ---- polygon ---- */
Datum polygon_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "polygon", s, s};
    int n = count_pairs(s);
    bool open;
    if (n == 0) {
        fail(&r);
        return (Datum)0;
    }
    struct point *p = room_for(io, r.type, n);
    return p != NULL && read_pairs(&r, false, n, p, &open) && read_end(&r) ? polygon_new(io->arena, n, p) : (Datum)0;
}

void polygon_out(struct io *io, Datum d, struct strbuf *out)
{
    struct path v = datum_polygon(d);
    put_enclosed('(', v.n, v.p, ')', out);
}

Datum polygon_recv(struct io *io, const uint8_t *p, size_t len)
{
    int n;
    const struct point *v = get_points(io, "polygon", p, len, &n);
    return v != NULL ? polygon_new(io->arena, n, v) : (Datum)0;
}

void polygon_send(struct io *io, Datum d, struct strbuf *out)
{
    struct path v = datum_polygon(d);
    wire_put32(out, (uint32_t)v.n);
    put_numbers(out, v.p, 2 * (size_t)v.n);
}

/* ---- circle ---- */
/* <(x,y),r>, ((x,y),r), (x,y),r or x,y,r */
static bool read_circle(struct reader *r, struct circle *v)
{
    r->s = skip_space(r->s);
    bool enclosed = take(r, '<');
    if (!enclosed && *r->s == '(') {
        const char *inner = skip_space(r->s + 1);
        enclosed = *inner == '(';
        if (enclosed)
            r->s = inner;
    }
    if (!read_pair(r, &v->center))
        return false;
    take(r, ',');
    if (!read_number(r, &v->radius))
        return false;
    if (v->radius < 0)
        return fail(r);
    if (enclosed) {
        if (!take(r, ')') && !take(r, '>'))
            return fail(r);
        r->s = skip_space(r->s);
    }
    return read_end(r);
}

Datum circle_in(struct io *io, const char *s, size_t len)
{
    struct reader r = {io, "circle", s, s};
    struct circle v;
    return read_circle(&r, &v) ? datum_from_circle(io->arena, v) : (Datum)0;
}

void circle_out(struct io *io, Datum d, struct strbuf *out)
{
    struct circle v = datum_circle(d);
    strbuf_addch(out, '<');
    put_points(1, &v.center, out);
    strbuf_addch(out, ',');
    float8_to_text(v.radius, out);
    strbuf_addch(out, '>');
}

Datum circle_recv(struct io *io, const uint8_t *p, size_t len)
{
    double v[3];
    if (!wire_has(io, len, sizeof v))
        return (Datum)0;
    get_numbers(p, 3, v);
    if (v[2] < 0) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid radius in external \"circle\" value");
        return (Datum)0;
    }
    if (!wire_length(io, len, sizeof v))
        return (Datum)0;
    return datum_from_circle(io->arena, (struct circle){{v[0], v[1]}, v[2]});
}

void circle_send(struct io *io, Datum d, struct strbuf *out)
{
    put_all(out, d);
}
