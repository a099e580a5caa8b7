#include "conf/conf.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "conf/conf_int.h"

static const struct conf_row rows[] = {
#define SETTING(id, name, type, context, flags, unit, dflt, min, max, values, description) \
    {name, CONF_##type, CONF_##context, (flags), UNIT_##unit, dflt, min, max, values, description},
#include "conf/settings.def"
#undef SETTING
};

/* A setting's state. Texts are malloc'ed; NULL: not set. */
struct value {
    const struct conf_row *row;
    char *name; /* of a custom setting */
    char *reset, *session, *now;
    bool local; /* now is SET LOCAL's */
    conf_assign_fn assign;
};

struct undo {
    int at;
    char *session, *now;
    bool local;
};

static struct value *values;
static int nvalues;
static struct undo *undo;
static int nundo;
static bool in_xact;
static unsigned long generation = 1;
static struct arena *scratch; /* has a block already: what a rollback restores needs no new memory */
static void (*report)(const char *name, const char *value);

static char *dup_text(const char *s)
{
    char *d = s != NULL ? strdup(s) : NULL;
    if (s != NULL && d == NULL)
        raise_out_of_memory(strlen(s));
    return d;
}

static void replace(char **at, const char *s)
{
    char *d = dup_text(s);
    free(*at);
    *at = d;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void forget(void)
{
    for (int i = 0; i < nvalues; i++) {
        free(values[i].name);
        free(values[i].reset);
        free(values[i].session);
        free(values[i].now);
    }
    free(values);
    values = NULL;
    nvalues = 0;
}

void conf_init(void)
{
    if (scratch == NULL)
        scratch = arena_new(NULL, "settings");
    arena_alloc(scratch, 1);
    arena_reset(scratch);
    forget();
    nvalues = COUNTOF(rows);
    values = calloc((size_t)nvalues, sizeof *values);
    if (values == NULL)
        raise_out_of_memory((size_t)nvalues * sizeof *values);
    for (int i = 0; i < nvalues; i++) {
        char text[64];
        const char *d = rows[i].dflt;
        if (d != NULL && rows[i].type == CONF_INT)
            d = conf_canonical_int(&rows[i], d, text, sizeof text);
        values[i].row = &rows[i];
        values[i].reset = dup_text(d);
        values[i].session = dup_text(d);
        values[i].now = dup_text(d);
    }
}

static const char *name_of(const struct value *v)
{
    return v->name != NULL ? v->name : v->row->name;
}

static struct value *find(const char *name)
{
    for (int i = 0; i < nvalues; i++)
        if (strcasecmp(name_of(&values[i]), name) == 0)
            return &values[i];
    return NULL;
}

const char *conf_name(const char *name)
{
    const struct value *v = find(name);
    return v != NULL ? name_of(v) : NULL;
}

/* ---- custom settings: any name with a dot ---- */

static const struct conf_row custom_row = {"", CONF_STRING, CONF_SESSION, 0, UNIT_NONE, NULL, 0, 0, NULL, ""};

static bool custom_name_ok(const char *name)
{
    bool start = true, dot = false;
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == '.') {
            if (start)
                return false;
            start = dot = true;
        } else if (isalpha((unsigned char)*p) || *p == '_' || (unsigned char)*p >= 0x80 ||
                   (!start && (isdigit((unsigned char)*p) || *p == '$'))) {
            start = false;
        } else {
            return false;
        }
    }
    return dot && !start;
}

static void custom(const char *name)
{
    if (strchr(name, '.') == NULL || strncasecmp(name, "pgleaf.", 7) == 0)
        raise(ERR_UNDEFINED_OBJECT, "unrecognized configuration parameter \"%s\"", name);
    if (!custom_name_ok(name))
        error_throw(error_detail(error_new(ERR_INVALID_NAME, "invalid configuration parameter name \"%s\"", name),
                                 "Custom parameter names must be two or more simple identifiers separated by dots."));
    struct value *more = realloc(values, sizeof *values * (size_t)(nvalues + 1));
    if (more == NULL)
        raise_out_of_memory(sizeof *values);
    values = more;
    values[nvalues] = (struct value){.row = &custom_row, .name = dup_text(name)};
    nvalues++;
}

/* ---- changing ---- */

static void note_undo(struct value *v)
{
    if (!in_xact)
        return;
    struct undo *more = realloc(undo, sizeof *undo * (size_t)(nundo + 1));
    if (more == NULL)
        raise_out_of_memory(sizeof *undo);
    undo = more;
    undo[nundo++] = (struct undo){(int)(v - values), dup_text(v->session), dup_text(v->now), v->local};
}

static void changed(struct value *v, const char *old)
{
    generation += !same_text(old, v->now);
    if ((v->row->flags & REPORT) && report != NULL && !same_text(old, v->now))
        report(name_of(v), v->now != NULL ? v->now : "");
}

