/* Functions of points, line segments and lines (manual 9.11). */
#include "funcs/geo_int.h"

/* ---- point ---- */
Datum construct_point(struct fcall *fc)
{
    return GIVE_POINT(((struct point){ARG_FLOAT8(0), ARG_FLOAT8(1)}));
}

GEO_TWO(point_add, point, point, GIVE_POINT, point_plus(u, v))
GEO_TWO(point_sub, point, point, GIVE_POINT, point_minus(u, v))
GEO_TWO(point_mul, point, point, GIVE_POINT, point_times(u, v))
GEO_TWO(point_div, point, point, GIVE_POINT, point_over(u, v))
GEO_TWO(point_eq, point, point, datum_from_bool, points_equal(u, v))
GEO_TWO(point_ne, point, point, datum_from_bool, !points_equal(u, v))
GEO_TWO(point_left, point, point, datum_from_bool, fuzzy_lt(u.x, v.x))
GEO_TWO(point_right, point, point, datum_from_bool, fuzzy_gt(u.x, v.x))
GEO_TWO(point_below, point, point, datum_from_bool, fuzzy_lt(u.y, v.y))
GEO_TWO(point_above, point, point, datum_from_bool, fuzzy_gt(u.y, v.y))
GEO_TWO(point_vert, point, point, datum_from_bool, fuzzy_eq(u.x, v.x))
GEO_TWO(point_horiz, point, point, datum_from_bool, fuzzy_eq(u.y, v.y))
GEO_TWO(point_distance, point, point, datum_from_float8, point_apart(u, v))
GEO_TWO(point_slope, point, point, datum_from_float8, slope_between(u, v))
GEO_ONE(point_box, point, GIVE_BOX, ((struct box){v, v}))

/* ---- lseg ---- */
static double length_of(struct lseg s)
{
    return point_apart(s.p[0], s.p[1]);
}

static bool same_ends(struct lseg u, struct lseg v)
{
    return points_equal(u.p[0], v.p[0]) && points_equal(u.p[1], v.p[1]);
}

GEO_TWO(lseg_construct, point, point, GIVE_LSEG, lseg_of(u, v))
GEO_ONE(lseg_length, lseg, datum_from_float8, length_of(v))
GEO_ONE(lseg_center, lseg, GIVE_POINT, point_between(v.p[0], v.p[1]))
GEO_ONE(lseg_vertical, lseg, datum_from_bool, fuzzy_eq(v.p[0].x, v.p[1].x))
GEO_ONE(lseg_horizontal, lseg, datum_from_bool, fuzzy_eq(v.p[0].y, v.p[1].y))
GEO_TWO(lseg_eq, lseg, lseg, datum_from_bool, same_ends(u, v))
GEO_TWO(lseg_ne, lseg, lseg, datum_from_bool, !same_ends(u, v))
GEO_TWO(lseg_lt, lseg, lseg, datum_from_bool, fuzzy_lt(length_of(u), length_of(v)))
GEO_TWO(lseg_le, lseg, lseg, datum_from_bool, fuzzy_le(length_of(u), length_of(v)))
GEO_TWO(lseg_gt, lseg, lseg, datum_from_bool, fuzzy_gt(length_of(u), length_of(v)))
GEO_TWO(lseg_ge, lseg, lseg, datum_from_bool, fuzzy_ge(length_of(u), length_of(v)))
GEO_TWO(lseg_parallel, lseg, lseg, datum_from_bool, fuzzy_eq(lseg_slope(u), lseg_slope(v)))
GEO_TWO(lseg_perp, lseg, lseg, datum_from_bool, fuzzy_eq(lseg_slope(u), inverse_slope_between(v.p[0], v.p[1])))
GEO_TWO(lseg_intersect, lseg, lseg, datum_from_bool, lseg_meets_lseg(u, v, NULL))
GEO_TWO(lseg_distance, lseg, lseg, datum_from_float8, lseg_to_lseg(u, v, NULL))

Datum lseg_interpt(struct fcall *fc)
{
    struct point p;
    if (!lseg_meets_lseg(ARG_LSEG(0), ARG_LSEG(1), &p))
        RETURN_NULL();
    return GIVE_POINT(p);
}

/* ---- line ---- */
Datum line_construct_pp(struct fcall *fc)
{
    struct point p = ARG_POINT(0), q = ARG_POINT(1);
    if (points_equal(p, q))
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid line specification: must be two distinct points");
    return GIVE_LINE(line_sloped(p, slope_between(p, q)));
}

static bool same_line(struct line u, struct line v)
{
    if (isnan(u.a) || isnan(u.b) || isnan(u.c) || isnan(v.a) || isnan(v.b) || isnan(v.c))
        return float8_compare(u.a, v.a) == 0 && float8_compare(u.b, v.b) == 0 && float8_compare(u.c, v.c) == 0;
    double ratio = 1;
    if (!fuzzy_zero(v.a))
        ratio = float8_over(u.a, v.a);
    else if (!fuzzy_zero(v.b))
        ratio = float8_over(u.b, v.b);
    else if (!fuzzy_zero(v.c))
        ratio = float8_over(u.c, v.c);
    return fuzzy_eq(u.a, float8_times(ratio, v.a)) && fuzzy_eq(u.b, float8_times(ratio, v.b)) &&
           fuzzy_eq(u.c, float8_times(ratio, v.c));
}

