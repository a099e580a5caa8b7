/* Input of every type: the text form and the binary form. What is taken is written in both forms, and both are read again: the
 * same value, by its text. Byte 0: text, else binary; two bytes: which type; two: the typmod; the value. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "session/session_int.h"
#include "types/type.h"

void fuzz_init(void)
{
    fuzz_settings();
}

static const char *text_of(struct fuzz *f, const struct type_info *t, Datum d)
{
    struct strbuf b;
    strbuf_init(&b, f->arena);
    strbuf_addstr(&b, "");
    type_output(f->arena, t->oid, d, &b);
    return b.data;
}

static void same(const struct type_info *t, const char *form, const char *one, const char *other)
{
    if (strcmp(one, other) != 0)
        fuzz_wrong("%s, read again from its %s form: \"%s\", \"%s\"", t->name, form, one, other);
}

/* A zone written as POSIX has it may lie 167 hours from UTC, a number of hours may not: timetz writes what it does not read, as PostgreSQL's. */
static bool far_zone(const char *text)
{
    while ((text = strpbrk(text, "+-")) != NULL)
        if (strtol(++text, NULL, 10) > 15)
            return true;
    return false;
}

/* Not values that two texts may stand for, or that are not to be read: pseudo-types and what only points elsewhere. Nor xml that begins
 * with a newline: each output leaves one away, as PostgreSQL's does. */
static bool reads_back(const struct type_info *t, const char *text)
{
    return t->typtype != 'p' && t->category != 'Z' && !(t->oid == TYPE_xml && text[0] == '\n') &&
           !((t->oid == TYPE_timetz || t->oid == TYPE__timetz) && far_zone(text));
}

static void read_again(struct fuzz *f, const struct type_info *t, Datum d)
{
    struct io io = {.arena = f->arena, .type = t->oid, .typmod = -1};
    struct strbuf b;
    const char *text = text_of(f, t, d);
    if (reads_back(t, text) && t->in != NULL)
        same(t, "text", text, text_of(f, t, t->in(&io, text, strlen(text))));
    if (t->send == NULL)
        return;
    strbuf_init(&b, f->arena);
    strbuf_addstr(&b, "");
    t->send(&io, d, &b);
    if (reads_back(t, text) && t->recv != NULL)
        same(t, "binary", text, text_of(f, t, t->recv(&io, (const uint8_t *)b.data, b.len)));
}

void fuzz_one(struct fuzz *f)
{
    bool binary = fuzz_byte(f) != 0;
    unsigned which = fuzz_byte(f) << 8, mod;
    which |= fuzz_byte(f);
    mod = fuzz_byte(f) << 8;
    mod |= fuzz_byte(f);
    const struct type_info *t = type_nth((int)(which % (unsigned)type_count()));
    struct io io = {.arena = f->arena, .type = t->oid, .typmod = mod == 0 ? -1 : (int32_t)mod};
    size_t len = fuzz_left(f);
    const char *text = arena_strndup(f->arena, (const char *)f->p, len);
    if (binary && t->recv != NULL) {
        read_again(f, t, t->recv(&io, arena_memdup(f->arena, f->p, len), len));
    } else if (!binary && t->in != NULL && memchr(text, 0, len) == NULL) {
        utf8_require(text, len);
        read_again(f, t, t->in(&io, text, len));
    }
}
