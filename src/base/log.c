#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

struct log_session log_session;
enum severity log_level = SEV_LOG;

static enum { TO_STDERR, TO_SYSLOG, TO_JOURNAL } target;
static bool silenced; /* standard error is /dev/null, of our making */

static int priority(enum severity sev)
{
    static const int p[] = {LOG_DEBUG, LOG_INFO, LOG_INFO, LOG_NOTICE, LOG_WARNING, LOG_WARNING, LOG_ERR};
    return p[sev];
}

/* systemd says which socket is the journal's: device:inode */
static bool stderr_is_journal(const struct stat *st)
{
    const char *s = getenv("JOURNAL_STREAM");
    unsigned long long dev, ino;
    return s != NULL && sscanf(s, "%llu:%llu", &dev, &ino) == 2 && dev == (unsigned long long)st->st_dev &&
           ino == (unsigned long long)st->st_ino;
}

static bool is_null_device(const struct stat *st)
{
    struct stat null;
    return S_ISCHR(st->st_mode) && stat("/dev/null", &null) == 0 && null.st_rdev == st->st_rdev;
}

void log_open(int client_fd)
{
    struct stat err, client;
    if (silenced)
        return; /* syslog is open */
    if (fstat(STDERR_FILENO, &err) != 0 || is_null_device(&err))
        target = TO_SYSLOG;
    else if (stderr_is_journal(&err))
        target = TO_JOURNAL;
    else if (S_ISSOCK(err.st_mode) || (client_fd >= 0 && fstat(client_fd, &client) == 0 && client.st_dev == err.st_dev &&
                                       client.st_ino == err.st_ino && !S_ISCHR(err.st_mode)))
        target = TO_SYSLOG;
    else
        target = TO_STDERR;
    if (target != TO_SYSLOG)
        return;
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0 && null != STDERR_FILENO) {
        dup2(null, STDERR_FILENO);
        close(null);
    }
    silenced = true;
    openlog("pgleaf", LOG_PID | LOG_NDELAY, LOG_DAEMON);
}

static const char *or_dash(const char *s)
{
    return s != NULL && s[0] != '\0' ? s : "-";
}

/* A client's text begins no line of its own. */
static const char *one_line(char *text)
{
    for (char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7f)
            *p = ' ';
    return text;
}

static void send(enum severity sev, const char *sqlstate, char *text)
{
    char who[512];
    if (target == TO_SYSLOG)
        snprintf(who, sizeof who, "user=%s database=%s peer=%s", or_dash(log_session.user), or_dash(log_session.database),
                 or_dash(log_session.peer));
    switch (target) {
    case TO_JOURNAL:
        sd_journal_send("MESSAGE=%s", text, "PRIORITY=%d", priority(sev), "SYSLOG_IDENTIFIER=pgleaf", "SQLSTATE=%s",
                        or_dash(sqlstate), "PGLEAF_USER=%s", or_dash(log_session.user), "PGLEAF_DATABASE=%s",
                        or_dash(log_session.database), "PGLEAF_PEER=%s", or_dash(log_session.peer), NULL);
        break;
    case TO_SYSLOG:
        syslog(priority(sev), "%s%s%s %s", sqlstate != NULL ? sqlstate : "", sqlstate != NULL ? " " : "", one_line(text),
               one_line(who));
        break;
    case TO_STDERR:
        dprintf(STDERR_FILENO, "pgleaf[%d] %s: %s%s%s\n", (int)getpid(), severity_name(sev), sqlstate != NULL ? sqlstate : "",
                sqlstate != NULL ? " " : "", one_line(text));
        break;
    }
}

void log_write(enum severity sev, const char *fmt, ...)
{
    char text[4096];
    va_list ap;
    if (sev < log_level)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    send(sev, NULL, text);
}

void log_error(const struct error *e)
{
    char text[4096];
    if (e->severity < log_level)
        return;
    snprintf(text, sizeof text, "%s%s%s%s%s", e->message, e->detail != NULL ? "; " : "", e->detail != NULL ? e->detail : "",
             e->hint != NULL ? "; " : "", e->hint != NULL ? e->hint : "");
    send(e->severity, errcode_sqlstate(e->code), text);
}
