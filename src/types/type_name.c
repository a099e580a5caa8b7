/* A type by the name that SQL gives it: what regtype reads, and the argument lists of regprocedure and regoperator. */
#include "base/macros.h"
#include "types/ident.h"
#include "types/reg.h"
#include "types/user.h"

extern void reg_check_database(const char *const *parts, int n, const char *text) __attribute__((weak));
extern Oid reg_row_type(const char *schema, const char *name, bool array) __attribute__((weak));
extern bool schema_is_visible(const char *schema) __attribute__((weak));

static const struct {
    const char *words;
    Oid type;
} sql_types[] = {
    {"bigint", TYPE_int8}, {"bit", TYPE_bit}, {"bit varying", TYPE_varbit}, {"boolean", TYPE_bool},
    {"char", TYPE_bpchar}, {"char varying", TYPE_varchar}, {"character", TYPE_bpchar},
    {"character varying", TYPE_varchar}, {"dec", TYPE_numeric}, {"decimal", TYPE_numeric},
    {"double precision", TYPE_float8}, {"float", TYPE_float8}, {"int", TYPE_int4}, {"integer", TYPE_int4},
    {"national char", TYPE_bpchar}, {"national char varying", TYPE_varchar}, {"national character", TYPE_bpchar},
    {"national character varying", TYPE_varchar}, {"nchar", TYPE_bpchar}, {"nchar varying", TYPE_varchar},
    {"interval", TYPE_interval}, {"numeric", TYPE_numeric}, {"time", TYPE_time}, {"timestamp", TYPE_timestamp}, {"varchar", TYPE_varchar},
    {"real", TYPE_float4}, {"smallint", TYPE_int2}, {"time with time zone", TYPE_timetz},
    {"time without time zone", TYPE_time}, {"timestamp with time zone", TYPE_timestamptz},
    {"timestamp without time zone", TYPE_timestamp},
};
static const char *const interval_fields[] = {
    "year", "month", "day", "hour", "minute", "second", "year to month", "day to hour", "day to minute",
    "day to second", "hour to minute", "hour to second", "minute to second",
};

/* A name taken apart. */
struct type_words {
    struct strbuf words;  /* lower case, single spaces; or the quoted name */
    bool quoted, array;
    const char *parts[4]; /* what stands before it: a schema, before that a database; with the name as it is asked for below */
    int nparts;
    int modifier;         /* the first number in parentheses, -1 none */
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
}

static _Noreturn void bad_name(const char *text)
{
    raise(ERR_SYNTAX_ERROR, "invalid type name \"%s\"", text);
}

/* len 0: there should have been more. */
static _Noreturn void bad_word(const char *word, size_t len, const char *text)
{
    struct error *e = len > 0 ? error_new(ERR_SYNTAX_ERROR, "syntax error at or near \"%.*s\"", (int)len, word)
                              : error_new(ERR_SYNTAX_ERROR, "syntax error at end of input");
    error_throw(error_where(e, "invalid type name \"%s\"", text));
}

static void end_word(struct type_words *w, const char *text)
{
    if (w->quoted)
        bad_name(text);
    if (w->words.len > 0)
        strbuf_addch(&w->words, ' ');
}

static const char *take_quoted(struct type_words *w, const char *s, const char *text)
{
    end_word(w, text);
    if (w->words.len > 0)
        bad_name(text);
    w->quoted = true;
    for (s++; *s != '"' || s[1] == '"'; s++) {
        if (*s == '\0')
            bad_name(text);
        s += *s == '"';
        strbuf_addch(&w->words, *s);
    }
    return s + 1;
}

static const char *take_word(struct type_words *w, const char *s, const char *text)
{
    size_t digits = strspn(s, "0123456789");
    if (digits > 0)
        bad_word(s, digits, text);
    end_word(w, text);
    for (; is_word(*s); s++)
        strbuf_addch(&w->words, (char)(*s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s));
    return s;
}

/* (10,2) */
static const char *take_modifiers(struct type_words *w, const char *s, const char *text)
{
    if (w->words.len == 0 || w->array || w->modifier >= 0)
        bad_name(text);
    w->modifier = 0;
    s++;
    for (bool first = true; *s != ')'; s++) {
        if (!(*s >= '0' && *s <= '9') && !is_space(*s) && *s != ',' && *s != '-')
            bad_word(s, *s != '\0', text);
        first = first && *s != ',';
        if (first && *s >= '0' && *s <= '9' && w->modifier < 10000)
            w->modifier = w->modifier * 10 + (*s - '0');
    }
    return s + 1;
}

/* [] or [3] */
static const char *take_brackets(struct type_words *w, const char *s, const char *text)
{
    w->array = true;
    s += 1 + strspn(s + 1, " 0123456789");
    if (*s != ']' || w->words.len == 0)
        bad_word(s, *s != '\0', text);
    return s + 1;
}

