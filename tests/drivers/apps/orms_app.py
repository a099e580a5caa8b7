"""Smaller ORMs and helpers of Python: SQLModel, Pony, Tortoise, aiopg, PugSQL, and what psycopg 3 has beside its connection."""

import asyncio
import datetime
import decimal
import os
import sys
import tempfile
import warnings

import aiopg
import psycopg
import psycopg_pool
import pugsql
import sqlalchemy as sa
import sqlmodel
import tortoise
import tortoise.fields
import tortoise.functions
import tortoise.models
import tortoise.transactions
from pony import orm
from psycopg.rows import class_row, dict_row, namedtuple_row
from psycopg.types.json import Jsonb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from zoo import DATABASE, HOST, PORT, USER, fails, main, said_by_server, say, section  # noqa: E402

warnings.simplefilter("ignore")
D, date, stamp, UTC = decimal.Decimal, datetime.date, datetime.datetime, datetime.timezone.utc


def drop(*tables):
    with psycopg.connect(autocommit=True) as conn:
        for table in tables:
            conn.execute(f"DROP TABLE IF EXISTS {table} CASCADE")


class Keeper(sqlmodel.SQLModel, table=True):
    __tablename__ = "orms_keeper"
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    name: str = sqlmodel.Field(index=True, unique=True)
    animals: list["Animal"] = sqlmodel.Relationship(back_populates="keeper")


class Animal(sqlmodel.SQLModel, table=True):
    __tablename__ = "orms_animal"
    id: int | None = sqlmodel.Field(default=None, primary_key=True)
    name: str
    weight: D = sqlmodel.Field(default=D("1.5"), max_digits=8, decimal_places=3)
    born: date | None = None
    keeper_id: int | None = sqlmodel.Field(default=None, foreign_key="orms_keeper.id")
    keeper: Keeper | None = sqlmodel.Relationship(back_populates="animals")


@section
def sqlmodel_():
    db = sqlmodel.create_engine("postgresql+psycopg://", use_insertmanyvalues=False)  # this SQLModel and this SQLAlchemy mix up its parameters
    drop("orms_animal", "orms_keeper")
    sqlmodel.SQLModel.metadata.create_all(db)
    with sqlmodel.Session(db) as session:
        ada = Keeper(name="Ada", animals=[Animal(name="lion", born=date(2020, 2, 29)), Animal(name="owl", weight=D("0.25"))])
        session.add_all([ada, Keeper(name="Bob"), Animal(name="stray")])
        session.commit()
        session.refresh(ada)
        say(ada.model_dump(), [a.model_dump() for a in ada.animals])
        say([(a.name, k.name if k else None) for a, k in session.exec(sqlmodel.select(Animal, Keeper).join(Keeper, isouter=True).order_by(Animal.name))])
        session.add(Keeper(name="Ada"))
        fails("unique", session.commit)
        session.rollback()
        session.add(Animal(name="x", keeper_id=99))
        fails("foreign key", session.commit)
        session.rollback()
        with session.begin_nested():
            session.exec(sqlmodel.update(Animal).where(Animal.name == "owl").values(weight=Animal.weight * 2))
        session.delete(session.exec(sqlmodel.select(Animal).where(Animal.keeper_id.is_(None))).one())
        session.commit()
        say(session.exec(sqlmodel.select(sa.func.count(), sa.func.sum(Animal.weight)).select_from(Animal)).one())
        insert = sa.dialects.postgresql.insert(Keeper).values([{"name": "Bob"}, {"name": "Cid"}])
        say(sorted(session.exec(insert.on_conflict_do_update(index_elements=["name"], set_={"name": insert.excluded.name + "!"}).returning(Keeper.id, Keeper.name)).all()))
        session.commit()
    inspector = sa.inspect(db)
    for table in ("orms_keeper", "orms_animal"):
        say(table, [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)], inspector.get_foreign_keys(table), inspector.get_indexes(table))
    sqlmodel.SQLModel.metadata.drop_all(db)
    db.dispose()


