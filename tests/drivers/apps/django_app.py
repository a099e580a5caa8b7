"""A small Django application (shop/): migrations, models, filters, related objects, aggregates, transactions, django.contrib.postgres, migrations undone."""

import datetime
import decimal
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

sys.path += [os.path.join(os.path.dirname(os.path.abspath(__file__)), folder) for folder in (".", "../python")]
from zoo import DATABASE, HOST, PASSWORD, PORT, USER, main, say, section  # noqa: E402

settings.configure(INSTALLED_APPS=["django.contrib.postgres", "shop"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", DATABASES={"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, "HOST": HOST, "PORT": PORT, "USER": USER, "PASSWORD": PASSWORD or ""}})
django.setup()
from django.contrib.postgres.aggregates import ArrayAgg  # noqa: E402
from django.contrib.postgres.fields import ArrayField, IntegerRangeField  # noqa: E402
from django.contrib.postgres.indexes import BrinIndex, GinIndex, GistIndex, HashIndex, SpGistIndex  # noqa: E402
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector, SearchVectorField  # noqa: E402
from django.db import IntegrityError, connection, models, transaction  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402
from django.db.models import Avg, Count, F, Max, Q, Sum  # noqa: E402
from shop.models import Customer, Order  # noqa: E402


def migrate(to):
    call_command("migrate", "shop", to, verbosity=0)
    say("applied", sorted(MigrationRecorder(connection).applied_migrations()))


@section
def schema():
    migrate("0001_first")
    with connection.cursor() as cursor:
        say(sorted(t.name for t in connection.introspection.get_table_list(cursor) if t.name.startswith(("shop", "django"))))
        cursor.execute("INSERT INTO shop_customer (name, email) VALUES ('early', 'e@x')")
        cursor.execute("INSERT INTO shop_order (customer_id, total, paid) VALUES (1, 5, false)")
    migrate("0002_second")
    say(list(Order.objects.values_list("customer__name", "total", "paid", "note", "day")))
    with connection.cursor() as cursor:
        for table in ("shop_customer", "shop_order"):
            # not the precision: a timestamptz is one of milliseconds in MongoDB, and says so
            say(table, [(c.name, c.type_code, c.internal_size, c.scale, c.null_ok) for c in connection.introspection.get_table_description(cursor, table)])
            say(sorted((n, c["columns"], c["primary_key"], c["unique"], c["index"]) for n, c in connection.introspection.get_constraints(cursor, table).items() if n.endswith(("pkey", "day"))))
            say(connection.introspection.get_sequences(cursor, table))


@section
def objects():
    ada = Customer.objects.create(name="Ada", email="ada@x", joined=datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc))
    bob = Customer.objects.create(name="Bob", email="bob@x")
    Order.objects.bulk_create([Order(customer=ada, total=decimal.Decimal(i) / 4, paid=i % 2 == 0, note={"n": i, "tags": ["a"]} if i % 3 else None, day=datetime.date(2024, 1, 1 + i % 28))
                               for i in range(300)])
    ada.orders.create(total=decimal.Decimal("1000.50"))
    say(Order.objects.count(), ada.orders.filter(paid=True).count(), bob.orders.exists())
    say(list(Order.objects.filter(Q(total__gt=70) | Q(day__isnull=True), customer__name__startswith="A").order_by("-total").values_list("total", "day")[:6]))
    say(list(Customer.objects.annotate(n=Count("orders"), s=Sum("orders__total"), m=Max("orders__day")).order_by("name").values_list("name", "n", "s", "m")))
    say(Order.objects.aggregate(Avg("total"), Count("note")), list(Order.objects.filter(note__n=7).values_list("total", flat=True)))
    say([(o.customer.name, str(o.total)) for o in Order.objects.select_related("customer").order_by("id")[:3]])
    say([(c.name, len(c.orders.all())) for c in Customer.objects.prefetch_related("orders").order_by("name")])
    say(Order.objects.filter(total__lt=2).update(paid=True, total=F("total") + 1), list(Order.objects.filter(day__month=1, day__day=3, paid=True).values_list("total", flat=True).order_by("id")[:4]))
    say(Customer.objects.get(email__iexact="ADA@X").name, list(Customer.objects.filter(name__in=["Bob", "x"]).values_list("email", flat=True)))
    say(list(Order.objects.dates("day", "month")), list(Order.objects.values("paid").annotate(n=Count("id")).order_by("paid")))
    bob.name = "Robert"
    bob.save()
    bob.refresh_from_db()
    say(bob.name, Customer.objects.get_or_create(email="bob@x", defaults={"name": "x"})[1], Customer.objects.update_or_create(email="bob@x", defaults={"name": "Rob"})[1])
    say([r.name for r in Customer.objects.raw("SELECT * FROM shop_customer WHERE name LIKE %s ORDER BY id", ["%b%"])])
    say(sum(1 for _ in Order.objects.iterator(chunk_size=50)))


