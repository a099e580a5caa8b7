/* Functions over tsvector (manual 9.13, 12.4.1): weights, positions, lexemes taken out, arrays. */
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/tsvector.h"

static int weight_arg(char c)
{
    int w = ts_weight_of(c);
    if (w < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized weight: \"%c\"", c);
    return w;
}

Datum tsvector_length(struct fcall *fc)
{
    return datum_from_int32(tsvector_count(ARG_DATUM(0)));
}

Datum ts_strip(struct fcall *fc)
{
    int n;
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    for (int i = 0; i < n; i++)
        v[i].places = 0;
    return tsvector_new(fc->arena, v, n);
}

/* ---- weights ---- */
static void set_weight(struct arena *a, struct ts_lexeme *l, int weight)
{
    uint16_t *v = arena_alloc(a, l->places * sizeof *v + 1);
    for (uint32_t i = 0; i < l->places; i++)
        v[i] = ts_place(ts_position(l->place[i]), weight);
    l->place = v;
}

Datum ts_setweight(struct fcall *fc)
{
    int n, weight = weight_arg(datum_char(ARG_DATUM(1)));
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    for (int i = 0; i < n; i++)
        set_weight(fc->arena, &v[i], weight);
    return tsvector_new(fc->arena, v, n);
}

/* Which lexemes of the tsvector an array names; NULLs name none. */
static bool *named(struct arena *a, Datum vector, Datum names)
{
    struct array list = array_open(names);
    bool *is = ARENA_ARRAY(a, bool, tsvector_count(vector) + 1);
    for (int i = 0; i < list.n; i++) {
        bool isnull;
        Datum d = array_get(&list, i, &isnull);
        int at = isnull ? -1 : tsvector_find(vector, VARDATA(d), VARLEN(d));
        if (at >= 0)
            is[at] = true;
    }
    return is;
}

Datum ts_setweight_of(struct fcall *fc)
{
    int n, weight = weight_arg(datum_char(ARG_DATUM(1)));
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    bool *is = named(fc->arena, ARG_DATUM(0), ARG_DATUM(2));
    for (int i = 0; i < n; i++)
        if (is[i])
            set_weight(fc->arena, &v[i], weight);
    return tsvector_new(fc->arena, v, n);
}

Datum ts_filter(struct fcall *fc)
{
    struct array weights = array_open(ARG_DATUM(1));
    unsigned mask = 0;
    for (int i = 0; i < weights.n; i++) {
        bool isnull;
        Datum d = array_get(&weights, i, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "weight array may not contain nulls");
        mask |= 1u << weight_arg(datum_char(d));
    }
    int n, kept = 0;
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    for (int i = 0; i < n; i++) {
        uint16_t *p = arena_alloc(fc->arena, v[i].places * sizeof *p + 1);
        struct ts_lexeme l = v[i];
        l.places = 0;
        l.place = p;
        for (uint32_t j = 0; j < v[i].places; j++)
            if (mask & 1u << ts_weight(v[i].place[j]))
                p[l.places++] = v[i].place[j];
        if (l.places > 0)
            v[kept++] = l;
    }
    return tsvector_new(fc->arena, v, kept);
}

/* ---- lexemes taken out ---- */
Datum ts_delete(struct fcall *fc)
{
    int n, at = tsvector_find(ARG_DATUM(0), VARDATA(ARG_DATUM(1)), VARLEN(ARG_DATUM(1)));
    if (at < 0)
        return ARG_DATUM(0);
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    memmove(v + at, v + at + 1, sizeof *v * (size_t)(n - at - 1));
    return tsvector_new(fc->arena, v, n - 1);
}

Datum ts_delete_all(struct fcall *fc)
{
    int n, kept = 0;
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    bool *gone = named(fc->arena, ARG_DATUM(0), ARG_DATUM(1));
    for (int i = 0; i < n; i++)
        if (!gone[i])
            v[kept++] = v[i];
    return tsvector_new(fc->arena, v, kept);
}

