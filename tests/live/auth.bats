#!/usr/bin/env bats
# Logging in: MongoDB decides. A server with users; trust and its refusals.
load ../lib/live

setup_file() {
    export PGLEAF
    export LIVE_DIR DATABASE=pgleaf_auth URI
    LIVE_DIR=$(private_dir auth)
    # users are made on a server without --auth, then it starts again with it
    URI=$(PGLEAF_TEST_URI='' mongo_start "$LIVE_DIR")
    mongo_py '
client.admin.command("createUser", "alice", pwd="s3cret", roles=[{"role": "readWrite", "db": db.name}])
client.admin.command("createUser", "bob", pwd="pässwörd", roles=[{"role": "read", "db": "elsewhere"}])
db.things.insert_many([{"_id": i, "n": i} for i in range(3)])'
    mongo_stop "$LIVE_DIR"
    URI=$(mongo_start "$LIVE_DIR" --auth)
}
teardown_file() {
    mongo_stop "$LIVE_DIR"
    rm -rf "$LIVE_DIR"
}
teardown() { live_teardown; }

password_leaf() { leaf inetd -o auth=password "$@"; }
as() { # USER PASSWORD SQL
    PGUSER=$1 PGPASSWORD=$2 run psql -X -A -t -q -c "$3"
}

@test "the right password: the session works as that user" {
    password_leaf
    as alice s3cret "SELECT sum(n), current_user FROM things"
    echo "$output"
    [ "$output" = "3|alice" ]
}

@test "a wrong password is refused by MongoDB" {
    password_leaf
    as alice wrong "SELECT 1"
    [ "$status" -ne 0 ]
    [[ "$output" == *'password authentication failed for user "alice"'* ]]
}

@test "an unknown user is refused in the same words" {
    password_leaf
    as nobody s3cret "SELECT 1"
    [[ "$output" == *'password authentication failed for user "nobody"'* ]]
}

@test "a refusal takes its time, whether or not there is such a user" {
    password_leaf
    local user start took
    for user in alice nobody; do
        start=$(date +%s%N)
        as "$user" wrong "SELECT 1"
        took=$((($(date +%s%N) - start) / 1000000))
        echo "$user: $took ms"
        [ "$status" -ne 0 ] && [ "$took" -ge 500 ]
    done
}

@test "a mechanism that does not prove the client's password is a wrong configuration" {
    password_leaf -o uri="$URI&authMechanism=MONGODB-X509"
    as alice s3cret "SELECT 1"
    [ "$status" -ne 0 ]
    [[ "$output" == *"not configured rightly"* ]]
    grep -q "MONGODB-X509 cannot verify a client's password" "$LEAF_DIR/pgleaf.log"
}

@test "a connection string that is wrong does not show its password" {
    local uri
    for uri in mongodb://u:s3c:ret@h/ mongodb://u:s3c%zret@h/ mongodb://u:s3c/ret@h/ mongodb://u:s3cret@ mongo://u:s3cret@h/; do
        echo "uri = $uri" >"$LIVE_DIR/wrong.conf"
        run "$PGLEAF" -c "$LIVE_DIR/wrong.conf" --check
        [ "$status" -eq 78 ]
        [[ "$output" != *s3c* ]] || { echo "$output"; return 1; }
    done
}

@test "a password of other letters" {
    password_leaf
    as bob 'pässwörd' "SELECT 'in'"
    [ "$output" = in ]
}

@test "the rights are MongoDB's: 42501" {
    password_leaf
    PGUSER=bob PGPASSWORD='pässwörd' run psql -X -v VERBOSITY=sqlstate -c "SELECT * FROM things"
    [[ "$output" == *42501* ]]
}

@test "no password in a log" {
    password_leaf -o log_level=debug -o log_statement=all
    as alice s3cret "SELECT 1"
    as alice wr0ngword "SELECT 1"
    ! grep -Eq 's3cret|wr0ngword' "$LEAF_DIR/pgleaf.log"
}

# Those that have or may get a password: nobody but root may look at them, and no core is written. (Root is not told apart: pgleaf is another user.)
undumpable() {
    local wrapper=$LIVE_DIR/as-nobody
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$([ "$(id -u)" != 0 ] || echo setpriv --reuid=65534 --clear-groups)" "$PGLEAF" >"$wrapper"
    chmod 755 "$wrapper" "$LIVE_DIR"
    LEAF_DIR=$(mktemp -d "$LIVE_DIR/leaf.XXXXXX")
    PGLEAF=$wrapper PGLEAF_COMMAND_LOG='' pgleaf_start "$LEAF_DIR" "$@" >/dev/null
    chmod 755 "$LEAF_DIR"
    printf '%s\n' 'SELECT pg_backend_pid() AS pid' '\gset' '\setenv PID :pid' '\! stat -c %u /proc/$PID/maps' '\! ls /proc/$PID/cwd >/dev/null 2>&1' |
        psql -X -A -t -h "$LEAF_DIR" -p 5432 -U alice -d "$DATABASE"
}

