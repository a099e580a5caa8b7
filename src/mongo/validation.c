/* A validator's refusal: what errInfo.details (MongoDB 5.0, "Schema Validation Error Output") says of it, as PostgreSQL's error. */
#include <stdio.h>
#include <string.h>

#include "mongo/client.h"
#include "mongo/mongo_error.h"

struct violation {
    char path[256];      /* of the field; "": not told */
    bool missing;        /* it must be there, and not be null */
    const char *rule;    /* the schema's word that does not hold; NULL: not told */
    const char *reason;
};

static void look_at_rules(struct violation *v, const bson_t *list, const char *prefix);

/* The items of the array at key that are documents. */
#define EACH_ITEM(parent, key, item)                                                                                          \
    bson_t list_;                                                                                                             \
    bson_iter_t it_;                                                                                                          \
    if (bson_subdocument((parent), (key), &list_) && bson_iter_init(&it_, &list_))                                            \
        for (bson_t item; v->rule == NULL && bson_iter_next(&it_);)                                                           \
            if (item_of(&it_, &item))

static bool item_of(const bson_iter_t *it, bson_t *item)
{
    const uint8_t *data;
    uint32_t len;
    if (!BSON_ITER_HOLDS_DOCUMENT(it))
        return false;
    bson_iter_document(it, &len, &data);
    return bson_init_static(item, data, len);
}

static void set_path(struct violation *v, const char *prefix, const char *name)
{
    snprintf(v->path, sizeof v->path, "%s%s%s", prefix, prefix[0] != '\0' ? "." : "", name);
}

/* {operatorName: "required", missingProperties: [name, ...]} */
static void look_at_missing(struct violation *v, const bson_t *rule, const char *prefix)
{
    bson_t names;
    bson_iter_t it;
    if (!bson_subdocument(rule, "missingProperties", &names) || !bson_iter_init(&it, &names) || !bson_iter_next(&it) || !BSON_ITER_HOLDS_UTF8(&it))
        return;
    set_path(v, prefix, bson_iter_utf8(&it, NULL));
    v->missing = true;
    v->rule = "required";
}

/* {propertyName: name, details: [rule, ...]} */
static void look_at_property(struct violation *v, const bson_t *property, const char *prefix)
{
    char path[sizeof v->path];
    bson_t details;
    set_path(v, prefix, bson_text(property, "propertyName", ""));
    snprintf(path, sizeof path, "%s", v->path);
    if (bson_subdocument(property, "details", &details))
        look_at_rules(v, &details, path);
}

static void look_at_rule(struct violation *v, const bson_t *rule, const char *prefix)
{
    const char *name = bson_text(rule, "operatorName", "");
    if (strcmp(name, "required") == 0) {
        look_at_missing(v, rule, prefix);
    } else if (strcmp(name, "properties") == 0) {
        EACH_ITEM(rule, "propertiesNotSatisfied", property)
            look_at_property(v, &property, prefix);
    } else if (prefix[0] != '\0') {
        v->rule = name;
        v->reason = bson_text(rule, "reason", NULL);
        v->missing = strcmp(name, "bsonType") == 0 && strcmp(bson_text(rule, "consideredType", ""), "null") == 0;
    }
}

static void look_at_rules(struct violation *v, const bson_t *list, const char *prefix)
{
    bson_iter_t it;
    bson_t rule;
    if (bson_iter_init(&it, list))
        while (v->rule == NULL && bson_iter_next(&it))
            if (item_of(&it, &rule))
                look_at_rule(v, &rule, prefix);
}

struct error *validation_error(const char *table, const bson_t *member)
{
    bson_t rules;
    struct violation v = {.path = ""};
    if (bson_subdocument(member, "errInfo.details.schemaRulesNotSatisfied", &rules))
        look_at_rules(&v, &rules, "");
    if (v.rule != NULL && v.missing) {
        struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "null value in column \"%s\" of relation \"%s\" violates not-null constraint", v.path, table);
        e->schema = "public";
        e->table = table;
        e->column = error_new(ERR_NOT_NULL_VIOLATION, "%s", v.path)->message; /* lives as long as e */
        return e;
    }
    struct error *e = error_new(ERR_CHECK_VIOLATION, "new row for relation \"%s\" violates the collection's validator", table);
    e->schema = "public";
    e->table = table;
    if (v.rule == NULL)
        return error_detail(e, "MongoDB said: %s", bson_text(member, "errmsg", "no message"));
    e->column = error_new(ERR_CHECK_VIOLATION, "%s", v.path)->message;
    return error_detail(e, "Column \"%s\" violates %s%s%s.", v.path, v.rule, v.reason != NULL ? ": " : "", v.reason != NULL ? v.reason : "");
}