static void check_allowed(const struct value *v, enum conf_source source)
{
    const char *name = name_of(v);
    bool own = v->row->flags & OWN;
    enum conf_context context = v->row->context;
    if (context == CONF_FIXED)
        raise(ERR_CANT_CHANGE_RUNTIME_PARAM, "parameter \"%s\" cannot be changed", name);
    if (context == CONF_SESSION || (source == CONF_FROM_FILE && own) || (source == CONF_FROM_STARTUP && context == CONF_BACKEND))
        return;
    if (source == CONF_FROM_FILE)
        raise(ERR_CANT_CHANGE_RUNTIME_PARAM, "parameter \"%s\" is PostgreSQL's own, and means nothing here", name);
    if (context == CONF_SUPERUSER || (context == CONF_SUPERUSER_BACKEND && source == CONF_FROM_STARTUP))
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied to set parameter \"%s\"", name);
    raise(ERR_CANT_CHANGE_RUNTIME_PARAM, "parameter \"%s\" cannot be %s", name,
          context == CONF_SERVER                                           ? "changed without restarting the server"
          : context == CONF_BACKEND || context == CONF_SUPERUSER_BACKEND ? "set after connection start"
                                                                           : "changed now");
}

/* The text to keep: checked by type, then by the assign hook. name: as the user spelled it, for errors. */
static const char *checked(struct arena *a, const struct value *v, const char *name, const char *text)
{
    if (text == NULL)
        return NULL;
    text = conf_check(a, v->row, name, text);
    return v->assign != NULL ? v->assign(a, text) : text;
}

static void apply(struct value *v, const char *text, enum conf_source source, bool local)
{
    char *old = dup_text(v->now);
    note_undo(v);
    if (source != CONF_FROM_SESSION)
        replace(&v->reset, text);
    if (!local)
        replace(&v->session, text);
    replace(&v->now, text);
    v->local = local && in_xact;
    changed(v, old);
    free(old);
}

static struct value *find_or_make(const char *name)
{
    if (find(name) == NULL)
        custom(name);
    return find(name);
}

