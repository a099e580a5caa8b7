/* Functions of boxes and circles (manual 9.11). */
#include "funcs/geo_int.h"

/* ---- box ---- */
static double width(struct box b)
{
    return float8_minus(b.high.x, b.low.x);
}

static double height(struct box b)
{
    return float8_minus(b.high.y, b.low.y);
}

static double box_size(struct box b)
{
    return float8_times(width(b), height(b));
}

struct point box_middle(struct box b)
{
    return point_between(b.high, b.low);
}

static bool same_corners(struct box u, struct box v)
{
    return points_equal(u.high, v.high) && points_equal(u.low, v.low);
}

GEO_TWO(points_box, point, point, GIVE_BOX, box_between(u, v))
GEO_ONE(box_area, box, datum_from_float8, box_size(v))
GEO_ONE(box_width, box, datum_from_float8, width(v))
GEO_ONE(box_height, box, datum_from_float8, height(v))
GEO_ONE(box_center, box, GIVE_POINT, box_middle(v))
GEO_ONE(box_diagonal, box, GIVE_LSEG, lseg_of(v.high, v.low))
GEO_TWO(box_distance, box, box, datum_from_float8, point_apart(box_middle(u), box_middle(v)))
GEO_TWO(box_add, box, point, GIVE_BOX, ((struct box){point_plus(u.high, v), point_plus(u.low, v)}))
GEO_TWO(box_sub, box, point, GIVE_BOX, ((struct box){point_minus(u.high, v), point_minus(u.low, v)}))
GEO_TWO(box_mul, box, point, GIVE_BOX, box_between(point_times(u.high, v), point_times(u.low, v)))
GEO_TWO(box_div, box, point, GIVE_BOX, box_between(point_over(u.high, v), point_over(u.low, v)))
GEO_TWO(boxes_bound_box, box, box, GIVE_BOX,
        ((struct box){{float8_greater(u.high.x, v.high.x), float8_greater(u.high.y, v.high.y)},
                      {float8_lesser(u.low.x, v.low.x), float8_lesser(u.low.y, v.low.y)}}))

Datum box_intersect(struct fcall *fc)
{
    struct box u = ARG_BOX(0), v = ARG_BOX(1);
    if (!box_meets_box(u, v))
        RETURN_NULL();
    return GIVE_BOX(((struct box){{float8_lesser(u.high.x, v.high.x), float8_lesser(u.high.y, v.high.y)},
                                  {float8_greater(u.low.x, v.low.x), float8_greater(u.low.y, v.low.y)}}));
}

GEO_TWO(box_same, box, box, datum_from_bool, same_corners(u, v))
GEO_TWO(box_overlap, box, box, datum_from_bool, box_meets_box(u, v))
GEO_TWO(box_left, box, box, datum_from_bool, fuzzy_lt(u.high.x, v.low.x))
GEO_TWO(box_overleft, box, box, datum_from_bool, fuzzy_le(u.high.x, v.high.x))
GEO_TWO(box_right, box, box, datum_from_bool, fuzzy_gt(u.low.x, v.high.x))
GEO_TWO(box_overright, box, box, datum_from_bool, fuzzy_ge(u.low.x, v.low.x))
GEO_TWO(box_below, box, box, datum_from_bool, fuzzy_lt(u.high.y, v.low.y))
GEO_TWO(box_overbelow, box, box, datum_from_bool, fuzzy_le(u.high.y, v.high.y))
GEO_TWO(box_above, box, box, datum_from_bool, fuzzy_gt(u.low.y, v.high.y))
GEO_TWO(box_overabove, box, box, datum_from_bool, fuzzy_ge(u.low.y, v.low.y))
GEO_TWO(box_below_eq, box, box, datum_from_bool, fuzzy_le(u.high.y, v.low.y))
GEO_TWO(box_above_eq, box, box, datum_from_bool, fuzzy_ge(u.low.y, v.high.y))
GEO_TWO(box_contain, box, box, datum_from_bool, box_holds_box(u, v))
GEO_TWO(box_contained, box, box, datum_from_bool, box_holds_box(v, u))
GEO_TWO(box_lt, box, box, datum_from_bool, fuzzy_lt(box_size(u), box_size(v)))
GEO_TWO(box_le, box, box, datum_from_bool, fuzzy_le(box_size(u), box_size(v)))
GEO_TWO(box_eq, box, box, datum_from_bool, fuzzy_eq(box_size(u), box_size(v)))
GEO_TWO(box_gt, box, box, datum_from_bool, fuzzy_gt(box_size(u), box_size(v)))
GEO_TWO(box_ge, box, box, datum_from_bool, fuzzy_ge(box_size(u), box_size(v)))
GEO_TWO(box_contain_pt, box, point, datum_from_bool, box_holds_point(u, v))
GEO_TWO(on_pb, point, box, datum_from_bool, box_holds_point(v, u))
GEO_TWO(on_sb, lseg, box, datum_from_bool, box_holds_point(v, u.p[0]) && box_holds_point(v, u.p[1]))
GEO_TWO(inter_sb, lseg, box, datum_from_bool, box_meets_lseg(v, u, NULL))
GEO_TWO(inter_lb, line, box, datum_from_bool, line_meets_box(u, v))
GEO_TWO(dist_pb, point, box, datum_from_float8, box_to_point(v, u, NULL))
GEO_TWO(dist_bp, box, point, datum_from_float8, box_to_point(u, v, NULL))
GEO_TWO(dist_sb, lseg, box, datum_from_float8, box_to_lseg(v, u, NULL))
GEO_TWO(dist_bs, box, lseg, datum_from_float8, box_to_lseg(u, v, NULL))

