/*
 * What pgleaf is measured against: the driver alone.
 *
 *     bare visit URI DB COLLECTION [LIMIT]    reads every value of every document
 *     bare print URI DB COLLECTION [LIMIT]    prints them, a line a document
 *     bare find  URI DB COLLECTION N          finds N documents by _id; median microseconds
 *     bare many URI DB COLLECTION N           inserts N documents, 1,000 at a time
 *     bare insert|update URI DB COLLECTION N  N times one document; median microseconds
 */
#include <mongoc/mongoc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t sum; /* keeps the compiler from leaving the values out */

static void visit(bson_iter_t *it)
{
    bson_iter_t sub;
    uint32_t len;
    while (bson_iter_next(it)) {
        switch (bson_iter_type(it)) {
        case BSON_TYPE_DOUBLE:
            sum += (uint64_t)bson_iter_double(it);
            break;
        case BSON_TYPE_UTF8:
            sum += (uint64_t)bson_iter_utf8(it, &len)[0] + len;
            break;
        case BSON_TYPE_OID:
            sum += bson_iter_oid(it)->bytes[11];
            break;
        case BSON_TYPE_DATE_TIME:
            sum += (uint64_t)bson_iter_date_time(it);
            break;
        case BSON_TYPE_INT32:
            sum += (uint64_t)bson_iter_int32(it);
            break;
        case BSON_TYPE_DOCUMENT:
        case BSON_TYPE_ARRAY:
            if (bson_iter_recurse(it, &sub))
                visit(&sub);
            break;
        default:
            break;
        }
    }
}

static void print_date(int64_t ms)
{
    char text[64];
    struct tm tm;
    time_t t = (time_t)(ms / 1000);
    gmtime_r(&t, &tm);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    printf("%s.%03d+00", text, (int)(ms % 1000));
}

static void print_document(const bson_iter_t *it)
{
    const uint8_t *data;
    uint32_t len;
    bson_t doc;
    bson_iter_document(it, &len, &data);
    if (!bson_init_static(&doc, data, len))
        return;
    char *json = bson_as_relaxed_extended_json(&doc, NULL);
    printf("%s", json);
    bson_free(json);
}

static void print(bson_iter_t *it)
{
    char hex[25];
    for (bool first = true; bson_iter_next(it); first = false) {
        if (!first)
            printf("|");
        switch (bson_iter_type(it)) {
        case BSON_TYPE_DOUBLE:
            printf("%.17g", bson_iter_double(it));
            break;
        case BSON_TYPE_UTF8:
            printf("%s", bson_iter_utf8(it, NULL));
            break;
        case BSON_TYPE_OID:
            bson_oid_to_string(bson_iter_oid(it), hex);
            printf("%s", hex);
            break;
        case BSON_TYPE_DATE_TIME:
            print_date(bson_iter_date_time(it));
            break;
        case BSON_TYPE_INT32:
            printf("%d", bson_iter_int32(it));
            break;
        case BSON_TYPE_DOCUMENT:
            print_document(it);
            break;
        default:
            break;
        }
    }
    printf("\n");
}

static void fail(const char *what, const bson_error_t *error)
{
    fprintf(stderr, "bare: %s: %s\n", what, error != NULL ? error->message : "");
    exit(1);
}

