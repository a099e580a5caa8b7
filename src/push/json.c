/*
 * jsonb columns: the text of a member. Any BSON value can stand there, and what is no text has JSON's (1, true, {...});
 * so only comparisons with texts that JSON writes for nothing else are said to MongoDB:
 *
 *     doc->'y'->>'z' = 'deep'      {"doc.y.z": "deep"}, no array at doc, doc.y and doc.y.z
 */
#include <string.h>

#include "push/push_int.h"

enum { JSONB_MEMBER = 3211, JSONB_MEMBER_TEXT = 3477 }; /* -> text, ->> text */

static bool nameable(const char *s, size_t len)
{
    return len > 0 && s[0] != '$' && memchr(s, '.', len) == NULL;
}

/* A constant key that a path can have. */
static bool is_key(const Node *e)
{
    const Const *key = (const Const *)e;
    return IS_A(key, Const) && !key->constisnull && nameable(VARDATA(key->constvalue), VARLEN(key->constvalue));
}

bool push_is_member(const Node *e)
{
    const OpExpr *o = (const OpExpr *)e;
    return IS_A(o, OpExpr) && o->opno == JSONB_MEMBER && is_key(list_nth(o->args, 1));
}

/* The path that e (a chain of -> over a column) leads to, appended to out. */
static const struct pcol *member_path(struct pc *c, Node *e, struct strbuf *out)
{
    const struct pcol *col = pc_column(c, e);
    if (col != NULL) {
        if (col->clean || col->type != TYPE_jsonb)
            return NULL;
        strbuf_addstr(out, col->path);
        return col;
    }
    const OpExpr *o = (const OpExpr *)e;
    if (!IS_A(e, OpExpr) || (o->opno != JSONB_MEMBER && o->opno != JSONB_MEMBER_TEXT))
        return NULL;
    const Const *key = list_nth(o->args, 1);
    if (!is_key((const Node *)key) || (col = member_path(c, list_nth(o->args, 0), out)) == NULL)
        return NULL;
    strbuf_addch(out, '.');
    strbuf_add(out, VARDATA(key->constvalue), VARLEN(key->constvalue));
    return col;
}

struct pcol *json_member(struct pc *c, Node *e)
{
    struct strbuf path;
    struct pcol *own;
    strbuf_init(&path, c->arena);
    const struct pcol *col = push_is_member(e) ? member_path(c, e, &path) : NULL;
    if (col == NULL || !col->json_null)
        return NULL;
    own = arena_memdup(c->arena, col, sizeof *own);
    own->path = own->name = path.data;
    own->nullable = true;
    return own;
}

bool json_text(struct pc *c, Node *e, struct json_text *t)
{
    struct strbuf path;
    if (!IS_A(e, OpExpr) || ((OpExpr *)e)->opno != JSONB_MEMBER_TEXT)
        return false;
    strbuf_init(&path, c->arena);
    t->col = member_path(c, e, &path);
    t->path = path.data;
    return t->col != NULL;
}

/* Can only a string have this text? */
static bool only_string(const char *s, size_t len)
{
    if (len == 0)
        return true;
    if (strchr("-0123456789{[", s[0]) != NULL)
        return false;
    return !(len == 4 && memcmp(s, "true", 4) == 0) && !(len == 5 && memcmp(s, "false", 5) == 0);
}

static struct bv *type_of(struct arena *a, const char *path)
{
    return bv_op(a, "$type", bv_field(a, path));
}

struct mq *json_text_notnull(struct pc *c, const struct json_text *t)
{
    const char *path = t->path;
    struct arena *a = c->arena;
    struct bv *tests = bv_array(a),
              *none = bv_list(a, 3, bv_str(a, "missing"), bv_str(a, "null"), bv_str(a, "undefined"));
    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
        bv_push(a, tests,
                bv_op2(a, "$eq", type_of(a, arena_strndup(a, path, (size_t)(dot - path))), bv_str(a, "object")));
    bv_push(a, tests, bv_op(a, "$not", bv_list(a, 1, bv_op2(a, "$in", type_of(a, path), none))));
    return mq_expr(a, bv_op(a, "$and", tests));
}

struct mq *json_text_match(struct pc *c, const struct json_text *t, enum cmp_op op, int n, const Const *const *texts)
{
    const char *path = t->path;
    struct arena *a = c->arena;
    struct bv *list = bv_array(a);
    if (op != CMP_EQ && op != CMP_NE)
        return pc_no(c, "the order of a member's text");
    for (int i = 0; i < n; i++) {
        if (!type_is_text(texts[i]->consttype) ||
            !only_string(VARDATA(texts[i]->constvalue), VARLEN(texts[i]->constvalue)))
            return pc_no(c, "a member's text that may be no string");
        bv_push(a, list, bv_strn(a, VARDATA(texts[i]->constvalue), VARLEN(texts[i]->constvalue)));
    }
    struct mq *q = n == 1 ? mq_field(a, path, "$eq", list->items[0].value) : mq_field(a, path, "$in", list);
    q = mq_and(a, q, no_array(a, t->col, path));
    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
        q = mq_and(a, q, no_array(a, t->col, arena_strndup(a, path, (size_t)(dot - path))));
    return op == CMP_EQ ? q : mq_and(a, mq_not(a, q), json_text_notnull(c, t));
}
