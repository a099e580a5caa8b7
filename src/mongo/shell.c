/*
 * A remote relation as what would be typed into mongosh:
 *
 *     db.orders.find({qty: {$gt: 5}}, {_id: 1}).sort({placed: -1}).limit(10)
 *     db.getCollection("odd name").aggregate([{$match: {...}}, {$group: {...}}])
 *
 * Parameters that are known only when it is run stand as $0, $1 ...
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "push/remote.h"
#include "types/bson.h"
#include "types/scalar.h"

/* ---- names ---- */

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

static bool identifier(const char *s)
{
    if (!letter(*s))
        return false;
    while (letter(*s) || (*s >= '0' && *s <= '9'))
        s++;
    return *s == '\0';
}

/* Methods of mongosh's db: a collection of such a name has to be asked for. */
static bool is_db_method(const char *name)
{
    static const char *const names[] = {
        "adminCommand", "aggregate", "auth", "changeUserPassword", "checkMetadataConsistency", "cloneDatabase",
        "commandHelp", "constructor", "copyDatabase", "createCollection", "createEncryptedCollection", "createRole",
        "createUser", "createView", "currentOp", "disableFreeMonitoring", "dropAllRoles", "dropAllUsers",
        "dropDatabase", "dropRole", "dropUser", "enableFreeMonitoring", "eval", "forceError", "fsyncLock",
        "fsyncUnlock", "getCollection", "getCollectionInfos", "getCollectionNames", "getFreeMonitoringStatus",
        "getLastError", "getLastErrorObj", "getLogComponents", "getMongo", "getName", "getProfilingLevel",
        "getProfilingStatus", "getReplicationInfo", "getRole", "getRoles", "getSiblingDB", "getUser", "getUsers",
        "grantPrivilegesToRole", "grantRolesToRole", "grantRolesToUser", "hasOwnProperty", "hello", "help",
        "hostInfo", "isMaster", "isPrototypeOf", "killOp", "killOP", "listCommands", "logout",
        "printCollectionStats", "printReplicationInfo", "printSecondaryReplicationInfo", "printShardingStatus",
        "printSlaveReplicationInfo", "propertyIsEnumerable", "resetError", "revokePrivilegesFromRole",
        "revokeRolesFromRole", "revokeRolesFromUser", "rotateCertificates", "runCommand", "serverBits",
        "serverBuildInfo", "serverCmdLineOpts", "serverStatus", "setLogLevel", "setProfilingLevel",
        "setSecondaryOk", "shutdownServer", "sql", "stats", "toLocaleString", "toString", "updateRole",
        "updateUser", "valueOf", "version", "watch",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- values ---- */

static void put_string(struct strbuf *out, const char *s, size_t n)
{
    json_escape(out, s, n);
}

static void put_key(struct strbuf *out, const char *key, uint32_t len)
{
    if (strcmp(key, "__proto__") == 0) /* means the object's prototype, quoted or not */
        strbuf_addstr(out, "[\"__proto__\"]");
    else if (identifier(key))
        strbuf_add(out, key, len);
    else
        put_string(out, key, len);
}

/* mongosh sends whole numbers of 32 bits as int32, all others as double. */
static void put_double(struct strbuf *out, double v)
{
    bool as_int = v == floor(v) && fabs(v) <= 0x1p31;
    if (as_int)
        strbuf_addstr(out, "Double(");
    float8_to_text(v, out);
    if (as_int)
        strbuf_addch(out, ')');
}

/* Does JavaScript read it between slashes, with the meaning it has to MongoDB? */
static bool plain_regex(const char *s, const char *options)
{
    static const char same[] = "^$.|?*+()[]{}/-,:;=!<>@#%&_~'\" ";
    if (*s == '\0' || *s == '*' || *s == '+' || strspn(options, "im") < strlen(options))
        return false;
    for (; *s != '\0'; s++) {
        if (*s == '\\') {
            s++;
            if (strchr("^$.|?*+()[]{}/\\-", *s) == NULL || *s == '\0')
                return false;
        } else if (!(letter(*s) || (*s >= '0' && *s <= '9') || (unsigned char)*s >= 0x80 || strchr(same, *s) != NULL)) {
            return false;
        } else if (*s == '(' && s[1] == '?' && s[2] != ':') {
            return false;
        } else if (*s == '[') { /* classes have rules of their own */
            return false;
        }
    }
    return true;
}

static void put_regex(struct strbuf *out, const struct bson_val *v)
{
    const char *pattern = (const char *)v->p, *options = pattern + strlen(pattern) + 1;
    if (!plain_regex(pattern, options)) {
        strbuf_addstr(out, "BSONRegExp(");
        put_string(out, pattern, strlen(pattern));
        strbuf_addstr(out, ", ");
        put_string(out, options, strlen(options));
        strbuf_addch(out, ')');
        return;
    }
    strbuf_addch(out, '/');
    for (const char *s = pattern; *s != '\0'; s++) {
        if (*s == '/')
            strbuf_addch(out, '\\');
        if (*s == '\\')
            strbuf_addch(out, *s++);
        strbuf_addch(out, *s);
    }
    strbuf_printf(out, "/%s", options);
}

static void put_value(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v);

/* {"$pgleaf": n} */
static bool put_parameter(struct strbuf *out, const struct bson_val *v)
{
    struct bson_val n;
    if (!bson_find(v->p, v->len, "$pgleaf", 7, &n) || n.type != BSON_TYPE_INT32)
        return false;
    strbuf_printf(out, "$%u", bson_get32(n.p));
    return true;
}

static void put_elems(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v, bool keys)
{
    struct bson_walk w;
    struct bson_elem e;
    bool first = true;
    bson_walk_val(&w, v);
    strbuf_addch(out, keys ? '{' : '[');
    while (bson_walk_next(&w, &e)) {
        if (!first)
            strbuf_addstr(out, ", ");
        first = false;
        if (keys) {
            put_key(out, e.key, e.keylen);
            strbuf_addstr(out, ": ");
        }
        put_value(scratch, out, &e.val);
    }
    strbuf_addch(out, keys ? '}' : ']');
}

/* NAME("text as the type has it") */
static void put_call(struct bson_scratch *scratch, struct strbuf *out, const char *name, const struct bson_val *v, Oid type)
{
    struct bson_writer w;
    bson_writer_init(&w, type, -1, scratch);
    strbuf_printf(out, "%s(\"", name);
    bson_write_text(&w, v, out->arena, out);
    strbuf_addstr(out, "\")");
}

static void put_decimal(struct strbuf *out, const struct bson_val *v)
{
    bson_decimal128_t d = {.low = bson_get64(v->p), .high = bson_get64(v->p + 8)};
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(&d, text);
    strbuf_printf(out, "NumberDecimal(\"%s\")", text);
}

/* The text between the quotes of {"$date": "..."} or {"$binary": {"base64": "..."}}, which the JSON form has. */
static bool json_part(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v, const char *before)
{
    struct strbuf json;
    strbuf_init(&json, out->arena);
    bson_write_json(scratch, v, &json);
    size_t n = strlen(before);
    if (strncmp(json.data, before, n) != 0)
        return false;
    strbuf_add(out, json.data + n, strcspn(json.data + n, "\""));
    return true;
}

static void put_date(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v)
{
    size_t at = out->len;
    strbuf_addstr(out, "ISODate(\"");
    if (json_part(scratch, out, v, "{\"$date\": \"")) {
        strbuf_addstr(out, "\")");
        return;
    }
    out->len = at;
    strbuf_printf(out, "new Date(%lld)", (long long)bson_get64(v->p));
}

static void put_binary(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v)
{
    uint8_t subtype;
    uint32_t len;
    bson_val_binary(v, &subtype, &len);
    if (subtype == BSON_SUBTYPE_UUID && len == 16) {
        put_call(scratch, out, "UUID", v, TYPE_uuid);
        return;
    }
    strbuf_printf(out, "BinData(%u, \"", subtype);
    json_part(scratch, out, v, "{\"$binary\": {\"base64\": \"");
    strbuf_addstr(out, "\")");
}

static void put_value(struct bson_scratch *scratch, struct strbuf *out, const struct bson_val *v)
{
    uint32_t len;
    const char *s;
    switch (v->type) {
    case BSON_TYPE_DOCUMENT:
        if (!put_parameter(out, v))
            put_elems(scratch, out, v, true);
        break;
    case BSON_TYPE_ARRAY:
        put_elems(scratch, out, v, false);
        break;
    case BSON_TYPE_UTF8:
        s = bson_val_str(v, &len);
        put_string(out, s, len);
        break;
    case BSON_TYPE_DOUBLE:
        put_double(out, bson_get_double(v->p));
        break;
    case BSON_TYPE_INT32:
        int64_to_text((int32_t)bson_get32(v->p), out);
        break;
    case BSON_TYPE_INT64:
        put_call(scratch, out, "NumberLong", v, TYPE_int8);
        break;
    case BSON_TYPE_DECIMAL128:
        put_decimal(out, v);
        break;
    case BSON_TYPE_OID:
        put_call(scratch, out, "ObjectId", v, TYPE_objectid);
        break;
    case BSON_TYPE_DATE_TIME:
        put_date(scratch, out, v);
        break;
    case BSON_TYPE_BINARY:
        put_binary(scratch, out, v);
        break;
    case BSON_TYPE_REGEX:
        put_regex(out, v);
        break;
    case BSON_TYPE_BOOL:
        strbuf_addstr(out, v->p[0] != 0 ? "true" : "false");
        break;
    case BSON_TYPE_NULL:
        strbuf_addstr(out, "null");
        break;
    case BSON_TYPE_TIMESTAMP:
        strbuf_printf(out, "Timestamp({t: %u, i: %u})", bson_get32(v->p + 4), bson_get32(v->p));
        break;
    case BSON_TYPE_MINKEY:
        strbuf_addstr(out, "MinKey()");
        break;
    case BSON_TYPE_MAXKEY:
        strbuf_addstr(out, "MaxKey()");
        break;
    case BSON_TYPE_UNDEFINED:
        strbuf_addstr(out, "undefined");
        break;
    default:
        raise(ERR_INTERNAL_ERROR, "a value of BSON type %u in a command", v->type);
    }
}

/* ---- commands ---- */

static void put_bson(struct bson_scratch *scratch, struct strbuf *out, const bson_t *b, bool array)
{
    struct bson_val v = {.type = array ? BSON_TYPE_ARRAY : BSON_TYPE_DOCUMENT, .p = bson_get_data(b), .len = b->len};
    put_value(scratch, out, &v);
}

static void put_find(struct bson_scratch *scratch, struct strbuf *out, const struct remote *r)
{
    bson_t empty = BSON_INITIALIZER;
    strbuf_addstr(out, ".find(");
    if (r->filter != NULL || r->projection != NULL)
        put_bson(scratch, out, r->filter != NULL ? r->filter : &empty, false);
    if (r->projection != NULL) {
        strbuf_addstr(out, ", ");
        put_bson(scratch, out, r->projection, false);
    }
    strbuf_addch(out, ')');
    if (r->sort != NULL) {
        strbuf_addstr(out, ".sort(");
        put_bson(scratch, out, r->sort, false);
        strbuf_addch(out, ')');
    }
    if (r->skip > 0)
        strbuf_printf(out, ".skip(%lld)", (long long)r->skip);
    if (r->limit > 0)
        strbuf_printf(out, ".limit(%lld)", (long long)r->limit);
    if (r->hint != NULL) {
        strbuf_addstr(out, ".hint(");
        put_string(out, r->hint, strlen(r->hint));
        strbuf_addch(out, ')');
    }
}

const char *remote_shell_text(struct arena *a, const struct remote *r)
{
    struct bson_scratch scratch = {.arena = a};
    struct strbuf out;
    strbuf_init(&out, a);
    if (identifier(r->collection) && r->collection[0] != '_' && !is_db_method(r->collection)) {
        strbuf_printf(&out, "db.%s", r->collection);
    } else {
        strbuf_addstr(&out, "db.getCollection(");
        put_string(&out, r->collection, strlen(r->collection));
        strbuf_addch(&out, ')');
    }
    if (r->is_find) {
        put_find(&scratch, &out, r);
        return out.data;
    }
    strbuf_addstr(&out, ".aggregate(");
    put_bson(&scratch, &out, r->pipeline, true);
    if (r->hint != NULL) {
        strbuf_addstr(&out, ", {hint: ");
        put_string(&out, r->hint, strlen(r->hint));
        strbuf_addch(&out, '}');
    }
    strbuf_addch(&out, ')');
    return out.data;
}
