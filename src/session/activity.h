/*
 * What each session of this user of the machine shows to the others: a card, kept in its key file (cancel.c), which is mapped, so that
 * keeping it up to date costs no system call.
 */
#ifndef SESSION_ACTIVITY_H
#define SESSION_ACTIVITY_H

#include <stdbool.h>
#include <stdint.h>

struct session;

struct session_card {
    int32_t secret;    /* what a cancel request must know */
    uint32_t version;  /* odd while it is written */
    int32_t pid;
    int32_t padding;
    int64_t backend_start, xact_start, query_start, state_change; /* as TimestampADT; 0: none */
    char server[512];  /* mongo.identity; "": longer */
    char user[256];    /* "": longer */
    char database[64], application_name[64], peer[64], state[32];
    char query[1024];
};

/* ---- cancel.c ---- */
extern struct session_card *own_card; /* never NULL; others see it where there is a runtime directory */
/* Each session that lives and left a card, the own one too. */
void cards_each(void (*each)(void *arg, const struct session_card *c), void *arg);
bool card_read(int32_t pid, struct session_card *c); /* false: there is no such session */

/* ---- activity.c ---- */
void activity_login(const struct session *s);
void activity_begin(struct session *s, const char *text); /* text is the statement in hand: lives as long as the message */
void activity_idle(const struct session *s);
bool session_cancel(int pid);                            /* func_env.cancel */
bool session_terminate(int pid, int64_t timeout_ms);     /* func_env.terminate */
struct relation_scan;
void activity_rows(struct relation_scan *s);             /* of pg_stat_activity */

#endif
