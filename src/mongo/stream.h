/*
 * The byte stream under libmongoc: a socket whose waits are cut in slices, so that a cancel, a timeout or a vanished
 * client ends a blocked read at once.
 *
 * libmongoc calls these functions; nothing may raise through it. What an interrupt's handler raises is caught here and
 * kept: the read fails, libmongoc gives up the connection, and the caller of libmongoc throws it (stream_take_error).
 */
#ifndef MONGO_STREAM_H
#define MONGO_STREAM_H

#include <mongoc/mongoc.h>

#include "base/error.h"

/* For mongoc_client_set_stream_initiator(). TLS as the URI says. user_data: a struct mongo_login that the stream is logged in as;
 * NULL: libmongoc sees to it. */
mongoc_stream_t *stream_initiate(const mongoc_uri_t *uri, const mongoc_host_list_t *host, void *user_data,
                                 bson_error_t *error);

/* The error that interrupted a wait since the last call, NULL none. */
struct error *stream_take_error(void);

#endif
