#include "mongo/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "mongo/login.h"

#define STREAM_TYPE 0x7067    /* "pg": not one of libmongoc's own */
#define SLICE_MS 50           /* how late an interrupt may be seen that did not cut the poll with EINTR, where there is no interrupt_wake */
#define AHEAD (32 * 1024)     /* read ahead: libmongoc asks for a message's 4 length bytes first */

struct stream {
    mongoc_stream_t vtable; /* first */
    int fd;
    bool timed_out;
    size_t at, filled;      /* unread bytes of ahead */
    char ahead[AHEAD];
};

static struct error *kept;

struct error *stream_take_error(void)
{
    struct error *e = kept;
    kept = NULL;
    return e;
}

/* true: what is waited for must be given up. */
static bool interrupted(void)
{
    if (interrupt_pending && kept == NULL) {
        TRY {
            interrupt_process();
        } CATCH (e) {
            kept = e;
        } END_TRY;
    }
    return kept != NULL;
}

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* How many are ready, 0 timed out, -1 interrupted or failed (errno). timeout_ms < 0: none. fds has room for one more. */
static int wait_for(struct pollfd *fds, nfds_t n, int64_t timeout_ms)
{
    int64_t end = timeout_ms < 0 ? INT64_MAX : now_ms() + timeout_ms, slice = interrupt_wake >= 0 ? INT32_MAX : SLICE_MS;
    uint64_t woken;
    fds[n] = (struct pollfd){.fd = interrupt_wake, .events = POLLIN};
    for (;;) {
        if (interrupted()) {
            errno = EINTR;
            return -1;
        }
        int64_t left = end == INT64_MAX ? slice : end - now_ms();
        int ready = poll(fds, n + 1, left <= 0 ? 0 : (int)(left < slice ? left : slice));
        if (ready > 0 && fds[n].revents != 0) {
            if (read(interrupt_wake, &woken, sizeof woken) < 0 && errno != EAGAIN && errno != EINTR)
                return -1;
            ready--;
            left = 1; /* not timed out: interrupted() is asked again */
        }
        if (ready > 0)
            return ready;
        if (ready < 0 && errno != EINTR)
            return -1;
        if (ready == 0 && left <= 0)
            return 0;
    }
}

static bool wait_one(struct stream *s, short events, int64_t timeout_ms)
{
    struct pollfd p[2] = {{.fd = s->fd, .events = events}};
    int n = wait_for(p, 1, timeout_ms);
    if (n == 0) { /* timeout 0 is a probe: try again later */
        s->timed_out = timeout_ms != 0;
        errno = timeout_ms != 0 ? ETIMEDOUT : EAGAIN;
    }
    return n > 0;
}

static struct stream *own(mongoc_stream_t *stream)
{
    return (struct stream *)stream;
}

static int stream_close(mongoc_stream_t *stream)
{
    struct stream *s = own(stream);
    int fd = s->fd;
    s->fd = -1;
    return fd >= 0 ? close(fd) : 0;
}

static void stream_destroy(mongoc_stream_t *stream)
{
    stream_close(stream);
    bson_free(stream);
}

static int stream_flush(mongoc_stream_t *stream)
{
    (void)stream;
    return 0;
}

static ssize_t stream_writev(mongoc_stream_t *stream, mongoc_iovec_t *iov, size_t n, int32_t timeout_ms)
{
    struct stream *s = own(stream);
    ssize_t total = 0;
    s->timed_out = false;
    size_t i = 0, skip = 0;
    while (i < n) {
        struct iovec v[16];
        size_t m = 0;
        for (size_t j = i; j < n && m < 16; j++, m++) {
            size_t off = j == i ? skip : 0;
            v[m] = (struct iovec){(char *)iov[j].iov_base + off, iov[j].iov_len - off};
        }
        struct msghdr msg = {.msg_iov = v, .msg_iovlen = m};
        ssize_t sent = interrupted() ? (errno = EINTR, -1) : sendmsg(s->fd, &msg, MSG_NOSIGNAL);
        if (sent < 0) {
            if (kept == NULL && (errno == EINTR || ((errno == EAGAIN || errno == EWOULDBLOCK) && wait_one(s, POLLOUT, timeout_ms))))
                continue;
            return -1;
        }
        total += sent;
        skip += (size_t)sent;
        while (i < n && skip >= iov[i].iov_len)
            skip -= iov[i++].iov_len;
    }
    return total;
}

