/*
 * Regular expressions: searching, and which text each group matched.
 *
 * A piece's language is asked of pcre2_dfa_match(), which gives every end of a match from one beginning. Who gets what
 * follows PostgreSQL's rules: earlier parts first, each as long (or as short) as it prefers while the rest still fits.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "funcs/regex_int.h"

#define MATCH_LIMIT 200000     /* steps of pcre2_match() before the automaton, which never explodes, takes over */
#define MAX_ENDS 65535         /* what one pcre2_dfa_match() can tell */
#define MAX_WORKSPACE (1 << 22) /* ints */
#define COMPILE_FLAGS (PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOTALL)

/* One search. */
struct run {
    struct regex *re;
    const char *s; /* folded */
    size_t n;
    struct regex_span *groups; /* [0..re->groups] */
    struct arena *arena;
};

/* Workspace of pcre2_dfa_match(), kept for the process; it grows to what was needed. */
static struct {
    int *space;
    size_t n;
    pcre2_match_data *one, *all;
    uint32_t n_all;
    pcre2_match_context *context, *unlimited;
    struct error *stopped; /* what an interrupt raised while PCRE2 was at work */
} work;

/* ---- compiling ---- */
/* The callout in front is made wherever a match may begin: there interrupts are looked at. */
static pcre2_code *compile(struct regex *re, const char *text, unsigned flags)
{
    int error;
    PCRE2_SIZE at;
    const char *whole = arena_printf(re->arena, "(?C1)%s", text);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)whole, PCRE2_ZERO_TERMINATED, COMPILE_FLAGS | flags, &error, &at, NULL);
    if (code != NULL)
        return code;
    if (error == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH)
        raise(ERR_FEATURE_NOT_SUPPORTED, "lookbehind of variable length is not supported in regular expressions");
    if (error == PCRE2_ERROR_HEAP_FAILED)
        raise_out_of_memory(strlen(text));
    regex_too_complex();
}

/* PCRE2's search for where a match may start goes wrong on (?=a)a?a: it counts the a seen ahead and the a required. */
static bool looks_around(const char *text)
{
    return strstr(text, "(?=") != NULL || strstr(text, "(?!") != NULL || strstr(text, "(?<") != NULL;
}

static const char *piece_text(struct regex *re, const struct piece *p)
{
    struct strbuf b;
    strbuf_init(&b, re->arena);
    piece_emit(p, false, &b);
    return b.data;
}

/* Auto-possessification would hide shorter matches. */
static const pcre2_code *dfa_code(struct regex *re, struct piece *p)
{
    if (p->dfa == NULL)
        p->dfa = compile(re, piece_text(re, p), PCRE2_NO_AUTO_POSSESS | PCRE2_NO_START_OPTIMIZE);
    return p->dfa;
}

static void release_piece(struct piece *p)
{
    for (struct piece *next; p != NULL; p = next) {
        next = p->sibling;
        release_piece(p->child);
        pcre2_code_free(p->dfa);
        p->dfa = NULL;
    }
}

void regex_release_code(struct regex *re)
{
    release_piece(re->root);
    pcre2_code_free(re->find);
    re->find = NULL;
}

/* ---- asking PCRE2 ---- */
/* An interrupt's error waits until PCRE2 has returned. */
static int at_start(pcre2_callout_block *block, void *unused)
{
    if (__builtin_expect(interrupt_pending, 0)) {
        TRY {
            interrupt_process();
        } CATCH (e) {
            work.stopped = e;
        } END_TRY;
    }
    return work.stopped != NULL ? PCRE2_ERROR_CALLOUT : 0;
}

static void throw_stopped(void)
{
    struct error *e = work.stopped;
    work.stopped = NULL;
    if (e != NULL)
        error_throw(e);
}

static void prepare_work(void)
{
    if (work.space != NULL)
        return;
    work.n = 1024;
    work.space = malloc(work.n * sizeof *work.space);
    work.one = pcre2_match_data_create(1, NULL);
    work.context = pcre2_match_context_create(NULL);
    work.unlimited = pcre2_match_context_create(NULL);
    if (work.space == NULL || work.one == NULL || work.context == NULL || work.unlimited == NULL)
        raise_out_of_memory(work.n * sizeof *work.space);
    pcre2_set_match_limit(work.context, MATCH_LIMIT);
    pcre2_set_callout(work.context, at_start, NULL);
    pcre2_set_callout(work.unlimited, at_start, NULL);
}

