/* Copy, equal, print and walk: one interpreter over the field tables that nodes.def expands to. */
#include "nodes/nodes.h"

#include <stddef.h>

#include "base/strbuf.h"
#include "types/type.h"

enum field_kind { FIELD_END, FIELD_INT, FIELD_LOC, FIELD_FORM, FIELD_BOOL, FIELD_OID, FIELD_DOUBLE, FIELD_STR, FIELD_NODE, FIELD_LIST,
                  FIELD_LISTS, FIELD_INTS, FIELD_STRS, FIELD_DATUM, FIELD_PTR };
struct field {
    const char *name;
    enum field_kind kind;
    uint16_t offset;
};

#define ROW(f, kind) {#f, kind, offsetof(Self, f)},
#define INT(f) ROW(f, FIELD_INT)
#define LOC(f) ROW(f, FIELD_LOC)
#define FORM(f) ROW(f, FIELD_FORM)
#define BOOL(f) ROW(f, FIELD_BOOL)
#define OID(f) ROW(f, FIELD_OID)
#define DOUBLE(f) ROW(f, FIELD_DOUBLE)
#define STR(f) ROW(f, FIELD_STR)
#define NODE_PTR(type, f) ROW(f, FIELD_NODE)
#define LIST(f) ROW(f, FIELD_LIST)
#define LISTS(f) ROW(f, FIELD_LISTS)
#define INTS(f) ROW(f, FIELD_INTS)
#define STRS(f) ROW(f, FIELD_STRS)
#define DATUM(f) ROW(f, FIELD_DATUM)
#define PTR(type, f) ROW(f, FIELD_PTR)
#define MEMO(type, f)
#define NODE(name, fields)                                          \
    static const struct field *fields_of_##name(void)               \
    {                                                               \
        typedef struct name Self;                                   \
        static const struct field table[] = {fields {0, FIELD_END, 0}}; \
        return table;                                               \
    }
#include "nodes/nodes.def"
#undef NODE

static const struct {
    const char *name;
    size_t size;
    const struct field *(*fields)(void);
} tags[] = {
    {"Invalid", 0, NULL},
#define NODE(name, fields) {#name, sizeof(name), fields_of_##name},
#include "nodes/nodes.def"
#undef NODE
};

const char *node_name(NodeTag tag)
{
    return tags[tag].name;
}

#define AT(type, node, f) (*(type *)((char *)(node) + (f)->offset))

static List *mutate_lists(struct arena *a, const List *lists, Node *(*fn)(Node *child, void *ctx), void *ctx)
{
    List *out = NULL;
    FOREACH (List, l, lists)
        out = list_append(a, out, node_mutate_list(a, l, fn, ctx));
    return out;
}

void *node_mutate(struct arena *a, const void *node, Node *(*fn)(Node *child, void *ctx), void *ctx)
{
    if (node == NULL)
        return NULL;
    NodeTag tag = ((const Node *)node)->tag;
    Node *n = arena_memdup(a, node, tags[tag].size);
    for (const struct field *f = tags[tag].fields(); f->kind != FIELD_END; f++)
        if (f->kind == FIELD_NODE && AT(Node *, n, f) != NULL)
            AT(Node *, n, f) = fn(AT(Node *, n, f), ctx);
        else if (f->kind == FIELD_LIST)
            AT(List *, n, f) = node_mutate_list(a, AT(List *, n, f), fn, ctx);
        else if (f->kind == FIELD_LISTS)
            AT(List *, n, f) = mutate_lists(a, AT(List *, n, f), fn, ctx);
        else if (f->kind == FIELD_INTS || f->kind == FIELD_STRS)
            AT(List *, n, f) = list_copy(a, AT(List *, n, f));
    return n;
}

