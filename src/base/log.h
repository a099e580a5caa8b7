/*
 * Messages for the operator: to the journal when standard error is one, to syslog when there is no standard error of our own
 * (inetd gives the client's socket as fd 2 too; /dev/null counts as none), else to standard error. Never into the client's stream.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

struct log_session { /* fields of every message; borrowed, NULL unknown */
    const char *user, *database, *peer;
};
extern struct log_session log_session;
extern enum severity log_level; /* least severity that is written; default SEV_LOG's neighbours: notices and below are not */

/* Chooses where to write. client_fd: never written to, nor anything that is the same file; -1 none. When standard error is the
 * client's stream (or closed), it is /dev/null from then on: nothing that a library prints there reaches the client either. */
void log_open(int client_fd);
void log_write(enum severity sev, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* With its SQLSTATE, detail and hint. */
void log_error(const struct error *e);

#endif