static void grow_workspace(void)
{
    int *more = work.n >= MAX_WORKSPACE ? NULL : realloc(work.space, work.n * 4 * sizeof *work.space);
    if (more == NULL)
        regex_too_complex();
    work.space = more;
    work.n *= 4;
}

/* pcre2_dfa_match() with as much workspace as it needs; what it gives, PCRE2_ERROR_NOMATCH too. */
static int dfa_match(const pcre2_code *code, const char *s, size_t n, size_t from, uint32_t options,
                     pcre2_match_data *md)
{
    for (;;) {
        int rc = pcre2_dfa_match(code, (PCRE2_SPTR)s, n, from, options | PCRE2_NO_UTF_CHECK, md, work.unlimited, work.space,
                                 work.n);
        throw_stopped();
        if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
            return rc;
        if (rc != PCRE2_ERROR_DFA_WSSIZE)
            regex_too_complex();
        grow_workspace();
    }
}

/* Where the leftmost match begins; -1: there is none. */
static ptrdiff_t find_start(struct run *r, size_t from)
{
    struct regex *re = r->re;
    if (re->find == NULL) {
        const char *text = piece_text(re, re->root);
        re->find = compile(re, text, looks_around(text) ? PCRE2_NO_START_OPTIMIZE : 0);
    }
    int rc = pcre2_match(re->find, (PCRE2_SPTR)r->s, r->n, from, PCRE2_NO_UTF_CHECK, work.one, work.context);
    throw_stopped();
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        rc = dfa_match(dfa_code(re, re->root), r->s, r->n, from, PCRE2_DFA_SHORTEST, work.one);
    return rc == PCRE2_ERROR_NOMATCH ? -1 : (ptrdiff_t)pcre2_get_ovector_pointer(work.one)[0];
}

/* All ends of matches from `begin`, the longest first, in an array of the next call's. */
static const size_t *all_ends(struct run *r, struct piece *p, size_t begin, size_t limit, int *count)
{
    size_t stop = p->sees_ahead ? r->n : limit, room = stop - begin + 1;
    if (room > MAX_ENDS)
        room = MAX_ENDS;
    if (work.n_all < room) {
        pcre2_match_data_free(work.all);
        work.all = pcre2_match_data_create((uint32_t)room, NULL);
        work.n_all = work.all == NULL ? 0 : (uint32_t)room;
        if (work.all == NULL)
            raise_out_of_memory(room * 2 * sizeof(size_t));
    }
    *count = dfa_match(dfa_code(r->re, p), r->s, stop, begin, PCRE2_ANCHORED, work.all);
    if (*count == 0)
        regex_too_complex();
    if (*count < 0)
        *count = 0;
    return pcre2_get_ovector_pointer(work.all);
}

/* The end of the longest match of a piece from `begin` that is at most `limit`; -1: none. */
static ptrdiff_t longest(struct run *r, struct piece *p, size_t begin, size_t limit)
{
    if (!p->sees_ahead || limit == r->n) {
        int rc = dfa_match(dfa_code(r->re, p), r->s, limit, begin, PCRE2_ANCHORED, work.one);
        return rc < 0 ? -1 : (ptrdiff_t)pcre2_get_ovector_pointer(work.one)[1];
    }
    int count;
    const size_t *ends = all_ends(r, p, begin, limit, &count);
    for (int i = 0; i < count; i++)
        if (ends[2 * i + 1] <= limit)
            return (ptrdiff_t)ends[2 * i + 1];
    return -1;
}

/* The shortest that ends in [least, limit]. */
static ptrdiff_t shortest(struct run *r, struct piece *p, size_t begin, size_t least, size_t limit)
{
    if (least == begin && (!p->sees_ahead || limit == r->n)) {
        int rc = dfa_match(dfa_code(r->re, p), r->s, limit, begin, PCRE2_ANCHORED | PCRE2_DFA_SHORTEST, work.one);
        return rc < 0 ? -1 : (ptrdiff_t)pcre2_get_ovector_pointer(work.one)[1];
    }
    int count;
    const size_t *ends = all_ends(r, p, begin, limit, &count);
    for (int i = count - 1; i >= 0; i--)
        if (ends[2 * i + 1] >= least && ends[2 * i + 1] <= limit)
            return (ptrdiff_t)ends[2 * i + 1];
    return -1;
}

