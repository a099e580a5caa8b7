/* Geometry: where lines, segments and boxes meet, and how far they are apart. */
#include "funcs/geo_int.h"

/* ---- points ---- */
double geo_hypotenuse(double x, double y)
{
    if (isinf(x) || isinf(y))
        return INFINITY;
    if (isnan(x) || isnan(y))
        return NAN;
    double longer = fabs(x), shorter = fabs(y);
    if (longer < shorter) {
        double t = longer;
        longer = shorter;
        shorter = t;
    }
    if (shorter == 0)
        return longer;
    double ratio = shorter / longer, r = longer * sqrt(1.0 + ratio * ratio);
    if (isinf(r))
        float_overflow();
    if (r == 0)
        float_underflow();
    return r;
}

double point_apart(struct point p, struct point q)
{
    return geo_hypotenuse(float8_minus(p.x, q.x), float8_minus(p.y, q.y));
}

struct point point_plus(struct point p, struct point q)
{
    return (struct point){float8_plus(p.x, q.x), float8_plus(p.y, q.y)};
}

struct point point_minus(struct point p, struct point q)
{
    return (struct point){float8_minus(p.x, q.x), float8_minus(p.y, q.y)};
}

struct point point_times(struct point p, struct point q)
{
    double x = float8_minus(float8_times(p.x, q.x), float8_times(p.y, q.y));
    double y = float8_plus(float8_times(p.x, q.y), float8_times(p.y, q.x));
    return (struct point){x, y};
}

struct point point_over(struct point p, struct point q)
{
    double by = float8_plus(float8_times(q.x, q.x), float8_times(q.y, q.y));
    double x = float8_over(float8_plus(float8_times(p.x, q.x), float8_times(p.y, q.y)), by);
    double y = float8_over(float8_minus(float8_times(p.y, q.x), float8_times(p.x, q.y)), by);
    return (struct point){x, y};
}

struct point point_between(struct point p, struct point q)
{
    double x = float8_over(float8_plus(p.x, q.x), 2.0);
    return (struct point){x, float8_over(float8_plus(p.y, q.y), 2.0)};
}

/* ---- slopes ---- */
double inverse_slope_between(struct point p, struct point q)
{
    if (fuzzy_eq(p.x, q.x))
        return 0;
    if (fuzzy_eq(p.y, q.y))
        return INFINITY;
    return float8_over(float8_minus(p.x, q.x), float8_minus(q.y, p.y));
}

double line_slope(struct line l)
{
    if (fuzzy_zero(l.a))
        return 0;
    if (fuzzy_zero(l.b))
        return INFINITY;
    return float8_over(l.a, -l.b);
}

static double line_inverse_slope(struct line l)
{
    if (fuzzy_zero(l.a))
        return INFINITY;
    if (fuzzy_zero(l.b))
        return 0;
    return float8_over(l.b, l.a);
}

static struct line line_along(struct lseg s)
{
    return line_sloped(s.p[0], lseg_slope(s));
}

/* ---- where two meet ---- */
/* Of two lines, the first of which is not vertical; false: they are parallel. */
static bool crossing(struct line u, struct line v, struct point *at)
{
    if (fuzzy_eq(v.a, float8_times(u.a, float8_over(v.b, u.b))))
        return false;
    at->x = float8_over(float8_minus(float8_times(u.b, v.c), float8_times(v.b, u.c)),
                        float8_minus(float8_times(u.a, v.b), float8_times(v.a, u.b)));
    at->y = float8_over(-float8_plus(float8_times(u.a, at->x), u.c), u.b);
    return true;
}

bool line_meets_line(struct line u, struct line v, struct point *at)
{
    struct point p;
    if (!fuzzy_zero(u.b)) {
        if (!crossing(u, v, &p))
            return false;
    } else if (fuzzy_zero(v.b) || !crossing(v, u, &p)) {
        return false;
    }
    if (p.x == 0)
        p.x = 0; /* no -0 */
    if (p.y == 0)
        p.y = 0;
    if (at != NULL)
        *at = p;
    return true;
}

bool lseg_meets_line(struct lseg s, struct line l, struct point *at)
{
    struct point p;
    if (!line_meets_line(line_along(s), l, &p) || !lseg_holds_point(s, p))
        return false;
    if (at != NULL) /* an end is given as it is written */
        *at = points_equal(s.p[0], p) ? s.p[0] : points_equal(s.p[1], p) ? s.p[1] : p;
    return true;
}

bool lseg_meets_lseg(struct lseg u, struct lseg v, struct point *at)
{
    struct point p;
    if (!lseg_meets_line(u, line_along(v), &p) || !lseg_holds_point(v, p))
        return false;
    if (at != NULL)
        *at = p;
    return true;
}

bool box_meets_box(struct box u, struct box v)
{
    return fuzzy_le(u.low.x, v.high.x) && fuzzy_le(v.low.x, u.high.x) && fuzzy_le(u.low.y, v.high.y) &&
           fuzzy_le(v.low.y, u.high.y);
}

/* In the order in which PostgreSQL looks at them: of equally close ones the first counts. */
static void box_edges(struct box b, struct lseg edges[4])
{
    struct point upper_left = {b.low.x, b.high.y}, lower_right = {b.high.x, b.low.y};
    edges[0] = lseg_of(b.low, upper_left);
    edges[1] = lseg_of(b.high, upper_left);
    edges[2] = lseg_of(b.low, lower_right);
    edges[3] = lseg_of(b.high, lower_right);
}

