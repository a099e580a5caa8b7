#!/bin/bash
# psql: what it says itself, its variables, formats, cursors by FETCH_COUNT, \gset, \gexec, \copy, errors.
run() { psql -X -v VERBOSITY=verbose "$@" 2>&1 </dev/null | grep -v '^LOCATION:'; }
script() { psql -X -v ON_ERROR_STOP=0 2>&1 | grep -v '^LOCATION:'; }

connection() {
    psql -X -At -c 'SELECT current_user, current_database()' -c 'SHOW application_name'
    psql -X -At "dbname=$PGDATABASE options='-c DateStyle=German'" -c "SELECT date '2024-02-29'"
    PGOPTIONS='-c TimeZone=Asia/Tokyo' psql -X -At -c "SELECT timestamptz '2024-07-01 12:00Z'"
    pg_isready -q && echo ready
}

formats() {
    local f
    for f in aligned wrapped unaligned csv html asciidoc latex troff-ms; do
        psql -X -P format=$f -P null=nil -c 'SELECT _id, i, f, n, s, at, words, doc FROM every WHERE _id <> 5 ORDER BY _id'
    done
    psql -X -x -c 'SELECT * FROM every WHERE _id = 1'
    psql -X -c 'SELECT s, ok, count(*) FROM every GROUP BY 1, 2 ORDER BY 1, 2 \crosstabview s ok' | head -n 5
}

parts() {
    psql -X -At -v FETCH_COUNT=700 -c 'SELECT _id FROM long ORDER BY _id' | awk '{ n += $1 } END { print NR, n }'
    psql -X -At -v FETCH_COUNT=2 -c 'SELECT 10 / (4 - g) FROM generate_series(1, 5) g' 2>&1
}

commands() {
    script <<'SQL'
\set id 2
\set name 'q''x'
SELECT :id + 1, :'name', :"name" FROM (SELECT 1 AS "q'x") t;
SELECT 5 AS a, 'x' AS b \gset p_
\echo :p_a :p_b
SELECT 'SELECT ' || g FROM generate_series(1, 3) g \gexec
SELECT _id, s, at, n, 1 AS "?" FROM every \gdesc
SELECT 1 AS one \g (format=unaligned)
\if :p_a
SELECT 'yes';
\endif
\copy (SELECT _id, s FROM every WHERE _id < 5 ORDER BY _id) TO STDOUT WITH CSV HEADER
COPY (SELECT _id, n FROM every ORDER BY _id) TO STDOUT;
BEGIN;
SELECT 1/0;
\echo :LAST_ERROR_SQLSTATE :ROW_COUNT :ERROR
SELECT 1;
ROLLBACK;
\echo :SQLSTATE
\encoding
\errverbose
SELECT 1 \; SELECT 2, 3 ;
SELECT 1
SQL
}

errors() {
    local sql
    for sql in 'SELEC 1' 'SELECT * FROM nope' 'SELECT nope FROM every' 'SELECT nope(1)' "SELECT 'x'::int4" 'SELECT i FROM every e WHERE e.nope = 1' \
        "SELECT '2024-02-30'::date" 'SELECT žluť' 'SELECT 1 +'; do
        run -c "$sql"
    done
    psql -X -At --single-transaction -c 'SELECT 1' -c 'SELECT 1/0' -c 'SELECT 2' 2>&1
    echo "status $?"
    psql -X -d "$PGDATABASE" -At -c 'SELECT 1; SELECT 1/0; SELECT 2' 2>&1
    echo "status $?"
}

cancel() {
    local start=$SECONDS line pid
    coproc SLEEPER { exec stdbuf -oL psql -X -At -c "SELECT 'started'" -c 'SELECT pg_sleep(60)' 2>&1; }
    exec 5<&"${SLEEPER[0]}"
    pid=$SLEEPER_PID
    read -r line <&5
    while kill -0 "$pid" 2>/dev/null; do # a cancel that comes before the server has begun the statement means nothing
        sleep 0.3
        kill -INT "$pid" 2>/dev/null
    done
    uniq <&5 # psql says so of each cancel that it sends
    [ $((SECONDS - start)) -lt 30 ] && echo 'in time'
}

for section in ${*:-connection formats parts commands errors cancel}; do
    echo "== $section"
    "$section"
done
