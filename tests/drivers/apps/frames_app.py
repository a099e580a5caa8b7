"""Data frames: pandas, polars, ADBC with Arrow, ConnectorX, petl and ibis, each writing tables and reading them again."""

import csv
import datetime
import decimal
import io
import os
import sys
import urllib.parse
import warnings

import adbc_driver_postgresql.dbapi
import connectorx
import ibis
import pandas
import petl
import polars
import psycopg2
import psycopg
import pyarrow
import sqlalchemy as sa

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from zoo import DATABASE, HOST, PORT, USER, fails, main, say, section  # noqa: E402

warnings.simplefilter("ignore")
# a Unix socket's directory is a parameter for libpq and an escaped host for others
URI = f"postgresql://{USER}@{urllib.parse.quote(HOST, safe='')}:{PORT}/{DATABASE}"
D, date, stamp, UTC = decimal.Decimal, datetime.date, datetime.datetime, datetime.timezone.utc


def engine(driver="psycopg2"):
    return sa.create_engine(f"postgresql+{driver}://")


def drop(*tables):
    with psycopg.connect(autocommit=True) as conn:
        for table in tables:
            conn.execute(f"DROP TABLE IF EXISTS {table} CASCADE")


def declared(table):
    """The columns as information_schema has them."""
    with psycopg.connect() as conn:
        say(table, conn.execute("SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
                                (table,)).fetchall())


def show(frame):
    say([f"{name}:{frame[name].dtype}" for name in frame.columns])
    for row in frame.itertuples(index=True, name=None):
        say(row)


def birds(n=3):
    return pandas.DataFrame({
        "name": [f"bird {i}" for i in range(n)], "weight": [i / 4 for i in range(n)], "legs": [None if i % 3 == 2 else 2 for i in range(n)],
        "rings": range(10 ** 10, 10 ** 10 + n), "tame": [i % 2 == 0 for i in range(n)],
        "seen": [pandas.Timestamp("2024-02-29 12:00") + pandas.Timedelta(hours=i) for i in range(n)],
        "seen_at": [pandas.Timestamp("2024-02-29 12:00", tz="UTC") + pandas.Timedelta(hours=i) for i in range(n)],
        "hatched": [date(2024, 1, 1 + i % 28) for i in range(n)], "price": [D(i) / 8 for i in range(n)]})


def by_copy(table, conn, keys, data):
    """pandas' own example of a method: COPY."""
    with conn.connection.cursor() as cursor:
        text = io.StringIO()
        csv.writer(text).writerows(data)
        text.seek(0)
        columns = ", ".join(f'"{key}"' for key in keys)
        cursor.copy_expert(f"COPY {table.name} ({columns}) FROM STDIN WITH CSV", text)


@section
def pandas_to_sql():
    db = engine()
    drop("frame_birds")
    say(birds().to_sql("frame_birds", db, index_label="id"))
    declared("frame_birds")
    fails("exists", lambda: birds().to_sql("frame_birds", db))
    say(birds(5).to_sql("frame_birds", db, index_label="id", if_exists="append", chunksize=2, method="multi"))
    say(birds(4).to_sql("frame_birds", db, index_label="id", if_exists="append", method=by_copy))
    show(pandas.read_sql("SELECT * FROM frame_birds ORDER BY id, seen", db, index_col="id"))
    say(birds(2).to_sql("frame_birds", db, index=False, if_exists="replace", dtype={"name": sa.String(20), "legs": sa.Integer, "price": sa.Numeric(8, 3), "seen": sa.Date}))
    declared("frame_birds")
    show(pandas.read_sql_table("frame_birds", db))
    try:
        say(birds(3).to_sql("frame_birds", db, index=False, if_exists="delete_rows"))
    except ValueError as e:
        say("ValueError", str(e))
    say(pandas.read_sql("SELECT count(*), sum(price) FROM frame_birds", db).values.tolist())
    with db.connect() as conn, conn.begin() as work:
        birds(3).to_sql("frame_birds", conn, index=False, if_exists="append")
        say(pandas.read_sql_query("SELECT count(*) AS n FROM frame_birds", conn)["n"][0])
        work.rollback()
    say(pandas.read_sql_query("SELECT count(*) AS n FROM frame_birds", db)["n"][0])
    drop("frame_birds")


