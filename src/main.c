/* pgleaf(8): the command line, the descriptors it was given, and the listener that forks (systemd Accept=no, inetd wait). */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "conf/conf.h"
#include "session/session.h"

enum { EXIT_USAGE = 64, EXIT_BROKEN = 71, EXIT_CONFIG = 78 };
#define DEFAULT_FILE "/etc/pgleaf.conf"
#define MAX_SETTINGS 256 /* -o, on one command line */
#define MAX_LISTENERS 64

/* Before any library's constructor runs: libmongoc's may write a warning to standard error, which inetd made the client's
 * stream. log_open() takes /dev/null for "no standard error". */
static void guard_client(int argc, char **argv, char **envp)
{
    struct stat in, err;
    (void)argc, (void)argv, (void)envp;
    if (fstat(STDERR_FILENO, &err) != 0 || !S_ISSOCK(err.st_mode) || fstat(STDIN_FILENO, &in) != 0 ||
        in.st_dev != err.st_dev || in.st_ino != err.st_ino)
        return;
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0)
        dup2(null, STDERR_FILENO);
}
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = guard_client;

static const char usage[] =
    "usage: pgleaf [-c FILE] [-o NAME=VALUE]... [--check] [--version] [--help]\n"
    "       pgleaf [-o NAME=VALUE]... --dump=raw|query|plan|pipeline [--fixture=FILE] <SQL\n"
    "Speaks the PostgreSQL protocol on standard input and output, and answers SQL from MongoDB.\n"
    "See pgleaf(8) and pgleaf.conf(5).\n";

struct arguments {
    const char *file, *dump, *fixture;
    bool check;
    char **settings;
    int nsettings;
};

static _Noreturn void wrong_usage(void)
{
    fputs(usage, stderr);
    exit(EXIT_USAGE);
}

static void print_settings(void)
{
    struct arena *a = arena_new(NULL, "settings");
    struct strbuf b;
    strbuf_init(&b, a);
    conf_print_mdoc(&b);
    fputs(b.data, stdout);
    arena_free(a);
}

static struct arguments read_arguments(int argc, char **argv)
{
    static const struct option options[] = {
        {"check", no_argument, NULL, 'C'},          {"version", no_argument, NULL, 'V'},
        {"help", no_argument, NULL, 'h'},           {"dump", required_argument, NULL, 'd'},
        {"fixture", required_argument, NULL, 'f'},  {"print-settings", no_argument, NULL, 'P'},
        {NULL, 0, NULL, 0},
    };
    static char *settings[MAX_SETTINGS];
    struct arguments x = {.settings = settings};
    for (int c; (c = getopt_long(argc, argv, "c:o:h", options, NULL)) != -1;) {
        switch (c) {
        case 'c': x.file = optarg; break;
        case 'o':
            if (x.nsettings == MAX_SETTINGS)
                wrong_usage();
            x.settings[x.nsettings++] = optarg;
            break;
        case 'C': x.check = true; break;
        case 'd': x.dump = optarg; break;
        case 'f': x.fixture = optarg; break;
        case 'V': printf("pgleaf %s\n", PGLEAF_VERSION); exit(0);
        case 'h': fputs(usage, stdout); exit(0);
        case 'P': print_settings(); exit(0);
        default: wrong_usage();
        }
    }
    if (optind < argc)
        wrong_usage();
    return x;
}

/* ---- listening ---- */

static volatile sig_atomic_t stop, reap;

static void on_stop(int sig)
{
    (void)sig;
    stop = 1;
}

static void on_child(int sig)
{
    (void)sig;
    reap = 1;
}

static void on(int sig, void (*fn)(int))
{
    struct sigaction sa = {.sa_handler = fn};
    sigemptyset(&sa.sa_mask);
    sigaction(sig, &sa, NULL);
}

static bool is_listening(int fd)
{
    int v = 0;
    socklen_t len = sizeof v;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &v, &len) == 0 && v != 0;
}

static void close_on_exec(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    if (flags >= 0)
        fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
}

/* Out of descriptors or memory: not tried again at once, or the loop would spin. */
static void accept_failed(int error)
{
    if (error == EAGAIN || error == EINTR || error == ECONNABORTED)
        return;
    log_write(SEV_ERROR, "accept: %s", strerror(error));
    poll(NULL, 0, 100);
}

/* A session's end. Libraries' exit handlers only free what the kernel frees anyway, and are a quarter of a short session's time;
 * those that look for leaks or count coverage are why a build may want them. */
static _Noreturn void leave(int status)
{
#ifdef PGLEAF_EXIT_HANDLERS
    exit(status);
#else
    _exit(status);
#endif
}