void conf_set(const char *name, const char *value, enum conf_source source, bool local)
{
    struct value *const v = find_or_make(name);
    check_allowed(v, source);
    struct arena *a = arena_new(NULL, "setting");
    GUARD {
        apply(v, checked(a, v, name, value != NULL ? value : v->reset), source, local);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

void conf_reset_all(void)
{
    for (int i = 0; i < nvalues; i++) {
        if (values[i].row->context != CONF_SESSION || i == CONF_transaction_isolation || i == CONF_transaction_read_only ||
            i == CONF_transaction_deferrable || same_text(values[i].now, values[i].reset))
            continue;
        conf_set(name_of(&values[i]), NULL, CONF_FROM_SESSION, false);
    }
}

void conf_set_fixed(enum conf_id id, const char *value)
{
    struct value *v = &values[id];
    replace(&v->reset, value);
    replace(&v->session, value);
    char *old = dup_text(v->now);
    replace(&v->now, value);
    changed(v, old);
    free(old);
}

/* ---- transactions ---- */

void conf_xact_begin(void)
{
    in_xact = true;
}

static bool restoring;

bool conf_restoring(void)
{
    return restoring;
}

/* Puts a text in force again, through its hook, which accepted it before. */
static void restore(struct value *v, const char *text)
{
    char *old = v->now;
    v->now = dup_text(text);
    restoring = true;
    if (v->assign != NULL && text != NULL)
        v->assign(scratch, text);
    restoring = false;
    arena_reset(scratch);
    changed(v, old);
    free(old);
}

void conf_put_back(enum conf_id id, const char *value)
{
    restore(&values[id], value);
}

int conf_xact_mark(void)
{
    return nundo;
}

static void undo_from(int mark, bool restore_values)
{
    while (nundo > mark) {
        struct undo *u = &undo[--nundo];
        struct value *v = &values[u->at];
        if (restore_values) {
            replace(&v->session, u->session);
            if (!same_text(v->now, u->now))
                restore(v, u->now);
            v->local = u->local;
        }
        free(u->session);
        free(u->now);
    }
}

void conf_xact_rollback_to(int mark)
{
    undo_from(mark, true);
}

void conf_xact_end(bool commit)
{
    in_xact = false;
    undo_from(0, !commit);
    for (int i = 0; i < nvalues; i++)
        if (values[i].local) {
            values[i].local = false;
            if (!same_text(values[i].now, values[i].session))
                restore(&values[i], values[i].session);
        }
}

unsigned long conf_generation(void)
{
    return generation;
}

/* ---- asking ---- */

const char *conf_show(const char *name)
{
    static char text[64];
    const struct value *v = find(name);
    if (v == NULL)
        return NULL;
    if (v->row->flags & SECRET)
        return "";
    if (v->row->flags & PRIVATE)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be superuser or have privileges of pg_read_all_settings to examine \"%s\"", name_of(v));
    if (v->row->flags & UNSHOWN)
        return "unavailable";
    if ((v->row->type == CONF_INT || v->row->type == CONF_REAL) && v->now != NULL)
        return conf_number_shown(v->row, v->now, text, sizeof text);
    return v->now != NULL ? v->now : "";
}

const char *conf_nth(int n, const char **value, const char **description)
{
    for (int i = 0; i < nvalues; i++) {
        if ((values[i].row->flags & (SECRET | UNLISTED | PRIVATE)) || n-- > 0)
            continue;
        *value = conf_show(name_of(&values[i]));
        *description = values[i].row->description;
        return name_of(&values[i]);
    }
    return NULL;
}

static struct value *shown_nth(int n)
{
    for (int i = 0; i < nvalues; i++)
        if (!(values[i].row->flags & (SECRET | UNLISTED | PRIVATE)) && n-- == 0)
            return &values[i];
    return NULL;
}

bool conf_facts(int n, struct conf_facts *f)
{
    static const char *const units[] = {[UNIT_B] = "B", [UNIT_KB] = "kB", [UNIT_PAGE] = "8kB", [UNIT_MB] = "MB",
                                        [UNIT_MS] = "ms", [UNIT_S] = "s", [UNIT_MIN] = "min", [UNIT_OCTAL] = NULL};
    static const char *const types[] = {[CONF_BOOL] = "bool", [CONF_INT] = "integer", [CONF_REAL] = "real",
                                        [CONF_STRING] = "string", [CONF_ENUM] = "enum"};
    static const char *const contexts[] = {[CONF_FILE] = "sighup", [CONF_SESSION] = "user", [CONF_BACKEND] = "backend",
                                           [CONF_SERVER] = "postmaster", [CONF_SUPERUSER] = "superuser",
                                           [CONF_SUPERUSER_BACKEND] = "superuser-backend", [CONF_FIXED] = "internal"};
    static char boot[64], octal[64];
    const struct value *v = shown_nth(n);
    if (v == NULL)
        return false;
    const struct conf_row *row = v->row;
    bool number = row->type == CONF_INT || row->type == CONF_REAL;
    const char *dflt = row->dflt != NULL && row->type == CONF_INT ? conf_canonical_int(row, row->dflt, boot, sizeof boot) : row->dflt;
    *f = (struct conf_facts){.name = name_of(v), .setting = v->now != NULL ? v->now : "", .unit = units[row->unit],
                             .description = row->description, .context = contexts[row->context], .type = types[row->type],
                             .boot = dflt, .reset = v->reset, .words = row->type == CONF_ENUM ? row->values : NULL,
                             .number = number, .min = row->min, .max = row->max, .own = (row->flags & OWN) != 0, .plans = (row->flags & PLANS) != 0};
    if (row->unit == UNIT_OCTAL && v->now != NULL)
        f->setting = conf_number_shown(row, v->now, octal, sizeof octal);
    f->source = !same_text(v->now, v->reset) ? "session" : !same_text(v->reset, dflt) ? "configuration file" : "default";
    return true;
}

const char *conf_string(enum conf_id id)
{
    return values[id].now;
}

const char *conf_path(struct arena *a, enum conf_id id)
{
    const char *name = values[id].now, *dir = getenv("CREDENTIALS_DIRECTORY");
    if (name == NULL || name[0] == '\0')
        return NULL;
    return strchr(name, '/') != NULL || dir == NULL ? name : arena_printf(a, "%s/%s", dir, name);
}

bool conf_bool(enum conf_id id)
{
    return values[id].now != NULL && strcmp(values[id].now, "on") == 0;
}

int64_t conf_int(enum conf_id id)
{
    return values[id].now != NULL ? strtoll(values[id].now, NULL, 10) : 0;
}

void conf_on_assign(enum conf_id id, conf_assign_fn fn)
{
    values[id].assign = fn;
}

void conf_on_report(void (*fn)(const char *name, const char *value))
{
    report = fn;
}

void conf_report_all(void)
{
    for (int i = 0; i < nvalues; i++)
        if ((values[i].row->flags & REPORT) && report != NULL)
            report(name_of(&values[i]), values[i].now != NULL ? values[i].now : "");
}

void conf_print_mdoc(struct strbuf *out)
{
    for (int i = 0; i < COUNTOF(rows); i++) {
        const struct conf_row *r = &rows[i];
        if (!(r->flags & OWN))
            continue;
        strbuf_printf(out, ".It Cm %s\n", r->name);
        for (const char *p = r->description; *p != '\0';) { /* a sentence a line */
            const char *end = strstr(p, ". ");
            int n = end != NULL ? (int)(end - p) + 1 : (int)strlen(p);
            strbuf_printf(out, "%.*s\n", n, p);
            p += n;
            p += strspn(p, " ");
        }
        if (r->values != NULL) {
            strbuf_printf(out, "One of");
            char list[256];
            snprintf(list, sizeof list, "%s", r->values);
            int n = 0;
            for (char *save, *w = strtok_r(list, "|", &save); w != NULL; w = strtok_r(NULL, "|", &save))
                strbuf_printf(out, "%s\n.Cm %s", n++ > 0 ? " ," : "", w);
            strbuf_printf(out, " .\n");
        }
        if (r->dflt != NULL && r->dflt[0] != '\0')
            strbuf_printf(out, "Default:\n.Li %s .\n", r->dflt);
        if (r->context != CONF_SESSION)
            strbuf_printf(out, "Not to be changed with\n.Li SET .\n");
    }
}