/* At least one byte into p, at most n; 0 at the end, -1 error. Small reads go through the read-ahead. */
static ssize_t read_some(struct stream *s, char *p, size_t n, int64_t timeout_ms)
{
    if (s->at < s->filled) {
        size_t have = s->filled - s->at;
        if (have > n)
            have = n;
        memcpy(p, s->ahead + s->at, have);
        s->at += have;
        return (ssize_t)have;
    }
    for (;;) {
        bool direct = n >= AHEAD;
        ssize_t got = interrupted() ? (errno = EINTR, -1) : recv(s->fd, direct ? p : s->ahead, direct ? n : AHEAD, 0);
        if (got < 0) {
            if (kept == NULL && (errno == EINTR || ((errno == EAGAIN || errno == EWOULDBLOCK) && wait_one(s, POLLIN, timeout_ms))))
                continue;
            return -1;
        }
        if (got == 0 || direct)
            return got;
        s->at = 0;
        s->filled = (size_t)got;
        return read_some(s, p, n, timeout_ms);
    }
}

static ssize_t stream_readv(mongoc_stream_t *stream, mongoc_iovec_t *iov, size_t n, size_t min_bytes, int32_t timeout_ms)
{
    struct stream *s = own(stream);
    size_t total = 0;
    s->timed_out = false;
    for (size_t i = 0; i < n; i++) {
        size_t done = 0;
        while (done < iov[i].iov_len) {
            if (total >= min_bytes && total > 0 && s->at == s->filled)
                return (ssize_t)total;
            ssize_t got = read_some(s, (char *)iov[i].iov_base + done, iov[i].iov_len - done, timeout_ms);
            if (got < 0)
                return -1;
            if (got == 0) {
                errno = ECONNRESET;
                return total >= min_bytes ? (ssize_t)total : -1;
            }
            done += (size_t)got;
            total += (size_t)got;
        }
    }
    return (ssize_t)total;
}

static int stream_setsockopt(mongoc_stream_t *stream, int level, int name, void *value, mongoc_socklen_t len)
{
    return setsockopt(own(stream)->fd, level, name, value, len);
}

static bool stream_check_closed(mongoc_stream_t *stream)
{
    struct stream *s = own(stream);
    char c;
    if (s->at < s->filled)
        return false;
    ssize_t n = recv(s->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

static ssize_t stream_poll(mongoc_stream_poll_t *streams, size_t n, int32_t timeout_ms)
{
    struct pollfd fds[64 + 1];
    bool buffered = false;
    if (n >= sizeof fds / sizeof *fds) {
        errno = EINVAL;
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        struct stream *s = own(streams[i].stream);
        fds[i] = (struct pollfd){.fd = s->fd, .events = (short)streams[i].events};
        buffered = buffered || s->at < s->filled;
    }
    ssize_t ready = wait_for(fds, n, buffered ? 0 : timeout_ms);
    if (ready < 0)
        return -1;
    ready = 0;
    for (size_t i = 0; i < n; i++) {
        struct stream *s = own(streams[i].stream);
        streams[i].revents = fds[i].revents;
        if (s->at < s->filled && (streams[i].events & POLLIN))
            streams[i].revents |= POLLIN;
        ready += streams[i].revents != 0;
    }
    return ready;
}

static bool stream_timed_out(mongoc_stream_t *stream)
{
    return own(stream)->timed_out;
}

static bool stream_should_retry(mongoc_stream_t *stream)
{
    return !own(stream)->timed_out && kept == NULL && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static mongoc_stream_t *stream_new(int fd)
{
    struct stream *s = bson_malloc(sizeof *s);
    memset(s, 0, offsetof(struct stream, ahead));
    s->fd = fd;
    s->vtable = (mongoc_stream_t){
        .type = STREAM_TYPE,
        .destroy = stream_destroy,
        .close = stream_close,
        .flush = stream_flush,
        .writev = stream_writev,
        .readv = stream_readv,
        .setsockopt = stream_setsockopt,
        .check_closed = stream_check_closed,
        .poll = stream_poll,
        .failed = stream_destroy,
        .timed_out = stream_timed_out,
        .should_retry = stream_should_retry,
    };
    return &s->vtable;
}

/* ---- connecting ---- */

static void keepalive(int fd)
{
    static const struct {
        int level, name, value;
    } options[] = {
        {IPPROTO_TCP, TCP_NODELAY, 1},   {SOL_SOCKET, SO_KEEPALIVE, 1}, {IPPROTO_TCP, TCP_KEEPIDLE, 120},
        {IPPROTO_TCP, TCP_KEEPINTVL, 10}, {IPPROTO_TCP, TCP_KEEPCNT, 9},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof(int));
}

/* A connected socket, or -1 and errno. */
static int connect_one(int family, int protocol, const struct sockaddr *addr, socklen_t len, int64_t timeout_ms)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (fd < 0)
        return -1;
    if (family != AF_UNIX)
        keepalive(fd);
    if (connect(fd, addr, len) == 0)
        return fd;
    int err = errno;
    if (err == EINPROGRESS || err == EINTR || err == EAGAIN) {
        struct pollfd p[2] = {{.fd = fd, .events = POLLOUT}};
        int n = wait_for(p, 1, timeout_ms);
        socklen_t size = sizeof err;
        err = n == 0 ? ETIMEDOUT : n < 0 ? errno : 0;
        if (n > 0)
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &size);
    }
    if (err == 0)
        return fd;
    close(fd);
    errno = err;
    return -1;
}

static int connect_unix(const char *path, int64_t timeout_ms)
{
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof addr.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(addr.sun_path, path);
    return connect_one(AF_UNIX, 0, (struct sockaddr *)&addr, sizeof addr, timeout_ms);
}

static int connect_host(const mongoc_host_list_t *host, int64_t timeout_ms, bson_error_t *error)
{
    struct addrinfo hints = {.ai_family = host->family, .ai_socktype = SOCK_STREAM}, *list;
    char port[8];
    snprintf(port, sizeof port, "%u", host->port);
    int failed = getaddrinfo(host->host, port, &hints, &list);
    if (failed != 0) {
        bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_NAME_RESOLUTION,
                       "could not translate host name \"%s\": %s", host->host, gai_strerror(failed));
        return -1;
    }
    int fd = -1;
    int64_t end = now_ms() + timeout_ms;
    for (struct addrinfo *ai = list; ai != NULL && fd < 0 && kept == NULL; ai = ai->ai_next) {
        int64_t left = end - now_ms();
        fd = connect_one(ai->ai_family, ai->ai_protocol, ai->ai_addr, ai->ai_addrlen, left > 0 ? left : 0);
    }
    int err = errno;
    freeaddrinfo(list);
    errno = err;
    return fd;
}

