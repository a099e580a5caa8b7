/*
 * Regular expressions: tokens to a tree of pieces.
 *
 * Only what decides about groups and greediness becomes a piece of its own ("messy": groups, back references, parts
 * that prefer long and parts that prefer short matches); the rest is text for PCRE2. So a*(b|c)d is
 *     CONCAT(PLAIN a*, CONCAT(PLAIN b|c as group 1, PLAIN d))
 * The shape of the tree and the preferences in it are what gives each group its text, and follow PostgreSQL's rules
 * (manual 9.7.3.5): a concatenation prefers as its first part with a preference, an alternation prefers long.
 */
#include "funcs/regex_int.h"

#define DEPTH_MAX 500

struct parser {
    struct regex *re;
    struct arena *a;
    struct regex_lexer lex;
    struct piece **groups; /* [1..n]: NULL while open */
    int n_groups, cap;
    int depth;
    bool in_look; /* parentheses do not capture there */
};

/* Text that grows: with constraints, and without. */
struct text {
    struct strbuf full, bare;
    bool sees_ahead;
};

static struct piece *parse_alternatives(struct parser *p, enum token stop);

static void text_init(struct parser *p, struct text *t)
{
    strbuf_init(&t->full, p->a);
    strbuf_init(&t->bare, p->a);
    t->sees_ahead = false;
}

static void text_add(struct text *t, const char *s, bool constraint)
{
    strbuf_addstr(&t->full, s);
    if (!constraint)
        strbuf_addstr(&t->bare, s);
}

/* ---- preferences ---- */

/* What a part's flags mean for the whole around it. */
static unsigned flags_up(unsigned f)
{
    bool both = (f & PREFERENCE) == PREFERENCE;
    return (f & ~(unsigned)PREFERENCE) | (both ? MIXED : 0);
}

/* The first part with a preference decides. */
static unsigned flags_combine(unsigned f, unsigned g)
{
    return flags_up(f | g) | ((f & PREFERENCE) != 0 ? f & PREFERENCE : g & PREFERENCE);
}

/* ---- pieces ---- */
static struct piece *piece_new(struct parser *p, enum piece_op op, unsigned flags)
{
    struct piece *n = ARENA_NEW(p->a, struct piece);
    n->op = op;
    n->flags = flags;
    n->min = n->max = 1;
    return n;
}

static struct piece *piece_plain(struct parser *p, unsigned flags, const char *text, const char *bare, bool sees_ahead)
{
    struct piece *n = piece_new(p, PIECE_PLAIN, flags);
    n->text = text;
    n->bare = bare;
    n->sees_ahead = sees_ahead;
    return n;
}

static struct piece *piece_pair(struct parser *p, unsigned flags, struct piece *first, struct piece *second)
{
    struct piece *n = piece_new(p, PIECE_CONCAT, flags);
    n->child = first;
    first->sibling = second;
    n->sees_ahead = first->sees_ahead || second->sees_ahead;
    return n;
}

static void emit_bound(struct strbuf *out, int min, int max)
{
    if (min == 1 && max == 1)
        return;
    if (max == REPEAT_INFINITE)
        strbuf_printf(out, "{%d,}", min);
    else
        strbuf_printf(out, "{%d,%d}", min, max);
}

void piece_emit(const struct piece *p, bool bare, struct strbuf *out)
{
    switch (p->op) {
    case PIECE_PLAIN:
        strbuf_addstr(out, bare ? p->bare : p->text);
        return;
    case PIECE_CONCAT:
    case PIECE_WRAP:
        for (const struct piece *c = p->child; c != NULL; c = c->sibling)
            piece_emit(c, bare, out);
        return;
    case PIECE_ALT:
        strbuf_addstr(out, "(?:");
        for (const struct piece *c = p->child; c != NULL; c = c->sibling) {
            piece_emit(c, bare, out);
            strbuf_addch(out, c->sibling != NULL ? '|' : ')');
        }
        return;
    case PIECE_REPEAT:
    case PIECE_BACKREF:
        strbuf_addstr(out, "(?:");
        piece_emit(p->op == PIECE_REPEAT ? p->child : p->group, bare || p->op == PIECE_BACKREF, out);
        strbuf_addch(out, ')');
        emit_bound(out, p->min, p->max);
        return;
    }
}