/* ---- two become one: the second's positions follow the first's last ---- */
static struct ts_lexeme moved(struct arena *a, const struct ts_lexeme *before, const struct ts_lexeme *l, int by)
{
    struct ts_lexeme r = *l;
    uint32_t n = before != NULL ? before->places : 0;
    uint16_t *v = arena_alloc(a, (n + l->places) * sizeof *v + 1);
    if (n > 0)
        memcpy(v, before->place, n * sizeof *v);
    for (uint32_t i = 0; i < l->places && n < TS_MAX_POSITIONS; i++) {
        if (n > 0 && ts_position(v[n - 1]) == TS_MAX_POSITION)
            break;
        v[n++] = ts_place(ts_position(l->place[i]) + by, ts_weight(l->place[i]));
    }
    r.places = n;
    r.place = v;
    return r;
}

Datum tsvector_concat(struct fcall *fc)
{
    int n, m, last = 0, i = 0, j = 0, k = 0;
    struct ts_lexeme *a = tsvector_open(fc->arena, ARG_DATUM(0), &n), *b = tsvector_open(fc->arena, ARG_DATUM(1), &m);
    struct ts_lexeme *v = ARENA_ARRAY(fc->arena, struct ts_lexeme, n + m + 1);
    for (int x = 0; x < n; x++)
        if (a[x].places > 0 && ts_position(a[x].place[a[x].places - 1]) > last)
            last = ts_position(a[x].place[a[x].places - 1]);
    while (i < n || j < m) {
        int c = i == n ? 1 : j == m ? -1 : ts_lexeme_cmp(&a[i], &b[j]);
        if (c < 0)
            v[k++] = a[i++];
        else if (c > 0)
            v[k++] = moved(fc->arena, NULL, &b[j++], last);
        else
            v[k++] = moved(fc->arena, &a[i++], &b[j++], last);
    }
    return tsvector_new(fc->arena, v, k);
}

/* ---- rows and arrays ---- */
static Datum weight_letter(struct arena *a, uint16_t place)
{
    return datum_from_text(a, &"DCBA"[ts_weight(place)], 1);
}

Datum ts_unnest(struct fcall *fc)
{
    for (int i = 0; i < tsvector_count(ARG_DATUM(0)); i++) {
        struct ts_lexeme l = tsvector_get(ARG_DATUM(0), i);
        Datum *positions = ARENA_ARRAY(fc->arena, Datum, l.places + 1), *weights = ARENA_ARRAY(fc->arena, Datum, l.places + 1);
        for (uint32_t j = 0; j < l.places; j++) {
            positions[j] = datum_from_int16((int16_t)ts_position(l.place[j]));
            weights[j] = weight_letter(fc->arena, l.place[j]);
        }
        Datum values[3] = {datum_from_text(fc->arena, l.s, l.len)};
        bool nulls[3] = {false, l.places == 0, l.places == 0};
        if (l.places > 0) {
            values[1] = array_make(fc->arena, TYPE_int2, positions, NULL, (int)l.places);
            values[2] = array_make(fc->arena, TYPE_text, weights, NULL, (int)l.places);
        }
        fc->emit(fc, values, nulls);
    }
    return (Datum)0;
}

Datum tsvector_to_array(struct fcall *fc)
{
    int n;
    struct ts_lexeme *v = tsvector_open(fc->arena, ARG_DATUM(0), &n);
    Datum *text = ARENA_ARRAY(fc->arena, Datum, n + 1);
    for (int i = 0; i < n; i++)
        text[i] = datum_from_text(fc->arena, v[i].s, v[i].len);
    return array_make(fc->arena, TYPE_text, text, NULL, n);
}

Datum array_to_tsvector(struct fcall *fc)
{
    struct array list = array_open(ARG_DATUM(0));
    struct ts_lexeme *v = ARENA_ARRAY(fc->arena, struct ts_lexeme, list.n + 1);
    for (int i = 0; i < list.n; i++) {
        bool isnull;
        Datum d = array_get(&list, i, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "lexeme array may not contain nulls");
        if (VARLEN(d) > TS_MAX_LEXEME)
            raise(ERR_PROGRAM_LIMIT_EXCEEDED, "word is too long (%ld bytes, max %ld bytes)", (long)VARLEN(d),
                  (long)TS_MAX_LEXEME);
        if (VARLEN(d) == 0)
            raise(ERR_ZERO_LENGTH_CHARACTER_STRING, "lexeme array may not contain empty strings");
        v[i] = (struct ts_lexeme){.s = VARDATA(d), .len = VARLEN(d)};
    }
    return tsvector_collect(fc->arena, v, list.n);
}
