"""A small application of Peewee: tables, migrations, introspection, queries, transactions; and Alembic, which compares a schema with its models."""

import datetime
import decimal
import os
import sys

import peewee as pw
import sqlalchemy as sa
from alembic import autogenerate, migration, operations
from playhouse import migrate as pwm
from playhouse import postgres_ext, reflection

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../python"))
from zoo import DATABASE, fails, main, say, section  # noqa: E402

db = postgres_ext.PostgresqlExtDatabase(DATABASE)


class Person(pw.Model):
    name = pw.CharField(max_length=40, unique=True)
    born = pw.DateField(null=True)
    money = pw.DecimalField(10, 2, default=0)
    tags = postgres_ext.ArrayField(pw.TextField, null=True, index=False)
    extra = postgres_ext.BinaryJSONField(null=True, index=False)
    active = pw.BooleanField(default=True, index=True)
    big = pw.BigIntegerField(constraints=[pw.Check("big >= 0")], default=0)

    class Meta:
        database, table_name = db, "pw_person"


class Note(pw.Model):
    person = pw.ForeignKeyField(Person, backref="notes", on_delete="CASCADE")
    body = pw.TextField()
    stars = pw.SmallIntegerField(default=3)

    class Meta:
        database, table_name = db, "pw_note"
        indexes = ((("person", "body"), True),)


def described():
    for table in sorted(t for t in db.get_tables() if t.startswith("pw_")):
        say(table, [tuple(c) for c in db.get_columns(table)], sorted((i.name, i.columns, i.unique) for i in db.get_indexes(table)),
            db.get_primary_keys(table), [tuple(k) for k in db.get_foreign_keys(table)])


@section
def schema():
    db.drop_tables([Note, Person], safe=True)
    db.create_tables([Person, Note])
    db.create_tables([Person, Note])
    described()
    found = reflection.Introspector.from_database(db).generate_models(table_names=["pw_person", "pw_note"])
    say({name: {f.name: type(f).__name__ for f in model._meta.sorted_fields} for name, model in found.items()})
    changes = pwm.PostgresqlMigrator(db)
    pwm.migrate(changes.add_column("pw_note", "at", pw.DateField(null=True)), changes.rename_column("pw_note", "stars", "rank"), changes.drop_not_null("pw_note", "rank"))
    described()
    pwm.migrate(changes.drop_column("pw_note", "at"), changes.rename_column("pw_note", "rank", "stars"), changes.add_not_null("pw_note", "stars"))
    described()


@section
def queries():
    capek = Person.create(name="Čapek", born=datetime.date(1890, 1, 9), money=decimal.Decimal("12.50"), tags=["a", 'b "c"'], extra={"a": [1, None]}, big=2**53 + 1)
    Person.insert_many([{"name": f"p{i}", "big": i, "active": i % 2 == 0} for i in range(10)]).execute()
    say([(n.body, n.person.name) for n in (Note.create(person=capek, body=f"n{i}") for i in range(3))])
    say(list(Person.select(Person.active, pw.fn.COUNT(Person.id), pw.fn.SUM(Person.money)).group_by(Person.active).order_by(Person.active).tuples()))
    say(list(Person.select(Person.name, pw.fn.COUNT(Note.id)).join(Note, pw.JOIN.LEFT_OUTER).group_by(Person.name).order_by(Person.name).limit(3).tuples()))
    say(list(Person.select(Person.name, Person.tags, Person.extra["a"]).where(Person.tags.contains("a") & Person.extra.contains({"a": [1]})).tuples()))
    say([p.name for p in pw.prefetch(Person.select().where(Person.name ** "P%").order_by(Person.big.desc()).paginate(2, 3), Note)])
    say(Person.update(big=Person.big + 1).where(Person.name == "p1").execute(), list(Person.update(big=5).where(Person.big > 8, Person.big < 100).returning(Person.name).tuples()))
    say(Person.insert(name="p1", big=7).on_conflict(conflict_target=[Person.name], preserve=[Person.big]).as_rowcount().execute(), Person.get(name="p1").big)
    say(Person.get_or_create(name="p2")[1], Person.get_or_none(name="none"))
    for label, values in (("unique", {"name": "p1"}), ("check", {"name": "x", "big": -1}), ("not null", {"name": None}), ("long", {"name": "x" * 41})):
        try:
            Person.create(**values)
            say(label, "NOT RAISED")
        except pw.DatabaseError as e:
            say(label, type(e).__name__, str(e).splitlines()[0])
            db.rollback()
    with db.atomic():
        Person.create(name="outer")
        with db.atomic() as inner:
            Person.create(name="inner")
            inner.rollback()
    say(capek.delete_instance(), Note.select().count(), [p.name for p in Person.select().where(Person.name.in_(["outer", "inner"]))])


def tables(later):
    metadata = sa.MetaData()
    sa.Table("al_one", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(60 if later else 40), nullable=later, comment="who"),
             sa.Column("at", sa.Date), sa.Column("n", sa.Integer, server_default="5"), *([sa.Column("more", sa.Text)] if later else [sa.Column("less", sa.Numeric(8, 2))]),
             sa.UniqueConstraint("name", name="al_one_name"), sa.Index("al_one_at", "at", "n"))
    sa.Table("al_two", metadata, sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("one", sa.Integer, sa.ForeignKey("al_one.id", name="al_fk", ondelete="CASCADE")))
    return metadata


@section
def alembic():
    engine = sa.create_engine("postgresql+psycopg2://", isolation_level="AUTOCOMMIT")
    with engine.connect() as c:
        for metadata in (tables(False), tables(True)):
            context = migration.MigrationContext.configure(c, opts={"compare_type": True, "compare_server_default": True, "include_object": lambda o, name, kind, *_: kind != "table" or name.startswith("al_")})
            script = autogenerate.produce_migrations(context, metadata)
            say(autogenerate.render_python_code(script.upgrade_ops))
            ops, todo = operations.Operations(context), [script.upgrade_ops]
            while todo:
                op = todo.pop(0)
                todo[:0] = getattr(op, "ops", [])
                if not hasattr(op, "ops"):
                    ops.invoke(op)
            say(autogenerate.compare_metadata(context, metadata))
        tables(True).drop_all(c)
    engine.dispose()
    db.drop_tables([Note, Person])


main()
