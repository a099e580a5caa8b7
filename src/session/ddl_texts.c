/*
 * Something gets another name that expressions and queries may have in them: a sequence, an enum's label, an attribute. They are read before, as trees
 * that know it by its OID or number, and printed again behind.
 */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"

struct kept_text {
    const char **slot;
    Node *tree;
};

struct kept {
    const struct declared *of; /* NULL: a domain */
    struct table_def *def;     /* its texts are the slots */
    struct user_type *domain;  /* likewise */
    List *texts;               /* struct kept_text */
};

struct reading {
    struct session *s;
    struct arena *arena;
    const char *needle;
    bool (*uses)(Node *n, void *arg);
    void *arg;
    struct kept *kept;
};

static void keep(struct reading *r, const char **slot, Node *tree)
{
    struct kept_text *t;
    if (r->uses != NULL && !r->uses(tree, r->arg))
        return;
    t = ARENA_NEW(r->arena, struct kept_text);
    *t = (struct kept_text){slot, tree};
    r->kept->texts = list_append(r->arena, r->kept->texts, t);
}

/* An expression's type: what a column's value is assigned to; InvalidOid: its own. A query's tree is a Query. */
static void read_text(struct reading *r, const char **slot, bool query, Oid type, int32_t typmod)
{
    struct arena *a = r->arena;
    if (*slot != NULL && strstr(*slot, r->needle) != NULL)
        keep(r, slot, query ? (Node *)analyze_view_query(a, r->s->catalog, r->kept->def)
                            : analyze_declared(a, r->s->catalog, r->kept->of->rel, *slot, type, typmod));
}

static void read_def(struct reading *r)
{
    struct table_def *def = r->kept->def;
    read_text(r, &def->view, true, InvalidOid, -1);
    if (def->view != NULL)
        return;
    FOREACH (struct column_def, c, def->columns) {
        read_text(r, &c->default_text, false, c->type, c->typmod);
        read_text(r, &c->generated, false, c->type, c->typmod);
    }
    FOREACH (struct table_check, k, def->checks)
        read_text(r, &k->text, false, TYPE_bool, -1);
    FOREACH (struct table_index_def, ix, def->indexes)
        if (ix->where != NULL && strstr(ix->where, r->needle) != NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "%s cannot be renamed while the condition of index \"%s\" may name it", r->needle, ix->name);
}

static void read_domain_text(struct reading *r, const char **slot, bool check)
{
    if (*slot != NULL && strstr(*slot, r->needle) != NULL)
        keep(r, slot, analyze_domain_text(r->arena, r->s->catalog, r->kept->domain, *slot, check));
}

static void read_domain(struct reading *r, const struct user_type *t)
{
    struct arena *a = r->arena;
    struct kept *k = r->kept;
    List *checks = NULL;
    *k = (struct kept){.domain = arena_memdup(a, t, sizeof *t)};
    read_domain_text(r, &k->domain->default_text, false);
    FOREACH (struct domain_check, c, t->checks) {
        struct domain_check *own = arena_memdup(a, c, sizeof *c);
        read_domain_text(r, &own->text, true);
        checks = list_append(a, checks, own);
    }
    k->domain->checks = checks;
}

List *texts_read(struct session *s, struct arena *a, const char *needle, bool (*uses)(Node *n, void *arg), void *arg)
{
    List *out = NULL;
    struct reading r = {s, a, needle, uses, arg, NULL};
    FOREACH (struct user_type, t, user_types()) {
        r.kept = ARENA_NEW(a, struct kept);
        if (t->kind == 'd')
            read_domain(&r, t);
        if (r.kept->texts != NULL)
            out = list_append(a, out, r.kept);
    }
    FOREACH (struct declared, d, all_declared(s, a)) {
        r.kept = ARENA_NEW(a, struct kept);
        *r.kept = (struct kept){.of = d, .def = table_def_copy(a, d->def)};
        read_def(&r);
        if (r.kept->texts != NULL)
            out = list_append(a, out, r.kept);
    }
    return out;
}

List *texts_to_change(struct session *s, struct arena *a, const char *needle, bool (*uses)(Node *n, void *arg), void *arg)
{
    List *out, *rels;
    do {
        rels = NULL;
        out = texts_read(s, a, needle, uses, arg);
        FOREACH (struct kept, k, out)
            if (k->of != NULL)
                rels = list_append(a, rels, k->of->rel);
    } while (relations_lock(s, rels));
    return out;
}

static void print_text(struct arena *a, const struct kept *k, const struct kept_text *t)
{
    const char *text = IS_A(t->tree, Query) ? deparse_kept_query(a, (const Query *)t->tree) : deparse_declared(a, t->tree, k->of != NULL ? k->of->rel : NULL, false);
    if (text == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "an expression of \"%s\" cannot be rewritten", k->of != NULL ? k->of->name : k->domain->name);
    *t->slot = text;
}

List *texts_views(struct arena *a, const List *kept)
{
    List *out = NULL;
    FOREACH (struct kept, k, kept)
        if (k->of != NULL && k->def->view != NULL)
            out = list_append(a, out, (void *)(uintptr_t)k->of->collection);
    return out;
}

void texts_say(struct session *s, struct arena *a, const List *kept, bool (*tell)(Node *n, void *arg), void *arg)
{
    FOREACH (struct kept, k, kept) {
        FOREACH (struct kept_text, t, k->texts) {
            if (tell != NULL)
                tell(t->tree, arg);
            print_text(a, k, t);
        }
        if (k->of == NULL) {
            type_save(s, k->domain);
            continue;
        }
        if (k->def->view != NULL)
            k->def->uses = uses_of_printed(a, k->def->uses);
        relation_declare(s, s->mongo, k->of->collection, k->def);
    }
    views_rebuild(s, a, s->mongo, texts_views(a, kept));
}
