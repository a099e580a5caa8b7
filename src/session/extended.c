/* The extended query protocol: Parse, Bind, Describe, Execute, Close (manual 55.2.3). */
#include "session/activity.h"
#include "session/session_int.h"
#include "types/user.h"

#include <string.h>

static struct portal *portal_get(struct session *s, const char *name)
{
    struct portal *p = portal_find(s, name);
    if (p == NULL)
        raise(ERR_UNDEFINED_CURSOR, "portal \"%s\" does not exist", name);
    return p;
}

/* ---- reading a message's body ---- */

static _Noreturn void malformed(void)
{
    raise(ERR_PROTOCOL_VIOLATION, "invalid message format");
}

static _Noreturn void too_short(void)
{
    raise(ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
}

static const char *get_string(struct session *s, struct wire_body *body)
{
    const char *text;
    if (!body_string(body, &text))
        raise(ERR_PROTOCOL_VIOLATION, "invalid string in message");
    return client_string(s->message, text);
}

static int get_int16(struct wire_body *body)
{
    int16_t v;
    if (!body_int16(body, &v))
        too_short();
    return (uint16_t)v;
}

static int32_t get_int32(struct wire_body *body)
{
    int32_t v;
    if (!body_int32(body, &v))
        too_short();
    return v;
}

static const int16_t *get_formats(struct arena *a, struct wire_body *body, int *n)
{
    *n = get_int16(body);
    int16_t *formats = ARENA_ARRAY(a, int16_t, *n + 1);
    for (int i = 0; i < *n; i++)
        formats[i] = (int16_t)get_int16(body);
    return formats;
}

/* ---- Parse ---- */

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
    const char *name = get_string(s, body), *text = get_string(s, body);
    struct arena *a = arena_new(s->message, "analyzed statement");
    struct analyze_params *params = get_param_types(a, body);
    if (!body_end(body))
        malformed();
    activity_begin(s, text);
    if (*name == '\0')
        statement_drop(s, name);
    struct sql_lexing lexing = client_lexing();
    if (lexing.escapes && conf_bool(CONF_escape_string_warning))
        sql_warn_of_escapes(text);
    struct statement *st = statement_new(s, name, text, false, lexing);
    const struct raw_stmt *raw = statement_parse(a, st);
    st->lexing.tells_of_names = false;
    if (raw != NULL)
        xact_statement_start(s, raw->node);
    statement_add(s, st, a, raw, params);
    wire_empty(&s->wire, '1'); /* ParseComplete */
}

/* ---- Bind ---- */

static Datum get_text_param(struct arena *a, Oid type, const uint8_t *p, size_t len, struct bind_place *at)
{
    const char *text = text_from(a, client_encoding(), (const char *)p, &len);
    at->value = arena_strndup(a, text, len);
    return type_input(a, type, -1, at->value, len, NULL);
}

static Datum get_binary_param(struct arena *a, Oid type, const uint8_t *p, size_t len, int number)
{
    const struct type_info *info = type_get(type);
    if (info->recv == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "no binary input function available for type %s", type_display(a, type));
    struct io io = {.arena = a, .type = type, .typmod = -1, .too_long = "incorrect binary data format in bind parameter %d",
                    .place = number};
    if (binary_text(a, client_encoding(), type) == TEXT_WHOLE)
        p = (const uint8_t *)text_from(a, client_encoding(), (const char *)p, &len);
    return info->recv(&io, p, len);
}

static Datum get_param(struct arena *a, struct wire_body *body, Oid type, int16_t format, struct bind_place *at, bool *null)
{
    at->number++;
    at->value = NULL;
    int32_t len = get_int32(body);
    const uint8_t *p = NULL;
    *null = len == -1;
    if (*null) {
        type_check_null(a, type, NULL);
        return 0;
    }
    if (len < 0 || !body_bytes(body, (size_t)len, &p))
        too_short();
    if (format == 0)
        return get_text_param(a, type, p, (size_t)len, at);
    if (format == 1)
        return get_binary_param(a, type, p, (size_t)len, at->number);
    raise(ERR_INVALID_PARAMETER_VALUE, "unsupported format code: %d", format);
}

/* One of the list that log_parameter_max_length_on_error asks for. */
static void show_value(struct strbuf *b, struct arena *a, const struct bind_place *at, Oid type, Datum value, bool null)
{
    strbuf_printf(b, "%s$%d = ", at->number > 1 ? ", " : "", at->number);
    if (null)
        strbuf_addstr(b, "NULL");
    else
        quote_shown(b, at->value != NULL ? at->value : type_output_cstring(a, type, value), conf_int(CONF_log_parameter_max_length_on_error));
}

