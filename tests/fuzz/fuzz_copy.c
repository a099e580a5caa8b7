/* COPY FROM STDIN: what the client sends as rows. Byte 0 chooses format and options; the rest is data, in messages of the size
 * that byte 1 says. */
#include "fuzz.h"

#include <string.h>

#include "session/copy_int.h"

void fuzz_init(void)
{
    fuzz_settings();
}

static const Oid types[] = {TYPE_int4, TYPE_text, TYPE_timestamptz, TYPE__text, TYPE_jsonb, TYPE_bytea, TYPE_numeric};
enum { COLUMNS = sizeof types / sizeof *types };

static struct copy_column *columns(struct arena *a, bool force)
{
    struct copy_column *c = ARENA_ARRAY(a, struct copy_column, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        c[i] = (struct copy_column){.name = arena_printf(a, "c%d", i), .type = types[i], .typmod = -1, .info = type_get(types[i]),
                                    .force_null = force && i % 2 == 0, .force_not_null = force && i % 2 == 1};
    return c;
}

static struct copy_options options(unsigned choice)
{
    struct copy_options o = {.format = (enum copy_format)(choice % 3)};
    bool csv = o.format == COPY_CSV, other = (choice & 0x80) != 0;
    o.delimiter = other ? ";" : csv ? "," : "\t";
    o.null = other ? "nil" : csv ? "" : "\\N";
    o.quote = other ? "'" : "\"";
    o.escape = (choice & 0x40) != 0 ? "\\" : o.quote;
    o.header = o.format != COPY_BINARY && (choice & 0x30) != 0;
    o.match = o.header && (choice & 0x20) != 0;
    return o;
}

static void message(struct strbuf *b, char type, const void *p, size_t n)
{
    strbuf_addch(b, type);
    for (int shift = 24; shift >= 0; shift -= 8)
        strbuf_addch(b, (char)((n + 4) >> shift));
    strbuf_add(b, p, n);
}

void fuzz_one(struct fuzz *f)
{
    struct copy_options o = options(fuzz_byte(f));
    size_t size = fuzz_byte(f);
    struct strbuf b;
    struct wire w;
    strbuf_init(&b, f->arena);
    while (f->p < f->end) {
        size_t n = size == 0 || size > fuzz_left(f) ? fuzz_left(f) : size;
        message(&b, WIRE_copy_data, f->p, n);
        f->p += n;
    }
    message(&b, WIRE_copy_done, "", 0);
    wire_init(&w, f->arena, -1, -1);
    fuzz_wire(&w, b.data, b.len);
    struct copy_reader *r = copy_reader_new(f->arena, &w, &o, columns(f->arena, (size & 1) != 0), COLUMNS);
    TRY {
        while (copy_reader_next(r))
            for (int i = 0; i < COLUMNS; i++)
                if (!r->nulls[i])
                    type_output_cstring(r->row, types[i], r->values[i]);
    }
    CATCH (e) {
        copy_reader_where(r, "t", e);
    }
    END_TRY;
}
