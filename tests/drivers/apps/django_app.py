"""A small Django application (shop/): migrations, models, filters, related objects, aggregates, transactions, migrations undone."""

import datetime
import decimal
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

sys.path += [os.path.join(os.path.dirname(os.path.abspath(__file__)), folder) for folder in (".", "../python")]
from zoo import DATABASE, HOST, PASSWORD, PORT, USER, main, say, section  # noqa: E402

settings.configure(INSTALLED_APPS=["shop"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", DATABASES={"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, "HOST": HOST, "PORT": PORT, "USER": USER, "PASSWORD": PASSWORD or ""}})
django.setup()
from django.db import IntegrityError, connection, transaction  # noqa: E402
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


@section
def undone():
    migrate("0001_first")
    migrate("zero")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
        say(sorted(t.name for t in connection.introspection.get_table_list(cursor) if t.name.startswith(("shop", "django"))))


main()
