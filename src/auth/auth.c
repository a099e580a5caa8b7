#include "auth/auth.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

#include "auth/auth_int.h"
#include "base/error.h"

static enum peer_kind name_address(struct arena *a, const struct sockaddr_storage *ss, const char **text)
{
    char host[INET6_ADDRSTRLEN] = "";
    if (ss->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)ss;
        inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        *text = arena_printf(a, "%s:%d", host, ntohs(in->sin_port));
        return ntohl(in->sin_addr.s_addr) >> 24 == 127 ? PEER_LOOPBACK : PEER_REMOTE;
    }
    if (ss->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)ss;
        inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof host);
        *text = arena_printf(a, "[%s]:%d", host, ntohs(in->sin6_port));
        bool mapped = IN6_IS_ADDR_V4MAPPED(&in->sin6_addr) && in->sin6_addr.s6_addr[12] == 127;
        return IN6_IS_ADDR_LOOPBACK(&in->sin6_addr) || mapped ? PEER_LOOPBACK : PEER_REMOTE;
    }
    return ss->ss_family == AF_UNIX ? PEER_LOCAL : PEER_REMOTE;
}

enum peer_kind auth_peer(struct arena *a, int fd, const char **text)
{
    struct sockaddr_storage ss;
    socklen_t len = sizeof ss;
    *text = "local";
    if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0)
        return PEER_LOCAL; /* not a socket: a pipe or a file */
    return name_address(a, &ss, text);
}

const char *auth_own_address(struct arena *a, int fd)
{
    struct sockaddr_storage ss;
    socklen_t len = sizeof ss;
    const char *text = "local";
    if (getsockname(fd, (struct sockaddr *)&ss, &len) == 0)
        name_address(a, &ss, &text);
    return text;
}

static _Noreturn void refuse(const char *message, const char *hint)
{
    struct error *e = error_new(ERR_INVALID_AUTHORIZATION_SPECIFICATION, "%s", message);
    e->severity = SEV_FATAL;
    error_throw(error_hint(e, "%s", hint));
}

void auth_check_trust(enum peer_kind peer, bool allow_remote)
{
    if (peer == PEER_REMOTE && !allow_remote)
        refuse("auth = trust does not serve clients that are not on this machine",
               "Set auth = password, or allow_trust = on, in pgleaf.conf.");
}

bool auth_read(struct wire *w, struct wire_body *body, const char *what)
{
    char type;
    enum wire_status status = wire_read(w, &type, body);
    if (status == WIRE_OK && type != WIRE_password)
        raise_fatal(ERR_PROTOCOL_VIOLATION, "expected %s response, got message type %d", what, type);
    if (status == WIRE_BAD)
        raise_fatal(ERR_PROTOCOL_VIOLATION, "%s", w->problem);
    return status == WIRE_OK;
}

char *auth_ask_password(struct wire *w, enum peer_kind peer, bool allow_remote)
{
    struct wire_body body;
    const char *s;
    if (peer == PEER_REMOTE && !allow_remote)
        refuse("a password must not be sent in the clear over the network",
               "Come through an encrypted tunnel, or set allow_cleartext = on in pgleaf.conf.");
    wire_begin(w, 'R');
    wire_int32(w, 3); /* AuthenticationCleartextPassword */
    wire_end(w);
    if (!wire_flush(w))
        return NULL;
    if (!auth_read(w, &body, "password"))
        return NULL;
    if (!body_string(&body, &s) || !body_end(&body))
        raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid password packet size");
    if (s[0] == '\0')
        raise_fatal(ERR_INVALID_PASSWORD, "empty password returned by client");
    prctl(PR_SET_DUMPABLE, 0); /* no core file with it */
    char *password = strdup(s);
    explicit_bzero((char *)(uintptr_t)s, strlen(s));
    if (password == NULL)
        raise_out_of_memory(strlen(s));
    return password;
}

void auth_wipe(char *password)
{
    if (password != NULL)
        explicit_bzero(password, strlen(password));
    free(password);
}

int64_t auth_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void auth_refusal_wait(int64_t since)
{
    int64_t end = since + AUTH_REFUSAL_MS;
    struct timespec t = {.tv_sec = end / 1000, .tv_nsec = end % 1000 * 1000000};
    while (!interrupt_pending && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
        ;
}
