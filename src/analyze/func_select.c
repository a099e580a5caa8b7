/* Which of several functions or operators of one name a call means (manual 10.2, 10.3). */
#include "analyze/analyze_int.h"

void match_candidates(const Oid *input, int nargs, struct candidate *c, int *n)
{
    int kept = 0;
    for (int i = 0; i < *n; i++)
        if (can_coerce(nargs, input, c[i].types, COERCION_IMPLICIT))
            c[kept++] = c[i];
    *n = kept;
}

/* Those with the highest score stay. */
static int keep_best(const Oid *input, int nargs, struct candidate *c, int n, bool preferred_counts)
{
    int best = -1, kept = 0;
    for (int i = 0; i < n; i++) {
        int score = 0;
        for (int k = 0; k < nargs; k++) {
            if (input[k] == TYPE_unknown)
                continue;
            bool preferred = false;
            if (c[i].types[k] == input[k])
                score++;
            else if (preferred_counts && type_category(c[i].types[k], &preferred) == type_category(input[k], NULL) && preferred)
                score++;
        }
        if (score > best) {
            best = score;
            kept = 0;
        }
        if (score == best)
            c[kept++] = c[i];
    }
    return kept;
}

/* A literal of unknown type: strings win, else the category that all candidates share. False: they share none. */
static bool vote_category(int arg, struct candidate *c, int n, char *category, bool *preferred)
{
    bool conflict = false;
    *category = 0;
    *preferred = false;
    for (int i = 0; i < n; i++) {
        bool p;
        char k = type_category(c[i].types[arg], &p);
        if (*category == 0) {
            *category = k;
            *preferred = p;
        } else if (k == *category) {
            *preferred |= p;
        } else if (k == 'S') {
            *category = k;
            *preferred = p;
        } else if (*category != 'S') {
            conflict = true;
        }
    }
    return !conflict || *category == 'S';
}

static int keep_categories(const Oid *input, int nargs, struct candidate *c, int n)
{
    char category[FUNC_MAX_ARGS];
    bool preferred[FUNC_MAX_ARGS];
    for (int k = 0; k < nargs; k++)
        if (input[k] == TYPE_unknown && !vote_category(k, c, n, &category[k], &preferred[k]))
            return n;
    int kept = 0;
    struct candidate *out = c;
    for (int i = 0; i < n; i++) {
        bool keep = true;
        for (int k = 0; k < nargs && keep; k++) {
            bool p;
            if (input[k] == TYPE_unknown)
                keep = type_category(c[i].types[k], &p) == category[k] && (!preferred[k] || p);
        }
        if (keep) {
            struct candidate t = out[kept];
            out[kept++] = c[i];
            c[i] = t;
        }
    }
    return kept > 0 ? kept : n;
}

struct candidate *select_candidate(const Oid *declared_input, int nargs, struct candidate *c, int n)
{
    Oid input[FUNC_MAX_ARGS];
    int unknowns = 0;
    if (n == 0 || nargs > FUNC_MAX_ARGS)
        return NULL;
    for (int k = 0; k < nargs; k++) {
        input[k] = type_base(declared_input[k]);
        unknowns += input[k] == TYPE_unknown;
    }
    n = keep_best(input, nargs, c, n, false);
    if (n == 1)
        return c;
    n = keep_best(input, nargs, c, n, true);
    if (n == 1)
        return c;
    if (unknowns == 0)
        return NULL;
    n = keep_categories(input, nargs, c, n);
    if (n == 1)
        return c;
    /* the known arguments are of one type: the unknown ones may be of it too */
    Oid known = TYPE_unknown;
    for (int k = 0; k < nargs; k++) {
        if (input[k] == TYPE_unknown)
            continue;
        if (known != TYPE_unknown && known != input[k])
            return NULL;
        known = input[k];
    }
    if (known == TYPE_unknown)
        return NULL;
    for (int k = 0; k < nargs; k++)
        input[k] = known;
    struct candidate *pick = NULL;
    for (int i = 0; i < n; i++)
        if (can_coerce(nargs, input, c[i].types, COERCION_IMPLICIT)) {
            if (pick != NULL)
                return NULL;
            pick = &c[i];
        }
    return pick;
}