@section
def pony():
    drop("pony_book_tag", "pony_book", "pony_author", "pony_tag")
    db = orm.Database()

    class PonyAuthor(db.Entity):
        _table_ = "pony_author"
        name = orm.Required(str, 40, unique=True)
        born = orm.Optional(date)
        books = orm.Set("PonyBook")

    class PonyTag(db.Entity):
        _table_ = "pony_tag"
        word = orm.PrimaryKey(str)
        books = orm.Set("PonyBook")

    class PonyBook(db.Entity):
        _table_ = "pony_book"
        title = orm.Required(str)
        price = orm.Required(D, 8, 2)
        pages = orm.Optional(int, size=16)
        notes = orm.Optional(orm.Json)
        numbers = orm.Optional(orm.IntArray)
        added = orm.Optional(stamp, 3)
        author = orm.Required(PonyAuthor)
        tags = orm.Set(PonyTag, table="pony_book_tag")
        orm.composite_key(author, title)

    db.bind(provider="postgres", host=HOST, port=PORT, user=USER, database=DATABASE)
    db.generate_mapping(create_tables=True)
    with orm.db_session:
        capek, tags = PonyAuthor(name="Čapek", born=date(1890, 1, 9)), [PonyTag(word=w) for w in ("play", "sf")]
        for i, title in enumerate(("R.U.R.", "Krakatit", "Válka s mloky")):
            PonyBook(title=title, price=D(i) + D("0.5"), pages=100 * i, notes={"n": i, "l": [1, title]}, numbers=[i, i + 1], added=stamp(2024, 2, 29, 12, i), author=capek, tags=tags[:i])
        PonyAuthor(name="Nobody")
    with orm.db_session:
        say(orm.select((b.title, b.price, b.author.name) for b in PonyBook if b.price < 2).order_by(1)[:])
        say(sorted(orm.select((a.name, orm.count(a.books), orm.sum(a.books.price)) for a in PonyAuthor)[:], key=str))
        say(orm.select(b.title for b in PonyBook if "sf" in b.tags.word)[:], orm.select(b.title for b in PonyBook if b.title.startswith("K"))[:])
        say(orm.avg(b.pages for b in PonyBook), orm.max(b.added for b in PonyBook), orm.select(b.added.year for b in PonyBook)[:])
        say(orm.select(b.title for b in PonyBook if b.notes["n"] == 1)[:], orm.select(b.title for b in PonyBook if 2 in b.numbers).order_by(1)[:])
        say([(b.title, sorted(t.word for t in b.tags), b.notes, list(b.numbers)) for b in PonyBook.select().order_by(PonyBook.id)])
        book = PonyBook.get(title="Krakatit")
        book.price += 1
        book.notes["new"] = None
        orm.flush()
        say(db.select("SELECT price, notes FROM pony_book WHERE title = 'Krakatit'"))
        orm.rollback()
        say(PonyBook.get(title="Krakatit").price)
        PonyAuthor(name="Third")
        say(orm.select(a for a in PonyAuthor).count())
        orm.delete(b for b in PonyBook if b.price > 2)
    try:
        with orm.db_session:
            db.insert("pony_author", name="Nobody")
        say("no error")
    except orm.IntegrityError as e:
        say("IntegrityError", e.original_exc.pgcode)
    with orm.db_session:
        say(PonyBook.get_for_update(title="R.U.R.").title, PonyBook.select().count())
        PonyAuthor.get(name="Nobody").delete()
    db.drop_all_tables(with_all_data=True)
    db.disconnect()


class Author(tortoise.models.Model):
    id = tortoise.fields.IntField(primary_key=True)
    name = tortoise.fields.CharField(max_length=40, unique=True)
    rank = tortoise.fields.SmallIntField(default=1)

    class Meta:
        table = "tor_author"


class Tag(tortoise.models.Model):
    word = tortoise.fields.CharField(max_length=20, primary_key=True)

    class Meta:
        table = "tor_tag"


