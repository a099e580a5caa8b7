/*
 * The byte stream of one client: framing, reading and writing messages of protocol 3.0 (manual chapter 55). Knows no SQL.
 *
 * Readers return bools that must be checked: false means that the message is malformed (or the stream is at its end).
 * Builders fail sticky: writing goes on, and wire_flush() says at last that the client is gone.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"

#define MUST_CHECK __attribute__((warn_unused_result))

enum wire_message {
#define MESSAGE(byte, name, max) WIRE_##name = byte,
#include "wire/messages.def"
#undef MESSAGE
};

enum { PROTOCOL_3_0 = 3 << 16, CANCEL_REQUEST = 80877102, SSL_REQUEST = 80877103, GSSENC_REQUEST = 80877104 };

struct wire;

/* The bytes' way: plain (wire.c), or TLS (tls.c). Nothing in it waits or raises. */
struct wire_transport {
    /* As the system calls. -1 and EAGAIN: to be tried again (a write with the same bytes) when `waits_for` has come. */
    ssize_t (*read)(struct wire *w, void *p, size_t n);
    ssize_t (*write)(struct wire *w, const void *p, size_t n);
    bool (*buffered)(const struct wire *w); /* received already: a read needs no waiting */
    bool (*alive)(const struct wire *w);    /* does the client still hold its end? */
    void (*close)(struct wire *w);          /* the farewell, and what it holds */
};

struct wire {
    int in, out;                  /* fds; the same for a socket */
    bool pipe_in, pipe_out;       /* found out to be no sockets */
    int wake;                     /* an eventfd that ends a wait; -1: none */
    short waits_for;              /* after EAGAIN: POLLIN of in, or POLLOUT of out */
    const struct wire_transport *transport;
    struct tls *tls;              /* tls.c's; NULL: plain */
    struct arena *arena;
    uint8_t *buf;                 /* what was read and not yet used: [pos, len) */
    size_t pos, len, cap;
    struct strbuf output;
    size_t message_start;         /* of the message that is being built */
    uint64_t sent;                /* bytes that have left the output */
    bool gone;                    /* the client cannot be written to */
    const char *problem;          /* after WIRE_BAD: what was wrong */
    void (*interrupts)(void);     /* run when a wait for the client's bytes was cut short by a signal; may raise */
    bool (*give_up)(void);        /* asked while the client does not take what is written: true counts it as gone */
};

/* A message's body: borrowed until the next read. */
struct wire_body {
    const uint8_t *p, *end;
};

enum wire_status { WIRE_OK, WIRE_EOF, WIRE_BAD };

void wire_init(struct wire *w, struct arena *a, int in, int out);
/* A last word where the transport has one. The fds stay open. */
void wire_close(struct wire *w);

/* The first byte, which stays unread; -1 at the end of the stream. */
int wire_peek(struct wire *w);

/* The first packet: an Int32 length and what follows it, without a type byte. At most 10000 bytes. */
enum wire_status wire_read_startup(struct wire *w, struct wire_body *body) MUST_CHECK;
/* A message. BAD: an unknown type (type is set), or a length that its type cannot have. */
enum wire_status wire_read(struct wire *w, char *type, struct wire_body *body) MUST_CHECK;
/* The type of the next message that is none of these, as far as it was read already; 0: nobody knows yet. Reads nothing. */
char wire_ahead(const struct wire *w, const char *skip);
/* Is there something that was read already? (bytes behind an SSLRequest) */
static inline bool wire_buffered(const struct wire *w)
{
    return w->pos < w->len;
}

bool body_int16(struct wire_body *b, int16_t *v) MUST_CHECK;
bool body_int32(struct wire_body *b, int32_t *v) MUST_CHECK;
bool body_string(struct wire_body *b, const char **s) MUST_CHECK; /* up to its NUL; borrowed */
bool body_bytes(struct wire_body *b, size_t n, const uint8_t **p) MUST_CHECK;
static inline bool body_end(const struct wire_body *b)
{
    return b->p == b->end;
}

/* Building: begin, put, end. wire_bytes_begin() and the output buffer itself serve the rows' way. */
void wire_begin(struct wire *w, char type);
void wire_end(struct wire *w);
void wire_byte(struct wire *w, char c);
void wire_int16(struct wire *w, int v);
void wire_int32(struct wire *w, int32_t v);
void wire_string(struct wire *w, const char *s); /* with its NUL */
void wire_bytes(struct wire *w, const void *p, size_t n);
void wire_empty(struct wire *w, char type); /* a message without a body */
void wire_cancel(struct wire *w);           /* forget the message that is being built */

/* A place in what is written, and the way back to it: false when something behind it has been sent. */
uint64_t wire_mark(const struct wire *w);
bool wire_rollback(struct wire *w, uint64_t mark);

/* Sends when much has gathered. */
static inline void wire_maybe_flush(struct wire *w);
bool wire_flush(struct wire *w); /* false: the client is gone */

#define WIRE_BUFFER 65536
static inline void wire_maybe_flush(struct wire *w)
{
    if (w->output.len >= WIRE_BUFFER)
        wire_flush(w);
}

/* Is the client still there? Looks without waiting. */
bool wire_alive(struct wire *w);

/* For transports: the fds' own bytes, never waiting (-1, EAGAIN and waits_for); a wait of at most a second for waits_for: 1 it
 * has come, 0 not yet, -1 the stream is broken. */
ssize_t wire_fd_read(struct wire *w, void *p, size_t n);
ssize_t wire_fd_write(struct wire *w, const void *p, size_t n);
int wire_wait(struct wire *w);

#endif
