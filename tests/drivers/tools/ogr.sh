#!/bin/bash
# ogr2ogr, GDAL's PostgreSQL driver without PostGIS: layers written by INSERT and by COPY, appended, overwritten, read with filters and SQL.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pg="PG:dbname=$PGDATABASE host=$PGHOST port=$PGPORT user=$PGUSER sslmode=$PGSSLMODE"
export PGOPTIONS="-c client_min_messages=error" OGR_SKIP= CPL_LOG=/dev/null

cat >"$dir/birds.csv" <<'END'
name,weight,rings,hatched,seen,tame
žluť,0.5,10000000001,2024-02-29,2024-02-29 12:00:00,1
"a,b",,,,,0
c'\d,-1.25,3,1999-12-31,2024-03-01 00:00:00,
END
cat >"$dir/birds.csvt" <<'END'
String(20),Real,Integer64,Date,DateTime,Integer(Boolean)
END

# what there is on the one server and not on the other: PostGIS, extensions, schemas' tables of other programs
load() { ogr2ogr -q -f PostgreSQL "$pg" "$dir/birds.csv" -nln "$1" -lco GEOMETRY_NAME=none "${@:2}" 2>&1; }
show() { ogrinfo -q -ro "$pg" "$@" 2>&1; }
declared() { psql -XAt -c "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_name = '$1' ORDER BY ordinal_position"; }

all="insert copy read end"
for section in ${*:-$all}; do
    echo "== $section"
    case $section in
    insert)
        psql -Xqc 'DROP TABLE IF EXISTS ogr_birds, ogr_copy'
        load ogr_birds --config PG_USE_COPY NO
        declared ogr_birds
        load ogr_birds -append
        load ogr_birds
        show ogr_birds
        ;;
    copy)
        load ogr_copy --config PG_USE_COPY YES -lco FID=id -lco FID64=YES -lco PRECISION=YES
        declared ogr_copy
        load ogr_copy -overwrite -select name,weight -gt 2
        show ogr_copy
        load ogr_copy -append -addfields
        show -so ogr_copy
        ;;
    read)
        show ogr_birds -where "weight < 0 AND name LIKE 'c%'"
        show -sql "SELECT tame, count(*) AS n, sum(weight) AS w FROM ogr_birds GROUP BY tame ORDER BY tame"
        show ogr_birds -fid 2
        show -so -sql "SELECT * FROM ogr_none"
        ogr2ogr -q -f CSV /vsistdout/ "$pg" -sql 'SELECT * FROM ogr_birds ORDER BY ogc_fid' 2>&1
        ogrinfo -q "$pg" -sql "UPDATE ogr_birds SET weight = 7 WHERE weight IS NULL" 2>&1
        ogrinfo -q "$pg" -dialect OGRSQL -sql "SELECT name, weight FROM ogr_birds WHERE weight > 1 ORDER BY weight" 2>&1
        ogr2ogr -q -update -append "$pg" "$pg" ogr_birds -nln ogr_birds -where 'ogc_fid = 1' 2>&1
        show -sql 'SELECT count(*) AS n FROM ogr_birds'
        ;;
    end) psql -Xqc 'DROP TABLE IF EXISTS ogr_birds, ogr_copy' ;;
    esac
done