/* Leaves their texts in s->place, where they are to be shown. */
static struct plan_params *get_params(struct session *s, struct arena *a, struct wire_body *body, const struct statement *st)
{
    int nformats, want = st->params->n;
    const int16_t *formats = get_formats(s->message, body, &nformats);
    int n = get_int16(body);
    if (nformats > 1 && nformats != n)
        raise(ERR_PROTOCOL_VIOLATION, "bind message has %d parameter formats but %d parameters", nformats, n);
    if (n != want)
        raise(ERR_PROTOCOL_VIOLATION, "bind message supplies %d parameters, but prepared statement \"%s\" requires %d", n,
              st->name, want);
    struct plan_params *out = ARENA_NEW(a, struct plan_params);
    Datum *values = ARENA_ARRAY(a, Datum, n + 1);
    bool *nulls = ARENA_ARRAY(a, bool, n + 1);
    Oid *types = ARENA_ARRAY(a, Oid, n + 1);
    bool show = conf_int(CONF_log_parameter_max_length_on_error) != 0;
    struct strbuf shown;
    strbuf_init(&shown, a);
    for (int i = 0; i < n; i++) {
        types[i] = st->params->types[i];
        values[i] = get_param(a, body, types[i], nformats == 0 ? 0 : formats[nformats == 1 ? 0 : i], &s->place, &nulls[i]);
        if (show)
            show_value(&shown, a, &s->place, types[i], values[i], nulls[i]);
    }
    s->place.number = 0;
    s->place.values = shown.len > 0 ? arena_strndup(a, shown.data, shown.len) : NULL;
    *out = (struct plan_params){.n = n, .types = types, .values = values, .nulls = nulls};
    return out;
}

void session_bind(struct session *s, struct wire_body *body)
{
    const char *name = get_string(s, body);
    struct statement *st = statement_get(s, get_string(s, body));
    struct arena *a = arena_new(s->message, "portal");
    activity_begin(s, arena_strdup(s->message, st->text));
    const struct raw_stmt *raw = st->current->raw;
    if (raw == NULL || (s->xact == XACT_FAILED && st->params->n > 0)) /* it would have to read them */
        xact_statement_start(s, NULL);
    else
        xact_statement_start(s, raw->node);
    s->place.portal = name;
    struct plan_params *values = get_params(s, a, body, st);
    int nformats, columns = list_length(st->current->desc);
    const int16_t *formats = get_formats(a, body, &nformats);
    if (!body_end(body))
        malformed();
    if (nformats > 1 && nformats != columns && columns > 0)
        raise(ERR_PROTOCOL_VIOLATION, "bind message has %d result formats but query has %d columns", nformats, columns);
    if (*name == '\0')
        portal_drop(s, name);
    else if (portal_find(s, name) != NULL)
        raise(ERR_DUPLICATE_CURSOR, "cursor \"%s\" already exists", name);
    struct portal *p;
    if (raw != NULL) {
        p = statement_open(s, a, st, values, *name != '\0');
    } else {
        p = ARENA_NEW(a, struct portal);
        p->arena = a;
    }
    p->name = arena_strdup(a, name);
    p->text = arena_strdup(a, st->text);
    p->shown_values = s->place.values;
    p->formats = formats;
    p->nformats = nformats;
    portal_keep(s, p);
    wire_empty(&s->wire, '2'); /* BindComplete */
}

/* ---- Describe, Execute, Close ---- */

/* What returns rows is not described in a failed transaction. */
static void check_describe(struct session *s, const struct portal *p)
{
    if (p->prepared->raw != NULL && portal_returns_rows(p))
        xact_statement_start(s, p->prepared->raw->node);
}

static void describe_portal(struct session *s, const struct portal *p)
{
    const struct raw_stmt *raw = p->prepared != NULL ? p->prepared->raw : NULL;
    if (raw == NULL) {
        wire_empty(&s->wire, 'n');
        return;
    }
    if (raw->node->node_case == PG_QUERY__NODE__NODE_EXECUTE_STMT && portal_returns_rows(p)) /* still there? */
        statement_get(s, raw->node->execute_stmt->name);
    portal_describe(s, p, true);
}

static void describe_statement(struct session *s, const struct statement *st)
{
    struct portal unbound = {.prepared = st->current};
    check_describe(s, &unbound);
    wire_begin(&s->wire, 't'); /* ParameterDescription */
    wire_int16(&s->wire, st->params->n);
    for (int i = 0; i < st->params->n; i++)
        wire_int32(&s->wire, (int32_t)st->params->types[i]);
    wire_end(&s->wire);
    describe_portal(s, &unbound);
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
        check_describe(s, p);
    describe_portal(s, p);
}

void session_execute(struct session *s, struct wire_body *body)
{
    struct portal *p = portal_get(s, get_string(s, body));
    int32_t max_rows = get_int32(body);
    if (!body_end(body))
        malformed();
    activity_begin(s, p->text);
    if (p->prepared == NULL) {
        wire_empty(&s->wire, 'I'); /* EmptyQueryResponse */
        return;
    }
    xact_statement_start(s, p->prepared->raw->node);
    if (p->failed || (p->done && !portal_returns_rows(p)))
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", p->name);
    statement_log(p->prepared->raw);
    s->running = s->fetching = p;
    s->place = (struct bind_place){.portal = p->name, .values = p->shown_values};
    portal_rows_begin(s, p);
    portal_run(s, p, max_rows > 0 ? (uint64_t)max_rows : 0);
    s->rows_begin = 0;
    statement_timer_stop();
    s->running = s->fetching = NULL;
    s->pipelined = s->xact == XACT_IMPLICIT;
    if (s->xact == XACT_NONE) /* it was COMMIT's or ROLLBACK's */
        portals_drop(s, false);
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