/* The piece's language as a plain piece, repeated. */
static struct piece *piece_repeated_plain(struct parser *p, const struct piece *of, int min, int max, unsigned flags)
{
    struct text t;
    text_init(p, &t);
    bool wrap = !of->unit && !(min == 1 && max == 1);
    if (max > 0) {
        text_add(&t, wrap ? "(?:" : "", false);
        piece_emit(of, false, &t.full);
        piece_emit(of, true, &t.bare);
        text_add(&t, wrap ? ")" : "", false);
        emit_bound(&t.full, min, max);
        emit_bound(&t.bare, min, max);
    }
    return piece_plain(p, flags, t.full.data, t.bare.data, of->sees_ahead);
}

/* ---- atoms ---- */
struct quantifier {
    int min, max;
    unsigned preference;
};

static struct quantifier parse_quantifier(struct parser *p)
{
    struct quantifier q = {1, 1, 0};
    enum token t = p->lex.token;
    if (t == T_BRACE) {
        bool preference, greedy;
        regex_lex_bound(&p->lex, &q.min, &q.max, &preference, &greedy);
        if (preference)
            q.preference = greedy ? PREFERS_LONG : PREFERS_SHORT;
    } else if (t == T_STAR || t == T_PLUS || t == T_OPTIONAL) {
        q.min = t == T_PLUS;
        q.max = t == T_OPTIONAL ? 1 : REPEAT_INFINITE;
        q.preference = p->lex.value != 0 ? PREFERS_LONG : PREFERS_SHORT;
    } else {
        return q;
    }
    regex_lex(&p->lex);
    return q;
}

static bool icase(const struct parser *p)
{
    return (p->lex.flags & REGEX_ICASE) != 0;
}

static bool has(const struct parser *p, unsigned flag)
{
    return (p->lex.flags & flag) != 0;
}

/* What PCRE2 has a word for; NULL: nothing. */
static const char *character_word(const struct parser *p)
{
    bool not = p->lex.token == T_NOT_CLASS;
    if (p->lex.token == T_ANY)
        return has(p, REGEX_NLSTOP) ? "[^\\n]" : ".";
    if (p->lex.token != T_CLASS && !not)
        return NULL;
    switch (p->lex.value) {
    case CLASS_DIGIT: return not ? "\\D" : "\\d";
    case CLASS_SPACE: return not ? "\\S" : "\\s";
    default: return not ? "\\W" : "\\w";
    }
}

/* One character of the text: its PCRE2 syntax appended. Consumes the token. */
static void emit_character(struct parser *p, struct strbuf *out)
{
    struct charset s;
    bool negated = false;
    const char *word = character_word(p);
    charset_init(&s, p->a);
    if (p->lex.token == T_BRACKET)
        regex_lex_bracket(&p->lex, &s, &negated);
    else
        charset_add(&s, p->lex.value, p->lex.value);
    if (negated && has(p, REGEX_NLSTOP))
        charset_add(&s, '\n', '\n');
    if (word != NULL)
        strbuf_addstr(out, word);
    else
        charset_emit(&s, negated, icase(p), out);
    regex_lex(&p->lex);
}

/* A constraint matches no text; its syntax, NULL when the token is none. */
static const char *constraint_text(const struct parser *p)
{
    bool lines = has(p, REGEX_NLANCH);
    switch (p->lex.token) {
    case T_BEGIN: return "\\A";
    case T_END: return "\\z";
    case T_LINE_BEGIN: return lines ? "(?:\\A|(?<=\\n))" : "\\A";
    case T_LINE_END: return lines ? "(?:\\z|(?=\\n))" : "\\z";
    case T_WORD_BEGIN: return "\\b(?=\\w)";
    case T_WORD_END: return "\\b(?<=\\w)";
    case T_WORD_EDGE: return "\\b";
    case T_NOT_WORD_EDGE: return "\\B";
    default: return NULL;
    }
}

