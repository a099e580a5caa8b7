#!/usr/bin/env bats
# How a shell test of your own asks a MongoDB through psql, with nothing left listening: pgleaf is
# started for each test behind a socket in the test's own directory, and is gone after it.
#
#   MONGODB_URI=mongodb://127.0.0.1:27017 bats examples/shell-test.bats
#
# Needs bats, psql and systemd-socket-activate. PGLEAF says where the program is. The tests below
# ask the shop that examples/quickstart loads (database shop, or SHOP_DATABASE).

setup() {
    cd "$BATS_TEST_TMPDIR"
    systemd-socket-activate --accept --inetd --listen="$PWD/.s.PGSQL.5432" \
        "${PGLEAF:-pgleaf}" -c /dev/null -o uri="${MONGODB_URI:?}" -o auth=trust \
        -o cache_dir="$PWD/cache" 2>listener.log 3>&- &
    listener=$!
    while ! [ -S .s.PGSQL.5432 ]; do sleep 0.05; done
    export PGHOST=$PWD PGPORT=5432 PGUSER=tester PGDATABASE=${SHOP_DATABASE:-shop}
}

teardown() {
    kill "$listener"
    wait "$listener" || true
}

ask() { psql -X -A -t -q -v ON_ERROR_STOP=1 -c "$1"; }

@test "every order that was sent has a date" {
    [ "$(ask "SELECT count(*) FROM orders WHERE placed IS NULL")" = 0 ]
}

@test "customer 1 is where the fixture says" {
    [ "$(ask "SELECT address.city FROM customers WHERE number = 1")" = Praha ]
}

@test "a wrong column is an error, with PostgreSQL's words" {
    run ask "SELECT nope FROM customers"
    [ "$status" -ne 0 ]
    [[ "$output" == *'column "nope" does not exist'* ]]
}