static void take_apart(struct arena *a, const char *text, struct type_words *w)
{
    *w = (struct type_words){.modifier = -1};
    strbuf_init(&w->words, a);
    for (const char *s = text; *s != '\0';) {
        if (is_space(*s))
            s++;
        else if (*s == '.' && w->nparts < 3 && w->words.len > 0) {
            w->parts[w->nparts++] = arena_strdup(a, w->words.data);
            w->quoted = false;
            strbuf_clear(&w->words);
            s++;
        } else if (*s == '"')
            s = take_quoted(w, s, text);
        else if (*s == '(')
            s = take_modifiers(w, s, text);
        else if (*s == '[')
            s = take_brackets(w, s, text);
        else if (is_word(*s) && !w->array)
            s = take_word(w, s, text);
        else
            bad_word(s, 1, text);
    }
    static const char array[] = " array";
    size_t n = sizeof array - 1;
    if (!w->quoted && w->words.len > n && strcmp(w->words.data + w->words.len - n, array) == 0) {
        w->words.len -= n;
        w->words.data[w->words.len] = '\0';
        w->array = true;
    }
    if (w->words.len == 0)
        bad_name(text);
}

static Oid sql_type(const struct type_words *w)
{
    const char *words = w->words.data;
    if (strcmp(words, "float") == 0 && w->modifier >= 0) {
        if (w->modifier < 1)
            raise(ERR_INVALID_PARAMETER_VALUE, "precision for type float must be at least 1 bit");
        if (w->modifier > 53)
            raise(ERR_INVALID_PARAMETER_VALUE, "precision for type float must be less than 54 bits");
        return w->modifier <= 24 ? TYPE_float4 : TYPE_float8;
    }
    for (int i = 0; i < COUNTOF(sql_types); i++)
        if (strcmp(words, sql_types[i].words) == 0)
            return sql_types[i].type;
    if (strncmp(words, "interval ", 9) == 0)
        for (int i = 0; i < COUNTOF(interval_fields); i++)
            if (strcmp(words + 9, interval_fields[i]) == 0)
                return TYPE_interval;
    return InvalidOid;
}

/* The schema that the name says; NULL: none. Raises what is no schema of this database. */
static const char *schema_of(struct type_words *w, const char *text)
{
    if (w->nparts == 0)
        return NULL;
    const char *schema = w->parts[w->nparts - 1];
    w->parts[w->nparts] = w->words.data;
    if (reg_check_database != NULL)
        reg_check_database(w->parts, w->nparts + 1, text);
    if (strcmp(schema, "information_schema") != 0 && strcmp(schema, "pg_catalog") != 0 && strcmp(schema, "public") != 0)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", schema);
    return schema;
}

const struct type_info *type_named(const char *schema, const char *name)
{
    bool of_information = schema != NULL && strcmp(schema, "information_schema") == 0;
    const struct type_info *t = type_in_schema(of_information ? schema : NULL, name);
    if (t == NULL || of_information)
        return t;
    if (t->oid == TYPE_objectid) /* public's, and found without that, too */
        return schema == NULL || strcmp(schema, "public") == 0 ? t : NULL;
    const char *own = type_schema(t->oid);
    if (schema != NULL)
        return strcmp(schema, own) == 0 ? t : NULL;
    return t->oid < TYPE_FIRST_USER || schema_is_visible == NULL || schema_is_visible(own) ? t : NULL;
}

/* Can the words be the name of a type that SQL's grammar has no words for? One word, and no key word that would be taken for another thing. */
static bool is_name(const struct type_words *w)
{
    const char *words = w->words.data;
    const struct keyword *k = w->nparts == 0 ? keyword_find(words, w->words.len) : NULL;
    return w->quoted || (strchr(words, ' ') == NULL && !(*words >= '0' && *words <= '9') && (k == NULL || (k->category != 'R' && k->category != 'C')));
}

Oid type_by_sql_name(struct arena *a, const char *text)
{
    struct type_words w;
    take_apart(a, text, &w);
    if (!w.quoted && strncmp(w.words.data, "setof ", 6) == 0)
        bad_name(text);
    const char *schema = schema_of(&w, text);
    Oid oid = w.quoted || schema != NULL ? InvalidOid : sql_type(&w);
    const char *second = w.quoted || oid != InvalidOid ? NULL : strchr(w.words.data, ' '); /* all types of several words were tried */
    if (second != NULL)
        bad_word(second + 1, strcspn(second + 1, " "), text);
    if (oid == InvalidOid) {
        if (!is_name(&w))
            bad_name(text);
        const struct type_info *t = type_named(schema, w.words.data);
        oid = t != NULL ? t->oid : InvalidOid;
    }
    if (oid == InvalidOid && reg_row_type != NULL)
        oid = reg_row_type(schema, w.words.data, w.array);
    else if (oid != InvalidOid && w.array) {
        const struct type_info *t = type_get(oid);
        oid = t->array != InvalidOid ? t->array : type_is_array(oid) ? oid : InvalidOid;
    }
    if (oid == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "type \"%s%s%s%s\" does not exist", schema != NULL ? schema : "", schema != NULL ? "." : "",
              w.words.data, w.array ? "[]" : "");
    return oid;
}

Oid reg_type_find(struct arena *a, const char *text)
{
    return type_by_sql_name(a, text);
}
