/* One client's session, from its first packet to its end; and what the command line asks for besides. */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "base/error.h"

/* sysexits.h: EX_UNAVAILABLE, MongoDB was not there at the start; EX_CONFIG */
enum { EXIT_UNREACHABLE = 69, EXIT_MISCONFIGURED = 78 };

/* What a client is told of a wrong configuration. */
#define MISCONFIGURED "pgleaf is not configured rightly; its log says more"

/* What can be made ready before a fork. False: the configuration's certificate and key cannot be used; the log says why. */
bool session_warm(void);

/* Serves the client at these descriptors until it goes. The settings are read. Returns the exit status. */
int session_run(int in, int out);

/* Tells a client that it cannot be served, and hangs up. */
void session_turn_away(int in, int out, enum errcode code, const char *message);

/* Connects as the configuration says, and prints what it found. Exit status 0, 69, 78. */
int session_check(void);

/* Reads SQL from standard input and prints a stage: raw, query, plan or pipeline; errors too. fixture: a file of relations
 * (catalog/fixture.c), NULL none. Exit status 0, 64. */
int session_dump(const char *stage, const char *fixture);

#endif