class Book(tortoise.models.Model):
    id = tortoise.fields.BigIntField(primary_key=True)
    title = tortoise.fields.TextField()
    price = tortoise.fields.DecimalField(max_digits=8, decimal_places=2, db_index=True)
    more = tortoise.fields.JSONField(null=True)
    ident = tortoise.fields.UUIDField(null=True)
    day = tortoise.fields.DateField(null=True)
    at = tortoise.fields.DatetimeField(null=True)
    took = tortoise.fields.TimeDeltaField(null=True)
    content = tortoise.fields.BinaryField(null=True)
    good = tortoise.fields.BooleanField(default=True)
    author = tortoise.fields.ForeignKeyField("models.Author", related_name="books")
    tags = tortoise.fields.ManyToManyField("models.Tag", related_name="books", through="tor_book_tag")

    class Meta:
        table = "tor_book"
        unique_together = (("author", "title"),)


async def library():
    await tortoise.Tortoise.init(config={"connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": {
        "host": HOST, "port": PORT, "user": USER, "password": None, "database": DATABASE, "minsize": 1, "maxsize": 2}}},
        "apps": {"models": {"models": [__name__], "default_connection": "default"}}, "use_tz": True})
    await tortoise.Tortoise.generate_schemas(safe=False)
    await tortoise.Tortoise.generate_schemas(safe=True)
    ada, bob = await Author.create(name="Ada"), await Author.create(name="Bob", rank=2)
    await Tag.bulk_create([Tag(word=w) for w in ("new", "old")])
    await Book.bulk_create([Book(title=f"t{i}", price=D(i) / 4, more={"i": i, "l": [i]} if i % 2 else None, day=date(2024, 1, i), at=stamp(2024, 2, 29, i, tzinfo=UTC),
                                 took=datetime.timedelta(hours=i), content=bytes([i, 0, 255]), good=i % 3 == 0, author=ada if i < 6 else bob) for i in range(1, 10)], batch_size=4)
    for book in await Book.filter(id__lt=4):
        await book.tags.add(*await Tag.filter(word__in=["new", "old"][:book.id % 2 + 1]))
    say(await Book.filter(price__gte=1, author__name="Ada").order_by("id").values_list("id", "title", "price", "author__name"))
    say([(b.id, b.more, b.day, b.at, b.took, b.content, b.good) for b in await Book.all().order_by("-id").limit(2)])
    say([(a.name, sorted(b.title for b in a.books)) for a in await Author.all().prefetch_related("books").order_by("name")])
    say([(b.title, sorted(t.word for t in b.tags)) for b in await Book.filter(tags__word="old").prefetch_related("tags").order_by("id")])
    functions = tortoise.functions
    say(await Author.annotate(n=functions.Count("books"), s=functions.Sum("books__price")).order_by("name").values("name", "n", "s"))
    say(await Book.filter(more__contains={"i": 3}).values_list("title", flat=True), await Book.filter(title__iendswith="T7").count())
    say(await Book.filter(at__month=2, day__year=2024).count(), await Book.filter(tortoise.expressions.Q(price__lt=D("0.5")) | tortoise.expressions.Q(good=False)).count())
    say(await Book.filter(author=bob).update(price=tortoise.expressions.F("price") + 1), await Book.exclude(good=True).order_by("id").values_list("price", flat=True))
    made = await Author.get_or_create(name="Bob"), await Author.update_or_create(defaults={"rank": 7}, name="Ada")
    say([(a.name, a.rank, new) for a, new in made])
    await Author.bulk_create([Author(id=1, name="Ada", rank=9), Author(id=20, name="Cid")], on_conflict=["name"], update_fields=["rank"])
    say(await Author.all().order_by("id").values_list("id", "name", "rank"))
    for label, work in (("unique", lambda: Author.create(name="Bob")), ("foreign key", lambda: Book.create(title="x", price=1, author_id=99))):
        try:
            await work()
            say(label, "no error")
        except tortoise.exceptions.IntegrityError as e:
            say(label, *said_by_server(e.args[0]))
    try:
        async with tortoise.transactions.in_transaction() as outer:
            await Author.create(name="outer", using_db=outer)
            try:
                async with outer._in_transaction() as inner:
                    await Author.create(name="inner", using_db=inner)
                    raise ValueError
            except ValueError:
                say(await Author.all().using_db(outer).order_by("id").values_list("name", flat=True))
            raise KeyError
    except KeyError:
        say(await Author.all().order_by("id").values_list("name", flat=True))
    say(await (await Book.get(id=1)).tags.all().order_by("word").values_list("word", flat=True))
    say(await (await Book.get(id=2)).delete(), await Book.filter(id__gt=7).delete(), await Book.all().count())
    await tortoise.connections.close_all()


