/*
 * What the geometric functions share: distances, crossings and closest points. The order of the operations is PostgreSQL's, and so
 * are the last digits. All raise 22003 where a number becomes too large or too small.
 *
 * Where a place is given (NULL: it is not wanted) it gets the point that the answer is about.
 */
#ifndef FUNCS_GEO_INT_H
#define FUNCS_GEO_INT_H

#include "funcs/funcs.h"
#include "types/float_arith.h"
#include "types/geometry.h"

#define ARG_POINT(i) datum_point(ARG_DATUM(i))
#define ARG_LSEG(i) datum_lseg(ARG_DATUM(i))
#define ARG_LINE(i) datum_line(ARG_DATUM(i))
#define ARG_BOX(i) datum_box(ARG_DATUM(i))
#define ARG_CIRCLE(i) datum_circle(ARG_DATUM(i))
#define ARG_PATH(i) datum_path(ARG_DATUM(i))
#define ARG_POLYGON(i) datum_polygon(ARG_DATUM(i))

#define GEO_point struct point
#define GEO_lseg struct lseg
#define GEO_line struct line
#define GEO_box struct box
#define GEO_circle struct circle
#define GEO_path struct path
#define GEO_polygon struct path
/* A function of one value or of two, as an expression over v, or over u and v. */
#define GEO_ONE(name, T, give, expression)   \
    Datum name(struct fcall *fc)             \
    {                                        \
        GEO_##T v = datum_##T(ARG_DATUM(0)); \
        return give(expression);             \
    }
#define GEO_TWO(name, T, U, give, expression) \
    Datum name(struct fcall *fc)              \
    {                                         \
        GEO_##T u = datum_##T(ARG_DATUM(0)); \
        GEO_##U v = datum_##U(ARG_DATUM(1)); \
        return give(expression);              \
    }
#define GIVE_POINT(p) datum_from_point(fc->arena, (p))
#define GIVE_LSEG(p) datum_from_lseg(fc->arena, (p))
#define GIVE_LINE(p) datum_from_line(fc->arena, (p))
#define GIVE_BOX(p) datum_from_box(fc->arena, (p))
#define GIVE_CIRCLE(p) datum_from_circle(fc->arena, (p))

static inline double float8_lesser(double u, double v) { return float8_compare(u, v) < 0 ? u : v; }
static inline double float8_greater(double u, double v) { return float8_compare(u, v) > 0 ? u : v; }
static inline struct lseg lseg_of(struct point p, struct point q) { return (struct lseg){{p, q}}; }

/* ---- points ---- */
double geo_hypotenuse(double x, double y);
double point_apart(struct point p, struct point q);
struct point point_plus(struct point p, struct point q);
struct point point_minus(struct point p, struct point q);
struct point point_times(struct point p, struct point q); /* as complex numbers */
struct point point_over(struct point p, struct point q);  /* 22012 */
struct point point_between(struct point p, struct point q); /* half way */

/* ---- where two meet: false, they do not ---- */
bool line_meets_line(struct line u, struct line v, struct point *at);
bool lseg_meets_line(struct lseg s, struct line l, struct point *at);
bool lseg_meets_lseg(struct lseg u, struct lseg v, struct point *at);
bool box_meets_lseg(struct box b, struct lseg s, struct point *at);
bool line_meets_box(struct line l, struct box b);
bool box_meets_box(struct box u, struct box v);

/* ---- what holds what ---- */
bool line_holds_point(struct line l, struct point p);
bool lseg_holds_point(struct lseg s, struct point p);
bool box_holds_point(struct box b, struct point p);
bool box_holds_box(struct box u, struct box v);
/* Inside of closed ones: 0 outside, 1 inside, 2 on an edge. */
int points_hold_point(struct path v, struct point p);
bool polygon_meets_polygon(Datum u, Datum v);

/* ---- distances, and the point of the first that is closest to the second ---- */
double line_to_point(struct line l, struct point p, struct point *at);
double lseg_to_point(struct lseg s, struct point p, struct point *at);
double lseg_to_line(struct lseg s, struct line l, struct point *at);
double lseg_to_lseg(struct lseg s, struct lseg to, struct point *at);
double box_to_point(struct box b, struct point p, struct point *at);
double box_to_lseg(struct box b, struct lseg s, struct point *at);
/* none: one of them has no edge. */
double path_to_path(struct path u, struct path v, bool *none);

/* ---- edges ---- */
/* The edge that ends at point i; false: an open path has none at its first. */
bool path_edge(struct path v, int i, struct lseg *edge);
struct point box_middle(struct box b);
double line_slope(struct line l);
static inline double lseg_slope(struct lseg s) { return slope_between(s.p[0], s.p[1]); }
double inverse_slope_between(struct point p, struct point q); /* that of what is perpendicular */

#endif