@section
def pandas_read_sql():
    db = engine("psycopg")
    drop("frame_many")
    birds(1000).to_sql("frame_many", db, index=True, index_label="id", method="multi", chunksize=250)
    frame = pandas.read_sql("SELECT id, tame, weight, hatched, seen_at FROM frame_many WHERE weight >= %(w)s AND name LIKE %(n)s ORDER BY id LIMIT 5", db,
                            params={"w": 100, "n": "bird 4%"}, parse_dates=["hatched"])
    show(frame)
    with db.connect().execution_options(stream_results=True) as conn:
        say([len(part) for part in pandas.read_sql(sa.text("SELECT id FROM frame_many ORDER BY id"), conn, chunksize=300)])
    show(pandas.read_sql_table("frame_many", db, columns=["id", "name"], index_col="id").tail(2))
    frame = pandas.read_sql("SELECT tame, hatched, count(*) AS n, avg(weight) AS w, min(seen) AS seen FROM frame_many GROUP BY 1, 2", db)
    show(frame.groupby("tame").agg(n=("n", "sum"), w=("w", "mean"), seen=("seen", "min")))
    show(pandas.read_sql("SELECT 1::int2 AS a, 2::int8 AS b, NULL::int AS c, 'x' AS d, ARRAY[1,2] AS e, '{\"a\": 1}'::jsonb AS f, '1 day'::interval AS g, 1.50 AS h", db))
    frame = pandas.read_sql("SELECT id, name FROM frame_many WHERE id < 0", db)
    say(len(frame), list(frame.columns))
    fails("relation", lambda: pandas.read_sql("SELECT * FROM frame_none", db))
    drop("frame_many")


def arrow_table():
    return pyarrow.table({
        "id": pyarrow.array([1, 2, 3], pyarrow.int32()), "small": pyarrow.array([1, None, -3], pyarrow.int16()), "big": pyarrow.array([2 ** 40, 0, None], pyarrow.int64()),
        "real": pyarrow.array([1.5, None, -0.25], pyarrow.float32()), "double": pyarrow.array([0.1, float("inf"), None]), "text": ["a", "žluť", None],
        "flag": [True, False, None], "bytes": pyarrow.array([b"\x00\x01", b"", None]), "day": pyarrow.array([date(2024, 2, 29), date(1970, 1, 1), None]),
        "at": pyarrow.array([stamp(2024, 2, 29, 12), stamp(1969, 12, 31, 23, 59, 59, 999000), None], pyarrow.timestamp("us")),
        "at_utc": pyarrow.array([stamp(2024, 2, 29, 12, tzinfo=UTC), None, None], pyarrow.timestamp("us", "UTC")),
        "list": pyarrow.array([[1, 2], [], None], pyarrow.list_(pyarrow.int64())), "exact": pyarrow.array([D("1.50"), None, D("-123456.78")], pyarrow.decimal128(12, 2))})


def arrow(table):
    for field in table.schema:
        say(field.name, str(field.type), table[field.name].to_pylist())


