/*
 * Cancel requests arrive in another process (manual 55.2.8). Each session leaves a file PID below the runtime directory, mode
 * 0600, with a random secret; who knows it may have the session signalled. The session holds a lock on its file as long as it
 * lives: a file that outlived a crash is not taken for another process that was given the same number.
 */
#include "session/session_int.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static char own_file[512];
static int own_fd = -1;

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

static void remove_own(void)
{
    if (own_file[0] != '\0')
        unlink(own_file);
    own_file[0] = '\0';
}

static bool leave_key(const char *path, int32_t secret)
{
    unlink(path); /* a dead session's */
    own_fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return own_fd >= 0 && flock(own_fd, LOCK_EX | LOCK_NB) == 0 && write(own_fd, &secret, sizeof secret) == (ssize_t)sizeof secret;
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
    if (!leave_key(own_file, secret))
        log_write(SEV_WARNING, "%s: %s; cancel requests will not be honoured", own_file, strerror(errno));
    atexit(remove_own);
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

/* 0: no session has left one. */
static int32_t read_key(const char *path)
{
    int32_t kept = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return 0;
    bool lives = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!lives || read(fd, &kept, sizeof kept) != (ssize_t)sizeof kept)
        kept = 0;
    close(fd);
    return kept;
}

/* The client is not told anything, right or wrong. */
void cancel_request(int32_t pid, int32_t secret)
{
    char dir[400], path[512];
    if (pid <= 0 || !runtime_dir(dir, sizeof dir, false))
        return;
    snprintf(path, sizeof path, "%s/%d", dir, (int)pid);
    int32_t kept = read_key(path);
    if (kept == 0)
        log_write(SEV_LOG, "cancel request for process %d, which is no session", (int)pid);
    else if (!same_secret(&kept, &secret, sizeof kept))
        log_write(SEV_LOG, "wrong key in cancel request for process %d", (int)pid);
    else
        kill((pid_t)pid, SIGINT);
}
