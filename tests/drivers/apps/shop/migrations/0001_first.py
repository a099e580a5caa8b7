from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel("Customer", [
            ("id", models.BigAutoField(primary_key=True, serialize=False)), ("name", models.CharField(max_length=40)), ("email", models.CharField(max_length=60, unique=True)),
            ("joined", models.DateTimeField(null=True))], options={"db_table": "shop_customer"}),
        migrations.CreateModel("Order", [
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("customer", models.ForeignKey("shop.customer", models.CASCADE, related_name="orders", db_constraint=False)),
            ("total", models.DecimalField(max_digits=10, decimal_places=2)), ("paid", models.BooleanField(default=False))], options={"db_table": "shop_order"}),
    ]
