import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_first")]
    operations = [
        migrations.AddField("Order", "note", models.JSONField(null=True)),
        migrations.AddField("Order", "day", models.DateField(null=True)),
        migrations.AddIndex("Order", models.Index(fields=["day"], name="shop_order_day")),
        migrations.RunPython(lambda apps, _: apps.get_model("shop", "Order").objects.update(day=datetime.date(2024, 1, 1)), migrations.RunPython.noop),
    ]
