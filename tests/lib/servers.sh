#!/bin/bash
# tests/lib/servers.sh: the servers that tests talk to. Sourced by shell tests and
# examples/quickstart; run as a program (`servers.sh mongo_start DIR`) by tests/lib/servers.py.
#
# Each function takes a private directory (made by private_dir) where it leaves what it needs to
# stop its server again: DIR/<server>.pid, .log. Servers listen on a free loopback port or on a
# Unix socket in DIR. Nothing is ever found or stopped by name.
#
#   private_dir NAME                  makes /tmp/pgleaf-NAME.XXXXXX and prints it
#   mongo_start DIR [ARGUMENT...]     SecantusDB, or the server of PGLEAF_TEST_URI; prints the URI
#   mongo_stop DIR; mongo_kill DIR    SIGTERM with a limit; SIGKILL
#   poor_start DIR; poor_stop DIR     mongo-java-server, which lacks much of MongoDB; prints the URI
#   pg_start DIR; pg_stop DIR         PostgreSQL 15; prints a libpq connection string
#   pgleaf_start DIR FORM [OPTION...] pgleaf behind systemd-socket-activate; prints the same. FORM:
#       inetd   a process per connection, which is its fds 0 and 1
#       fd3     a process per connection, handed over as LISTEN_FDS=1
#       fork    the listening socket handed over; pgleaf accepts and forks
#     A Unix socket in DIR, and TCP on the port in DIR/pgleaf.port (form fork: the socket alone).
#   pgleaf_stop DIR
#
# Environment: PGLEAF (the program, default build/pgleaf), PGLEAF_TEST_URI (a MongoDB to use),
# PGLEAF_COMMAND_LOG (each command sent to MongoDB is appended there, for tests/strict).

servers_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PGLEAF=${PGLEAF:-$servers_top/build/pgleaf}
servers_venv=$servers_top/build/server/venv
servers_pgbin=/usr/lib/postgresql/15/bin

private_dir() {
    local dir
    dir=$(mktemp -d "/tmp/pgleaf-$1.XXXXXX") && chmod 755 "$dir" && echo "$dir"
}

free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# stop_pid FILE SIGNAL SECONDS: ends the process whose id stands in FILE, with SIGKILL at last.
stop_pid() {
    local pid tries
    pid=$(cat "$1" 2>/dev/null) || return 0
    rm -f "$1"
    kill "-$2" "$pid" 2>/dev/null || return 0
    for ((tries = $3 * 20; tries > 0; tries--)); do
        kill -0 "$pid" 2>/dev/null || return 0
        case $(ps -o stat= -p "$pid" 2>/dev/null) in Z* | '') return 0 ;; esac
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null
    return 0
}

# mongo_ping URI: is there an answer? (also pymongo's import: a quarter of a second)
mongo_ping() {
    "$servers_venv/bin/python" -c 'import sys, pymongo
pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=5000).admin.command("ping")' "$1" \
        >/dev/null 2>&1
}

