/* A session whose client is the test: bytes in, a transcript out. No MongoDB: relations are a fixture's, or local tables. */
#ifndef SESSION_FAKE_H
#define SESSION_FAKE_H

#include <stddef.h>

/* fixture: text as catalog/fixture.c reads it; NULL none. The login is over. */
void fake_session_open(const char *fixture);
void fake_session_close(void);

/* A message (its length is put in), or bytes as they are. */
void fake_send(char type, const char *body, size_t len);
void fake_send_bytes(const void *p, size_t n);

/* Reads and does as many messages. What was answered, a line each, until the next call:
 *     T name:type ...    D |value|value    C SELECT 1    S name=value    E ERROR 22012 message P=3 H=... D=...
 *     N WARNING ...      I    n    s    Z I */
const char *fake_answer(int messages);

/* The client goes away. */
void fake_hang_up(void);

/* A Query. */
const char *fake_query(const char *sql);

#endif
