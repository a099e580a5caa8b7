"""SQLAlchemy Core over psycopg 3 and psycopg2."""

import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pgt
from values import VALUES, WRONG
from zoo import fails, main, say, section

DRIVERS = ("psycopg", "psycopg2")
EVERY = sa.Table("every", sa.MetaData(), sa.Column("_id", sa.Integer, primary_key=True), sa.Column("i", sa.Integer), sa.Column("l", sa.BigInteger),
                 sa.Column("f", sa.Float), sa.Column("n", sa.Numeric), sa.Column("s", sa.Text), sa.Column("ok", sa.Boolean),
                 sa.Column("at", sa.DateTime(timezone=True)), sa.Column("ref", sa.String), sa.Column("bin", sa.LargeBinary), sa.Column("u", sa.Uuid),
                 sa.Column("doc", pgt.JSONB), sa.Column("words", pgt.ARRAY(sa.Text)), sa.Column("ints", pgt.ARRAY(sa.Integer)))
LONG = sa.Table("long", sa.MetaData(), sa.Column("_id", sa.Integer, primary_key=True), sa.Column("n", sa.BigInteger), sa.Column("s", sa.Text))
C = EVERY.c


def engines(**options):
    for driver in DRIVERS:
        engine = sa.create_engine(f"postgresql+{driver}://", **options)
        say("driver", driver)
        yield engine
        engine.dispose()


@section
def connection():
    for engine in engines():
        with engine.connect() as conn:
            say(engine.dialect.server_version_info[0], engine.dialect.default_schema_name, conn.dialect.max_identifier_length)
            say(conn.execute(sa.text("SELECT current_user, current_database()")).all())
        with engine.connect() as conn:
            say(conn.scalar(sa.select(sa.literal(5))))


@section
def statements():
    asked = [
        sa.select(C._id, C.s).where(C._id.in_([1, 2, 3])).order_by(C._id),
        sa.select(EVERY).where(C.s == "one"),
        sa.select(sa.func.count(), sa.func.sum(C.l), sa.func.avg(C.i)).select_from(EVERY),
        sa.select(C.ok, sa.func.count().label("n")).group_by(C.ok).order_by(C.ok.nulls_first()),
        sa.select(C._id).where(C.words.any("a")).order_by(C._id),
        sa.select(C._id, C.doc["y"]["z"].astext).where(C.doc["x"].astext == "1"),
        sa.select(C._id).where(C.at >= datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)).order_by(C._id),
        sa.select(C._id).where(C.n == VALUES["numeric"][1]), sa.select(C._id).where(C.u == VALUES["uuid"][1]),
        sa.select(C._id).where(C.bin == b"").order_by(C._id), sa.select(C._id).where(C.s.ilike("O%")).order_by(C._id),
        sa.select(C._id).where(sa.or_(C.i.is_(None), C.f > 1)).order_by(C._id.desc()).limit(3).offset(1),
        sa.select(sa.case((C.i > 0, "plus"), else_="not")).order_by(C._id), sa.select(sa.cast(C.i, sa.String)).order_by(C._id),
        sa.select(C._id, LONG.c.s).join_from(EVERY, LONG, C._id == LONG.c._id).order_by(C._id),
        sa.union_all(sa.select(C._id), sa.select(LONG.c._id).where(LONG.c._id < 3)).order_by("_id"),
        sa.select(sa.func.row_number().over(order_by=C._id), C._id).order_by(C._id),
        sa.select(C._id).where(C._id == sa.select(sa.func.max(LONG.c._id)).where(LONG.c._id < 4).scalar_subquery()),
        sa.select(sa.literal([1, 2], pgt.ARRAY(sa.Integer))), sa.select(sa.literal({"a": 1}, pgt.JSONB)), sa.select(sa.literal(b"x")),
        sa.select(sa.extract("year", C.at)).order_by(C._id), sa.select(C.s).where(C.s.regexp_match("^o")),
        sa.select(sa.func.string_agg(C.s, pgt.aggregate_order_by(sa.literal(","), C._id))).where(C._id < 4),
    ]
    for engine in engines():
        with engine.connect() as conn:
            for statement in asked:
                result = conn.execute(statement)
                say(list(result.keys()), [tuple(row) for row in result])


@section
def parts():
    for engine in engines():
        with engine.connect() as conn:
            result = conn.execution_options(stream_results=True, yield_per=800).execute(sa.select(LONG).order_by(LONG.c._id))
            say(sum(len(part) for part in result.partitions()))
            result = conn.execution_options(stream_results=True, max_row_buffer=100).execute(sa.select(LONG.c._id).order_by(LONG.c._id))
            say(result.fetchmany(2), result.fetchone())
            result.close()
            say(conn.scalar(sa.text("SELECT 1")))


@section
def errors():
    for engine in engines():
        with engine.connect() as conn:
            for label, wrong in WRONG:
                fails(label, conn.execute, sa.text(wrong))
                fails("aborted", conn.execute, sa.text("SELECT 1"))
                conn.rollback()
            say(conn.scalar(sa.text("SELECT :a"), {"a": 1}))
    engine.dispose()


@section
def transactions():
    for engine in engines(isolation_level="AUTOCOMMIT"):
        with engine.connect() as conn:
            say(conn.get_isolation_level(), conn.default_isolation_level)
    for engine in engines():
        with engine.connect() as conn:
            say(conn.get_isolation_level(), conn.default_isolation_level)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as conn:
            say(conn.scalar(sa.text("SHOW transaction_isolation")), conn.scalar(sa.text("SHOW transaction_read_only")))
        with engine.begin() as conn:
            say(conn.scalar(sa.select(sa.func.count()).select_from(EVERY)))


@section
def pool():
    for engine in engines(pool_pre_ping=True, pool_size=2):
        for i in range(5):
            with engine.connect() as one, engine.connect() as two:
                say(one.scalar(sa.select(i)), two.scalar(sa.select(sa.literal(i))))


main()
