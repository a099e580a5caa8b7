/*
 * What a sample says of a field's values: how many are NULL, how many there are, the most common ones, and bounds between
 * which there are equally many of the others. Estimates for the planner; no answer may depend on them.
 */
#ifndef CATALOG_STATISTICS_H
#define CATALOG_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Numbers, dates (milliseconds since 1970) and booleans (0, 1) are numbers; strings and ObjectIds (hexadecimal) are their
 * first bytes. */
struct stat_value {
    const char *text; /* NULL: a number */
    double number;
};

enum { STAT_SAMPLE = 2000, STAT_COMMON = 12, STAT_BOUNDS = 25, STAT_TEXT = 48 };

struct statistics {
    double nulls;    /* the part of the documents where it is null or missing */
    double distinct; /* values that all documents may be expected to have */
    int ncommon, nbounds;
    struct stat_value common[STAT_COMMON], bounds[STAT_BOUNDS];
    double parts[STAT_COMMON]; /* of all documents, those that have this common value */
};

/* A sample being taken. */
struct stat_sample {
    int n, cap;
    bool mixed; /* there were values that are not kept: arrays, documents */
    struct stat_value *values;
};

/* Copies the text's first bytes. What does not fit is not kept. */
void stat_sample_add(struct arena *a, struct stat_sample *s, bool is_text, const char *text, size_t len, double number);
/* In a; NULL: nothing can be said. sampled: documents looked at; all: those that there are, -1 unknown. Sorts the sample. */
struct statistics *stat_sample_finish(struct arena *a, struct stat_sample *s, double sampled, double all);

int stat_compare(const struct stat_value *x, const struct stat_value *y); /* numbers before texts */
/* The part of the documents with this value; NULL: some value that is not known yet. */
double stat_equal(const struct statistics *s, const struct stat_value *v);
/* The part of the documents with a lower value; or_equal: or this one. */
double stat_below(const struct statistics *s, const struct stat_value *v, bool or_equal);

#endif