static long read_all(mongoc_collection_t *c, bool printed, long limit)
{
    bson_t filter = BSON_INITIALIZER, opts = BSON_INITIALIZER;
    const bson_t *doc;
    bson_error_t error;
    bson_iter_t it;
    long n = 0;
    if (limit > 0)
        BSON_APPEND_INT64(&opts, "limit", limit);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(c, &filter, &opts, NULL);
    for (; mongoc_cursor_next(cursor, &doc); n++)
        if (bson_iter_init(&it, doc))
            (printed ? print : visit)(&it);
    if (mongoc_cursor_error(cursor, &error))
        fail("reading", &error);
    mongoc_cursor_destroy(cursor);
    bson_destroy(&opts);
    return n;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static void find_each(mongoc_collection_t *c, long n)
{
    double *took = calloc((size_t)n + 1, sizeof *took);
    struct timespec t0, t1;
    for (long i = 0; i < n; i++) {
        const bson_t *doc;
        bson_error_t error;
        bson_t filter = BSON_INITIALIZER, opts = BSON_INITIALIZER;
        bson_iter_t it;
        char hex[32];
        bson_oid_t oid;
        snprintf(hex, sizeof hex, "65a0%020lx", i);
        bson_oid_init_from_string(&oid, hex);
        BSON_APPEND_OID(&filter, "_id", &oid);
        clock_gettime(CLOCK_MONOTONIC, &t0);
        mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(c, &filter, &opts, NULL);
        int found = 0;
        for (; mongoc_cursor_next(cursor, &doc); found++)
            if (bson_iter_init(&it, doc))
                visit(&it);
        if (mongoc_cursor_error(cursor, &error) || found != 1)
            fail("finding one", &error);
        mongoc_cursor_destroy(cursor);
        clock_gettime(CLOCK_MONOTONIC, &t1);
        took[i] = (double)(t1.tv_sec - t0.tv_sec) * 1e6 + (double)(t1.tv_nsec - t0.tv_nsec) / 1e3;
        bson_destroy(&filter);
        bson_destroy(&opts);
    }
    qsort(took, (size_t)n, sizeof *took, compare);
    printf("%.1f\n", took[n / 2]);
    free(took);
}

/* The rows that `wire copy` sends. */
static void write_document(bson_t *b, long i)
{
    char name[32];
    snprintf(name, sizeof name, "kettle %ld", i * 7919 % 100000);
    bson_append_int32(b, "id", 2, (int32_t)i);
    bson_append_utf8(b, "name", 4, name, -1);
    bson_append_int32(b, "qty", 3, (int32_t)(i * 31 % 100000));
    bson_append_double(b, "price", 5, (double)(i * 17 % 500000) / 100);
    bson_append_date_time(b, "placed", 6, 1614556800000 + i * 1000);
    bson_append_utf8(b, "city", 4, "teapot", 6);
}

static void must(bool ok, const bson_error_t *error)
{
    if (!ok) {
        fprintf(stderr, "%s\n", error->message);
        exit(1);
    }
}

static void insert_many(mongoc_collection_t *c, long n)
{
    enum { BATCH = 1000 };
    bson_t *docs[BATCH];
    bson_error_t error;
    for (long at = 0; at < n; at += BATCH) {
        long count = n - at < BATCH ? n - at : BATCH;
        for (long i = 0; i < count; i++)
            write_document(docs[i] = bson_new(), at + i);
        must(mongoc_collection_insert_many(c, (const bson_t **)docs, (size_t)count, NULL, NULL, &error), &error);
        for (long i = 0; i < count; i++)
            bson_destroy(docs[i]);
    }
}

static void write_each(mongoc_collection_t *c, bool insert, long n)
{
    double *took = calloc((size_t)n + 1, sizeof *took);
    bson_error_t error;
    for (long i = 0; i < n; i++) {
        bson_t *doc = bson_new(), *to = BCON_NEW("$set", "{", "qty", BCON_INT32((int32_t)i), "}");
        double t = now();
        if (insert)
            write_document(doc, i);
        else
            BSON_APPEND_INT32(doc, "id", (int32_t)i);
        must(insert ? mongoc_collection_insert_one(c, doc, NULL, NULL, &error) : mongoc_collection_update_one(c, doc, to, NULL, NULL, &error), &error);
        took[i] = now() - t;
        bson_destroy(doc);
        bson_destroy(to);
    }
    qsort(took, (size_t)n, sizeof *took, compare);
    printf("%.1f\n", took[n / 2]);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: bare visit|print|find|many|insert|update URI DB COLLECTION [N]\n");
        return 64;
    }
    long n = argc > 5 ? atol(argv[5]) : 0;
    mongoc_init();
    mongoc_client_t *client = mongoc_client_new(argv[2]);
    mongoc_collection_t *c = mongoc_client_get_collection(client, argv[3], argv[4]);
    if (strcmp(argv[1], "find") == 0)
        find_each(c, n);
    else if (strcmp(argv[1], "many") == 0)
        insert_many(c, n);
    else if (strcmp(argv[1], "insert") == 0 || strcmp(argv[1], "update") == 0)
        write_each(c, argv[1][0] == 'i', n);
    else
        fprintf(stderr, "%ld documents (%llu)\n", read_all(c, strcmp(argv[1], "print") == 0, n), (unsigned long long)sum);
    mongoc_collection_destroy(c);
    mongoc_client_destroy(client);
    mongoc_cleanup();
    return 0;
}
