#!/usr/bin/python3
"""examples/data/generate.py: makes customers, products, orders and events of a little shop.

One Extended JSON document a line, in the files beside this one; the same ones each time. The
data is like that of a shop that has been running for some years on MongoDB: fields that came
later or were never filled in, numbers of several types in one field, a field that was a number
first and a string later, names from several countries.

  customers  _id ObjectId; number (int32); firstName, lastName (the case matters); email, missing or
             null for some; address {street, city, zip, country, geo {lat, lon}}, null or missing for
             some; tags (text array); born (date, back to 1931); key (uuid); vip (true, false, null
             or missing); credit (Decimal128)
  products   _id int; name; price (Decimal128); weight (int32, double, null); stock (int32, and
             int64 for the warehouse's bulk goods); code (string, or a number in the oldest ones);
             colours (text array); dimensions {w, h, d}
  orders     _id ObjectId; number (int64); customer (ObjectId, one in fifty unknown); status;
             placed, shipped (dates; null or missing); items [{product, name, qty, price}];
             shipTo {name, city, zip}; total (Decimal128); discount (double, int32 0, missing); notes
  events     _id ObjectId; at (date); kind; customer; value (int32, double, string or bool: mixed);
             session (binary); details (a document whose fields hang on the kind)
"""

import base64
import datetime
import json
import os
import random
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
R = random.Random(20240229)
START = datetime.datetime(2021, 3, 1, tzinfo=datetime.timezone.utc)

FIRST = """Anna Jan Petr Eva Tomáš Lucie Jürgen Zoë José María François Chloé Søren Ingrid Łukasz
Małgorzata Dmitri Ольга 健太 さくら Aoife Seán Amélie Björn Nuñez Fatima Omar Li Wei Priya""".split()
LAST = """Nováková Dvořák Svoboda Müller Großmann García Muñoz O'Neill Dubois Lefèvre Sørensen Åberg
Kowalski Wójcik Иванова 佐藤 鈴木 Smith Jones D'Angelo Peña Hansen Yılmaz Khan Chen Patel""".split()
CITIES = [("Praha", "CZ", 50.0755, 14.4378), ("Brno", "CZ", 49.1951, 16.6068),
          ("Ostrava", "CZ", 49.8209, 18.2625), ("Köln", "DE", 50.9375, 6.9603),
          ("München", "DE", 48.1351, 11.582), ("São Paulo", "BR", -23.5505, -46.6333),
          ("Łódź", "PL", 51.7592, 19.456), ("Malmö", "SE", 55.605, 13.0038),
          ("東京", "JP", 35.6762, 139.6503), ("Dublin", "IE", 53.3498, -6.2603)]
STREETS = ["Dlouhá", "Hauptstraße", "Rua Augusta", "Long Lane", "Nádražní", "Kungsgatan", "Krátká"]
GOODS = ["Kettle", "Teapot", "Mug", "Spoon", "Fork", "Lamp", "Chair", "Desk", "Notebook", "Pencil",
         "Backpack", "Umbrella", "Candle", "Blanket", "Clock", "Vase", "Basket", "Brush", "Towel",
         "Mirror"]
MAKES = ["Plain", "Fancy", "Grandma's", "50% off", "No_Name", "Crème", "Nordic", "Émaillé"]
COLOURS = ["red", "green", "blue", "white", "black", "crème", "ivory"]
TAGS = ["regular", "wholesale", "newsletter", "abroad", "late payer", "VIP"]
STATUSES = ["new", "paid", "sent", "sent", "sent", "returned", "cancelled"]


def chance(p):
    return R.random() < p


def oid(kind, n):
    return {"$oid": f"{0x60000000 + kind * 0x100000 + n:08x}{kind:04x}{n * 2654435761 % 2**48:012x}"}


