#include "mongo/step.h"

#include <string.h>

/* As documents call them: what is on record may be read by another release. */
static const char *const kinds[] = {[STEP_COLLECTION] = "collection", [STEP_INDEX] = "index",       [STEP_OLD_INDEX] = "old index", [STEP_NEW_INDEX] = "new index", [STEP_FIELD] = "field", [STEP_THEIRS] = "theirs", [STEP_SEQUENCE] = "sequence",
                                    [STEP_ALTER_SEQUENCE] = "alter sequence", [STEP_TYPE] = "type",         [STEP_ALTER_TYPE] = "alter type", [STEP_WORD] = "word",          [STEP_ALTER] = "alter",
                                    [STEP_RENAME] = "rename",         [STEP_ASIDE] = "aside",       [STEP_STAYS] = "stays"};

struct xact_step *step_new(enum step_kind kind, bool at_commit, const char *db, const char *name)
{
    struct xact_step *x = bson_malloc0(sizeof *x);
    x->kind = kind;
    x->at_commit = at_commit;
    x->db = bson_strdup(db);
    x->name = bson_strdup(name);
    return x;
}

struct xact_step *step_copy(const struct xact_step *x)
{
    struct xact_step *copy = bson_malloc0(sizeof *copy);
    *copy = *x;
    copy->db = bson_strdup(x->db);
    copy->name = bson_strdup(x->name);
    copy->index = bson_strdup(x->index);
    copy->called = bson_strdup(x->called);
    copy->def = bson_strdup(x->def);
    copy->spec = x->spec != NULL ? bson_copy(x->spec) : NULL;
    copy->left = x->left != NULL ? bson_copy(x->left) : NULL;
    copy->view = x->view != NULL ? bson_copy(x->view) : NULL;
    return copy;
}

void step_free(struct xact_step *x)
{
    bson_free(x->db);
    bson_free(x->name);
    bson_free(x->index);
    bson_free(x->called);
    bson_free(x->def);
    if (x->view != NULL)
        bson_destroy(x->view);
    if (x->spec != NULL)
        bson_destroy(x->spec);
    if (x->left != NULL)
        bson_destroy(x->left);
    bson_free(x);
}

static void save_text(bson_t *b, const char *key, const char *text)
{
    if (text != NULL)
        bson_append_utf8(b, key, -1, text, -1);
}

bson_t *step_save(struct arena *a, const struct xact_step *x)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "kind", kinds[x->kind]);
    BSON_APPEND_BOOL(b, "commit", x->at_commit);
    BSON_APPEND_BOOL(b, "done", x->done);
    BSON_APPEND_UTF8(b, "name", x->name);
    save_text(b, "index", x->index);
    save_text(b, "called", x->called);
    save_text(b, "def", x->def);
    BSON_APPEND_INT32(b, "moves", (int32_t)x->moves);
    BSON_APPEND_INT64(b, "type", x->type);
    if (x->spec != NULL)
        BSON_APPEND_DOCUMENT(b, "spec", x->spec);
    if (x->left != NULL)
        BSON_APPEND_DOCUMENT(b, "left", x->left);
    if (x->view != NULL)
        BSON_APPEND_DOCUMENT(b, "view", x->view);
    return b;
}

static char *load_text(const bson_t *doc, const char *key)
{
    const char *text = bson_text(doc, key, NULL);
    return text != NULL ? bson_strdup(text) : NULL;
}

static bson_t *load_document(const bson_t *doc, const char *key)
{
    bson_t view;
    return bson_subdocument(doc, key, &view) ? bson_copy(&view) : NULL;
}

struct xact_step *step_load(const bson_t *doc, const char *db)
{
    const char *kind = bson_text(doc, "kind", "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], kind) != 0)
            continue;
        struct xact_step *x = step_new((enum step_kind)i, bson_truth(doc, "commit"), db, bson_text(doc, "name", ""));
        x->done = bson_truth(doc, "done");
        x->index = load_text(doc, "index");
        x->called = load_text(doc, "called");
        x->def = load_text(doc, "def");
        x->moves = (int)bson_number(doc, "moves", MOVES_TABLE);
        x->type = (Oid)bson_number(doc, "type", InvalidOid);
        x->spec = load_document(doc, "spec");
        x->left = load_document(doc, "left");
        x->view = load_document(doc, "view");
        return x;
    }
    raise(ERR_INTERNAL_ERROR, "a transaction left something of an unknown kind to do: \"%s\"", kind);
}
