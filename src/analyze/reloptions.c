/*
 * Storage parameters: WITH (fillfactor = 70). They say nothing to MongoDB; they are checked as PostgreSQL does, and kept
 * ("fillfactor=70") for the catalogs to show.
 */
#include "analyze/define.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analyze/analyze_int.h"

enum option_kind { INTEGER, REAL, BOOLEAN, CHOICE };

struct option {
    const char *name;
    unsigned of; /* enum reloption_of */
    enum option_kind kind;
    double least, greatest;
};

static const struct option options_known[] = {
#define HEAP RELOPTION_HEAP
#define BTREE RELOPTION_BTREE
#define HASH RELOPTION_HASH
#define TOAST RELOPTION_TOAST
#define VIEW RELOPTION_VIEW
#define ATTRIBUTE RELOPTION_ATTRIBUTE
#define GIN RELOPTION_GIN
#define GIST RELOPTION_GIST
#define SPGIST RELOPTION_SPGIST
#define BRIN RELOPTION_BRIN
#define OPTION(name, of, kind, least, greatest) {#name, of, kind, least, greatest},
#include "analyze/reloptions.def"
#undef OPTION
#undef HEAP
#undef BTREE
#undef HASH
#undef TOAST
#undef VIEW
#undef ATTRIBUTE
#undef GIN
#undef GIST
#undef SPGIST
#undef BRIN
};

enum reloption_of reloption_of_method(const char *method)
{
    static const struct {
        const char *method;
        enum reloption_of of;
    } known[] = {{"hash", RELOPTION_HASH}, {"gin", RELOPTION_GIN}, {"gist", RELOPTION_GIST}, {"spgist", RELOPTION_SPGIST}, {"brin", RELOPTION_BRIN}};
    for (int i = 0; i < COUNTOF(known); i++)
        if (strcmp(known[i].method, method) == 0)
            return known[i].of;
    return RELOPTION_BTREE;
}

static const struct option *known(const char *name, unsigned of)
{
    for (int i = 0; i < COUNTOF(options_known); i++)
        if ((options_known[i].of & of) == of && strcmp(options_known[i].name, name) == 0)
            return &options_known[i];
    raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized parameter \"%s\"", name);
}

static const char *value_text(struct arena *a, const PgQuery__DefElem *d)
{
    if (d->arg == NULL)
        return "true";
    switch (d->arg->node_case) {
    case PG_QUERY__NODE__NODE_INTEGER: return arena_printf(a, "%d", d->arg->integer->ival);
    case PG_QUERY__NODE__NODE_FLOAT: return d->arg->float_->fval;
    case PG_QUERY__NODE__NODE_BOOLEAN: return d->arg->boolean->boolval ? "true" : "false";
    case PG_QUERY__NODE__NODE_STRING: return raw_string(d->arg);
    case PG_QUERY__NODE__NODE_TYPE_NAME: return raw_dotted(a, d->arg->type_name->names, d->arg->type_name->n_names);
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "this value of parameter \"%s\" is not supported", d->defname);
    }
}

static void check_number(const struct option *o, const char *text)
{
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    end += strspn(end, " \t\n");
    if (end == text || *end != '\0' || errno == ERANGE || isnan(value))
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid value for %s option \"%s\": %s", o->kind == INTEGER ? "integer" : "floating point", o->name, text);
    if (o->kind == INTEGER)
        value = rint(value);
    if (value >= o->least && value <= o->greatest)
        return;
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "value %s out of bounds for option \"%s\"", text, o->name);
    int digits = o->kind == INTEGER ? 0 : 6;
    error_throw(error_detail(e, "Valid values are between \"%.*f\" and \"%.*f\".", digits, o->least, digits, o->greatest));
}

static bool is_boolean(const char *text)
{
    struct soft_error soft = {0};
    type_input(NULL, TYPE_bool, -1, text, strlen(text), &soft);
    return !soft.failed;
}

static void check_value(const struct option *o, const char *text)
{
    if (o->kind == INTEGER || o->kind == REAL) {
        check_number(o, text);
    } else if (o->kind == BOOLEAN) {
        if (!is_boolean(text))
            raise(ERR_INVALID_PARAMETER_VALUE, "invalid value for boolean option \"%s\": %s", o->name, text);
    } else if (o->of == RELOPTION_VIEW) {
        if (strcmp(text, "local") == 0 || strcmp(text, "cascaded") == 0)
            return;
        struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for enum option \"%s\": %s", o->name, text);
        error_throw(error_detail(e, "Valid values are \"local\" and \"cascaded\"."));
    } else if (strcasecmp(text, "auto") != 0 && !is_boolean(text)) {
        struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for enum option \"%s\": %s", o->name, text);
        error_throw(error_detail(e, "Valid values are \"on\", \"off\", and \"auto\"."));
    }
}

static bool is_option(const char *kept, const char *name)
{
    size_t n = strlen(name);
    return strncmp(kept, name, n) == 0 && kept[n] == '=';
}

static List *without(struct arena *a, const List *kept, const char *name)
{
    List *out = NULL;
    for (int i = 0; i < list_length(kept); i++)
        if (!is_option(list_nth(kept, i), name))
            out = list_append(a, out, list_nth(kept, i));
    return out;
}

/* toast.x: of what MongoDB has not; looked at, and nowhere to be kept. */
static bool of_toast(const PgQuery__DefElem *d, unsigned of)
{
    if (is_empty(d->defnamespace))
        return false;
    if (of != RELOPTION_HEAP || strcmp(d->defnamespace, "toast") != 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized parameter namespace \"%s\"", d->defnamespace);
    return true;
}

List *analyze_reloptions(struct arena *a, PgQuery__Node *const *options, size_t n, enum reloption_of of, const List *before, bool reset)
{
    List *out = list_copy(a, before);
    for (size_t i = 0; i < n; i++) {
        const PgQuery__DefElem *d = options[i]->def_elem;
        RAW_FIELDS(d, d->location, "defnamespace defname arg defaction location");
        bool toast = of_toast(d, of);
        if (of == RELOPTION_HEAP && !toast && !reset && strcmp(d->defname, "oids") == 0) {
            if (raw_boolean(d->arg) != 0)
                raise(ERR_FEATURE_NOT_SUPPORTED, "tables declared WITH OIDS are not supported");
            continue;
        }
        if (reset && d->arg != NULL)
            raise(ERR_SYNTAX_ERROR, "RESET must not include values for parameters");
        for (size_t k = 0; k < i && !reset; k++) {
            const PgQuery__DefElem *other = options[k]->def_elem;
            if (strcmp(other->defname, d->defname) == 0 && is_empty(other->defnamespace) == !toast)
                raise(ERR_INVALID_PARAMETER_VALUE, "parameter \"%s\" specified more than once", d->defname);
        }
        if (reset) {
            out = without(a, out, d->defname);
            continue;
        }
        const struct option *o = known(d->defname, toast ? RELOPTION_TOAST : of);
        const char *text = value_text(a, d);
        check_value(o, text);
        if (!toast)
            out = list_append(a, without(a, out, d->defname), (void *)(uintptr_t)arena_printf(a, "%s=%s", d->defname, text));
    }
    return out;
}
