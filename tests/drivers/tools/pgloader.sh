#!/bin/bash
# pgloader: a CSV file and a fixed one by COPY with casts, rows that are rejected, SQL before and after.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
case $PGHOST in /*) host="unix:$PGHOST:$PGPORT" ;; *) host="$PGHOST:$PGPORT" ;; esac
target="postgresql://$PGUSER@$host/$PGDATABASE?sslmode=$PGSSLMODE"
export PGOPTIONS="-c client_min_messages=error"

cat >"$dir/load.load" <<END
LOAD CSV FROM INLINE (id, name, weight, day)
     INTO $target TARGET TABLE loader_birds (id, name, weight, day)
     WITH truncate, skip header = 1, fields optionally enclosed by '"', fields terminated by ';', batch rows = 100
     SET client_encoding to 'utf8', work_mem to '16MB'
     BEFORE LOAD DO \$\$ DROP TABLE IF EXISTS loader_birds; \$\$,
        \$\$ CREATE TABLE loader_birds (id int PRIMARY KEY, name text NOT NULL, weight float8, day date, at timestamptz(3) DEFAULT '2024-02-29 12:00Z'); \$\$
     AFTER LOAD DO \$\$ CREATE INDEX loader_name ON loader_birds (name); \$\$;

id;name;weight;day
1;žluť;1.5;2024-02-29
2;"a;b";;
x;bad;1;2024-01-01
3;"q""q";-0.25;1999-12-31
3;twice;0;
END
cat >"$dir/more.load" <<END
LOAD FIXED FROM INLINE (id from 0 for 4 [trim both whitespace], name from 4 for 6 [trim right whitespace])
     INTO $target TARGET TABLE loader_birds (id, name)
     WITH drop indexes
;

10  first 
11  second
END

for section in ${*:-csv fixed}; do
    echo "== $section"
    case $section in
    csv) (cd "$dir" && pgloader --root-dir "$dir/root" load.load 2>&1) | grep -v 'LOG Data errors in' | grep -E 'errors|duplicate|invalid|loader_birds|Database error|FATAL' | sed -E 's/^[^ ]+ //; s/ +[0-9.]+s.*//; s/ {2,}[0-9.]+ [kM]?B.*//' ;;
    fixed)
        (cd "$dir" && pgloader --root-dir "$dir/root" more.load 2>&1) | grep -E 'duplicate|invalid|loader_birds|Database error|FATAL' | sed -E 's/^[^ ]+ //; s/ +[0-9.]+s.*//; s/ {2,}[0-9.]+ [kM]?B.*//'
        psql -XAtc 'SELECT * FROM loader_birds ORDER BY id'
        psql -XAtc "SELECT indexdef FROM pg_indexes WHERE tablename = 'loader_birds' ORDER BY 1"
        psql -Xqc 'DROP TABLE IF EXISTS loader_birds'
        ;;
    esac
done
