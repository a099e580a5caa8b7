/*
 * Cancel requests arrive in another process (manual 55.2.8). Each session leaves a file PID below the runtime directory, mode
 * 0600, with a random secret; who knows it may have the session signalled. The session holds a lock on its file as long as it
 * lives: a file that outlived a crash is not taken for another process that was given the same number.
 */
#include "session/activity.h"
#include "session/session_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static char own_file[512];
static int own_fd = -1;
static struct session_card unseen; /* where there is no file to put it in */
struct session_card *own_card = &unseen;

/* The directory's path; false when there is none that is ours alone. */
static bool runtime_dir(char *path, size_t size, bool make)
{
    const char *set = conf_string(CONF_runtime_dir), *env = getenv("RUNTIME_DIRECTORY"), *xdg = getenv("XDG_RUNTIME_DIR");
    struct stat st;
    if (set != NULL && set[0] != '\0')
        snprintf(path, size, "%s", set);
    else if (env != NULL && env[0] == '/')
        snprintf(path, size, "%.*s", (int)strcspn(env, ":"), env);
    else
        snprintf(path, size, "%s/pgleaf-%u", xdg != NULL && xdg[0] == '/' ? xdg : "/tmp", (unsigned)geteuid());
    if (make && mkdir(path, 0700) != 0 && errno != EEXIST)
        return false;
    /* nobody else may put files there */
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & 022) == 0;
}

void cancel_forget(void)
{
    if (own_file[0] != '\0')
        unlink(own_file);
    own_file[0] = '\0';
}

static bool leave_card(const char *path)
{
    unlink(path); /* a dead session's */
    own_fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (own_fd < 0 || flock(own_fd, LOCK_EX | LOCK_NB) != 0 || posix_fallocate(own_fd, 0, sizeof *own_card) != 0)
        return false;
    void *p = mmap(NULL, sizeof *own_card, PROT_READ | PROT_WRITE, MAP_SHARED, own_fd, 0);
    if (p == MAP_FAILED)
        return false;
    own_card = p;
    return true;
}

int32_t cancel_register(void)
{
    char dir[400];
    int32_t secret = 0;
    while (secret == 0)
        if (getrandom(&secret, sizeof secret, 0) != (ssize_t)sizeof secret)
            raise_fatal(ERR_INTERNAL_ERROR, "could not generate random cancel key");
    if (!runtime_dir(dir, sizeof dir, true)) {
        log_write(SEV_WARNING, "no runtime directory of our own: cancel requests will not be honoured");
        return secret;
    }
    snprintf(own_file, sizeof own_file, "%s/%d", dir, (int)getpid());
    if (!leave_card(own_file))
        log_write(SEV_WARNING, "%s: %s; cancel requests will not be honoured", own_file, strerror(errno));
    own_card->pid = (int32_t)getpid();
    own_card->secret = secret;
    return secret;
}

static bool same_secret(const void *a, const void *b, size_t n)
{
    const volatile unsigned char *x = a, *y = b;
    unsigned char diff = 0;
    for (size_t i = 0; i < n; i++)
        diff |= (unsigned char)(x[i] ^ y[i]);
    return diff == 0;
}

/* A copy that its session was not writing at. */
static bool copy_card(int fd, struct session_card *c)
{
    for (int tries = 0; tries < 100; tries++) {
        uint32_t now = 0;
        if (pread(fd, c, sizeof *c, 0) != (ssize_t)sizeof *c ||
            pread(fd, &now, sizeof now, offsetof(struct session_card, version)) != (ssize_t)sizeof now)
            return false;
        if (c->version == now && now % 2 == 0)
            return c->secret != 0;
        sched_yield();
    }
    return false;
}

bool card_read(int32_t pid, struct session_card *c)
{
    char dir[400], path[512];
    if (pid <= 0 || !runtime_dir(dir, sizeof dir, false))
        return false;
    snprintf(path, sizeof path, "%s/%d", dir, (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool lives = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    bool ok = lives && copy_card(fd, c);
    close(fd);
    return ok;
}

void cards_each(void (*each)(void *arg, const struct session_card *c), void *arg)
{
    char path[400];
    struct session_card c;
    each(arg, own_card);
    DIR *dir = runtime_dir(path, sizeof path, false) ? opendir(path) : NULL;
    for (const struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL;) {
        char *end;
        long pid = strtol(d->d_name, &end, 10);
        if (pid > 0 && *end == '\0' && pid != (long)getpid() && card_read((int32_t)pid, &c))
            each(arg, &c);
    }
    if (dir != NULL)
        closedir(dir);
}

/* The client is not told anything, right or wrong. */
void cancel_request(int32_t pid, int32_t secret)
{
    struct session_card c;
    if (!card_read(pid, &c))
        log_write(SEV_LOG, "cancel request for process %d, which is no session", (int)pid);
    else if (!same_secret(&c.secret, &secret, sizeof secret))
        log_write(SEV_LOG, "wrong key in cancel request for process %d", (int)pid);
    else
        kill((pid_t)pid, SIGINT);
}
