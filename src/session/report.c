/* Errors and notices to the client (manual 55.8), and to the operator where they are his. */
#include "session/activity.h"
#include "base/utf8.h"
#include "session/session_int.h"

#include <stdlib.h>
#include <string.h>

static void field(struct wire *w, char code, const char *text)
{
    if (text == NULL)
        return;
    wire_byte(w, code);
    put_client_text(w, text);
}

/* Byte offsets become characters from 1. */
static int characters(const char *text, int offset)
{
    int n = 1;
    for (int i = 0; i < offset && text[i] != '\0'; i++)
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

/* As error contexts show a text: at most max bytes of it, all where max < 0. */
void quote_shown(struct strbuf *b, const char *text, int64_t max)
{
    size_t len = strlen(text), n = max < 0 || (uint64_t)max >= len ? len : utf8_clip(text, len, (size_t)max);
    strbuf_addch(b, '\'');
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'')
            strbuf_addch(b, '\'');
        strbuf_addch(b, text[i]);
    }
    strbuf_addstr(b, n < len ? "...'" : "'");
}

/* The error's own context, and what Bind or Execute are at. NULL: none. */
static const char *context(const struct session *s, const struct error *e)
{
    const struct bind_place *at = &s->place;
    bool named = at->portal != NULL && *at->portal != '\0';
    if (at->number == 0 && at->values == NULL)
        return e->where;
    struct strbuf b;
    strbuf_init(&b, s->message);
    if (e->where != NULL)
        strbuf_printf(&b, "%s\n", e->where);
    if (named)
        strbuf_printf(&b, "portal \"%s\"", at->portal);
    else
        strbuf_addstr(&b, "unnamed portal");
    if (at->number == 0) {
        strbuf_printf(&b, " with parameters: %s", at->values);
    } else {
        strbuf_printf(&b, " parameter $%d", at->number);
        if (at->value != NULL) {
            strbuf_addstr(&b, " = ");
            quote_shown(&b, at->value, conf_int(CONF_log_parameter_max_length_on_error));
        }
    }
    return arena_strndup(s->message, b.data, b.len);
}

static void send_fields(struct session *s, char type, const struct error *e, const char *text)
{
    struct wire *w = &s->wire;
    char number[16];
    wire_begin(w, type);
    field(w, 'S', severity_name(e->severity));
    field(w, 'V', severity_name(e->severity));
    field(w, 'C', errcode_sqlstate(e->code));
    field(w, 'M', e->message);
    field(w, 'D', e->detail);
    field(w, 'H', e->hint);
    if (e->position >= 0 && text != NULL && (size_t)e->position <= strlen(text)) {
        snprintf(number, sizeof number, "%d", characters(text, e->position));
        field(w, 'P', number);
    }
    field(w, 'W', context(s, e));
    field(w, 's', e->schema);
    field(w, 't', e->table);
    field(w, 'c', e->column);
    field(w, 'd', e->datatype);
    field(w, 'n', e->constraint);
    wire_byte(w, '\0');
    wire_end(w);
}

void report_error(struct session *s, const struct error *e, const char *text)
{
    struct error *volatile cannot = NULL;
    wire_cancel(&s->wire);
    TRY {
        send_fields(s, 'E', e, text);
    }
    CATCH (other) { /* the client's encoding does not have all of its letters */
        cannot = other;
    }
    END_TRY;
    if (cannot != NULL) {
        wire_cancel(&s->wire);
        cannot->severity = e->severity;
        send_fields(s, 'E', cannot, NULL);
    }
    log_error(e);
}

/* client_min_messages: what is less severe is not sent. */
static bool wanted(enum severity sev)
{
    static const struct {
        const char *name;
        enum severity least;
    } levels[] = {{"notice", SEV_NOTICE}, {"warning", SEV_WARNING}, {"error", SEV_ERROR}, {"log", SEV_LOG}};
    const char *set = conf_string(CONF_client_min_messages);
    if (sev == SEV_INFO)
        return true;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(set, levels[i].name) == 0)
            return sev >= levels[i].least;
    return true;
}

/* After login: before it, no other message than the login's is expected. */
static void to_client(void *arg, const struct error *e)
{
    struct session *s = arg;
    if (s->logged_in && wanted(e->severity)) {
        send_fields(s, 'N', e, s->text);
        s->rows_begin = 0; /* it is not to be taken back */
    }
}

/* ---- ParameterStatus: what changed since the client was told, before it is to go on ---- */

#define MAX_REPORTED 32
static struct {
    const char *name;
    char *told; /* malloc'ed; NULL: not yet */
    bool changed;
} reported[MAX_REPORTED];
static int nreported;
static bool told_all;

static void on_change(const char *name, const char *value)
{
    (void)value;
    for (int i = 0; i < nreported; i++)
        if (strcmp(reported[i].name, name) == 0) {
            reported[i].changed = true;
            return;
        }
    if (nreported < MAX_REPORTED) {
        reported[nreported].name = name;
        reported[nreported++].changed = true;
    }
}

static void send_parameter(struct session *s, const char *name, const char *value)
{
    wire_begin(&s->wire, 'S');
    wire_string(&s->wire, name);
    put_client_text(&s->wire, value);
    wire_end(&s->wire);
}

void report_settings(struct session *s)
{
    if (!told_all) {
        nreported = 0;
        conf_report_all(); /* in the table's order */
        told_all = true;
    }
    for (int i = 0; i < nreported; i++) {
        const char *value = reported[i].changed ? conf_show(reported[i].name) : NULL;
        reported[i].changed = false;
        if (value == NULL || (reported[i].told != NULL && strcmp(reported[i].told, value) == 0))
            continue;
        send_parameter(s, reported[i].name, value);
        free(reported[i].told);
        reported[i].told = strdup(value);
    }
}

void report_init(struct session *s)
{
    for (int i = 0; i < nreported; i++)
        free(reported[i].told);
    memset(reported, 0, sizeof reported);
    nreported = 0;
    told_all = false;
    notice_set_sink(to_client, s);
    conf_on_report(on_change);
}

void send_ready(struct session *s)
{
    report_settings(s);
    wire_begin(&s->wire, 'Z');
    wire_byte(&s->wire, xact_status(s));
    wire_end(&s->wire);
    s->ready = true;
    activity_idle(s);
    if (!wire_flush(&s->wire))
        s->end = true;
}
