/* What the files of auth/ share. */
#ifndef AUTH_AUTH_INT_H
#define AUTH_AUTH_INT_H

#include "wire/wire.h"

/* The client's answer (message p). False: it went. Raises FATAL 08P01 for another message; what: "password", "SASL". */
bool auth_read(struct wire *w, struct wire_body *body, const char *what) MUST_CHECK;

#endif
