/* Functions of paths and polygons (manual 9.11). */
#include "funcs/geo_int.h"

/* ---- both ---- */
GEO_ONE(path_npoints, path, datum_from_int32, v.n)
GEO_ONE(poly_npoints, polygon, datum_from_int32, v.n)

static struct point *copy_points(struct fcall *fc, struct path v, int more)
{
    if (v.n > PATH_MAX_POINTS - more)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "too many points requested");
    struct point *p = ARENA_ARRAY(fc->arena, struct point, v.n + more);
    memcpy(p, v.p, (size_t)v.n * sizeof *p);
    return p;
}

/* ---- path ---- */
GEO_ONE(path_isclosed, path, datum_from_bool, v.closed)
GEO_ONE(path_isopen, path, datum_from_bool, !v.closed)
GEO_ONE(path_close, path, , path_new(fc->arena, true, v.n, v.p))
GEO_ONE(path_open, path, , path_new(fc->arena, false, v.n, v.p))
GEO_TWO(path_n_lt, path, path, datum_from_bool, u.n < v.n)
GEO_TWO(path_n_le, path, path, datum_from_bool, u.n <= v.n)
GEO_TWO(path_n_eq, path, path, datum_from_bool, u.n == v.n)
GEO_TWO(path_n_gt, path, path, datum_from_bool, u.n > v.n)
GEO_TWO(path_n_ge, path, path, datum_from_bool, u.n >= v.n)

Datum path_area(struct fcall *fc)
{
    struct path v = ARG_PATH(0);
    double twice = 0;
    if (!v.closed)
        RETURN_NULL();
    for (int i = 0; i < v.n; i++) {
        struct point p = v.p[i], q = v.p[(i + 1) % v.n];
        twice = float8_plus(twice, float8_times(p.x, q.y));
        twice = float8_minus(twice, float8_times(p.y, q.x));
    }
    return datum_from_float8(float8_over(fabs(twice), 2.0));
}

Datum path_length(struct fcall *fc)
{
    struct path v = ARG_PATH(0);
    struct lseg edge;
    double length = 0;
    for (int i = 0; i < v.n; i++)
        if (path_edge(v, i, &edge))
            length = float8_plus(length, point_apart(edge.p[0], edge.p[1]));
    return datum_from_float8(length);
}

Datum path_add(struct fcall *fc)
{
    struct path u = ARG_PATH(0), v = ARG_PATH(1);
    if (u.closed || v.closed)
        RETURN_NULL();
    struct point *p = copy_points(fc, u, v.n);
    memcpy(p + u.n, v.p, (size_t)v.n * sizeof *p);
    return path_new(fc->arena, false, u.n + v.n, p);
}

static Datum each_point(struct fcall *fc, struct point (*change)(struct point, struct point))
{
    struct path v = ARG_PATH(0);
    struct point by = ARG_POINT(1), *p = copy_points(fc, v, 0);
    for (int i = 0; i < v.n; i++)
        p[i] = change(p[i], by);
    return path_new(fc->arena, v.closed, v.n, p);
}

Datum path_add_pt(struct fcall *fc)
{
    return each_point(fc, point_plus);
}

Datum path_sub_pt(struct fcall *fc)
{
    return each_point(fc, point_minus);
}

Datum path_mul_pt(struct fcall *fc)
{
    return each_point(fc, point_times);
}

Datum path_div_pt(struct fcall *fc)
{
    return each_point(fc, point_over);
}

static struct box bounds(struct path v)
{
    struct box b = {v.p[0], v.p[0]};
    for (int i = 1; i < v.n; i++) {
        b.high = (struct point){float8_greater(v.p[i].x, b.high.x), float8_greater(v.p[i].y, b.high.y)};
        b.low = (struct point){float8_lesser(v.p[i].x, b.low.x), float8_lesser(v.p[i].y, b.low.y)};
    }
    return b;
}