@test "who has a password leaves no core" {
    printf 'uri = %s\nauth = trust\n' "${URI/mongodb:\/\//mongodb://alice:s3cret@}&authSource=admin" >"$LIVE_DIR/with.conf"
    printf 'uri = %s\nauth = password\n' "$URI&authSource=admin" >"$LIVE_DIR/without.conf"
    chmod 644 "$LIVE_DIR"/*.conf
    for form in inetd fork; do
        [ "$(PGLEAF_CONF=$LIVE_DIR/with.conf undumpable $form)" = 0 ]
        pgleaf_stop "$LEAF_DIR"
        [ "$(PGPASSWORD=s3cret PGLEAF_CONF=$LIVE_DIR/without.conf undumpable $form)" = 0 ]
        pgleaf_stop "$LEAF_DIR"
    done
}

@test "trust works as the connection string's user, whoever the client says to be" {
    printf 'uri = %s\nauth = trust\n' "${URI/mongodb:\/\//mongodb://alice:s3cret@}&authSource=admin" >"$LIVE_DIR/trust.conf"
    LEAF_DIR=$(mktemp -d "$LIVE_DIR/leaf.XXXXXX")
    PGLEAF_CONF=$LIVE_DIR/trust.conf pgleaf_start "$LEAF_DIR" inetd >/dev/null
    export PGHOST=$LEAF_DIR PGPORT=5432 PGUSER=whoever PGDATABASE=$DATABASE
    [ "$(ask "SELECT count(*) FROM things")" = 3 ]
}

@test "a password on the command line is refused" {
    run sh -c '"$PGLEAF" -c /dev/null -o uri=mongodb://alice:s3cret@127.0.0.1/ </dev/null 2>"$1"' - "$BATS_TEST_TMPDIR/err"
    [ "$status" -eq 78 ]
    [ -z "$output" ]
    grep -q uri_file "$BATS_TEST_TMPDIR/err"
    ! grep -q s3cret "$BATS_TEST_TMPDIR/err"
}

@test "uri_file: a file, and a systemd credential" {
    echo "${URI/mongodb:\/\//mongodb://alice:s3cret@}&authSource=admin" >"$LIVE_DIR/uri"
    run "$PGLEAF" -c /dev/null -o uri_file="$LIVE_DIR/uri" --check
    [ "$status" -eq 0 ]
    CREDENTIALS_DIRECTORY=$LIVE_DIR run "$PGLEAF" -c /dev/null -o uri_file=uri --check
    [ "$status" -eq 0 ]
    [[ "$output" == *MongoDB* ]]
}

# A client that is not on this machine: an address of another interface, in a network namespace of the test's own.
@test "clients that are not on this machine: no cleartext, no trust, unless it is allowed" {
    [ "$(id -u)" = 0 ] || sudo -n true
    cat >"$LIVE_DIR/remote.sh" <<'SH'
set -eu
ip link set lo up
ip addr add 192.0.2.1/24 dev lo
. "$1/tests/lib/servers.sh"
port=5433
printf 'uri = mongodb://127.0.0.1:1/\nauth = %s\nallow_cleartext = %s\nallow_trust = %s\nconnect_timeout = 100ms\n' "$2" "$3" "$3" >"$4/remote.conf"
systemd-socket-activate -a --inetd -l 192.0.2.1:$port -E ASAN_OPTIONS="${ASAN_OPTIONS:-}" -E LSAN_OPTIONS="${LSAN_OPTIONS:-}" \
    "$PGLEAF" -c "$4/remote.conf" 2>"$4/remote.log" &
pid=$!
for i in $(seq 100); do (exec 3<>/dev/tcp/192.0.2.1/$port) 2>/dev/null && break; sleep 0.05; done
PGPASSWORD=x psql -X "host=192.0.2.1 port=$port user=u dbname=d sslmode=disable" -c 'SELECT 1' 2>&1 || true
kill $pid
SH
    run unshare --net bash "$LIVE_DIR/remote.sh" "$TOP" password off "$LIVE_DIR"
    echo "$output"
    [[ "$output" == *"a password must not be sent in the clear"* ]]
    run unshare --net bash "$LIVE_DIR/remote.sh" "$TOP" trust off "$LIVE_DIR"
    [[ "$output" == *"auth = trust does not serve clients that are not on this machine"* ]]
    # allowed: the next thing in the way is the server that is not there
    run unshare --net bash "$LIVE_DIR/remote.sh" "$TOP" password on "$LIVE_DIR"
    [[ "$output" != *"in the clear"* && "$output" == *FATAL* ]]
}
