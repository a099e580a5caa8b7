#include "mongo/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mongo/client.h"
#include "mongo/infer.h"
#include "mongo/table.h"
#include "types/hash.h"

#define FORMAT 4 /* of the files; another format is read as none */
#define MAX_SIZE (16 * 1024 * 1024)

static const char *file_name(struct arena *a, const char *dir, const char *key, const char *suffix)
{
    uint64_t h = hash_bytes(key, strlen(key));
    return arena_printf(a, "%s/schema-%016" PRIx64 "%016" PRIx64 "%s", dir, h, hash_combine(h, strlen(key)), suffix);
}

/* The file's bytes; only a file of our own that others cannot write is believed. */
static uint8_t *read_file(struct arena *a, const char *path, size_t *len)
{
    struct stat st;
    uint8_t *data = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & 022) == 0 &&
        st.st_size >= 5 && st.st_size <= MAX_SIZE) {
        size_t got = 0;
        ssize_t n = 1;
        data = arena_alloc(a, (size_t)st.st_size);
        while (n > 0 && got < (size_t)st.st_size) {
            n = read(fd, data + got, (size_t)st.st_size - got);
            if (n < 0 && errno == EINTR)
                n = 1;
            else if (n > 0)
                got += (size_t)n;
        }
        *len = got;
        if (got < (size_t)st.st_size)
            data = NULL;
    }
    close(fd);
    return data;
}

static bool read_document(struct arena *a, const char *dir, const char *key, bson_t *doc)
{
    size_t len;
    uint8_t *data = dir != NULL ? read_file(a, file_name(a, dir, key, ""), &len) : NULL;
    return data != NULL && bson_init_static(doc, data, len) && bson_validate(doc, BSON_VALIDATE_NONE, NULL) &&
           bson_number(doc, "v", 0) == FORMAT && strcmp(bson_text(doc, "key", ""), key) == 0;
}

static bson_t *document_new(struct arena *a, const char *key)
{
    bson_t *doc = bson_in(a);
    BSON_APPEND_INT32(doc, "v", FORMAT);
    BSON_APPEND_UTF8(doc, "key", key);
    return doc;
}

static void write_document(struct arena *scratch, const char *dir, const char *key, const bson_t *doc)
{
    const char *path = file_name(scratch, dir, key, "");
    const char *fresh = file_name(scratch, dir, key, arena_printf(scratch, ".%ld", (long)getpid()));
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    const uint8_t *data = bson_get_data(doc);
    size_t left = doc->len;
    ssize_t n = 1;
    while (left > 0 && n > 0) {
        n = write(fd, data, left);
        if (n > 0) {
            data += n;
            left -= (size_t)n;
        } else if (n < 0 && errno == EINTR) {
            n = 1;
        }
    }
    if (close(fd) != 0 || left > 0 || rename(fresh, path) != 0)
        unlink(fresh);
}

/* Of what a validator says none is NOT VALID. */
static List *read_checks(struct arena *a, const bson_t *doc)
{
    bson_t checks;
    bson_iter_t it;
    List *l = NULL;
    if (!bson_subdocument(doc, "checks", &checks) || !bson_iter_init(&it, &checks))
        return NULL;
    while (bson_iter_next(&it)) {
        struct table_check *k = ARENA_NEW(a, struct table_check);
        *k = (struct table_check){arena_strdup(a, bson_iter_key(&it)), BSON_ITER_HOLDS_UTF8(&it) ? arena_strdup(a, bson_iter_utf8(&it, NULL)) : "", false};
        l = list_append(a, l, k);
    }
    return l;
}

static void write_checks(bson_t *doc, const List *checks)
{
    bson_t in;
    if (checks == NULL)
        return;
    bson_append_document_begin(doc, "checks", -1, &in);
    FOREACH (struct table_check, k, checks)
        BSON_APPEND_UTF8(&in, k->name, k->text);
    bson_append_document_end(doc, &in);
}

struct cached_schema *cache_read(struct arena *a, const char *dir, const char *key, int max_age_s, int64_t not_before)
{
    bson_t doc, tree;
    if (!read_document(a, dir, key, &doc))
        return NULL;
    struct cached_schema *s = ARENA_NEW(a, struct cached_schema);
    s->time = bson_number(&doc, "time", 0);
    s->stamp = bson_number(&doc, "stamp", 0);
    s->kind = (enum relation_kind)bson_number(&doc, "kind", 0);
    s->rows = (double)bson_number(&doc, "rows", -1);
    s->root = field_new(a, "", 0);
    int64_t age = time(NULL) - s->time;
    if (s->time <= not_before || age < 0 || (max_age_s > 0 && age > max_age_s) || s->kind > REL_TIMESERIES)
        return NULL;
    s->checks = read_checks(a, &doc);
    const char *table = bson_text(&doc, "table", NULL);
    if (table != NULL) {
        s->root = NULL;
        s->def = table_from_text(a, table);
        return s->def != NULL ? s : NULL;
    }
    return bson_subdocument(&doc, "fields", &tree) && infer_load(a, &tree, s->root) ? s : NULL;
}

