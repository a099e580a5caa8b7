/*
 * The scanner: at each place the kinds of token that may begin there are tried in a fixed order, and the first that fits
 * is taken, not the longest. A function that tries one gives false and changes nothing where it does not fit, but for
 * `ignore` and `want_host`, which PostgreSQL's parser leaves changed too.
 */
#include "funcs/ts_scan.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "types/tsvector.h"

#define END (-1)
#define NOWHERE ((size_t)-1)
#define MAX_DEPTH 5000 /* of hosts in mail addresses that themselves look like mail addresses; PostgreSQL asks its stack */

static const struct ts_type_info type_infos[] = {
#define TOKEN(number, name, alias, description) {number, alias, description},
#include "funcs/ts_tokens.def"
#undef TOKEN
};

const struct ts_type_info *ts_type_info(int i)
{
    return i >= 0 && i < TS_TYPES - 1 ? &type_infos[i] : NULL;
}

/* ---- characters; a byte of a longer one is a letter like the whole ---- */
static int at(const struct ts_scanner *sc, size_t i)
{
    return i < sc->len ? (unsigned char)sc->s[i] : END;
}

static bool latin(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool letter(int c) { return latin(c) || c >= 0x80; }
static bool digit(int c) { return c >= '0' && c <= '9'; }
static bool latin_or_digit(int c) { return latin(c) || digit(c); }
static bool letter_or_digit(int c) { return letter(c) || digit(c); }
static bool hex(int c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static bool space(int c) { return c != END && ts_is_space((char)c); }
static bool one_of(int c, const char *set) { return c > 0 && c < 0x80 && strchr(set, c) != NULL; }
static bool in_path(int c) { return c > ' ' && c < 0x7f && !one_of(c, "\"<>\\^`{|}"); }

static size_t skip(const struct ts_scanner *sc, size_t i, bool (*is)(int))
{
    while (is(at(sc, i)))
        i++;
    return i;
}

static bool found(struct ts_scanner *sc, enum ts_type type, size_t end)
{
    sc->type = type;
    sc->end = end;
    return true;
}

/* ---- hosts, URLs, mail addresses ---- */
static bool stop_at_host(struct ts_scanner *sc)
{
    bool stop = sc->want_host;
    sc->want_host = false;
    return stop;
}

/* user@ is behind: a host must follow. */
static bool mail(struct ts_scanner *sc, size_t i)
{
    struct ts_scanner host = {.s = sc->s + i, .len = sc->len - i, .want_host = true, .depth = sc->depth + 1};
    struct ts_token t;
    if (stop_at_host(sc))
        return false;
    if (host.depth > MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    return ts_scan(&host, &t) && t.type == TS_HOST && found(sc, TS_EMAIL, i + t.len);
}

/* A host ends here, unless it is the first part of a URL: that is given first, the host once more after it. */
static bool host_ends(struct ts_scanner *sc, size_t i)
{
    if (i < sc->len && stop_at_host(sc)) {
        sc->next = TS_AT_PATH;
    } else if (at(sc, i) == '/' && in_path(at(sc, i + 1))) {
        sc->want_host = true;
        return found(sc, TS_URL, skip(sc, i + 1, in_path));
    }
    return found(sc, TS_HOST, i);
}

/*
 * The rest of a host, from what stands behind its first part: LABEL at once behind a dot, SECOND behind one letter of a
 * label, DOMAIN behind two or more (here it may end), ANY in a label with digits, BEGIN behind a hyphen.
 */
enum host_state { LABEL, SECOND, DOMAIN, ANY, BEGIN };

static bool host(struct ts_scanner *sc, size_t i, enum host_state state)
{
    size_t ends = NOWHERE; /* the last place where it may end */
    for (;; i++) {
        int c = at(sc, i);
        if (state == LABEL && latin(c))
            state = SECOND;
        else if (latin(c))
            state = state == SECOND || state == DOMAIN ? DOMAIN : ANY;
        else if (digit(c))
            state = ANY;
        else if (state == LABEL || state == BEGIN)
            break;
        else if (c == '@') {
            if (mail(sc, i + 1))
                return true;
            if (state == DOMAIN)
                ends = i;
            break;
        } else if (state == DOMAIN && c == ':') {
            ends = digit(at(sc, i + 1)) ? skip(sc, i + 1, digit) : i;
            break;
        } else if (one_of(c, "-_.")) {
            if (state == DOMAIN)
                ends = i;
            state = c == '.' ? LABEL : BEGIN;
        } else {
            if (state == DOMAIN)
                ends = i;
            break;
        }
    }
    return ends != NOWHERE && host_ends(sc, ends);
}

/* ---- paths ---- */
enum path_state { SLASH, TILDE, DOT, DOT_FIRST, DOTS, NAME, NAME_DOT };

static bool path(struct ts_scanner *sc, size_t i, enum path_state state)
{
    size_t ends = NOWHERE;
    for (;; i++) {
        int c = at(sc, i);
        bool name = latin_or_digit(c) || c == '_';
        if (state == NAME && (c == '.' || c == '/')) {
            ends = i;
            state = c == '.' ? NAME_DOT : SLASH;
        } else if (state == NAME) {
            if (!name && c != '-')
                return found(sc, TS_FILE, i);
        } else if (state == DOTS) {
            if (c == END || space(c))
                return found(sc, TS_FILE, i);
            if (c != '/')
                break;
            ends = i;
            state = SLASH;
        } else if (name && state != DOT_FIRST) {
            state = NAME;
        } else if (c == '/' && (state == TILDE || state == DOT || state == DOT_FIRST)) {
            state = SLASH;
        } else if (c == '.' && (state == DOT || state == DOT_FIRST)) {
            state = DOTS;
        } else if (c == '.' && state == SLASH) {
            state = DOT;
        } else if (c == '~' && state == SLASH) {
            state = TILDE;
        } else {
            break;
        }
    }
    return ends != NOWHERE && found(sc, TS_FILE, ends);
}

/* ---- hyphenated words; from behind the first hyphen ---- */
enum hyphen_state { FIRST_ASCII, FIRST_WORD, FIRST_NUM, DIGITS, IN_ASCII, IN_WORD, IN_NUM };

static bool hyphenated(struct ts_scanner *sc, size_t i, enum hyphen_state state)
{
    static const enum ts_type types[] = {[IN_ASCII] = TS_ASCIIHWORD, [IN_WORD] = TS_HWORD, [IN_NUM] = TS_NUMHWORD};
    static const enum hyphen_state first[] = {[IN_ASCII] = FIRST_ASCII, [IN_WORD] = FIRST_WORD, [IN_NUM] = FIRST_NUM};
    size_t ends = NOWHERE;
    for (enum ts_type type = TS_BLANK;; i++) {
        int c = at(sc, i);
        bool begins = state <= DIGITS;
        if (!begins && !letter_or_digit(c)) {
            type = types[state];
            ends = i;
            if (c == '-')
                state = first[state];
        } else if (letter(c)) {
            bool num = state == FIRST_NUM || state == DIGITS || state == IN_NUM;
            state = num ? IN_NUM : latin(c) && (state == FIRST_ASCII || state == IN_ASCII) ? IN_ASCII : IN_WORD;
        } else if (digit(c)) {
            state = begins ? DIGITS : IN_NUM;
        }
        if (c == '-' && !begins)
            continue;
        if (letter_or_digit(c))
            continue;
        if (ends == NOWHERE)
            return false;
        sc->next = TS_AT_HYPHENATED;
        return found(sc, type, ends);
    }
}

/* A word of a hyphenated one, a hyphen between two, or, behind it, false. */
static bool hyphenated_part(struct ts_scanner *sc, size_t i)
{
    int c = at(sc, i);
    enum ts_type type = TS_HWORD_NUMPART;
    if (c == '-' && letter_or_digit(at(sc, i + 1))) {
        sc->next = TS_AT_HYPHENATED;
        return found(sc, TS_BLANK, i + 1);
    }
    size_t digits = skip(sc, i, digit);
    if (!letter(at(sc, digits)))
        return false;
    size_t end = skip(sc, i, letter_or_digit);
    if (digits == i && skip(sc, i, latin) == end)
        type = TS_HWORD_ASCIIPART;
    else if (digits == i && skip(sc, i, letter) == end)
        type = TS_HWORD_PART;
    if (end < sc->len)
        sc->next = TS_AT_HYPHENATED;
    return found(sc, type, end);
}

/* ---- numbers ---- */
static bool exponent(struct ts_scanner *sc, size_t i)
{
    if (one_of(at(sc, i), "+-"))
        i++;
    return digit(at(sc, i)) && found(sc, TS_SFLOAT, skip(sc, i, digit));
}

static bool is_e(int c) { return c == 'e' || c == 'E'; }

static bool number_word(struct ts_scanner *sc, size_t i);

static bool unsigned_fraction(struct ts_scanner *sc, size_t i)
{
    enum ts_type type = TS_FLOAT;
    i = skip(sc, i, digit);
    if (is_e(at(sc, i)) && exponent(sc, i + 1))
        return true;
    for (; at(sc, i) == '.' && digit(at(sc, i + 1)); i = skip(sc, i + 1, digit))
        type = TS_VERSION;
    return found(sc, type, i);
}

static bool unsigned_number(struct ts_scanner *sc, size_t i)
{
    i = skip(sc, i, digit);
    int c = at(sc, i);
    if (c == '.' && (host(sc, i + 1, LABEL) || (digit(at(sc, i + 1)) && unsigned_fraction(sc, i + 1))))
        return true;
    if (is_e(c) && exponent(sc, i + 1))
        return true;
    if (one_of(c, "-_") && host(sc, i + 1, BEGIN))
        return true;
    if (c == '@' && mail(sc, i + 1))
        return true;
    if (latin(c) && host(sc, i + 1, ANY))
        return true;
    if (letter(c))
        return number_word(sc, i + 1);
    if (c == '/' && path(sc, i + 1, SLASH))
        return true;
    return found(sc, TS_UINT, i);
}

/* -1.2.3 is no number, but a hyphen and a version. */
static bool signed_number(struct ts_scanner *sc, size_t i)
{
    enum ts_type type = TS_INT;
    size_t start = i - 1;
    if (!digit(at(sc, i)))
        return false;
    i = skip(sc, i, digit);
    if (at(sc, i) == '.' && digit(at(sc, i + 1))) {
        type = TS_FLOAT;
        i = skip(sc, i + 1, digit);
        if (at(sc, i) == '.' && digit(at(sc, i + 1))) {
            sc->next = TS_AT_NUMBER;
            return found(sc, TS_BLANK, start + 1);
        }
    }
    return (is_e(at(sc, i)) && exponent(sc, i + 1)) || found(sc, type, i);
}

/* ---- words ---- */
static bool number_word(struct ts_scanner *sc, size_t i)
{
    i = skip(sc, i, letter_or_digit);
    int c = at(sc, i);
    if ((c == '@' && mail(sc, i + 1)) || (c == '/' && path(sc, i + 1, SLASH)) || (c == '.' && path(sc, i + 1, NAME_DOT)) ||
        (c == '-' && hyphenated(sc, i + 1, FIRST_NUM)))
        return true;
    return found(sc, TS_NUMWORD, i);
}

static bool word(struct ts_scanner *sc, size_t i)
{
    i = skip(sc, i, letter);
    int c = at(sc, i);
    if (digit(c))
        return number_word(sc, i + 1);
    return (c == '-' && hyphenated(sc, i + 1, FIRST_WORD)) || found(sc, TS_WORD, i);
}

static bool ascii_word(struct ts_scanner *sc, size_t i)
{
    i = skip(sc, i, latin);
    int c = at(sc, i);
    if (c == '.' && (host(sc, i + 1, LABEL) || path(sc, i + 1, NAME_DOT)))
        return true;
    if (c == '-' && (host(sc, i + 1, BEGIN) || hyphenated(sc, i + 1, FIRST_ASCII)))
        return true;
    if ((c == '_' && host(sc, i + 1, BEGIN)) || (c == '@' && mail(sc, i + 1)))
        return true;
    if (c == ':' && at(sc, i + 1) == '/' && at(sc, i + 2) == '/')
        return found(sc, TS_PROTOCOL, i + 3);
    if (c == '/' && path(sc, i + 1, SLASH))
        return true;
    if (digit(c))
        return host(sc, i + 1, ANY) || number_word(sc, i + 1);
    return letter(c) ? word(sc, i + 1) : found(sc, TS_ASCIIWORD, i);
}

/* ---- XML: entities, tags, comments ---- */
static bool in_name(int c) { return letter_or_digit(c) || one_of(c, ":_.-"); }

static bool entity(struct ts_scanner *sc, size_t i)
{
    size_t end;
    if (at(sc, i) == '#') {
        bool is_hex = one_of(at(sc, i + 1), "xX");
        i += is_hex ? 2 : 1;
        end = skip(sc, i, is_hex ? hex : digit);
        if (end == i)
            return false;
    } else {
        if (!latin(at(sc, i)) && !one_of(at(sc, i), ":_"))
            return false;
        end = skip(sc, i, in_name);
    }
    return at(sc, end) == ';' && found(sc, TS_ENTITY, end + 1);
}

static bool tag_is(const struct ts_scanner *sc, size_t end, const char *name)
{
    return end - sc->at == strlen(name) && strncasecmp(sc->s + sc->at, name, strlen(name)) == 0;
}

/* What is between script and style tags is no text: seen before it is known whether this is a tag. */
static void note_script(struct ts_scanner *sc, size_t end)
{
    if (tag_is(sc, end, "<script") || tag_is(sc, end, "<style"))
        sc->ignore = true;
    else if (tag_is(sc, end, "</script") || tag_is(sc, end, "</style"))
        sc->ignore = false;
}

/* The end of a quoted attribute; NOWHERE: there is none. */
static size_t quoted_end(const struct ts_scanner *sc, size_t i, int quote)
{
    for (; at(sc, i) != quote; i++) {
        i += at(sc, i) == '\\';
        if (i >= sc->len)
            return NOWHERE;
    }
    return i;
}

static bool attributes(struct ts_scanner *sc, size_t i)
{
    for (;; i++) {
        int c = at(sc, i);
        if (c == '>' || space(c))
            note_script(sc, i);
        if (c == '>')
            return found(sc, TS_TAG, i + 1);
        if (c == '\'' || c == '"') {
            i = quoted_end(sc, i + 1, c);
            if (i == NOWHERE)
                return false;
        } else if (!latin_or_digit(c) && !space(c) && !one_of(c, "=-_#/:.&?%~")) {
            return false;
        }
    }
}

static bool comment(struct ts_scanner *sc, size_t i)
{
    if (at(sc, i) != '-' || at(sc, i + 1) != '-')
        return false;
    int hyphens = 0;
    for (i += 2; i < sc->len; i++) {
        if (at(sc, i) == '>' && hyphens >= 2)
            return found(sc, TS_TAG, i + 1);
        hyphens = at(sc, i) == '-' ? hyphens + 1 : 0;
    }
    return false;
}

static bool tag(struct ts_scanner *sc, size_t i)
{
    int c = at(sc, i);
    if (c == '!')
        return one_of(at(sc, i + 1), "Dd") ? attributes(sc, i + 2) : comment(sc, i + 1);
    if (c == '?')
        return at(sc, i + 1) == 'x' && attributes(sc, i + 2);
    if (c == '/' ? !latin(at(sc, i + 1)) : !latin(c) && !one_of(c, ":_"))
        return false;
    i = skip(sc, i + 1, in_name);
    c = at(sc, i);
    if (c == '/')
        return at(sc, i + 1) == '>' && found(sc, TS_TAG, i + 2);
    if (c != '>' && !space(c))
        return false;
    note_script(sc, i);
    return c == '>' ? found(sc, TS_TAG, i + 1) : attributes(sc, i + 1);
}

/* ---- all else: at least one character ---- */
static bool blank(struct ts_scanner *sc, size_t i)
{
    for (int c; (c = at(sc, i)) != END && c != '<'; i++)
        if (!sc->ignore && (letter_or_digit(c) || one_of(c, "-+&/")))
            break;
    return found(sc, TS_BLANK, i);
}

static bool base(struct ts_scanner *sc, size_t i)
{
    int c = at(sc, i++);
    if (c == '<' && tag(sc, i))
        return true;
    if (sc->ignore)
        return blank(sc, i);
    if (latin(c))
        return ascii_word(sc, i);
    if (letter(c))
        return word(sc, i);
    if (digit(c))
        return unsigned_number(sc, i);
    switch (c) {
    case '-': case '+':
        if (signed_number(sc, i))
            return true;
        break;
    case '&':
        if (entity(sc, i))
            return true;
        break;
    case '~': case '/': case '.':
        if (path(sc, i, c == '~' ? TILDE : c == '/' ? SLASH : DOT_FIRST))
            return true;
        break;
    }
    return blank(sc, i);
}

bool ts_scan(struct ts_scanner *sc, struct ts_token *t)
{
    size_t start = sc->at;
    int next = sc->next;
    CHECK_INTERRUPTS();
    if (start >= sc->len)
        return false;
    sc->next = TS_AT_BASE;
    if (next == TS_AT_NUMBER)
        unsigned_number(sc, start);
    else if (next == TS_AT_PATH)
        found(sc, TS_URL_PATH, skip(sc, start + 1, in_path));
    else if (next != TS_AT_HYPHENATED || !hyphenated_part(sc, start))
        base(sc, start);
    *t = (struct ts_token){sc->type, sc->s + start, sc->end - start};
    bool again = sc->type == TS_URL || sc->type == TS_ASCIIHWORD || sc->type == TS_HWORD || sc->type == TS_NUMHWORD;
    sc->at = again ? start : sc->end;
    return true;
}