@section
def tortoise_():
    drop("tor_book_tag", "tor_book", "tor_tag", "tor_author")
    asyncio.run(library())
    with psycopg.connect() as conn:
        say(conn.execute("SELECT indexrelid::regclass::text, indrelid::regclass::text, indisunique FROM pg_index WHERE indrelid::regclass::text LIKE 'tor%' ORDER BY 1").fetchall())
        say(conn.execute("SELECT conname, contype, confrelid::regclass::text FROM pg_constraint WHERE conrelid::regclass::text LIKE 'tor%' AND contype <> 'n' ORDER BY 1").fetchall())
    drop("tor_book_tag", "tor_book", "tor_tag", "tor_author")


async def with_aiopg():
    async with aiopg.create_pool("", minsize=1, maxsize=2) as pool, pool.acquire() as conn, conn.cursor() as cur:
        await cur.execute("CREATE TABLE aiopg_t (id serial PRIMARY KEY, name text UNIQUE, x numeric)")
        await cur.execute("INSERT INTO aiopg_t (name, x) VALUES (%s, %s), (%s, %s) RETURNING id", ("a", D("1.5"), "b", None))
        say(await cur.fetchall())
        async with cur.begin():
            await cur.execute("UPDATE aiopg_t SET x = %s WHERE name = %s", (7, "b"))
        try:
            async with cur.begin_nested():
                await cur.execute("DELETE FROM aiopg_t")
                async with cur.begin_nested():
                    await cur.execute("INSERT INTO aiopg_t (name) VALUES ('c'), ('c')")
        except psycopg2_error() as e:
            say(e.pgcode)
        await cur.execute("SELECT * FROM aiopg_t ORDER BY id")
        say([row async for row in cur], cur.description[2].name)
        await cur.callproc("upper", ["x"])
        say(await cur.fetchone())
        await cur.execute("DROP TABLE aiopg_t")


def psycopg2_error():
    import psycopg2
    return psycopg2.Error


@section
def aiopg_():
    drop("aiopg_t")
    asyncio.run(with_aiopg())


QUERIES = """
-- :name make :affected
CREATE TABLE pug_t (id int PRIMARY KEY, name text)

-- :name put :insert
INSERT INTO pug_t VALUES (:id, :name)

-- :name put_many :affected
INSERT INTO pug_t VALUES (:id, :name)

-- :name one :one
SELECT * FROM pug_t WHERE id = :id

-- :name names :many
SELECT name FROM pug_t WHERE id IN :ids ORDER BY id

-- :name total :scalar
SELECT count(*) FROM pug_t

-- :name change :affected
UPDATE pug_t SET name = upper(name) WHERE id > :id
"""


@section
def pugsql_():
    drop("pug_t")
    with tempfile.TemporaryDirectory() as folder:
        for i, query in enumerate(QUERIES.strip().split("\n\n")):
            with open(os.path.join(folder, f"{i}.sql"), "w", encoding="ascii") as f:
                f.write(query)
        pug = pugsql.module(folder)
    pug.connect("postgresql+psycopg2://")
    pug.make()
    say(pug.put_many([{"id": i, "name": f"n{i}"} for i in range(5)]), pug.one(id=3), list(pug.names(ids=(1, 2, 9))), pug.change(id=2), pug.total())
    with pug.transaction() as work:
        pug.change(id=-1)
        work.rollback()
    say([row["name"] for row in pug.names(ids=(0, 4))])
    fails("unique", lambda: pug.put(id=1, name="x"))
    pug.disconnect()
    drop("pug_t")


class Row:
    def __init__(self, id, name):
        self.made = f"{id}-{name}"