void cache_write(struct arena *scratch, const char *dir, const char *key, struct cached_schema *s)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    s->stamp = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    if (dir == NULL)
        return;
    bson_t *doc = document_new(scratch, key), tree;
    BSON_APPEND_INT64(doc, "time", s->time);
    BSON_APPEND_INT64(doc, "stamp", s->stamp);
    BSON_APPEND_INT32(doc, "kind", (int32_t)s->kind);
    BSON_APPEND_INT64(doc, "rows", (int64_t)s->rows);
    write_checks(doc, s->checks);
    if (s->def != NULL) {
        BSON_APPEND_UTF8(doc, "table", table_text(scratch, s->def));
    } else {
        bson_append_document_begin(doc, "fields", -1, &tree);
        infer_save(s->root, &tree);
        bson_append_document_end(doc, &tree);
    }
    write_document(scratch, dir, key, doc);
}

/* OIDs and names lie in two blocks of bytes, each name with its NUL: thousands are read at each session's begin. */
List *cache_read_known(struct arena *a, const char *dir, const char *key)
{
    bson_t doc;
    bson_iter_t oids, names;
    bson_subtype_t subtype;
    const uint8_t *oid, *name;
    uint32_t oid_len, name_len;
    List *known = NULL;
    if (!read_document(a, dir, key, &doc) || !bson_iter_init_find(&oids, &doc, "oids") || !BSON_ITER_HOLDS_BINARY(&oids) ||
        !bson_iter_init_find(&names, &doc, "names") || !BSON_ITER_HOLDS_BINARY(&names))
        return NULL;
    bson_iter_binary(&oids, &subtype, &oid_len, &oid);
    bson_iter_binary(&names, &subtype, &name_len, &name);
    const uint8_t *end = name + name_len;
    if (name_len > 0 && end[-1] != '\0')
        return NULL;
    struct relation_known *k = ARENA_ARRAY(a, struct relation_known, oid_len / sizeof k->oid + 1);
    for (; oid_len >= sizeof k->oid && name < end; k++, oid += sizeof k->oid, oid_len -= sizeof k->oid) {
        memcpy(&k->oid, oid, sizeof k->oid);
        k->name = (const char *)name;
        name += strlen(k->name) + 1;
        known = list_append(a, known, k);
    }
    return known;
}

void cache_write_known(struct arena *scratch, const char *dir, const char *key, const List *known)
{
    struct strbuf oids, names;
    bson_t *doc = document_new(scratch, key), before;
    if (dir == NULL)
        return;
    strbuf_init(&oids, scratch);
    strbuf_init(&names, scratch);
    FOREACH (struct relation_known, k, known) {
        strbuf_add(&oids, &k->oid, sizeof k->oid);
        strbuf_add(&names, k->name, strlen(k->name) + 1);
    }
    BSON_APPEND_BINARY(doc, "oids", BSON_SUBTYPE_BINARY, (const uint8_t *)oids.data, (uint32_t)oids.len);
    BSON_APPEND_BINARY(doc, "names", BSON_SUBTYPE_BINARY, (const uint8_t *)names.data, (uint32_t)names.len);
    if (!read_document(scratch, dir, key, &before) || !bson_equal(doc, &before))
        write_document(scratch, dir, key, doc);
}

void cache_remove(struct arena *scratch, const char *dir, const char *key)
{
    if (dir != NULL)
        unlink(file_name(scratch, dir, key, ""));
}

void cache_changed(struct arena *scratch, const char *dir)
{
    if (dir == NULL)
        return;
    int fd = open(arena_printf(scratch, "%s/changes", dir), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    if (write(fd, ".", 1) < 0) /* its time tells, too */
        futimens(fd, NULL);
    close(fd);
}

int64_t cache_changes(struct arena *scratch, const char *dir)
{
    struct stat st;
    if (dir == NULL || stat(arena_printf(scratch, "%s/changes", dir), &st) != 0)
        return 0;
    return (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec + st.st_size;
}
