#include "analyze/raw.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"

static bool named(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = list; *p != '\0';) {
        size_t len = strcspn(p, " ");
        if (len == n && memcmp(p, name, n) == 0)
            return true;
        p += len;
        p += strspn(p, " ");
    }
    return false;
}

static void learn_mask(const ProtobufCMessageDescriptor *d, struct raw_fields *f)
{
    unsigned found = 0, wanted = f->names[0] != '\0';
    for (const char *p = f->names; *p != '\0'; p++)
        wanted += *p == ' ';
    for (unsigned i = 0; i < d->n_fields && i < 64; i++)
        if (named(f->names, d->fields[i].name)) {
            f->mask |= UINT64_C(1) << i;
            found++;
        }
    if (found != wanted)
        raise(ERR_INTERNAL_ERROR, "%s has not all of the fields \"%s\"", d->short_name, f->names);
    f->known = true;
}

static bool is_set(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *d)
{
    const char *at = (const char *)m + d->offset;
    if (d->label == PROTOBUF_C_LABEL_REPEATED)
        return *(const size_t *)((const char *)m + d->quantifier_offset) > 0;
    switch (d->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return *(void *const *)at != NULL;
    case PROTOBUF_C_TYPE_STRING:
        return *(const char *const *)at != NULL && **(const char *const *)at != '\0';
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        return *(const uint64_t *)at != 0;
    case PROTOBUF_C_TYPE_DOUBLE:
        return *(const double *)at != 0;
    case PROTOBUF_C_TYPE_BOOL:
        return *(const protobuf_c_boolean *)at != 0;
    default:
        return *(const uint32_t *)at != 0;
    }
}

void raw_check(const ProtobufCMessage *m, struct raw_fields *f, int location)
{
    const ProtobufCMessageDescriptor *d = m->descriptor;
    if (!f->known)
        learn_mask(d, f);
    for (unsigned i = 0; i < d->n_fields; i++)
        if ((i >= 64 || (f->mask >> i & 1) == 0) && is_set(m, &d->fields[i]))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "%s of %s is not supported", d->fields[i].name, d->short_name);
}

/* The member of the node's oneof. */
static const ProtobufCMessage *member(const PgQuery__Node *n)
{
    return n->node_case == PG_QUERY__NODE__NODE__NOT_SET ? NULL : (const ProtobufCMessage *)n->alias;
}

const char *raw_kind_name(const PgQuery__Node *n)
{
    const ProtobufCMessage *m = member(n);
    return m == NULL ? "empty node" : m->descriptor->short_name;
}

int raw_location(const PgQuery__Node *n)
{
    const ProtobufCMessage *m = n != NULL ? member(n) : NULL;
    if (m == NULL)
        return -1;
    int best = n->node_case == PG_QUERY__NODE__NODE_TYPE_CAST ? n->type_cast->type_name->location : -1;
    for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *d = &m->descriptor->fields[i];
        int at = -1;
        if (strcmp(d->name, "location") == 0) {
            at = *(const int32_t *)((const char *)m + d->offset);
        } else if (d->type == PROTOBUF_C_TYPE_MESSAGE && d->descriptor == &pg_query__node__descriptor &&
                   (n->node_case == PG_QUERY__NODE__NODE_A_EXPR || n->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION ||
                    n->node_case == PG_QUERY__NODE__NODE_TYPE_CAST || n->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR ||
                    n->node_case == PG_QUERY__NODE__NODE_NULL_TEST || n->node_case == PG_QUERY__NODE__NODE_SUB_LINK ||
                    n->node_case == PG_QUERY__NODE__NODE_BOOLEAN_TEST ||
                    n->node_case == PG_QUERY__NODE__NODE_COLLATE_CLAUSE || n->node_case == PG_QUERY__NODE__NODE_LIST)) {
            const void *p = (const char *)m + d->offset;
            if (d->label != PROTOBUF_C_LABEL_REPEATED)
                at = raw_location(*(PgQuery__Node *const *)p);
            else if (*(const size_t *)((const char *)m + d->quantifier_offset) > 0 && strcmp(d->name, "name") != 0)
                at = raw_location((*(PgQuery__Node *const *const *)p)[0]);
        }
        if (at >= 0 && (best < 0 || at < best))
            best = at;
    }
    return best;
}

_Noreturn void raw_refuse(const PgQuery__Node *n)
{
    raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(n), "%s is not supported", raw_kind_name(n));
}

const char *raw_string(const PgQuery__Node *n)
{
    return n != NULL && n->node_case == PG_QUERY__NODE__NODE_STRING ? n->string->sval : NULL;
}

PgQuery__Node *raw_string_node(struct arena *a, const char *text)
{
    PgQuery__Node *n = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(n);
    n->node_case = PG_QUERY__NODE__NODE_STRING;
    n->string = ARENA_NEW(a, PgQuery__String);
    pg_query__string__init(n->string);
    n->string->sval = arena_strdup(a, text);
    return n;
}

int raw_boolean(const PgQuery__Node *n)
{
    const char *word = raw_string(n);
    if (n == NULL)
        return 1;
    if (n->node_case == PG_QUERY__NODE__NODE_BOOLEAN)
        return n->boolean->boolval;
    if (n->node_case == PG_QUERY__NODE__NODE_INTEGER)
        return n->integer->ival == 0 || n->integer->ival == 1 ? n->integer->ival : -1;
    if (word != NULL && (strcasecmp(word, "true") == 0 || strcasecmp(word, "on") == 0))
        return 1;
    return word != NULL && (strcasecmp(word, "false") == 0 || strcasecmp(word, "off") == 0) ? 0 : -1;
}

List *raw_strings(struct arena *a, PgQuery__Node *const *items, size_t n)
{
    List *l = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *s = raw_string(items[i]);
        if (s == NULL)
            raw_refuse(items[i]);
        l = list_append(a, l, (void *)(uintptr_t)s);
    }
    return l;
}

const char *raw_dotted(struct arena *a, PgQuery__Node *const *items, size_t n)
{
    const char *out = "";
    for (size_t i = 0; i < n; i++) {
        const char *s = raw_string(items[i]);
        out = arena_printf(a, "%s%s%s", out, i > 0 ? "." : "", s != NULL ? s : "*");
    }
    return out;
}

/* Past white space and comments. */
static const char *skip_space(const char *p)
{
    for (;;) {
        if (isspace((unsigned char)*p)) {
            p++;
        } else if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n");
        } else if (p[0] == '/' && p[1] == '*') {
            int depth = 1;
            for (p += 2; *p != '\0' && depth > 0; p++) {
                if (p[0] == '/' && p[1] == '*')
                    depth++, p++;
                else if (p[0] == '*' && p[1] == '/')
                    depth--, p++;
            }
        } else {
            return p;
        }
    }
}

bool raw_quoted(const char *text, int location, int nth)
{
    if (text == NULL || location < 0)
        return false;
    const char *p = text + location;
    for (;; nth--) {
        p = skip_space(p);
        bool quoted = false;
        if ((*p == 'U' || *p == 'u') && p[1] == '&' && p[2] == '"')
            p += 2;
        if (*p == '"') {
            quoted = true;
            for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++)
                p += *p == '"';
            p += *p == '"';
        } else {
            while (isalnum((unsigned char)*p) || *p == '_' || *p == '$' || (unsigned char)*p >= 0x80)
                p++;
        }
        if (nth <= 0)
            return quoted;
        p = skip_space(p);
        if (*p != '.')
            return false;
        p++;
    }
}

int raw_start(const struct raw_stmt *raw)
{
    return (int)(skip_space(raw->text + raw->location) - raw->text);
}