@section
def adbc():
    drop("frame_arrow", "frame_bound")
    with adbc_driver_postgresql.dbapi.connect(URI) as conn, conn.cursor() as cur:
        info = conn.adbc_get_info()
        say(info["driver_name"], info["vendor_name"])
        say(cur.adbc_ingest("frame_arrow", arrow_table(), mode="create"))
        say(cur.adbc_ingest("frame_arrow", arrow_table(), mode="append"))
        conn.commit()
        fails("exists", lambda: cur.adbc_ingest("frame_arrow", arrow_table(), mode="create"))
        conn.rollback()
        cur.execute("SELECT * FROM frame_arrow ORDER BY id")
        arrow(cur.fetch_arrow_table())
        cur.execute("SELECT text, exact FROM frame_arrow WHERE id = $1 OR text = $2", parameters=(1, "žluť"))
        say(sorted(cur.fetchall()))
        say(conn.adbc_get_table_types())
        say(sorted(str(field) for field in conn.adbc_get_table_schema("frame_arrow")))
        cur.execute("CREATE TABLE frame_bound (id int PRIMARY KEY, name text UNIQUE, note json)")
        cur.executemany("INSERT INTO frame_bound VALUES ($1, $2)", [(i, f"n{i}") for i in range(20)])
        conn.commit()
        cur.execute("SELECT id, name FROM frame_bound WHERE id % 5 = 0 ORDER BY id")
        say(cur.fetch_df().values.tolist())
        cur.execute("SELECT id FROM frame_bound ORDER BY id")
        say(sum(batch.num_rows for batch in cur.fetch_record_batch()))
        fails("unique", lambda: cur.execute("INSERT INTO frame_bound VALUES (1, 'again')"))
        conn.rollback()
        fails("syntax", lambda: cur.execute("SELEC"))
        conn.rollback()
        cur.execute("INSERT INTO frame_bound VALUES (100, 'gone')")
        conn.rollback()
        cur.execute("SELECT count(*), max(id), sum(id), '1.5'::numeric, '2 days'::interval, 'x'::varchar(3), ARRAY['a', NULL] FROM frame_bound")
        arrow(cur.fetch_arrow_table())
        say(cur.adbc_ingest("frame_arrow", arrow_table().select(["id", "text"]), mode="replace"))
        conn.commit()
        say(cur.adbc_ingest("frame_arrow", arrow_table().select(["id"]), mode="create_append"))
        conn.commit()
        cur.execute("SELECT id, text FROM frame_arrow ORDER BY id, text NULLS FIRST")
        say(cur.fetchall())
        tables = conn.adbc_get_objects(depth="tables", table_name_filter="frame_%").read_all().to_pylist()
        say([t["table_name"] + " " + t["table_type"] for c in tables for s in c["catalog_db_schemas"] or () for t in s["db_schema_tables"] or ()])
    drop("frame_arrow", "frame_bound")


@section
def polars_():
    drop("frame_polars")
    frame = polars.DataFrame({"id": [1, 2, 3], "name": ["a", None, "c"], "x": [0.5, 1.5, None], "day": [date(2024, 1, 1), date(2024, 1, 2), None], "ok": [True, None, False]})
    for how in ("adbc", "sqlalchemy"):
        say(how, frame.write_database("frame_polars", URI if how == "adbc" else engine(), engine=how, if_table_exists="replace"))
        say(frame.write_database("frame_polars", URI if how == "adbc" else engine(), engine=how, if_table_exists="append"))
        declared("frame_polars")
        for source in ("adbc", "connectorx"):
            got = polars.read_database_uri("SELECT * FROM frame_polars ORDER BY id, name", URI, engine=source)
            say(source, str(got.schema), got.rows())
        got = polars.read_database("SELECT id, sum(x) AS s, max(day) AS d FROM frame_polars GROUP BY id ORDER BY id", engine())
        say(str(got.schema), got.rows())
    with psycopg.connect() as conn:
        got = polars.read_database("SELECT name, count(*) FROM frame_polars WHERE ok IS NOT FALSE GROUP BY name ORDER BY name", conn)
        say(str(got.schema), got.rows())
        say([part.height for part in polars.read_database("SELECT * FROM frame_polars", conn, iter_batches=True, batch_size=4)])
        say(polars.read_database("SELECT * FROM frame_polars WHERE id = %(id)s", conn, execute_options={"params": {"id": 3}}).rows())
    drop("frame_polars")


