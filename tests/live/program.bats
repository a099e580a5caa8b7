#!/usr/bin/env bats
# The program itself: exit statuses, configuration, --check, installation; what psql shows.
load ../lib/live

setup_file() { live_setup_file; }
teardown_file() { live_teardown_file; }
teardown() { live_teardown; }

@test "--version and --help" {
    run "$PGLEAF" --version
    [ "$status" -eq 0 ] && [[ "$output" == "pgleaf "* ]]
    run "$PGLEAF" --help
    [ "$status" -eq 0 ] && [[ "$output" == usage:* ]]
}

@test "wrong usage is 64" {
    run "$PGLEAF" --nonsense </dev/null
    [ "$status" -eq 64 ]
    run "$PGLEAF" word </dev/null
    [ "$status" -eq 64 ]
    run "$PGLEAF" --dump=nothing </dev/null
    [ "$status" -eq 64 ]
}

@test "a wrong configuration is 78, and names file and line" {
    printf '# comment\nuri = mongodb://x/\nnosuch = 1\n' >"$BATS_TEST_TMPDIR/c"
    run "$PGLEAF" -c "$BATS_TEST_TMPDIR/c" --check
    [ "$status" -eq 78 ]
    [[ "$output" == *"c:3: unrecognized configuration parameter \"nosuch\""* ]]
    printf 'auth = maybe\n' >"$BATS_TEST_TMPDIR/c"
    run "$PGLEAF" -c "$BATS_TEST_TMPDIR/c" --check
    [ "$status" -eq 78 ]
    [[ "$output" == *"Available values: trust, password"* ]]
    run "$PGLEAF" -c "$BATS_TEST_TMPDIR/none" --check
    [ "$status" -eq 78 ]
    run "$PGLEAF" -c /dev/null -o work_mem=1 --check
    [ "$status" -eq 78 ]
    [[ "$output" == *"outside the valid range"* ]]
    run "$PGLEAF" -c /dev/null -o nothing --check
    [ "$status" -eq 78 ]
    run "$PGLEAF" -c /dev/null --check
    [ "$status" -eq 78 ]
    [[ "$output" == *"uri"* ]]
}

@test "a wrong configuration: the client is told that much, the log the rest" {
    printf 'nosuch = s3cret\n' >"$BATS_TEST_TMPDIR/c"
    PGLEAF_CONF=$BATS_TEST_TMPDIR/c leaf inetd
    run psql -X -c "SELECT 1"
    [ "$status" -ne 0 ]
    [[ "$output" == *"FATAL:  pgleaf is not configured rightly"* && "$output" != *nosuch* ]]
    grep -q 'c:1: unrecognized configuration parameter "nosuch"' "$LEAF_DIR/pgleaf.log"
}

@test "nothing but the protocol reaches the client, whatever is written to standard error" {
    # as inetd does: the client's socket is descriptors 0, 1 and 2; a library warns before main()
    run /usr/bin/python3 - "$PGLEAF" <<'PY'
import socket, subprocess, sys
ours, theirs = socket.socketpair()
leaf = subprocess.Popen([sys.argv[1], "-c", "/dev/null", "-o", "nosuch=1"], stdin=theirs, stdout=theirs, stderr=theirs)
theirs.close()
ours.shutdown(socket.SHUT_WR)
print(leaf.wait(), ours.recv(1000))
PY
    [ "$output" = "78 b''" ]
}

@test "--check says what it found" {
    run "$PGLEAF" -c /dev/null -o uri="$URI" --check
    [ "$status" -eq 0 ]
    [[ "$output" == *"MongoDB "*"transactions: "* ]]
}

@test "no MongoDB: --check ends with 69, a client is told 08001" {
    run "$PGLEAF" -c /dev/null -o uri=mongodb://127.0.0.1:1/ -o connect_timeout=300ms --check
    [ "$status" -eq 69 ]
    leaf inetd -o uri=mongodb://127.0.0.1:1/ -o connect_timeout=300ms
    run psql -X -c "SELECT 1"
    [ "$status" -ne 0 ]
    [[ "$output" == *FATAL* ]]
}

