/*
 * tsvector: lexemes in order (bytewise, the shorter first), each with the positions where it stands and their weights.
 *
 * Layout of the varlena's data: uint32 count, count struct ts_entry, then the lexemes' bytes and their positions, uint16
 * each, at even offsets. The limits are PostgreSQL's (manual 12.11): 2047 bytes a lexeme, 256 positions each, 1 MB in all.
 */
#ifndef TYPES_TSVECTOR_H
#define TYPES_TSVECTOR_H

#include "types/io_protos.h"

#define TS_MAX_LEXEME 2047
#define TS_MAX_BYTES ((1 << 20) - 1)
#define TS_MAX_POSITIONS 256
#define TS_MAX_POSITION 16383

/* A position is 14 bits, its weight above them: 3 A, 2 B, 1 C, 0 D. */
static inline int ts_position(uint16_t p) { return p & TS_MAX_POSITION; }
static inline int ts_weight(uint16_t p) { return p >> 14; }
static inline uint16_t ts_place(int position, int weight)
{
    return (uint16_t)((position > TS_MAX_POSITION ? TS_MAX_POSITION : position) | weight << 14);
}
/* Of A to D in either case; -1 for any other character. */
int ts_weight_of(char letter);

struct ts_lexeme {
    const char *s; /* not terminated */
    uint32_t len;
    uint32_t places;
    const uint16_t *place; /* in order of position; NULL: none */
};

int tsvector_count(Datum d);
struct ts_lexeme tsvector_get(Datum d, int i); /* borrowed from d */
/* All of them, in a; what they point to is d's. */
struct ts_lexeme *tsvector_open(struct arena *a, Datum d, int *n);
int tsvector_find(Datum d, const char *s, size_t len); /* which one it is; -1: it is not there */

/* Of lexemes that are in order, each once. Raises 54000 beyond 1 MB. */
Datum tsvector_new(struct arena *a, const struct ts_lexeme *v, int n);
/* The same from any order: equal ones become one with the positions of all, of equal positions the heaviest. Sorts v. */
Datum tsvector_collect(struct arena *a, struct ts_lexeme *v, int n);
size_t tsvector_bytes(const struct ts_lexeme *v, int n); /* what the lexemes and positions take */
/* Positions in order, each once with its greatest weight, at most TS_MAX_POSITIONS; in place. How many are left. */
uint32_t ts_unique_places(uint16_t *p, uint32_t n);

/* The order of lexemes. prefix: 0 if b begins with a. */
int ts_compare(const char *a, size_t alen, const char *b, size_t blen, bool prefix);
static inline int ts_lexeme_cmp(const struct ts_lexeme *a, const struct ts_lexeme *b)
{
    return ts_compare(a->s, a->len, b->s, b->len, false);
}

TYPE_IO_PROTOS(tsvector)
TYPE_CMP_PROTOS(tsvector)

/*
 * One lexeme out of the text of a tsvector or tsquery: bare or in quotes, with backslashes; in a tsvector with positions.
 * In a tsquery operators end it, and what is behind it is the caller's.
 */
struct ts_reader {
    const char *text; /* all of it, for messages */
    const char *at;
    struct arena *arena;
    struct soft_error *soft;
    bool query;
    bool web; /* websearch_to_tsquery(): quotes and backslashes are characters, " ends */
};
/* False: there is none, or (SOFT_FAILED) an error was noted: 42601. */
bool ts_read_lexeme(struct ts_reader *r, struct ts_lexeme *lexeme);
static inline bool ts_is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
/* 'it''s' as both types write lexemes */
void ts_write_lexeme(const char *s, size_t len, struct strbuf *out);

#endif