@section
def connectorx_():
    drop("frame_cx")
    with psycopg.connect(autocommit=True) as conn:
        conn.execute("CREATE TABLE frame_cx (id int PRIMARY KEY, s int2, b int8, r real, d float8, n numeric(10,2), t text, v varchar(9), c char(3), f bool, y bytea,"
                     " day date, at timestamp, tz timestamptz, u uuid, j json, jb jsonb, ai int[], at_ text[], tm time)")
        conn.execute("INSERT INTO frame_cx SELECT i, i, i * 10000000000, i / 4.0, i / 8.0, i / 3.0, 't' || i, 'v', 'c', i % 2 = 0, '\\x00ff', date '2024-02-28' + i,"
                     " timestamp '2024-02-28 12:00' + i * interval '1 hour', timestamptz '2024-02-28 12:00Z' + i * interval '1 day',"
                     " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"a\": 1}', '[1, 2]', ARRAY[i, NULL], ARRAY['x', 'y'], time '12:34:56' FROM generate_series(1, 40) i")
        conn.execute("INSERT INTO frame_cx (id) VALUES (41)")
    for protocol in ("binary", "csv", "cursor"):
        columns = "id, s, b, r, d, n, t, v, c, f, day, at, tz, u, j, jb" + ("" if protocol != "binary" else ", ai, at_, tm, y")
        got = connectorx.read_sql(URI, f"SELECT {columns} FROM frame_cx WHERE id IN (1, 2) ORDER BY id", protocol=protocol, return_type="arrow")
        say(protocol)
        arrow(got)
    got = connectorx.read_sql(URI, "SELECT id, n, t, day FROM frame_cx", partition_on="id", partition_num=4)
    show(got.sort_values("id").tail(3).reset_index(drop=True))
    # both at a time: the first that answers comes first
    say(sorted(connectorx.read_sql(URI, ["SELECT id FROM frame_cx WHERE id < 5", "SELECT id FROM frame_cx WHERE id > 38"])["id"].tolist()))
    try:
        connectorx.read_sql(URI, "SELECT * FROM frame_none")
        say("no error")
    except RuntimeError as e:
        say("RuntimeError", str(e))
    drop("frame_cx")


@section
def petl_():
    drop("frame_petl")
    rows = [["id", "name", "x", "day"], [1, "a", 1.5, date(2024, 1, 1)], [2, None, -0.5, None], [3, "č", None, date(2024, 1, 3)]]
    conn = psycopg2.connect("")
    petl.todb(rows, engine(), "frame_petl", create=True)
    declared("frame_petl")
    petl.appenddb([["id", "name", "x", "day"], [4, "d", 2.5, None]], conn, "frame_petl")
    say(list(petl.fromdb(conn, "SELECT * FROM frame_petl ORDER BY id")))
    say(list(petl.fromdb(lambda: conn.cursor(name="some"), "SELECT id, x FROM frame_petl WHERE x > %s ORDER BY x", (0,))))
    petl.todb([["id", "name", "x", "day"], [9, "only", 1, None]], conn, "frame_petl")
    say(list(petl.dicts(petl.fromdb(conn, "SELECT id, name FROM frame_petl"))))
    conn.close()
    drop("frame_petl")


def table_of_ibis():
    drop("frame_orders", "frame_people")
    with psycopg.connect(autocommit=True) as conn:
        conn.execute("CREATE TABLE frame_people (id int PRIMARY KEY, name text NOT NULL, city varchar(20), born date, height float8, pay numeric(10,2), seen timestamp(3), tags text[], more jsonb)")
        conn.execute("CREATE TABLE frame_orders (id bigint PRIMARY KEY, person_id int REFERENCES frame_people, total numeric(8,2), made date, kind text)")
        conn.execute("INSERT INTO frame_people SELECT i, 'name ' || i, (ARRAY['Praha', 'Brno', NULL])[i % 3 + 1], date '1990-01-31' + i * 100, 150 + i * 2.5, i * 1000.50,"
                     " timestamp '2024-02-28 23:30' + i * interval '45 min', CASE WHEN i % 2 = 0 THEN ARRAY['a', 'b' || i] END, jsonb_build_object('n', i, 'l', jsonb_build_array(i, 'x'))"
                     " FROM generate_series(1, 12) i")
        conn.execute("INSERT INTO frame_orders SELECT i, i % 10 + 1, i * 3.25, date '2024-01-01' + i * 5, CASE i % 4 WHEN 0 THEN 'gold' WHEN 1 THEN 'silver' ELSE NULL END FROM generate_series(1, 60) i")


