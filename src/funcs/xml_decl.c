/* <?xml version="1.0" standalone="yes"?>: read and written, as PostgreSQL takes it. */
#include "base/utf8.h"
#include "funcs/xml_int.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* `word = "value"` behind blanks. NULL: the word does not stand there; *value NULL: it does, and no value follows. */
static const char *read_pair(struct arena *a, const char *s, const char *word, const char **value)
{
    const char *p = xml_skip_blanks(s);
    size_t n = strlen(word);
    *value = NULL;
    if (strncmp(p, word, n) != 0)
        return NULL;
    p = xml_skip_blanks(p + n);
    if (*p != '=')
        return p;
    p = xml_skip_blanks(p + 1);
    const char *end = *p == '"' || *p == '\'' ? strchr(p + 1, *p) : NULL;
    if (end == NULL)
        return p;
    *value = arena_strndup(a, p + 1, (size_t)(end - p - 1));
    return end + 1;
}

static const char *read_parts(struct arena *a, const char *s, struct xml_decl *d)
{
    const char *value, *p;
    if (!is_blank(*s))
        return d->wrong = "Space required.", s;
    p = read_pair(a, s, "version", &d->version);
    if (d->version == NULL)
        return d->wrong = "Malformed declaration: missing version.", s;
    s = p;
    if ((p = read_pair(a, s, "encoding", &d->encoding)) != NULL) {
        if (!is_blank(*s))
            return d->wrong = "Space required.", s;
        if (d->encoding == NULL)
            return d->wrong = "Missing encoding in text declaration.", s;
        s = p;
    }
    if ((p = read_pair(a, s, "standalone", &value)) != NULL) {
        if (!is_blank(*s))
            return d->wrong = "Space required.", s;
        if (value == NULL || (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0))
            return d->wrong = "standalone accepts only 'yes' or 'no'.", s;
        d->standalone = value[0] == 'y';
        s = p;
    }
    s = xml_skip_blanks(s);
    if (strncmp(s, "?>", 2) != 0)
        return d->wrong = "Parsing XML declaration: '?>' expected.", s;
    return s + 2;
}

struct xml_decl xml_decl_read(struct arena *a, const char *s)
{
    struct xml_decl d = {.standalone = -1};
    if (strncmp(s, "<?xml", 5) != 0 || (s[5] != '\0' && xml_stands_in_name(utf8_decode(s + 5)))) /* <?xml-stylesheet ...?> is an instruction */
        return d;
    d.len = (size_t)(read_parts(a, s + 5, &d) - s);
    for (size_t i = 0; d.wrong == NULL && i < d.len; i++)
        if ((unsigned char)s[i] > 127)
            d.wrong = "Invalid character value.";
    if (d.wrong != NULL)
        d.len = 0;
    return d;
}

bool xml_decl_write(struct strbuf *out, const char *version, const char *encoding, int standalone)
{
    if ((version == NULL || strcmp(version, "1.0") == 0) && encoding == NULL && standalone < 0)
        return false;
    strbuf_printf(out, "<?xml version=\"%s\"", version != NULL ? version : "1.0");
    if (encoding != NULL)
        strbuf_printf(out, " encoding=\"%s\"", encoding);
    if (standalone >= 0)
        strbuf_printf(out, " standalone=\"%s\"", standalone != 0 ? "yes" : "no");
    strbuf_addstr(out, "?>");
    return true;
}
