/*
 * A relation_source out of a text file, so that everything up to the pipeline is tested without a server:
 *
 *     # a comment; indentation tells what belongs to what
 *     database shop
 *     collection orders rows=1000
 *         _id        objectid        notnull
 *         total      float8          seen=int32,double,null,missing
 *         placed     timestamptz(3)
 *         tags       text[]          nested
 *         address    jsonb           seen=document,missing
 *             city   text
 *         "a name"   numeric(10,2)   hidden
 *         index by_total total city:-1 unique
 *     view big_orders
 *         total      float8
 *
 * Without seen= a field has its type's own BSON type, null and missing (notnull: neither). nested: arrays in an array are
 * further dimensions of it, as where SQL declared it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/schema.h"

#define MAX_DEPTH 16

struct fixture {
    struct relation_source source; /* first */
    struct arena *arena;
    List *relations; /* struct schema_relation */
    List *databases; /* char * */
};

struct parser {
    struct fixture *fx;
    const char *path;
    int line;
    const char *database;
    struct schema_relation *rel;
    struct {
        int indent;
        struct field *field;
    } stack[MAX_DEPTH];
    int depth;
};

static _Noreturn void bad(const struct parser *p, const char *what, const char *word)
{
    raise(ERR_INVALID_PARAMETER_VALUE, "%s:%d: %s \"%s\"", p->path, p->line, what, word);
}

/* The next word at *s, NUL-terminated in place; "..." may hold spaces. NULL at the end. */
static char *next_word(char **s)
{
    char *p = *s + strspn(*s, " \t");
    if (*p == '\0' || *p == '#')
        return NULL;
    char *start = p, *end;
    if (*p == '"') {
        start = p + 1;
        end = strchr(start, '"');
        if (end == NULL)
            end = start + strlen(start);
    } else {
        end = p;
        for (int parens = 0; *end != '\0' && (parens > 0 || (*end != ' ' && *end != '\t')); end++)
            parens += (*end == '(') - (*end == ')');
    }
    *s = *end == '\0' ? end : end + 1;
    *end = '\0';
    return start;
}

static const struct {
    const char *name;
    unsigned bit;
    Oid type; /* whose own BSON type it is */
} seen_names[] = {
    {"double", SEEN_DOUBLE, TYPE_float8},   {"string", SEEN_STRING, TYPE_text},
    {"document", SEEN_DOCUMENT, TYPE_jsonb}, {"array", SEEN_ARRAY, InvalidOid},
    {"binary", SEEN_BINARY, TYPE_bytea},    {"objectid", SEEN_OBJECTID, TYPE_objectid},
    {"bool", SEEN_BOOL, TYPE_bool},         {"date", SEEN_DATE, TYPE_timestamptz},
    {"null", SEEN_NULL, InvalidOid},        {"regex", SEEN_REGEX, InvalidOid},
    {"int32", SEEN_INT32, TYPE_int4},       {"timestamp", SEEN_TIMESTAMP, InvalidOid},
    {"int64", SEEN_INT64, TYPE_int8},       {"decimal", SEEN_DECIMAL, TYPE_numeric},
    {"other", SEEN_OTHER, InvalidOid},      {"missing", SEEN_MISSING, InvalidOid},
    {"uuid", SEEN_UUID, TYPE_uuid},
};
#define NSEEN (int)(sizeof seen_names / sizeof *seen_names)

static unsigned seen_of_type(Oid type)
{
    for (int i = 0; i < NSEEN; i++)
        if (seen_names[i].type == type)
            return seen_names[i].bit;
    return type_is_array(type) ? SEEN_ARRAY : SEEN_STRING; /* other types are kept as strings of their text */
}

static unsigned parse_seen(const struct parser *p, char *list)
{
    unsigned seen = 0;
    for (char *save, *w = strtok_r(list, ",", &save); w != NULL; w = strtok_r(NULL, ",", &save)) {
        int i = 0;
        while (i < NSEEN && strcmp(seen_names[i].name, w) != 0)
            i++;
        if (i == NSEEN)
            bad(p, "unknown BSON type", w);
        seen |= seen_names[i].bit;
    }
    return seen;
}