@section
def ibis_():
    table_of_ibis()
    con = ibis.postgres.connect(host=HOST, port=PORT, user=USER, password="", database=DATABASE)
    say([name for name in sorted(con.list_tables()) if name.startswith("frame_")])
    p, o = con.table("frame_people"), con.table("frame_orders")
    say(str(p.schema()))
    say(str(o.schema()))
    window = ibis.window(group_by=o.person_id, order_by=o.made)
    expressions = {
        "projection": p.select("id", upper=p.name.upper(), size=p.name.length()).order_by("id").limit(3),
        "filter": p.filter((p.height > 160) & (p.city == "Brno")).select("id", "city").order_by("id"),
        "isin": p.filter(p.id.isin([1, 3, 99])).order_by("id").select("name"),
        "between": p.filter(p.born.between("1991-01-01", "1992-01-01")).select("id", "born").order_by("id"),
        "aggregate": p.aggregate(n=p.count(), m=p.height.mean(), s=p.pay.sum(), lo=p.born.min(), hi=p.seen.max()),
        "group": p.group_by("city").aggregate(n=p.count(), pay=p.pay.sum()).order_by(ibis.asc("city", nulls_first=True)),
        "having": o.group_by("person_id").having(o.count() > 5).aggregate(t=o.total.sum()).order_by("person_id"),
        "distinct": p.select("city").distinct().order_by("city"),
        "nunique": o.aggregate(n=o.kind.nunique(), some=o.total.sum(where=o.kind == "gold")),
        "deviation": o.aggregate(s=o.total.cast("float64").std().round(6), v=o.total.cast("float64").var(how="pop").round(6), med=o.total.cast("float64").median()),
        "inner": p.inner_join(o, p.id == o.person_id).select(p.name, o.total).order_by(["name", "total"]).limit(4),
        "left": p.left_join(o, [p.id == o.person_id, o.total > 150]).select(p.id, o.total).order_by(["id", "total"]),
        "anti": p.anti_join(o, p.id == o.person_id).select("id").order_by("id"),
        "semi": p.semi_join(o.filter(o.kind == "gold"), p.id == o.person_id).select("id").order_by("id"),
        "asof self": o.view().join(o, "person_id").aggregate(n=ibis._.count()),
        "row number": o.mutate(n=ibis.row_number().over(window)).filter(ibis._.n < 2).select("id", "person_id", "n").order_by("id").limit(5),
        "lag": o.mutate(before=o.total.lag(1).over(window), after=o.total.lead(1).over(window)).select("id", "before", "after").order_by("id").limit(4),
        "running": o.mutate(run=o.total.sum().over(ibis.cumulative_window(group_by=o.person_id, order_by=o.id))).select("id", "run").order_by("id").limit(14),
        "rank": o.mutate(r=ibis.rank().over(order_by=ibis.desc(o.total)), d=ibis.dense_rank().over(order_by=o.kind), q=ibis.ntile(4).over(order_by=o.id)).order_by("id").limit(5),
        "case": p.mutate(size=ibis.cases((p.height < 160, "small"), (p.height < 170, "middle"), else_="big")).select("id", "size").order_by("id"),
        "coalesce": p.select("id", c=ibis.coalesce(p.city, "nowhere"), n=p.city.isnull(), e=p.id.nullif(2)).order_by("id").limit(4),
        "string": p.select(a=p.name.substr(1, 3), b=p.name.replace("name", "n"), c=p.name.lpad(10, "."), d=p.name.contains("1"), e=p.name.find("e"), f=p.name.reverse(),
                           g=p.name.capitalize(), h=p.name.split(" "), i=p.name.re_replace("[0-9]", "#"), j=p.name.re_search("^n.*2$"), k=p.name.re_extract("e ([0-9]+)", 1)).order_by("a", "b").limit(4),
        "like": p.filter(p.name.like("%1%") & ~p.name.startswith("x") & p.name.endswith("1")).select("name").order_by("name"),
        "date": p.select(y=p.born.year(), m=p.born.month(), d=p.born.day(), w=p.born.day_of_week.index(), n=p.born.day_of_week.full_name(), q=p.born.quarter(), u=p.born.day_of_year()).order_by("y", "u").limit(4),
        "time": p.select(h=p.seen.hour(), mi=p.seen.minute(), t=p.seen.truncate("D"), e=p.seen.epoch_seconds(), s=p.seen.strftime("%Y/%m/%d %H"), f=p.seen.date(), x=p.seen + ibis.interval(hours=3)).order_by("e").limit(4),
        "arithmetic": p.select(a=p.id / 5, b=p.id // 5, c=p.id % 5, d=-p.id, e=p.id ** 2, f=(p.height * 1.25).round(2), g=p.height.floor(), h=(p.pay / 7).ceil(), i=p.height.sqrt().round(6), j=p.height.ln().round(6)).order_by("c", "a").limit(4),
        "cast": p.select(a=p.id.cast("string"), b=p.height.cast("int64"), c=p.pay.cast("float64"), d=p.born.cast("timestamp"), e=p.id.cast("string").cast("float64")).order_by("b").limit(3),
        "array": p.filter(p.tags.notnull()).select("id", n=p.tags.length(), first=p.tags[0], has=p.tags.contains("b4"), more=p.tags + ["z"]).order_by("id"),
        "unnest": p.select("id", tag=p.tags.unnest()).order_by(["id", "tag"]),
        "json": p.select("id", n=p.more["n"].cast("string"), l=p.more["l"][1]).order_by("id").limit(3),
        "collect": o.group_by("kind").aggregate(ids=o.id.collect(order_by=o.id), names=o.id.cast("string").group_concat("|", order_by=ibis.desc(o.id))).order_by(ibis.asc("kind", nulls_first=True)),
        "union": ibis.union(p.select(id=p.id.nullif(0)), o.select(id=o.person_id), distinct=True).order_by("id"),
        "intersect": ibis.intersect(p.select(id=p.id.nullif(0)), o.select(id=o.person_id)).order_by("id"),
        "difference": ibis.difference(p.select(id=p.id.nullif(0)), o.select(id=o.person_id)).order_by("id"),
        "scalar": p.filter(p.height > p.height.mean()).select("id").order_by("id"),
        "exists": p.filter(p.id.isin(o.filter(o.total > 190).person_id)).select("id").order_by("id"),
        "pivot": o.filter(o.kind.notnull()).select("person_id", "kind", "total").pivot_wider(names_from="kind", names=["gold", "silver"], values_from="total", values_agg="sum").order_by("person_id"),
        "longer": p.select("id", "height", pay=p.pay.cast("float64")).pivot_longer(["height", "pay"]).order_by(["id", "name"]).limit(4),
        "sample": o.order_by(ibis.desc("total")).limit(3, offset=2).select("id"),
        "value counts": o.kind.value_counts().order_by(ibis.desc("kind_count"), "kind"),
        "describe": p.select("height").describe().select("name", "type", "count", "nulls", "unique", "min", "p50", "max"),
        "values": ibis.memtable({"a": [1, 2], "b": ["x", None]}).order_by("a"),
    }
    for name, expression in expressions.items():
        try:
            say(name, [tuple(v.tolist() if hasattr(v, "tolist") else v for v in row.values()) for row in con.to_pyarrow(expression).to_pylist()])
        except Exception as e:  # pylint: disable=broad-except
            say("UNEXPECTED", name, type(e).__name__, str(e)[:300])
            con.con.rollback()
    view = con.create_view("frame_view", p.filter(p.id > 10).select("id", "name"), overwrite=True)
    say(view.order_by("id").to_pyarrow().to_pylist())
    con.drop_view("frame_view")
    made = con.create_table("frame_made", pandas.DataFrame({"a": [1, 2], "b": ["x", None]}), overwrite=True)
    con.insert("frame_made", pandas.DataFrame({"a": [3], "b": ["y"]}))
    say(made.order_by("a").to_pyarrow().to_pylist(), str(made.schema()))
    copied = con.create_table("frame_copied", made.filter(made.a > 1).mutate(c=made.a * 2))
    say(copied.order_by("a").to_pyarrow().to_pylist())
    con.truncate_table("frame_copied")
    say(copied.count().execute())
    con.drop_table("frame_copied")
    say(sorted(t for t in con.list_tables() if t.startswith("frame_")))
    with con.raw_sql("SELECT 1 AS a") as cursor:
        say(cursor.fetchall())
    con.disconnect()
    drop("frame_made", "frame_orders", "frame_people")


main()