@section
def transactions():
    try:
        with transaction.atomic():
            Customer.objects.create(name="gone", email="gone@x")
            Customer.objects.create(name="twice", email="ada@x")
    except IntegrityError as e:
        say("IntegrityError", e.__cause__.sqlstate)
    say(Customer.objects.filter(name="gone").exists())
    with transaction.atomic():
        Customer.objects.create(name="kept", email="kept@x")
        try:
            with transaction.atomic():
                Customer.objects.create(name="inner", email="inner@x")
                raise ValueError
        except ValueError:
            pass
        locked = Customer.objects.select_for_update().get(name="kept")
        locked.name = "kept 2"
        locked.save()
    say(sorted(Customer.objects.values_list("name", flat=True)))
    say(Customer.objects.filter(name="Ada").delete(), Order.objects.count())


class Article(models.Model):
    """Its slug has two indexes of one kind, as Django makes them."""

    slug = models.SlugField()
    body = models.TextField(default="")
    words = SearchVectorField(null=True)
    tags = ArrayField(models.CharField(max_length=10), default=list)
    data = models.JSONField(default=dict)
    span = IntegerRangeField(null=True)
    made = models.DateTimeField(null=True)

    class Meta:
        app_label = "shop"
        indexes = [GinIndex(fields=["words"], name="of_words", fastupdate=False), GinIndex(fields=["tags"], name="of_tags"),
                   GinIndex(fields=["data"], name="of_data", opclasses=["jsonb_path_ops"]), BrinIndex(fields=["made"], name="of_made", pages_per_range=16),
                   GistIndex(fields=["span"], name="of_span"), SpGistIndex(fields=["body"], name="of_body"), HashIndex(fields=["slug"], name="of_slug")]


@section
def postgres():
    with connection.schema_editor() as editor:
        editor.create_model(Article)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'shop_article' ORDER BY indexdef COLLATE \"C\"")
        say([row[0] for row in cursor.fetchall()])
        say(sorted((c["type"], c["columns"]) for c in connection.introspection.get_constraints(cursor, "shop_article").values() if c["index"] and not c["unique"]))
    for i in range(4):
        Article.objects.create(slug=f"t{i}", body=f"the quick fox {i} jumps", tags=["a", f"b{i}"], data={"k": {"n": i}, "l": [i]}, span=(i, i + 5))
    say(Article.objects.update(words=SearchVector("slug", "body", config="english")))
    say(list(Article.objects.filter(words=SearchQuery("foxes", config="english")).values_list("id", flat=True).order_by("id")))
    say([(a.slug, round(a.rank, 4)) for a in Article.objects.annotate(rank=SearchRank("words", SearchQuery("fox | t2", search_type="raw"))).order_by("-rank", "id")])
    say(list(Article.objects.annotate(h=SearchHeadline("body", SearchQuery("fox"))).values_list("h", flat=True).order_by("id")))
    for condition in ({"tags__contains": ["b1"]}, {"tags__overlap": ["b1", "b2"]}, {"tags__len": 2, "tags__0": "a"}, {"data__contains": {"k": {"n": 2}}},
                      {"data__k__n__gte": 2, "data__has_key": "l"}, {"span__contains": 3}, {"span__startswith__gt": 1}, {"slug__startswith": "t"}):
        say(condition, list(Article.objects.filter(**condition).values_list("slug", flat=True).order_by("id")))
    say(Article.objects.aggregate(slugs=ArrayAgg("slug", ordering="-slug")))
    with connection.schema_editor() as editor:
        editor.remove_index(Article, Article._meta.indexes[0])
        unique = models.SlugField(max_length=80, unique=True)
        unique.set_attributes_from_name("slug")
        unique.model = Article
        editor.alter_field(Article, Article._meta.get_field("slug"), unique)
        editor.delete_model(Article)


@section
def undone():
    migrate("0001_first")
    migrate("zero")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
        say(sorted(t.name for t in connection.introspection.get_table_list(cursor) if t.name.startswith(("shop", "django"))))


main()
