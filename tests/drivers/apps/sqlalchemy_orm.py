"""A small application of SQLAlchemy's ORM: create_all, relationships, flush, rollback, insertmanyvalues, queries, drop_all."""

import datetime
import decimal
import os
import sys

import sqlalchemy as sa
from sqlalchemy import orm

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from zoo import main, say, section  # noqa: E402

D = decimal.Decimal


class Base(orm.DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "orm_author"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(50), unique=True)
    born: orm.Mapped[datetime.date | None]
    books: orm.Mapped[list["Book"]] = orm.relationship(back_populates="author", primaryjoin="Author.id == foreign(Book.author_id)", cascade="all, delete-orphan")


class Book(Base):
    __tablename__ = "orm_book"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    author_id: orm.Mapped[int] = orm.mapped_column(index=True)
    title: orm.Mapped[str]
    price: orm.Mapped[D] = orm.mapped_column(sa.Numeric(8, 2), default=D("9.90"))
    tags: orm.Mapped[list[str] | None] = orm.mapped_column(sa.ARRAY(sa.Text))
    sold: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, server_default="0")
    added: orm.Mapped[datetime.datetime | None] = orm.mapped_column(sa.DateTime(timezone=True))
    author: orm.Mapped[Author] = orm.relationship(back_populates="books", primaryjoin="Author.id == foreign(Book.author_id)")


def books(session):
    return [(b.id, b.title, b.author.name, b.price, b.tags, b.sold, b.added) for b in session.scalars(sa.select(Book).order_by(Book.id))]


def application(driver):
    engine = sa.create_engine(f"postgresql+{driver}://")
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    Base.metadata.create_all(engine)
    say(sorted(t for t in sa.inspect(engine).get_table_names() if t.startswith("orm_")))
    at = datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc)
    with orm.Session(engine) as session:
        capek = Author(name="Čapek", born=datetime.date(1890, 1, 9))
        capek.books = [Book(title="R.U.R.", tags=["play", "robots"], added=at), Book(title="Krakatit", price=D("12.50"))]
        session.add_all([capek, Author(name="Němcová", books=[Book(title="Babička", tags=[])]), Author(name="Nobody")])
        session.flush()
        say(capek.id, [b.id for b in capek.books], capek.books[0].sold)
        session.commit()
        say(books(session))
    with orm.Session(engine) as session:
        book = session.get(Book, 1)
        book.price += 1
        book.tags = book.tags + ["sf"]
        session.flush()
        say(book.price, session.scalar(sa.select(sa.func.count()).select_from(Book).where(Book.price > 10)))
        session.rollback()
        say(book.price, book.tags)
        session.add(Author(name="Čapek"))
        try:
            session.flush()
            say("no error")
        except sa.exc.IntegrityError as e:
            say("IntegrityError", e.orig.sqlstate if hasattr(e.orig, "sqlstate") else e.orig.pgcode)
            session.rollback()
        say(session.scalar(sa.select(sa.func.count()).select_from(Author)))
        book.title = "R.U.R. 2"
        session.commit()
        say(book.title)
    with orm.Session(engine) as session:
        rows = session.execute(sa.insert(Book).returning(Book.id, Book.title, sort_by_parameter_order=True),
                               [{"author_id": 3, "title": f"t{i}", "price": D(i) / 4, "sold": i} for i in range(1500)]).all()
        say(len(rows), rows[0].title, rows[-1].title, [r.id for r in rows] == sorted(r.id for r in rows))
        session.commit()
        say(session.execute(sa.select(Author.name, sa.func.count(Book.id), sa.func.sum(Book.price), sa.func.max(Book.sold)).join(Author.books, isouter=True)
                            .group_by(Author.name).order_by(Author.name)).all())
        say(session.scalars(sa.select(Author).options(orm.selectinload(Author.books)).where(Author.name.like("N%")).order_by(Author.name)).all()[0].name)
        found = session.scalars(sa.select(Author).options(orm.joinedload(Author.books)).order_by(Author.id).limit(2)).unique().all()
        say([(a.name, sorted(b.title for b in a.books)) for a in found])
        say(session.scalars(sa.select(Book.title).where(Book.tags.any("robots"))).all(), session.scalars(sa.select(Book.title).where(Book.author.has(name="Němcová"))).all())
        say(session.execute(sa.update(Book).where(Book.sold > 1490).values(sold=Book.sold + 1).returning(Book.sold)).scalars().all().__len__())
        say(session.execute(sa.delete(Book).where(Book.title.like("t%"))).rowcount)
        session.delete(session.get(Author, 1))
        session.commit()
        say(books(session), session.scalars(sa.select(Author.name).order_by(Author.name)).all())
    with orm.Session(engine) as session, session.begin():
        session.add(Author(name="outer"))
        try:
            with session.begin_nested():
                session.add(Author(name="inner"))
                session.flush()
                raise ValueError
        except ValueError:
            pass
        say(session.scalars(sa.select(Author.name).order_by(Author.name)).all())
    Base.metadata.drop_all(engine)
    say([t for t in sa.inspect(engine).get_table_names() if t.startswith("orm_")])
    engine.dispose()


@section
def psycopg():
    application("psycopg")


@section
def psycopg2():
    application("psycopg2")


main()
