/* A type by the name and the schema that a statement gives it. */
#include "types/reg.h"
#include "types/user.h"

extern bool schema_is_visible(const char *schema) __attribute__((weak));

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