static struct circle circle_around(struct box b)
{
    struct point center = box_middle(b);
    return (struct circle){center, point_apart(center, b.high)};
}
GEO_ONE(box_circle, box, GIVE_CIRCLE, circle_around(v))

/* ---- circle ---- */
static double circle_size(struct circle c)
{
    return float8_times(float8_times(c.radius, c.radius), M_PI);
}

static bool same_circle(struct circle u, struct circle v)
{
    return ((isnan(u.radius) && isnan(v.radius)) || fuzzy_eq(u.radius, v.radius)) && points_equal(u.center, v.center);
}

static double apart(struct circle u, struct circle v)
{
    return point_apart(u.center, v.center);
}

static double not_negative(double v)
{
    return v < 0 ? 0 : v;
}

static struct box box_inside(struct circle c)
{
    double half = float8_over(c.radius, sqrt(2.0));
    return (struct box){{float8_plus(c.center.x, half), float8_plus(c.center.y, half)},
                        {float8_minus(c.center.x, half), float8_minus(c.center.y, half)}};
}

/* Its outermost coordinates. */
static double right(struct circle c) { return float8_plus(c.center.x, c.radius); }
static double left(struct circle c) { return float8_minus(c.center.x, c.radius); }
static double top(struct circle c) { return float8_plus(c.center.y, c.radius); }
static double bottom(struct circle c) { return float8_minus(c.center.y, c.radius); }

Datum cr_circle(struct fcall *fc)
{
    return GIVE_CIRCLE(((struct circle){ARG_POINT(0), ARG_FLOAT8(1)}));
}

GEO_ONE(circle_area, circle, datum_from_float8, circle_size(v))
GEO_ONE(circle_diameter, circle, datum_from_float8, float8_times(v.radius, 2.0))
GEO_ONE(circle_radius, circle, datum_from_float8, v.radius)
GEO_ONE(circle_center, circle, GIVE_POINT, v.center)
GEO_ONE(circle_box, circle, GIVE_BOX, box_inside(v))
GEO_TWO(circle_add_pt, circle, point, GIVE_CIRCLE, ((struct circle){point_plus(u.center, v), u.radius}))
GEO_TWO(circle_sub_pt, circle, point, GIVE_CIRCLE, ((struct circle){point_minus(u.center, v), u.radius}))
GEO_TWO(circle_mul_pt, circle, point, GIVE_CIRCLE,
        ((struct circle){point_times(u.center, v), float8_times(u.radius, geo_hypotenuse(v.x, v.y))}))
GEO_TWO(circle_div_pt, circle, point, GIVE_CIRCLE,
        ((struct circle){point_over(u.center, v), float8_over(u.radius, geo_hypotenuse(v.x, v.y))}))
GEO_TWO(circle_same, circle, circle, datum_from_bool, same_circle(u, v))
GEO_TWO(circle_overlap, circle, circle, datum_from_bool, fuzzy_le(apart(u, v), float8_plus(u.radius, v.radius)))
GEO_TWO(circle_left, circle, circle, datum_from_bool, fuzzy_lt(right(u), left(v)))
GEO_TWO(circle_overleft, circle, circle, datum_from_bool, fuzzy_le(right(u), right(v)))
GEO_TWO(circle_right, circle, circle, datum_from_bool, fuzzy_gt(left(u), right(v)))
GEO_TWO(circle_overright, circle, circle, datum_from_bool, fuzzy_ge(left(u), left(v)))
GEO_TWO(circle_below, circle, circle, datum_from_bool, fuzzy_lt(top(u), bottom(v)))
GEO_TWO(circle_overbelow, circle, circle, datum_from_bool, fuzzy_le(top(u), top(v)))
GEO_TWO(circle_above, circle, circle, datum_from_bool, fuzzy_gt(bottom(u), top(v)))
GEO_TWO(circle_overabove, circle, circle, datum_from_bool, fuzzy_ge(bottom(u), bottom(v)))
GEO_TWO(circle_contain, circle, circle, datum_from_bool, fuzzy_le(apart(u, v), float8_minus(u.radius, v.radius)))
GEO_TWO(circle_contained, circle, circle, datum_from_bool, fuzzy_le(apart(u, v), float8_minus(v.radius, u.radius)))
GEO_TWO(circle_eq, circle, circle, datum_from_bool, fuzzy_eq(circle_size(u), circle_size(v)))
GEO_TWO(circle_ne, circle, circle, datum_from_bool, fuzzy_ne(circle_size(u), circle_size(v)))
GEO_TWO(circle_lt, circle, circle, datum_from_bool, fuzzy_lt(circle_size(u), circle_size(v)))
GEO_TWO(circle_le, circle, circle, datum_from_bool, fuzzy_le(circle_size(u), circle_size(v)))
GEO_TWO(circle_gt, circle, circle, datum_from_bool, fuzzy_gt(circle_size(u), circle_size(v)))
GEO_TWO(circle_ge, circle, circle, datum_from_bool, fuzzy_ge(circle_size(u), circle_size(v)))
GEO_TWO(circle_distance, circle, circle, datum_from_float8,
        not_negative(float8_minus(apart(u, v), float8_plus(u.radius, v.radius))))
GEO_TWO(circle_contain_pt, circle, point, datum_from_bool, point_apart(u.center, v) <= u.radius)
GEO_TWO(pt_contained_circle, point, circle, datum_from_bool, point_apart(v.center, u) <= v.radius)
GEO_TWO(dist_pc, point, circle, datum_from_float8, not_negative(float8_minus(point_apart(u, v.center), v.radius)))
GEO_TWO(dist_cpoint, circle, point, datum_from_float8, not_negative(float8_minus(point_apart(v, u.center), u.radius)))
