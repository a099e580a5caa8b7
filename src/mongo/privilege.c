/*
 * What the user that is logged in may do, as connectionStatus says it (manual: Privilege Actions, Built-In Roles): asked once, and anew
 * behind refresh(). Where nobody is logged in, or the server names a role that it does not explain, everything: it has the last word.
 */
#include <string.h>

#include "base/macros.h"
#include "mongo/source_int.h"

struct grant {
    const char *db, *collection; /* NULL: any but the server's own */
    unsigned rights;
};

static const struct {
    const char *name;
    unsigned right;
} actions[] = {{"find", RIGHT_FIND},
               {"insert", RIGHT_INSERT},
               {"update", RIGHT_UPDATE},
               {"remove", RIGHT_REMOVE},
               {"createCollection", RIGHT_CREATE},
               {"collMod", RIGHT_ALTER},
               {"createUser", RIGHT_USERS},
               {"bypassDocumentValidation", RIGHT_BYPASS},
               {"anyAction", RIGHT_ALL}};

enum { READ = RIGHT_FIND, WRITE = READ | RIGHT_INSERT | RIGHT_UPDATE | RIGHT_REMOVE | RIGHT_CREATE, ADMIN = RIGHT_CREATE | RIGHT_ALTER | RIGHT_BYPASS };

static const struct {
    const char *name;
    bool everywhere;
    unsigned rights;
} roles[] = {{"read", false, READ},
             {"readWrite", false, WRITE},
             {"dbAdmin", false, ADMIN},
             {"userAdmin", false, RIGHT_USERS},
             {"dbOwner", false, WRITE | ADMIN | RIGHT_USERS},
             {"readAnyDatabase", true, READ},
             {"readWriteAnyDatabase", true, WRITE},
             {"dbAdminAnyDatabase", true, ADMIN},
             {"userAdminAnyDatabase", true, RIGHT_USERS},
             {"backup", true, READ},
             {"restore", true, RIGHT_INSERT | RIGHT_CREATE | RIGHT_ALTER | RIGHT_USERS | RIGHT_BYPASS},
             {"root", true, RIGHT_ALL},
             {"__system", true, RIGHT_ALL},
             {"clusterAdmin", true, 0},
             {"clusterManager", true, 0},
             {"clusterMonitor", true, 0},
             {"hostManager", true, 0},
             {"enableSharding", true, 0}};

static void add(struct source *s, const char *db, const char *collection, unsigned rights)
{
    struct grant *g = ARENA_NEW(s->arena, struct grant);
    *g = (struct grant){db != NULL && db[0] != '\0' ? arena_strdup(s->arena, db) : NULL,
                        collection != NULL && collection[0] != '\0' ? arena_strdup(s->arena, collection) : NULL, rights};
    s->grants = list_append(s->arena, s->grants, g);
}

/* {role, db}; what is granted to one that is not built in stands among the privileges, if at all. */
static void add_role(struct source *s, const bson_t *role, bool explained)
{
    const char *name = bson_text(role, "role", "");
    for (int i = 0; i < COUNTOF(roles); i++)
        if (strcmp(roles[i].name, name) == 0) {
            if (!explained || roles[i].rights == RIGHT_ALL)
                add(s, roles[i].everywhere ? NULL : bson_text(role, "db", ""), NULL, roles[i].rights);
            return;
        }
    if (!explained)
        add(s, NULL, NULL, RIGHT_ALL & ~RIGHT_SUPER);
}

/* {resource: {db, collection} or {anyResource: true} or {cluster: true}, actions: [...]} */
static void add_privilege(struct source *s, const bson_t *privilege)
{
    bson_t resource, list;
    bson_iter_t it;
    unsigned rights = 0;
    if (!bson_subdocument(privilege, "resource", &resource) || !bson_subdocument(privilege, "actions", &list))
        return;
    if (!bson_truth(&resource, "anyResource") && !bson_has_field(&resource, "db"))
        return;
    for (bool more = bson_iter_init(&it, &list) && bson_iter_next(&it); more; more = bson_iter_next(&it))
        for (int i = 0; BSON_ITER_HOLDS_UTF8(&it) && i < COUNTOF(actions); i++)
            if (strcmp(actions[i].name, bson_iter_utf8(&it, NULL)) == 0)
                rights |= actions[i].right;
    add(s, bson_text(&resource, "db", ""), bson_text(&resource, "collection", ""), rights);
}

static void read_status(struct source *s, const bson_t *reply)
{
    bson_t list, item;
    bson_iter_t it;
    bool users = bson_subdocument(reply, "authInfo.authenticatedUsers", &list) && bson_count_keys(&list) > 0;
    if (!users) {
        add(s, NULL, NULL, RIGHT_ALL & ~RIGHT_SUPER);
        return;
    }
    bool explained = bson_subdocument(reply, "authInfo.authenticatedUserPrivileges", &list) && bson_count_keys(&list) > 0;
    for (bool more = explained && bson_iter_init(&it, &list) && bson_iter_next(&it); more; more = bson_iter_next(&it))
        if (bson_view(&it, &item))
            add_privilege(s, &item);
    bool known = bson_subdocument(reply, "authInfo.authenticatedUserRoles", &list) && bson_iter_init(&it, &list);
    while (known && bson_iter_next(&it))
        if (bson_view(&it, &item))
            add_role(s, &item, explained);
}

static void ask(struct source *s)
{
    struct arena *scratch = arena_new(s->arena, "privileges");
    bson_t *b = bson_in(scratch), reply;
    bson_error_t error;
    s->grants = NULL;
    BSON_APPEND_INT32(b, "connectionStatus", 1);
    BSON_APPEND_BOOL(b, "showPrivileges", true);
    s->m->beside = true;
    GUARD {
        if (mongo_try(s->m, "admin", b, MONGO_PLAIN, 0, &reply, &error))
            read_status(s, &reply);
        else
            add(s, NULL, NULL, RIGHT_ALL & ~RIGHT_SUPER);
        bson_destroy(&reply);
    } FINALLY {
        s->m->beside = false;
        arena_free(scratch);
    } END_GUARD;
    s->grants_known = true;
}

unsigned source_rights(struct relation_source *src, const char *database, const char *collection)
{
    struct source *s = (struct source *)src;
    unsigned rights = 0;
    if (!s->grants_known)
        ask(s);
    bool own = strcmp(database, "local") == 0 || strcmp(database, "config") == 0;
    FOREACH (struct grant, g, s->grants) {
        bool db = g->db == NULL ? !own || (g->rights | RIGHT_SUPER) == RIGHT_ALL : strcmp(g->db, database) == 0;
        if (db && (g->collection == NULL || (collection != NULL && strcmp(g->collection, collection) == 0)))
            rights |= g->rights;
    }
    return rights;
}