static mongoc_stream_t *start_tls(mongoc_stream_t *base, const mongoc_uri_t *uri, const mongoc_host_list_t *host,
                                  int32_t timeout_ms, bson_error_t *error)
{
    bool insecure = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSINSECURE, false);
    mongoc_ssl_opt_t opt = {
        .pem_file = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCERTIFICATEKEYFILE, NULL),
        .pem_pwd = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCERTIFICATEKEYFILEPASSWORD, NULL),
        .ca_file = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCAFILE, NULL),
        .weak_cert_validation =
            insecure || mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSALLOWINVALIDCERTIFICATES, false),
        .allow_invalid_hostname =
            insecure || mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSALLOWINVALIDHOSTNAMES, false),
    };
    mongoc_stream_t *tls = mongoc_stream_tls_new_with_hostname(base, host->host, &opt, 1);
    if (tls == NULL) {
        mongoc_stream_destroy(base);
        bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET,
                       "could not set up TLS: check the certificate files of the URI");
        return NULL;
    }
    if (!mongoc_stream_tls_handshake_block(tls, host->host, timeout_ms, error)) {
        mongoc_stream_destroy(tls);
        return NULL;
    }
    return tls;
}

mongoc_stream_t *stream_initiate(const mongoc_uri_t *uri, const mongoc_host_list_t *host, void *user_data,
                                 bson_error_t *error)
{
    int32_t timeout_ms = mongoc_uri_get_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, 10000);
    int fd;
    error->code = 0;
    if (interrupted()) { /* no new attempts behind a cancel */
        bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_CONNECT, "interrupted");
        return NULL;
    }
    if (host->family == AF_UNIX)
        fd = connect_unix(host->host, timeout_ms);
    else
        fd = connect_host(host, timeout_ms, error);
    if (fd < 0) {
        login_note_unreachable();
        if (error->code == 0)
            bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_CONNECT, "connection to \"%s\" failed: %s",
                           host->host_and_port, strerror(errno));
        return NULL;
    }
    mongoc_stream_t *stream = stream_new(fd);
    if (mongoc_uri_get_tls(uri))
        stream = start_tls(stream, uri, host, timeout_ms, error);
    if (stream != NULL && user_data != NULL && !login_stream(stream, user_data, timeout_ms, error)) {
        mongoc_stream_destroy(stream);
        return NULL;
    }
    return stream;
}
