# tests/lib/live.bash: what bats files of tests/live and tests/fault share. `load ../lib/live`.
#
#   setup_file()    { live_setup_file; }     a server, with examples/data in the database $DATABASE
#   teardown_file() { live_teardown_file; }
#   teardown()      { live_teardown; }       stops what the test started with `leaf`
#
#   leaf FORM [-o ...]   pgleaf behind a socket (forms: see servers.sh); sets PGHOST and PGPORT
#   ask SQL              its answer, unaligned, without headers
#   mongo_py CODE        Python with `db` and `client`, to make or look at data

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
. "$TOP/tests/lib/servers.sh"

live_setup_file() {
    export LIVE_DIR DATABASE=pgleaf_live_$$ URI
    LIVE_DIR=$(private_dir live)
    URI=$(mongo_start "$LIVE_DIR")
    "$servers_venv/bin/python" "$TOP/examples/data/load.py" "$URI" "$DATABASE" >/dev/null
}

live_teardown_file() {
    [ -z "${PGLEAF_TEST_URI:-}" ] || mongo_py 'client.drop_database(db.name)'
    mongo_stop "$LIVE_DIR"
    rm -rf "$LIVE_DIR"
}

live_teardown() {
    local dir
    for dir in "$LIVE_DIR"/leaf.*; do
        [ ! -d "$dir" ] || pgleaf_stop "$dir"
        rm -rf "$dir"
    done
}

leaf() {
    local form=$1
    shift
    LEAF_DIR=$(mktemp -d "$LIVE_DIR/leaf.XXXXXX")
    pgleaf_start "$LEAF_DIR" "$form" -o uri="$URI" -o auth=trust "$@" >/dev/null
    export PGHOST=$LEAF_DIR PGPORT=5432 PGUSER=tester PGDATABASE=$DATABASE
}

ask() { psql -X -A -t -q -v ON_ERROR_STOP=1 -c "$1" </dev/null; }

mongo_py() {
    "$servers_venv/bin/python" -c 'import sys, pymongo
client = pymongo.MongoClient(sys.argv[1])
db = client[sys.argv[2]]
exec(sys.argv[3])' "$URI" "$DATABASE" "$1"
}
