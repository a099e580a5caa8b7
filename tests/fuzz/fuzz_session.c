/* What a client sends: its first packet, up to the login; and messages after it, in a session over the shop, without a MongoDB. */
#include "fuzz.h"

#include <string.h>

#include "session/session_int.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

void fuzz_init(void)
{
    const char *message;
    struct arena *a = arena_new(NULL, "argument");
    if (!conf_set_argument(a, "runtime_dir=/nonexistent", &message))
        fuzz_wrong("%s", message);
    arena_free(a);
    fuzz_settings();
}

static void open_session(struct session *s, const void *p, size_t n)
{
    conf_reset_all();
    session_init(s, -1, -1);
    fuzz_wire(&s->wire, p, n);
    report_init(s);
    interrupts_init(s);
}

static void close_session(struct session *s)
{
    notice_set_sink(NULL, NULL);
    arena_reset(s->message);
    portals_drop(s, true);
    statements_drop(s);
    conf_xact_begin();
    conf_xact_end(false);
    arena_free(s->arena);
}

static void messages(struct session *s)
{
    s->user = "ann";
    s->database = "shop";
    s->catalog = fuzz_catalog(s->arena);
    func_env = (struct func_env){.user = s->user, .database = s->database, .catalog = s->catalog, .session = s};
    s->logged_in = true;
    report_settings(s);
    while (!s->end)
        session_message(s);
}

static void run(const void *p, size_t n, bool first)
{
    struct session *s = &the_session;
    fuzz_patience();
    open_session(s, p, n);
    TRY {
        if (!first)
            messages(s);
        else if (session_start(s))
            fuzz_wrong("logged in without a MongoDB");
    }
    CATCH (e) {
    }
    END_TRY;
    close_session(s);
    error_clear();
}

/* Messages, the last of which begins at the offset that two bytes say: the stream's end at each of its bytes, each bit of its
 * length the other way. */
static void cut_and_flip(struct fuzz *f)
{
    size_t from = fuzz_byte(f) << 8;
    from |= fuzz_byte(f);
    size_t n = fuzz_left(f);
    uint8_t *copy = arena_memdup(f->arena, f->p, n);
    for (size_t cut = from + 1; cut < n; cut++)
        run(arena_memdup(f->arena, f->p, cut), cut, false); /* a copy: what is read behind its end is seen */
    for (int bit = 0; bit < 32 && from + 5 <= n; bit++) {
        copy[from + 1 + (size_t)bit / 8] ^= (uint8_t)(1 << bit % 8);
        run(copy, n, false);
        copy[from + 1 + (size_t)bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

/* Byte 0: 0 a first packet, 2 messages to be cut, else messages. */
void fuzz_one(struct fuzz *f)
{
    unsigned kind = fuzz_byte(f);
    if (kind == 2)
        cut_and_flip(f);
    else
        run(f->p, fuzz_left(f), kind == 0);
}

/* ---- mutation: mostly within one message, its length put right ---- */

/* Where the message behind p ends; NULL: there is none that is whole. */
static uint8_t *message_end_of(uint8_t *p, uint8_t *end)
{
    if (end - p < 5)
        return NULL;
    uint32_t len = (uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4];
    return len >= 4 && len <= (size_t)(end - p) - 1 ? p + 1 + len : NULL;
}

static int count_messages(uint8_t *p, uint8_t *end)
{
    int n = 0;
    for (; p != NULL && p < end; n++)
        p = message_end_of(p, end);
    return p == NULL ? n - 1 : n;
}

static size_t mutate_body(uint8_t *data, size_t size, size_t max, uint8_t *from, uint8_t *to)
{
    size_t body = (size_t)(to - from) - 5, behind = (size_t)(data + size - to), room = max - size + body;
    uint8_t *rest = arena_memdup(the_session.arena, to, behind + 1);
    size_t made = LLVMFuzzerMutate(from + 5, body, room), len = made + 4;
    for (int i = 0; i < 4; i++)
        from[1 + i] = (uint8_t)(len >> (24 - 8 * i));
    memcpy(from + 5 + made, rest, behind);
    return size - body + made;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    int n = size > 1 && data[0] == 1 ? count_messages(data + 1, data + size) : 0;
    if (n <= 0 || seed % 5 == 0)
        return LLVMFuzzerMutate(data, size, max);
    uint8_t *p = data + 1;
    for (int skip = (int)(seed / 5 % (unsigned)n); skip > 0; skip--)
        p = message_end_of(p, data + size);
    the_session.arena = arena_new(NULL, "mutation");
    size = mutate_body(data, size, max, p, message_end_of(p, data + size));
    arena_free(the_session.arena);
    return size;
}
