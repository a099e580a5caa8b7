#include "wire/wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SMALL 10000
#define LARGE 0x3fffffff /* PostgreSQL's limit of an allocation */
#define STARTUP_MAX 10000

static size_t longest(char type)
{
    switch (type) {
#define MESSAGE(byte, name, max) \
    case byte: return max;
#include "wire/messages.def"
#undef MESSAGE
    }
    return 0;
}

/* ---- the fds ---- */

ssize_t wire_fd_read(struct wire *w, void *p, size_t n)
{
    w->waits_for = POLLIN;
    if (!w->pipe_in) {
        ssize_t got = recv(w->in, p, n, MSG_DONTWAIT);
        if (got >= 0 || errno != ENOTSOCK)
            return got;
        w->pipe_in = true;
    }
    struct pollfd ready = {.fd = w->in, .events = POLLIN};
    if (poll(&ready, 1, 0) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return read(w->in, p, n);
}

/* A pipe or file that has no room holds us up; a signal ends that. */
ssize_t wire_fd_write(struct wire *w, const void *p, size_t n)
{
    w->waits_for = POLLOUT;
    if (!w->pipe_out) {
        ssize_t sent = send(w->out, p, n, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0 || errno != ENOTSOCK)
            return sent;
        w->pipe_out = true;
    }
    return write(w->out, p, n);
}

/* A signal between the caller's look at it and the wait has left something in `wake`; without one it is seen at the next turn. */
int wire_wait(struct wire *w)
{
    uint64_t woken;
    struct pollfd p[2] = {{.fd = w->waits_for == POLLOUT ? w->out : w->in, .events = w->waits_for}, {.fd = w->wake, .events = POLLIN}};
    int ready = poll(p, 2, w->wake < 0 ? 1000 : -1);
    if (ready < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : ready;
    if (p[1].revents != 0 && read(w->wake, &woken, sizeof woken) < 0 && errno != EAGAIN)
        return -1;
    return p[0].revents != 0;
}

static bool plain_buffered(const struct wire *w)
{
    return false;
}

static bool plain_alive(const struct wire *w)
{
    char c;
    ssize_t n = recv(w->in, &c, 1, MSG_PEEK | MSG_DONTWAIT);
    /* a pipe's end or a file's is no sign: a session may be replayed from one */
    return n > 0 || (n < 0 && errno != ECONNRESET);
}

static void plain_close(struct wire *w)
{
}

static const struct wire_transport plain = {wire_fd_read, wire_fd_write, plain_buffered, plain_alive, plain_close};

void wire_init(struct wire *w, struct arena *a, int in, int out)
{
    int one = 1;
    memset(w, 0, sizeof *w);
    w->in = in;
    w->out = out;
    w->wake = -1;
    w->arena = a;
    w->transport = &plain;
    strbuf_init(&w->output, a);
    setsockopt(out, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* fails on what is not a TCP socket */
}

void wire_close(struct wire *w)
{
    w->transport->close(w);
}

/* ---- reading ---- */

static void interrupted(struct wire *w)
{
    if (w->interrupts != NULL)
        w->interrupts();
}

/* Some bytes more, at the buffer's end. False at the end of the stream. */
static bool read_some(struct wire *w)
{
    w->waits_for = POLLIN;
    for (;;) {
        interrupted(w);
        int ready = w->transport->buffered(w) ? 1 : wire_wait(w);
        if (ready == 0)
            continue;
        if (ready < 0)
            return false;
        ssize_t n = w->transport->read(w, w->buf + w->len, w->cap - w->len);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n <= 0)
            return false;
        w->len += (size_t)n;
        return true;
    }
}

/* At least n bytes from pos on. The buffer grows with what has come, not with what was announced. */
static bool need(struct wire *w, size_t n)
{
    while (w->len - w->pos < n) {
        if (w->pos > 0 && (w->pos == w->len || w->cap - w->len < 1024)) {
            memmove(w->buf, w->buf + w->pos, w->len - w->pos);
            w->len -= w->pos;
            w->pos = 0;
        }
        if (w->cap == w->len) {
            size_t cap = w->cap == 0 ? 8192 : w->cap * 2;
            w->buf = arena_grow(w->arena, w->buf, w->cap, cap);
            w->cap = cap;
        }
        if (!read_some(w))
            return false;
    }
    return true;
}

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static enum wire_status bad(struct wire *w, const char *problem)
{
    w->problem = problem;
    return WIRE_BAD;
}

int wire_peek(struct wire *w)
{
    return need(w, 1) ? w->buf[w->pos] : -1;
}

enum wire_status wire_read_startup(struct wire *w, struct wire_body *body)
{
    if (!need(w, 4))
        return w->len > w->pos ? bad(w, "incomplete startup packet") : WIRE_EOF;
    uint32_t len = get32(w->buf + w->pos);
    if (len < 8 || len > STARTUP_MAX)
        return bad(w, "invalid length of startup packet");
    if (!need(w, len))
        return bad(w, "incomplete startup packet");
    body->p = w->buf + w->pos + 4;
    body->end = w->buf + w->pos + len;
    w->pos += len;
    return WIRE_OK;
}

enum wire_status wire_read(struct wire *w, char *type, struct wire_body *body)
{
    *type = 0;
    if (!need(w, 1))
        return WIRE_EOF;
    *type = (char)w->buf[w->pos];
    size_t max = longest(*type);
    if (max == 0)
        return bad(w, "invalid frontend message type");
    if (!need(w, 5))
        return bad(w, "unexpected EOF within message length word");
    uint32_t len = get32(w->buf + w->pos + 1);
    if (len < 4 || len - 4 > max)
        return bad(w, "invalid message length");
    if (!need(w, (size_t)len + 1))
        return bad(w, "incomplete message from client");
    body->p = w->buf + w->pos + 5;
    body->end = w->buf + w->pos + 1 + len;
    w->pos += (size_t)len + 1;
    return WIRE_OK;
}

char wire_ahead(const struct wire *w, const char *skip)
{
    size_t at = w->pos;
    while (at < w->len && strchr(skip, w->buf[at]) != NULL && w->buf[at] != '\0' && w->len - at >= 5) {
        size_t size = (size_t)get32(w->buf + at + 1) + 1;
        if (size > w->len - at)
            return 0;
        at += size;
    }
    return at < w->len && strchr(skip, w->buf[at]) == NULL ? (char)w->buf[at] : 0;
}

bool body_int16(struct wire_body *b, int16_t *v)
{
    if (b->end - b->p < 2)
        return false;
    *v = (int16_t)(b->p[0] << 8 | b->p[1]);
    b->p += 2;
    return true;
}

bool body_int32(struct wire_body *b, int32_t *v)
{
    if (b->end - b->p < 4)
        return false;
    *v = (int32_t)get32(b->p);
    b->p += 4;
    return true;
}

bool body_string(struct wire_body *b, const char **s)
{
    const uint8_t *nul = memchr(b->p, 0, (size_t)(b->end - b->p));
    if (nul == NULL)
        return false;
    *s = (const char *)b->p;
    b->p = nul + 1;
    return true;
}

bool body_bytes(struct wire_body *b, size_t n, const uint8_t **p)
{
    if ((size_t)(b->end - b->p) < n)
        return false;
    *p = b->p;
    b->p += n;
    return true;
}

/* ---- writing ---- */

void wire_begin(struct wire *w, char type)
{
    w->message_start = w->output.len;
    strbuf_add(&w->output, (char[5]){type, 0, 0, 0, 0}, 5);
}

void wire_end(struct wire *w)
{
    uint32_t len = (uint32_t)(w->output.len - w->message_start - 1);
    uint8_t *p = (uint8_t *)w->output.data + w->message_start + 1;
    p[0] = (uint8_t)(len >> 24);
    p[1] = (uint8_t)(len >> 16);
    p[2] = (uint8_t)(len >> 8);
    p[3] = (uint8_t)len;
    w->message_start = w->output.len;
    wire_maybe_flush(w);
}

void wire_cancel(struct wire *w)
{
    if (w->output.len > w->message_start)
        w->output.len = w->message_start;
}

uint64_t wire_mark(const struct wire *w)
{
    return w->sent + w->output.len;
}

bool wire_rollback(struct wire *w, uint64_t mark)
{
    if (mark < w->sent)
        return false;
    w->output.len = w->message_start = (size_t)(mark - w->sent);
    return true;
}

void wire_byte(struct wire *w, char c)
{
    strbuf_addch(&w->output, c);
}

void wire_int16(struct wire *w, int v)
{
    strbuf_add(&w->output, (char[2]){(char)(v >> 8), (char)v}, 2);
}

void wire_int32(struct wire *w, int32_t v)
{
    uint32_t u = (uint32_t)v;
    strbuf_add(&w->output, (char[4]){(char)(u >> 24), (char)(u >> 16), (char)(u >> 8), (char)u}, 4);
}

void wire_string(struct wire *w, const char *s)
{
    strbuf_add(&w->output, s, strlen(s) + 1);
}

void wire_bytes(struct wire *w, const void *p, size_t n)
{
    strbuf_add(&w->output, p, n);
}

void wire_empty(struct wire *w, char type)
{
    wire_begin(w, type);
    wire_end(w);
}

/* A client that does not read holds us up here: signals are looked at, so that a session can be ended. */
bool wire_flush(struct wire *w)
{
    size_t sent = 0;
    size_t len = w->output.len;
    while (sent < len && !w->gone) {
        ssize_t n = w->transport->write(w, w->output.data + sent, len - sent);
        if (n >= 0) {
            sent += (size_t)n;
        } else if (errno == EAGAIN || errno == EINTR) {
            bool wait = errno == EAGAIN;
            w->gone = (w->give_up != NULL && w->give_up()) || (wait && wire_wait(w) < 0);
        } else {
            w->gone = true;
        }
    }
    w->sent += len;
    strbuf_clear(&w->output);
    w->message_start = 0;
    return !w->gone;
}

bool wire_alive(struct wire *w)
{
    struct pollfd p[2] = {{.fd = w->in, .events = POLLIN | POLLRDHUP}, {.fd = w->out}};
    if (w->gone)
        return false;
    if (poll(p, 2, 0) <= 0)
        return true;
    if ((p[0].revents | p[1].revents) & (POLLERR | POLLNVAL))
        return false;
    return w->transport->alive(w);
}
