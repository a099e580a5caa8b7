/* The configuration file (inih) and -o NAME=VALUE. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ini.h>

#include "conf/conf.h"

struct reading {
    struct arena *arena;
    const char *message; /* of the first line that is wrong */
};

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

/* 'a b' is a b */
static char *unquoted(struct arena *a, const char *value)
{
    size_t n = strlen(value);
    if (n >= 2 && (value[0] == '\'' || value[0] == '"') && value[n - 1] == value[0])
        return arena_strndup(a, value + 1, n - 2);
    return arena_strdup(a, value);
}

static int on_line(void *arg, const char *section, const char *name, const char *value)
{
    struct reading *r = arg;
    const char *message;
    if (section[0] != '\0')
        message = arena_printf(r->arena, "section [%s]: there are no sections, only lines of name = value", section);
    else
        message = try_set(r->arena, name, unquoted(r->arena, value));
    if (message != NULL && r->message == NULL)
        r->message = message;
    return message == NULL;
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
    struct reading r = {.arena = a};
    int line = ini_parse_file(f, on_line, &r);
    fclose(f);
    if (line == 0)
        return true;
    *message = arena_printf(a, "%s:%d: %s", path, line, r.message != NULL ? r.message : "expected a line of name = value");
    return false;
}

/* mongodb://user:password@host */
static bool has_password(const char *uri)
{
    const char *p = strstr(uri, "://");
    if (p == NULL)
        return false;
    p += 3;
    const char *at = strpbrk(p, "@/?"), *colon = strchr(p, ':');
    return at != NULL && *at == '@' && colon != NULL && colon < at;
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