/* "text", "text[]", "numeric(10,2)" */
static void parse_type(const struct parser *p, char *word, Oid *type, int32_t *typmod)
{
    int32_t mods[2];
    int nmods = 0;
    size_t n = strlen(word);
    bool array = n > 2 && strcmp(word + n - 2, "[]") == 0;
    if (array)
        word[n - 2] = '\0';
    char *paren = strchr(word, '(');
    if (paren != NULL) {
        *paren = '\0';
        nmods = sscanf(paren + 1, "%d,%d", &mods[0], &mods[1]);
    }
    const struct type_info *t = type_by_name(word);
    if (t == NULL)
        bad(p, "unknown type", word);
    *type = array ? t->array : t->oid;
    *typmod = nmods > 0 ? type_typmod_in(t->oid, NULL, mods, nmods) : -1;
    if (t->oid == TYPE_timestamptz && nmods <= 0)
        *typmod = 3;
}

static void parse_index(struct parser *p, char *s)
{
    struct arena *a = p->fx->arena;
    struct relation *rel = &p->rel->rel;
    struct index_info *ix = ARENA_NEW(a, struct index_info);
    char *w = next_word(&s);
    if (w == NULL)
        bad(p, "index without a name", "");
    ix->name = arena_strdup(a, w);
    ix->oid = relation_oid(rel->name, w);
    ix->keys = ARENA_ARRAY(a, struct index_key, 32);
    while ((w = next_word(&s)) != NULL) {
        ix->method = "btree";
        if (strcmp(w, "unique") == 0)
            ix->unique = true;
        else if (strcmp(w, "sparse") == 0)
            ix->sparse = true;
        else if (strcmp(w, "partial") == 0)
            ix->partial = true;
        else if (strcmp(w, "multikey") == 0)
            ix->multikey_possible = true;
        else if (ix->nkeys < 32) {
            char *colon = strchr(w, ':');
            if (colon != NULL)
                *colon = '\0';
            int direction = colon != NULL ? atoi(colon + 1) : 1;
            ix->keys[ix->nkeys++] = (struct index_key){arena_strdup(a, w), direction, direction < 0, direction < 0, NULL};
        }
    }
    rel->indexes = list_append(a, rel->indexes, ix);
}

static void parse_field(struct parser *p, int indent, char *word, char *s)
{
    struct arena *a = p->fx->arena;
    while (p->depth > 0 && p->stack[p->depth - 1].indent >= indent)
        p->depth--;
    struct field *parent = p->depth == 0 ? p->rel->root : p->stack[p->depth - 1].field;
    struct field *f = field_child(a, parent, word, strlen(word), 0, SCHEMA_MAX_COLUMNS);
    char *type = next_word(&s);
    if (type == NULL)
        bad(p, "no type for", word);
    parse_type(p, type, &f->type, &f->typmod);
    bool notnull = strcmp(word, "_id") == 0 && p->depth == 0;
    for (char *w; (w = next_word(&s)) != NULL;) {
        if (strcmp(w, "notnull") == 0)
            notnull = true;
        else if (strcmp(w, "hidden") == 0)
            f->hidden = true;
        else if (strcmp(w, "nested") == 0)
            f->nested = true;
        else if (strncmp(w, "seen=", 5) == 0)
            f->seen = parse_seen(p, w + 5);
        else if (strncmp(w, "default=", 8) == 0)
            f->default_text = arena_strdup(a, w + 8);
        else
            bad(p, "unknown word", w);
    }
    if (f->seen == 0)
        f->seen = seen_of_type(f->type) | (notnull ? 0 : SEEN_NULL | SEEN_MISSING);
    f->required = notnull;
    if (p->depth < MAX_DEPTH) {
        p->stack[p->depth].indent = indent;
        p->stack[p->depth++].field = f;
    }
}

static void relation_done(struct parser *p)
{
    if (p->rel != NULL)
        schema_set_columns(p->rel);
    p->rel = NULL;
}

static void begin_relation(struct parser *p, const char *kind, char *s)
{
    struct arena *a = p->fx->arena;
    char *name = next_word(&s);
    relation_done(p);
    if (name == NULL)
        bad(p, "no name after", kind);
    struct schema_relation *sr = ARENA_NEW(a, struct schema_relation);
    sr->arena = a;
    sr->root = field_new(a, "", 0);
    sr->rel = (struct relation){
        .oid = relation_oid(p->database, name),
        .rowtype = row_type_oid(p->database, name),
        .database = p->database,
        .schema = "public",
        .name = arena_strdup(a, name),
        .collection = arena_strdup(a, name),
        .kind = strcmp(kind, "view") == 0 ? REL_VIEW : strcmp(kind, "timeseries") == 0 ? REL_TIMESERIES : REL_COLLECTION,
        .rows = -1,
        .source = &p->fx->source,
        .indexes_known = true,
        .version = 1,
    };
    for (char *w; (w = next_word(&s)) != NULL;) {
        if (strncmp(w, "rows=", 5) != 0)
            bad(p, "unknown word", w);
        sr->rel.rows = strtod(w + 5, NULL);
    }
    p->rel = sr;
    p->depth = 0;
    p->fx->relations = list_append(a, p->fx->relations, sr);
}