List *node_mutate_list(struct arena *a, const List *l, Node *(*fn)(Node *child, void *ctx), void *ctx)
{
    List *out = NULL;
    for (int i = 0; i < list_length(l); i++)
        out = list_append(a, out, l->items[i] == NULL ? NULL : fn(l->items[i], ctx));
    return out;
}

static Node *copy_child(Node *child, void *ctx)
{
    return node_mutate(ctx, child, copy_child, ctx);
}

void *node_copy(struct arena *a, const void *node)
{
    return node_mutate(a, node, copy_child, a);
}

List *node_copy_list(struct arena *a, const List *l)
{
    return node_mutate_list(a, l, copy_child, a);
}

bool node_walk_list(List *l, bool (*fn)(Node *child, void *ctx), void *ctx)
{
    for (int i = 0; i < list_length(l); i++)
        if (l->items[i] != NULL && fn(l->items[i], ctx))
            return true;
    return false;
}

bool node_walk(Node *node, bool (*fn)(Node *child, void *ctx), void *ctx)
{
    if (node == NULL)
        return false;
    for (const struct field *f = tags[node->tag].fields(); f->kind != FIELD_END; f++)
        if (f->kind == FIELD_NODE && AT(Node *, node, f) != NULL) {
            if (fn(AT(Node *, node, f), ctx))
                return true;
        } else if (f->kind == FIELD_LIST && node_walk_list(AT(List *, node, f), fn, ctx)) {
            return true;
        } else if (f->kind == FIELD_LISTS) {
            FOREACH (List, l, AT(List *, node, f))
                if (node_walk_list(l, fn, ctx))
                    return true;
        }
    return false;
}

static bool ints_equal(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    for (int i = 0; i < list_length(x); i++)
        if (x->items[i] != y->items[i])
            return false;
    return true;
}

static bool strs_equal(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    for (int i = 0; i < list_length(x); i++)
        if (strcmp(x->items[i], y->items[i]) != 0)
            return false;
    return true;
}

bool node_equal_list(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    for (int i = 0; i < list_length(x); i++)
        if (!node_equal(x->items[i], y->items[i]))
            return false;
    return true;
}

/* A Const's value: by the bytes of its flat form, or the word. */
static bool const_equal(const Const *x, const Const *y)
{
    if (x->consttype != y->consttype || x->constisnull != y->constisnull || x->consttypmod != y->consttypmod)
        return false;
    if (x->constisnull || x->constvalue == y->constvalue)
        return true;
    if (type_get(x->consttype)->byval)
        return false;
    const struct varlena *a = datum_varlena(x->constvalue), *b = datum_varlena(y->constvalue);
    return a->len == b->len && a->info == b->info && memcmp(a->data, b->data, a->len) == 0;
}

static bool lists_equal(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    for (int i = 0; i < list_length(x); i++)
        if (!node_equal_list(x->items[i], y->items[i]))
            return false;
    return true;
}

bool node_equal(const void *px, const void *py)
{
    const Node *x = px, *y = py;
    if (x == y)
        return true;
    if (x == NULL || y == NULL || x->tag != y->tag)
        return false;
    if (x->tag == T_Const)
        return const_equal(px, py);
    for (const struct field *f = tags[x->tag].fields(); f->kind != FIELD_END; f++) {
        bool same = true;
        switch (f->kind) {
        case FIELD_INT: same = AT(const int, x, f) == AT(const int, y, f); break;
        case FIELD_OID: same = AT(const Oid, x, f) == AT(const Oid, y, f); break;
        case FIELD_BOOL: same = AT(const bool, x, f) == AT(const bool, y, f); break;
        case FIELD_NODE: same = node_equal(AT(Node *const, x, f), AT(Node *const, y, f)); break;
        case FIELD_LIST: same = node_equal_list(AT(List *const, x, f), AT(List *const, y, f)); break;
        case FIELD_LISTS: same = lists_equal(AT(List *const, x, f), AT(List *const, y, f)); break;
        case FIELD_INTS: same = ints_equal(AT(List *const, x, f), AT(List *const, y, f)); break;
        case FIELD_STRS: same = strs_equal(AT(List *const, x, f), AT(List *const, y, f)); break;
        case FIELD_PTR: same = AT(void *const, x, f) == AT(void *const, y, f); break;
        case FIELD_STR: {
            const char *s = AT(const char *const, x, f), *t = AT(const char *const, y, f);
            same = s == t || (s != NULL && t != NULL && strcmp(s, t) == 0);
            break;
        }
        default: break;
        }
        if (!same)
            return false;
    }
    return true;
}

