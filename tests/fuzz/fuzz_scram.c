/* SCRAM: the client's messages of a login, as a stream. "%N" in it stands for the server's nonce, which nobody can know before. */
#include "fuzz.h"

#include <string.h>

#include "auth/auth.h"
#include "auth/scram.h"
#include "base/error.h"

static struct scram_keys keys;

void fuzz_init(void)
{
    unsigned char secret[SCRAM_KEY] = {1, 2, 3};
    scram_pretend(&keys, secret, "ann");
}

static void as_messages(struct fuzz *f, bool plus)
{
    unsigned char endpoint[32] = {7};
    struct scram s = {.arena = f->arena, .keys = &keys, .tls = plus, .plus = plus, .endpoint = endpoint,
                      .endpoint_len = sizeof endpoint};
    size_t first_len, len;
    const char *first = fuzz_text(f, &first_len);
    scram_first(&s, first, first_len);
    char *last = fuzz_text(f, &len), *mark = strstr(last, "%N");
    if (mark != NULL)
        last = arena_printf(f->arena, "%.*s%s%s", (int)(mark - last), last, s.nonce, mark + 2);
    if (scram_final(&s, last, strlen(last)) != NULL)
        fuzz_wrong("a proof out of nothing");
}

void fuzz_one(struct fuzz *f)
{
    unsigned kind = fuzz_byte(f);
    unsigned char client_key[SCRAM_KEY];
    struct wire w;
    if (kind < 2) {
        as_messages(f, kind == 1);
        return;
    }
    wire_init(&w, f->arena, -1, -1);
    fuzz_wire(&w, f->p, fuzz_left(f));
    if (auth_scram(&w, &keys, client_key) == AUTH_PROVED)
        fuzz_wrong("a proof out of nothing");
}
