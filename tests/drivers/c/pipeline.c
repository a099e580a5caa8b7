// libpq by itself: pipeline mode, single-row mode, chunks of large results, both formats, cancel, nonblocking.
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static PGconn *connect_(const char *options)
{
    PGconn *c = PQconnectdb(options);
    if (PQstatus(c) != CONNECTION_OK) {
        printf("UNEXPECTED %s", PQerrorMessage(c));
        exit(1);
    }
    return c;
}

static void show(PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    printf("%s", PQresStatus(status));
    if (status == PGRES_FATAL_ERROR || status == PGRES_NONFATAL_ERROR)
        printf(" %s %s", PQresultErrorField(r, PG_DIAG_SQLSTATE), PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
    else
        printf(" %s", PQcmdStatus(r));
    printf("\n");
    for (int i = 0; i < PQntuples(r); i++) {
        for (int k = 0; k < PQnfields(r); k++) {
            printf("  %s %u:", PQfname(r, k), PQftype(r, k));
            if (PQgetisnull(r, i, k))
                printf("NULL");
            else if (PQfformat(r, k) == 0)
                printf("%s", PQgetvalue(r, i, k));
            else
                for (int b = 0; b < PQgetlength(r, i, k); b++)
                    printf("%02x", (unsigned char)PQgetvalue(r, i, k)[b]);
        }
        printf("\n");
    }
    PQclear(r);
}

/* All results until nothing more comes: in a pipeline two NULLs in a row. */
static void show_all(PGconn *c)
{
    PGresult *r;
    for (int nulls = 0; nulls < 2;) {
        if ((r = PQgetResult(c)) != NULL) {
            nulls = 0;
            show(r);
        } else {
            nulls++;
        }
        if (PQpipelineStatus(c) == PQ_PIPELINE_OFF && r == NULL)
            return;
    }
}

static void pipeline(void)
{
    PGconn *c = connect_("");
    const char *values[1];
    char text[20];
    PQenterPipelineMode(c);
    PQsendPrepare(c, "one", "SELECT $1::int4 + 1, s FROM every WHERE _id = $1", 0, NULL);
    PQsendDescribePrepared(c, "one");
    for (int i = 1; i <= 5; i++) {
        snprintf(text, sizeof text, "%d", i);
        values[0] = text;
        PQsendQueryPrepared(c, "one", 1, values, NULL, NULL, i % 2);
    }
    PQpipelineSync(c);
    show_all(c);

    printf("an error skips to the synchronization\n");
    PQsendQueryParams(c, "SELECT 1", 0, NULL, NULL, NULL, NULL, 0);
    PQsendQueryParams(c, "SELECT 1 / 0", 0, NULL, NULL, NULL, NULL, 0);
    PQsendQueryParams(c, "SELECT 2", 0, NULL, NULL, NULL, NULL, 0);
    PQpipelineSync(c);
    PQsendQueryParams(c, "SELECT 3", 0, NULL, NULL, NULL, NULL, 0);
    PQpipelineSync(c);
    show_all(c);

    printf("a transaction in a pipeline\n");
    PQsendQueryParams(c, "BEGIN", 0, NULL, NULL, NULL, NULL, 0);
    PQsendQueryParams(c, "SELECT count(*) FROM every", 0, NULL, NULL, NULL, NULL, 1);
    PQsendQueryParams(c, "COMMIT", 0, NULL, NULL, NULL, NULL, 0);
    PQsendQueryParams(c, "SELECT 'after'", 0, NULL, NULL, NULL, NULL, 0);
    PQsendFlushRequest(c);
    PQflush(c);
    for (int i = 0; i < 4; i++) {
        PGresult *r = PQgetResult(c);
        if (r != NULL)
            show(r);
        if (PQgetResult(c) != NULL)
            printf("one result too many\n");
    }
    PQpipelineSync(c);
    show_all(c);

    printf("many\n");
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "%d", i);
        values[0] = text;
        PQsendQueryParams(c, "SELECT $1::int4", 1, NULL, values, NULL, NULL, 0);
    }
    PQpipelineSync(c);
    long sum = 0;
    PGresult *r;
    for (int i = 0; i < 1000; i++) {
        if ((r = PQgetResult(c)) != NULL)
            sum += atol(PQgetvalue(r, 0, 0));
        PQclear(r);
        PQclear(PQgetResult(c));
    }
    show_all(c);
    printf("%ld %d\n", sum, PQexitPipelineMode(c));
    show(PQexec(c, "SELECT 1; SELECT 2"));
    PQfinish(c);
}

