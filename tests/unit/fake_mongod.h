/*
 * A MongoDB for unit tests: a child process that answers commands by a script and keeps what it was sent.
 *
 *     static const struct fake_rule script[] = {
 *         RULE("find", "{'ok': 1, 'cursor': {'id': {'$numberLong': '7'}, 'ns': 'db.c', 'firstBatch': [{'_id': 1}]}}"),
 *         RULE("getMore", FAKE_CLOSE),
 *         RULE_END};
 *     struct fake *f = fake_start(a, script);      f->uri to connect to; ends with the arena
 *     fake_log(f)                                  all commands so far, a relaxed Extended JSON line each, in a
 *
 * The first rule for a command that still has `times` left answers it (0: any number of times); hello, buildInfo and whatever
 * no rule is for get a plain answer. In JSON ' stands for ".
 */
#ifndef FAKE_MONGOD_H
#define FAKE_MONGOD_H

#include <bson/bson.h>
#include <stddef.h>

#include "base/arena.h"

#define FAKE_CLOSE "close"   /* no answer: the connection ends */
#define FAKE_CUT "cut"       /* half an answer */
#define FAKE_SILENCE "wait"  /* no answer at all */

struct fake_rule {
    const char *command;
    const char *reply;
    int times;
    void (*make)(bson_t *reply, const bson_t *command); /* instead of a reply */
};

#define RULE(name, text) {.command = name, .reply = text}
#define RULE_TIMES(name, text, n) {.command = name, .reply = text, .times = n}
#define RULE_MAKE(name, function) {.command = name, .make = function}
#define RULE_END {.command = NULL}

struct fake {
    const char *uri;
    struct arena *arena;
    int pid;
    char dir[64];
};

struct fake *fake_start(struct arena *a, const struct fake_rule *script);
void fake_stop(struct fake *f);
const char *fake_log(struct fake *f);
/* The nth command of this name (from 0) without what libmongoc adds to it; NULL: it was not sent. */
const char *fake_sent(struct fake *f, const char *command, int n);

#endif
