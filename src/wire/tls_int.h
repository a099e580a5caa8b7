/* What the files of TLS share. */
#ifndef WIRE_TLS_INT_H
#define WIRE_TLS_INT_H

#include <openssl/ssl.h>

#include "wire/tls.h"

struct tls_context {
    SSL_CTX *ssl;
    BIO_METHOD *bio; /* bytes by the wire's fds */
};

BIO_METHOD *tls_bio_method(void); /* NULL: no memory */

/* The oldest error of OpenSSL's queue, which is emptied; in a static buffer. */
const char *tls_error(void);

#endif