bool box_meets_lseg(struct box b, struct lseg s, struct point *at)
{
    struct box around = {{float8_greater(s.p[0].x, s.p[1].x), float8_greater(s.p[0].y, s.p[1].y)},
                         {float8_lesser(s.p[0].x, s.p[1].x), float8_lesser(s.p[0].y, s.p[1].y)}};
    struct lseg edges[4];
    if (!box_meets_box(around, b))
        return false;
    if (at != NULL)
        lseg_to_point(s, box_middle(b), at);
    if (box_holds_point(b, s.p[0]) || box_holds_point(b, s.p[1]))
        return true;
    box_edges(b, edges);
    for (int i = 0; i < 4; i++)
        if (lseg_meets_lseg(edges[i], s, NULL))
            return true;
    return false;
}

bool line_meets_box(struct line l, struct box b)
{
    struct lseg edges[4];
    box_edges(b, edges);
    for (int i = 0; i < 4; i++)
        if (lseg_meets_line(edges[i], l, NULL))
            return true;
    return false;
}

/* ---- what holds what ---- */
bool line_holds_point(struct line l, struct point p)
{
    return fuzzy_zero(float8_plus(float8_plus(float8_times(l.a, p.x), float8_times(l.b, p.y)), l.c));
}

bool lseg_holds_point(struct lseg s, struct point p)
{
    return fuzzy_eq(point_apart(p, s.p[0]) + point_apart(p, s.p[1]), point_apart(s.p[0], s.p[1]));
}

bool box_holds_point(struct box b, struct point p)
{
    return b.high.x >= p.x && b.low.x <= p.x && b.high.y >= p.y && b.low.y <= p.y;
}

bool box_holds_box(struct box u, struct box v)
{
    return fuzzy_ge(u.high.x, v.high.x) && fuzzy_le(u.low.x, v.low.x) && fuzzy_ge(u.high.y, v.high.y) &&
           fuzzy_le(u.low.y, v.low.y);
}

/* ---- distances ---- */
double line_to_point(struct line l, struct point p, struct point *at)
{
    struct point near;
    if (!line_meets_line(line_sloped(p, line_inverse_slope(l)), l, &near)) {
        if (at != NULL)
            *at = p;
        return NAN;
    }
    if (at != NULL)
        *at = near;
    return point_apart(near, p);
}

double lseg_to_line(struct lseg s, struct line l, struct point *at)
{
    if (lseg_meets_line(s, l, at))
        return 0;
    double first = line_to_point(l, s.p[0], NULL), second = line_to_point(l, s.p[1], NULL);
    bool nearer = first < second;
    if (at != NULL)
        *at = s.p[nearer ? 0 : 1];
    return nearer ? first : second;
}

double lseg_to_point(struct lseg s, struct point p, struct point *at)
{
    struct point near;
    lseg_to_line(s, line_sloped(p, inverse_slope_between(s.p[0], s.p[1])), &near);
    if (at != NULL)
        *at = near;
    return point_apart(near, p);
}

/* Of two distances the shorter, with its point. */
static void keep_nearer(double *best, struct point *at, double distance, struct point p)
{
    if (float8_compare(distance, *best) >= 0)
        return;
    *best = distance;
    if (at != NULL)
        *at = p;
}

double lseg_to_lseg(struct lseg s, struct lseg to, struct point *at)
{
    struct point p;
    if (lseg_meets_lseg(s, to, at))
        return 0;
    double best = lseg_to_point(s, to.p[0], at);
    double d = lseg_to_point(s, to.p[1], &p);
    keep_nearer(&best, at, d, p);
    for (int i = 0; i < 2; i++)
        keep_nearer(&best, at, lseg_to_point(to, s.p[i], NULL), s.p[i]);
    return best;
}

double box_to_point(struct box b, struct point p, struct point *at)
{
    struct lseg edges[4];
    struct point near;
    if (box_holds_point(b, p)) {
        if (at != NULL)
            *at = p;
        return 0;
    }
    box_edges(b, edges);
    double best = lseg_to_point(edges[0], p, at);
    for (int i = 1; i < 4; i++) {
        double d = lseg_to_point(edges[i], p, &near);
        keep_nearer(&best, at, d, near);
    }
    return best;
}

double box_to_lseg(struct box b, struct lseg s, struct point *at)
{
    struct lseg edges[4];
    struct point near;
    if (box_meets_lseg(b, s, at))
        return 0;
    box_edges(b, edges);
    double best = lseg_to_lseg(edges[0], s, at);
    for (int i = 1; i < 4; i++) {
        double d = lseg_to_lseg(edges[i], s, &near);
        keep_nearer(&best, at, d, near);
    }
    return best;
}

/* ---- edges ---- */
bool path_edge(struct path v, int i, struct lseg *edge)
{
    if (i == 0 && !v.closed)
        return false;
    *edge = lseg_of(v.p[i > 0 ? i - 1 : v.n - 1], v.p[i]);
    return true;
}

double path_to_path(struct path u, struct path v, bool *none)
{
    struct lseg a, b;
    double best = NAN;
    *none = true;
    for (int i = 0; i < u.n; i++)
        for (int j = 0; path_edge(u, i, &a) && j < v.n; j++) {
            CHECK_INTERRUPTS();
            if (!path_edge(v, j, &b))
                continue;
            double d = lseg_to_lseg(a, b, NULL);
            if (*none || float8_compare(d, best) < 0)
                best = d;
            *none = false;
        }
    return best;
}