/* ---- print ---- */
static void print_node(struct strbuf *b, const Node *n, int depth);

static void print_list(struct strbuf *b, const List *l, enum field_kind kind, int depth)
{
    strbuf_addch(b, '(');
    for (int i = 0; i < list_length(l); i++) {
        if (kind == FIELD_INTS)
            strbuf_printf(b, "%s%d", i > 0 ? " " : "", ITEM_INT(l->items[i]));
        else if (kind == FIELD_STRS)
            strbuf_printf(b, "%s\"%s\"", i > 0 ? " " : "", (const char *)l->items[i]);
        else
            print_node(b, l->items[i], depth + 1);
    }
    strbuf_addch(b, ')');
}

static void print_field(struct strbuf *b, const Node *n, const struct field *f, int depth)
{
    switch (f->kind) {
    case FIELD_INT: case FIELD_FORM: if (AT(const int, n, f) != 0) strbuf_printf(b, " :%s %d", f->name, AT(const int, n, f)); break;
    case FIELD_OID: if (AT(const Oid, n, f) != 0) strbuf_printf(b, " :%s %u", f->name, AT(const Oid, n, f)); break;
    case FIELD_BOOL: if (AT(const bool, n, f)) strbuf_printf(b, " :%s true", f->name); break;
    case FIELD_STR:
        if (AT(const char *const, n, f) != NULL)
            strbuf_printf(b, " :%s \"%s\"", f->name, AT(const char *const, n, f));
        break;
    case FIELD_NODE:
        if (AT(Node *const, n, f) != NULL) {
            strbuf_printf(b, " :%s", f->name);
            print_node(b, AT(Node *const, n, f), depth + 1);
        }
        break;
    case FIELD_LISTS:
        FOREACH (List, l, AT(List *const, n, f)) {
            strbuf_printf(b, " :%s ", f->name);
            print_list(b, l, FIELD_LIST, depth);
        }
        break;
    case FIELD_LIST: case FIELD_INTS: case FIELD_STRS:
        if (AT(List *const, n, f) != NULL) {
            strbuf_printf(b, " :%s ", f->name);
            print_list(b, AT(List *const, n, f), f->kind, depth);
        }
        break;
    default: break;
    }
}

static void print_const(struct strbuf *b, const Const *c)
{
    strbuf_printf(b, "(Const :type %u ", c->consttype);
    strbuf_addstr(b, c->constisnull ? "NULL" : type_output_cstring(b->arena, c->consttype, c->constvalue));
    strbuf_addch(b, ')');
}

static void print_node(struct strbuf *b, const Node *n, int depth)
{
    if (n == NULL) {
        strbuf_addstr(b, " <>");
        return;
    }
    strbuf_printf(b, "\n%*s", depth * 2, "");
    if (n->tag == T_Const) {
        print_const(b, (const Const *)n);
        return;
    }
    strbuf_printf(b, "(%s", tags[n->tag].name);
    for (const struct field *f = tags[n->tag].fields(); f->kind != FIELD_END; f++)
        print_field(b, n, f, depth);
    strbuf_addch(b, ')');
}

const char *node_print(struct arena *a, const void *node)
{
    struct strbuf b;
    strbuf_init(&b, a);
    print_node(&b, node, 0);
    return b.data[0] == '\n' ? b.data + 1 : b.data;
}
