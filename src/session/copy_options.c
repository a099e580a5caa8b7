/* COPY's options (manual: COPY, "Parameters"). */
#include "session/copy_int.h"

#include <string.h>
#include <strings.h>

#include "base/macros.h"

static const char *const option_names[] = {"format", "delimiter", "null", "header", "quote", "escape", "force_quote", "encoding",
                                           "force_null", "force_not_null", "freeze"};

static void set_header(struct copy_options *o, const PgQuery__DefElem *d, bool is_from)
{
    const char *word = raw_string(d->arg);
    int on = raw_boolean(d->arg);
    o->match = word != NULL && strcasecmp(word, "match") == 0;
    if (o->match && !is_from)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
    if (on < 0 && !o->match)
        raise(ERR_SYNTAX_ERROR, "%s requires a Boolean value or \"match\"", d->defname);
    o->header = o->match || on == 1;
}

static const char *option_text(const PgQuery__DefElem *d)
{
    const char *text = raw_string(d->arg);
    if (text == NULL)
        raise(ERR_SYNTAX_ERROR, "%s requires a parameter", d->defname);
    return text;
}

static void set_format(struct copy_options *o, const PgQuery__DefElem *d)
{
    const char *f = option_text(d);
    if (strcmp(f, "text") == 0)
        o->format = COPY_TEXT;
    else if (strcmp(f, "csv") == 0)
        o->format = COPY_CSV;
    else if (strcmp(f, "binary") == 0)
        o->format = COPY_BINARY;
    else
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "COPY format \"%s\" not recognized", f);
}

static void set_force_quote(struct copy_options *o, const PgQuery__DefElem *d)
{
    if (d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_A_STAR)
        o->force_all = true;
    else if (d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_LIST)
        o->force = d->arg->list;
    else
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "argument to option \"%s\" must be a list of column names", d->defname);
}

static const PgQuery__List *column_list(const PgQuery__DefElem *d)
{
    if (d->arg == NULL || d->arg->node_case != PG_QUERY__NODE__NODE_LIST)
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "argument to option \"%s\" must be a list of column names", d->defname);
    return d->arg->list;
}

static void set_freeze(struct copy_options *o, const PgQuery__DefElem *d)
{
    int on = raw_boolean(d->arg);
    if (on < 0)
        raise(ERR_SYNTAX_ERROR, "%s requires a Boolean value", d->defname);
    o->freeze = on == 1;
}

static void set_encoding(struct copy_options *o, const PgQuery__DefElem *d)
{
    if (!encoding_find(option_text(d), &o->encoding))
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "argument to option \"%s\" must be a valid encoding name", d->defname);
    if (!encoding_converted(o->encoding))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "COPY in encoding \"%s\" is not supported", encoding_name(o->encoding));
}

static void one_byte(const char *text, const char *what)
{
    if (strlen(text) != 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY %s must be a single one-byte character", what);
}

static void only_in_csv(const struct copy_options *o, bool given, const char *what)
{
    if (given && o->format != COPY_CSV)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY %s available only in CSV mode", what);
}

static void only_from(const PgQuery__List *columns, bool is_from, const char *what)
{
    if (columns != NULL && !is_from)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY %s only available using COPY FROM", what);
}

static void check_options(struct copy_options *o, bool is_from)
{
    bool csv = o->format == COPY_CSV;
    if (o->format == COPY_BINARY && o->delimiter != NULL)
        raise(ERR_SYNTAX_ERROR, "cannot specify DELIMITER in BINARY mode");
    if (o->format == COPY_BINARY && o->null != NULL)
        raise(ERR_SYNTAX_ERROR, "cannot specify NULL in BINARY mode");
    if (o->format == COPY_BINARY && o->header)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot specify HEADER in BINARY mode");
    bool quoted = o->quote != NULL, escaped = o->escape != NULL;
    o->delimiter = o->delimiter != NULL ? o->delimiter : csv ? "," : "\t";
    o->null = o->null != NULL ? o->null : csv ? "" : "\\N";
    if (csv) {
        o->quote = quoted ? o->quote : "\"";
        o->escape = escaped ? o->escape : o->quote;
    }
    one_byte(o->delimiter, "delimiter");
    if (strpbrk(o->delimiter, "\r\n") != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter cannot be newline or carriage return");
    if (strpbrk(o->null, "\r\n") != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY null representation cannot use newline or carriage return");
    if (!csv && strchr("\\.abcdefghijklmnopqrstuvwxyz0123456789", *o->delimiter) != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter cannot be \"%s\"", o->delimiter);
    only_in_csv(o, quoted, "quote");
    if (csv)
        one_byte(o->quote, "quote");
    if (csv && *o->delimiter == *o->quote)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter and quote must be different");
    only_in_csv(o, escaped, "escape");
    if (csv)
        one_byte(o->escape, "escape");
    only_in_csv(o, o->force_all || o->force != NULL, "force quote");
    if ((o->force_all || o->force != NULL) && is_from)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY force quote only available using COPY TO");
    only_in_csv(o, o->force_not_null != NULL, "force not null");
    only_from(o->force_not_null, is_from, "force not null");
    only_in_csv(o, o->force_null != NULL, "force null");
    only_from(o->force_null, is_from, "force null");
    if (strchr(o->null, *o->delimiter) != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY delimiter must not appear in the NULL specification");
    if (csv && strchr(o->null, *o->quote) != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "CSV quote character must not appear in the NULL specification");
}

void copy_named_once(PgQuery__Node *const *names, size_t k)
{
    const char *name = raw_string(names[k]);
    for (size_t i = 0; i < k; i++)
        if (strcmp(raw_string(names[i]), name) == 0)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
}

void copy_options_read(struct copy_options *o, const PgQuery__CopyStmt *c)
{
    bool seen[COUNTOF(option_names)] = {false};
    o->encoding = client_encoding();
    for (size_t i = 0; i < c->n_options; i++) {
        const PgQuery__DefElem *d = c->options[i]->def_elem;
        int known = 0;
        RAW_FIELDS(d, d->location, "defname arg defaction location");
        while (known < COUNTOF(option_names) && strcmp(option_names[known], d->defname) != 0)
            known++;
        if (known == COUNTOF(option_names))
            raise_at(ERR_SYNTAX_ERROR, d->location, "option \"%s\" not recognized", d->defname);
        if (seen[known])
            raise_at(ERR_SYNTAX_ERROR, d->location, "conflicting or redundant options");
        seen[known] = true;
        switch (known) {
        case 0: set_format(o, d); break;
        case 1: o->delimiter = option_text(d); break;
        case 2: o->null = option_text(d); break;
        case 3: set_header(o, d, c->is_from); break;
        case 4: o->quote = option_text(d); break;
        case 5: o->escape = option_text(d); break;
        case 6: set_force_quote(o, d); break;
        case 7: set_encoding(o, d); break;
        case 8: o->force_null = column_list(d); break;
        case 9: o->force_not_null = column_list(d); break;
        default: set_freeze(o, d); break;
        }
    }
    check_options(o, c->is_from);
}
