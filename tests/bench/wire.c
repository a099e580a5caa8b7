/*
 * A PostgreSQL client that costs next to nothing: the simple query protocol, spoken by hand.
 *
 *     wire connect PLACE USER DB N            connects, SELECT 1, closes: N times; median microseconds
 *     wire query   PLACE USER DB N SQL        one connection, the query N times, %d in it 0, 1, ...; median microseconds
 *     wire script  USER DB SQL                what a client would send, on standard output: for a session from a file
 *
 * PLACE is the path of a Unix socket. Whoever answers must ask for no password.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "wire: %s\n", what);
    exit(1);
}

static void send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k <= 0)
            fail("cannot send");
        p += k;
        n -= (size_t)k;
    }
}

static size_t startup(char *out, const char *user, const char *db)
{
    uint32_t version = htonl(196608);
    size_t n = 8;
    memcpy(out + 4, &version, 4);
    n += (size_t)sprintf(out + n, "user%c%s%cdatabase%c%s%c", 0, user, 0, 0, db, 0);
    out[n++] = '\0';
    uint32_t len = htonl((uint32_t)n);
    memcpy(out, &len, 4);
    return n;
}

static size_t query(char *out, const char *sql)
{
    size_t n = strlen(sql) + 1;
    uint32_t len = htonl((uint32_t)n + 4);
    out[0] = 'Q';
    memcpy(out + 1, &len, 4);
    memcpy(out + 5, sql, n);
    return n + 5;
}

/* Reads to ReadyForQuery. */
static void answer(int fd)
{
    static char buf[1 << 16];
    static size_t have;
    size_t at = 0;
    for (;;) {
        uint32_t len = 0;
        if (have - at >= 5)
            memcpy(&len, buf + at + 1, 4);
        len = ntohl(len);
        if (len > 0 && have - at >= len + 1) {
            if (buf[at] == 'E') {
                fprintf(stderr, "wire: %.*s\n", (int)len, buf + at + 5);
                exit(1);
            }
            if (buf[at] == 'Z') {
                have = 0;
                return;
            }
            at += len + 1;
            continue;
        }
        memmove(buf, buf + at, have - at);
        have -= at;
        at = 0;
        ssize_t k = read(fd, buf + have, sizeof buf - have);
        if (k <= 0)
            fail("the server is gone");
        have += (size_t)k;
    }
}

static int dial(const char *place, const char *user, const char *db)
{
    struct sockaddr_un sa = {.sun_family = AF_UNIX};
    char out[1024];
    snprintf(sa.sun_path, sizeof sa.sun_path, "%s", place);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&sa, sizeof sa) != 0)
        fail("cannot connect");
    send_all(fd, out, startup(out, user, db));
    answer(fd);
    return fd;
}

static void hang_up(int fd)
{
    char c;
    send_all(fd, "X\0\0\0\4", 5);
    while (read(fd, &c, 1) > 0) /* until it has closed, too */
        ;
    close(fd);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

/* COPY ... FROM STDIN, of the rows that bare.c's write_document() makes. */
static void copy_session(char *out, const char *sql, long rows)
{
    char line[256];
    fwrite(out, 1, query(out, sql), stdout);
    for (long i = 0; i < rows; i++) {
        long ms = i * 1000, day = ms / 86400000, s = ms / 1000 % 86400;
        int n = snprintf(line + 5, sizeof line - 5, "%ld\tkettle %ld\t%ld\t%.2f\t2021-03-%02ld %02ld:%02ld:%02ld+00\tteapot\n", i, i * 7919 % 100000,
                         i * 31 % 100000, (double)(i * 17 % 500000) / 100, day + 1, s / 3600, s / 60 % 60, s % 60);
        uint32_t len = htonl((uint32_t)n + 4);
        line[0] = 'd';
        memcpy(line + 1, &len, 4);
        fwrite(line, 1, (size_t)n + 5, stdout);
    }
    fwrite("c\0\0\0\4X\0\0\0\4", 1, 10, stdout);
}

int main(int argc, char **argv)
{
    static char out[8192], sql[8000];
    if (argc == 5 && strcmp(argv[1], "script") == 0) {
        fwrite(out, 1, startup(out, argv[2], argv[3]), stdout);
        fwrite(out, 1, query(out, argv[4]), stdout);
        fwrite("X\0\0\0\4", 1, 5, stdout);
        return 0;
    }
    if (argc == 6 && strcmp(argv[1], "copy") == 0) {
        fwrite(out, 1, startup(out, argv[2], argv[3]), stdout);
        copy_session(out, argv[4], atol(argv[5]));
        return 0;
    }
    if (argc < 6)
        fail("usage: connect PLACE USER DB N | query PLACE USER DB N SQL | script USER DB SQL | copy USER DB SQL ROWS");
    int n = atoi(argv[5]), fd = -1;
    double *took = calloc((size_t)n + 1, sizeof *took);
    if (argc > 6) {
        fd = dial(argv[2], argv[3], argv[4]);
        snprintf(sql, sizeof sql, argv[6], 0); /* the first one also learns the schema */
        send_all(fd, out, query(out, sql));
        answer(fd);
    }
    for (int i = 0; i < n; i++) {
        double t = now();
        if (argc > 6) {
            snprintf(sql, sizeof sql, argv[6], i);
            send_all(fd, out, query(out, sql));
            answer(fd);
        } else {
            fd = dial(argv[2], argv[3], argv[4]);
            send_all(fd, out, query(out, "SELECT 1"));
            answer(fd);
            hang_up(fd);
        }
        took[i] = now() - t;
    }
    qsort(took, (size_t)n, sizeof *took, compare);
    printf("%.1f\n", took[n / 2]);
    return 0;
}