/* Look-ahead and look-behind: what stands in them captures nothing. */
static void parse_look(struct parser *p, struct text *t)
{
    static const char *const open[] = {"(?=", "(?!", "(?<=", "(?<!"};
    enum look look = (enum look)p->lex.value;
    bool outer = p->in_look;
    p->in_look = true;
    regex_lex(&p->lex);
    const struct piece *inner = parse_alternatives(p, T_CLOSE);
    p->in_look = outer;
    regex_lex(&p->lex);
    text_add(t, open[look], true);
    for (const struct piece *c = inner->op == PIECE_ALT ? inner->child : inner; c != NULL; c = c->sibling) {
        piece_emit(c, false, &t->full); /* alternatives stand alone: PCRE2 looks behind each by its own length */
        text_add(t, c->sibling != NULL ? "|" : "", true);
    }
    text_add(t, ")", true);
    t->sees_ahead = t->sees_ahead || inner->sees_ahead || look == LOOK_AHEAD || look == LOOK_NOT_AHEAD;
}

/* True: there was a constraint, now in t. */
static bool parse_constraint(struct parser *p, struct text *t)
{
    if (p->lex.token == T_LOOK) {
        parse_look(p, t);
        return true;
    }
    const char *s = constraint_text(p);
    if (s == NULL)
        return false;
    text_add(t, s, true);
    t->sees_ahead =
        t->sees_ahead || p->lex.token >= T_WORD_BEGIN || p->lex.token == T_END || p->lex.token == T_LINE_END;
    regex_lex(&p->lex);
    return true;
}

static int open_group(struct parser *p)
{
    int n = ++p->n_groups;
    if (n >= p->cap) {
        int cap = p->cap == 0 ? 16 : p->cap * 2;
        p->groups = arena_grow(p->a, p->groups, sizeof *p->groups * (size_t)p->cap, sizeof *p->groups * (size_t)cap);
        p->cap = cap;
    }
    p->groups[n] = NULL;
    p->lex.groups = n;
    return n;
}

/* Behind the opening parenthesis; captures: it makes a group. */
static struct piece *parse_group(struct parser *p, bool captures)
{
    int number = captures ? open_group(p) : 0;
    regex_lex(&p->lex);
    struct piece *inner = parse_alternatives(p, T_CLOSE);
    regex_lex(&p->lex);
    if (!captures)
        return inner;
    if (inner->capture != 0) {
        struct piece *wrap = piece_new(p, PIECE_WRAP, inner->flags);
        wrap->child = inner;
        wrap->sees_ahead = inner->sees_ahead;
        inner = wrap;
    }
    inner->capture = number;
    inner->flags |= HAS_GROUP;
    p->groups[number] = inner;
    return inner;
}

static struct piece *parse_backref(struct parser *p)
{
    uint32_t n = p->lex.value;
    if (p->in_look || n > (uint32_t)p->n_groups || n == 0 || p->groups[n] == NULL)
        regex_fail(BAD_BACKREF);
    regex_lex(&p->lex);
    struct piece *b = piece_new(p, PIECE_BACKREF, HAS_BACKREF);
    b->group = p->groups[n];
    p->re->has_backref = true;
    return b;
}

/* One atom without its quantifier: a piece. */
static struct piece *parse_atom(struct parser *p)
{
    struct strbuf b;
    switch (p->lex.token) {
    case T_OPEN: return parse_group(p, p->lex.value != 0 && !p->in_look);
    case T_BACKREF: return parse_backref(p);
    case T_STAR:
    case T_PLUS:
    case T_OPTIONAL:
    case T_BRACE: regex_fail(BAD_QUANTIFIER);
    case T_CLOSE:
        if ((p->lex.flags & REGEX_ADVANCED) != REGEX_EXTENDED)
            regex_fail(BAD_PAREN);
        p->lex.token = T_PLAIN; /* an ERE's: the character itself */
        p->lex.value = ')';
        break;
    default: break;
    }
    strbuf_init(&b, p->a);
    emit_character(p, &b);
    struct piece *character = piece_plain(p, 0, b.data, b.data, false);
    character->unit = true;
    return character;
}

/* ---- branches ---- */