static bool reaches(struct run *r, struct piece *p, size_t begin, size_t end)
{
    return longest(r, p, begin, end) == (ptrdiff_t)end;
}

/* ---- who gets what ---- */
static size_t before(const struct run *r, size_t at)
{
    do
        at--;
    while (utf8_is_tail(r->s[at]));
    return at;
}

static size_t behind(const struct run *r, size_t at)
{
    return at + utf8_step(r->s + at, r->n - at);
}

static size_t characters(const struct run *r, size_t begin, size_t end)
{
    return utf8_count(r->s + begin, end - begin);
}

static void forget_groups(struct run *r, const struct piece *p)
{
    if (p->capture != 0)
        r->groups[p->capture] = (struct regex_span){-1, -1};
    for (const struct piece *c = p->child; c != NULL; c = c->sibling)
        forget_groups(r, c);
}

static bool dissect(struct run *r, struct piece *p, size_t begin, size_t end);

static bool dissect_both(struct run *r, struct piece *p, size_t begin, size_t middle, size_t end)
{
    struct piece *first = p->child, *second = first->sibling;
    if (!reaches(r, second, middle, end))
        return false;
    if (dissect(r, first, begin, middle) && dissect(r, second, middle, end))
        return true;
    forget_groups(r, first);
    forget_groups(r, second);
    return false;
}

static bool dissect_concat(struct run *r, struct piece *p, size_t begin, size_t end)
{
    bool shorter = (p->child->flags & PREFERS_SHORT) != 0;
    ptrdiff_t middle = shorter ? shortest(r, p->child, begin, begin, end) : longest(r, p->child, begin, end);
    while (middle >= 0) {
        if (dissect_both(r, p, begin, (size_t)middle, end))
            return true;
        if ((size_t)middle == (shorter ? end : begin))
            return false;
        middle = shorter ? shortest(r, p->child, begin, behind(r, (size_t)middle), end)
                         : longest(r, p->child, begin, before(r, (size_t)middle));
    }
    return false;
}

static bool dissect_alternatives(struct run *r, struct piece *p, size_t begin, size_t end)
{
    for (struct piece *c = p->child; c != NULL; c = c->sibling)
        if (reaches(r, c, begin, end) && dissect(r, c, begin, end))
            return true;
    return false;
}

static bool dissect_backref(struct run *r, struct piece *p, size_t begin, size_t end)
{
    struct regex_span g = r->groups[p->group->capture];
    if (g.start < 0)
        return false;
    size_t n = (size_t)(g.end - g.start);
    if (n == 0) /* any number of times */
        return begin == end && p->min <= p->max;
    if (begin == end)
        return p->min == 0;
    size_t times = (end - begin) / n;
    if ((end - begin) % n != 0 || times < (size_t)p->min || (times > (size_t)p->max && p->max != REPEAT_INFINITE))
        return false;
    for (; begin < end; begin += n)
        if (memcmp(r->s + begin, r->s + g.start, n) != 0)
            return false;
    return true;
}

/*
 * x{m,n} with groups in x: ends of the rounds are tried in order of preference, as far as the language of x allows, and
 * each way that fills the text is then checked round by round (back references can refuse it). Empty rounds only where
 * the minimum needs them.
 */
struct rounds {
    struct run *r;
    struct piece *p;
    size_t begin, end;
    size_t *ends; /* [0] is begin; [k] is where round k ends */
    size_t k, min, max;
    size_t verified;
    size_t limit; /* of the next end to try: at most (long), at least (short) */
    bool shorter;
};

static bool rounds_verify(struct rounds *q)
{
    while (q->verified < q->k) {
        forget_groups(q->r, q->p->child);
        if (!dissect(q->r, q->p->child, q->ends[q->verified], q->ends[q->verified + 1])) {
            q->k = q->verified + 1; /* its end must change */
            return false;
        }
        q->verified++;
    }
    return true;
}

