/* Window functions: numbers of rows and peers, and values of other rows of the partition or the frame. */
#include "funcs/funcs.h"

Datum window_row_number(struct window_frame *w, struct fcall *fc)
{
    return datum_from_int64(w->row + 1);
}

Datum window_rank(struct window_frame *w, struct fcall *fc)
{
    return datum_from_int64(w->peer_start + 1);
}

Datum window_dense_rank(struct window_frame *w, struct fcall *fc)
{
    return datum_from_int64(w->peer_group + 1);
}

Datum window_percent_rank(struct window_frame *w, struct fcall *fc)
{
    return datum_from_float8(w->rows <= 1 ? 0 : (double)w->peer_start / (double)(w->rows - 1));
}

Datum window_cume_dist(struct window_frame *w, struct fcall *fc)
{
    return datum_from_float8((double)w->peer_end / (double)w->rows);
}

/* ntile's number of buckets: its argument at the first row where that is not NULL, from which rows are counted. */
struct ntile {
    int64_t first, buckets;
};

Datum window_ntile(struct window_frame *w, struct fcall *fc)
{
    struct ntile *t = fc->state;
    if (t == NULL) {
        bool isnull;
        int32_t n = datum_int32(w->arg_at(w, 0, w->row, &isnull));
        if (isnull)
            RETURN_NULL();
        if (n <= 0)
            raise(ERR_INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
        fc->state = t = ARENA_NEW(fc->keep, struct ntile);
        *t = (struct ntile){w->row, n};
    }
    /* the first `larger` buckets have a row more */
    int64_t row = w->row - t->first, size = w->rows / t->buckets, larger = w->rows % t->buckets;
    int64_t in_larger = larger * (size + 1);
    int64_t bucket = row < in_larger ? row / (size + 1) : larger + (row - in_larger) / (size > 0 ? size : 1);
    return datum_from_int32((int32_t)bucket + 1);
}

static Datum neighbour(struct window_frame *w, struct fcall *fc, int direction)
{
    bool isnull = false;
    int64_t offset = fc->nargs > 1 ? datum_int32(w->arg_at(w, 1, w->row, &isnull)) : 1;
    if (isnull)
        RETURN_NULL();
    int64_t at = w->row + direction * offset;
    Datum d = 0;
    if (at >= 0 && at < w->rows)
        d = w->arg_at(w, 0, at, &isnull);
    else if (fc->nargs > 2)
        d = w->arg_at(w, 2, w->row, &isnull);
    else
        isnull = true;
    fc->isnull = isnull;
    return d;
}

Datum window_lag(struct window_frame *w, struct fcall *fc)
{
    return neighbour(w, fc, -1);
}

Datum window_lead(struct window_frame *w, struct fcall *fc)
{
    return neighbour(w, fc, 1);
}

static Datum frame_value(struct window_frame *w, struct fcall *fc, int64_t n)
{
    int64_t at = w->frame_row(w, n);
    if (at < 0)
        RETURN_NULL();
    return w->arg_at(w, 0, at, &fc->isnull);
}

Datum window_first_value(struct window_frame *w, struct fcall *fc)
{
    return frame_value(w, fc, 0);
}

Datum window_last_value(struct window_frame *w, struct fcall *fc)
{
    return frame_value(w, fc, -1);
}

Datum window_nth_value(struct window_frame *w, struct fcall *fc)
{
    bool isnull;
    int32_t n = datum_int32(w->arg_at(w, 1, w->row, &isnull));
    if (isnull)
        RETURN_NULL();
    if (n <= 0)
        raise(ERR_INVALID_ARGUMENT_FOR_NTH_VALUE, "argument of nth_value must be greater than zero");
    return frame_value(w, fc, n - 1);
}