/* The atom with its quantifier as a piece that still knows its groups. */
static struct piece *quantified(struct parser *p, struct piece *atom, bool backref, struct quantifier q)
{
    unsigned f = flags_combine(q.preference, atom->flags);
    unsigned own = atom->flags & (PREFERENCE | MIXED);
    if (backref) {
        atom->min = q.min;
        atom->max = q.max;
        atom->flags |= f;
        return atom;
    }
    if (q.min == 1 && q.max == 1 && (q.preference == 0 || own == 0 || q.preference == own))
        return atom;
    if ((atom->flags & (HAS_GROUP | HAS_BACKREF)) == 0)
        return piece_repeated_plain(p, atom, q.min, q.max, f);
    if (q.min > 0 && (atom->flags & HAS_BACKREF) == 0) { /* x{m,n} is x{m-1,n-1}x; groups have the last round's text */
        int more = q.max == REPEAT_INFINITE ? q.max : q.max - 1;
        struct piece *before = piece_repeated_plain(p, atom, q.min - 1, more, f & PREFERENCE);
        return piece_pair(p, f, before, atom);
    }
    struct piece *n = piece_new(p, PIECE_REPEAT, f);
    n->min = q.min;
    n->max = q.max;
    n->child = atom;
    n->sees_ahead = atom->sees_ahead;
    return n;
}

static struct piece *parse_branch(struct parser *p, enum token stop);

static bool branch_ends(const struct parser *p, enum token stop)
{
    return p->lex.token == T_EOS || p->lex.token == T_OR || p->lex.token == stop;
}

/* A branch from its messy atom on, behind what is in prefix. */
static struct piece *messy_branch(struct parser *p, enum token stop, struct text *prefix, unsigned prefix_flags,
                                  struct piece *atom, bool backref, struct quantifier q)
{
    unsigned f = flags_combine(q.preference, atom->flags);
    struct piece *all = quantified(p, atom, backref, q);
    if (!branch_ends(p, stop)) {
        struct piece *rest = parse_branch(p, stop);
        all = piece_pair(p, f | flags_combine(f, rest->flags), all, rest);
    }
    if (prefix->full.len == 0)
        return all;
    struct piece *before = piece_plain(p, prefix_flags, prefix->full.data, prefix->bare.data, prefix->sees_ahead);
    return piece_pair(p, prefix_flags | flags_combine(prefix_flags, all->flags), before, all);
}

static struct piece *parse_branch(struct parser *p, enum token stop)
{
    struct text prefix;
    unsigned flags = 0;
    text_init(p, &prefix);
    while (!branch_ends(p, stop)) {
        if (parse_constraint(p, &prefix))
            continue;
        bool group = p->lex.token == T_OPEN && p->lex.value != 0 && !p->in_look, backref = p->lex.token == T_BACKREF;
        struct piece *atom = parse_atom(p);
        struct quantifier q = parse_quantifier(p);
        if (q.max == 0)
            continue;
        unsigned together = flags | q.preference | atom->flags;
        if (group || backref || MESSY(flags_up(together)))
            return messy_branch(p, stop, &prefix, flags, atom, backref, q);
        struct piece *plain = piece_repeated_plain(p, atom, q.min, q.max, together);
        strbuf_addstr(&prefix.full, plain->text);
        strbuf_addstr(&prefix.bare, plain->bare);
        prefix.sees_ahead = prefix.sees_ahead || plain->sees_ahead;
        flags = together;
    }
    return piece_plain(p, flags, prefix.full.data, prefix.bare.data, prefix.sees_ahead);
}

/* Branches up to `stop`, which is the current token then. */
static struct piece *parse_alternatives(struct parser *p, enum token stop)
{
    if (++p->depth > DEPTH_MAX)
        regex_too_complex();
    struct piece *alt = piece_new(p, PIECE_ALT, PREFERS_LONG), **to = &alt->child;
    for (;;) {
        struct piece *branch = parse_branch(p, stop);
        alt->flags |= flags_up(alt->flags | branch->flags);
        alt->sees_ahead = alt->sees_ahead || branch->sees_ahead;
        *to = branch;
        to = &branch->sibling;
        if (p->lex.token != T_OR)
            break;
        regex_lex(&p->lex);
    }
    if (p->lex.token != stop)
        regex_fail(BAD_PAREN);
    p->depth--;
    if (alt->child->sibling == NULL)
        return alt->child;
    return MESSY(alt->flags) || p->in_look ? alt : piece_repeated_plain(p, alt, 1, 1, alt->flags);
}

void regex_parse(struct regex *re, struct view pattern, unsigned flags)
{
    struct parser p = {.re = re, .a = re->arena};
    regex_lex_start(&p.lex, pattern, flags);
    re->root = parse_alternatives(&p, T_EOS);
    re->flags = p.lex.flags;
    re->groups = p.n_groups;
}
