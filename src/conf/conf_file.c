/*
 * The configuration file and -o NAME=VALUE. Lines are read here, not by inih: Debian's library cuts lines after 200 bytes (a
 * connection string with three hosts is longer) and takes an indented line for more of the value before.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/utf8.h"
#include "conf/conf.h"

/* A setting from outside the session: the error as one line of text, NULL when it was taken. */
static const char *try_set(struct arena *a, const char *name, const char *value)
{
    const char *volatile message = NULL;
    TRY {
        if (conf_name(name) == NULL)
            raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\" (pgleaf.conf(5) has the list)", name);
        conf_set(name, value, CONF_FROM_FILE, false);
    }
    CATCH (e) {
        message = arena_printf(a, "%s%s%s", e->message, e->hint != NULL ? ": " : "", e->hint != NULL ? e->hint : "");
        error_clear();
    }
    END_TRY;
    return message;
}

/* ---- the file ---- */

static char *trimmed(char *s)
{
    s += strspn(s, " \t");
    for (char *end = s + strlen(s); end > s && strchr(" \t\r\n", end[-1]) != NULL;)
        *--end = '\0';
    return s;
}

/* The value of a line: 'a b' is a b, and a comment may follow. NULL: its quotation mark is not closed, or text follows it. */
static char *value_of(char *s)
{
    char quote = *s;
    if (quote == '\'' || quote == '"') {
        char *end = strchr(s + 1, quote);
        if (end == NULL || (end[1] != '\0' && strchr("#;", *trimmed(end + 1)) == NULL))
            return NULL;
        *end = '\0';
        return s + 1;
    }
    for (char *p = s; *p != '\0'; p++)
        if ((*p == '#' || *p == ';') && (p == s || p[-1] == ' ' || p[-1] == '\t'))
            *p-- = '\0';
    return trimmed(s);
}

/* What is wrong with a line, NULL nothing. */
static const char *read_line(struct arena *a, char *line, size_t len)
{
    static const char expected[] = "expected a line of name = value";
    if (strlen(line) != len || utf8_check(line, len) != len)
        return "this is not UTF-8 text";
    char *name = trimmed(line);
    if (*name == '\0' || *name == '#' || *name == ';')
        return NULL;
    if (*name == '[')
        return "there are no [sections], only lines of name = value";
    char *eq = strchr(name, '=');
    if (eq == NULL || eq == name)
        return expected;
    *eq = '\0';
    char *value = value_of(trimmed(eq + 1));
    if (value == NULL)
        return "the value's quotation mark is not closed, or text follows it";
    return try_set(a, trimmed(name), value);
}

bool conf_read_file(struct arena *a, const char *path, bool must_exist, const char **message)
{
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        if (errno == ENOENT && !must_exist)
            return true;
        *message = arena_printf(a, "%s: %s", path, strerror(errno));
        return false;
    }
    char *line = NULL;
    size_t cap = 0;
    const char *wrong = NULL;
    int number = 0;
    for (ssize_t n; wrong == NULL && (n = getline(&line, &cap, f)) >= 0;) {
        number++;
        size_t bom = number == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        wrong = read_line(a, line + bom, (size_t)n - bom);
    }
    if (wrong != NULL)
        *message = arena_printf(a, "%s:%d: %s", path, number, wrong);
    else if (ferror(f))
        *message = wrong = arena_printf(a, "%s: %s", path, strerror(errno));
    if (line != NULL)
        explicit_bzero(line, cap); /* it may have held a connection string with a password */
    free(line);
    fclose(f);
    return wrong == NULL;
}

/* ---- the command line ---- */

/* mongodb://user:password@host, or one of the options that are passwords. An @ that stands in an option is none. */
static bool has_password(const char *uri)
{
    static const char *const options[] = {"CertificateKeyFilePassword=", "CertificateKeyPassword=", "AWS_SESSION_TOKEN"};
    for (int i = 0; i < COUNTOF(options); i++)
        if (strcasestr(uri, options[i]) != NULL)
            return true;
    const char *p = strstr(uri, "://");
    if (p == NULL)
        return false;
    size_t n = strcspn(p, "?");
    const char *at = memrchr(p, '@', n), *colon = memchr(p + 3, ':', n > 3 ? n - 3 : 0);
    return at != NULL && colon != NULL && colon < at;
}

bool conf_set_argument(struct arena *a, const char *text, const char **message)
{
    const char *eq = strchr(text, '=');
    if (eq == NULL || eq == text) {
        *message = arena_printf(a, "-o %s: expected NAME=VALUE", text);
        return false;
    }
    const char *name = arena_strndup(a, text, (size_t)(eq - text));
    if (strcasecmp(name, "uri") == 0 && has_password(eq + 1)) {
        *message = "-o uri: a password must not stand on the command line, where others can read it; use uri_file";
        return false;
    }
    *message = try_set(a, name, eq + 1);
    if (*message != NULL)
        *message = arena_printf(a, "-o %s: %s", name, *message);
    return *message == NULL;
}