static void single_row(void)
{
    PGconn *c = connect_("");
    PGresult *r;
    PQsendQuery(c, "SELECT _id FROM long ORDER BY _id");
    PQsetSingleRowMode(c);
    long sum = 0, n = 0;
    while ((r = PQgetResult(c)) != NULL) {
        if (PQresultStatus(r) == PGRES_SINGLE_TUPLE)
            sum += atol(PQgetvalue(r, 0, 0)), n++;
        else
            printf("%s %s\n", PQresStatus(PQresultStatus(r)), PQcmdStatus(r));
        PQclear(r);
    }
    printf("%ld %ld\n", n, sum);
    PQsendQuery(c, "SELECT 10 / (3 - g) FROM generate_series(1, 5) g");
    PQsetSingleRowMode(c);
    while ((r = PQgetResult(c)) != NULL)
        show(r);
    PQfinish(c);
}

/* Cancels until the statement has ended: a cancel that comes before the server has begun it means nothing. */
static void cancel_until_ended(PGconn *c, PGcancel *cancel)
{
    char error[256] = "";
    do {
        usleep(300000);
        if (!PQcancel(cancel, error, sizeof error))
            printf("%s\n", error);
        usleep(50000);
        PQconsumeInput(c);
    } while (PQisBusy(c));
}

static void cancelled(void)
{
    PGconn *c = connect_("");
    PGcancel *cancel = PQgetCancel(c);
    char error[256] = "";
    PQsendQuery(c, "SELECT pg_sleep(60)");
    cancel_until_ended(c, cancel);
    show_all(c);
    printf("a cancel when nothing runs does no harm: %d\n", PQcancel(cancel, error, sizeof error));
    usleep(100000);
    show(PQexec(c, "SELECT 1"));
    PQfreeCancel(cancel);
    PQfinish(c);
}

static void described(void)
{
    PGconn *c = connect_("");
    PQclear(PQprepare(c, "d", "SELECT _id, s, at, n FROM every WHERE _id = $1 AND s = $2 AND at > $3 AND $4 = ANY(words)", 0, NULL));
    PGresult *r = PQdescribePrepared(c, "d");
    for (int i = 0; i < PQnparams(r); i++)
        printf("$%d %u\n", i + 1, PQparamtype(r, i));
    for (int i = 0; i < PQnfields(r); i++)
        printf("%s %u %d %d %d\n", PQfname(r, i), PQftype(r, i), PQfsize(r, i), PQfmod(r, i), PQftablecol(r, i));
    PQclear(r);
    show(PQdescribePrepared(c, "nope"));
    show(PQexec(c, ""));
    show(PQexec(c, "SELECT"));
    show(PQexec(c, "SELECT 1 AS a, NULL AS b; SELECT 1 / 0; SELECT 3"));
    printf("%d %d\n", PQtransactionStatus(c), PQserverVersion(c) / 10000);
    r = PQfn(c, 1, (int[]){0}, (int[]){0}, 1, NULL, 0);
    printf("%s\n", PQresStatus(PQresultStatus(r)));
    PQclear(r);
    show(PQexec(c, "SELECT 'still here'"));
    PQfinish(c);
}

int main(int argc, char **argv)
{
    static const struct { const char *name; void (*run)(void); } sections[] = {
        {"pipeline", pipeline}, {"single_row", single_row}, {"cancel", cancelled}, {"described", described}};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        int wanted = argc == 1;
        for (int k = 1; k < argc; k++)
            wanted |= strcmp(argv[k], sections[i].name) == 0;
        if (!wanted)
            continue;
        printf("== %s\n", sections[i].name);
        sections[i].run();
        fflush(stdout);
    }
}