/* In the child: the connection is ours alone, the listener and the parent's signals are not. */
static _Noreturn void child(int client, const struct pollfd *listeners, int n, bool room)
{
    for (int i = 0; i < n; i++)
        if (listeners[i].fd > STDERR_FILENO)
            close(listeners[i].fd);
    on(SIGCHLD, SIG_DFL);
    on(SIGTERM, SIG_DFL);
    on(SIGINT, SIG_DFL);
    if (!room) {
        session_turn_away(client, client, ERR_TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        leave(0);
    }
    leave(session_run(client, client));
}

static int reap_children(int running)
{
    reap = 0;
    for (int status; waitpid(-1, &status, WNOHANG) > 0;) {
        if (running > 0)
            running--;
        if (WIFSIGNALED(status))
            log_write(SEV_WARNING, "a session ended by signal %d", WTERMSIG(status));
    }
    return running;
}

static int listen_and_fork(struct pollfd *listeners, int n)
{
    int running = 0;
    sigset_t none, blocked;
    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, NULL); /* seen in ppoll() only */
    on(SIGTERM, on_stop);
    on(SIGINT, on_stop);
    on(SIGCHLD, on_child);
    if (!session_warm())
        return EXIT_CONFIG;
    for (int i = 0; i < n; i++) {
        listeners[i].events = POLLIN;
        close_on_exec(listeners[i].fd);
        fcntl(listeners[i].fd, F_SETFL, fcntl(listeners[i].fd, F_GETFL) | O_NONBLOCK);
    }
    while (!stop) {
        int ready = ppoll(listeners, (nfds_t)n, NULL, &none);
        if (reap)
            running = reap_children(running);
        for (int i = 0; i < n && ready > 0; i++) {
            if (listeners[i].revents & (POLLERR | POLLHUP | POLLNVAL)) {
                log_write(SEV_FATAL, "a listening socket is broken");
                return EXIT_BROKEN;
            }
            if (!(listeners[i].revents & POLLIN))
                continue;
            int client = accept4(listeners[i].fd, NULL, NULL, SOCK_CLOEXEC);
            if (client < 0) {
                accept_failed(errno);
                continue;
            }
            bool room = running < (int)conf_int(CONF_max_connections);
            pid_t pid = fork();
            if (pid == 0) {
                sigprocmask(SIG_SETMASK, &none, NULL);
                child(client, listeners, n, room);
            }
            if (pid < 0)
                log_write(SEV_ERROR, "fork: %s", strerror(errno));
            else if (room)
                running++;
            close(client);
        }
    }
    return 0;
}

/* ---- which descriptors ---- */

/* systemd's LISTEN_FDS, for this process: their number, from descriptor 3 on (sd_listen_fds(3)). */
static int systemd_fds(void)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    int n = fds != NULL && pid != NULL && atol(pid) == (long)getpid() ? atoi(fds) : 0;
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return n > 0 && n < MAX_LISTENERS ? n : 0;
}

struct descriptors {
    int in, out;        /* the connection; -1: we listen */
    struct pollfd listeners[MAX_LISTENERS];
    int nlisteners;
};

static struct descriptors find_descriptors(void)
{
    struct descriptors d = {.in = STDIN_FILENO, .out = STDOUT_FILENO};
    int n = systemd_fds(), first = n > 0 ? 3 : STDIN_FILENO;
    if (n == 1)
        d.in = d.out = first;
    if (n > 1 || is_listening(first)) {
        d.in = d.out = -1;
        d.nlisteners = n > 0 ? n : 1;
    }
    for (int i = 0; i < d.nlisteners; i++)
        d.listeners[i].fd = first + i;
    if (d.in > STDERR_FILENO)
        close_on_exec(d.in);
    return d;
}

/* The file, then -o. What is wrong is the operator's to know; a client is told only that something is. */
static void read_configuration(const struct arguments *x, const struct descriptors *d)
{
    struct arena *a = arena_new(NULL, "configuration");
    const char *message = NULL;
    bool ok = x->dump != NULL || conf_read_file(a, x->file != NULL ? x->file : DEFAULT_FILE, x->file != NULL, &message);
    for (int i = 0; i < x->nsettings && ok; i++)
        ok = conf_set_argument(a, x->settings[i], &message);
    if (!ok) {
        log_write(SEV_FATAL, "%s", message);
        if (!x->check && x->dump == NULL && d->nlisteners == 0)
            session_turn_away(d->in, d->out, ERR_CONFIG_FILE_ERROR, MISCONFIGURED);
        exit(EXIT_CONFIG);
    }
    arena_free(a);
}

static int serve(struct descriptors *d)
{
    if (d->nlisteners == 0)
        leave(session_run(d->in, d->out));
    for (int i = 0; i < d->nlisteners; i++)
        if (!is_listening(d->listeners[i].fd)) {
            log_write(SEV_FATAL, "descriptor %d is no listening socket; of several that are passed all must be", d->listeners[i].fd);
            return EXIT_CONFIG;
        }
    return listen_and_fork(d->listeners, d->nlisteners);
}

/* What a super-server may have left: blocked signals, ignored children. */
static void reset_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    on(SIGCHLD, SIG_DFL);
}

/* Deeply nested statements recurse: the main stack may grow to this. */
static void allow_stack(void)
{
    struct rlimit r;
    const rlim_t want = (rlim_t)64 * 1024 * 1024;
    if (getrlimit(RLIMIT_STACK, &r) != 0 || r.rlim_cur == RLIM_INFINITY || r.rlim_cur >= want)
        return;
    r.rlim_cur = r.rlim_max == RLIM_INFINITY || r.rlim_max > want ? want : r.rlim_max;
    setrlimit(RLIMIT_STACK, &r);
}

int main(int argc, char **argv)
{
    allow_stack();
    reset_signals();
    struct arguments x = read_arguments(argc, argv);
    struct descriptors d = find_descriptors();
    log_open(x.check || x.dump != NULL ? -1 : d.out);
    conf_init();
    read_configuration(&x, &d);
    if (x.dump != NULL)
        return session_dump(x.dump, x.fixture);
    if (x.check)
        return session_check();
    return serve(&d);
}