static bool empty_round_useless(const struct rounds *q, size_t at)
{
    return q->k >= q->min || q->min - q->k < characters(q->r, at, q->end);
}

/* Another end for round k, or for one before it; false: all have been tried. */
static bool rounds_back(struct rounds *q)
{
    for (; q->k > 0; q->k--) {
        size_t start = q->ends[q->k - 1], at = q->ends[q->k];
        if (q->shorter && at < q->end) {
            q->limit = behind(q->r, at);
            return true;
        }
        if (!q->shorter && at > start) {
            q->limit = before(q->r, at);
            if (q->limit > start || !empty_round_useless(q, start))
                return true;
        }
    }
    return false;
}

static ptrdiff_t next_end(struct rounds *q)
{
    size_t start = q->ends[q->k - 1];
    if (!q->shorter)
        return longest(q->r, q->p->child, start, q->limit);
    if (q->limit == start && q->limit != q->end && empty_round_useless(q, start))
        q->limit = behind(q->r, q->limit);
    if (q->k >= q->max)
        q->limit = q->end;
    return shortest(q->r, q->p->child, start, q->limit, q->end);
}

/* True: done; else *more says whether there is another way to try. */
static bool rounds_step(struct rounds *q, bool *more)
{
    ptrdiff_t at = next_end(q);
    if (at < 0) {
        q->k--;
        *more = rounds_back(q);
        return false;
    }
    q->ends[q->k] = (size_t)at;
    if (q->verified >= q->k)
        q->verified = q->k - 1;
    bool filled = (size_t)at == q->end;
    if (filled && q->k >= q->min && rounds_verify(q))
        return true;
    bool useless = !q->shorter && (size_t)at == q->ends[q->k - 1] && empty_round_useless(q, (size_t)at);
    if (filled || useless) {
        *more = rounds_back(q);
    } else if (q->k >= q->max) {
        q->k--;
        *more = rounds_back(q);
    } else {
        q->k++;
        q->limit = q->shorter ? q->ends[q->k - 1] : q->end;
        *more = true;
    }
    return false;
}

static bool dissect_rounds(struct run *r, struct piece *p, size_t begin, size_t end)
{
    struct rounds q = {.r = r, .p = p, .begin = begin, .end = end, .k = 1};
    q.shorter = (p->child->flags & PREFERS_SHORT) != 0;
    q.min = p->min < 1 ? 1 : (size_t)p->min;
    q.max = characters(r, begin, end);
    q.limit = q.shorter ? begin : end;
    if (q.shorter && p->min == 0 && begin == end)
        return true;
    if (p->max != REPEAT_INFINITE && q.max > (size_t)p->max)
        q.max = (size_t)p->max;
    if (q.max < q.min)
        q.max = q.min;
    struct arena *scratch = arena_new(r->arena, "regex rounds");
    q.ends = arena_alloc(scratch, (q.max + 1) * sizeof *q.ends);
    q.ends[0] = begin;
    bool done = false;
    for (bool more = true; more && !done;)
        done = rounds_step(&q, &more);
    arena_free(scratch);
    return done || (p->min == 0 && begin == end);
}

/* The groups inside p, which matches [begin, end) as far as its language goes; false: a back reference says no. */
static bool dissect(struct run *r, struct piece *p, size_t begin, size_t end)
{
    bool good = true;
    CHECK_INTERRUPTS();
    switch (p->op) {
    case PIECE_PLAIN: break;
    case PIECE_CONCAT: good = dissect_concat(r, p, begin, end); break;
    case PIECE_ALT: good = dissect_alternatives(r, p, begin, end); break;
    case PIECE_REPEAT: good = dissect_rounds(r, p, begin, end); break;
    case PIECE_BACKREF: good = dissect_backref(r, p, begin, end); break;
    case PIECE_WRAP: good = dissect(r, p->child, begin, end); break;
    }
    if (good && p->capture != 0)
        r->groups[p->capture] = (struct regex_span){(ptrdiff_t)begin, (ptrdiff_t)end};
    return good;
}

/* ---- searching ---- */
static void clear_groups(struct run *r)
{
    for (int i = 0; i <= r->re->groups; i++)
        r->groups[i] = (struct regex_span){-1, -1};
}