mongo_start() {
    local dir=$1 port= tries
    shift
    if [ -n "${PGLEAF_TEST_URI:-}" ] && [ $# = 0 ]; then
        echo "$PGLEAF_TEST_URI" | tee "$dir/mongo.uri"
        return 0
    fi
    mkdir -p "$dir/mongo"
    : >"$dir/mongo.toml"
    : >"$dir/mongo.log"
    HOME=$dir setsid "$servers_venv/bin/secantusd-py" --config "$dir/mongo.toml" --port 0 \
        --storage-path "$dir/mongo" --log-level INFO "$@" \
        </dev/null >>"$dir/mongo.log" 2>&1 3>&- &
    echo $! >"$dir/mongo.pid"
    for ((tries = 200; tries > 0; tries--)); do
        port=$(sed -n 's/.*listening on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$dir/mongo.log" | head -n 1)
        [ -z "$port" ] || break
        kill -0 "$(cat "$dir/mongo.pid")" 2>/dev/null || break
        sleep 0.05
    done
    if [ -n "$port" ]; then
        echo "mongodb://127.0.0.1:$port/?directConnection=true" >"$dir/mongo.uri"
        # with TLS or --auth the caller knows better how to ask
        if [ $# != 0 ] || mongo_ping "$(cat "$dir/mongo.uri")"; then
            cat "$dir/mongo.uri"
            return 0
        fi
    fi
    echo "SecantusDB did not start:" >&2
    tail -n 5 "$dir/mongo.log" >&2
    mongo_kill "$dir"
    return 1
}

mongo_stop() { stop_pid "$1/mongo.pid" TERM 5; }
mongo_kill() { stop_pid "$1/mongo.pid" KILL 5; }

# tests/lib/setup poorer fetches its jars
poor_start() {
    local dir=$1 port= tries
    setsid java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$servers_top/build/server/jars/*" \
        "$servers_top/tests/lib/PoorServer.java" </dev/null >"$dir/poor.log" 2>&1 3>&- &
    echo $! >"$dir/poor.pid"
    for ((tries = 600; tries > 0; tries--)); do
        port=$(sed -n 's/^listening on 127\.0\.0\.1:\([0-9]*\)$/\1/p' "$dir/poor.log")
        [ -z "$port" ] || break
        kill -0 "$(cat "$dir/poor.pid")" 2>/dev/null || break
        sleep 0.05
    done
    if [ -z "$port" ]; then
        cat "$dir/poor.log" >&2
        poor_stop "$dir"
        return 1
    fi
    echo "mongodb://127.0.0.1:$port/?directConnection=true"
}

poor_stop() { stop_pid "$1/poor.pid" TERM 5; }

# PostgreSQL will not run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups -- env HOME=/tmp "$@"
    else
        "$@"
    fi
}

# A random query may want more memory than there is, which would be the end of other processes: its limit is here (53200).
pg_start() {
    local dir=$1
    local limit=8388608
    mkdir -p "$dir/pg"
    [ "$(id -u)" != 0 ] || chown postgres "$dir/pg"
    as_postgres "$servers_pgbin/initdb" -N -D "$dir/pg/data" -U postgres -A trust \
        --locale=C --encoding=UTF8 >"$dir/pg.log" 2>&1 3>&- &&
        (ulimit -v $limit && as_postgres "$servers_pgbin/pg_ctl" -w -s -D "$dir/pg/data" -l "$dir/pg/log" \
            -o "-F -k $dir/pg -p 5432 -c listen_addresses= -c timezone=UTC -c log_timezone=UTC" \
            start) >>"$dir/pg.log" 2>&1 3>&- </dev/null || {
        cat "$dir/pg.log" "$dir/pg/log" >&2
        return 1
    }
    head -n 1 "$dir/pg/data/postmaster.pid" >"$dir/pg.pid"
    echo "host=$dir/pg port=5432 user=postgres"
}

# SIGINT is PostgreSQL's fast shutdown
pg_stop() { stop_pid "$1/pg.pid" INT 10; }

pgleaf_start() {
    local dir=$1 form=$2 port arguments
    shift 2
    arguments=(-l "$dir/.s.PGSQL.5432")
    case $form in
    inetd) arguments+=(-a --inetd) ;;
    fd3) arguments+=(-a) ;;
    fork) ;;
    *)
        echo "pgleaf_start: $form?" >&2
        return 64
        ;;
    esac
    if [ "$form" != fork ]; then
        port=$(free_port)
        echo "$port" >"$dir/pgleaf.port"
        arguments+=(-l "127.0.0.1:$port")
    fi
    [ -z "${PGLEAF_COMMAND_LOG:-}" ] || set -- "$@" -o "command_log=$PGLEAF_COMMAND_LOG"
    # systemd-socket-activate hands on no environment but what -E names
    local name
    for name in ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS GCOV_PREFIX GCOV_PREFIX_STRIP; do
        [ -z "${!name:-}" ] || arguments+=(-E "$name=${!name}")
    done
    mkdir -p -m 700 "$dir/cache"
    : >"$dir/pgleaf.conf.empty"
    setsid systemd-socket-activate "${arguments[@]}" "$PGLEAF" \
        -c "${PGLEAF_CONF:-$dir/pgleaf.conf.empty}" -o cache_dir="$dir/cache" "$@" \
        </dev/null >>"$dir/pgleaf.log" 2>&1 3>&- &
    echo $! >"$dir/pgleaf.pid"
    local tries
    for ((tries = 200; tries > 0; tries--)); do
        if [ -S "$dir/.s.PGSQL.5432" ] &&
            grep -q "Listening on $dir/.s.PGSQL.5432" "$dir/pgleaf.log" &&
            { [ "$form" = fork ] || grep -q "Listening on 127.0.0.1:$port" "$dir/pgleaf.log"; }; then
            echo "host=$dir port=5432"
            return 0
        fi
        sleep 0.02
    done
    cat "$dir/pgleaf.log" >&2
    return 1
}

pgleaf_stop() {
    local pid children
    pid=$(cat "$1/pgleaf.pid" 2>/dev/null) || return 0
    children=$(ps -o pid= --ppid "$pid")
    stop_pid "$1/pgleaf.pid" TERM 5
    # sessions of clients that are still there
    # shellcheck disable=SC2086
    [ -z "$children" ] || kill -TERM $children 2>/dev/null
    rm -f "$1/.s.PGSQL.5432"
    return 0
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -u
    "$@"
fi