@section
def psycopg_():
    drop("psy_t")
    with psycopg_pool.ConnectionPool("", min_size=1, max_size=3, open=True, kwargs={"row_factory": dict_row}) as pool:
        pool.wait(60)
        with pool.connection() as conn:
            conn.execute("CREATE TABLE psy_t (id int PRIMARY KEY, name text, j jsonb, tags text[], at timestamptz(3))")
            with conn.cursor().copy("COPY psy_t (id, name, j, tags, at) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int4", "text", "jsonb", "text[]", "timestamptz"])
                for i in range(500):
                    copy.write_row((i, f"n{i}", Jsonb({"i": i}), ["a", str(i)], stamp(2024, 2, 29, 12, 0, i % 60, tzinfo=UTC)))
            with conn.cursor().copy("COPY psy_t (id, name) FROM STDIN") as copy:
                for i in range(500, 600):
                    copy.write_row((i, "tab\tand\nline" if i % 2 else None))
        with pool.connection() as conn:
            say(conn.execute("SELECT * FROM psy_t WHERE id IN (7, 501)").fetchall())
            with conn.cursor().copy("COPY (SELECT id, j, at FROM psy_t WHERE id < 3 ORDER BY id) TO STDOUT (FORMAT BINARY)") as copy:
                copy.set_types(["int4", "jsonb", "timestamptz"])
                say(list(copy.rows()))
            with conn.cursor(name="server", row_factory=namedtuple_row) as cur:
                cur.itersize = 100
                cur.execute("SELECT id, name FROM psy_t ORDER BY id")
                say(sum(row.id for row in cur))
            with conn.cursor(name="back", scrollable=True, row_factory=class_row(Row)) as cur:
                cur.execute("SELECT id, name FROM psy_t WHERE id % 100 = 0 ORDER BY id")
                cur.scroll(4)
                say([r.made for r in cur.fetchmany(2)])
                cur.scroll(-3)
                say(cur.fetchone().made)
            with conn.pipeline() as pipeline, conn.transaction():
                made = [conn.execute("UPDATE psy_t SET name = name || '!' WHERE id = %s RETURNING name", (i,)) for i in range(3)]
                pipeline.sync()
                say([cur.fetchone()["name"] for cur in made])
            try:
                with conn.pipeline():
                    conn.execute("SELECT 1")
                    conn.execute("INSERT INTO psy_t (id) VALUES (1)")
                    conn.execute("SELECT 2")
            except psycopg.errors.UniqueViolation as e:
                say(e.diag.constraint_name, conn.info.transaction_status.name)
            conn.rollback()
            cur = conn.cursor()
            cur.executemany("INSERT INTO psy_t (id, name) VALUES (%s, %s) RETURNING id", [(1000, "x"), (1001, "y")], returning=True)
            say([result.fetchone() for result in cur.results()], cur.rowcount)
            with conn.transaction() as outer:
                try:
                    with conn.transaction("inner"):
                        conn.execute("DELETE FROM psy_t")
                        raise ValueError
                except ValueError:
                    say(conn.execute("SELECT count(*) FROM psy_t").fetchone())
                raise psycopg.Rollback(outer)
        with pool.connection() as conn:
            say(conn.execute("SELECT count(*), max(id) FROM psy_t").fetchone(), conn.execute("SELECT %(a)b::int, %(b)t::int", {"a": 5, "b": 6}).fetchone())

    async def asynchronous():
        async with psycopg_pool.AsyncConnectionPool("", min_size=2, max_size=2, open=False) as pool:
            async def count(low):
                async with pool.connection() as conn:
                    return (await (await conn.execute("SELECT count(*) FROM psy_t WHERE id >= %s", (low,))).fetchone())[0]
            say(await asyncio.gather(*(count(i * 100) for i in range(8))))
        async with await psycopg.AsyncConnection.connect(autocommit=True) as conn, conn.cursor() as cur:
            say([row async for row in cur.stream("SELECT id FROM psy_t WHERE id < 4 ORDER BY id")])
            async with cur.copy("COPY (SELECT id, tags FROM psy_t WHERE id > 497 ORDER BY id LIMIT 3) TO STDOUT") as copy:
                say([bytes(part) async for part in copy])
            async with conn.pipeline():
                some = [await conn.execute("SELECT %s::int + 1", (i,)) for i in range(4)]
            say([await one.fetchone() for one in some])
    asyncio.run(asynchronous())
    drop("psy_t")


main()
