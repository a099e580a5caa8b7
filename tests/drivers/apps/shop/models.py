from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=40)
    email = models.CharField(max_length=60, unique=True)
    joined = models.DateTimeField(null=True)

    class Meta:
        db_table = "shop_customer"


class Order(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="orders", db_constraint=False)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    paid = models.BooleanField(default=False)
    note = models.JSONField(null=True)
    day = models.DateField(null=True)

    class Meta:
        db_table = "shop_order"
        indexes = [models.Index(fields=["day"], name="shop_order_day")]