static bool perpendicular(struct line u, struct line v)
{
    if (fuzzy_zero(u.a))
        return fuzzy_zero(v.b);
    if (fuzzy_zero(v.a))
        return fuzzy_zero(u.b);
    if (fuzzy_zero(u.b))
        return fuzzy_zero(v.a);
    if (fuzzy_zero(v.b))
        return fuzzy_zero(u.a);
    return fuzzy_eq(float8_over(float8_times(u.a, v.a), float8_times(u.b, v.b)), -1.0);
}

static bool usable(double u, double v)
{
    return !fuzzy_zero(u) && !isnan(u) && !fuzzy_zero(v) && !isnan(v);
}

static double lines_apart(struct line u, struct line v)
{
    if (line_meets_line(u, v, NULL))
        return 0;
    double ratio = usable(u.a, v.a) ? float8_over(u.a, v.a) : usable(u.b, v.b) ? float8_over(u.b, v.b) : 1;
    return float8_over(fabs(float8_minus(u.c, float8_times(ratio, v.c))), geo_hypotenuse(u.a, u.b));
}

GEO_ONE(line_vertical, line, datum_from_bool, fuzzy_zero(v.b))
GEO_ONE(line_horizontal, line, datum_from_bool, fuzzy_zero(v.a))
GEO_TWO(line_eq, line, line, datum_from_bool, same_line(u, v))
GEO_TWO(line_parallel, line, line, datum_from_bool, !line_meets_line(u, v, NULL))
GEO_TWO(line_intersect, line, line, datum_from_bool, line_meets_line(u, v, NULL))
GEO_TWO(line_perp, line, line, datum_from_bool, perpendicular(u, v))
GEO_TWO(line_distance, line, line, datum_from_float8, lines_apart(u, v))

Datum line_interpt(struct fcall *fc)
{
    struct point p;
    if (!line_meets_line(ARG_LINE(0), ARG_LINE(1), &p))
        RETURN_NULL();
    return GIVE_POINT(p);
}

/* ---- one on another ---- */
GEO_TWO(on_pl, point, line, datum_from_bool, line_holds_point(v, u))
GEO_TWO(on_ps, point, lseg, datum_from_bool, lseg_holds_point(v, u))
GEO_TWO(on_sl, lseg, line, datum_from_bool, line_holds_point(v, u.p[0]) && line_holds_point(v, u.p[1]))
GEO_TWO(inter_sl, lseg, line, datum_from_bool, lseg_meets_line(u, v, NULL))

/* ---- distances ---- */
GEO_TWO(dist_pl, point, line, datum_from_float8, line_to_point(v, u, NULL))
GEO_TWO(dist_lp, line, point, datum_from_float8, line_to_point(u, v, NULL))
GEO_TWO(dist_ps, point, lseg, datum_from_float8, lseg_to_point(v, u, NULL))
GEO_TWO(dist_sp, lseg, point, datum_from_float8, lseg_to_point(u, v, NULL))
GEO_TWO(dist_sl, lseg, line, datum_from_float8, lseg_to_line(u, v, NULL))
GEO_TWO(dist_ls, line, lseg, datum_from_float8, lseg_to_line(v, u, NULL))

/* ---- the point of the second that is closest to the first ---- */
static Datum closest(struct fcall *fc, double distance, struct point p)
{
    if (isnan(distance))
        RETURN_NULL();
    return GIVE_POINT(p);
}

Datum close_pl(struct fcall *fc)
{
    struct point p;
    double d = line_to_point(ARG_LINE(1), ARG_POINT(0), &p);
    return closest(fc, d, p);
}

Datum close_ps(struct fcall *fc)
{
    struct point p;
    double d = lseg_to_point(ARG_LSEG(1), ARG_POINT(0), &p);
    return closest(fc, d, p);
}

Datum close_ls(struct fcall *fc)
{
    struct point p;
    struct line l = ARG_LINE(0);
    struct lseg s = ARG_LSEG(1);
    if (lseg_slope(s) == line_slope(l))
        RETURN_NULL();
    double d = lseg_to_line(s, l, &p);
    return closest(fc, d, p);
}

Datum close_lseg(struct fcall *fc)
{
    struct point p;
    struct lseg s = ARG_LSEG(0), t = ARG_LSEG(1);
    if (lseg_slope(s) == lseg_slope(t))
        RETURN_NULL();
    double d = lseg_to_lseg(t, s, &p);
    return closest(fc, d, p);
}

Datum close_pb(struct fcall *fc)
{
    struct point p;
    double d = box_to_point(ARG_BOX(1), ARG_POINT(0), &p);
    return closest(fc, d, p);
}

Datum close_sb(struct fcall *fc)
{
    struct point p;
    double d = box_to_lseg(ARG_BOX(1), ARG_LSEG(0), &p);
    return closest(fc, d, p);
}
