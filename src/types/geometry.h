/*
 * Geometric types (manual 8.8). The varlena's data are float8s: a point's x and y, an lseg's two points, a box's upper right and
 * lower left corner, a line's A, B, C (Ax + By + C = 0), a circle's centre and radius. A path's data are its points (info 1:
 * closed), a polygon's its bounding box and its points.
 */
#ifndef TYPES_GEOMETRY_H
#define TYPES_GEOMETRY_H

#include <math.h>

#include "types/io_protos.h"
#include "types/scalar.h"

struct point { double x, y; };
struct lseg { struct point p[2]; };
struct box { struct point high, low; };
struct line { double a, b, c; };
struct circle { struct point center; double radius; };
/* A path or a polygon: at least one point. Borrowed from its Datum. */
struct path {
    bool closed;
    int n;
    const struct point *p;
};

#define GEOMETRY_ACCESS(t)                                               \
    static inline struct t datum_##t(Datum d)                            \
    {                                                                    \
        struct t v;                                                      \
        memcpy(&v, VARDATA(d), sizeof v);                                \
        return v;                                                        \
    }                                                                    \
    static inline Datum datum_from_##t(struct arena *a, struct t v)      \
    {                                                                    \
        return (Datum)varlena_from(a, &v, sizeof v);                     \
    }
GEOMETRY_ACCESS(point)
GEOMETRY_ACCESS(lseg)
GEOMETRY_ACCESS(box)
GEOMETRY_ACCESS(line)
GEOMETRY_ACCESS(circle)
#undef GEOMETRY_ACCESS

struct path datum_path(Datum d);
struct path datum_polygon(Datum d); /* closed */
struct box polygon_bounds(Datum d);
/* Raises 54000 where there are too many points. */
Datum path_new(struct arena *a, bool closed, int n, const struct point *p);
Datum polygon_new(struct arena *a, int n, const struct point *p);
Datum polygon_new_within(struct arena *a, struct box bounds, int n, const struct point *p);
#define PATH_MAX_POINTS ((1 << 30) / (int)sizeof(struct point) - 3)

/* PostgreSQL's comparison of coordinates: what is this near counts as equal. */
#define GEOMETRY_EPSILON 1.0e-06
static inline bool fuzzy_zero(double v) { return fabs(v) <= GEOMETRY_EPSILON; }
static inline bool fuzzy_eq(double u, double v) { return u == v || fabs(u - v) <= GEOMETRY_EPSILON; }
static inline bool fuzzy_ne(double u, double v) { return u != v && fabs(u - v) > GEOMETRY_EPSILON; }
static inline bool fuzzy_lt(double u, double v) { return u + GEOMETRY_EPSILON < v; }
static inline bool fuzzy_le(double u, double v) { return u <= v + GEOMETRY_EPSILON; }
static inline bool fuzzy_gt(double u, double v) { return u > v + GEOMETRY_EPSILON; }
static inline bool fuzzy_ge(double u, double v) { return u + GEOMETRY_EPSILON >= v; }

bool points_equal(struct point p, struct point q); /* fuzzily; with a NaN in them exactly */
/* Ends in any order. */
struct box box_between(struct point p, struct point q);
/* Through p with this slope. Raises 22003. */
struct line line_sloped(struct point p, double slope);
/* Infinite where both have one x. Raises 22003. */
double slope_between(struct point p, struct point q);

TYPE_IO_PROTOS(point)
TYPE_IO_PROTOS(lseg)
TYPE_IO_PROTOS(path)
TYPE_IO_PROTOS(box)
TYPE_IO_PROTOS(polygon)
TYPE_IO_PROTOS(line)
TYPE_IO_PROTOS(circle)

#endif