static bool paths_meet(struct path u, struct path v)
{
    struct lseg s, t;
    if (!box_meets_box(bounds(u), bounds(v)))
        return false;
    for (int i = 0; i < u.n; i++)
        for (int j = 0; path_edge(u, i, &s) && j < v.n; j++) {
            CHECK_INTERRUPTS();
            if (path_edge(v, j, &t) && lseg_meets_lseg(s, t, NULL))
                return true;
        }
    return false;
}
GEO_TWO(path_inter, path, path, datum_from_bool, paths_meet(u, v))

Datum path_distance(struct fcall *fc)
{
    bool none;
    double d = path_to_path(ARG_PATH(0), ARG_PATH(1), &none);
    if (none)
        RETURN_NULL();
    return datum_from_float8(d);
}

static double point_to_path(struct point p, struct path v)
{
    struct lseg edge;
    double best = 0;
    bool any = false;
    for (int i = 0; i < v.n; i++) {
        if (!path_edge(v, i, &edge))
            continue;
        double d = lseg_to_point(edge, p, NULL);
        if (!any || float8_compare(d, best) < 0)
            best = d;
        any = true;
    }
    return best;
}
GEO_TWO(dist_ppath, point, path, datum_from_float8, point_to_path(u, v))
GEO_TWO(dist_pathp, path, point, datum_from_float8, point_to_path(v, u))

static bool path_holds_point(struct path v, struct point p)
{
    if (v.closed)
        return points_hold_point(v, p) != 0;
    double from = point_apart(p, v.p[0]);
    for (int i = 1; i < v.n; i++) {
        double to = point_apart(p, v.p[i]);
        if (fuzzy_eq(float8_plus(from, to), point_apart(v.p[i - 1], v.p[i])))
            return true;
        from = to;
    }
    return false;
}
GEO_TWO(on_ppath, point, path, datum_from_bool, path_holds_point(v, u))
GEO_TWO(path_contain_pt, path, point, datum_from_bool, path_holds_point(u, v))

Datum path_poly(struct fcall *fc)
{
    struct path v = ARG_PATH(0);
    if (!v.closed)
        raise(ERR_INVALID_PARAMETER_VALUE, "open path cannot be converted to polygon");
    return polygon_new(fc->arena, v.n, v.p);
}

/* ---- polygon ---- */
GEO_ONE(poly_path, polygon, , path_new(fc->arena, true, v.n, v.p))

Datum poly_box(struct fcall *fc)
{
    return GIVE_BOX(polygon_bounds(ARG_DATUM(0)));
}

Datum box_poly(struct fcall *fc)
{
    struct box b = ARG_BOX(0);
    struct point p[4] = {b.low, {b.low.x, b.high.y}, b.high, {b.high.x, b.low.y}};
    return polygon_new_within(fc->arena, box_between(b.high, b.low), 4, p);
}

static Datum polygon_around(struct fcall *fc, int n, struct circle c)
{
    if (fuzzy_zero(c.radius))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot convert circle with radius zero to polygon");
    if (n < 2)
        raise(ERR_INVALID_PARAMETER_VALUE, "must request at least 2 points");
    if (n > PATH_MAX_POINTS)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "too many points requested");
    struct point *p = ARENA_ARRAY(fc->arena, struct point, n);
    double step = float8_over(2.0 * M_PI, n);
    for (int i = 0; i < n; i++) {
        double angle = float8_times(step, i);
        p[i].x = float8_minus(c.center.x, float8_times(c.radius, cos(angle)));
        p[i].y = float8_plus(c.center.y, float8_times(c.radius, sin(angle)));
    }
    return polygon_new(fc->arena, n, p);
}

Datum circle_poly(struct fcall *fc)
{
    return polygon_around(fc, ARG_INT32(0), ARG_CIRCLE(1));
}

Datum circle_poly_12(struct fcall *fc)
{
    return polygon_around(fc, 12, ARG_CIRCLE(0));
}

