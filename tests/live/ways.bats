#!/usr/bin/env bats
# The ways in: pipes, files, systemd's two forms and the listener that forks, openbsd-inetd, xinetd, ssh.
load ../lib/live

setup_file() { live_setup_file; }
teardown_file() { live_teardown_file; }
teardown() {
    live_teardown
    local f
    for f in "$BATS_TEST_TMPDIR"/*.pid; do [ ! -e "$f" ] || stop_pid "$f" TERM 5; done
}

conf() { # a configuration file for a super-server's pgleaf
    mkdir -p -m 700 "$BATS_TEST_TMPDIR/cache"
    printf 'uri = %s\nauth = trust\ncache_dir = %s\ncommand_log = %s\n' "$URI" "$BATS_TEST_TMPDIR/cache" \
        "${PGLEAF_COMMAND_LOG:-/dev/null}" >"$BATS_TEST_TMPDIR/pgleaf.conf"
    echo "$BATS_TEST_TMPDIR/pgleaf.conf"
}

# A program for super-servers, which hand on no environment: the sanitizers' settings are in it.
wrapper() {
    {
        echo '#!/bin/sh'
        local name
        for name in ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS; do
            [ -z "${!name:-}" ] || echo "export $name='${!name}'"
        done
        echo "exec '$PGLEAF' -c '$(conf)' \"\$@\""
    } >"$BATS_TEST_TMPDIR/pgleaf.sh"
    chmod 755 "$BATS_TEST_TMPDIR/pgleaf.sh" "$BATS_TEST_TMPDIR"
    echo "$BATS_TEST_TMPDIR/pgleaf.sh"
}

# Bytes of a session: startup, one query, terminate.
session() { # SQL
    /usr/bin/python3 - "$1" "$DATABASE" <<'PY'
import struct, sys
def z(s): return s.encode() + b"\0"
body = struct.pack("!i", 196608) + z("user") + z("tester") + z("database") + z(sys.argv[2]) + b"\0"
query = z(sys.argv[1])
sys.stdout.buffer.write(struct.pack("!i", len(body) + 4) + body + b"Q" + struct.pack("!i", len(query) + 4) + query +
                        b"X" + struct.pack("!i", 4))
PY
}

try_tcp() { # PORT: waits until it answers, then asks
    local i
    for i in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && break
        sleep 0.05
    done
    psql -X -A -t -q -h 127.0.0.1 -p "$1" -U tester -d "$DATABASE" -c "SELECT count(*) FROM orders" </dev/null
}

@test "a pair of pipes" {
    session "SELECT number FROM orders ORDER BY number LIMIT 1" | "$PGLEAF" -c "$(conf)" 2>"$BATS_TEST_TMPDIR/err" |
        cat >"$BATS_TEST_TMPDIR/out"
    grep -aq 10001 "$BATS_TEST_TMPDIR/out"
    [ ! -s "$BATS_TEST_TMPDIR/err" ]
}

@test "a session replayed from a file into a file" {
    session "SELECT 'from a file'" >"$BATS_TEST_TMPDIR/in"
    "$PGLEAF" -c "$(conf)" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out"
    grep -aq 'from a file' "$BATS_TEST_TMPDIR/out"
    grep -aq 'SELECT 1' "$BATS_TEST_TMPDIR/out"
}

@test "systemd-socket-activate --inetd" {
    leaf inetd
    [ "$(ask "SELECT count(*) FROM orders")" = 1500 ]
    [ "$(PGHOST=127.0.0.1 PGPORT=$(cat "$LEAF_DIR/pgleaf.port") ask "SELECT count(*) FROM orders")" = 1500 ]
    local addresses="SELECT concat(host(inet_client_addr()), ' ', inet_client_port() > 0, ' ', host(inet_server_addr()), ' ', inet_server_port())"
    [ "$(PGHOST=127.0.0.1 PGPORT=$(cat "$LEAF_DIR/pgleaf.port") ask "$addresses")" = "127.0.0.1 t 127.0.0.1 $(cat "$LEAF_DIR/pgleaf.port")" ]
    [ "$(ask "$addresses")" = "   " ]
}

@test "systemd-socket-activate with the connection as descriptor 3" {
    leaf fd3
    [ "$(ask "SELECT count(*) FROM orders")" = 1500 ]
    [ "$(PGHOST=127.0.0.1 PGPORT=$(cat "$LEAF_DIR/pgleaf.port") ask "SELECT count(*) FROM orders")" = 1500 ]
}

@test "the listening socket: a process is forked for each connection" {
    leaf fork
    [ "$(ask "SELECT pg_backend_pid()")" != "$(ask "SELECT pg_backend_pid()")" ]
    [ "$(ask "SELECT count(*) FROM orders")" = 1500 ]
}

@test "beyond max_connections a client is told so, and later ones are served" {
    leaf fork -o max_connections=1
    coproc HELD { psql -X -A -t -q; }
    local out=${HELD[0]} in=${HELD[1]} pid=$HELD_PID
    echo "SELECT 'held';" >&"$in"
    read -r -t 20 line <&"$out"
    [ "$line" = held ]
    run psql -X -c "SELECT 1"
    [ "$status" -ne 0 ]
    [[ "$output" == *"sorry, too many clients already"* ]]
    echo '\q' >&"$in"
    wait "$pid" || true
    local i
    for i in $(seq 100); do
        run ask "SELECT 'free'"
        [ "$output" != free ] || break
        sleep 0.05
    done
    [ "$output" = free ]
}

@test "openbsd-inetd, nowait" {
    local port
    port=$(free_port)
    echo "127.0.0.1:$port stream tcp nowait $(id -un) $(wrapper) pgleaf" >"$BATS_TEST_TMPDIR/inetd.conf"
    "$TOP/build/debs/openbsd-inetd/usr/sbin/inetd" -d "$BATS_TEST_TMPDIR/inetd.conf" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
    echo $! >"$BATS_TEST_TMPDIR/inetd.pid"
    [ "$(try_tcp "$port")" = 1500 ]
}

@test "openbsd-inetd, wait: pgleaf listens itself" {
    local port
    port=$(free_port)
    echo "127.0.0.1:$port stream tcp wait $(id -un) $(wrapper) pgleaf" >"$BATS_TEST_TMPDIR/inetd.conf"
    "$TOP/build/debs/openbsd-inetd/usr/sbin/inetd" -d "$BATS_TEST_TMPDIR/inetd.conf" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
    echo $! >"$BATS_TEST_TMPDIR/inetd.pid"
    [ "$(try_tcp "$port")" = 1500 ]
    [ "$(try_tcp "$port")" = 1500 ]
    # the listener that inetd started
    ps -o pid= --ppid "$(cat "$BATS_TEST_TMPDIR/inetd.pid")" | tr -d ' ' >"$BATS_TEST_TMPDIR/listener.pid"
    [ -s "$BATS_TEST_TMPDIR/listener.pid" ]
}

@test "xinetd" {
    local port
    port=$(free_port)
    sed -e "s|port  *= .*|port = $port|" -e "s|user  *= .*|user = $(id -un)|" -e "s|server  *= .*|server = $(wrapper)|" \
        "$TOP/examples/xinetd.pgleaf" >"$BATS_TEST_TMPDIR/xinetd.conf"
    "$TOP/build/debs/xinetd/usr/sbin/xinetd" -dontfork -f "$BATS_TEST_TMPDIR/xinetd.conf" \
        -pidfile "$BATS_TEST_TMPDIR/xinetd.own" >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
    echo $! >"$BATS_TEST_TMPDIR/xinetd.pid"
    [ "$(try_tcp "$port")" = 1500 ]
}

@test "ssh, behind a Unix socket made by socat" {
    local port dir=$BATS_TEST_TMPDIR
    port=$(free_port)
    ssh-keygen -q -t ed25519 -N '' -f "$dir/host_key"
    ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
    cp "$dir/key.pub" "$dir/authorized"
    mkdir -p /run/sshd 2>/dev/null || true
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $dir/host_key" "AuthorizedKeysFile $dir/authorized" \
        'StrictModes no' 'PasswordAuthentication no' 'PermitRootLogin yes' 'UsePAM no' "PidFile $dir/sshd.own" >"$dir/sshd_config"
    /usr/sbin/sshd -D -e -f "$dir/sshd_config" 2>"$dir/sshd.log" 3>&- &
    echo $! >"$dir/sshd.pid"
    local i
    for i in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
        sleep 0.05
    done
    SSH="ssh -q -p $port -i $dir/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes" \
        REMOTE_PGLEAF=$(wrapper) "$TOP/examples/over-ssh" 127.0.0.1 "$dir" 2>"$dir/socat.log" 3>&- &
    echo $! >"$dir/socat.pid"
    for i in $(seq 100); do [ ! -S "$dir/.s.PGSQL.5432" ] || break; sleep 0.05; done
    PGHOST=$dir PGUSER=tester PGDATABASE=$DATABASE run ask "SELECT count(*) FROM orders"
    [ "$output" = 1500 ]
}
