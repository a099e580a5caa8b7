/* The extended query protocol: Parse, Bind, Describe, Execute, Close (manual 55.2.3). */
#include "session/session_int.h"

#include <string.h>

#include "base/utf8.h"

/* ---- what is kept between messages ---- */

static struct prepared *statement_find(struct session *s, const char *name)
{
    for (struct prepared *p = s->statements; p != NULL; p = p->next)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static struct prepared *statement_get(struct session *s, const char *name)
{
    struct prepared *p = statement_find(s, name);
    if (p == NULL && *name == '\0')
        raise(ERR_UNDEFINED_PSTATEMENT, "unnamed prepared statement does not exist");
    if (p == NULL)
        raise(ERR_UNDEFINED_PSTATEMENT, "prepared statement \"%s\" does not exist", name);
    return p;
}

bool statement_drop(struct session *s, const char *name)
{
    for (struct prepared **at = &s->statements; *at != NULL; at = &(*at)->next)
        if (strcmp((*at)->name, name) == 0) {
            struct prepared *p = *at;
            *at = p->next;
            arena_free(p->arena);
            return true;
        }
    return false;
}

void statements_drop(struct session *s)
{
    while (s->statements != NULL)
        statement_drop(s, s->statements->name);
}

struct portal *portal_find(struct session *s, const char *name)
{
    for (struct portal *p = s->portals; p != NULL; p = p->next)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static struct portal *portal_get(struct session *s, const char *name)
{
    struct portal *p = portal_find(s, name);
    if (p == NULL)
        raise(ERR_UNDEFINED_CURSOR, "portal \"%s\" does not exist", name);
    return p;
}

void portal_drop(struct session *s, const char *name)
{
    for (struct portal **at = &s->portals; *at != NULL; at = &(*at)->next)
        if (strcmp((*at)->name, name) == 0) {
            struct portal *p = *at;
            *at = p->next;
            portal_close(p);
            arena_free(p->arena);
            return;
        }
}

void portals_drop(struct session *s)
{
    struct portal *next;
    for (struct portal *p = s->portals; p != NULL; p = next) {
        next = p->next;
        if (p != s->running)
            portal_drop(s, p->name);
    }
}

void portal_keep(struct session *s, struct portal *p)
{
    arena_adopt(s->arena, p->arena);
    p->next = s->portals;
    s->portals = p;
}

/* ---- reading a message's body ---- */

static _Noreturn void malformed(void)
{
    raise(ERR_PROTOCOL_VIOLATION, "invalid message format");
}

static const char *get_string(struct session *s, struct wire_body *body)
{
    const char *text;
    if (!body_string(body, &text))
        malformed();
    utf8_require(text, strlen(text));
    return arena_strdup(s->message, text);
}

static int get_int16(struct wire_body *body)
{
    int16_t v;
    if (!body_int16(body, &v))
        malformed();
    return (uint16_t)v;
}

static int32_t get_int32(struct wire_body *body)
{
    int32_t v;
    if (!body_int32(body, &v))
        malformed();
    return v;
}

static const int16_t *get_formats(struct arena *a, struct wire_body *body, int *n)
{
    *n = get_int16(body);
    int16_t *formats = ARENA_ARRAY(a, int16_t, *n + 1);
    for (int i = 0; i < *n; i++) {
        formats[i] = (int16_t)get_int16(body);
        if (formats[i] != 0 && formats[i] != 1)
            raise(ERR_INVALID_PARAMETER_VALUE, "unsupported format code: %d", formats[i]);
    }
    return formats;
}

/* ---- Parse ---- */

static const struct raw_stmt *parse_one(struct arena *a, const char *text)
{
    List *statements = sql_parse(a, text);
    if (list_length(statements) > 1)
        raise(ERR_SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
    return statements != NULL ? list_nth(statements, 0) : NULL;
}

static struct analyze_params *get_param_types(struct arena *a, struct wire_body *body)
{
    struct analyze_params *params = ARENA_NEW(a, struct analyze_params);
    params->variable = true;
    params->n = get_int16(body);
    params->types = ARENA_ARRAY(a, Oid, params->n + 1);
    for (int i = 0; i < params->n; i++) {
        params->types[i] = (Oid)get_int32(body);
        if (params->types[i] != InvalidOid)
            type_get(params->types[i]); /* must be known */
    }
    return params;
}

void session_parse(struct session *s, struct wire_body *body)
{
    const char *name = get_string(s, body);
    struct arena *a = arena_new(s->message, "prepared statement");
    const char *text = arena_strdup(a, get_string(s, body));
    struct analyze_params *params = get_param_types(a, body);
    if (!body_end(body))
        malformed();
    s->text = text;
    if (*name == '\0')
        statement_drop(s, name);
    const struct raw_stmt *raw = parse_one(a, text);
    if (statement_find(s, name) != NULL)
        raise(ERR_DUPLICATE_PSTATEMENT, "prepared statement \"%s\" already exists", name);
    struct prepared *p;
    if (raw != NULL) {
        xact_statement_start(s, raw->node);
        p = prepare(s, a, raw, params);
    } else {
        p = ARENA_NEW(a, struct prepared);
        p->arena = a;
        p->params = params;
    }
    p->name = arena_strdup(a, name);
    p->text = text;
    p->next = s->statements;
    arena_adopt(s->arena, a);
    s->statements = p;
    wire_empty(&s->wire, '1'); /* ParseComplete */
}

/* ---- Bind ---- */

static Datum get_param(struct arena *a, struct wire_body *body, Oid type, int16_t format, bool *null)
{
    int32_t len = get_int32(body);
    const uint8_t *p = NULL;
    *null = len == -1;
    if (*null)
        return 0;
    if (len < 0 || !body_bytes(body, (size_t)len, &p))
        raise(ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
    if (format == 0) {
        utf8_require((const char *)p, (size_t)len);
        return type_input(a, type, -1, arena_strndup(a, (const char *)p, (size_t)len), (size_t)len, NULL);
    }
    const struct type_info *info = type_get(type);
    if (info->recv == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "no binary input function available for type %s", type_display(a, type));
    struct io io = {.arena = a, .type = type, .typmod = -1};
    return info->recv(&io, p, (size_t)len);
}

static struct plan_params *get_params(struct session *s, struct arena *a, struct wire_body *body, const struct prepared *p)
{
    int nformats, want = p->params->n;
    const int16_t *formats = get_formats(s->message, body, &nformats);
    int n = get_int16(body);
    if (nformats > 1 && nformats != n)
        raise(ERR_PROTOCOL_VIOLATION, "bind message has %d parameter formats but %d parameters", nformats, n);
    if (n != want)
        raise(ERR_PROTOCOL_VIOLATION, "bind message supplies %d parameters, but prepared statement \"%s\" requires %d", n,
              p->name, want);
    struct plan_params *out = ARENA_NEW(a, struct plan_params);
    Datum *values = ARENA_ARRAY(a, Datum, n + 1);
    bool *nulls = ARENA_ARRAY(a, bool, n + 1);
    Oid *types = ARENA_ARRAY(a, Oid, n + 1);
    for (int i = 0; i < n; i++) {
        types[i] = p->params->types[i];
        values[i] = get_param(a, body, types[i], nformats == 0 ? 0 : formats[nformats == 1 ? 0 : i], &nulls[i]);
    }
    *out = (struct plan_params){.n = n, .types = types, .values = values, .nulls = nulls};
    return out;
}

/* The statement is analyzed anew, for what it reads may have moved; what its client knows of it must stay true. */
static struct prepared *prepare_again(struct session *s, struct arena *a, const struct prepared *p, const struct plan_params *v)
{
    struct analyze_params *params = ARENA_NEW(a, struct analyze_params);
    *params = (struct analyze_params){.n = v->n, .types = arena_memdup(a, v->types, sizeof(Oid) * (size_t)(v->n + 1))};
    struct prepared *again = prepare(s, a, parse_one(a, arena_strdup(a, p->text)), params);
    bool same = list_length(again->desc) == list_length(p->desc);
    for (int i = 0; same && i < list_length(p->desc); i++) {
        const TargetEntry *was = list_nth(p->desc, i), *is = list_nth(again->desc, i);
        same = expr_type(was->expr) == expr_type(is->expr);
    }
    if (!same)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
    return again;
}

void session_bind(struct session *s, struct wire_body *body)
{
    const char *name = get_string(s, body);
    const struct prepared *statement = statement_get(s, get_string(s, body));
    struct arena *a = arena_new(s->message, "portal");
    s->text = statement->text;
    if (statement->raw != NULL)
        xact_statement_start(s, statement->raw->node);
    struct plan_params *values = get_params(s, a, body, statement);
    int nformats;
    const int16_t *formats = get_formats(a, body, &nformats);
    if (!body_end(body))
        malformed();
    if (nformats > 1 && nformats != list_length(statement->desc))
        raise(ERR_PROTOCOL_VIOLATION, "bind message has %d result formats but query has %d columns", nformats,
              list_length(statement->desc));
    if (*name == '\0')
        portal_drop(s, name);
    else if (portal_find(s, name) != NULL)
        raise(ERR_DUPLICATE_CURSOR, "cursor \"%s\" already exists", name);
    struct portal *p;
    if (statement->raw != NULL) {
        statement_timer_start();
        p = portal_open(s, a, prepare_again(s, a, statement, values), values);
    } else {
        p = ARENA_NEW(a, struct portal);
        p->arena = a;
    }
    p->name = arena_strdup(a, name);
    p->text = arena_strdup(a, statement->text);
    p->formats = formats;
    p->nformats = nformats;
    portal_keep(s, p);
    wire_empty(&s->wire, '2'); /* BindComplete */
}

/* ---- Describe, Execute, Close ---- */

static void describe_statement(struct session *s, const struct prepared *p)
{
    struct portal unbound = {.prepared = p};
    wire_begin(&s->wire, 't'); /* ParameterDescription */
    wire_int16(&s->wire, p->params->n);
    for (int i = 0; i < p->params->n; i++)
        wire_int32(&s->wire, (int32_t)p->params->types[i]);
    wire_end(&s->wire);
    if (p->raw != NULL)
        portal_describe(s, &unbound, true);
    else
        wire_empty(&s->wire, 'n');
}

/* What Describe and Close mean: 'S' a statement, 'P' a portal. */
static char get_target(struct session *s, struct wire_body *body, const char *message, const char **name)
{
    const uint8_t *kind;
    if (!body_bytes(body, 1, &kind))
        malformed();
    *name = get_string(s, body);
    if (!body_end(body))
        malformed();
    if (*kind != 'S' && *kind != 'P')
        raise(ERR_PROTOCOL_VIOLATION, "invalid %s message subtype %d", message, *kind);
    return (char)*kind;
}

void session_describe(struct session *s, struct wire_body *body)
{
    const char *name;
    if (get_target(s, body, "DESCRIBE", &name) == 'S') {
        describe_statement(s, statement_get(s, name));
        return;
    }
    const struct portal *p = portal_get(s, name);
    if (p->prepared != NULL)
        portal_describe(s, p, true);
    else
        wire_empty(&s->wire, 'n');
}

void session_execute(struct session *s, struct wire_body *body)
{
    struct portal *p = portal_get(s, get_string(s, body));
    int32_t max_rows = get_int32(body);
    if (!body_end(body))
        malformed();
    s->text = p->text;
    if (p->prepared == NULL) {
        wire_empty(&s->wire, 'I'); /* EmptyQueryResponse */
        return;
    }
    xact_statement_start(s, p->prepared->raw->node);
    if (p->done && p->plan == NULL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", p->name);
    statement_log(p->prepared->raw);
    statement_timer_start();
    s->running = p;
    portal_run(s, p, max_rows > 0 ? (uint64_t)max_rows : 0);
    s->running = NULL;
    if (s->xact == XACT_NONE) /* it was COMMIT's or ROLLBACK's */
        portals_drop(s);
}

void session_close(struct session *s, struct wire_body *body)
{
    const char *name;
    if (get_target(s, body, "CLOSE", &name) == 'S')
        statement_drop(s, name);
    else
        portal_drop(s, name);
    wire_empty(&s->wire, '3'); /* CloseComplete */
}