/* With back references the language alone does not tell: every end from every beginning may have to be tried. */
static bool find_verified(struct run *r, size_t begin)
{
    struct piece *root = r->re->root;
    bool shorter = (root->flags & PREFERS_SHORT) != 0;
    ptrdiff_t end = shorter ? shortest(r, root, begin, begin, r->n) : longest(r, root, begin, r->n);
    while (end >= 0) {
        clear_groups(r);
        if (dissect(r, root, begin, (size_t)end)) {
            r->groups[0] = (struct regex_span){(ptrdiff_t)begin, end};
            return true;
        }
        if ((size_t)end == (shorter ? r->n : begin))
            return false;
        end = shorter ? shortest(r, root, begin, behind(r, (size_t)end), r->n)
                      : longest(r, root, begin, before(r, (size_t)end));
    }
    return false;
}

/* The first place where a match from `from` or behind can end, as far as the language goes; -1: there is none. */
static ptrdiff_t first_end(struct run *r, size_t from)
{
    ptrdiff_t first = -1;
    for (ptrdiff_t begin = find_start(r, from); begin >= 0 && (first < 0 || begin < first);) {
        ptrdiff_t end = shortest(r, r->re->root, (size_t)begin, (size_t)begin, r->n);
        if (first < 0 || end < first)
            first = end;
        if (end == begin)
            break;
        begin = find_start(r, behind(r, (size_t)begin));
    }
    return first;
}

/*
 * PostgreSQL looks for the next end, tries all beginnings up to it, and goes on behind it, but not from the very end of
 * the text: an empty match there may be missed when another candidate ends just before. So it is here.
 */
static bool search_verified(struct run *r, size_t from)
{
    do {
        ptrdiff_t close = first_end(r, from);
        if (close < 0)
            return false;
        for (ptrdiff_t begin = find_start(r, from); begin >= 0 && begin <= close;) {
            if (find_verified(r, (size_t)begin))
                return true;
            begin = (size_t)begin < r->n ? find_start(r, behind(r, (size_t)begin)) : -1;
        }
        from = (size_t)close < r->n ? behind(r, (size_t)close) : r->n;
    } while (from < r->n);
    return false;
}

static bool search(struct run *r, size_t from, bool want_groups)
{
    struct piece *root = r->re->root;
    if (r->re->has_backref)
        return search_verified(r, from);
    ptrdiff_t begin = find_start(r, from);
    if (begin < 0)
        return false;
    bool shorter = (root->flags & PREFERS_SHORT) != 0;
    ptrdiff_t end = shorter ? shortest(r, root, (size_t)begin, (size_t)begin, r->n)
                            : longest(r, root, (size_t)begin, r->n);
    if (want_groups)
        dissect(r, root, (size_t)begin, (size_t)end);
    r->groups[0] = (struct regex_span){begin, end};
    return true;
}

struct regex_subject regex_subject(const struct regex *re, struct arena *a, struct view text)
{
    struct regex_subject s = {text, text.s, ARENA_ARRAY(a, struct regex_span, re->groups + 1), a};
    if ((re->flags & REGEX_ICASE) != 0) {
        char *folded = arena_alloc(a, text.n + 1);
        for (size_t i = 0; i < text.n; i++)
            folded[i] = ascii_lower(text.s[i]);
        s.folded = folded;
    }
    return s;
}

int regex_groups(const struct regex *re)
{
    return re->groups;
}

bool regex_exists(struct regex *re, const struct regex_subject *s)
{
    struct regex_span whole;
    if (re->has_backref)
        return regex_find(re, s, 0, 1, &whole);
    prepare_work();
    struct run r = {.re = re, .s = s->folded, .n = s->text.n};
    return find_start(&r, 0) >= 0;
}

bool regex_find(struct regex *re, const struct regex_subject *s, size_t from, int nspans, struct regex_span *spans)
{
    struct run r = {.re = re, .s = s->folded, .n = s->text.n, .groups = s->groups, .arena = s->arena};
    prepare_work();
    clear_groups(&r);
    bool found = from <= r.n && search(&r, from, nspans > 1 && re->groups > 0);
    for (int i = 0; i < nspans; i++)
        spans[i] = found && i <= re->groups ? r.groups[i] : (struct regex_span){-1, -1};
    return found;
}
