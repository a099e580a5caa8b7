#!/usr/bin/env bats
# A real server, killed: before, in the middle of a result, and back again.
load ../lib/live

setup() {
    export LIVE_DIR DATABASE=pgleaf_fault URI
    LIVE_DIR=$(private_dir fault)
    URI=$(PGLEAF_TEST_URI='' mongo_start "$LIVE_DIR")
    mongo_py 'db.big.insert_many([{"_id": i, "v": "x" * 500} for i in range(20000)])'
}
teardown() {
    live_teardown
    mongo_kill "$LIVE_DIR"
    rm -rf "$LIVE_DIR"
}

@test "killed in the middle of a result: 08006, not a short result" {
    leaf inetd
    mkfifo "$BATS_TEST_TMPDIR/rows"
    psql -X -A -t -q -v VERBOSITY=sqlstate -v FETCH_COUNT=0 --no-psqlrc -c "SELECT * FROM big a" \
        >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
    local pid=$!
    # the session reads batch by batch: the server goes as soon as the first commands of the session were sent
    local i
    for i in $(seq 400); do
        [ "$(ps -o pid= --ppid "$(cat "$LEAF_DIR/pgleaf.pid")" | wc -l)" -gt 0 ] && break
        sleep 0.01
    done
    mongo_kill "$LIVE_DIR"
    local status=0
    wait "$pid" || status=$?
    # either the kill came first, and then it is an error; or all rows were there before
    if [ "$status" = 0 ]; then
        [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 20000 ]
    else
        grep -Eq '08006|08001|FATAL|terminated' "$BATS_TEST_TMPDIR/err"
        ! [ -s "$BATS_TEST_TMPDIR/out" ]
    fi
}

@test "killed between two statements, and started again: an error, then answers" {
    leaf inetd -o connect_timeout=2s
    coproc P { psql -X -A -t -q -v VERBOSITY=sqlstate 2>&1; }
    local out=${P[0]} in=${P[1]} line port
    echo "SELECT count(*) FROM big;" >&"$in"
    read -r -t 30 line <&"$out"
    [ "$line" = 20000 ]
    port=$(sed -n 's|.*127.0.0.1:\([0-9]*\)/.*|\1|p' <<<"$URI")
    mongo_kill "$LIVE_DIR"
    echo "SELECT count(*) FROM big;" >&"$in"
    read -r -t 30 line <&"$out"
    [[ "$line" == *ERROR*08* ]] || { echo "said: $line"; false; }
    HOME=$LIVE_DIR setsid "$servers_venv/bin/secantusd-py" --config "$LIVE_DIR/mongo.toml" --port "$port" \
        --storage-path "$LIVE_DIR/mongo" --log-level WARNING </dev/null >>"$LIVE_DIR/mongo.log" 2>&1 3>&- &
    echo $! >"$LIVE_DIR/mongo.pid"
    local i
    for i in $(seq 100); do mongo_ping "$URI" && break; done
    echo "SELECT count(*) FROM big;" >&"$in"
    read -r -t 30 line <&"$out"
    [ "$line" = 20000 ]
    echo '\q' >&"$in"
}