def date(moment):
    return {"$date": {"$numberLong": str(int(moment.timestamp()) * 1000 +
                                         moment.microsecond // 1000)}}


def decimal(cents):
    sign = "-" if cents < 0 else ""
    return {"$numberDecimal": f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"}


def long(n):
    return {"$numberLong": str(n)}


def double(x):
    return {"$numberDouble": repr(float(x))}


def some_time(days=1300):
    return START + datetime.timedelta(milliseconds=R.randrange(days * 86400000))


def address():
    city, country, lat, lon = R.choice(CITIES)
    a = {"street": f"{R.choice(STREETS)} {R.randrange(1, 200)}", "city": city,
         "zip": f"{R.randrange(10000, 99999)}", "country": country}
    if chance(0.7):
        a["geo"] = {"lat": double(round(lat + R.uniform(-0.1, 0.1), 5)),
                    "lon": double(round(lon + R.uniform(-0.1, 0.1), 5))}
    if chance(0.05):
        a["street"] = None
    return a


def customers():
    for n in range(1, 401):
        first, last = R.choice(FIRST), R.choice(LAST)
        c = {"_id": oid(1, n), "number": n, "firstName": first, "lastName": last}
        if n == 1 or chance(0.85):
            c["email"] = f"customer{n}@example.org" if n == 1 or chance(0.95) else None
        if n == 1 or chance(0.9):
            c["address"] = address() if n == 1 or chance(0.95) else None
        if n == 1 or chance(0.8):
            c["tags"] = R.sample(TAGS, R.randrange(0, 4))
        born = datetime.datetime(1931, 1, 1, tzinfo=datetime.timezone.utc) + \
            datetime.timedelta(days=R.randrange(27000))
        if n == 1 or chance(0.6):
            c["born"] = date(born)
        c["key"] = {"$binary": {"base64": b64(uuid.UUID(int=R.getrandbits(128), version=4).bytes),
                                "subType": "04"}}
        if n == 1 or chance(0.7):
            c["vip"] = True if n == 1 else R.choice([True, False, False, None])
        if n == 1 or chance(0.75):
            c["credit"] = decimal(R.randrange(-20000, 100000))
        yield c


def b64(data):
    return base64.b64encode(data).decode()


PRODUCTS = []


def products():
    number = 0
    for goods in GOODS:
        for make in MAKES:
            if chance(0.25) and number > 0:
                continue
            number += 1
            cents = R.randrange(49, 50000)
            p = {"_id": number, "name": f"{make} {goods}", "price": decimal(cents)}
            PRODUCTS.append((number, p["name"], cents))
            if number == 1 or chance(0.85):
                p["weight"] = double(0.25) if number == 1 else R.choice(
                    [R.randrange(1, 20), double(R.randrange(1, 4000) / 1000), None])
            p["stock"] = long(R.randrange(2**31, 2**33)) if chance(0.04) else R.randrange(0, 500)
            p["code"] = number * 7 if number % 9 == 0 else f"P-{number:04}"
            if number == 1 or chance(0.8):
                p["colours"] = R.sample(COLOURS, R.randrange(0, 4))
            if number == 1 or chance(0.5):
                p["dimensions"] = {k: R.randrange(1, 100) for k in "whd"
                                   if number == 1 or chance(0.9)}
            if chance(0.1):
                p["discontinued"] = date(some_time())
            yield p


def orders():
    for n in range(1, 1501):
        placed = some_time()
        items, total = [], 0
        for _ in range(R.randrange(0 if chance(0.02) else 1, 5)):
            number, name, cents = R.choice(PRODUCTS)
            qty = R.randrange(1, 6)
            item = {"product": number, "qty": qty, "price": decimal(cents)}
            if chance(0.2):
                item["gift"] = True
            items.append(item)
            total += cents * qty
        o = {"_id": oid(2, n), "number": long(10000 + n),
             "customer": oid(9, n) if n % 50 == 0 else oid(1, R.randrange(1, 401)),
             "status": R.choice(STATUSES), "placed": date(placed)}
        if n == 1 or chance(0.6):
            o["shipped"] = None if n > 1 and chance(0.1) else date(
                placed + datetime.timedelta(hours=R.randrange(2, 300)))
        o["items"] = items
        if n == 1 or chance(0.85):
            city, country, _, _ = R.choice(CITIES)
            o["shipTo"] = {"name": f"{R.choice(FIRST)} {R.choice(LAST)}", "city": city,
                           "country": country}
        o["total"] = decimal(total)
        if n == 1 or chance(0.4):
            o["discount"] = double(0.05) if n == 1 else R.choice([0, double(0.1), double(0.25)])
        if chance(0.08):
            o["notes"] = R.choice(["fragile", "leave at the door", "ring twice", "$5 voucher",
                                   "100% refund", "", "спасибо", "naïve «quotes»"])
        yield o


def events():
    for n in range(1, 2501):
        kind = R.choice(["view", "view", "view", "search", "login", "rating", "error"])
        e = {"_id": oid(3, n), "at": date(some_time()), "kind": kind}
        if chance(0.75):
            e["customer"] = oid(1, R.randrange(1, 401))
        if kind == "rating":
            e["value"] = R.choice([R.randrange(1, 6), double(R.randrange(2, 11) / 2), "five stars",
                                   True])
        elif kind == "view":
            e["value"] = R.randrange(1, 5000)
        if kind == "search":
            e["details"] = {"words": R.sample(["tea", "mug", "naïve", "lamp", "50%"], 2),
                            "hits": R.randrange(0, 40)}
        elif kind == "view":
            e["details"] = {"product": R.randrange(1, len(PRODUCTS) + 1)}
        elif kind == "error":
            e["details"] = {"code": R.choice([404, 500, "E11"]), "fatal": chance(0.2)}
        if chance(0.3):
            e["session"] = {"$binary": {"base64": b64(R.randbytes(6)), "subType": "00"}}
        yield e


def main():
    for name, documents in (("customers", customers()), ("products", products()),
                            ("orders", orders()), ("events", events())):
        with open(os.path.join(HERE, name + ".jsonl"), "w", encoding="utf-8") as f:
            for document in documents:
                f.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