@test "startup options, and what SHOW says of them" {
    leaf inetd
    [ "$(PGOPTIONS="-c work_mem=8MB --statement-timeout=5s" ask "SHOW work_mem")" = 8MB ]
    [ "$(PGOPTIONS="--statement-timeout=5s" ask "SHOW statement_timeout")" = 5s ]
    [ "$(PGAPPNAME=mine ask "SHOW application_name")" = mine ]
    PGOPTIONS="-c nosuch=1" run psql -X -c "SELECT 1"
    [[ "$output" == *'unrecognized configuration parameter "nosuch"'* ]]
    PGOPTIONS="-c uri=mongodb://elsewhere/" run psql -X -c "SELECT 1"
    [[ "$output" == *'parameter "uri" cannot be changed now'* ]]
    run psql -X "replication=database" -c "SELECT 1"
    [[ "$output" == *"replication connections are not supported"* ]]
}

@test "the connection string is not shown" {
    leaf inetd
    [ -z "$(ask "SHOW uri")" ]
    ! ask "SHOW ALL" | grep -q mongodb:
}

@test "several statements in one message are one transaction" {
    leaf inetd
    run psql -X -A -t -q -c "SET application_name = 'a'; SELECT 1/0"
    [[ "$output" == *"division by zero"* ]]
    [ "$(psql -X -A -t -q -c "SET application_name = 'kept'" -c "SET application_name = 'lost'; SELECT nope" \
        -c "SHOW application_name" 2>/dev/null)" = kept ]
}

@test "a statement that is not there is refused by name, at its place" {
    leaf inetd
    local s
    for s in "CREATE TRIGGER x BEFORE INSERT ON orders EXECUTE FUNCTION y()" \
        "LISTEN x" "GRANT SELECT ON orders TO PUBLIC" "BEGIN; LOCK orders"; do
        run psql -X -v VERBOSITY=verbose -c "$s"
        [[ "$output" == *"ERROR:  0A000"* ]] || { echo "$s: $output"; return 1; }
    done
    [ "$(ask "SELECT count(*) FROM orders")" = 1500 ]
}

@test "statement_timeout ends a statement with 57014, and the session goes on" {
    leaf inetd
    run psql -X -A -t -v VERBOSITY=sqlstate -c "SET statement_timeout = '300ms'" -c "SELECT pg_sleep(20)" -c "SELECT 'on'"
    [[ "$output" == *57014* && "$output" == *on ]]
}

@test "a cancel from another process ends the statement, and the session goes on" {
    leaf inetd
    psql -X -A -t -q -v VERBOSITY=sqlstate -c "SELECT pg_sleep(60)" -c "SELECT 'on'" >"$BATS_TEST_TMPDIR/out" 2>&1 &
    local pid=$! i
    for i in $(seq 200); do
        pgrep -f "^$PGLEAF .*$LEAF_DIR" >/dev/null && break
        sleep 0.05
    done
    for i in $(seq 60); do # psql sends a cancel request; one before pg_sleep has begun would be no cancel of a statement
        sleep 0.5
        grep -q 57014 "$BATS_TEST_TMPDIR/out" && break
        kill -INT "$pid" || break
    done
    wait "$pid" || true
    cat "$BATS_TEST_TMPDIR/out"
    grep -q 57014 "$BATS_TEST_TMPDIR/out"
}

@test "psql's picture of nested documents and arrays" {
    leaf inetd
    [ "$(ask "SELECT address.city FROM customers WHERE number = 1")" = Praha ]
    [ "$(ask "SELECT jsonb_typeof(items), items[0].qty FROM orders WHERE number = 10001")" = "array|2" ]
}

@test "a field of other types: an error that names the document, then the wider type; NULL on request" {
    mongo_py '
db.drift.drop()
db.drift.insert_many([{"_id": i, "v": i} for i in range(50)])'
    leaf inetd
    [ "$(ask "SELECT sum(v) FROM drift")" = 1225 ]
    mongo_py 'db.drift.insert_one({"_id": 1000, "v": "text"})'
    run psql -X -v VERBOSITY=verbose -c "SELECT v FROM drift"
    [[ "$output" == *22P02*'field "v"'*1000* ]]
    [ "$(ask "SELECT pg_typeof(v) FROM drift LIMIT 1")" = jsonb ]
    mongo_py 'db.drift2.drop(); db.drift2.insert_many([{"_id": i, "v": i} for i in range(50)])'
    [ "$(ask "SELECT sum(v) FROM drift2")" = 1225 ]
    mongo_py 'db.drift2.insert_one({"_id": 1000, "v": "text"})'
    run psql -X -A -t -q -c "SET pgleaf.mismatch = 'null'" -c "SELECT v FROM drift2 WHERE _id = 1000"
    [[ "$output" == *WARNING* ]]
}
