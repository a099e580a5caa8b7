/* TZif files, RFC 8536: the 64-bit block, and the footer for the time after its last transition. */
#include <stdio.h>
#include <string.h>

#include "types/tz_int.h"

#define FILE_MAX_BYTES (256 * 1024)
#define HEADER_BYTES 44

struct header {
    uint32_t isut, isstd, leap, time, type, chars;
};

static uint64_t get_be(const uint8_t *p, int n)
{
    uint64_t v = 0;
    while (n-- > 0)
        v = v << 8 | *p++;
    return v;
}

static bool header_read(const uint8_t *p, const uint8_t *end, struct header *h)
{
    if (end - p < HEADER_BYTES || memcmp(p, "TZif", 4) != 0)
        return false;
    uint32_t *fields[] = {&h->isut, &h->isstd, &h->leap, &h->time, &h->type, &h->chars};
    for (int i = 0; i < 6; i++) {
        *fields[i] = (uint32_t)get_be(p + 20 + 4 * i, 4);
        if (*fields[i] > FILE_MAX_BYTES)
            return false;
    }
    return true;
}

static size_t block_bytes(const struct header *h, size_t width)
{
    return h->time * width + h->time + h->type * (size_t)6 + h->chars + h->leap * (width + 4) + h->isstd + h->isut;
}

/* The footer's zone goes on where the block ends; its types are those of the block with the same meaning. */
static void append_footer(struct arena *a, struct tz *z, const struct tz *foot)
{
    int map[2] = {-1, -1};
    if (foot->ntypes != 2)
        return;
    for (int f = 0; f < 2; f++)
        for (int i = 0; i < z->ntypes; i++)
            if (strcmp(z->types[i].abbrev, foot->types[f].abbrev) == 0 && z->types[i].offset == foot->types[f].offset &&
                z->types[i].dst == foot->types[f].dst)
                map[f] = i;
    struct tz_type *types = ARENA_ARRAY(a, struct tz_type, z->ntypes + 2);
    memcpy(types, z->types, sizeof *types * (size_t)z->ntypes);
    for (int f = 0; f < 2; f++)
        if (map[f] < 0) {
            if (z->ntypes >= TZ_MAX_TYPES)
                return;
            map[f] = z->ntypes;
            types[z->ntypes++] = foot->types[f];
        }
    int64_t *times = ARENA_ARRAY(a, int64_t, z->ntimes + foot->ntimes + 1);
    uint8_t *what = ARENA_ARRAY(a, uint8_t, z->ntimes + foot->ntimes + 1);
    int n = z->ntimes;
    if (n > 0) {
        memcpy(times, z->times, sizeof *times * (size_t)n);
        memcpy(what, z->what, (size_t)n);
    }
    /* transitions at the end that change nothing only mark where the file ends */
    while (n > 1 && what[n - 1] == what[n - 2])
        n--;
    /* one whole cycle beyond the file's own end, so that what repeats is the footer's part alone */
    int64_t last = n > 0 ? times[n - 1] : INT64_MIN;
    for (int64_t shift = 0; shift <= SECONDS_PER_400_YEARS; shift += SECONDS_PER_400_YEARS) {
        int room = 0;
        for (int i = 0; i < foot->ntimes; i++)
            room += foot->times[i] + shift > last;
        int64_t *more_times = ARENA_ARRAY(a, int64_t, n + room + 1);
        uint8_t *more_what = ARENA_ARRAY(a, uint8_t, n + room + 1);
        memcpy(more_times, times, sizeof *times * (size_t)n);
        memcpy(more_what, what, (size_t)n);
        for (int i = 0; i < foot->ntimes; i++)
            if (foot->times[i] + shift > last) {
                more_times[n] = foot->times[i] + shift;
                more_what[n++] = (uint8_t)map[foot->what[i]];
            }
        times = more_times;
        what = more_what;
        last = n > 0 ? times[n - 1] : last;
    }
    z->types = types;
    z->times = times;
    z->what = what;
    z->ntimes = n;
    z->cycle_on = true;
}

static struct tz *parse(struct arena *a, const uint8_t *p, const uint8_t *end)
{
    struct header h;
    size_t width = 4;
    if (!header_read(p, end, &h))
        return NULL;
    bool v2 = p[4] != 0;
    if (v2) {
        size_t skip = HEADER_BYTES + block_bytes(&h, 4);
        if ((size_t)(end - p) < skip || !header_read(p + skip, end, &h))
            return NULL;
        p += skip;
        width = 8;
    }
    p += HEADER_BYTES;
    if ((size_t)(end - p) < block_bytes(&h, width) || h.type == 0 || h.type > TZ_MAX_TYPES)
        return NULL;

    struct tz *z = ARENA_NEW(a, struct tz);
    int64_t *times = ARENA_ARRAY(a, int64_t, h.time + 1);
    uint8_t *what = ARENA_ARRAY(a, uint8_t, h.time + 1);
    z->types = ARENA_ARRAY(a, struct tz_type, h.type);
    z->ntypes = (int)h.type;
    z->ntimes = (int)h.time;
    for (uint32_t i = 0; i < h.time; i++) {
        times[i] = width == 8 ? (int64_t)get_be(p + i * width, 8) : (int32_t)get_be(p + i * width, 4);
        what[i] = p[h.time * width + i];
        if (what[i] >= h.type || (i > 0 && times[i] <= times[i - 1]))
            return NULL;
    }
    p += h.time * (width + 1);
    const char *names = arena_strndup(a, "", 0);
    char *chars = arena_memdup(a, p + h.type * 6, h.chars + 1);
    chars[h.chars] = '\0';
    for (uint32_t i = 0; i < h.type; i++) {
        const uint8_t *t = p + i * 6;
        z->types[i].offset = (int32_t)get_be(t, 4);
        z->types[i].dst = t[4] != 0;
        z->types[i].abbrev = t[5] < h.chars ? chars + t[5] : names;
    }
    p += h.type * 6 + h.chars + h.leap * (width + 4) + h.isstd + h.isut;
    z->times = times;
    z->what = what;
    z->leap_seconds = h.leap > 0;

    /* before the first transition: type 0, unless it is a summer time that some standard time precedes */
    bool used = false;
    for (int i = 0; i < z->ntimes; i++)
        used = used || what[i] == 0;
    if (used && z->types[0].dst)
        for (int i = z->ntypes - 1; i >= 0; i--)
            if (!z->types[i].dst)
                z->first = i;

    if (v2 && end - p > 2 && p[0] == '\n') {
        const uint8_t *nl = memchr(p + 1, '\n', (size_t)(end - p - 1));
        if (nl != NULL && nl > p + 1) {
            const struct tz *foot = tz_posix_parse(a, arena_strndup(a, (const char *)p + 1, (size_t)(nl - p - 1)));
            if (foot != NULL)
                append_footer(a, z, foot);
        }
    }
    return z;
}

struct tz *tz_file_read(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return NULL;
    struct arena *scratch = arena_new(NULL, "zone file");
    uint8_t *bytes = arena_alloc(scratch, FILE_MAX_BYTES);
    size_t n = fread(bytes, 1, FILE_MAX_BYTES, f);
    fclose(f);
    struct tz *z = parse(a, bytes, bytes + n);
    arena_free(scratch);
    return z;
}