/* Its centre is the points' mean, its radius their mean distance from there. */
static struct circle circle_of(struct path v)
{
    struct circle c = {{0, 0}, 0};
    for (int i = 0; i < v.n; i++)
        c.center = point_plus(c.center, v.p[i]);
    c.center.x = float8_over(c.center.x, v.n);
    c.center.y = float8_over(c.center.y, v.n);
    for (int i = 0; i < v.n; i++)
        c.radius = float8_plus(c.radius, point_apart(v.p[i], c.center));
    c.radius = float8_over(c.radius, v.n);
    return c;
}
GEO_ONE(poly_circle, polygon, GIVE_CIRCLE, circle_of(v))
GEO_ONE(poly_center, polygon, GIVE_POINT, circle_of(v).center)

/* The same points in the same order, or in the other one, from any of them on. */
static bool same_points(struct path u, struct path v)
{
    if (u.n != v.n)
        return false;
    for (int start = 0; start < v.n; start++) {
        if (!points_equal(v.p[start], u.p[0]))
            continue;
        for (int step = -1; step <= 1; step += 2) {
            int i = 1, j = start;
            for (; i < u.n; i++) {
                j = (j + step + v.n) % v.n;
                if (!points_equal(v.p[j], u.p[i]))
                    break;
            }
            if (i == u.n)
                return true;
        }
    }
    return false;
}
GEO_TWO(poly_same, polygon, polygon, datum_from_bool, same_points(u, v))

/* By their boxes, without tolerance. */
#define BY_BOUNDS(name, expression)                                                            \
    Datum name(struct fcall *fc)                                                               \
    {                                                                                          \
        struct box u = polygon_bounds(ARG_DATUM(0)), v = polygon_bounds(ARG_DATUM(1));         \
        return datum_from_bool(expression);                                                    \
    }
BY_BOUNDS(poly_left, u.high.x < v.low.x)
BY_BOUNDS(poly_overleft, u.high.x <= v.high.x)
BY_BOUNDS(poly_right, u.low.x > v.high.x)
BY_BOUNDS(poly_overright, u.low.x >= v.low.x)
BY_BOUNDS(poly_below, u.high.y < v.low.y)
BY_BOUNDS(poly_overbelow, u.high.y <= v.high.y)
BY_BOUNDS(poly_above, u.low.y > v.high.y)
BY_BOUNDS(poly_overabove, u.low.y >= v.low.y)

Datum poly_distance(struct fcall *fc)
{
    bool none;
    if (polygon_meets_polygon(ARG_DATUM(0), ARG_DATUM(1)))
        return datum_from_float8(0);
    return datum_from_float8(path_to_path(ARG_POLYGON(0), ARG_POLYGON(1), &none));
}

static double point_to_polygon(struct point p, struct path v)
{
    if (points_hold_point(v, p) != 0)
        return 0;
    double best = lseg_to_point(lseg_of(v.p[0], v.p[v.n - 1]), p, NULL);
    for (int i = 1; i < v.n; i++) {
        double d = lseg_to_point(lseg_of(v.p[i - 1], v.p[i]), p, NULL);
        if (float8_compare(d, best) < 0)
            best = d;
    }
    return best;
}

static double circle_to_polygon(struct circle c, struct path v)
{
    double d = float8_minus(point_to_polygon(c.center, v), c.radius);
    return d < 0 ? 0 : d;
}
GEO_TWO(dist_ppoly, point, polygon, datum_from_float8, point_to_polygon(u, v))
GEO_TWO(dist_polyp, polygon, point, datum_from_float8, point_to_polygon(v, u))
GEO_TWO(dist_cpoly, circle, polygon, datum_from_float8, circle_to_polygon(u, v))
GEO_TWO(dist_polyc, polygon, circle, datum_from_float8, circle_to_polygon(v, u))