static void parse_line(struct parser *p, char *line)
{
    int indent = (int)strspn(line, " \t");
    char *s = line, *word = next_word(&s);
    if (word == NULL)
        return;
    if (indent > 0 && p->rel != NULL) {
        if (strcmp(word, "index") == 0 && line[indent] != '"')
            parse_index(p, s);
        else
            parse_field(p, indent, word, s);
    } else if (strcmp(word, "database") == 0) {
        char *name = next_word(&s);
        if (name == NULL)
            bad(p, "no name after", word);
        relation_done(p);
        p->database = arena_strdup(p->fx->arena, name);
        p->fx->databases = list_append(p->fx->arena, p->fx->databases, (void *)(uintptr_t)p->database);
    } else if (strcmp(word, "collection") == 0 || strcmp(word, "view") == 0 || strcmp(word, "timeseries") == 0) {
        begin_relation(p, word, s);
    } else {
        bad(p, "unknown word", word);
    }
}

/* ---- the source ---- */

static struct relation *lookup(struct relation_source *src, const char *database, const char *name)
{
    FOREACH (struct schema_relation, sr, ((struct fixture *)src)->relations)
        if (strcmp(sr->rel.name, name) == 0 && strcmp(sr->rel.database, database) == 0)
            return &sr->rel;
    return NULL;
}

static struct column *path_column(struct relation_source *src, struct relation *rel, const struct column *parent,
                                  const char *field, bool quoted)
{
    (void)src;
    return schema_path_column(rel, parent, field, quoted);
}

static List *databases(struct relation_source *src, struct arena *a)
{
    return list_copy(a, ((struct fixture *)src)->databases);
}

static List *names(struct relation_source *src, struct arena *a, const char *database, const char *only)
{
    List *l = NULL;
    FOREACH (struct schema_relation, sr, ((struct fixture *)src)->relations)
        if (strcmp(sr->rel.database, database) == 0 && (only == NULL || strcmp(sr->rel.name, only) == 0))
            l = relation_name_add(a, l, &(struct relation_name){sr->rel.name, sr->rel.kind, sr->rel.def, NULL});
    return l;
}

static void indexes(struct relation_source *src, struct relation *rel)
{
    (void)src;
    rel->indexes_known = true;
}

static List *index_list(struct relation_source *src, struct arena *a, const char *database, const char *name)
{
    const struct relation *rel = lookup(src, database, name);
    return rel != NULL ? rel->indexes : NULL;
}

static const char *view_text(struct relation_source *src, struct arena *a, const char *database, const char *name)
{
    return NULL;
}

static bool size(struct relation_source *src, const char *database, const char *name, int64_t *data, int64_t *index)
{
    return false;
}

static void refresh(struct relation_source *src, const char *database, const char *name)
{
    FOREACH (struct schema_relation, sr, ((struct fixture *)src)->relations)
        if (name == NULL || (strcmp(sr->rel.name, name) == 0 && strcmp(sr->rel.database, database) == 0))
            sr->rel.version++;
}

static List *no_sequences(struct relation_source *src, struct arena *a, const char *database)
{
    return NULL;
}

static bool no_sequence(struct relation_source *src, const char *database, const char *name, int64_t *value)
{
    return false;
}

static bool no_sequence_set(struct relation_source *src, const char *database, const char *name, int64_t value, bool called)
{
    return false;
}

struct relation_source *fixture_source_load(struct arena *a, const char *path)
{
    struct fixture *fx = ARENA_NEW(a, struct fixture);
    fx->arena = a;
    fx->source = (struct relation_source){lookup, path_column, databases, names, indexes, NULL, index_list, view_text, size, NULL, no_sequences, no_sequence, no_sequence_set, NULL, refresh, NULL, NULL, NULL};
    struct parser p = {.fx = fx, .path = path, .database = "test"};
    FILE *f = fopen(path, "r");
    if (f == NULL)
        raise(ERR_UNDEFINED_FILE, "could not open file \"%s\": %s", path, strerror(errno));
    char line[4096];
    GUARD {
        while (fgets(line, sizeof line, f) != NULL) {
            p.line++;
            line[strcspn(line, "\n")] = '\0';
            parse_line(&p, line);
        }
        relation_done(&p);
    } FINALLY {
        fclose(f);
    } END_GUARD;
    return &fx->source;
}
