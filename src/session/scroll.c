/*
 * Moving through a portal's rows: forward as the plan gives them; any way where they are kept.
 * The place is before the first row, on one, or behind the last (manual: FETCH).
 */
#include "session/session_int.h"

struct row_store *portal_new_store(const struct portal *p, const List *desc)
{
    struct exec_settings set = session_exec_settings();
    return row_store_new(p->arena, desc, &set);
}

/* Rows up to the nth are in the store, if there are so many. */
static void read_up_to(struct session *s, struct portal *p, int64_t n)
{
    int64_t have = row_store_count(p->store);
    if (p->plan != NULL && !p->done && have < n)
        portal_exec(s, p, row_store_dest(p->store), n == ALL_ROWS ? 0 : (uint64_t)(n - have));
}

static int64_t send_stored(struct session *s, struct portal *p, struct row_dest *dest, int step, int64_t count)
{
    int64_t sent = 0, here = p->at_end && step < 0 ? p->pos + 1 : p->pos;
    for (int64_t n = step < 0 ? here - 1 : marked_next(s, p, here); sent < count && n >= 1 && row_store_send(p->store, n, dest);) {
        sent++;
        n = step < 0 ? n - 1 : marked_next(s, p, p->pos + sent);
        CHECK_INTERRUPTS();
    }
    return sent;
}

static struct row_store *store_of(struct portal *p)
{
    if (p->store == NULL && p->scroll && !p->forgot)
        p->store = portal_new_store(p, p->plan->resultDesc);
    return p->store;
}

static int64_t forward(struct session *s, struct portal *p, struct row_dest *dest, int64_t count)
{
    int64_t sent;
    struct marked_dest marked;
    dest = marked_dest(&marked, p, dest, count);
    if (store_of(p) == NULL) {
        sent = (int64_t)portal_exec(s, p, dest, count == ALL_ROWS ? 0 : (uint64_t)count);
    } else {
        read_up_to(s, p, count == ALL_ROWS || p->pos > ALL_ROWS - count ? ALL_ROWS : p->pos + count);
        sent = send_stored(s, p, dest, 1, count);
    }
    p->pos += sent;
    p->at_end = sent < count;
    return sent;
}

/* A cursor that did not ask for it keeps its rows for nothing when they are many. */
static void forget_many(struct portal *p)
{
    if (p->store == NULL || p->held || !row_store_spilled(p->store) || row_store_count(p->store) > p->pos)
        return;
    row_store_free(p->store);
    p->store = NULL;
    p->forgot = true;
}

uint64_t portal_forward(struct session *s, struct portal *p, struct row_dest *dest, int64_t count)
{
    enum { PART = 500 };
    int64_t sent = 0;
    while (!p->at_end && sent < count) {
        int64_t left = count == ALL_ROWS && (!p->unasked || p->forgot) ? ALL_ROWS : count - sent;
        sent += forward(s, p, dest, p->unasked && !p->forgot && left > PART ? PART : left);
        if (p->unasked && !p->done)
            forget_many(p);
    }
    return (uint64_t)sent;
}

static _Noreturn void only_forward(void)
{
    struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward");
    error_hint(e, "Declare it with SCROLL option to enable backward scan.");
    error_throw(e);
}

uint64_t portal_backward(struct session *s, struct portal *p, struct row_dest *dest, int64_t count)
{
    struct marked_dest marked;
    if (!p->scroll)
        only_forward();
    if (p->forgot) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cursor \"%s\" has given more rows than work_mem holds", p->name);
        error_throw(error_hint(e, "Declare it with SCROLL option to enable backward scan."));
    }
    if (p->pos == 0 || count <= 0)
        return 0;
    int64_t here = p->at_end ? p->pos + 1 : p->pos;
    int64_t sent = send_stored(s, p, marked_dest(&marked, p, dest, count), -1, count);
    p->pos = sent < count ? 0 : here - sent;
    p->at_end = false;
    return (uint64_t)sent;
}

void portal_store(struct session *s, struct portal *p)
{
    if (store_of(p) == NULL) {
        p->store = portal_new_store(p, p->plan->resultDesc);
        row_store_base(p->store, p->pos);
    }
    read_up_to(s, p, ALL_ROWS);
    p->done = true;
    portal_close(p);
}
