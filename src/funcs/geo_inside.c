/* Geometry: what is inside of a polygon. */
#include "funcs/geo_int.h"

/* ---- a point: how often does a ray from it cross the edges? ---- */
enum { ON_EDGE = INT32_MAX };

/* The edge from `from` to `to`, both as seen from the point: twice the sign of the crossing, once where an end is on the ray. */
static int ray_crossing(struct point to, struct point from)
{
    if (fuzzy_zero(to.y)) {
        if (fuzzy_zero(to.x))
            return ON_EDGE;
        if (fuzzy_gt(to.x, 0)) {
            if (fuzzy_zero(from.y))
                return fuzzy_gt(from.x, 0) ? 0 : ON_EDGE;
            return fuzzy_lt(from.y, 0) ? 1 : -1;
        }
        return fuzzy_zero(from.y) && !fuzzy_lt(from.x, 0) ? ON_EDGE : 0;
    }
    int sign = fuzzy_gt(to.y, 0) ? 1 : -1;
    if (fuzzy_zero(from.y))
        return fuzzy_lt(from.x, 0) ? 0 : sign;
    if (sign < 0 ? fuzzy_lt(from.y, 0) : fuzzy_gt(from.y, 0)) /* both above or both below */
        return 0;
    if (fuzzy_ge(to.x, 0) && fuzzy_gt(from.x, 0))
        return 2 * sign;
    if (fuzzy_lt(to.x, 0) && fuzzy_le(from.x, 0))
        return 0;
    double side = float8_minus(float8_times(float8_minus(to.x, from.x), to.y), float8_times(float8_minus(to.y, from.y), to.x));
    if (fuzzy_zero(side))
        return ON_EDGE;
    return (sign < 0 ? fuzzy_lt(side, 0) : fuzzy_gt(side, 0)) ? 0 : 2 * sign;
}

int points_hold_point(struct path v, struct point p)
{
    struct point first = point_minus(v.p[0], p), from = first;
    int total = 0;
    for (int i = 1; i <= v.n; i++) {
        struct point to = i < v.n ? point_minus(v.p[i], p) : first;
        int crossing = ray_crossing(to, from);
        if (crossing == ON_EDGE)
            return 2;
        total += crossing;
        from = to;
    }
    return total != 0;
}

/* ---- a polygon ---- */
bool polygon_meets_polygon(Datum u, Datum v)
{
    struct path a = datum_polygon(u), b = datum_polygon(v);
    struct lseg s, t;
    if (!box_meets_box(polygon_bounds(u), polygon_bounds(v)))
        return false;
    for (int i = 0; i < a.n; i++)
        for (int j = 0; path_edge(a, i, &s) && j < b.n; j++) {
            CHECK_INTERRUPTS();
            if (path_edge(b, j, &t) && lseg_meets_lseg(s, t, NULL))
                return true;
        }
    return points_hold_point(b, a.p[0]) != 0 || points_hold_point(a, b.p[0]) != 0;
}

#define MAX_DEPTH 5000
static bool holds_lseg(struct path v, struct point p, struct point q, int from, int depth);

/* p is on the edge, q is not: what of the way to q is not along the edge must be inside. */
static bool holds_rest(struct path v, struct point p, struct point q, struct lseg edge, int from, int depth)
{
    struct lseg way = lseg_of(p, q);
    bool first = points_equal(p, edge.p[0]), second = !first && points_equal(p, edge.p[1]);
    if (!first && lseg_holds_point(way, edge.p[0]))
        return holds_lseg(v, q, edge.p[0], from, depth);
    if (!second && lseg_holds_point(way, edge.p[1]))
        return holds_lseg(v, q, edge.p[1], from, depth);
    return true;
}

/* The segment from p to q is inside of it; edges before `from` have been looked at. Parts of a crossed segment are looked at by themselves. */
static bool holds_lseg(struct path v, struct point p, struct point q, int from, int depth)
{
    struct lseg way = lseg_of(p, q);
    bool inside = true, crossed = false;
    if (depth > MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    for (int i = from; i < v.n && inside; i++) {
        struct lseg edge = lseg_of(v.p[i > 0 ? i - 1 : v.n - 1], v.p[i]);
        struct point at;
        CHECK_INTERRUPTS();
        if (lseg_holds_point(edge, p)) {
            if (lseg_holds_point(edge, q))
                return true;
            inside = holds_rest(v, p, q, edge, i + 1, depth + 1);
        } else if (lseg_holds_point(edge, q)) {
            inside = holds_rest(v, q, p, edge, i + 1, depth + 1);
        } else if (lseg_meets_lseg(way, edge, &at)) {
            crossed = true;
            inside = holds_lseg(v, p, at, i + 1, depth + 1) && holds_lseg(v, q, at, i + 1, depth + 1);
        }
    }
    return inside && !crossed ? points_hold_point(v, point_between(p, q)) != 0 : inside;
}

static bool polygon_holds_polygon(Datum u, Datum v)
{
    struct path inner = datum_polygon(v);
    struct lseg edge;
    if (!box_holds_box(polygon_bounds(u), polygon_bounds(v)))
        return false;
    for (int i = 0; i < inner.n; i++)
        if (path_edge(inner, i, &edge) && !holds_lseg(datum_polygon(u), edge.p[0], edge.p[1], 0, 0))
            return false;
    return true;
}

Datum poly_contain(struct fcall *fc)
{
    return datum_from_bool(polygon_holds_polygon(ARG_DATUM(0), ARG_DATUM(1)));
}

Datum poly_contained(struct fcall *fc)
{
    return datum_from_bool(polygon_holds_polygon(ARG_DATUM(1), ARG_DATUM(0)));
}

Datum poly_overlap(struct fcall *fc)
{
    return datum_from_bool(polygon_meets_polygon(ARG_DATUM(0), ARG_DATUM(1)));
}

GEO_TWO(poly_contain_pt, polygon, point, datum_from_bool, points_hold_point(u, v) != 0)
GEO_TWO(pt_contained_poly, point, polygon, datum_from_bool, points_hold_point(v, u) != 0)
