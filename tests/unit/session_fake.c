#include "session_fake.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "session/session_int.h"

static int client = -1;
static char *transcript;

static struct relation_source *fixture_source(struct arena *a, const char *fixture)
{
    char path[] = "/tmp/session_fake.XXXXXX";
    FILE *f = fdopen(mkstemp(path), "w");
    fputs(fixture, f);
    fclose(f);
    struct relation_source *source = fixture_source_load(a, path);
    unlink(path);
    return source;
}

static const char *setting_get(const char *name)
{
    return conf_show(name);
}

void fake_session_open(const char *fixture)
{
    struct session *s = &the_session;
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0)
        abort();
    client = fds[1];
    conf_init();
    session_init(s, fds[0], fds[0]);
    if (!settings_init())
        abort();
    log_level = SEV_FATAL + 1; /* what goes wrong is meant to */
    report_init(s);
    interrupts_init(s);
    s->user = "ann";
    s->database = "shop";
    s->catalog = catalog_new(s->arena, "shop", fixture != NULL ? fixture_source(s->arena, fixture) : NULL);
    func_env = (struct func_env){.user = s->user, .database = s->database, .setting_get = setting_get, .catalog = s->catalog};
    s->logged_in = true;
    report_settings(s); /* not seen: only changes are in transcripts */
    strbuf_clear(&s->wire.output);
}

void fake_hang_up(void)
{
    if (client >= 0)
        close(client);
    client = -1;
}

void fake_session_close(void)
{
    fake_hang_up();
    close(the_session.wire.in);
    arena_free(the_session.arena);
    notice_set_sink(NULL, NULL);
    interrupt_set_handler(NULL);
    free(transcript);
    transcript = NULL;
}

void fake_send_bytes(const void *p, size_t n)
{
    if (write(client, p, n) != (ssize_t)n)
        abort();
}

void fake_send(char type, const char *body, size_t len)
{
    uint32_t n = htonl((uint32_t)len + 4);
    fake_send_bytes(&type, 1);
    fake_send_bytes(&n, 4);
    fake_send_bytes(body, len);
}

/* ---- transcripts ---- */

static uint32_t get(const unsigned char **p, int bytes)
{
    uint32_t v = 0;
    while (bytes-- > 0)
        v = v << 8 | *(*p)++;
    return v;
}

static const char *get_text(const unsigned char **p)
{
    const char *s = (const char *)*p;
    *p += strlen(s) + 1;
    return s;
}

static void show_description(FILE *out, const unsigned char *p)
{
    for (int n = (int)get(&p, 2); n > 0; n--) {
        fprintf(out, " %s", get_text(&p));
        p += 6;
        fprintf(out, ":%u", get(&p, 4));
        p += 2;
        int32_t typmod = (int32_t)get(&p, 4);
        if (typmod >= 0)
            fprintf(out, "(%d)", typmod);
        if (get(&p, 2) != 0)
            fputs("/binary", out);
    }
}

static void show_row(FILE *out, const unsigned char *p)
{
    fputc(' ', out);
    for (int n = (int)get(&p, 2); n > 0; n--) {
        int32_t len = (int32_t)get(&p, 4);
        if (len < 0)
            fputs("|\\N", out);
        else
            fprintf(out, "|%.*s", len, (const char *)p);
        p += len < 0 ? 0 : len;
    }
}

static void show_fields(FILE *out, const unsigned char *p)
{
    while (*p != '\0') {
        char code = (char)*p++;
        const char *text = get_text(&p);
        if (code == 'V')
            continue;
        if (strchr("SCM", code) != NULL)
            fprintf(out, " %s", text);
        else
            fprintf(out, " %c=%s", code, text);
    }
}

static void show(FILE *out, char type, const unsigned char *body)
{
    fputc(type, out);
    switch (type) {
    case 'T': show_description(out, body); break;
    case 'D': show_row(out, body); break;
    case 'E': case 'N': show_fields(out, body); break;
    case 'C': fprintf(out, " %s", (const char *)body); break;
    case 'Z': fprintf(out, " %c", body[0]); break;
    case 'S': fprintf(out, " %s=%s", (const char *)body, (const char *)body + strlen((const char *)body) + 1); break;
    default: break;
    }
    fputc('\n', out);
}

const char *fake_answer(int messages)
{
    static unsigned char bytes[1 << 20];
    size_t size, n = 0;
    for (; messages > 0 && !the_session.end; messages--)
        session_message(&the_session);
    wire_flush(&the_session.wire);
    for (ssize_t got; n < sizeof bytes && (got = recv(client, bytes + n, sizeof bytes - n, MSG_DONTWAIT)) > 0;)
        n += (size_t)got;
    free(transcript);
    FILE *out = open_memstream(&transcript, &size);
    for (size_t at = 0; at + 5 <= n;) {
        const unsigned char *p = bytes + at + 1;
        uint32_t len = get(&p, 4);
        show(out, (char)bytes[at], p);
        at += 1 + len;
    }
    fclose(out);
    return transcript;
}

const char *fake_query(const char *sql)
{
    fake_send('Q', sql, strlen(sql) + 1);
    return fake_answer(1);
}
