# RPostgreSQL with DBI: data frames written, read, appended, queried in parts; lists of tables and fields; transactions and errors.
suppressPackageStartupMessages(library(RPostgreSQL))
options(width = 200, digits = 15)
Sys.setenv(TZ = "UTC")
host <- Sys.getenv("PGHOST")
db <- dbConnect(PostgreSQL(), host = host, port = as.integer(Sys.getenv("PGPORT")), user = Sys.getenv("PGUSER"), dbname = Sys.getenv("PGDATABASE"), password = Sys.getenv("PGPASSWORD"))

say <- function(...) for (v in list(...)) if (is.character(v) && length(v) == 1) cat(v, "\n", sep = "") else print(v)

fails <- function(label, work) {
    found <- tryCatch({ force(work); "NOT RAISED" }, error = function(e) conditionMessage(e), warning = function(w) conditionMessage(w))
    cat("error", label, gsub("\n", " | ", found), "\n")
}

sections <- list(
    # without row.names: their column is called "row.names", and no field of MongoDB's can have a dot in its name
    frames = function() {
        invisible(dbGetQuery(db, "DROP TABLE IF EXISTS r_birds"))
        birds <- data.frame(id = 1:5, name = c("a", NA, "c'\\", "žluť", "e\tf"), weight = c(0.5, NA, 1.25, 2, -3), tame = c(TRUE, FALSE, NA, TRUE, TRUE), hatched = as.Date("2024-02-27") + 0:4, stringsAsFactors = FALSE)
        say(dbWriteTable(db, "r_birds", birds, row.names = FALSE), dbExistsTable(db, "r_birds"), dbExistsTable(db, "r_none"), "r_birds" %in% dbListTables(db), dbListFields(db, "r_birds"))
        say(dbReadTable(db, "r_birds"), sapply(dbReadTable(db, "r_birds"), class))
        say(dbWriteTable(db, "r_birds", birds[1:2, ], row.names = FALSE, append = TRUE), dbGetQuery(db, "SELECT count(*) AS n, sum(weight) AS w, max(hatched) AS h FROM r_birds"))
        say(dbWriteTable(db, "r_birds", birds[3:4, c("id", "name")], row.names = FALSE, overwrite = TRUE), dbReadTable(db, "r_birds"))
        fails("exists", dbWriteTable(db, "r_birds", birds))
        say(dbRemoveTable(db, "r_birds"), dbExistsTable(db, "r_birds"))
    },
    queries = function() {
        invisible(dbGetQuery(db, "CREATE TABLE r_t (id int PRIMARY KEY, n numeric(8,2), s text, at timestamptz(3), f float8, b boolean, l bigint)"))
        r <- dbSendQuery(db, "INSERT INTO r_t SELECT i, i / 4.0, 's' || i, timestamptz '2024-02-29 12:00Z' + i * interval '1 hour', i / 8.0, i % 2 = 0, i * 1000000 FROM generate_series(1, 1200) i")
        say(dbGetRowsAffected(r), dbGetStatement(r) != "", dbHasCompleted(r))
        dbClearResult(r)
        r <- dbSendQuery(db, "SELECT * FROM r_t ORDER BY id")
        say(dbColumnInfo(r))
        part <- fetch(r, n = 500)
        say(nrow(part), head(part, 2), dbHasCompleted(r), nrow(fetch(r, n = -1)), dbHasCompleted(r), dbGetRowCount(r))
        dbClearResult(r)
        say(dbGetQuery(db, "SELECT b, count(*) AS n, avg(f) AS f FROM r_t WHERE s LIKE $1 AND id > $2 GROUP BY b ORDER BY b", c("s1%", "100")))
        say(nrow(dbGetQuery(db, "SELECT * FROM r_t WHERE id < 0")), dbGetQuery(db, "SELECT NULL::int AS a, ARRAY[1,2] AS b, '1 day'::interval AS c, '{\"a\": 1}'::jsonb AS d"))
        say(postgresqlEscapeStrings(db, "a'b"), postgresqlEscapeBytea(db, as.raw(c(0, 255, 39))))
    },
    transactions = function() {
        count <- function() dbGetQuery(db, "SELECT count(*) AS n FROM r_t")$n
        dbBegin(db)
        invisible(dbGetQuery(db, "DELETE FROM r_t WHERE id > 10"))
        say(count())
        dbRollback(db)
        say(count())
        dbBegin(db)
        invisible(dbGetQuery(db, "DELETE FROM r_t WHERE id > 10"))
        dbCommit(db)
        say(count())
        fails("unique", dbSendQuery(db, "INSERT INTO r_t (id) VALUES (1)"))
        fails("relation", dbSendQuery(db, "SELECT * FROM r_none"))
        fails("syntax", dbSendQuery(db, "SELEC"))
        say(dbGetException(db)$errorMsg)
        postgresqlCopyIn <- dbSendQuery(db, "COPY r_t (id, s) FROM STDIN")
        postgresqlCopyInDataframe(db, data.frame(id = 100:102, s = c("x", NA, "z")))
        say(dbGetQuery(db, "SELECT id, s FROM r_t WHERE id >= 100 ORDER BY id"))
        invisible(dbGetQuery(db, "DROP TABLE r_t"))
    }
)

for (name in if (length(commandArgs(TRUE))) commandArgs(TRUE) else names(sections)) {
    cat("== ", name, "\n", sep = "")
    tryCatch(sections[[name]](), error = function(e) cat("UNEXPECTED", conditionMessage(e), "\n"))
}
invisible(dbDisconnect(db))
