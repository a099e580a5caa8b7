/*
 * Transactions that ended in the middle: what one did beside MongoDB's, and was to do behind its commit, is on record (mongo/journal.h). A session that lost MongoDB then goes on with its own
 * before it does anything else; one whose process is known to be dead (owner.c) is finished by the next session of its machine that begins a transaction.
 */
#include <time.h>

#include "mongo/journal.h"
#include "mongo/mongo_error.h"
#include "mongo/transaction.h"
#include "session/session_int.h"

enum { LOOK_EVERY_S = 60 };

void recover_init(struct session *s)
{
    journal_init(s->arena, s->mongo, (struct journal_owner){owner_self(), owner_machine()});
}

static void go_on(struct session *s)
{
    WITH_ARENA(a, { later_load(s, mongo_xact_resume(a, s->mongo)); });
    xact_follow_commit(s);
}

static bool take_over(struct session *s, const struct journal_left *left)
{
    return (owner_is_gone(left->owner) || owner_rebooted(left->owner, left->machine)) && journal_claim(s->mongo, s->database, left);
}

/* What others left is no error of this statement, unless that is to end. */
static void throw_or_log(struct error *e)
{
    if (e->severity > SEV_ERROR || e->code == ERR_QUERY_CANCELED)
        error_throw(e);
    log_error(e);
}

/* What this session cannot finish another one may. */
static void go_on_for(struct session *s, const struct journal_left *left)
{
    TRY {
        go_on(s);
    } CATCH (e) {
        if (e->severity > SEV_ERROR)
            error_throw(e);
        journal_give_back(s->mongo, left);
        s->mongo->unfinished = false;
        throw_or_log(e);
    } END_TRY;
}

static void look(struct session *s)
{
    WITH_ARENA(a, {
        List *all = journal_list(a, s->mongo, s->database);
        FOREACH (struct journal_left, left, all)
            if (!s->mongo->unfinished && take_over(s, left))
                go_on_for(s, left);
    });
}

void recover_at_end(struct session *s)
{
    if (s->mongo == NULL || !s->mongo->unfinished)
        return;
    TRY {
        go_on(s);
    } CATCH (e) {
        log_error(e);
    } END_TRY;
}

static void look_or_log(struct session *s)
{
    TRY {
        look(s);
    } CATCH (e) {
        throw_or_log(e);
    } END_TRY;
}

void recover(struct session *s)
{
    if (s->mongo == NULL || s->mongo->journal == NULL)
        return;
    s->mongo->in_block = s->mongo->together = false;
    if (s->mongo->unfinished)
        go_on(s);
    if (s->recovered_at == 0 || time(NULL) - s->recovered_at > LOOK_EVERY_S) {
        s->recovered_at = time(NULL);
        look_or_log(s);
    }
}
